package main

import (
	"archive/zip"
	"bytes"
	"context"
	"encoding/csv"
	"encoding/xml"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"maps"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/xuri/excelize/v2"

	"github.com/unrenew/unrenew/detector/records"
)

// evil runs the program on somebody else's texts: whatever they are, it ends as it
// should, the terminal obeys nothing, and no line of theirs looks like one of the
// program's own.
type evil struct {
	*testing.T
	dir string
}

func newEvil(t *testing.T) evil {
	dir := t.TempDir()
	for _, v := range []string{"HOME", "XDG_CONFIG_HOME", "AppData"} {
		t.Setenv(v, filepath.Join(dir, "home"))
	}
	t.Chdir(dir)
	return evil{t, dir}
}

// forged is a line that a name with a line break has put into what is printed.
var forged = regexp.MustCompile(`(?m)^(unrenew: )?forged`)

func (e evil) do(lang string, args ...string) (stdout, stderr string, code int) {
	e.Helper()
	var out, errs bytes.Buffer
	code = run(context.Background(), slices.Concat(args[:1], []string{"--lang", lang}, args[1:]), nil, &out, &errs)
	what := strings.ToValidUTF8(strings.Join(args, " "), "?")
	what = what[:min(len(what), 80)]
	if code == exitFault {
		e.Errorf("%q: exits with %d: %s", what, code, errs.String())
	}
	texts := []string{errs.String(), out.String()}
	if slices.Contains(args, "--json") { // data, not words
		texts = texts[:1]
	}
	for _, text := range texts {
		forTerminal(e.T, what, text)
		if at := forged.FindStringIndex(text); at != nil {
			e.Errorf("%q: a line is forged: %q", what, text[max(0, at[0]-60):at[1]])
		}
	}
	return out.String(), errs.String(), code
}

// file writes a file, if a file can have this name here.
func (e evil) file(name string, data []byte) bool {
	e.Helper()
	err := os.MkdirAll(filepath.Dir(name), 0o700)
	if err == nil {
		err = os.WriteFile(name, data, 0o600)
	}
	return err == nil
}

// evilNames are names of files that a terminal, a shell, a spreadsheet or another
// system would not take for names.
var evilNames = []string{
	"-rf", "--out", "=cmd.csv", "@x.csv", "bad\x1b[31m\x1b]0;x\x07.csv", "c1\u009b31m.csv", "bidi\u202evsc.exe", "a\nforged.csv", "a\r\nunrenew: forged.csv",
	strings.Repeat("很", 80) + ".csv", strings.Repeat("n", 250) + ".csv", "\xff\xfe.csv", "CON", "nul.csv", "`id`.csv", "$(id).csv", "%s%d%n.csv", "'.csv", "a;b.csv", " blank .csv", "tab\t.csv", "<b>.csv",
}

