package report

import (
	"bytes"
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/shopspring/decimal"

	"github.com/unrenew/unrenew/detector"
	"github.com/unrenew/unrenew/detector/catalog"
	"github.com/unrenew/unrenew/detector/records"
	"github.com/unrenew/unrenew/parser"
	"github.com/unrenew/unrenew/report/browsertest"
)

// markAll presses a kind of mark on every membership that has it.
func markAll(p *browsertest.Tab, kind string) {
	p.Helper()
	p.Is("there are marks", `(function () { var b = Array.from(document.querySelectorAll('#list [data-mark=' + %s + ']')); b.forEach(function (e) { e.click(); }); return b.length > 0 && b.every(function (e) { return e.getAttribute('aria-pressed') === 'true'; }); })()`, kind)
}

// TestBrowserHeadings: no heading that shows leaves a level out, whatever is
// open and whatever is marked.
func TestBrowserHeadings(t *testing.T) {
	for _, query := range []string{"?lang=zh", "?lang=en"} {
		p := open(t, hostile("zh"), query, 390)
		look := func(when string, least int) {
			t.Helper()
			levels := browsertest.Eval[[]int](p, `Array.from(document.querySelectorAll('h1, h2, h3, h4, h5, h6, [role=heading]')).filter(function (h) { return h.getClientRects().length > 0; }).map(function (h) { return Number(h.getAttribute('aria-level') || h.tagName.slice(1)); })`)
			above := 0
			for i, level := range levels {
				if level > above+1 {
					t.Errorf("%s, %s: heading %d is of level %d, below one of level %d", query, when, i+1, level, above)
				}
				above = level
			}
			if len(levels) < least {
				t.Errorf("%s, %s: only %d headings show", query, when, len(levels))
			}
		}
		look("folded", 10)
		browsertest.Eval[bool](p, `(document.querySelector('#list [data-mark=not]').click(), true)`)
		look("one is no membership", 11)
		browsertest.Eval[bool](p, `(document.getElementById('undo').click(), document.querySelector('#list [data-mark=cancelled]').click(), true)`)
		look("one is cancelled", 11)
		p.Click("#undo")
		p.Unfold()
		markAll(p, "cancelled")
		look("all is open and marked", 40)
	}
}

// TestBrowserRecords marks memberships as cancelled and reads the saved file
// with the reader of the program, row by row.
func TestBrowserRecords(t *testing.T) {
	v := hostile("zh")
	p := open(t, v, "", 1280)
	p.Is("nothing is marked", `document.getElementById('tray').hidden && document.getElementById('save').hidden`)
	markAll(p, "cancelled")
	p.Is("the tray counts them", `document.getElementById('marked').textContent === '7' && document.getElementById('tray').getClientRects().length > 0`)
	p.Click("#tray a")
	p.Is("every day can be changed", `(function () { var d = document.querySelectorAll('#save-cancelled input'); d.forEach(function (e, i) { e.value = '2026-11-' + (10 + i); e.dispatchEvent(new Event('input')); }); return d.length === 7; })()`)
	data := p.Saves("[data-save=csv]", "cancellations.csv")
	if !bytes.HasPrefix(data, []byte("\ufeff")) || bytes.Count(data, []byte("\r\n")) != 8 || bytes.Count(data, []byte("\n")) != 8 {
		t.Errorf("the file is not a CSV as spreadsheets want it: %q", data)
	}
	got, bad, err := records.Read(data)
	if err != nil || len(bad) > 0 {
		t.Fatal(err, bad)
	}
	i := 0
	for _, g := range v.Groups {
		for _, s := range g.Subs {
			if s.Cancellation != nil { // it has a record, whose day must not change
				continue
			}
			c := got[i]
			service := s.Merchant
			if s.Service != nil {
				service = s.Service.ID
			}
			on := day("2026-11-10").AddDate(0, 0, i)
			last := s.Payments[len(s.Payments)-1].Amount
			if c.Service != service || !c.CancelledOn.Equal(on) || c.HasClock || c.Channel != s.Channel || !c.Amount.Valid || !c.Amount.Decimal.Equal(last) || c.Note != s.Name.ZH {
				t.Errorf("row %d is %+v, want %s on %s at %s, %s", i+1, c, service, on, s.Channel, last)
			}
			i++
		}
	}
	if i != len(got) {
		t.Errorf("%d records, want %d", len(got), i)
	}
}

