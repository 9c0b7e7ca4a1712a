package formats

import (
	"bytes"
	"errors"
	"iter"
	"reflect"
	"slices"
	"strings"
	"sync"

	"github.com/unrenew/unrenew/parser"
	"github.com/unrenew/unrenew/parser/internal/table"
)

// A stretch is what was read of some rows apart from all others: rows that could
// be read as they stand, and the one behind them that could not. That one waits
// for the rows above it to be known.
type stretch struct {
	transactions []parser.Transaction
	words        []string // as in reading
	lostID       bool
	odd          *table.Row
	err          error // why odd is no transaction; nil if there is no such row
}

// A part is what was read of a batch of rows.
type part struct {
	stretches []stretch
	room      []parser.Transaction // theirs, to be used again
}

// readRows reads what stands under h: rows, and the lines below the table. Rows
// are read on all cores and put together in their order.
func (l layout[R]) readRows(rd *reading, h header, long *table.Text) error {
	rows, err := l.rowsOf(rd, h)
	if err != nil {
		return err
	}
	var read iter.Seq2[part, error]
	if long != nil {
		rows.above = h.row().Pos.Row
		rd.Transactions = make([]parser.Transaction, 0, long.Lines())
		read = table.EachPiece(long, rows.read)
	} else {
		body := h.sheet.Rows[h.at+1:]
		rd.Transactions = make([]parser.Transaction, 0, len(body))
		read = table.Each(body, rows.read)
	}
	for p, err := range read {
		if err != nil {
			return err
		}
		for _, s := range p.stretches {
			rd.take(s)
			if s.err != nil {
				l.readOdd(rd, h, rows.fill, s)
			}
		}
		rows.rooms.Put(&p.room)
	}
	if len(rd.Transactions) == 0 {
		rd.Transactions = nil
	}
	if n := len(rd.repaired); n > 0 {
		first := rd.repaired[0]
		rd.note("repaired-row", first, "有 %[1]d 行的文字里带逗号而没有引号，已按列的内容重新对齐（第一处在第 %[2]d 行）",
			"rows with an unquoted comma in a text: %[1]d, the first is row %[2]d; their cells were put back into their columns", n, first.Row)
	}
	return nil
}

// take adds what was read apart.
func (rd *reading) take(s stretch) {
	rd.Transactions = append(rd.Transactions, s.transactions...)
	for _, w := range s.words {
		rd.addWord(w)
	}
	rd.lostID = rd.lostID || s.lostID
}

// A rowReader reads batches of the rows under a header.
type rowReader[R any] struct {
	layout[R]
	start   reading // before the first row
	h       header
	fill    filler[R]
	title   string // the first of the header
	again   func(table.Row) bool
	torn    bool // the last row may be cut off
	above   int  // rows up to this one stand above the table
	keepers *sync.Pool
	rooms   *sync.Pool // of transactions
}

func (l layout[R]) rowsOf(rd *reading, h header) (r rowReader[R], err error) {
	end := bytes.TrimRight(rd.source.Data, "\x00\x1A")
	statement := *rd.Statement
	start := *rd
	start.Statement = &statement
	r = rowReader[R]{layout: l, start: start, h: h, title: filled(h.row().Cells)[0], again: l.claims()}
	r.keepers = &sync.Pool{New: func() any { return new(keeper) }}
	r.rooms = &sync.Pool{New: func() any { return new([]parser.Transaction) }}
	r.torn = h.text && !bytes.HasSuffix(end, []byte("\n")) && !bytes.HasSuffix(end, []byte("\r"))
	if last := end[bytes.LastIndexAny(end, "\r\n")+1:]; r.torn && bytes.Count(last, []byte(`"`))%2 == 1 {
		rd.note("cut-off", parser.Pos{}, "文件在最后一行中间断了，后面可能还有；请重新导出或下载",
			"the file ends within its last row, and more may be missing behind it; export or download it again")
	}
	r.fill, err = fillerOf[R](h)
	return r, err
}

// read reads the rows of a batch apart from all others.
func (r rowReader[R]) read(b table.Batch) (p part) {
	keep := r.keepers.Get().(*keeper)
	defer r.keepers.Put(keep)
	var plain R
	fields := reflect.ValueOf(&plain).Elem()
	apart, statement := r.start, *r.start.Statement
	apart.Statement = &statement
	p.room = slices.Grow((*r.rooms.Get().(*[]parser.Transaction))[:0], len(b.Rows))
	s := stretch{transactions: p.room}
	end := func() {
		s.words, s.lostID = apart.words, apart.lostID
		p.stretches = append(p.stretches, s)
		s = stretch{transactions: s.transactions[len(s.transactions):]}
		apart.words, apart.lostID = nil, false
	}
	for i, row := range b.Rows {
		switch {
		case row.Pos.Row <= r.above,
			slices.Contains(row.Cells, r.title) && r.again(row), // the header comes again after a page break, or where exports were pasted together
			!spills(row.Cells, 0):
			continue
		}
		r.fill.fill(fields, row.Cells)
		t, err := r.transaction(&apart, r.h, row, plain, r.torn && b.Last && i == len(b.Rows)-1)
		switch {
		case errors.Is(err, errNoTransaction):
		case err != nil:
			s.err, s.odd = err, &table.Row{Pos: row.Pos, Cells: slices.Clone(row.Cells)}
			end()
		default:
			t.Pos = row.Pos
			keep.transaction(&t)
			s.transactions = append(s.transactions, t)
		}
	}
	end()
	return p
}

// readOdd gives a row that cannot be read as it stands its place: among the
// transactions, the left-out rows, or the lines below the table.
func (l layout[R]) readOdd(rd *reading, h header, fill filler[R], s stretch) {
	row := *s.odd
	if t, ok := l.repair(rd, h, fill, row); ok {
		rd.repaired = append(rd.repaired, row.Pos)
		t.Pos = row.Pos
		new(keeper).transaction(&t)
		rd.Transactions = append(rd.Transactions, t)
		return
	}
	texts := filled(row.Cells)
	if footer.MatchString(texts[0]) || rd.ended && len(texts)*2 < h.columns {
		rd.ended = true
		rd.below = append(rd.below, strings.Join(texts, " "))
		return
	}
	rd.leaveOut(row.Pos, s.err)
}
