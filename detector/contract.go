package detector

import (
	"cmp"
	"maps"
	"slices"
	"strings"

	"github.com/shopspring/decimal"

	"github.com/unrenew/unrenew/detector/catalog"
	"github.com/unrenew/unrenew/parser"
)

// A contract is what one mandate charged: one stream, or several that follow
// each other when the plan, the channel or the day changed or when it rested.
type contract struct {
	group *group
	segs  []*stream // by time, not overlapping
}

func (c *contract) last() *stream { return c.segs[len(c.segs)-1] }
func (c *contract) lastDay() day  { return c.last().last().day }
func (c *contract) firstDay() day {
	return c.segs[0].first().day
}

func (c *contract) payments() (ps []*payment) {
	for _, s := range c.segs {
		for _, ch := range s.charges {
			ps = append(ps, ch.payment)
		}
	}
	return ps
}

// contracts finds the contracts in one group.
func (g *group) contracts(cat *catalog.Catalog, cov coverages) []*contract {
	var streams []*stream
	left := slices.Clone(g.payments)
	pools := g.pools()
	left = slices.DeleteFunc(left, func(p *payment) bool { return p.crowd })
	for _, pool := range pools {
		found := pool.peel(cov)
		for _, s := range found {
			if !pool.keep(s, g, found, cov) {
				s = s.beforeRest()
			}
			if s != nil && pool.keep(s, g, found, cov) {
				s.dropStray()
				if pool.bills {
					s.recentre()
				}
				streams = append(streams, s)
				left = without(left, s)
			}
		}
	}
	for _, s := range streams {
		left = s.goOn(left, cov)
	}
	for _, s := range streams {
		if !slices.ContainsFunc(streams, func(before *stream) bool { return before != s && before.handsOver(s) }) {
			left = attachTrial(s, left)
		}
		left = attachExtras(s, left)
	}
	for _, p := range slices.Backward(slices.Clone(left)) { // the latest first: what came before it may be its trial
		if !slices.Contains(left, p) {
			continue
		}
		if s := single(p, cat, streams); s != nil {
			streams = append(streams, s)
			left = attachTrial(s, without(left, s))
		}
	}
	return link(g, streams)
}

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

// fewDays is the number of charges from which on a cycle in days, or a price
// that drifts, is no chance.
const fewDays = 6

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

// upTo is s with its first n charges only.
func (s *stream) upTo(n int) *stream {
	t := *s
	t.charges = s.charges[:n]
	return &t
}

// goOn adds what came later on the stream's own days at its own price: after a
// long rest a single charge is not worth its distance to the fit, but it is the
// same contract.
func (s *stream) goOn(left []*payment, cov coverages) []*payment {
	for _, p := range left {
		last := s.last()
		if p.day <= last.day || int(p.day-last.day) > linkRest || p.fen != last.fen || p.item != last.item || p.channel != last.channel || p.currency() != last.currency() || p.merchant != last.merchant {
			continue
		}
		v := cov.of(last.accounts())
		var missed []day
		for k := last.slot + 1; ; k++ {
			due := s.due(k)
			if off := offset(due, p.day); abs(off) <= min(s.cal.early, s.cal.late) {
				s.missed = append(s.missed, missed...)
				s.charges = append(s.charges, slotted{p, k, due})
				break
			} else if off < 0 {
				break
			}
			if v.covers(due, due.plus(s.cal.late)) {
				missed = append(missed, due)
			}
		}
	}
	return without(left, s)
}

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

// verification is up to what amount a charge may be the test of a card (0.01)
// and no price.
var verification = decimal.RequireFromString("0.10")

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
	case s.cal.months == 12 && !s.cal.suits(s.last().words.Cycle) && (n > 3 || !cov.of(s.last().accounts()).covers(s.first().day, s.last().day)):
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

// steady tells whether the days are those of the calendar and the price stays.
func (pool *group) steady(s *stream) bool {
	n := len(s.charges)
	steps := s.steps(sameCoin)
	switch {
	case s.withCoupons():
		steps = 0
	case n >= fewDays || s.vouched():
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

// trialFirst tells whether the first charge is much cheaper than the one after it.
func (s *stream) trialFirst() bool {
	return s.charges[0].amount().LessThan(s.charges[1].amount().Mul(trialShare))
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
			if p.fen == s.last().fen {
				similar++
			}
		}
	}
	return (similar-n)*3 <= n
}

