package formats

import (
	"fmt"
	"slices"
	"strings"
)

// bankPDFFiles are the PDFs of banks other than 招商银行, each in the geometry
// that is known of it. The lines of a cell are parted by "|".
var bankPDFFiles = map[string]func() []byte{
	"abc-debit/radicals-header-last.pdf":            func() []byte { return abcPDF(abcRows, 5) },
	"boc-debit/two-pages.pdf":                       func() []byte { return bocPDF(bocRows, 5, bocColumns) },
	"boc-debit/without-counterparty.pdf":            func() []byte { return bocPDF(bocRows, 20, bocColumns[:9]) },
	"bocom-debit/cells-of-eight-lines.pdf":          func() []byte { return bocomPDF(bocomRows, 5) },
	"icbc-debit-pdf/watermark-time-below-date.pdf":  func() []byte { return icbcPDF(icbcRows, 5, false) },
	"icbc-debit-pdf/titles-of-two-lines.pdf":        func() []byte { return icbcPDF(icbcRows, 20, true) },
	"ccb-debit-hqmx/cells-in-the-middle.pdf":        func() []byte { return ccbPDF(ccbRows, 4) },
	"cmbc-debit-pdf/first-columns-mostly-empty.pdf": func() []byte { return cmbcPDF(cmbcRows, 5) },
}

// pagesOf cuts rows into pages.
func pagesOf(rows [][]string, perPage int) [][][]string {
	return slices.Collect(slices.Chunk(rows, perPage))
}

var abcRows = [][]string{
	{"20260302", "101500", "转账", "-3600.00", "16400.00", "小红", "312345601", "超级网银", "三月房租"},
	{"20260305", "091244", "财付通", "-25.00", "16375.00", "微信支付示例视频", "312345602", "电子商务", "UA1234567890123456微信支付-示例视频"},
	{"20260306", "080000", "支付宝", "-15.00", "16360.00", "示例网络科技（北京）|有限公司", "A123456783", "电子商务", "NA1234567890123456789012345678901示例音乐会员连续包月"},
	{"20260308", "143000", "工资", "+12500.00", "28860.00", "示例设计股份有限公司|上海分公司", "312345604", "", "代发工资"},
	{"20260309", "120000", "消费", "-1299.00", "27561.00", "示例商城（特约商户）|北京一店", "312345605", "电子商务", ""},
	{"20260312", "160102", "支付宝", "+15.00", "27576.00", "示例网络科技（北京）|有限公司", "A123456786", "电子商务", "NA1234567890123456789012345678902退款-示例音乐会员连续包月"},
	{"20260321", "", "结息", "+0.87", "27576.87", "--", "0000000000", "", "个人活期结息"},
	{"20260321", "", "利息税", "+0.00", "27576.87", "--", "0000000000", "", "个人活期结息"},
	{"20260405", "091301", "财付通", "-25.00", "27551.87", "微信支付示例视频", "312345609", "电子商务", "UA1234567890123457微信支付-示例视频"},
}

// abcRadicals are characters that the bank's font maps to the radicals that look
// the same.
var abcRadicals = strings.NewReplacer("日", "⽇", "金", "⾦", "户", "⼾", "支", "⽀", "人", "⼈", "民", "⺠", "手", "⼿", "行", "⾏", "一", "⼀", "子", "⼦", "网", "⽹", "非", "⾮", "二", "⼆", "音", "⾳")

