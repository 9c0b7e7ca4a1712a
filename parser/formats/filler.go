package formats

import (
	"reflect"
	"slices"
	"strconv"

	"github.com/gocarina/gocsv"

	"github.com/unrenew/unrenew/parser/internal/table"
)

// A filler makes an R of the cells of a row. Which title fills which field is
// gocsv's word, given once for a table: to have it fill every row takes longer
// than all else that is done to one (docs/performance.md).
type filler[R any] struct {
	columns [][]int // for each field of R the columns with its title
}

// numbered feeds gocsv with titles and one row.
type numbered [2][]string

func (n numbered) GetCSVRows() ([][]string, error) { return n[:], nil }

func fillerOf[R any](h header) (f filler[R], err error) {
	var titles, numbers []string
	for _, t := range h.tags {
		if t != "" && !slices.Contains(titles, t) {
			titles, numbers = append(titles, t), append(numbers, strconv.Itoa(len(numbers)))
		}
	}
	var out []R
	if err := gocsv.UnmarshalDecoder(numbered{titles, numbers}, &out); err != nil {
		return f, err
	}
	fields := reflect.ValueOf(out[0])
	f.columns = make([][]int, fields.NumField())
	for i := range f.columns {
		n, err := strconv.Atoi(fields.Field(i).String())
		if err != nil {
			continue // the table has no such column
		}
		for c, t := range h.tags {
			if t == titles[n] {
				f.columns[i] = append(f.columns[i], c)
			}
		}
	}
	return f, nil
}

// fieldsOf are the fields of r, all of which are strings.
func fieldsOf[R any](r *R) []*string {
	v := reflect.ValueOf(r).Elem()
	fields := make([]*string, v.NumField())
	for i := range fields {
		fields[i] = v.Field(i).Addr().Interface().(*string)
	}
	return fields
}

// fill puts cells into the fields of an R. Of columns with the same title the
// first that is not blank counts: WeChat files with two 备注 exist. Plain cells are
// known to have no radicals.
func (f filler[R]) fill(fields []*string, cells []string, plain bool) {
	for i, columns := range f.columns {
		s := ""
		for _, c := range columns {
			if c < len(cells) && cells[c] != "" {
				if s = cells[c]; !plain {
					s = table.Radicals(s) // what a PDF has, a table made from it may have too
				}
				break
			}
		}
		*fields[i] = s
	}
}
