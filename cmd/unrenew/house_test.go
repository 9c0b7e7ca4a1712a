package main

import (
	"go/ast"
	"go/parser"
	"go/token"
	"io/fs"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"testing"
)

const module = "github.com/unrenew/unrenew/"

// imports is the picture of docs/architecture.md: what each package may import
// of ours. What is not here may import nothing of ours.
var imports = map[string][]string{
	"parser":                  {},
	"parser/internal/table":   {"parser"},
	"parser/internal/unpack":  {"parser"},
	"parser/formats":          {"parser", "parser/internal/table", "parser/internal/unpack"},
	"detector/catalog":        {"parser"},
	"detector/catalog/rights": {"parser"},
	"detector/records":        {"parser"},
	"detector":                {"parser", "detector/catalog", "detector/records"},
	"report":                  {"parser", "detector", "detector/catalog", "detector/catalog/rights", "detector/records"},
	"report/complaint":        {"parser", "detector", "detector/catalog/rights", "report"},
	"report/browsertest":      {}, // for tests only: no package here may import it
	"cmd/unrenew":             {"cmd/unrenew/serve", "parser", "parser/formats", "detector", "detector/catalog", "detector/catalog/rights", "detector/records", "report", "report/complaint"},
	"cmd/unrenew/serve":       {"parser", "parser/formats", "detector", "detector/records", "report"},
	"cmd/measure/household":   {"detector/catalog"},
	"cmd/measure/exports":     {"parser", "cmd/measure/household"},
	"cmd/measure/speed":       {},
	"cmd/measure/score":       {"parser", "detector", "detector/catalog", "cmd/measure/household", "cmd/measure/exports"},
	"cmd/measure":             {"parser/formats", "detector", "detector/catalog", "detector/records", "cmd/measure/household", "cmd/measure/exports", "cmd/measure/score"},
}

// outside is what each package may import of others; golang.org/x/text and the
// decimals may be used everywhere but where they would weigh on the light ones.
var outside = map[string][]string{
	"parser":                  {"github.com/shopspring/decimal"},
	"parser/internal/table":   {"github.com/shopspring/decimal", "github.com/xuri/excelize/v2", "github.com/richardlehane/mscfb", "github.com/ledongthuc/pdf", "golang.org/x/net/html", "golang.org/x/text"},
	"parser/internal/unpack":  {"github.com/pdfcpu/pdfcpu", "github.com/xuri/excelize/v2", "github.com/richardlehane/mscfb", "golang.org/x/crypto", "golang.org/x/text"},
	"parser/formats":          {"github.com/gocarina/gocsv", "github.com/shopspring/decimal", "golang.org/x/text"},
	"detector/catalog":        {"github.com/goccy/go-yaml", "github.com/shopspring/decimal", "golang.org/x/text"},
	"detector/catalog/rights": {"github.com/goccy/go-yaml"},
	"detector/records":        {"github.com/gocarina/gocsv", "github.com/shopspring/decimal", "golang.org/x/text"},
	"detector":                {"github.com/shopspring/decimal"},
	"report":                  {"github.com/shopspring/decimal", "github.com/xuri/excelize/v2", "github.com/mattn/go-runewidth"},
	"report/complaint":        {"github.com/shopspring/decimal", "github.com/xuri/excelize/v2", "github.com/mattn/go-runewidth"},
	"report/browsertest":      {"github.com/chromedp/chromedp", "github.com/chromedp/cdproto"},
	"cmd/unrenew":             {"github.com/shopspring/decimal", "github.com/spf13/cobra", "github.com/gofrs/flock", "github.com/inconshreveable/mousetrap", "github.com/mattn/go-runewidth", "golang.org/x/term"},
	"cmd/measure/household":   {"github.com/shopspring/decimal"},
	"cmd/measure/exports":     {"github.com/shopspring/decimal", "github.com/xuri/excelize/v2", "golang.org/x/text"},
	"cmd/measure/speed":       {"github.com/xuri/excelize/v2", "golang.org/x/text"},
	"cmd/measure/score":       {"github.com/shopspring/decimal"},
	"cmd/measure":             {"github.com/spf13/cobra"},
}

