package formats

import (
	"strings"
	"testing"
	"time"

	"golang.org/x/text/encoding/charmap"

	"github.com/unrenew/unrenew/parser"
)

func parseBy(t *testing.T, m Mapping, src parser.Source) *parser.Statement {
	t.Helper()
	p, err := m.Parser()
	if err != nil {
		t.Fatal(err)
	}
	set, err := parser.NewSet(p)
	if err != nil {
		t.Fatal(err)
	}
	st, err := set.Parse(src)
	if err != nil {
		t.Fatal(err)
	}
	checkPlaces(t, st)
	return st
}

// lines writes what counts of each transaction: day, clock, direction, amount,
// class, payee.
func lines(st *parser.Statement) (lines []string) {
	for _, tr := range st.Transactions {
		form := time.DateTime
		if tr.DateOnly {
			form = time.DateOnly
		}
		lines = append(lines, strings.Join([]string{tr.Time.Format(form), tr.Direction.String(), tr.Amount.String(), tr.Class.String(), tr.Counterparty}, " "))
	}
	return lines
}

func TestMapping(t *testing.T) {
	basic := MappingColumns{Date: "Date", Amount: "Amount", Text: "Description"}
	for _, c := range []struct {
		name string
		m    Mapping
		text string
		want string
	}{
		{"minus is out", Mapping{Columns: basic, Sign: minusIsOut, Currency: "USD"},
			"Date,Description,Amount\n2026-03-05,Sample Video,-12.99\n2026-03-06,Refund Video,12.99\n",
			"2026-03-05 out 12.99 USD spend Sample Video|2026-03-06 in 12.99 USD refund Refund Video"},
		{"plus is out, on a card", Mapping{Columns: basic, Sign: plusIsOut, Currency: "USD", Medium: "credit", Dates: Titles{"MM/DD/YYYY"}},
			"Date,Description,Amount\n03/05/2026,Sample Video,12.99\n03/06/2026,Payment Thank You,-100.00\n",
			"2026-03-05 out 12.99 USD spend Sample Video|2026-03-06 in 100.00 USD own Payment Thank You"},
		{"day first, semicolons, decimal comma", Mapping{Columns: MappingColumns{Date: "Buchungstag", Amount: "Betrag", Payee: "Empfänger", Text: "Zweck", Balance: "Saldo", Currency: "Währung"}, Sign: minusIsOut, Dates: Titles{"DD.MM.YYYY"}, Decimal: ","},
			"Konto 12345678\n\nBuchungstag;Empfänger;Zweck;Betrag;Saldo;Währung\n05.03.2026;Musterfilm;Abo;-12,99;1.087,01;EUR\n06.03.2026;Vermieter;Miete;-1.000,00;87,01;EUR\n",
			"2026-03-05 out 12.99 EUR spend Musterfilm|2026-03-06 out 1000.00 EUR spend Vermieter"},
		{"a pair of columns, TABs, Chinese", Mapping{Columns: MappingColumns{Date: "交易日", Time: "时间", Out: "支出金额", In: "收入金额", Payee: "对方"}},
			"交易日\t时间\t对方\t支出金额\t收入金额\n2026年3月5日\t08:20\t示例视频\t12.99\t\n2026年3月6日\t\t工资\t\t3,000.00\n",
			"2026-03-05 08:20:00 out 12.99 CNY spend 示例视频|2026-03-06 in 3000.00 CNY income 工资"},
		{"words of the user for the direction", Mapping{Columns: MappingColumns{Date: "Date", Amount: "Amount", Text: "What", Direction: "Way"}, OutWords: Titles{"raus"}, InWords: Titles{"rein"}, Currency: "EUR"},
			"Date,Way,What,Amount\n2026-03-05,raus,Film,12.99\n2026-03-06,REIN,Lohn,-5.00\n2026-03-07,DR,Radio,1.00\n",
			"2026-03-05 out 12.99 EUR spend Film|2026-03-06 in 5.00 EUR income Lohn|2026-03-07 out 1.00 EUR spend Radio"},
		{"a clock in the date, months by name", Mapping{Columns: basic, Sign: minusIsOut, Dates: Titles{"D MMM YYYY HH:mm", "D MMM YYYY"}, Currency: "GBP"},
			"Date,Description,Amount\n5 Mar 2026 21:07,Sample,-£1.50\n16 Mar 2026,Sample,(1.50)\n",
			"2026-03-05 21:07:00 out 1.50 GBP spend Sample|2026-03-16 out 1.50 GBP spend Sample"},
	} {
		t.Run(c.name, func(t *testing.T) {
			c.m.Name = "my-bank"
			st := parseBy(t, c.m, parser.NewSource("a.csv", []byte(c.text)))
			if got := strings.Join(lines(st), "|"); got != c.want || len(st.LeftOut) > 0 {
				t.Errorf("got  %s\nwant %s\nleft out %v", got, c.want, st.LeftOut)
			}
			if st.Format != "my-bank" || st.Issuer != "my-bank" {
				t.Errorf("format %s, issuer %s", st.Format, st.Issuer)
			}
		})
	}
}

