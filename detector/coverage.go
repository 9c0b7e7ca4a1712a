package detector

import (
	"cmp"
	"maps"
	"slices"

	"github.com/unrenew/unrenew/parser"
)

const (
	// gapDeclared is how many days may lie between two exports that declare
	// their period before it is a gap: one exported to the 31st, the next from
	// the 1st, leaves none.
	gapDeclared = 1
	// gapUndeclared is the same for exports that declare no period, whose ends
	// are the days of their first and last row: an account may rest so long.
	gapUndeclared = 14
	// billMonth is the most days that the rows of one monthly card statement
	// reach over, with what was bought in the month before and posted late.
	billMonth = 62
)

// A span is a run of days, both ends included.
type span struct {
	from, to day
	months   [2]int // first and last month of the monthly card statements in it, counted from year 0; zero if there are none
}

// covered is how far the statements of one account reach.
type covered struct {
	accountKey
	medium parser.Medium
	spans  []span // sorted, not touching
	files  []string
}

type coverages map[accountKey]*covered

// cover says for each account which days its statements really cover. "No
// charge" is a finding only inside.
func cover(in Input, of accounts) coverages {
	cs := coverages{}
	loose := map[accountKey]bool{}
	for _, st := range in.Statements {
		if st.Partial || st.From.IsZero() || st.To.IsZero() {
			continue // a narrowed export proves nothing by what it lacks
		}
		s := span{from: dayOf(st.From), to: dayOf(st.To)}
		if !st.Month.IsZero() && int(s.to-s.from) <= billMonth {
			m := st.Month.Year()*12 + int(st.Month.Month())
			s.months = [2]int{m, m}
		}
		if e := dayOf(st.Exported); e != 0 && e < s.to {
			s.to = e
		}
		s.from, s.to = later(s.from, dayOf(in.Since)), earlier(s.to, dayOf(in.AsOf), dayOf(in.Until))
		if s.to < s.from {
			continue
		}
		k := of[st]
		if cs[k] == nil {
			cs[k] = &covered{accountKey: k, medium: st.Medium}
		}
		if !slices.Contains(cs[k].files, st.File) {
			cs[k].files = append(cs[k].files, st.File)
		}
		cs[k].spans = append(cs[k].spans, s)
		loose[k] = loose[k] || !st.Declares
	}
	for k, c := range cs {
		gap := gapDeclared
		if loose[k] {
			gap = gapUndeclared
		}
		c.spans = joinSpans(c.spans, gap)
	}
	return cs
}

func joinSpans(spans []span, gap int) []span {
	slices.SortFunc(spans, func(a, b span) int { return cmp.Or(cmp.Compare(a.from, b.from), cmp.Compare(a.to, b.to)) })
	var out []span
	for _, s := range spans {
		if n := len(out); n > 0 && (int(s.from-out[n-1].to) <= gap || out[n-1].nextMonth(s)) {
			out[n-1].to = max(out[n-1].to, s.to)
			out[n-1].months[1] = max(out[n-1].months[1], s.months[1])
			continue
		}
		out = append(out, s)
	}
	return out
}

// nextMonth tells whether t begins with the card statement of the month after
// the last one in s: a card that is hardly used has few days on paper, and no
// day between two statements is missing.
func (s span) nextMonth(t span) bool {
	return s.months[1] != 0 && t.months[0] != 0 && t.months[0] <= s.months[1]+1
}

// sorted returns the coverage of all accounts in a fixed order.
func (cs coverages) sorted() []*covered {
	return slices.SortedFunc(maps.Values(cs), func(a, b *covered) int {
		return cmp.Or(cmp.Compare(a.issuer, b.issuer), cmp.Compare(a.account, b.account), cmp.Compare(a.nth, b.nth))
	})
}

// result is the coverage as the report prints it.
func (cs coverages) result() []Coverage {
	var out []Coverage
	for _, c := range cs.sorted() {
		r := Coverage{Issuer: c.issuer, Account: c.account, Medium: c.medium, Files: slices.Sorted(slices.Values(c.files))}
		for _, s := range c.spans {
			r.Spans = append(r.Spans, Span{s.from.time(), s.to.time()})
		}
		out = append(out, r)
	}
	return out
}

// A view is the coverage of the accounts in which one stream's charges show.
type view []span

// of joins the coverage of the accounts in which a payment shows: either of them
// would show a charge, so a day is covered if one of them covers it.
func (cs coverages) of(p *payment) view {
	elsewhere := func(r row) bool { return r.account != p.main().account }
	if !slices.ContainsFunc(p.rows, elsewhere) {
		if c := cs[p.main().account]; c != nil {
			return c.spans // joined already
		}
		return nil
	}
	var spans []span
	for _, r := range p.rows {
		if c := cs[r.account]; c != nil {
			for _, s := range c.spans {
				spans = append(spans, span{from: s.from, to: s.to}) // the next month of another card closes no gap
			}
		}
	}
	return joinSpans(spans, gapDeclared)
}

// covers tells whether all days from a to b are covered.
func (v view) covers(a, b day) bool {
	for _, s := range v {
		if a >= s.from && b <= s.to {
			return true
		}
	}
	return false
}

// until is the last day of the span that holds a day, or none.
func (v view) until(on day) day {
	for _, s := range v {
		if on >= s.from && on <= s.to {
			return s.to
		}
	}
	return 0
}

// end is the last covered day.
func (v view) end() day {
	if len(v) == 0 {
		return 0
	}
	return v[len(v)-1].to
}

// gapWarnings tells of days between two statements of one account that no
// statement covers.
func (cs coverages) gapWarnings() []Warning {
	var ws []Warning
	for _, c := range cs.sorted() {
		for i := 1; i < len(c.spans); i++ {
			from, to := c.spans[i-1].to.plus(1), c.spans[i].from.plus(-1)
			name := c.text()
			ws = append(ws, Warning{Code: "statement-gap", Message: parser.Says(
				"%[1]s 缺 %[3]s 到 %[4]s 的账单。这段时间有没有扣款，这里看不出来；补上账单后再查一次",
				"%[2]s has no statement from %[3]s to %[4]s. What was charged in these days cannot be seen here; add the statement and run again",
				name.ZH, name.EN, from, to)})
		}
	}
	return ws
}

// aYear is how long statements must reach back to show a yearly contract, with
// the days by which its charge may be late.
const aYear = 370 // days

// shortWarning tells that the statements are too short for long cycles: what
// renews once a year may not be in them at all.
func (cs coverages) shortWarning() []Warning {
	var first, last day
	for _, c := range cs {
		for _, s := range c.spans {
			first, last = earlier(first, s.from), later(last, s.to)
		}
	}
	if first == 0 || int(last-first) >= aYear {
		return nil
	}
	return []Warning{{Code: "less-than-a-year", Message: parser.Says(
		"账单只有 %[1]s 到 %[2]s，不到一年：按年续费的会员可能一次扣款都不在里面，按季、按月的也可能看得不全。想查全，把账单导出到一年以上",
		"the statements reach from %[1]s to %[2]s, less than a year: a yearly membership may not be in them at all. To find all, export more than a year", first, last)}}
}
