package records_test

import (
	"bytes"
	"fmt"
	"math/rand/v2"
	"reflect"
	"strings"
	"testing"
	"time"

	"github.com/shopspring/decimal"
	"golang.org/x/text/encoding/simplifiedchinese"
	"golang.org/x/text/encoding/unicode"

	"github.com/unrenew/unrenew/detector/records"
	"github.com/unrenew/unrenew/parser"
)

// dump prints records as a table test compares them; empty fields are left out.
func dump(cs []records.Cancellation) string {
	var b strings.Builder
	for _, c := range cs {
		fmt.Fprintf(&b, "%d: %q %s", c.Row, c.Service, c.CancelledOn.Format("2006-01-02 15:04:05 -0700"))
		if c.HasClock {
			b.WriteString(" clock")
		}
		for _, f := range []struct {
			name string
			t    time.Time
		}{{"effective", c.EffectiveOn}, {"again", c.ResubscribedOn}, {"promised", c.RefundPromised}} {
			if !f.t.IsZero() {
				fmt.Fprintf(&b, " %s=%s", f.name, f.t.Format("2006-01-02"))
			}
		}
		if c.Channel != "" {
			b.WriteString(" channel=" + c.Channel)
		}
		if c.Account != "" {
			fmt.Fprintf(&b, " account=%q", c.Account)
		}
		if c.Amount.Valid {
			b.WriteString(" amount=" + c.Amount.Decimal.StringFixed(2))
		}
		if c.RefundAmount.Valid {
			b.WriteString(" refund=" + c.RefundAmount.Decimal.StringFixed(2))
		}
		if c.Evidence != nil {
			fmt.Fprintf(&b, " evidence=%q", c.Evidence)
		}
		if c.RefundArrived {
			b.WriteString(" arrived")
		}
		if c.Note != "" {
			fmt.Fprintf(&b, " note=%q", c.Note)
		}
		b.WriteByte('\n')
	}
	return b.String()
}

