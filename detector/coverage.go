package detector

import (
	"sort"
	"strings"
	"time"

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
)

type accountKey struct{ issuer, account string }

func keyOf(st *parser.Statement) accountKey { return accountKey{st.Issuer, st.Account} }

type coverages map[accountKey]*Coverage

// cover says for each account which days its statements really cover. "No
// charge" is a finding only inside.
func cover(in Input) coverages {
	cs := coverages{}
	loose := map[accountKey]bool{}
	for _, st := range in.Statements {
		if st.Partial || st.From.IsZero() || st.To.IsZero() {
			continue // a narrowed export proves nothing by what it lacks
		}
		s := Span{dayOf(st.From), dayOf(st.To)}
		if e := dayOf(st.Exported); !e.IsZero() && e.Before(s.To) {
			s.To = e
		}
		s.From, s.To = later(s.From, dayOf(in.Since)), earlier(s.To, dayOf(in.AsOf), dayOf(in.Until))
		if s.To.Before(s.From) {
			continue
		}
		k := keyOf(st)
		if cs[k] == nil {
			cs[k] = &Coverage{Issuer: st.Issuer, Account: st.Account, Medium: st.Medium}
		}
		cs[k].Spans = append(cs[k].Spans, s)
		loose[k] = loose[k] || !st.Declares
	}
	for k, c := range cs {
		gap := gapDeclared
		if loose[k] {
			gap = gapUndeclared
		}
		c.Spans = joinSpans(c.Spans, gap)
	}
	return cs
}

func joinSpans(spans []Span, gap int) []Span {
	sort.Slice(spans, func(i, j int) bool {
		if !spans[i].From.Equal(spans[j].From) {
			return spans[i].From.Before(spans[j].From)
		}
		return spans[i].To.Before(spans[j].To)
	})
	var out []Span
	for _, s := range spans {
		if n := len(out); n > 0 && daysBetween(out[n-1].To, s.From) <= gap {
			out[n-1].To = later(out[n-1].To, s.To)
			continue
		}
		out = append(out, s)
	}
	return out
}

// sorted returns the coverage of all accounts in a fixed order.
func (cs coverages) sorted() []Coverage {
	out := make([]Coverage, 0, len(cs))
	for _, c := range cs {
		out = append(out, *c)
	}
	sort.Slice(out, func(i, j int) bool {
		if out[i].Issuer != out[j].Issuer {
			return out[i].Issuer < out[j].Issuer
		}
		return out[i].Account < out[j].Account
	})
	return out
}

// A view is the coverage of the accounts in which one stream's charges show.
type view []Span

// of joins the coverage of several accounts: either of them would show a
// charge, so a day is covered if one of them covers it.
func (cs coverages) of(keys map[accountKey]bool) view {
	var spans []Span
	for k := range keys {
		if c := cs[k]; c != nil {
			spans = append(spans, c.Spans...)
		}
	}
	return joinSpans(spans, gapDeclared)
}

// covers tells whether all days from a to b are covered.
func (v view) covers(a, b time.Time) bool {
	for _, s := range v {
		if !a.Before(s.From) && !b.After(s.To) {
			return true
		}
	}
	return false
}

// until is the last day of the span that holds day, or the zero time.
func (v view) until(day time.Time) time.Time {
	for _, s := range v {
		if !day.Before(s.From) && !day.After(s.To) {
			return s.To
		}
	}
	return time.Time{}
}

// end is the last covered day.
func (v view) end() time.Time {
	if len(v) == 0 {
		return time.Time{}
	}
	return v[len(v)-1].To
}

// gapWarnings tells of days between two statements of one account that no
// statement covers.
func (cs coverages) gapWarnings() []Warning {
	var ws []Warning
	for _, c := range cs.sorted() {
		for i := 1; i < len(c.Spans); i++ {
			from, to := c.Spans[i-1].To.AddDate(0, 0, 1), c.Spans[i].From.AddDate(0, 0, -1)
			ws = append(ws, Warning{Code: "statement-gap", Message: parser.Says(
				"%[1]s 缺 %[3]s 到 %[4]s 的账单。这段时间有没有扣款，这里看不出来；补上账单后再查一次",
				"%[2]s has no statement from %[3]s to %[4]s. What was charged in these days cannot be seen here; add the statement and run again",
				accountName(c.Issuer, c.Account, "zh"), accountName(c.Issuer, c.Account, "en"), date(from), date(to))})
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
	var first, last time.Time
	for _, c := range cs {
		for _, s := range c.Spans {
			first, last = earlier(first, s.From), later(last, s.To)
		}
	}
	if first.IsZero() || daysBetween(first, last) >= aYear {
		return nil
	}
	return []Warning{{Code: "less-than-a-year", Message: parser.Says(
		"账单只有 %[1]s 到 %[2]s，不到一年：按年续费的会员可能一次扣款都不在里面，按季、按月的也可能看得不全。想查全，把账单导出到一年以上",
		"the statements reach from %[1]s to %[2]s, less than a year: a yearly membership may not be in them at all. To find all, export more than a year", date(first), date(last))}}
}

var issuerNames = map[string]parser.Text{
	"alipay":  {ZH: "支付宝", EN: "Alipay"},
	"wechat":  {ZH: "微信支付", EN: "WeChat Pay"},
	"jd":      {ZH: "京东", EN: "JD"},
	"meituan": {ZH: "美团", EN: "Meituan"},
	"cmb":     {ZH: "招商银行", EN: "China Merchants Bank"},
	"icbc":    {ZH: "工商银行", EN: "ICBC"},
	"ccb":     {ZH: "建设银行", EN: "China Construction Bank"},
	"boc":     {ZH: "中国银行", EN: "Bank of China"},
	"abc":     {ZH: "农业银行", EN: "Agricultural Bank of China"},
	"bocom":   {ZH: "交通银行", EN: "Bank of Communications"},
}

// IssuerName is the issuer's name for people.
func IssuerName(issuer string) parser.Text {
	if t, ok := issuerNames[issuer]; ok {
		return t
	}
	return parser.Text{ZH: issuer, EN: issuer}
}

func accountName(issuer, account, lang string) string {
	n := IssuerName(issuer).In(lang)
	if account == "" {
		return n
	}
	if lang == "en" {
		return n + " (" + strings.ReplaceAll(account, "尾号", "ending") + ")"
	}
	return n + "（" + account + "）"
}

func date(t time.Time) string { return t.Format("2006-01-02") }

// later returns the latest of the times that are not zero.
func later(ts ...time.Time) (max time.Time) {
	for _, t := range ts {
		if t.After(max) {
			max = t
		}
	}
	return max
}

// earlier returns the earliest of the times that are not zero.
func earlier(ts ...time.Time) (min time.Time) {
	for _, t := range ts {
		if !t.IsZero() && (min.IsZero() || t.Before(min)) {
			min = t
		}
	}
	return min
}
