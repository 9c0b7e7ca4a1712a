package household

import (
	"time"

	"github.com/unrenew/unrenew/detector/catalog"
)

// memberships are the situations of section A: contracts that go on. Those that
// are more common in life weigh more.
var memberships = []situation{
	{"A01", 30, plain(deal{cycle: monthly, least: 3}, nil)},
	{"A01", 24, stoppedUnrecorded},
	{"A02", 5, plain(deal{cycle: monthly, least: 5, anchor: 31}, nil)},
	{"A03", 5, func(w *world, d dice, id string) bool {
		return plain(deal{cycle: monthly, least: 5, anchor: d.between(29, 30)}, nil)(w, d, id)
	}},
	{"A04", 9, plain(deal{cycle: every(30, catalog.Day), least: 3}, nil)},
	{"A05", 7, plain(deal{cycle: every(31, catalog.Day), least: 3}, nil)},
	{"A06", 4, plain(deal{cycle: every(28, catalog.Day), least: 4, where: unknown}, nil)},
	{"A07", 4, plain(deal{cycle: weekly, least: 6, most: 60, where: unknown}, nil)},
	{"A08", 3, plain(deal{cycle: every(2, catalog.Week), least: 6, where: unknown}, nil)},
	{"A09", 8, plain(deal{cycle: quarterly, least: 3}, nil)},
	{"A10", 4, plain(deal{cycle: halfYearly, least: 2, where: unknown}, nil)},
	{"A11", 14, plain(deal{cycle: yearly, least: 3, most: 3}, nil)},
	{"A12", 6, plain(deal{cycle: yearly, least: 2, most: 2}, nil)},
	{"A13", 9, plain(deal{cycle: yearly, least: 1, most: 1, where: known}, nil)},
	{"A14", 4, plain(deal{cycle: monthly, least: 2, most: 2}, nil)},
	{"A15", 4, plain(deal{cycle: monthly, least: 1, most: 1}, nil)},
	{"A16", 6, plain(deal{cycle: monthly, least: 1, most: 9}, firstMonthForOneYuan)},
	{"A17", 4, plain(deal{cycle: monthly, least: 2, most: 9}, sevenDaysForAFen)},
	{"A18", 5, plain(deal{cycle: monthly, least: 6, most: 12}, introOfSomeMonths)},
	{"A19", 6, plain(deal{cycle: monthly, least: 6}, muchDearer)},
	{"A20", 4, plain(deal{cycle: monthly, least: 6}, slightlyDearer)},
	{"A21", 5, plain(deal{cycle: monthly, least: 6}, oneMonthAtHalf)},
	{"A22", 4, plain(deal{cycle: monthly, least: 6}, upgraded)},
	{"A23", 14, abroadOrStore},
	{"A24", 3, plain(deal{cycle: monthly, least: 6}, rounded)},
	{"A25", 4, plain(deal{cycle: monthly, least: 5, where: unknown}, nextBusinessDay)},
	{"A26", 4, lateOverSpringFestival},
	{"A27", 3, func(w *world, d dice, id string) bool {
		return plain(deal{cycle: monthly, least: 7, anchor: d.between(3, 22)}, retried)(w, d, id)
	}},
	{"A28", 5, plain(deal{cycle: monthly, least: 8}, oneMonthMissing)},
	{"A29", 4, plain(deal{cycle: monthly, least: 9}, pausedForThreeMonths)},
	{"A30", 4, monthlyThenYearly},
	{"A31", 4, metered},
	{"A32", 5, plain(deal{cycle: monthly, least: 8}, renamed)},
	{"A33", 4, plain(deal{cycle: monthly, least: 4, where: unknown}, numberInside)},
	{"A34", 5, seenAtTheBankOnly},
	{"A35", 4, plain(deal{cycle: monthly, least: 7}, movedToAnotherWallet)},
	{"A36", 8, plain(deal{cycle: monthly, least: 4, where: appStore}, nil)},
	{"A37", 6, severalApps},
	{"A38", 4, twoPlansOnTwoDays},
	{"A39", 2, twoAccountsOnOneDay},
	{"A40", 5, severalServicesOfOneCompany},
	{"A41", 6, amongOrders},
	{"A45", 3, plain(deal{cycle: monthly, least: 4}, nil)},
	{"A46", 5, plain(deal{cycle: monthly, least: 5}, redPackets)},
	{"A47", 4, plain(deal{cycle: monthly, least: 4, where: known}, nil)},
	{"D07", 4, twoContractsForOneService},
	{"D08", 4, plain(deal{cycle: monthly, least: 5}, chargedTwice)},
	{"D11", 4, plain(deal{cycle: monthly, least: 5}, chargedTwiceAndGivenBack)},
}

