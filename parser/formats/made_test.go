package formats

import (
	"bytes"
	"maps"
	"os"
	"path/filepath"
	"testing"
)

// TestMadeFiles makes the fixtures that no editor can write, with -update, and
// always holds them against their description.
func TestMadeFiles(t *testing.T) {
	made := map[string]func() []byte{}
	for _, files := range []map[string]func() []byte{cmbFiles, bankPDFFiles, cardPDFFiles, walletPDFFiles, bankXLSFiles} {
		maps.Copy(made, files)
	}
	for name, rows := range bankXLSXFiles {
		made[name] = func() []byte { return workbook(t, sheet{"Sheet1", rows}) }
	}
	for name, make := range made {
		path, data := filepath.Join(fixtures, name), make()
		if *update {
			if err := os.MkdirAll(filepath.Dir(path), 0o755); err != nil {
				t.Fatal(err)
			}
			if err := os.WriteFile(path, data, 0o644); err != nil {
				t.Fatal(err)
			}
		}
		if have, err := os.ReadFile(path); err != nil || !bytes.Equal(have, data) {
			t.Errorf("%s is not what its description makes (%v); run with -update", path, err)
		}
	}
}
