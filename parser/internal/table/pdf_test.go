package table

import (
	"bytes"
	"compress/zlib"
	"fmt"
	"math/rand/v2"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
	"time"

	"golang.org/x/text/encoding/simplifiedchinese"

	"github.com/unrenew/unrenew/parser"
)

// examplePDF is the table of the files in testdata, which are called after the
// programs that made them: a TrueType font, Type 3 fonts with ActualText in
// object streams, and a Type 1 font with an encoding of its own.
var examplePDF = PDFLayout{
	Title:   "示例银行交易流水",
	Columns: []PDFColumn{{Title: "记账日期"}, {Title: "交易金额"}, {Title: "对手信息"}},
	Anchor:  "记账日期",
	End:     []string{"——"},
}

func readFile(t testing.TB, path string) []byte {
	t.Helper()
	data, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	return data
}

// tableOf reads a PDF and prints its rows, one a line.
func tableOf(t *testing.T, data []byte, l PDFLayout) string {
	t.Helper()
	book, err := ReadPDF(parser.NewSource("x.pdf", data), l)
	if err != nil {
		return "error: " + err.Error()
	}
	var lines []string
	seen := map[parser.Pos]bool{}
	for _, r := range append(book.Sheets[0].Rows, book.Sheets[0].Margin...) {
		if seen[r.Pos] || r.Pos.Page < 1 || r.Pos.Row < 1 {
			t.Errorf("a row without a place of its own: %+v", r)
		}
		seen[r.Pos] = true
		lines = append(lines, strings.Join(r.Cells, "|"))
	}
	return strings.Join(lines, "\n")
}

func TestReadPDFOfPrograms(t *testing.T) {
	const table = "示例银行交易流水\n户    名：小明\n记账日期|交易金额|对手信息\n2026-03-05|-1,225.00|示例网络科技有限公司 (客户) Example\n2026-03-06|15.00|微信支付-月票民"
	for name, want := range map[string]string{
		"chromium-truetype.pdf":                  table,
		"chromium-type3-qpdf-object-streams.pdf": table,
		"libreoffice-calc.pdf":                   "lo\n" + table + "\nPage 1",
	} {
		data := readFile(t, filepath.Join("testdata", name))
		version := string(data[:8])
		for form, data := range map[string][]byte{
			"as it is":               data,
			"bytes before and after": append(append([]byte("\xEF\xBB\xBF\r\n"), data...), "\r\n<!-- saved -->"...),
			"a blank after version":  []byte(strings.Replace(string(data), version, version[:7]+" ", 1)),
			"version 2.0":            []byte(strings.Replace(string(data), version, "%PDF-2.0", 1)),
			"without end mark":       []byte(strings.TrimRight(string(data), "%EOF\r\n")),
		} {
			if got := tableOf(t, data, examplePDF); got != want {
				t.Errorf("%s, %s: got\n%s\nwant\n%s", name, form, got, want)
			}
		}
	}
}

// pdfOf makes a PDF of one page: the entries of its dictionary beside Contents,
// and all objects from number 4 on.
func pdfOf(page string, objects ...string) []byte { return pdfWith("3 0 R", page, objects...) }

// pdfWith makes a PDF with any pages.
func pdfWith(kids, page string, objects ...string) []byte {
	var b strings.Builder
	b.WriteString("%PDF-1.4\n")
	var xref strings.Builder
	objects = append([]string{
		"<< /Type /Catalog /Pages 2 0 R >>",
		"<< /Type /Pages /Count 1 /Kids [" + kids + "] /MediaBox [0 0 600 800] >>",
		"<< /Type /Page /Parent 2 0 R /Contents 4 0 R " + page + " >>",
	}, objects...)
	for i, o := range objects {
		fmt.Fprintf(&xref, "%010d 00000 n \n", b.Len())
		fmt.Fprintf(&b, "%d 0 obj\n%s\nendobj\n", i+1, o)
	}
	fmt.Fprintf(&b, "xref\n0 %d\n0000000000 65535 f \n%strailer\n<< /Size %d /Root 1 0 R >>\nstartxref\n%d\n%%%%EOF\n", len(objects)+1, xref.String(), len(objects)+1, b.Len())
	return []byte(b.String())
}

func stream(dict, s string) string {
	return fmt.Sprintf("<< %s /Length %d >>\nstream\n%s\nendstream", dict, len(s), s)
}

// cidFont is a Type0 font whose characters are 1000 wide, but for the numbers
// in w.
func cidFont(encoding, w, more string) string {
	return fmt.Sprintf("<< /Type /Font /Subtype /Type0 /BaseFont /X /Encoding %s %s /DescendantFonts [<< /Subtype /CIDFontType0 /CIDSystemInfo << /Ordering (GB1) >> /W [%s] >>] >>", encoding, more, w)
}

