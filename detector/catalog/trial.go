package catalog

import (
	"regexp"
	"strconv"
	"strings"
)

const (
	number = `(\d{1,3}|[一二两三四五六七八九]?十[一二三四五六七八九]?|[一二两三四五六七八九半])`
	span   = `(天|日|周|个?星期|个?礼拜|个月|年)`
	count  = `(\d{1,3}|one|two|three|six)`
	unit   = `(day|week|month|year)s?`
)

// firstSpans are the ways in which texts say how long a trial or a first period
// lasts: the number, or none for one, and the unit. What stands before a number
// must not make it a date.
var firstSpans = []*regexp.Regexp{
	regexp.MustCompile(`(?:^|[^\d月.年-])` + number + span + `的?[^\d,.;:，。；：、()（）/|]{0,6}?(?:试用|体验|尝鲜)`),
	regexp.MustCompile(`(?:试用|体验|尝鲜)(?:期|时长|会员|s?vip|卡)?[:：(（]?` + number + span),
	regexp.MustCompile(`首()(周|月|季|年|日)`),
	regexp.MustCompile(`首` + number + `(天|日|周|个?星期)`),
	regexp.MustCompile(count + `[ -]?` + unit + `[ -](?:[a-z]+[ -]){0,2}?trial`),
	regexp.MustCompile(`trial(?: period)?(?: of| for|:)?[ (]*` + count + `[ -]?` + unit),
	regexp.MustCompile(`first() (day|week|month|year)\b`),
	regexp.MustCompile(`first ` + count + ` (day|week)s?`),
}

// beginnings are days at the beginning that make a trial only of what renews,
// and where something says that they cost less.
var beginnings = regexp.MustCompile(`(?:^|[^提目之以])前` + number + `(天|日|周|个?星期)内?(?:免费|试用|体验|优惠|特惠|仅|只|¥|\d)`)

// firstPeriod reads how long the trial or the first period lasts; zero if the
// text does not say. rest is the text without it, for what it is not: the cycle
// of the contract.
func firstPeriod(text string, renews bool) (first Cycle, rest string) {
	for _, re := range firstSpans {
		if m := re.FindStringSubmatchIndex(text); m != nil {
			if first = spanOf(text[m[2]:m[3]], text[m[4]:m[5]]); first != (Cycle{}) {
				return first, text[:m[2]] + "|" + text[m[5]:]
			}
		}
	}
	if renews && strings.Contains(text, "前") {
		if m := beginnings.FindStringSubmatchIndex(text); m != nil {
			if first = spanOf(text[m[2]:m[3]], text[m[4]:m[5]]); first != (Cycle{}) {
				return first, text[:m[2]] + "|" + text[m[5]:]
			}
		}
	}
	return Cycle{}, text
}

// spanOf is a span of time by its words; an empty number is one. Half a month is
// 15 days.
func spanOf(n, unit string) Cycle {
	unit = strings.TrimPrefix(unit, "个")
	if n == "半" {
		return map[string]Cycle{"月": {Day, 15}, "年": {Month, 6}}[unit]
	}
	k := numeral(n)
	if k == 0 || k > 366 {
		return Cycle{}
	}
	switch unit {
	case "天", "日", "day":
		return Cycle{Day, k}
	case "周", "星期", "礼拜", "week":
		return Cycle{Week, k}
	case "月", "month":
		return Cycle{Month, k}
	case "季":
		return Cycle{Month, 3 * k}
	case "年", "year":
		return Cycle{Year, k}
	}
	return Cycle{}
}

// numeral is a number of up to two Chinese characters, an English word or
// digits; 0 if it is none.
func numeral(s string) int {
	digits := map[rune]int{'一': 1, '二': 2, '两': 2, '三': 3, '四': 4, '五': 5, '六': 6, '七': 7, '八': 8, '九': 9}
	if tens, ones, ok := strings.Cut(s, "十"); ok {
		t := 1
		for _, r := range tens {
			t = digits[r]
		}
		for _, r := range ones {
			return 10*t + digits[r]
		}
		return 10 * t
	}
	for _, r := range s {
		if k := digits[r]; k > 0 {
			return k
		}
	}
	if k := map[string]int{"": 1, "one": 1, "two": 2, "three": 3, "six": 6}[s]; k > 0 {
		return k
	}
	k, _ := strconv.Atoi(s)
	return k
}
