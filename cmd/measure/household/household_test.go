package household

import (
	"encoding/json"
	"slices"
	"sync"
	"testing"
	"time"

	"github.com/unrenew/unrenew/detector/catalog"
)

const families = 200

var many = sync.OnceValue(func() []*Household { return Many(1, families) })

func encoded(t *testing.T, h *Household) string {
	t.Helper()
	b, err := json.Marshal(h)
	if err != nil {
		t.Fatal(err)
	}
	return string(b)
}

func TestSameSeedSameHousehold(t *testing.T) {
	for seed := range uint64(5) {
		first, again := encoded(t, New(seed)), encoded(t, New(seed))
		if first != again {
			t.Errorf("seed %d gives two households", seed)
		}
	}
	if encoded(t, New(1)) == encoded(t, New(2)) {
		t.Error("two seeds give one household")
	}
}

func TestMovements(t *testing.T) {
	for _, h := range many() {
		contracts := map[string]bool{}
		for _, c := range h.Contracts {
			contracts[c.ID] = true
		}
		byID := map[string]Movement{}
		for _, m := range h.Movements {
			if _, twice := byID[m.ID]; twice {
				t.Errorf("seed %d: two movements %s", h.Seed, m.ID)
			}
			byID[m.ID] = m
		}
		for i, m := range h.Movements {
			switch {
			case i > 0 && m.Time.Before(h.Movements[i-1].Time):
				t.Errorf("seed %d: %s is out of order", h.Seed, m.ID)
			case !m.Time.Before(h.AsOf):
				t.Errorf("seed %d: %s is not before the day of the report", h.Seed, m.ID)
			case h.account(m.Account) == nil, m.Card != "" && h.account(m.Card) == nil:
				t.Errorf("seed %d: %s has no account", h.Seed, m.ID)
			case (m.Contract == "") == (m.Group == ""):
				t.Errorf("seed %d: %s belongs to contract %q and to group %q", h.Seed, m.ID, m.Contract, m.Group)
			case m.Contract != "" && !contracts[m.Contract]:
				t.Errorf("seed %d: %s is of no contract", h.Seed, m.ID)
			case m.Group != "" && !slices.Contains(Negative, m.Group):
				t.Errorf("seed %d: nobody knows group %s", h.Seed, m.Group)
			case !m.Amount.IsPositive(), m.RedPacket.GreaterThan(m.Amount):
				t.Errorf("seed %d: %s is of %s with a red packet of %s", h.Seed, m.ID, m.Amount, m.RedPacket)
			case m.Payee == "" && m.Item == "" && m.BankText == "":
				t.Errorf("seed %d: %s says nothing", h.Seed, m.ID)
			case h.account(m.Account).Tail != "" && m.BankText == "":
				t.Errorf("seed %d: the bank prints nothing of %s", h.Seed, m.ID)
			case (m.Class == Refund) != (m.Refunds != ""):
				t.Errorf("seed %d: %s of class %s refunds %q", h.Seed, m.ID, m.Class, m.Refunds)
			}
			if m.Refunds == "" {
				continue
			}
			paid, ok := byID[m.Refunds]
			if !ok || paid.Time.After(m.Time) || m.Amount.GreaterThan(paid.Amount) || paid.Class != Spend {
				t.Errorf("seed %d: %s gives back what was not paid before", h.Seed, m.ID)
			}
		}
	}
}

