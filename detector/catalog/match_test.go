package catalog_test

import (
	"strings"
	"testing"

	"github.com/shopspring/decimal"

	"github.com/unrenew/unrenew/detector/catalog"
	"github.com/unrenew/unrenew/parser"
)

// TestMatch has the texts that mislead, and those that several services claim.
// What belongs to one service is in the examples of its file.
func TestMatch(t *testing.T) {
	c := load(t)
	for _, tt := range []struct {
		name, payee, item, want string
	}{
		{"same payee, other product", "深圳市腾讯计算机系统有限公司", "1个月全民K歌VIP连续包月开通(为微信账号购买)", "wesing(item) "},
		{"company that sells much", "深圳市腾讯计算机系统有限公司", "", "nothing"},
		{"company that sells one thing", "北京月之暗面科技有限公司", "", "kimi(operator) "},
		{"legal name cut by the bank", "支付宝-北京月之暗面科技有", "", "kimi(operator) "},
		{"brand within the legal name", "支付宝-北京爱奇艺科技有限公司", "快捷支付", "iqiyi(payee) "},
		{"company that takes money for others", "深圳市财付通支付科技有限公司", "消费", "nothing"},
		{"bank", "中国工商银行股份有限公司", "转账", "nothing"},
		{"platform and no product", "美团", "", "nothing"},
		{"platform and an order", "京东", "订单编号2921843990", "nothing"},
		{"Baidu, not the disk", "财付通-百度", "快捷支付", "nothing"},
		{"shop for members", "温州山姆会员商店", "微信支付", "nothing"},
		{"shop with 会员 in its name", "fudi会员祥云店", "购物", "nothing"},
		{"official shop for members", "肯德基会员官方旗舰店", "香辣鸡腿堡", "nothing"},
		{"game top-up", "深圳市腾讯天游科技有限公司", "王者荣耀王者荣耀点券(为947***627购买)", "nothing"},
		{"tickets", "哔哩哔哩会员购", "bilibili票务", "nothing"},
		{"single film", "华为", "视频_流浪地球2", "nothing"},
		{"plan of the same payee", "华为", "Petal One_Petal One 连续包月_每月79元", "huawei-subscriptions(payee) "},
		{"named plan of the same payee", "华为", "华为云空间连续包月", "huawei-cloud(item) huawei-subscriptions(payee) "},
		{"ride", "滴滴出行", "打车", "nothing"},
		{"insurance with 会员 in the payee", "蚂蚁会员（北京）网络技术服务有限公司", "相互宝分摊-6月第1期-*", "nothing"},
		{"store, cut at a fixed width", "支付宝-App Store _ Apple Mu", "", "apple-subscriptions(descriptor) "},
		{"store, through WeChat", "Apple", "apple.com/bill/MS2QJ253M8a0", "apple-subscriptions(descriptor) "},
		{"store, foreign card", "APPLE.COM/BILL 866-712-7753", "", "apple-subscriptions(descriptor) "},
		{"store of 2020", "iCloud 由云上贵州运营", "App Store & Apple Music: 于 11.10完成的购买", "apple-subscriptions(descriptor) "},
		{"bank text with the next label glued on", "云上艾珀（贵州）技术有限公 交易流水号2026", "", "apple-subscriptions(descriptor) "},
		{"the longer descriptor wins", "OPENAI *CHATGPT SUBSCR", "", "chatgpt(descriptor) "},
		{"the shorter descriptor", "OPENAI", "", "openai-api(descriptor) "},
		{"merchant of record", "Stripe Inc", "STRIPE", "nothing"},
		{"full width and lower case", "ｎｅｔｆｌｉｘ．ＣＯＭ", "", "netflix(descriptor) "},
		{"Latin name within a word", "Mediumwell Steakhouse", "会员日套餐", "nothing"},
		{"common word alone", "Keep", "运动手环", "nothing"},
		{"name without blanks", "GOOGLE *YouTubePremium", "", "youtube-premium(descriptor) "},
		{"item before payee", "阿里云", "优酷VIP自动续费", "youku(item) aliyun(payee) "},
		{"refund keeps its service", "Kimi", "退款-Kimi-Vip", "kimi(descriptor) "},
		{"empty", "", "", "nothing"},
		{"only marks", "---", "…", "nothing"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			if got := show(c.Match(tt.payee, tt.item)); got != tt.want {
				t.Errorf("Match(%q, %q) = %s; want %s", tt.payee, tt.item, got, tt.want)
			}
		})
	}
}

