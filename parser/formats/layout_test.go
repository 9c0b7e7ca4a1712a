package formats

import (
	"errors"
	"fmt"
	"slices"
	"strings"
	"testing"

	"github.com/unrenew/unrenew/parser"
)

const (
	wechatTitles = "交易时间,交易类型,交易对方,商品,收/支,金额(元),支付方式,当前状态,交易单号,商户单号,备注\n"
	wechatPaid   = "2026-03-05 08:20:42,商户消费,示例音乐,会员自动续费,支出,¥15.00,零钱,支付成功,4200000000000000000000000001,M1,/\n"
	alipayTitles = "交易时间,交易分类,交易对方,对方账号,商品说明,收/支,金额,收/付款方式,交易状态,交易订单号,商家订单号,备注,\n"
)

func parseText(t *testing.T, name, text string) *parser.Statement {
	t.Helper()
	st, err := All().Parse(parser.NewSource(name, []byte(text)))
	if err != nil {
		t.Fatal(err)
	}
	checkPlaces(t, st)
	return st
}

func codes(st *parser.Statement) (codes []string) {
	for _, n := range st.Notes {
		codes = append(codes, n.Code)
	}
	return codes
}

func TestRefused(t *testing.T) {
	for _, c := range []struct {
		name, file, text string
		is               error
		names            string // what the message must name
	}{
		{"a table of somebody else", "a.csv", "日期,金额,备注\n2026-03-05,1.00,x\n", parser.ErrUnknown, "unrenew formats"},
		{"nothing", "a.csv", "", parser.ErrUnknown, "empty"},
		{"a picture", "a.csv", "\x89PNG\r\n\x1a\n", parser.ErrUnknown, "picture"},
		{"JD without amounts", "a.csv", "交易时间,商户名称,交易说明,收/付款方式,交易状态,收/支,交易分类,交易订单号,商家订单号,备注\n", parser.ErrVersion, "金额"},
		{"Meituan without what was paid", "a.csv", "交易创建时间,交易成功时间,交易类型,订单标题,收/支,支付方式,订单金额,交易单号,商家单号,备注\n", parser.ErrUnknown, ""},
		{"WeChat without amounts", "a.csv", strings.Replace(wechatTitles, "金额(元)", "数额", 1) + wechatPaid, parser.ErrVersion, "金额(元)"},
		{"Alipay's app without a status", "a.csv", "收/支,交易对方,商品说明,收/付款方式,金额,交易分类,交易订单号,商家订单号,交易时间\n", parser.ErrVersion, "交易状态"},
		{"card statement without a month", "card.csv", "交易日,记账日,交易摘要,人民币金额,卡号末四位,交易地金额\n01/02,01/03,示例,1.00,1234,1.00\n", nil, "month"},
	} {
		t.Run(c.name, func(t *testing.T) {
			st, err := All().Parse(parser.NewSource(c.file, []byte(c.text)))
			if err == nil || c.is != nil && !errors.Is(err, c.is) || !strings.Contains(err.Error(), c.names) {
				t.Errorf("got %v, %v; want %v with %q", st, err, c.is, c.names)
			}
			if text := parser.TextOf(err); text.ZH == text.EN {
				t.Errorf("one language only: %+v", text)
			}
		})
	}
	if _, err := All().ParseAs("wechat", parser.NewSource("a.csv", []byte("日期,金额\n"))); err == nil || !strings.Contains(err.Error(), "header") {
		t.Errorf("forced format: %v", err)
	}
}

func TestMonthFromFileName(t *testing.T) {
	rows := "交易日,记账日,交易摘要,人民币金额,卡号末四位,交易地金额\n01/02,01/03,示例,1.00,1234,1.00\n"
	for name, want := range map[string]string{"招商信用卡2026年01月.csv": "2026-01-02", "cmb-2025-12.csv": "2026-01-02", "202602.csv": "2026-01-02", "bill_2025_03.csv": "2025-01-02"} {
		if st := parseText(t, name, rows); date(st.Transactions[0].Time) != want {
			t.Errorf("%s: %s, want %s", name, date(st.Transactions[0].Time), want)
		}
	}
}

