package table

import (
	"bytes"
	"errors"
	"io"
	"math"
	"regexp"

	"github.com/ledongthuc/pdf"

	"github.com/unrenew/unrenew/parser"
)

// Limits of one PDF; a file beyond them is refused.
const (
	MaxPages     = 2000
	MaxGlyphs    = 200_000  // on one page
	MaxPDFStream = 64 << 20 // bytes of one stream, inflated
	maxFormDepth = 8
)

// A glyph is a piece of text at its place on a page. Lengths are points; y
// grows upwards.
type glyph struct {
	text        string
	x0, x1, y   float64
	size, angle float64 // angle in degrees, against the page as it is shown
}

// A page is the text of one page and how much of it nobody can read.
type page struct {
	glyphs  []glyph
	unknown int
	images  int
}

type pagesKey struct{}

type pagesResult struct {
	pages []page
	err   error
}

var errLimit = errors.New("limit")

// pdfPages reads the text of all pages, once for all who ask.
func pdfPages(src parser.Source) ([]page, error) {
	r := src.Memo(pagesKey{}, func() any {
		pages, err := readPages(src.Data)
		return pagesResult{pages, err}
	}).(pagesResult)
	return r.pages, r.err
}

func readPages(data []byte) (pages []page, err error) {
	defer func() {
		if r := recover(); r != nil { // the library panics on what it does not expect
			pages, err = nil, damaged()
		}
	}()
	data = mendPDF(data)
	if data == nil {
		return nil, damaged()
	}
	doc, err := pdf.NewReader(bytes.NewReader(data), int64(len(data)))
	if err != nil {
		return nil, damaged()
	}
	if !doc.Trailer().Key("Encrypt").IsNull() {
		return nil, parser.Problemf("PDF 有密码，用 --password 给出", "the PDF has a password; give it with --password")
	}
	n := doc.NumPage()
	if n > MaxPages {
		return nil, parser.Problemf("PDF 超过 %d 页，请按时间分段导出", "the PDF has more than %d pages; export shorter periods", MaxPages)
	}
	glyphs, images := 0, 0
	for i := range n {
		p, err := readPage(doc.Page(i + 1))
		if err != nil {
			return nil, err
		}
		if total := len(p.glyphs) + p.unknown; p.unknown*10 > total && total > 20 {
			return nil, parser.Problemf("PDF 第 %d 页的文字没有对应的编码，读不出来；请改为导出 Excel 或 CSV", "the text on page %d of the PDF has no code that can be read; export Excel or CSV instead", i+1)
		}
		glyphs, images = glyphs+len(p.glyphs), images+p.images
		pages = append(pages, p)
	}
	if glyphs == 0 && images > 0 {
		return nil, parser.Problemf("这个 PDF 是扫描件或图片，里面没有文字；请在 App 里导出原始的电子账单", "the PDF is a scan or a picture without text; export the original statement from the app")
	}
	return pages, nil
}

var pdfHeader = regexp.MustCompile(`%PDF-[^\r\n]{0,64}[\r\n]`)

// mendPDF cuts what stands before the header and behind the last end mark, and
// puts the header into the form that the library asks for. Offsets count from
// the header and do not move.
func mendPDF(data []byte) []byte {
	at := pdfHeader.FindIndex(data[:min(len(data), 4096)])
	if at == nil {
		return nil
	}
	data = bytes.Clone(data[at[0]:])
	length := at[1] - at[0]
	for i := range length {
		data[i] = '%'
	}
	copy(data, "%PDF-1.7\n")
	if length < 9 {
		return nil
	}
	if end := bytes.LastIndex(data, []byte("%%EOF")); end >= 0 {
		data = append(data[:end:end], "%%EOF\n"...)
	}
	return data
}

// A matrix is a transformation as PDF writes it: a b c d e f.
type matrix [6]float64

func (m matrix) mul(n matrix) matrix {
	return matrix{
		m[0]*n[0] + m[1]*n[2], m[0]*n[1] + m[1]*n[3],
		m[2]*n[0] + m[3]*n[2], m[2]*n[1] + m[3]*n[3],
		m[4]*n[0] + m[5]*n[2] + n[4], m[4]*n[1] + m[5]*n[3] + n[5],
	}
}

