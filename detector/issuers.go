package detector

import (
	"regexp"
	"strings"

	"github.com/unrenew/unrenew/parser"
)

// An issuer is whoever wrote a statement: parser.Statement.Issuer is its id.
type issuer struct {
	id    string
	name  parser.Text
	words []string // what wallets call it in the way of payment
}

// issuers are all whose statements are read.
var issuers = []issuer{
	{id: "alipay", name: parser.Text{ZH: "支付宝", EN: "Alipay"}},
	{id: "wechat", name: parser.Text{ZH: "微信支付", EN: "WeChat Pay"}},
	{id: "jd", name: parser.Text{ZH: "京东", EN: "JD"}},
	{id: "meituan", name: parser.Text{ZH: "美团", EN: "Meituan"}},
	{id: "cmb", name: parser.Text{ZH: "招商银行", EN: "China Merchants Bank"}, words: []string{"招商银行"}},
	{id: "icbc", name: parser.Text{ZH: "工商银行", EN: "ICBC"}, words: []string{"工商银行"}},
	{id: "ccb", name: parser.Text{ZH: "建设银行", EN: "China Construction Bank"}, words: []string{"建设银行"}},
	{id: "boc", name: parser.Text{ZH: "中国银行", EN: "Bank of China"}, words: []string{"中国银行"}},
	{id: "abc", name: parser.Text{ZH: "农业银行", EN: "Agricultural Bank of China"}, words: []string{"农业银行"}},
	{id: "bocom", name: parser.Text{ZH: "交通银行", EN: "Bank of Communications"}, words: []string{"交通银行"}},
	{id: "psbc", name: parser.Text{ZH: "邮储银行", EN: "Postal Savings Bank of China"}, words: []string{"邮储", "邮政储蓄"}},
	{id: "citic", name: parser.Text{ZH: "中信银行", EN: "China CITIC Bank"}, words: []string{"中信银行"}},
	{id: "spdb", name: parser.Text{ZH: "浦发银行", EN: "Shanghai Pudong Development Bank"}, words: []string{"浦发"}},
	{id: "cib", name: parser.Text{ZH: "兴业银行", EN: "Industrial Bank"}, words: []string{"兴业银行"}},
	{id: "pab", name: parser.Text{ZH: "平安银行", EN: "Ping An Bank"}, words: []string{"平安银行"}},
	{id: "cmbc", name: parser.Text{ZH: "民生银行", EN: "China Minsheng Bank"}, words: []string{"民生银行"}},
	{id: "ceb", name: parser.Text{ZH: "光大银行", EN: "China Everbright Bank"}, words: []string{"光大银行"}},
	{id: "cgb", name: parser.Text{ZH: "广发银行", EN: "China Guangfa Bank"}, words: []string{"广发"}},
	{id: "hxb", name: parser.Text{ZH: "华夏银行", EN: "Hua Xia Bank"}, words: []string{"华夏银行"}},
	{id: "zbank", name: parser.Text{ZH: "众邦银行", EN: "Z-Bank"}, words: []string{"众邦"}},
	{id: "hsbchk", name: parser.Text{ZH: "汇丰银行（香港）", EN: "HSBC Hong Kong"}, words: []string{"汇丰"}},
	{id: "cncbi", name: parser.Text{ZH: "中信银行（国际）", EN: "China CITIC Bank International"}, words: []string{"中信银行（国际）", "中信银行(国际)", "信银国际"}},
	{id: "bmo", name: parser.Text{ZH: "蒙特利尔银行", EN: "BMO"}},
	{id: "td", name: parser.Text{ZH: "多伦多道明银行", EN: "TD"}},
	{id: "douyin", name: parser.Text{ZH: "抖音支付", EN: "Douyin Pay"}},
	{id: "unionpay", name: parser.Text{ZH: "云闪付", EN: "UnionPay QuickPass"}},
	{id: "paypal", name: parser.Text{ZH: "PayPal", EN: "PayPal"}},
	{id: "paypay", name: parser.Text{ZH: "PayPay", EN: "PayPay"}},
	{id: "google", name: parser.Text{ZH: "Google Play", EN: "Google Play"}},
	{id: "apple", name: parser.Text{ZH: "Apple", EN: "Apple"}},
	{id: "amex", name: parser.Text{ZH: "美国运通", EN: "American Express"}},
	{id: "chase", name: parser.Text{ZH: "大通银行", EN: "Chase"}},
	{id: "monzo", name: parser.Text{ZH: "Monzo", EN: "Monzo"}},
	{id: "revolut", name: parser.Text{ZH: "Revolut", EN: "Revolut"}},
	{id: "wise", name: parser.Text{ZH: "Wise", EN: "Wise"}},
	{id: "ofx", name: parser.Text{ZH: "OFX 文件", EN: "OFX file"}}, // the file names no bank
	{id: "qif", name: parser.Text{ZH: "QIF 文件", EN: "QIF file"}},
	{id: "mt940", name: parser.Text{ZH: "MT940 文件", EN: "MT940 file"}},
	{id: "camt", name: parser.Text{ZH: "CAMT 文件", EN: "CAMT file"}},
}

// IssuerName is the issuer's name for people. Issuers of the user's own layouts
// have the name that the user gave them.
func IssuerName(id string) parser.Text {
	for _, is := range issuers {
		if is.id == id {
			return is.name
		}
	}
	return parser.Text{ZH: id, EN: id}
}

// text is the account's name for people.
func (k accountKey) text() parser.Text {
	n := IssuerName(k.issuer)
	if k.account == "" {
		return n
	}
	return parser.Text{ZH: n.ZH + "（" + k.account + "）", EN: n.EN + " (" + strings.ReplaceAll(k.account, "尾号", "ending") + ")"}
}

var cardTail = regexp.MustCompile(`[(（](\d{4})[)）]`)

// cardOf reads the issuer, by its longest word, and the last four digits of the card out of a way of
// payment such as 云闪付-招商银行信用卡(1234)&红包.
func cardOf(method string) (id, tail string) {
	at := 0
	for _, is := range issuers {
		for _, w := range is.words {
			if len(w) > at && strings.Contains(method, w) {
				id, at = is.id, len(w)
			}
		}
	}
	if strings.ContainsAny(method, "(（") {
		if m := cardTail.FindStringSubmatch(method); m != nil {
			tail = m[1]
		}
	}
	return id, tail
}
