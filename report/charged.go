package report

import (
	"regexp"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/unrenew/unrenew/detector"
	"github.com/unrenew/unrenew/detector/catalog"
	"github.com/unrenew/unrenew/detector/catalog/rights"
)

// ChargeOf is who takes the money for a service, as far as that decides where
// to complain. The service may be nil: the catalog does not know it.
func ChargeOf(s *catalog.Service, kind catalog.Kind, channel string) rights.Charge {
	c := rights.Charge{Channel: channel, Kind: string(kind)}
	if s != nil {
		c.Category, c.SoldBy = s.Category, s.SoldBy
		chinese, latin := names(s)
		c.Foreign = latin && !chinese && (s.Channel == "" || s.Channel == "paypal") // Apple sells from several countries: the statement tells
	}
	return c
}

// names tells in which letters those who run a service are named, or, where
// nobody is, those of the service on statements.
func names(s *catalog.Service) (chinese, latin bool) {
	list := s.Operators
	if len(list) == 0 {
		list = slices.Concat(s.Brands, s.Aliases, s.Descriptors)
	}
	for _, n := range list {
		chinese = chinese || han(n)
		latin = latin || !han(n)
	}
	return chinese, latin
}

func han(s string) bool {
	return strings.ContainsFunc(s, func(r rune) bool { return unicode.Is(unicode.Han, r) })
}

// mainland are the issuers of China, whose customers its authorities hear.
var mainland = strings.Fields("alipay wechat jd meituan douyin unionpay cmb icbc ccb boc abc bocom psbc citic spdb cib pab cmbc ceb cgb hxb zbank")

// country ends the amount of a purchase abroad, as cards print it: 63.00(US).
var country = regexp.MustCompile(`\(([A-Z]{2})\)$`)

// taken is who takes the money of a subscription, and whether that is a matter
// of China at all: by the merchant's names, the currency, and who issued the
// statement that shows its last charge.
func (a accounts) taken(s *detector.Subscription) rights.Charge {
	c := ChargeOf(s.Service, s.Kind, s.Channel)
	row := s.Charges[len(s.Charges)-1].Rows[0]
	foreignMoney := s.Currency != "CNY"
	if s.Service == nil || s.Service.Store {
		m := country.FindStringSubmatch(row.Original)
		c.Foreign = c.Foreign || !han(s.Merchant) && (foreignMoney || s.Service == nil && m != nil && m[1] != "CN")
	}
	if st := a.byFile[row.Pos.File]; foreignMoney && st != nil && !slices.Contains(mainland, st.Issuer) {
		// A company with houses here and there sells abroad to a card from abroad.
		if s.Service != nil && !han(s.Merchant) {
			_, latin := names(s.Service)
			c.Foreign = c.Foreign || latin
		}
		c.Abroad = c.Foreign
	}
	return c
}

// Payee is who was paid, as the statement names it, without the words of the
// payment service that a bank sets before it: 财付通-爱奇艺 is 爱奇艺.
func (s *Subscription) Payee() string {
	if rest, _ := catalog.StripPSP(s.Merchant); rest != "" {
		return rest
	}
	return s.Merchant
}

// Operators are the companies that the catalog names for a payee; none where
// the statement names one already, or where somebody else was paid, such as a
// carrier that collects for another.
func (s *Subscription) Operators() []string {
	v := s.Service
	if v == nil || slices.Contains(v.Operators, s.Payee()) {
		return nil
	}
	payee := catalog.Fold(s.Payee())
	for _, n := range slices.Concat(v.Operators, v.Brands, v.Aliases, v.Descriptors, []string{v.Name.ZH, v.Name.EN}) {
		if n = catalog.Fold(n); utf8.RuneCountInString(n) > 1 && (strings.Contains(payee, n) || strings.Contains(n, payee)) {
			return v.Operators
		}
	}
	return nil
}
