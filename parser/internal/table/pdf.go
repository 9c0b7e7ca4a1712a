package table

import (
	"cmp"
	"math"
	"regexp"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/unrenew/unrenew/parser"
)

// Align is how the cells of a column stand under its heading.
type Align int

const (
	Left Align = iota
	Centre
	Right
)

// A PDFColumn is a column by its title.
type PDFColumn struct {
	Title string
	Align Align
}

// A PDFLayout declares how the table of one issuer's PDF is drawn. Columns are
// found by their titles in each file, since issuers let users drop some; what
// stands between the titles is a column too, left-aligned, under its own title.
type PDFLayout struct {
	Title   string // a text that stands on the first page; a PDF without it is not this issuer's
	Columns []PDFColumn
	Anchor  string   // the column with the date, which is never empty and never wraps
	Head    float64  // points from the baseline of the titles down to where rows may begin: over translations of them
	End     []string // how lines begin that end the rows of a page
}

// A run is a piece of text in one go on one line.
type run struct {
	text      string
	x0, x1, y float64
	size      float64
	line      int // on the page, from 1
}

// ReadPDF reads the table of a PDF as rows: the lines above it, the header once,
// the rows of all pages, and the lines below it. Its errors are problems with
// the file as a whole; a PDF of another issuer is one of them.
func ReadPDF(src parser.Source, l PDFLayout) (*Book, error) {
	pages, err := pdfPages(src)
	if err != nil {
		return nil, err
	}
	titled := func(r run) bool { return strings.Contains(Title(r.text), Title(l.Title)) }
	if !slices.ContainsFunc(pages[0], titled) {
		return nil, parser.Problemf(
			"这个 PDF 不是能识别的银行流水。支付宝和微信请导出“用于个人对账”的账单（CSV、XLSX），不要用 PDF 证明；银行流水请尽量导出 Excel 或 CSV",
			"this PDF is no bank statement that is known. From Alipay and WeChat export the bill for your own accounts (CSV or XLSX), not the PDF certificate; from a bank, export Excel or CSV where you can",
		)
	}
	var rows []Row
	var columns []placed
	for i, runs := range pages {
		add := func(line int, cells []string) {
			rows = append(rows, Row{Pos: parser.Pos{File: src.Name, Page: i + 1, Row: line}, Cells: cells})
		}
		addLines := func(runs []run) {
			for _, line := range linesOf(runs) {
				if text := lineText(line); !pageNumber.MatchString(text) {
					add(line[0].line, []string{text})
				}
			}
		}
		found := l.header(runs)
		top := math.Inf(1) // where rows may begin, on a page that goes on without header
		if found != nil {
			highest, lowest := found[0].run, found[0].run
			var titles []string
			for _, c := range found {
				titles = append(titles, c.Title)
				if c.run.y > highest.y {
					highest = c.run
				} else if c.run.y < lowest.y {
					lowest = c.run
				}
			}
			if columns == nil { // what stands above later ones is the same on each page
				addLines(slices.DeleteFunc(slices.Clone(runs), func(r run) bool { return r.line >= highest.line }))
				add(highest.line, titles)
			}
			columns, top = found, lowest.y-l.Head
		}
		if columns == nil {
			addLines(runs)
			continue
		}
		data, rest := l.rows(slices.DeleteFunc(slices.Clone(runs), func(r run) bool { return r.y >= top }), columns)
		for _, d := range data {
			add(d.line, d.cells)
		}
		addLines(rest)
	}
	return &Book{Kind: "pdf", Sheets: []Sheet{{Rows: rows}}}, nil
}

