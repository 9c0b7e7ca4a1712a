package formats

import (
	"testing"

	"github.com/shopspring/decimal"

	"github.com/unrenew/unrenew/parser"
)

func TestSided(t *testing.T) {
	for _, c := range []struct {
		amount, side string
		want         string // signed as money that comes in; empty is an error
	}{
		{"-25.00", "DEBIT", "-25"},
		{"25.00", "DEBIT", "-25"},
		{"25.00", "credit", "25"},
		{"-25.00", "", "-25"},
		{"25.00", "", "25"},
		{"-25.00", "CREDIT", ""},
		{"x", "DEBIT", ""},
	} {
		dir, d, err := sided("Amount", c.amount, c.side)
		if dir == parser.Out {
			d = d.Neg()
		}
		if (err != nil) != (c.want == "") || err == nil && !d.Equal(decimal.RequireFromString(c.want)) {
			t.Errorf("%q, %q: %v, %v; want %q", c.amount, c.side, d, err, c.want)
		}
	}
}

func TestDebitOrCredit(t *testing.T) {
	for s, want := range map[string]parser.Direction{"借 Dr": parser.Out, "借": parser.Out, "贷Cr": parser.In, "贷": parser.In} {
		if got, err := debitOrCredit("借贷", s); got != want || err != nil {
			t.Errorf("%q: %v, %v", s, got, err)
		}
	}
	for _, s := range []string{"", "--", "Dr"} {
		if _, err := debitOrCredit("借贷", s); err == nil {
			t.Errorf("%q is neither", s)
		}
	}
}

func TestSmallTexts(t *testing.T) {
	for _, c := range []struct{ name, got, want string }{
		{"a clock without its zeros", clockOf("91244"), "091244"},
		{"just after midnight", clockOf("5"), "000005"},
		{"a clock with colons", clockOf("09:12:44"), "09:12:44"},
		{"no clock", clockOf("--"), ""},
		{"a card without its zero", shortCard("123"), "0123"},
		{"a second card", shortCard("5678附"), "5678"},
		{"a masked card", shortCard("6225 **** 1234"), "1234"},
		{"no card", shortCard("-"), ""},
		{"the same currency", original("CNY", "25.00", "人民币"), ""},
		{"another currency", original("CNY", "9.99", "美元"), "9.99(美元)"},
		{"an unknown currency", original("CNY", "9.99", "某元"), "9.99(某元)"},
		{"a title with its translation before it", titleOf("Dc Flg 借贷"), "借贷"},
		{"a title with its translation behind it", titleOf("交易日期 Trans. Date"), "交易日期"},
		{"a title of two words", titleOf("收/支"), "收/支"},
		{"an English title", titleOf("Card #"), "Card#"},
	} {
		if c.got != c.want {
			t.Errorf("%s: %q, want %q", c.name, c.got, c.want)
		}
	}
}

// TestWhatIsNoRow: nothing in these rows may become money.
func TestWhatIsNoRow(t *testing.T) {
	for _, c := range []struct{ name, text, reason string }{
		{"both sides empty", "过账日,交易日,账项资料,支出,收入,结余\n03/03/2026,02/03/2026,EXAMPLE,,,100.00\n", "支出"},
		{"both sides filled", "过账日,交易日,账项资料,支出,收入,结余\n03/03/2026,02/03/2026,EXAMPLE,1.00,1.00,100.00\n", "支出"},
		{"month and day the other way", "过账日,交易日,账项资料,支出,收入,结余\n03/13/2026,,EXAMPLE,1.00,,100.00\n", "过账日"},
		{"neither 借 nor 贷", "序号,交易日期,交易时间,交易类型,借贷,交易金额,余额,对方账号,对方户名,交易地点,摘要\n1,2026-03-05,09:12:44,支付,,1.00,2.00,,,示例,\n", "借贷"},
		{"a signed amount beside 借", "序号,交易日期,交易时间,交易类型,借贷,交易金额,余额,对方账号,对方户名,交易地点,摘要\n1,2026-03-05,09:12:44,支付,借,-1.00,2.00,,,示例,\n", "交易金额"},
		{"no way", "交易时间,付款方姓名,收款方姓名,交易类型,交易金额\n2026-03-05 09:12:44,小明,示例,转移,1.00\n", "交易类型"},
		{"cells that moved", "交易日期,交易时间,交易摘要,交易金额,本次余额,对手信息,日志号,交易渠道,交易附言\n20260305,-25.00,16375.00,示例,312345602,电子商务,示例,x,y\n", "交易摘要"},
	} {
		st := parseText(t, "a.csv", c.text)
		if len(st.Transactions) != 0 || len(st.LeftOut) != 1 || st.LeftOut[0].Column != c.reason {
			t.Errorf("%s: %+v, left out %v", c.name, st.Transactions, st.LeftOut)
		}
	}
}

// TestBalancesThatCannotBeRead: they must not cost the row.
func TestBalancesThatCannotBeRead(t *testing.T) {
	for name, text := range map[string]string{
		"td":        "03/02/2026,EXAMPLE STREAMING,16.99,,xx\n03/05/2026,EXAMPLE,,5.00,xx\n",
		"abc-debit": "交易日期,交易时间,交易摘要,交易金额,本次余额,对手信息,日志号,交易渠道,交易附言\n20260305,091244,财付通,-25.00,xx,示例,312345602,,示例视频\n20260306,091244,财付通,-25.00,yy,示例,312345602,,示例视频\n",
	} {
		if st := parseText(t, "a.csv", text); st.Format != name || len(st.Transactions) != 2 || st.Transactions[0].Balance.Valid {
			t.Errorf("%s: %s, %+v, left out %v", name, st.Format, st.Transactions, st.LeftOut)
		}
	}
}
