package report

import (
	"fmt"
	"io"
	"maps"
	"slices"
	"strings"
	"time"

	"github.com/xuri/excelize/v2"

	"github.com/unrenew/unrenew/detector"
	"github.com/unrenew/unrenew/parser"
)

// xlsxOutput writes a workbook: amounts are numbers, days are dates, and texts
// stay texts whatever they begin with. It does not use excelize's StreamWriter,
// which writes several sheets in random order.
var xlsxOutput = Output{ID: "xlsx", Ext: ".xlsx", Write: func(w io.Writer, v *View) error {
	b := &book{f: excelize.NewFile(), lang: v.Lang}
	defer b.f.Close()
	b.style()
	b.overview(v)
	b.members(v)
	b.charges(v)
	b.alerts(v)
	b.how(v)
	b.other(v)
	b.sources(v)
	day := v.AsOf.Format("2006-01-02T15:04:05Z")
	b.try(b.f.SetDocProps(&excelize.DocProperties{
		Creator: "unrenew", LastModifiedBy: "unrenew", Title: say("title", iso(v.AsOf)).In(v.Lang), Created: day, Modified: day,
	}))
	if b.err != nil {
		return b.err
	}
	return b.f.Write(w)
}}

// A book keeps the first error of all that is written, and the place where the
// next row goes.
type book struct {
	f      *excelize.File
	lang   string
	err    error
	sheets int
	sheet  string
	row    int
	widths []int

	plain, wrap, day, clock, whole, title, head, alarm int
	money                                              map[string]int // by currency
}

func (b *book) try(err error) {
	if b.err == nil {
		b.err = err
	}
}

func (b *book) style() {
	add := func(s excelize.Style) int {
		if s.Alignment == nil {
			s.Alignment = &excelize.Alignment{}
		}
		s.Alignment.Vertical = "top"
		id, err := b.f.NewStyle(&s)
		b.try(err)
		return id
	}
	format := func(s string) *string { return &s }
	text := func() *excelize.Alignment { return &excelize.Alignment{Horizontal: "left", Indent: 1} }
	b.plain = add(excelize.Style{Alignment: text()})
	b.wrap = add(excelize.Style{Alignment: &excelize.Alignment{Horizontal: "left", Indent: 1, WrapText: true}})
	b.money = map[string]int{"": add(excelize.Style{CustomNumFmt: format("#,##0.00")})}
	for _, currency := range slices.Sorted(maps.Keys(signs)) {
		b.money[currency] = add(excelize.Style{CustomNumFmt: format(`"` + signs[currency] + `"#,##0.00`)})
	}
	b.whole = add(excelize.Style{NumFmt: 3})
	b.day = add(excelize.Style{CustomNumFmt: format("yyyy-mm-dd")})
	b.clock = add(excelize.Style{CustomNumFmt: format("yyyy-mm-dd hh:mm")})
	b.title = add(excelize.Style{Font: &excelize.Font{Bold: true, Size: 14}})
	b.head = add(excelize.Style{
		Font:      &excelize.Font{Bold: true, Color: "0B5D62"},
		Border:    []excelize.Border{{Type: "bottom", Color: "0B5D62", Style: 1}},
		Alignment: text(),
	})
	b.alarm = add(excelize.Style{Alignment: text(), Font: &excelize.Font{Bold: true, Color: "B4231A"}})
}

// A styled cell overrules the style that its type has.
type styled struct {
	value any
	style int
}

