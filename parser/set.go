package parser

import (
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"sort"
	"strings"
	"sync"
)

// Errors of Set.Parse, for errors.Is.
var (
	// ErrUnknown: no parser claims the file.
	ErrUnknown = errors.New("not a statement that is known")
	// ErrVersion: an issuer is recognised, but not this layout of its export.
	ErrVersion = errors.New("the issuer is known, but not this layout")
	// ErrAmbiguous: two parsers claim the file with equal certainty.
	ErrAmbiguous = errors.New("more than one format claims the file")
)

// Source is one file in memory, already out of its archive and without
// password. Make it with NewSource.
type Source struct {
	Name   string // as the user named it; "bill.zip!/detail.csv" inside an archive
	Data   []byte
	SHA256 string // of the bytes as the user has them, before decryption; hexadecimal

	memo   *sync.Map
	limits Limits
}

// NewSource names data and notes its hash.
func NewSource(name string, data []byte) Source {
	sum := sha256.Sum256(data)
	return Source{Name: name, Data: data, SHA256: hex.EncodeToString(sum[:]), memo: new(sync.Map)}
}

// WithData returns src with its content decrypted: name and hash stay those of
// the file that the user has.
func (src Source) WithData(data []byte) Source {
	return Source{Name: src.Name, Data: data, SHA256: src.SHA256, memo: new(sync.Map), limits: src.limits}
}

// Memo returns what make derived from src, and derives it only once, so that
// twenty parsers that look at one workbook open it once.
func (src Source) Memo(key any, make func() any) any {
	if src.memo == nil {
		return make()
	}
	if v, ok := src.memo.Load(key); ok {
		return v
	}
	v, _ := src.memo.LoadOrStore(key, make())
	return v
}

// Certainty says how sure a parser is of a file.
type Certainty int

const (
	NoMatch   Certainty = iota
	ByName              // only the file's name speaks for it
	ByContent           // the table's own titles were found
)

// Match is a parser's claim on a source.
type Match struct {
	Certainty Certainty
	Version   string // of the layout; empty in a match: ours, but not one we read
	Reason    Text   // for the user: "row 25 has 交易订单号"; for an unknown version what is missing; for NoMatch why the bytes cannot be read at all
}

// A Parser reads the exports of one issuer in one layout. It keeps no state.
type Parser interface {
	// ID names the layout in flags, reports and testdata: "alipay-app-csv".
	ID() string
	// Sniff says how surely src can be read. It cannot fail: what makes no
	// sense to it is NoMatch.
	Sniff(src Source) Match
	// Parse reads all of src. An error means that no row can be trusted;
	// a single odd row goes to Statement.LeftOut instead.
	Parse(src Source) (*Statement, error)
}

// A Set is a fixed choice of parsers. There is no global one.
type Set struct{ parsers []Parser }

// NewSet fails if two parsers share an ID. The order of ps means nothing.
func NewSet(ps ...Parser) (*Set, error) {
	s := &Set{append([]Parser(nil), ps...)}
	sort.Slice(s.parsers, func(i, j int) bool { return s.parsers[i].ID() < s.parsers[j].ID() })
	for i := 1; i < len(s.parsers); i++ {
		if s.parsers[i].ID() == s.parsers[i-1].ID() {
			return nil, fmt.Errorf("two parsers with the ID %q", s.parsers[i].ID())
		}
	}
	return s, nil
}

// Parsers returns the parsers in the order of their IDs.
func (s *Set) Parsers() []Parser { return append([]Parser(nil), s.parsers...) }

// Sniff asks every parser and returns those with the highest certainty.
func (s *Set) Sniff(src Source) (best []Parser, m Match) {
	for _, p := range s.parsers {
		switch c := p.Sniff(src); {
		case c.Certainty == NoMatch || c.Certainty < m.Certainty:
		case c.Certainty > m.Certainty, m.Version == "" && c.Version != "":
			best, m = []Parser{p}, c
		case (c.Version == "") == (m.Version == ""):
			best = append(best, p)
		}
	}
	return best, m
}

// Parse lets the surest parser read src. Its errors wrap ErrUnknown,
// ErrVersion, ErrAmbiguous or ErrLimit, or come from the parser.
func (s *Set) Parse(src Source) (*Statement, error) {
	best, m := s.Sniff(src)
	switch {
	case len(best) == 0 && src.refused() != nil:
		return nil, src.refused()
	case len(best) == 0 && s.unreadable(src) != (Text{}):
		return nil, (&Problem{Text: s.unreadable(src)}).Because(ErrUnknown)
	case len(best) == 0:
		return nil, Problemf(
			"不是已知格式的账单。请使用 App 导出的原始文件；支持的格式见 unrenew formats",
			"not a statement of a known format. Use the file as the app exported it; unrenew formats lists what can be read",
		).Because(ErrUnknown)
	case m.Version == "":
		return nil, Problemf("看起来是 %[1]s 的账单，但不是能读的版式：%[2]s", "this looks like %[1]s, but not a layout that can be read: %[3]s",
			best[0].ID(), m.Reason.ZH, m.Reason.EN).Because(ErrVersion)
	case len(best) > 1:
		ids := make([]string, len(best))
		for i, p := range best {
			ids[i] = p.ID()
		}
		list := strings.Join(ids, ", ")
		return nil, Problemf("同时像几种格式：%s。请用 --source 指定", "more than one format claims this file: %s. Choose one with --source", list).Because(ErrAmbiguous)
	}
	return run(best[0], src)
}

// unreadable says why src is nothing that any parser could read: a picture, a
// locked workbook. It is empty if one of them could. The reason that the fewest
// give is the one that knows most: "a scan" and not "a PDF, no table".
func (s *Set) unreadable(src Source) (why Text) {
	count := map[Text]int{}
	var reasons []Text
	for _, p := range s.parsers {
		r := p.Sniff(src).Reason
		if r == (Text{}) {
			return Text{}
		}
		if count[r]++; count[r] == 1 {
			reasons = append(reasons, r)
		}
	}
	for _, r := range reasons {
		if why == (Text{}) || count[r] < count[why] {
			why = r
		}
	}
	return why
}

// ParseAs reads src with the parser named id, whatever the others say.
func (s *Set) ParseAs(id string, src Source) (*Statement, error) {
	for _, p := range s.parsers {
		if p.ID() == id {
			return run(p, src)
		}
	}
	return nil, Problemf("没有名为 %q 的格式；unrenew formats 列出全部", "there is no format named %q; unrenew formats lists them", id).Because(ErrUnknown)
}

// run turns a panic in a reader of foreign bytes into an error: the other files
// are still read.
func run(p Parser, src Source) (st *Statement, err error) {
	defer func() {
		if r := recover(); r != nil {
			st, err = nil, Crash(r)
		}
	}()
	st, err = p.Parse(src)
	if err != nil {
		return nil, err
	}
	all := st.All()
	for i, s := range all {
		s.File, s.SHA256, s.Format = src.Name, src.SHA256, p.ID()
		if len(all) > 1 {
			s.rename(fmt.Sprintf("%s!/%d", src.Name, i+1))
		}
	}
	return st, nil
}

// rename gives a statement that shares its file with others a name of its own,
// so that every row leads back to its account.
func (s *Statement) rename(name string) {
	s.File = name
	for i := range s.Transactions {
		s.Transactions[i].Pos.File = name
	}
	for _, e := range s.LeftOut {
		e.Pos.File = name
	}
	for i := range s.Notes {
		s.Notes[i].Pos.File = name
	}
}
