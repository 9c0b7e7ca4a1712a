package table

import (
	"bytes"
	"cmp"
	"math/bits"
	"regexp"
	"slices"
	"strings"
	"unicode/utf8"

	"github.com/unrenew/unrenew/parser"
	"golang.org/x/text/encoding/charmap"
	"golang.org/x/text/encoding/unicode"
)

// Decode turns data into text by the same rule by which tables are read; ok is
// false for what is no text.
func Decode(data []byte) (text string, ok bool) {
	text, _, ok = decode(data, "")
	return text, ok
}

// decode also takes and returns the charset; "" is not known.
func decode(data []byte, known string) (text, charset string, ok bool) {
	if charset = known; charset == "" {
		charset = charsetOf(data)
	}
	text = decodeFrom(data, charset)
	return text, charset, charset != "" && readable(text)
}

// charsetOf follows from the content of the whole file, never from its source:
// Alipay's GB18030 gets saved again as UTF-8 and WeChat's UTF-8 as GBK. "" is
// what is no text.
func charsetOf(data []byte) string {
	switch {
	case bytes.HasPrefix(data, []byte(bom)):
		return "utf-8"
	case bytes.HasPrefix(data, []byte("\xFF\xFE")):
		return "utf-16le"
	case bytes.HasPrefix(data, []byte("\xFE\xFF")):
		return "utf-16be"
	case bytes.IndexByte(data, 0) >= 0:
		return byteOrder(data)
	case almostUTF8(data):
		return "utf-8"
	case lonely(data):
		return "windows-1252"
	}
	return cmp.Or(eastAsianCharset(data), "gb18030")
}

const bom = "\uFEFF"

// decodeFrom turns data in a charset into text without the marks at its ends.
func decodeFrom(data []byte, charset string) string {
	switch charset {
	case "utf-8":
		data = bytes.TrimPrefix(data, []byte(bom))
	case "utf-16le":
		data = bytes.TrimPrefix(data, []byte("\xFF\xFE"))
	case "utf-16be":
		data = bytes.TrimPrefix(data, []byte("\xFE\xFF"))
	}
	return strings.TrimPrefix(strings.TrimRight(decodeAll(data, charset), "\x1A"), bom) // end mark of DOS
}

// decodeAll turns data into text with all that is in it. What is broken becomes
// U+FFFD.
func decodeAll(data []byte, charset string) (text string) {
	switch charset {
	case "utf-8":
		text = strings.ToValidUTF8(string(data), "\uFFFD")
	case "utf-16le":
		text = fromUTF16(data, unicode.LittleEndian)
	case "utf-16be":
		text = fromUTF16(data, unicode.BigEndian)
	case "windows-1252":
		text, _ = charmap.Windows1252.NewDecoder().String(string(data))
	case "gb18030":
		text = string(appendGB18030(nil, data))
	case "shift_jis", "big5":
		text, _ = eastAsian[charset].NewDecoder().String(string(data))
	}
	return text
}

func fromUTF16(data []byte, order unicode.Endianness) string {
	text, _ := unicode.UTF16(order, unicode.IgnoreBOM).NewDecoder().Bytes(data[:len(data)&^1])
	return string(text)
}

// byteOrder tells UTF-16 without a BOM by its NUL bytes: a statement is full of
// digits, delimiters and line ends, and each has one at the same side.
func byteOrder(data []byte) (charset string) {
	var nul [2]int
	for i, b := range data {
		if b == 0 {
			nul[i&1]++
		}
	}
	few := max(1, len(data)/2/20)
	switch {
	case nul[1] > few && nul[1] > 4*nul[0]:
		return "utf-16le"
	case nul[0] > few && nul[0] > 4*nul[1]:
		return "utf-16be"
	}
	return ""
}

// almostUTF8 forgives a broken character in 50 good ones, since exports cut long
// texts by bytes. GB18030 taken for UTF-8 breaks at nearly every character.
func almostUTF8(data []byte) bool {
	if utf8.Valid(data) {
		return true
	}
	good, broken := 0, 0
	for len(data) > 0 && good+len(data)/2 >= 50*broken { // else what is left cannot make up for it
		r, n := utf8.DecodeRune(data)
		switch {
		case r == utf8.RuneError && n == 1:
			broken++
		case n > 1:
			good++
		}
		data = data[n:]
	}
	return good >= 50*broken
}

// lonely tells text of western Europe, whose accented letters mostly stand
// between plain ones, from Chinese, whose bytes come in pairs.
func lonely(data []byte) bool {
	alone, high := 0, 0
	for i, b := range data {
		if i%(64<<10) == 0 && alone*10+(len(data)-i)*3 <= high*7 { // what is left cannot outweigh it
			break
		}
		if b < 0x80 {
			continue
		}
		high++
		if (i == 0 || data[i-1] < 0x80) && (i+1 == len(data) || data[i+1] < 0x40 || 'a' <= data[i+1] && data[i+1] <= 'z') && !fourBytes(data[i:]) {
			alone++
		}
	}
	return alone*10 > high*7
}

