package main

import (
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
)

// TestDependencies: whoever adds a module says in docs/security.md why, and a
// module that is gone is gone there too.
func TestDependencies(t *testing.T) {
	read := func(names ...string) string {
		data, err := os.ReadFile(filepath.Join(append([]string{repository()}, names...)...))
		if err != nil {
			t.Fatal(err)
		}
		return string(data)
	}
	mod, doc := read("go.mod"), read("docs", "security.md")
	direct := regexp.MustCompile(`(?m)^\t(\S+) v\S+$`).FindAllStringSubmatch(mod, -1)
	if len(direct) < 10 {
		t.Fatalf("%d modules", len(direct))
	}
	argued := map[string]bool{}
	for _, m := range regexp.MustCompile("(?m)^\\| `([a-z.]+/[^`]+)` \\| (.{10,}) \\|$").FindAllStringSubmatch(doc, -1) {
		argued[m[1]] = true
	}
	for _, m := range direct {
		if !argued[m[1]] {
			t.Errorf("docs/security.md does not say why %s is needed", m[1])
		}
		delete(argued, m[1])
	}
	for m := range argued {
		t.Errorf("docs/security.md argues for %s, which go.mod does not have", m)
	}
	for _, tool := range regexp.MustCompile(`(?m)^\t(\S+)$`).FindAllStringSubmatch(mod, -1) {
		if !strings.Contains(doc, "`"+filepath.Base(tool[1])+"`") {
			t.Errorf("docs/security.md does not name %s", tool[1])
		}
	}
}

// TestPromises: every test that docs/security.md names exists.
func TestPromises(t *testing.T) {
	doc, err := os.ReadFile(filepath.Join(repository(), "docs", "security.md"))
	if err != nil {
		t.Fatal(err)
	}
	var all strings.Builder
	err = filepath.WalkDir(repository(), func(path string, d os.DirEntry, err error) error {
		if err == nil && strings.HasSuffix(path, "_test.go") {
			data, err := os.ReadFile(path)
			all.Write(data)
			return err
		}
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	named := regexp.MustCompile("`((?:Test|Fuzz)[A-Za-z]+)`").FindAllStringSubmatch(string(doc), -1)
	if len(named) < 20 {
		t.Errorf("%d tests are named", len(named))
	}
	for _, m := range named {
		if !strings.Contains(all.String(), "func "+m[1]+"(") {
			t.Errorf("there is no %s", m[1])
		}
	}
}
