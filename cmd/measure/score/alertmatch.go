package score

import (
	"cmp"
	"slices"

	"github.com/unrenew/unrenew/cmd/measure/household"
	"github.com/unrenew/unrenew/detector"
)

// An AlertMatch is an alert that is due, one that was raised, or both if they
// are the same.
type AlertMatch struct {
	Due     *household.Alert
	Raised  *detector.Alert
	Neutral bool // honest answers differ, or it only says again what another one said
}

func (m *AlertMatch) alertType() string {
	if m.Due != nil {
		return m.Due.Type
	}
	return m.Raised.Type
}

// rightSeverity tells whether both agree on how bad it is.
func (m *AlertMatch) rightSeverity() bool {
	return m.Due.Severity == "" || m.Due.Severity == string(m.Raised.Severity)
}

// matchAlerts pairs due and raised alerts of the same type about the same
// contract; where several could go together, those about the same payments do.
func (v *Verdict) matchAlerts() {
	type pair struct {
		due, raised    int
		common, agrees int
	}
	var pairs []pair
	for d := range v.House.Alerts {
		due := &v.House.Alerts[d]
		for r := range v.Result.Alerts {
			raised := &v.Result.Alerts[r]
			if due.Type != raised.Type {
				continue
			}
			contracts, payments := v.about(raised)
			p := pair{due: d, raised: r}
			for _, id := range due.Movements {
				if slices.Contains(payments, id) {
					p.common++
				}
			}
			if p.common == 0 && !slices.Contains(contracts, due.Contract) {
				continue
			}
			if due.Severity == "" || due.Severity == string(raised.Severity) {
				p.agrees = 1
			}
			pairs = append(pairs, p)
		}
	}
	slices.SortStableFunc(pairs, func(a, b pair) int {
		return cmp.Or(cmp.Compare(b.common, a.common), cmp.Compare(b.agrees, a.agrees))
	})
	dueDone, raisedDone := map[int]bool{}, map[int]bool{}
	matched := map[int]*AlertMatch{}
	for _, p := range pairs {
		if !dueDone[p.due] && !raisedDone[p.raised] {
			dueDone[p.due], raisedDone[p.raised] = true, true
			due := &v.House.Alerts[p.due]
			matched[p.due] = &AlertMatch{Due: due, Raised: &v.Result.Alerts[p.raised], Neutral: due.Expect == household.May}
		}
	}
	for d := range v.House.Alerts {
		m := matched[d]
		if m == nil {
			due := &v.House.Alerts[d]
			m = &AlertMatch{Due: due, Neutral: due.Expect == household.May}
		}
		v.Alerts = append(v.Alerts, m)
	}
	for r := range v.Result.Alerts {
		if raisedDone[r] {
			continue
		}
		again := slices.ContainsFunc(pairs, func(p pair) bool {
			return p.raised == r && (p.common > 0 || len(v.House.Alerts[p.due].Movements) == 0)
		})
		v.Alerts = append(v.Alerts, &AlertMatch{Raised: &v.Result.Alerts[r], Neutral: again})
	}
}

// about says which contracts and payments an alert is about: that of its
// subscription, and those of its charges.
func (v *Verdict) about(a *detector.Alert) (contracts, payments []string) {
	for _, f := range v.Findings {
		if f.ID == a.Subscription && f.Contract != nil {
			contracts = append(contracts, f.Contract.ID)
		}
		for k := range f.Charges {
			if slices.Contains(a.Charges, f.Charges[k].ID) {
				payments = append(payments, v.in(&f.Charges[k])...)
			}
		}
	}
	for _, id := range payments {
		if m := v.movements[id]; m.Contract != "" {
			contracts = append(contracts, m.Contract)
		}
	}
	return contracts, payments
}
