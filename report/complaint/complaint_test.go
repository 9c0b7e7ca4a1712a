package complaint

import (
	"archive/zip"
	"bytes"
	"cmp"
	"encoding/csv"
	"encoding/xml"
	"errors"
	"fmt"
	"io"
	"regexp"
	"slices"
	"strings"
	"testing"
	"time"
	"unicode/utf8"

	"github.com/shopspring/decimal"
	"github.com/xuri/excelize/v2"

	"github.com/unrenew/unrenew/detector"
	"github.com/unrenew/unrenew/detector/catalog/rights"
	"github.com/unrenew/unrenew/parser"
	"github.com/unrenew/unrenew/report"
)

// A story is one invented membership and an alert about it.
type story struct {
	alert    string // type
	severity detector.Severity
	channel  string
	kind     string
	merchant string
	paid     []string // "2026-09-12 08:20 19.00", with "-5.00" behind it for what came back; a "!" in front: in the alert
	amount   string   // of the alert
	cancel   string   // "2026-08-20" or "2026-08-20 21:30"; empty: not cancelled
	promised string   // day of the promise of a refund; its sum is amount
	also     string   // the type of a second alert about the same charges
	currency string   // empty: CNY
	issuer   string   // of the statement; empty: alipay
	resigned string   // day of signing up again
	evidence []string
	until    string // coverage; empty: unknown
}

func clock(t *testing.T, s string) time.Time {
	t.Helper()
	for _, layout := range []string{"2006-01-02 15:04", time.DateOnly} {
		if at, err := time.ParseInLocation(layout, s, parser.China); err == nil {
			return at
		}
	}
	t.Fatalf("%q is no time", s)
	return time.Time{}
}

// told makes the view of a story and its alert.
func told(t *testing.T, s story) (*report.View, *report.Alert) {
	t.Helper()
	currency := cmp.Or(s.currency, "CNY")
	st := &parser.Statement{File: "/home/lin/账单/wallet.csv", SHA256: strings.Repeat("ab", 32), Issuer: cmp.Or(s.issuer, "alipay")}
	sub := detector.Subscription{ID: "s-1", Name: parser.Text{ZH: "星河会员", EN: "Xinghe"}, Merchant: s.merchant, Kind: "membership", Currency: currency,
		Channel: s.channel, Status: detector.Active, Amount: decimal.RequireFromString("19.00"), Confidence: 1}
	if s.kind != "" {
		sub.Kind = "telecom"
	}
	if s.until != "" {
		sub.CoveredUntil = clock(t, s.until)
	}
	al := detector.Alert{ID: "a-1", Type: s.alert, Severity: s.severity, Subscription: "s-1", Currency: currency, Disputed: true}
	// Room for all rows first: charges point to them.
	st.Transactions = make([]parser.Transaction, 0, 4*len(s.paid)+1)
	row := func(tx parser.Transaction) *parser.Transaction {
		tx.Pos = parser.Pos{File: st.File, Row: 10 + len(st.Transactions)}
		st.Transactions = append(st.Transactions, tx)
		return &st.Transactions[len(st.Transactions)-1]
	}
	row(parser.Transaction{Time: clock(t, "2026-09-01"), Counterparty: "隔壁面馆", Description: "午饭", Amount: parser.Amount{Value: decimal.RequireFromString("38.00"), Currency: "CNY"}})
	for i, line := range s.paid {
		line, in := strings.CutPrefix(line, "!")
		f := strings.Fields(line)
		at, amount := clock(t, f[0]+" "+f[1]), decimal.RequireFromString(f[2])
		c := detector.Charge{ID: fmt.Sprintf("c-%d", i), Time: at, Amount: amount}
		order := "2026" + at.Format("0102") + fmt.Sprintf("22001400%04d", i)
		c.Rows = []*parser.Transaction{row(parser.Transaction{Time: at, Counterparty: s.merchant, Description: "连续包月", OrderID: order, MerchantOrderID: fmt.Sprintf("M%04d", i),
			Method: "余额宝", Amount: parser.Amount{Value: amount, Currency: currency}, Status: "交易成功"})}
		if len(f) > 3 {
			c.Refunded = decimal.RequireFromString(f[3]).Neg()
			row(parser.Transaction{Time: at.AddDate(0, 0, 2), Counterparty: s.merchant, Description: "退款-连续包月", OrderID: order + "_R01", Class: parser.Refund,
				Amount: parser.Amount{Value: c.Refunded, Currency: currency}, Status: "退款成功"})
		}
		sub.Charges = append(sub.Charges, c)
		if in {
			al.Charges = append(al.Charges, c.ID)
			al.Date = at
			al.Amount.Valid = true
			al.Amount.Decimal = al.Amount.Decimal.Add(amount.Sub(c.Refunded))
		}
	}
	if s.amount != "" {
		al.Amount = decimal.NewNullDecimal(decimal.RequireFromString(s.amount))
	}
	if s.cancel != "" {
		c := &detector.Cancellation{}
		c.CancelledOn, c.HasClock, c.Channel, c.Evidence = clock(t, s.cancel), len(s.cancel) > 10, s.channel, s.evidence
		if s.promised != "" {
			c.RefundPromised = clock(t, s.promised)
			al.Date = c.RefundPromised.AddDate(0, 0, 30)
			if s.amount != "" {
				c.RefundAmount = al.Amount
			}
		}
		if s.resigned != "" {
			c.ResubscribedOn = clock(t, s.resigned)
		}
		sub.Cancellation = c
	}
	r := &detector.Result{AsOf: clock(t, "2026-11-10"), Subscriptions: []detector.Subscription{sub}, Alerts: []detector.Alert{al}}
	if s.also != "" {
		al.ID, al.Type = "a-2", s.also
		r.Alerts = append(r.Alerts, al)
	}
	v := report.NewView(r, []*parser.Statement{st}, report.Options{Lang: "zh"})
	return v, v.Alerts[slices.IndexFunc(v.Alerts, func(a *report.Alert) bool { return a.ID == "a-1" })]
}

