package detector

import (
	"strconv"

	"github.com/unrenew/unrenew/detector/catalog"
	"github.com/unrenew/unrenew/parser"
)

func itoa(n int) string { return strconv.Itoa(n) }

// dayCount is a number of days in English.
func dayCount(n int) string {
	if n == 1 {
		return "1 day"
	}
	return itoa(n) + " days"
}

// daysAfter says how many days after something else a thing happened: 3 天后, 当天.
func daysAfter(days int) parser.Text {
	if days == 0 {
		return parser.Text{ZH: "当天", EN: "on the same day"}
	}
	return parser.Text{ZH: itoa(days) + " 天后", EN: dayCount(days) + " later"}
}

// spanText is a span of time in words: 7 天, 1 month.
func spanText(c catalog.Cycle) parser.Text {
	zh := map[catalog.Unit]string{catalog.Day: "天", catalog.Week: "周", catalog.Month: "个月", catalog.Year: "年"}[c.Unit]
	en := string(c.Unit)
	if c.Count > 1 {
		en += "s"
	}
	return parser.Text{ZH: itoa(c.Count) + " " + zh, EN: itoa(c.Count) + " " + en}
}

// CycleText is a cycle in words: 每月, every 31 days.
func CycleText(c catalog.Cycle) parser.Text {
	if c.Count == 1 {
		switch c.Unit {
		case catalog.Day:
			return parser.Text{ZH: "每天", EN: "every day"}
		case catalog.Week:
			return parser.Text{ZH: "每周", EN: "every week"}
		case catalog.Month:
			return parser.Text{ZH: "每月", EN: "every month"}
		case catalog.Year:
			return parser.Text{ZH: "每年", EN: "every year"}
		}
	}
	switch c.Unit {
	case catalog.Month:
		if c.Count == 3 {
			return parser.Text{ZH: "每季度", EN: "every 3 months"}
		}
		if c.Count == 6 {
			return parser.Text{ZH: "每半年", EN: "every 6 months"}
		}
		return parser.Says("每 %d 个月", "every %d months", c.Count)
	case catalog.Week:
		return parser.Says("每 %d 周", "every %d weeks", c.Count)
	case catalog.Year:
		return parser.Says("每 %d 年", "every %d years", c.Count)
	}
	return parser.Says("每 %d 天", "every %d days", c.Count)
}

// ChannelName is a pay channel's name for people.
func ChannelName(channel string) parser.Text {
	if t, ok := channelNames[channel]; ok {
		return t
	}
	return IssuerName(channel)
}

var channelNames = map[string]parser.Text{
	"apple":    {ZH: "Apple 订阅", EN: "Apple subscriptions"},
	"google":   {ZH: "Google Play", EN: "Google Play"},
	"bank":     {ZH: "银行卡", EN: "bank card"},
	"carrier":  {ZH: "话费", EN: "phone bill"},
	"unionpay": {ZH: "云闪付", EN: "UnionPay"},
	"paypal":   {ZH: "PayPal", EN: "PayPal"},
	"huawei":   {ZH: "华为支付", EN: "Huawei Pay"},
	"douyin":   {ZH: "抖音支付", EN: "Douyin Pay"},
	"qq":       {ZH: "QQ 钱包", EN: "QQ Wallet"},
	"pdd":      {ZH: "拼多多支付", EN: "Pinduoduo Pay"},
	"xiaomi":   {ZH: "小米支付", EN: "Mi Pay"},
	"oppo":     {ZH: "OPPO 支付", EN: "OPPO Pay"},
	"vivo":     {ZH: "vivo 支付", EN: "vivo Pay"},

	"service":         {ZH: "平台 App 里", EN: "in the service's app"},
	"service-web":     {ZH: "平台网页", EN: "on the service's web site"},
	"service-support": {ZH: "平台客服", EN: "through the service's support"},
}
