package formats

import (
	"fmt"
	"strings"
)

// cardPDFFiles are the PDFs of credit cards, each in the geometry that is known
// of it. A row of one cell is a heading; "|" parts the lines of a cell.
var cardPDFFiles = map[string]func() []byte{
	"cmb-credit/groups-over-two-pages.pdf":         func() []byte { return cmbCreditPDFOf(cmbCreditRows, 9, "2026年01月", "2026.01") },
	"boc-credit/combined-cards-over-two-pages.pdf": func() []byte { return bocCreditPDFOf(bocCombined, 11, "(2026-03)") },
	"boc-credit/copy-with-dollars.pdf":             func() []byte { return bocCreditPDFOf(bocCopy, 30, "(2026-01)") },
}

var cmbCreditRows = [][]string{
	{"还款"},
	{"", "12/29", "掌上生活还款", "-2,000.00", "1234", "-2,000.00"},
	{"退款"},
	{"01/03", "01/04", "财付通-示例外卖", "-3.90", "1234", "-3.90(CN)"},
	{"消费"},
	{"12/30", "12/31", "支付宝-App Store _ Apple Mu", "15.00", "1234", "15.00(CN)"},
	{"12/31", "01/02", "财付通-示例视频", "25.00", "1234", "25.00(CN)"},
	{"12/31", "01/02", "财付通-示例视频", "25.00", "1234", "25.00(CN)"},
	{"01/02", "01/03", "EXAMPLE CLOUD FEATURES", "59.12", "5678", "8.40(US)"},
	{"01/03", "01/05", "示例商城分期 第03/12期", "250.00", "1234", "250.00(CN)"},
	{"01/05", "01/07", "示例移动通信有限公司第一营业厅城", "8,000.00", "5678", "8,000.00(CN)"},
	{"", "01/08", "现金奖励返现", "-5.00", "", "-5.00"},
}

// cmbCreditPDFOf draws the titles of the table on the first page only, and the
// title of the statement last on each.
func cmbCreditPDFOf(rows [][]string, perPage int, zh, english string) []byte {
	w := &pdfWriter{width: 595, height: 842}
	columns := []pdfCell{
		{x: 45.2, size: 8}, {x: 93.8, size: 8}, {x: 140.4, size: 8},
		{x: 408.9, align: 'r', size: 8}, {x: 495.4, align: 'r', size: 8}, {x: 581.8, align: 'r', size: 8},
	}
	pages := pagesOf(rows, perPage)
	for p, page := range pages {
		w.page()
		y := 740.0
		if p == 0 {
			for i, s := range []string{"账单日 2026年01月08日", "到期还款日 2026年01月26日", "信用额度 ¥ 50,000.00", "本期还款总额 ¥ 8,372.22", "本期最低还款额 ¥ 418.61"} {
				w.text(43.2, 640-20*float64(i), 8, s)
			}
			w.text(43.2, 420, 8, "本期账务明细 Transaction Details")
			w.text(43.2, 404, 8, "人民币账户 RMB A/C")
			y = 388.6
			for i, x := range []float64{43.2, 91.8, 140.4, 369, 455.4, 541.8} {
				w.text(x, y, 8, []string{"交易日", "记账日", "交易摘要", "人民币金额", "卡号末四位", "交易地金额"}[i])
				w.text(x, y-10, 5, []string{"SOLD", "POSTED", "DESCRIPTION", "RMB AMOUNT", "CARD NO(Last 4digits)", "Original Tran Amount"}[i])
			}
			y -= 12.75
		}
		for _, r := range page {
			y -= 12.75
			if len(r) == 1 {
				w.text(43.2, y, 8, r[0])
				continue
			}
			w.row(columns, y, r...)
		}
		if p == len(pages)-1 {
			w.text(43.2, y-40, 8, "本期还款总额 = 上期账单金额 - 上期还款金额 + 本期账单金额 - 本期调整金额 + 循环利息")
			w.text(43.2, y-54, 8, "¥ 8,372.22 ¥ 2,000.00 ¥ 2,000.00 ¥ 8,381.12 ¥ 8.90 ¥ 0.00")
			w.text(280, y-80, 8, "[END]")
		}
		w.text(290, 20, 8, fmt.Sprintf("%d/%d", p+1, len(pages)))
		w.cell(pdfCell{x: 297, align: 'c', size: 16}, 785, []string{"招商银行信用卡对账单（个人消费卡账户 " + zh + "）（补）"})
		w.cell(pdfCell{x: 297, align: 'c', size: 10}, 765, []string{"CMB Credit Card Statement (" + english + ")"})
	}
	return w.bytes()
}

