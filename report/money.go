package report

import (
	"cmp"
	"slices"
	"strings"

	"github.com/shopspring/decimal"
)

// Money is a sum in one currency; it may be negative.
type Money struct {
	Value    decimal.Decimal
	Currency string
}

// signs are the currencies that are printed with a sign of their own.
var signs = map[string]string{"CNY": "¥", "USD": "US$", "HKD": "HK$", "EUR": "€", "GBP": "£", "JPY": "JP¥", "TWD": "NT$", "SGD": "S$"}

// whole are the currencies that have no coin below one.
var whole = []string{"JPY", "KRW", "VND"}

// places is how many decimals amounts of a currency have.
func places(currency string) int32 {
	if slices.Contains(whole, currency) {
		return 0
	}
	return 2
}

// String prints ¥2,064.80, US$20.00, CHF 12.00 or JP¥306. A sum that is no whole
// number of coins, as a converted one, keeps its decimals.
func (m Money) String() string {
	n := places(m.Currency)
	if !m.Value.Equal(m.Value.Round(n)) {
		n = 2
	}
	digits, decimals, _ := strings.Cut(m.Value.Abs().StringFixed(n), ".")
	for i := len(digits) - 3; i > 0; i -= 3 {
		digits = digits[:i] + "," + digits[i:]
	}
	if decimals != "" {
		digits += "." + decimals
	}
	sign, ok := signs[m.Currency]
	if !ok {
		sign = m.Currency + " "
	}
	if m.Value.IsNegative() {
		sign = "-" + sign
	}
	return sign + digits
}

// Moneys are sums in several currencies, yuan first. They are never added up.
type Moneys []Money

// String joins the sums with plus signs; nothing at all is ¥0.00.
func (ms Moneys) String() string {
	if len(ms) == 0 {
		return Money{Currency: "CNY"}.String()
	}
	list := make([]string, len(ms))
	for i, m := range ms {
		list[i] = m.String()
	}
	return strings.Join(list, " + ")
}

// byMoney is the order of sums from the largest, currency by currency, yuan
// first: amounts of two currencies cannot be compared.
func byMoney(a, b Money) int {
	return cmp.Or(byCurrency(a.Currency, b.Currency), b.Value.Cmp(a.Value))
}

func byCurrency(a, b string) int {
	return cmp.Or(cmp.Compare(btoi(a != "CNY"), btoi(b != "CNY")), cmp.Compare(a, b))
}

type sums map[string]decimal.Decimal

func (s sums) add(d decimal.Decimal, currency string) { s[currency] = s[currency].Add(d) }

func (s sums) moneys() Moneys {
	out := make(Moneys, 0, len(s))
	for currency, value := range s {
		out = append(out, Money{value, currency})
	}
	slices.SortFunc(out, func(a, b Money) int {
		return byCurrency(a.Currency, b.Currency)
	})
	return out
}
