package household

import (
	"time"

	"github.com/unrenew/unrenew/detector/catalog"
)

// cancellations are the situations of section C: a membership, a record, and
// what came after.
var cancellations = []situation{
	{"C01", 14, clean},
	{"C02", 8, paidUntilLater},
	{"C03", 5, chargedThatMorning},
	{"C04", 9, chargedAfter(1)},
	{"C05", 6, tooLate},
	{"C06", 5, bookedAfter},
	{"C07", 5, refundedAfter(100)},
	{"C08", 5, refundedAfter(40)},
	{"C09", 5, otherPriceAfter},
	{"C10", 7, otherChannelGoesOn},
	{"C11", 5, signedUpAgain},
	{"C12", 5, backAtTrialPrice},
	{"C13", 6, oneOfTwoPlans},
	{"C14", 6, orderAfter},
	{"C15", 6, filesEndBefore},
	{"C16", 9, gapOverNextDate},
	{"C17", 5, trialNotStopped},
	{"C18", 6, yearlyChargedAgain},
	{"C19", 5, cancelledNow},
	{"C20", 5, addOnInPaidQuarter},
	{"C21", 5, chargedAfter(2)},
	{"C22", 5, feeForLeaving},
	{"C23", 5, otherNameInRecord},
	{"C24", 6, recordOfNothing},
	{"C25", 6, cameBack},
	{"C26", 5, recordedTwice},
	{"C27", 5, familyMemberPays},
}

// An ending is a membership that the family cancelled, and its last charge
// before that.
type ending struct {
	*mandate
	legit *charge
	after []*charge // those that came nevertheless
	next  time.Time // day on which the next one was due
	on    time.Time // of the record
}

// stop cuts a contract so that n charges come after the record, and silent
// cycles after those; nil if the history is too short for it.
func (w *world) stop(d dice, id string, t deal, n, silent int) *ending {
	if t == (deal{}) && d.chance(15) {
		t.where = abroad
		if e := w.stop(d, id, t, n, silent); e != nil {
			return e
		}
		t.where = anywhere
	}
	if t.cycle.Unit == "" {
		t.cycle = monthly
		if t.where == anywhere {
			t.cycle = pick(d, []catalog.Cycle{monthly, monthly, monthly, monthly, monthly, every(30, catalog.Day), quarterly})
			if days(t.cycle) > 80 && w.room(t.cycle) < 4+n+silent {
				t.cycle = monthly
			}
		}
	}
	if t.least == 0 {
		t.least = 3
	}
	t.least += n + silent
	m := w.sign(d, id, t)
	if m == nil {
		return nil
	}
	all := m.charges
	if len(all) < 1+n+silent {
		w.drop()
		return nil
	}
	k := len(all) - 1 - n - silent
	e := &ending{mandate: m, legit: all[k], after: all[k+1 : k+1+n]}
	e.next = m.cal.after(e.legit.due)
	gap := daysBetween(e.legit.due, e.next)
	e.on = addDays(e.legit.due, d.between(2, gap-3)).Add(time.Duration(d.between(9*60, 22*60)) * time.Minute)
	m.keep(k + 1 + n)
	return e
}

// write records the cancellation in one of the ways in which people do.
func (e *ending) write(w *world, change func(c *Cancellation)) {
	if latest := addDays(w.h.AsOf, -1).Add(22 * time.Hour); e.on.After(latest) {
		e.on = latest
	}
	c := Cancellation{Service: e.called(w), On: dayOf(e.on)}
	if e.legit.at.After(c.On) && !e.on.After(e.legit.at) {
		e.on = e.legit.at.Add(time.Minute)
	}
	if e.d.chance(60) || e.legit.at.After(c.On) {
		c.On, c.HasClock = e.on.Truncate(time.Second), true
	}
	if e.d.chance(50) {
		c.Channel = e.by.channel
		if e.seller.service == "apple-subscriptions" {
			c.Channel = "apple"
		}
	}
	if e.d.chance(35) {
		c.Effective = e.next
	}
	if change != nil {
		change(&c)
	}
	e.records = append(e.records, c)
}

