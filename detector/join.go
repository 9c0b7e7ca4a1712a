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
// payment. It is a one-to-one assignment: among payments of the same amount each
// wallet row gets at most one bank row, and the whole is as good as can be. The
// wallet's row comes first, since it has the item. They are in no order.
func join(ps []*payment) []*payment {
	type bucket struct {
		fen      int64
		currency string
	}
	type sides struct{ wallets, banks []*payment }
	byAmount := map[bucket]*sides{}
	var buckets []*sides
	for _, p := range ps {
		b := bucket{p.fen, p.currency()}
		s := byAmount[b]
		if s == nil {
			s = &sides{}
			byAmount[b] = s
			buckets = append(buckets, s)
		}
		if p.main().medium == parser.Wallet {
			s.wallets = append(s.wallets, p)
		} else {
			s.banks = append(s.banks, p)
		}
	}
	settle(ps)
	each(len(buckets), func(i int) {
		s := buckets[i]
		assign(s.wallets, s.banks, postingWindow(s.banks), equalCost, merge)
	})
	var out, split, rest []*payment
	for _, p := range ps {
		switch {
		case p.joined:
		case p.main().medium != parser.Wallet:
			rest = append(rest, p)
		default:
			out = append(out, p)
			if strings.Contains(p.main().Method, "&") && len(p.rows) == p.walletRows() {
				split = append(split, p)
			}
		}
	}
	assign(split, rest, postingWindow(rest), splitCost, merge)
	return append(out, slices.DeleteFunc(rest, func(p *payment) bool { return p.joined })...)
}

func (p *payment) walletRows() (n int) {
	for _, r := range p.rows {
		if r.medium == parser.Wallet {
			n++
		}
	}
	return n
}

// equalCost is joinCost for a payment that one card made alone.
func equalCost(w, b *payment) int {
	c := joinCost(w, b)
	if c >= 0 && !w.amount().Equal(b.amount()) { // they may differ by less than a hundredth
		return -1
	}
	return c
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
	bank.joined = true
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

// joinCost is how badly a wallet's and a bank's row of equal amount go
// together, or -1 if they cannot be one payment.
func joinCost(w, b *payment) int {
	lag := int(b.day - w.day)
	if lag < 0 || lag > postingLag {
		return -1
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

// settle reads the settlement of all payments, if both sides are there to be
// compared.
func settle(ps []*payment) {
	inWallet := func(p *payment) bool { return p.main().medium == parser.Wallet }
	if !slices.ContainsFunc(ps, inWallet) || !slices.ContainsFunc(ps, func(p *payment) bool { return !inWallet(p) }) {
		return
	}
	each(len(ps), func(i int) {
		if p := ps[i]; inWallet(p) {
			p.paid = paidWith(p.main())
		} else {
			p.paid = bookedAs(p.main())
		}
	})
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
