package formats

import (
	"bytes"
	"encoding/json"
	"flag"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/shopspring/decimal"

	"github.com/unrenew/unrenew/parser"
)

var update = flag.Bool("update", false, "write what is found as what is wanted")

const fixtures = "../../testdata/statements"

// A fixture is one export in testdata.
type fixture struct {
	id, path string // the parser it belongs to, and where it is
	src      parser.Source
}

func (f fixture) want() string {
	return strings.TrimSuffix(f.path, filepath.Ext(f.path)) + ".want.json"
}

func (f fixture) text() bool { return filepath.Ext(f.path) == ".csv" }

// page tells statements that are the text of a mail.
func (f fixture) page() bool {
	return filepath.Ext(f.path) == ".html" || filepath.Ext(f.path) == ".eml"
}

// load reads every fixture. Sources are named without folder, since a name may
// not decide what a file is.
func load(t testing.TB) (all []fixture) {
	t.Helper()
	paths, err := filepath.Glob(fixtures + "/*/*.*")
	if err != nil || len(paths) == 0 {
		t.Fatal("no fixtures found", err)
	}
	for _, p := range paths {
		if strings.HasSuffix(p, ".want.json") || strings.HasSuffix(p, ".md") {
			continue
		}
		data, err := os.ReadFile(p)
		if err != nil {
			t.Fatal(err)
		}
		src := parser.NewSource(filepath.Base(p), data)
		if filepath.Ext(p) == ".eml" {
			sources, errs := Open(src.Name, data, nil)
			if len(sources) != 1 || len(errs) != 0 || sources[0].Name != src.Name {
				t.Fatalf("%s: %d sources, errors %v", p, len(sources), errs)
			}
			src = sources[0]
		}
		all = append(all, fixture{filepath.Base(filepath.Dir(p)), p, src})
	}
	return all
}

// TestFormats holds parsers and fixtures together: a folder for each parser and
// a parser for each folder, every file claimed by its own parser and no other,
// and what is read of it is what its want.json says.
func TestFormats(t *testing.T) {
	folders := map[string]bool{}
	for _, f := range load(t) {
		folders[f.id] = true
		t.Run(f.id+"/"+filepath.Base(f.path), func(t *testing.T) {
			best, m := All().Sniff(f.src)
			if len(best) != 1 || best[0].ID() != f.id || m.Version == "" {
				t.Fatalf("claimed by %v as %+v, want %s alone", ids(best), m, f.id)
			}
			for _, p := range All().Parsers() {
				if m := p.Sniff(f.src); p.ID() != f.id && m.Certainty != parser.NoMatch {
					t.Errorf("%s takes it for a file that it cannot read: %+v", p.ID(), m)
				}
			}
			st, err := All().Parse(f.src)
			if err != nil {
				t.Fatal(err)
			}
			for _, st := range st.All() {
				checkPlaces(t, st)
			}
			got, err := json.MarshalIndent(dump(st), "", "\t")
			if err != nil {
				t.Fatal(err)
			}
			got = append(got, '\n')
			if *update {
				if err := os.WriteFile(f.want(), got, 0o644); err != nil {
					t.Fatal(err)
				}
			}
			want, err := os.ReadFile(f.want())
			if err != nil {
				t.Fatal(err)
			}
			if !bytes.Equal(got, want) {
				t.Errorf("%s: %s", f.want(), firstDifference(got, want))
			}
		})
	}
	for _, p := range All().Parsers() {
		if !folders[p.ID()] {
			t.Errorf("parser %s has no folder with fixtures", p.ID())
		}
		delete(folders, p.ID())
	}
	for id := range folders {
		t.Errorf("folder %s has no parser", id)
	}
	wants, _ := filepath.Glob(fixtures + "/*/*.want.json")
	for _, w := range wants {
		if m, _ := filepath.Glob(strings.TrimSuffix(w, ".want.json") + ".*"); len(m) < 2 {
			t.Errorf("%s belongs to no fixture", w)
		}
	}
}

func ids(ps []parser.Parser) (ids []string) {
	for _, p := range ps {
		ids = append(ids, p.ID())
	}
	return ids
}

// checkPlaces wants every row in one place only, and left-out rows with a
// reason in both languages.
func checkPlaces(t testing.TB, st *parser.Statement) {
	t.Helper()
	seen := map[parser.Pos]bool{}
	place := func(p parser.Pos) {
		if p.Row == 0 || seen[p] {
			t.Errorf("row %+v has no place or stands twice", p)
		}
		seen[p] = true
	}
	for _, tr := range st.Transactions {
		place(tr.Pos)
		if tr.Amount.Value.IsNegative() || tr.Amount.Currency == "" || tr.Time.IsZero() || tr.Amount.Value.Exponent() < -2 {
			t.Errorf("row %d: amount %v, time %v", tr.Pos.Row, tr.Amount, tr.Time)
		}
		if tr.Refunded.IsNegative() {
			t.Errorf("row %d: refunded %v", tr.Pos.Row, tr.Refunded)
		}
	}
	for _, e := range st.LeftOut {
		place(e.Pos)
		if text := parser.TextOf(e); text.ZH == "" || text.EN == "" || text.ZH == text.EN {
			t.Errorf("row %d: left out because %+v", e.Pos.Row, text)
		}
	}
	for _, n := range st.Notes {
		if n.Code == "" || n.Text.ZH == "" || n.Text.EN == "" {
			t.Errorf("note %+v", n)
		}
	}
}

