// Package catalog knows services that renew themselves and the channels that
// charge for them: names, prices, and how to cancel. Every fact carries where
// it was read and when, or says that it is unverified.
package catalog

import (
	"github.com/shopspring/decimal"

	"github.com/unrenew/unrenew/parser"
)

// Unit is the unit of a billing cycle.
type Unit string

const (
	Day   Unit = "day"
	Week  Unit = "week"
	Month Unit = "month"
	Year  Unit = "year"
)

// A Cycle is the time between two renewals: {Month, 3} is a quarter. A cycle
// in days does not follow the calendar. The zero value is "not known".
type Cycle struct {
	Unit  Unit
	Count int
}

// Kind is what a recurring payment is for; the names are the report's.
type Kind string

const (
	Membership  Kind = "membership"
	Utility     Kind = "utility"
	Telecom     Kind = "telecom"
	Rent        Kind = "rent"
	Loan        Kind = "loan"
	Installment Kind = "installment"
	Insurance   Kind = "insurance"
	Donation    Kind = "donation"
	TransferTo  Kind = "transfer"
	IncomeFrom  Kind = "income"
	Other       Kind = "other"
)

// A Plan is a price at which a service is or was sold.
type Plan struct {
	Name       string              // as the vendor calls it; may be empty
	Cycle      Cycle               //
	Price      decimal.Decimal     // per cycle, major unit
	FirstPrice decimal.NullDecimal // 首月优惠, if known
	Currency   string
	AsOf       string // YYYY-MM-DD or YYYY-MM in which the price was read; "unknown"
	Note       string // where the price needs a word of caution
}

// A Rule says that a payee and a product text together mean a service. Each
// side names strings of which one must be found in the text; an empty side is
// not asked.
type Rule struct {
	Counterparty []string
	Description  []string
}

// Examples are statement texts, "counterparty | description", that mean the
// service and no other one better, or that must not.
type Examples struct {
	Is    []string
	IsNot []string `yaml:"is_not"`
}

// A Path is one way to cancel.
type Path struct {
	Channel    string        // through which the contract was signed: "wechat", "alipay", "apple", "service", ...
	Steps      []parser.Text // in order
	URL        string
	VerifiedOn string      // YYYY-MM of the newest source; empty: unverified
	Source     string      // where it was read
	Generic    bool        // the channel's own path, not one known for this service
	Whose      parser.Text // the channel's name on its own path: the three carriers are one Channel; zero on others
	Needs      []Hurdle    // what stands in the way; only what a source says
	Effect     string      // "immediate", "period_end", "next_month", "varies", "unknown"
}

// A Phone is a number that stands in a text, and where it was read: numbers in
// tutorials are mostly made up.
type Phone struct{ Number, Source string }

// A Service is something that renews itself.
type Service struct {
	ID          string // the file's name: "tencent-video"
	Name        parser.Text
	Category    string // "content", "shopping", "cloud", ...
	Kind        Kind
	Store       bool     // sells other people's services under its own name: Apple, Google Play
	Channel     string   // the channel that a store is: "apple", "google"; empty for others
	Operators   []string // legal names: evidence only together with the item
	Brands      []string // names under which hardly anything else is sold: on a statement they count alone
	Aliases     []string // what people call it: on a statement they count only beside a word of membership
	Listed      []string // what it is called in channels' lists of contracts
	Descriptors []string // as seen on statements
	Rules       []Rule   // payee and item that mean it only together
	Plans       []Plan
	Cancel      []Path
	AfterCancel parser.Text // what closing does to the time already paid
	EffectKind  string      // "period_end", "immediate", "next_month", "varies", "unknown"
	Refund      parser.Text
	RefundDays  int // days after the charge in which the vendor's own rule takes refund requests; 0: no sourced rule
	Support     parser.Text
	Phones      []Phone
	Traps       []parser.Text
	Keep        []parser.Text // what to save or use up before leaving
	Family      parser.Text   // who else uses it, or pays for it; zero: nothing is known
	SoldBy      string        // whom to ask: "own", "bank", "carrier", "bundle" or "reseller"
	Includes    []string      // IDs of the memberships that come with it and end with it
	Sources     []string
	Confidence  string // "sourced" or "common-knowledge"
	Examples    Examples

	// How long before the paid period ends the next charge may run, and by when
	// a source says to close. 0: not known.
	ChargedHoursBefore, CloseDaysBefore int
}

// A Channel takes money for many services; cancelling there works for any
// service that was signed through it.
type Channel struct {
	ID          string // "wechat", "apple", ...: what Path.Channel says, but for the three carriers and for credit cards
	Name        parser.Text
	Operators   []string
	Descriptors []string
	Cancel      []Path
	AfterCancel parser.Text
	Refund      parser.Text
	RefundDays  int
	Support     parser.Text
	Phones      []Phone
	Traps       []parser.Text
	Sources     []string
	Confidence  string

	ChargedHoursBefore, CloseDaysBefore int // as of a Service
}
