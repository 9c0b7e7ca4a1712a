package table

import (
	"bytes"
	"cmp"
	"context"
	"errors"
	"io"
	"math"
	"regexp"
	"strings"

	"github.com/ledongthuc/pdf"

	"github.com/unrenew/unrenew/parser"
)

// Bounds that no honest PDF comes near.
const (
	maxFormDepth = 8
	maxTreeDepth = 32
	maxSaved     = 1000 // states or marks that are open at one time
)

// A glyph is a piece of text at its place on a page. Lengths are points; y
// grows upwards.
type glyph struct {
	text        string
	x0, x1, y   float64
	size, angle float64 // angle in degrees, against the page as it is shown
}

type pagesKey struct{}

type pagesResult struct {
	pages [][]run
	err   error
}

// pdfPages reads the text of all pages, once for all who ask.
func pdfPages(src parser.Source) ([][]run, error) {
	r := src.Memo(pagesKey{}, func() any {
		pages, err := readPages(src)
		return pagesResult{pages, err}
	}).(pagesResult)
	return r.pages, r.err
}

// errShape is the panic at a PDF that goes in circles or nests without need.
var errShape = errors.New("shape")

func tooMuch() *parser.Problem {
	return parser.Problemf("PDF 的内容超过上限，不像账单；请按时间分段导出", "the PDF holds more than a statement can; export shorter periods")
}

// monstrous matches numbers for which the library sets memory aside before it
// looks at what there is. A million objects are more than any statement has.
var monstrous = regexp.MustCompile(`/(?:Size|Columns|N|First)\s+\d{7,}|/(?:W|Index)\s*\[(?:[^\]]{0,200}\s)?\d{7,}|(?:xref|[\r\n])\s*\d{7,} +\d+ *[\r\n]|xref\s+\d+ +\d{7,}`)

func readPages(src parser.Source) (pages [][]run, err error) {
	empty := true
	err = walkPDF(src, func(n int, glyphs []glyph) error {
		unknown := 0
		for _, g := range glyphs {
			if g.text == unreadable {
				unknown++
			}
		}
		if unknown*10 > len(glyphs) && unknown > 2 {
			return parser.Problemf("PDF 第 %[1]d 页的文字没有对应的编码，读不出来；请改为导出 Excel 或 CSV，或者换一种方式重新下载",
				"the text on page %[1]d of the PDF has no codes that can be read; export Excel or CSV, or download it another way", n)
		}
		empty = empty && len(glyphs) == 0
		pages = append(pages, runsOf(glyphs))
		return nil
	})
	switch {
	case err != nil:
		return nil, err
	case len(pages) == 0:
		return nil, damaged()
	case empty:
		return nil, parser.Problemf("这个 PDF 是扫描件或图片，里面没有文字；请在 App 里导出原始的电子账单", "the PDF is a scan or a picture without text; export the original statement from the app")
	}
	return pages, nil
}

