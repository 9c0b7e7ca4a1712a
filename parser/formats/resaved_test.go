package formats

import (
	"archive/zip"
	"bytes"
	"encoding/base64"
	"encoding/csv"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"
	"unicode/utf8"

	"github.com/pdfcpu/pdfcpu/pkg/api"
	"github.com/pdfcpu/pdfcpu/pkg/pdfcpu/model"
	"github.com/xuri/excelize/v2"
	"golang.org/x/text/encoding"
	"golang.org/x/text/encoding/simplifiedchinese"
	"golang.org/x/text/encoding/unicode"

	"github.com/unrenew/unrenew/parser"
	"github.com/unrenew/unrenew/parser/internal/table"
)

// textOf is a CSV fixture as text with LF, without BOM.
func textOf(t testing.TB, data []byte) string {
	t.Helper()
	if !utf8.Valid(data) {
		var err error
		if data, err = simplifiedchinese.GB18030.NewDecoder().Bytes(data); err != nil {
			t.Fatal(err)
		}
	}
	return strings.ReplaceAll(strings.TrimPrefix(string(data), "\uFEFF"), "\r\n", "\n")
}

func encode(t testing.TB, text string, e encoding.Encoding) []byte {
	t.Helper()
	data, err := e.NewEncoder().Bytes([]byte(text))
	if err != nil {
		t.Fatal(err)
	}
	return data
}

// asText is what a fixture holds as text, that of a table with commas, or ok is
// false: for PDFs, pages and lists of members, and for workbooks of several sheets.
func asText(t testing.TB, f fixture) (text string, ok bool) {
	t.Helper()
	switch {
	case f.text():
		return textOf(t, f.src.Data), true
	case feedIDs()[f.id]:
		text, ok = table.Decode(f.src.Data)
		return strings.ReplaceAll(text, "\r\n", "\n"), ok
	case f.page():
		return "", false
	}
	book, err := table.Read(f.src)
	if err != nil || len(book.Sheets) != 1 || filepath.Ext(f.path) == ".json" {
		return "", false
	}
	var b strings.Builder
	w := csv.NewWriter(&b)
	line, wide := 1, 0
	for _, r := range book.Sheets[0].Rows {
		wide = max(wide, len(r.Cells))
	}
	for _, r := range book.Sheets[0].Rows {
		for ; line < r.Pos.Row; line++ {
			b.WriteByte('\n')
		}
		if err := w.Write(append(slices.Clone(r.Cells), make([]string, wide-len(r.Cells))...)); err != nil {
			t.Fatal(err)
		}
		w.Flush()
		line++
	}
	return b.String(), true
}

