package formats

import "github.com/unrenew/unrenew/parser"

// Debit card detail of 平安银行: an XLSX that is mostly called .xls. 交易类型 tells the
// direction, and the other party is the one that is not the holder.
var _ = add(layout[pabDebitRow]{
	Info: Info{
		ID:        "pab-debit",
		Issuer:    "pab",
		Name:      parser.Text{ZH: "平安银行账户流水明细", EN: "Ping An Bank debit card, account detail"},
		Container: "XLSX",
		Since:     "2026-05",
		HowToExport: parser.Text{
			ZH: "平安银行网上银行或口袋银行 App：账户 → 流水明细 → 导出 Excel",
			EN: "Ping An web bank or app: 账户 → 流水明细 → export to Excel",
		},
	},
	medium:    parser.DebitCard,
	signature: []string{"付款方姓名", "收款方姓名", "交易类型"},
	text:      []string{"备注", "摘要", "收款方姓名", "付款方姓名"},
	row:       pabDebitTransaction,
})

type pabDebitRow struct {
	Time         string `csv:"交易时间"`
	Payer        string `csv:"付款方姓名"`
	PayerAccount string `csv:"付款方账号,omitempty"`
	Payee        string `csv:"收款方姓名"`
	PayeeAccount string `csv:"收款方账号,omitempty"`
	Way          string `csv:"交易类型"` // 转入 or 转出
	Amount       string `csv:"交易金额"`
	Balance      string `csv:"账户余额,omitempty"`
	Summary      string `csv:"摘要,omitempty"`
	Remark       string `csv:"备注,omitempty"`
	Number       string `csv:"交易流水号,omitempty"`
}

func pabDebitTransaction(r pabDebitRow, rd *reading) (t parser.Transaction, err error) {
	t = parser.Transaction{Type: value(r.Summary), Balance: balance(r.Balance), Card: rd.card(), OrderID: rd.orderID(r.Number)}
	if t.Time, t.DateOnly, err = timeOf("交易时间", r.Time); err != nil {
		return t, err
	}
	var party string
	switch value(r.Way) {
	case "转入":
		t.Direction, party = parser.In, r.Payer
	case "转出":
		t.Direction, party = parser.Out, r.Payee
	default:
		return t, at("交易类型", parser.Problemf("既不是转入也不是转出", "neither 转入 nor 转出"))
	}
	if t.Amount.Value, err = unsigned("交易金额", r.Amount); err != nil {
		return t, err
	}
	t.Amount.Currency = "CNY"
	describe(&t, rd, party, r.Remark)
	return t, nil
}
