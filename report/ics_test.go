package report

import (
	"bytes"
	"encoding/json"
	"fmt"
	"io"
	"regexp"
	"slices"
	"strings"
	"testing"
	"time"
	"unicode/utf8"

	"github.com/emersion/go-ical"

	"github.com/unrenew/unrenew/detector"
	"github.com/unrenew/unrenew/detector/catalog"
	"github.com/unrenew/unrenew/detector/records"
	"github.com/unrenew/unrenew/parser"
)

// calendarOf renders the calendar of v, holds it to the rules, and reads it with
// another library.
func calendarOf(t *testing.T, v *View) []ical.Event {
	t.Helper()
	data := render(t, icsOutput, v)
	if problems := brokenRules(data); len(problems) > 0 {
		t.Errorf("against RFC 5545: %s", strings.Join(problems, "\n"))
	}
	d := ical.NewDecoder(bytes.NewReader(data))
	c, err := d.Decode()
	if err != nil {
		t.Fatal(err)
	}
	if _, err := d.Decode(); err != io.EOF {
		t.Errorf("something stands after the calendar: %v", err)
	}
	if err := ical.NewEncoder(io.Discard).Encode(c); err != nil { // checks how often each property stands
		t.Error(err)
	}
	return c.Events()
}

var (
	contentLine = regexp.MustCompile(`^([A-Z-]+)(;VALUE=DATE)?:(.*)$`)
	valueRules  = map[string]*regexp.Regexp{
		"BEGIN": regexp.MustCompile(`^(VCALENDAR|VEVENT|VALARM)$`), "END": regexp.MustCompile(`^(VCALENDAR|VEVENT|VALARM)$`),
		"VERSION": regexp.MustCompile(`^2\.0$`), "PRODID": regexp.MustCompile(`.`), "CALSCALE": regexp.MustCompile(`^GREGORIAN$`), "METHOD": regexp.MustCompile(`^PUBLISH$`),
		"UID": regexp.MustCompile(`^[a-z0-9-]+@unrenew$`), "DTSTAMP": utcTime, "LAST-MODIFIED": utcTime, "SEQUENCE": regexp.MustCompile(`^(0|[1-9]\d{0,9})$`),
		"DTSTART": civilDay, "DTEND": civilDay, "RRULE": regexp.MustCompile(`^FREQ=MONTHLY;INTERVAL=[1-9]\d*$`),
		"STATUS": regexp.MustCompile(`^(CONFIRMED|CANCELLED)$`), "TRANSP": regexp.MustCompile(`^TRANSPARENT$`),
		"ACTION": regexp.MustCompile(`^DISPLAY$`), "TRIGGER": regexp.MustCompile(`^(PT9H|-PT15H|-P[1-9]\d*DT15H)$`),
		"SUMMARY": escaped, "DESCRIPTION": escaped, "X-WR-CALNAME": escaped,
	}
	utcTime  = regexp.MustCompile(`^\d{8}T\d{6}Z$`)
	civilDay = regexp.MustCompile(`^\d{8}$`)
	escaped  = regexp.MustCompile(`^([^\\;,\x00-\x1f\x7f]|\\[\\;,n])+$`)
	required = map[string][]string{
		"VCALENDAR": {"VERSION", "PRODID"},
		"VEVENT":    {"UID", "DTSTAMP", "LAST-MODIFIED", "SEQUENCE", "DTSTART", "DTEND", "STATUS", "TRANSP", "SUMMARY", "DESCRIPTION"},
		"VALARM":    {"ACTION", "TRIGGER", "DESCRIPTION"},
	}
)

