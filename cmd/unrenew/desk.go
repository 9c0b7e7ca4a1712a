package main

import (
	"bytes"
	"cmp"
	"crypto/sha256"
	"errors"
	"path"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/unrenew/unrenew/cmd/unrenew/serve"
	"github.com/unrenew/unrenew/detector/catalog/rights"
	"github.com/unrenew/unrenew/parser"
	"github.com/unrenew/unrenew/parser/formats"
	"github.com/unrenew/unrenew/report"
	"github.com/unrenew/unrenew/report/complaint"
)

// A desk is behind the page of serve: it holds the files of the user in memory,
// and makes of them what scan, cancel and dispute would.
type desk struct {
	*app
	flags  lookFlags
	rights *rights.Rights
	files  []*held
	taken  int // how many files were ever taken, for their IDs
	demo   bool
	seen   *seen // nil: something has changed
	undo   *dismissal
}

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
	memo    map[string]outcome
}

// A seen is what all files together show.
type seen struct {
	*looked
	view  *report.View
	files []serve.File
	said  string
}

func (a *app) newDesk(f lookFlags) (*desk, error) {
	r, err := rights.Load()
	if err != nil {
		return nil, fault(err)
	}
	return &desk{app: a, flags: f, rights: r}, nil
}

// refusal is err as the page tells it: an exit is for the user, all else a fault.
func refusal(err error) error {
	var e *exit
	if !errors.As(err, &e) {
		return err
	}
	t := e.text
	if e.hint.ZH != "" {
		t = parser.Text{ZH: t.ZH + "。" + e.hint.ZH, EN: t.EN + ". " + e.hint.EN}
	}
	return &serve.Refusal{Text: t}
}

func (d *desk) State() (*serve.State, error) {
	s := &serve.State{Demo: d.demo}
	today, err := d.today(d.flags.Timezone)
	if err != nil {
		return nil, err
	}
	s.Today = today
	s.RecordsFile, _ = recordsFile(d.flags.Records)
	s.RulesFile = d.rulesFile()
	if d.undo != nil {
		s.Dismissed = d.undo.what
	}
	if err := d.look(); err != nil {
		var told *serve.Refusal
		if !errors.As(err, &told) {
			return nil, err
		}
		s.Trouble = told.Text
		return s, nil
	}
	s.Files, s.Records = d.seen.files, d.seen.in.Cancellations
	if len(d.seen.statements) == 0 {
		return s, nil
	}
	v := d.seen.view
	s.View = v
	for _, g := range v.Groups {
		if g.State == "active" {
			s.Members = g.Subs
		}
	}
	for _, al := range v.Alerts {
		s.Alerts = append(s.Alerts, serve.Alert{Alert: al, Letter: complaint.HasLetter(al, d.rights), Instead: complaint.Instead(al, d.rights)})
	}
	return s, nil
}

// said is what the user's own files say, and the day: the user may edit them
// while the page is open.
func (d *desk) said() string {
	_, records, _ := readUserFile(d.flags.Records, recordsName)
	_, rules, _ := readUserFile(d.flags.Rules, rulesName)
	today, _ := d.today(d.flags.Timezone)
	return strings.Join([]string{string(records), string(rules), today.Format(time.DateOnly)}, "\x00")
}

// look reads the files as scan would, each in its order, if something has
// changed since.
func (d *desk) look() error {
	said := d.said()
	if d.seen != nil && d.seen.said == said {
		return nil
	}
	if d.demo {
		l, err := d.lookDemo()
		if err != nil {
			return err
		}
		d.seen = &seen{looked: l, said: said, view: report.NewView(l.result, l.statements, report.Options{Lang: d.lang})}
		for _, st := range l.statements {
			d.seen.files = append(d.seen.files, serve.File{Name: st.File, Statements: []serve.Statement{{Statement: st, Format: formatName(st.Format)}}})
		}
		return nil
	}
	l, how, err := d.prepare(d.flags, true)
	if err != nil {
		return refusal(err)
	}
	s := &seen{looked: l, said: said}
	slices.SortFunc(d.files, func(a, b *held) int {
		return cmp.Or(slices.Compare(strings.Split(a.name, "/"), strings.Split(b.name, "/")), cmp.Compare(a.id, b.id))
	})
	for _, f := range d.files {
		s.files = append(s.files, f.read(l.loaded, how))
	}
	slices.SortFunc(l.statements, func(a, b *parser.Statement) int { return strings.Compare(a.File, b.File) })
	l.detect()
	s.view = report.NewView(l.result, l.statements, report.Options{Lang: d.lang})
	d.seen = s
	return nil
}

