package catalog

import (
	"fmt"
	"os"
	"path"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/goccy/go-yaml"
)

// TestCatalog holds every file of the catalog to its rules.
func TestCatalog(t *testing.T) {
	c, err := Load()
	if err != nil {
		t.Fatal(err)
	}
	names, err := filepath.Glob("services/*.yaml")
	if err != nil || len(names) < 317 {
		t.Fatalf("%d services, %v; there were 317", len(names), err)
	}
	for _, name := range names {
		data, err := os.ReadFile(name)
		if err != nil {
			t.Fatal(err)
		}
		n, found := check(filepath.ToSlash(name), data, func([]*Service) *Catalog { return c })
		for _, f := range found {
			t.Errorf("%s:%d: %s: %s", f.File, f.Line, f.Rule, f.Text.EN)
		}
		if id := strings.TrimSuffix(path.Base(filepath.ToSlash(name)), ".yaml"); n != 1 || c.Service(id) == nil {
			t.Errorf("%s: %d services, and none with the file's name as its id", name, n)
		}
	}
}

// TestChannels holds the files of the channels to the rules that they share
// with services.
func TestChannels(t *testing.T) {
	c, err := Load()
	if err != nil {
		t.Fatal(err)
	}
	for _, ch := range c.Channels() {
		s := &Service{
			ID: ch.ID, Name: ch.Name, Store: true, AfterCancel: ch.AfterCancel, Refund: ch.Refund, Support: ch.Support, Traps: ch.Traps, Cancel: ch.Cancel,
			Sources: ch.Sources, Phones: ch.Phones, RefundDays: ch.RefundDays, Confidence: ch.Confidence, ChargedHoursBefore: ch.ChargedHoursBefore, CloseDaysBefore: ch.CloseDaysBefore,
		}
		for _, p := range ch.Cancel {
			if !p.Generic {
				t.Errorf("%s: a channel's own path is not marked Generic", ch.ID)
			}
		}
		if s.Confidence == "sourced" && len(s.Sources) == 0 {
			t.Errorf("%s: called sourced, without a source", ch.ID)
		}
		e := entry{checker: checker{file: ch.ID, catalog: c}, service: s}
		e.yaml.Shared.VerifiedOn = "2026-01"
		if ch.ID != "service" { // no path of its own: every service's is another
			checkPaths(&e)
		}
		checkTexts(&e)
		checkNumbers(&e)
		for _, f := range e.found {
			t.Errorf("%s: %s", ch.ID, f.Text.EN)
		}
	}
}

// TestCheckRefuses: each file of testdata/check is wrong in the ways that its
// comments "# wrong: RULE" say, each on the line below the comment, and in no
// other.
func TestCheckRefuses(t *testing.T) {
	c, err := Load()
	if err != nil {
		t.Fatal(err)
	}
	names, err := filepath.Glob("testdata/check/*.yaml")
	if err != nil || len(names) == 0 {
		t.Fatal("no files", err)
	}
	refused := map[string]bool{}
	for _, name := range names {
		t.Run(filepath.Base(name), func(t *testing.T) {
			data, err := os.ReadFile(name)
			if err != nil {
				t.Fatal(err)
			}
			var want, got []string
			for i, line := range strings.Split(string(data), "\n") {
				if _, rule, ok := strings.Cut(line, "# wrong: "); ok {
					at := i + 2
					if strings.TrimSpace(string(data)) == line { // the whole file is wrong
						at = 0
					}
					want = append(want, fmt.Sprintf("%d %s", at, rule))
				}
			}
			_, found := Check("x.yaml", data, c)
			for _, f := range found {
				got = append(got, fmt.Sprintf("%d %s", f.Line, f.Rule))
				refused[f.Rule] = true
				if f.Text.ZH == "" || f.Text.EN == "" {
					t.Errorf("line %d: %s without a reason in both languages", f.Line, f.Rule)
				}
			}
			slices.Sort(want)
			slices.Sort(got)
			if !slices.Equal(slices.Compact(got), slices.Compact(want)) {
				t.Errorf("refused\n%v\nwant lines and rules\n%s", found, strings.Join(want, "\n"))
			}
		})
	}
	for _, r := range CheckRules {
		if !refused[r.ID] {
			t.Errorf("no file of testdata/check is refused by the rule %q", r.ID)
		}
	}
}

// TestCheckAccepts: the example of CONTRIBUTING.md and a user's rules pass.
func TestCheckAccepts(t *testing.T) {
	c, err := Load()
	if err != nil {
		t.Fatal(err)
	}
	doc, err := os.ReadFile("../../CONTRIBUTING.md")
	if err != nil {
		t.Fatal(err)
	}
	example := regexp.MustCompile("(?s)```yaml\n(.*?)```").FindSubmatch(doc)
	if example == nil {
		t.Fatal("CONTRIBUTING.md shows no service")
	}
	readme, err := os.ReadFile("../../README.md")
	if err != nil {
		t.Fatal(err)
	}
	rules := regexp.MustCompile("(?s)```yaml\n(.*?)```").FindSubmatch(readme)
	if rules == nil {
		t.Fatal("README.md shows no rules")
	}
	if _, found := Check("rules.yaml", []byte("not_memberships: [瑞幸]\n"), c); len(found) > 0 {
		t.Errorf("rules without services: %v", found)
	}
	for name, data := range map[string]string{
		"the README's rules": string(rules[1]),
		"service":            string(example[1]),
		"user rules":         "not_memberships: [瑞幸]\nservices:\n  - " + strings.ReplaceAll(strings.TrimSpace(string(example[1])), "\n", "\n    "),
	} {
		if n, found := Check("x.yaml", []byte(data), c); n != 1 || len(found) > 0 {
			t.Errorf("%s: %d services, %v", name, n, found)
		}
	}
	var y serviceYAML
	if err := yaml.UnmarshalWithOptions(example[1], &y, yaml.Strict()); err != nil || len(y.Shared.Paths) < 2 {
		t.Errorf("the example shows %d paths, %v", len(y.Shared.Paths), err)
	}
}
