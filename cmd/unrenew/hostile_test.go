package main

import (
	"archive/zip"
	"bytes"
	"context"
	"encoding/csv"
	"encoding/json"
	"errors"
	"fmt"
	"hash/crc32"
	"io"
	"io/fs"
	"maps"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/emersion/go-ical"
	"github.com/xuri/excelize/v2"

	"github.com/unrenew/unrenew/parser"
)

// hostile are texts that somebody who sells something could have put into a
// statement.
var hostile = map[string]string{
	"tag":        `<img src=x onerror=alert(1)>会员`,
	"script":     `</script><script>alert("会员")</script>`,
	"attribute":  `" onmouseover="alert(1)" x="会员`,
	"style":      `</style><style>*{display:none}</style>会员`,
	"formula":    `=HYPERLINK("http://evil.invalid","会员")`,
	"plus":       `+1+cmd|' /C calc'!A0会员`,
	"minus":      `-2+3+cmd|' /C calc'!A0会员`,
	"at":         `@SUM(1+1)*cmd|' /C calc'!A0会员`,
	"full width": `＝HYPERLINK("http://evil.invalid","会员")`,
	"tab":        "\t=1+1+cmd|' /C calc'!A0会员",
	"return":     "\r=1+1+cmd|' /C calc'!A0会员",
	"newline":    "会员\nunrenew: forged\n=1+1",
	"escape":     "\x1b[2J\x1b[31m\x1b]8;;http://evil.invalid\x07会员\x1b]8;;\x07",
	"c1":         "\u009b31m会员\u0085\u2028\u2029",
	"bell":       "\a\b\b\b\x7f会员",
	"bidi":       "\u202e员会\u202d\u2066\u2067\u200f会员",
	"invisible":  "会\u200b\u200d\ufeff员\u00ad",
	"link":       `[会员](http://evil.invalid) ![x](http://evil.invalid/x.png) <http://evil.invalid>`,
	"table":      `会员 | a | b | c`,
	"calendar":   `会员\nEND:VEVENT\nBEGIN:VALARM;ATTACH:http://evil.invalid`,
	"quotes":     "会员'\"\"''``\\\\",
	"format":     `%s%d%!v(MISSING)%[1]s 会员`,
	"template":   `{{.}}${7*7}<%= 7*7 %>会员`,
	"long":       strings.Repeat("很长的会员名", 5000),
	"zalgo":      "会" + strings.Repeat("\u0301", 2000) + "员",
	"emoji":      strings.Repeat("👨‍👩‍👧", 200) + "会员",
	"broken":     "会员\xff\xfe\xc3(",
	"blank":      " ",
	"empty":      "",
	"dash":       "/",
}

// hostileBill is a statement in which each of them, but for some, is charged every
// month, as the counterparty and as what was sold.
func hostileBill(t *testing.T, but ...string) []byte {
	t.Helper()
	var b bytes.Buffer
	b.WriteString("微信支付账单明细\n微信昵称：[<b>=1+1\x1b[31m\u202e]\n起始时间：[2026-01-01 00:00:00] 终止时间：[2026-10-31 23:59:59]\n\n----------------------微信支付账单明细列表--------------------\n")
	w := csv.NewWriter(&b)
	_ = w.Write(strings.Split("交易时间,交易类型,交易对方,商品,收/支,金额(元),支付方式,当前状态,交易单号,商户单号,备注", ","))
	n := 0
	for _, name := range slices.Sorted(maps.Keys(hostile)) {
		if n++; slices.Contains(but, name) {
			continue
		}
		for month := 10; month >= 1; month-- {
			at := time.Date(2026, time.Month(month), 1+n%28, 8, n, 0, 0, parser.China)
			_ = w.Write([]string{at.Format(time.DateTime), "商户消费", hostile[name], hostile[name], "支出", fmt.Sprintf("¥%d.90", 10+n), "零钱", "支付成功",
				fmt.Sprintf("=42000%08d", n*100+month), "@" + fmt.Sprint(n, month), hostile[name]})
		}
	}
	w.Flush()
	return b.Bytes()
}

