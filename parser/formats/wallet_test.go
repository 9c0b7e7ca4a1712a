package formats

import (
	"strings"
	"testing"

	"github.com/shopspring/decimal"

	"github.com/unrenew/unrenew/parser"
)

// A wallet case is a row by its words, and what they mean.
type walletCase struct {
	direction, kind, item, status, method string
	class, refunded                       string
	unknown                               bool
}

func checkWallet(t *testing.T, cases []walletCase, classify func(*parser.Transaction, *reading)) {
	t.Helper()
	for _, c := range cases {
		t.Run(strings.Join([]string{c.direction, c.kind, c.item, c.status, c.method}, " "), func(t *testing.T) {
			dir, err := direction(c.direction)
			if err != nil {
				t.Fatal(err)
			}
			tr := parser.Transaction{Direction: dir, Type: c.kind, Description: c.item, Status: c.status, Method: c.method}
			tr.Amount.Value = decimal.RequireFromString("25.00")
			rd := &reading{}
			classify(&tr, rd)
			refunded := ""
			if !tr.Refunded.IsZero() {
				refunded = tr.Refunded.StringFixed(2)
			}
			if tr.Class.String() != c.class || refunded != c.refunded || (len(rd.words) > 0) != c.unknown {
				t.Errorf("got %s, refunded %q, unknown words %v; want %s, %q, %v", tr.Class, refunded, rd.words, c.class, c.refunded, c.unknown)
			}
		})
	}
}

// TestAlipayClass goes through the table of statuses that public exports have.
func TestAlipayClass(t *testing.T) {
	checkWallet(t, []walletCase{
		{"支出", "文化休闲", "会员自动续费", "交易成功", "余额", "spend", "", false},
		{"支出", "医疗健康", "医保支付", "支付成功", "", "spend", "", false},
		{"支出", "亲友代付", "亲情卡", "亲情卡付款成功", "余额", "spend", "", false},
		{"支出", "日用百货", "杯子", "代付成功", "余额", "spend", "", false},
		{"支出", "日用百货", "杯子", "等待确认收货", "余额", "spend", "", false},
		{"支出", "日用百货", "杯子", "等待对方发货", "余额", "spend", "", false},
		{"支出", "充值缴费", "电费", "缴费中", "余额", "spend", "", false},
		{"支出", "充值缴费", "话费", "充值成功", "余额", "spend", "", false},
		{"支出", "日用百货", "杯子", "等待付款", "", "void", "", false},
		{"支出", "日用百货", "杯子", "已关闭", "余额", "void", "", false},
		{"支出", "日用百货", "杯子", "交易关闭", "", "void", "", false},
		{"支出", "日用百货", "杯子", "交易关闭", "余额", "spend", "25.00", false},
		{"不计收支", "日用百货", "杯子", "交易关闭", "余额", "void", "", false},
		{"收入", "其他", "杯子", "交易关闭", "余额", "void", "", false},
		{"不计收支", "退款", "退款-杯子", "退款成功", "余额", "refund", "", false},
		{"收入", "退款", "退款-杯子", "退款成功", "余额", "refund", "", false},
		{"收入", "其他", "退款-杯子", "交易成功", "余额", "refund", "", false},
		{"不计收支", "投资理财", "示例指数C-买入退款", "退款成功", "余额", "own", "", false},
		{"不计收支", "信用借还", "花呗主动还款-2026年03月账单", "还款成功", "余额宝", "own", "", false},
		{"支出", "信用借还", "信用卡还款", "交易成功", "余额宝", "own", "", false},
		{"支出", "信用借还", "抖音月付还款", "交易成功", "余额宝", "own", "", false},
		{"其他", "投资理财", "余额宝-单次转入", "交易成功", "余额", "own", "", false},
		{"收入", "投资理财", "余额宝-2022.01.24-收益发放", "交易成功", "", "own", "", false},
		{"不计收支", "住房物业", "预授权", "冻结成功", "", "own", "", false},
		{"收入", "借用借还", "示例借款", "放款成功", "余额", "own", "", false},
		{"收入", "其他", "个税", "退税成功", "余额", "income", "", false},
		{"收入", "收入", "稿费", "收款成功", "余额", "income", "", false},
		{"收入", "转账红包", "转账", "交易成功", "余额", "transfer", "", false},
		{"支出", "转账红包", "转账", "交易成功", "余额", "transfer", "", false},
		{"不计收支", "转账红包", "转账到银行卡", "交易成功", "余额", "own", "", false},
		{"支出", "其他", "杯子", "从未见过", "余额", "spend", "", true},
		{"不计收支", "其他", "杯子", "从未见过", "余额", "own", "", true},
	}, func(tr *parser.Transaction, rd *reading) { alipayClass(tr, rd, tr.Method != "") })
}

