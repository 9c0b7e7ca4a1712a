package detector

import (
	"testing"
	"time"

	"github.com/shopspring/decimal"

	"github.com/unrenew/unrenew/detector/catalog"
	"github.com/unrenew/unrenew/parser"
)

// A line is a row of a bank that names no account: day, payee, amount, and the
// balance after it, or zero where none is printed.
type line struct {
	month, dom   int
	payee        string
	fen, balance int64
}

func unnamed(file string, lines ...line) *parser.Statement {
	st := &parser.Statement{File: file, SHA256: file, Issuer: "cmb", Medium: parser.DebitCard}
	for _, l := range lines {
		t := parser.Transaction{Time: time.Date(2026, time.Month(l.month), l.dom, 0, 0, 0, 0, parser.China), DateOnly: true, Counterparty: l.payee,
			Amount: parser.Amount{Value: decimal.New(l.fen, -2), Currency: "CNY"}}
		if l.balance != 0 {
			t.Balance = decimal.NewNullDecimal(decimal.New(l.balance, -2))
		}
		st.Transactions = append(st.Transactions, t)
	}
	st.From, st.To = st.Transactions[0].Time, st.Transactions[len(lines)-1].Time
	return st
}

// TestTellApart holds which statements without an account are of one account.
func TestTellApart(t *testing.T) {
	cat, err := catalog.Load()
	if err != nil {
		t.Fatal(err)
	}
	for _, c := range []struct {
		name string
		sts  []*parser.Statement
		want []int // the number of the account of each
	}{
		{"balances that meet", []*parser.Statement{
			unnamed("a", line{1, 3, "示例书店", 1000, 99000}, line{1, 28, "示例超市", 2000, 97000}),
			unnamed("b", line{2, 2, "示例药店", 700, 96300}, line{2, 20, "示例花店", 300, 96000}),
		}, []int{0, 0}},
		{"nothing in common", []*parser.Statement{
			unnamed("a", line{1, 3, "示例书店", 1000, 99000}, line{1, 28, "示例超市", 2000, 97000}),
			unnamed("b", line{2, 2, "示例药店", 700, 50300}, line{2, 20, "示例花店", 300, 50000}),
		}, []int{0, 1}},
		{"one purchase at the same shop", []*parser.Statement{
			unnamed("a", line{1, 3, "示例书店", 1000, 0}, line{1, 28, "示例超市", 2000, 0}),
			unnamed("b", line{2, 2, "示例药店", 700, 0}, line{2, 28, "示例超市", 2000, 0}),
		}, []int{0, 1}},
		{"one membership month after month", []*parser.Statement{
			unnamed("a", line{1, 3, "示例书店", 1000, 0}, line{1, 28, "爱奇艺", 2500, 0}),
			unnamed("b", line{2, 2, "示例药店", 700, 0}, line{2, 28, "爱奇艺", 2500, 0}),
		}, []int{0, 0}},
		{"the same habit every few days", []*parser.Statement{
			unnamed("a", line{1, 3, "示例咖啡", 1800, 0}, line{1, 9, "示例咖啡", 1800, 0}, line{1, 20, "示例便当", 2000, 0}, line{1, 28, "示例便当", 2000, 0}),
			unnamed("b", line{2, 3, "示例咖啡", 1800, 0}, line{2, 9, "示例咖啡", 1800, 0}, line{2, 20, "示例便当", 2000, 0}, line{2, 28, "示例便当", 2000, 0}),
		}, []int{0, 1}},
		{"a third file holds them apart", []*parser.Statement{
			unnamed("a", line{1, 7, "爱奇艺", 2500, 0}, line{2, 7, "爱奇艺", 2500, 0}),
			unnamed("b", line{1, 9, "优酷", 2000, 0}, line{4, 9, "优酷", 2000, 0}),
			unnamed("c", line{3, 7, "爱奇艺", 2500, 0}, line{4, 7, "爱奇艺", 2500, 0}),
		}, []int{0, 1, 0}},
		{"rows of the days that both have", []*parser.Statement{
			unnamed("a", line{1, 3, "示例书店", 1000, 0}, line{1, 28, "示例超市", 2000, 0}, line{1, 28, "示例超市", 2000, 0}),
			unnamed("b", line{1, 28, "示例超市", 2000, 0}, line{1, 28, "示例超市", 2000, 0}, line{2, 20, "示例花店", 300, 0}),
		}, []int{0, 0}},
	} {
		of := tellApart(Input{Statements: c.sts, Catalog: cat})
		for i, st := range c.sts {
			if got := of[st].nth; got != c.want[i] {
				t.Errorf("%s: statement %s is of account %d, want %d", c.name, st.File, got, c.want[i])
			}
		}
	}
}

// TestWholeAccounts holds that a whole account decides, and a mask only where it
// has no rival.
func TestWholeAccounts(t *testing.T) {
	cat, err := catalog.Load()
	if err != nil {
		t.Fatal(err)
	}
	named := func(file, label, identity string, month int) *parser.Statement {
		st := unnamed(file, line{month, 3, "示例商户" + file, 1000, 0}, line{month, 28, "示例商户" + file, 2000, 0})
		st.Issuer, st.Medium, st.Account, st.Identity = "wechat", parser.Wallet, label, identity
		return st
	}
	a, b, again, masked := named("a", "小***", "x", 1), named("b", "小***", "y", 2), named("c", "小***", "x", 3), named("d", "小***", "", 4)
	of := tellApart(Input{Statements: []*parser.Statement{a, b, again}, Catalog: cat})
	if of[a] == of[b] || of[a] != of[again] {
		t.Errorf("accounts %v %v %v", of[a], of[b], of[again])
	}
	of = tellApart(Input{Statements: []*parser.Statement{a, masked}, Catalog: cat})
	if of[a] != of[masked] {
		t.Errorf("the only account of its label: %v %v", of[a], of[masked])
	}
	of = tellApart(Input{Statements: []*parser.Statement{a, b, masked}, Catalog: cat})
	if of[a] == of[masked] || of[b] == of[masked] {
		t.Errorf("a mask of two accounts means one of them: %v %v %v", of[a], of[b], of[masked])
	}
}