// TestHostileRecords records cancellations of hostile services with hostile proofs,
// and writes the complaints about what they were charged since.
func TestHostileRecords(t *testing.T) {
	e := newEvil(t)
	bill := filepath.Join(e.dir, "bill.csv")
	e.file(bill, hostileBill(t, "long", "zalgo", "emoji")) // a minute more, and the letters have long names of their own
	var proofs []string
	for _, name := range evilNames {
		if name = filepath.Join(e.dir, "proofs", name); e.file(name, []byte(name)) {
			proofs = append(proofs, name)
		}
	}
	services := 0
	for i, key := range slices.Sorted(maps.Keys(hostile)) {
		args := []string{"cancel", "--on", "2026-06-20", "--note", hostile[key], "--evidence", proofs[i%len(proofs)]}
		out, errs, code := e.do([]string{"zh", "en"}[i%2], append(args, "--", hostile[key])...)
		switch {
		case strings.TrimSpace(hostile[key]) == "" && code == exitUsage, key == "dash":
		case code != 0:
			t.Errorf("%s: exits with %d: %s%s", key, code, out, errs)
		default:
			services++
		}
		if i == 0 {
			e.do("en", "cancel", "--undo")
			e.do("en", append(args, "--account", hostile["escape"], "--", hostile[key])...)
		}
	}
	home := filepath.Join(e.dir, "home", "unrenew")
	data, err := os.ReadFile(filepath.Join(home, recordsName))
	if err != nil {
		t.Fatal(err)
	}
	spreadsheet(t, "records", data)
	list, bad, err := records.Read(data)
	if err != nil || len(bad) > 0 || len(list) < services {
		t.Errorf("%d records of %d, %v, %v", len(list), services, bad, err)
	}
	for _, want := range []string{"tag", "formula", "full width", "table", "template"} { // as they stand, or scan would not find them
		if !slices.ContainsFunc(list, func(c records.Cancellation) bool { return c.Service == hostile[want] && c.Note == hostile[want] }) {
			t.Errorf("no record of %q is left", want)
		}
	}
	data, err = os.ReadFile(filepath.Join(home, "evidence", evidenceList))
	if err != nil {
		t.Fatal(err)
	}
	csvHolds(t, string(data))
	e.fileNames(filepath.Join(home, "evidence"))
	e.do("zh", "scan", bill, "--as-of", "2026-11-01", "--format", "json")
	e.do("zh", "cancel", "--on", "2026-06-21", "--", hostile["escape"]) // compared with the scan
	e.do("en", "cancel", "--undo")
	for _, key := range []string{"template", "escape"} {
		out, _, code := e.do("zh", "how", "--", hostile[key])
		if i := strings.Index(out, "unrenew cancel "); code != 0 || i < 0 || strings.ContainsAny(strings.SplitN(out[i:], "\n", 2)[0], "$`{;|<>") {
			t.Errorf("how: %s: exits with %d, and shows a line to copy that a shell would obey: %s", key, code, out)
		}
	}
	e.packs()
}

// packs writes a complaint about every alert that gets one.
func (e evil) packs() {
	e.Helper()
	out, _, _ := e.do("zh", "dispute")
	written, proofs := 0, 0
	for _, m := range regexp.MustCompile(`(?m)^(a-[0-9a-f]+) .*\[写投诉信\]$`).FindAllStringSubmatch(out, -1) {
		if written == 4 && !long() {
			break
		}
		written++
		folder := filepath.Join(e.dir, "packs", m[1])
		if _, errs, code := e.do([]string{"zh", "en"}[written%2], "dispute", m[1], "--out", folder); code != 0 {
			e.Errorf("dispute exits with %d: %s", code, errs)
			continue
		}
		e.fileNames(folder)
		err := filepath.WalkDir(folder, func(path string, d fs.DirEntry, err error) error {
			if err != nil || d.IsDir() {
				return err
			}
			data, err := os.ReadFile(path)
			switch {
			case filepath.Base(filepath.Dir(path)) == "evidence":
				proofs++
			case filepath.Ext(path) == ".txt":
				forTerminal(e.T, path, strings.ReplaceAll(string(data), "\r\n", "\n"))
			case filepath.Ext(path) == ".docx":
				e.document(path, data)
			case filepath.Ext(path) == ".csv":
				spreadsheet(e.T, path, data)
			case filepath.Ext(path) == ".xlsx":
				e.workbook(path, data)
			}
			return err
		})
		if err != nil {
			e.Fatal(err)
		}
	}
	if written < 3 || proofs < written {
		e.Errorf("%d packs with %d proofs were written", written, proofs)
	}
}

// fileNames: every system takes the names in a folder for names of files in it.
func (e evil) fileNames(folder string) {
	e.Helper()
	device := regexp.MustCompile(`(?i)^(con|prn|aux|nul|com\d|lpt\d)(\.|$)`)
	err := filepath.WalkDir(folder, func(path string, d fs.DirEntry, err error) error {
		name := filepath.Base(path)
		if controls.MatchString(name) || strings.ContainsAny(name, "\t\n\\:*?\"<>|;") || strings.ToValidUTF8(name, "") != name || len(name) > 255 ||
			device.MatchString(name) || strings.TrimRight(name, ". ") != name || strings.HasPrefix(name, "-") {
			e.Errorf("a file is called %q", name)
		}
		return err
	})
	if err != nil {
		e.Fatal(err)
	}
}

