package report

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"github.com/unrenew/unrenew/detector"
	"github.com/unrenew/unrenew/detector/catalog"
	"github.com/unrenew/unrenew/parser"
)

func TestFigures(t *testing.T) {
	r, st := household()
	v := NewView(r, st, Options{})
	for _, c := range []struct{ what, got, want string }{
		{"active", fmt.Sprint(v.Figures.Active), "7"},
		{"cancelled", fmt.Sprint(v.Figures.Cancelled), "2"},
		{"ended", fmt.Sprint(v.Figures.Ended), "1"},
		// 358.80 + 300 + 300 + 216 + 144 + 138; the power bill and the uncertain gym are not in it
		{"annual", v.Figures.AnnualCost.String(), "¥1,456.80 + US$240.00"},
		{"monthly", v.Figures.MonthlyCost.String(), "¥121.40 + US$20.00"},
		// Tencent 270, iQIYI 200, formula 149.50, the long name 138, Bilibili 60, script 57, Apple 54 less 18 back, Ximalaya 36, trial 0.10
		{"paid in 12 months", v.Figures.PaidLast12Months.String(), "¥946.60 + US$180.00"},
		{"disputed", v.Figures.Disputed.String(), "¥50.00"},
		{"first alert", v.Alerts[0].ID, "a-7c1e"},
		{"last alert", v.Alerts[3].ID, "a-f05c"},
		{"most urgent", v.Cancel[0].ID, "s-7e10"},
		{"then the one of tomorrow", v.Cancel[1].ID, "s-5f63"},
		{"expected", v.Expected.Sum.String(), "¥467.70 + US$60.00"},
		{"common end of the statements", iso(v.CoverTo), "2026-10-31"},
		{"rows", fmt.Sprint(v.Totals), "{11 8 3}"},
	} {
		if c.got != c.want {
			t.Errorf("%s: got %s, want %s", c.what, c.got, c.want)
		}
	}
}

func TestPaidWindow(t *testing.T) {
	s := detector.Subscription{ID: "s-1", Kind: catalog.Membership, Status: detector.Active, Cycle: month, Currency: "CNY"}
	for i, when := range []string{"2025-11-22 23:59", "2025-11-23 00:00", "2026-11-22 23:59", "2026-11-23 00:00"} {
		s.Charges = append(s.Charges, aCharge(fmt.Sprint(i), when, []string{"1000", "100", "10", "1"}[i], "CNY", parser.Pos{File: "a.csv", Row: i + 1}))
	}
	v := NewView(&detector.Result{AsOf: asOf, Subscriptions: []detector.Subscription{s}}, nil, Options{})
	if got := v.Figures.PaidLast12Months.String(); got != "¥110.00" {
		t.Errorf("got %s, want the charges of the 23rd and of the day of the report: ¥110.00", got)
	}
}

func TestStep(t *testing.T) {
	for _, c := range []struct {
		name, from string
		cycle      catalog.Cycle
		k, anchor  int
		want       string
	}{
		{"a month", "2026-12-05", month, 1, 5, "2027-01-05"},
		{"the 31st in February", "2026-12-31", month, 2, 31, "2027-02-28"},
		{"back to the 31st", "2027-02-28", month, 1, 31, "2027-03-31"},
		{"a quarter", "2026-11-30", catalog.Cycle{Unit: catalog.Month, Count: 3}, 1, 30, "2027-02-28"},
		{"a leap day", "2028-02-29", catalog.Cycle{Unit: catalog.Year, Count: 1}, 1, 29, "2029-02-28"},
		{"31 days", "2026-12-05", catalog.Cycle{Unit: catalog.Day, Count: 31}, 2, 5, "2027-02-05"},
		{"two weeks", "2026-12-05", catalog.Cycle{Unit: catalog.Week, Count: 2}, 1, 5, "2026-12-19"},
		{"unknown", "2026-12-05", catalog.Cycle{}, 3, 5, "2026-12-05"},
	} {
		t.Run(c.name, func(t *testing.T) {
			if got := iso(step(day(c.from), c.cycle, c.k, c.anchor)); got != c.want {
				t.Errorf("got %s, want %s", got, c.want)
			}
		})
	}
}

func TestMoney(t *testing.T) {
	for _, c := range []struct{ value, currency, want string }{
		{"0", "CNY", "¥0.00"},
		{"999.999", "CNY", "¥1,000.00"},
		{"1234567.8", "USD", "US$1,234,567.80"},
		{"-1234.5", "CNY", "-¥1,234.50"},
		{"12", "CHF", "CHF 12.00"},
		{"100000", "JPY", "JP¥100,000"},
		{"306.25", "JPY", "JP¥306.25"},
		{"20", "JPY", "JP¥20"},
	} {
		if got := (Money{yuan(c.value), c.currency}).String(); got != c.want {
			t.Errorf("%s %s: got %s, want %s", c.value, c.currency, got, c.want)
		}
	}
}