// brokenRules are the rules of RFC 5545 that data breaks, as far as a calendar
// of ours could.
func brokenRules(data []byte) (out []string) {
	wrong := func(format string, args ...any) { out = append(out, fmt.Sprintf(format, args...)) }
	physical := strings.SplitAfter(string(data), "\r\n")
	if last := len(physical) - 1; physical[last] != "" {
		wrong("the file does not end in CRLF")
	}
	var content []string
	for _, p := range physical {
		line := strings.TrimSuffix(p, "\r\n")
		if strings.ContainsAny(line, "\r\n") || len(line) > 75 || !utf8.ValidString(line) {
			wrong("%d bytes, a lone line break or half a character: %q", len(line), line)
		}
		switch {
		case p == "":
		case line == "":
			wrong("an empty line")
		case line[0] == ' ' && len(content) > 0:
			content[len(content)-1] += line[1:]
		default:
			content = append(content, line)
		}
	}
	type component struct {
		name string
		seen map[string]string
	}
	var open []component
	uids := map[string]bool{}
	for _, line := range content {
		m := contentLine.FindStringSubmatch(line)
		if m == nil || valueRules[m[1]] == nil {
			wrong("no content line of ours: %q", line)
			continue
		}
		name, value := m[1], m[3]
		if !valueRules[name].MatchString(value) {
			wrong("a wrong value: %q", line)
		}
		if (m[2] != "") != (name == "DTSTART" || name == "DTEND") {
			wrong("the kind of value: %q", line)
		}
		n := len(open) - 1
		switch {
		case name == "BEGIN":
			if parent := map[string]string{"VEVENT": "VCALENDAR", "VALARM": "VEVENT"}[value]; n < 0 && parent != "" || n >= 0 && open[n].name != parent {
				wrong("%s in the wrong place", value)
			}
			open = append(open, component{value, map[string]string{}})
		case n < 0:
			wrong("outside of the calendar: %q", line)
		case name == "END":
			c := open[n]
			if c.name != value {
				wrong("END:%s closes %s", value, c.name)
			}
			for _, p := range required[c.name] {
				if _, ok := c.seen[p]; !ok {
					wrong("%s has no %s", c.name, p)
				}
			}
			if c.name == "VEVENT" {
				if uids[c.seen["UID"]] {
					wrong("two events with UID %s", c.seen["UID"])
				}
				uids[c.seen["UID"]] = true
				from, err := time.Parse(icsDay, c.seen["DTSTART"])
				to, err2 := time.Parse(icsDay, c.seen["DTEND"])
				if err != nil || err2 != nil || to.Sub(from) != 24*time.Hour {
					wrong("%s lasts from %s to %s", c.seen["UID"], c.seen["DTSTART"], c.seen["DTEND"])
				}
			}
			open = open[:n]
		default:
			if _, ok := open[n].seen[name]; ok {
				wrong("%s has two %s", open[n].name, name)
			}
			open[n].seen[name] = value
		}
	}
	if len(open) > 0 || len(content) == 0 {
		wrong("%d components are not closed", len(open))
	}
	return out
}

// TestBrokenRules: the rules find what breaks them.
func TestBrokenRules(t *testing.T) {
	r, st := household()
	good := string(render(t, icsOutput, NewView(r, st, Options{Lang: "en"})))
	for _, c := range []struct{ name, old, new string }{
		{"LF", "VERSION:2.0\r\n", "VERSION:2.0\n"},
		{"no stamp", "DTSTAMP:20261121T160000Z\r\n", ""},
		{"a stamp of no zone", "DTSTAMP:20261121T160000Z", "DTSTAMP:20261121T160000"},
		{"two stamps", "DTSTAMP:20261121T160000Z\r\n", "DTSTAMP:20261121T160000Z\r\nDTSTAMP:20261121T160000Z\r\n"},
		{"a bare comma", `\,`, ","},
		{"not folded", "\r\n ", ""},
		{"an alarm of no time", "TRIGGER:PT9H\r\n", ""},
		{"an alarm outside", "BEGIN:VALARM", "END:VEVENT\r\nBEGIN:VALARM"},
		{"the same UID", "UID:cancel-", "UID:renewal-"},
		{"a time instead of a day", "DTSTART;VALUE=DATE:", "DTSTART:"},
		{"the last line missing", "END:VCALENDAR\r\n", ""},
	} {
		bad := strings.ReplaceAll(good, c.old, c.new)
		if bad == good || len(brokenRules([]byte(bad))) == 0 {
			t.Errorf("%s is not noticed", c.name)
		}
	}
}

