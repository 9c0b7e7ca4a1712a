package report

import (
	"cmp"
	"fmt"
	"slices"
	"strings"

	"github.com/unrenew/unrenew/detector"
	"github.com/unrenew/unrenew/parser"
)

// A sheet is the view with what only the page shows: pictures, orders to sort
// by, and what the marks write.
type sheet struct {
	*View
	Notices []notice
	Tables  []table
	Unsure  []card // the cards of Maybe
	Year    *glance
	Spend   *spend
	Strip   *strip
	Choices [3]choices // status, category, channel
	Sure    sure
}

// A notice is a matter with its picture, if it has one.
type notice struct {
	Matter
	Line *lane
}

// A table is one group of memberships.
type table struct {
	Group
	Cards []card
}

// A card is a membership with all that its row and its detail need.
type card struct {
	*Subscription
	Life *lane
	mark
	ByCost, ByPrice int    // place in that order, from 0 for the least
	Search          string // what the search looks through
}

// choices are the values of one filter, in the order in which they are listed.
type choices struct {
	ID, Label string // of the control; a key of words
	List      []option
}

type option struct {
	Value string
	Text  parser.Text
}

// A sortColumn is a title that sorts the table.
type sortColumn struct{ Key, Label, Class string }

// orders are those of the columns, for the narrow page that has no titles.
func orders() []option {
	return []option{{"cost", say("yearly")}, {"price", say("price")}, {"next", say("next")}, {"by", say("cancel-by")}, {"name", say("name")}, {"payer", say("channel")}}
}

// Members is the rows of all tables.
func (p *sheet) Members() []card {
	var out []card
	for _, t := range p.Tables {
		out = append(out, t.Cards...)
	}
	return out
}

// A sure says how certain the active memberships are.
type sure struct {
	Active, High int           // how many there are, and how many of them are certain to highPart and more
	Least        *Subscription // nil if none is active
	Maybe        int
}

const highPart = 0.95 // the confidence that counts as high

func newSheet(v *View) *sheet {
	seen, names := v.sight(), v.callings()
	p := &sheet{View: v, Year: v.glance(seen), Spend: v.spend(), Strip: v.strip()}
	for _, m := range v.Matters {
		p.Notices = append(p.Notices, notice{m, v.around(m.Alert, seen)})
	}
	var members []*Subscription
	for _, g := range v.Groups {
		t := table{Group: g}
		for _, s := range g.Subs {
			t.Cards = append(t.Cards, v.card(s, seen, names))
		}
		p.Tables, members = append(p.Tables, t), append(members, g.Subs...)
	}
	for _, s := range v.Maybe {
		p.Unsure = append(p.Unsure, v.card(s, seen, names))
	}
	p.rank(members)
	p.choices(members)
	p.certainty()
	return p
}

func (v *View) card(s *Subscription, seen sight, names *callings) card {
	c := card{Subscription: s, Life: v.life(s, seen), mark: names.mark(s, v.markAccount(s))}
	c.Search = strings.ToLower(strings.Join([]string{s.Name.ZH, s.Name.EN, s.Merchant, s.Payer.ZH, s.Payer.EN}, "\n"))
	return c
}

// rank puts the orders by money into the cards: the page must not compute with
// amounts. From the largest on, they are the order of the groups.
func (p *sheet) rank(members []*Subscription) {
	order := func(amount func(s *Subscription) Money) map[*Subscription]int {
		list := slices.Clone(members)
		slices.SortStableFunc(list, func(a, b *Subscription) int {
			x, y := amount(a), amount(b)
			return cmp.Or(byMoney(y, x), cmp.Compare(b.ID, a.ID))
		})
		at := map[*Subscription]int{}
		for i, s := range list {
			at[s] = i
		}
		return at
	}
	cost := order(func(s *Subscription) Money { return Money{s.AnnualCost, s.Currency} })
	price := order(func(s *Subscription) Money {
		if s.PriceUnknown {
			return Money{Currency: s.Currency}
		}
		return Money{s.Amount, s.Currency}
	})
	for _, t := range p.Tables {
		for i := range t.Cards {
			c := &t.Cards[i]
			c.ByCost, c.ByPrice = cost[c.Subscription], price[c.Subscription]
		}
	}
}

func (p *sheet) choices(members []*Subscription) {
	p.Choices = [3]choices{{ID: "f-status", Label: "status"}, {ID: "f-category", Label: "category"}, {ID: "f-channel", Label: "channel"}}
	for _, s := range members {
		for i, o := range []option{{string(s.Status), say(string(s.Status))}, {s.Category, categoryText(s.Category)}, {s.Channel, detector.ChannelName(s.Channel)}} {
			if !slices.Contains(p.Choices[i].List, o) {
				p.Choices[i].List = append(p.Choices[i].List, o)
			}
		}
	}
	for i := range p.Choices {
		slices.SortFunc(p.Choices[i].List, func(a, b option) int { return cmp.Compare(a.Value, b.Value) })
	}
}

// unitText names a currency as the unit of a picture.
func unitText(currency string) parser.Text {
	if currency == "CNY" {
		return say("yuan")
	}
	return same(currency)
}

// categoryText names a category of the catalog.
func categoryText(category string) parser.Text {
	key := "cat-" + category
	if _, ok := words[key]; !ok {
		key = "cat-other"
	}
	return say(key)
}

func (p *sheet) certainty() {
	p.Sure.Maybe = len(p.Maybe)
	for _, g := range p.Groups {
		if g.State != "active" {
			continue
		}
		for _, s := range g.Subs {
			p.Sure.Active++
			if s.Confidence >= highPart {
				p.Sure.High++
			}
			if p.Sure.Least == nil || s.Confidence < p.Sure.Least.Confidence {
				p.Sure.Least = s
			}
		}
	}
}

// Text says it in a sentence; empty if nothing is active.
func (s sure) Text() parser.Text {
	switch {
	case s.Least == nil:
		return parser.Text{}
	case s.High == s.Active:
		return say("sure-all", s.Active)
	}
	return say("sure-some", s.Active, s.High, parser.Text{ZH: short(s.Least.Name.ZH), EN: short(s.Least.Name.EN)}, hundredths(s.Least))
}

// short cuts a name that would fill a sentence.
func short(name string) string {
	const most = 24
	if runes := []rune(name); len(runes) > most {
		return string(runes[:most]) + "…"
	}
	return name
}

// hundredths is how sure it is that a membership is one: 97%. It is rounded
// down, for nobody should read more into it than was measured.
func hundredths(s *Subscription) string { return fmt.Sprintf("%d%%", int(s.Confidence*100+0.000001)) }

// before is what the membership cost before its last change of price; empty if
// it never changed.
func before(s *Subscription) parser.Text {
	for _, e := range slices.Backward(s.Events) {
		switch e.Type {
		case "price-up", "price-down", "plan-changed":
			if t := eventValue(e.Type, e.From, s.Currency); e.From != "" {
				return say("price-was", t)
			}
		case "trial-converted", "intro-ended":
			if t := eventValue(e.Type, e.From, s.Currency); e.From != "" {
				return say("price-first", t)
			}
		}
	}
	return parser.Text{}
}
