package formats

import "github.com/unrenew/unrenew/parser"

// Credit card statement of 光大银行 as a mail. What comes back has (存入) before
// its amount. Dates have no year since 2026.
var _ = add(page{
	says:    []string{"光大银行信用卡", "光大信用卡", "cardcenter.cebbank.com"},
	account: accountTable,
	row:     []string{dayCell, bookedCell, orNone(cardOfRow), textCell, cell(`(?:[（(](?P<way>存入)[)）]\s?)?(?P<amount>` + aMoney + `)`)},
}.credit(Info{
	ID:     "ceb-credit-mail",
	Issuer: "ceb",
	Name:   parser.Text{ZH: "光大银行信用卡电子对账单（邮件）", EN: "China Everbright Bank credit card statement, mail"},
	Since:  "2023-01",
	HowToExport: parser.Text{
		ZH: "在邮箱里打开账单邮件，另存为 .eml（或把网页另存为 .html）；发件人 cebbank@cardcenter.cebbank.com",
		EN: "open the statement's mail in your mailbox and save it as .eml (or the page as .html); the sender is cebbank@cardcenter.cebbank.com",
	},
}, cebCharges))

func cebCharges(r cardRow, rd *reading) (parser.Direction, parser.Amount, error) {
	if r.Way == "" {
		r.Way = "支出"
	}
	return wordCharges(r, rd)
}
