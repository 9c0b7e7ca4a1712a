package main

import (
	"archive/zip"
	"bytes"
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"time"

	"github.com/unrenew/unrenew/report/complaint"
)

// writePack writes the files of a pack into a new folder, or into one ZIP where
// the name ends so: whole or not at all, and over nothing that is there, since
// the user may have filled in a letter.
func writePack(out string, files []complaint.File, day time.Time) error {
	taken := usage("%s 已经存在，没有覆盖", "%s exists and was not overwritten", out).advise("用 --out 换一个名字", "name another with --out")
	zipped := strings.EqualFold(filepath.Ext(out), ".zip")
	switch st, err := os.Stat(out); {
	case errors.Is(err, fs.ErrNotExist):
	case err != nil:
		return fault(err)
	case zipped || !st.IsDir():
		return taken
	default:
		if entries, err := os.ReadDir(out); err != nil || len(entries) > 0 {
			return taken
		}
	}
	out = filepath.Clean(out)
	if err := os.MkdirAll(filepath.Dir(out), 0o755); err != nil {
		return fault(err)
	}
	if zipped {
		data, err := zipPack(files, day)
		if err == nil {
			err = replace(out, data, 0o600)
		}
		if err != nil {
			return fault(err)
		}
		return nil
	}
	if err := folderPack(out, files); err != nil {
		return fault(err)
	}
	return nil
}

// folderPack makes the folder beside its place and renames it when it is whole.
func folderPack(out string, files []complaint.File) error {
	tmp, err := os.MkdirTemp(filepath.Dir(out), ".unrenew-*")
	if err != nil {
		return err
	}
	defer os.RemoveAll(tmp)
	for _, f := range files {
		name := filepath.Join(tmp, filepath.FromSlash(f.Name))
		if err := os.MkdirAll(filepath.Dir(name), 0o700); err != nil {
			return err
		}
		if err := os.WriteFile(name, f.Data, 0o600); err != nil {
			return err
		}
	}
	if err := os.Remove(out); err != nil && !errors.Is(err, fs.ErrNotExist) { // an empty one
		return err
	}
	return os.Rename(tmp, out)
}

// zipPack is the same files in an archive that is the same every time.
func zipPack(files []complaint.File, day time.Time) ([]byte, error) {
	var b bytes.Buffer
	z := zip.NewWriter(&b)
	for _, f := range files {
		w, err := z.CreateHeader(&zip.FileHeader{Name: f.Name, Method: zip.Deflate, Modified: day})
		if err != nil {
			return nil, err
		}
		if _, err := w.Write(f.Data); err != nil {
			return nil, err
		}
	}
	if err := z.Close(); err != nil {
		return nil, err
	}
	return b.Bytes(), nil
}
