package serve

import (
	"bytes"
	"context"
	"errors"
	"io"
	"net"
	"net/http"
	"net/http/cookiejar"
	"net/http/httptest"
	"net/url"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/unrenew/unrenew/parser"
	"github.com/unrenew/unrenew/report"
	"github.com/unrenew/unrenew/report/browsertest"
)

// secret is text of a statement: it must come out of a fault nowhere.
const secret = "张三的健身房"

// fake is a desk that notes what it was asked.
type fake struct {
	asked   []string
	fail    error
	panics  bool
	waiting chan struct{} // an ask sends here, then waits for hold
	hold    chan struct{}
}

func (f *fake) note(what string) error {
	if f.panics {
		panic("a fault at " + secret)
	}
	if f.waiting != nil {
		f.waiting <- struct{}{}
		<-f.hold
	}
	f.asked = append(f.asked, what)
	return f.fail
}

func (f *fake) State() (*State, error) {
	return &State{Files: []File{{ID: "f1", Name: `<img src=x onerror=alert(1)>` + secret, Locked: true}}}, f.note("state")
}
func (f *fake) Add(name string, data []byte) error {
	return f.note("add " + name + " " + string(data[:min(len(data), 9)]))
}
func (f *fake) Unlock(file, password string) error { return f.note("unlock " + file + " " + password) }
func (f *fake) Accept(file string) error           { return f.note("accept " + file) }
func (f *fake) Remove(file string) error           { return f.note("remove " + file) }
func (f *fake) Clear()                             { f.asked = append(f.asked, "clear") }
func (f *fake) Demo() error                        { return f.note("demo") }
func (f *fake) Report(format string) (*Document, error) {
	return &Document{"unrenew-report." + format, []byte("<p>" + format)}, f.note("report " + format)
}
func (f *fake) Complaint(alert string) (*Document, error) {
	return &Document{"投诉.zip", []byte("zip")}, f.note("complaint " + alert)
}
func (f *fake) Cancel(c Cancellation) error {
	what := "cancel " + c.Subscription + " " + c.On + " " + c.Note
	for _, p := range c.Proofs {
		what += " " + p.Name + "=" + string(p.Data)
		if !p.Modified.IsZero() {
			what += "@" + p.Modified.UTC().Format(time.DateOnly)
		}
	}
	return f.note(what)
}
func (f *fake) TakeBack(row int, service string) error { return f.note("take-back " + service) }
func (f *fake) Dismiss(subscription string) error      { return f.note("dismiss " + subscription) }
func (f *fake) Restore() error                         { return f.note("restore") }

const host = "127.0.0.1:4711"

// A visit is a server with one who knows the cookie.
type visit struct {
	*server
	t      *testing.T
	fake   *fake
	logged bytes.Buffer
}

func newVisit(t *testing.T) *visit {
	v := &visit{t: t, fake: &fake{}}
	v.server = newServer(v.fake, host, Options{Lang: "zh", Log: &v.logged})
	return v
}

// request is one as the page of this run sends it.
func (v *visit) request(method, path string, body io.Reader) *http.Request {
	r := httptest.NewRequest(method, "http://"+host+v.place+path, body)
	r.Header.Set("Sec-Fetch-Site", "same-origin")
	if method != http.MethodGet {
		r.Header.Set("Origin", "http://"+host)
		r.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	}
	r.AddCookie(&http.Cookie{Name: cookieName, Value: v.cookie})
	return r
}

func (v *visit) do(r *http.Request) *httptest.ResponseRecorder {
	w := httptest.NewRecorder()
	v.ServeHTTP(w, r)
	return w
}

func (v *visit) form(path string, values url.Values) *httptest.ResponseRecorder {
	return v.do(v.request("POST", path, strings.NewReader(values.Encode())))
}

