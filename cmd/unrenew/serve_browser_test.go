package main

import (
	"os"
	"path/filepath"
	"testing"

	drag "github.com/chromedp/cdproto/input"
	"github.com/chromedp/chromedp"

	"github.com/unrenew/unrenew/report/browsertest"
)

// look shows the page that a guest was given in a browser of its own.
func look(t *testing.T, g *guest, width int64) *browsertest.Tab {
	t.Helper()
	t.Cleanup(browsertest.Stop)
	return browsertest.Open(t, g.base, g.token, width)
}

// drop lets files fall onto a place, as from the system's own windows.
func drop(w *browsertest.Tab, selector string, files ...string) {
	w.Helper()
	at := browsertest.Eval[[]float64](w, `(function () { const e = document.querySelector(%s); e.scrollIntoView({ block: 'center', behavior: 'instant' }); const r = e.getBoundingClientRect(); return [r.left + r.width / 2, r.top + r.height / 2]; })()`, selector)
	for _, kind := range []drag.DispatchDragEventType{"dragEnter", "dragOver", "drop"} {
		browsertest.Call(w, drag.DispatchDragEvent, drag.DispatchDragEventParams{Type: kind, X: at[0], Y: at[1], Data: &drag.DragData{Items: []*drag.DragDataItem{}, Files: files, DragOperationsMask: 1}})
	}
}

// widths are those of phones, tablets and desks.
var widths = []int64{320, 390, 768, 1280}

