package table

import (
	"bytes"
	"regexp"
	"strconv"
	"strings"
)

// A pdfName is a name of a PDF program, without its slash. Numbers are float64,
// strings string, arrays []any, and dictionaries map[pdfName]any.
type pdfName string

// runPDF reads a program of a PDF, the content of a page or a table of codes,
// and gives each operator with what stands before it. The library's own reader
// panics on inline images and on escapes it does not know.
func runPDF(program []byte, do func(op string, args []any)) {
	l := &pdfLexer{data: program}
	var args []any
	for {
		v, op, ok := l.next(0)
		switch {
		case !ok:
			return
		case op == "ID":
			l.skipImage()
			args = nil
		case op != "":
			do(op, args)
			args, l.values = nil, 0
		default:
			args = append(args, v)
		}
	}
}

type pdfLexer struct {
	data   []byte
	at     int
	values int // that stand before the next operator
}

// maxOperands is how many values may stand before one operator, those in arrays
// counted: a byte of the file makes an object of thirty.
const maxOperands = 1 << 20

const (
	pdfSpace   = "\x00\t\n\f\r "
	pdfDelim   = "()<>[]{}/%"
	pdfNumber  = "+-.0123456789"
	maxPDFNest = 32 // arrays and dictionaries within each other
)

// next reads a value or an operator. Brackets that end what was not begun are
// operators too.
func (l *pdfLexer) next(depth int) (v any, op string, ok bool) {
	if l.values++; l.values > maxOperands {
		panic(errShape)
	}
	l.skipSpace()
	if l.at >= len(l.data) {
		return nil, "", false
	}
	c := l.data[l.at]
	two := string(l.data[l.at:min(l.at+2, len(l.data))])
	switch {
	case two == "<<" && depth < maxPDFNest:
		l.at += 2
		list := l.list(">>", depth)
		dict := map[pdfName]any{}
		for i := 0; i+1 < len(list); i += 2 {
			if key, ok := list[i].(pdfName); ok {
				dict[key] = list[i+1]
			}
		}
		return dict, "", true
	case c == '[' && depth < maxPDFNest:
		l.at++
		return l.list("]", depth), "", true
	case two == ">>":
		l.at += 2
		return nil, two, true
	case c == '(':
		return l.literal(), "", true
	case c == '<':
		return l.hex(), "", true
	case c == '/':
		l.at++
		return pdfName(nameEscape.ReplaceAllStringFunc(l.word(), func(s string) string {
			n, _ := strconv.ParseUint(s[1:], 16, 8)
			return string([]byte{byte(n)})
		})), "", true
	case strings.IndexByte(pdfDelim, c) >= 0:
		l.at++
		return nil, string(c), true
	}
	word := l.word()
	if strings.Trim(word, pdfNumber) == "" {
		n, _ := strconv.ParseFloat(word, 64) // "--5" is read as 0
		return n, "", true
	}
	switch word {
	case "true", "false", "null":
		return nil, "", true
	}
	return nil, word, true
}

var nameEscape = regexp.MustCompile(`#[0-9A-Fa-f]{2}`)

func (l *pdfLexer) list(end string, depth int) (list []any) {
	for {
		v, op, ok := l.next(depth + 1)
		if !ok || op == end {
			return list
		}
		if op == "" {
			list = append(list, v)
		}
	}
}

func (l *pdfLexer) skipSpace() {
	for l.at < len(l.data) {
		switch c := l.data[l.at]; {
		case c == '%':
			end := bytes.IndexAny(l.data[l.at:], "\r\n")
			if end < 0 {
				end = len(l.data) - l.at
			}
			l.at += end
		case strings.IndexByte(pdfSpace, c) >= 0:
			l.at++
		default:
			return
		}
	}
}

func (l *pdfLexer) word() string {
	from := l.at
	for l.at < len(l.data) && strings.IndexByte(pdfSpace+pdfDelim, l.data[l.at]) < 0 {
		l.at++
	}
	return string(l.data[from:l.at])
}

func (l *pdfLexer) literal() string {
	var s []byte
	depth := 0
	for ; l.at < len(l.data); l.at++ {
		c := l.data[l.at]
		switch c {
		case '(':
			if depth++; depth == 1 {
				continue
			}
		case ')':
			if depth--; depth == 0 {
				l.at++
				return string(s)
			}
		case '\r': // a line end of any kind is one LF
			if l.at+1 < len(l.data) && l.data[l.at+1] == '\n' {
				continue
			}
			c = '\n'
		case '\\':
			if l.at++; l.at == len(l.data) {
				return string(s)
			}
			switch c = l.data[l.at]; {
			case c == '\r' && l.at+1 < len(l.data) && l.data[l.at+1] == '\n':
				l.at++
				continue
			case c == '\r', c == '\n':
				continue
			case '0' <= c && c <= '7':
				n := 0
				end := min(l.at+3, len(l.data))
				for ; l.at < end && '0' <= l.data[l.at] && l.data[l.at] <= '7'; l.at++ {
					n = n<<3 | int(l.data[l.at]-'0')
				}
				l.at--
				c = byte(n)
			default:
				if i := strings.IndexByte("nrtbf", c); i >= 0 {
					c = "\n\r\t\b\f"[i]
				}
			}
		}
		s = append(s, c)
	}
	return string(s)
}

func (l *pdfLexer) hex() string {
	var s []byte
	digits := 0
	for l.at++; l.at < len(l.data) && l.data[l.at] != '>'; l.at++ {
		n, err := strconv.ParseUint(string(l.data[l.at:l.at+1]), 16, 8)
		if err != nil {
			continue
		}
		if digits++; digits%2 == 1 {
			s = append(s, byte(n)<<4)
		} else {
			s[len(s)-1] |= byte(n)
		}
	}
	l.at++
	return string(s)
}

var imageEnd = regexp.MustCompile(`[\x00\t\n\f\r ]EI(?:[\x00\t\n\f\r ]|$)`)

// skipImage passes over the bytes of an inline image.
func (l *pdfLexer) skipImage() {
	if end := imageEnd.FindIndex(l.data[min(l.at, len(l.data)):]); end != nil {
		l.at += end[1]
	} else {
		l.at = len(l.data)
	}
}
