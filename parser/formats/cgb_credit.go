package formats

import (
	"regexp"

	"github.com/unrenew/unrenew/parser"
)

// Credit card rows of 广发银行 as a table, made from the statement. The text begins
// with the kind of the row in brackets of either width; plus is a charge.
var _ = add(layout[cgbCreditRow]{
	Info: Info{
		ID:        "cgb-credit",
		Issuer:    "cgb",
		Name:      parser.Text{ZH: "广发银行信用卡账单（由对账单转换的表格）", EN: "China Guangfa Bank credit card, table made from the statement"},
		Container: "CSV",
		Since:     "2026-05",
		HowToExport: parser.Text{
			ZH: "广发银行“发现精彩”App：账单 → 账单补寄 → 填写邮箱；银行发来的是 PDF，转换成的 CSV 可以读",
			EN: "CGB app (发现精彩): 账单 → 账单补寄 → mail address; the bank sends a PDF, and a CSV made from it is read",
		},
	},
	medium:    parser.CreditCard,
	signature: []string{"交易货币", "入账金额", "入账货币", "交易摘要"},
	text:      []string{"交易摘要"},
	open:      openTable,
	row:       cgbCreditTransaction,
})

type cgbCreditRow struct {
	Date        string `csv:"交易日期"`
	Booked      string `csv:"入账日期"`
	Description string `csv:"交易摘要"`
	TradeAmount string `csv:"交易金额,omitempty"`
	TradeCur    string `csv:"交易货币"`
	Amount      string `csv:"入账金额"`
	Currency    string `csv:"入账货币"`
	Card        string `csv:"卡号末四位,卡号,omitempty"`
}

// cgbKind is the kind of a row in front of its text: (消费).
var cgbKind = regexp.MustCompile(`^[(（]([^)）]{1,6})[)）]\s*(.*)$`)

func cgbCreditTransaction(r cgbCreditRow, rd *reading) (t parser.Transaction, err error) {
	t = parser.Transaction{DateOnly: true, Card: shortCard(r.Card)}
	if t.Card == "" {
		t.Card = rd.card()
	}
	if t.Time, t.Booked, err = soldAndBooked("交易日期", r.Date, "入账日期", r.Booked); err != nil {
		return t, err
	}
	if t.Direction, t.Amount.Value, err = charged("入账金额", r.Amount); err != nil {
		return t, err
	}
	if t.Amount.Currency, err = currency("入账货币", r.Currency); err != nil {
		return t, err
	}
	t.Original = original(t.Amount.Currency, r.TradeAmount, r.TradeCur)
	text := value(r.Description)
	if m := cgbKind.FindStringSubmatch(text); m != nil {
		t.Type, text = m[1], m[2]
	}
	describe(&t, rd, text)
	return t, nil
}
