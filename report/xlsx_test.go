package report

import (
	"archive/zip"
	"bytes"
	"encoding/xml"
	"fmt"
	"io"
	"os"
	"path"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"

	"github.com/shopspring/decimal"
	"github.com/xuri/excelize/v2"

	"github.com/unrenew/unrenew/detector"
	"github.com/unrenew/unrenew/parser"
)

// A pack is a workbook as the standard describes it, read without the library
// that wrote it.
type pack struct {
	t       *testing.T
	parts   map[string][]byte
	sheets  []packSheet
	strings []string
	styles  struct {
		Xfs  []struct{} `xml:"cellXfs>xf"`
		Dxfs []struct{} `xml:"dxfs>dxf"`
	}
}

type packSheet struct {
	name, part string
	relations  map[string]relation
	Rows       []packRow `xml:"sheetData>row"`
	Rules      []struct {
		Ref   string `xml:"sqref,attr"`
		Rules []struct {
			Dxf     *int   `xml:"dxfId,attr"`
			Formula string `xml:"formula"`
		} `xml:"cfRule"`
	} `xml:"conditionalFormatting"`
	Links []struct {
		Ref      string `xml:"ref,attr"`
		Location string `xml:"location,attr"`
		ID       string `xml:"id,attr"`
	} `xml:"hyperlinks>hyperlink"`
	Tables []struct {
		ID string `xml:"id,attr"`
	} `xml:"tableParts>tablePart"`
}

type packRow struct {
	R     int        `xml:"r,attr"`
	Cells []packCell `xml:"c"`
}

type packCell struct {
	R       string  `xml:"r,attr"`
	S       int     `xml:"s,attr"`
	T       string  `xml:"t,attr"`
	Formula *string `xml:"f"`
	V       string  `xml:"v"`
	Inline  string  `xml:"is>t"`
}

type relation struct{ Type, Target, Mode string }

func (p *pack) read(part string, into any) {
	p.t.Helper()
	data, ok := p.parts[part]
	if !ok {
		p.t.Fatalf("there is no part %s", part)
	}
	if err := xml.Unmarshal(data, into); err != nil {
		p.t.Fatalf("%s: %v", part, err)
	}
}

// related are the relations of a part; each leads to a part that is there.
func (p *pack) related(part string) map[string]relation {
	p.t.Helper()
	name := path.Join(path.Dir(part), "_rels", path.Base(part)+".rels")
	out := map[string]relation{}
	if p.parts[name] == nil {
		return out
	}
	var list struct {
		R []struct {
			ID         string `xml:"Id,attr"`
			Type       string `xml:"Type,attr"`
			Target     string `xml:"Target,attr"`
			TargetMode string `xml:"TargetMode,attr"`
		} `xml:"Relationship"`
	}
	p.read(name, &list)
	for _, r := range list.R {
		if out[r.ID] != (relation{}) {
			p.t.Errorf("%s has the relation %s twice", name, r.ID)
		}
		target := r.Target
		if r.TargetMode != "External" {
			if target = path.Join(path.Dir(part), r.Target); strings.HasPrefix(r.Target, "/") {
				target = r.Target[1:]
			}
			if p.parts[target] == nil {
				p.t.Errorf("%s leads to %s, which is not there", name, target)
			}
		}
		out[r.ID] = relation{path.Base(r.Type), target, r.TargetMode}
	}
	return out
}

func openPack(t *testing.T, data []byte) *pack {
	t.Helper()
	z, err := zip.NewReader(bytes.NewReader(data), int64(len(data)))
	if err != nil {
		t.Fatal(err)
	}
	p := &pack{t: t, parts: map[string][]byte{}}
	for _, f := range z.File {
		in, err := f.Open()
		if err != nil {
			t.Fatal(err)
		}
		content, err := io.ReadAll(in)
		if err != nil {
			t.Fatal(err)
		}
		if p.parts[f.Name] != nil {
			t.Errorf("the part %s is there twice", f.Name)
		}
		p.parts[f.Name] = content
	}
	var shared struct {
		SI []struct {
			T string `xml:"t"`
		} `xml:"si"`
	}
	p.read("xl/sharedStrings.xml", &shared)
	for _, si := range shared.SI {
		p.strings = append(p.strings, si.T)
	}
	p.read("xl/styles.xml", &p.styles)
	var workbook struct {
		Sheets []struct {
			Name string `xml:"name,attr"`
			ID   string `xml:"id,attr"`
		} `xml:"sheets>sheet"`
	}
	p.read("xl/workbook.xml", &workbook)
	parts := p.related("xl/workbook.xml")
	for _, s := range workbook.Sheets {
		sheet := packSheet{name: s.Name, part: parts[s.ID].Target}
		p.read(sheet.part, &sheet)
		sheet.relations = p.related(sheet.part)
		p.sheets = append(p.sheets, sheet)
	}
	return p
}

