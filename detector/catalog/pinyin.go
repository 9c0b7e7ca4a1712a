package catalog

import (
	"cmp"
	_ "embed" // for the table of readings
	"slices"
	"strings"
	"sync"
)

// pinyinTable has a line for each syllable: the syllable without its tone, and
// the characters of the catalog's names that are read so. TestPinyinTable writes
// it.
//
//go:embed pinyin.txt
var pinyinTable string

// readings are the syllables of each character; some have several.
var readings = sync.OnceValue(func() map[rune][]string {
	m := map[rune][]string{}
	for line := range strings.Lines(pinyinTable) {
		syllable, chars, _ := strings.Cut(strings.TrimSpace(line), " ")
		for _, r := range chars {
			m[r] = append(m[r], syllable)
		}
	}
	return m
})

// Spelled returns the services whose names begin with what a person typed in
// Latin letters: syllables of pinyin, their initials, both mixed, or characters
// among them, as txsp, tengxun, aqiyi or tx视频; the shortest names first.
func (c *Catalog) Spelled(typed string) []*Service {
	want := Fold(typed)
	if len(want) < 2 || !strings.ContainsFunc(want, func(r rune) bool { return 'a' <= r && r <= 'z' }) {
		return nil
	}
	type scored struct {
		*Service
		rest int
	}
	var found []scored
	for _, s := range c.services {
		best := -1
		for _, name := range s.spelt() {
			if rest := spells(want, []rune(Fold(name))); rest >= 0 && (best < 0 || rest < best) {
				best = rest
			}
		}
		if best >= 0 {
			found = append(found, scored{s, best})
		}
	}
	slices.SortFunc(found, func(a, b scored) int { return cmp.Or(a.rest-b.rest, cmp.Compare(a.ID, b.ID)) })
	var out []*Service
	for _, f := range found {
		out = append(out, f.Service)
	}
	return out
}

// spelt are the names of s that may be spelled.
func (s *Service) spelt() []string { return slices.Concat([]string{s.Name.ZH}, s.Brands, s.Aliases) }

// spells is how many characters of name are left when typed is used up; -1 if
// typed does not spell its beginning, or only in Latin letters.
func spells(typed string, name []rune) int {
	if !slices.ContainsFunc(name, han) {
		return -1
	}
	return spellsRest(typed, name)
}

func han(r rune) bool { return r >= firstHan && r <= lastHan }

func spellsRest(typed string, name []rune) int {
	if typed == "" {
		return len(name)
	}
	if len(name) == 0 {
		return -1
	}
	best := -1
	try := func(part string) {
		if rest, ok := strings.CutPrefix(typed, part); ok && part != "" {
			if n := spellsRest(rest, name[1:]); n >= 0 && (best < 0 || n < best) {
				best = n
			}
		}
	}
	try(string(name[0]))
	if !han(name[0]) {
		return best
	}
	for _, syllable := range readings()[name[0]] {
		try(syllable)
		try(syllable[:1])
		if len(syllable) > 1 && syllable[1] == 'h' { // zh, ch, sh
			try(syllable[:2])
		}
	}
	return best
}