func firstDifference(got, want []byte) string {
	g, w := strings.Split(string(got), "\n"), strings.Split(string(want), "\n")
	for i := range min(len(g), len(w)) {
		if g[i] != w[i] {
			return "line " + decimal.NewFromInt(int64(i+1)).String() + ":\n got " + g[i] + "\nwant " + w[i]
		}
	}
	return "one is longer"
}

// A statementDump is a statement as want.json has it.
type statementDump struct {
	Format, Issuer, Medium string
	Account                string            `json:",omitempty"`
	Period                 string            `json:",omitempty"`
	Declares, Partial      bool              `json:",omitempty"`
	Month                  string            `json:",omitempty"`
	Exported               string            `json:",omitempty"`
	Declared               map[string]string `json:",omitempty"`
	Rows                   int
	Out, In                map[string]string `json:",omitempty"`
	Transactions           []rowDump
	LeftOut                []noteDump      `json:",omitempty"`
	Notes                  []noteDump      `json:",omitempty"`
	Others                 []statementDump `json:",omitempty"`
}

type rowDump struct {
	Page                      int `json:",omitempty"`
	Row                       int
	Sheet                     string `json:",omitempty"`
	Time                      string
	Booked                    string `json:",omitempty"`
	Amount, Direction, Class  string
	Refunded                  string `json:",omitempty"`
	Type, Status              string `json:",omitempty"`
	Counterparty, Description string `json:",omitempty"`
	Method, Card              string `json:",omitempty"`
	OrderID, MerchantOrderID  string `json:",omitempty"`
	Original, Balance         string `json:",omitempty"`
}

type noteDump struct {
	Code   string `json:",omitempty"`
	Row    int    `json:",omitempty"`
	Sheet  string `json:",omitempty"`
	ZH, EN string
}

func dump(st *parser.Statement) statementDump {
	d := statementDump{
		Format: st.Format, Issuer: st.Issuer, Medium: [...]string{"wallet", "debit card", "credit card"}[st.Medium],
		Account: st.Account, Period: date(st.From) + " to " + date(st.To), Declares: st.Declares, Partial: st.Partial,
		Rows: st.Rows(), Out: map[string]string{}, In: map[string]string{}, Declared: map[string]string{},
	}
	if !st.Month.IsZero() {
		d.Month = st.Month.Format("2006-01")
	}
	if !st.Exported.IsZero() {
		d.Exported = st.Exported.Format(time.DateTime)
	}
	out, in := st.Sums()
	for c, v := range out {
		d.Out[c] = v.StringFixed(2)
	}
	for c, v := range in {
		d.In[c] = v.StringFixed(2)
	}
	if t := st.Declared; t != nil {
		if t.Count != nil {
			d.Declared["count"] = decimal.NewFromInt(int64(*t.Count)).String()
		}
		if t.Income != nil {
			d.Declared["income"] = t.Income.StringFixed(2)
		}
		if t.Expense != nil {
			d.Declared["expense"] = t.Expense.StringFixed(2)
		}
	}
	for _, t := range st.Transactions {
		r := rowDump{
			Page: t.Pos.Page, Row: t.Pos.Row, Sheet: t.Pos.Sheet, Time: t.Time.Format(time.DateTime), Amount: t.Amount.String(), Direction: t.Direction.String(), Class: t.Class.String(),
			Type: t.Type, Status: t.Status, Counterparty: t.Counterparty, Description: t.Description, Method: t.Method, Card: t.Card,
			OrderID: t.OrderID, MerchantOrderID: t.MerchantOrderID, Original: t.Original,
		}
		if t.DateOnly {
			r.Time = date(t.Time)
		}
		if !t.Booked.IsZero() {
			r.Booked = date(t.Booked)
		}
		if !t.Refunded.IsZero() {
			r.Refunded = t.Refunded.StringFixed(2)
		}
		if t.Balance.Valid {
			r.Balance = t.Balance.Decimal.StringFixed(2)
		}
		d.Transactions = append(d.Transactions, r)
	}
	for _, e := range st.LeftOut {
		text := parser.TextOf(e)
		d.LeftOut = append(d.LeftOut, noteDump{Row: e.Pos.Row, Sheet: e.Pos.Sheet, ZH: text.ZH, EN: text.EN})
	}
	for _, n := range st.Notes {
		d.Notes = append(d.Notes, noteDump{n.Code, n.Pos.Row, n.Pos.Sheet, n.Text.ZH, n.Text.EN})
	}
	for _, o := range st.Others {
		d.Others = append(d.Others, dump(o))
	}
	return d
}

func date(t time.Time) string { return t.Format(time.DateOnly) }

