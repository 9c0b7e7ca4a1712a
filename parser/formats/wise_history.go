package formats

import (
	"strings"

	"github.com/unrenew/unrenew/parser"
)

// History of all balances of Wise as CSV. Amounts have no sign; what goes out is
// the source amount and its fee. A row that was refunded in full shows 0.
var _ = add(layout[wiseHistoryRow]{
	Info: Info{
		ID:        "wise-history",
		Issuer:    "wise",
		Name:      parser.Text{ZH: "Wise 全部交易", EN: "Wise history of all transactions"},
		Container: "CSV",
		Since:     "2025",
		Group:     World,
		HowToExport: parser.Text{
			ZH: "Wise 网页：Transactions → 下载 → CSV",
			EN: "Wise web page: Transactions → download → CSV",
		},
	},
	medium:    parser.DebitCard,
	signature: []string{"Source amount (after fees)", "Target amount (after fees)", "Direction"},
	text:      []string{"Target name", "Reference"},
	row:       wiseHistoryTransaction,
})

type wiseHistoryRow struct {
	ID             string `csv:"ID"`
	Status         string `csv:"Status"`
	Direction      string `csv:"Direction"` // IN, OUT, NEUTRAL
	Created        string `csv:"Created on"`
	Finished       string `csv:"Finished on"`
	SourceFee      string `csv:"Source fee amount"`
	SourceFeeCode  string `csv:"Source fee currency"`
	TargetFee      string `csv:"Target fee amount,omitempty"`
	TargetFeeCode  string `csv:"Target fee currency,omitempty"`
	SourceName     string `csv:"Source name"`
	Source         string `csv:"Source amount (after fees)"`
	SourceCurrency string `csv:"Source currency"`
	TargetName     string `csv:"Target name"`
	Target         string `csv:"Target amount (after fees)"`
	TargetCurrency string `csv:"Target currency"`
	Rate           string `csv:"Exchange rate,omitempty"`
	Reference      string `csv:"Reference,omitempty"`
	Batch          string `csv:"Batch,omitempty"`
	CreatedBy      string `csv:"Created by,omitempty"`
	Category       string `csv:"Category,omitempty"`
	Note           string `csv:"Note,omitempty"`
}

func wiseHistoryTransaction(r wiseHistoryRow, rd *reading) (t parser.Transaction, err error) {
	t = parser.Transaction{OrderID: rd.orderID(r.ID), Status: value(r.Status)}
	if t.Time, t.DateOnly, err = timeOf("Created on", r.Created); err != nil {
		return t, err
	}
	if value(r.Finished) != "" {
		if t.Booked, _, err = timeOf("Finished on", r.Finished); err != nil {
			return t, err
		}
	}
	title, amount, code, name := "Source amount (after fees)", r.Source, r.SourceCurrency, r.TargetName
	switch way := strings.ToUpper(value(r.Direction)); way {
	case "OUT":
		t.Direction = parser.Out
	case "IN":
		t.Direction = parser.In
		title, amount, code, name = "Target amount (after fees)", r.Target, r.TargetCurrency, r.SourceName
	case "NEUTRAL":
		t.Direction = parser.Neutral
	default:
		return t, at("Direction", parser.Problemf("不认识的收支方向", "a direction that is not known"))
	}
	if t.Amount.Value, err = unsigned(title, amount); err != nil {
		return t, err
	}
	if t.Amount.Currency, err = currency("Source currency", first(value(code), "-")); err != nil {
		return t, err
	}
	if t.Direction == parser.Out && value(r.SourceFee) != "" {
		fee, err := unsigned("Source fee amount", r.SourceFee)
		if err != nil {
			return t, err
		}
		if s := value(r.SourceFeeCode); s != "" && s != t.Amount.Currency {
			return t, at("Source fee currency", parser.Problemf("手续费是另一种货币", "the fee is in another currency"))
		}
		t.Amount.Value = t.Amount.Value.Add(fee)
	}
	if to := value(r.TargetCurrency); t.Direction == parser.Out && to != t.Amount.Currency && value(r.Target) != "" {
		t.Original = value(r.Target) + "(" + to + ")"
	}
	describeAbroad(&t, rd.Medium, r.Category, name, r.Reference, r.Note)
	switch {
	case t.Status == "":
		return t, at("Status", missing())
	case t.Status != "COMPLETED":
		t.Class = parser.Void
	case t.Direction == parser.Neutral:
		t.Class = parser.Own
	}
	return t, nil
}