// spreadsheet: no cell of a CSV is computed.
func spreadsheet(t *testing.T, what string, data []byte) {
	t.Helper()
	rows, err := csv.NewReader(bytes.NewReader(bytes.TrimPrefix(data, []byte("\ufeff")))).ReadAll()
	if err != nil || len(rows) < 2 {
		t.Errorf("%s: %d rows, %v", what, len(rows), err)
	}
	for _, row := range rows {
		for _, cell := range row {
			if formula.MatchString(cell) && !aNumber.MatchString(cell) {
				t.Errorf("%s: %.60q would be computed", what, cell)
			}
		}
	}
}

// document reads a Word file strictly: it is XML, fetches nothing, runs nothing.
func (e evil) document(name string, data []byte) {
	e.Helper()
	z, err := zip.NewReader(bytes.NewReader(data), int64(len(data)))
	if err != nil {
		e.Fatal(err)
	}
	for _, f := range z.File {
		r, err := f.Open()
		if err != nil {
			e.Fatal(err)
		}
		d := xml.NewDecoder(r)
		for {
			token, err := d.Token()
			if errors.Is(err, io.EOF) {
				break
			}
			if err != nil {
				e.Errorf("%s: %s: %v", name, f.Name, err)
				break
			}
			switch x := token.(type) {
			case xml.StartElement:
				for _, a := range x.Attr {
					if a.Name.Local == "TargetMode" || strings.Contains(a.Value, "evil") {
						e.Errorf("%s: %s: %s leads to %s", name, f.Name, x.Name.Local, a.Value)
					}
				}
				if field := slices.IndexFunc(x.Attr, func(a xml.Attr) bool { return a.Name.Local == "instr" }); field >= 0 && !slices.Contains([]string{"PAGE", "NUMPAGES"}, strings.TrimSpace(x.Attr[field].Value)) {
					e.Errorf("%s: %s: a field %q", name, f.Name, x.Attr[field].Value)
				}
				if slices.Contains([]string{"hyperlink", "instrText", "object", "altChunk"}, x.Name.Local) {
					e.Errorf("%s: %s: a <%s>", name, f.Name, x.Name.Local)
				}
			case xml.CharData:
				if controls.Match(x) {
					e.Errorf("%s: %s: %.80q has controls", name, f.Name, x)
				}
			}
		}
	}
}

// workbook: every text of the table of rows is a text.
func (e evil) workbook(name string, data []byte) {
	e.Helper()
	f, err := excelize.OpenReader(bytes.NewReader(data))
	if err != nil {
		e.Fatal(err)
	}
	defer f.Close()
	for _, sheet := range f.GetSheetList() {
		rows, err := f.GetRows(sheet)
		if err != nil {
			e.Fatal(err)
		}
		for r, row := range rows {
			for c, cell := range row {
				at, _ := excelize.CoordinatesToCellName(c+1, r+1)
				computed, err := f.GetCellFormula(sheet, at)
				linked, target, _ := f.GetCellHyperLink(sheet, at)
				if err != nil || computed != "" || linked || controls.MatchString(cell) {
					e.Errorf("%s: %s!%s: formula %q, link %q, text %.60q, %v", name, sheet, at, computed, target, cell, err)
				}
			}
		}
	}
}

