// Package detector finds memberships that renew themselves in statements, and
// what was charged after they were cancelled. It is pure: it reads no files and
// no clock, and the same input gives the same result, in whatever order the
// statements and their rows come.
package detector

import (
	"cmp"
	"crypto/sha256"
	"encoding/hex"
	"slices"
	"strings"

	"github.com/shopspring/decimal"

	"github.com/unrenew/unrenew/detector/catalog"
	"github.com/unrenew/unrenew/parser"
)

// Threshold is the confidence from which on a recurring charge is asserted as a
// subscription. Below it is Result.Maybe, which counts in no sum and raises no
// alert.
const Threshold = 0.6

// floor is the step of the evidence ladder below which nothing is shown at all: two equal
// purchases a month apart are no finding (scenario B17).
const floor = 0.3

// Detect finds recurring membership charges.
func Detect(in Input) *Result {
	of := tellApart(in)
	cov := cover(in, of)
	l := newLedger(in, of)
	var spends []*payment
	for _, p := range l.payments {
		if p.main().Class == parser.Spend && !p.undone() {
			spends = append(spends, p)
		}
	}
	describe(spends, in.Catalog)
	r := &Result{AsOf: dayOf(in.AsOf).time(), LooseRefunds: l.loose, Coverage: cov.result()}
	r.Warnings = slices.Concat(l.warnings, cov.gapWarnings(), cov.shortWarning())

	d := &detection{in: in, asOf: dayOf(in.AsOf), cov: cov, result: r, ids: newChargeIDs(l.payments)}
	d.obey(spends)
	d.cancellations()
	gs := groups(spends)
	contracts := make([][]*contract, len(gs))
	each(len(gs), func(i int) { contracts[i] = gs[i].contracts(in.Catalog, cov) })
	for _, c := range joinRenamed(slices.Concat(contracts...)) {
		d.subscription(c)
	}
	d.matchRecords(spends)
	if d.dismissed > 0 {
		r.Warnings = append(r.Warnings, Warning{Code: "dismissed", Message: parser.Says(
			"按你的规则文件，有 %d 项定期扣款不算会员，没有列出", "by your rules, %d recurring payments are no memberships and are not listed", d.dismissed)})
	}
	d.finish()
	return r
}

// detection is one run of Detect.
type detection struct {
	in     Input
	asOf   day
	cov    coverages
	result *Result
	ids    chargeIDs
	found  []*found
	recs   []*record

	dismissed int // contracts that the user's rules call no memberships
}

// found is a subscription in the making, with what it was made of.
type found struct {
	*contract
	sub    Subscription
	prices prices
	view   view
	fees   []*payment // taken for leaving, by their text
}

// id is a short name made of a hash of s; n tells equal ones apart.
func id(prefix, s string, n int) string {
	sum := sha256.Sum256([]byte(s + strings.Repeat("\x01", n-1)))
	return prefix + hex.EncodeToString(sum[:6])
}

// subscription turns a contract into what the report shows, if there is reason
// enough.
func (d *detection) subscription(c *contract) {
	f := &found{contract: c}
	f.prices = analyse(c.payments())
	s := &f.sub
	last := c.last().last().payment
	s.Kind = d.kind(c)
	s.Service = d.service(c)
	s.Channel = last.channel
	s.Currency = last.currency()
	s.Cycle = c.last().cal.cycle()
	s.CycleAssumed = len(c.last().charges) < 2 || c.last().guess
	s.Merchant = merchantText(last)
	s.Name = parser.Text{ZH: displayName(last), EN: displayName(last)}
	s.Category = "other"
	if s.Service != nil {
		s.Name, s.Category = s.Service.Name, s.Service.Category
		if s.Service.Store {
			// The store names no app, so the price must tell its contracts apart.
			ch, sum := ChannelName(s.Channel), price(f.prices.current, s.Currency)
			s.Name = parser.Says("%[1]s %[3]s", "%[2]s %[3]s", ch.ZH, ch.EN, sum)
		}
	}
	f.view = d.cov.of(last)
	step := d.confidence(f)
	if step < floor {
		return
	}
	s.Confidence = calibrated(step)
	if d.isDismissed(f) {
		d.dismissed++
		return
	}
	d.fill(f)
	d.found = append(d.found, f)
}

// kind is what most charges of the contract are for.
func (d *detection) kind(c *contract) catalog.Kind {
	if c.userSaid() {
		return catalog.Membership
	}
	n := map[catalog.Kind]int{}
	for _, p := range c.payments() {
		n[kindOf(p)]++
	}
	best := catalog.Membership
	for _, k := range []catalog.Kind{catalog.Membership, catalog.Utility, catalog.Telecom, catalog.Rent, catalog.Loan, catalog.Installment, catalog.Insurance, catalog.Donation, catalog.TransferTo, catalog.Other} {
		if n[k] > n[best] {
			best = k
		}
	}
	return best
}

