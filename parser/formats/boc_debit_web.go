package formats

import "github.com/unrenew/unrenew/parser"

// Debit card detail of 中国银行 from its web bank: a text with TABs in UTF-16, or
// the table of the page copied into a file, where a no-break space stands between
// date and time.
var _ = add(layout[bocDebitWebRow]{
	Info: Info{
		ID:        "boc-debit-web",
		Issuer:    "boc",
		Name:      parser.Text{ZH: "中国银行借记卡明细（网上银行）", EN: "Bank of China debit card, detail of the web bank"},
		Container: "TXT, CSV",
		Since:     "2026-05",
		HowToExport: parser.Text{
			ZH: "中国银行网上银行：我的账户 → 交易明细 → 下载；也可以把网页上的表格复制到表格软件里再保存",
			EN: "BOC web bank: 我的账户 → 交易明细 → download; or copy the table of the page into a spreadsheet and save it",
		},
	},
	medium:    parser.DebitCard,
	signature: []string{"收入金额", "支出金额", "对方账户名称", "附言"},
	text:      []string{"附言", "对方账户名称"},
	row:       bocDebitWebTransaction,
})

type bocDebitWebRow struct {
	Time     string `csv:"交易时间,交易日期"`
	Summary  string `csv:"业务摘要,摘要,交易摘要,交易类型,omitempty"`
	Name     string `csv:"对方账户名称"`
	Account  string `csv:"对方账户账号,对方账号,omitempty"`
	Currency string `csv:"币种,币别,omitempty"`
	Cash     string `csv:"钞/汇,omitempty"`
	In       string `csv:"收入金额"`
	Out      string `csv:"支出金额"`
	Balance  string `csv:"余额,omitempty"`
	Way      string `csv:"交易渠道/场所,交易渠道,omitempty"`
	Memo     string `csv:"附言"`
	Branch   string `csv:"网点名称,omitempty"`
}

func bocDebitWebTransaction(r bocDebitWebRow, rd *reading) (t parser.Transaction, err error) {
	t = parser.Transaction{Type: value(r.Summary), Balance: balance(r.Balance), Card: rd.card()}
	if t.Time, t.DateOnly, err = timeOf("交易时间", r.Time); err != nil {
		return t, err
	}
	if t.Direction, t.Amount.Value, err = outOrIn("支出金额", r.Out, "收入金额", r.In); err != nil {
		return t, err
	}
	if t.Amount.Currency, err = currency("币种", r.Currency); err != nil {
		return t, err
	}
	describe(&t, rd, r.Name, r.Memo)
	return t, nil
}
