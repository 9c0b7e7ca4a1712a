package detector

import (
	"slices"
	"strings"
	"time"

	"github.com/shopspring/decimal"

	"github.com/unrenew/unrenew/detector/catalog"
	"github.com/unrenew/unrenew/detector/records"
	"github.com/unrenew/unrenew/parser"
)

// A record is one of the user's cancellations and what it was matched with.
type record struct {
	records.Cancellation
	on       day                // of the cancellation
	services []*catalog.Service // what the record may mean, best first
	own      []*found           // the contracts that were cancelled
	others   []*found           // contracts of the same service through another channel
	unclear  []*found           // contracts of which one was cancelled, and nothing tells which; then own is empty
	either   []*found           // contracts of which one was cancelled and all were charged since: own is the first of them
}

// cancellations takes over the records that can be true. An entry in the future
// is told and left out; of two for one contract the later one counts.
func (d *detection) cancellations() {
	warn := func(r records.Cancellation, code string, msg parser.Text) {
		d.result.Warnings = append(d.result.Warnings, Warning{Code: code, Message: msg, Row: r.Row})
	}
	byKey := map[string]int{}
	for _, c := range d.in.Cancellations {
		if dayOf(c.CancelledOn) > d.asOf {
			warn(c, "record-in-future", parser.Says("取消记录第 %[1]d 行的日期晚于报告日期 %[2]s，没有采用",
				"the cancellation in row %[1]d is dated after the day of the report, %[2]s, and was not used", c.Row, d.asOf))
			continue
		}
		key := catalog.Fold(c.Service) + "\x00" + c.Channel + "\x00" + accountText(c.Account) + "\x00"
		if c.Amount.Valid {
			key += c.Amount.Decimal.String()
		}
		r := &record{Cancellation: c, on: dayOf(c.CancelledOn), services: d.in.Catalog.Find(c.Service)}
		i, twice := byKey[key]
		if !twice {
			byKey[key] = len(d.recs)
			d.recs = append(d.recs, r)
			continue
		}
		warn(c, "record-twice", parser.Says("取消记录第 %[1]d 行和第 %[2]d 行是同一项，按日期较晚的一条",
			"rows %[1]d and %[2]d of the cancellations are about the same contract; the later date counts", d.recs[i].Row, c.Row))
		if !c.CancelledOn.Before(d.recs[i].CancelledOn) {
			d.recs[i] = r
		}
	}
}

// matchRecords ties every record to its contracts and judges what was charged
// afterwards.
func (d *detection) matchRecords(spends []*payment) {
	for _, r := range d.recs {
		d.choose(r)
	}
	for _, r := range d.recs {
		if len(r.unclear) > 0 {
			d.leaveOpen(r)
			continue
		}
		if len(r.either) > 1 && d.toldApart(r, r.either) {
			r.own, r.either = nil, nil
			continue
		}
		d.open(r, r.either)
		if len(r.own)+len(r.others) == 0 {
			d.fromRecord(r, spends)
		}
		switch {
		case len(r.own)+len(r.others) > 0:
		case r.Account != "":
			d.result.Warnings = append(d.result.Warnings, Warning{Code: "record-unmatched", Row: r.Row, Message: parser.Says(
				"取消记录第 %d 行在账单里没有找到从所写“账户”扣的款。账户要照账单上的写（例如 越*** 或 尾号 9012）；改过昵称、换过卡的，把这一格留空再扫描",
				"the cancellation in row %d matches no charge from the account in its column account. Write the account as on the statement (such as ending 9012); if the nickname or the card has changed, leave the cell empty and scan again", r.Row)})
		default:
			d.result.Warnings = append(d.result.Warnings, Warning{Code: "record-unmatched", Row: r.Row, Message: parser.Says(
				"取消记录第 %d 行在账单里没有找到对应的扣款。可能扣款渠道的账单没有导出，或名称与账单不同：试试写账单上的商户名",
				"the cancellation in row %d matches no charge in the statements. The statement of the channel that charges may be missing, or the name differs: try the merchant's name as printed there", r.Row)})
		}
		for _, f := range r.own {
			d.cancel(f, r)
		}
	}
}

