package detector

import (
	"cmp"
	"regexp"
	"slices"
	"sort"
	"strings"
	"time"

	"github.com/shopspring/decimal"

	"github.com/unrenew/unrenew/detector/catalog"
	"github.com/unrenew/unrenew/parser"
)

// A row is one statement row and the account it stands in.
type row struct {
	*parser.Transaction
	account accountKey
	medium  parser.Medium
	file    string
}

// A payment is one movement of money, with every row that shows it.
type payment struct {
	rows      []row // the row that tells most comes first: the wallet's before the bank's
	day       day
	fen       int64 // the amount in hundredths: fits compare prices millions of times; sums are never made of it
	refunded  decimal.Decimal
	paid      *settlement // set by join
	refundDay day         // of the last refund row; zero if only a mark tells of it

	// What the catalog and the words make of it; set by describe.
	service  *catalog.Service
	strength catalog.Strength
	priced   bool // the amount is the price of one of the service's plans
	words    catalog.Evidence
	merchant string // folded name without pay channel; the key of its group
	item     string // folded item without numbers
	channel  string
	learned  bool // named after the wallet's rows of the same payee: they say so, this one does not
	user     userWord
	crowd    bool // one of so many at one price that no contract could be told among them
}

func (p *payment) main() row               { return p.rows[0] }
func (p *payment) amount() decimal.Decimal { return p.main().Amount.Value }
func (p *payment) currency() string        { return p.main().Amount.Currency }
func (p *payment) paidBack() bool {
	return p.amount().IsPositive() && p.refunded.GreaterThanOrEqual(p.amount())
}

// undone tells whether the payment came back in full on its own day: then it is
// no occurrence of anything (scenario D10).
func (p *payment) undone() bool { return p.paidBack() && p.refundDay == p.day }

// fenOf is an amount in hundredths.
func fenOf(d decimal.Decimal) int64 { return d.Shift(2).Round(0).IntPart() }

// A ledger is the one list of payments that all statements together make.
type ledger struct {
	payments []*payment
	loose    []*parser.Transaction // refunds whose payment is in none of the files
	warnings []Warning
}

// newLedger merges overlapping exports, ties refunds to their payments and
// joins the wallet's and the bank's row of one payment. The order of files and
// rows does not matter.
func newLedger(in Input) *ledger {
	l := &ledger{}
	var spends, refunds []*payment
	for _, p := range l.merge(in) {
		switch p.main().Class {
		case parser.Spend, parser.Own, parser.Transfer:
			spends = append(spends, p)
		case parser.Refund:
			refunds = append(refunds, p)
		}
	}
	l.tieRefunds(spends, refunds)
	l.payments = join(spends)
	sortPayments(l.payments)
	return l
}

func sortPayments(ps []*payment) {
	slices.SortFunc(ps, comparePayments)
}

// comparePayments orders by time and then by content, never by file: the same
// rows in other files give the same order.
func comparePayments(a, b *payment) int {
	return compareRows(a.rows[0].Transaction, b.rows[0].Transaction, a.rows[0].account, b.rows[0].account)
}

func compareRows(x, y *parser.Transaction, at, bt accountKey) int {
	if c := x.Time.Compare(y.Time); c != 0 {
		return c
	}
	if c := x.Amount.Value.Cmp(y.Amount.Value); c != 0 {
		return c
	}
	for _, s := range [][2]string{
		{x.Counterparty, y.Counterparty}, {x.Description, y.Description}, {x.OrderID, y.OrderID}, {x.MerchantOrderID, y.MerchantOrderID},
		{at.issuer, bt.issuer}, {at.account, bt.account}, {x.Method, y.Method},
	} {
		if c := strings.Compare(s[0], s[1]); c != 0 {
			return c
		}
	}
	return 0
}

