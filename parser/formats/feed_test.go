package formats

import (
	"errors"
	"strings"
	"testing"
	"time"
	"unicode/utf8"

	"github.com/unrenew/unrenew/parser"
)

// feedIDs are the formats that are no tables.
func feedIDs() map[string]bool {
	ids := map[string]bool{}
	for _, f := range list {
		if f, ok := f.(feed); ok {
			ids[f.ID()] = true
		}
	}
	return ids
}

// TestFeedsTruncated cuts the files that are no tables at many places. What is
// read of the rest is what was read of the whole, and no row is half.
func TestFeedsTruncated(t *testing.T) {
	feeds := feedIDs()
	for _, f := range load(t) {
		if !feeds[f.id] {
			continue
		}
		t.Run(f.id+"/"+f.src.Name, func(t *testing.T) {
			whole, err := All().Parse(f.src)
			if err != nil {
				t.Fatal(err)
			}
			byRow := map[int]parser.Transaction{}
			for _, st := range whole.All() {
				for _, tr := range st.Transactions {
					byRow[tr.Pos.Row] = tr
				}
			}
			for cut := 0; cut < len(f.src.Data); cut += 1 + len(f.src.Data)/400 {
				st, err := All().ParseAs(f.id, parser.NewSource(f.src.Name, f.src.Data[:cut]))
				if err != nil {
					continue // said aloud
				}
				for _, st := range st.All() {
					checkPlaces(t, st)
					for _, tr := range st.Transactions {
						want, ok := byRow[tr.Pos.Row]
						if strings.Contains(f.src.Name, "one-line") { // places are counted only if two rows share a line
							ok = ok || tr.Pos.Row == 1
						}
						if f.id != "mt940" && (!ok || tr.Amount != want.Amount && !tr.Amount.Value.Equal(want.Amount.Value)) || !tr.Time.Equal(want.Time) {
							t.Fatalf("cut at byte %d: row %d reads %v %v, was %v %v", cut, tr.Pos.Row, tr.Time, tr.Amount, want.Time, want.Amount)
						}
					}
				}
			}
		})
	}
}

func TestFeedsRefused(t *testing.T) {
	const camt = `<?xml version="1.0"?><Document xmlns="urn:iso:std:iso:20022:tech:xsd:camt.053.001.02"><BkToCstmrStmt><Stmt>`
	for _, c := range []struct{ name, text, says string }{
		{"day and month could be exchanged", "!Type:Bank\nD05/03/2026\nT-1.00\n^\nD06/03/2026\nT-1.00\n^\n", "day/month/year as well as"},
		{"neither order", "!Type:Bank\nD25/03/2026\nT-1.00\n^\nD03/25/2026\nT-1.00\n^\n", "neither all"},
		{"investments only", "OFXHEADER:100\n<OFX><INVSTMTMSGSRSV1><STMTTRN><TRNAMT>1</STMTTRN></OFX>", "no account"},
		{"an entity that reads a file", strings.Replace(camt, "<Document", `<!DOCTYPE d [<!ENTITY e SYSTEM "file:///etc/hostname">]><Document`, 1) + "&e;</Stmt></BkToCstmrStmt></Document>", "DOCTYPE"},
		{"an entity without a DOCTYPE", camt + "&e;</Stmt></BkToCstmrStmt></Document>", "breaks off or is wrong"},
		{"levels without end", camt + strings.Repeat("<a>", 1000) + strings.Repeat("</a>", 1000) + "</Stmt></BkToCstmrStmt></Document>", "levels"},
		{"XML that breaks off", camt + "<Ntry>", "breaks off"},
	} {
		t.Run(c.name, func(t *testing.T) {
			_, err := All().Parse(parser.NewSource("a.txt", []byte(c.text)))
			if !errors.Is(err, parser.ErrVersion) || !strings.Contains(err.Error(), c.says) {
				t.Errorf("got %v, want one with %q", err, c.says)
			}
			if text := parser.TextOf(err); text.ZH == text.EN {
				t.Errorf("one language only: %+v", text)
			}
		})
	}
}

