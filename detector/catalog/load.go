package catalog

import (
	"bytes"
	"cmp"
	"embed"
	"fmt"
	"io"
	"io/fs"
	"path"
	"regexp"
	"slices"
	"strings"
	"sync"

	"github.com/goccy/go-yaml"
	"github.com/goccy/go-yaml/ast"
	"github.com/shopspring/decimal"

	"github.com/unrenew/unrenew/parser"
)

// What services of the user's own refer to; the built-in ones are compiled.
//
//go:embed channels/*.yaml texts.yaml
var files embed.FS

// parse reads the catalog from its files. An error names the file and the line.
func parse(fsys fs.FS) ([]*Service, []*Channel, error) {
	l, err := newLoader()
	if err != nil {
		return nil, nil, err
	}
	names, err := fs.Glob(fsys, "services/*.yaml")
	if err != nil {
		return nil, nil, err
	}
	var services []*Service
	for _, name := range names {
		data, err := fs.ReadFile(fsys, name)
		if err != nil {
			return nil, nil, err
		}
		ss, err := l.services(name, data)
		if err == nil && (len(ss) != 1 || ss[0].ID+".yaml" != path.Base(name)) {
			err = fmt.Errorf("%s: wants one service, with the file's name as its id", name)
		}
		if err != nil {
			return nil, nil, err
		}
		services = append(services, ss[0])
	}
	return services, l.channels, nil
}

// ParseServices reads services in the shape of the catalog's own files, one or
// several in a file with --- between them, such as a user's own. An unknown key
// is an error with its line.
func ParseServices(name string, data []byte) ([]*Service, error) {
	if err := bearable(name, data); err != nil {
		return nil, err
	}
	l, err := newLoader()
	if err != nil {
		return nil, err
	}
	return l.services(name, data)
}

const (
	// maxSize and maxDepth keep the YAML decoder away from files that it cannot
	// bear: 100 KB of open brackets take it 15 GB (goccy/go-yaml 1.19.2).
	maxSize  = 256 << 10 // bytes
	maxDepth = 32        // open brackets; the shape of the files needs 3
)

func bearable(name string, data []byte) error {
	if len(data) > maxSize || depth(data) > maxDepth {
		return parser.Problemf("%[1]s 超过 %[2]d KB，或括号嵌套太深，不像是手写的规则；请检查文件", "%[1]s is larger than %[2]d KB or nested too deep for rules that a person writes; check the file", name, maxSize>>10)
	}
	return nil
}

// depth is the largest number of brackets that are open at once.
func depth(data []byte) (deepest int) {
	open := 0
	for _, b := range data {
		switch b {
		case '[', '{':
			open++
		case ']', '}':
			open--
		}
		deepest = max(deepest, open)
	}
	return deepest
}

// loader knows what services refer to: shared texts and the channels' lists.
type loader struct {
	texts    map[string]parser.Text
	hurdles  map[string]Hurdle // of texts that tell of one
	channels []*Channel
	lists    map[string]list
}

// A list is a channel's own list of contracts and the way to one line of it;
// {name} in the steps is the name of the line.
type list struct {
	path  Path
	steps []textYAML
}

// newLoader reads the texts and the channels; once is enough.
var newLoader = sync.OnceValues(readShared)

func readShared() (*loader, error) {
	l := &loader{texts: map[string]parser.Text{}, hurdles: map[string]Hurdle{}, lists: map[string]list{}}
	data, err := files.ReadFile("texts.yaml")
	if err != nil {
		return nil, err
	}
	var texts map[string]struct {
		ZH, EN string
		Hurdle Hurdle
	}
	if err := strict("texts.yaml", yaml.NewDecoder(bytes.NewReader(data), yaml.Strict()), &texts); err != nil {
		return nil, err
	}
	for k, t := range texts {
		l.texts[k] = parser.Text{ZH: t.ZH, EN: t.EN}
		if t.Hurdle != "" {
			l.hurdles[k] = t.Hurdle
		}
	}
	names, err := fs.Glob(files, "channels/*.yaml")
	if err != nil {
		return nil, err
	}
	for _, name := range names {
		if data, err = files.ReadFile(name); err != nil {
			return nil, err
		}
		if err := l.channel(name, data); err != nil {
			return nil, err
		}
	}
	return l, nil
}

// strict reads one document; the decoder's own messages name the line. It
// panics on some malformed files (goccy/go-yaml 1.19.2), which is an error like
// any other here.
func strict(name string, d *yaml.Decoder, into any) (err error) {
	defer func() {
		if r := recover(); r != nil {
			err = fmt.Errorf("%s: not a readable YAML file (%v)", name, r)
		}
	}()
	if err = d.Decode(into); err == io.EOF {
		return err
	}
	return located(name, err)
}