const latinFont = "<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica /Encoding /WinAnsiEncoding /FirstChar 32 /Widths [250] >>" // all others are 500

func gb(t *testing.T, s string) string {
	t.Helper()
	raw, err := simplifiedchinese.GB18030.NewEncoder().String(s)
	if err != nil {
		t.Fatal(err)
	}
	return fmt.Sprintf("<%X>", raw)
}

// TestGlyphs holds the places and texts of glyphs against what the operators
// and fonts of PDF mean. A glyph prints as text@left-right,baseline.
func TestGlyphs(t *testing.T) {
	latin := "/Resources << /Font << /F 5 0 R >> >>"
	for _, c := range []struct {
		name, page string
		objects    []string
		want       string
	}{
		{"operators", latin, []string{stream("", "BT /F 10 Tf 100 700 Td (ab) Tj 0 -20 TD (c) Tj T* (d) ' 5 TL 2 1 (e f) \" ET"), latinFont},
			"a@100-105,700 b@105-110,700 c@100-105,680 d@100-105,640 e@100-105,635  @106-108.5,635 f@111.5-116.5,635"},
		{"spacing and kerning", latin, []string{stream("", "BT /F 10 Tf 50 Tz 2 Tc 10 Ts 1 0 0 1 0 0 Tm [(ab) -1000 (c)] TJ ET"), latinFont},
			"a@0-2.5,10 b@3.5-6,10 c@12-14.5,10"},
		{"state saved and restored", latin, []string{stream("", "/F 10 Tf q 2 0 0 2 10 20 cm BT (a) Tj ET Q BT (b) Tj ET"), latinFont},
			"a@10-20,20 b@0-5,0"},
		{"a page on its side", latin + " /Rotate 90 /MediaBox [100 100 400 600]", []string{stream("", "BT /F 10 Tf 0 1 -1 0 200 150 Tm (ab) Tj ET"), latinFont},
			"a@50-55,200 b@55-60,200"},
		{"a page upside down", latin + " /Rotate -180", []string{stream("", "BT /F 10 Tf -1 0 0 -1 600 800 Tm (a) Tj ET"), latinFont},
			"a@0-5,0"},
		{"a page cut between two operators", "/Contents [6 0 R 4 0 R] " + latin, []string{stream("", "BT (a) Tj ET"), latinFont, stream("", "/F 10 Tf")},
			"a@0-5,0"},
		{"a form", "/Resources << /XObject << /X 6 0 R >> >>",
			[]string{stream("", "q 1 0 0 1 100 0 cm /X Do Q"), latinFont, stream("/Subtype /Form /Matrix [2 0 0 2 0 7] "+latin, "BT /F 10 Tf (a) Tj ET")},
			"a@100-110,7"},
		{"an inline image", latin, []string{stream("", "BI /W 2 /H 1 /BPC 8 ID (<\\)EI x EI BT /F 10 Tf (a) Tj ET"), latinFont},
			"a@0-5,0"},
		{"literal strings", latin, []string{stream("", "BT /F 10 Tf (\\050(\\101\\q\\\n)\\051) Tj % (b) Tj\n<4a4> Tj ET"), latinFont},
			"(@0-5,0 (@5-10,0 A@10-15,0 q@15-20,0 )@20-25,0 )@25-30,0 J@30-35,0 @@35-40,0"},
		{"names of glyphs", latin, []string{stream("", "BT /F 10 Tf (abcd) Tj ET"), "<< /Subtype /Type1 /Encoding << /Differences [97 /uni6C11 /comma /u6708 /g77] >> >>"},
			"民@0-5,0 ,@5-10,0 月@10-15,0 \uFFFD@15-20,0"},
		{"a font with an encoding of its own", latin, []string{stream("", "BT /F 10 Tf (A) Tj ET"), "<< /Subtype /TrueType /FontDescriptor << /Flags 4 >> >>"},
			"\uFFFD@0-5,0"},
		{"UniGB-UCS2-H without table of codes", latin, []string{stream("", "BT /F 10 Tf <0041002C6C11> Tj ET"), cidFont("/UniGB-UCS2-H", "1 [500] 2 95 500", "")},
			"A@0-5,0 ,@5-10,0 民@10-20,0"},
		{"UniGB-UTF16-H", latin, []string{stream("", "BT /F 10 Tf <0031D842DFB76C11> Tj ET"), cidFont("/UniGB-UTF16-H", "1 95 500", "")},
			"1@0-5,0 𠮷@5-15,0 民@15-25,0"},
		{"GBK-EUC-H", latin, []string{stream("", "BT /F 10 Tf "+gb(t, "1 民")+" Tj ET"), cidFont("/GBK-EUC-H", "814 [1] 831 [500] 7716 [250]", "")},
			"1@0-10,0  @10-12.5,0 民@12.5-22.5,0"},
		{"GB-EUC-H", latin, []string{stream("", "BT /F 10 Tf "+gb(t, "!民")+" Tj ET"), cidFont("/GB-EUC-H", "814 [500]", "")},
			"!@0-5,0 民@5-15,0"},
		{"GBKp-EUC-H", latin, []string{stream("", "BT /F 10 Tf "+gb(t, "A镕")+" Tj ET"), cidFont("/GBKp-EUC-H", "34 [600]", "")},
			"A@0-6,0 镕@6-16,0"},
		{"GBK2K-H", latin, []string{stream("", "BT /F 10 Tf "+gb(t, "A㐂民")+" Tj ET"), cidFont("/GBK2K-H", "34 [600]", "")},
			"A@0-6,0 㐂@6-16,0 民@16-26,0"},
		{"Identity-H with table of codes", latin, []string{stream("", "BT /F 10 Tf <00010002000300100011002000FF> Tj ET"),
			cidFont("/Identity-H", "1 [500]", "/ToUnicode 6 0 R"),
			stream("", "1 begincodespacerange <00> <FF> endcodespacerange 1 beginbfchar <0001> <0041> endbfchar 3 beginbfrange <0002> <0003> [<6C11> <00660069>] <0010> <0011> <6708> <0020> <0020> <D842DFB7> endbfrange")},
			"A@0-5,0 民@5-15,0 fi@15-25,0 月@25-35,0 有@35-45,0 𠮷@45-55,0 \uFFFD@55-65,0"},
		{"a table of codes in the file", latin, []string{stream("", "BT /F 10 Tf <41 8140 42> Tj ET"),
			cidFont("6 0 R", "7 [500 600]", "/ToUnicode 7 0 R"),
			stream("", "2 begincodespacerange <00> <7F> <8140> <FEFE> endcodespacerange 2 begincidrange <41> <42> 7 <8140> <8150> 100 endcidrange"),
			stream("", "2 beginbfchar <41> <0041> <8140> <6C11> endbfchar 1 beginbfrange <42> <43> <0042> endbfrange")},
			"A@0-5,0 民@5-15,0 B@15-21,0"},
		{"Type 3 with its own units and codes", latin, []string{stream("", "BT /F 10 Tf (a) Tj ET"),
			"<< /Subtype /Type3 /FontMatrix [0.01 0 0 0.01 0 0] /FirstChar 97 /Widths [80] /Encoding << /Differences [97 /g1] >> /ToUnicode 6 0 R >>",
			stream("", "1 beginbfchar <61> <6C11> endbfchar")},
			"民@0-8,0"},
		{"ActualText", "/Resources << /Font << /F 5 0 R >> /Properties << /P << /ActualText (yz) >> >> >>",
			[]string{stream("", "BT /F 10 Tf /Span << /ActualText <FEFF6237> >> BDC (ab) Tj EMC /Span /P BDC (c) Tj EMC /Span BMC (d) Tj EMC ET"), latinFont},
			"户@0-10,0 yz@10-15,0 d@15-20,0"},
	} {
		t.Run(c.name, func(t *testing.T) {
			glyphs := glyphsOf(t, pdfOf(c.page, c.objects...))
			var got []string
			for _, g := range glyphs {
				got = append(got, fmt.Sprintf("%s@%.4g-%.4g,%.4g", g.text, g.x0, g.x1, g.y))
				if g.angle < -0.01 || g.angle > 0.01 {
					t.Errorf("%s stands at %.1f degrees", g.text, g.angle)
				}
			}
			if s := strings.Join(got, " "); s != c.want {
				t.Errorf("got\n%s\nwant\n%s", s, c.want)
			}
		})
	}
}

