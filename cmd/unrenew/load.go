package main

import (
	"bufio"
	"errors"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"github.com/unrenew/unrenew/detector"
	"github.com/unrenew/unrenew/detector/records"
	"github.com/unrenew/unrenew/parser"
	"github.com/unrenew/unrenew/parser/formats"
)

// maxFile is the largest file that is read.
const maxFile = 1 << 30 // bytes

// reportPrefix begins the names of the files that scan writes; they are no
// statements when a folder is scanned again.
const reportPrefix = "unrenew-report"

// A file is one that the user named or that lies in a folder they named.
type file struct {
	path  string
	named bool // by the user: that it is no statement is an error, not a warning
}

// loaded is what the given paths hold.
type loaded struct {
	statements []*parser.Statement
	warnings   []detector.Warning
	hashes     map[string]string // SHA-256 to the first file with it
	failed     bool              // something named, locked or damaged could not be read
}

func (l *loaded) warn(code, file string, row int, text parser.Text) {
	l.warnings = append(l.warnings, detector.Warning{Code: code, File: file, Row: row, Message: text})
}

// find lists the files of the paths, folders walked, in sorted order and each
// once, whatever order the user gave them in.
func (l *loaded) find(paths []string) []file {
	seen := map[string]bool{}
	var out []file
	add := func(path string, named bool) {
		real := path
		if r, err := filepath.EvalSymlinks(path); err == nil {
			real = r
		}
		if abs, err := filepath.Abs(real); err == nil {
			real = abs
		}
		if !seen[real] {
			seen[real] = true
			out = append(out, file{path, named})
		}
	}
	paths = slices.Clone(paths)
	slices.Sort(paths)
	for _, p := range paths {
		if p == "-" {
			out = append(out, file{p, true})
			continue
		}
		st, err := os.Stat(p)
		switch {
		case err != nil:
			l.failed = true
			l.warn("missing-path", p, 0, parser.Says("找不到这个文件或文件夹，检查路径是否写对", "there is no such file or folder; check the path"))
		case !st.IsDir():
			add(p, true)
		default:
			before := len(out)
			l.walk(p, add)
			if len(out) == before {
				l.failed = true
				l.warn("empty-folder", p, 0, parser.Says("文件夹里没有文件，把导出的账单放进来再试", "the folder holds no files; put the exported statements into it"))
			}
		}
	}
	return out
}

func (l *loaded) walk(root string, add func(string, bool)) {
	err := filepath.WalkDir(root, func(path string, d fs.DirEntry, err error) error {
		name := d.Name()
		switch {
		case err != nil:
			l.failed = true
			l.warn("unreadable", path, 0, parser.Says("无法读取，检查权限", "cannot be read; check the permissions"))
			if d.IsDir() {
				return fs.SkipDir
			}
		case path != root && (strings.HasPrefix(name, ".") || strings.HasPrefix(name, reportPrefix) || name == "Thumbs.db" || name == "desktop.ini" || strings.HasPrefix(name, "~$")):
			if d.IsDir() {
				return fs.SkipDir
			}
		case d.IsDir():
		case d.Type()&fs.ModeSymlink != 0:
			if st, err := os.Stat(path); err == nil && st.Mode().IsRegular() {
				add(path, false)
			}
		case d.Type().IsRegular():
			add(path, false)
		}
		return nil
	})
	if err != nil {
		l.failed = true
		l.warn("unreadable", root, 0, parser.Says("无法读取，检查权限", "cannot be read; check the permissions"))
	}
}

// reading is how files are read.
type reading struct {
	set       *parser.Set
	source    string // forced format; empty: by content
	passwords []string
	ask       func(file string) (string, bool) // asks for a password; nil: never
	stdin     io.Reader
	progress  func(done, all int)
}

// load reads all statements in files.
func (l *loaded) load(files []file, how reading) {
	for i, f := range files {
		if how.progress != nil {
			how.progress(i, len(files))
		}
		data, err := read(f.path, how.stdin)
		if err != nil {
			l.failed = true
			l.warn("unreadable", f.path, 0, parser.TextOf(err))
			continue
		}
		l.bytes(f.path, data, f.named, &how)
	}
	slices.SortFunc(l.statements, func(a, b *parser.Statement) int { return strings.Compare(a.File, b.File) })
}

// bytes reads the statements in one file. A password that opened it is tried on
// the next files too.
func (l *loaded) bytes(path string, data []byte, named bool, how *reading) {
	sources, errs := formats.Open(path, data, how.passwords)
	if how.ask != nil && slices.ContainsFunc(errs, func(e error) bool { return errors.Is(e, formats.ErrPassword) }) {
		if pw, ok := how.ask(path); ok {
			how.passwords = append(how.passwords, pw)
			sources, errs = formats.Open(path, data, how.passwords)
		}
	}
	for _, e := range errs {
		l.failed = true
		l.problem("unreadable", path, e)
	}
	for _, src := range sources {
		if first, ok := l.hashes[src.SHA256]; ok {
			l.warn("same-file", src.Name, 0, parser.Says("与 %s 内容相同，只读一次", "the same content as %s; read once", first))
			continue
		}
		st, err := how.parse(src)
		if errors.Is(err, parser.ErrUnknown) && !named {
			if _, _, bad := records.Read(src.Data); bad == nil {
				l.warn("records-file", src.Name, 0, parser.Says("这是取消记录，不是账单；要用它请加 --records", "a file of cancellations and no statement; use it with --records"))
				continue
			}
		}
		if err != nil {
			code := "not-a-statement"
			if !errors.Is(err, parser.ErrUnknown) {
				code = "unreadable"
			}
			l.failed = l.failed || named || code == "unreadable"
			l.problem(code, src.Name, err)
			continue
		}
		l.hashes[src.SHA256] = src.Name
		for _, n := range st.Notes {
			l.warn(n.Code, st.File, n.Pos.Row, n.Text)
		}
		l.statements = append(l.statements, st)
	}
}

func (how reading) parse(src parser.Source) (*parser.Statement, error) {
	st, err := how.set.Parse(src)
	if how.source != "" && (errors.Is(err, parser.ErrUnknown) || errors.Is(err, parser.ErrAmbiguous)) {
		return how.set.ParseAs(how.source, src)
	}
	return st, err
}

// trouble lists what could not be read, a line each.
func (l *loaded) trouble(lang string) (lines []string) {
	for _, w := range l.warnings {
		switch w.Code {
		case "missing-path", "empty-folder", "unreadable", "not-a-statement":
			lines = append(lines, place(w)+w.Message.In(lang))
		}
	}
	return lines
}

// problem notes an error at the place where it happened.
func (l *loaded) problem(code, file string, err error) {
	var e *parser.Error
	row := 0
	if errors.As(err, &e) {
		row = e.Pos.Row
		if e.Pos.File != "" {
			file = e.Pos.File
		}
	}
	l.warn(code, file, row, parser.TextOf(err))
}

func read(path string, stdin io.Reader) ([]byte, error) {
	if path == "-" {
		return io.ReadAll(io.LimitReader(bufio.NewReader(stdin), maxFile))
	}
	st, err := os.Stat(path)
	if err == nil && st.Size() > maxFile {
		return nil, parser.Problemf("文件超过 %d MiB，请按时间分段导出", "the file is larger than %d MiB; export shorter periods", maxFile>>20)
	}
	data, err := os.ReadFile(path)
	if errors.Is(err, fs.ErrPermission) {
		return nil, parser.Problemf("没有读取权限", "no permission to read it")
	}
	if err != nil {
		return nil, parser.Problemf("无法读取", "cannot be read").Because(err)
	}
	return data, nil
}
