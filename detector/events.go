package detector

import (
	"github.com/shopspring/decimal"
	"slices"

	"github.com/unrenew/unrenew/detector/catalog"
)

// pauseFrom is how many covered cycles in a row must be missed for a pause; one
// is a missed charge.
const pauseFrom = 2

// events tells what happened to a contract, by its own charges.
func (d *detection) events(f *found) {
	ps := f.payments()
	add := func(typ string, on day, p *payment, from, to string) {
		e := Event{Type: typ, Date: on.time(), From: from, To: to}
		if p != nil {
			e.Charge = d.ids.of(p)
		}
		f.sub.Events = append(f.sub.Events, e)
	}
	boundary := map[int]bool{} // first charges of a segment with another plan
	n := 0
	for k, seg := range f.segs {
		if k > 0 {
			prev := f.segs[k-1]
			if prev.cal.cycle() != seg.cal.cycle() && !seg.guess {
				boundary[n] = true
				add("plan-changed", seg.first().day, seg.first(), cycleCode(prev.cal.cycle()), cycleCode(seg.cal.cycle()))
			}
			d.rest(f, prev, seg, add)
		}
		n += len(seg.charges)
	}
	for _, s := range f.prices.steps {
		p := ps[s.at]
		if boundary[s.at] {
			continue
		}
		changed := (s.kind == "price-up" || s.kind == "price-down") && d.otherPlan(f, ps[s.at-1], p)
		if changed || s.to.GreaterThan(s.from) && f.paidDifference(ps[s.at-1], p) {
			add("plan-changed", p.day, p, money(s.from), money(s.to))
			continue
		}
		add(s.kind, p.day, p, money(s.from), money(s.to))
	}
	for i := range f.sub.Events {
		e := &f.sub.Events[i]
		if at := slices.Index(ps, f.eventPayment(d, *e)); at > 0 && slices.Contains(changes, e.Type) {
			e.After = d.unseenSince(f, at).time()
		}
	}
	for i := 1; i < len(ps); i++ {
		a, b := ps[i-1], ps[i]
		if a.channel != b.channel {
			add("channel-changed", b.day, b, a.channel, b.channel)
		} else if a.merchant != b.merchant && a.main().account == b.main().account {
			add("renamed", b.day, b, merchantText(a), merchantText(b))
		}
	}
	for _, seg := range f.segs {
		var run []day
		k := 0
		for _, c := range seg.charges {
			if off := offset(c.due, c.day); off > seg.cal.late {
				add("late", c.day, c.payment, c.due.String(), c.day.String())
			}
			run = run[:0]
			for k < len(seg.missed) && seg.missed[k] < c.day {
				run = append(run, seg.missed[k])
				k++
			}
			gap(run, c.payment, add)
		}
	}
	for _, p := range append(ps, f.extras()...) {
		switch {
		case p.paidBack():
			add("refunded", later(p.day, p.refundDay), p, money(p.amount()), money(p.refunded))
		case p.refunded.IsPositive():
			add("partly-refunded", later(p.day, p.refundDay), p, money(p.amount()), money(p.refunded))
		}
	}
}

// changes are the events that last, so that they may have come before the first
// charge that shows them.
var changes = []string{"price-up", "price-down", "trial-converted", "intro-ended", "plan-changed", "channel-changed", "renamed"}

// unseenSince is the day of the charge before the contract's charge at, if
// others were due between the two on days that no statement covers; else zero.
func (d *detection) unseenSince(f *found, at int) day {
	ps := f.payments()
	a, b := ps[at-1], ps[at]
	length := f.last().cal.length()
	for _, s := range f.segs {
		if slices.ContainsFunc(s.charges, func(c slotted) bool { return c.payment == a }) {
			length = s.cal.length()
		}
	}
	if 2*int(b.day-a.day) < 3*length || d.cov.of(a).covers(a.day, b.day) || d.cov.of(b).covers(a.day, b.day) {
		return 0
	}
	return a.day
}

type addEvent func(typ string, on day, p *payment, from, to string)

// gap tells of the due days in run on which nothing came before charge p.
func gap(run []day, p *payment, add addEvent) {
	if len(run) >= pauseFrom {
		add("paused", run[0], nil, "", "")
		add("resumed", p.day, p, "", "")
		return
	}
	for _, m := range run {
		add("missed", m, nil, "", "")
	}
}

// rest tells of the due days between two segments.
func (d *detection) rest(f *found, prev, seg *stream, add addEvent) {
	v := d.cov.of(prev.last().payment)
	var run []day
	for k := prev.last().slot + 1; ; k++ {
		due := prev.due(k)
		if due.plus(prev.cal.late) >= seg.first().day {
			break
		}
		if v.covers(due, due.plus(prev.cal.late)) {
			run = append(run, due)
		}
	}
	gap(run, seg.first(), add)
}

// otherPlan tells whether two prices are two plans, by the product texts of a
// service that the catalog does not know, or by its names for the plans of one
// that it knows: the user chose another one.
func (d *detection) otherPlan(f *found, a, b *payment) bool {
	if a.item == b.item && (a.hasItem() || f.sub.Service == nil) {
		return false
	}
	if f.sub.Service == nil {
		return a.words.Renewal && b.words.Renewal && !a.words.Trial && a.main().medium == b.main().medium
	}
	x, y := d.in.Catalog.Plans(f.sub.Service, a.amount(), a.currency()), d.in.Catalog.Plans(f.sub.Service, b.amount(), b.currency())
	if len(x) == 0 || len(y) == 0 {
		return false
	}
	for _, p := range x {
		for _, q := range y {
			if p.Name == q.Name {
				return false
			}
		}
	}
	return true
}

// paidDifference tells whether a part of a period was paid between two charges:
// the difference to a dearer plan.
func (f *found) paidDifference(a, b *payment) bool {
	return slices.ContainsFunc(f.extras(), func(p *payment) bool {
		return a.day < p.day && p.day <= b.day && p.fen < b.fen && !sameCoin(p.amount(), a.amount())
	})
}

func (f *found) extras() (ps []*payment) {
	for _, s := range f.segs {
		ps = append(ps, s.extras...)
	}
	return ps
}

func money(d decimal.Decimal) string { return d.StringFixed(2) }

// cycleCode is a cycle as the events print it: "1 month".
func cycleCode(c catalog.Cycle) string {
	return decimal.NewFromInt(int64(c.Count)).String() + " " + string(c.Unit)
}
