package score

import (
	"bytes"
	"encoding/json"
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/shopspring/decimal"

	"github.com/unrenew/unrenew/cmd/measure/exports"
	"github.com/unrenew/unrenew/cmd/measure/household"
	"github.com/unrenew/unrenew/detector"
	"github.com/unrenew/unrenew/detector/catalog"
	"github.com/unrenew/unrenew/parser"
)

var (
	monthly = catalog.Cycle{Unit: catalog.Month, Count: 1}
	march   = time.Date(2026, 3, 1, 0, 0, 0, 0, parser.China)
)

func yuan(s string) decimal.Decimal { return decimal.RequireFromString(s) }

// a builder writes truth and findings side by side.
type builder struct{ Case }

func newCase() *builder {
	return &builder{Case{House: &household.Household{Seed: 1, AsOf: march.AddDate(1, 0, 0)}, Shown: map[string][]exports.Place{}, Result: &detector.Result{}}}
}

// pays adds n monthly payments under a contract, each with a row of its own, and
// returns their IDs.
func (b *builder) pays(contract, group string, n int) (ids []string) {
	for i := range n {
		id := fmt.Sprintf("m%02d", len(b.House.Movements)+1)
		b.House.Movements = append(b.House.Movements, household.Movement{ID: id, Time: march.AddDate(0, i, 0), Class: household.Spend, Payee: contract + group, Amount: yuan("25"), Contract: contract, Group: group})
		b.Shown[id] = []exports.Place{{File: "wallet", Row: len(b.House.Movements)}}
		ids = append(ids, id)
	}
	return ids
}

// contract adds one of kind membership with n payments.
func (b *builder) contract(id string, n int) []string {
	b.House.Contracts = append(b.House.Contracts, household.Contract{ID: id, Scenario: "A01", Kind: catalog.Membership, Expect: household.Must, Status: "active",
		Cycle: monthly, Price: yuan("25"), Currency: "CNY", Annual: yuan("300"), Next: march.AddDate(1, 0, 5)})
	return b.pays(id, "", n)
}

func (b *builder) charge(id string) detector.Charge {
	p := b.Shown[id][0]
	return detector.Charge{ID: "c-" + id, Time: march, Amount: yuan("25"), Rows: []*parser.Transaction{{Pos: parser.Pos{File: p.File, Row: p.Row}}}}
}

// finds adds a finding of these payments, right in all that a contract is.
func (b *builder) finds(ids ...string) *detector.Subscription {
	s := detector.Subscription{ID: fmt.Sprint("s-", len(b.Result.Subscriptions)), Kind: catalog.Membership, Status: detector.Active, Cycle: monthly,
		Amount: yuan("25"), Currency: "CNY", AnnualCost: yuan("300"), Next: march.AddDate(1, 0, 4), Confidence: 0.95}
	for _, id := range ids {
		s.Charges = append(s.Charges, b.charge(id))
	}
	b.Result.Subscriptions = append(b.Result.Subscriptions, s)
	return &b.Result.Subscriptions[len(b.Result.Subscriptions)-1]
}

func (b *builder) report() *Report {
	r := NewReport(3)
	r.Add(Judge(&b.Case))
	return r
}

func same[T any](t *testing.T, what string, have, want T) {
	t.Helper()
	if fmt.Sprintf("%+v", have) != fmt.Sprintf("%+v", want) {
		t.Errorf("%s: %+v, want %+v", what, have, want)
	}
}

func TestFoundAndMissed(t *testing.T) {
	b := newCase()
	found := b.contract("c1", 6)
	b.contract("c2", 6)
	b.finds(found...)
	r := b.report()
	same(t, "all", r.Streams.All, Accuracy{Right: 1, Missed: 1})
	same(t, "memberships", r.Streams.Memberships, Accuracy{Right: 1, Missed: 1})
	same(t, "F1", r.Streams.All.F1(), Ratio{2, 3})
	same(t, "situation", *r.Scenarios["A01"], Scenario{Contracts: 2, Found: Ratio{1, 2}, Kind: Ratio{1, 1}, Cycle: Ratio{1, 1}, Status: Ratio{1, 1}, Next: Ratio{1, 1}})
	same(t, "annual", r.Hits.Annual.sumError(), decimal.Zero)
}

