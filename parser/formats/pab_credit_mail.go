package formats

import (
	"regexp"

	"github.com/unrenew/unrenew/parser"
)

// Credit card statement of 平安银行 as a mail. The card stands above its rows, in
// brackets; 分期 and 其他 have none. Plus is a charge.
var _ = add(page{
	says:    []string{"平安银行信用卡", "平安信用卡", "service.pingan.com"},
	card:    regexp.MustCompile(`卡\D{0,20}[（(](\d{4})[)）]`),
	account: accountTable,
	row:     []string{dayCell, bookedCell, textCell, amountCell},
}.credit(Info{
	ID:     "pab-credit-mail",
	Issuer: "pab",
	Name:   parser.Text{ZH: "平安银行信用卡电子账单（邮件）", EN: "Ping An Bank credit card statement, mail"},
	Since:  "2023-01",
	HowToExport: parser.Text{
		ZH: "在邮箱里打开账单邮件，另存为 .eml（或把网页另存为 .html）；发件人 creditcard@service.pingan.com",
		EN: "open the statement's mail in your mailbox and save it as .eml (or the page as .html); the sender is creditcard@service.pingan.com",
	},
}, plusCharges))
