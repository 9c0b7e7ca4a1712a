package exports

import "time"

// Debit card statement of 招商银行 as converters make it of the bank's PDF: seven
// columns, no title, no time of day, oldest first.
var cmbDebit = layout{
	name: func(s *statement) string {
		return "招商银行交易流水(申请时间" + s.made.Format("2006年01月02日15时04分05秒") + ").csv"
	},
	write: writeCMBDebit,
}

func writeCMBDebit(s *statement) ([]byte, []Place) {
	t := &text{end: "\n"}
	t.line("记账日期,货币,交易金额,联机余额,交易摘要,对手信息,客户摘要")
	places := make([]Place, len(s.bank))
	for i, p := range s.bank {
		party, pay, memo := p.party(), "银联快捷支付", p.text(60)
		if p.channel != "" {
			pay, party = "快捷支付", party+" "+s.digits(10, party)
		} else if p.Item != "" && p.BankText == "" {
			memo = p.Item
		}
		cells := []string{p.booked.Format(time.DateOnly), p.Currency, thousands(p.signed()), thousands(p.balance), p.word(pay, "快捷退款", "转账汇款"), party, memo}
		for c := range cells {
			cells[c] = csvCell(cells[c])
		}
		places[i].Row = t.line(cells...)
	}
	return []byte(t.String()), places
}
