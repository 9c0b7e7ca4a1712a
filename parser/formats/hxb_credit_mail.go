package formats

import "github.com/unrenew/unrenew/parser"

// Credit card statement of 华夏银行 as a mail. Dates are MM/DD; dollars have a $
// and a table of their own, before or after the other. Plus is a charge.
var _ = add(page{
	says: []string{"华夏信用卡", "华夏银行信用卡", "hxb.com.cn"},
	row: []string{
		dayCell, orNone(bookedCell), cell(`(?P<text>[^\x1f]+(?:\x1f[^\x1f]+){0,3}?)`), cardOfRow,
		cell(`(?P<amount>-?\s?[¥￥$＄]\s?-?[\d,]+\.\d\d)`),
	},
}.credit(Info{
	ID:     "hxb-credit-mail",
	Issuer: "hxb",
	Name:   parser.Text{ZH: "华夏信用卡电子账单（邮件）", EN: "Hua Xia Bank credit card statement, mail"},
	Since:  "2022-01",
	HowToExport: parser.Text{
		ZH: "在邮箱里打开账单邮件，另存为 .eml（或把网页另存为 .html）；发件人 admin@creditcardmail.hxb.com.cn",
		EN: "open the statement's mail in your mailbox and save it as .eml (or the page as .html); the sender is admin@creditcardmail.hxb.com.cn",
	},
}, plusCharges))
