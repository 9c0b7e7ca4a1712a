package formats

import (
	"strings"

	"github.com/unrenew/unrenew/parser"
)

// Credit card detail of 工商银行 from its web bank, in the frame of the debit
// card's. Both 交易金额 and 记账金额 are filled, and 余额 is what is owed, below
// zero.
var _ = add(layout[icbcCreditRow]{
	Info: Info{
		ID:        "icbc-credit",
		Issuer:    "icbc",
		Name:      parser.Text{ZH: "工商银行信用卡明细（网上银行）", EN: "ICBC credit card, detail of the web bank"},
		Container: "CSV",
		Since:     "2023-02",
		HowToExport: parser.Text{
			ZH: "工商银行网上银行：信用卡 → 交易明细查询 → 下载",
			EN: "ICBC web bank: 信用卡 → 交易明细查询 → 下载",
		},
	},
	medium:    parser.CreditCard,
	signature: []string{"记账日期", "记账金额(收入)", "记账金额(支出)"},
	without:   []string{"钞/汇"},
	text:      []string{"交易场所", "对方户名"},
	row:       icbcCreditTransaction,
})

type icbcCreditRow struct {
	Date     string `csv:"交易日期"`
	Booked   string `csv:"记账日期"`
	Summary  string `csv:"摘要"` // asterisks at times
	Detail   string `csv:"交易详情,omitempty"`
	Place    string `csv:"交易场所"` // the merchant's text: 财付通-某视频
	Country  string `csv:"交易国家或地区简称,omitempty"`
	TradeIn  string `csv:"交易金额(收入),omitempty"`
	TradeOut string `csv:"交易金额(支出),omitempty"`
	TradeCur string `csv:"交易币种,omitempty"`
	In       string `csv:"记账金额(收入)"`
	Out      string `csv:"记账金额(支出)"`
	Currency string `csv:"记账币种"`
	Balance  string `csv:"余额,omitempty"`
	Name     string `csv:"对方户名,omitempty"`
	Account  string `csv:"对方账户,omitempty"`
}

func icbcCreditTransaction(r icbcCreditRow, rd *reading) (t parser.Transaction, err error) {
	t = parser.Transaction{DateOnly: true, Type: strings.Trim(value(r.Summary), "*"), Balance: balance(r.Balance), Card: rd.card()}
	if t.Time, t.Booked, err = soldAndBooked("交易日期", r.Date, "记账日期", r.Booked); err != nil {
		return t, err
	}
	if t.Direction, t.Amount, err = icbcAmount(r.Out, r.In, r.Currency); err != nil {
		return t, err
	}
	for _, s := range []string{r.TradeOut, r.TradeIn} {
		if s = original(t.Amount.Currency, s, r.TradeCur); s != "" {
			t.Original = s
		}
	}
	describeCharge(&t, rd, r.Place, r.Name, r.Detail)
	return t, nil
}