func abcPDF(rows [][]string, perPage int) []byte {
	w := &pdfWriter{width: 595, height: 842, narrow: 0.538}
	var columns []pdfCell
	for i, x := range []float64{47.7, 93.9, 135.3, 176.7, 218.2, 259.6, 317.2, 358.6, 400.6} {
		title := []string{"交易日期", "交易时间", "交易摘要", "交易金额", "本次余额", "对手信息", "日 志 号", "交易渠道", "交易附言"}[i]
		columns = append(columns, pdfCell{title: abcRadicals.Replace(title), x: x, size: 5.4, step: 8.4})
	}
	for p, page := range pagesOf(rows, perPage) {
		w.page()
		titles := func(y float64) {
			for _, c := range columns {
				w.text(c.x, y, 5.4, c.title)
			}
		}
		y := 802.7
		if p == 0 {
			y = 721.7
			titles(y)
			w.text(200, 784, 9.6, abcRadicals.Replace("中国农业银行账户活期交易明细清单"))
			for i, s := range []string{"户名：小明", "账户：6228480123456781234", "币种：人民币", "钞汇标识：本币", "起止日期：20260301-20260430", "电子流水号：26050100000000000000001"} {
				cell := pdfCell{x: 46.5, size: 8.4}
				if i%2 == 1 {
					cell.x, cell.align = 548, 'r'
				}
				w.cell(cell, []float64{771, 756, 742}[i/2], []string{abcRadicals.Replace(s)})
			}
		}
		start := y
		for _, r := range page {
			y -= 15.6 + 1.2*float64(tall(r)-1)
			for i := range r {
				r = slices.Clone(r)
				r[i] = abcRadicals.Replace(r[i])
			}
			w.row(columns, y, r...)
		}
		if p > 0 {
			titles(start)
		}
		for _, d := range []float64{0, 0.3} {
			w.text(46.5+d, 60, 6, abcRadicals.Replace("本明细仅供参考，不作为任何形式的证明，以柜面打印为准。"))
		}
	}
	return w.bytes()
}

const dashes = "-------------------"

var bocRows = [][]string{
	{"2026-03-20", "10:00:00", "人民币", "0.87", "14,576.87", "结息", "柜台", "示例支行", "----------", dashes, dashes, dashes},
	{"2026-03-12", "16:49:29", "人民币", "15.00", "14,576.00", "网上快捷退款", "银企对接", dashes, "支付宝-示例|音乐", "支付宝-示例|音乐", "2088******0|156", dashes},
	{"2026-03-09", "12:23:04", "人民币", "-1,299.00", "14,561.00", "无卡支付", "卡组织线上/无|卡交易", dashes, "----------", "示例商户", "6226******5|669", dashes},
	{"2026-03-08", "14:30:00", "人民币", "12,500.00", "15,860.00", "工资", "银企对接", dashes, "三月工资", "示例设计|有限公司", "4000******0|001", "示例银行"},
	{"2026-03-06", "08:00:00", "人民币", "-15.00", "3,360.00", "网上快捷支付", "银企对接", dashes, "支付宝-示例|音乐", "支付宝-示例|音乐", "2088******0|156", dashes},
	{"2026-03-05", "09:12:44", "人民币", "-25.00", "3,375.00", "网上快捷支付", "银企对接", dashes, "财付通-示例|视频", "财付通支付|科技", "2433******0|133", dashes},
	{"2026-03-02", "10:15:00", "人民币", "-3,600.00", "3,400.00", "转账汇款", "手机银行", dashes, "房租", "小红", "6217******0|001", "示例银行"},
}

var bocColumns = []pdfCell{
	{title: "记账日期", x: 64}, {title: "记账时间", x: 126.5}, {title: "币别", x: 182.5}, {title: "金额", x: 269, align: 'r'}, {title: "余额", x: 335, align: 'r'}, {title: "交易名称", x: 365.5},
	{title: "渠道", x: 419}, {title: "网点名称", x: 481}, {title: "附言", x: 554.5}, {title: "对方账户名", x: 628.5}, {title: "对方卡号/账号", x: 701}, {title: "对方开户行", x: 778.5},
}