// The shape of the files. Texts are a key of texts.yaml or both languages.
type (
	sharedYAML struct {
		Name        textYAML    `yaml:"name"`
		Operators   []string    `yaml:"operators"`
		Descriptors []string    `yaml:"descriptors"`
		Paths       []*pathYAML `yaml:"cancel_paths"`
		AfterCancel struct {
			Kind string   `yaml:"kind"`
			Text textYAML `yaml:"text"`
		} `yaml:"after_cancel"`
		Refund     textYAML   `yaml:"refund"`
		RefundDays int        `yaml:"refund_days"`
		Support    textYAML   `yaml:"support"`
		Phones     []Phone    `yaml:"phones"`
		Traps      []textYAML `yaml:"traps"`
		ChargedBy  int        `yaml:"charged_hours_before"` // hours before the period ends in which the charge may run
		CloseBy    int        `yaml:"close_days_before"`    // days before the period ends by which a source says to close
		Sources    []string   `yaml:"sources"`
		Confidence string     `yaml:"confidence"`
		VerifiedOn string     `yaml:"verified_on"` // month in which the sources were read
	}
	serviceYAML struct {
		Shared   sharedYAML `yaml:",inline"`
		ID       string     `yaml:"id"`
		Category string     `yaml:"category"`
		Kind     string     `yaml:"kind"`
		Store    bool       `yaml:"store"`
		Channel  string     `yaml:"channel"`
		SoldBy   string     `yaml:"sold_by"`
		WaysOf   []string   `yaml:"ways_of"` // the channels whose ways to cancel are this service's too; of one alone, all that is known of it
		Includes []string   `yaml:"includes"`
		Family   textYAML   `yaml:"family"`
		Keep     []textYAML `yaml:"keep"`
		Brands   []string   `yaml:"brands"`
		Aliases  []string   `yaml:"aliases"`
		Match    []Rule     `yaml:"match"`
		Plans    []planYAML `yaml:"plans"`
		Examples Examples   `yaml:"examples"`
	}
	channelYAML struct {
		Shared sharedYAML `yaml:",inline"`
		ID     string     `yaml:"id"`
		List   *pathYAML  `yaml:"list"`
	}
	planYAML struct {
		Name       string     `yaml:"name"`
		Cycle      cycleYAML  `yaml:"cycle"`
		Price      moneyYAML  `yaml:"price"`
		FirstPrice *moneyYAML `yaml:"first_price"`
		Currency   string     `yaml:"currency"`
		AsOf       string     `yaml:"asof"`
		Note       string     `yaml:"note"`
	}
	pathYAML struct {
		Channel    string     `yaml:"channel"`
		ListName   *textYAML  `yaml:"list_name"` // the way is the channel's, to the line of this name
		Listed     bool       `yaml:"listed"`    // the same, where the way needs no name
		Steps      []textYAML `yaml:"steps"`
		URL        string     `yaml:"url"`
		Needs      []Hurdle   `yaml:"needs"`
		Effect     string     `yaml:"effect"`     // where it differs from the service's after_cancel
		Unverified bool       `yaml:"unverified"` // of no source, though others of the service have one
	}
)

// textYAML is a key of texts.yaml, or a mapping of both languages. Where no key
// can stand, as in a list's name, a plain text is the same in both.
type textYAML struct {
	plain string
	text  parser.Text
}

// UnmarshalYAML takes a key, or a mapping of both languages.
func (t *textYAML) UnmarshalYAML(n ast.Node) error {
	if _, ok := n.(*ast.MappingNode); !ok {
		return yaml.NodeToValue(n, &t.plain)
	}
	var both struct{ ZH, EN string }
	if err := yaml.NodeToValue(n, &both, yaml.Strict()); err != nil {
		return err
	}
	if t.text = (parser.Text{ZH: both.ZH, EN: both.EN}); t.text.ZH == "" || t.text.EN == "" {
		return wrongAt(n, "这段文字要有 zh 和 en", "a text wants zh and en")
	}
	return nil
}

func (t textYAML) both() parser.Text {
	if t.plain != "" {
		return parser.Text{ZH: t.plain, EN: t.plain}
	}
	return t.text
}

// moneyYAML is a quoted decimal; an unquoted one may have lost digits.
type moneyYAML struct{ decimal.Decimal }

var priceShape = regexp.MustCompile(`^\d{1,9}(\.\d{1,2})?$`)

func (m *moneyYAML) UnmarshalYAML(n ast.Node) error {
	v, ok := n.(*ast.StringNode)
	if !ok || !priceShape.MatchString(v.Value) {
		return wrongAt(n, `价格 %[1]s 不对，要带引号："25.00"`, `%[1]s is not a price; write it in quotes: "25.00"`, n)
	}
	m.Decimal = decimal.RequireFromString(v.Value)
	return nil
}

type cycleYAML Cycle

