package formats

import (
	"bytes"
	"encoding/json"
	"strings"

	"github.com/unrenew/unrenew/parser"
	"github.com/unrenew/unrenew/parser/internal/table"
)

// Purchase History.json of Google Takeout: a list of purchases with prices as
// text, without order numbers and refunds. What is free has no price. Rows count
// the purchases of the list.
var _ = add(layout[googlePlayRow]{
	Info: Info{
		ID:        "google-play",
		Issuer:    "google",
		Name:      parser.Text{ZH: "Google Play 购买记录", EN: "Google Play purchase history"},
		Container: "ZIP, JSON",
		Since:     "2023",
		Group:     World,
		HowToExport: parser.Text{
			ZH: "takeout.google.com → 只选 Google Play 商店 → 导出；账单是其中的 Google Play Store/Purchase History.json",
			EN: "takeout.google.com → Google Play Store only → export; the statement is Google Play Store/Purchase History.json in it",
		},
	},
	medium:    parser.Wallet,
	signature: []string{"purchaseTime", "invoicePrice", "title"},
	open:      openGooglePlay,
	row:       googlePlayTransaction,
	end:       billedElsewhere,
})

type googlePlayRow struct {
	Time    string `csv:"purchaseTime"`
	Price   string `csv:"invoicePrice"`
	Method  string `csv:"paymentMethodTitle,omitempty"`
	Country string `csv:"userCountry,omitempty"`
	Kind    string `csv:"documentType,omitempty"`
	Title   string `csv:"title"`
}

// openGooglePlay turns the list into a table with the names of its members as
// titles. Any other file holds nothing for it, or the problem that the readers
// of tables have with it.
func openGooglePlay(src parser.Source) (*table.Book, error) {
	data := bytes.TrimLeft(bytes.TrimPrefix(src.Data, []byte("\uFEFF")), " \t\r\n")
	if !bytes.HasPrefix(data, []byte("[")) || !bytes.Contains(data, []byte(`"purchaseHistory"`)) {
		_, err := table.Read(src)
		return &table.Book{}, err
	}
	type purchase struct {
		PurchaseHistory struct {
			InvoicePrice, PaymentMethodTitle, UserCountry, PurchaseTime string
			Doc                                                         struct{ DocumentType, Title string }
		}
	}
	titles := []string{"purchaseTime", "invoicePrice", "paymentMethodTitle", "userCountry", "documentType", "title"}
	rows := []table.Row{{Pos: parser.Pos{File: src.Name}, Cells: titles}}
	d := json.NewDecoder(bytes.NewReader(data))
	if _, err := d.Token(); err != nil {
		return nil, brokenJSON()
	}
	for n := 1; d.More(); n++ {
		var p purchase
		if int64(n) > src.Limit(table.MaxRows) {
			return nil, table.TooManyRows(src)
		}
		if err := d.Decode(&p); err != nil {
			return nil, brokenJSON()
		}
		h := p.PurchaseHistory
		cells := []string{h.PurchaseTime, h.InvoicePrice, h.PaymentMethodTitle, h.UserCountry, h.Doc.DocumentType, h.Doc.Title}
		for i := range cells {
			cells[i] = table.Clean(cells[i])
		}
		rows = append(rows, table.Row{Pos: parser.Pos{File: src.Name, Row: n}, Cells: cells})
	}
	if _, err := d.Token(); err != nil {
		return nil, brokenJSON()
	}
	return &table.Book{Kind: "json", Sheets: []table.Sheet{{Rows: rows}}}, nil
}

func brokenJSON() error {
	return parser.Problemf("JSON 文件不完整或已损坏，请重新导出", "the JSON file is incomplete or damaged; export it again")
}

func googlePlayTransaction(r googlePlayRow, _ *reading) (t parser.Transaction, err error) {
	t = parser.Transaction{
		Type:        value(r.Kind),
		Description: value(r.Title),
		Method:      value(r.Method),
		Original:    value(r.Price),
		Direction:   parser.Out,
		Class:       parser.Spend,
	}
	if t.Time, t.DateOnly, err = instant("purchaseTime", r.Time); err != nil {
		return t, err
	}
	t.Amount.Value, t.Amount.Currency, err = price("invoicePrice", r.Price, strings.ToUpper(value(r.Country)))
	if err == nil && t.Amount.Value.IsNegative() {
		err = at("invoicePrice", parser.Problemf("价格是负数", "the price is negative"))
	}
	return t, err
}
