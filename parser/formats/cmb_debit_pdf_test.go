package formats

import (
	"fmt"
	"strings"
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

// cmbFiles are drawn in the geometry that the bank draws: A4, 8.25 points, digits
// half an em wide, columns at fixed places, wrapped cells centred on their row,
// page numbers first and titles last in the stream.
var cmbFiles = map[string]func() []byte{
	"cmb-debit-pdf/two-pages.pdf":          func() []byte { return cmbPDF(cmbLines, 5, cmbColumns, false) },
	"cmb-debit-pdf/three-line-cells.pdf":   func() []byte { return cmbPDF(cmbTall, 5, cmbColumns, false) },
	"cmb-debit-pdf/font-without-table.pdf": func() []byte { return cmbPDF(cmbLines, 20, cmbColumns, true) },
	"cmb-debit-pdf/without-title.pdf": func() []byte {
		pages := cmbPages(cmbLines, 5, cmbColumns, false)
		first := &pages.pages[0] // the titles are the last three texts
		for range 3 {
			*first = (*first)[:strings.LastIndex(*first, "BT ")]
		}
		return pages.bytes()
	},
	"cmb-debit-pdf/columns-left-out.pdf": func() []byte {
		return cmbPDF(cmbLines, 20, []cmbColumn{cmbColumns[0], cmbColumns[2], {"客户摘要", []string{"Customer Type"}, 210}}, false)
	},
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
	return cmbPages(lines, perPage, columns, plain).bytes()
}

func cmbPages(lines []cmbLine, perPage int, columns []cmbColumn, plain bool) *pdfWriter {
	pages := (len(lines) + perPage - 1) / perPage
	w := &pdfWriter{plain: plain, width: 595, height: 842}
	for p := range pages {
		w.page()
		text := w.text
		cell := func(x, y float64, lines []string) { w.cell(pdfCell{x: x, size: 8.25, step: 12}, y, lines) }
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
	}
	return w
}