// TestRepair puts unquoted commas into the texts of rows. The marks [] stand
// around the text that has them.
func TestRepair(t *testing.T) {
	const (
		wechat = wechatTitles + "2026-03-05 08:20:42,商户消费,%s,%s,支出,¥15.00,零钱,支付成功,42001,M1,%s\n"
		alipay = alipayTitles + "2026-03-05 08:20:42,文化休闲,%s,abc***@example.com,%s,支出,15.00,余额,交易成功,20261,M1,%s,\n"
		short  = alipayTitles + "2026-03-05 08:20:42,文化休闲,%s,/,%s,支出,15.00,余额,交易成功,20261,M1%s,\n"
	)
	for _, c := range []struct{ name, form, payee, item, remark string }{
		{"payee", wechat, "示例,小店", "面", "/"},
		{"two in the payee", wechat, "示例,小店,东街", "面", "/"},
		{"remark", wechat, "示例", "面", "一,二"},
		{"item", alipay, "示例", "面,大碗", ""},
		{"payee beside an account", alipay, "示例,小店", "面", ""},
		{"payee and item", alipay, "示例,小店", "面,大碗,加蛋", ""},
		{"remark of Alipay", alipay, "示例", "面", "一,二,三"},
		{"number in the item", alipay, "示例", "12.00,面", ""},
		{"row without a remark", short, "示例", "面,大碗", ""},
		{"payee of a row without a remark", short, "示例,小店", "面", ""},
	} {
		t.Run(c.name, func(t *testing.T) {
			st := parseText(t, "a.csv", fmt.Sprintf(c.form, c.payee, c.item, c.remark))
			if len(st.Transactions) != 1 {
				t.Fatalf("left out: %v", st.LeftOut)
			}
			got := st.Transactions[0]
			if got.Counterparty != c.payee || got.Description != c.item || got.Amount.String() != "15.00 CNY" || got.MerchantOrderID != "M1" || got.Class != parser.Spend {
				t.Errorf("got %+v", got)
			}
		})
	}
	t.Run("more than can be put right", func(t *testing.T) {
		st := parseText(t, "a.csv", fmt.Sprintf(wechat, strings.Repeat("a,", maxSurplus+1), "面", "/"))
		if len(st.LeftOut) != 1 || len(st.Transactions) != 0 {
			t.Errorf("got %v", st.Transactions)
		}
	})
	t.Run("hopeless rows take no time", func(t *testing.T) {
		bad := "x" + strings.Repeat(",x", 20) + "\n"
		if st := parseText(t, "a.csv", wechatTitles+wechatPaid+strings.Repeat(bad, 20000)); len(st.LeftOut) != 20000 || len(st.Transactions) != 1 {
			t.Errorf("%d left out", len(st.LeftOut))
		}
	})
}

func TestTables(t *testing.T) {
	t.Run("a column without title is the user's own", func(t *testing.T) {
		st := parseText(t, "a.csv", strings.TrimSpace(wechatTitles)+",,\n"+strings.TrimSpace(wechatPaid)+",,记\n")
		if len(st.Transactions) != 1 || len(st.Notes) != 0 {
			t.Errorf("left out %v, notes %v", st.LeftOut, st.Notes)
		}
	})
	t.Run("columns in another order", func(t *testing.T) {
		st := parseText(t, "a.csv", "商户单号,交易单号,当前状态,支付方式,金额(元),收/支,商品,交易对方,交易类型,交易时间\nM1,42001,支付成功,零钱,¥15.00,支出,面,示例,商户消费,2026-03-05 08:20:42\n")
		if len(st.Transactions) != 1 || st.Transactions[0].Counterparty != "示例" {
			t.Errorf("got %+v, left out %v", st.Transactions, st.LeftOut)
		}
	})
	t.Run("the same title twice, the first filled one counts", func(t *testing.T) {
		st := parseText(t, "a.csv", "商品,"+wechatTitles+",2026-03-05 08:20:42,商户消费,示例,面,支出,¥15.00,零钱,支付成功,42001,M1,/\n碗,2026-03-05 08:20:42,商户消费,示例,面,支出,¥15.00,零钱,支付成功,42001,M1,/\n")
		if len(st.Transactions) != 2 || st.Transactions[0].Description != "面" || st.Transactions[1].Description != "碗" {
			t.Errorf("got %+v, left out %v", st.Transactions, st.LeftOut)
		}
	})
	t.Run("exports pasted together", func(t *testing.T) {
		head := func(month string) string {
			return strings.Repeat("-", 84) + "\n导出信息：\n支付宝账户：138******00\n起始时间：[2026-" + month + "-01 00:00:00]    终止时间：[2026-" + month + "-28 23:59:59]\n共1笔记录\n\n" + alipayTitles
		}
		row := func(month string) string {
			return "2026-" + month + "-05 08:20:42,文化休闲,示例,/,面,支出,15.00,余额,交易成功,2026" + month + "\t,M\t,,\n"
		}
		st := parseText(t, "a.csv", head("03")+row("03")+head("02")+row("02"))
		if len(st.Transactions) != 2 || len(st.LeftOut) != 0 || date(st.From) != "2026-02-01" || date(st.To) != "2026-03-28" {
			t.Errorf("%d transactions, left out %v, %s to %s", len(st.Transactions), st.LeftOut, date(st.From), date(st.To))
		}
	})
	t.Run("header far below the top", func(t *testing.T) {
		if st := parseText(t, "a.csv", strings.Repeat("note\n", maxHead-1)+wechatTitles+wechatPaid); len(st.Transactions) != 1 {
			t.Errorf("left out %v", st.LeftOut)
		}
		if _, err := All().Parse(parser.NewSource("a.csv", []byte(strings.Repeat("note\n", maxHead)+wechatTitles+wechatPaid))); !errors.Is(err, parser.ErrUnknown) {
			t.Errorf("got %v", err)
		}
	})
	t.Run("a header and nothing else", func(t *testing.T) {
		if st := parseText(t, "a.csv", wechatTitles); st.Rows() != 0 || len(st.Notes) != 0 {
			t.Errorf("got %+v", st)
		}
	})
	t.Run("order numbers that a spreadsheet destroyed", func(t *testing.T) {
		st := parseText(t, "a.csv", wechatTitles+strings.NewReplacer("4200000000000000000000000001", "4.2E+27", "M1", "1.00005E+27").Replace(wechatPaid))
		if tr := st.Transactions[0]; tr.OrderID != "" || tr.MerchantOrderID != "" || !slices.Equal(codes(st), []string{"lost-order-ids"}) {
			t.Errorf("got %q, %q, notes %v", tr.OrderID, tr.MerchantOrderID, codes(st))
		}
	})
	t.Run("each unknown word once, and without the name behind it", func(t *testing.T) {
		rows := strings.Repeat(strings.Replace(wechatPaid, "商户消费", "新玩法-小明", 1), 3)
		st := parseText(t, "a.csv", wechatTitles+rows)
		if !slices.Equal(codes(st), []string{"unknown-status"}) || strings.Contains(st.Notes[0].Text.ZH, "小明") || st.Transactions[0].Class != parser.Spend {
			t.Errorf("notes %+v", st.Notes)
		}
	})
	t.Run("a balance chain in either order", func(t *testing.T) {
		rows := []string{"2026-03-01,-1.00,9.00,a", "2026-03-02,-2.00,7.00,b", "2026-03-03,5.00,12.00,c"}
		for range 2 {
			st := parseText(t, "a.csv", "记账日期,交易金额,联机余额,客户摘要\n"+strings.Join(rows, "\n")+"\n")
			if len(st.Notes) != 0 {
				t.Errorf("notes %v", codes(st))
			}
			slices.Reverse(rows)
		}
	})
}

