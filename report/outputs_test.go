package report

import (
	"bytes"
	"encoding/csv"
	"encoding/json"
	"flag"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"

	"github.com/santhosh-tekuri/jsonschema/v6"
	"github.com/xuri/excelize/v2"
	"golang.org/x/net/html"

	"github.com/unrenew/unrenew/detector"
	"github.com/unrenew/unrenew/detector/catalog"
	"github.com/unrenew/unrenew/parser"
)

var update = flag.Bool("update", false, "write the golden files anew")

func render(t *testing.T, o Output, v *View) []byte {
	t.Helper()
	var b bytes.Buffer
	if err := o.Write(&b, v); err != nil {
		t.Fatalf("%s: %v", o.ID, err)
	}
	return b.Bytes()
}

func output(t *testing.T, id string) Output {
	t.Helper()
	i := slices.IndexFunc(Outputs(), func(o Output) bool { return o.ID == id })
	if i < 0 {
		t.Fatalf("no output %q", id)
	}
	return Outputs()[i]
}

func golden(t *testing.T, name string, got []byte) {
	t.Helper()
	path := filepath.Join("..", "testdata", "report", name+".golden")
	if *update {
		if err := os.WriteFile(path, got, 0o644); err != nil {
			t.Fatal(err)
		}
		return
	}
	want, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	if bytes.Equal(got, want) {
		return
	}
	g, w := strings.Split(string(got), "\n"), strings.Split(string(want), "\n")
	for i := range max(len(g), len(w)) {
		if i >= len(g) || i >= len(w) || g[i] != w[i] {
			t.Fatalf("%s differs at line %d (-update writes it anew)\n got %.300q\nwant %.300q", path, i+1, strings.Join(g[min(i, len(g)):min(i+1, len(g))], ""), strings.Join(w[min(i, len(w)):min(i+1, len(w))], ""))
		}
	}
}

// TestOutputs renders the household with every output in both languages,
// compares with the golden files, and checks that neither a second run nor
// another order of the input changes a byte.
func TestOutputs(t *testing.T) {
	for _, o := range Outputs() {
		for _, lang := range []string{"zh", "en"} {
			t.Run(o.ID+"/"+lang, func(t *testing.T) {
				r, st := household()
				got := render(t, o, NewView(r, st, Options{Lang: lang}))
				r, st = household()
				slices.Reverse(r.Subscriptions)
				slices.Reverse(r.Alerts)
				slices.Reverse(r.Warnings)
				slices.Reverse(st)
				if !bytes.Equal(got, render(t, o, NewView(r, st, Options{Lang: lang}))) {
					t.Error("another order of the input gives other bytes")
				}
				dump := got
				switch o.ID {
				case "html":
					dump = []byte(visible(t, got, lang))
				case "xlsx":
					dump = workbook(t, got)
				}
				golden(t, "household."+lang+o.Ext, dump)
			})
		}
	}
}

func TestSummary(t *testing.T) {
	r, st := household()
	for _, lang := range []string{"zh", "en"} {
		t.Run(lang, func(t *testing.T) {
			v := NewView(r, st, Options{Lang: lang})
			var b bytes.Buffer
			if err := Summary(&b, v, false, 80); err != nil {
				t.Fatal(err)
			}
			for i, line := range strings.Split(b.String(), "\n") {
				if w := cells.StringWidth(line); w > 80 {
					t.Errorf("line %d is %d columns wide: %s", i+1, w, line)
				}
			}
			golden(t, "household."+lang+".txt", b.Bytes())
			if n := bytes.Count(b.Bytes(), []byte("\n")); n > 30 {
				t.Errorf("%d lines are more than a screen", n)
			}
			var colored bytes.Buffer
			if err := Summary(&colored, v, true, 80); err != nil {
				t.Fatal(err)
			}
			if plain := regexp.MustCompile("\x1b\\[[0-9;]*m").ReplaceAllString(colored.String(), ""); plain != b.String() {
				t.Error("color changes more than color")
			}
		})
	}
}

