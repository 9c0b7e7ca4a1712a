package formats

import (
	"bytes"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"unicode/utf16"
)

// A line of the statement; a cell may have several lines.
type cmbLine struct {
	date, amount, balance, summary string
	party, memo                    []string
}

var cmbLines = []cmbLine{
	{"2026-03-02", "-3,600.00", "21,208.40", "转账汇款", []string{"示例公寓管理有限公司", "1000012345"}, []string{"房租"}},
	{"2026-03-05", "-25.00", "21,183.40", "快捷支付", []string{"深圳市腾讯计算机系统", "有限公司", "1000012345"}, []string{"财付通-示例视频"}},
	{"2026-03-06", "-15.00", "21,168.40", "快捷支付", []string{"示例网络科技有限公司", "2088012345"}, []string{"支付宝-示例音乐会员", "连续包月"}},
	{"2026-03-08", "12,500.00", "33,668.40", "代发工资", []string{"示例设计有限公司"}, nil},
	{"2026-03-09", "-6.00", "33,662.40", "银联快捷支付", nil, []string{"银联在线支付，示例停车"}},
	{"2026-03-12", "15.00", "33,677.40", "快捷退款", []string{"示例网络科技有限公司", "2088012345"}, []string{"支付宝-示例音乐会员", "连续包月"}},
	{"2026-03-19", "-1,299.00", "32,378.40", "一网通支付", []string{"示例商城（特约商户）", "9988776655"}, []string{"网银在线-示例商城业务"}},
	{"2026-03-21", "0.87", "32,379.27", "账户结息", nil, nil},
}

// TestCMBPDFFiles makes the fixtures in the geometry that the bank draws: A4,
// 8.25 points, digits half an em wide, columns at fixed places, wrapped cells
// centred on their row, page numbers first and titles last in the stream.
func TestCMBPDFFiles(t *testing.T) {
	for name, data := range map[string][]byte{
		"two-pages.pdf":          cmbPDF(cmbLines, 5, cmbColumns, false),
		"font-without-table.pdf": cmbPDF(cmbLines, 20, cmbColumns, true),
		"columns-left-out.pdf":   cmbPDF(cmbLines, 20, []cmbColumn{cmbColumns[0], cmbColumns[2], {"客户摘要", "Customer Type", 210}}, false),
	} {
		path := filepath.Join("..", "..", "testdata", "statements", "cmb-debit-pdf", name)
		if *update {
			if err := os.MkdirAll(filepath.Dir(path), 0o755); err != nil {
				t.Fatal(err)
			}
			if err := os.WriteFile(path, data, 0o644); err != nil {
				t.Fatal(err)
			}
		}
		if have, err := os.ReadFile(path); err != nil || !bytes.Equal(have, data) {
			t.Errorf("%s is not what the generator makes (%v); run with -update", path, err)
		}
	}
}

type cmbColumn struct {
	title, english string
	x              float64
}

var cmbColumns = []cmbColumn{
	{"记账日期", "Date", 36}, {"货币", "Currency", 88.3}, {"交易金额", "Transaction Amount", 135.4}, {"联机余额", "Balance", 213.8},
	{"交易摘要", "Transaction Type", 292.2}, {"对手信息", "Counter Party", 375.8}, {"客户摘要", "Customer Type", 480.3},
}

// cmbPDF draws the statement with so many rows a page. Without a table of
// codes, the font is one that is not embedded, as Java bank systems write it.
func cmbPDF(lines []cmbLine, perPage int, columns []cmbColumn, plain bool) []byte {
	pages := (len(lines) + perPage - 1) / perPage
	w := &pdfWriter{plain: plain}
	for p := range pages {
		var b strings.Builder
		text := func(x, y, size float64, s string) {
			fmt.Fprintf(&b, "BT /F1 %.2f Tf 1 0 0 1 %.2f %.2f Tm <%s> Tj ET\n", size, x, y, w.encode(s))
		}
		text(540, 30, 8.25, fmt.Sprintf("%d/%d", p+1, pages))
		y := 790.0
		if p == 0 {
			y = 587.4
			text(36, 705, 8.25, "户    名：小明")
			text(261, 705, 8.25, "账号：6214830112341234")
			text(36, 693, 8.25, "Name")
			text(36, 667.6, 8.25, "账户类型：ALL/全币种")
			text(261, 667.6, 8.25, "开 户 行：示例支行")
			text(36, 630, 8.25, "申请时间：2026-04-01 10:20:30")
			text(261, 630, 8.25, "验 证 码：ABCD1234")
		}
		for _, c := range columns {
			text(c.x, y, 8.25, c.title)
			for i, e := range strings.Fields(c.english) {
				text(c.x, y-23.4-6*float64(i), 8.25, e)
			}
		}
		y -= 47.4
		rows := lines[p*perPage : min(len(lines), (p+1)*perPage)]
		for _, l := range rows {
			for _, c := range columns {
				cell := map[string][]string{"记账日期": {l.date}, "货币": {"CNY"}, "交易金额": {l.amount}, "联机余额": {l.balance}, "交易摘要": {l.summary}, "对手信息": l.party, "客户摘要": l.memo}[c.title]
				for i, s := range cell {
					text(c.x, y+float64(len(cell)-1)*6-12*float64(i), 8.25, s)
				}
			}
			if y -= 26.6; len(l.party) > 2 {
				y -= 6.4
			}
		}
		if p == pages-1 {
			text(36, y-20, 8.25, strings.Repeat("—", 20))
			text(36, y-40, 8.25, "温馨提示：")
			text(36, y-52, 8.25, "1.交易流水仅供参考。")
		}
		if p == 0 {
			text(249, 780, 16, "招商银行交易流水")
			text(180, 761, 10, "Transaction Statement of China Merchants Bank")
			text(222, 742.6, 10, "2026-03-01 -- 2026-03-31")
		}
		w.pages = append(w.pages, b.String())
	}
	return w.bytes()
}

