package exports

import (
	"slices"
	"strings"
	"time"

	"github.com/unrenew/unrenew/cmd/measure/household"
)

// Debit card statement of 中国银行 as converters make it of the bank's PDF: time
// of day, runs of dashes for empty cells, newest first.
var bocDebit = layout{
	name:  func(s *statement) string { return "交易流水明细" + s.made.Format("20060102150405") + ".csv" },
	write: writeBOCDebit,
}

func writeBOCDebit(s *statement) ([]byte, []Place) {
	t := &text{end: "\n"}
	t.line("中国银行交易流水明细单")
	t.line("记账日期,记账时间,币别,金额,余额,交易名称,渠道,网点名称,附言,对方账户名,对方卡号/账号,对方开户行,借记卡号")
	blank := strings.Repeat("-", 19)
	places := make([]Place, len(s.bank))
	for i, p := range slices.Backward(s.bank) {
		pay, way, memo, party := "无卡支付", "卡组织线上/无卡交易", strings.Repeat("-", 10), p.text(60)
		switch {
		case p.channel != "":
			pay, way, memo, party = "网上快捷支付", "银企对接", p.text(60), p.party()
		case p.Class != household.Spend && p.Item != "":
			way, memo = "手机银行", p.Item
		}
		cells := []string{p.booked.Format(time.DateOnly), p.Time.Format(time.TimeOnly), currencyZH(p.Currency), thousands(p.signed()), thousands(p.balance),
			p.word(pay, "网上快捷退款", "转账汇款"), way, blank, memo, party, s.digits(4, party) + "******" + s.digits(4, party+"0"), blank, s.account.Tail}
		for c := range cells {
			cells[c] = csvCell(cells[c])
		}
		places[i].Row = t.line(cells...)
	}
	return []byte(t.String()), places
}
