package detector

import (
	"slices"
	"sort"
	"strings"

	"github.com/unrenew/unrenew/detector/catalog"
	"github.com/unrenew/unrenew/parser"
)

// postingLag is how many days after the wallet's row the bank's row of the same
// payment may be dated: card settlements over a weekend (banks.md section 1.9
// of the format notes: 0 to 3 days).
const postingLag = 3

// join makes one payment of the wallet's row and the bank's row of the same
// payment. It is a one-to-one assignment: among same-day payments of the same
// amount each wallet row gets at most one bank row, and the whole is as good as
// can be. The wallet's row comes first, since it has the item.
func join(ps []*payment) []*payment {
	type bucket struct{ amount, currency string }
	wallets, banks := map[bucket][]*payment{}, map[bucket][]*payment{}
	var out []*payment
	var order []bucket
	for _, p := range ps {
		b := bucket{p.amount().String(), p.currency()}
		if p.main().medium == parser.Wallet {
			if len(wallets[b]) == 0 {
				order = append(order, b)
			}
			wallets[b] = append(wallets[b], p)
			out = append(out, p)
		} else {
			banks[b] = append(banks[b], p)
		}
	}
	joined := map[*payment]bool{}
	for _, b := range order {
		for w, bank := range assign(wallets[b], banks[b], postingWindow(banks[b]), joinCost) {
			joined[bank] = true
			merge(w, bank)
		}
	}
	var rest []*payment
	for _, p := range ps {
		if p.main().medium != parser.Wallet && !joined[p] {
			rest = append(rest, p)
		}
	}
	var split []*payment
	for _, w := range out {
		if len(w.rows) == w.walletRows() && strings.Contains(w.main().Method, "&") {
			split = append(split, w)
		}
	}
	for w, bank := range assign(split, rest, postingWindow(rest), splitCost) {
		joined[bank] = true
		merge(w, bank)
	}
	return append(out, slices.DeleteFunc(rest, func(p *payment) bool { return joined[p] })...)
}

func (p *payment) walletRows() (n int) {
	for _, r := range p.rows {
		if r.medium == parser.Wallet {
			n++
		}
	}
	return n
}

// splitCost is joinCost for a payment that a card and a red packet or coupon
// made together (某银行(1234)&红包): the bank has the card's part only, so the
// payee must be the same.
func splitCost(w, b *payment) int {
	if b.fen >= w.fen || w.currency() != b.currency() {
		return -1
	}
	if c := joinCost(w, b); c >= 0 && c%10 == 0 {
		return c
	}
	return -1
}

func merge(w, bank *payment) {
	w.rows = append(w.rows, bank.rows...)
	if bank.refunded.GreaterThan(w.refunded) {
		w.refunded = bank.refunded
	}
	w.refundDay = later(w.refundDay, bank.refundDay)
}

// postingWindow says which of the bank's rows, sorted by day, lie within the
// posting lag of a wallet's row.
func postingWindow(banks []*payment) func(w *payment) (from, to int) {
	return func(w *payment) (int, int) {
		first := func(on day) int {
			return sort.Search(len(banks), func(j int) bool { return banks[j].day >= on })
		}
		return first(w.day), first(w.day + postingLag + 1)
	}
}

// assign pairs left with right one to one, as many pairs as possible and, among
// those, at the smallest total cost. A negative cost forbids a pair; window
// limits which of right are asked at all. What no chain of possible pairs
// connects is assigned apart: years of fares at one price are many small
// questions and not a large one.
func assign[T comparable](left, right []T, window func(a T) (from, to int), cost func(a, b T) int) map[T]T {
	edges := make([][]edge, len(left))
	firstLeft := make([]int, len(right)) // a left that reaches it, to connect the others with
	for j := range firstLeft {
		firstLeft[j] = -1
	}
	part := newParts(len(left))
	for i, a := range left {
		from, to := window(a)
		for j := from; j < to; j++ {
			c := cost(a, right[j])
			if c < 0 {
				continue
			}
			edges[i] = append(edges[i], edge{j, c})
			if firstLeft[j] < 0 {
				firstLeft[j] = i
			} else {
				part.join(i, firstLeft[j])
			}
		}
	}
	members := map[int][]int{}
	for i := range left {
		if len(edges[i]) > 0 {
			members[part.of(i)] = append(members[part.of(i)], i)
		}
	}
	m := matching{edges: edges, mateL: make([]int, len(left)), mateR: make([]int, len(right))}
	for i := range m.mateL {
		m.mateL[i] = -1
	}
	for j := range m.mateR {
		m.mateR[j] = -1
	}
	for _, ls := range members { // parts do not touch, so their order decides nothing
		m.grow(ls)
	}
	pairs := map[T]T{}
	for i, j := range m.mateL {
		if j >= 0 {
			pairs[left[i]] = right[j]
		}
	}
	return pairs
}

// An edge is a possible partner and what the pair costs.
type edge struct{ to, cost int }

// A matching is a one-to-one assignment while it grows.
type matching struct {
	edges        [][]edge // of each left
	mateL, mateR []int    // partners; -1: none
}