func TestPlans(t *testing.T) {
	c := load(t)
	zhihu := c.Service("zhihu")
	for _, tt := range []struct {
		price, currency string
		want            int
	}{{"19.00", "CNY", 1}, {"2.9", "CNY", 1}, {"19", "USD", 0}, {"18", "CNY", 0}} {
		if got := len(c.Plans(zhihu, decimal.RequireFromString(tt.price), tt.currency)); got != tt.want {
			t.Errorf("%s %s: %d plans, want %d", tt.price, tt.currency, got, tt.want)
		}
	}
	if got := c.Plans(nil, decimal.NewFromInt(1), "CNY"); got != nil {
		t.Errorf("no service has plans: %v", got)
	}
}

func TestPaths(t *testing.T) {
	c := load(t)
	first := func(id, channel string) catalog.Path {
		t.Helper()
		ps := c.Paths(c.Service(id), channel)
		if len(ps) == 0 {
			t.Fatalf("no path for %s through %s", id, channel)
		}
		return ps[0]
	}
	for _, tt := range []struct {
		id, channel, wantChannel, wantStep string
		generic                            bool
	}{
		{"iqiyi", "wechat", "wechat", "选择“爱奇艺VIP会员自动续费服务”→关闭扣费服务→确认", true},
		{"iqiyi", "", "service", "挽留弹窗依次选“忍痛放弃”“不感兴趣，确认取消”（另一版本为“给VIP也不要，关闭自动续费”）", false},
		{"mgtv", "carrier", "carrier", "中国电信话费：拨打 4008689689", false},
		{"icloud", "apple", "apple", "设置→姓名→iCloud→管理账户储存空间→更改储存空间方案→降级选项", false},
		{"jd-plus", "apple", "apple", "选择“对应 App”→取消订阅→确认", true},
		{"", "alipay", "alipay", "选项目→关闭服务→确认关闭，可按签约时间排序查早期项目", true},
		{"", "carrier", "carrier", "或：中国移动App→我的→已办业务→退订；或拨 10086", true},
	} {
		p := first(tt.id, tt.channel)
		if last := p.Steps[len(p.Steps)-1].ZH; p.Channel != tt.wantChannel || last != tt.wantStep || p.Generic != tt.generic {
			t.Errorf("%s through %q: %s, %q, generic %v", tt.id, tt.channel, p.Channel, last, p.Generic)
		}
	}
	if ps := c.Paths(nil, "gateway-of-nobody"); len(ps) != 0 {
		t.Errorf("paths through a channel that is unknown: %v", ps)
	}
	if p := first("sohu-video", "service"); p.VerifiedOn != "" || p.Source != "" {
		t.Errorf("common knowledge is shown as verified: %+v", p)
	}
	if p := first("iqiyi", "service"); p.VerifiedOn != "2026-11" || p.Source != "https://m.kqmmm.com/baike/15/154758.html" {
		t.Errorf("the source of a path is lost: %+v", p)
	}
}

func TestRefundDays(t *testing.T) {
	c := load(t)
	if got := c.Channel("apple").RefundDays; got != 90 {
		t.Errorf("Apple: %d days", got)
	}
	if got := c.Channel("google").RefundDays; got != 2 {
		t.Errorf("Google Play: %d days", got)
	}
	if got := c.Service("tencent-video").RefundDays; got != 0 {
		t.Errorf("no rule gives days for Tencent Video; got %d", got)
	}
}

