package detector

import (
	"slices"

	"github.com/shopspring/decimal"

	"github.com/unrenew/unrenew/detector/catalog"
	"github.com/unrenew/unrenew/parser"
)

// A bond is what the rows of two statements say of whether they are of one
// account.
type bond int

const (
	unrelatedRows bond = iota
	contradicts        // both cover the same days and have other rows there, or their balances do not meet
	sharesRows         // of the days that both cover
	balancesMeet       // the one ends with what the other begins with
	sameContracts      // what is charged month by month in the one goes on in the other
)

// fileRows are the rows of one statement, as bonds are read from them.
type fileRows struct {
	*export
	period           span // that it covers
	sorted           []row
	series           map[seriesKey][]day // of what came at most once a month
	certain          map[seriesKey]bool  // those that the words or the catalog call a membership
	opening, closing decimal.NullDecimal // in currency
	currency         string
}

type seriesKey struct {
	payee, currency string
	fen             int64
	direction       parser.Direction
}

// aMonth is the least number of days between two charges of a monthly contract.
const aMonth = 25

func newFileRows(e *export, cat *catalog.Catalog) *fileRows {
	f := &fileRows{export: e, series: map[seriesKey][]day{}, certain: map[seriesKey]bool{}, period: span{from: e.from, to: e.to}}
	if !e.From.IsZero() && !e.To.IsZero() {
		f.period = span{from: dayOf(e.From), to: earlier(dayOf(e.To), dayOf(e.Exported))}
	}
	from := &source{accountKey{issuer: e.Issuer, account: e.Account}, e.Medium, e.File}
	for _, t := range e.rows {
		r := row{t, from}
		f.sorted = append(f.sorted, r)
		payee, _ := merchantOf(r)
		k := seriesKey{payee, t.Amount.Currency, fenOf(t.Amount.Value), t.Direction}
		f.series[k] = append(f.series[k], dayOf(t.Time))
	}
	for k, days := range f.series {
		for i := 1; i < len(days); i++ {
			if days[i]-days[i-1] < aMonth {
				delete(f.series, k)
				break
			}
		}
	}
	for _, r := range f.sorted {
		payee, _ := merchantOf(r)
		k := seriesKey{payee, r.Amount.Currency, fenOf(r.Amount.Value), r.Direction}
		if f.series[k] != nil && r.Direction == parser.Out && !f.certain[k] {
			f.certain[k] = catalog.Words(r.Counterparty+" "+r.Description).Renewal ||
				slices.ContainsFunc(cat.Match(r.Counterparty, r.Description), func(m catalog.Match) bool { return m.Strength > catalog.OperatorOnly })
		}
	}
	f.balances()
	return f
}

// balances reads what the account held before the first row and after the last,
// in the order of the file, which is that of time or the reverse. Where nothing
// tells which of the two, it reads none, and none of a credit card or of several
// currencies.
func (f *fileRows) balances() {
	ts := f.Transactions
	if len(ts) == 0 || f.Medium == parser.CreditCard {
		return
	}
	first, last := &ts[0], &ts[len(ts)-1]
	if first.Time.After(last.Time) {
		first, last = last, first
	}
	several := slices.ContainsFunc(ts, func(t parser.Transaction) bool { return t.Amount.Currency != first.Amount.Currency })
	if several || len(ts) > 1 && dayOf(first.Time) == dayOf(last.Time) {
		return
	}
	f.currency = first.Amount.Currency
	f.closing = last.Balance
	if first.Balance.Valid {
		before := first.Balance.Decimal.Add(first.Amount.Value)
		if first.Direction == parser.In {
			before = first.Balance.Decimal.Sub(first.Amount.Value)
		}
		f.opening = decimal.NewNullDecimal(before)
	}
}

// bond compares two statements of one issuer.
func (f *fileRows) bond(g *fileRows) bond {
	if g.period.from < f.period.from {
		f, g = g, f
	}
	both := span{from: max(f.period.from, g.period.from), to: min(f.period.to, g.period.to)}
	months := !f.Month.IsZero() && !g.Month.IsZero() && !f.Month.Equal(g.Month) // whose days may overlap, and hold no row twice
	if both.from <= both.to && !months {
		if b := f.overlapping(g, both); b != unrelatedRows {
			return b
		}
	}
	if f.closing.Valid && g.opening.Valid && f.currency == g.currency && both.from > both.to {
		switch meet := f.closing.Decimal.Equal(g.opening.Decimal); {
		case meet && !f.closing.Decimal.IsZero():
			return balancesMeet
		case !meet && f.Declares && g.Declares && int(g.period.from-f.period.to) == gapDeclared:
			return contradicts
		}
	}
	if f.goesOn(g) {
		return sameContracts
	}
	return unrelatedRows
}

// overlapping compares the rows of the days that both cover. One day alone may
// be half of each: exported at noon, and from that day on.
func (f *fileRows) overlapping(g *fileRows, both span) bond {
	a, b := f.of(both), g.of(both)
	if len(a) > len(b) {
		a, b = b, a
	}
	type slot struct {
		on        day
		fen       int64
		currency  string
		direction parser.Direction
	}
	slotOf := func(r row) slot {
		return slot{dayOf(r.Time), fenOf(r.Amount.Value), r.Amount.Currency, r.Direction}
	}
	left := map[slot][]row{}
	for _, r := range b {
		left[slotOf(r)] = append(left[slotOf(r)], r)
	}
	shared := 0
	for _, r := range a {
		s := slotOf(r)
		if i := slices.IndexFunc(left[s], func(o row) bool { return sameRow(r, o) }); i >= 0 {
			left[s] = slices.Delete(left[s], i, i+1)
			shared++
		}
	}
	switch {
	case shared > 0 && 2*shared >= len(a):
		return sharesRows
	case both.from == both.to || f.Partial && g.Partial, len(b) == 0:
		return unrelatedRows
	case len(a) == 0 && (f.Partial || g.Partial):
		return unrelatedRows
	}
	return contradicts
}

// of are the rows of a run of days.
func (f *fileRows) of(s span) (out []row) {
	for _, r := range f.sorted {
		if on := dayOf(r.Time); s.from <= on && on <= s.to {
			out = append(out, r)
		}
	}
	return out
}

// goesOn tells whether what f's account is charged month by month is charged in
// g: one contract that says so, or two charges of other kinds.
func (f *fileRows) goesOn(g *fileRows) bool {
	n := 0
	for k, days := range f.series {
		next := g.series[k]
		if len(next) == 0 || !monthsApart(days[len(days)-1], next[0]) {
			continue
		}
		if f.certain[k] || g.certain[k] {
			return true
		}
		n++
	}
	return n >= 2
}

// monthsApart tells whether b is whole months after a, but for the days by which
// a charge may be late.
func monthsApart(a, b day) bool {
	if b-a < aMonth {
		return false
	}
	t := a.time()
	for k := 1; ; k++ {
		due := clamped(t.Year(), int(t.Month())+k, t.Day())
		if abs(int(b-due)) <= postingLag {
			return true
		}
		if due > b {
			return false
		}
	}
}
