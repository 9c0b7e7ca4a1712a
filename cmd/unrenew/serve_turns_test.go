package main

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/chromedp/chromedp"

	"github.com/unrenew/unrenew/report/browsertest"
)

// TestServeTurns: while one thing is done, files that fall into the page wait and
// are not lost, a button is told to wait, and what was begun in a form stays.
func TestServeTurns(t *testing.T) {
	g := receive(t, "2026-11-10")
	w := look(t, g, 390)
	dir := t.TempDir()
	files := map[string]string{}
	for name, data := range map[string][]byte{"a.csv": monthlyBill("2026-05", "2026-06", "2026-07", "2026-08"), "b.csv": monthlyBill("2026-09", "2026-10"), "c.txt": []byte("no statement\n"), "proof.png": []byte("a picture")} {
		files[name] = filepath.Join(dir, name)
		if err := os.WriteFile(files[name], data, 0o600); err != nil {
			t.Fatal(err)
		}
	}
	const done = `!document.documentElement.hasAttribute('data-busy')`
	drop(w, "#drop", files["a.csv"])
	w.Waits("there is a membership", done+` && document.querySelector('#members details')`)

	browsertest.Eval[bool](w, `(document.querySelector('#members details').open = true, document.querySelector('#members [name=note]').value = 'in the app', true)`)
	browsertest.Run(w, chromedp.SetUploadFiles(chromedp.CSS("#members [name=proof]"), []string{files["proof.png"]}))
	browsertest.Eval[bool](w, `(function () { const send = fetch; const gate = new Promise((go) => { window.go = go; }); window.fetch = async (...a) => { await gate; return send(...a); }; return true; })()`)
	drop(w, "#drop", files["b.csv"])
	w.Waits("it is at work", `document.documentElement.hasAttribute('data-busy')`)
	drop(w, "#drop", files["c.txt"])
	w.Click("[data-post=clear]")
	w.Waits("the button is told to wait", `document.getElementById('status').textContent.includes('稍等再点')`)
	browsertest.Eval[bool](w, `(window.go(), true)`)
	w.Waits("all files are there", done+` && [...document.querySelectorAll('.file code')].map((e) => e.textContent).sort().join() === 'a.csv,b.csv,c.txt'`)
	w.Waits("what was begun is still there", `(function (f) { return f.elements.note.value === 'in the app' && f.elements.proof.files.length === 1 && f.closest('details').open; })(document.querySelector('#members form'))`)

	w.Click("#members form button")
	w.Waits("it is recorded", done+` && document.getElementById('said')`)
	list, err := recordsOf(g.records)
	if err != nil || len(list) != 1 || len(list[0].Evidence) != 1 || !strings.HasSuffix(list[0].Note, "；in the app") {
		t.Errorf("the records are %+v, %v", list, err)
	}
}
