package formats

import (
	"strings"

	"github.com/unrenew/unrenew/parser"
)

// Store Transaction Purchase and Free Apps History.csv, in the archive that
// privacy.apple.com makes of an account. Its titles are those that three public
// readers ask for, and no file is public, so columns that only one of them names
// may be missing. What came back stands in a column of the purchase.
var _ = add(layout[appleStoreRow]{
	Info: Info{
		ID:        "apple-store",
		Issuer:    "apple",
		Name:      parser.Text{ZH: "Apple 购买记录（App Store 与媒体服务）", EN: "Apple purchase history (App Store and media services)"},
		Container: "ZIP, CSV",
		Since:     "2026",
		Group:     World,
		HowToExport: parser.Text{
			ZH: "privacy.apple.com → 获取数据副本 → Apple 媒体服务信息；账单是其中的 Store Transaction Purchase and Free Apps History.csv",
			EN: "privacy.apple.com → request a copy of your data → Apple Media Services; the statement is Store Transaction Purchase and Free Apps History.csv in it",
		},
	},
	medium:    parser.Wallet,
	signature: []string{"Item Purchased Date", "Item Description", "Invoice Item Total", "Currency"},
	text:      []string{"Item Description"},
	row:       appleStoreTransaction,
	end:       billedElsewhere,
})

type appleStoreRow struct {
	Time      string `csv:"Item Purchased Date"`
	Item      string `csv:"Item Description"`
	App       string `csv:"Container Description,omitempty"`
	Kind      string `csv:"Content Type,omitempty"`
	Seller    string `csv:"Seller,omitempty"`
	Amount    string `csv:"Invoice Item Total"`
	Currency  string `csv:"Currency"`
	Refunded  string `csv:"Refund Amount,omitempty"`
	Method    string `csv:"Payment Type,omitempty"`
	OrderID   string `csv:"Order Number,omitempty"`
	Reference string `csv:"Item Reference Number,omitempty"`
}

func appleStoreTransaction(r appleStoreRow, rd *reading) (t parser.Transaction, err error) {
	t = parser.Transaction{
		Type:         value(r.Kind),
		Counterparty: value(r.Seller),
		Description:  value(r.Item),
		Method:       value(r.Method),
		OrderID:      rd.orderID(r.OrderID),
	}
	if app := value(r.App); app != "" && !strings.Contains(t.Description, app) {
		t.Description = strings.TrimSpace(app + " " + t.Description)
	}
	if t.Time, t.DateOnly, err = instant("Item Purchased Date", r.Time); err != nil {
		return t, err
	}
	if t.Amount.Currency, err = currency("Currency", r.Currency); err != nil {
		return t, err
	}
	if value(r.Currency) == "" {
		return t, at("Currency", missing())
	}
	if t.Direction, t.Amount.Value, err = charged("Invoice Item Total", strings.TrimLeft(value(r.Amount), "$€£")); err != nil {
		return t, err
	}
	switch {
	case t.Direction == parser.In:
		t.Class = parser.Refund
	case t.Type == "Gift Certificates": // money put on the account
		t.Class = parser.Own
	default:
		t.Class = parser.Spend
	}
	if s := value(r.Refunded); s != "" {
		d, err := parseAmount(strings.TrimLeft(s, "$€£"))
		if err != nil {
			return t, at("Refund Amount", err)
		}
		t.Refunded = d.Abs()
	}
	return t, nil
}
