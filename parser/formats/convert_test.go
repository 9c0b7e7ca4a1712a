package formats

import (
	"strings"
	"testing"
	"time"

	"github.com/unrenew/unrenew/parser"
)

func TestParseAmount(t *testing.T) {
	for _, c := range []struct{ name, in, want string }{
		{"plain", "19.90", "19.90"},
		{"one decimal", "50.0", "50.00"},
		{"no decimals", "27", "27.00"},
		{"yen sign", "¥28.16", "28.16"},
		{"full-width yen sign and blank", "￥ 28.16", "28.16"},
		{"yuan behind", "25元", "25.00"},
		{"thousands", "¥1,299.00", "1299.00"},
		{"millions", "1,234,567.89", "1234567.89"},
		{"full-width digits and comma", "１，２３４．５６", "1234.56"},
		{"minus", "-1,000.00", "-1000.00"},
		{"minus of typesetters", "−3.00", "-3.00"},
		{"full-width minus", "－3.00", "-3.00"},
		{"plus", "+10.00", "10.00"},
		{"zero", "0.00", "0.00"},
		{"binary noise", "548.58000000000004", "548.58"},
		{"binary noise below", "22.989999999999998", "22.99"},
		{"NBSP", "1,208.40\u00a0", "1208.40"},
	} {
		t.Run(c.name, func(t *testing.T) {
			got, err := parseAmount(c.in)
			if err != nil || got.StringFixed(2) != c.want {
				t.Errorf("parseAmount(%q) = %v, %v; want %s", c.in, got, err, c.want)
			}
		})
	}
	for _, c := range []struct{ name, in, why string }{
		{"empty", "", "no amount"},
		{"only a sign of currency", "¥", "no amount"},
		{"three decimals", "12.345", "more than two decimals"},
		{"two points", "12.3.4", "not an amount"},
		{"thousands at the wrong place", "1,23.45", "not an amount"},
		{"comma for a point", "12,50", "not an amount"},
		{"exponent", "1.9E+01", "scientific notation"},
		{"exponent of an order number", "2.02603E+27", "scientific notation"},
		{"words", "免费", "not an amount"},
		{"mark of a refund", "131.77(已退款89.84)", "not an amount"},
		{"nothing before the point", ".5", "not an amount"},
		{"hexadecimal", "0x10", "not an amount"},
		{"very long", strings.Repeat("9", 5000), "not an amount"},
	} {
		t.Run(c.name, func(t *testing.T) {
			got, err := parseAmount(c.in)
			if err == nil || !strings.Contains(err.Error(), c.why) {
				t.Errorf("parseAmount(%q) = %v, %v; want an error with %q", c.in, got, err, c.why)
			}
		})
	}
}

func TestParseTime(t *testing.T) {
	for _, c := range []struct{ name, in, want string }{
		{"as exported", "2026-03-05 08:20:42", "2026-03-05 08:20:42"},
		{"saved by Excel", "2026/3/5 8:20", "2026-03-05 08:20:00"},
		{"saved by Excel with seconds", "2026/3/5 8:20:42", "2026-03-05 08:20:42"},
		{"Chinese", "2026年3月5日 8:20", "2026-03-05 08:20:00"},
		{"two blanks", "2026/03/05  08:20:42", "2026-03-05 08:20:42"},
		{"ISO", "2026-03-05T08:20:42", "2026-03-05 08:20:42"},
		{"full width", "２０２６－０３－０５ ０８：２０", "2026-03-05 08:20:00"},
		{"date", "2026-03-05", "2026-03-05"},
		{"Chinese date", "2026年03月05日", "2026-03-05"},
		{"compact date", "20260305", "2026-03-05"},
		{"compact date and clock", "20260305 18:53:19", "2026-03-05 18:53:19"},
		{"compact both", "20260305 185319", "2026-03-05 18:53:19"},
		{"serial", "46086.347708333335", "2026-03-05 08:20:42"},
		{"serial date", "46086", "2026-03-05"},
		{"leap day", "2024-02-29", "2024-02-29"},
	} {
		t.Run(c.name, func(t *testing.T) {
			got, clock, err := parseTime(c.in)
			form := time.DateOnly
			if clock {
				form = time.DateTime
			}
			if err != nil || got.Format(form) != c.want || got.Location() != parser.China {
				t.Errorf("parseTime(%q) = %v, clock %v, %v; want %s", c.in, got, clock, err, c.want)
			}
		})
	}
	for _, in := range []string{"", "2026-02-30", "2026-13-01", "25.00", "12345", "99999", "共3笔记录", "2026", "202603", "2026-03-05 25:00", "2026030523001412340000000001"} {
		if got, _, err := parseTime(in); err == nil {
			t.Errorf("parseTime(%q) = %v, want an error", in, got)
		}
	}
}