func TestTruth(t *testing.T) {
	c, err := catalog.Load()
	if err != nil {
		t.Fatal(err)
	}
	for _, h := range many() {
		contracts := map[string]Contract{}
		for _, c := range h.Contracts {
			contracts[c.ID] = c
		}
		charges := map[string][]Movement{}
		byID := map[string]Movement{}
		for _, m := range h.Movements {
			byID[m.ID] = m
			if m.Contract != "" && m.Class != Refund {
				charges[m.Contract] = append(charges[m.Contract], m)
			}
		}
		for _, k := range h.Contracts {
			where := func(format string, args ...any) {
				t.Errorf("seed %d, %s of %s: "+format, append([]any{h.Seed, k.ID, k.Scenario}, args...)...)
			}
			if k.Service != "" && c.Service(k.Service) == nil {
				where("the catalog has no %s", k.Service)
			}
			if want := annual(k.Cycle, k.Price); !k.Annual.Equal(want) || !k.Price.IsPositive() {
				where("%s every %v costs %s a year, not %s", k.Price, k.Cycle, want, k.Annual)
			}
			if (k.Status == "active" || k.Status == "upcoming-trial") == k.Next.IsZero() {
				where("status %q, next charge %v", k.Status, k.Next)
			}
			if !k.Next.IsZero() && (!k.Next.After(h.AsOf) || daysBetween(h.AsOf, k.Next) > longest(k.Cycle)) {
				where("next charge on %s, report of %s", k.Next, h.AsOf)
			}
			shown := 0
			for _, m := range charges[k.ID] {
				if day := dayOf(m.Time); day.Before(k.charges.From) || day.After(k.charges.To) {
					where("%s is outside its life", m.ID)
				}
				if h.Visible(m) && !m.Extra {
					shown++
				}
			}
			if k.Expect == Must && shown == 0 {
				where("must be found and is not shown")
			}
			if k.Service == "" && k.Expect == Must && k.Kind == catalog.Membership && shown < 4 && !tells(charges[k.ID]) {
				where("%d charges without a word do not tell a contract", shown)
			}
		}
		for _, a := range h.Alerts {
			k, ok := contracts[a.Contract]
			if !ok {
				t.Errorf("seed %d: an alert of %s about nothing", h.Seed, a.Scenario)
			}
			if a.Expect == Must && k.Expect != Must {
				t.Errorf("seed %d: %s of %s must be raised, and %s need not be found", h.Seed, a.Type, a.Scenario, k.ID)
			}
			for _, id := range a.Movements {
				if m, ok := byID[id]; !ok || m.Contract != a.Contract && a.Expect == Must || !h.Visible(m) {
					t.Errorf("seed %d: %s of %s is about %s, which is not there to be seen", h.Seed, a.Type, a.Scenario, id)
				}
			}
		}
		for _, r := range h.Cancellations {
			if _, ok := contracts[r.Contract]; r.Contract != "" && !ok {
				t.Errorf("seed %d: a record about %s", h.Seed, r.Contract)
			}
			if r.Service == "" || !r.On.Before(h.AsOf) {
				t.Errorf("seed %d: record %+v", h.Seed, r)
			}
		}
	}
}

// tells: an item speaks of a membership or of a renewal.
func tells(ms []Movement) bool {
	return slices.ContainsFunc(ms, func(m Movement) bool { return catalog.Words(m.Item) != catalog.Words("") })
}

// TestAlertsAfterCancellation holds the contract's own words: after the record,
// before the resubscription, high never when the money came back.
func TestAlertsAfterCancellation(t *testing.T) {
	for _, h := range many() {
		byID, returned := map[string]Movement{}, map[string]bool{}
		for _, m := range h.Movements {
			byID[m.ID] = m
			if m.Refunds != "" {
				returned[m.Refunds] = true
			}
		}
		for _, a := range h.Alerts {
			if a.Type != "charged-after-cancellation" || a.Expect != Must {
				continue
			}
			if len(a.Movements) == 0 {
				t.Errorf("seed %d: %s names no charge", h.Seed, a.Scenario)
			}
			for _, id := range a.Movements {
				for _, r := range h.Cancellations {
					if r.Contract != a.Contract {
						continue
					}
					if !byID[id].Time.After(r.On) || !r.Resubscribed.IsZero() && !byID[id].Time.Before(r.Resubscribed) {
						t.Errorf("seed %d: %s: charge of %s, record of %s", h.Seed, a.Scenario, byID[id].Time, r.On)
					}
				}
				if a.Severity == "high" && returned[id] {
					t.Errorf("seed %d: %s is high and was refunded", h.Seed, a.Scenario)
				}
			}
		}
	}
}

func TestEverySituationOccurs(t *testing.T) {
	seen, statuses := map[string]int{}, map[string]int{}
	for _, h := range many() {
		for _, c := range h.Contracts {
			seen[c.Scenario]++
			statuses[c.Status]++
		}
		for _, r := range h.Cancellations {
			if r.Contract == "" {
				seen["C24"]++
			}
		}
	}
	for _, s := range slices.Concat(memberships, bills, cancellations) {
		if seen[s.id] < 3 {
			t.Errorf("%s occurs %d times in %d families", s.id, seen[s.id], families)
		}
	}
	for _, status := range []string{"active", "cancelled", "ended", "upcoming-trial", ""} {
		if statuses[status] < 3 {
			t.Errorf("%d contracts are %q", statuses[status], status)
		}
	}
	groups := map[string]bool{}
	for _, h := range many() {
		for _, m := range h.Movements {
			groups[m.Group] = true
		}
	}
	for _, g := range Negative {
		if !groups[g] {
			t.Errorf("no family has %s", g)
		}
	}
}

