package detector

import (
	"github.com/unrenew/unrenew/detector/catalog"
	"github.com/unrenew/unrenew/parser"
)

// The evidence ladder: how sure a contract is with one, two, and three or more
// charges, by the best evidence there is. Words that say "renews" are better
// than the catalog's name and price, the name better than a legal name, and
// rhythm alone is worth least.
var ladder = struct{ renews, named, payee, automatic, member, rhythm [3]float64 }{
	renews:    [3]float64{0.80, 0.92, 0.97},
	named:     [3]float64{0.35, 0.75, 0.94},
	payee:     [3]float64{0.20, 0.62, 0.90},
	automatic: [3]float64{0.40, 0.70, 0.90},
	member:    [3]float64{0.20, 0.45, 0.85},
	rhythm:    [3]float64{0.10, 0.20, 0.62},
}

const (
	priceBonus  = 0.05 // the price is one of the catalog's
	yearBonus   = 0.27 // one charge at the price and name of a yearly plan
	wordBonus   = 0.15 // one charge at the name of a service that says "a year"
	moreBonus   = 0.05 // for each charge beyond the third, where only rhythm speaks
	missPenalty = 0.04
	offPenalty  = 0.01 // for each day off, on average ten of them
	onePenalty  = 0.25 // the text says one period and not that it renews
)

// otherMost is the most confidence in a contract that is none of the kinds people
// have contracts for.
const otherMost = 0.40

// userRule is the step of what the user's rules call a membership.
const userRule = 0.99

// confidence climbs the ladder and notes why, in words. It returns the step, not
// yet calibrated.
func (d *detection) confidence(f *found) float64 {
	s := &f.sub
	ps := f.payments()
	n := len(ps)
	at := min(n, 3) - 1
	var renews, automatic, bill, member, oneOff bool
	strength := catalog.Strength(0)
	priced, linked := false, len(f.segs) > 1
	for _, p := range ps {
		renews = renews || p.words.Renewal
		automatic = automatic || p.words.Automatic
		bill = bill || p.words.Kind != ""
		member = member || p.words.Member
		oneOff = oneOff || p.words.Cycle != (catalog.Cycle{}) && !p.words.Renewal
		strength = max(strength, p.strength)
		priced = priced || p.priced
	}
	store := s.Service != nil && s.Service.Store
	why := func(zh, en string, args ...any) { s.Reasons = append(s.Reasons, parser.Says(zh, en, args...)) }

	c := ladder.rhythm[at]
	if !renews && !automatic && !bill && !member && strength == 0 && n > 3 {
		c = min(c+moreBonus*float64(n-3), 0.88)
	}
	if member || bill {
		c = max(c, ladder.member[at])
	}
	if automatic {
		c = max(c, ladder.automatic[at])
	}
	switch {
	case store: // a store sells single things too: rhythm must speak
		c = max(c, [3]float64{0.15, 0.45, 0.88}[at])
		why("由应用商店代扣，账单上没有写是哪个 App", "billed by an app store, which does not name the app")
	case strength >= catalog.ByItem:
		c = max(c, ladder.named[at])
		why("账单文字与服务目录里的名称一致", "the statement's text is one that the catalog knows")
	case strength > catalog.OperatorOnly:
		c = max(c, ladder.payee[at])
		why("收款方是服务目录里的商户", "the payee is one that the catalog knows")
	}
	if renews {
		c = max(c, ladder.renews[at])
		why("账单文字写明自动续费或连续订阅", "the statement's own text says that it renews")
	} else if automatic {
		why("账单文字写明自动扣款或缴费", "the statement's own text says that it is collected automatically")
	}
	if priced && strength >= catalog.ByPayee && !store {
		c += priceBonus
		why("金额与目录里的价格相同", "the amount is a price in the catalog")
		if n == 1 && s.Cycle.Unit == catalog.Year {
			c += yearBonus
			why("周期取自目录：按年", "the cycle is from the catalog: a year")
		}
	}
	if n == 2 && oneOff && !renews {
		c -= onePenalty
		why("文字只写了时长，没有写续费，也可能是手动购买", "the text names a period but no renewal; it may be bought by hand")
	}
	if n == 1 && !renews && !priced && s.Cycle.Unit == catalog.Year && !store {
		c += wordBonus
		why("文字写的是一年，没有写续费，也可能是一次性购买", "the text names a year but no renewal; it may be bought once")
	}
	if n > 1 {
		zh, en := rhythmWords(f)
		why("共 %[1]d 次扣款，%[2]s", "%[1]d charges, %[3]s", n, zh, en)
	} else {
		why("目前只看到 1 次扣款", "only one charge has been seen so far")
	}
	if f.prices.varies {
		why("每次金额不同，下次按近几次的中位数估计", "the amount differs each time; the next one is the median of the latest")
	}
	missed, off := 0, 0
	for _, seg := range f.segs {
		missed += len(seg.missed)
		for _, ch := range seg.charges {
			off += abs(offset(ch.due, ch.day))
		}
	}
	if missed > 0 {
		c -= missPenalty * float64(min(missed, 3))
		why("中间有 %d 期没有扣款", "%d cycles in between were not charged", missed)
	}
	if n > 2 && !linked {
		c -= offPenalty * 10 * float64(off) / float64(10*n)
	}
	if s.Kind == catalog.Other && s.Service == nil { // school fees and the like: dates and sums are the payer's
		c = min(c, otherMost)
	}
	if f.userSaid() {
		c = max(c, userRule)
		why("你的规则文件写明这是会员", "your rules say that it is a membership")
	}
	return max(0, min(c, 0.99))
}

// measured says how often findings at a step of the ladder were right, as
// cmd/measure counted it on 600 households (seeds 5001, 6001, 9001 of
// 2026-11-25), in between it is a straight line. What nothing but rhythm speaks
// for, three or four times, is rarer in those households than in life, and is
// put below what was counted.
var measured = []struct{ ladder, right float64 }{{0, 0}, {0.30, 0.05}, {0.45, 0.25}, {0.59, 0.45}, {0.60, 0.80}, {0.67, 0.90}, {0.75, 0.96}, {0.86, 0.98}, {0.99, 0.99}}

// calibrated turns a step of the ladder into the share of such findings that are
// right, to two decimals.
func calibrated(c float64) float64 {
	for i := 1; i < len(measured); i++ {
		a, b := measured[i-1], measured[i]
		if c <= b.ladder {
			c = a.right + (b.right-a.right)*(c-a.ladder)/(b.ladder-a.ladder)
			break
		}
	}
	return float64(int(c*100+0.5)) / 100
}

// rhythmWords says in words how regular the charges are.
func rhythmWords(f *found) (zh, en string) {
	seg := f.last()
	c := seg.cal.cycle()
	t := CycleText(c)
	if len(seg.charges) < 2 {
		return "周期已改变", "the cycle has changed"
	}
	if seg.cal.months > 0 {
		if day := seg.anchor.dom; day > 28 {
			return t.ZH + "，在 " + itoa(day) + " 日或当月最后一天", t.EN + ", on day " + itoa(day) + " or the last of the month"
		}
		return t.ZH + "，在 " + itoa(seg.anchor.dom) + " 日前后", t.EN + ", about day " + itoa(seg.anchor.dom)
	}
	return t.ZH + "，不随月份", t.EN + ", independent of the month"
}