func TestParseMonthDay(t *testing.T) {
	for _, c := range []struct {
		name, in string
		year     int
		month    time.Month
		want     string // empty: an error
	}{
		{"month of the statement", "03/05", 2026, 3, "2026-03-05"},
		{"month before", "02/28", 2026, 3, "2026-02-28"},
		{"later month is last year's", "12/29", 2026, 1, "2025-12-29"},
		{"January of a December statement", "01/02", 2025, 12, "2026-01-02"},
		{"November of a December statement", "11/28", 2025, 12, "2025-11-28"},
		{"without slash", "0305", 2026, 3, "2026-03-05"},
		{"as Excel shows it", "3月5日", 2026, 3, "2026-03-05"},
		{"as Excel saves it, with its own year", "2031-03-05", 2026, 3, "2026-03-05"},
		{"leap day", "02/29", 2024, 2, "2024-02-29"},
		{"no leap year", "02/29", 2026, 2, ""},
		{"no such day", "04/31", 2026, 4, ""},
		{"words", "还款", 2026, 4, ""},
	} {
		t.Run(c.name, func(t *testing.T) {
			got, err := parseMonthDay(c.in, c.year, c.month)
			if (err != nil) != (c.want == "") || err == nil && date(got) != c.want {
				t.Errorf("parseMonthDay(%q, %d, %d) = %v, %v; want %q", c.in, c.year, c.month, got, err, c.want)
			}
		})
	}
}

func TestMaskAccount(t *testing.T) {
	for in, want := range map[string]string{
		"":                     "",
		"138******00":          "138******00",
		"13812345600":          "138******00",
		"name@example.com":     "nam***@example.com",
		"xy@example.com":       "x***@example.com",
		"x@example.com":        "***@example.com",
		"nam***@example.com":   "nam***@example.com",
		"欧阳小明":                 "欧***",
		"明":                    "***",
		"测试用的很长很长的账户名":         "测试用*******户名",
		"6222021234567890123":  "622**************23",
		"小明@示例.中国":             "小***@示例.中国",
		"+86-13812345600":      "+86**********00",
		"测试一二三四@example.com":   "测试一***@example.com",
		"abcdefg":              "a***",
		"wxid_abcdefghijklmno": "wxi***************no",
	} {
		if got := maskAccount(in); got != want {
			t.Errorf("maskAccount(%q) = %q, want %q", in, got, want)
		}
	}
}

func TestOutOrIn(t *testing.T) {
	for _, c := range []struct {
		name, out, in string
		want          string // direction and amount; empty: an error
	}{
		{"out", "25.00", "", "out 25.00"},
		{"in", "", "1,234.00", "in 1234.00"},
		{"other side is a dash", "25.00", "-", "out 25.00"},
		{"other side is zero", "0", "9000", "in 9000.00"},
		{"zero out of two zeros", "0", "0", "out 0.00"},
		{"zero in", "", "0.00", "in 0.00"},
		{"both", "1.00", "2.00", ""},
		{"neither", "", "-", ""},
		{"negative", "-1.00", "", ""},
		{"text", "免", "", ""},
	} {
		t.Run(c.name, func(t *testing.T) {
			dir, d, err := outOrIn("支出", c.out, "收入", c.in)
			got := dir.String() + " " + d.StringFixed(2)
			if (err != nil) != (c.want == "") || err == nil && got != c.want {
				t.Errorf("got %s, %v; want %q", got, err, c.want)
			}
		})
	}
}

