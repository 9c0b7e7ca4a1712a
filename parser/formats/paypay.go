package formats

import (
	"strings"
	"time"

	"github.com/unrenew/unrenew/parser"
)

// Transactions of PayPay, the Japanese wallet: yen without decimals, UTC+9, and
// "-" where a cell is empty. Titles as in several public readers of 2026.
var _ = add(layout[paypayRow]{
	Info: Info{
		ID:        "paypay",
		Issuer:    "paypay",
		Name:      parser.Text{ZH: "PayPay 交易记录（日本）", EN: "PayPay transactions (Japan)"},
		Container: "CSV",
		Since:     "2026-01",
		Group:     World,
		HowToExport: parser.Text{
			ZH: "PayPay：取引履歴 → 下载 CSV（文件名 Transactions_开始-结束.csv）",
			EN: "PayPay: 取引履歴 → download as CSV (the file is called Transactions_from-to.csv)",
		},
	},
	medium:    parser.Wallet,
	signature: []string{"取引日", "出金金額（円）", "入金金額（円）", "取引番号"},
	text:      []string{"取引先"},
	row:       paypayTransaction,
})

type paypayRow struct {
	Time         string `csv:"取引日"`
	Out          string `csv:"出金金額（円）"`
	In           string `csv:"入金金額（円）"`
	Foreign      string `csv:"海外出金金額,omitempty"`
	Currency     string `csv:"通貨,omitempty"`
	Rate         string `csv:"変換レート（円）,omitempty"`
	Country      string `csv:"利用国,omitempty"`
	Content      string `csv:"取引内容"`
	Counterparty string `csv:"取引先"`
	Method       string `csv:"取引方法,omitempty"`
	Installment  string `csv:"支払い区分,omitempty"`
	User         string `csv:"利用者,omitempty"`
	OrderID      string `csv:"取引番号"`
}

var japan = time.FixedZone("Asia/Tokyo", 9*60*60)

func paypayTransaction(r paypayRow, rd *reading) (t parser.Transaction, err error) {
	t = parser.Transaction{
		Type:         value(r.Content),
		Counterparty: value(r.Counterparty),
		Method:       value(r.Method),
		OrderID:      rd.orderID(r.OrderID),
		Original:     strings.TrimSpace(value(r.Foreign) + " " + value(r.Currency)),
	}
	if t.Time, t.DateOnly, err = timeOf("取引日", r.Time); err != nil {
		return t, err
	}
	y, m, d := t.Time.Date()
	t.Time = time.Date(y, m, d, t.Time.Hour(), t.Time.Minute(), t.Time.Second(), 0, japan)
	if t.Direction, t.Amount.Value, err = outOrIn("出金金額（円）", r.Out, "入金金額（円）", r.In); err != nil {
		return t, err
	}
	t.Amount.Currency = "JPY"
	switch {
	case strings.Contains(t.Type, "返金"):
		t.Class = parser.Refund
	case strings.Contains(t.Type, "チャージ"), strings.Contains(t.Type, "銀行"), t.Type == "投資": // topped up, paid out, or put into funds
		t.Class = parser.Own
	case strings.Contains(t.Type, "送った金額"), strings.Contains(t.Type, "受け取った金額"):
		t.Class = parser.Transfer
	default:
		t.Class = classOf(t.Direction)
	}
	return t, nil
}