// service is the catalog's service of the contract. A legal name that sells one
// service only names it too, if the price is one of its plans or does not change.
func (d *detection) service(c *contract) *catalog.Service {
	ps := c.payments()
	for i := len(ps) - 1; i >= 0; i-- {
		p := ps[i]
		if p.service == nil {
			continue
		}
		if p.strength > catalog.OperatorOnly || p.priced || len(ps) > 2 && c.segs[0].steps(wiggle) == 0 {
			return p.service
		}
	}
	if len(ps) > 2 { // nobody else is called so
		return d.in.Catalog.Named(ps[len(ps)-1].merchant)
	}
	return nil
}

// merchantText is the payee as printed; a row without one shows its item.
func merchantText(p *payment) string {
	if s := p.main().Counterparty; s != "" {
		return s
	}
	return p.main().Description
}

// displayName is the payee without pay-channel words, and the item where the
// payee alone says little.
func displayName(p *payment) string {
	name, _ := catalog.StripPSP(merchantText(p))
	if name == "" {
		name = merchantText(p)
	}
	if d := p.main().Description; p.words.Renewal && d != "" && d != p.main().Counterparty && p.main().medium == parser.Wallet {
		return name + " · " + d
	}
	if name == "" {
		return "?"
	}
	return name
}

// fill computes what the calendar and the prices say.
func (d *detection) fill(f *found) {
	s := &f.sub
	s.Amount, s.Varies = f.prices.current, f.prices.varies
	d.charges(f)
	d.events(f)
	s.Status = d.status(f)
	s.AnnualCost = annual(s.Cycle, s.Amount)
	s.CoveredUntil = min(f.view.end(), d.asOf).time()
	if s.Status == Active {
		next := f.next(d.asOf)
		s.Next, s.CancelBy = next.time(), next.plus(-d.lead(f)).time()
	}
	if last := f.last().last().payment; len(f.payments()) == 1 && (last.words.Trial || firstPrice(s, last)) {
		d.trial(s, last)
	}
	s.Paths = d.in.Catalog.Paths(s.Service, s.Channel)
	if s.Service != nil {
		s.Advice, s.Refund = s.Service.Traps, s.Service.Refund
		if t := s.Service.AfterCancel; t.ZH != "" {
			s.Advice = append([]parser.Text{t}, s.Advice...)
		}
	}
	s.ID = id("s-", strings.Join([]string{f.group.key, s.Currency, f.payments()[0].day.String(), f.payments()[0].amount().String(), d.ids.of(f.payments()[0])}, "\x00"), 1)
}

// charges lists the contract's payments in order of time.
func (d *detection) charges(f *found) {
	s := &f.sub
	s.Charges = nil
	base := 0
	for k, seg := range f.segs {
		if k > 0 {
			prev := f.segs[k-1]
			base = s.Charges[len(s.Charges)-1].Slot + max(1, (int(seg.first().day-prev.last().day)+prev.cal.length()/2)/prev.cal.length())
		}
		if seg.trial { // its first charge is in the slot before the first
			base++
		}
		for _, c := range seg.charges {
			s.Charges = append(s.Charges, d.charge(c.payment, c.due, base+c.slot, false))
		}
		for _, p := range seg.extras {
			near := nearest(seg, p.day)
			for _, c := range seg.charges {
				if c.payment == near {
					s.Charges = append(s.Charges, d.charge(p, c.due, base+c.slot, true))
				}
			}
		}
	}
	for _, p := range f.fees {
		s.Charges = append(s.Charges, d.charge(p, p.day, base+f.last().last().slot, true))
	}
	slices.SortStableFunc(s.Charges, func(a, b Charge) int {
		return cmp.Or(a.Time.Compare(b.Time), cmp.Compare(a.Slot, b.Slot), cmp.Compare(a.ID, b.ID))
	})
}

func (d *detection) charge(p *payment, due day, slot int, extra bool) Charge {
	c := Charge{ID: d.ids.of(p), Time: p.main().Time, DateOnly: p.main().DateOnly, Amount: p.amount(), Expected: due.time(), Slot: slot, Extra: extra}
	c.Refunded = decimal.Min(p.refunded, p.amount())
	for _, r := range p.rows {
		c.Rows = append(c.Rows, r.Transaction)
	}
	return c
}

// annual is the cost of a year: 13 charges of a 28-day cycle, 52 of a week,
// 365/30 of 30 days.
func annual(c catalog.Cycle, price decimal.Decimal) decimal.Decimal {
	n := decimal.NewFromInt(int64(c.Count))
	per := func(units int64) decimal.Decimal { return price.Mul(decimal.NewFromInt(units)).Div(n).Round(2) }
	switch c.Unit {
	case catalog.Year:
		return per(1)
	case catalog.Month:
		return per(12)
	case catalog.Week:
		return per(52)
	}
	if 364%c.Count == 0 {
		return per(364)
	}
	return per(365)
}