// glyphsOf returns the glyphs of the first page.
func glyphsOf(t *testing.T, data []byte) (glyphs []glyph) {
	t.Helper()
	if err := walkPDF(parser.NewSource("a.pdf", data), func(_ int, page []glyph) error { glyphs = page; return nil }); err != nil {
		t.Fatal(err)
	}
	return glyphs
}

// A drawing is text on a page: characters of Chinese one size wide, all others
// half a size.
type drawing struct {
	x, y, size float64
	text       string
}

// draw makes a PDF of pages.
func draw(pages ...[]drawing) []byte {
	font := cidFont("/UniGB-UCS2-H", "1 95 500", "")
	var kids, objects []string
	for i, page := range pages {
		var b strings.Builder
		for _, d := range page {
			fmt.Fprintf(&b, "BT /F %g Tf %g %g Td <", d.size, d.x, d.y)
			for _, r := range d.text {
				fmt.Fprintf(&b, "%04X", r)
			}
			b.WriteString("> Tj ET\n")
		}
		kids = append(kids, fmt.Sprintf("%d 0 R", 6+2*i))
		objects = append(objects,
			fmt.Sprintf("<< /Type /Page /Contents %d 0 R /Resources << /Font << /F 4 0 R >> >> >>", 7+2*i),
			stream("", b.String()))
	}
	return pdfWith(strings.Join(kids, " "), "", append([]string{font, "null"}, objects...)...)
}

