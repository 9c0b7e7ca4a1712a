package detector

import (
	"slices"

	"github.com/shopspring/decimal"

	"github.com/unrenew/unrenew/parser"
)

var priceIncrease = Rule{
	ID:    "price-increase",
	Title: parser.Says("涨价", "price increase"),
	Doc: parser.Says("固定的价格涨了，而且之后一直是新价格。只提醒最近的一次，而且是近 400 天（按年的为两期）之内的。试用、首期优惠、偶尔的优惠券和汇率变化不算",
		"the recurring price rose and stayed. Only the latest rise, and only of the last 400 days (two periods of a yearly one). Trials, first-period offers, single coupons and exchange rates do not count"),
	check: func(d *detection, raise func(Alert)) {
		for _, f := range d.running() {
			if s, ok := d.lastRise(f); ok {
				raise(d.riseAlert(f, s))
			}
		}
	},
}

// lastRise is the contract's latest rise that stayed, if it is recent and the
// price is still higher than before it. Earlier ones are events: nobody decides
// today what to do about the price of years ago.
func (d *detection) lastRise(f *found) (priceStep, bool) {
	for _, s := range slices.Backward(f.prices.steps) {
		p := f.payments()[s.at]
		if s.kind == "price-up" && s.stayed && f.hasEvent(d, "price-up", p) { // else it was a change of plan
			return s, d.recent(f, p.day) && f.prices.current.GreaterThan(s.from)
		}
	}
	return priceStep{}, false
}

// noticeRule is the first day of the Internet Platform Price Rules.
var noticeRule = civil(2026, 4, 10)

func (d *detection) riseAlert(f *found, s priceStep) Alert {
	p := f.payments()[s.at]
	a := f.alert(d, Low, p)
	a.Amount = amountOf(s.to.Sub(s.from))
	from, to := price(s.from, f.sub.Currency), price(s.to, f.sub.Currency)
	more := price(annual(f.sub.Cycle, s.to.Sub(s.from)), f.sub.Currency)
	percent := s.to.Sub(s.from).Mul(decimal.NewFromInt(100)).Div(s.from).StringFixed(1)
	first := p.day // on which the new price can have been charged
	if after := d.unseenSince(f, s.at); after != 0 {
		first = after.plus(1)
		a.Message = parser.Says("在 %[1]s 和 %[6]s 两次扣款之间，每期由 %[2]s 涨到 %[3]s（+%[4]s%%），一年多 %[5]s；中间缺账单，看不出从哪一次开始涨",
			"between the charges of %[1]s and %[6]s the price rose from %[2]s to %[3]s (+%[4]s %%), %[5]s more a year; statements are missing in between, so the first charge at the new price is not known",
			after, from, to, percent, more, p.day)
	} else {
		a.Message = parser.Says("从 %[1]s 起，每期由 %[2]s 涨到 %[3]s（+%[4]s%%），一年多 %[5]s",
			"from %[1]s on, the price rose from %[2]s to %[3]s (+%[4]s %%), %[5]s more a year", p.day, from, to, percent, more)
	}
	notice := parser.Says("翻一翻短信、邮件和站内信，看商家涨价前有没有告诉你", "look for the notice: whether the merchant told you of the new price before charging it")
	if first >= noticeRule {
		notice = parser.Says("翻一翻短信、邮件和站内信：2026-04-10 起，每次扣款前都要告知时间和金额，价格变了也要说（《互联网平台价格行为规则》第二十条）",
			"look for the notice: since 2026-04-10 platforms must tell time and amount before each deduction, and any change of the fee (Internet Platform Price Rules, article 20)")
	}
	a.Actions = []parser.Text{
		parser.Says("想一想这个价格还值不值；不值就在下次扣款前取消", "decide whether it is still worth it; if not, cancel before the next charge"),
		notice,
	}
	return a
}

// hasEvent tells whether the subscription has an event of this type for p.
func (f *found) hasEvent(d *detection, typ string, p *payment) bool {
	for _, e := range f.sub.Events {
		if e.Type == typ && e.Charge == d.ids.of(p) {
			return true
		}
	}
	return false
}
