package formats

import (
	"bytes"
	"regexp"
	"slices"
	"strings"
	"time"

	"golang.org/x/text/encoding/htmlindex"

	"github.com/unrenew/unrenew/parser"
	"github.com/unrenew/unrenew/parser/internal/table"
)

// A Mapping is the user's own word on a table that is not built in: a layout as
// data. The keys are those of the section statements in the rules file.
type Mapping struct {
	Name     string         `yaml:"name"`      // names it in --source and reports
	Issuer   string         `yaml:"issuer"`    // "cmb", or any word of the user's; empty: the name
	Medium   string         `yaml:"medium"`    // wallet, debit or credit; empty: debit
	Charset  string         `yaml:"charset"`   // "windows-1252"; empty: by content
	Header   Titles         `yaml:"header"`    // titles by which the table is known; empty: those of the columns that it must have
	Columns  MappingColumns `yaml:"columns"`   // by title
	Dates    Titles         `yaml:"dates"`     // "DD/MM/YYYY", "YYYY-MM-DD HH:mm:ss"; empty: the year in front
	Sign     string         `yaml:"sign"`      // plus-is-out or minus-is-out, for an amount with a sign
	OutWords Titles         `yaml:"out_words"` // in the column of the direction
	InWords  Titles         `yaml:"in_words"`
	Decimal  string         `yaml:"decimal"`  // "," or "."; empty: by the amounts
	Currency string         `yaml:"currency"` // of a table without a column for it; empty: CNY
}

// MappingColumns are the titles of the columns. A date, a text and an amount, or
// a pair of columns for out and in, is the least.
type MappingColumns struct {
	Date      string `yaml:"date"`
	Time      string `yaml:"time"`
	Amount    string `yaml:"amount"`
	Out       string `yaml:"out"`
	In        string `yaml:"in"`
	Direction string `yaml:"direction"` // the word for in or out
	Payee     string `yaml:"payee"`
	Text      string `yaml:"text"`
	Type      string `yaml:"type"`
	Balance   string `yaml:"balance"`
	Currency  string `yaml:"currency"`
	OrderID   string `yaml:"order_id"`
	Status    string `yaml:"status"` // rows that it calls pending are left out, those that failed count for nothing
}

// Titles are one text or a list of texts.
type Titles []string

// UnmarshalYAML takes a text for a list of one.
func (t *Titles) UnmarshalYAML(unmarshal func(any) error) error {
	var one string
	if unmarshal(&one) == nil {
		*t = Titles{one}
		return nil
	}
	var list []string
	err := unmarshal(&list)
	*t = list
	return err
}

// The ways to read a sign.
const (
	plusIsOut  = "plus-is-out"
	minusIsOut = "minus-is-out"
)

var media = map[string]parser.Medium{"wallet": parser.Wallet, "debit": parser.DebitCard, "": parser.DebitCard, "credit": parser.CreditCard}

// Words for the direction that need not be named in a mapping.
var (
	wordsOut = []string{"支出", "借", "付", "转出", "取出", "out", "debit", "dr", "d", "dbit", "paid out", "soll", "s", "ausgabe", "débit", "cargo", "af", "-", "出金"}
	wordsIn  = []string{"收入", "贷", "收", "转入", "存入", "in", "credit", "cr", "c", "crdt", "paid in", "haben", "h", "einnahme", "crédit", "abono", "bij", "+", "入金"}
	// between the user's own accounts, or not said
	wordsNeutral = []string{"不计收支", "不計收支", "中性交易", "中性", "其他", "/"}
)

type mappedRow struct {
	Date      string `csv:"date"`
	Time      string `csv:"time,omitempty"`
	Amount    string `csv:"amount"`
	Out       string `csv:"out"`
	In        string `csv:"in"`
	Direction string `csv:"direction"`
	Payee     string `csv:"payee"`
	Text      string `csv:"text"`
	Type      string `csv:"type,omitempty"`
	Balance   string `csv:"balance,omitempty"`
	Currency  string `csv:"currency,omitempty"`
	OrderID   string `csv:"order_id,omitempty"`
	Status    string `csv:"status,omitempty"`
}