// TestStrangers: whatever does not come from the page of this run is refused
// before the desk is asked, whether it reads or writes.
func TestStrangers(t *testing.T) {
	changes := map[string]func(*http.Request){
		"another host":                  func(r *http.Request) { r.Host = "evil.example:4711" },
		"a name that is rebound":        func(r *http.Request) { r.Host = "localhost:4711" },
		"another port":                  func(r *http.Request) { r.Host = "127.0.0.1:4712" },
		"no host":                       func(r *http.Request) { r.Host = "" },
		"another origin":                func(r *http.Request) { r.Header.Set("Origin", "https://evil.example") },
		"an origin on another port":     func(r *http.Request) { r.Header.Set("Origin", "http://127.0.0.1:4712") },
		"an origin with another scheme": func(r *http.Request) { r.Header.Set("Origin", "https://"+host) },
		"an origin of a sandbox":        func(r *http.Request) { r.Header.Set("Origin", "null") },
		"a page of another site":        func(r *http.Request) { r.Header.Set("Sec-Fetch-Site", "cross-site") },
		"a page on another port":        func(r *http.Request) { r.Header.Set("Sec-Fetch-Site", "same-site") },
		"no cookie":                     func(r *http.Request) { r.Header.Del("Cookie") },
		"a wrong cookie":                func(r *http.Request) { r.Header.Set("Cookie", cookieName+"=AAAAAAAAAAAAAAAAAAAAAAAAAA") },
		"an empty cookie":               func(r *http.Request) { r.Header.Set("Cookie", cookieName+"=") },
		"another place":                 func(r *http.Request) { r.URL.Path = strings.Replace(r.URL.Path, "/", "/x", 1) },
		"the root":                      func(r *http.Request) { r.URL.Path = "/" },
	}
	onlyPosts := map[string]func(*http.Request){
		"a post of no origin":     func(r *http.Request) { r.Header.Del("Origin") },
		"a post from nowhere":     func(r *http.Request) { r.Header.Set("Sec-Fetch-Site", "none") },
		"a post without a sender": func(r *http.Request) { r.Header.Del("Origin"); r.Header.Del("Sec-Fetch-Site") },
	}
	for _, c := range []struct{ method, path string }{{"GET", ""}, {"GET", "report.html"}, {"GET", "save/xlsx"}, {"GET", "complaint/a-1"}, {"GET", "page.js"}, {"HEAD", ""}, {"POST", "clear"}, {"POST", "end"}, {"POST", "remove"}, {"DELETE", "clear"}, {"OPTIONS", "clear"}} {
		for name, change := range changes {
			v := newVisit(t)
			r := v.request(c.method, c.path, nil)
			change(r)
			if w := v.do(r); w.Code != http.StatusForbidden || len(v.fake.asked) > 0 || strings.Contains(w.Body.String(), secret) {
				t.Errorf("%s %s with %s: %d, asked %q", c.method, c.path, name, w.Code, v.fake.asked)
			}
		}
		if c.method != "POST" {
			continue
		}
		for name, change := range onlyPosts {
			v := newVisit(t)
			r := v.request(c.method, c.path, nil)
			change(r)
			if w := v.do(r); w.Code != http.StatusForbidden || len(v.fake.asked) > 0 {
				t.Errorf("%s %s with %s: %d, asked %q", c.method, c.path, name, w.Code, v.fake.asked)
			}
		}
	}
	v := newVisit(t)
	if w := v.do(v.request("GET", "", nil)); w.Code != http.StatusOK || !slices.Equal(v.fake.asked, []string{"state"}) {
		t.Errorf("the page itself is refused: %d", w.Code)
	}
}