// grow matches the lefts of one part: first pairs that cost nothing, then one
// left after the other along the cheapest alternating path from it, which keeps
// the matching the best one of the lefts so far.
func (m *matching) grow(lefts []int) {
	for _, i := range lefts {
		for _, e := range m.edges[i] {
			if e.cost == 0 && m.mateL[i] < 0 && m.mateR[e.to] < 0 {
				m.mateL[i], m.mateR[e.to] = e.to, i
			}
		}
	}
	for _, i := range lefts {
		if m.mateL[i] < 0 {
			m.insert(i)
		}
	}
}

// insert finds a place for left i (Bellman-Ford): the cheapest path to a free
// right, or, where none can be reached, one that takes another left's place and
// makes the whole cheaper.
func (m *matching) insert(i int) {
	type reached struct{ cost, from int }
	rights := map[int]reached{} // cheapest alternating path to a right, and the left before it
	lefts := map[int]int{i: 0}  // the same, to a left
	for queue := []int{i}; len(queue) > 0; queue = queue[1:] {
		l := queue[0]
		for _, e := range m.edges[l] {
			c := lefts[l] + e.cost
			if r, ok := rights[e.to]; e.to == m.mateL[l] || ok && c >= r.cost {
				continue
			}
			rights[e.to] = reached{c, l}
			mate := m.mateR[e.to]
			if mate < 0 {
				continue
			}
			c -= m.cost(mate, e.to)
			if old, ok := lefts[mate]; !ok || c < old {
				lefts[mate] = c
				queue = append(queue, mate)
			}
		}
	}
	end := -1 // the right at which the path ends
	for j, r := range rights {
		if m.mateR[j] < 0 && (end < 0 || r.cost < rights[end].cost || r.cost == rights[end].cost && j < end) {
			end = j
		}
	}
	if end < 0 { // somebody has to stay alone: whoever costs most
		worst := i
		for l, c := range lefts {
			if c < lefts[worst] || c == lefts[worst] && l < worst && worst != i {
				worst = l
			}
		}
		if worst == i {
			return
		}
		end, m.mateL[worst] = m.mateL[worst], -1
	}
	for j := end; ; {
		l := rights[j].from
		next := m.mateL[l]
		m.mateL[l], m.mateR[j] = j, l
		if l == i {
			return
		}
		j = next
	}
}

func (m *matching) cost(left, right int) int {
	for _, e := range m.edges[left] {
		if e.to == right {
			return e.cost
		}
	}
	return 0
}

// parts are sets that are joined again and again (union-find).
type parts []int

func newParts(n int) parts {
	p := make(parts, n)
	for i := range p {
		p[i] = i
	}
	return p
}

func (p parts) of(i int) int {
	for p[i] != i {
		p[i] = p[p[i]]
		i = p[i]
	}
	return i
}

func (p parts) join(i, j int) { p[p.of(i)] = p.of(j) }

// joinCost is how badly a wallet's and a bank's row of equal amount go
// together, or -1 if they cannot be one payment.
func joinCost(w, b *payment) int {
	lag := int(b.day - w.day)
	if lag < 0 || lag > postingLag {
		return -1
	}
	if w.paid == nil {
		w.paid = paidWith(w.main())
	}
	if b.paid == nil {
		b.paid = bookedAs(b.main())
	}
	method, tail, channel := w.main().Method, w.paid.tail, b.paid.channel
	switch bank := b.main(); {
	case w.paid.balance:
		return -1 // paid from a balance, or on the wallet's own credit
	case w.paid.issuer != "" && w.paid.issuer != bank.account.issuer:
		return -1
	case tail != "" && bank.Card != "" && tail != bank.Card:
		return -1
	case channel != "" && channel != w.main().account.issuer:
		return -1
	}
	cost := 10 * lag
	x, y := w.paid.name, b.paid.name
	if x != "" && y != "" && (strings.HasPrefix(x, y) || strings.HasPrefix(y, x)) {
		return cost
	}
	switch {
	case channel == "":
		return -1 // the bank names neither the wallet nor the payee
	case method == "" && y != "":
		return cost + 8 // older exports do not say what paid
	}
	return cost + 5 // the bank knows the payee by another name, or not at all
}

// A settlement is what a row says of how a payment was settled, read once for
// all the rows that it is compared with.
type settlement struct {
	name string // of the payee, folded

	// Of a wallet's row: the card that paid.
	issuer, tail string
	balance      bool // no card did

	channel string // of a bank's row: the wallet that it names
}

func paidWith(r row) *settlement {
	s := &settlement{name: catalog.Fold(r.Counterparty)}
	s.issuer, s.tail = cardOf(r.Method)
	s.balance = s.issuer == "" && r.Method != "" && !strings.Contains(r.Method, "银行") && !strings.Contains(r.Method, "信用卡")
	return s
}

func bookedAs(r row) *settlement {
	name, channel := bankName(r)
	return &settlement{name: catalog.Fold(name), channel: channel}
}

// bankName splits the merchant descriptor of a bank row into payee and pay
// channel. A text that names both wins; else one of the row's two texts may be
// the channel (银联快捷支付) and the other one the payee.
func bankName(r row) (name, channel string) {
	for _, s := range []string{r.Counterparty, r.Description} {
		n, ch := catalog.StripPSP(s)
		if n != "" && ch != "" {
			return n, ch
		}
		if channel == "" {
			channel = ch
		}
		if name == "" {
			name = n
		}
	}
	return name, channel
}
