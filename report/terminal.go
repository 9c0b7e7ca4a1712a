package report

import (
	"bufio"
	"cmp"
	"io"
	"slices"
	"strings"
	"unicode"

	"github.com/mattn/go-runewidth"

	"github.com/unrenew/unrenew/detector"
	"github.com/unrenew/unrenew/parser"
)

// cells measures text as terminals show it. Set by us, because the library
// would follow the locale: under zh_CN it counts “ and … as two columns.
var cells = &runewidth.Condition{EastAsianWidth: false}

// What fits on one screen; the rest is in the report.
const (
	screenAlerts   = 7 // alerts, a line each
	screenActions  = 3 // of them, those with the next step below
	screenCharges  = 5 // memberships, with a note below where there is no room beside
	screenWarnings = 4
)

// Summary prints what matters of a report on one screen, for a terminal of so
// many columns (80 if width is less than 40).
func Summary(w io.Writer, v *View, color bool, width int) error {
	if width < 40 {
		width = 80
	}
	t := &terminal{Writer: bufio.NewWriter(w), v: v, color: color, width: min(width, 120)}
	t.head()
	t.alerts()
	t.charges()
	t.statements()
	return t.Flush()
}

type terminal struct {
	*bufio.Writer
	v     *View
	color bool
	width int
}

// nameLeast is how many columns of a name are left at least.
const nameLeast = 12

const (
	bold  = "1"
	faint = "2"
	alarm = "1;31"
	note  = "33"
)

func (t *terminal) paint(style, s string) string {
	if !t.color || style == "" || s == "" {
		return s
	}
	return "\x1b[" + style + "m" + s + "\x1b[0m"
}

func (t *terminal) s(key string, args ...any) string { return say(key, args...).In(t.v.Lang) }

func (t *terminal) println(parts ...string) {
	t.WriteString(strings.TrimRight(strings.Join(parts, ""), " ") + "\n")
}

// wrapped prints text under an indent, broken at the width.
func (t *terminal) wrapped(indent int, first, text string) {
	lead := first
	for _, line := range wrap(text, t.width-indent) {
		t.println(lead, strings.Repeat(" ", max(0, indent-cells.StringWidth(lead))), line)
		lead = ""
	}
}

// paragraph prints text in a style, broken at the width.
func (t *terminal) paragraph(style, text string) {
	for _, line := range wrap(text, t.width) {
		t.println(t.paint(style, line))
	}
}

func (t *terminal) head() {
	s := t.v.Figures
	const name = "unrenew  "
	t.wrapped(len(name), t.paint(bold, name), t.s("report-of", iso(t.v.AsOf)))
	if text := t.v.StaleText(); text.ZH != "" {
		t.paragraph(alarm, sentence(text).In(t.v.Lang))
	}
	t.println()
	if s.Active > 0 {
		t.paragraph(bold, t.s("total-line", s.AnnualCost, s.MonthlyCost, t.v.PaidText()))
	}
	t.paragraph("", t.v.StateText().In(t.v.Lang))
	if t.v.Redacted {
		t.paragraph("", sentence(redactedText).In(t.v.Lang))
	}
}

func (t *terminal) alerts() {
	t.println()
	if len(t.v.Alerts) == 0 {
		t.paragraph("", t.s("nothing"))
		return
	}
	title := t.s("to-check") + "  " + count("alerts", len(t.v.Alerts), len(t.v.Alerts)).In(t.v.Lang)
	if len(t.v.Figures.Disputed) > 0 {
		title += " · " + t.s("claim-sum", t.v.Figures.Disputed)
	}
	t.paragraph(bold, title)
	const indent = 9
	for i, a := range t.v.Matters {
		if rest := counted(t.v.Matters[i:]); i >= screenAlerts && len(t.v.Matters)-i > 1 {
			t.paragraph(faint, t.s("rest-in-report", rest))
			break
		}
		style := map[detector.Severity]string{detector.High: alarm, detector.Medium: note, detector.Low: faint}[a.Severity]
		for k, line := range t.heading(a, t.width-indent) {
			lead := ""
			if k == 0 {
				lead = t.s(string(a.Severity))
			}
			t.println(t.paint(style, cells.FillRight(lead, indent)), t.paint(bold, line))
		}
		if i < screenActions && len(a.Actions) > 0 && a.Severity != detector.Low {
			t.println(strings.Repeat(" ", indent), shorten("→ "+sentence(a.Actions[0]).In(t.v.Lang), t.width-indent))
		}
	}
}