// charged is the plain case: cancelled, and charged twice after it.
func charged() story {
	return story{alert: "charged-after-cancellation", severity: detector.High, channel: "alipay", merchant: "星河数字科技有限公司", cancel: "2026-08-20", until: "2026-10-31",
		paid: []string{"2026-08-12 08:20 19.00", "!2026-09-12 08:20 19.00", "!2026-10-12 08:20 19.00"}}
}

func law(t *testing.T) *rights.Rights {
	t.Helper()
	r, err := rights.Load()
	if err != nil {
		t.Fatal(err)
	}
	return r
}

func packed(t *testing.T, s story, evidence ...Evidence) *Pack {
	t.Helper()
	v, a := told(t, s)
	p, err := New(v, a, law(t), evidence)
	if err != nil {
		t.Fatal(err)
	}
	return p
}

// read is a text file of the pack, as a person sees it.
func (p *Pack) read(t *testing.T, name string) string {
	t.Helper()
	for _, f := range p.Files {
		if f.Name == name {
			return strings.ReplaceAll(strings.TrimPrefix(string(f.Data), "\ufeff"), "\r\n", "\n")
		}
	}
	t.Fatalf("the pack has no %s", name)
	return ""
}

// TestLetters: what the letter and the short texts of each case must say, and
// what they must not.
func TestLetters(t *testing.T) {
	with := func(change func(*story)) story {
		s := charged()
		change(&s)
		return s
	}
	trial := story{alert: "trial-converted", severity: detector.Low, channel: "alipay", merchant: "星河", until: "2026-10-31",
		paid: []string{"2026-02-16 08:20 2.90", "!2026-03-16 08:20 19.00", "2026-04-16 08:20 19.00", "2026-05-16 08:20 19.00 -19.00"}}
	promise := func(f func(*story)) story {
		s := story{alert: "refund-missing", severity: detector.Medium, channel: "wechat", merchant: "星河", cancel: "2026-08-01", promised: "2026-08-01", amount: "12.00", until: "2026-10-31",
			paid: []string{"2026-06-30 08:20 19.00", "!2026-07-30 08:20 19.00"}}
		f(&s)
		return s
	}
	for _, c := range []struct {
		name        string
		story       story
		grounds     string // articles, in order
		must, never []string
	}{
		{"high", charged(), "985 577 52",
			[]string{"2026-08-20，我在支付宝取消了", "退还上述扣款，共 38.00 元", "以上共 38.00 元。我核对的账单到 2026-10-31 为止，没有看到退款", "交易订单号 202609122200140000", "请填写：取消的凭证", "之后没有重新开通"},
			[]string{"需要说明", "取消的凭证见附件", "如果查明"}},
		{"within a day", with(func(s *story) {
			s.severity, s.cancel = detector.Medium, "2026-09-11 21:30"
			s.paid = s.paid[:2]
		}), "985 577 52",
			[]string{"2026-09-11 21:30，我", "24 小时之内，可能在取消之前已经发起", "如果扣款发生在合同已经解除之后，退还 19.00 元", "如果查明上述情况属实", "说明以上扣款对应的签约"},
			[]string{"退还上述扣款"}},
		{"high, but the first within a day", with(func(s *story) { s.cancel = "2026-09-11" }), "985 577 52",
			[]string{"24 小时之内", "如果扣款发生在合同已经解除之后，退还 38.00 元"}, []string{"退还上述扣款"}},
		{"posted late", with(func(s *story) { s.severity, s.paid = detector.Low, s.paid[:2] }), "985 577 52",
			[]string{"可能在取消之前已经发起、之后才入账", "如果扣款发生在合同已经解除之后"}, []string{"退还上述扣款"}},
		{"another price", with(func(s *story) { s.severity = detector.Medium }), "985 577 52",
			[]string{"不完全一致", "如果是提前解约等费用，请提供事先约定的条款"}, []string{"退还上述扣款"}},
		{"partly refunded", with(func(s *story) {
			s.severity, s.paid = detector.Medium, []string{"2026-08-12 08:20 19.00", "!2026-09-12 08:20 19.00 -4.00"}
		}), "985 577 52",
			[]string{"还有 15.00 元没有退回", "退还 15.00 元", "已退回：4.00 元", "未退回共 15.00 元"}, []string{"退还 19.00", "没有看到退款"}},
		{"statements of unknown reach", with(func(s *story) { s.until = "" }), "985 577 52", []string{"共 38.00 元"}, []string{"没有看到退款", "账单到"}},
		{"signed up again later", with(func(s *story) { s.resigned = "2026-10-20" }), "985 577 52", []string{"直到 2026-10-20 才重新开通"}, []string{"没有重新开通"}},
		{"one given back between", with(func(s *story) {
			s.paid = []string{"2026-08-12 08:20 19.00", "2026-09-12 08:20 19.00 -19.00", "!2026-10-12 08:20 19.00"}
		}), "985 577 52", []string{"取消前最近一次扣款在 2026-08-12", "共 19.00 元"}, []string{"2026-09-12"}},
		{"through Apple", with(func(s *story) { s.channel = "apple" }), "985 577 52", []string{"reportaproblem.apple.com", "由 Apple 决定，不保证退"}, nil},
		{"twice", story{alert: "duplicate-charge", severity: detector.Medium, channel: "wechat", merchant: "星河", until: "2026-10-31", amount: "19.00",
			paid: []string{"!2026-09-12 08:20 19.00", "!2026-09-14 08:20 19.00"}}, "985",
			[]string{"属实请保留，否则删去这一句", "退还其中一笔 19.00 元", "如果查明", "登记名称和地址"}, []string{"38.00"}},
		{"promised", story{alert: "refund-missing", severity: detector.Medium, channel: "wechat", merchant: "星河", cancel: "2026-08-01", promised: "2026-08-01", amount: "12.00", until: "2026-10-31",
			paid: []string{"2026-06-30 08:20 19.00", "!2026-07-30 08:20 19.00"}}, "577 10",
			[]string{"按我的记录，2026-08-01 得到退款 12.00 元的答复", "账单覆盖 2026-08-01 至 2026-08-31", "按承诺退款 12.00 元"}, []string{"2026-06-30"}},
		{"price told or not", story{alert: "price-increase", severity: detector.Low, channel: "alipay", merchant: "星河", amount: "6.00",
			paid: []string{"2026-04-17 08:20 19.00", "!2026-05-17 08:20 25.00"}}, "20",
			[]string{"属实请保留本节", "每期比原价多收 6.00 元", "多收的部分，共 6.00 元", "没有收到价格变化的告知"}, []string{"第十八条"}},
		{"all periods at the new price", story{alert: "price-increase", severity: detector.Low, channel: "alipay", merchant: "星河", amount: "6.00",
			paid: []string{"2026-04-17 08:20 19.00", "!2026-05-17 08:20 25.00", "2026-06-17 08:20 25.00", "2026-07-17 08:20 25.00 -25.00", "2026-08-17 08:20 21.00", "2026-09-17 08:20 19.00"}}, "20",
			[]string{"按新价扣款 3 期，多收共 14.00 元", "比原价多收：2.00 元", "交易订单号 20260617220014000002", "订单号 20260817220014000004", "退还以上各期多收的部分，共 14.00 元"}, []string{"2026-07-17", "2026-09-17"}},
		{"trial", trial, "19 26 496 20 10 18",
			[]string{"属实请保留本节", "退还续费款项 38.00 元", "退还没有提醒、我也没有使用的那一期：【请填写：没有使用的是哪一期", "用过的各期不在此列", "（自 2026-04-10 起施行，适用于此后的扣款）"}, []string{"57.00", "2026-05-16", "相应各期"}},
		{"promised before a charge", promise(func(s *story) { s.promised, s.paid = "2026-08-01", append(s.paid, "!2026-08-30 08:20 19.00") }), "577 10",
			[]string{"2026-07-30 08:20"}, []string{"2026-08-30"}},
		{"promised, and the alert names a later charge", promise(func(s *story) {
			s.paid = []string{"2026-06-30 08:20 19.00", "2026-07-30 08:20 19.00", "!2026-08-30 08:20 19.00"}
		}), "577 10",
			[]string{"2026-07-30 08:20"}, []string{"2026-08-30", "2026-06-30"}},
		{"promised on the day of the charge", promise(func(s *story) { s.paid = []string{"!2026-08-01 08:20 19.00"} }), "577 10", []string{"2026-08-01 08:20"}, []string{"请填写：扣款的日期"}},
		{"promised before any charge", promise(func(s *story) { s.paid = []string{"!2026-08-30 08:20 19.00"} }), "577 10", []string{"请填写：扣款的日期、金额和订单号"}, []string{"2026-08-30"}},
		{"promised, no word of how much", promise(func(s *story) { s.amount = "" }), "577 10",
			[]string{"请求退还【请填写：答应退款的金额】", "按承诺退款【请填写：答应退款的金额】", "答应的金额是【请填写"}, []string{"退款 19.00", "请求退还 19.00", "退款 0.00"}},
		{"promised and charged after", promise(func(s *story) {
			s.promised, s.cancel, s.also = "2026-08-01", "2026-07-01", "charged-after-cancellation"
		}), "577 10",
			[]string{"以上扣款中有 1 笔，我已在另一封投诉信（取消后又扣款）里要求退还；同一笔钱只要求退一次"}, nil},
		{"charged after, and promised", with(func(s *story) { s.also, s.promised = "refund-missing", "2026-10-20" }), "985 577 52",
			[]string{"按我的记录，2026-10-20 已得到同意退款的答复"}, []string{"另一封投诉信"}},
		{"trial, cancelled, charged", story{alert: "trial-converted", severity: detector.Low, channel: "alipay", merchant: "星河", cancel: "2026-04-01", also: "charged-after-cancellation",
			paid: []string{"2026-03-16 08:20 2.90", "!2026-04-16 08:20 19.00", "2026-05-16 08:20 19.00"}}, "19 26 496 20 10 18",
			[]string{"2026-04-01，我取消了这项自动续费；以上扣款中有 2 笔在取消之后", "以上扣款中有 1 笔，我已在另一封投诉信"}, nil},
		{"the minute of the cancellation", with(func(s *story) { s.cancel = "2026-08-20 20:00" }), "985 577 52", []string{"2026-08-20 20:00，我在支付宝取消了"}, []string{"20:00:00"}},
		{"through a wallet to Apple", with(func(s *story) { s.channel, s.issuer = "apple", "wechat" }), "985 577 52",
			[]string{"通过微信支付（余额宝）付款", "请填写：Apple 的订单号", "请填写：App 或订阅的名称", "我在 Apple 订阅取消了"}, []string{"星河会员", "扣款渠道"}},
		{"to Apple, by its own account", with(func(s *story) { s.channel, s.issuer = "apple", "apple" }), "985 577 52", []string{"通过【请填写：付款的卡或余额】付款"}, nil},
		{"a bank's words before the payee", with(func(s *story) { s.merchant = "财付通-星河" }), "985 577 52",
			[]string{"致：星河\n", "账单上的收款方：星河（账单原文：财付通-星河）", "收款方“星河”"}, []string{"“财付通"}},
		{"abroad", abroad(charged()), "",
			[]string{"未退回共 US$38.00", "我将向发卡行", "发卡行的争议表单", "境外商家：看收据"}, []string{"民法典", "依据", "十五日", "12315", "企业信用"}},
		{"the first at the new price came back", story{alert: "price-increase", severity: detector.Low, channel: "alipay", merchant: "星河", amount: "6.00",
			paid: []string{"2026-04-17 08:20 19.00", "!2026-05-17 08:20 25.00 -25.00", "2026-06-17 08:20 25.00"}}, "20",
			[]string{"最近一次扣款在 2026-04-17", "从 2026-05-17 起，每期比原价多收 6.00 元；按新价扣款 1 期"}, nil},
		{"a merchant abroad, a card of China", with(func(s *story) { s.merchant, s.currency, s.issuer = "STARS INC", "USD", "cmb" }), "985 577 52",
			[]string{"境外商家：看收据", "12315 的“投诉内容”"}, []string{"企业信用"}},
	} {
		t.Run(c.name, func(t *testing.T) {
			p := packed(t, c.story)
			letter := p.read(t, "投诉信.txt")
			all := letter + p.read(t, "投诉文字.txt")
			english := p.read(t, "Letter.txt") + p.read(t, "Short texts.txt")
			for _, s := range c.must {
				if !strings.Contains(all, s) {
					t.Errorf("does not say %q:\n%s", s, all)
				}
			}
			for _, s := range c.never {
				if strings.Contains(all, s) {
					t.Errorf("says %q:\n%s", s, all)
				}
			}
			var got []string
			for _, m := range regexp.MustCompile(`(?m)^\d+\. [A-Z].*, article (\d+): `).FindAllStringSubmatch(p.read(t, "Letter.txt"), -1) {
				got = append(got, m[1])
			}
			if g := strings.Join(got, " "); g != c.grounds {
				t.Errorf("grounds %s, want %s", g, c.grounds)
			}
			r := law(t)
			for _, id := range kinds[c.story.alert].cases {
				for _, w := range r.Case(id).Never.ZH {
					if strings.Contains(all, w) {
						t.Errorf("%s: says %q, which a letter of this case must not", id, w)
					}
				}
				for _, w := range r.Case(id).Never.EN {
					if strings.Contains(strings.ToLower(english), w) {
						t.Errorf("%s: says %q, which a letter of this case must not", id, w)
					}
				}
			}
		})
	}
}

