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
	Under // somehow under the heading: in ruled tables, where it is not known how
)

// A PDFColumn is a column by its title.
type PDFColumn struct {
	Title string
	Align Align
}

// PDFColumns are columns whose cells all stand in the same way.
func PDFColumns(align Align, titles ...string) (columns []PDFColumn) {
	for _, t := range titles {
		columns = append(columns, PDFColumn{t, align})
	}
	return columns
}

// A PDFLayout declares how the table of one issuer's PDF is drawn. Columns are
// found by their titles in each file, since issuers let users drop some; what
// stands between the titles is a column too, left-aligned, under its own title.
// Pages may repeat the header or go on without one. How the lines of a wrapped
// cell stand, around the date of their row or down from it, is seen in the file.
type PDFLayout struct {
	Title   string // a text of the issuer's; a PDF without it needs at least half of the columns
	Columns []PDFColumn
	Anchor  string         // the column with the date, which is never empty; only a time may stand below it
	Head    float64        // points from the baseline of the titles down to where rows may begin: over translations of them
	End     []string       // how lines begin that end the rows of a page
	Section *regexp.Regexp // lines between rows that are rows of one cell: headings with a card or a currency; nil is none
}

// A run is a piece of text in one go on one line.
type run struct {
	text      string
	title     string // text as a title, unless it is too long for one
	x0, x1, y float64
	size      float64
	line      int // on the page, from 1
}

// maxTitle is how many bytes a title may have: most text is no title, and to
// make one of it costs more than to read it.
const maxTitle = 200

// maxRun is how many bytes a run may have: no line on paper is as long.
const maxRun = 10_000

// ReadPDF reads the table of a PDF as rows: the lines above it, the header once,
// and the rows of all pages; its margin is what else stands on the pages. Its
// errors are problems with the file as a whole; a PDF of another issuer is one.
func ReadPDF(src parser.Source, l PDFLayout) (*Book, error) {
	pages, err := pdfPages(src)
	if err != nil {
		return nil, err
	}
	headers := make([][]placed, len(pages))
	titled, most, title := false, 0, Title(l.Title)
	for i, runs := range pages {
		titled = titled || slices.ContainsFunc(runs, func(r run) bool { return strings.Contains(r.title, title) })
		headers[i] = l.header(runs)
		most = max(most, l.known(headers[i]))
	}
	switch {
	case !titled && (most < 3 || most*2 < len(l.Columns)):
		return nil, parser.Problemf(
			"这个 PDF 不是能识别的银行流水。支付宝和微信请导出“用于个人对账”的账单（CSV、XLSX），不要用 PDF 证明；银行流水请尽量导出 Excel 或 CSV",
			"this PDF is no bank statement that is known. From Alipay and WeChat export the bill for your own accounts (CSV or XLSX), not the PDF certificate; from a bank, export Excel or CSV where you can",
		)
	case most == 0:
		return nil, parser.Problemf("这个 PDF 是“%[1]s”，但里面找不到有“%[2]s”的表头；请重新导出，或者换一种方式下载",
			"this PDF is %[1]q, but it has no table with %[2]s in its header; export it again, or download it another way", l.Title, l.Anchor)
	}
	t := &pdfTable{PDFLayout: l, file: src.Name}
	for i, runs := range pages {
		t.page = i + 1
		t.add(runs, headers[i])
	}
	return &Book{Kind: "pdf", Sheets: []Sheet{t.sheet}}, nil
}

// A pdfTable is a table while its pages are read.
type pdfTable struct {
	PDFLayout
	file    string
	page    int
	sheet   Sheet
	columns []placed // of the last header; nil before the first
	head    int      // where the first header is in the rows
	order   []int    // where in it the columns of the last header are
}

func (t *pdfTable) row(line int, cells ...string) Row {
	return Row{Pos: parser.Pos{File: t.file, Page: t.page, Row: line}, Cells: cells}
}

// asRows makes a row of one cell of each line, page numbers left away.
func (t *pdfTable) asRows(lines [][]run) (rows []Row) {
	for _, line := range lines {
		if text := lineText(line); !pageNumber.MatchString(text) {
			rows = append(rows, t.row(line[0].line, text))
		}
	}
	return rows
}

// maxAbove is how many lines above the first header stay in the rows: the last
// of what may be several pages.
const maxAbove = 60