// line draws texts beside each other.
func line(y float64, at []float64, texts ...string) (ds []drawing) {
	for i, s := range texts {
		ds = append(ds, drawing{at[i], y, 10, s})
	}
	return ds
}

func TestReadPDFPlaces(t *testing.T) {
	at := []float64{50, 150, 300}
	head := append([]drawing{{50, 780, 20, "示例银行交易流水"}}, line(700, at, "记账日期", "交易金额", "对手信息")...)
	titles := "示例银行交易流水\n记账日期|交易金额|对手信息\n"
	page := func(parts ...[]drawing) (all []drawing) {
		for _, p := range parts {
			all = append(all, p...)
		}
		return all
	}
	for _, c := range []struct {
		name  string
		edit  func(*PDFLayout)
		pages [][]drawing
		want  string
	}{
		{"lines of a cell stand around their date", nil, [][]drawing{page(head,
			line(660, at, "2026-03-01", "-1.00"), []drawing{{300, 666, 10, "示例网络"}, {300, 654, 10, "科技"}},
			line(628, at, "2026-03-02", "-2.00", "二"), []drawing{{300, 640, 10, "一"}, {300, 616, 10, "三"}},
			line(590, at, "2026-03-03", "-3.00"), []drawing{{300, 596, 10, "甲"}, {300, 584, 10, "乙"}})},
			titles + "2026-03-01|-1.00|示例网络科技\n2026-03-02|-2.00|一二三\n2026-03-03|-3.00|甲乙"},
		{"eight lines in the first row and in the last", nil, [][]drawing{page(head,
			line(640, at, "2026-03-01", "-1.00"), []drawing{{300, 675, 10, "1"}, {300, 665, 10, "2"}, {300, 655, 10, "3"}, {300, 645, 10, "4"}, {300, 635, 10, "5"}, {300, 625, 10, "6"}, {300, 615, 10, "7"}, {300, 605, 10, "8"}},
			line(540, at, "2026-03-02", "-2.00"), []drawing{{300, 575, 10, "1"}, {300, 565, 10, "2"}, {300, 555, 10, "3"}, {300, 545, 10, "4"}, {300, 535, 10, "5"}, {300, 525, 10, "6"}, {300, 515, 10, "7"}, {300, 505, 10, "8"}},
			[]drawing{{50, 460, 10, "说明"}})},
			titles + "2026-03-01|-1.00|12345678\n2026-03-02|-2.00|12345678\n说明"},
		{"a blank only where there is one", nil, [][]drawing{page(head,
			line(660, at, "2026-03-01", "-1.00"), []drawing{{300, 666, 10, "腾讯 Music"}, {300, 654, 10, "Plus 会员 "}, {300, 642, 10, "6214"}, {300, 630, 10, "8301"}})},
			titles + "2026-03-01|-1.00|腾讯 Music Plus 会员 62148301"},
		{"any order in the stream, and twice for bold", nil, [][]drawing{page(
			line(620, at, "2026-03-02", "-2.00", "乙"), line(660, at, "2026-03-01", "-1.00", "甲"),
			line(660.2, []float64{50.3, 150.3, 300.3}, "2026-03-01", "-1.00", "甲"), head)},
			titles + "2026-03-01|-1.00|甲\n2026-03-02|-2.00|乙"},
		{"columns moved, one dropped, one added", nil, [][]drawing{page(
			[]drawing{{50, 780, 20, "示例银行交易流水"}}, line(700, []float64{50, 200, 400}, "记账日期", "积分", "交易金额"),
			line(660, []float64{50, 200, 400}, "2026-03-01", "88", "-1.00"), line(640, []float64{50, 0, 400}, "2026-03-02", "", "-2.00"))},
			"示例银行交易流水\n记账日期|积分|交易金额\n2026-03-01|88|-1.00\n2026-03-02||-2.00"},
		{"translations under the titles are no row", func(l *PDFLayout) { l.Head = 25 }, [][]drawing{page(head,
			line(680, at, "Date", "Amount", "Party"), line(660, at, "2026-03-01", "-1.00", "甲")), page(line(780, at, "记账日期", "交易金额", "对手信息"),
			line(760, at, "Date", "Amount", "Party"), line(740, at, "2026-03-02", "-2.00", "乙"))},
			titles + "2026-03-01|-1.00|甲\n2026-03-02|-2.00|乙"},
		{"a page without header goes on, and page numbers are left away", nil, [][]drawing{
			page([]drawing{{500, 30, 10, "1/2"}}, head, line(660, at, "2026-03-01", "-1.00", "甲")),
			page([]drawing{{500, 30, 10, "第2页/共2页"}}, line(780, at, "2026-03-02", "-2.00", "乙"))},
			titles + "2026-03-01|-1.00|甲\n2026-03-02|-2.00|乙"},
		{"the end mark stands close to the last row", nil, [][]drawing{page(head,
			line(660, at, "2026-03-01", "-1.00", "甲"), []drawing{{50, 648, 10, "————————"}, {50, 636, 10, "温馨提示："}, {50, 624, 10, "2026-03-01"}, {150, 624, 10, "9.00"}})},
			titles + "2026-03-01|-1.00|甲\n————————\n温馨提示：\n2026-03-01 9.00"},
		{"titles and rows in the middle or at the right edge", func(l *PDFLayout) { l.Columns[0].Align, l.Columns[1].Align = Centre, Right }, [][]drawing{page(
			[]drawing{{50, 780, 20, "示例银行交易流水"}}, line(700, []float64{55, 200, 300}, "记账日期", "交易金额", "对手信息"),
			line(660, []float64{50, 225, 300}, "2026-03-01", "-1", "甲"), line(640, []float64{50, 180, 300}, "2026-03-02", "1,200,000.00", "乙"),
			[]drawing{{420, 640, 10, "丙"}})},
			titles + "2026-03-01|-1|甲\n2026-03-02|1,200,000.00|乙丙"},
		{"cells somehow under their titles", func(l *PDFLayout) {
			for i := range l.Columns {
				l.Columns[i].Align = Under
			}
		}, [][]drawing{page(
			[]drawing{{50, 780, 20, "示例银行交易流水"}}, line(700, []float64{60, 150, 300}, "记账日期", "交易金额", "对手信息"),
			line(660, []float64{50, 130, 230}, "2026-03-01", "-1,234,567.00", "示例网络科技有限公司（北京）"), line(640, []float64{50, 180, 330}, "2026-03-02", "-1", "甲"))},
			titles + "2026-03-01|-1,234,567.00|示例网络科技有限公司（北京）\n2026-03-02|-1|甲"},
		{"neighbours three points apart", nil, [][]drawing{page(
			[]drawing{{50, 780, 20, "示例银行交易流水"}},
			[]drawing{{50, 700, 7, "记账日期"}, {93, 700, 7, "交易金额"}, {138, 700, 7, "对手信息"}, {50, 660, 7, "2026-03-01"}, {93, 660, 7, "-1234567.890"}, {138, 660, 7, "示例"}})},
			titles + "2026-03-01|-1234567.890|示例"},
		{"no row", func(l *PDFLayout) { l.Head = 25 }, [][]drawing{page(head, line(680, at, "Date", "Amount", "Party"), []drawing{{50, 600, 10, "——————"}})},
			titles + "——————"},
		{"watermarks", nil, [][]drawing{page(head, line(660, at, "2026-03-01", "-1.00", "甲"), []drawing{{100, 650, 48, "样张"}})},
			titles + "2026-03-01|-1.00|甲"},
		{"no title, but the columns", nil, [][]drawing{page(line(700, at, "记账日期", "交易金额", "对手信息"), line(660, at, "2026-03-01", "-1.00", "甲"))},
			"记账日期|交易金额|对手信息\n2026-03-01|-1.00|甲"},
		{"the title on a later page", nil, [][]drawing{page(line(700, []float64{50, 150}, "记账日期", "交易金额"), line(660, at, "2026-03-01", "-1.00")), page(head, line(660, at, "2026-03-02", "-2.00"))},
			"记账日期|交易金额|对手信息\n2026-03-01|-1.00\n2026-03-02|-2.00|\n示例银行交易流水"},
		{"the title without the table", nil, [][]drawing{{{50, 780, 20, "示例银行交易流水"}, {50, 700, 10, "记账日期"}}},
			"error: this PDF is \"示例银行交易流水\", but it has no table with 记账日期 in its header; export it again, or download it another way"},
		{"titles of two lines, and two that touch", nil, [][]drawing{page(
			[]drawing{{50, 780, 20, "示例银行交易流水"}, {50, 700, 10, "记账"}, {50, 688, 10, "日期"}, {150, 694, 10, "交易金额对手信息"}},
			line(660, []float64{50, 150, 190}, "2026-03-01", "-1.00", "甲"))},
			"示例银行交易流水\n记账日期|交易金额|对手信息\n2026-03-01|-1.00|甲"},
		{"a tall cell beside a low one", nil, [][]drawing{page(head,
			line(640, at, "2026-03-01", "-1.00"), []drawing{{300, 668, 10, "一"}, {300, 656, 10, "二"}, {300, 644, 10, "三"}, {300, 632, 10, "四"}, {300, 620, 10, "五"}, {300, 612, 10, "六"}},
			line(598, at, "2026-03-02", "-2.00", "七"), line(584, at, "2026-03-03", "-3.00", "八"))},
			titles + "2026-03-01|-1.00|一二三四五六\n2026-03-02|-2.00|七\n2026-03-03|-3.00|八"},
		{"lines of a cell hang down from their date", nil, [][]drawing{page(head,
			line(660, at, "2026-03-01", "-1.00", "一"), []drawing{{300, 650, 10, "二"}, {300, 640, 10, "三"}, {300, 630, 10, "四"}},
			line(618, at, "2026-03-02", "-2.00", "五"), line(606, at, "2026-03-03", "-3.00", "六"), []drawing{{300, 596, 10, "七"}})},
			titles + "2026-03-01|-1.00|一二三四\n2026-03-02|-2.00|五\n2026-03-03|-3.00|六七"},
		{"a note right below the last row", nil, [][]drawing{page(head,
			line(660, at, "2026-03-01", "-1.00", "甲"), line(646, at, "本明细仅供参考", "", "以打印为准"))},
			titles + "2026-03-01|-1.00|甲\n本明细仅供参考 以打印为准"},
		{"the time below the date", nil, [][]drawing{page(head,
			[]drawing{{50, 660, 10, "2026-03-01"}, {50, 648, 10, "09:12:44"}, {150, 654, 10, "-1.00"}, {300, 660, 10, "甲"}, {300, 648, 10, "乙"}},
			[]drawing{{50, 630, 10, "2026-03-02"}, {50, 618, 10, "9:12"}, {150, 624, 10, "-2.00"}, {300, 636, 10, "丙"}, {300, 624, 10, "丁"}, {300, 612, 10, "戊"}})},
			titles + "2026-03-01 09:12:44|-1.00|甲乙\n2026-03-02 9:12|-2.00|丙丁戊"},
		{"sections, page sums and heads of later pages", func(l *PDFLayout) { l.Section, l.End = regexp.MustCompile("账户$"), []string{"本页"} }, [][]drawing{
			page(head, []drawing{{50, 680, 10, "人民币账户"}}, line(660, at, "2026-03-01", "-1.00", "甲"), []drawing{{50, 640, 10, "美元账户"}}, line(620, at, "2026-03-02", "-2.00", "乙"), []drawing{{50, 600, 10, "本页支出 3.00"}, {50, 40, 10, "第1页/共"}, {120, 40, 10, "2页"}}),
			page(head, line(660, at, "2026-03-03", "-3.00", "丙"), []drawing{{50, 500, 10, "三月 -4.00"}, {50, 400, 10, "2026-03-04 打印"}})},
			titles + "人民币账户||\n2026-03-01|-1.00|甲\n美元账户||\n2026-03-02|-2.00|乙\n2026-03-03|-3.00|丙\n三月 -4.00\n本页支出 3.00\n示例银行交易流水\n2026-03-04 打印"},
		{"two tables on a page, and one that goes on above the second", nil, [][]drawing{
			page(head, line(660, at, "2026-03-01", "-1.00", "甲"), line(640, at, "记账日期", "交易金额", "对手信息"), line(620, at, "2026-03-02", "-2.00", "乙")),
			page(line(780, at, "2026-03-03", "-3.00", "丙"), []drawing{{50, 740, 10, "另一张卡"}}, line(700, at, "记账日期", "交易金额", "对手信息"), line(660, at, "2026-03-04", "-4.00", "丁"))},
			titles + "2026-03-01|-1.00|甲\n2026-03-02|-2.00|乙\n2026-03-03|-3.00|丙\n2026-03-04|-4.00|丁\n另一张卡"},
		{"a table for each card, one over two pages", func(l *PDFLayout) { l.Section = regexp.MustCompile("^卡") }, [][]drawing{
			page(head, line(660, at, "2026-03-01", "-1.00", "甲"), []drawing{{50, 620, 10, "卡 5678"}}, line(600, at, "记账日期", "交易金额", "对手信息"), line(570, at, "2026-03-02", "-2.00", "乙")),
			page([]drawing{{50, 740, 10, "卡 9012"}}, line(720, at, "记账日期", "交易金额", "对手信息"), line(690, at, "2026-03-03", "-3.00", "丙"))},
			titles + "2026-03-01|-1.00|甲\n卡 5678||\n2026-03-02|-2.00|乙\n卡 9012||\n2026-03-03|-3.00|丙"},
		{"lines of a cell above and below its row, not in the middle", nil, [][]drawing{page(head,
			line(660, at, "2026-03-01", "-1.00", "甲"), line(630, at[:2], "2026-03-02", "-2.00"), []drawing{{300, 640, 8, "乙"}, {300, 627, 8, "丙"}}, line(600, at, "2026-03-03", "-3.00", "丁"))},
			titles + "2026-03-01|-1.00|甲\n2026-03-02|-2.00|乙丙\n2026-03-03|-3.00|丁"},
		{"another issuer", nil, [][]drawing{page([]drawing{{50, 780, 20, "微信支付交易明细证明"}}, line(700, at, "交易单号", "交易金额", "对手信息"))},
			"error: this PDF is no bank statement that is known. From Alipay and WeChat export the bill for your own accounts (CSV or XLSX), not the PDF certificate; from a bank, export Excel or CSV where you can"},
	} {
		t.Run(c.name, func(t *testing.T) {
			l := examplePDF
			l.Columns = append([]PDFColumn(nil), l.Columns...)
			if c.edit != nil {
				c.edit(&l)
			}
			if got := tableOf(t, draw(c.pages...), l); got != c.want {
				t.Errorf("got\n%s\nwant\n%s", got, c.want)
			}
		})
	}
}