// abroad is a story of a merchant and a card that are not in China.
func abroad(s story) story {
	s.merchant, s.channel, s.currency, s.issuer = "STARS INC", "bank", "USD", "chase"
	return s
}

// TestAbroad: the English letter is the one to send, and neither law nor
// authority of China is named anywhere.
func TestAbroad(t *testing.T) {
	p := packed(t, abroad(charged()))
	if p.Files[0].Name != "Letter.docx" {
		t.Errorf("%s comes first", p.Files[0].Name)
	}
	for _, name := range []string{"投诉信.txt", "投诉文字.txt", "使用说明.txt", "Letter.txt", "Short texts.txt", "README.txt"} {
		text := p.read(t, name)
		for _, r := range law(t).Rules {
			if strings.Contains(text, r.Law.ZH) || strings.Contains(text, r.Law.EN) {
				t.Errorf("%s names %s", name, r.Law.EN)
			}
		}
		for _, w := range []string{"12300", "12363", "12378", "企业信用", "enterprise register", "fifteen days", "十五日"} {
			if strings.Contains(text, w) {
				t.Errorf("%s says %q", name, w)
			}
		}
	}
	for name, want := range map[string]string{"README.txt": "The law of your country is not covered here", "Letter.txt": "I shall dispute the charges with my card issuer", "使用说明.txt": "发卡行的争议申请"} {
		if !strings.Contains(p.read(t, name), want) {
			t.Errorf("%s does not say %q", name, want)
		}
	}
	r := law(t)
	for _, s := range []story{
		{alert: "price-increase", amount: "6.00", paid: []string{"2026-05-12 08:20 19.00", "!2026-06-12 08:20 25.00"}},
		{alert: "trial-converted", paid: []string{"2026-05-12 08:20 1.00", "!2026-06-12 08:20 25.00"}},
	} {
		_, a := told(t, abroad(s))
		if text := Instead(a, r); HasLetter(a, r) || !strings.Contains(text.EN, "card issuer") || !strings.Contains(text.ZH, "发卡行") {
			t.Errorf("%s: %q", s.alert, text.EN)
		}
	}
}

