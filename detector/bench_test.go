package detector_test

import (
	"fmt"
	"math/rand/v2"
	"testing"
	"time"

	"github.com/shopspring/decimal"

	"github.com/unrenew/unrenew/detector"
	"github.com/unrenew/unrenew/detector/catalog"
	"github.com/unrenew/unrenew/parser"
)

// household makes n rows of ordinary life in one wallet and, for the part that
// is paid by card, the bank's rows beside them.
func household(n int) []*parser.Statement {
	r := rand.New(rand.NewPCG(3, 4))
	from := time.Date(2022, 1, 1, 0, 0, 0, 0, parser.China)
	to := from.AddDate(4, 0, 0)
	wallet := &parser.Statement{File: "w.csv", Issuer: "wechat", Account: "小明", From: from, To: to, Declares: true}
	bank := &parser.Statement{File: "b.csv", Issuer: "cmb", Account: "1234", Medium: parser.DebitCard, From: from, To: to, Declares: true}
	prices := []int64{300, 400, 500, 1200, 1500, 1800, 2500, 3800, 6660, 12990}
	minutes := int(to.Sub(from).Minutes())
	for i := range n {
		at := from.Add(time.Duration(r.IntN(minutes)) * time.Minute)
		m := r.IntN(400)
		t := parser.Transaction{Time: at, Counterparty: fmt.Sprintf("示例商户%d号", m), Description: fmt.Sprintf("订单%d", r.IntN(1e9)),
			Amount: parser.Amount{Value: decimal.New(prices[r.IntN(len(prices))], -2), Currency: "CNY"}, OrderID: fmt.Sprintf("4200%024d", i), Method: "零钱"}
		if m < 5 { // fares and lunches: many at one price
			t.Amount.Value = decimal.New(int64(400+100*m), -2)
		}
		if m%2 == 0 {
			t.Method = "招商银行(1234)"
			b := t
			b.Counterparty, b.Description, b.Method, b.OrderID, b.DateOnly = "财付通-"+t.Counterparty, "快捷支付", "", "", true
			b.Time = time.Date(at.Year(), at.Month(), at.Day()+r.IntN(3), 0, 0, 0, 0, parser.China)
			bank.Transactions = append(bank.Transactions, b)
		}
		if i%50 == 0 {
			b := t
			b.Class, b.Direction, b.Description, b.OrderID = parser.Refund, parser.In, "退款-"+t.Description, t.OrderID+"_R1"
			b.Time = at.AddDate(0, 0, 2)
			wallet.Transactions = append(wallet.Transactions, b)
		}
		wallet.Transactions = append(wallet.Transactions, t)
	}
	return []*parser.Statement{wallet, bank}
}

func BenchmarkDetect(b *testing.B) {
	cat, err := catalog.Load()
	if err != nil {
		b.Fatal(err)
	}
	for _, n := range []int{1000, 10000, 40000} {
		sts := household(n)
		b.Run(fmt.Sprint(n), func(b *testing.B) {
			for b.Loop() {
				detector.Detect(detector.Input{Statements: sts, Catalog: cat, AsOf: time.Date(2026, 1, 1, 0, 0, 0, 0, parser.China)})
			}
		})
	}
}

// BenchmarkOneMerchant is the hard case for the fits: all rows at one payee,
// whether nothing, the words or the catalog speak for a membership.
func BenchmarkOneMerchant(b *testing.B) {
	cat, err := catalog.Load()
	if err != nil {
		b.Fatal(err)
	}
	for _, c := range []struct{ name, payee, item string }{
		{"orders", "示例商户", "订单"},
		{"store", "App Store & Apple Music", "App Store & Apple Music: 06.11购买"},
		{"renewals", "示例视频", "连续包月"},
	} {
		for _, n := range []int{1000, 10000} {
			sts := household(n)[:1]
			for i := range sts[0].Transactions {
				t := &sts[0].Transactions[i]
				t.Counterparty, t.Description = c.payee, c.item
			}
			b.Run(fmt.Sprint(c.name, "-", n), func(b *testing.B) {
				for b.Loop() {
					detector.Detect(detector.Input{Statements: sts, Catalog: cat, AsOf: time.Date(2026, 1, 1, 0, 0, 0, 0, parser.China)})
				}
			})
		}
	}
}
