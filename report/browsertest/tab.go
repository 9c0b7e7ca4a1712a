package browsertest

import (
	"context"
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/chromedp/cdproto/browser"
	"github.com/chromedp/cdproto/cdp"
	"github.com/chromedp/cdproto/log"
	"github.com/chromedp/cdproto/network"
	"github.com/chromedp/cdproto/runtime"
	"github.com/chromedp/chromedp"
)

// patience is how long one step may take on a busy machine.
const patience = time.Minute

// A Tab is a page in the browser. What it asked of others and what it complained
// of fails the test at its end.
type Tab struct {
	testing.TB
	Ctx     context.Context // of chromedp
	Expects string          // a text that makes a complaint one to expect; "" if none is
	mu      sync.Mutex
	bad     []string
}

// Open shows the page of an address in a window of a width, in CSS pixels. The
// page may ask for addresses that begin with own, and for none of others. What
// must be so before the page is there is done in before.
func Open(t testing.TB, own, address string, width int64, before ...func(p *Tab)) *Tab {
	t.Helper()
	ctx, cancel := chromedp.NewContext(start(t))
	p := &Tab{TB: t, Ctx: ctx}
	t.Cleanup(func() {
		cancel()
		p.mu.Lock()
		defer p.mu.Unlock()
		for _, s := range p.bad {
			if p.Expects == "" || !strings.Contains(s, p.Expects) {
				t.Error(s)
			}
		}
	})
	if err := chromedp.Do(ctx); err != nil {
		t.Fatal(err)
	}
	p.watch(own)
	p.resize(width)
	for _, f := range before {
		f(p)
	}
	Run(p, chromedp.Navigate(address))
	return p
}

// watch notes what the page asks of others and complains of.
func (p *Tab) watch(own string) {
	p.Helper()
	complain := func(format string, args ...any) {
		p.mu.Lock()
		defer p.mu.Unlock()
		p.bad = append(p.bad, fmt.Sprintf(format, args...))
	}
	err := chromedp.Listen(p.Ctx, func(event any) {
		switch e := event.(type) {
		case *network.EventRequestWillBeSent:
			if u := e.Request.URL; !strings.HasPrefix(u, own) && !strings.HasPrefix(u, "blob:") && !strings.HasPrefix(u, "data:") {
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
		p.Fatal(err)
	}
	Call(p, network.Enable, network.EnableParams{})
	Call(p, runtime.Enable, cdp.Empty{})
	Call(p, log.Enable, cdp.Empty{})
}

// Run takes a step and gives what comes of it.
func Run[T any](p *Tab, step chromedp.Action[T]) T {
	p.Helper()
	ctx, stop := context.WithTimeout(p.Ctx, patience)
	defer stop()
	out, err := chromedp.Run(ctx, step)
	if err != nil {
		p.Fatal(err)
	}
	return out
}

// Call sends a command of the protocol.
func Call[P, R any](p *Tab, command cdp.Command[P, R], params P) R {
	p.Helper()
	return Run(p, func(ctx context.Context, t *chromedp.Target) (R, error) { return cdp.Call(ctx, t, command, params) })
}

// Eval is what a JavaScript expression gives, once it is settled. The arguments
// are formatted into it as JSON.
func Eval[T any](p *Tab, expression string, args ...any) T {
	p.Helper()
	for i, a := range args {
		b, err := json.Marshal(a)
		if err != nil {
			p.Fatal(err)
		}
		args[i] = string(b)
	}
	if len(args) > 0 {
		expression = fmt.Sprintf(expression, args...)
	}
	return Run(p, chromedp.Evaluate[T](expression, chromedp.EvalAwaitPromise))
}

// Is fails unless an expression is true.
func (p *Tab) Is(what, expression string, args ...any) {
	p.Helper()
	if !Eval[bool](p, "!!("+expression+")", args...) {
		p.Errorf("it is not so that %s", what)
	}
}

// Waits ends the test unless an expression becomes true.
func (p *Tab) Waits(what, expression string) {
	p.Helper()
	if !becomes(func() bool { return Eval[bool](p, "!!("+expression+")") }) {
		p.Fatalf("it does not become so that %s; the page says %s", what, Eval[string](p, `(document.getElementById('status') || document.body).textContent.slice(0, 500)`))
	}
}

// becomes asks again and again whether something is so.
func becomes(so func() bool) bool {
	const pause = 50 * time.Millisecond
	for range patience / 2 / pause {
		if so() {
			return true
		}
		time.Sleep(pause)
	}
	return false
}

// Click presses what a selector finds.
func (p *Tab) Click(selector string) {
	p.Helper()
	Eval[bool](p, `(document.querySelector(%s).scrollIntoView({ block: 'center', behavior: 'instant' }), true)`, selector)
	Run(p, chromedp.Click(chromedp.CSS(selector)))
}

// Saves presses what saves a file of a name, and gives that file.
func (p *Tab) Saves(selector, name string) (data []byte) {
	p.Helper()
	dir := p.TempDir()
	if _, err := chromedp.CallBrowser(p.Ctx, browser.SetDownloadBehavior, browser.SetDownloadBehaviorParams{Behavior: browser.SetDownloadBehaviorBehaviorAllow, DownloadPath: dir}); err != nil {
		p.Fatal(err)
	}
	p.Click(selector)
	if !becomes(func() bool { data, _ = os.ReadFile(filepath.Join(dir, name)); return len(data) > 0 }) {
		p.Fatalf("%s was not saved", name)
	}
	return data
}