// TestHalf: at least half of the charges of both together must be common.
func TestHalf(t *testing.T) {
	for n, want := range map[int]Accuracy{2: {False: 1, Missed: 1}, 3: {Right: 1}, 6: {Right: 1}} {
		b := newCase()
		ids := b.contract("c1", 6)
		b.finds(ids[:n]...)
		same(t, fmt.Sprint(n, " of 6"), b.report().Streams.All, want)
	}
	b := newCase()
	ids := b.contract("c1", 6)
	b.finds(append(ids, b.pays("", "coffee", 7)...)...)
	same(t, "6 of 13", b.report().Streams.All, Accuracy{False: 1, Missed: 1})
}

func TestFalseAlarm(t *testing.T) {
	b := newCase()
	b.finds(b.pays("", "coffee", 4)...)
	b.pays("", "commute", 4)
	utility := b.contract("c1", 4)
	b.House.Contracts[0].Kind = catalog.Utility
	b.finds(utility...) // a hit, but no membership
	r := b.report()
	same(t, "all", r.Streams.All, Accuracy{Right: 1, False: 1})
	same(t, "memberships", r.Streams.Memberships, Accuracy{False: 2})
	same(t, "kind", r.Hits.Kind, Ratio{0, 1})
	same(t, "coffee", *r.Negatives["coffee"], Ratio{1, 1})
	same(t, "commute", *r.Negatives["commute"], Ratio{0, 1})
	same(t, "alarms", r.Alarms, Alarms{"coffee": 1})
}

// TestSwapped: of two findings that share charges of two contracts, each goes to
// the one with which it agrees best, whatever their order.
func TestSwapped(t *testing.T) {
	b := newCase()
	one, two := b.contract("c1", 6), b.contract("c2", 6)
	b.finds(append(two[:5:5], one[5])...)
	b.finds(append(one[:5:5], two[5])...)
	v := Judge(&b.Case)
	for i, want := range []string{"c2", "c1"} {
		if f := v.Findings[i]; f.Contract == nil || f.Contract.ID != want {
			t.Errorf("finding %d is %v, want %s", i, f.Contract, want)
		}
	}
	// Payments that look the same may stand for each other.
	b = newCase()
	one, two = b.contract("c1", 6), b.contract("c2", 6)
	for i := range b.House.Movements {
		b.House.Movements[i].Payee = "example gym"
	}
	b.finds(append(two[:3:3], one[3:]...)...)
	b.finds(append(one[:3:3], two[3:]...)...)
	same(t, "equal payments", b.report().Streams.All, Accuracy{Right: 2})
	// One finding cannot be two contracts, nor two findings one.
	b = newCase()
	one = b.contract("c1", 6)
	b.finds(one[:3]...)
	b.finds(one[3:]...)
	r := b.report()
	same(t, "split in two", r.Streams.All, Accuracy{Right: 1, False: 1})
	same(t, "alarms", r.Alarms, Alarms{"part of a contract, A01": 1})
}

func TestWrongDetails(t *testing.T) {
	b := newCase()
	s := b.finds(b.contract("c1", 6)...)
	s.Cycle, s.Status, s.Next, s.Amount, s.AnnualCost = catalog.Cycle{Unit: catalog.Year, Count: 1}, detector.Ended, march.AddDate(1, 0, 8), yuan("27.50"), yuan("330")
	h := b.report().Hits
	same(t, "cycle", h.Cycle, Ratio{0, 1})
	same(t, "next", h.Next, Ratio{0, 1})
	same(t, "price", h.Price, Ratio{0, 1})
	same(t, "status", h.Status, Ratio{0, 1})
	same(t, "confusion", h.StatusWrong, map[string]int{"active → ended": 1})
	same(t, "annual", h.Annual.sumError(), yuan("0.1"))

	b.House.Contracts[0].Varies, b.House.Contracts[0].Cycle = true, catalog.Cycle{Unit: catalog.Month, Count: 12}
	b.House.Contracts[0].Next, b.House.Contracts[0].Status = time.Time{}, ""
	h = b.report().Hits
	same(t, "a year is twelve months", h.Cycle, Ratio{1, 1})
	same(t, "within a tenth", h.Price, Ratio{1, 1})
	same(t, "no next charge to judge", h.Next, Ratio{})
	same(t, "no status to judge", h.Status, Ratio{})
}