func TestWechatClass(t *testing.T) {
	checkWallet(t, []walletCase{
		{"支出", "商户消费", "会员自动续费", "支付成功", "零钱", "spend", "", false},
		{"支出", "扫二维码付款", "面", "已转账", "零钱", "spend", "", false},
		{"支出", "群收款", "", "已支付", "零钱", "spend", "", false},
		{"支出", "赞赏码", "", "朋友已收钱", "零钱", "spend", "", false},
		{"支出", "亲属卡交易", "亲属卡", "支付成功", "零钱", "spend", "", false},
		{"收入", "商户消费", "", "充值成功", "", "income", "", false},
		{"收入", "其他", "", "已到账", "", "income", "", false},
		{"支出", "商户消费", "", "已全额退款", "零钱", "spend", "25.00", false},
		{"支出", "商户消费", "", "已退款", "零钱", "spend", "25.00", false},
		{"支出", "商户消费", "", "已退款(￥10.00)", "零钱", "spend", "10.00", false},
		{"支出", "商户消费", "", "已退款（¥1,010.50）", "零钱", "spend", "1010.50", false},
		{"支出", "商户消费", "", "已退款10元", "零钱", "spend", "10.00", false},
		{"收入", "示例视频-退款", "", "已全额退款", "零钱", "refund", "", false},
		{"收入", "示例视频-退款", "", "已退款￥10.00", "零钱", "refund", "", false},
		{"收入", "微信红包-退款", "", "已退款", "零钱", "refund", "", false},
		{"支出", "转账", "", "对方已退还", "零钱", "transfer", "25.00", false},
		{"支出", "转账", "", "对方已收钱", "零钱", "transfer", "", false},
		{"收入", "微信红包", "", "已存入零钱", "", "transfer", "", false},
		{"支出", "微信红包（群红包）", "", "支付成功", "零钱", "transfer", "", false},
		{"收入", "二维码收款", "", "已收钱", "零钱", "transfer", "", false},
		{"/", "信用卡还款", "", "支付成功", "零钱", "own", "", false},
		{"支出", "信用卡还款", "", "支付成功", "零钱", "own", "", false},
		{"/", "零钱提现", "", "提现已到账", "", "own", "", false},
		{"/", "零钱提现", "", "提现失败，已退回零钱", "", "own", "", false},
		{"/", "零钱充值", "", "充值完成", "", "own", "", false},
		{"/", "购买理财通", "", "支付成功", "零钱", "own", "", false},
		{"/", "转入零钱通-来自零钱", "", "支付成功", "零钱", "own", "", false},
		{"中性交易", "零钱通转出-到示例银行(1234)", "", "支付成功", "零钱通", "own", "", false},
		{"/", "分付还款", "", "支付成功", "零钱", "own", "", false},
		{"支出", "商户消费", "", "支付失败", "零钱", "void", "", false},
		{"支出", "从未见过", "", "支付成功", "零钱", "spend", "", true},
		{"支出", "商户消费", "", "从未见过", "零钱", "spend", "", true},
		{"/", "从未见过", "", "支付成功", "零钱", "own", "", true},
	}, wechatClass)
}