// UnmarshalYAML takes {unit: month, count: 3}, or day, week, month, quarter or
// year.
func (c *cycleYAML) UnmarshalYAML(n ast.Node) error {
	if word, ok := n.(*ast.StringNode); ok {
		*c = cycleYAML{Unit(word.Value), 1}
		if word.Value == "quarter" {
			*c = cycleYAML{Month, 3}
		}
	} else {
		var long struct {
			Unit  Unit
			Count int
		}
		if err := yaml.NodeToValue(n, &long, yaml.Strict()); err != nil {
			return err
		}
		*c = cycleYAML(long)
	}
	switch c.Unit {
	case Day, Week, Month, Year:
		if c.Count >= 1 && c.Count <= 366 {
			return nil
		}
	}
	return wrongAt(n, "周期写 day、week、month、quarter、year 或 {unit, count}", "a cycle is day, week, month, quarter, year, or {unit, count}")
}

// shared is what services and channels have in common, read.
type shared struct {
	afterCancel, refund, support parser.Text
	traps                        []parser.Text
	hurdles                      []Hurdle // what traps tell of
	cancel                       []Path
}

// shared resolves the texts and paths of one file.
func (l *loader) shared(y *sharedYAML) (out shared, err error) {
	text := func(t textYAML) parser.Text {
		known, missing := l.text(t)
		err = cmp.Or(err, missing)
		return known
	}
	out.afterCancel, out.refund, out.support = text(y.AfterCancel.Text), text(y.Refund), text(y.Support)
	for _, t := range y.Traps {
		out.traps = append(out.traps, text(t))
		if h, ok := l.hurdles[t.plain]; ok {
			out.hurdles = append(out.hurdles, h)
		}
	}
	for _, p := range y.Paths {
		path := Path{Channel: p.Channel, URL: p.URL}
		steps := p.Steps
		if p.Listed || p.ListName != nil {
			list, ok := l.lists[p.Channel]
			if !ok {
				return out, noSuch(p.Channel, "渠道 %q 没有签约列表，请写 steps", "the channel %q has no list; write the steps")
			}
			path, steps = list.path, list.steps
		} else if !p.Unverified {
			path.VerifiedOn, path.Source = y.origin()
		}
		path.Needs, path.Effect = slices.Clone(p.Needs), cmp.Or(p.Effect, y.AfterCancel.Kind)
		if p.Channel == "service" || p.Channel == "service-web" {
			path.Needs = append(path.Needs, out.hurdles...)
		}
		for _, s := range steps {
			step := s.both()
			if p.ListName != nil {
				name := p.ListName.both()
				step.ZH, step.EN = strings.ReplaceAll(step.ZH, "{name}", name.ZH), strings.ReplaceAll(step.EN, "{name}", name.EN)
			}
			path.Steps = append(path.Steps, step)
		}
		out.cancel = append(out.cancel, path)
	}
	return out, err
}

// text is what t says; the error is that texts.yaml has no such key.
func (l *loader) text(t textYAML) (parser.Text, error) {
	if t.plain == "" {
		return t.text, nil
	}
	known, ok := l.texts[t.plain]
	if !ok {
		return known, noSuch(t.plain, "texts.yaml 里没有 %q 这段文字；中英文写成 {zh: …, en: …}", "texts.yaml has no text %q; a text of its own is written {zh: …, en: …}")
	}
	return known, nil
}

// missing is a name that leads nowhere.
type missing string

func (m missing) Error() string { return "nothing has the name " + string(m) }

func noSuch(name, zh, en string) error { return parser.Problemf(zh, en, name).Because(missing(name)) }

// origin is where and when the paths of a file were read: its first source that
// has an address, as files name the sources of their paths before those of prices
// and names. What has no source was not verified.
func (y *sharedYAML) origin() (verifiedOn, source string) {
	if y.VerifiedOn == "" || len(y.Sources) == 0 {
		return "", ""
	}
	first := y.Sources[0]
	if i := slices.IndexFunc(y.Sources, func(s string) bool { return strings.HasPrefix(s, "http") }); i >= 0 {
		first = y.Sources[i]
	}
	source, _, _ = strings.Cut(first, " (")
	return y.VerifiedOn, source
}

func (l *loader) services(name string, data []byte) ([]*Service, error) {
	d := yaml.NewDecoder(bytes.NewReader(data), yaml.Strict())
	var out []*Service
	for {
		var y serviceYAML
		if err := strict(name, d, &y); err == io.EOF {
			return out, nil
		} else if err != nil {
			return nil, err
		}
		s, err := l.service(&y)
		if err != nil {
			return nil, fmt.Errorf("%s: %q: %w", name, y.ID, err)
		}
		out = append(out, s)
	}
}