func TestRead(t *testing.T) {
	for _, tt := range []struct{ name, in, want string }{
		{"English", "service,cancelled_on\niqiyi,2026-03-05\n", "2: \"iqiyi\" 2026-03-05 00:00:00 +0800\n"},
		{"Chinese, all columns", "服务,取消日期,失效日期,渠道,账户,金额,重新开通日期,凭证,备注,承诺退款日期,承诺退款金额\n爱奇艺,2026-03-05 08:20,2026-04-01,微信, 越*** ,¥25.00,2026-06-01,a.png;b.pdf；c.jpg,客服 A,2026-03-06,12.5\n",
			"2: \"爱奇艺\" 2026-03-05 08:20:00 +0800 clock effective=2026-04-01 again=2026-06-01 promised=2026-03-06 channel=wechat account=\"越***\" amount=25.00 refund=12.50 evidence=[\"a.png\" \"b.pdf\" \"c.jpg\"] note=\"客服 A\"\n"},
		{"saved again by a spreadsheet", "service,cancelled_on,effective_on\nx,2026/3/5 8:20,2026/4/1\n", "2: \"x\" 2026-03-05 08:20:00 +0800 clock effective=2026-04-01\n"},
		{"midnight is no time of day", "service,cancelled_on\nx,2026/3/5 0:00\n", "2: \"x\" 2026-03-05 00:00:00 +0800\n"},
		{"seconds", "service,cancelled_on\nx,2026-03-05 08:20:59\n", "2: \"x\" 2026-03-05 08:20:59 +0800 clock\n"},
		{"Chinese date", "service,cancelled_on\nx,2026年3月5日\n", "2: \"x\" 2026-03-05 00:00:00 +0800\n"},
		{"unknown columns, other order, short row", "心情,cancelled_on,service,note\n好,2026-03-05,x\n", "2: \"x\" 2026-03-05 00:00:00 +0800\n"},
		{"blank lines and rows", "\nservice,cancelled_on\n\n,\nx,2026-03-05\n", "5: \"x\" 2026-03-05 00:00:00 +0800\n"},
		{"line within a note", "service,cancelled_on,note\nx,2026-03-05,\"a\nb\"\ny,2026-03-06,\n", "2: \"x\" 2026-03-05 00:00:00 +0800 note=\"a\\nb\"\n4: \"y\" 2026-03-06 00:00:00 +0800\n"},
		{"full width", "ｓｅｒｖｉｃｅ,cancelled_on,amount\nx,２０２６-０３-０５,２５元\n", "2: \"x\" 2026-03-05 00:00:00 +0800 amount=25.00\n"},
		{"thousands", "service,cancelled_on,amount\nx,2026-03-05,\"1,299.00\"\n", "2: \"x\" 2026-03-05 00:00:00 +0800 amount=1299.00\n"},
		{"a date formatted as a number", "service,cancelled_on\nx,46285\ny,46285.854166666664\n", "2: \"x\" 2026-09-20 00:00:00 +0800\n3: \"y\" 2026-09-20 20:30:00 +0800 clock\n"},
		{"semicolons", "service;cancelled_on;note\nx;2026-03-05;a, b\n", "2: \"x\" 2026-03-05 00:00:00 +0800 note=\"a, b\"\n"},
		{"tabs", "service\tcancelled_on\nx, y\t2026-03-05\n", "2: \"x, y\" 2026-03-05 00:00:00 +0800\n"},
		{"promise in a note", "service,cancelled_on,note\nx,2026-03-05 09:00,客服承诺退款25元\n", "2: \"x\" 2026-03-05 09:00:00 +0800 clock promised=2026-03-05 refund=25.00 note=\"客服承诺退款25元\"\n"},
		{"promise without a sum", "service,cancelled_on,note\nx,2026-03-05,客服答应全额退款\n", "2: \"x\" 2026-03-05 00:00:00 +0800 promised=2026-03-05 note=\"客服答应全额退款\"\n"},
		{"English promise", "service,cancelled_on,note\nx,2026-03-05,refund of CNY 25 promised\n", "2: \"x\" 2026-03-05 00:00:00 +0800 promised=2026-03-05 refund=25.00 note=\"refund of CNY 25 promised\"\n"},
		{"no promise", "service,cancelled_on,note\nx,2026-03-05,客服没有承诺退款25元\n", "2: \"x\" 2026-03-05 00:00:00 +0800 note=\"客服没有承诺退款25元\"\n"},
		{"columns win over the note", "service,cancelled_on,refund_promised_on,note\nx,2026-03-05,2026-03-09,承诺退款25元\n", "2: \"x\" 2026-03-05 00:00:00 +0800 promised=2026-03-09 note=\"承诺退款25元\"\n"},
		{"sum without a day", "service,cancelled_on,refund_amount\nx,2026-03-05,25\n", "2: \"x\" 2026-03-05 00:00:00 +0800 promised=2026-03-05 refund=25.00\n"},
		{"guarded cell", "service,cancelled_on,note\nx,2026-03-05,'=1+1\n", "2: \"x\" 2026-03-05 00:00:00 +0800 note=\"=1+1\"\n"},
		{"apostrophe of the user's own", "service,cancelled_on,note\nx,2026-03-05,'tis done\n", "2: \"x\" 2026-03-05 00:00:00 +0800 note=\"'tis done\"\n"},
		{"header only", "service,cancelled_on\n", ""},
	} {
		t.Run(tt.name, func(t *testing.T) {
			utf16, err := unicode.UTF16(unicode.LittleEndian, unicode.UseBOM).NewEncoder().String(tt.in)
			if err != nil {
				t.Fatal(err)
			}
			gb, err := simplifiedchinese.GB18030.NewEncoder().String(tt.in)
			if err != nil {
				t.Fatal(err)
			}
			for _, data := range []string{tt.in, "\ufeff" + tt.in, strings.ReplaceAll(tt.in, "\n", "\r\n"), utf16, gb} {
				got, bad, err := records.Read([]byte(data))
				if err != nil || len(bad) > 0 {
					t.Fatalf("%v %v", err, bad)
				}
				if dump(got) != tt.want {
					t.Errorf("got  %swant %s", dump(got), tt.want)
				}
			}
		})
	}
}

