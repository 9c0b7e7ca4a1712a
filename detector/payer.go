package detector

import (
	"slices"
	"strings"

	"github.com/unrenew/unrenew/parser"
)

// accountText is what a person writes for an account, without what does not
// tell accounts apart: "尾号 9012", "尾号9012" and "9012" are one.
func accountText(s string) string {
	return plainAccount.Replace(strings.ToLower(strings.Join(strings.Fields(s), "")))
}

var plainAccount = strings.NewReplacer("尾号", "", "ending", "", "＊", "*", "（", "", "）", "", "(", "", ")", "", "：", "", ":", "")

// names tells whether a person's word for an account, made plain by accountText,
// means this one: its label, with the issuer or without, or all that the label
// masks.
func (k accountKey) names(word string) bool {
	label := accountText(k.account)
	is := IssuerName(k.issuer)
	for _, issuer := range []string{"", accountText(is.ZH), accountText(is.EN), k.issuer} {
		if word != "" && word == issuer+label {
			return true
		}
	}
	head, rest, masked := strings.Cut(label, "*")
	tail := strings.TrimLeft(rest, "*")
	return masked && !strings.Contains(word, "*") && len(word) > len(head)+len(tail) && strings.HasPrefix(word, head) && strings.HasSuffix(word, tail)
}

// paidFrom tells whether p was taken from the account that the record names: one
// on whose statement it stands, or the card behind the wallet.
func (r *record) paidFrom(p *payment) bool {
	if r.Account == "" {
		return true
	}
	word := accountText(r.Account)
	return p.card().names(word) || slices.ContainsFunc(p.rows, func(o row) bool { return o.account.names(word) })
}

// paysFrom tells whether the contract was charged from the record's account when
// it was cancelled. A contract moves to another card now and then.
func (r *record) paysFrom(f *found) bool {
	if r.Account == "" {
		return true
	}
	last := f.payments()[0]
	for _, p := range f.payments() {
		if !r.after(p) {
			last = p
		}
	}
	return r.paidFrom(last)
}

// payer is the account that is charged.
func (f *found) payer() accountKey { return f.last().last().payment.main().account }

// apartByAccount tells whether the accounts that are charged tell contracts
// apart, by what they are called.
func apartByAccount(fs []*found) bool {
	seen := map[parser.Text]bool{}
	for _, f := range fs {
		seen[f.payer().text()] = true
	}
	return len(fs) > 1 && len(seen) == len(fs)
}

// eitherAlert makes an alert about f one about all the contracts of which the
// record may be: one of them was charged after it was cancelled, for certain, but
// it is no surer of f than of the others.
func (d *detection) eitherAlert(a *Alert, f *found, r *record) {
	rank := map[Severity]int{High: 0, Medium: 1, Low: 2}
	var zh, en []string
	for _, o := range r.either {
		if o != f {
			if bs := d.breaches(o, r); len(bs) > 0 {
				if other := d.breachAlert(o, r, bs); rank[other.Severity] > rank[a.Severity] {
					a.Severity, a.Disputed = other.Severity, other.Disputed
				}
			}
		}
		k, last := o.payer().text(), o.lastDay().String()
		zh, en = append(zh, k.ZH+"，最近一次 "+last), append(en, k.EN+", last on "+last)
	}
	a.Message = parser.Says("%[1]s。取消的可能是这 %[3]d 份里的任何一份，取消后都还在扣：%[4]s；这里按其中一份算",
		"%[2]s. The cancelled one may be any of these %[3]d contracts, all of which were charged since: %[5]s; the sum here is that of one of them",
		strings.TrimRight(a.Message.ZH, "。"), a.Message.EN, len(r.either), strings.Join(zh, "；"), strings.Join(en, "; "))
	if apartByAccount(r.either) {
		a.Actions = slices.Insert(a.Actions, 0, parser.Says("先确认取消的是从哪个账户扣的那一份，照账单写进取消记录（“账户”列，或 unrenew cancel 的 --account）再扫描",
			"first make sure from which account the cancelled one is charged, and write it, as on the statement, into your cancellations (column account, or cancel --account); then scan again"))
	} else {
		a.Actions = slices.Insert(a.Actions, 0, parser.Says("先确认取消的是哪一份，再去找商家", "first make sure which one was cancelled, then turn to the merchant"))
	}
}
