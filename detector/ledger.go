package detector

import (
	"cmp"
	"slices"
	"strings"
	"time"

	"github.com/shopspring/decimal"

	"github.com/unrenew/unrenew/detector/catalog"
	"github.com/unrenew/unrenew/parser"
)

// A row is one statement row and where it stands.
type row struct {
	*parser.Transaction
	*source
}

// A source is what all rows of one statement have in common.
type source struct {
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
	place     int         // in the ledger

	// What the catalog and the words make of it; set by describe.
	service  *catalog.Service
	strength catalog.Strength
	words    *catalog.Evidence // shared by many; never nil
	merchant string            // folded name without pay channel; the key of its group
	item     string            // folded item without numbers
	channel  string
	user     userWord

	joined  bool // into the wallet's row of the same payment
	priced  bool // the amount is the price of one of the service's plans
	learned bool // named after the wallet's rows of the same payee: they say so, this one does not
	crowd   bool // one of so many at one price that no contract could be told among them
}

// unsaid is the evidence of no words.
var unsaid catalog.Evidence

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
func newLedger(in Input, of accounts) *ledger {
	l := &ledger{}
	var spends, refunds []*payment
	for _, p := range l.merge(in, of) {
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
	sortByTime(ps, func(p *payment) time.Time { return p.main().Time }, func(a, b timed[*payment]) int { return comparePayments(a.of, b.of) })
}

// A timed is something with the second in which it happened and its place in a
// list. The second alone decides most comparisons of a sort, and reading it once
// is what makes the sort fast.
type timed[T any] struct {
	second int64
	place  int
	of     T
}

// sortByTime sorts by time, and within a second by compare, which starts with the
// time itself.
func sortByTime[T any](list []T, at func(T) time.Time, compare func(a, b timed[T]) int) {
	ts := make([]timed[T], len(list))
	for i, of := range list {
		ts[i] = timed[T]{at(of).Unix(), i, of}
	}
	slices.SortFunc(ts, func(a, b timed[T]) int {
		if a.second != b.second {
			return cmp.Compare(a.second, b.second)
		}
		return compare(a, b)
	})
	for i, t := range ts {
		list[i] = t.of
	}
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
	return cmp.Compare(at.nth, bt.nth)
}

// merge makes one payment of the rows of overlapping exports of one account.
// Within one file every row is its own payment: two equal rows are two
// payments, and two more in another export are the same two.
func (l *ledger) merge(in Input, of accounts) []*payment {
	type slot struct {
		issuer, currency string
		fen              int64
		day              day
		in               bool
	}
	slots := map[slot][]*payment{}
	var all []*payment
	asOf := dayOf(in.AsOf)
	for _, e := range exports(in.Statements) {
		from := source{of[e.Statement], e.Medium, e.File}
		taken := map[*payment]bool{}
		late := 0
		for _, t := range e.rows {
			on := dayOf(t.Time)
			if asOf != 0 && on > asOf {
				late++
				continue
			}
			if on < dayOf(in.Since) || !in.Until.IsZero() && on > dayOf(in.Until) {
				continue
			}
			r := row{t, &from}
			p := &payment{rows: []row{r}, day: on, fen: fenOf(t.Amount.Value), refunded: t.Refunded, words: &unsaid}
			if e.shares(on) {
				s := slot{e.Issuer, t.Amount.Currency, p.fen, on, t.Direction == parser.In}
				k := slices.IndexFunc(slots[s], func(p *payment) bool { return !taken[p] && sameRow(p.main(), r) })
				if k >= 0 {
					p := slots[s][k]
					taken[p] = true
					p.rows = append([]row{r}, p.rows...)
					p.refunded = decimal.Max(p.refunded, t.Refunded)
					continue
				}
				taken[p] = true
				slots[s] = append(slots[s], p)
			}
			all = append(all, p)
		}
		if late > 0 {
			l.warnings = append(l.warnings, Warning{Code: "future-row", File: e.File, Message: parser.Says(
				"有 %[1]d 行的日期在 %[2]s 之后，没有计入分析；检查日期，或用 --as-of 指定更晚的一天",
				"%[1]d rows are dated after %[2]s and were not used; check the dates, or give a later day with --as-of", late, asOf.String())})
		}
	}
	sortPayments(all)
	return all
}

// An export is a statement on its way into the ledger.
type export struct {
	*parser.Statement
	rows     []*parser.Transaction // in order
	from, to day                   // of the rows
	overlaps []span                // days of which another export of the issuer has rows, maybe the same ones
}

// exports are the statements, older ones first: the newest status wins.
func exports(sts []*parser.Statement) []*export {
	sts = slices.Clone(sts)
	slices.SortStableFunc(sts, func(a, b *parser.Statement) int {
		return cmp.Or(exported(a).Compare(exported(b)), cmp.Compare(a.SHA256, b.SHA256))
	})
	out := make([]*export, len(sts))
	byIssuer := map[string][]*export{}
	each(len(sts), func(i int) { out[i] = newExport(sts[i]) })
	for _, e := range out {
		for _, o := range byIssuer[e.Issuer] {
			if both := (span{from: max(e.from, o.from), to: min(e.to, o.to)}); both.from <= both.to {
				e.overlaps = append(e.overlaps, both)
				o.overlaps = append(o.overlaps, both)
			}
		}
		byIssuer[e.Issuer] = append(byIssuer[e.Issuer], e)
	}
	return out
}

func newExport(st *parser.Statement) *export {
	e := &export{Statement: st, rows: inOrder(st)}
	for i, t := range e.rows {
		on := dayOf(t.Time)
		if i == 0 {
			e.from, e.to = on, on
		}
		e.from, e.to = min(e.from, on), max(e.to, on)
	}
	return e
}

// shares tells whether another export may have the rows of a day as well.
func (e *export) shares(on day) bool {
	return slices.ContainsFunc(e.overlaps, func(s span) bool { return s.from <= on && on <= s.to })
}

// inOrder returns the rows of a statement by content, so that their order in the
// file decides nothing; equal rows go by their place.
func inOrder(st *parser.Statement) []*parser.Transaction {
	ts := make([]*parser.Transaction, len(st.Transactions))
	for i := range ts {
		ts[i] = &st.Transactions[i]
	}
	sortByTime(ts, func(t *parser.Transaction) time.Time { return t.Time }, func(a, b timed[*parser.Transaction]) int {
		x, y := a.of, b.of
		if c := compareRows(x, y, accountKey{}, accountKey{}); c != 0 {
			return c
		}
		return cmp.Or(cmp.Compare(x.Class, y.Class), x.Refunded.Cmp(y.Refunded), cmp.Compare(x.Pos.Page, y.Pos.Page), cmp.Compare(x.Pos.Row, y.Pos.Row), cmp.Compare(a.place, b.place))
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
	if !a.Amount.Value.Equal(b.Amount.Value) { // they may differ by less than a hundredth
		return false
	}
	if a.OrderID == b.OrderID && len(a.OrderID) >= longID {
		return true // whatever the account is called: WeChat names it by a nickname that people change
	}
	same := func(x, y string) bool { return x == "" || y == "" || x == y }
	if !same(a.account.account, b.account.account) || a.account.account == b.account.account && a.account.nth != b.account.nth || !same(a.OrderID, b.OrderID) {
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
