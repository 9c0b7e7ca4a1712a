package exports

import (
	"cmp"
	"slices"
	"time"

	"github.com/shopspring/decimal"
)

// Debit card detail of 工商银行 from its web bank since September 2024: cells
// padded and closed by a TAB within their quotes, one field more than the
// header, newest first, sums below.
var icbcDebit = layout{
	name:  func(s *statement) string { return "hisdetail" + s.made.Format("20060102150405") + ".csv" },
	write: writeICBCDebit,
}

// icbcCurrencies are the bank's names for what a purchase abroad was priced in.
var icbcCurrencies = map[string]string{"US": "美元", "HK": "港币", "JP": "日元", "GB": "英镑", "SG": "新加坡元", "IE": "欧元", "DE": "欧元", "LU": "欧元"}

func writeICBCDebit(s *statement) ([]byte, []Place) {
	t := &text{end: "\r\n"}
	t.WriteString("\ufeff")
	t.lines("明细查询文件下载\n\n卡号: 6222****" + s.account.Tail + ",\"卡别名: 工资卡\"\n\n子账户序号: 00000,子账户类别: 活期,\"子账户别名: \"\n")
	t.line("交易日期,摘要,交易详情,交易场所,交易国家或地区简称,钞/汇,交易金额(收入),交易金额(支出),交易币种,记账金额(收入),记账金额(支出),记账币种,余额,对方户名,对方账户")
	plain := func(c string, width int) string { return padded(c, width) + "\t" }
	cell := func(c string, width int) string { return quoted(plain(c, width)) }
	var in, out decimal.Decimal
	places := make([]Place, len(s.bank))
	for i, p := range slices.Backward(s.bank) {
		credit, debit := "", ""
		if p.in {
			credit, in = thousands(p.amount), in.Add(p.amount)
		} else {
			debit, out = thousands(p.amount), out.Add(p.amount)
		}
		price, country := p.abroad()
		currency := cmp.Or(icbcCurrencies[country], "-")
		if currency == "-" {
			price = ""
		}
		places[i].Row = t.line(plain(p.booked.Format(time.DateOnly), 15), cell(p.word("消费", "退款", "转账"), 22), cell("", 20), cell(p.text(60), 60), cell(cmp.Or(icbcCountries[country], "CHN"), 20), plain("钞", 10),
			cell("-", 20), cell(cmp.Or(price, "-"), 20), plain(currency, 15), cell(credit, 20), cell(debit, 20), plain(currencyZH(p.Currency), 15),
			cell(thousands(p.balance), 20), cell(p.party(), 100), cell(s.digits(4, p.party())+"****"+s.digits(4, p.party()+"0"), 30), "")
	}
	t.line(" ")
	t.line("人民币合计", "", "", "", "", "", "", "", "", cell(thousands(in), 20), cell(thousands(out), 20), "")
	return []byte(t.String()), places
}

// icbcCountries are the bank's short names.
var icbcCountries = map[string]string{"US": "USA", "HK": "HKG", "JP": "JPN", "GB": "GBR", "SG": "SGP", "IE": "IRL", "DE": "DEU", "LU": "LUX"}

// currencyZH is how domestic banks name the currency of an account.
func currencyZH(code string) string {
	return cmp.Or(map[string]string{"CNY": "人民币", "USD": "美元", "HKD": "港币", "EUR": "欧元", "JPY": "日元", "GBP": "英镑"}[code], code)
}
