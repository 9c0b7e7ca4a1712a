package report

import (
	"fmt"
	"strings"
	"time"

	"github.com/xuri/excelize/v2"

	"github.com/unrenew/unrenew/parser"
)

// A column is one column of a table, in CSV and XLSX. A cell is a Text, a
// string, a list of strings, a number, a Money, a time or a Charge.
type column[T any] struct {
	title string
	most  int  // the widest it gets; longer text is wrapped
	sum   bool // its amounts are added up below the table
	cell  func(T) any
	link  func(T) string // where the cell leads; may be nil
	tints []tint
}

// A tint colours the cells of a column, or whole rows, where a formula holds.
// In the formula, @ is the cell of the column.
type tint struct {
	when, color string
	row         bool
}

// A listing is a sheet that is one table, with its sums below.
type listing[T any] struct {
	key, name string // the sheet's, and that of the table inside the workbook
	columns   []column[T]
	list      []T
}

const (
	narrowest  = 6
	filterMark = 3 // columns that the button of the filter takes from the title
)

// at says where a row of the table stands: the title is the first one.
func (t listing[T]) at(i int) int { return i + 2 }

// register tells the book where the rows and columns of t will stand, so that
// sheets before it can lead to it and count on it. what names the thing that a
// row is about.
func register[T any](b *book, t listing[T], what func(T) any) {
	rows := map[any]int{}
	for i, x := range t.list {
		if k := what(x); rows[k] == 0 {
			rows[k] = t.at(i)
		}
	}
	b.rows[t.key] = rows
	for i, c := range t.columns {
		name, err := excelize.ColumnNumberToName(i + 1)
		b.try(err)
		b.ranges[t.key+" "+c.title] = fmt.Sprintf("'%s'!$%s$2:$%s$%d", b.say(t.key), name, name, max(len(t.list), 1)+1)
	}
}

// to is the link to the first row about a thing on a sheet; empty if there is none.
func (b *book) to(key string, what any) string {
	row := b.rows[key][what]
	if row == 0 {
		return ""
	}
	return fmt.Sprintf("'%s'!A%d", b.say(key), row)
}

// write puts t on a sheet of its own: the titles stay in view and on every
// printed page, and filter.
func write[T any](b *book, t listing[T]) {
	cells := make([][]any, len(t.list))
	widths := make([]int, len(t.columns))
	titles := make([]any, len(t.columns))
	for k, c := range t.columns {
		titles[k] = styled{say(c.title), b.head}
		widths[k] = max(narrowest, b.width(say(c.title))+filterMark)
	}
	for i, x := range t.list {
		cells[i] = make([]any, len(t.columns))
		for k, c := range t.columns {
			v := c.cell(x)
			widths[k] = max(widths[k], min(b.width(v)+2, c.most))
			if c.link != nil {
				v = linked{v, c.link(x)}
			}
			cells[i][k] = v
		}
	}
	totals := addUp(b, t, cells)
	for _, line := range totals {
		for k, c := range line {
			if t.columns[k].sum && c != nil {
				widths[k] = max(widths[k], b.width(c)+4) // bold
			}
		}
	}
	b.open(t.key, widths...)
	last := max(len(t.list), 1) + 1
	b.try(b.f.SetPanes(b.sheet, &excelize.Panes{Freeze: true, XSplit: 1, YSplit: 1, TopLeftCell: "B2", ActivePane: "bottomRight"}))
	b.try(b.f.SetDefinedName(&excelize.DefinedName{Name: "_xlnm.Print_Titles", RefersTo: "'" + b.sheet + "'!$1:$1", Scope: b.sheet}))
	paint(b, t, last)
	frame := &excelize.Table{Range: "A1:" + b.name(len(t.columns), last), Name: t.name, StyleName: "TableStyleLight1"}
	if len(t.list) >= streamFrom && !b.streamedOne {
		b.streamedOne = true
		var err error
		b.stream, err = b.f.NewStreamWriter(b.sheet)
		if b.try(err); err != nil {
			return
		}
	}
	b.line(titles...)
	for _, row := range cells {
		b.line(row...)
	}
	b.row = last
	for _, line := range totals {
		b.line(line...)
	}
	if b.stream == nil {
		b.try(b.f.AddTable(b.sheet, frame))
		return
	}
	b.try(b.stream.AddTable(frame))
	b.try(b.stream.Flush())
	b.stream = nil
}