// called is how the family names the service: by the catalog, by what people
// say, or as the statement prints it.
func (e *ending) called(w *world) string {
	f := e.seller.face
	if e.seller.service == "" {
		return w.say(f.payee.with("number", text{}))
	}
	switch {
	case e.d.chance(40):
		return e.seller.service
	case e.d.chance(50) || f.entity || f.payee.latin == "" || e.seller.service == "apple-subscriptions":
		return w.say(e.seller.name)
	}
	return w.say(f.payee)
}

// high is the alert of charges that nothing explains.
func (e *ending) high(charges ...*charge) {
	e.alert("charged-after-cancellation", "high", Must, charges...)
}

func clean(w *world, d dice, id string) bool {
	e := w.stop(d, id, deal{}, 0, d.between(1, 5))
	if e == nil {
		return false
	}
	e.write(w, nil)
	return true
}

func paidUntilLater(w *world, d dice, id string) bool {
	e := w.stop(d, id, deal{}, 0, d.between(0, 2))
	if e == nil {
		return false
	}
	e.write(w, func(c *Cancellation) { c.Effective = e.next })
	return true
}

func chargedThatMorning(w *world, d dice, id string) bool {
	e := w.stop(d, id, deal{cycle: monthly}, 0, d.between(0, 3))
	if e == nil {
		return false
	}
	e.legit.at = e.legit.due.Add(time.Duration(d.between(6*60, 10*60)) * time.Minute)
	e.on = e.legit.at.Add(time.Duration(d.between(60, 11*60)) * time.Minute)
	e.write(w, func(c *Cancellation) { c.On, c.HasClock = e.on.Truncate(time.Minute), true })
	return true
}

func chargedAfter(n int) func(w *world, d dice, id string) bool {
	return func(w *world, d dice, id string) bool {
		e := w.stop(d, id, deal{}, n, pick(d, []int{0, 0, 0, 2}))
		if e == nil {
			return false
		}
		e.write(w, func(c *Cancellation) {
			if d.chance(25) {
				c.Note = "客服答应把多扣的退回来"
				e.alert("refund-missing", "", May)
			}
		})
		e.high(e.after...)
		return true
	}
}

func tooLate(w *world, d dice, id string) bool {
	e := w.stop(d, id, deal{cycle: monthly}, 1, pick(d, []int{0, 0, 2}))
	if e == nil {
		return false
	}
	e.on = e.after[0].at.Add(-time.Duration(d.between(2, 22)) * time.Hour)
	e.write(w, func(c *Cancellation) { c.On, c.HasClock = e.on.Truncate(time.Minute), true })
	e.alert("charged-after-cancellation", "medium", Must, e.after...)
	return true
}

// bookedAfter was charged before and booked by a card after; the wallet and a
// credit card tell the day of the charge, a debit card does not.
func bookedAfter(w *world, d dice, id string) bool {
	if len(w.cards()) == 0 {
		return false
	}
	e := w.stop(d, id, deal{cycle: monthly, where: unknown}, 0, d.between(1, 3))
	if e == nil {
		return false
	}
	e.by = way{channel: bank, account: pick(d, w.cards())}
	e.seller.face = e.seller.faces[bank][0]
	e.legit.at = e.legit.due.Add(time.Duration(d.between(8*60, 14*60)) * time.Minute)
	e.legit.booked = d.between(2, 3)
	e.on = e.legit.at.Add(time.Duration(d.between(60, 9*60)) * time.Minute)
	e.write(w, func(c *Cancellation) { c.On, c.HasClock = e.on.Truncate(time.Minute), true })
	if w.h.account(e.by.account).Layout != "cmb-credit" {
		e.blurred = true
		for _, severity := range []string{"low", "medium"} {
			e.alert("charged-after-cancellation", severity, May, e.legit)
		}
	}
	return true
}

func refundedAfter(percent int) func(w *world, d dice, id string) bool {
	return func(w *world, d dice, id string) bool {
		e := w.stop(d, id, deal{cycle: monthly}, 1, d.between(0, 2))
		if e == nil {
			return false
		}
		e.write(w, nil)
		c := e.after[0]
		c.back, c.backIn = c.amount.percent(percent), d.between(1, 9)
		returned := addDays(c.at, c.backIn+1).Before(w.h.AsOf)
		if !returned {
			c.backIn = 0
			returned = c.at.Add(time.Hour).Before(w.h.AsOf)
		}
		switch {
		case !returned:
			c.back = 0
			e.high(c)
		case percent < 100:
			e.alert("charged-after-cancellation", "medium", Must, c)
		default:
			e.blurred = true
		}
		return true
	}
}

