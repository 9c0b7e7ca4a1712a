package formats

import (
	"bytes"
	"encoding/csv"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/unrenew/unrenew/parser"
	"github.com/unrenew/unrenew/parser/internal/table"
)

// A grid is the sheet of a fixture: what stands above the table, the header and
// the rows, and what stands below. Rows that do not stand in their columns are
// not in it, since a table with its columns moved has no place for them.
type grid struct {
	rows      [][]string
	head, end int // the header, and the first row below the table
}

// gridOf makes a grid of a fixture that is a table. st is what is read of it.
func gridOf(t *testing.T, f fixture, st *parser.Statement) grid {
	t.Helper()
	h := list[slices.IndexFunc(list, func(p format) bool { return p.ID() == f.id })].(tabled).table(t, f.src)
	read, out := map[parser.Pos]parser.Transaction{}, map[parser.Pos]bool{}
	for _, tr := range st.Transactions {
		read[tr.Pos] = tr
	}
	for _, e := range st.LeftOut {
		out[e.Pos] = true
	}
	comma := func(s string) bool { return strings.Contains(s, ",") }
	g := grid{head: h.at}
	for i, r := range h.sheet.Rows {
		tr, ok := read[r.Pos]
		shifted := spills(r.Cells, h.width()) || comma(tr.Counterparty+tr.Description) && !slices.ContainsFunc(r.Cells, comma)
		if out[r.Pos] || ok && shifted {
			continue
		}
		g.rows = append(g.rows, slices.Clone(r.Cells))
		if n := len(filled(r.Cells)); ok || i >= h.at && 2*n >= len(filled(h.row().Cells)) && !footer.MatchString(r.Cells[0]) {
			g.end = len(g.rows)
		}
	}
	for i := g.head; i < g.end; i++ {
		g.rows[i] = slices.Concat(g.rows[i], make([]string, h.width()))[:h.width()]
	}
	return g
}

// A tabled format knows where its table is in a file.
type tabled interface {
	table(t *testing.T, src parser.Source) header
}

func (l layout[R]) table(t *testing.T, src parser.Source) header {
	book, err := l.read(src)
	if err != nil {
		t.Fatal(err)
	}
	return l.find(src, book)[0]
}

// titled tells whether the header stands in the file itself.
func (g grid) titled(s table.Sheet) bool {
	return slices.ContainsFunc(s.Rows, func(r table.Row) bool { return slices.Equal(filled(r.Cells), filled(g.rows[g.head])) })
}

// eachRow changes the header and every row of the table.
func (g grid) eachRow(change func(row []string, header bool) []string) grid {
	g.rows = slices.Clone(g.rows)
	for i := g.head; i < g.end; i++ {
		g.rows[i] = change(slices.Clone(g.rows[i]), i == g.head)
	}
	return g
}

// spread puts rows between those of the table, behind every nth.
func (g grid) spread(n int, row []string) grid {
	var rows [][]string
	for i, r := range g.rows {
		rows = append(rows, r)
		if i > g.head && i < g.end && (i-g.head)%n == 0 {
			rows = append(rows, row)
		}
	}
	g.rows = rows
	return g
}

func (g grid) csv(comma rune) []byte {
	var b bytes.Buffer
	w := csv.NewWriter(&b)
	w.Comma = comma
	for _, r := range g.rows {
		if r == nil {
			r = []string{""}
		}
		w.Write(r)
	}
	w.Flush()
	return bytes.ReplaceAll(b.Bytes(), []byte("\"\"\n"), []byte("\n"))
}