// runsOf puts glyphs together to runs: same baseline, and no gap that a column
// could begin in. Text at an angle is a watermark, and what is drawn twice at
// one place is bold.
func runsOf(glyphs []glyph) (runs []run) {
	gs := slices.DeleteFunc(slices.Clone(glyphs), func(g glyph) bool {
		far := math.Abs(g.x0) + math.Abs(g.x1) + math.Abs(g.y)
		return math.Abs(g.angle) > 2 || !(g.size >= 0.5 && g.size < 1e3) || !(far < 1e5) // NaN is in none
	})
	slices.SortStableFunc(gs, func(a, b glyph) int { return cmp.Compare(b.y, a.y) })
	for n := 1; len(gs) > 0; n++ {
		end := 1
		for end < len(gs) && gs[0].y-gs[end].y <= 0.35*min(gs[0].size, gs[end].size) {
			end++
		}
		line := gs[:end]
		gs = gs[end:]
		slices.SortStableFunc(line, func(a, b glyph) int { return cmp.Compare(a.x0, b.x0) })
		first := len(runs)
		var last glyph
		for _, g := range line {
			if g.text == last.text && math.Abs(g.x0-last.x0) < 0.5 {
				continue
			}
			gap := g.x0 - last.x1
			if len(runs) > first && gap < 0.4*g.size && gap > -g.size && g.size < 1.6*last.size && last.size < 1.6*g.size {
				r := &runs[len(runs)-1]
				r.text, r.x1 = r.text+g.text, g.x1
			} else {
				runs = append(runs, run{g.text, g.x0, g.x1, g.y, g.size, n})
			}
			last = g
		}
	}
	for i := range runs {
		runs[i].text = Radicals(runs[i].text)
	}
	return slices.DeleteFunc(runs, func(r run) bool { return Clean(r.text) == "" })
}

// A placed is a column where it stands in this file.
type placed struct {
	PDFColumn
	run run
}

// headerHeight is how far apart the titles of one header may stand: some wrap.
const headerHeight = 45

// header finds the titles: the anchor's and at least one other. It is nil if
// they are not on this page.
func (l PDFLayout) header(runs []run) (best []placed) {
	most := 1
	for _, anchor := range runs {
		if Title(anchor.text) != Title(l.Anchor) {
			continue
		}
		var found []placed
		for _, c := range l.Columns {
			nearest := -1
			for i, r := range runs {
				d := math.Abs(r.y - anchor.y)
				if Title(r.text) == Title(c.Title) && d <= headerHeight && (nearest < 0 || d < math.Abs(runs[nearest].y-anchor.y)) {
					nearest = i
				}
			}
			if nearest >= 0 {
				found = append(found, placed{c, runs[nearest]})
			}
		}
		n := len(found)
		for _, r := range runs {
			known := slices.ContainsFunc(found, func(c placed) bool { return c.run == r })
			if r.line == anchor.line && !known {
				found = append(found, placed{PDFColumn{Title: Clean(r.text)}, r})
			}
		}
		if n > most {
			best, most = found, n
		}
	}
	slices.SortFunc(best, func(a, b placed) int { return cmp.Compare(a.run.x0, b.run.x0) })
	return best
}

// margin is how far left of its title a cell may begin.
const margin = 6

// column says in which column a run stands.
func column(columns []placed, r run) int {
	best, distance := 0, math.Inf(1)
	for i, c := range columns {
		var d float64
		switch c.Align {
		case Left:
			next := math.Inf(1)
			if i+1 < len(columns) {
				next = columns[i+1].run.x0 - margin
			}
			d = max(0, c.run.x0-margin-r.x0, r.x0-next)
		case Centre:
			d = math.Abs((r.x0+r.x1)/2 - (c.run.x0+c.run.x1)/2)
		case Right:
			d = math.Abs(r.x1 - c.run.x1)
		}
		if d <= distance {
			best, distance = i, d
		}
	}
	return best
}

type pdfRow struct {
	y     float64
	line  int
	cells []string
	runs  [][]run
}

var (
	pdfDate    = regexp.MustCompile(`^\d{4}[-/.]?\d{2}[-/.]?\d{2}$|^\d{2}/\d{2}$`)
	pageNumber = regexp.MustCompile(`^(第)?\d+\s*(页)?[/／]\s*(共)?\d+\s*(页)?$`)
)

