package report

import (
	"slices"
	"time"

	"github.com/shopspring/decimal"

	"github.com/unrenew/unrenew/detector"
)

// span is the length of every axis. Places on it are whole numbers, so that the
// same report is the same to the byte, and are written as percents, so that a
// picture is as wide as its place.
const span = 4000

// An axis is time from left to right in whole months, each of one width.
type axis struct {
	first  time.Time // the first day of the first month
	months int
}

// axisOf reaches from the month of from to that of to, but only over the last
// most months.
func axisOf(from, to time.Time, most int) axis {
	n := 12*(to.Year()-from.Year()) + int(to.Month()-from.Month()) + 1
	n = min(max(n, 1), most)
	return axis{monthOf(to).AddDate(0, 1-n, 0), n}
}

func monthOf(t time.Time) time.Time {
	return time.Date(t.Year(), t.Month(), 1, 0, 0, 0, 0, t.Location())
}

// First and Last are its first and last day.
func (a axis) First() time.Time { return a.first }
func (a axis) Last() time.Time  { return a.end().AddDate(0, 0, -1) }

// end is the day after the last one.
func (a axis) end() time.Time { return a.first.AddDate(0, a.months, 0) }

func (a axis) has(t time.Time) bool { return days(a.first, t) >= 0 && days(t, a.end()) > 0 }

// at is where the day of t begins; days outside are put on the nearer end.
func (a axis) at(t time.Time) int {
	switch {
	case days(a.first, t) < 0:
		return 0
	case days(t, a.end()) <= 0:
		return span
	}
	month := monthOf(t)
	n := 12*(t.Year()-a.first.Year()) + int(t.Month()-a.first.Month())
	length := days(month, month.AddDate(0, 1, 0))
	return (n*length + t.Day() - 1) * span / (a.months * length)
}

// mid is the middle of the day of t.
func (a axis) mid(t time.Time) int { return (a.at(t) + a.at(t.AddDate(0, 0, 1))) / 2 }

// A tick is the beginning of a month.
type tick struct {
	X     int
	First time.Time
	Year  bool // it is the first of its year, or of the axis
}

func (a axis) ticks() []tick {
	var out []tick
	for i := range a.months {
		first := a.first.AddDate(0, i, 0)
		out = append(out, tick{i * span / a.months, first, i == 0 || first.Month() == time.January})
	}
	return out
}

// yearsFrom is the months over which only years are told apart.
const yearsFrom = 36

// Labels are the ticks that have room for a text: the month's number, and the
// year in the place of January.
func (a axis) Labels() []label {
	each := 1
	switch {
	case a.months > yearsFrom:
		each = 12
	case a.months > 14:
		each = 3
	}
	var out []label
	for _, t := range a.ticks() {
		switch m := int(t.First.Month()); {
		case m == 1:
			out = append(out, label{t.X, same(t.First.Format("2006"))})
		case (m-1)%each == 0:
			out = append(out, label{t.X, same(t.First.Format("1"))})
		}
	}
	return out
}

// A stretch is a part of an axis.
type stretch struct{ X, W int }

func (a axis) stretch(s detector.Span) stretch {
	x := a.at(s.From)
	return stretch{x, a.at(s.To.AddDate(0, 0, 1)) - x}
}

// percent writes a place or a length on an axis.
func percent(n int) string { return decimal.New(int64(n)*100_000/span, -3).String() + "%" }

// part is how many of most units v takes, where top takes all of them.
func part(v, top decimal.Decimal, most int) int {
	if !top.IsPositive() || !v.IsPositive() {
		return 0
	}
	return int(v.Mul(decimal.NewFromInt(int64(most))).DivRound(top, 0).IntPart())
}

// without is what of whole none of the spans covers; they may come in any
// order and overlap.
func without(whole detector.Span, spans []detector.Span) []detector.Span {
	var out []detector.Span
	spans = slices.Clone(spans)
	slices.SortFunc(spans, func(a, b detector.Span) int { return a.From.Compare(b.From) })
	at := whole.From
	for _, s := range spans {
		if days(s.To, at) > 0 {
			continue
		}
		if days(s.From, whole.To) < 0 {
			break
		}
		if days(at, s.From) > 0 {
			out = append(out, detector.Span{From: at, To: s.From.AddDate(0, 0, -1)})
		}
		at = s.To.AddDate(0, 0, 1)
	}
	if days(at, whole.To) >= 0 {
		out = append(out, detector.Span{From: at, To: whole.To})
	}
	return out
}
