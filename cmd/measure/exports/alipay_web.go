package exports

import (
	"slices"
	"strings"
	"time"

	"github.com/shopspring/decimal"

	"github.com/unrenew/unrenew/cmd/measure/household"
)

// Transaction records of www.alipay.com, until about 2023: GBK, padded cells,
// newest first, sums below the table. No column tells the way of payment; the
// money's state tells whether there was one. The type of a transfer between
// people is not known, so that it reads as any other payment.
var alipayWeb = layout{
	name: func(s *statement) string {
		return "alipay_record_" + s.made.Format("20060102_1504") + "_1.csv"
	},
	write: writeAlipayWeb,
}

// alipayWebWidths are those to which the sixteen columns are padded.
var alipayWebWidths = []int{20, 20, 20, 20, 20, 10, 16, 16, 20, 8, 8, 8, 9, 9, 20, 9}

func alipayWebLine(t *text, cells ...string) int {
	for i, c := range cells {
		cells[i] = padded(unquotable(c), alipayWebWidths[i])
	}
	return t.line(append(cells, "")...)
}

func writeAlipayWeb(s *statement) ([]byte, []Place) {
	rows := alipayRows(s)
	t := &text{end: "\r\n"}
	t.line("支付宝交易记录明细查询")
	t.line("账号:[" + s.alipayUser() + "]")
	t.line("起始日期:[" + s.From.Format(time.DateOnly) + " 00:00:00]    终止日期:[" + s.To.AddDate(0, 0, 1).Format(time.DateOnly) + " 00:00:00]")
	t.line("---------------------------------交易记录明细列表------------------------------------")
	alipayWebLine(t, strings.Split("交易号,商家订单号,交易创建时间,付款时间,最近修改时间,交易来源地,类型,交易对方,商品名称,金额（元）,收/支,交易状态,服务费（元）,成功退款（元）,备注,资金状态", ",")...)
	var sum totals
	places := make([]Place, len(rows))
	for i, r := range slices.Backward(rows) {
		direction, funds, paid, refunded := r.direction, "已支出", r.Time.Add(2*time.Second).Format(time.DateTime), r.back
		switch r.Class {
		case household.Void:
			funds, paid = "", ""
		case household.Refund:
			direction, funds, paid, refunded = "", "已收入", "", decimal.Zero
		case household.Own:
			funds = "资金转移"
		default:
			if direction == "收入" {
				funds, paid = "已收入", ""
			}
		}
		sum.add(direction, r.Amount)
		created := r.Time.Format(time.DateTime)
		n := alipayWebLine(t, padded(r.order, 20)+"\t", padded(r.merchant, 20)+"\t", created, paid, created, "其他（包括阿里巴巴和外部商家）", "即时到账交易",
			r.payee(), alipayItem(&r), r.Amount.StringFixed(2), direction, r.status, "0.00", refunded.StringFixed(2), "", funds)
		places[i] = Place{Row: n, OrderID: r.order}
	}
	t.line("------------------------------------------------------------------------------------")
	t.line(count(len(rows)))
	t.line("已收入:" + sum.line("收入", ","))
	t.line("待收入:0笔,0.00元")
	t.line("已支出:" + sum.line("支出", ","))
	t.line("待支出:0笔,0.00元")
	t.line("导出时间:[" + s.made.Format(time.DateTime) + "]    用户:" + s.account.Holder)
	return t.gb18030(), places
}
