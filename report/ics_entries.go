package report

import (
	"cmp"
	"fmt"
	"slices"
	"time"

	"github.com/unrenew/unrenew/detector"
	"github.com/unrenew/unrenew/detector/catalog"
	"github.com/unrenew/unrenew/parser"
)

const (
	calendarDays = 400 // how far ahead a renewal is put in the calendar: a year and some
	reviewMonths = 3   // between two reviews
)

// An Entry is one whole day in the calendar.
type Entry struct {
	UID         string // the same in every run, so that importing again moves the entry instead of doubling it
	Day         time.Time
	What, About parser.Text
	Remind      []int // days before Day on which it rings, none before the day of the report
	Months      int   // it comes again every so many months; 0: once
	Cancelled   bool  // What was said under this UID before the user cancelled no longer holds
	Told        bool  // another entry, the last day to cancel, names it already
	Gone        bool  // nothing is left to do on this day; calendars should take it away
}

// Entries are what goes into the calendar, by day, then UID: for each membership
// the next charge and the last day to cancel before it; for a cancelled one the
// day on which it would have been charged and the day from which a statement can
// prove that it was not; and the review each quarter.
//
// Only the next charge stands in it and no series of them: day and amount are
// expectations, and a series would go on ringing after the user has cancelled.
func (v *View) Entries() []Entry {
	list := []Entry{v.review()}
	for _, g := range v.Groups {
		for _, s := range g.Subs {
			switch s.State {
			case "active":
				list = append(list, v.renewal(s)...)
			case "cancelled":
				list = append(list, v.watch(s)...)
			}
		}
	}
	slices.SortFunc(list, func(a, b Entry) int { return cmp.Or(a.Day.Compare(b.Day), cmp.Compare(a.UID, b.UID)) })
	return list
}

func renewalUID(s *Subscription) string { return "renewal-" + s.ID }
func cancelUID(s *Subscription) string  { return "cancel-" + s.ID }

// renewal is the next charge and the last day to cancel before it. Reminders
// belong to the latter: that is the day on which something can be done.
func (v *View) renewal(s *Subscription) []Entry {
	if ahead := days(v.AsOf, s.Next); s.Next.IsZero() || ahead < 0 || ahead > calendarDays {
		return nil
	}
	what, last := "ics-renewal", "ics-last"
	if s.Status == detector.UpcomingTrial {
		what, last = "ics-trial", "ics-last-trial"
	}
	due := Entry{UID: renewalUID(s), Day: s.Next, What: say(what, s.Name, price(s))}
	about := say("ics-due", channelWord(s.Channel), price(s))
	if c := cycleText(s.Cycle); c.ZH != "" {
		about = say("ics-due-cycle", channelWord(s.Channel), price(s), c)
	}
	how := leave(s)
	if s.left() {
		how = slices.Insert(how, 0, say("ics-again", iso(s.Cancellation.CancelledOn)))
	}
	switch {
	case s.CancelBy.IsZero():
		due.About, due.Remind = lines(about, how...), v.reminders(s, s.Next)
	case days(v.AsOf, s.CancelBy) < 0:
		due.About, due.Remind = lines(about, slices.Insert(how, 0, say("ics-late", iso(s.CancelBy)))...), []int{0}
	default:
		due.About, due.Told = lines(about, slices.Insert(slices.Clone(how), 0, say("ics-by", iso(s.CancelBy)))...), true
		return []Entry{due, {UID: cancelUID(s), Day: s.CancelBy, What: say(last, s.Name, v.dayText(s.Next), price(s)),
			About: lines(how[0], append(how[1:], say("ics-record"))...), Remind: v.reminders(s, s.CancelBy)}}
	}
	return []Entry{due}
}

