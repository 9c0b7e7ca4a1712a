package formats

import (
	"regexp"
	"strconv"
	"strings"
	"time"

	"github.com/shopspring/decimal"

	"github.com/unrenew/unrenew/parser"
	"github.com/unrenew/unrenew/parser/internal/table"
)

// at says in which column err was found.
func at(column string, err error) error {
	if err == nil {
		return nil
	}
	return &parser.Error{Column: column, Err: err}
}

// errNoTransaction is the error of a row in which nothing was paid.
var errNoTransaction = parser.Problemf("这一行不是交易", "the row is no transaction")

// errNotBooked is the error of a row that the bank has only noted.
var errNotBooked = parser.Problemf("还没有入账，入账后会在之后的对账单里", "not booked yet; once it is, a later statement has it")

// missing is the error of a cell that no row of the issuer leaves blank: the
// row is cut off, even if a spreadsheet has filled it up since.
func missing() error {
	return parser.Problemf("这一格是空的，这一行可能不完整", "the cell is blank, so that the row may be cut off")
}

// halfWidth turns full-width digits and signs into those of ASCII, and the
// minus signs of typesetters into a hyphen.
func halfWidth(s string) string {
	return strings.Map(func(r rune) rune {
		switch {
		case r >= '！' && r <= '～':
			return r - '！' + '!'
		case r == '−':
			return '-'
		case r == '\u3000' || r == '\u00a0':
			return ' '
		}
		return r
	}, s)
}

var (
	number     = regexp.MustCompile(`^[+-]?(\d{1,3}(,\d{3})+|\d+)(\.\d+)?$`)
	scientific = regexp.MustCompile(`^[+-]?\d(\.\d+)?[Ee][+-]?\d+$`)
	noMoney    = strings.NewReplacer("¥", "", "￥", "", "元", "", " ", "")
)

// noise is the most that a binary fraction is off the amount it stands for:
// converters print 548.58 as 548.58000000000004.
var noise = decimal.New(1, -6)

// parseAmount reads an amount as issuers print it: "¥1,299.00", "-19.9",
// "25元". A third decimal is an error and not rounded away, binary noise aside.
func parseAmount(s string) (decimal.Decimal, error) {
	if d, ok := plainCents(s); ok {
		return d, nil
	}
	s = noMoney.Replace(halfWidth(s))
	switch {
	case s == "":
		return decimal.Decimal{}, parser.Problemf("没有金额", "there is no amount")
	case scientific.MatchString(s):
		return decimal.Decimal{}, parser.Problemf("金额被表格软件改成了科学计数法；请使用原始文件",
			"a spreadsheet program turned the amount into scientific notation; use the original file")
	case !number.MatchString(s) || len(s) > 40:
		return decimal.Decimal{}, parser.Problemf("不是金额", "not an amount")
	}
	d, err := decimal.NewFromString(strings.ReplaceAll(s, ",", ""))
	if err != nil {
		return decimal.Decimal{}, parser.Problemf("不是金额", "not an amount")
	}
	rounded := d.Round(2)
	if d.Sub(rounded).Abs().GreaterThan(noise) {
		return decimal.Decimal{}, parser.Problemf("金额有两位以上的小数", "the amount has more than two decimals")
	}
	return rounded, nil
}

// plainCents reads what nearly all amounts are, 15.00 or ¥15.00, as parseAmount
// does, at a tenth of its time.
func plainCents(s string) (d decimal.Decimal, ok bool) {
	s = strings.TrimPrefix(s, "¥")
	point := len(s) - 3
	if point < 1 || point > 12 || s[point] != '.' {
		return d, false
	}
	var cents int64
	for i := range len(s) {
		switch c := s[i]; {
		case '0' <= c && c <= '9':
			cents = cents*10 + int64(c-'0')
		case i != point:
			return d, false
		}
	}
	return decimal.New(cents, -2), true
}

