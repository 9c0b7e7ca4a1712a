package detector

import (
	"slices"
	"testing"
	"time"

	"github.com/shopspring/decimal"

	"github.com/unrenew/unrenew/detector/catalog"
)

func on(s string) day {
	t, err := time.Parse(time.DateOnly, s)
	if err != nil {
		panic(err)
	}
	return dayOf(t)
}

// TestDay compares every day of a century with what package time makes of it.
func TestDay(t *testing.T) {
	for at := time.Date(1970, 1, 2, 0, 0, 0, 0, time.UTC); at.Year() < 2102; at = at.AddDate(0, 0, 1) {
		d := dayOf(at)
		if int64(d) != at.Unix()/86400 || !d.time().Equal(at) || d.weekday() != at.Weekday() || d.String() != at.Format(time.DateOnly) {
			t.Fatalf("%s is day %d, %s, a %s", at, d, d, d.weekday())
		}
		for months := -14; months <= 14; months++ {
			want := time.Date(at.Year(), at.Month()+time.Month(months), 1, 0, 0, 0, 0, time.UTC)
			if got := civil(at.Year(), int(at.Month())+months, 1); got != dayOf(want) {
				t.Fatalf("%d months from %s: got %s, want %s", months, at, got, want)
			}
		}
	}
	if dayOf(time.Time{}) != 0 || !day(0).time().IsZero() {
		t.Error("no time is no day, and back")
	}
}

func TestCalendarAt(t *testing.T) {
	for _, c := range []struct {
		name string
		cal  calendar
		from string
		day  int
		k    int
		want string
	}{
		{"month", calendar{months: 1}, "2026-01-15", 15, 1, "2026-02-15"},
		{"the 31st is clamped", calendar{months: 1}, "2026-01-31", 31, 1, "2026-02-28"},
		{"and comes back", calendar{months: 1}, "2026-01-31", 31, 2, "2026-03-31"},
		{"leap year", calendar{months: 1}, "2028-01-30", 30, 1, "2028-02-29"},
		{"29 February yearly", calendar{months: 12}, "2028-02-29", 29, 1, "2029-02-28"},
		{"29 February after four years", calendar{months: 12}, "2028-02-29", 29, 4, "2032-02-29"},
		{"the 31st, seen first on the 30th", calendar{months: 1}, "2026-04-30", 31, 1, "2026-05-31"},
		{"backwards", calendar{months: 1}, "2026-03-31", 31, -1, "2026-02-28"},
		{"30 days", calendar{days: 30}, "2026-01-31", 31, 1, "2026-03-02"},
	} {
		t.Run(c.name, func(t *testing.T) {
			if got := c.cal.at(anchorOf(on(c.from), c.day), c.k); got != on(c.want) {
				t.Errorf("got %s, want %s", got, c.want)
			}
		})
	}
}

func TestOffset(t *testing.T) {
	for _, c := range []struct {
		name, due, got string
		want           int
	}{
		{"on the day", "2026-06-10", "2026-06-10", 0},
		{"Saturday to Monday", "2026-06-13", "2026-06-15", 0},
		{"Sunday to Monday", "2026-06-14", "2026-06-15", 0},
		{"Saturday to Tuesday", "2026-06-13", "2026-06-16", 3},
		{"Friday to Monday", "2026-06-12", "2026-06-15", 3},
		{"early", "2026-06-13", "2026-06-11", -2},
	} {
		t.Run(c.name, func(t *testing.T) {
			if got := offset(on(c.due), on(c.got)); got != c.want {
				t.Errorf("got %d, want %d", got, c.want)
			}
		})
	}
}

func TestAnnual(t *testing.T) {
	for _, c := range []struct {
		cycle catalog.Cycle
		want  string
	}{
		{catalog.Cycle{Unit: catalog.Month, Count: 1}, "120"},
		{catalog.Cycle{Unit: catalog.Month, Count: 3}, "40"},
		{catalog.Cycle{Unit: catalog.Year, Count: 1}, "10"},
		{catalog.Cycle{Unit: catalog.Week, Count: 1}, "520"},
		{catalog.Cycle{Unit: catalog.Week, Count: 2}, "260"},
		{catalog.Cycle{Unit: catalog.Day, Count: 28}, "130"},
		{catalog.Cycle{Unit: catalog.Day, Count: 30}, "121.67"},
		{catalog.Cycle{Unit: catalog.Day, Count: 31}, "117.74"},
	} {
		if got := annual(c.cycle, decimal.NewFromInt(10)); !got.Equal(decimal.RequireFromString(c.want)) {
			t.Errorf("%d %s: got %s, want %s", c.cycle.Count, c.cycle.Unit, got, c.want)
		}
	}
}

func TestJoinSpans(t *testing.T) {
	s := func(a, b string) span { return span{from: on(a), to: on(b)} }
	got := joinSpans([]span{s("2026-03-01", "2026-03-31"), s("2026-01-01", "2026-01-31"), s("2026-02-01", "2026-02-10"), s("2026-01-15", "2026-02-05")}, gapDeclared)
	want := []span{s("2026-01-01", "2026-02-10"), s("2026-03-01", "2026-03-31")}
	if len(got) != len(want) || got[0] != want[0] || got[1] != want[1] {
		t.Errorf("got %v, want %v", got, want)
	}
}

// TestMonthlyStatements: a card that is hardly used has monthly statements with
// few days on paper; only a statement that is missing leaves a gap.
func TestMonthlyStatements(t *testing.T) {
	var spans []span
	for month, days := range map[int][2]string{1: {"2026-01-05", "2026-01-05"}, 2: {"2026-02-20", "2026-02-25"}, 4: {"2026-04-05", "2026-04-05"}} {
		spans = append(spans, span{on(days[0]), on(days[1]), [2]int{month, month}})
	}
	got := joinSpans(spans, gapUndeclared)
	want := []span{{on("2026-01-05"), on("2026-02-25"), [2]int{1, 2}}, {on("2026-04-05"), on("2026-04-05"), [2]int{4, 4}}}
	if !slices.Equal(got, want) {
		t.Errorf("got %v, want %v", got, want)
	}
}
