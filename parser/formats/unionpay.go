package formats

import (
	"slices"
	"strings"

	"github.com/unrenew/unrenew/parser"
)

// Records of UnionPay QuickPass (云闪付). No export is public; the titles are those
// of a public reader that is said to read them. Two other sets of titles are
// told of which have no column for the direction: such rows could only be
// guessed, so they are not read.
var _ = add(layout[unionpayRow]{
	Info: Info{
		ID:        "unionpay",
		Issuer:    "unionpay",
		Name:      parser.Text{ZH: "云闪付交易明细", EN: "UnionPay QuickPass records"},
		Container: "CSV",
		Since:     "2026",
		HowToExport: parser.Text{
			ZH: "云闪付 App 里导出交易明细（CSV）。只能读取带“收/支”一列的文件",
			EN: "export the records from the 云闪付 app as CSV. Only files with a column 收/支 can be read",
		},
	},
	medium:    parser.Wallet,
	signature: []string{"交易金额(元)", "交易方式", "收/支", "交易状态"},
	text:      []string{"商户名称", "备注"},
	plausible: func(r unionpayRow) bool { _, err := parseAmount(r.Status); return err != nil && r.Status != "" },
	row:       unionpayTransaction,
})

type unionpayRow struct {
	Time      string `csv:"交易时间"`
	Type      string `csv:"交易类型"`
	Amount    string `csv:"交易金额(元)"`
	Method    string `csv:"交易方式"`
	Direction string `csv:"收/支"`
	Status    string `csv:"交易状态"`
	Merchant  string `csv:"商户名称,交易对方,omitempty"`
	OrderID   string `csv:"订单号,omitempty"`
	Remark    string `csv:"备注,omitempty"`
}

var (
	unionpayVoid = []string{"交易关闭", "已关闭", "已取消", "失败", "交易失败"}
	unionpayDone = []string{"交易成功", "成功", "支付成功"}
)

func unionpayTransaction(r unionpayRow, rd *reading) (t parser.Transaction, err error) {
	t = parser.Transaction{
		Type:         value(r.Type),
		Status:       value(r.Status),
		Counterparty: value(r.Merchant),
		Description:  value(r.Remark),
		Method:       value(r.Method),
		OrderID:      rd.orderID(r.OrderID),
	}
	if err = (walletCells{"交易时间", r.Time, "交易金额(元)", r.Amount, r.Direction}).fill(&t); err != nil {
		return t, err
	}
	switch {
	case t.Status == "":
		return t, at("交易状态", missing())
	case slices.Contains(unionpayVoid, t.Status):
		t.Class = parser.Void
	case strings.Contains(t.Type, "退款"):
		t.Class = parser.Refund
	case strings.Contains(t.Type, "还款"):
		t.Class = parser.Own
	case strings.Contains(t.Type, "转账"):
		t.Class = parser.Transfer
	default:
		t.Class = classOf(t.Direction)
	}
	if t.Status == "已退货" && t.Direction == parser.Out {
		t.Refunded = t.Amount.Value
	} else if t.Class != parser.Void && !slices.Contains(unionpayDone, t.Status) {
		rd.unknown("交易状态", t.Status)
	}
	return t, nil
}
