// Package browsertest shows a page in Chromium and uses it as a person would.
// It is for tests only: nothing of the program may import it.
package browsertest

import (
	"context"
	"os"
	"os/exec"
	"sync"
	"testing"
	"time"

	"github.com/chromedp/chromedp"
)

// lacks fails a test that lacks something where UNRENEW_BROWSER is "required", as
// in .ci/run; elsewhere the test may go on without.
func lacks(t testing.TB, what string) {
	t.Helper()
	if os.Getenv("UNRENEW_BROWSER") == "required" {
		t.Fatalf("%s is missing", what)
	}
}

// chromium is one for all tests until Stop; every tab is a page of its own.
var chromium struct {
	sync.Mutex
	ctx  context.Context
	stop func()
}

// start gives the Chromium that runs, or starts one. Where there is none, the
// test is skipped.
func start(t testing.TB) context.Context {
	t.Helper()
	chromium.Lock()
	defer chromium.Unlock()
	if chromium.ctx != nil {
		return chromium.ctx
	}
	var path string
	for _, name := range []string{"chromium", "chromium-browser", "google-chrome", "google-chrome-stable", "chrome"} {
		if found, err := exec.LookPath(name); err == nil {
			path = found
			break
		}
	}
	if path == "" {
		lacks(t, "Chromium")
		t.Skip("skipped: Chromium is missing, so the page was not tested in a browser")
	}
	options := append(chromedp.DefaultExecAllocatorOptions[:],
		chromedp.ExecPath(path), chromedp.WSURLReadTimeout(time.Minute), chromedp.WindowSize(1280, 1000),
		chromedp.Flag("disable-quic", true), chromedp.Flag("disable-component-update", true), chromedp.Flag("lang", "zh-CN"),
		chromedp.Env("LC_ALL=C.UTF-8")) // else it cannot read names of files that the machine's language lacks
	if os.Getuid() == 0 { // its sandbox refuses to run as root
		options = append(options, chromedp.NoSandbox)
	}
	allocator, end := chromedp.NewExecAllocator(context.Background(), options...)
	ctx, _ := chromedp.NewContext(allocator)
	if err := chromedp.Do(ctx); err != nil {
		end()
		t.Fatal(err)
	}
	chromium.ctx, chromium.stop = ctx, func() { _ = chromedp.Cancel(ctx); end() }
	return ctx
}

// Stop ends the Chromium that runs, if one does. Whoever opens a tab must call it
// when all is done; a tab that is opened after that gets a new one.
func Stop() {
	chromium.Lock()
	defer chromium.Unlock()
	if chromium.ctx != nil {
		chromium.stop()
		chromium.ctx = nil
	}
}