// A pdfWriter makes the smallest PDF that shows text in one font.
type pdfWriter struct {
	plain bool // STSong-Light with UniGB-UCS2-H; else Identity-H with a table of codes
	pages []string
	runes []rune
}

func (w *pdfWriter) encode(s string) string {
	var b strings.Builder
	for _, r := range s {
		code := int(r)
		if !w.plain {
			for code = 0; code < len(w.runes) && w.runes[code] != r; code++ {
			}
			if code == len(w.runes) {
				w.runes = append(w.runes, r)
			}
			code++
		}
		fmt.Fprintf(&b, "%04X", code)
	}
	return b.String()
}

func (w *pdfWriter) bytes() []byte {
	var objects []string
	add := func(s string) int { objects = append(objects, s); return len(objects) }
	stream := func(s string) string { return fmt.Sprintf("<< /Length %d >>\nstream\n%s\nendstream", len(s), s) }
	const catalog, tree, font, descendant, table, descriptor = 1, 2, 3, 4, 5, 6
	for range descriptor {
		add("")
	}
	var kids []string
	for _, p := range w.pages {
		content := add(stream(p))
		page := add(fmt.Sprintf("<< /Type /Page /Parent %d 0 R /MediaBox [0 0 595 842] /Contents %d 0 R /Resources << /Font << /F1 %d 0 R >> >> >>", tree, content, font))
		kids = append(kids, fmt.Sprintf("%d 0 R", page))
	}
	objects[catalog-1] = fmt.Sprintf("<< /Type /Catalog /Pages %d 0 R >>", tree)
	objects[tree-1] = fmt.Sprintf("<< /Type /Pages /Count %d /Kids [%s] >>", len(kids), strings.Join(kids, " "))
	if w.plain {
		objects[font-1] = fmt.Sprintf("<< /Type /Font /Subtype /Type0 /BaseFont /STSong-Light /Encoding /UniGB-UCS2-H /DescendantFonts [%d 0 R] >>", descendant)
		objects[descendant-1] = "<< /Type /Font /Subtype /CIDFontType0 /BaseFont /STSong-Light /CIDSystemInfo << /Registry (Adobe) /Ordering (GB1) /Supplement 4 >> /FontDescriptor 6 0 R /DW 1000 /W [1 [500] 2 94 500] >>"
		objects[table-1] = "<< >>"
	} else {
		objects[font-1] = fmt.Sprintf("<< /Type /Font /Subtype /Type0 /BaseFont /Example /Encoding /Identity-H /DescendantFonts [%d 0 R] /ToUnicode %d 0 R >>", descendant, table)
		var widths, chars strings.Builder
		for i, r := range w.runes {
			width := 1000
			if r < 0x2E80 && r != '—' {
				width = 500
			}
			fmt.Fprintf(&widths, "%d [%d] ", i+1, width)
			fmt.Fprintf(&chars, "1 beginbfchar\n<%04X> <", i+1)
			for _, u := range utf16.Encode([]rune{r}) {
				fmt.Fprintf(&chars, "%04X", u)
			}
			chars.WriteString(">\nendbfchar\n")
		}
		objects[descendant-1] = fmt.Sprintf("<< /Type /Font /Subtype /CIDFontType2 /BaseFont /Example /CIDSystemInfo << /Registry (Adobe) /Ordering (Identity) /Supplement 0 >> /FontDescriptor 6 0 R /DW 1000 /W [%s] >>", widths.String())
		objects[table-1] = stream("/CIDInit /ProcSet findresource begin 12 dict begin begincmap /CMapName /Example def 1 begincodespacerange <0000> <FFFF> endcodespacerange\n" + chars.String() + "endcmap end end")
	}
	name := "Example"
	if w.plain {
		name = "STSong-Light"
	}
	objects[descriptor-1] = fmt.Sprintf("<< /Type /FontDescriptor /FontName /%s /Flags 4 /FontBBox [-25 -254 1000 880] /ItalicAngle 0 /Ascent 880 /Descent -120 /CapHeight 880 /StemV 93 >>", name)
	var b bytes.Buffer
	b.WriteString("%PDF-1.4\n")
	var offsets []int
	for i, o := range objects {
		offsets = append(offsets, b.Len())
		fmt.Fprintf(&b, "%d 0 obj\n%s\nendobj\n", i+1, o)
	}
	start := b.Len()
	fmt.Fprintf(&b, "xref\n0 %d\n0000000000 65535 f \n", len(objects)+1)
	for _, o := range offsets {
		fmt.Fprintf(&b, "%010d 00000 n \n", o)
	}
	fmt.Fprintf(&b, "trailer\n<< /Size %d /Root %d 0 R >>\nstartxref\n%d\n%%%%EOF\n", len(objects)+1, catalog, start)
	return b.Bytes()
}
