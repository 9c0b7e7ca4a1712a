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
	screenCharges  = 6
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

const (
	bold  = "1"
	faint = "2"
	alarm = "1;31"
	note  = "33"
)

func (t *terminal) paint(style, s string) string {
	if !t.color || s == "" {
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

func (t *terminal) head() {
	s := t.v.Figures
	t.println(t.paint(bold, "unrenew"), "  ", t.s("report-of", iso(t.v.AsOf)))
	t.println()
	if s.Active > 0 {
		for _, line := range wrap(t.s("total-line", s.AnnualCost, s.MonthlyCost, s.PaidLast12Months), t.width) {
			t.println(t.paint(bold, line))
		}
	}
	t.println(t.s("state-line", s.Active, s.Cancelled, s.Ended))
	if t.v.Redacted {
		t.wrapped(0, "", sentence(redactedText).In(t.v.Lang))
	}
}

func (t *terminal) alerts() {
	t.println()
	if len(t.v.Alerts) == 0 {
		t.println(t.s("nothing"))
		return
	}
	title := t.s("to-check") + "  " + count("alerts", len(t.v.Alerts), len(t.v.Alerts)).In(t.v.Lang)
	if len(t.v.Figures.Disputed) > 0 {
		title += " · " + t.s("claim-sum", t.v.Figures.Disputed)
	}
	t.println(t.paint(bold, title))
	const indent = 9
	for i, a := range t.v.Alerts {
		if rest := len(t.v.Alerts) - i; i >= screenAlerts && rest > 1 {
			t.println(t.paint(faint, t.s("rest-in-report", rest)))
			break
		}
		style := map[detector.Severity]string{detector.High: alarm, detector.Medium: note, detector.Low: faint}[a.Severity]
		heading := a.Heading().In(t.v.Lang)
		if total := a.Total(); total != "" {
			heading = total + "  " + heading
		}
		t.println(t.paint(style, cells.FillRight(t.s(string(a.Severity)), indent)), t.paint(bold, shorten(heading, t.width-indent)))
		if i < screenActions && len(a.Actions) > 0 && a.Severity != detector.Low {
			t.println(strings.Repeat(" ", indent), shorten("→ "+sentence(a.Actions[0]).In(t.v.Lang), t.width-indent))
		}
	}
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
	t.println(t.paint(bold, title))
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
		if what.ZH == "" && !d.Sub.CancelBy.IsZero() {
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
		for _, line := range wrap(rest.In(t.v.Lang), t.width) {
			t.println(t.paint(faint, line))
		}
	}
}

// grid prints rows in columns. The second column gives way where the screen is narrow.
func (t *terminal) grid(rows [][]string, styles []string) {
	const gap = 2
	widths := make([]int, 4)
	for _, r := range rows {
		for i, c := range r {
			widths[i] = max(widths[i], cells.StringWidth(c))
		}
	}
	widths[1] = min(widths[1], max(t.width-widths[0]-widths[2]-widths[3]-3*gap, 26))
	for i, r := range rows {
		var b strings.Builder
		for k, c := range r {
			if k == 1 {
				c = cells.Truncate(c, widths[k], "…")
			}
			if widths[k] > 0 {
				b.WriteString(cells.FillRight(c, widths[k]+gap))
			}
		}
		line := shorten(strings.TrimRight(b.String(), " "), t.width)
		if styles[i] != "" {
			line = t.paint(styles[i], line)
		}
		t.println(line)
	}
}

// statements says how far the answer holds, and what was not read.
func (t *terminal) statements() {
	t.println()
	totals := t.v.Totals
	text := count("rows", len(t.v.Sources), len(t.v.Sources), thousands(totals.Rows), thousands(totals.Transactions), thousands(totals.LeftOut)).In(t.v.Lang)
	t.wrapped(0, "", text)
	if !t.v.CoverTo.IsZero() {
		t.wrapped(0, "", t.s("nothing-until", iso(t.v.CoverTo)))
	}
	warnings := slices.DeleteFunc(slices.Clone(t.v.Warnings), func(w detector.Warning) bool { return w.Code == redactedCode }) // it is said at the head
	slices.SortStableFunc(warnings, func(a, b detector.Warning) int { return cmp.Compare(btoi(a.File == ""), btoi(b.File == "")) })
	for i, w := range warnings {
		if rest := len(warnings) - i; i >= screenWarnings && rest > 1 {
			t.println(t.paint(faint, t.s("rest-warnings", rest)))
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