// TestHostileStatement puts one hostile statement, under a hostile name, through
// every output but the page, which a browser checks, and the letters.
func TestHostileStatement(t *testing.T) {
	dir := t.TempDir()
	name := "=cmd\x1b[31m\u202e<b>.csv"
	if err := os.WriteFile(filepath.Join(dir, name), hostileBill(t), 0o600); err != nil {
		name = "=cmd<b>.csv"
		if err := os.WriteFile(filepath.Join(dir, name), hostileBill(t), 0o600); err != nil {
			t.Skip("no file can have a hostile name here: ", err)
		}
	}
	for _, lang := range []string{"zh", "en"} {
		if lang == "en" && !long() {
			continue
		}
		out := filepath.Join(dir, "out-"+lang)
		run := func(args ...string) (stdout, stderr string) {
			cmd := exec.Command("unrenew", append(args, "--lang", lang, "--as-of", "2026-11-01")...)
			cmd.Dir = dir
			cmd.Env = append(os.Environ(), "HOME="+dir, "XDG_CONFIG_HOME="+dir, "AppData="+dir)
			var o, e strings.Builder
			cmd.Stdout, cmd.Stderr = &o, &e
			var failed *exec.ExitError
			if err := cmd.Run(); err != nil && (!errors.As(err, &failed) || failed.ExitCode() == exitFault) {
				t.Errorf("%v: %v, %s", args, err, e.String())
			}
			return o.String(), e.String()
		}
		said, errs := run("scan", name, "--out", out, "--format", "html,xlsx,json,csv,md,ics")
		forTerminal(t, "scan", said+errs)
		said, errs = run("scan", name, "broken"+name, name+"/", "--json")
		forTerminal(t, "errors", errs)
		jsonHolds(t, said)
		said, errs = run("calendar", name, "--out", filepath.Join(out, "calendar.ics"))
		forTerminal(t, "calendar", said+errs)
		file := func(name string) string {
			data, err := os.ReadFile(filepath.Join(out, name))
			if err != nil {
				t.Fatal(err)
			}
			return string(data)
		}
		jsonHolds(t, file("unrenew-report.json"))
		csvHolds(t, file("unrenew-report.csv"))
		markdownHolds(t, file("unrenew-report.md"))
		calendarHolds(t, file("unrenew-report.ics"))
		calendarHolds(t, file("calendar.ics"))
		workbookHolds(t, file("unrenew-report.xlsx"))
		if long() {
			calcOpens(t, filepath.Join(out, "unrenew-report.xlsx"))
		}
	}
}

// calcOpens lets LibreOffice, where there is one, open a workbook and write every
// sheet as it shows it: what begins like a formula stands there as it was written.
func calcOpens(t *testing.T, workbook string) {
	t.Helper()
	office, err := exec.LookPath("soffice")
	if err != nil {
		t.Log("no LibreOffice: the workbook was not opened in it")
		return
	}
	ctx, stop := context.WithTimeout(t.Context(), 3*time.Minute)
	defer stop()
	dir := t.TempDir()
	cmd := exec.CommandContext(ctx, office, "-env:UserInstallation=file://"+filepath.ToSlash(filepath.Join(dir, "profile")), "--headless",
		"--convert-to", "csv:Text - txt - csv (StarCalc):44,34,76,1,,0,false,true,false,false,false,-1", "--outdir", filepath.Join(dir, "sheets"), workbook)
	cmd.Env = append(os.Environ(), "LC_ALL=C.UTF-8") // else it cannot write names of sheets that the machine's language lacks
	if said, err := cmd.CombinedOutput(); err != nil {
		t.Fatalf("LibreOffice: %v: %s", err, said)
	}
	sheets, err := filepath.Glob(filepath.Join(dir, "sheets", "*.csv"))
	if err != nil || len(sheets) < 5 {
		t.Fatalf("LibreOffice shows %d sheets (%v)", len(sheets), err)
	}
	shown := map[string]bool{}
	for _, sheet := range sheets {
		data, err := os.ReadFile(sheet)
		if err != nil {
			t.Fatal(err)
		}
		rows, err := csv.NewReader(bytes.NewReader(data)).ReadAll()
		if err != nil {
			t.Errorf("%s: %v", filepath.Base(sheet), err)
		}
		for _, row := range rows {
			for _, cell := range row {
				if strings.HasPrefix(cell, "#") && strings.HasSuffix(cell, "!") || cell == "#NAME?" || cell == "#N/A" || strings.HasPrefix(cell, "Err:") {
					t.Errorf("%s: a cell shows %s", filepath.Base(sheet), cell)
				}
				for _, name := range []string{"formula", "plus", "minus", "at", "full width"} {
					shown[name] = shown[name] || cell == hostile[name]
				}
			}
		}
	}
	if len(shown) < 5 || slices.Contains(slices.Collect(maps.Values(shown)), false) {
		t.Errorf("as they were written stand only %v", shown)
	}
}

