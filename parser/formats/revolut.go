package formats

import (
	"strings"

	"github.com/unrenew/unrenew/parser"
)

// Account statement of Revolut as CSV, with English titles; those of other
// languages are known by nobody yet. Minus is out, and the fee comes on top:
// the balance changes by Amount less Fee.
var _ = add(layout[revolutRow]{
	Info: Info{
		ID:        "revolut",
		Issuer:    "revolut",
		Name:      parser.Text{ZH: "Revolut 账户明细（英文界面）", EN: "Revolut account statement (English)"},
		Container: "CSV",
		Since:     "2025",
		Group:     World,
		HowToExport: parser.Text{
			ZH: "Revolut App：账户 → Statement → 选 Excel（得到的是 CSV），App 语言先设为英文",
			EN: "Revolut app: account → Statement → Excel (a CSV comes), with the app in English",
		},
	},
	medium:    parser.DebitCard,
	signature: []string{"Started Date", "Completed Date", "State"},
	text:      []string{"Description"},
	row:       revolutTransaction,
})

type revolutRow struct {
	Type        string `csv:"Type"` // "Card Payment" or CARD_PAYMENT
	Product     string `csv:"Product,omitempty"`
	Started     string `csv:"Started Date"`
	Completed   string `csv:"Completed Date"` // empty while PENDING
	Description string `csv:"Description"`
	Amount      string `csv:"Amount"`
	Fee         string `csv:"Fee"`
	Currency    string `csv:"Currency"`
	State       string `csv:"State"`
	Balance     string `csv:"Balance,omitempty"`
}

func revolutTransaction(r revolutRow, rd *reading) (t parser.Transaction, err error) {
	t = parser.Transaction{Status: value(r.State), Balance: balance(r.Balance)}
	if t.Time, t.DateOnly, err = timeOf("Started Date", r.Started); err != nil {
		return t, err
	}
	if value(r.Completed) != "" {
		if t.Booked, _, err = timeOf("Completed Date", r.Completed); err != nil {
			return t, err
		}
	}
	amount, err := parseAmount(r.Amount)
	if err != nil {
		return t, at("Amount", err)
	}
	fee, err := unsigned("Fee", r.Fee)
	if err != nil {
		return t, err
	}
	amount = amount.Sub(fee)
	t.Direction, t.Amount.Value = parser.In, amount.Abs()
	if amount.IsNegative() {
		t.Direction = parser.Out
	}
	if t.Amount.Currency, err = currency("Currency", r.Currency); err != nil {
		return t, err
	}
	if t.Status == "" {
		return t, at("State", missing())
	}
	describeAbroad(&t, rd.Medium, strings.ReplaceAll(r.Type, "_", " "), r.Description)
	switch kind := strings.ToUpper(t.Type); {
	case t.Status == "PENDING", t.Status == "REVERTED", t.Status == "DECLINED", t.Status == "FAILED":
		t.Class = parser.Void
	case strings.Contains(kind, "REFUND") && t.Direction == parser.In:
		t.Class = parser.Refund
	case kind == "TOPUP", kind == "EXCHANGE", kind == "ATM":
		t.Class = parser.Own
	case kind == "TRANSFER" && t.Class != parser.Own:
		t.Class = parser.Transfer
	case strings.HasPrefix(kind, "CARD PAYMENT") && t.Direction == parser.Out:
		t.Class = parser.Spend
	}
	if t.Status != "COMPLETED" && t.Class != parser.Void {
		rd.unknown("State", t.Status)
	}
	return t, nil
}