// bocPDF repeats the whole head on each page, with the sums of the page alone.
func bocPDF(rows [][]string, perPage int, columns []pdfCell) []byte {
	w := &pdfWriter{width: 842, height: 595}
	columns = slices.Clone(columns)
	for i := range columns {
		columns[i].size, columns[i].step, columns[i].down = 7, 7.9, true
		if columns[i].align == 0 {
			columns[i].align = 'c'
		}
	}
	titles := []float64{46, 108.5, 173.5, 232.5, 296.5, 347.5, 410, 463, 545.5, 606, 671.8, 756}
	sums := [][2]string{{"1,314.00", "12,515.87"}, {"3,625.00", "0.00"}}
	pages := pagesOf(rows, perPage)
	if len(pages) == 1 {
		sums = [][2]string{{"4,939.00", "12,515.87"}}
	}
	for p, page := range pages {
		w.page()
		w.cell(pdfCell{x: 421, align: 'c', size: 20}, 543, []string{"中国银行交易流水明细清单"})
		for i, s := range []string{
			"交易区间： 2026-03-01 至 2026-03-31", "客户姓名： 小明", "打印时间： 2026/04/01 10:20:30", fmt.Sprintf("页数: %d / %d", p+1, len(pages)),
			"借记卡号： 6217850012345671234", "借方发生数： " + sums[p][0], "贷方发生数： " + sums[p][1], fmt.Sprintf("行数: %d", len(page)),
			"账号： 345678901234", "按收支筛选： 全部", "按币种筛选： 全部币种",
		} {
			w.text(40+200*float64(i%4), []float64{508.5, 492.5, 475.5}[i/4], 9, s)
		}
		w.titled(columns, titles, 454.5, 9)
		y := 441.0
		for _, r := range page {
			w.row(columns, y, r[:len(columns)]...)
			y -= 18
		}
		w.cell(pdfCell{x: 421, align: 'c', size: 9}, y, []string{"--------------------END--------------------"})
		w.text(40, 60, 9, "温馨提示：本流水明细仅供参考，如有疑问请以网点打印为准。")
		w.text(380, 30, 9, fmt.Sprintf("第 %d 页/共", p+1))
		w.text(440, 30, 9, fmt.Sprintf("%d 页", len(pages)))
	}
	return w.bytes()
}

var bocomRows = [][]string{
	{"1", "2026-03-02", "10:15:00", "转账", "借 Dr", "3,600.00", "16,400.00", "6222620012340001", "小红", "示例支行", "三月房租"},
	{"2", "2026-03-05", "09:12:44", "网上支付", "借 Dr", "25.00", "16,375.00", "243300133", "财付通支付科技有限公|司", "财付通支付科技有限公|司", "财付通-示例视频|10001071202603050|00000000000000001|20260305091244|微信支付|连续包月|第三方支付|扣款"},
	{"3", "2026-03-06", "08:00:00", "网上支付", "借 Dr", "15.00", "16,360.00", "2088000000000156", "支付宝（中国）网络技|术有限公司", "支付宝-示例音乐会员|连续包月", "2026030622001400001|0000000000000"},
	{"4", "2026-03-08", "14:30:00", "代发工资", "贷 Cr", "12,500.00", "28,860.00", "310000000001", "示例设计有限公司", "示例支行", "三月工资"},
	{"5", "2026-03-12", "16:01:02", "网上支付退款", "贷 Cr", "15.00", "28,875.00", "2088000000000156", "支付宝（中国）网络技|术有限公司", "支付宝-示例音乐会员|连续包月", "退款|2026030622001400001|0000000000000"},
	{"6", "2026-03-19", "20:00:00", "异地跨行消费", "借 Dr", "1,299.00", "27,576.00", "", "", "示例商城（特约）北京|一店", "消费"},
	{"10", "2026-03-21", "00:00:00", "存款利息", "贷 Cr", "0.87", "27,576.87", "", "", "", "结息"},
}

