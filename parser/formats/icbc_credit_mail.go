package formats

import "github.com/unrenew/unrenew/parser"

// Credit card statement of 工商银行 as a mail. Amounts have no sign, the booked
// one has a word behind it: 25.00/RMB(支出).
var _ = add(page{
	says: []string{"中国工商银行客户对账单", "ICBC Peony Card", "贷记卡到期还款日", "icbc.com.cn"},
	row: []string{
		orNone(cardOfRow), dayCell, bookedCell, cell(`(?P<kind>[^\x1f\d]+)`), textCell,
		originalStroke, cell(amountStroke + `\s?[（(](?P<way>支出|存入)[)）]`),
	},
}.credit(Info{
	ID:     "icbc-credit-mail",
	Issuer: "icbc",
	Name:   parser.Text{ZH: "工商银行信用卡对账单（邮件）", EN: "ICBC credit card statement, mail"},
	Since:  "2019-01",
	HowToExport: parser.Text{
		ZH: "在邮箱里打开账单邮件，另存为 .eml（或把网页另存为 .html）；发件人 webmaster@icbc.com.cn",
		EN: "open the statement's mail in your mailbox and save it as .eml (or the page as .html); the sender is webmaster@icbc.com.cn",
	},
}, wordCharges))