func otherPriceAfter(w *world, d dice, id string) bool {
	e := w.stop(d, id, deal{cycle: monthly}, 1, pick(d, []int{0, 2}))
	if e == nil {
		return false
	}
	e.write(w, nil)
	e.price = e.price.percent(pick(d, []int{120, 130, 150, 60}))
	e.after[0].amount = e.price
	e.alert("charged-after-cancellation", "", Must, e.after...)
	e.alert("price-increase", "", May)
	return true
}

func otherChannelGoesOn(w *world, d dice, id string) bool {
	if len(w.wallets(alipay)) == 0 || len(w.wallets(wechat)) == 0 {
		return false
	}
	e := w.stop(d, id, deal{cycle: monthly, where: known, least: 4}, 0, d.between(2, 4))
	if e == nil {
		return false
	}
	second := w.otherChannel(e.mandate)
	if second == nil {
		e.scenario = "C01"
		e.write(w, nil)
		return true
	}
	second.cal = w.calendar(d, deal{cycle: monthly})
	second.lay(w, d.between(5, w.room(monthly)))
	e.write(w, func(c *Cancellation) { c.Channel = e.by.channel })
	e.alert("duplicate-subscription", "", May)
	second.alert("duplicate-subscription", "", May)
	second.alerts = append(second.alerts, func(w *world) []Alert {
		a := Alert{Scenario: id, Type: "other-contract-still-active", Contract: second.id, Expect: w.contract(e.id).Expect}
		if c := w.contract(second.id); c.Expect == May || c.Status != "active" {
			a.Expect = May
		}
		return []Alert{a}
	})
	return true
}

func signedUpAgain(w *world, d dice, id string) bool {
	e := w.stop(d, id, deal{cycle: monthly}, d.between(2, 4), 0)
	if e == nil {
		return false
	}
	rest := e.after[0]
	for len(e.after) > 2 && d.chance(50) {
		rest = e.after[1]
		break
	}
	if rest != e.after[0] {
		e.mandate.remove(len(e.charges)-len(e.after), 1)
	}
	e.write(w, func(c *Cancellation) {
		c.Resubscribed = addDays(rest.due, -d.between(0, 1))
		if c.Resubscribed.Before(dayOf(c.On)) {
			c.Resubscribed = rest.due
		}
	})
	return true
}

// backAtTrialPrice has two honest readings: charged again, or begun again.
func backAtTrialPrice(w *world, d dice, id string) bool {
	e := w.stop(d, id, deal{cycle: monthly, least: 4}, 0, 5)
	if e == nil {
		return false
	}
	e.write(w, nil)
	back := e.at(addDays(w.h.AsOf, -d.between(3, 20)), max(e.price/5, 1))
	e.insert(back)
	e.cal.first, e.cal.anchor = back.due, back.due.Day()
	e.blurred = true
	for _, severity := range []string{"low", "medium"} {
		e.alert("charged-after-cancellation", severity, May, back)
	}
	e.alert("resumed", "", May, back)
	return true
}

func oneOfTwoPlans(w *world, d dice, id string) bool {
	e := w.stop(d, id, deal{cycle: monthly}, 0, d.between(1, 3))
	if e == nil {
		return false
	}
	s := e.seller
	s.price = s.price.percent(pick(d, []int{150, 180, 240})) / 10 * 10
	other := w.begin(d, id, s, e.by)
	other.cal = w.calendar(d, deal{cycle: monthly})
	other.lay(w, d.between(5, w.room(monthly)))
	e.write(w, func(c *Cancellation) { c.Amount.Decimal, c.Amount.Valid = e.price.decimal(), true })
	for _, m := range []*mandate{e.mandate, other} {
		m.rough = 1
		m.alert("duplicate-subscription", "", May)
	}
	other.alert("other-contract-still-active", "", May)
	return true
}

