package formats

import "github.com/unrenew/unrenew/parser"

// Debit card detail of 浦发银行 from its web bank (BIFF8, all cells text). The first
// row has account and period as pairs of cells.
var _ = add(layout[spdbDebitRow]{
	Info: Info{
		ID:        "spdb-debit-xls",
		Issuer:    "spdb",
		Name:      parser.Text{ZH: "浦发银行借记卡交易明细", EN: "Shanghai Pudong Development Bank debit card, detail"},
		Container: "XLS",
		Since:     "2026-05",
		HowToExport: parser.Text{
			ZH: "浦发银行网上银行：账户查询 → 交易明细 → 下载 Excel",
			EN: "SPDB web bank: 账户查询 → 交易明细 → download as Excel",
		},
	},
	medium:    parser.DebitCard,
	signature: []string{"交易日期", "存入金额", "取出金额"},
	oneOf:     []string{"顺序号", "交易对手名称"},
	text:      []string{"附言", "交易对手名称"},
	row:       spdbDebitTransaction,
})

type spdbDebitRow struct {
	Number  string `csv:"顺序号,omitempty"`
	Date    string `csv:"交易日期"`
	Kind    string `csv:"交易类型,omitempty"`
	In      string `csv:"存入金额"`
	Out     string `csv:"取出金额"`
	Balance string `csv:"余额,omitempty"`
	Name    string `csv:"交易对手名称,omitempty"`
	Account string `csv:"交易对手账号,omitempty"`
	Memo    string `csv:"附言,omitempty"`
}

func spdbDebitTransaction(r spdbDebitRow, rd *reading) (t parser.Transaction, err error) {
	t = parser.Transaction{Type: value(r.Kind), Balance: balance(r.Balance), Card: rd.card()}
	if t.Time, t.DateOnly, err = timeOf("交易日期", r.Date); err != nil {
		return t, err
	}
	if t.Direction, t.Amount.Value, err = outOrIn("取出金额", r.Out, "存入金额", r.In); err != nil {
		return t, err
	}
	t.Amount.Currency = "CNY"
	describe(&t, rd, r.Name, r.Memo)
	return t, nil
}
