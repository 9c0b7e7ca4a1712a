package parser

import (
	"errors"
	"strings"
	"testing"

	"github.com/shopspring/decimal"
)

// A fake claims what its match says.
type fake struct {
	id    string
	match Match
	parse func() (*Statement, error)
}

func (f fake) ID() string         { return f.id }
func (f fake) Sniff(Source) Match { return f.match }
func (f fake) Parse(Source) (*Statement, error) {
	if f.parse != nil {
		return f.parse()
	}
	return &Statement{}, nil
}

func TestSetParse(t *testing.T) {
	sure := Match{Certainty: ByContent, Version: "1"}
	picture := Text{"这是图片", "a picture"}
	for _, c := range []struct {
		name    string
		parsers []Parser
		format  string
		is      error
		says    string
	}{
		{"nobody", []Parser{fake{id: "a"}}, "", ErrUnknown, "formats"},
		{"nobody, and all know why", []Parser{fake{id: "a", match: Match{Reason: picture}}, fake{id: "b", match: Match{Reason: picture}}}, "", ErrUnknown, "a picture"},
		{"the rarest reason knows most", []Parser{fake{id: "a", match: Match{Reason: picture}}, fake{id: "b", match: Match{Reason: picture}}, fake{id: "c", match: Match{Reason: Text{"扫描件", "a scan"}}}}, "", ErrUnknown, "a scan"},
		{"content beats name", []Parser{fake{id: "a", match: Match{Certainty: ByName, Version: "1"}}, fake{id: "b", match: sure}}, "b", nil, ""},
		{"two are sure", []Parser{fake{id: "a", match: sure}, fake{id: "b", match: sure}}, "", ErrAmbiguous, "a, b"},
		{"ours, but not this layout", []Parser{fake{id: "a", match: Match{Certainty: ByContent, Reason: Text{"缺少 金额", "lacks 金额"}}}}, "", ErrVersion, "lacks 金额"},
		{"a layout that is read beats one that is not", []Parser{fake{id: "a", match: Match{Certainty: ByContent}}, fake{id: "b", match: sure}}, "b", nil, ""},
		{"a panic is an error", []Parser{fake{id: "a", match: sure, parse: func() (*Statement, error) { panic("paid 25.00 to somebody") }}}, "", nil, "the other files are not touched (panic)"},
	} {
		t.Run(c.name, func(t *testing.T) {
			set, err := NewSet(c.parsers...)
			if err != nil {
				t.Fatal(err)
			}
			st, err := set.Parse(NewSource("x.csv", []byte("x")))
			switch {
			case c.format != "":
				if err != nil || st.Format != c.format || st.File != "x.csv" || len(st.SHA256) != 64 {
					t.Errorf("got %+v, %v", st, err)
				}
			case err == nil || c.is != nil && !errors.Is(err, c.is) || !strings.Contains(err.Error(), c.says):
				t.Errorf("got %v, want %v with %q", err, c.is, c.says)
			}
		})
	}
	if _, err := NewSet(fake{id: "a"}, fake{id: "a"}); err == nil {
		t.Error("two parsers with one ID are no error")
	}
}

func TestReconciled(t *testing.T) {
	d := func(s string) *decimal.Decimal { v := decimal.RequireFromString(s); return &v }
	n := func(i int) *int { return &i }
	tr := func(dir Direction, s string) Transaction {
		return Transaction{Direction: dir, Amount: Amount{decimal.RequireFromString(s), "CNY"}}
	}
	st := Statement{Transactions: []Transaction{tr(Out, "25.00"), tr(Out, "1.50"), tr(In, "3"), tr(Neutral, "900")}, LeftOut: []*Error{{}}}
	for _, c := range []struct {
		name      string
		totals    *Totals
		ok, known bool
	}{
		{"says nothing", nil, false, false},
		{"all agree", &Totals{Count: n(5), Income: d("3.00"), Expense: d("26.50")}, true, true},
		{"a row is missing", &Totals{Count: n(6)}, false, true},
		{"a sum differs", &Totals{Count: n(5), Income: d("3.00"), Expense: d("26.51")}, false, true},
		{"a sum without what the issuer omits", &Totals{Expense: d("25.00"), Omitted: *d("1.50")}, true, true},
	} {
		t.Run(c.name, func(t *testing.T) {
			st.Declared = c.totals
			if ok, known := st.Reconciled(); ok != c.ok || known != c.known {
				t.Errorf("got %v, %v, want %v, %v", ok, known, c.ok, c.known)
			}
		})
	}
}

func TestErrorText(t *testing.T) {
	e := &Error{Pos: Pos{File: "账单.csv", Row: 27}, Column: "金额(元)", Err: Problemf("不是金额", "not an amount")}
	if got, want := e.Error(), "账单.csv:27: 金额(元): not an amount"; got != want {
		t.Errorf("got %q, want %q", got, want)
	}
	if got := TextOf(e); got.ZH != "金额(元)：不是金额" || got.EN != "金额(元): not an amount" {
		t.Errorf("got %+v", got)
	}
}

// TestSetParseSeveral names each account of a file, so that its rows lead back
// to it.
func TestSetParseSeveral(t *testing.T) {
	row := func() []Transaction { return []Transaction{{Pos: Pos{File: "x.ofx", Row: 7}}} }
	several := fake{id: "a", match: Match{Certainty: ByContent, Version: "1"}, parse: func() (*Statement, error) {
		return &Statement{Account: "1", Transactions: row(), Others: []*Statement{{Account: "2", Transactions: row(), LeftOut: []*Error{{Pos: Pos{File: "x.ofx", Row: 9}}}}}}, nil
	}}
	set, err := NewSet(several)
	if err != nil {
		t.Fatal(err)
	}
	st, err := set.Parse(NewSource("x.ofx", []byte("x")))
	if err != nil {
		t.Fatal(err)
	}
	for i, s := range st.All() {
		want := []string{"x.ofx!/1", "x.ofx!/2"}[i]
		if s.File != want || s.Transactions[0].Pos.File != want || s.Format != "a" || len(s.SHA256) != 64 {
			t.Errorf("account %d: %+v", i, s)
		}
	}
	if other := st.Others[0]; other.LeftOut[0].Pos.File != "x.ofx!/2" || len(st.All()) != 2 {
		t.Errorf("left out at %+v", other.LeftOut[0].Pos)
	}
}
