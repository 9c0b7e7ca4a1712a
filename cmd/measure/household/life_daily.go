package household

import "time"

// daily life: habits of every day and every week.
var daily = []habit{
	{"groceries", true, 90, groceries},
	{"big-shop", false, 70, bigShop},
	{"coffee", true, 55, coffee},
	{"commute", true, 65, commute},
	{"lunch", true, 60, lunch},
	{"taxi", true, 75, taxi},
	{"takeaway", true, 80, takeaway},
	{"convenience", true, 85, convenience},
	{"vending", true, 40, vending},
	{"parking", true, 40, parking},
	{"bike", true, 40, bike},
	{"breakfast", true, 60, breakfast},
}

func groceries(l *life) {
	markets := []shop{
		goods("盒马鲜生", "盒马鲜生-门店购物", "日用百货"), goods("永辉超市", "永辉超市消费", "日用百货"), goods("家门口菜市场", "扫码付款", "餐饮美食"),
		goods("叮咚买菜", "叮咚买菜小额免密支付", "日用百货"), goods("钱大妈", "门店消费", "餐饮美食"), goods("物美超市", "物美-购物", "日用百货"),
	}
	usual := pick(l.d, markets)
	l.each(42, anyDay, func(day time.Time) {
		s := usual
		if l.d.chance(40) {
			s = pick(l.d, markets)
		}
		l.spend(l.clock(day, 8, 21), s, l.money(800, 16000))
	})
}

func bigShop(l *life) {
	s := pick(l.d, []shop{goods("温州山姆会员商店", "购物", "日用百货"), goods("沃尔玛超市", "沃尔玛购物", "日用百货"), goods("麦德龙商场", "会员店消费", "日用百货")})
	for day := addDays(l.from, l.d.between(0, 13)); day.Before(l.h.AsOf); day = addDays(day, 1) {
		if day.Weekday() == time.Saturday && day.Day() > 7 && day.Day() <= 14 || day.Weekday() == time.Saturday && day.Day() > 21 && day.Day() <= 28 {
			l.spend(l.clock(day, 10, 18), s, l.money(22000, 98000))
		}
	}
}

func coffee(l *life) {
	s := pick(l.d, []shop{
		goods("瑞幸咖啡", "瑞幸咖啡-饮品", "餐饮美食"), goods("星巴克", "星巴克门店消费", "餐饮美食"),
		{text{"街角咖啡", "Corner Coffee"}, text{"美式咖啡", "americano"}, "餐饮美食"}, {text{"豆子研究所", "Bean Lab"}, text{"拿铁", "latte"}, "餐饮美食"},
	})
	price := fen(pick(l.d, []int{990, 1290, 1590, 1800, 2200}))
	l.each(65, workday, func(day time.Time) { l.spend(l.clock(day, 8, 10), s, price) })
}

func commute(l *life) {
	s := pick(l.d, []shop{goods("成都地铁", "成都地铁微信免密支付", "交通出行"), goods("杭州公共交通", "公交乘车码-先乘后付", "交通出行"), goods("上海地铁", "Metro大都会乘车", "交通出行")})
	fare := fen(pick(l.d, []int{200, 300, 400, 500}))
	l.each(88, workday, func(day time.Time) {
		l.spend(l.clock(day, 7, 9), s, fare)
		l.spend(l.clock(day, 17, 21), s, fare)
	})
}

func lunch(l *life) {
	s := pick(l.d, []shop{goods("职工食堂", "午餐", "餐饮美食"), goods("园区餐厅", "工作餐", "餐饮美食"), {text{"麦田轻食", "Greenbowl Kitchen"}, text{"午间套餐", "lunch set"}, "餐饮美食"}})
	price := fen(pick(l.d, []int{1200, 1500, 1800, 2000, 2500}))
	l.each(80, workday, func(day time.Time) { l.spend(l.clock(day, 11, 13), s, price) })
}

func taxi(l *life) {
	shops := []shop{goods("滴滴出行", "滴滴快车-车费", "交通出行"), goods("高德打车", "高德打车订单", "交通出行"), goods("曹操出行", "打车订单", "交通出行")}
	l.each(15, anyDay, func(day time.Time) { l.spend(l.clock(day, 7, 24), pick(l.d, shops), l.money(900, 9000)) })
}

func takeaway(l *life) {
	shops := []shop{goods("美团", "美团订单-川味小馆", "餐饮美食"), goods("美团", "美团订单-鲜果茶铺", "餐饮美食"), goods("拉扎斯网络科技(上海)有限公司", "外卖订单", "餐饮美食"), goods("饿了么", "饿了么外卖订单", "餐饮美食")}
	l.each(30, anyDay, func(day time.Time) { l.spend(l.clock(day, 11, 22), pick(l.d, shops), l.money(1500, 8800)) })
}

func convenience(l *life) {
	shops := []shop{goods("罗森便利店", "门店消费", "日用百货"), goods("全家便利店", "全家消费", "日用百货"), goods("美宜佳", "扫码付款", "日用百货")}
	l.each(30, anyDay, func(day time.Time) { l.spend(l.clock(day, 7, 23), pick(l.d, shops), l.money(300, 4500)) })
}

func vending(l *life) {
	s := pick(l.d, []shop{goods("友宝售货机", "自动售货机消费", "餐饮美食"), goods("丰e足食", "智能柜免密支付", "餐饮美食")})
	price := fen(pick(l.d, []int{300, 350, 400, 500}))
	l.each(22, workday, func(day time.Time) { l.spend(l.clock(day, 14, 18), s, price) })
}

func parking(l *life) {
	s := goods("捷停车", "停车费", "爱车养车")
	price := fen(pick(l.d, []int{500, 800, 1000, 1500}))
	l.each(25, anyDay, func(day time.Time) { l.spend(l.clock(day, 9, 22), s, price) })
}

func bike(l *life) {
	s := pick(l.d, []shop{goods("哈啰出行", "两轮车先充后付", "交通出行"), goods("青桔单车", "骑行订单", "交通出行")})
	l.each(25, workday, func(day time.Time) { l.spend(l.clock(day, 7, 20), s, 150) })
}

func breakfast(l *life) {
	s := pick(l.d, []shop{goods("老张包子铺", "扫码付款", "餐饮美食"), goods("巴比馒头", "门店消费", "餐饮美食")})
	l.each(50, workday, func(day time.Time) { l.spend(l.clock(day, 7, 9), s, fen(l.d.between(5, 15))*100) })
}
