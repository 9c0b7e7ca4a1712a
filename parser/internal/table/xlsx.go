package table

import (
	"bytes"
	"errors"
	"regexp"
	"strconv"
	"strings"

	"github.com/unrenew/unrenew/parser"
	"github.com/xuri/excelize/v2"
)

// readXLSX reads the stored values, not what the number formats make of them:
// those add currency signs and cut dates.
func readXLSX(src parser.Source) (*Book, error) {
	f, err := excelize.OpenReader(bytes.NewReader(src.Data), excelize.Options{
		UnzipSizeLimit:    src.Limit(MaxWorkbook),
		UnzipXMLSizeLimit: src.Limit(MaxWorkbook), // else large sheets go to the temporary folder, in clear
	})
	if err != nil {
		return nil, damaged()
	}
	defer f.Close()
	props, err := f.GetWorkbookProps()
	if err != nil {
		return nil, damaged()
	}
	dates, err := markDates(f)
	if err != nil {
		return nil, damaged()
	}
	from1904 := props.Date1904 != nil && *props.Date1904
	book := &Book{Kind: "xlsx"}
	count := counterOf(src)
	straight, parts := straightOf(f, dates, int(src.Limit(MaxElements)))
	checked := false
	for i, name := range f.GetSheetList() {
		sheet := Sheet{Name: name}
		add := func(n int, cells []string) (err error) {
			for i, c := range cells {
				cells[i] = stored(c, from1904)
			}
			sheet.Rows, err = count.add(sheet.Rows, Row{Pos: parser.Pos{File: src.Name, Sheet: name, Row: n}, Cells: cells})
			return err
		}
		before := count
		done := false
		if straight != nil {
			if done, err = straight.rows(parts[i], func(r straightRow) error { return add(r.n, r.cells) }); err != nil {
				return nil, err
			}
		}
		if !done {
			if !checked {
				if err := sound(src, f); err != nil {
					return nil, err
				}
			}
			checked = true
			sheet.Rows, count = nil, before
			if err := anyRows(f, name, add); err != nil {
				return nil, err
			}
		}
		book.Sheets = append(book.Sheets, sheet)
	}
	return book, nil
}

// sound is the error of a part that excelize reads row by row, or by and by, and
// that is no XML to its end. It would take one that breaks off for what it got of
// it.
func sound(src parser.Source, f *excelize.File) (err error) {
	f.Pkg.Range(func(name, part any) bool {
		var most map[string]parser.Limit // none for what is read row by row
		switch n := strings.ToLower(name.(string)); {
		case n == sharedStrings:
			most = map[string]parser.Limit{"": MaxElements}
		case !isSheet(n):
			return true
		}
		data, _ := part.([]byte)
		err = wellFormed(src, bytes.NewReader(data), most)
		return err == nil
	})
	if err != nil && !errors.Is(err, parser.ErrLimit) {
		return damaged()
	}
	return err
}

// anyRows calls add for the rows of a sheet of any kind.
func anyRows(f *excelize.File, sheet string, add func(n int, cells []string) error) error {
	rows, err := f.Rows(sheet)
	if err != nil {
		return damaged()
	}
	for n := 1; rows.Next(); n++ {
		cells, err := rows.Columns()
		if err != nil {
			return damaged()
		}
		if err := add(n, cells); err != nil {
			return err
		}
	}
	if rows.Error() != nil {
		return damaged()
	}
	return nil
}

// straightOf returns the reader of straight sheets and the parts of all sheets;
// nil if the workbook is not straight.
func straightOf(f *excelize.File, dates []bool, most int) (r *straightReader, parts [][]byte) {
	part := func(name string) []byte {
		data, _ := f.Pkg.Load(name)
		b, _ := data.([]byte)
		return b
	}
	if f.WorkBook == nil {
		return nil, nil
	}
	var ids []string
	for _, s := range f.WorkBook.Sheets.Sheet {
		ids = append(ids, s.ID)
	}
	names := sheetParts(ids, part)
	if names == nil {
		return nil, nil
	}
	for _, n := range names {
		parts = append(parts, part(n))
	}
	r = &straightReader{dates: dates, number: scratchNumbers()}
	if sst := part("xl/sharedStrings.xml"); sst != nil {
		var ok bool
		if r.shared, ok = straightStrings(sst, most); !ok {
			return nil, nil
		}
	}
	return r, parts
}