// walkPDF calls visit for page after page. Its errors are problems, or come
// from visit.
func walkPDF(src parser.Source, visit func(page int, glyphs []glyph) error) (err error) {
	n, at := 0, 0 // pages so far, and the one that is read
	defer func() {
		r := recover() // the library panics on what it does not expect
		limit, refused := r.(beyond)
		switch {
		case r == nil:
		case r == errShape:
			err = tooMuch()
		case refused:
			err = src.Refuse(limit.limit, limit.zh, limit.en)
		case at > 0:
			err = parser.Problemf("PDF 第 %[1]d 页已损坏，请重新导出或下载", "page %[1]d of the PDF is damaged; export or download it again", at)
		default:
			err = damaged()
		}
	}()
	data := mendPDF(src.Data)
	if data == nil {
		return damaged()
	}
	if monstrous.Match(data) {
		return tooMuch()
	}
	ctx, cancel := context.WithTimeout(context.Background(), pdfTime(src))
	defer cancel()
	file := &timedFile{Reader: bytes.NewReader(data), ctx: ctx, left: 16*int64(len(data)) + 1<<20}
	doc, err := pdf.NewReader(file, file.Size())
	switch {
	case err != nil && bytes.Contains(data, []byte("/Encrypt")), err == nil && !doc.Trailer().Key("Encrypt").IsNull():
		return parser.Problemf("PDF 有密码，用 --password 给出", "the PDF has a password; give it with --password")
	case err != nil:
		return damaged()
	}
	file.left = math.MaxInt64
	w := &walker{src: src, ctx: ctx, fonts: map[string]*pdfFont{}}
	w.tree(doc.Trailer().Key("Root").Key("Pages"), pageTop{}, 0, func(p pdf.Value, top pageTop) {
		if n++; int64(n) > src.Limit(MaxPages) {
			panic(errPages)
		}
		if err == nil {
			at = n
			err = visit(n, w.page(p, top))
			at = 0
		}
	})
	return err
}

// A timedFile stops the library when it takes too long, and when it reads the
// same tables over and over to open a file.
type timedFile struct {
	*bytes.Reader
	ctx  context.Context
	left int64 // bytes
}

func (f *timedFile) ReadAt(p []byte, off int64) (int, error) {
	if f.ctx.Err() != nil {
		panic(errTime)
	}
	if f.left -= int64(len(p)); f.left < 0 {
		panic(errShape)
	}
	return f.Reader.ReadAt(p, off)
}

var pdfHeader = regexp.MustCompile(`%PDF-[^\r\n]{3,64}[\r\n]`)

// mendPDF cuts what stands before the header and behind the last end mark, and
// puts the header into the form that the library asks for. Offsets count from
// the header and do not move.
func mendPDF(data []byte) []byte {
	at := pdfHeader.FindIndex(data[:min(len(data), 4096)])
	if at == nil {
		return nil
	}
	data = bytes.Clone(data[at[0]:])
	for i := range at[1] - at[0] {
		data[i] = '%'
	}
	copy(data, "%PDF-1.7\n")
	if end := bytes.LastIndex(data, []byte("%%EOF")); end >= 0 {
		data = data[:end]
	}
	return append(data, "\n%%EOF\n"...)
}

