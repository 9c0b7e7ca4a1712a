package formats

import "github.com/unrenew/unrenew/parser"

// Credit card statement of 广发银行 as a mail. The text begins with its kind in
// brackets: (消费), (还款), (分期). Plus is a charge.
var _ = add(page{
	says: []string{"广发信用卡", "广发银行信用卡", "cgbchina.com.cn"},
	row: []string{
		dayCell, bookedCell, cell(`(?:[（(](?P<kind>\p{Han}{2,6})[)）])?\s*(?P<text>[^\x1f]*)`),
		cell(`(?P<original>` + aForeign + `)`), cell(`(?P<origin>` + aCurrency + `)`),
		cell(`(?P<amount>` + aMoney + `)`), cell(`(?P<currency>` + aCurrency + `)`),
	},
}.credit(Info{
	ID:     "cgb-credit-mail",
	Issuer: "cgb",
	Name:   parser.Text{ZH: "广发信用卡电子账单（邮件）", EN: "China Guangfa Bank credit card statement, mail"},
	Since:  "2023-01",
	HowToExport: parser.Text{
		ZH: "在邮箱里打开账单邮件，另存为 .eml（或把网页另存为 .html）；发件人 creditcard@cgbchina.com.cn",
		EN: "open the statement's mail in your mailbox and save it as .eml (or the page as .html); the sender is creditcard@cgbchina.com.cn",
	},
}, plusCharges))
