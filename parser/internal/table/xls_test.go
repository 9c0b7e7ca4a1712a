package table

import (
	"encoding/binary"
	"math"
	"os"
	"reflect"
	"strings"
	"testing"
	"unicode/utf16"

	"github.com/unrenew/unrenew/parser"
)

// bin packs values in little-endian order; a string is its bytes.
func bin(values ...any) []byte {
	var b []byte
	for _, v := range values {
		switch v := v.(type) {
		case string:
			b = append(b, v...)
		case []byte:
			b = append(b, v...)
		case int:
			b = le.AppendUint16(b, uint16(v))
		default:
			b, _ = binary.Append(b, le, v)
		}
	}
	return b
}

// rec is a record of BIFF.
func rec(id int, values ...any) []byte {
	body := bin(values...)
	return append(bin(id, len(body)), body...)
}

// wide is a string with its length, two bytes a character.
func wide(s string) []byte {
	u := utf16.Encode([]rune(s))
	return append(bin(len(u), byte(1)), bin(u)...)
}

// workbook is the stream of an XLS: globals, then one sheet of the cells.
func workbook(globals, cells []byte) []byte {
	bof := rec(biffBOF, 0x0600, 0x0005, uint64(0))
	eof := rec(biffEOF)
	name := bin(byte(2), byte(1), utf16.Encode([]rune("明细")))
	pos := len(bof) + len(globals) + len(rec(biffBoundSheet, uint32(0), 0, name)) + len(eof)
	stream := append(bof, globals...)
	stream = append(stream, rec(biffBoundSheet, uint32(pos), 0, name)...)
	stream = append(stream, eof...)
	stream = append(stream, rec(biffBOF, 0x0600, 0x0010, uint64(0))...)
	stream = append(stream, cells...)
	return append(stream, eof...)
}

// ole wraps a stream into a compound file, as small as the format allows.
func ole(name string, stream []byte) []byte {
	const sector = 512
	n := max((len(stream)+sector-1)/sector, 8) // below 4096 bytes it would go elsewhere
	stream = append(stream, make([]byte, n*sector-len(stream))...)
	// Sectors: 0 the table, 1 the folder, then the stream.
	header := bin("\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1", make([]byte, 16), 0x3E, 3, 0xFFFE, 9, 6, make([]byte, 6),
		uint32(0), uint32(1), uint32(1), uint32(0), uint32(4096), int32(-2), uint32(0), int32(-2), uint32(0), uint32(0))
	header = append(header, []byte(strings.Repeat("\xFF", sector-len(header)))...)
	fat := bin(int32(-3), int32(-2))
	for i := range n {
		next := int32(3 + i)
		if i == n-1 {
			next = -2
		}
		fat = append(fat, bin(next)...)
	}
	fat = append(fat, []byte(strings.Repeat("\xFF", sector-len(fat)))...)
	entry := func(name string, kind byte, child, start int32, size int) []byte {
		u := utf16.Encode([]rune(name + "\x00"))
		b := append(bin(u), make([]byte, 64-2*len(u))...)
		return append(b, bin(2*len(u), kind, byte(1), int32(-1), int32(-1), child, make([]byte, 36), start, uint64(size))...)
	}
	folder := append(entry("Root Entry", 5, 1, -2, 0), entry(name, 2, -1, 2, len(stream))...)
	folder = append(folder, make([]byte, sector-len(folder))...)
	return bin(header, fat, folder, stream)
}

