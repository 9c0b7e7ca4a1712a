package serve

import (
	"crypto/rand"
	"crypto/sha256"
	"crypto/subtle"
	"encoding/base64"
	"fmt"
	"net/http"
	"runtime"
	"strings"
	"sync"

	"github.com/unrenew/unrenew/report"
)

// cookieName is the only cookie.
const cookieName = "unrenew"

// maxRequests is how many requests are answered at once; more are sent away.
const maxRequests = 16

// A server answers the requests of one run.
type server struct {
	host  string // as the browser must call it: "127.0.0.1:49152"
	place string // the random path below which everything lies, "/…/"
	work  http.Handler
	log   func(format string, args ...any)
	slots chan struct{}
	ended chan struct{} // closed when the user ends it
	end   sync.Once

	mu     sync.Mutex
	token  string // of the address to open; empty when it was used
	cookie string

	desk *desk
	lang string
}

func newServer(d Desk, host string, o Options) *server {
	s := &server{host: host, place: "/" + rand.Text() + "/", token: rand.Text(), cookie: rand.Text(), lang: o.Lang,
		slots: make(chan struct{}, maxRequests), ended: make(chan struct{}), desk: &desk{Desk: d}}
	s.log = func(format string, args ...any) { fmt.Fprintf(o.Log, "unrenew: "+format+"\n", args...) }
	s.work = s.routes()
	return s
}

// address is the one to open. It works once.
func (s *server) address() string { return "http://" + s.host + s.place + "open?token=" + s.token }

func (s *server) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	defer func() {
		if p := recover(); p != nil {
			// What it says may be text of a statement; where it happened is not.
			s.log("a request failed: %s", where())
			http.Error(w, "500", http.StatusInternalServerError)
		}
	}()
	guardHeaders(w.Header())
	switch {
	case r.Host != s.host, !sameOrigin(r, "http://"+s.host):
		s.forbid(w)
		return
	case r.URL.Path == s.place+"open":
		s.open(w, r)
		return
	case !s.known(r):
		s.forbid(w)
		return
	}
	select {
	case s.slots <- struct{}{}:
		defer func() { <-s.slots }()
		s.work.ServeHTTP(w, r)
	default:
		http.Error(w, "503", http.StatusServiceUnavailable)
	}
}

// pagePolicy is that of all pages but the report.
const pagePolicy = "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; connect-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'"

// reportPolicy stands beside the report's own, which has the hashes of its style
// and its script. In the sandbox it has an origin of its own: it can save a file
// and print, but neither read this server nor send anything.
const reportPolicy = "sandbox allow-scripts allow-downloads allow-modals allow-popups allow-popups-to-escape-sandbox; connect-src 'none'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'"

func guardHeaders(h http.Header) {
	h.Set("Content-Security-Policy", pagePolicy)
	h.Set("Cache-Control", "no-store")
	h.Set("Referrer-Policy", "no-referrer")
	h.Set("X-Content-Type-Options", "nosniff")
	h.Set("X-Frame-Options", "DENY")
	h.Set("Cross-Origin-Opener-Policy", "same-origin")
	h.Set("Cross-Origin-Resource-Policy", "same-origin")
	h.Set("Permissions-Policy", "camera=(), microphone=(), geolocation=(), clipboard-read=()")
}

// sameOrigin tells whether a request comes from this page, or from nowhere: the
// address bar, or the program that opens the browser. What changes something
// comes from the page, and browsers say so.
func sameOrigin(r *http.Request, origin string) bool {
	site, from := r.Header.Get("Sec-Fetch-Site"), r.Header.Get("Origin")
	switch {
	case from != "" && from != origin:
		return false
	case r.Method == http.MethodGet || r.Method == http.MethodHead:
		return site == "" || site == "same-origin" || site == "none"
	}
	return from == origin && (site == "" || site == "same-origin")
}

// known tells whether a request has the cookie of this run and asks for what
// lies at its place.
func (s *server) known(r *http.Request) bool {
	c, err := r.Cookie(cookieName)
	return err == nil && equal(c.Value, s.cookie) && strings.HasPrefix(r.URL.Path, s.place)
}

func equal(a, b string) bool { return subtle.ConstantTimeCompare([]byte(a), []byte(b)) == 1 }

// open exchanges the token for the cookie.
func (s *server) open(w http.ResponseWriter, r *http.Request) {
	if r.Method != http.MethodGet {
		s.forbid(w)
		return
	}
	s.mu.Lock()
	fits := s.token != "" && equal(r.URL.Query().Get("token"), s.token)
	if fits {
		s.token = ""
	}
	s.mu.Unlock()
	switch {
	case fits:
		http.SetCookie(w, &http.Cookie{Name: cookieName, Value: s.cookie, Path: s.place, HttpOnly: true, SameSite: http.SameSiteStrictMode})
	case !s.known(r): // one that is known has only gone back
		s.forbid(w)
		return
	}
	http.Redirect(w, r, s.place, http.StatusSeeOther)
}

// forbid says no to everybody in the same words.
func (s *server) forbid(w http.ResponseWriter) {
	h := w.Header()
	h.Set("Content-Security-Policy", "default-src 'none'; style-src '"+strangerDigest+"'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'")
	h.Set("Content-Type", "text/html; charset=utf-8")
	w.WriteHeader(http.StatusForbidden)
	fmt.Fprint(w, strangerPage)
}

// strangerPage is for those who come without the token: the user in another
// browser, or somebody else.
var (
	strangerStyle  = report.Style() + "main.wrap{padding-top:15vh;padding-bottom:15vh}main p{margin-top:12px;max-width:36em}"
	strangerDigest = digest(strangerStyle)
	strangerPage   = `<!doctype html><html lang="mul"><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1"><meta name="color-scheme" content="light dark"><title>unrenew</title><style>` + strangerStyle +
		`</style><main class="wrap"><h1 class="brand">unrenew</h1><p>这个地址打不开这里的账单。每次启动的地址只能用一次：回到程序打开的那个浏览器窗口；找不到了，就结束程序再启动一次。</p><p class="mut">This address does not open the page. The address of each start works once: go back to the browser window that the program opened, or end the program and start it again.</p></main></html>`
)

func digest(s string) string {
	sum := sha256.Sum256([]byte(s))
	return "sha256-" + base64.StdEncoding.EncodeToString(sum[:])
}

// where is the place in the program's code at which a panic began.
func where() string {
	pcs := make([]uintptr, 64)
	frames := runtime.CallersFrames(pcs[:runtime.Callers(3, pcs)])
	var out []string
	for {
		f, more := frames.Next()
		if !strings.HasPrefix(f.Function, "runtime.") && f.Function != "" {
			out = append(out, fmt.Sprintf("%s:%d", f.Function, f.Line))
		}
		if !more || len(out) == 6 {
			return strings.Join(out, " < ")
		}
	}
}