// TestJDClass reads words of both layouts: until the end of 2024 a refund was
// 收入, since then it is 不计收支 and the payment's amount is marked.
func TestJDClass(t *testing.T) {
	const titles = "交易时间,商户名称,交易说明,金额,收/付款方式,交易状态,收/支,交易分类,交易订单号,商家订单号,备注\n"
	for _, c := range []struct{ item, amount, status, direction, class, refunded string }{
		{"年卡", "99.00", "交易成功", "支出", "spend", "0.00"},
		{"年卡", "99.00(已退款20.00)", "交易成功", "支出", "spend", "20.00"},
		{"年卡", "99.00（已退款¥20）", "交易成功", "支出", "spend", "20.00"},
		{"年卡", "1,099.00(已全额退款)", "交易成功", "不计收支", "spend", "1099.00"},
		{"年卡", "99.00(已全额退款)", "交易关闭", "不计收支", "spend", "99.00"},
		{"退款-年卡", "20.00", "退款成功", "不计收支", "refund", "0.00"},
		{"退款-年卡", "20.00", "交易成功", "收入", "refund", "0.00"},
		{"价保退款", "5.00", "交易成功", "收入", "refund", "0.00"},
		{"退款-信纸", "5.00", "交易成功", "支出", "spend", "0.00"},
		{"冻结-年卡(先享后付)", "99.00", "交易成功", "不计收支", "own", "0.00"},
		{"年卡(先享后付)", "99.00", "交易成功", "支出", "spend", "0.00"},
		{"年卡(先享后付)", "99.00", "交易成功", "不计收支", "own", "0.00"},
		{"白条主动还款", "99.00", "还款成功", "支出", "own", "0.00"},
		{"京东小金库-转入", "99.00", "交易成功", "支出", "own", "0.00"},
		{"余额提现", "99.00", "交易成功", "不计收支", "own", "0.00"},
		{"年卡", "99.00", "交易关闭", "支出", "void", "0.00"},
		{"收益发放", "0.42", "交易成功", "收入", "income", "0.00"},
	} {
		t.Run(strings.Join([]string{c.item, c.amount, c.status, c.direction}, " "), func(t *testing.T) {
			st := parseText(t, "a.csv", titles+`2025-01-03 00:14:40,京东平台商户,`+c.item+`,"`+c.amount+`",京东白条,`+c.status+","+c.direction+",其他,31,41, ,\n")
			if len(st.Transactions) != 1 {
				t.Fatalf("left out %v", st.LeftOut)
			}
			if tr := st.Transactions[0]; tr.Class.String() != c.class || tr.Refunded.StringFixed(2) != c.refunded {
				t.Errorf("got %s, refunded %s; want %s, %s", tr.Class, tr.Refunded, c.class, c.refunded)
			}
		})
	}
	for _, amount := range []string{"99.00(已退款)", "99.00(已退款x)", "(已全额退款)", "-99.00", "99.00(-20.00)"} {
		st := parseText(t, "a.csv", titles+"2025-01-03 00:14:40,京东平台商户,年卡,"+amount+",京东白条,交易成功,支出,其他,31,41, ,\n")
		if len(st.LeftOut) != 1 || st.LeftOut[0].Column != "金额" {
			t.Errorf("%s: read as %+v", amount, st.Transactions)
		}
	}
}

// TestReconciled compares the rows with sums that JD and Meituan make by rules
// of their own.
func TestReconciled(t *testing.T) {
	for _, f := range load(t) {
		if f.id != "jd" && f.id != "meituan" {
			continue
		}
		st, err := All().Parse(f.src)
		if err != nil {
			t.Fatal(err)
		}
		if ok, known := st.Reconciled(); !ok || !known {
			t.Errorf("%s: declared %+v, rows %d", f.path, dump(st).Declared, st.Rows())
		}
		st.Transactions = st.Transactions[1:]
		if ok, _ := st.Reconciled(); ok {
			t.Errorf("%s: a lost row was not missed", f.path)
		}
	}
}

