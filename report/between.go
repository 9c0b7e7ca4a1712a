package report

import (
	"slices"
	"time"

	"github.com/unrenew/unrenew/parser"
)

// changeOf are the events that an alert of a type is about.
var changeOf = map[string][]string{
	"price-increase":  {"price-up"},
	"trial-converted": {"trial-converted", "intro-ended"},
}

// After is the day of the charge before the change that an alert is about, where
// statements are missing between the two: the change came between that day and
// Date. Else it is zero.
func (a *Alert) After() time.Time {
	if a.Sub == nil {
		return time.Time{}
	}
	for _, e := range a.Sub.Events {
		if slices.Contains(changeOf[a.Type], e.Type) && slices.Contains(a.Charges, e.Charge) {
			return e.After
		}
	}
	return time.Time{}
}

// between is the day of a change in words, or the two between which it came.
func between(after, date time.Time) parser.Text {
	if after.IsZero() {
		return same(iso(date))
	}
	return say("between", iso(after), iso(date))
}
