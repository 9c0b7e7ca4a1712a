package detector

import (
	"cmp"
	"slices"
)

// assign pairs left with right one to one, as many pairs as possible and, among
// those, at the smallest total cost, and calls pair for each in the order of
// left. A negative cost forbids a pair; window limits which of right are asked at
// all. What no chain of possible pairs connects is assigned apart: years of fares
// at one price are many small questions and not a large one. A question that is
// large nevertheless is asked in pieces of atOnce.
func assign[T any](left, right []T, window func(a T) (from, to int), cost func(a, b T) int, pair func(a, b T)) {
	m := newMatching(len(left), len(right))
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
			m.edges = append(m.edges, edge{int32(j), int32(c)})
			if firstLeft[j] < 0 {
				firstLeft[j] = i
			} else {
				part.join(i, firstLeft[j])
			}
		}
		m.ends[i+1] = len(m.edges)
	}
	members := map[int][]int{}
	for i := range left {
		if len(m.of(i)) > 0 {
			members[part.of(i)] = append(members[part.of(i)], i)
		}
	}
	for _, lefts := range members { // parts do not touch, so their order decides nothing
		for len(lefts) > 0 {
			n := m.piece(lefts)
			m.grow(lefts[:n])
			lefts = lefts[n:]
		}
	}
	for i, j := range m.mateL {
		if j >= 0 {
			pair(left[i], right[j])
		}
	}
}

// atOnce is how many edges the lefts have that are assigned together: finding a
// place for one of them looks at all. More than that are connected only where
// payments of one amount come so thickly, several a day, that which row is whose
// is a guess anyway.
const atOnce = 2048

// piece is how many of the lefts, from the first, are assigned together.
func (m *matching) piece(lefts []int) int {
	edges := 0
	for n, i := range lefts {
		if edges += len(m.of(i)); n > 0 && edges > atOnce {
			return n
		}
	}
	return len(lefts)
}

// An edge is a possible partner and what the pair costs; 32 bits, for there may
// be a hundred for each row.
type edge struct{ to, cost int32 }

// A matching is a one-to-one assignment while it grows.
type matching struct {
	edges        []edge // of all lefts, one after the other
	ends         []int  // the edges of left i end at ends[i+1] and begin at ends[i]
	mateL, mateR []int  // partners; -1: none
	lefts        trail  // cheapest alternating paths of the search in hand
	rights       trail
}

func newMatching(lefts, rights int) *matching {
	m := &matching{ends: make([]int, lefts+1), mateL: make([]int, lefts), mateR: make([]int, rights), lefts: newTrail(lefts), rights: newTrail(rights)}
	for i := range m.mateL {
		m.mateL[i] = -1
	}
	for j := range m.mateR {
		m.mateR[j] = -1
	}
	return m
}

func (m *matching) of(left int) []edge { return m.edges[m.ends[left]:m.ends[left+1]] }

// grow matches the lefts of one piece with what is free: first pairs that cost
// nothing, then one left after the other along the cheapest alternating path from
// it, which keeps the matching the best one of the lefts so far.
func (m *matching) grow(lefts []int) {
	for _, i := range lefts {
		for _, e := range m.of(i) {
			if e.cost == 0 && m.mateL[i] < 0 && m.mateR[e.to] < 0 {
				m.mateL[i], m.mateR[e.to] = int(e.to), i
			}
		}
	}
	for _, i := range lefts {
		if m.mateL[i] < 0 {
			m.insert(i, lefts[0])
		}
	}
}

// insert finds a place for left i (Bellman-Ford): the cheapest path to a free
// right, or, where none can be reached, one that takes another left's place and
// makes the whole cheaper. Lefts before first keep their places.
func (m *matching) insert(i, first int) {
	m.lefts.clear()
	m.rights.clear()
	m.lefts.reach(i, 0, -1)
	for queue := []int{i}; len(queue) > 0; queue = queue[1:] {
		l := queue[0]
		for _, e := range m.of(l) {
			j := int(e.to)
			mate := m.mateR[j]
			if j == m.mateL[l] || mate >= 0 && mate < first || !m.rights.reach(j, m.lefts.cost[l]+int(e.cost), l) {
				continue
			}
			if mate >= 0 && m.lefts.reach(mate, m.rights.cost[j]-m.cost(mate, j), j) {
				queue = append(queue, mate)
			}
		}
	}
	end := -1 // the right at which the path ends
	for _, j := range m.rights.reached {
		if m.mateR[j] < 0 && (end < 0 || cmp.Or(cmp.Compare(m.rights.cost[j], m.rights.cost[end]), cmp.Compare(j, end)) < 0) {
			end = j
		}
	}
	if end < 0 { // somebody has to stay alone: whoever costs most
		worst := i
		for _, l := range m.lefts.reached {
			c := cmp.Compare(m.lefts.cost[l], m.lefts.cost[worst])
			if c < 0 || c == 0 && l < worst && worst != i {
				worst = l
			}
		}
		if worst == i {
			return
		}
		end, m.mateL[worst] = m.mateL[worst], -1
	}
	for j := end; ; {
		l := m.rights.from[j]
		next := m.mateL[l]
		m.mateL[l], m.mateR[j] = j, l
		if l == i {
			return
		}
		j = next
	}
}

func (m *matching) cost(left, right int) int {
	of := m.of(left)
	return int(of[slices.IndexFunc(of, func(e edge) bool { return int(e.to) == right })].cost)
}

// A trail is what one search reached, and how. Its slices are as long as the
// side and serve all searches: a map for each would cost more than the search.
type trail struct {
	reached []int
	cost    []int // of the cheapest path
	from    []int // the place before it on that path
	known   []bool
}

func newTrail(n int) trail {
	return trail{cost: make([]int, n), from: make([]int, n), known: make([]bool, n)}
}

// reach notes a path to i and tells whether it is the cheapest so far.
func (t *trail) reach(i, cost, from int) bool {
	switch {
	case !t.known[i]:
		t.known[i] = true
		t.reached = append(t.reached, i)
	case cost >= t.cost[i]:
		return false
	}
	t.cost[i], t.from[i] = cost, from
	return true
}

func (t *trail) clear() {
	for _, i := range t.reached {
		t.known[i] = false
	}
	t.reached = t.reached[:0]
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