// TestSame: the pack of the weaker letter names the alert of the better one.
func TestSame(t *testing.T) {
	s := charged()
	s.also, s.alert, s.promised = s.alert, "refund-missing", "2026-10-20"
	p := packed(t, s)
	if guide := p.read(t, "使用说明.txt"); !strings.Contains(guide, "2 笔扣款在提醒 a-2（取消后又扣款）的投诉信里") || !strings.Contains(p.Cautions[0].EN, "alert a-2") {
		t.Errorf("%v\n%s", p.Cautions, guide)
	}
}

// TestNoLetter: what honestly is no dispute gets words and no letter.
func TestNoLetter(t *testing.T) {
	r := law(t)
	for _, s := range []story{
		{alert: "resumed", paid: []string{"!2026-09-12 08:20 19.00"}},
		{alert: "unknown-merchant", paid: []string{"!2026-09-12 08:20 19.00"}},
		{alert: "duplicate-subscription", paid: []string{"!2026-09-12 08:20 19.00"}},
		{alert: "other-contract-still-active", paid: []string{"!2026-09-12 08:20 19.00"}},
		{alert: "refund-missing", amount: "6.00", cancel: "2026-08-01", paid: []string{"!2026-07-12 08:20 19.00"}},     // of an older record
		{alert: "price-increase", amount: "6.00", paid: []string{"!2026-04-09 08:20 25.00", "2026-05-09 08:20 25.00"}}, // a day before the rule
		{alert: "trial-converted", paid: []string{"!2026-09-12 08:20 19.00 -19.00"}},                                   // all came back
		{alert: "duplicate-charge", amount: "0.00", paid: []string{"!2026-09-12 08:20 19.00"}},                         // nothing to ask for
	} {
		s.severity, s.channel, s.merchant = detector.Low, "alipay", "星河"
		v, a := told(t, s)
		if _, err := New(v, a, r, nil); !errors.Is(err, ErrNoLetter) || HasLetter(a, r) {
			t.Errorf("%s: a letter (%v)", s.alert, err)
		}
		if text := Instead(a, r); text.ZH == "" || text.EN == "" {
			t.Errorf("%s: no word of what to do instead", s.alert)
		}
	}
}

