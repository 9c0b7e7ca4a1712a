package report

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

	"github.com/chromedp/cdproto/cdp"
	"github.com/chromedp/cdproto/emulation"
	"github.com/chromedp/cdproto/log"
	"github.com/chromedp/cdproto/network"
	"github.com/chromedp/cdproto/runtime"
	"github.com/chromedp/chromedp"
)

// The tests of the page in a browser need Chromium, and axe-core for the one on
// accessibility. Where they are missing, the tests say so and are skipped; where
// UNRENEW_BROWSER is "required", as in .ci/run, they fail.
const browserVar, axeVar = "UNRENEW_BROWSER", "UNRENEW_AXE"

func missing(t *testing.T, what string) {
	t.Helper()
	if os.Getenv(browserVar) == "required" {
		t.Fatalf("%s is missing", what)
	}
	t.Skipf("skipped: %s is missing, so the page was not tested in a browser", what)
}

// chromium is one Chromium for all tests; every test has a page of its own.
var chromium = sync.OnceValues(func() (context.Context, error) {
	var path string
	for _, name := range []string{"chromium", "chromium-browser", "google-chrome", "google-chrome-stable", "chrome"} {
		if found, err := exec.LookPath(name); err == nil {
			path = found
			break
		}
	}
	if path == "" {
		return nil, exec.ErrNotFound
	}
	options := append(chromedp.DefaultExecAllocatorOptions[:],
		chromedp.ExecPath(path), chromedp.WSURLReadTimeout(time.Minute), chromedp.WindowSize(1280, 1000),
		chromedp.Flag("disable-quic", true), chromedp.Flag("disable-component-update", true), chromedp.Flag("lang", "zh-CN"))
	if os.Getuid() == 0 { // its sandbox refuses to run as root
		options = append(options, chromedp.NoSandbox)
	}
	allocator, stop := chromedp.NewExecAllocator(context.Background(), options...)
	ctx, _ := chromedp.NewContext(allocator)
	if err := chromedp.Do(ctx); err != nil {
		stop()
		return nil, err
	}
	stopBrowser = func() { _ = chromedp.Cancel(ctx); stop() }
	return ctx, nil
})

var stopBrowser = func() {}

func TestMain(m *testing.M) {
	code := m.Run()
	stopBrowser()
	os.Exit(code)
}

// A tab is a report in the browser. What it asked the network for and what it
// complained of fails the test at its end.
type tab struct {
	t   *testing.T
	ctx context.Context
	url string
	mu  sync.Mutex
	bad []string
}

// open shows a page of v in a window of a width, in CSS pixels.
func open(t *testing.T, v *View, query string, width int64, before ...func(p *tab)) *tab {
	t.Helper()
	path := filepath.Join(t.TempDir(), "report.html")
	if err := os.WriteFile(path, render(t, output(t, "html"), v), 0o600); err != nil {
		t.Fatal(err)
	}
	return openFile(t, path, query, width, before...)
}

func openFile(t *testing.T, path, query string, width int64, before ...func(p *tab)) *tab {
	t.Helper()
	parent, err := chromium()
	if err != nil {
		missing(t, "Chromium ("+err.Error()+")")
	}
	ctx, cancel := chromedp.NewContext(parent)
	p := &tab{t: t, ctx: ctx, url: "file://" + filepath.ToSlash(path) + query}
	t.Cleanup(func() {
		cancel()
		p.mu.Lock()
		defer p.mu.Unlock()
		for _, s := range p.bad {
			t.Error(s)
		}
	})
	complain := func(format string, args ...any) {
		p.mu.Lock()
		defer p.mu.Unlock()
		p.bad = append(p.bad, fmt.Sprintf(format, args...))
	}
	if err := chromedp.Do(ctx); err != nil {
		t.Fatal(err)
	}
	err = chromedp.Listen(ctx, func(event any) {
		switch e := event.(type) {
		case *network.EventRequestWillBeSent:
			if u := e.Request.URL; !strings.HasPrefix(u, "file://"+filepath.ToSlash(path)) && !strings.HasPrefix(u, "blob:") && !strings.HasPrefix(u, "data:") {
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
		t.Fatal(err)
	}
	call(p, network.Enable, network.EnableParams{})
	call(p, runtime.Enable, cdp.Empty{})
	call(p, log.Enable, cdp.Empty{})
	call(p, emulation.SetDeviceMetricsOverride, emulation.SetDeviceMetricsOverrideParams{Width: width, Height: 1000, DeviceScaleFactor: 1, Mobile: width < 600})
	for _, f := range before {
		f(p)
	}
	p.run(chromedp.Navigate(p.url))
	return p
}

// patience is how long one step may take on a busy machine.
const patience = time.Minute

func (p *tab) run(steps ...chromedp.Action[chromedp.Void]) {
	p.t.Helper()
	ctx, stop := context.WithTimeout(p.ctx, patience)
	defer stop()
	if err := chromedp.Do(ctx, steps...); err != nil {
		p.t.Fatal(err)
	}
}

// call sends a command of the protocol.
func call[P, R any](p *tab, command cdp.Command[P, R], params P) R {
	p.t.Helper()
	ctx, stop := context.WithTimeout(p.ctx, patience)
	defer stop()
	r, err := chromedp.Call(ctx, command, params)
	if err != nil {
		p.t.Fatal(err)
	}
	return r
}

// eval is what a JavaScript expression gives.
func eval[T any](p *tab, expression string, args ...any) T {
	p.t.Helper()
	for i, a := range args {
		b, err := json.Marshal(a)
		if err != nil {
			p.t.Fatal(err)
		}
		args[i] = string(b)
	}
	if len(args) > 0 {
		expression = fmt.Sprintf(expression, args...)
	}
	ctx, stop := context.WithTimeout(p.ctx, patience)
	defer stop()
	out, err := chromedp.Run(ctx, chromedp.Evaluate[T](expression, chromedp.EvalAwaitPromise))
	if err != nil {
		p.t.Fatal(err)
	}
	return out
}

// is fails unless an expression is true.
func (p *tab) is(what, expression string, args ...any) {
	p.t.Helper()
	if !eval[bool](p, "!!("+expression+")", args...) {
		p.t.Errorf("it is not so that %s", what)
	}
}

func (p *tab) click(selector string) {
	p.t.Helper()
	eval[bool](p, `(document.querySelector(%s).scrollIntoView({ block: 'center', behavior: 'instant' }), true)`, selector)
	p.run(chromedp.Click(chromedp.CSS(selector)))
}

// choose sets the value of a control as a person would.
func (p *tab) choose(id, value string) {
	p.t.Helper()
	p.is("there is a control "+id, `(function () { var e = document.getElementById(%s); e.value = %s; e.dispatchEvent(new Event('input', { bubbles: true })); e.dispatchEvent(new Event('change', { bubbles: true })); return e.value === %[2]s; })()`, id, value)
}

// names are the memberships that the table shows, in its order.
func (p *tab) names() []string {
	p.t.Helper()
	return eval[[]string](p, `Array.from(document.querySelectorAll('#list tr.m')).filter(function (r) { return r.getClientRects().length > 0; }).map(function (r) { return r.id; })`)
}
