package table

import (
	"strconv"
	"strings"
	"unicode/utf16"

	"github.com/ledongthuc/pdf"
	"golang.org/x/text/encoding/charmap"
	"golang.org/x/text/encoding/simplifiedchinese"
)

// A pdfFont turns the bytes that a page shows into text and widths. The library
// knows neither the widths of Chinese fonts nor half of their encodings, and
// without widths the right edge of an amount is nowhere.
type pdfFont struct {
	composite bool
	predef    string // predefined CMap: "UniGB-UCS2-H"; empty for Identity and embedded ones
	unicode   *toUnicode
	simple    [256]string
	widths    map[int]float64 // by CID, or by code of a simple font; in thousandths of the size
	width     float64         // of all others
	scale     float64         // of Type3 widths
}

func newPDFFont(v pdf.Value) *pdfFont {
	f := &pdfFont{widths: map[int]float64{}, scale: 1}
	if u := v.Key("ToUnicode"); u.Kind() == pdf.Stream {
		f.unicode = readToUnicode(u, v)
	}
	if v.Key("Subtype").Name() == "Type0" {
		f.composite = true
		if name := v.Key("Encoding").Name(); !strings.HasPrefix(name, "Identity") {
			f.predef = name
		}
		d := v.Key("DescendantFonts").Index(0)
		f.width = 1000
		if dw := d.Key("DW"); !dw.IsNull() {
			f.width = dw.Float64()
		}
		f.readW(d.Key("W"))
		return f
	}
	if v.Key("Subtype").Name() == "Type3" {
		if m := v.Key("FontMatrix"); m.Len() == 6 {
			f.scale = m.Index(0).Float64() * 1000
		}
	}
	first := int(v.Key("FirstChar").Int64())
	ws := v.Key("Widths")
	for i := range min(ws.Len(), 256) {
		f.widths[first+i] = ws.Index(i).Float64()
	}
	f.width = 500
	if mw := v.Key("FontDescriptor").Key("MissingWidth"); !mw.IsNull() {
		f.width = mw.Float64()
	}
	f.readEncoding(v.Key("Encoding"))
	return f
}

// readW reads the widths of a composite font: "c [w1 w2 …]" or "from to w".
func (f *pdfFont) readW(w pdf.Value) {
	for i := 0; i+1 < w.Len(); {
		c := int(w.Index(i).Int64())
		if list := w.Index(i + 1); list.Kind() == pdf.Array {
			for k := range list.Len() {
				f.widths[c+k] = list.Index(k).Float64()
			}
			i += 2
			continue
		}
		last, width := int(w.Index(i+1).Int64()), w.Index(i+2).Float64()
		for ; c <= last && c < 1<<16; c++ {
			f.widths[c] = width
		}
		i += 3
	}
}

func (f *pdfFont) readEncoding(enc pdf.Value) {
	for c := 32; c < 256; c++ {
		f.simple[c] = string(charmap.Windows1252.DecodeByte(byte(c)))
	}
	code := 0
	diff := enc.Key("Differences")
	for i := range diff.Len() {
		switch d := diff.Index(i); d.Kind() {
		case pdf.Integer:
			code = int(d.Int64())
		case pdf.Name:
			if 0 <= code && code < 256 {
				f.simple[code] = glyphName(d.Name())
			}
			code++
		}
	}
}

// glyphName is the text of a glyph by its name: uni6C49, u1F600, A, comma. An
// unknown name is no text.
func glyphName(name string) string {
	if len([]rune(name)) == 1 {
		return name
	}
	for _, p := range []string{"uni", "u"} {
		if hex, ok := strings.CutPrefix(name, p); ok && len(hex) >= 4 {
			if n, err := strconv.ParseUint(hex[:min(len(hex), 6)], 16, 32); err == nil {
				return string(rune(n))
			}
		}
	}
	return glyphNames[name]
}

