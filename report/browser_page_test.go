package report

import (
	"regexp"
	"testing"

	"github.com/chromedp/cdproto/emulation"
	"github.com/chromedp/chromedp"

	"github.com/unrenew/unrenew/detector"
	"github.com/unrenew/unrenew/report/browsertest"
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

// TestBrowserWidths opens everything at the widths of phones, tablets and
// desks: nothing may reach out of the page.
func TestBrowserWidths(t *testing.T) {
	for _, lang := range []string{"zh", "en"} {
		open(t, hostile(lang), "", 1280).Fits(320, 360, 390, 768, 1024, 1280, 1440)
	}
}

func TestBrowserHostileNames(t *testing.T) {
	p := open(t, hostile("zh"), "", 1280)
	p.Is("the names are text", `document.body.textContent.includes('</style></script><img src=x onerror="alert(1)"> javascript:alert(1)') && document.body.textContent.includes('"><svg onload=alert(1)>')`)
	p.Is("no element came of a name", `!document.querySelector('img, [onload], [onerror], main script, main style')`)
	p.Is("no link runs a script", `Array.from(document.links).every(function (a) { return a.protocol === 'https:' || a.protocol === 'file:'; })`)
}

func TestBrowserLanguage(t *testing.T) {
	p := open(t, hostile("zh"), "", 1280)
	look := func(want string) {
		t.Helper()
		other := map[string]string{"zh": "en", "en": "zh"}[want]
		p.Is("only one language shows", `Array.from(document.querySelectorAll('i[lang=%[2]s]')).every(function (e) { return e.getClientRects().length === 0; }) && document.documentElement.lang.startsWith(%[1]s)`, want, other)
	}
	look("zh")
	p.Is("the choices are Chinese", `document.querySelector('#f-status option').textContent === '全部'`)
	p.Click("#lang")
	look("en")
	p.Is("the title and the choices are English", `document.title.includes('renewal report') && document.querySelector('#f-status option').textContent === 'All'`)
	p.Click("#lang")
	look("zh")
	p = open(t, hostile("zh"), "?lang=en&theme=dark", 1280)
	p.Is("the address sets both", `document.documentElement.lang === 'en' && document.documentElement.getAttribute('data-theme') === 'dark'`)
}

const ground = `getComputedStyle(document.body).backgroundColor`

func TestBrowserDark(t *testing.T) {
	p := open(t, hostile("zh"), "", 1280, func(p *browsertest.Tab) {
		browsertest.Call(p, emulation.SetEmulatedMedia, emulation.SetEmulatedMediaParams{Features: []*emulation.MediaFeature{{Name: "prefers-color-scheme", Value: "dark"}}})
	})
	p.Is("it follows the system", ground+` === 'rgb(19, 22, 24)' && document.getElementById('theme').getAttribute('aria-pressed') === 'true'`)
	p.Click("#theme")
	p.Is("the button overrules it", ground+` === 'rgb(255, 255, 255)' && document.getElementById('theme').getAttribute('aria-pressed') === 'false'`)
	p.Click("#theme")
	p.Is("it goes back", ground+` === 'rgb(19, 22, 24)'`)
	browsertest.Call(p, emulation.SetEmulatedMedia, emulation.SetEmulatedMediaParams{Media: "print", Features: []*emulation.MediaFeature{{Name: "prefers-color-scheme", Value: "dark"}}})
	p.Is("paper is always white", ground+` === 'rgb(255, 255, 255)'`)
}

func TestBrowserPrint(t *testing.T) {
	p := open(t, hostile("zh"), "?theme=dark", 1280)
	p.Is("something is marked", `(document.querySelector('#list [data-mark=cancelled]').click(), !document.getElementById('save').hidden)`)
	browsertest.Call(p, emulation.SetEmulatedMedia, emulation.SetEmulatedMediaParams{Media: "print"})
	p.Is("no control is printed", `Array.from(document.querySelectorAll('input, select, textarea, .tool, .btn, #tray, nav')).every(function (e) { return e.getClientRects().length === 0; })`)
	browsertest.Eval[bool](p, `dispatchEvent(new Event('beforeprint'))`)
	p.Is("folds are open", `Array.from(document.querySelectorAll('details.f')).every(function (d) { return d.open; })`)
	browsertest.Eval[bool](p, `dispatchEvent(new Event('afterprint'))`)
	p.Is("folds close again", `Array.from(document.querySelectorAll('#how details.f')).every(function (d) { return !d.open; })`)
	p.Is("no alert is cut", `Array.from(document.querySelectorAll('.alert')).every(function (e) { return getComputedStyle(e).breakInside === 'avoid'; })`)
	pdf := browsertest.Run(p, chromedp.PrintToPDF(chromedp.PDFPreferCSSPageSize(), chromedp.PDFPrintBackground()))
	if n := len(regexp.MustCompile(`/Type\s*/Page\b`).FindAll(pdf, -1)); n < 4 || n > 12 {
		t.Errorf("%d pages", n)
	}
	if !regexp.MustCompile(`/MediaBox \[0 0 59[45]\.\d+ 84[12]\.\d+\]`).Match(pdf) {
		t.Error("the paper is not A4")
	}
}

// TestBrowserWithoutScript reads the page where scripts are off.
func TestBrowserWithoutScript(t *testing.T) {
	p := open(t, hostile("zh"), "", 390, func(p *browsertest.Tab) {
		browsertest.Call(p, emulation.SetScriptExecutionDisabled, emulation.SetScriptExecutionDisabledParams{Value: true})
	})
	p.Is("every detail is open", `Array.from(document.querySelectorAll('#list tr.d')).every(function (e) { return e.getClientRects().length > 0; })`)
	p.Is("nothing that needs a script is there", `Array.from(document.querySelectorAll('.js-only, #save, #tray')).every(function (e) { return e.getClientRects().length === 0; })`)
	p.Is("it is in one language", `Array.from(document.querySelectorAll('i[lang=en]')).every(function (e) { return e.getClientRects().length === 0; })`)
}

// TestBrowserAnchors follows links into what is folded.
func TestBrowserAnchors(t *testing.T) {
	v := hostile("zh")
	p := open(t, v, "", 1280)
	choose(p, "f-search", "nothing of that name")
	browsertest.Eval[bool](p, `(location.hash = '#s-7e10', true)`)
	p.Is("a membership opens, though it was filtered out", `new Promise(function (done) { setTimeout(function () { done(document.querySelector('#s-7e10 .nm').getAttribute('aria-expanded') === 'true' && !document.getElementById('s-7e10').hidden); }, 100); })`)
	browsertest.Eval[bool](p, `(location.hash = '#s-3333', true)`)
	p.Is("a fold in a fold opens", `new Promise(function (done) { setTimeout(function () { done(document.getElementById('s-3333').open && document.getElementById('s-3333').getClientRects().length > 0); }, 100); })`)
}

// TestBrowserKeyboard opens a membership with the keyboard alone, and sees
// where the focus is.
func TestBrowserKeyboard(t *testing.T) {
	p := open(t, hostile("zh"), "", 1280)
	browsertest.Eval[bool](p, `(document.querySelector('#s-7e10 .nm').focus(), true)`)
	browsertest.Run(p, chromedp.KeyEvent("\r"))
	p.Is("return opens it", `document.querySelector('#s-7e10 .nm').getAttribute('aria-expanded') === 'true'`)
	browsertest.Run(p, chromedp.KeyEvent("\t"))
	p.Is("the focus shows and goes on into the detail", `document.activeElement.closest('tr.d') === document.querySelector('#s-7e10 + tr') || document.activeElement.closest('tr.m') === document.getElementById('s-7e10')`)
	p.Is("the focus has an outline", `getComputedStyle(document.activeElement).outlineStyle !== 'none'`)
}

// TestBrowserAccessible lets axe-core look at the page, in light and dark, at
// the widths of a desk and a phone, with everything folded and open.
func TestBrowserAccessible(t *testing.T) {
	for theme, lang := range map[string]string{"light": "zh", "dark": "en"} {
		for _, width := range []int64{1280, 390} {
			p := open(t, hostile("zh"), "?theme="+theme+"&lang="+lang, width)
			if !p.Accessible(theme) {
				t.Skip("skipped: axe-core is missing")
			}
			browsertest.Eval[bool](p, `(document.querySelector('#list [data-mark=cancelled]').click(), document.querySelectorAll('#list [data-mark=not]')[1].click(), true)`)
			p.Unfold()
			p.Accessible(theme)
		}
	}
}

// TestBrowserEmpty is the page of a household without anything.
func TestBrowserEmpty(t *testing.T) {
	v := NewView(&detector.Result{AsOf: asOf}, nil, Options{})
	p := open(t, v, "", 390)
	p.Is("it says so", `document.body.textContent.includes('没有要处理的事')`)
	p.Fits()
}
