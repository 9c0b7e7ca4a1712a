package report

import (
	"fmt"
	"strings"
	"testing"

	"github.com/shopspring/decimal"
	"github.com/unrenew/unrenew/detector"
	"github.com/unrenew/unrenew/detector/catalog"
	"github.com/unrenew/unrenew/parser"
)

// strangers is n merchants that nobody knows, with an alert each, and one that
// was charged after it was cancelled.
func strangers(n int) *View {
	r := &detector.Result{AsOf: asOf}
	for i := range n + 1 {
		id := fmt.Sprint(i)
		s := detector.Subscription{ID: "s-" + id, Name: same(longName + id), Merchant: longName + id, Kind: catalog.Membership, Status: detector.Active, Cycle: month, Currency: "CNY",
			Amount: decimal.NewFromInt(int64(i)), Charges: []detector.Charge{aCharge(id, "2026-11-01 10:00", id, "CNY", parser.Pos{File: alipayFile, Row: i + 1})}}
		a := detector.Alert{ID: "a-" + id, Type: "unknown-merchant", Severity: detector.Low, Subscription: s.ID, Date: asOf, Amount: decimal.NewNullDecimal(decimal.NewFromInt(int64(12 * i))), Currency: "CNY",
			Message: says("每月扣一次", "charged every month"), Actions: []parser.Text{says("看商品名", "look at the item")}}
		if i == n {
			a.Type, a.Severity, a.Disputed = "charged-after-cancellation", detector.High, true
		}
		r.Subscriptions, r.Alerts = append(r.Subscriptions, s), append(r.Alerts, a)
	}
	return NewView(r, nil, Options{})
}

// TestMatters: few alerts of a type stand alone, many in one table, the dearest
// first, and none is lost.
func TestMatters(t *testing.T) {
	if v := strangers(3); len(v.Matters) != 4 {
		t.Errorf("3 alerts of a type make %d matters with the other one, want 4", len(v.Matters))
	}
	v := strangers(11)
	if len(v.Matters) != 2 || counted(v.Matters) != 12 || v.Matters[0].ID != "a-11" || v.Matters[1].Many[0].ID != "a-10" || v.Matters[1].Many[10].ID != "a-0" {
		t.Fatalf("got %+v", v.Matters)
	}
	out := everywhere(t, v)
	for id, once := range map[string]string{"html": `id="many-unknown-merchant"`, "md": "### 供参考", "summary": "11 件"} {
		if n := strings.Count(string(out[id]), once); n != 1 {
			t.Errorf("%s: %q stands %d times, want once", id, once, n)
		}
	}
	for _, a := range v.Alerts {
		if !strings.Contains(string(out["html"]), `id="`+a.ID+`"`) || !strings.Contains(string(out["md"]), a.Total()) {
			t.Errorf("%s is lost", a.ID)
		}
	}
}

// TestBrowserMany opens such a page on a phone and on a desk.
func TestBrowserMany(t *testing.T) {
	for _, width := range []int64{320, 1280} {
		open(t, strangers(60), "", width).Fits()
	}
}
