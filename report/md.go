package report

import (
	"bufio"
	"fmt"
	"io"
	"strings"
	"time"

	"github.com/unrenew/unrenew/detector"
	"github.com/unrenew/unrenew/detector/catalog"
	"github.com/unrenew/unrenew/parser"
)

// mdOutput writes the report as plain text that notes and issue trackers show
// well. Statement texts are escaped: none becomes a link, a picture or a tag.
var mdOutput = Output{ID: "md", Ext: ".md", Write: func(w io.Writer, v *View) error {
	m := &markdown{Writer: bufio.NewWriter(w), lang: v.Lang}
	m.head(v)
	m.alerts(v)
	m.members(v)
	m.coming(v)
	m.how(v)
	m.other(v)
	m.sources(v)
	return m.Flush()
}}

type markdown struct {
	*bufio.Writer
	lang string
}

func (m *markdown) line(format string, args ...any) { fmt.Fprintf(m, format+"\n", args...) }

var mdEscapes = strings.NewReplacer(`\`, `\\`, "`", "\\`", "*", `\*`, "_", `\_`, "[", `\[`, "]", `\]`, "<", "&lt;", ">", "&gt;", "&", "&amp;",
	"|", `\|`, "#", `\#`, "~", `\~`, "!", `\!`, "://", "&#58;//", "www.", "www&#46;", "\n", " ", "\r", "")

// s is words in the report's language; t is a text that may come from a
// statement.
func (m *markdown) s(key string, args ...any) string { return say(key, args...).In(m.lang) }
func (m *markdown) t(t parser.Text) string           { return mdEscapes.Replace(t.In(m.lang)) }

func (m *markdown) section(key string) { m.line("\n## %s\n", m.s(key)) }

func (m *markdown) table(keys ...string) {
	var titles, rules []string
	for _, k := range keys {
		titles, rules = append(titles, m.s(k)), append(rules, "---")
	}
	m.row(titles...)
	m.row(rules...)
}

func (m *markdown) row(cells ...string) { m.line("| %s |", strings.Join(cells, " | ")) }

func (m *markdown) head(v *View) {
	m.line("# %s\n", m.s("title", iso(v.AsOf)))
	m.line("%s", m.t(count("as-of", len(v.Sources), iso(v.AsOf), len(v.Sources))))
	if text := v.StaleText(); text.ZH != "" {
		m.line("\n> **%s**", m.t(sentence(text)))
	}
	if v.Redacted {
		m.line("\n> %s", m.t(sentence(redactedText)))
	}
	m.line("")
	s := v.Figures
	m.line("- %s: **%s**", m.s("cost-a-year"), s.AnnualCost)
	m.line("- %s: %s", m.s("per-month"), s.MonthlyCost)
	m.line("- %s: %s", m.s("last-12"), v.PaidText().In(m.lang))
	m.line("- %s", v.StateText().In(m.lang))
	if len(s.Disputed) > 0 {
		m.line("- %s: **%s**", m.s("disputed"), s.Disputed)
	}
}

func (m *markdown) alerts(v *View) {
	m.section("to-check")
	if len(v.Alerts) == 0 {
		m.line("%s", m.s("nothing"))
	}
	for _, a := range v.Matters {
		m.line("### %s · %s\n", m.s(string(a.Severity)), m.t(a.Heading()))
		if a.Many != nil {
			m.many(a)
			continue
		}
		if total := a.Total(); total != "" {
			m.line("**%s** %s\n", total, a.AmountText().In(m.lang))
		}
		m.line("%s\n", m.t(sentence(a.Message)))
		for i, t := range a.Actions {
			m.line("%d. %s", i+1, m.t(sentence(t)))
		}
		if !a.RefundUntil.IsZero() {
			m.line("\n%s", m.s("refund-until", iso(a.RefundUntil)))
		}
		if len(a.Evidence) > 0 {
			m.line("")
			m.table("when", "amount", "place")
			for _, c := range a.Evidence {
				m.row(c.Clock(), Money{c.Amount, c.Currency}.String(), m.places(c.Rows))
			}
		}
		m.line("")
	}
}

// many is a table of alerts of one type, and what to do about each.
func (m *markdown) many(a Matter) {
	m.table("item", "amount", "amount-is", "text")
	for _, a := range a.Many {
		name := ""
		if a.Sub != nil {
			name = m.t(a.Sub.Name)
		}
		m.row(name, a.Total(), a.AmountText().In(m.lang), m.t(sentence(a.Message)))
	}
	m.line("")
	for i, t := range a.Steps() {
		m.line("%d. %s", i+1, m.t(sentence(t)))
	}
	m.line("")
}

func (m *markdown) places(rows []Row) string {
	var list []string
	for _, r := range rows {
		s := mdEscapes.Replace(r.File) + " " + m.t(placeText(r.Pos))
		if r.OrderID != "" {
			s += " (" + m.s("order") + mdEscapes.Replace(r.OrderID) + ")"
		}
		list = append(list, s)
	}
	return strings.Join(list, "<br>")
}

func (m *markdown) members(v *View) {
	m.section("memberships")
	if len(v.Groups) == 0 {
		m.line("%s", m.s("none-found"))
		return
	}
	m.table("name", "status", "price", "cycle", "yearly", "channel", "last-charge", "next", "cancel-by", "count", "paid")
	for _, g := range v.Groups {
		for _, s := range g.Subs {
			m.row(m.t(s.Name), m.s(string(s.Status)), s.Each().In(m.lang), cycleText(s.Cycle).In(m.lang),
				s.Yearly().In(m.lang), m.t(s.Payer), iso(s.Last()), iso(s.Next), iso(s.CancelBy), thousands(len(s.Payments)), s.Paid.String())
		}
	}
	for _, g := range v.Groups {
		for _, s := range g.Subs {
			if s.Cancellation != nil {
				m.cancellation(s)
			}
		}
	}
}

// cancellation is the user's record, the day to watch, and what to do if it is
// charged again.
func (m *markdown) cancellation(s *Subscription) {
	m.line("\n### %s · %s\n", m.t(s.Name), m.s("cancellation"))
	for _, t := range cancellationTexts(s.Cancellation) {
		m.line("- %s", m.t(t))
	}
	if !s.Watch.IsZero() {
		m.line("- %s: %s", m.s("watch-column"), iso(s.Watch))
	}
	for i, t := range s.Again {
		if i == 0 {
			m.line("- %s", m.s("again"))
		}
		m.line("  %d. %s", i+1, m.t(sentence(t)))
	}
}

func (m *markdown) coming(v *View) {
	m.section("coming")
	n := len(v.Expected.Charges)
	if n == 0 {
		m.line("%s", m.s("none-coming", iso(v.Horizon())))
		return
	}
	m.line("%s\n", count("expected", n, iso(v.Horizon()), n, v.Expected.Sum).In(m.lang))
	for _, d := range v.Expected.Charges {
		note := v.DueNote(d).In(m.lang)
		if note != "" {
			note = " · " + note
		}
		m.line("- %s %s %s%s", iso(d.Date), m.t(d.Sub.Name), d.Sub.Each().In(m.lang), note)
	}
}

func (m *markdown) how(v *View) {
	if len(v.Cancel) == 0 {
		return
	}
	m.section("how")
	for _, s := range v.Cancel {
		m.line("### %s\n", m.t(s.Name))
		if len(s.Ways) == 0 {
			m.line("%s\n", noPath(s).In(m.lang))
			continue
		}
		for _, p := range s.Ways {
			m.way(s, p, v.AsOf)
		}
		for _, t := range s.Beware {
			m.line("- %s", m.t(s.advice(t)))
		}
		m.line("")
	}
	m.line("%s", m.s("verify"))
	for i, t := range v.Common {
		if i == 0 {
			m.line("")
		}
		m.line("- %s", m.t(sentence(t)))
	}
}

// way is one way to cancel: how hard it is, the steps, the page, and when and
// where they were read.
func (m *markdown) way(s *Subscription, p catalog.Path, asOf time.Time) {
	checked := m.s("unverified")
	if p.VerifiedOn != "" {
		checked = p.VerifiedOn
	}
	m.line("%s (%s) · %s: %s\n", via(p).In(m.lang), checked, m.s("difficulty"), m.t(p.Difficulty().Text()))
	for i, t := range p.Steps {
		m.line("%d. %s", i+1, m.t(t))
	}
	if web(p.URL) != "" {
		m.line("\n<%s>", p.URL)
	}
	if doubt := p.Doubt(asOf); doubt.ZH != "" && p.VerifiedOn != "" {
		m.line("\n%s", m.t(sentence(doubt)))
	}
	m.line("")
}

func (m *markdown) other(v *View) {
	for _, part := range []struct {
		key  string
		list []*Subscription
	}{{"other", v.Other}, {"maybe", v.Maybe}} {
		if len(part.list) == 0 {
			continue
		}
		m.section(part.key)
		m.line("%s\n", m.s(part.key+"-note"))
		m.table("name", "kind", "price", "cycle", "channel", "last-charge")
		for _, s := range part.list {
			m.row(m.t(s.Name), kindText(s.Kind).In(m.lang), s.Each().In(m.lang), cycleText(s.Cycle).In(m.lang),
				m.t(s.Payer), iso(s.Last()))
		}
	}
}

func (m *markdown) sources(v *View) {
	m.section("sources")
	m.line("%s\n", count("rows", len(v.Sources), len(v.Sources), thousands(v.Totals.Rows), thousands(v.Totals.Transactions), thousands(v.Totals.LeftOut)).In(m.lang))
	if len(v.Sources) > 0 {
		m.table("file", "account", "period", "rows", "used", "left", "totals")
		for _, s := range v.Sources {
			m.row(mdEscapes.Replace(Clean(s.File)), m.t(accountText(s.Issuer, Clean(s.Account), s.Medium)), iso(s.From)+" – "+iso(s.To),
				thousands(s.Rows()), thousands(len(s.Transactions)), thousands(len(s.LeftOut)), s.TotalsText().In(m.lang))
		}
	}
	if len(v.Accounts) > 0 {
		m.line("\n%s\n", m.s("coverage"))
		m.table("account", "covered-part")
		for _, a := range v.Accounts {
			m.row(m.t(a.Name), strings.Join(m.spans(a), "<br>"))
		}
	}
	if len(v.LeftOut) > 0 {
		m.section("left-out")
		for _, l := range v.LeftOut {
			m.line("- %s: %s (%s)", mdEscapes.Replace(l.File), m.t(l.Reason), m.t(l.Places))
		}
	}
	if len(v.Warnings) > 0 {
		m.section("warnings")
		for _, w := range v.Warnings {
			m.line("- %s%s", m.t(sentence(w.Message)), m.where(w))
		}
	}
	m.line("\n%s", m.s("read-law"))
}

func (m *markdown) spans(a Account) (list []string) {
	for _, s := range a.Spans {
		list = append(list, m.s("span", iso(s.From), iso(s.To)))
	}
	return list
}

// where is the place that a warning is about; empty if it is about none.
func (m *markdown) where(w detector.Warning) string {
	switch {
	case w.File == "":
		return ""
	case w.Row == 0:
		return " (" + mdEscapes.Replace(Clean(w.File)) + ")"
	}
	return " (" + mdEscapes.Replace(Clean(w.File)) + ", " + m.s("row", w.Row) + ")"
}
