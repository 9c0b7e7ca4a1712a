package report

import (
	"bytes"
	"encoding/csv"
	"encoding/json"
	"fmt"
	"slices"
	"strings"
	"testing"

	"github.com/shopspring/decimal"

	"github.com/unrenew/unrenew/detector/catalog"
)

// A leaf is a sheet by its titles: a row is its cells by title.
type leaf []map[string]string

func (p *pack) leaf(name string) leaf {
	p.t.Helper()
	i := slices.IndexFunc(p.sheets, func(s packSheet) bool { return s.name == name })
	if i < 0 {
		p.t.Fatalf("there is no sheet %q", name)
	}
	titles := map[string]string{}
	var out leaf
	for _, r := range p.sheets[i].Rows {
		row := map[string]string{}
		for _, c := range r.Cells {
			column := strings.TrimRight(c.R, "0123456789")
			if r.R == 1 {
				titles[column] = p.value(c)
			} else {
				row[titles[column]] = p.value(c)
			}
		}
		if r.R > 1 {
			out = append(out, row)
		}
	}
	return out
}

// TestAgreement: JSON, CSV, XLSX, Markdown and HTML say the same of every sum,
// to the last fen.
func TestAgreement(t *testing.T) {
	r, st := household()
	for i, odd := range []string{"0.01", "1234567.89", "10.10", "33.33", "0.30", "98765.43"} {
		s := &r.Subscriptions[i]
		s.Amount, s.AnnualCost = yuan(odd), yuan(odd).Mul(decimal.NewFromInt(12))
		for k := range s.Charges {
			s.Charges[k].Amount = yuan(odd).Add(decimal.New(int64(k), -2))
		}
		s.Charges[0].Refunded = yuan("0.01")
	}
	v := NewView(r, st, Options{Lang: "en"})
	var j jsonReport
	if err := json.Unmarshal(render(t, output(t, "json"), v), &j); err != nil {
		t.Fatal(err)
	}
	p := openPack(t, render(t, output(t, "xlsx"), v))
	table, err := csv.NewReader(bytes.NewReader(render(t, output(t, "csv"), v)[3:])).ReadAll()
	if err != nil {
		t.Fatal(err)
	}
	md := string(render(t, output(t, "md"), v))
	html := visible(t, render(t, output(t, "html"), v), "en")
	says := func(where, text, currency, digits, what string) {
		if !strings.Contains(strings.ReplaceAll(text, ",", ""), signs[currency]+digits) {
			t.Errorf("%s does not say %s %s, %s", where, currency, digits, what)
		}
	}
	same := func(where, got, want, what string) {
		if !yuan("0" + got).Equal(yuan("0" + want)) {
			t.Errorf("%s: %s is %s, want %s", where, what, got, want)
		}
	}

	figures := map[string][]string{}
	for _, row := range p.sheets[0].Rows {
		if len(row.Cells) == 3 && row.Cells[1].Formula != nil {
			label, _, _ := strings.Cut(p.value(row.Cells[0]), " (") // the days of the sum
			key := label + " " + p.value(row.Cells[2])
			figures[key] = append(figures[key], p.value(row.Cells[1]))
		}
	}
	for key, sums := range map[string]jsonMoneys{
		"cost-a-year": j.Summary.AnnualCost, "per-month": j.Summary.MonthlyCost, "last-12": j.Summary.PaidLast12Months, "disputed": j.Summary.DisputedAmount,
	} {
		for currency, sum := range sums {
			says("Markdown", md, currency, sum, key)
			says("HTML", html, currency, sum, key)
			same("XLSX", figures[say(key).EN+" "+currency][0], sum, key)
		}
	}

	members, charges := p.leaf("Memberships"), p.leaf("Charges")
	for _, s := range j.Subscriptions {
		paid := decimal.Zero
		rows := 0
		for _, c := range s.Charges {
			paid = paid.Add(yuan(c.Amount)).Sub(yuan(c.Refunded))
			for _, row := range charges {
				if row["Charge ID"] == c.ID && row["Charged"] != "" {
					same("XLSX", row["Charged"], c.Amount, c.ID)
					same("XLSX", row["Refunded"], c.Refunded, "back from "+c.ID)
					rows++
				}
			}
		}
		if rows != len(s.Charges) {
			t.Errorf("%s: %d amounts on the sheet of charges, want %d", s.ID, rows, len(s.Charges))
		}
		if s.Kind != string(catalog.Membership) {
			continue
		}
		row := members[slices.IndexFunc(members, func(r map[string]string) bool { return r["ID"] == s.ID })]
		line := table[slices.IndexFunc(table, func(l []string) bool { return l[len(l)-1] == s.ID })]
		for title, want := range map[string]string{"Price": s.Amount, "A year": s.AnnualCost, "Paid": fixed(paid)} {
			same("XLSX", row[title], want, s.ID+" "+title)
			same("CSV", line[slices.Index(table[0], title)], want, s.ID+" "+title)
			says("Markdown", md, s.Currency, want, s.ID+" "+title)
			says("HTML", html, s.Currency, want, s.ID+" "+title)
		}
	}
	alerts := p.leaf("Alerts")
	for _, a := range j.Alerts {
		same("XLSX", alerts[slices.IndexFunc(alerts, func(r map[string]string) bool { return r["ID"] == a.ID })]["Amount"], a.Amount, a.ID)
		says("Markdown", md, a.Currency, a.Amount, a.ID)
		says("HTML", html, a.Currency, a.Amount, a.ID)
	}
	coming := map[string]decimal.Decimal{}
	for _, row := range p.leaf("The next 90 days") {
		if row["Expected on"] != "" && row["Name"] != "" {
			coming[row["Currency"]] = coming[row["Currency"]].Add(yuan(row["Amount"]))
		}
	}
	for _, m := range v.Expected.Sum {
		same("XLSX", fmt.Sprint(coming[m.Currency]), fixed(m.Value), "expected "+m.Currency)
	}
	for _, src := range j.Sources {
		row := p.leaf("Sources")[slices.IndexFunc(j.Sources, func(s jsonSource) bool { return s.SHA256 == src.SHA256 })]
		if len(src.Outflow) == 1 {
			same("XLSX", row["Out"], src.Outflow["CNY"], "outflow of "+src.File)
		}
	}
}
