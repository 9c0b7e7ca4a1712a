package main

import (
	"net/http"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"testing"
)

// household gives the files of the demo, without its records.
func (g *guest) household() {
	g.t.Helper()
	dir := filepath.Join(repository(), "cmd", "unrenew", "demo")
	list, err := os.ReadDir(dir)
	if err != nil {
		g.t.Fatal(err)
	}
	for _, e := range list {
		if !e.IsDir() && e.Name() != recordsName {
			g.file(filepath.Join(dir, e.Name()), e.Name())
		}
	}
}

// item is the part of the page about the membership in whose part a text stands.
func (g *guest) item(page, text string) string {
	g.t.Helper()
	for _, part := range strings.Split(page, `<li id="m-`)[1:] {
		part, _, _ = strings.Cut(part, "</section>")
		if strings.Contains(part, text) {
			return part
		}
	}
	g.t.Fatalf("no membership of %s is shown", text)
	return ""
}

// TestServeTwins: two contracts that are the same but for the account are told
// apart by it in the record, so that the other one is not taken for cancelled.
func TestServeTwins(t *testing.T) {
	g := receive(t, "2026-11-10").open()
	g.household()
	const mine, other = "腾讯视频VIP（微信支付 晓***）", "腾讯视频VIP（微信支付 越***）"
	sub := func(name string) string { return g.the(`^(s-\w+)"`, g.item(g.get(""), name)) }
	g.give(http.StatusOK, "cancel", [3]string{"subscription", "", sub(mine)}, [3]string{"on", "", "2026-10-01"})
	list, err := recordsOf(g.records)
	if err != nil || len(list) != 1 || list[0].Account != "晓***" {
		t.Fatalf("the records are %+v, %v", list, err)
	}
	page := g.get("")
	if !strings.Contains(g.item(page, mine), "2026-10-01 取消") || strings.Contains(g.item(page, other), "2026-10-01 取消") {
		t.Error("the record means the other contract, or both")
	}
	g.give(http.StatusOK, "cancel", [3]string{"subscription", "", sub(other)}, [3]string{"on", "", "2026-10-01"})
	if list, err := recordsOf(g.records); err != nil || len(list) != 2 || list[1].Account != "越***" {
		t.Errorf("the second of them is not recorded: %+v, %v", list, err)
	}
}

// TestServeRule: the page tells what a rule takes away besides, before it is
// written, and it does just that.
func TestServeRule(t *testing.T) {
	g := receive(t, "2026-11-10").open()
	g.household()
	page := g.get("")
	var alone, shared int
	for _, part := range strings.Split(page, `<li id="m-`)[1:] {
		part, _, _ = strings.Cut(part, "</section>")
		id := part[:strings.Index(part, `"`)]
		also := strings.Contains(part, "这个名字也会带走")
		g.post(http.StatusOK, "dismiss", "subscription", id)
		now := g.get("")
		gone := strings.Count(page, `<li id="m-`) - strings.Count(now, `<li id="m-`)
		if strings.Contains(now, `<li id="m-`+id) || also != (gone > 1) {
			t.Errorf("%s: it says %v, and %d are gone", id, also, gone)
		}
		if also {
			shared++
		} else {
			alone++
		}
		g.post(http.StatusOK, "restore")
	}
	if alone == 0 || shared == 0 {
		t.Errorf("%d stand alone and %d do not: nothing is compared", alone, shared)
	}
}

// TestServeProofNames: what a proof is called never leads out of its folder, and
// a name that file systems do not take is cut.
func TestServeProofNames(t *testing.T) {
	g := receive(t, "2026-11-10").open()
	g.give(http.StatusOK, "files", [3]string{"file", "bill.csv", string(monthlyBill("2026-06", "2026-07", "2026-08", "2026-09"))})
	sub := g.the(`<li id="m-(s-\w+)"`, g.get(""))
	outside := snapshot(t, filepath.Dir(g.dir))
	proofs := [][3]string{{"subscription", "", sub}, {"on", "", "2026-09-20"}}
	for _, name := range []string{"../../../evil.png", `..\..\evil.png`, "/etc/passwd", `C:\Windows\evil.png`, "a.png:stream", "\u202egnp.exe", strings.Repeat("很长", 60) + ".png"} {
		proofs = append(proofs, [3]string{"proof", name, "picture " + name})
	}
	g.give(http.StatusOK, "cancel", proofs...)
	list, err := recordsOf(g.records)
	if err != nil || len(list) != 1 || len(list[0].Evidence) != 7 {
		t.Fatalf("the records are %+v, %v", list, err)
	}
	for _, e := range list[0].Evidence {
		if dir, base := filepath.Split(e); dir != "evidence/" || strings.ContainsAny(base, `/\:`) || strings.ContainsRune(base, '\u202e') || !strings.Contains(base, ".") && !strings.HasSuffix(base, "-passwd") {
			t.Errorf("a proof is kept as %q", e)
		}
	}
	for _, f := range snapshot(t, filepath.Dir(g.dir)) {
		if !slices.Contains(outside, f) && !strings.HasPrefix(f, g.dir) {
			t.Errorf("written outside: %.100s", f)
		}
	}
}

