package main

import (
	"crypto/sha256"
	"errors"
	"path"
	"slices"
	"strconv"
	"strings"

	"github.com/unrenew/unrenew/cmd/unrenew/serve"
	"github.com/unrenew/unrenew/detector"
	"github.com/unrenew/unrenew/parser"
	"github.com/unrenew/unrenew/parser/formats"
)

// A held is a file in memory, opened as far as it could be.
type held struct {
	id      string
	name    string // as it is shown
	given   string // as it was given
	sum     [sha256.Size]byte
	data    []byte // as it was given; only while it waits for a password
	sources []parser.Source
	errs    []error
	locked  bool
	wrong   bool // a password was tried and does not fit
	agreed  bool // to be read by its guess
	memo    map[string]seen
}

// read adds what the file holds to l and tells of it.
func (f *held) read(l *loaded, how reading) serve.File {
	statements, warnings, guesses := len(l.statements), len(l.warnings), len(l.guesses)
	failed := l.failed
	l.failed = false
	how.guess, how.memo = how.guess || f.agreed, f.memo
	c := holdings{errs: f.errs}
	for _, src := range f.sources {
		c.parts = append(c.parts, part{Source: src})
	}
	l.note(file{f.name, !strings.Contains(f.name, "/")}, c, &how)
	out := serve.File{ID: f.id, Name: f.name, Locked: f.locked, Wrong: f.wrong, Failed: l.failed}
	l.failed = l.failed || failed
	for _, st := range l.statements[statements:] {
		out.Statements = append(out.Statements, serve.Statement{Statement: st, Format: formatName(st.Format)})
	}
	if guesses < len(l.guesses) {
		g := l.guesses[guesses]
		out.Guess = &serve.Guess{Facts: g.facts(), Doubts: g.Doubts, YAML: g.Mapping.YAML()}
	}
	for _, w := range l.warnings[warnings:] {
		t := f.note(w)
		if w.File != f.name {
			t = parser.Text{ZH: w.File + "：" + t.ZH, EN: w.File + ": " + t.EN}
		}
		if !slices.Contains(out.Notes, t) {
			out.Notes = append(out.Notes, t)
		}
	}
	return out
}

// note is what a warning says to those who have no command line to ask.
func (f *held) note(w detector.Warning) parser.Text {
	isRecords := func(s parser.Source) bool { return s.Name == w.File && f.memo[memoKey(s)].records }
	switch {
	case w.Code == "records-file", w.Code == "not-a-statement" && slices.ContainsFunc(f.sources, isRecords):
		return parser.Text{ZH: "这是取消记录，不是账单。页面用的是页底写着的那一份", EN: "a file of cancellations, not a statement. This page uses the one that is named at its foot"}
	case w.Code == "not-a-statement" && strings.Contains(w.Message.EN, "unrenew formats"):
		return parser.Text{ZH: "没有认出是哪种账单。请放 App 或网银导出的原始文件，见上面的“怎么导出账单”", EN: "not recognised as a statement. Give the file as the app or the bank exported it; see \"How to get your statements\" above"}
	}
	return w.Message
}

// formatName is what people call a format.
func formatName(id string) parser.Text {
	for _, f := range formats.Infos() {
		if f.ID == id {
			return f.Name
		}
	}
	if id == formats.GuessID {
		return parser.Text{ZH: "按猜出的列", EN: "by the guessed columns"}
	}
	return parser.Text{ZH: id, EN: id} // a layout of the user's
}

func (d *desk) Add(name string, data []byte) error {
	d.leaveDemo()
	for _, part := range strings.Split(name, "/") {
		if noise(part) {
			return nil // as in a folder
		}
	}
	if len(d.files) >= serve.MaxFiles {
		return serve.Refuse("最多放 %d 个文件", "at most %d files", serve.MaxFiles)
	}
	sum := sha256.Sum256(data)
	for _, f := range d.files {
		if f.sum == sum && f.given == name { // given twice: the rules may have changed
			f.memo, d.seen = map[string]seen{}, nil
			return nil
		}
	}
	d.taken++
	f := &held{id: "f" + strconv.Itoa(d.taken), name: d.freeName(name), given: name, sum: sum, memo: map[string]seen{}}
	f.open(data, d.opening())
	if err := d.room(f); err != nil {
		return err
	}
	d.files, d.seen = append(d.files, f), nil
	d.warm(f)
	return nil
}