// TestAlipayClosed has a closed trade and a refund in one file: which of the
// numbers ties them decides whether the trade was ever paid.
func TestAlipayClosed(t *testing.T) {
	for _, c := range []struct {
		name, closed, refund string // order and merchant number of each
		method               string
		class                string
		notes                int
	}{
		{"tied by the order number", "20260001\t,A1\t", "20260001_r1\t,B9\t", "", "spend", 0},
		{"tied by the merchant's number", "20260001\t,A1\t", "20269999_r1\t,A1\t", "", "spend", 0},
		{"not tied", "20260001\t,A1\t", "20269999_r1\t,B9\t", "", "void", 0},
		{"no numbers at all", "\t,\t", "\t,\t", "", "void", 0},
		{"paid, and refunded here", "20260001\t,A1\t", "20260001_r1\t,A1\t", "余额", "spend", 0},
		{"paid, and refunded elsewhere", "20260001\t,A1\t", "20269999_r1\t,B9\t", "余额", "spend", 1},
	} {
		t.Run(c.name, func(t *testing.T) {
			st := parseText(t, "a.csv", alipayTitles+
				"2026-03-08 08:20:42,退款,示例,/,退款-杯子,不计收支,15.00,余额,退款成功,"+c.refund+",,\n"+
				"2026-03-05 08:20:42,日用百货,示例,/,杯子,支出,15.00,"+c.method+",交易关闭,"+c.closed+",,\n")
			tr := st.Transactions[1]
			refunded := map[string]string{"spend": "15", "void": "0"}[c.class]
			if tr.Class.String() != c.class || tr.Refunded.String() != refunded || len(st.Notes) != c.notes {
				t.Errorf("got %s, refunded %s, notes %v", tr.Class, tr.Refunded, codes(st))
			}
		})
	}
}

// TestColumnsLeftAway: an export whose user, or a program between, left away or
// renamed a column that says nothing of the payment is read all the same.
func TestColumnsLeftAway(t *testing.T) {
	for _, c := range []struct{ name, text, want string }{
		{"WeChat without 支付方式", "微信支付账单明细,,,\n交易时间,交易类型,交易对方,商品,收/支,金额(元),当前状态,交易单号,商户单号,备注\n2026-03-05 08:20:42,商户消费,示例视频,会员,支出,¥12.00,支付成功,4200001,M1,/\n",
			"2026-03-05 08:20:42 out 12.00 CNY spend 示例视频"},
		{"JD with 支付方式", "京东账号名：demo\n交易时间,商户名称,交易说明,金额,支付方式,交易状态,收/支,交易分类\n2026-03-05 08:20:42,示例商城,日用品,44.00(已退款5.10),京东余额,交易成功,支出,日用\n",
			"2026-03-05 08:20:42 out 44.00 CNY spend 示例商城"},
	} {
		t.Run(c.name, func(t *testing.T) {
			if got := strings.Join(lines(parseText(t, "a.csv", c.text)), "|"); got != c.want {
				t.Errorf("got %s, want %s", got, c.want)
			}
		})
	}
}

// TestPayPalDates: the order of day and month follows from the days, and is not
// guessed where they do not tell.
func TestPayPalDates(t *testing.T) {
	text := func(dates ...string) string {
		s := "\"Date\",\"Time\",\"TimeZone\",\"Name\",\"Type\",\"Status\",\"Currency\",\"Gross\",\"Fee\",\"Net\",\"Transaction ID\"\n"
		for _, d := range dates {
			s += d + ",10:00:00,PDT,Shop,Website Payment,Completed,USD,-1.00,0.00,-1.00,1\n"
		}
		return s
	}
	for want, dates := range map[string][]string{
		"2026-03-14": {"03/14/2026"}, "2026-03-15": {"15/03/2026"}, "2026-04-03": {"3.4.2026"}, "2026-01-02": {"01/02/2026", "02/01/2026", "03/02/2026"}, "2026-03-05": {"2026-03-05"},
	} {
		if got := date(parseText(t, "a.csv", text(dates...)).Transactions[0].Time); got != want {
			t.Errorf("%v: got %s, want %s", dates, got, want)
		}
	}
	if _, err := All().Parse(parser.NewSource("a.csv", []byte(text("01/02/2026", "01/03/2026")))); err == nil || !strings.Contains(err.Error(), "day/month/year as well as") {
		t.Errorf("got %v", err)
	}
}