// unsigned reads an amount whose direction stands in a column of its own. A
// minus there contradicts that column, and guessing would invent a payment.
func unsigned(column, s string) (decimal.Decimal, error) {
	if d, ok := plainCents(s); ok {
		return d, nil
	}
	d, err := parseAmount(s)
	if err == nil && d.IsNegative() {
		err = parser.Problemf("金额是负数，但收支方向另有一列", "the amount is negative although the direction has a column of its own")
	}
	return d, at(column, err)
}

// outOrIn reads two columns of which one holds the amount and the other is
// blank, "-" or 0.
func outOrIn(outColumn, out, inColumn, in string) (parser.Direction, decimal.Decimal, error) {
	side := func(column, s string) (decimal.Decimal, error) {
		if s = value(s); s == "" {
			return decimal.Decimal{}, nil
		}
		return unsigned(column, s)
	}
	o, err := side(outColumn, out)
	if err != nil {
		return 0, o, err
	}
	i, err := side(inColumn, in)
	switch {
	case err != nil:
		return 0, i, err
	case value(out) == "" && value(in) == "":
		return 0, o, at(outColumn, parser.Problemf("收入和支出两列都是空的", "both the in and the out column are empty"))
	case !o.IsZero() && !i.IsZero():
		return 0, o, at(outColumn, parser.Problemf("收入和支出两列都有金额", "both the in and the out column hold an amount"))
	case !i.IsZero() || value(out) == "":
		return parser.In, i, nil
	}
	return parser.Out, o, nil
}

// signed reads an amount whose minus means that money leaves the account.
func signed(column, s string) (parser.Direction, decimal.Decimal, error) {
	d, err := parseAmount(s)
	if d.IsNegative() {
		return parser.Out, d.Neg(), at(column, err)
	}
	return parser.In, d, at(column, err)
}

// charged reads an amount of a credit card, whose plus is a charge.
func charged(column, s string) (parser.Direction, decimal.Decimal, error) {
	d, err := parseAmount(s)
	if d.IsNegative() {
		return parser.In, d.Neg(), at(column, err)
	}
	return parser.Out, d, at(column, err)
}

// debitOrCredit reads 借 and 贷 of an account, which the bank may translate: 借 Dr.
func debitOrCredit(column, s string) (parser.Direction, error) {
	switch s = value(s); {
	case strings.HasPrefix(s, "借"):
		return parser.Out, nil
	case strings.HasPrefix(s, "贷"):
		return parser.In, nil
	}
	return 0, at(column, parser.Problemf("既不是借也不是贷", "neither 借 nor 贷"))
}

// direction reads 收/支 of a wallet.
func direction(s string) (parser.Direction, error) {
	switch value(s) {
	case "支出":
		return parser.Out, nil
	case "收入":
		return parser.In, nil
	case "不计收支", "其他", "中性交易", "":
		return parser.Neutral, nil
	}
	return 0, at("收/支", parser.Problemf("不认识的收支方向", "a direction that is not known"))
}

// classOf is the class of a wallet's row about which nothing but the direction
// is known.
func classOf(d parser.Direction) parser.Class {
	return [...]parser.Class{parser.Out: parser.Spend, parser.In: parser.Income, parser.Neutral: parser.Own}[d]
}

var currencies = map[string]string{
	"": "CNY", "人民币": "CNY", "人民币元": "CNY", "RMB": "CNY", "美元": "USD", "港币": "HKD", "港元": "HKD", "日元": "JPY",
	"欧元": "EUR", "英镑": "GBP", "澳大利亚元": "AUD", "澳元": "AUD", "加拿大元": "CAD", "加元": "CAD", "新加坡元": "SGD", "韩元": "KRW", "瑞士法郎": "CHF",
}

// currency turns a bank's name of a currency into its ISO 4217 code.
func currency(column, s string) (string, error) {
	s = strings.ToUpper(value(s))
	if c, ok := currencies[s]; ok {
		return c, nil
	}
	if len(s) == 3 && strings.Trim(s, "ABCDEFGHIJKLMNOPQRSTUVWXYZ") == "" {
		return s, nil
	}
	return "", at(column, parser.Problemf("不认识的币种", "a currency that is not known"))
}

