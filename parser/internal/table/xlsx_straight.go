package table

import (
	"bytes"
	"encoding/xml"
	"io"
	"path"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"unicode/utf8"

	"github.com/unrenew/unrenew/parser"
)

// Most workbooks are written by programs, and their sheets are a straight list
// of rows with cells. Such a one is read here, at a tenth of the time that
// excelize takes; every other sheet, and every value that is not plain, is
// excelize's. What is not exactly of the forms below is not straight.

// A straightReader reads the straight sheets of a workbook.
type straightReader struct {
	shared []string
	dates  []bool // of the styles
	// number is what excelize makes of a number: of a date with dateMark.
	number func(v string, styled, date bool) string
}

// A scanner takes apart what it expects; bad tells that something else came.
type scanner struct {
	rest []byte
	bad  bool
}

// take tells whether the rest begins with s, and takes it off.
func (x *scanner) take(s string) bool {
	if !bytes.HasPrefix(x.rest, []byte(s)) {
		return false
	}
	x.rest = x.rest[len(s):]
	return true
}

// start takes a start tag of an element called name. Closed tells that it is its
// end too.
func (x *scanner) start(name string, attr func(name, value []byte)) (ok, closed bool) {
	head := len(name) + 1
	if len(x.rest) <= head || x.rest[0] != '<' || string(x.rest[1:head]) != name || strings.IndexByte(" />", x.rest[head]) < 0 {
		return false, false
	}
	x.rest = x.rest[head:]
	for {
		switch {
		case x.take(">"):
			return true, false
		case x.take("/>"):
			return true, true
		case !x.take(" "):
			x.bad = true
			return false, false
		}
		i := bytes.IndexByte(x.rest, '=')
		if i < 1 || i+1 >= len(x.rest) || x.rest[i+1] != '"' || !attribute(x.rest[:i]) {
			x.bad = true
			return false, false
		}
		n := bytes.IndexByte(x.rest[i+2:], '"')
		if n < 0 || !plain(x.rest[i+2:i+2+n]) {
			x.bad = true
			return false, false
		}
		if c := bytes.IndexByte(x.rest[:i], ':'); c >= 0 && c+2 == i {
			x.bad = true // x:r, which excelize takes for r
		}
		attr(x.rest[:i], x.rest[i+2:i+2+n])
		x.rest = x.rest[i+2+n+1:]
	}
}

func attribute(name []byte) bool {
	for _, c := range name {
		if (c < 'a' || c > 'z') && (c < 'A' || c > 'Z') && c != ':' && (c < '0' || c > '9') {
			return false
		}
	}
	return name[0] > '9'
}

// plain tells characters that stand for themselves, and in a text too.
func plain(b []byte) bool {
	for _, c := range b {
		if c < ' ' || c == '<' || c == '&' || c == '>' {
			return false
		}
	}
	return utf8.Valid(b) && !bytes.Contains(b, []byte("\uFFFE")) && !bytes.Contains(b, []byte("\uFFFF"))
}

var (
	entity   = regexp.MustCompile(`&(?:amp|lt|gt|quot|apos|#34|#39|#9|#10|#13|#x9|#xA|#xD);`)
	entities = strings.NewReplacer("&amp;", "&", "&lt;", "<", "&gt;", ">", "&quot;", `"`, "&apos;", "'", "&#34;", `"`, "&#39;", "'",
		"&#9;", "\t", "&#10;", "\n", "&#13;", "\r", "&#x9;", "\t", "&#xA;", "\n", "&#xD;", "\r")
)

// text takes characters and the end tag of the element called name.
func (x *scanner) text(name string) string {
	i := bytes.IndexByte(x.rest, '<')
	if i < 0 {
		x.bad = true
		return ""
	}
	raw := x.rest[:i]
	x.rest = x.rest[i:]
	bare := raw
	if bytes.IndexByte(raw, '&') >= 0 {
		bare = entity.ReplaceAll(raw, nil)
	}
	if bytes.ContainsAny(bare, "\n\t") {
		bare = bytes.ReplaceAll(bytes.ReplaceAll(bare, []byte("\n"), nil), []byte("\t"), nil)
	}
	// _x000A_ is a line feed for excelize.
	x.bad = x.bad || !plain(bare) || bytes.Contains(raw, []byte("_x")) || !x.take("</"+name+">")
	if bytes.IndexByte(raw, '&') < 0 {
		return string(raw)
	}
	return entities.Replace(string(raw))
}

func ignore(_, _ []byte) {}

// straightStrings reads the shared strings of a workbook, if they are no more
// than most elements of XML.
func straightStrings(part []byte, most int) (list []string, ok bool) {
	x, ok := root(part, "sst")
	if !ok {
		return nil, false
	}
	for !x.take("</sst>") {
		s := ""
		if ok, closed := x.start("si", ignore); !ok {
			return nil, false
		} else if !closed {
			ok, closed := x.start("t", ignore)
			if !ok {
				return nil, false
			}
			if !closed {
				s = x.text("t")
			}
			if !x.take("</si>") {
				return nil, false
			}
		}
		if x.bad || 1+2*(len(list)+1) > most { // each has an element for itself and one for its text
			return nil, false
		}
		list = append(list, s)
	}
	return list, len(bytes.TrimSpace(x.rest)) == 0
}

var prolog = regexp.MustCompile(`^<\?xml version="1\.0" encoding="(?:UTF|utf)-8"(?: standalone="(?:yes|no)")? ?\?>[\r\n]*`)

