package report

import (
	"cmp"
	"fmt"
	"maps"
	"path"
	"regexp"
	"slices"
	"strings"
	"sync"
	"unicode/utf8"

	"github.com/unrenew/unrenew/detector"
	"github.com/unrenew/unrenew/detector/catalog"
	"github.com/unrenew/unrenew/detector/records"
	"github.com/unrenew/unrenew/parser"
)

// redactedText tells the reader of a report what is not in it.
var redactedText = parser.Says(
	"这份报告已隐去账户、个人姓名、商户里的个人信息、文件名和单号，可以给别人看；金额、日期和编号没有变",
	"accounts, names of persons, names of files and order numbers are masked in this report, so that it can be shown to others; amounts, days and IDs are unchanged")

// redactedCode is the warning by which every output says that it is redacted.
const redactedCode = "redacted"

// hidden stands where a text was that may tell who somebody is.
const hidden = "***"

// A redactor knows what may tell who somebody is, and what to say instead. It
// works on copies of what a view is made of: no output ever sees the original.
type redactor struct {
	lang     string
	files    map[string]string    // names of files, which may hold names and telephone numbers
	accounts map[[2]string]string // by issuer and account
	names    map[string]string    // of payees that may be persons, by the subscription's ID
	words    *strings.Replacer    // all of these inside the texts of the detector
}

// redacted are copies of a result and its statements that can be shown to
// others. IDs, amounts and days are the same; so are the hashes of the files, by
// which somebody who has a statement can see that it is the one.
func redacted(r *detector.Result, statements []*parser.Statement, lang string) (*detector.Result, []*parser.Statement) {
	m := &redactor{lang: lang}
	m.learn(r, statements)
	out := *r
	out.LooseRefunds = nil
	out.Subscriptions, out.Maybe = m.subscriptions(r.Subscriptions), m.subscriptions(r.Maybe)
	out.Alerts = slices.Clone(r.Alerts)
	for i := range out.Alerts {
		a := &out.Alerts[i]
		a.Message, a.Actions = m.text(a.Message), m.texts(a.Actions)
	}
	out.Coverage = slices.Clone(r.Coverage)
	for i := range out.Coverage {
		c := &out.Coverage[i]
		c.Issuer, c.Account = layout(c.Issuer), m.accounts[[2]string{c.Issuer, c.Account}]
		c.Files = slices.Clone(c.Files)
		for j, f := range c.Files {
			c.Files[j] = m.files[f]
		}
	}
	out.Warnings = []detector.Warning{{Code: redactedCode, Message: redactedText}}
	for _, w := range r.Warnings {
		w.File, w.Message = m.files[w.File], m.text(w.Message)
		if w.Code == "rule-unmatched" { // it quotes what the user wrote
			w.Message = parser.Says("规则文件里有一条在账单里没有找到", "one of your rules matches no row of the statements")
		}
		out.Warnings = append(out.Warnings, w)
	}
	var sts []*parser.Statement
	for _, st := range statements {
		sts = append(sts, m.statement(st))
	}
	return &out, sts
}