func TestXLSValues(t *testing.T) {
	xf := func(format int) []byte { return rec(biffXF, 0, format, make([]byte, 16)) }
	globals := bin(
		rec(biffFormat, 164, wide(`yyyy"年"m"月"d"日";@`)),
		rec(biffFormat, 165, wide(`[Red]#,##0.00"days"`)),
		xf(0), xf(14), xf(22), xf(164), xf(165), xf(20), // styles 0 to 5
		rec(biffSST, uint32(3), uint32(3), wide("共享"), bin(5, byte(0), "plain"),
			bin(2, byte(1|8), 1, utf16.Encode([]rune("字体")), uint32(0))),
	)
	rkInt := func(n int32, hundredth uint32) uint32 { return uint32(n)<<2 | 2 | hundredth }
	rkDouble := func(bits uint64, hundredth uint32) uint32 { return uint32(bits>>32)&^3 | hundredth }
	for _, tt := range []struct {
		name string
		cell []byte
		want string
	}{
		{"shared string", rec(biffLabelSST, 0, 0, 0, uint32(0)), "共享"},
		{"shared string of one byte a character", rec(biffLabelSST, 0, 0, 0, uint32(1)), "plain"},
		{"shared string with fonts", rec(biffLabelSST, 0, 0, 0, uint32(2)), "字体"},
		{"string", rec(biffLabel, 0, 0, 0, wide(" 6222\t")), "6222"},
		{"string with fonts", rec(biffRString, 0, 0, 0, wide("富文本"), 1, 0, 0), "富文本"},
		{"integer", rec(biffRK, 0, 0, 0, rkInt(20250304, 0)), "20250304"},
		{"negative integer", rec(biffRK, 0, 0, 0, rkInt(-12, 0)), "-12"},
		{"negative hundredth", rec(biffRK, 0, 0, 0, rkInt(-123450, 1)), "-1234.5"},
		{"double of 30 bits", rec(biffRK, 0, 0, 0, rkDouble(math.Float64bits(-0.5), 0)), "-0.5"},
		{"double of 30 bits, hundredth", rec(biffRK, 0, 0, 0, rkDouble(math.Float64bits(1<<30), 1)), "10737418.24"},
		{"number", rec(biffNumber, 0, 0, 0, 99957.25), "99957.25"},
		{"number with noise", rec(biffNumber, 0, 0, 0, 548.58000000000004), "548.58"},
		{"number without exponent", rec(biffNumber, 0, 0, 0, 1.2e17), "120000000000000000"},
		{"date", rec(biffNumber, 0, 0, 1, 45720.0), "2025-03-04"},
		{"date in Chinese", rec(biffRK, 0, 0, 3, rkInt(45720, 0)), "2025-03-04"},
		{"date and time", rec(biffNumber, 0, 0, 2, 45720.629166666666), "2025-03-04 15:06:00"},
		{"time rounded to the second", rec(biffNumber, 0, 0, 2, 45722.999999), "2025-03-07"},
		{"clock", rec(biffNumber, 0, 0, 5, 0.75), "18:00:00"},
		{"amount in a format with a colour", rec(biffNumber, 0, 0, 4, 45720.5), "45720.5"},
		{"negative in a date format", rec(biffNumber, 0, 0, 1, -45.5), "-45.5"},
		{"boolean", rec(biffBoolErr, 0, 0, 0, byte(1), byte(0)), "TRUE"},
		{"formula with a number", rec(biffFormula, 0, 0, 0, -13.5), "-13.5"},
		{"formula with a string", bin(rec(biffFormula, 0, 0, 0, "\x00\x00\x00\x00\x00\x00\xFF\xFF"), rec(0x04BC), rec(biffString, wide("续费"))), "续费"},
		{"formula with a boolean", rec(biffFormula, 0, 0, 0, "\x01\x00\x00\x00\x00\x00\xFF\xFF"), "FALSE"},
		{"beside a chart", bin(rec(biffBOF, 0x0600, 0x0020, uint64(0)), rec(biffLabel, 0, 0, 0, wide("chart")), rec(biffEOF), rec(biffLabel, 0, 0, 0, wide("cell"))), "cell"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			book, err := Read(parser.NewSource("a.xls", ole("Workbook", workbook(globals, tt.cell))))
			if err != nil {
				t.Fatal(err)
			}
			if got := dump(book.Sheets[0].Rows); !reflect.DeepEqual(got, []string{"1|" + tt.want}) {
				t.Errorf("got %q, want %q", got, tt.want)
			}
			if book.Kind != "xls" || book.Sheets[0].Name != "明细" || book.Sheets[0].Rows[0].Pos.Sheet != "明细" {
				t.Errorf("got %+v", book)
			}
		})
	}

	t.Run("places", func(t *testing.T) {
		cells := bin(
			rec(biffMulRK, 2, 1, 0, rkInt(1, 0), 0, rkInt(-2, 0), 1, rkInt(45720, 0), 3),
			rec(biffLabel, 7, 2, 0, wide("last")), rec(biffLabel, 0, 0, 0, wide("first")),
			rec(biffBoolErr, 4, 0, 0, byte(7), byte(1)),
		)
		book, err := Read(parser.NewSource("a.xls", ole("Workbook", workbook(globals, cells))))
		if err != nil {
			t.Fatal(err)
		}
		if got, want := dump(book.Sheets[0].Rows), []string{"1|first", "3||1|-2|2025-03-04", "8|||last"}; !reflect.DeepEqual(got, want) {
			t.Errorf("got %q, want %q", got, want)
		}
	})
	t.Run("since 1904", func(t *testing.T) {
		book, err := Read(parser.NewSource("a.xls", ole("Workbook", workbook(bin(globals, rec(biffDateMode, 1)), rec(biffNumber, 0, 0, 1, 44258.0)))))
		if err != nil {
			t.Fatal(err)
		}
		if got := book.Sheets[0].Rows[0].Cells[0]; got != "2025-03-04" {
			t.Errorf("got %s", got)
		}
	})
}