// balance reads 余额; one that cannot be read does not cost the row.
func balance(s string) decimal.NullDecimal {
	d, err := parseAmount(s)
	return decimal.NullDecimal{Decimal: d, Valid: err == nil}
}

// firstSerial and lastSerial bound the day numbers of spreadsheets that are
// taken for a date: 1990 to 2099.
const firstSerial, lastSerial = 32874, 73050

var (
	serialTime = regexp.MustCompile(`^\d{5}(\.\d+)?$`)
	dateMarks  = strings.NewReplacer("年", "-", "月", "-", "日", " ", "/", "-", ".", "-", "T", " ", "时", ":", "分", ":", "秒", "")
	secondsDay = decimal.NewFromInt(24 * 60 * 60)
)

// parseTime reads a point in time as issuers and spreadsheets print it:
// "2026-03-05 08:20:42", "2026/3/5 8:20", "20260305", or the day number
// "46086.347708" of a workbook, or 2025年01月01日11时32分42秒. clock is false if there is no time of day.
func parseTime(s string) (t time.Time, clock bool, err error) {
	if t, ok := plainTime(s); ok {
		return t, true, nil
	}
	s = strings.TrimSpace(halfWidth(s))
	if serialTime.MatchString(s) {
		if d, err := decimal.NewFromString(s); err == nil {
			day := d.Floor()
			if n := day.IntPart(); n >= firstSerial && n <= lastSerial {
				// Day 1 is 1 January 1900, and there is a 29 February 1900 that never was.
				seconds := d.Sub(day).Mul(secondsDay).Round(0).IntPart()
				return time.Date(1899, 12, 30+int(n), 0, 0, int(seconds), 0, parser.China), strings.Contains(s, "."), nil
			}
		}
	}
	s = strings.Join(strings.Fields(dateMarks.Replace(s)), " ")
	for _, layout := range []string{"2006-1-2 15:04:05", "2006-1-2 15:04", "20060102 15:04:05", "20060102 150405", "2006-1-2 150405", "20060102150405", "2006010215:04:05", "2006-1-2", "20060102"} {
		if t, err := time.ParseInLocation(layout, s, parser.China); err == nil {
			return t, strings.Contains(layout, "15"), nil
		}
	}
	return time.Time{}, false, parser.Problemf("不是日期或时间", "not a date or time")
}

// plainTime reads what nearly all times of wallets are, 2026-03-05 08:20:42, as
// parseTime does, at a twentieth of its time.
func plainTime(s string) (t time.Time, ok bool) {
	const form = "0000-00-00 00:00:00"
	if len(s) != len(form) {
		return t, false
	}
	for i := range len(s) {
		if digit := '0' <= s[i] && s[i] <= '9'; digit != (form[i] == '0') || !digit && s[i] != form[i] {
			return t, false
		}
	}
	two := func(i int) int { return int(s[i]-'0')*10 + int(s[i+1]-'0') }
	year, month, d, hour, minute, second := two(0)*100+two(2), two(5), two(8), two(11), two(14), two(17)
	if month < 1 || month > 12 || d < 1 || hour > 23 || minute > 59 || second > 59 {
		return t, false
	}
	t = time.Date(year, time.Month(month), d, hour, minute, second, 0, parser.China)
	return t, d <= 28 || t.Day() == d
}

// soldAndBooked reads the two dates of a card's row; repayments and fees may
// have only one of them.
func soldAndBooked(soldColumn, sold, bookedColumn, booked string) (s, b time.Time, err error) {
	if value(booked) != "" {
		if b, _, err = timeOf(bookedColumn, booked); err != nil {
			return s, b, err
		}
	}
	if value(sold) == "" && !b.IsZero() {
		return b, b, nil
	}
	s, _, err = timeOf(soldColumn, sold)
	return s, b, err
}

var shortClock = regexp.MustCompile(`^\d{1,5}$`)

