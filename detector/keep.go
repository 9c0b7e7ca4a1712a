package detector

import (
	"slices"
	"strings"

	"github.com/shopspring/decimal"

	"github.com/unrenew/unrenew/detector/catalog"
	"github.com/unrenew/unrenew/parser"
)

// keep tells whether a stream of this pool is one that a contract could make.
// Words that say so are enough. Where they are missing, the rhythm must be
// exact and the same must not be bought in between: habits look like
// memberships otherwise. Three of fourteen haircuts are a month apart by chance.
func (pool *group) keep(s *stream, g *group, found []*stream, cov coverages) bool {
	n, back := len(s.charges), 0
	for _, c := range s.charges {
		if c.paidBack() {
			back++
		}
	}
	switch {
	case s.cal.months == 12 && !s.cal.suits(s.last().words.Cycle) && (n > 3 || !cov.of(s.last().payment).covers(s.first().day, s.last().day)):
		return false // the text names a shorter cycle, and the rows between may be missing
	case n == 2 && s.cal.length() < 28 && s.trialFirst() && s.last().words.Cycle == (catalog.Cycle{}):
		return false // a trial of a week, and no weekly card
	case s.says() || strings.HasPrefix(g.key, "merged:"):
		return n >= 3 || s.charges[1].slot == 1
	case 2*back > n: // deposits
		return false
	case s.last().amount().LessThanOrEqual(verification):
		return false
	case n == 2:
		p := s.last()
		return s.vouched() && (p.service != nil || p.words.Kind != "" || s.cal.months > 0) && s.charges[1].slot == 1 && s.cal.length() >= 28 && (s.steps(sameCoin) == 0 || p.priced && s.trialFirst()) && pool.explained(s, found)
	case !s.vouched() && (s.cal.days == 7 || s.cal.days == 14):
		return n >= fewDays && pool.clockwork(s) && pool.explained(s, found)
	case pool.errands && (n < 4 || !s.sameHour() || s.cal.days > 0 && !pool.clockwork(s)):
		return false
	case !s.vouched() && s.cal.days > 0 && n < fewDays:
		return false
	case !s.vouched() && n == 3 && s.cal.months > 1 && s.cal.months < 12 && !s.last().words.Member: // with rare purchases chance fits some cycle
		return false
	}
	return pool.steady(s) && (pool.explained(s, found) || n >= fewDays && pool.clockwork(s) && pool.only(s))
}

// verification is up to what amount a charge may be the test of a card (0.01)
// and no price.
var verification = decimal.RequireFromString("0.10")

// fewDays is the number of charges from which on a cycle in days, or a price
// that drifts, is no chance.
const fewDays = 6

// says tells whether most charges say that they renew, or the user does.
func (s *stream) says() bool {
	n := 0
	for _, c := range s.charges {
		if c.words.Renewal && !c.learned || c.user.membership {
			n++
		}
	}
	return 2*n >= len(s.charges)
}

// vouched tells whether something besides rhythm speaks for the stream: the
// catalog, a word of membership, or what the bill is for. That it is collected
// automatically is no such thing: fares and vending machines are, too.
func (s *stream) vouched() bool {
	p := s.last()
	return p.service != nil && p.strength > catalog.OperatorOnly || p.words.Member || p.words.Kind != ""
}

// steady tells whether the days are those of the calendar and the price stays.
func (pool *group) steady(s *stream) bool {
	n := len(s.charges)
	steps := s.steps(sameCoin)
	switch {
	case s.withCoupons():
		steps = 0
	case n >= fewDays || s.vouched() || n >= 4 && s.cal.months == 12:
		steps = s.steps(wiggle) // enough of them to tell an exchange rate from chance
	}
	switch {
	case pool.bills:
	case steps*3 > n, pool.store && steps*4 > n: // a store's single things have all prices
		return false
	}
	var offs []int
	sum := 0
	for _, c := range s.charges {
		off := abs(offset(c.due, c.day))
		offs = append(offs, off)
		sum += off
	}
	slices.Sort(offs)
	if n >= 5 && s.cal.months > 0 {
		trim := n / 8 // a holiday or a retry
		if trim == 0 && offs[n-1] <= lateWindow && offs[n-2] == 0 && (s.sameHour() || s.first().main().medium != parser.Wallet) {
			trim = 1
		}
		for _, off := range offs[n-trim:] {
			sum -= off
		}
		offs = offs[:n-trim]
	}
	slack := 1
	switch {
	case pool.bills && s.last().words.Kind != "":
		slack = 4
	case s.cal.months >= 3:
		slack = 3
	case s.cal.days > 0: // what is counted in days is exact
	case n >= 5 && (s.vouched() || s.sameHour() || s.first().main().DateOnly):
		slack = 2
	}
	if !s.vouched() && !pool.bills && s.cal.months > 0 && s.cal.months < 12 && !s.sameHour() && !s.first().main().DateOnly && sum*3 > n {
		return false // by hand at any hour, and not on the day either
	}
	return offs[len(offs)-1] <= slack && len(s.missed)*3 <= n
}

// steps counts the charges whose price is not the same as that of the one before.
func (s *stream) steps(same func(a, b decimal.Decimal) bool) (n int) {
	for i, c := range s.charges {
		if i > 0 && !same(c.amount(), s.charges[i-1].amount()) {
			n++
		}
	}
	return n
}

