package report

import (
	"slices"
	"time"

	"github.com/shopspring/decimal"

	"github.com/unrenew/unrenew/parser"
)

// Price is what the next charge costs, and how often: "¥25.00 每月".
func (s *Subscription) Price() parser.Text {
	price, cycle := s.Each(), cycleText(s.Cycle)
	return parser.Text{ZH: price.ZH + " " + cycle.ZH, EN: price.EN + " " + cycle.EN}
}

// Each is what the next charge costs, Yearly what a year does, in words.
func (s *Subscription) Each() parser.Text   { return s.money(s.Amount) }
func (s *Subscription) Yearly() parser.Text { return s.money(s.AnnualCost) }

func (s *Subscription) money(d decimal.Decimal) parser.Text {
	if s.PriceUnknown {
		return say("price-unknown")
	}
	return same(Money{d, s.Currency}.String())
}

// cell is one of these amounts in a table: a number, where it is known.
func (s *Subscription) cell(d decimal.Decimal) any {
	if s.PriceUnknown {
		return say("price-unknown")
	}
	return Money{d, s.Currency}
}

// left tells whether the user's records say that s is cancelled, and mean no
// other contract.
func (s *Subscription) left() bool {
	c := s.Cancellation
	return c != nil && c.ResubscribedOn.IsZero() && !c.Unclear
}

// StatusText is the status in words.
func (s *Subscription) StatusText() parser.Text { return say(string(s.Status)) }

// DueAfter is the first day after the given one on which s would be charged in
// its rhythm; zero if it has none.
func (s *Subscription) DueAfter(on time.Time) time.Time {
	for k := 1; s.Cycle.Count > 0 && k <= calendarDays; k++ {
		if due := step(s.Last(), s.Cycle, k, s.Last().Day()); days(on, due) > 0 {
			return due
		}
	}
	return time.Time{}
}

// advice is one of the texts to know before leaving; what to save before is
// marked as such.
func (s *Subscription) advice(t parser.Text) parser.Text {
	if s.Service != nil && slices.Contains(s.Service.Keep, t) {
		return say("keep-first", sentence(t))
	}
	return sentence(t)
}
