package household

import (
	"time"

	"github.com/shopspring/decimal"

	"github.com/unrenew/unrenew/detector/catalog"
)

// shanghai has had no summer time since 1991, so that a fixed zone is exact.
var shanghai = time.FixedZone("Asia/Shanghai", 8*60*60)

func date(y int, m time.Month, d int) time.Time { return time.Date(y, m, d, 0, 0, 0, 0, shanghai) }

func dayOf(t time.Time) time.Time { return date(t.Date()) }

func addDays(t time.Time, n int) time.Time { return t.AddDate(0, 0, n) }

func daysBetween(a, b time.Time) int { return int(dayOf(b).Sub(dayOf(a)).Hours()) / 24 }

func workday(t time.Time) bool { return t.Weekday() != time.Saturday && t.Weekday() != time.Sunday }

func (p Period) has(t time.Time) bool { d := dayOf(t); return !d.Before(p.From) && !d.After(p.To) }

// springFestivals are the first days of the lunar years that histories reach.
var springFestivals = []time.Time{date(2023, 1, 22), date(2024, 2, 10), date(2025, 1, 29), date(2026, 2, 17)}

// A calendar is the days on which a contract is due.
type calendar struct {
	cycle  catalog.Cycle
	first  time.Time // a day on which it is due
	anchor int       // day of the month that months and years come back to, even after a shorter month
}

// due is the day of the nth renewal after the first; n may be negative.
func (c calendar) due(n int) time.Time {
	switch c.cycle.Unit {
	case catalog.Day:
		return addDays(c.first, n*c.cycle.Count)
	case catalog.Week:
		return addDays(c.first, n*c.cycle.Count*7)
	case catalog.Year:
		return clamped(c.first, n*c.cycle.Count*12, c.anchor)
	}
	return clamped(c.first, n*c.cycle.Count, c.anchor)
}

// clamped is the anchor's day so many months after t's, or the last one of a
// month that is too short for it.
func clamped(t time.Time, months, anchor int) time.Time {
	first := date(t.Year(), t.Month()+time.Month(months), 1)
	last := first.AddDate(0, 1, -1).Day()
	return addDays(first, min(anchor, last)-1)
}

// after is the first due day after the day of t.
func (c calendar) after(t time.Time) time.Time {
	n := daysBetween(c.first, t)/longest(c.cycle) - 1
	if n < 0 {
		n = daysBetween(c.first, t)/days(c.cycle) - 1
	}
	for !c.due(n).After(dayOf(t)) {
		n++
	}
	return c.due(n)
}

// days is the shortest time between two renewals.
func days(c catalog.Cycle) int {
	switch c.Unit {
	case catalog.Day:
		return c.Count
	case catalog.Week:
		return 7 * c.Count
	case catalog.Year:
		return 365 * c.Count
	}
	return 30*c.Count - 2
}

// longest is the most days between two renewals.
func longest(c catalog.Cycle) int {
	switch c.Unit {
	case catalog.Month:
		return 31 * c.Count
	case catalog.Year:
		return 366 * c.Count
	}
	return days(c)
}

// annual is what a year costs: twelve months of it, or 365 days; cycles of
// whole weeks count 52 weeks.
func annual(c catalog.Cycle, price decimal.Decimal) decimal.Decimal {
	n := decimal.NewFromInt(int64(c.Count))
	year := int64(12)
	switch c.Unit {
	case catalog.Day, catalog.Week:
		n = decimal.NewFromInt(int64(days(c)))
		year = 365
		if days(c)%7 == 0 {
			year = 364
		}
	case catalog.Year:
		year = 1
	}
	return price.Mul(decimal.NewFromInt(year)).Div(n).Round(2)
}

func every(n int, u catalog.Unit) catalog.Cycle { return catalog.Cycle{Unit: u, Count: n} }

var (
	weekly     = every(1, catalog.Week)
	monthly    = every(1, catalog.Month)
	quarterly  = every(3, catalog.Month)
	halfYearly = every(6, catalog.Month)
	yearly     = every(1, catalog.Year)
)
