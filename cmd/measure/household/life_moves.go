package household

import "time"

// moves of money that is not spent: between people, between own accounts, and
// what comes in.
var moves = []habit{
	{"salary", false, 85, salary},
	{"cashback", false, 50, cashback},
	{"parent", false, 45, parent},
	{"transfer", false, 85, transfers},
	{"red-packet", false, 70, redPacketsToPeople},
	{"fund", false, 45, fundPlan},
	{"savings", false, 40, savings},
	{"repayment", false, 70, repayments},
	{"own-move", false, 70, ownMoves},
	{"deposit", false, 45, deposits},
	{"family-card", false, 25, familyCard},
}

// move is money that is not spent; the words are the wallet's own.
func (l *life) move(by way, class Class, at time.Time, payee, item, alipayClass, wechatType string, amount fen) *Movement {
	m := Movement{Time: at, Class: class, Payee: payee, Item: item, Amount: amount.decimal(), Group: l.group}.by(by)
	switch by.channel {
	case alipay:
		m.Category = alipayClass
	case wechat:
		m.Category = wechatType
	default:
		m.BankText = item
	}
	return l.add(m)
}

// held takes no card: what comes in or stays in the wallet has none behind it.
func (w way) held() way {
	w.card, w.method = "", "零钱"
	if w.channel == alipay {
		w.method = "余额宝"
	}
	return w
}

func salary(l *life) {
	cards := l.cards()
	if len(cards) == 0 {
		return
	}
	by := way{channel: bank, account: pick(l.d, cards)}
	if l.h.account(by.account).Layout == "cmb-credit" {
		return
	}
	payer, base := pick(l.d, cities)+pick(l.d, stems).zh+"实业有限公司", l.d.between(6000, 24000)
	l.monthlyOn(10, 1, func(day time.Time) {
		l.move(by, Income, l.clock(day, 9, 17), payer, "工资", "", "", yuan(base)+fen(l.d.between(0, 90000)))
	})
}

func cashback(l *life) {
	by, ok := l.wallet("")
	if !ok {
		return
	}
	l.monthlyOn(5, 0, func(day time.Time) {
		l.move(by.held(), Income, l.clock(day, 6, 9), "花呗返现活动", "消费返现", "收入", "其他", fen(l.d.between(50, 900)))
	})
}

func parent(l *life) {
	by, ok := l.wallet("")
	if !ok {
		return
	}
	amount := yuan(pick(l.d, []int{500, 800, 1000, 2000}))
	l.monthlyOn(l.d.between(1, 20), 1, func(day time.Time) {
		l.move(by, Transfer, l.clock(day, 8, 22), "妈妈", "转账", "转账红包", "转账", amount)
	})
}

func transfers(l *life) {
	by, ok := l.wallet("")
	if !ok {
		return
	}
	l.apart(4, 35, func(day time.Time) {
		class := Transfer
		to := by
		if l.d.chance(25) {
			class, to = Income, by.held()
		}
		l.move(to, class, l.clock(day, 8, 23), pick(l.d, nicknames), pick(l.d, []string{"转账", "AA收款", "饭钱", "转账备注:微信转账"}), "转账红包", "转账", l.money(1000, 80000))
	})
}

func redPacketsToPeople(l *life) {
	by, ok := l.wallet(wechat)
	if !ok {
		return
	}
	l.apart(6, 50, func(day time.Time) {
		if l.d.chance(40) {
			l.move(by.held(), Income, l.clock(day, 8, 23), pick(l.d, nicknames), "微信红包", "", "微信红包", l.money(1, 20000))
			return
		}
		l.move(by, Transfer, l.clock(day, 8, 23), pick(l.d, nicknames), "微信红包", "", "微信红包（单发）", fen(pick(l.d, []int{500, 888, 1000, 5200, 20000})))
	})
}

// fundPlan buys the same fund on the same day each month.
func fundPlan(l *life) {
	by, ok := l.wallet(alipay)
	if !ok {
		return
	}
	amount := yuan(pick(l.d, []int{100, 200, 500, 1000}))
	l.monthlyOn(l.d.between(2, 26), 0, func(day time.Time) {
		l.move(by, Own, l.clock(day, 9, 10), "蚂蚁财富-蚂蚁（杭州）基金销售有限公司", "蚂蚁财富-沪深300指数基金-买入", "投资理财", "", amount)
	})
}

