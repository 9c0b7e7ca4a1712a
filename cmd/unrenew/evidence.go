package main

import (
	"bytes"
	"crypto/sha256"
	"encoding/csv"
	"encoding/hex"
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"time"
	"unicode/utf8"

	"github.com/gofrs/flock"

	"github.com/unrenew/unrenew/parser"
	"github.com/unrenew/unrenew/report"
)

// editUserFile reads a file of the user's, which need not exist, and replaces it
// by what edit makes of it; the file before stays beside it as .bak. Of two that
// edit at once, one waits for the other, so that what both write is kept.
func editUserFile(name string, edit func(old []byte) ([]byte, error)) error {
	if err := os.MkdirAll(filepath.Dir(name), 0o700); err != nil {
		return fault(err)
	}
	lock := flock.New(filepath.Join(filepath.Dir(name), "."+filepath.Base(name)+".lock"))
	if err := lock.Lock(); err != nil {
		return fault(err)
	}
	defer lock.Unlock()
	old, err := readFile(name, nil)
	switch {
	case errors.Is(err, fs.ErrNotExist):
		old = nil
	case err != nil:
		return input("读不了 %s，检查权限", "cannot read %s; check the permissions", name)
	}
	data, err := edit(old)
	if err != nil {
		var e *exit
		if errors.As(err, &e) {
			return err
		}
		return fault(err)
	}
	if old != nil {
		if err := replace(name+".bak", old, 0o600); err != nil {
			return fault(err)
		}
	}
	if err := replace(name, data, 0o600); err != nil {
		return fault(err)
	}
	return nil
}

func wrongRecords(name string, err error) error {
	t := parser.TextOf(err)
	return input("取消记录 %[1]s：%[2]s", "cancellations in %[1]s: %[3]s", name, t.ZH, t.EN)
}

// evidenceList is the list of all evidence, beside the copies.
const evidenceList = "evidence.csv"

var evidenceTitles = []string{"file", "sha256", "bytes", "original", "modified", "recorded", "service"}

// A proof is a file that shows a cancellation: a screenshot, an SMS, a mail.
type proof struct {
	name     string // without a folder
	data     []byte
	modified time.Time // when the file was last changed; zero if nobody knows
}

func readProof(path string) (proof, error) {
	data, err := readFile(path, nil)
	if err != nil {
		return proof{}, input("读不了凭证文件 %s", "cannot read the proof %s", path).advise("检查路径", "check the path")
	}
	p := proof{name: filepath.Base(path), data: data}
	if st, err := os.Stat(path); err == nil {
		p.modified = st.ModTime()
	}
	return p, nil
}

// keepEvidence copies a proof into the folder evidence beside the records, under
// its own name with the beginning of its SHA-256 in front, so that a later
// change shows, and adds a line to the list there: the whole SHA-256, when the
// file was last changed and when it was recorded. It returns the name relative
// to the records.
func keepEvidence(dir string, p proof, service string, now time.Time) (string, error) {
	sum := sha256.Sum256(p.data)
	folder := filepath.Join(dir, "evidence")
	if err := os.MkdirAll(folder, 0o700); err != nil {
		return "", fault(err)
	}
	name := hex.EncodeToString(sum[:])[:16] + "-" + fileName(p.name)
	if err := replace(filepath.Join(folder, name), p.data, 0o600); err != nil {
		return "", fault(err)
	}
	modified := ""
	if !p.modified.IsZero() {
		modified = p.modified.Format(time.RFC3339)
	}
	list := filepath.Join(folder, evidenceList)
	old, err := os.ReadFile(list)
	if err != nil && !errors.Is(err, fs.ErrNotExist) {
		return "", fault(err)
	}
	var b bytes.Buffer
	if err != nil {
		b.WriteString("\ufeff")
	}
	b.Write(old)
	w := csv.NewWriter(&b)
	w.UseCRLF = true
	if err != nil {
		_ = w.Write(evidenceTitles)
	}
	_ = w.Write([]string{name, hex.EncodeToString(sum[:]), strconv.Itoa(len(p.data)), report.Harmless(report.Clean(p.name)), modified, now.Format(time.RFC3339), report.Harmless(report.Clean(service))})
	w.Flush()
	if err := replace(list, b.Bytes(), 0o600); err != nil {
		return "", fault(err)
	}
	return "evidence/" + name, nil
}

// maxName leaves room for what stands before it: file systems take 255 bytes.
const maxName = 180 // bytes

// fileName is a name without what file systems refuse, what terminals obey and
// what parts names in the records. A long one loses its middle.
func fileName(name string) string {
	name = strings.Map(func(r rune) rune {
		if strings.ContainsRune(`;；/\:*?"<>|`, r) {
			return '_'
		}
		return r
	}, report.Clean(name))
	name = strings.TrimRight(name, " .")
	for ext := filepath.Ext(name); len(name) > maxName; {
		stem := strings.TrimSuffix(name, ext)
		if len(ext) > maxName/2 {
			stem, ext = name, ""
		}
		_, last := utf8.DecodeLastRuneInString(stem)
		name = stem[:len(stem)-last] + ext
	}
	return name
}