func shift(x, y float64) matrix { return matrix{1, 0, 0, 1, x, y} }

// textState is the part of the graphics state that q saves and Q restores.
type textState struct {
	ctm                               matrix
	font                              *pdfFont
	size, charSpace, wordSpace, scale float64
	leading, rise                     float64
}

// A walker reads the text operators of one page.
type walker struct {
	page
	state    textState
	saved    []textState
	tm, line matrix
	marks    []mark
}

// A mark is an open BDC; one with ActualText replaces the text inside.
type mark struct {
	replaces bool
	text     string
	from     int
}

func readPage(p pdf.Page) (out page, err error) {
	w := &walker{state: textState{ctm: pageMatrix(p), scale: 1}}
	defer func() {
		switch r := recover(); r {
		case nil:
		case errLimit:
			err = parser.Problemf("PDF 的内容超过上限，不像账单", "the PDF holds more than a statement can")
		default:
			out, err = w.page, nil // what was read before the broken spot is there
		}
	}()
	w.content(p.V.Key("Contents"), inherited(p.V, "Resources"), 0)
	return w.page, nil
}

func pageMatrix(p pdf.Page) matrix {
	box := inherited(p.V, "MediaBox")
	x, y := box.Index(0).Float64(), box.Index(1).Float64()
	width, height := box.Index(2).Float64()-x, box.Index(3).Float64()-y
	m := shift(-x, -y)
	switch ((inherited(p.V, "Rotate").Int64() % 360) + 360) % 360 {
	case 90:
		return m.mul(matrix{0, -1, 1, 0, 0, width})
	case 180:
		return m.mul(matrix{-1, 0, 0, -1, width, height})
	case 270:
		return m.mul(matrix{0, 1, -1, 0, height, 0})
	}
	return m
}

// inherited is what a page says of itself, or what stands above it in the tree.
func inherited(v pdf.Value, key string) pdf.Value {
	for range 64 { // a tree that is deeper goes in a circle
		if found := v.Key(key); !found.IsNull() {
			return found
		}
		v = v.Key("Parent")
	}
	return pdf.Value{}
}