// choose finds the contracts that a record is about.
func (d *detection) choose(r *record) {
	match := slices.DeleteFunc(d.candidates(r), func(f *found) bool { return !r.paysFrom(f) })
	if r.Amount.Valid {
		match = slices.DeleteFunc(match, func(f *found) bool {
			return !slices.ContainsFunc(f.payments(), func(p *payment) bool { return p.amount().Equal(r.Amount.Decimal) })
		})
	}
	// Closing in the service's own app ends whatever contract it shows.
	if r.Channel != "" && !strings.HasPrefix(r.Channel, "service") {
		for _, f := range match {
			if slices.ContainsFunc(f.payments(), func(p *payment) bool { return sameChannel(p.channel, r.Channel) && !r.after(p) }) || sameChannel(f.sub.Channel, r.Channel) {
				r.own = append(r.own, f)
			} else {
				r.others = append(r.others, f)
			}
		}
		match = r.own
	}
	if live := slices.DeleteFunc(slices.Clone(match), func(f *found) bool { return f.endedBefore(r.on, d.asOf) }); len(live) > 0 {
		match = live
	}
	// The record is about all contracts of the service, or of its channel, but
	// where some stopped and some go on, it was one of those that stopped.
	var stopped, on []*found
	for _, f := range match {
		if slices.ContainsFunc(f.payments(), func(p *payment) bool { return r.after(p) && !p.paidBack() }) {
			on = append(on, f)
		} else {
			stopped = append(stopped, f)
		}
	}
	if r.alike(match) {
		// Only a due day that passed without a charge shows which one stopped.
		ended := slices.DeleteFunc(slices.Clone(stopped), func(f *found) bool { return f.missedDue(d.asOf) == 0 })
		switch {
		case len(ended) > 0:
			stopped = ended
		case len(stopped) == 0 && (r.Amount.Valid || samePrices(on)):
			r.own, r.either = on[:1], on // one was cancelled and charged, whichever it was
			return
		default:
			r.own, r.unclear = nil, match
			return
		}
	}
	if len(stopped) == 0 || len(on) == 0 {
		r.own = append(stopped, on...)
		if r.Amount.Valid && len(on) > 1 { // one was cancelled, and nobody knows with which channel
			r.own, r.either = on[:1], on
		}
		return
	}
	r.own = stopped
	for _, f := range on {
		if f.sub.Channel != stopped[0].sub.Channel {
			r.others = append(r.others, f)
		}
	}
}

// sameChannel tells whether a record's channel is the one that charged: people
// call a bank card what the bank's rows call UnionPay.
func sameChannel(charged, recorded string) bool {
	return charged == recorded || recorded == "bank" && charged == "unionpay"
}

// candidates are the contracts of the service or merchant that a record names.
func (d *detection) candidates(r *record) []*found {
	for _, s := range r.services {
		var out []*found
		for _, f := range d.found {
			if f.sub.Service == s {
				out = append(out, f)
			}
		}
		if len(out) > 0 {
			return out
		}
	}
	text := catalog.Fold(r.Service)
	for _, means := range []func(p *payment) bool{
		func(p *payment) bool { return strings.EqualFold(p.main().Counterparty, strings.TrimSpace(r.Service)) },
		func(p *payment) bool { return p.merchant == text }, // but for the legal form
		func(p *payment) bool { return names(text, p) },
	} {
		var out []*found
		for _, f := range d.found {
			if slices.ContainsFunc(f.payments(), means) {
				out = append(out, f)
			}
		}
		if len(out) > 0 {
			return out
		}
	}
	return nil
}

// names tells whether a payment's texts hold the merchant text of a record.
func names(text string, p *payment) bool {
	if len([]rune(text)) < 2 {
		return false
	}
	for _, r := range p.rows {
		if strings.Contains(catalog.Fold(r.Counterparty), text) || strings.Contains(catalog.Fold(r.Description), text) {
			return true
		}
	}
	return strings.Contains(p.merchant, text)
}

// fromRecord makes a contract where the statements show too little for one, but
// the user says that there was one: the last charge before the cancellation.
func (d *detection) fromRecord(r *record, spends []*payment) {
	text := catalog.Fold(r.Service)
	var last *payment
	for _, p := range spends {
		mine := p.service != nil && p.strength > catalog.OperatorOnly && slices.Contains(r.services, p.service) || names(text, p)
		if mine && !r.after(p) && (r.Channel == "" || strings.HasPrefix(r.Channel, "service") || sameChannel(p.channel, r.Channel)) && (!r.Amount.Valid || p.amount().Equal(r.Amount.Decimal)) && r.paidFrom(p) && !habit(p) && !d.placed(p) {
			last = p
		}
	}
	if last == nil {
		return
	}
	s := alone(last, last.words.Cycle)
	n := len(d.found)
	d.subscription(&contract{group: &group{key: groupKey(last)}, segs: []*stream{s}})
	if len(d.found) == n { // below the floor, but for the user's word
		d.found = append(d.found, d.assert(s, last))
	}
	r.own = append(r.own, d.found[len(d.found)-1])
}

