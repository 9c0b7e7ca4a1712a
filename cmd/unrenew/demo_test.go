package main

import (
	"bytes"
	"testing"

	"golang.org/x/net/html"

	"github.com/unrenew/unrenew/detector"
	"github.com/unrenew/unrenew/detector/catalog"
	"github.com/unrenew/unrenew/report"
)

// TestDemoPaths: every membership and every alert of the demo shows the way out
// through the channel that charged it; a merchant that the catalog does not know
// shows the channel's own.
func TestDemoPaths(t *testing.T) {
	l, err := (&app{}).lookDemo()
	if err != nil {
		t.Fatal(err)
	}
	v := report.NewView(l.result, l.statements, report.Options{Lang: "zh"})
	unknown := 0
	check := func(what string, s *report.Subscription) {
		if len(s.Ways) == 0 || len(s.Ways[0].Steps) == 0 {
			t.Errorf("%s: no way to cancel", what)
			return
		}
		if s.Ways[0].Channel != s.Channel {
			t.Errorf("%s is charged by %s, and its first way is through %s", what, s.Channel, s.Ways[0].Channel)
		}
		if s.Service == nil {
			unknown++
			if !s.Ways[0].Generic {
				t.Errorf("%s: no service, but a way that is not the channel's own", what)
			}
		}
	}
	for _, s := range v.All {
		if s.Kind == catalog.Membership {
			check(s.Name.ZH, s)
		}
	}
	for _, a := range v.Alerts {
		check("alert "+a.Type, a.Sub)
	}
	if unknown == 0 {
		t.Error("the demo has no merchant that the catalog does not know")
	}
}

// TestHeadings: whoever goes through the page by its headings finds one title,
// and no level left out below it, whatever the page has to show.
func TestHeadings(t *testing.T) {
	l, err := (&app{}).lookDemo()
	if err != nil {
		t.Fatal(err)
	}
	for _, lang := range []string{"zh", "en"} {
		opt := report.Options{Lang: lang}
		for what, v := range map[string]*report.View{
			"demo":    report.NewView(l.result, l.statements, opt),
			"nothing": report.NewView(&detector.Result{AsOf: demoDay}, nil, opt),
		} {
			var page bytes.Buffer
			if err := output("html").Write(&page, v); err != nil {
				t.Fatal(err)
			}
			doc, err := html.Parse(&page)
			if err != nil {
				t.Fatal(err)
			}
			level, titles, sections := 0, 0, 0
			for n := range doc.Descendants() {
				if n.Type != html.ElementNode || len(n.Data) != 2 || n.Data[0] != 'h' || n.Data[1] < '1' || n.Data[1] > '6' {
					continue
				}
				next := int(n.Data[1] - '0')
				if next > level+1 {
					t.Errorf("%s, %s: a heading of level %d stands below one of level %d, in #%s", what, lang, next, level, section(n))
				}
				switch level = next; level {
				case 1:
					titles++
				case 2:
					sections++
				}
			}
			if titles != 1 || sections < 5 {
				t.Errorf("%s, %s: %d titles and %d sections", what, lang, titles, sections)
			}
		}
	}
}

// section is the part of the page in which n stands.
func section(n *html.Node) string {
	for ; n != nil; n = n.Parent {
		for _, a := range n.Attr {
			if n.Data == "section" && a.Key == "id" {
				return a.Val
			}
		}
	}
	return ""
}
