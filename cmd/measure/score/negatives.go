package score

import (
	"maps"
	"slices"

	"github.com/unrenew/unrenew/cmd/measure/household"
	"github.com/unrenew/unrenew/detector/catalog"
)

// Negatives says for each kind of everyday payments in how many households that
// had any they were taken for a membership.
type Negatives map[string]*Ratio

func (n Negatives) add(v *Verdict) {
	taken := map[string]bool{}
	for _, f := range v.Findings {
		if f.Maybe || f.Kind != catalog.Membership || !f.Wrong() {
			continue
		}
		for _, id := range f.Movements {
			taken[negative(v.movements[id])] = true // by "" for movements of a contract
		}
	}
	had := map[string]bool{}
	for _, m := range v.House.Movements {
		if g := negative(&m); g != "" && len(v.Shown[m.ID]) > 0 {
			had[g] = true
		}
	}
	for g := range had {
		if n[g] == nil {
			n[g] = &Ratio{}
		}
		n[g].count(taken[g])
	}
}

// negative is the group of a movement that must never become a membership.
func negative(m *household.Movement) string {
	if m.Contract != "" || !slices.Contains(household.Negative, m.Group) {
		return ""
	}
	return m.Group
}

func (n Negatives) write(p *page) {
	p.title("Households in which something else became a membership")
	for _, g := range slices.Sorted(maps.Keys(n)) {
		p.row(g, *n[g])
	}
	p.end()
}
