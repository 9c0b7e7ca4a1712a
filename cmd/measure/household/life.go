package household

import (
	"slices"
	"time"
)

// A habit is a part of life that is no contract, however regular it looks.
type habit struct {
	group  string
	often  bool // so often that a family with a quiet account has less of it
	chance int  // of a hundred families
	live   func(l *life)
}

// habits of section B, and what else fills a statement.
var habits = slices.Concat(daily, errands, moves)

// Negative are the groups of movements that must never become a membership.
var Negative = negative()

func negative() []string {
	out := []string{"order-at-platform"}
	for _, h := range habits {
		out = append(out, h.group)
	}
	slices.Sort(out)
	return slices.Compact(out)
}

// life is one habit of one family.
type life struct {
	*world
	d     dice
	group string
	pay   way // the usual way to pay for it
}

// live fills the accounts with all that is no contract.
func (w *world) live() {
	d := newDice(w.h.Seed, "life")
	contracts := len(w.h.Movements)
	for _, h := range habits {
		hd := newDice(w.h.Seed, "life "+h.group)
		if !hd.chance(h.chance) {
			continue
		}
		h.live(&life{w, hd, h.group, w.everyday(hd)})
	}
	months := daysBetween(w.from, w.h.AsOf) / 30
	w.thin(d, contracts, min(max(months*pick(d, []int{25, 35, 45, 55, 60, 65, 75, 90, 110}), 320), 2950))
}

// thin leaves out days of frequent habits until about so many movements remain,
// and with them the refunds of what was not bought.
func (w *world) thin(d dice, contracts, target int) {
	often := map[string]bool{}
	for _, h := range habits {
		often[h.group] = h.often
	}
	frequent := 0
	for _, m := range w.h.Movements[contracts:] {
		if often[m.Group] {
			frequent++
		}
	}
	rest := len(w.h.Movements) - frequent
	if frequent == 0 || len(w.h.Movements) <= target {
		return
	}
	keep := max((target-rest)*1000/frequent, 30) // of a thousand
	gone, kept := map[string]bool{}, map[string]bool{}
	w.h.Movements = slices.DeleteFunc(w.h.Movements, func(m Movement) bool {
		if !often[m.Group] {
			return false
		}
		day := m.Group + m.Time.Format(time.DateOnly)
		if _, thrown := kept[day]; !thrown {
			kept[day] = d.IntN(1000) < keep
		}
		if !kept[day] {
			gone[m.ID] = true
		}
		return !kept[day]
	})
	w.h.Movements = slices.DeleteFunc(w.h.Movements, func(m Movement) bool { return gone[m.Refunds] })
}

// A shop is a place to spend money at.
type shop struct {
	name, item text
	class      string // 交易分类 of Alipay
}

func goods(name, item, class string) shop { return shop{zh(name), zh(item), class} }

// spend pays at the shop in the usual way.
func (l *life) spend(at time.Time, s shop, amount fen) *Movement {
	return l.spendBy(l.pay, at, s, amount)
}

func (l *life) spendBy(by way, at time.Time, s shop, amount fen) *Movement {
	m := Movement{Time: at, Class: Spend, Amount: amount.decimal(), Group: l.group}.by(by)
	l.word(&m, face{payee: s.name, item: s.item}.printed(l.d, monthly, at), s.class)
	if by.channel == wechat && s.item == zh("扫码付款") {
		m.Category = "扫二维码付款"
	}
	return l.add(m)
}

// clock is a moment of the day between two hours.
func (l *life) clock(day time.Time, from, to int) time.Time {
	return dayOf(day).Add(time.Duration(l.d.between(from*3600, to*3600-1)) * time.Second)
}

// each calls f on every day of the history on which the dice allow it.
func (l *life) each(percent int, on func(time.Time) bool, f func(day time.Time)) {
	for day := l.from; day.Before(l.h.AsOf); day = addDays(day, 1) {
		if on(day) && l.d.chance(percent) {
			f(day)
		}
	}
}

func anyDay(time.Time) bool { return true }

// monthlyOn calls f once a month about a day of the month.
func (l *life) monthlyOn(day, slack int, f func(day time.Time)) {
	for first := date(l.from.Year(), l.from.Month(), 1); first.Before(l.h.AsOf); first = first.AddDate(0, 1, 0) {
		f(addDays(first, min(max(day-1+l.d.between(-slack, slack), 0), 27)))
	}
}

// now and then, so many days apart.
func (l *life) apart(least, most int, f func(day time.Time)) {
	for day := addDays(l.from, l.d.between(0, most)); day.Before(l.h.AsOf); day = addDays(day, l.d.between(least, most)) {
		f(day)
	}
}

// money between two sums, of which cheap ones are more frequent.
func (l *life) money(least, most int) fen {
	return fen(min(l.d.between(least, most), l.d.between(least, most)))
}

// wallet is one of a kind, or any.
func (l *life) wallet(kind string) (way, bool) {
	ids := l.wallets(kind)
	if len(ids) == 0 {
		return way{}, false
	}
	return l.through(l.d, pick(l.d, ids)), true
}
