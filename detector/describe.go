package detector

import (
	"cmp"
	"regexp"
	"slices"
	"strings"
	"sync"
	"unicode"
	"unicode/utf8"

	"github.com/unrenew/unrenew/detector/catalog"
	"github.com/unrenew/unrenew/parser"
)

// describe says of each payment who sold it, what it is, and through whom the
// money was taken.
func describe(ps []*payment, cat *catalog.Catalog) {
	var said sync.Map // of Evidence to a pointer to the same: few are different
	each(len(ps), func(i int) {
		p := ps[i]
		var text []string
		for k, r := range p.rows {
			text = append(text, r.Counterparty, r.Description)
			for _, m := range cat.Match(r.Counterparty, r.Description) {
				if k > 0 && m.Service.Store {
					continue // the bank knows who took the money, the wallet for whom
				}
				if p.service == nil || m.Strength > p.strength {
					p.service, p.strength = m.Service, m.Strength
				}
			}
		}
		words := catalog.Words(strings.Join(text, " "))
		if p.service != nil {
			plans := cat.Plans(p.service, p.amount(), p.currency())
			p.priced = len(plans) > 0
			if c, one := cycleOf(plans); one && words.Cycle == (catalog.Cycle{Unit: catalog.Month, Count: 1}) {
				words.Cycle = c // the price is surer than the name: 包月 stays in it for a year
			}
		}
		same, _ := said.LoadOrStore(words, &words)
		p.words = same.(*catalog.Evidence)
		p.merchant, p.channel = merchantOf(p.main())
		p.item = itemKey(p.main().Description, p.merchant)
		if p.service != nil && p.service.Store && p.service.Channel != "" {
			p.channel = p.service.Channel
		}
	})
	learnNames(ps)
}

// cycleOf is the cycle of all the plans, if they have one and the same.
func cycleOf(plans []catalog.Plan) (c catalog.Cycle, one bool) {
	for i, p := range plans {
		if i > 0 && p.Cycle != c {
			return c, false
		}
		c = p.Cycle
	}
	return c, len(plans) > 0
}

// merchantOf is the folded payee without pay-channel words, and the channel
// that took the money. A row that names nobody is a merchant of its own: an
// empty key means unknown, not equal.
func merchantOf(r row) (merchant, channel string) {
	name := r.Counterparty
	channel = r.account.issuer
	if r.medium != parser.Wallet {
		var ch string
		name, ch = bankName(r)
		if channel = "bank"; ch != "" {
			channel = ch
		}
	}
	if merchant = catalog.Fold(withoutReference(name)); merchant == "" {
		merchant = catalog.Fold(r.Description)
	}
	isBrand := r.medium == parser.Wallet && len(merchant) >= 2 && len(merchant) <= 4 // 360, 1688
	if strings.Trim(merchant, "0123456789") == "" && !isBrand {
		merchant = "?" + r.Time.Format("20060102150405") + r.OrderID + r.Amount.Value.String()
	}
	return merchant, channel
}

// withoutReference is a payee without the number of the order or of the shop
// that stands behind it: KAGI.COM/6S97M4, 示例便利店00321.
func withoutReference(payee string) string {
	s := strings.TrimSpace(payee)
	if !strings.ContainsAny(s, "0123456789/") {
		return s
	}
	// What ends in a Chinese character, has no slash or no blanks cannot match,
	// and need not be searched at every character.
	if strings.Contains(s, "/") {
		if m := site.FindStringIndex(s); m != nil {
			return s[:m[1]-1]
		}
	}
	if last, _ := utf8.DecodeLastRuneInString(s); !unicode.Is(unicode.Han, last) {
		if m := reference.FindStringIndex(s); m != nil && utf8.RuneCountInString(s[:m[0]]) >= 2 {
			s = s[:m[0]]
		}
	}
	if !strings.ContainsAny(s, "\t\n\f\r ") {
		return s
	}
	return code.ReplaceAllString(s, "$1 ")
}

