package report

import "time"

const (
	yearMonths = 24 // the longest time that the year at a glance shows
	lifeMonths = 12 * 40
	foldFrom   = 40 // from so many rows on, those that ended are folded
)

// A glance is the memberships along one axis, in their groups.
type glance struct {
	AsOf         time.Time
	Axis         axis
	Ticks        []tick
	Groups, Fold []glanceGroup
	Cut          bool // there are charges before the axis
	Folded       int
}

type glanceGroup struct {
	State string
	Rows  []glanceRow
}

type glanceRow struct {
	Sub *Subscription
	*lane
}

func (v *View) glance(seen sight) *glance {
	first, rows := v.AsOf, 0
	for _, g := range v.Groups {
		for _, s := range g.Subs {
			first = earlier(first, s.First())
			rows++
		}
	}
	for _, a := range v.Accounts {
		if len(a.Spans) > 0 {
			first = earlier(first, a.Spans[0].From)
		}
	}
	out := &glance{AsOf: v.AsOf, Axis: axisOf(first, v.AsOf, yearMonths)}
	out.Ticks, out.Cut = out.Axis.ticks(), !out.Axis.has(first)
	for _, g := range v.Groups {
		group := glanceGroup{State: g.State}
		for _, s := range g.Subs {
			l := v.lane(s, out.Axis, seen)
			l.Grid = "grid"
			group.Rows = append(group.Rows, glanceRow{s, l})
		}
		if rows > foldFrom && g.State != "active" {
			out.Fold, out.Folded = append(out.Fold, group), out.Folded+len(group.Rows)
		} else {
			out.Groups = append(out.Groups, group)
		}
	}
	return out
}

// life is the whole time of one membership, to its next charge.
func (v *View) life(s *Subscription, seen sight) *lane {
	to := v.AsOf
	if s.Next.After(to) {
		to = s.Next
	}
	return v.lane(s, axisOf(earlier(s.First(), v.AsOf.AddDate(0, -2, 0)), to, lifeMonths), seen)
}

// around is the months before a cancellation and all since, to the last charge
// that the alert is about. It is nil for alerts about anything else.
func (v *View) around(a *Alert, seen sight) *lane {
	if a.Type != "charged-after-cancellation" || a.Sub == nil || a.Sub.Cancellation == nil || len(a.Evidence) == 0 {
		return nil
	}
	on := a.Sub.Cancellation.CancelledOn
	last := a.Evidence[len(a.Evidence)-1].Time
	l := v.lane(a.Sub, axisOf(on.AddDate(0, -2, 0), last, yearMonths), seen)
	if l.Axis.months <= 8 {
		for _, c := range a.Sub.Payments {
			if l.Axis.has(c.Time) {
				l.Names = append(l.Names, label{X: l.Axis.mid(c.Time), Text: same(c.Time.Format("01-02"))})
			}
		}
	}
	return l
}

func earlier(a, b time.Time) time.Time {
	if b.Before(a) {
		return b
	}
	return a
}
