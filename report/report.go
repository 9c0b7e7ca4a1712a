// Package report lays out what the detector found. NewView does all the
// computing: sums, order, groups, words. The outputs only write it down, each
// in a file of its own, so that every format says the same.
package report

import (
	"cmp"
	"io"
	"slices"
	"strings"
	"sync"
	"time"

	"github.com/shopspring/decimal"

	"github.com/unrenew/unrenew/detector"
	"github.com/unrenew/unrenew/detector/catalog"
	"github.com/unrenew/unrenew/detector/catalog/rights"
	"github.com/unrenew/unrenew/parser"
)

// An Output writes a view in one file format.
type Output struct {
	ID, Ext string // "xlsx", ".xlsx"
	Write   func(w io.Writer, v *View) error
}

// Outputs returns all outputs, in the order in which help lists them.
func Outputs() []Output {
	return []Output{htmlOutput, xlsxOutput, jsonOutput, csvOutput, mdOutput, icsOutput}
}

const (
	comingDays = 90 // how far the list of coming charges looks
	soonDays   = 14 // a last day to cancel this close is shown as urgent
)

// Options are the user's choices about a report.
type Options struct {
	Lang   string // "zh" or "en"; HTML holds both and starts in this one
	Redact bool   // so that it can be shown to others
}

// A View is a result ready to be written: nothing is left to compute.
type View struct {
	Lang       string
	Redacted   bool // accounts, names of persons, files and order numbers are masked
	AsOf       time.Time
	Figures    Figures
	Alerts     []*Alert        // by severity, then date, then ID
	Matters    []Matter        // the same, many of one type together
	All        []*Subscription // of every kind, by annual cost, then ID
	Groups     []Group         // the memberships: active, cancelled, ended
	Other      []*Subscription // recurring payments that are no memberships
	Maybe      []*Subscription // suspected only; in no total
	Coming     []Month         // expected charges of the next 90 days
	Expected   Coming          // all of them together
	Cancel     []*Subscription // what is charged, or has an alert; the most urgent first
	Common     []parser.Text   // what to know before leaving, true of several of them
	Accounts   []Account       // how far the statements reach
	Gaps       bool            // some days of some account are covered by no statement
	CoverTo    time.Time       // the last day that all accounts cover; zero if none is known
	StaleSince time.Time       // the last day that any account covers, if that is long ago; else zero
	Sources    []Source
	LeftOut    []LeftOutGroup
	Totals     RowTotals
	Warnings   []detector.Warning
	Rules      []detector.Rule // the rules that raised the alerts, for the legend
}

// Figures count memberships only; costs are those of the active ones.
type Figures struct {
	Active, Cancelled, Ended int
	MonthlyCost, AnnualCost  Moneys
	PaidLast12Months         Moneys // charges less refunds, of all memberships
	Alerts                   int
	Disputed                 Moneys
}

// A Group is the memberships of one state, by currency, yuan first, then by annual
// cost, the dearest first.
type Group struct {
	State  string // "active", "cancelled" or "ended"
	Annual Moneys
	Subs   []*Subscription
}

// A Subscription is one recurring payment with all that is said about it.
type Subscription struct {
	detector.Subscription
	Name     parser.Text    // with the payer, where two would have the same name
	Payer    parser.Text    // the channel, and the account where there are several
	Taken    rights.Charge  // who takes the money, for whom to complain to
	Ways     []catalog.Path // the paths that help: without general ones of other channels
	Beware   []parser.Text  // what to know before leaving, except what is in Common
	Leave    bool           // it is in Cancel
	State    string         // the group: trials are active, pauses ended
	Payments []*Charge      // by time
	Paid     Money          // all charges less refunds
	Alerts   []*Alert
	DaysLeft int       // from the day of the report to CancelBy; only if there is one
	Urgent   bool      // the last day to cancel is near, or past, by statements that are not stale
	Unseen   time.Time // a charge was due on this day, but no statement covers it; else zero
	History  []Moment
	Watch    time.Time     // of a cancelled one: the day on which it would have been charged; else zero
	Again    []parser.Text // of a cancelled or breached one: what to do if it is charged again, in order
}

// A Charge is one payment and the rows that show it.
type Charge struct {
	detector.Charge
	Currency string
	Rows     []Row // the row that tells most comes first
	Breach   bool  // an alert says that this charge should not have been
}

