package exports

import (
	"strings"
	"time"

	"github.com/unrenew/unrenew/cmd/measure/household"
)

// Credit card statement of 招商银行 as converters make it of the bank's PDF: a
// file for each month, no year in the rows, repayments first and without the
// day of the payment. The text is cut to the width of its column.
var cmbCredit = layout{
	split: months,
	name: func(s *statement) string {
		return "招商银行信用卡账单" + s.To.Format("2006年01月") + ".csv"
	},
	write: writeCMBCredit,
}

// months splits a period into its months.
func months(p household.Period) (out []household.Period) {
	for from := day(p.From); !from.After(day(p.To)); {
		next := time.Date(from.Year(), from.Month()+1, 1, 0, 0, 0, 0, from.Location())
		to := next.AddDate(0, 0, -1)
		if to.After(day(p.To)) {
			to = day(p.To)
		}
		out = append(out, household.Period{From: from, To: to})
		from = next
	}
	return out
}

// cmbCreditWidth is where a description ends: 139.8 points of 8-point type.
const cmbCreditWidth = 34

func writeCMBCredit(s *statement) ([]byte, []Place) {
	t := &text{end: "\n"}
	t.line("招商银行信用卡对账单（个人消费卡账户 " + s.To.Format("2006年01月") + "）（补）")
	t.line("交易日,记账日,交易摘要,人民币金额,卡号末四位,交易地金额")
	places := make([]Place, len(s.bank))
	group := func(own bool) {
		for i, p := range s.bank {
			if own != (p.Class == household.Own) {
				continue
			}
			charge := p.signed().Neg() // plus is a charge
			sold, original := p.Time.Format("01/02"), p.Original
			if own {
				sold = ""
			}
			if original == "" {
				original = thousands(charge) + "(CN)"
			}
			description := p.text(cmbCreditWidth)
			switch {
			case own && p.channel == "":
				description = p.word("", "", "")
			case p.channel == "支付宝":
				description = p.channel + "-" + wideCut(p.name, alipayNameWidth)
			}
			description = wideCut(strings.ReplaceAll(description, "&", "_"), cmbCreditWidth)
			places[i].Row = t.line(sold, p.booked.Format("01/02"), csvCell(description), csvCell(thousands(charge)), s.account.Tail, csvCell(original))
		}
	}
	group(true)
	group(false)
	return []byte(t.String()), places
}

// alipayNameWidth is where Alipay cuts the payee that it tells this bank:
// 支付宝-App Store _ Apple Mu was seen. Chinese names of more characters are
// seen whole, so that it counts each of them as one.
const alipayNameWidth = 20
