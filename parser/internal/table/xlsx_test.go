package table

import (
	"archive/zip"
	"bytes"
	"compress/flate"
	"errors"
	"fmt"
	"hash/crc32"
	"io"
	"os"
	"reflect"
	"strings"
	"testing"

	"github.com/unrenew/unrenew/parser"
	"github.com/xuri/excelize/v2"
)

// xlsx writes a workbook with excelize; fill gets its only sheet, "Sheet1".
func xlsx(t testing.TB, fill func(f *excelize.File)) []byte {
	t.Helper()
	f := excelize.NewFile()
	fill(f)
	var b bytes.Buffer
	if err := f.Write(&b); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

func must(t testing.TB, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}

func TestXLSXValues(t *testing.T) {
	text := func(s string) func(*testing.T, *excelize.File) {
		return func(t *testing.T, f *excelize.File) { must(t, f.SetCellStr("Sheet1", "A1", s)) }
	}
	// raw is a number exactly as a program wrote it into the sheet.
	raw := func(s string, style *excelize.Style) func(*testing.T, *excelize.File) {
		return func(t *testing.T, f *excelize.File) {
			must(t, f.SetCellDefault("Sheet1", "A1", s))
			if style != nil {
				id, err := f.NewStyle(style)
				must(t, err)
				must(t, f.SetCellStyle("Sheet1", "A1", "A1", id))
			}
		}
	}
	builtIn := func(id int) *excelize.Style { return &excelize.Style{NumFmt: id} }
	custom := func(code string) *excelize.Style { return &excelize.Style{CustomNumFmt: &code} }
	for _, tt := range []struct {
		name string
		fill func(*testing.T, *excelize.File)
		want string
	}{
		{"order number", text("4200002168202406076349888061"), "4200002168202406076349888061"},
		{"order number with a TAB", text("4200\t"), "4200"},
		{"text like an exponent", text("20250304E12"), "20250304E12"},
		{"text like noise", text("548.58000000000004"), "548.58000000000004"},
		{"leading zeros", text("00420"), "00420"},
		{"amount as text", text("¥1,299.00"), "¥1,299.00"},
		{"date as text", text("2025-03-04 15:06:00"), "2025-03-04 15:06:00"},
		{"markup", text("<&>"), "<&>"},
		{"number", raw("25", nil), "25"},
		{"negative", raw("-12.5", nil), "-12.5"},
		{"noise", raw("548.58000000000004", nil), "548.58"},
		{"exponent", raw("1.2E+17", nil), "1.2E+17"},
		{"small exponent", raw("5.0000000000000003E-2", nil), "0.05"},
		{"number that looks like a date", raw("20250304", nil), "20250304"},
		{"amount in a money format", raw("1234.5", custom(`"¥"#,##0.00;[Red]-"¥"#,##0.00`)), "1234.5"},
		{"amount in a General of China", raw("45720.5", custom("G/通用格式")), "45720.5"},
		{"amount with a unit that has date letters", raw("45720.5", custom(`0.00"days"\d_h`)), "45720.5"},
		{"date", raw("45720", builtIn(14)), "2025-03-04"},
		{"date and time", raw("45720.629166666666", builtIn(22)), "2025-03-04 15:06:00"},
		{"last second of a day", raw("45720.999988425923", builtIn(22)), "2025-03-04 23:59:59"},
		{"date of China", raw("45720", builtIn(31)), "2025-03-04"},
		{"date in a custom format", raw("45720.629166666666", custom("yyyy-mm-dd hh:mm:ss")), "2025-03-04 15:06:00"},
		{"date in a custom format of China", raw("45720", custom(`yyyy"年"m"月"d"日";@`)), "2025-03-04"},
		{"date with a locale", raw("45720", custom("[$-804]e/m/d")), "2025-03-04"},
		{"clock", raw("0.62916666666666665", custom("h:mm")), "15:06:00"},
		{"elapsed", raw("0.5", custom("[h]:mm")), "12:00:00"},
		{"number beyond the calendar in a date format", raw("20250304", builtIn(14)), "20250304"},
		{"text in a date format", func(t *testing.T, f *excelize.File) {
			raw("1", builtIn(14))(t, f)
			text("45720")(t, f)
		}, "45720"},
		{"text in a money format", func(t *testing.T, f *excelize.File) {
			raw("1", custom(`"¥"#,##0.00`))(t, f)
			text("00420")(t, f)
		}, "00420"},
		{"formula", func(t *testing.T, f *excelize.File) {
			must(t, f.SetCellDefault("Sheet1", "A1", "13.5"))
			must(t, f.SetCellFormula("Sheet1", "A1", "SUM(B1:B2)"))
		}, "13.5"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			data := xlsx(t, func(f *excelize.File) { tt.fill(t, f) })
			book, err := Read(parser.NewSource("a.xlsx", data))
			if err != nil {
				t.Fatal(err)
			}
			if got := dump(book.Sheets[0].Rows); !reflect.DeepEqual(got, []string{"1|" + tt.want}) {
				t.Errorf("got %q, want %q", got, tt.want)
			}
		})
	}
}