// A Row is a place in a statement.
type Row struct {
	parser.Pos
	OrderID string
	Amount  decimal.Decimal
}

// An Alert is an alert with its subscription and its evidence.
type Alert struct {
	detector.Alert
	Title    parser.Text // the rule's
	Sub      *Subscription
	Evidence []*Charge
}

// A Moment is something that happened on a day, or at a time that no statement
// covers.
type Moment struct {
	When parser.Text
	Text parser.Text
}

// A Month is the expected charges of one calendar month.
type Month struct {
	First time.Time
	Coming
}

// Coming is expected charges and their sum.
type Coming struct {
	Charges []Due
	Sum     Moneys
}

// A Due is one expected charge.
type Due struct {
	Date  time.Time
	Sub   *Subscription
	First bool // the next one: its last day to cancel can be told
}

// An Account is the coverage of one account.
type Account struct {
	detector.Coverage
	Name parser.Text
	Bars []Bar
	To   time.Time
}

// A Bar is a stretch of time, in thousandths of the whole; Gap means that no
// statement covers it.
type Bar struct {
	At, Len int
	Gap     bool
}

// A Source is one statement.
type Source struct {
	*parser.Statement
	Outflow, Inflow        Moneys
	LeftOut                []LeftOut
	Reconciled, Reconciles bool // the totals agree; the file declares some
}

// A LeftOut is one row that did not become a transaction.
type LeftOut struct {
	Pos    parser.Pos
	Reason parser.Text
}

// A LeftOutGroup is the rows of one file that were left out for one reason.
type LeftOutGroup struct {
	File   string
	Reason parser.Text
	Count  int
	Places parser.Text // "17, 23–30"; only the first ones if they are many
}

// RowTotals counts the rows of all sources.
type RowTotals struct{ Rows, Transactions, LeftOut int }

// NewView makes a result ready to be written. It changes neither r nor the
// statements.
func NewView(r *detector.Result, statements []*parser.Statement, opt Options) *View {
	v := &View{Lang: opt.Lang, Redacted: opt.Redact, AsOf: r.AsOf}
	if v.Lang != "en" {
		v.Lang = "zh"
	}
	if opt.Redact {
		r, statements = redacted(r, statements, v.Lang)
	}
	accounts := accountsOf(statements, r.Coverage)
	v.staleness(r.Coverage)
	v.All = v.subscriptions(r.Subscriptions, accounts)
	v.Maybe = v.subscriptions(r.Maybe, accounts)
	v.alerts(r.Alerts)
	v.groups()
	v.advice()
	v.afterwards()
	v.coming()
	v.coverage(r.Coverage, statements)
	v.sources(statements)
	v.warnings(r.Warnings, statements)
	return v
}

func (v *View) subscriptions(list []detector.Subscription, accounts accounts) []*Subscription {
	out := make([]*Subscription, 0, len(list))
	names := map[parser.Text]int{}
	for _, d := range list {
		s := &Subscription{Subscription: d, State: string(d.Status)}
		switch d.Status {
		case detector.UpcomingTrial:
			s.State = "active"
		case detector.Paused:
			s.State = "ended"
		}
		s.Merchant = Clean(d.Merchant)
		s.Name.ZH = cmp.Or(strings.TrimSpace(Clean(d.Name.ZH)), s.Merchant, d.ID)
		s.Name.EN = cmp.Or(strings.TrimSpace(Clean(d.Name.EN)), s.Name.ZH)
		s.Subscription.Name = s.Name
		names[s.Name]++
		s.Payer = accounts.payer(&d)
		s.Taken = accounts.taken(&d)
		s.Ways = slices.DeleteFunc(slices.Clone(d.Paths), func(p catalog.Path) bool { return p.Generic && p.Channel != d.Channel })
		s.Paid.Currency = d.Currency
		for _, c := range d.Charges {
			s.Payments = append(s.Payments, charge(c, d.Currency))
			s.Paid.Value = s.Paid.Value.Add(c.Amount).Sub(c.Refunded)
		}
		slices.SortStableFunc(s.Payments, func(a, b *Charge) int {
			return cmp.Or(a.Time.Compare(b.Time), cmp.Compare(a.ID, b.ID))
		})
		if !d.CancelBy.IsZero() {
			s.DaysLeft = days(v.AsOf, d.CancelBy)
			s.Urgent = s.DaysLeft <= soonDays && v.StaleSince.IsZero()
		}
		if due := step(d.Last(), d.Cycle, 1, d.Last().Day()); s.State == "active" && !d.CoveredUntil.IsZero() &&
			days(d.CoveredUntil, due) > 0 && days(due, v.AsOf) >= 0 {
			s.Unseen = due
		}
		for _, e := range d.Events {
			s.History = append(s.History, Moment{between(e.After, e.Date), eventText(e, d.Currency)})
		}
		out = append(out, s)
	}
	for _, s := range out {
		if names[s.Name] > 1 {
			s.Name = parser.Text{ZH: s.Name.ZH + "（" + s.Payer.ZH + "）", EN: s.Name.EN + " (" + s.Payer.EN + ")"}
		}
	}
	slices.SortFunc(out, func(a, b *Subscription) int {
		return cmp.Or(b.AnnualCost.Cmp(a.AnnualCost), cmp.Compare(a.ID, b.ID))
	})
	return out
}