// open starts a sheet with columns of these widths, set up for A4 paper.
func (b *book) open(key string, widths ...int) {
	b.sheet, b.row = say(key).In(b.lang), 0
	if b.sheets++; b.sheets == 1 {
		b.try(b.f.SetSheetName("Sheet1", b.sheet))
	} else {
		_, err := b.f.NewSheet(b.sheet)
		b.try(err)
	}
	for i, w := range widths {
		name, err := excelize.ColumnNumberToName(i + 1)
		b.try(err)
		b.try(b.f.SetColWidth(b.sheet, name, name, float64(w)))
	}
	b.widths = widths
	a4, landscape, one, all, margin := 9, "landscape", 1, 0, 0.5
	b.fit()
	b.try(b.f.SetPageLayout(b.sheet, &excelize.PageLayoutOptions{Size: &a4, Orientation: &landscape, FitToWidth: &one, FitToHeight: &all}))
	b.try(b.f.SetPageMargins(b.sheet, &excelize.PageLayoutMarginsOptions{Left: &margin, Right: &margin}))
	b.try(b.f.SetHeaderFooter(b.sheet, &excelize.HeaderFooterOptions{OddFooter: "&L&A&R&P / &N"}))
}

// fit makes the sheet as wide as one page.
func (b *book) fit() {
	yes := true
	b.try(b.f.SetSheetProps(b.sheet, &excelize.SheetPropsOptions{FitToPage: &yes}))
}

// table opens a sheet that is one table: the header stays in view and on every
// page, and filters.
func (b *book) table(key string, titles []string, widths []int) {
	b.open(key, widths...)
	b.heads(titles...)
	b.try(b.f.SetPanes(b.sheet, &excelize.Panes{Freeze: true, XSplit: 1, YSplit: 1, TopLeftCell: "B2", ActivePane: "bottomRight"}))
	b.try(b.f.SetDefinedName(&excelize.DefinedName{Name: "_xlnm.Print_Titles", RefersTo: "'" + b.sheet + "'!$1:$1", Scope: b.sheet}))
}

// filter puts the filter over all rows of a table.
func (b *book) filter(columns int) {
	last, err := excelize.CoordinatesToCellName(columns, max(b.row, 2))
	b.try(err)
	b.try(b.f.AutoFilter(b.sheet, "A1:"+last, nil))
	b.fit() // AutoFilter forgets it (excelize 2.11.1)
}

func (b *book) heads(keys ...string) {
	cells := make([]any, len(keys))
	for i, k := range keys {
		cells[i] = styled{say(k), b.head}
	}
	b.line(cells...)
}

// line writes one row. A cell that is nil or a zero time stays empty.
func (b *book) line(cells ...any) {
	b.row++
	high := 1
	for i, cell := range cells {
		name, err := excelize.CoordinatesToCellName(i+1, b.row)
		b.try(err)
		style := b.plain
		own, ok := cell.(styled)
		if ok {
			cell = own.value
		}
		switch c := cell.(type) {
		case nil:
			continue
		case parser.Text:
			b.text(name, c.In(b.lang))
		case string:
			b.text(name, c)
		case []string:
			b.text(name, strings.Join(c, "\n"))
			style = b.wrap
		case int:
			b.try(b.f.SetCellInt(b.sheet, name, int64(c)))
			style = b.whole
		case Money:
			// The digits go in as they are: no float comes near money.
			b.try(b.f.SetCellDefault(b.sheet, name, fixed(c.Value)))
			if style, ok = b.money[c.Currency]; !ok {
				style = b.money[""]
			}
		case time.Time:
			if c.IsZero() {
				continue
			}
			b.try(b.f.SetCellValue(b.sheet, name, c))
			style = b.day
		case *Charge:
			b.try(b.f.SetCellValue(b.sheet, name, c.Time))
			if style = b.clock; c.DateOnly {
				style = b.day
			}
		default:
			b.try(fmt.Errorf("report: no cell for %T", cell))
		}
		if own.style != 0 {
			style = own.style
		}
		if style == b.wrap {
			high = max(high, b.lines(cell, b.widths[i]))
		}
		b.try(b.f.SetCellStyle(b.sheet, name, name, style))
	}
	if high > 1 { // not every program fits rows to wrapped text by itself
		b.try(b.f.SetRowHeight(b.sheet, b.row, float64(min(high, 25)*15+3)))
	}
}

