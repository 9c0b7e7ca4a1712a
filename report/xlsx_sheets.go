package report

import (
	"fmt"
	"slices"
	"strings"
	"time"

	"github.com/unrenew/unrenew/detector"
	"github.com/unrenew/unrenew/detector/catalog"
	"github.com/unrenew/unrenew/parser"
)

// sheets writes the whole workbook. What the first sheet counts and leads to is
// registered before.
func (b *book) sheets() {
	members, charges, alerts, coming, how := b.members(), b.charges(), b.alerts(), b.coming(), b.how()
	other, sources, left, warnings := b.other(), b.sources(), b.leftOut(), b.warnings()
	register(b, members, func(s *Subscription) any { return s })
	register(b, charges, func(r chargeRow) any { return r.sub })
	register(b, alerts, func(a *Alert) any { return a })
	register(b, coming, func(d Due) any { return d.Sub })
	register(b, how, func(w way) any { return w.sub })
	register(b, other, func(s *Subscription) any { return s })
	register(b, sources, func(s Source) any { return s.Statement })
	register(b, left, func(l LeftOut) any { return l.Pos })
	register(b, warnings, func(w detector.Warning) any { return w })
	b.overview()
	write(b, members)
	write(b, charges)
	write(b, alerts)
	write(b, coming)
	write(b, how)
	write(b, other)
	write(b, sources)
	write(b, left)
	write(b, warnings)
	b.reading()
}

// equals is the formula that holds where a cell is a text of the report.
func (b *book) equals(key string) string { return "@=" + inFormula(b.say(key)) }

// within is the formula that holds for days up to n days after the report's.
func (b *book) within(n int) string {
	if !b.v.StaleSince.IsZero() {
		return "FALSE" // the days are of long ago, and none is urgent
	}
	day := b.v.AsOf.AddDate(0, 0, n)
	return fmt.Sprintf(`AND(@<>"",@<=DATE(%d,%d,%d))`, day.Year(), day.Month(), day.Day())
}

// about leads to the row about a subscription, on whichever sheet it is listed.
func (b *book) about(s *Subscription) string {
	if s == nil {
		return ""
	}
	if to := b.to("memberships", s); to != "" {
		return to
	}
	return b.to("other", s)
}

func (b *book) members() listing[*Subscription] {
	t := listing[*Subscription]{key: "memberships", name: "Memberships", columns: slices.Clone(memberColumns)}
	for _, g := range b.v.Groups {
		t.list = append(t.list, g.Subs...)
	}
	for i := range t.columns {
		c := &t.columns[i]
		switch c.title {
		case "name":
			c.link = func(s *Subscription) string { return b.to("how", s) }
		case "count":
			c.link = func(s *Subscription) string { return b.to("charges", s) }
		case "alerts":
			c.link = func(s *Subscription) string {
				if len(s.Alerts) == 0 {
					return ""
				}
				return b.to("alerts", s.Alerts[0])
			}
		case "status":
			for _, key := range []string{"cancelled", "ended", "paused"} {
				c.tints = append(c.tints, tint{b.equals(key), "grey", true})
			}
			c.tints = append(c.tints, tint{b.equals("upcoming-trial"), "amber", false})
		case "cancel-by":
			c.tints = []tint{{b.within(1), "red", false}, {b.within(soonDays), "amber", false}}
		}
	}
	return t
}

// A chargeRow is one statement row of a charge; the first one bears its amount.
type chargeRow struct {
	sub   *Subscription
	c     *Charge
	row   Row
	first bool
	maybe bool
}

