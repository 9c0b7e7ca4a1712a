package household

import (
	"cmp"
	"slices"
	"time"

	"github.com/unrenew/unrenew/detector/catalog"
)

// A mandate is a contract while it is being invented: its charges first, what
// is true of it after all of them are known.
type mandate struct {
	id       string
	scenario string
	kind     catalog.Kind
	seller   seller
	by       way
	cal      calendar // as it stands at the end
	price    fen      // of the next charge
	charges  []*charge
	records  []Cancellation // what the family wrote down; their Contract is filled in
	d        dice

	clock    time.Duration // of the day on which it is charged
	varies   bool          // metered or converted: no exact price
	murky    bool          // a careful reader may doubt that it is one contract, or a contract
	rough    int           // so many more charges are needed to see its rhythm
	blurred  bool          // its status can be read in two ways
	trial    *charge       // offer that turned into the full price
	intro    bool          // an offer of several periods did
	rise     *charge       // first charge at a higher price that stayed
	transfer bool          // paid as a transfer between people
	finished bool          // its last instalment is paid
	soft     bool          // the family wanted the higher price, or it may have: no alert is due, none is wrong

	alerts []func(w *world) []Alert // asked when all contracts are judged
	shown  []*charge                // those of its rhythm that the statements show
	says   wording                  // the most that a shown item says
}

// A charge is one payment under a mandate.
type charge struct {
	due      time.Time // day
	at       time.Time
	amount   fen
	original string        // in dollars
	coupon   fen           // part of amount
	cycle    catalog.Cycle // that its item tells, if not the contract's last one
	extra    bool
	booked   int    // days until a bank shows it
	back     fen    // refunded
	backIn   int    // days until then
	item     *text  // instead of the usual one
	seller   *face  // printed by another name
	by       *way   // paid another way
	id       string // of its movement; empty if it lies outside the history
}

// begin invents a mandate at the seller, without charges.
func (w *world) begin(d dice, id string, s seller, by way) *mandate {
	m := &mandate{scenario: id, kind: catalog.Membership, seller: s, by: by, price: s.price, d: d}
	m.id = "c" + twoDigits(len(w.mandates)+1)
	m.clock = time.Duration(d.between(0, 23*60+40))*time.Minute + time.Duration(d.between(0, 59))*time.Second
	w.mandates = append(w.mandates, m)
	return m
}

func twoDigits(n int) string {
	if n < 10 {
		return "0" + number(n)
	}
	return number(n)
}

// room is how many charges of a cycle the history can hold.
func (w *world) room(c catalog.Cycle) int { return (daysBetween(w.from, w.h.AsOf)-4)/longest(c) + 1 }

// A deal is what a situation asks of its contract.
type deal struct {
	cycle  catalog.Cycle
	where  market
	least  int // charges in the history
	most   int // zero: as many as it holds, and more before it
	anchor int // day of the month; zero: any up to the 28th
}

// sign invents a contract that is charged by its calendar until the report; nil
// if the family's history is too short or nobody sells such a plan.
func (w *world) sign(d dice, id string, t deal) *mandate {
	room := w.room(t.cycle)
	if room < t.least {
		return nil
	}
	s, by, ok := w.find(d, t.cycle, t.where)
	if !ok {
		return nil
	}
	m := w.begin(d, id, s, by)
	m.cal = w.calendar(d, t)
	switch {
	case t.most > 0:
		m.lay(w, d.between(t.least, min(t.most, room)))
	case d.chance(55):
		m.lay(w, room+6)
	default:
		m.lay(w, d.between(t.least, room))
	}
	return m
}

// drop takes back the contract that was signed last.
func (w *world) drop() { w.mandates = w.mandates[:len(w.mandates)-1] }

// calendar draws one that has its least charges in the history, and is due
// neither on the day of the report nor on the day after, where the hour of the
// export would decide.
func (w *world) calendar(d dice, t deal) calendar {
	latest := daysBetween(w.from, w.h.AsOf) - max(t.least-1, 0)*longest(t.cycle) - 2
	for try := 1; ; try++ {
		if t.anchor > 0 && t.anchor < 27 && try%9 == 0 {
			t.anchor += 2 // it fell on the day of the report
		}
		last := addDays(w.h.AsOf, -d.between(1, max(min(days(t.cycle)-2, latest), 1)))
		c := calendar{cycle: t.cycle, anchor: t.anchor}
		if c.anchor == 0 {
			c.anchor = min(last.Day(), 28)
		}
		c.first = last
		if t.cycle.Unit == catalog.Month || t.cycle.Unit == catalog.Year {
			c.first = clamped(last, 0, c.anchor)
		}
		next := c.after(addDays(w.h.AsOf, -1))
		if ahead := daysBetween(w.h.AsOf, next); ahead > 1 || ahead > 0 && days(t.cycle) < 10 {
			return c
		}
	}
}

// lay makes the last n charges before the report.
func (m *mandate) lay(w *world, n int) {
	last := m.cal.after(w.h.AsOf)
	i := 0
	for !m.cal.due(i).Equal(last) {
		if m.cal.due(i).Before(last) {
			i++
		} else {
			i--
		}
	}
	m.charges = nil
	for k := i - n; k < i; k++ {
		m.charges = append(m.charges, m.at(m.cal.due(k), m.price))
	}
	m.begins(w)
}

