package formats

import (
	"regexp"
	"strings"
	"time"

	"github.com/unrenew/unrenew/parser"
)

// A cardRow is a row of a credit card statement that a page holds.
type cardRow struct {
	Day      string `csv:"交易日,omitempty"`
	Booked   string `csv:"记账日,omitempty"`
	Kind     string `csv:"交易类型,omitempty"`
	Text     string `csv:"交易摘要"`
	Card     string `csv:"卡号末四位,omitempty"`
	Original string `csv:"交易金额,omitempty"`
	Origin   string `csv:"交易币种,omitempty"` // a currency or a country
	Amount   string `csv:"入账金额"`
	Currency string `csv:"入账币种,omitempty"`
	Way      string `csv:"收支,omitempty"`
	Group    string `csv:"分组,omitempty"`   // 还款, 消费
	Section  string `csv:"收支明细,omitempty"` // a heading that gives a direction
	Under    string `csv:"所属卡,omitempty"`
	Account  string `csv:"账户币种,omitempty"`
	Odd      string `csv:"写法不明,omitempty"` // a mark
}

func (r cardRow) transaction(rd *reading, sign func(cardRow, *reading) (parser.Direction, parser.Amount, error)) (t parser.Transaction, err error) {
	if r.Odd != "" {
		return t, parser.Problemf("这一行有日期和金额，但不是这种账单已知的写法", "the row has a date and an amount, but is not written as rows of this statement are known to be")
	}
	t = parser.Transaction{DateOnly: true, Type: value(r.Kind), Card: shortCard(r.Card)}
	switch t.Card {
	case "":
		t.Card = r.Under
	case noCard:
		t.Card = ""
	}
	if t.Time, t.DateOnly, t.Booked, err = rd.cardDays("交易日", r.Day, "记账日", r.Booked); err != nil {
		return t, err
	}
	if t.Direction, t.Amount, err = sign(r, rd); err != nil {
		return t, err
	}
	if t.Type == "" && (t.Direction == parser.In || !creditGroup[r.Group]) { // the heading of another table tells nothing
		t.Type = r.Group
	}
	t.Original = original(t.Amount.Currency, r.Original, r.Origin)
	describeCharge(&t, rd, r.Text)
	return t, nil
}

// creditGroup are headings over what comes back.
var creditGroup = map[string]bool{"还款": true, "退款": true, "退货": true, "返现": true}

// noCard stands where a fee is that of the account.
const noCard = "0000"

// cardDays reads the two dates of a card's row, of which one may be blank:
// repayments often have a date of booking only.
func (rd *reading) cardDays(dayColumn, day, bookedColumn, booked string) (at time.Time, dateOnly bool, posted time.Time, err error) {
	dateOnly = true
	if value(day) != "" {
		if at, dateOnly, err = rd.cardDay(dayColumn, day); err != nil {
			return at, dateOnly, posted, err
		}
	}
	if value(booked) != "" || value(day) == "" {
		if posted, _, err = rd.cardDay(bookedColumn, booked); err != nil {
			return at, dateOnly, posted, err
		}
	}
	if at.IsZero() {
		at = posted
	}
	return at, dateOnly, posted, nil
}

var (
	shortYear = regexp.MustCompile(`^\d{6}$`) // YYMMDD
	noYear    = regexp.MustCompile(`^\d{1,2}[-/.月]?\d{1,2}日?$`)
)

// cardDay reads a date with a year, or one that takes it from the month of the
// statement.
func (rd *reading) cardDay(column, s string) (t time.Time, dateOnly bool, err error) {
	switch s = value(s); {
	case shortYear.MatchString(s):
		s = "20" + s
	case noYear.MatchString(s) && rd.month == month{}:
		return t, true, at(column, noMonth())
	case noYear.MatchString(s):
		t, err = parseMonthDay(s, rd.month.year, rd.month.month)
		return t, true, at(column, err)
	}
	return timeOf(column, s)
}

// monthIfTold notes the month in which the statement ends, for rows without a
// year. Others need none, so that its error is nil.
func (rd *reading) monthIfTold() error {
	if rd.Declares {
		rd.month = month{rd.To.Year(), rd.To.Month()}
		return nil
	}
	if err := rd.findMonth(); err != nil {
		rd.month = month{}
	}
	return nil
}

// moneyIn is the currency of an amount: what stands beside it, else its sign,
// else the account whose rows these are.
func (r cardRow) moneyIn() (string, error) {
	named := value(r.Currency)
	switch {
	case named == "" && strings.ContainsAny(r.Amount, "$＄"):
		named = "USD"
	case named == "" && !strings.ContainsAny(r.Amount, "¥￥"):
		named = r.Account
	}
	return currency("入账币种", named)
}

var noDollar = strings.NewReplacer("$", "", "＄", "", "－", "-")

// plusCharges is the sign of most banks: what is charged has none, what comes
// back has a minus.
func plusCharges(r cardRow, _ *reading) (dir parser.Direction, a parser.Amount, err error) {
	if a.Currency, err = r.moneyIn(); err != nil {
		return dir, a, err
	}
	dir, a.Value, err = charged("入账金额", noDollar.Replace(r.Amount))
	return dir, a, err
}

// minusCharges is the reverse.
func minusCharges(r cardRow, rd *reading) (dir parser.Direction, a parser.Amount, err error) {
	if dir, a, err = plusCharges(r, rd); err != nil || a.Value.IsZero() {
		return dir, a, err
	}
	return parser.Out + parser.In - dir, a, nil
}

// wordCharges reads amounts without sign, whose direction is a word: 支出 or 存入.
func wordCharges(r cardRow, _ *reading) (dir parser.Direction, a parser.Amount, err error) {
	if a.Currency, err = r.moneyIn(); err != nil {
		return dir, a, err
	}
	switch value(r.Way) {
	case "支出":
		dir = parser.Out
	case "存入", "收入":
		dir = parser.In
	default:
		return dir, a, at("收支", parser.Problemf("没有写明是支出还是存入", "it does not say whether this is a charge or a credit"))
	}
	a.Value, err = unsigned("入账金额", noDollar.Replace(r.Amount))
	return dir, a, err
}

// instalment is how banks number the parts of a purchase: 第03/12期.
var instalment = regexp.MustCompile(`分期|第?\s*\d+\s*/\s*\d+\s*期|第\s*\d+\s*期`)

var fullCard = regexp.MustCompile(`\s*\d{15,19}$`)

// describeCharge is describe for cards. A purchase in parts says so in the
// description too, where people look for it. Card numbers behind a text are
// nobody's business.
func describeCharge(t *parser.Transaction, rd *reading, texts ...string) {
	for i, s := range texts {
		texts[i] = fullCard.ReplaceAllString(value(s), "")
	}
	describe(t, rd, texts...)
	if s := t.Counterparty; instalment.MatchString(s) {
		t.Description = strings.TrimSpace(t.Description + " " + s)
	}
}
