package main

import (
	"archive/zip"
	"bytes"
	"context"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"testing"
	"testing/fstest"

	"github.com/unrenew/unrenew/detector/catalog/rights"
	"github.com/unrenew/unrenew/report"
	"github.com/unrenew/unrenew/report/complaint"
)

// demoPack is the pack of the demo's charge after a cancellation.
func demoPack(t *testing.T) *complaint.Pack {
	t.Helper()
	a := &app{lang: "zh", out: io.Discard, err: io.Discard, getenv: os.Getenv}
	l, err := a.lookDemo()
	if err != nil {
		t.Fatal(err)
	}
	r, err := rights.Load()
	if err != nil {
		t.Fatal(err)
	}
	v := report.NewView(l.result, l.statements, report.Options{Lang: "zh"})
	p, err := complaint.New(v, v.Alerts[0], r, evidenceOf(v.Alerts[0], l.evidence))
	if err != nil {
		t.Fatal(err)
	}
	return p
}

// TestDemoLetter compares the letters of the demo with those that were read and
// found fit to send.
func TestDemoLetter(t *testing.T) {
	p := demoPack(t)
	if p.Proof != 1 || len(p.Missing) != 0 {
		t.Errorf("%d files of evidence, %d missing", p.Proof, len(p.Missing))
	}
	for _, f := range p.Files {
		golden := map[string]string{"投诉信.txt": "letter.zh.txt", "Letter.txt": "letter.en.txt", "投诉文字.txt": "short.zh.txt", "使用说明.txt": "guide.zh.txt"}[f.Name]
		if golden == "" {
			continue
		}
		path := filepath.Join(repository(), "testdata", "report", "complaint", golden)
		if *update {
			if err := os.WriteFile(path, f.Data, 0o644); err != nil {
				t.Fatal(err)
			}
		}
		if want, err := os.ReadFile(path); err != nil || !bytes.Equal(f.Data, want) {
			t.Errorf("%s is not %s (%v):\n%s", f.Name, path, err, f.Data)
		}
	}
}

// TestPackForms: the folder and the ZIP hold the same files, and a second run
// makes the same ZIP.
func TestPackForms(t *testing.T) {
	dir := t.TempDir()
	t.Setenv("HOME", dir)
	t.Setenv("XDG_CONFIG_HOME", dir)
	t.Setenv("AppData", dir)
	do := func(args ...string) {
		t.Helper()
		var out, errs bytes.Buffer
		if code := run(context.Background(), append(args, "--lang", "zh"), nil, &out, &errs); code != 0 {
			t.Fatalf("%v exits with %d: %s", args, code, errs.String())
		}
	}
	folder, first, second := filepath.Join(dir, "a", "pack"), filepath.Join(dir, "1.zip"), filepath.Join(dir, "2.ZIP")
	do("demo", "--out", filepath.Join(dir, "report"), "--format", "json")
	do("dispute", "80c3022f", "--out", folder)
	do("dispute", "a-80c3022f", "--out", first)
	do("dispute", "a-80c3022ff8d0", "--out", second)
	one, err := os.ReadFile(first)
	if err != nil {
		t.Fatal(err)
	}
	two, err := os.ReadFile(second)
	if err != nil || !bytes.Equal(one, two) {
		t.Errorf("two runs make two archives (%v)", err)
	}
	z, err := zip.NewReader(bytes.NewReader(one), int64(len(one)))
	if err != nil {
		t.Fatal(err)
	}
	inFolder := 0
	if err := filepath.WalkDir(folder, func(_ string, d fs.DirEntry, err error) error {
		if err == nil && !d.IsDir() {
			inFolder++
		}
		return err
	}); err != nil || inFolder != len(z.File) {
		t.Errorf("the folder holds %d files, the archive %d (%v)", inFolder, len(z.File), err)
	}
	for _, f := range z.File {
		r, err := f.Open()
		if err != nil {
			t.Fatal(err)
		}
		packed, err := io.ReadAll(r)
		if err != nil {
			t.Fatal(err)
		}
		if plain, err := os.ReadFile(filepath.Join(folder, filepath.FromSlash(f.Name))); err != nil || !bytes.Equal(packed, plain) {
			t.Errorf("%s differs (%v)", f.Name, err)
		}
	}
	left, err := filepath.Glob(filepath.Join(dir, "a", ".*"))
	if err != nil || len(left) > 0 {
		t.Errorf("left behind: %v (%v)", left, err)
	}
}

// TestReadEvidence: evidence comes out of the folder of the records only.
func TestReadEvidence(t *testing.T) {
	folder := fstest.MapFS{"evidence/proof.png": {Data: []byte("picture")}, recordsName: {Data: []byte("records")}}
	for name, want := range map[string]string{
		"evidence/proof.png": "picture", `evidence\proof.png`: "picture", "evidence/./proof.png": "picture",
		"evidence": "", "gone.png": "", "../proof.png": "", "/etc/hostname": "", `C:\proof.png`: "", recordsName: "", "": "",
	} {
		data, problem := readEvidence(folder, name)
		if string(data) != want || (want == "") != (problem.ZH != "" && problem.EN != "") {
			t.Errorf("%q: %q, %q", name, data, problem.EN)
		}
	}
	if data, problem := readEvidence(nil, "proof.png"); data != nil || problem.EN == "" {
		t.Errorf("no folder: %q, %q", data, problem.EN)
	}
}
