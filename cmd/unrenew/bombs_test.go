package main

import (
	"archive/zip"
	"bytes"
	"compress/flate"
	"compress/gzip"
	"compress/zlib"
	"context"
	"encoding/base64"
	"encoding/binary"
	"errors"
	"fmt"
	"hash/crc32"
	"io/fs"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"strings"
	"testing"
	"time"

	"github.com/xuri/excelize/v2"
)

// What a bomb may cost, in time of the processor, since the machine may be shared.
// Most take a tenth of the time and half of the memory, of which the program
// takes 600 MiB for any file.
const (
	bombTime   = 60 * time.Second
	bombMemory = 2 << 30 // bytes
)

// A bomb is a small file that asks for much.
type bomb struct {
	name   string // of the file
	data   func(t *testing.T) []byte
	zh, en string // what is said of it
	limit  bool   // by the message of a limit
}

// beyondLimit is a bomb that a limit stops.
func beyondLimit(name, limit string, data func(t *testing.T) []byte) bomb {
	return bomb{limit: true, name: name, data: data, zh: "确实要读，加 --limit " + limit + "=", en: "To read it all the same, add --limit " + limit + "="}
}

// says is a bomb that something else stops.
func says(name string, data func(t *testing.T) []byte, zh, en string) bomb {
	return bomb{name: name, data: data, zh: zh, en: en}
}

func text(s ...string) func(*testing.T) []byte {
	return func(*testing.T) []byte { return []byte(strings.Join(s, "")) }
}

