package main

import (
	"context"
	"encoding/json"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/chromedp/cdproto/browser"
	"github.com/chromedp/cdproto/cdp"
	"github.com/chromedp/cdproto/emulation"
	drag "github.com/chromedp/cdproto/input"
	"github.com/chromedp/cdproto/log"
	"github.com/chromedp/cdproto/network"
	"github.com/chromedp/cdproto/runtime"
	"github.com/chromedp/chromedp"
)

// A window is the page in Chromium. Where that is missing the tests say so and
// are skipped; with UNRENEW_BROWSER=required they fail. What the page complained
// of, and whatever it asked of another host, fails the test at its end.
type window struct {
	*guest
	ctx     context.Context
	mu      sync.Mutex
	bad     []string
	expects string // a text that complaints may hold
}

const patience = time.Minute

func look(t *testing.T, g *guest, width int64) *window {
	t.Helper()
	var path string
	for _, name := range []string{"chromium", "chromium-browser", "google-chrome", "google-chrome-stable", "chrome"} {
		if found, err := exec.LookPath(name); err == nil {
			path = found
			break
		}
	}
	if path == "" {
		if os.Getenv("UNRENEW_BROWSER") == "required" {
			t.Fatal("Chromium is missing")
		}
		t.Skip("skipped: Chromium is missing, so the page was not tested in a browser")
	}
	options := append(chromedp.DefaultExecAllocatorOptions[:], chromedp.ExecPath(path), chromedp.WSURLReadTimeout(patience), chromedp.WindowSize(1280, 1000),
		chromedp.Flag("disable-quic", true), chromedp.Flag("disable-component-update", true), chromedp.Flag("lang", "zh-CN"),
		chromedp.Env("LC_ALL=C.UTF-8")) // else it cannot read names of files that the machine's language lacks
	if os.Getuid() == 0 { // its sandbox refuses to run as root
		options = append(options, chromedp.NoSandbox)
	}
	allocator, stop := chromedp.NewExecAllocator(context.Background(), options...)
	ctx, cancel := chromedp.NewContext(allocator)
	w := &window{guest: g, ctx: ctx}
	t.Cleanup(func() {
		cancel()
		stop()
		w.mu.Lock()
		defer w.mu.Unlock()
		for _, s := range w.bad {
			if w.expects == "" || !strings.Contains(s, w.expects) {
				t.Error(s)
			}
		}
	})
	if err := chromedp.Do(ctx); err != nil {
		t.Fatal(err)
	}
	w.watch(ctx, width)
	return w
}

// watch notes what a tab asks for and complains of.
func (w *window) watch(ctx context.Context, width int64) {
	w.t.Helper()
	origin := originOf(w.base)
	complain := func(format string, args ...any) {
		w.mu.Lock()
		defer w.mu.Unlock()
		w.bad = append(w.bad, fmt.Sprintf(format, args...))
	}
	err := chromedp.Listen(ctx, func(event any) {
		switch e := event.(type) {
		case *network.EventRequestWillBeSent:
			if u := e.Request.URL; !strings.HasPrefix(u, origin) && !strings.HasPrefix(u, "blob:") && !strings.HasPrefix(u, "data:") {
				complain("the page asked for %s", u)
			}
		case *runtime.EventConsoleAPICalled:
			complain("the page wrote to the console: %s %v", e.Type, e.Args)
		case *runtime.EventExceptionThrown:
			complain("an error in the page: %s", e.ExceptionDetails.Text)
		case *log.EventEntryAdded:
			complain("the browser complains: %s %s", e.Entry.Text, e.Entry.URL)
		}
	})
	if err != nil {
		w.t.Fatal(err)
	}
	command(w, network.Enable, network.EnableParams{})
	command(w, runtime.Enable, cdp.Empty{})
	command(w, log.Enable, cdp.Empty{})
	command(w, emulation.SetDeviceMetricsOverride, emulation.SetDeviceMetricsOverrideParams{Width: width, Height: 1000, DeviceScaleFactor: 1, Mobile: width < 600})
}

