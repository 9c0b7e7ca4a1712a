package main

import (
	"bytes"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"time"
	"unicode"

	"golang.org/x/term"

	"github.com/unrenew/unrenew/detector"
	"github.com/unrenew/unrenew/parser"
	"github.com/unrenew/unrenew/report"
)

func chooseOutputs(ids []string) ([]report.Output, error) {
	var out []report.Output
	for _, id := range ids {
		i := slices.IndexFunc(report.Outputs(), func(o report.Output) bool { return o.ID == strings.TrimSpace(id) })
		if i < 0 {
			return nil, usage("没有 %q 这种报告格式", "there is no report format %q", id).advise("可用："+outputIDs(), "use any of "+outputIDs())
		}
		out = append(out, report.Outputs()[i])
	}
	return out, nil
}

// today is the civil day in the zone, as the first moment of that day in China:
// days are all that the detector compares.
func (a *app) today(zone string) (time.Time, error) {
	loc, err := time.LoadLocation(zone)
	if err != nil {
		if zone != "Asia/Shanghai" {
			return time.Time{}, usage("不认识的时区 %q", "unknown time zone %q", zone).advise("例如 Asia/Shanghai、Europe/London", "for instance Asia/Shanghai or Europe/London")
		}
		loc = parser.China // a machine without the time zone database
	}
	y, m, d := time.Now().In(loc).Date()
	return time.Date(y, m, d, 0, 0, 0, 0, parser.China), nil
}

func parseDay(flag, s string) (time.Time, error) {
	t, err := time.ParseInLocation(time.DateOnly, s, parser.China)
	if err != nil {
		return t, usage("%[1]s 的日期 %[2]q 不对", "%[2]q is no date for %[1]s", flag, s).advise("写成 2026-11-01 这样", "write it as 2026-11-01")
	}
	return t, nil
}

func (f lookFlags) allPasswords() ([]string, error) {
	list := slices.Clone(f.Passwords)
	if f.PasswordFile == "" {
		return list, nil
	}
	data, err := readFile(f.PasswordFile, nil)
	if err != nil {
		return nil, input("读不了密码文件 %s", "cannot read the password file %s", f.PasswordFile)
	}
	for _, line := range strings.Split(strings.TrimPrefix(string(data), "\ufeff"), "\n") {
		if line = strings.TrimRight(line, "\r"); line != "" {
			list = append(list, line)
		}
	}
	return list, nil
}

// asker asks for a password where a person sits at the terminal, and never
// shows or keeps it.
func (a *app) asker(quiet bool) func(string, bool) (string, bool) {
	in, ok := a.in.(*os.File)
	if quiet || !ok || !term.IsTerminal(int(in.Fd())) || !isTerminal(a.err) {
		return nil
	}
	return func(file string, again bool) (string, bool) {
		if echo, err := term.GetState(int(in.Fd())); err == nil {
			restore := func() { _ = term.Restore(int(in.Fd()), echo) }
			a.restore.Store(&restore)
			defer a.restore.Store(nil)
		}
		if again {
			fmt.Fprint(a.err, a.say("密码不对。", "The password is wrong. "))
		}
		fmt.Fprintf(a.err, a.say("%s 的密码（直接回车跳过）：", "password of %s (Enter to skip): "), file)
		pw, err := term.ReadPassword(int(in.Fd()))
		fmt.Fprintln(a.err)
		return string(pw), err == nil && len(pw) > 0
	}
}

// results is where results go. It remembers that one could not be written.
type results struct {
	io.Writer
	err error
}

func (r *results) Write(p []byte) (int, error) {
	n, err := r.Writer.Write(p)
	if err != nil && r.err == nil {
		r.err = err
	}
	return n, err
}

// messages is where everything else goes, and results that are words alone, a
// whole message at a time. Names of files may come from archives and mails, and
// names of services from statements: a terminal shows them, and obeys none.
type messages struct{ io.Writer }

func (m *messages) Write(p []byte) (int, error) {
	shown := bytes.Map(func(r rune) rune {
		if r != '\n' && (unicode.IsControl(r) || unicode.Is(unicode.Bidi_Control, r)) {
			return '\uFFFD'
		}
		return r
	}, p)
	if _, err := m.Writer.Write(shown); err != nil {
		return 0, err
	}
	return len(p), nil
}

// fileOf is the file behind w, if there is one.
func fileOf(w io.Writer) (*os.File, bool) {
	switch w := w.(type) {
	case *results:
		return fileOf(w.Writer)
	case *messages:
		return fileOf(w.Writer)
	}
	f, ok := w.(*os.File)
	return f, ok
}

func isTerminal(w io.Writer) bool {
	f, ok := fileOf(w)
	return ok && term.IsTerminal(int(f.Fd()))
}

func (a *app) colour() bool { return isTerminal(a.out) && a.getenv("NO_COLOR") == "" }

// width is what COLUMNS states, from 40 columns on, also for a pipe and a file;
// else the terminal's, between 60 and 120 columns; 80 where there is none.
func (a *app) width() int {
	if stated, err := strconv.Atoi(a.getenv("COLUMNS")); err == nil && stated >= 40 {
		return stated
	}
	if f, ok := fileOf(a.out); ok {
		if w, _, err := term.GetSize(int(f.Fd())); err == nil {
			return min(max(w, 60), 120)
		}
	}
	return 80
}

// progress draws a bar on a terminal, and only when reading takes longer than
// people like to wait without a word. When all is done the line is empty again.
func (a *app) progress() func(done, all int) {
	screen, ok := fileOf(a.err)
	if !ok || !isTerminal(a.err) {
		return nil
	}
	start, drawn := time.Now(), false
	return func(done, all int) {
		switch {
		case done < all && time.Since(start) > 700*time.Millisecond:
			drawn = true
			const cells = 24
			full := done * cells / all
			fmt.Fprintf(screen, "\r%s %s%s %d/%d\x1b[K", a.say("正在读账单", "reading"), strings.Repeat("█", full), strings.Repeat("░", cells-full), done, all)
		case done >= all && drawn:
			fmt.Fprint(screen, "\r\x1b[K")
		}
	}
}

// place is where a warning belongs, for a line of text.
func place(w detector.Warning) string {
	switch {
	case w.File == "":
		return ""
	case w.Row > 0:
		return fmt.Sprintf("%s:%d: ", w.File, w.Row)
	}
	return w.File + ": "
}

func leftOut(l *loaded) bool {
	for _, st := range l.statements {
		if len(st.LeftOut) > 0 {
			return true
		}
	}
	return slices.ContainsFunc(l.warnings, func(w detector.Warning) bool {
		return w.Code == "not-a-statement" || w.Code == "unreadable"
	})
}

func output(id string) report.Output {
	return report.Outputs()[slices.IndexFunc(report.Outputs(), func(o report.Output) bool { return o.ID == id })]
}

func writeJSON(a *app, v *report.View) error { return output("json").Write(a.out, v) }

// writeReports writes all reports, each whole, or none of them.
func writeReports(dir string, outputs []report.Output, v *report.View) (names []string, err error) {
	if err := os.MkdirAll(dir, 0o755); err != nil {
		return nil, err
	}
	var data [][]byte
	for _, o := range outputs {
		var b bytes.Buffer
		if err := o.Write(&b, v); err != nil {
			return nil, fmt.Errorf("%s: %w", o.ID, err)
		}
		names, data = append(names, filepath.Join(dir, reportPrefix+o.Ext)), append(data, b.Bytes())
	}
	return names, replaceAll(names, data, 0o644)
}