// accounts are the statements by file, and how many accounts each issuer has.
type accounts struct {
	byFile map[string]*parser.Statement
	count  map[string]int
}

func accountsOf(statements []*parser.Statement, coverage []detector.Coverage) accounts {
	a := accounts{map[string]*parser.Statement{}, map[string]int{}}
	covered := map[string]int{} // accounts of one name are told apart there
	for _, c := range coverage {
		covered[c.Issuer]++
	}
	seen := map[[2]string]bool{}
	for _, st := range statements {
		a.byFile[st.File] = st
		if key := [2]string{st.Issuer, st.Account}; !seen[key] {
			seen[key] = true
			a.count[st.Issuer]++
		}
	}
	for issuer, n := range covered {
		a.count[issuer] = max(a.count[issuer], n)
	}
	return a
}

// payer is through whom and from which account the last charge was taken.
func (a accounts) payer(s *detector.Subscription) parser.Text {
	st := a.byFile[s.Charges[len(s.Charges)-1].Rows[0].Pos.File]
	if st != nil && (s.Channel == "bank" || s.Channel == st.Issuer && a.count[st.Issuer] > 1) {
		return accountIn([]string{st.File}, st.Issuer, Clean(st.Account), st.Medium)
	}
	return detector.ChannelName(s.Channel)
}

func charge(c detector.Charge, currency string) *Charge {
	out := &Charge{Charge: c, Currency: currency}
	for _, t := range c.Rows {
		pos := t.Pos
		pos.File = fileName(pos.File)
		out.Rows = append(out.Rows, Row{pos, Clean(t.OrderID), t.Amount.Value})
	}
	return out
}

func (v *View) alerts(list []detector.Alert) {
	subs, charges := map[string]*Subscription{}, map[string]*Charge{}
	for _, s := range slices.Concat(v.All, v.Maybe) {
		subs[s.ID] = s
		for _, c := range s.Payments {
			charges[c.ID] = c
		}
	}
	rules := map[string]detector.Rule{}
	for _, r := range detector.Rules() {
		rules[r.ID] = r
	}
	raised := map[string]bool{}
	for _, d := range list {
		a := &Alert{Alert: d, Title: rules[d.Type].Title, Sub: subs[d.Subscription]}
		for _, id := range d.Charges {
			if c := charges[id]; c != nil {
				c.Breach = c.Breach || d.Disputed
				a.Evidence = append(a.Evidence, c)
			}
		}
		if a.Sub != nil {
			a.Sub.Alerts = append(a.Sub.Alerts, a)
		}
		raised[d.Type] = true
		v.Alerts = append(v.Alerts, a)
	}
	rank := map[detector.Severity]int{detector.High: 0, detector.Medium: 1, detector.Low: 2}
	order := func(a, b *Alert) int {
		return cmp.Or(cmp.Compare(rank[a.Severity], rank[b.Severity]), a.Date.Compare(b.Date), cmp.Compare(a.ID, b.ID))
	}
	slices.SortFunc(v.Alerts, order)
	for _, s := range subs {
		slices.SortFunc(s.Alerts, order)
	}
	v.matters()
	for _, r := range detector.Rules() {
		if raised[r.ID] {
			v.Rules = append(v.Rules, r)
		}
	}
	v.Figures.Alerts, v.Figures.Disputed = len(v.Alerts), disputed(v.Alerts)
}