// watch is what is left of a membership that was cancelled. Its entries have the
// UIDs that the renewal had, so that a calendar from before the cancellation is
// put right by importing this one; once the day is past there is nothing to
// put right.
func (v *View) watch(s *Subscription) (list []Entry) {
	c := s.Cancellation
	if c == nil {
		return nil
	}
	if due := s.DueAfter(c.CancelledOn); !due.IsZero() && days(v.AsOf, due) >= 0 && days(v.AsOf, due) <= calendarDays {
		list = append(list,
			Entry{UID: renewalUID(s), Day: due, What: say("ics-watch", s.Name, price(s)), Cancelled: true, Remind: []int{0},
				About: say("ics-watch2", iso(c.CancelledOn), price(s))},
			Entry{UID: cancelUID(s), Day: due, What: say("ics-gone", s.Name), Cancelled: true, Gone: true, About: say("ics-gone2", iso(c.CancelledOn))})
	}
	if !c.CheckOn.IsZero() {
		day := c.CheckOn
		if days(v.AsOf, day) < 0 {
			day = v.AsOf // it can be done at once
		}
		list = append(list, Entry{UID: "check-" + s.ID, Day: day, What: say("ics-check", s.Name), Remind: []int{0},
			About: say("ics-clean", s.Payer, iso(c.CheckOn), iso(c.CancelledOn))})
	}
	return list
}

// review comes again every quarter. It is on no day after the 28th: a calendar
// leaves out the months that lack the day of a monthly series.
func (v *View) review() Entry {
	y, m, d := v.AsOf.Date()
	return Entry{UID: "review", Day: time.Date(y, m+reviewMonths, min(d, 28), 0, 0, 0, 0, v.AsOf.Location()), Months: reviewMonths,
		What: say("ics-review"), About: lines(say("ics-review2"), say("ics-lists"), say("ics-alipay"), say("ics-wechat"), say("ics-apple")), Remind: []int{0}}
}

// reminders are the days before the given one on which it rings: the day itself,
// and a day before to decide in, two weeks for who pays once a year. Where that
// is past, a later one does. The early one stands first: Outlook keeps only one.
func (v *View) reminders(s *Subscription, day time.Time) []int {
	early := 3
	switch c := s.Cycle; {
	case c.Unit == catalog.Week && c.Count == 1, c.Unit == catalog.Day && c.Count <= 10:
		early = 1
	case c.Unit == catalog.Year, c.Unit == catalog.Month && c.Count >= 6:
		early = 14
	case c.Unit == catalog.Month && c.Count > 1:
		early = 7
	}
	for _, before := range []int{14, 7, 3, 1} {
		if before <= early && before < days(v.AsOf, day) {
			return []int{before, 0}
		}
	}
	return []int{0}
}

// price is what is expected to be taken, as it stands behind 扣: 扣 ¥25.00, 扣约 ¥25.00.
func price(s *Subscription) parser.Text {
	if s.PriceUnknown {
		return say("ics-unknown")
	}
	p := Money{s.Amount, s.Currency}.String()
	if s.Varies {
		return say("ics-about", p)
	}
	return parser.Text{ZH: " " + p, EN: p}
}

// leave is how to cancel s with the channel that charges it.
func leave(s *Subscription) []parser.Text {
	if len(s.Ways) == 0 {
		return []parser.Text{noPath(s)}
	}
	p := s.Ways[0]
	out := []parser.Text{say("ics-how", via(p))}
	for i, step := range p.Steps {
		n := fmt.Sprintf("%d. ", i+1)
		out = append(out, parser.Text{ZH: n + Clean(step.ZH), EN: n + Clean(step.EN)})
	}
	if p.URL != "" {
		out = append(out, parser.Text{ZH: Clean(p.URL), EN: Clean(p.URL)})
	}
	if p.VerifiedOn == "" {
		return append(out, say("ics-unverified"))
	}
	return append(out, say("ics-verified", Clean(p.VerifiedOn)))
}

// lines puts each text on a line of its own.
func lines(first parser.Text, rest ...parser.Text) parser.Text {
	for _, t := range rest {
		first.ZH += "\n" + t.ZH
		first.EN += "\n" + t.EN
	}
	return first
}