// lead is how many days before the due day the contract is safely cancelled:
// one day before the earliest day on which a charge has come, or as early as a
// source of the service or of the channel says. Shanghai's consumer council found
// renewals charged one to three days before expiry, but the due day here is the
// day of the charge, so that is in it already.
func (d *detection) lead(f *found) int {
	early := 0
	cs := f.last().charges
	for _, c := range cs[max(0, len(cs)-6):] { // a contract that moved its day is judged by today's
		early = max(early, -offset(c.due, c.day))
	}
	known := 0
	if s := f.sub.Service; s != nil {
		known = s.CloseDaysBefore
	}
	if ch := d.in.Catalog.Channel(f.sub.Channel); ch != nil {
		known = max(known, ch.CloseDaysBefore)
	}
	return max(early+1, known)
}

// next is the first due day after the last charge that lies on or after asOf.
// Where the statements end earlier, the days between are not known to be free
// of charges; CoveredUntil says so.
func (f *found) next(asOf day) day {
	seg := f.last()
	last := seg.last()
	for k := last.slot + 1; ; k++ {
		due := seg.due(k)
		if due > last.day && due >= asOf {
			return due
		}
	}
}

// missedDue is the first due day after the last charge on which a charge should
// have been seen by now, the usual delay included; zero if none is overdue.
func (f *found) missedDue(asOf day) day {
	seg := f.last()
	last := seg.last()
	seen := last.day // from which day on the statements must reach
	for k := last.slot + 1; ; k++ {
		due := seg.due(k)
		if due <= last.day {
			continue
		}
		wait := due.plus(f.delay())
		if wait > asOf {
			return 0
		}
		if f.view.covers(seen, wait) {
			return due
		}
		if seg.guess { // the end of the trial is known, and not what follows
			return 0
		}
		seen = due.plus(-seg.cal.early) // if not of this one, then of the next
	}
}

// delay is how long after the due day a charge may still come: three days, or
// longer if this contract has been late before.
func (f *found) delay() int {
	seg := f.last()
	wait := seg.cal.late + 2
	if seg.cal.length() < 28 {
		wait = 3
	}
	for _, c := range seg.charges {
		wait = max(wait, offset(c.due, c.day)+1)
	}
	return wait
}

// status of a contract that no record speaks of.
func (d *detection) status(f *found) Status {
	switch missed := f.missedDue(d.asOf); {
	case missed == 0:
		return Active
	case f.rested():
		return Paused
	}
	return Ended
}

// rested tells whether the contract has stopped and come back before.
func (f *found) rested() bool {
	return slices.ContainsFunc(f.sub.Events, func(e Event) bool { return e.Type == "resumed" })
}

// finish sorts what was found and lets the rules speak.
func (d *detection) finish() {
	r := d.result
	slices.SortFunc(d.found, func(a, b *found) int {
		return cmp.Or(b.sub.AnnualCost.Cmp(a.sub.AnnualCost), cmp.Compare(a.sub.ID, b.sub.ID))
	})
	for _, f := range d.found {
		slices.SortStableFunc(f.sub.Events, func(a, b Event) int {
			return cmp.Or(a.Date.Compare(b.Date), cmp.Compare(a.Type, b.Type), cmp.Compare(a.Charge, b.Charge))
		})
	}
	raise := func(a Alert) { r.Alerts = append(r.Alerts, a) }
	for _, rule := range Rules() {
		rule.check(d, func(a Alert) {
			a.Type = rule.ID
			raise(a)
		})
	}
	seen := map[string]int{}
	for i := range r.Alerts {
		a := &r.Alerts[i]
		s := strings.Join([]string{a.Type, a.Subscription, strings.Join(a.Charges, " "), dayOf(a.Date).String()}, "\x00")
		seen[s]++
		a.ID = id("a-", s, seen[s])
	}
	rank := map[Severity]int{High: 0, Medium: 1, Low: 2}
	slices.SortFunc(r.Alerts, func(a, b Alert) int {
		return cmp.Or(cmp.Compare(rank[a.Severity], rank[b.Severity]), a.Date.Compare(b.Date), cmp.Compare(a.ID, b.ID))
	})
	for _, f := range d.found {
		if f.sub.Confidence >= Threshold {
			r.Subscriptions = append(r.Subscriptions, f.sub)
		} else {
			r.Maybe = append(r.Maybe, f.sub)
		}
	}
	slices.SortFunc(r.Warnings, func(a, b Warning) int {
		return cmp.Or(cmp.Compare(a.Code, b.Code), cmp.Compare(a.File, b.File), cmp.Compare(a.Row, b.Row), cmp.Compare(a.Message.EN, b.Message.EN))
	})
	r.Warnings = slices.Compact(r.Warnings)
}
