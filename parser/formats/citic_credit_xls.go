package formats

import "github.com/unrenew/unrenew/parser"

// Credit card statement of 中信银行 from its web page, one XLS (BIFF8) for each card
// and currency. Plus is a charge; 卡末四位 may be a number without its zeros.
var _ = add(layout[citicCreditRow]{
	Info: Info{
		ID:        "citic-credit-xls",
		Issuer:    "citic",
		Name:      parser.Text{ZH: "中信银行信用卡已出账单明细", EN: "China CITIC Bank credit card, detail of a closed statement"},
		Container: "XLS",
		Since:     "2026-05",
		HowToExport: parser.Text{
			ZH: "中信银行信用卡网站：登录 e.creditcard.ecitic.com → 账单查询 → 已出账单 → 下载明细",
			EN: "CITIC credit card site: sign in at e.creditcard.ecitic.com → 账单查询 → 已出账单 → download the detail",
		},
	},
	medium:    parser.CreditCard,
	signature: []string{"卡末四位", "结算币种", "结算金额"},
	text:      []string{"交易描述"},
	open:      openTable,
	row:       citicCreditTransaction,
})

type citicCreditRow struct {
	Date        string `csv:"交易日期"`
	Booked      string `csv:"入账日期"`
	Description string `csv:"交易描述"`
	Card        string `csv:"卡末四位"`
	TradeCur    string `csv:"交易币种,omitempty"`
	Currency    string `csv:"结算币种"`
	TradeAmount string `csv:"交易金额,omitempty"`
	Amount      string `csv:"结算金额"`
}

func citicCreditTransaction(r citicCreditRow, rd *reading) (t parser.Transaction, err error) {
	t = parser.Transaction{DateOnly: true, Card: shortCard(r.Card)}
	if t.Time, t.Booked, err = soldAndBooked("交易日期", r.Date, "入账日期", r.Booked); err != nil {
		return t, err
	}
	if t.Direction, t.Amount.Value, err = charged("结算金额", r.Amount); err != nil {
		return t, err
	}
	if t.Amount.Currency, err = currency("结算币种", r.Currency); err != nil {
		return t, err
	}
	t.Original = original(t.Amount.Currency, r.TradeAmount, r.TradeCur)
	describe(&t, rd, r.Description)
	return t, nil
}