// TestMutations does to the table of every fixture what editors, spreadsheets
// and issuers do to tables, and wants the same transactions; what is lost must
// be said.
func TestMutations(t *testing.T) {
	comma := func(g grid) []byte { return g.csv(',') }
	insert := func(at func(width int) int) func(grid) []byte {
		return func(g grid) []byte {
			return g.eachRow(func(row []string, header bool) []string {
				return slices.Insert(row, at(len(row)), map[bool]string{true: "自己的分类", false: "家用"}[header])
			}).csv(',')
		}
	}
	mutations := []struct {
		name string
		make func(grid) []byte
		note string
	}{
		{"columns from right to left", func(g grid) []byte {
			return g.eachRow(func(row []string, _ bool) []string { slices.Reverse(row); return row }).csv(',')
		}, ""},
		{"the last column first", func(g grid) []byte {
			return g.eachRow(func(row []string, _ bool) []string {
				return append([]string{row[len(row)-1]}, row[:len(row)-1]...)
			}).csv(',')
		}, ""},
		{"an unknown column in front", insert(func(int) int { return 0 }), "unknown-column"},
		{"an unknown column amid the others", insert(func(width int) int { return width / 2 }), "unknown-column"},
		{"an unknown column at the end", insert(func(width int) int { return width }), "unknown-column"},
		{"blank lines", func(g grid) []byte { return g.spread(2, nil).csv(',') }, ""},
		{"lines of commas", func(g grid) []byte { return g.spread(3, make([]string, len(g.rows[g.head]))).csv(',') }, ""},
		{"the header again and again", func(g grid) []byte { return g.spread(2, g.rows[g.head]).csv(',') }, ""},
		{"no line end at the end", func(g grid) []byte { return bytes.TrimSpace(comma(g)) }, ""},
		{"line ends of two kinds", func(g grid) []byte {
			lines := bytes.SplitAfter(comma(g), []byte("\n"))
			for i := range lines {
				if i%2 == 0 {
					lines[i] = bytes.Replace(lines[i], []byte("\n"), []byte("\r\n"), 1)
				}
			}
			return bytes.Join(lines, nil)
		}, ""},
		{"TAB between cells", func(g grid) []byte { return g.csv('\t') }, ""},
		{"semicolons between cells", func(g grid) []byte { return g.csv(';') }, ""},
		{"cells padded with all kinds of blanks", func(g grid) []byte {
			pads := []string{" ", "\t", "\u3000", "\u00a0", "  \t", "\u200b"}
			return g.eachRow(func(row []string, _ bool) []string {
				for i := range row {
					row[i] = pads[i%len(pads)] + row[i] + pads[(i+1)%len(pads)]
				}
				return row
			}).csv(',')
		}, ""},
		{"every cell in quotes", func(g grid) []byte {
			var b bytes.Buffer
			for _, r := range g.rows {
				for i, c := range r {
					b.WriteString(map[bool]string{true: ",", false: ""}[i > 0] + `"` + strings.ReplaceAll(c, `"`, `""`) + `"`)
				}
				b.WriteByte('\n')
			}
			return b.Bytes()
		}, ""},
	}
	for _, f := range load(t) {
		if !slices.Contains([]string{".csv", ".xls", ".xlsx"}, filepath.Ext(f.path)) {
			continue // no table that anybody saves again
		}
		whole, err := All().Parse(f.src)
		if err != nil {
			t.Fatal(err)
		}
		g := gridOf(t, f, whole)
		if book, err := table.Read(f.src); err != nil || !slices.ContainsFunc(book.Sheets, g.titled) {
			continue // a table without titles
		}
		want, err := All().Parse(parser.NewSource(f.src.Name, comma(g)))
		if err != nil || len(want.LeftOut) > 0 || len(want.Transactions) == 0 {
			t.Fatalf("%s: %v, left out %v", f.path, err, want)
		}
		for _, m := range mutations {
			t.Run(f.id+"/"+filepath.Base(f.path)+"/"+m.name, func(t *testing.T) {
				src := parser.NewSource(f.src.Name, m.make(g))
				st := same(t, src, want, nil)
				checkPlaces(t, st)
				if m.note != "" && !slices.Contains(codes(st), m.note) {
					t.Errorf("notes %v, want %s", codes(st), m.note)
				}
			})
		}
	}
}

// TestResavedSaysWhatIsLost: a spreadsheet turns order numbers into 4.2E+27, and
// whoever reads the report must know it.
func TestResavedSaysWhatIsLost(t *testing.T) {
	for _, f := range load(t) {
		if !f.text() {
			continue
		}
		want, err := All().Parse(f.src)
		if err != nil {
			t.Fatal(err)
		}
		st, err := All().Parse(parser.NewSource(f.src.Name, spreadsheetCSV(t, textOf(t, f.src.Data))))
		if err != nil {
			t.Fatal(err)
		}
		whole := slices.Concat(cellsOf(t, textOf(t, f.src.Data))...) // with an apostrophe in front, a number stays text
		lost := slices.ContainsFunc(want.Transactions, func(tr parser.Transaction) bool {
			return slices.ContainsFunc([]string{tr.OrderID, tr.MerchantOrderID}, func(id string) bool {
				return longID.MatchString(id) && slices.Contains(whole, id)
			})
		})
		if said := slices.Contains(codes(st), "lost-order-ids"); said != lost {
			t.Errorf("%s: order numbers lost: %v, said: %v", f.path, lost, said)
		}
	}
}
