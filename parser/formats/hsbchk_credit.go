package formats

import (
	"regexp"
	"strings"

	"github.com/unrenew/unrenew/parser"
)

// Credit card rows of HSBC Hong Kong, TransactionHistory.csv. Since 2026 one or two
// TABs stand between the quoted amount and its comma. Minus is a charge; HKD and
// other currencies are in one file.
var _ = add(layout[hsbcHKCreditRow]{
	Info: Info{
		ID:        "hsbchk-credit",
		Issuer:    "hsbchk",
		Name:      parser.Text{ZH: "汇丰银行（香港）信用卡交易记录", EN: "HSBC Hong Kong credit card, transaction history"},
		Container: "CSV",
		Group:     World,
		Since:     "2025-01",
		HowToExport: parser.Text{
			ZH: "HSBC HK 网上银行：选择信用卡 → 交易记录 → 下载 CSV",
			EN: "HSBC HK internet banking: choose the card → transaction history → download CSV",
		},
	},
	medium:    parser.CreditCard,
	signature: []string{"Billing amount", "Billing currency", "Merchant name"},
	text:      []string{"Description", "Merchant name"},
	row:       hsbcHKCreditTransaction,
})

type hsbcHKCreditRow struct {
	Date        string `csv:"Transaction date"`
	Posted      string `csv:"Post date,omitempty"`
	Description string `csv:"Description"`
	Amount      string `csv:"Billing amount"` // minus is a charge
	Currency    string `csv:"Billing currency"`
	Status      string `csv:"Transaction status,omitempty"`
	Merchant    string `csv:"Merchant name"`
	Country     string `csv:"Country / region,omitempty"`
	Area        string `csv:"Area / district,omitempty"`
	Side        string `csv:"Credit / Debit,omitempty"`
}

// hsbcChannel is how the card was used, in front of the merchant.
var hsbcChannel = regexp.MustCompile(`^(QR|APPLEPAY|SALES|RETURN)\s*[: ]\s*(.*)$`)

func hsbcHKCreditTransaction(r hsbcHKCreditRow, rd *reading) (t parser.Transaction, err error) {
	t = parser.Transaction{DateOnly: true, Status: value(r.Status), Card: rd.card()}
	if t.Time, err = dateIn("Transaction date", "2/1/2006", r.Date); err != nil {
		return t, err
	}
	if value(r.Posted) != "" {
		if t.Booked, err = dateIn("Post date", "2/1/2006", r.Posted); err != nil {
			return t, err
		}
	}
	if t.Direction, t.Amount.Value, err = sided("Billing amount", r.Amount, r.Side); err != nil {
		return t, err
	}
	if t.Amount.Currency, err = currency("Billing currency", r.Currency); err != nil {
		return t, err
	}
	text := value(r.Description)
	if m := hsbcChannel.FindStringSubmatch(text); m != nil {
		t.Type, text = m[1], m[2]
	}
	describeAbroad(&t, rd.Medium, t.Type, r.Merchant, wideGap.ReplaceAllString(text, ""))
	if strings.EqualFold(t.Status, "pending") {
		t.Class = parser.Void
	}
	return t, nil
}

// wideGap is what stands behind a merchant in a text of fixed width: city and
// country.
var wideGap = regexp.MustCompile(`\s{2,}.*$`)
