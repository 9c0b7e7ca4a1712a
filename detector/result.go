package detector

import (
	"time"

	"github.com/shopspring/decimal"

	"github.com/unrenew/unrenew/detector/catalog"
	"github.com/unrenew/unrenew/detector/records"
	"github.com/unrenew/unrenew/parser"
)

// Input is all that a run depends on: same Input, same Result.
type Input struct {
	Statements    []*parser.Statement
	Catalog       *catalog.Catalog
	Cancellations []records.Cancellation
	Rules         catalog.Rules // the user's own word; their services are in Catalog already
	AsOf          time.Time     // the day on which the report stands; "today"
	Since, Until  time.Time     // only transactions of these days and between; zero: no limit
}

// Result is what a run found. Its slices are sorted as the report prints them.
type Result struct {
	AsOf          time.Time
	Subscriptions []Subscription // all kinds; memberships first is the report's business
	Maybe         []Subscription // suspected, below the confidence that is asserted
	Alerts        []Alert
	Warnings      []Warning
	LooseRefunds  []*parser.Transaction // refunds whose payment is in none of the files
	Coverage      []Coverage
	Open          []OpenRecord
}

// An OpenRecord is a cancellation that may be about any of several contracts, and
// nothing tells which.
type OpenRecord struct {
	Row           int           // of the record
	Subscriptions []string      // IDs
	Accounts      []parser.Text // what each is charged from, as a record may name it; nil if that does not tell them apart
}

// A Charge is one payment for one billing cycle. The wallet's row and the
// bank's row of the same payment are one charge with two rows.
type Charge struct {
	ID       string // "c-…"
	Time     time.Time
	DateOnly bool
	Amount   decimal.Decimal       // paid in all
	Refunded decimal.Decimal       // at most Amount
	Rows     []*parser.Transaction // never empty; the row that tells most comes first
	Expected time.Time             // the day on which the calendar wanted it
	Slot     int                   // number of its cycle since the first charge; extra charges share one
	Extra    bool                  // a second charge within one cycle
}

// Status of a subscription, in the words of the report.
type Status string

const (
	Active        Status = "active"
	Cancelled     Status = "cancelled"
	Ended         Status = "ended"
	Paused        Status = "paused"
	UpcomingTrial Status = "upcoming-trial"
)

// An Event is something that happened to a subscription; never an alert by itself.
type Event struct {
	Type     string // of the contract's list: "price-up", "missed", ...
	Date     time.Time
	After    time.Time // the day of the charge before, if the statements do not cover all days from it to Date: it happened between them; else zero
	Charge   string    // ID; may be empty
	From, To string    // prices as "25.00", names, channels or cycles; may be empty
}

// A Subscription is the charges under one contract (签约, 代扣协议).
type Subscription struct {
	ID           string           // "s-…", stable across runs and file order
	Service      *catalog.Service // nil if the catalog does not know it
	Name         parser.Text      // for people
	Merchant     string           // as on the statement
	Category     string
	Kind         catalog.Kind
	Status       Status
	Cycle        catalog.Cycle
	CycleAssumed bool            // the cycle is from the catalog or the text, not from the rhythm
	Amount       decimal.Decimal // what the next charge is expected to be
	PriceUnknown bool            // after a trial: Amount is only what the trial cost, and AnnualCost is zero
	Varies       bool            // amounts differ by nature (metered, foreign currency); Amount is the median
	Currency     string
	AnnualCost   decimal.Decimal
	Next         time.Time // zero if none is expected
	CancelBy     time.Time // last safe day; zero if none
	CoveredUntil time.Time // until when the statements that would show its charges reach
	Confidence   float64   // 0 to 1
	Reasons      []parser.Text
	Channel      string   // who takes the money: "alipay", "wechat", "apple", "bank", ...
	Charges      []Charge // by time
	Events       []Event  // by date
	Cancellation *Cancellation
	Paths        []catalog.Path // the channel that charges first
	Advice       []parser.Text  // traps and things to know before leaving
	Refund       parser.Text    // the vendor's rule, if one is known
}

// First and Last are the times of the first and the last charge.
func (s *Subscription) First() time.Time { return s.Charges[0].Time }
func (s *Subscription) Last() time.Time  { return s.Charges[len(s.Charges)-1].Time }

// A Cancellation is the user's record as it bears on one subscription.
type Cancellation struct {
	records.Cancellation
	CleanUntil time.Time // no charge after cancelling up to this day; zero if there was one or nothing is known
	CheckOn    time.Time // the first day on which a statement can prove that it is clean; zero if known already
	Unclear    bool      // the record may be another contract's; it was charged since, and the status says nothing of the record
}

// Severity of an alert.
type Severity string

const (
	High   Severity = "high"
	Medium Severity = "medium"
	Low    Severity = "low"
)

// An Alert is something the user may want to act on.
type Alert struct {
	ID           string // "a-…"
	Type         string // the rule's ID
	Severity     Severity
	Subscription string   // ID
	Charges      []string // IDs of the payments it is about
	Date         time.Time
	Amount       decimal.NullDecimal // what is at stake, in Currency
	Disputed     bool                // the amount belongs into the disputed sum
	Currency     string
	Message      parser.Text
	Actions      []parser.Text
	RefundUntil  time.Time // zero unless a sourced rule gives a window
}

// A Warning is something that limits what the report can say.
type Warning struct {
	Code    string // lower case, hyphens
	Message parser.Text
	File    string
	Row     int
}

// Coverage is how far the statements of one account reach. Two accounts may have
// the same name.
type Coverage struct {
	Issuer, Account string
	Medium          parser.Medium
	Spans           []Span   // sorted, not touching
	Files           []string // the statements that say so, which tell accounts of one name apart
}

// A Span is a run of days, both ends included.
type Span struct{ From, To time.Time }
