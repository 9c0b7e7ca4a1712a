package report

import (
	"bytes"
	"fmt"
	"reflect"
	"strings"
	"testing"
	"time"

	"github.com/unrenew/unrenew/detector"
	"github.com/unrenew/unrenew/detector/catalog"
	"github.com/unrenew/unrenew/detector/records"
	"github.com/unrenew/unrenew/parser"
)

// secret is in every text of the marked household that may tell who somebody
// is; the others are what people are told by and cannot hold it.
const secret = "秘密"

var secrets = []string{secret, "Geheim", "13800138", "6021", "3308", "138******00", "lin***22", "someone@example.com"}

// marked is the household with something to hide wherever there can be.
func marked() (*detector.Result, []*parser.Statement) {
	r, sts := household()
	file := func(f string) string { return "家里/" + secret + " Geheim 13800138000.zip!/" + f }
	where := func(p parser.Pos) parser.Pos {
		p.File, p.Sheet = file(p.File), "秘密的明细"
		return p
	}
	mask := func(list []detector.Subscription) {
		for i := range list {
			s := &list[i]
			for k := range s.Charges {
				for _, t := range s.Charges[k].Rows {
					t.Pos = where(t.Pos)
					t.Counterparty, t.Description, t.Method, t.Card = secret+"人", secret+"的会员", "招商银行储蓄卡(6021)", "6021"
					t.OrderID, t.MerchantOrderID = "42000013800138000"+secret, "13800138"
				}
			}
		}
	}
	known, err := catalog.Load()
	if err != nil {
		panic(err)
	}
	iqiyi := &r.Subscriptions[1]
	iqiyi.Service, iqiyi.Merchant = known.Service("iqiyi"), secret+"代充"
	iqiyi.Name = iqiyi.Service.Name
	iqiyi.Cancellation.Service, iqiyi.Cancellation.Note = secret, secret
	iqiyi.Cancellation.Evidence = []string{secret + "的截图.png", "Geheim.pdf"}
	iqiyi.Events = append(iqiyi.Events, detector.Event{Type: "renamed", Date: asOf, From: secret, To: "Geheim"})
	more := func(kind catalog.Kind, name, merchant string) *detector.Subscription {
		s := detector.Subscription{
			ID: fmt.Sprintf("s-m%d", len(r.Subscriptions)), Name: says(name, name), Merchant: merchant, Kind: kind, Status: detector.Active, Cycle: month,
			Amount: yuan("88"), Currency: "CNY", AnnualCost: yuan("1056"), Confidence: 0.9, Channel: "alipay", CoveredUntil: asOf,
			Charges: monthly(fmt.Sprintf("m%d", len(r.Subscriptions)), 2, "2026-09-05 08:00", always("88"), func(int, time.Time) []parser.Pos { return []parser.Pos{{File: alipayFile, Row: 5}} }),
			Reasons: []parser.Text{says("付给"+merchant, "paid to "+merchant)}, Paths: []catalog.Path{alipayPath},
		}
		r.Subscriptions = append(r.Subscriptions, s)
		return &r.Subscriptions[len(r.Subscriptions)-1]
	}
	more(catalog.TransferTo, "张"+secret, "张"+secret)
	more(catalog.Rent, "Geheim Li", "Geheim Li")
	more(catalog.Membership, "示例健身有限公司 · "+secret+"的月卡", "示例健身有限公司 13800138000")
	more(catalog.Membership, secret+"水果店", secret+"水果店")
	own := more(catalog.Membership, secret+"阿姨", secret+"阿姨")
	own.Service = &catalog.Service{ID: "geheim-own", Name: says(secret+"阿姨", "Geheim"), Keep: []parser.Text{says(secret, "Geheim")}}
	own.Service.ID = "Geheim"
	own.Advice, own.Refund = []parser.Text{says(secret, "Geheim")}, says(secret, "Geheim")
	own.Paths = []catalog.Path{{Channel: "service", URL: "https://Geheim.invalid", Source: secret, Steps: []parser.Text{says("找"+secret, "ask Geheim")}}}
	mask(r.Subscriptions)
	mask(r.Maybe)
	r.Maybe[0].Merchant, r.Maybe[0].Name = secret, says(secret, "Geheim")
	r.Alerts[0].Message = says("同时有两份：微信支付（lin***22）和招商银行（尾号 6021），见"+file(cmbFile), "through WeChat Pay (lin***22) and CMB (ending 6021), see "+file(cmbFile))
	r.Alerts[0].Actions = append(r.Alerts[0].Actions, says("问"+secret+"阿姨", "ask "+secret+"阿姨 or someone@example.com"))
	r.Warnings = append(r.Warnings,
		detector.Warning{Code: "unreadable", File: file("工资" + secret + ".pdf"), Message: says("读不了 工资"+secret+".pdf", "cannot read 工资"+secret+".pdf")},
		detector.Warning{Code: "rule-unmatched", Message: says("规则文件里的“"+secret+"”没有找到", "no row is what the rules call \"Geheim\"")},
		detector.Warning{Code: "statement-gap", Message: says("微信支付（lin***22） 缺账单", "WeChat Pay (lin***22) has no statement")})
	sts[3].Issuer, sts[3].Format, r.Coverage[3].Issuer = secret+"银行", "Geheim", secret+"银行"
	for _, st := range sts {
		st.File = file(st.File)
		for _, e := range st.LeftOut {
			e.Pos = where(e.Pos)
		}
		for i := range st.Transactions {
			st.Transactions[i].Counterparty = secret
		}
		st.Notes = append(st.Notes, parser.Note{Code: "sheet-not-read", Pos: where(parser.Pos{}), Text: says("没有读“秘密的明细”", "the sheet 秘密的明细 was not read")})
	}
	return r, sts
}

