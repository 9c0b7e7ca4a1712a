package catalog

import (
	"regexp"
	"slices"
	"strings"
)

// An Answer is what a person may mean by a name that they typed.
type Answer struct {
	Services []*Service // best first
	Sure     bool       // the first one is meant; else they must choose
	Exact    bool       // it is called so, letter by letter
	Seller   bool       // a company was named that sells them
	Channel  string     // no service but a channel was named: "wechat"; else ""
}

// Ask tells what a person means who types a service's name, in whatever form: an
// ID, a name or alias, a text on a statement, a question around it (怎么取消…),
// pinyin or its initials, a company that sells several, or one wrong letter.
func (c *Catalog) Ask(name string) Answer {
	name = strings.TrimSpace(shownWith.ReplaceAllString(name, ""))
	rest, _ := StripPSP(name)
	forms := []string{name, bare(name), rest, bare(rest)}
	for _, byName := range []bool{true, false} {
		for _, form := range forms {
			if found := c.called(form, byName); len(found) > 0 {
				return Answer{Services: found, Sure: true, Exact: true}
			}
		}
		for _, form := range forms {
			if id := channelWords[Fold(form)]; id != "" {
				return Answer{Channel: id}
			}
		}
	}
	for _, form := range forms {
		if Fold(form) == "" || vague[Fold(form)] {
			continue
		}
		if found := c.sellers(form); len(found) > 0 {
			return Answer{Services: found, Sure: len(found) == 1, Seller: true}
		}
		if found := c.Spelled(form); len(found) > 0 {
			return Answer{Services: found, Sure: len(found) == 1 || c.spelledWhole(form, found)}
		}
		if found := c.Find(form); len(found) > 0 {
			return Answer{Services: found, Sure: len(found) == 1 || c.nearly(form, found)}
		}
	}
	return Answer{}
}

// called are the services of exactly that name: as people call them, or as
// statements and the lists of channels do.
func (c *Catalog) called(name string, byName bool) (out []*Service) {
	want := Fold(name)
	for _, s := range c.services {
		calls := s.calls()[:s.named()]
		if !byName {
			calls = s.calls()[s.named():]
		}
		if want != "" && slices.ContainsFunc(calls, func(t string) bool { return Fold(t) == want }) {
			out = append(out, s)
		}
	}
	return out
}

// sellers are the services of a company of that legal name.
func (c *Catalog) sellers(name string) (out []*Service) {
	want := Fold(name)
	for _, s := range c.services {
		if slices.ContainsFunc(s.Operators, func(o string) bool { return Fold(o) == want }) {
			out = append(out, s)
		}
	}
	return out
}

// nearly tells whether the first of found differs from name only in what people
// leave off, and no other does.
func (c *Catalog) nearly(name string, found []*Service) bool {
	want := Fold(name)
	near := func(s *Service) bool {
		return slices.ContainsFunc(s.calls(), func(t string) bool { n := likeness(want, Fold(t)); return n >= 0 && n <= 1000 })
	}
	return near(found[0]) && !near(found[1])
}

// spelledWhole tells whether name spells the whole of the first one's name, and
// of no other's.
func (c *Catalog) spelledWhole(name string, found []*Service) bool {
	whole := func(s *Service) bool {
		return slices.ContainsFunc(s.spelt(), func(t string) bool {
			rest := spells(Fold(name), []rune(bareName(Fold(t))))
			return rest == 0
		})
	}
	return whole(found[0]) && !whole(found[1])
}

// What people type around a name.
var (
	around   = regexp.MustCompile(`^(?:请问|我要|我想|帮我|怎么|如何|怎样)*(?:取消|退订|关闭|解约|停掉)?|(?:的)?(?:怎么|如何|怎样|在哪)?(?:取消|退订|关闭|解约|退款|退费|停)?(?:[?？!！吗呢啊]*)$`)
	planWord = regexp.MustCompile(`(?:自动续费|自动扣费|自动扣款|自动续订|连续包[月季年]|包[月季年]|年费|月费|会员费|续费|年卡|月卡|季卡)$`)
	// What reports print behind a name to tell contracts apart: a payer or a price.
	shownWith = regexp.MustCompile(`(?:\s*（[^（）]*）|\s+\([^()]*\)|\s+[¥￥$€£]\d+(?:\.\d+)?)$`)
	anyOf     = regexp.MustCompile(`(?:会员|vip|VIP)$`)
)

// bare is name without a question around it and without the word of a plan.
func bare(name string) string {
	name = strings.TrimSpace(around.ReplaceAllString(strings.TrimSpace(name), ""))
	for {
		shorter := strings.TrimSpace(planWord.ReplaceAllString(name, ""))
		if shorter == name || shorter == "" {
			return name
		}
		name = shorter
	}
}

// bareName is a folded name without the word of membership at its end.
func bareName(folded string) string {
	if rest := anyOf.ReplaceAllString(folded, ""); rest != "" {
		return rest
	}
	return folded
}

// vague are words that mean no service, or any, folded.
var vague = map[string]bool{"会员": true, "vip": true, "自动续费": true, "续费": true, "订阅": true, "会员费": true, "app": true, "软件": true, "扣费": true, "自动扣款": true}

// channelWords are the names of channels, folded, where no service has that name.
var channelWords = map[string]string{
	"支付宝": "alipay", "alipay": "alipay", "zfb": "alipay", "支付宝会员": "alipay", "支付宝扣款": "alipay", "支付宝自动扣款": "alipay", "免密支付": "alipay",
	"微信": "wechat", "微信支付": "wechat", "wechat": "wechat", "wechatpay": "wechat", "wx": "wechat", "微信会员": "wechat", "微信扣费": "wechat", "财付通": "wechat",
	"苹果": "apple", "apple": "apple", "appstore": "apple", "苹果手机": "apple", "iphone": "apple", "ios": "apple",
	"谷歌": "google", "google": "google", "googleplay": "google",
	"华为": "huawei", "huawei": "huawei", "华为支付": "huawei", "小米": "xiaomi", "xiaomi": "xiaomi", "oppo": "oppo", "vivo": "vivo",
	"京东": "jd", "jd": "jd", "京东支付": "jd", "qq": "qq", "qq钱包": "qq",
	"paypal": "paypal", "贝宝": "paypal", "云闪付": "unionpay", "银联": "unionpay", "unionpay": "unionpay",
	"抖音支付": "douyin", "美团支付": "meituan", "拼多多": "pdd", "多多钱包": "pdd",
	"银行": "bank", "银行卡": "bank", "信用卡": "bank", "快捷支付": "bank", "工商银行": "bank", "农业银行": "bank", "中国银行": "bank", "建设银行": "bank", "交通银行": "bank", "招商银行": "bank", "邮储银行": "bank",
	"话费": "carrier", "运营商": "carrier", "中国移动": "carrier", "中国联通": "carrier", "中国电信": "carrier", "10086": "carrier", "10010": "carrier", "10000": "carrier",
}
