package household

import "time"

// errands: what is bought now and then, some of it at one price.
var errands = []habit{
	{"haircut", false, 60, haircut},
	{"online-order", true, 95, onlineOrders},
	{"top-up", false, 75, topUps},
	{"game", false, 45, gameTopUps},
	{"game-pass", false, 25, gamePasses},
	{"day-pass", false, 35, dayPasses},
	{"petrol", false, 40, petrol},
	{"toll", false, 30, tolls},
	{"pharmacy", false, 65, pharmacy},
	{"cinema", false, 55, cinema},
	{"clothes", false, 60, clothes},
	{"pair", false, 50, pairAMonthApart},
	{"three-in-a-week", false, 40, threeInAWeek},
	{"gift", false, 60, yearlyGift},
	{"school", false, 30, schoolFee},
	{"tax", false, 50, taxesAndFines},
	{"one-off-month", false, 55, oneOffMonth},
	{"usage", false, 25, usageTopUps},
	{"resale", false, 25, resale},
	{"hotel", false, 45, hotels},
	{"twins", false, 45, twins},
	{"combined", false, 45, combined},
	{"void", false, 85, voids},
	{"refund", false, 90, refunds},
}

func haircut(l *life) {
	s := pick(l.d, []shop{
		goods("美丽人生造型", "洗剪吹", "美容美发"), {text{"木北造型", "Muber Salon"}, text{"剪发", "haircut"}, "美容美发"},
		{text{"一剪之间", "Scissor & Sons"}, text{"剪发", "haircut"}, "美容美发"},
	})
	price := fen(pick(l.d, []int{3800, 5800, 6800, 8800, 12800}))
	l.apart(27, 43, func(day time.Time) { l.spend(l.clock(day, 10, 21), s, price) })
}

func onlineOrders(l *life) {
	shops := []shop{
		goods("浙江天猫技术有限公司", "天猫超市订单", "日用百货"), goods("花间小铺", "淘宝-收纳盒 订单{number}", "家居家装"), goods("京东商城平台商户", "京东-订单编号{number}", "日用百货"),
		goods("拼多多平台商户", "拼多多订单{number}", "日用百货"), goods("山野旗舰店", "88VIP专享 洗衣液", "日用百货"), goods("抖音电商商家", "抖音商城订单{number}", "服饰装扮"),
		goods("悦读图书专营店", "图书 订单{number}", "教育培训"), goods("肯德基会员官方旗舰店", "套餐券", "餐饮美食"), goods("十月结晶会员店", "孕产用品 订单{number}", "母婴亲子"),
	}
	l.each(26, anyDay, func(day time.Time) { l.spend(l.clock(day, 8, 24), pick(l.d, shops), l.money(900, 39000)) })
}

func topUps(l *life) {
	s := pick(l.d, []shop{goods("中国移动", "话费充值", "充值缴费"), goods("为186****3776交费", "移动话费", "充值缴费"), goods("中国电信", "手机话费充值", "充值缴费")})
	l.apart(20, 75, func(day time.Time) { l.spend(l.clock(day, 8, 23), s, pick(l.d, []fen{5000, 5000, 10000})) })
}

func gameTopUps(l *life) {
	s := pick(l.d, []shop{
		{tencent, zh("英雄联盟点券(为1**741购买)"), "文化休闲"}, goods("深圳市腾讯天游科技有限公司", "王者荣耀王者荣耀点券(为947***627购买)", "文化休闲"),
		goods("网之易", "游戏充值", "文化休闲"), {text{"Valve", "Valve"}, text{"Steam Purchase {number}", "Steam Purchase {number}"}, "文化休闲"},
	})
	price := fen(pick(l.d, []int{600, 3000, 6800, 9800}))
	l.apart(5, 70, func(day time.Time) { l.spend(l.clock(day, 19, 24), s, price) })
}

// gamePasses are bought by hand in most months, on no day in particular.
func gamePasses(l *life) {
	s := pick(l.d, []shop{goods("米哈游", "空月祝福", "文化休闲"), goods("上海米哈游天命科技有限公司", "列车补给凭证", "文化休闲")})
	l.monthlyOn(14, 13, func(day time.Time) {
		if l.d.chance(70) {
			l.spend(l.clock(day, 12, 24), s, 3000)
		}
	})
}