func TestXLSXPlaces(t *testing.T) {
	yes := true
	data := xlsx(t, func(f *excelize.File) {
		must(t, f.SetCellStr("Sheet1", "B3", "标题"))
		must(t, f.MergeCell("Sheet1", "B3", "D3"))
		must(t, f.SetCellStr("Sheet1", "D7", "尾"))
		_, err := f.NewSheet("隐藏")
		must(t, err)
		must(t, f.SetCellStr("隐藏", "A1", "藏"))
		must(t, f.SetSheetVisible("隐藏", false))
		must(t, f.SetWorkbookProps(&excelize.WorkbookPropsOptions{Date1904: &yes}))
		style, err := f.NewStyle(&excelize.Style{NumFmt: 14})
		must(t, err)
		must(t, f.SetCellDefault("隐藏", "A2", "44258"))
		must(t, f.SetCellStyle("隐藏", "A2", "A2", style))
	})
	book, err := Read(parser.NewSource("a.xlsx", data))
	if err != nil {
		t.Fatal(err)
	}
	got := map[string][]string{}
	for _, s := range book.Sheets {
		got[s.Name] = dump(s.Rows)
		for _, r := range s.Rows {
			if r.Pos.Sheet != s.Name || r.Pos.File != "a.xlsx" {
				t.Errorf("place is %+v", r.Pos)
			}
		}
	}
	if want := map[string][]string{"Sheet1": {"3||标题", "7||||尾"}, "隐藏": {"1|藏", "2|2025-03-04"}}; !reflect.DeepEqual(got, want) {
		t.Errorf("got %q, want %q", got, want)
	}
}

// The same cells written by LibreOffice as XLSX and XLS read the same.
func TestLibreOffice(t *testing.T) {
	want := []string{
		"1|示例银行账户明细",
		"3|交易时间|交易日|金额|余额|订单号|备注",
		"4|2025-03-04 15:06:00|2025-03-04|-12.5|1234.56|00420012345678901234|包月😀",
		"5|2025-03-05 12:00:00|2025-03-05|-1|548.58|20250304E12",
		"6|2025-03-06 23:59:59|2025-03-06|20250304|-1234567.89|1.50|多行\n备注",
		"8|||||合计|-13.5",
		"9||||||自动续费",
	}
	for _, kind := range []string{"xlsx", "xls"} {
		data, err := os.ReadFile("testdata/libreoffice-values." + kind)
		must(t, err)
		book, err := Read(parser.NewSource("a", data))
		must(t, err)
		if got := dump(book.Sheets[0].Rows)[:7]; !reflect.DeepEqual(got, want) || book.Kind != kind {
			t.Errorf("%s: got %q", book.Kind, got)
		}
		if got := dump(book.Sheets[1].Rows); !reflect.DeepEqual(got, []string{"2||只有一格"}) {
			t.Errorf("second sheet of %s: got %q", kind, got)
		}
	}
}

// repack copies a workbook and lets edit change the bytes of each part;
// one that becomes empty is left out.
func repack(t *testing.T, data []byte, edit func(name string, part []byte) []byte) []byte {
	t.Helper()
	r, err := zip.NewReader(bytes.NewReader(data), int64(len(data)))
	must(t, err)
	var b bytes.Buffer
	w := zip.NewWriter(&b)
	for _, f := range r.File {
		p, err := f.Open()
		must(t, err)
		part, err := io.ReadAll(p)
		must(t, err)
		if part = edit(f.Name, part); len(part) == 0 {
			continue
		}
		out, err := w.Create(f.Name)
		must(t, err)
		_, err = out.Write(part)
		must(t, err)
	}
	must(t, w.Close())
	return b.Bytes()
}

// Small programs write workbooks without styles.
func TestXLSXWithoutStyles(t *testing.T) {
	whole := xlsx(t, func(f *excelize.File) { must(t, f.SetCellDefault("Sheet1", "A1", "45720")) })
	for _, styles := range []string{"", `<styleSheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"/>`} {
		data := repack(t, whole, func(name string, part []byte) []byte {
			if name == "xl/styles.xml" {
				return []byte(styles)
			}
			return part
		})
		book, err := Read(parser.NewSource("a.xlsx", data))
		must(t, err)
		if got := dump(book.Sheets[0].Rows); !reflect.DeepEqual(got, []string{"1|45720"}) {
			t.Errorf("got %q", got)
		}
	}
}

