package detector

import (
	"github.com/shopspring/decimal"

	"github.com/unrenew/unrenew/parser"
)

var priceIncrease = Rule{
	ID:    "price-increase",
	Title: parser.Says("涨价", "price increase"),
	Doc: parser.Says("固定的价格涨了，而且之后一直是新价格。试用、首期优惠、偶尔的优惠券和汇率变化不算",
		"the recurring price rose and stayed. Trials, first-period offers, single coupons and exchange rates do not count"),
	check: func(d *detection, raise func(Alert)) {
		for _, f := range d.running() {
			for _, s := range f.prices.steps {
				if s.kind != "price-up" || !s.stayed {
					continue
				}
				p := f.payments()[s.at]
				if !f.hasEvent(d, "price-up", p) {
					continue // it was a change of plan
				}
				a := f.alert(d, Low, p)
				more := annual(f.sub.Cycle, s.to.Sub(s.from))
				a.Amount = amountOf(s.to.Sub(s.from))
				percent := s.to.Sub(s.from).Mul(decimal.NewFromInt(100)).Div(s.from).StringFixed(1)
				a.Message = parser.Says("从 %[1]s 起，每期由 %[2]s 涨到 %[3]s（+%[4]s%%），一年多 %[5]s",
					"from %[1]s on, the price rose from %[2]s to %[3]s (+%[4]s %%), %[5]s more a year",
					p.day, price(s.from, f.sub.Currency), price(s.to, f.sub.Currency), percent, price(more, f.sub.Currency))
				a.Actions = []parser.Text{
					parser.Says("想一想这个价格还值不值；不值就在下次扣款前取消", "decide whether it is still worth it; if not, cancel before the next charge"),
					parser.Says("翻一翻短信、邮件和站内信：2026-04-10 起，每次扣款前都要告知时间和金额，价格变了也要说（《互联网平台价格行为规则》第二十条）",
						"look for the notice: since 2026-04-10 platforms must tell time and amount before each deduction, and any change of the fee (Internet Platform Price Rules, article 20)"),
				}
				raise(a)
			}
		}
	},
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
