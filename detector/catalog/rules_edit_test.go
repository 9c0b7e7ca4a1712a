package catalog

import (
	"strings"
	"testing"
)

// TestAddNotMembership: in every way in which people write the list, the text
// comes in and everything else stays, byte by byte.
func TestAddNotMembership(t *testing.T) {
	for _, c := range []struct{ name, before, after string }{
		{"no file", "", "not_memberships:\n  - \"健身 \\\"A\\\"\"\n"},
		{"no list", "# mine\nsplit: [某某商城]\n", "# mine\nsplit: [某某商城]\nnot_memberships:\n  - \"健身 \\\"A\\\"\"\n"},
		{"no end of line", "split: [某某商城]", "split: [某某商城]\nnot_memberships:\n  - \"健身 \\\"A\\\"\"\n"},
		{"a list of lines", "not_memberships:   # these\n  - netflix # tv\n  # more\n  - 某某超市   # shop\n\nsplit: [某某商城]\n",
			"not_memberships:   # these\n  - netflix # tv\n  # more\n  - 某某超市   # shop\n  - \"健身 \\\"A\\\"\"\n\nsplit: [某某商城]\n"},
		{"not indented, the last line", "not_memberships:\n- netflix", "not_memberships:\n- netflix\n- \"健身 \\\"A\\\"\"\n"},
		{"in brackets", "not_memberships: [某某健身房, netflix]       # 不是会员\nmemberships: [示例私教课]\n",
			"not_memberships: [某某健身房, netflix, \"健身 \\\"A\\\"\"]       # 不是会员\nmemberships: [示例私教课]\n"},
		{"in empty brackets", "not_memberships: []\n", "not_memberships: [\"健身 \\\"A\\\"\"]\n"},
		{"in brackets over lines", "not_memberships: [\n  某某健身房,\n  netflix,\n]\nsplit: [某某商城]\n", ""},
		{"Windows", "not_memberships:\r\n  - netflix\r\nsplit: [某某商城]\r\n", "not_memberships:\r\n  - netflix\r\n  - \"健身 \\\"A\\\"\"\r\nsplit: [某某商城]\r\n"},
	} {
		got, err := AddNotMembership([]byte(c.before), `健身 "A"`)
		if c.after == "" {
			r, _ := ParseRules("", got)
			if err == nil && (len(r.NotMemberships) != 3 || !strings.Contains(string(got), "netflix,")) {
				t.Errorf("%s: %q", c.name, got)
			}
			continue
		}
		if err != nil || string(got) != c.after {
			t.Errorf("%s: %v\n got %q\nwant %q", c.name, err, got, c.after)
		}
	}
}

// TestAddNotMembershipRefuses: a file that is wrong, or written in a way that a
// line cannot be put in, is never changed for the worse.
func TestAddNotMembershipRefuses(t *testing.T) {
	for name, before := range map[string]string{
		"broken":          "not_memberships: [a",
		"an unknown key":  "not_membership: [某某]\n",
		"all in braces":   "{split: [某某商城]}\n",
		"an end of a doc": "split: [某某商城]\n...\n",
		"over two lines":  "not_memberships:\n  - \"某某\n    超市\"\n  - >\n    a long\n    text\n",
		"a contradiction": "memberships: [健身]\n",
	} {
		if got, err := AddNotMembership([]byte(before), "健身"); err == nil {
			r, err := ParseRules("", got)
			if err != nil || r.NotMemberships[len(r.NotMemberships)-1] != "健身" {
				t.Errorf("%s became %q", name, got)
			} else if name == "a contradiction" || name == "broken" || name == "an unknown key" {
				t.Errorf("%s was not refused: %q", name, got)
			}
		}
	}
	if _, err := AddNotMembership(nil, "a"); err == nil {
		t.Error("a text that means many merchants was taken")
	}
}
