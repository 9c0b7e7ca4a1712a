package score

import (
	"encoding/json"
	"fmt"

	"github.com/shopspring/decimal"
)

// A Ratio is a share of a count; of nothing it is not known.
type Ratio struct{ N, Of int }

// count adds one to the whole, and to the part if ok.
func (r *Ratio) count(ok bool) {
	r.Of++
	if ok {
		r.N++
	}
}

// permille is rounded; -1 is not known.
func (r Ratio) permille() int {
	if r.Of == 0 {
		return -1
	}
	return (2000*r.N + r.Of) / (2 * r.Of)
}

func percent(permille int) string {
	if permille < 0 {
		return "-"
	}
	return fmt.Sprintf("%d.%d%%", permille/10, permille%10)
}

// String prints 93.4% (412/441).
func (r Ratio) String() string {
	if r.Of == 0 {
		return "-"
	}
	return fmt.Sprintf("%s (%d/%d)", percent(r.permille()), r.N, r.Of)
}

// MarshalJSON writes the counts and, for readers, the share in per cent.
func (r Ratio) MarshalJSON() ([]byte, error) {
	return json.Marshal(struct {
		N       int    `json:"n"`
		Of      int    `json:"of"`
		Percent string `json:"percent"`
	}{r.N, r.Of, percent(r.permille())})
}

var ten = decimal.NewFromInt(10)
