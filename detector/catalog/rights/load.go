package rights

import (
	"bytes"
	"embed"
	"errors"
	"fmt"
	"io/fs"
	"regexp"
	"slices"
	"time"

	"github.com/goccy/go-yaml"

	"github.com/unrenew/unrenew/parser"
)

//go:embed *.yaml
var files embed.FS

// Load reads what is built in. An error names the file, and means that the
// program was built from damaged files.
func Load() (*Rights, error) { return load(files) }

// The shape of the files: no other key may stand in them.
type (
	lawYAML struct {
		ID          string      `yaml:"id"`
		Name        parser.Text `yaml:"name"`
		From, Until string
		Source      string `yaml:"source"`
		ReadOn      string `yaml:"read_on"`
		Articles    []struct {
			Article int         `yaml:"article"`
			Says    parser.Text `yaml:"says"`
		} `yaml:"articles"`
	}
	caseYAML struct {
		ID            string        `yaml:"id"`
		Title         parser.Text   `yaml:"title"`
		Rules         []string      `yaml:"rules"`
		OwnRule       parser.Text   `yaml:"own_rule"`
		Facts         parser.Text   `yaml:"facts"`
		Ask           []parser.Text `yaml:"ask"`
		Mention       parser.Text   `yaml:"mention"`
		MentionSource string        `yaml:"mention_source"`
		Caution       parser.Text   `yaml:"caution"`
		Never         Phrases       `yaml:"never"`
	}
	contactYAML struct {
		ID     string      `yaml:"id"`
		Name   parser.Text `yaml:"name"`
		Who    parser.Text `yaml:"who"`
		Needs  parser.Text `yaml:"needs"`
		Wait   parser.Text `yaml:"wait"`
		Rules  []string    `yaml:"rules"`
		Source string      `yaml:"source"`
		ReadOn string      `yaml:"read_on"`
	}
	channelYAML struct {
		IDs  []string    `yaml:"ids"`
		Bill string      `yaml:"bill"`
		End  parser.Text `yaml:"end"`
	}
	evidenceYAML struct {
		What  parser.Text `yaml:"what"`
		Home  bool        `yaml:"home"`
		Rules []string    `yaml:"rules"`
	}
)

// loader keeps the first error and the file that it is in.
type loader struct {
	*Rights
	file string
	err  error
}

func load(files fs.FS) (*Rights, error) {
	l := &loader{Rights: &Rights{}}
	l.rules(read[lawYAML](l, files, "rules.yaml"))
	l.cases(read[caseYAML](l, files, "cases.yaml"))
	l.contacts(read[contactYAML](l, files, "contacts.yaml"))
	l.channels(read[channelYAML](l, files, "channels.yaml"))
	for _, y := range read[evidenceYAML](l, files, "evidence.yaml") {
		l.complete("", y.What)
		l.Evidence = append(l.Evidence, Evidence{y.What, y.Home, l.named("", y.Rules)})
	}
	return l.Rights, l.err
}

func read[T any](l *loader, files fs.FS, name string) (list []T) {
	if l.err != nil {
		return nil
	}
	l.file = name
	data, err := fs.ReadFile(files, name)
	if err == nil {
		err = yaml.NewDecoder(bytes.NewReader(data), yaml.Strict()).Decode(&list)
	}
	if err == nil && len(list) == 0 {
		err = errors.New("nothing in it")
	}
	l.check("", err)
	return list
}

func (l *loader) check(id string, err error) {
	if err != nil && l.err == nil {
		l.err = fmt.Errorf("%s: %q: %w", l.file, id, err)
	}
}

// complete wants both languages of every text.
func (l *loader) complete(id string, texts ...parser.Text) {
	for _, t := range texts {
		if t.ZH == "" || t.EN == "" {
			l.check(id, errors.New("a text is missing in one of the languages"))
		}
	}
}

// optional wants both languages of a text or none.
func (l *loader) optional(id string, t parser.Text) {
	if t != (parser.Text{}) {
		l.complete(id, t)
	}
}

var month = regexp.MustCompile(`^20\d\d-(0[1-9]|1[0-2])$`)

// sourced wants a source and the month in which it was read.
func (l *loader) sourced(id, source, readOn string) {
	if source == "" || !month.MatchString(readOn) {
		l.check(id, errors.New("wants source and read_on (2026-11)"))
	}
}

