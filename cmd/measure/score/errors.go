package score

import (
	"fmt"
	"slices"
	"strings"

	"github.com/unrenew/unrenew/cmd/measure/household"
	"github.com/unrenew/unrenew/detector"
	"github.com/unrenew/unrenew/detector/catalog"
)

// Errors are wrong answers with all that a developer needs to see why.
type Errors struct {
	Sorts []*ErrorSort `json:"sorts"`
	keep  int
}

// An ErrorSort is one way to be wrong.
type ErrorSort struct {
	Name  string   `json:"name"`
	N     int      `json:"n"`
	First []string `json:"first"` // texts of several lines
}

// errorSorts are all ways to be wrong, the worst first.
var errorSorts = []string{
	"alert not raised", "alert raised for nothing", "alert of the wrong severity",
	"false membership", "membership missed", "other contract missed", "other contract that is none",
	"wrong kind", "wrong status", "wrong cycle", "wrong next charge", "wrong price", "counted twice",
}

func (e *Errors) note(sort string, text func() string) {
	if len(e.Sorts) == 0 {
		for _, s := range errorSorts {
			e.Sorts = append(e.Sorts, &ErrorSort{Name: s})
		}
	}
	s := e.Sorts[slices.Index(errorSorts, sort)]
	if s.N++; s.N <= e.keep {
		s.First = append(s.First, text())
	}
}

func (e *Errors) add(v *Verdict) {
	for _, m := range v.Alerts {
		if m.Neutral {
			continue
		}
		switch {
		case m.Raised == nil:
			e.note("alert not raised", func() string { return v.dueAlert(m.Due) })
		case m.Due == nil:
			e.note("alert raised for nothing", func() string { return v.raisedAlert(m.Raised) })
		case !m.rightSeverity():
			e.note("alert of the wrong severity", func() string {
				return v.head() + "due " + m.Due.Severity + ", raised " + string(m.Raised.Severity) + "\n" + v.raisedAlert(m.Raised)
			})
		}
	}
	for _, f := range v.Findings {
		if f.Maybe || !f.Wrong() {
			continue
		}
		sort := "other contract that is none"
		if f.Kind == catalog.Membership {
			sort = "false membership"
		}
		e.note(sort, func() string { return v.head() + v.findingText(f) + v.nearest(f) })
	}
	for _, st := range v.Streams {
		if !st.Judged() {
			continue
		}
		f := st.Found
		if f == nil {
			sort := "other contract missed"
			if st.Kind == catalog.Membership {
				sort = "membership missed"
			}
			e.note(sort, func() string { return v.head() + v.streamText(st) })
			continue
		}
		both := func() string {
			return v.head() + truthLine(st.Contract.ID, st) + v.findingText(f) + v.lacks(f, st)
		}
		for _, c := range []struct {
			sort  string
			wrong bool
		}{
			{"wrong kind", !f.rightKind()},
			{"wrong status", st.Status != "" && !f.rightStatus()},
			{"wrong cycle", !f.rightCycle()},
			{"wrong next charge", !st.Next.IsZero() && !f.rightNext()},
			{"wrong price", !f.rightPrice()},
		} {
			if c.wrong {
				e.note(c.sort, both)
			}
		}
	}
	for _, id := range v.Twice {
		e.note("counted twice", func() string {
			text := v.head() + "  " + v.movementLine(id) + "\n"
			for _, f := range v.Findings {
				if slices.Contains(f.Movements, id) {
					text += v.findingText(f)
				}
			}
			return text
		})
	}
}

func (e *Errors) write(p *page) {
	if e.keep == 0 {
		return
	}
	for _, s := range e.Sorts {
		if s.N == 0 {
			continue
		}
		p.title(fmt.Sprintf("%s: %d", strings.ToUpper(s.Name), s.N))
		for _, text := range s.First {
			p.linef("%s", text)
		}
	}
}

// head names the household, so that it can be made again.
func (v *Verdict) head() string {
	script := "Chinese names"
	if v.House.Latin {
		script = "Latin names"
	}
	return fmt.Sprintf("seed %d, %s, as of %s\n", v.House.Seed, script, v.House.AsOf.Format("2006-01-02"))
}

func (v *Verdict) dueAlert(due *household.Alert) string {
	text := v.head() + fmt.Sprintf("  due: %s %s %s, about %s\n", due.Scenario, due.Type, due.Severity, due.Contract)
	for _, id := range due.Movements {
		text += "    " + v.movementLine(id) + "\n"
	}
	text += v.cancellations()
	for _, st := range v.Streams {
		if st.Contract.ID != due.Contract {
			continue
		}
		if text += truthLine("truth", st); st.Found != nil {
			return text + v.findingText(st.Found)
		}
		return text + v.streamText(st)
	}
	return text
}

func (v *Verdict) raisedAlert(a *detector.Alert) string {
	text := v.head() + fmt.Sprintf("  raised: %s %s on %s: %s\n", a.Type, a.Severity, a.Date.Format("2006-01-02"), a.Message.EN)
	text += v.cancellations()
	for _, f := range v.Findings {
		if f.ID != a.Subscription {
			continue
		}
		for k := range f.Charges {
			if slices.Contains(a.Charges, f.Charges[k].ID) {
				text += "    about " + f.Charges[k].Time.Format("2006-01-02") + " " + f.Charges[k].Amount.StringFixed(2) + "\n"
			}
		}
		for _, st := range v.Streams {
			if st.Contract == f.Contract {
				text += truthLine("truth", st)
			}
		}
		text += v.findingText(f)
	}
	return text
}

func (v *Verdict) cancellations() (text string) {
	for _, c := range v.House.Cancellations {
		text += fmt.Sprintf("  record: %s, %q on %s channel %q", c.Contract, c.Service, c.On.Format("2006-01-02 15:04"), c.Channel)
		if c.Amount.Valid {
			text += " amount " + c.Amount.Decimal.StringFixed(2)
		}
		if !c.Resubscribed.IsZero() {
			text += " again from " + c.Resubscribed.Format("2006-01-02")
		}
		if c.Note != "" {
			text += " note " + c.Note
		}
		text += "\n"
	}
	return text
}
