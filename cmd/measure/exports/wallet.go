package exports

import (
	"cmp"
	"fmt"
	"slices"

	"github.com/shopspring/decimal"

	"github.com/unrenew/unrenew/cmd/measure/household"
)

// A walletRow is what both wallets know of a movement before they word it.
type walletRow struct {
	*household.Movement
	of        *household.Movement // the payment that a refund gives back; else the movement itself
	back      decimal.Decimal     // how much of it had come back when the export was made
	part      int                 // of several refunds of one payment, from 1
	direction string              // 支出, 收入, or "" for neither
	status    string              // of Alipay or WeChat
	merchant  string              // the merchant's number of the order; may be empty
	order     string              // the wallet's own number
}

func (r *walletRow) payee() string { return cmp.Or(r.Payee, r.of.Payee) }
func (r *walletRow) item() string  { return cmp.Or(r.Item, r.of.Item) }

// allBack tells whether the whole payment has come back.
func (r *walletRow) allBack() bool {
	return r.back.IsPositive() && r.back.GreaterThanOrEqual(r.Amount)
}

// incoming tells whether a movement brings money to the account that made it;
// own moves are another matter.
func incoming(m *household.Movement) bool {
	return m.Class == household.Income || m.Class == household.Refund
}

// walletRows lists what happened in an account within the period and before
// the export was made, oldest first.
func (b *books) walletRows(s *statement) (rows []walletRow) {
	for i := range b.Movements {
		m := &b.Movements[i]
		if m.Account != s.account.ID || !holds(s.Period, m.Time) || m.Time.After(s.made) {
			continue
		}
		r := walletRow{Movement: m, of: b.original(m), back: b.refunded(m, s.made), part: 1}
		r.part += slices.Index(b.refunds[r.of.ID], m)
		switch {
		case m.Class == household.Own:
		case incoming(m):
			r.direction = "收入"
		default:
			r.direction = "支出"
		}
		rows = append(rows, r)
	}
	slices.SortStableFunc(rows, func(a, b walletRow) int { return a.Time.Compare(b.Time) })
	return rows
}

// bankNames are what wallets call the banks, by the issuer of a layout.
var bankNames = map[string]string{"cmb": "招商银行", "icbc": "工商银行", "boc": "中国银行", "ccb": "建设银行"}

// cardMethod is the way of payment by a card of the household. debit is how the
// wallet marks a debit card: Alipay writes 储蓄卡, WeChat nothing.
func (b *books) cardMethod(m *household.Movement, debit string) string {
	card, ok := b.accounts[m.Card]
	if !ok {
		return m.Method
	}
	if isCredit(card) {
		debit = "信用卡"
	}
	return bankNames[issuer(card)] + debit + "(" + card.Tail + ")"
}

// totals adds up rows as the heads of wallets declare them.
type totals struct {
	count map[string]int
	sum   map[string]decimal.Decimal
}

func (t *totals) add(direction string, amount decimal.Decimal) {
	if t.count == nil {
		t.count, t.sum = map[string]int{}, map[string]decimal.Decimal{}
	}
	t.count[direction]++
	t.sum[direction] = t.sum[direction].Add(amount)
}

// count is the declared number of rows.
func count(n int) string { return fmt.Sprintf("共%d笔记录", n) }

// line is one declared sum: 1笔 28.50元.
func (t *totals) line(direction, between string) string {
	return fmt.Sprintf("%d笔%s%s元", t.count[direction], between, t.sum[direction].StringFixed(2))
}