func (d *detection) assert(s *stream, p *payment) *found {
	c := &contract{group: &group{key: groupKey(p)}, segs: []*stream{s}}
	f := &found{contract: c, prices: analyse(c.payments()), view: d.cov.of(p)}
	f.sub = Subscription{Kind: d.kind(c), Service: d.service(c), Channel: p.channel, Currency: p.currency(), Cycle: s.cal.cycle(), CycleAssumed: true,
		Merchant: merchantText(p), Name: parser.Text{ZH: displayName(p), EN: displayName(p)}, Category: "other"}
	if f.sub.Service != nil {
		f.sub.Name, f.sub.Category = f.sub.Service.Name, f.sub.Service.Category
	}
	d.fill(f)
	return f
}

// after tells whether p was charged after the cancellation. On the day itself
// only the clock can tell; without one the charge counts as before.
func (r *record) after(p *payment) bool {
	if r.HasClock && !p.main().DateOnly {
		return p.main().Time.After(r.CancelledOn)
	}
	return p.day > r.on
}

// wanted tells whether the user had signed up again when p was charged.
func (r *record) wanted(p *payment) bool {
	return !r.ResubscribedOn.IsZero() && p.day >= dayOf(r.ResubscribedOn)
}

// cancel writes a record into the subscription it is about.
func (d *detection) cancel(f *found, r *record) {
	s := &f.sub
	if s.Confidence < userSaysSo {
		s.Confidence = userSaysSo
	}
	s.Reasons = append(s.Reasons, parser.Says("你的取消记录里有这一项", "your cancellations name it"))
	c := &Cancellation{Cancellation: r.Cancellation}
	s.Cancellation = c
	var before *payment
	unwanted, resubscribed := false, false
	for _, p := range append(f.payments(), f.extras()...) {
		switch {
		case !r.after(p):
			if before == nil || p.day > before.day {
				before = p
			}
		case r.wanted(p):
			resubscribed = true
		case !p.paidBack():
			unwanted = true
		}
	}
	for _, p := range f.group.payments {
		if late := int(p.day - r.on); r.after(p) && late <= feeWindow && feeWords.MatchString(p.main().Description) && !d.placed(p) {
			f.fees = append(f.fees, p)
		}
	}
	if len(f.fees) > 0 {
		d.charges(f)
	}
	if before != nil {
		last := Event{Type: "last-charge-before-cancellation", Date: before.day.time(), Charge: d.ids.of(before)}
		if !slices.Contains(s.Events, last) { // of several records of one contract
			s.Events = append(s.Events, last)
		}
	}
	if unwanted || resubscribed {
		return
	}
	s.Status, s.Next, s.CancelBy = Cancelled, time.Time{}, time.Time{}
	until := f.view.until(r.on)
	for _, p := range f.group.payments { // it looks like a charge and fits no contract: nobody can call that clean
		if before != nil && r.after(p) && p.fen == before.fen && p.currency() == before.currency() && p.channel == before.channel &&
			(p.item == before.item || p.words.Renewal) && !r.wanted(p) && !p.paidBack() && !d.placed(p) {
			until = min(until, p.day.plus(-1))
		}
	}
	if until > r.on {
		c.CleanUntil = until.time()
	}
	if before == nil {
		return
	}
	check := f.dueAfter(r.on).plus(f.delay())
	if until < check {
		c.CheckOn = check.time()
	}
}

// placed tells whether p stands in a subscription already.
func (d *detection) placed(p *payment) bool {
	return slices.ContainsFunc(d.found, func(f *found) bool {
		return slices.Contains(f.payments(), p) || slices.Contains(f.extras(), p) || slices.Contains(f.fees, p)
	})
}

// userSaysSo is the confidence of a contract that a record names.
const userSaysSo = 0.8

// dueAfter is the first due day after a day.
func (f *found) dueAfter(on day) day {
	seg := f.last()
	for k := seg.last().slot + 1; ; k++ {
		if due := seg.due(k); due > on {
			return due
		}
	}
}

// A breach is a charge after a cancellation, judged.
type breach struct {
	p        *payment
	severity Severity
	why      parser.Text
	left     decimal.Decimal // not refunded
}

// breaches judges what was charged after a record's cancellation. Charges that
// came back in full are events and no breach.
func (d *detection) breaches(f *found, r *record) []breach {
	var before *payment
	var out []breach
	for _, ch := range f.sub.Charges {
		p := f.payment(ch.ID, d)
		if slices.Contains(f.fees, p) {
			continue // not a renewal
		}
		if !r.after(p) {
			before = p
			continue
		}
		if r.wanted(p) || p.paidBack() {
			continue
		}
		sev, why := f.judge(p, ch, before, r)
		out = append(out, breach{p, sev, why, p.amount().Sub(p.refunded)})
	}
	return out
}