// clockOf is a time of day in six digits, of which spreadsheets drop the zeros
// at its front.
func clockOf(s string) string {
	if s = value(s); shortClock.MatchString(s) {
		s = ("000000" + s)[len(s):]
	}
	return s
}

// timeOf is parseTime with the answers that a transaction wants.
func timeOf(column, s string) (t time.Time, dateOnly bool, err error) {
	t, clock, err := parseTime(s)
	return t, !clock, at(column, err)
}

var monthDayForm = regexp.MustCompile(`^(?:\d{4}-)?(\d{1,2})-?(\d{1,2})-?$`)

// parseMonthDay reads MM/DD of a statement that is named after a month. A later
// month belongs to the year before; only a December statement can reach into
// the next January.
func parseMonthDay(s string, year int, month time.Month) (time.Time, error) {
	m := monthDayForm.FindStringSubmatch(strings.TrimSpace(dateMarks.Replace(halfWidth(s))))
	if m == nil {
		return time.Time{}, parser.Problemf("不是“月/日”", "not a month and day")
	}
	mm, _ := strconv.Atoi(m[1])
	dd, _ := strconv.Atoi(m[2])
	switch {
	case month == time.December && mm == 1:
		year++
	case time.Month(mm) > month:
		year--
	}
	t := time.Date(year, time.Month(mm), dd, 0, 0, 0, 0, parser.China)
	if int(t.Month()) != mm || t.Day() != dd {
		return time.Time{}, parser.Problemf("这一年没有这一天", "there is no such day in that year")
	}
	return t, nil
}

// day is the midnight at which t's day begins.
func day(t time.Time) time.Time {
	return time.Date(t.Year(), t.Month(), t.Day(), 0, 0, 0, 0, t.Location())
}

var nothing = regexp.MustCompile(`^([/／\\]|[-—－]+|null|（空）|\(空\))$`)

// value is a text cell, or "" if the cell holds one of the issuers' ways to
// write that there is nothing.
func value(s string) string {
	s = table.Clean(s)
	if s != "" && strings.IndexByte(nothingStarts, s[0]) >= 0 && nothing.MatchString(s) {
		return ""
	}
	return s
}

// nothingStarts are the bytes with which a match of nothing begins: asking for
// them first spares most cells the expression.
const nothingStarts = "/\\-n(" + "\xEF\xE2" // of ／－（ and —

// maskAccount hides the middle of an account: "138******00",
// "abc***@example.com". What the issuer masked stays as it is.
func maskAccount(s string) string {
	name, domain, mail := strings.Cut(s, "@")
	r := []rune(name)
	switch {
	case s == "" || strings.ContainsAny(name, "*＊"):
		return s
	case mail:
		return string(r[:min(3, max(0, len(r)-1))]) + "***@" + domain
	case len(r) < 8:
		return string(r[:min(1, len(r)-1)]) + "***"
	}
	return string(r[:3]) + strings.Repeat("*", len(r)-5) + string(r[len(r)-2:])
}

var lastFour = regexp.MustCompile(`(\d{4})\D*$`)

// cardTail is the last four digits of a card or account number, or "".
func cardTail(s string) string {
	if m := lastFour.FindStringSubmatch(s); m != nil {
		return m[1]
	}
	return ""
}

// shortCard is the tail of a card in a column of its own. A spreadsheet, or the
// bank itself, turns 0123 into 123; 5678附 is the card of a second holder.
func shortCard(s string) string {
	s = strings.TrimRight(value(s), "附主卡")
	if len(s) > 0 && len(s) < 4 && strings.Trim(s, "0123456789") == "" {
		s = ("0000" + s)[len(s):]
	}
	return cardTail(s)
}

// original is the amount in the currency of the shop, "" if that is the same.
func original(booked, amount, name string) string {
	amount, name = value(amount), value(name)
	if c, err := currency("", name); amount == "" || name == "" || err == nil && c == booked {
		return ""
	}
	return amount + "(" + name + ")"
}
