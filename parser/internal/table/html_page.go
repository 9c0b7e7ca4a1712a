package table

import (
	"slices"
	"strings"

	"github.com/unrenew/unrenew/parser"
	"golang.org/x/net/html"
	"golang.org/x/net/html/atom"
)

type pageKey struct{}

// ReadPage reads a page of HTML as one sheet, in the order in which a person
// reads it: every line of text is a row, and what stands side by side in tables
// are its cells. Mails are drawn with tables in tables, down to one for each
// row, so that the tables themselves mean nothing. A row of the sheet is not
// where the page has it in its source. Elements that the page hides are left
// out, and a page that breaks off is refused.
func ReadPage(src parser.Source) (*Book, error) {
	r := src.Memo(pageKey{}, func() any {
		book, err := readPage(src)
		return result{book, err}
	}).(result)
	return r.book, r.err
}

func readPage(src parser.Source) (*Book, error) {
	text, charset, ok := decode(src.Data, "")
	if !ok || !isHTML(text) {
		return nil, parser.Problemf("不是网页", "not a page of HTML")
	}
	if cutOff(text) {
		return nil, parser.Problemf("网页不完整，没有保存到末尾；请重新保存", "the page breaks off before its end; save it again")
	}
	root, charset, err := parseHTML(src, text, charset)
	if err != nil {
		return nil, err
	}
	count := counterOf(src)
	var rows []Row
	for i, cells := range (&pager{}).linesOfNode(root) {
		if rows, err = count.add(rows, Row{Pos: parser.Pos{File: src.Name, Row: i + 1}, Cells: cells}); err != nil {
			return nil, err
		}
	}
	return &Book{Kind: "html", Charset: charset, Sheets: []Sheet{{Rows: rows}}}, nil
}

// A pager reads a page.
type pager struct {
	carried int // cells that reached down into another row
}

// maxCarried is how often cells may reach down; a page of a few bytes could ask
// for millions.
const maxCarried = 100_000

// linesOfNode yields the lines in n, none of them blank.
func (p *pager) linesOfNode(n *html.Node) (lines [][]string) {
	var text strings.Builder
	flush := func() {
		if s := oneLine(text.String()); s != "" {
			lines = append(lines, []string{s})
		}
		text.Reset()
	}
	var walk func(*html.Node)
	walk = func(n *html.Node) {
		for c := range n.ChildNodes() {
			switch {
			case c.Type == html.TextNode:
				text.WriteString(c.Data)
			case hidden(c):
			case c.DataAtom == atom.Table:
				flush()
				lines = append(lines, p.linesOfTable(c)...)
			case c.DataAtom == atom.Br:
				text.WriteByte(' ')
			case blocks[c.DataAtom]:
				flush()
				walk(c)
				flush()
			default:
				walk(c)
			}
		}
	}
	walk(n)
	flush()
	return lines
}

var blocks = map[atom.Atom]bool{
	atom.Body: true, atom.Center: true, atom.Dd: true, atom.Div: true, atom.Dl: true, atom.Dt: true, atom.Form: true, atom.H1: true, atom.H2: true,
	atom.H3: true, atom.H4: true, atom.H5: true, atom.H6: true, atom.Head: true, atom.Hr: true, atom.Html: true, atom.Li: true, atom.Ol: true, atom.P: true,
	atom.Pre: true, atom.Section: true, atom.Title: true, atom.Ul: true,
}

// hidden tells what no reader sees.
func hidden(n *html.Node) bool {
	switch n.DataAtom {
	case atom.Script, atom.Style, atom.Template, atom.Noscript, atom.Select, atom.Textarea:
		return true
	}
	for _, a := range n.Attr {
		style := strings.ToLower(strings.ReplaceAll(a.Val, " ", ""))
		if a.Key == "hidden" || a.Key == "style" && (strings.Contains(style, "display:none") || strings.Contains(style, "visibility:hidden")) {
			return true
		}
	}
	return n.Type == html.CommentNode
}

// minRow is how many cells with text make a row of data of a <tr>. One with
// fewer puts things side by side that may be read one after the other.
const minRow = 4

// linesOfTable yields a line for each row, or the lines of its cells if they
// have several. A cell that reaches down over rows belongs to each of them.
func (p *pager) linesOfTable(t *html.Node) (lines [][]string) {
	type reach struct {
		down int
		line []string
	}
	above := map[int]reach{} // by column
	for _, tr := range rowsOf(t) {
		if hidden(tr) {
			continue
		}
		var cells [][][]string // the lines of each cell
		column := 0
		fromAbove := func() {
			for ; above[column].down > 0 && p.carried < maxCarried; column++ {
				p.carried++
				r := above[column]
				cells = append(cells, [][]string{r.line})
				above[column] = reach{r.down - 1, r.line}
			}
		}
		for td := range tr.ChildNodes() {
			if td.DataAtom != atom.Td && td.DataAtom != atom.Th || hidden(td) {
				continue
			}
			fromAbove()
			inside := p.linesOfNode(td)
			if len(inside) == 0 {
				inside = [][]string{{alternative(td)}}
			}
			cells = append(cells, inside)
			if down := span(td, "rowspan") - 1; down > 0 && len(inside) == 1 {
				above[column] = reach{down, inside[0]}
			}
			column += span(td, "colspan")
		}
		fromAbove()
		lines = append(lines, sideBySide(cells)...)
	}
	return lines
}

func sideBySide(cells [][][]string) [][]string {
	tall := func(c [][]string) bool { return len(c) > 1 }
	single := 0
	for _, c := range cells {
		if !tall(c) && !blank(c[0]) {
			single++
		}
	}
	if slices.ContainsFunc(cells, tall) && single < minRow-1 {
		return slices.Concat(cells...)
	}
	var line []string
	for _, c := range cells {
		if tall(c) {
			c = [][]string{{oneLine(strings.Join(slices.Concat(c...), " "))}}
		}
		line = append(line, c[0]...)
	}
	return [][]string{line}
}

// alternative is what a cell says that has pictures only: the name of a bank.
func alternative(td *html.Node) string {
	for n := range td.Descendants() {
		if n.DataAtom == atom.Img {
			for _, a := range n.Attr {
				if a.Key == "alt" && oneLine(a.Val) != "" {
					return oneLine(a.Val)
				}
			}
		}
	}
	return ""
}

func oneLine(s string) string { return Clean(strings.Join(strings.Fields(s), " ")) }
