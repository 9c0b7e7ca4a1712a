package table

import (
	"encoding/binary"
	"iter"
	"maps"
	"math"
	"slices"
	"strconv"
	"unicode/utf16"

	"github.com/shopspring/decimal"
	"github.com/unrenew/unrenew/parser"
)

// Records of BIFF8, the format of XLS since Excel 97, that hold what we need.
const (
	biffFormula    = 0x0006
	biffEOF        = 0x000A
	biffDateMode   = 0x0022
	biffFilePass   = 0x002F
	biffContinue   = 0x003C
	biffBoundSheet = 0x0085
	biffMulRK      = 0x00BD
	biffRString    = 0x00D6
	biffXF         = 0x00E0
	biffSST        = 0x00FC
	biffLabelSST   = 0x00FD
	biffNumber     = 0x0203
	biffLabel      = 0x0204
	biffBoolErr    = 0x0205
	biffString     = 0x0207
	biffRK         = 0x027E
	biffFormat     = 0x041E
	biffBOF        = 0x0809
)

// maxXLSColumns is the width of a sheet in BIFF8.
const maxXLSColumns = 256

var le = binary.LittleEndian

// xls is the part of a workbook that its sheets share.
type xls struct {
	stream   []byte
	shared   []string       // the texts that LABELSST cells point to
	formats  map[int]string // number formats by ID
	xf       []int          // cell style: ID of its number format
	from1904 bool
}

// readXLS reads the stream of a workbook. It panics where a record is shorter
// than it must be, which read turns into an error.
func readXLS(src parser.Source, stream []byte) (*Book, error) {
	type boundSheet struct {
		name string
		pos  int
	}
	var sheets []boundSheet
	x := &xls{stream: stream, formats: map[int]string{}}
globals:
	for id, r := range x.records(0) {
		switch id {
		case biffBOF:
			if le.Uint16(r.bytes(2)) != 0x0600 {
				return nil, oldExcel()
			}
		case biffFilePass:
			return nil, locked()
		case biffDateMode:
			x.from1904 = le.Uint16(r.bytes(2)) == 1
		case biffFormat:
			id := int(le.Uint16(r.bytes(2)))
			x.formats[id] = r.text()
		case biffXF:
			x.xf = append(x.xf, int(le.Uint16(r.bytes(4)[2:])))
		case biffSST:
			for n := le.Uint32(r.bytes(8)[4:]); n > 0; n-- {
				x.shared = append(x.shared, Clean(r.text()))
			}
		case biffBoundSheet:
			b := r.bytes(8)
			if b[5] == 0 { // a table, no chart or macro
				if int64(len(sheets)) == src.Limit(MaxSheets) {
					return nil, tooManySheets(src)
				}
				sheets = append(sheets, boundSheet{r.chars(int(b[6]), b[7]&1 != 0), int(le.Uint32(b))})
			}
		case biffEOF:
			break globals
		}
	}
	book := &Book{Kind: "xls"}
	count := counterOf(src)
	for _, s := range sheets {
		cells := x.cells(s.pos)
		sheet := Sheet{Name: s.name}
		for _, n := range slices.Sorted(maps.Keys(cells)) {
			row := Row{Pos: parser.Pos{File: src.Name, Sheet: s.name, Row: n + 1}, Cells: cells[n]}
			var err error
			if sheet.Rows, err = count.add(sheet.Rows, row); err != nil {
				return nil, err
			}
		}
		book.Sheets = append(book.Sheets, sheet)
	}
	if len(book.Sheets) == 0 {
		return nil, damaged()
	}
	return book, nil
}

// cells reads the sheet that begins at pos, by row.
func (x *xls) cells(pos int) map[int][]string {
	rows := map[int][]string{}
	set := func(row, col int, text string) {
		for len(rows[row]) <= col {
			rows[row] = append(rows[row], "")
		}
		rows[row][col] = text
	}
	depth := 0 // a chart in the sheet has a BOF and an EOF of its own
	var lastRow, lastCol int
	for id, r := range x.records(pos) {
		switch {
		case id == biffBOF:
			depth++
			continue
		case id == biffEOF:
			if depth--; depth == 0 {
				return rows
			}
			continue
		case depth != 1:
			continue
		}
		switch id {
		case biffString: // the result of the formula before it
			set(lastRow, lastCol, Clean(r.text()))
			continue
		case biffFormula, biffMulRK, biffRString, biffLabelSST, biffNumber, biffLabel, biffBoolErr, biffRK:
		default:
			continue
		}
		b := r.bytes(4)
		row, col := int(le.Uint16(b)), int(le.Uint16(b[2:]))
		if col >= maxXLSColumns {
			panic("column beyond the sheet")
		}
		if id == biffMulRK {
			for ; r.len() >= 6 && col < maxXLSColumns; col++ {
				b := r.bytes(6)
				set(row, col, x.value(rk(le.Uint32(b[2:])), b))
			}
			continue
		}
		style := r.bytes(2)
		switch id {
		case biffRK:
			set(row, col, x.value(rk(le.Uint32(r.bytes(4))), style))
		case biffNumber:
			set(row, col, x.value(double(r.bytes(8)), style))
		case biffLabelSST:
			set(row, col, x.shared[le.Uint32(r.bytes(4))])
		case biffLabel, biffRString:
			set(row, col, Clean(r.text()))
		case biffBoolErr:
			if b := r.bytes(2); b[1] == 0 {
				set(row, col, boolean(b[0]))
			}
		case biffFormula:
			lastRow, lastCol = row, col
			switch b := r.bytes(8); {
			case b[6] != 0xFF || b[7] != 0xFF:
				set(row, col, x.value(double(b), style))
			case b[0] == 1:
				set(row, col, boolean(b[2]))
			}
		}
	}
	panic("sheet without an end")
}