// value is what a cell holds: its text, or the digits of its number.
func (p *pack) value(c packCell) string {
	switch c.T {
	case "s":
		i, err := strconv.Atoi(c.V)
		if err != nil || i >= len(p.strings) {
			p.t.Fatalf("%s: no shared text %q", c.R, c.V)
		}
		return p.strings[i]
	case "inlineStr":
		return c.Inline
	}
	return c.V
}

// sequence is the order in which the standard wants the parts of a sheet.
var sequence = strings.Fields(`sheetPr dimension sheetViews sheetFormatPr cols sheetData sheetCalcPr sheetProtection protectedRanges scenarios autoFilter
	sortState dataConsolidate customSheetViews mergeCells phoneticPr conditionalFormatting dataValidations hyperlinks printOptions pageMargins pageSetup
	headerFooter rowBreaks colBreaks customProperties cellWatches ignoredErrors smartTags drawing legacyDrawing legacyDrawingHF picture oleObjects controls
	webPublishItems tableParts extLst`)

// safeFormula is all that a formula of ours may be made of.
var safeFormula = regexp.MustCompile(`^(COUNTIFS|COUNTA|SUMIFS|SUBTOTAL|ROUND|DATE|'[^'!\[\]]+'!|\$?[A-Z]{1,3}\$?\d+|"[^"=]*"|"[<>]=?"|[:,()+/&-]|\d+)+$`)

// strict holds a workbook to what Excel repairs otherwise.
func (p *pack) strict() {
	t := p.t
	t.Helper()
	var types struct {
		Override []struct {
			PartName string `xml:"PartName,attr"`
		} `xml:"Override"`
		Default []struct {
			Extension string `xml:"Extension,attr"`
		} `xml:"Default"`
	}
	p.read("[Content_Types].xml", &types)
	typed := map[string]bool{}
	for _, o := range types.Override {
		if name := strings.TrimPrefix(o.PartName, "/"); typed[name] || p.parts[name] == nil {
			t.Errorf("the type of %s is given twice, or it is not there", name)
		} else {
			typed[name] = true
		}
	}
	for _, d := range types.Default {
		typed["."+d.Extension] = true
	}
	for name := range p.parts {
		if !typed[name] && !typed[path.Ext(name)] && name != "[Content_Types].xml" {
			t.Errorf("%s has no type", name)
		}
	}
	p.related("")
	tables := map[string]bool{}
	for _, s := range p.sheets {
		p.sheet(s, tables)
	}
}