// learn collects what to mask. The numbers given depend on the names alone, not
// on the order in which they come.
func (m *redactor) learn(r *detector.Result, statements []*parser.Statement) {
	files, accounts, sheets := map[string]bool{"": true}, map[[2]string]bool{}, map[string]bool{}
	for _, st := range statements {
		files[st.File], accounts[[2]string{st.Issuer, st.Account}] = true, true
		for _, n := range st.Notes {
			sheets[n.Pos.Sheet] = true
		}
		for _, e := range st.LeftOut {
			sheets[e.Pos.Sheet] = true
		}
	}
	for _, w := range r.Warnings {
		files[w.File] = true
	}
	for _, c := range r.Coverage {
		accounts[[2]string{c.Issuer, c.Account}] = true
	}
	subs := slices.Concat(r.Subscriptions, r.Maybe)
	for _, s := range subs {
		for _, c := range s.Charges {
			for _, t := range c.Rows {
				files[t.Pos.File] = true
				sheets[t.Pos.Sheet] = true
			}
		}
	}

	instead := map[string]string{}
	m.files = map[string]string{"": ""}
	for i, f := range slices.Sorted(maps.Keys(files)) {
		if f == "" {
			continue
		}
		m.files[f] = fmt.Sprintf("%s-%02d%s", parser.Says("文件", "file").In(m.lang), i, extension(f))
		instead[f] = m.files[f]
		for _, part := range strings.FieldsFunc(f, func(r rune) bool { return r == '/' || r == '\\' || r == '!' }) {
			if extension(part) != "" {
				instead[part] = m.files[f]
			}
		}
	}
	m.accounts = map[[2]string]string{}
	last := map[string]int{}
	for _, a := range slices.SortedFunc(maps.Keys(accounts), func(a, b [2]string) int {
		return cmp.Or(cmp.Compare(a[0], b[0]), cmp.Compare(a[1], b[1]))
	}) {
		if layout(a[0]) != a[0] {
			instead[a[0]] = hidden
		}
		if a[1] == "" {
			continue
		}
		last[a[0]]++
		m.accounts[a] = fmt.Sprintf("#%d", last[a[0]])
		instead[a[1]], instead[strings.ReplaceAll(a[1], "尾号", "ending")] = m.accounts[a], m.accounts[a]
	}
	for s := range sheets {
		if !plainSheet.MatchString(s) {
			instead[s] = hidden
		}
	}
	m.names = map[string]string{}
	slices.SortFunc(subs, func(a, b detector.Subscription) int { return cmp.Compare(a.ID, b.ID) })
	for _, s := range subs {
		if builtIn(s.Service) || firm(s.Merchant) != "" {
			continue
		}
		what := parser.Says("商户", "payee")
		if s.Kind == catalog.TransferTo || s.Kind == catalog.Rent {
			what = parser.Says("收款人", "person")
		}
		last[what.EN]++
		m.names[s.ID] = fmt.Sprintf("%s %d", what.In(m.lang), last[what.EN])
		for _, t := range []string{s.Merchant, s.Name.ZH, s.Name.EN} {
			instead[t] = m.names[s.ID]
		}
	}
	var pairs []string
	for _, k := range slices.SortedFunc(maps.Keys(instead), func(a, b string) int { return cmp.Or(cmp.Compare(len(b), len(a)), cmp.Compare(a, b)) }) {
		if utf8.RuneCountInString(k) > 1 { // the longest first; one letter tells nothing
			pairs = append(pairs, k, instead[k])
		}
	}
	m.words = strings.NewReplacer(pairs...)
}

// layout is the name of a format or an issuer; the user gives those of their own
// layouts, and some files the number of a bank.
func layout(id string) string {
	if !plainID.MatchString(id) || scrub(id) != id {
		return hidden
	}
	return id
}

var plainID = regexp.MustCompile(`^[a-z0-9-]*$`)

var plainSheet = regexp.MustCompile(`^((?i)sheet\s*\d*|工作表\s*\d*|明细|)$`)

// extension is the end of a file's name that tells its kind; empty if it tells more.
func extension(name string) string {
	ext := strings.ToLower(path.Ext(name))
	if !kindOfFile.MatchString(ext) {
		return ""
	}
	return ext
}

var kindOfFile = regexp.MustCompile(`^\.[a-z]{1,3}[a-z0-9]{0,2}$`)

// text masks what is known of names and accounts, and what looks like a number
// of one, in a text of the detector.
func (m *redactor) text(t parser.Text) parser.Text {
	return parser.Text{ZH: scrub(m.words.Replace(t.ZH)), EN: scrub(m.words.Replace(t.EN))}
}

func (m *redactor) texts(list []parser.Text) []parser.Text {
	out := make([]parser.Text, len(list))
	for i, t := range list {
		out[i] = m.text(t)
	}
	return out
}

// personal is what a text may hold of a person beside names: addresses of mail,
// masked or whole numbers of telephones, accounts and orders, the end of a card.
var personal = regexp.MustCompile(`[\w.+*-]+@[\w.-]+|尾号\s*\d{3,4}|[(（]\d{4}[)）]|\d[\d*＊]{5,}|\d+[*＊]+\d*|\p{Han}[*＊]+`)

func scrub(s string) string { return personal.ReplaceAllString(s, hidden) }

// legal is a name that ends in one of the words by which the law lets only firms
// and institutions call themselves. A shop is not among them: it often bears its
// owner's name.
var legal = regexp.MustCompile(`[\p{Han}A-Za-z0-9&（）()]*(?:公司|集团|银行|基金会|协会|大学|学院|医院)|[A-Za-z0-9&.,' ]+\b(?i:Inc|LLC|Ltd|Limited|GmbH|Corp|Corporation|Pte)\b`)

// firm is the name of the firm in a merchant's text; empty if there is none.
// What stands around it, an item or a person, is left out.
func firm(merchant string) string { return scrub(strings.TrimSpace(legal.FindString(merchant))) }