// value writes a number as its cell's style asks: a date, or as it is.
func (x *xls) value(n string, style []byte) string {
	format := x.xf[le.Uint16(style)]
	if isDate(format, x.formats[format]) {
		if s, ok := moment(n, x.from1904); ok {
			return s
		}
	}
	return number(n)
}

func double(b []byte) string {
	return strconv.FormatFloat(math.Float64frombits(le.Uint64(b)), 'g', -1, 64)
}

// rk unpacks a number of 32 bits: a signed integer, or the upper half of a
// double, and a hundredth of either.
func rk(v uint32) string {
	s := decimal.NewFromInt32(int32(v) >> 2).String()
	if v&2 == 0 {
		s = strconv.FormatFloat(math.Float64frombits(uint64(v&^3)<<32), 'g', -1, 64)
	}
	if v&1 == 0 {
		return s
	}
	d, err := decimal.NewFromString(s)
	if err != nil {
		return s
	}
	return d.Shift(-2).String()
}

func boolean(b byte) string {
	if b == 0 {
		return "FALSE"
	}
	return "TRUE"
}

// records yields the records from pos on, each with the CONTINUE records after
// it, up to the end of the stream.
func (x *xls) records(pos int) iter.Seq2[uint16, *biffRecord] {
	return func(yield func(uint16, *biffRecord) bool) {
		b := x.stream[pos:]
		next := func() (id uint16, body []byte) {
			id, n := le.Uint16(b), int(le.Uint16(b[2:]))
			body = b[4:][:n]
			b = b[4+n:]
			return id, body
		}
		for len(b) >= 4 {
			id, body := next()
			r := biffRecord{body}
			for len(b) >= 4 && le.Uint16(b) == biffContinue {
				_, more := next()
				r = append(r, more)
			}
			if !yield(id, &r) {
				return
			}
		}
	}
}

// biffRecord is what is left of a record and of its CONTINUE records.
type biffRecord [][]byte

func (r *biffRecord) len() int {
	n := 0
	for _, part := range *r {
		n += len(part)
	}
	return n
}

// bytes takes n bytes.
func (r *biffRecord) bytes(n int) []byte {
	if len(*r) > 0 && n <= len((*r)[0]) { // most of the time
		b := (*r)[0][:n]
		(*r)[0] = (*r)[0][n:]
		return b
	}
	var b []byte
	for len(b) < n {
		part := (*r)[0]
		take := min(n-len(b), len(part))
		b = append(b, part[:take]...)
		if (*r)[0] = part[take:]; len((*r)[0]) == 0 {
			*r = (*r)[1:]
		}
	}
	return b
}

// text takes a string with its length and its trimmings: runs of fonts and
// phonetic notes stand behind the characters.
func (r *biffRecord) text() string {
	head := r.bytes(3)
	n, flags := int(le.Uint16(head)), head[2]
	skip := 0
	if flags&8 != 0 {
		skip += 4 * int(le.Uint16(r.bytes(2)))
	}
	if flags&4 != 0 {
		skip += int(le.Uint32(r.bytes(4)))
	}
	s := r.chars(n, flags&1 != 0)
	r.bytes(skip)
	return s
}

// chars takes n characters of one or two bytes. Where they cross into the next
// CONTINUE record, a byte there says anew which.
func (r *biffRecord) chars(n int, wide bool) string {
	units := make([]uint16, 0, n)
	for len(units) < n {
		part := (*r)[0]
		if len(part) == 0 {
			*r = (*r)[1:]
			wide = r.bytes(1)[0]&1 != 0
			continue
		}
		if wide {
			units = append(units, le.Uint16(part))
			(*r)[0] = part[2:]
		} else {
			units = append(units, uint16(part[0]))
			(*r)[0] = part[1:]
		}
	}
	return string(utf16.Decode(units))
}