func (p *pack) sheet(s packSheet, tables map[string]bool) {
	t := p.t
	t.Helper()
	if n := len([]rune(s.name)); n == 0 || n > 31 || strings.ContainsAny(s.name, `[]:*?/\`) {
		t.Errorf("a sheet named %q", s.name)
	}
	last := -1
	d := xml.NewDecoder(bytes.NewReader(p.parts[s.part]))
	for depth := 0; ; {
		token, err := d.Token()
		if err != nil {
			break
		}
		switch e := token.(type) {
		case xml.StartElement:
			if depth++; depth != 2 {
				continue
			}
			at := slices.Index(sequence, e.Name.Local)
			if at < last || at < 0 {
				t.Errorf("%s: <%s> stands in the wrong place", s.name, e.Name.Local)
			}
			last = at
		case xml.EndElement:
			depth--
		}
	}
	cells := map[string]string{}
	row := 0
	for _, r := range s.Rows {
		if r.R <= row {
			t.Errorf("%s: row %d after row %d", s.name, r.R, row)
		}
		row = r.R
		column := 0
		for _, c := range r.Cells {
			x, y, err := excelize.CellNameToCoordinates(c.R)
			if err != nil || y != r.R || x <= column {
				t.Errorf("%s: cell %s in row %d after column %d", s.name, c.R, r.R, column)
			}
			column = x
			if c.S >= len(p.styles.Xfs) {
				t.Errorf("%s!%s has the style %d of %d", s.name, c.R, c.S, len(p.styles.Xfs))
			}
			cells[c.R] = p.value(c)
			if len([]rune(cells[c.R])) > 32767 {
				t.Errorf("%s!%s is too long", s.name, c.R)
			}
			if c.Formula != nil {
				if !safeFormula.MatchString(*c.Formula) {
					t.Errorf("%s!%s computes %s", s.name, c.R, *c.Formula)
				}
				if _, err := decimal.NewFromString(c.V); err != nil || c.T != "" {
					t.Errorf("%s!%s has the value %q of the type %q beside its formula", s.name, c.R, c.V, c.T)
				}
			}
		}
	}
	for _, l := range s.Links {
		switch {
		case l.ID != "":
			if r := s.relations[l.ID]; r.Type != "hyperlink" || !strings.HasPrefix(r.Target, "https://") {
				t.Errorf("%s!%s leads to %q", s.name, l.Ref, r.Target)
			}
		default:
			sheet, cell, _ := strings.Cut(l.Location, "!")
			at := slices.IndexFunc(p.sheets, func(o packSheet) bool { return "'"+o.name+"'" == sheet })
			if at < 0 || !slices.ContainsFunc(p.sheets[at].Rows, func(r packRow) bool {
				return fmt.Sprintf("A%d", r.R) == cell && len(r.Cells) > 0
			}) {
				t.Errorf("%s!%s leads to %s, where nothing is", s.name, l.Ref, l.Location)
			}
		}
		if cells[l.Ref] == "" {
			t.Errorf("%s!%s is empty and leads somewhere", s.name, l.Ref)
		}
	}
	for _, c := range s.Rules {
		for _, r := range c.Rules {
			if r.Dxf == nil || *r.Dxf >= len(p.styles.Dxfs) || strings.Contains(r.Formula, "!") {
				t.Errorf("%s: the rule %q of %s", s.name, r.Formula, c.Ref)
			}
		}
	}
	for _, part := range s.Tables {
		var table struct {
			ID      string `xml:"id,attr"`
			Name    string `xml:"displayName,attr"`
			Ref     string `xml:"ref,attr"`
			Columns []struct {
				Name string `xml:"name,attr"`
			} `xml:"tableColumns>tableColumn"`
			Filter *struct {
				Ref string `xml:"ref,attr"`
			} `xml:"autoFilter"`
		}
		p.read(s.relations[part.ID].Target, &table)
		if tables[table.ID] || tables[table.Name] {
			t.Errorf("%s: a second table %s %s", s.name, table.ID, table.Name)
		}
		tables[table.ID], tables[table.Name] = true, true
		if table.Filter == nil || table.Filter.Ref != table.Ref {
			t.Errorf("%s: the table has no filter", s.name)
		}
		seen := map[string]bool{}
		for i, c := range table.Columns {
			name, _ := excelize.CoordinatesToCellName(i+1, 1)
			if cells[name] != c.Name || seen[strings.ToLower(c.Name)] {
				t.Errorf("%s: the column %q of the table is %q on the sheet, or there twice", s.name, c.Name, cells[name])
			}
			seen[strings.ToLower(c.Name)] = true
		}
	}
}

// midnight is a result whose charges stand on the first and the last days that
// sums reach, without a time of day.
func midnight() *detector.Result {
	r, _ := household()
	s := &r.Subscriptions[0]
	s.Charges = nil
	for i, when := range []string{"2025-11-22", "2025-11-23", "2025-12-01", "2025-12-31", "2026-01-01", "2026-02-01", "2026-11-01", "2026-11-22"} {
		s.Charges = append(s.Charges, aCharge(fmt.Sprint("mn", i), when, strconv.Itoa(1<<i), "CNY", parser.Pos{File: alipayFile, Row: i + 1}))
	}
	return r
}

// TestXLSXPackage reads the workbook without the library that wrote it, holds
// it to the standard, and compares every cell with what the library reads.
func TestXLSXPackage(t *testing.T) {
	empty := func() *View { return NewView(&detector.Result{AsOf: asOf}, nil, Options{}) }
	for name, view := range map[string]func(lang string) *View{
		"household": func(lang string) *View { r, st := household(); return NewView(r, st, Options{Lang: lang}) },
		"redacted": func(lang string) *View {
			r, st := household()
			return NewView(r, st, Options{Lang: lang, Redact: true})
		},
		"midnight": func(lang string) *View { return NewView(midnight(), statements(), Options{Lang: lang}) },
		"empty":    func(string) *View { return empty() },
		"large":    func(lang string) *View { return NewView(large(30, 200), statements(), Options{Lang: lang}) },
	} {
		for _, lang := range []string{"zh", "en"} {
			t.Run(name+"/"+lang, func(t *testing.T) {
				data := render(t, output(t, "xlsx"), view(lang))
				p := openPack(t, data)
				p.strict()
				f, err := excelize.OpenReader(bytes.NewReader(data))
				if err != nil {
					t.Fatal(err)
				}
				defer f.Close()
				formulas := 0
				for _, s := range p.sheets {
					rows, err := f.GetRows(s.name, excelize.Options{RawCellValue: true})
					if err != nil {
						t.Fatal(err)
					}
					for _, r := range s.Rows {
						for _, c := range r.Cells {
							x, y, _ := excelize.CellNameToCoordinates(c.R)
							other := ""
							if y <= len(rows) && x <= len(rows[y-1]) {
								other = rows[y-1][x-1]
							}
							if got := p.value(c); got != other {
								t.Errorf("%s!%s: %q, and %q by the library", s.name, c.R, got, other)
							}
							if c.Formula == nil {
								continue
							}
							if formulas++; name == "large" { // the library takes seconds for each
								continue
							}
							sum, err := f.CalcCellValue(s.name, c.R, excelize.Options{RawCellValue: true})
							if err != nil {
								t.Errorf("%s!%s: %s: %v", s.name, c.R, *c.Formula, err)
								continue
							}
							if got := yuan(sum).Round(2); !got.Equal(yuan(c.V)) {
								t.Errorf("%s!%s says %s and computes %s: %s", s.name, c.R, c.V, got, *c.Formula)
							}
						}
					}
				}
				if formulas < 4 {
					t.Errorf("%d formulas", formulas)
				}
			})
		}
	}
}

// TestXLSXStream: a large table is streamed, and its numbers have the digits of
// the decimals.
func TestXLSXStream(t *testing.T) {
	r := large(1, streamFrom)
	amounts := []string{"0.10", "19.99", "1234567.89", "70368744177.66", "0.00"}
	for i := range r.Subscriptions[0].Charges {
		r.Subscriptions[0].Charges[i].Amount = yuan(amounts[i%len(amounts)])
	}
	st := statements()[:1]
	for i := range streamFrom { // a second large table
		st[0].LeftOut = append(st[0].LeftOut, &parser.Error{Pos: parser.Pos{Row: i + 1}, Err: &parser.Problem{Text: says("缺金额", "no amount")}})
	}
	v := NewView(r, st, Options{})
	data := render(t, output(t, "xlsx"), v)
	if !bytes.Equal(data, render(t, output(t, "xlsx"), v)) {
		t.Error("a second run gives other bytes")
	}
	p := openPack(t, data)
	sheet := p.sheets[2]
	if len(sheet.Rows) != streamFrom+2 || sheet.Rows[1].Cells[0].T != "inlineStr" {
		t.Fatalf("%d rows, the first text of the type %q", len(sheet.Rows), sheet.Rows[1].Cells[0].T)
	}
	for _, part := range []string{"<pane ", "<cols>", "<conditionalFormatting ", "<tablePart ", `fitToPage="true"`, `orientation="landscape"`, "<oddFooter>"} {
		if !bytes.Contains(p.parts[sheet.part], []byte(part)) {
			t.Errorf("the streamed sheet has no %s", part)
		}
	}
	for i, row := range sheet.Rows[1 : len(sheet.Rows)-1] {
		if got := p.value(row.Cells[3]); !yuan(got).Equal(yuan(amounts[i%len(amounts)])) {
			t.Fatalf("row %d: %s, want %s", i+2, got, amounts[i%len(amounts)])
		}
	}
}

// TestXLSXWritesNoFile: nothing of the statements gets into the folder for
// temporary files, however large the workbook is.
func TestXLSXWritesNoFile(t *testing.T) {
	dir := t.TempDir()
	for _, name := range []string{"TMPDIR", "TMP", "TEMP"} {
		t.Setenv(name, dir)
	}
	if err := xlsxOutput.Write(&watched{dir, t}, NewView(large(20, 1500), nil, Options{})); err != nil {
		t.Fatal(err)
	}
}

// watched looks at a folder while a workbook is written.
type watched struct {
	dir string
	t   *testing.T
}

func (w *watched) Write(p []byte) (int, error) {
	if list, err := os.ReadDir(w.dir); err != nil || len(list) > 0 {
		w.t.Errorf("the folder for temporary files holds %v, %v", list, err)
	}
	return len(p), nil
}

// TestXLSXDimension: every sheet says which cells it uses.
func TestXLSXDimension(t *testing.T) {
	r, st := household()
	p := openPack(t, render(t, output(t, "xlsx"), NewView(r, st, Options{})))
	row, dimension := regexp.MustCompile(`<row r="(\d+)"`), regexp.MustCompile(`<dimension ref="A1:[A-Z]+(\d+)"`)
	sheets := 0
	for name, part := range p.parts {
		if !strings.HasPrefix(name, "xl/worksheets/sheet") {
			continue
		}
		sheets++
		rows, got := row.FindAllSubmatch(part, -1), dimension.FindSubmatch(part)
		if got == nil || string(got[1]) != string(rows[len(rows)-1][1]) {
			t.Errorf("%s: %q, and %s rows", name, got, rows[len(rows)-1][1])
		}
	}
	if sheets < 8 {
		t.Errorf("%d sheets", sheets)
	}
}
