package report

import (
	"strings"
	"testing"

	"github.com/unrenew/unrenew/detector"
	"github.com/unrenew/unrenew/detector/catalog"
	"github.com/unrenew/unrenew/parser"
)

// TestTaken: whose matter a charge is, by merchant, money and issuer.
func TestTaken(t *testing.T) {
	cat, err := catalog.Load()
	if err != nil {
		t.Fatal(err)
	}
	for _, c := range []struct {
		service, merchant, currency, issuer, original string
		foreign, abroad                               bool
	}{
		{"netflix", "NETFLIX.COM", "USD", "chase", "", true, true},
		{"netflix", "NETFLIX.COM", "CNY", "cmb", "15.49(US)", true, false},
		{"netflix", "NETFLIX.COM", "USD", "cmb", "", true, false},
		{"iqiyi", "爱奇艺", "CNY", "wechat", "", false, false},
		{"iqiyi", "爱奇艺", "USD", "chase", "", false, false},
		{"apple-subscriptions", "App Store & Apple Music", "CNY", "wechat", "", false, false},
		{"apple-subscriptions", "APPLE.COM/BILL", "USD", "chase", "", true, true},
		{"", "NOBODY KNOWS IT INC", "USD", "ofx", "", true, true},
		{"", "NOBODY KNOWS IT INC", "CNY", "cmb", "20.00(US)", true, false},
		{"", "NOBODY KNOWS IT", "CNY", "cmb", "20.00(CN)", false, false},
		{"", "星河书店", "USD", "ofx", "", false, false},
		{"tradingview", "TRADINGVIEW", "CNY", "wechat", "", true, false},
		{"shengbei", "省呗", "CNY", "alipay", "", false, false},
	} {
		s := detector.Subscription{Service: cat.Service(c.service), Merchant: c.merchant, Currency: c.currency, Kind: "membership", Channel: "bank",
			Charges: []detector.Charge{{Rows: []*parser.Transaction{{Pos: parser.Pos{File: "a.csv"}, Original: c.original}}}}}
		if (s.Service == nil) != (c.service == "") {
			t.Fatalf("no service %s", c.service)
		}
		got := accountsOf([]*parser.Statement{{File: "a.csv", Issuer: c.issuer}}, nil).taken(&s)
		if got.Foreign != c.foreign || got.Abroad != c.abroad {
			t.Errorf("%s in %s with %s: foreign %t, abroad %t", c.merchant, c.currency, c.issuer, got.Foreign, got.Abroad)
		}
	}
}

// TestChargeOf: the authority for money and for telephones hears what the
// catalog says that banks, lenders and carriers sell.
func TestChargeOf(t *testing.T) {
	cat, err := catalog.Load()
	if err != nil {
		t.Fatal(err)
	}
	for id, want := range map[string]string{
		"qifu-360": "12378", "icbc-sms": "12378", "anyihua": "12378", "loan-membership": "12378", "shuidibao": "12378", "bank-gifted": "12378",
		"tradingview": "12315", "kameng": "12315", "iqiyi": "12315", "video-ringtone": "12300", "aimusic": "12300",
	} {
		s := cat.Service(id)
		if s == nil {
			t.Fatalf("no service %s", id)
		}
		if got := law().Authority(ChargeOf(s, s.Kind, "alipay")).ID; got != want {
			t.Errorf("%s: %s, want %s", id, got, want)
		}
	}
}

// TestPayee: who was paid, without who moved the money; and the companies that
// the catalog names for it, not those of a service that somebody else collects for.
func TestPayee(t *testing.T) {
	for _, c := range []struct {
		merchant, payee string
		operators       int
	}{
		{"财付通-爱奇艺", "爱奇艺", 1},
		{"北京爱奇艺科技有限公司", "北京爱奇艺科技有限公司", 0},
		{"中国移动", "中国移动", 0},
		{"网上快捷支付", "网上快捷支付", 0},
	} {
		s := &Subscription{Subscription: detector.Subscription{Merchant: c.merchant, Service: &catalog.Service{
			Name: parser.Text{ZH: "爱奇艺会员", EN: "iQIYI"}, Brands: []string{"爱奇艺"}, Operators: []string{"北京爱奇艺科技有限公司"}}}}
		if got := s.Payee(); got != c.payee || len(s.Operators()) != c.operators {
			t.Errorf("%s: %s, %d operators", c.merchant, got, len(s.Operators()))
		}
	}
}

// TestRefundTexts: what the catalog says of refunds sends nobody to an authority
// that does not hear it.
func TestRefundTexts(t *testing.T) {
	cat, err := catalog.Load()
	if err != nil {
		t.Fatal(err)
	}
	for _, s := range cat.Services() {
		to := law().Authority(ChargeOf(s, s.Kind, "alipay")).ID
		for _, id := range []string{"12315", "12300", "12378"} {
			if id != to && strings.Contains(s.Refund.ZH+s.Refund.EN, id) {
				t.Errorf("%s: the refund names %s, its authority is %s", s.ID, id, to)
			}
		}
	}
}
