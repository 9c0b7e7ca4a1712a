package report

import (
	"os"
	"regexp"
	"testing"

	"github.com/chromedp/cdproto/emulation"
	"github.com/chromedp/chromedp"

	"github.com/unrenew/unrenew/detector"
)

// hostile is the household whose names try to break out of the page.
func hostile(lang string) *View {
	r, st := household()
	for i := range r.Subscriptions {
		if s := &r.Subscriptions[i]; s.Merchant == scriptName+`" onload="alert(1)` {
			s.Merchant = `</style></script><img src=x onerror="alert(1)"> javascript:alert(1)`
			s.Name = says(`"><svg onload=alert(1)>`, `javascript:alert(1)//`)
		}
	}
	return NewView(r, st, Options{Lang: lang})
}

// sideways tells which elements reach out of the page, unless they scroll
// within a box of their own.
const sideways = `(function () {
	var wide = document.documentElement.clientWidth;
	document.querySelectorAll('details').forEach(function (d) { d.open = true; });
	document.querySelectorAll('.nm[aria-expanded=false]').forEach(function (b) { b.click(); });
	if (document.documentElement.scrollWidth <= wide) return [];
	return Array.from(document.querySelectorAll('main *')).filter(function (e) {
		return !e.closest('.scroll') && !e.closest('svg') && e.getBoundingClientRect().right > wide + 1;
	}).slice(0, 5).map(function (e) { return e.tagName + '.' + e.className + ': ' + e.textContent.slice(0, 40); }).concat(['the page']);
})()`

// TestBrowserWidths opens everything at the widths of phones, tablets and
// desks: nothing may reach out of the page.
func TestBrowserWidths(t *testing.T) {
	for _, lang := range []string{"zh", "en"} {
		p := open(t, hostile(lang), "", 1280)
		for _, width := range []int64{320, 360, 390, 768, 1024, 1280, 1440} {
			call(p, emulation.SetDeviceMetricsOverride, emulation.SetDeviceMetricsOverrideParams{Width: width, Height: 800, DeviceScaleFactor: 1, Mobile: width < 600})
			if out := eval[[]string](p, sideways); len(out) > 0 {
				t.Errorf("%s, %d px: %q", lang, width, out)
			}
		}
	}
}

func TestBrowserHostileNames(t *testing.T) {
	p := open(t, hostile("zh"), "", 1280)
	p.is("the names are text", `document.body.textContent.includes('</style></script><img src=x onerror="alert(1)"> javascript:alert(1)') && document.body.textContent.includes('"><svg onload=alert(1)>')`)
	p.is("no element came of a name", `!document.querySelector('img, [onload], [onerror], main script, main style')`)
	p.is("no link runs a script", `Array.from(document.links).every(function (a) { return a.protocol === 'https:' || a.protocol === 'file:'; })`)
}

func TestBrowserLanguage(t *testing.T) {
	p := open(t, hostile("zh"), "", 1280)
	look := func(want string) {
		t.Helper()
		other := map[string]string{"zh": "en", "en": "zh"}[want]
		p.is("only one language shows", `Array.from(document.querySelectorAll('i[lang=%[2]s]')).every(function (e) { return e.getClientRects().length === 0; }) && document.documentElement.lang.startsWith(%[1]s)`, want, other)
	}
	look("zh")
	p.is("the choices are Chinese", `document.querySelector('#f-status option').textContent === '全部'`)
	p.click("#lang")
	look("en")
	p.is("the title and the choices are English", `document.title.includes('renewal report') && document.querySelector('#f-status option').textContent === 'All'`)
	p.click("#lang")
	look("zh")
	p = open(t, hostile("zh"), "?lang=en&theme=dark", 1280)
	p.is("the address sets both", `document.documentElement.lang === 'en' && document.documentElement.getAttribute('data-theme') === 'dark'`)
}

const ground = `getComputedStyle(document.body).backgroundColor`

func TestBrowserDark(t *testing.T) {
	p := open(t, hostile("zh"), "", 1280, func(p *tab) {
		call(p, emulation.SetEmulatedMedia, emulation.SetEmulatedMediaParams{Features: []*emulation.MediaFeature{{Name: "prefers-color-scheme", Value: "dark"}}})
	})
	p.is("it follows the system", ground+` === 'rgb(19, 22, 24)' && document.getElementById('theme').getAttribute('aria-pressed') === 'true'`)
	p.click("#theme")
	p.is("the button overrules it", ground+` === 'rgb(255, 255, 255)' && document.getElementById('theme').getAttribute('aria-pressed') === 'false'`)
	p.click("#theme")
	p.is("it goes back", ground+` === 'rgb(19, 22, 24)'`)
	call(p, emulation.SetEmulatedMedia, emulation.SetEmulatedMediaParams{Media: "print", Features: []*emulation.MediaFeature{{Name: "prefers-color-scheme", Value: "dark"}}})
	p.is("paper is always white", ground+` === 'rgb(255, 255, 255)'`)
}

