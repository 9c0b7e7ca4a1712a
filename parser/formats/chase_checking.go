package formats

import (
	"strings"

	"github.com/unrenew/unrenew/parser"
)

// Checking account of Chase as CSV. Rows end with a comma more than the header;
// a row without a balance is not booked yet.
var _ = add(layout[chaseCheckingRow]{
	Info: Info{
		ID:        "chase-checking",
		Issuer:    "chase",
		Name:      parser.Text{ZH: "Chase 支票账户明细（美国）", EN: "Chase checking account activity"},
		Container: "CSV",
		Since:     "2025",
		Group:     World,
		HowToExport: parser.Text{
			ZH: "Chase 网页：支票账户 → Download account activity → CSV",
			EN: "Chase web page: checking account → Download account activity → CSV",
		},
	},
	medium:    parser.DebitCard,
	signature: []string{"Details", "Posting Date", "Check or Slip #"},
	text:      []string{"Description"},
	row:       chaseCheckingTransaction,
})

type chaseCheckingRow struct {
	Details     string `csv:"Details"` // DEBIT, CREDIT, CHECK, DSLIP
	Posted      string `csv:"Posting Date"`
	Description string `csv:"Description"`
	Amount      string `csv:"Amount"`
	Type        string `csv:"Type"` // ACH_DEBIT, DEBIT_CARD, ...
	Balance     string `csv:"Balance"`
	Check       string `csv:"Check or Slip #"`
}

func chaseCheckingTransaction(r chaseCheckingRow, rd *reading) (t parser.Transaction, err error) {
	t = parser.Transaction{DateOnly: true, Balance: balance(r.Balance)}
	if t.Time, err = dateIn("Posting Date", "1/2/2006", r.Posted); err != nil {
		return t, err
	}
	if t.Direction, t.Amount.Value, err = signed("Amount", r.Amount); err != nil {
		return t, err
	}
	if value(r.Balance) == "" {
		return t, at("Balance", errNotBooked)
	}
	t.Amount.Currency = "USD"
	describeAbroad(&t, rd.Medium, strings.ReplaceAll(r.Type, "_", " "), r.Description)
	switch t.Type {
	case "ACCT XFER", "ATM":
		t.Class = parser.Own
	}
	return t, nil
}