// attachTrial puts a cheaper purchase shortly before the first charge in front
// of it: 0.01 for seven days, then 19.90 a month.
func attachTrial(s *stream, left []*payment) []*payment {
	first := s.first()
	for i := len(left) - 1; i >= 0; i-- {
		p := left[i]
		gap := int(first.day - p.day)
		if gap <= 0 || gap > s.cal.length()*6/5 || p.channel != first.channel || p.currency() != first.currency() {
			continue
		}
		if p.amount().GreaterThanOrEqual(first.amount().Mul(trialShare)) || p.paidBack() && p.amount().IsPositive() {
			continue
		}
		if !p.words.Renewal && !p.words.Trial && !trialGap(gap) || !s.known && p.amount().GreaterThan(decimal.NewFromInt(1)) {
			continue
		}
		s.charges = append([]slotted{{p, -1, p.day}}, s.charges...)
		s.trial = true
		return without(left, s)
	}
	return left
}

// maxExtras is how many second charges at the same price are duplicates; more
// are another contract at the same merchant.
const maxExtras = 2

// handsOver tells whether b begins where s ends, within a cycle.
func (s *stream) handsOver(b *stream) bool {
	gap := int(b.first().day - s.last().day)
	return gap > 0 && gap <= s.cal.length()*27/20+5
}

// trialGap tells whether so many days are a trial that people are sold.
func trialGap(days int) bool {
	return slices.Contains([]int{1, 3, 5, 7, 10, 14, 15, 28, 29, 30, 31}, days)
}

// retryWindow is how far from a charge a second one at the same price may come
// to be a duplicate, where no words say that both renew.
const retryWindow = 5 // days

// attachExtras finds what was charged a second time within one cycle.
func attachExtras(s *stream, left []*payment) []*payment {
	if !s.known && len(s.charges) < 4 {
		return left
	}
	end := s.last().day.plus(s.cal.length() - 1)
	var same, other []*payment
	for _, p := range left {
		if p.day < s.first().day || p.day > end || p.channel != s.last().channel || p.currency() != s.last().currency() {
			continue
		}
		switch near := nearest(s, p.day); {
		case p.amount().Equal(near.amount()) && (s.says() && p.words.Renewal || p.item == near.item && abs(int(p.day-near.day)) <= retryWindow):
			same = append(same, p)
		case s.known && kindOf(p) == catalog.Membership && p.amount().LessThan(near.amount()) && (p.words.Renewal || !p.hasItem() && s.dearerAfter(p)):
			other = append(other, p) // the difference paid on a change of plan
		}
	}
	if len(same) > maxExtras {
		same = nil
	}
	if len(same)+len(other) <= maxExtras {
		s.extras = append(same, other...)
	}
	return without(left, s)
}

// dearerAfter tells whether the next charge after p costs more than the one
// before it.
func (s *stream) dearerAfter(p *payment) bool {
	for i, c := range s.charges {
		if i > 0 && s.charges[i-1].day <= p.day && p.day <= c.day {
			return c.amount().GreaterThan(s.charges[i-1].amount())
		}
	}
	return false
}

// nearest is the charge that stands closest to a day.
func nearest(s *stream, on day) *payment {
	best := s.first()
	for _, c := range s.charges {
		if abs(int(on-c.day)) < abs(int(on-best.day)) {
			best = c.payment
		}
	}
	return best
}

func abs(n int) int { return max(n, -n) }

// single makes a stream of one charge that says itself that it renews, or that
// stands under the name of a service in the catalog at the price of a yearly
// plan, or with the word for a year.
func single(p *payment, cat *catalog.Catalog, streams []*stream) *stream {
	cycle := p.words.Cycle
	named := p.service != nil && !p.service.Store && (p.strength >= catalog.ByItem || p.strength == catalog.ByPayee && p.priced && !p.hasItem())
	var plan *catalog.Plan
	if named {
		for _, pl := range cat.Plans(p.service, p.amount(), p.currency()) {
			if plan == nil || pl.Cycle.Unit == catalog.Year {
				plan = &pl
			}
		}
	}
	switch {
	case p.paidBack() || p.learned && !continues(p, streams):
		return nil
	case p.words.Renewal, p.user.membership:
		if cycle == (catalog.Cycle{}) && plan != nil {
			cycle = plan.Cycle
		}
		if cycle == (catalog.Cycle{}) && kindOf(p) != catalog.Membership {
			return nil // memberships are mostly monthly; premiums may be anything
		}
	case named && plan != nil && plan.Cycle.Unit == catalog.Year:
		cycle = plan.Cycle
	case named && cycle.Unit == catalog.Year:
	case named && !habit(p) && p.speaksOfService() && continues(p, streams), cycle != (catalog.Cycle{}) && !habit(p) && changesPlan(p, streams):
		// the next charge of a contract that changed its plan or came back
	default:
		return nil
	}
	cal := calendarOf(cycle)
	return &stream{cal: cal, known: true, guess: cycle == (catalog.Cycle{}), anchor: anchorOf(p.day, p.day.dom()), charges: []slotted{{p, 0, p.day}}}
}

