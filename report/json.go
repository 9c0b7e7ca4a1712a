package report

import (
	"cmp"
	"encoding/json"
	"io"
	"slices"
	"strings"
	"time"

	"github.com/shopspring/decimal"

	"github.com/unrenew/unrenew/parser"
)

// jsonOutput writes "unrenew.report/v1", the shape that programs rely on: money
// as decimal strings, arrays never null, optional values left out.
var jsonOutput = Output{ID: "json", Ext: ".json", Write: func(w io.Writer, v *View) error {
	e := json.NewEncoder(w)
	e.SetEscapeHTML(false)
	e.SetIndent("", "  ")
	return e.Encode(v.json())
}}

type (
	jsonReport struct {
		Schema        string             `json:"schema"`
		AsOf          string             `json:"as_of"`
		Sources       []jsonSource       `json:"sources"`
		Warnings      []jsonWarning      `json:"warnings"`
		Summary       jsonSummary        `json:"summary"`
		Subscriptions []jsonSubscription `json:"subscriptions"`
		Maybe         []jsonSubscription `json:"maybe"`
		Alerts        []jsonAlert        `json:"alerts"`
	}
	jsonSource struct {
		File         string        `json:"file"`
		SHA256       string        `json:"sha256"`
		Format       string        `json:"format"`
		Account      string        `json:"account,omitempty"`
		From         string        `json:"from,omitempty"`
		To           string        `json:"to,omitempty"`
		Rows         int           `json:"rows"`
		Transactions int           `json:"transactions"`
		Outflow      jsonMoneys    `json:"outflow"`
		Inflow       jsonMoneys    `json:"inflow"`
		LeftOut      []jsonLeftOut `json:"left_out"`
		Declared     *jsonDeclared `json:"declared,omitempty"`
		Reconciled   *bool         `json:"reconciled,omitempty"`
	}
	jsonMoneys  map[string]string
	jsonLeftOut struct {
		Sheet  string `json:"sheet,omitempty"`
		Page   int    `json:"page,omitempty"`
		Row    int    `json:"row"`
		Reason string `json:"reason"`
	}
	jsonDeclared struct {
		Count   *int   `json:"count,omitempty"`
		Income  string `json:"income,omitempty"`
		Expense string `json:"expense,omitempty"`
	}
	jsonWarning struct {
		Code    string `json:"code"`
		Message string `json:"message"`
		File    string `json:"file,omitempty"`
		Row     int    `json:"row,omitempty"`
	}
	jsonSummary struct {
		Active           int        `json:"active"`
		Cancelled        int        `json:"cancelled"`
		Ended            int        `json:"ended"`
		MonthlyCost      jsonMoneys `json:"monthly_cost"`
		AnnualCost       jsonMoneys `json:"annual_cost"`
		PaidLast12Months jsonMoneys `json:"paid_last_12_months"`
		Alerts           int        `json:"alerts"`
		DisputedAmount   jsonMoneys `json:"disputed_amount"`
	}
	jsonSubscription struct {
		ID           string            `json:"id"`
		Service      string            `json:"service,omitempty"`
		Name         string            `json:"name"`
		Merchant     string            `json:"merchant"`
		Category     string            `json:"category,omitempty"`
		Kind         string            `json:"kind"`
		Status       string            `json:"status"`
		Cycle        jsonCycle         `json:"cycle"`
		Amount       string            `json:"amount"`
		Currency     string            `json:"currency"`
		AnnualCost   string            `json:"annual_cost"`
		PriceUnknown bool              `json:"price_unknown,omitempty"` // after a trial: amount is the trial's alone
		FirstCharge  string            `json:"first_charge"`
		LastCharge   string            `json:"last_charge"`
		NextCharge   string            `json:"next_charge,omitempty"`
		CancelBy     string            `json:"cancel_by,omitempty"`
		CoveredUntil string            `json:"covered_until,omitempty"`
		Confidence   json.Number       `json:"confidence"`
		Reasons      []string          `json:"reasons"`
		Channel      string            `json:"channel"`
		Charges      []jsonCharge      `json:"charges"`
		Events       []jsonEvent       `json:"events"`
		Cancellation *jsonCancellation `json:"cancellation,omitempty"`
		CancelPaths  []jsonPath        `json:"cancel_paths"`
	}
	jsonCycle struct {
		Unit  string `json:"unit"`
		Count int    `json:"count"`
	}
	jsonCharge struct {
		ID           string            `json:"id"`
		Time         string            `json:"time"`
		Amount       string            `json:"amount"`
		Refunded     string            `json:"refunded"`
		Transactions []jsonTransaction `json:"transactions"`
	}
	jsonTransaction struct {
		File    string `json:"file"`
		Sheet   string `json:"sheet,omitempty"`
		Page    int    `json:"page,omitempty"`
		Row     int    `json:"row"`
		OrderID string `json:"order_id,omitempty"`
		Amount  string `json:"amount"`
	}
	jsonEvent struct {
		Type   string `json:"type"`
		After  string `json:"after,omitempty"` // it came between this day and date, where statements are missing
		Date   string `json:"date"`
		Charge string `json:"charge,omitempty"`
		From   string `json:"from,omitempty"`
		To     string `json:"to,omitempty"`
	}
	jsonCancellation struct {
		CancelledOn    string   `json:"cancelled_on"`
		EffectiveOn    string   `json:"effective_on,omitempty"`
		Channel        string   `json:"channel,omitempty"`
		ResubscribedOn string   `json:"resubscribed_on,omitempty"`
		Evidence       []string `json:"evidence"`
		CleanUntil     string   `json:"clean_until,omitempty"`
		WatchOn        string   `json:"watch_on,omitempty"` // the day on which it would have been charged
		CheckOn        string   `json:"check_on,omitempty"` // from which a statement can prove that it was not
		IfCharged      []string `json:"if_charged_again,omitempty"`
		Unclear        bool     `json:"unclear,omitempty"` // the record may mean another contract
	}
	jsonPath struct {
		Channel    string   `json:"channel"`
		Steps      []string `json:"steps"`
		URL        string   `json:"url,omitempty"`
		VerifiedOn string   `json:"verified_on,omitempty"`
		Source     string   `json:"source,omitempty"`
		Difficulty string   `json:"difficulty"`
		Because    []string `json:"because,omitempty"` // what makes it difficult
		Doubt      string   `json:"doubt,omitempty"`   // unverified, or read long ago
	}
	jsonAlert struct {
		ID           string   `json:"id"`
		Type         string   `json:"type"`
		Severity     string   `json:"severity"`
		Subscription string   `json:"subscription,omitempty"`
		Charges      []string `json:"charges"`
		After        string   `json:"after,omitempty"` // as of the event that it is about
		Date         string   `json:"date"`
		Amount       string   `json:"amount,omitempty"`
		Currency     string   `json:"currency,omitempty"`
		Message      string   `json:"message"`
		Actions      []string `json:"actions"`
		RefundUntil  string   `json:"refund_until,omitempty"`
	}
)

