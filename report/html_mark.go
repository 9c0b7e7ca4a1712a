package report

import (
	"bytes"
	"cmp"
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
	Row  string // a line of the cancellation records; empty if they have one already, for a later day would excuse what was charged since
	Day  string // the text in Row that stands for the day of cancelling
	Text string // what the rules call it: a catalog ID, or the merchant as on the statement
	Rule string // Text, quoted for YAML; empty if it would mean too many merchants
}

func markOf(s *Subscription) mark {
	m := mark{Text: s.Called()}
	if s.IsRule() {
		m.Rule = catalog.Quoted(m.Text)
	}
	if s.Recorded() {
		return m
	}
	c := s.Record()
	// A day that the row holds nowhere else, so that the script finds it.
	for day := time.Date(2000, 1, 1, 0, 0, 0, 0, s.Last().Location()); ; day = day.AddDate(0, 0, 1) {
		c.CancelledOn, m.Day = day, iso(day)
		if _, m.Row = recordLines(c); strings.Count(m.Row, m.Day) == 1 {
			return m
		}
	}
}

// Called is what the user's rules and records call s: a catalog ID, or the
// merchant as on the statement.
func (s *Subscription) Called() string {
	if s.Service != nil {
		return s.Service.ID
	}
	return cmp.Or(s.Merchant, s.Name.ZH)
}

// IsRule tells whether what s is called can stand in the rules: one character
// would mean too many merchants.
func (s *Subscription) IsRule() bool { return len([]rune(catalog.Fold(s.Called()))) > 1 }

// Recorded tells whether the records have a cancellation of s that still holds:
// another with a later day would excuse what was charged since.
func (s *Subscription) Recorded() bool {
	return s.Cancellation != nil && s.Cancellation.ResubscribedOn.IsZero()
}

// Record is a cancellation of s, of no day yet, with what tells its contract
// from others.
func (s *Subscription) Record() records.Cancellation {
	last := s.Payments[len(s.Payments)-1]
	return records.Cancellation{Service: s.Called(), Channel: recordChannel(s.Channel), Amount: decimal.NewNullDecimal(last.Amount), Note: s.Name.ZH}
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
