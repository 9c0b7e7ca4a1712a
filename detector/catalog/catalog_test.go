package catalog_test

import (
	"encoding/json"
	"flag"
	"fmt"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/unrenew/unrenew/detector/catalog"
	"github.com/unrenew/unrenew/parser"
)

func load(t testing.TB) *catalog.Catalog {
	t.Helper()
	c, err := catalog.Load()
	if err != nil {
		t.Fatal(err)
	}
	return c
}

var (
	asOfShape  = regexp.MustCompile(`^(20\d\d-[01]\d(-[0-3]\d)?|unknown)$`)
	monthShape = regexp.MustCompile(`^20\d\d-[01]\d$`)
	categories = []string{"content", "tools", "life", "ecommerce", "ai", "finance", "cloud", "game", "telecom", "system"}
	kinds      = []catalog.Kind{catalog.Membership, catalog.Telecom, catalog.Utility, catalog.Insurance, catalog.Donation, catalog.Loan, catalog.Other}
	effects    = []string{"period_end", "immediate", "next_month", "varies", "unknown"}
	ways       = []string{"service", "service-web", "service-support", "qq", "alipay", "wechat", "apple", "google", "huawei", "jd", "bank", "carrier"}
)

// TestCatalog holds every file of the catalog to what its readers rely on.
func TestCatalog(t *testing.T) {
	c := load(t)
	if n := len(c.Services()); n < 317 {
		t.Errorf("%d services; there were 317", n)
	}
	for _, s := range c.Services() {
		t.Run(s.ID, func(t *testing.T) {
			whole(t, "name", s.Name)
			whole(t, "after_cancel", s.AfterCancel)
			whole(t, "refund", s.Refund)
			whole(t, "support", s.Support)
			for _, text := range s.Traps {
				whole(t, "traps", text)
			}
			if !slices.Contains(categories, s.Category) {
				t.Errorf("category %q", s.Category)
			}
			if !slices.Contains(kinds, s.Kind) {
				t.Errorf("kind %q", s.Kind)
			}
			if !slices.Contains(effects, s.EffectKind) {
				t.Errorf("after_cancel kind %q", s.EffectKind)
			}
			for _, p := range s.Plans {
				if !p.Price.IsPositive() || p.FirstPrice.Valid && !p.FirstPrice.Decimal.LessThan(p.Price) {
					t.Errorf("plan %q: price %v, first price %v", p.Name, p.Price, p.FirstPrice)
				}
				if !asOfShape.MatchString(p.AsOf) || len(p.Currency) != 3 {
					t.Errorf("plan %q: asof %q, currency %q", p.Name, p.AsOf, p.Currency)
				}
			}
			if len(s.Cancel) == 0 {
				t.Error("no way to cancel")
			}
			checkPaths(t, s.Cancel, s.Confidence)
			for _, p := range s.Cancel {
				if !slices.Contains(ways, p.Channel) {
					t.Errorf("path through %q", p.Channel)
				}
			}
			if s.Confidence == "sourced" && len(s.Sources) == 0 || s.Confidence != "sourced" && s.Confidence != "common-knowledge" {
				t.Errorf("confidence %q with %d sources", s.Confidence, len(s.Sources))
			}
			if s.RefundDays != 0 && s.Confidence != "sourced" {
				t.Error("a refund window without a source")
			}
		})
	}
	for _, ch := range c.Channels() {
		t.Run("channel "+ch.ID, func(t *testing.T) {
			whole(t, "name", ch.Name)
			whole(t, "after_cancel", ch.AfterCancel)
			whole(t, "refund", ch.Refund)
			checkPaths(t, ch.Cancel, ch.Confidence)
			for _, p := range ch.Cancel {
				if !p.Generic {
					t.Errorf("a channel's own path is not marked Generic: %v", p)
				}
			}
		})
	}
}

// whole reports a text that is missing in one language, or that was not filled in.
func whole(t *testing.T, what string, text parser.Text) {
	t.Helper()
	if text.ZH == "" || text.EN == "" || strings.Contains(text.ZH+text.EN, "{name}") {
		t.Errorf("%s: %+v", what, text)
	}
}

