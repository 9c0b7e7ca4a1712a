package report

import (
	"bytes"
	"encoding/json"
	"strings"
	"testing"

	"github.com/unrenew/unrenew/detector"
	"github.com/unrenew/unrenew/detector/catalog"
	"github.com/unrenew/unrenew/detector/records"
	"github.com/unrenew/unrenew/parser"
)

// TestPriceUnknown: after a trial whose price nobody knows, no output puts the
// trial's price, or nothing, in its place.
func TestPriceUnknown(t *testing.T) {
	for lang, word := range map[string]string{"zh": "价格未知", "en": "unknown"} {
		s := detector.Subscription{ID: "s-1", Name: says("某试用", "A trial"), Merchant: "某试用", Kind: catalog.Membership, Status: detector.UpcomingTrial, Cycle: month, Currency: "CNY",
			Amount: yuan("6.66"), PriceUnknown: true, Next: day("2026-11-30"), CancelBy: day("2026-11-29"), Channel: "alipay",
			Charges: []detector.Charge{aCharge("tr", "2026-11-20 20:00", "0.10", "CNY", parser.Pos{File: alipayFile, Row: 9})}}
		v := NewView(&detector.Result{AsOf: asOf, Subscriptions: []detector.Subscription{s}}, nil, Options{Lang: lang})
		if len(v.Figures.AnnualCost) > 0 || len(v.Expected.Sum) > 0 || len(v.Expected.Charges) == 0 {
			t.Errorf("an unknown price is in a sum: %s, %s", v.Figures.AnnualCost, v.Expected.Sum)
		}
		for id, out := range everywhere(t, v) {
			if id == "json" || id == "view" {
				continue
			}
			if !bytes.Contains(out, []byte(word)) || bytes.Contains(out, []byte("6.66")) {
				t.Errorf("%s, %s: it says the price of the trial, or not that the price is unknown", id, lang)
			}
		}
		var j jsonReport
		if err := json.Unmarshal(render(t, output(t, "json"), v), &j); err != nil {
			t.Fatal(err)
		}
		if got := j.Subscriptions[0]; !got.PriceUnknown || got.AnnualCost != "0.00" {
			t.Errorf("JSON: %+v", got)
		}
	}
}

// TestUnclearRecord: a record that may mean another contract promises nothing of
// this one.
func TestUnclearRecord(t *testing.T) {
	r, st := household()
	s := &r.Subscriptions[0]
	s.Cancellation = &detector.Cancellation{Cancellation: records.Cancellation{Service: "腾讯视频", CancelledOn: day("2026-10-20")}, Unclear: true}
	v := NewView(r, st, Options{})
	for _, d := range v.Expected.Charges {
		if d.Sub.ID == s.ID && v.DueNote(d) == say("should-not") {
			t.Error("the next charge is called one that should not come")
		}
	}
	if got := cancellationTexts(s.Cancellation); got[len(got)-1] != say("unclear") {
		t.Errorf("the record is told as %v", got)
	}
	data := render(t, output(t, "json"), v)
	valid(t, schema(t), data)
	if !strings.Contains(string(data), `"unclear": true`) {
		t.Error("JSON does not say that the record is unclear")
	}
}
