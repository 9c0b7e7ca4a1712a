package report

import (
	"bytes"
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
	if ruled(m.Text) {
		m.Rule = catalog.Quoted(m.Text)
	}
	if s.Recorded() {
		return m
	}
	r := record(s, account)
	// A day that the row holds nowhere else, so that the script finds it.
	for day := time.Date(2000, 1, 1, 0, 0, 0, 0, s.Last().Location()); ; day = day.AddDate(0, 0, 1) {
		r.CancelledOn, m.Day = day, iso(day)
		if _, m.Row = recordLines(r); strings.Count(m.Row, m.Day) == 1 {
			return m
		}
	}
}

// ruled tells whether a text can stand in the rules: one character would mean
// too many merchants.
func ruled(text string) bool { return len([]rune(catalog.Fold(text))) > 1 }

// Ruling tells of a subscription the text by which the user's rules mean it, and
// what else they mean by that. The text is empty where none can stand in the
// rules.
func (v *View) Ruling() func(*Subscription) (text string, also []*Subscription) {
	names := v.callings()
	return func(s *Subscription) (string, []*Subscription) {
		text, also := names.rule(s)
		if !ruled(text) {
			return "", nil
		}
		return text, also
	}
}

// Recorded tells whether the records have a cancellation of s that still holds:
// another with a later day would excuse what was charged since.
func (s *Subscription) Recorded() bool {
	return s.Cancellation != nil && s.Cancellation.ResubscribedOn.IsZero()
}

// Record is a cancellation of s, of no day yet, with what tells its contract
// from others.
func (v *View) Record(s *Subscription) records.Cancellation { return record(s, v.markAccount(s)) }

func record(s *Subscription, account string) records.Cancellation {
	last := s.Payments[len(s.Payments)-1]
	return records.Cancellation{Account: account, Service: usual(s), Channel: recordChannel(s.Channel), Amount: decimal.NewNullDecimal(last.Amount), Note: s.Name.ZH}
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
