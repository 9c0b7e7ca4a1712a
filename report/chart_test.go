package report

import (
	"fmt"
	"slices"
	"testing"

	"github.com/shopspring/decimal"

	"github.com/unrenew/unrenew/detector"
	"github.com/unrenew/unrenew/parser"
)

func spans(days ...string) []detector.Span {
	var out []detector.Span
	for i := 0; i < len(days); i += 2 {
		out = append(out, detector.Span{From: day(days[i]), To: day(days[i+1])})
	}
	return out
}

func TestWithout(t *testing.T) {
	whole := spans("2026-01-01", "2026-01-31")[0]
	for _, c := range []struct {
		name        string
		cover, want []detector.Span
	}{
		{"nothing covered", nil, spans("2026-01-01", "2026-01-31")},
		{"all covered, from before to after", spans("2025-12-01", "2026-02-28"), nil},
		{"a hole", spans("2026-01-01", "2026-01-10", "2026-01-12", "2026-01-31"), spans("2026-01-11", "2026-01-11")},
		{"two accounts that overlap, in any order", spans("2026-01-15", "2026-01-31", "2026-01-03", "2026-01-20"), spans("2026-01-01", "2026-01-02")},
		{"one within the other", spans("2026-01-01", "2026-01-20", "2026-01-05", "2026-01-10"), spans("2026-01-21", "2026-01-31")},
		{"elsewhere", spans("2025-01-01", "2025-12-31", "2026-02-01", "2026-03-01"), spans("2026-01-01", "2026-01-31")},
	} {
		if got := without(whole, c.cover); !slices.Equal(got, c.want) {
			t.Errorf("%s: got %v, want %v", c.name, got, c.want)
		}
	}
}

// TestGapsFollowTheAccount: a membership that moved from one account to another
// is looked for on the one until its last charge there, on the other from the
// first charge there, and on both between.
func TestGapsFollowTheAccount(t *testing.T) {
	a, b := owner{issuer: "a"}, owner{issuer: "b"}
	seen := sight{map[string]owner{"a.csv": a, "b.csv": b}, map[owner][]detector.Span{
		a: spans("2026-01-01", "2026-02-28", "2026-06-01", "2026-12-31"),
		b: spans("2026-03-01", "2026-03-31", "2026-05-01", "2026-05-31"),
	}}
	paid := func(on, file string) *Charge {
		return charge(aCharge(on, on, "25", "CNY", parser.Pos{File: file, Row: 1}), "CNY")
	}
	charges := []*Charge{paid("2026-02-10", "a.csv"), paid("2026-05-10", "b.csv")}
	whole := detector.Span{From: day("2025-12-15"), To: day("2026-06-30")}
	// April is on neither; December and June are on the one that did not pay then.
	want := spans("2025-12-15", "2025-12-31", "2026-04-01", "2026-04-30", "2026-06-01", "2026-06-30")
	if got := seen.gaps(whole, charges); !slices.Equal(got, want) {
		t.Errorf("got %v\nwant %v", got, want)
	}
	if got := seen.gaps(whole, []*Charge{paid("2026-02-10", "of another run.csv")}); got != nil {
		t.Errorf("a file without coverage leaves gaps: %v", got)
	}
}

func TestAxis(t *testing.T) {
	a := axisOf(day("2025-11-20"), day("2026-03-05"), 24)
	if a.months != 5 || !a.First().Equal(day("2025-11-01")) || !a.Last().Equal(day("2026-03-31")) {
		t.Fatalf("it is %v", a)
	}
	if short := axisOf(day("2016-01-01"), day("2026-03-05"), 24); short.months != 24 || !short.First().Equal(day("2024-04-01")) {
		t.Errorf("the last two years are %v", short)
	}
	before := -1
	for d := a.First(); a.has(d); d = d.AddDate(0, 0, 1) {
		x := a.mid(d)
		if x <= before {
			t.Fatalf("%s is at %d, the day before at %d", iso(d), x, before)
		}
		if before = x; d.Day() == 1 && a.at(d) != span/5*(12*(d.Year()-2025)+int(d.Month())-11) {
			t.Errorf("%s begins at %d: months are not of one width", iso(d), a.at(d))
		}
	}
	if a.at(day("2025-10-31")) != 0 || a.at(day("2026-04-01")) != span || a.has(day("2026-04-01")) || a.has(day("2025-10-31")) {
		t.Error("days outside are not on the ends")
	}
	if got := percent(a.at(day("2025-12-01"))); got != "20%" {
		t.Errorf("a fifth is %s", got)
	}
}

// TestSpendAddsUp: what is drawn is what the head says.
func TestSpendAddsUp(t *testing.T) {
	for name, v := range map[string]*View{"household": viewOf(household()), "ten years": viewOf(tenYears())} {
		s := v.spend()
		var year, coming decimal.Decimal
		for _, b := range s.Bars {
			year = year.Add(b.Sum.Value)
		}
		if head := v.Figures.PaidLast12Months[0]; !year.Equal(head.Value) || s.Year != head {
			t.Errorf("%s: the bars make %s, the head says %s", name, year, head)
		}
		for _, m := range s.Months {
			sum, height := decimal.Decimal{}, 0
			for _, b := range m.Blocks {
				sum, height = sum.Add(b.Sum.Value), height+b.H
				if b.Y < 0 || b.Y+b.H > m.Height {
					t.Errorf("%s: a block of %s leaves its column", name, iso(m.First))
				}
			}
			if !sum.Equal(m.Sum.Value) || height > spendHeight+len(m.Blocks) || m.Height > spendHeight+missingHeight {
				t.Errorf("%s: the blocks of %s make %s, %d px; it says %s", name, iso(m.First), sum, height, m.Sum)
			}
		}
		for _, n := range v.strip().Needles {
			coming = coming.Add(n.Sum.Value)
		}
		if want := v.Expected.Sum[0].Value; !coming.Equal(want) {
			t.Errorf("%s: the needles make %s, the list says %s", name, coming, want)
		}
	}
}

// viewOf is the view of a fixture.
func viewOf(r *detector.Result, st []*parser.Statement) *View { return NewView(r, st, Options{}) }

// TestGlanceTellsEveryCharge: a charge within the axis is a dot or a mark, and
// the words beside the picture count it.
func TestGlanceTellsEveryCharge(t *testing.T) {
	v := viewOf(household())
	g := v.glance(v.sight())
	for _, group := range g.Groups {
		for _, row := range group.Rows {
			n, sum := 0, decimal.Decimal{}
			for _, c := range row.Sub.Payments {
				if row.Axis.has(c.Time) {
					n, sum = n+1, sum.Add(c.Amount).Sub(c.Refunded)
				}
			}
			drawn := len(row.Marks["back"]) + len(row.Marks["flag"]) + len(row.Marks["ring"])
			for _, d := range row.Dots {
				for _, r := range d {
					drawn += btoi(r == 'M')
				}
			}
			if drawn != n || row.Count != n || !row.Sum.Value.Equal(sum) {
				t.Errorf("%s: %d charges of %s, drawn are %d, told %d of %s", row.Sub.ID, n, sum, drawn, row.Count, row.Sum)
			}
		}
	}
	if at := g.Groups[0].Rows[2]; at.Sub.ID != "s-7e10" || fmt.Sprint(at.Marks["stop"]) != fmt.Sprint([]int{at.Axis.mid(day("2026-09-20"))}) {
		t.Errorf("the cancellation of %s is drawn at %v", at.Sub.ID, at.Marks["stop"])
	}
}
