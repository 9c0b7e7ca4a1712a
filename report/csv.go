package report

import (
	"bufio"
	"encoding/csv"
	"fmt"
	"io"
	"strings"
	"time"
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
				row = append(row, harmless(cellString(col.cell(s), v.Lang)))
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

// A column is one column of the table of memberships, in CSV and XLSX. A cell
// is a Text, a string, a number, a Money or a time.
type column struct {
	title string
	width int
	cell  func(s *Subscription) any
}

var memberColumns = []column{
	{"name", 26, func(s *Subscription) any { return s.Name }},
	{"merchant", 24, func(s *Subscription) any { return s.Merchant }},
	{"status", 9, func(s *Subscription) any { return say(string(s.Status)) }},
	{"price", 11, func(s *Subscription) any { return Money{s.Amount, s.Currency} }},
	{"currency", 6, func(s *Subscription) any { return s.Currency }},
	{"cycle", 10, func(s *Subscription) any { return cycleText(s.Cycle) }},
	{"yearly", 12, func(s *Subscription) any { return Money{s.AnnualCost, s.Currency} }},
	{"channel", 16, func(s *Subscription) any { return s.Payer }},
	{"first-charge", 11, func(s *Subscription) any { return s.First() }},
	{"last-charge", 11, func(s *Subscription) any { return s.Last() }},
	{"next", 11, func(s *Subscription) any { return s.Next }},
	{"cancel-by", 11, func(s *Subscription) any { return s.CancelBy }},
	{"covered-column", 11, func(s *Subscription) any { return s.CoveredUntil }},
	{"count", 6, func(s *Subscription) any { return len(s.Payments) }},
	{"paid", 12, func(s *Subscription) any { return s.Paid }},
	{"alerts", 20, func(s *Subscription) any { return alertTitles(s) }},
	{"id", 11, func(s *Subscription) any { return s.ID }},
}

func alertTitles(s *Subscription) parser.Text {
	var zh, en []string
	for _, a := range s.Alerts {
		zh, en = append(zh, a.Title.ZH), append(en, a.Title.EN)
	}
	return parser.Text{ZH: strings.Join(zh, "；"), EN: strings.Join(en, "; ")}
}

// harmless puts an apostrophe before what a spreadsheet would compute.
func harmless(s string) string {
	if first, _ := utf8.DecodeRuneInString(s); s != "" && strings.ContainsRune("=+-@＝＋－＠\t\r", first) { // Chinese input methods write the wide ones, and Excel takes them
		return "'" + s
	}
	return s
}

func cellString(cell any, lang string) string {
	switch c := cell.(type) {
	case parser.Text:
		return c.In(lang)
	case Money:
		return fixed(c.Value)
	case time.Time:
		return iso(c)
	}
	return fmt.Sprint(cell)
}
