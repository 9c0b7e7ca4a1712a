package detector

import (
	"cmp"
	"slices"
	"strings"

	"github.com/shopspring/decimal"

	"github.com/unrenew/unrenew/detector/catalog"
)

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
	if a.known && len(b.charges) > 1 && a.cal.length() > 2*b.cal.length() && 2*gap < a.cal.length() && !a.last().paidBack() {
		return false // side by side as well: what is paid for runs on
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
