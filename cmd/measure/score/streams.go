package score

import (
	"github.com/unrenew/unrenew/detector/catalog"
)

// Accuracy is how well contracts of one choice were found.
type Accuracy struct {
	Right  int `json:"right"`
	False  int `json:"false"`
	Missed int `json:"missed"`
}

func (a Accuracy) Precision() Ratio { return Ratio{a.Right, a.Right + a.False} }
func (a Accuracy) Recall() Ratio    { return Ratio{a.Right, a.Right + a.Missed} }
func (a Accuracy) F1() Ratio        { return Ratio{2 * a.Right, 2*a.Right + a.False + a.Missed} }

// Streams says which contracts were found. One on which honest answers differ
// counts in nothing, and what is only suspected is no finding.
type Streams struct {
	All         Accuracy `json:"all"`
	Memberships Accuracy `json:"memberships"` // found, and called memberships
	Known       Accuracy `json:"known"`       // of these: the catalog knows the service
	Unknown     Accuracy `json:"unknown"`     // it does not

	Suspected int `json:"suspected"` // entries below the threshold
	OfMissed  int `json:"of_missed"` // of them, those that are a missed contract
	Open      int `json:"open"`      // contracts on which honest answers differ
	OpenFound int `json:"open_found"`
}

func (s *Streams) add(v *Verdict) {
	for _, st := range v.Streams {
		if !st.Judged() {
			s.Open++
			if st.Found != nil {
				s.OpenFound++
			}
			continue
		}
		split := &s.Unknown
		if st.Service != "" {
			split = &s.Known
		}
		member := st.Kind == catalog.Membership
		switch {
		case st.Found == nil:
			s.All.Missed++
			if st.Suspected != nil {
				s.OfMissed++
			}
		default:
			s.All.Right++
		}
		switch {
		case !member:
		case st.Found != nil && st.Found.rightKind():
			s.Memberships.Right++
			split.Right++
		default:
			s.Memberships.Missed++
			split.Missed++
		}
	}
	for _, f := range v.Findings {
		switch {
		case f.Maybe:
			s.Suspected++
			continue
		case f.Neutral:
			continue
		case f.Contract == nil:
			s.All.False++
		}
		if f.Kind != catalog.Membership || f.rightKind() {
			continue
		}
		s.Memberships.False++
		if f.Service != nil {
			s.Known.False++
		} else {
			s.Unknown.False++
		}
	}
}

func (s *Streams) write(p *page) {
	p.title("Contracts found")
	p.row("", "right", "false", "missed", "precision", "recall", "F1")
	accuracies(p, "all kinds", s.All)
	accuracies(p, "memberships", s.Memberships)
	accuracies(p, "  the catalog knows the service", s.Known)
	accuracies(p, "  it does not", s.Unknown)
	p.end()
	p.linef("suspected only: %d entries, %d of them a missed contract; honest answers differ on %d contracts, of which %d were found", s.Suspected, s.OfMissed, s.Open, s.OpenFound)
}

func accuracies(p *page, name string, a Accuracy) {
	p.row(name, a.Right, a.False, a.Missed, percent(a.Precision().permille()), percent(a.Recall().permille()), percent(a.F1().permille()))
}