var bombs = []bomb{
	beyondLimit("ratio.zip", "archive-ratio", func(t *testing.T) []byte { return zipOf(t, "a.csv", make([]byte, 100<<20)) }),
	beyondLimit("entry.zip", "archive-entry-bytes", func(t *testing.T) []byte { return zipOf(t, "a.csv", make([]byte, 257<<20)) }),
	beyondLimit("nested.zip", "archive-nesting", func(t *testing.T) []byte {
		data := []byte("deep")
		for range 50 {
			data = zipOf(t, "a.zip", data)
		}
		return data
	}),
	beyondLimit("entries.zip", "archive-entries", func(t *testing.T) []byte { return manyFiles(t, 1001) }),
	beyondLimit("crowd.zip", "archive-entries", func(t *testing.T) []byte { return manyFiles(t, 300_000) }),
	beyondLimit("archives.zip", "archive-total-entries", func(t *testing.T) []byte {
		inner, names := manyFiles(t, 1000), map[string][]byte{}
		for i := range 11 {
			names[fmt.Sprint(i, ".zip")] = inner
		}
		return zipOfAll(t, names)
	}),
	beyondLimit("overlap.zip", "archive-ratio", overlapping),
	says("broken.zip", func(t *testing.T) []byte { return zipOf(t, "cut.zip", zipOf(t, "a", make([]byte, 1000))[:90]) }, "没有下载完整", "not downloaded to its end"),

	beyondLimit("line.csv", "line-bytes", text("日期,金额\n", strings.Repeat("长", 100<<20/3))),
	beyondLimit("columns.csv", "table-columns", text(strings.Repeat(strings.Repeat(",", 20_000)+"\n", 100))),
	beyondLimit("newlines.csv", "table-rows", text("a", strings.Repeat("\n", 100<<20))),
	beyondLimit("returns.csv", "table-rows", text("a", strings.Repeat("\r", 100<<20))),
	beyondLimit("cells.csv", "table-cells", text(strings.Repeat(strings.Repeat("a,", 16_000)+"\n", 2000))),
	says("quotes.csv", text(strings.Repeat(`"`+strings.Repeat("a,", 300)+"\n", 5000)), "不是已知格式", "not a statement of a known format"),
	says("wide.csv", text(strings.Repeat(strings.Repeat("交易时间,", 16_000)+"\n", 50)), "不是已知格式", "not a statement of a known format"),

	beyondLimit("page.html", "html-bytes", text("<html><body>", strings.Repeat("<br>", 10<<20))),
	says("breaks.html", text("<html><body>", strings.Repeat("<br>", 1_900_000), "</body></html>"), "不是已知格式", "not a statement of a known format"),
	beyondLimit("tags.html", "html-tags", text("<html><body>", strings.Repeat("<br>", 3<<20), "</body></html>")),
	says("attributes.html", text("<html><body><p ", strings.Repeat("a ", 7<<20), "></p></body></html>"), "不是已知格式", "not a statement of a known format"),
	says("deep.html", text("<html><body>", strings.Repeat("<div><table><tr><td>", 100_000)), "没有下载完整", "incomplete"),
	beyondLimit("spans.html", "table-cells", text("<html><body><table><tr>", strings.Repeat(`<td colspan=16384 rowspan=16384>1.00</td>`, 1), "</tr>", strings.Repeat("<tr>", 1<<20), "</table></body></html>")),

	beyondLimit("strings.xlsx", "workbook-elements", func(t *testing.T) []byte {
		return workbook(t, map[string]string{"xl/sharedStrings.xml": "<sst>" + strings.Repeat("<si><t>a</t></si>", 2_000_000) + "</sst>"})
	}),
	beyondLimit("sheets.xlsx", "workbook-sheets", func(t *testing.T) []byte {
		return workbook(t, map[string]string{"xl/workbook.xml": "<workbook><sheets>" + strings.Repeat(`<sheet name="a" sheetId="1" r:id="rId1"/>`, 1_000_000) + "</sheets></workbook>"})
	}),
	beyondLimit("parts.xlsx", "workbook-parts", func(t *testing.T) []byte {
		parts := map[string]string{}
		for i := range 20_000 {
			parts[fmt.Sprint("xl/media/", i)] = ""
		}
		return workbook(t, parts)
	}),
	beyondLimit("workbook.xlsx", "workbook-bytes", func(t *testing.T) []byte {
		return workbook(t, map[string]string{"xl/media/a.png": strings.Repeat("\x00", 257<<20)})
	}),
	says("dimension.xlsx", func(t *testing.T) []byte {
		return workbook(t, map[string]string{sheet1: `<worksheet><dimension ref="A1:XFD1048576"/><sheetData><row r="1048576"><c r="XFD1048576"><v>1</v></c></row></sheetData></worksheet>`})
	}, "不是已知格式", "not a statement of a known format"),
	says("rows.xlsx", func(t *testing.T) []byte {
		return workbook(t, map[string]string{sheet1: `<worksheet><sheetData>` + strings.Repeat("<row></row>", 1_000_000) + `</sheetData></worksheet>`})
	}, "不是已知格式", "not a statement of a known format"),
	beyondLimit("far.xlsx", "table-cells", func(t *testing.T) []byte {
		return workbook(t, map[string]string{sheet1: `<worksheet><sheetData>` + strings.Repeat(`<row><c r="XFD1"><v>1</v></c></row>`, 5000) + `</sheetData></worksheet>`})
	}),
	says("entities.xlsx", func(t *testing.T) []byte {
		return workbook(t, map[string]string{"xl/sharedStrings.xml": laughs + "<sst><si><t>&i;</t></si></sst>"})
	}, "已损坏", "damaged"),
	says("entities.xml", text(laughs, `<Document xmlns="urn:iso:std:iso:20022:tech:xsd:camt.053.001.02"><BkToCstmrStmt>&i;</BkToCstmrStmt></Document>`), "DOCTYPE", "DOCTYPE"),
	beyondLimit("deep.xml", "xml-levels", text(`<Document xmlns="urn:iso:std:iso:20022:tech:xsd:camt.053.001.02">`, strings.Repeat("<BkToCstmrStmt>\n", 1_000_000))),

	beyondLimit("stream.pdf", "pdf-stream-bytes", func(t *testing.T) []byte {
		return pdfOf("[3 0 R]", "", "", deflatedStream(t, bytes.Repeat([]byte(" "), 200<<20)))
	}),
	beyondLimit("pages.pdf", "pdf-pages", func(*testing.T) []byte {
		return pdfOf("["+strings.Repeat("3 0 R ", 100_000)+"]", "", "", "<< /Length 0 >> stream\n\nendstream")
	}),
	says("circle.pdf", func(*testing.T) []byte { return pdfOf("[2 0 R]", "", "", "null") }, "内容超过上限", "more than a statement can"),
	says("circles.pdf", func(*testing.T) []byte { return pdfOf("["+strings.Repeat("2 0 R ", 1000)+"]", "", "", "null") }, "内容超过上限", "more than a statement can"),
	says("brackets.pdf", func(*testing.T) []byte { return pdfOf("[3 0 R]", "", "/More "+strings.Repeat("[", 20<<20), "null") }, "已损坏", "damaged"),
	says("dictionaries.pdf", func(*testing.T) []byte { return pdfOf("[3 0 R]", "", "/More "+strings.Repeat("<</A", 10<<20), "null") }, "已损坏", "damaged"),
	says("values.pdf", func(t *testing.T) []byte {
		return pdfOf("[3 0 R]", "", "", deflatedStream(t, bytes.Repeat([]byte("1 "), 30<<20)))
	}, "内容超过上限", "more than a statement can"),
	says("locked-brackets.pdf", func(*testing.T) []byte {
		return pdfOf("[3 0 R]", "/Encrypt << /Filter /Standard /V 1 /R 2 /P -4 /O (12345678901234567890123456789012) /U (12345678901234567890123456789012) >> /ID [(1234567890123456) (1234567890123456)]", "/More "+strings.Repeat("[", 20<<20), "null")
	}, "有密码", "has a password"),
	says("table.pdf", text("%PDF-1.4\nxref\n0 4000000000\ntrailer << /Size 4000000000 /Root 1 0 R >>\nstartxref\n9\n%%EOF\n"), "内容超过上限", "more than a statement can"),

	beyondLimit("parts.eml", "mail-parts", text(mailHead, strings.Repeat("--b\r\n\r\nx\r\n", 5000), "--b--\r\n")),
	beyondLimit("deep.eml", "mail-parts", func(*testing.T) []byte { return deepMail(2000) }),
	says("gz.eml", func(t *testing.T) []byte { return attached(t, "bill.csv.gz", gzipped(t, make([]byte, 100<<20))) }, "GZ 压缩包", "GZ archive"),
	beyondLimit("ratio.eml", "archive-ratio", func(t *testing.T) []byte { return attached(t, "bill.zip", zipOf(t, "a.csv", make([]byte, 100<<20))) }),
	beyondLimit("box.mbox", "archive-entries", text(strings.Repeat("From a Thu Mar  5 08:00:00 2026\r\nFrom: b\r\nTo: c\r\nDate: d\r\n\r\nx\r\n\r\n", 100_000))),
}