var ownCatalog = sync.OnceValue(func() *catalog.Catalog {
	c, err := catalog.Load()
	if err != nil {
		panic(err)
	}
	return c
})

// builtIn tells whether a service is of the program's own catalog, not of the
// user's rules, whose names are the user's words.
func builtIn(s *catalog.Service) bool {
	if s == nil {
		return false
	}
	own := ownCatalog().Service(s.ID)
	return own != nil && own.Name == s.Name
}

func (m *redactor) subscriptions(list []detector.Subscription) []detector.Subscription {
	out := slices.Clone(list)
	for i := range out {
		s := &out[i]
		known := builtIn(s.Service)
		switch name := m.names[s.ID]; {
		case name != "":
			s.Name, s.Merchant = parser.Text{ZH: name, EN: name}, name
		case firm(s.Merchant) != "":
			s.Merchant = firm(s.Merchant)
			if !known { // the name goes on with what was bought
				s.Name = parser.Text{ZH: s.Merchant, EN: s.Merchant}
			}
		default:
			s.Merchant = s.Service.Name.In(m.lang)
		}
		if !known {
			s.Service, s.Advice, s.Refund = nil, nil, parser.Text{}
			s.Paths = slices.DeleteFunc(slices.Clone(s.Paths), func(p catalog.Path) bool { return !p.Generic })
		}
		s.Reasons = m.texts(s.Reasons)
		s.Events = slices.Clone(s.Events)
		for k := range s.Events {
			if e := &s.Events[k]; e.Type == "renamed" {
				e.From, e.To = rename(e.From), rename(e.To)
			}
		}
		s.Charges = slices.Clone(s.Charges)
		for k := range s.Charges {
			s.Charges[k].Rows = m.rows(s.Charges[k].Rows)
		}
		s.Cancellation = cancellation(s.Cancellation)
	}
	return out
}

func rename(merchant string) string {
	return cmp.Or(firm(merchant), hidden)
}

// rows keep what tells where, when and how much.
func (m *redactor) rows(list []*parser.Transaction) []*parser.Transaction {
	out := make([]*parser.Transaction, len(list))
	for i, t := range list {
		out[i] = &parser.Transaction{Pos: m.pos(t.Pos), Time: t.Time, DateOnly: t.DateOnly, Amount: t.Amount}
		if t.OrderID != "" {
			out[i].OrderID = hidden
		}
	}
	return out
}

func (m *redactor) pos(p parser.Pos) parser.Pos {
	p.File = m.files[p.File]
	if !plainSheet.MatchString(p.Sheet) {
		p.Sheet = hidden
	}
	return p
}

// cancellation keeps the days and the channel of a record. The proofs are counted.
func cancellation(c *detector.Cancellation) *detector.Cancellation {
	if c == nil {
		return nil
	}
	out := *c
	out.Cancellation = records.Cancellation{
		Row: c.Row, CancelledOn: c.CancelledOn, HasClock: c.HasClock, EffectiveOn: c.EffectiveOn, Channel: c.Channel,
		ResubscribedOn: c.ResubscribedOn, RefundPromised: c.RefundPromised,
	}
	for i, name := range c.Evidence {
		out.Evidence = append(out.Evidence, fmt.Sprintf("%d%s", i+1, extension(name)))
	}
	return &out
}

// statement keeps of the rows what the sums are made of.
func (m *redactor) statement(st *parser.Statement) *parser.Statement {
	out := &parser.Statement{
		File: m.files[st.File], SHA256: st.SHA256, Format: layout(st.Format), Issuer: layout(st.Issuer), Medium: st.Medium,
		Account: m.accounts[[2]string{st.Issuer, st.Account}], From: st.From, To: st.To, Declares: st.Declares,
		Month: st.Month, Partial: st.Partial, Exported: st.Exported, Declared: st.Declared,
	}
	for _, t := range st.Transactions {
		out.Transactions = append(out.Transactions, parser.Transaction{Direction: t.Direction, Amount: t.Amount})
	}
	for _, e := range st.LeftOut {
		why := m.text(parser.TextOf(e))
		out.LeftOut = append(out.LeftOut, &parser.Error{Pos: m.pos(e.Pos), Err: &parser.Problem{Text: why}})
	}
	for _, n := range st.Notes {
		out.Notes = append(out.Notes, parser.Note{Code: n.Code, Pos: m.pos(n.Pos), Text: m.text(n.Text)})
	}
	return out
}
