package detector

import (
	"slices"

	"github.com/shopspring/decimal"

	"github.com/unrenew/unrenew/detector/catalog"
)

// attachTrial puts a cheaper purchase shortly before the first charge in front
// of it: 0.01 for seven days, then 19.90 a month.
func attachTrial(s *stream, left []*payment) []*payment {
	if s.atStore() {
		return left
	}
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

// trialGap tells whether so many days are a trial that people are sold.
func trialGap(days int) bool {
	return slices.Contains([]int{1, 3, 5, 7, 10, 14, 15, 28, 29, 30, 31}, days)
}

// handsOver tells whether b begins where s ends, within a cycle.
func (s *stream) handsOver(b *stream) bool {
	gap := int(b.first().day - s.last().day)
	return gap > 0 && gap <= s.cal.length()*27/20+5
}

// retryWindow is how far from a charge a second one at the same price may come
// to be a duplicate, where no words say that both renew.
const retryWindow = 5 // days

// atStore tells whether the rows name a store and not what was bought there: a
// cheaper purchase before, or a second one beside, may be another app's.
func (s *stream) atStore() bool {
	p := s.first()
	return p.service != nil && p.service.Store && !p.words.Renewal
}

// maxExtras is how many second charges at the same price are duplicates; more
// are another contract at the same merchant.
const maxExtras = 2

// attachExtras finds what was charged a second time within one cycle.
func attachExtras(s *stream, left []*payment) []*payment {
	if !s.known && len(s.charges) < 4 || s.atStore() {
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
		case s.known && kindOf(p) == catalog.Membership && p.amount().LessThan(near.amount()) && (p.words.Renewal || p.words.Upgrade || !p.hasItem() && s.dearerAfter(p)):
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

// goOn adds what came later on the stream's own days at its own price: after a
// long rest a single charge is not worth its distance to the fit, but it is the
// same contract.
func (s *stream) goOn(left []*payment, cov coverages) []*payment {
	for _, p := range left {
		last := s.last()
		if p.day <= last.day || int(p.day-last.day) > linkRest || p.fen != last.fen || p.item != last.item || p.channel != last.channel || p.currency() != last.currency() || p.merchant != last.merchant {
			continue
		}
		v := cov.of(last.payment)
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
