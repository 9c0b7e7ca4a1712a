package detector

import (
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
	{months: 1, early: 3, late: 3},
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

// suits tells whether a contract whose text names the cycle may run by this
// calendar: a card sold by the month may run by months or by 28 to 31 days. The
// zero cycle suits all.
func (c calendar) suits(named catalog.Cycle) bool {
	switch named.Unit {
	case catalog.Month:
		return c.months == named.Count || named.Count == 1 && c.days >= 28
	case catalog.Year:
		return c.months == 12*named.Count
	case catalog.Week:
		return c.days == 7*named.Count
	case catalog.Day:
		return c.days == named.Count || c.months == 1 && named.Count >= 28 && named.Count <= 31
	}
	return true
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
	date day
	dom  int // day of the month, 1 to 31

	year, month int // of date
}

// at returns the day on which cycle k is due.
func (c calendar) at(a anchor, k int) day {
	if c.days > 0 {
		return a.date.plus(k * c.days)
	}
	return clamped(a.year, a.month+k*c.months, a.dom)
}

func anchorOf(date day, dom int) anchor {
	t := date.time()
	return anchor{date, dom, t.Year(), int(t.Month())}
}

// dom is the day of the month.
func (d day) dom() int { return d.time().Day() }

func isLastDay(d day) bool { return d.plus(1).dom() == 1 }