// TestSummaryNarrow: where the screen is narrow, names give way and nothing else:
// what an alert is about, its amount and the last day to cancel stay whole.
func TestSummaryNarrow(t *testing.T) {
	r, st := household()
	for _, width := range []int{40, 60, 80, 120} {
		v := NewView(r, st, Options{Lang: "en"})
		var b bytes.Buffer
		if err := Summary(&b, v, false, width); err != nil {
			t.Fatal(err)
		}
		for _, line := range strings.Split(b.String(), "\n") {
			if w := cells.StringWidth(line); w > width {
				t.Errorf("%d columns: a line has %d: %s", width, w, line)
			}
		}
		joined := strings.Join(strings.Fields(b.String()), " ") // an alert may take two lines
		for _, a := range v.Alerts {
			for _, text := range []string{a.Title.EN, a.Total() + " " + a.AmountText().EN} {
				if !strings.Contains(joined, text) {
					t.Errorf("%d columns: %q is cut", width, text)
				}
			}
		}
		for _, d := range v.Expected.Charges[:4] {
			if note := v.DueNote(d).EN; !strings.Contains(joined, note) {
				t.Errorf("%d columns: %q is cut", width, note)
			}
		}
	}
}

// TestHTMLPage checks what makes the page safe to open and to use.
func TestHTMLPage(t *testing.T) {
	r, st := household()
	raw := render(t, output(t, "html"), NewView(r, st, Options{}))
	doc, err := html.Parse(bytes.NewReader(raw))
	if err != nil {
		t.Fatal(err)
	}
	ids, links := map[string]bool{}, []string{}
	var policy, style, script string
	for n := range doc.Descendants() {
		if n.Type != html.ElementNode {
			continue
		}
		switch n.Data {
		case "style":
			style += n.FirstChild.Data
		case "script":
			script += n.FirstChild.Data
		case "link", "img", "iframe", "object", "embed", "base", "form":
			t.Errorf("a <%s> in the page", n.Data)
		}
		for _, a := range n.Attr {
			switch {
			case a.Key == "style" || a.Key == "src" || a.Key == "srcset" || strings.HasPrefix(a.Key, "on"):
				t.Errorf("<%s> has the attribute %s=%q", n.Data, a.Key, a.Val)
			case a.Key == "id":
				if ids[a.Val] {
					t.Errorf("two elements with the id %q", a.Val)
				}
				ids[a.Val] = true
			case a.Key == "href" && strings.HasPrefix(a.Val, "#"), a.Key == "aria-controls", a.Key == "aria-labelledby":
				links = append(links, strings.TrimPrefix(a.Val, "#"))
			case a.Key == "href" && !strings.HasPrefix(a.Val, "https://"):
				t.Errorf("a link to %q", a.Val)
			case a.Key == "content" && strings.HasPrefix(a.Val, "default-src"):
				policy = a.Val
			case a.Key == "lang" && a.Val == "zh":
				if en := n.NextSibling; en == nil || en.Data != "i" || en.FirstChild == nil {
					t.Errorf("Chinese without English: %s", text(n))
				}
			}
		}
	}
	for _, id := range links {
		if !ids[id] {
			t.Errorf("a link to #%s, which is not there", id)
		}
	}
	want := "default-src 'none'; style-src '" + digest(style) + "'; script-src '" + digest(script) + "'; base-uri 'none'; form-action 'none'"
	if policy != want {
		t.Errorf("policy\n got %s\nwant %s", policy, want)
	}
	if at := regexp.MustCompile(`url\([^#]|@import|https?:`).FindString(style + script); at != "" {
		t.Errorf("style or script fetches something: %s", at)
	}
	if all := text(doc); !strings.Contains(all, scriptName) || !strings.Contains(all, formulaName) || !strings.Contains(all, longName) {
		t.Error("a hostile name is not shown as text")
	}
	if strings.Contains(string(raw), "\u202e") {
		t.Error("a mark of direction got through")
	}
}

func text(n *html.Node) string {
	var b strings.Builder
	for d := range n.Descendants() {
		if d.Type == html.TextNode {
			b.WriteString(d.Data)
		}
	}
	return b.String()
}

