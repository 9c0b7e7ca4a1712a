package records

import (
	"bytes"
	"encoding/csv"
	"io"
	"slices"
	"strings"
	"unicode/utf8"

	"golang.org/x/text/encoding"
	"golang.org/x/text/encoding/simplifiedchinese"
	"golang.org/x/text/encoding/unicode"

	"github.com/unrenew/unrenew/parser"
)

// Append adds a record to the end of a file of records. All that stands in the
// file stays as it is, with its charset, its line ends and columns of the user's
// own; a column that the record needs and the file lacks is added on the right.
// Without data it begins a file as Write does, with the header in lang.
func Append(data []byte, c Cancellation, lang string) ([]byte, error) {
	if len(bytes.TrimSpace(data)) == 0 {
		var b bytes.Buffer
		err := Write(&b, []Cancellation{c}, lang)
		return b.Bytes(), err
	}
	f, err := open(data)
	if err != nil {
		return nil, err
	}
	values, err := cellsOf(&c)
	if err != nil {
		return nil, err
	}
	width := len(f.header)
	var added []string
	for i, col := range columns {
		if _, ok := f.at[col.key]; !ok && values[i] != "" {
			f.at[col.key] = width + len(added)
			added = append(added, f.title(i))
		}
	}
	row := make([]string, width+len(added))
	for i, col := range columns {
		if at, ok := f.at[col.key]; ok {
			row[at] = values[i]
		}
	}
	head := f.text[:f.headerEnd]
	if added != nil {
		bare := strings.TrimRight(head, "\r\n")
		head = bare + string(f.comma) + f.line(added)
	}
	body := f.text[f.headerEnd:]
	if body != "" && !strings.HasSuffix(body, "\n") || body == "" && !strings.HasSuffix(head, "\n") {
		body += f.eol
	}
	return f.encode(head + body + f.line(row))
}

// Remove takes the record that Read found at a row out of a file and leaves all
// else as it is.
func Remove(data []byte, row int) ([]byte, error) {
	f, err := open(data)
	if err != nil {
		return nil, err
	}
	r := reader(f.text)
	for start := int64(0); ; start = r.InputOffset() {
		_, err := r.Read()
		switch {
		case err == io.EOF:
			return nil, parser.Problemf("记录里没有第 %d 行", "the records have no row %d", row)
		case err != nil: // a row with an open quote, which Read tells of
			continue
		}
		if line, _ := r.FieldPos(0); line == row {
			from := start + int64(len(f.text[start:])-len(strings.TrimLeft(f.text[start:], "\r\n"))) // blank lines before it stay
			return f.encode(f.text[:from] + f.text[r.InputOffset():])
		}
	}
}

// A file is one of records, with what it takes to write into it.
type file struct {
	text      string // UTF-8, without a byte order mark
	charset   encoding.Encoding
	mark      bool // it begins with a byte order mark, which charset does not write
	comma     rune
	eol       string
	header    []string
	headerEnd int
	at        map[string]int
}

func open(data []byte) (*file, error) {
	f := &file{charset: encoding.Nop, eol: "\n"}
	switch {
	case bytes.HasPrefix(data, []byte("\xff\xfe")):
		f.charset = unicode.UTF16(unicode.LittleEndian, unicode.UseBOM)
	case bytes.HasPrefix(data, []byte("\xfe\xff")):
		f.charset = unicode.UTF16(unicode.BigEndian, unicode.UseBOM)
	case !utf8.Valid(data):
		f.charset = simplifiedchinese.GB18030
	default:
		// Letters alone do not tell a charset; with the mark, spreadsheets read
		// right what is added in Chinese.
		f.mark = bytes.HasPrefix(data, []byte("\ufeff")) || !slices.ContainsFunc(data, func(b byte) bool { return b >= utf8.RuneSelf })
	}
	var err error
	if f.text, err = decode(data); err != nil {
		return nil, err
	}
	if strings.Contains(f.text, "\r\n") {
		f.eol = "\r\n"
	}
	r := reader(f.text)
	f.comma = r.Comma
	for f.at == nil {
		cells, err := r.Read()
		if err != nil {
			return nil, noHeader
		}
		if strings.TrimSpace(strings.Join(cells, "")) == "" {
			continue
		}
		if f.at, err = header(cells); err != nil {
			return nil, err
		}
		f.header, f.headerEnd = cells, int(r.InputOffset())
	}
	return f, nil
}

// title is a column's, in the language of the file's header.
func (f *file) title(column int) string {
	if chinese := slices.ContainsFunc(f.header, func(s string) bool { return strings.Contains(s, columns[0].zh) }); chinese {
		return columns[column].zh
	}
	return columns[column].key
}

// line is cells as a line of the file.
func (f *file) line(cells []string) string {
	var b strings.Builder
	w := csv.NewWriter(&b)
	w.Comma, w.UseCRLF = f.comma, f.eol == "\r\n"
	_ = w.Write(cells) // a strings.Builder does not fail
	w.Flush()
	return b.String()
}

func (f *file) encode(text string) ([]byte, error) {
	out, err := f.charset.NewEncoder().Bytes([]byte(text))
	if f.mark {
		out = append([]byte("\ufeff"), out...)
	}
	return out, err
}