// controls are characters that a terminal or a reader obeys instead of showing.
var controls = regexp.MustCompile("[\x00-\x08\x0b-\x1f\x7f\u0080-\u009f\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]")

func forTerminal(t *testing.T, what, text string) {
	t.Helper()
	if at := controls.FindStringIndex(text); at != nil {
		t.Errorf("%s: the terminal would obey %q", what, text[max(0, at[0]-60):min(len(text), at[1]+20)])
	}
}

func jsonHolds(t *testing.T, text string) {
	t.Helper()
	if err := validReport([]byte(text)); err != nil {
		t.Errorf("the JSON report: %v", err)
	}
	var all struct {
		Subscriptions []struct{ Merchant string }
		Maybe         []struct{ Merchant string }
	}
	if err := json.Unmarshal([]byte(text), &all); err != nil {
		t.Error(err)
	}
	merchants := map[string]bool{}
	for _, s := range append(all.Subscriptions, all.Maybe...) {
		merchants[s.Merchant] = true
	}
	for _, want := range []string{"tag", "script", "formula", "quotes", "template", "table"} { // as they stand: JSON is no page
		if !merchants[hostile[want]] {
			t.Errorf("no subscription of %q is left in JSON", want)
		}
	}
}

// formula is what spreadsheets compute: also behind blanks, and in full width.
var formula = regexp.MustCompile(`^[\s\p{Cf}]*[=+\-@＝＋－＠]`)

var aNumber = regexp.MustCompile(`^-?[\d.,]+$`)

func csvHolds(t *testing.T, text string) {
	t.Helper()
	rows, err := csv.NewReader(strings.NewReader(strings.TrimPrefix(text, "\ufeff"))).ReadAll()
	if err != nil || len(rows) < 10 {
		t.Errorf("CSV: %d rows, %v", len(rows), err)
	}
	for _, row := range rows {
		for _, cell := range row {
			if formula.MatchString(cell) && !aNumber.MatchString(cell) {
				t.Errorf("CSV: %.60q would be computed", cell)
			}
			if controls.MatchString(cell) {
				t.Errorf("CSV: %.60q has controls", cell)
			}
		}
	}
}

// live is what would become a link, a picture or a tag.
var live = regexp.MustCompile(`(?i)[^\\]\]\(|<(script|img|style|b|http)|https?://evil|!\[`)

func markdownHolds(t *testing.T, text string) {
	t.Helper()
	if at := live.FindStringIndex(text); at != nil {
		t.Errorf("Markdown: %q", text[max(0, at[0]-40):min(len(text), at[1]+40)])
	}
	if controls.MatchString(text) {
		t.Errorf("Markdown: %q", controls.FindString(text))
	}
	columns := 0
	for _, line := range strings.Split(text, "\n") {
		if !strings.HasPrefix(line, "| ") {
			columns = 0
			continue
		}
		n := strings.Count(strings.ReplaceAll(strings.ReplaceAll(line, `\\`, ""), `\|`, ""), "|")
		if columns != 0 && n != columns {
			t.Errorf("Markdown: a row of %d cells in a table of %d: %.80q", n, columns, line)
		}
		columns = n
	}
}

func calendarHolds(t *testing.T, text string) {
	t.Helper()
	c, err := ical.NewDecoder(strings.NewReader(text)).Decode()
	if err != nil {
		t.Errorf("ICS: %v", err)
		return
	}
	for _, line := range strings.Split(strings.TrimSuffix(text, "\r\n"), "\r\n") {
		if len(line) > 75 || strings.ContainsAny(line, "\r\n") || controls.MatchString(line) {
			t.Errorf("ICS: %q", line)
		}
	}
	for _, e := range c.Children {
		for _, part := range append(e.Children, e) {
			if part.Props.Get("ATTACH") != nil {
				t.Error("ICS: a statement has attached something")
			}
		}
	}
}

