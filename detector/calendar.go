package detector

import (
	"time"

	"github.com/unrenew/unrenew/detector/catalog"
)

// A calendar says on which days a contract charges: every so many days, or
// every so many months on an anchor day that is remembered and clamped to the
// length of the month (31 Jan, 28 Feb, 31 Mar).
type calendar struct {
	months, days int // one of them is not zero
	early, late  int // days off the expected day that are still on time
}

// calendars are the ones that contracts use. Those in days drift through the
// month and are not monthly: 30-day and 31-day cards are sold by Chinese
// services side by side with calendar months. The windows grow with the cycle
// because renewal jobs of long plans run ahead of expiry.
var calendars = []calendar{
	{months: 1, early: 2, late: 3},
	{months: 12, early: 5, late: 7},
	{months: 3, early: 3, late: 4},
	{months: 6, early: 4, late: 5},
	{months: 2, early: 2, late: 3},
	{days: 30, early: 1, late: 2},
	{days: 31, early: 1, late: 2},
	{days: 28, early: 1, late: 2},
	{days: 7, early: 1, late: 1},
	{days: 14, early: 1, late: 2},
}

func (c calendar) cycle() catalog.Cycle {
	switch {
	case c.months > 0 && c.months%12 == 0:
		return catalog.Cycle{Unit: catalog.Year, Count: c.months / 12}
	case c.months > 0:
		return catalog.Cycle{Unit: catalog.Month, Count: c.months}
	case c.days%7 == 0 && c.days < 28:
		return catalog.Cycle{Unit: catalog.Week, Count: c.days / 7}
	}
	return catalog.Cycle{Unit: catalog.Day, Count: c.days}
}

// calendarOf is the calendar of a cycle that a text or the catalog names; the
// zero cycle means a month.
func calendarOf(c catalog.Cycle) calendar {
	switch c.Unit {
	case catalog.Day:
		return calendar{days: c.Count, early: 1, late: 2}
	case catalog.Week:
		return calendar{days: 7 * c.Count, early: 1, late: 2}
	case catalog.Year:
		return calendar{months: 12 * c.Count, early: 5, late: 7}
	case catalog.Month:
		return calendar{months: c.Count, early: 2, late: 3}
	}
	return calendars[0]
}

// length is the cycle in days, on average.
func (c calendar) length() int {
	if c.days > 0 {
		return c.days
	}
	return c.months * 365 / 12
}

// An anchor is where a stream's calendar stands: day 0, and for calendars in
// months the day of the month that was agreed.
type anchor struct {
	date time.Time // midnight
	day  int       // 1 to 31
}

// at returns the day on which cycle k is due.
func (c calendar) at(a anchor, k int) time.Time {
	if c.days > 0 {
		return a.date.AddDate(0, 0, k*c.days)
	}
	return clamped(a.date.Year(), int(a.date.Month())+k*c.months, a.day)
}

// clamped is the day of the month, or its last day if the month is shorter.
func clamped(year, month, day int) time.Time {
	first := time.Date(year, time.Month(month), 1, 0, 0, 0, 0, zone)
	if last := first.AddDate(0, 1, -1).Day(); day > last {
		day = last
	}
	return first.AddDate(0, 0, day-1)
}

// zone is the zone in which days are counted. It is fixed, so that a report
// does not depend on the machine.
var zone = time.UTC

// dayOf is the civil day of t in t's own zone, as midnight in zone.
func dayOf(t time.Time) time.Time {
	if t.IsZero() {
		return t
	}
	y, m, d := t.Date()
	return time.Date(y, m, d, 0, 0, 0, 0, zone)
}

// daysBetween counts the days from a to b, both midnights in zone.
func daysBetween(a, b time.Time) int { return int(b.Sub(a).Hours() / 24) }

// offset is by how many days got misses due. A charge that waited for the
// next working day is on time: banks do not post on weekends.
func offset(due, got time.Time) int {
	off := daysBetween(due, got)
	if wd := due.Weekday(); off > 0 && (wd == time.Saturday && off <= 2 || wd == time.Sunday && off <= 1) && got.Weekday() == time.Monday {
		return 0
	}
	return off
}

func isLastDay(t time.Time) bool { return t.AddDate(0, 0, 1).Day() == 1 }