func checkPaths(t *testing.T, paths []catalog.Path, confidence string) {
	t.Helper()
	for _, p := range paths {
		if len(p.Steps) == 0 {
			t.Errorf("%s: no steps", p.Channel)
		}
		for _, s := range p.Steps {
			whole(t, p.Channel, s)
		}
		if (p.VerifiedOn == "") != (p.Source == "") || p.VerifiedOn != "" && !monthShape.MatchString(p.VerifiedOn) {
			t.Errorf("%s: verified on %q, source %q", p.Channel, p.VerifiedOn, p.Source)
		}
		if p.VerifiedOn != "" && confidence != "sourced" && !p.Generic {
			t.Errorf("%s: shown as verified without a source", p.Channel)
		}
		for _, s := range p.Steps {
			if p.VerifiedOn != "" && (strings.Contains(s.ZH, "未核实") || strings.Contains(s.ZH, "未找到来源")) {
				t.Errorf("%s: says that it is not verified, and is shown as verified", p.Channel)
			}
		}
		if p.URL != "" && !strings.HasPrefix(p.URL, "https://") && !strings.HasPrefix(p.URL, "http://") {
			t.Errorf("%s: URL %q", p.Channel, p.URL)
		}
	}
}

// TestExamples: what a service's own file says of statement texts holds in the
// catalog as a whole.
func TestExamples(t *testing.T) {
	c := load(t)
	n := 0
	for _, s := range c.Services() {
		for _, text := range s.Examples.Is {
			payee, item, ok := strings.Cut(text, " |")
			got := c.Match(payee, strings.TrimSpace(item))
			if !ok || len(got) == 0 || got[0].Service != s || got[0].Strength == catalog.OperatorOnly {
				t.Errorf("%s: %q is %s", s.ID, text, show(got))
			}
			n++
		}
		for _, text := range s.Examples.IsNot {
			payee, item, ok := strings.Cut(text, " |")
			for _, m := range c.Match(payee, strings.TrimSpace(item)) {
				if !ok || m.Service == s && m.Strength > catalog.OperatorOnly {
					t.Errorf("%s: %q is %v", s.ID, text, m.Strength)
				}
			}
			n++
		}
		// The name that a service has in a channel's list, with a word of
		// renewal, is what WeChat and Alipay print most often.
		if got := c.Match("", s.Name.ZH+"自动续费"); !s.Store && (len(got) == 0 || !slices.ContainsFunc(got, func(m catalog.Match) bool { return m.Service == s })) {
			t.Errorf("%s: its own name matches %s", s.ID, show(got))
		}
	}
	if n < 60 {
		t.Errorf("only %d examples were found", n)
	}
}

func show(ms []catalog.Match) string {
	if len(ms) == 0 {
		return "nothing"
	}
	var b strings.Builder
	for _, m := range ms {
		b.WriteString(m.Service.ID + [...]string{"?", "(operator)", "(payee)", "(item)", "(descriptor)"}[m.Strength] + " ")
	}
	return b.String()
}

// TestDescriptorsAreUnique: two services with one text would make the answer a
// matter of luck.
func TestDescriptorsAreUnique(t *testing.T) {
	owner := map[string]string{}
	for _, s := range load(t).Services() {
		for _, d := range append(slices.Clone(s.Descriptors), s.Brands...) {
			k := catalog.Fold(d)
			if o, ok := owner[k]; ok && o != s.ID {
				t.Errorf("%q is of %s and of %s", d, o, s.ID)
			}
			owner[k] = s.ID
		}
	}
}

var update = flag.Bool("update", false, "rewrite testdata from the catalog")

// known are numbers that everybody in China knows, or that a source of the
// service gives: testdata/numbers.json lists the latter, by ID.
var known = []string{"12315", "12300", "12378", "12363", "12321", "95017", "95188", "95516", "95533", "95555", "95580", "95588", "10000", "10010", "10086", "10099", "96110"}

