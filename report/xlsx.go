package report

import (
	"archive/zip"
	"bytes"
	"fmt"
	"io"
	"maps"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/xuri/excelize/v2"

	"github.com/unrenew/unrenew/parser"
)

// xlsxOutput writes a workbook: amounts are numbers, days are dates, sums are
// formulas with their values beside them, and texts stay texts whatever they
// begin with. Nothing of a statement gets into a formula.
var xlsxOutput = Output{ID: "xlsx", Ext: ".xlsx", Write: func(w io.Writer, v *View) error {
	b := &book{f: excelize.NewFile(excelize.Options{TmpDir: noFolder}), v: v, rows: map[string]map[any]int{}, ranges: map[string]string{}}
	defer b.f.Close()
	b.f.SetZipWriter(func(w io.Writer) excelize.ZipWriter { return tidy{zip.NewWriter(w)} })
	b.styles()
	b.sheets()
	b.measure()
	day := v.AsOf.Format("2006-01-02T15:04:05Z")
	b.try(b.f.SetDocProps(&excelize.DocProperties{
		Creator: "unrenew", LastModifiedBy: "unrenew", Title: b.say("title", iso(v.AsOf)), Created: day, Modified: day,
	}))
	if b.err != nil {
		return b.err
	}
	return b.f.Write(w)
}}

// tidy puts right what excelize writes. It calls the value of every formula a
// text, which a program that does not compute, like the preview of a phone,
// would show as such; the workbook has no formula that makes a text. And with a
// chart it lists the kinds of pictures in random order; there are none.
type tidy struct{ *zip.Writer }

func (z tidy) Create(name string) (io.Writer, error) {
	w, err := z.Writer.Create(name)
	return tidyPart{w}, err
}

// tidyPart gets a part as a whole. A sheet that was streamed comes in pieces,
// and has its numbers already.
type tidyPart struct{ io.Writer }

var pictures = regexp.MustCompile(`<Default Extension="\w+" ContentType="image/[^"]*"></Default>`)

func (w tidyPart) Write(p []byte) (int, error) {
	part := bytes.ReplaceAll(p, []byte(` t="str"><f>`), []byte(`><f>`))
	if bytes.Contains(part[:min(len(part), 200)], []byte("<Types ")) {
		part = pictures.ReplaceAll(part, nil)
	}
	if _, err := w.Writer.Write(part); err != nil {
		return 0, err
	}
	return len(p), nil
}

// noFolder is no name of a folder, so that excelize keeps a large sheet in memory
// instead of writing it, in clear, to a file for the time being.
const noFolder = "\x00"

// streamFrom is how many rows a table has that is streamed. A streamed sheet
// holds its texts in itself, and programs on phones leave such texts out, so
// only what would take long otherwise is streamed, and no more than one sheet:
// excelize writes several in random order.
const streamFrom = 5000

// A book keeps the first error of all that is written, and the place where the
// next row goes.
type book struct {
	f           *excelize.File
	v           *View
	err         error
	opened      int
	sheet       string
	row         int
	used        int // columns of the sheet, unless it is streamed
	widths      []int
	stream      *excelize.StreamWriter // of the sheet that is being written, if it is a large one
	streamedOne bool
	rows        map[string]map[any]int // by sheet: the first row about a thing, for links
	ranges      map[string]string      // by sheet and title: the cells of a column, for formulas

	plain, literal, wrap, day, clock, month, whole, title, loud, head, link, total, note int
	money, totals                                                                        map[string]int // by currency
	tints                                                                                map[string]int
}

func (b *book) try(err error) {
	if b.err == nil {
		b.err = err
	}
}

func (b *book) say(key string, args ...any) string { return say(key, args...).In(b.v.Lang) }

