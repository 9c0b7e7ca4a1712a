package complaint

import (
	"slices"
	"strings"

	"github.com/unrenew/unrenew/detector"
	"github.com/unrenew/unrenew/detector/catalog/rights"
	"github.com/unrenew/unrenew/parser"
	"github.com/unrenew/unrenew/report"
)

// A writer adds blocks to a document.
type writer struct {
	*composer
	doc   *document
	parts int // headings so far
	items int // of the list so far
}

func (c *composer) letter() *document {
	w := &writer{composer: c, doc: &document{lang: c.lang, title: c.say("投诉信", "Letter of complaint")}}
	w.parties()
	w.facts()
	w.claims()
	w.enclosures()
	w.sign()
	return w.doc
}

func (w *writer) add(s style, zh, en string, args ...any) {
	w.doc.blocks = append(w.doc.blocks, block{style: s, text: w.say(zh, en, args...)})
}

func (w *writer) head(zh, en string) {
	number := []rune("一二三四五六七八九十")[w.parts]
	w.parts++
	w.items = 0
	w.add(heading, "%[1]c、%[2]s", "%[3]d. %[4]s", number, zh, w.parts, en)
}

// item adds a numbered line.
func (w *writer) item(zh, en string, args ...any) {
	w.items++
	w.doc.blocks = append(w.doc.blocks, block{style: item, number: w.items, text: w.say(zh, en, args...)})
}

// company tells whether a payee's name is that of a company and not a brand.
func company(name string) bool {
	lower := strings.ToLower(name)
	return slices.ContainsFunc([]string{"公司", "合伙企业", "商行", " ltd", " inc", " llc", "limited"}, func(s string) bool { return strings.Contains(lower, s) })
}

func (w *writer) parties() {
	payee, first := w.sub.Payee(), w.cases[0]
	w.add(body, "致：%[1]s", "To: %[1]s", payee)
	sum := w.sum(first.ID)
	switch {
	case w.choice:
		w.add(body, "事由：%[1]s，请求说明", "About: %[2]s; please explain", w.alert.Title, lower(w.alert.Title, "en"))
	case w.asserts():
		w.add(body, "事由：%[1]s，请求退还 %[2]s", "About: %[1]s; please return %[2]s", first.Title, sum)
	default:
		w.add(body, "事由：%[1]s，涉及 %[2]s，请求核实", "About: %[1]s, %[2]s; please examine", first.Title, sum)
	}
	w.head("投诉人", "Complainant")
	w.add(body, "姓名：%[1]s", "Name: %[1]s", w.blank("你的姓名", "your name"))
	w.add(body, "联系电话：%[1]s", "Phone: %[1]s", w.blank("手机号", "your phone number"))
	w.add(body, "联系地址：%[1]s", "Address: %[1]s", w.blank("联系地址", "your address"))
	w.add(body, "会员账号：%[1]s", "Account with the service: %[1]s", w.blank("会员账号（登录用的手机号或昵称）", "your account with the service (the phone number or name you sign in with)"))
	w.head("被投诉人", "Respondent")
	if payee == w.sub.Merchant {
		w.add(body, "账单上的收款方：%[1]s", "Payee as on the statement: %[1]s", payee)
	} else {
		w.add(body, "账单上的收款方：%[1]s（账单原文：%[2]s）", "Payee on the statement: %[1]s (printed as %[2]s)", payee, w.sub.Merchant)
	}
	hint := w.whereToLook()
	if company(payee) {
		w.add(body, "登记地址：%[1]s", "Registered address: %[1]s", w.blank("商家的登记地址（"+hint.ZH+"）", "the company's registered address ("+hint.EN+")"))
	} else {
		w.add(body, "登记名称和地址：%[1]s", "Registered name and address: %[1]s", w.blank("商家的登记名称和地址（"+hint.ZH+"）", "the company's registered name and address ("+hint.EN+")"))
	}
	if store := w.store(); store != "" {
		w.add(body, "服务：%[1]s（由 %[2]s 代收）；付款方式：%[3]s", "Service: %[1]s (sold through %[2]s); paid with: %[3]s", w.what(), store, w.through())
		return
	}
	w.add(body, "服务：%[1]s；扣款渠道：%[2]s", "Service: %[1]s; charged through: %[2]s", w.what(), w.through())
}