func TestSheets(t *testing.T) {
	cells := func(line string) (row []any) {
		for _, c := range strings.Split(strings.TrimSpace(line), ",") {
			row = append(row, c)
		}
		return row
	}
	titles, paid := cells(wechatTitles), cells(wechatPaid)
	unreadable := cells(strings.Replace(wechatPaid, "¥15.00", "¥15.005", 1))
	for _, c := range []struct {
		name       string
		second     [][]any
		paid, left int
		codes      []string
	}{
		{"a copy", [][]any{titles, paid}, 1, 0, []string{"second-copy"}},
		{"an empty table", [][]any{titles}, 1, 0, nil},
		{"another table", [][]any{{"日期", "金额"}, {"2026-03-05", "1.00"}}, 1, 0, nil},
		{"another month", [][]any{titles, cells(strings.Replace(wechatPaid, "-03-", "-04-", 1))}, 2, 0, nil},
		{"the same and one more", [][]any{titles, paid, paid}, 2, 1, nil},
		{"rows that cannot be read", [][]any{titles, unreadable}, 1, 1, nil},
		{"a column less", [][]any{titles[:8], paid[:8]}, 1, 0, nil},
		{"the amount's title lost", [][]any{cells(strings.Replace(wechatTitles, "金额(元)", "", 1)), paid}, 1, 0, []string{"sheet-not-read"}},
	} {
		t.Run(c.name, func(t *testing.T) {
			st := parseText(t, "a.xlsx", string(workbook(t, sheet{"一", [][]any{titles, paid}}, sheet{"二", c.second})))
			if len(st.Transactions) != c.paid || len(st.LeftOut) != c.left || !slices.Equal(codes(st), c.codes) {
				t.Errorf("%d transactions, left out %v, notes %v", len(st.Transactions), st.LeftOut, codes(st))
			}
		})
	}
}

// TestErrorsNameNobody pastes rows that cannot be read: what is said of them
// may be shown in public.
func TestErrorsNameNobody(t *testing.T) {
	secrets := []string{"秘密商户", "秘密商品", "6222021234567890", "1234567.891"}
	st := parseText(t, "a.csv", wechatTitles+
		"2026-03-05 08:20:42,商户消费,秘密商户,秘密商品,支出,1234567.891,零钱,支付成功,6222021234567890,M1,/\n"+
		"秘密商户,商户消费,秘密商户,秘密商品,支出,1.00,零钱,支付成功,6222021234567890,M1,/\n"+
		"2026-03-05 08:20:42,商户消费,秘密商户,秘密商品,秘密商户,1.00,零钱,支付成功,6222021234567890,M1,/\n"+
		"秘密商户,秘密商品\n")
	if len(st.LeftOut) != 4 {
		t.Fatalf("left out %v", st.LeftOut)
	}
	for _, e := range st.LeftOut {
		text := parser.TextOf(e)
		for _, s := range secrets {
			if strings.Contains(text.ZH+text.EN+e.Error(), s) {
				t.Errorf("row %d tells %s: %v", e.Pos.Row, s, e)
			}
		}
	}
}