// TestResaved reads every fixture in all the forms that mail programs, editors
// and spreadsheets make of it, and wants the same transactions.
func TestResaved(t *testing.T) {
	utf16 := func(order unicode.Endianness, bom unicode.BOMPolicy) func(testing.TB, string) []byte {
		return func(t testing.TB, s string) []byte { return encode(t, s, unicode.UTF16(order, bom)) }
	}
	forms := []struct {
		name string
		make func(t testing.TB, text string) []byte
		lost func(*parser.Transaction) // what the form cannot keep
	}{
		{"UTF-8", func(_ testing.TB, s string) []byte { return []byte(s) }, nil},
		{"UTF-8 with BOM and CRLF", func(_ testing.TB, s string) []byte { return []byte("\uFEFF" + strings.ReplaceAll(s, "\n", "\r\n")) }, nil},
		{"GB18030", func(t testing.TB, s string) []byte { return encode(t, s, simplifiedchinese.GB18030) }, nil},
		{"UTF-16LE with BOM", utf16(unicode.LittleEndian, unicode.UseBOM), nil},
		{"UTF-16BE with BOM", utf16(unicode.BigEndian, unicode.UseBOM), nil},
		{"UTF-16LE without BOM", utf16(unicode.LittleEndian, unicode.IgnoreBOM), nil},
		{"CSV from a spreadsheet", spreadsheetCSV, func(t *parser.Transaction) {
			t.OrderID, t.MerchantOrderID, t.Time = "", "", t.Time.Truncate(time.Minute)
		}},
		{"XLSX from a spreadsheet", spreadsheetXLSX, func(t *parser.Transaction) {
			t.DateOnly = t.DateOnly || t.Time.Equal(day(t.Time)) // midnight is a whole number
			t.Original = ""                                      // 63.00 is the number 63
		}},
	}
	for _, f := range load(t) {
		want, err := All().Parse(f.src)
		if err != nil {
			t.Fatal(err)
		}
		text, ok := asText(t, f)
		for _, form := range forms {
			if !ok || feedIDs()[f.id] && (form.lost != nil || form.name == "GB18030" && !utf8.Valid(f.src.Data)) {
				continue // no spreadsheet opens it as a table, and it names the charset that its bytes are in
			}
			t.Run(f.id+"/"+filepath.Base(f.path)+"/"+form.name, func(t *testing.T) {
				same(t, parser.NewSource(f.src.Name, form.make(t, text)), want, form.lost)
			})
		}
		t.Run(f.id+"/"+filepath.Base(f.path)+"/ZIP", func(t *testing.T) {
			var b bytes.Buffer
			z := zip.NewWriter(&b)
			w, err := z.Create("folder/" + f.src.Name)
			if err != nil {
				t.Fatal(err)
			}
			w.Write(f.src.Data)
			z.Close()
			sources, errs := Open("bill.zip", b.Bytes(), nil)
			if len(sources) != 1 || len(errs) != 0 {
				t.Fatalf("%d sources, errors %v", len(sources), errs)
			}
			same(t, sources[0], want, nil)
		})
		if filepath.Ext(f.path) != ".eml" { // which is a mail already
			t.Run(f.id+"/"+filepath.Base(f.path)+"/attached to a mail", func(t *testing.T) {
				sources, errs := Open("bill.eml", mailWith(f.src), nil)
				if len(sources) != 1 || len(errs) != 0 {
					t.Fatalf("%d sources, errors %v", len(sources), errs)
				}
				same(t, sources[0], want, nil)
			})
		}
		if filepath.Ext(f.path) != ".pdf" {
			continue
		}
		t.Run(f.id+"/"+filepath.Base(f.path)+"/with a password", func(t *testing.T) {
			api.DisableConfigDir()
			var b bytes.Buffer
			if err := api.Encrypt(bytes.NewReader(f.src.Data), &b, model.NewAESConfiguration("135790", "owner", 256)); err != nil {
				t.Fatal(err)
			}
			if sources, errs := Open("bill.pdf", b.Bytes(), nil); len(sources) != 0 || len(errs) != 1 || !errors.Is(errs[0], ErrPassword) {
				t.Errorf("without the password: %d sources, errors %v", len(sources), errs)
			}
			sources, errs := Open("bill.pdf", b.Bytes(), []string{"135790"})
			if len(sources) != 1 || len(errs) != 0 {
				t.Fatalf("%d sources, errors %v", len(sources), errs)
			}
			same(t, sources[0], want, nil)
		})
	}
}

// mailWith is a mail with src attached to a line of text.
func mailWith(src parser.Source) []byte {
	var b bytes.Buffer
	b.WriteString("From: bill@example.com\r\nTo: me@example.com\r\nSubject: bill\r\nMIME-Version: 1.0\r\n" +
		"Content-Type: multipart/mixed; boundary=part\r\n\r\n--part\r\nContent-Type: text/plain\r\n\r\nSee the file.\r\n" +
		"--part\r\nContent-Type: application/octet-stream\r\nContent-Transfer-Encoding: base64\r\n")
	fmt.Fprintf(&b, "Content-Disposition: attachment; filename=%q\r\n\r\n", src.Name)
	w := base64.NewEncoder(base64.StdEncoding, &b)
	w.Write(src.Data)
	w.Close()
	b.WriteString("\r\n--part--\r\n")
	return b.Bytes()
}

// same parses src and compares what it holds with want, places aside.
func same(t *testing.T, src parser.Source, want *parser.Statement, lost func(*parser.Transaction)) *parser.Statement {
	t.Helper()
	st, err := All().Parse(src)
	if err != nil {
		t.Fatal(err)
	}
	got, wanted := st.All(), want.All()
	if len(got) != len(wanted) {
		t.Fatalf("%d statements, want %d", len(got), len(wanted))
	}
	for i := range got {
		sameAccount(t, got[i], wanted[i], lost)
	}
	return st
}

// sameAccount compares one statement of a file, Others aside.
func sameAccount(t *testing.T, st, want *parser.Statement, lost func(*parser.Transaction)) {
	t.Helper()
	bare := func(st *parser.Statement) statementDump {
		c := *st
		c.Notes, c.Declared, c.Others = nil, nil, nil
		c.Transactions = slices.Clone(st.Transactions)
		for i := range c.Transactions {
			c.Transactions[i].Pos = parser.Pos{}
			if lost != nil {
				lost(&c.Transactions[i])
			}
		}
		d := dump(&c)
		d.LeftOut = nil
		return d
	}
	got, wanted := bare(st), bare(want)
	if lost != nil && got.Account == "" { // a number in a cell of its own lost its digits
		wanted.Account = ""
		for i := range wanted.Transactions {
			wanted.Transactions[i].Card = ""
		}
	}
	if got.Format != wanted.Format || got.Rows != wanted.Rows || got.Period != wanted.Period || got.Account != wanted.Account ||
		len(got.Transactions) != len(wanted.Transactions) {
		t.Fatalf("got %s, %d rows, %d transactions, %s, %s; want %s, %d, %d, %s, %s; left out: %v",
			got.Format, got.Rows, len(got.Transactions), got.Period, got.Account,
			wanted.Format, wanted.Rows, len(wanted.Transactions), wanted.Period, wanted.Account, st.LeftOut)
	}
	for i := range got.Transactions {
		if got.Transactions[i] != wanted.Transactions[i] {
			t.Errorf("transaction %d:\n got %+v\nwant %+v", i, got.Transactions[i], wanted.Transactions[i])
		}
	}
}