// fourBytes tells a letter of the west as GB18030 has it: ä is 81 30 8A 30.
func fourBytes(data []byte) bool {
	digit := func(b byte) bool { return b >= '0' && b <= '9' }
	return len(data) > 3 && digit(data[1]) && data[2] > 0x80 && digit(data[3])
}

// readable refuses what has more than two, and more than one in fifty, control
// or replacement characters, and anything with a NUL.
func readable(text string) bool {
	var l legibility
	l.look(text)
	return l.ok()
}

// legibility counts characters that stand in no text.
type legibility struct {
	bad, all int
	nul      bool
}

// look counts those of text, and tells whether it is valid UTF-8. If not, it was
// counted in part.
func (l *legibility) look(text string) (valid bool) {
	const every, high = 0x0101010101010101, 0x8080808080808080
	for i := 0; i < len(text); l.all++ {
		if i+8 <= len(text) {
			t := text[i : i+8]
			w := uint64(t[0]) | uint64(t[1])<<8 | uint64(t[2])<<16 | uint64(t[3])<<24 | uint64(t[4])<<32 | uint64(t[5])<<40 | uint64(t[6])<<48 | uint64(t[7])<<56
			// The lowest of these bits is that of the first byte that is no printed character of ASCII.
			odd := (w | (w - ' '*every) | ((w ^ 0x7F*every) - every)) & high
			plain := bits.TrailingZeros64(odd) / 8
			l.all += plain
			if i += plain; plain == 8 {
				l.all--
				continue
			}
		}
		n := 1
		switch c := text[i]; {
		case c < utf8.RuneSelf:
			if control[c] {
				l.bad++
				l.nul = l.nul || c == 0
			}
		case 0xE1 <= c && c <= 0xEC && i+2 < len(text) && text[i+1]&0xC0 == 0x80 && text[i+2]&0xC0 == 0x80: // nearly all Chinese
			n = 3
		default:
			var r rune
			if r, n = utf8.DecodeRuneInString(text[i:]); r == utf8.RuneError {
				if n == 1 {
					return false
				}
				l.bad++
			}
		}
		i += n
	}
	return true
}

// control are the control characters that stand in no text.
var control = func() (control [utf8.RuneSelf]bool) {
	for c := range control {
		control[c] = c < ' ' && (c < '\t' || c > '\r') && c != 0x1A || c == 0x7F
	}
	return control
}()

func (l *legibility) add(m legibility) {
	l.bad, l.all, l.nul = l.bad+m.bad, l.all+m.all, l.nul || m.nul
}

func (l *legibility) ok() bool { return !l.nul && (l.bad <= 2 || l.bad*50 <= l.all) }

// readText splits text into rows. Comma is the delimiter, 0 if it is not known.
func readText(src parser.Source, text string, comma byte) ([]Row, error) {
	if int64(max(strings.Count(text, "\n"), strings.Count(text, "\r"))) > src.Limit(MaxRows) { // blank ones too: each takes memory
		return nil, TooManyRows(src)
	}
	lines := lines(text)
	if comma == 0 {
		comma = delimiter(lines)
	}
	s := splitter{src: src, comma: comma}
	count := counterOf(src)
	err := s.split(lines, len(lines)+strings.Count(text, string(comma)), 1, 0, &count)
	return s.rows, err
}

// A splitter makes rows of lines. It may be used again; what it made before is
// then gone.
type splitter struct {
	src   parser.Source
	comma byte
	lines []string
	rows  []Row
	cells []string
	room  []byte // for decoding
}

// split appends to s.rows those of lines, which have so many cells at most. The
// first has the number first in its file; width is the number of cells of the row
// before that has more than one.
func (s *splitter) split(lines []string, cells, first, width int, count *counter) (err error) {
	if cap(s.cells) < cells {
		s.cells = make([]string, 0, cells)
	}
	free := s.cells[:0]
	most := int(s.src.Limit(MaxLine))
	for i := 0; i < len(lines); {
		pos := parser.Pos{File: s.src.Name, Row: first + i}
		if len(lines[i]) > most {
			return &parser.Error{Pos: pos, Err: s.src.Refuse(MaxLine, "这一行超过 %s，不像账单", "the line is longer than %s; this does not look like a statement")}
		}
		cells, n := record(free, lines[i:], s.comma, width, most)
		if i += n; len(cells) > 1 {
			width = len(cells)
		}
		if len(cells) <= cap(free) {
			free = free[len(cells):len(cells)]
		}
		if s.rows, err = count.add(s.rows, Row{Pos: pos, Cells: slices.Clip(cells)}); err != nil {
			return err
		}
	}
	return nil
}