// whereToLook is how to find the name and address of the merchant: the register
// knows the companies of China only.
func (w *writer) whereToLook() parser.Text {
	look := parser.Text{ZH: "在国家企业信用信息公示系统查询", EN: "look it up in the national enterprise register"}
	check := parser.Text{ZH: "请在国家企业信用信息公示系统核对", EN: "check in the national enterprise register"}
	if w.sub.Taken.Foreign {
		look = parser.Text{ZH: "境外商家：看收据、邮件或商家网站的条款", EN: "a merchant abroad: see the receipt, a mail or the terms on its site"}
		check = parser.Text{ZH: "请按收据、邮件或商家网站的条款核对", EN: "check with the receipt, a mail or the terms on its site"}
	}
	if operators := w.sub.Operators(); len(operators) > 0 {
		return parser.Says("服务目录记载的经营者：%[1]s；%[3]s", "operators as per the catalog: %[2]s; %[4]s", strings.Join(operators, "、"), strings.Join(operators, ", "), check.ZH, check.EN)
	}
	return look
}

func money(c *report.Charge) report.Money { return report.Money{Value: c.Amount, Currency: c.Currency} }

func (w *writer) facts() {
	w.head("事实经过", "What happened")
	if store := w.store(); store != "" {
		w.item("账单上的“%[1]s”是由 %[2]s 代收的订阅费，通过%[3]s付款；订阅的是%[4]s，%[2]s 的订单号是%[5]s。",
			"\"%[1]s\" on the statement is a subscription fee taken by %[2]s and paid with %[3]s. It is for %[4]s; %[2]s's order number is %[5]s.", w.sub.Merchant, store, w.through(), w.what(),
			w.blank(store+" 的订单号（在购买记录或收据邮件里）", store+"'s order number (in the purchase history or the receipt)"))
	}
	if w.before != nil {
		order := ""
		if id := orderID(w.before); id != "" {
			order = w.say("（交易订单号 %[1]s）", " (order number %[1]s)", id)
		}
		what := parser.Text{ZH: "此前最近一次扣款", EN: "The charge before"}
		if w.alert.Type == "charged-after-cancellation" {
			what = parser.Text{ZH: "取消前最近一次扣款", EN: "The last charge before I cancelled"}
		}
		who := ""
		if w.store() == "" {
			who = w.say("账单显示，上述收款方通过%[1]s为“%[2]s”扣款。", "The statements show that the payee charged for \"%[2]s\" through %[1]s. ", w.through(), w.what())
		}
		w.item("%[4]s%[1]s在 %[2]s，%[3]s%[5]s。", "%[4]s%[1]s was on %[2]s, %[3]s%[5]s.", what, w.before.Clock(), money(w.before), who, order)
	}
	switch w.alert.Type {
	case "charged-after-cancellation":
		w.cancelled()
		w.item("取消之后，又发生了以下扣款：", "After that, these charges were made:")
		w.table()
		w.refunds()
		w.doubts()
	case "refund-missing":
		w.promised()
	case "duplicate-charge":
		w.item("账单显示，同一个扣费周期内发生了以下两次金额相同的扣款：", "The statements show two charges of the same amount within one cycle:")
		w.table()
		w.refunds()
		w.item("%[1]s%[2]s。如果两笔属于两个账号，请告知是哪两个账号。", "%[1]s %[2]s. If the two belong to two accounts, please say to which.",
			mark(w.say("属实请保留，否则删去这一句", "keep this sentence if it is true, else delete it")), w.cases[0].Facts)
	case "price-increase":
		w.item("%[1]s，每期比原价多收 %[2]s；按新价扣款 %[3]d 期，多收共 %[4]s：", "%[1]s, each period costs %[2]s more. The new price was charged %[3]d time(s), %[4]s above the old price in all:",
			upper(w.since()), w.each(), len(w.charges), w.amount("price-raised"))
		w.table()
	case "trial-converted":
		w.item("首期优惠结束后，%[1]s按正价扣款。其中没有退回的有：", "After the first offer, the full price was charged %[1]s. Of these, the following were not returned:", w.since())
		w.table()
	}
	w.connected()
}