func (v *View) json() jsonReport {
	r := jsonReport{
		Schema: "unrenew.report/v1",
		AsOf:   iso(v.AsOf),
		Summary: jsonSummary{
			Active: v.Figures.Active, Cancelled: v.Figures.Cancelled, Ended: v.Figures.Ended,
			MonthlyCost: moneysJSON(v.Figures.MonthlyCost), AnnualCost: moneysJSON(v.Figures.AnnualCost),
			PaidLast12Months: moneysJSON(v.Figures.PaidLast12Months),
			Alerts:           v.Figures.Alerts, DisputedAmount: moneysJSON(v.Figures.Disputed),
		},
		Sources: []jsonSource{}, Warnings: []jsonWarning{}, Alerts: []jsonAlert{},
		Subscriptions: v.subscriptionsJSON(v.All), Maybe: v.subscriptionsJSON(v.Maybe),
	}
	for _, s := range v.Sources {
		r.Sources = append(r.Sources, v.sourceJSON(s))
	}
	for _, w := range v.Warnings {
		r.Warnings = append(r.Warnings, jsonWarning{w.Code, w.Message.In(v.Lang), w.File, w.Row})
	}
	for _, a := range v.Alerts {
		j := jsonAlert{
			ID: a.ID, Type: a.Type, Severity: string(a.Severity), Subscription: a.Subscription, Charges: some(a.Charges),
			After: iso(a.After()), Date: iso(a.Date), Message: a.Message.In(v.Lang), Actions: v.in(a.Actions), RefundUntil: iso(a.RefundUntil),
		}
		if a.Amount.Valid {
			j.Amount, j.Currency = fixed(a.Amount.Decimal), a.Currency
		}
		r.Alerts = append(r.Alerts, j)
	}
	return r
}

