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

// BenchmarkDetect shows by the time for a row that detection is near-linear. The
// household lives the same four years with ever more rows, so its days and its
// merchants fill up as well.
func BenchmarkDetect(b *testing.B) {
	sizes := []int{1000, 10000, 40000, 80000, 160000}
	if testing.Short() {
		sizes = sizes[:3]
	}
	for _, n := range sizes {
		detect(b, fmt.Sprint(n), household(n))
	}
}

// BenchmarkOneMerchant is the hard case for the fits: all rows at one payee,
// whether nothing, the words or the catalog speak for a membership, or words
// against it. At one price it is hard for the joining of wallet and bank, too.
func BenchmarkOneMerchant(b *testing.B) {
	for _, c := range []struct {
		name, payee, item string
		price             int64 // in hundredths; 0: many
	}{
		{"orders", "示例商户", "订单", 0},
		{"store", "App Store & Apple Music", "App Store & Apple Music: 06.11购买", 0},
		{"renewals", "示例视频", "连续包月", 0},
		{"canteen", "示例食堂", "午餐", 1500},
		{"taxi", "示例出行", "打车", 0},
	} {
		for _, n := range []int{1000, 10000} {
			sts := household(n)
			for _, st := range sts {
				for i := range st.Transactions {
					t := &st.Transactions[i]
					t.Counterparty, t.Description = c.payee, c.item
					if st.Medium != parser.Wallet {
						t.Counterparty, t.Description = "财付通-"+c.payee, "快捷支付"
					}
					if c.price > 0 {
						t.Amount.Value = decimal.New(c.price, -2)
					}
				}
			}
			detect(b, fmt.Sprint(c.name, "-", n), sts)
		}
	}
}

// detect measures one run, in all and for a row.
func detect(b *testing.B, name string, sts []*parser.Statement) {
	cat, err := catalog.Load()
	if err != nil {
		b.Fatal(err)
	}
	rows := 0
	for _, st := range sts {
		rows += len(st.Transactions)
	}
	b.Run(name, func(b *testing.B) {
		b.ReportAllocs()
		for b.Loop() {
			detector.Detect(detector.Input{Statements: sts, Catalog: cat, AsOf: time.Date(2026, 1, 1, 0, 0, 0, 0, parser.China)})
		}
		b.ReportMetric(float64(b.Elapsed().Nanoseconds())/float64(b.N*rows), "ns/row")
	})
}