// connected says what else is true of the same charges: that the renewal had
// been cancelled, that a refund was promised, and that another letter asks for
// the same money.
func (w *writer) connected() {
	r := w.record()
	switch {
	case r == nil:
	case w.alert.Type == "charged-after-cancellation":
		if slices.ContainsFunc(w.sub.Alerts, func(a *report.Alert) bool { return a.Type == "refund-missing" && w.asksFor(chargesOf(a)) }) {
			w.item("按我的记录，%[1]s 已得到同意退款的答复；我核对的账单里没有看到这笔退款。", "By my record, a refund was promised to me on %[1]s; the statements that I looked at do not show it.", r.RefundPromised)
		}
	case w.alert.Type != "refund-missing":
		n := 0
		for _, c := range w.charges {
			if w.afterwards(c) {
				n++
			}
		}
		if n > 0 {
			w.item("%[1]s，我取消了这项自动续费；以上扣款中有 %[2]d 笔在取消之后。", "On %[1]s I cancelled this renewal; %[2]d of these charges came after that.", w.cancelledAt(), n)
		}
	}
	if w.same != nil {
		w.item("%[1]s以上扣款中有 %[2]d 笔，我已在另一封投诉信（%[3]s）里要求退还；同一笔钱只要求退一次。", "%[1]s %[2]d of these charges are asked for in another letter of mine as well (%[3]s). I ask for the same money only once.",
			mark(w.say("只寄这一封时删去这一句", "delete this sentence if you send this letter only")), w.shared, lower(w.same.Title, w.lang))
	}
}

func (w *writer) cancelled() {
	r := w.record()
	with := ""
	if r.Channel != "" {
		name := detector.ChannelName(r.Channel)
		with = w.say("在%[1]s", " with %[2]s", inside(name.ZH), name.EN)
	}
	proof := w.say("取消的凭证见附件。", "The proof is enclosed.")
	if len(w.proof) == 0 {
		proof = w.blank("取消的凭证（取消成功的页面、短信、邮件或工单号），并作为附件", "the proof of the cancellation (the page that shows it, an SMS, a mail or a ticket number), and enclose it")
	}
	again := w.say("，按我的记录，之后没有重新开通", " and, by my record, did not sign up again")
	if !r.ResubscribedOn.IsZero() {
		again = w.say("，直到 %[1]s 才重新开通", " and signed up again on %[1]s only", r.ResubscribedOn)
	}
	w.item("%[1]s，我%[2]s取消了这项自动续费%[3]s。%[4]s", "On %[1]s I cancelled this renewal%[2]s%[3]s. %[4]s", w.cancelledAt(), with, again, proof)
	if !r.EffectiveOn.IsZero() {
		w.item("取消时已付费的权益到 %[1]s 为止。", "What had been paid for ran until %[1]s.", r.EffectiveOn)
	}
}

// table lists the charges in dispute.
func (w *writer) table() {
	third := w.say("已退回", "returned")
	if w.alert.Type == "price-increase" {
		third = w.say("比原价多收", "above the old price")
	}
	t := &table{widths: []int{220, 150, 150, 480}, rows: [][]string{{w.say("时间", "time"), w.say("金额", "amount"), third, w.say("单号", "numbers")}}}
	for _, c := range w.charges {
		numbers := []string{}
		if id := orderID(c); id != "" {
			numbers = append(numbers, w.say("交易订单号 %[1]s", "order %[1]s", id))
		}
		if id := merchantOrder(c); id != "" {
			numbers = append(numbers, w.say("商户单号 %[1]s", "merchant's order %[1]s", id))
		}
		if len(numbers) == 0 {
			numbers = append(numbers, w.say("账单上没有单号", "none on the statement"))
		}
		back := w.say("无", "none")
		switch {
		case w.alert.Type == "price-increase":
			back = yuan(report.Money{Value: over(w.alert, c), Currency: c.Currency}, w.lang)
		case c.Refunded.IsPositive():
			back = yuan(report.Money{Value: c.Refunded, Currency: c.Currency}, w.lang)
		}
		t.rows = append(t.rows, []string{c.Clock(), yuan(money(c), w.lang), back, strings.Join(numbers, "\n")})
	}
	w.doc.blocks = append(w.doc.blocks, block{table: t})
}

// refunds says what came back, as far as the statements reach.
func (w *writer) refunds() {
	sum := w.amount("")
	some := slices.ContainsFunc(w.charges, func(c *report.Charge) bool { return c.Refunded.IsPositive() })
	until := w.sub.CoveredUntil
	switch {
	case w.alert.Type != "charged-after-cancellation" && until.IsZero():
	case w.alert.Type != "charged-after-cancellation":
		w.item("我核对的账单到 %[1]s 为止，没有看到其中任何一笔退回。", "The statements that I looked at reach until %[1]s; neither of them was returned by then.", until)
	case until.IsZero():
		w.item("扣除已退回的部分，共 %[1]s。", "Less what was returned, %[1]s in all.", sum)
	case some:
		w.item("扣除已退回的部分，还有 %[1]s没有退回；我核对的账单到 %[2]s 为止。", "Less what was returned, %[1]s has not come back; the statements that I looked at reach until %[2]s.", sum, until)
	default:
		w.item("以上共 %[1]s。我核对的账单到 %[2]s 为止，没有看到退款。", "This is %[1]s in all. The statements that I looked at reach until %[2]s and show no refund.", sum, until)
	}
}

