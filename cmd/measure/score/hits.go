package score

import (
	"fmt"

	"github.com/shopspring/decimal"

	"github.com/unrenew/unrenew/detector"
	"github.com/unrenew/unrenew/detector/catalog"
)

// Hits says what was right about the contracts that were found.
type Hits struct {
	Kind   Ratio `json:"kind"`
	Cycle  Ratio `json:"cycle"`
	Next   Ratio `json:"next"` // where one is due and known
	Price  Ratio `json:"price"`
	Status Ratio `json:"status"` // where it is judged

	StatusWrong map[string]int `json:"status_wrong"` // "active → ended" and how often

	Annual Annual `json:"annual"`
}

// Annual compares costs of a year, of the memberships that are active.
type Annual struct {
	Streams  int             `json:"streams"`
	True     decimal.Decimal `json:"true"`
	Reported decimal.Decimal `json:"reported"`
	Off      decimal.Decimal `json:"off"` // sum of the streams' own errors, each a share of its true cost
}

func (a Annual) sumError() decimal.Decimal {
	if a.True.IsZero() {
		return decimal.Zero
	}
	return a.Reported.Sub(a.True).Abs().DivRound(a.True, 4)
}

func (a Annual) meanError() decimal.Decimal {
	if a.Streams == 0 {
		return decimal.Zero
	}
	return a.Off.DivRound(decimal.NewFromInt(int64(a.Streams)), 4)
}

func (h *Hits) add(v *Verdict) {
	for _, st := range v.Streams {
		f := st.Found
		if f == nil || !st.Judged() {
			continue
		}
		h.Kind.count(f.rightKind())
		h.Cycle.count(f.rightCycle())
		h.Price.count(f.rightPrice())
		if !st.Next.IsZero() {
			h.Next.count(f.rightNext())
		}
		if st.Status != "" {
			h.Status.count(f.rightStatus())
			if !f.rightStatus() {
				if h.StatusWrong == nil {
					h.StatusWrong = map[string]int{}
				}
				h.StatusWrong[st.Status+" → "+string(f.Status)]++
			}
		}
		if st.Kind == catalog.Membership && st.Status == string(detector.Active) && st.Currency == f.Currency && st.Annual.IsPositive() {
			a := &h.Annual
			a.Streams++
			a.True, a.Reported = a.True.Add(st.Annual), a.Reported.Add(f.AnnualCost)
			a.Off = a.Off.Add(f.AnnualCost.Sub(st.Annual).Abs().DivRound(st.Annual, 8))
		}
	}
}

func (h *Hits) write(p *page) {
	p.title("Of the contracts found")
	p.row("kind right", h.Kind)
	p.row("cycle right", h.Cycle)
	p.row("next charge within 2 days", h.Next)
	p.row("price right", h.Price)
	p.row("status right", h.Status)
	for _, k := range ranked(h.StatusWrong) {
		p.row("  "+k, h.StatusWrong[k])
	}
	a := h.Annual
	p.row("annual cost of active memberships", fmt.Sprintf("%s reported, %s true: off by %s%% in all, %s%% in the mean of %d",
		a.Reported.StringFixed(2), a.True.StringFixed(2), a.sumError().Shift(2).StringFixed(2), a.meanError().Shift(2).StringFixed(2), a.Streams))
	p.end()
}