// continues tells whether one of the streams ended before p: p may go on where
// it stopped.
func continues(p *payment, streams []*stream) bool {
	return slices.ContainsFunc(streams, func(s *stream) bool {
		return p.day > s.last().day && within(p.amount(), s.last().amount(), decimal.NewFromInt(20)) && !byHand(p, s.last().payment)
	})
}

// changesPlan tells whether p names another cycle than a stream that ended just
// before it: the yearly plan after months of the monthly one.
func changesPlan(p *payment, streams []*stream) bool {
	return slices.ContainsFunc(streams, func(s *stream) bool {
		last := s.last().payment
		gap := int(p.day - last.day)
		return len(s.charges) > 1 && gap > 0 && gap <= s.cal.length()*27/20+5 && !s.cal.suits(p.words.Cycle) && p.channel == last.channel &&
			p.currency() == last.currency() && within(p.amount(), last.amount(), decimal.NewFromInt(20))
	})
}

// byHand tells a period bought by hand from a renewal: the earlier charges say
// that they renew, and this one, in the same kind of statement, does not.
func byHand(p, before *payment) bool {
	return before.words.Renewal && !p.words.Renewal && !p.words.Automatic && p.main().medium == before.main().medium && p.main().Description != ""
}

const (
	// linkRest is the longest rest after which charges of the same service and
	// price go on as the same contract.
	linkRest = 540 // days
)

// link chains streams of one group that follow each other: another plan,
// another channel, another day of the month, or a rest.
func link(g *group, streams []*stream) []*contract {
	slices.SortFunc(streams, func(a, b *stream) int {
		return cmp.Or(cmp.Compare(a.first().day, b.first().day), cmp.Compare(a.last().day, b.last().day), b.first().amount().Cmp(a.first().amount()), comparePayments(a.first(), b.first()))
	})
	var out []*contract
	for _, s := range streams {
		var best *contract
		for _, c := range out {
			if follows(c.last(), s) && (best == nil || c.lastDay() > best.lastDay()) {
				best = c
			}
		}
		if best != nil {
			best.segs = append(best.segs, s)
			continue
		}
		out = append(out, &contract{group: g, segs: []*stream{s}})
	}
	return out
}

// follows tells whether b goes on where a stopped.
func follows(a, b *stream) bool {
	gap := int(b.first().day - a.last().day)
	if b.first().channel != a.last().channel && 2*gap < a.cal.length() {
		return false // side by side: the next charge was not due yet
	}
	if gap <= 0 || a.last().currency() != b.first().currency() {
		return false
	}
	last, first := a.last().payment, b.first()
	store := last.service != nil && last.service.Store
	merged := strings.HasPrefix(last.user.group, "merged:")
	soon := gap <= a.cal.length()*27/20+5
	same := within(first.amount(), last.amount(), decimal.RequireFromString("1.25"))
	inPhase := a.cal == b.cal && len(a.charges) > 2 && len(b.charges) > 2 && last.item == first.item && last.channel == first.channel &&
		abs(offset(a.due(a.last().slot+1), first.day)) <= a.cal.late
	switch {
	case merged:
		return true
	case kindOf(last) != catalog.Membership && last.item != first.item:
		return false // another policy, another bill
	case soon && len(b.charges) == 1 && !b.guess && a.cal != b.cal && !store:
		return true // another plan
	case inPhase && !store && within(first.amount(), last.amount(), decimal.NewFromInt(3)):
		return true // another price from one cycle to the next
	case store || !a.known || !b.known || last.service == nil && !a.says() && !b.says():
		// One payee sells many things: only the same item at the same price goes on.
		return same && last.item == first.item && gap <= linkRest && a.cal == b.cal
	case soon:
		return true
	case gap > linkRest:
		return false
	}
	return same || len(b.charges) == 1 || within(first.amount(), last.amount(), decimal.NewFromInt(3))
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
	return (errands[p.main().Type] || favours[p.main().Type]) && !p.saysWhat()
}