// doubts says what speaks for another reason.
func (w *writer) doubts() {
	if w.asserts() {
		return
	}
	partly := slices.ContainsFunc(w.charges, func(c *report.Charge) bool { return c.Refunded.IsPositive() })
	switch {
	case w.alert.Severity == detector.Low:
		w.item("需要说明：从日期看，这笔扣款可能在取消之前已经发起、之后才入账。请贵方核对发起扣款的时间。", "By its date the charge may have been started before the cancellation and posted after it. Please say when it was started.")
	case slices.ContainsFunc(w.charges, w.doubtful):
		w.item("需要说明：有扣款发生在取消后 24 小时之内，可能在取消之前已经发起。请贵方核对发起扣款和收到取消的时间。", "A charge came within 24 hours of the cancellation and may have been on its way. Please say when it was started and when the cancellation reached you.")
	case partly:
		w.item("需要说明：其中有一笔已退回一部分。请贵方说明没有退回的部分是什么费用。", "Part of a charge was returned. Please say what the rest is for.")
	default:
		w.item("需要说明：这笔扣款的日期、金额、渠道或账户与取消前的扣款不完全一致，是否属于同一份签约需要贵方核对；如果是提前解约等费用，请提供事先约定的条款。",
			"The day, the amount, the channel or the account differs from the charges before. Please say whether it belongs to the same contract; if it is a fee for leaving, show the term that it rests on.")
	}
}

func (w *writer) promised() {
	r := w.record()
	how := w.blank("答应退款的方式和工单号（聊天记录、电话或短信）", "how it was promised and the ticket number (chat, call or SMS)")
	w.item("%[1]s，我取消了这项自动续费。", "On %[1]s I cancelled this renewal.", w.cancelledAt())
	if r.RefundAmount.Valid {
		w.item("按我的记录，%[1]s 得到退款 %[2]s的答复。%[3]s", "By my record, a refund of %[2]s was promised to me on %[1]s. %[3]s", r.RefundPromised, w.amount("promised-refund"), how)
	} else {
		w.item("按我的记录，%[1]s 得到同意退款的答复，答应的金额是%[2]s。%[3]s", "By my record, a refund was promised to me on %[1]s, of %[2]s. %[3]s", r.RefundPromised, w.sum("promised-refund"), how)
	}
	if len(w.charges) > 0 {
		w.item("相关的扣款：", "The charge it is about:")
		w.table()
	} else {
		w.item("相关的扣款：%[1]s。", "The charge it is about: %[1]s.", w.blank("扣款的日期、金额和订单号（答应退款之前的账单里没有找到）", "its day, amount and order number (no statement shows one before the promise)"))
	}
	w.item("我核对的账单覆盖 %[1]s 至 %[2]s，这三十天里没有看到这笔退款。", "My statements cover %[1]s to %[2]s; within these thirty days no such refund arrived.", r.RefundPromised, w.alert.Date)
}

func (w *writer) claims() {
	answer := func() {
		if w.abroad() {
			w.add(body, "请书面答复，并告知处理的工单号。不能解决的，我将向发卡行对这些扣款提出争议。", "Please answer in writing, with a ticket number. If this is not settled, I shall dispute the charges with my card issuer.")
			return
		}
		w.add(body, "请在收到本函后十五日内书面答复，并告知处理的工单号。", "Please answer in writing within fifteen days of receiving this letter, with a ticket number.")
	}
	if !w.choice {
		w.head("请求", "What I ask for")
		w.asks(w.cases[0])
		answer()
		if !w.abroad() {
			w.head("依据", "Grounds")
			w.grounds(w.cases[0])
		}
		return
	}
	for _, c := range w.cases {
		w.head("情形："+c.Title.ZH, "If so: "+c.Title.EN)
		w.add(body, "%[1]s%[2]s。", "%[1]s %[2]s.", mark(w.say("属实请保留本节并删去这个方框；不属实请删去整节", "keep this section and delete this box if it is true; else delete the whole section")), c.Facts)
		w.add(body, "因此请贵方：", "I therefore ask you to:")
		w.asks(c)
		w.grounds(c)
	}
	answer()
}