// paint sets the colours of t, which ends in the row last.
func paint[T any](b *book, t listing[T], last int) {
	for k, c := range t.columns {
		for _, tint := range c.tints {
			cell := strings.ReplaceAll(b.name(k+1, 2), "2", "")
			from, to, style := b.name(k+1, 2), b.name(k+1, last), b.tints[tint.color]
			if tint.row {
				from, to = "A2", b.name(len(t.columns), last)
			}
			b.try(b.f.SetConditionalFormat(b.sheet, from+":"+to, []excelize.ConditionalFormatOptions{
				{Type: "formula", Criteria: strings.ReplaceAll(tint.when, "@", "$"+cell+"2"), Format: &style},
			}))
		}
	}
}

// addUp makes the sums below a table, a line per currency: they are never added
// up. Where there is one currency, the sums follow the filter.
func addUp[T any](b *book, t listing[T], cells [][]any) (lines [][]any) {
	totals := make([]sums, len(t.columns))
	all := sums{}
	for _, row := range cells {
		for k, c := range t.columns {
			if m, ok := bare(row[k]).(Money); ok && c.sum {
				if totals[k] == nil {
					totals[k] = sums{}
				}
				totals[k].add(m.Value, m.Currency)
				all.add(m.Value, m.Currency)
			}
		}
	}
	currencies := all.moneys()
	for _, m := range currencies {
		line := make([]any, len(t.columns))
		for k, c := range t.columns {
			switch {
			case k == 0 && len(currencies) == 1:
				line[k] = styled{say("sum-filtered"), b.total}
			case k == 0:
				line[k] = styled{say("sum-of", m.Currency), b.total}
			case c.title == "currency":
				line[k] = styled{m.Currency, b.total}
			case totals[k] != nil:
				cells := b.ranges[t.key+" "+c.title]
				sum := fmt.Sprintf("SUMIFS(%s,%s,%s)", cells, b.ranges[t.key+" currency"], inFormula(m.Currency))
				if len(currencies) == 1 {
					sum = fmt.Sprintf("SUBTOTAL(109,%s)", cells)
				}
				style, ok := b.totals[m.Currency]
				if !ok {
					style = b.totals[""]
				}
				line[k] = styled{formula{Money{totals[k][m.Currency], m.Currency}, sum}, style}
			}
		}
		lines = append(lines, line)
	}
	return lines
}

// inFormula is a text inside a formula.
func inFormula(s string) string { return `"` + strings.ReplaceAll(s, `"`, `""`) + `"` }

// bare is the value of a cell without where it leads and how it looks.
func bare(cell any) any {
	switch c := cell.(type) {
	case linked:
		return bare(c.value)
	case styled:
		return bare(c.value)
	case formula:
		return bare(c.value)
	}
	return cell
}

// width is how many columns of a terminal the longest line of a cell takes,
// which is about what it takes in a spreadsheet.
func (b *book) width(cell any) (n int) {
	var text string
	switch c := bare(cell).(type) {
	case parser.Text:
		text = c.In(b.v.Lang)
	case string:
		text = c
	case []string:
		text = strings.Join(c, "\n")
	case Money:
		text = c.String()
	case time.Time:
		text = iso(c)
	case *Charge:
		text = c.Clock()
	case int:
		text = thousands(c)
	}
	for _, line := range strings.Split(text, "\n") {
		n = max(n, cells.StringWidth(line))
	}
	return n
}
