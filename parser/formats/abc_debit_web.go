package formats

import (
	"cmp"

	"github.com/unrenew/unrenew/parser"
)

// Debit card detail of 农业银行 from its web bank, detail<8 digits>: a workbook
// that is often called .xls and is an XLSX. All cells are text, the amount has
// its sign.
var _ = add(layout[abcDebitWebRow]{
	Info: Info{
		ID:        "abc-debit-web",
		Issuer:    "abc",
		Name:      parser.Text{ZH: "农业银行借记卡明细（网上银行）", EN: "Agricultural Bank of China debit card, detail of the web bank"},
		Container: "XLSX",
		Since:     "2026-05",
		HowToExport: parser.Text{
			ZH: "农业银行网上银行：账户 → 账户明细查询 → 下载 Excel",
			EN: "ABC web bank: 账户 → 账户明细查询 → download as Excel",
		},
	},
	medium:    parser.DebitCard,
	signature: []string{"交易行", "交易用途"},
	text:      []string{"交易用途", "对方户名"},
	row:       abcDebitWebTransaction,
})

type abcDebitWebRow struct {
	Date    string `csv:"交易日期"`
	Clock   string `csv:"交易时间,omitempty"`
	Amount  string `csv:"交易金额"` // minus is out
	Balance string `csv:"本次余额,omitempty"`
	Name    string `csv:"对方户名,omitempty"`
	Account string `csv:"对方账号,omitempty"`
	Branch  string `csv:"交易行"`
	Way     string `csv:"交易渠道,omitempty"`
	Kind    string `csv:"交易类型,omitempty"`
	Purpose string `csv:"交易用途"`
	Summary string `csv:"交易摘要,omitempty"`
}

func abcDebitWebTransaction(r abcDebitWebRow, rd *reading) (t parser.Transaction, err error) {
	t = parser.Transaction{Type: cmp.Or(value(r.Summary), value(r.Kind)), Balance: balance(r.Balance), Card: rd.card()}
	if t.Time, t.DateOnly, err = timeOf("交易日期", r.Date+" "+clockOf(r.Clock)); err != nil {
		return t, err
	}
	if t.Direction, t.Amount.Value, err = signed("交易金额", r.Amount); err != nil {
		return t, err
	}
	t.Amount.Currency = "CNY"
	name, rest := abcTexts(r.Purpose, r.Name)
	describe(&t, rd, name, rest)
	return t, nil
}