func orderAfter(w *world, d dice, id string) bool {
	e := w.stop(d, id, deal{cycle: monthly}, 0, d.between(1, 3))
	if e == nil {
		return false
	}
	e.write(w, nil)
	w.orders(e.mandate, w.from, e.on, d.between(0, 6))
	w.orders(e.mandate, addDays(e.on, 1), w.h.AsOf, d.between(1, 2))
	return true
}

func filesEndBefore(w *world, d dice, id string) bool {
	e := w.stop(d, id, deal{cycle: monthly}, 0, 0)
	if e == nil {
		return false
	}
	e.write(w, nil)
	return true
}

func gapOverNextDate(w *world, d dice, id string) bool {
	for _, a := range w.wallets("") {
		gap, ok := w.h.gap(a)
		if !ok || daysBetween(w.from, gap.From) < 100 {
			continue
		}
		s, _, ok := w.find(d, monthly, unknown)
		if !ok {
			return false
		}
		by := w.through(d, a)
		by.card = ""
		if by.method == "" {
			by.method = "零钱"
			if by.channel == alipay {
				by.method = "余额宝"
			}
		}
		s.face = s.faces[by.channel][0]
		m := w.begin(d, id, s, by)
		due := addDays(gap.From, daysBetween(gap.From, gap.To)/2)
		m.cal = calendar{monthly, due, min(due.Day(), 28)}
		m.cal.first = clamped(due, 0, m.cal.anchor)
		for k := -d.between(4, 8); k < 0; k++ {
			m.charges = append(m.charges, m.at(m.cal.due(k), m.price))
		}
		m.begins(w)
		e := &ending{mandate: m, legit: m.last(), next: m.cal.first, on: addDays(m.cal.first, -d.between(5, 20)).Add(20 * time.Hour)}
		e.write(w, nil)
		return true
	}
	return false
}

func trialNotStopped(w *world, d dice, id string) bool {
	m := w.sign(d, id, deal{cycle: monthly, least: 1, most: 1})
	if m == nil {
		return false
	}
	full := m.last()
	trial := m.at(addDays(full.due, -7), pick(d, []fen{1, 100}))
	m.trial = trial
	m.insert(trial)
	e := &ending{mandate: m, legit: trial, after: []*charge{full}, next: full.due, on: addDays(trial.due, d.between(1, 4)).Add(time.Duration(d.between(9, 20)) * time.Hour)}
	e.write(w, nil)
	expect := May
	if m.seller.face.says == tellCycle {
		expect = Must
	}
	m.alert("charged-after-cancellation", "", expect, full)
	return true
}

func yearlyChargedAgain(w *world, d dice, id string) bool {
	e := w.stop(d, id, deal{cycle: yearly, least: 1, most: 2}, 1, 0)
	if e == nil {
		return false
	}
	e.on = addDays(e.legit.due, d.between(12, 40)).Add(15 * time.Hour)
	e.write(w, nil)
	e.alerts = append(e.alerts, func(w *world) []Alert {
		c := e.after[0]
		if c.id == "" || !w.seen(c.id) {
			return nil
		}
		a := Alert{Scenario: id, Type: "charged-after-cancellation", Severity: "high", Contract: e.id, Movements: []string{c.id}, Expect: w.contract(e.id).Expect}
		return []Alert{a}
	})
	return true
}

func cancelledNow(w *world, d dice, id string) bool {
	e := w.stop(d, id, deal{cycle: monthly}, 1, pick(d, []int{0, 2}))
	if e == nil {
		return false
	}
	e.write(w, func(c *Cancellation) { c.Effective = dayOf(c.On) })
	e.high(e.after...)
	return true
}

// addOnInPaidQuarter buys something small while the quarter is still paid for.
func addOnInPaidQuarter(w *world, d dice, id string) bool {
	e := w.stop(d, id, deal{cycle: quarterly, least: 2}, d.between(0, 1), 0)
	if e == nil {
		return false
	}
	e.on = addDays(e.legit.due, d.between(15, 40)).Add(11 * time.Hour)
	if !e.on.Before(w.h.AsOf) {
		e.on = e.legit.at.Add(2 * time.Hour)
	}
	e.write(w, func(c *Cancellation) { c.Effective = e.next })
	w.orders(e.mandate, addDays(e.on, 2), earlier(addDays(e.next, -6), w.h.AsOf), 1)
	if len(e.after) > 0 {
		e.high(e.after...)
	}
	return true
}

