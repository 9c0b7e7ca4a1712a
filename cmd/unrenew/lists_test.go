package main

import (
	"slices"
	"strings"
	"testing"

	"github.com/unrenew/unrenew/detector"
	"github.com/unrenew/unrenew/parser/formats"
)

// TestIssuersHaveNames: a report names the issuer of a statement for people.
func TestIssuersHaveNames(t *testing.T) {
	for _, f := range formats.Infos() {
		if name := detector.IssuerName(f.Issuer); name.ZH == f.Issuer {
			t.Errorf("%s: issuer %q stands in no line of detector/issuers.go", f.ID, f.Issuer)
		}
	}
}

func TestWrap(t *testing.T) {
	for _, c := range []struct {
		text string
		most int
		want []string
	}{
		{"", 10, []string{""}},
		{"short", 10, []string{"short"}},
		{"one two three four", 9, []string{"one two", "three", "four"}},
		{"一二三四五六", 6, []string{"一二三", "四五六"}},
		{"一二三，四五", 6, []string{"一二", "三，四", "五"}},
		{"一二（三四）", 6, []string{"一二", "（三", "四）"}},
		{"列 收/支 与其他", 6, []string{"列", "收/支", "与其他"}},
		{"打开 settings 页", 8, []string{"打开", "settings", "页"}},
		{"averylongword 二", 5, []string{"averylongword", "二"}},
	} {
		got := wrap(c.text, c.most)
		if !slices.Equal(got, c.want) {
			t.Errorf("wrap(%q, %d) = %q; want %q", c.text, c.most, got, c.want)
		}
		if strings.ReplaceAll(strings.Join(got, ""), " ", "") != strings.ReplaceAll(c.text, " ", "") {
			t.Errorf("wrap(%q) lost something: %q", c.text, got)
		}
	}
}