func TestRanges(t *testing.T) {
	many := make([]parser.Pos, 2*maxRanges+1)
	for i := range many {
		many[i].Row = 2 * i
	}
	for _, c := range []struct {
		name string
		in   []parser.Pos
		want string
	}{
		{"none", nil, ""},
		{"one", []parser.Pos{{Row: 17}}, "17"},
		{"a stretch", []parser.Pos{{Row: 17}, {Row: 23}, {Row: 24}, {Row: 25}}, "17, 23–25"},
		{"two pages", []parser.Pos{{Page: 1, Row: 9}, {Page: 2, Row: 10}, {Page: 2, Row: 11}}, "1/9, 2/10–11"},
		{"two sheets", []parser.Pos{{Sheet: "a", Row: 1}, {Sheet: "b", Row: 2}}, "1, 2"},
	} {
		t.Run(c.name, func(t *testing.T) {
			if got := ranges(c.in).EN; got != c.want {
				t.Errorf("got %q, want %q", got, c.want)
			}
		})
	}
	if got := ranges(many).EN; len(got) > 400 || got[len(got)-1] != ')' {
		t.Errorf("many rows are not cut short: %q", got)
	}
}

func TestWrap(t *testing.T) {
	for _, c := range []struct {
		name, in string
		width    int
		want     []string
	}{
		{"short", "好", 10, []string{"好"}},
		{"words", "one two three", 8, []string{"one two", "three"}},
		{"characters", "一二三四五六", 8, []string{"一二三四", "五六"}},
		{"no closing mark in front", "一二三四，五六", 8, []string{"一二三", "四，五六"}},
		{"no opening mark at the end", "一二三（四五）", 8, []string{"一二三", "（四五）"}},
		{"one long word", "aaaaaaaaaa", 4, []string{"aaaa", "aaaa", "aa"}},
		{"lines stay", "a\nb", 9, []string{"a", "b"}},
	} {
		t.Run(c.name, func(t *testing.T) {
			if got := wrap(c.in, c.width); !slices.Equal(got, c.want) {
				t.Errorf("got %q, want %q", got, c.want)
			}
		})
	}
}

func TestClean(t *testing.T) {
	for in, want := range map[string]string{
		"腾讯视频\nVIP":       "腾讯视频 VIP",
		"\x1b[31mred\x07": "[31mred",
		"a\u202eb\u2066c": "abc",
		"\xff好":           "\ufffd好",
	} {
		if got := Clean(in); got != want {
			t.Errorf("%q: got %q, want %q", in, got, want)
		}
	}
}

func TestEventText(t *testing.T) {
	for _, c := range []struct {
		event detector.Event
		want  string
	}{
		{detector.Event{Type: "price-up", From: "15.00", To: "25.00"}, "price up: ¥15.00 → ¥25.00"},
		{detector.Event{Type: "plan-changed", From: "1 month", To: "1 year"}, "plan changed: every month → every year"},
		{detector.Event{Type: "plan-changed", From: "15.00", To: "148.00"}, "plan changed: ¥15.00 → ¥148.00"},
		{detector.Event{Type: "channel-changed", From: "bank", To: "apple"}, "channel changed: bank card → Apple subscriptions"},
		{detector.Event{Type: "renamed", From: "100", To: "%s"}, "merchant renamed: 100 → %s"},
		{detector.Event{Type: "late", From: "2026-05-01", To: "2026-05-04"}, "late: due 2026-05-01, charged 2026-05-04"},
		{detector.Event{Type: "of-tomorrow"}, "of-tomorrow"},
	} {
		if got := eventText(c.event, "CNY").EN; got != c.want {
			t.Errorf("%s: got %q, want %q", c.event.Type, got, c.want)
		}
	}
}

