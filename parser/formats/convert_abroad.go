package formats

import (
	"regexp"
	"slices"
	"strings"
	"time"

	"github.com/shopspring/decimal"

	"github.com/unrenew/unrenew/parser"
)

// A signedSum is a balance that a statement declares, minus if it is owed.
type signedSum struct {
	value decimal.Decimal
	known bool
}

var (
	moneyMarks   = regexp.MustCompile(`[\s'’ ]|\b(US|HK|NT|AU|CA|NZ|SG|A|C|R|S)\$|[€$£¥￥₩₹]|[元円]$|^[A-Z]{3}|[A-Z]{3}$`)
	commaDecimal = regexp.MustCompile(`^[+-]?(\d{1,3}(\.\d{3})+|\d+),\d*$`)
	pointDecimal = regexp.MustCompile(`^[+-]?(\d{1,3}(,\d{3})+|\d*)\.\d*$`)
)

// plainAmount writes an amount of any country as "-1234.56". mark is the decimal
// mark of the file, "," or "."; if it is empty, the amount must tell itself:
// "1.234,56" and "25,00" have a comma, "1,234" and "1.234" are left as they are.
// A minus may stand behind, and brackets are one. What is no amount comes back
// as it was, for parseAmount to refuse.
func plainAmount(s, mark string) string {
	n := moneyMarks.ReplaceAllString(halfWidth(value(s)), "")
	minus := false
	if strings.HasPrefix(n, "(") && strings.HasSuffix(n, ")") {
		n, minus = n[1:len(n)-1], true
	}
	if m, ok := strings.CutSuffix(n, "-"); ok && m != "" {
		n, minus = m, true
	}
	n = strings.TrimSuffix(n, "+")
	switch {
	case mark == ",", mark == "" && commaDecimal.MatchString(n) && !number.MatchString(n):
		n = strings.Replace(strings.ReplaceAll(n, ".", ""), ",", ".", 1)
	case mark == "." && strings.Contains(n, ",") && !number.MatchString(n) && !pointDecimal.MatchString(n):
		return s
	}
	n = strings.TrimSuffix(n, ".")
	if digits := strings.TrimLeft(n, "+-"); strings.HasPrefix(digits, ".") {
		n = strings.TrimSuffix(n, digits) + "0" + digits
	}
	if minus && !strings.ContainsAny(n, "+-") {
		n = "-" + n
	}
	return n
}

// dated reads a date in one of the layouts of package time, or with the year in
// front, as spreadsheets save all dates again.
func dated(s string, layouts ...string) (t time.Time, clock bool, err error) {
	s = strings.Join(strings.Fields(halfWidth(value(s))), " ")
	for _, l := range layouts {
		if t, err := time.ParseInLocation(l, s, parser.China); err == nil && t.Year() > 1900 {
			return t, strings.Contains(l, "15"), nil
		}
	}
	return parseTime(s)
}

// dateIn is dated for a column of days.
func dateIn(column, layout, s string) (time.Time, error) {
	t, _, err := dated(s, layout)
	return t, at(column, err)
}

// sided is signed for banks abroad that have a column with DEBIT or CREDIT as
// well: a minus goes out, and so does DEBIT without a sign. A minus beside CREDIT
// contradicts it.
func sided(column, s, side string) (parser.Direction, decimal.Decimal, error) {
	dir, d, err := signed(column, s)
	switch side = strings.ToUpper(value(side)); {
	case err != nil:
	case side == "CREDIT" && dir == parser.Out:
		err = at(column, parser.Problemf("金额是负数，但这一行写着 CREDIT", "the amount is negative although the row says CREDIT"))
	case side == "DEBIT":
		dir = parser.Out
	}
	return dir, d, err
}

// A dateOrder is a way to write a date in numbers.
type dateOrder struct {
	name   string // as the rules file writes it: "DD/MM/YYYY"
	layout string // as package time does
}

var dayMonthOrders = regexp.MustCompile(`^\d{1,2}([./-]|\. )\d{1,2}([./-]|\. )(\d{4}|\d{2})$`)

// ordersOf returns the orders in which all of the dates, each once in numbers
// with one mark between them, make sense. Where day and month could be
// exchanged, the order in which the rows stand decides; if it does not either,
// both come back.
func ordersOf(dates []string) []dateOrder {
	if len(dates) == 0 || slices.ContainsFunc(dates, func(s string) bool { return !dayMonthOrders.MatchString(s) }) {
		return nil
	}
	mark := dayMonthOrders.FindStringSubmatch(dates[0])[1]
	var possible, monotone []dateOrder
	var read [][]time.Time
	for _, o := range []dateOrder{
		{"DD" + mark + "MM" + mark + "YYYY", "2" + mark + "1" + mark + "2006"}, {"MM" + mark + "DD" + mark + "YYYY", "1" + mark + "2" + mark + "2006"},
		{"DD" + mark + "MM" + mark + "YY", "2" + mark + "1" + mark + "06"}, {"MM" + mark + "DD" + mark + "YY", "1" + mark + "2" + mark + "06"},
	} {
		ts := make([]time.Time, 0, len(dates))
		for _, s := range dates {
			t, err := time.Parse(o.layout, s)
			if err != nil {
				break
			}
			ts = append(ts, t)
		}
		if len(ts) < len(dates) {
			continue
		}
		possible, read = append(possible, o), append(read, ts)
		falling := slices.Clone(ts)
		slices.Reverse(falling)
		if slices.IsSortedFunc(ts, time.Time.Compare) || slices.IsSortedFunc(falling, time.Time.Compare) {
			monotone = append(monotone, o)
		}
	}
	switch {
	case len(possible) == 2 && slices.EqualFunc(read[0], read[1], time.Time.Equal):
		return possible[:1] // every day is that of its month
	case len(monotone) == 1:
		return monotone
	}
	return possible
}
