package serve

import (
	"bytes"
	"cmp"
	"embed"
	"html"
	"html/template"
	"net/http"
	"slices"
	"strings"
	"time"

	"github.com/unrenew/unrenew/detector"
	"github.com/unrenew/unrenew/parser"
	"github.com/unrenew/unrenew/parser/formats"
	"github.com/unrenew/unrenew/report"
)

//go:embed assets
var assets embed.FS

// An asset is a file of the page.
type asset struct {
	kind string
	data []byte
}

var statics = map[string]asset{
	"page.css": {"text/css; charset=utf-8", append([]byte(report.Style()), read("page.css")...)},
	"page.js":  {"text/javascript; charset=utf-8", read("page.js")},
	"icon.svg": {"image/svg+xml", read("icon.svg")},
}

func read(name string) []byte {
	data, err := assets.ReadFile("assets/" + name)
	if err != nil {
		panic("serve: " + err.Error()) // they are built in
	}
	return data
}

// both is a text of the page in both languages; the language of the page hides one.
func both(zh, en string) template.HTML {
	return template.HTML("<i lang=zh>" + html.EscapeString(zh) + "</i><i lang=en>" + html.EscapeString(en) + "</i>")
}

func say(x parser.Text) template.HTML {
	if x.ZH == x.EN {
		return template.HTML(html.EscapeString(x.ZH))
	}
	return both(x.ZH, x.EN)
}

var pageTemplate = template.Must(template.New("page").Funcs(template.FuncMap{
	"t": both, "say": say,
	"f":    func(zh, en string, args ...any) template.HTML { return say(parser.Says(zh, en, args...)) },
	"iso":  func(d time.Time) string { return d.Format(time.DateOnly) },
	"ways": ways, "formats": func() []saved { return saves }, "channel": detector.ChannelName,
	"reason": func(e *parser.Error) parser.Text { return parser.TextOf(e) },

	"sum": func(files []File) (total totals) { return total.of(files) },
}).Parse(string(read("page.html"))))

// page is what the user sees: all that the desk holds.
func (s *server) page(w http.ResponseWriter, _ *http.Request) {
	var state *State
	err := s.desk.ask(func(d Desk) (err error) { state, err = d.State(); return err })
	if err != nil {
		s.answer(w, err)
		return
	}
	var b bytes.Buffer
	err = pageTemplate.Execute(&b, struct {
		*State
		Lang              string
		MaxFile, MaxFiles int
	}{state, s.lang, MaxFile, MaxFiles})
	if err != nil {
		place, _, _ := strings.Cut(err.Error(), ": executing ") // what follows may be text of a statement
		s.log("the page could not be made: %s", place)
		http.Error(w, "500", http.StatusInternalServerError)
		return
	}
	w.Header().Set("Content-Type", "text/html; charset=utf-8")
	_, _ = w.Write(b.Bytes())
}

// totals count what was read.
type totals struct{ Files, Good, Open, Failed, Rows, Used, Left int }

func (n totals) of(files []File) totals {
	for _, f := range files {
		n.Files++
		switch {
		case f.Locked || f.Guess != nil:
			n.Open++
		case f.Waits():
			n.Failed++
		default:
			n.Good++
		}
		for _, st := range f.Statements {
			n.Rows += st.Rows()
			n.Used += len(st.Transactions)
			n.Left += len(st.LeftOut)
		}
	}
	return n
}

// A wayGroup is how to get the statements of one kind of issuer.
type wayGroup struct {
	Title parser.Text
	List  []formats.Info
}

// ways are all formats, for those who look up how to export theirs.
func ways() []wayGroup {
	groups := []wayGroup{
		{Title: parser.Text{ZH: "钱包与平台", EN: "Wallets and shops"}},
		{Title: parser.Text{ZH: "银行卡", EN: "Banks"}},
		{Title: parser.Text{ZH: "海外", EN: "World"}},
	}
	infos := formats.Infos()
	slices.SortStableFunc(infos, func(a, b formats.Info) int { return cmp.Compare(a.Issuer, b.Issuer) })
	for _, f := range infos {
		i := slices.Index([]formats.Group{formats.Wallets, formats.Banks, formats.World}, f.Group)
		groups[max(i, 0)].List = append(groups[max(i, 0)].List, f)
	}
	return groups
}

// A saved is a format in which the report can be saved.
type saved struct {
	ID   string
	Name parser.Text
}

var saves = []saved{
	{"html", parser.Text{ZH: "网页", EN: "Web page"}},
	{"xlsx", parser.Text{ZH: "Excel 表格", EN: "Excel"}},
	{"csv", parser.Text{ZH: "CSV", EN: "CSV"}},
	{"json", parser.Text{ZH: "JSON", EN: "JSON"}},
	{"md", parser.Text{ZH: "Markdown", EN: "Markdown"}},
	{"ics", parser.Text{ZH: "日历", EN: "Calendar"}},
}