func TestFind(t *testing.T) {
	c := load(t)
	for _, tt := range []struct{ name, want string }{
		{"tencent-video", "tencent-video"}, {"腾讯视频", "tencent-video"}, {"腾讯视频VIP", "tencent-video"}, {"腾讯视频会员", "tencent-video"}, {"爱奇艺", "iqiyi"}, {"iqiyi vip", "iqiyi"},
		{"B站", "bilibili"}, {"b站大会员", "bilibili"}, {"大会员", "bilibili"}, {"哔哩哔哩", "bilibili"}, {"网易云", "netease-music"}, {"黑胶VIP", "netease-music"},
		{"优酷", "youku"}, {"芒果TV", "mgtv"}, {"芒果ＴＶ", "mgtv"}, {"京东PLUS", "jd-plus"}, {"PLUS会员", "jd-plus"}, {"88vip", "taobao-88vip"},
		{"WPS", "wps"}, {"百度网盘", "baidu-netdisk"}, {"夸克", "quark"}, {"知乎", "zhihu"}, {"Keep", "keep"}, {"115", "115"}, {"苹果订阅", "apple-subscriptions"},
		{"购买大会员连续包月", "bilibili"}, {"喜马拉亚会员", "ximalaya"}, {"Netflx", "netflix"}, {"spotfy", "spotify"}, {"滴滴", "didi-rider"}, {"美团", "meituan-vip"},
		{"腾讯视频VIP会员自动续费", "tencent-video"}, {"迅雷", "xunlei"}, {"山姆", "sams-club"}, {"QQ音乐", "qq-music"}, {"网易严选", "yanxuan-pro"},
	} {
		got := c.Find(tt.name)
		if len(got) == 0 || got[0].ID != tt.want {
			ids := []string{}
			for _, s := range got {
				ids = append(ids, s.ID)
			}
			t.Errorf("Find(%q) = %v; want %s first", tt.name, ids, tt.want)
		}
	}
	for _, name := range []string{"", "  ", "示例阅读", "zzz"} {
		if got := c.Find(name); len(got) != 0 {
			t.Errorf("Find(%q) = %s and %d more", name, got[0].ID, len(got)-1)
		}
	}
}

func TestFold(t *testing.T) {
	for _, tt := range []struct{ in, want string }{
		{"ＡＰＰ　Store", "appstore"},
		{"云上艾珀（贵州）技术有限公司", "云上艾珀(贵州)技术"},
		{"云上艾珀（贵州）技术有限公", "云上艾珀(贵州)技术"},
		{"示例科技股份有限公司", "示例科技"},
		{"示例人工智能基础技术研究...", "示例人工智能基础技术研究"},
		{"示例视频 VIP\u200b 会员", "示例视频vip会员"},
		{"騰訊視頻VIP會員 連續包月", "腾讯视频vip会员连续包月"},
		{"有限公司", "有限公司"},
		{" \t", ""},
	} {
		if got := catalog.Fold(tt.in); got != tt.want {
			t.Errorf("Fold(%q) = %q; want %q", tt.in, got, tt.want)
		}
		if once := catalog.Fold(tt.in); catalog.Fold(once) != once {
			t.Errorf("Fold(%q) is not stable: %q", once, catalog.Fold(once))
		}
	}
}

// TestWith: the user's own entry adds to the catalog, or takes the place of one
// that is built in; the catalog itself stays as it is.
func TestWith(t *testing.T) {
	c := load(t)
	own, err := catalog.ParseServices("rules.yaml", []byte(`
id: jiguang-video
name: {zh: 极光视频会员, en: Jiguang Video}
category: content
match:
  - {counterparty: [极光视频], description: [连续包月, 自动续费]}
plans:
  - {cycle: {unit: month, count: 3}, price: "25.00", first_price: "9.00", asof: 2026-01}
cancel_paths:
  - {channel: wechat, list_name: 极光视频}
---
id: iqiyi
name: {zh: 我的爱奇艺, en: My iQIYI}
`))
	if err != nil {
		t.Fatal(err)
	}
	more := c.With(own)
	if got := show(more.Match("极光视频", "极光视频VIP连续包月")); got != "jiguang-video(descriptor) " {
		t.Error(got)
	}
	if got := show(more.Match("极光视频", "极光周边商城-抱枕")); got != "nothing" {
		t.Error(got)
	}
	s := more.Service("jiguang-video")
	if p := s.Plans[0]; p.Cycle != (catalog.Cycle{Unit: catalog.Month, Count: 3}) || p.Currency != "CNY" || p.FirstPrice.Decimal.String() != "9" {
		t.Errorf("%+v", p)
	}
	if step := s.Cancel[0].Steps[1]; step != (parser.Text{ZH: "选择“极光视频”→关闭扣费服务→确认", EN: `Choose "极光视频" > 关闭扣费服务 > confirm`}) {
		t.Errorf("%+v", step)
	}
	if more.Service("iqiyi").Name.ZH != "我的爱奇艺" || c.Service("iqiyi").Name.ZH != "爱奇艺VIP" || c.Service("jiguang-video") != nil {
		t.Error("With changed the wrong catalog")
	}
}

