package detector

import (
	"strings"
	"time"
)

// chargeIDs name payments by their content: the same payment has the same ID in
// every run, whatever the files are called. A name is made when it is asked for,
// since few payments are charges of anything.
type chargeIDs struct {
	payments []*payment // all, by time
	names    map[*payment]string
}

func newChargeIDs(ps []*payment) chargeIDs {
	for i, p := range ps {
		p.place = i
	}
	return chargeIDs{ps, map[*payment]string{}}
}

// of is the ID of a payment. Of several with the same content, the earlier ones
// in the list have lower numbers; they lie within one second.
func (c chargeIDs) of(p *payment) string {
	name, ok := c.names[p]
	if ok {
		return name
	}
	content, second, n := idContent(p), p.main().Time.Unix(), 1
	for i := p.place - 1; i >= 0 && c.payments[i].main().Time.Unix() == second; i-- {
		if idContent(c.payments[i]) == content {
			n++
		}
	}
	name = id("c-", content, n)
	c.names[p] = name
	return name
}

func idContent(p *payment) string {
	r := p.main()
	return strings.Join([]string{r.account.issuer, r.Time.Format(time.RFC3339), r.Amount.String(), r.Counterparty, r.OrderID}, "\x00")
}
