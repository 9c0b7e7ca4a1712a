package table

import (
	"strconv"
	"strings"
	"unicode"
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
	encoding  *codeMap // codes and glyph numbers of a composite font
	unicode   *codeMap // codes and texts, as the file tells; may be empty
	simple    [256]string
	widths    map[int]float64 // by glyph number, or by code of a simple font; in thousandths of the size
	width     float64         // of all others
	scale     float64         // of Type3 widths
	known     map[string]shown
}

// A shown is one code of a string that a page shows.
type shown struct {
	text  string
	width float64
	space bool // the one-byte code 32, which word spacing widens
}

// unreadable is the text of a glyph of which nobody can tell what it is.
const unreadable = "\uFFFD"

func newPDFFont(w *walker, v pdf.Value) *pdfFont {
	f := &pdfFont{
		widths: map[int]float64{}, scale: 1, known: map[string]shown{},
		unicode: readCodeMap(w, v.Key("ToUnicode")), encoding: readCodeMap(w, v.Key("Encoding")),
	}
	if v.Key("Subtype").Name() == "Type0" {
		f.composite = true
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
	descriptor := v.Key("FontDescriptor")
	f.width = 500
	if mw := descriptor.Key("MissingWidth"); !mw.IsNull() {
		f.width = mw.Float64()
	}
	// A subset with an encoding of its own may call any glyph "A".
	const symbolic = 4
	if e := v.Key("Encoding"); !e.IsNull() || descriptor.Key("Flags").Int64()&symbolic == 0 {
		f.readEncoding(e)
	}
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
		for ; c <= min(last, 1<<16) && c >= 0; c++ {
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

// show splits a string into codes.
func (f *pdfFont) show(raw string) []shown {
	var out []shown
	for len(raw) > 0 {
		n := 1
		if f.composite {
			n = f.encoding.length(raw)
		}
		s, ok := f.known[raw[:n]]
		if !ok {
			s = f.shown(raw[:n])
			f.known[raw[:n]] = s
		}
		out = append(out, s)
		raw = raw[n:]
	}
	return out
}

func (f *pdfFont) shown(raw string) shown {
	code := codeOf(raw)
	s := shown{text: f.text(raw, code), width: f.width, space: raw == " "}
	glyph := code
	if f.composite {
		glyph = f.encoding.glyph(raw, code)
	}
	if w, ok := f.widths[glyph]; ok {
		s.width = w
	}
	s.width *= f.scale
	private := func(r rune) bool { return r == 0 || unicode.Is(unicode.Co, r) }
	if s.text == "" || strings.ContainsFunc(s.text, private) {
		s.text = unreadable
	}
	return s
}

func (f *pdfFont) text(raw string, code int) string {
	if s, ok := f.unicode.lookup(code); ok {
		return s
	}
	if !f.composite {
		return f.simple[code&0xFF]
	}
	return f.encoding.decode(raw)
}

// codeOf is the code that the bytes of s are.
func codeOf(s string) (n int) {
	for _, b := range []byte(s) {
		n = n<<8 | int(b)
	}
	return n
}

// A codeMap is a CMap: what the codes of a font are, and their texts or glyph
// numbers. It is one of those that every reader of PDF knows by name, or stands
// in the file.
type codeMap struct {
	name   string // "UniGB-UCS2-H"; a predefined one
	spaces []codeRange
	texts  map[int]string
	ranges []codeRange
}

// A codeRange is codes in a row: of a length, with texts, or with glyph numbers.
type codeRange struct {
	length, from, to int
	text             string
	glyph            int // of the first
}

const maxCodes = 1 << 17 // of one CMap

func readCodeMap(w *walker, v pdf.Value) *codeMap {
	m := &codeMap{name: v.Name(), texts: map[int]string{}}
	if v.Kind() != pdf.Stream {
		return m
	}
	if base := v.Key("UseCMap"); base.Kind() == pdf.Name {
		m.name = base.Name()
	}
	runPDF(w.readStream(v), func(op string, args []any) {
		str := func(i int) string {
			if i < len(args) {
				if s, ok := args[i].(string); ok {
					return s
				}
			}
			return ""
		}
		num := func(i int) int {
			n, _ := args[i].(float64)
			return int(n)
		}
		room := func() bool { return len(m.texts)+len(m.ranges) < maxCodes }
		switch op {
		case "endcodespacerange":
			for i := 0; i+1 < len(args) && len(m.spaces) < 100; i += 2 {
				m.spaces = append(m.spaces, codeRange{length: len(str(i)), from: codeOf(str(i)), to: codeOf(str(i + 1))})
			}
		case "endbfchar":
			for i := 0; i+1 < len(args) && room(); i += 2 {
				m.texts[codeOf(str(i))] = utf16BE(str(i + 1))
			}
		case "endbfrange":
			for i := 0; i+2 < len(args) && room(); i += 3 {
				from, to := codeOf(str(i)), codeOf(str(i+1))
				list, _ := args[i+2].([]any)
				for k := 0; k < len(list) && from+k <= to && room(); k++ {
					s, _ := list[k].(string)
					m.texts[from+k] = utf16BE(s)
				}
				switch {
				case list != nil:
				case from == to:
					m.texts[from] = utf16BE(str(i + 2))
				default:
					m.ranges = append(m.ranges, codeRange{from: from, to: to, text: utf16BE(str(i + 2))})
				}
			}
		case "endcidchar":
			for i := 0; i+1 < len(args) && room(); i += 2 {
				m.ranges = append(m.ranges, codeRange{from: codeOf(str(i)), to: codeOf(str(i)), glyph: num(i + 1)})
			}
		case "endcidrange":
			for i := 0; i+2 < len(args) && room(); i += 3 {
				m.ranges = append(m.ranges, codeRange{from: codeOf(str(i)), to: codeOf(str(i + 1)), glyph: num(i + 2)})
			}
		}
	})
	return m
}

func utf16BE(raw string) string {
	if len(raw) == 1 {
		return raw // against the rules, but clear
	}
	var u []uint16
	for i := 0; i+1 < len(raw); i += 2 {
		u = append(u, uint16(raw[i])<<8|uint16(raw[i+1]))
	}
	return string(utf16.Decode(u))
}

// lookup is the text of a code.
func (m *codeMap) lookup(code int) (string, bool) {
	if s, ok := m.texts[code]; ok {
		return s, true
	}
	for _, r := range m.ranges {
		if r.from <= code && code <= r.to && r.text != "" {
			u := []rune(r.text)
			u[len(u)-1] += rune(code - r.from)
			return string(u), true
		}
	}
	return "", false
}

// length is how many bytes of raw are its first code.
func (m *codeMap) length(raw string) int {
	n := 2
	switch {
	case len(m.spaces) > 0:
		n = m.spaces[0].length
		for _, s := range m.spaces {
			if s.length <= len(raw) && s.holds(raw[:s.length]) {
				n = s.length
				break
			}
		}
	case strings.HasPrefix(m.name, "GBK2K") && len(raw) >= 4 && raw[0] > 0x80 && '0' <= raw[1] && raw[1] <= '9',
		strings.Contains(m.name, "UTF16") && raw[0]&0xFC == 0xD8:
		n = 4
	case strings.HasPrefix(m.name, "GB") && raw[0] <= 0x80:
		n = 1
	}
	return min(max(n, 1), len(raw))
}

// holds tells whether each byte of raw lies between those of the ends.
func (s codeRange) holds(raw string) bool {
	for i := range len(raw) {
		shift := 8 * (len(raw) - 1 - i)
		if b := int(raw[i]); b < s.from>>shift&0xFF || b > s.to>>shift&0xFF {
			return false
		}
	}
	return true
}

// glyph is the number by which the font lists the width of a code. Of the
// predefined CMaps only the half-width Latin letters are needed: the rest is as
// wide as the font says of all others.
func (m *codeMap) glyph(raw string, code int) int {
	for _, r := range m.ranges {
		if r.from <= code && code <= r.to {
			return r.glyph + code - r.from
		}
	}
	switch {
	case m.name == "" || strings.HasPrefix(m.name, "Identity"):
		return code
	case code < 0x20 || code > 0x7E:
		return -1
	case !strings.HasPrefix(m.name, "GBK-EUC") && !strings.HasPrefix(m.name, "GB-EUC"):
		return code - 0x1F
	case code == 0x20:
		return 7716
	}
	return 814 + code - 0x21
}

// decode is the text of a code of a predefined CMap.
func (m *codeMap) decode(raw string) string {
	switch {
	case strings.HasPrefix(m.name, "UniGB"):
		return utf16BE(raw)
	case strings.HasPrefix(m.name, "GB"):
		if s, err := simplifiedchinese.GB18030.NewDecoder().String(raw); err == nil {
			return s
		}
	}
	return ""
}