// groups parts memberships from other payments and adds up the memberships.
func (v *View) groups() {
	annual, monthly, paid := sums{}, sums{}, sums{}
	since := v.AsOf.AddDate(-1, 0, 0)
	groups := []Group{{State: "active"}, {State: "cancelled"}, {State: "ended"}}
	for _, s := range v.All {
		if s.Kind != catalog.Membership {
			v.Other = append(v.Other, s)
			continue
		}
		for _, c := range s.Payments {
			if days(since, c.Time) > 0 && days(c.Time, v.AsOf) >= 0 {
				paid.add(c.Amount.Sub(c.Refunded), s.Currency)
			}
		}
		g := slices.IndexFunc(groups, func(g Group) bool { return g.State == s.State })
		groups[g].Subs = append(groups[g].Subs, s)
		if s.State == "active" && !s.PriceUnknown {
			annual.add(s.AnnualCost, s.Currency)
		}
		if s.Leave = s.State == "active" || len(s.Alerts) > 0; s.Leave {
			v.Cancel = append(v.Cancel, s)
		}
	}
	for currency, sum := range annual {
		monthly[currency] = sum.DivRound(decimal.NewFromInt(12), places(currency))
	}
	v.Figures.Active, v.Figures.Cancelled, v.Figures.Ended = len(groups[0].Subs), len(groups[1].Subs), len(groups[2].Subs)
	v.Figures.AnnualCost, v.Figures.MonthlyCost, v.Figures.PaidLast12Months = annual.moneys(), monthly.moneys(), paid.moneys()
	groups[0].Annual = v.Figures.AnnualCost
	for _, g := range groups {
		slices.SortStableFunc(g.Subs, func(a, b *Subscription) int {
			return byMoney(Money{a.AnnualCost, a.Currency}, Money{b.AnnualCost, b.Currency})
		})
	}
	v.Groups = slices.DeleteFunc(groups, func(g Group) bool { return len(g.Subs) == 0 })
	slices.SortStableFunc(v.Cancel, func(a, b *Subscription) int {
		x, y := v.pressing(a), v.pressing(b)
		return cmp.Or(cmp.Compare(btoi(!a.breached()), btoi(!b.breached())), cmp.Compare(btoi(x.IsZero()), btoi(y.IsZero())), x.Compare(y))
	})
}

// pressing is the day by which something has to be done about s: the last one to
// cancel or, where that is past, the next charge. It is zero if there is none.
func (v *View) pressing(s *Subscription) time.Time {
	if s.State != "active" {
		return time.Time{}
	}
	if s.CancelBy.IsZero() || days(v.AsOf, s.CancelBy) < 0 {
		return s.Next
	}
	return s.CancelBy
}

// commonFrom is in how many memberships a text must stand to be told once for
// all of them.
const commonFrom = 3

// advice parts what is true of several memberships from what is true of one.
func (v *View) advice() {
	count := map[parser.Text]int{}
	all := func(s *Subscription) []parser.Text {
		out := slices.Clone(s.Advice)
		if s.Service != nil {
			out = append(out, s.Service.Keep...)
		}
		if s.Refund.ZH != "" {
			out = append(out, s.Refund)
		}
		return out
	}
	for _, s := range v.Cancel {
		for _, t := range all(s) {
			if count[t]++; count[t] == commonFrom {
				v.Common = append(v.Common, t)
			}
		}
	}
	for _, s := range v.Cancel {
		for _, t := range all(s) {
			if count[t] < commonFrom {
				s.Beware = append(s.Beware, t)
			}
		}
	}
}

// law is what may be claimed and where; the files are built in, so that an error
// is one of the program itself.
var law = sync.OnceValue(func() *rights.Rights {
	r, err := rights.Load()
	if err != nil {
		panic(err)
	}
	return r
})

// afterwards is what remains to be seen and done of what the user has left.
func (v *View) afterwards() {
	for _, s := range v.All {
		if s.Cancellation == nil || s.Kind == catalog.IncomeFrom {
			continue
		}
		if s.State == "cancelled" {
			s.Watch = s.DueAfter(s.Cancellation.CancelledOn)
		}
		if s.State == "cancelled" || s.breached() {
			s.Again = law().Again(s.Taken)
		}
	}
}

// breached tells whether money was taken that should not have been.
func (s *Subscription) breached() bool {
	return slices.ContainsFunc(s.Alerts, func(a *Alert) bool { return a.Disputed })
}

