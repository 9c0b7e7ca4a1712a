package detector

import "time"

// A day is a civil day, counted from 1 January 1970; the zero day means none.
// Statements print local days and contracts run by them, so a day has no zone:
// it is the day of a time in that time's own zone. Fits compare and count days
// millions of times, which is why it is no time.Time.
type day int

// dayOf is the civil day of t in t's own zone.
func dayOf(t time.Time) day {
	if t.IsZero() {
		return 0
	}
	y, m, d := t.Date()
	return civil(y, int(m), d)
}

// civil is the day of a year, month and day of the Gregorian calendar. Months
// below 1 and beyond 12 run on into the years before and after. Years before
// 1 do not occur.
func civil(y, m, d int) day {
	// Years begin in March, so that the leap day is the last of its year.
	m += 12*y - 3
	y, m = m/12, m%12
	return day(365*y + y/4 - y/100 + y/400 + (153*m+2)/5 + d - 719469)
}

// time is midnight of d in UTC, as results print it; the zero day is the zero
// time.
func (d day) time() time.Time {
	if d == 0 {
		return time.Time{}
	}
	return time.Unix(int64(d)*86400, 0).UTC()
}

func (d day) String() string { return d.time().Format(time.DateOnly) }

func (d day) weekday() time.Weekday { return time.Weekday((int(d) + 4) % 7) } // 1 January 1970 was a Thursday

// clamped is the day of the month, or its last day if the month is shorter.
func clamped(year, month, dom int) day {
	first := civil(year, month, 1)
	return first + day(min(dom, int(civil(year, month+1, 1)-first))) - 1
}

// later is the latest of the days; none of them counts before any day.
func later(ds ...day) (last day) {
	for _, d := range ds {
		last = max(last, d)
	}
	return last
}

// earlier is the earliest of the days that are any.
func earlier(ds ...day) (first day) {
	for _, d := range ds {
		if d != 0 && (first == 0 || d < first) {
			first = d
		}
	}
	return first
}

// offset is by how many days got misses due. A charge that waited for the
// next working day is on time: banks do not post on weekends.
func offset(due, got day) int {
	off := int(got - due)
	if wd := due.weekday(); off > 0 && (wd == time.Saturday && off <= 2 || wd == time.Sunday && off <= 1) && got.weekday() == time.Monday {
		return 0
	}
	return off
}

func (d day) plus(days int) day { return d + day(days) }