func (b *book) styles() {
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
	text := func(wrap bool) *excelize.Alignment {
		return &excelize.Alignment{Horizontal: "left", Indent: 1, WrapText: wrap}
	}
	const asText = 49 // "@": a text that is edited stays one, though it begins with "="
	b.plain = add(excelize.Style{Alignment: text(false)})
	b.literal = add(excelize.Style{Alignment: text(true), NumFmt: asText})
	b.wrap = add(excelize.Style{Alignment: text(true)})
	line := []excelize.Border{{Type: "top", Color: "0B5D62", Style: 1}}
	b.money = map[string]int{"": add(excelize.Style{CustomNumFmt: format("#,##0.00")})}
	b.totals = map[string]int{"": add(excelize.Style{CustomNumFmt: format("#,##0.00"), Font: &excelize.Font{Bold: true}, Border: line})}
	for _, currency := range slices.Sorted(maps.Keys(signs)) {
		number := `"` + signs[currency] + `"#,##0`
		if places(currency) > 0 {
			number += ".00"
		}
		b.money[currency] = add(excelize.Style{CustomNumFmt: &number})
		b.totals[currency] = add(excelize.Style{CustomNumFmt: &number, Font: &excelize.Font{Bold: true}, Border: line})
	}
	b.whole = add(excelize.Style{NumFmt: 3})
	b.day = add(excelize.Style{CustomNumFmt: format("yyyy-mm-dd"), Alignment: &excelize.Alignment{Horizontal: "center"}})
	b.clock = add(excelize.Style{CustomNumFmt: format("yyyy-mm-dd hh:mm"), Alignment: &excelize.Alignment{Horizontal: "center"}})
	b.month = add(excelize.Style{CustomNumFmt: format("yyyy-mm"), Alignment: text(false)})
	b.title = add(excelize.Style{Font: &excelize.Font{Bold: true, Size: 14}})
	b.loud = add(excelize.Style{Font: &excelize.Font{Bold: true, Color: "B3261E"}})
	b.note = add(excelize.Style{Font: &excelize.Font{Color: "595959"}, Alignment: text(false)})
	b.head = add(excelize.Style{
		Font:      &excelize.Font{Bold: true, Color: "0B5D62"},
		Border:    []excelize.Border{{Type: "bottom", Color: "0B5D62", Style: 1}},
		Alignment: text(true),
	})
	b.link = add(excelize.Style{Font: &excelize.Font{Color: "0B5D62", Underline: "single"}, Alignment: text(true), NumFmt: asText})
	b.total = add(excelize.Style{Font: &excelize.Font{Bold: true}, Border: line, Alignment: text(false)})
	b.tints = map[string]int{}
	for _, s := range []struct {
		name, ink, paper string
		bold             bool
	}{{"red", "B4231A", "FDECEA", true}, {"amber", "8A5300", "FFF4DE", false}, {"grey", "7F7F7F", "F7F7F7", false}} {
		id, err := b.f.NewConditionalStyle(&excelize.Style{Font: &excelize.Font{Bold: s.bold, Color: s.ink}, Fill: fill(s.paper)})
		b.try(err)
		b.tints[s.name] = id
	}
}

func fill(color string) excelize.Fill {
	return excelize.Fill{Type: "pattern", Pattern: 1, Color: []string{color}}
}

