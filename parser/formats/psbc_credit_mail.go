package formats

import "github.com/unrenew/unrenew/parser"

// Credit card statement of 邮储银行 as a mail, one for each card. Plus is a charge.
var _ = add(page{
	says: []string{"邮政储蓄银行信用卡", "邮储银行信用卡", "psbcltd.cn"},
	row:  []string{dayCell, bookedCell, textCell, amountCell, orNone(cardOfRow), orNone(cell(`(?P<origin>[A-Z]{2,3}|\p{Han}{2,8})`))},
}.credit(Info{
	ID:     "psbc-credit-mail",
	Issuer: "psbc",
	Name:   parser.Text{ZH: "邮储银行信用卡对账单（邮件）", EN: "Postal Savings Bank of China credit card statement, mail"},
	Since:  "2017-01",
	HowToExport: parser.Text{
		ZH: "在邮箱里打开账单邮件，另存为 .eml（或把网页另存为 .html）；发件人 @cardmail.psbcltd.cn",
		EN: "open the statement's mail in your mailbox and save it as .eml (or the page as .html); the sender is @cardmail.psbcltd.cn",
	},
}, plusCharges))