// bocomPDF draws English titles above the Chinese ones, and the cells of a row
// in an order of its own.
func bocomPDF(rows [][]string, perPage int) []byte {
	w := &pdfWriter{width: 842, height: 595}
	var columns []pdfCell
	for i, title := range []string{"序号", "交易日期", "交易时间", "交易类型", "借贷", "交易金额", "余额", "对方账号", "对方户名", "交易地点", "摘要"} {
		columns = append(columns, pdfCell{title: title, x: []float64{54.5, 75, 120, 165, 220, 253, 332, 412, 497, 581, 667}[i], size: 8, step: 9.1})
	}
	titles := []float64{51, 75, 120, 165, 220, 258, 337, 411, 496, 583, 667}
	pages := pagesOf(rows, perPage)
	for p, page := range pages {
		w.page()
		y := 400.0
		for _, r := range page {
			y -= 9.1 * float64(tall(r)) / 2
			r = slices.Clone(r)
			balance := r[6]
			w.cell(columns[6], y, []string{balance})
			r[6] = ""
			w.row(columns, y, r...)
			y -= 9.1*float64(tall(r))/2 + 6
		}
		w.cell(pdfCell{x: 421, align: 'c', size: 14}, 568, []string{"交通银行个人客户交易清单"})
		w.cell(pdfCell{x: 421, align: 'c', size: 10}, 553, []string{"Bocom Personal Account Details"})
		for i, s := range [][2]string{
			{"部门Department:", "示例支行"}, {"柜员Search Teller:", "EBANK01"}, {"打印日期Printing Date:", "2026-04-01"}, {"打印时间Printing Time:", "10:20:30"},
			{"账号/卡号Account/Card No:", "6222620012345671234"}, {"户名Account Name:", "小明"}, {"查询起日Query Starting Date:", "2026-03-01"}, {"查询止日Query Ending Date:", "2026-03-31"},
			{"查询时间Query Time:", "2026-04-01 10:20:30"}, {"币种Currency:", "人民币 CNY"}, {"证件种类 ID Type:", "示例"}, {"证件号码 ID Number:", "****"},
		} {
			x, y := 51+190*float64(i%4), 504-25*float64(i/4)
			w.text(x+110, y, 8, s[1])
			w.text(x, y, 8, s[0])
		}
		w.titled(columns, titles, 413, 8)
		for i, s := range []string{"Serial Num", "Trans Date", "Trans Time", "Trading Type", "Dc Flg", "Trans Amt", "Balance", "Payment Receipt Account", "Payment Receipt Account Name", "Trading Place", "Abstract"} {
			w.text(titles[i], 432, 8, s)
		}
		for i, s := range []string{"第", fmt.Sprint(p + 1), "/", fmt.Sprint(len(pages)), "页"} {
			w.text(400+12*float64(i), 20, 8, s)
		}
		if p == len(pages)-1 {
			w.text(51, y-10, 8, "打印完毕")
			w.text(165, y-22, 8, "借方发生额汇总 : 4,939.00")
			w.text(412, y-22, 8, "贷方发生额汇总 : 12,515.87")
			w.text(51, y-34, 8, strings.Repeat("*", 100))
		}
	}
	return w.bytes()
}

var icbcRows = [][]string{
	{"2026-03-02|10:15:00", "0200001234567891234", "活期", "00000", "人民币", "钞", "转账", "0200", "-3,600.00", "16,400.00", "小红", "6222020012340001", "手机银行"},
	{"2026-03-05|09:12:44", "0200001234567891234", "活期", "00000", "人民币", "钞", "消费", "0200", "-25.00", "16,375.00", "财付通-示例|视频", "243300133", "快捷支付"},
	{"2026-03-06|08:00:00", "0200001234567891234", "活期", "00000", "人民币", "钞", "消费", "0200", "-15.00", "16,360.00", "支付宝-示例|音乐会员连续|包月", "215500690", "快捷支付"},
	{"2026-03-08|14:30:00", "0200001234567891234", "活期", "00000", "人民币", "钞", "工资", "0200", "+12,500.00", "28,860.00", "示例设计有|限公司", "0200009876543210", "批量业务"},
	{"2026-03-12|16:01:02", "0200001234567891234", "活期", "00000", "人民币", "钞", "退款", "0200", "+15.00", "28,875.00", "支付宝-示例|音乐会员连续|包月", "215500690", "快捷支付"},
	{"2026-03-21|00:00:00", "0200001234567891234", "活期", "00000", "人民币", "钞", "利息", "0200", "+0.87", "28,875.87", "（空）", "（空）", "批量业务"},
	{"2026-04-05|09:13:01", "0200001234567891234", "活期", "00000", "人民币", "钞", "消费", "0200", "-25.00", "28,850.87", "财付通-示例|视频", "243300133", "快捷支付"},
}

