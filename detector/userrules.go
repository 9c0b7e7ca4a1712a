package detector

import (
	"slices"

	"github.com/unrenew/unrenew/detector/catalog"
	"github.com/unrenew/unrenew/parser"
)

// A userWord is what the user's rules make of one payment.
type userWord struct {
	membership bool   // it is one, whatever it looks like
	group      string // key of the group that it belongs to; empty: the usual one
}

// obey writes the user's rules into the payments, and tells which of them met
// no row.
func (d *detection) obey(ps []*payment) {
	rules := d.in.Rules
	met := map[string]bool{}
	say := func(text string, write func(p *payment)) {
		folded := catalog.Fold(text)
		for _, p := range ps {
			if means(text, folded, p) {
				met[text] = true
				write(p)
			}
		}
	}
	for _, text := range rules.Memberships {
		say(text, func(p *payment) { p.user.membership = true })
	}
	for _, list := range rules.Merge {
		for _, text := range list {
			say(text, func(p *payment) { p.user.group = "merged:" + list[0] })
		}
	}
	for _, text := range rules.Split {
		say(text, func(p *payment) { p.user.group = groupKey(p) + " split:" + p.amount().String() })
	}
	for _, text := range slices.Concat(rules.Memberships, slices.Concat(rules.Merge...), rules.Split) {
		if !met[text] {
			d.result.Warnings = append(d.result.Warnings, Warning{Code: "rule-unmatched", Message: parser.Says(
				"规则文件里的“%s”在账单里没有找到；检查写法，写账单上的商户名或商品名最稳", "no row of the statements is what the rules call %q; check it, the merchant's or item's text as printed works best", text)})
		}
	}
}

// means tells whether the user means p by a text: the service by its ID or
// name, or the texts of a row.
func means(text, folded string, p *payment) bool {
	if s := p.service; s != nil && p.strength > catalog.OperatorOnly && s.IsCalled(text) {
		return true
	}
	return names(folded, p)
}

// isDismissed tells whether the user said that this is no membership.
func (d *detection) isDismissed(f *found) bool {
	return slices.ContainsFunc(d.in.Rules.NotMemberships, func(text string) bool {
		folded := catalog.Fold(text)
		return f.sub.Service != nil && f.sub.Service.IsCalled(text) || names(folded, f.last().last().payment)
	})
}

// userSaid tells whether the user's rules call the contract a membership.
func (c *contract) userSaid() bool {
	return slices.ContainsFunc(c.payments(), func(p *payment) bool { return p.user.membership })
}
