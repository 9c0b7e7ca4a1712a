package complaint

import (
	"fmt"
	"strings"
	"unicode/utf8"

	"github.com/unrenew/unrenew/detector/catalog/rights"
)

const (
	// maxFacts is how long the text for an authority's form may be. No source for
	// the real limit of 12315's was found; 500 is a guess that the file tells.
	maxFacts = 500 // characters
	maxName  = 30  // characters of a name in a short text
)

// shortTexts are what to paste into the forms of apps and of the authority for
// the subject, or, abroad, of the card issuer.
func (c *composer) shortTexts() []byte {
	scale := 1
	if c.lang == "en" { // the same words take about three times as many letters; the form is Chinese
		scale = 3
	}
	brief := c.fit(200*scale, func(n int) string { return c.gist(n) + c.briefAsk() })
	full := c.fit(maxFacts*scale, c.full)
	to, note := c.recipient()
	var b strings.Builder
	b.WriteString(c.say("投诉文字：复制到 App 或投诉表单里。方框里的内容要自己填或选，填完删去方框。\n", "Short texts to paste into the forms of apps and of authorities. Fill in or choose what is in brackets, then delete the brackets.\n"))
	for _, t := range []struct{ title, text string }{
		{c.say("一、账单投诉、客服对话用", "1. For the bill's complaint form and for chats"), brief},
		{c.say("二、%[1]s用", "2. For %[1]s", to), full},
	} {
		text := plain(t.text, c.lang)
		fmt.Fprintf(&b, "\n%s%s\n%s\n", t.title, c.say("（%[1]d 字）", " (%[1]d characters)", utf8.RuneCountInString(text)), text)
	}
	b.WriteString("\n" + note + "\n")
	return windows(b.String())
}

// recipient is for whom the longer text is, and what to know of their form.
func (c *composer) recipient() (to, note string) {
	who := c.rights.Authority(c.sub.Taken)
	if who == nil {
		return c.say("发卡行的争议表单", "the card issuer's dispute form"), c.say("发给发卡行和境外商家要用英文，见 Short texts.txt；表单有字数限制的，删减到写得下为止。", "Shorten it where the form allows less.")
	}
	if who.ID == "12315" {
		return c.say("12315 的“投诉内容”", "the facts of a complaint to 12315"),
			c.say("12315 这一栏的字数上限没有查到来源（未核实），这里按 %[1]d 字以内准备。12315 受理中文投诉；还要填姓名、电话、地址，以及商家的登记名称和地址。",
				"12315 takes complaints in Chinese: use the text in the Chinese file there. No source was found for the length that its form allows (unverified); the Chinese text keeps to %[1]d characters.", maxFacts)
	}
	return c.say("向 %[1]s 投诉或申诉", "a complaint to %[1]s", who.ID),
		c.say("%[1]s：%[2]s。用中文；字数上限没有查到来源（未核实），这里按 %[3]d 字以内准备。", "%[1]s: %[2]s. It takes complaints in Chinese: use the text in the Chinese file. No source was found for a limit (unverified); the Chinese text keeps to %[3]d characters.", who.Name, who.Needs, maxFacts)
}

// fit takes the text with the most charges named that is short enough, and
// always at least the one with the fewest.
func (c *composer) fit(limit int, make func(charges int) string) (text string) {
	for _, n := range []int{6, 4, 3, 2, 1, 0} {
		if text = make(n); utf8.RuneCountInString(plain(text, c.lang)) <= limit {
			break
		}
	}
	return text
}

// cut shortens a name, but no blank.
func cut(s string) string {
	if r := []rune(s); len(r) > maxName && r[0] != blankOpens {
		return string(r[:maxName-1]) + "…"
	}
	return s
}

