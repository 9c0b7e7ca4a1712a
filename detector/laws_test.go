package detector_test

import (
	"fmt"
	"math/rand/v2"
	"testing"
	"time"

	"github.com/shopspring/decimal"

	"github.com/unrenew/unrenew/detector"
	"github.com/unrenew/unrenew/detector/catalog"
	"github.com/unrenew/unrenew/detector/records"
	"github.com/unrenew/unrenew/parser"
)

// TestLaws holds the detector's laws on ledgers that nobody wrote: no panic, the
// order of files and rows changes nothing, statements given twice change
// nothing, every charge has its rows and stands in one subscription only, and
// what was refunded is never more than what was paid.
func TestLaws(t *testing.T) {
	cat, err := catalog.Load()
	if err != nil {
		t.Fatal(err)
	}
	for seed := range 150 {
		in := random(uint64(seed))
		in.Catalog = cat
		r := detector.Detect(in)
		got := dump(r)
		shuffled := in
		shuffled.Statements = append(shuffle(in.Statements), in.Statements...)
		if again := dump(detector.Detect(shuffled)); again != got {
			t.Errorf("seed %d: order or copies change the result:\n%s\nfrom\n%s", seed, again, got)
		}
		seen := map[string]string{}
		ids := map[string]bool{}
		for _, s := range append(r.Subscriptions, r.Maybe...) {
			if ids[s.ID] {
				t.Errorf("seed %d: two subscriptions are called %s", seed, s.ID)
			}
			ids[s.ID] = true
			if s.Cycle.Count < 1 || len(s.Reasons) == 0 || s.Name.ZH == "" || s.Name.EN == "" {
				t.Errorf("seed %d: %s lacks cycle, reasons or name", seed, s.ID)
			}
			for i, c := range s.Charges {
				if other, ok := seen[c.ID]; ok {
					t.Errorf("seed %d: charge %s is in %s and in %s", seed, c.ID, other, s.ID)
				}
				seen[c.ID] = s.ID
				if len(c.Rows) == 0 || c.Refunded.GreaterThan(c.Amount) || i > 0 && c.Time.Before(s.Charges[i-1].Time) {
					t.Errorf("seed %d: charge %s: %+v", seed, c.ID, c)
				}
			}
		}
		for _, a := range r.Alerts {
			for _, c := range a.Charges {
				if seen[c] == "" || seen[c] != a.Subscription && a.Type != "duplicate-subscription" { // that one shows both
					t.Errorf("seed %d: alert %s is about charge %s, which is none of %s", seed, a.Type, c, a.Subscription)
				}
			}
			if a.Message.ZH == "" || a.Message.EN == "" || len(a.Actions) == 0 {
				t.Errorf("seed %d: alert %s has no text", seed, a.Type)
			}
		}
	}
}

// random makes a household of contracts, habits, refunds and records.
func random(seed uint64) detector.Input {
	r := rand.New(rand.NewPCG(seed, 99))
	from := time.Date(2025, 1, 1, 0, 0, 0, 0, parser.China)
	in := detector.Input{AsOf: from.AddDate(1, r.IntN(8), r.IntN(28))}
	payees := []string{"爱奇艺", "腾讯视频商户", "示例商城", "App Store & Apple Music", "百度", "某某科技有限公司", "示例视频", "", "10086", "哔哩哔哩"}
	items := []string{"爱奇艺VIP会员1个月自动续费", "连续包月", "订单12345678", "iCloud；08.09购买", "百度网盘超级会员(1个月-自动续费)", "话费自动缴费", "/", "", "购买大会员连续包月", "提前解约违约金"}
	for k := range 1 + r.IntN(3) {
		wallet := r.IntN(3) > 0
		st := &parser.Statement{File: fmt.Sprintf("%d.csv", k), SHA256: fmt.Sprintf("%064d", k), Issuer: []string{"alipay", "wechat", "cmb"}[r.IntN(3)], Account: fmt.Sprint(r.IntN(2)), Declares: r.IntN(2) == 0}
		if !wallet || st.Issuer == "cmb" {
			st.Issuer, st.Medium = "cmb", parser.DebitCard
		}
		st.From, st.To = from.AddDate(0, r.IntN(4), 0), from.AddDate(1, r.IntN(6), 0)
		for range 2 + r.IntN(8) {
			payee, item := payees[r.IntN(len(payees))], items[r.IntN(len(items))]
			amount, every := int64(1+r.IntN(40))*100, []int{0, 7, 28, 30, 31, 90, 365}[r.IntN(7)]
			at := st.From.AddDate(0, 0, r.IntN(60)).Add(time.Duration(r.IntN(86400)) * time.Second)
			for i := range 1 + r.IntN(16) {
				tr := parser.Transaction{Pos: parser.Pos{File: st.File, Row: len(st.Transactions) + 1}, Time: at, Counterparty: payee, Description: item, Amount: parser.Amount{Value: decimal.New(amount, -2), Currency: "CNY"}}
				if st.Medium == parser.Wallet {
					tr.OrderID = fmt.Sprintf("%s%d%016d", st.Issuer, k, len(st.Transactions))
					tr.Method = []string{"零钱", "招商银行(1234)", "招商银行(1234)&红包", ""}[r.IntN(4)]
				} else {
					tr.DateOnly, tr.Counterparty = true, []string{"财付通-", "支付宝-", ""}[r.IntN(3)]+payee
				}
				switch r.IntN(20) {
				case 0:
					tr.Class, tr.Direction, tr.Description = parser.Refund, parser.In, "退款-"+item
				case 1:
					tr.Refunded = tr.Amount.Value
				case 2:
					amount = int64(1+r.IntN(40)) * 100
				}
				st.Transactions = append(st.Transactions, tr)
				if every == 0 {
					at = at.AddDate(0, 0, 1+r.IntN(50))
				} else {
					at = at.AddDate(0, 0, every+(i+r.IntN(3))%2)
				}
			}
		}
		in.Statements = append(in.Statements, st)
	}
	for i := range r.IntN(4) {
		c := records.Cancellation{Row: i + 2, Service: payees[r.IntN(7)], CancelledOn: from.AddDate(0, r.IntN(15), r.IntN(28)), Channel: []string{"", "wechat", "alipay", "service"}[r.IntN(4)]}
		if r.IntN(4) == 0 {
			c.ResubscribedOn = c.CancelledOn.AddDate(0, 3, 0)
		}
		if r.IntN(4) == 0 {
			c.RefundPromised = c.CancelledOn
		}
		in.Cancellations = append(in.Cancellations, c)
	}
	return in
}
