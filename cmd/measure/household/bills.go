package household

import (
	"time"

	"github.com/unrenew/unrenew/detector/catalog"
)

// bills are contracts that recur and are no memberships. Their companies are
// invented, or public ones that everybody pays.
var bills = []situation{
	{"B07", 8, rent},
	{"B08", 10, electricity},
	{"B10", 5, bill(catalog.Loan, 300000, 900000, zh("某某银行"), zh("个人住房贷款还款"), "信用借还")},
	{"B12", 4, instalments},
	{"B13", 6, bill(catalog.Insurance, 3000, 26000, zh("众安在线财产保险股份有限公司"), zh("医疗保险-月缴保费-续期交易付款"), "保险")},
	{"B25", 9, carrier},
	{"B26", 5, threePolicies},
	{"A44", 5, bill(catalog.Donation, 1000, 10000, zh("青禾乡村儿童公益基金会"), zh("每月捐赠-自动扣款"), "公共服务")},
}

// pay invents a contract of another kind; it is charged through a wallet, or at
// the bank if the family exports none that it could go through.
func (w *world) pay(d dice, id string, kind catalog.Kind, c catalog.Cycle, n int, price fen, payee, item text, class string) *mandate {
	f := face{payee: payee, item: item, says: tellCycle}
	s := seller{name: payee, class: class, face: f, price: price, faces: both(f)}
	m := w.begin(d, id, s, w.through(d, pick(d, w.wallets(""))))
	m.kind = kind
	m.cal = w.calendar(d, deal{cycle: c})
	m.lay(w, n)
	return m
}

func bill(kind catalog.Kind, least, most fen, payee, item text, class string) func(w *world, d dice, id string) bool {
	return func(w *world, d dice, id string) bool {
		price := least + fen(d.IntN(int(most-least)/100))*100
		w.pay(d, id, kind, monthly, d.between(5, 40), price, payee, item, class)
		return true
	}
}

// rent goes to a company that says so, or to a person, where nobody can tell.
func rent(w *world, d dice, id string) bool {
	price := yuan(d.between(18, 72) * 100)
	if d.chance(65) {
		w.pay(d, id, catalog.Rent, monthly, d.between(5, 40), price, zh(pick(d, cities)+"安栖公寓管理有限公司"), zh("房租"), "住房物业")
		return true
	}
	m := w.pay(d, id, catalog.Rent, monthly, d.between(5, 40), price, zh(pick(d, nicknames)), zh("转账备注:房租"), "转账红包")
	m.murky = true
	m.transfer = true
	return true
}

// electricity follows the seasons: heating and cooling double it.
func electricity(w *world, d dice, id string) bool {
	m := w.pay(d, id, catalog.Utility, monthly, 40, 0, zh("国网"+pick(d, []string{"浙江", "上海", "江苏", "湖北"})+"省电力有限公司"), zh("电费自动缴费-根据每期出账后自动缴费"), "充值缴费")
	base := fen(d.between(7000, 14000))
	var sum fen
	for _, c := range m.charges {
		season := 100
		switch c.due.Month() {
		case time.July, time.August, time.January:
			season = 210
		case time.June, time.September, time.December, time.February:
			season = 150
		}
		c.amount = base.percent(season * d.between(85, 115) / 100)
		sum += c.amount
		c.move(d.between(0, 2))
	}
	m.price, m.varies = sum/fen(len(m.charges)), true
	return true
}

func carrier(w *world, d dice, id string) bool {
	m := w.pay(d, id, catalog.Telecom, monthly, 40, fen(pick(d, []int{2900, 3900, 5900, 7900, 12900})),
		pick(d, []text{zh("中国移动"), zh("中国电信浙江网厅"), zh("江苏联通")}), zh("手机话费自动缴费"), "充值缴费")
	if d.chance(50) {
		for _, c := range m.charges {
			c.amount += fen(d.between(0, 900))
		}
		m.varies = true
	}
	return true
}

// instalments: the item counts them. Half of the plans are over after the twelfth.
func instalments(w *world, d dice, id string) bool {
	n, silent := d.between(4, 11), 0
	upTo := n
	if d.chance(50) {
		n, silent, upTo = 12, d.between(1, 4), 12
	}
	m := w.pay(d, id, catalog.Installment, monthly, n+silent, fen(d.between(9900, 68000)), zh("分期乐"), zh("商品分期还款"), "信用借还")
	m.keep(len(m.charges) - silent)
	for i, c := range m.charges {
		item := zh("手机分期 第" + number(upTo-len(m.charges)+i+1) + "/12期")
		c.item = &item
	}
	m.finished = upTo == 12
	if !m.finished {
		m.scenario = "B27"
	}
	return true
}

// threePolicies at one insurer, a year each, on three days.
func threePolicies(w *world, d dice, id string) bool {
	for i, p := range d.Perm(4)[:3] {
		item := []string{"百万医疗险", "家庭意外险", "车险", "家财险"}[p] + "续保保费"
		m := w.pay(d, id, catalog.Insurance, yearly, 3, fen(d.between(9900, 260000)/100*100), zh("平安财产保险股份有限公司"), zh(item), "保险")
		m.clock += time.Duration(i) * time.Minute
		m.rough = 1
	}
	return true
}