// TestPromises: what a note says of a promised refund. A number is its sum only
// if it is money, and a day its day only if it is not that of something else.
func TestPromises(t *testing.T) {
	for _, tt := range []struct{ note, want string }{
		{"答应退款 2026-10-12", "promised=2026-10-12"},
		{"客服2026-10-12答应退款25元", "promised=2026-10-12 refund=25.00"},
		{"客服10月12日答应退25.50元", "promised=2026-10-12 refund=25.50"},
		{"2026年10月12日客服同意退还 ¥1,299.00", "promised=2026-10-12 refund=1299.00"},
		{"答应退9月的25元", "promised=2026-09-20 refund=25.00"},
		{"答应退9月10日的25元", "promised=2026-09-20 refund=25.00"},
		{"答应退2026-09-10扣的那笔", "promised=2026-09-20"},
		{"答应退款 一共2笔50元", "promised=2026-09-20 refund=50.00"},
		{"答应退款，一共2笔，50元", "promised=2026-09-20 refund=50.00"},
		{"客服答应退款，2笔各25元", "promised=2026-09-20"},
		{"客服答应退款25元，另外10元不退", "promised=2026-09-20 refund=25.00"},
		{"扣了50元，客服答应退一部分", "promised=2026-09-20"},
		{"承诺退15-20元", "promised=2026-09-20"},
		{"承诺退款25", "promised=2026-09-20"},
		{"承诺退款，工单号 20261012", "promised=2026-09-20"},
		{"承诺退款，电话 400-123-4567", "promised=2026-09-20"},
		{"承诺7天内退款 25块", "promised=2026-09-20 refund=25.00"},
		{"答应10月12日前退款25元", "promised=2026-09-20 refund=25.00"},
		{"答应退款 RMB 25", "promised=2026-09-20 refund=25.00"},
		{"support promised a refund of CNY 25.00 on 2026-10-12", "promised=2026-10-12 refund=25.00"},
		{"refund of 25 promised", "promised=2026-09-20"},
		{"refund of 25 yuan promised", "promised=2026-09-20 refund=25.00"},
		{"客服答应退款，已到账", "promised=2026-09-20 arrived"},
		{"客服2026-10-12答应退款25元，2026-10-15已退回", "promised=2026-10-12 refund=25.00 arrived"},
		{"refund promised, already received the refund", "promised=2026-09-20 arrived"},
		{"客服答应退款，还没到账", "promised=2026-09-20"},
		{"客服答应退款，至今未收到退款", "promised=2026-09-20"},
		{"答应退50元，已退回25元，还差25元", "promised=2026-09-20 refund=50.00"},
		{"refund promised, not received", "promised=2026-09-20"},
		{"承诺当月不退款", ""},
		{"客服没有承诺退款25元", ""},
		{"no refund promised", ""},
		{"申请退款25元", ""},
		{"客服同意退订会员", ""},
	} {
		got, bad, err := records.Read([]byte("service,cancelled_on,note\nx,2026-09-20,\"" + tt.note + "\"\n"))
		if err != nil || len(bad) > 0 {
			t.Fatal(err, bad)
		}
		want := "2: \"x\" 2026-09-20 00:00:00 +0800 "
		if tt.want != "" {
			want += tt.want + " "
		}
		if want += fmt.Sprintf("note=%q\n", tt.note); dump(got) != want {
			t.Errorf("got  %swant %s", dump(got), want)
		}
	}
}

