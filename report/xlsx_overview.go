package report

import (
	"fmt"
	"strings"
	"time"

	"github.com/xuri/excelize/v2"

	"github.com/unrenew/unrenew/detector"
	"github.com/unrenew/unrenew/detector/catalog"
	"github.com/unrenew/unrenew/parser"
)

const (
	overviewAlerts = 12 // alerts that the first sheet names; all are on their own sheet
	overviewTop    = 12 // memberships in the chart
	overviewMonths = 12
	chartColumn    = 7 // where the charts stand, after a narrow one
)

// overview is the sheet that one looks at first: the figures, what to check, and
// where the money goes. All sums are formulas over the other sheets.
func (b *book) overview() {
	v := b.v
	b.open("overview", 36, 50, 16, 11, 18, 3, 13, 13, 13, 13, 13, 13)
	one := 1
	b.try(b.f.SetPageLayout(b.sheet, &excelize.PageLayoutOptions{FitToHeight: &one}))
	b.line(styled{say("title", iso(v.AsOf)), b.title})
	b.line(styled{count("as-of", len(v.Sources), iso(v.AsOf), len(v.Sources)), b.note})
	if text := v.StaleText(); text.ZH != "" {
		b.line(styled{sentence(text), b.loud})
	}
	if v.Redacted {
		b.line(styled{sentence(redactedText), b.note})
	}
	b.line()
	at := b.row
	b.figures()
	b.line()
	b.check()
	b.line()
	months, top := b.months(), b.top()
	b.line()
	b.accounts()
	if months != nil {
		at = b.chart(at, excelize.Col, months)
	}
	if top != nil {
		b.chart(at, excelize.Bar, top)
	}
}

// goes is a text that leads to a sheet.
func (b *book) goes(text parser.Text, key string) any {
	return linked{text, fmt.Sprintf("'%s'!A1", b.say(key))}
}

func (b *book) figures() {
	f := b.v.Figures
	state := func(keys ...string) string {
		var parts []string
		for _, k := range keys {
			parts = append(parts, fmt.Sprintf("COUNTIFS(%s,%s)", b.ranges["memberships status"], inFormula(b.say(k))))
		}
		return strings.Join(parts, "+")
	}
	b.line(b.goes(say("active"), "memberships"), nil, formula{f.Active, state("active", "upcoming-trial")})
	b.line(b.goes(say("cancelled"), "memberships"), nil, formula{f.Cancelled, state("cancelled")})
	b.line(b.goes(say("ended"), "memberships"), nil, formula{f.Ended, state("ended", "paused")})
	b.line(b.goes(say("alerts"), "alerts"), nil, formula{f.Alerts, fmt.Sprintf("COUNTA(%s)", b.ranges["alerts id"])})
	row := map[string]int{} // of the cost a year, by currency
	for _, m := range f.AnnualCost {
		var parts []string
		for _, k := range []string{"active", "upcoming-trial"} {
			parts = append(parts, fmt.Sprintf("SUMIFS(%s,%s,%s,%s,%s)", b.ranges["memberships yearly"],
				b.ranges["memberships status"], inFormula(b.say(k)), b.ranges["memberships currency"], inFormula(m.Currency)))
		}
		b.line(b.goes(say("cost-a-year"), "memberships"), nil, formula{m, strings.Join(parts, "+")}, m.Currency)
		row[m.Currency] = b.row
	}
	for _, m := range f.MonthlyCost {
		b.line(say("per-month"), nil, formula{m, fmt.Sprintf("ROUND(C%d/12,%d)", row[m.Currency], places(m.Currency))}, m.Currency)
	}
	since := b.v.AsOf.AddDate(-1, 0, 1)
	span := say("last-12-span", iso(since), iso(b.v.AsOf))
	if b.v.paidUnknown() {
		b.line(span, nil, say("not-known"))
		f.PaidLast12Months = nil
	}
	for _, m := range f.PaidLast12Months {
		b.line(b.goes(span, "charges"), nil, formula{m, b.paid(m.Currency, since, b.v.AsOf.AddDate(0, 0, 1))}, m.Currency)
	}
	for _, m := range f.Disputed {
		b.line(b.goes(say("disputed"), "alerts"), nil,
			formula{m, fmt.Sprintf("SUMIFS(%s,%s,%s)", b.ranges["alerts disputed"], b.ranges["alerts currency"], inFormula(m.Currency))}, m.Currency)
	}
}

// paid is the formula of what memberships cost from one day up to another, less
// what came back.
func (b *book) paid(currency string, from, before time.Time) string {
	date := func(t time.Time) string { return fmt.Sprintf("DATE(%d,%d,%d)", t.Year(), t.Month(), t.Day()) }
	sum := func(column string) string {
		when := b.ranges["charges when"]
		return fmt.Sprintf(`SUMIFS(%s,%s,%s,%s,%s,%s,">="&%s,%s,"<"&%s)`, b.ranges["charges "+column],
			b.ranges["charges kind"], inFormula(b.say("membership")), b.ranges["charges currency"], inFormula(currency), when, date(from), when, date(before))
	}
	return sum("paid-amount") + "-" + sum("refunded")
}

func (b *book) heads(keys ...string) {
	cells := make([]any, len(keys))
	for i, k := range keys {
		cells[i] = styled{say(k), b.head}
	}
	b.line(cells...)
}