func dayPasses(l *life) {
	s := pick(l.d, []shop{
		{text{"城市游泳馆", "City Pool"}, text{"单次票", "day pass"}, "运动户外"}, {text{"岩时攀岩", "Rocktime Climbing"}, text{"单日票", "day pass"}, "运动户外"},
		goods("自习室", "当日通票", "教育培训"),
	})
	price := fen(pick(l.d, []int{2500, 3500, 5000, 9800}))
	l.apart(3, 45, func(day time.Time) { l.spend(l.clock(day, 9, 21), s, price) })
}

func petrol(l *life) {
	s := pick(l.d, []shop{goods("中国石化", "加油站消费", "爱车养车"), goods("中国石油", "中石油加油", "爱车养车")})
	l.apart(8, 30, func(day time.Time) { l.spend(l.clock(day, 7, 22), s, fen(l.d.between(200, 420))*100) })
}

func tolls(l *life) {
	l.apart(6, 40, func(day time.Time) {
		l.spend(l.clock(day, 7, 22), goods("高速通行", "微信支付高速通行费", "爱车养车"), l.money(500, 9000))
	})
}

func pharmacy(l *life) {
	shops := []shop{goods("老百姓大药房", "门店消费", "医疗健康"), goods("阿里健康大药房", "88VIP专享 口罩", "医疗健康"), goods("市第一人民医院", "门诊缴费", "医疗健康")}
	l.apart(10, 60, func(day time.Time) { l.spend(l.clock(day, 8, 21), pick(l.d, shops), l.money(1200, 32000)) })
}

func cinema(l *life) {
	shops := []shop{goods("猫眼电影", "电影票", "文化休闲"), goods("淘票票", "影票订单", "文化休闲"), goods("哔哩哔哩会员购", "bilibili票务", "文化休闲"), goods("华为", "视频_流浪地球2", "文化休闲")}
	l.apart(15, 80, func(day time.Time) { l.spend(l.clock(day, 12, 23), pick(l.d, shops), l.money(600, 14000)) })
}

func clothes(l *life) {
	shops := []shop{goods("优衣库", "门店消费", "服饰装扮"), goods("迪卡侬", "运动用品", "运动户外"), {text{"海风服饰", "Seabreeze Apparel"}, text{"会员价连衣裙", "dress"}, "服饰装扮"}}
	l.apart(20, 70, func(day time.Time) { l.spend(l.clock(day, 11, 21), pick(l.d, shops), l.money(5900, 69900)) })
}

// pairAMonthApart: two equal purchases, and nothing else that speaks for a contract.
func pairAMonthApart(l *life) {
	s := shop{text{"竹影茶舍", "Bamboo Shade Teahouse"}, text{"茶叶", "tea"}, "日用百货"}
	price := fen(pick(l.d, []int{6800, 9900, 12800}))
	day := addDays(l.from, l.d.between(30, 150))
	l.spend(l.clock(day, 10, 20), s, price)
	l.spend(l.clock(clamped(day, 1, day.Day()), 10, 20), s, price)
}

func threeInAWeek(l *life) {
	s := shop{text{"晨跑果汁", "Morning Run Juice"}, text{"鲜榨果汁", "juice"}, "餐饮美食"}
	day := addDays(l.from, l.d.between(20, 220))
	for _, n := range []int{0, 2, 5} {
		l.spend(l.clock(addDays(day, n), 8, 20), s, 2800)
	}
}

func yearlyGift(l *life) {
	s := pick(l.d, []shop{goods("花点时间", "鲜花礼盒", "生活服务"), goods("幸福西饼", "生日蛋糕", "餐饮美食")})
	for y := l.from.Year(); y <= l.h.AsOf.Year(); y++ {
		l.spend(l.clock(addDays(date(y, time.May, 8), l.d.between(0, 6)), 9, 20), s, fen(l.d.between(120, 400))*100)
	}
}

func schoolFee(l *life) {
	s := pick(l.d, []shop{goods("市实验小学", "学期费用", "教育培训"), goods("阳光幼儿园", "保教费", "教育培训")})
	fee := fen(pick(l.d, []int{180000, 260000, 450000}))
	for y := l.from.Year(); y <= l.h.AsOf.Year(); y++ {
		l.spend(l.clock(date(y, time.March, l.d.between(1, 8)), 9, 18), s, fee)
		l.spend(l.clock(date(y, time.September, l.d.between(1, 8)), 9, 18), s, fee+fen(l.d.between(0, 3))*5000)
	}
}