// TestReadPDFTurned: a table that is drawn on its side, on pages that are shown
// turned, and a watermark across it.
func TestReadPDFTurned(t *testing.T) {
	font := cidFont("/UniGB-UCS2-H", "1 95 500", "")
	text := func(matrix string, s string) string {
		out := "BT /F 10 Tf " + matrix + " Tm <"
		for _, r := range s {
			out += fmt.Sprintf("%04X", r)
		}
		return out + "> Tj ET\n"
	}
	at := func(x, y int) string { return fmt.Sprintf("0 1 -1 0 %d %d", 600-y, x) } // of a page that is turned by 90 degrees
	content := text(at(50, 500), "示例银行交易流水") + text(at(50, 450), "记账日期") + text(at(150, 450), "交易金额") + text(at(300, 450), "对手信息") +
		text(at(50, 400), "2026-03-01") + text(at(150, 400), "-1.00") + text(at(300, 400), "甲") + text("0.3 0.9 -0.9 0.3 200 150", "样张样张样张")
	got := tableOf(t, pdfOf("/Rotate 90 /Resources << /Font << /F 5 0 R >> >>", stream("", content), font), examplePDF)
	if want := "示例银行交易流水\n记账日期|交易金额|对手信息\n2026-03-01|-1.00|甲"; got != want {
		t.Errorf("got\n%s\nwant\n%s", got, want)
	}
}