// A named title is a column of a mapping by its key.
type named struct {
	key, title string
	needed     bool
}

func (c MappingColumns) list() []named {
	return []named{
		{"date", c.Date, true}, {"time", c.Time, false}, {"amount", c.Amount, true}, {"out", c.Out, true}, {"in", c.In, true},
		{"direction", c.Direction, true}, {"payee", c.Payee, true}, {"text", c.Text, true}, {"type", c.Type, false},
		{"balance", c.Balance, false}, {"currency", c.Currency, false}, {"order_id", c.OrderID, false}, {"status", c.Status, false},
	}
}

// Parser returns the parser that m declares. Its errors name the mapping and the
// key that is missing or wrong.
func (m Mapping) Parser() (parser.Parser, error) {
	l, err := m.layout()
	if err != nil {
		return nil, err
	}
	return l, nil
}

func (m Mapping) layout() (l layout[mappedRow], err error) {
	wrong := func(zh, en string, args ...any) (layout[mappedRow], error) {
		p := parser.Problemf(zh, en, args...)
		return l, parser.Problemf("statements 里的 %[1]q：%[2]s", "%[1]q in statements: %[3]s", m.Name, p.Text.ZH, p.Text.EN)
	}
	c := m.Columns
	switch {
	case strings.TrimSpace(m.Name) == "":
		return wrong("缺少 name", "the name is missing")
	case m.Name == GuessID || slices.ContainsFunc(list, func(f format) bool { return f.ID() == m.Name }):
		return wrong("这个名字是内置格式的，请换一个", "the name is that of a built-in format; choose another")
	case c.Date == "":
		return wrong("缺少 columns.date（日期一列的标题）", "columns.date is missing: the title of the column with the date")
	case c.Payee == "" && c.Text == "":
		return wrong("缺少 columns.payee 或 columns.text", "columns.payee or columns.text is missing")
	case c.Amount == "" && c.Out == "" && c.In == "":
		return wrong("缺少 columns.amount，或 columns.out 和 columns.in", "columns.amount is missing, or columns.out and columns.in")
	case c.Amount != "" && (c.Out != "" || c.In != ""):
		return wrong("columns.amount 与 columns.out、columns.in 只能写一种", "columns.amount excludes columns.out and columns.in")
	case c.Amount == "" && (c.Out == "" || c.In == ""):
		return wrong("columns.out 和 columns.in 要成对写", "columns.out and columns.in go together")
	case c.Amount != "" && c.Direction == "" && m.Sign == "":
		return wrong("缺少 sign：写 minus-is-out（负数是支出）或 plus-is-out（正数是支出）", "the sign is missing: minus-is-out or plus-is-out")
	case m.Sign != "" && m.Sign != minusIsOut && m.Sign != plusIsOut:
		return wrong("sign 只能是 minus-is-out 或 plus-is-out", "the sign is minus-is-out or plus-is-out")
	case m.Sign != "" && (c.Amount == "" || c.Direction != ""):
		return wrong("方向已由别的列说明，不要再写 sign", "another column tells the direction, so there can be no sign")
	case m.Decimal != "" && m.Decimal != "," && m.Decimal != ".":
		return wrong("decimal 只能是 \",\" 或 \".\"", "decimal is \",\" or \".\"")
	}
	medium, ok := media[m.Medium]
	if !ok {
		return wrong("medium 只能是 wallet、debit 或 credit", "the medium is wallet, debit or credit")
	}
	code := m.Currency
	if m.Currency, err = currency("currency", code); err != nil {
		return wrong("currency 不是币种代码", "currency is no code of a currency")
	}
	if m.Charset != "" {
		if _, err := htmlindex.Get(m.Charset); err != nil {
			return wrong("不认识的 charset", "a charset that is not known")
		}
	}
	var layouts []string
	for _, d := range m.Dates {
		s, ok := dateLayout(d)
		if !ok {
			return wrong("dates 里的 %q 不对；写成 DD/MM/YYYY、YYYY-MM-DD HH:mm:ss 这样", "%q in dates is no way to write a date; write it as DD/MM/YYYY or YYYY-MM-DD HH:mm:ss", d)
		}
		layouts = append(layouts, s)
	}
	if m.Issuer == "" {
		m.Issuer = m.Name
	}
	mp := &mapped{Mapping: m, layouts: layouts}
	l = layout[mappedRow]{
		Info:   Info{ID: m.Name, Issuer: m.Issuer, Name: parser.Text{ZH: m.Name, EN: m.Name}, Container: "CSV", Since: "1"},
		medium: medium, signature: m.Header, titles: map[string][]string{}, money: []string{"amount", "out", "in"},
		text: []string{"text", "payee"}, open: mp.open, row: mp.transaction,
	}
	seen := map[string]string{}
	for _, n := range c.list() {
		if n.title == "" {
			continue
		}
		if other, twice := seen[table.Title(n.title)]; twice {
			return wrong("columns.%[1]s 和 columns.%[2]s 是同一列", "columns.%[1]s and columns.%[2]s are the same column", other, n.key)
		}
		seen[table.Title(n.title)] = n.key
		l.titles[n.key] = []string{n.title}
		if n.needed && len(m.Header) == 0 {
			l.signature = append(l.signature, n.title)
		}
	}
	return l, nil
}

