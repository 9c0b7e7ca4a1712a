package main

import (
	"bytes"
	"context"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/unrenew/unrenew/detector"
	"github.com/unrenew/unrenew/detector/catalog"
	"github.com/unrenew/unrenew/parser"
	"github.com/unrenew/unrenew/parser/formats"
	"github.com/unrenew/unrenew/report"
)

// FuzzScan puts a file through all that scan does with it: containers, formats,
// the guess, the detector and every output. It becomes a statement or a warning,
// and no row of it is lost on the way.
func FuzzScan(f *testing.F) {
	for _, pattern := range []string{"demo/*.csv", "demo/*.zip", "demo/*.xlsx", "../../parser/internal/unpack/testdata/*.pdf", "../../testdata/statements/*/*.xls"} {
		files, err := filepath.Glob(pattern)
		if err != nil || len(files) == 0 {
			f.Fatal(pattern, err)
		}
		for _, name := range files[:min(len(files), 3)] {
			data, err := os.ReadFile(name)
			if err != nil {
				f.Fatal(err)
			}
			f.Add(filepath.Base(name), data)
		}
	}
	f.Add("a.eml", []byte(mailHead+"--b\r\nContent-Type: text/html\r\n\r\n<table><tr><td>2026-01-01</td><td>25.00</td></tr></table>\r\n--b--\r\n"))
	f.Add("a\x1b[31m.pdf", pdfOf("[3 0 R]", "", "", "<< /Length 0 >> stream\n\nendstream"))
	services, err := catalog.Load()
	if err != nil {
		f.Fatal(err)
	}
	set := formats.All()
	f.Fuzz(func(t *testing.T, name string, data []byte) {
		if name == "" || strings.Contains(name, "\x00") {
			t.Skip("no file is called so")
		}
		l := &looked{loaded: &loaded{hashes: map[string]string{}}, in: detector.Input{AsOf: demoDay, Catalog: services}}
		l.bytes(name, data, true, &reading{set: set, guess: true, passwords: []string{"135790"}, limits: parser.Limits{"file-seconds": 30}})
		if len(l.statements)+len(l.warnings) == 0 {
			t.Error("neither a statement nor a warning")
		}
		for _, w := range l.warnings {
			if w.Message.ZH == "" || w.Message.EN == "" || bytes.Contains([]byte(w.Message.EN), []byte("panic")) {
				t.Errorf("%+v", w)
			}
		}
		l.detect()
		for _, lang := range []string{"zh", "en"} {
			view := report.NewView(l.result, l.statements, report.Options{Lang: lang})
			for _, o := range report.Outputs() {
				var b bytes.Buffer
				if err := o.Write(&b, view); err != nil {
					t.Errorf("%s: %v", o.ID, err)
				}
				if o.ID == "json" {
					if err := validReport(b.Bytes()); err != nil {
						t.Error(err)
					}
				}
			}
			if err := report.Summary(io.Discard, view, true, 80); err != nil {
				t.Error(err)
			}
		}
	})
}

// FuzzArguments runs the program with arguments that nobody would write. Without
// a file that is there it must end with a message, and never as its own fault.
func FuzzArguments(f *testing.F) {
	for _, s := range []string{"--limit", "--limit=table-rows=1", "--as-of=2026-13-45", "--format=xlsx,", "--password-file=.", "--records=..", "--timezone=../../etc/passwd", "--lang=", "--source=\x00", "-"} {
		f.Add("scan", s)
	}
	f.Add("how", "爱奇艺\x1b[31m")
	f.Add("cancel", "--undo")
	f.Add("catalog", "--check=/dev/null")
	f.Fuzz(func(t *testing.T, command, argument string) {
		if !slices.Contains([]string{"scan", "how", "catalog", "formats"}, command) && argument != "--undo" {
			t.Skip("this may write where an argument says")
		}
		if strings.HasPrefix(argument, "/") || strings.HasPrefix(argument, "..") {
			t.Skip("the machine has more files than can be scanned")
		}
		dir := t.TempDir()
		t.Setenv("HOME", dir)
		t.Setenv("XDG_CONFIG_HOME", dir)
		t.Setenv("AppData", dir)
		t.Chdir(dir)
		var out, errs bytes.Buffer
		code := run(context.Background(), []string{command, argument, "--lang", "en"}, bytes.NewReader(nil), &out, &errs)
		if code == exitFault || code != 0 && errs.Len() == 0 {
			t.Errorf("%q %q: exits with %d and says %q", command, argument, code, errs.String())
		}
		if controls.Match(errs.Bytes()) {
			t.Errorf("the terminal would obey %q", errs.String())
		}
		if left, err := fs.Glob(os.DirFS(dir), temporaries+"*"); err != nil || len(left) > 0 {
			t.Errorf("left %v, %v", left, err)
		}
	})
}
