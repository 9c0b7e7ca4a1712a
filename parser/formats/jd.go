package formats

import (
	"cmp"
	"regexp"
	"slices"

	"github.com/shopspring/decimal"

	"github.com/unrenew/unrenew/parser"
)

// Transaction records of JD. At the end of 2024 the columns changed their order,
// and refunds changed from 收入 to 不计收支 with a mark in the amount of the
// payment: "131.77(已退款89.84)". The titles stayed, so one layout reads both.
// Time and order numbers end with a TAB, and rows since then with a comma more
// than the header.
var _ = add(layout[jdRow]{
	Info: Info{
		ID:        "jd",
		Issuer:    "jd",
		Name:      parser.Text{ZH: "京东交易流水", EN: "JD transaction records"},
		Container: "CSV",
		Since:     "2021",
		HowToExport: parser.Text{
			ZH: "京东 App：我的 → 我的钱包 → 账单 → 右上角 ⋯ → 账单导出（仅限个人对账）→ 选择时间 → 填写邮箱",
			EN: "JD app: 我的 → 我的钱包 → 账单 → ⋯ → 账单导出 (仅限个人对账) → choose the time → mail address",
		},
	},
	medium:    parser.Wallet,
	signature: []string{"商户名称", "交易说明", "收/付款方式"},
	text:      []string{"交易说明", "商户名称", "备注"},
	plausible: func(r jdRow) bool {
		_, err := parseAmount(r.Status)
		return err != nil && r.Status != ""
	},
	money: []string{"金额"},
	lacks: 1, // a blank 备注
	begin: jdHead,
	row:   jdTransaction,
	end:   jdDeclared,
})

type jdRow struct {
	Time            string `csv:"交易时间"`
	Merchant        string `csv:"商户名称"` // mostly JD itself: 京东平台商户
	Item            string `csv:"交易说明"`
	Amount          string `csv:"金额"`
	Method          string `csv:"收/付款方式,支付方式"`
	Status          string `csv:"交易状态"`
	Direction       string `csv:"收/支"`
	Category        string `csv:"交易分类,omitempty"`
	OrderID         string `csv:"交易订单号,omitempty"`
	MerchantOrderID string `csv:"商家订单号,商户订单号,omitempty"`
	Remark          string `csv:"备注,omitempty"`
}

var (
	jdAccount = regexp.MustCompile(`^京东账号名\s*[:：]\s*(\S+)`)
	jdScene   = regexp.MustCompile(`^导出交易场景\s*[:：]\s*(\S+)`)
)

func jdHead(rd *reading) error {
	for _, line := range rd.above {
		if m := jdAccount.FindStringSubmatch(line); m != nil {
			rd.setAccount(m[1])
		}
		if m := jdScene.FindStringSubmatch(line); m != nil && m[1] != "全部" {
			rd.Partial = true
		}
	}
	return nil
}

func jdTransaction(r jdRow, rd *reading) (t parser.Transaction, err error) {
	t = parser.Transaction{
		Type:            value(r.Category),
		Status:          value(r.Status),
		Counterparty:    value(r.Merchant),
		Description:     value(r.Item),
		Method:          value(r.Method),
		OrderID:         rd.orderID(r.OrderID),
		MerchantOrderID: rd.orderID(r.MerchantOrderID),
	}
	amount, back := r.Amount, ""
	if m := jdMark.FindStringSubmatch(value(r.Amount)); m != nil {
		amount, back = m[1], cmp.Or(m[2], m[1])
	}
	if err = (walletCells{"交易时间", r.Time, "金额", amount, r.Direction}).fill(&t); err != nil {
		return t, err
	}
	if back != "" {
		if t.Refunded, err = unsigned("金额", back); err != nil {
			return t, err
		}
	}
	if t.Status == "" {
		return t, at("交易状态", missing())
	}
	if value(r.Direction) == "" {
		return t, at("收/支", missing())
	}
	jdClass(&t, rd, back != "")
	return t, nil
}

// jdMark is an amount with the mark of what came back: 99.00(已退款20.00), or
// 99.00(已全额退款) for all of it.
var jdMark = regexp.MustCompile(`^(.*?)\s*[(（]\s*(?:已退款\s*[¥￥]?\s*([\d.,]+)\s*元?|已全额退款)\s*[)）]$`)

var (
	jdStatuses = []string{"交易成功", "退款成功", "还款成功", "交易关闭"}
	// jdBack is the item of money that comes back; 价保退款 is a difference in price.
	jdBack = regexp.MustCompile(`^(退款-|价保退款)`)
	// jdOwnItem never is spending: freezes, savings, repayments. 先享后付 freezes the
	// price of a membership when it begins and charges it a year later.
	jdOwnItem = regexp.MustCompile(`^(冻结|解冻)-|^白条.{0,4}还款|^(京东)?小金库-|^余额(充值|提现)`)
)

// jdClass reads status, item and direction together. A payment that came back
// in full stands as 不计收支, and only the mark of its amount tells it from money
// that was moved.
func jdClass(t *parser.Transaction, rd *reading, marked bool) {
	switch {
	case t.Status == "交易关闭" && !marked:
		t.Class = parser.Void
	case t.Status == "退款成功", jdBack.MatchString(t.Description) && t.Direction != parser.Out:
		t.Class = parser.Refund
	case t.Status == "还款成功", jdOwnItem.MatchString(t.Description):
		t.Class = parser.Own
	case marked && t.Direction != parser.In:
		t.Class = parser.Spend
	default:
		t.Class = classOf(t.Direction)
	}
	if !slices.Contains(jdStatuses, t.Status) {
		rd.unknown("交易状态", t.Status)
	}
}

// jdDeclared notes that JD declares 支出 less what the payments are marked with.
func jdDeclared(rd *reading) {
	rd.omit(func(t parser.Transaction) decimal.Decimal { return t.Refunded })
}