func TestProportions(t *testing.T) {
	var all, noise, refunds, voids, contracts, known, memberships, must int
	cancelled := map[string]bool{}
	for _, h := range many() {
		if n := len(h.Movements); n < 250 || n > 3100 {
			t.Errorf("seed %d has %d movements", h.Seed, n)
		}
		all += len(h.Movements)
		for _, m := range h.Movements {
			if m.Contract == "" {
				noise++
			}
			switch m.Class {
			case Refund:
				refunds++
			case Void:
				voids++
			}
		}
		for _, r := range h.Cancellations {
			if r.Contract != "" {
				cancelled[number(int(h.Seed))+r.Contract] = true
			}
		}
		for _, c := range h.Contracts {
			contracts++
			if c.Kind != catalog.Membership {
				continue
			}
			memberships++
			if c.Service != "" {
				known++
			}
			if c.Expect == Must {
				must++
			}
		}
	}
	for _, p := range []struct {
		name             string
		part, of         int
		atLeast, atMostP int // per thousand
	}{
		{"movements of no contract", noise, all, 700, 960},
		{"refunds", refunds, all, 5, 60},
		{"closed orders", voids, all, 3, 40},
		{"catalog services among memberships", known, memberships, 400, 750},
		{"cancelled memberships", len(cancelled), memberships, 250, 420},
		{"memberships that the statements tell", must, memberships, 550, 950},
		{"memberships among contracts", memberships, contracts, 550, 900},
		{"movements a family", all, families * 1000, 600, 1500},
	} {
		t.Logf("%s: %d of %d", p.name, p.part, p.of)
		if got := p.part * 1000 / p.of; got < p.atLeast || got > p.atMostP {
			t.Errorf("%s: %d per thousand, not %d to %d", p.name, got, p.atLeast, p.atMostP)
		}
	}
}

// TestScripts: what differs between the two scripts is what merchants are called.
func TestScripts(t *testing.T) {
	latin := 0
	for seed := range uint64(20) {
		a, b := NewScript(seed, false), NewScript(seed, true)
		differ := 0
		for i := range a.Movements {
			x, y := &a.Movements[i], &b.Movements[i]
			if x.Payee != y.Payee {
				differ++
			}
			x.Payee, x.Item, x.BankText = "", "", ""
			y.Payee, y.Item, y.BankText = "", "", ""
		}
		for i := range a.Cancellations {
			a.Cancellations[i].Service, b.Cancellations[i].Service = "", ""
		}
		a.Latin = b.Latin
		if encoded(t, a) != encoded(t, b) {
			t.Errorf("seed %d differs by more than texts", seed)
		}
		if differ > 0 {
			latin++
		}
	}
	if latin < 17 {
		t.Errorf("%d of 20 families have merchants with two names", latin)
	}
}

// TestStrangersAreStrangers: no name that we invent means a service.
func TestStrangersAreStrangers(t *testing.T) {
	c, err := catalog.Load()
	if err != nil {
		t.Fatal(err)
	}
	for _, h := range many() {
		strange := map[string]bool{}
		for _, k := range h.Contracts {
			strange[k.ID] = k.Service == "" && k.Kind == catalog.Membership
		}
		for _, m := range h.Movements {
			if !strange[m.Contract] {
				continue
			}
			if found := c.Match(m.Payee, m.Item); len(found) > 0 {
				t.Errorf("%q | %q means %s", m.Payee, m.Item, found[0].Service.ID)
			}
		}
	}
}

// TestServicesAreTheCatalogs: their prices are, where we say so.
func TestServicesAreTheCatalogs(t *testing.T) {
	c, err := catalog.Load()
	if err != nil {
		t.Fatal(err)
	}
	for _, s := range services {
		known := c.Service(s.id)
		if known == nil {
			t.Errorf("the catalog has no %s", s.id)
			continue
		}
		currency := "CNY"
		if f := s.faces[bank]; len(f) > 0 && f[0].foreign {
			currency = "USD"
		}
		for _, p := range s.plans {
			if p.listed && !slices.ContainsFunc(c.Plans(known, p.price.decimal(), currency), func(q catalog.Plan) bool { return q.Cycle == p.cycle }) {
				t.Errorf("the catalog has no %s for %s every %v", s.id, p.price.decimal(), p.cycle)
			}
		}
	}
}

func TestCalendar(t *testing.T) {
	c := calendar{monthly, date(2024, time.January, 31), 31}
	for i, want := range []time.Time{date(2024, 1, 31), date(2024, 2, 29), date(2024, 3, 31), date(2024, 4, 30)} {
		if got := c.due(i); !got.Equal(want) {
			t.Errorf("renewal %d of the 31st is on %s, not on %s", i, got, want)
		}
	}
	if got := c.after(date(2025, 2, 28)); !got.Equal(date(2025, 3, 31)) {
		t.Errorf("after 28 February: %s", got)
	}
	leap := calendar{yearly, date(2024, time.February, 29), 29}
	if got := leap.after(date(2024, 3, 1)); !got.Equal(date(2025, 2, 28)) {
		t.Errorf("a year after 29 February: %s", got)
	}
	days := calendar{every(30, catalog.Day), date(2025, 1, 1), 1}
	if got := days.after(date(2025, 1, 31)); !got.Equal(date(2025, 3, 2)) {
		t.Errorf("60 days after 1 January: %s", got)
	}
}
