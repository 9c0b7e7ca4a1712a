package complaint

import (
	"bytes"
	"encoding/csv"
	"strconv"
	"strings"
	"time"

	"github.com/mattn/go-runewidth"
	"github.com/xuri/excelize/v2"

	"github.com/unrenew/unrenew/parser"
	"github.com/unrenew/unrenew/report"
)

// A column of the table of rows; its title is in both languages, as the table
// is read with either letter. A cell is a text or, with money, a number.
type column struct {
	title string
	width int
	money bool
	cell  func(r row) string
}

var columns = []column{
	{"性质 / what", 20, false, func(r row) string { return r.what.ZH + " / " + r.what.EN }},
	{"交易时间 / time", 19, false, func(r row) string {
		if r.DateOnly {
			return r.Time.Format(time.DateOnly)
		}
		return r.Time.Format(time.DateTime)
	}},
	{"交易对方 / payee", 22, false, func(r row) string { return r.Counterparty }},
	{"商品说明 / item", 24, false, func(r row) string { return r.Description }},
	{"金额 / amount", 10, true, func(r row) string { return r.Amount.Value.StringFixed(2) }},
	{"币种 / currency", 8, false, func(r row) string { return r.Amount.Currency }},
	{"已退回 / returned", 10, true, func(r row) string { return r.refunded.StringFixed(2) }},
	{"状态 / status", 10, false, func(r row) string { return r.Status }},
	{"付款方式 / paid with", 18, false, func(r row) string { return r.Method }},
	{"交易订单号 / order", 24, false, func(r row) string { return r.OrderID }},
	{"商户单号 / merchant's order", 20, false, func(r row) string { return r.MerchantOrderID }},
	{"账单文件 / statement", 28, false, func(r row) string { return statementName(r.Pos.File) }},
	{"工作表 / sheet", 9, false, func(r row) string { return r.Pos.Sheet }},
	{"页 / page", 6, false, func(r row) string { return count(r.Pos.Page) }},
	{"行 / row", 7, false, func(r row) string { return count(r.Pos.Row) }},
}

// count is a number from 1, or nothing.
func count(n int) string {
	if n == 0 {
		return ""
	}
	return strconv.Itoa(n)
}

// csv is the rows as a table for any program.
func (d *dispute) csv() []byte {
	var b bytes.Buffer
	b.WriteString("\ufeff")
	w := csv.NewWriter(&b)
	w.UseCRLF = true
	line := make([]string, len(columns))
	for i, c := range columns {
		line[i] = c.title
	}
	w.Write(line)
	for _, r := range d.rows {
		for i, c := range columns {
			line[i] = report.Harmless(strings.TrimSpace(report.Clean(c.cell(r))))
		}
		w.Write(line)
	}
	w.Flush() // into memory: it cannot fail
	return b.Bytes()
}

// workbook is the rows and the timeline. Texts stay texts whatever they begin
// with, and order numbers keep all their digits.
func (d *dispute) workbook() ([]byte, error) {
	b := &book{f: excelize.NewFile()}
	defer b.f.Close()
	b.styles()

	titles, widths := make([]string, len(columns)), make([]int, len(columns))
	money := make([]bool, len(columns))
	for i, c := range columns {
		titles[i], widths[i], money[i] = c.title, c.width, c.money
	}
	b.open("扣款明细 Rows", titles, widths)
	for _, r := range d.rows {
		cells := make([]string, len(columns))
		for i, c := range columns {
			cells[i] = c.cell(r)
		}
		b.line(cells, money)
	}
	b.open("时间线 Timeline", []string{"时间 / time", "事项", "what", "出处 / where it stands"}, []int{19, 36, 44, 60})
	for _, m := range d.moments {
		b.line([]string{m.at, m.text.ZH, m.text.EN, both(m.place)}, make([]bool, 4))
	}
	made := d.view.AsOf.Format("2006-01-02T15:04:05Z")
	b.try(b.f.SetDocProps(&excelize.DocProperties{Creator: "unrenew", LastModifiedBy: "unrenew", Created: made, Modified: made}))
	if b.err != nil {
		return nil, b.err
	}
	out, err := b.f.WriteToBuffer()
	if err != nil {
		return nil, err
	}
	return out.Bytes(), nil
}

func both(t parser.Text) string {
	if t.ZH == "" {
		return ""
	}
	return t.ZH + " / " + t.EN
}

// A book is a workbook and the first error of all that was written to it.
type book struct {
	f                *excelize.File
	err              error
	head, text, sums int // styles
	sheet            string
	widths           []int
	row              int
}

func (b *book) try(err error) {
	if b.err == nil {
		b.err = err
	}
}

func (b *book) styles() {
	style := func(s excelize.Style) int {
		s.Alignment = &excelize.Alignment{Vertical: "top", WrapText: true}
		id, err := b.f.NewStyle(&s)
		b.try(err)
		return id
	}
	format := "#,##0.00"
	b.head = style(excelize.Style{Font: &excelize.Font{Bold: true}, Border: []excelize.Border{{Type: "bottom", Color: "808080", Style: 1}}})
	b.text = style(excelize.Style{})
	b.sums = style(excelize.Style{CustomNumFmt: &format})
}

// open starts a sheet with a head, as wide as a landscape page.
func (b *book) open(name string, titles []string, widths []int) {
	if b.sheet == "" {
		b.try(b.f.SetSheetName("Sheet1", name))
	} else {
		_, err := b.f.NewSheet(name)
		b.try(err)
	}
	b.sheet, b.widths, b.row = name, widths, 0
	a4, landscape, one, all, fit := 9, "landscape", 1, 0, true
	b.try(b.f.SetSheetProps(name, &excelize.SheetPropsOptions{FitToPage: &fit}))
	b.try(b.f.SetPageLayout(name, &excelize.PageLayoutOptions{Size: &a4, Orientation: &landscape, FitToWidth: &one, FitToHeight: &all}))
	for i, w := range widths {
		column, err := excelize.ColumnNumberToName(i + 1)
		b.try(err)
		b.try(b.f.SetColWidth(name, column, column, float64(w)))
	}
	b.line(titles, make([]bool, len(titles)))
}

func (b *book) line(cells []string, money []bool) {
	b.row++
	high := 1
	for i, text := range cells {
		name, err := excelize.CoordinatesToCellName(i+1, b.row)
		b.try(err)
		style := b.text
		switch text = strings.TrimSpace(report.Clean(text)); {
		case money[i]:
			b.try(b.f.SetCellDefault(b.sheet, name, text)) // the digits as they are: no float comes near money
			style = b.sums
		default:
			b.try(b.f.SetCellStr(b.sheet, name, text))
		}
		if b.row == 1 {
			style = b.head
		}
		b.try(b.f.SetCellStyle(b.sheet, name, name, style))
		high = max(high, 1+(runewidth.StringWidth(text)-1)/(b.widths[i]-2))
	}
	b.try(b.f.SetRowHeight(b.sheet, b.row, float64(min(high, 25)*15+2)))
}
