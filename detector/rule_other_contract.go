package detector

import "github.com/unrenew/unrenew/parser"

var otherContract = Rule{
	ID:    "other-contract-still-active",
	Title: parser.Says("另一个渠道还在扣", "still charged through another channel"),
	Doc: parser.Says("取消的是一个渠道的签约，同一服务在另一个渠道还在扣款。各渠道的签约互相独立，要分别关",
		"a service was cancelled with one channel and is still charged through another. Contracts with channels are separate; each must be ended"),
	check: func(d *detection, raise func(Alert)) {
		for _, r := range d.recs {
			for _, f := range r.others {
				var after []*payment
				for _, p := range f.payments() {
					if r.after(p) && !r.wanted(p) && !p.paidBack() {
						after = append(after, p)
					}
				}
				if len(after) == 0 || f.sub.Status != Active || f.sub.Confidence < Threshold {
					continue
				}
				last := after[len(after)-1]
				a := f.alert(d, Medium, after...)
				a.Amount = amountOf(last.amount())
				from, to := ChannelName(r.Channel), ChannelName(f.sub.Channel)
				if r.Channel == "" && len(r.own) > 0 {
					from = ChannelName(r.own[0].sub.Channel)
				}
				a.Message = parser.Says("%[1]s 在%[2]s取消了，但%[4]s里还有一份，%[6]s 扣了 %[7]s",
					"cancelled on %[1]s with %[3]s, but there is another contract with %[5]s, which charged %[7]s on %[6]s",
					r.on, from.ZH, from.EN, to.ZH, to.EN, last.day, price(last.amount(), last.currency()))
				a.Actions = []parser.Text{parser.Says("不想要的话，到%[1]s再取消一次", "if you do not want it, cancel it with %[2]s as well", to.ZH, to.EN), keepProof}
				a.RefundUntil = d.claimWindow(f, after).until.time()
				raise(a)
			}
		}
	},
}
