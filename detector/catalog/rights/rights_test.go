package rights

import (
	"io/fs"
	"strings"
	"testing"
	"testing/fstest"
	"time"

	"github.com/unrenew/unrenew/parser"
)

func builtIn(t *testing.T) *Rights {
	t.Helper()
	r, err := Load()
	if err != nil {
		t.Fatal(err)
	}
	return r
}

func day(s string) time.Time {
	d, err := time.ParseInLocation(time.DateOnly, s, parser.China)
	if err != nil {
		panic(err)
	}
	return d
}

// TestGrounds: each case has the articles that rights.md gives it, and none
// before it was in force.
func TestGrounds(t *testing.T) {
	r := builtIn(t)
	for _, c := range []struct{ id, days, want string }{
		{"after-cancellation", "2026-10-12", "civil-code-985 civil-code-577 consumer-law-52"},
		{"no-notice", "2026-10-12", "price-rules-20 consumer-regulation-10 network-measures-18"},
		{"no-notice", "2026-04-10", "price-rules-20 consumer-regulation-10 network-measures-18"},
		{"no-notice", "2026-04-09", "consumer-regulation-10 network-measures-18"},
		{"no-notice", "2026-04-09 2026-05-09", "price-rules-20(part) consumer-regulation-10 network-measures-18"},
		{"no-notice", "2024-06-30", "network-measures-18"},
		{"no-notice", "2031-04-09", "price-rules-20 consumer-regulation-10 network-measures-18"},
		{"no-notice", "2031-04-10", "consumer-regulation-10 network-measures-18"},
		{"price-raised", "2026-05-17", "price-rules-20"},
		{"price-raised", "2026-03-17", ""},
		{"hidden-offer", "2026-10-12", "e-commerce-law-19 consumer-law-26 civil-code-496"},
		{"unused-renewal", "2026-10-12", "consumer-law-26 civil-code-497"},
		{"cannot-cancel", "2026-10-12", "network-measures-18 price-rules-20"},
		{"not-me", "2026-10-12", "e-commerce-law-57 card-interpretation-4 card-interpretation-7"},
		{"prepaid-card", "2026-10-12", "prepaid-interpretation-13 prepaid-interpretation-15 prepaid-interpretation-22"},
		{"app-store", "2026-10-12", ""},
		{"charged-twice", "2026-10-12", "civil-code-985"},
		{"promised-refund", "2026-10-12", "civil-code-577 consumer-penalties-10"},
	} {
		var days []time.Time
		for _, s := range strings.Fields(c.days) {
			days = append(days, day(s))
		}
		var got []string
		for _, g := range r.Case(c.id).Grounds(days) {
			id := g.ID
			if g.Part {
				id += "(part)"
			}
			got = append(got, id)
		}
		if s := strings.Join(got, " "); s != c.want {
			t.Errorf("%s on %s: %s, want %s", c.id, c.days, s, c.want)
		}
	}
}

// TestNothingOfNoUse: every rule is the ground of a case, or what a contact or
// a piece of evidence rests on.
func TestNothingOfNoUse(t *testing.T) {
	r := builtIn(t)
	used := map[*Rule]bool{}
	mark := func(rules []*Rule) {
		for _, rule := range rules {
			used[rule] = true
		}
	}
	for _, c := range r.Cases {
		mark(c.Rules)
	}
	for _, c := range r.Contacts {
		mark(c.Rules)
	}
	for _, e := range r.Evidence {
		mark(e.Rules)
	}
	for _, rule := range r.Rules {
		if !used[rule] {
			t.Errorf("%s is named by nothing", rule.ID)
		}
	}
}

// TestUnread: what was found in no source is not printed.
func TestUnread(t *testing.T) {
	r := builtIn(t)
	for _, rule := range r.Rules {
		for _, bad := range []string{"投诉举报", "实施条例》第五十条"} {
			if strings.Contains(rule.Cite().ZH, bad) {
				t.Errorf("%s cites what nobody read: %s", rule.ID, rule.Cite().ZH)
			}
		}
	}
	for _, c := range r.Contacts {
		if text := c.Needs.ZH + c.Wait.ZH; strings.Contains(text, "四十五") || strings.Contains(text, "45") {
			t.Errorf("%s states a time of measures that may have been replaced: %s", c.ID, text)
		}
	}
}

