package table

import (
	"math"
	"sort"
)

// place gives the runs of each column to the rows whose cells they are. The
// lines of a wrapped cell stand around its row at some issuers, so that the
// first of them lies above the date, and down from it at others. Both are tried
// with all columns, and the one that fits better is the issuer's.
func place(rows []*pdfRow, columns [][]run) {
	around := func(r *pdfRow, first, last float64) float64 { return (first+last)/2 - r.middle }
	down := func(r *pdfRow, first, _ float64) float64 { return first - r.y }
	splits, cost := splitAll(rows, columns, around)
	if other, c := splitAll(rows, columns, down); c < cost {
		splits = other
	}
	for c, runs := range columns {
		row := 0
		for i, r := range runs {
			for row+1 < len(rows) && i >= splits[c][row] {
				row++
			}
			rows[row].runs[c] = append(rows[row].runs[c], r)
		}
	}
}

// An offset says how far a cell, from the baseline of its first line to that of
// its last one, stands off the place it should have in its row.
type offset func(r *pdfRow, first, last float64) float64

func splitAll(rows []*pdfRow, columns [][]run, off offset) (splits [][]int, cost float64) {
	for _, runs := range columns {
		s, c := splitRuns(rows, runs, off)
		splits, cost = append(splits, s), cost+c
	}
	return splits, cost
}

// maxBetween is how many runs of a column may stand between two dates. What has
// more is no table, and goes to the row above.
const maxBetween = 64

// The lines of one cell stand close together: what is further apart than hole,
// in sizes of its text, is hardly one cell.
const (
	hole       = 1.8
	costOfHole = 1e4
)

// splitRuns says for each row where its runs end, so that the squares of all
// offsets sum up to the least: those between two dates belong in part to the
// upper row and in part to the lower one, in order. runs are sorted from top to
// bottom. It works its way down from gap to gap and keeps, for each number of
// runs that a gap may give to the row above it, the best way to get there.
func splitRuns(rows []*pdfRow, runs []run, off offset) (ends []int, cost float64) {
	type step struct {
		cost float64
		back int // the step before, counted from its fewest
	}
	// fewest and most say how many runs, from the top, the rows up to each may have.
	fewest, most := make([]int, len(rows)), make([]int, len(rows))
	for i, row := range rows {
		fewest[i] = sort.Search(len(runs), func(j int) bool { return runs[j].y < row.y-0.35*runs[j].size })
		most[i] = len(runs)
		if i+1 < len(rows) {
			below := rows[i+1]
			most[i] = sort.Search(len(runs), func(j int) bool { return runs[j].y <= below.y+0.35*runs[j].size })
		} else {
			fewest[i] = len(runs)
		}
		if i > 0 {
			fewest[i] = max(fewest[i], most[i-1])
		}
		if most[i] = max(most[i], fewest[i]); most[i]-fewest[i] > maxBetween {
			fewest[i] = most[i]
		}
	}
	holes := make([]int, len(runs)+1) // how many there are above each run
	for j := 1; j < len(runs); j++ {
		holes[j+1] = holes[j]
		if runs[j-1].y-runs[j].y > hole*max(runs[j-1].size, runs[j].size) {
			holes[j+1]++
		}
	}
	steps := make([][]step, len(rows))
	for i, row := range rows {
		steps[i] = make([]step, most[i]-fewest[i]+1)
		for k := range steps[i] {
			end := fewest[i] + k
			best := step{cost: math.Inf(1)}
			try := func(start int, before float64, back int) {
				if start < end {
					d := off(row, runs[start].y, runs[end-1].y)
					before += d*d + costOfHole*float64(holes[end]-holes[start+1])
				}
				if start <= end && before < best.cost {
					best = step{before, back}
				}
			}
			if i == 0 {
				try(0, 0, 0)
			} else {
				for b, s := range steps[i-1] {
					try(fewest[i-1]+b, s.cost, b)
				}
			}
			steps[i][k] = best
		}
	}
	ends = make([]int, len(rows))
	k := 0
	for i := len(rows) - 1; i >= 0; i-- {
		ends[i] = fewest[i] + k
		k = steps[i][k].back
	}
	return ends, steps[len(rows)-1][0].cost
}
