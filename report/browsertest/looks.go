package browsertest

import (
	"os"

	"github.com/chromedp/cdproto/emulation"
)

func (p *Tab) resize(width int64) {
	p.Helper()
	Call(p, emulation.SetDeviceMetricsOverride, emulation.SetDeviceMetricsOverrideParams{Width: width, Height: 800, DeviceScaleFactor: 1, Mobile: width < 600})
}

// Unfold opens whatever is folded.
func (p *Tab) Unfold() {
	p.Helper()
	Eval[bool](p, `(document.querySelectorAll('details').forEach((d) => { d.open = true; }), document.querySelectorAll('.nm[aria-expanded=false]').forEach((b) => b.click()), true)`)
}

// Fits opens whatever is folded and fails if something reaches out of the page, in
// windows of these widths; without any, in the window as it is. It names elements
// that reach out, unless they scroll within a box of their own.
func (p *Tab) Fits(widths ...int64) {
	p.Helper()
	look := func() {
		p.Helper()
		p.Unfold()
		if out := Eval[[]string](p, `(function () {
			const wide = document.documentElement.clientWidth;
			if (document.documentElement.scrollWidth <= wide) return [];
			return [...document.querySelectorAll('body *')].filter((e) => !e.closest('.scroll, svg, nav') && e.getBoundingClientRect().right > wide + 1)
				.slice(0, 5).map((e) => e.tagName + '.' + e.className + ': ' + e.textContent.slice(0, 40)).concat(['the page, ' + wide + ' px']);
		})()`); len(out) > 0 {
			p.Errorf("out of the page: %q", out)
		}
	}
	if len(widths) == 0 {
		look()
	}
	for _, width := range widths {
		p.resize(width)
		look()
	}
}

// Accessible lets axe-core, whose file UNRENEW_AXE names, look at what is open in
// themes, "light" or "dark", and tells whether there was one to look.
func (p *Tab) Accessible(themes ...string) bool {
	p.Helper()
	path := os.Getenv("UNRENEW_AXE")
	if path == "" {
		lacks(p, "axe-core (its file is named by UNRENEW_AXE)")
		p.Log("UNRENEW_AXE names no axe-core, so it did not look at the page")
		return false
	}
	axe, err := os.ReadFile(path)
	if err != nil {
		p.Fatal(err)
	}
	Eval[bool](p, string(axe)+"\n;true")
	was := Eval[string](p, `document.documentElement.dataset.theme || ''`)
	for _, theme := range themes {
		for _, f := range Eval[[]string](p, `(document.documentElement.dataset.theme = %s, axe.run(document, { runOnly: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'] }).then((r) => r.violations.map((v) =>
			innerWidth + ' px: ' + v.id + ' (' + v.impact + '), ' + v.nodes.length + ' times: ' + v.nodes[0].html.slice(0, 200) + ' ' + v.nodes[0].failureSummary)))`, theme) {
			p.Errorf("%s, %s", theme, f)
		}
	}
	Eval[bool](p, `(document.documentElement.dataset.theme = %s, document.documentElement.dataset.theme || document.documentElement.removeAttribute('data-theme'), true)`, was)
	return true
}
