package formats

import (
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/unrenew/unrenew/parser"
)

func TestGuess(t *testing.T) {
	for _, c := range []struct {
		name, text string
		mapping    string // keys and titles, then what else was found
		want       string // the transactions; of a table with doubts what is open
	}{
		{"one signed amount, balances tell", "Date,Description,Amount,Balance\n2026-03-05,Sample Video,-12.99,87.01\n2026-03-06,Shop,-7.01,80.00\n2026-03-07,Wages,20.00,100.00\n",
			"date=Date amount=Amount text=Description balance=Balance sign=minus-is-out",
			"2026-03-05 out 12.99 CNY spend Sample Video|2026-03-06 out 7.01 CNY spend Shop|2026-03-07 in 20.00 CNY income Wages"},
		{"plus is out, newest first", "Date,Description,Amount (USD),Balance\n2026-03-07,c,5.00,70.00\n2026-03-06,b,15.00,75.00\n2026-03-05,a,10.00,90.00\n",
			"date=Date amount=Amount (USD) text=Description balance=Balance sign=plus-is-out currency=USD",
			"2026-03-07 out 5.00 USD spend c|2026-03-06 out 15.00 USD spend b|2026-03-05 out 10.00 USD spend a"},
		{"words tell the sign", "Posting Date,Transaction Date,Merchant,Amount\n03/16/2026,03/15/2026,Shop,9.00\n03/18/2026,03/17/2026,Shop refund,-9.00\n",
			"date=Transaction Date amount=Amount payee=Merchant dates=MM/DD/YYYY sign=plus-is-out currency=USD",
			"2026-03-15 out 9.00 USD spend Shop|2026-03-17 in 9.00 USD refund Shop refund"},
		{"a card is paid and charged", "Date,Description,Amount\n03/16/2026,INTEREST CHARGE ON PURCHASES,1.20\n03/18/2026,MOBILE PAYMENT - THANK YOU,-90.00\n",
			"date=Date amount=Amount text=Description dates=MM/DD/YYYY sign=plus-is-out currency=USD",
			"2026-03-16 out 1.20 USD spend INTEREST CHARGE ON PURCHASES|2026-03-18 in 90.00 USD income MOBILE PAYMENT - THANK YOU"},
		{"debit beside minus, a price abroad", "Date,Payee,Transaction type,Amount (EUR),Original currency\n2026-03-05,Beispielradio,DEBIT,-9.00,USD\n2026-03-06,Beispielwerke,CREDIT,900.00,EUR\n",
			"date=Date amount=Amount (EUR) direction=Transaction type payee=Payee currency=EUR",
			"2026-03-05 out 9.00 EUR spend Beispielradio|2026-03-06 in 900.00 EUR income Beispielwerke"},
		{"an account is no payee", "Date,Amount,Counterparty,Name,Description\n2026-03-05,-9.00,DE00999888770000054321,Beispielradio,Direct debit\n2026-03-06,900.00,DE00999888770000054322,Beispielwerke,Lohn\n",
			"date=Date amount=Amount payee=Name text=Description sign=minus-is-out",
			"2026-03-05 out 9.00 CNY spend Beispielradio|2026-03-06 in 900.00 CNY income Beispielwerke"},
		{"words that disagree", "Date,Details,Amount\n2026-03-05,Direct debit a,-1.00\n2026-03-06,b fee,2.00\n",
			"date=Date amount=Amount text=Details sign=minus-is-out", "a plus or a minus"},
		{"an opening line without amount", "Date,Description,Amount,Running Bal.\n03/05/2026,Beginning balance,,90.00\n03/16/2026,b,-10.00,80.00\n03/17/2026,c,-5.00,75.00\n03/18/2026,d,-5.00,70.00\n03/19/2026,e,-5.00,65.00\n03/20/2026,f,-5.00,60.00\n03/21/2026,g,-5.00,55.00\n03/22/2026,h,-5.00,50.00\n03/23/2026,i,-5.00,45.00\n03/24/2026,j,-5.00,40.00\n",
			"date=Date amount=Amount text=Description balance=Running Bal. dates=MM/DD/YYYY sign=minus-is-out currency=USD",
			"2026-03-16 out 10.00 USD spend b|2026-03-17 out 5.00 USD spend c|2026-03-18 out 5.00 USD spend d|2026-03-19 out 5.00 USD spend e|2026-03-20 out 5.00 USD spend f|2026-03-21 out 5.00 USD spend g|2026-03-22 out 5.00 USD spend h|2026-03-23 out 5.00 USD spend i|2026-03-24 out 5.00 USD spend j"},
		{"Chinese, a column for the direction", "某银行流水\n\n交易日期,收/支,交易对方,金额,备注\n2026-03-05,支出,示例视频,12.99,会员\n2026-03-06,收入,示例公司,5.00,退款\n",
			"date=交易日期 amount=金额 direction=收/支 payee=交易对方 text=备注",
			"2026-03-05 out 12.99 CNY spend 示例视频|2026-03-06 in 5.00 CNY refund 示例公司"},
		{"a pair, TABs, a clock", "时间\t摘要\t支出\t收入\t余额\n2026/3/5 8:20\t示例视频\t12.99\t\t87.01\n2026/3/6 9:00\t工资\t\t100.00\t187.01\n",
			"date=时间 out=支出 in=收入 text=摘要 balance=余额",
			"2026-03-05 08:20:00 out 12.99 CNY spend 示例视频|2026-03-06 09:00:00 in 100.00 CNY income 工资"},
		{"semicolons, decimal comma", "Buchungstag;Empfänger;Betrag;Saldo\n31.03.2026;Film;-12,99;1.087,01\n16.03.2026;Lohn;1.100,00;1.100,00\n05.03.2026;Markt;-3,00;0,00\n",
			"date=Buchungstag amount=Betrag payee=Empfänger balance=Saldo dates=DD.MM.YYYY sign=minus-is-out decimal=,",
			"2026-03-31 out 12.99 CNY spend Film|2026-03-16 in 1100.00 CNY income Lohn|2026-03-05 out 3.00 CNY spend Markt"},
		{"day and month", "Date,Details,Debit,Credit\n03/04/2026,a,1.00,\n05/04/2026,b,,2.00\n",
			"date=Date out=Debit in=Credit text=Details dates=DD/MM/YYYY", "DD/MM/YYYY as well as MM/DD/YYYY"},
		{"two amounts", "Date,Details,Amount,Local amount,Balance\n2026-03-05,a,-1.00,-2.00,9.00\n2026-03-06,b,-1.00,-2.00,8.00\n2026-03-07,b,-1.00,-2.00,7.00\n",
			"date=Date amount=Amount text=Details balance=Balance sign=minus-is-out", "more than one column"},
		{"no sign at all", "Date,Details,Amount\n2026-03-05,a,1.00\n2026-03-06,b refund,2.00\n",
			"date=Date amount=Amount text=Details sign=minus-is-out", "a plus or a minus"},
		{"what a card owes, or what comes in", "Date,Details,Amount,Balance\n2026-03-05,a,1.00,1.00\n2026-03-06,b,2.00,3.00\n2026-03-07,c,2.00,5.00\n",
			"date=Date amount=Amount text=Details balance=Balance sign=minus-is-out", "a plus or a minus"},
		{"payer and recipient, a status, days with points", "Buchungsdatum;Status;Zahlungspflichtige*r;Zahlungsempfänger*in;Verwendungszweck;Umsatztyp;Betrag (€)\n05.03.26;Gebucht;Max Muster;Musterfilm;Abo;Ausgang;-12,99 €\n06.03.26;Gebucht;Beispielwerke;Max Muster;Lohn;Eingang;1.900,00 €\n07.03.26;Vorgemerkt;Max Muster;Kiosk;Kauf;Ausgang;-3,00 €\n",
			"date=Buchungsdatum amount=Betrag (€) payee=Zahlungsempfänger*in text=Verwendungszweck type=Umsatztyp status=Status dates=DD.MM.YY sign=minus-is-out decimal=, currency=EUR",
			"2026-03-05 out 12.99 EUR spend Musterfilm|2026-03-06 in 1900.00 EUR income Max Muster"},
		{"German without umlauts", "Buchungstag;Beguenstigter/Zahlungspflichtiger;Buchungstext;Verwendungszweck;Betrag;Waehrung;Info\n05.03.26;Musterfilm;FOLGELASTSCHRIFT;Abo;-12,99;EUR;Umsatz gebucht\n06.03.26;Beispielwerke;GUTSCHR. UEBERWEISUNG;Maerz;1.900,00;EUR;Umsatz gebucht\n",
			"date=Buchungstag amount=Betrag payee=Beguenstigter/Zahlungspflichtiger text=Verwendungszweck type=Buchungstext currency=Waehrung status=Info dates=DD.MM.YY sign=minus-is-out decimal=,",
			"2026-03-05 out 12.99 EUR spend Musterfilm|2026-03-06 in 1900.00 EUR income Beispielwerke"},
		{"codes are no text", "Transaction Date,Reference,Debit Amount,Credit Amount,Transaction Ref1\n05 Mar 2026,MST,12.99,,SAMPLE VIDEO\n06 Mar 2026,SAL,,900.00,EXAMPLE WORKS\n",
			"date=Transaction Date out=Debit Amount in=Credit Amount text=Transaction Ref1 dates=D MMM YYYY",
			"2026-03-05 out 12.99 CNY spend SAMPLE VIDEO|2026-03-06 in 900.00 CNY income EXAMPLE WORKS"},
		{"a category is no merchant", "Date,Merchant Category,Merchant Name,Merchant City,Amount,Activity\n2026-03-05,Digital Goods,Sample Video,London,$12.99,Purchase\n2026-03-06,,Example Bank,,($90.00),Payment - Thank You\n",
			"date=Date amount=Amount payee=Merchant Name type=Merchant Category sign=plus-is-out currency=USD",
			"2026-03-05 out 12.99 USD spend Sample Video|2026-03-06 in 90.00 USD income Example Bank"},
		{"the user is no payee", "Date,Description,Debit,Credit,Member Name,Merchant\n2026-03-05,SAMPLE VIDEO,12.99,,JO DOE,X\n2026-03-06,SHOP,2.00,,JO DOE,X\n2026-03-07,BACK,,2.00,JO DOE,X\n",
			"date=Date out=Debit in=Credit text=Description",
			"2026-03-05 out 12.99 CNY spend SAMPLE VIDEO|2026-03-06 out 2.00 CNY spend SHOP|2026-03-07 in 2.00 CNY income BACK"},
		{"Taiwan, the note names the shop", "日期,時間,支出,存入,餘額,摘要,備註\n2026/03/05,10:20:30,390,,9610,網路轉帳,範例影音\n2026/03/06,10:20:30,,1200,10810,薪資,\n",
			"date=日期 time=時間 out=支出 in=存入 payee=備註 text=摘要 balance=餘額",
			"2026-03-05 10:20:30 out 390.00 CNY transfer 範例影音|2026-03-06 10:20:30 in 1200.00 CNY income 薪資"},
		{"Hong Kong dollars", "日期,交易,金額\n2026/03/05,範例影音 消費,HK$-78.00\n2026/03/06,薪金,HK$900.00\n",
			"date=日期 amount=金額 text=交易 sign=minus-is-out currency=HKD",
			"2026-03-05 out 78.00 HKD spend 範例影音 消費|2026-03-06 in 900.00 HKD income 薪金"},
		{"Japan, an account", "取引日,お引出し(円),お預入れ(円),残高(円),摘要\n20260305,1490,,8510,サンプル動画\n20260306,,900,9410,給料振込\n",
			"date=取引日 out=お引出し(円) in=お預入れ(円) text=摘要 balance=残高(円) currency=JPY",
			"2026-03-05 out 1490.00 JPY spend サンプル動画|2026-03-06 in 900.00 JPY income 給料振込"},
		{"Japan, a card", "利用日,利用店名・商品名,利用者,支払方法,利用金額,支払総額,3月支払金額\n2026/03/05,サンプル動画,本人,1回払い,1490,1490,1490\n2026/03/06,例の店,家族,1回払い,900,900,900\n",
			"date=利用日 amount=利用金額 payee=利用店名・商品名 sign=plus-is-out currency=JPY",
			"2026-03-05 out 1490.00 JPY spend サンプル動画|2026-03-06 out 900.00 JPY spend 例の店"},
		{"neither in nor out", "交易时间,交易对方,商品说明,收/支,金额,交易状态\n2026-03-05 08:20:00,示例视频,会员,支出,12.99,交易成功\n2026-03-06 08:20:00,余额宝,转入,不计收支,5.00,交易成功\n2026-03-07 08:20:00,示例店,退款,不计收支,2.00,退款成功\n2026-03-08 08:20:00,示例店,商品,支出,3.00,交易关闭\n",
			"date=交易时间 amount=金额 direction=收/支 payee=交易对方 text=商品说明 status=交易状态",
			"2026-03-05 08:20:00 out 12.99 CNY spend 示例视频|2026-03-06 08:20:00 neutral 5.00 CNY own 余额宝|2026-03-07 08:20:00 neutral 2.00 CNY refund 示例店|2026-03-08 08:20:00 out 3.00 CNY void 示例店"},
		{"Chinese words tell the sign", "交易日期,摘要,交易金额\n2026-03-05,消费 示例视频,-12.99\n2026-03-06,工资,900.00\n",
			"date=交易日期 amount=交易金额 text=摘要 sign=minus-is-out",
			"2026-03-05 out 12.99 CNY spend 消费 示例视频|2026-03-06 in 900.00 CNY income 工资"},
		{"an amount abroad beside", "Date,Details,Amount,Original amount,Balance\n2026-03-05,a,-1.00,-2.00,9.00\n2026-03-06,b,-1.00,-2.00,8.00\n2026-03-07,b,-1.00,-2.00,7.00\n",
			"date=Date amount=Amount text=Details balance=Balance sign=minus-is-out",
			"2026-03-05 out 1.00 CNY spend a|2026-03-06 out 1.00 CNY spend b|2026-03-07 out 1.00 CNY spend b"},
		{"a payee under another title, both signs printed", "交易日期,摘要,交易对手,交易金额\n2026-03-05,快捷支付,支付宝-示例视频,-12.99\n2026-03-06,转账,示例公司,+5.00\n",
			"date=交易日期 amount=交易金额 payee=交易对手 text=摘要 sign=minus-is-out",
			"2026-03-05 out 12.99 CNY spend 支付宝-示例视频|2026-03-06 in 5.00 CNY transfer 示例公司"},
		{"a payee under a title that nobody knows", "交易日期,摘要,支出,收入,去向\n2026-03-05,快捷支付,12.99,,示例视频\n2026-03-06,转账,,5.00,示例公司\n",
			"date=交易日期 out=支出 in=收入 payee=去向 text=摘要",
			"2026-03-05 out 12.99 CNY spend 示例视频|2026-03-06 in 5.00 CNY transfer 示例公司"},
		{"brackets beside 收入/支出", "交易日期,收入/支出,金额,交易备注\n2026-03-05,支出,（18.00）,早餐\n2026-03-06,收入,5.00,工资\n",
			"date=交易日期 amount=金额 direction=收入/支出 text=交易备注",
			"2026-03-05 out 18.00 CNY spend 早餐|2026-03-06 in 5.00 CNY income 工资"},
		{"currency and amount abroad before one's own", "Date,Description,Payer,Orig currency,Orig amount,Payment currency,Amount,Balance\n15 Mar 26,Sample Video,Jo,USD,10.00,EUR,-9.00,91.00\n16 Mar 26,b,Jo,EUR,5.00,EUR,5.00,96.00\n17 Mar 26,c,Jo,EUR,6.00,EUR,-6.00,90.00\n18 Mar 26,d,Jo,EUR,6.00,EUR,-6.00,84.00\n",
			"date=Date amount=Amount text=Description balance=Balance currency=Payment currency dates=D MMM YY sign=minus-is-out",
			"2026-03-15 out 9.00 EUR spend Sample Video|2026-03-16 in 5.00 EUR income b|2026-03-17 out 6.00 EUR spend c|2026-03-18 out 6.00 EUR spend d"},
		{"the currency behind the amount", "Fecha,Concepto,Importe,Saldo\n15/03/2026,a,\"-12,99EUR\",\"87,01EUR\"\n16/03/2026,b,\"-7,01EUR\",\"80,00EUR\"\n17/03/2026,c,\"20,00EUR\",\"100,00EUR\"\n",
			"date=Fecha amount=Importe text=Concepto balance=Saldo dates=DD/MM/YYYY sign=minus-is-out decimal=, currency=EUR",
			"2026-03-15 out 12.99 EUR spend a|2026-03-16 out 7.01 EUR spend b|2026-03-17 in 20.00 EUR income c"},
		{"both decimal marks", "Date,Details,Debit,Credit\n2026-03-05,a,\"1,50\",\n2026-03-06,b,,2.50\n",
			"date=Date out=Debit in=Credit text=Details decimal=", "decimal comma and some"},
	} {
		t.Run(c.name, func(t *testing.T) {
			src := parser.NewSource("a.csv", []byte(c.text))
			g := GuessAt(src)
			if g == nil {
				t.Fatal("no guess")
			}
			var got []string
			keys, titles := g.Mapping.Columns.Titles()
			for i := range keys {
				got = append(got, keys[i]+"="+titles[i])
			}
			for _, f := range [][2]string{{"dates", strings.Join(g.Mapping.Dates, ",")}, {"sign", g.Mapping.Sign}, {"decimal", g.Mapping.Decimal}, {"currency", g.Mapping.Currency}} {
				if f[1] != "" {
					got = append(got, f[0]+"="+f[1])
				}
			}
			if s := strings.Join(got, " "); s != strings.TrimSuffix(c.mapping, " decimal=") {
				t.Errorf("got  %s\nwant %s", s, c.mapping)
			}
			st, err := g.Parse(src)
			if err != nil {
				if len(g.Doubts) != 1 || !strings.Contains(g.Doubts[0].EN, c.want) || g.Doubts[0].ZH == "" || len(g.Sample) > 0 {
					t.Errorf("doubts %+v, sample %v, want %q", g.Doubts, g.Sample, c.want)
				}
				return
			}
			checkPlaces(t, st)
			if s := strings.Join(lines(st), "|"); s != c.want || st.Format != GuessID || g.Rows != st.Rows() || len(g.Sample) != 2 {
				t.Errorf("%s, %d rows: got %s\nwant %s", st.Format, g.Rows, s, c.want)
			}
			for _, r := range g.Sample {
				if strings.ContainsAny(r.Amount, "0123456789") || len([]rune(r.Text)) > 4 {
					t.Errorf("the sample tells too much: %+v", r)
				}
			}
			// The mapping that is printed reads the same.
			m := g.Mapping
			m.Name = "my-bank"
			if again := parseBy(t, m, src); strings.Join(lines(again), "|") != c.want {
				t.Errorf("the mapping reads %v", lines(again))
			}
		})
	}
}

