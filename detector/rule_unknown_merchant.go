package detector

import "github.com/unrenew/unrenew/parser"

var unknownMerchant = Rule{
	ID:    "unknown-merchant",
	Title: parser.Says("目录外的商户在定期扣款", "a merchant outside the catalog charges regularly"),
	Doc: parser.Says("像会员一样定期扣款，至少两次，而服务目录里没有这个商户：没有现成的取消步骤，要自己确认是什么",
		"charges come like a membership's, twice or more, and the catalog does not know the merchant: there are no ready steps to cancel it, and the user must see what it is"),
	check: func(d *detection, raise func(Alert)) {
		for _, f := range d.running() {
			if f.sub.Service != nil || f.userSaid() || len(f.payments()) < 2 || d.in.Catalog.Sells(f.last().last().merchant) {
				continue
			}
			ps := f.payments()
			a := f.alert(d, Low, ps[len(ps)-1])
			a.Amount = amountOf(f.sub.AnnualCost)
			cycle := CycleText(f.sub.Cycle)
			a.Message = parser.Says("%[1]s扣 %[3]s，已经 %[4]d 次，一年约 %[5]s。目录里没有这个商户，确认一下是什么",
				"%[3]s %[2]s, %[4]d charges so far, about %[5]s a year. The catalog does not know the merchant; find out what it is",
				cycle.ZH, cycle.EN, price(f.sub.Amount, f.sub.Currency), len(ps), price(f.sub.AnnualCost, f.sub.Currency))
			ch := ChannelName(f.sub.Channel)
			a.Actions = []parser.Text{
				parser.Says("打开账单里的这笔交易，看商品名和商户电话", "open the transaction in the bill and look at the item and the merchant"),
				parser.Says("在%[1]s的自动扣款列表里找到它；不认识就关掉", "find it in the list of automatic payments of %[2]s; if you do not know it, end it", ch.ZH, ch.EN),
			}
			raise(a)
		}
	},
}