// TestReadLeavesOut: a row with a problem is told with its line and column, and
// the next one is read.
func TestReadLeavesOut(t *testing.T) {
	for _, tt := range []struct{ name, row, column string }{
		{"no service", ",2026-03-05", "service"},
		{"no date", "x,", "cancelled_on"},
		{"no such day", "x,2026-02-30", "cancelled_on"},
		{"no such time", "x,2026-03-05 25:00", "cancelled_on"},
		{"date in words", "x,昨天", "cancelled_on"},
		{"day first", "x,05/03/2026", "cancelled_on"},
		{"ends before it was cancelled", "x,2026-03-05,2026-03-04", "effective_on"},
		{"again before it was cancelled", "x,2026-03-05,,,,2026-03-04", "resubscribed_on"},
		{"no such channel", "x,2026-03-05,,鸽子", "channel"},
		{"negative amount", "x,2026-03-05,,,-25", "amount"},
		{"amount in words", "x,2026-03-05,,,二十五", "amount"},
		{"three decimals", "x,2026-03-05,,,25.005", "amount"},
		{"exponent", "x,2026-03-05,,,1e9", "amount"},
		{"bare quote", `x"y,2026-03-05`, ""},
	} {
		t.Run(tt.name, func(t *testing.T) {
			got, bad, err := records.Read([]byte("service,cancelled_on,effective_on,channel,amount,resubscribed_on\n" + tt.row + "\nlast,2026-03-05\n"))
			if err != nil || len(bad) != 1 || len(got) != 1 || got[0].Service != "last" {
				t.Fatalf("got %s, left out %v, error %v", dump(got), bad, err)
			}
			text := parser.TextOf(bad[0])
			if bad[0].Pos.Row != 2 || bad[0].Column != tt.column || text.ZH == "" || text.ZH == text.EN {
				t.Errorf("row %d, column %q, %+v", bad[0].Pos.Row, bad[0].Column, text)
			}
		})
	}
}

func TestReadErrors(t *testing.T) {
	for _, tt := range []struct{ name, in, want string }{
		{"empty", "", "no header"},
		{"no header", "iqiyi,2026-03-05\n", "no header"},
		{"column missing", "service,note\n", "no header"},
		{"column twice", "service,服务,cancelled_on\n", "service twice"},
		{"not text", "PK\x03\x04\xff\xff\x00\x81", "header"},
		{"too large", strings.Repeat("x", 17<<20), "larger"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			_, _, err := records.Read([]byte(tt.in))
			text := parser.TextOf(err)
			if err == nil || !strings.Contains(text.EN, tt.want) && !strings.Contains(text.EN, "not text") || text.ZH == text.EN {
				t.Errorf("%+v", text)
			}
		})
	}
}

func TestChannelWords(t *testing.T) {
	for word, want := range map[string]string{
		"微信": "wechat", "微信支付": "wechat", "WeChat Pay": "wechat", "支付宝": "alipay", "苹果": "apple", "App Store": "apple", "Google Play": "google", "信用卡": "bank", "银行卡": "bank",
		"运营商": "carrier", "话费": "carrier", "云闪付": "unionpay", "华为": "huawei", "ＱＱ钱包": "qq", "service-web": "service", "全部": "", "": "",
	} {
		got, bad, err := records.Read([]byte("service,cancelled_on,channel\nx,2026-03-05," + word + "\n"))
		if err != nil || len(bad) > 0 || got[0].Channel != want {
			t.Errorf("%q: %v %v %v; want %q", word, got, bad, err, want)
		}
	}
}

