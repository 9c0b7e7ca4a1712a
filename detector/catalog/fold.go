package catalog

import (
	_ "embed" // for the table of characters
	"regexp"
	"strings"
	"sync"
	"unicode"
	"unicode/utf8"

	"golang.org/x/text/unicode/norm"
)

// Fold makes texts comparable that differ only in how they were typed or cut:
// width, case, blanks, traditional characters, the mark of a cut ("...") and the legal form at the end
// of a company's name, which bank texts cut anywhere ("…有限公"). Punctuation
// stays. It is empty only for a text without visible characters.
func Fold(s string) string { return strings.ReplaceAll(spaced(s), " ", "") }

// spaced is Fold that keeps one blank between two Latin words, so that "prime"
// is not found in "shop rime".
func spaced(s string) string {
	if !plain(s) {
		s = norm.NFKC.String(s)
	}
	var b strings.Builder
	b.Grow(len(s))
	table := simplified()
	blank, last := false, rune(0)
	for _, r := range s {
		switch {
		case r > ' ' && r < 0x7F, r >= firstHan && r <= lastHan: // nearly all
		case unicode.IsSpace(r):
			blank = true
			continue
		case unicode.Is(unicode.Cf, r), unicode.IsControl(r): // joiners and byte order marks show nothing
			continue
		}
		switch {
		case r >= firstHan && r <= lastHan:
			if simple := table[r-firstHan]; simple != 0 {
				r = rune(simple)
			}
		case r < utf8.RuneSelf:
			if r >= 'A' && r <= 'Z' {
				r += 'a' - 'A'
			}
		default:
			r = unicode.ToLower(r)
		}
		if blank && latin(last) && latin(r) {
			b.WriteByte(' ')
		}
		blank, last = false, r
		b.WriteRune(r)
	}
	folded := b.String()
	if blank || latin(last) || last == '.' || last == ',' {
		folded = legalForm.ReplaceAllString(folded, "")
	}
	if short := company(strings.TrimRight(folded, ".")); short != "" {
		return short
	}
	return folded
}

// legalForm is that of a company abroad, at the end of its name.
var legalForm = regexp.MustCompile(`(?:[ ,.]+(?:co|pte|pty|private))?[ ,.]+(?:ltd|limited|inc|incorporated|llc|gmbh|corp|corporation|plc)[ .,]*$`)

// plain tells whether s is lower ASCII or Chinese script, which NFKC leaves as
// it is.
func plain(s string) bool {
	for _, r := range s {
		if r >= utf8.RuneSelf && (r < 0x4E00 || r > 0x9FFF) {
			return false
		}
	}
	return true
}

//go:embed traditional.txt
var traditionalTable string

// firstHan and lastHan bound the characters that traditional.txt is about.
const firstHan, lastHan = 0x4E00, 0x9FFF

// simplified holds for each character the one that it is written as in China;
// zero if it is that one itself. Banks of Hong Kong and Taiwan print the others.
var simplified = sync.OnceValue(func() *[lastHan - firstHan + 1]uint16 {
	var table [lastHan - firstHan + 1]uint16
	for line := range strings.Lines(traditionalTable) {
		if strings.HasPrefix(line, "#") {
			continue
		}
		for pair := range strings.FieldsSeq(line) {
			r := []rune(pair)
			table[r[0]-firstHan] = uint16(r[1])
		}
	}
	return &table
})

func latin(r rune) bool { return r < utf8.RuneSelf && (unicode.IsLetter(r) || unicode.IsDigit(r)) }

// company drops the legal form from the end of a name, whole or cut.
func company(s string) string {
	for _, form := range []string{"有限责任公司", "有限责任公", "有限责任", "有限公司", "有限公", "有限"} {
		if rest, ok := strings.CutSuffix(s, form); ok {
			rest = strings.TrimSuffix(rest, "股份")
			return rest
		}
	}
	return s
}

