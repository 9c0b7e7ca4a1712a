package table

import (
	"math/rand/v2"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/unrenew/unrenew/parser"
)

// examplePDF is the table of the pages in testdata that a browser printed: one
// with a TrueType font, one whose font became Type 3 with ActualText.
var examplePDF = PDFLayout{
	Title:   "示例银行交易流水",
	Columns: []PDFColumn{{Title: "记账日期"}, {Title: "交易金额"}, {Title: "对手信息"}},
	Anchor:  "记账日期",
}

func TestReadPDF(t *testing.T) {
	for _, name := range []string{"chromium-truetype.pdf", "chromium-type3.pdf"} {
		t.Run(name, func(t *testing.T) {
			data, err := os.ReadFile(filepath.Join("testdata", name))
			if err != nil {
				t.Fatal(err)
			}
			for form, data := range map[string][]byte{
				"as it is":               data,
				"bytes before and after": append(append([]byte("\xEF\xBB\xBF\r\n"), data...), "\r\n<!-- saved -->"...),
				"version 2.0":            []byte(strings.Replace(string(data), "%PDF-1.4", "%PDF-2.0", 1)),
			} {
				book, err := ReadPDF(parser.NewSource(name, data), examplePDF)
				if err != nil {
					t.Fatalf("%s: %v", form, err)
				}
				var got []string
				for _, r := range book.Sheets[0].Rows {
					got = append(got, strings.Join(r.Cells, "|"))
					if r.Pos.Page != 1 || r.Pos.Row < 1 {
						t.Errorf("%s: a row without place: %+v", form, r.Pos)
					}
				}
				want := "示例银行交易流水\n户    名：小明\n记账日期|交易金额|对手信息\n2026-03-05|-1,225.00|示例网络科技有限公司 (客户) Example\n2026-03-06|15.00|微信支付-月票民"
				if s := strings.Join(got, "\n"); s != want {
					t.Errorf("%s: got\n%s\nwant\n%s", form, s, want)
				}
			}
		})
	}
}

func TestReadPDFRefuses(t *testing.T) {
	truetype, err := os.ReadFile(filepath.Join("testdata", "chromium-truetype.pdf"))
	if err != nil {
		t.Fatal(err)
	}
	for _, c := range []struct{ name, data, want string }{
		{"no header", "hello", "damaged"},
		{"cut off", string(truetype[:len(truetype)/2]), "damaged"},
		{"only a header", "%PDF-1.4\n%%EOF\n", "damaged"},
		{"a scan", scanPDF, "scan"},
	} {
		t.Run(c.name, func(t *testing.T) {
			_, err := ReadPDF(parser.NewSource("x.pdf", []byte(c.data)), examplePDF)
			if err == nil || !strings.Contains(err.Error(), c.want) {
				t.Errorf("got %v, want an error with %q", err, c.want)
			}
		})
	}
	if book, err := ReadPDF(parser.NewSource("x.pdf", truetype), PDFLayout{Title: "别的银行", Columns: examplePDF.Columns, Anchor: "记账日期"}); err != nil || len(book.Sheets[0].Rows) != 0 {
		t.Errorf("a PDF of somebody else is claimed: %v %v", book, err)
	}
}

// scanPDF is a page with a picture and no text.
const scanPDF = `%PDF-1.4
1 0 obj
<< /Type /Catalog /Pages 2 0 R >>
endobj
2 0 obj
<< /Type /Pages /Count 1 /Kids [3 0 R] >>
endobj
3 0 obj
<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents 4 0 R /Resources << /XObject << /I 5 0 R >> >> >>
endobj
4 0 obj
<< /Length 29 >>
stream
q 595 0 0 842 0 0 cm /I Do Q

endstream
endobj
5 0 obj
<< /Type /XObject /Subtype /Image /Width 1 /Height 1 /ColorSpace /DeviceGray /BitsPerComponent 8 /Length 1 >>
stream
0
endstream
endobj
xref
0 6
0000000000 65535 f 
0000000009 00000 n 
0000000058 00000 n 
0000000115 00000 n 
0000000243 00000 n 
0000000322 00000 n 
trailer
<< /Size 6 /Root 1 0 R >>
startxref
466
%%EOF
`

// TestPDFMutants feeds damaged copies: no panic, no hang.
func TestPDFMutants(t *testing.T) {
	files, err := filepath.Glob("testdata/chromium-*.pdf")
	if err != nil || len(files) == 0 {
		t.Fatal("no files", err)
	}
	statements, _ := filepath.Glob("../../../testdata/statements/*/*.pdf")
	for _, file := range append(files, statements...) {
		data, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		r := rand.New(rand.NewPCG(1, uint64(len(data))))
		for range 150 {
			mutant := append([]byte(nil), data...)
			for range 1 + r.IntN(12) {
				mutant[r.IntN(len(mutant))] = byte(r.IntN(256))
			}
			start := time.Now()
			_, _ = ReadPDF(parser.NewSource("x.pdf", mutant), examplePDF)
			if d := time.Since(start); d > 10*time.Second {
				t.Errorf("%s: a mutant takes %s", file, d)
			}
		}
	}
}

func FuzzReadPDF(f *testing.F) {
	files, _ := filepath.Glob("../../../testdata/statements/*/*.pdf")
	for _, name := range files {
		data, err := os.ReadFile(name)
		if err != nil {
			f.Fatal(err)
		}
		f.Add(data)
	}
	f.Fuzz(func(t *testing.T, data []byte) {
		book, err := ReadPDF(parser.NewSource("x.pdf", data), examplePDF)
		if err == nil && book == nil {
			t.Error("neither a book nor an error")
		}
	})
}
