package report

import (
	"fmt"
	"slices"
	"strings"
	"time"

	"github.com/shopspring/decimal"

	"github.com/unrenew/unrenew/detector"
	"github.com/unrenew/unrenew/parser"
)

// A lane is one membership along an axis: a mark for each charge, hatching
// where no statement would show one, and what ended it. Alt says it in words.
type lane struct {
	Axis  axis
	Grid  string // ID of the lines between the months, which lanes of one axis share
	Gaps  []stretch
	Line  stretch          // from the first charge to the last
	Dots  [3]string        // the charges by size, as the d of a path
	Marks map[string][]int // "ring", "back", "flag", "stop", "tick", "end", "next": their places
	Clean stretch          // no charge since the cancellation
	Today int              // the day of the report; -1 if it is not on the axis
	Count int
	Sum   Money // paid less refunds, within the axis
	Alt   parser.Text
	Names []label // of the marks, only where there is room
}

// A label is a text under or over a mark.
type label struct {
	X    int
	Text parser.Text
}

// sizes are the amounts, in the currency of the membership, from which on a
// charge is drawn larger.
var sizes = [2]decimal.Decimal{decimal.NewFromInt(10), decimal.NewFromInt(50)}

// lane draws s along a.
func (v *View) lane(s *Subscription, a axis, seen sight) *lane {
	l := &lane{Axis: a, Marks: map[string][]int{}, Today: -1, Sum: Money{Currency: s.Currency}}
	last := a.Last()
	if a.has(v.AsOf) {
		l.Today, last = a.mid(v.AsOf), dayOf(v.AsOf)
	}
	gaps := seen.gaps(detector.Span{From: a.first, To: last}, s.Payments)
	for _, g := range gaps {
		l.Gaps = append(l.Gaps, a.stretch(g))
	}
	l.charges(s, v.AsOf)
	l.fate(s)
	l.describe(s, gaps)
	return l
}

func (l *lane) mark(kind string, t time.Time) {
	if x := l.Axis.mid(t); l.Axis.has(t) && !slices.Contains(l.Marks[kind], x) {
		l.Marks[kind] = append(l.Marks[kind], x)
	}
}

// told are the events that make a charge stand out.
var told = []string{"price-up", "trial-converted", "intro-ended", "plan-changed"}

func (l *lane) charges(s *Subscription, asOf time.Time) {
	ringed := map[string]bool{}
	for _, e := range s.Events {
		if slices.Contains(told, e.Type) {
			ringed[e.Charge] = true
		}
	}
	for _, a := range s.Alerts {
		for _, c := range a.Evidence {
			ringed[c.ID] = ringed[c.ID] || a.Type == "duplicate-charge"
		}
	}
	var dots [3]strings.Builder
	from, to := -1, 0
	for _, c := range s.Payments {
		if !l.Axis.has(c.Time) {
			continue
		}
		l.Count++
		l.Sum.Value = l.Sum.Value.Add(c.Amount).Sub(c.Refunded)
		x := l.Axis.mid(c.Time)
		if to = x; from < 0 {
			from = x
		}
		switch {
		case c.Refunded.IsPositive() && c.Refunded.Equal(c.Amount):
			l.mark("back", c.Time)
		case c.Breach:
			l.mark("flag", c.Time)
		case ringed[c.ID]:
			l.mark("ring", c.Time)
		default:
			size := 0
			for size < len(sizes) && c.Amount.GreaterThanOrEqual(sizes[size]) {
				size++
			}
			fmt.Fprintf(&dots[size], "M%d 17h.1", x)
		}
	}
	for i := range dots {
		l.Dots[i] = dots[i].String()
	}
	switch first, last := s.Payments[0].Time, s.Payments[len(s.Payments)-1].Time; {
	case from >= 0:
		if !l.Axis.has(first) {
			from = 0
		}
		l.Line = stretch{from, to - from}
	case days(first, l.Axis.first) > 0 && s.State == "active" && days(last, l.Axis.first) > 0:
		l.Line = stretch{0, l.Axis.mid(asOf)} // it began before and is due after
	}
}

// fate draws how it goes on, or what ended it.
func (l *lane) fate(s *Subscription) {
	if c := s.Cancellation; c != nil {
		l.mark("stop", c.CancelledOn)
		if from := c.CancelledOn; !c.CleanUntil.IsZero() {
			x := l.Axis.at(from)
			l.Clean = stretch{x, l.Axis.mid(c.CleanUntil) - x}
			l.mark("tick", c.CleanUntil)
		}
	}
	switch {
	case s.State == "active" && !s.Next.IsZero():
		l.mark("next", s.Next)
	case s.State == "ended":
		if due := step(s.Last(), s.Cycle, 1, s.Last().Day()); l.Axis.has(due) {
			l.mark("end", due)
			if l.Line.W > 0 || l.Count > 0 {
				l.Line.W = l.Axis.mid(due) - l.Line.X
			}
		}
	}
}

// describe writes Alt.
func (l *lane) describe(s *Subscription, gaps []detector.Span) {
	parts := []parser.Text{count("lane-charges", l.Count, l.Count, l.Sum)}
	if l.Count == 0 {
		parts[0] = say("lane-none")
	}
	if c := s.Cancellation; c != nil {
		parts = append(parts, say("cancelled-on", iso(c.CancelledOn)))
		if !c.CleanUntil.IsZero() {
			parts = append(parts, say("clean-until", iso(c.CleanUntil)))
		}
	}
	if n := len(l.Marks["flag"]); n > 0 {
		parts = append(parts, count("lane-breach", n, n))
	}
	var none []parser.Text
	for _, g := range gaps {
		none = append(none, say("span", iso(g.From), iso(g.To)))
	}
	if len(none) > 0 {
		parts = append(parts, say("lane-gaps", list(none)))
	}
	l.Alt = parser.Text{ZH: join(parts, "；").ZH, EN: join(parts, "; ").EN}
}

// Path is the d of a line of the lane at its height.
func (l *lane) Path(s stretch) string {
	if s.W <= 0 {
		return ""
	}
	return fmt.Sprintf("M%d 17h%d", s.X, s.W)
}

// Lines is the d of the lines between the months, or the years if it is long.
func (a axis) Lines() string {
	var b strings.Builder
	for _, t := range a.ticks() {
		if a.months <= yearsFrom || t.Year {
			fmt.Fprintf(&b, "M%d 0v34", t.X)
		}
	}
	return b.String()
}

func join(ts []parser.Text, sep string) parser.Text {
	var zh, en []string
	for _, t := range ts {
		zh, en = append(zh, t.ZH), append(en, t.EN)
	}
	return parser.Text{ZH: strings.Join(zh, sep), EN: strings.Join(en, sep)}
}

// list is texts side by side in a sentence.
func list(ts []parser.Text) parser.Text {
	return parser.Text{ZH: join(ts, "、").ZH, EN: join(ts, ", ").EN}
}
