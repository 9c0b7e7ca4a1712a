package household

import (
	"cmp"
	"slices"
	"time"
)

// world is a household while it is being invented.
type world struct {
	h           *Household
	from        time.Time       // first day of its history
	used        map[string]bool // services and merchants that have their contract
	mandates    []*mandate
	foreign     string // a bank whose statements nobody exports
	foreignTail string
	moved       int // movements so far, for their IDs
}

// New invents the household of a seed. Half of them meet merchants under their
// Latin names.
func New(seed uint64) *Household { return NewScript(seed, newDice(seed, "script").chance(50)) }

// Many invents households of seeds that follow one another.
func Many(seed uint64, n int) []*Household {
	out := make([]*Household, n)
	for i := range out {
		out[i] = New(seed + uint64(i))
	}
	return out
}

// NewScript invents the household of a seed with the merchants that have two
// names under the one or the other. Times, amounts, structure and truth are the
// same in both, so that what a reader loses by the script can be measured.
func NewScript(seed uint64, latin bool) *Household {
	d := newDice(seed, "time")
	asOf := date(2025, 6+time.Month(d.IntN(18)), d.between(4, 26)) // not where months are cut short
	w := &world{
		h:    &Household{Seed: seed, Latin: latin, AsOf: asOf},
		from: clamped(asOf, -pick(d, []int{9, 10, 12, 12, 13, 14, 15, 16, 18, 18, 20, 22, 24, 24, 26, 28, 30}), 1),
		used: map[string]bool{},
	}
	w.open()
	w.subscribe()
	for _, m := range w.mandates {
		w.charge(m)
	}
	for _, m := range w.mandates {
		w.judge(m)
	}
	for _, m := range w.mandates {
		w.warn(m)
	}
	w.live()
	slices.SortStableFunc(w.h.Movements, func(a, b Movement) int { return a.Time.Compare(b.Time) })
	slices.SortStableFunc(w.h.Cancellations, func(a, b Cancellation) int { return a.On.Compare(b.On) })
	slices.SortStableFunc(w.h.Contracts, func(a, b Contract) int { return cmp.Compare(a.ID, b.ID) })
	return w.h
}

// subscribe draws the family's contracts: memberships that run, memberships
// that were cancelled, and contracts of other kinds.
func (w *world) subscribe() {
	d := newDice(w.h.Seed, "contracts")
	w.draw(d, bills, d.between(1, 4))
	w.draw(d, memberships, d.between(3, 8))
	w.draw(d, cancellations, d.between(1, 5))
}

// A situation is one that a reader of statements has to get right.
type situation struct {
	id     string // of the list of situations
	weight int
	build  func(w *world, d dice, id string) bool // false, and nothing done, if this family cannot be in it
}

// draw puts the family into n situations, each at most once. What a situation
// draws does not depend on the ones before it, but for who is still free.
func (w *world) draw(d dice, from []situation, n int) {
	left := slices.Clone(from)
	for n > 0 && len(left) > 0 {
		total := 0
		for _, s := range left {
			total += s.weight
		}
		at := d.IntN(total)
		i := slices.IndexFunc(left, func(s situation) bool { at -= s.weight; return at < 0 })
		if left[i].build(w, newDice(w.h.Seed, left[i].id), left[i].id) {
			n--
		}
		left = slices.Delete(left, i, i+1)
	}
}

// say writes a text in the household's script.
func (w *world) say(t text) string { return t.in(w.h.Latin) }

// add records a movement, unless it lies outside the history.
func (w *world) add(m Movement) *Movement {
	if m.Time.Before(w.from) || !m.Time.Before(w.h.AsOf) {
		return nil
	}
	w.moved++
	m.ID = "m" + number(w.moved)
	if m.Currency == "" {
		m.Currency = "CNY"
	}
	w.h.Movements = append(w.h.Movements, m)
	return &w.h.Movements[len(w.h.Movements)-1]
}

// by fills in how a movement was paid.
func (m Movement) by(p way) Movement {
	m.Account, m.Card, m.Method = p.account, p.card, p.method
	return m
}
