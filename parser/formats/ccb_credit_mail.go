package formats

import "github.com/unrenew/unrenew/parser"

// Credit card statement of 建设银行 as a mail. Plus is a charge. Currency and
// amount stand in two cells or in one; a card may be 1234/扫码.
var _ = add(page{
	says: []string{"龙卡信用卡对账单", "建设银行信用卡电子账单", "建设银行信用卡对账单", "vip.ccb.com"},
	row:  []string{dayCell, bookedCell, orNone(cardOfRow), textCell, originalPair, amountPair},
}.credit(Info{
	ID:     "ccb-credit-mail",
	Issuer: "ccb",
	Name:   parser.Text{ZH: "建设银行龙卡信用卡对账单（邮件）", EN: "China Construction Bank credit card statement, mail"},
	Since:  "2023-01",
	HowToExport: parser.Text{
		ZH: "在邮箱里打开账单邮件，另存为 .eml（或把网页另存为 .html）；发件人 service@vip.ccb.com",
		EN: "open the statement's mail in your mailbox and save it as .eml (or the page as .html); the sender is service@vip.ccb.com",
	},
}, plusCharges))