var dateTokens = []struct{ written, layout string }{
	{"YYYY", "2006"}, {"YY", "06"}, {"MMMM", "January"}, {"MMM", "Jan"}, {"MM", "1"}, {"M", "1"}, {"DD", "2"}, {"D", "2"},
	{"HH", "15"}, {"H", "15"}, {"mm", "04"}, {"ss", "05"},
}

// dateLayout turns "DD/MM/YYYY" into the layout of package time. It wants a
// year, a month and a day, and nothing that package time would take for more.
func dateLayout(s string) (layout string, ok bool) {
	var b strings.Builder
	used := map[string]bool{}
	solid := !strings.ContainsFunc(s, func(r rune) bool { return !(r >= 'A' && r <= 'Z') }) // YYYYMMDD
next:
	for s != "" {
		for _, t := range dateTokens {
			if rest, ok := strings.CutPrefix(s, t.written); ok {
				if used[t.written[:1]] {
					return "", false
				}
				used[t.written[:1]] = true
				l := t.layout
				if solid && len(l) == 1 {
					l = "0" + l
				}
				b.WriteString(l)
				s = rest
				continue next
			}
		}
		if c := s[0]; c >= '0' && c <= '9' || c >= 'A' && c <= 'Z' && c != 'T' || c >= 'a' && c <= 'z' || c == '_' {
			return "", false
		}
		b.WriteByte(s[0])
		s = s[1:]
	}
	return b.String(), used["Y"] && used["M"] && used["D"]
}

// mapped reads rows as a mapping says.
type mapped struct {
	Mapping
	layouts []string
}

type charsetKey string

// open decodes the file by the charset that the mapping names.
func (m *mapped) open(src parser.Source) (*table.Book, error) {
	enc, err := htmlindex.Get(m.Charset)
	if m.Charset == "" || err != nil || isBinary(src.Data) {
		return table.Read(src)
	}
	decoded := src.Memo(charsetKey(m.Charset), func() any {
		text, err := enc.NewDecoder().Bytes(src.Data)
		if err != nil {
			return src
		}
		return src.WithData(text)
	}).(parser.Source)
	return table.Read(decoded)
}

// isBinary tells workbooks and PDF, which have their own charset.
func isBinary(data []byte) bool {
	return slices.ContainsFunc([]string{"PK\x03\x04", "\xD0\xCF\x11\xE0", "%PDF"}, func(magic string) bool { return bytes.HasPrefix(data, []byte(magic)) })
}

// Words of a status, as whole texts or the beginning of one.
var (
	statusPending = regexp.MustCompile(`(?i)pending|vorgemerkt|processing|unposted|en attente|pendiente|in attesa|处理中|待入账|未入账|處理中|未入帳|処理中`)
	statusVoid    = regexp.MustCompile(`(?i)^(declined|denied|failed|cancel|rejected|voided|expired|abgelehnt|storniert)|交易关闭|已关闭|失败|失敗|已取消`)
)