func TestCurrency(t *testing.T) {
	for in, want := range map[string]string{"": "CNY", "人民币": "CNY", "人民币元": "CNY", "cny": "CNY", "RMB": "CNY", "美元": "USD", "HKD": "HKD", "SEK": "SEK", "比特币": "", "US$": ""} {
		if got, err := currency("币种", in); got != want || (err != nil) != (want == "") {
			t.Errorf("currency(%q) = %q, %v; want %q", in, got, err, want)
		}
	}
}

func TestReadHead(t *testing.T) {
	for _, c := range []struct {
		name  string
		lines []string
		want  string // from, to, exported, account, partial, count, income, expense
	}{
		{"Alipay app", []string{"支付宝账户：138******00", "起始时间：[2026-01-01 00:00:00]    终止时间：[2026-03-31 23:59:59]", "导出交易类型：[全部]", "导出时间：[2026-04-01 10:00:00]", "共66笔记录", "收入：1笔 28.50元", "支出：63笔 1,616.54元", "不计收支：2笔 16.37元"},
			"2026-01-01 2026-03-31 2026-04-01 10:00 138******00 false 66 28.50 1616.54"},
		{"Alipay web ends at midnight", []string{"账号:[name@example.com]", "起始日期:[2022-01-01 00:00:00]    终止日期:[2022-02-01 00:00:00]", "共7笔记录", "已收入:1笔,0.01元", "待收入:2笔,9.00元", "已支出:4笔,137.00元", "待支出:3笔,8.00元"},
			"2022-01-01 2022-01-31 - nam***@example.com false 7 0.01 137.00"},
		{"one day", []string{"起始时间：[2022-01-01 00:00:00] 终止时间：[2022-01-01 00:00:00]"}, "2022-01-01 2022-01-01 -  false - - -"},
		{"JD", []string{"共：26笔记录", "收入：0笔，0.00元", "支出：16笔(含4笔部分退款)，1648.43元"}, "- - -  false 26 0.00 1648.43"},
		{"JD's time of request", []string{"申请时间：2025年01月01日11时32分42秒", "日期区间：2024-12-01 至 2024-12-31"}, "2024-12-01 2024-12-31 2025-01-01 11:32  false - - -"},
		{"WeChat's certificate", []string{"起始时间：2026-03-01 00:00:00 至 2026-03-31 23:59:59"}, "2026-03-01 2026-03-31 -  false - - -"},
		{"narrowed", []string{"导出类型：[支出]"}, "- - -  true - - -"},
		{"counts made illegible", []string{"支出：x笔,1234.56元"}, "- - -  false - - -"},
		{"period without labels", []string{"2026-01-01 -- 2026-03-31"}, "2026-01-01 2026-03-31 -  false - - -"},
		{"compact period", []string{"起止日期：20260101-20260331"}, "2026-01-01 2026-03-31 -  false - - -"},
	} {
		t.Run(c.name, func(t *testing.T) {
			rd := &reading{Statement: &parser.Statement{}}
			rd.readHead(c.lines)
			show := func(t time.Time, form string) string {
				if t.IsZero() {
					return "-"
				}
				return t.Format(form)
			}
			d := dump(rd.Statement).Declared
			or := func(s string) string {
				if s == "" {
					return "-"
				}
				return s
			}
			got := strings.Join([]string{show(rd.From, time.DateOnly), show(rd.To, time.DateOnly), show(rd.Exported, "2006-01-02 15:04"), rd.Account,
				map[bool]string{true: "true", false: "false"}[rd.Partial], or(d["count"]), or(d["income"]), or(d["expense"])}, " ")
			if got != c.want {
				t.Errorf("got  %s\nwant %s", got, c.want)
			}
		})
	}
}