// TestGuessNothing looks at what is no statement.
func TestGuessNothing(t *testing.T) {
	for name, text := range map[string]string{
		"a letter":             "Dear bank,\nplease send me, as usual, the statements.\nYours, me\n",
		"no date":              "Name,Price,Remark\nTea,3.00,green\nCake,4.00,big\n",
		"no amount":            "Date,Name,Remark\n2026-03-05,Tea,green\n2026-03-06,Cake,big\n",
		"no text":              "Date,Open,Close\n2026-03-05,1.00,2.00\n2026-03-06,2.00,3.00\n",
		"no header":            "2026-03-05,Tea,3.00\n2026-03-06,Cake,4.00\n",
		"titles only":          "Date,Name,Amount\n",
		"numbers of orders":    "Date,Name,Order number\n2026-03-05,Tea,202603050001\n2026-03-06,Cake,202603060001\n",
		"JSON":                 "{\"a\": 1,\n\"b\": 2}\n",
		"several ways to date": "Date,Name,Amount\n2026-03-05,Tea,1.00\n5 March 2026,Cake,2.00\n03/05/2026,Tea,1.00\n",
	} {
		if g := GuessAt(parser.NewSource("a.csv", []byte(text))); g != nil && len(g.Doubts) == 0 {
			t.Errorf("%s: %+v", name, g.Mapping)
		}
	}
}

