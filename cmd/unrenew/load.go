package main

import (
	"bytes"
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
var maxFile = parser.Limit{Name: "file-bytes", Value: 256 << 20, Text: parser.Text{ZH: "一个文件的大小", EN: "one file"}}

// reportPrefix and disputePrefix begin the names of what scan and dispute write;
// it holds no statements when a folder is scanned again.
const (
	reportPrefix  = "unrenew-report"
	disputePrefix = "unrenew-dispute"
)

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
	guesses    []guessed         // tables that wait for the user's word
}

func (l *loaded) warn(code, file string, row int, text parser.Text) {
	l.warnings = append(l.warnings, detector.Warning{Code: code, File: file, Row: row, Message: text})
}

// find lists the files of the paths, folders walked, in sorted order and each
// once, whatever order the user gave them in.
func (l *loaded) find(paths []string) []file {
	paths = slices.Clone(paths)
	slices.Sort(paths)
	w := walk{loaded: l, at: map[string]int{}, folders: map[string]int{}}
	for _, p := range slices.Compact(paths) {
		st, err := os.Stat(p)
		switch {
		case p == "-":
			w.files = append(w.files, file{p, true})
		case errors.Is(err, fs.ErrNotExist):
			l.failed = true
			l.warn("missing-path", p, 0, parser.Says("找不到这个文件或文件夹，检查路径是否写对", "there is no such file or folder; check the path"))
		case err != nil:
			w.unreadable(p)
		case !st.IsDir():
			w.add(p, true)
		case w.folder(p) == 0:
			l.failed = true
			l.warn("empty-folder", p, 0, parser.Says("文件夹里没有文件，把导出的账单放进来再试", "the folder holds no files; put the exported statements into it"))
		}
	}
	return w.files
}

// A walk collects files by their real names, so that neither a link nor a path
// written in two ways makes two of one.
type walk struct {
	*loaded
	files   []file
	at      map[string]int // real name of a file to its place in files
	folders map[string]int // real name of a folder to the number of its files
}

func real(path string) string {
	if r, err := filepath.EvalSymlinks(path); err == nil {
		path = r
	}
	if r, err := filepath.Abs(path); err == nil {
		path = r
	}
	return path
}

func (w *walk) unreadable(path string) {
	w.failed = true
	w.warn("unreadable", path, 0, parser.Says("无法读取，检查权限", "cannot be read; check the permissions"))
}

func (w *walk) add(path string, named bool) {
	name := real(path)
	i, ok := w.at[name]
	if !ok {
		i = len(w.files)
		w.at[name] = i
		w.files = append(w.files, file{path: path})
	}
	w.files[i].named = w.files[i].named || named
}

// folder adds the files in dir and below and returns how many there are. It
// follows links, but into no folder twice.
func (w *walk) folder(dir string) (n int) {
	name := real(dir)
	if n, ok := w.folders[name]; ok {
		return n
	}
	w.folders[name] = 0
	defer func() { w.folders[name] = n }()
	entries, err := os.ReadDir(dir)
	if err != nil {
		w.unreadable(dir)
		return 1 // it may well hold something
	}
	for _, e := range entries {
		if noise(e.Name()) {
			continue
		}
		path := filepath.Join(dir, e.Name())
		st, err := os.Stat(path)
		switch {
		case errors.Is(err, fs.ErrNotExist):
			w.warn("broken-link", path, 0, parser.Says("链接指向的文件不存在", "the link leads nowhere"))
			n++
		case err != nil:
			w.unreadable(path)
			n++
		case st.IsDir():
			n += w.folder(path)
		case st.Mode().IsRegular():
			w.add(path, false)
			n++
		}
	}
	return n
}

// noise tells whether a name in a folder is nothing that the user put there as
// a statement.
func noise(name string) bool {
	return strings.HasPrefix(name, ".") || strings.HasPrefix(name, "~$") || strings.HasPrefix(name, reportPrefix) || strings.HasPrefix(name, disputePrefix) || name == calendarName || name == "Thumbs.db" || name == "desktop.ini"
}

// reading is how files are read.
type reading struct {
	set       *parser.Set
	mapped    *parser.Set // the user's own layouts; nil: none
	source    string      // forced format; empty: by content
	guess     bool        // read what is not known by a guess
	passwords []string
	limits    parser.Limits
	ask       func(file string, again bool) (string, bool) // asks for a password, again if the one that was typed is wrong; nil: never
	stdin     io.Reader
	progress  func(done, all int)
	memo      map[string]seen // what was seen before, by source; nil: nothing is remembered
}

// load reads all statements in files, several at once, and notes in their order
// what they hold.
func (l *loaded) load(files []file, how reading) {
	for i, h := range readTogether(files, &how) {
		l.note(files[i], h, &how)
	}
	slices.SortFunc(l.statements, func(a, b *parser.Statement) int { return strings.Compare(a.File, b.File) })
}

