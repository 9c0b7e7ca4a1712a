package report

import (
	"time"

	"github.com/shopspring/decimal"
)

// A strip is the coming days with a needle for each day that costs something.
type strip struct {
	Currency string
	Ticks    []needle
	Needles  []needle
}

// A needle is one day: where, how high, and what is drawn there.
type needle struct {
	X, H  int // X of span, H in px
	Date  time.Time
	Sum   Money
	Warn  bool
	Label bool // the highest of its month carries its amount
}

const stripHeight = 64 // px of the highest needle

// strip is nil if nothing is due.
func (v *View) strip() *strip {
	if len(v.Expected.Sum) == 0 {
		return nil
	}
	out := &strip{Currency: v.Expected.Sum[0].Currency}
	place := func(t time.Time) int { return (2*days(v.AsOf, t) + 1) * span / (2*comingDays + 2) }
	var top decimal.Decimal
	for _, d := range v.Expected.Charges {
		if d.Sub.Currency != out.Currency || d.Sub.PriceUnknown {
			continue
		}
		n := len(out.Needles)
		if n == 0 || !out.Needles[n-1].Date.Equal(d.Date) {
			out.Needles = append(out.Needles, needle{X: place(d.Date), Date: d.Date, Sum: Money{Currency: out.Currency}})
			n++
		}
		last := &out.Needles[n-1]
		last.Sum.Value = last.Sum.Value.Add(d.Sub.Amount)
		last.Warn = last.Warn || d.Warn()
		top = decimal.Max(top, last.Sum.Value)
	}
	highest := map[time.Month]int{}
	for i := range out.Needles {
		n := &out.Needles[i]
		n.H = max(part(n.Sum.Value, top, stripHeight), 2)
		if j, ok := highest[n.Date.Month()]; !ok || out.Needles[j].H < n.H {
			highest[n.Date.Month()] = i
		}
	}
	for _, i := range highest {
		out.Needles[i].Label = true
	}
	for first := monthOf(v.AsOf).AddDate(0, 1, 0); days(first, v.Horizon()) >= 0; first = first.AddDate(0, 1, 0) {
		out.Ticks = append(out.Ticks, needle{X: place(first), Date: first})
	}
	return out
}

// Anchor is where the amount of a needle is tied to it: near the ends it must
// not leave the picture.
func (n needle) Anchor() string {
	switch {
	case n.X < span/12:
		return "start"
	case n.X > span*11/12:
		return "end"
	}
	return "middle"
}