// readStream reads all of a stream. One that cannot be read to its end panics:
// half a page is no page.
func (w *walker) readStream(v pdf.Value) []byte {
	r := v.Reader()
	defer r.Close()
	most := w.src.Limit(MaxPDFStream)
	data, err := io.ReadAll(io.LimitReader(r, most+1))
	if err != nil {
		panic(err)
	}
	if int64(len(data)) > most {
		panic(errStream)
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

// A pageTop is what a page has from those above it in the tree.
type pageTop struct{ resources, box, rotate pdf.Value }

// A textState is the part of the graphics state that q saves and Q restores.
type textState struct {
	ctm                               matrix
	font                              *pdfFont
	size, charSpace, wordSpace, scale float64
	leading, rise                     float64
}

// A walker reads the text operators of page after page.
type walker struct {
	src   parser.Source
	ctx   context.Context
	fonts map[string]*pdfFont // by what the file says of them
	all   int                 // glyphs of the pages before
	bytes int64               // of the texts of all glyphs: a code may stand for a book

	glyphs   []glyph
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

// tree calls visit for the pages below v.
func (w *walker) tree(v pdf.Value, top pageTop, depth int, visit func(pdf.Value, pageTop)) {
	if depth > maxTreeDepth {
		panic(errShape)
	}
	if v.Kind() != pdf.Dict {
		panic("a page is missing")
	}
	own := func(key string, inherited pdf.Value) pdf.Value {
		if found := v.Key(key); !found.IsNull() {
			return found
		}
		return inherited
	}
	top = pageTop{own("Resources", top.resources), own("MediaBox", top.box), own("Rotate", top.rotate)}
	kids := v.Key("Kids")
	if kids.Kind() != pdf.Array {
		visit(v, top)
		return
	}
	for i := range kids.Len() {
		w.tree(kids.Index(i), top, depth+1, visit)
	}
}

// page returns the glyphs of a page.
func (w *walker) page(p pdf.Value, top pageTop) []glyph {
	w.all += len(w.glyphs)
	w.glyphs, w.saved, w.marks = nil, nil, nil
	w.state = textState{ctm: top.matrix(), scale: 1}
	contents := p.Key("Contents")
	var program []byte
	for i := range contents.Len() { // the parts of a page may be cut at any blank
		program = append(append(program, w.readStream(contents.Index(i))...), '\n')
		if int64(len(program)) > w.src.Limit(MaxPDFStream) {
			panic(errStream)
		}
	}
	if contents.Kind() == pdf.Stream {
		program = w.readStream(contents)
	}
	w.run(program, top.resources, 0)
	return w.glyphs
}

// matrix turns the page as it is shown and puts its corner at 0, 0.
func (top pageTop) matrix() matrix {
	x, y := top.box.Index(0).Float64(), top.box.Index(1).Float64()
	width, height := top.box.Index(2).Float64()-x, top.box.Index(3).Float64()-y
	m := shift(-x, -y)
	switch ((top.rotate.Int64() % 360) + 360) % 360 {
	case 90:
		return m.mul(matrix{0, -1, 1, 0, 0, width})
	case 180:
		return m.mul(matrix{-1, 0, 0, -1, width, height})
	case 270:
		return m.mul(matrix{0, 1, -1, 0, height, 0})
	}
	return m
}

// run reads a program with the resources it names, that of a page or of a form
// on it.
func (w *walker) run(program []byte, resources pdf.Value, depth int) {
	fonts := map[string]*pdfFont{} // by their names here; to look one up costs more than to use it
	runPDF(program, func(op string, args []any) {
		if w.ctx.Err() != nil {
			panic(errTime)
		}
		num := func(i int) float64 {
			if i >= len(args) {
				return 0
			}
			n, _ := args[i].(float64)
			return n
		}
		name := func(i int) string {
			if i >= len(args) {
				return ""
			}
			n, _ := args[i].(pdfName)
			return string(n)
		}
		show := func(i int) {
			if i < len(args) {
				raw, _ := args[i].(string)
				w.show(raw)
			}
		}
		s := &w.state
		switch op {
		case "q":
			if len(w.saved) == maxSaved {
				panic(errShape)
			}
			w.saved = append(w.saved, *s)
		case "Q":
			if n := len(w.saved); n > 0 {
				*s, w.saved = w.saved[n-1], w.saved[:n-1]
			}
		case "cm":
			s.ctm = matrix{num(0), num(1), num(2), num(3), num(4), num(5)}.mul(s.ctm)
		case "BT":
			w.tm, w.line = shift(0, 0), shift(0, 0)
		case "Tf":
			if fonts[name(0)] == nil {
				fonts[name(0)] = w.font(resources.Key("Font").Key(name(0)))
			}
			s.font, s.size = fonts[name(0)], num(1)
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
		case "Td":
			w.newline(num(0), num(1))
		case "TD":
			s.leading = -num(1)
			w.newline(num(0), num(1))
		case "Tm":
			w.line = matrix{num(0), num(1), num(2), num(3), num(4), num(5)}
			w.tm = w.line
		case "T*":
			w.newline(0, -s.leading)
		case "Tj":
			show(0)
		case "'":
			w.newline(0, -s.leading)
			show(0)
		case `"`:
			s.wordSpace, s.charSpace = num(0), num(1)
			w.newline(0, -s.leading)
			show(2)
		case "TJ":
			var parts []any
			if len(args) > 0 {
				parts, _ = args[0].([]any)
			}
			for _, part := range parts {
				switch part := part.(type) {
				case string:
					w.show(part)
				case float64:
					w.tm = shift(-part/1000*s.size*s.scale, 0).mul(w.tm)
				}
			}
		case "BMC", "BDC":
			if len(w.marks) == maxSaved {
				panic(errShape)
			}
			m := mark{from: len(w.glyphs)}
			if len(args) > 1 {
				if props, ok := args[1].(map[pdfName]any); ok {
					if text, ok := props["ActualText"].(string); ok {
						m.replaces, m.text = true, textString(text)
					}
				} else if t := resources.Key("Properties").Key(name(1)).Key("ActualText"); t.Kind() == pdf.String {
					m.replaces, m.text = true, textString(t.RawString())
				}
			}
			w.marks = append(w.marks, m)
		case "EMC":
			w.endMark()
		case "Do":
			if x := resources.Key("XObject").Key(name(0)); x.Key("Subtype").Name() == "Form" {
				w.form(x, resources, depth+1)
			}
		}
	})
}

// form reads a form: a program that a page shows as if it were a picture.
func (w *walker) form(x, resources pdf.Value, depth int) {
	if depth > maxFormDepth {
		panic(errShape)
	}
	state, tm, line, saved := w.state, w.tm, w.line, w.saved
	if m := x.Key("Matrix"); m.Len() == 6 {
		var f matrix
		for i := range f {
			f[i] = m.Index(i).Float64()
		}
		w.state.ctm = f.mul(w.state.ctm)
	}
	if own := x.Key("Resources"); !own.IsNull() {
		resources = own
	}
	w.saved = nil
	w.run(w.readStream(x), resources, depth)
	w.state, w.tm, w.line, w.saved = state, tm, line, saved
}

// font reads each font once for all pages: its table of codes is the largest
// part of most statements.
func (w *walker) font(v pdf.Value) *pdfFont {
	key := v.String()
	f, ok := w.fonts[key]
	if !ok {
		f = newPDFFont(w, v)
		w.fonts[key] = f
	}
	return f
}

// textString is a string that is no code of a font: UTF-16 with its mark, or
// Latin.
func textString(raw string) string {
	if utf16, ok := strings.CutPrefix(raw, "\xFE\xFF"); ok {
		return utf16BE(utf16)
	}
	return strings.ToValidUTF8(raw, unreadable)
}

func (w *walker) newline(x, y float64) {
	w.line = shift(x, y).mul(w.line)
	w.tm = w.line
}

// count counts a text against the limit, at eight bytes for each glyph.
func (w *walker) count(text string) {
	if w.bytes += int64(len(text)); w.bytes/8 > w.src.Limit(MaxAllGlyphs) {
		panic(errAll)
	}
}

func (w *walker) show(raw string) {
	s := &w.state
	if s.font == nil {
		return
	}
	for _, c := range s.font.show(raw) {
		switch n := int64(len(w.glyphs)); {
		case n >= w.src.Limit(MaxGlyphs):
			panic(errGlyphs)
		case int64(w.all)+n >= w.src.Limit(MaxAllGlyphs):
			panic(errAll)
		case n%1024 == 0 && w.ctx.Err() != nil:
			panic(errTime)
		}
		w.count(c.text)
		m := matrix{s.size * s.scale, 0, 0, s.size, 0, s.rise}.mul(w.tm).mul(s.ctm)
		end := shift(c.width/1000, 0).mul(m)
		w.glyphs = append(w.glyphs, glyph{
			text: c.text, x0: m[4], x1: end[4], y: m[5],
			size: math.Hypot(m[2], m[3]), angle: math.Atan2(m[1], m[0]) * 180 / math.Pi,
		})
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
	w.count(m.text)
	first.text = cmp.Or(m.text, " ")
	if last.y == first.y {
		first.x1 = last.x1
	}
	w.glyphs = append(w.glyphs[:m.from], first)
}