func (b *book) charges() listing[chargeRow] {
	amount := func(d func(c *Charge) Money) func(chargeRow) any {
		return func(r chargeRow) any {
			if !r.first { // the same payment on another statement: its amount stands once
				return nil
			}
			return d(r.c)
		}
	}
	t := listing[chargeRow]{key: "charges", name: "Charges", columns: []column[chargeRow]{
		{title: "name", most: 42, cell: func(r chargeRow) any { return r.sub.Name }},
		{title: "kind", most: 14, cell: func(r chargeRow) any {
			if r.maybe {
				return say("maybe")
			}
			return kindText(r.sub.Kind)
		}},
		{title: "when", most: 18, cell: func(r chargeRow) any { return r.c }},
		{title: "paid-amount", most: 14, sum: true, cell: amount(func(c *Charge) Money { return Money{c.Amount, c.Currency} })},
		{title: "refunded", most: 14, sum: true, cell: amount(func(c *Charge) Money { return Money{c.Refunded, c.Currency} }),
			tints: []tint{{"@>0", "amber", false}}},
		{title: "currency", most: 8, cell: func(r chargeRow) any { return r.c.Currency }},
		{title: "mark", most: 12, tints: []tint{{`@<>""`, "red", false}}, cell: func(r chargeRow) any {
			if !r.c.Breach {
				return nil
			}
			return say("not-wanted")
		}},
		{title: "file", most: 62, cell: func(r chargeRow) any { return r.row.File }},
		{title: "at-sheet", most: 12, cell: func(r chargeRow) any { return r.row.Sheet }},
		{title: "at-page", most: 8, cell: func(r chargeRow) any { return number(r.row.Page) }},
		{title: "at-row", most: 8, cell: func(r chargeRow) any { return number(r.row.Row) }},
		{title: "order-id", most: 36, cell: func(r chargeRow) any { return r.row.OrderID }},
		{title: "row-amount", most: 14, cell: func(r chargeRow) any { return Money{r.row.Amount, r.c.Currency} }},
		{title: "charge-id", most: 16, cell: func(r chargeRow) any { return r.c.ID }},
	}}
	for i, s := range slices.Concat(b.v.All, b.v.Maybe) {
		for _, c := range s.Payments {
			for k, r := range c.Rows {
				t.list = append(t.list, chargeRow{s, c, r, k == 0, i >= len(b.v.All)})
			}
		}
	}
	return t
}

// number leaves out numbers that are not known.
func number(n int) any {
	if n == 0 {
		return nil
	}
	return n
}

func (b *book) alerts() listing[*Alert] {
	return listing[*Alert]{key: "alerts", name: "Alerts", list: b.v.Alerts, columns: []column[*Alert]{
		{title: "severity", most: 10, cell: func(a *Alert) any { return say(string(a.Severity)) },
			tints: []tint{{b.equals("high"), "red", false}, {b.equals("medium"), "amber", false}}},
		{title: "about-what", most: 24, cell: func(a *Alert) any { return a.Title }},
		{title: "name", most: 42, link: func(a *Alert) string { return b.about(a.Sub) }, cell: func(a *Alert) any {
			if a.Sub == nil {
				return nil
			}
			return a.Sub.Name
		}},
		{title: "when", most: 13, cell: func(a *Alert) any {
			if after := a.After(); !after.IsZero() {
				return between(after, a.Date)
			}
			return a.Date
		}},
		{title: "amount", most: 14, cell: amountCell},
		{title: "amount-is", most: 18, cell: func(a *Alert) any { return a.AmountText() }},
		{title: "disputed", most: 14, sum: true, cell: func(a *Alert) any {
			if !a.Disputed {
				return nil
			}
			return amountCell(a)
		}},
		{title: "currency", most: 8, cell: func(a *Alert) any {
			if !a.Amount.Valid {
				return nil
			}
			return a.Currency
		}},
		{title: "text", most: 44, cell: func(a *Alert) any { return sentence(a.Message) }},
		{title: "what-now", most: 50, cell: func(a *Alert) any { return b.numbered(a.Actions) }},
		{title: "refund-column", most: 13, cell: func(a *Alert) any { return a.RefundUntil }},
		{title: "evidence", most: 46, link: func(a *Alert) string {
			if len(a.Evidence) == 0 {
				return ""
			}
			return b.to("charges", a.Sub)
		}, cell: func(a *Alert) any {
			var list []string
			for _, c := range a.Evidence {
				list = append(list, iso(c.Time)+" "+Money{c.Amount, c.Currency}.String())
			}
			return strings.Join(list, "; ")
		}},
		{title: "id", most: 16, cell: func(a *Alert) any { return a.ID }},
	}}
}

func amountCell(a *Alert) any {
	if !a.Amount.Valid {
		return nil
	}
	return Money{a.Amount.Decimal, a.Currency}
}

// numbered are texts with their numbers, a line each.
func (b *book) numbered(list []parser.Text) []string {
	var out []string
	for i, t := range list {
		out = append(out, fmt.Sprintf("%d. %s", i+1, sentence(t).In(b.v.Lang)))
	}
	return out
}

func (b *book) coming() listing[Due] {
	return listing[Due]{key: "coming", name: "Upcoming", list: b.v.Expected.Charges, columns: []column[Due]{
		{title: "due", most: 13, cell: func(d Due) any { return d.Date }},
		{title: "name", most: 42, link: func(d Due) string { return b.to("how", d.Sub) }, cell: func(d Due) any { return d.Sub.Name }},
		{title: "amount", most: 14, sum: true, cell: func(d Due) any { return d.Sub.cell(d.Sub.Amount) }},
		{title: "currency", most: 8, cell: func(d Due) any { return d.Sub.Currency }},
		{title: "cycle", most: 16, cell: func(d Due) any { return cycleText(d.Sub.Cycle) }},
		{title: "channel", most: 28, cell: func(d Due) any { return d.Sub.Payer }},
		{title: "cancel-by", most: 13, tints: []tint{{b.within(1), "red", false}, {b.within(soonDays), "amber", false}}, cell: func(d Due) any {
			if !d.First {
				return nil
			}
			return d.Sub.CancelBy
		}},
		{title: "beware", most: 44, cell: func(d Due) any { return b.v.DueNote(d) }},
	}}
}