// TestFeedsOldLines: line ends of old Macs change nothing.
func TestFeedsOldLines(t *testing.T) {
	feeds, n := feedIDs(), 0
	for _, f := range load(t) {
		text := string(f.src.Data)
		if !feeds[f.id] || !utf8.ValidString(text) || !strings.Contains(text, "\n") {
			continue
		}
		n++
		old := strings.ReplaceAll(strings.ReplaceAll(text, "\r\n", "\n"), "\n", "\r")
		want, err := All().Parse(f.src)
		if err != nil {
			t.Fatal(err)
		}
		got, err := All().Parse(parser.NewSource(f.src.Name, []byte(old)))
		if err != nil {
			t.Errorf("%s: %v", f.src.Name, err)
			continue
		}
		if a, b := len(got.Transactions), len(want.Transactions); a != b || got.Rows() != want.Rows() {
			t.Errorf("%s: %d transactions of %d rows, were %d of %d", f.src.Name, a, got.Rows(), b, want.Rows())
			continue
		}
		for i, tr := range got.Transactions {
			if w := want.Transactions[i]; tr.Pos.Row != w.Pos.Row || !tr.Amount.Value.Equal(w.Amount.Value) || tr.Description != w.Description {
				t.Errorf("%s: row %d is %v %q, was row %d %v %q", f.src.Name, tr.Pos.Row, tr.Amount, tr.Description, w.Pos.Row, w.Amount, w.Description)
			}
		}
	}
	if n < 5 {
		t.Errorf("only %d files", n)
	}
}

func TestQIFOrder(t *testing.T) {
	for _, c := range []struct{ name, dates, want string }{
		{"a day after the twelfth", "05/03/2026 25/03/2026", "2026-03-05 2026-03-25"},
		{"month first", "3/5/26 3/25/26", "2026-03-05 2026-03-25"},
		{"only one order is in time", "01/02/2026 02/01/2026 03/02/2026", "2026-01-02 2026-02-01 2026-03-02"},
		{"every day is its month", "03/03/2026 04/04/2026", "2026-03-03 2026-04-04"},
		{"points", "5.3.2026 25.3.2026", "2026-03-05 2026-03-25"},
		{"the year in front", "2026-03-05 2026-12-01", "2026-03-05 2026-12-01"},
		{"both ways to write the year", "25/3'26 27/3/26", "2026-03-25 2026-03-27"},
	} {
		t.Run(c.name, func(t *testing.T) {
			text := "!Type:Bank\n"
			for _, d := range strings.Fields(c.dates) {
				text += "D" + d + "\nT-1.00\n^\n"
			}
			var got []string
			for _, tr := range parseText(t, "a.qif", text).Transactions {
				got = append(got, date(tr.Time))
			}
			if s := strings.Join(got, " "); s != c.want {
				t.Errorf("got %s, want %s", s, c.want)
			}
		})
	}
}

func TestOFXTime(t *testing.T) {
	for s, want := range map[string]string{
		"20260305":                    "2026-03-05T00:00:00+08:00",
		"202603050820":                "2026-03-05T08:20:00+08:00 clock",
		"20260305082042":              "2026-03-05T08:20:42+08:00 clock",
		"20260305120000.000[-5:EST]":  "2026-03-05T12:00:00-05:00",
		"20260305233000.123[-3.5:NS]": "2026-03-05T23:30:00-03:30 clock",
		"20260305233000[0:GMT]":       "2026-03-05T23:30:00Z clock",
		"2026-03-05":                  "2026-03-05T00:00:00+08:00",
		"03/05/2026":                  "",
		"20261305":                    "",
	} {
		at, clock, err := ofxTime(s)
		got := ""
		if err == nil {
			if got = at.Format(time.RFC3339); clock {
				got += " clock"
			}
		}
		if got != want {
			t.Errorf("%s: got %s, want %s", s, got, want)
		}
	}
}

func TestOFXAmount(t *testing.T) {
	for s, want := range map[string]string{
		"-12.99": "-12.99", "-12,99": "-12.99", "2,150.00": "2150", "-1.204,00": "-1204", "0,125": "0.125", "0.4567": "0.4567", "+3": "3",
		"1,234": "", "12.9.9": "", "": "", "1e9": "",
	} {
		d, err := ofxAmount(s)
		got := ""
		if err == nil {
			got = d.String()
		}
		if got != want {
			t.Errorf("%q: got %q, want %q", s, got, want)
		}
	}
}

func TestPlainAmount(t *testing.T) {
	for _, c := range []struct{ in, mark, want string }{
		{"1.234,56", "", "1234.56"},
		{"-25,00", "", "-25.00"},
		{"25,00-", "", "-25.00"},
		{"(25.00)", "", "-25.00"},
		{"€ 1'234.50", "", "1234.50"},
		{"25.00 USD", "", "25.00"},
		{"1,234", "", "1,234"},
		{"1,234", ",", "1.234"},
		{"1.234", ",", "1234"},
		{"1,234.5", ".", "1,234.5"},
		{"12,50", ".", "12,50"},
		{".5", "", "0.5"},
		{"25.00 CR", "", "25.00CR"},
		{"abc", "", "abc"},
	} {
		if got := plainAmount(c.in, c.mark); got != c.want {
			t.Errorf("%q with mark %q: got %q, want %q", c.in, c.mark, got, c.want)
		}
	}
}