// TestToken: the address works once, gives a cookie that scripts and other sites
// do not get, and nothing else opens.
func TestToken(t *testing.T) {
	v := newVisit(t)
	u, err := url.Parse(v.address())
	if err != nil || u.Host != host {
		t.Fatal(u, err)
	}
	visit := func(token string) *httptest.ResponseRecorder {
		return v.do(httptest.NewRequest("GET", "http://"+host+v.place+"open?token="+token, nil))
	}
	token := u.Query().Get("token")
	for _, wrong := range []string{"", "A", token[:len(token)-1], token + "A", v.cookie} {
		if w := visit(wrong); w.Code != http.StatusForbidden || w.Header().Get("Set-Cookie") != "" {
			t.Errorf("%q opens", wrong)
		}
	}
	for _, method := range []string{"HEAD", "POST", "PUT", "OPTIONS"} { // not even one that looks ahead
		r := httptest.NewRequest(method, "http://"+host+v.place+"open?token="+token, nil)
		r.Header.Set("Origin", "http://"+host)
		if w := v.do(r); w.Code != http.StatusForbidden || w.Header().Get("Set-Cookie") != "" {
			t.Errorf("%s opens", method)
		}
	}
	w := visit(token)
	cookies := w.Result().Cookies()
	if w.Code != http.StatusSeeOther || w.Header().Get("Location") != v.place || len(cookies) != 1 {
		t.Fatal(w.Code, w.Header())
	}
	c := cookies[0]
	if !c.HttpOnly || c.SameSite != http.SameSiteStrictMode || c.Path != v.place || c.Domain != "" || c.MaxAge != 0 || !c.Expires.IsZero() {
		t.Errorf("the cookie is %v", c)
	}
	if c.Value == token || len(c.Value) < 26 || len(token) < 26 || strings.Contains(v.place, token) {
		t.Errorf("the secrets are not apart, or short")
	}
	if w := visit(token); w.Code != http.StatusForbidden || w.Header().Get("Set-Cookie") != "" {
		t.Errorf("the address opens twice: %d", w.Code)
	}
	if w := visit(""); w.Code != http.StatusForbidden {
		t.Errorf("no token opens once the token was used: %d", w.Code)
	}
	back := v.request("GET", "open?token="+token, nil)
	if w := v.do(back); w.Code != http.StatusSeeOther || w.Header().Get("Set-Cookie") != "" {
		t.Errorf("who is known cannot go back: %d", w.Code)
	}
	if other := newVisit(t); other.cookie == v.cookie || other.place == v.place || other.token == token {
		t.Error("two runs share a secret")
	}
	rebound := httptest.NewRequest("GET", "http://evil.example"+newVisit(t).place+"open?token=A", nil)
	if w := v.do(rebound); w.Code != http.StatusForbidden {
		t.Errorf("another host may try tokens: %d", w.Code)
	}
}

// TestHeaders: every answer, also a refusal, has them all.
func TestHeaders(t *testing.T) {
	v := newVisit(t)
	stranger := httptest.NewRequest("GET", "http://"+host+"/", nil)
	for name, r := range map[string]*http.Request{"page": v.request("GET", "", nil), "report": v.request("GET", "report.html", nil), "download": v.request("GET", "save/csv", nil), "action": v.request("POST", "clear", nil), "stranger": stranger, "nothing": v.request("GET", "nothing", nil), "script": v.request("GET", "page.js", nil)} {
		w := v.do(r)
		h := w.Result().Header
		for key, want := range map[string]string{"Cache-Control": "no-store", "Referrer-Policy": "no-referrer", "X-Content-Type-Options": "nosniff", "X-Frame-Options": "DENY", "Cross-Origin-Opener-Policy": "same-origin", "Cross-Origin-Resource-Policy": "same-origin"} {
			if got := h.Get(key); got != want {
				t.Errorf("%s: %s is %q", name, key, got)
			}
		}
		policy := h.Get("Content-Security-Policy")
		if !strings.Contains(policy, "frame-ancestors 'none'") || strings.Contains(policy, "unsafe") || strings.Contains(policy, "*") || strings.Contains(policy, "http") {
			t.Errorf("%s: the policy is %q", name, policy)
		}
		if name == "report" != strings.HasPrefix(policy, "sandbox ") || strings.Contains(policy, "allow-same-origin") || name != "report" && !strings.HasPrefix(policy, "default-src 'none'") {
			t.Errorf("%s: the policy is %q", name, policy)
		}
		if h.Get("Access-Control-Allow-Origin") != "" {
			t.Errorf("%s: other origins may read", name)
		}
	}
	w := v.do(v.request("GET", "", nil))
	if body := w.Body.String(); strings.Contains(body, "<img src=x") || !strings.Contains(body, "&lt;img src=x") || strings.Contains(body, "<style") || strings.Contains(body, " onclick") {
		t.Error("a name is no text in the page, or something is inline")
	}
	if w := v.do(v.request("GET", "complaint/a-1", nil)); !strings.HasPrefix(w.Header().Get("Content-Disposition"), "attachment;") {
		t.Errorf("a complaint is shown and not saved: %v", w.Header())
	}
}