// bytes reads the statements in one file.
func (l *loaded) bytes(path string, data []byte, named bool, how *reading) {
	l.note(file{path, named}, how.inside(path, data, func(parser.Source) bool { return true }), how)
}

// holdings is what was found in one file.
type holdings struct {
	unreadable error // the file itself
	parts      []part
	errs       []error // of what could not be opened
	locked     []byte  // the file, if a password is missing
	tried      int     // how many passwords there were
}

// A part is one source in a file, and what was made of it.
type part struct {
	parser.Source // without its bytes once it was seen
	seen          *seen
}

// inside looks into the file called path, at those sources in it that are to be
// seen now. It may run beside others of its kind.
func (how *reading) inside(path string, data []byte, now func(parser.Source) bool) (c holdings) {
	time := how.clock()
	defer time.stop()
	c.tried = len(how.passwords)
	var sources []parser.Source
	if sources, c.errs = how.open(time, path, data); slices.ContainsFunc(c.errs, isLocked) {
		c.locked = data
	}
	for _, src := range sources {
		p := part{Source: src}
		if now(src) {
			p.see(how, time)
		}
		c.parts = append(c.parts, p)
	}
	return c
}

func (p *part) see(how *reading, time clock) {
	s := how.seeOnce(time, p.Source)
	p.seen, p.Source = &s, parser.Source{Name: p.Name, SHA256: p.SHA256}
}

// isLocked tells whether a password is missing. One that was typed for another
// file, and is wrong for this one, is no reason not to ask.
func isLocked(err error) bool {
	return errors.Is(err, formats.ErrPassword) || errors.Is(err, formats.ErrWrongPassword)
}

// maxTries is how often a password is asked for.
const maxTries = 3

// note takes what was found in a file, if need be after asking for its
// password. One that opened it is tried on the next files too.
func (l *loaded) note(f file, c holdings, how *reading) {
	if c.unreadable != nil {
		l.failed = true
		l.warn("unreadable", f.path, 0, parser.TextOf(c.unreadable))
		return
	}
	if how.ask != nil && c.locked != nil {
		later := func(parser.Source) bool { return false }
		if c.tried < len(how.passwords) {
			c = how.inside(f.path, c.locked, later)
		}
		for try := 0; try < maxTries && c.locked != nil; try++ {
			pw, ok := how.ask(f.path, try > 0)
			if !ok {
				break
			}
			how.passwords = append(how.passwords, pw)
			c = how.inside(f.path, c.locked, later)
		}
	}
	for _, e := range c.errs {
		l.failed = true
		l.problem("unreadable", f.path, e)
	}
	for _, p := range c.parts {
		if first, ok := l.hashes[p.SHA256]; ok {
			l.warn("same-file", p.Name, 0, parser.Says("与 %s 内容相同，只读一次", "the same content as %s; read once", first))
			continue
		}
		if p.seen == nil {
			time := how.clock()
			p.see(how, time)
			time.stop()
		}
		l.take(p, f.named)
	}
}

// take adds what was made of a source.
func (l *loaded) take(p part, named bool) {
	if p.seen.records && !named {
		l.warn("records-file", p.Name, 0, parser.Says("这是取消记录，不是账单；要用它请加 --records", "a file of cancellations and no statement; use it with --records"))
		return
	}
	if p.seen.guess != nil {
		l.guesses = append(l.guesses, guessed{p.Name, p.seen.guess})
	}
	if err := p.seen.err; err != nil {
		code := "not-a-statement"
		if !errors.Is(err, parser.ErrUnknown) {
			code = "unreadable"
		}
		l.failed = l.failed || named || code == "unreadable"
		l.problem(code, p.Name, err)
		return
	}
	l.hashes[p.SHA256] = p.Name
	for _, st := range p.seen.statement.All() {
		for _, n := range st.Notes {
			l.warn(n.Code, st.File, n.Pos.Row, n.Text)
		}
		l.statements = append(l.statements, st)
	}
}

// open takes the file called path out of its containers.
func (how *reading) open(time clock, path string, data []byte) ([]parser.Source, []error) {
	type opened struct {
		sources []parser.Source
		errs    []error
	}
	passwords := slices.Clone(how.passwords)
	o, failed := apart(time, func() (o opened) {
		o.sources, o.errs = formats.OpenWithin(path, data, passwords, how.limits)
		return o
	})
	if failed != nil {
		o.errs = []error{failed}
	}
	return o.sources, o.errs
}

// seen is what was made of one source.
type seen struct {
	statement *parser.Statement
	err       error
	records   bool           // the user's own file of cancellations
	guess     *formats.Guess // to be shown; nil: none
}