// coming lists the charges that are expected in the next days.
func (v *View) coming() {
	last := v.AsOf.AddDate(0, 0, comingDays)
	total := sums{}
	for _, s := range v.Cancel {
		if s.Next.IsZero() || s.State != "active" {
			continue
		}
		anchor := s.Next.Day()
		if s.Next.AddDate(0, 0, 1).Day() == 1 { // a contract of the 31st, in a short month
			for _, c := range s.Payments {
				anchor = max(anchor, c.Time.Day())
			}
		}
		for k := 0; k <= comingDays; k++ {
			day := step(s.Next, s.Cycle, k, anchor)
			if days(day, last) < 0 || k > 0 && s.Cycle.Count == 0 {
				break
			}
			if days(v.AsOf, day) >= 0 {
				v.Expected.Charges = append(v.Expected.Charges, Due{day, s, k == 0})
				if !s.PriceUnknown {
					total.add(s.Amount, s.Currency)
				}
			}
		}
	}
	v.Expected.Sum = total.moneys()
	slices.SortStableFunc(v.Expected.Charges, func(a, b Due) int {
		return cmp.Or(a.Date.Compare(b.Date), cmp.Compare(a.Sub.ID, b.Sub.ID))
	})
	for _, d := range v.Expected.Charges {
		first := time.Date(d.Date.Year(), d.Date.Month(), 1, 0, 0, 0, 0, d.Date.Location())
		if n := len(v.Coming); n == 0 || !v.Coming[n-1].First.Equal(first) {
			v.Coming = append(v.Coming, Month{First: first})
		}
		m := &v.Coming[len(v.Coming)-1]
		m.Charges = append(m.Charges, d)
	}
	for i := range v.Coming {
		sum := sums{}
		for _, d := range v.Coming[i].Charges {
			if !d.Sub.PriceUnknown {
				sum.add(d.Sub.Amount, d.Sub.Currency)
			}
		}
		v.Coming[i].Sum = sum.moneys()
	}
}

// coverage turns spans of days into bars over the time from the first covered
// day of all to the day of the report.
func (v *View) coverage(list []detector.Coverage, statements []*parser.Statement) {
	var first time.Time
	for _, c := range list {
		if len(c.Spans) > 0 && (first.IsZero() || c.Spans[0].From.Before(first)) {
			first = c.Spans[0].From
		}
	}
	total := days(first, v.AsOf) + 1
	for _, c := range list {
		a := Account{Coverage: c}
		a.Account = Clean(c.Account)
		var files []string
		for _, st := range statements {
			if st.Issuer == c.Issuer && st.Account == c.Account && st.Medium == c.Medium {
				files = append(files, st.File)
			}
		}
		a.Name = accountIn(files, c.Issuer, a.Account, c.Medium)
		at := 0
		for _, s := range c.Spans {
			from := max(0, days(first, s.From)*1000/total)
			to := min(1000, (days(first, s.To)+1)*1000/total)
			a.Bars = append(a.Bars, Bar{at, from - at, true}, Bar{from, to - from, false})
			a.To, at = s.To, to
		}
		a.Bars = append(a.Bars, Bar{at, 1000 - at, true})
		a.Bars = slices.DeleteFunc(a.Bars, func(b Bar) bool { return b.Len <= 0 })
		v.Gaps = v.Gaps || slices.ContainsFunc(a.Bars, func(b Bar) bool { return b.Gap })
		if v.CoverTo.IsZero() || a.To.Before(v.CoverTo) {
			v.CoverTo = a.To
		}
		v.Accounts = append(v.Accounts, a)
	}
}

// covers tells whether the statements of every account cover all days of a
// stretch, as far as these are past.
func (v *View) covers(from, to time.Time) bool {
	if days(v.AsOf, to) > 0 {
		to = v.AsOf
	}
	return !slices.ContainsFunc(v.Accounts, func(a Account) bool {
		return !slices.ContainsFunc(a.Spans, func(s detector.Span) bool { return days(s.From, from) >= 0 && days(to, s.To) >= 0 })
	})
}

