package detector

import (
	"slices"
	"strings"

	"github.com/unrenew/unrenew/parser"
)

// endedBefore tells whether the contract had ended by a day: a charge was due
// and did not come, with the usual delay.
func (f *found) endedBefore(on, asOf day) bool {
	missed := f.missedDue(asOf)
	return missed != 0 && missed.plus(f.delay()) <= on
}

// alike tells whether the record may be about any of several contracts of one
// channel that ran when it was cancelled.
func (r *record) alike(match []*found) bool {
	seen := map[string]bool{}
	for _, f := range match {
		if !r.after(f.payments()[0]) {
			if seen[f.sub.Channel] {
				return true
			}
			seen[f.sub.Channel] = true
		}
	}
	return false
}

func samePrices(fs []*found) bool {
	return !slices.ContainsFunc(fs, func(f *found) bool {
		return f.sub.Currency != fs[0].sub.Currency || !sameCoin(f.sub.Amount, fs[0].sub.Amount)
	})
}

// sameAmounts tells whether an amount does not tell r's contracts apart.
func (r *record) sameAmounts() bool { return r.Amount.Valid || samePrices(r.unclear) }

// leaveOpen warns of a record that may be about several contracts. None of them
// counts as cancelled, for the one that goes on would be lost from the costs.
func (d *detection) leaveOpen(r *record) {
	r.unclear = slices.DeleteFunc(r.unclear, func(f *found) bool { return r.after(f.payments()[0]) })
	if d.toldApart(r, r.unclear) {
		r.unclear = nil
		return
	}
	d.open(r, r.unclear)
	byAccount := apartByAccount(r.unclear)
	var zh, en []string
	for _, f := range r.unclear {
		name := f.sub.Name
		if f.sub.Service == nil || !f.sub.Service.Store { // a store's contracts are called by their price
			sum := price(f.sub.Amount, f.sub.Currency)
			name = parser.Text{ZH: name.ZH + " " + sum, EN: name.EN + " " + sum}
		}
		last := f.lastDay().String()
		if byAccount {
			k := f.payer().text()
			zh, en = append(zh, name.ZH+"（"+k.ZH+"，上次扣款 "+last+"）"), append(en, name.EN+" ("+k.EN+", last charged on "+last+")")
			continue
		}
		zh, en = append(zh, name.ZH+"（上次扣款 "+last+"）"), append(en, name.EN+" (last charged on "+last+")")
	}
	list := parser.Text{ZH: strings.Join(zh, "、"), EN: strings.Join(en, ", ")}
	w := Warning{Code: "record-unclear", Row: r.Row}
	if byAccount {
		w.Message = parser.Says("取消记录第 %[1]d 行可能是下面几份签约里的一份，扣的账户不同：%[2]s。没有把任何一份算作已取消；请在这一行的“账户”列（account）写上取消的那份从哪个账户扣款，照账单上的写，或用 unrenew cancel 的 --account 重新记一次",
			"the cancellation in row %[1]d may be about any of these contracts, which are charged from different accounts: %[3]s. None of them counts as cancelled; write the account of the one you cancelled, as on the statement, into the column account (账户) of that row, or record it again with cancel --account", r.Row, list.ZH, list.EN)
	} else if r.sameAmounts() {
		w.Message = parser.Says("取消记录第 %[1]d 行可能是下面几份签约里的一份，金额也一样，分不清是哪一份：%[2]s。没有把任何一份算作已取消；等账单显示哪一份到期没扣，就能分清",
			"the cancellation in row %[1]d may be about any of these contracts, whose amounts are the same too: %[3]s. None of them counts as cancelled; a statement in which one was due and not charged will tell", r.Row, list.ZH, list.EN)
	} else {
		w.Message = parser.Says("取消记录第 %[1]d 行没有写金额，分不清取消的是哪一份签约：%[2]s。没有把任何一份算作已取消；请在这一行的“金额”列（amount）写上取消的那份的金额，或用 unrenew cancel 的 --amount 重新记一次",
			"the cancellation in row %[1]d has no amount, and nothing tells which of these contracts was cancelled: %[3]s. None of them counts as cancelled; write the price of the one you cancelled into the column amount (金额) of that row, or record it again with cancel --amount", r.Row, list.ZH, list.EN)
	}
	d.result.Warnings = append(d.result.Warnings, w)
	for _, f := range r.unclear {
		if f.sub.Cancellation == nil && len(d.breaches(f, r)) > 0 {
			f.sub.Cancellation = &Cancellation{Cancellation: r.Cancellation, Unclear: true}
		}
	}
}

// toldApart tells whether another record of the same day has the amount or the account of
// one of the contracts that r may mean: the user wrote it down once more instead of adding
// to the row.
func (d *detection) toldApart(r *record, meant []*found) bool {
	return slices.ContainsFunc(d.recs, func(o *record) bool {
		return (o.Amount.Valid && !r.Amount.Valid || o.Account != "" && r.Account == "") && o.on == r.on && slices.ContainsFunc(o.own, func(f *found) bool { return slices.Contains(meant, f) })
	})
}

// open notes which contracts r may be about, if they are several.
func (d *detection) open(r *record, meant []*found) {
	if len(meant) < 2 {
		return
	}
	o := OpenRecord{Row: r.Row}
	apart := apartByAccount(meant)
	for _, f := range meant {
		o.Subscriptions = append(o.Subscriptions, f.sub.ID)
		if apart {
			o.Accounts = append(o.Accounts, f.payer().text())
		}
	}
	d.result.Open = append(d.result.Open, o)
}

// unclearAlert is about what was charged after a cancellation that may have been
// another contract's: never more than a question.
func (d *detection) unclearAlert(f *found, r *record, bs []breach) Alert {
	a := d.breachAlert(f, r, bs)
	if a.Severity == High {
		a.Severity = Medium
	}
	a.Disputed = false
	a.Message = parser.Says("%[1]s 的取消记录分不清是不是这一份；如果是，那之后扣了 %[2]d 次，共 %[3]s，最近一次在 %[4]s",
		"the cancellation of %[1]s may be about this contract or another; if it is about this one, it was charged %[5]s since, %[3]s in all, last on %[4]s",
		r.on, len(bs), price(a.Amount.Decimal, f.sub.Currency), dayOf(a.Date), times(len(bs)))
	first := parser.Says("先看取消的是不是这一份：是，就在取消记录里写上它的金额（“金额”列，或 unrenew cancel 的 --amount）再扫描；不是，这一项不用管",
		"first see whether this is the one you cancelled: if so, write its price into your cancellations (column amount, or cancel --amount) and scan again; if not, nothing is wrong here")
	if apartByAccount(r.unclear) {
		k := f.payer().text()
		first = parser.Says("先看取消的是不是从%[1]s扣的这一份：是，就在取消记录里写上这个账户（“账户”列，或 unrenew cancel 的 --account）再扫描；不是，这一项不用管",
			"first see whether the one you cancelled is charged from %[2]s: if so, write that account into your cancellations (column account, or cancel --account) and scan again; if not, nothing is wrong here", k.ZH, k.EN)
	} else if r.sameAmounts() {
		ch := ChannelName(f.sub.Channel)
		first = parser.Says("先到%[1]s里看这一份是不是已经取消；没取消过，这一项不用管", "first see in %[2]s whether this is the one that is cancelled; if it is not, nothing is wrong here", ch.ZH, ch.EN)
	}
	a.Actions = slices.Insert(a.Actions, 0, first)
	return a
}

// times is how often, in English.
func times(n int) string {
	if n == 1 {
		return "once"
	}
	return itoa(n) + " times"
}