// TestCalendar: another library reads the entries of the view, with their texts,
// days and reminders, in both languages.
func TestCalendar(t *testing.T) {
	r, st := household()
	for _, lang := range []string{"zh", "en"} {
		v := NewView(r, st, Options{Lang: lang})
		events, entries := calendarOf(t, v), v.Entries()
		if len(events) != len(entries) {
			t.Fatalf("%d events, want %d", len(events), len(entries))
		}
		for i, e := range entries {
			sameEvent(t, lang, e, events[i])
		}
	}
}

func sameEvent(t *testing.T, lang string, e Entry, event ical.Event) {
	t.Helper()
	text := func(name string) string {
		s, err := event.Props.Text(name)
		if err != nil {
			t.Errorf("%s: %v", e.UID, err)
		}
		return s
	}
	if got := text("UID"); got != e.UID+"@unrenew" {
		t.Errorf("UID %s, want %s", got, e.UID)
	}
	if got := text("SUMMARY"); got != e.What.In(lang) {
		t.Errorf("%s: %q, want %q", e.UID, got, e.What.In(lang))
	}
	if got := text("DESCRIPTION"); got != e.About.In(lang) {
		t.Errorf("%s: %q, want %q", e.UID, got, e.About.In(lang))
	}
	start, err := event.DateTimeStart(parser.China)
	if err != nil || iso(start) != iso(e.Day) {
		t.Errorf("%s: on %v (%v), want %s", e.UID, start, err, iso(e.Day))
	}
	var rings []string
	for _, alarm := range event.Children {
		d, err := alarm.Props.Get("TRIGGER").Duration()
		if err != nil {
			t.Errorf("%s: %v", e.UID, err)
		}
		rings = append(rings, start.Add(d).Format("2006-01-02 15:04"))
	}
	var want []string
	for _, before := range e.Remind {
		want = append(want, iso(e.Day.AddDate(0, 0, -before))+" 09:00")
	}
	if !slices.Equal(rings, want) {
		t.Errorf("%s rings %v, want %v", e.UID, rings, want)
	}
}

// TestCalendarHoldsTheReport compares the calendar with the JSON report: every
// membership that will be charged is in it, and no day, sum or step that is not
// in the report.
func TestCalendarHoldsTheReport(t *testing.T) {
	for _, lang := range []string{"zh", "en"} {
		r, st := household()
		v := NewView(r, st, Options{Lang: lang})
		var report jsonReport
		if err := json.Unmarshal(render(t, output(t, "json"), v), &report); err != nil {
			t.Fatal(err)
		}
		subs := map[string]jsonSubscription{}
		wanted := map[string]string{"review": "2027-02-22"}
		for _, s := range report.Subscriptions {
			subs[s.ID] = s
			if s.Kind != "membership" {
				continue
			}
			if s.NextCharge != "" {
				wanted["renewal-"+s.ID] = s.NextCharge
			}
			if s.CancelBy >= report.AsOf {
				wanted["cancel-"+s.ID] = s.CancelBy
			}
		}
		// Cancelled on 10 Nov, charged last on 28 Oct, monthly.
		wanted["renewal-s-2b2b"], wanted["cancel-s-2b2b"], wanted["check-s-2b2b"] = "2026-11-28", "2026-11-28", "2026-12-01"
		for _, event := range calendarOf(t, v) {
			uid := strings.TrimSuffix(event.Props.Get("UID").Value, "@unrenew")
			start, err := event.DateTimeStart(time.UTC)
			if err != nil || wanted[uid] != iso(start) {
				t.Errorf("%s is on %s (%v), want %q", uid, iso(start), err, wanted[uid])
			}
			delete(wanted, uid)
			if uid == "review" {
				continue
			}
			s := subs[uid[strings.Index(uid, "s-"):]]
			summary, _ := event.Props.Text("SUMMARY")
			about, _ := event.Props.Text("DESCRIPTION")
			if !strings.Contains(summary, s.Name) {
				t.Errorf("%s does not name %q: %q", uid, s.Name, summary)
			}
			days := []string{s.NextCharge, s.CancelBy}
			if c := s.Cancellation; c != nil {
				days = append(days, c.CancelledOn[:10])
			}
			if strings.HasPrefix(uid, "check-") {
				days = append(days, iso(start))
			}
			for _, day := range regexp.MustCompile(`\d{4}-\d{2}-\d{2}`).FindAllString(about, -1) {
				if !slices.Contains(days, day) {
					t.Errorf("%s names the day %s, which the report does not have: %q", uid, day, about)
				}
			}
			sum := Money{yuan(s.Amount), s.Currency}.String()
			for _, money := range regexp.MustCompile(`(US\$|¥)[\d.,]*\d`).FindAllString(summary+about, -1) {
				if money != sum {
					t.Errorf("%s names the sum %s, the report has %s", uid, money, sum)
				}
			}
			var steps, links []string
			for _, p := range s.CancelPaths {
				for i, step := range p.Steps {
					steps = append(steps, fmt.Sprintf("%d. %s", i+1, step))
				}
				links = append(links, p.URL)
			}
			for line := range strings.SplitSeq(about, "\n") {
				if regexp.MustCompile(`^\d+\. `).MatchString(line) && !slices.Contains(steps, line) || strings.HasPrefix(line, "http") && !slices.Contains(links, line) {
					t.Errorf("%s has a step that the report does not have: %q", uid, line)
				}
			}
		}
		if len(wanted) > 0 {
			t.Errorf("not in the calendar: %v", wanted)
		}
	}
}