// content reads one content stream, or an array of them, with its resources.
func (w *walker) content(v, resources pdf.Value, depth int) {
	if depth > maxFormDepth {
		return
	}
	measure(v)
	fonts := map[string]*pdfFont{}
	inImage := false
	pdf.Interpret(v, func(stk *pdf.Stack, op string) {
		args := make([]pdf.Value, stk.Len())
		for i := len(args) - 1; i >= 0; i-- {
			args[i] = stk.Pop()
		}
		if inImage {
			inImage = op != "EI"
			return
		}
		num := func(i int) float64 {
			if i >= len(args) {
				return 0
			}
			return args[i].Float64()
		}
		s := &w.state
		switch op {
		case "ID":
			inImage = true
		case "q":
			if len(w.saved) < 1000 {
				w.saved = append(w.saved, *s)
			}
		case "Q":
			if n := len(w.saved); n > 0 {
				*s, w.saved = w.saved[n-1], w.saved[:n-1]
			}
		case "cm":
			s.ctm = matrix{num(0), num(1), num(2), num(3), num(4), num(5)}.mul(s.ctm)
		case "BT":
			w.tm, w.line = shift(0, 0), shift(0, 0)
		case "Tf":
			if len(args) == 2 {
				name := args[0].Name()
				if fonts[name] == nil {
					fonts[name] = newPDFFont(resources.Key("Font").Key(name))
				}
				s.font, s.size = fonts[name], num(1)
			}
		case "Tc":
			s.charSpace = num(0)
		case "Tw":
			s.wordSpace = num(0)
		case "Tz":
			s.scale = num(0) / 100
		case "TL":
			s.leading = num(0)
		case "Ts":
			s.rise = num(0)
		case "Td", "TD":
			if op == "TD" {
				s.leading = -num(1)
			}
			w.newline(num(0), num(1))
		case "Tm":
			w.line = matrix{num(0), num(1), num(2), num(3), num(4), num(5)}
			w.tm = w.line
		case "T*":
			w.newline(0, -s.leading)
		case "Tj":
			if len(args) > 0 {
				w.show(args[0].RawString())
			}
		case "'":
			w.newline(0, -s.leading)
			if len(args) > 0 {
				w.show(args[0].RawString())
			}
		case `"`:
			s.wordSpace, s.charSpace = num(0), num(1)
			w.newline(0, -s.leading)
			if len(args) > 2 {
				w.show(args[2].RawString())
			}
		case "TJ":
			if len(args) > 0 {
				for i := range args[0].Len() {
					switch e := args[0].Index(i); e.Kind() {
					case pdf.String:
						w.show(e.RawString())
					default:
						w.tm = shift(-e.Float64()/1000*s.size*s.scale, 0).mul(w.tm)
					}
				}
			}
		case "BMC", "BDC":
			m := mark{from: len(w.glyphs)}
			if op == "BDC" && len(args) == 2 {
				props := args[1]
				if props.Kind() == pdf.Name {
					props = resources.Key("Properties").Key(props.Name())
				}
				if t := props.Key("ActualText"); t.Kind() == pdf.String {
					m.replaces, m.text = true, t.Text()
				}
			}
			if len(w.marks) < 1000 {
				w.marks = append(w.marks, m)
			}
		case "EMC":
			w.endMark()
		case "Do":
			if len(args) == 0 {
				return
			}
			switch x := resources.Key("XObject").Key(args[0].Name()); x.Key("Subtype").Name() {
			case "Image":
				w.images++
			case "Form":
				before := *s
				if m := x.Key("Matrix"); m.Len() == 6 {
					var f matrix
					for i := range f {
						f[i] = m.Index(i).Float64()
					}
					s.ctm = f.mul(s.ctm)
				}
				inner := x.Key("Resources")
				if inner.IsNull() {
					inner = resources
				}
				tm, line := w.tm, w.line
				w.content(x, inner, depth+1)
				w.tm, w.line = tm, line
				*s = before
			}
		}
	})
}

// measure refuses streams that inflate beyond all reason, before the library
// reads them.
func measure(v pdf.Value) {
	if v.Kind() == pdf.Array {
		for i := range v.Len() {
			measure(v.Index(i))
		}
		return
	}
	if v.Kind() != pdf.Stream {
		return
	}
	r := v.Reader()
	defer r.Close()
	if n, _ := io.Copy(io.Discard, io.LimitReader(r, MaxPDFStream+1)); n > MaxPDFStream {
		panic(errLimit)
	}
}

func (w *walker) newline(x, y float64) {
	w.line = shift(x, y).mul(w.line)
	w.tm = w.line
}

func (w *walker) show(raw string) {
	s := &w.state
	if s.font == nil {
		return
	}
	for _, c := range s.font.show(raw) {
		if len(w.glyphs)+w.unknown >= MaxGlyphs {
			panic(errLimit)
		}
		m := matrix{s.size * s.scale, 0, 0, s.size, 0, s.rise}.mul(w.tm).mul(s.ctm)
		end := shift(c.width/1000, 0).mul(m)
		if c.text == "" {
			w.unknown++
		} else {
			w.glyphs = append(w.glyphs, glyph{
				text: c.text, x0: m[4], x1: end[4], y: m[5],
				size: math.Hypot(m[2], m[3]), angle: math.Atan2(m[1], m[0]) * 180 / math.Pi,
			})
		}
		advance := c.width/1000*s.size + s.charSpace
		if c.space {
			advance += s.wordSpace
		}
		w.tm = shift(advance*s.scale, 0).mul(w.tm)
	}
}

// endMark closes the last mark. Its ActualText stands for all glyphs in it.
func (w *walker) endMark() {
	n := len(w.marks)
	if n == 0 {
		return
	}
	m := w.marks[n-1]
	w.marks = w.marks[:n-1]
	if !m.replaces || m.from >= len(w.glyphs) {
		return
	}
	first, last := w.glyphs[m.from], w.glyphs[len(w.glyphs)-1]
	first.text, first.x1 = m.text, last.x1
	w.glyphs = append(w.glyphs[:m.from], first)
}
