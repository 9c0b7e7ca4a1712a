package detector

import (
	"maps"
	"slices"
	"strings"

	"github.com/unrenew/unrenew/detector/catalog"
	"github.com/unrenew/unrenew/parser"
)

// pools splits a group by what its payments say of themselves: a membership
// inside an order history is found among its own kind, not among the orders.
func (g *group) pools() []*group {
	if strings.HasPrefix(g.key, "merged:") {
		return []*group{{key: g.key, payments: g.payments, known: true}}
	}
	count := map[string]int{}
	for _, p := range g.payments {
		count[p.item]++
	}
	var renewing, automatic, bought []*payment
	items := map[string]*group{}
	rest := &group{key: g.key}
	for _, p := range g.payments {
		switch {
		case p.user.membership, p.words.Renewal, p.speaksOfService():
			renewing = append(renewing, p)
		case p.words.Automatic:
			automatic = append(automatic, p)
		case habit(p):
			if errands[p.main().Type] && !p.words.Against {
				bought = append(bought, p)
			}
		case p.item != "" && count[p.item] >= 3 && len(count) > 1:
			if items[p.item] == nil {
				items[p.item] = &group{key: g.key}
			}
			items[p.item].payments = append(items[p.item].payments, p)
		default:
			rest.payments = append(rest.payments, p)
		}
	}
	out := byChannel(g.key, renewing)
	if len(renewing) > 0 && strings.HasPrefix(g.key, "service:") || len(automatic) == 0 {
		out = append(out, byChannel(g.key, automatic)...)
	} else {
		out = byChannel(g.key, append(renewing, automatic...))
	}
	for _, k := range slices.Sorted(maps.Keys(items)) {
		out = append(out, items[k])
	}
	out = append(out, rest, &group{key: g.key, payments: bought, errands: true})
	return slices.DeleteFunc(out, func(g *group) bool {
		if !g.known {
			g.onlyRepeated()
			g.bills = slices.ContainsFunc(g.payments, func(p *payment) bool { return kindOf(p) != catalog.Membership || p.words.Metered })
		}
		return len(g.payments) < 2 || !g.known && g.dense()
	})
}

// speaksOfService tells whether a payment at a service of the catalog is for
// the service itself: it says so, its price is one of the service's, or it says
// nothing, as a bank's row does. Most services sell other things as well.
func (p *payment) speaksOfService() bool {
	if p.service == nil || p.strength <= catalog.OperatorOnly {
		return false
	}
	return p.service.Store || p.service.Kind != catalog.Membership || p.words.Member || p.words.Cycle != (catalog.Cycle{}) || p.priced || p.strength == catalog.ByDescriptor || !p.hasItem()
}

// hasItem tells whether the row says what was bought.
func (p *payment) hasItem() bool {
	return p.main().medium == parser.Wallet && strings.Trim(p.item, "/#-") != "" && p.item != p.merchant
}

// perMonth is how many charges a month a pool may hold and still be looked at
// as a whole: several weekly cards, or the apps of a family at one store.
const perMonth = 5

// crowded tells whether a pool holds more than that over its whole time.
func (g *group) crowded() bool {
	n := len(g.payments)
	return n > fewPayments && n*30 > perMonth*(int(g.payments[n-1].day-g.payments[0].day)+1)
}

// thinned splits a crowded pool by price, since nothing else can tell its
// contracts from what is bought in between, and drops what is still crowded:
// nobody could tell a contract in it from a habit.
func (g *group) thinned() []*group {
	if !g.crowded() {
		return []*group{g}
	}
	byPrice := map[int64]*group{}
	for _, p := range g.payments {
		if byPrice[p.fen] == nil {
			byPrice[p.fen] = &group{key: g.key, known: g.known, bills: g.bills, store: g.store}
		}
		byPrice[p.fen].payments = append(byPrice[p.fen].payments, p)
	}
	var out []*group
	for _, fen := range slices.Sorted(maps.Keys(byPrice)) {
		pool := byPrice[fen]
		if !pool.crowded() {
			out = append(out, pool)
			continue
		}
		for _, p := range pool.payments {
			p.crowd = true
		}
	}
	return out
}

