package detector

// joinRenamed makes one contract of two where a merchant that the catalog does
// not know changed its name: one stops where the other begins, on the day on
// which the next charge was due, at the same price, in the same account and for
// the same item as far as one is named. It is done only where no other contract
// could be the one that goes on (scenario A32).
func joinRenamed(cs []*contract) []*contract {
	next := map[*contract]*contract{}
	claims := map[*contract]int{} // how many contracts one could go on from
	byFirst := map[day][]*contract{}
	for _, c := range cs {
		byFirst[c.firstDay()] = append(byFirst[c.firstDay()], c)
	}
	for _, a := range cs {
		var found []*contract
		due := a.due()
		for on := due.plus(-renamedOff); on <= due.plus(renamedOff); on++ {
			for _, b := range byFirst[on] {
				if renamed(a, b) {
					found = append(found, b)
					claims[b]++
				}
			}
		}
		if len(found) == 1 {
			next[a] = found[0]
		}
	}
	taken := map[*contract]bool{}
	for _, a := range cs {
		for b := next[a]; b != nil && claims[b] == 1 && !taken[a]; b = next[b] {
			a.segs = append(a.segs, b.segs...)
			taken[b] = true
		}
	}
	var out []*contract
	for _, c := range cs {
		if !taken[c] {
			out = append(out, c)
		}
	}
	return out
}

// renamedOff is by how many days the first charge under the new name may miss the
// due day, weekends apart, which are no longer.
const renamedOff = 2

// due is the day on which the charge after the last one is due.
func (c *contract) due() day { return c.last().due(c.last().last().slot + 1) }

func renamed(a, b *contract) bool {
	if a == b || a.group == b.group || len(a.last().charges) < 2 {
		return false
	}
	x, y := a.last().last().payment, b.segs[0].first()
	if x.service != nil || y.service != nil || x.channel != y.channel || x.currency() != y.currency() || !sameCoin(x.amount(), y.amount()) || !shareAccount(x, y) {
		return false
	}
	if x.user.group != "" || y.user.group != "" || a.last().says() != b.segs[0].says() {
		return false
	}
	if x.hasItem() && y.hasItem() && x.item != y.item {
		return false
	}
	cal := a.last().cal
	if len(b.segs[0].charges) > 1 && b.segs[0].cal != cal || a.last().guess {
		return false
	}
	return abs(offset(a.due(), y.day)) <= min(cal.early, renamedOff)
}