func TestParseServicesErrors(t *testing.T) {
	for _, tt := range []struct{ name, in, want string }{
		{"unknown key", "id: x\nname: {zh: 甲, en: A}\nprise: 3\n", `rules.yaml:3: unknown field "prise"`},
		{"unknown key inside", "id: x\nname: {zh: 甲, en: A}\nplans:\n  - {cycle: month, price: \"1\", asof: unknown, cost: 3}\n", `rules.yaml:4: unknown field "cost"`},
		{"price not quoted", "id: x\nname: {zh: 甲, en: A}\nplans:\n  - {cycle: month, price: 19.90, asof: unknown}\n", `19.90 is not a price; write it in quotes: "25.00"`},
		{"no such cycle", "id: x\nname: {zh: 甲, en: A}\nplans:\n  - {cycle: fortnight, price: \"1\", asof: unknown}\n", `a cycle is day, week, month, quarter, year, or {unit, count}`},
		{"no such text", "id: x\nname: {zh: 甲, en: A}\nrefund: seven-days\n", `rules.yaml: "x": texts.yaml has no text "seven-days"`},
		{"one language", "id: x\nname: {zh: 甲}\n", `a text wants zh and en`},
		{"no id", "name: {zh: 甲, en: A}\n", `a service wants an id and a name`},
		{"no list", "id: x\nname: {zh: 甲, en: A}\ncancel_paths: [{channel: vivo, list_name: 甲}]\n", `the channel "vivo" has no list; write the steps`},
		{"no YAML", "id: [", "rules.yaml"},
		{"too large", strings.Repeat("# x\n", 70_000), "larger than 256 KB"},
		{"too deep", strings.Repeat("[", 33), "nested too deep"},
		{"deep without brackets", strings.Repeat("- ", 5000), "rules.yaml"},
		{"one key again and again", strings.Repeat("id: x\n", 40_000), "rules.yaml"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			_, err := catalog.ParseServices("rules.yaml", []byte(tt.in))
			if err == nil || !strings.Contains(err.Error(), tt.want) {
				t.Errorf("got %v; want %s", err, tt.want)
			}
		})
	}
}

// TestFirstPeriod: how long a trial or first period lasts, and that its length
// is not taken for the cycle.
func TestFirstPeriod(t *testing.T) {
	none := catalog.Cycle{}
	days := func(n int) catalog.Cycle { return catalog.Cycle{Unit: catalog.Day, Count: n} }
	weeks := func(n int) catalog.Cycle { return catalog.Cycle{Unit: catalog.Week, Count: n} }
	months := func(n int) catalog.Cycle { return catalog.Cycle{Unit: catalog.Month, Count: n} }
	year := catalog.Cycle{Unit: catalog.Year, Count: 1}
	for _, tt := range []struct {
		text         string
		trial        bool
		first, cycle catalog.Cycle
	}{
		{"VIP会员7天试用 到期自动续费", true, days(7), none},
		{"7天VIP会员试用 到期自动续费", true, days(7), none},
		{"会员试用15天，连续包月", true, days(15), months(1)},
		{"超级会员 14天体验 到期自动续费", true, days(14), none},
		{"免费试用一个月 到期自动续费", true, months(1), none},
		{"试用期：3天 连续包年", true, days(3), year},
		{"试用(七天) 自动续费", true, days(7), none},
		{"三十天试用 自动续费", true, days(30), none},
		{"半个月体验 连续包月", true, days(15), months(1)},
		{"首周1元 连续包月", true, weeks(1), months(1)},
		{"首月6元 连续包年", true, months(1), year},
		{"首季9.9元 自动续费", true, months(3), none},
		{"首年98元 连续包年", true, year, year},
		{"首7天免费 自动续费", true, days(7), none},
		{"会员自动续费 前3天免费", true, days(3), none},
		{"7-day free trial, then monthly subscription", true, days(7), months(1)},
		{"Premium subscription (free trial 14 days)", true, days(14), none},
		{"one month trial auto-renewal", true, months(1), none},
		{"first week 1 yuan, monthly auto-renewal", true, weeks(1), months(1)},
		{"试用 自动续费", true, none, none},
		// No trial, or no length of one.
		{"会员自动续费 提前3天扣费", false, none, none},
		{"连续包月 前往会员中心查看", false, none, months(1)},
		{"1元体验课", false, none, none},
		{"少儿编程体验课 3天", false, none, none},
		{"护肤品试用装7天量", false, none, none},
		{"新品试用套装", false, none, none},
		{"科技馆体验票", false, none, none},
		{"trial lesson", false, none, none},
		{"11月18日体验", true, none, none},
		{"2026年体验自动续费", true, none, none},
	} {
		if e := catalog.Words(tt.text); e.Trial != tt.trial || e.First != tt.first || e.Cycle != tt.cycle {
			t.Errorf("%s: trial %v, first %v, cycle %v", tt.text, e.Trial, e.First, e.Cycle)
		}
	}
}

