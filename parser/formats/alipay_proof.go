package formats

import (
	"regexp"
	"strings"

	"github.com/unrenew/unrenew/parser"
	"github.com/unrenew/unrenew/parser/internal/table"
)

// Certificate of Alipay (交易流水证明): the other purpose of the same menu, a PDF
// for banks and embassies. It has neither status nor category, so that a
// refund is known by its item, or by a merchant's number that it shares with a
// payment; a trade that was never paid cannot be told from money that was moved.
// Cells wrap, 不计 over 收支 and the date over the time; ids break anywhere.
var _ = add(layout[alipayProofRow]{
	Info: Info{
		ID:        "alipay-proof",
		Issuer:    "alipay",
		Name:      parser.Text{ZH: "支付宝交易流水证明", EN: "Alipay certificate of transactions"},
		Container: "PDF, CSV",
		Since:     "2021",
		HowToExport: parser.Text{
			ZH: "支付宝 App：我的 → 账单 → 右上角 ⋯ → 开具交易流水证明。能选“用于个人对账”就不要用证明：它没有交易状态",
			EN: "Alipay app: 我的 → 账单 → ⋯ → 开具交易流水证明. Choose 用于个人对账 instead where you can: the certificate has no status",
		},
	},
	medium:    parser.Wallet,
	signature: []string{"商品说明", "收/付款方式", "商家订单号"},
	without:   []string{"交易状态", "交易分类", "备注"},
	text:      []string{"商品说明", "交易对方"},
	open: pdfOrTable(table.PDFLayout{
		Title: "交易流水证明",
		Columns: []table.PDFColumn{
			{Title: "收/支"}, {Title: "交易对方"}, {Title: "商品说明"}, {Title: "收/付款方式"},
			{Title: "金额"}, {Title: "交易订单号"}, {Title: "商家订单号"}, {Title: "交易时间"},
		},
		Anchor: "交易时间",
	}),
	row: alipayProofTransaction,
	end: alipayProofRefunds,
})

type alipayProofRow struct {
	Direction       string `csv:"收/支"`
	Counterparty    string `csv:"交易对方"`
	Item            string `csv:"商品说明"`
	Method          string `csv:"收/付款方式"`
	Amount          string `csv:"金额"`
	OrderID         string `csv:"交易订单号"`
	MerchantOrderID string `csv:"商家订单号,商户订单号"`
	Time            string `csv:"交易时间"`
}

func alipayProofTransaction(r alipayProofRow, rd *reading) (t parser.Transaction, err error) {
	t = parser.Transaction{
		Counterparty:    value(r.Counterparty),
		Description:     value(r.Item),
		Method:          value(r.Method),
		OrderID:         rd.orderID(unwrapped(r.OrderID)),
		MerchantOrderID: rd.orderID(unwrapped(r.MerchantOrderID)),
	}
	r.Direction = unwrapped(r.Direction)
	switch {
	case value(r.Direction) == "":
		return t, at("收/支", missing())
	case !wholeTime.MatchString(table.Clean(r.Time)):
		return t, at("交易时间", missing())
	}
	if err = (walletCells{"交易时间", r.Time, "金额", r.Amount, r.Direction}).fill(&t); err != nil {
		return t, err
	}
	alipayClass(&t, rd, true)
	return t, nil
}

// unwrapped takes out the blanks that stand where a cell of a PDF wraps.
func unwrapped(s string) string { return strings.ReplaceAll(s, " ", "") }

// wholeTime is a time as the certificate prints it, or as a spreadsheet does. The
// time is the last column, so that 2026-03-2 and 08:2 are what a cut leaves of it.
var wholeTime = regexp.MustCompile(`^(\d{4}-\d\d-\d\d\s*\d\d:\d\d:\d\d|\d{4}/\d{1,2}/\d{1,2} \d{1,2}:\d\d(:\d\d)?|\d{5}(\.\d+)?)$`)

// alipayProofRefunds finds the refunds whose item does not say so.
func alipayProofRefunds(rd *reading) {
	paid := map[string]bool{}
	for _, t := range rd.Transactions {
		paid[t.MerchantOrderID] = paid[t.MerchantOrderID] || t.Class == parser.Spend
	}
	delete(paid, "")
	for i := range rd.Transactions {
		if t := &rd.Transactions[i]; t.Direction == parser.Neutral && paid[t.MerchantOrderID] && !alipayOwnItem.MatchString(t.Description) {
			t.Class = parser.Refund
		}
	}
}