func TestSwiftInfo(t *testing.T) {
	for _, c := range []struct {
		text string
		want swiftInfo
	}{
		{"105?00LASTSCHRIFT?20EREF+1?21MREF+M-1?22SVWZ+Abo?32A?33B", swiftInfo{"LASTSCHRIFT", "AB", "Abo", "M-1"}},
		{"Card payment\nExample Shop", swiftInfo{purpose: "Card payment Example Shop"}},
		{"/TRTP/iDEAL/NAME/Voorbeeld/REMI/Krant/", swiftInfo{"iDEAL", "Voorbeeld", "Krant", ""}},
		{"SVWZ+Miete ABWA+Beispiel", swiftInfo{name: "Beispiel", purpose: "Miete"}},
		{"", swiftInfo{}},
	} {
		if got := swiftInfoOf(c.text); got != c.want {
			t.Errorf("%q: got %+v, want %+v", c.text, got, c.want)
		}
	}
}

// TestAbroadClass puts the words of several languages to the test.
func TestAbroadClass(t *testing.T) {
	for _, c := range []struct {
		dir    parser.Direction
		medium parser.Medium
		text   string
		want   parser.Class
	}{
		{parser.Out, parser.DebitCard, "SAMPLE STREAMING", parser.Spend},
		{parser.Out, parser.DebitCard, "Card Payment Example", parser.Spend},
		{parser.In, parser.CreditCard, "SAMPLE STREAMING", parser.Refund},
		{parser.In, parser.CreditCard, "Payment Thank You", parser.Own},
		{parser.In, parser.DebitCard, "Erstattung Musterfilm", parser.Refund},
		{parser.In, parser.DebitCard, "Gehalt März", parser.Income},
		{parser.Out, parser.DebitCard, "ATM withdrawal", parser.Own},
		{parser.Out, parser.DebitCard, "Transfer to Max", parser.Transfer},
		{parser.Out, parser.DebitCard, "FPS CHAN TAI MAN", parser.Transfer},
		{parser.Out, parser.DebitCard, "TD VISA PAYMENT", parser.Own},
		{parser.Out, parser.DebitCard, "LOAN PMT Example Motors", parser.Spend},
		{parser.Out, parser.DebitCard, "Transfer to mortgage", parser.Spend},
		{parser.In, parser.DebitCard, "退款 示例", parser.Refund},
	} {
		if got := abroadClass(c.dir, c.medium, c.text); got != c.want {
			t.Errorf("%s %q: got %s, want %s", c.dir, c.text, got, c.want)
		}
	}
}

// TestOFXSigns: the signs are turned only where all rows say so.
func TestOFXSigns(t *testing.T) {
	for _, c := range []struct{ name, tag, rows, want string }{
		{"a card, debits alone", "CCSTMTRS", "DEBIT 9.00 DEBIT 8.00", "out out"},
		{"a card whose rows disagree", "CCSTMTRS", "DEBIT 9.00 DEBIT -8.00", "in out"},
		{"a card that calls all a debit", "CCSTMTRS", "DEBIT -9.00 DEBIT -8.00 DEBIT 7.00", "out out in"},
		{"an account, both kinds", "STMTRS", "DEBIT 9.00 CREDIT -8.00", "out in"},
		{"an account, debits alone", "STMTRS", "DEBIT 9.00 DEBIT 8.00", "in in"},
		{"as it should be", "STMTRS", "DEBIT -9.00 CREDIT 8.00", "out in"},
	} {
		t.Run(c.name, func(t *testing.T) {
			text := "OFXHEADER:100\n<OFX><" + c.tag + "><CURDEF>USD<BANKTRANLIST>"
			for i, f := 0, strings.Fields(c.rows); i < len(f); i += 2 {
				text += "<STMTTRN><TRNTYPE>" + f[i] + "<DTPOSTED>20260305<TRNAMT>" + f[i+1] + "<NAME>Shop</STMTTRN>"
			}
			var got []string
			for _, tr := range parseText(t, "a.ofx", text+"</BANKTRANLIST></"+c.tag+"></OFX>").Transactions {
				got = append(got, tr.Direction.String())
			}
			if s := strings.Join(got, " "); s != c.want {
				t.Errorf("got %s, want %s", s, c.want)
			}
		})
	}
}

// FuzzFeeds asks the readers of other grammars than tables about every input:
// none may panic, and what is read must have its places.
func FuzzFeeds(f *testing.F) {
	feeds := feedIDs()
	for _, fx := range load(f) {
		if feeds[fx.id] {
			f.Add(fx.src.Data)
		}
	}
	f.Fuzz(func(t *testing.T, data []byte) {
		for id := range feeds {
			src := parser.NewSource("fuzz", data)
			st, err := All().ParseAs(id, src)
			if err != nil {
				continue
			}
			for _, st := range st.All() {
				checkPlaces(t, st)
			}
		}
	})
}
