package catalog

import (
	"cmp"
	"slices"
	"strings"
	"unicode/utf8"
)

// Find returns the services that a person may mean by name, best first: an ID,
// name, alias or statement text that is the same but for width, case and
// blanks; else those that contain it, or that it contains; else those with a
// wrong letter or two. It returns nil for an empty name.
func (c *Catalog) Find(name string) []*Service {
	want := Fold(name)
	if want == "" {
		return nil
	}
	type scored struct {
		*Service
		score int // the less, the better
	}
	var found []scored
	for _, s := range c.services {
		best := -1
		for i, t := range s.calls() {
			n := likeness(want, Fold(t))
			if n == 0 && i >= s.named() {
				n = 1 // on statements, a store sells under other services' names
			}
			if n >= 0 && (best < 0 || n < best) {
				best = n
			}
		}
		if s.ID == name {
			best = 0
		}
		if best >= 0 {
			found = append(found, scored{s, best})
		}
	}
	slices.SortFunc(found, func(a, b scored) int {
		return cmp.Or(cmp.Compare(a.score, b.score), cmp.Compare(a.ID, b.ID))
	})
	var out []*Service
	for _, f := range found {
		if f.score/1000 == found[0].score/1000 { // a sure hit makes guesses noise
			out = append(out, f.Service)
		}
	}
	return out
}

// calls are all texts by which a person may call s: its names, then the texts in
// lists of channels and on statements.
func (s *Service) calls() []string {
	return slices.Concat([]string{s.ID, s.Name.ZH, s.Name.EN}, s.Brands, s.Aliases, s.Listed, s.Descriptors)
}

// named is how many of calls are names.
func (s *Service) named() int { return 3 + len(s.Brands) + len(s.Aliases) }

// IsCalled tells whether name is one of the texts by which a person may call s,
// but for width, case and blanks.
func (s *Service) IsCalled(name string) bool {
	want := Fold(name)
	return s.ID == name || slices.ContainsFunc(s.calls(), func(t string) bool { return Fold(t) == want })
}

// Named returns the one service that a merchant's whole name stands for, folded
// by Fold: a name, an alias, or the company that sells it and no other. It is
// nil if there is none, or several.
func (c *Catalog) Named(merchant string) *Service {
	if s := c.names().whole[merchant]; len(s) == 1 {
		return s[0]
	}
	return nil
}

// Sells tells whether the catalog knows a merchant by its whole name, as the
// seller of whatever services.
func (c *Catalog) Sells(merchant string) bool { return len(c.names().whole[merchant]) > 0 }

// likeness is how far have is from want: 0 the same, then 1000 and more for one
// within the other, then 2000 and more for wrong letters; -1: unlike.
func likeness(want, have string) int {
	w, h := utf8.RuneCountInString(want), utf8.RuneCountInString(have)
	switch {
	case have == want:
		return 0
	case have == want+"会员", have == want+"vip": // what people leave off
		return 1000
	case w >= 2 && holds(have, want):
		return 1001 + min(h-w, 98)
	case h >= 3 && holds(want, have):
		return 1100 + min(w-h, 99)
	}
	allowed := 1 // the longer, the more; a Chinese character carries more than a letter
	switch {
	case w >= 12:
		allowed = 3
	case w >= 8:
		allowed = 2
	case w < 3, w == 3 && want[0] < utf8.RuneSelf:
		return -1
	}
	first, _ := utf8.DecodeRuneInString(want)
	if abs(w-h) > allowed || !strings.HasPrefix(have, string(first)) {
		return -1
	}
	if d := distance([]rune(want), []rune(have)); d <= allowed {
		return 2000 + d
	}
	return -1
}

// holds tells whether part stands in text, and begins there where a Latin word or
// a number does: folded texts have no blanks that would tell where it ends.
func holds(text, part string) bool {
	for from := 0; ; {
		i := strings.Index(text[from:], part)
		if i < 0 {
			return false
		}
		if i += from; edge(text, i) {
			return true
		}
		from = i + 1
	}
}

func abs(n int) int { return max(n, -n) }

// distance is the number of letters to put in, take out, change, or swap with
// the next.
func distance(a, b []rune) int {
	var before []int // the row above the one above
	above := make([]int, len(b)+1)
	for j := range above {
		above[j] = j
	}
	for i, x := range a {
		row := make([]int, len(b)+1)
		row[0] = i + 1
		for j, y := range b {
			cost := 1
			if x == y {
				cost = 0
			}
			row[j+1] = min(above[j]+cost, row[j]+1, above[j+1]+1)
			if i > 0 && j > 0 && x == b[j-1] && a[i-1] == y {
				row[j+1] = min(row[j+1], before[j-1]+1)
			}
		}
		before, above = above, row
	}
	return above[len(b)]
}