func TestMethods(t *testing.T) {
	v := newVisit(t)
	for _, c := range []struct{ method, path string }{{"GET", "clear"}, {"GET", "end"}, {"GET", "files"}, {"GET", "cancel"}, {"HEAD", "dismiss"}, {"PUT", "files"}, {"POST", ""}, {"POST", "report.html"}, {"DELETE", "remove"}, {"POST", "save/csv"}} {
		r := v.request(c.method, c.path, nil)
		r.Header.Set("Origin", "http://"+host)
		if w := v.do(r); w.Code != http.StatusMethodNotAllowed {
			t.Errorf("%s %s: %d", c.method, c.path, w.Code)
		}
	}
	for _, path := range []string{"nothing", "save/exe", "save/", "../../etc/passwd", "%2e%2e%2f", "assets/page.html", "page.html"} {
		if w := v.do(v.request("GET", path, nil)); w.Code != http.StatusNotFound && w.Code != http.StatusForbidden && w.Code != http.StatusTemporaryRedirect && w.Code != http.StatusMovedPermanently {
			t.Errorf("GET %s: %d", path, w.Code)
		}
	}
	if len(v.fake.asked) > 0 {
		t.Errorf("the desk was asked %q", v.fake.asked)
	}
}

// upload is a form with files: field, file name, content.
func (v *visit) upload(path string, fields ...[3]string) *httptest.ResponseRecorder {
	body, kind := browsertest.Form(v.t, fields...)
	r := v.request("POST", path, body)
	r.Header.Set("Content-Type", kind)
	return v.do(r)
}

func TestAsks(t *testing.T) {
	v := newVisit(t)
	v.upload("files", [3]string{"file", "账单/微信.csv", "a,b"})
	v.upload("files", [3]string{"file", `..\..\C:\x` + "\u202e.csv", "c"})
	v.form("unlock", url.Values{"file": {"f1"}, "password": {"a b&c"}})
	v.upload("cancel", [3]string{"subscription", "", "s-1"}, [3]string{"on", "", "2026-11-01"}, [3]string{"note", "", " in\nthe  app "}, [3]string{"proof", "dir/截图.png", "png"}, [3]string{"modified", "", "1767225600000"})
	v.form("take-back", url.Values{"row": {"3"}, "service": {"netflix"}})
	v.do(v.request("GET", "save/csv", nil))
	want := []string{"add 账单/微信.csv a,b", "add C:/x_.csv c", "unlock f1 a b&c", "cancel s-1 2026-11-01 in the app 截图.png=png@2026-01-01", "take-back netflix", "report csv"}
	if !slices.Equal(v.fake.asked, want) {
		t.Errorf("asked %q\nwant  %q", v.fake.asked, want)
	}
}

