package report

import (
	"slices"
	"time"

	"github.com/unrenew/unrenew/parser"
)

// Price is what the next charge costs, and how often: "¥25.00 每月".
func (s *Subscription) Price() parser.Text {
	price, cycle := Money{s.Amount, s.Currency}.String(), cycleText(s.Cycle)
	return parser.Text{ZH: price + " " + cycle.ZH, EN: price + " " + cycle.EN}
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
