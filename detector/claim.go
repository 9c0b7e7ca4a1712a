package detector

import (
	"strings"

	"github.com/unrenew/unrenew/parser"
)

// A claimWindow is what the vendor's own rule gives for charges: each may be
// asked back for so many days. No law gives seven days on a renewal.
type claimWindow struct {
	days       int        // 0: no rule with a source is known
	open, past []*payment // by whether the window is open on the day of the report
	until      day        // the earliest end of those that are open; zero if none is
}

func (d *detection) claimWindow(f *found, ps []*payment) (w claimWindow) {
	if s := f.sub.Service; s != nil {
		w.days = s.RefundDays
	}
	if ch := d.in.Catalog.Channel(f.sub.Channel); w.days == 0 && ch != nil {
		w.days = ch.RefundDays
	}
	if w.days == 0 {
		return w
	}
	for _, p := range ps {
		end := p.day.plus(w.days)
		if end < d.asOf {
			w.past = append(w.past, p)
			continue
		}
		w.open = append(w.open, p)
		if w.until == 0 || end < w.until {
			w.until = end
		}
	}
	return w
}

// text says which charges may still be asked back, where one date does not say
// it: it is zero for a single charge whose window is open.
func (w claimWindow) text() parser.Text {
	switch {
	case w.days == 0 || len(w.open) == 1 && len(w.past) == 0:
		return parser.Text{}
	case len(w.open) == 0:
		return parser.Says("已过官方规则的 %[1]d 天退款申请期，只能和客服协商", "the %[1]d days in which the vendor's own rule takes refund requests are over; ask support all the same", w.days)
	}
	var each []string
	for _, p := range w.open {
		each = append(each, p.day.String()+" → "+p.day.plus(w.days).String())
	}
	zh, en := "", ""
	if n := len(w.past); n > 0 {
		zh, en = "；更早的 "+itoa(n)+" 笔已过期", "; for the "+itoa(n)+" before it is over"
	}
	return parser.Says("每笔的退款申请期是扣款后 %[1]d 天，还在期内的（扣款日 → 截止日）：%[2]s%[3]s",
		"a refund of each charge may be requested for %[1]d days; still open (day of the charge → last day): %[2]s%[4]s",
		w.days, strings.Join(each, ", "), zh, en)
}
