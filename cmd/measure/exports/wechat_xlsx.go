package exports

import (
	"bytes"
	"slices"
	"time"

	"github.com/xuri/excelize/v2"
)

// Bills of WeChat Pay since mid 2025: one sheet, the head merged over the width
// of the table; since about March 2026 the head has a note on the zone and
// amounts are numbers.
var wechatXLSX = layout{name: wechatName(".xlsx"), write: writeWechatXLSX}

func writeWechatXLSX(s *statement) ([]byte, []Place) {
	const sheet = "Sheet1"
	rows := wechatRows(s)
	numbers := !s.made.Before(time.Date(2026, 3, 1, 0, 0, 0, 0, s.made.Location()))
	head := wechatHead(s, rows)
	if numbers {
		head = slices.Insert(head, len(head)-2, "4. 本明细时间为北京时间（UTC+08:00）")
	}
	f := excelize.NewFile()
	defer f.Close()
	n := 0
	put := func(cells ...string) int {
		n++
		for i, c := range cells {
			at := cellName(i+1, n)
			if numbers && i == wechatAmount && n > len(head)+1 {
				must(f.SetCellDefault(sheet, at, c)) // the digits as they are, a number
			} else {
				must(f.SetCellStr(sheet, at, c))
			}
		}
		return n
	}
	for _, l := range head {
		put(l)
		must(f.MergeCell(sheet, cellName(1, n), cellName(len(wechatTitles), n)))
	}
	put(wechatTitles...)
	places := make([]Place, len(rows))
	for i, r := range slices.Backward(rows) {
		cells := s.wechatCells(&r)
		if !numbers {
			cells[wechatAmount] = "¥" + cells[wechatAmount]
		}
		places[i] = Place{Sheet: sheet, Row: put(cells...), OrderID: r.order}
	}
	if numbers && len(rows) > 0 {
		format := "¥#,##0.00"
		style, err := f.NewStyle(&excelize.Style{CustomNumFmt: &format})
		must(err)
		must(f.SetCellStyle(sheet, cellName(wechatAmount+1, len(head)+2), cellName(wechatAmount+1, n), style))
	}
	var b bytes.Buffer
	must(f.Write(&b))
	return b.Bytes(), places
}

func cellName(column, row int) string {
	name, err := excelize.CoordinatesToCellName(column, row)
	must(err)
	return name
}

// must ends the program: a workbook in memory has nothing that can fail but us.
func must(err error) {
	if err != nil {
		panic(err)
	}
}
