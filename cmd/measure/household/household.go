// Package household invents families with ground truth: what they really pay
// for, what else moves on their accounts, what they cancelled, and what a
// perfect reader of their statements would report. Everything follows from a
// seed; nothing in it is a real person's.
package household

import (
	"time"

	"github.com/shopspring/decimal"

	"github.com/unrenew/unrenew/detector/catalog"
)

// A Household is one family over a stretch of time.
type Household struct {
	Seed          uint64
	Latin         bool      // merchants that have two names stand under the Latin one
	AsOf          time.Time // the day on which the report stands
	Accounts      []Account
	Movements     []Movement // by time
	Contracts     []Contract
	Cancellations []Cancellation
	Alerts        []Alert
}

// An Account is a wallet or a card whose statements the family exports.
type Account struct {
	ID      string   // within the household: "alipay-1"
	Layout  string   // the layout its statements are written in: a format ID, or that and a container, "wechat/xlsx"
	Holder  string   // invented name
	Tail    string   // last four digits of a card
	Exports []Period // what was exported, a file each; days between them are a gap
}

// A Period is a run of days, both ends included.
type Period struct{ From, To time.Time }

// Class of a movement, as the issuer's words would tell it.
type Class string

const (
	Spend    Class = "spend"
	Refund   Class = "refund"
	Income   Class = "income"
	Transfer Class = "transfer" // between people
	Own      Class = "own"      // between the family's own accounts, repayments, funds
	Void     Class = "void"     // closed or failed, never paid
)

// A Movement is one payment, refund or other thing that happened. The wallet's
// row and the bank's row of it are written from one Movement.
type Movement struct {
	ID        string
	Time      time.Time // Asia/Shanghai
	Class     Class
	Account   string    // the account it was made with: the wallet, or the card if no wallet was in between
	Card      string    // the card account that a wallet's payment took the money from; empty: balance or a card never exported
	Method    string    // way of payment as the wallet prints it, where Card is empty: 零钱, 余额宝, 花呗
	Posted    time.Time // day on which the bank books it; zero: the day itself
	Payee     string
	Item      string
	Category  string // 交易分类 of Alipay or 交易类型 of WeChat; empty: the writer's usual one
	Amount    decimal.Decimal
	Currency  string          // "CNY" unless a foreign-currency card row
	Original  string          // price in the other currency as a card statement prints it: "20.00(US)"
	RedPacket decimal.Decimal // part of Amount that a red packet or coupon paid: the bank sees the rest
	BankText  string          // what the bank prints when the payment did not come through a wallet
	Refunds   string          // ID of the movement that this one gives back, in whole or in part

	Contract string // ID of the contract it is a charge of; empty: of none
	Extra    bool   // charged a second time within one cycle, a fee, or a proration
	Group    string // for movements of no contract: the kind of life they are of, "coffee", "commute"; see Negative
}

// Expect says how a perfect reader that sees only the statements must answer.
type Expect string

const (
	Must Expect = "must" // it can be told from the statements, and has to be
	May  Expect = "may"  // honest answers differ: found, suspected or silent are all right
)

// A Contract is one mandate and what is true of it on the day of the report.
type Contract struct {
	ID       string
	Scenario string       // of the list of situations: "A06"
	Service  string       // catalog ID; empty if the catalog does not know the merchant
	Kind     catalog.Kind // membership, or what else it is
	Expect   Expect
	Status   string          // of the outside contract: active, cancelled, ended, paused, upcoming-trial; empty: not judged
	Cycle    catalog.Cycle   // as it stands at the end
	Price    decimal.Decimal // of the next charge
	Varies   bool            // metered or converted from dollars: Price is only about right, and Annual with it
	Currency string
	Annual   decimal.Decimal // cost of a year
	Next     time.Time       // next charge after AsOf; zero if none is due or nobody can know

	charges Period // first and last day on which it was charged
}

// A Cancellation is what the family wrote into its records.
type Cancellation struct {
	Contract     string // ID; empty if it is about nothing the statements show
	Service      string // as the family writes it: a catalog ID, a name, or the merchant's text
	On           time.Time
	HasClock     bool
	Effective    time.Time
	Channel      string
	Amount       decimal.NullDecimal
	Resubscribed time.Time
	Note         string
}

// An Alert is one that the report must raise, or may.
type Alert struct {
	Scenario  string // of the list of situations
	Type      string
	Severity  string // high, medium, low; empty: any
	Contract  string
	Movements []string // the payments it is about; empty: any of the contract's
	Expect    Expect
}
