package formats

import (
	"regexp"
	"strings"
	"unicode"

	"github.com/unrenew/unrenew/parser"
	"github.com/unrenew/unrenew/parser/internal/table"
)

// Credit card activity of American Express as CSV, with all details or with the
// card member only. Plus is a charge. The description has fixed widths: merchant
// 20 characters, city 20, state, with no blank between them where one is full.
// No column names the currency: a British export has a Postcode or writes the
// day first. An export of Date, Description and Amount alone has titles like any
// other table; it is for a mapping or a guess.
var _ = add(layout[amexCardRow]{
	Info: Info{
		ID:        "amex-card",
		Issuer:    "amex",
		Name:      parser.Text{ZH: "美国运通卡明细（美国、英国）", EN: "American Express card activity (US, UK)"},
		Container: "CSV",
		Since:     "2025",
		Group:     World,
		HowToExport: parser.Text{
			ZH: "美国运通网页：Statements & Activity → Download → CSV，勾选 Include all additional transaction details",
			EN: "American Express web page: Statements & Activity → Download → CSV, with all additional details ticked",
		},
	},
	medium:    parser.CreditCard,
	signature: []string{"Date", "Description", "Amount"},
	oneOf:     []string{"Appears On Your Statement As", "Card Member"},
	text:      []string{"Description", "Extended Details"},
	money:     []string{"Amount"},
	begin:     amexCardCountry,
	row:       amexCardTransaction,
})

type amexCardRow struct {
	Date        string `csv:"Date"`
	Description string `csv:"Description"`
	Member      string `csv:"Card Member,omitempty"`
	Account     string `csv:"Account #,omitempty"`
	Amount      string `csv:"Amount"`
	Extended    string `csv:"Extended Details,omitempty"`
	Appears     string `csv:"Appears On Your Statement As,omitempty"`
	Address     string `csv:"Address,omitempty"`
	City        string `csv:"City/State,City/Town,Town/City,omitempty"`
	State       string `csv:"State/Province,omitempty"`
	Zip         string `csv:"Zip Code,Postcode,omitempty"`
	Country     string `csv:"Country,omitempty"`
	Reference   string `csv:"Reference,omitempty"`
	Category    string `csv:"Category,omitempty"`
}

// amexCardCountry tells a British export, whose dates begin with the day, from
// one of the United States. Dates that make sense both ways are American.
func amexCardCountry(rd *reading) error {
	rd.home = &home{"1/2/2006", "USD"}
	book, err := table.Read(rd.source)
	if err != nil {
		return err
	}
	var dates []string
	for _, sheet := range book.Sheets {
		for _, row := range sheet.Rows {
			for _, cell := range row.Cells {
				if titleOf(cell) == titleOf("Postcode") {
					rd.home = &home{"2/1/2006", "GBP"}
					return nil
				}
				if amexDate.MatchString(cell) {
					dates = append(dates, cell)
				}
			}
		}
	}
	if orders := ordersOf(dates); len(orders) == 1 && strings.HasPrefix(orders[0].name, "DD") {
		rd.home = &home{"2/1/2006", "GBP"}
	}
	return nil
}

var amexDate = regexp.MustCompile(`^\d{2}/\d{2}/\d{4}$`)

const (
	amexMerchant = 20 // characters of the description that name the merchant
	amexWidth    = 40 // of merchant and city; what is shorter has no columns
)

func amexCardTransaction(r amexCardRow, rd *reading) (t parser.Transaction, err error) {
	t = parser.Transaction{DateOnly: true, Card: cardTail(r.Account), OrderID: strings.Trim(rd.orderID(r.Reference), "'")}
	if t.Time, err = dateIn("Date", rd.home.dates, r.Date); err != nil {
		return t, err
	}
	if t.Direction, t.Amount.Value, err = charged("Amount", r.Amount); err != nil {
		return t, err
	}
	t.Amount.Currency = rd.home.currency
	name, place := amexMerchantOf(value(r.Description))
	describeAbroad(&t, rd.Medium, "", strings.TrimPrefix(name, "AplPay "), place)
	t.Type = value(r.Category)
	return t, nil
}

// amexMerchantOf takes a description apart: by its widths, unless it is a
// sentence, which has none, else at the gap before the city.
func amexMerchantOf(s string) (name, place string) {
	wide := []rune(s)
	if len(wide) >= amexWidth && !unicode.IsLower(wide[amexMerchant]) {
		return strings.TrimSpace(string(wide[:amexMerchant])), strings.Join(strings.Fields(string(wide[amexMerchant:])), " ")
	}
	name = wideGap.ReplaceAllString(s, "")
	return name, strings.TrimSpace(s[len(name):])
}
