package table

import (
	"bytes"
	"regexp"
	"strings"
	"unicode/utf8"

	"github.com/unrenew/unrenew/parser"
	"golang.org/x/text/encoding/charmap"
	"golang.org/x/text/encoding/simplifiedchinese"
	"golang.org/x/text/encoding/unicode"
)

// Decode turns data into text by the same rule by which tables are read; ok is
// false for what is no text.
func Decode(data []byte) (text string, ok bool) {
	text, _, ok = decode(data)
	return text, ok
}

// decode turns data into text. The charset follows from the content of the
// whole file, never from its source: Alipay's GB18030 gets saved again as UTF-8
// and WeChat's UTF-8 as GBK. ok is false for what is no text.
func decode(data []byte) (text, charset string, ok bool) {
	switch {
	case bytes.HasPrefix(data, []byte("\xEF\xBB\xBF")):
		text, charset = strings.ToValidUTF8(string(data[3:]), "\uFFFD"), "utf-8"
	case bytes.HasPrefix(data, []byte("\xFF\xFE")):
		text, charset = fromUTF16(data[2:], unicode.LittleEndian), "utf-16le"
	case bytes.HasPrefix(data, []byte("\xFE\xFF")):
		text, charset = fromUTF16(data[2:], unicode.BigEndian), "utf-16be"
	case bytes.IndexByte(data, 0) >= 0:
		order, ok := byteOrder(data)
		if !ok {
			return "", "", false
		}
		text, charset = fromUTF16(data, order), "utf-16le"
		if order == unicode.BigEndian {
			charset = "utf-16be"
		}
	case almostUTF8(data):
		text, charset = strings.ToValidUTF8(string(data), "\uFFFD"), "utf-8"
	case lonely(data):
		text, _ = charmap.Windows1252.NewDecoder().String(string(data))
		charset = "windows-1252"
	default:
		// The decoder puts U+FFFD for broken bytes and never fails.
		text, _ = simplifiedchinese.GB18030.NewDecoder().String(string(data))
		charset = "gb18030"
	}
	text = strings.TrimPrefix(strings.TrimRight(text, "\x1A"), "\uFEFF") // end mark of DOS
	return text, charset, readable(text)
}

func fromUTF16(data []byte, order unicode.Endianness) string {
	text, _ := unicode.UTF16(order, unicode.IgnoreBOM).NewDecoder().Bytes(data[:len(data)&^1])
	return string(text)
}

// byteOrder tells UTF-16 without a BOM by its NUL bytes: a statement is full of
// digits, delimiters and line ends, and each has one at the same side.
func byteOrder(data []byte) (order unicode.Endianness, ok bool) {
	var nul [2]int
	for i, b := range data {
		if b == 0 {
			nul[i&1]++
		}
	}
	few := max(1, len(data)/2/20)
	switch {
	case nul[1] > few && nul[1] > 4*nul[0]:
		return unicode.LittleEndian, true
	case nul[0] > few && nul[0] > 4*nul[1]:
		return unicode.BigEndian, true
	}
	return order, false
}

// almostUTF8 forgives a broken character in 50 good ones, since exports cut long
// texts by bytes. GB18030 taken for UTF-8 breaks at nearly every character.
func almostUTF8(data []byte) bool {
	if utf8.Valid(data) {
		return true
	}
	good, broken := 0, 0
	for len(data) > 0 {
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
		if b < 0x80 {
			continue
		}
		high++
		if (i == 0 || data[i-1] < 0x80) && (i+1 == len(data) || data[i+1] < 0x40 || 'a' <= data[i+1] && data[i+1] <= 'z') {
			alone++
		}
	}
	return alone*10 > high*7
}

