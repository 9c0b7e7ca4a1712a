package main

import (
	"bytes"
	"encoding/json"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/unrenew/unrenew/cmd/measure/exports"
	"github.com/unrenew/unrenew/cmd/measure/household"
	"github.com/unrenew/unrenew/detector/catalog"
)

func measure(t *testing.T, args ...string) []byte {
	t.Helper()
	var out bytes.Buffer
	c := command()
	c.SetOut(&out)
	c.SetArgs(args)
	if err := c.Execute(); err != nil {
		t.Fatal(err)
	}
	return out.Bytes()
}

// TestSameBytes: which of two households is judged first must not show.
func TestSameBytes(t *testing.T) {
	args := []string{"--households", "2", "--pairs", "1", "--seeds", "11,31", "--list-errors", "2"}
	first := measure(t, args...)
	if !bytes.Equal(first, measure(t, args...)) {
		t.Error("two runs differ")
	}
	for _, want := range []string{"4 households", " 0 files or rows not read", "the same 2 households twice", "Brier score"} {
		if !strings.Contains(string(first), want) {
			t.Errorf("%q is not in the report", want)
		}
	}
}

// TestAllRowsShowMovements: the readers make of every file as many rows as there
// are movements in it, whatever households hold.
func TestAllRowsShowMovements(t *testing.T) {
	known, err := catalog.Load()
	if err != nil {
		t.Fatal(err)
	}
	for seed := uint64(40); seed < 42; seed++ {
		h := household.New(seed)
		v := judge(h, known)
		for _, s := range v.Unread {
			t.Errorf("seed %d: %s", seed, s)
		}
		files, shown := exports.Write(h)
		copies, seen := map[string]bool{}, map[string]bool{}
		for _, f := range files { // a month that two exports hold is the same file twice
			copies[f.Name], seen[string(f.Data)] = seen[string(f.Data)], true
		}
		n := 0
		for _, m := range h.Movements {
			for _, p := range shown[m.ID] {
				if !copies[p.File] {
					n++
				}
			}
			if visible := len(shown[m.ID]) > 0; visible != h.Visible(m) {
				t.Errorf("seed %d: %s of %s is shown: %v, the household says otherwise", seed, m.ID, m.Time.Format(time.DateOnly), visible)
			}
		}
		if n != v.Rows {
			t.Errorf("seed %d: %d rows of movements, %d read", seed, n, v.Rows)
		}
	}
}

func TestJSON(t *testing.T) {
	var r struct {
		Households int
		Rows       int
		Streams    struct {
			All struct{ Right, Missed int }
		}
	}
	if err := json.Unmarshal(measure(t, "--only", "7", "--json"), &r); err != nil {
		t.Fatal(err)
	}
	if r.Households != 1 || r.Rows == 0 || r.Streams.All.Right+r.Streams.All.Missed == 0 {
		t.Errorf("%+v", r)
	}
}

func TestWriteFiles(t *testing.T) {
	dir := t.TempDir()
	measure(t, "--only", "7", "--write", dir)
	files, _ := exports.Write(household.New(7))
	for _, f := range files {
		data, err := os.ReadFile(filepath.Join(dir, filepath.FromSlash(f.Name)))
		if err != nil || !bytes.Equal(data, f.Data) {
			t.Errorf("%s: %v", f.Name, err)
		}
	}
}

func TestInOrder(t *testing.T) {
	second := make(chan struct{})
	got := slices.Collect(inOrder(4, func(i int) int {
		switch i {
		case 0:
			<-second
		case 1:
			close(second)
		}
		return i
	}))
	if !slices.Equal(got, []int{0, 1, 2, 3}) {
		t.Errorf("%v", got)
	}
}
