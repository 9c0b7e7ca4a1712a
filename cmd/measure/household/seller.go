package household

import (
	"slices"
	"strings"
	"time"

	"github.com/unrenew/unrenew/detector/catalog"
)

// A seller is a merchant as one contract meets it.
type seller struct {
	service string // catalog ID; empty if nobody knows it
	name    text   // what people call it
	goods   text   // what else it sells
	class   string // 交易分类 of Alipay
	faces   map[string][]face
	face    face // through the way that the contract is paid
	price   fen
	listed  bool // the price is one of the catalog's
}

// Which sellers a situation can use.
type market int

const (
	anywhere market = iota
	known           // in the catalog
	unknown         // in no catalog
	abroad          // priced in US dollars
	appStore
)

// find chooses a seller with a plan of this cycle and a way to pay for it.
func (w *world) find(d dice, c catalog.Cycle, where market) (seller, way, bool) {
	if where == anywhere {
		where = unknown
		if d.chance(58) {
			where = known
		}
		if s, by, ok := w.find(d, c, where); ok || where == unknown {
			return s, by, ok
		}
		where = unknown
	}
	if where == unknown {
		s, by := w.stranger(d, c)
		return s, by, true
	}
	for _, i := range d.Perm(len(services)) {
		s := services[i]
		var plans []plan
		for _, p := range s.plans {
			if p.cycle == c {
				plans = append(plans, p)
			}
		}
		dollars := len(s.faces[bank]) > 0 && s.faces[bank][0].foreign
		switch {
		case len(plans) == 0, w.used[s.id],
			where == abroad != dollars,
			(where == appStore) != (s.id == "apple-subscriptions"):
			continue
		}
		by, ok := w.reach(d, s.faces)
		if !ok {
			continue
		}
		p := pick(d, plans)
		w.used[s.id] = s.id != "apple-subscriptions" // a store is used by many contracts
		out := seller{service: s.id, name: s.name, goods: text{"周边商品", "merchandise"}, class: s.class, faces: s.faces, price: p.price, listed: p.listed}
		out.face = pick(d, s.faces[by.channel])
		return out, by, true
	}
	return seller{}, way{}, false
}

// reach is a way to pay that the seller takes and the family has.
func (w *world) reach(d dice, faces map[string][]face) (way, bool) {
	var ways []way
	for _, id := range w.wallets("") {
		by := w.through(d, id)
		if len(faces[by.channel]) > 0 {
			ways = append(ways, by)
		}
	}
	for _, id := range w.cards() {
		if f := faces[bank]; len(f) > 0 && (!f[0].foreign || w.h.account(id).Layout == "cmb-credit") {
			ways = append(ways, way{channel: bank, account: id})
		}
	}
	if len(ways) == 0 {
		return way{}, false
	}
	return pick(d, ways), true
}

// stranger invents a merchant and its price.
func (w *world) stranger(d dice, c catalog.Cycle) (seller, way) {
	t := pick(d, trades)
	s := seller{goods: t.goods, class: t.class, price: strangersPrice(d, c)}
	for {
		s.name = company(d, t)
		if !w.used[s.name.zh] {
			break
		}
	}
	w.used[s.name.zh] = true
	s.faces = strangersFaces(d, s.name, t)
	by, ok := w.reach(d, s.faces)
	if !ok {
		panic("household: no wallet") // open gives every family one
	}
	s.face = pick(d, s.faces[by.channel])
	return s, by
}

// strangersFaces: two in five say the cycle, one that it renews, one that it is
// a membership, one says nothing.
func strangersFaces(d dice, name text, t trade) map[string][]face {
	sold := func(says wording, zh, latin string) face {
		product := func(s, name string) string { return strings.ReplaceAll(s, "{product}", name) }
		return face{payee: name, item: text{product(zh, t.product.zh), product(latin, t.product.latin)}, says: says}
	}
	f := pick(d, pick(d, [][]face{
		{
			sold(tellCycle, "{product}{renew}", "{product} {renew}"),
			sold(tellCycle, "{renew}-{product}", "{renew}: {product}"),
			sold(tellCycle, "{renew}", "{renew}"),
		},
		{
			sold(tellCycle, "{product}{span}-自动续费", "{product} {span} auto-renewal"),
			sold(tellCycle, "自动续费 {product}({span})", "Auto-renew {product} ({span})"),
			sold(tellCycle, "{product}自动续订-{span}", "{product} automatic renewal, {span}"),
		},
		{
			sold(renews, "{product}自动续费", "{product} auto-renewal"),
			sold(renews, "{product}自动续订扣款", "Recurring payment, {product} auto renew"),
			sold(renews, "会员自动续费", "Membership automatic renewal"),
		},
		{
			sold(member, "{product}会员费", "{product} membership fee"),
			sold(member, "VIP会员", "VIP membership"),
			sold(member, "{product}{span}会员", "{product} membership {span}"),
		},
		{
			sold(silent, "订单{number}", "Order {number}"),
			sold(silent, "服务费", "service fee"),
			sold(silent, "{product}", "{product}"),
			{payee: name, item: name},
		},
	}))
	out := both(f)
	out[bank] = []face{{payee: name}}
	return out
}

func strangersPrice(d dice, c catalog.Cycle) fen {
	n := days(c)
	base := pick(d, []int{8, 12, 15, 18, 19, 25, 28, 30, 38, 39, 48, 58, 68, 88, 98, 128, 168, 199})
	price := fen(base*100*n/28) / 100 * 100
	if n > 60 {
		price = price * 8 / 10 / 100 * 100
	}
	if d.chance(35) {
		price -= 10 // 18.90
	}
	return max(price, 190)
}

// printed fills in what changes from charge to charge.
func (f face) printed(d dice, c catalog.Cycle, at time.Time) face {
	renew, span, card := spans(c)
	same := func(s string) text { return text{s, s} }
	values := []struct {
		key string
		by  text
	}{
		{"renew", renew}, {"span", span}, {"card", card},
		{"number", same(digits(d, 12))}, {"code", same(code(d))}, {"day", same(at.Format("01.02"))},
	}
	for _, v := range values {
		f.payee, f.item = f.payee.with(v.key, v.by), f.item.with(v.key, v.by)
	}
	return f
}

// code has the shape of an order number of Apple: MQQ7HFKJ5La0.
func code(d dice) string {
	const letters = "ABCDEFGHJKLMNPQRSTVWXYZ23456789"
	b := []byte("M")
	for len(b) < 10 {
		b = append(b, letters[d.IntN(len(letters))])
	}
	return string(b) + "a0"
}

// others are the faces through a channel that differ from the one at hand.
func (s seller) others(channel string) []face {
	return slices.DeleteFunc(slices.Clone(s.faces[channel]), func(f face) bool { return f == s.face })
}
