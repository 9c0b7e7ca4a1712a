package detector

import (
	"iter"
	"math"
	"regexp"
	"slices"
	"sort"
	"strings"

	"github.com/shopspring/decimal"

	"github.com/unrenew/unrenew/detector/catalog"
)

// refundMark takes the words of a refund off a text, so that what is left can
// be compared with the payment's.
var refundMark = regexp.MustCompile(`^(退款|退货|消费退货|快捷退款|网上快捷退款)[-—－:：]?|[-—－]退款$`)

// tieRefunds adds every refund to the payment it belongs to, once: the mark on
// the payment and the row of its own are the same money.
func (l *ledger) tieRefunds(spends, refunds []*payment) {
	if len(refunds) == 0 {
		return
	}
	ties := newTies(spends, refunds)
	for _, r := range refunds {
		p := ties.find(r)
		if p == nil {
			l.loose = append(l.loose, r.main().Transaction)
			continue
		}
		ties.back[p] = ties.back[p].Add(r.amount())
		p.refundDay = later(p.refundDay, r.day)
	}
	for p, sum := range ties.back {
		p.refunded = decimal.Max(p.refunded, sum)
	}
}

// ties find the payment of a refund: by the number of its order, or, where that
// is not printed, by payee and amount or item.
type ties struct {
	spends []*payment
	names  refundNames
	back   map[*payment]decimal.Decimal // what refunds have given back so far
	orders map[orderKey][]*payment      // that a refund names
	payees map[accountKey]*payees       // made for the first refund without an order
}

type orderKey struct {
	account accountKey
	number  string
}

func newTies(spends, refunds []*payment) *ties {
	t := &ties{spends: spends, names: refundNames{}, back: map[*payment]decimal.Decimal{}, orders: map[orderKey][]*payment{}}
	for _, r := range refunds {
		for n := range orderNumbers(r) {
			t.orders[orderKey{r.main().account, n}] = nil
		}
	}
	for _, p := range spends {
		for n := range orderNumbers(p) {
			k := orderKey{p.main().account, n}
			if ps, asked := t.orders[k]; asked {
				t.orders[k] = append(ps, p)
			}
		}
	}
	return t
}

// orderNumbers are those that a payment and its refund may have in common.
func orderNumbers(p *payment) iter.Seq[string] {
	return func(yield func(string) bool) {
		r := p.main()
		id, _, _ := strings.Cut(r.OrderID, "_")
		for _, n := range [...]string{id, r.MerchantOrderID} {
			if len(n) >= 8 && !yield(n) {
				return
			}
		}
	}
}

// A choice is the best payment for a refund so far.
type choice struct {
	p     *payment
	score int
}

// find returns the payment that a refund belongs to, or nil.
func (t *ties) find(r *payment) *payment {
	var best choice
	for n := range orderNumbers(r) {
		t.choose(&best, r, t.orders[orderKey{r.main().account, n}], mostByOrder, math.MaxInt)
	}
	if best.score > mostByMark {
		return best.p
	}
	if t.payees == nil {
		t.payees = t.names.payees(t.spends)
	}
	for _, payee := range t.payees[r.main().account].of(t.names.of(r.main().Counterparty), t.names.of(r.main().Type)) {
		index := payee.indexed(t.names)
		for _, k := range t.names.keys(r) {
			t.choose(&best, r, index.marked[k], mostByMark, refundWindow)
			most := mostByAmount
			if k.item != "" {
				most = mostByItem // with its amount it is found by that
			}
			t.choose(&best, r, index.plain[k], most, refundWindow)
		}
	}
	return best.p
}

// choose looks for a better payment among ps, the latest first: it wins among
// equals. None of them scores more than most, nor lies more than window days back.
func (t *ties) choose(best *choice, r *payment, ps []*payment, most, window int) {
	last := sort.Search(len(ps), func(i int) bool { return ps[i].day > r.day })
	for i := last - 1; i >= 0 && int(r.day-ps[i].day) <= window; i-- {
		p := ps[i]
		s := t.names.score(p, r)
		if s == 0 || p.currency() != r.currency() || r.amount().GreaterThan(p.amount().Sub(t.back[p])) {
			continue
		}
		if s > best.score || s == best.score && comparePayments(p, best.p) > 0 {
			*best = choice{p, s}
		}
		if s >= most {
			return
		}
	}
}

// payees are whom one account paid.
type payees struct {
	byName map[string]*payee
	names  []string // sorted
	all    *payee
}

// A payee is whoever goes by one name, with what was paid to it.
type payee struct {
	payments []*payment
	index    *payeeIndex // made when it is asked for
}

type payeeIndex struct{ marked, plain map[refundKey][]*payment } // with and without a mark that money came back

// A refundKey is something that a payment and its refund have in common besides
// the payee: an amount, or else the item.
type refundKey struct {
	fen  int64
	item string
}

func (m refundNames) payees(spends []*payment) map[accountKey]*payees {
	out := map[accountKey]*payees{}
	for _, p := range spends {
		ps := out[p.main().account]
		if ps == nil {
			ps = &payees{byName: map[string]*payee{}, all: &payee{}}
			out[p.main().account] = ps
		}
		name := m.of(p.main().Counterparty)
		if ps.byName[name] == nil {
			ps.byName[name] = &payee{}
			ps.names = append(ps.names, name)
		}
		for _, y := range []*payee{ps.byName[name], ps.all} {
			y.payments = append(y.payments, p)
		}
	}
	for _, ps := range out {
		slices.Sort(ps.names)
	}
	return out
}

// of returns the payees that a refund may come from: whose name begins with the
// refund's, or the refund's with theirs, for either may be cut; those who are
// nameless, since then the items are compared; and those whose name begins with
// the type of the refund's row. A refund that names nobody may come from all.
func (ps *payees) of(name, typ string) (out []*payee) {
	if ps == nil {
		return nil
	}
	if name == "" {
		return []*payee{ps.all}
	}
	for i := range name {
		if y := ps.byName[name[:i]]; y != nil {
			out = append(out, y)
		}
	}
	for _, start := range []string{name, typ} {
		i, _ := slices.BinarySearch(ps.names, start)
		for ; start != "" && i < len(ps.names) && strings.HasPrefix(ps.names[i], start); i++ {
			out = append(out, ps.byName[ps.names[i]])
		}
	}
	return out
}

func (y *payee) indexed(names refundNames) *payeeIndex {
	if y.index != nil {
		return y.index
	}
	y.index = &payeeIndex{map[refundKey][]*payment{}, map[refundKey][]*payment{}}
	for _, p := range y.payments {
		in := y.index.plain
		if p.refunded.IsPositive() {
			in = y.index.marked
		}
		for _, k := range names.keys(p) {
			in[k] = append(in[k], p)
		}
	}
	return y.index
}

func (m refundNames) keys(p *payment) []refundKey {
	r := p.main()
	keys := []refundKey{{fen: p.fen}}
	if p.refunded.IsPositive() {
		keys = append(keys, refundKey{fen: fenOf(p.refunded)})
	}
	if name := m.of(r.Description); name != "" {
		keys = append(keys, refundKey{item: name})
	} else if name := m.of(r.Counterparty); name != "" { // a bank's row names no item
		keys = append(keys, refundKey{item: name})
	}
	return keys
}

// refundWindow is how long after a payment a refund row may come that is tied
// to it by nothing but the payee and the amount.
const refundWindow = 180 // days

// What score gives at most to a payment that is found by one thing or another.
const (
	mostByOrder  = 9
	mostByMark   = 5
	mostByAmount = 2
	mostByItem   = 1
)

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
