package household

import (
	"slices"
	"time"

	"github.com/unrenew/unrenew/detector/catalog"
)

// usualDelay is how many days after a due day a charge may still come before
// its absence says anything; between the two nobody can know.
const usualDelay = 12

// judge writes down what is true of a mandate, and how much of that the
// statements tell.
func (w *world) judge(m *mandate) {
	c := Contract{ID: m.id, Scenario: m.scenario, Service: m.seller.service, Kind: m.kind, Cycle: m.cal.cycle,
		Price: m.price.decimal(), Varies: m.varies, Currency: "CNY", charges: m.span()}
	c.Annual = annual(c.Cycle, c.Price)
	m.shown = w.shown(m)
	c.Expect = w.expect(m, m.shown)
	if len(m.shown) > 0 && !m.blurred && !m.finished {
		c.Status = w.status(m, m.shown)
	}
	if c.Status == "active" || c.Status == "upcoming-trial" {
		c.Next = m.cal.after(w.h.AsOf)
	}
	w.h.Contracts = append(w.h.Contracts, c)
}

// warn writes down the alerts that are due, or that may be.
func (w *world) warn(m *mandate) {
	w.alertsOf(m, w.contract(m.id), m.shown)
	for _, more := range m.alerts {
		w.h.Alerts = append(w.h.Alerts, more(w)...)
	}
	if !w.hidesRefund(m) {
		return
	}
	for i := range w.h.Alerts {
		if a := &w.h.Alerts[i]; a.Contract == m.id {
			a.Expect = May
		}
	}
	for _, t := range []string{"charged-after-cancellation", "duplicate-charge"} {
		w.h.Alerts = append(w.h.Alerts, Alert{Type: t, Contract: m.id, Scenario: m.scenario, Expect: May})
	}
}

// hidesRefund tells whether money came back for a charge that the statements
// show, and none of them shows that it did: then nobody can know.
func (w *world) hidesRefund(m *mandate) bool {
	return slices.ContainsFunc(m.charges, func(c *charge) bool {
		return c.back > 0 && c.id != "" && w.seen(c.id) && !slices.ContainsFunc(w.h.Movements, func(r Movement) bool { return r.Refunds == c.id && w.h.Visible(r) })
	})
}

// span is the first and the last day on which it was charged.
func (m *mandate) span() Period {
	return Period{dayOf(m.charges[0].at), dayOf(m.last().at)}
}

func (w *world) contract(id string) Contract {
	i := slices.IndexFunc(w.h.Contracts, func(c Contract) bool { return c.ID == id })
	if i < 0 {
		return Contract{Expect: May}
	}
	return w.h.Contracts[i]
}

// shown are the charges of the rhythm that a statement shows: no second ones,
// and none that came back in full.
func (w *world) shown(m *mandate) (out []*charge) {
	for _, c := range m.charges {
		if c.id != "" && !c.extra && c.back < c.amount && w.seen(c.id) {
			out = append(out, c)
		}
	}
	return out
}

// expect is Must only if a careful person who has nothing but the statements
// would say so. What the item says counts where the wallet's row is shown; a
// bank prints the payee alone.
func (w *world) expect(m *mandate, shown []*charge) Expect {
	n := len(shown)
	if m.murky || n == 0 {
		return May
	}
	says, named := silent, false
	for _, c := range shown {
		f, by := m.seller.face, m.by
		if c.seller != nil {
			f = *c.seller
		}
		if c.by != nil {
			by = *c.by
		}
		item := by.channel != bank && w.h.shows(by.account, c.at)
		if item {
			says = max(says, f.says)
		}
		named = named || m.seller.service != "" && (item || !f.entity)
	}
	m.says = says
	if m.seller.service != "" && !named {
		return May // it is one of several that this payee sells
	}
	need := needed(m.cal.cycle, says, named)
	if need > 0 && n >= need+m.rough {
		return Must
	}
	return May
}

// needed is how many charges tell the contract; 0: no number does, as far as a
// family's statements reach.
func needed(c catalog.Cycle, says wording, named bool) int {
	long, short := days(c) > 300, c.Unit == catalog.Day || c.Unit == catalog.Week
	switch {
	case says == tellCycle:
		return 1
	case says == renews:
		return 2
	case named && long:
		return 2
	case named:
		return 3
	case says == member && short:
		return 5
	case says == member:
		return 3
	case long:
		return 0
	case short:
		return 6
	}
	return 4
}

// covers says whether a missing charge of the mandate would be noticed on a day:
// the wallet's statements reach from before it to after the usual delay.
func (w *world) covers(m *mandate, due time.Time) bool {
	for n := -3; n <= usualDelay; n++ {
		if !w.h.shows(m.by.account, addDays(due, n)) {
			return false
		}
	}
	return true
}

// blind says that no statement would show a charge on the day or soon after.
func (w *world) blind(m *mandate, due time.Time) bool {
	for n := -3; n <= usualDelay; n++ {
		if day := addDays(due, n); w.h.shows(m.by.account, day) || m.by.card != "" && w.h.shows(m.by.card, day) {
			return false
		}
	}
	return true
}

// status is that of the outside contract, or empty where two readings of it are
// honest.
func (w *world) status(m *mandate, shown []*charge) string {
	last := shown[len(shown)-1]
	if len(m.records) > 0 {
		r := m.records[len(m.records)-1]
		after, back := false, false // charged after it; all of that given back
		for _, c := range m.charges {
			if c.id != "" && w.seen(c.id) && c.at.After(r.On) {
				after, back = true, c.back >= c.amount
			}
		}
		switch {
		case r.Resubscribed.IsZero() && !after:
			return "cancelled"
		case back:
			return ""
		}
	}
	if len(shown) == 1 && last == m.trial {
		return "upcoming-trial"
	}
	for due := m.cal.after(addDays(last.due, days(m.cal.cycle)/3)); due.Before(w.h.AsOf); due = m.cal.after(due) {
		switch {
		case w.covers(m, due) && len(m.records) == 0:
			return "ended"
		case w.covers(m, due):
			return "" // charged after the cancellation, then no more
		case !w.blind(m, due):
			return ""
		}
	}
	return "active"
}

// alertsOf are the ones that follow from prices and names alone.
func (w *world) alertsOf(m *mandate, c Contract, shown []*charge) {
	raise := func(kind string, due bool, about *charge) {
		a := Alert{Scenario: m.scenario, Type: kind, Contract: m.id, Expect: May}
		if due && c.Expect == Must && c.Status == "active" && !m.soft {
			a.Expect = Must
		}
		if about != nil {
			a.Movements = []string{about.id}
		}
		w.h.Alerts = append(w.h.Alerts, a)
	}
	if m.seller.service == "" && m.kind == catalog.Membership {
		raise("unknown-merchant", m.says >= member && len(shown) >= 3, nil) // else it may be a bill, or no more than a start
	}
	if i := slices.Index(shown, m.rise); i > 0 {
		raise("price-increase", i >= 2 && len(shown)-i >= 2 && recent(w, m.rise), m.rise)
	}
	if m.trial != nil && len(shown) > 1 {
		raise("trial-converted", shown[0] == m.trial && len(shown) > 2 && recent(w, shown[1]), shown[1])
	}
	if m.intro {
		raise("price-increase", false, nil)
		raise("trial-converted", false, nil)
	}
}

// recent: the contract sets no limit, but news of more than a year ago is none.
func recent(w *world, c *charge) bool { return daysBetween(c.at, w.h.AsOf) <= 365 }