// TestBrowserRules does the same with what is no membership.
func TestBrowserRules(t *testing.T) {
	v := hostile("en")
	p := open(t, v, "", 1280)
	markAll(p, "not")
	p.Is("one of the uncertain is marked too", `(document.querySelector('#s-3333 [data-mark=not]').click(), document.getElementById('marked').textContent === '11')`)
	p.Click("#tray a")
	rules, err := catalog.ParseRules("rules.yaml", p.Saves("[data-save=yaml]", "rules.yaml"))
	if err != nil {
		t.Fatal(err)
	}
	var want []string
	for _, g := range v.Groups {
		for _, s := range g.Subs {
			want = append(want, v.callings().mark(s, v.markAccount(s)).Text)
		}
	}
	want = append(want, "楼下健身")
	if !slices.Equal(rules.NotMemberships, want) {
		t.Errorf("got %q\nwant %q", rules.NotMemberships, want)
	}
}

// TestBrowserMarks changes its mind: a membership has one mark, and all can be
// undone.
func TestBrowserMarks(t *testing.T) {
	p := open(t, hostile("zh"), "", 1280)
	p.Click("#s-1a02 .nm")
	p.Click("#s-1a02 + tr [data-mark=cancelled]")
	p.Is("the day is today's", `document.querySelector('#save-cancelled input').value.length === 10 && document.getElementById('csv').value.includes(document.querySelector('#save-cancelled input').value)`)
	p.Is("the row shows it", `document.getElementById('s-1a02').classList.contains('marked')`)
	p.Click("#s-1a02 + tr [data-mark=not]")
	p.Is("it has the other mark instead", `document.getElementById('marked').textContent === '1' && document.getElementById('save-cancelled').hidden && document.getElementById('yaml').value === 'not_memberships:\n  - "tencent-video"\n'`)
	p.Click("#s-1a02 + tr [data-mark=not]")
	p.Is("pressed again, it has none", `document.getElementById('tray').hidden && !document.getElementById('s-1a02').classList.contains('marked')`)
	p.Click("#s-1a02 + tr [data-mark=cancelled]")
	p.Click("#tray a")
	p.Is("the focus follows", `new Promise(function (done) { setTimeout(function () { done(document.activeElement.id === 'save'); }, 50); })`)
	p.Click("[data-copy=csv]")
	p.Is("the text is copied, or ready to be", `getSelection().toString() === document.getElementById('csv').value.replace(/\r\n/g, '\n') || document.activeElement.id === 'csv'`)
	p.Is("it says so", `document.querySelector('#save-cancelled [role=status]').querySelectorAll('span:not([hidden])').length === 1`)
	p.Click("#undo")
	p.Is("all is undone", `document.getElementById('tray').hidden && document.querySelectorAll('[aria-pressed=true][data-mark]').length === 0`)
}

// TestMarkRows writes a mark for every channel of the catalog and for names
// that could be taken for the day: the reader of the program takes each.
func TestMarkRows(t *testing.T) {
	r, _ := household()
	for _, channel := range []string{"alipay", "wechat", "apple", "google", "bank", "carrier", "carrier-mobile", "credit-card", "douyin", "huawei", "jd", "meituan", "oppo", "pdd", "qq", "service", "unionpay", "vivo", "xiaomi", "paypal", "a channel of tomorrow"} {
		s := r.Subscriptions[0]
		s.Channel, s.Service, s.Merchant = channel, nil, `2000-01-01,"2000-01-02",=1`
		v := NewView(&detector.Result{AsOf: asOf, Subscriptions: []detector.Subscription{s}}, nil, Options{})
		m := v.callings().mark(v.All[0], v.markAccount(v.All[0]))
		text := recordHeader() + "\r\n" + string(bytes.Replace([]byte(m.Row), []byte(m.Day), []byte("2026-11-03"), 1)) + "\r\n"
		got, bad, err := records.Read([]byte(text))
		if err != nil || len(bad) > 0 || len(got) != 1 {
			t.Fatalf("%s: %v %v", channel, err, bad)
		}
		if c := got[0]; c.Service != s.Merchant || !c.CancelledOn.Equal(day("2026-11-03")) || c.Channel != channel && c.Channel != "" {
			t.Errorf("%s: %+v", channel, c)
		}
		if known := recordChannel(channel); known == "" && channel != "carrier-mobile" && channel != "credit-card" && channel != "a channel of tomorrow" {
			t.Errorf("the records have no word for %s", channel)
		}
	}
}

