package exports

import (
	"cmp"
	"slices"
	"time"

	"github.com/unrenew/unrenew/cmd/measure/household"
)

// Bills of the Alipay app since 2023: GB18030, a head of 24 lines, newest
// first, no footer. A closed trade keeps its way of payment if it was paid.
var alipayApp = layout{
	name: func(s *statement) string {
		return "支付宝交易明细(" + s.From.Format("20060102") + "-" + s.To.Format("20060102") + ").csv"
	},
	write: writeAlipayApp,
}

func writeAlipayApp(s *statement) ([]byte, []Place) {
	rows := alipayRows(s)
	neutral := func(r walletRow) string {
		if r.Class == household.Refund {
			return "不计收支"
		}
		return cmp.Or(r.direction, "不计收支")
	}
	var sum totals
	for _, r := range rows {
		sum.add(neutral(r), r.Amount)
	}
	t := &text{end: "\n"}
	t.line("------------------------------------------------------------------------------------")
	t.line("导出信息：")
	t.line("姓名：" + unquotable(s.account.Holder))
	t.line("支付宝账户：" + s.alipayUser())
	t.line("起始时间：[" + s.From.Format(time.DateOnly) + " 00:00:00]    终止时间：[" + s.To.Format(time.DateOnly) + " 23:59:59]")
	t.line("导出交易类型：[全部]")
	t.line("导出时间：[" + s.made.Format(time.DateTime) + "]")
	t.line(count(len(rows)))
	for _, word := range []string{"收入", "支出", "不计收支"} {
		t.line(word + "：" + sum.line(word, " "))
	}
	t.lines(alipayNotes)
	t.line("------------------------" + alipayCompany(s.made) + "  电子客户回单------------------------")
	t.line("交易时间,交易分类,交易对方,对方账号,商品说明,收/支,金额,收/付款方式,交易状态,交易订单号,商家订单号,备注,")
	places := make([]Place, len(rows))
	for i, r := range slices.Backward(rows) {
		n := t.line(r.Time.Format(time.DateTime), alipayCategory(&r), unquotable(cmp.Or(r.payee(), "/")), "/", unquotable(alipayItem(&r)), neutral(r),
			r.Amount.StringFixed(2), s.alipayMethod(&r), r.status, r.order+"\t", r.merchant+"\t", "")
		places[i] = Place{Row: n, OrderID: r.order}
	}
	return t.gb18030(), places
}

// alipayMethod is 收/付款方式 with a mark for what a red packet paid. A trade
// that was never paid has none.
func (s *statement) alipayMethod(r *walletRow) string {
	if r.Class == household.Void {
		return ""
	}
	method := s.cardMethod(r.of, "储蓄卡")
	if r.of.RedPacket.IsPositive() {
		method += "&红包"
	}
	return method
}

// alipayCompany is the name in the line above the table, which changed in
// autumn 2025.
func alipayCompany(made time.Time) string {
	if made.Before(time.Date(2025, 10, 1, 0, 0, 0, 0, made.Location())) {
		return "支付宝（中国）网络技术有限公司"
	}
	return "支付宝支付科技有限公司"
}

const alipayNotes = `
特别提示：
1.本回单内容可表明支付宝受理了相应支付交易申请，因系统原因或通讯故障等偶发因素导致本回单与实际交易结果不符时，以实际交易情况为准；
2.请勿将本回单作为收款方发货的凭据使用，请查证账户实际到账情况后再进行发货操作；
3.支付宝快捷支付等非余额支付方式可能既产生支付宝交易也同步产生银行交易，因此请勿使用本回单进行重复记账；
4.本回单如经任何涂改、编造，均立即失去效力；
5.部分账单如：充值提现、账户转存或者个人设置收支等不计入为收入或者支出，记为不计收支类；
6.因统计逻辑不同，明细金额直接累加后，可能会和下方统计金额不一致，请以实际交易金额为准；
7.禁止将本回单用于非法用途；
8.本明细仅展示当前账单中的交易，不包括已删除的记录；
9.本明细仅供个人对账使用。
`
