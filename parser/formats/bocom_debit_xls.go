package formats

import "github.com/unrenew/unrenew/parser"

// Debit card detail of 交通银行 from its web bank, 交易明细列表.xls (BIFF8). 交易时间
// has the date as well; what is empty is written "--".
var _ = add(layout[bocomDebitXLSRow]{
	Info: Info{
		ID:        "bocom-debit-xls",
		Issuer:    "bocom",
		Name:      parser.Text{ZH: "交通银行借记卡交易明细（网上银行）", EN: "Bank of Communications debit card, detail of the web bank"},
		Container: "XLS",
		Since:     "2025-12",
		HowToExport: parser.Text{
			ZH: "交通银行网上银行：账户 → 交易明细 → 下载 Excel",
			EN: "BOCOM web bank: 账户 → 交易明细 → download as Excel",
		},
	},
	medium:    parser.DebitCard,
	signature: []string{"交易方式", "交易地点", "支出金额", "收入金额"},
	text:      []string{"摘要", "交易地点", "对方户名"},
	row:       bocomDebitXLSTransaction,
})

type bocomDebitXLSRow struct {
	Booked  string `csv:"记账日期,omitempty"`
	Time    string `csv:"交易时间"`
	Place   string `csv:"交易地点"`
	Kind    string `csv:"交易方式"`
	Out     string `csv:"支出金额"`
	In      string `csv:"收入金额"`
	Balance string `csv:"余额,omitempty"`
	Name    string `csv:"对方户名,omitempty"`
	Account string `csv:"对方账户,omitempty"`
	Bank    string `csv:"对方开户行,omitempty"`
	Summary string `csv:"摘要,omitempty"`
}

func bocomDebitXLSTransaction(r bocomDebitXLSRow, rd *reading) (t parser.Transaction, err error) {
	t = parser.Transaction{Type: value(r.Kind), Balance: balance(r.Balance), Card: rd.card()}
	if t.Time, t.DateOnly, err = timeOf("交易时间", r.Time); err != nil {
		return t, err
	}
	if value(r.Booked) != "" {
		if t.Booked, _, err = timeOf("记账日期", r.Booked); err != nil {
			return t, err
		}
	}
	if t.Direction, t.Amount.Value, err = outOrIn("支出金额", r.Out, "收入金额", r.In); err != nil {
		return t, err
	}
	t.Amount.Currency = "CNY"
	describe(&t, rd, r.Name, r.Place, r.Summary)
	return t, nil
}