func TestMerchant(t *testing.T) {
	for _, c := range []struct {
		name        string
		texts       []string
		payee, rest string
	}{
		{"pay channel wins", []string{"深圳市财付通支付科技有限公司", "财付通-示例视频"}, "财付通-示例视频", "深圳市财付通支付科技有限公司"},
		{"full-width dash", []string{"支付宝", "支付宝－示例科技有限公司"}, "支付宝－示例科技有限公司", "支付宝"},
		{"words in brackets", []string{"示例", "微信支付（财付通）-示例商户"}, "微信支付（财付通）-示例商户", "示例"},
		{"name before a mere channel", []string{"手机银行", "小红"}, "小红", "手机银行"},
		{"nothing but the payment company", []string{"", "支付宝（中国）网络技术有限公司"}, "支付宝（中国）网络技术有限公司", ""},
		{"the same twice", []string{"支付宝-示例", "支付宝-示例"}, "支付宝-示例", ""},
		{"dashes are nothing", []string{"-------------------", "示例超市"}, "示例超市", ""},
		{"nothing at all", []string{"", "--"}, "", ""},
	} {
		t.Run(c.name, func(t *testing.T) {
			if payee, rest := merchant(c.texts...); payee != c.payee || rest != c.rest {
				t.Errorf("got %q, %q; want %q, %q", payee, rest, c.payee, c.rest)
			}
		})
	}
}

func TestBankClass(t *testing.T) {
	const out, in = parser.Out, parser.In
	for _, c := range []struct {
		dir    parser.Direction
		medium parser.Medium
		text   string
		want   parser.Class
	}{
		{out, parser.DebitCard, "消费 财付通-示例视频", parser.Spend},
		{out, parser.DebitCard, "代扣 示例燃气", parser.Spend},
		{out, parser.DebitCard, "手机充值 示例移动", parser.Spend},
		{out, parser.DebitCard, "支付机构提现 示例铁路公司(云闪付APP)", parser.Spend},
		{out, parser.DebitCard, "自动还款 信用卡中心", parser.Own},
		{out, parser.DebitCard, "快捷支付 财付通-零钱充值", parser.Own},
		{out, parser.DebitCard, "财付通-转入零钱通", parser.Own},
		{out, parser.DebitCard, "银联ATM取款", parser.Own},
		{out, parser.DebitCard, "冲正", parser.Own},
		{in, parser.DebitCard, "冲正 财付通-示例", parser.Refund},
		{in, parser.DebitCard, "网上快捷退款 支付宝-示例", parser.Refund},
		{in, parser.DebitCard, "消费退货", parser.Refund},
		{in, parser.DebitCard, "网上快捷提现 支付宝-小明", parser.Own},
		{in, parser.DebitCard, "蚂蚁基金赎回到银行", parser.Own},
		{in, parser.DebitCard, "他行汇入 小红", parser.Transfer},
		{in, parser.DebitCard, "工资 示例公司", parser.Income},
		{in, parser.DebitCard, "结息", parser.Income},
		{in, parser.DebitCard, "示例公司", parser.Income},
		{out, parser.DebitCard, "转账汇款 小红", parser.Transfer},
		{out, parser.DebitCard, "财付通-微信红包", parser.Transfer},
		{in, parser.CreditCard, "掌上生活还款", parser.Own},
		{in, parser.CreditCard, "财付通-示例外卖", parser.Refund},
		{in, parser.CreditCard, "现金奖励返现", parser.Income},
		{out, parser.CreditCard, "支付宝-App Store _ Apple Mu", parser.Spend},
		{out, parser.CreditCard, "ATMOSPHERE STORE", parser.Spend},
	} {
		if got := bankClass(c.dir, c.medium, c.text); got != c.want {
			t.Errorf("%s %s: %s, want %s", c.dir, c.text, got, c.want)
		}
	}
}
