package formats

import "github.com/unrenew/unrenew/parser"

// Credit card rows of BMO, Canada. Plus is a charge; the card stands in single
// quotes.
var _ = add(layout[bmoCreditRow]{
	Info: Info{
		ID:        "bmo-credit",
		Issuer:    "bmo",
		Name:      parser.Text{ZH: "蒙特利尔银行信用卡交易", EN: "BMO credit card, transactions"},
		Container: "CSV",
		Group:     World,
		Since:     "2025-01",
		HowToExport: parser.Text{
			ZH: "BMO 网上银行：选择信用卡 → Download → CSV",
			EN: "BMO online banking: choose the card → Download → CSV",
		},
	},
	medium:    parser.CreditCard,
	signature: []string{"Item #", "Card #", "Transaction Amount"},
	text:      []string{"Description"},
	row:       bmoCreditTransaction,
})

type bmoCreditRow struct {
	Item        string `csv:"Item #"`
	Card        string `csv:"Card #"`
	Date        string `csv:"Transaction Date"`
	Posted      string `csv:"Posting Date,omitempty"`
	Amount      string `csv:"Transaction Amount"`
	Description string `csv:"Description"`
}

func bmoCreditTransaction(r bmoCreditRow, rd *reading) (t parser.Transaction, err error) {
	t = parser.Transaction{DateOnly: true, Card: cardTail(r.Card)}
	if t.Time, t.Booked, err = soldAndBooked("Transaction Date", r.Date, "Posting Date", r.Posted); err != nil {
		return t, err
	}
	if t.Direction, t.Amount.Value, err = charged("Transaction Amount", r.Amount); err != nil {
		return t, err
	}
	t.Amount.Currency = "CAD"
	describeAbroad(&t, rd.Medium, t.Type, wideGap.ReplaceAllString(value(r.Description), ""))
	return t, nil
}
