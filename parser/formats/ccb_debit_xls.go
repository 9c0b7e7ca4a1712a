package formats

import "github.com/unrenew/unrenew/parser"

// Debit card detail of 建设银行 from web bank or app, 交易明细_<tail>_<from>_<to>.xls
// (BIFF8). The header is padded, amounts are numbers, the unused side is 0. The
// bank leaves out 交易时间 and 账户余额 if the user did not tick them.
var _ = add(layout[ccbDebitRow]{
	Info: Info{
		ID:        "ccb-debit-xls",
		Issuer:    "ccb",
		Name:      parser.Text{ZH: "建设银行借记卡交易明细", EN: "China Construction Bank debit card, transaction detail"},
		Container: "XLS",
		Since:     "2025-01",
		HowToExport: parser.Text{
			ZH: "建设银行网上银行或 App：账户 → 交易明细 → 导出 Excel，勾选交易时间和账户余额",
			EN: "CCB web bank or app: 账户 → 交易明细 → export to Excel, with 交易时间 and 账户余额 ticked",
		},
	},
	medium:    parser.DebitCard,
	signature: []string{"记账日", "支出", "收入", "交易地点"},
	text:      []string{"交易地点", "对方户名"},
	row:       ccbDebitTransaction,
})

type ccbDebitRow struct {
	Booked   string `csv:"记账日"`
	Date     string `csv:"交易日期"`
	Clock    string `csv:"交易时间,omitempty"`
	Out      string `csv:"支出"`
	In       string `csv:"收入"`
	Balance  string `csv:"账户余额,omitempty"`
	Currency string `csv:"币种,omitempty"`
	Summary  string `csv:"摘要"`
	Account  string `csv:"对方账号,omitempty"`
	Name     string `csv:"对方户名,omitempty"` // masked: *某***
	Place    string `csv:"交易地点"`           // the useful text: 财付通-某视频
}

func ccbDebitTransaction(r ccbDebitRow, rd *reading) (t parser.Transaction, err error) {
	t = parser.Transaction{Type: value(r.Summary), Balance: balance(r.Balance), Card: rd.card()}
	if t.Time, t.DateOnly, err = timeOf("交易日期", r.Date+" "+value(r.Clock)); err != nil {
		return t, err
	}
	if t.Booked, _, err = timeOf("记账日", r.Booked); err != nil {
		return t, err
	}
	if t.Direction, t.Amount.Value, err = outOrIn("支出", r.Out, "收入", r.In); err != nil {
		return t, err
	}
	if t.Amount.Currency, err = currency("币种", r.Currency); err != nil {
		return t, err
	}
	describe(&t, rd, r.Place, r.Name)
	return t, nil
}