// TestBounds: what is too large or out of shape is refused, and the desk never
// sees it. Nothing goes to the disk on the way.
func TestBounds(t *testing.T) {
	dir := t.TempDir()
	t.Setenv("TMPDIR", dir)
	v := newVisit(t)
	large := strings.Repeat("x", MaxFile)
	if w := v.upload("files", [3]string{"file", "large.csv", large + "x"}); w.Code != http.StatusRequestEntityTooLarge || !strings.Contains(w.Body.String(), "64 MB") {
		t.Errorf("a file over the limit: %d %s", w.Code, w.Body)
	}
	if w := v.upload("files", [3]string{"file", "a.csv", large}, [3]string{"file", "b.csv", large}); w.Code != http.StatusRequestEntityTooLarge {
		t.Errorf("two files over the limit: %d", w.Code)
	}
	if w := v.upload("files", [3]string{"note", "", large}); w.Code != http.StatusRequestEntityTooLarge {
		t.Errorf("a field as large as a file: %d", w.Code)
	}
	if w := v.form("unlock", url.Values{"password": {large[:maxForm]}}); w.Code != http.StatusRequestEntityTooLarge {
		t.Errorf("a large form: %d", w.Code)
	}
	var many [][3]string
	for range 40 {
		many = append(many, [3]string{"proof", "a.png", "a"})
	}
	for name, w := range map[string]*httptest.ResponseRecorder{
		"heavy proofs":      v.upload("cancel", [3]string{"proof", "a.png", large}, [3]string{"proof", "b.png", large}),
		"a heavy proof":     v.upload("cancel", [3]string{"proof", "a.png", large + "x"}),
		"many proofs":       v.upload("cancel", many...),
		"eleven proofs":     v.upload("cancel", many[:11]...),
		"many parts":        v.upload("files", slices.Repeat([][3]string{{"file", "a.csv", "a"}}, 20)...),
		"no name":           v.upload("files", [3]string{"file", "", "a"}),
		"a name of dots":    v.upload("files", [3]string{"file", "../..", "a"}),
		"another field":     v.upload("files", [3]string{"fil", "a.csv", "a"}),
		"no form":           v.form("files", nil),
		"half a form":       v.do(withType(v.request("POST", "files", strings.NewReader("--a\r\nContent-Disposition: form-data; name=\"file\"; filename=\"a\"\r\n\r\nab")), "multipart/form-data; boundary=a")),
		"a row of no digit": v.form("take-back", url.Values{"row": {"x"}}),
		"another type":      v.do(withType(v.request("POST", "clear", strings.NewReader("{}")), "text/plain")),
		"a long note":       v.upload("cancel", [3]string{"note", "", strings.Repeat("长", maxNote+1)}),
	} {
		if w.Code != http.StatusUnprocessableEntity || !strings.Contains(w.Body.String(), `"zh":"`) {
			t.Errorf("%s: %d %s", name, w.Code, w.Body)
		}
	}
	if len(v.fake.asked) > 0 {
		t.Errorf("the desk was asked %.80q", v.fake.asked)
	}
	if w := v.upload("files", [3]string{"file", strings.Repeat("长", 1000) + ".csv", large}); w.Code != http.StatusOK || len([]rune(v.fake.asked[0])) > maxName+40 {
		t.Errorf("a file at the limit: %d", w.Code)
	}
	if left, err := os.ReadDir(dir); err != nil || len(left) > 0 {
		t.Errorf("something was written: %v %v", left, err)
	}
}

func withType(r *http.Request, kind string) *http.Request {
	r.Header.Set("Content-Type", kind)
	return r
}

// TestFaults: neither the answer nor the log tells what was in the statement.
func TestFaults(t *testing.T) {
	v := newVisit(t)
	v.fake.panics = true
	for _, r := range []*http.Request{v.request("GET", "", nil), v.request("GET", "report.html", nil), v.request("POST", "demo", nil)} {
		if w := v.do(r); w.Code != http.StatusInternalServerError || strings.Contains(w.Body.String(), secret) {
			t.Errorf("%s: %d %s", r.URL.Path, w.Code, w.Body)
		}
	}
	v.fake.panics, v.fake.fail = false, errors.New("it is "+secret)
	if w := v.form("demo", nil); w.Code != http.StatusInternalServerError || strings.Contains(w.Body.String(), secret) {
		t.Errorf("%d %s", w.Code, w.Body)
	}
	said := v.logged.String()
	if strings.Contains(said, secret) || strings.Contains(said, v.cookie) || strings.Contains(said, v.place) || strings.Count(said, "\n") != 4 || !strings.Contains(said, "serve_test.go") && !strings.Contains(said, "(*fake).note:") {
		t.Errorf("the log says %q", said)
	}
	v.fake.fail = Refuse("不行", "no")
	if w := v.form("demo", nil); w.Code != http.StatusUnprocessableEntity || strings.TrimSpace(w.Body.String()) != `{"en":"no","zh":"不行"}` {
		t.Errorf("%d %s", w.Code, w.Body)
	}
	v.fake.fail = nil
	if w := v.form("demo", nil); w.Code != http.StatusOK {
		t.Errorf("after a fault nothing goes on: %d", w.Code)
	}
}

