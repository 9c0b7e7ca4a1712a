package formats

import (
	"regexp"
	"strings"
	"time"

	"github.com/shopspring/decimal"

	"github.com/unrenew/unrenew/parser"
)

// instant reads a point in time that states its zone: 2026-03-05T00:20:42.123Z.
// Without one it is read as timeOf reads it.
func instant(column, s string) (t time.Time, dateOnly bool, err error) {
	if t, err := time.Parse(time.RFC3339, strings.TrimSpace(s)); err == nil {
		return t.In(parser.China).Truncate(time.Second), false, nil
	}
	return timeOf(column, s)
}

// symbols are what the prices of app stores begin or end with. A bare $ or ¥ is
// that of the country of the account.
var symbols = []struct{ text, currency string }{
	{"US$", "USD"}, {"HK$", "HKD"}, {"NT$", "TWD"}, {"A$", "AUD"}, {"CA$", "CAD"}, {"C$", "CAD"}, {"S$", "SGD"}, {"NZ$", "NZD"}, {"MX$", "MXN"}, {"R$", "BRL"},
	{"CN¥", "CNY"}, {"JP¥", "JPY"}, {"€", "EUR"}, {"£", "GBP"}, {"₩", "KRW"}, {"₹", "INR"}, {"฿", "THB"}, {"₫", "VND"}, {"₺", "TRY"}, {"₱", "PHP"}, {"RM", "MYR"},
}

var dollars = map[string]string{"US": "USD", "HK": "HKD", "TW": "TWD", "SG": "SGD", "AU": "AUD", "CA": "CAD", "NZ": "NZD", "MX": "MXN"}

var priceCode = regexp.MustCompile(`^([A-Z]{3})?\s*([^A-Z]*?)\s*([A-Z]{3})?$`)

// price reads an amount with its currency as stores print it in text: "CN¥18.00",
// "9,99 €", "USD 4.99". country, ISO 3166, tells whose dollar or ¥ it is; a price
// whose currency stays open is an error, as a guess would be money.
func price(column, s, country string) (d decimal.Decimal, currency string, err error) {
	text := strings.TrimSpace(halfWidth(s))
	text = strings.NewReplacer("￥", "¥", "\u202f", " ").Replace(text)
	for _, sym := range symbols {
		if rest, ok := strings.CutPrefix(text, sym.text); ok {
			text, currency = rest, sym.currency
		} else if rest, ok := strings.CutSuffix(text, sym.text); ok {
			text, currency = rest, sym.currency
		}
		if currency != "" {
			break
		}
	}
	if m := priceCode.FindStringSubmatch(text); m != nil && currency == "" && (m[1] == "") != (m[3] == "") {
		text, currency = m[2], m[1]+m[3]
	}
	if currency == "" {
		switch rest := strings.Trim(text, "$"); {
		case rest != text:
			text, currency = rest, dollars[country]
		case strings.Trim(text, "¥") != text:
			text, currency = strings.Trim(text, "¥"), map[string]string{"CN": "CNY", "JP": "JPY"}[country]
		}
	}
	if d, err = parseAmount(plainAmount(text, "")); err != nil {
		return d, "", at(column, err)
	}
	if currency == "" {
		return d, "", at(column, parser.Problemf("价格没有写明币种", "the price does not say its currency"))
	}
	return d, currency, nil
}

// billedElsewhere notes that a store's own list shows purchases which some card
// or wallet paid.
func billedElsewhere(rd *reading) {
	rd.note("purchase-history", parser.Pos{}, "这是应用商店的购买记录：同一笔钱也会出现在付款的银行卡或钱包账单里",
		"this is a store's list of purchases: the same money also shows on the statement of the card or wallet that paid")
}
