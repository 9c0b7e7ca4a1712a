package report

import (
	"regexp"
	"slices"
	"strings"

	"github.com/unrenew/unrenew/detector"
	"github.com/unrenew/unrenew/detector/catalog"
	"github.com/unrenew/unrenew/parser"
)

// A calling is the texts by which a rule of the user may mean a subscription.
type calling struct {
	sub  *Subscription
	last []string // folded: those of its last charge, by which the detector goes
}

// callings are those of all that is listed, memberships or not.
type callings []calling

func (v *View) callings() *callings {
	var out callings
	for _, s := range slices.Concat(v.All, v.Maybe) {
		out = append(out, calling{s, folded(s, s.Charges[len(s.Charges)-1].Rows)})
	}
	return &out
}

// usual is what the records and the rules call a subscription: a catalog ID, or
// the merchant as on the statement.
func usual(s *Subscription) string {
	switch {
	case s.Service != nil:
		return s.Service.ID
	case s.Merchant != "":
		return s.Merchant
	}
	return s.Name.ZH
}

// rule is the text by which the rules mean s, and what else they would mean by
// it: where the usual text means others too, one of the statement's own that
// means s alone, if there is one.
func (c *callings) rule(s *Subscription) (text string, also []*Subscription) {
	text = usual(s)
	if also = c.others(text, s); len(also) == 0 {
		return text, nil
	}
	for _, own := range steady(s) {
		if len(c.others(own, s)) == 0 {
			return own, nil
		}
	}
	return text, also
}

// others are what a rule with the text takes away besides s. It asks what the
// detector asks of a dismissed contract.
func (c *callings) others(text string, s *Subscription) (out []*Subscription) {
	want := catalog.Fold(text)
	for _, o := range *c {
		if o.sub != s && (o.sub.Service != nil && o.sub.Service.IsCalled(text) || mentioned(want, o.last)) {
			out = append(out, o.sub)
		}
	}
	return out
}

// digits are those of an order or a day, which the next charge will not bear.
var digits = regexp.MustCompile(`[0-9]{4}`)

// steady are the item and the payee of the last charge, as the statement prints
// them, where every charge has borne them: the next one will too.
func steady(s *Subscription) (out []string) {
	for _, t := range s.Charges[len(s.Charges)-1].Rows {
		for _, text := range []string{t.Description, t.Counterparty} {
			text = strings.TrimSpace(Clean(text))
			want := catalog.Fold(text)
			if len([]rune(want)) < 2 || digits.MatchString(text) || strings.Contains(text, hidden) || slices.Contains(out, text) {
				continue
			}
			if !slices.ContainsFunc(s.Charges, func(c detector.Charge) bool { return !mentioned(want, folded(s, c.Rows)) }) {
				out = append(out, text)
			}
		}
	}
	return out
}

// folded are the texts of a charge's rows, and the merchant's name.
func folded(s *Subscription, rows []*parser.Transaction) []string {
	out := []string{catalog.Fold(s.Merchant)}
	for _, t := range rows {
		out = append(out, catalog.Fold(t.Counterparty), catalog.Fold(t.Description))
	}
	return out
}

// mentioned tells whether a text of a charge holds the wanted one, which is
// folded; a single letter means nothing.
func mentioned(want string, texts []string) bool {
	return len([]rune(want)) > 1 && slices.ContainsFunc(texts, func(t string) bool { return strings.Contains(t, want) })
}
