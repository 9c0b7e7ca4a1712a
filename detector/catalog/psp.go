package catalog

import (
	"regexp"
	"strings"
	"sync"
	"unicode"
	"unicode/utf8"
)

// A payWord introduces a merchant in a bank's text: who moved the money, or how.
type payWord struct {
	word    string // in lower case and half width
	channel string // of channels/*.yaml, or "" for words that name none
}

// payWords are as printed by some twenty banks and by foreign cards (2026-11);
// longer ones come before their own beginnings. Apple Pay and Huawei Pay stand
// for the card in the phone: a contract is not ended there, so they are no
// channel, and neither is a foreign payment company where nothing can be ended.
var payWords = []payWord{
	{"深圳市财付通支付科技有限公司", "wechat"}, {"财付通支付科技有限公司", "wechat"}, {"微信支付(财付通)", "wechat"}, {"财付通(银联云闪付)", "wechat"}, {"财付通", "wechat"}, {"微信支付", "wechat"},
	{"支付宝(中国)网络技术有限公司", "alipay"}, {"支付宝(杭州)信息技术有限公司", "alipay"}, {"支付宝支付", "alipay"}, {"支付宝", "alipay"},
	{"网银在线(北京)科技有限公司", "jd"}, {"网银在线(京东支付)", "jd"}, {"网银在线", "jd"}, {"京东支付", "jd"},
	{"北京钱袋宝支付技术有限公司", "meituan"}, {"钱袋宝支付", "meituan"}, {"美团支付", "meituan"},
	{"武汉合众易宝科技有限公司", "douyin"}, {"抖音支付", "douyin"}, {"多多支付", "pdd"}, {"拼多多支付", "pdd"}, {"qq钱包", "qq"},
	{"中国银联股份有限公司", "unionpay"}, {"银联无卡自助消费", "unionpay"}, {"银联快捷支付", "unionpay"}, {"银联在线支付", "unionpay"}, {"银联云闪付", "unionpay"}, {"银联快捷", "unionpay"}, {"银联", "unionpay"},
	{"云闪付app扫码", "unionpay"}, {"云闪付", "unionpay"}, {"网联清算有限公司", ""}, {"网联清算", ""}, {"网联", ""},
	{"apple pay", ""}, {"huawei pay", ""}, {"翼支付", ""}, {"快钱", ""}, {"通联支付", ""}, {"易宝支付", ""},
	{"网上快捷支付", ""}, {"网上快捷退款", ""}, {"支付平台快捷支付", ""}, {"快捷支付", ""}, {"快捷", ""}, {"网上支付", ""}, {"网络支付消费", ""}, {"网络支付", ""},
	{"无卡支付", ""}, {"跨行消费", ""}, {"其他商家消费", ""}, {"消费退货/退税", ""}, {"消费退货", ""}, {"消费", ""}, {"缴费", ""}, {"退款", ""}, {"退货", ""}, {"特约", ""}, {"支出", ""}, {"取出", ""},
	{"google *", "google"}, {"google*", "google"}, {"paypal *", "paypal"}, {"paypal*", "paypal"}, {"paypal inst xfer", "paypal"}, {"pp*", "paypal"}, {"sq *", ""}, {"sq*", ""}, {"stripe *", ""}, {"stripe*", ""}, {"paddle.net*", ""}, {"paddle.net *", ""},
}

// nameWords are channels before a hyphen and merchants anywhere else: 美团-示例餐厅
// was paid through Meituan, 美团 and 微信读书 are who was paid.
var nameWords = []payWord{{"美团", "meituan"}, {"微信", "wechat"}}

const (
	payMarks = "-–—－_:：,，.。、()（）【】/ \u3000"
	hyphens  = "-–—－"
	blanks   = "\t\n\f\r " // \s of regular expressions
)

var (
	// message is the bank's short message: 在【财付通-示例】发生快捷支付扣款.
	message = regexp.MustCompile(`^在(【.+】|.+?)(?:发生|消费|退款|支付|快捷|扣款)*$`)
	// reference is a number that some banks set before the pay channel: UA0123.
	reference = regexp.MustCompile(`^UA[0-9A-Za-z]*`)
	// orderNumber and what follows it is glued to the merchant, or stands before it.
	orderNumber = regexp.MustCompile(`^订单编号[:：]?[0-9A-Za-z_-]*`)
	flowNumber  = regexp.MustCompile(`[\s,，;；]*(?:交易流水号|流水号|商户订单号|订单编号)[:：]?[0-9A-Za-z_\s-]*$`)
	// appleBill is a channel and all that is known of the merchant.
	appleBill = regexp.MustCompile(`(?i)^APPLE\.COM/BILL(?:[\s,;*].*)?$`)
	// abroad is the help line or page behind the merchant of a foreign card.
	abroad = regexp.MustCompile(`(?i)\s+(?:g\.co/\S*|\+?1?[- ]?\d{3}[- ]?\d{3}[- ]?\d{4})(?:\s.*)?$`)
)

