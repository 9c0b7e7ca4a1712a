package formats

import "github.com/unrenew/unrenew/parser"

// Credit card statement of 招商银行 as a mail. Every row is a table of its own.
// Repayments have no 交易日; dates are MMDD. Plus is a charge.
var _ = add(page{
	says:   []string{"招商银行信用卡", "cmbchina.com"},
	groups: true,
	mmdd:   true,
	row: []string{
		orNone(cell(`(?P<day>` + aMonthDay + `)`)), cell(`(?P<booked>` + aMonthDay + `)`), textCell, orNone(amountCell),
		orNone(cardOfRow), orNone(cell(`(?P<origin>[A-Z]{2})`)), orNone(cell(`(?P<original>` + aMoney + `)`)),
	},
}.credit(Info{
	ID:     "cmb-credit-mail",
	Issuer: "cmb",
	Name:   parser.Text{ZH: "招商银行信用卡电子账单（邮件）", EN: "China Merchants Bank credit card statement, mail"},
	Since:  "2020-01",
	HowToExport: parser.Text{
		ZH: "在邮箱里打开账单邮件，另存为 .eml（或把网页另存为 .html）；发件人 ccsvc@message.cmbchina.com；2016 至 2020 年的邮件是图片，请改用掌上生活 App：账单 → 账单补寄",
		EN: "open the statement's mail in your mailbox and save it as .eml (or the page as .html); the sender is ccsvc@message.cmbchina.com; mails of 2016 to 2020 are pictures, for those use the app 掌上生活: 账单 → 账单补寄",
	},
}, cmbCharges))

// aMonthDay is a date as 0305; older mails have 03/05.
const aMonthDay = `(?:0[1-9]|1[0-2])[/-]?[0-3]\d`

// cmbCharges reads rows of some mails that have one amount only, behind the card.
// A country makes that an amount in another currency.
func cmbCharges(r cardRow, rd *reading) (parser.Direction, parser.Amount, error) {
	if r.Amount == "" && (r.Origin == "" || r.Origin == "CN") {
		r.Amount = r.Original
	}
	return plusCharges(r, rd)
}