// TestUnclearRecord: a cancellation that may be another contract's makes no letter
// about what was charged since, and stands in no other letter.
func TestUnclearRecord(t *testing.T) {
	r := law(t)
	v, a := told(t, charged())
	a.Sub.Cancellation.Unclear = true
	if _, err := New(v, a, r, nil); !errors.Is(err, ErrNoLetter) || !Unclear(a) {
		t.Errorf("a letter (%v)", err)
	}
	if text := Instead(a, r); !strings.Contains(text.ZH, "--account") || !strings.Contains(text.EN, "--account") {
		t.Errorf("it is not told how to say which: %s, %s", text.ZH, text.EN)
	}
	const day = "2026-08-03" // of the record, and of nothing else
	for _, unclear := range []bool{false, true} {
		v, a := told(t, story{alert: "duplicate-charge", severity: detector.Medium, channel: "alipay", merchant: "星河", amount: "19.00", cancel: day,
			paid: []string{"2026-07-12 08:20 19.00", "!2026-08-12 08:20 19.00", "!2026-08-12 09:20 19.00"}})
		a.Sub.Cancellation.Unclear = unclear
		p, err := New(v, a, r, nil)
		if err != nil {
			t.Fatal(err)
		}
		told := false
		for _, f := range p.Files {
			told = told || strings.HasSuffix(f.Name, ".txt") && bytes.Contains(f.Data, []byte(day))
		}
		if told == unclear {
			t.Errorf("unclear: %v, and the pack tells of the cancellation: %v", unclear, told)
		}
	}
}