// TestAskKeepsFromNever: what the cases ask for holds nothing of what they must
// not say.
func TestAskKeepsFromNever(t *testing.T) {
	for _, c := range builtIn(t).Cases {
		texts := append([]parser.Text{c.Facts, c.OwnRule, c.Mention}, c.Ask...)
		for _, rule := range c.Rules {
			texts = append(texts, rule.Says, rule.Cite())
		}
		for _, text := range texts {
			for _, w := range c.Never.ZH {
				if strings.Contains(text.ZH, w) {
					t.Errorf("%s: %q in %q", c.ID, w, text.ZH)
				}
			}
			for _, w := range c.Never.EN {
				if strings.Contains(strings.ToLower(text.EN), w) {
					t.Errorf("%s: %q in %q", c.ID, w, text.EN)
				}
			}
		}
	}
}

func TestWays(t *testing.T) {
	r := builtIn(t)
	for _, c := range []struct {
		charge Charge
		want   string
	}{
		{Charge{Channel: "wechat", Kind: "membership"}, "service wechat-bill 12315 12363? association court"},
		{Charge{Channel: "alipay", Kind: "membership"}, "service alipay-bill 12315 12363? association court"},
		{Charge{Channel: "apple", Kind: "membership"}, "apple service 12315 association court"},
		{Charge{Channel: "google", Kind: "membership"}, "google-play service 12315 association court"},
		{Charge{Channel: "carrier", Kind: "membership"}, "carrier 12300 court"},
		{Charge{Channel: "alipay", Kind: "telecom"}, "carrier 12300 court"},
		{Charge{Channel: "bank", Kind: "membership"}, "service payment-support 12315 12363? 12378? association court"},
		{Charge{Channel: "alipay", Kind: "insurance"}, "service alipay-bill 12378 court"},
		{Charge{Channel: "bank", Kind: "loan"}, "service payment-support 12378 court"},
		{Charge{Channel: "huawei", Kind: "membership"}, "service payment-support 12315 12363? 12378? association court"},
		{Charge{Channel: "alipay", Kind: "membership", Category: "finance"}, "service alipay-bill 12378 court"}, // a lender's
		{Charge{Channel: "", Kind: "membership", Category: "finance", Foreign: true}, "service payment-support 12315 12363? 12378? association court"},
		{Charge{Channel: "alipay", Kind: "other", Category: "finance"}, "service alipay-bill 12315 12363? association court"},
		{Charge{Channel: "bank", Kind: "other", Category: "finance", SoldBy: "bank"}, "service payment-support 12378 court"},
		{Charge{Channel: "alipay", Kind: "membership", Category: "telecom", SoldBy: "carrier"}, "carrier 12300 court"},
		{Charge{Channel: "bank", Kind: "membership", Foreign: true}, "service payment-support 12315 12363? 12378? association court"},
		{Charge{Channel: "bank", Kind: "membership", Foreign: true, Abroad: true}, "service-abroad card-issuer"},
		{Charge{Channel: "apple", Kind: "membership", Foreign: true, Abroad: true}, "apple service-abroad card-issuer"},
		{Charge{Channel: "alipay", Theft: true}, "alipay-bill police service 12315 12363? association court"},
	} {
		var got []string
		for _, w := range r.Ways(c.charge) {
			id := w.ID
			if w.If.ZH != "" {
				id += "?"
			}
			got = append(got, id)
		}
		if s := strings.Join(got, " "); s != c.want {
			t.Errorf("%+v: %s, want %s", c.charge, s, c.want)
		}
		again := r.Again(c.charge)
		if len(again) != 3 || again[0] != r.channel(c.charge).End || !strings.Contains(again[1].ZH, "退款") {
			t.Errorf("%+v: ending the mandate must come first, then the refund: %v", c.charge, again)
		}
	}
}

// TestAuthority: the one authority of a charge is that of its subject.
func TestAuthority(t *testing.T) {
	r := builtIn(t)
	for _, c := range []struct {
		charge Charge
		want   string
	}{
		{Charge{Channel: "wechat", Kind: "membership"}, "12315"},
		{Charge{Channel: "bank", Kind: "membership"}, "12315"}, // 12363 and 12378 for some of them only
		{Charge{Channel: "alipay", Kind: "telecom"}, "12300"},
		{Charge{Channel: "wechat", Kind: "insurance"}, "12378"},
		{Charge{Channel: "bank", Kind: "membership", Foreign: true, Abroad: true}, ""},
	} {
		got := ""
		if a := r.Authority(c.charge); a != nil {
			got = a.ID
		}
		if got != c.want {
			t.Errorf("%+v: %s, want %s", c.charge, got, c.want)
		}
	}
}

