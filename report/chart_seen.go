package report

import (
	"slices"
	"time"

	"github.com/unrenew/unrenew/detector"
	"github.com/unrenew/unrenew/parser"
)

// An owner is whose statement it is: the place among the view's accounts, and the
// names where it is none of them. Two accounts may bear one name.
type owner struct {
	place           int
	issuer, account string
	medium          parser.Medium
}

// sight is what the statements let see: the accounts by file and the days that
// they cover.
type sight struct {
	byFile map[string]owner
	spans  map[owner][]detector.Span
}

func (v *View) sight() sight {
	out := sight{map[string]owner{}, map[owner][]detector.Span{}}
	for _, s := range v.Sources {
		place := slices.IndexFunc(v.Accounts, func(a Account) bool { return slices.Contains(a.Files, s.File) })
		if place < 0 { // a result that does not say which files
			place = slices.IndexFunc(v.Accounts, func(a Account) bool {
				return len(a.Files) == 0 && a.Issuer == s.Issuer && a.Account == Clean(s.Account) && a.Medium == s.Medium
			})
		}
		o := owner{place, s.Issuer, Clean(s.Account), s.Medium}
		out.byFile[s.File] = o
		if place >= 0 {
			out.spans[o] = v.Accounts[place].Spans
		}
	}
	return out
}

// accounts are those on whose statements a charge stands.
func (s sight) accounts(c *Charge) []owner {
	var out []owner
	for _, r := range c.Charge.Rows {
		if o, ok := s.byFile[r.Pos.File]; ok && !slices.Contains(out, o) {
			out = append(out, o)
		}
	}
	return out
}

// gaps are the days of whole on which no statement would have shown a charge
// of these. Between two charges that is the account of either; before the first
// and after the last it is theirs. Nothing is known of files without coverage,
// so they leave no gap.
func (s sight) gaps(whole detector.Span, charges []*Charge) []detector.Span {
	var out []detector.Span
	from, before := whole.From, []owner(nil)
	look := func(to time.Time, owners []owner) {
		if days(from, to) < 0 {
			return
		}
		var spans []detector.Span
		for _, o := range owners {
			spans = append(spans, s.spans[o]...)
		}
		if len(spans) > 0 {
			out = append(out, without(detector.Span{From: from, To: to}, spans)...)
		}
		from = to.AddDate(0, 0, 1)
	}
	for _, c := range charges {
		next := s.accounts(c)
		owners := slices.Clone(before)
		for _, o := range next {
			if !slices.Contains(owners, o) {
				owners = append(owners, o)
			}
		}
		before = next
		if days(from, c.Time) > 0 && days(c.Time, whole.To) >= 0 {
			look(dayOf(c.Time).AddDate(0, 0, -1), owners)
		}
	}
	look(whole.To, before)
	return joined(out)
}

// joined makes one span of those that touch.
func joined(spans []detector.Span) []detector.Span {
	var out []detector.Span
	for _, s := range spans {
		if n := len(out); n > 0 && days(out[n-1].To, s.From) == 1 {
			out[n-1].To = s.To
			continue
		}
		out = append(out, s)
	}
	return out
}

func dayOf(t time.Time) time.Time {
	return time.Date(t.Year(), t.Month(), t.Day(), 0, 0, 0, 0, t.Location())
}
