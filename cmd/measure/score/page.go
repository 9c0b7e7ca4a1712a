package score

import (
	"cmp"
	"fmt"
	"io"
	"maps"
	"slices"
	"text/tabwriter"
)

// A page is where tables are printed, for people.
type page struct {
	w    io.Writer
	tabs *tabwriter.Writer
}

func (p *page) title(s string) {
	fmt.Fprintf(p.w, "\n%s\n\n", s)
	p.tabs = tabwriter.NewWriter(p.w, 0, 0, 2, ' ', 0)
}

func (p *page) row(cells ...any) {
	for i, c := range cells {
		if i > 0 {
			fmt.Fprint(p.tabs, "\t")
		}
		fmt.Fprint(p.tabs, c)
	}
	fmt.Fprintln(p.tabs)
}

func (p *page) end() { p.tabs.Flush() }

func (p *page) linef(format string, args ...any) { fmt.Fprintf(p.w, format+"\n", args...) }

// ranked lists the keys of counts, the most frequent first.
func ranked(counts map[string]int) []string {
	return slices.SortedFunc(maps.Keys(counts), func(a, b string) int { return cmp.Or(counts[b]-counts[a], cmp.Compare(a, b)) })
}
