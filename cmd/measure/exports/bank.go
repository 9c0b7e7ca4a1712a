package exports

import (
	"cmp"
	"slices"
	"strings"
	"time"

	"github.com/shopspring/decimal"

	"github.com/unrenew/unrenew/cmd/measure/household"
)

// A posting is a row of a card's statement before the bank words it.
type posting struct {
	*household.Movement
	of      *household.Movement // the payment that a refund gives back; else the movement itself
	booked  time.Time           // the day
	in      bool                // money comes to the account, or back to the credit card
	amount  decimal.Decimal
	channel string          // 财付通 or 支付宝 in front of the payee; empty: no wallet was in between
	name    string          // the payee as the bank is told it, without the channel
	balance decimal.Decimal // after the posting, in its currency
}

// payCompanies stand where a bank prints the legal name of who took the money.
var payCompanies = map[string]string{"财付通": "财付通支付科技有限公司", "支付宝": "支付宝（中国）网络技术有限公司"}

// text is the merchant descriptor, cut to a width in which a Chinese character
// counts two.
func (p *posting) text(width int) string {
	if p.channel == "" {
		return wideCut(p.name, width)
	}
	return wideCut(p.channel+"-"+p.name, width)
}

// party is the legal name: the pay company's, or the payee's.
func (p *posting) party() string { return cmp.Or(payCompanies[p.channel], p.Payee) }

// word is the bank's own word for the posting: one of a payment, a refund, a
// transfer in its layout, or what the movement is called where neither fits.
func (p *posting) word(pay, refund, transfer string) string {
	switch p.Class {
	case household.Spend:
		return pay
	case household.Refund:
		return refund
	case household.Transfer:
		if p.channel == "" {
			return transfer
		}
		return pay
	}
	if p.channel != "" && !p.in {
		return pay
	}
	return cmp.Or(p.Item, p.name)
}

// signed is the amount with a minus for money that leaves the account.
func (p *posting) signed() decimal.Decimal {
	if p.in {
		return p.amount
	}
	return p.amount.Neg()
}

// abroad splits the price in another currency, "20.00(US)"; at home both are
// empty.
func (p *posting) abroad() (amount, country string) {
	amount, country, _ = strings.Cut(strings.TrimSuffix(p.Original, ")"), "(")
	if country == "CN" {
		return "", ""
	}
	return amount, country
}

// byCard is what really moved of a payment or a refund: not what a red packet
// or a coupon had paid.
func byCard(m, of *household.Movement) decimal.Decimal {
	if m.Class == household.Refund {
		return decimal.Min(m.Amount, of.Amount.Sub(of.RedPacket))
	}
	return m.Amount.Sub(m.RedPacket)
}

// postings lists what was booked to an account within the period, oldest first.
// Balances run over all of the account's life, so that every export agrees.
func (b *books) postings(s *statement) []posting {
	var all []posting
	for i := range b.Movements {
		if p, ok := b.posting(&b.Movements[i], s.account); ok {
			all = append(all, p)
		}
	}
	slices.SortStableFunc(all, func(a, b posting) int {
		return cmp.Or(a.booked.Compare(b.booked), a.Time.Compare(b.Time))
	})
	sum, lowest := map[string]decimal.Decimal{}, map[string]decimal.Decimal{}
	for i := range all {
		p := &all[i]
		sum[p.Currency] = sum[p.Currency].Add(p.signed())
		p.balance = sum[p.Currency]
		lowest[p.Currency] = decimal.Min(lowest[p.Currency], p.balance)
	}
	opening := decimal.New(100000, -2) // so that no account is ever overdrawn
	var rows []posting
	for _, p := range all {
		if holds(s.Period, p.booked) && !p.booked.After(s.made) {
			p.balance = p.balance.Add(opening).Sub(lowest[p.Currency])
			rows = append(rows, p)
		}
	}
	return rows
}

// posting is the row of m in a card account, if it has one.
func (b *books) posting(m *household.Movement, card household.Account) (posting, bool) {
	if m.Class == household.Void || m.Account != card.ID && m.Card != card.ID {
		return posting{}, false
	}
	p := posting{Movement: m, of: b.original(m), booked: day(cmp.Or(m.Posted, m.Time))}
	if p.amount = byCard(m, p.of); p.amount.IsZero() {
		return posting{}, false // a free month reaches no bank
	}
	p.in = incoming(m)
	maker := b.accounts[m.Account]
	switch {
	case m.Class == household.Own && m.Account != card.ID && !isWallet(maker):
		p.in = true // from one of the family's cards to another
	case m.Class == household.Own && m.Account == card.ID && isCredit(card):
		p.in = true // a repayment, by whom ever
	case m.Class == household.Own:
		p.in = slices.ContainsFunc([]string{"提现", "转出", "赎回", "卖出"}, func(w string) bool { return strings.Contains(m.Category+m.Item, w) })
	}
	p.name = cmp.Or(m.BankText, p.of.BankText, m.Payee, p.of.Payee, m.Item)
	if isWallet(maker) {
		p.channel = map[string]string{"wechat": "财付通", "alipay": "支付宝"}[issuer(maker)]
		p.name = strings.TrimPrefix(p.name, p.channel+"-")
		switch {
		case m.BankText != "":
		case m.Class == household.Transfer && strings.HasPrefix(m.Category, "微信红包"):
			p.name = "微信红包"
		case m.Class == household.Transfer && issuer(maker) == "wechat":
			p.name = "微信转账"
		case m.Class == household.Transfer:
			p.name = "转账"
		case m.Class == household.Own && issuer(maker) == "wechat":
			p.name = wechatType(&walletRow{Movement: m, of: p.of})
		case m.Class == household.Own:
			p.name = cmp.Or(m.Item, p.name)
		}
	}
	return p, true
}