// plain signs a contract and lets change work on its charges; the change says
// false to give up, and then has changed nothing.
func plain(t deal, change func(w *world, m *mandate)) func(w *world, d dice, id string) bool {
	return func(w *world, d dice, id string) bool {
		m := w.sign(d, id, t)
		if m == nil {
			return false
		}
		if change != nil && len(m.charges) >= t.least {
			change(w, m)
		}
		return true
	}
}

// stoppedUnrecorded: the family ended it, or its card did, and wrote nothing down.
func stoppedUnrecorded(w *world, _ dice, id string) bool {
	d := newDice(w.h.Seed, id+" stopped") // the other A01 is another contract
	m := w.sign(d, id, deal{cycle: pick(d, []catalog.Cycle{monthly, monthly, monthly, every(30, catalog.Day), quarterly}), least: 6})
	if m == nil {
		return false
	}
	m.keep(len(m.charges) - d.between(1, len(m.charges)-3))
	return true
}

func firstMonthForOneYuan(w *world, m *mandate) {
	m.trial = m.charges[0]
	m.trial.amount = min(pick(m.d, []fen{100, 1, 990, 600}), m.price/3)
}

func sevenDaysForAFen(w *world, m *mandate) {
	first := m.charges[0]
	m.trial = m.at(addDays(first.due, -7), pick(m.d, []fen{1, 1, 10, 100}))
	if m.trial.at.Before(w.from) {
		m.trial = nil
		return
	}
	m.insert(m.trial)
}

func introOfSomeMonths(w *world, m *mandate) {
	m.intro = true
	m.before(m.d.between(2, 3), m.price.percent(pick(m.d, []int{40, 50, 60})))
}

func muchDearer(w *world, m *mandate) {
	m.dearer(m.price.percent(pick(m.d, []int{60, 70, 75, 80})))
}

func slightlyDearer(w *world, m *mandate) { m.dearer(m.price.percent(pick(m.d, []int{92, 94, 96}))) }

// dearer makes the charges before some renewal cheaper.
func (m *mandate) dearer(old fen) {
	n := m.d.between(2, len(m.charges)-1)
	m.before(n, old)
	m.rise = m.charges[n]
}

func oneMonthAtHalf(w *world, m *mandate) {
	m.charges[m.d.between(1, len(m.charges)-2)].amount = m.price / 2
}

func upgraded(w *world, m *mandate) {
	n := m.d.between(2, len(m.charges)-2)
	old := m.price.percent(55)
	m.before(n, old)
	m.rise, m.soft = m.charges[n], true
	gap := daysBetween(m.charges[n-1].due, m.charges[n].due)
	left := m.d.between(5, gap-5)
	step := m.at(addDays(m.charges[n].due, -left), (m.price-old)*fen(left)/fen(gap))
	step.extra = true
	m.insert(step)
	m.alert("duplicate-charge", "", May, step)
}

// rounded is one whose price wanders by some fen, as tax and coins do.
func rounded(w *world, m *mandate) {
	for _, c := range m.charges {
		c.amount += fen(m.d.between(-5, 5))
	}
	m.varies = true
}

func nextBusinessDay(w *world, m *mandate) {
	for _, c := range m.charges {
		for !workday(c.at) {
			c.move(1)
		}
	}
}

func lateOverSpringFestival(w *world, d dice, id string) bool {
	for _, eve := range springFestivals {
		if before := daysBetween(w.from, eve); before > 70 && daysBetween(eve, w.h.AsOf) > 60 && eve.Day() < 26 {
			m := w.sign(d, id, deal{cycle: monthly, least: 7, anchor: min(eve.Day()+d.between(0, 3), 28)})
			if m == nil {
				return false
			}
			for _, c := range m.charges {
				if n := daysBetween(eve, c.due); n >= 0 && n < 6 {
					c.move(8)
				}
			}
			return true
		}
	}
	return false
}

func retried(w *world, m *mandate) {
	n := m.d.between(3, len(m.charges)-3)
	for _, c := range m.charges[n:] {
		c.move(3)
	}
	m.cal.first, m.cal.anchor = addDays(m.cal.first, 3), m.cal.anchor+3
	m.rough = 1
}