// read adds what the file holds to l and tells of it.
func (f *held) read(l *loaded, how reading) serve.File {
	statements, warnings, guesses := len(l.statements), len(l.warnings), len(l.guesses)
	failed := l.failed
	l.failed = false
	how.guess, how.memo = how.guess || f.agreed, f.memo
	l.take(f.name, f.sources, f.errs, !strings.Contains(f.name, "/"), &how)
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
		t := w.Message
		if w.Code == "not-a-statement" {
			t = notAStatement
		}
		if w.File != f.name {
			t = parser.Text{ZH: w.File + "：" + t.ZH, EN: w.File + ": " + t.EN}
		}
		if !slices.Contains(out.Notes, t) {
			out.Notes = append(out.Notes, t)
		}
	}
	return out
}

// notAStatement is for those who have no command line to ask.
var notAStatement = parser.Text{ZH: "没有认出是哪种账单。请放 App 或网银导出的原始文件，见上面的“怎么导出账单”", EN: "not recognised as a statement. Give the file as the app or the bank exported it; see \"How to get your statements\" above"}

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
	sum, total := sha256.Sum256(data), 0
	for _, f := range d.files {
		if f.sum == sum && f.given == name { // given twice: the rules may have changed
			f.memo, d.seen = map[string]outcome{}, nil
			return nil
		}
		total += f.size()
	}
	d.taken++
	f := &held{id: "f" + strconv.Itoa(d.taken), name: d.freeName(name), given: name, sum: sum, memo: map[string]outcome{}}
	f.open(data, nil)
	if total+f.size() > serve.MaxTotal {
		return serve.Refuse("文件加起来超过 %d MB，先移除一些", "the files are larger than %d MB together; remove some first", serve.MaxTotal>>20)
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
	for _, src := range f.sources {
		_, _ = how.parseOnce(src)
	}
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

func (f *held) open(data []byte, passwords []string) {
	f.sources, f.errs = formats.Open(f.name, data, passwords)
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
	f.open(f.data, []string{password})
	d.seen = nil
	if f.locked {
		return serve.Refuse("密码不对，文件没有打开", "the password is wrong; the file stays locked")
	}
	for _, other := range d.files { // the same issuer often sends the same one
		if other.locked {
			wrong := other.wrong
			if other.open(other.data, []string{password}); other.locked {
				other.wrong = wrong // nobody said that it fits
			}
		}
	}
	return nil
}

func (d *desk) Accept(id string) error {
	f, err := d.find(id)
	if err == nil {
		f.agreed, f.memo, d.seen = true, map[string]outcome{}, nil
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

// shown is what the files show; an error if they show nothing.
func (d *desk) shown() (*seen, error) {
	if err := d.look(); err != nil {
		return nil, err
	}
	if len(d.seen.statements) == 0 {
		return nil, serve.Refuse("还没有读到账单", "no statement was read yet")
	}
	return d.seen, nil
}

func (d *desk) Report(format string) (*serve.Document, error) {
	s, err := d.shown()
	if err != nil {
		return nil, err
	}
	o, name := output(format), reportPrefix
	if format == "ics" {
		name = strings.TrimSuffix(calendarName, filepath.Ext(calendarName))
	}
	var b bytes.Buffer
	if err := o.Write(&b, s.view); err != nil {
		return nil, err
	}
	return &serve.Document{Name: name + o.Ext, Data: b.Bytes()}, nil
}

func (d *desk) Complaint(id string) (*serve.Document, error) {
	s, err := d.shown()
	if err != nil {
		return nil, err
	}
	i := slices.IndexFunc(s.view.Alerts, func(al *report.Alert) bool { return al.ID == id })
	if i < 0 || !complaint.HasLetter(s.view.Alerts[i], d.rights) {
		return nil, serve.Refuse("没有这条提醒的投诉材料", "there is no complaint for this alert")
	}
	al := s.view.Alerts[i]
	p, err := complaint.New(s.view, al, d.rights, evidenceOf(al, s.evidence))
	if err != nil {
		return nil, err
	}
	data, err := zipPack(p.Files, s.view.AsOf)
	return &serve.Document{Name: disputePrefix + "-" + al.ID + ".zip", Data: data}, err
}

// An outcome is what reading a source came to.
type outcome struct {
	statement *parser.Statement
	err       error
}

// parseOnce is parse, which remembers where there is a memo: what lies on the
// desk is looked at again after every change.
func (how *reading) parseOnce(src parser.Source) (*parser.Statement, error) {
	if how.memo == nil {
		return how.parse(src)
	}
	key := src.SHA256 + src.Name
	o, ok := how.memo[key]
	if !ok {
		o.statement, o.err = how.parse(src)
		how.memo[key] = o
	}
	return o.statement, o.err
}

func (d *desk) rulesFile() string {
	if d.flags.Rules != "" {
		return d.flags.Rules
	}
	name, err := userFile(rulesName)
	if err != nil {
		return ""
	}
	return name
}
