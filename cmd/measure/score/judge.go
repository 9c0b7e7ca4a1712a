// Package score compares what unrenew found in the statements of simulated
// households with what is true of them, and says in tables how good it was.
//
// Every table is a type in a file of its own; a Report holds all of them.
package score

import (
	"cmp"
	"slices"
	"strings"
	"time"

	"github.com/unrenew/unrenew/cmd/measure/exports"
	"github.com/unrenew/unrenew/cmd/measure/household"
	"github.com/unrenew/unrenew/detector"
	"github.com/unrenew/unrenew/detector/catalog"
	"github.com/unrenew/unrenew/parser"
)

// A Case is one household and what unrenew said of its statements.
type Case struct {
	House  *household.Household
	Shown  map[string][]exports.Place // rows of each movement
	Result *detector.Result
	Rows   int      // of all statements
	Unread []string // files and rows that were not read, with why
}

// A Finding is one reported subscription and what it is in truth.
type Finding struct {
	*detector.Subscription
	Maybe     bool
	Movements []string            // that its charges are, each once, sorted
	Contract  *household.Contract // that it is a hit of; nil if of none
	Nearest   *household.Contract // with which it shares most charges, hit or not; may be nil
	Neutral   bool                // about contracts on which honest answers differ
}

// Wrong tells whether the finding is a false alarm.
func (f *Finding) Wrong() bool { return f.Contract == nil && !f.Neutral }

// A Stream is one contract of which the statements show at least one charge.
type Stream struct {
	*household.Contract
	Movements []string // its charges that are shown, sorted
	Found     *Finding // nil if it was missed
	Suspected *Finding // the entry of Maybe that it is; nil if none
}

// Judged tells whether the contract counts in recall.
func (s *Stream) Judged() bool { return s.Expect != household.May }

// A Verdict is a case in which every finding and every contract has its match.
type Verdict struct {
	*Case
	Findings []*Finding // asserted ones first, then the suspected
	Streams  []*Stream
	Alerts   []*AlertMatch
	Twice    []string // movements that appear in two charges, sorted

	movements map[string]*household.Movement
	owner     map[place]string // movement that a row shows
}

type place struct {
	file, sheet string
	row         int
}

// Judge matches the findings of a case with its contracts, and its alerts with
// those that are due.
func Judge(c *Case) *Verdict {
	v := &Verdict{Case: c, movements: map[string]*household.Movement{}, owner: map[place]string{}}
	for i := range c.House.Movements {
		m := &c.House.Movements[i]
		v.movements[m.ID] = m
		for _, p := range c.Shown[m.ID] {
			v.owner[place{p.File, p.Sheet, p.Row}] = m.ID
		}
	}
	v.streams()
	v.findings()
	v.match(false)
	v.match(true)
	v.twice()
	v.matchAlerts()
	return v
}

// of is the movement that a row shows; empty if it is none of the household's.
func (v *Verdict) of(t *parser.Transaction) string {
	return v.owner[place{t.Pos.File, t.Pos.Sheet, t.Pos.Row}]
}

// paid is the movement that a charge is: the one of the row that tells most.
func (v *Verdict) paid(c *detector.Charge) string { return v.of(c.Rows[0]) }

// in lists the movements that a charge has rows of, each once. Two mean that the
// bank's row of one payment was taken for that of another.
func (v *Verdict) in(c *detector.Charge) (ids []string) {
	for _, r := range c.Rows {
		if id := v.of(r); id != "" && !slices.Contains(ids, id) {
			ids = append(ids, id)
		}
	}
	return ids
}

func (v *Verdict) streams() {
	charges := map[string][]string{}
	for _, m := range v.House.Movements {
		switch m.Class {
		case household.Refund, household.Void, household.Income:
			continue
		}
		if m.Contract != "" && len(v.Shown[m.ID]) > 0 {
			charges[m.Contract] = append(charges[m.Contract], m.ID)
		}
	}
	for i := range v.House.Contracts {
		c := &v.House.Contracts[i]
		if ids := charges[c.ID]; len(ids) > 0 {
			slices.Sort(ids)
			v.Streams = append(v.Streams, &Stream{Contract: c, Movements: ids})
		}
	}
}

