package formats

import "github.com/unrenew/unrenew/parser"

// Credit card activity of Chase as CSV, newest first. A charge is negative, and
// two equal rows are two charges.
var _ = add(layout[chaseCardRow]{
	Info: Info{
		ID:        "chase-card",
		Issuer:    "chase",
		Name:      parser.Text{ZH: "Chase 信用卡明细（美国）", EN: "Chase credit card activity"},
		Container: "CSV",
		Since:     "2025",
		Group:     World,
		HowToExport: parser.Text{
			ZH: "Chase 网页：信用卡 → Download account activity → CSV",
			EN: "Chase web page: card → Download account activity → CSV",
		},
	},
	medium:    parser.CreditCard,
	signature: []string{"Transaction Date", "Post Date", "Category", "Type"},
	text:      []string{"Description"},
	money:     []string{"Amount"},
	row:       chaseCardTransaction,
})

type chaseCardRow struct {
	Card        string `csv:"Card,omitempty"`
	Date        string `csv:"Transaction Date"`
	Posted      string `csv:"Post Date"`
	Description string `csv:"Description"`
	Category    string `csv:"Category"`
	Type        string `csv:"Type"` // Sale, Payment, Return, Fee, Adjustment
	Amount      string `csv:"Amount"`
	Memo        string `csv:"Memo,omitempty"`
}

func chaseCardTransaction(r chaseCardRow, rd *reading) (t parser.Transaction, err error) {
	t = parser.Transaction{DateOnly: true, Card: cardTail(r.Card)}
	if t.Time, err = dateIn("Transaction Date", "1/2/2006", r.Date); err != nil {
		return t, err
	}
	if t.Booked, err = dateIn("Post Date", "1/2/2006", r.Posted); err != nil {
		return t, err
	}
	if t.Direction, t.Amount.Value, err = signed("Amount", r.Amount); err != nil {
		return t, err
	}
	t.Amount.Currency = "USD"
	describeAbroad(&t, rd.Medium, r.Type, r.Description, r.Memo)
	switch {
	case t.Type == "Payment":
		t.Class = parser.Own
	case t.Type == "Return" && t.Direction == parser.In:
		t.Class = parser.Refund
	case t.Type == "Sale" && t.Direction == parser.Out:
		t.Class = parser.Spend
	}
	return t, nil
}