func TestGuessWorkbook(t *testing.T) {
	day := func(d int) time.Time { return time.Date(2026, 3, d, 0, 0, 0, 0, parser.China) }
	src := parser.NewSource("a.xlsx", workbook(t, sheet{"封面", [][]any{{"说明"}}}, sheet{"明细", [][]any{
		{"湖滨银行明细"}, {"交易日", "支出金额", "收入金额", "对方户名"}, {day(5), 12.99, nil, "示例视频"}, {day(6), nil, 3000, "示例工资"}}}))
	g := GuessAt(src)
	if g == nil {
		t.Fatal("no guess")
	}
	st, err := g.Parse(src)
	if err != nil {
		t.Fatal(err)
	}
	if got, want := strings.Join(lines(st), "|"), "2026-03-05 out 12.99 CNY spend 示例视频|2026-03-06 in 3000.00 CNY income 示例工资"; got != want || st.Transactions[0].Pos.Sheet != "明细" {
		t.Errorf("got %s, want %s", got, want)
	}
}

// FuzzGuess looks at every input for a statement: no panic, and what is read has
// its places.
func FuzzGuess(f *testing.F) {
	f.Add([]byte("Date,Description,Amount,Balance\n2026-03-05,a,-1.00,9.00\n2026-03-06,b,-2.00,7.00\n2026-03-07,c,-1.00,6.00\n"))
	f.Add([]byte("Buchungstag;Empfänger;Betrag;Saldo\n31.03.2026;Film;-12,99;1.087,01\n16.03.2026;Lohn;1.100,00;1.100,00\n"))
	f.Add([]byte("交易日期\t收/支\t交易对方\t金额\n2026-03-05 08:20\t支出\t示例视频\t12.99\n"))
	f.Fuzz(func(t *testing.T, data []byte) {
		src := parser.NewSource("fuzz", data)
		g := GuessAt(src)
		if g == nil {
			return
		}
		if _, err := g.Mapping.Parser(); err != nil {
			t.Errorf("the mapping is wrong: %v", err)
		}
		if st, err := g.Parse(src); err == nil {
			checkPlaces(t, st)
		} else if len(g.Doubts) == 0 {
			t.Errorf("guessed, but %v", err)
		}
	})
}