// TestRedact looks for what is secret in every output and in the view itself.
func TestRedact(t *testing.T) {
	for _, lang := range []string{"zh", "en"} {
		r, sts := marked()
		plain := NewView(r, sts, Options{Lang: lang})
		v := NewView(r, sts, Options{Lang: lang, Redact: true})
		for name, data := range everywhere(t, v) {
			for _, s := range secrets {
				if i := bytes.Index(data, []byte(s)); i >= 0 {
					t.Errorf("%s in %s says %q: %s", name, lang, s, data[max(0, i-90):min(len(data), i+60)])
				}
			}
		}
		open := everywhere(t, plain)
		for _, s := range secrets { // else there is nothing to find
			if !strings.Contains(string(open["json"])+string(open["summary"]), s) && s != "someone@example.com" {
				t.Errorf("%q is not in the open report either", s)
			}
		}
		for i, s := range v.All {
			if o := plain.All[i]; s.ID != o.ID || !s.Paid.Value.Equal(o.Paid.Value) || len(s.Payments) != len(o.Payments) {
				t.Errorf("%s is not %s of the open report", s.ID, o.ID)
			}
		}
		if got, want := fmt.Sprint(v.Figures), fmt.Sprint(plain.Figures); got != want {
			t.Errorf("the figures are %s, in the open report %s", got, want)
		}
		for name, data := range everywhere(t, v) {
			if words := redactedText.In(lang); name != "csv" && name != "ics" && name != "view" && !bytes.Contains(bytes.ToLower(data), bytes.ToLower([]byte(words[:60]))) {
				t.Errorf("%s in %s does not say that it is redacted", name, lang)
			}
		}
	}
}