func oneMonthMissing(w *world, m *mandate) {
	m.remove(m.d.between(2, len(m.charges)-4), 1)
	m.rough = 1
}

func pausedForThreeMonths(w *world, m *mandate) {
	n := m.d.between(3, len(m.charges)-6)
	silent := m.charges[n : n+3]
	back := m.charges[n+3]
	expect := Must
	for _, c := range silent {
		if !w.covers(m, c.due) {
			expect = May
		}
	}
	m.remove(n, 3)
	m.alert("resumed", "", expect, back)
	m.rough = 1
}

func monthlyThenYearly(w *world, d dice, id string) bool {
	m := w.sign(d, id, deal{cycle: monthly, least: 6})
	if m == nil {
		return false
	}
	n := d.between(4, len(m.charges)-1)
	m.keep(n + 1)
	change := m.last()
	for _, c := range m.charges[:n] {
		c.cycle = monthly
	}
	m.price = m.price * 10
	change.amount = m.price
	m.cal = calendar{yearly, change.due, change.due.Day()}
	for due := m.cal.after(change.due); due.Before(w.h.AsOf); due = m.cal.after(due) {
		m.insert(m.at(due, m.price))
	}
	m.alert("price-increase", "", May, change)
	m.murky = m.seller.face.says != tellCycle // else a yearly plan is no more than likely
	return true
}

// meters are clouds that charge a card for use.
var meters = []struct {
	service string
	face    face
}{
	{"aws", face{payee: text{"AMAZON WEB SERVICES", "AMAZON WEB SERVICES"}}},
	{"digitalocean", face{payee: text{"DIGITALOCEAN.COM", "DIGITALOCEAN.COM"}}},
}

func metered(w *world, d dice, id string) bool {
	m := w.sign(d, id, deal{cycle: monthly, least: 6, where: unknown})
	if m == nil {
		return false
	}
	if m.by.channel != bank {
		m.seller.face.item, m.seller.face.says = text{"按量计费账单{number}", "Usage invoice {number}"}, silent
	}
	base := fen(d.between(2800, 8800))
	var sum fen
	for _, c := range m.charges {
		c.amount = base.percent(d.between(45, 160))
		sum += c.amount
	}
	m.price, m.varies, m.murky = sum/fen(len(m.charges)), true, true
	m.alert("price-increase", "", May)
	if cards := w.cards(); len(cards) > 0 && w.h.account(cards[0]).Layout == "cmb-credit" {
		meter := pick(d, meters)
		if !w.used[meter.service] {
			w.used[meter.service] = true
			m.seller.service, m.kind = meter.service, catalog.Other
			m.seller.face, m.by = meter.face, way{channel: bank, account: cards[0]}
		}
	}
	return true
}

func renamed(w *world, m *mandate) {
	n := m.d.between(3, len(m.charges)-3)
	old := m.seller.face
	switch others := m.seller.others(m.by.channel); {
	case m.seller.service == "":
		old.payee = company(m.d, trade{name: text{"服务", "Services"}})
		m.soft = true
	case len(others) > 0:
		old = pick(m.d, others)
	default: // it has one name only
		m.scenario = "A01"
		return
	}
	for _, c := range m.charges[:n] {
		c.seller = &old
	}
	if m.seller.service == "" {
		m.blurred = m.blurred || len(m.charges)-n < 4
	}
}

func numberInside(w *world, m *mandate) {
	f := m.seller.face
	switch {
	case m.by.channel == bank:
		f.payee = text{f.payee.zh + "{number}", f.payee.latin + " {number}"}
	case f.item == m.seller.name:
		f.item = text{f.item.zh + "-{number}", f.item.latin + " - Invoice {number}"}
	default:
		f.item = text{f.item.zh + "-订单编号{number}", f.item.latin + " - Invoice {number}"}
	}
	m.seller.face = f
}

// seenAtTheBankOnly is paid through a wallet that nobody exported.
func seenAtTheBankOnly(w *world, d dice, id string) bool {
	cards := w.cards()
	if len(cards) == 0 {
		return false
	}
	m := w.sign(d, id, deal{cycle: monthly, least: 4})
	if m == nil {
		return false
	}
	if m.by.channel != bank {
		f := m.seller.face
		prefix := pick(d, []string{"财付通-", "支付宝-"})
		f.item, f.says = text{}, silent
		f.payee = text{prefix + f.payee.zh, prefix + f.payee.in(true)}
		if latin := m.seller.face.payee.latin; latin == "" {
			f.payee.latin = ""
		}
		m.seller.face, m.by = f, way{channel: bank, account: pick(d, cards)}
	}
	return true
}

