package report

import (
	"slices"
	"time"

	"github.com/shopspring/decimal"
)

// disputed adds up what the alerts ask for. Money counts once, however many
// alerts ask for it: of a charge, less what came back, it is the most that one
// of them asks. A promise counts against the charges until the day it was made.
func disputed(alerts []*Alert) Moneys {
	total := sums{}
	asked := map[string]decimal.Decimal{} // by charge
	for _, a := range alerts {
		if !a.Disputed || !a.Amount.Valid {
			continue
		}
		rest := a.Amount.Decimal
		for _, c := range a.about() {
			part := decimal.Max(decimal.Zero, decimal.Min(rest, c.Amount.Sub(c.Refunded)))
			rest = rest.Sub(part)
			if more := part.Sub(asked[c.ID]); more.IsPositive() {
				asked[c.ID] = part
				total.add(more, a.Currency)
			}
		}
		total.add(rest, a.Currency) // of charges that are in no subscription
	}
	return total.moneys()
}

// about are the charges whose money an alert asks for: its own, the latest
// first, and for a promise of more than these the earlier ones.
func (a *Alert) about() []*Charge {
	list := slices.Clone(a.Evidence)
	slices.Reverse(list)
	until := a.promised()
	if until.IsZero() {
		return list
	}
	for _, c := range slices.Backward(a.Sub.Payments) {
		if !slices.Contains(list, c) {
			list = append(list, c)
		}
	}
	return slices.DeleteFunc(list, func(c *Charge) bool { return days(c.Time, until) < 0 })
}

// promised is the day on which the refund was promised that an alert misses;
// zero for all others.
func (a *Alert) promised() time.Time {
	if a.Type != "refund-missing" || a.Sub == nil || a.Sub.Cancellation == nil {
		return time.Time{}
	}
	return a.Sub.Cancellation.RefundPromised
}