// rows gives every run to the row whose date is nearest, since wrapped cells are
// centred on their row: their first line lies above the date. What is not part
// of a row comes back as rest.
func (l PDFLayout) rows(runs []run, columns []placed) (rows []*pdfRow, rest []run) {
	lines := linesOf(runs)
	if end := slices.IndexFunc(lines, l.ends); end >= 0 {
		rest = slices.Concat(lines[end:]...)
		lines = lines[:end]
	}
	lines = slices.DeleteFunc(lines, func(line []run) bool { return pageNumber.MatchString(lineText(line)) })
	anchor := slices.IndexFunc(columns, func(c placed) bool { return Title(c.Title) == Title(l.Anchor) })
	for _, line := range lines {
		if i := slices.IndexFunc(line, func(r run) bool { return column(columns, r) == anchor && pdfDate.MatchString(Clean(r.text)) }); i >= 0 {
			rows = append(rows, &pdfRow{y: line[i].y, line: line[i].line, runs: make([][]run, len(columns))})
		}
	}
	if len(rows) == 0 {
		return nil, append(slices.Concat(lines...), rest...)
	}
	first, last := edges(lines, rows)
	var outside []run
	for i, line := range lines {
		for _, r := range line {
			switch {
			case r.size > 1.6*columns[anchor].run.size: // a watermark
			case i < first || i > last:
				outside = append(outside, r)
			default:
				row := nearest(rows, r.y)
				c := column(columns, r)
				row.runs[c] = append(row.runs[c], r)
			}
		}
	}
	for _, row := range rows {
		for _, cell := range row.runs {
			row.cells = append(row.cells, joinRuns(cell))
		}
	}
	return rows, append(outside, rest...)
}

func (l PDFLayout) ends(line []run) bool {
	text := Title(lineText(line))
	return slices.ContainsFunc(l.End, func(s string) bool { return strings.HasPrefix(text, Title(s)) })
}

// edges finds the lines where the table begins and ends. Over the first date
// and under the last there is no other row to mark the middle, but the lines of
// one cell stand close together.
func edges(lines [][]run, rows []*pdfRow) (first, last int) {
	indexOf := func(line int) int {
		return slices.IndexFunc(lines, func(runs []run) bool { return runs[0].line == line })
	}
	close := func(a, b []run) bool { return a[0].y-b[0].y <= 1.7*max(a[0].size, b[0].size) }
	first, last = indexOf(rows[0].line), indexOf(rows[len(rows)-1].line)
	for first > 0 && close(lines[first-1], lines[first]) {
		first--
	}
	for last+1 < len(lines) && close(lines[last], lines[last+1]) {
		last++
	}
	return first, last
}

func nearest(rows []*pdfRow, y float64) *pdfRow {
	i, _ := slices.BinarySearchFunc(rows, y, func(r *pdfRow, y float64) int { return cmp.Compare(y, r.y) })
	if i == len(rows) || i > 0 && rows[i-1].y-y < y-rows[i].y {
		i--
	}
	return rows[i]
}

// joinRuns puts the lines of a cell together, top to bottom.
func joinRuns(runs []run) string {
	slices.SortStableFunc(runs, func(a, b run) int { return cmp.Or(a.line-b.line, cmp.Compare(a.x0, b.x0)) })
	var out strings.Builder
	for i, r := range runs {
		if i > 0 && parted(runs[i-1].text, r.text) {
			out.WriteByte(' ')
		}
		out.WriteString(Clean(r.text))
	}
	return out.String()
}

// parted tells whether there is a blank between two pieces of one text that
// stand on two lines: between Latin words, and elsewhere if one was drawn.
// Chinese text and long numbers break anywhere.
func parted(a, b string) bool {
	x, _ := utf8.DecodeLastRuneInString(Clean(a))
	y, _ := utf8.DecodeRuneInString(Clean(b))
	latin := func(r rune) bool { return r < 0x2E80 && unicode.IsLetter(r) }
	switch {
	case unicode.IsDigit(x) && unicode.IsDigit(y), x >= 0x2E80 && y >= 0x2E80:
		return false
	case (latin(x) || x == ')' || x == ',') && (latin(y) || y == '(' || unicode.IsDigit(y)):
		return true
	}
	return strings.HasSuffix(a, " ") || strings.HasPrefix(b, " ")
}

// linesOf groups runs into lines, top to bottom.
func linesOf(runs []run) (lines [][]run) {
	for _, r := range runs {
		if n := len(lines); n > 0 && lines[n-1][0].line == r.line {
			lines[n-1] = append(lines[n-1], r)
		} else {
			lines = append(lines, []run{r})
		}
	}
	return lines
}

func lineText(runs []run) string {
	var texts []string
	for _, r := range runs {
		texts = append(texts, Clean(r.text))
	}
	return strings.Join(texts, " ")
}