var (
	// site is an address with something behind it.
	site = regexp.MustCompile(`(?i)^[a-z0-9.-]+\.[a-z]{2,4}/`)
	// reference is a code at the end of a payee: four characters or more behind a
	// mark with a digit among them, or four digits behind a name.
	reference = regexp.MustCompile(`(?i)[\s/*#_-]+[a-z]*\d[a-z0-9]{3,}$|[\s/*#_-]+[a-z]{2,}\d[a-z0-9]+$|\d{4,}$`)
	// code is one within a payee, between the name and the city: EXAMPLE GYM
	// A81C02 SHANGHAI.
	code = regexp.MustCompile(`(?i)(\S)\s+[a-z]*\d[a-z]*\d[a-z0-9]{2,}\s`)
	// bought names the account at the merchant: 会员(为189***123购买).
	bought = regexp.MustCompile(`[(（]?为[^()（）]*(购买|充值|开通)[)）]?`)
	// serial is an order number, a date or a period; short product numbers
	// (88VIP, 2个月) stay.
	serial = regexp.MustCompile(`[a-z]*\d[a-z0-9]{6,}|\d{5,}|\d{1,4}[.年/-]\d{1,2}([.月/-]\d{1,2})?日?|第?\d{1,3}/\d{1,3}期?|[a-z0-9]*\*[a-z0-9*]{3,}`)
)

// itemKey is the product text without what changes from charge to charge.
func itemKey(description, merchant string) string {
	s := catalog.Fold(description)
	if strings.Contains(s, "为") {
		s = bought.ReplaceAllString(s, "")
	}
	if strings.ContainsAny(s, "0123456789*") {
		s = serial.ReplaceAllString(s, "#")
	}
	if s == merchant {
		return ""
	}
	return s
}

// learnNames gives the bank's rows that stand alone the name that the wallet's
// rows have for the same payee: where the wallet's file is missing for a month,
// 财付通-北京爱奇艺科技有限公司 is still the iQIYI of the other months. It is
// done only where all joined payments of that price agree on one service or one
// merchant, or all of any price on one bill.
func learnNames(ps []*payment) {
	type lesson struct { // what the bank calls the payee, and at what price
		merchant string
		fen      int64 // 0: at any
	}
	type teacher struct {
		p    *payment
		torn bool // they disagree on the service
		many bool // they are for several products
	}
	learned := map[lesson]*teacher{}
	for _, p := range ps {
		if p.main().medium != parser.Wallet || p.main().Class != parser.Spend {
			continue
		}
		for _, r := range p.rows[1:] {
			if r.medium == parser.Wallet {
				continue
			}
			key, _ := merchantOf(r)
			for _, l := range []lesson{{key, p.fen}, {key, 0}} {
				t := learned[l]
				if t == nil {
					t = &teacher{p: p}
					learned[l] = t
				}
				t.torn = t.torn || !sameGroup(t.p, p)
				t.many = t.many || t.p.item != p.item
			}
		}
	}
	for _, p := range ps {
		if p.main().medium == parser.Wallet {
			continue
		}
		t := learned[lesson{p.merchant, p.fen}]
		if t == nil || t.torn {
			if t = learned[lesson{p.merchant, 0}]; t == nil || t.torn || t.many || t.p.words.Kind == "" {
				continue
			}
		}
		p.merchant, p.item, p.learned = t.p.merchant, t.p.item, true
		if t.p.strength > p.strength || p.service == nil {
			p.service, p.strength, p.words, p.priced = t.p.service, t.p.strength, t.p.words, t.p.priced && t.p.fen == p.fen
		}
		if t.p.service != nil && t.p.service.Store {
			p.channel = t.p.channel
		}
	}
}

// groupKey says which payments may be charges of one service: those of one
// catalog service, else of one merchant.
func groupKey(p *payment) string {
	if p.user.group != "" {
		return p.user.group
	}
	if p.service != nil && p.strength > catalog.OperatorOnly {
		return "service:" + p.service.ID
	}
	return "merchant:" + p.merchant
}

// sameGroup tells whether two payments have one key.
func sameGroup(a, b *payment) bool {
	return a.merchant == b.merchant && a.service == b.service && a.strength == b.strength && a.user == b.user || groupKey(a) == groupKey(b)
}

// groups sorts payments into groups, and the groups by key.
func groups(ps []*payment) []*group {
	byKey := map[string]*group{}
	for _, p := range ps {
		k := groupKey(p)
		if byKey[k] == nil {
			byKey[k] = &group{key: k}
		}
		byKey[k].payments = append(byKey[k].payments, p)
	}
	out := make([]*group, 0, len(byKey))
	for _, g := range byKey {
		out = append(out, g)
	}
	slices.SortFunc(out, func(a, b *group) int { return cmp.Compare(a.key, b.key) })
	return out
}
