package complaint

import (
	"fmt"
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
	for i, t := range c.rights.Again(c.charged()) {
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
	for _, r := range c.cases {
		line("注意：%[1]s", "Note: %[1]s", r.Caution)
		if r.Mention != (parser.Text{}) {
			line("参考：%[1]s（%[2]s）", "See also: %[1]s (%[2]s)", r.Mention, r.Source)
		}
	}

	part("三、发送前自己再存一份", "3. To have at hand")
	for _, e := range c.rights.Evidence {
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
		line("   %[1]s%[2]s", "   %[1]s%[2]s", w.Wait, c.cited(w.Rules))
	}
	line("每一步都留下工单号。消费投诉网站可以催促答复，但不能决定结果。", "Keep every ticket number. Public complaint sites can speed up an answer; they decide nothing.")

	part("五、文件", "5. The files")
	for _, t := range [][3]string{
		{"投诉信.docx, 投诉信.txt", "发给商家的信，标黄的要自己填", "the letter in Chinese, the one to send; fill in what is highlighted"},
		{"投诉文字.txt", "粘贴到 App 和 12315 表单的短文", "short texts in Chinese for forms in apps and for 12315"},
		{"Letter.docx, Letter.txt, Short texts.txt, README.txt", "英文对照", "the same in English"},
		{"transactions.xlsx, transactions.csv", "这件事涉及的账单行和时间线，没有别的交易", "the rows of the statements that this is about and their timeline, nothing else of the statements"},
	} {
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

// path is the way to end the mandate with the channel that charges.
func (c *composer) path(b *strings.Builder) {
	for _, p := range c.sub.Ways {
		if p.Channel != c.sub.Channel {
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
		for _, g := range k.Grounds(daysOf(c.charges)) {
			add([]*rights.Rule{g.Rule})
		}
	}
	for _, w := range c.ways {
		add(w.Rules)
	}
	for _, e := range c.rights.Evidence {
		add(e.Rules)
	}
	return out
}
