package score

import (
	"cmp"

	"github.com/unrenew/unrenew/detector/catalog"
)

// Alarms counts the false memberships by what most of their charges are: a kind
// of everyday payments, or a part of a contract of some situation.
type Alarms map[string]int

func (a Alarms) add(v *Verdict) {
	for _, f := range v.Findings {
		if !f.Maybe && f.Kind == catalog.Membership && f.Wrong() {
			a[v.mostly(f)]++
		}
	}
}

// mostly is what the charges of a finding are, by their majority.
func (v *Verdict) mostly(f *Finding) string {
	scenarios := map[string]string{}
	for _, c := range v.House.Contracts {
		scenarios[c.ID] = c.Scenario
	}
	of := map[string]int{}
	for _, id := range f.Movements {
		m := v.movements[id]
		what := cmp.Or(m.Group, "everyday")
		if m.Contract != "" {
			what = "part of a contract, " + scenarios[m.Contract]
		}
		of[what]++
	}
	if len(of) == 0 {
		return "no movement"
	}
	return ranked(of)[0]
}

func (a Alarms) write(p *page) {
	p.title("False memberships by what most of their charges are")
	for _, k := range ranked(a) {
		p.row(k, a[k])
	}
	p.end()
}
