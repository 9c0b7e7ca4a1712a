package main

import (
	"bytes"
	"iter"

	"github.com/unrenew/unrenew/cmd/measure/exports"
	"github.com/unrenew/unrenew/cmd/measure/household"
	"github.com/unrenew/unrenew/cmd/measure/score"
	"github.com/unrenew/unrenew/detector"
	"github.com/unrenew/unrenew/detector/catalog"
	"github.com/unrenew/unrenew/detector/records"
	"github.com/unrenew/unrenew/parser/formats"
)

// judge sends one household through the whole chain, as scan would.
func judge(h *household.Household, known *catalog.Catalog) *score.Verdict {
	c, in := read(h, known)
	c.Result = detector.Detect(in)
	return score.Judge(c)
}

// read writes the statements of a household and reads them again.
func read(h *household.Household, known *catalog.Catalog) (c *score.Case, in detector.Input) {
	files, shown := exports.Write(h)
	c = &score.Case{House: h, Shown: shown}
	in = detector.Input{Catalog: known, AsOf: h.AsOf}
	var err error
	if in.Cancellations, err = cancellations(h); err != nil {
		c.Unread = append(c.Unread, "cancellations: "+err.Error())
	}
	set := formats.All()
	seen := map[string]bool{}
	for _, f := range files {
		sources, errs := formats.Open(f.Name, f.Data, nil)
		for _, err := range errs {
			c.Unread = append(c.Unread, f.Name+": "+err.Error())
		}
		for _, src := range sources {
			if seen[src.SHA256] {
				continue // the same file twice is read once
			}
			seen[src.SHA256] = true
			st, err := set.Parse(src)
			if err != nil {
				c.Unread = append(c.Unread, src.Name+": "+err.Error())
				continue
			}
			for _, st := range st.All() {
				for _, e := range st.LeftOut {
					c.Unread = append(c.Unread, e.Error())
				}
				c.Rows += st.Rows()
				in.Statements = append(in.Statements, st)
			}
		}
	}
	return c, in
}

// cancellations are the family's records, written and read as the program does.
func cancellations(h *household.Household) ([]records.Cancellation, error) {
	var list []records.Cancellation
	for _, c := range h.Cancellations {
		list = append(list, records.Cancellation{
			Service: c.Service, CancelledOn: c.On, HasClock: c.HasClock, EffectiveOn: c.Effective,
			Channel: c.Channel, Amount: c.Amount, ResubscribedOn: c.Resubscribed, Note: c.Note,
		})
	}
	var file bytes.Buffer
	if err := records.Write(&file, list, "zh"); err != nil {
		return nil, err
	}
	read, bad, err := records.Read(file.Bytes())
	if len(bad) > 0 {
		err = bad[0]
	}
	return read, err
}

// workers is how many households are judged at the same time.
const workers = 2

// inOrder calls do for 0 to n-1, several at a time, and yields the results in
// that order, so that nothing depends on which was done first.
func inOrder[T any](n int, do func(i int) T) iter.Seq[T] {
	return func(yield func(T) bool) {
		slots := make(chan chan T, workers-2) // one is waited for, and one waits to be taken
		stop := make(chan struct{})
		defer close(stop)
		go func() {
			defer close(slots)
			for i := range n {
				slot := make(chan T, 1)
				go func() { slot <- do(i) }()
				select {
				case slots <- slot:
				case <-stop:
					return
				}
			}
		}()
		for slot := range slots {
			if !yield(<-slot) {
				return
			}
		}
	}
}