// add reads a page and its first header, if it has one. Further ones on it begin
// further tables: statements with sections have one for each.
func (t *pdfTable) add(runs []run, header []placed) {
	top := math.Inf(1) // where rows may begin, on a page that goes on without header
	for ; header != nil; header = t.next(runs) {
		highest, lowest := header[0].first, header[0].run
		for _, c := range header {
			if c.first.y > highest.y {
				highest = c.first
			}
			if c.run.y < lowest.y {
				lowest = c.run
			}
		}
		begin := slices.IndexFunc(runs, func(r run) bool { return r.line >= highest.line })
		above := runs[:begin]
		switch {
		case t.columns == nil:
			rows := append(t.sheet.Rows, t.asRows(linesOf(above))...)
			t.head = min(len(rows), maxAbove)
			t.sheet.Margin = slices.Clone(rows[:len(rows)-t.head])
			t.sheet.Rows = append(slices.Clone(rows[len(rows)-t.head:]), t.row(highest.line))
		case t.goesOn(above):
			t.addRows(above, top)
		default: // the head of the page
			t.sheet.Margin = append(t.sheet.Margin, t.asRows(linesOf(above))...)
		}
		runs = slices.DeleteFunc(slices.Clone(runs[begin:]), func(r run) bool { return r.line <= lowest.line })
		t.columns, top, t.order = header, lowest.y-t.Head, nil
		titles := &t.sheet.Rows[t.head].Cells
		for _, c := range header {
			at := slices.Index(*titles, c.Title)
			if at < 0 || slices.Contains(t.order, at) {
				at = len(*titles)
				*titles = append(*titles, c.Title)
			}
			t.order = append(t.order, at)
		}
	}
	if t.columns == nil {
		t.sheet.Rows = append(t.sheet.Rows, t.asRows(linesOf(runs))...)
		return
	}
	t.addRows(runs, top)
}

// next finds another header on the page, under one that was found.
func (t *pdfTable) next(runs []run) []placed {
	found := t.header(runs)
	if t.known(found)*2 < len(t.Columns) {
		return nil
	}
	return found
}

// goesOn tells whether rows or headings of the table stand above another header.
func (t *pdfTable) goesOn(runs []run) bool {
	return slices.ContainsFunc(linesOf(runs), func(line []run) bool {
		text := lineText(line)
		return t.Section != nil && t.Section.MatchString(text) || hasAmount.MatchString(text) && t.dateIn(line, t.columns) >= 0
	})
}

// addRows reads the rows of a page, or of a part of it, that stand below top.
func (t *pdfTable) addRows(runs []run, top float64) {
	runs = slices.DeleteFunc(slices.Clone(runs), func(r run) bool { return r.y >= top })
	data, rest, below := t.rows(runs, t.columns)
	for _, d := range data {
		cells := make([]string, len(t.sheet.Rows[t.head].Cells))
		for i, c := range d.cells { // a section has but one
			cells[t.order[i]] = c
		}
		t.sheet.Rows = append(t.sheet.Rows, t.row(d.line, cells...))
	}
	for _, r := range t.asRows(rest) {
		if hasAmount.MatchString(r.Cells[0]) {
			t.sheet.Rows = append(t.sheet.Rows, r) // better a line too many than a row lost
		} else {
			t.sheet.Margin = append(t.sheet.Margin, r)
		}
	}
	t.sheet.Margin = append(t.sheet.Margin, t.asRows(below)...)
}

// hasAmount is a line that may be of a row: each has an amount.
var hasAmount = regexp.MustCompile(`(^|\s)[-+−－¥￥]*\d[\d,]*\.\d{2}(\s|$)`)

// dateIn is the run of a line that is a date in the column of the dates, or -1.
func (l PDFLayout) dateIn(line []run, columns []placed) int {
	anchor := l.anchor(columns)
	return slices.IndexFunc(line, func(r run) bool { return column(columns, r) == anchor && pdfDate.MatchString(Clean(r.text)) })
}

func (l PDFLayout) anchor(columns []placed) int {
	title := Title(l.Anchor)
	return slices.IndexFunc(columns, func(c placed) bool { return c.title == title })
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
			if len(runs) > first && len(runs[len(runs)-1].text) < maxRun && gap < 0.4*g.size && gap > -g.size && g.size < 1.6*last.size && last.size < 1.6*g.size {
				r := &runs[len(runs)-1]
				r.text, r.x1 = r.text+g.text, g.x1
			} else {
				runs = append(runs, run{text: g.text, x0: g.x0, x1: g.x1, y: g.y, size: g.size, line: n})
			}
			last = g
		}
	}
	for i := range runs {
		runs[i].text = Radicals(runs[i].text)
		if len(runs[i].text) <= maxTitle {
			runs[i].title = Title(runs[i].text)
		}
	}
	return slices.DeleteFunc(runs, func(r run) bool { return Clean(r.text) == "" })
}