// TestOneOfTwo tells two contracts of one service apart by who pays, keeps what
// is true of all out of each, and leaves out general steps of other channels.
func TestOneOfTwo(t *testing.T) {
	shared, own := says("挽留弹窗要点“继续取消”", "choose 继续取消"), says("家庭号要分别关", "close each account")
	var subs []detector.Subscription
	var sts []*parser.Statement
	for i, account := range []string{"晓***", "越***", "林***"} {
		file := fmt.Sprintf("%d.csv", i)
		s := detector.Subscription{
			ID: fmt.Sprintf("s-%d", i), Name: says("腾讯视频VIP", "Tencent Video VIP"), Kind: catalog.Membership, Status: detector.Active, Cycle: month, Currency: "CNY", Channel: "wechat",
			Charges: []detector.Charge{aCharge(fmt.Sprint(i), "2026-11-01 08:00", "25", "CNY", parser.Pos{File: file, Row: 9})},
			Advice:  []parser.Text{shared}, Paths: []catalog.Path{wechatPath, {Channel: "apple", Generic: true, Steps: applePath.Steps}, appPath},
		}
		if i == 0 {
			s.Advice = append(s.Advice, own)
		}
		subs = append(subs, s)
		sts = append(sts, &parser.Statement{File: file, Issuer: "wechat", Account: account})
	}
	subs[2].Name = says("别的", "other")
	v := NewView(&detector.Result{AsOf: asOf, Subscriptions: subs}, sts, Options{})
	if got := v.All[0].Name.ZH + " " + v.All[1].Name.ZH + " " + v.All[2].Name.ZH; got != "腾讯视频VIP（微信支付 晓***） 腾讯视频VIP（微信支付 越***） 别的" {
		t.Errorf("names: %s", got)
	}
	if got := v.json().Subscriptions[0].Name; got != "腾讯视频VIP" {
		t.Errorf("the name in JSON is %s, want the service's", got)
	}
	if !slices.Equal(v.Common, []parser.Text{shared}) || !slices.Equal(v.All[0].Beware, []parser.Text{own}) || len(v.All[1].Beware) > 0 {
		t.Errorf("common advice %v, of the first %v, of the second %v", v.Common, v.All[0].Beware, v.All[1].Beware)
	}
	if len(v.All[0].Ways) != 2 || len(v.json().Subscriptions[0].CancelPaths) != 3 {
		t.Errorf("%d ways and %d paths in JSON, want 2 and 3", len(v.All[0].Ways), len(v.json().Subscriptions[0].CancelPaths))
	}
}

// TestUrgency: what was charged against the user's will comes first, then what
// is charged soonest and what can be cancelled no longer than others.
func TestUrgency(t *testing.T) {
	var list []detector.Subscription
	for _, c := range []struct {
		id, next, by string
		status       detector.Status
	}{
		{"s-1-ended", "", "", detector.Ended},
		{"s-2-later", "2026-12-20", "2026-12-19", detector.Active},
		{"s-3-long-notice", "2026-12-25", "2026-11-24", detector.Active},
		{"s-4-tomorrow", "2026-11-23", "2026-11-20", detector.Active}, // the last day is past
		{"s-5-no-last-day", "2026-11-26", "", detector.Active},
		{"s-6-breach", "2026-12-28", "", detector.Active},
	} {
		s := detector.Subscription{ID: c.id, Kind: catalog.Membership, Status: c.status, Cycle: month, Currency: "CNY",
			Charges: []detector.Charge{aCharge(c.id, "2026-10-23 10:00", "10", "CNY", parser.Pos{File: "a.csv", Row: 1})}}
		if c.next != "" {
			s.Next = day(c.next)
		}
		if c.by != "" {
			s.CancelBy = day(c.by)
		}
		list = append(list, s)
	}
	alert := func(id string, disputed bool) detector.Alert {
		return detector.Alert{ID: "a-" + id, Type: "resumed", Severity: detector.Low, Subscription: id, Disputed: disputed, Date: asOf}
	}
	v := NewView(&detector.Result{AsOf: asOf, Subscriptions: list, Alerts: []detector.Alert{alert("s-1-ended", false), alert("s-6-breach", true)}}, nil, Options{})
	var got []string
	for _, s := range v.Cancel {
		got = append(got, s.ID)
	}
	want := []string{"s-6-breach", "s-4-tomorrow", "s-3-long-notice", "s-5-no-last-day", "s-2-later", "s-1-ended"}
	if !slices.Equal(got, want) {
		t.Errorf("got  %v\nwant %v", got, want)
	}
}

// TestGuessedBank: a statement of a guessed layout is known by its file; no
// reader sees what its issuer is made of.
func TestGuessedBank(t *testing.T) {
	issuer := "guess:Date/Amount/Description"
	s := detector.Subscription{ID: "s-1", Name: says("某会员", "A membership"), Kind: catalog.Membership, Status: detector.Active, Cycle: month, Currency: "USD", Channel: "bank",
		Charges: []detector.Charge{aCharge("a", "2026-10-23", "10", "USD", parser.Pos{File: "my bank/usd.csv", Row: 2})}}
	st := &parser.Statement{File: "my bank/usd.csv", Issuer: issuer, Medium: parser.DebitCard, Format: "guess"}
	r := &detector.Result{AsOf: asOf, Subscriptions: []detector.Subscription{s}, Coverage: []detector.Coverage{{Issuer: issuer, Medium: parser.DebitCard, Spans: spans("2026-01-01", "2026-10-31")}}}
	v := NewView(r, []*parser.Statement{st}, Options{})
	want := says("usd.csv，银行（格式为猜测）", "usd.csv, bank (guessed layout)")
	if v.All[0].Payer != want || v.Accounts[0].Name != want {
		t.Errorf("got %q and %q", v.All[0].Payer, v.Accounts[0].Name)
	}
	for id, out := range everywhere(t, v) {
		if id != "view" && strings.Contains(string(out), "guess:") {
			t.Errorf("%s shows how the issuer is made up", id)
		}
	}
}
