package table

import (
	"bytes"
	"regexp"
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
	if err := markDates(f); err != nil {
		return nil, damaged()
	}
	from1904 := props.Date1904 != nil && *props.Date1904
	book := &Book{Kind: "xlsx"}
	count := counter{src: src}
	for _, name := range f.GetSheetList() {
		sheet := Sheet{Name: name}
		rows, err := f.Rows(name)
		if err != nil {
			return nil, damaged()
		}
		for n := 1; rows.Next(); n++ {
			cells, err := rows.Columns()
			if err != nil {
				return nil, damaged()
			}
			for i, c := range cells {
				cells[i] = stored(c, from1904)
			}
			row := Row{Pos: parser.Pos{File: src.Name, Sheet: name, Row: n}, Cells: cells}
			if sheet.Rows, err = count.add(sheet.Rows, row); err != nil {
				return nil, err
			}
		}
		if rows.Error() != nil {
			return nil, damaged()
		}
		book.Sheets = append(book.Sheets, sheet)
	}
	return book, nil
}

// dateMark stands before the number of days in a cell with a date.
const dateMark = "\uE000"

// markDates changes the styles of an open workbook, so that a cell with a date
// is read as dateMark and its number, and any other as it is stored. To ask for
// the style of each cell would have excelize build the sheet in memory, at a
// hundred bytes for every cell that a hostile file cares to leave out.
func markDates(f *excelize.File) error {
	_, _ = f.GetStyle(0) // fills f.Styles, and fails if there are none
	if f.Styles == nil || f.Styles.CellXfs == nil {
		return nil
	}
	code := `"` + dateMark + `"0.0000000000;"` + dateMark + `"-0.0000000000`
	mark, err := f.NewStyle(&excelize.Style{CustomNumFmt: &code})
	if err != nil {
		return err
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
		f.Styles.CellXfs.Xf[i].NumFmtID = id
	}
	return nil
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
