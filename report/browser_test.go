package report

import (
	"os"
	"path/filepath"
	"testing"

	"github.com/unrenew/unrenew/report/browsertest"
)

func TestMain(m *testing.M) {
	code := m.Run()
	browsertest.Stop()
	os.Exit(code)
}

// open shows a page of v in a window of a width, in CSS pixels.
func open(t *testing.T, v *View, query string, width int64, before ...func(p *browsertest.Tab)) *browsertest.Tab {
	t.Helper()
	path := filepath.Join(t.TempDir(), "report.html")
	if err := os.WriteFile(path, render(t, output(t, "html"), v), 0o600); err != nil {
		t.Fatal(err)
	}
	own := "file://" + filepath.ToSlash(path)
	return browsertest.Open(t, own, own+query, width, before...)
}

// choose sets the value of a control as a person would.
func choose(p *browsertest.Tab, id, value string) {
	p.Helper()
	p.Is("there is a control "+id, `(function () { var e = document.getElementById(%s); e.value = %s; e.dispatchEvent(new Event('input', { bubbles: true })); e.dispatchEvent(new Event('change', { bubbles: true })); return e.value === %[2]s; })()`, id, value)
}

// listed are the memberships that the table shows, in its order.
func listed(p *browsertest.Tab) []string {
	p.Helper()
	return browsertest.Eval[[]string](p, `Array.from(document.querySelectorAll('#list tr.m')).filter(function (r) { return r.getClientRects().length > 0; }).map(function (r) { return r.id; })`)
}
