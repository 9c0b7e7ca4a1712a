package catalog

import (
	"cmp"
	"slices"
	"strings"
	"unicode/utf8"
)

// Strength says how surely a text means a service.
type Strength int

const (
	OperatorOnly Strength = iota + 1 // the legal name of a company that may sell other things too
	ByPayee                          // the service's name as the payee
	ByItem                           // the service's name in the product text
	ByDescriptor                     // a text that was seen on statements
)

// A Match is a service that a statement row may mean.
type Match struct {
	Service  *Service
	Strength Strength
}

// names is the index of all that services are called.
type names struct {
	scan    scanner
	entries []name
	whole   map[string][]*Service // by every name, alias and company, folded
	byHead  map[string][]int      // first cutRunes characters of payee names, to compare cut ones
	sellers map[string]*Service   // by the whole payee: a membership's name without that word; nil if several have it
	rules   []rule
}

// A name is one text that may stand on a statement.
type name struct {
	text     string
	service  *Service
	strength Strength // ByPayee for names: in an item they are ByItem
	needs    bool     // counts only beside a word of membership
}

type rule struct {
	service            *Service
	payee, description []string
}

// cutRunes is the length from which a payee that is the beginning of a known
// name is taken for that name, cut. Banks cut at 15 characters and more.
const cutRunes = 8

func newNames(services []*Service, channels []*Channel) *names {
	n := &names{byHead: map[string][]int{}, whole: map[string][]*Service{}, sellers: map[string]*Service{}}
	for _, s := range services {
		for _, t := range s.calls() {
			if of, ok := sellerOf(t); ok && s.Kind == Membership {
				if before, ok := n.sellers[of]; ok && before != s {
					n.sellers[of] = nil
					continue
				}
				n.sellers[of] = s
			}
		}
		for _, t := range slices.Concat(s.calls(), s.Operators) {
			if key := Fold(t); !slices.Contains(n.whole[key], s) {
				n.whole[key] = append(n.whole[key], s)
			}
		}
	}
	for _, ch := range channels {
		for _, t := range slices.Concat([]string{ch.Name.ZH, ch.Name.EN}, ch.Operators) {
			n.whole[Fold(t)] = append(n.whole[Fold(t)], nil, nil) // several services
		}
	}
	sellers := map[string]int{} // how many services a company stands for; a channel takes money for many
	for _, ch := range channels {
		for _, t := range ch.Operators {
			sellers[spaced(t)] += 2
		}
	}
	add := func(text string, s *Service, strength Strength, needs bool) {
		folded := spaced(text)
		for i, form := range []string{folded, strings.ReplaceAll(folded, " ", "")} {
			if utf8.RuneCountInString(form) < 2 || i == 1 && form == folded {
				continue
			}
			n.scan.add(form, len(n.entries))
			if head := head(form); head != "" {
				n.byHead[head] = append(n.byHead[head], len(n.entries))
			}
			n.entries = append(n.entries, name{form, s, strength, needs})
		}
	}
	for _, s := range services {
		for _, t := range s.Descriptors {
			add(t, s, ByDescriptor, false)
		}
		for _, t := range s.Brands {
			add(t, s, ByPayee, false)
		}
		for _, t := range append([]string{s.Name.ZH, s.Name.EN}, s.Aliases...) {
			add(t, s, ByPayee, true)
		}
		for _, t := range s.Operators {
			sellers[spaced(t)]++
		}
		for _, r := range s.Rules {
			n.rules = append(n.rules, rule{s, foldAll(r.Counterparty), foldAll(r.Description)})
		}
	}
	for _, s := range services {
		for _, t := range s.Operators {
			// A short name such as Apple is not a legal one.
			if sellers[spaced(t)] == 1 && utf8.RuneCountInString(spaced(t)) >= 6 {
				add(t, s, OperatorOnly, false)
			}
		}
	}
	return n
}

// sellerOf is the name of who sells a membership: 探探 of 探探会员. Apps print it
// as the payee, and in the item only that it renews.
func sellerOf(name string) (string, bool) {
	name, _, _ = strings.Cut(spaced(name), "/")
	for _, word := range []string{"超级会员", "付费会员", "会员", "svip", "vip"} {
		if of, ok := strings.CutSuffix(name, word); ok && utf8.RuneCountInString(of) >= 2 {
			return strings.TrimSpace(of), true
		}
	}
	return "", false
}

func foldAll(texts []string) []string {
	var out []string
	for _, t := range texts {
		out = append(out, spaced(t))
	}
	return out
}

// head is the first cutRunes characters of s; empty if it has fewer.
func head(s string) string {
	n := 0
	for i := range s {
		if n == cutRunes {
			return s[:i]
		}
		n++
	}
	if n == cutRunes {
		return s
	}
	return ""
}

