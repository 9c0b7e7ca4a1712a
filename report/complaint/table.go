package complaint

import (
	"bytes"
	"encoding/csv"
	"strconv"
	"strings"
	"time"

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
	{"性质 / what", 30, false, func(r row) string { return r.what.ZH + " / " + r.what.EN }},
	{"交易时间 / time", 20, false, func(r row) string {
		if r.DateOnly {
			return r.Time.Format(time.DateOnly)
		}
		return r.Time.Format(time.DateTime)
	}},
	{"交易对方 / payee", 28, false, func(r row) string { return r.Counterparty }},
	{"商品说明 / item", 30, false, func(r row) string { return r.Description }},
	{"金额 / amount", 14, true, func(r row) string { return r.Amount.Value.StringFixed(2) }},
	{"币种 / currency", 14, false, func(r row) string { return r.Amount.Currency }},
	{"已退回 / returned", 16, true, func(r row) string { return r.refunded.StringFixed(2) }},
	{"状态 / status", 16, false, func(r row) string { return r.Status }},
	{"付款方式 / paid with", 22, false, func(r row) string { return r.Method }},
	{"交易订单号 / order", 34, false, func(r row) string { return r.OrderID }},
	{"商户单号 / merchant's order", 34, false, func(r row) string { return r.MerchantOrderID }},
	{"账单文件 / statement", 44, false, func(r row) string { return statementName(r.Pos.File) }},
	{"工作表 / sheet", 14, false, func(r row) string { return r.Pos.Sheet }},
	{"页 / page", 10, false, func(r row) string { return count(r.Pos.Page) }},
	{"行 / row", 10, false, func(r row) string { return count(r.Pos.Row) }},
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
	f := excelize.NewFile()
	defer f.Close()
	var failed error
	try := func(err error) {
		if failed == nil {
			failed = err
		}
	}
	head, err := f.NewStyle(&excelize.Style{Font: &excelize.Font{Bold: true}, Border: []excelize.Border{{Type: "bottom", Color: "808080", Style: 1}}})
	try(err)
	format := "#,##0.00"
	number, err := f.NewStyle(&excelize.Style{CustomNumFmt: &format})
	try(err)
	put := func(sheet string, column, line int, text string, style int, money bool) {
		name, err := excelize.CoordinatesToCellName(column+1, line)
		try(err)
		if text = strings.TrimSpace(report.Clean(text)); money {
			try(f.SetCellDefault(sheet, name, text)) // the digits as they are: no float comes near money
		} else {
			try(f.SetCellStr(sheet, name, text))
		}
		if style != 0 {
			try(f.SetCellStyle(sheet, name, name, style))
		}
	}
	widen := func(sheet string, column, width int) {
		name, err := excelize.ColumnNumberToName(column + 1)
		try(err)
		try(f.SetColWidth(sheet, name, name, float64(width)))
	}

	const rows, line = "扣款明细 Rows", "时间线 Timeline"
	try(f.SetSheetName("Sheet1", rows))
	for i, c := range columns {
		widen(rows, i, c.width)
		put(rows, i, 1, c.title, head, false)
		style := 0
		if c.money {
			style = number
		}
		for n, r := range d.rows {
			put(rows, i, n+2, c.cell(r), style, c.money)
		}
	}
	_, err = f.NewSheet(line)
	try(err)
	for i, t := range []string{"时间 / time", "事项", "what", "出处 / where it stands"} {
		widen(line, i, []int{22, 40, 50, 70}[i])
		put(line, i, 1, t, head, false)
	}
	for n, m := range d.moments {
		for i, t := range []string{m.at, m.text.ZH, m.text.EN, both(m.place)} {
			put(line, i, n+2, t, 0, false)
		}
	}
	made := d.view.AsOf.Format("2006-01-02T15:04:05Z")
	try(f.SetDocProps(&excelize.DocProperties{Creator: "unrenew", LastModifiedBy: "unrenew", Created: made, Modified: made}))
	if failed != nil {
		return nil, failed
	}
	b, err := f.WriteToBuffer()
	if err != nil {
		return nil, err
	}
	return b.Bytes(), nil
}

func both(t parser.Text) string {
	if t.ZH == "" {
		return ""
	}
	return t.ZH + " / " + t.EN
}
