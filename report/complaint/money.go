package complaint

import (
	"slices"
	"time"

	"github.com/shopspring/decimal"

	"github.com/unrenew/unrenew/detector"
	"github.com/unrenew/unrenew/parser"
	"github.com/unrenew/unrenew/report"
)

// left is what was paid and did not come back.
func left(c *report.Charge) decimal.Decimal { return c.Amount.Sub(c.Refunded) }

// chargesOf are the charges in dispute, by time: those of the alert; after a
// trial all renewals that were not given back; after a higher price all that were
// charged at it; of a promised refund those until the promise, maybe none.
func chargesOf(a *report.Alert) []*report.Charge {
	list := slices.Clone(a.Evidence)
	slices.SortStableFunc(list, func(a, b *report.Charge) int { return a.Time.Compare(b.Time) })
	switch a.Type {
	case "trial-converted":
		return paid(a.Sub.Payments, list[0].Time)
	case "price-increase":
		return raised(a, list[0])
	case "refund-missing":
		return promised(a, list)
	}
	return list
}

// paid are the payments from a moment on of which something did not come back.
func paid(list []*report.Charge, from time.Time) []*report.Charge {
	return slices.DeleteFunc(slices.Clone(list), func(p *report.Charge) bool { return p.Time.Before(from) || !left(p).IsPositive() })
}

// raised are the charges at the higher price, until the price or the plan
// changes again.
func raised(a *report.Alert, first *report.Charge) []*report.Charge {
	list := paid(a.Sub.Payments, first.Time)
	changed := func(p *report.Charge) bool {
		return p != first && slices.ContainsFunc(a.Sub.Events, func(e detector.Event) bool {
			return e.Charge == p.ID && (e.Type == "price-up" || e.Type == "price-down" || e.Type == "plan-changed")
		})
	}
	if end := slices.IndexFunc(list, changed); end >= 0 {
		list = list[:end]
	}
	return slices.DeleteFunc(list, func(p *report.Charge) bool { return p.Extra || !over(a, p).IsPositive() })
}

// over is what was paid for a charge above the price before the rise.
func over(a *report.Alert, c *report.Charge) decimal.Decimal {
	before := a.Evidence[0].Amount.Sub(a.Amount.Decimal)
	for _, e := range a.Sub.Events {
		if from, err := decimal.NewFromString(e.From); e.Type == "price-up" && e.Charge == a.Evidence[0].ID && err == nil {
			before = from
		}
	}
	return left(c).Sub(before)
}

// promised are the charges that a promise of a refund may be about: those of the
// alert that came no later, or else the last one until then.
func promised(a *report.Alert, list []*report.Charge) []*report.Charge {
	since := func(c *report.Charge) bool {
		return daysOf([]*report.Charge{c})[0].After(a.Sub.Cancellation.RefundPromised.In(parser.China))
	}
	if list = slices.DeleteFunc(list, since); len(list) > 0 {
		return list
	}
	before := slices.DeleteFunc(paid(a.Sub.Payments, time.Time{}), since)
	return before[max(0, len(before)-1):]
}

// amount is what a case asks for.
func (d *dispute) amount(caseID string) report.Money { return amountOf(d.alert, caseID) }

// amountOf: of charges that came back in part, the rest; what came back in full
// is not asked for. It is zero for a promise whose sum the record does not have.
func amountOf(a *report.Alert, caseID string) report.Money {
	sum := decimal.Zero
	switch caseID {
	case "charged-twice":
		sum = a.Amount.Decimal
	case "promised-refund":
		sum = a.Sub.Cancellation.RefundAmount.Decimal
	default:
		for _, c := range chargesOf(a) {
			if caseID == "price-raised" {
				sum = sum.Add(over(a, c))
			} else {
				sum = sum.Add(left(c))
			}
		}
	}
	return report.Money{Value: sum, Currency: a.Currency}
}

// groundDays are the days on which a rule must have been in force: those of the
// charges, or that of the promise, or that of the rise: what was raised before a
// rule did not have to be told by it.
func groundDays(a *report.Alert) []time.Time {
	switch a.Type {
	case "refund-missing":
		return []time.Time{a.Sub.Cancellation.RefundPromised.In(parser.China)}
	case "price-increase":
		if after := a.After(); !after.IsZero() {
			return []time.Time{after.In(parser.China).AddDate(0, 0, 1)}
		}
		return daysOf(a.Evidence[:1])
	}
	return daysOf(chargesOf(a))
}

// asksFor tells whether one of the charges is in dispute.
func (d *dispute) asksFor(list []*report.Charge) bool {
	return slices.ContainsFunc(list, func(c *report.Charge) bool { return slices.Contains(d.charges, c) })
}

// better are the types of alerts, the one with the best ground for its money
// first.
var better = []string{"charged-after-cancellation", "duplicate-charge", "refund-missing", "trial-converted", "price-increase"}

// elsewhere is the alert whose letter asks for some of the same money on a
// better ground, and how many of the charges it names.
func (d *dispute) elsewhere() (same *report.Alert, shared int) {
	for _, typ := range better[:max(0, slices.Index(better, d.alert.Type))] {
		for _, a := range d.sub.Alerts {
			if a.Type != typ || !HasLetter(a, d.rights) {
				continue
			}
			theirs := chargesOf(a)
			for _, c := range d.charges {
				if slices.Contains(theirs, c) {
					shared++
				}
			}
			if shared > 0 {
				return a, shared
			}
		}
	}
	return nil, 0
}
