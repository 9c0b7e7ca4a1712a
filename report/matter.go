package report

import (
	"slices"

	"github.com/unrenew/unrenew/detector"
	"github.com/unrenew/unrenew/parser"
)

// manyFrom is how many alerts of one type and of low severity are told together
// in one table: each alone they would bury the others.
const manyFrom = 4

// A Matter is one alert or, where there are many of a type, all of these, the
// dearest first; then the alert of the matter is the first of them.
type Matter struct {
	*Alert
	Many []*Alert
}

// matters puts many alerts of one type together; they stand at the end.
func (v *View) matters() {
	count := map[string]int{}
	for _, a := range v.Alerts {
		if a.Severity == detector.Low {
			count[a.Type]++
		}
	}
	var together []Matter
	for _, a := range v.Alerts {
		if a.Severity != detector.Low || count[a.Type] < manyFrom {
			v.Matters = append(v.Matters, Matter{Alert: a})
			continue
		}
		i := slices.IndexFunc(together, func(m Matter) bool { return m.Type == a.Type })
		if i < 0 {
			i = len(together)
			together = append(together, Matter{Alert: a})
		}
		together[i].Many = append(together[i].Many, a)
	}
	for i := range together {
		m := &together[i]
		slices.SortStableFunc(m.Many, func(a, b *Alert) int {
			return byMoney(Money{a.Amount.Decimal, a.Currency}, Money{b.Amount.Decimal, b.Currency})
		})
		m.Alert = m.Many[0]
	}
	v.Matters = append(v.Matters, together...)
}

// Count is how many alerts a matter is.
func (m Matter) Count() int { return max(len(m.Many), 1) }

// Anchor is where the page tells of it.
func (m Matter) Anchor() string {
	if m.Many == nil {
		return m.ID
	}
	return "many-" + m.Type
}

// Heading is what it is about: that of its alert, or how many there are.
func (m Matter) Heading() parser.Text {
	if m.Many == nil {
		return m.Alert.Heading()
	}
	n := len(m.Many)
	of := count("alerts", n, n)
	return parser.Text{ZH: m.Title.ZH + "：" + of.ZH, EN: m.Title.EN + ": " + of.EN}
}

// Total and AmountText are those of its alert; many have no common sum.
func (m Matter) Total() string {
	if m.Many == nil {
		return m.Alert.Total()
	}
	return ""
}

func (m Matter) AmountText() parser.Text {
	if m.Many == nil {
		return m.Alert.AmountText()
	}
	return parser.Text{}
}

// Steps are what to do about it, each step once.
func (m Matter) Steps() []parser.Text {
	if m.Many == nil {
		return m.Actions
	}
	var out []parser.Text
	for _, a := range m.Many {
		for _, t := range a.Actions {
			if !slices.Contains(out, t) {
				out = append(out, t)
			}
		}
	}
	return out
}

// Top are the alerts that the page shows at once, Rest the others.
func (m Matter) Top() []*Alert  { return m.Many[:min(len(m.Many), shownCharges)] }
func (m Matter) Rest() []*Alert { return m.Many[min(len(m.Many), shownCharges):] }

// counted is how many alerts some matters are.
func counted(ms []Matter) (n int) {
	for _, m := range ms {
		n += m.Count()
	}
	return n
}