// TestCalendarIsToldOfACancellation: what was cancelled since the last import is
// put right under the same UIDs by a later SEQUENCE, on the same day too, and is
// gone once its day is past.
func TestCalendarIsToldOfACancellation(t *testing.T) {
	on := func(asOf string, cancelled bool) map[string]ical.Event {
		r, st := household()
		s := r.Subscriptions[0] // due on 5 Dec
		if cancelled {
			s.Status, s.Next, s.CancelBy = detector.Cancelled, time.Time{}, time.Time{}
			s.Cancellation = &detector.Cancellation{Cancellation: records.Cancellation{CancelledOn: day("2026-11-22")}}
		}
		r.AsOf, r.Subscriptions = day(asOf), []detector.Subscription{s}
		found := map[string]ical.Event{}
		for _, e := range calendarOf(t, NewView(r, st, Options{Lang: "en"})) {
			found[e.Props.Get("UID").Value] = e
		}
		return found
	}
	number := func(e ical.Event) int {
		n, err := e.Props.Get("SEQUENCE").Int()
		if err != nil {
			t.Error(err)
		}
		return n
	}
	before, same, later, past := on("2026-11-22", false), on("2026-11-22", true), on("2026-11-23", true), on("2026-12-06", true)
	for _, uid := range []string{"renewal-s-1a02@unrenew", "cancel-s-1a02@unrenew"} {
		if !(number(before[uid]) < number(same[uid]) && number(same[uid]) < number(later[uid])) {
			t.Errorf("%s: SEQUENCE %d, cancelled %d, the day after %d", uid, number(before[uid]), number(same[uid]), number(later[uid]))
		}
		if _, ok := past[uid]; ok {
			t.Errorf("%s is still there when its day is past", uid)
		}
	}
	if n := number(past["review@unrenew"]); n <= number(later["review@unrenew"]) {
		t.Errorf("a later report has SEQUENCE %d", n)
	}
	watch, gone := same["renewal-s-1a02@unrenew"], same["cancel-s-1a02@unrenew"]
	if s, _ := watch.Props.Text("SUMMARY"); s != "Tencent Video VIP is cancelled: ¥25.00 should not be charged today" {
		t.Errorf("the renewal became %q", s)
	}
	if s, _ := watch.Status(); s != ical.EventConfirmed {
		t.Errorf("the day to watch is %s", s)
	}
	if s, _ := gone.Status(); s != ical.EventCancelled || len(gone.Children) > 0 {
		t.Errorf("the last day to cancel is %s and has %d alarms", s, len(gone.Children))
	}
}

