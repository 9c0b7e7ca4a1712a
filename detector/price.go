package detector

import (
	"slices"

	"github.com/shopspring/decimal"
)

// prices is the step function of a stream's prices.
type prices struct {
	current decimal.Decimal // what the next charge is expected to be
	varies  bool            // by nature: metered, or in a foreign currency
	steps   []priceStep
	first   decimal.Decimal // the trial or first-period price; zero if there was none
	firstN  int             // how many charges had it; 0: none
}

// A priceStep is a change of price at charges[at].
type priceStep struct {
	at       int
	from, to decimal.Decimal
	kind     string // event type: "price-up", "price-down", "discount", "trial-converted", "intro-ended"
	stayed   bool   // at least one more charge came at the new price
}

// trialShare: a first charge below this share of the price that follows is a
// trial, not a price increase.
var trialShare = decimal.RequireFromString("0.67")

// couponShare: a first charge above this share of the price that follows was
// cheaper by a coupon, as far as anybody knows.
var couponShare = decimal.RequireFromString("0.9")

// introShare is the same for an offer of two or three charges.
var introShare = decimal.RequireFromString("0.55")

// maxIntro is the most charges that an introductory offer lasts (three months
// at 12, then 25).
const maxIntro = 3

// analyse reads the prices of the charges in order. Refunded charges keep their
// price; extra charges are not among them.
func analyse(ps []*payment) prices {
	amounts := make([]decimal.Decimal, len(ps))
	for i, p := range ps {
		amounts[i] = p.amount()
	}
	return pricesOf(amounts)
}

func pricesOf(amounts []decimal.Decimal) (out prices) {
	n := len(amounts)
	out.current = amounts[n-1]
	list := couponed(amounts)
	if at := jump(amounts); at > 0 && (list.IsPositive() || varies(amounts)) {
		before, after := level(amounts[:at]), level(amounts[at:])
		out.current, out.varies = after.current, before.varies || after.varies
		out.steps = append(before.steps, out.change(regime{before.current, 0, at}, regime{after.current, at, n - at}))
		for _, s := range after.steps {
			s.at += at
			out.steps = append(out.steps, s)
		}
		return out
	}
	switch {
	case list.IsPositive():
		out.current = list
		out.steps = discounts(amounts, []regime{{price: list, n: n}})
		return out
	case n >= 3 && varies(amounts):
		out.varies = true
		tail := amounts[max(0, n-5):]
		out.current = median(tail)
		return out
	}
	levels := regimes(amounts)
	for i := 1; i < len(levels); i++ {
		out.steps = append(out.steps, out.change(levels[i-1], levels[i]))
	}
	out.current = levels[len(levels)-1].price
	// Last lower charges, each at another price, may be coupons: nobody knows
	// yet. The price before them is the better guess of the next one.
	k := len(levels) - 1
	for k > 0 && levels[k].n == 1 && len(levels)-k < maxDiscounts {
		k--
	}
	if coupons := levels[k+1:]; levels[k].n >= 2 && len(coupons) > 0 && !slices.ContainsFunc(coupons, func(r regime) bool { return !r.price.LessThan(levels[k].price) }) {
		out.current = levels[k].price
		for i := range coupons {
			s := &out.steps[k+i]
			s.kind, s.from = "discount", levels[k].price
		}
	}
	out.steps = append(out.steps, discounts(amounts, levels)...)
	slices.SortStableFunc(out.steps, func(a, b priceStep) int { return a.at - b.at })
	return out
}

// A regime is a run of charges at one price; single cheaper charges inside it
// are discounts and do not end it.
type regime struct {
	price    decimal.Decimal
	start, n int // n counts the charges at the price itself
}

// change is the step from one run of charges to the next.
func (p *prices) change(a, b regime) priceStep {
	s := priceStep{at: b.start, from: a.price, to: b.price, stayed: b.n >= 2}
	first := a.start == 0
	switch up := b.price.GreaterThan(a.price); {
	case up && first && a.n == 1 && a.price.LessThan(b.price.Mul(trialShare)):
		s.kind, p.first, p.firstN = "trial-converted", a.price, 1
	case up && first && a.n <= maxIntro && a.price.LessThanOrEqual(b.price.Mul(introShare)) && b.n >= 2:
		s.kind, p.first, p.firstN = "intro-ended", a.price, a.n
	case up && first && a.n == 1 && b.n >= 2 && a.price.GreaterThan(b.price.Mul(couponShare)):
		s.kind, s.from, s.to, s.at = "discount", b.price, a.price, a.start
	case up:
		s.kind = "price-up"
	default:
		s.kind = "price-down"
	}
	return s
}

// level reads the charges on one side of a jump: one list price, made cheaper
// by coupons, or what an exchange rate makes of one price.
func level(a []decimal.Decimal) prices {
	if usual, _, _ := shape(a); 2*usual > len(a) || couponed(a).IsPositive() {
		return pricesOf(a)
	}
	return prices{current: median(a[max(0, len(a)-5):]), varies: true}
}

