package detector

import "github.com/unrenew/unrenew/parser"

var duplicateCharge = Rule{
	ID:    "duplicate-charge",
	Title: parser.Says("同一期扣了两次", "charged twice for one period"),
	Doc: parser.Says("同一份签约在一个周期内按同样的金额扣了两次，没有退回",
		"the same contract was charged the same amount twice within one cycle, and not refunded"),
	check: func(d *detection, raise func(Alert)) {
		for _, f := range d.asserted() {
			for _, seg := range f.segs {
				for _, p := range seg.extras {
					near := nearest(seg, p.day)
					if !p.amount().Equal(near.amount()) || p.refunded.IsPositive() || near.refunded.IsPositive() {
						continue
					}
					a := f.alert(d, Medium, near, p)
					a.Amount, a.Disputed = amountOf(p.amount()), true
					a.Message = parser.Says("%[1]s 和 %[2]s 各扣了 %[3]s，属于同一个周期，没有看到退款",
						"charged %[3]s on %[1]s and again on %[2]s within one cycle; no refund was seen",
						earlier(near.day, p.day), later(near.day, p.day), price(p.amount(), p.currency()))
					a.Actions = []parser.Text{
						parser.Says("看两笔的订单号和开通账号：可能是两个账号各开了一份，也可能是重复扣款", "compare order numbers and accounts: there may be two accounts, or it is a double charge"),
						parser.Says("是重复扣款就拿两笔订单号找商家退一笔", "if it is a double charge, ask the merchant to return one of them"), keepProof, complain,
					}
					a.RefundUntil = d.claimWindow(f, []*payment{p}).until.time()
					raise(a)
				}
			}
		}
	},
}
