package catalog

import (
	"bytes"
	"encoding/gob"
	"encoding/json"
	"flag"
	"os"
	"testing"
)

var update = flag.Bool("update", false, "write compiled.gob and pinyin.txt from the catalog's files")

// TestCompiled: what the program has built in is what the files say.
func TestCompiled(t *testing.T) {
	services, channels, err := parse(os.DirFS("."))
	if err != nil {
		t.Fatal(err)
	}
	if *update {
		var b bytes.Buffer
		if err := gob.NewEncoder(&b).Encode(compiledCatalog{services, channels}); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile("compiled.gob", b.Bytes(), 0o644); err != nil {
			t.Fatal(err)
		}
		compiled = b.Bytes()
	}
	got, err := Load()
	if err != nil {
		t.Fatal(err)
	}
	want := New(services, channels)
	if len(got.services) != len(want.services) || len(got.channels) != len(want.channels) {
		t.Fatalf("%d services and %d channels are compiled, the files have %d and %d; run go test ./detector/catalog -update",
			len(got.services), len(got.channels), len(want.services), len(want.channels))
	}
	for i := range want.services {
		if a, b := text(t, got.services[i]), text(t, want.services[i]); a != b {
			t.Errorf("services/%s.yaml is not what is compiled; run go test ./detector/catalog -update", want.services[i].ID)
		}
	}
	for i := range want.channels {
		if a, b := text(t, got.channels[i]), text(t, want.channels[i]); a != b {
			t.Errorf("channels/%s.yaml is not what is compiled; run go test ./detector/catalog -update", want.channels[i].ID)
		}
	}
}

// text is a value with all of its fields; nil and empty lists are one.
func text(t *testing.T, v any) string {
	t.Helper()
	data, err := json.Marshal(v)
	if err != nil {
		t.Fatal(err)
	}
	return string(bytes.ReplaceAll(data, []byte(":[]"), []byte(":null")))
}

func BenchmarkParse(b *testing.B) {
	for b.Loop() {
		if _, _, err := parse(os.DirFS(".")); err != nil {
			b.Fatal(err)
		}
	}
}
