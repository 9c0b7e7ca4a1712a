package household

import (
	"strings"

	"github.com/unrenew/unrenew/detector/catalog"
)

// A text is what a statement prints, in Chinese and, where the merchant has
// one, under its Latin name. Both say the same, so that the same household in
// either script holds the same evidence.
type text struct{ zh, latin string }

func zh(s string) text { return text{zh: s} }

func (t text) in(latin bool) string {
	if latin && t.latin != "" {
		return t.latin
	}
	return t.zh
}

// with replaces {key} on both sides.
func (t text) with(key string, by text) text {
	key = "{" + key + "}"
	return text{strings.ReplaceAll(t.zh, key, by.zh), strings.ReplaceAll(t.latin, key, by.in(true))}
}

// wording is how much the item of a charge says of the contract.
type wording int

const (
	silent    wording = iota // an order, a service fee, or only the merchant's name
	member                   // that it is a membership
	renews                   // that it renews itself
	tellCycle                // that it renews itself, and how often
)

// spans says the cycle in the words of statements: how it renews, how long one
// period is, and the name of a card for one period.
func spans(c catalog.Cycle) (renew, span, card text) {
	switch c {
	case weekly:
		return text{"连续包周", "weekly auto-renewal"}, text{"1周", "1 week"}, text{"周卡", "week pass"}
	case monthly:
		return text{"连续包月", "monthly auto-renewal"}, text{"1个月", "1 month"}, text{"月卡", "month pass"}
	case quarterly:
		return text{"连续包季", "quarterly auto-renewal"}, text{"3个月", "3 months"}, text{"季卡", "3-month pass"}
	case halfYearly:
		return text{"连续包半年", "half-yearly auto-renewal"}, text{"6个月", "6 months"}, text{"半年卡", "6-month pass"}
	case yearly:
		return text{"连续包年", "yearly auto-renewal"}, text{"12个月", "12 months"}, text{"年卡", "year pass"}
	case every(2, catalog.Week):
		return text{"每两周自动续费", "auto-renewal every two weeks"}, text{"14天", "14 days"}, text{"14天卡", "14-day pass"}
	}
	n := number(days(c))
	return text{"每" + n + "天自动续费", "auto-renewal every " + n + " days"}, text{n + "天", n + " days"}, text{n + "天卡", n + "-day pass"}
}