// A placed is a column where it stands in this file.
type placed struct {
	PDFColumn
	title string // fit for comparing
	run   run    // the title, with the baseline of its last line
	first run    // its first line
}

// headerHeight is how far apart the titles of one header may stand: some wrap.
const headerHeight = 45

// known counts the columns of a header that the layout declares.
func (l PDFLayout) known(found []placed) (n int) {
	for _, c := range found {
		if slices.ContainsFunc(l.Columns, func(d PDFColumn) bool { return d.Title == c.Title }) {
			n++
		}
	}
	return n
}

// header finds the titles: the anchor's and at least one other. It is nil if
// they are not on this page.
func (l PDFLayout) header(runs []run) (best []placed) {
	titles := make([]string, len(l.Columns))
	for i, c := range l.Columns {
		titles[i] = Title(c.Title)
	}
	runs = apart(runs, titles)
	most, first := 1, Title(l.Anchor)
	for _, anchor := range runs {
		if stack(runs, anchor, first) == nil {
			continue
		}
		near := slices.DeleteFunc(slices.Clone(runs), func(r run) bool { return math.Abs(r.y-anchor.y) > headerHeight })
		var found []placed
		taken := map[run]bool{}
		for i, c := range l.Columns {
			var nearest []run
			for _, r := range near {
				if s := stack(near, r, titles[i]); s != nil && (nearest == nil || math.Abs(r.y-anchor.y) < math.Abs(nearest[0].y-anchor.y)) {
					nearest = s
				}
			}
			if nearest == nil {
				continue
			}
			whole := nearest[len(nearest)-1]
			for _, r := range nearest {
				whole.x0, whole.x1 = min(whole.x0, r.x0), max(whole.x1, r.x1)
				taken[r] = true
			}
			found = append(found, placed{c, titles[i], whole, nearest[0]})
		}
		n := len(found)
		for _, r := range near {
			if r.line == anchor.line && !taken[r] {
				found = append(found, placed{PDFColumn{Title: Clean(r.text)}, r.title, r, r})
			}
		}
		if n > most {
			best, most = found, n
		}
	}
	slices.SortFunc(best, func(a, b placed) int { return cmp.Compare(a.run.x0, b.run.x0) })
	return best
}

// stack returns the lines of a title that begins with r: r alone, or r and what
// stands right below it. It is nil if they do not make the title.
func stack(runs []run, r run, title string) []run {
	rest, ok := strings.CutPrefix(title, r.title)
	switch {
	case !ok || r.title == "":
		return nil
	case rest == "":
		return []run{r}
	}
	for _, below := range runs {
		if d := r.y - below.y; d > 0 && d <= 2*r.size && below.x0 < r.x1 && r.x0 < below.x1 {
			if more := stack(runs, below, rest); more != nil {
				return append([]run{r}, more...)
			}
		}
	}
	return nil
}

// apart cuts runs of several titles, which stand so close that they look like
// one text.
func apart(runs []run, titles []string) (out []run) {
	for _, r := range runs {
		var parts []string
		rest := r.title
		for rest != "" && len(parts) < len(titles) {
			i := slices.IndexFunc(titles, func(t string) bool { return strings.HasPrefix(rest, t) })
			if i < 0 {
				break
			}
			parts = append(parts, titles[i])
			rest = rest[len(titles[i]):]
		}
		if rest != "" || len(parts) < 2 {
			out = append(out, r)
			continue
		}
		each := (r.x1 - r.x0) / float64(utf8.RuneCountInString(strings.Join(parts, "")))
		for _, p := range parts {
			part := r
			part.text, part.title, part.x1 = p, p, r.x0+each*float64(utf8.RuneCountInString(p))
			out = append(out, part)
			r.x0 = part.x1
		}
	}
	return out
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
		case Under: // the more they overlap, the less
			d = max(r.x0, c.run.x0) - min(r.x1, c.run.x1)
		}
		if d < distance || d == distance && c.Align == Left {
			best, distance = i, d
		}
	}
	return best
}

type pdfRow struct {
	y      float64 // baseline of the date
	middle float64 // between the date and the time below it, if there is one
	line   int
	cells  []string
	runs   [][]run // by column
}

var (
	pdfDate    = regexp.MustCompile(`^(\d{4}[-/.]?\d{2}[-/.]?\d{2}|\d{4}年\d{1,2}月\d{1,2}日)([ T]*\d{1,2}:\d{2}(:\d{2})?)?$|^\d{2}/\d{2}$`)
	pdfClock   = regexp.MustCompile(`^\d{1,2}:\d{2}(:\d{2})?$`)
	pageNumber = regexp.MustCompile(`^(第\s*)?\d+\s*(页)?\s*[/／]\s*(共\s*)?\d+\s*(页)?$|^第\s*\d+\s*页(\s*[/／]?\s*共)?(\s*\d+\s*页)?$|^共?\s*\d+\s*页$`)
)