// warm reads f, so that the next look need not: reading is what takes time, and
// files come one at a time.
func (d *desk) warm(f *held) {
	_, how, err := d.prepare(d.flags, true)
	if err != nil {
		return // the page tells of it
	}
	how.memo = f.memo
	time := how.clock()
	defer time.stop()
	for _, src := range f.sources {
		how.seeOnce(time, src)
	}
}

// room refuses f if it and the other files are too large together.
func (d *desk) room(f *held) error {
	total := f.size()
	for _, other := range d.files {
		if other != f {
			total += other.size()
		}
	}
	if total > d.most {
		return serve.Refuse("文件解开以后加起来超过 %d MB，先移除一些", "the files are larger than %d MB together, unpacked; remove some first", d.most>>20)
	}
	return nil
}

// size is the bytes that f takes in memory, unpacked.
func (f *held) size() int {
	n := len(f.data)
	for _, s := range f.sources {
		n += len(s.Data)
	}
	return n
}

// freeName is name, with a number if another file has it already: a report names
// rows by the file.
func (d *desk) freeName(name string) string {
	ext := path.Ext(name)
	for n := 2; ; n++ {
		free := name
		if n > 2 {
			free = strings.TrimSuffix(name, ext) + " (" + strconv.Itoa(n-1) + ")" + ext
		}
		if !slices.ContainsFunc(d.files, func(f *held) bool { return f.name == free }) {
			return free
		}
	}
}

// opening is how files are opened: within the limits of the command line, as
// those of scan are.
func (d *desk) opening(passwords ...string) reading {
	return reading{limits: d.limits, passwords: passwords}
}

func (f *held) open(data []byte, how reading) {
	time := how.clock()
	defer time.stop()
	f.sources, f.errs = how.open(time, f.name, data)
	is := func(what error) bool {
		return slices.ContainsFunc(f.errs, func(e error) bool { return errors.Is(e, what) })
	}
	f.wrong = is(formats.ErrWrongPassword)
	f.locked = f.wrong || is(formats.ErrPassword)
	f.data = nil
	if f.locked {
		f.data = data
	}
}

func (d *desk) find(id string) (*held, error) {
	for _, f := range d.files {
		if f.id == id {
			return f, nil
		}
	}
	return nil, serve.Refuse("没有这个文件了，刷新页面再试", "the file is gone; reload the page and try again")
}

func (d *desk) Unlock(id, password string) error {
	f, err := d.find(id)
	if err != nil {
		return err
	}
	if !f.locked || password == "" {
		return serve.Refuse("没有写密码", "the password is missing")
	}
	d.seen = nil
	before := *f
	if f.open(f.data, d.opening(password)); f.locked {
		return serve.Refuse("密码不对，文件没有打开", "the password is wrong; the file stays locked")
	}
	if err := d.room(f); err != nil {
		*f = before
		return err
	}
	for _, other := range d.files { // the same issuer often sends the same one
		if !other.locked {
			continue
		}
		before := *other
		if other.open(other.data, d.opening(password)); other.locked || d.room(other) != nil {
			*other = before // nobody said that it fits
		}
	}
	return nil
}

func (d *desk) Accept(id string) error {
	f, err := d.find(id)
	if err == nil {
		f.agreed, f.memo, d.seen = true, map[string]seen{}, nil
	}
	return err
}

func (d *desk) Remove(id string) error {
	d.files = slices.DeleteFunc(d.files, func(f *held) bool { return f.id == id })
	d.seen = nil
	return nil
}

func (d *desk) Clear() { d.files, d.demo, d.seen = nil, false, nil }

func (d *desk) Demo() error {
	d.files, d.demo, d.seen = nil, true, nil
	return nil
}

func (d *desk) leaveDemo() {
	if d.demo {
		d.Clear()
	}
}