// StripPSP takes the pay-channel words off a bank's merchant text:
// "财付通-滴滴出行" is 滴滴出行, paid through "wechat", and "GOOGLE *Notes g.co/helppay#"
// is Notes through "google". A text without such words comes back as it is, with
// no channel. A text of nothing else, such as 网上快捷支付 or 财付通-CHN, names no
// merchant, and the rest is empty. What is cut off stays cut off: 有限公, "...".
func StripPSP(s string) (rest, channel string) {
	rest = s
	switch {
	case strings.HasPrefix(s, "在"):
		if m := message.FindStringSubmatch(s); m != nil {
			if inner := strings.Trim(m[1], "【】"); payWordOf(inner) != nil {
				rest = inner
			}
		}
	case strings.HasPrefix(s, "UA"):
		if n := len(reference.FindString(s)); payWordOf(s[n:]) != nil {
			rest = s[n:]
		}
	}
	for {
		from := strings.TrimLeft(rest, payMarks)
		w := payWordOf(from)
		if w == nil {
			break
		}
		after := from[widthOf(w.word, from):]
		if !introduces(*w, from, after) {
			break
		}
		rest = strings.TrimLeft(after, payMarks)
		if strings.HasPrefix(rest, "订单编号") {
			rest = orderNumber.ReplaceAllString(rest, "")
		}
		if channel == "" {
			channel = w.channel
		}
	}
	from := strings.TrimLeft(rest, payMarks)
	if n := len("APPLE.COM/BILL"); len(from) >= n && strings.EqualFold(from[:n], "APPLE.COM/BILL") && appleBill.MatchString(from) {
		return from[:n], "apple"
	}
	if len(rest) == len(s) {
		return s, ""
	}
	rest = strings.TrimSuffix(from, "CHN") // the country that some cards append
	// Most texts have none of what the expressions are about, and need not be
	// searched for it at every character.
	if strings.Contains(rest, "流水号") || strings.Contains(rest, "订单") {
		rest = flowNumber.ReplaceAllString(rest, "")
	}
	if strings.ContainsAny(rest, blanks) {
		rest = abroad.ReplaceAllString(rest, "")
	}
	if !strings.ContainsAny(rest, "(（") {
		rest = strings.TrimRight(rest, ")） ")
	}
	return rest, channel
}

// introduces tells whether w stands in front of a merchant, and is not the
// beginning of one's name. 支付宝 is a channel in 支付宝-商户 and a name in 支付宝月捐: it
// wants a mark or another such word behind it. 微信支付 is glued on by some banks,
// and a star is a mark in itself.
func introduces(w payWord, from, after string) bool {
	for _, n := range nameWords {
		if n == w {
			return strings.IndexAny(strings.TrimLeft(after, " "), hyphens) == 0 && strings.TrimLeft(after, payMarks) != ""
		}
	}
	next := strings.TrimLeft(after, payMarks)
	return next != after || next == "" || w.word == "微信支付" || strings.HasSuffix(w.word, "*") || payWordOf(next) != nil
}

// payWordOf is the pay-channel word that s begins with, or nil.
func payWordOf(s string) *payWord {
	first, _ := utf8.DecodeRuneInString(s)
	for _, w := range payWordsBy()[narrow(first)] {
		if widthOf(w.word, s) > 0 {
			return w
		}
	}
	return nil
}

// payWordsBy sorts the words by their first character, in their order: a
// statement's every row is asked for one.
var payWordsBy = sync.OnceValue(func() map[rune][]*payWord {
	by := map[rune][]*payWord{}
	for _, list := range [][]payWord{payWords, nameWords} {
		for i := range list {
			first, _ := utf8.DecodeRuneInString(list[i].word)
			by[first] = append(by[first], &list[i])
		}
	}
	return by
})

// widthOf is how many bytes of s the word at its beginning takes; 0: it is not
// there.
func widthOf(word, s string) (n int) {
	for _, want := range word {
		r, size := utf8.DecodeRuneInString(s[n:])
		if narrow(r) != want {
			return 0
		}
		n += size
	}
	return n
}

// narrow is r in lower case and half width.
func narrow(r rune) rune {
	switch {
	case r >= firstHan && r <= lastHan:
		return r
	case r >= '！' && r <= '～':
		r -= '！' - '!'
	case r == '\u3000':
		r = ' '
	}
	return unicode.ToLower(r)
}
