package complaint

import (
	"fmt"
	"strings"
	"time"

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

// mark makes a text stand out as something that the user must deal with.
func mark(s string) string { return string(blankOpens) + s + string(blankCloses) }

// yuan is a sum as letters write it: 38.00 元, ¥38.00.
func yuan(m report.Money, lang string) string {
	if m.Currency == "CNY" && lang != "en" {
		return strings.TrimPrefix(m.String(), "¥") + " 元"
	}
	return m.String()
}