// visible is the text of the page in one language, a line per block.
func visible(t *testing.T, page []byte, lang string) string {
	t.Helper()
	doc, err := html.Parse(bytes.NewReader(page))
	if err != nil {
		t.Fatal(err)
	}
	other := map[string]string{"zh": "en", "en": "zh"}[lang]
	var b strings.Builder
	var walk func(n *html.Node)
	walk = func(n *html.Node) {
		if n.Type == html.TextNode {
			b.WriteString(n.Data)
			return
		}
		for _, a := range n.Attr {
			if a.Key == "lang" && a.Val == other && n.Data == "i" {
				return
			}
		}
		switch n.Data {
		case "style", "script":
			return
		case "td", "th", "small", "svg", "button":
			b.WriteString(" ")
		case "tr", "p", "div", "li", "h1", "h2", "h3", "h4", "section", "summary", "table", "ul", "ol", "dt", "dd", "caption", "article", "header", "main", "footer", "br":
			b.WriteString("\n")
		}
		for c := n.FirstChild; c != nil; c = c.NextSibling {
			walk(c)
		}
	}
	walk(doc)
	var lines []string
	for _, line := range strings.Split(b.String(), "\n") {
		if line = strings.Join(strings.Fields(line), " "); line != "" {
			lines = append(lines, line)
		}
	}
	return strings.Join(lines, "\n") + "\n"
}

// workbook dumps sheet, cell, type, value and format.
func workbook(t *testing.T, data []byte) []byte {
	t.Helper()
	f, err := excelize.OpenReader(bytes.NewReader(data))
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	kinds := map[excelize.CellType]string{excelize.CellTypeUnset: "number", excelize.CellTypeNumber: "number", excelize.CellTypeSharedString: "text",
		excelize.CellTypeInlineString: "text", excelize.CellTypeFormula: "FORMULA", excelize.CellTypeDate: "date"}
	var b bytes.Buffer
	for _, sheet := range f.GetSheetList() {
		rows, err := f.GetRows(sheet, excelize.Options{RawCellValue: true})
		if err != nil {
			t.Fatal(err)
		}
		for i, row := range rows {
			for j, value := range row {
				cell, _ := excelize.CoordinatesToCellName(j+1, i+1)
				if value == "" {
					continue
				}
				kind, _ := f.GetCellType(sheet, cell)
				formula, _ := f.GetCellFormula(sheet, cell)
				if formula != "" {
					kind = excelize.CellTypeFormula
				}
				id, _ := f.GetCellStyle(sheet, cell)
				style, err := f.GetStyle(id)
				if err != nil {
					t.Fatal(err)
				}
				format := strconv.Itoa(style.NumFmt)
				if style.CustomNumFmt != nil {
					format = *style.CustomNumFmt
				}
				if formula != "" {
					format += " =" + formula
				}
				fmt.Fprintf(&b, "%s!%s %s %q %s\n", sheet, cell, kinds[kind], value, format)
			}
		}
	}
	return b.Bytes()
}

func TestCSV(t *testing.T) {
	r, st := household()
	data := render(t, output(t, "csv"), NewView(r, st, Options{}))
	if !bytes.HasPrefix(data, []byte("\ufeff")) {
		t.Error("no byte order mark")
	}
	if n := bytes.Count(data, []byte("\n")); n != bytes.Count(data, []byte("\r\n")) || n != 11 {
		t.Errorf("%d lines, %d of them with CRLF, want 11", n, bytes.Count(data, []byte("\r\n")))
	}
	rows, err := csv.NewReader(bytes.NewReader(data[3:])).ReadAll()
	if err != nil {
		t.Fatal(err)
	}
	for i, row := range rows {
		for _, cell := range row {
			if cell != "" && strings.ContainsRune("=+-@", rune(cell[0])) {
				t.Errorf("row %d: a spreadsheet would compute %q", i+1, cell)
			}
		}
	}
	if rows[1][0] != "'"+formulaName {
		t.Errorf("the name is %q", rows[1][0])
	}
}

