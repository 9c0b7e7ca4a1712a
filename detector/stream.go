package detector

import (
	"slices"
	"sort"

	"github.com/shopspring/decimal"
)

// A stream is a phase-locked run of payments: the charges of one contract.
type stream struct {
	cal     calendar
	anchor  anchor // of slot 0, as the calendar stands at the end
	known   bool   // from a pool of rows that say what they are
	charges []slotted
	missed  []day      // due days inside coverage on which nothing came
	extras  []*payment // second charges within one cycle
	guess   bool       // the cycle is nowhere written: a month is assumed
	trial   bool       // charges[0] is a trial or first-period offer off the calendar
	score   float64
}

// slotted is a charge in its place on the calendar.
type slotted struct {
	*payment
	slot int // cycle number, counted from the first charge
	due  day // the day the calendar wanted
}

func (s *stream) first() *payment { return s.charges[0].payment }
func (s *stream) last() slotted   { return s.charges[len(s.charges)-1] }

// due is the day on which cycle k is due, as the calendar stands at the end.
func (s *stream) due(k int) day { return s.cal.at(s.anchor, k) }

// A group is the payments that may hold contracts of one service or merchant.
type group struct {
	key      string
	payments []*payment    // by time
	known    bool          // the catalog knows the service, or the rows say that they renew
	since    map[int64]day // when each price was first paid, of what is left to fit
	bills    bool          // amounts may differ by nature
	errands  bool          // the wallet files them under what people buy by hand
	store    bool          // an app store, which sells single things as well
}

// Costs of odd things in a stream, in charges: a stream of n charges is worth n
// less these. They decide between calendars and between the payments that may
// stand on one due day; a stream is kept only if it is worth minWorth.
const (
	costDayOff      = 0.08 // per day off the due day
	costMoved       = 1.0  // the day moved for good, though the cycle is one in days
	costLate        = 0.5  // far off the due day, once
	costMissed      = 0.8  // nothing came though the statements cover the day
	costPriceWiggle = 0.1  // coupon, tax rounding, exchange rate
	costPriceStep   = 0.5  // another price
	costItem        = 0.3  // another product text
	costChannel     = 0.4  // through another channel or account
	minWorth        = 1.2
)

// fewPayments is up to how many payments of a group every start is tried, even
// one in the middle of a stream found before.
const fewPayments = 40

// maxMissed is how many cycles in a row may be missed before a later charge is
// another contract.
const maxMissed = 14

// lateWindow is how late a charge may come once, over a long holiday or after a
// retry, without ending the contract (scenarios A26 and A27).
const lateWindow = 10 // days

// peel takes the best stream off g's payments again and again, until what is
// left has no rhythm.
func (g *group) peel(cov coverages) []*stream {
	var out []*stream
	left := slices.Clone(g.payments)
	for len(left) >= 2 && len(out) < 24 {
		best := g.best(left, cov)
		if best == nil {
			break
		}
		g.extendBack(best, left)
		out = append(out, best)
		left = without(left, best)
	}
	return out
}

// extendBack puts earlier charges in front of a stream whose first one was off
// by a day or two: a walk from it would have had the wrong anchor.
func (g *group) extendBack(s *stream, ps []*payment) {
	for {
		first := s.first()
		due := s.cal.at(s.anchor, -1)
		i := slices.IndexFunc(ps, func(p *payment) bool {
			return p.day < first.day && p.currency() == first.currency() && p.channel == first.channel && p.item == first.item &&
				sameCoin(p.amount(), first.amount()) && abs(offset(due, p.day)) <= min(s.cal.early, s.cal.late)
		})
		if i < 0 {
			return
		}
		for k := range s.charges {
			s.charges[k].slot++
		}
		s.charges = append([]slotted{{ps[i], 0, due}}, s.charges...)
		s.anchor = anchorOf(due, s.anchor.dom)
	}
}

func without(ps []*payment, s *stream) []*payment {
	used := map[*payment]bool{}
	for _, c := range s.charges {
		used[c.payment] = true
	}
	for _, p := range s.extras {
		used[p] = true
	}
	return slices.DeleteFunc(slices.Clone(ps), func(p *payment) bool { return used[p] })
}

