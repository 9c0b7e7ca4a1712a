package formats

import "github.com/unrenew/unrenew/parser"

// Credit card statement of 中信银行 as a mail. Plus is a charge.
var _ = add(page{
	says: []string{"中信银行信用卡", "citiccard.com"},
	row:  []string{dayCell, bookedCell, orNone(cardOfRow), textCell, originalPair, amountPair},
}.credit(Info{
	ID:     "citic-credit-mail",
	Issuer: "citic",
	Name:   parser.Text{ZH: "中信银行信用卡电子账单（邮件）", EN: "China CITIC Bank credit card statement, mail"},
	Since:  "2020-01",
	HowToExport: parser.Text{
		ZH: "在邮箱里打开账单邮件，另存为 .eml（或把网页另存为 .html）；发件人 citiccard@bill.citiccard.com",
		EN: "open the statement's mail in your mailbox and save it as .eml (or the page as .html); the sender is citiccard@bill.citiccard.com",
	},
}, plusCharges))