func schema(t *testing.T) *jsonschema.Schema {
	t.Helper()
	f, err := os.Open("../testdata/report/report.schema.json")
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	doc, err := jsonschema.UnmarshalJSON(f)
	if err != nil {
		t.Fatal(err)
	}
	c := jsonschema.NewCompiler()
	if err := c.AddResource("report.schema.json", doc); err != nil {
		t.Fatal(err)
	}
	s, err := c.Compile("report.schema.json")
	if err != nil {
		t.Fatal(err)
	}
	return s
}

func valid(t *testing.T, s *jsonschema.Schema, data []byte) {
	t.Helper()
	doc, err := jsonschema.UnmarshalJSON(bytes.NewReader(data))
	if err != nil {
		t.Fatal(err)
	}
	if err := s.Validate(doc); err != nil {
		t.Error(err)
	}
	if bytes.Contains(data, []byte("null")) {
		t.Error("the report has a null")
	}
}

func TestJSON(t *testing.T) {
	r, st := household()
	data := render(t, output(t, "json"), NewView(r, st, Options{}))
	valid(t, schema(t), data)
	var report jsonReport
	d := json.NewDecoder(bytes.NewReader(data))
	d.DisallowUnknownFields()
	if err := d.Decode(&report); err != nil {
		t.Fatal(err)
	}
	var ids []string
	for _, s := range report.Subscriptions {
		ids = append(ids, s.ID)
	}
	// by annual cost, then ID, whatever the currency
	want := "s-9999 s-9c21 s-1a02 s-7e10 s-c4a7 s-5c01 s-2b2b s-5f63 s-b111 s-7f1a s-10a6"
	if got := strings.Join(ids, " "); got != want {
		t.Errorf("order of the subscriptions\n got %s\nwant %s", got, want)
	}
	iq := report.Subscriptions[3]
	if got := iq.Charges[0].Time; got != "2026-04-12T02:52:00+08:00" {
		t.Errorf("time of a charge: %s", got)
	}
	if rows := iq.Charges[0].Transactions; rows[0].File != cmbFile && rows[0].File > rows[1].File {
		t.Errorf("transactions are not sorted by file: %v", rows)
	}
	if got := iq.Cancellation.CancelledOn; got != "2026-09-20T20:14:00+08:00" {
		t.Errorf("cancelled_on: %s", got)
	}
	src := report.Sources[3]
	if src.File != alipayFile || src.Reconciled == nil || !*src.Reconciled || src.Outflow["CNY"] != "75.00" || src.LeftOut[0].Row != 1204 {
		t.Errorf("source: %+v", src)
	}
	if len(report.Warnings) != 3 {
		t.Errorf("%d warnings, want the two of the result and the note of a statement", len(report.Warnings))
	}
}

// TestExtremes renders results of odd sizes with every output.
func TestExtremes(t *testing.T) {
	one, st := household()
	one.Subscriptions, one.Maybe, one.Alerts = one.Subscriptions[:1], nil, nil
	currencies, _ := household()
	currencies.Subscriptions[0].Currency, currencies.Subscriptions[1].Currency = "EUR", "CHF"
	many, _ := household()
	for i := range 200 {
		s := many.Subscriptions[i%10]
		s.ID = fmt.Sprintf("s-x%03d", i)
		many.Subscriptions = append(many.Subscriptions, s)
	}
	alerts, _ := household()
	for i := range 20 {
		a := alerts.Alerts[i%4]
		a.ID, a.Subscription, a.Charges = fmt.Sprintf("a-x%02d", i), "s-gone", nil
		alerts.Alerts = append(alerts.Alerts, a)
	}
	bare := &detector.Result{AsOf: asOf, Subscriptions: []detector.Subscription{{
		ID: "s-1", Name: says("\x00", ""), Merchant: "商户", Kind: catalog.Membership, Status: detector.Paused, Cycle: month, Currency: "CNY", Channel: "qq",
		Reasons: []parser.Text{says("一", "one")}, Charges: []detector.Charge{aCharge("1", "2026-01-31", "1", "CNY", parser.Pos{File: "a.csv"})},
	}}}
	s := schema(t)
	for _, c := range []struct {
		name       string
		result     *detector.Result
		statements []*parser.Statement
	}{
		{"empty", &detector.Result{AsOf: asOf}, nil},
		{"empty result, full statements", &detector.Result{AsOf: asOf}, st},
		{"one subscription", one, st},
		{"three currencies", currencies, st},
		{"two hundred subscriptions", many, st},
		{"alerts without a subscription", alerts, st},
		{"nothing known", bare, nil},
	} {
		t.Run(c.name, func(t *testing.T) {
			for _, lang := range []string{"zh", "en"} {
				v := NewView(c.result, c.statements, Options{Lang: lang})
				for _, o := range Outputs() {
					data := render(t, o, v)
					for _, bad := range []string{"%!", "0001-01-01", "<no value>", "ZgotmplZ"} {
						if o.ID != "xlsx" && bytes.Contains(data, []byte(bad)) {
							t.Errorf("%s has %q", o.ID, bad)
						}
					}
					if o.ID == "json" {
						valid(t, s, data)
					}
				}
				if err := Summary(io.Discard, v, true, 0); err != nil {
					t.Error(err)
				}
			}
		})
	}
}

