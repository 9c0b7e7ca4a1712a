package main

import (
	"bytes"
	"strings"
	"testing"

	"github.com/unrenew/unrenew/detector/catalog"
	"github.com/unrenew/unrenew/detector/catalog/rights"
)

// advised are the names that the common advice on memberships goes by.
var advised = []string{
	"淘宝88VIP", "京东PLUS", "腾讯视频", "爱奇艺", "芒果TV", "网易云音乐黑胶", "美团会员", "滴滴司机",
	"Apple 订阅", "安卓应用商店", "银行卡赠送会员", "运营商联合会员", "卡盟",
}

func known(t *testing.T) (*catalog.Catalog, *rights.Rights) {
	t.Helper()
	cat, err := catalog.Load()
	if err != nil {
		t.Fatal(err)
	}
	law, err := rights.Load()
	if err != nil {
		t.Fatal(err)
	}
	return cat, law
}

// TestHowAnswers: there is a way out of everything the catalog knows, in both
// languages, and what is unverified says so.
func TestHowAnswers(t *testing.T) {
	cat, law := known(t)
	names := advised
	for _, s := range cat.Services() {
		names = append(names, s.ID)
	}
	for _, lang := range []string{"zh", "en"} {
		for _, name := range names {
			var out bytes.Buffer
			g := guide{app: &app{out: &out, lang: lang}, catalog: cat, rights: law, today: demoDay}
			if err := g.answer(name); err != nil {
				t.Errorf("%s in %s: %v", name, lang, err)
				continue
			}
			got := out.String()
			for n, part := range []string{"\n1  ", "\n2  ", "\n3  ", "■ ", "  1. ", "\n4  ", "\n5  ", "\n6  ", "unrenew cancel "} {
				if !strings.Contains(got, part) {
					t.Errorf("%s in %s: part %d (%q) is missing", name, lang, n, part)
				}
			}
			s := cat.Ask(name).Services[0]
			unverified := map[string]string{"zh": "未核实", "en": "unverified"}[lang]
			if s.Confidence != "sourced" && !strings.Contains(got, unverified) {
				t.Errorf("%s in %s does not say that it is unverified", name, lang)
			}
			if strings.Contains(got, "%!") || strings.Contains(got, "{name}") {
				t.Errorf("%s in %s: a text is not filled in:\n%s", name, lang, got)
			}
		}
	}
}

// TestAdviceIsRight: where the common advice is wrong, the answer is the right
// one (see catalog/rights and the sources in the files).
func TestAdviceIsRight(t *testing.T) {
	cat, law := known(t)
	for name, want := range map[string]string{
		"卡盟":      "虚拟商品分销平台",     // no membership of e-commerce or content
		"芒果TV":    "狠心取消",         // can be ended in the app, not only by telephone
		"安卓应用商店":  "安卓没有统一的订阅页",   // no page of the phone manages all
		"银行卡赠送会员": "多数是一次性激活码或直充", // mostly no renewal, and not only the bank can end it
		"运营商联合会员": "先向运营商退订",      // the carrier, then 12300
		"滴滴司机":    "没有找到可靠来源",     // the quoted way has no source
		"腾讯视频":    "已付费的权益用到当期期满", // closing ends the next charge, not the paid period
		"爱奇艺":     "都不是取消",        // a kept discount is no cancellation
		"美团会员":    "支付设置",         // not 我的→会员卡
		"京东PLUS":  "我的PLUS",       // its own page, not the common one
	} {
		var out bytes.Buffer
		g := guide{app: &app{out: &out, lang: "zh"}, catalog: cat, rights: law, today: demoDay}
		if err := g.answer(name); err != nil {
			t.Errorf("%s: %v", name, err)
		}
		got := strings.Join(strings.Fields(out.String()), "")
		if !strings.Contains(got, want) {
			t.Errorf("%s: does not say %q", name, want)
		}
		for _, wrong := range []string{"7天无理由", "七天无理由", "7日无理由", "应用管理→自动续费→关闭"} {
			if strings.Contains(got, wrong) {
				t.Errorf("%s: says %q", name, wrong)
			}
		}
	}
}
