package complaint

import (
	"fmt"
	"slices"
	"strings"

	"github.com/unrenew/unrenew/detector/catalog/rights"
	"github.com/unrenew/unrenew/parser"
)

// guide is what to do in which order.
func (c *composer) guide() []byte {
	var b strings.Builder
	line := func(zh, en string, args ...any) { b.WriteString(c.say(zh, en, args...) + "\n") }
	part := func(zh, en string) { b.WriteString("\n" + c.say(zh, en) + "\n") }
	line("使用说明：%[1]s", "How to use this pack: %[1]s", c.alert.Heading())
	line("根据截至 %[1]s 的账单和取消记录整理。这里写的是规则和出处，不是法律意见；事实是否属实由你确认。", "Made from statements and records as of %[1]s. It states rules and where they stand; it is not legal advice, and whether the facts are true is for you to confirm.", c.view.AsOf)

	part("一、先后顺序", "1. In this order")
	for i, t := range c.rights.Again(c.sub.Taken) {
		line("%[1]d. %[2]s。", "%[1]d. %[2]s.", i+1, t)
		if i == 0 {
			c.path(&b)
		}
	}
	if until := c.alert.RefundUntil; !until.IsZero() {
		line("商家或渠道自己的规则：退款申请最好在 %[1]s 之前提出，不保证同意。", "By the vendor's own rule, ask for the refund before %[1]s; it is not guaranteed.", until)
	}

	part("二、发送前要填的", "2. To fill in before you send it")
	for _, t := range c.blanks {
		line("- %[1]s", "- %[1]s", t)
	}
	line("身份证号不用写在信里；对方核实身份确有需要时再单独提供。", "No identity number belongs into the letter; give it separately where the other side must verify who you are.")
	if c.choice {
		line("信里标黄的选择段落：属实才保留，不属实整节删去。", "The sections with a highlighted choice: keep what is true, delete the rest.")
	}
	for _, t := range c.cautions() {
		line("注意：%[1]s", "Note: %[1]s", t)
	}
	for _, r := range c.cases {
		if r.Mention != (parser.Text{}) {
			line("参考：%[1]s（%[2]s）", "See also: %[1]s (%[2]s)", r.Mention, r.Source)
		}
	}

	part("三、发送前自己再存一份", "3. To have at hand")
	for _, e := range c.evidence() {
		line("- %[1]s%[2]s", "- %[1]s%[2]s", e.What, c.cited(e.Rules))
	}
	for _, e := range c.missing {
		line("! 取消记录里写的凭证 %[1]s 没有放进来：%[2]s", "! The proof %[1]s that the record names is not here: %[2]s", fileName(e.Name), e.Problem)
	}

	part("四、找谁，等多久", "4. Whom to turn to, and how long it takes")
	for i, w := range c.ways {
		only := ""
		if w.If.ZH != "" {
			only = c.say("（%[1]s）", " (%[1]s)", w.If)
		}
		line("%[1]d. %[2]s%[3]s", "%[1]d. %[2]s%[3]s", i+1, w.Name, only)
		line("   %[1]s", "   %[1]s", w.Who)
		line("   %[1]s", "   %[1]s", w.Needs)
		line("   %[1]s%[2]s", "   %[1]s%[2]s", w.Wait, c.cited(c.here(w.Rules)))
	}
	line("每一步都留下工单号。消费投诉网站可以催促答复，但不能决定结果。", "Keep every ticket number. Public complaint sites can speed up an answer; they decide nothing.")

	part("五、文件", "5. The files")
	texts := [][3]string{
		{"投诉信.docx, 投诉信.txt", "发给商家的信，标黄的要自己填", "the letter in Chinese, the one to send; fill in what is highlighted"},
		{"投诉文字.txt", "粘贴到 App 和投诉表单的短文", "short texts in Chinese for the forms of apps and authorities"},
		{"Letter.docx, Letter.txt, Short texts.txt, README.txt", "英文对照", "the same in English"},
	}
	if c.abroad() {
		texts = [][3]string{
			{"Letter.docx, Letter.txt", "英文信，寄这一封，标黄的要自己填", "the letter in English, the one to send; fill in what is highlighted"},
			{"Short texts.txt", "粘贴到商家和发卡行表单的英文短文", "short texts in English for the forms of the merchant and the card issuer"},
			{"投诉信.docx, 投诉信.txt, 投诉文字.txt, 使用说明.txt", "中文对照", "the same in Chinese"},
		}
	}
	for _, t := range append(texts, [3]string{"transactions.xlsx, transactions.csv", "这件事涉及的账单行和时间线，没有别的交易", "the rows of the statements that this is about and their timeline, nothing else of the statements"}) {
		line("- %[1]s："+t[1], "- %[1]s: "+t[2], t[0])
	}
	if len(c.proof) > 0 {
		line("- evidence/：取消凭证的副本；SHA256SUMS 是它们的校验值，改过就对不上", "- evidence/: copies of the proof; SHA256SUMS has their hashes, which no longer fit if a file is changed")
	}

	part("六、规则的出处", "6. Where the rules were read")
	for _, r := range c.sources() {
		line("- %[1]s：%[2]s，查于 %[3]s", "- %[1]s: %[2]s, read %[3]s", r.Cite(), r.Source, r.ReadOn)
	}
	for _, w := range c.ways {
		line("- %[1]s：%[2]s，查于 %[3]s", "- %[1]s: %[2]s, read %[3]s", w.Name, w.Source, w.ReadOn)
	}
	return windows(b.String())
}

