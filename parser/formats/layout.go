package formats

import (
	"cmp"
	"hash/maphash"
	"reflect"
	"regexp"
	"slices"
	"strings"
	"sync/atomic"

	"github.com/unrenew/unrenew/parser"
	"github.com/unrenew/unrenew/parser/internal/table"
)

// A layout is the declaration of one export layout.
//
// R is a struct of strings, one field for each column. Its csv tags are the
// issuer's own titles; a tag may name several spellings. A column with
// "omitempty" may be missing from the export, any other may not. Columns are
// found by these titles, wherever they stand and whatever file they are in.
type layout[R any] struct {
	Info

	medium    parser.Medium
	signature []string // titles that this layout has, all of them, and no layout of another issuer; the first spelling stands for all
	oneOf     []string // of these titles at least one, if there are any
	without   []string // titles by which a later layout of the issuer is known

	// text names the free-text columns in which an unquoted comma may stand, the
	// likeliest first. plausible tells a row whose cells stand in their columns
	// from one that is shifted, beyond what row itself refuses; nil is always.
	text      []string
	plausible func(R) bool

	// titles name the columns in place of the csv tags of R, by tag; a tag that is
	// not in it has no column. Nil: the tags are the titles.
	titles map[string][]string

	// money names the columns with amounts, where one may be the last of a row: a
	// file that breaks off in it would leave a smaller amount.
	money []string

	lacks int // cells that a row of text may lack at its end: Alipay drops an empty 备注

	// open reads the file as sheets of rows; nil is table.Read.
	open func(parser.Source) (*table.Book, error)

	// begin sees what stands above the table. An error means that no row can be read.
	begin func(*reading) error
	// row makes a transaction of a row. Its errors name the column; errNoTransaction
	// is that of a balance carried forward and the like.
	row func(R, *reading) (parser.Transaction, error)
	// end sees all rows, for what only several of them tell together.
	end func(*reading)
}

// A reading is a statement while it is read.
type reading struct {
	*parser.Statement
	source parser.Source
	above  []string // the lines above the table, cells joined by a blank
	below  []string // the lines under it
	ended  bool     // a footer was met
	month  month    // for layouts that print no year
	words  []string // unknown words of statuses and types, each once
	home   *home    // for layouts that are written as in the country of the account
	lostID bool     // a spreadsheet destroyed order numbers
	more   bool     // a row has a card or a balance

	repaired  []parser.Pos // rows with unquoted commas
	fruitless int          // rows that could not be repaired
}

// A home is how the country of an account writes dates, and its currency.
type home struct{ dates, currency string }

func (l layout[R]) ID() string { return l.Info.ID }

func (l layout[R]) about() Info {
	in := l.Info
	switch {
	case in.Group != "":
	case l.medium == parser.Wallet:
		in.Group = Wallets
	default:
		in.Group = Banks
	}
	return in
}

func (l layout[R]) read(src parser.Source) (*table.Book, error) {
	if l.open != nil {
		return l.open(src)
	}
	return table.Read(src)
}

// pieceSize is how much of a long text is read at a time. A smaller one costs
// more for each piece, a larger one more memory.
var pieceSize = 512 << 10 // bytes

// beginning is the first piece of a long text and any other source as it is: what
// a file is shows there.
func beginning(src parser.Source) parser.Source {
	if t := table.Long(src, pieceSize); t != nil {
		return t.Head()
	}
	return src
}

// Sniff looks for a header row with the layout's titles.
func (l layout[R]) Sniff(src parser.Source) parser.Match {
	src = beginning(src)
	book, err := l.read(src)
	if err != nil {
		return parser.Match{Reason: parser.TextOf(err)}
	}
	found := l.find(src, book)
	if len(found) == 0 {
		return parser.Match{}
	}
	h := found[0]
	if len(h.missing) > 0 {
		return parser.Match{Certainty: parser.ByContent, Reason: h.lacking()}
	}
	return parser.Match{
		Certainty: parser.ByContent,
		Version:   l.Since,
		Reason:    parser.Says("第 %[1]d 行有 %[2]s", "row %[1]d has %[2]s", h.row().Pos.Row, strings.Join(l.signature, ", ")),
	}
}

// maxHead is how many rows of a sheet are searched for the header. The longest
// preamble known has 25 lines.
const maxHead = 100

// A header is the row with the titles of a table.
type header struct {
	sheet   table.Sheet
	at      int      // index of the header in sheet.Rows
	text    bool     // from a text file, whose end may be cut off
	tags    []string // for each cell the tag it answers to, or ""
	columns int      // how many tags there are
	missing []string // titles of needed columns that are not there
	unknown []string // titles that no column of the layout answers to
}