// lines is how many lines a wrapped cell takes.
func (b *book) lines(cell any, width int) (n int) {
	var text string
	switch c := cell.(type) {
	case parser.Text:
		text = c.In(b.lang)
	case []string:
		text = strings.Join(c, "\n")
	case string:
		text = c
	}
	return len(wrap(text, max(width-3, 4)))
}

func (b *book) text(cell, s string) { b.try(b.f.SetCellStr(b.sheet, cell, s)) }

func (b *book) overview(v *View) {
	b.open("overview", 30, 34, 14, 10)
	b.line(styled{say("title", iso(v.AsOf)), b.title})
	b.line()
	for _, c := range []struct {
		key string
		n   int
	}{{"active", v.Figures.Active}, {"cancelled", v.Figures.Cancelled}, {"ended", v.Figures.Ended}} {
		b.line(say(c.key), nil, c.n)
	}
	for _, c := range []struct {
		key string
		ms  Moneys
	}{{"cost-a-year", v.Figures.AnnualCost}, {"per-month", v.Figures.MonthlyCost}, {"last-12", v.Figures.PaidLast12Months}, {"disputed", v.Figures.Disputed}} {
		for _, m := range c.ms {
			b.line(say(c.key), nil, m, m.Currency)
		}
	}
	b.line()
	b.heads("alerts", "about-what", "amount", "currency")
	for _, a := range v.Alerts {
		b.line(b.severity(a), styled{a.Heading(), b.wrap}, amountCell(a), amountCurrency(a))
	}
	if len(v.Alerts) == 0 {
		b.line(say("nothing"))
	}
	b.line()
	b.heads("account", "coverage")
	for _, a := range v.Accounts {
		var spans []string
		for _, s := range a.Spans {
			spans = append(spans, say("span", iso(s.From), iso(s.To)).In(v.Lang))
		}
		b.line(accountText(a.Issuer, a.Coverage.Account, a.Medium), spans)
	}
}

func (b *book) severity(a *Alert) any {
	if a.Severity == detector.High {
		return styled{say(string(a.Severity)), b.alarm}
	}
	return say(string(a.Severity))
}

func amountCell(a *Alert) any {
	if !a.Amount.Valid {
		return nil
	}
	return Money{a.Amount.Decimal, a.Currency}
}

func amountCurrency(a *Alert) any {
	if !a.Amount.Valid {
		return nil
	}
	return a.Currency
}

func (b *book) members(v *View) {
	var titles []string
	var widths []int
	for _, c := range memberColumns {
		titles, widths = append(titles, c.title), append(widths, c.width)
	}
	b.table("memberships", titles, widths)
	for _, g := range v.Groups {
		for _, s := range g.Subs {
			var cells []any
			for _, c := range memberColumns {
				cells = append(cells, c.cell(s))
			}
			b.line(cells...)
		}
	}
	b.filter(len(titles))
}

func (b *book) charges(v *View) {
	titles := []string{"name", "when", "paid-amount", "currency", "refunded", "file", "at-sheet", "at-page", "at-row", "order-id", "row-amount", "charge-id"}
	b.table("charges", titles, []int{26, 17, 11, 6, 10, 38, 9, 6, 8, 32, 11, 12})
	for _, s := range v.All {
		for _, c := range s.Payments {
			for i, r := range c.Rows {
				cells := []any{s.Name, c, Money{c.Amount, c.Currency}, c.Currency, Money{c.Refunded, c.Currency}}
				if i > 0 { // the same payment on another statement: its amount stands once
					cells = []any{s.Name, c, nil, nil, nil}
				}
				b.line(append(cells, r.File, r.Sheet, number(r.Page), number(r.Pos.Row), r.OrderID, Money{r.Amount, c.Currency}, c.ID)...)
			}
		}
	}
	b.filter(len(titles))
}

// number leaves out numbers that are not known.
func number(n int) any {
	if n == 0 {
		return nil
	}
	return n
}

