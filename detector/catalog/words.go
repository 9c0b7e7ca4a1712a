package catalog

import (
	"regexp"
	"strconv"
	"strings"
	"sync"
)

// Evidence is what the words of a statement text say of a payment. They are no
// proof: four in ten real memberships carry none of them.
type Evidence struct {
	Renewal   bool  // it renews itself: 自动续费, 连续包月
	Automatic bool  // it is collected without the user's doing, for whatever: 代扣, 免密支付
	Member    bool  // a membership: 会员, VIP
	Trial     bool  // a first or trial period: 首月, 试用
	Metered   bool  // the amount follows use: 按量
	Upgrade   bool  // the difference that a change of plan costs
	Against   bool  // goods, top-ups, repayments or single uses; never together with Renewal
	Cycle     Cycle // the period that is named; zero if none is, or several
	First     Cycle // how long a trial or first period lasts; zero if the words do not say
	Kind      Kind  // what a bill is for; empty if the words do not say
}

// Words reads the evidence from a statement text, such as payee and item.
func Words(text string) Evidence { return words(spaced(text)) }

// A saying is the meaning of some words.
type saying struct {
	Evidence
	bill bool // Against only while nothing says that it is collected automatically
}

// vocabulary is what words mean. A word within a longer one does not count, so
// 会员商店 is no 会员, and those without a meaning are here to hide others.
var vocabulary = sync.OnceValues(func() (*scanner, []saying) {
	month, quarter, half, year, week := Cycle{Month, 1}, Cycle{Month, 3}, Cycle{Month, 6}, Cycle{Year, 1}, Cycle{Week, 1}
	lines := []struct {
		means saying
		words string // apart by blanks; a blank within a word is "_"
	}{
		{saying{Evidence: Evidence{Renewal: true}}, `自动续费 自动续订 自动订阅 自动续约 连续订阅 已续费 auto-renew auto-renewal auto_renew auto_renewal autorenew autorenewal auto-renewing autorenewing auto_renewing auto-renews renews_automatically automatic_renewal auto-subscription subscription subscr recurring`},
		{saying{Evidence: Evidence{Renewal: true, Cycle: week}}, `连续包周 包周自动续费 weekly_auto-renewal weekly_subscription`},
		{saying{Evidence: Evidence{Renewal: true, Cycle: month}}, `连续包月 包月自动续费 连续月卡 monthly_auto-renewal monthly_subscription`},
		{saying{Evidence: Evidence{Renewal: true, Cycle: quarter}}, `连续包季 包季自动续费 quarterly_auto-renewal quarterly_subscription`},
		{saying{Evidence: Evidence{Renewal: true, Cycle: half}}, `连续包半年 half-year_subscription half-yearly_auto-renewal half-yearly_subscription`},
		{saying{Evidence: Evidence{Renewal: true, Cycle: year}}, `连续包年 包年自动续费 yearly_auto-renewal annual_auto-renewal yearly_subscription annual_subscription`},
		{saying{Evidence: Evidence{Automatic: true}}, `自动扣款 自动扣费 自动缴费 自动交费 自动付款 自动充值 代扣 代缴 委托扣款 批量扣款 免密支付 免密 续期交易付款 续期自动扣款 先享后付 扣费服务 自动续交 autopay auto-pay auto_pay automatic_payment automatic_payments auto_payment automatic_deduction auto-deduction auto_deduction auto-debit auto_debit autodebit direct_debit pre-authorized_debit preauthorized_debit`},

		{saying{Evidence: Evidence{Cycle: week}}, `包周 周卡 每周 weekly week_pass weekly_pass`},
		{saying{Evidence: Evidence{Cycle: month}}, `包月 月卡 月度 每月 按月 月费 monthly per_month month_pass monthly_pass`},
		{saying{Evidence: Evidence{Cycle: quarter}}, `包季 季卡 季度 quarterly quarter_pass`},
		{saying{Evidence: Evidence{Cycle: half}}, `包半年 半年卡 半年 half-yearly half-year six-month semi-annual`},
		{saying{Evidence: Evidence{Cycle: year}}, `包年 年卡 年度 年费 每年 按年 annual yearly annually per_year year_pass yearly_pass`},

		{saying{Evidence: Evidence{Member: true}}, `会员 会员费 会籍 vip svip 盐选 贵族 绿钻 黄钻 音乐包 吃货卡 省钱卡 骑行卡 红包卡 权益卡 付费卡 打车卡 打车会员 外卖会员 外卖红包卡 membership memberships member members premium club_card`},
		{saying{Evidence: Evidence{Member: true, Cycle: month}}, `打车月卡`},
		{saying{Evidence: Evidence{Member: true, Cycle: year}}, `京典年卡`},
		{saying{Evidence: Evidence{Trial: true}}, `试用 体验 首月 首周 首季 首年 首期 尝鲜 trial first_month first_week first_year first_period intro_offer introductory`},
		{saying{Evidence: Evidence{Upgrade: true}}, `差价 补差价 补差 升级 升级差价 upgrade proration prorated difference`},
		{saying{Evidence: Evidence{Metered: true}}, `按量 后付费 用量 usage usage-based api pay-as-you-go metered`},
		{saying{}, `保险柜 保险箱 保险丝 蚂蚁会员 体验店 体验馆 体验课 体验课程 体验营 体验装 体验券 体验票 体验官 体验金 体验服务 用户体验 试用装 试用品 试用套装 trial_class trial_classes trial_lesson trial_lessons trial_session trial_pack trial_kit trial_size members_only 基金会 宠物用品`},

		{saying{Evidence: Evidence{Against: true}}, `会员商店 会员店 会员超市 会员价 会员购 会员官方旗舰店 会员旗舰店 vip专享价 会员专享价 票务 点券 打车 外卖 退款-`},
		{saying{Evidence: Evidence{Against: true}}, `通行费 火车票 机票 单车骑行 骑行 门店消费 列车补给凭证 空月祝福 京东-订单编号 美团订单 个人所得税 所得税 定额税 税款 缴税 罚款 党费 团费 工会 工会会费 垃圾处理费 乘车码 地铁 公交车 公交乘车 公交免密 公交微信免密支付 先骑后付 先充后付 先用后付 先乘后付 先购后付 先住后付 免押 停车费 小额免密支付 订单免密支付 次卡 单次 日票 日卡 一日 当日 day_pass single_ride single_ticket one-time one-off single_visit toll transit_fare metro_fare bus_fare subway_fare taxi taxi_fare ride_fare parking parking_fee`},
		// What people buy again and again by hand; on a bank's row the payee is all there is.
		{saying{Evidence: Evidence{Against: true}}, `超市 便利店 菜市场 生鲜 水果店 餐厅 餐饮 面馆 食堂 咖啡 奶茶 烘焙 药房 药店 大药房 理发 美发 洗车 干洗 洗衣 宠物 猫粮 狗粮 加油站 加油 停车场 快递 速递 电影票 影城 按摩 推拿 足疗 足浴 美容院 美甲 美发店 早餐 午餐 晚餐 快餐 火锅 小吃 茶饮 甜品 自动售货机 售货机 售卖机 课时 家教 补习 打印 网吧 网咖 台球 ktv 酒店 民宿 门诊 医院 挂号 点餐 堂食 买菜 团购`},
		{saying{Evidence: Evidence{Against: true}}, `fruit fruit_shop fruit_store supermarket grocery groceries convenience_store restaurant noodles noodle_shop canteen cafe coffee espresso latte americano milk_tea bubble_tea bakery pharmacy drugstore barber barbershop haircut hair_salon salon car_wash laundry dry_cleaning pet_shop pet_food petrol petrol_station gas_station fuel courier cinema movie movie_ticket movie_tickets tickets massage manicure spa breakfast lunch dinner takeaway takeout food_delivery snack snacks vending_machine game_coins game_points game_top-up gift_card lesson lessons tutoring hotel clinic hospital market`},
		{saying{Evidence: Evidence{Against: true}}, `refund- refund`},
		{saying{Evidence: Evidence{Against: true}}, `蚂蚁财富 沪深300 指数基金 基金 基金销售 基金定投 定投 养老金定投 个人养老金 公积金 公积金缴存 住房公积金 理财 证券 期货 fund fund_sales mutual_fund securities brokerage wealth_management 花呗 借呗 自动还款 主动还款 信用卡还款 白条还款 月付还款 credit_card_repayment`},
		{saying{Evidence: Evidence{Against: true}, bill: true}, `充值 交费 还款 top-up topup top_up recharge repayment`},

		{saying{Evidence: Evidence{Kind: Telecom, Against: true}, bill: true}, `话费 手机充值 phone_bill mobile_bill mobile_top-up phone_top-up mobile_recharge`},
		{saying{Evidence: Evidence{Kind: Telecom}}, `宽带 流量包 加油包 月租套餐 月租费 固话 broadband data_plan data_pack mobile_plan landline cellular`},
		{saying{Evidence: Evidence{Kind: Utility, Against: true}, bill: true}, `电费 水费 燃气费 煤气费 供暖费 取暖费 暖气费 水电费 electricity electricity_bill electric_bill water_bill gas_bill heating`},
		{saying{Evidence: Evidence{Kind: Utility}}, `国家电网 南方电网 自来水 燃气 物业费 物业管理费 物业服务费 有线电视 power_grid property_management property_fee cable_tv utilities`},
		{saying{Evidence: Evidence{Kind: Insurance, Renewal: true}}, `续保 自动续保 续期保费 policy_renewal`},
		{saying{Evidence: Evidence{Kind: Insurance}}, `社保 社保代扣 医保 医保代扣 住院保 百万医疗 保险 保费 承保 惠民保 相互宝 车险 寿险 医疗险 重疾险 意外险 insurance insurance_premium policy_premium life_policy illness_premium critical_illness health_premium`},
		{saying{Evidence: Evidence{Kind: Loan}}, `金条还款 好期贷 有钱花 消费贷 借款 借款代扣 公积金贷款 贷款 贷款还款 房贷 房贷还款 车贷 车贷还款 按揭 按揭还款 月供 mortgage loan loan_repayment mortgage_repayment car_loan home_loan`},
		{saying{Evidence: Evidence{Kind: Installment}}, `分期 分期付款 installment installments instalment instalments instalment_plan installment_plan`},
		{saying{Evidence: Evidence{Kind: Rent}}, `月租金 租金 长租公寓 车位月租 月租车位费 月租车位 车位费 车位租金 房租 房屋租金 租房 房屋租赁 公寓管理 rent monthly_rent apartment_rent house_rent`},
		{saying{Evidence: Evidence{Kind: Other}}, `小学 中学 幼儿园 primary_school kindergarten 护理费 养老院 校车费 住宿费 学费 学期费用 学杂费 保教费 托费 伙食费 tuition tuition_fee school_fee school_fees term_fee`},
		{saying{Evidence: Evidence{Kind: Donation}}, `捐赠 捐款 公益 慈善 donate donation donations charity`},
		{saying{Evidence: Evidence{Kind: Donation, Cycle: month}}, `月捐 monthly_donation`},
	}
	var s scanner
	var sayings []saying
	for id, l := range lines {
		sayings = append(sayings, l.means)
		for _, w := range strings.Fields(l.words) {
			s.add(strings.ReplaceAll(w, "_", " "), id)
		}
	}
	return &s, sayings
})