func TestWords(t *testing.T) {
	month, quarter, year, week := catalog.Cycle{Unit: catalog.Month, Count: 1}, catalog.Cycle{Unit: catalog.Month, Count: 3}, catalog.Cycle{Unit: catalog.Year, Count: 1}, catalog.Cycle{Unit: catalog.Week, Count: 1}
	for _, tt := range []struct {
		text string
		want catalog.Evidence
	}{
		{"爱奇艺VIP会员1个月自动续费", catalog.Evidence{Renewal: true, Member: true, Cycle: month}},
		{"爱奇艺VIP会员12个月", catalog.Evidence{Member: true, Cycle: year}},
		{"购买大会员连续包月", catalog.Evidence{Renewal: true, Member: true, Cycle: month}},
		{"自动续费盐选会员月卡", catalog.Evidence{Renewal: true, Member: true, Cycle: month}},
		{"Petal One_Petal One 连续包月_每月79元", catalog.Evidence{Renewal: true, Cycle: month}},
		{"WPS 超级会员包季自动续费", catalog.Evidence{Renewal: true, Member: true, Cycle: quarter}},
		{"夸克网盘会员(月/季/年)", catalog.Evidence{Member: true}},
		{"百度网盘超级会员(1个月-自动续费)", catalog.Evidence{Renewal: true, Member: true, Cycle: month}},
		{"88VIP生活卡年卡", catalog.Evidence{Cycle: year, Member: true}},
		{"PLUS京典年卡(先享后付)", catalog.Evidence{Automatic: true, Member: true, Cycle: year}},
		{"哈啰单车骑行卡自动续费", catalog.Evidence{Renewal: true, Member: true}},
		{"加速器周卡自动续费", catalog.Evidence{Renewal: true, Cycle: week}},
		{"连续包年19.9元自动续费", catalog.Evidence{Renewal: true, Cycle: year}},
		{"CodePlanPlus-月度会员", catalog.Evidence{Member: true, Cycle: month}},
		{"云服务器ECS(包月)", catalog.Evidence{Cycle: month}},
		{"示例视频VIP连续包月(首月试用)", catalog.Evidence{Renewal: true, Member: true, Trial: true, Cycle: month, First: month}},
		{"6元一个月 客服", catalog.Evidence{Cycle: month}},
		{"单车30天套餐", catalog.Evidence{Cycle: catalog.Cycle{Unit: catalog.Day, Count: 30}}},
		{"Xbox Game Pass 3 Months", catalog.Evidence{Cycle: quarter}},
		{"CHATGPT SUBSCRIPTION", catalog.Evidence{Renewal: true}},
		{"X CORP. PAID FEATURES", catalog.Evidence{}},
		{"温州山姆会员商店", catalog.Evidence{Against: true}},
		{"肯德基会员官方旗舰店", catalog.Evidence{Against: true}},
		{"哔哩哔哩会员购 bilibili票务", catalog.Evidence{Against: true}},
		{"英雄联盟点券(为1**741购买)", catalog.Evidence{Against: true}},
		{"蚂蚁会员（北京）网络技术服务有限公司 相互宝分摊-6月第1期-*", catalog.Evidence{Kind: catalog.Insurance}},
		{"保险承保-示例|期数|202112|续期交易付款", catalog.Evidence{Automatic: true, Kind: catalog.Insurance}},
		{"电费自动缴费-示例-根据每期出账后自动缴费", catalog.Evidence{Automatic: true, Kind: catalog.Utility}},
		{"湖南电信话费自动缴费", catalog.Evidence{Automatic: true, Kind: catalog.Telecom}},
		{"腾讯王卡微信话费代扣 江苏联通", catalog.Evidence{Automatic: true, Kind: catalog.Telecom}},
		{"移动话费200元", catalog.Evidence{Against: true, Kind: catalog.Telecom}},
		{"为186****3776交费69.56元", catalog.Evidence{Against: true}},
		{"微信支付高速通行费", catalog.Evidence{Against: true}},
		{"成都地铁微信免密支付", catalog.Evidence{Automatic: true, Against: true}},
		{"拼多多订单免密支付", catalog.Evidence{Automatic: false, Against: true}},
		{"两轮车先充后付", catalog.Evidence{Against: true}},
		{"【美团月付】主动还款2025年3月账单", catalog.Evidence{Against: true}},
		{"花呗自动还款", catalog.Evidence{Against: true}},
		{"示例银行 个人住房贷款还款", catalog.Evidence{Kind: catalog.Loan}},
		{"手机分期付款 第3/12期", catalog.Evidence{Kind: catalog.Installment}},
		{"示例公寓管理有限公司 房租", catalog.Evidence{Kind: catalog.Rent}},
		{"支付宝月捐", catalog.Evidence{Kind: catalog.Donation, Cycle: month}},
		{"网上支付 云上艾珀（贵州）技术有限公 交易流水号1", catalog.Evidence{}},
		{"退款-硬汗健身自动续订扣款", catalog.Evidence{Renewal: true}},
		{"退款-Kimi-Vip", catalog.Evidence{Member: true, Against: true}},
		{"订单2026年11月", catalog.Evidence{}},
		{"年付1年会员与3个月会员", catalog.Evidence{Member: true}},
		{"账户1546包年短信服务费", catalog.Evidence{Cycle: year}},
		{"DeepSeek API", catalog.Evidence{Metered: true}},
		{"", catalog.Evidence{}},
	} {
		if got := catalog.Words(tt.text); got != tt.want {
			t.Errorf("Words(%q)\n got %+v\nwant %+v", tt.text, got, tt.want)
		}
	}
}