func deflated(t *testing.T, dict, s string) string {
	t.Helper()
	var b bytes.Buffer
	w := zlib.NewWriter(&b)
	if _, err := w.Write([]byte(s)); err != nil {
		t.Fatal(err)
	}
	if err := w.Close(); err != nil {
		t.Fatal(err)
	}
	return stream("/Filter /FlateDecode "+dict, b.String())
}

func TestReadPDFRefuses(t *testing.T) {
	page := "/Resources << /Font << /F 5 0 R >> /XObject << /X 6 0 R >> >>"
	good := string(draw([]drawing{{50, 780, 20, "示例银行交易流水"}}))
	truetype := string(readFile(t, "testdata/chromium-truetype.pdf"))
	packed := deflated(t, "", "BT /F 10 Tf (abcdefgh) Tj ET")
	image := stream("/Subtype /Image /Width 1 /Height 1", "0")
	form := func(content string) string { return stream("/Subtype /Form "+page, content) }
	for _, c := range []struct{ name, data, want string }{
		{"no header", "hello", "damaged"},
		{"cut off", truetype[:len(truetype)/2], "damaged"},
		{"only a header", "%PDF-1.4\n%%EOF\n", "damaged"},
		{"no pages", strings.Replace(good, "/Kids", "/Kits", 1), "a scan or a picture"},
		{"a page is missing", string(pdfWith("3 0 R 99 0 R", page, stream("", ""), latinFont)), "the file is damaged"},
		{"a scan", string(pdfOf(page, stream("", "/X Do"), latinFont, image)), "a scan or a picture"},
		{"fonts without codes", string(pdfOf(page, stream("", "BT /F 10 Tf <000100020003> Tj ET"), cidFont("/Identity-H", "", ""))), "page 1 of the PDF has no codes"},
		{"a private table of codes", string(pdfOf(page, stream("", "BT /F 10 Tf <000100020003> Tj ET"), cidFont("/Identity-H", "", "/ToUnicode 6 0 R"), stream("", "1 beginbfrange <0001> <00FF> <E000> endbfrange"))), "page 1 of the PDF has no codes"},
		{"a page broken in the middle", string(pdfOf(page, packed[:len(packed)-20]+"\n\n\n\nendstream", latinFont)), "page 1 of the PDF is damaged"},
		{"a filter that nobody knows", string(pdfOf(page, stream("/Filter /Secret", "abc"), latinFont)), "page 1 of the PDF is damaged"},
		{"encrypted", string(readFile(t, "../unpack/testdata/qpdf-aes-256.pdf")), "--password"},
		{"encrypted, open", string(readFile(t, "../unpack/testdata/qpdf-rc4-40-empty.pdf")), "--password"},
		{"encrypted, older", string(readFile(t, "../unpack/testdata/qpdf-aes-128.pdf")), "--password"},
		{"a stream that inflates without end", string(pdfOf(page, deflated(t, "", strings.Repeat(" ", int(MaxPDFStream.Value)+1)), latinFont)), "pdf-stream-bytes=128MiB"},
		{"too many glyphs", string(pdfOf(page, stream("", "BT /F 1 Tf ("+strings.Repeat("a", int(MaxGlyphs.Value)+1)+") Tj ET"), latinFont)), "pdf-page-glyphs=400000"},
		{"too many pages", string(pdfWith(strings.Repeat("3 0 R ", int(MaxPages.Value)+1), page, stream("", ""), latinFont)), "pdf-pages=4000"},
		{"a form in itself", string(pdfOf(page, stream("", "/X Do"), latinFont, form("/X Do /X Do /X Do"))), "holds more than a statement can"},
		{"a tree that goes in a circle", strings.Replace(good, "[6 0 R]", "[2 0 R]", 1), "holds more than a statement can"},
		{"a code that stands for a book", string(pdfOf(page, stream("", "BT /F 1 Tf <"+strings.Repeat("0001", 1000)+"> Tj ET"), cidFont("/Identity-H", "", "/ToUnicode 6 0 R"), stream("", "1 beginbfchar <0001> <"+strings.Repeat("4E00", 100_000)+"> endbfchar"))), "--limit pdf-glyphs="},
		{"values without an operator", string(pdfOf(page, deflated(t, "", strings.Repeat("1 ", maxOperands+1)), latinFont)), "holds more than a statement can"},
		{"states without end", string(pdfOf(page, stream("", strings.Repeat("q ", maxSaved+1)), latinFont)), "holds more than a statement can"},
		{"a table of objects without end", strings.Replace(good, "/Size ", "/Size 99999999", 1), "holds more than a statement can"},
		{"objects with monstrous numbers", strings.Replace(good, "xref\n0 ", "xref\n4000000000 ", 1), "holds more than a statement can"},
		{"tables that name each other", strings.Replace(good, "/Root 1 0 R", "/Root 1 0 R /Prev "+fmt.Sprint(strings.Index(good, "xref\n")), 1), "damaged"},
	} {
		t.Run(c.name, func(t *testing.T) {
			start := time.Now()
			if got := tableOf(t, []byte(c.data), examplePDF); !strings.HasPrefix(got, "error: ") || !strings.Contains(got, c.want) {
				t.Errorf("got %.200s, want an error with %q", got, c.want)
			}
			if d := time.Since(start); d > 5*time.Second {
				t.Errorf("takes %s", d)
			}
		})
	}
}