// TestGuessCurrency: what the table does not say of its currency is told.
func TestGuessCurrency(t *testing.T) {
	for _, c := range []struct{ name, text, want string }{
		{"named in a title", "Date,Details,Debit (EUR),Credit (EUR)\n2026-03-05,a,1.00,\n", "EUR"},
		{"a dollar of some country", "Date,Details,Debit,Credit\n2026-03-05,a,$1.00,\n", "USD currency-assumed"},
		{"the month in front", "Date,Details,Debit,Credit\n03/25/2026,a,1.00,\n", "USD currency-assumed"},
		{"nothing", "Date,Details,Debit,Credit\n2026-03-05,a,1.00,\n", "CNY currency-assumed"},
		{"nothing, in simplified Chinese", "日期,摘要,支出,收入\n2026-03-05,a,1.00,\n", "CNY"},
		{"nothing, in traditional Chinese", "日期,摘要,支出,存入,餘額\n2026-03-05,a,1.00,,2.00\n", "CNY currency-assumed"},
	} {
		t.Run(c.name, func(t *testing.T) {
			src := parser.NewSource("a.csv", []byte(c.text))
			g := GuessAt(src)
			if g == nil {
				t.Fatal("no guess")
			}
			st, err := g.Parse(src)
			if err != nil {
				t.Fatal(err)
			}
			got := st.Transactions[0].Amount.Currency
			if slices.Contains(codes(st), "currency-assumed") {
				got += " currency-assumed"
			}
			if got != c.want {
				t.Errorf("got %s, want %s", got, c.want)
			}
		})
	}
}
