package formats

import "github.com/unrenew/unrenew/parser"

// Debit card detail of 光大银行, 中国光大银行账户明细查询清单.xls.
var _ = add(layout[cebDebitRow]{
	Info: Info{
		ID:        "ceb-debit-xls",
		Issuer:    "ceb",
		Name:      parser.Text{ZH: "光大银行账户明细查询清单", EN: "China Everbright Bank debit card, account detail"},
		Container: "XLS",
		Since:     "2026-05",
		HowToExport: parser.Text{
			ZH: "光大银行网上银行：账户 → 明细查询 → 下载 Excel",
			EN: "CEB web bank: 账户 → 明细查询 → download as Excel",
		},
	},
	medium:    parser.DebitCard,
	signature: []string{"支出金额", "存入金额", "对方户名"},
	text:      []string{"摘要", "对方户名"},
	row:       cebDebitTransaction,
})

type cebDebitRow struct {
	Date    string `csv:"交易日期"`
	Clock   string `csv:"交易时间,omitempty"`
	Out     string `csv:"支出金额"`
	In      string `csv:"存入金额"`
	Balance string `csv:"账户余额,omitempty"`
	Account string `csv:"对方账号,omitempty"`
	Name    string `csv:"对方户名"`
	Summary string `csv:"摘要,omitempty"`
}

func cebDebitTransaction(r cebDebitRow, rd *reading) (t parser.Transaction, err error) {
	t = parser.Transaction{Balance: balance(r.Balance), Card: rd.card()}
	if t.Time, t.DateOnly, err = timeOf("交易日期", r.Date+" "+clockOf(r.Clock)); err != nil {
		return t, err
	}
	if t.Direction, t.Amount.Value, err = outOrIn("支出金额", r.Out, "存入金额", r.In); err != nil {
		return t, err
	}
	t.Amount.Currency = "CNY"
	describe(&t, rd, r.Summary, r.Name)
	return t, nil
}
