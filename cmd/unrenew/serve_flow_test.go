package main

import (
	"archive/zip"
	"bytes"
	"context"
	"io"
	"net"
	"net/http"
	"net/http/cookiejar"
	"net/url"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"github.com/xuri/excelize/v2"

	"github.com/unrenew/unrenew/cmd/unrenew/serve"
	"github.com/unrenew/unrenew/detector/records"
	"github.com/unrenew/unrenew/parser"
	"github.com/unrenew/unrenew/report/browsertest"
)

// A guest is a user of the page, without a browser.
type guest struct {
	t        *testing.T
	client   *http.Client
	base     string // of the page, with its place
	token    string // the address that the program told
	dir      string // with the records and the rules
	records  string
	rules    string
	messages bytes.Buffer
	stop     func()
}

// receive serves the page to a guest; now is the day of the report.
func receive(t *testing.T, now string) *guest {
	t.Helper()
	g := &guest{t: t, dir: t.TempDir()}
	g.records, g.rules = filepath.Join(g.dir, recordsName), filepath.Join(g.dir, rulesName)
	a := &app{lang: "zh", in: strings.NewReader(""), out: io.Discard, err: &g.messages, getenv: func(string) string { return "" }, clicked: func() bool { return false }}
	d, err := a.newDesk(lookFlags{AsOf: now, Records: g.records, Rules: g.rules, Timezone: "Asia/Shanghai"})
	if err != nil {
		t.Fatal(err)
	}
	for _, name := range []string{g.records, g.rules} { // flags name files that must be there
		if err := os.WriteFile(name, nil, 0o600); err != nil {
			t.Fatal(err)
		}
	}
	if err := os.WriteFile(g.records, []byte("service,cancelled_on\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	ctx, stop := context.WithCancel(context.Background())
	addresses, ended := make(chan string, 1), make(chan error, 1)
	go func() {
		ended <- serve.Run(ctx, d, serve.Options{Lang: "zh", Log: &g.messages, Ready: func(s string) { addresses <- s }})
	}()
	g.stop = func() {
		stop()
		if err := <-ended; err != nil {
			t.Error(err)
		}
		ended <- nil
	}
	t.Cleanup(g.stop)
	select {
	case g.token = <-addresses:
	case err := <-ended:
		t.Fatal(err)
	}
	g.base = strings.Split(g.token, "open?")[0]
	jar, err := cookiejar.New(nil)
	if err != nil {
		t.Fatal(err)
	}
	g.client = &http.Client{Jar: jar}
	return g
}

func (g *guest) open() *guest {
	g.t.Helper()
	if code, _, _ := g.send("GET", strings.TrimPrefix(g.token, g.base), "", nil); code != http.StatusOK {
		g.t.Fatalf("the page answers %d", code)
	}
	return g
}

func (g *guest) send(method, path, kind string, body io.Reader) (int, http.Header, string) {
	g.t.Helper()
	r, err := http.NewRequest(method, g.base+path, body)
	if err != nil {
		g.t.Fatal(err)
	}
	if method == "POST" {
		u, _ := url.Parse(g.base)
		r.Header.Set("Origin", "http://"+u.Host)
		r.Header.Set("Content-Type", kind)
	}
	a, err := g.client.Do(r)
	if err != nil {
		g.t.Fatal(err)
	}
	defer a.Body.Close()
	text, err := io.ReadAll(a.Body)
	if err != nil {
		g.t.Fatal(err)
	}
	return a.StatusCode, a.Header, string(text)
}

func (g *guest) get(path string) string {
	g.t.Helper()
	code, _, text := g.send("GET", path, "", nil)
	if code != http.StatusOK {
		g.t.Fatalf("GET %s: %d %.300s; the log says %s", path, code, text, g.messages.String())
	}
	return text
}

// post sends a small form; want is the code that should come.
func (g *guest) post(want int, path string, pairs ...string) string {
	g.t.Helper()
	v := url.Values{}
	for i := 0; i < len(pairs); i += 2 {
		v.Set(pairs[i], pairs[i+1])
	}
	code, _, text := g.send("POST", path, "application/x-www-form-urlencoded", strings.NewReader(v.Encode()))
	if code != want {
		g.t.Fatalf("POST %s: %d %s", path, code, text)
	}
	return text
}

// give sends a form with files: field, file name, content.
func (g *guest) give(want int, path string, fields ...[3]string) string {
	g.t.Helper()
	body, kind := browsertest.Form(g.t, fields...)
	code, _, text := g.send("POST", path, kind, body)
	if code != want {
		g.t.Fatalf("POST %s: %d %s", path, code, text)
	}
	return text
}

func (g *guest) file(path, name string) {
	g.t.Helper()
	data, err := os.ReadFile(path)
	if err != nil {
		g.t.Fatal(err)
	}
	g.give(http.StatusOK, "files", [3]string{"file", name, string(data)})
}

// the is what a pattern finds in the page.
func (g *guest) the(pattern, page string) string {
	g.t.Helper()
	m := regexp.MustCompile(pattern).FindStringSubmatch(page)
	if m == nil {
		g.t.Fatalf("the page has no %s", pattern)
	}
	return m[1]
}

func (g *guest) shows(page string, texts ...string) {
	g.t.Helper()
	for _, s := range texts {
		if !strings.Contains(page, s) {
			g.t.Errorf("the page does not show %q", s)
		}
	}
}

// TestServeIsScan: the same files make the same report, byte by byte, in every
// format, in whatever order they were given.
func TestServeIsScan(t *testing.T) {
	g := receive(t, "2026-11-10").open()
	t.Chdir(t.TempDir())
	if err := os.CopyFS("lin", os.DirFS(filepath.Join(repository(), "cmd", "unrenew", "demo"))); err != nil {
		t.Fatal(err)
	}
	var files []string
	err := filepath.WalkDir("lin", func(path string, d os.DirEntry, err error) error {
		if err == nil && !d.IsDir() {
			files = append(files, filepath.ToSlash(path))
		}
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	own, err := os.ReadFile("lin/" + recordsName)
	if err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(g.records, own, 0o600); err != nil {
		t.Fatal(err)
	}
	slices.Reverse(files)
	for _, name := range files {
		g.file(name, name)
	}
	g.file(files[0], files[0]) // given twice is given once
	var out, errs bytes.Buffer
	args := []string{"scan", "lin", "--as-of", "2026-11-10", "--records", g.records, "--rules", g.rules, "--out", "out", "--format", outputIDs(), "--lang", "zh"}
	if code := run(context.Background(), args, strings.NewReader(""), &out, &errs); code != exitAlert && code != exitInput {
		t.Fatalf("scan exits with %d: %s", code, errs.String())
	}
	for _, id := range strings.Split(outputIDs(), ",") {
		want, err := os.ReadFile(filepath.Join("out", reportPrefix+output(id).Ext))
		if err != nil {
			t.Fatal(err)
		}
		if got := g.get("save/" + id); got != string(want) {
			t.Errorf("%s differs: %d bytes, want %d", id, len(got), len(want))
		}
	}
	want, _ := os.ReadFile(filepath.Join("out", reportPrefix+".html"))
	if got := g.get("report.html?lang=en"); got != string(want) || len(got) < 10000 {
		t.Error("the report that is shown is not that of scan")
	}
}

// TestServeFlow is the way of a user from the first file to the end.
func TestServeFlow(t *testing.T) {
	g := receive(t, "2026-11-10").open()
	before := snapshot(t, g.dir)
	g.shows(g.get(""), "把文件或文件夹拖到这里", "Drop files or folders here", "支付宝 App 账单（2023 年起）")
	if page := g.get(""); strings.Contains(page, `id="report"`) {
		t.Error("there is a report of nothing")
	}
	if text := g.post(http.StatusUnprocessableEntity, "restore"); !strings.Contains(text, "没有可以撤回的") {
		t.Error(text)
	}
	if code, _, _ := g.send("GET", "report.html", "", nil); code != http.StatusUnprocessableEntity {
		t.Errorf("a report of nothing: %d", code)
	}

	// A locked archive: a wrong password, then the right one, which is not asked
	// for again and nowhere to be found.
	bill := monthlyBill("2026-06", "2026-07", "2026-08", "2026-09", "2026-10")
	sealed, err := locked("aes256", "271828", "bill.csv", bill)
	if err != nil {
		t.Fatal(err)
	}
	g.give(http.StatusOK, "files", [3]string{"file", "微信账单.zip", string(sealed)})
	page := g.get("")
	id := g.the(`data-form="unlock"><input type="hidden" name="file" value="(\w+)"`, page)
	g.shows(page, "微信账单.zip", "有密码", `type="password"`)
	if text := g.post(http.StatusUnprocessableEntity, "unlock", "file", id, "password", "111111"); !strings.Contains(text, "密码不对") || strings.Contains(text, "111111") {
		t.Error(text)
	}
	g.shows(g.get(""), "密码不对，再试一次")
	g.post(http.StatusOK, "unlock", "file", id, "password", "271828")
	page = g.get("")
	g.shows(page, "微信支付账单", "5 行", "爱奇艺", `href="report.html"`, "¥300.00")
	if strings.Contains(page, "271828") || strings.Contains(page, `data-form="unlock"`) {
		t.Error("the password is kept, or asked for again")
	}
	// Another with another password waits; the first one was not remembered.
	again, err := locked("zipcrypto", "271828", "other.csv", monthlyBill("2026-11"))
	if err != nil {
		t.Fatal(err)
	}
	g.give(http.StatusOK, "files", [3]string{"file", "微信十一月.zip", string(again)})
	page = g.get("")
	other := g.the(`data-form="unlock"><input type="hidden" name="file" value="(\w+)"`, page)
	g.post(http.StatusOK, "remove", "file", other)

	// A table of no known format is read once the user has agreed to the guess.
	g.give(http.StatusOK, "files", [3]string{"file", "river.csv", river})
	page = g.get("")
	g.shows(page, "不认识的格式，看起来是账单", "日期：Buchungstag", "DD.MM.YYYY", "statements:")
	if strings.Contains(page, "SAMPLE STREAMING") {
		t.Error("the guess was read before the user agreed")
	}
	g.post(http.StatusOK, "accept", "file", g.the(`data-post="accept" data-file="(\w+)"`, page))
	g.shows(g.get(""), "SAMPLE STREAMING", "按猜出的列")

	// What is no statement says so.
	g.give(http.StatusOK, "files", [3]string{"file", "letter.txt", "Dear bank,\nplease.\n"})
	g.shows(g.get(""), "letter.txt")

	book, err := excelize.OpenReader(strings.NewReader(g.get("save/xlsx")))
	if err != nil {
		t.Fatal(err)
	}
	if !inBook(t, book, "爱奇艺") {
		t.Error("the workbook does not name the membership")
	}
	book.Close()

	if after := snapshot(t, g.dir); !slices.Equal(before, after) {
		t.Errorf("something was written before the user saved: %q", after)
	}

	// Cancelled, with a proof; then it was charged again, so there is a complaint.
	sub := g.the(`id="m-(s-\w+)"><div class="what"><p><b>[^/]*爱奇艺`, g.get(""))
	if text := g.give(http.StatusUnprocessableEntity, "cancel", [3]string{"subscription", "", sub}, [3]string{"on", "", "2099-01-01"}); !strings.Contains(text, "还没到") {
		t.Error(text)
	}
	g.give(http.StatusOK, "cancel", [3]string{"subscription", "", sub}, [3]string{"on", "", "2026-09-20"}, [3]string{"note", "", "在 App 里"}, [3]string{"proof", "截图.png", "a picture"}, [3]string{"modified", "", "1789800000000"})
	list, err := recordsOf(g.records)
	if err != nil || len(list) != 1 {
		t.Fatal(list, err)
	}
	c := list[0]
	if c.Service != "iqiyi" || c.CancelledOn.Format(time.DateOnly) != "2026-09-20" || c.Channel != "wechat" || c.Amount.Decimal.String() != "25" || !strings.HasSuffix(c.Note, "；在 App 里") || len(c.Evidence) != 1 {
		t.Errorf("the record is %+v", c)
	}
	kept, err := os.ReadFile(filepath.Join(g.dir, filepath.FromSlash(c.Evidence[0])))
	if err != nil || string(kept) != "a picture" {
		t.Errorf("the proof: %q %v", kept, err)
	}
	page = g.get("")
	g.shows(page, "取消后又扣款", "2026-09-20 取消", "凭证 1 个", "之后又扣了")
	alert := g.the(`href="complaint/(a-\w+)"`, page)
	pack := g.get("complaint/" + alert)
	z, err := zip.NewReader(strings.NewReader(pack), int64(len(pack)))
	if err != nil {
		t.Fatal(err)
	}
	var names []string
	for _, f := range z.File {
		names = append(names, f.Name)
	}
	if !slices.ContainsFunc(names, func(s string) bool { return strings.HasSuffix(s, ".docx") }) || !slices.ContainsFunc(names, func(s string) bool { return strings.Contains(s, "截图") }) {
		t.Errorf("the complaint holds %q", names)
	}
	if text := g.give(http.StatusUnprocessableEntity, "cancel", [3]string{"subscription", "", sub}, [3]string{"on", "", "2026-10-20"}); !strings.Contains(text, "已经有取消记录") {
		t.Error(text)
	}

	// Undo: only what still stands where it was shown.
	row := g.the(`data-post="take-back" data-row="(\d+)"`, page)
	g.post(http.StatusUnprocessableEntity, "take-back", "row", row, "service", "netflix")
	g.post(http.StatusOK, "take-back", "row", row, "service", "iqiyi")
	if list, err := recordsOf(g.records); err != nil || len(list) != 0 {
		t.Errorf("the record is still there: %v %v", list, err)
	}
	if strings.Contains(g.get(""), "取消后又扣款") {
		t.Error("the alert is still there")
	}

	// What the user writes into the files meanwhile counts at once, and so does a
	// file that is given again.
	if err := os.WriteFile(g.records, []byte("service,cancelled_on\niqiyi,2026-09-20\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	g.shows(g.get(""), "取消后又扣款")
	if err := os.WriteFile(g.records, []byte("service,cancelled_on\niqiyi,2026-10-12\nnetflix,2026-10-12\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	g.shows(g.get(""), "到 2026-10-28 为止的账单里没有再扣", "放进来的账单里没有对上的会员")
	if err := os.WriteFile(g.records, []byte("service,cancelled_on\niqiyi,tomorrow\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	g.shows(g.get(""), `role="alert"`, "第 2 行")
	if err := os.WriteFile(g.records, []byte("service,cancelled_on\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	const table = "Tag;Wer;Wieviel\n2026-03-04;SAMPLE RADIO;-4,99\n2026-04-04;SAMPLE RADIO;-4,99\n"
	g.give(http.StatusOK, "files", [3]string{"file", "odd.csv", table})
	if err := os.WriteFile(g.rules, []byte("statements:\n  - {name: odd, columns: {date: Tag, payee: Wer, amount: Wieviel}, sign: minus-is-out, decimal: \",\", currency: EUR}\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	g.give(http.StatusOK, "files", [3]string{"file", "odd.csv", table})
	if page := g.get(""); strings.Count(page, "<code>odd.csv") != 1 || !strings.Contains(page, "<code>odd.csv</code><p class=\"s\">odd") {
		t.Error("a file that is given again is not read again by the rules that were written for it")
	}

	// Not a membership, and back; the file stays as the user wrote it.
	const mine = "# mine\nnot_memberships: [某某健身房]   # gym\n"
	if err := os.WriteFile(g.rules, []byte(mine), 0o600); err != nil {
		t.Fatal(err)
	}
	g.post(http.StatusOK, "dismiss", "subscription", sub)
	if data, err := os.ReadFile(g.rules); err != nil || string(data) != "# mine\nnot_memberships: [某某健身房, \"iqiyi\"]   # gym\n" {
		t.Errorf("the rules are %q, %v", data, err)
	}
	if strings.Contains(g.get(""), `id="m-`+sub) {
		t.Error("it is still listed")
	}
	g.post(http.StatusOK, "restore")
	if data, err := os.ReadFile(g.rules); err != nil || string(data) != mine {
		t.Errorf("the rules are %q, %v", data, err)
	}
	if err := os.WriteFile(g.rules, []byte("{split: [某某商城]}\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	if text := g.post(http.StatusUnprocessableEntity, "dismiss", "subscription", sub); !strings.Contains(text, "iqiyi") || !strings.Contains(text, "not_memberships") {
		t.Errorf("the text to write oneself is missing: %s", text)
	}

	g.post(http.StatusOK, "clear")
	if page := g.get(""); strings.Contains(page, "爱奇艺") || strings.Contains(page, "river.csv") {
		t.Error("cleared files still show")
	}
	if g.messages.Len() > 0 {
		t.Errorf("the log says %q", g.messages.String())
	}
}

// TestServeDemo: the samples are shown, and nothing of them is written into the
// user's files.
func TestServeDemo(t *testing.T) {
	g := receive(t, "").open()
	before := snapshot(t, g.dir)
	g.post(http.StatusOK, "demo")
	page := g.get("")
	g.shows(page, "这是虚构的示例", `href="report.html"`)
	if strings.Contains(page, `data-form="cancel"`) || strings.Contains(page, "data-post=\"take-back\"") {
		t.Error("the sample can be recorded")
	}
	if text := g.give(http.StatusUnprocessableEntity, "cancel", [3]string{"subscription", "", "s-1"}, [3]string{"on", "", "2026-09-20"}); !strings.Contains(text, "示例") {
		t.Error(text)
	}
	g.post(http.StatusUnprocessableEntity, "dismiss", "subscription", "s-1")
	g.post(http.StatusUnprocessableEntity, "take-back", "row", "2", "service", "netflix")
	if after := snapshot(t, g.dir); !slices.Equal(before, after) {
		t.Errorf("written: %q", after)
	}
	g.give(http.StatusOK, "files", [3]string{"file", "bill.csv", string(monthlyBill("2026-06", "2026-07"))})
	if page := g.get(""); strings.Contains(page, "这是虚构的示例") {
		t.Error("the sample stays beside the user's own files")
	}
}

// TestServeRoom: what does not fit beside the others is refused, whether it
// arrives or is unlocked, and the others stay.
func TestServeRoom(t *testing.T) {
	a := &app{lang: "zh", err: io.Discard, getenv: func(string) string { return "" }}
	dir := t.TempDir()
	t.Setenv("XDG_CONFIG_HOME", dir)
	t.Setenv("HOME", dir)
	d, err := a.newDesk(lookFlags{Timezone: "Asia/Shanghai"})
	if err != nil {
		t.Fatal(err)
	}
	bill := monthlyBill("2026-06", "2026-07")
	sealed, err := locked("aes256", "271828", "bill.csv", append(slices.Clone(bill), strings.Repeat(" ", 1<<16)...))
	if err != nil {
		t.Fatal(err)
	}
	d.most = len(bill) + len(sealed) + 100
	for _, f := range []struct {
		name string
		data []byte
		fits bool
	}{{"a.csv", bill, true}, {"b.zip", sealed, true}, {"c.csv", bill, false}, {".hidden", bill, true}} {
		if err := d.Add(f.name, f.data); (err == nil) != f.fits {
			t.Errorf("%s: %v", f.name, err)
		}
	}
	if len(d.files) != 2 {
		t.Fatalf("%d files", len(d.files))
	}
	if err := d.Unlock(d.files[1].id, "271828"); err == nil || !d.files[1].locked || len(d.files[1].sources) > 0 {
		t.Errorf("what is too large unpacked was kept: %v", err)
	}
	d.most = serve.MaxTotal
	if err := d.Unlock(d.files[1].id, "271828"); err != nil || d.files[1].locked || d.files[1].data != nil {
		t.Errorf("it cannot be opened later: %v", err)
	}
	for i := range serve.MaxFiles {
		if err := d.Add("f"+strings.Repeat("x", i), []byte("x")); (err == nil) != (i < serve.MaxFiles-2) {
			t.Fatalf("file %d: %v", i+3, err)
		}
	}
}

// TestServeLimits: a file that is handed to the page is held to the limits of the
// command line, opened and read, and one that panics or never ends costs itself
// alone, once.
func TestServeLimits(t *testing.T) {
	dir := t.TempDir()
	t.Setenv("XDG_CONFIG_HOME", dir)
	t.Setenv("HOME", dir)
	a := &app{lang: "zh", err: io.Discard, getenv: func(string) string { return "" }}
	bill := monthlyBill("2026-05", "2026-06", "2026-07")
	packed, err := locked("", "", "bill.csv", bill)
	if err != nil {
		t.Fatal(err)
	}
	for _, limit := range []string{"table-rows=2", "archive-total-bytes=100"} {
		d, err := a.newDesk(lookFlags{Timezone: "Asia/Shanghai", Limits: []string{limit}})
		if err != nil {
			t.Fatal(err)
		}
		if err := d.Add("bill.zip", packed); err != nil {
			t.Fatal(err)
		}
		s, err := d.State()
		if err != nil {
			t.Fatal(err)
		}
		if f := s.Files[0]; !f.Failed || len(f.Statements) > 0 || len(f.Notes) != 1 || !strings.Contains(f.Notes[0].ZH, "--limit "+strings.Split(limit, "=")[0]) {
			t.Errorf("%s: %+v", limit, f)
		}
	}
	var calls atomic.Int32
	release := make(chan struct{})
	defer close(release)
	set, err := parser.NewSet(strange{"ever", func() { calls.Add(1); <-release }}, strange{"panics", func() { panic("paid 25.00 to somebody") }})
	if err != nil {
		t.Fatal(err)
	}
	l := &loaded{hashes: map[string]string{}}
	how := reading{set: set, limits: parser.Limits{"file-seconds": 1}}
	for _, name := range []string{"ever.csv", "panics.csv"} {
		f := &held{name: name, memo: map[string]seen{}}
		f.open([]byte(name), how)
		for range 2 {
			if out := f.read(l, how); !out.Failed || len(out.Notes) != 1 || strings.Contains(out.Notes[0].ZH, "25.00") {
				t.Errorf("%s: %+v", name, out)
			}
		}
	}
	if n := calls.Load(); n != 1 {
		t.Errorf("what never ends was begun %d times", n)
	}
}

// TestServePortTaken: a port that another program holds is told by its number,
// in either language, and what to do.
func TestServePortTaken(t *testing.T) {
	t.Setenv("XDG_CONFIG_HOME", t.TempDir())
	t.Setenv("HOME", t.TempDir())
	listener, err := net.Listen("tcp4", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	defer listener.Close()
	_, port, _ := net.SplitHostPort(listener.Addr().String())
	for lang, want := range map[string]string{"zh": "端口 " + port + " 用不了", "en": "port " + port + " cannot be used"} {
		var out, errs bytes.Buffer
		code := run(context.Background(), []string{"serve", "--port", port, "--no-open", "--lang", lang}, strings.NewReader(""), &out, &errs)
		if code != exitFault || !strings.Contains(errs.String(), want) || !strings.Contains(errs.String(), "--port") || strings.Contains(errs.String(), "bind") || out.Len() > 0 {
			t.Errorf("exit %d: %s%s", code, out.String(), errs.String())
		}
	}
}

// TestServeClicked: a double click opens the page instead of the help, and says
// so in its window; without one, the help is what it was.
func TestServeClicked(t *testing.T) {
	t.Setenv("XDG_CONFIG_HOME", t.TempDir())
	t.Setenv("HOME", t.TempDir())
	t.Setenv("PATH", t.TempDir()) // no browser
	for _, clicked := range []bool{true, false} {
		ctx, stop := context.WithTimeout(context.Background(), 300*time.Millisecond)
		var out, errs bytes.Buffer
		a := &app{ctx: ctx, lang: "zh", in: strings.NewReader("\n"), out: &out, err: &errs, getenv: func(string) string { return "" }, clicked: func() bool { return clicked }}
		root := a.root()
		root.SetArgs(nil)
		root.SetOut(&out)
		if err := root.ExecuteContext(ctx); err != nil {
			t.Error(err)
		}
		stop()
		if served := strings.Contains(out.String(), "http://127.0.0.1:"); served != clicked || clicked != strings.Contains(out.String(), "这个窗口是程序本身") || clicked == strings.Contains(out.String(), "用法") {
			t.Errorf("clicked %v: %s%s", clicked, out.String(), errs.String())
		}
	}
}

// monthlyBill is a WeChat statement with a charge on the 10th of each month.
func monthlyBill(months ...string) []byte {
	var b strings.Builder
	b.WriteString("微信支付账单明细\n微信昵称：[示例]\n起始时间：[" + months[0] + "-01 00:00:00] 终止时间：[" + months[len(months)-1] + "-28 23:59:59]\n\n----------------------微信支付账单明细列表--------------------\n交易时间,交易类型,交易对方,商品,收/支,金额(元),支付方式,当前状态,交易单号,商户单号,备注\n")
	for _, m := range months {
		b.WriteString(m + "-10 07:57:14,商户消费,爱奇艺,\"爱奇艺VIP会员1个月自动续费\",支出,¥25.00,零钱,支付成功,42000020" + strings.ReplaceAll(m, "-", "") + "10000000000001,W" + m + ",\"/\"\n")
	}
	return []byte(b.String())
}

const river = `River Bank;Konto 12345678

Buchungstag;Empfänger;Zweck;Betrag;Saldo;Währung
02.06.2026;SAMPLE STREAMING;Abo;-12,99;187,01;EUR
02.07.2026;SAMPLE STREAMING;Abo;-12,99;174,02;EUR
02.08.2026;SAMPLE STREAMING;Abo;-12,99;161,03;EUR
02.09.2026;SAMPLE STREAMING;Abo;-12,99;148,04;EUR
20.09.2026;BEISPIEL AG;Lohn;1.000,00;1.148,04;EUR
02.10.2026;SAMPLE STREAMING;Abo;-12,99;1.135,05;EUR
`

// snapshot is the files under dir with their contents.
func snapshot(t *testing.T, dir string) (list []string) {
	t.Helper()
	err := filepath.WalkDir(dir, func(path string, d os.DirEntry, err error) error {
		if err != nil || d.IsDir() {
			return err
		}
		data, err := os.ReadFile(path)
		list = append(list, path+"="+string(data))
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return list
}

func recordsOf(name string) ([]records.Cancellation, error) {
	data, err := os.ReadFile(name)
	if err != nil {
		return nil, err
	}
	list, _, err := records.Read(data)
	return list, err
}

func inBook(t *testing.T, book *excelize.File, text string) bool {
	for _, sheet := range book.GetSheetList() {
		rows, err := book.GetRows(sheet)
		if err != nil {
			t.Fatal(err)
		}
		for _, row := range rows {
			if strings.Contains(strings.Join(row, "\t"), text) {
				return true
			}
		}
	}
	return false
}
