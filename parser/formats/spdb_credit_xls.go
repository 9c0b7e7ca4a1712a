package formats

import "github.com/unrenew/unrenew/parser"

// Credit card detail of 浦发银行 from its web page. Plus is a charge. In 2019 the
// text was called 交易描述, and there was no amount abroad. The e-mailed statement
// has totals only.
var _ = add(layout[spdbCreditRow]{
	Info: Info{
		ID:        "spdb-credit-xls",
		Issuer:    "spdb",
		Name:      parser.Text{ZH: "浦发银行信用卡账单明细", EN: "Shanghai Pudong Development Bank credit card, detail"},
		Container: "XLS, CSV",
		Since:     "2019",
		HowToExport: parser.Text{
			ZH: "浦发银行信用卡网站或 App：账单 → 账单明细 → 下载 Excel；邮件账单里没有明细，不能用",
			EN: "SPDB credit card site or app: 账单 → 账单明细 → download as Excel; the statement by e-mail has no rows and cannot be used",
		},
	},
	medium:    parser.CreditCard,
	signature: []string{"卡片类型", "交易摘要", "记账日期"},
	text:      []string{"交易摘要"},
	money:     []string{"交易金额"},
	row:       spdbCreditTransaction,
})

type spdbCreditRow struct {
	Date        string `csv:"交易日期"`
	Booked      string `csv:"记账日期"`
	Description string `csv:"交易摘要,交易描述"`
	Card        string `csv:"卡号末四位,omitempty"`
	CardKind    string `csv:"卡片类型"`
	Currency    string `csv:"交易币种,omitempty"`
	Amount      string `csv:"交易金额"`
	Original    string `csv:"原始交易金额&币种,omitempty"`
}

func spdbCreditTransaction(r spdbCreditRow, rd *reading) (t parser.Transaction, err error) {
	t = parser.Transaction{DateOnly: true, Card: shortCard(r.Card), Original: value(r.Original)}
	if t.Time, t.Booked, err = soldAndBooked("交易日期", r.Date, "记账日期", r.Booked); err != nil {
		return t, err
	}
	if t.Direction, t.Amount.Value, err = charged("交易金额", r.Amount); err != nil {
		return t, err
	}
	if t.Amount.Currency, err = currency("交易币种", r.Currency); err != nil {
		return t, err
	}
	describe(&t, rd, r.Description)
	return t, nil
}
