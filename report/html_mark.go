package report

import (
	"bytes"
	"encoding/json"
	"slices"
	"strings"
	"time"

	"github.com/shopspring/decimal"

	"github.com/unrenew/unrenew/detector/catalog"
	"github.com/unrenew/unrenew/detector/records"
)

// A mark is what the page offers to save about one membership. It is written
// here, by the writer whose files are read again, so that the script has only
// to put the lines together.
type mark struct {
	Row  string          // a line of the cancellation records; empty if they have one already, for a later day would excuse what was charged since
	Day  string          // the text in Row that stands for the day of cancelling
	Text string          // what the rules call it: a catalog ID, or the merchant as on the statement
	Rule string          // Text, quoted for YAML; empty if it would mean too many merchants
	Also []*Subscription // what else a rule with Text would take away
}

func (c *callings) mark(s *Subscription, account string) mark {
	m := mark{}
	m.Text, m.Also = c.rule(s)
	if len([]rune(catalog.Fold(m.Text))) > 1 {
		m.Rule = quoted(m.Text)
	}
	if c := s.Cancellation; c != nil && c.ResubscribedOn.IsZero() {
		return m
	}
	last := s.Payments[len(s.Payments)-1]
	r := records.Cancellation{Account: account, Service: usual(s), Channel: recordChannel(s.Channel), Amount: decimal.NewNullDecimal(last.Amount), Note: s.Name.ZH}
	// A day that the row holds nowhere else, so that the script finds it.
	for day := time.Date(2000, 1, 1, 0, 0, 0, 0, last.Time.Location()); ; day = day.AddDate(0, 0, 1) {
		r.CancelledOn, m.Day = day, iso(day)
		if _, m.Row = recordLines(r); strings.Count(m.Row, m.Day) == 1 {
			return m
		}
	}
}

// markAccount is the account that a record of s must name because another
// contract is the same in all else; else "".
func (v *View) markAccount(s *Subscription) string {
	same := func(o *Subscription) bool {
		return o != s && usual(o) == usual(s) && o.Channel == s.Channel && o.Amount.Equal(s.Amount)
	}
	if !slices.ContainsFunc(v.All, same) {
		return ""
	}
	last := s.Payments[len(s.Payments)-1].Charge.Rows[0].Pos.File
	for _, src := range v.Sources {
		if src.File == last {
			return Clean(src.Account)
		}
	}
	return ""
}

// recordChannel is empty where the records have no word for a channel: then the
// amount has to tell the contract apart.
func recordChannel(channel string) string {
	c := records.Cancellation{Service: "service", CancelledOn: time.Date(2000, 1, 1, 0, 0, 0, 0, time.UTC), Channel: channel}
	head, row := recordLines(c)
	if got, _, err := records.Read([]byte(head + "\r\n" + row)); err != nil || len(got) != 1 {
		return ""
	}
	return channel
}

// recordLines are the header of a records file, which is Chinese and read in
// either language, and the line of one record.
func recordLines(c records.Cancellation) (header, row string) {
	var b bytes.Buffer
	if err := records.Write(&b, []records.Cancellation{c}, "zh"); err != nil {
		panic("report: " + err.Error()) // it has no evidence, which alone can be wrong
	}
	header, row, _ = strings.Cut(strings.TrimPrefix(b.String(), "\ufeff"), "\r\n")
	return header, strings.TrimSuffix(row, "\r\n")
}

// recordHeader is the first line of a records file.
func recordHeader() string {
	header, _ := recordLines(records.Cancellation{})
	return header
}

// quoted is a text in the double quotes of YAML, which are those of JSON.
func quoted(s string) string {
	var b bytes.Buffer
	e := json.NewEncoder(&b)
	e.SetEscapeHTML(false)
	if err := e.Encode(s); err != nil {
		panic("report: " + err.Error()) // a string always has a form
	}
	return strings.TrimSpace(b.String())
}
