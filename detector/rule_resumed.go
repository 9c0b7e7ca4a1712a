package detector

import (
	"github.com/unrenew/unrenew/detector/catalog"
	"github.com/unrenew/unrenew/parser"
)

var resumed = Rule{
	ID:    "resumed",
	Title: parser.Says("停了一段时间又开始扣", "charges began again"),
	Doc: parser.Says("至少两期没有扣款（账单覆盖了这段时间），之后又开始扣。有取消记录而价格一致的，按“取消后又扣款”处理。超过 400 天（按年的为两期）的不再提醒",
		"charges begin again after at least two missed cycles that the statements cover. Where a cancellation is recorded and the price is the same, it is charged after cancellation. What is older than 400 days (two periods of a yearly one) is not asked about any more"),
	check: func(d *detection, raise func(Alert)) {
		recorded := map[*found]*record{}
		for _, r := range d.recs {
			for _, f := range r.own {
				recorded[f] = r
			}
		}
		for _, f := range d.asserted() {
			if f.sub.Kind != catalog.Membership {
				continue
			}
			if r := recorded[f]; r != nil {
				if bs := d.breaches(f, r); d.cameBack(f, r, bs) {
					raise(d.resumedAlert(f, bs[0].p, Low))
				}
				continue
			}
			for _, e := range f.sub.Events {
				if e.Type != "resumed" || f.sub.Status != Active {
					continue
				}
				p := f.eventPayment(d, e)
				if !d.recent(f, p.day) {
					continue
				}
				severity := Low
				if long := f.restBefore(p) > 4*f.last().cal.length(); long {
					severity = Medium
				}
				raise(d.resumedAlert(f, p, severity))
			}
		}
	},
}

// restBefore is how many days the contract rested before p.
func (f *found) restBefore(p *payment) int {
	ps := f.payments()
	for i := 1; i < len(ps); i++ {
		if ps[i] == p {
			return int(p.day - ps[i-1].day)
		}
	}
	return 0
}

func (d *detection) resumedAlert(f *found, p *payment, severity Severity) Alert {
	a := f.alert(d, severity, p)
	a.Amount = amountOf(p.amount())
	a.Message = parser.Says("停了 %[1]d 天后，%[2]s 又扣了 %[3]s。是你重新开通的吗？", "after a rest of %[1]d days, %[3]s was charged on %[2]s. Did you sign up again?",
		f.restBefore(p), p.day, price(p.amount(), p.currency()))
	a.Actions = []parser.Text{
		parser.Says("是自己开的：在取消记录里写上“重新开通日期”，以后不再提醒", "if you did: write the day into the column resubscribed_on of your cancellations, and it is not asked again"),
		f.stop(), keepProof,
	}
	a.RefundUntil = d.claimWindow(f, []*payment{p}).until.time()
	return a
}