func feeForLeaving(w *world, d dice, id string) bool {
	e := w.stop(d, id, deal{cycle: monthly, where: unknown}, 0, d.between(1, 3))
	if e == nil {
		return false
	}
	fee := e.at(dayOf(e.on), yuan(d.between(30, 98)))
	fee.at = e.on.Add(time.Duration(d.between(2, 40)) * time.Minute)
	fee.extra = true
	item := text{"提前解约违约金", "early termination fee"}
	fee.item = &item
	e.insert(fee)
	e.write(w, func(c *Cancellation) { c.On, c.HasClock = e.on.Truncate(time.Minute), true })
	expect := Must
	if e.by.channel == bank {
		expect = May // the bank does not print what it was for
	}
	e.blurred = true
	e.alert("charged-after-cancellation", "medium", expect, fee)
	return true
}

func otherNameInRecord(w *world, d dice, id string) bool {
	e := w.stop(d, id, deal{where: known}, d.between(0, 1), d.between(0, 2))
	if e == nil {
		return false
	}
	e.write(w, func(c *Cancellation) {
		c.Service = e.seller.name.in(!w.h.Latin) // the name that the statement does not print
	})
	if len(e.after) > 0 {
		e.high(e.after...)
	}
	return true
}

func recordOfNothing(w *world, d dice, id string) bool {
	s := w.nobody(d)
	w.h.Cancellations = append(w.h.Cancellations, Cancellation{Service: w.say(s), On: addDays(w.h.AsOf, -d.between(20, 200)), Channel: pick(d, []string{"", "wechat", "alipay"})})
	return true
}

// nobody is a merchant that the family's statements do not show.
func (w *world) nobody(d dice) text {
	for {
		if name := company(d, pick(d, trades)); !w.used[name.zh] {
			w.used[name.zh] = true
			return name
		}
	}
}

// cameBack ended without a record, and was charged again months later.
func cameBack(w *world, d dice, id string) bool {
	m := w.sign(d, id, deal{cycle: monthly, least: 9})
	if m == nil {
		return false
	}
	silent := 4
	k := len(m.charges) - silent - d.between(1, 2)
	expect := Must
	for _, c := range m.charges[k : k+silent] {
		if !w.covers(m, c.due) {
			expect = May
		}
	}
	back := m.charges[k+silent]
	m.remove(k, silent)
	m.alert("resumed", "", expect, back)
	m.rough = 2
	return true
}

func recordedTwice(w *world, d dice, id string) bool {
	e := w.stop(d, id, deal{cycle: monthly}, d.between(0, 1), d.between(0, 2))
	if e == nil {
		return false
	}
	name := e.called(w)
	for range 2 {
		e.write(w, func(c *Cancellation) { c.Service, c.Channel = name, "" })
		e.on = e.on.Add(30 * time.Hour)
		if latest := addDays(e.next, -2); e.on.After(latest) {
			e.on = latest
		}
	}
	if len(e.after) > 0 {
		e.high(e.after...)
	}
	return true
}

// familyMemberPays: the charges go on, with somebody else's wallet or card.
func familyMemberPays(w *world, d dice, id string) bool {
	e := w.stop(d, id, deal{cycle: monthly}, d.between(1, 2), 0)
	if e == nil {
		return false
	}
	holder := w.h.account(e.by.account).Holder
	var ways []way
	for _, a := range w.wallets("") {
		by := w.through(d, a)
		if w.h.account(a).Holder != holder && len(e.seller.faces[by.channel]) > 0 {
			ways = append(ways, by)
		}
	}
	e.write(w, nil)
	if len(ways) == 0 { // nobody else exports a wallet
		e.scenario = "C04"
		e.high(e.after...)
		return true
	}
	by := pick(d, ways)
	for _, c := range e.after {
		c.by = &by
	}
	e.blurred = true
	e.alert("charged-after-cancellation", "", May, e.after...)
	e.alert("other-contract-still-active", "", May)
	e.alert("duplicate-subscription", "", May)
	return true
}