// TestRedactKeeps: who is a firm stays, and so does what the catalog knows.
func TestRedactKeeps(t *testing.T) {
	r, sts := marked()
	var before bytes.Buffer
	dump(&before, reflect.ValueOf(r), map[uintptr]bool{})
	all := string(render(t, output(t, "json"), NewView(r, sts, Options{Redact: true})))
	for _, s := range []string{"示例健身有限公司", "国网北京市电力公司", "爱奇艺", "收款人 1", "文件-01", "支付宝"} {
		if !strings.Contains(all, s) {
			t.Errorf("%q is gone", s)
		}
	}
	var after bytes.Buffer
	dump(&after, reflect.ValueOf(r), map[uintptr]bool{})
	if !bytes.Equal(before.Bytes(), after.Bytes()) {
		t.Error("the result itself was changed")
	}
	if c := r.Subscriptions[1].Cancellation; c.Cancellation.Service != secret || len(c.Evidence) != 2 {
		t.Errorf("the record was changed: %+v", records.Cancellation(c.Cancellation))
	}
}

// everywhere is every output of a view by its name, the summary, and all texts
// that the view holds.
func everywhere(t *testing.T, v *View) map[string][]byte {
	t.Helper()
	all := map[string][]byte{}
	for _, o := range Outputs() {
		all[o.ID] = render(t, o, v)
	}
	var sheets bytes.Buffer
	for _, part := range openPack(t, all["xlsx"]).parts {
		sheets.Write(part)
	}
	all["xlsx"] = sheets.Bytes()
	all["ics"] = bytes.ReplaceAll(all["ics"], []byte("\r\n "), nil)
	var summary, view bytes.Buffer
	if err := Summary(&summary, v, false, 120); err != nil {
		t.Fatal(err)
	}
	all["summary"] = bytes.ReplaceAll(summary.Bytes(), []byte("\n"), nil)
	dump(&view, reflect.ValueOf(v), map[uintptr]bool{})
	all["view"] = view.Bytes()
	return all
}

// dump writes every text that can be reached from a value.
func dump(b *bytes.Buffer, v reflect.Value, seen map[uintptr]bool) {
	switch v.Kind() {
	case reflect.String:
		b.WriteString(v.String() + "\n")
	case reflect.Pointer:
		if !v.IsNil() && !seen[v.Pointer()] {
			seen[v.Pointer()] = true
			dump(b, v.Elem(), seen)
		}
	case reflect.Interface:
		dump(b, v.Elem(), seen)
	case reflect.Struct:
		for i := range v.NumField() {
			dump(b, v.Field(i), seen)
		}
	case reflect.Slice, reflect.Array:
		for i := range v.Len() {
			dump(b, v.Index(i), seen)
		}
	case reflect.Map:
		for i := v.MapRange(); i.Next(); {
			dump(b, i.Key(), seen)
			dump(b, i.Value(), seen)
		}
	}
}

func TestFirm(t *testing.T) {
	for merchant, want := range map[string]string{
		"深圳市腾讯计算机系统有限公司":                  "深圳市腾讯计算机系统有限公司",
		"财付通-示例科技有限公司":                    "示例科技有限公司",
		"示例健身（北京）有限公司 张三 13800138000":     "示例健身（北京）有限公司",
		"转账-招商银行-张三":                      "招商银行",
		"SQ *Example Media Ltd. San Jose": "Example Media Ltd",
		"BANK TRANSFER ZHANG SAN":         "",
		"张三水果店":                           "",
		"张三":                              "",
		"":                                "",
	} {
		if got := firm(merchant); got != want {
			t.Errorf("%q: %q, want %q", merchant, got, want)
		}
	}
}

func TestScrub(t *testing.T) {
	for text, want := range map[string]string{
		"2026-08-20 又扣了 ¥1,234.56，第 12315 条": "2026-08-20 又扣了 ¥1,234.56，第 12315 条",
		"手机 13800138000 的会员":                 "手机 *** 的会员",
		"微信支付（晓***）":                         "微信支付（***）",
		"中国移动(1234)":                         "中国移动***",
		"尾号 6021 的卡":                         "*** 的卡",
		"someone@example.com 的订阅":            "*** 的订阅",
		"138****1234":                        "***",
	} {
		if got := scrub(text); got != want {
			t.Errorf("%q: %q, want %q", text, got, want)
		}
	}
}
