package report

import (
	"bufio"
	"fmt"
	"io"
	"strings"
	"time"
	"unicode/utf8"

	"github.com/unrenew/unrenew/parser"
)

// icsOutput writes the entries as a calendar (RFC 5545). What calendars make of
// it, read in November 2026 in their makers' papers and in reports of users:
//
//   - An entry of a known UID replaces the old one if its SEQUENCE is higher
//     (RFC 5546, 2.1.5). Apple and Google do so on import. Outlook's papers
//     promise it for meetings only (MS-STANOICAL, V0239 and V0240), and some
//     Android calendars add a second copy. So the command advises a calendar of
//     its own, which can be thrown away.
//   - Google takes away what is CANCELLED, Apple strikes it out, and others do
//     not know the word; so the text of such an entry says it too.
//   - Google drops the alarms of a file. Outlook keeps one for each entry, and of
//     that the length but not the sign: nine in the morning of the day itself
//     becomes three in the afternoon before (MS-OXCICAL, 2.1.3.1.1.20.62). So the
//     earliest stands first, and the last day to cancel is an entry of its own,
//     which is seen without any alarm.
//
// The writing is our own. As of November 2026, arran4/golang-ical ends its lines
// in a bare LF on most systems, lets a carriage return through into a value, and
// brings an HTTP client; emersion/go-ical folds no line. The tests read the file
// with the latter.
var icsOutput = Output{ID: "ics", Ext: ".ics", Write: func(w io.Writer, v *View) error {
	c := &calendar{bufio.NewWriter(w), v}
	c.line("BEGIN:VCALENDAR")
	c.line("VERSION:2.0")
	c.line("PRODID:-//unrenew//unrenew//" + strings.ToUpper(v.Lang))
	c.line("CALSCALE:GREGORIAN")
	c.line("METHOD:PUBLISH")
	c.text("X-WR-CALNAME", say("ics-name"))
	for _, e := range v.Entries() {
		c.entry(e)
	}
	c.line("END:VCALENDAR")
	return c.Flush()
}}

type calendar struct {
	*bufio.Writer
	v *View
}

const icsDay = "20060102"

// entry writes an event that takes a whole day and no time of it. Its days have
// no zone: they are the same day wherever the user is.
func (c *calendar) entry(e Entry) {
	stamp := c.v.AsOf.UTC().Format("20060102T150405Z")
	c.line("BEGIN:VEVENT")
	c.line("UID:" + e.UID + "@unrenew")
	c.line("DTSTAMP:" + stamp)
	c.line("LAST-MODIFIED:" + stamp)
	c.line(fmt.Sprintf("SEQUENCE:%d", c.sequence(e)))
	c.line("DTSTART;VALUE=DATE:" + e.Day.Format(icsDay))
	c.line("DTEND;VALUE=DATE:" + e.Day.AddDate(0, 0, 1).Format(icsDay))
	if e.Months > 0 {
		c.line(fmt.Sprintf("RRULE:FREQ=MONTHLY;INTERVAL=%d", e.Months))
	}
	if e.Gone {
		c.line("STATUS:CANCELLED")
	} else {
		c.line("STATUS:CONFIRMED")
	}
	c.line("TRANSP:TRANSPARENT")
	c.text("SUMMARY", e.What)
	c.text("DESCRIPTION", e.About)
	for _, before := range e.Remind {
		c.alarm(before, e.What)
	}
	c.line("END:VEVENT")
}

// sequence grows with the day of the report, and on one day with a cancellation:
// who scans, cancels and imports again does all of it in an evening.
func (c *calendar) sequence(e Entry) int {
	return 2*days(time.Date(2020, 1, 1, 0, 0, 0, 0, time.UTC), c.v.AsOf) + btoi(e.Cancelled)
}

// alarm rings at nine in the morning, some days before the entry.
func (c *calendar) alarm(before int, text parser.Text) {
	trigger := "PT9H"
	switch {
	case before == 1:
		trigger = "-PT15H"
	case before > 1:
		trigger = fmt.Sprintf("-P%dDT15H", before-1)
	}
	c.line("BEGIN:VALARM")
	c.line("ACTION:DISPLAY")
	c.line("TRIGGER:" + trigger)
	c.text("DESCRIPTION", text)
	c.line("END:VALARM")
}

var icsEscapes = strings.NewReplacer(`\`, `\\`, ";", `\;`, ",", `\,`, "\r", "", "\n", `\n`)

func (c *calendar) text(name string, t parser.Text) {
	c.line(name + ":" + icsEscapes.Replace(t.In(c.v.Lang)))
}

// line writes a content line, folded before the 76th byte without cutting a
// character in two.
func (c *calendar) line(s string) {
	room := 75
	for len(s) > room {
		cut := room
		for !utf8.RuneStart(s[cut]) {
			cut--
		}
		c.WriteString(s[:cut] + "\r\n ")
		s, room = s[cut:], 74
	}
	c.WriteString(s + "\r\n")
}
