package detector

import (
	"slices"

	"github.com/unrenew/unrenew/detector/catalog"
)

// A contract is what one mandate charged: one stream, or several that follow
// each other when the plan, the channel or the day changed or when it rested.
type contract struct {
	group *group
	segs  []*stream // by time, not overlapping
}

func (c *contract) last() *stream { return c.segs[len(c.segs)-1] }
func (c *contract) lastDay() day  { return c.last().last().day }
func (c *contract) firstDay() day {
	return c.segs[0].first().day
}

func (c *contract) payments() (ps []*payment) {
	for _, s := range c.segs {
		for _, ch := range s.charges {
			ps = append(ps, ch.payment)
		}
	}
	return ps
}

// contracts finds the contracts in one group.
func (g *group) contracts(cat *catalog.Catalog, cov coverages) []*contract {
	var streams []*stream
	left := slices.Clone(g.payments)
	pools := g.pools()
	left = slices.DeleteFunc(left, func(p *payment) bool { return p.crowd })
	for _, pool := range pools {
		found := pool.peel(cov)
		for _, s := range found {
			if !pool.keep(s, g, found, cov) {
				s = s.beforeRest()
			}
			if s != nil && pool.keep(s, g, found, cov) {
				s.dropStray()
				if pool.bills {
					s.recentre()
				}
				streams = append(streams, s)
				left = without(left, s)
			}
		}
	}
	for _, s := range streams {
		left = s.goOn(left, cov)
	}
	for _, s := range streams {
		if !slices.ContainsFunc(streams, func(before *stream) bool { return before != s && before.handsOver(s) }) {
			left = attachTrial(s, left)
		}
		left = attachExtras(s, left)
	}
	placed := map[*payment]bool{}
	for _, p := range slices.Backward(slices.Clone(left)) { // the latest first: what came before it may be its trial
		if placed[p] {
			continue
		}
		if s := single(p, cat, streams); s != nil {
			streams = append(streams, s)
			left = attachTrial(s, without(left, s))
			for _, c := range s.charges {
				placed[c.payment] = true
			}
		}
	}
	return link(g, streams)
}

// abs is the distance from 0.
func abs(n int) int { return max(n, -n) }
