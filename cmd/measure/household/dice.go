package household

import (
	"hash/fnv"
	"math/rand/v2"

	"github.com/shopspring/decimal"
)

// dice are the source of all chance. Each concern throws its own, so that a
// change to one leaves the others as they were.
type dice struct{ *rand.Rand }

func newDice(seed uint64, concern string) dice {
	h := fnv.New64a()
	h.Write([]byte(concern))
	return dice{rand.New(rand.NewPCG(seed, h.Sum64()))}
}

// chance is true in so many of a hundred throws.
func (d dice) chance(percent int) bool { return d.IntN(100) < percent }

// between includes both ends; lo if there is nothing between.
func (d dice) between(lo, hi int) int {
	if hi <= lo {
		return lo
	}
	return lo + d.IntN(hi-lo+1)
}

func pick[T any](d dice, list []T) T { return list[d.IntN(len(list))] }

// fen is money in the smallest unit, in which the generator reckons.
type fen int64

func yuan(n int) fen { return fen(n) * 100 }

func (f fen) decimal() decimal.Decimal { return decimal.New(int64(f), -2) }

// percent of f, to the next fen below.
func (f fen) percent(n int) fen { return f * fen(n) / 100 }