// TestPDFMutants feeds damaged copies: no panic, no hang.
func TestPDFMutants(t *testing.T) {
	files, err := filepath.Glob("testdata/*.pdf")
	statements, _ := filepath.Glob("../../../testdata/statements/*/*.pdf")
	if err != nil || len(files) == 0 || len(statements) == 0 {
		t.Fatal("no files", err)
	}
	for _, file := range append(files, statements...) {
		data := readFile(t, file)
		r := rand.New(rand.NewPCG(1, uint64(len(data))))
		for range 150 {
			mutant := bytes.Clone(data)
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
	f.Add(draw([]drawing{{50, 780, 20, "示例银行交易流水"}, {50, 700, 10, "记账日期"}, {150, 700, 10, "交易金额"}, {50, 680, 10, "2026-03-01"}}))
	for _, name := range []string{"chromium-truetype.pdf", "chromium-type3-qpdf-object-streams.pdf", "libreoffice-calc.pdf"} {
		f.Add(readFile(f, filepath.Join("testdata", name)))
	}
	f.Fuzz(func(t *testing.T, data []byte) {
		book, err := ReadPDF(parser.NewSource("x.pdf", data), examplePDF)
		if (book == nil) == (err == nil) {
			t.Errorf("book %v and error %v", book, err)
		}
	})
}
