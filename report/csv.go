package report

import (
	"bufio"
	"encoding/csv"
	"fmt"
	"io"
	"strings"
	"time"
	"unicode"
	"unicode/utf8"

	"github.com/unrenew/unrenew/parser"
)

// csvOutput writes the memberships as a table for spreadsheets: a byte order
// mark, so that they read UTF-8, and no cell that they take for a formula.
var csvOutput = Output{ID: "csv", Ext: ".csv", Write: func(w io.Writer, v *View) error {
	b := bufio.NewWriter(w)
	b.WriteString("\ufeff")
	c := csv.NewWriter(b)
	c.UseCRLF = true
	var header []string
	for _, col := range memberColumns {
		header = append(header, say(col.title).In(v.Lang))
	}
	c.Write(header)
	for _, g := range v.Groups {
		for _, s := range g.Subs {
			var row []string
			for _, col := range memberColumns {
				row = append(row, cellString(col.cell(s), v.Lang))
			}
			c.Write(row)
		}
	}
	c.Flush()
	if err := c.Error(); err != nil {
		return err
	}
	return b.Flush()
}}

// memberColumns are the table of memberships, in CSV and XLSX.
var memberColumns = []column[*Subscription]{
	{title: "name", most: 42, cell: func(s *Subscription) any { return s.Name }},
	{title: "merchant", most: 34, cell: func(s *Subscription) any { return s.Merchant }},
	{title: "status", most: 12, cell: func(s *Subscription) any { return s.StatusText() }},
	{title: "price", most: 14, cell: func(s *Subscription) any { return s.cell(s.Amount) }},
	{title: "currency", most: 8, cell: func(s *Subscription) any { return s.Currency }},
	{title: "cycle", most: 16, cell: func(s *Subscription) any { return cycleText(s.Cycle) }},
	{title: "yearly", most: 14, cell: func(s *Subscription) any { return s.cell(s.AnnualCost) }},
	{title: "channel", most: 26, cell: func(s *Subscription) any { return s.Payer }},
	{title: "first-charge", most: 13, cell: func(s *Subscription) any { return s.First() }},
	{title: "last-charge", most: 13, cell: func(s *Subscription) any { return s.Last() }},
	{title: "next", most: 13, cell: func(s *Subscription) any { return s.Next }},
	{title: "cancel-by", most: 13, cell: func(s *Subscription) any { return s.CancelBy }},
	{title: "covered-column", most: 13, cell: func(s *Subscription) any { return s.CoveredUntil }},
	{title: "watch-column", most: 15, cell: func(s *Subscription) any { return s.Watch }},
	{title: "count", most: 8, cell: func(s *Subscription) any { return len(s.Payments) }},
	{title: "paid", most: 14, sum: true, cell: func(s *Subscription) any { return s.Paid }},
	{title: "alerts", most: 30, cell: func(s *Subscription) any { return alertTitles(s) }},
	{title: "id", most: 16, cell: func(s *Subscription) any { return s.ID }},
}

func alertTitles(s *Subscription) parser.Text {
	var zh, en []string
	for _, a := range s.Alerts {
		zh, en = append(zh, a.Title.ZH), append(en, a.Title.EN)
	}
	return parser.Text{ZH: strings.Join(zh, "；"), EN: strings.Join(en, "; ")}
}

// Harmless puts an apostrophe before what a spreadsheet would compute, also behind
// blanks.
func Harmless(s string) string {
	seen := strings.TrimLeftFunc(s, func(r rune) bool { return unicode.IsSpace(r) || unicode.Is(unicode.Cf, r) })
	first, _ := utf8.DecodeRuneInString(seen)
	if strings.HasPrefix(s, "\t") || strings.HasPrefix(s, "\r") || strings.ContainsRune("=+-@＝＋－＠", first) { // Chinese input methods write the wide ones, and Excel takes them
		return "'" + s
	}
	return s
}

func cellString(cell any, lang string) string {
	switch c := cell.(type) {
	case parser.Text:
		return Harmless(c.In(lang))
	case string:
		return Harmless(c)
	case Money:
		return fixed(c.Value)
	case time.Time:
		return iso(c)
	}
	return fmt.Sprint(cell)
}