// icbcPDF draws the time below the date, all cells in the middle of their row,
// and a watermark across the page; the titles may take two lines.
func icbcPDF(rows [][]string, perPage int, wrapped bool) []byte {
	w := &pdfWriter{width: 842, height: 595}
	var columns []pdfCell
	for i, title := range []string{"交易日期", "帐号", "储种", "序号", "币种", "钞汇", "摘要", "地区", "收入/支出金额", "余额", "对方户名", "对方帐号", "渠道"} {
		columns = append(columns, pdfCell{title: title, x: []float64{40, 92, 175, 207, 239, 275, 307, 347, 379, 449, 519, 584, 684}[i], size: 6.5, step: 8})
	}
	pages := pagesOf(rows, perPage)
	for p, page := range pages {
		w.page()
		w.cell(pdfCell{x: 421, align: 'c', size: 16}, 550, []string{"中国工商银行借记账户历史明细（电子版）"})
		w.text(40, 520, 9, "卡号 6222020200012341234")
		w.text(250, 520, 9, "户名：小明")
		w.text(400, 520, 9, "起止日期：2026-03-01 — 2026-04-30")
		for _, c := range columns {
			title := c.title
			if wrapped {
				title = strings.NewReplacer("交易日期", "交易|日期", "收入/支出金额", "收入/支|出金额", "对方帐号", "对方|帐号").Replace(title)
			}
			w.cell(c, 495, strings.Split(title, "|"))
		}
		y := 480.0
		for _, r := range page {
			half := float64(tall(r))*4 + 3
			y -= half
			w.row(columns, y, r...)
			y -= half
		}
		w.text(200, 400, 30, "中国工商银行")
		w.slanted(300, 300, 30, "仅供参考")
		w.text(40, y-10, 6.5, "本页支出：以上合计 本页收入：以上合计")
		w.text(400, 30, 6.5, fmt.Sprintf("第%d页 共%d页", p+1, len(pages)))
	}
	return w.bytes()
}

var cmbcRows = [][]string{
	{"", "", "2026/03/02 10:15:00", "转账支取", "-3,600.00", "16,400.00", "转账", "手机", "0101", "小红/6226220012340001", "示例银行"},
	{"", "", "2026/03/05 09:12:44", "财付通-示例视频", "-25.00", "16,375.00", "转账", "网上", "0101", "财付通支付科技有限公司/|243300133", ""},
	{"", "", "2026/03/06 08:00:00", "支付宝-示例音乐会员连续包月|扣款", "-15.00", "16,360.00", "转账", "网上", "0101", "支付宝（中国）网络技术有|限公司/215500690", ""},
	{"借据", "00012345", "2026/03/08 14:30:00", "代发工资", "12,500.00", "28,860.00", "转账", "柜面", "0101", "示例设计有限公司/0100001", "示例银行"},
	{"", "", "2026/03/12 16:01:02", "退款-支付宝-示例音乐会员连续|包月", "15.00", "28,875.00", "转账", "网上", "0101", "支付宝（中国）网络技术有|限公司/215500690", ""},
	{"", "", "2026/03/21 00:00:00", "结息", "0.87", "28,875.87", "转账", "批量", "0101", "", ""},
}