func (v *View) sources(list []*parser.Statement) {
	for _, st := range list {
		s := Source{Statement: st}
		out, in := st.Sums()
		s.Outflow, s.Inflow = sums(out).moneys(), sums(in).moneys()
		s.Reconciled, s.Reconciles = st.Reconciled()
		for _, e := range st.LeftOut {
			pos := e.Pos
			pos.File = st.File
			s.LeftOut = append(s.LeftOut, LeftOut{pos, parser.TextOf(e)})
		}
		slices.SortStableFunc(s.LeftOut, func(a, b LeftOut) int { return comparePos(a.Pos, b.Pos) })
		v.Sources = append(v.Sources, s)
		v.Totals.Rows += st.Rows()
		v.Totals.Transactions += len(st.Transactions)
		v.Totals.LeftOut += len(st.LeftOut)
	}
	slices.SortStableFunc(v.Sources, func(a, b Source) int {
		return cmp.Or(cmp.Compare(a.File, b.File), cmp.Compare(a.SHA256, b.SHA256))
	})
	for _, s := range v.Sources {
		v.leftOut(s)
	}
}

// leftOut puts the rows with one reason together: a file may have thousands.
func (v *View) leftOut(s Source) {
	at := map[parser.Text]int{}
	places := [][]parser.Pos{}
	base := len(v.LeftOut)
	for _, l := range s.LeftOut {
		i, ok := at[l.Reason]
		if !ok {
			i = len(places)
			at[l.Reason] = i
			places = append(places, nil)
			v.LeftOut = append(v.LeftOut, LeftOutGroup{File: fileName(s.File), Reason: l.Reason})
		}
		places[i] = append(places[i], l.Pos)
	}
	for i, ps := range places {
		v.LeftOut[base+i].Count = len(ps)
		v.LeftOut[base+i].Places = ranges(ps)
	}
}

// warnings joins what the detector and the statements have to say.
func (v *View) warnings(ws []detector.Warning, statements []*parser.Statement) {
	v.Warnings = slices.Clone(ws)
	if !v.StaleSince.IsZero() {
		v.Warnings = append(v.Warnings, detector.Warning{Code: staleCode, Message: v.StaleText()})
	}
	for _, st := range statements {
		for _, n := range st.Notes {
			v.Warnings = append(v.Warnings, detector.Warning{Code: n.Code, Message: n.Text, File: st.File, Row: n.Pos.Row})
		}
	}
	slices.SortStableFunc(v.Warnings, func(a, b detector.Warning) int {
		return cmp.Or(cmp.Compare(a.Code, b.Code), cmp.Compare(a.File, b.File), cmp.Compare(a.Row, b.Row), cmp.Compare(a.Message.ZH, b.Message.ZH))
	})
	v.Warnings = slices.Compact(v.Warnings)
}

// step is the k-th day after t in the rhythm of c. Months keep the day of the
// anchor as far as they have it: the 31st becomes the 28th, then the 31st again.
func step(t time.Time, c catalog.Cycle, k, anchor int) time.Time {
	n := c.Count * k
	switch c.Unit {
	case catalog.Day:
		return t.AddDate(0, 0, n)
	case catalog.Week:
		return t.AddDate(0, 0, 7*n)
	case catalog.Year:
		n *= 12
	}
	first := time.Date(t.Year(), t.Month()+time.Month(n), 1, 0, 0, 0, 0, t.Location())
	return first.AddDate(0, 0, min(anchor, first.AddDate(0, 1, -1).Day())-1)
}

// days is the number of midnights from a to b.
func days(a, b time.Time) int {
	day := func(t time.Time) int64 {
		y, m, d := t.Date()
		return time.Date(y, m, d, 0, 0, 0, 0, time.UTC).Unix() / 86400
	}
	return int(day(b) - day(a))
}

func comparePos(a, b parser.Pos) int {
	switch {
	case a.Before(b):
		return -1
	case b.Before(a):
		return 1
	}
	return 0
}

func btoi(b bool) int {
	if b {
		return 1
	}
	return 0
}

// fileName is a file's name to be shown. One of nothing but control characters
// would be no name.
func fileName(s string) string { return cmp.Or(Clean(s), "?") }

// Clean drops what a hostile name may hold to upset a terminal or to turn the
// text around: control characters and marks of direction.
func Clean(s string) string {
	return strings.Map(func(r rune) rune {
		switch {
		case r == '\n' || r == '\r' || r == '\t':
			return ' '
		case r < ' ' || r >= 0x7f && r < 0xa0, r >= 0x202a && r <= 0x202e, r >= 0x2066 && r <= 0x2069,
			r == 0x200e, r == 0x200f, r == 0x061c, r == 0xfeff:
			return -1
		}
		return r
	}, strings.ToValidUTF8(s, "\uFFFD"))
}