func TestNumeral(t *testing.T) {
	for n, want := range map[int]string{1: "一", 10: "十", 18: "十八", 20: "二十", 52: "五十二", 100: "一百", 105: "一百零五", 188: "一百八十八", 210: "二百一十", 577: "五百七十七", 985: "九百八十五", 1001: "一千零一", 1260: "一千二百六十"} {
		if got := numeral(n); got != want {
			t.Errorf("%d is %s, want %s", n, got, want)
		}
	}
}

// TestWrongFiles: a file that is damaged in one place is refused, with its name.
func TestWrongFiles(t *testing.T) {
	for _, c := range []struct{ name, file, old, new string }{
		{"unknown key", "rules.yaml", "articles:", "artikles:"},
		{"no source", "rules.yaml", "  source: ", "  until: "},
		{"no month of reading", "contacts.yaml", "read_on: 2026-11", "read_on: lately"},
		{"one language", "cases.yaml", "title: {zh: 已取消，又被扣款, en: charged after it was cancelled}", "title: {zh: 已取消，又被扣款}"},
		{"rule that is not there", "cases.yaml", "civil-code-985", "civil-code-986"},
		{"article twice", "rules.yaml", "article: 577", "article: 985"},
		{"no article", "rules.yaml", "article: 577", "article: 0"},
		{"no such day", "rules.yaml", "from: 2021-01-01", "from: 2021-02-30"},
		{"case twice", "cases.yaml", "id: no-notice", "id: after-cancellation"},
		{"mention without a source", "cases.yaml", "  mention_source: https", "  # https"},
		{"no way to say never", "cases.yaml", "zh: [会员纠纷, 7 日无理由, 七日无理由]", "zh: []"},
		{"contact that is not there", "channels.yaml", "bill: apple", "bill: pear"},
		{"no channel abroad", "channels.yaml", "ids: [abroad]", "ids: [afar]"},
		{"no channel for others", "channels.yaml", "ids: [other]", "ids: [others]"},
		{"contact that the code needs", "contacts.yaml", `id: "12315"`, `id: "12316"`},
		{"no YAML", "evidence.yaml", "- what:", "- what"},
		{"empty", "channels.yaml", "", ""},
	} {
		t.Run(c.name, func(t *testing.T) {
			damaged := fstest.MapFS{}
			names, err := fs.Glob(files, "*.yaml")
			if err != nil {
				t.Fatal(err)
			}
			for _, n := range names {
				data, err := files.ReadFile(n)
				if err != nil {
					t.Fatal(err)
				}
				if n == c.file {
					was := string(data)
					if data = []byte(strings.Replace(was, c.old, c.new, 1)); c.old == "" {
						data = nil
					}
					if string(data) == was {
						t.Fatalf("%s does not hold %q", n, c.old)
					}
				}
				damaged[n] = &fstest.MapFile{Data: data}
			}
			if _, err := load(damaged); err == nil || !strings.HasPrefix(err.Error(), c.file) {
				t.Errorf("got %v, want an error that begins with %s", err, c.file)
			}
		})
	}
}

// TestTexts: no placeholder but {amount} and {period}, and no space that a plain YAML text
// left at an end.
func TestTexts(t *testing.T) {
	r := builtIn(t)
	var all []parser.Text
	for _, c := range r.Cases {
		all = append(append(all, c.Ask...), c.Title, c.Facts, c.Caution, c.Mention, c.OwnRule)
	}
	for _, c := range r.Contacts {
		all = append(all, c.Name, c.Who, c.Needs, c.Wait)
	}
	for _, text := range all {
		for _, s := range []string{text.ZH, text.EN} {
			if rest := strings.NewReplacer("{amount}", "", "{period}", "").Replace(s); strings.ContainsAny(rest, "{}") || strings.TrimSpace(s) != s {
				t.Errorf("%q", s)
			}
		}
	}
}