// TestBusy: more than so many at once are sent away, and one at a time is worked on.
func TestBusy(t *testing.T) {
	v := newVisit(t)
	v.fake.waiting, v.fake.hold = make(chan struct{}), make(chan struct{})
	codes := make(chan int)
	for range maxRequests {
		go func() { codes <- v.form("demo", nil).Code }()
	}
	<-v.fake.waiting
	for len(v.slots) < maxRequests {
		time.Sleep(time.Millisecond)
	}
	select {
	case <-v.fake.waiting:
		t.Error("two are worked on at once")
	default:
	}
	if w := v.form("demo", nil); w.Code != http.StatusServiceUnavailable {
		t.Errorf("one too many: %d", w.Code)
	}
	<-v.slots // one of them may end it, whatever is being read
	if w := v.form("end", nil); w.Code != http.StatusOK {
		t.Errorf("it cannot be ended meanwhile: %d", w.Code)
	}
	v.slots <- struct{}{}
	select {
	case <-v.ended:
	default:
		t.Error("it does not end")
	}
	go func() {
		for range maxRequests - 1 {
			<-v.fake.waiting
		}
	}()
	close(v.fake.hold)
	for range maxRequests {
		if code := <-codes; code != http.StatusOK {
			t.Errorf("one of those who waited: %d", code)
		}
	}
}

