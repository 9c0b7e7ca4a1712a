package catalog_test

import (
	"encoding/json"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"github.com/unrenew/unrenew/detector/catalog"
)

func load(t testing.TB) *catalog.Catalog {
	t.Helper()
	c, err := catalog.Load()
	if err != nil {
		t.Fatal(err)
	}
	return c
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