// A way is one way to cancel one membership; no path: the catalog knows none.
type way struct {
	sub   *Subscription
	path  *catalog.Path
	first bool
}

// how lists the ways out. What is true of the membership stands beside its first way.
func (b *book) how() listing[way] {
	const short = 13
	ofPath := func(f func(w way) any) func(way) any {
		return func(w way) any {
			if w.path == nil {
				return nil
			}
			return f(w)
		}
	}
	t := listing[way]{key: "how", name: "HowToCancel", columns: []column[way]{
		{title: "name", most: 42, link: func(w way) string { return b.about(w.sub) }, cell: func(w way) any { return w.sub.Name }},
		{title: "cancel-by", most: short, tints: []tint{{b.within(1), "red", false}, {b.within(soonDays), "amber", false}},
			cell: func(w way) any { return w.sub.CancelBy }},
		{title: "channel", most: 22, cell: func(w way) any {
			if w.path == nil {
				return w.sub.Payer
			}
			return via(*w.path)
		}},
		{title: "steps-column", most: 56, cell: func(w way) any {
			if w.path == nil {
				return noPath(w.sub)
			}
			return b.numbered(w.path.Steps)
		}},
		{title: "difficulty", most: 26, cell: ofPath(func(w way) any { return w.path.Difficulty().Text() })},
		{title: "beware", most: 64, cell: func(w way) any {
			if !w.first {
				return nil
			}
			return b.beware(w.sub)
		}},
		{title: "watch-column", most: 15, cell: func(w way) any { return w.sub.Watch }},
		{title: "link", most: 32, link: func(w way) string {
			if w.path == nil {
				return ""
			}
			return web(w.path.URL)
		}, cell: ofPath(func(w way) any { return w.path.URL })},
		{title: "verified-on", most: short, cell: ofPath(func(w way) any { return w.path.VerifiedOn })},
		{title: "doubt", most: 22, tints: []tint{{`@<>""`, "amber", false}}, cell: ofPath(func(w way) any { return w.path.Doubt(b.v.AsOf) })},
		{title: "source", most: 36, cell: ofPath(func(w way) any { return w.path.Source })},
	}}
	list := slices.Clone(b.v.Cancel)
	for _, s := range b.v.All { // what was cancelled has a day to watch
		if !s.Watch.IsZero() && !slices.Contains(list, s) {
			list = append(list, s)
		}
	}
	for _, s := range list {
		for i := range s.Ways {
			t.list = append(t.list, way{s, &s.Ways[i], i == 0})
		}
		if len(s.Ways) == 0 {
			t.list = append(t.list, way{s, nil, true})
		}
	}
	return t
}

// web is the address of a page; empty for what is none, or not a safe one.
func web(address string) string {
	if !strings.HasPrefix(address, "https://") || strings.ContainsAny(address, " <>\"") {
		return ""
	}
	return address
}

// beware is what to save, to know and to do about leaving, a line each.
func (b *book) beware(s *Subscription) []string {
	var out []string
	for _, t := range s.Beware {
		out = append(out, s.advice(t).In(b.v.Lang))
	}
	for i, line := range b.numbered(s.Again) {
		if i == 0 {
			out = append(out, b.say("again"))
		}
		out = append(out, line)
	}
	return out
}