// TestRoseInBetween: where statements are missing before the first charge at the new
// price, the letter does not say that it was the first, and no rule is a ground
// that came into force in between.
func TestRoseInBetween(t *testing.T) {
	rise := story{alert: "price-increase", severity: detector.Low, channel: "alipay", merchant: "星河", amount: "6.00",
		paid: []string{"2026-05-12 08:20 19.00", "!2026-08-12 08:20 25.00"}}
	trial := story{alert: "trial-converted", severity: detector.Low, channel: "alipay", merchant: "星河",
		paid: []string{"2026-05-12 08:20 1.00", "!2026-08-12 08:20 19.00"}}
	for _, c := range []struct {
		s      story
		event  string
		after  string
		letter bool
	}{
		{rise, "price-up", "", true},
		{rise, "price-up", "2026-05-12", true},
		{rise, "price-up", "2026-04-09", true},
		{rise, "price-up", "2026-04-08", false}, // it may have risen on the day before the rule
		{trial, "trial-converted", "", true},
		{trial, "trial-converted", "2026-05-12", true},
	} {
		v, a := told(t, c.s)
		e := detector.Event{Type: c.event, Date: clock(t, "2026-08-12"), Charge: "c-1", From: "19.00", To: "25.00"}
		if c.after != "" {
			e.After = clock(t, c.after)
		}
		a.Sub.Events = []detector.Event{e}
		p, err := New(v, a, law(t), nil)
		if got := err == nil; got != c.letter {
			t.Errorf("%s after %q: a letter: %v (%v)", c.event, c.after, got, err)
		}
		if err != nil {
			continue
		}
		for _, f := range p.Files {
			zh, en := "从 2026-08-12 起", "rom 2026-08-12 on"
			if c.after != "" {
				zh, en = "在 "+c.after+" 至 2026-08-12 之间（其间缺账单）开始", "rom a day between "+c.after+" and 2026-08-12 on (statements are missing there)"
			}
			want := map[string]string{"投诉信.txt": zh, "Letter.txt": en}[f.Name]
			if c.event == "price-up" && want == "" {
				want = map[string]string{"投诉文字.txt": zh, "Short texts.txt": en}[f.Name]
			}
			if !strings.Contains(string(f.Data), want) {
				t.Errorf("%s after %q: %s does not say %q:\n%s", c.event, c.after, f.Name, want, f.Data)
			}
		}
	}
}

// TestKinds: every alert type is decided, by cases that exist or by words.
func TestKinds(t *testing.T) {
	r := law(t)
	for _, rule := range detector.Rules() {
		k, ok := kinds[rule.ID]
		if !ok || len(k.cases) == 0 && (k.instead.ZH == "" || k.instead.EN == "") {
			t.Errorf("%s is not decided", rule.ID)
		}
		for _, id := range k.cases {
			c := r.Case(id)
			if c == nil {
				t.Fatalf("%s: no case %q", rule.ID, id)
			}
			if k.choice && c.Facts.ZH == "" {
				t.Errorf("%s: %s asks the user to confirm nothing", rule.ID, id)
			}
		}
	}
}

// TestRows: the tables hold the rows of the dispute with file and row, the
// refund that names its order, and nothing else of the statements.
func TestRows(t *testing.T) {
	s := charged()
	s.paid[2] += " -5.00"
	s.paid = append([]string{"2026-07-12 08:20 19.00"}, s.paid...)
	p := packed(t, s)
	rows, err := csv.NewReader(strings.NewReader(p.read(t, "transactions.csv"))).ReadAll()
	if err != nil {
		t.Fatal(err)
	}
	var got []string
	for _, r := range rows[1:] {
		got = append(got, strings.Join([]string{r[0], r[1], r[4], r[6], r[11], r[14]}, "|"))
	}
	want := []string{
		"取消前最近一次扣款 / last charge before the cancellation|2026-08-12 08:20:00|19.00|0.00|wallet.csv|12",
		"有争议的扣款 / charge in dispute|2026-09-12 08:20:00|19.00|0.00|wallet.csv|13",
		"有争议的扣款 / charge in dispute|2026-10-12 08:20:00|19.00|5.00|wallet.csv|14",
		"退款 / refund|2026-10-14 08:20:00|5.00|0.00|wallet.csv|15",
	}
	if !slices.Equal(got, want) {
		t.Errorf("got\n%s\nwant\n%s", strings.Join(got, "\n"), strings.Join(want, "\n"))
	}
	for _, f := range p.Files {
		text := string(f.Data)
		if strings.HasSuffix(f.Name, ".docx") || strings.HasSuffix(f.Name, ".xlsx") {
			text = strings.Join(slices.Collect(unzipped(t, f.Data)), "")
		}
		for _, other := range []string{"隔壁面馆", "/home/lin", "2026-07-12"} {
			if strings.Contains(text, other) {
				t.Errorf("%s holds %q, which is no part of the dispute", f.Name, other)
			}
		}
	}
}

