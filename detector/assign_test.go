package detector

import (
	"math/rand/v2"
	"slices"
	"testing"
)

// TestAssign compares the assignment with trying all of them.
func TestAssign(t *testing.T) {
	r := rand.New(rand.NewPCG(7, 8))
	for round := range 400 {
		left, right := numbers(r.IntN(6)), numbers(r.IntN(6))
		costs := map[[2]int]int{}
		for _, a := range left {
			for _, b := range right {
				costs[[2]int{a, b}] = r.IntN(12) - 4 // a third of the pairs is forbidden
			}
		}
		cost := func(a, b int) int { return costs[[2]int{a, b}] }
		sum, used := 0, map[int]bool{}
		assign(left, right, func(int) (int, int) { return 0, len(right) }, cost, func(a, b int) {
			if cost(a, b) < 0 || used[b] {
				t.Fatalf("round %d: pair %d-%d is forbidden or used twice", round, a, b)
			}
			used[b] = true
			sum += cost(a, b)
		})
		n, best := exhaustive(left, right, cost)
		if len(used) != n || sum != best {
			t.Fatalf("round %d: %d pairs at cost %d, want %d at %d", round, len(used), sum, n, best)
		}
	}
}

// TestAssignInPieces has one part that is too large to be assigned at once: eight
// lefts a day, each with a right of its own up to two days later. Nobody may go
// without a partner for it.
func TestAssignInPieces(t *testing.T) {
	const days, perDay = 400, 8
	r := rand.New(rand.NewPCG(9, 10))
	var left, right []int // days
	for on := range days {
		for range perDay {
			left, right = append(left, on), append(right, on+r.IntN(3))
		}
	}
	slices.Sort(right)
	window := func(on int) (int, int) {
		from, _ := slices.BinarySearch(right, on)
		to, _ := slices.BinarySearch(right, on+postingLag+1)
		return from, to
	}
	n := 0
	assign(left, right, window, func(a, b int) int { return 10 * (b - a) }, func(a, b int) {
		if b < a || b > a+postingLag {
			t.Errorf("day %d is paired with day %d", a, b)
		}
		n++
	})
	if n != len(left) {
		t.Errorf("%d of %d have a partner", n, len(left))
	}
}

func numbers(n int) []int {
	out := make([]int, n)
	for i := range out {
		out[i] = i
	}
	return out
}

// exhaustive returns the most pairs that can be made and their least total cost.
func exhaustive(left, right []int, cost func(a, b int) int) (pairs, sum int) {
	if len(left) == 0 {
		return 0, 0
	}
	pairs, sum = exhaustive(left[1:], right, cost)
	for i, b := range right {
		c := cost(left[0], b)
		if c < 0 {
			continue
		}
		rest := append(append([]int{}, right[:i]...), right[i+1:]...)
		n, s := exhaustive(left[1:], rest, cost)
		if n+1 > pairs || n+1 == pairs && s+c < sum {
			pairs, sum = n+1, s+c
		}
	}
	return pairs, sum
}