// TestSlow: who says nothing, or says it for ever, is not waited for.
func TestSlow(t *testing.T) {
	web := within(newVisit(t).server, 50*time.Millisecond)
	for name, d := range map[string]time.Duration{"read": web.ReadTimeout, "write": web.WriteTimeout, "idle": web.IdleTimeout, "header": headerTime} {
		if d <= 0 || d > 5*time.Minute {
			t.Errorf("%s: %v", name, d)
		}
	}
	if web.MaxHeaderBytes <= 0 || web.MaxHeaderBytes > 64<<10 {
		t.Errorf("a head may have %d bytes", web.MaxHeaderBytes)
	}
	if web.ErrorLog == nil || web.ErrorLog.Writer() != io.Discard {
		t.Error("the library's log would quote requests")
	}
	listener, err := net.Listen("tcp4", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	go web.Serve(listener)
	defer web.Close()
	for _, start := range []string{"", "GET / HTTP/1.1\r\nHost:", "GET /" + strings.Repeat("x", 1<<20)} {
		c, err := net.DialTimeout("tcp", listener.Addr().String(), time.Second)
		if err != nil {
			t.Fatal(err)
		}
		_ = c.SetDeadline(time.Now().Add(10 * time.Second))
		_, _ = io.WriteString(c, start) // it may hang up before all is said
		if _, err := io.ReadAll(c); errors.Is(err, os.ErrDeadlineExceeded) {
			t.Errorf("%.20q is waited for", start)
		}
		c.Close()
	}
}

// TestRun: it listens on loopback only, and ends from the page and from without.
func TestRun(t *testing.T) {
	for _, how := range []string{"page", "interrupt"} {
		ctx, stop := context.WithCancel(context.Background())
		f := &fake{}
		addresses, ended := make(chan string, 1), make(chan error, 1)
		go func() {
			ended <- Run(ctx, f, Options{Lang: "zh", Log: io.Discard, Ready: func(a string) { addresses <- a }})
		}()
		address := <-addresses
		u, err := url.Parse(address)
		if err != nil || u.Hostname() != "127.0.0.1" {
			t.Fatal(address, err)
		}
		if interfaces, err := net.InterfaceAddrs(); err == nil {
			for _, a := range interfaces {
				if ip, ok := a.(*net.IPNet); ok && !ip.IP.IsLoopback() {
					if c, err := net.DialTimeout("tcp", net.JoinHostPort(ip.IP.String(), u.Port()), time.Second); err == nil {
						c.Close()
						t.Errorf("it listens on %s", a)
					}
				}
			}
		}
		for _, raw := range []string{"OPTIONS * HTTP/1.1\r\nHost: " + u.Host, "GET / HTTP/1.0", "GET http://evil.example/ HTTP/1.1\r\nHost: " + u.Host, "CONNECT evil.example:443 HTTP/1.1\r\nHost: evil.example:443"} {
			if got := sent(t, u.Host, raw); !strings.Contains(got, " 403 ") {
				t.Errorf("%q: %.60q", raw, got)
			}
		}
		jar, err := cookiejar.New(nil)
		if err != nil {
			t.Fatal(err)
		}
		client := &http.Client{Jar: jar}
		if r, err := client.Get(address); err != nil || r.StatusCode != http.StatusOK {
			t.Fatal(r, err)
		}
		if how == "page" {
			r, err := http.NewRequest("POST", strings.Split(address, "open?")[0]+"end", nil)
			if err != nil {
				t.Fatal(err)
			}
			r.Header.Set("Origin", "http://"+u.Host)
			r.Header.Set("Content-Type", "application/x-www-form-urlencoded")
			if a, err := client.Do(r); err != nil || a.StatusCode != http.StatusOK {
				t.Fatal(a, err)
			}
		} else {
			stop()
		}
		select {
		case err := <-ended:
			if err != nil {
				t.Error(err)
			}
		case <-time.After(10 * time.Second):
			t.Fatal("it does not end")
		}
		stop()
		if _, err := net.DialTimeout("tcp", u.Host, time.Second); err == nil {
			t.Error("it still listens")
		}
	}
	listener, err := net.Listen("tcp4", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	defer listener.Close()
	if err := Run(context.Background(), &fake{}, Options{Port: listener.Addr().(*net.TCPAddr).Port}); err == nil {
		t.Error("a port that is taken is no error")
	}
}

// sent is the answer to a request that is sent as it is.
func sent(t *testing.T, host, raw string) string {
	t.Helper()
	c, err := net.DialTimeout("tcp", host, time.Second)
	if err != nil {
		t.Fatal(err)
	}
	defer c.Close()
	_ = c.SetDeadline(time.Now().Add(10 * time.Second))
	if _, err := io.WriteString(c, raw+"\r\nConnection: close\r\n\r\n"); err != nil {
		t.Fatal(err)
	}
	answer, _ := io.ReadAll(c)
	return string(answer)
}

// TestSaves: the page offers every output there is.
func TestSaves(t *testing.T) {
	var have, want []string
	for _, s := range saves {
		have = append(have, s.ID)
	}
	for _, o := range report.Outputs() {
		want = append(want, o.ID)
	}
	slices.Sort(have)
	slices.Sort(want)
	if !slices.Equal(have, want) {
		t.Errorf("%q, want %q", have, want)
	}
}

// TestNoForeignAddress: the files of the page name no other host.
func TestNoForeignAddress(t *testing.T) {
	files, err := filepath.Glob("assets/*")
	if err != nil || len(files) < 4 {
		t.Fatal(files, err)
	}
	for _, name := range files {
		data, err := os.ReadFile(name)
		if err != nil {
			t.Fatal(err)
		}
		text := strings.ReplaceAll(string(data), `xmlns="http://www.w3.org/2000/svg"`, "")
		if strings.Contains(text, "http:") || strings.Contains(text, "https:") || strings.Contains(text, "innerHTML") || strings.Contains(text, "localStorage") {
			t.Errorf("%s names an address, or keeps or makes what it should not", name)
		}
	}
	if say(parser.Text{ZH: "<b>", EN: "<b>"}) != "&lt;b&gt;" || !strings.Contains(string(both("<b>", "b")), "&lt;b&gt;") {
		t.Error("texts are not escaped")
	}
}
