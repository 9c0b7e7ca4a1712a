package report

import (
	"cmp"
	"slices"

	"github.com/shopspring/decimal"

	"github.com/unrenew/unrenew/parser"
)

const (
	spendMonths   = 14  // columns of the picture
	spendHeight   = 150 // px of the highest column
	missingHeight = 41  // px of hatching for a month without some statement; it stands for no amount
	blockMost     = 12  // memberships drawn one by one in a column
	barsMost      = 7   // memberships named in the list of the year
)

// A spend is what memberships cost by month and by membership, charges less
// refunds, in one currency.
type spend struct {
	Currency string
	Months   []spendMonth
	Bars     []spendBar // of the last 12 months, the largest first
	Year     Money      // their sum
	Else     Moneys     // the last 12 months in other currencies, which are not drawn
	Cut      bool       // there are charges before the first column
}

// A spendMonth is one column; its largest block is below.
type spendMonth struct {
	tick
	Sum     Money
	Height  int // px, with the hatching
	Missing bool
	Blocks  []spendBlock
}

// A spendBlock is one membership in a month.
type spendBlock struct {
	Name   parser.Text
	Sum    Money
	Breach bool // with a charge that should not have been
	Rest   bool // all that are not drawn one by one
	Y, H   int  // px from the top of the column
}

// A spendBar is what one membership cost, or all that are not named.
type spendBar struct {
	Name parser.Text
	ID   string // empty for the others
	Sum  Money
	W    int // of span
}

// Label is the sum above a column, in whole units: 139, or 25+ where a
// statement is missing.
func (m spendMonth) Label() string {
	s := thousands(int(m.Sum.Value.Round(0).IntPart()))
	if m.Missing {
		s += "+"
	}
	return s
}

// Gaps tells whether a statement is missing in some month.
func (s *spend) Gaps() bool {
	return slices.ContainsFunc(s.Months, func(m spendMonth) bool { return m.Missing })
}

// Rest tells whether some month has more memberships than are drawn one by one.
func (s *spend) Rest() bool {
	return slices.ContainsFunc(s.Months, func(m spendMonth) bool { return len(m.Blocks) > blockMost })
}

// spend is nil if nothing was paid.
func (v *View) spend() *spend {
	var subs []*Subscription
	for _, g := range v.Groups {
		subs = append(subs, g.Subs...)
	}
	if len(subs) == 0 || len(v.Figures.PaidLast12Months) == 0 {
		return nil
	}
	year := v.Figures.PaidLast12Months[0]
	out := &spend{Currency: year.Currency, Year: year, Else: v.Figures.PaidLast12Months[1:]}
	first := v.AsOf
	for _, s := range subs {
		first = earlier(first, s.First())
	}
	a := axisOf(first, v.AsOf, spendMonths)
	out.Cut = !a.has(first)
	for _, t := range a.ticks() {
		out.Months = append(out.Months, v.spendMonthOf(t, subs, out.Currency))
	}
	out.stack()
	out.bars(v, subs)
	return out
}

// spendMonthOf adds up a month.
func (v *View) spendMonthOf(t tick, subs []*Subscription, currency string) spendMonth {
	last := t.First.AddDate(0, 1, -1)
	m := spendMonth{tick: t, Sum: Money{Currency: currency}, Missing: !v.covers(t.First, last)}
	for _, s := range subs {
		if s.Currency != currency {
			continue
		}
		b := spendBlock{Name: s.Name, Sum: Money{Currency: currency}}
		for _, c := range s.Payments {
			if days(t.First, c.Time) >= 0 && days(c.Time, last) >= 0 {
				b.Sum.Value = b.Sum.Value.Add(c.Amount).Sub(c.Refunded)
				b.Breach = b.Breach || c.Breach
			}
		}
		if b.Sum.Value.IsPositive() {
			m.Sum.Value = m.Sum.Value.Add(b.Sum.Value)
			m.Blocks = append(m.Blocks, b)
		}
	}
	slices.SortStableFunc(m.Blocks, func(a, b spendBlock) int {
		return cmp.Or(cmp.Compare(btoi(b.Breach), btoi(a.Breach)), b.Sum.Value.Cmp(a.Sum.Value))
	})
	if len(m.Blocks) > blockMost {
		rest := spendBlock{Rest: true, Name: say("others", len(m.Blocks)-blockMost), Sum: Money{Currency: currency}}
		for _, b := range m.Blocks[blockMost:] {
			rest.Sum.Value = rest.Sum.Value.Add(b.Sum.Value)
		}
		m.Blocks = append(m.Blocks[:blockMost:blockMost], rest)
	}
	return m
}

// stack gives every block its place; the highest column is as high as there is
// room.
func (s *spend) stack() {
	var top decimal.Decimal
	for _, m := range s.Months {
		if m.Sum.Value.GreaterThan(top) {
			top = m.Sum.Value
		}
	}
	for i := range s.Months {
		m := &s.Months[i]
		m.Height = part(m.Sum.Value, top, spendHeight)
		if m.Missing {
			m.Height += missingHeight
		}
		var sum decimal.Decimal
		for j := range m.Blocks {
			b := &m.Blocks[j]
			low := part(sum, top, spendHeight)
			sum = sum.Add(b.Sum.Value)
			high := part(sum, top, spendHeight)
			b.H = max(high-low-1, 1) // a line of the ground parts them
			b.Y = m.Height - low - b.H
		}
	}
}

// bars are the memberships of the last 12 months: what the head says was paid.
func (s *spend) bars(v *View, subs []*Subscription) {
	since := v.AsOf.AddDate(-1, 0, 0)
	for _, sub := range subs {
		sum := decimal.Decimal{}
		for _, c := range sub.Payments {
			if days(since, c.Time) > 0 && days(c.Time, v.AsOf) >= 0 {
				sum = sum.Add(c.Amount).Sub(c.Refunded)
			}
		}
		if sub.Currency == s.Currency && sum.IsPositive() {
			s.Bars = append(s.Bars, spendBar{Name: sub.Name, ID: sub.ID, Sum: Money{sum, s.Currency}})
		}
	}
	slices.SortStableFunc(s.Bars, func(a, b spendBar) int { return b.Sum.Value.Cmp(a.Sum.Value) })
	if n := len(s.Bars); n > barsMost+1 {
		rest := Money{Currency: s.Currency}
		for _, b := range s.Bars[barsMost:] {
			rest.Value = rest.Value.Add(b.Sum.Value)
		}
		s.Bars = append(s.Bars[:barsMost:barsMost], spendBar{Name: say("others", n-barsMost), Sum: rest})
	}
	// Others that would dwarf those with a name are told, but not drawn.
	var top decimal.Decimal
	for _, b := range s.Bars {
		if b.ID != "" || b.Sum.Value.LessThan(top.Mul(decimal.NewFromInt(2))) {
			top = decimal.Max(top, b.Sum.Value)
		}
	}
	for i := range s.Bars {
		if b := &s.Bars[i]; !b.Sum.Value.GreaterThan(top) {
			b.W = part(b.Sum.Value, top, span)
		}
	}
}
