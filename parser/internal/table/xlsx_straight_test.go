package table

import (
	"bytes"
	"fmt"
	"os"
	"path/filepath"
	"reflect"
	"testing"

	"github.com/unrenew/unrenew/parser"
	"github.com/xuri/excelize/v2"
)

// readBoth reads the sheets of a workbook straight and by excelize, and tells how
// many of them are straight.
func readBoth(t *testing.T, data []byte) (straight int) {
	t.Helper()
	f, err := excelize.OpenReader(bytes.NewReader(data))
	if err != nil {
		return 0
	}
	defer f.Close()
	dates, err := markDates(f)
	if err != nil {
		return 0
	}
	r, parts := straightOf(f, dates, int(MaxElements.Value))
	if r == nil {
		return 0
	}
	for i, sheet := range f.GetSheetList() {
		rowsOf := func(read func(add func(int, []string) error) bool) (rows []Row, ok bool) {
			ok = read(func(n int, cells []string) error {
				for i, c := range cells {
					cells[i] = stored(c, false)
				}
				if !blank(cells) {
					rows = append(rows, Row{Pos: parser.Pos{Row: n}, Cells: cells})
				}
				return nil
			})
			return rows, ok
		}
		got, ok := rowsOf(func(add func(int, []string) error) bool {
			ok, err := r.rows(parts[i], func(r straightRow) error { return add(r.n, r.cells) })
			return ok && err == nil
		})
		if !ok {
			continue
		}
		straight++
		want, ok := rowsOf(func(add func(int, []string) error) bool { return anyRows(f, sheet, add) == nil })
		if !ok || !reflect.DeepEqual(got, want) {
			t.Errorf("sheet %d: straight %q, by excelize %q", i, dump(got), dump(want))
		}
	}
	return straight
}

// TestStraight: what is read straight is what excelize reads.
func TestStraight(t *testing.T) {
	numbers := []string{"0", "-0", "25", "25.5", "25.50", "-12.34", "00420", "1e3", "548.58000000000004", "4200002168202406",
		"42000021682024060763", "0.1", ".5", "5.", "+5", "1.2E+17", "5.0000000000000003E-2", "45720", "45720.5", "45720.629166666666",
		"45720.99999999999", "12345678", "123456789.12", "99999.123456789012345", "Inf", "NaN", "0x1F", "1_000", "-45720", "2958466"}
	texts := []string{"", " a ", "<&>\"'", "多行\n备注", "&amp;", "_x000A_", "x_x", "\t", "a]]>b", "\u3000", "=1+1"}
	code := "yyyy-mm-dd hh:mm:ss"
	for _, shared := range []bool{true, false} {
		for name, style := range map[string]*excelize.Style{"no style": nil, "bold": {Font: &excelize.Font{Bold: true}}, "money": {NumFmt: 4}, "date": {NumFmt: 22}, "own date": {CustomNumFmt: &code}} {
			for i := range max(len(numbers), len(texts)) { // a workbook each: one cell that is not straight hides all others
				data := xlsx(t, func(f *excelize.File) {
					id := 0
					if style != nil {
						var err error
						id, err = f.NewStyle(style)
						must(t, err)
					}
					if !shared {
						w, err := f.NewStreamWriter("Sheet1")
						must(t, err)
						must(t, w.SetRow("B2", []any{excelize.Cell{StyleID: id, Value: texts[i%len(texts)]}, nil, excelize.Cell{StyleID: id, Value: i}}))
						must(t, w.Flush())
						return
					}
					must(t, f.SetCellDefault("Sheet1", "B2", numbers[i%len(numbers)]))
					must(t, f.SetCellStr("Sheet1", "D2", texts[i%len(texts)]))
					must(t, f.SetCellDefault("Sheet1", "E4", numbers[i%len(numbers)]))
					must(t, f.SetCellFormula("Sheet1", "E4", "SUM(A1:A2)"))
					must(t, f.SetCellStyle("Sheet1", "A1", "E4", id))
				})
				t.Run(fmt.Sprintf("%s, shared %v, %d", name, shared, i), func(t *testing.T) { readBoth(t, data) })
			}
		}
	}
	plain := xlsx(t, func(f *excelize.File) { must(t, f.SetCellStr("Sheet1", "A1", "微信支付")) })
	if readBoth(t, plain) != 1 {
		t.Error("a plain workbook is not straight")
	}
}

// TestStraightStatements reads the workbooks of all layouts both ways.
func TestStraightStatements(t *testing.T) {
	files, err := filepath.Glob("../../../testdata/statements/*/*.xlsx")
	must(t, err)
	straight := 0
	for _, file := range files {
		t.Run(filepath.Base(file), func(t *testing.T) {
			data, err := os.ReadFile(file)
			must(t, err)
			straight += readBoth(t, data)
		})
	}
	if straight == 0 {
		t.Errorf("none of %d workbooks is straight", len(files))
	}
	t.Logf("%d sheets of %d workbooks", straight, len(files))
}