func (l *loader) service(y *serviceYAML) (*Service, error) {
	if y.ID == "" || y.Shared.Name.both().ZH == "" {
		return nil, parser.Problemf("服务要有 id 和 name", "a service wants an id and a name")
	}
	in, err := l.shared(&y.Shared)
	s := &Service{
		ID: y.ID, Name: y.Shared.Name.both(), Category: y.Category, Kind: Kind(y.Kind), Store: y.Store, Channel: y.Channel,
		Operators: y.Shared.Operators, Brands: y.Brands, Aliases: y.Aliases, Descriptors: y.Shared.Descriptors, Rules: y.Match,
		Cancel: in.cancel, AfterCancel: in.afterCancel, EffectKind: y.Shared.AfterCancel.Kind,
		Refund: in.refund, RefundDays: y.Shared.RefundDays, Support: in.support, Traps: in.traps,
		Sources: y.Shared.Sources, Confidence: y.Shared.Confidence, Examples: y.Examples,
		SoldBy: cmp.Or(y.SoldBy, "own"), Includes: y.Includes, Phones: y.Shared.Phones,
		ChargedHoursBefore: y.Shared.ChargedBy, CloseDaysBefore: y.Shared.CloseBy,
	}
	for _, p := range y.Shared.Paths {
		if p.ListName == nil {
			continue
		}
		for _, n := range []string{p.ListName.both().ZH, p.ListName.both().EN} {
			if !slices.Contains(s.Listed, n) {
				s.Listed = append(s.Listed, n)
			}
		}
	}
	for _, id := range y.WaysOf {
		i := slices.IndexFunc(l.channels, func(c *Channel) bool { return c.ID == id })
		if i < 0 {
			return s, noSuch(id, "没有名为 %q 的渠道文件", "there is no file of a channel %q")
		}
		s.standsFor(l.channels[i], len(y.WaysOf) == 1)
	}
	for _, t := range y.Keep {
		keep, missing := l.text(t)
		s.Keep, err = append(s.Keep, keep), cmp.Or(err, missing)
	}
	if y.Family != (textYAML{}) {
		var missing error
		s.Family, missing = l.text(y.Family)
		err = cmp.Or(err, missing)
	}
	if s.Kind == "" {
		s.Kind = Membership
	}
	for _, p := range y.Plans {
		plan := Plan{Name: p.Name, Cycle: Cycle(p.Cycle), Price: p.Price.Decimal, Currency: p.Currency, AsOf: p.AsOf, Note: p.Note}
		if p.FirstPrice != nil {
			plan.FirstPrice = decimal.NewNullDecimal(p.FirstPrice.Decimal)
		}
		if plan.Currency == "" {
			plan.Currency = "CNY"
		}
		s.Plans = append(s.Plans, plan)
	}
	return s, err
}

// standsFor gives s the ways to cancel of c, and if it is its only channel what
// else its file leaves open and c knows.
func (s *Service) standsFor(c *Channel, alone bool) {
	s.Cancel = append(s.Cancel, c.Cancel...)
	s.Phones = append(s.Phones, c.Phones...)
	if alone {
		s.Traps = append(slices.Clone(c.Traps), s.Traps...)
		s.AfterCancel, s.Refund, s.Support = cmp.Or(s.AfterCancel, c.AfterCancel), cmp.Or(s.Refund, c.Refund), cmp.Or(s.Support, c.Support)
		s.RefundDays = cmp.Or(s.RefundDays, c.RefundDays)
	}
}

func (l *loader) channel(name string, data []byte) error {
	var y channelYAML
	if err := strict(name, yaml.NewDecoder(bytes.NewReader(data), yaml.Strict()), &y); err != nil {
		return err
	}
	if y.ID+".yaml" != path.Base(name) {
		return fmt.Errorf("%s: wants the file's name as its id", name)
	}
	if y.List != nil {
		list := list{path: Path{Channel: y.ID, URL: y.List.URL, Generic: true}, steps: y.List.Steps}
		list.path.VerifiedOn, list.path.Source = y.Shared.origin()
		l.lists[y.ID] = list
	}
	in, err := l.shared(&y.Shared)
	if err != nil {
		return fmt.Errorf("%s: %w", name, err)
	}
	for i := range in.cancel {
		in.cancel[i].Generic, in.cancel[i].Whose = true, y.Shared.Name.both()
	}
	l.channels = append(l.channels, &Channel{
		ID: y.ID, Name: y.Shared.Name.both(), Operators: y.Shared.Operators, Descriptors: y.Shared.Descriptors,
		Cancel: in.cancel, AfterCancel: in.afterCancel, Refund: in.refund, RefundDays: y.Shared.RefundDays,
		Support: in.support, Traps: in.traps, Sources: y.Shared.Sources, Confidence: y.Shared.Confidence, Phones: y.Shared.Phones,
		ChargedHoursBefore: y.Shared.ChargedBy, CloseDaysBefore: y.Shared.CloseBy,
	})
	return nil
}
