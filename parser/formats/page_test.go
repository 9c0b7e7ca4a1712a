package formats

import (
	"errors"
	"strings"
	"testing"

	"github.com/unrenew/unrenew/parser"
)

// pageOf is a mail of 兴业银行 with the given rows, cells apart by a stroke.
func pageOf(says string, rows ...string) string {
	s := "<html><body><table><tr><td><p>" + says + "</p><p>账单周期：2026/02/08-2026/03/07</p><p>卡号末四位 1234</p><table>"
	for _, r := range rows {
		s += "<tr><td>" + strings.ReplaceAll(r, "|", "</td><td>") + "</td></tr>"
	}
	return s + "</table></td></tr></table></body></html>"
}

const (
	cibTitle  = "交易日期|记账日期|交易描述|交易金额"
	cibCharge = "2026-02-20|2026-02-21|财付通--示例云|25.00"
)

func TestPageRefused(t *testing.T) {
	for _, c := range []struct {
		name, text string
		is         error
		names      string
	}{
		{"titles without rows", pageOf("兴业银行信用卡账单", cibTitle), parser.ErrVersion, "入账金额"},
		{"a bank that is not known", pageOf("示例银行信用卡账单", cibTitle, cibCharge), parser.ErrUnknown, ""},
		{"an advertisement", pageOf("兴业银行信用卡好礼", "满 100.00 减 5.00"), parser.ErrUnknown, ""},
		{"pictures", "<html><body><table><tr><td><img src=1.jpg></td></tr></table><p>招商银行信用卡电子账单</p></body></html>", parser.ErrUnknown, "picture"},
		{"cut off", strings.TrimSuffix(pageOf("兴业银行信用卡账单", cibTitle, cibCharge), "</table></td></tr></table></body></html>"), parser.ErrUnknown, ""},
	} {
		t.Run(c.name, func(t *testing.T) {
			st, err := All().Parse(parser.NewSource("a.html", []byte(c.text)))
			if !errors.Is(err, c.is) || !strings.Contains(err.Error(), c.names) {
				t.Errorf("got %v, %v; want %v with %q", st, err, c.is, c.names)
			}
		})
	}
}

// TestPageRows goes through rows that are read, left out, or no rows at all.
func TestPageRows(t *testing.T) {
	for _, c := range []struct {
		name, row  string
		read, left int
	}{
		{"a row", cibCharge, 1, 0},
		{"a heading beside it", "网上交易|" + cibCharge, 1, 0},
		{"a remark behind it", cibCharge + "|查看", 1, 0},
		{"another bank in the text", "2026-02-20|2026-02-21|平安银行信用卡账单还款|25.00", 1, 0},
		{"two amounts", cibCharge + "|3.00", 0, 1},
		{"no date of booking", "2026-02-20|示例|25.00", 0, 1},
		{"a day that is none", "2026-02-30|2026-02-21|示例|25.00", 0, 1},
		{"no amount", "2026-02-20|2026-02-21|示例|另议", 0, 0},
		{"a summary", "2026-03-07|2026-03-27|1,234.56|123.45", 0, 0},
		{"a shop called by numbers", "2026-02-20|2026-02-21|7-11|25.00", 1, 0},
		{"a total", "合计|25.00", 0, 0},
	} {
		t.Run(c.name, func(t *testing.T) {
			st := parseText(t, "a.html", pageOf("兴业银行信用卡账单", cibTitle, c.row, "2026-03-01|2026-03-02|示例|1.00"))
			if st.Format != "cib-credit-mail" || len(st.Transactions) != c.read+1 || len(st.LeftOut) != c.left {
				t.Errorf("%s: %d transactions, left out %v", st.Format, len(st.Transactions), st.LeftOut)
			}
		})
	}
}

// TestStackedRows reads pages without tables, where each cell is a line.
func TestStackedRows(t *testing.T) {
	lines := strings.Split("华夏信用卡对账单(2026/01)|12/25|12/26|财付通-示例视频|1234|￥25.00|01/05|01/06|示例|无卡|￥1.00|美元|01/08|01/09|示例音乐|1234|-＄9.99", "|")
	for _, form := range []string{"<div>%</div>", "<p><span>%</span></p>", "<ul><li>%</li></ul>"} {
		var b strings.Builder
		for _, l := range lines {
			b.WriteString(strings.Replace(form, "%", l, 1))
		}
		st := parseText(t, "a.html", "<div>"+b.String()+"</div>")
		if len(st.Transactions) != 2 || len(st.LeftOut) != 1 {
			t.Fatalf("%s: %d transactions, left out %v", form, len(st.Transactions), st.LeftOut)
		}
		if a, z := st.Transactions[0], st.Transactions[1]; date(a.Time) != "2025-12-25" || a.Amount.String() != "25.00 CNY" || z.Direction != parser.In || z.Amount.String() != "9.99 USD" {
			t.Errorf("%s: %+v and %+v", form, a, z)
		}
	}
}

// TestPageCurrency holds that a summary, which names all accounts, does not turn
// the rows below it into dollars.
func TestPageCurrency(t *testing.T) {
	for _, c := range []struct{ says, above, want string }{
		{"兴业银行信用卡账单", "美元账户|0.00", "CNY"},
		{"平安银行信用卡账单", "美元账户 本期应还|0.00", "CNY"},
		{"平安银行信用卡账单", "美元账户交易明细", "USD"},
		{"平安银行信用卡账单", "人民币账户交易明细 美元账户交易明细", "CNY"},
	} {
		st := parseText(t, "a.html", pageOf(c.says, c.above, cibTitle, cibCharge))
		if got := st.Transactions[0].Amount.Currency; got != c.want {
			t.Errorf("%s under %s: %s, want %s", c.says, c.above, got, c.want)
		}
	}
}

// TestCovered holds that a statement's days are those that it says, whatever
// else the mail announces.
func TestCovered(t *testing.T) {
	for _, c := range []struct{ page, want string }{
		{"活动 2026/01/01-2026/12/31\n账单周期 2026/02/06-2026/03/05", "2026/02/06 - 2026/03/05"},
		{"账单周期\n到期还款日\n2026年02月06日至2026年03月05日\n2026年03月25日", "2026年02月06日 - 2026年03月05日"},
		{"Statement Cycle 2026-02-06 ~ 2026-03-05", "2026-02-06 - 2026-03-05"},
		{"活动 2026/01/01-2026/12/31\n2026/02/06-2026/03/05", "2026/02/06 - 2026/03/05"},
		{"账单日 Statement Date\n2026/03/10\n示例 2025年01月账单", "2026年03月"},
		{"Subject: 民生信用卡2026年03月电子对账单", "2026年03月"},
		{"华夏信用卡对账单(2026/01)", "2026年01月"},
		{"账单日 每月19日", ""},
		{"活动 2026/01/01-2026/12/31", ""},
	} {
		if got := strings.Join(covered(strings.Split(c.page, "\n")), "; "); got != c.want {
			t.Errorf("%q: got %q, want %q", c.page, got, c.want)
		}
	}
}