// heading is what an alert is about, with its amount and what that is: on one
// line, or on two where the name would be too short to know it by.
func (t *terminal) heading(a Matter, width int) []string {
	amount := strings.TrimSpace(a.Total() + " " + a.AmountText().In(t.v.Lang))
	if a.Total() == "" {
		amount = ""
	}
	lead := ""
	if amount != "" {
		lead = amount + "  "
	}
	if a.Sub == nil || a.Many != nil {
		return wrap(lead+a.Heading().In(t.v.Lang), width)
	}
	name := Clean(a.Sub.Name.In(t.v.Lang))
	rest := strings.TrimPrefix(a.Heading().In(t.v.Lang), a.Sub.Name.In(t.v.Lang)) // the type is never cut before the name
	room := width - cells.StringWidth(rest)
	short := func(room int) string { return cells.Truncate(name, max(room, nameLeast), "…") + rest }
	if room -= cells.StringWidth(lead); room >= min(nameLeast, cells.StringWidth(name)) || amount == "" {
		return wrap(lead+short(room), width)
	}
	return append(wrap(short(room+cells.StringWidth(lead)), width), amount)
}

// charges lists the memberships, the next charge first; the name takes what is
// left of the width.
func (t *terminal) charges() {
	if len(t.v.Groups) == 0 {
		return
	}
	title := t.s("memberships")
	if len(t.v.Expected.Charges) > 0 {
		title = count("expected", len(t.v.Expected.Charges), iso(t.v.Horizon()), len(t.v.Expected.Charges), t.v.Expected.Sum).In(t.v.Lang)
	}
	t.println()
	t.paragraph(bold, title)
	var rows [][]string
	var styles []string
	all := 0
	add := func(style, date string, s *Subscription, what parser.Text) {
		if all++; all <= screenCharges {
			rows, styles = append(rows, []string{date, s.Name.In(t.v.Lang), s.Price().In(t.v.Lang), what.In(t.v.Lang)}), append(styles, style)
		}
	}
	listed := map[*Subscription]bool{}
	for _, d := range t.v.Expected.Charges {
		if listed[d.Sub] {
			continue
		}
		listed[d.Sub] = true
		what, style := t.v.DueNote(d), ""
		if what.ZH == "" && !d.Sub.CancelBy.IsZero() && t.v.StaleSince.IsZero() {
			what = say("by-day", t.v.dayText(d.Sub.CancelBy))
		}
		if d.Warn() {
			style = alarm
		}
		add(style, iso(d.Date), d.Sub, what)
	}
	for _, g := range t.v.Groups {
		for _, s := range g.Subs {
			if !listed[s] {
				add(faint, iso(s.Next), s, s.StatusText())
			}
		}
	}
	t.grid(rows, styles)
	rest := parser.Text{}
	switch n := all - len(rows); {
	case n > 0 && len(t.v.Other)+len(t.v.Maybe) > 0:
		rest = say("rest-line", n, len(t.v.Other), len(t.v.Maybe))
	case n > 0:
		rest = say("rest-members", n)
	case len(t.v.Other)+len(t.v.Maybe) > 0:
		rest = say("more-line", len(t.v.Other), len(t.v.Maybe))
	}
	if rest.ZH != "" {
		t.paragraph(faint, rest.In(t.v.Lang))
	}
}

