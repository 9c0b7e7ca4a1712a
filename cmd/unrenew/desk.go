package main

import (
	"bytes"
	"cmp"
	"errors"
	"path/filepath"
	"slices"
	"strings"
	"time"

	"github.com/unrenew/unrenew/cmd/unrenew/serve"
	"github.com/unrenew/unrenew/detector/catalog/rights"
	"github.com/unrenew/unrenew/detector/records"
	"github.com/unrenew/unrenew/parser"
	"github.com/unrenew/unrenew/report"
	"github.com/unrenew/unrenew/report/complaint"
)

// A desk is behind the page of serve: it holds the files of the user in memory,
// and makes of them what scan, cancel and dispute would.
type desk struct {
	*app
	flags  lookFlags
	limits parser.Limits
	rights *rights.Rights
	files  []*held
	taken  int // how many files were ever taken, for their IDs
	most   int // bytes of all files together, unpacked
	demo   bool
	seen   *sight // nil: something has changed
	undo   *dismissal
}

// A sight is what all files together show.
type sight struct {
	*looked
	view  *report.View
	rule  func(*report.Subscription) (text string, also []*report.Subscription)
	files []serve.File
	said  string
}

func (a *app) newDesk(f lookFlags) (*desk, error) {
	r, err := rights.Load()
	if err != nil {
		return nil, fault(err)
	}
	limits, err := parseLimits(f.Limits)
	if err != nil {
		return nil, err
	}
	return &desk{app: a, flags: f, limits: limits, rights: r, most: serve.MaxTotal}, nil
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
	s.Files = d.seen.files
	v := d.seen.view
	for _, c := range d.seen.in.Cancellations {
		s.Records = append(s.Records, since(c, v))
	}
	if len(d.seen.statements) == 0 {
		return s, nil
	}
	s.View = v
	for _, g := range v.Groups {
		if g.State == "active" {
			for _, m := range g.Subs {
				s.Members = append(s.Members, d.seen.member(m))
			}
		}
	}
	for _, m := range v.Matters {
		out := serve.Matter{Matter: m}
		all := m.Many
		if all == nil {
			all = []*report.Alert{m.Alert}
		}
		for _, al := range all {
			out.Alerts = append(out.Alerts, serve.Alert{Alert: al, Letter: complaint.HasLetter(al, d.rights), Instead: complaint.Instead(al, d.rights)})
		}
		s.Matters = append(s.Matters, out)
	}
	return s, nil
}

// member is a membership with the rule that would end its listing.
func (s *sight) member(m *report.Subscription) serve.Member {
	out := serve.Member{Subscription: m}
	out.Rule, out.Also = s.rule(m)
	return out
}

// since tells what the statements say of a record.
func since(c records.Cancellation, v *report.View) serve.Record {
	r := serve.Record{Cancellation: c, Outcome: parser.Text{ZH: "放进来的账单里没有对上的会员", EN: "no membership on the statements here fits it"}}
	for _, s := range v.All {
		k := s.Cancellation
		if k == nil || k.Row != c.Row {
			continue
		}
		switch {
		case slices.ContainsFunc(s.Alerts, func(al *report.Alert) bool { return al.Type == "charged-after-cancellation" }):
			r.Outcome, r.Again = parser.Text{ZH: "之后又扣了，见“要处理的事”", EN: "charged since: see \"To check\""}, true
		case !k.CleanUntil.IsZero():
			r.Outcome = parser.Says("到 %s 为止的账单里没有再扣", "nothing was charged on the statements up to %s", k.CleanUntil.Format(time.DateOnly))
		case !k.CheckOn.IsZero():
			r.Outcome = parser.Says("%s 起导出新账单，能证明没有再扣", "a statement exported from %s on can prove that nothing was charged", k.CheckOn.Format(time.DateOnly))
		default:
			r.Outcome = parser.Text{ZH: "账单还不能证明没有再扣", EN: "the statements cannot prove yet that nothing was charged"}
		}
		return r
	}
	return r
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
		d.seen = d.sight(l, said)
		for _, st := range l.statements {
			d.seen.files = append(d.seen.files, serve.File{Name: st.File, Statements: []serve.Statement{{Statement: st, Format: formatName(st.Format)}}})
		}
		return nil
	}
	l, how, err := d.prepare(d.flags, true)
	if err != nil {
		return refusal(err)
	}
	var files []serve.File
	slices.SortFunc(d.files, func(a, b *held) int {
		return cmp.Or(slices.Compare(strings.Split(a.name, "/"), strings.Split(b.name, "/")), cmp.Compare(a.id, b.id))
	})
	for _, f := range d.files {
		files = append(files, f.read(l.loaded, how))
	}
	slices.SortFunc(l.statements, func(a, b *parser.Statement) int { return strings.Compare(a.File, b.File) })
	l.detect()
	d.seen = d.sight(l, said)
	d.seen.files = files
	return nil
}

func (d *desk) sight(l *looked, said string) *sight {
	v := report.NewView(l.result, l.statements, report.Options{Lang: d.lang})
	return &sight{looked: l, said: said, view: v, rule: v.Ruling()}
}

// shown is what the files show; an error if they show nothing.
func (d *desk) shown() (*sight, error) {
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