// demands are what a case asks for, with the sum. Where it is uncertain that the
// charge was wrong, the letter asks first.
func (c *composer) demands(r *rights.Case) []string {
	sum := c.sum(r.ID)
	if c.alert.Type == "charged-after-cancellation" && !c.asserts() {
		return []string{
			c.say("说明以上扣款对应的签约、服务期和发起扣款的时间，并提供记录", "Say to which contract and period the charge belongs and when it was started, with the record of it"),
			c.say("如果扣款发生在合同已经解除之后，退还 %[1]s，原路退回", "If the contract had ended by then, return %[1]s to where it was paid from", sum),
			c.say("书面确认该项自动扣款的签约已经解除，今后不再扣款", "Confirm in writing that the mandate is ended and that nothing more will be charged"),
		}
	}
	var list []string
	for _, t := range r.Ask {
		text := strings.ReplaceAll(t.In(c.lang), "{amount}", sum)
		if strings.Contains(text, "{period}") {
			text = strings.ReplaceAll(text, "{period}", c.blank("没有使用的是哪一期（扣款日期和金额）", "the period that you did not use (day and amount of its charge)"))
		}
		list = append(list, text)
	}
	return list
}

func (w *writer) asks(c *rights.Case) {
	w.items = 0
	for _, t := range w.demands(c) {
		w.item("%[1]s。", "%[1]s.", t)
	}
}

func (w *writer) grounds(c *rights.Case) {
	w.items = 0
	switch {
	case w.choice:
		w.add(body, "依据：", "This rests on:")
	case !w.asserts():
		w.add(body, "如果查明上述情况属实，请求的依据是：", "If this turns out to be so, the claim rests on:")
	}
	for _, g := range c.Grounds(groundDays(w.alert)) {
		part := ""
		if g.Part {
			part = w.say("（自 %[1]s 起施行，适用于此后的扣款）", " (in force from %[1]s, for the charges since)", g.From)
		}
		w.item("%[1]s：%[2]s%[3]s。", "%[1]s: %[2]s%[3]s.", g.Cite(), lower(g.Says, w.lang), part)
	}
	if store := w.rights.Case("app-store"); w.sub.Channel == "apple" {
		w.item("%[1]s。", "%[1]s.", store.OwnRule)
	}
	w.add(note, "（以上是条文内容的概括，不是原文。）", "(This is what the articles say in short, not their text.)")
}

// lower makes the beginning of an English sentence small, after a colon.
func lower(t parser.Text, lang string) string {
	s := t.In(lang)
	if lang == "en" && s != "" {
		return strings.ToLower(s[:1]) + s[1:]
	}
	return s
}

func (w *writer) enclosures() {
	w.head("附件", "Enclosures")
	for _, f := range w.enclosed[:1] { // the CSV holds the same
		w.item("扣款明细（账单文件、行号、单号）：%[1]s", "Table of the charges (statement, row, numbers): %[1]s", f.Name)
		w.add(hash, "SHA-256 %[1]s", "SHA-256 %[1]s", digest(f.Data))
	}
	for _, f := range w.proof {
		w.item("取消凭证：%[1]s", "Proof of the cancellation: %[1]s", f.Name)
		w.add(hash, "SHA-256 %[1]s", "SHA-256 %[1]s", digest(f.Data))
	}
	for _, s := range w.statements() {
		w.item("账单原件（不随信附上，可按要求出示）：%[1]s", "Statement (not enclosed; can be shown on request): %[1]s", statementName(s.File))
		w.add(hash, "SHA-256 %[1]s", "SHA-256 %[1]s", s.SHA256)
	}
}

// statements are those that the rows of the dispute stand in.
func (d *dispute) statements() (out []report.Source) {
	for _, s := range d.view.Sources {
		if slices.ContainsFunc(d.rows, func(r row) bool { return r.Pos.File == s.File }) {
			out = append(out, s)
		}
	}
	return out
}

func (w *writer) sign() {
	w.add(right, "投诉人（签名）：%[1]s", "Signature: %[1]s", w.blank("签名", "signature"))
	w.add(right, "日期：%[1]s", "Date: %[1]s", w.blank("日期", "date"))
}
