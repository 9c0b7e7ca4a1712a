package household

import "github.com/unrenew/unrenew/detector/catalog"

// A service is one that the catalog knows, as statements print it. The texts
// follow records and lists that people published; prices are the catalog's
// where it has them (listed), else what is usual.
type service struct {
	id    string
	name  text
	class string // 交易分类 of Alipay
	plans []plan
	faces map[string][]face // by channel; where it has none it is not sold
}

type plan struct {
	cycle  catalog.Cycle
	price  fen // in US cents if foreign
	listed bool
}

// A face is how one way of paying prints it. In its texts {renew}, {span} and
// {card} stand for the cycle, {number} for digits that change with each charge,
// {code} for letters and digits that do, {day} for the day of purchase.
type face struct {
	payee, item text
	says        wording
	entity      bool // the payee sells much else: without the item nobody can tell what it was
	foreign     bool // priced in US dollars
}

const (
	alipay = "alipay"
	wechat = "wechat"
	bank   = "bank"
)

func perMonth(price ...fen) (out []plan) {
	for _, p := range price {
		out = append(out, plan{monthly, p, true})
	}
	return out
}

func usual(c catalog.Cycle, price fen) plan  { return plan{c, price, false} }
func listed(c catalog.Cycle, price fen) plan { return plan{c, price, true} }

// both gives the two wallets the same face.
func both(f ...face) map[string][]face { return map[string][]face{alipay: f, wechat: f} }

var tencent = text{"深圳市腾讯计算机系统有限公司", "Shenzhen Tencent Computer Systems Co., Ltd."}