// seeOnce is see within the time, which remembers where there is a memo: what
// lies on the desk is looked at again after every change, and what took too long
// would again.
func (how *reading) seeOnce(time clock, src parser.Source) seen {
	key := memoKey(src)
	if s, ok := how.memo[key]; ok {
		return s
	}
	s, failed := apart(time, func() seen { return how.see(src) })
	if failed != nil {
		s = seen{err: failed}
	}
	if how.memo != nil {
		how.memo[key] = s
	}
	return s
}

// memoKey is what a memo remembers src by.
func memoKey(src parser.Source) string { return src.SHA256 + src.Name }

// see reads src as a statement, or tells what else it is. It changes nothing,
// since it may go on after its time is up.
func (how reading) see(src parser.Source) (s seen) {
	if s.statement, s.err = how.parse(src); !errors.Is(s.err, parser.ErrUnknown) {
		return s
	}
	if _, _, bad := records.Read(src.Data); bad == nil {
		s.records = true
		return s
	}
	s.statement, s.guess, s.err = guess(src, s.err, how.guess)
	return s
}

// parse reads src by a layout that is built in, else by one of the user's. A
// layout of the user's that --source names goes before all others.
func (how reading) parse(src parser.Source) (*parser.Statement, error) {
	if own := how.own(how.source); own != nil {
		if m := own.Sniff(src); m.Certainty == parser.ByContent && m.Version != "" {
			return how.mapped.ParseAs(how.source, src)
		}
	}
	st, err := how.set.Parse(src)
	if how.mapped != nil && (errors.Is(err, parser.ErrUnknown) || errors.Is(err, parser.ErrVersion)) {
		if st, mine := how.mapped.Parse(src); !errors.Is(mine, parser.ErrUnknown) {
			return st, mine
		}
	}
	if how.source != "" && how.own(how.source) == nil && (errors.Is(err, parser.ErrUnknown) || errors.Is(err, parser.ErrAmbiguous)) {
		return how.set.ParseAs(how.source, src)
	}
	return st, err
}

// own is the user's layout of that name, or nil.
func (how reading) own(name string) parser.Parser {
	if how.mapped == nil {
		return nil
	}
	return named(how.mapped, name)
}

// named is the parser of set with that ID, or nil.
func named(set *parser.Set, id string) parser.Parser {
	for _, p := range set.Parsers() {
		if p.ID() == id {
			return p
		}
	}
	return nil
}

// trouble lists what could not be read, a line each.
func (l *loaded) trouble(lang string) (lines []string) {
	for _, w := range l.warnings {
		switch w.Code {
		case "missing-path", "empty-folder", "unreadable", "not-a-statement":
			lines = append(lines, oneLine(place(w)+w.Message.In(lang)))
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

// read reads the file at path, or standard input for "-". Who writes to a pipe
// or serves a disk over the network may keep silent for ever.
func (how *reading) read(path string) ([]byte, error) {
	if path == "-" {
		return readAll(how.stdin, 0, how.limits)
	}
	type content struct {
		data []byte
		err  error
	}
	time := how.clock()
	defer time.stop()
	c, failed := apart(time, func() (c content) {
		c.data, c.err = readFile(path, how.limits)
		return c
	})
	if failed != nil {
		return nil, failed
	}
	return c.data, c.err
}

// readFile reads the file at path within the limits. Every file that a user
// names is read by it, so that none is a device without end.
func readFile(path string, limits parser.Limits) ([]byte, error) {
	st, err := os.Stat(path)
	if err == nil && st.Mode()&fs.ModeDevice != 0 {
		return nil, parser.Problemf("不是文件", "is no file")
	}
	f, err := os.Open(path)
	if errors.Is(err, fs.ErrPermission) {
		return nil, parser.Problemf("没有读取权限，检查权限", "no permission to read it; check the permissions")
	}
	if err != nil {
		return nil, parser.Problemf("无法读取", "cannot be read").Because(err)
	}
	defer f.Close()
	return readAll(f, st.Size(), limits)
}

// readAll reads all of r, which probably has so many bytes.
func readAll(r io.Reader, size int64, limits parser.Limits) ([]byte, error) {
	l := maxFile
	l.Value = limits.Of(l)
	all := bytes.NewBuffer(make([]byte, 0, max(0, min(size, l.Value))+bytes.MinRead))
	_, err := all.ReadFrom(io.LimitReader(r, l.Value+1))
	data := all.Bytes()
	switch {
	case err != nil:
		return nil, parser.Problemf("无法读取", "cannot be read").Because(err)
	case int64(len(data)) > l.Value:
		return nil, limits.Refusal(l, "文件超过 %s，请按时间分段导出", "the file is larger than %s; export shorter periods", l.Amount())
	}
	return data, nil
}