func TestXLSXDamaged(t *testing.T) {
	data := xlsx(t, func(f *excelize.File) {
		for i := range 50 {
			must(t, f.SetCellStr("Sheet1", fmt.Sprintf("A%d", i+1), "2025-03-04 15:06:00"))
		}
	})
	for n := 4; n < len(data); n += 7 {
		if _, err := Read(parser.NewSource("a.xlsx", data[:n])); err == nil {
			t.Fatalf("cut after %d of %d bytes: no error", n, len(data))
		}
	}
	for _, tt := range []struct {
		name string
		data []byte
	}{
		{"sheet breaks off", repack(t, data, func(name string, part []byte) []byte {
			if name == "xl/worksheets/sheet1.xml" {
				return part[:len(part)/2]
			}
			return part
		})},
		{"wrong checksum", func() []byte {
			b := bytes.Clone(data)
			r, err := zip.NewReader(bytes.NewReader(b), int64(len(b)))
			must(t, err)
			for _, f := range r.File {
				sum := le.AppendUint32(nil, f.CRC32)
				b = bytes.ReplaceAll(b, sum, le.AppendUint32(nil, ^f.CRC32))
			}
			return b
		}()},
	} {
		t.Run(tt.name, func(t *testing.T) {
			if book, err := Read(parser.NewSource("a.xlsx", tt.data)); err == nil || !strings.Contains(err.Error(), "damaged") {
				t.Errorf("got %v, %v", book, err)
			}
		})
	}
}

// TestXLSXLimits: what excelize keeps in memory is counted before it sees it.
func TestXLSXLimits(t *testing.T) {
	data := xlsx(t, func(f *excelize.File) { must(t, f.SetCellStr("Sheet1", "A1", "a")) })
	part := func(which, content string) []byte {
		return repack(t, data, func(name string, part []byte) []byte {
			if name == which {
				return []byte(content)
			}
			return part
		})
	}
	for _, tt := range []struct{ name, part, content, want string }{
		{"styles without number", "xl/styles.xml", "<styleSheet><cellXfs>" + strings.Repeat("<xf/>", int(MaxElements.Value)) + "</cellXfs></styleSheet>", "workbook-elements=6000000"},
		{"strings without number", "xl/sharedStrings.xml", "<sst>" + strings.Repeat("<si><t/></si>", int(MaxElements.Value)/2) + "</sst>", "workbook-elements=6000000"},
		{"a million sheets", "xl/workbook.xml", `<workbook><sheets>` + strings.Repeat(`<sheet name="a" sheetId="1" r:id="rId1"/>`, 1_000_000) + `</sheets></workbook>`, "workbook-sheets=2000"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			_, err := Read(parser.NewSource("a.xlsx", part(tt.part, tt.content)))
			if err == nil || !errors.Is(err, parser.ErrLimit) || !strings.Contains(err.Error(), tt.want) {
				t.Errorf("got %v, want %s", err, tt.want)
			}
		})
	}
}

// A sheet that unpacks to more than the limit costs neither memory nor patience,
// whatever size it states.
func TestXLSXBomb(t *testing.T) {
	// A block of zeros deflated, again and again.
	var block bytes.Buffer
	d, err := flate.NewWriter(&block, flate.BestCompression)
	must(t, err)
	_, err = d.Write(make([]byte, 1<<20))
	must(t, err)
	must(t, d.Flush())
	packed := append(bytes.Repeat(block.Bytes(), int(MaxWorkbook.Value>>20)+1), 0x03, 0x00)

	bomb := func(stated uint64) []byte {
		var b bytes.Buffer
		w := zip.NewWriter(&b)
		for _, name := range []string{"[Content_Types].xml", "xl/workbook.xml"} {
			_, err := w.Create(name)
			must(t, err)
		}
		out, err := w.CreateRaw(&zip.FileHeader{Name: "xl/media/image1.png", Method: zip.Deflate,
			CRC32: crc32.ChecksumIEEE(nil), CompressedSize64: uint64(len(packed)), UncompressedSize64: stated})
		must(t, err)
		_, err = out.Write(packed)
		must(t, err)
		must(t, w.Close())
		return b.Bytes()
	}
	for stated, want := range map[uint64]string{100: "damaged", uint64(MaxWorkbook.Value) + 1<<20: "more than 256 MiB"} {
		if _, err := Read(parser.NewSource("a.xlsx", bomb(stated))); err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("states %d bytes: got %v", stated, err)
		}
	}
}
