package detector

import "github.com/unrenew/unrenew/parser"

var trialConverted = Rule{
	ID:    "trial-converted",
	Title: parser.Says("试用或首期优惠转为正价", "trial turned into the full price"),
	Doc: parser.Says("第一期是试用价或优惠价，之后按正价续费。只提醒还在扣款、近 400 天（按年的为两期）之内的",
		"the first period was a trial or an offer, then the full price was charged. Only for what is still charged, and of the last 400 days (two periods of a yearly one)"),
	check: func(d *detection, raise func(Alert)) {
		for _, f := range d.running() {
			for _, s := range f.prices.steps {
				if s.kind != "trial-converted" && s.kind != "intro-ended" {
					continue
				}
				p := f.payments()[s.at]
				if !f.hasEvent(d, s.kind, p) || !d.recent(f, p.day) {
					continue
				}
				a := f.alert(d, Low, p)
				a.Amount = amountOf(s.to)
				a.Message = parser.Says("首期 %[1]s，%[2]s 起按 %[3]s 续费", "%[1]s at first, %[3]s from %[2]s on",
					price(s.from, f.sub.Currency), p.day, price(s.to, f.sub.Currency))
				if after := d.unseenSince(f, s.at); after != 0 {
					a.Message = parser.Says("首期 %[1]s，在 %[4]s 和 %[2]s 两次扣款之间变成按 %[3]s 续费；中间缺账单，看不出从哪一次开始",
						"%[1]s at first, %[3]s since some charge between those of %[4]s and %[2]s; statements are missing in between",
						price(s.from, f.sub.Currency), p.day, price(s.to, f.sub.Currency), after)
				}
				a.Actions = []parser.Text{
					parser.Says("不打算长期用，就在下次扣款前取消", "if you do not mean to keep it, cancel before the next charge"),
					parser.Says("如果开通时没看到续费说明，可以先向商家说明情况、申请退回没用的那一期；没有法定的七天退款，以商家规则和沟通结果为准",
						"if you saw no word of renewal when you signed up, explain it to the merchant and ask for the unused period; no law grants seven days, the merchant's rule and goodwill decide"),
				}
				a.RefundUntil = d.claimWindow(f, []*payment{p}).until.time()
				raise(a)
			}
		}
	},
}