// merge makes one payment of the rows of overlapping exports of one account.
// Within one file every row is its own payment: two equal rows are two
// payments, and two more in another export are the same two.
func (l *ledger) merge(in Input) []*payment {
	sts := slices.Clone(in.Statements)
	sort.SliceStable(sts, func(i, j int) bool { // older exports first: the newest status wins
		a, b := sts[i], sts[j]
		if c := exported(a).Compare(exported(b)); c != 0 {
			return c < 0
		}
		return a.SHA256 < b.SHA256
	})
	type slot struct {
		issuer, amount, currency string
		day                      day
		in                       bool
	}
	slots := map[slot][]*payment{}
	var all []*payment
	asOf := dayOf(in.AsOf)
	for _, st := range sts {
		taken := map[*payment]bool{}
		late := 0
		for _, t := range inOrder(st) {
			on := dayOf(t.Time)
			if asOf != 0 && on > asOf {
				late++
				continue
			}
			if on < dayOf(in.Since) || !in.Until.IsZero() && on > dayOf(in.Until) {
				continue
			}
			r := row{t, keyOf(st), st.Medium, st.File}
			s := slot{st.Issuer, t.Amount.Value.String(), t.Amount.Currency, on, t.Direction == parser.In}
			k := slices.IndexFunc(slots[s], func(p *payment) bool { return !taken[p] && sameRow(p.main(), r) })
			if k >= 0 {
				p := slots[s][k]
				taken[p] = true
				p.rows = append([]row{r}, p.rows...)
				p.refunded = decimal.Max(p.refunded, t.Refunded)
				continue
			}
			p := &payment{rows: []row{r}, day: on, fen: fenOf(t.Amount.Value), refunded: t.Refunded}
			taken[p] = true
			slots[s] = append(slots[s], p)
			all = append(all, p)
		}
		if late > 0 {
			l.warnings = append(l.warnings, Warning{Code: "future-row", File: st.File, Message: parser.Says(
				"有 %[1]d 行的日期在 %[2]s 之后，没有计入分析；检查日期，或用 --as-of 指定更晚的一天",
				"%[1]d rows are dated after %[2]s and were not used; check the dates, or give a later day with --as-of", late, asOf.String())})
		}
	}
	sortPayments(all)
	return all
}

// inOrder returns the rows of a statement by content, so that their order in the
// file decides nothing; equal rows go by their place.
func inOrder(st *parser.Statement) []*parser.Transaction {
	ts := make([]*parser.Transaction, len(st.Transactions))
	for i := range ts {
		ts[i] = &st.Transactions[i]
	}
	slices.SortStableFunc(ts, func(a, b *parser.Transaction) int {
		return cmp.Or(compareRows(a, b, accountKey{}, accountKey{}), cmp.Compare(a.Class, b.Class), a.Refunded.Cmp(b.Refunded), cmp.Compare(a.Pos.Page, b.Pos.Page), cmp.Compare(a.Pos.Row, b.Pos.Row))
	})
	return ts
}

func exported(st *parser.Statement) time.Time {
	if !st.Exported.IsZero() {
		return st.Exported
	}
	return st.To
}

// longID is the length from which on an order number is one of the issuer's own
// and unique; the shortest seen have 20 digits.
const longID = 16

// sameRow tells whether two rows of two exports of one issuer, of one day,
// amount and direction, are the same row. What only one of them knows is no
// difference: a copy saved by a spreadsheet loses seconds and order numbers.
func sameRow(a, b row) bool {
	if a.OrderID == b.OrderID && len(a.OrderID) >= longID {
		return true // whatever the account is called: WeChat names it by a nickname that people change
	}
	same := func(x, y string) bool { return x == "" || y == "" || x == y }
	if !same(a.account.account, b.account.account) || !same(a.OrderID, b.OrderID) {
		return false
	}
	if !a.DateOnly && !b.DateOnly && !a.Time.Truncate(time.Minute).Equal(b.Time.Truncate(time.Minute)) {
		return false
	}
	if a.Balance.Valid && b.Balance.Valid && !a.Balance.Decimal.Equal(b.Balance.Decimal) {
		return false
	}
	x, y := catalog.Fold(a.Counterparty), catalog.Fold(b.Counterparty)
	return strings.HasPrefix(x, y) || strings.HasPrefix(y, x)
}

// refundMark takes the words of a refund off a text, so that what is left can
// be compared with the payment's.
var refundMark = regexp.MustCompile(`^(退款|退货|消费退货|快捷退款|网上快捷退款)[-—－:：]?|[-—－]退款$`)