// open starts a sheet with columns of these widths, set up for A4 paper.
func (b *book) open(key string, widths ...int) {
	b.measure()
	b.sheet, b.row, b.widths = b.say(key), 0, widths
	if b.opened++; b.opened == 1 {
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
	a4, landscape, one, all, side, end, foot, yes, no := 9, "landscape", 1, 0, 0.5, 0.75, 0.3, true, false
	b.try(b.f.SetSheetProps(b.sheet, &excelize.SheetPropsOptions{FitToPage: &yes}))
	b.try(b.f.SetPageLayout(b.sheet, &excelize.PageLayoutOptions{Size: &a4, Orientation: &landscape, FitToWidth: &one, FitToHeight: &all}))
	b.try(b.f.SetPageMargins(b.sheet, &excelize.PageLayoutMarginsOptions{Left: &side, Right: &side, Top: &end, Bottom: &end, Header: &foot, Footer: &foot}))
	b.try(b.f.SetHeaderFooter(b.sheet, &excelize.HeaderFooterOptions{OddFooter: "&L&A&Cunrenew&R&P / &N"}))
	b.try(b.f.SetSheetView(b.sheet, 0, &excelize.ViewOptions{ShowGridLines: &no}))
}

// measure writes down which cells of a finished sheet are used: without it a
// program that reads a part of a sheet takes it for empty. A streamed sheet
// leaves it out, which says nothing wrong.
func (b *book) measure() {
	if b.used > 0 {
		b.try(b.f.SetSheetDimension(b.sheet, "A1:"+b.name(b.used, b.row)))
	}
	b.used = 0
}

// A cell of a line may say more than its value.
type (
	// styled overrules the style that the type of the value has.
	styled struct {
		value any
		style int
	}
	// linked leads to a web page or to a cell of the workbook; to nothing if to is empty.
	linked struct {
		value any
		to    string
	}
	// formula is a number, a Money or an int, and the formula that gives it.
	formula struct {
		value any
		text  string
	}
)

// An entry is a cell as it goes into the file. Digits are the digits of a
// number that is no integer: no float comes near money.
type entry struct {
	value           any // string, int or time.Time
	digits, formula string
	style           int
	link            string
}

// line writes one row. A cell that is nil or a zero time stays empty.
func (b *book) line(cells ...any) {
	b.row++
	high := 1
	entries := make([]*entry, len(cells))
	for i, cell := range cells {
		e := b.entry(cell)
		if entries[i] = e; e == nil {
			continue
		}
		if s, ok := e.value.(string); ok && slices.Contains([]int{b.wrap, b.literal, b.link, b.head}, e.style) && i < len(b.widths) {
			high = max(high, len(wrap(s, max(b.widths[i]-2, 4))))
		}
	}
	// Not every program fits rows to wrapped text by itself. 409 points is the most that a row can have.
	perLine := 16
	if b.v.Lang == "en" { // Chinese letters are taller
		perLine = 14
	}
	height := float64(min(high*perLine+4, 409))
	if b.stream != nil {
		b.streamed(entries, height)
		return
	}
	for i, e := range entries {
		if e != nil {
			b.put(b.name(i+1, b.row), e)
			b.used = max(b.used, i+1)
		}
	}
	b.try(b.f.SetRowHeight(b.sheet, b.row, height))
}

func (b *book) name(column, row int) string {
	name, err := excelize.CoordinatesToCellName(column, row)
	b.try(err)
	return name
}

// entry is what to write for a cell; nil for none.
func (b *book) entry(cell any) *entry {
	switch c := cell.(type) {
	case nil:
		return nil
	case styled:
		e := b.entry(c.value)
		if e != nil && c.style != 0 {
			e.style = c.style
		}
		return e
	case linked:
		e := b.entry(c.value)
		if e != nil && c.to != "" {
			e.link = c.to
			if _, ok := e.value.(string); ok {
				e.style = b.link
			}
		}
		return e
	case formula:
		e := b.entry(c.value)
		e.formula = c.text
		return e
	case parser.Text:
		return b.text(c.In(b.v.Lang))
	case string:
		return b.text(c)
	case []string:
		if len(c) == 0 {
			return nil
		}
		return &entry{value: strings.Join(c, "\n"), style: b.wrap}
	case int:
		return &entry{value: c, style: b.whole}
	case Money:
		style, ok := b.money[c.Currency]
		if !ok {
			style = b.money[""]
		}
		return &entry{digits: fixed(c.Value), style: style}
	case time.Time:
		if c.IsZero() {
			return nil
		}
		return &entry{value: wall(c), style: b.day}
	case *Charge:
		if c.DateOnly {
			return &entry{value: wall(c.Time), style: b.day}
		}
		return &entry{value: wall(c.Time), style: b.clock}
	}
	b.try(fmt.Errorf("report: no cell for %T", cell))
	return nil
}

func (b *book) text(s string) *entry {
	if s == "" {
		return nil
	}
	if Harmless(s) != s || len(s) > 11 && strings.Trim(s, "0123456789") == "" { // an order number is none to reckon with
		return &entry{value: s, style: b.literal}
	}
	return &entry{value: s, style: b.wrap}
}

// wall is the time that a clock on the wall shows, which is what a spreadsheet
// keeps.
func wall(t time.Time) time.Time {
	return time.Date(t.Year(), t.Month(), t.Day(), t.Hour(), t.Minute(), t.Second(), 0, time.UTC)
}

func (b *book) put(name string, e *entry) {
	switch v := e.value.(type) {
	case string:
		b.try(b.f.SetCellStr(b.sheet, name, v))
	case int:
		b.try(b.f.SetCellInt(b.sheet, name, int64(v)))
	case time.Time:
		b.try(b.f.SetCellValue(b.sheet, name, v))
	default:
		b.try(b.f.SetCellDefault(b.sheet, name, e.digits))
	}
	if e.formula != "" {
		b.try(b.f.SetCellFormula(b.sheet, name, e.formula))
	}
	b.try(b.f.SetCellStyle(b.sheet, name, name, e.style))
	b.follow(name, e.link)
}

func (b *book) follow(name, to string) {
	switch {
	case to == "":
	case strings.HasPrefix(to, "https://"):
		b.try(b.f.SetCellHyperLink(b.sheet, name, to, "External"))
	default:
		b.try(b.f.SetCellHyperLink(b.sheet, name, to, "Location"))
	}
}

// streamed writes a row of a large sheet. A stream takes numbers as floats only;
// the shortest form, in which it writes them, has the same digits as the decimal
// as far as spreadsheets keep them, which is fifteen.
func (b *book) streamed(entries []*entry, height float64) {
	row := make([]any, len(entries))
	for i, e := range entries {
		if e == nil {
			continue
		}
		c := excelize.Cell{StyleID: e.style, Formula: e.formula, Value: e.value}
		if e.value == nil {
			number, err := strconv.ParseFloat(e.digits, 64)
			b.try(err)
			c.Value = number
		}
		row[i] = c
		b.follow(b.name(i+1, b.row), e.link)
	}
	b.try(b.stream.SetRow(b.name(1, b.row), row, excelize.RowOpts{Height: height}))
}