// gist is what happened in one sentence or two, with the first n charges named.
func (c *composer) gist(n int) string {
	name, merchant, channel := cut(c.what()), cut(c.sub.Payee()), c.through()
	switch c.alert.Type {
	case "charged-after-cancellation":
		return c.say("我于 %[1]s 取消“%[2]s”的自动续费，此后收款方“%[3]s”通过%[4]s又扣款 %[5]d 笔，未退回共 %[6]s%[7]s。",
			"I cancelled the renewal of \"%[2]s\" on %[1]s; since then \"%[3]s\" took %[5]d charge(s) through %[4]s, of which %[6]s was not returned%[7]s.",
			c.cancelledAt(), name, merchant, channel, len(c.charges), c.amount(""), c.named(n))
	case "duplicate-charge":
		return c.say("收款方“%[1]s”通过%[2]s就“%[3]s”在同一扣费周期内扣了两次%[4]s，账单里没有看到退款。",
			"\"%[1]s\" charged twice within one cycle for \"%[3]s\" through %[2]s%[4]s; no statement shows a refund.", merchant, channel, name, c.named(n))
	case "refund-missing":
		return c.say("收款方“%[1]s”的“%[3]s”：按我的记录，%[2]s 得到退款 %[4]s的答复，到 %[5]s 的账单里没有看到退款%[6]s。",
			"\"%[1]s\", \"%[3]s\": by my record a refund of %[4]s was promised on %[2]s; by %[5]s no statement shows it%[6]s.", merchant, c.record().RefundPromised, name, c.sum("promised-refund"), c.alert.Date, c.named(n))
	case "price-increase":
		return c.say("收款方“%[1]s”的“%[2]s”%[3]s每期多收 %[4]s，按新价扣款 %[7]d 期，多收共 %[8]s%[5]s。%[6]s。",
			"\"%[1]s\" charges %[4]s more for each period of \"%[2]s\" %[3]s, %[7]d period(s) so far, %[8]s in all%[5]s. %[6]s.",
			merchant, name, c.since(), c.each(), c.named(n), c.choices(), len(c.charges), c.amount("price-raised"))
	}
	return c.say("收款方“%[1]s”的“%[2]s”在首期优惠后按正价续费，没有退回的有 %[3]d 笔，共 %[4]s%[5]s。%[6]s。",
		"\"%[1]s\" renewed \"%[2]s\" at the full price when the first offer had ended; %[3]d charge(s), %[4]s in all, were not returned%[5]s. %[6]s.", merchant, name, len(c.charges), c.amount(""), c.named(n), c.choices())
}

// choices are what only the user can say, each marked.
func (c *composer) choices() string {
	var list []string
	for _, r := range c.cases {
		list = append(list, mark(c.say("属实才保留", "keep only if true"))+c.say("", " ")+r.Facts.In(c.lang))
	}
	return strings.Join(list, c.say("；", "; "))
}

// named lists charges with their order numbers.
func (c *composer) named(n int) string {
	var list []string
	for _, p := range c.charges[:min(n, len(c.charges))] {
		s := c.say("%[1]s 扣 %[2]s", "%[1]s %[2]s", p.Time, money(p))
		if id := orderID(p); id != "" && len(id) <= 40 {
			s += c.say("，订单号 %[1]s", ", order %[1]s", id)
		}
		list = append(list, s)
	}
	if len(list) == 0 {
		return ""
	}
	more := ""
	if len(list) < len(c.charges) {
		more = c.say("，其余见附件", "; the others are enclosed")
	}
	return c.say("（%[1]s%[2]s）", " (%[1]s%[2]s)", strings.Join(list, c.say("；", "; ")), more)
}

func (c *composer) briefAsk() string {
	switch {
	case c.alert.Type == "refund-missing":
		return c.say("请按承诺退款，并告知到账日期。", " Please pay it and say when it arrives.")
	case c.asserts():
		return c.say("请退款，并确认签约已解除。", " Please return it and confirm that the mandate is ended.")
	}
	return c.say("请说明扣款原因；没有依据的，请退款。", " Please say why it was charged, and return what has no ground.")
}

// full is the text for an authority: facts, demand and grounds.
func (c *composer) full(n int) string {
	var asks []string
	var grounds []*rights.Rule
	for _, r := range c.cases {
		asks = append(asks, c.demands(r)...)
		for _, g := range r.Grounds(groundDays(c.alert)) {
			grounds = append(grounds, g.Rule)
		}
	}
	text := c.gist(n)
	if c.alert.Type == "charged-after-cancellation" && !c.asserts() {
		text += c.say("扣款可能另有原因，请核实。", " There may be another reason for it; please examine it.")
	}
	text += c.say("已联系客服：%[1]s。", " I contacted support: %[1]s.", c.blank("联系客服的日期、工单号和答复", "when you contacted support, the ticket number and the answer"))
	text += c.say("诉求：%[1]s。", " I ask to: %[1]s.", strings.Join(asks, c.say("；", "; ")))
	if grounds = c.here(grounds); len(grounds) > 0 {
		text += c.say("依据：%[1]s。", " Grounds: %[1]s.", c.names(grounds))
	}
	if c.alert.Type == "charged-after-cancellation" && len(c.proof) > 0 {
		text += c.say("取消凭证和扣款明细见附件。", " The proof of the cancellation and the table of charges are enclosed.")
	} else {
		text += c.say("扣款明细见附件。", " The table of charges is enclosed.")
	}
	return text
}