// payWords are the words with which banks and wallets introduce a merchant, and
// the channel that they name; longer ones come before their own beginnings.
// 2026-11: as printed by some twenty banks.
var payWords = []struct{ word, channel string }{
	{"深圳市财付通支付科技有限公司", "wechat"}, {"财付通支付科技有限公司", "wechat"}, {"微信支付(财付通)", "wechat"}, {"财付通(银联云闪付)", "wechat"}, {"财付通", "wechat"}, {"微信支付", "wechat"},
	{"支付宝(中国)网络技术有限公司", "alipay"}, {"支付宝(杭州)信息技术有限公司", "alipay"}, {"支付宝支付", "alipay"}, {"支付宝", "alipay"},
	{"网银在线(北京)科技有限公司", "jd"}, {"网银在线(京东支付)", "jd"}, {"网银在线", "jd"}, {"京东支付", "jd"},
	{"北京钱袋宝支付技术有限公司", "meituan"}, {"钱袋宝支付", "meituan"}, {"美团支付", "meituan"},
	{"武汉合众易宝科技有限公司", "douyin"}, {"抖音支付", "douyin"}, {"多多支付", "pdd"}, {"qq钱包", "qq"},
	{"中国银联股份有限公司", "unionpay"}, {"银联无卡自助消费", "unionpay"}, {"银联快捷支付", "unionpay"}, {"银联云闪付", "unionpay"}, {"银联快捷", "unionpay"}, {"银联", "unionpay"},
	{"云闪付app扫码", "unionpay"}, {"云闪付", "unionpay"}, {"网联清算有限公司", ""}, {"网联", ""},
	{"网上快捷支付", ""}, {"网上快捷退款", ""}, {"支付平台快捷支付", ""}, {"快捷支付", ""}, {"快捷", ""}, {"网上支付", ""}, {"网络支付消费", ""}, {"网络支付", ""},
	{"无卡支付", ""}, {"跨行消费", ""}, {"消费退货/退税", ""}, {"消费退货", ""}, {"消费", ""}, {"缴费", ""}, {"退款", ""}, {"退货", ""}, {"特约", ""}, {"支出", ""},
}

const payMarks = "-–—_:：,，.。、()（）【】/ \u3000"

// StripPSP takes the pay-channel words off the front of a bank's merchant text:
// "财付通-滴滴出行" is 滴滴出行, paid through "wechat". A text without such
// words comes back as it is, with no channel. A text of nothing else, such as
// 网上快捷支付 or 财付通-CHN, names no merchant, and the rest is empty.
func StripPSP(s string) (rest, channel string) {
	rest = s
	for {
		from := strings.TrimLeft(rest, payMarks)
		n, ch := payWord(from)
		if n == 0 {
			break
		}
		// 支付宝 is a channel in 支付宝-商户 and a name in 支付宝月捐: it wants a
		// mark or another such word behind it. 微信支付 is glued on by some banks.
		after := from[n:]
		if next := strings.TrimLeft(after, payMarks); next == after && next != "" && !strings.HasPrefix(from, "微信支付") {
			if more, _ := payWord(next); more == 0 {
				break
			}
		}
		rest = after
		if channel == "" {
			channel = ch
		}
	}
	if len(rest) == len(s) {
		return s, ""
	}
	rest = strings.TrimSuffix(strings.TrimLeft(rest, payMarks), "CHN") // the country that some cards append
	if !strings.ContainsAny(rest, "(（") {
		rest = strings.TrimRight(rest, ")） ")
	}
	return rest, channel
}

// payWord is the length of the pay-channel word that s begins with; 0: none.
func payWord(s string) (n int, channel string) {
	for _, w := range payWords {
		n = 0
		for _, want := range w.word {
			r, size := utf8.DecodeRuneInString(s[n:])
			if narrow(r) != want {
				n = 0
				break
			}
			n += size
		}
		if n > 0 {
			return n, w.channel
		}
	}
	return 0, ""
}

// narrow is r in lower case and half width.
func narrow(r rune) rune {
	if r >= '！' && r <= '～' {
		r -= '！' - '!'
	}
	return unicode.ToLower(r)
}