// root takes off what stands before the content of the root of a part.
func root(part []byte, name string) (x *scanner, ok bool) {
	x = &scanner{rest: part[len(prolog.Find(part)):]}
	ok, closed := x.start(name, ignore)
	return x, ok && !closed
}

// A straightRow is a row with the cells that excelize would give.
type straightRow struct {
	n     int
	cells []string
}

// rows calls visit for the rows of a sheet and tells whether it is straight; if
// not, what was visited means nothing. An error is one of visit.
func (r *straightReader) rows(part []byte, visit func(straightRow) error) (ok bool, err error) {
	const begin, end = "<sheetData>", "</sheetData>"
	from, to := bytes.Index(part, []byte(begin)), bytes.LastIndex(part, []byte(end))
	if from < 0 || to < from || prolog.Find(part) == nil {
		return false, nil
	}
	// What stands around the rows may be anything that is XML.
	around := io.MultiReader(bytes.NewReader(part[:from]), strings.NewReader("<sheetData/>"), bytes.NewReader(part[to+len(end):]))
	if bytes.Contains(part[:from], []byte("<!")) || wellFormed(parser.Source{}, around, nil) != nil {
		return false, nil
	}
	x := &scanner{rest: part[from+len(begin) : to]}
	last, width := 0, 0
	for len(x.rest) > 0 {
		row := straightRow{cells: make([]string, 0, width)}
		ok, closed := x.start("row", func(name, value []byte) {
			if string(name) == "r" {
				x.bad = x.bad || row.n != 0
				row.n, _ = strconv.Atoi(string(value))
			}
		})
		if !ok || x.bad || row.n <= last || row.n > 1<<20 {
			return false, nil
		}
		last = row.n
		for !closed && !x.take("</row>") {
			if row.cells, ok = r.cell(x, row.cells); !ok || x.bad {
				return false, nil
			}
		}
		width = len(row.cells)
		if err := visit(row); err != nil {
			return true, err
		}
	}
	return true, nil
}

// cell takes a cell and puts its value behind cells, at its column.
func (r *straightReader) cell(x *scanner, cells []string) (_ []string, ok bool) {
	column, style := 0, 0
	var kind []byte
	ok, closed := x.start("c", func(name, value []byte) {
		switch string(name) {
		case "r":
			column = columnOf(value)
		case "s":
			if n, err := strconv.Atoi(string(value)); err == nil && n >= 0 {
				style = n
			} else {
				x.bad = true
			}
		case "t":
			kind = value
		}
	})
	if !ok || column <= len(cells) {
		return nil, false
	}
	value, inline, formula := "", "", false
	if !closed {
		if f, closed := x.start("f", ignore); f {
			if formula = true; !closed {
				x.text("f")
			}
		}
		if v, closed := x.start("v", ignore); v && !closed {
			value = x.text("v")
		}
		if x.take("<is>") {
			if t, closed := x.start("t", ignore); !t {
				return nil, false
			} else if !closed {
				inline = x.text("t")
			}
			if !x.take("</is>") {
				return nil, false
			}
		}
		if !x.take("</c>") {
			return nil, false
		}
	}
	switch string(kind) {
	case "inlineStr":
		value = inline
	case "str":
	case "s":
		n, err := strconv.Atoi(value)
		if err != nil || n < 0 || n >= len(r.shared) {
			return nil, false
		}
		value = r.shared[n]
	case "", "n":
		if value != "" {
			value = r.number(value, style > 0 && style < len(r.dates), style > 0 && style < len(r.dates) && r.dates[style])
		}
	default:
		return nil, false
	}
	if value == "" && !formula {
		return cells, true
	}
	for len(cells) < column-1 {
		cells = append(cells, "")
	}
	return append(cells, value), true
}

// columnOf is the column of a cell: 28 of AB7, 0 of what is none.
func columnOf(name []byte) (n int) {
	i := 0
	for ; i < len(name) && i < 3 && 'A' <= name[i] && name[i] <= 'Z'; i++ {
		n = n*26 + int(name[i]-'A') + 1
	}
	if i == 0 || i == len(name) || n > 1<<14 {
		return 0
	}
	for _, c := range name[i:] {
		if c < '0' || c > '9' {
			return 0
		}
	}
	return n
}

// plainNumber is a number that excelize leaves as it is, in whatever style but a
// date's.
func plainNumber(v string) bool {
	digits := strings.TrimPrefix(v, "-")
	whole, fraction, point := strings.Cut(digits, ".")
	number := func(s string) bool { return s != "" && strings.Trim(s, "0123456789") == "" }
	return number(whole) && (whole == "0" && digits == v || whole[0] != '0') && len(whole) <= 8 &&
		(!point || number(fraction) && len(fraction) <= 2 && !strings.HasSuffix(fraction, "0"))
}

// sheetParts are the names of the parts of the sheets, in the order of the
// workbook; nil if that is not plain. Part returns a part.
func sheetParts(ids []string, part func(name string) []byte) (names []string) {
	var rels struct {
		Relationship []struct {
			ID     string `xml:"Id,attr"`
			Target string `xml:"Target,attr"`
		}
	}
	if xml.Unmarshal(part("xl/_rels/workbook.xml.rels"), &rels) != nil {
		return nil
	}
	for _, id := range ids {
		found := 0
		for _, r := range rels.Relationship {
			if r.ID == id {
				name, absolute := strings.CutPrefix(r.Target, "/")
				if !absolute {
					name = path.Join("xl", name)
				}
				names = append(names, name)
				found++
			}
		}
		if found != 1 || slices.Contains(names[:len(names)-1], names[len(names)-1]) || part(names[len(names)-1]) == nil {
			return nil
		}
	}
	return names
}
