package formats

import "github.com/unrenew/unrenew/parser"

// Debit card detail of 招商银行 from its web bank, CMB_….csv. Lines around the table
// begin with "#", dates and times with a TAB.
var _ = add(layout[cmbDebitWebRow]{
	Info: Info{
		ID:        "cmb-debit-web",
		Issuer:    "cmb",
		Name:      parser.Text{ZH: "招商银行借记卡交易记录（网上银行）", EN: "China Merchants Bank debit card, records of the web bank"},
		Container: "CSV",
		Since:     "2024-01",
		HowToExport: parser.Text{
			ZH: "招商银行网上银行：账户管理 → 交易查询 → 下载",
			EN: "CMB web bank: 账户管理 → 交易查询 → download",
		},
	},
	medium:    parser.DebitCard,
	signature: []string{"交易备注", "收入", "支出"},
	text:      []string{"交易备注"},
	row:       cmbDebitWebTransaction,
})

type cmbDebitWebRow struct {
	Date    string `csv:"交易日期"`
	Clock   string `csv:"交易时间,omitempty"`
	In      string `csv:"收入"`
	Out     string `csv:"支出"`
	Balance string `csv:"余额,omitempty"`
	Kind    string `csv:"交易类型,omitempty"`
	Memo    string `csv:"交易备注"`
}

func cmbDebitWebTransaction(r cmbDebitWebRow, rd *reading) (t parser.Transaction, err error) {
	t = parser.Transaction{Type: value(r.Kind), Balance: balance(r.Balance), Card: rd.card()}
	if t.Time, t.DateOnly, err = timeOf("交易日期", r.Date+" "+value(r.Clock)); err != nil {
		return t, err
	}
	if t.Direction, t.Amount.Value, err = outOrIn("支出", r.Out, "收入", r.In); err != nil {
		return t, err
	}
	t.Amount.Currency = "CNY"
	describe(&t, rd, r.Memo)
	return t, nil
}