func workbookHolds(t *testing.T, text string) {
	t.Helper()
	f, err := excelize.OpenReader(strings.NewReader(text))
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	shown := 0
	for _, sheet := range f.GetSheetList() {
		rows, err := f.GetRows(sheet)
		if err != nil {
			t.Fatal(err)
		}
		for r, row := range rows {
			for c, cell := range row {
				at, err := excelize.CoordinatesToCellName(c+1, r+1)
				if err != nil {
					t.Fatal(err)
				}
				computed, err := f.GetCellFormula(sheet, at)
				if err != nil {
					t.Fatal(err)
				}
				for name, s := range hostile {
					if len(s) > 3 && strings.Contains(computed, strings.Trim(s, "=+-@")) {
						t.Errorf("XLSX: %s!%s computes %s: %.60q", sheet, at, name, computed)
					}
				}
				if strings.Contains(cell, "HYPERLINK(") {
					shown++
				}
				if controls.MatchString(cell) {
					t.Errorf("XLSX: %s!%s has controls: %.60q", sheet, at, cell)
				}
				if linked, target, _ := f.GetCellHyperLink(sheet, at); linked && strings.Contains(target, "evil") {
					t.Errorf("XLSX: %s!%s links to %s", sheet, at, target)
				}
			}
		}
	}
	if shown == 0 {
		t.Error("XLSX: the formula is not shown as text")
	}
	for _, name := range filesIn(t, text) {
		if strings.Contains(name, "externalLink") || strings.Contains(name, "vbaProject") {
			t.Errorf("XLSX: holds %s", name)
		}
	}
}

func filesIn(t *testing.T, archive string) (names []string) {
	t.Helper()
	zr, err := zip.NewReader(strings.NewReader(archive), int64(len(archive)))
	if err != nil {
		t.Fatal(err)
	}
	for _, f := range zr.File {
		names = append(names, f.Name)
	}
	return names
}