var glyphNames = map[string]string{
	"space": " ", "exclam": "!", "quotedbl": `"`, "numbersign": "#", "dollar": "$", "percent": "%", "ampersand": "&", "quotesingle": "'",
	"parenleft": "(", "parenright": ")", "asterisk": "*", "plus": "+", "comma": ",", "hyphen": "-", "minus": "-", "period": ".", "slash": "/",
	"zero": "0", "one": "1", "two": "2", "three": "3", "four": "4", "five": "5", "six": "6", "seven": "7", "eight": "8", "nine": "9",
	"colon": ":", "semicolon": ";", "less": "<", "equal": "=", "greater": ">", "question": "?", "at": "@", "bracketleft": "[",
	"backslash": `\`, "bracketright": "]", "underscore": "_", "braceleft": "{", "bar": "|", "braceright": "}", "yen": "¥", "bullet": "•",
}

// A shown is one code of a string that a page shows.
type shown struct {
	text  string // empty: nobody can tell
	width float64
	space bool // the one-byte code 32, which word spacing widens
}

// show splits a string into codes.
func (f *pdfFont) show(raw string) []shown {
	var out []shown
	for len(raw) > 0 {
		n := f.codeLength(raw)
		code := 0
		for _, b := range []byte(raw[:n]) {
			code = code<<8 | int(b)
		}
		s := shown{text: f.text(raw[:n], code), width: f.width, space: n == 1 && code == 32}
		if w, ok := f.widths[f.cid(code, n)]; ok {
			s.width = w
		}
		s.width *= f.scale
		out = append(out, s)
		raw = raw[n:]
	}
	return out
}

func (f *pdfFont) codeLength(raw string) int {
	n := 1
	switch {
	case !f.composite:
	case strings.HasPrefix(f.predef, "GB"):
		if raw[0] > 0x80 {
			n = 2
		}
		if n == 2 && len(raw) >= 4 && strings.HasPrefix(f.predef, "GBK2K") && '0' <= raw[1] && raw[1] <= '9' {
			n = 4
		}
	case strings.Contains(f.predef, "UTF16") && raw[0]&0xFC == 0xD8:
		n = 4
	default:
		n = 2
	}
	return min(n, len(raw))
}

// cid is the number by which the font's widths are listed. Of the predefined
// CMaps only the half-width Latin letters are needed: the rest is full width.
func (f *pdfFont) cid(code, n int) int {
	switch {
	case f.predef == "":
		return code
	case code < 0x20 || code > 0x7E:
		return -1
	case strings.HasPrefix(f.predef, "GBK-EUC"), strings.HasPrefix(f.predef, "GB-EUC"):
		return 814 + code - 0x20
	}
	return code - 0x1F
}

func (f *pdfFont) text(raw string, code int) string {
	if f.unicode != nil {
		if s, ok := f.unicode.lookup(raw, code); ok {
			return s
		}
	}
	switch {
	case !f.composite:
		return f.simple[code&0xFF]
	case strings.HasPrefix(f.predef, "UniGB"):
		return fromUTF16BE(raw)
	case strings.HasPrefix(f.predef, "GB"):
		s, err := simplifiedchinese.GB18030.NewDecoder().String(raw)
		if err == nil {
			return s
		}
	}
	return ""
}

func fromUTF16BE(raw string) string {
	var u []uint16
	for i := 0; i+1 < len(raw); i += 2 {
		u = append(u, uint16(raw[i])<<8|uint16(raw[i+1]))
	}
	return string(utf16.Decode(u))
}

// toUnicode is a font's own table of codes and texts.
type toUnicode struct {
	chars  map[string]string
	ranges []unicodeRange
}

type unicodeRange struct {
	length, from, to int
	text             string
}

func (t *toUnicode) lookup(raw string, code int) (string, bool) {
	if s, ok := t.chars[raw]; ok {
		return s, true
	}
	for _, r := range t.ranges {
		if r.length == len(raw) && r.from <= code && code <= r.to {
			u := []rune(r.text)
			if len(u) == 0 {
				return "", true
			}
			u[len(u)-1] += rune(code - r.from)
			return string(u), true
		}
	}
	return "", false
}

// maxRanges bounds the table of one font.
const maxRanges = 1 << 16

// readToUnicode reads the program in stream v. The library wants a dictionary
// where the program asks for a resource; any will do.
func readToUnicode(v, dict pdf.Value) *toUnicode {
	t := &toUnicode{chars: map[string]string{}}
	number := func(s string) (n int) {
		for _, b := range []byte(s) {
			n = n<<8 | int(b)
		}
		return n
	}
	pdf.Interpret(v, func(stk *pdf.Stack, op string) {
		args := make([]pdf.Value, stk.Len())
		for i := len(args) - 1; i >= 0; i-- {
			args[i] = stk.Pop()
		}
		switch op {
		case "findresource":
			stk.Push(dict)
		case "endbfchar":
			for i := 0; i+1 < len(args) && len(t.chars) < maxRanges; i += 2 {
				t.chars[args[i].RawString()] = fromUTF16BE(args[i+1].RawString())
			}
		case "endbfrange":
			for i := 0; i+2 < len(args) && len(t.ranges) < maxRanges; i += 3 {
				lo, hi := args[i].RawString(), args[i+1].RawString()
				if dst := args[i+2]; dst.Kind() == pdf.Array {
					for k := range min(dst.Len(), number(hi)-number(lo)+1) {
						code := []byte(lo)
						for n, p := number(lo)+k, len(code)-1; p >= 0; p, n = p-1, n>>8 {
							code[p] = byte(n)
						}
						t.chars[string(code)] = fromUTF16BE(dst.Index(k).RawString())
					}
				} else {
					t.ranges = append(t.ranges, unicodeRange{len(lo), number(lo), number(hi), fromUTF16BE(dst.RawString())})
				}
			}
		}
	})
	return t
}
