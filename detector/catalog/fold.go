package catalog

import (
	_ "embed" // for the table of characters
	"regexp"
	"strings"
	"sync"
	"unicode"
	"unicode/utf8"

	"golang.org/x/text/unicode/norm"
)

// Fold makes texts comparable that differ only in how they were typed or cut:
// width, case, blanks, traditional characters, the mark of a cut ("...") and the legal form at the end
// of a company's name, which bank texts cut anywhere ("…有限公"). Punctuation
// stays. It is empty only for a text without visible characters.
func Fold(s string) string { return strings.ReplaceAll(spaced(s), " ", "") }

// spaced is Fold that keeps one blank between two Latin words, so that "prime"
// is not found in "shop rime".
func spaced(s string) string {
	table := simplified()
	if !strings.ContainsFunc(s, func(r rune) bool { return folds(r, table) }) { // nearly all texts
		last, _ := utf8.DecodeLastRuneInString(s)
		return shortened(s, last)
	}
	if !plain(s) {
		s = norm.NFKC.String(s)
	}
	var b strings.Builder
	b.Grow(len(s))
	blank, last := false, rune(0)
	for _, r := range s {
		switch {
		case r > ' ' && r < 0x7F, r >= firstHan && r <= lastHan: // nearly all
		case unicode.IsSpace(r):
			blank = true
			continue
		case unicode.Is(unicode.Cf, r), unicode.IsControl(r): // joiners and byte order marks show nothing
			continue
		}
		switch {
		case r >= firstHan && r <= lastHan:
			if simple := table[r-firstHan]; simple != 0 {
				r = rune(simple)
			}
		case r < utf8.RuneSelf:
			if r >= 'A' && r <= 'Z' {
				r += 'a' - 'A'
			}
		default:
			r = unicode.ToLower(r)
		}
		if blank && latin(last) && latin(r) {
			b.WriteByte(' ')
		}
		blank, last = false, r
		b.WriteRune(r)
	}
	return shortened(b.String(), last)
}

// folds tells whether Fold may write a character otherwise, or leave it out.
func folds(r rune, table *simplifiedTable) bool {
	if r >= firstHan && r <= lastHan {
		return table[r-firstHan] != 0
	}
	return r <= ' ' || r >= 0x7F || r >= 'A' && r <= 'Z'
}

// shortened drops the legal form from the end of a folded name, whose last
// character is given.
func shortened(folded string, last rune) string {
	if (latin(last) || last == '.' || last == ',') && strings.ContainsAny(folded, " ,.") {
		folded = legalForm.ReplaceAllString(folded, "")
	}
	if short := company(strings.TrimRight(folded, ".")); short != "" {
		return short
	}
	return folded
}

// legalForm is that of a company abroad, at the end of its name.
var legalForm = regexp.MustCompile(`(?:[ ,.]+(?:co|pte|pty|private))?[ ,.]+(?:ltd|limited|inc|incorporated|llc|gmbh|corp|corporation|plc)[ .,]*$`)

// plain tells whether s is lower ASCII or Chinese script, which NFKC leaves as
// it is.
func plain(s string) bool {
	for _, r := range s {
		if r >= utf8.RuneSelf && (r < 0x4E00 || r > 0x9FFF) {
			return false
		}
	}
	return true
}

//go:embed traditional.txt
var traditionalTable string

// firstHan and lastHan bound the characters that traditional.txt is about.
const firstHan, lastHan = 0x4E00, 0x9FFF

// simplified holds for each character the one that it is written as in China;
// zero if it is that one itself. Banks of Hong Kong and Taiwan print the others.
var simplified = sync.OnceValue(func() *simplifiedTable {
	var table simplifiedTable
	for line := range strings.Lines(traditionalTable) {
		if strings.HasPrefix(line, "#") {
			continue
		}
		for pair := range strings.FieldsSeq(line) {
			r := []rune(pair)
			table[r[0]-firstHan] = uint16(r[1])
		}
	}
	return &table
})

type simplifiedTable [lastHan - firstHan + 1]uint16

func latin(r rune) bool { return r < utf8.RuneSelf && (unicode.IsLetter(r) || unicode.IsDigit(r)) }

// company drops the legal form from the end of a name, whole or cut.
func company(s string) string {
	for _, form := range []string{"有限责任公司", "有限责任公", "有限责任", "有限公司", "有限公", "有限"} {
		if rest, ok := strings.CutSuffix(s, form); ok {
			rest = strings.TrimSuffix(rest, "股份")
			return rest
		}
	}
	return s
}