func TestBrowserPrint(t *testing.T) {
	p := open(t, hostile("zh"), "?theme=dark", 1280)
	p.is("something is marked", `(document.querySelector('#list [data-mark=cancelled]').click(), !document.getElementById('save').hidden)`)
	call(p, emulation.SetEmulatedMedia, emulation.SetEmulatedMediaParams{Media: "print"})
	p.is("no control is printed", `Array.from(document.querySelectorAll('input, select, textarea, .tool, .btn, #tray, nav')).every(function (e) { return e.getClientRects().length === 0; })`)
	eval[bool](p, `dispatchEvent(new Event('beforeprint'))`)
	p.is("folds are open", `Array.from(document.querySelectorAll('details.f')).every(function (d) { return d.open; })`)
	eval[bool](p, `dispatchEvent(new Event('afterprint'))`)
	p.is("folds close again", `Array.from(document.querySelectorAll('#how details.f')).every(function (d) { return !d.open; })`)
	p.is("no alert is cut", `Array.from(document.querySelectorAll('.alert')).every(function (e) { return getComputedStyle(e).breakInside === 'avoid'; })`)
	pdf, err := chromedp.Run(p.ctx, chromedp.PrintToPDF(chromedp.PDFPreferCSSPageSize(), chromedp.PDFPrintBackground()))
	if err != nil {
		t.Fatal(err)
	}
	if n := len(regexp.MustCompile(`/Type\s*/Page\b`).FindAll(pdf, -1)); n < 4 || n > 12 {
		t.Errorf("%d pages", n)
	}
	if !regexp.MustCompile(`/MediaBox \[0 0 59[45]\.\d+ 84[12]\.\d+\]`).Match(pdf) {
		t.Error("the paper is not A4")
	}
}

// TestBrowserWithoutScript reads the page where scripts are off.
func TestBrowserWithoutScript(t *testing.T) {
	p := open(t, hostile("zh"), "", 390, func(p *tab) {
		call(p, emulation.SetScriptExecutionDisabled, emulation.SetScriptExecutionDisabledParams{Value: true})
	})
	p.is("every detail is open", `Array.from(document.querySelectorAll('#list tr.d')).every(function (e) { return e.getClientRects().length > 0; })`)
	p.is("nothing that needs a script is there", `Array.from(document.querySelectorAll('.js-only, #save, #tray')).every(function (e) { return e.getClientRects().length === 0; })`)
	p.is("it is in one language", `Array.from(document.querySelectorAll('i[lang=en]')).every(function (e) { return e.getClientRects().length === 0; })`)
}

// TestBrowserAnchors follows links into what is folded.
func TestBrowserAnchors(t *testing.T) {
	v := hostile("zh")
	p := open(t, v, "", 1280)
	p.choose("f-search", "nothing of that name")
	eval[bool](p, `(location.hash = '#s-7e10', true)`)
	p.is("a membership opens, though it was filtered out", `new Promise(function (done) { setTimeout(function () { done(document.querySelector('#s-7e10 .nm').getAttribute('aria-expanded') === 'true' && !document.getElementById('s-7e10').hidden); }, 100); })`)
	eval[bool](p, `(location.hash = '#s-3333', true)`)
	p.is("a fold in a fold opens", `new Promise(function (done) { setTimeout(function () { done(document.getElementById('s-3333').open && document.getElementById('s-3333').getClientRects().length > 0); }, 100); })`)
}

// TestBrowserKeyboard opens a membership with the keyboard alone, and sees
// where the focus is.
func TestBrowserKeyboard(t *testing.T) {
	p := open(t, hostile("zh"), "", 1280)
	eval[bool](p, `(document.querySelector('#s-7e10 .nm').focus(), true)`)
	p.run(chromedp.KeyEvent("\r"))
	p.is("return opens it", `document.querySelector('#s-7e10 .nm').getAttribute('aria-expanded') === 'true'`)
	p.run(chromedp.KeyEvent("\t"))
	p.is("the focus shows and goes on into the detail", `document.activeElement.closest('tr.d') === document.querySelector('#s-7e10 + tr') || document.activeElement.closest('tr.m') === document.getElementById('s-7e10')`)
	p.is("the focus has an outline", `getComputedStyle(document.activeElement).outlineStyle !== 'none'`)
}

// TestBrowserAccessible lets axe-core look at the page, in light and dark, at
// the widths of a desk and a phone, with everything folded and open.
func TestBrowserAccessible(t *testing.T) {
	path := os.Getenv(axeVar)
	if path == "" {
		missing(t, "axe-core (its file is named by "+axeVar+")")
	}
	axe, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	type finding struct {
		ID     string `json:"id"`
		Impact string `json:"impact"`
		Nodes  []struct {
			HTML           string `json:"html"`
			FailureSummary string `json:"failureSummary"`
		} `json:"nodes"`
	}
	for _, query := range []string{"?theme=light", "?theme=dark&lang=en"} {
		for _, width := range []int64{1280, 390} {
			p := open(t, hostile("zh"), query, width)
			eval[bool](p, string(axe)+"\n;true")
			for _, state := range []string{`true`, `(document.querySelector('#list [data-mark=cancelled]').click(), document.querySelectorAll('#list [data-mark=not]')[1].click(), document.querySelectorAll('details').forEach(function (d) { d.open = true; }), document.querySelectorAll('.nm').forEach(function (b) { b.click(); }), true)`} {
				eval[bool](p, state)
				found := eval[[]finding](p, `axe.run(document, { runOnly: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'] }).then(function (r) { return r.violations; })`)
				for _, f := range found {
					n := f.Nodes[0]
					t.Errorf("%s, %d px: %s (%s), %d times: %.200s %s", query, width, f.ID, f.Impact, len(f.Nodes), n.HTML, n.FailureSummary)
				}
			}
		}
	}
}

// TestBrowserEmpty is the page of a household without anything.
func TestBrowserEmpty(t *testing.T) {
	v := NewView(&detector.Result{AsOf: asOf}, nil, Options{})
	p := open(t, v, "", 390)
	p.is("it says so", `document.body.textContent.includes('没有要处理的事')`)
	if out := eval[[]string](p, sideways); len(out) > 0 {
		t.Error(out)
	}
}
