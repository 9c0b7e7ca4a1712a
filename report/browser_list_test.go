package report

import (
	"slices"
	"testing"
)

func TestBrowserFilter(t *testing.T) {
	p := open(t, hostile("zh"), "", 1280)
	every := listed(p)
	if len(every) != 10 {
		t.Fatalf("%d memberships, want 10", len(every))
	}
	for _, c := range []struct {
		control, value string
		want           []string
	}{
		{"f-search", "  IQIYI ", []string{"s-7e10"}},
		{"f-search", "腾讯计算机", []string{"s-1a02"}},
		{"f-status", "cancelled", []string{"s-2b2b", "s-b111"}},
		{"f-status", "ended", []string{"s-5c01"}},
		{"f-category", "ai", []string{"s-c4a7"}},
		{"f-channel", "wechat", []string{"s-1a02", "s-7f1a", "s-b111"}},
		{"f-search", "no such thing", []string{}},
	} {
		choose(p, c.control, c.value)
		if got := listed(p); !slices.Equal(got, c.want) && !slices.Equal(slices.Sorted(slices.Values(got)), c.want) {
			t.Errorf("%s %q: got %q, want %q", c.control, c.value, got, c.want)
		}
		p.Is("the count is right", `document.getElementById('shown').textContent === String(%s)`, len(c.want))
		p.Is("it says if there is none", `(document.getElementById('no-match').getClientRects().length > 0) === %s`, len(c.want) == 0)
		if len(c.want) > 0 {
			choose(p, c.control, "")
		}
	}
	p.Click("#clear")
	if got := listed(p); !slices.Equal(got, every) {
		t.Errorf("cleared, it shows %q", got)
	}
	choose(p, "f-channel", "alipay")
	choose(p, "f-status", "cancelled")
	if got := listed(p); !slices.Equal(got, []string{"s-2b2b"}) {
		t.Errorf("two filters together: %q", got)
	}
}

// TestBrowserSort sorts the active ones by every column, both ways. The orders
// by money and by day are those of the fixture.
func TestBrowserSort(t *testing.T) {
	p := open(t, hostile("zh"), "", 1280)
	active := func() []string { return listed(p)[:7] }
	first := []string{"s-9c21", "s-1a02", "s-7e10", "s-5f63", "s-7f1a", "s-10a6", "s-c4a7"} // dollars after yuan
	if got := active(); !slices.Equal(got, first) {
		t.Fatalf("at first %q, want %q", got, first)
	}
	for _, c := range []struct {
		key, way string
		want     []string
	}{
		{"cost", "ascending", []string{"s-c4a7", "s-10a6", "s-7f1a", "s-5f63", "s-7e10", "s-1a02", "s-9c21"}},
		{"cost", "descending", []string{"s-9c21", "s-1a02", "s-7e10", "s-5f63", "s-7f1a", "s-10a6", "s-c4a7"}},
		{"price", "descending", []string{"s-10a6", "s-9c21", "s-7e10", "s-1a02", "s-5f63", "s-7f1a", "s-c4a7"}},
		{"next", "ascending", []string{"s-5f63", "s-c4a7", "s-7f1a", "s-10a6", "s-1a02", "s-7e10", "s-9c21"}},
		{"next", "descending", []string{"s-9c21", "s-7e10", "s-1a02", "s-10a6", "s-7f1a", "s-c4a7", "s-5f63"}},
		{"by", "ascending", []string{"s-5f63", "s-c4a7", "s-7f1a", "s-10a6", "s-1a02", "s-7e10", "s-9c21"}},
	} {
		p.Click("#list [data-sort=" + c.key + "]")
		got := active()
		if c.key == "cost" || c.key == "price" { // two cost the same
			c.want, got = without25(c.want), without25(got)
		}
		if !slices.Equal(got, c.want) {
			t.Errorf("%s %s: got %q, want %q", c.key, c.way, got, c.want)
		}
		p.Is("the column says so, and no other", `document.querySelector('[data-sort=%s]').parentNode.getAttribute('aria-sort') === %s && document.querySelectorAll('#list [aria-sort]').length === 1`, c.key, c.way)
	}
	p.Click("#list [data-sort=name]")
	p.Is("names are in their order", `(function () { var n = Array.from(document.querySelectorAll('#list tbody:nth-of-type(1) .nm')).map(function (e) { return e.textContent; }); return n.length === 7 && n.every(function (x, i) { return i === 0 || n[i - 1].localeCompare(x, 'zh-CN') <= 0; }); })()`)
	p.Is("details stay with their rows", `Array.from(document.querySelectorAll('#list tr.m')).every(function (r) { return r.nextElementSibling.querySelector('a, .life') && r.nextElementSibling.classList.contains('d'); })`)
	phone := open(t, hostile("en"), "", 390)
	choose(phone, "f-sort", "next")
	if got := listed(phone)[0]; got != "s-5f63" {
		t.Errorf("on a phone the next charge is that of %s", got)
	}
	choose(phone, "f-category", "ai")
	if got := listed(phone); !slices.Equal(got, []string{"s-c4a7"}) {
		t.Errorf("on a phone the filter leaves %q", got)
	}
}

func without25(ids []string) []string {
	return slices.DeleteFunc(slices.Clone(ids), func(id string) bool { return id == "s-7e10" || id == "s-1a02" })
}

// TestBrowserOpen opens a membership: its timeline, its charges and the steps
// of its own channel are there.
func TestBrowserOpen(t *testing.T) {
	p := open(t, hostile("zh"), "", 1280)
	p.Is("details are closed at first", `Array.from(document.querySelectorAll('#list tr.d')).every(function (e) { return e.getClientRects().length === 0; })`)
	p.Click("#s-7e10 .nm")
	p.Is("it is open and says so", `document.querySelector('#s-7e10 + tr').getClientRects().length > 0 && document.querySelector('#s-7e10 .nm').getAttribute('aria-expanded') === 'true'`)
	p.Is("the timeline says what it draws", `document.querySelector('#s-7e10 + tr .life figcaption').textContent.includes('8 笔，共 ¥200.00；2026-09-20 取消；其中 2 笔不该有')`)
	p.Is("two charges are flagged and the cancellation stands", `document.querySelectorAll('#s-7e10 + tr use[href="#m-flag"]').length === 2 && document.querySelectorAll('#s-7e10 + tr use[href="#m-stop"]').length === 1`)
	p.Is("the steps are those of the channel", `document.querySelector('#s-7e10 + tr .leave').textContent.includes('免密支付/自动扣款')`)
	p.Click("#s-7e10 .nm")
	p.Is("it closes", `document.querySelector('#s-7e10 + tr').getClientRects().length === 0`)
}