// TestServeBrowser is the way of a user in a browser: files fall into the page,
// a locked one is opened, the report is read, a membership is recorded as
// cancelled with a proof, taken back, and the program ended.
func TestServeBrowser(t *testing.T) {
	g := receive(t, "2026-11-10")
	w := look(t, g, 1280)
	w.Waits("the page is there", `document.getElementById('drop') && location.search.includes('lang=zh')`)
	w.Waits("the token is not in its address", `!location.href.includes('token') && !document.cookie`)
	w.Fits(widths...)
	w.Accessible("light", "dark")

	// A folder, as it is, with a locked archive and a file that a system hides.
	dir := filepath.Join(t.TempDir(), "账单")
	sealed, err := locked("aes256", "271828", "bill.csv", monthlyBill("2026-06", "2026-07", "2026-08", "2026-09", "2026-10"))
	if err != nil {
		t.Fatal(err)
	}
	for name, data := range map[string][]byte{"微信.zip": sealed, "sub/river.csv": []byte(river), ".DS_Store": []byte("x"), "hostile<img src=x onerror=alert(1)>.txt": []byte("no statement\n")} {
		path := filepath.Join(dir, filepath.FromSlash(name))
		if err := os.MkdirAll(filepath.Dir(path), 0o700); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(path, data, 0o600); err != nil {
			t.Fatal(err)
		}
	}
	drop(w, "#drop", dir)
	w.Waits("all files are listed by their path", `[...document.querySelectorAll('.file code')].map((e) => e.textContent).join() === '账单/hostile<img src=x onerror=alert(1)>.txt,账单/sub/river.csv,账单/微信.zip'`)
	w.Waits("no element came of a name", `!document.querySelector('img')`)
	w.Expects = "422"
	w.Accessible("light", "dark")
	unlock(w, "111111")
	w.Waits("a wrong password is told", `document.querySelector('.file b.warn') && document.getElementById('status').className === 'bad'`)
	unlock(w, "271828")
	w.Waits("the right one opens the file", `document.getElementById('report') && !document.querySelector('input[type=password]')`)
	w.Click("[data-post=accept]")
	w.Waits("the guess is read", `document.getElementById('main').textContent.includes('SAMPLE STREAMING') && document.activeElement.id === 'files'`) // one file was not read
	w.Fits(widths...)
	w.Accessible("light", "dark")

	// The report is that of scan, in its sandbox, in the language and theme chosen.
	w.Click("#lang")
	w.Click("#theme")
	w.Waits("language and theme reach the report", `document.getElementById('open-report').href.endsWith('report.html?lang=en&theme=dark')`)
	home := browsertest.Eval[string](w, `location.href`)
	browsertest.Run(w, chromedp.Navigate(browsertest.Eval[string](w, `document.getElementById('open-report').href`)))
	w.Waits("the report works", `document.documentElement.className === 'js' && document.documentElement.lang === 'en' && document.documentElement.dataset.theme === 'dark' && document.body.textContent.includes('iQIYI') && self.origin === 'null'`)
	w.Click("#list .nm")
	w.Click("#list tr.d.open [data-mark=not]")
	w.Saves("[data-save=yaml]", "rules.yaml")
	browsertest.Run(w, chromedp.Navigate(home))
	w.Waits("the page is as it was", `document.getElementById('report') && document.documentElement.lang === 'en'`)
	w.Saves("[href='save/xlsx']", "unrenew-report.xlsx")

	// A file that is gone before it is read is told, and ends nothing.
	gone := filepath.Join(t.TempDir(), "gone.csv")
	if err := os.WriteFile(gone, []byte(river), 0o600); err != nil {
		t.Fatal(err)
	}
	browsertest.Eval[bool](w, `(document.addEventListener('change', (e) => { e.stopImmediatePropagation(); window.held = [...e.target.files]; }, { capture: true, once: true }), true)`)
	browsertest.Run(w, chromedp.SetUploadFiles(chromedp.CSS("#pick"), []string{gone}))
	w.Waits("the file is held", `window.held && window.held.length === 1`)
	if err := os.Remove(gone); err != nil {
		t.Fatal(err)
	}
	browsertest.Eval[bool](w, `(function () { const d = new DataTransfer(); d.items.add(window.held[0]); document.querySelector('#pick').files = d.files; document.querySelector('#pick').dispatchEvent(new Event('change', { bubbles: true })); return true; })()`)
	w.Waits("it is told", `document.getElementById('status').textContent.includes('gone.csv') && document.getElementById('drop') && !document.documentElement.hasAttribute('data-busy')`)

	// Recorded with a proof by keyboard and mouse, and taken back.
	shot := filepath.Join(t.TempDir(), "proof.png")
	if err := os.WriteFile(shot, []byte("a picture"), 0o600); err != nil {
		t.Fatal(err)
	}
	w.Waits("the membership can be cancelled", `[...document.querySelectorAll('#members li')].some((e) => e.textContent.includes('iQIYI') && (e.querySelector('details').open = true, e.querySelector('form').id = 'leave', true))`)
	w.Waits("the day is today", `(function () { const d = document.querySelector('#leave [name=on]'); const was = d.value; d.value = '2026-09-20'; return was.length === 10 && d.max === was; })()`)
	browsertest.Run(w, chromedp.SetUploadFiles(chromedp.CSS("#leave [name=proof]"), []string{shot}))
	still := still(w)
	w.Click("#leave button")
	w.Waits("the record is shown", `document.getElementById('said') && document.getElementById('said').textContent.includes('proofs: 1') && document.getElementById('alerts').textContent.includes('after')`)
	if list, err := recordsOf(g.records); err != nil || len(list) != 1 || len(list[0].Evidence) != 1 {
		t.Errorf("the records are %v, %v", list, err)
	}
	w.Waits("nothing moves once it is done", still)
	w.Click("[href^='complaint/']")
	w.Fits(widths...)
	w.Accessible("light", "dark")
	w.Click("[data-post=take-back]")
	w.Waits("it is taken back", `!document.getElementById('said')`)

	w.Click("#end")
	w.Waits("it asks first", `document.getElementById('bye').open && document.activeElement.closest('dialog')`)
	w.Accessible("light", "dark")
	w.Click("#bye-yes")
	w.Waits("it has ended", `document.querySelector('main h1').textContent.includes('ended')`)
}

// still is true if, when the page next says that it is done, it is where it stays:
// while it glides, a press would go down on one thing and up on another.
func still(w *browsertest.Tab) string {
	w.Helper()
	browsertest.Eval[bool](w, `(new MutationObserver((_, o) => {
		if (document.documentElement.hasAttribute('data-busy')) return;
		o.disconnect();
		const at = scrollY;
		setTimeout(() => { window.still = scrollY === at; }, 500);
	}).observe(document.documentElement, { attributeFilter: ['data-busy'] }), window.still = undefined, true)`)
	return `window.still`
}

func unlock(w *browsertest.Tab, password string) {
	w.Helper()
	browsertest.Eval[bool](w, `(document.querySelector('input[type=password]').value = %s, true)`, password)
	w.Click("form[data-form=unlock] button")
}
