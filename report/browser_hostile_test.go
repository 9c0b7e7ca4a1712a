package report

import (
	"fmt"
	"strings"
	"testing"

	cdp "github.com/chromedp/cdproto/page"
	"github.com/chromedp/chromedp"

	"github.com/unrenew/unrenew/report/browsertest"
)

// hostileTexts are what a statement could put into a page to run something, to
// fetch something, or to push everything else out of sight.
var hostileTexts = []string{
	`</script><script>document.title = 'run'; window.run = 1; alert(1)</script>`, `"><img src="http://evil.invalid/x.png" onerror="window.run = 1">`, `<iframe srcdoc="<script>top.run = 1</script>"></iframe>`,
	`javascript:window.run=1//`, `</style><style>* { display: none !important }</style>`, `'; window.run = 1; '`, `{{.Title}}${window.run = 1}<%= 1 %>`, `<base href="http://evil.invalid/"><link rel=stylesheet href="//evil.invalid/x.css">`,
	`<meta http-equiv="refresh" content="0;url=http://evil.invalid">`, "\u202eevil\u2066\x1b[31m\u2028\u0085", `<svg/onload=window.run=1>`, strings.Repeat("W", 10_000), strings.Repeat("很长的名字", 2000), "", " ", "/",
}

// hostileThroughout is the household with hostile texts in place of every text that
// comes from a file or from the user.
func hostileThroughout() *View {
	r, st := household()
	n := 0
	next := func() string {
		n++
		return hostileTexts[n%len(hostileTexts)]
	}
	files := map[string]string{}
	for i, s := range st {
		name := fmt.Sprint(next(), i) // names of files differ
		files[s.File] = name
		s.File, s.Account = name, next()
		for _, e := range s.LeftOut {
			e.Pos.File = name
		}
	}
	for i := range r.Subscriptions {
		s := &r.Subscriptions[i]
		s.Merchant = hostileTexts[i%len(hostileTexts)]
		s.Service = nil
		s.Name = same(s.Merchant)
		for k := range s.Charges {
			for _, t := range s.Charges[k].Rows {
				t.Pos.File, t.OrderID, t.MerchantOrderID, t.Counterparty, t.Description = files[t.Pos.File], next(), next(), s.Merchant, next()
			}
		}
		for k := range s.Events {
			if s.Events[k].Type == "renamed" {
				s.Events[k].From, s.Events[k].To = next(), next()
			}
		}
		if c := s.Cancellation; c != nil {
			c.Service, c.Note, c.Account, c.Evidence = next(), next(), next(), []string{next(), next()}
		}
	}
	for i := range r.Coverage {
		r.Coverage[i].Account = next()
	}
	for i := range r.Warnings {
		r.Warnings[i].File = next()
	}
	return NewView(r, st, Options{})
}

// TestBrowserHostileEverywhere opens everything on a telephone's screen: nothing
// runs, nothing is fetched, and no name pushes anything out of the page.
func TestBrowserHostileEverywhere(t *testing.T) {
	v := hostileThroughout()
	asked := make(chan string, 8)
	p := open(t, v, "", 390, func(p *browsertest.Tab) {
		if err := chromedp.Listen(p.Ctx, func(event any) {
			if e, is := event.(*cdp.EventJavascriptDialogOpening); is {
				asked <- e.Message
			}
		}); err != nil {
			t.Fatal(err)
		}
	})
	p.Is("nothing ran", `window.run === undefined && document.title.includes('20')`)
	for range 2 { // in both languages
		p.Fits()
		p.Is("the page still shows its parts", `['alerts', 'members', 'coming', 'sources'].every(function (id) { var e = document.getElementById(id); return e && e.getClientRects().length > 0; })`)
		p.Is("no name fills the screen", `Array.from(document.querySelectorAll('.nm, #list tr.m')).every(function (e) { return e.getBoundingClientRect().height < 420; })`)
		p.Click("#lang")
	}
	markAll(p, "cancelled")
	markAll(p, "not")
	p.Fits()
	p.Is("no element came of a text", `!document.querySelector('img, iframe, base, link, object, embed, form, [onload], [onerror], main script, main style, meta[http-equiv=refresh]')`)
	p.Is("no link leads away", `Array.from(document.links).every(function (a) { return (a.protocol === 'https:' || a.protocol === 'file:') && !a.href.includes('evil'); })`)
	p.Is("nothing ran after all", `window.run === undefined`)
	for _, text := range hostileTexts[:3] {
		p.Is("it is shown as text", `document.body.textContent.includes(%s)`, text)
	}
	select {
	case message := <-asked:
		t.Errorf("the page asked: %s", message)
	default:
	}
}