func cmbcPDF(rows [][]string, perPage int) []byte {
	w := &pdfWriter{width: 842, height: 595, plain: true}
	var columns []pdfCell
	for i, title := range []string{"凭证类型", "凭证号码", "交易时间", "摘要", "交易金额", "账户余额", "现转标志", "交易渠道", "交易机构", "对方户名/账号", "对方行名"} {
		columns = append(columns, pdfCell{title: title, x: []float64{22, 56, 97, 173, 335, 413, 448, 482, 533, 568, 696}[i], size: 7, step: 9})
	}
	pages := pagesOf(rows, perPage)
	for p, page := range pages {
		w.page()
		w.cell(pdfCell{x: 421, align: 'c', size: 16}, 560, []string{"个人账户对账单"})
		w.text(22, 530, 8, "客户姓名:小明")
		w.text(173, 530, 8, "客户账号:6226220012341234")
		w.text(413, 530, 8, "起止日期:2026/03/01-2026/03/31")
		for _, c := range columns {
			w.text(c.x, 505, 7, c.title)
		}
		y := 495.0
		for _, r := range page {
			half := 4.5*float64(tall(r)) + 3
			y -= half
			w.row(columns, y, r...)
			y -= half
		}
		if p == len(pages)-1 {
			w.text(22, y-8, 7, strings.Repeat("_", 120))
			w.text(22, y-20, 7, "本对账单仅供参考")
		}
		w.text(400, 20, 7, fmt.Sprintf("%d/%d", p+1, len(pages)))
	}
	return w.bytes()
}

var ccbRows = [][]string{
	{"1", "跨行转出", "人民币元", "钞", "20260302", "-3,600.00", "16,400.00", "三月房租", "6222620012340001/|小红"},
	{"2", "消费", "人民币元", "钞", "20260305", "-25.00", "16,375.00", "财付通-示例视频", "243300133/财付通支付科技|有限公司"},
	{"3", "消费", "人民币元", "钞", "20260306", "-15.00", "16,360.00", "支付宝-支付宝-消费-|示例音乐会员连续包月", "2088000000000156/支付宝|（中国）网络技术有限公|司"},
	{"4", "代发工资", "人民币元", "钞", "20260308", "+12,500.00", "28,860.00", "三月工资", "0100001/示例设计有限公司"},
	{"5", "退款", "人民币元", "钞", "20260312", "+15.00", "28,875.00", "支付宝-支付宝-消费-|示例音乐会员连续包月", "2088000000000156/支付宝|（中国）网络技术有限公|司"},
	{"6", "结息", "人民币元", "钞", "20260321", "0.87", "28,875.87", "", "/"},
}

// ccbPDF draws the table of the workbook with all cells in the middle.
func ccbPDF(rows [][]string, perPage int) []byte {
	w := &pdfWriter{width: 842, height: 595, plain: true}
	var columns []pdfCell
	for i, title := range []string{"序号", "摘要", "币别", "钞汇", "交易日期", "交易金额", "账户余额", "交易地点/附言", "对方账号与户名"} {
		columns = append(columns, pdfCell{title: title, x: []float64{40, 90, 145, 190, 245, 320, 400, 510, 680}[i], align: 'c', size: 8, step: 10})
	}
	pages := pagesOf(rows, perPage)
	for p, page := range pages {
		w.page()
		if p == 0 {
			w.cell(pdfCell{x: 421, align: 'c', size: 16}, 560, []string{"中国建设银行个人活期账户全部交易明细"})
			w.text(30, 535, 8, "卡号/账号:6217000012345671234")
			w.text(250, 535, 8, "客户名称:小明")
			w.text(400, 535, 8, "起始日期:20260301")
			w.text(550, 535, 8, "结束日期:20260331")
		}
		for _, c := range columns {
			w.cell(c, 510, []string{c.title})
		}
		y := 500.0
		for _, r := range page {
			half := 5*float64(tall(r)) + 3
			y -= half
			w.row(columns, y, r...)
			y -= half
		}
		w.text(400, 20, 8, fmt.Sprintf("第%d页/共%d页", p+1, len(pages)))
	}
	return w.bytes()
}
