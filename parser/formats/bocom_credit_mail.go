package formats

import (
	"cmp"
	"regexp"

	"github.com/unrenew/unrenew/parser"
)

// Credit card statement of 交通银行 as a mail. Amounts have no sign: of its two
// tables one holds repayments and refunds, the other charges.
var _ = add(page{
	says:    []string{"交通银行个人信用卡", "交通银行信用卡", "bocomcc.com", "以下是您的消费、取现及其他费用明细"},
	section: regexp.MustCompile(`还款、?退货.{0,4}费用(返还)|(消费)、?取现.{0,4}其他费用`),
	row: []string{
		dayCell, bookedCell, orNone(cardOfRow), cell(`(?:(?P<kind>` + bocomKinds + `)\s+)?(?P<text>[^\x1f]+)`),
		orNone(originalPair), amountPair,
	},
}.credit(Info{
	ID:     "bocom-credit-mail",
	Issuer: "bocom",
	Name:   parser.Text{ZH: "交通银行信用卡电子账单（邮件或补发）", EN: "Bank of Communications credit card statement, mail"},
	Since:  "2023-01",
	HowToExport: parser.Text{
		ZH: "在邮箱里打开账单邮件，另存为 .eml（或把网页另存为 .html）；发件人 pccc@bocomcc.com；没有邮件时用买单吧 App：账单 → 账单补发",
		EN: "open the statement's mail in your mailbox and save it as .eml (or the page as .html); the sender is pccc@bocomcc.com; the app 买单吧 sends it again: 账单 → 账单补发",
	},
}, bocomCharges))

// The kinds of rows are whole words at the front of the text: 消费, 刷卡金返还,
// 自动购汇扣款. Their ends tell the direction.
const (
	bocomCredits = `\p{Han}*(?:还款|返还|返现|退货|退款|冲正|撤销)`
	bocomDebits  = `\p{Han}*(?:消费|扣款|扣回|取现|年费|利息|手续费|违约金|分期|分期付款)`
	bocomKinds   = bocomCredits + `|` + bocomDebits
)

var (
	bocomCredit = regexp.MustCompile(`^(?:` + bocomCredits + `)$`)
	bocomDebit  = regexp.MustCompile(`^(?:` + bocomDebits + `)$`)
)

// bocomCharges takes the direction from the table that a row stands in, and
// where that is not known from the first word of the row.
func bocomCharges(r cardRow, rd *reading) (dir parser.Direction, a parser.Amount, err error) {
	first := value(cmp.Or(r.Kind, r.Text))
	switch {
	case r.Section == "消费", r.Section == "" && bocomDebit.MatchString(first):
		r.Way = "支出"
	case r.Section == "返还", bocomCredit.MatchString(first):
		r.Way = "存入"
	}
	return wordCharges(r, rd)
}