// jump finds where a price that is never quite the same, by an exchange rate or
// by coupons, was changed once all the same: everything before lies close
// together, everything after as well, and there is room between. It is 0 if
// there is no such place.
func jump(a []decimal.Decimal) int {
	together := func(a []decimal.Decimal) (low, high decimal.Decimal, ok bool) {
		low, high = slices.MinFunc(a, decimal.Decimal.Cmp), slices.MaxFunc(a, decimal.Decimal.Cmp)
		return low, high, high.LessThanOrEqual(low.Mul(decimal.RequireFromString("1.08")))
	}
	for at := 1; at <= len(a)-2; at++ {
		if at == 2 {
			continue // two are no level yet
		}
		low, high, ok := together(a[:at])
		low2, high2, ok2 := together(a[at:])
		room := decimal.RequireFromString("1.08")
		if at == 1 && (len(a) < 4 || low.GreaterThan(low2.Mul(trialShare))) {
			continue
		}
		if ok && ok2 && (low2.GreaterThan(high.Mul(room)) || low.GreaterThan(high2.Mul(room))) {
			return at
		}
	}
	return 0
}

func regimes(a []decimal.Decimal) []regime {
	out := []regime{{a[0], 0, 1}}
	for i := 1; i < len(a); i++ {
		r := &out[len(out)-1]
		switch {
		case sameCoin(a[i], r.price):
			r.n++
		case a[i].LessThan(r.price) && returns(a, i, r.price):
			// cheaper for once (or twice), then the old price again
		default:
			out = append(out, regime{a[i], i, 1})
		}
	}
	return out
}

// maxDiscounts is how many cheaper charges in a row may be an offer or coupons,
// if they are all the same and if they are not; more are a new price.
const maxDiscounts, maxCoupons = 3, 6

// returns tells whether the price comes back after the cheaper charges at i and
// behind it.
func returns(a []decimal.Decimal, i int, price decimal.Decimal) bool {
	most := maxDiscounts
	for j := i + 1; j < len(a) && j <= i+most; j++ {
		if sameCoin(a[j], price) {
			return true
		}
		if !sameCoin(a[j], a[i]) {
			most = maxCoupons
		}
		if a[j].GreaterThan(price) {
			return false
		}
	}
	return false
}

func discounts(a []decimal.Decimal, levels []regime) (out []priceStep) {
	for k, r := range levels {
		end := len(a)
		if k+1 < len(levels) {
			end = levels[k+1].start
		}
		for i := r.start; i < end; i++ {
			if !sameCoin(a[i], r.price) {
				out = append(out, priceStep{at: i, from: r.price, to: a[i], kind: "discount", stayed: false})
			}
		}
	}
	return out
}

// sameCoin: tax and rounding move a price by up to ten fen (scenario A24).
func sameCoin(a, b decimal.Decimal) bool {
	d := a.Sub(b).Abs()
	return d.LessThanOrEqual(decimal.RequireFromString("0.10")) && d.LessThanOrEqual(decimal.Max(a, b).Mul(decimal.RequireFromString("0.02")))
}

// shape counts how a series of prices repeats itself, to the fen.
func shape(a []decimal.Decimal) (usual, inRow, turns int) {
	before := 0
	for i := range a {
		n := 0
		for j := range a {
			if a[i].Equal(a[j]) {
				n++
			}
		}
		usual = max(usual, n)
		if i == 0 {
			continue
		}
		switch dir := a[i].Cmp(a[i-1]); {
		case dir == 0:
			inRow++
		case dir == -before:
			turns++
			before = dir
		default:
			before = dir
		}
	}
	return usual, inRow, turns
}

// couponed is the list price of charges that a coupon of the pay app makes a
// little cheaper nearly every time: the dearest of them, which comes again and
// again, while the others go up and down below it. It is zero for other series.
func couponed(a []decimal.Decimal) decimal.Decimal {
	n := len(a)
	usual, inRow, turns := shape(a)
	if n < 5 || 2*usual > n || 2*inRow > n || turns < 3 {
		return decimal.Zero
	}
	top, at := a[0], 0
	for _, v := range a {
		top = decimal.Max(top, v)
	}
	for _, v := range a {
		if v.Equal(top) {
			at++
		}
		if v.LessThan(top.Mul(trialShare)) {
			return decimal.Zero
		}
	}
	if at < max(2, n/5) {
		return decimal.Zero
	}
	return top
}

// varies tells a price that differs by nature, metered or in a foreign currency,
// from one that was changed: to the fen no price is the usual one, and hardly
// two charges in a row are alike.
func varies(a []decimal.Decimal) bool {
	n := len(a)
	usual, inRow, turns := shape(a)
	if n == 3 {
		return usual == 1 && wiggle(a[0], a[1]) && wiggle(a[1], a[2]) && !sameCoin(a[0], a[1])
	}
	if n > 2 && turns == 0 && n < 6 { // steps up or down
		return false
	}
	return n > 3 && 5*usual < 2*n && 3*inRow < n-1 && !alike(a)
}

// alike tells whether all prices are one, but for tax and rounding.
func alike(a []decimal.Decimal) bool {
	for _, v := range a {
		if !sameCoin(v, a[0]) {
			return false
		}
	}
	return true
}

func median(a []decimal.Decimal) decimal.Decimal {
	b := slices.Clone(a)
	slices.SortFunc(b, decimal.Decimal.Cmp)
	return b[len(b)/2]
}