// TestServeNotes: what is no statement is told by what it is, and without the
// command line that its reader does not have.
func TestServeNotes(t *testing.T) {
	g := receive(t, "2026-11-10").open()
	for _, c := range []struct{ name, data, says string }{
		{"photo.jpg", "\xFF\xD8\xFF\xE0 JFIF", "这是图片或视频"},
		{"empty.csv", "", "文件是空的"},
		{"letter.txt", "Dear bank,\nplease.\n", "没有认出是哪种账单"},
		{recordsName, "service,cancelled_on\niqiyi,2026-09-20\n", "这是取消记录，不是账单"},
		{"folder/" + recordsName, "service,cancelled_on\nnetflix,2026-09-20\n", "这是取消记录，不是账单"},
	} {
		g.give(http.StatusOK, "files", [3]string{"file", c.name, c.data})
		page := g.get("")
		g.shows(page, "<code>"+c.name, c.says)
		if strings.Contains(page, "unrenew formats") || strings.Contains(page, "--records") {
			t.Errorf("%s: the page names a command", c.name)
		}
		g.post(http.StatusOK, "clear")
	}
}

// TestServeStale: old statements are called so before their sums are read.
func TestServeStale(t *testing.T) {
	for now, stale := range map[string]bool{"2026-11-10": false, "2027-06-10": true} {
		g := receive(t, now).open()
		g.give(http.StatusOK, "files", [3]string{"file", "bill.csv", string(monthlyBill("2026-06", "2026-07", "2026-08", "2026-09", "2026-10"))})
		page := g.get("")
		old, sum := strings.Index(page, "账单只到 2026-10-28"), strings.Index(page, `class="big"`)
		if sum < 0 || stale != (old >= 0 && old < sum) || stale != strings.Contains(page, "按 2026-10-28 时") {
			t.Errorf("%s: the page speaks of old statements at %d, of sums at %d", now, old, sum)
		}
	}
}

// TestServeMany: many alerts of one low type stand together, each with what can
// be done, and none is lost.
func TestServeMany(t *testing.T) {
	g := receive(t, "2026-11-10").open()
	names := []string{"甲", "乙", "丙", "丁", "戊"}
	var bill []string
	lines := strings.SplitAfter(string(monthlyBill("2026-05", "2026-06", "2026-07", "2026-08", "2026-09", "2026-10")), "\n")
	for _, line := range lines {
		if !strings.Contains(line, "爱奇艺") {
			bill = append(bill, line)
			continue
		}
		for i, name := range names {
			bill = append(bill, strings.NewReplacer("爱奇艺VIP会员", name+"山会员", "爱奇艺", name+"山网络科技有限公司", "10000000000001,W", "1000000000000"+strconv.Itoa(i)+",W"+name).Replace(line))
		}
	}
	g.give(http.StatusOK, "files", [3]string{"file", "bill.csv", strings.Join(bill, "")})
	page := g.get("")
	_, many, found := strings.Cut(page, `id="many-unknown-merchant"`)
	if !found {
		t.Fatal("they do not stand together")
	}
	many, _, _ = strings.Cut(many, "</section>")
	for _, name := range names {
		if strings.Count(many, "<b><i lang=zh>"+name+"山网络科技有限公司 · ") != 1 {
			t.Errorf("%s is not told once", name)
		}
	}
	if !strings.Contains(page, "5 件要看") {
		t.Error("the page does not count them")
	}
}
