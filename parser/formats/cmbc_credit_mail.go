package formats

import (
	"regexp"

	"github.com/unrenew/unrenew/parser"
)

// Credit card statement of 民生银行 as a mail. Dates are MM/DD, two of them in one
// cell at times; repayments have one. Plus is a charge.
var _ = add(page{
	says:    []string{"民生信用卡", "民生银行信用卡", "cmbc.com.cn"},
	groups:  true,
	account: regexp.MustCompile(`New Balance\s*(RMB|USD|HKD|EUR|JPY|GBP)`),
	row: []string{
		cell(`(?P<day>\d\d/\d\d)(?:[\x1f ]?(?P<booked>\d\d/\d\d))?`), textCell, amountCell, orNone(cardOfRow),
	},
}.credit(Info{
	ID:     "cmbc-credit-mail",
	Issuer: "cmbc",
	Name:   parser.Text{ZH: "民生信用卡电子对账单（邮件）", EN: "China Minsheng Bank credit card statement, mail"},
	Since:  "2020-01",
	HowToExport: parser.Text{
		ZH: "在邮箱里打开账单邮件，另存为 .eml（或把网页另存为 .html）；发件人 master@creditcard.cmbc.com.cn",
		EN: "open the statement's mail in your mailbox and save it as .eml (or the page as .html); the sender is master@creditcard.cmbc.com.cn",
	},
}, plusCharges))