var (
	// months and years are spans with a number: 1个月, 三个月, 2年会员.
	months = regexp.MustCompile(`(?:^|[^\d第])(\d{1,2}|十二|[一两三六九])(?:个月|[ -]?months?\b)`)
	years  = regexp.MustCompile(`(?:^|[^\d第])([1-5]|[一两三])年(?:会员|卡|s?vip)`)
	// days count only as cards: shops promise all kinds of days.
	days = regexp.MustCompile(`(?:^|\D)(\d{1,3})天(?:会员|卡|套餐|s?vip)`)
	// part is one of several payments: 第3/12期.
	part = regexp.MustCompile(`第?\d{1,2}/\d{1,2}期|inst?al?l?ments? \(?\d{1,2}(?:/| of )\d{1,2}`)

	numerals = map[string]int{"一": 1, "两": 2, "三": 3, "六": 6, "九": 9, "十二": 12}
)

// words is Words for a text that is spaced already.
func words(text string) Evidence {
	scan, sayings := vocabulary()
	var e Evidence
	var renewing, spans []Cycle
	var against, bill bool
	var buf [16]hit
	for _, h := range longest(scan.find(text, buf[:0])) {
		w := sayings[h.id]
		e.Renewal = e.Renewal || w.Renewal
		e.Automatic = e.Automatic || w.Automatic
		e.Member = e.Member || w.Member
		e.Trial = e.Trial || w.Trial
		e.Upgrade = e.Upgrade || w.Upgrade
		e.Metered = e.Metered || w.Metered
		against = against || w.Against && !w.bill
		bill = bill || w.bill
		if e.Kind == "" {
			e.Kind = w.Kind
		}
		if w.Cycle != (Cycle{}) && w.Renewal {
			renewing = append(renewing, w.Cycle)
		} else if w.Cycle != (Cycle{}) {
			spans = append(spans, w.Cycle)
		}
	}
	if e.Trial || e.Renewal && (strings.Contains(text, "前") || strings.Contains(text, "首") || strings.Contains(text, "first")) {
		if e.First, text = firstPeriod(text, e.Renewal); e.First != (Cycle{}) {
			e.Trial = true
		}
	}
	if strings.Contains(text, "月") || strings.Contains(text, "month") {
		spans = append(spans, numbered(months, text, Month)...)
	}
	if strings.Contains(text, "年") {
		spans = append(spans, numbered(years, text, Year)...)
	}
	if strings.Contains(text, "天") {
		spans = append(spans, numbered(days, text, Day)...)
	}
	if (strings.Contains(text, "期") || strings.Contains(text, "ment")) && part.MatchString(text) {
		e.Kind = Installment
	}
	if e.Cycle = same(renewing); e.Cycle == (Cycle{}) {
		e.Cycle = same(spans)
	}
	if e.Renewal && e.Member { // a membership of an insurer or a carrier
		e.Kind = ""
	}
	e.Against = !e.Renewal && (against || bill && !e.Automatic && e.Kind != Loan && !e.Member)
	return e
}

func numbered(re *regexp.Regexp, text string, unit Unit) []Cycle {
	var out []Cycle
	for _, m := range re.FindAllStringSubmatch(text, 3) {
		n := numerals[m[1]]
		if n == 0 {
			n, _ = strconv.Atoi(m[1])
		}
		switch {
		case n == 0:
		case unit == Month && n%12 == 0:
			out = append(out, Cycle{Year, n / 12})
		default:
			out = append(out, Cycle{unit, n})
		}
	}
	return out
}

// same is the cycle that all agree on; a text that names several, as
// 会员(月/季/年) does, names none.
func same(cs []Cycle) Cycle {
	for _, c := range cs {
		if c != cs[0] {
			return Cycle{}
		}
	}
	if len(cs) == 0 {
		return Cycle{}
	}
	return cs[0]
}
