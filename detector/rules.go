package detector

import (
	"slices"

	"github.com/shopspring/decimal"

	"github.com/unrenew/unrenew/detector/catalog"
	"github.com/unrenew/unrenew/parser"
)

// A Rule raises the alerts of one type. Each is a value in a file of its own,
// rule_<id>.go.
type Rule struct {
	ID    string      // the alert type, "price-increase"; never renamed
	Title parser.Text // one line, the report's legend
	Doc   parser.Text // when it fires, and when not
	check func(d *detection, raise func(Alert))
}

// Rules returns all rules in the order in which the report explains them.
func Rules() []Rule {
	return []Rule{
		chargedAfterCancellation, otherContract, duplicateCharge, duplicateSubscription, refundMissing,
		resumed, priceIncrease, trialConverted, unknownMerchant,
	}
}

// asserted are the subscriptions that rules may speak of.
func (d *detection) asserted() []*found {
	return slices.DeleteFunc(slices.Clone(d.found), func(f *found) bool { return f.sub.Confidence < Threshold })
}

// running are the asserted memberships that are charged today.
func (d *detection) running() []*found {
	return slices.DeleteFunc(d.asserted(), func(f *found) bool {
		return f.sub.Status != Active || f.sub.Kind != catalog.Membership
	})
}

// alert starts an alert about charges of f; the date is the last one's.
func (f *found) alert(d *detection, severity Severity, ps ...*payment) Alert {
	a := Alert{Severity: severity, Subscription: f.sub.ID, Currency: f.sub.Currency}
	for _, p := range ps {
		a.Charges = append(a.Charges, d.ids.of(p))
		a.Date = later(dayOf(a.Date), p.day).time()
	}
	return a
}

func amountOf(v decimal.Decimal) decimal.NullDecimal { return decimal.NewNullDecimal(v) }

// price is an amount for a sentence: ¥25.00, US$1,020.00.
func price(v decimal.Decimal, currency string) string {
	sign := map[string]string{"CNY": "¥", "USD": "US$", "HKD": "HK$", "EUR": "€", "JPY": "JP¥", "GBP": "£"}[currency]
	if sign == "" {
		sign = currency + " "
	}
	s := money(v.Abs())
	for i := len(s) - len(".00") - 3; i > 0; i -= 3 {
		s = s[:i] + "," + s[i:]
	}
	if v.IsNegative() {
		sign = "-" + sign
	}
	return sign + s
}

// recentDays is for how long what happened to a contract is worth an alert: a
// year, and the days by which a charge may be late.
const recentDays = 400

// recent tells whether something that happened on a day is still news. A yearly
// price is known to have stayed only when a year has passed, so long contracts
// have two of their cycles.
func (d *detection) recent(f *found, on day) bool {
	return int(d.asOf-on) <= max(recentDays, 2*f.last().cal.length())
}

// event finds the payment of an event of f's.
func (f *found) eventPayment(d *detection, e Event) *payment { return f.payment(e.Charge, d) }

// stop is the first thing to do about a charge that nobody wants: end the
// mandate where the money is taken.
func (f *found) stop() parser.Text {
	ch := ChannelName(f.sub.Channel)
	return parser.Says("先在%[1]s里确认这项签约已经解除，没有就按“怎么取消”关掉", "first make sure in %[2]s that the contract is ended; if not, end it as the cancel steps say", ch.ZH, ch.EN)
}

var keepProof = parser.Says("保存证据：这笔扣款的截图和订单号、取消成功的页面、客服的答复", "keep the proof: a picture of the charge with its order number, the page that shows the cancellation, the answers of support")

var complain = parser.Says("商家不处理就投诉：找谁、按什么顺序，unrenew dispute 会连同投诉信一起写好", "if the merchant does nothing, complain: unrenew dispute writes whom to turn to, in which order, and the letter")
