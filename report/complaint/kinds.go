package complaint

import (
	"time"

	"github.com/unrenew/unrenew/detector/catalog/rights"
	"github.com/unrenew/unrenew/parser"
	"github.com/unrenew/unrenew/report"
)

// A kind says what honestly fits an alert of one type: a letter on certain
// grounds, a letter whose grounds only the user can confirm, or no letter but
// what to do instead.
type kind struct {
	cases   []string    // of package rights; none: no letter
	choice  bool        // the user must say which of the cases are true, since no statement shows it
	instead parser.Text // where there is no letter: why, and what to do
}

// kinds is the one place where this is decided.
var kinds = map[string]kind{
	// The record says that the contract was cancelled and the statements that it
	// was charged: both are in the data.
	"charged-after-cancellation": {cases: []string{"after-cancellation"}},
	// Two charges are in the data; that they are for one account is not.
	"duplicate-charge": {cases: []string{"charged-twice"}},
	// The promise is in the user's record, and its absence in the statements.
	"refund-missing": {cases: []string{"promised-refund"}, instead: parser.Text{
		ZH: "答应退款的那条取消记录之后，同一项还有一条更新的记录，信里对不上是哪一次，所以先不写投诉信。把承诺退款的日期和金额写到最新的一条里，再扫描一次，就能写信。",
		EN: "The record with the promise of a refund is followed by a newer one of the same contract, so that a letter could not say which it is about: none is written yet. Write the day and the sum of the promise into the newest record and scan again."}},
	// Whether the new price was told is not in the data, and the rule that asks
	// for it covers deductions from 2026-04-10 on.
	"price-increase": {cases: []string{"price-raised"}, choice: true, instead: parser.Text{
		ZH: "这次涨价发生在 2026-04-10 之前（或者中间缺账单，看不出是不是在那之前），要求“价格变化要告知”的规则当时还没有施行，没有合适的依据写投诉信。觉得不值就取消；对以后的扣款，留意有没有提前告知。",
		EN: "The price rose before 2026-04-10 (or statements are missing, and it may have been before that), when the rule that a change of the fee must be told was not in force: there is no ground that fits a letter. Cancel if it is not worth it, and see whether later charges are told beforehand."}},
	// What the page showed and what was told is not in the data.
	"trial-converted": {cases: []string{"hidden-offer", "no-notice"}, choice: true},
	// No record says that this contract was ended.
	"resumed": {instead: parser.Text{
		ZH: "停了一段时间又扣，账单看不出是谁重新开通的，所以先不写投诉信。\n1. 自己或家人重新开通过：在取消记录里写上重新开通日期，以后不再提醒。\n2. 以前取消过：用 unrenew cancel 把那次取消和凭证记下来再扫描，对得上就会变成“取消后又扣款”，可以写投诉信。\n3. 都不是：先到扣款渠道停掉并改密码，再向商家要这次开通的时间、账号和订单记录（电子商务法第六十二条）。",
		EN: "Charges began again, and no statement shows who signed up: no letter is written yet.\n1. You or your family signed up again: write the day into your cancellations, and it is not asked again.\n2. You had cancelled: record it with its proof by unrenew cancel and scan again; if it fits, it becomes \"charged after cancellation\", for which a letter can be written.\n3. Neither: stop it with the channel that charges and change the password, then ask the merchant for the time, the account and the order of this contract (E-Commerce Law, article 62)."}},
	"unknown-merchant": {instead: parser.Text{
		ZH: "还不知道这是什么扣款，先弄清楚再决定要不要投诉，所以不写投诉信。\n1. 打开账单里的这笔交易，看商品名、商户全称和商户电话。\n2. 在扣款渠道的自动扣款列表里找到它，不认识就关掉。\n3. 确定不是本人或家人开通：马上告诉支付机构或银行（电子商务法第五十七条），账号被盗、被骗的报 110 或 96110。先止住扣款，再谈退款。",
		EN: "Nobody knows yet what this charge is: find out first, so no letter is written.\n1. Open the transaction in the bill and look at the item, the merchant's full name and phone.\n2. Find it in the list of automatic payments of the channel; if you do not know it, end it.\n3. If neither you nor your family opened it, tell the payment service or the bank at once (E-Commerce Law, article 57); for theft or fraud call 110 or 96110. First stop the payments, then ask for the money."}},
	"duplicate-subscription": {instead: parser.Text{
		ZH: "同一服务有两份签约，账单里每一份都是正常扣款，没有依据写投诉信。\n1. 确认是不是两个人各用一份。\n2. 不是就到对应的渠道关掉其中一份，只关一处，另一处仍会扣。\n3. 多付的那份没有使用，可以请客服通融退回最近一期；法律没有规定一定能退，以平台规则为准。",
		EN: "There are two contracts for one service, and each was charged as agreed: there is no ground for a letter.\n1. Make sure that it is not one each for two people.\n2. If not, end one of them with its own channel: ending one leaves the other charging.\n3. Support may return the last unused period out of goodwill; no law grants it, the platform's own rule decides."}},
	"other-contract-still-active": {instead: parser.Text{
		ZH: "取消的是另一个渠道的签约；这一份按账单没有取消过，没有依据写投诉信。\n1. 到还在扣款的渠道再取消一次，保存截图，并用 unrenew cancel 记下来。\n2. 从那以后如果还扣，就是“取消后又扣款”，可以写投诉信。\n3. 已经扣的、没有使用的，可以请客服通融；法律没有规定一定能退，以平台规则为准。",
		EN: "What was cancelled is the contract with another channel; this one was not, as far as the statements show: there is no ground for a letter.\n1. Cancel it with the channel that still charges, keep a screenshot, and record it with unrenew cancel.\n2. What is charged from then on is charged after cancellation, for which a letter can be written.\n3. For what was charged and not used, ask support for goodwill; no law grants it, the platform's own rule decides."}},
}