func movedToAnotherWallet(w *world, m *mandate) {
	other := wechat
	if m.by.channel == wechat {
		other = alipay
	}
	ids := w.wallets(other)
	if len(ids) == 0 || len(m.seller.faces[other]) == 0 || m.by.channel == bank {
		m.scenario = "A01"
		return
	}
	n := m.d.between(2, len(m.charges)-3)
	old := m.by
	m.by = w.through(m.d, pick(m.d, ids))
	m.seller.face = pick(m.d, m.seller.faces[other])
	for _, c := range m.charges[:n] {
		c.by = &old
	}
	m.rough = 1
}

// abroadOrStore: most families have no card that is charged in dollars.
func abroadOrStore(w *world, d dice, id string) bool {
	return plain(deal{cycle: monthly, least: 3, where: abroad}, nil)(w, d, id)
}

func severalApps(w *world, d dice, id string) bool {
	first := w.sign(d, id, deal{cycle: monthly, least: 4, where: appStore})
	if first == nil {
		return false
	}
	prices := map[fen]bool{first.price: true}
	for range d.between(1, 3) {
		s := first.seller
		for prices[s.price] {
			s.price = pick(d, []fen{600, 800, 1000, 1200, 1500, 1800, 2100, 2500, 2800, 3000, 4500, 6800})
		}
		prices[s.price] = true
		m := w.begin(d, id, s, first.by)
		m.cal = w.calendar(d, deal{cycle: monthly})
		m.lay(w, d.between(4, w.room(monthly)))
	}
	return true
}

func twoPlansOnTwoDays(w *world, d dice, id string) bool {
	early := d.between(2, 12)
	first := w.sign(d, id, deal{cycle: monthly, least: 4, anchor: early})
	if first == nil {
		return false
	}
	second := w.begin(d, id, first.seller, first.by)
	second.cal = w.calendar(d, deal{cycle: monthly, anchor: early + d.between(8, 15)})
	second.lay(w, d.between(4, w.room(monthly)))
	for _, m := range []*mandate{first, second} {
		m.rough = 1
		m.alert("duplicate-subscription", "", May)
		m.alert("duplicate-charge", "", May)
	}
	return true
}

func twoAccountsOnOneDay(w *world, d dice, id string) bool {
	first := w.sign(d, id, deal{cycle: monthly, least: 5})
	if first == nil {
		return false
	}
	second := w.begin(d, id, first.seller, first.by)
	second.cal, second.clock, second.murky = first.cal, first.clock+11*time.Minute, true
	if second.clock >= 24*time.Hour {
		second.clock = first.clock - 11*time.Minute
	}
	for _, c := range first.charges {
		second.charges = append(second.charges, second.at(c.due, c.amount))
	}
	for _, m := range []*mandate{first, second} {
		m.alert("duplicate-subscription", "", May)
		m.alert("duplicate-charge", "", May)
	}
	return true
}

// severalServicesOfOneCompany: only the item tells them apart.
func severalServicesOfOneCompany(w *world, d dice, id string) bool {
	wallets := w.wallets(wechat)
	if len(wallets) == 0 {
		return false
	}
	by := w.through(d, pick(d, wallets))
	n := 0
	for _, i := range d.Perm(len(services)) {
		s := services[i]
		for _, f := range s.faces[wechat] {
			if f.payee != tencent || w.used[s.id] || n == 3 {
				continue
			}
			n++
			w.used[s.id] = true
			p := s.plans[0]
			m := w.begin(d, id, seller{service: s.id, name: s.name, class: s.class, goods: text{"点券", "game coins"}, faces: s.faces, face: f, price: p.price, listed: p.listed}, by)
			m.cal = w.calendar(d, deal{cycle: monthly})
			m.lay(w, d.between(3, w.room(monthly)))
		}
	}
	return n > 0
}

// amongOrders is a membership at a platform where the family orders too.
func amongOrders(w *world, d dice, id string) bool {
	m := w.sign(d, id, deal{cycle: monthly, least: 4})
	if m == nil {
		return false
	}
	w.orders(m, w.from, w.h.AsOf, d.between(8, 30))
	m.rough = 1
	return true
}

