package table

import (
	"cmp"
	"math"
	"regexp"
	"slices"
	"strings"
	"unicode"

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
// found by their titles in each file, since issuers let users drop some.
type PDFLayout struct {
	Title   string // a text that stands on the first page; a PDF without it is not this issuer's
	Columns []PDFColumn
	Anchor  string // the column with the date, which is never empty and never wraps
}

// A run is a piece of text in one go on one line.
type run struct {
	text      string
	x0, x1, y float64
	size      float64
	line      int // on the page, from 1
}

// ReadPDF reads the table of a PDF as rows: the lines above it, the header once,
// the rows of all pages, and the lines below it.
func ReadPDF(src parser.Source, l PDFLayout) (*Book, error) {
	pages, err := pdfPages(src)
	if err != nil {
		return nil, err
	}
	var rows []Row
	var columns []placed
	titled := false
	for i, p := range pages {
		runs := runsOf(p.glyphs)
		if !titled {
			titled = slices.ContainsFunc(runs, func(r run) bool { return strings.Contains(Title(r.text), Title(l.Title)) })
		}
		if i == 0 && !titled {
			break
		}
		pos := func(line int) parser.Pos { return parser.Pos{File: src.Name, Page: i + 1, Row: line} }
		header, found := l.header(runs)
		if len(found) > 0 {
			if columns == nil {
				for _, line := range linesOf(runs, func(r run) bool { return r.y > header+r.size }) {
					rows = append(rows, Row{Pos: pos(line[0].line), Cells: texts(line)})
				}
				head := Row{Pos: pos(found[0].run.line)}
				for _, c := range found {
					head.Cells = append(head.Cells, Clean(c.run.text))
				}
				rows = append(rows, head)
			}
			columns = found
		}
		if columns == nil {
			for _, line := range linesOf(runs, func(run) bool { return true }) {
				rows = append(rows, Row{Pos: pos(line[0].line), Cells: texts(line)})
			}
			continue
		}
		if len(found) == 0 {
			header = math.Inf(1) // a page that goes on without a header
		}
		data, rest := l.rows(runs, columns, header)
		for _, d := range data {
			rows = append(rows, Row{Pos: pos(d.line), Cells: d.cells})
		}
		// Between the header and the first row stand its translations.
		for _, line := range linesOf(rest, func(r run) bool { return len(found) == 0 || len(data) == 0 || r.y < data[0].y }) {
			if cells := texts(line); !pageNumber.MatchString(strings.Join(cells, "")) {
				rows = append(rows, Row{Pos: pos(line[0].line), Cells: cells})
			}
		}
	}
	return &Book{Kind: "pdf", Sheets: []Sheet{{Rows: rows}}}, nil
}

var pageNumber = regexp.MustCompile(`^(第)?\d+\s*(页)?[/／]\s*(共)?\d+\s*(页)?$`)

// runsOf puts glyphs together to runs: same baseline, and no gap that a column
// could begin in. Text at an angle is a watermark, and what is drawn twice at
// one place is bold.
func runsOf(gs []glyph) []run {
	gs = slices.DeleteFunc(slices.Clone(gs), func(g glyph) bool {
		return math.Abs(g.angle) > 2 || g.size < 0.5 || math.IsNaN(g.x0+g.x1+g.y) || math.IsInf(g.x0+g.x1+g.y, 0)
	})
	slices.SortStableFunc(gs, func(a, b glyph) int {
		if math.Abs(a.y-b.y) > 0.35*min(a.size, b.size) {
			return cmp.Compare(b.y, a.y)
		}
		return cmp.Compare(a.x0, b.x0)
	})
	var out []run
	var last glyph
	n := 0
	for i, g := range gs {
		same := i > 0 && math.Abs(g.y-last.y) <= 0.35*g.size
		if same && g.text == last.text && math.Abs(g.x0-last.x0) < 0.5 {
			continue
		}
		if !same {
			n++
		}
		if gap := g.x0 - last.x1; same && gap < 0.6*g.size && gap > -g.size && len(out) > 0 {
			r := &out[len(out)-1]
			r.text += g.text
			r.x1 = g.x1
		} else {
			out = append(out, run{g.text, g.x0, g.x1, g.y, g.size, n})
		}
		last = g
	}
	for i := range out {
		out[i].text = Radicals(out[i].text)
	}
	return slices.DeleteFunc(out, func(r run) bool { return Clean(r.text) == "" })
}

// A placed is a column where it stands in this file.
type placed struct {
	PDFColumn
	run run
}

// header finds the line with the titles: at least three of them, the anchor's
// among them.
func (l PDFLayout) header(runs []run) (y float64, found []placed) {
	byLine := map[int][]placed{}
	for _, r := range runs {
		for _, c := range l.Columns {
			if Title(r.text) == Title(c.Title) {
				byLine[r.line] = append(byLine[r.line], placed{c, r})
			}
		}
	}
	for line, titles := range byLine {
		anchored := slices.ContainsFunc(titles, func(s placed) bool { return s.Title == l.Anchor })
		better := len(titles) > len(found) || len(titles) == len(found) && line < found[0].run.line
		if anchored && len(titles) >= 3 && better {
			found = titles
		}
	}
	if len(found) == 0 {
		return 0, nil
	}
	slices.SortFunc(found, func(a, b placed) int { return cmp.Compare(a.run.x0, b.run.x0) })
	return found[0].run.y, found
}

// column says in which column a run stands.
func column(columns []placed, r run) int {
	best := 0
	distance := math.Inf(1)
	for i, c := range columns {
		var d float64
		switch c.Align {
		case Left:
			if r.x0 >= c.run.x0-6 {
				best = i
			}
			continue
		case Centre:
			d = math.Abs((r.x0+r.x1)/2 - (c.run.x0+c.run.x1)/2)
		case Right:
			d = math.Abs(r.x1 - c.run.x1)
		}
		if d < distance {
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

var pdfDate = regexp.MustCompile(`^\d{4}[-/.]?\d{2}[-/.]?\d{2}$|^\d{2}/\d{2}$`)

// rows gives every run below the header to the row whose date is nearest, since
// wrapped cells are centred on their row: their first line lies above the date.
// What is too far from any date is not part of the table.
func (l PDFLayout) rows(runs []run, columns []placed, header float64) (rows []*pdfRow, rest []run) {
	anchor := slices.IndexFunc(columns, func(c placed) bool { return c.Title == l.Anchor })
	var body []run
	for _, r := range runs {
		if r.y < header-r.size/2 {
			body = append(body, r)
		}
	}
	for _, r := range body {
		if column(columns, r) == anchor && pdfDate.MatchString(Clean(r.text)) {
			rows = append(rows, &pdfRow{y: r.y, line: r.line, runs: make([][]run, len(columns))})
		}
	}
	if len(rows) == 0 {
		return nil, body
	}
	pitch := math.Inf(1)
	for i := 1; i < len(rows); i++ {
		pitch = min(pitch, rows[i-1].y-rows[i].y)
	}
	if math.IsInf(pitch, 1) {
		pitch = 3 * body[0].size
	}
	for _, r := range body {
		i := 0
		for k := range rows {
			if math.Abs(rows[k].y-r.y) < math.Abs(rows[i].y-r.y) {
				i = k
			}
		}
		// Half the way to the neighbour; at the ends of the table there is none on
		// one side, and the smallest pitch of the page stands for it.
		reach := pitch * 0.62
		if d := r.y - rows[i].y; d > 0 && i > 0 {
			reach = (rows[i-1].y - rows[i].y) / 2
		} else if d < 0 && i+1 < len(rows) {
			reach = (rows[i].y - rows[i+1].y) / 2
		}
		if math.Abs(rows[i].y-r.y) > reach+0.01 {
			rest = append(rest, r)
			continue
		}
		c := column(columns, r)
		rows[i].runs[c] = append(rows[i].runs[c], r)
	}
	for _, row := range rows {
		for _, cell := range row.runs {
			row.cells = append(row.cells, joinRuns(cell))
		}
	}
	return rows, rest
}

// joinRuns puts the lines of a cell together, top to bottom: without a blank
// between Chinese characters and inside numbers, with one elsewhere.
func joinRuns(runs []run) string {
	slices.SortStableFunc(runs, func(a, b run) int {
		if a.line != b.line {
			return a.line - b.line
		}
		return cmp.Compare(a.x0, b.x0)
	})
	out := ""
	for i, r := range runs {
		text := Clean(r.text)
		if i > 0 && out != "" && text != "" {
			a, b := []rune(out), []rune(text)
			x, y := a[len(a)-1], b[0]
			latin := func(c rune) bool { return c < 0x2E80 && unicode.IsLetter(c) }
			if latin(x) && latin(y) {
				out += " "
			}
		}
		out += text
	}
	return out
}

// linesOf groups runs that pass into lines, top to bottom.
func linesOf(runs []run, pass func(run) bool) (out [][]run) {
	for _, r := range runs {
		if !pass(r) {
			continue
		}
		if n := len(out); n > 0 && out[n-1][0].line == r.line {
			out[n-1] = append(out[n-1], r)
		} else {
			out = append(out, []run{r})
		}
	}
	return out
}

func texts(runs []run) (cells []string) {
	for _, r := range runs {
		cells = append(cells, Clean(r.text))
	}
	return cells
}