var (
	fullTime  = regexp.MustCompile(`^\d{4}-\d\d-\d\d \d\d:\d\d:\d\d$`)
	fullDate  = regexp.MustCompile(`^\d{4}-\d\d-\d\d$`)
	monthDay  = regexp.MustCompile(`^\d\d/\d\d$`)
	longID    = regexp.MustCompile(`^\d{12,}$`)
	plainCash = regexp.MustCompile(`^-?\d+\.\d\d$`)
)

// cellsOf reads text as rows of cells, blank rows included, all equally long.
func cellsOf(t testing.TB, text string) (rows [][]string) {
	t.Helper()
	book, err := table.Read(parser.NewSource("", []byte(text)))
	if err != nil {
		t.Fatal(err)
	}
	wide := 0
	for _, r := range book.Sheets[0].Rows {
		for len(rows) < r.Pos.Row-1 {
			rows = append(rows, nil)
		}
		rows = append(rows, slices.Clone(r.Cells))
		wide = max(wide, len(r.Cells))
	}
	for i := range rows {
		rows[i] = append(rows[i], make([]string, wide-len(rows[i]))...)
	}
	return rows
}

// spreadsheetCSV opens text in a Chinese spreadsheet program and saves it as
// CSV: GBK, times without seconds, long numbers without their digits, quotes
// where a comma is.
func spreadsheetCSV(t testing.TB, text string) []byte {
	rows := cellsOf(t, text)
	for _, row := range rows {
		for j, c := range row {
			at, _, err := parseTime(c)
			switch {
			case fullTime.MatchString(c) && err == nil:
				row[j] = at.Format("2006/1/2 15:04")
			case fullDate.MatchString(c) && err == nil:
				row[j] = at.Format("2006/1/2")
			case monthDay.MatchString(c):
				m, d, _ := strings.Cut(c, "/")
				row[j] = strings.TrimPrefix(m, "0") + "月" + strings.TrimPrefix(d, "0") + "日"
			case longID.MatchString(c):
				row[j] = c[:1] + "." + c[1:6] + "E+" + strconv.Itoa(len(c)-1)
			}
		}
	}
	var b bytes.Buffer
	w := csv.NewWriter(&b)
	w.UseCRLF = true
	if err := w.WriteAll(rows); err != nil {
		t.Fatal(err)
	}
	return encode(t, b.String(), simplifiedchinese.GB18030)
}

// spreadsheetXLSX does the same but saves a workbook: times and amounts become
// numbers with a format.
func spreadsheetXLSX(t testing.TB, text string) []byte {
	rows := cellsOf(t, text)
	values := make([][]any, len(rows))
	for i, row := range rows {
		for _, c := range row {
			var v any = c
			at, _, err := parseTime(c)
			switch {
			case c == "":
				v = nil
			case err == nil && (fullTime.MatchString(c) || fullDate.MatchString(c)):
				v = at
			case plainCash.MatchString(c):
				d, _ := parseAmount(c)
				v, _ = d.Float64()
			}
			values[i] = append(values[i], v)
		}
	}
	return workbook(t, sheet{"Sheet1", values})
}

type sheet struct {
	name string
	rows [][]any // string, number, time.Time, or nil for no cell
}

// workbook writes sheets. A time.Time gets a date format.
func workbook(t testing.TB, sheets ...sheet) []byte {
	t.Helper()
	f := excelize.NewFile()
	check := func(err error) {
		t.Helper()
		if err != nil {
			t.Fatal(err)
		}
	}
	form := "yyyy-mm-dd hh:mm:ss"
	style, err := f.NewStyle(&excelize.Style{CustomNumFmt: &form})
	check(err)
	for i, s := range sheets {
		if i == 0 {
			check(f.SetSheetName("Sheet1", s.name))
		} else {
			_, err := f.NewSheet(s.name)
			check(err)
		}
		for r, row := range s.rows {
			for c, v := range row {
				cell, err := excelize.CoordinatesToCellName(c+1, r+1)
				check(err)
				if at, ok := v.(time.Time); ok {
					_, offset := at.Zone()
					v = at.UTC().Add(time.Duration(offset) * time.Second)
					check(f.SetCellValue(s.name, cell, v))
					check(f.SetCellStyle(s.name, cell, cell, style))
				} else if v != nil {
					check(f.SetCellValue(s.name, cell, v))
				}
			}
		}
	}
	b, err := f.WriteToBuffer()
	check(err)
	return b.Bytes()
}

