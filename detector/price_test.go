package detector

import (
	"fmt"
	"strings"
	"testing"

	"github.com/shopspring/decimal"

	"github.com/unrenew/unrenew/parser"
)

func TestAnalyse(t *testing.T) {
	for _, c := range []struct{ name, prices, want string }{
		{"one price", "25 25 25 25", "25.00"},
		{"trial", "1 25 25", "25.00; 1 trial-converted 1.00 25.00"},
		{"trial, one charge since", "1 25", "25.00; 1 trial-converted 1.00 25.00"},
		{"offer of three periods", "12 12 12 25 25", "25.00; 3 intro-ended 12.00 25.00"},
		{"price up", "15 15 15 15 25 25", "25.00; 4 price-up 15.00 25.00 stayed"},
		{"price up just now", "15 15 15 15 25", "25.00; 4 price-up 15.00 25.00"},
		{"up by 4 %", "199 199 199 207 207", "207.00; 3 price-up 199.00 207.00 stayed"},
		{"price down", "25 25 25 20 20 20", "20.00; 3 price-down 25.00 20.00 stayed"},
		{"half price once", "25 25 12.5 25 25", "25.00; 2 discount 25.00 12.50"},
		{"coupons", "25 24.72 25", "25.00; 1 discount 25.00 24.72"},
		{"cheaper at the end: perhaps a coupon", "25 25 25 12", "25.00; 3 discount 25.00 12.00"},
		{"tax", "25 25.05 25 24.95", "25.00"},
		{"dollars", "142.1 141.3 144.4 139.8 138.2 136.5", "139.80 varies"},
		{"dollars within a coin of each other", "36.36 36.29 36.78 36.41 36.50 36.91 36.77 36.61", "36.61 varies"},
		{"a coupon nearly every month", "19.89 19.89 19.95 20 19.95 19.9 20 19.89 20 19.9", "20.00; 0 discount 20.00 19.89; 1 discount 20.00 19.89; 7 discount 20.00 19.89"},
		{"coupons of several sizes", "17.8 17.8 15.8 17.8 15.8 15.8 17.47 17.8 17.8", "17.80; 2 discount 17.80 15.80; 4 discount 17.80 15.80; 5 discount 17.80 15.80; 6 discount 17.80 17.47"},
		{"metered", "28 88 45 61 33 70", "61.00 varies"},
		{"up twice", "10 10 10 10 12 12 12 15 15", "15.00; 4 price-up 10.00 12.00 stayed; 7 price-up 12.00 15.00 stayed"},
	} {
		t.Run(c.name, func(t *testing.T) {
			var ps []*payment
			for _, s := range strings.Fields(c.prices) {
				tr := &parser.Transaction{Amount: parser.Amount{Value: decimal.RequireFromString(s), Currency: "CNY"}}
				ps = append(ps, &payment{rows: []row{{Transaction: tr}}, words: &unsaid})
			}
			p := analyse(ps)
			got := money(p.current)
			if p.varies {
				got += " varies"
			}
			for _, s := range p.steps {
				got += fmt.Sprintf("; %d %s %s %s", s.at, s.kind, money(s.from), money(s.to))
				if s.stayed && strings.HasPrefix(s.kind, "price") {
					got += " stayed"
				}
			}
			if got != c.want {
				t.Errorf("got %q, want %q", got, c.want)
			}
		})
	}
}
