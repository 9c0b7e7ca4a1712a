package exports

import (
	"hash/fnv"
	"time"

	"github.com/shopspring/decimal"

	"github.com/unrenew/unrenew/cmd/measure/household"
	"github.com/unrenew/unrenew/parser"
)

// books are a household's movements, indexed.
type books struct {
	*household.Household
	accounts map[string]household.Account
	byID     map[string]*household.Movement
	refunds  map[string][]*household.Movement // by the payment that they give back
	serial   map[string]int                   // place of a movement in the household, from 1
}

func newBooks(h *household.Household) *books {
	b := &books{h, map[string]household.Account{}, map[string]*household.Movement{}, map[string][]*household.Movement{}, map[string]int{}}
	for _, a := range h.Accounts {
		b.accounts[a.ID] = a
	}
	for i := range h.Movements {
		m := &h.Movements[i]
		b.byID[m.ID], b.serial[m.ID] = m, i+1
		if m.Refunds != "" {
			b.refunds[m.Refunds] = append(b.refunds[m.Refunds], m)
		}
	}
	return b
}

// made is the time of an export: the morning after its last day, unless the
// report is written before.
func (b *books) made(p household.Period) time.Time {
	morning := day(p.To).AddDate(0, 0, 1).Add(10 * time.Hour)
	if last := day(b.AsOf).Add(24*time.Hour - time.Minute); !b.AsOf.IsZero() && last.Before(morning) {
		return last
	}
	return morning
}

// original is the payment that m gives back; m itself if it is no refund of
// anything known.
func (b *books) original(m *household.Movement) *household.Movement {
	if p := b.byID[m.Refunds]; p != nil {
		return p
	}
	return m
}

// refunded is how much of m had come back at a time.
func (b *books) refunded(m *household.Movement, at time.Time) (sum decimal.Decimal) {
	for _, r := range b.refunds[m.ID] {
		if !r.Time.After(at) {
			sum = sum.Add(r.Amount)
		}
	}
	return sum
}

// digits is n decimal digits that follow from the household and a text.
func (b *books) digits(n int, text string) string {
	h := fnv.New64a()
	h.Write([]byte{byte(b.Seed), byte(b.Seed >> 8), byte(b.Seed >> 16), byte(b.Seed >> 24)})
	h.Write([]byte(text))
	v := h.Sum64()
	out := make([]byte, n)
	for i := range out {
		out[i] = '0' + byte(v%10)
		v /= 10
	}
	return string(out)
}

func day(t time.Time) time.Time {
	t = t.In(parser.China)
	return time.Date(t.Year(), t.Month(), t.Day(), 0, 0, 0, 0, parser.China)
}

// holds tells whether the period has the day of t.
func holds(p household.Period, t time.Time) bool {
	d := day(t)
	return !d.Before(day(p.From)) && !d.After(day(p.To))
}