// grid prints rows in columns. Where the screen is narrow the second column
// gives way, and then the last, which stands below.
func (t *terminal) grid(rows [][]string, styles []string) {
	const gap = 2
	widths := make([]int, 3)
	for _, r := range rows {
		for i := range widths {
			widths[i] = max(widths[i], cells.StringWidth(r[i]))
		}
	}
	room, beside := t.width-widths[0]-widths[2]-3*gap, 0
	for _, r := range rows {
		if w := cells.StringWidth(r[3]); room-w >= min(nameLeast, widths[1]) {
			beside = max(beside, w)
		}
	}
	widths[1] = min(widths[1], max(room-beside, nameLeast))
	for i, r := range rows {
		below := ""
		if cells.StringWidth(r[3]) > beside {
			r, below = r[:3], r[3]
		}
		var b strings.Builder
		for k, c := range r {
			if k == 1 {
				c = cells.Truncate(c, widths[k], "…")
			}
			if k < len(widths) {
				c = cells.FillRight(c, widths[k]+gap)
			}
			b.WriteString(c)
		}
		t.println(t.paint(styles[i], shorten(strings.TrimRight(b.String(), " "), t.width)))
		if below != "" {
			indent := widths[0] + gap
			for _, line := range wrap(below, t.width-indent) {
				t.println(strings.Repeat(" ", indent), t.paint(styles[i], line))
			}
		}
	}
}

// statements says how far the answer holds, and what was not read.
func (t *terminal) statements() {
	t.println()
	totals := t.v.Totals
	text := count("rows", len(t.v.Sources), len(t.v.Sources), thousands(totals.Rows), thousands(totals.Transactions), thousands(totals.LeftOut)).In(t.v.Lang)
	t.paragraph("", text)
	if !t.v.CoverTo.IsZero() {
		t.paragraph("", t.s("nothing-until", iso(t.v.CoverTo)))
	}
	warnings := slices.DeleteFunc(slices.Clone(t.v.Warnings), func(w detector.Warning) bool { return w.Code == redactedCode || w.Code == staleCode }) // it is said at the head
	slices.SortStableFunc(warnings, func(a, b detector.Warning) int { return cmp.Compare(btoi(a.File == ""), btoi(b.File == "")) })
	for i, w := range warnings {
		if rest := len(warnings) - i; i >= screenWarnings && rest > 1 {
			t.paragraph(faint, t.s("rest-warnings", rest))
			break
		}
		text := sentence(parser.Text{ZH: Clean(w.Message.ZH), EN: Clean(w.Message.EN)}).In(t.v.Lang)
		if w.File != "" {
			text = Clean(w.File) + ": " + text
		}
		t.wrapped(2, "!", text)
	}
}

// shorten cuts text to a width: behind the last clause that fits, if that is
// more than half of it.
func shorten(text string, width int) string {
	if cells.StringWidth(text) <= width {
		return text
	}
	short := cells.Truncate(text, width, "…")
	for i, r := range short {
		if strings.ContainsRune("，；：。,;:", r) && cells.StringWidth(short[:i])*2 > width {
			text = short[:i] + "…"
		}
	}
	if cells.StringWidth(text) <= width {
		return text
	}
	return short
}

// wrap breaks text into lines of at most width columns: between words, and
// between Chinese characters, but never before a closing mark.
func wrap(text string, width int) []string {
	var lines []string
	for _, part := range strings.Split(text, "\n") {
		for len(part) > 64*width || cells.StringWidth(part) > width { // whoever names a thing by a book is not measured at each line
			cut := breakAt(part, width)
			lines = append(lines, strings.TrimRight(part[:cut], " "))
			part = strings.TrimLeft(part[cut:], " ")
		}
		lines = append(lines, part)
	}
	return lines
}

const closing = "，。；：、！？）”》…,.;:!?)"

// breakAt is the byte at which the second line of text begins.
func breakAt(text string, width int) int {
	used, best, prev := 0, 0, rune(0)
	for i, r := range text {
		if i > 0 && !strings.ContainsRune(closing, r) && prev != '（' && prev != '“' && prev != '《' &&
			(prev == ' ' || unicode.Is(unicode.Han, r) || unicode.Is(unicode.Han, prev) || strings.ContainsRune(closing, prev) && prev > 0x7f) {
			best = i
		}
		if used += cells.RuneWidth(r); used > width {
			if best == 0 {
				best = i
			}
			return best
		}
		prev = r
	}
	return len(text)
}
