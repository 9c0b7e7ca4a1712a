package table

import (
	"iter"
	"regexp"
	"slices"
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
	htmlTag     = regexp.MustCompile(`(?i)<(html|body|div|table|!doctype html)[\s>]`)
	anAmount    = regexp.MustCompile(`\d\.\d\d([^\d]|$)`)
	metaCharset = regexp.MustCompile(`(?i)<meta[^>]+charset\s*=\s*["']?([\w-]+)`)
)

func isHTML(text string) bool {
	text = strings.TrimLeft(text, " \t\r\n")
	return strings.HasPrefix(text, "<") && htmlTag.MatchString(text[:min(len(text), 64<<10)])
}

// parseHTML also says in which charset the page turned out to be.
func parseHTML(src parser.Source, text, charset string) (*html.Node, string, error) {
	if charset == "gb18030" || charset == "windows-1252" || eastAsian[charset] != nil { // guesses, unlike the others, so the page may know better
		if m := metaCharset.FindStringSubmatch(text[:min(len(text), 4<<10)]); m != nil {
			if e, err := htmlindex.Get(m[1]); err == nil && e != simplifiedchinese.GBK && e != encunicode.UTF8 {
				text, _ = e.NewDecoder().String(string(src.Data))
				charset, _ = htmlindex.Name(e)
			}
		}
	}
	if p := tooLong(src, text); p != nil {
		return nil, "", p
	}
	root, err := html.Parse(strings.NewReader(text))
	if err != nil {
		return nil, "", damaged()
	}
	return root, charset, nil
}

// cutOff tells whether a page breaks off: within a table, or before its end if
// it has none. Banks forget to close tables, but then the page itself has an end.
func cutOff(text string) bool {
	text = strings.ToLower(text)
	if tables := strings.Count(text, "<table"); tables > 0 {
		return tables > strings.Count(text, "</table") && strings.LastIndex(text, "<tr") > strings.LastIndex(text, "</html")
	}
	return strings.Contains(text, "<html") && !strings.Contains(text, "</html")
}

// readHTML makes a sheet of every table with something in it. A table within a
// cell is a sheet of its own and no part of that cell.
func readHTML(src parser.Source, text, charset string) (*Book, error) {
	root, charset, err := parseHTML(src, text, charset)
	if err != nil {
		return nil, err
	}
	book := &Book{Kind: "html", Charset: charset}
	count := counterOf(src)
	n, wide, pictures := 0, 0, false
	for t := range root.Descendants() {
		pictures = pictures || t.DataAtom == atom.Img
		if t.DataAtom != atom.Table {
			continue
		}
		n++
		sheet := Sheet{Name: strconv.Itoa(n)}
		for i, cells := range grid(t) {
			wide = max(wide, len(slices.DeleteFunc(slices.Clone(cells), func(c string) bool { return c == "" })))
			row := Row{Pos: parser.Pos{File: src.Name, Sheet: sheet.Name, Row: i + 1}, Cells: cells}
			if sheet.Rows, err = count.add(sheet.Rows, row); err != nil {
				return nil, err
			}
		}
		if len(sheet.Rows) > 0 {
			book.Sheets = append(book.Sheets, sheet)
		}
	}
	if wide < 3 && pictures && !anAmount.MatchString(text) {
		return nil, parser.Problemf(
			"这份网页或邮件里没有表格，内容可能是图片。请在银行 App 或网银里导出 Excel、CSV 或 PDF",
			"this page or mail has no table; its content may be a picture. Export Excel, CSV or PDF from the bank's app or web site",
		)
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
