package score

import (
	"cmp"
	"maps"
	"slices"

	"github.com/unrenew/unrenew/detector"
)

// Alerts says which alerts were raised that are due, and which that are not.
type Alerts struct {
	Types      map[string]*AlertCount `json:"types"`
	Severities map[string]*AlertCount `json:"severities"` // "price-increase medium"; recall by the due one, precision by the raised one
	Confused   map[string]int         `json:"confused"`   // "price-increase: due medium, raised low" and how often
	High       AlertCount             `json:"high"`       // charged after cancellation, at the highest severity
	Open       int                    `json:"open"`       // raised where honest answers differ
}

// AlertCount is how well alerts of one choice were raised.
type AlertCount struct {
	Found Ratio `json:"found"` // of those due
	Right Ratio `json:"right"` // of those raised
}

const afterCancellation = "charged-after-cancellation"

func (a *Alerts) add(v *Verdict) {
	if a.Types == nil {
		a.Types, a.Severities, a.Confused = map[string]*AlertCount{}, map[string]*AlertCount{}, map[string]int{}
	}
	at := func(in map[string]*AlertCount, key string) *AlertCount {
		if in[key] == nil {
			in[key] = &AlertCount{}
		}
		return in[key]
	}
	for _, m := range v.Alerts {
		if m.Neutral {
			if m.Raised != nil {
				a.Open++
			}
			continue
		}
		kind := m.alertType()
		both := m.Due != nil && m.Raised != nil
		right := both && m.rightSeverity()
		if m.Due != nil {
			at(a.Types, kind).Found.count(both)
			at(a.Severities, kind+" "+cmp.Or(m.Due.Severity, "any")).Found.count(right)
			if kind == afterCancellation && m.Due.Severity == string(detector.High) {
				a.High.Found.count(right)
			}
		}
		if m.Raised != nil {
			at(a.Types, kind).Right.count(both)
			severity := string(m.Raised.Severity)
			if both && m.Due.Severity == "" {
				severity = "any"
			}
			at(a.Severities, kind+" "+severity).Right.count(right)
			if kind == afterCancellation && m.Raised.Severity == detector.High {
				a.High.Right.count(right)
			}
		}
		if both && !right {
			a.Confused[kind+": due "+m.Due.Severity+", raised "+string(m.Raised.Severity)]++
		}
	}
}

func (a *Alerts) write(p *page) {
	p.title("Alerts")
	p.row("", "raised, of those due", "right, of those raised")
	for _, k := range slices.Sorted(maps.Keys(a.Types)) {
		p.row(k, a.Types[k].Found, a.Types[k].Right)
	}
	p.end()
	p.title("Alerts with the right severity")
	p.row("", "raised, of those due", "right, of those raised")
	for _, k := range slices.Sorted(maps.Keys(a.Severities)) {
		p.row(k, a.Severities[k].Found, a.Severities[k].Right)
	}
	p.row("CHARGED AFTER CANCELLATION, HIGH", a.High.Found, a.High.Right)
	p.end()
	for _, k := range ranked(a.Confused) {
		p.linef("wrong severity: %s: %d", k, a.Confused[k])
	}
	p.linef("raised where honest answers differ, or said again: %d", a.Open)
}