func (v *View) sourceJSON(s Source) jsonSource {
	j := jsonSource{
		File: s.File, SHA256: s.SHA256, Format: s.Format, Account: s.Account, From: iso(s.From), To: iso(s.To),
		Rows: s.Rows(), Transactions: len(s.Transactions), Outflow: moneysJSON(s.Outflow), Inflow: moneysJSON(s.Inflow),
		LeftOut: []jsonLeftOut{},
	}
	for _, l := range s.LeftOut {
		j.LeftOut = append(j.LeftOut, jsonLeftOut{l.Pos.Sheet, l.Pos.Page, max(l.Pos.Row, 1), l.Reason.In(v.Lang)})
	}
	if s.Reconciles {
		d := &jsonDeclared{Count: s.Declared.Count}
		if s.Declared.Income != nil {
			d.Income = fixed(*s.Declared.Income)
		}
		if s.Declared.Expense != nil {
			d.Expense = fixed(*s.Declared.Expense)
		}
		j.Declared, j.Reconciled = d, &s.Reconciled
	}
	return j
}

func (v *View) subscriptionsJSON(list []*Subscription) []jsonSubscription {
	out := []jsonSubscription{}
	for _, s := range list {
		j := jsonSubscription{
			ID: s.ID, Name: s.Subscription.Name.In(v.Lang), Merchant: s.Merchant, Category: s.Category, Kind: string(s.Kind), Status: string(s.Status),
			Cycle: jsonCycle{string(s.Cycle.Unit), s.Cycle.Count}, Amount: fixed(s.Amount), Currency: s.Currency, AnnualCost: fixed(s.AnnualCost), PriceUnknown: s.PriceUnknown,
			FirstCharge: iso(s.First()), LastCharge: iso(s.Last()), NextCharge: iso(s.Next), CancelBy: iso(s.CancelBy), CoveredUntil: iso(s.CoveredUntil),
			Confidence: json.Number(decimal.NewFromFloat(s.Confidence).StringFixed(2)), Reasons: v.in(s.Reasons), Channel: s.Channel,
			Charges: []jsonCharge{}, Events: []jsonEvent{}, CancelPaths: []jsonPath{},
		}
		if s.Service != nil {
			j.Service = s.Service.ID
		}
		for _, c := range s.Payments {
			j.Charges = append(j.Charges, chargeJSON(c))
		}
		for _, e := range s.Events {
			j.Events = append(j.Events, jsonEvent{e.Type, iso(e.After), iso(e.Date), e.Charge, e.From, e.To})
		}
		if c := s.Cancellation; c != nil {
			on := iso(c.CancelledOn)
			if c.HasClock {
				on = c.CancelledOn.Format(time.RFC3339)
			}
			j.Cancellation = &jsonCancellation{on, iso(c.EffectiveOn), c.Channel, iso(c.ResubscribedOn), some(c.Evidence), iso(c.CleanUntil), iso(s.Watch), iso(c.CheckOn), v.in(s.Again), c.Unclear}
		}
		for _, p := range s.Paths {
			d := p.Difficulty()
			j.CancelPaths = append(j.CancelPaths, jsonPath{p.Channel, v.in(p.Steps), p.URL, p.VerifiedOn, p.Source, d.Level, v.in(d.Reasons), p.Doubt(v.AsOf).In(v.Lang)})
		}
		out = append(out, j)
	}
	return out
}

func chargeJSON(c *Charge) jsonCharge {
	j := jsonCharge{ID: c.ID, Time: c.Time.Format(time.RFC3339), Amount: fixed(c.Amount), Refunded: fixed(c.Refunded), Transactions: []jsonTransaction{}}
	rows := slices.Clone(c.Rows)
	slices.SortStableFunc(rows, func(a, b Row) int {
		return cmp.Or(comparePos(a.Pos, b.Pos), strings.Compare(a.OrderID, b.OrderID))
	})
	for _, r := range rows {
		j.Transactions = append(j.Transactions, jsonTransaction{r.File, r.Sheet, r.Page, max(r.Row, 1), r.OrderID, fixed(r.Amount)})
	}
	return j
}

func moneysJSON(ms Moneys) jsonMoneys {
	out := jsonMoneys{}
	for _, m := range ms {
		out[m.Currency] = fixed(m.Value)
	}
	return out
}

func fixed(d decimal.Decimal) string { return d.StringFixed(2) }

// in is the texts in the view's language.
func (v *View) in(ts []parser.Text) []string {
	out := make([]string, 0, len(ts))
	for _, t := range ts {
		out = append(out, t.In(v.Lang))
	}
	return out
}

// some is list, or an empty list: JSON arrays are never null.
func some(list []string) []string {
	if list == nil {
		return []string{}
	}
	return list
}
