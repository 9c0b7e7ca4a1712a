package detector

import (
	"github.com/unrenew/unrenew/detector/catalog"
	"github.com/unrenew/unrenew/parser"
)

var duplicateSubscription = Rule{
	ID:    "duplicate-subscription",
	Title: parser.Says("同一服务付了两份", "one service paid twice"),
	Doc: parser.Says("同一个服务同时有两份签约在扣款：两个渠道，同样价格的两份，或包年的同时又包月。应用商店里不同的 App 不算",
		"one service is paid for through two contracts at the same time: two channels, two at one price, or a monthly one beside a yearly one. Different apps at one store do not count"),
	check: func(d *detection, raise func(Alert)) {
		fs := d.running()
		for i, b := range fs {
			for _, a := range fs[:i] {
				if !sameThing(a, b) {
					continue
				}
				first, second := a, b
				if second.firstDay() < first.firstDay() {
					first, second = second, first
				}
				p, q := first.last().last().payment, second.last().last().payment
				al := second.alert(d, Medium, p, q)
				al.Date = second.firstDay().time()
				al.Amount = amountOf(second.sub.AnnualCost)
				x, y := ChannelName(first.sub.Channel), ChannelName(second.sub.Channel)
				if k, l := p.main().account, q.main().account; first.sub.Channel == second.sub.Channel && k != l {
					x, y = k.text(), l.text()
				}
				al.Message = parser.Says("同时有两份：%[1]s %[3]s 和 %[4]s %[6]s。只留一份，一年省 %[7]s",
					"paid for twice: %[3]s through %[2]s and %[6]s through %[5]s. Keeping one saves %[7]s a year",
					x.ZH, x.EN, price(first.sub.Amount, first.sub.Currency), y.ZH, y.EN, price(second.sub.Amount, second.sub.Currency), price(second.sub.AnnualCost, second.sub.Currency))
				al.Actions = []parser.Text{
					parser.Says("确认是不是家里两个人各用一份；不是就关掉其中一份", "make sure that it is not one each for two people; if not, end one of them"),
					parser.Says("关的时候到对应的渠道去关，只关一处，另一处仍会扣", "end it with its own channel: ending one leaves the other charging"),
				}
				raise(al)
			}
		}
	},
}

// sameThing tells whether two running contracts are for one and the same
// thing.
func sameThing(a, b *found) bool {
	s := a.sub.Service
	if a.sub.Currency != b.sub.Currency {
		return false
	}
	equal := a.sub.Amount.Equal(b.sub.Amount)
	if s == nil || s.Store {
		p, q := a.last().last().payment, b.last().last().payment
		return s == b.sub.Service && a.group == b.group && equal && p.item == q.item && p.item != "" && s == (*catalog.Service)(nil)
	}
	return s == b.sub.Service && (equal || a.sub.Channel != b.sub.Channel || a.sub.Cycle != b.sub.Cycle)
}
