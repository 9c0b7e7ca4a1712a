package table

import (
	"archive/zip"
	"bytes"
	"errors"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/unrenew/unrenew/parser"
)

func zipOf(t testing.TB, names ...string) string {
	t.Helper()
	var b bytes.Buffer
	w := zip.NewWriter(&b)
	for _, n := range names {
		_, err := w.Create(n)
		must(t, err)
	}
	must(t, w.Close())
	return b.String()
}

func TestNotATable(t *testing.T) {
	for _, tt := range []struct{ name, data, want string }{
		{"nothing", "", "empty"},
		{"blanks", " \r\n\t\x00\x00", "empty"},
		{"PDF", "%PDF-1.7\n", "PDF"},
		{"PDF behind blanks", "\r\n%PDF-1.7\n", "PDF"},
		{"BMP", "BM\x36\x00\x00\x00\x00\x00\x00\x00\x36\x00", "screenshot"},
		{"JPEG", "\xFF\xD8\xFF\xE0\x00\x10JFIF", "screenshot"},
		{"PNG", "\x89PNG\r\n\x1A\n\x00\x00", "screenshot"},
		{"HEIC", "\x00\x00\x00\x18ftypheic\x00\x00", "screenshot"},
		{"WebP", "RIFF\x00\x00\x00\x00WEBPVP8 ", "screenshot"},
		{"GIF", "GIF89a\x01\x00", "screenshot"},
		{"7z", "7z\xBC\xAF\x27\x1C\x00\x04", "unpack it"},
		{"RAR", "Rar!\x1A\x07\x01\x00", "unpack it"},
		{"gzip", "\x1F\x8B\x08\x00", "unpack it"},
		{"ZIP", zipOf(t, "a.csv"), "unpack it"},
		{"empty ZIP", zipOf(t), "unpack it"},
		{"DOCX", zipOf(t, "[Content_Types].xml", "word/document.xml"), "text document"},
		{"PPTX", zipOf(t, "ppt/presentation.xml"), "text document"},
		{"RTF", `{\rtf1 x}`, "text document"},
		{"XLSB", zipOf(t, "xl/workbook.bin"), "save it as XLSX"},
		{"ODS", zipOf(t, "mimetype", "content.xml"), "save it as XLSX"},
		{"XML spreadsheet", `<?xml version="1.0"?><Workbook xmlns="urn:schemas-microsoft-com:office:spreadsheet">`, "save it as XLSX"},
		{"OFD", zipOf(t, "OFD.xml"), "OFD"},
		{"program", "\x7FELF\x02\x01\x01\x00\x00\x00", "neither text"},
		{"noise", "\x01\x02\x03\x04\x05\x06\xFF\xFE\x80\x01", "neither text"},
		{"text with NULs", "a,b\x00c\n1,2\n", "neither text"},
		{"OLE without content", "\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1", "damaged"},
		{"XLSX without content", zipOf(t, "xl/workbook.xml"), "damaged"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			book, err := Read(parser.NewSource("a.csv", []byte(tt.data)))
			if book != nil || err == nil || !strings.Contains(err.Error(), tt.want) {
				t.Fatalf("got %v, %v; want %q", book, err, tt.want)
			}
			var p *parser.Problem
			if !errors.As(err, &p) || p.Text.ZH == "" {
				t.Errorf("%#v is not told in both languages", err)
			}
		})
	}
}

// PDF text that says "%PDF-" further down, or pictures named in a table, are text.
func TestStillATable(t *testing.T) {
	for _, data := range []string{"BMW,1\n", "GIF,1\n", "文件,名\n" + strings.Repeat("x,1\n", 400) + "%PDF-1.4,2\n"} {
		if _, err := Read(parser.NewSource("a.csv", []byte(data))); err != nil {
			t.Errorf("%q: %v", data[:4], err)
		}
	}
}

func TestReadOnce(t *testing.T) {
	src := parser.NewSource("a.csv", []byte("a,b\n"))
	one, err := Read(src)
	must(t, err)
	two, err := Read(src)
	must(t, err)
	if one != two {
		t.Error("the file was read twice")
	}
}

func FuzzRead(f *testing.F) {
	files, err := filepath.Glob("testdata/*.*")
	must(f, err)
	for _, file := range files {
		data, err := os.ReadFile(file)
		must(f, err)
		f.Add(data)
	}
	f.Add(ole("Workbook", workbook(rec(biffSST, uint32(1), uint32(1), wide("x")), rec(biffLabelSST, 0, 0, 0, uint32(0)))))
	f.Add([]byte("\xFF\xFEa\x00,\x00b\x00"))
	f.Add([]byte("a,\"b\nc\",=\"d\"\n\"\"\"e,f\tg;h\r\n"))
	f.Add([]byte("<table><tr><td rowspan=3 colspan=2>a<table><tr><td>b"))
	f.Fuzz(func(t *testing.T, data []byte) {
		book, err := Read(parser.NewSource("a", data))
		if (book == nil) == (err == nil) {
			t.Fatalf("got %v, %v", book, err)
		}
		if err != nil {
			return
		}
		for _, s := range book.Sheets {
			last := 0
			for _, r := range s.Rows {
				if r.Pos.Row <= last || blank(r.Cells) || r.Pos.Sheet != s.Name {
					t.Fatalf("row %+v after row %d", r, last)
				}
				last = r.Pos.Row
				for _, c := range r.Cells {
					if Clean(c) != c {
						t.Fatalf("cell %q is not trimmed", c)
					}
				}
			}
		}
	})
}
