package detector

import (
	"slices"

	"github.com/shopspring/decimal"

	"github.com/unrenew/unrenew/detector/catalog"
)

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
	s := alone(p, cycle)
	s.known = true
	return s
}

// alone is the stream of one charge; the zero cycle is none that is known. After
// a trial the first cycle begins when the trial ends.
func alone(p *payment, cycle catalog.Cycle) *stream {
	s := &stream{cal: calendarOf(cycle), guess: cycle == (catalog.Cycle{}), anchor: anchorOf(p.day, p.day.dom()), charges: []slotted{{p, 0, p.day}}}
	if first := calendarOf(p.words.First); p.words.First != (catalog.Cycle{}) && (first != s.cal || s.guess) {
		end := first.at(s.anchor, 1)
		dom := end.dom()
		if first.months > 0 {
			dom = s.anchor.dom
		}
		s.anchor, s.charges[0].slot, s.trial = anchorOf(end, dom), -1, true
	}
	return s
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
	return before.words.Renewal && !p.words.Renewal && !p.words.Automatic && !p.words.Trial && p.main().medium == before.main().medium && p.main().Description != ""
}
