package formats

import "github.com/unrenew/unrenew/parser"

// Credit card statement of 农业银行 as a mail. Charges are negative, unlike those
// of other banks. Dates are YYMMDD; the older mails with dates of eight digits
// have another table, whose signs nobody has described: its rows are left out.
var _ = add(page{
	says: []string{"金穗信用卡", "creditcard.abchina.com"},
	row: []string{
		cell(`(?P<day>\d{6})`), cell(`(?P<booked>\d{6})`), orNone(cardOfRow), textCell,
		originalStroke, cell(amountStroke),
	},
}.credit(Info{
	ID:     "abc-credit-mail",
	Issuer: "abc",
	Name:   parser.Text{ZH: "农业银行金穗信用卡对账单（邮件）", EN: "Agricultural Bank of China credit card statement, mail"},
	Since:  "2023-01",
	HowToExport: parser.Text{
		ZH: "在邮箱里打开账单邮件，另存为 .eml（或把网页另存为 .html）；发件人 e-statement@creditcard.abchina.com.cn",
		EN: "open the statement's mail in your mailbox and save it as .eml (or the page as .html); the sender is e-statement@creditcard.abchina.com.cn",
	},
}, minusCharges))