// TestHostileNames: names in archives and mails are names and no paths. Nothing
// is written but the reports, whatever they say, and the terminal obeys none.
func TestHostileNames(t *testing.T) {
	bill, err := os.ReadFile("demo/wechat-lin-xiao-2025.csv")
	if err != nil {
		t.Fatal(err)
	}
	names := []string{
		"../../../../etc/cron.d/evil.csv", "/etc/evil.csv", `..\..\evil.csv`, `C:\Windows\evil.csv`, `\\server\share\evil.csv`, "C:evil.csv",
		`\\?\C:\evil.csv`, `\\.\pipe\evil`, "C:/Windows/evil.csv", "//server/share/evil.csv", "a/../../../evil.csv", "a\nunrenew: forged.csv", "CONIN$", "COM¹.csv",
		"CON", "con.csv", "NUL", "aux.csv", "COM1.csv", "lpt1", "a.csv:stream", "a.csv.", "a.csv ", ".", "..", "", "~/evil.csv", "$HOME/evil.csv", "`id`.csv", "-rf", "--out",
		"evil\x00.csv", "\x1b[2Jevil.csv", "evil\u202evsc.exe", "a\nb\r\nc.csv", strings.Repeat("n", 60_000) + ".csv", strings.Repeat("d/", 5000) + "evil.csv", "\xff\xfe.csv", "unrenew-report.csv", ".hidden.csv",
	}
	dir := t.TempDir()
	var b bytes.Buffer
	w := zip.NewWriter(&b)
	mail := strings.TrimSuffix(mailHead, "\r\n")
	for i, name := range names {
		f, err := w.CreateRaw(&zip.FileHeader{Name: name, CompressedSize64: uint64(len(bill)), UncompressedSize64: uint64(len(bill)), CRC32: crc32.ChecksumIEEE(bill)})
		if err == nil {
			_, err = f.Write(bill)
		}
		if err != nil {
			t.Fatal(err)
		}
		if !strings.ContainsAny(name, "\x00\r\n") && len(name) < 1000 {
			mail += fmt.Sprintf("\r\n--b\r\nContent-Type: application/octet-stream\r\nContent-Disposition: attachment; filename=\"%s\"\r\n\r\n%s-%d", name, name, i)
		}
	}
	for _, target := range []string{"/etc/passwd", "../../secret.csv", "good.csv"} { // links are files that hold a name
		h := &zip.FileHeader{Name: "link to " + strings.ReplaceAll(target, "/", "_")}
		h.SetMode(fs.ModeSymlink | 0o777)
		f, err := w.CreateHeader(h)
		if err == nil {
			_, err = io.WriteString(f, target)
		}
		if err != nil {
			t.Fatal(err)
		}
	}
	if err := w.Close(); err != nil {
		t.Fatal(err)
	}
	inside := filepath.Join(dir, "inside")
	err = errors.Join(os.Mkdir(inside, 0o700), os.WriteFile(filepath.Join(inside, "names.zip"), b.Bytes(), 0o600),
		os.WriteFile(filepath.Join(dir, "secret.csv"), bytes.ReplaceAll(bill, []byte("2025"), []byte("2024")), 0o600),
		os.WriteFile(filepath.Join(inside, "names.eml"), []byte(mail+"\r\n--b--\r\n"), 0o600), os.WriteFile(filepath.Join(inside, "good.csv"), bill, 0o600))
	if err != nil {
		t.Fatal(err)
	}
	for _, lang := range []string{"zh", "en"} {
		cmd := exec.Command("unrenew", "scan", ".", "--as-of", "2026-11-01", "--format", "json,csv", "--lang", lang)
		cmd.Dir = inside
		cmd.Env = append(os.Environ(), "HOME="+filepath.Join(dir, "home"), "XDG_CONFIG_HOME="+filepath.Join(dir, "home"), "AppData="+filepath.Join(dir, "home"), "TMPDIR="+filepath.Join(dir, "tmp"))
		out, err := cmd.CombinedOutput()
		var e *exec.ExitError
		if err != nil && (!errors.As(err, &e) || e.ExitCode() == exitFault) {
			t.Errorf("%v: %.500s", err, out)
		}
		forTerminal(t, "names", string(out))
		if at := forged.FindIndex(out); at != nil {
			t.Errorf("a name has written a line: %s", out[at[0]:at[1]])
		}
	}
	data, err := os.ReadFile(filepath.Join(inside, "unrenew-report", "unrenew-report.json"))
	if err != nil {
		t.Fatal(err)
	}
	var report struct {
		Sources  []struct{ File, From string }
		Warnings []struct{ Code, File string }
	}
	if err := json.Unmarshal(data, &report); err != nil {
		t.Fatal(err)
	}
	for _, s := range report.Sources {
		if strings.Contains(s.File, "link to") || strings.HasPrefix(s.From, "2024") {
			t.Errorf("a link was followed: %+v", s)
		}
	}
	links := 0
	for _, w := range report.Warnings {
		if strings.Contains(w.File, "link to") {
			links++
		}
	}
	if links != 3 {
		t.Errorf("%d of the 3 links are told: %+v", links, report.Warnings)
	}
	got := map[string]bool{}
	err = filepath.WalkDir(dir, func(path string, d fs.DirEntry, err error) error {
		if rel, _ := filepath.Rel(dir, path); err == nil && !d.IsDir() {
			got[filepath.ToSlash(rel)] = true
		}
		return err
	})
	for _, want := range []string{"secret.csv", "home/unrenew/last-scan.json", "inside/good.csv", "inside/names.eml", "inside/names.zip", "inside/unrenew-report/unrenew-report.csv", "inside/unrenew-report/unrenew-report.json"} {
		if !got[want] {
			t.Errorf("%s is missing", want)
		}
		delete(got, want)
	}
	if err != nil || len(got) > 0 {
		t.Errorf("the names have written %v, %v", got, err)
	}
}

// TestLinksInCircles: folders that lead into themselves end, and each file is
// read once.
func TestLinksInCircles(t *testing.T) {
	bill, err := os.ReadFile("demo/wechat-lin-xiao-2025.csv")
	if err != nil {
		t.Fatal(err)
	}
	dir := t.TempDir()
	at := dir
	for i := range 20 {
		at = filepath.Join(at, fmt.Sprint("folder", i))
		if err := os.Mkdir(at, 0o700); err != nil {
			t.Fatal(err)
		}
		for k, target := range []string{dir, "..", ".", at, "self"} {
			link := filepath.Join(at, fmt.Sprint("link", k))
			if target == "self" {
				target = link
			}
			if err := os.Symlink(target, link); err != nil {
				t.Skip("no links here: ", err)
			}
		}
	}
	if err := os.WriteFile(filepath.Join(at, "bill.csv"), bill, 0o600); err != nil {
		t.Fatal(err)
	}
	l := &loaded{hashes: map[string]string{}}
	start := time.Now()
	if files := l.find([]string{dir, at}); len(files) != 1 {
		t.Errorf("finds %d files", len(files))
	}
	if took := time.Since(start); took > 10*time.Second {
		t.Errorf("takes %s", took)
	}
	for _, w := range l.warnings {
		if w.Code != "broken-link" && w.Code != "unreadable" {
			t.Errorf("%+v", w)
		}
	}
}