func (b *book) check() {
	b.heads("to-check", "about-what", "amount", "currency", "amount-is")
	first := b.row + 1
	for i, a := range b.v.Alerts {
		if rest := len(b.v.Alerts) - i; i == overviewAlerts && rest > 1 {
			b.line(b.goes(say("n-more", rest), "alerts"))
			break
		}
		var currency, what any
		if a.Amount.Valid {
			currency, what = a.Currency, a.AmountText()
		}
		b.line(say(string(a.Severity)), linked{a.Heading(), b.to("alerts", a)}, amountCell(a), currency, what)
	}
	if len(b.v.Alerts) == 0 {
		b.line(say("nothing"))
	}
	for _, c := range []struct {
		of    detector.Severity
		color string
	}{{detector.High, "red"}, {detector.Medium, "amber"}} {
		style := b.tints[c.color]
		b.try(b.f.SetConditionalFormat(b.sheet, fmt.Sprintf("A%d:A%d", first, b.row), []excelize.ConditionalFormatOptions{
			{Type: "formula", Criteria: fmt.Sprintf("$A%d=%s", first, inFormula(b.say(string(c.of)))), Format: &style},
		}))
	}
}

// A plot is the cells that a chart shows.
type plot struct {
	title       parser.Text
	first, last int
	format      string // of the names, if they are days
}

// plot begins the cells of a chart with their titles.
func (b *book) plot(title parser.Text, note, amount string) *plot {
	b.line(styled{title, b.head}, styled{say(note), b.head}, styled{say(amount), b.head}, styled{say("currency"), b.head})
	return &plot{title: title, first: b.row + 1}
}

// months are the payments of each month, in the currency of the first sum.
func (b *book) months() *plot {
	v := b.v
	if len(v.Figures.PaidLast12Months) == 0 {
		return nil
	}
	currency := v.Figures.PaidLast12Months[0].Currency
	month := func(k int) time.Time {
		return time.Date(v.AsOf.Year(), v.AsOf.Month()-time.Month(k), 1, 0, 0, 0, 0, v.AsOf.Location())
	}
	p := b.plot(say("paid-monthly", month(overviewMonths-1).Format("2006-01"), month(0).Format("2006-01"), currency), "covered-part", "paid")
	p.format = "yyyy-mm"
	for k := overviewMonths - 1; k >= 0; k-- {
		from := month(k)
		before := from.AddDate(0, 1, 0)
		sum := Money{Currency: currency}
		for _, s := range v.All {
			for _, c := range s.Payments {
				if s.Kind == catalog.Membership && s.Currency == currency && days(from, c.Time) >= 0 && days(c.Time, before) > 0 {
					sum.Value = sum.Value.Add(c.Amount).Sub(c.Refunded)
				}
			}
		}
		var note any
		if !v.covers(from, before.AddDate(0, 0, -1)) {
			note = say("covered-less")
		}
		b.line(styled{from, b.month}, note, formula{sum, b.paid(currency, from, before)}, currency)
	}
	p.last = b.row
	b.line()
	return p
}

// top are the active memberships that cost most, in the currency of the first sum.
func (b *book) top() *plot {
	v := b.v
	if len(v.Figures.AnnualCost) == 0 {
		return nil
	}
	currency := v.Figures.AnnualCost[0].Currency
	p := b.plot(say("cost-top", currency), "channel", "yearly")
	_, column, _ := strings.Cut(b.ranges["memberships yearly"], "$")
	column, _, _ = strings.Cut(column, "$")
	for _, s := range v.Groups[0].Subs {
		if s.Currency != currency || s.PriceUnknown || b.row-p.first+1 >= overviewTop {
			continue
		}
		from := fmt.Sprintf("'%s'!%s%d", b.say("memberships"), column, b.rows["memberships"][s])
		b.line(linked{s.Name, b.to("memberships", s)}, s.Payer, formula{Money{s.AnnualCost, currency}, from}, currency)
	}
	p.last = b.row
	return p
}

func (b *book) accounts() {
	b.heads("account", "coverage")
	for _, a := range b.v.Accounts {
		var spans []string
		for _, s := range a.Spans {
			spans = append(spans, b.say("span", iso(s.From), iso(s.To)))
		}
		b.line(a.Name, spans)
	}
}

// chart draws a plot beside the figures, from a row on, and says in which row
// the next one may stand.
func (b *book) chart(row int, kind excelize.ChartType, p *plot) int {
	const height, line = 300, 25 // pixels
	cells := func(column string) string {
		return fmt.Sprintf("'%s'!$%s$%d:$%s$%d", b.sheet, column, p.first, column, p.last)
	}
	gap, vary := uint(60), false
	chart := &excelize.Chart{
		Type:      kind,
		Series:    []excelize.ChartSeries{{Name: fmt.Sprintf("'%s'!$A$%d", b.sheet, p.first-1), Categories: cells("A"), Values: cells("C"), Fill: fill("0B5D62")}},
		Title:     excelize.ChartTitle{Paragraph: []excelize.RichTextRun{{Text: p.title.In(b.v.Lang), Font: &excelize.Font{Bold: true, Size: 12}}}},
		Legend:    excelize.ChartLegend{Position: "none"},
		Dimension: excelize.ChartDimension{Width: 640, Height: height},
		Format:    excelize.GraphicOptions{AltText: p.title.In(b.v.Lang), Name: p.title.In(b.v.Lang)},
		PlotArea:  excelize.ChartPlotArea{ShowVal: true, NumFmt: excelize.ChartNumFmt{CustomNumFmt: "#,##0"}},
		XAxis:     excelize.ChartAxis{NumFmt: excelize.ChartNumFmt{CustomNumFmt: p.format}, ReverseOrder: kind == excelize.Bar, Font: excelize.Font{Size: 8, Color: "404040"}},
		YAxis:     excelize.ChartAxis{None: true},
		GapWidth:  &gap, VaryColors: &vary,
	}
	b.try(b.f.AddChart(b.sheet, b.name(chartColumn, row), chart))
	return row + height/line + 1
}
