package detector_test

import (
	"cmp"
	"os"
	"slices"
	"strings"
	"testing"
	"unicode"

	"github.com/rogpeppe/go-internal/txtar"
)

// latin turns the texts of a case into Latin script: payees, items, records,
// rules and the merchants that are wanted. Its table has lines "Chinese =
// Latin"; the longest match goes first. What is the same on both sides is what
// issuers themselves print, and stays.
type latin struct {
	table *strings.Replacer
	stays *strings.Replacer // removes what may stay
}

func readLatin(t *testing.T, file string) latin {
	t.Helper()
	data, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	var pairs [][2]string
	for i, line := range strings.Split(strings.TrimSpace(string(data)), "\n") {
		if line == "" || strings.HasPrefix(line, "#") {
			continue
		}
		han, text, ok := strings.Cut(line, " = ")
		if !ok || han == "" || strings.ContainsAny(text, "|,") || han != text && hasHan(text) {
			t.Fatalf("%s:%d: %q is no line of the table", file, i+1, line)
		}
		pairs = append(pairs, [2]string{han, text})
	}
	slices.SortStableFunc(pairs, func(a, b [2]string) int { return cmp.Compare(len(b[0]), len(a[0])) })
	var table, stays []string
	for i, p := range pairs {
		if i > 0 && slices.ContainsFunc(pairs[:i], func(q [2]string) bool { return q[0] == p[0] }) {
			t.Fatalf("%s: %q stands twice", file, p[0])
		}
		table = append(table, p[0], p[1])
		if p[0] == p[1] {
			stays = append(stays, p[0], "")
		}
	}
	return latin{strings.NewReplacer(table...), strings.NewReplacer(stays...)}
}

// archive is a case in Latin script. It fails where the table lacks a word.
func (l latin) archive(t *testing.T, ar *txtar.Archive) *txtar.Archive {
	t.Helper()
	out := &txtar.Archive{Comment: ar.Comment}
	for _, f := range ar.Files {
		text := string(f.Data)
		switch f.Name {
		case "want", "says":
			text = l.table.Replace(text)
		case "records.csv", "rules.yaml":
			text = l.text(t, text)
		default:
			lines := strings.Split(text, "\n")
			for i, line := range lines {
				cells := strings.Split(line, "|")
				for k := range cells {
					if k == 1 || k == 2 {
						cells[k] = " " + l.text(t, strings.TrimSpace(cells[k])) + " "
					}
				}
				lines[i] = strings.Join(cells, "|")
			}
			text = strings.Join(lines, "\n")
		}
		out.Files = append(out.Files, txtar.File{Name: f.Name, Data: []byte(text)})
	}
	return out
}

func (l latin) text(t *testing.T, s string) string {
	t.Helper()
	out := l.table.Replace(s)
	if hasHan(l.stays.Replace(out)) {
		t.Errorf("latin.txt has no words for a part of %q: %q", s, out)
	}
	return out
}

func hasHan(s string) bool {
	return strings.ContainsFunc(s, func(r rune) bool { return unicode.Is(unicode.Han, r) })
}

// sorted puts the blocks of a dump, a line and the lines indented below it, in
// the order of their texts.
func sorted(dump string) string {
	blocks := strings.Split(strings.ReplaceAll(strings.TrimSuffix(dump, "\n"), "\n  ", "\x00"), "\n")
	slices.Sort(blocks)
	return strings.ReplaceAll(strings.Join(blocks, "\n"), "\x00", "\n  ")
}