func (h header) row() table.Row { return h.sheet.Rows[h.at] }

// width is the number of cells up to the last title.
func (h *header) width() int {
	n := len(h.tags)
	for n > 0 && h.row().Cells[n-1] == "" {
		n--
	}
	return n
}

func (h header) lacking() parser.Text {
	list := strings.Join(h.missing, ", ")
	return parser.Says("第 %[1]d 行的表头缺少：%[2]s", "the header in row %[1]d lacks %[2]s", h.row().Pos.Row, list)
}

// find returns the header of each sheet of src that has one, complete ones first, and
// among them the export itself: a workbook that was opened and saved may hold a
// copy next to it, and the export begins with its title alone, the copy with
// Column1, Column2, and so on.
func (l layout[R]) find(src parser.Source, book *table.Book) []header {
	var found []header
	claims := l.claims()
	heads := src.Memo(headsKey{book}, func() any { return headsOf(book) }).([][][]string) // many layouts look at one book
	for n, sheet := range book.Sheets {
		if i := slices.IndexFunc(heads[n], claims); i >= 0 {
			h := l.header(sheet, i)
			h.text = book.Kind == "text"
			found = append(found, h)
		}
	}
	slices.SortStableFunc(found, func(a, b header) int {
		return cmp.Or(min(1, len(a.missing))-min(1, len(b.missing)), len(filled(a.sheet.Rows[0].Cells))-len(filled(b.sheet.Rows[0].Cells)))
	})
	return found
}

type headsKey struct{ *table.Book }

// headsOf are the rows of each sheet in which the header may be, fit for comparing.
func headsOf(book *table.Book) [][][]string {
	heads := make([][][]string, len(book.Sheets))
	for i, sheet := range book.Sheets {
		for _, r := range sheet.Rows[:min(maxHead, len(sheet.Rows))] {
			heads[i] = append(heads[i], titlesOf(r))
		}
	}
	return heads
}

// maxTitles is how many titles a header may have; the longest known has 16.
const maxTitles = 200

// titlesOf makes the cells of a row fit for comparing; nil if it is no header.
func titlesOf(r table.Row) []string {
	titles := make([]string, len(r.Cells))
	n := 0
	for i, c := range r.Cells {
		if c == "" {
			continue
		}
		if n++; n > maxTitles {
			return nil
		}
		titles[i] = titleOf(c)
	}
	return titles
}

// translated is a Chinese title with its translation before or behind it:
// "Trans Date 交易日期".
var translated = regexp.MustCompile(`^[A-Za-z./]*(\p{Han}.*?)[A-Za-z./]*$`)

// titleOf makes a title fit for comparing, translations left away. All layouts
// ask it of the same cells, so that it remembers some answers.
func titleOf(s string) string {
	at := &titles[maphash.String(titleSeed, s)%uint64(len(titles))]
	if known := at.Load(); known != nil && known.cell == s {
		return known.title
	}
	title := newTitle(s)
	if len(s) <= maxTitle {
		at.Store(&titled{strings.Clone(s), strings.Clone(title)}) // the text they are of need not stay in memory
	}
	return title
}

// A titled is a cell and what titleOf makes of it.
type titled struct{ cell, title string }

var (
	titles    [1 << 12]atomic.Pointer[titled] // by hash; one with the same hash takes the place
	titleSeed = maphash.MakeSeed()
)

// maxTitle is how long a cell is at most that is remembered.
const maxTitle = 200 // bytes

func newTitle(s string) string {
	s = table.Title(s)
	latin := func(c byte) bool { return c == '.' || c == '/' || 'A' <= c && c <= 'Z' || 'a' <= c && c <= 'z' }
	if s == "" || !latin(s[0]) && !latin(s[len(s)-1]) {
		return s
	}
	if m := translated.FindStringSubmatch(s); m != nil {
		return m[1]
	}
	return s
}

// claims returns a function that knows the titles of a header of the layout.
func (l layout[R]) claims() func(titles []string) bool {
	columns := l.columns()
	spelled := func(titles []string) (all [][]string) {
		for _, t := range titles {
			spellings := []string{titleOf(t)}
			if i := slices.IndexFunc(columns, func(c column) bool { return c.tag == t }); i >= 0 {
				spellings = nil
				for _, s := range columns[i].titles {
					spellings = append(spellings, titleOf(s))
				}
			}
			all = append(all, spellings)
		}
		return all
	}
	signature, oneOf, without := spelled(l.signature), spelled(l.oneOf), spelled(l.without)
	return func(titles []string) bool {
		if len(titles) < len(signature) {
			return false
		}
		has := func(spellings []string) bool {
			return slices.ContainsFunc(spellings, func(t string) bool { return slices.Contains(titles, t) })
		}
		return !slices.ContainsFunc(signature, func(s []string) bool { return !has(s) }) &&
			(len(oneOf) == 0 || slices.ContainsFunc(oneOf, has)) &&
			!slices.ContainsFunc(without, has)
	}
}

