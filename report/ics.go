package report

import (
	"bufio"
	"fmt"
	"io"
	"strings"
	"time"
	"unicode/utf8"

	"github.com/unrenew/unrenew/detector"
	"github.com/unrenew/unrenew/parser"
)

const (
	calendarDays = 400 // how far ahead a renewal is put in the calendar: a year and some
	reminderDays = 3   // a reminder rings this long before the last day to cancel
)

// icsOutput writes a calendar (RFC 5545): the next renewal of each membership
// with a reminder before the last day to cancel, the days on which a
// cancellation can be proved, and a review each quarter. An event keeps its UID
// over runs, so that importing again moves it instead of doubling it.
var icsOutput = Output{ID: "ics", Ext: ".ics", Write: func(w io.Writer, v *View) error {
	c := &calendar{Writer: bufio.NewWriter(w), v: v}
	c.line("BEGIN:VCALENDAR")
	c.line("VERSION:2.0")
	c.line("PRODID:-//unrenew//unrenew//EN")
	c.line("CALSCALE:GREGORIAN")
	c.line("METHOD:PUBLISH")
	c.text("X-WR-CALNAME", say("ics-name"))
	for _, s := range v.Cancel {
		if ahead := days(v.AsOf, s.Next); s.State == "active" && !s.Next.IsZero() && ahead >= 0 && ahead <= calendarDays {
			c.renewal(s)
		}
	}
	for _, g := range v.Groups {
		for _, s := range g.Subs {
			if c0 := s.Cancellation; c0 != nil && !c0.CheckOn.IsZero() {
				c.begin("check-"+s.ID, c0.CheckOn, say("ics-check", s.Name))
				c.text("DESCRIPTION", say("ics-clean", iso(c0.CancelledOn)))
				c.alarm(0, say("ics-check", s.Name))
				c.line("END:VEVENT")
			}
		}
	}
	c.begin("review", v.AsOf.AddDate(0, 3, 0), say("ics-review"))
	c.text("DESCRIPTION", say("ics-review2"))
	c.line("RRULE:FREQ=MONTHLY;INTERVAL=3")
	c.alarm(0, say("ics-review"))
	c.line("END:VEVENT")
	c.line("END:VCALENDAR")
	return c.Flush()
}}

type calendar struct {
	*bufio.Writer
	v *View
}

func (c *calendar) renewal(s *Subscription) {
	price := Money{s.Amount, s.Currency}.String()
	what := say("ics-renewal", s.Name, price)
	if s.Status == detector.UpcomingTrial {
		what = say("ics-trial", s.Name, price)
	}
	c.begin("renewal-"+s.ID, s.Next, what)
	about := say("ics-via", detector.ChannelName(s.Channel))
	before := reminderDays
	if !s.CancelBy.IsZero() {
		about = say("ics-by", iso(s.CancelBy), detector.ChannelName(s.Channel))
		before += days(s.CancelBy, s.Next)
	}
	if len(s.Ways) > 0 {
		for i, step := range s.Ways[0].Steps {
			about.ZH += fmt.Sprintf("\n%d. %s", i+1, step.ZH)
			about.EN += fmt.Sprintf("\n%d. %s", i+1, step.EN)
		}
	}
	c.text("DESCRIPTION", about)
	c.alarm(before, what)
	c.line("END:VEVENT")
}

// begin starts an event that takes a whole day and no time of it.
func (c *calendar) begin(uid string, day time.Time, summary parser.Text) {
	c.line("BEGIN:VEVENT")
	c.line("UID:" + uid + "@unrenew")
	c.line("DTSTAMP:" + c.v.AsOf.UTC().Format("20060102T150405Z"))
	c.line("DTSTART;VALUE=DATE:" + day.Format("20060102"))
	c.line("DTEND;VALUE=DATE:" + day.AddDate(0, 0, 1).Format("20060102"))
	c.line("TRANSP:TRANSPARENT")
	c.text("SUMMARY", summary)
}

// alarm rings at nine in the morning, some days before the event.
func (c *calendar) alarm(daysBefore int, text parser.Text) {
	trigger := "PT9H"
	if daysBefore > 0 {
		trigger = fmt.Sprintf("-P%dDT15H", daysBefore-1)
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
