package formats

import (
	"archive/zip"
	"bytes"
	"errors"
	"flag"
	"io"
	"path/filepath"
	"runtime"
	"slices"
	"testing"
	"time"

	"github.com/unrenew/unrenew/parser"
	"github.com/unrenew/unrenew/parser/internal/table"
)

// One target takes the formats one by one: .ci/fuzz runs it once for each, and
// what is found names the format it was found with.
var only = flag.String("format", "", "fuzz this format, from its own fixtures")

// FuzzFormat lets one parser read any bytes.
func FuzzFormat(f *testing.F) {
	for _, fx := range load(f) {
		if *only == "" || *only == fx.id {
			f.Add(fx.id, fx.src.Data)
		}
	}
	f.Fuzz(func(t *testing.T, id string, data []byte) {
		hold(t, id, parser.NewSource("fuzz-2026-03", data))
	})
}

// FuzzSheet does so with the XML of a workbook's sheet, which in a file is
// packed, so that changes to its bytes only break the packing.
func FuzzSheet(f *testing.F) {
	for _, fx := range load(f) {
		if *only != "" && *only != fx.id {
			continue
		}
		switch filepath.Ext(fx.path) {
		case ".xlsx":
			f.Add(fx.id, sheetOf(f, fx.src.Data))
		case ".csv":
			f.Add(fx.id, sheetOf(f, spreadsheetXLSX(f, textOf(f, fx.src.Data))))
		}
	}
	frame := workbook(f, sheet{"Sheet1", nil})
	f.Fuzz(func(t *testing.T, id string, xml []byte) {
		hold(t, id, parser.NewSource("fuzz-2026-03", withSheet(t, frame, xml)))
	})
}

const firstSheet = "xl/worksheets/sheet1.xml"

func sheetOf(t testing.TB, book []byte) (xml []byte) {
	z, err := zip.NewReader(bytes.NewReader(book), int64(len(book)))
	if err != nil {
		t.Fatal(err)
	}
	r, err := z.Open(firstSheet)
	if err != nil {
		t.Fatal(err)
	}
	if xml, err = io.ReadAll(r); err != nil {
		t.Fatal(err)
	}
	return xml
}

// withSheet puts xml into a workbook, where its first sheet was.
func withSheet(t testing.TB, book, xml []byte) []byte {
	z, err := zip.NewReader(bytes.NewReader(book), int64(len(book)))
	if err != nil {
		t.Fatal(err)
	}
	var b bytes.Buffer
	w := zip.NewWriter(&b)
	for _, part := range z.File {
		if part.Name != firstSheet {
			if err := w.Copy(part); err != nil {
				t.Fatal(err)
			}
		}
	}
	p, err := w.CreateHeader(&zip.FileHeader{Name: firstSheet, Method: zip.Store})
	if err != nil {
		t.Fatal(err)
	}
	p.Write(xml)
	w.Close()
	return b.Bytes()
}

// What reading may cost. No fixture takes more than 2 MiB or 200 bytes for each
// of its own (2026-11); a stream of a PDF may inflate to 64 MiB.
const (
	fuzzTime   = 20 * time.Second // other work may go on beside
	fuzzMemory = 128 << 20        // bytes allocated in all, and
	fuzzFactor = 4 << 10          // more for each byte of the file
)

// hold holds the parser named id to what all parsers promise of any file: it
// ends soon and takes little, a claim is kept, every row under the header has
// its place, and nothing panics.
func hold(t *testing.T, id string, src parser.Source) {
	if *only != "" {
		id = *only
	}
	i := slices.IndexFunc(list, func(f format) bool { return f.ID() == id })
	switch {
	case i < 0 && *only != "":
		t.Fatalf("-format %s: no such format", id)
	case i < 0:
		t.Skip("the fuzzer made up a name that no format has")
	}
	p := list[i]
	var before, after runtime.MemStats
	runtime.ReadMemStats(&before)
	began := time.Now()
	m := p.Sniff(src)
	st, err := p.Parse(src)
	if d := time.Since(began); d > fuzzTime {
		t.Errorf("took %v for %d bytes", d, len(src.Data))
	}
	runtime.ReadMemStats(&after)
	if n := after.TotalAlloc - before.TotalAlloc; n > fuzzMemory+fuzzFactor*uint64(len(src.Data)) {
		t.Errorf("allocated %d MiB for %d bytes", n>>20, len(src.Data))
	}
	claimed := m.Certainty == parser.ByContent && m.Version != ""
	if err == nil != claimed && id != "cmb-credit" { // which may lack its month
		t.Fatalf("claims %+v, reads with error %v", m, err)
	}
	if err != nil {
		if text := parser.TextOf(err); text.ZH == "" || text.EN == "" {
			t.Errorf("an error without text: %#v", err)
		}
		return
	}
	for _, st := range st.All() {
		checkPlaces(t, st)
	}
	if l, ok := p.(placer); ok {
		l.place(t, src, st)
	}
}

// A placer is a layout that looks for rows without a place.
type placer interface {
	place(t *testing.T, src parser.Source, st *parser.Statement)
}

// place wants every row under a header among the transactions or the left-out
// rows, unless it is blank, a header again, or a line below the table.
func (l layout[R]) place(t *testing.T, src parser.Source, st *parser.Statement) {
	placed, unread := map[parser.Pos]bool{}, map[string]bool{}
	for _, tr := range st.Transactions {
		placed[tr.Pos] = true
	}
	for _, e := range st.LeftOut {
		placed[e.Pos] = true
	}
	for _, n := range st.Notes {
		unread[n.Pos.Sheet] = unread[n.Pos.Sheet] || n.Code == "sheet-not-read" || n.Code == "second-copy"
	}
	book, err := l.read(src)
	if err != nil {
		t.Fatal(err)
	}
	rows, claims := 0, l.claims()
	for _, h := range l.find(src, book) {
		if unread[h.sheet.Name] {
			continue
		}
		ended := false
		// none tells the rows that are no transactions, such as a balance carried forward.
		none := func(r table.Row) bool {
			rd := &reading{Statement: &parser.Statement{Medium: l.medium}, source: src}
			fill, err := fillerOf[R](h)
			if err == nil {
				var plain R
				fill.fill(fieldsOf(&plain), r.Cells, false)
				err = l.transaction(new(parser.Transaction), rd, &h, &r, &plain, false)
			}
			return errors.Is(err, errNoTransaction)
		}
		for _, r := range h.sheet.Rows[h.at+1:] {
			texts := filled(r.Cells)
			switch {
			case placed[r.Pos]:
				rows++
			case len(texts) == 0, claims(titlesOf(r)), none(r):
			case footer.MatchString(texts[0]):
				ended = true
			case !ended || len(texts)*2 >= len(filled(h.tags)):
				t.Errorf("row %+v has no place", r.Pos)
			}
		}
	}
	if rows != st.Rows() {
		t.Errorf("%d rows have a place, %d are counted", rows, st.Rows())
	}
}

// TestPlaces holds the fixtures to what the fuzz targets look for.
func TestPlaces(t *testing.T) {
	for _, f := range load(t) {
		t.Run(f.id+"/"+filepath.Base(f.path), func(t *testing.T) { hold(t, f.id, f.src) })
	}
}