func taxesAndFines(l *life) {
	shops := []shop{goods("国家税务总局", "个人所得税汇算", "公共服务"), goods("交管12123", "交通违法罚款", "公共服务"), goods("医保局", "城乡居民医保缴费", "公共服务")}
	l.apart(90, 240, func(day time.Time) {
		l.spend(l.clock(day, 9, 18), pick(l.d, shops), pick(l.d, []fen{10000, 15000, 20000, 38000}))
	})
}

// oneOffMonth is a month of a service bought by hand, and never again.
func oneOffMonth(l *life) {
	s := pick(l.d, []shop{goods("百度", "百度网盘超级会员(1个月)", "文化休闲"), goods("影视小铺", "6元一个月 客服", "其他"), goods("趣玩工具", "获得1天分身会员(投诉电话见公众号)", "文化休闲"), goods("知乎", "盐言故事单篇", "文化休闲")})
	l.spend(l.clock(addDays(l.from, l.d.between(10, 240)), 10, 23), s, pick(l.d, []fen{600, 990, 2000}))
}

func usageTopUps(l *life) {
	s := pick(l.d, []shop{goods("杭州深度求索", "DeepSeek API", "数码电器"), goods("阿里云", "短信服务充值", "商业服务")})
	l.apart(12, 90, func(day time.Time) { l.spend(l.clock(day, 9, 24), s, pick(l.d, []fen{1000, 2000, 5000})) })
}

func resale(l *life) {
	l.apart(20, 120, func(day time.Time) {
		l.spend(l.clock(day, 9, 24), goods("闲鱼卖家"+pick(l.d, nicknames), "闲鱼-共享名额", "其他"), fen(l.d.between(500, 700)))
	})
}

func hotels(l *life) {
	shops := []shop{goods("携程旅行网", "酒店订单{number}", "酒店旅游"), goods("中国铁路12306", "火车票", "交通出行"), goods("飞猪", "机票订单{number}", "酒店旅游")}
	l.apart(12, 80, func(day time.Time) { l.spend(l.clock(day, 8, 23), pick(l.d, shops), l.money(8000, 190000)) })
}

// twins are two equal purchases in one minute, both real.
func twins(l *life) {
	for range l.d.between(1, 3) {
		at := l.clock(addDays(l.from, l.d.between(5, 250)), 9, 22)
		s := pick(l.d, []shop{goods("游乐园", "游乐项目票", "文化休闲"), goods("奶茶铺", "扫码付款", "餐饮美食")})
		price := pick(l.d, []fen{1500, 2000, 5000})
		l.spend(at, s, price)
		l.spend(at.Add(time.Duration(l.d.between(0, 40))*time.Second), s, price)
	}
}

// combined payments: a red packet pays a part, a card the rest.
func combined(l *life) {
	by, ok := l.wallet(alipay)
	if !ok {
		return
	}
	l.apart(25, 90, func(day time.Time) {
		amount := l.money(2000, 30000)
		if m := l.spendBy(by, l.clock(day, 9, 23), goods("浙江天猫技术有限公司", "天猫超市订单", "日用百货"), amount); m != nil {
			m.RedPacket = fen(l.d.between(50, int(amount)/3)).decimal()
		}
	})
}

// voids are orders that were closed or failed: only wallets show them.
func voids(l *life) {
	by, ok := l.wallet("")
	if !ok {
		return
	}
	l.apart(15, 70, func(day time.Time) {
		if m := l.spendBy(by, l.clock(day, 9, 24), goods("绿野旗舰店", "未付款订单{number}", "日用百货"), l.money(1500, 60000)); m != nil {
			m.Class, m.Card, m.Method = Void, "", ""
		}
	})
}

// refunds: bought, and given back at once, later, in whole or in part.
func refunds(l *life) {
	l.apart(12, 60, func(day time.Time) {
		amount := l.money(1900, 50000)
		m := l.spend(l.clock(day, 9, 23), pick(l.d, []shop{goods("晴天服饰专营店", "连衣裙 订单{number}", "服饰装扮"), goods("京东商城平台商户", "京东-订单编号{number}", "数码电器")}), amount)
		if m == nil {
			return
		}
		back := amount
		if l.d.chance(35) {
			back = amount.percent(l.d.between(10, 80))
		}
		l.refund(*m, addDays(m.Time, pick(l.d, []int{0, 1, 3, 6, 12, 33})).Add(55*time.Minute), back)
	})
}
