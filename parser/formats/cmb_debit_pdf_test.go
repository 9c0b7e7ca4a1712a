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

// cmbTall has cells of three lines in the first row of the file, in the last
// one, and in two that follow each other.
var cmbTall = []cmbLine{
	{"2026-05-03", "-30.00", "970.00", "快捷支付", []string{"示例（北京）数字媒体技术", "有限公司", "2088098765"}, []string{"支付宝-示例 Cloud", "Drive 会员", "连续包月"}},
	{"2026-05-04", "-8.80", "961.20", "快捷支付", []string{"示例便利"}, []string{"财付通-示例便利 7-11"}},
	{"2026-05-05", "-1.00", "960.20", "银联无卡自助消费", []string{"示例文化传播（上海）", "有限责任公司第一分公司", "6225000011112222"}, nil},
	{"2026-05-06", "-2.00", "958.20", "快捷支付", nil, []string{"支付宝-", "示例月刊社", "订阅"}},
	{"2026-05-07", "-200.00", "758.20", "朝朝宝转入", nil, nil},
	{"2026-06-03", "-30.00", "728.20", "快捷支付", []string{"示例（北京）数字媒体技术", "有限公司", "2088098765"}, []string{"支付宝-示例 Cloud", "Drive 会员", "连续包月"}},
}

// TestCMBPDFFiles makes the fixtures in the geometry that the bank draws: A4,
// 8.25 points, digits half an em wide, columns at fixed places, wrapped cells
// centred on their row, page numbers first and titles last in the stream.
func TestCMBPDFFiles(t *testing.T) {
	for name, data := range map[string][]byte{
		"two-pages.pdf":          cmbPDF(cmbLines, 5, cmbColumns, false),
		"three-line-cells.pdf":   cmbPDF(cmbTall, 5, cmbColumns, false),
		"font-without-table.pdf": cmbPDF(cmbLines, 20, cmbColumns, true),
		"columns-left-out.pdf":   cmbPDF(cmbLines, 20, []cmbColumn{cmbColumns[0], cmbColumns[2], {"客户摘要", []string{"Customer Type"}, 210}}, false),
	} {
		path := filepath.Join(fixtures, "cmb-debit-pdf", name)
		if *update {
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
	title   string
	english []string
	x       float64
}

var cmbColumns = []cmbColumn{
	{"记账日期", []string{"Date"}, 36}, {"货币", []string{"Currency"}, 88.3}, {"交易金额", []string{"Transaction", "Amount"}, 135.4}, {"联机余额", []string{"Balance"}, 213.8},
	{"交易摘要", []string{"Transaction Type"}, 292.2}, {"对手信息", []string{"Counter Party"}, 375.8}, {"客户摘要", []string{"Customer Type"}, 480.3},
}

// height is the room of a row; its text stands in the middle.
func (l cmbLine) height() float64 {
	if max(len(l.party), len(l.memo)) > 2 {
		return 39.4
	}
	return 26.6
}

// cmbPDF draws the statement with so many rows a page. Without a table of
// codes, the font is one that is not embedded, as Java bank systems write it.
func cmbPDF(lines []cmbLine, perPage int, columns []cmbColumn, plain bool) []byte {
	pages := (len(lines) + perPage - 1) / perPage
	w := &pdfWriter{plain: plain}
	for p := range pages {
		var b strings.Builder
		text := func(x, y, size float64, s string) {
			fmt.Fprintf(&b, "BT 1 0 0 1 %.2f %.2f Tm 0 Tc /F1 %.2f Tf %s Tj ET\n", x, y, size, w.encode(s))
		}
		cell := func(x, y float64, lines []string) {
			for i, s := range lines {
				text(x, y+float64(len(lines)-1)*6-12*float64(i), 8.25, s)
			}
		}
		text(540, 30, 8.25, fmt.Sprintf("%d/%d", p+1, pages))
		y := 790.0
		if p == 0 {
			y = 587.4
			for _, m := range []struct {
				x, y        float64
				zh, english string
			}{
				{36, 705, "户    名：小明", "Name"}, {261, 705, "账号：6214830112341234", "Account No"},
				{36, 667.6, "账户类型：ALL/全币种", "Account Type"}, {261, 667.6, "开 户 行：示例支行", "Sub Branch"},
				{36, 630, "申请时间：2026-07-01 10:20:30", "Date"}, {261, 630, "验 证 码：ABCDEFGH", "Verification Code"},
			} {
				text(m.x, m.y, 8.25, m.zh)
				text(m.x, m.y-12, 8.25, m.english)
			}
		}
		for _, c := range columns {
			text(c.x, y, 8.25, c.title)
			cell(c.x, y-23.4, c.english)
		}
		y -= 34.1
		for _, l := range lines[p*perPage : min(len(lines), (p+1)*perPage)] {
			y -= l.height() / 2
			cells := map[string][]string{"记账日期": {l.date}, "货币": {"CNY"}, "交易金额": {l.amount}, "联机余额": {l.balance}, "交易摘要": {l.summary}, "对手信息": l.party, "客户摘要": l.memo}
			for _, c := range columns {
				cell(c.x, y, cells[c.title])
			}
			y -= l.height() / 2
		}
		if p == pages-1 {
			text(36, y-6, 8.25, strings.Repeat("—", 53))
			text(36, y-24, 8.25, "温馨提示：")
			text(36, y-36, 8.25, "1.交易流水验真：进入一网通首页点击“在线服务-交易流水验真”进入页面正确录入“基本项”")
			text(36, y-48, 8.25, "和“明细项”信息，点击“查询”提交系统验真。")
		}
		if p == 0 {
			text(233, 780, 16, "招商银行交易流水")
			text(180, 761, 10, "Transaction Statement of China Merchants Bank")
			text(242, 742.6, 10, lines[0].date[:8]+"01 -- "+lines[len(lines)-1].date[:8]+"30")
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

// encode writes the codes of s, in the two ways there are: as digits, or as
// bytes of which some are escaped.
func (w *pdfWriter) encode(s string) string {
	var raw []byte
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
		raw = append(raw, byte(code>>8), byte(code))
	}
	if w.plain {
		return fmt.Sprintf("<%X>", raw)
	}
	return "(" + strings.NewReplacer("\\", "\\\\", "(", "\\(", ")", "\\)", "\r", "\\r", "\n", "\\n").Replace(string(raw)) + ")"
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