// Match returns the services that a row may mean, best first: by Strength, then
// item before payee, then the longer name, then ID. Each service is there once.
//
// A name that people use counts only beside a word of membership or renewal,
// and no name counts in a text that speaks of goods, top-ups, repayments or
// single uses, for most payees sell more than memberships. A company that is
// the operator of several services, or of a channel, names none of them.
func (c *Catalog) Match(counterparty, description string) []Match {
	payee, item := spaced(counterparty), spaced(description)
	if payee == item {
		item = ""
	}
	var w Evidence
	told := false // words are read only for a row that has a name
	evidence := func() Evidence {
		if !told {
			w, told = words(payee+" "+item), true
		}
		return w
	}
	var found []candidate
	found = c.names().in(item, true, evidence, found)
	found = c.names().in(payee, false, evidence, found)
	if rest, _ := StripPSP(counterparty); payee != "" {
		seller := payee
		if len(rest) < len(counterparty) {
			seller = spaced(rest)
		}
		found = c.names().cut(seller, evidence, found)
		if s := c.names().sellers[seller]; s != nil {
			if w := evidence(); !w.Against && (w.Renewal || w.Member) {
				found = append(found, candidate{Match{s, ByPayee}, false, len(rest)})
			}
		}
	}
	for _, r := range c.names().rules {
		if anyIn(payee, r.payee) && anyIn(item, r.description) {
			strength := ByDescriptor
			if r.service.Store { // what is sold may have a name of its own
				strength = ByPayee
			}
			found = append(found, candidate{Match{r.service, strength}, true, len(payee) + len(item)})
		}
	}
	slices.SortFunc(found, func(a, b candidate) int {
		switch {
		case a.Strength != b.Strength:
			return cmp.Compare(b.Strength, a.Strength)
		case a.item != b.item && a.item:
			return -1
		case a.item != b.item:
			return 1
		case a.length != b.length:
			return cmp.Compare(b.length, a.length)
		}
		return cmp.Compare(a.Service.ID, b.Service.ID)
	})
	var out []Match
	for _, f := range found {
		if !slices.ContainsFunc(out, func(m Match) bool { return m.Service == f.Service }) {
			out = append(out, f.Match)
		}
	}
	return out
}

type candidate struct {
	Match
	item   bool
	length int
}

func anyIn(text string, words []string) bool {
	return len(words) == 0 || slices.ContainsFunc(words, func(w string) bool { return strings.Contains(text, w) })
}

// in appends the names in one field.
func (n *names) in(text string, item bool, evidence func() Evidence, found []candidate) []candidate {
	var buf [16]hit
	hits := n.scan.find(text, buf[:0])
	hits = slices.DeleteFunc(hits, func(h hit) bool { return !n.entries[h.id].counts(evidence) })
	for _, h := range n.longest(hits) {
		e := n.entries[h.id]
		strength := e.strength
		if item && strength == ByPayee {
			strength = ByItem
		}
		found = append(found, candidate{Match{e.service, strength}, item, h.end - h.start})
	}
	return found
}

// counts tells whether a name means anything in a text with this evidence.
func (e *name) counts(evidence func() Evidence) bool {
	if e.strength == ByDescriptor {
		return true
	}
	w := evidence()
	if w.Against && e.service.Kind == Membership {
		return false
	}
	return !e.needs || w.Renewal || w.Member || w.Cycle != (Cycle{}) ||
		e.service.Kind != Membership && (w.Automatic || w.Kind == e.service.Kind)
}

// longest drops names that lie within a longer one of another service.
func (n *names) longest(hits []hit) []hit {
	for i := range hits {
		for _, o := range hits {
			h := hits[i]
			if n.entries[o.id].service != n.entries[h.id].service && o.start <= h.start && h.end <= o.end && o.end-o.start > h.end-h.start {
				hits[i].start = hits[i].end
			}
		}
	}
	return slices.DeleteFunc(hits, func(h hit) bool { return h.start == h.end })
}

// cut appends the names of which a payee is the beginning, unless they are of
// several services.
func (n *names) cut(payee string, evidence func() Evidence, found []candidate) []candidate {
	payee = strings.TrimRight(payee, ".")
	h := head(payee)
	if h == "" {
		return found
	}
	var one *name
	for _, id := range n.byHead[h] {
		e := &n.entries[id]
		if len(e.text) <= len(payee) || !strings.HasPrefix(e.text, payee) || !e.counts(evidence) {
			continue
		}
		if one != nil && one.service != e.service {
			return found
		}
		if one == nil || e.strength > one.strength {
			one = e
		}
	}
	if one != nil {
		found = append(found, candidate{Match{one.service, one.strength}, false, len(payee)})
	}
	return found
}
