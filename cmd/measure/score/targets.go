package score

import (
	"fmt"
	"maps"
	"slices"

	"github.com/shopspring/decimal"
)

// A Target is a figure that the program promises, and what it came to.
type Target struct {
	Name     string `json:"name"`
	Promised string `json:"promised"`
	Measured string `json:"measured"`
	Met      bool   `json:"met"`
}

// Targets compares the report with what is promised. What was not measured is
// not met.
func (r *Report) Targets() []Target {
	atLeast := func(name string, m Ratio, permille int) Target {
		return Target{name, "at least " + percent(permille), m.String(), m.Of > 0 && 1000*m.N >= permille*m.Of}
	}
	atMost := func(name string, m Ratio, permille int) Target {
		return Target{name, "at most " + percent(permille), m.String(), m.Of > 0 && 1000*m.N <= permille*m.Of}
	}
	mean := r.Hits.Annual.sumError()
	ts := []Target{
		atLeast("F1, services of the catalog", r.Streams.Known.F1(), 970),
		atLeast("F1, merchants outside the catalog", r.Streams.Unknown.F1(), 930),
		atLeast("cycle right, of those found", r.Hits.Cycle, 990),
		atLeast("next charge within 2 days", r.Hits.Next, 980),
		{"annual cost", "off by at most 1.00%", "off by " + mean.Shift(2).StringFixed(2) + "%", r.Hits.Annual.Streams > 0 && mean.LessThanOrEqual(decimal.New(1, -2))},
		atLeast("charged after cancellation, high: right", r.Alerts.High.Right, 1000),
		atLeast("charged after cancellation, high: raised", r.Alerts.High.Found, 980),
		atMost("payments counted twice", r.Twice.Payments, 0),
	}
	worst := Ratio{0, r.Households}
	group := ""
	for _, g := range slices.Sorted(maps.Keys(r.Negatives)) {
		if n := r.Negatives[g].N; n > worst.N {
			worst.N, group = n, " ("+g+")"
		}
	}
	ts = append(ts, atMost("households in which the worst habit"+group+" became a membership", worst, 5))
	if s := r.Scripts; s.Households > 0 {
		gap := s.Latin.F1().permille() - s.Chinese.F1().permille()
		ts = append(ts, Target{"Latin names against Chinese, F1", "no gap", fmt.Sprintf("%+d.%d points", gap/10, max(gap, -gap)%10), gap == 0})
	}
	return ts
}

func (r *Report) writeTargets(p *page) {
	p.title("Promised")
	for _, t := range r.Targets() {
		met := "met"
		if !t.Met {
			met = "NOT MET"
		}
		p.row(t.Name, t.Promised, t.Measured, met)
	}
	p.end()
}
