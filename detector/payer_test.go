package detector

import "testing"

// TestAccountNames holds what a person may write for an account: its label as
// printed, with or without the issuer, the digits alone, or the whole name that
// the label masks; never another account's.
func TestAccountNames(t *testing.T) {
	wallet, card := accountKey{issuer: "wechat", account: "越***"}, accountKey{issuer: "cmb", account: "尾号 9012"}
	phone, none := accountKey{issuer: "alipay", account: "138******00"}, accountKey{issuer: "cmb"}
	for _, c := range []struct {
		of   accountKey
		word string
		want bool
	}{
		{wallet, "越***", true}, {wallet, "越＊＊＊", true}, {wallet, "微信支付（越***）", true}, {wallet, "WeChat Pay 越***", true}, {wallet, "越越", true},
		{wallet, "晓***", false}, {wallet, "微信支付", false}, {wallet, "越", false}, {wallet, "", false},
		{card, "尾号9012", true}, {card, "9012", true}, {card, "ending 9012", true}, {card, "招商银行 尾号 9012", true}, {card, "1234", false}, {card, "19012", false},
		{phone, "13800000000", true}, {phone, "13900000000", false}, {phone, "138******00", true},
		{none, "招商银行", true}, {none, "", false}, {none, "9012", false},
	} {
		if got := c.of.names(accountText(c.word)); got != c.want {
			t.Errorf("%q means %v: %v", c.word, c.of, got)
		}
	}
}
