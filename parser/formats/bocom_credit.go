package formats

import (
	"regexp"

	"github.com/unrenew/unrenew/parser"
)

// Credit card statement of 交通银行 as CSV, made from the mail. The two tables of
// the mail are joined without a mark, so that only the first word of a row tells
// a charge from what comes back.
var _ = add(layout[bocomCreditRow]{
	Info: Info{
		ID:        "bocom-credit",
		Issuer:    "bocom",
		Name:      parser.Text{ZH: "交通银行信用卡账单（由邮件转换的表格）", EN: "Bank of Communications credit card, table made from the mail"},
		Container: "CSV",
		Since:     "2024-04",
		HowToExport: parser.Text{
			ZH: "买单吧 App：账单 → 账单补发 → 填写邮箱；邮件可以直接读取，不必转换",
			EN: "the app 买单吧: 账单 → 账单补发 → mail address; the mail can be read as it is, without making a table of it",
		},
	},
	medium:    parser.CreditCard,
	signature: []string{"交易说明", "交易币种/金额", "入账币种/金额"},
	text:      []string{"交易说明"},
	open:      openTable,
	begin:     (*reading).monthIfTold,
	row:       bocomCreditTransaction,
})

type bocomCreditRow struct {
	Date     string `csv:"交易日期"`
	Booked   string `csv:"记账日期"`
	Card     string `csv:"卡末四位,omitempty"`
	Text     string `csv:"交易说明"`
	Original string `csv:"交易币种/金额"`
	Amount   string `csv:"入账币种/金额"`
}

var (
	bocomText   = regexp.MustCompile(`^(?:(` + bocomKinds + `)\s+)?(.*)$`)
	bocomAmount = regexp.MustCompile(`^([A-Z]{3})\s?(\d[\d,]*\.\d\d)$`)
)

func bocomCreditTransaction(r bocomCreditRow, rd *reading) (parser.Transaction, error) {
	original, amount := bocomAmount.FindStringSubmatch(value(r.Original)), bocomAmount.FindStringSubmatch(value(r.Amount))
	if original == nil || amount == nil {
		return parser.Transaction{}, at("入账币种/金额", parser.Problemf("不是币种和金额", "not a currency and an amount"))
	}
	text := bocomText.FindStringSubmatch(value(r.Text))
	return cardRow{
		Day: r.Date, Booked: r.Booked, Card: r.Card, Kind: text[1], Text: text[2],
		Origin: original[1], Original: original[2], Currency: amount[1], Amount: amount[2],
	}.transaction(rd, bocomCharges)
}
