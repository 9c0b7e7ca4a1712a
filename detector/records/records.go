// Package records reads and writes what the user says of their memberships:
// when each was cancelled, through which channel, with what proof. The file is
// a CSV that a person can open in a spreadsheet.
package records

import (
	"time"

	"github.com/shopspring/decimal"
)

// A Cancellation is one row of the user's records.
type Cancellation struct {
	Row            int                 // physical line in the file, from 1
	Service        string              // catalog ID, name, alias, or merchant text as on the statement
	CancelledOn    time.Time           // Asia/Shanghai
	HasClock       bool                // CancelledOn has a time of day
	EffectiveOn    time.Time           // until when benefits run; zero if not given
	Channel        string              // "wechat", ...; empty: every contract of the service
	Account        string              // as on the statement, masked or whole: only contracts charged from it; empty: from any
	Amount         decimal.NullDecimal // tells apart several contracts at one merchant
	ResubscribedOn time.Time           // charges from that day on are wanted; zero if not given
	RefundPromised time.Time           // the day on which a refund was promised; zero if none was
	RefundAmount   decimal.NullDecimal // how much was promised; invalid: not said
	RefundArrived  bool                // the note says that the money is there
	Evidence       []string            // file names
	Note           string
}