var bocCombined = [][]string{
	{"示例长城环球通卡(卡号：1234)"}, {"人民币交易明细/RMB Transaction Detailed List"}, nil,
	{"2026-02-20", "2026-02-21", "1234", "财付通-示例视频CHN", "", "25.00"},
	{"2026-02-25", "2026-02-26", "1234", "支付宝-示例网络科技有限公司会员C|HN", "", "15.00"},
	{"2026-02-25", "2026-02-26", "1234", "支付宝-示例网络科技有限公司会员C|HN", "", "15.00"},
	{"2026-03-01", "2026-03-01", "1234", "张三", "300.00", ""},
	{"2026-03-02", "2026-03-03", "1234", "支付宝-示例店退款CHN", "1,012.00", ""},
	{"2026-03-03", "2026-03-04", "1234", "示例商城分期 第02/12期CHN", "", "1,250.00"},
	{"2026-03-04", "2026-03-05", "1234", "EXAMPLE*GAMES INTERNATIONAL|TOKYOJPN", "", "58.31"},
	{"2026-03-05", "2026-03-05", "", "存款利息", "0.03", ""},
	{"2026-03-06", "2026-03-06", "1234", "已为您减免本年度年费", "", ""},
	{"示例白金卡(卡号：5678)"}, {"人民币交易明细/RMB Transaction Detailed List"}, nil,
	{"2026-03-02", "2026-03-03", "5678", "财付通-示例音乐CHN", "", "15.00"},
	{"外币交易明细/Foreign Currency Transaction Detailed List"}, nil,
	{"2026-03-03", "2026-03-05", "5678", "EXAMPLE STREAMINGUSA", "", "9.99"},
	{"积分奖励计划/Loyalty Plan"},
	{"2026-02-09", "2026-03-08", "1234", "本期新增积分", "", "120.00"},
}

var bocCopy = [][]string{
	{"人民币账户交易明细/RMB Account Transaction Detailed List"}, nil,
	{"12/28", "12/29", "1234", "财付通-示例视频CHN", "", "25.00"},
	{"01/05", "01/05", "1234", "还款", "800.00", ""},
	{"美元账户交易明细/USD Account Transaction Detailed List"}, nil,
	{"01/08", "01/10", "1234", "EXAMPLE STREAMINGUSA", "", "9.99"},
	{"积分奖励计划/Loyalty Plan"},
}

// bocCreditPDFOf draws every cell in the middle of its column, titles as a stack
// of Chinese and English, nil here, once for each table, and none on later pages.
func bocCreditPDFOf(rows [][]string, perPage int, month string) []byte {
	w := &pdfWriter{width: 595, height: 842}
	var columns []pdfCell
	for _, x := range []float64{64.3, 157.6, 251, 344.3, 437.6, 531} {
		columns = append(columns, pdfCell{x: x, align: 'c', size: 8, step: 13})
	}
	titles := strings.Split("交易日|Transcation|Date,银行记账日|Bank Posting|Date,卡号后四位|Last 4|Digits of|Card Number,交易描述|Description,存入|Deposit,支出|Expenditure", ",")
	pages := pagesOf(rows, perPage)
	for p, page := range pages {
		w.page()
		y := 790.0
		if p == 0 {
			y = 600
			w.cell(pdfCell{x: 297, align: 'c', size: 15}, 742, []string{"中国银行信用卡账单"})
			w.cell(pdfCell{x: 297, align: 'c', size: 12}, 719, []string{"BOC Credit Card Billing Statement" + month})
			w.text(52, 690, 8, "到期还款日 账单日 本期应还")
			w.text(52, 678, 8, "2026-03-28 2026-03-08 欠款123.45")
		}
		for _, r := range page {
			switch {
			case r == nil:
				for i, c := range columns {
					for j, s := range strings.Split(titles[i], "|") {
						w.cell(c, y-12-9.5*float64(j), []string{s})
					}
				}
				y -= 48
			case len(r) == 1:
				y -= 18
				w.text(52.3, y, 9, r[0])
			case tall(r) > 1:
				y -= 23
				for i, c := range r {
					if lines := strings.Split(c, "|"); len(lines) > 1 {
						w.cell(columns[i], y+9.8, lines[:1])
						w.cell(columns[i], y-3.2, lines[1:])
					} else if c != "" {
						w.cell(columns[i], y, lines)
					}
				}
				y -= 16.1
			default:
				y -= 8
				w.row(columns, y, r...)
				y -= 8.1
			}
		}
		w.text(280, 5, 8, fmt.Sprintf("第 %d 页/共", p+1))
		w.text(330, 5, 8, fmt.Sprintf("%d 页", len(pages)))
	}
	return w.bytes()
}