// TestTruncated cuts every fixture at many places. Rows before the cut stay
// what they are, and of the row that is cut either all that counts was read or
// it is left out. A page or another file that no one reads line by line is read
// as a whole or not at all.
func TestTruncated(t *testing.T) {
	for _, f := range load(t) {
		t.Run(f.id+"/"+filepath.Base(f.path), func(t *testing.T) {
			whole, err := All().Parse(f.src)
			if err != nil {
				t.Fatal(err)
			}
			data, cuts := f.src.Data, 400
			if !f.text() {
				cuts = 25 // hardly any of them opens
			}
			for cut := 0; cut < len(data); cut += 1 + len(data)/cuts {
				src := parser.NewSource(f.src.Name, data[:cut])
				st, err := All().ParseAs(f.id, src) // to ask all parsers each time takes minutes
				if f.page() && err == nil && len(st.Transactions) != len(whole.Transactions) {
					t.Fatalf("cut at byte %d: %d transactions of %d", cut, len(st.Transactions), len(whole.Transactions))
				}
				if err != nil || !f.text() {
					continue // said aloud
				}
				checkPlaces(t, st)
				line := bytes.Count(data[:cut], []byte("\n")) + 1 // the one that is cut
				byRow := map[int]parser.Transaction{}
				placed := map[int]bool{}
				for _, tr := range st.Transactions {
					byRow[tr.Pos.Row], placed[tr.Pos.Row] = tr, true
				}
				for _, e := range st.LeftOut {
					placed[e.Pos.Row] = true
				}
				for _, tr := range whole.Transactions {
					got, read := byRow[tr.Pos.Row]
					rest := data[bytes.LastIndexByte(data[:cut], '\n')+1 : cut]
					switch row := tr.Pos.Row; {
					case row > line || row == line && len(bytes.TrimLeft(rest, "\", \t\r")) < 2:
					case !placed[row]:
						t.Fatalf("cut at byte %d: row %d is lost", cut, row)
					case read && (!got.Time.Equal(tr.Time) || !got.Amount.Value.Equal(tr.Amount.Value) || got.Direction != tr.Direction):
						t.Fatalf("cut at byte %d: row %d reads %v %v %v, was %v %v %v", cut, row,
							got.Time, got.Amount, got.Direction, tr.Time, tr.Amount, tr.Direction)
					}
				}
			}
		})
	}
}

func TestInfos(t *testing.T) {
	infos := Infos()
	if len(infos) != len(All().Parsers()) {
		t.Fatalf("%d infos for %d parsers", len(infos), len(All().Parsers()))
	}
	for i, p := range All().Parsers() {
		in := infos[i]
		if in.ID != p.ID() {
			t.Errorf("info %d is of %s, want %s", i, in.ID, p.ID())
		}
		for _, s := range []string{in.Issuer, in.Name.ZH, in.Name.EN, in.HowToExport.ZH, in.HowToExport.EN, in.Container, in.Since} {
			if strings.TrimSpace(s) == "" {
				t.Errorf("%s: a text is missing: %+v", in.ID, in)
			}
		}
		if in.Group != Wallets && in.Group != Banks && in.Group != World {
			t.Errorf("%s: group %q", in.ID, in.Group)
		}
		if !strings.HasPrefix(in.ID, in.Issuer) {
			t.Errorf("%s does not begin with its issuer %s", in.ID, in.Issuer)
		}
	}
}

func TestLimits(t *testing.T) {
	names := map[string]bool{}
	for _, l := range Limits() {
		if l.Name == "" || names[l.Name] || l.Value <= 0 || l.Text.ZH == "" || l.Text.EN == "" {
			t.Errorf("limit %+v", l)
		}
		names[l.Name] = true
	}
	for value, want := range map[parser.Limit]string{
		{Name: "line-bytes", Value: 1 << 20}: "1 MiB", {Name: "line-bytes", Value: 1000}: "1,000",
		{Name: "table-rows", Value: 2_000_000}: "2,000,000", {Name: "pdf-pages", Value: 12}: "12", {Name: "rows", Value: 1 << 20}: "1,048,576",
	} {
		if got := value.Amount(); got != want {
			t.Errorf("%+v reads %q, want %q", value, got, want)
		}
	}
}

// TestLimitParse: a limit is set as it is printed.
func TestLimitParse(t *testing.T) {
	rows, size := parser.Limit{Name: "table-rows"}, parser.Limit{Name: "line-bytes"}
	for _, c := range []struct {
		limit parser.Limit
		text  string
		want  int64
	}{
		{rows, "2000", 2000}, {rows, "2,000,000", 2_000_000}, {rows, "2MiB", 0}, {rows, "0", 0}, {rows, "-1", 0}, {rows, "", 0}, {rows, "9999999999999999999", 0},
		{size, "512 MiB", 512 << 20}, {size, "2GiB", 2 << 30}, {size, "64KiB", 64 << 10}, {size, "100", 100}, {size, "99999999GiB", 0}, {size, "a lot", 0},
	} {
		if got, err := c.limit.Parse(c.text); got != c.want || (err == nil) != (c.want > 0) {
			t.Errorf("%s=%s: got %d, %v", c.limit.Name, c.text, got, err)
		}
	}
}