// TestCheckDay: the proof of a cancellation is looked for on the first day on
// which there can be one, and at once if that is past; what is proved needs none.
func TestCheckDay(t *testing.T) {
	for _, c := range []struct{ name, check, want string }{
		{"to come", "2026-12-01", "2026-12-01"},
		{"past", "2026-11-20", "2026-11-22"},
		{"proved", "", ""},
	} {
		s := detector.Subscription{ID: "s-1", Kind: catalog.Membership, Status: detector.Cancelled, Cycle: month, Currency: "CNY",
			Charges:      []detector.Charge{aCharge("1", "2026-10-05", "1", "CNY", parser.Pos{File: "a.csv"})},
			Cancellation: &detector.Cancellation{Cancellation: records.Cancellation{CancelledOn: day("2026-10-20")}}}
		if c.check != "" {
			s.Cancellation.CheckOn = day(c.check)
		}
		got := ""
		for _, e := range NewView(&detector.Result{AsOf: asOf, Subscriptions: []detector.Subscription{s}}, nil, Options{}).Entries() {
			if e.UID != "review" {
				got += e.UID + " " + iso(e.Day)
			}
		}
		if want := strings.TrimSpace(strings.Repeat("check-s-1 ", btoi(c.want != "")) + c.want); got != want {
			t.Errorf("%s: got %q, want %q", c.name, got, want)
		}
	}
}

// TestCalendarIsHardToBreak: what a merchant, a file or the user's own rules may
// hold stays inside its property.
func TestCalendarIsHardToBreak(t *testing.T) {
	const evil = "a\r\nEND:VEVENT\r\nBEGIN:VEVENT\nUID:evil\rDTSTART:19700101 \\n,;:\"\\ 👨‍👩‍👧 \u202eabc\u2066 \x00\x1b[31m \xff"
	for _, name := range []string{evil, strings.Repeat(evil, 200), strings.Repeat("山", 3000), strings.Repeat("👨‍👩‍👧", 100), strings.Repeat(",", 80), strings.Repeat(" ", 90) + "x", "\\", ""} {
		r, st := household()
		for i := range r.Subscriptions {
			s := &r.Subscriptions[i]
			s.Name, s.Merchant = says(name, name), name
			s.Paths = []catalog.Path{{Channel: "wechat", Steps: []parser.Text{says(name, name)}, URL: name, VerifiedOn: name}}
		}
		v := NewView(r, st, Options{Lang: "zh"})
		events := calendarOf(t, v)
		if entries := v.Entries(); len(events) != len(entries) {
			t.Errorf("%d events of %d entries", len(events), len(entries))
		} else {
			for i, e := range entries {
				sameEvent(t, "zh", e, events[i])
			}
		}
		if data := render(t, icsOutput, v); bytes.ContainsAny(data, "\u202e\u2066\x1b\x00") {
			t.Errorf("%.20q: a mark of direction or a control character is in the file", name)
		}
	}
}

