package main

import (
	"fmt"
	"os"
	"path/filepath"
	"reflect"
	"runtime"
	"testing"

	"github.com/unrenew/unrenew/parser/formats"
)

// TestLoadInOrder: files are read several at once, and nothing tells: the same
// comes of them as one after the other, asked for in the same order.
func TestLoadInOrder(t *testing.T) {
	found, err := filepath.Glob("../../testdata/statements/*/*")
	if err != nil {
		t.Fatal(err)
	}
	dir := t.TempDir()
	write := func(name string, data []byte) {
		t.Helper()
		if err := os.WriteFile(filepath.Join(dir, name), data, 0o600); err != nil {
			t.Fatal(err)
		}
	}
	pack := func(name, password string, data []byte) {
		t.Helper()
		packed, err := locked("zipcrypto", password, "a.csv", data)
		if err != nil {
			t.Fatal(err)
		}
		write(name, packed)
	}
	n := 0
	for i, path := range found {
		data, err := os.ReadFile(path)
		if err != nil || i%3 != 0 {
			continue
		}
		write(filepath.Base(filepath.Dir(path))+"-"+filepath.Base(path), data)
		switch n++; n {
		case 3, 9: // the same once more, sorted before all others
			write("0-again-"+filepath.Base(path), data)
		case 4:
			pack("1-first.zip", "111", data)
			pack("3-third.zip", "111", data)
		case 5:
			pack("2-second.zip", "222", data)
		case 6:
			pack("4-nobody-knows.zip", "444", data)
		}
	}
	if n < 20 {
		t.Fatalf("only %d files", n)
	}

	load := func(cores int) (l *loaded, asked []string) {
		defer runtime.GOMAXPROCS(runtime.GOMAXPROCS(cores))
		l = &loaded{hashes: map[string]string{}}
		known := map[string]string{"1-first.zip": "111", "2-second.zip": "222"}
		l.load(l.find([]string{dir}), reading{set: formats.All(), ask: func(file string, again bool) (string, bool) {
			asked = append(asked, fmt.Sprint(filepath.Base(file)+" ", again))
			if pw, ok := known[filepath.Base(file)]; ok && (again || pw == "111") {
				return pw, true
			}
			return "mistyped", !again
		}})
		return l, asked
	}
	want, asked := load(1)
	if order := []string{"1-first.zip false", "2-second.zip false", "2-second.zip true", "4-nobody-knows.zip false", "4-nobody-knows.zip true"}; !reflect.DeepEqual(asked, order) {
		t.Errorf("asked for %v, not %v: a password that was typed opens what follows", asked, order)
	}
	same := 0
	for _, w := range want.warnings {
		if w.Code == "same-file" {
			same++
		}
	}
	if same < 2 || !want.failed || len(want.statements) < n/2 {
		t.Errorf("%d files were the same, failed %v, %d statements of %d files", same, want.failed, len(want.statements), n)
	}
	for range 3 {
		if got, again := load(8); !reflect.DeepEqual(got, want) || !reflect.DeepEqual(again, asked) {
			t.Fatalf("on 8 cores %+v, asked %v, on one %+v, asked %v", got.warnings, again, want.warnings, asked)
		}
	}
}
