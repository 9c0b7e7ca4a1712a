package formats

import (
	"regexp"
	"strings"
	"unicode/utf8"
)

// headings are what the lines above a row have said so far.
type headings struct{ group, section, card, currency string }

var (
	groupLine    = regexp.MustCompile(`^[-—=\s【]*(还款|退款|退货|消费|取现|费用|利息|分期|调整|其他)(?:明细|交易)?[-—=\s】]*[A-Za-z /&]*$`)
	maskedCard   = regexp.MustCompile(`\d{4,6}[ ]?[*＊xX·]{2,}[*＊xX· ]*(\d{4})\b|(?:末四位|后四位|尾号)\s*[:：]?\s*[（(]?(\d{4})\b`)
	accountTable = regexp.MustCompile(`(人民币|美元|港币|港元|欧元|日元|英镑|澳元|加元|外币)账户交易明细`)
	longestTitle = 80 // runes; what is longer is a text
)

// read notes what a line says. Summaries name cards and currencies too, so that
// only what a bank is known to write above its rows counts.
func (c *headings) read(p page, s string) {
	if utf8.RuneCountInString(s) > longestTitle {
		return
	}
	if p.section != nil {
		if m := p.section.FindStringSubmatch(s); m != nil {
			c.section = strings.Join(m[1:], "")
		}
	}
	if m := groupLine.FindStringSubmatch(s); m != nil {
		if p.groups {
			c.group = m[1]
		}
		if m[1] == "分期" || m[1] == "其他" { // of the account, not of the card above
			c.card = ""
		}
	}
	card := theOne(maskedCard, s)
	if card == "" && p.card != nil {
		card = theOne(p.card, s)
	}
	if card != "" {
		c.card, c.group = card, ""
	}
	if p.account != nil {
		if account := theOne(p.account, s); account != "" {
			c.currency, c.group = account, ""
		}
	}
}

// theOne returns what the groups of re find in s, if they find the same
// everywhere.
func theOne(re *regexp.Regexp, s string) (found string) {
	for _, m := range re.FindAllStringSubmatch(s, -1) {
		one := strings.Join(m[1:], "")
		if found != "" && one != found {
			return ""
		}
		found = one
	}
	return found
}
