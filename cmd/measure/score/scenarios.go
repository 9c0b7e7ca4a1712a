package score

import (
	"maps"
	"slices"
)

// A Scenario is how the contracts of one situation fared.
type Scenario struct {
	Contracts int   `json:"contracts"`
	Open      int   `json:"open"` // on which honest answers differ; they are in no share
	Found     Ratio `json:"found"`
	Kind      Ratio `json:"kind"`
	Cycle     Ratio `json:"cycle"`
	Status    Ratio `json:"status"`
	Next      Ratio `json:"next"`
}

// Scenarios are all situations by their ID.
type Scenarios map[string]*Scenario

func (s Scenarios) add(v *Verdict) {
	for _, st := range v.Streams {
		x := s[st.Scenario]
		if x == nil {
			x = &Scenario{}
			s[st.Scenario] = x
		}
		x.Contracts++
		if !st.Judged() {
			x.Open++
			continue
		}
		f := st.Found
		x.Found.count(f != nil)
		if f == nil {
			continue
		}
		x.Kind.count(f.rightKind())
		x.Cycle.count(f.rightCycle())
		if st.Status != "" {
			x.Status.count(f.rightStatus())
		}
		if !st.Next.IsZero() {
			x.Next.count(f.rightNext())
		}
	}
}

func (s Scenarios) write(p *page) {
	p.title("Situations")
	p.row("", "contracts", "open", "found", "kind", "cycle", "status", "next ±2 d")
	for _, id := range slices.Sorted(maps.Keys(s)) {
		x := s[id]
		p.row(id, x.Contracts, x.Open, x.Found, x.Kind, x.Cycle, x.Status, x.Next)
	}
	p.end()
}