// FuzzParseServices: a user's file may hold anything and never panics.
func FuzzParseServices(f *testing.F) {
	f.Add([]byte("id: x\nname: {zh: 甲, en: A}\nmatch: [{counterparty: [甲], description: [连续包月]}]\n"))
	f.Add([]byte("id: &a [*a]\nplans:\n  - {cycle: {unit: month, count: 3}, price: \"1\"}\n---\nid: y"))
	f.Fuzz(func(t *testing.T, data []byte) {
		ss, err := catalog.ParseServices("rules.yaml", data)
		if err != nil && ss != nil {
			t.Error("services beside an error")
		}
		catalog.New(ss, nil).Match("甲", "连续包月")
	})
}

// FuzzMatch: no statement text panics, and no folded one has a blank.
func FuzzMatch(f *testing.F) {
	c := load(f)
	f.Add("财付通-爱奇艺", "爱奇艺VIP会员1个月自动续费")
	f.Add("支付宝快捷支付(中国电信股份有限公司-商...", "\xff")
	f.Fuzz(func(t *testing.T, payee, item string) {
		c.Match(payee, item)
		catalog.Words(item)
		catalog.StripPSP(payee)
		c.Find(payee)
		if once := catalog.Fold(item); strings.Contains(once, " ") {
			t.Errorf("%q has a blank", once)
		}
	})
}

func show(ms []catalog.Match) string {
	if len(ms) == 0 {
		return "nothing"
	}
	var b strings.Builder
	for _, m := range ms {
		b.WriteString(m.Service.ID + [...]string{"?", "(operator)", "(payee)", "(item)", "(descriptor)"}[m.Strength] + " ")
	}
	return b.String()
}