func TestOpenContracts(t *testing.T) {
	b := newCase()
	ids := b.contract("c1", 4)
	b.contract("c2", 4)
	for i := range b.House.Contracts {
		b.House.Contracts[i].Expect = household.May
	}
	b.finds(ids...)
	b.finds(b.pays("c2", "", 3)[:2]...) // not half of it, but nothing else
	r := b.report()
	same(t, "all", r.Streams.All, Accuracy{})
	same(t, "memberships", r.Streams.Memberships, Accuracy{})
	same(t, "open", []int{r.Streams.Open, r.Streams.OpenFound}, []int{2, 1})
}

func TestSuspected(t *testing.T) {
	b := newCase()
	b.finds(b.contract("c1", 4)...)
	b.Result.Maybe, b.Result.Subscriptions = b.Result.Subscriptions, nil
	b.Result.Maybe[0].Confidence = 0.5
	r := b.report()
	same(t, "all", r.Streams.All, Accuracy{Missed: 1})
	same(t, "suspected", []int{r.Streams.Suspected, r.Streams.OfMissed}, []int{1, 1})
	same(t, "bin", r.Calibration.Bins[5], Bin{Ratio{1, 1}, 0.5})
	same(t, "Brier", r.Calibration.Brier(), 0.25)
}

func TestUnseenContract(t *testing.T) {
	b := newCase()
	for _, id := range b.contract("c1", 4) {
		delete(b.Shown, id)
	}
	same(t, "all", b.report().Streams.All, Accuracy{})
}

func TestCountedTwice(t *testing.T) {
	b := newCase()
	ids := b.contract("c1", 4)
	bank := exports.Place{File: "bank", Row: 1}
	b.Shown[ids[0]] = append(b.Shown[ids[0]], bank)
	s := b.finds(ids...)
	row := &parser.Transaction{Pos: parser.Pos{File: bank.File, Row: bank.Row}}

	s.Charges[0].Rows = append(s.Charges[0].Rows, row) // wallet and bank, one charge
	same(t, "joined", b.report().Twice, Twice{Payments: Ratio{0, 4}, Households: Ratio{0, 1}, Mixed: Ratio{0, 4}})

	s.Charges[0].Rows = s.Charges[0].Rows[:1]
	s.Charges = append(s.Charges, detector.Charge{ID: "c-x", Rows: []*parser.Transaction{row}})
	r := b.report()
	same(t, "apart", r.Twice, Twice{Payments: Ratio{1, 4}, Households: Ratio{1, 1}, Mixed: Ratio{0, 5}})
	same(t, "still found", r.Streams.All, Accuracy{Right: 1})

	s.Charges = s.Charges[:4]
	s.Charges[1].Rows = append(s.Charges[1].Rows, row)
	same(t, "mixed", b.report().Twice, Twice{Payments: Ratio{0, 4}, Households: Ratio{0, 1}, Mixed: Ratio{1, 4}})
}

// due and raised add an alert to either side.
func (b *builder) due(severity, contract string, expect household.Expect, movements ...string) {
	b.House.Alerts = append(b.House.Alerts, household.Alert{Type: afterCancellation, Severity: severity, Contract: contract, Expect: expect, Movements: movements})
}

func (b *builder) raised(s *detector.Subscription, severity detector.Severity, movements ...string) {
	a := detector.Alert{Type: afterCancellation, Severity: severity, Subscription: s.ID}
	for _, id := range movements {
		a.Charges = append(a.Charges, "c-"+id)
	}
	b.Result.Alerts = append(b.Result.Alerts, a)
}