// cutOff is how long before a renewal a cancellation comes too late at most
// services: they charge within the 24 hours before expiry.
const cutOff = 24 * time.Hour

func (f *found) judge(p *payment, ch Charge, before *payment, r *record) (Severity, parser.Text) {
	lag := int(p.day - r.on)
	within24 := lag <= 1
	if r.HasClock && !p.main().DateOnly {
		within24 = p.main().Time.Sub(r.CancelledOn) <= cutOff
	}
	onCalendar, cycles := f.onCalendar(p, before)
	samePrice := before == nil || sameCoin(p.amount(), before.amount())
	switch {
	case p.main().medium != parser.Wallet && lag <= postingLag && dayOf(ch.Expected) <= r.on:
		return Low, parser.Says("可能是取消前发起、之后才入账", "it may have been charged before the cancellation and posted after it")
	case p.refunded.IsPositive():
		return Medium, parser.Says("只退了一部分", "only a part was refunded")
	case within24:
		return Medium, parser.Says("取消后 24 小时内扣的：多数平台在到期前一天已经发起扣款，可能取消得晚了一步",
			"charged within 24 hours: most services start the renewal a day before expiry, so the cancellation may have come a little late")
	case before != nil && p.channel != before.channel:
		return Medium, parser.Says("走的是另一个渠道，可能是另一份签约", "it went through another channel and may be another contract")
	case before != nil && !shareAccount(p, before):
		return Medium, parser.Says("扣的是另一个账户", "another account was charged")
	case before != nil && byHand(p, before):
		return Medium, parser.Says("这笔的文字没有写续费，也可能是自己买的一期", "its text does not say that it renews; it may be a period bought by hand")
	case !onCalendar && samePrice && cycles > 1:
		return Medium, parser.Says("金额与原来一致，但中间停过，日期也对不上，可能是重新开通的", "the amount is that of the cancelled contract, but it had stopped and the day is another; somebody may have signed up again")
	case !onCalendar && !samePrice:
		return Medium, parser.Says("日期和金额都与原来的周期不同", "neither day nor amount are those of the cancelled contract")
	case onCalendar && samePrice:
		return High, parser.Says("日期和金额都与原来的周期一致", "day and amount are those of the cancelled contract")
	case onCalendar:
		return High, parser.Says("日期与原来的周期一致，金额不同", "the day is that of the cancelled contract, the amount differs")
	}
	return High, parser.Says("金额与原来一致", "the amount is that of the cancelled contract")
}

// onCalendar tells whether p fell on a due day of the contract as it ran before
// it was cancelled, and how many cycles after the charge before.
func (f *found) onCalendar(p, before *payment) (on bool, cycles int) {
	seg := f.last()
	for _, s := range f.segs {
		if slices.ContainsFunc(s.charges, func(c slotted) bool { return c.payment == before }) {
			seg = s
		}
	}
	slot := seg.charges[0].slot
	for _, c := range seg.charges {
		if c.payment == before {
			slot = c.slot
		}
	}
	if before != nil {
		cycles = (int(p.day-before.day) + seg.cal.length()/2) / seg.cal.length()
	}
	for k := slot + 1; !seg.guess; k++ {
		due := seg.due(k)
		if abs(offset(due, p.day)) <= max(seg.cal.late, seg.cal.early) {
			return true, cycles
		}
		if int(due-p.day) > seg.cal.length() {
			break
		}
	}
	return false, cycles
}

// shareAccount tells whether the same account or the same card paid: the bank's
// own row shows the one, and the way of payment in a wallet's row the other.
func shareAccount(a, b *payment) bool {
	for _, r := range a.rows {
		if slices.ContainsFunc(b.rows, func(o row) bool { return o.account == r.account }) {
			return true
		}
	}
	card := a.card()
	return card != (accountKey{}) && card == b.card()
}

// card is the issuer and the last digits of the card that paid, if a row tells.
func (p *payment) card() accountKey {
	for _, r := range p.rows {
		issuer, tail := cardOf(r.Method)
		if r.medium != parser.Wallet {
			issuer, tail = r.account.issuer, strings.TrimPrefix(r.account.account, "尾号 ")
		}
		if issuer != "" && tail != "" {
			return accountKey{issuer: issuer, account: tail}
		}
	}
	return accountKey{}
}

// payment finds the payment of a charge of f.
func (f *found) payment(chargeID string, d *detection) *payment {
	for _, p := range slices.Concat(f.payments(), f.extras(), f.fees) {
		if d.ids.of(p) == chargeID {
			return p
		}
	}
	return nil
}