// TestBombs scans every bomb beside a good statement: it ends within seconds and
// with little memory, says in both languages what is wrong, and the statement is
// read all the same.
func TestBombs(t *testing.T) {
	dir := t.TempDir()
	bill, err := os.ReadFile("demo/wechat-lin-xiao-2025.csv")
	if err == nil {
		err = os.WriteFile(filepath.Join(dir, "good.csv"), bill, 0o600)
	}
	if err != nil {
		t.Fatal(err)
	}
	for i, b := range bombs {
		if i%6 != 0 && !long() {
			continue
		}
		t.Run(b.name, func(t *testing.T) {
			path := filepath.Join(dir, b.name)
			if err := os.WriteFile(path, b.data(t), 0o600); err != nil {
				t.Fatal(err)
			}
			defer os.Remove(path)
			for k, lang := range []string{"zh", "en"} {
				if b.limit && k != i%2 { // the messages of all limits are made at one place, in both languages
					continue
				}
				want := []string{b.zh, b.en}[k]
				cmd := exec.Command("unrenew-measured", "scan", b.name, "good.csv", "--as-of", "2026-11-01", "--lang", lang, "--json")
				cmd.Dir = dir
				cmd.Env = append(os.Environ(), "UNRENEW_TEST_PEAK="+filepath.Join(dir, peakName), "HOME="+dir, "XDG_CONFIG_HOME="+dir, "AppData="+dir)
				var out, errs bytes.Buffer
				cmd.Stdout, cmd.Stderr = &out, &errs
				err := cmd.Run()
				took, memory := cmd.ProcessState.UserTime()+cmd.ProcessState.SystemTime(), peak(t, dir)
				t.Logf("%s: %.1f s, %d MiB, %s", lang, took.Seconds(), memory>>20, strings.SplitN(errs.String(), "\n", 2)[0])
				var e *exec.ExitError
				if !errors.As(err, &e) || e.ExitCode() != exitInput {
					t.Errorf("%v, want exit code 3: %.2000s", err, errs.String())
				}
				if !strings.Contains(errs.String(), "unrenew: "+b.name) || !strings.Contains(errs.String(), want) {
					t.Errorf("says %.500q, want %q", errs.String(), want)
				}
				if err := validReport(out.Bytes()); err != nil || !strings.Contains(out.String(), `"good.csv"`) {
					t.Errorf("the good statement was not read: %v", err)
				}
				if took > bombTime || memory > bombMemory {
					t.Errorf("takes %s and %d MiB", took, memory>>20)
				}
			}
		})
	}
}

