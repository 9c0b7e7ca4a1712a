package main

import (
	"bytes"
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/unrenew/unrenew/detector/records"
	"github.com/unrenew/unrenew/parser"
)

// TestTwoAtOnce: of many that record at once, every record is kept.
func TestTwoAtOnce(t *testing.T) {
	name := filepath.Join(t.TempDir(), "deep", "cancellations.csv")
	const all = 24
	var wg sync.WaitGroup
	for i := range all {
		wg.Go(func() {
			c := records.Cancellation{Service: fmt.Sprint("service ", i), CancelledOn: time.Date(2026, 11, 1+i, 0, 0, 0, 0, parser.China)}
			if err := editUserFile(name, func(old []byte) ([]byte, error) { return records.Append(old, c, "zh") }); err != nil {
				t.Error(err)
			}
		})
	}
	wg.Wait()
	data, err := os.ReadFile(name)
	if err != nil {
		t.Fatal(err)
	}
	list, bad, err := records.Read(data)
	if err != nil || len(bad) > 0 || len(list) != all {
		t.Errorf("%d records of %d, %v, %v", len(list), all, bad, err)
	}
}

// TestEvidenceIsKept: the copy is the file, under a name that tells a later
// change, and the list has its whole hash.
func TestEvidenceIsKept(t *testing.T) {
	dir := t.TempDir()
	picture := []byte("not a picture, but some bytes")
	path := filepath.Join(dir, "=1+1;截图.png")
	if err := os.WriteFile(path, picture, 0o600); err != nil {
		t.Fatal(err)
	}
	now := time.Date(2026, 11, 1, 20, 30, 0, 0, parser.China)
	p, err := readProof(path)
	if err != nil {
		t.Fatal(err)
	}
	for range 2 {
		name, err := keepEvidence(dir, p, "爱奇艺", now)
		if err != nil {
			t.Fatal(err)
		}
		kept, err := os.ReadFile(filepath.Join(dir, filepath.FromSlash(name)))
		if err != nil || !bytes.Equal(kept, picture) || strings.ContainsAny(name, ";") {
			t.Errorf("%s holds %q, %v", name, kept, err)
		}
	}
	list, err := os.ReadFile(filepath.Join(dir, "evidence", evidenceList))
	if err != nil {
		t.Fatal(err)
	}
	sum := sha256.Sum256(picture)
	lines := strings.Split(strings.TrimSpace(string(list)), "\r\n")
	if len(lines) != 3 || !strings.Contains(lines[1], hex.EncodeToString(sum[:])+",29,'=1+1;截图.png,20") || !strings.HasSuffix(lines[2], ",2026-11-01T20:30:00+08:00,爱奇艺") {
		t.Errorf("the list is\n%s", list)
	}
}