// TestWorkbooks makes the WeChat workbooks of the fixtures out of the CSV
// fixture with -update, and always holds them against it: the same records in
// every form that WeChat and spreadsheets have given them.
func TestWorkbooks(t *testing.T) {
	data, err := os.ReadFile(fixtures + "/wechat/csv-nine-field-head.csv")
	if err != nil {
		t.Fatal(err)
	}
	want, err := All().Parse(parser.NewSource("wechat.csv", data))
	if err != nil {
		t.Fatal(err)
	}
	rows := cellsOf(t, strings.Replace(textOf(t, data), "示例，超市, 西门", `"示例，超市,西门"`, 1))
	head := slices.IndexFunc(rows, func(r []string) bool { return r[0] == "交易时间" })

	// export is the sheet as WeChat writes it; it ends a row where its text ends.
	export := func(amount func(string) any, when func(string) any, notes ...string) (out [][]any) {
		for i, row := range rows {
			var cells []any
			for j, c := range row {
				switch {
				case i > head && j == 0:
					cells = append(cells, when(c))
				case i > head && j == 5:
					cells = append(cells, amount(c))
				case i > head && (j == 8 || j == 9):
					cells = append(cells, c+"\t")
				case c != "":
					cells = append(cells, c)
				}
			}
			if strings.HasPrefix(row[0], "2. ") {
				cells = []any{"2. 若交易记录明细无有效内容，则代表该时间段内此微信号无交易。"}
			}
			out = append(out, cells)
			if strings.HasPrefix(row[0], "3. ") {
				for _, n := range notes {
					out = append(out, []any{n})
				}
			}
		}
		return out
	}
	text := func(s string) any { return s }
	number := func(s string) any {
		d, err := parseAmount(s)
		if err != nil {
			t.Fatal(err)
		}
		v, _ := d.Float64()
		return v
	}
	serial := func(s string) any {
		at, _, err := parseTime(s)
		if err != nil {
			t.Fatal(err)
		}
		return at
	}
	zone := "4. 本账单中所有时间均为UTC+08:00时间"
	e2026 := export(number, text, zone)
	var columns []any
	for i := range rows[head] {
		columns = append(columns, "Column"+strconv.Itoa(i+1))
	}
	header := slices.IndexFunc(e2026, func(r []any) bool { return len(r) > 0 && r[0] == "交易时间" })
	newer, older := slices.Clone(e2026[:header+11]), append(slices.Clone(e2026[:header+1]), e2026[header+9:]...)

	for _, book := range []struct {
		file   string
		sheets []sheet
	}{
		{"xlsx-2025-text-amounts", []sheet{{"Sheet1", export(text, text)}}},
		{"xlsx-2026-number-amounts", []sheet{{"Sheet1", e2026}}},
		{"xlsx-serial-times", []sheet{{"Sheet1", export(number, serial, zone)}}},
		{"xlsx-query-copy-first", []sheet{{"wechat", append([][]any{columns}, export(text, text)...)}, {"Sheet1", e2026}}},
		{"xlsx-two-halves-that-overlap", []sheet{{"上半", newer}, {"下半", older}}},
	} {
		t.Run(book.file, func(t *testing.T) {
			path := fixtures + "/wechat/" + book.file + ".xlsx"
			if *update {
				if err := os.WriteFile(path, workbook(t, book.sheets...), 0o644); err != nil {
					t.Fatal(err)
				}
			}
			data, err := os.ReadFile(path)
			if err != nil {
				t.Fatal(err)
			}
			st, err := All().Parse(parser.NewSource("wechat.xlsx", data))
			if err != nil {
				t.Fatal(err)
			}
			got, wanted := dump(st), dump(want)
			if len(got.Transactions) != len(wanted.Transactions) {
				t.Fatalf("%d transactions, want %d", len(got.Transactions), len(wanted.Transactions))
			}
			for i, w := range wanted.Transactions {
				g := got.Transactions[i]
				g.Row, g.Sheet, w.Row = 0, "", 0
				if g != w {
					t.Errorf("transaction %d:\n got %+v\nwant %+v", i, g, w)
				}
			}
		})
	}
}