// readable refuses what has more than two, and more than one in fifty, control
// or replacement characters, and anything with a NUL.
func readable(text string) bool {
	bad, all := 0, 0
	for _, r := range text {
		all++
		switch {
		case r == 0:
			return false
		case r < ' ' && !('\t' <= r && r <= '\r' || r == 0x1A), r == 0x7F, r == utf8.RuneError:
			bad++
		}
	}
	return bad <= 2 || bad*50 <= all
}

// readText splits text into rows.
func readText(src parser.Source, text string) ([]Row, error) {
	if int64(max(strings.Count(text, "\n"), strings.Count(text, "\r"))) > src.Limit(MaxRows) { // blank ones too: each takes memory
		return nil, TooManyRows(src)
	}
	lines := lines(text)
	comma := delimiter(lines)
	var (
		rows  []Row
		count = counter{src: src}
		most  = int(src.Limit(MaxLine))
		width int // cells of the last row that has more than one
	)
	for i := 0; i < len(lines); {
		pos := parser.Pos{File: src.Name, Row: i + 1}
		if len(lines[i]) > most {
			return nil, &parser.Error{Pos: pos, Err: src.Refuse(MaxLine, "这一行超过 %s，不像账单", "the line is longer than %s; this does not look like a statement")}
		}
		cells, n := record(lines[i:], comma, width, most)
		if i += n; len(cells) > 1 {
			width = len(cells)
		}
		var err error
		if rows, err = count.add(rows, Row{Pos: pos, Cells: cells}); err != nil {
			return nil, err
		}
	}
	return rows, nil
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
// lines it takes. That is one, unless a quoted cell has line breaks in it.
//
// Some exports do not quote at all, so that a lone quotation mark in a title
// must not swallow the rows below it. A record of several lines is believed
// only if it has as many cells as the row before or after it, and if less
// than a row's worth of delimiters stands inside its quotes.
func record(lines []string, comma byte, width, most int) (cells []string, n int) {
	cells, open := split(lines[0], comma)
	if !open {
		return cells, 1
	}
	text, delimiters := lines[0], strings.Count(lines[0], string(comma))
	for n = 1; n < min(len(lines), maxRecordLines) && len(text) < most; n++ {
		text = strings.TrimSuffix(text, "\r") + "\n" + lines[n]
		delimiters += strings.Count(lines[n], string(comma))
		joined, open := split(text, comma)
		if open {
			continue
		}
		next := 0
		if n+1 < len(lines) {
			after, _ := split(lines[n+1], comma)
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

// split cuts a line into trimmed cells. A quotation mark opens a quoted cell
// only at its start, blanks aside, and only if the closing one stands before a
// delimiter or the end; any other is plain text. open tells that a quoted cell
// has no end in line.
func split(line string, comma byte) (cells []string, open bool) {
	cells = make([]string, 0, strings.Count(line, string(comma))+1)
	for {
		cell, rest, quoted, unclosed := quotedCell(line, comma)
		open = open || unclosed
		if !quoted {
			if i := strings.IndexByte(line, comma); i >= 0 {
				cell, rest = line[:i], line[i:]
			} else {
				cell, rest = line, ""
			}
		}
		cell = Clean(cell)
		if len(cell) > 2 && strings.HasPrefix(cell, `="`) && strings.HasSuffix(cell, `"`) {
			cell = Clean(strings.ReplaceAll(cell[2:len(cell)-1], `""`, `"`)) // text for a spreadsheet: ="6222"
		}
		cells = append(cells, cell)
		if rest == "" {
			return cells, open
		}
		line = rest[1:]
	}
}

// quotedCell reads a quoted cell at the start of line; rest begins with the
// delimiter, or is empty.
func quotedCell(line string, comma byte) (cell, rest string, ok, unclosed bool) {
	blanks := " "
	if comma != '\t' {
		blanks = " \t"
	}
	s := strings.TrimLeft(line, blanks)
	s = strings.TrimPrefix(s, "=")
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
		rest = strings.TrimLeft(s[end+1:], blanks+"\r")
		return cell, rest, rest == "" || rest[0] == comma, false
	}
}