func unzipped(t *testing.T, data []byte) func(func(string) bool) {
	t.Helper()
	z, err := zip.NewReader(bytes.NewReader(data), int64(len(data)))
	if err != nil {
		t.Fatal(err)
	}
	return func(yield func(string) bool) {
		for _, f := range z.File {
			r, err := f.Open()
			if err != nil {
				t.Fatal(err)
			}
			part, err := io.ReadAll(r)
			if err != nil {
				t.Fatal(err)
			}
			if !yield(string(part)) {
				return
			}
		}
	}
}

// words is the text of the letter in a DOCX, whose parts must all be XML, and
// how much of it is highlighted.
func words(t *testing.T, data []byte) (text string, marked []string) {
	t.Helper()
	for part := range unzipped(t, data) {
		d := xml.NewDecoder(strings.NewReader(part))
		document, highlighted, inText := strings.Contains(part, "<w:body>"), false, false
		for {
			token, err := d.Token()
			if err == io.EOF {
				break
			}
			if err != nil {
				t.Fatalf("%v in %.300s", err, part)
			}
			switch e := token.(type) {
			case xml.StartElement:
				switch e.Name.Local {
				case "r":
					highlighted = false
				case "highlight":
					highlighted = true
				case "t":
					inText = document
				}
			case xml.EndElement:
				inText = false
				if e.Name.Local == "p" && document {
					text += "\n"
				}
			case xml.CharData:
				if inText {
					text += string(e)
					if highlighted {
						marked = append(marked, string(e))
					}
				}
			}
		}
	}
	return text, marked
}

// TestWord: the DOCX says what the text says, its blanks are highlighted, and
// it is the same every time.
func TestWord(t *testing.T) {
	first, second := packed(t, charged()), packed(t, charged())
	for i, f := range first.Files {
		if !bytes.Equal(f.Data, second.Files[i].Data) {
			t.Errorf("%s differs from run to run", f.Name)
		}
	}
	for _, name := range []string{"投诉信", "Letter"} {
		text, marked := words(t, []byte(first.raw(t, name+".docx")))
		plain := first.read(t, name+".txt")
		for _, s := range []string{"38.00", "19.00", "2026-09-12 08:20", "202610122200140000", "星河数字科技有限公司"} {
			if !strings.Contains(text, s) {
				t.Errorf("%s.docx does not hold %q", name, s)
			}
		}
		if len(marked) != len(first.Blanks) {
			t.Errorf("%s.docx highlights %d places, %d are to be filled in: %q", name, len(marked), len(first.Blanks), marked)
		}
		for _, m := range marked {
			if !strings.Contains(plain, m) {
				t.Errorf("%s.txt lacks the blank %q", name, m)
			}
		}
	}
}

func (p *Pack) raw(t *testing.T, name string) string {
	t.Helper()
	i := slices.IndexFunc(p.Files, func(f File) bool { return f.Name == name })
	if i < 0 {
		t.Fatalf("the pack has no %s", name)
	}
	return string(p.Files[i].Data)
}

// TestHostile: a merchant's name is text everywhere, and cannot forge a blank.
func TestHostile(t *testing.T) {
	for _, name := range []string{
		`=HYPERLINK("http://evil.invalid","退款")`, "</w:t></w:r><w:r><w:rPr><w:highlight/>", "\x01请填写：密码\x02", "😀" + strings.Repeat("很长的名字", 60),
		"שלום \u202eעולם", "+86&<>\"'", "@SUM(A1)", "-1+1", "\ufffe\x00坏字符", "%s%d%[1]s{amount}",
	} {
		t.Run(name, func(t *testing.T) {
			s := charged()
			s.merchant = name
			p := packed(t, s)
			seen := report.Clean(name)
			for _, f := range []string{"投诉信", "Letter"} {
				text, marked := words(t, []byte(p.raw(t, f+".docx")))
				if want := strings.ReplaceAll(seen, "\ufffe", "\ufffd"); !strings.Contains(text, want) {
					t.Errorf("%s.docx does not hold the name as text: %.200s", f, text)
				}
				if len(marked) != len(p.Blanks) {
					t.Errorf("%s.docx: the name forges a blank: %q", f, marked)
				}
			}
			for _, cell := range strings.Split(strings.Split(p.read(t, "transactions.csv"), "\n")[1], ",") {
				if strings.ContainsAny(cell[:min(1, len(cell))], "=+-@") {
					t.Errorf("a cell of the CSV is a formula: %s", cell)
				}
			}
			w, err := excelize.OpenReader(strings.NewReader(p.raw(t, "transactions.xlsx")))
			if err != nil {
				t.Fatal(err)
			}
			defer w.Close()
			sheet := w.GetSheetList()[0]
			kind, err := w.GetCellType(sheet, "C2")
			formula, _ := w.GetCellFormula(sheet, "C2")
			if err != nil || kind != excelize.CellTypeSharedString || formula != "" {
				t.Errorf("the payee's cell has type %d and formula %q (%v)", kind, formula, err)
			}
			for _, part := range strings.Split(p.read(t, "投诉文字.txt"), "\n\n")[1:3] {
				if _, text, _ := strings.Cut(part, "\n"); utf8.RuneCountInString(text) > maxFacts {
					t.Errorf("%d characters for a form: %s", utf8.RuneCountInString(text), text)
				}
			}
		})
	}
}