// path is the way to end the mandate with the channel that charges; for a card
// from abroad, whose bank nobody here knows, with the merchant.
func (c *composer) path(b *strings.Builder) {
	for _, p := range c.sub.Ways {
		fits := p.Channel == c.sub.Channel
		if c.abroad() && c.store() == "" {
			fits = strings.HasPrefix(p.Channel, "service")
		}
		if !fits {
			continue
		}
		for _, s := range p.Steps {
			fmt.Fprintf(b, "   - %s\n", s.In(c.lang))
		}
		return
	}
}

// cited names rules in brackets; nothing if there are none.
func (c *composer) cited(rules []*rights.Rule) string {
	if len(rules) == 0 {
		return ""
	}
	return c.say("（%[1]s）", " (%[1]s)", c.names(rules))
}

// names lists rules; articles of one law stand together: 《…》第五十七条、第六十二条.
func (c *composer) names(rules []*rights.Rule) string {
	var b strings.Builder
	for i, r := range rules {
		cite, law := r.Cite().In(c.lang), r.Law.In(c.lang)
		switch {
		case i == 0:
		case law == rules[i-1].Law.In(c.lang):
			b.WriteString(c.say("、", ", "))
			cite = strings.TrimPrefix(strings.TrimPrefix(cite, law), ", ")
		default:
			b.WriteString(c.say("，", "; "))
		}
		b.WriteString(cite)
	}
	return b.String()
}

// sources are the rules that the pack names, each once.
func (c *composer) sources() (out []*rights.Rule) {
	add := func(rules []*rights.Rule) {
		for _, r := range rules {
			known := false
			for _, o := range out {
				known = known || o == r
			}
			if !known {
				out = append(out, r)
			}
		}
	}
	for _, k := range c.cases {
		for _, g := range k.Grounds(groundDays(c.alert)) {
			add([]*rights.Rule{g.Rule})
		}
	}
	for _, w := range c.ways {
		add(w.Rules)
	}
	for _, e := range c.evidence() {
		add(e.Rules)
	}
	return c.here(out)
}

// here are the rules where the law of China is of use, and none elsewhere.
func (d *dispute) here(rules []*rights.Rule) []*rights.Rule {
	if d.abroad() {
		return nil
	}
	return rules
}

// evidence is what to have at hand, as far as it helps.
func (d *dispute) evidence() []rights.Evidence {
	return slices.DeleteFunc(slices.Clone(d.rights.Evidence), func(e rights.Evidence) bool {
		return e.Home && d.sub.Taken.Foreign || len(e.Rules) > 0 && d.abroad()
	})
}

// cautions are what to know before claiming.
func (d *dispute) cautions() (list []parser.Text) {
	if d.same != nil {
		list = append(list, parser.Says("其中 %[1]d 笔扣款在提醒 %[2]s（%[3]s）的投诉信里已经要求退还，那里的依据更直接，先寄那一封；同一笔钱不要要求两次。",
			"%[1]d of the charges are asked for in the letter about alert %[2]s (%[4]s), whose ground is the better one: send that one first, and do not ask for the same money twice.", d.shared, d.same.ID, d.same.Title.ZH, lower(d.same.Title, "en")))
	}
	if d.store() != "" {
		list = append(list, parser.Says("先在%[1]s按单申请；那里没有结果，再寄这封信。", "First make a request there, item by item: %[2]s. Send the letter only if that brings nothing.", inside(d.ways[0].Name.ZH), d.ways[0].Name.EN))
	}
	if d.abroad() {
		return append(list, parser.Text{
			ZH: "商家和付款的卡都不在中国内地，中国的法律和 12315 用不上，信里没有引用；你所在国家或地区的法律这里没有收录。寄英文信，商家不处理就向发卡行提出争议。",
			EN: "Neither the merchant nor the card is in mainland China: its law and its authorities are of no use, and the letter cites none. The law of your country is not covered here. Send the English letter; if the merchant does not settle it, dispute the charges with the card issuer."})
	}
	for _, c := range d.cases {
		list = append(list, c.Caution)
	}
	return list
}