// siblings are four of one service: two with an item of their own, and two that
// no text of the statement tells apart.
func siblings() *View {
	var list []detector.Subscription
	for i, item := range []string{"iCloud+ 50GB", "iCloud+ 200GB", "App 订阅", "App 订阅"} {
		s := detector.Subscription{ID: fmt.Sprintf("s-%d", i), Service: &catalog.Service{ID: "apple-subscriptions"}, Name: says("Apple 订阅", "Apple subscriptions"),
			Merchant: "App Store & Apple Music", Kind: catalog.Membership, Status: detector.Active, Cycle: month, Currency: "CNY",
			Amount: decimal.NewFromInt(int64(6 + i)), AnnualCost: decimal.NewFromInt(int64(12 * (6 + i))), Channel: "apple"}
		s.Charges = monthly(fmt.Sprint("ap", i), 3, "2026-08-24 05:39", always("6"), func(k int, _ time.Time) []parser.Pos { return []parser.Pos{{File: alipayFile, Row: 10*i + k + 1}} })
		for _, c := range s.Charges {
			c.Rows[0].Counterparty, c.Rows[0].Description = s.Merchant, item
		}
		list = append(list, s)
	}
	return NewView(&detector.Result{AsOf: asOf, Subscriptions: list}, nil, Options{})
}

// TestRuleTexts asks for the text that means one membership and no other, and
// for what else a rule means where there is none.
func TestRuleTexts(t *testing.T) {
	v := siblings()
	for i, want := range []struct{ text, also string }{{"iCloud+ 50GB", ""}, {"iCloud+ 200GB", ""}, {"apple-subscriptions", "s-3 s-1 s-0"}, {"apple-subscriptions", "s-2 s-1 s-0"}} {
		id := fmt.Sprintf("s-%d", i)
		s := v.All[slices.IndexFunc(v.All, func(s *Subscription) bool { return s.ID == id })]
		m := v.callings().mark(s, v.markAccount(s))
		var also []string
		for _, o := range m.Also {
			also = append(also, o.ID)
		}
		if got := strings.Join(also, " "); m.Text != want.text || got != want.also {
			t.Errorf("%s is %q and takes away %q, want %q and %q", id, m.Text, got, want.text, want.also)
		}
		if c := v.callings(); len(m.Also) == 0 && !mentioned(catalog.Fold(m.Text), (*c)[slices.IndexFunc(*c, func(o calling) bool { return o.sub == s })].last) {
			t.Errorf("%s is not called %q", id, m.Text)
		}
	}
}

// TestBrowserAlso sees in the panel what a rule takes away besides what was marked.
func TestBrowserAlso(t *testing.T) {
	p := open(t, siblings(), "", 1280)
	p.Click("#s-2 .nm")
	p.Click("#s-2 + tr [data-mark=not]")
	p.Is("the others are named with their cost", `(function (e) { return !e.hidden && e.querySelectorAll('li').length === 3 && e.textContent.includes('¥108.00'); })(document.querySelector('#save-not .also'))`)
	p.Is("one is marked too", `(document.querySelector('#s-3 + tr [data-mark=not]').click(), document.querySelector('#save-not .also').querySelectorAll('li').length === 2)`)
	p.Click("#undo")
	p.Is("nothing is left", `document.querySelector('#save-not .also') === null`)
}