func TestMappingCharsetAndWorkbook(t *testing.T) {
	m := Mapping{Name: "my-bank", Issuer: "beispiel", Charset: "ISO-8859-15", Columns: MappingColumns{Date: "Tag", Amount: "Betrag in €", Text: "Empfänger"}, Sign: minusIsOut, Dates: Titles{"DD.MM.YYYY"}, Currency: "EUR"}
	data, err := charmap.ISO8859_15.NewEncoder().Bytes([]byte("Tag;Empfänger;Betrag in €\n05.03.2026;Müßig Ärzte Öl;-3,50\n"))
	if err != nil {
		t.Fatal(err)
	}
	const want = "2026-03-05 out 3.50 EUR spend Müßig Ärzte Öl"
	if st := parseBy(t, m, parser.NewSource("a.csv", data)); strings.Join(lines(st), "|") != want || st.Issuer != "beispiel" {
		t.Errorf("got %v of %s, want %s", lines(st), st.Issuer, want)
	}
	day := time.Date(2026, 3, 5, 0, 0, 0, 0, parser.China)
	book := workbook(t, sheet{"Umsätze", [][]any{{"Tag", "Empfänger", "Betrag in €"}, {day, "Müßig Ärzte Öl", -3.5}}})
	if st := parseBy(t, m, parser.NewSource("a.xlsx", book)); strings.Join(lines(st), "|") != want || st.Transactions[0].Pos.Sheet != "Umsätze" {
		t.Errorf("got %v, want %s", lines(st), want)
	}
}

// TestMappingLeavesOut wants a reason for every row that cannot be read, and no
// amount from a file that breaks off in it.
func TestMappingLeavesOut(t *testing.T) {
	m := Mapping{Name: "my-bank", Columns: MappingColumns{Date: "Date", Text: "What", Amount: "Amount", Direction: "Way"}}
	st := parseBy(t, m, parser.NewSource("a.csv", []byte("Date,What,Way,Amount\n2026-03-05,a,out,1.00\n05/03/2026,a,out,1.00\n2026-03-05,a,sideways,1.00\n2026-03-05,a,out,1.0x\n2026-03-05,a,out,1")))
	var got []string
	for _, e := range st.LeftOut {
		got = append(got, e.Error())
	}
	want := []string{
		"a.csv:3: Date: not a date or time",
		"a.csv:4: Way: a direction that is not known; put it into out_words or in_words",
		"a.csv:5: Amount: not an amount",
		"a.csv:6: the file ends within this row, so that its amount may be cut; export or download it again",
	}
	if strings.Join(got, "\n") != strings.Join(want, "\n") || len(st.Transactions) != 1 {
		t.Errorf("got\n%s\nwant\n%s", strings.Join(got, "\n"), strings.Join(want, "\n"))
	}
}

func TestMappingWrong(t *testing.T) {
	good := Mapping{Name: "my-bank", Columns: MappingColumns{Date: "d", Amount: "a", Text: "t"}, Sign: minusIsOut}
	for _, c := range []struct {
		name  string
		spoil func(*Mapping)
		says  string
	}{
		{"no name", func(m *Mapping) { m.Name = "" }, "name is missing"},
		{"the name of a built-in format", func(m *Mapping) { m.Name = "wechat" }, "built-in"},
		{"the name of the guess", func(m *Mapping) { m.Name = GuessID }, "built-in"},
		{"no date", func(m *Mapping) { m.Columns.Date = "" }, "columns.date"},
		{"no text", func(m *Mapping) { m.Columns.Text = "" }, "columns.payee"},
		{"no amount", func(m *Mapping) { m.Columns.Amount = "" }, "columns.amount"},
		{"amount and pair", func(m *Mapping) { m.Columns.Out = "o" }, "excludes"},
		{"half a pair", func(m *Mapping) { m.Columns.Amount, m.Columns.Out, m.Sign = "", "o", "" }, "go together"},
		{"no sign", func(m *Mapping) { m.Sign = "" }, "sign is missing"},
		{"another sign", func(m *Mapping) { m.Sign = "negative" }, "minus-is-out or plus-is-out"},
		{"sign beside a direction", func(m *Mapping) { m.Columns.Direction = "w" }, "no sign"},
		{"another medium", func(m *Mapping) { m.Medium = "purse" }, "wallet, debit or credit"},
		{"another decimal mark", func(m *Mapping) { m.Decimal = ";" }, "decimal"},
		{"no currency", func(m *Mapping) { m.Currency = "dollars" }, "currency"},
		{"no charset", func(m *Mapping) { m.Charset = "klingon" }, "charset"},
		{"a date without year", func(m *Mapping) { m.Dates = Titles{"DD/MM"} }, "dates"},
		{"a date in words", func(m *Mapping) { m.Dates = Titles{"day/month/year"} }, "dates"},
		{"one column twice", func(m *Mapping) { m.Columns.Payee = "t" }, "same column"},
	} {
		t.Run(c.name, func(t *testing.T) {
			m := good
			c.spoil(&m)
			_, err := m.Parser()
			if err == nil || !strings.Contains(err.Error(), c.says) {
				t.Fatalf("got %v, want one with %q", err, c.says)
			}
			if text := parser.TextOf(err); text.ZH == text.EN {
				t.Errorf("one language only: %+v", text)
			}
		})
	}
	if _, err := good.Parser(); err != nil {
		t.Errorf("the good one: %v", err)
	}
}

func TestDateLayout(t *testing.T) {
	for written, want := range map[string]string{
		"DD/MM/YYYY": "2/1/2006", "YYYY-MM-DD HH:mm:ss": "2006-1-2 15:04:05", "YYYYMMDD": "20060102", "D.M.YY": "2.1.06",
		"D MMM YYYY": "2 Jan 2006", "YYYY年M月D日": "2006年1月2日", "MMM D, YYYY": "Jan 2, 2006",
		"DD/DD/YYYY": "", "dd/mm/yyyy": "", "2006-01-02": "", "": "",
	} {
		if got, ok := dateLayout(written); got != want && want != "" || ok != (want != "") {
			t.Errorf("%s: got %q, %v, want %q", written, got, ok, want)
		}
	}
}