func (l *loader) day(id, s string) time.Time {
	t, err := time.ParseInLocation(time.DateOnly, s, parser.China)
	l.check(id, err)
	return t
}

func (l *loader) rules(list []lawYAML) {
	for _, y := range list {
		l.complete(y.ID, y.Name)
		l.sourced(y.ID, y.Source, y.ReadOn)
		law := Rule{Law: y.Name, Source: y.Source, ReadOn: y.ReadOn, From: l.day(y.ID, y.From)}
		if y.Until != "" {
			law.Until = l.day(y.ID, y.Until)
		}
		for _, a := range y.Articles {
			r := law
			r.ID, r.Article, r.Says = fmt.Sprintf("%s-%d", y.ID, a.Article), a.Article, a.Says
			l.complete(r.ID, r.Says)
			if r.Article < 1 || l.rule(r.ID) != nil {
				l.check(r.ID, errors.New("no article, or one that stands twice"))
			}
			l.Rules = append(l.Rules, &r)
		}
	}
}

func (l *loader) rule(id string) *Rule {
	for _, r := range l.Rules {
		if r.ID == id {
			return r
		}
	}
	return nil
}

func (l *loader) named(id string, ids []string) (out []*Rule) {
	for _, name := range ids {
		r := l.rule(name)
		if r == nil {
			l.check(id, fmt.Errorf("no rule %q", name))
		}
		out = append(out, r)
	}
	return out
}

func (l *loader) cases(list []caseYAML) {
	for _, y := range list {
		l.complete(y.ID, y.Title, y.Caution)
		l.complete(y.ID, y.Ask...)
		for _, t := range []parser.Text{y.OwnRule, y.Facts, y.Mention} {
			l.optional(y.ID, t)
		}
		if y.ID == "" || l.Case(y.ID) != nil || len(y.Ask) == 0 || len(y.Never.ZH) == 0 || len(y.Never.EN) == 0 ||
			len(y.Rules) == 0 && y.OwnRule == (parser.Text{}) || (y.Mention == parser.Text{}) != (y.MentionSource == "") {
			l.check(y.ID, errors.New("a case wants an id of its own, a ground, ask and never, and a source for what it mentions"))
		}
		l.Cases = append(l.Cases, &Case{ID: y.ID, Title: y.Title, Rules: l.named(y.ID, y.Rules), OwnRule: y.OwnRule, Facts: y.Facts,
			Ask: y.Ask, Mention: y.Mention, Source: y.MentionSource, Caution: y.Caution, Never: y.Never})
	}
}

func (l *loader) contacts(list []contactYAML) {
	for _, y := range list {
		l.complete(y.ID, y.Name, y.Who, y.Needs, y.Wait)
		l.sourced(y.ID, y.Source, y.ReadOn)
		if y.ID == "" || l.Contact(y.ID) != nil {
			l.check(y.ID, errors.New("no id, or one that stands twice"))
		}
		l.Contacts = append(l.Contacts, &Contact{ID: y.ID, Name: y.Name, Who: y.Who, Needs: y.Needs, Wait: y.Wait,
			Rules: l.named(y.ID, y.Rules), Source: y.Source, ReadOn: y.ReadOn})
	}
	for _, id := range []string{"service", "carrier", "12315", "12300", "12378", "12363", "association", "court", "police", "service-abroad", "card-issuer"} {
		if l.err == nil && l.Contact(id) == nil {
			l.check(id, errors.New("this contact is missing"))
		}
	}
}

func (l *loader) channels(list []channelYAML) {
	for _, y := range list {
		id := fmt.Sprint(y.IDs)
		l.complete(id, y.End)
		c := &Channel{IDs: y.IDs, Bill: l.Contact(y.Bill), End: y.End}
		if len(y.IDs) == 0 || c.Bill == nil {
			l.check(id, fmt.Errorf("no ids, or no contact %q", y.Bill))
		}
		l.Channels = append(l.Channels, c)
	}
	for _, id := range []string{"abroad", "other"} {
		if l.err == nil && !slices.ContainsFunc(l.Channels, func(c *Channel) bool { return slices.Contains(c.IDs, id) }) {
			l.check(id, errors.New("this channel is missing"))
		}
	}
}
