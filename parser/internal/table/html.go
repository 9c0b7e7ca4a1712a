package table

import (
	"iter"
	"regexp"
	"strconv"
	"strings"

	"github.com/unrenew/unrenew/parser"
	"golang.org/x/net/html"
	"golang.org/x/net/html/atom"
	"golang.org/x/text/encoding/htmlindex"
	"golang.org/x/text/encoding/simplifiedchinese"
	encunicode "golang.org/x/text/encoding/unicode"
)

// Banks' web sites save tables of HTML under the name of a spreadsheet.
var (
	htmlTag     = regexp.MustCompile(`(?i)<(html|table|!doctype html)[\s>]`)
	metaCharset = regexp.MustCompile(`(?i)<meta[^>]+charset\s*=\s*["']?([\w-]+)`)
)

func isHTML(text string) bool {
	text = strings.TrimLeft(text, " \t\r\n")
	return strings.HasPrefix(text, "<") && htmlTag.MatchString(text[:min(len(text), 64<<10)])
}

// readHTML makes a sheet of every table with something in it. A table within a
// cell is a sheet of its own and no part of that cell.
func readHTML(src parser.Source, text, charset string) (*Book, error) {
	if charset == "gb18030" { // a guess, unlike the others, so the page may know better
		if m := metaCharset.FindStringSubmatch(text[:min(len(text), 4<<10)]); m != nil {
			if e, err := htmlindex.Get(m[1]); err == nil && e != simplifiedchinese.GBK && e != encunicode.UTF8 {
				text, _ = e.NewDecoder().String(string(src.Data))
				charset, _ = htmlindex.Name(e)
			}
		}
	}
	root, err := html.Parse(strings.NewReader(text))
	if err != nil {
		return nil, damaged()
	}
	book := &Book{Kind: "html", Charset: charset}
	var count counter
	n := 0
	for t := range root.Descendants() {
		if t.DataAtom != atom.Table {
			continue
		}
		n++
		sheet := Sheet{Name: strconv.Itoa(n)}
		for i, cells := range grid(t) {
			row := Row{Pos: parser.Pos{File: src.Name, Sheet: sheet.Name, Row: i + 1}, Cells: cells}
			if sheet.Rows, err = count.add(sheet.Rows, row); err != nil {
				return nil, err
			}
		}
		if len(sheet.Rows) > 0 {
			book.Sheets = append(book.Sheets, sheet)
		}
	}
	return book, nil
}

// maxColumns is the width of a sheet in Excel, to which spanning cells are cut.
const maxColumns = 16_384

// grid yields the rows of a table. A cell that spans several places fills the
// first and leaves the others empty, so that columns stay columns.
func grid(table *html.Node) iter.Seq2[int, []string] {
	return func(yield func(int, []string) bool) {
		taken := map[int]int{} // column: rows below that a cell above still spans
		for n, tr := range rowsOf(table) {
			var cells []string
			skip := func() {
				for ; taken[len(cells)] > 0; cells = append(cells, "") {
					taken[len(cells)]--
				}
			}
			for td := range tr.ChildNodes() {
				if td.DataAtom != atom.Td && td.DataAtom != atom.Th {
					continue
				}
				skip()
				down := span(td, "rowspan")
				for i := range min(span(td, "colspan"), max(1, maxColumns-len(cells))) {
					taken[len(cells)] = down - 1
					cells = append(cells, "")
					if i == 0 {
						var b strings.Builder
						writeText(&b, td)
						cells[len(cells)-1] = Clean(strings.Join(strings.Fields(b.String()), " "))
					}
				}
			}
			skip()
			if !yield(n, cells) {
				return
			}
		}
	}
}

func rowsOf(n *html.Node) (rows []*html.Node) {
	for c := range n.ChildNodes() {
		switch c.DataAtom {
		case atom.Tr:
			rows = append(rows, c)
		case atom.Thead, atom.Tbody, atom.Tfoot:
			rows = append(rows, rowsOf(c)...)
		}
	}
	return rows
}

func span(td *html.Node, key string) int {
	for _, a := range td.Attr {
		if a.Key == key {
			n, _ := strconv.Atoi(a.Val)
			return min(max(n, 1), maxColumns)
		}
	}
	return 1
}

func writeText(b *strings.Builder, n *html.Node) {
	for c := range n.ChildNodes() {
		switch c.DataAtom {
		case atom.Table, atom.Script, atom.Style:
			b.WriteByte(' ')
			continue
		case atom.Br, atom.P, atom.Div:
			b.WriteByte(' ')
		}
		if c.Type == html.TextNode {
			b.WriteString(c.Data)
		}
		writeText(b, c)
	}
}