func (b *book) other() listing[*Subscription] {
	return listing[*Subscription]{key: "other", name: "Other", list: slices.Concat(b.v.Other, b.v.Maybe), columns: []column[*Subscription]{
		{title: "name", most: 42, cell: func(s *Subscription) any { return s.Name }},
		{title: "merchant", most: 34, cell: func(s *Subscription) any { return s.Merchant }},
		{title: "kind", most: 14, tints: []tint{{b.equals("maybe"), "grey", true}}, cell: func(s *Subscription) any {
			if slices.Contains(b.v.Maybe, s) {
				return say("maybe")
			}
			return kindText(s.Kind)
		}},
		{title: "price", most: 14, cell: func(s *Subscription) any { return s.cell(s.Amount) }},
		{title: "currency", most: 8, cell: func(s *Subscription) any { return s.Currency }},
		{title: "cycle", most: 16, cell: func(s *Subscription) any { return cycleText(s.Cycle) }},
		{title: "channel", most: 26, cell: func(s *Subscription) any { return s.Payer }},
		{title: "first-charge", most: 13, cell: func(s *Subscription) any { return s.First() }},
		{title: "last-charge", most: 13, cell: func(s *Subscription) any { return s.Last() }},
		{title: "count", most: 8, link: func(s *Subscription) string { return b.to("charges", s) }, cell: func(s *Subscription) any { return len(s.Payments) }},
		{title: "paid", most: 14, sum: true, cell: func(s *Subscription) any { return s.Paid }},
		{title: "why", most: 44, cell: func(s *Subscription) any { return b.numbered(s.Reasons) }},
		{title: "id", most: 16, cell: func(s *Subscription) any { return s.ID }},
	}}
}

func (b *book) sources() listing[Source] {
	days := func(f func(s Source) time.Time) func(Source) any {
		return func(s Source) any { return f(s) }
	}
	return listing[Source]{key: "sources", name: "Sources", list: b.v.Sources, columns: []column[Source]{
		{title: "file", most: 50, cell: func(s Source) any { return Clean(s.File) }},
		{title: "account", most: 30, cell: func(s Source) any { return accountText(s.Issuer, Clean(s.Account), s.Medium) }},
		{title: "format", most: 20, cell: func(s Source) any { return s.Format }},
		{title: "first-day", most: 13, cell: days(func(s Source) time.Time { return s.From })},
		{title: "last-day", most: 13, cell: days(func(s Source) time.Time { return s.To })},
		{title: "rows", most: 9, cell: func(s Source) any { return s.Rows() }},
		{title: "used", most: 9, cell: func(s Source) any { return len(s.Transactions) }},
		{title: "left", most: 9, tints: []tint{{"@>0", "amber", false}}, cell: func(s Source) any { return len(s.LeftOut) },
			link: func(s Source) string {
				if len(s.LeftOut) == 0 {
					return ""
				}
				return b.to("left-out", s.LeftOut[0].Pos)
			}},
		{title: "outflow", most: 24, cell: func(s Source) any { return moneyCell(s.Outflow) }},
		{title: "inflow", most: 24, cell: func(s Source) any { return moneyCell(s.Inflow) }},
		{title: "totals", most: 24, tints: []tint{{b.equals("totals-differ"), "red", false}}, cell: func(s Source) any { return s.TotalsText() }},
		{title: "sha256", most: 70, cell: func(s Source) any { return s.SHA256 }},
	}}
}

// moneyCell is a number where there is one currency, else a text.
func moneyCell(ms Moneys) any {
	switch len(ms) {
	case 0:
		return nil
	case 1:
		return ms[0]
	}
	return ms.String()
}

func (b *book) leftOut() listing[LeftOut] {
	t := listing[LeftOut]{key: "left-out", name: "LeftOut", columns: []column[LeftOut]{
		{title: "file", most: 50, cell: func(l LeftOut) any { return Clean(l.Pos.File) }},
		{title: "at-sheet", most: 16, cell: func(l LeftOut) any { return Clean(l.Pos.Sheet) }},
		{title: "at-page", most: 8, cell: func(l LeftOut) any { return number(l.Pos.Page) }},
		{title: "at-row", most: 8, cell: func(l LeftOut) any { return number(l.Pos.Row) }},
		{title: "reason", most: 80, cell: func(l LeftOut) any { return sentence(l.Reason) }},
	}}
	for _, s := range b.v.Sources {
		t.list = append(t.list, s.LeftOut...)
	}
	return t
}

func (b *book) warnings() listing[detector.Warning] {
	return listing[detector.Warning]{key: "warnings", name: "Warnings", list: b.v.Warnings, columns: []column[detector.Warning]{
		{title: "text", most: 100, cell: func(w detector.Warning) any { return sentence(w.Message) }},
		{title: "file", most: 50, cell: func(w detector.Warning) any { return Clean(w.File) }},
		{title: "at-row", most: 8, cell: func(w detector.Warning) any { return number(w.Row) }},
	}}
}

// reading says what the figures mean.
func (b *book) reading() {
	b.open("reading", 110)
	b.line(styled{say("reading"), b.title})
	for _, key := range []string{"read-sum", "read-state", "read-cover", "read-cancel", "read-law", "read-steps", "verify"} {
		b.line()
		b.line(say(key))
	}
	for i, t := range b.v.Common {
		if i == 0 {
			b.line()
			b.line(styled{say("beware-all"), b.head})
		}
		b.line(sentence(t))
	}
}