// byChannel makes a pool of each channel's payments: contracts with channels are
// separate, and one that moves is linked afterwards.
func byChannel(key string, ps []*payment) []*group {
	pools := map[string]*group{}
	for _, p := range ps {
		pool := pools[p.channel]
		if pool == nil {
			pool = &group{key: key, known: true, store: p.service != nil && p.service.Store}
			pools[p.channel] = pool
		}
		pool.payments = append(pool.payments, p)
		pool.bills = pool.bills || kindOf(p) != catalog.Membership || p.words.Metered
	}
	out := make([]*group, 0, len(pools))
	for _, channel := range slices.Sorted(maps.Keys(pools)) {
		out = append(out, pools[channel].thinned()...)
	}
	return out
}

// plansAtOnce is how many contracts at one price a merchant may charge for side
// by side.
const plansAtOnce = 3

// onlyRepeated drops from a pool of many purchases those whose price does not
// come back at the distance of a cycle, more often than not: nothing but an
// exact price and rhythm can tell a contract from orders.
func (g *group) onlyRepeated() {
	if len(g.payments) <= fewPayments {
		return
	}
	before, n, steady := map[int64][]day{}, map[int64]int{}, map[int64]int{}
	for _, p := range g.payments {
		n[p.fen]++
		days := before[p.fen]
		if slices.ContainsFunc(days[max(0, len(days)-plansAtOnce):], func(d day) bool { return isCycle(int(p.day - d)) }) {
			steady[p.fen]++
		}
		before[p.fen] = append(days, p.day)
	}
	g.payments = slices.DeleteFunc(g.payments, func(p *payment) bool { return n[p.fen] < 3 || 2*steady[p.fen] < n[p.fen]-1 })
}

// isCycle tells whether so many days may lie between two charges.
func isCycle(days int) bool {
	return slices.ContainsFunc(calendars, func(c calendar) bool {
		return days >= c.length()-c.early && days <= c.length()+c.late
	})
}

// dense tells purchases of every day from charges: more than perMonth over the
// whole time is no contract that anybody could tell from a habit.
func (g *group) dense() bool {
	n := len(g.payments)
	if n == 0 {
		return false
	}
	days := int(g.payments[n-1].day-g.payments[0].day) + 1
	return n > 12 && n*30 > perMonth*days
}

// kindOf is what one payment is for.
func kindOf(p *payment) catalog.Kind {
	switch {
	case p.service != nil && p.strength > catalog.OperatorOnly && p.service.Kind != "":
		return p.service.Kind
	case p.words.Kind != "":
		return p.words.Kind
	}
	return catalog.Membership
}

// errands are the wallet's own categories of what people buy again and again
// by hand, and favours those of money between people and of credit. A row that
// says it renews is not asked.
var (
	errands = map[string]bool{"餐饮美食": true, "交通出行": true, "爱车养车": true, "医疗健康": true, "美容美发": true, "日用百货": true, "服饰装扮": true, "酒店旅游": true}
	favours = map[string]bool{"转账红包": true, "投资理财": true, "信用借还": true, "借用借还": true, "亲友代付": true, "退款": true,
		"扫二维码付款": true, "转账": true, "微信红包": true, "群收款": true, "赞赏码": true, "亲属卡交易": true, "二维码收款": true}
)

// saysWhat tells whether the row's text says what is paid for, in words of
// contracts.
func (p *payment) saysWhat() bool { return p.words.Member || p.words.Kind != "" }

// habit tells purchases that are repeated by hand from what may be a contract.
func habit(p *payment) bool {
	switch {
	case p.user.membership:
		return false
	case p.words.Against || p.main().Class != parser.Spend:
		return true
	}
	typ := p.main().Type
	return typ != "" && (errands[typ] || favours[typ]) && !p.saysWhat()
}
