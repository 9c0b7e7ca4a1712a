package report

import "github.com/unrenew/unrenew/parser"

// Price is what the next charge costs, and how often: "¥25.00 每月".
func (s *Subscription) Price() parser.Text {
	price, cycle := Money{s.Amount, s.Currency}.String(), cycleText(s.Cycle)
	return parser.Text{ZH: price + " " + cycle.ZH, EN: price + " " + cycle.EN}
}

// StatusText is the status in words.
func (s *Subscription) StatusText() parser.Text { return say(string(s.Status)) }