// best fits every calendar from every start and returns the stream that is
// worth most; nil if none is worth keeping.
func (g *group) best(ps []*payment, cov coverages) *stream {
	type start struct {
		day day
		fen int64
	}
	var best *stream
	started := map[start]bool{}
	within := map[*payment]bool{} // in a stream that began earlier: a part of it is worth less
	end := ps[len(ps)-1].day
	g.since = map[int64]day{}
	for _, p := range slices.Backward(ps) {
		g.since[p.fen] = p.day
	}
	for _, cal := range calendars {
		clear(started)
		clear(within)
		for i, p := range ps {
			if best != nil && cal.worth(int(end-p.day)) <= best.score {
				continue
			}
			if k := (start{p.day, p.fen}); started[k] || within[p] || !p.allows(cal) {
				continue
			} else {
				started[k] = true
			}
			for last, dom := lastDom(cal, p.day), p.day.dom(); dom <= last; dom++ {
				s := g.fit(ps, i, cal, anchorOf(p.day, dom), cov)
				if len(s.charges) < 2 || s.score < minWorth {
					continue
				}
				if len(ps) > fewPayments {
					for _, c := range s.charges {
						within[c.payment] = true
					}
				}
				if best == nil || s.score > best.score+1e-9 {
					kept := s // apart, or every fit would be on the heap
					best = &kept
				}
			}
		}
	}
	return best
}

// worth is the most that a stream by this calendar can be worth that begins so
// many days before the last payment: a charge on every due day, each as early as
// it may be, and all for nothing.
func (c calendar) worth(days int) float64 {
	cycle := c.days
	if c.months > 0 {
		cycle = c.length() - 2 // months are shorter than that on average at times
	}
	return float64(2+(days+lateWindow)/(cycle-c.early)) - prior(c)
}

// lastDom is the latest day of the month that a first charge on this day may have
// been agreed for: one on 30 September may stand for the 31st.
func lastDom(cal calendar, first day) int {
	if cal.months > 0 && isLastDay(first) {
		return 31
	}
	return first.dom()
}

// allows tells whether the text of a charge that renews names this calendar's
// cycle, or none. A year is allowed whatever the text says, for products keep
// their names (keep checks that nothing came in between).
func (p *payment) allows(cal calendar) bool {
	return !p.words.Renewal || cal.months == 12 || cal.suits(p.words.Cycle)
}

// fit walks the calendar from ps[start] and takes for each due day the payment
// that suits best.
func (g *group) fit(ps []*payment, start int, cal calendar, a anchor, cov coverages) stream {
	s := stream{cal: cal, anchor: a, known: g.known, charges: []slotted{{ps[start], 0, a.date}}, score: 1}
	at := a      // the calendar as the walk corrects it
	atSlot := 0  // slot of at.date
	lastOff := 0 // days off of the charge before
	moved := 0   // how often the anchor moved
	next := start + 1
	var buf [maxMissed + 1]day
	missed := buf[:0]
	end := ps[len(ps)-1].day
	best := s // the prefix worth most: a long rest may cost more than what follows is worth
	bestDue := s.last().due
	for k := 1; ; k++ {
		due := cal.at(at, k-atSlot)
		if int(due-end) > lateWindow || len(missed) > maxMissed {
			break
		}
		j, cost, off := g.pick(ps, next, &s, due)
		if j < 0 {
			missed = append(missed, due)
			continue
		}
		p := ps[j]
		var v view
		if len(missed) > 0 {
			v = cov.of(s.last().payment)
		}
		for _, m := range missed { // only gaps between charges count; open ends are the status's business
			if v.covers(m, m.plus(cal.late)) {
				s.missed = append(s.missed, m)
				cost += costMissed
			}
		}
		missed = missed[:0]
		s.score += 1 - cost
		s.charges = append(s.charges, slotted{p, k, due})
		next = j + 1
		// The second charge in a row that is off by the same days moves the
		// anchor: a retry moved the contract, it was not late twice.
		if off != 0 && off == lastOff && !(g.bills && abs(off) <= 2) { // a bill comes when it is made out
			if moved++; !g.known && (moved > 1 || len(s.charges) < 5) {
				break // a habit wanders, a contract does not
			}
			if cal.days > 0 { // and one in days hardly ever moves
				s.score -= costMoved
			}
			at, atSlot = anchorOf(p.day, p.day.dom()), k
			off = 0
			for i := len(s.charges) - 2; i < len(s.charges); i++ {
				s.charges[i].due = s.charges[i].day // they were the new day's, not off the old one
			}
		}
		lastOff = off
		s.anchor = anchorOf(cal.at(at, -atSlot), at.dom)
		if s.score >= best.score {
			best, bestDue = s, s.last().due
		}
	}
	best.charges[len(best.charges)-1].due = bestDue // the walk that went on may have moved it
	best.score -= prior(cal)
	return best
}

