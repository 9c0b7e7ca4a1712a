package main

import (
	"fmt"
	oldrand "math/rand"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"
	"testing/quick"
	"time"

	"github.com/shopspring/decimal"

	"github.com/unrenew/unrenew/cmd/measure/household"
	"github.com/unrenew/unrenew/detector"
	"github.com/unrenew/unrenew/detector/catalog"
	"github.com/unrenew/unrenew/parser"
)

// lawful checks a law on n households; which ones follows from the law's name,
// so that a failure comes again.
func lawful(t *testing.T, n int, law func(in detector.Input, r *rand.Rand) error) {
	t.Helper()
	known, err := catalog.Load()
	if err != nil {
		t.Fatal(err)
	}
	holds := func(seed uint32) bool {
		_, in := read(household.New(uint64(seed)), known)
		if err := law(in, rand.New(rand.NewPCG(uint64(seed), 1))); err != nil {
			t.Errorf("household %d: %v", seed, err)
			return false
		}
		return true
	}
	source := int64(0)
	for _, c := range t.Name() {
		source = source*31 + int64(c)
	}
	if err := quick.Check(holds, &quick.Config{MaxCount: n, Rand: oldrand.New(oldrand.NewSource(source))}); err != nil {
		t.Error(err)
	}
}

// TestSameAnswer: the order of files and rows, files cut in two, files given
// twice and statements that have nothing to do with it change nothing.
func TestSameAnswer(t *testing.T) {
	lawful(t, 10, func(in detector.Input, r *rand.Rand) error {
		want := answer(detector.Detect(in))
		for _, c := range []struct {
			name   string
			change func([]*parser.Statement, *rand.Rand) []*parser.Statement
		}{
			{"shuffled", shuffled}, {"cut in two", cut}, {"twice", twice}, {"beside another wallet", besideAnother},
			{"all of it", func(sts []*parser.Statement, r *rand.Rand) []*parser.Statement {
				return shuffled(twice(cut(besideAnother(sts, r), r), r), r)
			}},
		} {
			changed := in
			changed.Statements = c.change(in.Statements, r)
			if got := answer(detector.Detect(changed)); got != want {
				return fmt.Errorf("%s, the answer is another:\n%s", c.name, difference(want, got))
			}
		}
		return nil
	})
}

// TestSweep: over the last sixty days a membership that is charged never
// vanishes from the report, and what has vanished never returns.
func TestSweep(t *testing.T) {
	lawful(t, 5, func(in detector.Input, _ *rand.Rand) error {
		asOf := in.AsOf
		had := map[string]string{}
		for d := 60; d >= 0; d-- {
			in.AsOf = asOf.AddDate(0, 0, -d)
			now := map[string]bool{}
			for _, s := range detector.Detect(in).Subscriptions {
				now[s.ID] = true
				had[s.ID] = fmt.Sprintf("%s %s, %d charges", s.Merchant, s.Status, len(s.Charges))
			}
			for id, what := range had {
				if !now[id] {
					return fmt.Errorf("on %s %s is gone: %s", in.AsOf.Format(time.DateOnly), id, what)
				}
			}
		}
		return nil
	})
}

// TestRefundsAreNotSpent: what a charge cost is what its rows say less what came
// back, and never less than nothing; no row stands in two charges.
func TestRefundsAreNotSpent(t *testing.T) {
	lawful(t, 10, func(in detector.Input, _ *rand.Rand) error {
		res := detector.Detect(in)
		charge := map[*parser.Transaction]string{}
		for _, s := range slices.Concat(res.Subscriptions, res.Maybe) {
			for _, c := range s.Charges {
				if c.Refunded.IsNegative() || c.Refunded.GreaterThan(c.Amount) {
					return fmt.Errorf("%s: %s came back of %s", c.ID, c.Refunded, c.Amount)
				}
				for _, row := range c.Rows {
					if other, ok := charge[row]; ok {
						return fmt.Errorf("%s stands in %s and in %s", row.Pos.File, other, c.ID)
					}
					charge[row] = c.ID
					if row.Amount.Value.GreaterThan(c.Amount) {
						return fmt.Errorf("%s: a row says %s, the charge %s", c.ID, row.Amount.Value, c.Amount)
					}
				}
			}
		}
		for _, a := range res.Alerts {
			if a.Type != "charged-after-cancellation" && a.Type != "duplicate-charge" {
				continue
			}
			left := decimal.Zero
			for _, s := range res.Subscriptions {
				for _, c := range s.Charges {
					if slices.Contains(a.Charges, c.ID) {
						left = left.Add(c.Amount.Sub(c.Refunded))
					}
				}
			}
			if a.Amount.Decimal.GreaterThan(left) {
				return fmt.Errorf("alert %s asks for %s, of which only %s was not refunded", a.Type, a.Amount.Decimal, left)
			}
		}
		return nil
	})
}

