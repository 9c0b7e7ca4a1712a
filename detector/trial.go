package detector

import (
	"regexp"
	"strings"
	"time"

	"github.com/shopspring/decimal"

	"github.com/unrenew/unrenew/detector/catalog"
	"github.com/unrenew/unrenew/parser"
)

// trial says of a contract whose only charge p so far is a trial's or a first
// period's when that ends and what it costs then, as far as anybody knows.
func (d *detection) trial(s *Subscription, p *payment) {
	if s.Status == Active {
		s.Status = UpcomingTrial
	}
	why := func(t parser.Text) { s.Reasons = append(s.Reasons, t) }
	switch first := p.words.First; {
	case first != (catalog.Cycle{}):
		t, end := spanText(first), calendarOf(first).at(anchorOf(p.day, p.day.dom()), 1)
		why(parser.Says("账单文字写明首期或试用是 %[1]s，到 %[3]s 期满，扣款日从那天算起", "the statement's own text gives the first or trial period as %[2]s; it ends on %[3]s, from which the charges are counted", t.ZH, t.EN, end))
	case p.words.Trial:
		s.CancelBy = time.Time{}
		why(parser.Says("账单文字没有写试用多久，下次扣款日是按一个周期估计的，可能早得多；不想续就现在取消",
			"the statement does not say how long the trial lasts; the next charge is put a cycle later and may come much sooner: if you do not want it, cancel now"))
	}
	full, from := d.fullPrice(s, p)
	if s.PriceUnknown = full.IsZero(); s.PriceUnknown {
		s.AnnualCost = decimal.Zero
		why(parser.Says("首期之后的价格账单和目录里都没有；这里的金额只是首期的，没有算进一年的费用",
			"neither the statement nor the catalog has the price after the first period; the amount is the first period's alone, and no cost of a year is made of it"))
		return
	}
	s.Amount, s.AnnualCost = full, annual(s.Cycle, full)
	why(from)
}

// firstPrice tells whether the only charge so far is a plan's first price and
// not its price, or much less than any plan costs.
func firstPrice(s *Subscription, p *payment) bool {
	if s.Service == nil {
		return false
	}
	first, cheapest := false, decimal.Zero
	for _, pl := range s.Service.Plans {
		if pl.Currency != p.currency() {
			continue
		}
		if pl.Price.Equal(p.amount()) {
			return false
		}
		first = first || pl.FirstPrice.Valid && pl.FirstPrice.Decimal.Equal(p.amount())
		if pl.Cycle == s.Cycle && (cheapest.IsZero() || pl.Price.LessThan(cheapest)) {
			cheapest = pl.Price
		}
	}
	return first || p.amount().LessThan(cheapest.Mul(trialShare))
}

// thereafter is a price that a text gives for what follows the first period.
var thereafter = regexp.MustCompile(`(?i)(?:次月|下月|次周|次年|次季|之后|以后|到期后?|期满后?|试用后|后续|\bthen|\bafter(?:wards)?)[^\d¥￥,，。;；]{0,10}(?:[¥￥]\s*(\d{1,5}(?:\.\d{1,2})?)|(\d{1,5}(?:\.\d{1,2})?)\s*(?:元|yuan|CNY|RMB))`)

// fullPrice is what is known to follow a trial, and from where; zero if nothing
// is: the text's own price, that of the plan with this first price, that of the
// plan that the text names, else that of the first plan with this cycle.
func (d *detection) fullPrice(s *Subscription, p *payment) (full decimal.Decimal, from parser.Text) {
	for _, r := range p.rows {
		if m := thereafter.FindStringSubmatch(r.Description); m != nil && p.currency() == "CNY" {
			return decimal.RequireFromString(m[1] + m[2]), parser.Says("首期之后的价格是账单文字里写的", "the price after the first period is the one in the statement's own text")
		}
	}
	if s.Service == nil {
		return decimal.Zero, from
	}
	text := catalog.Fold(p.main().Description)
	var best *catalog.Plan
	rank, others := 0, false
	for _, pl := range s.Service.Plans {
		if pl.Currency != p.currency() {
			continue
		}
		r := 0
		switch {
		case pl.FirstPrice.Valid && pl.FirstPrice.Decimal.Equal(p.amount()):
			r = 4
		case pl.Price.Equal(p.amount()):
			r = 3
		case pl.Cycle != s.Cycle || !pl.Price.GreaterThan(p.amount()):
		case pl.Name != "" && strings.Contains(text, catalog.Fold(pl.Name)):
			r = 2
		default:
			r = 1
			others = others || best != nil && rank == 1 && !best.Price.Equal(pl.Price)
		}
		if r > rank {
			best, rank = &pl, r
		}
	}
	switch {
	case best == nil:
		return decimal.Zero, from
	case rank == 1 && others && best.Name != "":
		from = parser.Says("首期之后的价格账单没有写；目录里有几档，这里按“%[1]s”的价格估计", "the statement has no price after the first period; the catalog has several, and that of %[1]s is taken", best.Name)
	case rank == 1 && others:
		from = parser.Says("首期之后的价格账单没有写；目录里有几档，这里按其中第一档估计", "the statement has no price after the first period; the catalog has several, and the first is taken")
	case rank == 3:
		from = parser.Says("这次的金额就是目录里的正价", "the amount is a full price of the catalog")
	default:
		from = parser.Says("首期之后的价格取自目录", "the price after the first period is the catalog's")
	}
	return best.Price, from
}