// TestManyCharges: the short texts stay short and say that there is more.
func TestManyCharges(t *testing.T) {
	s := charged()
	for range 30 {
		s.paid = append(s.paid, s.paid[2])
	}
	s.merchant = strings.Repeat("很长的名字", 9)
	lines := strings.Split(packed(t, s).read(t, "投诉文字.txt"), "\n")
	brief, full := lines[3], lines[6]
	if n := utf8.RuneCountInString(brief); n > 200 || !strings.Contains(brief, "扣款 32 笔") {
		t.Errorf("%d characters: %s", n, brief)
	}
	if n := utf8.RuneCountInString(full); n > maxFacts || n < maxFacts*3/4 || !strings.Contains(full, "其余见附件") || !strings.Contains(full, "608.00 元") {
		t.Errorf("%d characters: %s", n, full)
	}
}

// TestEvidence: what is there is enclosed with its hash under a safe name, and
// what is not is said.
func TestEvidence(t *testing.T) {
	s := charged()
	p := packed(t, s, Evidence{Name: `evidence/../../a:b.png`, Data: []byte("picture")}, Evidence{Name: `C:\x\短信?.txt`, Data: []byte("sms")},
		Evidence{Name: "gone.png", Problem: parser.Text{ZH: "找不到", EN: "not found"}})
	sums := p.raw(t, "evidence/SHA256SUMS")
	for _, want := range []string{digest([]byte("picture")) + "  01-a_b.png\n", digest([]byte("sms")) + "  02-短信_.txt\n"} {
		if !strings.Contains(sums, want) {
			t.Errorf("SHA256SUMS lacks %q:\n%s", want, sums)
		}
	}
	letter := p.read(t, "投诉信.txt")
	for _, want := range []string{"取消的凭证见附件", "取消凭证：evidence/01-a_b.png", digest([]byte("sms"))} {
		if !strings.Contains(letter, want) {
			t.Errorf("the letter lacks %q", want)
		}
	}
	if strings.Contains(letter, "gone.png") || strings.Contains(letter, "请填写：取消的凭证") {
		t.Error("the letter speaks of evidence that is not there")
	}
	if guide := p.read(t, "使用说明.txt"); !strings.Contains(guide, "gone.png 没有放进来：找不到") || len(p.Missing) != 1 || p.Proof != 2 {
		t.Error("missing evidence is not told")
	}
}

// TestGuide: ending the mandate comes before the refund, and the authority is
// that of the subject.
func TestGuide(t *testing.T) {
	for _, c := range []struct{ channel, kind, want, not string }{
		{"alipay", "", "12315", "12300"}, {"carrier", "", "12300", "12315"}, {"alipay", "telecom", "12300", "12315"}, {"apple", "", "reportaproblem.apple.com", "12300"},
	} {
		s := charged()
		s.channel, s.kind = c.channel, c.kind
		p := packed(t, s)
		if short := p.read(t, "投诉文字.txt"); c.want[0] == '1' && (!strings.Contains(short, c.want) || strings.Contains(short, c.not)) {
			t.Errorf("%s %s: the short texts are not for %s:\n%s", c.channel, c.kind, c.want, short)
		}
		guide := p.read(t, "使用说明.txt")
		end, refund, complain := strings.Index(guide, "1. 先"), strings.Index(guide, "2. 再要求退款"), strings.Index(guide, "3. 还不解决再投诉")
		if end < 0 || refund < end || complain < refund || !strings.Contains(guide, "不是法律意见") || !strings.Contains(guide, "查于 2026-11") {
			t.Errorf("%s: the order is lost:\n%s", c.channel, guide)
		}
		if ways := strings.Split(guide, "四、")[1]; !strings.Contains(ways, c.want) || strings.Contains(strings.Split(ways, "五、")[0], c.not) {
			t.Errorf("%s %s: wants %s and not %s:\n%s", c.channel, c.kind, c.want, c.not, ways)
		}
	}
}
