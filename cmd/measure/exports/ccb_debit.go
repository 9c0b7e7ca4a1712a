package exports

import "time"

// Debit card detail of 建设银行: an XLS whose dates are text and whose amounts
// are numbers, oldest first; the side that is not used is 0.
var ccbDebit = layout{
	name: func(s *statement) string {
		return "交易明细_" + s.account.Tail + "_" + s.From.Format("20060102") + "_" + s.To.Format("20060102") + ".xls"
	},
	write: writeCCBDebit,
}

func writeCCBDebit(s *statement) ([]byte, []Place) {
	const sheet = "交易明细"
	x := &xls{sheet: sheet}
	x.row("China Construction Bank")
	x.row("开户机构：示例支行")
	x.row("币　　种：人民币")
	x.row("账　　号：621700" + s.digits(9, s.account.ID) + s.account.Tail)
	x.row()
	titles := []string{"记账日", "交易日期", "交易时间", "支出", "收入", "账户余额", "币种", "摘要", "对方账号", "对方户名", "交易地点"}
	head := make([]any, len(titles))
	for i, title := range titles {
		head[i] = padded(title, 10)
	}
	x.row(head...)
	places := make([]Place, len(s.bank))
	for i, p := range s.bank {
		var out, in int64
		if p.in {
			in = fen(p.amount)
		} else {
			out = fen(p.amount)
		}
		places[i] = Place{Sheet: sheet, Row: x.row(p.booked.Format("20060102"), p.Time.Format("20060102"), p.Time.Format(time.TimeOnly), out, in, fen(p.balance),
			currencyZH(p.Currency)+"元", p.word("消费", "退款", "转账"), s.digits(4, p.party())+"******"+s.digits(4, p.party()+"0"), masked(p.party()), p.text(60))}
	}
	x.row("以上数据仅供参考|具体内容请以柜台为准")
	return x.file(), places
}

// masked is 对方户名 as the bank prints it: *某***.
func masked(name string) string {
	r := []rune(name)
	if len(r) < 2 {
		return name
	}
	return "*" + string(r[1]) + "***"
}
