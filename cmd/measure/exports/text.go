package exports

import (
	"strings"

	"github.com/shopspring/decimal"
	"golang.org/x/text/encoding/simplifiedchinese"
)

// A text is a file of lines that knows on which line it is.
type text struct {
	strings.Builder
	end string // of a line
	n   int
}

// line writes one line, without its end in cells, and returns its number.
func (t *text) line(cells ...string) int {
	t.WriteString(strings.Join(cells, ",") + t.end)
	t.n++
	return t.n
}

// lines writes a block of lines.
func (t *text) lines(block string) {
	for l := range strings.SplitSeq(block, "\n") {
		t.line(l)
	}
}

// gb18030 is the file in the charset that Alipay calls GBK.
func (t *text) gb18030() []byte {
	s, err := simplifiedchinese.GB18030.NewEncoder().String(t.String())
	if err != nil {
		panic(err) // GB18030 has all of Unicode; only broken UTF-8 gets here
	}
	return []byte(s)
}

// quoted is a cell in quotes, inner ones doubled.
func quoted(s string) string { return `"` + strings.ReplaceAll(s, `"`, `""`) + `"` }

// csvCell is a cell as converters write it: quoted only where it must be.
func csvCell(s string) string {
	if strings.ContainsAny(s, ",\"\n") {
		return quoted(s)
	}
	return s
}

// unquotable makes a text fit for files without quotes: the comma that would
// shift the columns comes full width.
func unquotable(s string) string { return strings.ReplaceAll(s, ",", "，") }

// padded fills s up with blanks to n characters, a Chinese one counting one;
// longer text is not cut.
func padded(s string, n int) string {
	return s + strings.Repeat(" ", max(0, n-len([]rune(s))))
}

// wideCut is s up to a width at which a Chinese character counts two, and a
// half one is left out.
func wideCut(s string, width int) string {
	for i, r := range s {
		w := 1
		if r >= 0x1100 {
			w = 2
		}
		if width -= w; width < 0 {
			return s[:i]
		}
	}
	return s
}

// thousands is an amount with commas, as banks print it: -1,299.00.
func thousands(d decimal.Decimal) string {
	s := d.Abs().StringFixed(2)
	for i := len(s) - len(",000.00") + 1; i > 0; i -= 3 {
		s = s[:i] + "," + s[i:]
	}
	if d.IsNegative() {
		return "-" + s
	}
	return s
}
