package formats

import (
	"strings"

	"github.com/unrenew/unrenew/parser"
)

// Statement of Monzo as CSV. The day is DD/MM/YYYY and minus is out; rows that
// were declined have an amount of 0.
var _ = add(layout[monzoRow]{
	Info: Info{
		ID:        "monzo",
		Issuer:    "monzo",
		Name:      parser.Text{ZH: "Monzo 账户明细", EN: "Monzo account statement"},
		Container: "CSV",
		Since:     "2025",
		Group:     World,
		HowToExport: parser.Text{
			ZH: "Monzo App：账户 → Statements → 选时间段 → CSV",
			EN: "Monzo app: account → Statements → a period → CSV",
		},
	},
	medium:    parser.DebitCard,
	signature: []string{"Transaction ID", "Local amount", "Notes and #tags"},
	text:      []string{"Name", "Notes and #tags", "Address"},
	row:       monzoTransaction,
})

type monzoRow struct {
	ID              string `csv:"Transaction ID"`
	Date            string `csv:"Date"`
	Clock           string `csv:"Time"`
	Type            string `csv:"Type"`
	Name            string `csv:"Name"`
	Emoji           string `csv:"Emoji,omitempty"`
	Category        string `csv:"Category,omitempty"`
	Amount          string `csv:"Amount"`
	Currency        string `csv:"Currency"`
	Local           string `csv:"Local amount"`
	LocalCurrency   string `csv:"Local currency"`
	Notes           string `csv:"Notes and #tags"`
	Address         string `csv:"Address,omitempty"`
	Receipt         string `csv:"Receipt,omitempty"`
	Description     string `csv:"Description,omitempty"`
	Split           string `csv:"Category split,omitempty"`
	Out             string `csv:"Money Out,omitempty"`
	In              string `csv:"Money In,omitempty"`
	Balance         string `csv:"Balance,omitempty"`
	BalanceCurrency string `csv:"Balance currency,omitempty"`
}

func monzoTransaction(r monzoRow, rd *reading) (t parser.Transaction, err error) {
	t = parser.Transaction{OrderID: rd.orderID(r.ID), Balance: balance(r.Balance)}
	if t.Time, err = dateIn("Date", "2/1/2006", r.Date); err != nil {
		return t, err
	}
	if t.Time, err = atClock(t.Time, r.Clock); err != nil {
		return t, at("Time", err)
	}
	if t.Direction, t.Amount.Value, err = signed("Amount", r.Amount); err != nil {
		return t, err
	}
	if t.Amount.Currency, err = currency("Currency", r.Currency); err != nil {
		return t, err
	}
	if local := value(r.LocalCurrency); local != "" && local != t.Amount.Currency {
		t.Original = strings.TrimPrefix(value(r.Local), "-") + "(" + local + ")"
	}
	describeAbroad(&t, rd.Medium, r.Type, r.Name, r.Description, r.Notes)
	switch {
	case t.Amount.Value.IsZero():
		t.Class = parser.Void
	case t.Type == "Pot transfer":
		t.Class = parser.Own
	case t.Type == "Card payment" && t.Direction == parser.In:
		t.Class = parser.Refund
	case t.Type == "Card payment", t.Type == "Direct Debit":
		t.Class = classOf(t.Direction)
	}
	return t, nil
}
