package catalog

import "unicode/utf8"

// A scanner finds many words in one text. It keeps them by their first two
// characters, so that a text costs one look-up for each of its characters. The
// words are folded and have two characters or more.
type scanner struct{ heads map[[2]rune][]scanWord }

type scanWord struct {
	text string
	id   int // the caller's
}

// A hit is a word found at text[start:end].
type hit struct{ start, end, id int }

func (s *scanner) add(text string, id int) {
	a, n := utf8.DecodeRuneInString(text)
	b, m := utf8.DecodeRuneInString(text[n:])
	if m == 0 {
		return
	}
	if s.heads == nil {
		s.heads = map[[2]rune][]scanWord{}
	}
	key := [2]rune{a, b}
	s.heads[key] = append(s.heads[key], scanWord{text, id})
}

// find appends all words in text to hits, in the order of their starts. A Latin
// word or a number counts only if it stands alone.
func (s *scanner) find(text string, hits []hit) []hit {
	prev, prevAt := rune(0), -1
	for at, r := range text {
		if prevAt >= 0 {
			for _, w := range s.heads[[2]rune{prev, r}] {
				end := prevAt + len(w.text)
				if end <= len(text) && text[prevAt:end] == w.text && edge(text, prevAt) && edge(text, end) {
					hits = append(hits, hit{prevAt, end, w.id})
				}
			}
		}
		prev, prevAt = r, at
	}
	return hits
}

// edge tells whether a word can begin or end at text[i]: not between two Latin
// letters, nor between two digits.
func edge(text string, i int) bool {
	return i == 0 || i == len(text) || class(text[i-1]) == 0 || class(text[i-1]) != class(text[i])
}

func class(b byte) int {
	switch {
	case b >= 'a' && b <= 'z':
		return 1
	case b >= '0' && b <= '9':
		return 2
	}
	return 0
}

// longest drops the hits that lie within a longer one of another id: 会员 within
// 会员商店, or 京东 within 京东云.
func longest(hits []hit) []hit {
	kept := hits[:0:0]
	for _, h := range hits {
		covered := false
		for _, o := range hits {
			if o.id != h.id && o.start <= h.start && h.end <= o.end && o.end-o.start > h.end-h.start {
				covered = true
				break
			}
		}
		if !covered {
			kept = append(kept, h)
		}
	}
	return kept
}
