package catalog

import (
	"strings"
	"testing"
)

func TestSection(t *testing.T) {
	type layout struct {
		Name    string            `yaml:"name"`
		Columns map[string]string `yaml:"columns"`
	}
	for _, c := range []struct {
		name, text string
		want       int
		says       string // of an error
	}{
		{"no file", "", 0, ""},
		{"another section", "not_memberships: [a]\n", 0, ""},
		{"a list", "not_memberships: [a]\nstatements:\n  - name: x\n    columns: {date: 日期}\n  - name: y\n", 2, ""},
		{"nothing in it", "statements:\n", 0, ""},
		{"an unknown key", "# mine\nstatements:\n  - name: x\n    colour: red\n", 0, "rules.yaml:4: "},
		{"no list", "statements: 5\n", 0, "rules.yaml:1: "},
		{"no YAML", "statements: [\n", 0, "rules.yaml:"},
		{"brackets without end", strings.Repeat("[", 100), 0, "nested too deep"},
	} {
		t.Run(c.name, func(t *testing.T) {
			var got []layout
			err := Section("rules.yaml", []byte(c.text), "statements", &got)
			if c.says == "" && (err != nil || len(got) != c.want) {
				t.Errorf("got %+v, %v", got, err)
			}
			if c.says != "" && (err == nil || !strings.Contains(err.Error(), c.says)) {
				t.Errorf("got %v, want an error with %q", err, c.says)
			}
		})
	}
}