// scratchNumbers returns a function that has excelize write the numbers that are
// not plain, in a workbook of one cell.
func scratchNumbers() func(v string, styled, date bool) string {
	type key struct {
		v            string
		styled, date bool
	}
	known := map[key]string{}
	var f *excelize.File
	var general, mark int
	return func(v string, styled, date bool) string {
		if !date && plainNumber(v) {
			return v
		}
		if date && serial.MatchString(v) {
			if days, err := strconv.ParseFloat(v, 64); err == nil {
				return dateMark + strconv.FormatFloat(days, 'f', 10, 64)
			}
		}
		k := key{v, styled, date}
		s, ok := known[k]
		if ok {
			return s
		}
		if f == nil {
			f = excelize.NewFile()
			code := dateCode
			general, _ = f.NewStyle(&excelize.Style{Font: &excelize.Font{Bold: true}})
			mark, _ = f.NewStyle(&excelize.Style{CustomNumFmt: &code})
		}
		const sheet, at = "Sheet1", "A1"
		style := 0
		switch {
		case date:
			style = mark
		case styled:
			style = general
		}
		_ = f.SetCellDefault(sheet, at, v)
		_ = f.SetCellStyle(sheet, at, at, style)
		s, _ = f.GetCellValue(sheet, at)
		if len(known) < maxKnown {
			known[k] = s
		}
		return s
	}
}

// maxKnown is how many numbers that are not plain are remembered.
const maxKnown = 10_000

// serial is the number of a day of our times, with or without a time of day.
var serial = regexp.MustCompile(`^[1-9]\d{4}(\.\d{1,17})?$`)

// dateMark stands before the number of days in a cell with a date.
const dateMark = "\uE000"

// dateCode is the number format of dates.
const dateCode = `"` + dateMark + `"0.0000000000;"` + dateMark + `"-0.0000000000`

// markDates changes the styles of an open workbook, so that a cell with a date
// is read as dateMark and its number, and any other as it is stored, and tells of
// each style whether it is one of dates. To ask for the style of each cell would
// have excelize build the sheet in memory, at a hundred bytes for every cell that
// a hostile file cares to leave out.
func markDates(f *excelize.File) (dates []bool, err error) {
	_, _ = f.GetStyle(0) // fills f.Styles, and fails if there are none
	if f.Styles == nil || f.Styles.CellXfs == nil {
		return nil, nil
	}
	code := dateCode
	mark, err := f.NewStyle(&excelize.Style{CustomNumFmt: &code})
	if err != nil {
		return nil, err
	}
	codes := map[int]string{}
	if f.Styles.NumFmts != nil {
		for _, n := range f.Styles.NumFmts.NumFmt {
			codes[n.NumFmtID] = n.FormatCode
		}
	}
	var general int
	marked := f.Styles.CellXfs.Xf[mark].NumFmtID
	for i, xf := range f.Styles.CellXfs.Xf[:mark] {
		id := &general
		if xf.NumFmtID != nil && isDate(*xf.NumFmtID, codes[*xf.NumFmtID]) {
			id = marked
		}
		dates = append(dates, id == marked)
		f.Styles.CellXfs.Xf[i].NumFmtID = id
	}
	return dates, nil
}

// exponent is how programs store small fractions (7.0000000000000007E-2) and,
// where they are written in Java, dates (2.0250304E7). With a plus, 4.2E+27, it is
// what a spreadsheet left of an order number: that stays, for the layouts to see.
var exponent = regexp.MustCompile(`^-?\d\.\d+E-?\d+$`)

func stored(cell string, from1904 bool) string {
	if days, ok := strings.CutPrefix(cell, dateMark); ok {
		if s, ok := moment(days, from1904); ok {
			return s
		}
		return number(days)
	}
	if exponent.MatchString(cell) {
		return number(cell)
	}
	return Clean(cell)
}