// TestHostileWords asks for hostile names, and gives them where the program wants a
// file, a flag or a number.
func TestHostileWords(t *testing.T) {
	e := newEvil(t)
	bill := filepath.Join(e.dir, "bill.csv")
	e.file(bill, []byte("no statement"))
	for i, word := range append(slices.Collect(maps.Values(hostile)), evilNames...) {
		if word == "/" { // every file of the machine
			continue
		}
		lang := []string{"zh", "en"}[i%2]
		e.do(lang, "how", "--", word)
		for _, args := range [][]string{
			{"scan", "--", word}, {"scan", "--out", "x", "--since", word, bill}, {"scan", "--format", word, bill}, {"scan", "--source", word, bill}, {"scan", "--limit", word, bill}, {"scan", "--timezone", word, bill},
			{"scan", "--records", word, bill}, {"scan", "--rules", word, bill}, {"scan", "--password-file", word, bill}, {"scan", "--as-of", word, bill},
			{"cancel", "--on", word, "--", "iqiyi"}, {"cancel", "--on", "2026-06-01", "--amount", word, "--", "iqiyi"}, {"cancel", "--on", "2026-06-01", "--channel", "x" + word, "--", "iqiyi"},
			{"cancel", "--on", "2026-06-01", "--evidence", "nowhere" + word, "--", "iqiyi"}, {"dispute", "--", "a-" + word}, {"catalog", "--check", word}, {"x" + word}, {"scan", "--x" + word},
		} {
			if strings.ContainsRune(word, 0) {
				continue
			}
			if _, errs, code := e.do(lang, args...); code == 0 && args[1] != "--since" && strings.TrimSpace(word) != "" && args[1] != "--on" && args[1] != "--password-file" {
				t.Errorf("%.80q is taken: %s", args, errs)
			}
		}
	}
}

// TestHostileFiles reads a folder in which bills and what is none have hostile
// names, and the guess at a table whose titles and cells are hostile.
func TestHostileFiles(t *testing.T) {
	e := newEvil(t)
	bill, err := os.ReadFile(filepath.Join(repository(), "cmd", "unrenew", "demo", "wechat-lin-xiao-2025.csv"))
	if err != nil {
		t.Fatal(err)
	}
	made := 0
	for i, name := range evilNames {
		data := [][]byte{bytes.ReplaceAll(bill, []byte("10000"), []byte("1000"+string(rune('0'+i%10)))), []byte("no statement"), {0xff, 0xd8, 0xff}}[i%3]
		if e.file(filepath.Join(e.dir, "bills", name), data) {
			made++
		}
	}
	if made < 5 {
		t.Skip("no file can have a hostile name here")
	}
	for _, lang := range []string{"zh", "en"} {
		if lang == "en" && !long() {
			continue
		}
		out, errs, code := e.do(lang, "scan", "bills", "--as-of", "2026-11-01", "--out", "out-"+lang, "--format", "html,xlsx,json,csv,md,ics")
		if code == exitUsage || !strings.Contains(out, "unrenew-report.html") {
			t.Errorf("exits with %d: %s", code, errs)
		}
		e.do(lang, "scan", "bills", "--as-of", "2026-11-01", "--json", "--strict")
		markdown, err := os.ReadFile(filepath.Join(e.dir, "out-"+lang, "unrenew-report.md"))
		if err != nil {
			t.Fatal(err)
		}
		if text := string(markdown); controls.MatchString(text) || strings.Contains(text, "<b>") {
			t.Errorf("Markdown: %q, or a tag", controls.FindString(text))
		}
	}
	guesses := 0
	for i, word := range slices.Sorted(maps.Values(hostile)) {
		var b bytes.Buffer
		w := csv.NewWriter(&b)
		_ = w.Write([]string{"Date", "Description", "Amount", "Balance", word})
		for day := 1; day < 9; day++ {
			_ = w.Write([]string{fmt.Sprintf("2026-03-%02d", day), word + " Video", "-10.00", fmt.Sprint(100-10*day, ".00"), word})
		}
		w.Flush()
		name := filepath.Join(e.dir, "guess.csv")
		e.file(name, b.Bytes())
		lang := []string{"zh", "en"}[i%2]
		_, errs, _ := e.do(lang, "scan", name, "--as-of", "2026-11-01")
		if strings.Contains(errs, "Description") {
			guesses++
		}
		e.do(lang, "scan", name, "--accept-guess", "--as-of", "2026-11-01", "--out", "guess", "--format", "csv")
	}
	if guesses < len(hostile)-3 {
		t.Errorf("only %d tables were guessed at", guesses)
	}
}