// tieRefunds adds every refund to the payment it belongs to, once: the mark on
// the payment and the row of its own are the same money.
func (l *ledger) tieRefunds(spends, refunds []*payment) {
	rowsBack := map[*payment]decimal.Decimal{}
	index := map[refundKey][]*payment{}
	names := refundNames{}
	for _, r := range refunds {
		for _, k := range names.keys(r) {
			index[k] = nil
		}
	}
	for _, p := range spends {
		if len(refunds) == 0 {
			break
		}
		for _, k := range names.keys(p) {
			if ps, asked := index[k]; asked {
				index[k] = append(ps, p)
			}
		}
	}
	for _, r := range refunds {
		var best *payment
		bestScore := 0
		for _, k := range names.keys(r) {
			ps := index[k]
			last := sort.Search(len(ps), func(i int) bool { return ps[i].day > r.day })
			for i := last - 1; i >= 0 && (k.kind == byOrder || ps[i].day >= r.day-refundWindow); i-- {
				p := ps[i]
				// The nearest earlier payment wins among equals.
				s := names.score(p, r)
				if s == 0 || s < bestScore || s == bestScore && comparePayments(p, best) <= 0 {
					continue
				}
				if p.currency() == r.currency() && !r.amount().GreaterThan(p.amount().Sub(rowsBack[p])) {
					best, bestScore = p, s
				}
			}
		}
		if best == nil {
			l.loose = append(l.loose, r.main().Transaction)
			continue
		}
		rowsBack[best] = rowsBack[best].Add(r.amount())
		best.refundDay = later(best.refundDay, r.day)
	}
	for p, sum := range rowsBack {
		p.refunded = decimal.Max(p.refunded, sum)
	}
}

// A refundKey is something that a payment and its refund have in common; only
// those that share one are compared.
type refundKey struct {
	account accountKey
	kind    refundTie
	text    string
	fen     int64
}

type refundTie int

const (
	byAmount refundTie = iota // only within the refund window
	byItem                    // the same
	byOrder                   // however late
)

func (m refundNames) keys(p *payment) []refundKey {
	r := p.main()
	keys := []refundKey{{account: r.account, fen: p.fen}}
	if p.refunded.IsPositive() {
		keys = append(keys, refundKey{account: r.account, fen: fenOf(p.refunded)})
	}
	if name := m.of(r.Description); name != "" {
		keys = append(keys, refundKey{account: r.account, kind: byItem, text: name})
	} else if name := m.of(r.Counterparty); name != "" { // a bank's row names no item
		keys = append(keys, refundKey{account: r.account, kind: byItem, text: name})
	}
	id, _, _ := strings.Cut(r.OrderID, "_")
	for _, s := range []string{id, r.MerchantOrderID} {
		if len(s) >= 8 {
			keys = append(keys, refundKey{account: r.account, kind: byOrder, text: s})
		}
	}
	return keys
}

// refundWindow is how long after a payment a refund row may come that is tied
// to it by nothing but the payee and the amount.
const refundWindow = 180 // days

// score says how surely r gives back money of p; 0 is not at all.
func (m refundNames) score(p, r *payment) int {
	pay, back := p.main(), r.main()
	if !pay.DateOnly && !back.DateOnly && back.Time.Before(pay.Time) || r.day < p.day {
		return 0
	}
	exact := 0
	if p.amount().Equal(r.amount()) || p.refunded.Equal(r.amount()) {
		exact = 1
	}
	id, _, _ := strings.Cut(back.OrderID, "_")
	sameName := func() bool {
		a, b := m.of(pay.Counterparty), m.of(back.Counterparty)
		if a == "" || b == "" {
			a, b = m.of(pay.Description), m.of(back.Description)
		}
		t := m.of(back.Type) // WeChat: the payee stands in the type, "示例-退款"
		return a != "" && b != "" && (strings.HasPrefix(a, b) || strings.HasPrefix(b, a)) || a != "" && strings.HasPrefix(a, t) && t != ""
	}
	switch {
	case id != "" && id == pay.OrderID && len(id) >= 10:
		return 8 + exact
	case pay.MerchantOrderID != "" && len(pay.MerchantOrderID) >= 8 && (back.OrderID == pay.MerchantOrderID || back.MerchantOrderID == pay.MerchantOrderID):
		return 6 + exact
	case int(r.day-p.day) > refundWindow || !sameName():
		return 0
	case p.refunded.IsPositive() && p.refunded.GreaterThanOrEqual(r.amount()):
		return 4 + exact
	case exact == 1:
		return 2
	case m.of(pay.Description) == m.of(back.Description):
		return 1 // a partial refund of the same item, or of a bank's row, which names none
	}
	return 0
}

// refundNames remembers the names of one run: statements repeat them.
type refundNames map[string]string

func (m refundNames) of(s string) string {
	name, ok := m[s]
	if !ok {
		name = refundName(s)
		m[s] = name
	}
	return name
}

// refundName is a payee or item without the words of a refund, folded.
func refundName(s string) string {
	s = strings.TrimSpace(s)
	if strings.Contains(s, "退") {
		s = refundMark.ReplaceAllString(s, "")
	}
	rest, _ := catalog.StripPSP(s)
	return catalog.Fold(rest)
}
