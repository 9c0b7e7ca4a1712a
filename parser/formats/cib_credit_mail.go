package formats

import "github.com/unrenew/unrenew/parser"

// Credit card statement of 兴业银行 as a mail. The card stands above its rows.
// Plus is a charge.
var _ = add(page{
	says: []string{"兴业银行信用卡", "message.cib.com.cn"},
	row:  []string{dayCell, bookedCell, textCell, amountCell},
}.credit(Info{
	ID:     "cib-credit-mail",
	Issuer: "cib",
	Name:   parser.Text{ZH: "兴业银行信用卡电子账单（邮件）", EN: "Industrial Bank credit card statement, mail"},
	Since:  "2023-01",
	HowToExport: parser.Text{
		ZH: "在邮箱里打开账单邮件，另存为 .eml（或把网页另存为 .html）；发件人 creditcard@message.cib.com.cn",
		EN: "open the statement's mail in your mailbox and save it as .eml (or the page as .html); the sender is creditcard@message.cib.com.cn",
	},
}, plusCharges))
