package report

import (
	"crypto/sha256"
	"embed"
	"encoding/base64"
	"html/template"
	"io"
	"regexp"
	"slices"
	"strings"
	"time"

	"github.com/shopspring/decimal"

	"github.com/unrenew/unrenew/detector/catalog"
	"github.com/unrenew/unrenew/parser"
)

// htmlOutput writes one page that opens without a network: both languages, the
// style and the script are inside, and its policy allows nothing else. All
// texts of statements are escaped by html/template.
var htmlOutput = Output{ID: "html", Ext: ".html", Write: func(w io.Writer, v *View) error {
	p, err := page.Clone()
	if err != nil {
		return err
	}
	p.Funcs(template.FuncMap{"doubt": func(p catalog.Path) parser.Text {
		if p.VerifiedOn == "" {
			return parser.Text{} // the tag says so
		}
		return p.Doubt(v.AsOf)
	}})
	return p.Execute(w, newSheet(v))
}}

//go:embed assets
var assets embed.FS

// asset joins files of the page in the order in which it needs them.
func asset(names ...string) string {
	var b strings.Builder
	for _, name := range names {
		data, err := assets.ReadFile("assets/" + name)
		if err != nil {
			panic("report: " + err.Error()) // they are built in
		}
		b.Write(data)
	}
	return b.String()
}

var (
	pageHTML = asset("parts.html", "charts.html", "marks.html", "page.html")
	pageCSS  = asset("page.css", "charts.css", "marks.css", "narrow.css", "paper.css")
	pageJS   = "(function () {\n'use strict';\n" + asset("page.js", "list.js", "marks.js") + "})();\n"
)

// Style is the style of the page without its pictures and without what is for
// paper: the tokens and the controls, for a page that stands beside it.
func Style() string { return asset("page.css", "marks.css", "narrow.css") }

// shownCharges is how many charges of a membership, or alerts of one type, are
// shown at once.
const shownCharges = 12

// shownAlerts is how long the check list of the head may be.
const shownAlerts = 6

var page = template.Must(template.New("page").Funcs(template.FuncMap{
	"style":  func() template.CSS { return template.CSS(pageCSS) },
	"script": func() template.JS { return template.JS(pageJS) },
	"policy": func() string {
		return "default-src 'none'; style-src '" + digest(pageCSS) + "'; script-src '" + digest(pageJS) + "'; base-uri 'none'; form-action 'none'"
	},
	"say": say, "count": count, "sentence": sentence, "iso": iso, "month": monthText, "thousands": thousands,
	"monthDay": func(t time.Time) string { return t.Format("01-02") },
	"money":    func(d decimal.Decimal, currency string) string { return Money{d, currency}.String() },
	"cycle":    cycleText, "kind": kindText, "account": accountText, "place": placeText,
	"via": via, "noPath": noPath, "daysLeft": daysText, "outcome": (*Subscription).outcome, "cancellation": cancellationTexts,
	"permille": func(n int) string { return decimal.New(int64(n), -1).String() + "%" },
	"first6":   func(ms []Matter) []Matter { return ms[:shown(len(ms))] },
	"min6":     shown,
	"more6":    func(ms []Matter) int { return counted(ms[shown(len(ms)):]) },
	"newestFirst": func(cs []*Charge) []*Charge {
		cs = slices.Clone(cs)
		slices.Reverse(cs)
		return cs
	},
	"head":   func(cs []*Charge) []*Charge { return cs[:min(len(cs), shownCharges)] },
	"tail":   func(cs []*Charge) []*Charge { return cs[min(len(cs), shownCharges):] },
	"byFile": byFile, "days": wholeDays, "percent": percent, "unit": unitText, "before": before, "hundredths": hundredths, "recordHeader": recordHeader,
	"all":    func() option { return option{"", say("all-of")} },
	"orders": orders,
	"doubt":  func(catalog.Path) parser.Text { return parser.Text{} }, // of the day: see htmlOutput
	"effort": func(p catalog.Path) parser.Text {
		d := p.Difficulty()
		if d.Level == "unknown" {
			return parser.Text{}
		}
		return d.Text()
	},
	"column": func(key, label, class string) sortColumn { return sortColumn{key, label, class} },
}).Parse(pageHTML))

func digest(s string) string {
	sum := sha256.Sum256([]byte(s))
	return "sha256-" + base64.StdEncoding.EncodeToString(sum[:])
}

// shown is how many of n matters the check list names: all, or one less than it
// has room for and a line that counts the others.
func shown(n int) int {
	if n > shownAlerts {
		return shownAlerts - 1
	}
	return n
}

// A fileCharges is charges in a row that the same files show; Rows are those
// of the first, for the files.
type fileCharges struct {
	Rows    []Row
	Charges []*Charge
}

func byFile(cs []*Charge) []fileCharges {
	same := func(a, b Row) bool { return a.File == b.File && a.Sheet == b.Sheet }
	var out []fileCharges
	for _, c := range cs {
		if n := len(out); n == 0 || !slices.EqualFunc(out[n-1].Rows, c.Rows, same) {
			out = append(out, fileCharges{Rows: c.Rows})
		}
		f := &out[len(out)-1]
		f.Charges = append(f.Charges, c)
	}
	return out
}

// A piece is a part of a text; a Day must not be broken over two lines.
type piece struct {
	Text string
	Day  bool
}

var dayShape = regexp.MustCompile(`\d{4}-\d\d-\d\d`)

// wholeDays parts the days from the text around them.
func wholeDays(s string) []piece {
	var out []piece
	at := 0
	if strings.Contains(s, "-") {
		for _, m := range dayShape.FindAllStringIndex(s, -1) {
			out = append(out, piece{s[at:m[0]], false}, piece{s[m[0]:m[1]], true})
			at = m[1]
		}
	}
	return append(out, piece{s[at:], false})
}

// outcome says how sure it is that a stopped membership has stopped.
func (s *Subscription) outcome() parser.Text {
	switch c := s.Cancellation; {
	case c != nil && !c.CleanUntil.IsZero():
		return say("clean-until", iso(c.CleanUntil))
	case c != nil && !c.CheckOn.IsZero():
		return say("check-on", iso(c.CheckOn))
	case !s.CoveredUntil.IsZero():
		return say("covered-until", iso(s.CoveredUntil))
	}
	return parser.Text{}
}
