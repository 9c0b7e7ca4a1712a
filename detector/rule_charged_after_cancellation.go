package detector

import (
	"regexp"
	"slices"

	"github.com/shopspring/decimal"

	"github.com/unrenew/unrenew/parser"
)

var chargedAfterCancellation = Rule{
	ID:    "charged-after-cancellation",
	Title: parser.Says("取消后又扣款", "charged after cancellation"),
	Doc: parser.Says("取消日期之后、重新开通之前，同一份签约又扣了钱。全额退回的不算，同一商户的单次购买不算。日期或金额与原来一致的为“须处理”；取消后 24 小时内、走别的渠道、退过一部分、记录分不清是哪一份签约的为“建议看”；取消前发起、之后入账的为“供参考”",
		"the same contract was charged after the cancellation and before signing up again. Charges refunded in full and single purchases at the merchant do not count. High if day or amount are those of the contract; medium within 24 hours, through another channel, partly refunded, or where the record may be another contract's; low for a posting in flight"),
	check: checkChargedAfterCancellation,
}

// feeWords name a charge for leaving early.
var feeWords = regexp.MustCompile(`(?i)违约|解约|提前(终止|解除|结束)|补差|early.?(termination|exit|cancell?ation)|(exit|termination|cancell?ation|break|breach) (fee|charge)`)

// feeWindow is how long after a cancellation a fee for it may come.
const feeWindow = 15 // days

func checkChargedAfterCancellation(d *detection, raise func(Alert)) {
	for _, r := range d.recs {
		for _, f := range r.unclear {
			if bs := d.breaches(f, r); len(bs) > 0 && f.sub.Confidence >= Threshold {
				raise(d.unclearAlert(f, r, bs))
			}
		}
		for _, f := range r.own {
			bs := d.breaches(f, r)
			if d.cameBack(f, r, bs) {
				continue // the rule "resumed" asks about it
			}
			if len(bs) > 0 {
				a := d.breachAlert(f, r, bs)
				if len(r.either) > 1 {
					d.eitherAlert(&a, f, r)
				}
				raise(a)
			}
			for _, p := range f.fees {
				if !p.paidBack() {
					a := f.alert(d, Medium, p)
					a.Amount, a.Disputed = amountOf(p.amount().Sub(p.refunded)), true
					when := daysAfter(int(p.day - r.on))
					a.Message = parser.Says("取消后（%[1]s），同一商户收了 %[3]s，看文字像是提前解约的费用。这类费用要有事先的明确约定，问商家依据",
						"after the cancellation (%[2]s) the merchant took %[3]s, by its text a fee for leaving early. Such a fee needs a clear agreement beforehand; ask for it",
						when.ZH, when.EN, price(p.amount(), p.currency()))
					a.Actions = []parser.Text{parser.Says("向商家要收费依据和合同条款", "ask the merchant for the clause it is based on"), keepProof, complain}
					raise(a)
				}
			}
		}
	}
}

// cameBack tells a charge long after a clean cancellation, at a first price,
// from one that the cancellation should have stopped: somebody may have signed
// up again.
func (d *detection) cameBack(f *found, r *record, bs []breach) bool {
	if len(bs) == 0 {
		return false
	}
	first := bs[0].p
	gap := int(first.day - r.on)
	var before *payment
	for _, p := range f.payments() {
		if !r.after(p) {
			before = p
		}
	}
	return before != nil && gap > 2*f.segs[0].cal.length() && first.amount().LessThan(before.amount().Mul(trialShare)) &&
		f.view.covers(r.on, first.day)
}

func (d *detection) breachAlert(f *found, r *record, bs []breach) Alert {
	rank := []Severity{High, Medium, Low}
	worst := bs[0]
	sum := decimal.Zero
	var ps []*payment
	for _, b := range bs {
		if slices.Index(rank, b.severity) < slices.Index(rank, worst.severity) {
			worst = b
		}
		sum = sum.Add(b.left)
		ps = append(ps, b.p)
	}
	a := f.alert(d, worst.severity, ps...)
	a.Amount, a.Disputed = amountOf(sum), worst.severity != Low
	first := bs[0].p
	if len(bs) == 1 {
		when := daysAfter(int(first.day - r.on))
		a.Message = parser.Says("%[1]s 已取消，%[2]s（%[3]s）又扣了 %[5]s。%[6]s",
			"cancelled on %[1]s, charged %[5]s again on %[2]s, %[4]s; %[7]s",
			r.on, first.day, when.ZH, when.EN, price(bs[0].left, f.sub.Currency), worst.why.ZH, worst.why.EN)
	} else {
		a.Message = parser.Says("%[1]s 已取消，之后又扣了 %[2]d 次，共 %[3]s，第一次在 %[4]s。%[5]s",
			"cancelled on %[1]s, charged %[2]d times since, %[3]s in all, first on %[4]s; %[6]s",
			r.on, len(bs), price(sum, f.sub.Currency), first.day, worst.why.ZH, worst.why.EN)
	}
	window := d.claimWindow(f, ps)
	a.RefundUntil = window.until.time()
	if worst.severity == Low {
		a.Actions = []parser.Text{parser.Says("看钱包账单上这笔的时间：在取消之前就不用处理", "look at the time of the charge in the wallet: if it is before the cancellation, nothing is wrong"), f.stop()}
		return a
	}
	a.Actions = []parser.Text{f.stop(), keepProof,
		parser.Says("拿取消凭证向商家客服要求退回这笔钱：合同已经解除，没有理由再收（民法典第 577、985 条）",
			"ask the merchant's support for the money with your proof: the contract had ended, so there is no ground for it (Civil Code, articles 577 and 985)"), complain}
	if f.sub.Channel == "apple" {
		a.Actions[2] = parser.Says("在 reportaproblem.apple.com 对这笔申请退款，不保证同意；退款和取消订阅是两回事", "request a refund at reportaproblem.apple.com; it is not guaranteed, and it does not cancel")
	}
	if t := window.text(); t != (parser.Text{}) {
		a.Actions = slices.Insert(a.Actions, 3, t)
	}
	return a
}
