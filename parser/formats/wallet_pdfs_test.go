package formats

import "fmt"

// walletPDFFiles are the certificates of the wallets. What is known of them are
// the columns, that cells wrap and, for Alipay, where columns begin; the rest of
// the geometry is ours.
var walletPDFFiles = map[string]func() []byte{
	"alipay-proof/wrapped-ids-two-pages.pdf": func() []byte { return alipayProofPDF(alipayProofRows, 5) },
	"wechat-proof/wrapped-ids-two-pages.pdf": func() []byte { return wechatProofPDF(wechatProofRows, 5) },
	"douyin/two-pages.pdf":                   func() []byte { return douyinPDF(douyinRows, 4) },
}

var alipayProofRows = [][]string{
	{"不计|收支", "示例网盘", "退款-超级会员(1个|月-自动续费)", "示例银行信|用卡(1234)", "10.00", "2026030523001412|341234567801_R01S|20260305001", "S20260305001", "2026-03-28|10:00:00"},
	{"支出", "示例加油站", "95号汽油", "示例银行储|蓄卡(5678)", "300.00", "2026032723001412|341234567802", "G1", "2026-03-27|21:15:00"},
	{"不计|收支", "余额宝", "余额宝-自动转入", "余额", "50.00", "2026032023001412|341234567803", "", "2026-03-20|22:00:00"},
	{"支出", "示例信息技术（北|京）有限公司", "视频会员连续包月", "花呗", "25.00", "2026031523001412|341234567804", "MM97EXAM|PLE0001", "2026-03-15|08:20:42"},
	{"收入", "示例公司", "稿费", "余额", "28.50", "2026031223001412|341234567805", "", "2026-03-12|20:00:00"},
	{"支出", "App Store &|Apple Music", "App Store & Apple|Music：03.07购买", "示例银行信|用卡(1234)", "15.00", "2026030823001412|341234567806", "MM97EXAM|PLE0002", "2026-03-08|03:00:00"},
	{"支出", "示例网盘", "超级会员(1个月-自|动续费)", "示例银行信|用卡(1234)", "25.00", "2026030523001412|341234567801", "S20260305001", "2026-03-05|08:20:42"},
}

// proofPDF draws a head on the first page, the titles on every page, and cells
// from the top of their row down.
func proofPDF(head []string, columns []pdfCell, rows [][]string, perPage int) []byte {
	w := &pdfWriter{width: 595, height: 842}
	for i := range columns {
		columns[i].size, columns[i].step, columns[i].down = 6.5, 8, true
	}
	pages := pagesOf(rows, perPage)
	for p, page := range pages {
		w.page()
		y := 790.0
		if p == 0 {
			for i, s := range head {
				w.text(40, y-16*float64(i), 10, s)
			}
			y -= 16 * float64(len(head)+1)
		}
		for _, c := range columns {
			w.text(c.x, y, 6.5, c.title)
		}
		y -= 16
		for _, r := range page {
			w.row(columns, y, r...)
			y -= 8*float64(tall(r)-1) + 14
		}
		w.text(270, 40, 7, fmt.Sprintf("第%d页/共%d页", p+1, len(pages)))
	}
	return w.bytes()
}

func columnsAt(x []float64, titles ...string) (columns []pdfCell) {
	for i, title := range titles {
		columns = append(columns, pdfCell{title: title, x: x[i]})
	}
	return columns
}

func alipayProofPDF(rows [][]string, perPage int) []byte {
	return proofPDF([]string{
		"支付宝支付科技有限公司", "交易流水证明", "编号：20260401000000001", "兹证明：小明（证件号码：110101********0000）在支付宝的交易如下", "支付宝账号：138******00",
		"币种：人民币", "交易时间段：2026-03-01 至 2026-03-31", "交易类型：全部",
	}, columnsAt([]float64{40, 75, 130, 200, 255, 295, 395, 490},
		"收/支", "交易对方", "商品说明", "收/付款方式", "金额", "交易订单号", "商家订单号", "交易时间"), rows, perPage)
}

var wechatProofRows = [][]string{
	{"4200002612202603|281000000001", "2026-03-28|22:10:00", "商户消费", "支出", "示例银行(1234)", "15.00", "示例音乐", "M0001"},
	{"5030030209202603|2712345678", "2026-03-27|11:00:00", "示例视频-退|款", "收入", "零钱通", "10.00", "示例视频", "/"},
	{"1000050001202603|251000000003", "2026-03-25|19:00:00", "转账", "支出", "零钱通", "1,500.00", "房东", "10000500012026|03250000000003"},
	{"2072503211000712|345678901234", "2026-03-21|09:00:00", "零钱提现", "其他", "示例银行(1234)", "100.10", "示例银行", "/"},
	{"4200002612202603|181000000004", "2026-03-18|10:00:00", "商户消费", "支出", "零钱通", "25.00", "示例信息技术（北|京）有限公司", "V001"},
	{"1000039501202603|111000000005", "2026-03-11|08:00:00", "微信红包（单|发）", "收入", "/", "6.66", "小刚", "10000395012026|03110000000005"},
}

func wechatProofPDF(rows [][]string, perPage int) []byte {
	return proofPDF([]string{
		"微信支付交易明细证明", "兹证明：小明（居民身份证：110101********0000），在其微信号：xiaoming中的交易明细信息如下：", "交易明细对应时间段", "起始时间：2026-03-01 00:00:00 至 2026-03-31 23:59:59",
	}, columnsAt([]float64{40, 110, 160, 215, 260, 325, 375, 455},
		"交易单号", "交易时间", "交易类型", "收/支/其他", "交易方式", "金额(元)", "交易对方", "商户单号"), rows, perPage)
}

var douyinRows = [][]string{
	{"2026-03-28 21:10:05", "支出", "12.00", "抖音月付", "210000000000|0000000001", "示例短剧", "ONP0000000|000000001"},
	{"2026-03-25 08:00:00", "其他", "88.00", "示例银行(1234)", "210000000000|0000000002", "抖音月付", "/"},
	{"2026-03-20 10:30:00", "退款", "39.90", "示例银行(1234)", "210000000000|0000000003", "示例服饰", "ONP0000000|000000002"},
	{"2026-03-18 19:20:11", "支出", "39.90", "示例银行(1234)", "210000000000|0000000004", "示例服饰", "ONP0000000|000000002"},
	{"2026-03-02 00:00:00", "收入", "1.20", "零钱", "210000000000|0000000005", "示例活动", "/"},
}

func douyinPDF(rows [][]string, perPage int) []byte {
	return proofPDF([]string{"抖音支付 交易流水", "编号：20260401000001", "导出时间：2026-04-01 09:00:00"},
		columnsAt([]float64{40, 120, 170, 220, 300, 390, 470},
			"日期", "收支类型", "金额", "付款方式", "交易单号", "交易对方", "商家单号"), rows, perPage)
}