// answer prints what a report would say.
func answer(r *detector.Result) string {
	var b strings.Builder
	for _, s := range slices.Concat(r.Subscriptions, r.Maybe) {
		fmt.Fprintln(&b, s.ID, s.Merchant, s.Kind, s.Status, s.Cycle, s.Amount, s.AnnualCost, s.Next, s.CancelBy, s.CoveredUntil, s.Confidence, s.Channel, s.Events)
		if c := s.Cancellation; c != nil {
			fmt.Fprintln(&b, "  cancelled", c.CancelledOn, c.CleanUntil, c.CheckOn)
		}
		for _, c := range s.Charges {
			fmt.Fprintln(&b, "  ", c.ID, c.Time, c.Amount, c.Refunded, c.Slot, c.Extra)
		}
	}
	for _, a := range r.Alerts {
		fmt.Fprintln(&b, a.ID, a.Type, a.Severity, a.Amount, a.Message.EN)
	}
	return b.String()
}

// difference is the first line in which two answers differ.
func difference(want, got string) string {
	a, b := strings.Split(want, "\n"), strings.Split(got, "\n")
	for i := range min(len(a), len(b)) {
		if a[i] != b[i] {
			return "  was " + a[i] + "\n  now " + b[i]
		}
	}
	return fmt.Sprintf("  %d lines were %d", len(b), len(a))
}

func shuffled(sts []*parser.Statement, r *rand.Rand) []*parser.Statement {
	var out []*parser.Statement
	for _, i := range r.Perm(len(sts)) {
		st := *sts[i]
		st.Transactions = slices.Clone(st.Transactions)
		r.Shuffle(len(st.Transactions), func(a, b int) {
			st.Transactions[a], st.Transactions[b] = st.Transactions[b], st.Transactions[a]
		})
		out = append(out, &st)
	}
	return out
}

func twice(sts []*parser.Statement, _ *rand.Rand) []*parser.Statement {
	return append(slices.Clone(sts), sts...)
}

// cut makes two files of one where the export declares its period; elsewhere
// the rows say how far it reaches, and two files say less than one.
func cut(sts []*parser.Statement, r *rand.Rand) []*parser.Statement {
	var out []*parser.Statement
	for _, st := range sts {
		days := int(st.To.Sub(st.From).Hours() / 24)
		if !st.Declares || days < 2 {
			out = append(out, st)
			continue
		}
		last := st.From.AddDate(0, 0, r.IntN(days))
		end := time.Date(last.Year(), last.Month(), last.Day()+1, 0, 0, 0, 0, parser.China)
		a, b := *st, *st
		a.To, b.From = end.Add(-time.Second), end
		a.Transactions, b.Transactions = nil, nil
		for _, t := range st.Transactions {
			if t.Time.Before(end) {
				a.Transactions = append(a.Transactions, t)
			} else {
				b.Transactions = append(b.Transactions, t)
			}
		}
		out = append(out, &a, &b)
	}
	return out
}

func besideAnother(sts []*parser.Statement, r *rand.Rand) []*parser.Statement {
	from := sts[0].From
	st := &parser.Statement{File: "another.csv", SHA256: "another", Issuer: "meituan", Account: "another", Declares: true, From: from, To: from.AddDate(1, 0, 0)}
	for i := range 200 {
		st.Transactions = append(st.Transactions, parser.Transaction{
			Pos: parser.Pos{File: st.File, Row: i + 1}, Time: from.Add(time.Duration(r.IntN(364*24*60)) * time.Minute), OrderID: fmt.Sprintf("8%019d", i),
			Counterparty: fmt.Sprintf("示例饭馆%c", '甲'+rune(r.IntN(9))), Description: "外卖", Amount: parser.Amount{Value: decimal.New(int64(1500+r.IntN(4000)), -2), Currency: "CNY"},
		})
	}
	return append(slices.Clone(sts), st)
}
