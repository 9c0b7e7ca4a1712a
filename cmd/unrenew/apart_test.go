package main

import (
	"bytes"
	"context"
	"errors"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/unrenew/unrenew/parser"
	"github.com/unrenew/unrenew/parser/formats"
)

// A strange parser claims one file and then does what no parser should.
type strange struct {
	file string
	do   func()
}

func (s strange) ID() string { return "strange-" + s.file }

func (s strange) Sniff(src parser.Source) parser.Match {
	if !strings.HasPrefix(filepath.Base(src.Name), s.file) {
		return parser.Match{}
	}
	if strings.Contains(s.file, "sniff") {
		s.do()
	}
	return parser.Match{Certainty: parser.ByContent, Version: "1"}
}

func (s strange) Parse(parser.Source) (*parser.Statement, error) {
	s.do()
	return nil, errors.New("it came back")
}

// TestApart: a parser that panics or never ends costs its own file, which is
// named with what happened; nothing of the panic's text is told, since it may
// hold what stands in the file.
func TestApart(t *testing.T) {
	bill, err := os.ReadFile("demo/wechat-lin-xiao-2025.csv")
	if err != nil {
		t.Fatal(err)
	}
	release := make(chan struct{})
	defer close(release)
	secret := func() { panic("paid 25.00 to somebody") }
	index := func() { var list []int; _ = list[len(os.Args)] }
	ever := func() { <-release }
	panics, hangs := t.TempDir(), t.TempDir()
	parsers := formats.All().Parsers()
	for name, do := range map[string]func(){"a-sniff": secret, "b-parse": secret, "c-index": index, "d-sniff": ever, "e-parse": ever} {
		parsers = append(parsers, strange{name, do})
		dir := panics
		if name > "d" {
			dir = hangs
		}
		if err := os.WriteFile(filepath.Join(dir, name+".csv"), []byte(name), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	if err := os.WriteFile(filepath.Join(panics, "good.csv"), bill, 0o600); err != nil {
		t.Fatal(err)
	}
	set, err := parser.NewSet(parsers...)
	if err != nil {
		t.Fatal(err)
	}
	l := &loaded{hashes: map[string]string{}}
	l.load(l.find([]string{hangs}), reading{set: set, limits: parser.Limits{"file-seconds": 1}})
	l.load(l.find([]string{panics}), reading{set: set})
	if len(l.statements) != 1 || filepath.Base(l.statements[0].File) != "good.csv" || !l.failed {
		t.Errorf("%d statements, failed: %v", len(l.statements), l.failed)
	}
	want := map[string]parser.Text{
		"a-sniff": {ZH: "程序内部出错，没有读取；其他文件不受影响（panic）", EN: "the program failed on this file, which was not read; the other files are not touched (panic)"},
		"b-parse": {ZH: "其他文件不受影响（panic）", EN: "the other files are not touched (panic)"},
		"c-index": {ZH: "panic: runtime error: index out of range", EN: "panic: runtime error: index out of range"},
		"d-sniff": {ZH: "读了 1 秒还没读完，已放弃。确实要读，加 --limit file-seconds=2", EN: "it was not read in 1 seconds and was given up. To read it all the same, add --limit file-seconds=2"},
		"e-parse": {ZH: "--limit file-seconds=2", EN: "--limit file-seconds=2"},
	}
	for _, w := range l.warnings {
		name := strings.TrimSuffix(filepath.Base(w.File), ".csv")
		if t1, ok := want[name]; !ok || w.Code != "unreadable" || !strings.Contains(w.Message.ZH, t1.ZH) || !strings.Contains(w.Message.EN, t1.EN) {
			t.Errorf("%s: %s, %+v", w.File, w.Code, w.Message)
		}
		delete(want, name)
	}
	if len(want) > 0 {
		t.Errorf("nothing is said of %v", want)
	}
}

// TestSlowMachine: a time limit that a good file meets loses it in no silence,
// also where it was found in a folder.
func TestSlowMachine(t *testing.T) {
	l := &loaded{hashes: map[string]string{}}
	spent, cancel := context.WithCancel(context.Background())
	cancel()
	if _, failed := apart(clock{Context: spent}, func() bool { time.Sleep(time.Hour); return true }); failed == nil {
		t.Error("time that is spent is no limit")
	}
	set, err := parser.NewSet(strange{"good", func() { time.Sleep(3 * time.Second) }})
	if err != nil {
		t.Fatal(err)
	}
	l.bytes("good.csv", []byte("a,b"), false, &reading{set: set, limits: parser.Limits{"file-seconds": 1}})
	if !l.failed || len(l.warnings) != 1 || l.warnings[0].Code != "unreadable" {
		t.Errorf("failed: %v, %+v", l.failed, l.warnings)
	}
}

// TestCrashed: a fault of the program itself exits with 4 and tells its place,
// not its text.
func TestCrashed(t *testing.T) {
	var said bytes.Buffer
	code := func() (code int) {
		a := &app{err: &said, lang: "en"}
		defer a.crashed(&code)
		panic("paid 25.00 to somebody")
	}()
	if code != exitFault || !strings.Contains(said.String(), "TestCrashed") || strings.Contains(said.String(), "25.00") {
		t.Errorf("%d, %s", code, said.String())
	}
}

// TestLimitFlag: every limit that is listed can be set, and nothing else.
func TestLimitFlag(t *testing.T) {
	seen := map[string]bool{}
	for _, l := range allLimits() {
		if set, err := parseLimits([]string{l.Name + "=7"}); err != nil || set.Of(l) != 7 || seen[l.Name] {
			t.Errorf("%s: %v, %v", l.Name, set, err)
		}
		seen[l.Name] = true
	}
	for _, s := range []string{"", "rows", "rows=1", "table-rows", "table-rows=", "table-rows=0", "table-rows=-5", "table-rows=1MiB", "line-bytes=1 parsec"} {
		if _, err := parseLimits([]string{s}); err == nil {
			t.Errorf("--limit %q is taken", s)
		}
	}
}