func (v *Verdict) findings() {
	add := func(subs []detector.Subscription, maybe bool) {
		for i := range subs {
			f := &Finding{Subscription: &subs[i], Maybe: maybe}
			for k := range f.Charges {
				if id := v.paid(&f.Charges[k]); id != "" {
					f.Movements = append(f.Movements, id)
				}
			}
			slices.Sort(f.Movements)
			f.Movements = slices.Compact(f.Movements)
			v.Findings = append(v.Findings, f)
		}
	}
	add(v.Result.Subscriptions, false)
	add(v.Result.Maybe, true)
}

// match pairs the findings of one list with the contracts that are still free,
// the pair that agrees best first. It is a hit if at least half of the charges
// of both together are the charges of both.
func (v *Verdict) match(maybe bool) {
	type pair struct {
		f            *Finding
		s            *Stream
		common, both int
	}
	var pairs []pair
	for _, f := range v.Findings {
		if f.Maybe != maybe {
			continue
		}
		most, may := 0, 0
		for _, s := range v.Streams {
			n := common(v.looks(f.Movements), v.looks(s.Movements))
			if n > most {
				most, f.Nearest = n, s.Contract
			}
			if !s.Judged() {
				may += n
			}
			if s.Found == nil && n > 0 {
				pairs = append(pairs, pair{f, s, n, len(f.Movements) + len(s.Movements) - n})
			}
		}
		f.Neutral = 2*may > len(f.Movements)
	}
	slices.SortStableFunc(pairs, func(a, b pair) int {
		return cmp.Or(cmp.Compare(b.common*a.both, a.common*b.both), cmp.Compare(b.common, a.common))
	})
	for _, p := range pairs {
		free := p.s.Found == nil && p.s.Suspected == nil
		if p.f.Contract != nil || !free || 2*p.common < p.both {
			continue
		}
		p.f.Contract, p.f.Neutral = p.s.Contract, !p.s.Judged()
		if maybe {
			p.s.Suspected = p.f
		} else {
			p.s.Found = p.f
		}
	}
}

// looks is how movements look on a statement: two that look the same, as those
// of two equal contracts on one card do, may stand for each other.
func (v *Verdict) looks(ids []string) []string {
	out := make([]string, len(ids))
	for i, id := range ids {
		m := v.movements[id]
		out[i] = strings.Join([]string{m.Account, m.Time.Format(time.DateOnly), m.Amount.String(), m.Payee, m.Item}, "\x00")
	}
	slices.Sort(out)
	return out
}

// common counts what two sorted lists share.
func common(a, b []string) (n int) {
	for i, j := 0, 0; i < len(a) && j < len(b); {
		switch c := strings.Compare(a[i], b[j]); {
		case c < 0:
			i++
		case c > 0:
			j++
		default:
			n, i, j = n+1, i+1, j+1
		}
	}
	return n
}

func (v *Verdict) twice() {
	seen := map[string]int{}
	for _, f := range v.Findings {
		for k := range f.Charges {
			id := v.paid(&f.Charges[k])
			if seen[id]++; seen[id] == 2 && id != "" {
				v.Twice = append(v.Twice, id)
			}
		}
	}
	slices.Sort(v.Twice)
}

// rightKind tells whether the finding calls its contract what it is.
func (f *Finding) rightKind() bool { return f.Contract != nil && f.Kind == f.Contract.Kind }

// rightCycle compares cycles by what they mean: a year is twelve months, a week
// seven days.
func (f *Finding) rightCycle() bool { return plain(f.Cycle) == plain(f.Contract.Cycle) }

func plain(c catalog.Cycle) catalog.Cycle {
	switch c.Unit {
	case catalog.Year:
		return catalog.Cycle{Unit: catalog.Month, Count: 12 * c.Count}
	case catalog.Week:
		return catalog.Cycle{Unit: catalog.Day, Count: 7 * c.Count}
	}
	return c
}

// rightNext tells whether the next charge is named within two days.
func (f *Finding) rightNext() bool {
	const slack = 2 * 24 * time.Hour
	return !f.Next.IsZero() && f.Next.Sub(f.Contract.Next).Abs() <= slack
}

// rightPrice allows a tenth where the price is only about right by nature.
func (f *Finding) rightPrice() bool {
	if !f.Contract.Varies {
		return f.Amount.Equal(f.Contract.Price)
	}
	return f.Amount.Sub(f.Contract.Price).Abs().Mul(ten).LessThanOrEqual(f.Contract.Price)
}

func (f *Finding) rightStatus() bool { return string(f.Status) == f.Contract.Status }