// Unclear tells whether an alert rests on a cancellation that may be another
// contract's: a letter would accuse somebody of what the user's own record does
// not say.
func Unclear(a *report.Alert) bool {
	return a.Type == "charged-after-cancellation" && a.Sub != nil && a.Sub.Cancellation != nil && a.Sub.Cancellation.Unclear
}

// unclear is what to do then.
var unclear = parser.Text{
	ZH: "先写明取消的是哪一份：用 unrenew cancel --undo 撤回那条记录，再用 unrenew cancel 记一次，写服务的编号（unrenew catalog 里的），带上 --account（从哪个账户扣）或 --amount（每期多少钱）；也可以直接在记录文件里补上这几格。然后重新扫描，对得上就能写信。",
	EN: "First say which contract was cancelled: take the record back with unrenew cancel --undo and record it again by unrenew cancel with the ID of the service (as in unrenew catalog) and --account (what it is charged from) or --amount (its price); or fill in these cells of the record yourself. Then scan again: if it fits, a letter can be written."}

// HasLetter tells whether a letter can be written for an alert.
func HasLetter(a *report.Alert, r *rights.Rights) bool { return len(grounded(a, r)) > 0 }

// Instead says why there is no letter and what to do; it may have several
// lines. It is empty where there is one.
func Instead(a *report.Alert, r *rights.Rights) parser.Text {
	if HasLetter(a, r) {
		return parser.Text{}
	}
	if Unclear(a) {
		return unclear
	}
	if a.Sub != nil && a.Sub.Taken.Abroad && kinds[a.Type].choice {
		return parser.Text{
			ZH: "商家和付款的卡都不在中国内地，中国的规则用不上，没有合适的依据写投诉信。先在商家那里取消、要求退款；商家不处理，向发卡行提出争议。你所在国家或地区的法律这里没有收录。",
			EN: "Neither the merchant nor the card is in mainland China, so its rules are of no use and no ground fits a letter. Cancel with the merchant and ask there; if that does not help, dispute the charge with the card issuer. The law of your country is not covered here."}
	}
	if t := kinds[a.Type].instead; t.ZH != "" {
		return t
	}
	return parser.Text{ZH: "这一项没有可以要求退还的金额，不写投诉信。", EN: "There is nothing left to ask for, so no letter is written."}
}

// grounded are the cases of an alert that have a ground on the days of its
// charges, and something left to ask for. Abroad the law of China is no ground,
// and only what rests on a contract is asked for.
func grounded(a *report.Alert, r *rights.Rights) (out []*rights.Case) {
	if a.Sub == nil || len(a.Evidence) == 0 || Unclear(a) {
		return nil
	}
	k, abroad := kinds[a.Type], a.Sub.Taken.Abroad
	if k.choice && abroad {
		return nil
	}
	for _, id := range k.cases {
		c := r.Case(id)
		if id == "promised-refund" && (a.Sub.Cancellation == nil || a.Sub.Cancellation.RefundPromised.IsZero()) {
			continue // the alert is about another record than the newest
		}
		if c == nil || !abroad && len(c.Grounds(groundDays(a))) == 0 {
			continue
		}
		if id == "promised-refund" || amountOf(a, id).Value.IsPositive() {
			out = append(out, c)
		}
	}
	return out
}

func daysOf(charges []*report.Charge) (days []time.Time) {
	for _, c := range charges {
		y, m, d := c.Time.In(parser.China).Date()
		days = append(days, time.Date(y, m, d, 0, 0, 0, 0, parser.China))
	}
	return days
}