// A shared string may be cut anywhere by the end of its record. If it is cut
// within its characters, the next record begins with their width, which may
// differ from that before.
func TestXLSContinue(t *testing.T) {
	for _, tt := range []struct {
		name  string
		parts [][]byte
	}{
		{"between strings", [][]byte{bin(wide("自动")), bin(wide("续费"))}},
		{"wide to wide", [][]byte{bin(2, byte(1), uint16('自')), bin(byte(1), uint16('动'), wide("续费"))}},
		{"wide to narrow", [][]byte{bin(wide("自动"), 2, byte(1), uint16('续')), bin(byte(0), "X")}},
		{"narrow to wide", [][]byte{bin(wide("自动"), 2, byte(0), "X"), bin(byte(1), uint16('费'))}},
		{"after the head", [][]byte{bin(2, byte(1)), bin(byte(1), utf16.Encode([]rune("自动")), wide("续费"))}},
		{"within the fonts", [][]byte{bin(2, byte(1|8), 1, utf16.Encode([]rune("自动")), byte(0)), bin(byte(0), byte(0), byte(0), wide("续费"))}},
		{"three records", [][]byte{bin(2, byte(1), uint16('自')), bin(byte(1), uint16('动')), bin(wide("续费"))}},
	} {
		t.Run(tt.name, func(t *testing.T) {
			globals := rec(biffSST, uint32(2), uint32(2), tt.parts[0])
			for _, p := range tt.parts[1:] {
				globals = append(globals, rec(biffContinue, p)...)
			}
			cells := bin(rec(biffLabelSST, 0, 0, 0, uint32(0)), rec(biffLabelSST, 0, 1, 0, uint32(1)))
			book, err := Read(parser.NewSource("a.xls", ole("Workbook", workbook(globals, cells))))
			if err != nil {
				t.Fatal(err)
			}
			got := dump(book.Sheets[0].Rows)[0]
			if got = strings.NewReplacer("续X", "续费", "X费", "续费").Replace(got); got != "1|自动|续费" {
				t.Errorf("got %q", got)
			}
		})
	}
}

func TestXLSRefused(t *testing.T) {
	good := workbook(nil, rec(biffLabel, 0, 0, 0, wide("x")))
	biff5 := append([]byte{}, good...)
	le.PutUint16(biff5[4:], 0x0500)
	for _, tt := range []struct {
		name   string
		stream string
		data   []byte
		want   string
	}{
		{"Excel 95 by its stream", "Book", good, "Excel 95"},
		{"Excel 95 by its version", "Workbook", biff5, "Excel 95"},
		{"password", "Workbook", workbook(rec(biffFilePass, 1), nil), "has a password"},
		{"encrypted XLSX", "EncryptedPackage", good, "has a password"},
		{"Word", "WordDocument", good, "text document"},
		{"other", "Something", good, "not a table"},
		{"no sheet end", "Workbook", good[:len(good)-4], "damaged"},
		{"cut", "Workbook", good[:len(good)-9], "damaged"},
		{"cell beyond the columns", "Workbook", workbook(nil, rec(biffLabel, 0, 256, 0, wide("x"))), "damaged"},
		{"shared string that is not there", "Workbook", workbook(nil, rec(biffLabelSST, 0, 0, 0, uint32(0))), "damaged"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			_, err := Read(parser.NewSource("a.xls", ole(tt.stream, tt.data)))
			if err == nil || !strings.Contains(err.Error(), tt.want) {
				t.Errorf("got %v, want %q", err, tt.want)
			}
		})
	}
}

func TestXLSCutAnywhere(t *testing.T) {
	data, err := os.ReadFile("testdata/libreoffice-values.xls")
	if err != nil {
		t.Fatal(err)
	}
	whole, err := Read(parser.NewSource("a.xls", data))
	if err != nil {
		t.Fatal(err)
	}
	for n := range data {
		book, err := Read(parser.NewSource("a.xls", data[:n]))
		if err == nil && n > 8 && !reflect.DeepEqual(book, whole) {
			t.Fatalf("cut after %d of %d bytes: a part was read without an error", n, len(data))
		}
	}
}