// watermark is how much larger than the titles the text across a table is.
const watermark = 1.3

// rows gives every run to its row. Lines that are of no row come back as rest,
// those from an end mark on as below.
func (l PDFLayout) rows(runs []run, columns []placed) (rows []*pdfRow, rest, below [][]run) {
	lines := linesOf(runs)
	if end := slices.IndexFunc(lines, l.ends); end >= 0 {
		lines, below = lines[:end], lines[end:]
	}
	anchor := l.anchor(columns)
	var sections []*pdfRow
	var table [][]run
	for _, line := range lines {
		line = slices.DeleteFunc(line, func(r run) bool { return r.size > watermark*columns[anchor].run.size })
		if len(line) == 0 {
			continue
		}
		switch text := lineText(line); {
		case l.Section != nil && l.Section.MatchString(text):
			sections = append(sections, &pdfRow{line: line[0].line, cells: []string{text}})
		case pageNumber.MatchString(text):
		default:
			table = append(table, line)
		}
	}
	for _, line := range table {
		if i := l.dateIn(line, columns); i >= 0 {
			rows = append(rows, &pdfRow{y: line[i].y, middle: line[i].y, line: line[i].line, runs: make([][]run, len(columns))})
		}
	}
	if len(rows) == 0 {
		return sections, table, below
	}
	first, last := edges(table, rows, func(line []run) bool {
		return slices.ContainsFunc(line, func(r run) bool { return column(columns, r) == anchor && !pdfClock.MatchString(Clean(r.text)) })
	})
	rest = slices.Concat(table[:first], table[last+1:])
	byColumn := make([][]run, len(columns))
	for _, line := range table[first : last+1] {
		for _, r := range line {
			c := column(columns, r)
			byColumn[c] = append(byColumn[c], r)
		}
	}
	for _, r := range byColumn[anchor] { // a date, or the time below it
		i := max(0, slices.IndexFunc(rows, func(row *pdfRow) bool { return row.y < r.y-r.size/2 })-1)
		if rows[len(rows)-1].y >= r.y-r.size/2 {
			i = len(rows) - 1
		}
		rows[i].runs[anchor] = append(rows[i].runs[anchor], r)
		rows[i].middle = (rows[i].y + min(rows[i].y, r.y)) / 2
	}
	byColumn[anchor] = nil
	place(rows, byColumn)
	for _, row := range rows {
		for c, cell := range row.runs {
			row.cells = append(row.cells, joinRuns(cell, c == anchor))
		}
	}
	rows = append(rows, sections...)
	slices.SortFunc(rows, func(a, b *pdfRow) int { return a.line - b.line })
	return rows, rest, below
}

func (l PDFLayout) ends(line []run) bool {
	text := Title(lineText(line))
	return slices.ContainsFunc(l.End, func(s string) bool { return strings.HasPrefix(text, Title(s)) })
}

// edges finds the lines where the table begins and ends. Over the first date
// and under the last there is no other row to mark the middle, but the lines of
// one cell stand close together. Another text below or above a date is foreign.
func edges(lines [][]run, rows []*pdfRow, foreign func(line []run) bool) (first, last int) {
	indexOf := func(line int) int {
		return slices.IndexFunc(lines, func(runs []run) bool { return runs[0].line == line })
	}
	close := func(a, b []run) bool { return a[0].y-b[0].y <= 1.7*max(a[0].size, b[0].size) }
	first, last = indexOf(rows[0].line), indexOf(rows[len(rows)-1].line)
	for first > 0 && close(lines[first-1], lines[first]) && !foreign(lines[first-1]) {
		first--
	}
	for last+1 < len(lines) && close(lines[last], lines[last+1]) && !foreign(lines[last+1]) {
		last++
	}
	return first, last
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

// joinRuns puts the lines of a cell together, top to bottom; a date and the
// time below it with a blank.
func joinRuns(runs []run, date bool) string {
	slices.SortStableFunc(runs, func(a, b run) int { return cmp.Or(a.line-b.line, cmp.Compare(a.x0, b.x0)) })
	var out strings.Builder
	for i, r := range runs {
		if i > 0 && (date || parted(runs[i-1].text, r.text)) {
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

func lineText(runs []run) string {
	var texts []string
	for _, r := range runs {
		texts = append(texts, Clean(r.text))
	}
	return strings.Join(texts, " ")
}