func savings(l *life) {
	by, ok := l.wallet(alipay)
	if !ok {
		return
	}
	l.apart(3, 14, func(day time.Time) {
		l.move(by, Own, l.clock(day, 1, 6), "余额宝", "余额宝-自动转入", "投资理财", "", l.money(100, 30000))
	})
}

// repayments: of Huabei by the wallet, and of a credit card by another card or
// by one that nobody exports.
func repayments(l *life) {
	credit := func(id string) bool { return l.h.account(id).Layout == "cmb-credit" }
	for _, id := range l.cards() {
		if !credit(id) {
			continue
		}
		by := way{channel: bank, account: id}
		for _, other := range l.cards() {
			if !credit(other) {
				by.account, by.card = other, id
			}
		}
		l.monthlyOn(22, 1, func(day time.Time) {
			l.move(by, Own, l.clock(day, 9, 21), "招商银行信用卡", "信用卡还款", "", "", l.money(30000, 600000))
		})
	}
	if by, ok := l.wallet(alipay); ok {
		l.monthlyOn(9, 0, func(day time.Time) {
			l.move(by, Own, l.clock(day, 7, 9), "花呗", "花呗自动还款-"+day.AddDate(0, -1, 0).Format("2006年01月")+"账单", "信用借还", "", l.money(20000, 420000))
		})
		return
	}
	if by, ok := l.wallet(wechat); ok {
		l.monthlyOn(18, 1, func(day time.Time) {
			l.move(by, Own, l.clock(day, 9, 21), "招商银行信用卡还款", "信用卡还款", "", "信用卡还款", l.money(50000, 600000))
		})
	}
}

func ownMoves(l *life) {
	by, ok := l.wallet("")
	if !ok {
		return
	}
	l.apart(20, 80, func(day time.Time) {
		if by.channel == alipay {
			if l.d.chance(30) {
				l.move(by, Own, l.clock(day, 9, 22), "余额宝", "提现-快速提现", "投资理财", "", yuan(l.d.between(1, 30)*100))
				return
			}
			l.move(by, Own, l.clock(day, 9, 22), "余额宝", "余额宝-单次转入", "投资理财", "", yuan(l.d.between(1, 30)*100))
			return
		}
		if l.d.chance(40) {
			l.move(by, Own, l.clock(day, 9, 22), "零钱提现", "零钱提现", "", "零钱提现", yuan(l.d.between(1, 10)*100))
			return
		}
		l.move(by, Own, l.clock(day, 9, 22), "零钱充值", "零钱充值", "", "零钱充值", yuan(l.d.between(1, 10)*100))
	})
}

// deposits are paid and released; some are one cent to check a card.
func deposits(l *life) {
	by, ok := l.wallet("")
	if !ok {
		return
	}
	l.apart(50, 160, func(day time.Time) {
		s := pick(l.d, []shop{goods("怪兽充电", "免押租借充电宝", "生活服务"), goods("哈啰出行", "押金", "交通出行"), goods("示范酒店", "预授权验证", "酒店旅游")})
		amount := pick(l.d, []fen{9900, 19900, 1})
		if m := l.spendBy(by, l.clock(day, 9, 22), s, amount); m != nil {
			l.refund(*m, addDays(m.Time, l.d.between(0, 4)).Add(80*time.Minute), amount)
		}
	})
}

// familyCard pays for a relative: who sold it stands in the relative's statement.
func familyCard(l *life) {
	by, ok := l.wallet("")
	if !ok {
		return
	}
	name := pick(l.d, nicknames)
	item := "亲情卡"
	if by.channel == wechat {
		item = "亲属卡"
	}
	l.apart(5, 40, func(day time.Time) {
		l.move(by, Spend, l.clock(day, 9, 22), name, item, "亲友代付", "亲属卡交易", l.money(800, 20000))
	})
}
