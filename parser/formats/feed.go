package formats

import (
	"bytes"
	"regexp"
	"strings"
	"unicode/utf8"

	"golang.org/x/text/encoding/htmlindex"

	"github.com/unrenew/unrenew/parser"
	"github.com/unrenew/unrenew/parser/internal/table"
)

// A feed is the declaration of a format that is no table but a text in a grammar
// of its own, which many banks write alike.
type feed struct {
	Info
	// claims tells from the beginning of the file whether it is one.
	claims func(head string) bool
	// parse reads it: one statement for each account. An error means that no row
	// can be read.
	parse func(f *feeding) error
}

// A feeding is a file while it is read as a feed.
type feeding struct {
	source parser.Source
	text   string
	parts  []*reading
	rows   int
	lines  map[int]bool
	shared bool // two rows begin on one line
}

func addFeed(f feed) bool {
	list = append(list, f)
	return true
}

func (f feed) ID() string  { return f.Info.ID }
func (f feed) about() Info { return f.Info }

type feedKey struct{ id string }

// Sniff claims what begins like a file of the format, and reads it to see
// whether it is one.
func (f feed) Sniff(src parser.Source) parser.Match {
	return src.Memo(feedKey{f.Info.ID}, func() any {
		if !f.claims(headOf(src)) {
			_, err := table.Read(beginning(src))
			return parser.Match{Reason: parser.TextOf(err)}
		}
		if _, err := f.Parse(src); err != nil {
			return parser.Match{Certainty: parser.ByContent, Reason: parser.TextOf(err)}
		}
		return parser.Match{Certainty: parser.ByContent, Version: f.Since, Reason: parser.Says("文件开头是 %s", "the file begins as %s", f.Container)}
	}).(parser.Match)
}

// headOf is the beginning of a text, enough to tell its kind.
func headOf(src parser.Source) string {
	head, ok := table.Decode(src.Data[:min(len(src.Data), 8<<10)])
	if !ok {
		return ""
	}
	return strings.TrimSpace(oldLines(head))
}

// oldLines makes the line ends of old Macs, a CR alone, the usual ones; programs
// of the nineties still write them.
func oldLines(text string) string {
	if strings.Contains(text, "\n") {
		return text
	}
	return strings.ReplaceAll(text, "\r", "\n")
}

// inCharset decodes by the charset that the file names, where its bytes do not
// tell: many name one and are UTF-8, or were saved again. text is what the bytes
// look like; the group of names is the charset.
func inCharset(data []byte, text string, names *regexp.Regexp) string {
	m := names.FindSubmatch(data[:min(len(data), 1024)])
	if m == nil || utf8.Valid(data) || bytes.HasPrefix(data, []byte("\xFF\xFE")) || bytes.HasPrefix(data, []byte("\xFE\xFF")) {
		return text
	}
	name := string(m[1])
	switch {
	case strings.HasPrefix(name, "125"):
		name = "windows-" + name
	case name == "936":
		name = "gb18030"
	}
	enc, err := htmlindex.Get(name)
	if err != nil {
		return text
	}
	if s, err := enc.NewDecoder().Bytes(data); err == nil {
		return string(s)
	}
	return text
}

// Parse reads all of src.
func (f feed) Parse(src parser.Source) (*parser.Statement, error) {
	if !f.claims(headOf(src)) {
		return nil, parser.Problemf("不是 %s 文件", "not a file of the format %s", f.Info.ID)
	}
	if int64(len(src.Data)) > src.Limit(maxFeed) {
		return nil, src.Refuse(maxFeed, "文件超过 %s，请按时间分段导出", "the file is larger than %s; export shorter periods")
	}
	text, ok := table.Decode(src.Data)
	if !ok {
		return nil, parser.Problemf("文件已损坏或没有下载完整，请重新导出", "the file is damaged or incomplete; export it again")
	}
	in := &feeding{source: src, text: oldLines(text), lines: map[int]bool{}}
	if err := f.parse(in); err != nil {
		return nil, err
	}
	if len(in.parts) == 0 {
		return nil, parser.Problemf("文件里没有银行或银行卡账户", "the file holds no account of a bank or card")
	}
	whole := in.parts[0].Statement
	for i, rd := range in.parts {
		if rd.Issuer == "" {
			rd.Issuer = f.Issuer
		}
		rd.more = true
		rd.span()
		in.settle(rd.Statement)
		if i > 0 {
			whole.Others = append(whole.Others, rd.Statement)
		}
	}
	return whole, nil
}

// account begins the statement of one account.
func (f *feeding) account(issuer string, medium parser.Medium, account string) *reading {
	rd := &reading{Statement: &parser.Statement{Issuer: issuer, Medium: medium, Account: accountLabel(account), Identity: cardIdentity(account)}, source: f.source}
	f.parts = append(f.parts, rd)
	return rd
}

// accountLabel names an account by its last four digits; a name without digits
// is the user's own and stays.
func accountLabel(s string) string {
	s = strings.TrimSpace(s)
	if tail := cardTail(s); tail != "" {
		return "尾号 " + tail
	}
	if strings.ContainsAny(s, "0123456789") {
		return maskAccount(s)
	}
	return s
}

// place is where the next row begins: its line and, until all are known, its
// number among the rows.
func (f *feeding) place(line int) parser.Pos {
	f.rows++
	f.shared = f.shared || f.lines[line]
	f.lines[line] = true
	return parser.Pos{File: f.source.Name, Page: f.rows, Row: line}
}

// settle leaves of each place the line or, in a file whose rows share lines, the
// number of the row.
func (f *feeding) settle(st *parser.Statement) {
	fix := func(p *parser.Pos) {
		if f.shared && p.Page > 0 {
			p.Row = p.Page
		}
		p.Page = 0
	}
	for i := range st.Transactions {
		fix(&st.Transactions[i].Pos)
	}
	for _, e := range st.LeftOut {
		fix(&e.Pos)
	}
	for i := range st.Notes {
		fix(&st.Notes[i].Pos)
	}
}

// checkSum notes where the balances that a statement declares do not differ by
// the sum of its rows.
func (rd *reading) checkSum(opening, closing signedSum, currency string) {
	sum := opening.value
	for _, t := range rd.Transactions {
		if t.Amount.Currency != currency {
			return
		}
		if t.Direction == parser.Out {
			sum = sum.Sub(t.Amount.Value)
		} else {
			sum = sum.Add(t.Amount.Value)
		}
	}
	if opening.known && closing.known && !sum.Equal(closing.value) {
		rd.note("balance-differs", parser.Pos{}, "期初余额加上各行不等于期末余额；可能缺了几行",
			"the opening balance and the rows do not make the closing balance; rows may be missing")
	}
}
