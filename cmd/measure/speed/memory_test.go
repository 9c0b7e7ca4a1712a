//go:build linux

package speed

import (
	"os"
	"path/filepath"
	"testing"
)

// TestMemory: a laptop can scan ten years, and a company's archive.
func TestMemory(t *testing.T) {
	sizes := map[int]int64{50_000: 120} // rows to MB
	if os.Getenv("UNRENEW_TESTS") == "long" {
		sizes[1_000_000] = 1000
	}
	program := build(t)
	for rows, most := range sizes {
		file := filepath.Join(t.TempDir(), "a.csv")
		if err := os.WriteFile(file, Alipay(rows, shops), 0o600); err != nil {
			t.Fatal(err)
		}
		peak := scan(t, program, file)
		t.Logf("%d rows: %d MB", rows, peak)
		if peak > most {
			t.Errorf("a scan of %d rows takes %d MB, more than %d", rows, peak, most)
		}
	}
}