// TestPathsAreWrittenOnce: a path that two services share belongs to a channel,
// where it is corrected once.
func TestPathsAreWrittenOnce(t *testing.T) {
	owner := map[string]string{}
	for _, s := range load(t).Services() {
		for _, p := range s.Cancel {
			k := fmt.Sprint(p.Channel, p.Steps)
			if o, ok := owner[k]; ok && !p.Generic && o != s.ID {
				t.Errorf("%s and %s write the same path through %s", o, s.ID, p.Channel)
			}
			owner[k] = s.ID
		}
	}
}

// TestTextsAreUsed: a text that nobody refers to is a leftover.
func TestTextsAreUsed(t *testing.T) {
	var all strings.Builder
	for _, pattern := range []string{"services/*.yaml", "channels/*.yaml"} {
		names, err := filepath.Glob(pattern)
		if err != nil || len(names) == 0 {
			t.Fatalf("%s: %v", pattern, err)
		}
		for _, name := range names {
			data, err := os.ReadFile(name)
			if err != nil {
				t.Fatal(err)
			}
			all.Write(data)
		}
	}
	texts, err := os.ReadFile("texts.yaml")
	if err != nil {
		t.Fatal(err)
	}
	for _, key := range regexp.MustCompile(`(?m)^[a-z-]+:`).FindAllString(string(texts), -1) {
		if !strings.Contains(all.String(), " "+strings.TrimSuffix(key, ":")) {
			t.Errorf("no file uses the text %s", key)
		}
	}
}

// TestNumbers: no telephone number gets into the catalog that is neither known
// to all nor on the list, for numbers in tutorials are mostly made up.
func TestNumbers(t *testing.T) {
	digits := regexp.MustCompile(`\d[\d-]{3,}\d`)
	date := regexp.MustCompile(`^20\d\d(-\d\d){1,2}$`)
	got := map[string][]string{}
	check := func(id string, texts ...parser.Text) {
		for _, text := range texts {
			for _, n := range digits.FindAllString(text.ZH+" "+text.EN, -1) {
				if !slices.Contains(known, n) && !date.MatchString(n) && !slices.Contains(got[id], n) {
					got[id] = append(got[id], n)
				}
			}
		}
	}
	c := load(t)
	for _, s := range c.Services() {
		check(s.ID, append(s.Traps, s.AfterCancel, s.Refund, s.Support)...)
		for _, p := range s.Cancel {
			check(s.ID, p.Steps...)
		}
	}
	for _, ch := range c.Channels() {
		check("channel "+ch.ID, append(ch.Traps, ch.AfterCancel, ch.Refund, ch.Support)...)
		for _, p := range ch.Cancel {
			check("channel "+ch.ID, p.Steps...)
		}
	}
	golden(t, "numbers.json", got)
}

// TestServicesAreKept: an ID is in the users' records and rules, so none is
// dropped or renamed.
func TestServicesAreKept(t *testing.T) {
	c := load(t)
	var ids []string
	data, err := os.ReadFile("testdata/ids.json")
	if err == nil {
		err = json.Unmarshal(data, &ids)
	}
	if err != nil || len(ids) < 317 {
		t.Fatalf("%d IDs, %v", len(ids), err)
	}
	for _, id := range ids {
		if c.Service(id) == nil {
			t.Errorf("%s is gone", id)
		}
	}
}

func golden(t *testing.T, name string, got any) {
	t.Helper()
	data, err := json.MarshalIndent(got, "", "\t")
	if err != nil {
		t.Fatal(err)
	}
	data = append(data, '\n')
	if *update {
		if err := os.WriteFile("testdata/"+name, data, 0o644); err != nil {
			t.Fatal(err)
		}
	}
	want, err := os.ReadFile("testdata/" + name)
	if err != nil {
		t.Fatal(err)
	}
	if string(want) != string(data) {
		t.Errorf("testdata/%s differs; got\n%s", name, data)
	}
}
