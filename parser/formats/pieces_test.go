package formats

import (
	"bytes"
	"encoding/json"
	"fmt"
	"path/filepath"
	"strings"
	"testing"

	"github.com/unrenew/unrenew/parser"
	"github.com/unrenew/unrenew/parser/internal/table"
)

// told is all that the parser with the ID makes of data, read in pieces of size
// bytes.
func told(t *testing.T, set *parser.Set, id, name string, data []byte, size int) string {
	t.Helper()
	defer func(old int) { pieceSize = old }(pieceSize)
	pieceSize = size
	st, err := set.ParseAs(id, parser.NewSource(name, data))
	if err != nil {
		return err.Error()
	}
	got, err := json.MarshalIndent(dump(st), "", "\t")
	if err != nil {
		t.Fatal(err)
	}
	return string(got)
}

// TestPieces: a text that is read piece by piece holds the same as one that is
// read at once, to the last place and note, wherever the cuts fall.
func TestPieces(t *testing.T) {
	set, most := All(), 0
	for _, f := range load(t) {
		if ext := filepath.Ext(f.path); ext != ".csv" && ext != ".txt" {
			continue
		}
		t.Run(f.id+"/"+filepath.Base(f.path), func(t *testing.T) {
			for name, data := range longer(f.src.Data) {
				if long := table.Long(parser.NewSource("", data), 1); long != nil {
					n := 0
					for range table.EachPiece(long, func(table.Batch) int { return 0 }) {
						n++
					}
					most = max(most, n)
				}
				want := told(t, set, f.id, f.src.Name, data, len(data))
				for _, size := range []int{1, 7777} {
					if got := told(t, set, f.id, f.src.Name, data, size); got != want {
						t.Fatalf("%s in pieces of %d bytes: %s", name, size, firstDifference([]byte(got), []byte(want)))
					}
				}
			}
		})
	}
	if most < 5 {
		t.Errorf("at most %d pieces were made of a text", most)
	}
}

// longer makes long texts of a short one: its rows again and again, with lone
// quotation marks, quoted line breaks, broken characters and blank lines between
// them.
func longer(data []byte) map[string][]byte {
	lines := bytes.SplitAfter(data, []byte("\n"))
	row := lines[len(lines)-2:][0]
	if len(bytes.TrimSpace(row)) == 0 || !bytes.HasSuffix(row, []byte("\n")) {
		row = append(bytes.TrimSpace(lines[len(lines)-1]), '\n')
	}
	long := func(between func(i int) string) []byte {
		var b bytes.Buffer
		b.Write(bytes.Join(lines[:len(lines)-1], nil))
		for i := range 400 {
			b.WriteString(between(i))
			b.Write(row)
		}
		b.Write(lines[len(lines)-1])
		return b.Bytes()
	}
	comma := strings.Count(string(row), ",")
	return map[string][]byte{
		"rows": long(func(int) string { return "" }),
		"open quotes": long(func(i int) string {
			if i%97 == 96 {
				return "\"x,\"" + strings.Repeat(",", comma) + "\n"
			}
			return ""
		}),
		"line breaks": long(func(i int) string {
			if i%89 == 88 {
				return fmt.Sprintf("1,\"two\nlines %d\"%s\n", i, strings.Repeat(",x", max(0, comma-1)))
			}
			return ""
		}),
		"broken characters": long(func(i int) string {
			return map[int]string{0: "\xD6", 50: "\xB4\n", 51: "\x81\x30\n", 120: "\n\n\n", 121: "\uFEFF"}[i%200]
		}),
	}
}