// originOf is the origin of an address.
func originOf(address string) string {
	return strings.Join(strings.SplitN(address, "/", 4)[:3], "/") + "/"
}

func (w *window) run(steps ...chromedp.Action[chromedp.Void]) {
	w.t.Helper()
	ctx, stop := context.WithTimeout(w.ctx, patience)
	defer stop()
	if err := chromedp.Do(ctx, steps...); err != nil {
		w.t.Fatal(err)
	}
}

func command[P, R any](w *window, c cdp.Command[P, R], params P) R {
	w.t.Helper()
	ctx, stop := context.WithTimeout(w.ctx, patience)
	defer stop()
	r, err := chromedp.Call(ctx, c, params)
	if err != nil {
		w.t.Fatal(err)
	}
	return r
}

// value is what an expression gives.
func value[T any](w *window, expression string, args ...any) T {
	w.t.Helper()
	for i, a := range args {
		b, err := json.Marshal(a)
		if err != nil {
			w.t.Fatal(err)
		}
		args[i] = string(b)
	}
	if len(args) > 0 {
		expression = fmt.Sprintf(expression, args...)
	}
	ctx, stop := context.WithTimeout(w.ctx, patience)
	defer stop()
	out, err := chromedp.Run(ctx, chromedp.Evaluate[T](expression, chromedp.EvalAwaitPromise))
	if err != nil {
		w.t.Fatal(err)
	}
	return out
}

// waits fails unless an expression becomes true.
func (w *window) waits(what, expression string, args ...any) {
	w.t.Helper()
	for end := time.Now().Add(patience / 2); time.Now().Before(end); time.Sleep(50 * time.Millisecond) {
		if value[bool](w, "!!("+expression+")", args...) {
			return
		}
	}
	w.t.Fatalf("it does not become so that %s; the page says %s", what, value[string](w, "document.getElementById('status') ? document.getElementById('status').textContent : ''"))
}

func (w *window) press(selector string) {
	w.t.Helper()
	value[bool](w, `(document.querySelector(%s).scrollIntoView({ block: 'center', behavior: 'instant' }), true)`, selector)
	w.run(chromedp.Click(chromedp.CSS(selector)))
}

// drop lets files fall onto a place, as from the system's own windows.
func (w *window) drop(selector string, files ...string) {
	w.t.Helper()
	at := value[[]float64](w, `(function () { const e = document.querySelector(%s); e.scrollIntoView({ block: 'center', behavior: 'instant' }); const r = e.getBoundingClientRect(); return [r.left + r.width / 2, r.top + r.height / 2]; })()`, selector)
	for _, kind := range []drag.DispatchDragEventType{"dragEnter", "dragOver", "drop"} {
		command(w, drag.DispatchDragEvent, drag.DispatchDragEventParams{Type: kind, X: at[0], Y: at[1], Data: &drag.DragData{Items: []*drag.DragDataItem{}, Files: files, DragOperationsMask: 1}})
	}
}

// fits fails if something reaches out of the page at the widths of phones and desks.
func (w *window) fits() {
	w.t.Helper()
	value[bool](w, `(document.querySelectorAll('details').forEach((d) => { d.open = true; }), true)`)
	for _, width := range []int64{320, 390, 768, 1280} {
		command(w, emulation.SetDeviceMetricsOverride, emulation.SetDeviceMetricsOverrideParams{Width: width, Height: 800, DeviceScaleFactor: 1, Mobile: width < 600})
		if out := value[[]string](w, `(function () { const wide = document.documentElement.clientWidth; if (document.documentElement.scrollWidth <= wide) return []; return [...document.querySelectorAll('body *')].filter((e) => e.getBoundingClientRect().right > wide + 1).slice(0, 5).map((e) => e.tagName + '.' + e.className + ': ' + e.textContent.slice(0, 40)); })()`); len(out) > 0 {
			w.t.Errorf("%d px: %q", width, out)
		}
	}
}

