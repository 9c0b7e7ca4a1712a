package catalog_test

import (
	"testing"

	"github.com/unrenew/unrenew/detector/catalog"
)

// TestStripPSP goes through what banks print of a payment that somebody else
// moved. Each case says where its shape is from; names are invented where they
// are nobody's trade mark.
func TestStripPSP(t *testing.T) {
	for _, tt := range []struct{ from, in, rest, channel string }{
		// The bank side of a wallet's payment, bank by bank.
		{"招商 credit card, cut at a fixed width", "支付宝-App Store _ Apple Mu", "App Store _ Apple Mu", "alipay"},
		{"招商 credit card", "财付通-滴滴出行", "滴滴出行", "wechat"},
		{"招商 credit card", "支付宝-浙江天猫技术有限公司", "浙江天猫技术有限公司", "alipay"},
		{"招商 credit card", "京东支付-京东商城业务", "京东商城业务", "jd"},
		{"招商 credit card", "美团-示例餐厅", "示例餐厅", "meituan"},
		{"招商 credit card, refund", "财付通-腾讯云费用账户-移动支付", "腾讯云费用账户-移动支付", "wechat"},
		{"招商 debit card", "快捷支付", "", ""},
		{"招商 message", "在【财付通-示例】发生快捷支付扣款", "示例", "wechat"},
		{"招商 message, refund", "在支付宝-示例退款", "示例", "alipay"},
		{"card with (消费), (退款), (特约)", "(消费)支付宝-云上艾珀(贵州)技术有限公司", "云上艾珀(贵州)技术有限公司", "alipay"},
		{"card with (消费), (退款), (特约)", "(退款)财付通-示例", "示例", "wechat"},
		{"card with (消费), (退款), (特约)", "(特约)网银在线-示例商城", "示例商城", "jd"},
		{"debit card, order number in front and label behind", "网上支付 其他商家消费 订单编号2026010112345 云上艾珀（贵州）技术有限公 交易流水号20260101", "云上艾珀（贵州）技术有限公", ""},
		{"debit card, cut after 公 and the label glued on", "网上支付 其他商家消费 订单编号2026010112345 深圳市腾讯计算机系统有限公交易流水号20260101", "深圳市腾讯计算机系统有限公", ""},
		{"debit card, the company whole", "网上支付 其他商家消费 订单编号1 示例科技有限公司交易流水号", "示例科技有限公司", ""},
		{"工商, kind glued on", "消费支付宝-示例", "示例", "alipay"},
		{"工商", "消费财付通-京东商城平台商户", "京东商城平台商户", "wechat"},
		{"工商", "缴费财付通-示例", "示例", "wechat"},
		{"工商, refund", "退款支付宝-支付宝-消费", "", "alipay"},
		{"工商, refund", "退款抖音支付-示例", "示例", "douyin"},
		{"工商", "无卡支付", "", ""},
		{"工商", "跨行消费", "", ""},
		{"农业, 摘要", "财付通", "", "wechat"},
		{"农业, counterparty", "微信支付北京一卡通", "北京一卡通", "wechat"},
		{"农业, 附言", "UA1234微信支付-北京一卡通", "北京一卡通", "wechat"},
		{"农业 card", "财付通，微信支付-京东商城平台商户", "京东商城平台商户", "wechat"},
		{"农业, refund", "多多支付退款", "", "pdd"},
		{"建设", "美团支付-美团App示例", "美团App示例", "meituan"},
		{"建设, refund", "消费退货/退税（支付宝-支付宝-示例商户）", "示例商户", "alipay"},
		{"中国", "网上快捷支付", "", ""},
		{"中国, 附言", "支付宝-示例商户", "示例商户", "alipay"},
		{"中国, 附言, merchant lost", "财付通-CHN", "", "wechat"},
		{"中国", "银联快捷支付 北京三快在线科技有限公司", "北京三快在线科技有限公司", "unionpay"},
		{"中国", "网上快捷退款", "", ""},
		{"中国", "钱袋宝支付", "", "meituan"},
		{"中国, with a country", "钱袋宝支付-大众点评App美团神会员CHN", "大众点评App美团神会员", "meituan"},
		{"交通 card", "消费 微信支付（财付通）-Manner Coffee", "Manner Coffee", "wechat"},
		{"交通 card", "消费 财付通(银联云闪付) 滴滴出行", "滴滴出行", "wechat"},
		{"交通 card", "消费 支付宝-示例", "示例", "alipay"},
		{"交通 card, refund", "退货 支付宝-示例", "示例", "alipay"},
		{"交通 debit card", "支付平台快捷支付", "", ""},
		{"交通 debit card", "网络支付消费", "", ""},
		{"邮储", "微信支付（财付通）-示例", "示例", "wechat"},
		{"邮储", "银联快捷", "", "unionpay"},
		{"光大, a blank between", "网上支付 支付宝 示例商户", "示例商户", "alipay"},
		{"光大, a blank between", "财付通 示例商户", "示例商户", "wechat"},
		{"兴业, two hyphens", "抖音支付快捷--抖店平台商户", "抖店平台商户", "douyin"},
		{"平安", "财付通快捷支付(微信红包-微信红包)", "微信红包-微信红包", "wechat"},
		{"平安, cut, the bracket never closed", "支付宝快捷支付(中国电信股份有限公司-商...", "中国电信股份有限公司-商...", "alipay"},
		{"平安 card", "财付通-示例", "示例", "wechat"},
		{"民生", "支出-财付通-快捷支付-微信转账", "微信转账", "wechat"},
		{"浦发", "网上支付-美团支付", "", "meituan"},
		{"浦发 card, cut", "支付宝-示例...", "示例...", "alipay"},
		{"江苏, cut", "支付宝-杭州深度求索人工智能基础技术研究...", "杭州深度求索人工智能基础技术研究...", "alipay"},
		{"江苏", "网银在线（京东支付）-京东商城业务", "京东商城业务", "jd"},
		{"长沙, the merchant stands in 说明", "支付宝支付取出", "", "alipay"},
		{"长沙, 说明", "示例商户-示例商品", "示例商户-示例商品", ""},
		{"宁波, object", "拼多多平台商户", "拼多多平台商户", ""},
		{"中信", "消费，云闪付APP扫码-财付通(银联云闪付) 示例店", "示例店", "unionpay"},
		{"中信, cut", "消费，云闪付APP扫码-财付通(银联云闪付) ...", "", "unionpay"},
		{"华夏", "消费，中国移动", "中国移动", ""},

		// Channels that no row of those banks has.
		{"网联", "网联-支付宝-示例", "示例", "alipay"},
		{"网联", "网联清算有限公司-财付通-示例", "示例", "wechat"},
		{"云闪付", "云闪付-示例", "示例", "unionpay"},
		{"银联", "银联在线支付-示例", "示例", "unionpay"},
		{"the card in a phone", "Apple Pay-示例", "示例", ""},
		{"the card in a phone", "Huawei Pay 示例店", "示例店", ""},
		{"the carrier's wallet", "翼支付-示例", "示例", ""},
		{"full width", "ＡＰＰＬＥ　ＰＡＹ－示例", "示例", ""},

		// Foreign cards, as the catalog's descriptors have them.
		{"google-play.yaml", "GOOGLE *YouTubePremium", "YouTubePremium", "google"},
		{"google-play.yaml, help page", "GOOGLE*Google One g.co/helppay# CA", "Google One", "google"},
		{"paypal-autopay.yaml", "PAYPAL *SPOTIFY", "SPOTIFY", "paypal"},
		{"paypal-autopay.yaml, phone", "PAYPAL *SPOTIFY 402-935-7733", "SPOTIFY", "paypal"},
		{"paypal-autopay.yaml, the phone in one", "PayPal *EXAMPLE 4029357733 SG", "EXAMPLE", "paypal"},
		{"PayPal from an account", "PAYPAL INST XFER EXAMPLE WEB", "EXAMPLE WEB", "paypal"},
		{"PayPal in short", "PP*EXAMPLE", "EXAMPLE", "paypal"},
		{"Square", "SQ *EXAMPLE CAFE", "EXAMPLE CAFE", ""},
		{"Stripe", "STRIPE* EXAMPLE", "EXAMPLE", ""},
		{"software-resellers.yaml", "PADDLE.NET* EXAMPLE", "EXAMPLE", ""},
		{"apple-subscriptions.yaml", "APPLE.COM/BILL", "APPLE.COM/BILL", "apple"},
		{"apple-subscriptions.yaml, phone", "APPLE.COM/BILL 866-712-7753 CA", "APPLE.COM/BILL", "apple"},
		{"Apple through PayPal", "PP*APPLE.COM/BILL", "APPLE.COM/BILL", "apple"},

		// Names that begin like a channel, and rows without one.
		{"the order of an Apple item", "apple.com/bill/MEXAMPLE0001", "apple.com/bill/MEXAMPLE0001", ""},
		{"Alipay's payee of Cursor", "Stripe Inc", "Stripe Inc", ""},
		{"a service of Alipay", "支付宝月捐", "支付宝月捐", ""},
		{"a service of Tencent", "微信读书", "微信读书", ""},
		{"who was paid", "美团", "美团", ""},
		{"who was paid", "美团 月卡", "美团 月卡", ""},
		{"a fee that may be a membership's", "云闪付（付费会员）", "付费会员", "unionpay"},
		{"an order in a wallet's item", "京东-订单编号292", "京东-订单编号292", ""},
		{"a place", "在线教育（退款）", "在线教育（退款）", ""},
		{"a place", "在家退款", "在家退款", ""},
		{"no channel", "滴滴出行", "滴滴出行", ""},
		{"no channel", "云上艾珀（贵州）技术有限公司", "云上艾珀（贵州）技术有限公司", ""},
		{"nothing", "", "", ""},
	} {
		t.Run(tt.from+" "+tt.in, func(t *testing.T) {
			if rest, channel := catalog.StripPSP(tt.in); rest != tt.rest || channel != tt.channel {
				t.Errorf("StripPSP(%q) = %q, %q; want %q, %q", tt.in, rest, channel, tt.rest, tt.channel)
			}
		})
	}
}

// TestStripPSPChannels: a channel that a bank's text names is one of the catalog,
// so that it has a way to cancel.
func TestStripPSPChannels(t *testing.T) {
	c := load(t)
	for _, s := range []string{"财付通-示例", "支付宝-示例", "京东支付-示例", "美团-示例", "抖音支付-示例", "多多支付-示例", "QQ钱包-示例", "云闪付-示例", "GOOGLE *EXAMPLE", "APPLE.COM/BILL"} {
		if _, channel := catalog.StripPSP(s); c.Channel(channel) == nil {
			t.Errorf("%s: the catalog has no channel %q", s, channel)
		}
	}
}