// begins leaves out charges older than the history: no statement has them.
func (m *mandate) begins(w *world) {
	m.charges = slices.DeleteFunc(m.charges, func(c *charge) bool { return c.at.Before(w.from) })
}

// at is a charge that is due on a day.
func (m *mandate) at(due time.Time, amount fen) *charge {
	at := due.Add(m.clock + time.Duration(m.d.between(0, 9*60))*time.Second)
	if !dayOf(at).Equal(due) {
		at = due.Add(m.clock)
	}
	return &charge{due: due, at: at, amount: amount}
}

func (c *charge) move(days int) { c.at = addDays(c.at, days) }

func (m *mandate) last() *charge { return m.charges[len(m.charges)-1] }

// keep drops the charges after the first n.
func (m *mandate) keep(n int) { m.charges = m.charges[:n] }

func (m *mandate) insert(c *charge) {
	m.charges = append(m.charges, c)
	slices.SortStableFunc(m.charges, func(a, b *charge) int { return a.at.Compare(b.at) })
}

func (m *mandate) remove(from, n int) { m.charges = slices.Delete(m.charges, from, from+n) }

// before writes the first n charges at another price.
func (m *mandate) before(n int, price fen) {
	for _, c := range m.charges[:n] {
		c.amount = price
	}
}

// alert is one that is due whatever else is true of the contract.
func (m *mandate) alert(kind, severity string, expect Expect, charges ...*charge) {
	m.alerts = append(m.alerts, func(w *world) []Alert {
		a := Alert{Type: kind, Severity: severity, Contract: m.id, Expect: expect, Scenario: m.scenario}
		if w.contract(m.id).Expect == May {
			a.Expect = May // who does not see the contract cannot see what is wrong with it
		}
		for _, c := range charges {
			if c.id == "" || !w.seen(c.id) {
				a.Expect = May
				continue
			}
			a.Movements = append(a.Movements, c.id)
		}
		if len(charges) > 0 && len(a.Movements) == 0 {
			return nil // nothing that the statements show
		}
		return []Alert{a}
	})
}

// charge writes the movements of a mandate.
func (w *world) charge(m *mandate) {
	if m.seller.face.foreign {
		m.convert()
	}
	for _, c := range m.charges {
		by, f := m.by, m.seller.face
		if c.by != nil {
			by = *c.by
			if faces := m.seller.faces[by.channel]; len(faces) > 0 && by.channel != m.by.channel {
				f = faces[0]
			}
		}
		if c.seller != nil {
			f = *c.seller
		}
		if c.item != nil {
			f.item = *c.item
		}
		f = f.printed(m.d, cmp.Or(c.cycle, m.cal.cycle), c.at)
		v := Movement{Time: c.at, Class: Spend, Amount: c.amount.decimal(), RedPacket: c.coupon.decimal(), Original: c.original, Contract: m.id, Extra: c.extra}.by(by)
		if c.booked > 0 {
			v.Posted = addDays(dayOf(c.at), c.booked)
		}
		w.word(&v, f, m.seller.class)
		if m.transfer {
			v.Class = Transfer
			if by.channel == wechat {
				v.Category = "转账"
			}
		}
		if added := w.add(v); added != nil {
			c.id = added.ID
			if c.back > 0 {
				w.refund(*added, addDays(c.at, c.backIn).Add(37*time.Minute), c.back)
			}
		}
	}
	for _, r := range m.records {
		r.Contract = m.id
		w.h.Cancellations = append(w.h.Cancellations, r)
	}
}

// word prints payee and item as the way of paying does.
func (w *world) word(v *Movement, f face, class string) {
	v.Payee, v.Item = w.say(f.payee), w.say(f.item)
	switch a := w.h.account(v.Account); {
	case a.Tail != "":
		v.BankText, v.Item = v.Payee, ""
	case a.Layout == "alipay-app-2023":
		v.Category = class
	}
}

// refund gives back part or all of a movement.
func (w *world) refund(of Movement, at time.Time, amount fen) {
	w.add(Movement{Time: at, Class: Refund, Account: of.Account, Card: of.Card, Method: of.Method, Payee: of.Payee, Item: of.Item,
		BankText: of.BankText, Amount: amount.decimal(), Refunds: of.ID, Contract: of.Contract, Group: of.Group})
}

// convert turns prices in dollars into what the card was charged in yuan: the
// rate wanders about 7.2, at most half a per cent from one day to the next charge.
func (m *mandate) convert() {
	rate := fen(7150 + m.d.between(0, 100))
	for _, c := range m.charges {
		rate = min(max(rate+fen(m.d.between(-35, 35)), 7080), 7300)
		c.original = c.amount.decimal().StringFixed(2) + "(US)"
		c.amount = (c.amount*rate + 500) / 1000
		if !c.extra {
			m.price = c.amount
		}
	}
	m.varies = true
}

// seen says whether an exported row shows the movement.
func (w *world) seen(id string) bool {
	i := slices.IndexFunc(w.h.Movements, func(m Movement) bool { return m.ID == id })
	return i >= 0 && w.h.Visible(w.h.Movements[i])
}
