package detector

import (
	"slices"

	"github.com/shopspring/decimal"

	"github.com/unrenew/unrenew/parser"
)

var refundMissing = Rule{
	ID:    "refund-missing",
	Title: parser.Says("说好的退款没到", "a promised refund did not arrive"),
	Doc: parser.Says("取消记录里写了商家答应退款，30 天内的账单里没有看到。备注写明已到账的不提醒",
		"the cancellation record says that a refund was promised, and no statement of the 30 days after shows it. Quiet where the note says that it arrived"),
	check: func(d *detection, raise func(Alert)) {
		for _, r := range d.recs {
			if r.RefundPromised.IsZero() || r.RefundArrived {
				continue
			}
			promised := dayOf(r.RefundPromised)
			due := promised.plus(refundDays)
			for _, f := range r.own {
				if due > d.asOf || !f.view.covers(promised, due) || d.refundSeen(f, r) {
					continue
				}
				ps := f.promised(r)
				if len(ps) == 0 {
					continue // nothing had been charged that could be given back
				}
				a := f.alert(d, Medium, ps...)
				a.Date, a.Amount = due.time(), r.RefundAmount
				// What was charged after the cancellation is in the disputed sum already.
				a.Disputed = r.RefundAmount.Valid && slices.ContainsFunc(ps, func(p *payment) bool { return !r.after(p) })
				a.Message = parser.Says("%[1]s 答应退款，没有记下金额；到 %[2]s 已过 30 天，账单里没有看到退款",
					"a refund was promised on %[1]s, its sum was not noted; by %[2]s, 30 days later, no statement shows one", promised, due)
				if a.Amount.Valid {
					a.Message = parser.Says("%[1]s 答应退 %[2]s，到 %[3]s 已过 30 天，账单里没有看到这笔退款",
						"a refund of %[2]s was promised on %[1]s; by %[3]s, 30 days later, no statement shows it",
						promised, price(a.Amount.Decimal, f.sub.Currency), due)
				}
				a.Actions = []parser.Text{
					parser.Says("先看原付款的卡或余额：退款原路返回，可能在另一个账户的账单里", "look at the card or balance that paid: a refund goes back there, maybe on another statement"),
					parser.Says("没到就拿当时的聊天记录或工单号催商家；合理的退款 15 天不处理算故意拖延（《侵害消费者权益行为处罚办法》第十条）",
						"if it is not there, press the merchant with the chat or ticket number; 15 days without it count as deliberate delay (Penalties for Infringing Consumer Rights, article 10)"),
					complain,
				}
				raise(a)
			}
		}
	},
}

// refundDays is how long a promised refund may take before the report asks.
const refundDays = 30

// promised are the charges that a promised refund is for, by time: that of its
// sum, or the latest that make up the sum, else the last one. None of them came
// after the promise.
func (f *found) promised(r *record) []*payment {
	var before []*payment
	for _, p := range append(f.payments(), f.extras()...) {
		if p.day <= dayOf(r.RefundPromised) && !p.paidBack() {
			before = append(before, p)
		}
	}
	if len(before) == 0 {
		return nil
	}
	slices.SortFunc(before, comparePayments)
	last := before[len(before)-1:]
	if !r.RefundAmount.Valid {
		return last
	}
	for _, p := range slices.Backward(before) {
		if p.amount().Equal(r.RefundAmount.Decimal) {
			return []*payment{p}
		}
	}
	sum := decimal.Zero
	for i, p := range slices.Backward(before) {
		if sum = sum.Add(p.amount()); sum.Equal(r.RefundAmount.Decimal) {
			return before[i:]
		} else if sum.GreaterThan(r.RefundAmount.Decimal) {
			break
		}
	}
	return last
}

// refundSeen tells whether money came back since the refund was promised.
func (d *detection) refundSeen(f *found, r *record) bool {
	since := dayOf(r.RefundPromised)
	for _, p := range append(f.payments(), f.extras()...) {
		if p.refunded.IsPositive() && p.refundDay >= since {
			return true
		}
	}
	merchants := map[string]bool{}
	for _, p := range f.payments() {
		merchants[p.merchant] = true
	}
	return slices.ContainsFunc(d.result.LooseRefunds, func(t *parser.Transaction) bool {
		return dayOf(t.Time) >= since && merchants[refundName(t.Counterparty)]
	})
}
