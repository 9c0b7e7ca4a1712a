// Package rights knows what may be claimed about a charge, by which article of
// which law, and where to complain. It states rules and where they stand; it
// decides no case, and nothing in it is legal advice. What was not read in a
// source is not in it.
package rights

import (
	"strings"
	"time"

	"github.com/unrenew/unrenew/parser"
)

// A Rule is one article of a law, a regulation or a court's interpretation.
type Rule struct {
	ID      string      // "civil-code-985"
	Law     parser.Text // 《中华人民共和国民法典》
	Article int
	From    time.Time   // first day in force
	Until   time.Time   // last day in force; zero: no end is known
	Says    parser.Text // in our own words
	Source  string      // where it was read
	ReadOn  string      // YYYY-MM
}

// Cite names the rule as a letter does: 《…》第九百八十五条.
func (r *Rule) Cite() parser.Text {
	return parser.Says("%[1]s第%[2]s条", "%[3]s, article %[4]d", r.Law.ZH, numeral(r.Article), r.Law.EN, r.Article)
}

// holds tells whether the rule was in force on a day.
func (r *Rule) holds(day time.Time) bool {
	return !day.Before(r.From) && (r.Until.IsZero() || day.Before(r.Until.AddDate(0, 0, 1)))
}

// A Case is a kind of dispute: the grounds that fit it, what to ask for, and
// what not to say.
type Case struct {
	ID      string
	Title   parser.Text
	Rules   []*Rule
	OwnRule parser.Text   // of the seller, where no law is the ground; may be empty
	Facts   parser.Text   // what no statement shows and only the user can say; empty if the statements show it all
	Ask     []parser.Text // {amount} stands for the sum in dispute, {period} for the one period that the user names
	Mention parser.Text   // a judgment worth knowing; may be empty
	Source  string        // of Mention
	Caution parser.Text   // what the user must know before claiming it
	Never   Phrases       // words that no letter of this case may hold
}

// Phrases are pieces of text in each language.
type Phrases struct{ ZH, EN []string }

// A Ground is a rule that holds for the charges of a dispute, or for some of
// them only.
type Ground struct {
	*Rule
	Part bool // it was not in force on all days
}

// Grounds are the rules of a case that were in force on the days of the charges.
func (c *Case) Grounds(days []time.Time) []Ground {
	var out []Ground
	for _, r := range c.Rules {
		n := 0
		for _, d := range days {
			if r.holds(d) {
				n++
			}
		}
		if n > 0 {
			out = append(out, Ground{r, n < len(days)})
		}
	}
	return out
}

// A Contact is somebody to complain to.
type Contact struct {
	ID     string
	Name   parser.Text
	Who    parser.Text // for whom and for what it is
	Needs  parser.Text // what it asks for, or how to get there
	Wait   parser.Text // how long it takes, and when to go on
	Rules  []*Rule     // what the times rest on; may be empty
	Source string
	ReadOn string // YYYY-MM
}

// A Channel is what to know of a channel that charges.
type Channel struct {
	IDs  []string
	Bill *Contact    // who takes the money and hears complaints of it
	End  parser.Text // how to see that the mandate is ended
}

// Evidence is something to have at hand before complaining.
type Evidence struct {
	What  parser.Text
	Home  bool // of use only where the merchant is in China
	Rules []*Rule
}

// Rights is all that the package knows.
type Rights struct {
	Rules    []*Rule
	Cases    []*Case
	Contacts []*Contact
	Channels []*Channel
	Evidence []Evidence
}

// Case is the case of that ID; nil if there is none.
func (r *Rights) Case(id string) *Case {
	for _, c := range r.Cases {
		if c.ID == id {
			return c
		}
	}
	return nil
}

// Contact is the contact of that ID; nil if there is none.
func (r *Rights) Contact(id string) *Contact {
	for _, c := range r.Contacts {
		if c.ID == id {
			return c
		}
	}
	return nil
}

// numeral is a number below 10,000 as laws write it: 985 is 九百八十五.
func numeral(n int) string {
	digits, units := []rune("零一二三四五六七八九"), []string{"千", "百", "十", ""}
	var b strings.Builder
	gap := false
	for i, unit := range []int{1000, 100, 10, 1} {
		d := n / unit % 10
		switch {
		case d == 0:
			gap = b.Len() > 0
			continue
		case gap:
			b.WriteRune('零')
		}
		gap = false
		if d != 1 || unit != 10 || b.Len() > 0 { // 十八, but 一百一十八
			b.WriteRune(digits[d])
		}
		b.WriteString(units[i])
	}
	return b.String()
}
