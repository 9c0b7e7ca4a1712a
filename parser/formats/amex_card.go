package formats

import (
	"strings"

	"github.com/unrenew/unrenew/parser"
)

// Credit card activity of American Express as CSV with all details, as in the
// United States. Plus is a charge. The description has fixed widths: merchant 20
// characters, city 20, state, with no blank between them where one is full. The
// short export of Date, Description, Amount has titles like any other table; it
// is for a mapping or a guess.
var _ = add(layout[amexCardRow]{
	Info: Info{
		ID:        "amex-card",
		Issuer:    "amex",
		Name:      parser.Text{ZH: "美国运通卡明细（美国）", EN: "American Express card activity (US)"},
		Container: "CSV",
		Since:     "2025",
		Group:     World,
		HowToExport: parser.Text{
			ZH: "美国运通网页：Statements & Activity → Download → CSV，勾选 Include all additional transaction details",
			EN: "American Express web page: Statements & Activity → Download → CSV, with all additional details ticked",
		},
	},
	medium:    parser.CreditCard,
	signature: []string{"Extended Details", "Appears On Your Statement As", "City/State", "Zip Code"},
	text:      []string{"Description", "Extended Details"},
	row:       amexCardTransaction,
})

type amexCardRow struct {
	Date        string `csv:"Date"`
	Description string `csv:"Description"`
	Member      string `csv:"Card Member,omitempty"`
	Account     string `csv:"Account #,omitempty"`
	Amount      string `csv:"Amount"`
	Extended    string `csv:"Extended Details"`
	Appears     string `csv:"Appears On Your Statement As"`
	Address     string `csv:"Address,omitempty"`
	City        string `csv:"City/State"`
	Zip         string `csv:"Zip Code"`
	Country     string `csv:"Country,omitempty"`
	Reference   string `csv:"Reference"`
	Category    string `csv:"Category,omitempty"`
}

const (
	amexMerchant = 20 // characters of the description that name the merchant
	amexWidth    = 40 // of merchant and city; what is shorter has no columns
)

func amexCardTransaction(r amexCardRow, rd *reading) (t parser.Transaction, err error) {
	t = parser.Transaction{DateOnly: true, Card: cardTail(r.Account), OrderID: strings.Trim(rd.orderID(r.Reference), "'")}
	if t.Time, err = dateIn("Date", "1/2/2006", r.Date); err != nil {
		return t, err
	}
	if t.Direction, t.Amount.Value, err = charged("Amount", r.Amount); err != nil {
		return t, err
	}
	t.Amount.Currency = "USD"
	name, place := []rune(value(r.Description)), ""
	if len(name) >= amexWidth {
		name, place = name[:amexMerchant], strings.Join(strings.Fields(string(name[amexMerchant:])), " ")
	}
	describeAbroad(&t, rd.Medium, "", strings.TrimPrefix(strings.TrimSpace(string(name)), "AplPay "), place)
	t.Type = value(r.Category)
	return t, nil
}
