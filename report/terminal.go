package report

import (
	"bufio"
	"io"
	"strings"
	"unicode"

	"github.com/mattn/go-runewidth"

	"github.com/unrenew/unrenew/detector"
	"github.com/unrenew/unrenew/parser"
)

// cells measures text as terminals show it. Set by us, because the library
// would follow the locale: under zh_CN it counts “ and … as two columns.
var cells = &runewidth.Condition{EastAsianWidth: false}

// Summary prints the short form of a report for a terminal of so many columns
// (80 if width is less than 40).
func Summary(w io.Writer, v *View, color bool, width int) error {
	if width < 40 {
		width = 80
	}
	t := &terminal{Writer: bufio.NewWriter(w), v: v, color: color, width: min(width, 120)}
	t.head()
	t.alerts()
	t.members()
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
	for _, a := range t.v.Alerts {
		style := map[detector.Severity]string{detector.High: alarm, detector.Medium: note, detector.Low: faint}[a.Severity]
		tag := t.s(string(a.Severity))
		heading := a.Heading().In(t.v.Lang)
		if total := a.Total(); total != "" {
			heading = total + "  " + heading
		}
		for i, line := range wrap(heading, t.width-indent) {
			if i > 0 {
				tag = ""
			}
			t.println(t.paint(style, cells.FillRight(tag, indent)), t.paint(bold, line))
		}
		t.wrapped(indent, "", sentence(a.Message).In(t.v.Lang))
		if len(a.Actions) > 0 {
			t.wrapped(indent, "", "→ "+sentence(a.Actions[0]).In(t.v.Lang))
		}
	}
}

// members prints the memberships as a table; the name takes what is left of
// the width.
func (t *terminal) members() {
	if len(t.v.Groups) == 0 {
		return
	}
	rows := [][]string{{t.s("memberships"), t.s("status"), t.s("price"), t.s("yearly"), t.s("cancel-by")}}
	styles := []string{faint}
	for _, g := range t.v.Groups {
		for _, s := range g.Subs {
			last, style := iso(s.CancelBy), ""
			switch {
			case s.State != "active":
				last, style = "", faint
			case s.breached() || s.Urgent && s.DaysLeft <= 1:
				style = alarm
			}
			price := Money{s.Amount, s.Currency}.String() + " " + cycleText(s.Cycle).In(t.v.Lang)
			rows = append(rows, []string{s.Name.In(t.v.Lang), t.s(string(s.Status)), price, Money{s.AnnualCost, s.Currency}.String(), last})
			styles = append(styles, style)
		}
	}
	widths := make([]int, len(rows[0]))
	for _, r := range rows {
		for i, c := range r {
			widths[i] = max(widths[i], cells.StringWidth(c))
		}
	}
	const gap = 2
	rest := t.width
	for _, w := range widths[1:] {
		rest -= w + gap
	}
	widths[0] = min(widths[0], max(rest, 12))
	t.println()
	for i, r := range rows {
		var b strings.Builder
		for k, c := range r {
			if k == 0 {
				c = cells.Truncate(c, widths[0], "…")
			}
			if k == 3 {
				c = cells.FillLeft(c, widths[k])
			}
			b.WriteString(cells.FillRight(c, widths[k]+gap))
		}
		line := strings.TrimRight(b.String(), " ")
		if styles[i] != "" {
			line = t.paint(styles[i], line)
		}
		t.println(line)
	}
	if len(t.v.Other)+len(t.v.Maybe) > 0 {
		t.println(t.paint(faint, t.s("more-line", len(t.v.Other), len(t.v.Maybe))))
	}
}

func (t *terminal) statements() {
	t.println()
	t.println(t.paint(bold, t.s("statements")))
	for _, a := range t.v.Accounts {
		name := accountText(a.Issuer, a.Coverage.Account, a.Medium).In(t.v.Lang)
		var spans []string
		for _, s := range a.Spans {
			spans = append(spans, t.s("span", iso(s.From), iso(s.To)))
		}
		t.wrapped(min(30, t.width/2), cells.Truncate(name, min(30, t.width/2)-2, "…"), strings.Join(spans, ", "))
	}
	totals := t.v.Totals
	t.println(count("rows", len(t.v.Sources), len(t.v.Sources), thousands(totals.Rows), thousands(totals.Transactions), thousands(totals.LeftOut)).In(t.v.Lang))
	for _, w := range t.v.Warnings {
		text := sentence(parser.Text{ZH: clean(w.Message.ZH), EN: clean(w.Message.EN)}).In(t.v.Lang)
		if w.File != "" {
			text = clean(w.File) + ": " + text
		}
		t.wrapped(2, "!", text)
	}
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