func TestReminders(t *testing.T) {
	for _, c := range []struct {
		name, next, by string
		cycle          catalog.Cycle
		want           string // UIDs with the days on which they ring
	}{
		{"a month", "2026-12-20", "2026-12-19", month, "cancel 2026-12-16 2026-12-19; renewal"},
		{"a year", "2026-12-20", "2026-12-19", catalog.Cycle{Unit: catalog.Year, Count: 1}, "cancel 2026-12-05 2026-12-19; renewal"},
		{"twelve months", "2026-12-20", "2026-12-19", catalog.Cycle{Unit: catalog.Month, Count: 12}, "cancel 2026-12-05 2026-12-19; renewal"},
		{"a quarter", "2026-12-20", "2026-12-19", catalog.Cycle{Unit: catalog.Month, Count: 3}, "cancel 2026-12-12 2026-12-19; renewal"},
		{"a week", "2026-12-20", "2026-12-19", catalog.Cycle{Unit: catalog.Week, Count: 1}, "cancel 2026-12-18 2026-12-19; renewal"},
		{"a year, the early day past", "2026-12-03", "2026-12-02", catalog.Cycle{Unit: catalog.Year, Count: 1}, "cancel 2026-11-25 2026-12-02; renewal"},
		{"two days are left", "2026-11-25", "2026-11-24", month, "cancel 2026-11-23 2026-11-24; renewal"},
		{"the early days are past", "2026-11-24", "2026-11-23", month, "cancel 2026-11-23; renewal"},
		{"the last day is today", "2026-11-23", "2026-11-22", month, "cancel 2026-11-22; renewal"},
		{"the last day is past", "2026-11-22", "2026-11-21", month, "renewal 2026-11-22"},
		{"no last day is known", "2026-12-20", "", month, "renewal 2026-12-17 2026-12-20"},
		{"too far away", "2028-12-20", "2028-12-19", catalog.Cycle{Unit: catalog.Year, Count: 3}, ""},
	} {
		t.Run(c.name, func(t *testing.T) {
			s := detector.Subscription{ID: "s-1", Name: says("甲", "A"), Kind: catalog.Membership, Status: detector.Active, Cycle: c.cycle, Currency: "CNY", Next: day(c.next),
				Charges: []detector.Charge{aCharge("1", "2026-10-31", "1", "CNY", parser.Pos{File: "a.csv"})}}
			if c.by != "" {
				s.CancelBy = day(c.by)
			}
			var got []string
			for _, e := range NewView(&detector.Result{AsOf: asOf, Subscriptions: []detector.Subscription{s}}, nil, Options{}).Entries() {
				line, ours := strings.CutSuffix(e.UID, "-s-1")
				for _, before := range e.Remind {
					line += " " + iso(e.Day.AddDate(0, 0, -before))
				}
				if ours {
					got = append(got, line)
				}
			}
			if got := strings.Join(got, "; "); got != c.want {
				t.Errorf("got %q, want %q", got, c.want)
			}
		})
	}
}

// TestReview: the review comes every quarter, whatever day the report is of.
func TestReview(t *testing.T) {
	for asOf, want := range map[string]string{
		"2026-11-30": "2027-02-28 2027-05-28 2027-08-28 2027-11-28",
		"2026-12-31": "2027-03-28 2027-06-28 2027-09-28 2027-12-28",
		"2027-01-05": "2027-04-05 2027-07-05 2027-10-05 2028-01-05",
	} {
		events := calendarOf(t, NewView(&detector.Result{AsOf: day(asOf)}, nil, Options{}))
		if len(events) != 1 {
			t.Fatalf("%d events in a calendar of nothing", len(events))
		}
		set, err := events[0].RecurrenceSet(time.UTC)
		if err != nil {
			t.Fatal(err)
		}
		var got []string
		for next := set.Iterator(); len(got) < 4; {
			d, _ := next()
			got = append(got, iso(d))
		}
		if got := strings.Join(got, " "); got != want {
			t.Errorf("%s: got %s, want %s", asOf, got, want)
		}
	}
}

// TestReviewLists: the review names the lists of automatic payments by the words
// of the catalog's steps.
func TestReviewLists(t *testing.T) {
	cat, err := catalog.Load()
	if err != nil {
		t.Fatal(err)
	}
	for channel, key := range map[string]string{"alipay": "ics-alipay", "wechat": "ics-wechat", "apple": "ics-apple"} {
		steps := parser.Text{}
		for _, s := range cat.Paths(nil, channel)[0].Steps {
			steps.ZH, steps.EN = steps.ZH+s.ZH, steps.EN+s.EN
		}
		_, zh, _ := strings.Cut(say(key).ZH, "：")
		_, en, _ := strings.Cut(say(key).EN, ": ")
		for _, word := range strings.Split(zh, "→") {
			if !strings.Contains(steps.ZH, word) {
				t.Errorf("%s: the catalog does not say %q: %s", channel, word, steps.ZH)
			}
		}
		for _, word := range strings.Split(en, " > ") {
			if !strings.Contains(strings.ToLower(steps.EN), strings.ToLower(word)) {
				t.Errorf("%s: the catalog does not say %q: %s", channel, word, steps.EN)
			}
		}
	}
}