func (b *book) alerts(v *View) {
	titles := []string{"severity", "about-what", "name", "when", "amount", "currency", "text", "what-now", "refund-column", "id"}
	b.table("alerts", titles, []int{9, 16, 22, 11, 11, 6, 40, 46, 12, 10})
	for _, a := range v.Alerts {
		var name any
		if a.Sub != nil {
			name = styled{a.Sub.Name, b.wrap}
		}
		var actions []string
		for i, t := range a.Actions {
			actions = append(actions, fmt.Sprintf("%d. %s", i+1, sentence(t).In(v.Lang)))
		}
		b.line(b.severity(a), styled{a.Title, b.wrap}, name, a.Date, amountCell(a), amountCurrency(a), styled{sentence(a.Message), b.wrap}, actions, a.RefundUntil, a.ID)
	}
	b.filter(len(titles))
}

func (b *book) how(v *View) {
	titles := []string{"name", "cancel-by", "channel", "steps-column", "link", "verified-on", "source"}
	b.table("how", titles, []int{28, 12, 18, 70, 28, 11, 40})
	for _, s := range v.Cancel {
		for _, p := range s.Ways {
			var steps []string
			for i, t := range p.Steps {
				steps = append(steps, fmt.Sprintf("%d. %s", i+1, t.In(v.Lang)))
			}
			var checked any = p.VerifiedOn
			if p.VerifiedOn == "" {
				checked = say("unverified")
			}
			b.line(styled{s.Name, b.wrap}, s.CancelBy, styled{via(p), b.wrap}, steps, styled{p.URL, b.wrap}, checked, styled{p.Source, b.wrap})
		}
		if len(s.Ways) == 0 {
			b.line(styled{s.Name, b.wrap}, s.CancelBy, s.Payer, styled{noPath(s), b.wrap})
		}
	}
	b.filter(len(titles))
}

func (b *book) other(v *View) {
	titles := []string{"name", "merchant", "kind", "price", "currency", "cycle", "channel", "last-charge", "count", "id"}
	b.table("other", titles, []int{28, 30, 14, 11, 7, 14, 12, 12, 7, 13})
	for _, s := range v.Other {
		b.line(s.Name, s.Merchant, kindText(s.Kind), Money{s.Amount, s.Currency}, s.Currency, cycleText(s.Cycle), s.Payer, s.Last(), len(s.Payments), s.ID)
	}
	for _, s := range v.Maybe {
		b.line(s.Name, s.Merchant, say("maybe"), Money{s.Amount, s.Currency}, s.Currency, cycleText(s.Cycle), s.Payer, s.Last(), len(s.Payments), s.ID)
	}
	b.filter(len(titles))
}

func (b *book) sources(v *View) {
	b.open("sources", 44, 26, 16, 11, 24, 8, 10, 8, 16, 16, 16, 20)
	b.heads("file", "account", "format", "first-day", "last-day", "rows", "used", "left", "outflow", "inflow", "totals", "sha256")
	for _, s := range v.Sources {
		b.line(Clean(s.File), accountText(s.Issuer, Clean(s.Account), s.Medium), s.Format, s.From, s.To,
			s.Rows(), len(s.Transactions), len(s.LeftOut), moneyCell(s.Outflow), moneyCell(s.Inflow), s.TotalsText(), s.SHA256)
	}
	b.line()
	b.line(styled{say("left-out"), b.title})
	b.heads("file", "at-sheet", "at-page", "at-row", "reason")
	for _, s := range v.Sources {
		for _, l := range s.LeftOut {
			b.line(Clean(s.File), l.Pos.Sheet, number(l.Pos.Page), number(l.Pos.Row), l.Reason)
		}
	}
	b.line()
	b.line(styled{say("warnings"), b.title})
	for _, w := range v.Warnings {
		b.line(Clean(w.File), nil, nil, number(w.Row), sentence(w.Message))
	}
}

// moneyCell is a number where there is one currency, else a text.
func moneyCell(ms Moneys) any {
	switch len(ms) {
	case 0:
		return nil
	case 1:
		return ms[0]
	}
	return ms.String()
}
