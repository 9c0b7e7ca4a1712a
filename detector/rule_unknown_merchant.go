package detector

import "github.com/unrenew/unrenew/parser"

var unknownMerchant = Rule{
	ID:    "unknown-merchant",
	Title: parser.Says("不认识的商户在定期扣款", "a merchant nobody knows charges regularly"),
	Doc: parser.Says("像会员一样定期扣款，但服务目录里没有这个商户，账单文字也没有写明是什么服务",
		"charges come like a membership's, but the catalog does not know the merchant and the text does not say what it is"),
	check: func(d *detection, raise func(Alert)) {
		for _, f := range d.running() {
			if f.sub.Service != nil || f.renewsByText() || f.userSaid() {
				continue
			}
			ps := f.payments()
			a := f.alert(d, Low, ps[len(ps)-1])
			a.Amount = amountOf(f.sub.AnnualCost)
			cycle := CycleText(f.sub.Cycle)
			a.Message = parser.Says("%[1]s扣 %[3]s，已经 %[4]d 次，一年约 %[5]s。目录里没有这个商户，确认一下是什么",
				"%[3]s %[2]s, %[4]d times so far, about %[5]s a year. The catalog does not know the merchant; find out what it is",
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

// renewsByText tells whether the statement itself says what the charge is for.
func (f *found) renewsByText() bool {
	for _, p := range f.payments() {
		if p.words.Renewal {
			return true
		}
	}
	return false
}
