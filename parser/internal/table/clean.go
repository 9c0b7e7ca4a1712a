package table

import (
	"strings"
	"unicode"

	"golang.org/x/text/unicode/norm"
)

// Clean trims a cell: blanks, TAB, line ends, NBSP, U+3000, BOM, zero-width
// marks and other invisible characters at both ends. Order numbers, for one,
// carry a TAB so that spreadsheets keep them as text.
func Clean(s string) string {
	for s != "" && (s[0] == ' ' || s[0] == '\t') {
		s = s[1:]
	}
	n := len(s)
	for n > 0 && (s[n-1] == ' ' || s[n-1] == '\t' || s[n-1] == '\r') {
		n--
	}
	s = s[:n]
	if n == 0 || (printed(s[0]) || chinese(s[0])) && (printed(s[n-1]) || n > 2 && chinese(s[n-3])) {
		return s // nearly all there is, at a fraction of the time
	}
	return strings.TrimFunc(s, invisible)
}

func printed(c byte) bool { return '!' <= c && c <= '~' }

// chinese tells the first of the three bytes of U+4000 to U+CFFF.
func chinese(c byte) bool { return 0xE4 <= c && c <= 0xEC }

func invisible(r rune) bool {
	if '!' <= r && r <= '~' || 0x3001 <= r && r <= 0xD7FF { // nearly all there is, at a tenth of the time
		return false
	}
	return unicode.IsSpace(r) || unicode.Is(unicode.Cf, r) || unicode.IsControl(r)
}

// Title makes a header cell fit for comparing: all white space deleted, full
// width made half width, radicals made characters. "金额 （元）" becomes
// "金额(元)".
func Title(s string) string {
	s = strings.Map(func(r rune) rune {
		if invisible(r) {
			return -1
		}
		return r
	}, s)
	return norm.NFKC.String(Radicals(s))
}

// Radicals replaces characters of the radical blocks (U+2E80 to U+2FDF), which
// several producers of PDF write instead of the characters that look the same,
// and leaves all else alone: full-width punctuation stays.
func Radicals(s string) string {
	if !hasRadical(s) {
		return s
	}
	return strings.Map(func(r rune) rune {
		if !isRadical(r) {
			return r
		}
		if c, ok := radicals[r]; ok {
			return c
		}
		// What is left has a compatibility decomposition of one character, or none.
		for _, c := range norm.NFKC.String(string(r)) {
			return c
		}
		return r
	}, s)
}

func isRadical(r rune) bool { return 0x2E80 <= r && r <= 0x2FDF }

// hasRadical tells whether a radical may be in s, as nearly none is in any text.
func hasRadical(s string) bool {
	const lead, first, last = 0xE2, 0xBA, 0xBF // of U+2E80 and U+2FDF in UTF-8
	for {
		i := strings.IndexByte(s, lead)
		if i < 0 || i+1 == len(s) {
			return false
		}
		if c := s[i+1]; first <= c && c <= last {
			return true
		}
		s = s[i+1:]
	}
}

// radicals comes before NFKC, which does not know most of U+2E80 to U+2EFF and
// turns 32 of the others into traditional characters: ⼾ into 戶, not 户.
var radicals = pairs(`
	⺠民 ⻅见 ⻆角 ⻉贝 ⻋车 ⻓长 ⻔门 ⻘青 ⻙韦 ⻚页 ⻛风 ⻜飞 ⻝食 ⻢马 ⻣骨 ⻤鬼
	⻥鱼 ⻦鸟 ⻧卤 ⻨麦 ⻩黄 ⻬齐 ⻮齿 ⻰龙 ⻳龟 ⺟母 ⻄西 ⻁虎 ⺩王
	⼾户 ⾒见 ⾙贝 ⾞车 ⾧长 ⾨门 ⾭青 ⾱韦 ⾴页 ⾵风 ⾶飞 ⾺马 ⿂鱼 ⿃鸟 ⿆麦 ⿈黄
	⿑齐 ⿒齿 ⿓龙 ⿔龟`)

func pairs(list string) map[rune]rune {
	m := make(map[rune]rune)
	for _, f := range strings.Fields(list) {
		p := []rune(f)
		m[p[0]] = p[1]
	}
	return m
}
