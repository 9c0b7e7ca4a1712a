package report

import (
	"time"

	"github.com/unrenew/unrenew/detector"
	"github.com/unrenew/unrenew/parser"
)

const (
	staleDays   = 60  // statements that end so long before the report tell how things stood then
	unknownDays = 183 // and these hardly show what was paid in the last 12 months
	staleCode   = "stale-statements"
)

// staleness finds out whether the statements of every account end long before
// the report's day, and if so warns.
func (v *View) staleness(list []detector.Coverage) {
	var to time.Time
	for _, c := range list {
		for _, s := range c.Spans {
			if s.To.After(to) {
				to = s.To
			}
		}
	}
	if !to.IsZero() && days(to, v.AsOf) > staleDays {
		v.StaleSince = to
	}
}

// StaleText says how old the statements are; empty if they are not.
func (v *View) StaleText() parser.Text {
	if v.StaleSince.IsZero() {
		return parser.Text{}
	}
	return say("stale", iso(v.StaleSince), days(v.StaleSince, v.AsOf))
}

// ActiveText counts the memberships that charge, or did when the statements end.
func (v *View) ActiveText() parser.Text {
	n := v.Figures.Active
	if v.StaleSince.IsZero() {
		return count("active", n, n)
	}
	return count("active-then", n, n, iso(v.StaleSince))
}

// StateText counts the memberships of each state.
func (v *View) StateText() parser.Text {
	key := "state-line"
	if !v.StaleSince.IsZero() {
		key = "state-line-then"
	}
	return say(key, v.Figures.Active, v.Figures.Cancelled, v.Figures.Ended)
}

// PaidText is what was paid in the last 12 months, as far as statements show it.
func (v *View) PaidText() parser.Text {
	if v.paidUnknown() {
		return say("not-known")
	}
	return same(v.Figures.PaidLast12Months.String())
}

func (v *View) paidUnknown() bool {
	return !v.StaleSince.IsZero() && days(v.StaleSince, v.AsOf) > unknownDays
}
