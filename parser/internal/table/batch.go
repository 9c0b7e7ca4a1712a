package table

import (
	"iter"
	"runtime"
	"slices"
	"strings"
	"sync"
)

// A Batch is some rows of a table, one after the other. They and their cells
// are only lent: the next batch may take their room.
type Batch struct {
	Rows   []Row
	Before int  // how many rows stand before them, blank ones and those above the table too, at most
	Last   bool // no rows follow
	Plain  bool // none of their cells has a radical
}

// batchRows is how many rows of a table in memory make a batch.
const batchRows = 1000

// Each calls work for all rows, a batch at a time and several batches at once,
// and yields what it returns in the order of the rows. There are no errors.
func Each[T any](rows []Row, work func(Batch) T) iter.Seq2[T, error] {
	return func(yield func(T, error) bool) {
		batches := func(yield func(Batch) bool) {
			n := 0
			for chunk := range slices.Chunk(rows, batchRows) {
				if !yield(Batch{Rows: chunk, Before: n, Last: n+len(chunk) == len(rows)}) {
					return
				}
				n += len(chunk)
			}
		}
		for t := range inOrder(batches, work) {
			if !yield(t, nil) {
				return
			}
		}
	}
}

// EachPiece is Each for a text. It ends at the first error, which is one that
// Read would give of the whole text.
func EachPiece[T any](t *Text, work func(Batch) T) iter.Seq2[T, error] {
	type result struct {
		t     T
		count counter
		look  legibility
		err   error

		radicals bool
	}
	idle := sync.Pool{New: func() any { return &splitter{src: t.src, comma: t.comma} }}
	read := func(p piece, s *splitter, r *result) {
		var text string
		text, r.look, s.room = t.text(p, s.room)
		r.radicals = hasRadical(text)
		s.lines, s.rows = slices.AppendSeq(s.lines[:0], strings.SplitSeq(text, "\n")), s.rows[:0]
		if !p.last {
			s.lines = s.lines[:len(s.lines)-1] // the piece ends with a line feed
		}
		r.count = counterOf(t.src)
		r.err = s.split(s.lines, len(s.lines)+strings.Count(text, string(t.comma)), p.line, p.width, &r.count)
	}
	return func(yield func(T, error) bool) {
		all := result{count: counterOf(t.src)}
		if int64(t.lines) > t.src.Limit(MaxRows) { // blank ones too, as in a short text
			yield(all.t, TooManyRows(t.src))
			return
		}
		for r := range inOrder(t.pieces(), func(p piece) (r result) {
			s := idle.Get().(*splitter)
			defer idle.Put(s)
			if read(p, s, &r); r.err == nil {
				r.t = work(Batch{s.rows, p.line - 1, p.last, !r.radicals})
			}
			return r
		}) {
			all.look.add(r.look)
			if r.err == nil {
				r.err = all.count.join(r.count)
			}
			if !yield(r.t, r.err) || r.err != nil {
				return
			}
		}
		if !all.look.ok() {
			yield(all.t, damaged())
		}
	}
}

// inOrder calls do for all of in, on all cores, and yields the results in the
// order of in. A panic of do comes up where the results are taken.
func inOrder[A, B any](in iter.Seq[A], do func(A) B) iter.Seq[B] {
	type result struct {
		b     B
		panic any
	}
	return func(yield func(B) bool) {
		slots := make(chan chan result, runtime.GOMAXPROCS(0)-1) // besides the one that is waited for
		stop := make(chan struct{})
		defer close(stop)
		go func() {
			defer close(slots)
			for a := range in {
				slot := make(chan result, 1)
				select {
				case slots <- slot:
				case <-stop:
					return
				}
				go func() {
					var r result
					defer func() {
						r.panic = recover()
						slot <- r
					}()
					r.b = do(a)
				}()
			}
		}()
		for slot := range slots {
			r := <-slot
			if r.panic != nil {
				panic(r.panic)
			}
			if !yield(r.b) {
				return
			}
		}
	}
}
