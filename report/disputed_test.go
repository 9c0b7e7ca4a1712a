package report

import (
	"fmt"
	"testing"
	"time"

	"github.com/shopspring/decimal"

	"github.com/unrenew/unrenew/detector"
	"github.com/unrenew/unrenew/parser"
)

// TestDisputed: money that two alerts ask for counts once, and a promise about
// an earlier charge is money of its own.
func TestDisputed(t *testing.T) {
	// Charged 25 each month on the 10th from May (0) to November (6), of which
	// October's came back in part.
	ask := func(typ, amount string, charges ...int) detector.Alert {
		a := detector.Alert{ID: "a-" + typ, Type: typ, Subscription: "s-1", Currency: "CNY", Disputed: true}
		if amount != "" {
			a.Amount = decimal.NewNullDecimal(decimal.RequireFromString(amount))
		}
		for _, n := range charges {
			a.Charges = append(a.Charges, fmt.Sprintf("c-%d", n))
		}
		return a
	}
	after := ask("charged-after-cancellation", "45.00", 5, 6)
	for _, c := range []struct {
		name, promised, want string
		alerts               []detector.Alert
	}{
		{"one", "", "45.00", []detector.Alert{after}},
		{"the promise is of a charge after", "2026-10-12", "45.00", []detector.Alert{after, ask("refund-missing", "20.00", 5)}},
		{"the promise is of a charge before", "2026-09-20", "70.00", []detector.Alert{after, ask("refund-missing", "25.00", 4)}},
		{"the promise is of all that was charged after", "2026-11-12", "45.00", []detector.Alert{after, ask("refund-missing", "45.00", 6)}},
		{"the promise names a charge after it", "2026-09-20", "70.00", []detector.Alert{after, ask("refund-missing", "25.00", 6)}},
		{"the sum of the promise is not known", "2026-10-12", "45.00", []detector.Alert{after, ask("refund-missing", "", 5)}},
		{"part of it is asked for twice", "", "45.00", []detector.Alert{after, ask("duplicate-charge", "25.00", 5, 6)}},
		{"a fee that is in no subscription", "", "55.00", []detector.Alert{after, ask("charged-after-cancellation", "10.00", 99)}},
	} {
		t.Run(c.name, func(t *testing.T) {
			sub := detector.Subscription{ID: "s-1", Merchant: "星河", Kind: "membership", Status: detector.Active, Currency: "CNY", Cancellation: &detector.Cancellation{}}
			if c.promised != "" {
				at, err := time.Parse(time.DateOnly, c.promised)
				if err != nil {
					t.Fatal(err)
				}
				sub.Cancellation.RefundPromised = at
			}
			for i := range 7 {
				sub.Charges = append(sub.Charges, detector.Charge{ID: fmt.Sprintf("c-%d", i), Time: time.Date(2026, time.Month(5+i), 10, 8, 0, 0, 0, time.UTC),
					Amount: decimal.NewFromInt(25), Rows: []*parser.Transaction{{}}})
			}
			sub.Charges[5].Refunded = decimal.NewFromInt(5)
			v := NewView(&detector.Result{Subscriptions: []detector.Subscription{sub}, Alerts: c.alerts}, nil, Options{})
			if got := v.Figures.Disputed.String(); got != "¥"+c.want {
				t.Errorf("%s, want %s", got, c.want)
			}
		})
	}
}
