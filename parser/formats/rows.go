package formats

import (
	"bytes"
	"errors"
	"iter"
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
	lostID, more bool
	odd          *table.Row
	err          error // why odd is no transaction; nil if there is no such row
}

// readRows reads what stands under h: rows, and the lines below the table. Rows
// are read on all cores and put together in their order.
func (l layout[R]) readRows(rd *reading, h header, long *table.Text) error {
	rows, err := l.rowsOf(rd, h)
	if err != nil {
		return err
	}
	var read iter.Seq2[[]stretch, error]
	if long != nil {
		rows.above = h.row().Pos.Row
		rows.room = make([]parser.Transaction, max(0, long.Lines()-rows.above))
		read = table.EachPiece(long, rows.read)
	} else {
		body := h.sheet.Rows[h.at+1:]
		rows.room = make([]parser.Transaction, len(body))
		read = table.Each(body, rows.read)
	}
	rd.Transactions = rows.room[:0]
	for stretches, err := range read {
		if err != nil {
			return err
		}
		for _, s := range stretches {
			rd.take(s)
			if s.err != nil {
				l.readOdd(rd, h, rows.fill, s)
			}
		}
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

// take adds what was read apart. Most of it stands in its place already.
func (rd *reading) take(s stretch) {
	if n, k := len(rd.Transactions), len(s.transactions); k > 0 && n+k <= cap(rd.Transactions) && &rd.Transactions[:n+1][n] == &s.transactions[0] {
		rd.Transactions = rd.Transactions[:n+k]
	} else {
		rd.Transactions = append(rd.Transactions, s.transactions...)
	}
	for _, w := range s.words {
		rd.addWord(w)
	}
	rd.lostID, rd.more = rd.lostID || s.lostID, rd.more || s.more
}

// A rowReader reads batches of the rows under a header.
type rowReader[R any] struct {
	layout[R]
	start   reading // before the first row
	h       header
	fill    filler[R]
	title   string // the first of the header
	again   func(titles []string) bool
	torn    bool // the last row may be cut off
	above   int  // rows up to this one stand above the table
	keepers *sync.Pool
	room    []parser.Transaction // for those of all rows, each batch in the place that it has if all rows before are transactions
}

func (l layout[R]) rowsOf(rd *reading, h header) (r rowReader[R], err error) {
	end := bytes.TrimRight(rd.source.Data, "\x00\x1A")
	statement := *rd.Statement
	start := *rd
	start.Statement = &statement
	r = rowReader[R]{layout: l, start: start, h: h, title: filled(h.row().Cells)[0], again: l.claims()}
	r.keepers = &sync.Pool{New: func() any { return new(keeper) }}
	r.torn = h.text && !bytes.HasSuffix(end, []byte("\n")) && !bytes.HasSuffix(end, []byte("\r"))
	if last := end[bytes.LastIndexAny(end, "\r\n")+1:]; r.torn && bytes.Count(last, []byte(`"`))%2 == 1 {
		rd.note("cut-off", parser.Pos{}, "文件在最后一行中间断了，后面可能还有；请重新导出或下载",
			"the file ends within its last row, and more may be missing behind it; export or download it again")
	}
	r.fill, err = fillerOf[R](h)
	return r, err
}

// read reads the rows of a batch apart from all others.
func (r *rowReader[R]) read(b table.Batch) (stretches []stretch) {
	keep := r.keepers.Get().(*keeper)
	defer r.keepers.Put(keep)
	plain := new(R)
	fields := fieldsOf(plain)
	apart, statement := r.start, *r.start.Statement
	apart.Statement = &statement
	for len(b.Rows) > 0 && b.Rows[0].Pos.Row <= r.above {
		b.Rows = b.Rows[1:]
	}
	room := r.place(max(0, b.Before-r.above), len(b.Rows))
	n, from := 0, 0
	end := func(odd *table.Row, err error) {
		stretches = append(stretches, stretch{room[from:n:n], apart.words, apart.lostID, apart.more, odd, err})
		apart.words, apart.lostID, apart.more = nil, false, false
	}
	for i := range b.Rows {
		row := &b.Rows[i]
		if slices.Contains(row.Cells, r.title) && r.again(titlesOf(*row)) || // the header comes again after a page break, or where exports were pasted together
			!spills(row.Cells, 0) {
			continue
		}
		r.fill.fill(fields, row.Cells, b.Plain)
		t := &room[n]
		err := r.transaction(t, &apart, &r.h, row, plain, r.torn && b.Last && i == len(b.Rows)-1)
		switch {
		case errors.Is(err, errNoTransaction):
		case err != nil:
			end(&table.Row{Pos: row.Pos, Cells: slices.Clone(row.Cells)}, err)
			n++ // it may become a transaction yet
			from = n
		default:
			t.Pos = row.Pos
			apart.more = apart.more || t.Balance.Valid || t.Card != ""
			keep.transaction(t)
			n++
		}
	}
	end(nil, nil)
	return stretches
}

// place is room for n rows that have at most so many before them.
func (r *rowReader[R]) place(before, n int) []parser.Transaction {
	if before+n > len(r.room) {
		return make([]parser.Transaction, n)
	}
	return r.room[before : before+n]
}

// readOdd gives a row that cannot be read as it stands its place: among the
// transactions, the left-out rows, or the lines below the table.
func (l layout[R]) readOdd(rd *reading, h header, fill filler[R], s stretch) {
	row := *s.odd
	if t, ok := l.repair(rd, h, fill, row); ok {
		rd.repaired = append(rd.repaired, row.Pos)
		t.Pos = row.Pos
		new(keeper).transaction(&t)
		rd.more = rd.more || t.Balance.Valid || t.Card != ""
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
