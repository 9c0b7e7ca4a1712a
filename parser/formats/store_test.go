package formats

import (
	"testing"
	"time"

	"github.com/unrenew/unrenew/parser"
)

func TestPrice(t *testing.T) {
	for _, c := range []struct{ in, country, want string }{
		{"US$4.99", "", "4.99 USD"},
		{"$4.99", "US", "4.99 USD"},
		{"$4.99", "HK", "4.99 HKD"},
		{"CN¥18.00", "", "18.00 CNY"},
		{"￥18.00", "CN", "18.00 CNY"},
		{"¥1,200", "JP", "1200.00 JPY"},
		{"9,99 €", "DE", "9.99 EUR"},
		{"1.299,00 €", "DE", "1299.00 EUR"},
		{"£1,299.00", "GB", "1299.00 GBP"},
		{"USD 4.99", "", "4.99 USD"},
		{"4.99 SGD", "", "4.99 SGD"},
		{"NT$ 170", "TW", "170.00 TWD"},
		{"$4.99", "", ""},
		{"$4.99", "BR", ""},
		{"¥6", "", ""},
		{"4.99", "US", ""},
		{"Free", "US", ""},
		{"", "US", ""},
		{"USD 4.99 EUR", "", ""},
	} {
		d, currency, err := price("invoicePrice", c.in, c.country)
		got := ""
		if err == nil {
			got = parser.Amount{Value: d, Currency: currency}.String()
		}
		if got != c.want {
			t.Errorf("price(%q, %q) = %q, %v; want %q", c.in, c.country, got, err, c.want)
		}
	}
}

func TestInstant(t *testing.T) {
	for in, want := range map[string]string{
		"2026-03-05T18:20:42.123Z":  "2026-03-06 02:20:42",
		"2026-03-05T18:20:42+08:00": "2026-03-05 18:20:42",
		"2026-03-05 18:20:42":       "2026-03-05 18:20:42",
		"2026-03-05T18:20:42":       "2026-03-05 18:20:42",
	} {
		if got, dateOnly, err := instant("Date", in); err != nil || dateOnly || got.Format(time.DateTime) != want {
			t.Errorf("instant(%q) = %v, %v, %v; want %s", in, got, dateOnly, err, want)
		}
	}
	if _, _, err := instant("Date", "yesterday"); err == nil {
		t.Error("yesterday is no point in time")
	}
}

// TestBrokenList: a list that breaks off is refused as a whole, since nobody can
// say what is missing of it.
func TestBrokenList(t *testing.T) {
	const one = `{"purchaseHistory":{"invoicePrice":"US$1.00","purchaseTime":"2026-03-05T18:20:42Z","doc":{"title":"x"}}}`
	for _, text := range []string{"[" + one, "[" + one + ",", "[" + one + `,{"purchaseHistory":{"invoicePr`, "[" + one + ",3]"} {
		if st, err := All().Parse(parser.NewSource("a.json", []byte(text))); err == nil {
			t.Errorf("%s: read %+v", text, st.Transactions)
		} else if text := parser.TextOf(err); text.ZH == text.EN {
			t.Errorf("one language only: %+v", text)
		}
	}
	if st := parseText(t, "a.json", "\uFEFF\n["+one+"]"); len(st.Transactions) != 1 {
		t.Errorf("left out %v", st.LeftOut)
	}
}
