package formats

import (
	"strings"

	"github.com/unrenew/unrenew/parser"
)

// Statement of one balance of Wise as CSV, one file for each currency. Columns
// come and go, so most may be missing. Minus is out.
var _ = add(layout[wiseBalanceRow]{
	Info: Info{
		ID:        "wise-balance",
		Issuer:    "wise",
		Name:      parser.Text{ZH: "Wise 余额对账单", EN: "Wise balance statement"},
		Container: "CSV",
		Since:     "2025",
		Group:     World,
		HowToExport: parser.Text{
			ZH: "Wise 网页：余额 → Statements and reports → Balance statement → CSV，每种货币一份",
			EN: "Wise web page: balance → Statements and reports → Balance statement → CSV, one for each currency",
		},
	},
	medium:    parser.DebitCard,
	signature: []string{"TransferWise ID", "Running Balance"},
	text:      []string{"Description"},
	row:       wiseBalanceTransaction,
})

type wiseBalanceRow struct {
	ID           string `csv:"TransferWise ID"` // CARD-…, TRANSFER-…
	Date         string `csv:"Date"`            // DD-MM-YYYY
	Moment       string `csv:"Date Time,omitempty"`
	Amount       string `csv:"Amount"`
	Currency     string `csv:"Currency"`
	Description  string `csv:"Description"`
	Reference    string `csv:"Payment Reference,omitempty"`
	Balance      string `csv:"Running Balance"`
	ExchangeFrom string `csv:"Exchange From,omitempty"`
	ExchangeTo   string `csv:"Exchange To,omitempty"`
	Rate         string `csv:"Exchange Rate,omitempty"`
	Payer        string `csv:"Payer Name,omitempty"`
	Payee        string `csv:"Payee Name,omitempty"`
	Account      string `csv:"Payee Account Number,omitempty"`
	Merchant     string `csv:"Merchant,omitempty"`
	Card         string `csv:"Card Last Four Digits,omitempty"`
	Holder       string `csv:"Card Holder Full Name,omitempty"`
	Attachment   string `csv:"Attachment,omitempty"`
	Note         string `csv:"Note,omitempty"`
	Fees         string `csv:"Total fees,omitempty"`
	ExchangeSum  string `csv:"Exchange To Amount,omitempty"`
	Side         string `csv:"Transaction Type,omitempty"`         // DEBIT, CREDIT: what the sign says
	Kind         string `csv:"Transaction Details Type,omitempty"` // CARD, TRANSFER, CONVERSION, DEPOSIT
}

func wiseBalanceTransaction(r wiseBalanceRow, rd *reading) (t parser.Transaction, err error) {
	t = parser.Transaction{OrderID: rd.orderID(r.ID), Card: cardTail(r.Card), Balance: balance(r.Balance)}
	clock := false
	if t.Time, clock, err = dated(first(value(r.Moment), r.Date), "2-1-2006", "2-1-2006 15:04:05"); err != nil {
		return t, at("Date", err)
	}
	t.DateOnly = !clock
	if t.Direction, t.Amount.Value, err = signed("Amount", r.Amount); err != nil {
		return t, err
	}
	if t.Amount.Currency, err = currency("Currency", r.Currency); err != nil {
		return t, err
	}
	other := r.Payee
	if t.Direction == parser.In {
		other = r.Payer
	}
	describeAbroad(&t, rd.Medium, "", first(value(r.Merchant), value(other)), r.Description, r.Reference, r.Note)
	t.Type = value(r.Kind)
	switch merchant := value(r.Merchant) != ""; {
	case merchant && t.Direction == parser.In:
		t.Class = parser.Refund
	case merchant:
	case t.Type == "CONVERSION", t.Type == "MONEY_ADDED", value(other) == "" && value(r.ExchangeFrom) != "" && value(r.ExchangeTo) != "":
		t.Class = parser.Own // between the user's own balances
	case strings.HasPrefix(t.OrderID, "TRANSFER-") && t.Direction == parser.Out:
		t.Class = parser.Transfer
	}
	return t, nil
}
