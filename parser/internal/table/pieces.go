package table

import (
	"bytes"
	"iter"
	"strings"
	"sync"
	"unsafe"

	"github.com/unrenew/unrenew/parser"
)

// A Text is a long delimited text that is read piece by piece, so that neither
// its characters nor its rows are ever in memory all at once.
//
// It is cut between rows before it is decoded. In UTF-8 and GB18030 no byte of a
// longer code is a line feed, a quotation mark or a delimiter, and a broken
// character ends at a line feed at the latest.
type Text struct {
	src     parser.Source
	data    []byte
	lines   int // line feeds in data
	charset string
	comma   byte
	size    int           // of a piece, at least
	head    parser.Source // the first piece
	width   int           // of the last row in head that has more than one cell
}

// headSize is how much is enough to see what a text is.
const headSize = 64 << 10 // bytes

// delimiterLines is how many lines tell the delimiter.
const delimiterLines = 1000

type textKey struct{ size int }

// Long returns src for reading it in pieces of size bytes or a little more. It
// is nil if Read must read it at once: a short text, one in a charset that takes
// more to be cut, or no delimited text at all.
func Long(src parser.Source, size int) *Text {
	return src.Memo(textKey{size}, func() any { return long(src, size) }).(*Text)
}

func long(src parser.Source, size int) *Text {
	head := src.Data[:min(len(src.Data), 1024)]
	if len(src.Data) < 3*size || bytes.HasPrefix(head, []byte("PK")) || bytes.HasPrefix(head, []byte("\xD0\xCF\x11\xE0")) || notATable(head) != nil {
		return nil
	}
	if start := bytes.TrimLeft(bytes.TrimPrefix(head, []byte(bom)), " \t\r\n"); len(start) == 0 || strings.IndexByte("<{[", start[0]) >= 0 {
		return nil // a page, or JSON
	}
	charset := charsetOf(src.Data)
	if charset != "utf-8" && charset != "gb18030" || bytes.Count(src.Data, []byte("\r")) > bytes.Count(src.Data, []byte("\n")) {
		return nil
	}
	t := &Text{src: src, charset: charset, size: size, data: src.Data}
	if charset == "utf-8" {
		t.data = bytes.TrimPrefix(bytes.TrimPrefix(t.data, []byte(bom)), []byte(bom))
	}
	t.data = bytes.TrimRight(t.data, "\x1A")
	n, lines := 0, 0
	for ; lines < delimiterLines && n < len(t.data); lines++ {
		n += lineEnd(t.data[n:])
	}
	beginning := decodeFrom(t.data[:n], charset)
	if !readable(beginning) {
		return nil
	}
	t.comma = delimiter(strings.Split(beginning, "\n"))
	var commas int
	var wait sync.WaitGroup
	wait.Go(func() { commas = bytes.Count(t.data, []byte{t.comma}) })
	t.lines = bytes.Count(t.data, []byte("\n"))
	wait.Wait()
	switch rows := int64(t.lines); { // noted here, where nobody has claimed the file yet
	case rows > src.Limit(MaxRows):
		TooManyRows(src)
	case rows+int64(commas) > src.Limit(MaxCells):
		src.Refuse(MaxCells, tooManyCells.ZH, tooManyCells.EN)
	}
	first, width := t.cut(min(size, headSize))
	t.head, t.width = src.WithData(t.data[:first]), width
	t.head.Memo(dialectKey{}, func() any { return dialect{charset, t.comma} })
	return t
}

// Head returns the first piece as a text of its own, for those who ask what the
// text is.
func (t *Text) Head() parser.Source { return t.head }

// leastRow is fewer bytes than a row of any statement has.
const leastRow = 48

// Lines is how many rows t has at most, if they look like those of a statement.
func (t *Text) Lines() int {
	return min(t.lines+1, len(t.data)/leastRow, int(t.src.Limit(MaxRows)))
}

// A dialect is what the whole of a text tells, and a piece of it may not.
type dialect struct {
	charset string // "" is not known
	comma   byte   // 0 is not known
}

type dialectKey struct{}

func dialectOf(src parser.Source) dialect {
	return src.Memo(dialectKey{}, func() any { return dialect{} }).(dialect)
}

func lineEnd(data []byte) int {
	if i := bytes.IndexByte(data, '\n'); i >= 0 {
		return i + 1
	}
	return len(data)
}

// A piece is some rows of a Text.
type piece struct {
	data  []byte
	line  int // number of the first
	width int // of the row before that has more than one cell
	last  bool
}

func (t *Text) pieces() iter.Seq[piece] {
	return func(yield func(piece) bool) {
		p := piece{line: 1}
		for from, to, width := 0, len(t.head.Data), t.width; ; {
			p.data, p.last = t.data[from:to], to == len(t.data)
			if !yield(p) || p.last {
				return
			}
			p.line += bytes.Count(p.data, []byte("\n"))
			p.width, from = width, to
			to, width = t.cut(from + t.size)
		}
	}
}

// text is the text of p without the marks at the ends of the whole, and how it
// looks. Room is where it may be made, and comes back to be used again.
func (t *Text) text(p piece, room []byte) (text string, look legibility, _ []byte) {
	if t.charset == "gb18030" {
		room = appendGB18030(room[:0], p.data)
		text = string(room)
	} else {
		text = unsafe.String(unsafe.SliceData(p.data), len(p.data)) // nobody writes to a source
	}
	if !look.look(text) {
		text, look = decodeAll(p.data, t.charset), legibility{}
		look.look(text)
	}
	if p.line == 1 {
		text = strings.TrimPrefix(text, bom)
	}
	return text, look, room
}

// cut returns where a piece ends, at the earliest at to, and the width of its
// last row that has more than one cell. No record may lie across the end, nor
// look across it: it stands behind so many lines without an open quotation mark
// that no record can reach from before them to the end.
func (t *Text) cut(to int) (end, width int) {
	if len(t.data)-to < t.size {
		return len(t.data), 0
	}
	end = to
	if end > 0 && t.data[end-1] != '\n' {
		end += lineEnd(t.data[end:])
	}
	var cells []string
	for calm, since := 0, maxRecordLines; end < len(t.data) && (calm < 2*maxRecordLines || since >= maxRecordLines-1); {
		n := lineEnd(t.data[end:])
		var open bool
		cells, open = split(cells[:0], strings.TrimSuffix(string(t.data[end:end+n]), "\n"), t.comma)
		end += n
		calm, since = calm+1, since+1
		if open {
			calm = 0
		}
		if len(cells) > 1 {
			since, width = 0, len(cells)
		}
	}
	return end, width
}