// floats are the places where a float64 is no money.
var floats = map[string]string{
	"detector/result.go":                  "confidence",
	"detector/confidence.go":              "confidence",
	"detector/stream.go":                  "what a stream is worth",
	"report/json.go":                      "confidence",
	"report/html.go":                      "places in a drawing",
	"report/xlsx.go":                      "widths and heights",
	"report/complaint/table.go":           "widths and heights",
	"report/report.go":                    "confidence and places in a drawing",
	"cmd/measure/score/calibration.go":    "confidence",
	"parser/internal/table/number.go":     "what a spreadsheet stored, turned into its shortest text at once",
	"parser/internal/table/xls.go":        "what a spreadsheet stored, turned into its shortest text at once",
	"parser/internal/table/pdf.go":        "places on a page",
	"parser/internal/table/pdf_cells.go":  "places on a page",
	"parser/internal/table/pdf_glyphs.go": "places on a page",
	"parser/internal/table/pdf_fonts.go":  "widths of letters",
}

// TestHouse holds the plan of the house: who may import whom, that only cmd
// reads the clock, that money is no float, and that nothing was left undone.
func TestHouse(t *testing.T) {
	root := repository()
	packages := map[string]bool{}
	err := filepath.WalkDir(root, func(path string, d fs.DirEntry, err error) error {
		if err != nil {
			return err
		}
		if d.IsDir() {
			if strings.HasPrefix(d.Name(), ".") && path != root || d.Name() == "testdata" {
				return fs.SkipDir
			}
			return nil
		}
		if filepath.Ext(path) != ".go" || strings.HasSuffix(path, "_test.go") {
			return nil
		}
		rel, err := filepath.Rel(root, path)
		if err != nil {
			return err
		}
		rel = filepath.ToSlash(rel)
		packages[rel[:strings.LastIndex(rel, "/")+1]] = true
		checkFile(t, path, rel)
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	for p := range imports {
		if !packages[p+"/"] {
			t.Errorf("the picture has %s, the tree has not", p)
		}
	}
}

// reachesOut tells whether a package of the standard library can reach another
// machine. The local page alone may import such, to listen.
func reachesOut(name string) bool {
	switch name {
	case "net/mail", "net/netip", "net/textproto", "net/url":
		return false
	}
	return name == "net" || strings.HasPrefix(name, "net/") || name == "crypto/tls" || name == "log/syslog"
}

func checkFile(t *testing.T, path, rel string) {
	pkg := strings.TrimSuffix(rel[:strings.LastIndex(rel, "/")+1], "/")
	allowed, known := imports[pkg]
	if !known {
		t.Errorf("%s: the picture does not have this package", rel)
		return
	}
	set := token.NewFileSet()
	f, err := parser.ParseFile(set, path, nil, parser.ParseComments)
	if err != nil {
		t.Error(err)
		return
	}
	for _, i := range f.Imports {
		name, _ := strconv.Unquote(i.Path.Value)
		switch own, ours := strings.CutPrefix(name, module); {
		case ours && !slices.Contains(allowed, own):
			t.Errorf("%s imports %s, against the picture", rel, own)
		case ours, !strings.Contains(strings.Split(name, "/")[0], "."):
			if reachesOut(name) && pkg != "cmd/unrenew/serve" {
				t.Errorf("%s imports %s: statements never leave the machine", rel, name)
			}
		case !slices.ContainsFunc(outside[pkg], func(p string) bool { return name == p || strings.HasPrefix(name, p+"/") }):
			t.Errorf("%s imports %s, which is not on the list of its package", rel, name)
		}
	}
	ast.Inspect(f, func(n ast.Node) bool {
		switch n := n.(type) {
		case *ast.SelectorExpr:
			if x, ok := n.X.(*ast.Ident); ok && x.Name == "time" && slices.Contains([]string{"Now", "Since", "Until"}, n.Sel.Name) && pkg != "cmd/unrenew" {
				t.Errorf("%s: %s reads the clock; only cmd may", set.Position(n.Pos()), n.Sel.Name)
			}
		case *ast.Ident:
			if (n.Name == "float64" || n.Name == "float32") && floats[rel] == "" {
				t.Errorf("%s: %s; money is decimal, and what else it is belongs on the list", set.Position(n.Pos()), n.Name)
			}
		}
		return true
	})
	for _, group := range f.Comments {
		for _, word := range []string{"TO" + "DO", "FIX" + "ME", "X" + "XX", "not " + "implemented"} {
			if strings.Contains(group.Text(), word) {
				t.Errorf("%s: %s", set.Position(group.Pos()), word)
			}
		}
	}
}