// TestHTMLSize keeps the page small enough to mail: twenty memberships of two
// years.
func TestHTMLSize(t *testing.T) {
	r, st := household()
	for i := range 10 {
		s := r.Subscriptions[i]
		s.ID += "-2"
		r.Subscriptions = append(r.Subscriptions, s)
	}
	if n := len(render(t, output(t, "html"), NewView(r, st, Options{}))); n > 320_000 {
		t.Errorf("the page is %d bytes", n)
	}
}

// TestWords finds keys that nobody uses, keys that are used and missing, and
// texts whose languages take different arguments.
func TestWords(t *testing.T) {
	var all strings.Builder
	files, err := filepath.Glob("*.go")
	if err != nil {
		t.Fatal(err)
	}
	parts, err := filepath.Glob("assets/*.html")
	if err != nil {
		t.Fatal(err)
	}
	for _, f := range append(files, parts...) {
		if f == "words.go" || strings.HasSuffix(f, "_test.go") {
			continue
		}
		b, err := os.ReadFile(f)
		if err != nil {
			t.Fatal(err)
		}
		all.Write(b)
	}
	b, err := os.ReadFile("words.go")
	if err != nil {
		t.Fatal(err)
	}
	_, code, _ := strings.Cut(string(b), "\n}\n") // after the table
	all.WriteString(code)
	source := all.String()
	for _, m := range regexp.MustCompile(`\bsay\(?"? ?"([a-z0-9-]+)"`).FindAllStringSubmatch(source, -1) {
		if _, ok := words[m[1]]; !ok {
			t.Errorf("no words for %q", m[1])
		}
	}
	verb := regexp.MustCompile(`%(\[\d\])?[a-z]`)
	for key, text := range words {
		if text.ZH == "" || text.EN == "" {
			t.Errorf("%q lacks a language", key)
		}
		if len(verb.FindAllString(text.ZH, -1)) != len(verb.FindAllString(text.EN, -1)) {
			t.Errorf("%q takes different arguments", key)
		}
		stem := regexp.MustCompile(`-(n|one)$`).ReplaceAllString(key, "")
		if !strings.Contains(source, `"`+key+`"`) && !strings.Contains(source, `count("`+stem) && !strings.Contains(source, `count "`+stem) && !computed[key] {
			t.Errorf("nobody uses %q", key)
		}
	}
}

// computed are the keys that the code puts together.
var computed = func() map[string]bool {
	m := map[string]bool{}
	for _, key := range strings.Fields(`high medium low active cancelled ended paused upcoming-trial ended-note cancelled-note maybe-note other-note
		membership utility telecom rent loan installment insurance donation transfer income
		via-service via-service-web via-service-support via-qq
		price-up price-down trial-converted intro-ended discount plan-changed channel-changed renamed late missed resumed partly-refunded
		cat-ai cat-cloud cat-content cat-ecommerce cat-finance cat-game cat-life cat-system cat-telecom cat-tools
		key-flag key-ring key-back key-stop key-tick key-end key-next`) {
		m[key] = true
	}
	return m
}()
