package catalog

import "testing"

// TestAsk: what people really type. "" is nothing, "@x" a channel, and "?x" a
// name that may be several, of which x is one.
func TestAsk(t *testing.T) {
	c := loaded(t)
	for typed, want := range map[string]string{
		"腾讯视频": "tencent-video", "腾讯视频会员": "tencent-video", "txsp": "tencent-video", "TX视频": "tencent-video", "tenncent vedio": "tencent-video",
		"财付通-腾讯视频VIP会员": "tencent-video", "支付宝-优酷": "youku", "优酷视频": "youku", "优酷连续包月": "youku", "优酷怎么取消": "youku", "怎么取消优酷会员？": "youku",
		"爱奇异": "iqiyi", "爱奇艺怎么取消": "iqiyi", "aqiyi": "iqiyi", "yuoku": "youku", "Netflx": "netflix", "spotfy": "spotify",
		"B站年费": "bilibili", "B站": "bilibili", "b站大会员": "bilibili", "网易云": "netease-music", "黑胶": "netease-music", "wyyyy": "netease-music",
		"芒果": "mgtv", "mgtv": "mgtv", "88vip": "taobao-88vip", "百度网盘": "baidu-netdisk", "bdwp": "baidu-netdisk", "迅雷": "xunlei", "QQ音乐": "qq-music", "qqyy": "qq-music",
		"京东plus": "jd-plus", "PLUS会员": "?jd-plus", "美团": "meituan-vip", "美团会员": "meituan-vip", "滴滴": "didi-rider", "iCloud": "icloud", "苹果订阅": "apple-subscriptions",
		"卡盟": "kameng", "安卓应用商店": "android-app-stores", "运营商联合会员": "carrier-bundles", "wps": "wps", "WPS会员": "wps", "知乎": "zhihu", "喜马拉雅": "ximalaya",
		"支付宝": "@alipay", "微信": "@wechat", "微信会员": "@wechat", "QQ": "@qq", "jd": "@jd", "华为": "@huawei", "apple": "@apple", "Apple": "@apple", "10086": "@carrier", "工商银行": "@bank", "银行卡": "@bank",
		"腾讯": "?tencent-video", "深圳市腾讯计算机系统有限公司": "?tencent-video", "百度": "?baidu-netdisk", "PS会员": "?ps-plus",
		"Apple 订阅 ¥28.00": "apple-subscriptions", "腾讯视频VIP（微信支付 越***）": "tencent-video", "iQIYI VIP (Alipay)": "iqiyi",
		"": "", "  ": "", "会员": "", "VIP": "", "自动续费": "", "🙂": "", "我妈的会员": "", "deepseek": "",
	} {
		a := c.Ask(typed)
		got := "@" + a.Channel
		switch {
		case len(a.Services) > 0 && a.Sure:
			got = a.Services[0].ID
		case len(a.Services) > 0:
			got = "?" + a.Services[0].ID
			for _, s := range a.Services {
				if "?"+s.ID == want {
					got = want
				}
			}
		case a.Channel == "":
			got = ""
		}
		if got != want {
			t.Errorf("%q is %q of %v, want %q", typed, got, ids(a.Services[:min(6, len(a.Services))]), want)
		}
	}
}
