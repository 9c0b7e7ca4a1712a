package main

import (
	"bytes"
	"context"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// TestReadme: what the README shows of the demo is what the demo prints, and
// the number of services is the catalog's.
func TestReadme(t *testing.T) {
	for _, name := range []string{"HOME", "XDG_CONFIG_HOME", "AppData"} { // where the demo is remembered
		t.Setenv(name, t.TempDir())
	}
	data, err := os.ReadFile(filepath.Join(repository(), "README.md"))
	if err != nil {
		t.Fatal(err)
	}
	output := func(args ...string) string {
		var out, errs bytes.Buffer
		if code := run(context.Background(), args, strings.NewReader(""), &out, &errs); code != 0 {
			t.Fatalf("%q exits with %d: %s", args, code, &errs)
		}
		return out.String()
	}
	_, rest, found := strings.Cut(string(data), "屏幕上会看到这样的内容（节选）：\n\n```\n")
	sample, _, closed := strings.Cut(rest, "```")
	if !found || !closed {
		t.Fatal("the README has no sample of the demo")
	}
	demo := output("demo", "--lang", "zh", "--out", t.TempDir())
	for _, line := range strings.Split(sample, "\n") {
		if !strings.Contains(demo, line+"\n") {
			t.Errorf("the demo does not print %q", line)
		}
	}
	_, count, _ := strings.Cut(output("catalog", "--lang", "zh"), "\n共 ")
	if count, _, _ = strings.Cut(count, " 项"); !strings.Contains(string(data), "现在 "+count+" 项") {
		t.Errorf("the README does not say that the catalog has %s services", count)
	}
}
