package rights

import (
	"slices"

	"github.com/unrenew/unrenew/parser"
)

// A Charge says who took money, as far as that decides where to complain.
type Charge struct {
	Channel  string // who takes the money: "wechat", "apple", "carrier", "bank", ...
	Kind     string // what it is for, in the catalog's words: "membership", "telecom", "insurance", "loan", ...
	Category string // the service's, in the catalog's words: "finance", ...; empty where it is not known
	SoldBy   string // whom to ask, in the catalog's words: "bank", "carrier", ...; empty where it is not known
	Foreign  bool   // the merchant is not in China
	Abroad   bool   // nor is the card or account that paid: no authority and no law of China is of use
	Theft    bool   // the payment may be nobody's in the house
}

// finance tells whether the authority for banks, insurers and lenders hears it:
// what they sell or give away, and the membership fees of lenders.
func (c Charge) finance() bool {
	return slices.Contains([]string{"insurance", "loan", "installment"}, c.Kind) || c.SoldBy == "bank" ||
		c.Category == "finance" && c.Kind == "membership" && !c.Foreign
}

// A Way is one step of a complaint. Steps are taken in order, each when the one
// before brought nothing.
type Way struct {
	*Contact
	If parser.Text // the step is for this case only; empty: for every one
}

// Ways are the contacts for a charge in the order that works: the service, then
// whoever took the money, then the authority for the subject, then the court.
func (r *Rights) Ways(c Charge) []Way {
	var out []Way
	add := func(id string, only parser.Text) {
		contact := r.Contact(id)
		if !slices.ContainsFunc(out, func(w Way) bool { return w.Contact == contact }) {
			out = append(out, Way{contact, only})
		}
	}
	all := func(ids ...string) {
		for _, id := range ids {
			add(id, parser.Text{})
		}
	}
	bill := r.channel(c).Bill.ID
	store := bill == "apple" || bill == "google-play"
	switch {
	case c.Abroad && store:
		all(bill, "service-abroad", "card-issuer")
		return out
	case c.Abroad:
		all("service-abroad", bill)
		return out
	case c.Theft:
		all(bill, "police", "service")
	case store:
		all(bill, "service")
	case bill == "carrier", c.Kind == "telecom", c.SoldBy == "carrier":
		all("carrier", "12300", "court")
		return out
	default:
		all("service", bill)
	}
	if c.finance() {
		all("12378", "court")
		return out
	}
	all("12315")
	if bill == "wechat-bill" || bill == "alipay-bill" || bill == "payment-support" {
		add("12363", parser.Text{ZH: "只在支付机构不肯解除代扣签约时", EN: "only where the payment institution will not end the mandate"})
	}
	if bill == "payment-support" {
		add("12378", parser.Text{ZH: "只在收款方或赠送方是银行、保险、消费金融公司时", EN: "only where a bank, an insurer or a lender took the money or gave the membership"})
	}
	all("association", "court")
	return out
}

// Authority is the one to which a charge is complained of, the first of its
// ways; nil where none in China hears it.
func (r *Rights) Authority(c Charge) *Contact {
	for _, w := range r.Ways(c) {
		if w.If.ZH == "" && slices.Contains([]string{"12315", "12300", "12378", "12363"}, w.ID) {
			return w.Contact
		}
	}
	return nil
}

// channel is what is known of the channel of a charge. A card from abroad is not
// managed in the app of a bank in China.
func (r *Rights) channel(c Charge) *Channel {
	if ch := r.Channel(c.Channel); !c.Abroad || ch.Bill.ID == "apple" || ch.Bill.ID == "google-play" {
		return ch
	}
	return r.Channel("abroad")
}

// Channel is what is known of a channel, or what is true of any.
func (r *Rights) Channel(id string) *Channel {
	var other *Channel
	for _, c := range r.Channels {
		if slices.Contains(c.IDs, id) {
			return c
		}
		if slices.Contains(c.IDs, "other") {
			other = c
		}
	}
	return other
}

// Again is what to do where a charge comes again, one line each: end the
// mandate first, then ask for the money, then complain.
func (r *Rights) Again(c Charge) []parser.Text {
	ways := r.Ways(c)
	names := func(list []Way) (t parser.Text) {
		for i, w := range list {
			if i > 0 {
				t.ZH, t.EN = t.ZH+"，再到", t.EN+", then "
			}
			t.ZH, t.EN = t.ZH+w.Name.ZH, t.EN+w.Name.EN
		}
		return t
	}
	ways = slices.DeleteFunc(ways, func(w Way) bool { return w.If.ZH != "" })
	refund := min(2, len(ways))
	switch {
	case c.Abroad:
		refund = len(ways) - 1
	case ways[0].ID == "carrier":
		refund = 1
	}
	first, then := names(ways[:refund]), names(ways[refund:])
	return []parser.Text{
		r.channel(c).End,
		parser.Says("再要求退款：先找%[1]s。记下工单号，保留书面答复", "Then ask for the money: %[2]s. Note the ticket number and keep the written answer", first.ZH, first.EN),
		parser.Says("还不解决再投诉：%[1]s", "If that does not help, complain: %[2]s", then.ZH, then.EN),
	}
}