// accessible lets axe-core look at what is open, in light and dark, where
// UNRENEW_AXE names its file.
func (w *window) accessible() {
	w.t.Helper()
	path := os.Getenv("UNRENEW_AXE")
	if path == "" {
		w.t.Log("UNRENEW_AXE names no axe-core, so it did not look at the page")
		return
	}
	axe, err := os.ReadFile(path)
	if err != nil {
		w.t.Fatal(err)
	}
	value[bool](w, string(axe)+"\n;true")
	was := value[string](w, `document.documentElement.dataset.theme || ''`)
	for _, theme := range []string{"light", "dark"} {
		for _, f := range value[[]string](w, `(document.documentElement.dataset.theme = %s, axe.run(document, { runOnly: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'] }).then((r) => r.violations.map((v) => v.id + ' (' + v.impact + '): ' + v.nodes[0].html.slice(0, 200) + ' ' + v.nodes[0].failureSummary)))`, theme) {
			w.t.Errorf("%s: %s", theme, f)
		}
	}
	value[bool](w, `(document.documentElement.dataset.theme = %s, document.documentElement.dataset.theme || document.documentElement.removeAttribute('data-theme'), true)`, was)
}

// TestServeBrowser is the way of a user in a browser: files fall into the page,
// a locked one is opened, the report is read, a membership is recorded as
// cancelled with a proof, taken back, and the program ended.
func TestServeBrowser(t *testing.T) {
	g := receive(t, "2026-11-10")
	w := look(t, g, 1280)
	w.run(chromedp.Navigate(g.token))
	w.waits("the page is there", `document.getElementById('drop') && location.search.includes('lang=zh')`)
	w.waits("the token is not in its address", `!location.href.includes('token') && !document.cookie`)
	w.fits()
	w.accessible()

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
	w.drop("#drop", dir)
	w.waits("all files are listed by their path", `[...document.querySelectorAll('.file code')].map((e) => e.textContent).join() === '账单/hostile<img src=x onerror=alert(1)>.txt,账单/sub/river.csv,账单/微信.zip'`)
	w.waits("no element came of a name", `!document.querySelector('img')`)
	w.expects = "422"
	w.accessible()
	w.unlock("111111")
	w.waits("a wrong password is told", `document.querySelector('.file b.warn') && document.getElementById('status').className === 'bad'`)
	w.unlock("271828")
	w.waits("the right one opens the file", `document.getElementById('report') && !document.querySelector('input[type=password]')`)
	w.press("[data-post=accept]")
	w.waits("the guess is read", `document.getElementById('main').textContent.includes('SAMPLE STREAMING') && document.activeElement.id === 'files'`) // one file was not read
	w.fits()
	w.accessible()

	// The report is that of scan, in its sandbox, in the language and theme chosen.
	w.press("#lang")
	w.press("#theme")
	w.waits("language and theme reach the report", `document.getElementById('open-report').href.endsWith('report.html?lang=en&theme=dark')`)
	home := value[string](w, `location.href`)
	w.run(chromedp.Navigate(value[string](w, `document.getElementById('open-report').href`)))
	w.waits("the report works", `document.documentElement.className === 'js' && document.documentElement.lang === 'en' && document.documentElement.dataset.theme === 'dark' && document.body.textContent.includes('iQIYI') && self.origin === 'null'`)
	w.press("#list .nm")
	w.press("#list tr.d.open [data-mark=not]")
	files := t.TempDir()
	if _, err := chromedp.CallBrowser(w.ctx, browser.SetDownloadBehavior, browser.SetDownloadBehaviorParams{Behavior: browser.SetDownloadBehaviorBehaviorAllow, DownloadPath: files}); err != nil {
		t.Fatal(err)
	}
	w.press("[data-save=yaml]")
	arrives(t, filepath.Join(files, "rules.yaml"))
	w.run(chromedp.Navigate(home))
	w.waits("the page is as it was", `document.getElementById('report') && document.documentElement.lang === 'en'`)
	w.press("[href='save/xlsx']")
	arrives(t, filepath.Join(files, "unrenew-report.xlsx"))

	// A file that is gone before it is read is told, and ends nothing.
	gone := filepath.Join(t.TempDir(), "gone.csv")
	if err := os.WriteFile(gone, []byte(river), 0o600); err != nil {
		t.Fatal(err)
	}
	value[bool](w, `(document.addEventListener('change', (e) => { e.stopImmediatePropagation(); window.held = [...e.target.files]; }, { capture: true, once: true }), true)`)
	w.run(chromedp.SetUploadFiles(chromedp.CSS("#pick"), []string{gone}))
	w.waits("the file is held", `window.held && window.held.length === 1`)
	if err := os.Remove(gone); err != nil {
		t.Fatal(err)
	}
	value[bool](w, `(function () { const d = new DataTransfer(); d.items.add(window.held[0]); document.querySelector('#pick').files = d.files; document.querySelector('#pick').dispatchEvent(new Event('change', { bubbles: true })); return true; })()`)
	w.waits("it is told", `document.getElementById('status').textContent.includes('gone.csv') && document.getElementById('drop') && !document.documentElement.hasAttribute('data-busy')`)

	// Recorded with a proof by keyboard and mouse, and taken back.
	shot := filepath.Join(t.TempDir(), "proof.png")
	if err := os.WriteFile(shot, []byte("a picture"), 0o600); err != nil {
		t.Fatal(err)
	}
	w.waits("the membership can be cancelled", `[...document.querySelectorAll('#members li')].some((e) => e.textContent.includes('iQIYI') && (e.querySelector('details').open = true, e.querySelector('form').id = 'leave', true))`)
	w.waits("the day is today", `(function () { const d = document.querySelector('#leave [name=on]'); const was = d.value; d.value = '2026-09-20'; return was.length === 10 && d.max === was; })()`)
	w.run(chromedp.SetUploadFiles(chromedp.CSS("#leave [name=proof]"), []string{shot}))
	still := w.still()
	w.press("#leave button")
	w.waits("the record is shown", `document.getElementById('said') && document.getElementById('said').textContent.includes('proofs: 1') && document.getElementById('alerts').textContent.includes('after')`)
	if list, err := recordsOf(g.records); err != nil || len(list) != 1 || len(list[0].Evidence) != 1 {
		t.Errorf("the records are %v, %v", list, err)
	}
	w.waits("nothing moves once it is done", still)
	w.press("[href^='complaint/']")
	w.fits()
	w.accessible()
	w.press("[data-post=take-back]")
	w.waits("it is taken back", `!document.getElementById('said')`)

	w.press("#end")
	w.waits("it asks first", `document.getElementById('bye').open && document.activeElement.closest('dialog')`)
	w.accessible()
	w.press("#bye-yes")
	w.waits("it has ended", `document.querySelector('main h1').textContent.includes('ended')`)
}

// still is true if, when the page next says that it is done, it is where it stays:
// while it glides, a press would go down on one thing and up on another.
func (w *window) still() string {
	w.t.Helper()
	value[bool](w, `(new MutationObserver((_, o) => {
		if (document.documentElement.hasAttribute('data-busy')) return;
		o.disconnect();
		const at = scrollY;
		setTimeout(() => { window.still = scrollY === at; }, 500);
	}).observe(document.documentElement, { attributeFilter: ['data-busy'] }), window.still = undefined, true)`)
	return `window.still`
}

func (w *window) unlock(password string) {
	w.t.Helper()
	value[bool](w, `(document.querySelector('input[type=password]').value = %s, true)`, password)
	w.press("form[data-form=unlock] button")
}

func arrives(t *testing.T, name string) {
	t.Helper()
	for end := time.Now().Add(patience / 2); time.Now().Before(end); time.Sleep(50 * time.Millisecond) {
		if st, err := os.Stat(name); err == nil && st.Size() > 0 {
			return
		}
	}
	t.Fatalf("%s was not saved", filepath.Base(name))
}
