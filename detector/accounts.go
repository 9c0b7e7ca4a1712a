package detector

import (
	"cmp"
	"slices"

	"github.com/unrenew/unrenew/detector/catalog"
	"github.com/unrenew/unrenew/parser"
)

// An accountKey is one account, of whichever statements.
type accountKey struct {
	issuer, account string // account is the label for people, which several accounts may share
	nth             int    // among those of one label; 0 for the first
}

type accounts map[*parser.Statement]accountKey

// tellApart says which statements are of one account. Where the export prints
// the whole account that decides, or else a label that only one account has. A
// statement without either is an account of its own unless its rows tie it to
// others: taking two people for one ends the contracts of the one by the
// statements of the other, and taking one person for two only leaves them open.
func tellApart(in Input) accounts {
	type label struct {
		accountKey
		medium parser.Medium // of statements without a label
	}
	var labels []label
	alike := map[label][]*export{}
	for _, e := range byContent(in.Statements) {
		l := label{accountKey: accountKey{issuer: e.Issuer, account: e.Account}}
		if e.Account == "" {
			l.medium = e.Medium
		}
		if alike[l] == nil {
			labels = append(labels, l)
		}
		alike[l] = append(alike[l], e)
	}
	out := accounts{}
	next := map[accountKey]int{}
	for _, l := range labels {
		for _, group := range split(alike[l], in.Catalog) {
			k := l.accountKey
			k.nth = next[l.accountKey]
			next[l.accountKey]++
			for _, e := range group {
				out[e.Statement] = k
			}
		}
	}
	return out
}

// byContent are the statements in an order that does not depend on theirs.
func byContent(sts []*parser.Statement) []*export {
	sts = slices.Clone(sts)
	slices.SortStableFunc(sts, func(a, b *parser.Statement) int {
		return cmp.Or(a.From.Compare(b.From), a.To.Compare(b.To), cmp.Compare(a.SHA256, b.SHA256), cmp.Compare(a.File, b.File))
	})
	out := make([]*export, len(sts))
	each(len(sts), func(i int) { out[i] = newExport(sts[i]) })
	return out
}

// split parts statements of one label into those of one account each.
func split(es []*export, cat *catalog.Catalog) (groups [][]*export) {
	at := map[string]int{}
	var open []*export
	for _, e := range es {
		i, known := at[e.Identity]
		switch {
		case e.Identity == "":
			open = append(open, e)
		case known:
			groups[i] = append(groups[i], e)
		default:
			at[e.Identity] = len(groups)
			groups = append(groups, []*export{e})
		}
	}
	if es[0].Account != "" && len(groups) <= 1 {
		return [][]*export{es} // the label tells
	}
	if len(open) == 0 {
		return groups
	}
	for _, e := range open {
		groups = append(groups, []*export{e})
	}
	return tie(groups, cat)
}

// tie joins groups that are one account by what their rows say, the surest ties
// first, and never two that a third statement holds apart.
func tie(groups [][]*export, cat *catalog.Catalog) [][]*export {
	var all []*export
	of := map[*export]int{}
	for i, g := range groups {
		for _, e := range g {
			all = append(all, e)
			of[e] = i
		}
	}
	files := make([]*fileRows, len(all))
	each(len(all), func(i int) { files[i] = newFileRows(all[i], cat) })
	type pair struct{ a, b int }
	ties := map[bond][]pair{}
	apart := map[pair]bool{}
	for i := range files {
		for j := range i {
			b := files[i].bond(files[j])
			ties[b] = append(ties[b], pair{j, i})
			if b == contradicts {
				apart[pair{i, j}], apart[pair{j, i}] = true, true
			}
		}
	}
	fits := func(g, h []int) bool {
		return !slices.ContainsFunc(g, func(i int) bool {
			return slices.ContainsFunc(h, func(j int) bool { return apart[pair{i, j}] })
		})
	}
	members := make([][]int, len(groups))
	group := make([]int, len(all))
	for i, e := range all {
		group[i] = of[e]
		members[of[e]] = append(members[of[e]], i)
	}
	for _, b := range []bond{sharesRows, balancesMeet, sameContracts} {
		for _, p := range ties[b] {
			x, y := min(group[p.a], group[p.b]), max(group[p.a], group[p.b])
			if x == y || all[p.a].Identity != "" && all[p.b].Identity != "" || !fits(members[x], members[y]) {
				continue
			}
			for _, i := range members[y] {
				group[i] = x
			}
			members[x], members[y] = append(members[x], members[y]...), nil
		}
	}
	var out [][]*export
	for _, m := range members {
		if len(m) == 0 {
			continue
		}
		var g []*export
		for _, i := range m {
			g = append(g, all[i])
		}
		out = append(out, g)
	}
	return out
}