// prior breaks ties between calendars: a series of three that fits the month
// and 30 days alike is monthly.
func prior(c calendar) float64 {
	switch {
	case c.months == 1 || c.months == 12 || c.months == 3:
		return 0
	case c.months == 6:
		return 0.05
	case c.months == 2:
		return 0.4
	case c.days == 7 || c.days == 14:
		return 0.15
	case c.days == 30 || c.days == 31: // less than a day off by the month
		return 0.05
	}
	return 0.1
}

// pick chooses the payment for a due day, its cost, and by how many days it is
// off. It returns -1 if none suits.
func (g *group) pick(ps []*payment, from int, s *stream, due day) (best int, bestCost float64, bestOff int) {
	best = -1
	prev := s.last()
	from += sort.Search(len(ps)-from, func(k int) bool { return ps[from+k].day >= due.plus(-s.cal.early) })
	for j := from; j < len(ps); j++ {
		p := ps[j]
		if p.day-due > lateWindow {
			break
		}
		if p.day == prev.day {
			continue
		}
		off := offset(due, p.day)
		cost, ok := g.priceCost(s, p)
		if !ok || p.currency() != prev.currency() || !p.allows(s.cal) {
			continue
		}
		if off > s.cal.late {
			// Late for once: only at the price, and only where a whole cycle leaves room.
			if s.cal.length() < 28 || cost > costPriceWiggle {
				continue
			}
			cost += costLate
		} else {
			cost += costDayOff * float64(max(off, -off))
		}
		if p.item != prev.item {
			cost += costItem
		}
		if p.channel != prev.channel || !shareAccount(p, prev.payment) {
			cost += costChannel
		}
		if p.paidBack() {
			cost += 0.2
		}
		if best < 0 || cost < bestCost-1e-9 {
			best, bestCost, bestOff = j, cost, off
		}
	}
	return best, bestCost, bestOff
}

// priceCost is the cost of p's price as the next one of s; not ok if p cannot
// be a charge of that contract.
func (g *group) priceCost(s *stream, p *payment) (float64, bool) {
	a, b := s.last().fen, p.fen
	other := func() bool { // the price of something else that was charged here before
		first, ok := g.since[b]
		return ok && int(s.last().day-first) > s.cal.length()/2 && !s.hasPrice(b)
	}
	ratio := func(percent int64) bool { return a > 0 && b > 0 && 100*max(a, b) <= percent*min(a, b) }
	switch {
	case a == b:
		return 0, true
	case ratio(105):
		return costPriceWiggle, true
	case g.known && len(s.charges) <= maxIntro && a < b && b < 2000_00 && s.sameSoFar():
		return costPriceStep, true // a first price, however low
	case s.hasPrice(b):
		return costPriceStep / 2, true // back to a price seen before: the other one was a discount
	case g.bills && ratio(600) && p.item == s.last().item:
		return costPriceStep / 2, true
	case (g.known && ratio(300) || ratio(170)) && !other():
		return costPriceStep, true
	}
	return 0, false
}

func (s *stream) sameSoFar() bool {
	for _, c := range s.charges {
		if c.fen != s.first().fen {
			return false
		}
	}
	return true
}

func (s *stream) hasPrice(fen int64) bool {
	return slices.ContainsFunc(s.charges, func(c slotted) bool { return c.fen == fen })
}

// wiggle tells whether two prices are one: a coin of rounding, a coupon, or the
// exchange rate. The band of a twentieth holds the coupons (24.72 for 25.00)
// and the monthly drift of a price in dollars that public records show.
func wiggle(a, b decimal.Decimal) bool {
	return a.Sub(b).Abs().LessThanOrEqual(decimal.Max(a, b).Mul(decimal.RequireFromString("0.05")))
}

// within tells whether neither price is more than factor times the other.
func within(a, b, factor decimal.Decimal) bool {
	return a.IsPositive() && b.IsPositive() && a.LessThanOrEqual(b.Mul(factor)) && b.LessThanOrEqual(a.Mul(factor))
}