// lines cuts text at its line ends. A lone CR is one only where it is the
// usual end, as old Macs wrote it; elsewhere it is a stray in a cell.
func lines(text string) []string {
	lf := strings.Count(text, "\n")
	if strings.Count(text, "\r")-strings.Count(text, "\r\n") > lf {
		text = strings.ReplaceAll(strings.ReplaceAll(text, "\r\n", "\n"), "\r", "\n")
	}
	return strings.Split(text, "\n")
}

// delimiter is the comma unless most lines have more TABs or semicolons than
// commas. A TAB that pads a cell before its comma does not count, nor does
// anything in quotes.
func delimiter(lines []string) byte {
	var commas, tabs, semis int
	for _, l := range lines[:min(len(lines), 1000)] {
		l = strings.TrimRight(quoted.ReplaceAllString(l, "x"), " \t\r")
		c, s := strings.Count(l, ","), strings.Count(l, ";")
		t := strings.Count(l, "\t") - strings.Count(l, "\t,")
		switch {
		case t > c && t >= s:
			tabs++
		case s > c:
			semis++
		case c > s && c > t:
			commas++
		}
	}
	switch {
	case tabs > commas && tabs >= semis:
		return '\t'
	case semis > commas:
		return ';'
	}
	return ','
}

var quoted = regexp.MustCompile(`"[^"]*"`)

// record reads the record that begins with the first line and tells how many
// lines it takes. That is one, unless a quoted cell has line breaks in it. Free
// is an empty slice whose room the cells may take.
//
// Some exports do not quote at all, so that a lone quotation mark in a title
// must not swallow the rows below it. A record of several lines is believed
// only if it has as many cells as the row before or after it, and if less
// than a row's worth of delimiters stands inside its quotes.
func record(free, lines []string, comma byte, width, most int) (cells []string, n int) {
	cells, open := split(free, lines[0], comma)
	if !open {
		return cells, 1
	}
	text, delimiters := lines[0], strings.Count(lines[0], string(comma))
	for n = 1; n < min(len(lines), maxRecordLines) && len(text) < most; n++ {
		text = strings.TrimSuffix(text, "\r") + "\n" + lines[n]
		delimiters += strings.Count(lines[n], string(comma))
		joined, open := split(nil, text, comma)
		if open {
			continue
		}
		next := 0
		if n+1 < len(lines) {
			after, _ := split(nil, lines[n+1], comma)
			next = len(after)
		}
		inside := delimiters - (len(joined) - 1)
		if (len(joined) == width || len(joined) == next) && (inside == 0 || inside < len(joined)-1) {
			return joined, n + 1
		}
		break
	}
	return cells, 1
}

// split cuts a line into trimmed cells, which it appends. A quotation mark opens
// a quoted cell only at its start, blanks aside, and only if the closing one
// stands before a delimiter or the end; any other is plain text. open tells that
// a quoted cell has no end in line.
func split(cells []string, line string, comma byte) (_ []string, open bool) {
	for {
		var cell, rest string
		quoted := false
		if line != "" && (line[0] <= ' ' || line[0] == '"' || line[0] == '=') {
			var unclosed bool
			cell, rest, quoted, unclosed = quotedCell(line, comma)
			open = open || unclosed
		}
		if !quoted {
			if i := strings.IndexByte(line, comma); i >= 0 {
				cell, rest = line[:i], line[i:]
			} else {
				cell, rest = line, ""
			}
		}
		cell = Clean(cell)
		if len(cell) > 2 && cell[0] == '=' && strings.HasPrefix(cell, `="`) && strings.HasSuffix(cell, `"`) {
			cell = Clean(strings.ReplaceAll(cell[2:len(cell)-1], `""`, `"`)) // text for a spreadsheet: ="6222"
		}
		cells = append(cells, cell)
		if rest == "" {
			return cells, open
		}
		line = rest[1:]
	}
}

// trimLeft is strings.TrimLeft for blanks of ASCII, of which there mostly are none.
func trimLeft(s, cut string) string {
	if s == "" || s[0] > ' ' {
		return s
	}
	return strings.TrimLeft(s, cut)
}

// quotedCell reads a quoted cell at the start of line; rest begins with the
// delimiter, or is empty.
func quotedCell(line string, comma byte) (cell, rest string, ok, unclosed bool) {
	blanks := " "
	if comma != '\t' {
		blanks = " \t"
	}
	s := strings.TrimPrefix(trimLeft(line, blanks), "=")
	if s == "" || s[0] != '"' {
		return "", "", false, false
	}
	s = s[1:]
	end := 0
	for doubled := false; ; {
		i := strings.IndexByte(s[end:], '"')
		if i < 0 {
			return "", "", false, true
		}
		end += i
		if end+1 < len(s) && s[end+1] == '"' {
			end, doubled = end+2, true
			continue
		}
		cell = s[:end]
		if doubled {
			cell = strings.ReplaceAll(cell, `""`, `"`)
		}
		if rest = s[end+1:]; rest != "" && rest[0] != comma {
			rest = trimLeft(rest, blanks+"\r")
		}
		return cell, rest, rest == "" || rest[0] == comma, false
	}
}
