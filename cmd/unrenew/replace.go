package main

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"syscall"
	"time"

	"github.com/unrenew/unrenew/parser"
)

// replace puts data in the place of the file called name, whole or not at all:
// whoever looks, also after a crash, finds the old file or the new one. Its
// error leaves the old one there.
func replace(name string, data []byte, mode os.FileMode) error {
	s, err := stage(name, data, mode)
	if err != nil {
		return err
	}
	return s.commit()
}

// A staged file lies complete on the disk, beside the one whose place it is to
// take.
type staged struct{ temporary, name string }

// temporaries is how the names of staged files begin. A crash may leave some;
// they are no statements, and go with the next write an hour later.
const (
	temporaries = ".unrenew-"
	staleAfter  = time.Hour
)

// stage writes data beside name. A link stays a link: the file that it leads to
// is replaced.
func stage(name string, data []byte, mode os.FileMode) (s staged, err error) {
	defer func() {
		if err != nil {
			s.drop()
			err = &writeError{name, err}
		}
	}()
	s.name = name
	if target, err := filepath.EvalSymlinks(name); err == nil {
		s.name = target
	}
	sweep(filepath.Dir(s.name))
	tmp, err := os.CreateTemp(filepath.Dir(s.name), temporaries+"*")
	if err != nil {
		return s, err
	}
	s.temporary = tmp.Name()
	_, err = tmp.Write(data)
	if err == nil {
		err = tmp.Chmod(mode)
	}
	if err == nil {
		err = tmp.Sync() // a name that leads to a file not yet written is worse than the old file
	}
	if closed := tmp.Close(); err == nil {
		err = closed
	}
	return s, err
}

// commit gives the file its name.
func (s staged) commit() error {
	if err := os.Rename(s.temporary, s.name); err != nil {
		s.drop()
		return &writeError{s.name, err}
	}
	// The name must reach the disk too. Not every system lets a folder be synced,
	// and by now nobody could take the rename back.
	if dir, err := os.Open(filepath.Dir(s.name)); err == nil {
		_ = dir.Sync()
		_ = dir.Close()
	}
	return nil
}

func (s staged) drop() {
	if s.temporary != "" {
		_ = os.Remove(s.temporary)
	}
}

// sweep removes what crashes have left in dir.
func sweep(dir string) {
	old, _ := filepath.Glob(filepath.Join(dir, temporaries+"[0-9]*"))
	for _, name := range old {
		if st, err := os.Lstat(name); err == nil && st.Mode().IsRegular() && time.Since(st.ModTime()) > staleAfter {
			_ = os.Remove(name)
		}
	}
}

// replaceAll replaces several files, none if one of them cannot be written. mode
// is that of all.
func replaceAll(names []string, data [][]byte, mode os.FileMode) error {
	var list []staged
	for i, name := range names {
		s, err := stage(name, data[i], mode)
		if err != nil {
			for _, s := range list {
				s.drop()
			}
			return err
		}
		list = append(list, s)
	}
	var failed error
	for _, s := range list {
		failed = errors.Join(failed, s.commit())
	}
	return failed
}

// A writeError says that a file could not be written, and why.
type writeError struct {
	name string
	err  error
}

func (e *writeError) Error() string { return fmt.Sprintf("%s: %v", e.name, e.err) }
func (e *writeError) Unwrap() error { return e.err }

// explain says in both languages why something could not be written, and what
// to do. ok is false if that is not what err is about.
func explain(err error) (text, hint parser.Text, ok bool) {
	name := ""
	var w *writeError
	var p *fs.PathError
	switch {
	case errors.As(err, &w):
		name = w.name
	case errors.As(err, &p):
		name = p.Path
	default:
		return text, hint, false
	}
	is := func(list ...syscall.Errno) bool {
		for _, e := range list {
			if errors.Is(err, e) {
				return true
			}
		}
		return false
	}
	switch {
	case is(syscall.ENOSPC, syscall.EDQUOT, syscall.EFBIG):
		return parser.Says("写不了 %[1]s：磁盘满了，原来的文件没有动", "cannot write %[1]s: the disk is full; what was there is untouched", name),
			parser.Text{ZH: "腾出空间，或用 --out 写到别的盘", EN: "make room, or write to another disk with --out"}, true
	case is(syscall.EROFS), errors.Is(err, fs.ErrPermission):
		return parser.Says("写不了 %[1]s：没有写入权限，原来的文件没有动", "cannot write %[1]s: no permission; what was there is untouched", name),
			parser.Text{ZH: "检查文件夹的权限，或写到别的文件夹", EN: "check the permissions of the folder, or write to another one"}, true
	}
	return parser.Says("写不了 %[1]s（%[2]v），原来的文件没有动", "cannot write %[1]s (%[2]v); what was there is untouched", name, cause(err)),
		parser.Text{ZH: "文件在别的程序里打开的话先关掉，再检查磁盘和文件夹", EN: "close it in other programs, and check the disk and the folder"}, true
}

// cause is err without the names of files, which are told already.
func cause(err error) error {
	var p *fs.PathError
	var l *os.LinkError
	switch {
	case errors.As(err, &p):
		return p.Err
	case errors.As(err, &l):
		return l.Err
	}
	return err
}