// TestRoundTrip: what is written is read again, whatever the cells hold.
func TestRoundTrip(t *testing.T) {
	r := rand.New(rand.NewPCG(1, 2))
	hostile := []string{"=HYPERLINK(\"http://a\")", "+1", "-1", "@x", "\tx", "\rx", "'", "''", "'=1", "''=1", "'x", "a,b", "a\"b", "a\nb", "\n", "“引号”", "", "x", "爱奇艺", "\ufeff", "|", "a\tb", "0", "2026-03-05", "é", "𠀀"}
	pick := func() string {
		var b strings.Builder
		for range 1 + r.IntN(3) {
			b.WriteString(hostile[r.IntN(len(hostile))])
		}
		return b.String()
	}
	day := func() time.Time { return time.Date(2026, 3, 5+r.IntN(300), 0, 0, 0, 0, parser.China) }
	sum := func() decimal.NullDecimal {
		if r.IntN(2) == 0 {
			return decimal.NullDecimal{}
		}
		return decimal.NewNullDecimal(decimal.New(int64(1+r.IntN(1e9)), -2))
	}
	for range 2000 {
		var want []records.Cancellation
		for range r.IntN(4) {
			c := records.Cancellation{Service: strings.ReplaceAll("x"+pick()+"x", "\r", "\n"), CancelledOn: day(), Channel: []string{"", "wechat", "apple", "bank", "service"}[r.IntN(5)], Account: []string{"", "越***", "尾号 9012", "=小***"}[r.IntN(4)], Amount: sum(), Note: strings.ReplaceAll(pick(), "\r", "\n")}
			if r.IntN(2) == 0 {
				c.Service = []string{"=1", "+", "-", "@", "\t", "'", "'=", "''@"}[r.IntN(8)] + "x"
			}
			if r.IntN(2) == 0 {
				c.CancelledOn, c.HasClock = c.CancelledOn.Add(time.Duration(1+r.IntN(86399))*time.Second), true
			}
			if r.IntN(2) == 0 {
				c.EffectiveOn = time.Date(2027, 1, 1, 0, 0, 0, 0, parser.China)
				c.ResubscribedOn = time.Date(2027, 2, 1, 0, 0, 0, 0, parser.China)
			}
			if r.IntN(2) == 0 {
				c.RefundPromised, c.RefundAmount = day(), sum()
			}
			for range r.IntN(3) {
				c.Evidence = append(c.Evidence, hostile[r.IntN(4)]+".png")
			}
			want = append(want, c)
		}
		for _, lang := range []string{"zh", "en"} {
			var b bytes.Buffer
			if err := records.Write(&b, want, lang); err != nil {
				t.Fatal(err)
			}
			got, bad, err := records.Read(b.Bytes())
			if err != nil || len(bad) > 0 {
				t.Fatalf("%v %v in %q", err, bad, b.String())
			}
			for i := range got {
				got[i].Row = 0
			}
			if dump(got) != dump(want) {
				t.Fatalf("got\n%swant\n%sfrom %q", dump(got), dump(want), b.String())
			}
		}
	}
}

func TestWrite(t *testing.T) {
	c := records.Cancellation{Service: "=cmd|' /C calc'!A0", CancelledOn: time.Date(2026, 3, 5, 8, 20, 0, 0, parser.China), HasClock: true, Amount: decimal.NewNullDecimal(decimal.New(25, 0)), Evidence: []string{"a.png", "b.png"}}
	var b bytes.Buffer
	if err := records.Write(&b, []records.Cancellation{c}, "zh"); err != nil {
		t.Fatal(err)
	}
	want := "\ufeff服务,取消日期,失效日期,渠道,金额,账户,重新开通日期,承诺退款日期,承诺退款金额,凭证,备注\r\n'=cmd|' /C calc'!A0,2026-03-05 08:20:00,,,25.00,,,,,a.png;b.png,\r\n"
	if b.String() != want {
		t.Errorf("got  %q\nwant %q", b.String(), want)
	}
	c.Evidence = []string{"a;b.png"}
	if err := records.Write(&b, []records.Cancellation{c}, "en"); err == nil || reflect.DeepEqual(parser.TextOf(err), parser.Text{}) {
		t.Errorf("a name with a semicolon was written: %v", err)
	}
}

// FuzzRead: no input panics, and every row is either read or left out.
func FuzzRead(f *testing.F) {
	f.Add([]byte("service,cancelled_on\niqiyi,2026-03-05\n"))
	f.Add([]byte("服务,取消日期,备注\n爱奇艺,2026/3/5 8:20,\"客服承诺退款25元\"\n"))
	f.Add([]byte("\xff\xfes\x00"))
	f.Fuzz(func(t *testing.T, data []byte) {
		cs, bad, err := records.Read(data)
		if err != nil && (cs != nil || bad != nil) {
			t.Error("rows beside an error")
		}
		for _, c := range cs {
			if c.CancelledOn.IsZero() || strings.TrimSpace(c.Service) == "" || c.Row < 2 {
				t.Errorf("%+v", c)
			}
		}
	})
}