// peakName is the file to which measured writes what memory it took.
const peakName = ".peak"

// measured is a command of the tests: unrenew, and then the most memory that it
// had at one time. What the system counts for a child begins with its parent's.
func measured() {
	code := run(context.Background(), os.Args[1:], os.Stdin, os.Stdout, os.Stderr)
	status, err := os.ReadFile("/proc/self/status")
	if err == nil {
		err = os.WriteFile(os.Getenv("UNRENEW_TEST_PEAK"), status, 0o600)
	}
	if err != nil && runtime.GOOS == "linux" {
		panic(err)
	}
	os.Exit(code)
}

// peak is what measured wrote, in bytes; 0 where the system does not tell.
func peak(t *testing.T, dir string) (n int64) {
	status, err := os.ReadFile(filepath.Join(dir, peakName))
	if err != nil {
		if runtime.GOOS == "linux" {
			t.Error(err)
		}
		return 0
	}
	_, rest, _ := strings.Cut(string(status), "VmHWM:")
	if _, err := fmt.Sscanf(rest, "%d kB", &n); err != nil {
		t.Error(err)
	}
	return n << 10
}

func zipOf(t *testing.T, name string, data []byte) []byte {
	return zipOfAll(t, map[string][]byte{name: data})
}

func zipOfAll(t *testing.T, files map[string][]byte) []byte {
	t.Helper()
	var b bytes.Buffer
	w := zip.NewWriter(&b)
	for name, data := range files {
		f, err := w.Create(name)
		if err == nil {
			_, err = f.Write(data)
		}
		if err != nil {
			t.Fatal(err)
		}
	}
	if err := w.Close(); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

func manyFiles(t *testing.T, n int) []byte {
	files := map[string][]byte{}
	for i := range n {
		files[fmt.Sprint(i)] = nil
	}
	return zipOfAll(t, files)
}

// overlapping is an archive of which all entries are the same bytes.
func overlapping(t *testing.T) []byte {
	t.Helper()
	plain := make([]byte, 8<<20)
	var packed bytes.Buffer
	d, err := flate.NewWriter(&packed, flate.BestCompression)
	if err == nil {
		_, err = d.Write(plain)
	}
	if err == nil {
		err = d.Close()
	}
	if err != nil {
		t.Fatal(err)
	}
	le := binary.LittleEndian
	header := func(signature string, central bool, name string) []byte {
		b := []byte(signature)
		if central {
			b = le.AppendUint16(b, 20)
		}
		b = append(b, 20, 0, 0, 0, 8, 0, 0, 0, 0, 0)
		b = le.AppendUint32(b, crc32.ChecksumIEEE(plain))
		b = le.AppendUint32(b, uint32(packed.Len()))
		b = le.AppendUint32(b, uint32(len(plain)))
		b = le.AppendUint16(b, uint16(len(name)))
		b = append(b, 0, 0)
		if central {
			b = append(b, make([]byte, 14)...) // and the entry begins where the file does
		}
		return append(b, name...)
	}
	file := append(header("PK\x03\x04", false, "a"), packed.Bytes()...)
	begin, count := len(file), 900
	for i := range count {
		file = append(file, header("PK\x01\x02", true, string(rune('a'+i%26)))...)
	}
	end := len(file)
	file = append(file, "PK\x05\x06\x00\x00\x00\x00"...)
	file = le.AppendUint16(file, uint16(count))
	file = le.AppendUint16(file, uint16(count))
	file = le.AppendUint32(file, uint32(end-begin))
	file = le.AppendUint32(file, uint32(begin))
	return append(file, 0, 0)
}

const sheet1 = "xl/worksheets/sheet1.xml"

// workbook is an empty XLSX, with some parts replaced or added.
func workbook(t *testing.T, parts map[string]string) []byte {
	t.Helper()
	var b bytes.Buffer
	if err := excelize.NewFile().Write(&b); err != nil {
		t.Fatal(err)
	}
	zr, err := zip.NewReader(bytes.NewReader(b.Bytes()), int64(b.Len()))
	if err != nil {
		t.Fatal(err)
	}
	files := map[string][]byte{}
	for _, f := range zr.File {
		if files[f.Name], err = fs.ReadFile(zr, f.Name); err != nil {
			t.Fatal(err)
		}
	}
	for name, part := range parts {
		files[name] = []byte(strings.Replace(part, "<worksheet>", `<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main">`, 1))
	}
	return zipOfAll(t, files)
}

// laughs are the billion laughs: entities of entities of entities.
var laughs = func() string {
	s := `<?xml version="1.0"?><!DOCTYPE a [<!ENTITY a "哈哈哈哈哈哈哈哈哈哈">`
	for c := 'b'; c <= 'i'; c++ {
		s += fmt.Sprintf(`<!ENTITY %c "%s">`, c, strings.Repeat(fmt.Sprintf("&%c;", c-1), 10))
	}
	return s + "]>"
}()

// pdfOf is a PDF with a tree of pages, what the trailer and the page say beside,
// and the content of the page.
func pdfOf(kids, trailer, page, content string) []byte {
	var b bytes.Buffer
	b.WriteString("%PDF-1.4\n")
	var places []int
	for i, object := range []string{
		"<< /Type /Catalog /Pages 2 0 R >>", "<< /Type /Pages /Count 1 /Kids " + kids + " >>",
		"<< /Type /Page /Contents 4 0 R /MediaBox [0 0 595 842] " + page + " >>", content,
	} {
		places = append(places, b.Len())
		fmt.Fprintf(&b, "%d 0 obj\n%s\nendobj\n", i+1, object)
	}
	start := b.Len()
	b.WriteString("xref\n0 5\n0000000000 65535 f \n")
	for _, at := range places {
		fmt.Fprintf(&b, "%010d 00000 n \n", at)
	}
	fmt.Fprintf(&b, "trailer << /Size 5 /Root 1 0 R %s >>\nstartxref\n%d\n%%%%EOF\n", trailer, start)
	return b.Bytes()
}

func deflatedStream(t *testing.T, data []byte) string {
	t.Helper()
	var b bytes.Buffer
	w := zlib.NewWriter(&b)
	_, err := w.Write(data)
	if err == nil {
		err = w.Close()
	}
	if err != nil {
		t.Fatal(err)
	}
	return fmt.Sprintf("<< /Filter /FlateDecode /Length %d >> stream\n%s\nendstream", b.Len(), b.Bytes())
}

const mailHead = "From: a@example.com\r\nTo: b@example.com\r\nSubject: bill\r\nMIME-Version: 1.0\r\nContent-Type: multipart/mixed; boundary=b\r\n\r\n"

func deepMail(depth int) []byte {
	var b strings.Builder
	b.WriteString("From: a@example.com\r\nTo: b@example.com\r\nMIME-Version: 1.0\r\n")
	for i := range depth {
		fmt.Fprintf(&b, "Content-Type: multipart/mixed; boundary=b%d\r\n\r\n--b%d\r\n", i, i)
	}
	return []byte(b.String())
}

func attached(t *testing.T, name string, data []byte) []byte {
	return []byte(mailHead + "--b\r\nContent-Type: application/octet-stream; name=" + name + "\r\nContent-Transfer-Encoding: base64\r\n\r\n" +
		base64.StdEncoding.EncodeToString(data) + "\r\n--b--\r\n")
}

func gzipped(t *testing.T, data []byte) []byte {
	t.Helper()
	var b bytes.Buffer
	w := gzip.NewWriter(&b)
	_, err := w.Write(data)
	if err == nil {
		err = w.Close()
	}
	if err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}
