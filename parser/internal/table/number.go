package table

import (
	"strconv"
	"strings"
	"time"

	"github.com/shopspring/decimal"
)

// number writes a number of a spreadsheet as a person would: without exponent,
// and without the noise of binary fractions behind its fifteenth digit.
// "548.58000000000004" becomes "548.58".
func number(s string) string {
	v, err := strconv.ParseFloat(s, 64)
	if err != nil {
		return s
	}
	v, _ = strconv.ParseFloat(strconv.FormatFloat(v, 'e', 14, 64), 64)
	return strconv.FormatFloat(v, 'f', -1, 64)
}

// moment writes the days that a spreadsheet counts, 0 to the end of the year
// 9999, as "2006-01-02 15:04:05", without the clock if it is midnight. A part
// of a day alone is a clock: "15:04:05". ok is false for what is no such number.
func moment(s string, from1904 bool) (text string, ok bool) {
	if len(s) > 32 {
		return "", false
	}
	days, err := decimal.NewFromString(s)
	if err != nil || days.IsNegative() || days.GreaterThanOrEqual(decimal.NewFromInt(2_958_466)) {
		return "", false
	}
	// Day 60 is the 29 February 1900 that never was; statements are later.
	epoch := time.Date(1899, 12, 30, 0, 0, 0, 0, time.UTC)
	if from1904 {
		epoch = time.Date(1904, 1, 1, 0, 0, 0, 0, time.UTC)
	}
	seconds := days.Mul(decimal.NewFromInt(86_400)).Round(0).IntPart()
	t := epoch.AddDate(0, 0, int(seconds/86_400)).Add(time.Duration(seconds%86_400) * time.Second)
	switch {
	case seconds < 86_400:
		return t.Format(time.TimeOnly), true
	case seconds%86_400 == 0:
		return t.Format(time.DateOnly), true
	}
	return t.Format(time.DateTime), true
}

// isDate tells whether a number format shows dates or times. Those with an ID
// below 164 are built in, some of them with another look in China.
func isDate(id int, code string) bool {
	switch {
	case 14 <= id && id <= 22, 27 <= id && id <= 36, 45 <= id && id <= 47, 50 <= id && id <= 58:
		return true
	case id < 164:
		return false
	}
	code, _, _ = strings.Cut(code, ";") // for positive numbers
	for i := 0; i < len(code); i++ {
		switch c := code[i] | 0x20; { // lower case
		case code[i] == '"':
			i += 1 + max(0, strings.IndexByte(code[i+1:], '"'))
		case code[i] == '[':
			if i+1 < len(code) && strings.IndexByte("hms", code[i+1]|0x20) >= 0 && strings.IndexByte(code[i+1:], ']') <= 2 {
				return true // elapsed time: [h]:mm
			}
			i += 1 + max(0, strings.IndexByte(code[i+1:], ']'))
		case code[i] == '\\', code[i] == '_', code[i] == '*':
			i++
		case c == 'y', c == 'm', c == 'd', c == 'h', c == 's':
			return true
		}
	}
	return false
}
