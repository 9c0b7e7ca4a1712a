package household

import (
	"slices"
	"strings"
	"time"
)

// A way is how a payment is made.
type way struct {
	channel string // alipay, wechat, or bank if no wallet is in between
	account string
	card    string // exported card behind the wallet
	method  string // what the wallet prints where no exported card is behind it
}

var cardLayouts = []string{"cmb-debit", "cmb-credit", "icbc-debit", "boc-debit", "ccb-debit-xls"}

// otherBanks are those of cards that the family never exports.
var otherBanks = []string{"农业银行", "交通银行", "浦发银行", "邮储银行", "平安银行", "兴业银行"}

// open gives the family its accounts and says what of them it exported.
func (w *world) open() {
	d := newDice(w.h.Seed, "accounts")
	people := []string{person(d)}
	if d.chance(40) {
		people = append(people, person(d))
	}
	wallets := d.between(0, 9)
	if wallets < 8 {
		w.account(d, pickAlipay(d), people[0])
	}
	if wallets > 1 {
		w.account(d, pickWeChat(d), people[0])
	}
	if len(people) == 2 && d.chance(70) {
		layout := pickWeChat(d)
		if d.chance(40) {
			layout = pickAlipay(d)
		}
		w.account(d, layout, people[1])
	}
	for _, i := range d.Perm(len(cardLayouts))[:pick(d, []int{0, 1, 1, 1, 2, 2, 2, 3})] {
		w.account(d, cardLayouts[i], pick(d, people))
	}
	w.foreign = pick(d, otherBanks)
	w.foreignTail = digits(d, 4)
}

func pickAlipay(d dice) string {
	if d.chance(6) {
		return "alipay-web"
	}
	return "alipay-app-2023"
}

func pickWeChat(d dice) string { return pick(d, []string{"wechat/csv", "wechat/xlsx"}) }

func (w *world) account(d dice, layout, holder string) {
	kind, _, _ := strings.Cut(strings.ReplaceAll(layout, "/", "-"), "-")
	n := 1
	for _, a := range w.h.Accounts {
		if strings.HasPrefix(a.ID, kind+"-") {
			n++
		}
	}
	a := Account{ID: kind + "-" + number(n), Layout: layout, Holder: holder, Exports: w.exports(d)}
	if slices.Contains(cardLayouts, layout) {
		a.Tail = digits(d, 4)
	}
	w.h.Accounts = append(w.h.Accounts, a)
}

// exports of one account: a file, or several that follow one another, overlap,
// or miss a month; a quarter of them end some time before the report.
func (w *world) exports(d dice) []Period {
	from, to := w.from, addDays(w.h.AsOf, -1)
	if d.chance(25) {
		to = addDays(to, -d.between(4, 60))
	}
	if d.chance(15) {
		from = addDays(from, d.between(20, 90))
	}
	piece := pick(d, []int{365, 365, 183, 183, 92}) // days; no wallet exports more than a year at once
	overlap := 0
	if d.chance(30) {
		overlap = d.between(1, 25)
	}
	var out []Period
	for start := from; !start.After(to); {
		end := addDays(start, piece-1)
		if end.After(to) || daysBetween(end, to) < 20 {
			end = to
		}
		out = append(out, Period{From: start, To: end})
		if end.Equal(to) {
			break
		}
		start = addDays(end, 1)
		if overlap > 0 {
			start = addDays(start, -overlap)
		}
	}
	if d.chance(22) {
		out = missing(out, addDays(from, d.between(60, daysBetween(from, to)-100)), d.between(27, 33))
	}
	return out
}

// missing takes so many days out of the files.
func missing(files []Period, from time.Time, n int) []Period {
	to := addDays(from, n-1)
	var out []Period
	for _, p := range files {
		if p.From.Before(from) {
			out = append(out, Period{p.From, earlier(p.To, addDays(from, -1))})
		}
		if p.To.After(to) {
			out = append(out, Period{later(p.From, addDays(to, 1)), p.To})
		}
	}
	return out
}

func earlier(a, b time.Time) time.Time {
	if a.Before(b) {
		return a
	}
	return b
}

func later(a, b time.Time) time.Time {
	if a.After(b) {
		return a
	}
	return b
}

func (h *Household) account(id string) *Account {
	for i := range h.Accounts {
		if h.Accounts[i].ID == id {
			return &h.Accounts[i]
		}
	}
	return nil
}

// shows says whether a file of the account covers the day.
func (h *Household) shows(account string, t time.Time) bool {
	a := h.account(account)
	return a != nil && slices.ContainsFunc(a.Exports, func(p Period) bool { return p.has(t) })
}

// Visible says whether at least one exported row shows the movement: the
// wallet's, or that of the card behind it.
func (h *Household) Visible(m Movement) bool {
	booked := m.Time
	if !m.Posted.IsZero() {
		booked = m.Posted
	}
	made := m.Time
	if a := h.account(m.Account); a != nil && a.Tail != "" {
		made = booked
	}
	if h.shows(m.Account, made) {
		return true
	}
	return m.Card != "" && m.Class != Void && m.RedPacket.LessThan(m.Amount) && h.shows(m.Card, booked)
}

// gap is a stretch between two files of the account, if it has one.
func (h *Household) gap(account string) (Period, bool) {
	a := h.account(account)
	for i := 1; a != nil && i < len(a.Exports); i++ {
		if from, to := addDays(a.Exports[i-1].To, 1), addDays(a.Exports[i].From, -1); from.Before(to) {
			return Period{from, to}, true
		}
	}
	return Period{}, false
}

// wallets of one kind; of both if kind is empty.
func (w *world) wallets(kind string) (ids []string) {
	for _, a := range w.h.Accounts {
		if a.Tail == "" && strings.HasPrefix(a.ID, kind) {
			ids = append(ids, a.ID)
		}
	}
	return ids
}

func (w *world) cards() (ids []string) {
	for _, a := range w.h.Accounts {
		if a.Tail != "" {
			ids = append(ids, a.ID)
		}
	}
	return ids
}

// through is a way to pay with this wallet: a card of its holder, or what lies
// in the wallet.
func (w *world) through(d dice, wallet string) way {
	out := way{channel: wallet[:strings.IndexByte(wallet, '-')], account: wallet}
	holder := w.h.account(wallet).Holder
	var own []string
	for _, c := range w.cards() {
		if w.h.account(c).Holder == holder {
			own = append(own, c)
		}
	}
	if len(own) > 0 && d.chance(60) {
		out.card = pick(d, own)
		return out
	}
	if out.channel == "alipay" {
		out.method = pick(d, []string{"余额宝", "余额宝", "花呗", "账户余额", w.foreign + "储蓄卡(" + w.foreignTail + ")"})
	} else {
		out.method = pick(d, []string{"零钱", "零钱", "零钱通", w.foreign + "(" + w.foreignTail + ")"})
	}
	return out
}

// everyday is a way to pay in a shop: mostly a wallet.
func (w *world) everyday(d dice) way {
	if cards := w.cards(); len(cards) > 0 && d.chance(8) {
		return way{channel: "bank", account: pick(d, cards)}
	}
	return w.through(d, pick(d, w.wallets("")))
}