func (l layout[R]) header(sheet table.Sheet, at int) header {
	titles := titlesOf(sheet.Rows[at])
	h := header{sheet: sheet, at: at, tags: make([]string, len(titles))}
	for _, c := range l.columns() {
		found := false
		for _, t := range c.titles {
			for i := range titles {
				if titles[i] == titleOf(t) {
					h.tags[i], found = c.tag, true
				}
			}
		}
		if !found && !c.optional {
			h.missing = append(h.missing, c.titles[0])
		}
	}
	h.columns = len(filled(h.tags))
	for i, cell := range sheet.Rows[at].Cells {
		if cell != "" && h.tags[i] == "" {
			h.unknown = append(h.unknown, cell)
		}
	}
	return h
}

// A column is what the csv tag of a field says.
type column struct {
	tag      string   // the first spelling of its title, by which rows are filled
	titles   []string // all of them
	optional bool
}

// columns are those of R, by the titles of this layout.
func (l layout[R]) columns() []column {
	columns := columnsOf[R]()
	if l.titles == nil {
		return columns
	}
	for i := range columns {
		columns[i].titles = l.titles[columns[i].tag]
		columns[i].optional = columns[i].optional || columns[i].titles == nil
	}
	return columns
}

func columnsOf[R any]() []column {
	t := reflect.TypeFor[R]()
	columns := make([]column, t.NumField())
	for i := range columns {
		for _, s := range strings.Split(t.Field(i).Tag.Get("csv"), ",") {
			if s == "omitempty" {
				columns[i].optional = true
			} else {
				columns[i].titles = append(columns[i].titles, s)
			}
		}
		columns[i].tag = columns[i].titles[0]
	}
	return columns
}

// Parse reads all of src.
func (l layout[R]) Parse(src parser.Source) (*parser.Statement, error) {
	var long *table.Text
	beginning := src
	if l.open == nil {
		if long = table.Long(src, pieceSize); long != nil {
			beginning = long.Head()
		}
	}
	book, err := l.read(beginning)
	if err != nil {
		return nil, err
	}
	found := l.find(beginning, book)
	if len(found) == 0 {
		return nil, parser.Problemf("没有找到表头（应有 %s）；请使用原始文件", "there is no header with %s; use the file as it was exported", strings.Join(l.signature, ", "))
	}
	if h := found[0]; len(h.missing) > 0 {
		return nil, (&parser.Problem{Text: h.lacking()}).Because(parser.ErrVersion)
	}
	whole, err := l.parse(src, found[0], long)
	if err != nil {
		return nil, err
	}
	for _, h := range found[1:] {
		pos := h.row().Pos
		if len(h.missing) > 0 {
			text := h.lacking()
			whole.Notes = append(whole.Notes, parser.Note{Code: "sheet-not-read", Pos: pos, Text: parser.Says(
				"没有读取工作表“%[1]s”：%[2]s", "sheet %[1]q was not read: %[3]s", pos.Sheet, text.ZH, text.EN)})
			continue
		}
		st, err := l.parse(src, h, nil)
		if err != nil {
			return nil, err
		}
		join(whole, st, pos)
	}
	checkCount(whole, src.Name)
	return whole, nil
}

// parse reads one table: that of long, if it is one of a long text.
func (l layout[R]) parse(src parser.Source, h header, long *table.Text) (*parser.Statement, error) {
	rd := &reading{Statement: &parser.Statement{Issuer: l.Issuer, Medium: l.medium}, source: src}
	for _, r := range h.sheet.Rows[:h.at] {
		rd.above = append(rd.above, strings.Join(filled(r.Cells), " "))
	}
	rd.readHead(rd.above)
	if l.begin != nil {
		if err := l.begin(rd); err != nil {
			return nil, err
		}
	}
	if err := l.readRows(rd, h, long); err != nil {
		return nil, err
	}
	for _, r := range h.sheet.Margin {
		rd.below = append(rd.below, strings.Join(filled(r.Cells), " "))
	}
	rd.readHead(rd.below)
	if l.end != nil {
		l.end(rd)
		rd.more = true // it may have said so
	}
	rd.finish(h)
	return rd.Statement, nil
}