func TestAlerts(t *testing.T) {
	b := newCase()
	one, two, three := b.contract("c1", 4), b.contract("c2", 4), b.contract("c3", 4)
	b.finds(one...)
	b.finds(two...)
	b.finds(three...)
	subs := b.Result.Subscriptions
	// Of the first, both alerts come, in the other order; the severity of one is wrong.
	b.due("high", "c1", household.Must, one[2])
	b.due("medium", "c1", household.Must, one[3])
	b.raised(&subs[0], detector.High, one[3])
	b.raised(&subs[0], detector.High, one[2])
	// Of the second none comes, of the third one too many.
	b.due("high", "c2", household.Must)
	b.raised(&subs[2], detector.Low, three[0])
	r := b.report()
	same(t, "type", *r.Alerts.Types[afterCancellation], AlertCount{Found: Ratio{2, 3}, Right: Ratio{2, 3}})
	same(t, "high", r.Alerts.High, AlertCount{Found: Ratio{1, 2}, Right: Ratio{1, 2}})
	same(t, "medium", *r.Alerts.Severities[afterCancellation+" medium"], AlertCount{Found: Ratio{0, 1}})
	same(t, "low", *r.Alerts.Severities[afterCancellation+" low"], AlertCount{Right: Ratio{0, 1}})
	same(t, "confused", r.Alerts.Confused, map[string]int{afterCancellation + ": due medium, raised high": 1})

	var sorts []string
	for _, s := range r.Errors.Sorts {
		if s.N > 0 {
			sorts = append(sorts, fmt.Sprint(s.Name, " ", s.N))
		}
	}
	same(t, "errors", sorts, []string{"alert not raised 1", "alert raised for nothing 1", "alert of the wrong severity 1"})
}

func TestOpenAlerts(t *testing.T) {
	b := newCase()
	one, two := b.contract("c1", 4), b.contract("c2", 4)
	b.finds(one...)
	b.finds(two...)
	subs := b.Result.Subscriptions
	b.due("high", "c1", household.May)
	b.due("", "c2", household.Must)
	b.raised(&subs[0], detector.Low)
	b.raised(&subs[1], detector.Low)
	b.raised(&subs[1], detector.Low) // says it again
	r := b.report()
	same(t, "type", *r.Alerts.Types[afterCancellation], AlertCount{Found: Ratio{1, 1}, Right: Ratio{1, 1}})
	same(t, "open", r.Alerts.Open, 2)
	same(t, "high", r.Alerts.High, AlertCount{})
}

func TestScripts(t *testing.T) {
	whole, half := newCase(), newCase()
	whole.finds(whole.contract("c1", 4)...)
	half.contract("c1", 4)
	r := NewReport(0)
	r.AddScripts(Judge(&whole.Case), Judge(&half.Case))
	same(t, "Chinese", r.Scripts.Chinese, Accuracy{Right: 1})
	same(t, "Latin", r.Scripts.Latin, Accuracy{Missed: 1})
	var b bytes.Buffer
	r.Write(&b)
	if !strings.Contains(b.String(), "-100.0") {
		t.Errorf("the gap is not printed:\n%s", b.String())
	}
}

// TestErrorsShowCharges: a developer must see the charges of a wrong answer.
func TestErrorsShowCharges(t *testing.T) {
	b := newCase()
	b.contract("c1", 2)
	b.House.Movements[1].Payee, b.House.Movements[1].Item = "示例视频", "会员连续包月"
	var out bytes.Buffer
	b.report().Write(&out)
	for _, want := range []string{"MEMBERSHIP MISSED: 1", "seed 1", "A01", "2026-04-01", "25.00", "示例视频 | 会员连续包月", "[m02 c1]"} {
		if !strings.Contains(out.String(), want) {
			t.Errorf("%q is not in\n%s", want, out.String())
		}
	}
	if _, err := json.Marshal(b.report()); err != nil {
		t.Error(err)
	}
}

func TestPercent(t *testing.T) {
	for r, want := range map[Ratio]string{{0, 0}: "-", {1, 3}: "33.3% (1/3)", {2, 3}: "66.7% (2/3)", {1, 1}: "100.0% (1/1)", {0, 5}: "0.0% (0/5)"} {
		same(t, "ratio", r.String(), want)
	}
}
