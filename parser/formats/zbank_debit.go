package formats

import "github.com/unrenew/unrenew/parser"

// Debit card rows of 众邦银行, as a CSV made of the PDF that its app gives. Minus
// is out; the converter drops the blank between date and time.
var _ = add(layout[zbankDebitRow]{
	Info: Info{
		ID:        "zbank-debit",
		Issuer:    "zbank",
		Name:      parser.Text{ZH: "众邦银行借记卡交易明细", EN: "Z-Bank debit card, transaction details"},
		Container: "CSV",
		Since:     "2026-01",
		HowToExport: parser.Text{
			ZH: "众邦银行 App 导出交易明细 PDF，用转换工具转成 CSV",
			EN: "Z-Bank app: export the transaction details as PDF and convert them to CSV",
		},
	},
	medium:    parser.DebitCard,
	signature: []string{"交易时间", "交易金额", "账户余额", "对方姓名"},
	text:      []string{"摘要", "对方姓名"},
	row:       zbankDebitTransaction,
})

type zbankDebitRow struct {
	Time     string `csv:"交易时间"`
	Currency string `csv:"币种,omitempty"`
	Amount   string `csv:"交易金额"`
	Balance  string `csv:"账户余额"`
	Name     string `csv:"对方姓名"`
	Account  string `csv:"对方账号,omitempty"`
	Summary  string `csv:"摘要,omitempty"`
}

func zbankDebitTransaction(r zbankDebitRow, rd *reading) (t parser.Transaction, err error) {
	t = parser.Transaction{Type: value(r.Summary), Balance: balance(r.Balance), Card: rd.card()}
	if t.Time, t.DateOnly, err = timeOf("交易时间", r.Time); err != nil {
		return t, err
	}
	if t.Direction, t.Amount.Value, err = signed("交易金额", r.Amount); err != nil {
		return t, err
	}
	if t.Amount.Currency, err = currency("币种", r.Currency); err != nil {
		return t, err
	}
	describe(&t, rd, r.Name)
	return t, nil
}