// footer is the first text of a row that ends the table.
var footer = regexp.MustCompile(`^(#|[-—_=*]{4,}|共\d+笔|[^\d]{0,6}(合计|总计|小计|合并统计)|(已|待)?(收入|支出)[:：]|(导出|统计)信息|导出时间|第\s*\d+\s*页|(以上|本)[^\d]{0,8}仅供参考|(温馨|特别)?提示|说明[:：]?$|打印完毕|\[END\])`)

// transaction reads into t a row as it stands, whose cells are in r. Torn tells
// that the file ends within it.
func (l *layout[R]) transaction(t *parser.Transaction, rd *reading, h *header, row *table.Row, r *R, torn bool) (err error) {
	n := 0
	for _, c := range row.Cells {
		if c != "" {
			n++
		}
	}
	switch {
	case n <= 2 && n*2 < h.columns:
		return parser.Problemf("不是表格里的一行", "not a row of the table")
	case h.text && len(row.Cells) < len(h.tags)-l.lacks:
		return parser.Problemf("这一行不完整：只有 %[1]d 格，表头有 %[2]d 格；请重新导出或下载",
			"the row is cut off: %[1]d cells, the header has %[2]d; export or download the file again", len(row.Cells), len(h.tags))
	case torn && l.mayBeCut(h, row):
		return parser.Problemf("文件在这一行中间断了，金额可能不完整；请重新导出或下载",
			"the file ends within this row, so that its amount may be cut; export or download it again")
	case spills(row.Cells, len(h.tags)), spills(row.Cells, h.width()) && l.plausible != nil && !l.plausible(*r):
		return parser.Problemf("这一行的格数多于表头，无法对齐", "the row has more cells than the header, and they cannot be told apart")
	}
	*t, err = l.row(*r, rd)
	return err
}

var cents = regexp.MustCompile(`[.,]\d\d$`)

// mayBeCut tells whether a row ends in an amount that may have had more digits.
func (l *layout[R]) mayBeCut(h *header, row *table.Row) bool {
	last := len(row.Cells) - 1
	for last >= 0 && row.Cells[last] == "" {
		last--
	}
	return last >= 0 && last < len(h.tags) && slices.Contains(l.money, h.tags[last]) && !cents.MatchString(row.Cells[last])
}

const (
	maxSurplus   = 12  // unquoted commas in one row that are put right
	maxFruitless = 200 // rows of one file for which that was tried in vain
)

// repair reads a row that has more cells than it should because of unquoted
// commas: it joins cells of the text columns until the others can be read.
func (l layout[R]) repair(rd *reading, h header, fill filler[R], row table.Row) (parser.Transaction, bool) {
	if rd.fruitless >= maxFruitless {
		return parser.Transaction{}, false
	}
	most := min(maxSurplus, len(row.Cells)-h.width()+l.lacks)
	for k := 1; k <= most; k++ {
		ways := slices.DeleteFunc(l.joined(h, row.Cells, k), func(cells []string) bool { return spills(cells, len(h.tags)) })
		for _, way := range ways {
			var r R
			fill.fill(fieldsOf(&r), way, false)
			if l.plausible != nil && !l.plausible(r) {
				continue
			}
			if t, err := l.row(r, rd); err == nil {
				return t, true
			}
		}
	}
	if most > 0 {
		rd.fruitless++
	}
	return parser.Transaction{}, false
}

// joined takes k commas back into one text column or, failing that, into two.
func (l layout[R]) joined(h header, cells []string, k int) (ways [][]string) {
	columns := make([]int, 0, len(l.text))
	for _, t := range l.text {
		if i := slices.Index(h.tags, t); i >= 0 {
			columns = append(columns, i)
		}
	}
	take := func(cells []string, i, k int) []string {
		if i+k >= len(cells) {
			return cells
		}
		one := strings.Join(cells[i:i+k+1], ",")
		return slices.Concat(cells[:i], []string{one}, cells[i+k+1:])
	}
	for _, i := range columns {
		ways = append(ways, take(cells, i, k))
	}
	for _, i := range columns {
		for _, j := range columns {
			for n := 1; i < j && n < k; n++ {
				ways = append(ways, take(take(cells, i, n), j, k-n))
			}
		}
	}
	return ways
}

// spills tells whether anything stands behind the first n cells.
func spills(cells []string, n int) bool {
	return len(cells) > n && slices.ContainsFunc(cells[n:], func(s string) bool { return s != "" })
}

// filled returns the cells that are not blank.
func filled(cells []string) []string {
	return slices.DeleteFunc(slices.Clone(cells), func(s string) bool { return s == "" })
}