func (m *mapped) transaction(r mappedRow, rd *reading) (t parser.Transaction, err error) {
	c := m.Columns
	if statusPending.MatchString(r.Status) {
		return t, at(c.Status, errNotBooked)
	}
	t = parser.Transaction{OrderID: rd.orderID(r.OrderID), Card: rd.card(), Balance: balance(plainAmount(r.Balance, m.Decimal))}
	clock := false
	if t.Time, clock, err = dated(r.Date, m.layouts...); err != nil {
		return t, at(c.Date, err)
	}
	if value(r.Time) != "" {
		if t.Time, err = atClock(t.Time, r.Time); err != nil {
			return t, at(c.Time, err)
		}
		clock = true
	}
	t.DateOnly = !clock
	switch {
	case c.Amount == "":
		out, in := withoutSign(plainAmount(r.Out, m.Decimal)), withoutSign(plainAmount(r.In, m.Decimal))
		t.Direction, t.Amount.Value, err = outOrIn(c.Out, out, c.In, in)
	case c.Direction != "":
		if t.Direction, err = m.direction(r.Direction); err == nil {
			t.Amount.Value, err = parseAmount(withoutSign(plainAmount(r.Amount, m.Decimal)))
			err = at(c.Amount, err)
		}
	case m.Sign == plusIsOut:
		t.Direction, t.Amount.Value, err = charged(c.Amount, plainAmount(r.Amount, m.Decimal))
	default:
		t.Direction, t.Amount.Value, err = signed(c.Amount, plainAmount(r.Amount, m.Decimal))
	}
	if err != nil {
		return t, err
	}
	t.Amount.Currency = m.Currency
	if s := value(r.Currency); s != "" {
		if t.Amount.Currency, err = currency(c.Currency, s); err != nil {
			return t, err
		}
	}
	describeAbroad(&t, rd.Medium, r.Type, r.Payee, r.Text)
	t.Status = value(r.Status)
	switch words := t.Type + " " + t.Counterparty + " " + t.Description; {
	case statusVoid.MatchString(t.Status):
		t.Class = parser.Void
	case t.Direction != parser.Neutral:
	case refundWords.MatchString(words), abroadRefund.MatchString(words):
		t.Class = parser.Refund
	default:
		t.Class = parser.Own
	}
	return t, nil
}

// withoutSign is for an amount whose direction its column or another tells.
func withoutSign(s string) string { return strings.TrimLeft(s, "+-") }

// direction reads a word for in or out: the user's own, or a common one.
func (m *mapped) direction(s string) (parser.Direction, error) {
	s = strings.ToLower(table.Clean(halfWidth(s)))
	is := func(words []string) bool {
		return slices.ContainsFunc(words, func(w string) bool { return strings.EqualFold(strings.TrimSpace(w), s) })
	}
	switch {
	case is(m.OutWords):
		return parser.Out, nil
	case is(m.InWords):
		return parser.In, nil
	case is(wordsOut):
		return parser.Out, nil
	case is(wordsIn):
		return parser.In, nil
	case is(wordsNeutral):
		return parser.Neutral, nil
	}
	return 0, at(m.Columns.Direction, parser.Problemf("不认识的收支方向；请写进 out_words 或 in_words", "a direction that is not known; put it into out_words or in_words"))
}

// atClock puts a time of day to a date.
func atClock(date time.Time, s string) (time.Time, error) {
	for _, l := range []string{"15:04:05", "15:04", "150405", "3:04 PM", "3:04:05 PM"} {
		if c, err := time.Parse(l, strings.ToUpper(value(halfWidth(s)))); err == nil {
			return day(date).Add(time.Duration(c.Hour())*time.Hour + time.Duration(c.Minute())*time.Minute + time.Duration(c.Second())*time.Second), nil
		}
	}
	return date, parser.Problemf("不是时间", "not a time of day")
}