// orders are things bought by hand at the merchant of a membership.
func (w *world) orders(m *mandate, from, to time.Time, n int) {
	f := m.seller.face
	for range n {
		at := addDays(from, m.d.IntN(max(daysBetween(from, to), 1))).Add(time.Duration(m.d.between(8*60, 23*60)) * time.Minute)
		v := Movement{Time: at, Class: Spend, Amount: fen(m.d.between(900, 18000)).decimal(), Group: "order-at-platform"}.by(m.by)
		order := f
		order.item = text{m.seller.goods.zh + "-订单编号" + digits(m.d, 10), m.seller.goods.in(true) + " - Order " + digits(m.d, 10)}
		if f.item.latin == "" {
			order.item.latin = ""
		}
		w.word(&v, order.printed(m.d, m.cal.cycle, at), m.seller.class)
		added := w.add(v)
		if added == nil || m.by.channel != bank || len(m.records) == 0 || !at.After(m.records[0].On) {
			continue
		}
		// The bank prints the payee alone, so that it may be a charge at another price.
		about := &charge{at: at, id: added.ID}
		for _, severity := range []string{"low", "medium"} {
			m.alert("charged-after-cancellation", severity, May, about)
		}
	}
}

func redPackets(w *world, m *mandate) {
	for i, c := range m.charges {
		if i > 0 && m.d.chance(30) {
			cut := fen(m.d.between(1, 300))
			if m.d.chance(50) {
				c.coupon = min(cut, c.amount/3) // the wallet prints the whole price
			} else {
				c.amount -= min(cut, c.amount/3) // it prints what was paid
			}
		}
	}
	if c := m.last(); c.amount != m.price {
		c.amount = m.price
	}
}

func twoContractsForOneService(w *world, d dice, id string) bool {
	if len(w.wallets(alipay)) == 0 || len(w.wallets(wechat)) == 0 {
		return false
	}
	first := w.sign(d, id, deal{cycle: monthly, least: 5, where: known})
	if first == nil {
		return false
	}
	second := w.otherChannel(first)
	if second == nil {
		first.scenario = "A01"
		return true
	}
	second.cal = w.calendar(d, deal{cycle: monthly})
	second.lay(w, d.between(4, w.room(monthly)))
	overlap := len(first.charges) >= 5 && len(second.charges) >= 4
	expect := May
	if overlap && !first.seller.face.entity && !second.seller.face.entity {
		expect = Must
	}
	first.alerts = append(first.alerts, w.bothRunning(first, second, expect))
	second.alert("duplicate-subscription", "", May)
	return true
}

// bothRunning is the alert that one service is paid twice; it is due only if
// the statements show enough of both.
func (w *world) bothRunning(a, b *mandate, expect Expect) func(w *world) []Alert {
	return func(w *world) []Alert {
		ca, cb := w.contract(a.id), w.contract(b.id)
		if ca.Expect != Must || cb.Expect != Must || ca.Status != "active" || cb.Status != "active" {
			expect = May
		}
		return []Alert{{Type: "duplicate-subscription", Contract: a.id, Expect: expect, Scenario: a.scenario}}
	}
}

// otherChannel is a contract for the same service through another wallet, or nil.
func (w *world) otherChannel(m *mandate) *mandate {
	other := wechat
	if m.by.channel == wechat {
		other = alipay
	}
	ids := w.wallets(other)
	if len(ids) == 0 || len(m.seller.faces[other]) == 0 || m.by.channel == bank {
		return nil
	}
	s := m.seller
	s.face = pick(m.d, s.faces[other])
	return w.begin(m.d, m.scenario, s, w.through(m.d, pick(m.d, ids)))
}

func chargedTwice(w *world, m *mandate) { m.twice(0) }

func chargedTwiceAndGivenBack(w *world, m *mandate) { m.twice(m.price) }

func (m *mandate) twice(back fen) {
	n := m.d.between(1, len(m.charges)-2)
	c := *m.charges[n]
	c.at, c.extra, c.back, c.backIn = c.at.Add(time.Duration(m.d.between(2, 2600))*time.Minute), true, back, m.d.between(1, 5)
	m.insert(&c)
	if back == 0 {
		m.alerts = append(m.alerts, func(w *world) []Alert {
			a := Alert{Type: "duplicate-charge", Contract: m.id, Expect: w.contract(m.id).Expect, Scenario: m.scenario}
			if !w.seen(c.id) || !w.seen(m.charges[n].id) && !w.seen(m.charges[n+1].id) {
				return nil
			}
			a.Movements = []string{c.id}
			return []Alert{a}
		})
	}
}