var services = []service{
	{"tencent-video", text{"腾讯视频VIP", "Tencent Video VIP"}, "文化休闲",
		append(perMonth(2500, 3500), usual(quarterly, 6800), usual(yearly, 23800)),
		both(
			face{payee: text{"腾讯视频商户", "Tencent Video"}, item: text{"腾讯视频VIP-自动续费", "Tencent Video VIP auto-renewal"}, says: renews},
			face{payee: tencent, item: text{"腾讯视频VIP{renew}", "Tencent Video VIP {renew}"}, says: tellCycle, entity: true},
			face{payee: text{"腾讯视频", "Tencent Video"}, item: text{"腾讯视频VIP会员", "Tencent Video VIP membership"}, says: member},
		)},
	{"iqiyi", text{"爱奇艺VIP", "iQIYI VIP"}, "文化休闲",
		append(perMonth(2500, 3500), usual(quarterly, 6800), usual(yearly, 23800)),
		both(
			face{payee: text{"爱奇艺", "iQIYI"}, item: text{"爱奇艺VIP会员{span}自动续费", "iQIYI VIP membership {span} auto-renewal"}, says: tellCycle},
			face{payee: text{"北京爱奇艺科技有限公司", "iQIYI"}, item: text{"爱奇艺黄金VIP-{renew}", "iQIYI Gold VIP {renew}"}, says: tellCycle},
			face{payee: text{"爱奇艺", "iQIYI"}, item: text{"爱奇艺VIP会员", "iQIYI VIP membership"}, says: member},
		)},
	{"youku", text{"优酷VIP", "Youku VIP"}, "文化休闲",
		append(perMonth(2500), usual(quarterly, 6800), listed(yearly, 23800)),
		both(
			face{payee: text{"优酷", "Youku"}, item: text{"优酷VIP会员{renew}", "Youku VIP {renew}"}, says: tellCycle},
			face{payee: text{"优酷信息技术（北京）有限公司", "Youku"}, item: text{"优酷黄金会员自动续费", "Youku Gold membership auto-renewal"}, says: renews},
		)},
	{"mgtv", text{"芒果TV会员", "Mango TV"}, "文化休闲",
		append(perMonth(2200), listed(quarterly, 6300), listed(yearly, 21800)),
		both(
			face{payee: text{"芒果TV", "Mango TV"}, item: text{"芒果TV会员{renew}", "Mango TV VIP {renew}"}, says: tellCycle},
			face{payee: text{"湖南快乐阳光互动娱乐传媒有限公司", "Mango TV"}, item: text{"芒果TV会员", "Mango TV membership"}, says: member},
		)},
	{"bilibili", text{"哔哩哔哩大会员", "bilibili Premium"}, "文化休闲",
		[]plan{usual(every(31, catalog.Day), 1500), listed(monthly, 1500), usual(yearly, 14800)},
		map[string][]face{
			alipay: {
				{payee: text{"哔哩哔哩", "bilibili"}, item: text{"购买大会员{renew}", "bilibili Premium membership {renew}"}, says: tellCycle},
				{payee: text{"上海宽娱数码科技有限公司", "bilibili"}, item: text{"哔哩哔哩大会员{renew}", "bilibili Premium membership {renew}"}, says: tellCycle},
			},
			wechat: {{payee: text{"哔哩哔哩", "bilibili"}, item: text{"哔哩哔哩大会员自动续费", "bilibili Premium membership auto-renewal"}, says: renews}},
		}},
	{"netease-music", text{"网易云音乐黑胶VIP", "NetEase Cloud Music"}, "文化休闲",
		append(perMonth(1500, 2800, 1200), usual(every(31, catalog.Day), 1100), usual(quarterly, 4500), usual(yearly, 15800)),
		both(
			face{payee: text{"网易云音乐", "NetEase Cloud Music"}, item: text{"网易云音乐-会员自动续费", "NetEase Cloud Music membership auto-renewal"}, says: renews},
			face{payee: text{"杭州网易云音乐科技有限公司", "NetEase Cloud Music"}, item: text{"网易云音乐黑胶VIP{renew}", "NetEase Cloud Music VIP {renew}"}, says: tellCycle},
		)},
	{"qq-music", text{"QQ音乐绿钻豪华版", "QQ Music"}, "文化休闲", append(perMonth(1500), usual(yearly, 16800)),
		both(
			face{payee: tencent, item: text{"QQ音乐豪华绿钻{renew}", "QQ Music Deluxe {renew}"}, says: tellCycle, entity: true},
			face{payee: text{"QQ音乐", "QQ Music"}, item: text{"豪华绿钻会员自动续费", "QQ Music Deluxe membership auto-renewal"}, says: renews},
		)},
	{"wesing", text{"全民K歌VIP", "WeSing VIP"}, "文化休闲", []plan{usual(monthly, 1200), usual(monthly, 1800)},
		both(face{payee: tencent, item: text{"{span}全民K歌VIP{renew}开通(为微信账号购买)", "{span} WeSing VIP {renew} (for a WeChat account)"}, says: tellCycle, entity: true})},
	{"weread", text{"微信读书付费会员", "WeRead"}, "文化休闲", perMonth(1900),
		map[string][]face{wechat: {{payee: tencent, item: text{"微信读书付费会员卡{renew}", "WeRead membership {renew}"}, says: tellCycle, entity: true}}}},
	{"kugou", text{"酷狗音乐会员", "Kugou Music"}, "文化休闲", perMonth(1500, 2000),
		both(
			face{payee: text{"酷狗音乐", "Kugou"}, item: text{"酷狗音乐豪华VIP{renew}", "Kugou Music VIP {renew}"}, says: tellCycle},
			face{payee: text{"广州酷狗计算机科技有限公司", "Kugou"}, item: text{"豪华VIP会员", "Kugou VIP membership"}, says: member},
		)},
	{"zhihu", text{"知乎盐选会员", "Zhihu Yanxuan"}, "文化休闲", []plan{listed(monthly, 1900), usual(yearly, 19800)},
		both(face{payee: zh("知乎"), item: zh("自动续费盐选会员{card}"), says: tellCycle})},
	{"ximalaya", text{"喜马拉雅会员", "Ximalaya"}, "文化休闲", []plan{usual(monthly, 1900), usual(quarterly, 5300), usual(yearly, 21800)},
		both(
			face{payee: text{"喜马拉雅", "Ximalaya"}, item: text{"喜马拉雅VIP会员{renew}", "Ximalaya VIP {renew}"}, says: tellCycle},
			face{payee: text{"上海喜马拉雅科技有限公司", "Ximalaya"}, item: text{"喜马拉雅会员自动续费", "Ximalaya membership auto-renewal"}, says: renews},
		)},
	{"keep", text{"Keep会员", "Keep"}, "文化休闲", []plan{usual(monthly, 1900), usual(yearly, 14800)},
		map[string][]face{
			alipay: {{payee: zh("北京卡路里科技有限公司"), item: zh("{renew}"), says: tellCycle}},
			wechat: {{payee: zh("Keep"), item: zh("Keep会员包月自动续费"), says: renews}},
		}},
	{"baidu-netdisk", text{"百度网盘超级会员", "Baidu Netdisk"}, "文化休闲",
		[]plan{usual(monthly, 2500), usual(quarterly, 6800), usual(yearly, 26300)},
		both(
			face{payee: zh("百度"), item: zh("百度网盘超级会员({span}-自动续费)"), says: tellCycle, entity: true},
			face{payee: zh("北京百度网讯科技有限公司"), item: zh("百度网盘超级会员{renew}"), says: tellCycle, entity: true},
		)},
	{"quark", text{"夸克网盘会员", "Quark"}, "文化休闲", []plan{usual(monthly, 1990), usual(every(30, catalog.Day), 2000), usual(yearly, 14800)},
		both(face{payee: zh("广州市动景计算机科技有限公司"), item: zh("夸克网盘会员(月/季/年)"), says: member})},
	{"wps", text{"WPS超级会员", "WPS"}, "文化休闲", []plan{usual(quarterly, 2900), listed(monthly, 2100), listed(yearly, 6900)},
		both(face{payee: zh("珠海金山办公软件有限公司"), item: zh("WPS 超级会员{renew}自动续费"), says: tellCycle})},
	{"xunlei", text{"迅雷超级会员", "Xunlei"}, "文化休闲", []plan{usual(monthly, 2500), usual(yearly, 19800)},
		both(face{payee: zh("深圳市迅雷网络技术有限公司"), item: zh("迅雷超级会员微信自动续费"), says: renews})},
	{"jianying", text{"剪映会员", "JianYing"}, "文化休闲", perMonth(2500, 5900),
		both(face{payee: zh("剪映"), item: zh("剪映SVIP{renew}"), says: tellCycle}, face{payee: zh("深圳市脸萌科技有限公司"), item: zh("剪映会员自动续费"), says: renews})},
	{"weibo-vip", text{"微博会员", "Weibo VIP"}, "文化休闲", []plan{usual(monthly, 1200), usual(yearly, 11800)},
		both(face{payee: zh("北京微梦创科网络技术有限公司"), item: zh("微博会员{renew}"), says: tellCycle})},
	{"qq-svip", text{"QQ超级会员", "QQ SVIP"}, "充值缴费", []plan{usual(monthly, 2000), usual(monthly, 1000)},
		map[string][]face{wechat: {{payee: tencent, item: zh("QQ会员自动续费"), says: renews, entity: true}}}},
	{"fandeng", text{"帆书会员", "Fanshu"}, "文化休闲", []plan{usual(yearly, 36500), usual(monthly, 3800)},
		both(face{payee: zh("上海黄豆网络科技有限公司"), item: zh("帆书VIP{card}自动续费"), says: tellCycle})},
	{"camscanner", text{"扫描全能王会员", "CamScanner"}, "文化休闲", []plan{usual(yearly, 12800), usual(monthly, 2500)},
		both(face{payee: zh("扫描全能王"), item: zh("高级会员{renew}"), says: tellCycle})},
	{"hellobike", text{"哈啰单车骑行卡", "Hello Bike"}, "交通出行", []plan{usual(every(30, catalog.Day), 1780), usual(every(30, catalog.Day), 1480)},
		both(face{payee: zh("哈啰出行"), item: zh("哈啰单车骑行卡自动续费"), says: renews})},
	{"taobao-88vip", text{"淘宝88VIP", "Taobao 88VIP"}, "其他", []plan{usual(yearly, 8800)},
		map[string][]face{alipay: {{payee: zh("阿里"), item: zh("88VIP生活卡年卡"), says: member, entity: true}}}},
	{"meituan-vip", text{"美团神会员", "Meituan membership"}, "餐饮美食", []plan{usual(monthly, 1500), usual(monthly, 1800)},
		both(face{payee: zh("美团"), item: zh("美团神会员{renew}"), says: tellCycle, entity: true})},
	{"minimax", text{"MiniMax 会员", "MiniMax"}, "数码电器", []plan{usual(monthly, 4900)},
		map[string][]face{wechat: {{payee: zh("上海稀宇科技有限公司"), item: zh("CodePlanPlus-月度会员"), says: member}}}},
	{"kimi", text{"Kimi会员", "Kimi"}, "文化休闲", []plan{usual(monthly, 4900), usual(monthly, 9900)},
		map[string][]face{alipay: {{payee: text{"Kimi", "Kimi"}, item: text{"Kimi-Vip", "Kimi-Vip"}, says: member}}}},
	{"huawei-cloud", text{"华为云空间", "Huawei Cloud Space"}, "文化休闲", []plan{usual(monthly, 600), usual(monthly, 2100)},
		both(face{payee: zh("华为"), item: zh("华为云空间{renew}"), says: tellCycle, entity: true})},
	{"apple-subscriptions", text{"Apple 订阅", "Apple subscriptions"}, "文化休闲",
		[]plan{usual(monthly, 600), usual(monthly, 800), usual(monthly, 1500), usual(monthly, 1900), usual(monthly, 2100), usual(monthly, 2700), usual(monthly, 5800), usual(monthly, 6800), usual(yearly, 9800), usual(yearly, 16800)},
		map[string][]face{
			alipay: {{payee: text{"App Store & Apple Music", "App Store & Apple Music"}, item: text{"App Store & Apple Music: {day}购买", "App Store & Apple Music: {day}购买"}}},
			wechat: {{payee: text{"Apple", "Apple"}, item: text{"apple.com/bill/{code}", "apple.com/bill/{code}"}}},
			bank:   {{payee: text{"APPLE.COM/BILL", "APPLE.COM/BILL"}}},
		}},
	{"netflix", text{"Netflix", "Netflix"}, "文化休闲", []plan{usual(monthly, 4900), usual(monthly, 7300)},
		map[string][]face{alipay: {{payee: text{"Netflix", "Netflix"}, item: text{"Netflix 会员 自动续费", "Netflix membership auto-renewal"}, says: renews}}}},
	foreign("chatgpt", "ChatGPT Plus", "OPENAI *CHATGPT SUBSCR", perMonth(2000, 800)...),
	foreign("claude", "Claude Pro", "CLAUDE.AI SUBSCRIPTION", append(perMonth(2000), listed(yearly, 20000))...),
	foreign("spotify", "Spotify", "SPOTIFY", perMonth(1299)...),
	foreign("netflix", "Netflix", "NETFLIX.COM", perMonth(1999)...),
	foreign("youtube-premium", "YouTube Premium", "GOOGLE *YouTubePremium", perMonth(2099)...),
	foreign("microsoft-365", "Microsoft 365", "MICROSOFT*365 PERSONAL", listed(monthly, 999), listed(yearly, 9999)),
	foreign("xbox-game-pass", "Xbox Game Pass", "MICROSOFT*XBOX GAME PASS", perMonth(1499, 2299)...),
	foreign("x-premium", "X Premium", "X CORP. PAID FEATURES", perMonth(300, 800)...),
	foreign("telegram-premium", "Telegram Premium", "TELEGRAM PREMIUM", usual(monthly, 499), usual(yearly, 3599)),
	foreign("dropbox", "Dropbox", "DROPBOX*{code}", perMonth(999)...),
	foreign("spotify", "Spotify", "PAYPAL *SPOTIFY", perMonth(1299)...),
	foreign("medium", "Medium", "MEDIUM MONTHLY", perMonth(500)...),
	foreign("github", "GitHub Copilot", "GITHUB *COPILOT", usual(monthly, 1000), usual(yearly, 10000)),
}

// foreign is a service paid by card in US dollars, under its Latin name only.
func foreign(id, name, onCard string, plans ...plan) service {
	return service{id, text{name, name}, "", plans, map[string][]face{bank: {{payee: text{onCard, onCard}, foreign: true}}}}
}
