package formats

import (
	"cmp"
	"regexp"

	"github.com/shopspring/decimal"

	"github.com/unrenew/unrenew/parser"
)

// Bills of Meituan, seen since 2025. The list of rows has neither payee nor
// status: what is listed has happened, and the title of the order says all.
var _ = add(layout[meituanRow]{
	Info: Info{
		ID:        "meituan",
		Issuer:    "meituan",
		Name:      parser.Text{ZH: "美团账单", EN: "Meituan bills"},
		Container: "CSV",
		Since:     "2025-02",
		HowToExport: parser.Text{
			ZH: "美团 App 的账单页面 → 导出 → 选择时间 → 填写邮箱",
			EN: "the page of bills in the Meituan app → export → choose the time → mail address",
		},
	},
	medium:    parser.Wallet,
	signature: []string{"订单标题", "实付金额"},
	text:      []string{"订单标题", "备注"},
	money:     []string{"实付金额"},
	begin:     meituanAccount,
	row:       meituanTransaction,
	end:       meituanDeclared,
})

type meituanRow struct {
	Created         string `csv:"交易创建时间,omitempty"`
	Done            string `csv:"交易成功时间"`
	Type            string `csv:"交易类型"`
	Title           string `csv:"订单标题"`
	Direction       string `csv:"收/支"`
	Method          string `csv:"支付方式"`
	Listed          string `csv:"订单金额,omitempty"` // before coupons
	Amount          string `csv:"实付金额"`
	OrderID         string `csv:"交易单号,omitempty"`
	MerchantOrderID string `csv:"商家单号,商户单号,omitempty"`
	Remark          string `csv:"备注,omitempty"`
}

var meituanUser = regexp.MustCompile(`^美团用户名\s*[:：]\s*\[?([^\]]+)`)

func meituanAccount(rd *reading) error {
	for _, line := range rd.above {
		if m := meituanUser.FindStringSubmatch(line); m != nil {
			rd.setAccount(m[1])
		}
	}
	return nil
}

func meituanTransaction(r meituanRow, rd *reading) (t parser.Transaction, err error) {
	t = parser.Transaction{
		Type:            value(r.Type),
		Description:     value(r.Title),
		Method:          value(r.Method),
		OrderID:         rd.orderID(r.OrderID),
		MerchantOrderID: rd.orderID(r.MerchantOrderID),
	}
	if err = (walletCells{"交易成功时间", cmp.Or(value(r.Done), value(r.Created)), "实付金额", r.Amount, r.Direction}).fill(&t); err != nil {
		return t, err
	}
	if t.Type == "" {
		return t, at("交易类型", missing())
	}
	switch t.Type {
	case "退款":
		t.Class = parser.Refund
	case "还款": // of 美团月付, although the direction says 支出
		t.Class = parser.Own
	default:
		t.Class = classOf(t.Direction)
		if t.Type != "支付" {
			rd.unknown("交易类型", t.Type)
		}
	}
	return t, nil
}

// meituanDeclared notes that Meituan counts repayments among 支出 and leaves
// their amounts out of its sum.
func meituanDeclared(rd *reading) {
	rd.omit(func(t parser.Transaction) (repaid decimal.Decimal) {
		if t.Class == parser.Own {
			repaid = t.Amount.Value
		}
		return repaid
	})
}