// explained tells whether the stream is most of what was paid at such prices:
// a contract charges once a cycle, and a habit in between as well.
func (pool *group) explained(s *stream, found []*stream) bool {
	elsewhere := map[*payment]bool{} // in other streams too long to be chance
	long := fewDays
	if s.vouched() {
		long = 3
	}
	for _, o := range found {
		if o != s && len(o.charges) >= long {
			for _, c := range o.charges {
				elsewhere[c.payment] = true
			}
		}
	}
	n, similar := len(s.charges), 0
	anyPrice := pool.bills && s.steps(wiggle)*3 > n
	for _, p := range pool.payments {
		if p.day > s.last().day && p.fen == s.last().fen && s.isDue(p.day) {
			continue // after a rest
		}
		if !elsewhere[p] && (anyPrice || within(p.amount(), s.last().amount(), decimal.RequireFromString("1.25"))) {
			similar++
		}
	}
	if pool.store { // its contracts have names that nobody prints; only their prices tell them apart
		similar = 0
		for _, p := range pool.payments {
			if p.fen == s.last().fen && !elsewhere[p] {
				similar++
			}
		}
	}
	return (similar-n)*3 <= n
}

// only tells whether nothing else in the pool was paid at the stream's price.
func (pool *group) only(s *stream) bool {
	n := 0
	for _, p := range pool.payments {
		if p.fen == s.last().fen {
			n++
		}
	}
	return n == len(s.charges)
}

// clockwork tells whether no person could have paid so: always the same sum, on
// the day itself and, where the rows have a clock, at the same hour.
func (pool *group) clockwork(s *stream) bool {
	for _, c := range s.charges {
		if offset(c.due, c.day) != 0 || c.fen != s.first().fen {
			return false
		}
	}
	return len(s.missed) == 0 && (s.sameHour() || s.first().main().DateOnly)
}

// sameHour tells whether all charges came at much the same time of day, as those
// of a machine do and those of a person do not.
func (s *stream) sameHour() bool {
	const day, slack = 24 * 60, 45 // minutes
	at, n := 0, 0
	for _, c := range s.charges {
		r := c.main()
		if r.DateOnly { // a bank's, where the wallet's is missing
			continue
		}
		minute := r.Time.Hour()*60 + r.Time.Minute()
		if n++; n == 1 {
			at = minute
		}
		if d := abs(minute - at); min(d, day-d) > slack {
			return false
		}
	}
	return n > 1 && 2*n >= len(s.charges)
}

// withCoupons tells whether the charges have one price that comes again and
// again, and are somewhat cheaper otherwise.
func (s *stream) withCoupons() bool {
	top, n := s.first(), 0
	for _, c := range s.charges {
		if c.fen > top.fen {
			top = c.payment
		}
	}
	exact := true
	for _, c := range s.charges {
		if c.amount().LessThan(top.amount().Mul(trialShare)) {
			return false
		}
		if c.fen == top.fen {
			n++
		}
		exact = exact && offset(c.due, c.day) == 0
	}
	return 2*n >= len(s.charges) || exact && len(s.charges) >= fewDays && 4*n >= len(s.charges)
}

// trialFirst tells whether the first charge is much cheaper than the one after it.
func (s *stream) trialFirst() bool {
	return s.charges[0].amount().LessThan(s.charges[1].amount().Mul(trialShare))
}

// isDue tells whether a later day is one of the stream's.
func (s *stream) isDue(on day) bool {
	for k := s.last().slot + 1; ; k++ {
		off := offset(s.due(k), on)
		if abs(off) <= min(s.cal.early, s.cal.late) {
			return true
		}
		if off < 0 {
			return false
		}
	}
}

// beforeRest is what came before the first rest of a stream; nil if that is all
// of it or too little. What came after may go on from it.
func (s *stream) beforeRest() *stream {
	for i := 3; i < len(s.charges); i++ {
		if s.charges[i].slot-s.charges[i-1].slot > pauseFrom {
			t := s.upTo(i)
			t.missed = slices.DeleteFunc(slices.Clone(s.missed), func(d day) bool { return d > t.last().day })
			return t
		}
	}
	return nil
}

// upTo is s with its first n charges only.
func (s *stream) upTo(n int) *stream {
	t := *s
	t.charges = s.charges[:n]
	return &t
}

// dropStray takes the last charge off a stream that nothing but rhythm speaks
// for, if it came at another price and not quite on the day: it is something
// else that was bought there.
func (s *stream) dropStray() {
	n := len(s.charges)
	if n < 4 || s.says() || s.steps(wiggle)*3 > n {
		return
	}
	last, before := s.charges[n-1], s.charges[n-2]
	if wiggle(last.amount(), before.amount()) || s.upTo(n-1).hasPrice(last.fen) || offset(last.due, last.day) == 0 {
		return
	}
	s.charges = s.charges[:n-1]
}

// recentre moves the days of a stream whose charges come a few days before or
// after a day, as those of bills do, to the middle of them.
func (s *stream) recentre() {
	offs := make([]int, len(s.charges))
	for i, c := range s.charges {
		offs[i] = int(c.day - c.due)
	}
	slices.Sort(offs)
	by := offs[len(offs)/2]
	dom := s.anchor.dom + by
	if by == 0 || dom < 1 || dom > 28 {
		return
	}
	s.anchor = anchorOf(s.anchor.date.plus(by), dom)
	for i := range s.charges {
		s.charges[i].due = s.charges[i].due.plus(by)
	}
}
