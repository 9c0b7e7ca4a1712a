package complaint

import (
	"fmt"
	"strings"
	"time"
	"unicode/utf8"

	"github.com/shopspring/decimal"

	"github.com/unrenew/unrenew/detector"
	"github.com/unrenew/unrenew/parser"
	"github.com/unrenew/unrenew/report"
)

// A composer writes the pack's texts in one language and remembers the blanks.
type composer struct {
	*dispute
	lang   string
	blanks []parser.Text // each once, in the order of the letter
}

// say formats the text of the composer's language. Arguments may be texts,
// sums and times; both formats take the same ones, by number.
func (c *composer) say(zh, en string, args ...any) string {
	for i, a := range args {
		switch a := a.(type) {
		case parser.Text:
			args[i] = a.In(c.lang)
		case report.Money:
			args[i] = yuan(a, c.lang)
		case time.Time:
			args[i] = day(a)
		}
	}
	format := zh
	if c.lang == "en" {
		format = en
	}
	if len(args) == 0 {
		return format
	}
	return fmt.Sprintf(format, args...)
}

// blank is a place for what only the user knows.
func (c *composer) blank(zh, en string) string {
	t := parser.Text{ZH: zh, EN: en}
	known := false
	for _, b := range c.blanks {
		known = known || b == t
	}
	if !known {
		c.blanks = append(c.blanks, t)
	}
	return mark(c.say("请填写："+zh, "fill in: "+en))
}

// sum is what a case asks for, in words; the sum of a promise that nobody noted
// is a blank, as the program must not invent it.
func (c *composer) sum(caseID string) string {
	if m := c.amount(caseID); m.Value.IsPositive() {
		return yuan(m, c.lang)
	}
	return c.blank("答应退款的金额", "the sum that was promised")
}

// store is who sells other people's subscriptions under its own name and took
// the money; empty if nobody did.
func (d *dispute) store() string {
	return map[string]string{"apple": "Apple", "google-play": "Google Play"}[d.rights.Channel(d.sub.Channel).Bill.ID]
}

// what is the service; a store's row does not name it.
func (c *composer) what() string {
	if c.store() != "" && (c.sub.Service == nil || c.sub.Service.Store) {
		return c.blank("App 或订阅的名称", "the app or the subscription")
	}
	return c.sub.Name.In(c.lang)
}

// through is the channel that charged; for a store, the wallet or card with
// which the store was paid.
func (c *composer) through() string {
	if c.store() == "" {
		return detector.ChannelName(c.sub.Channel).In(c.lang)
	}
	row := c.sub.Payments[len(c.sub.Payments)-1].Charge.Rows[0]
	method := report.Clean(row.Method)
	for _, s := range c.view.Sources {
		if s.File != row.Pos.File || s.Issuer == c.sub.Channel {
			continue
		}
		name := detector.IssuerName(s.Issuer).In(c.lang)
		if method != "" && method != name {
			return c.say("%[1]s（%[2]s）", "%[1]s (%[2]s)", name, method)
		}
		return name
	}
	return c.blank("付款的卡或余额", "the card or balance that paid")
}

// each is the most that one period costs above the old price.
func (c *composer) each() string {
	most := decimal.Zero
	for _, p := range c.charges {
		most = decimal.Max(most, over(c.alert, p))
	}
	return yuan(report.Money{Value: most, Currency: c.alert.Currency}, c.lang)
}

// since is from when on the price of the alert was charged. Where statements are
// missing before its first charge, it may have been charged before that.
func (c *composer) since() parser.Text {
	first := day(c.alert.Evidence[0].Time)
	if after := c.alert.After(); !after.IsZero() {
		return parser.Says("在 %[1]s 至 %[2]s 之间（其间缺账单）开始", "from a day between %[1]s and %[2]s on (statements are missing there)", day(after), first)
	}
	return parser.Says("从 %[1]s 起", "from %[1]s on", first)
}

// upper begins an English text as a sentence.
func upper(t parser.Text) parser.Text {
	t.EN = strings.ToUpper(t.EN[:1]) + t.EN[1:]
	return t
}

// inside is a name for use inside a Chinese sentence: a space parts Latin letters
// from the characters around them.
func inside(s string) string {
	if s != "" && s[0] < utf8.RuneSelf {
		s = " " + s
	}
	if s != "" && s[len(s)-1] < utf8.RuneSelf {
		s += " "
	}
	return s
}

// mark makes a text stand out as something that the user must deal with.
func mark(s string) string { return string(blankOpens) + s + string(blankCloses) }

// yuan is a sum as letters write it: 38.00 元, ¥38.00.
func yuan(m report.Money, lang string) string {
	if m.Currency == "CNY" && lang != "en" {
		return strings.TrimPrefix(m.String(), "¥") + " 元"
	}
	return m.String()
}
