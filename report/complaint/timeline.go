package complaint

import (
	"cmp"
	"path"
	"slices"
	"strings"
	"time"

	"github.com/shopspring/decimal"

	"github.com/unrenew/unrenew/parser"
	"github.com/unrenew/unrenew/report"
)

// A row is one row of a statement that the dispute is about.
type row struct {
	what parser.Text
	*parser.Transaction
	refunded decimal.Decimal // of the payment that it shows
}

// list collects the rows of the disputed charges, of the charge before them and
// of the refunds that name their orders. Nothing else of the statements goes
// into the pack.
func (d *dispute) list() {
	add := func(what parser.Text, c *report.Charge) {
		for _, t := range c.Charge.Rows {
			d.rows = append(d.rows, row{what, t, c.Refunded})
		}
		for _, t := range d.refundsOf(c) {
			d.rows = append(d.rows, row{parser.Text{ZH: "退款", EN: "refund"}, t, decimal.Zero})
		}
	}
	if d.before != nil {
		what := parser.Text{ZH: "此前最近一次扣款", EN: "the charge before"}
		if d.alert.Type == "charged-after-cancellation" {
			what = parser.Text{ZH: "取消前最近一次扣款", EN: "last charge before the cancellation"}
		}
		add(what, d.before)
	}
	for _, c := range d.charges {
		add(parser.Text{ZH: "有争议的扣款", EN: "charge in dispute"}, c)
	}
}

// refundsOf are the refund rows that name the order of a charge: Alipay's repeat
// the payment's number and add to it, others repeat the merchant's.
func (d *dispute) refundsOf(c *report.Charge) (out []*parser.Transaction) {
	if !c.Refunded.IsPositive() {
		return nil
	}
	names := func(t *parser.Transaction) bool {
		return slices.ContainsFunc(c.Charge.Rows, func(p *parser.Transaction) bool {
			return p.MerchantOrderID != "" && p.MerchantOrderID == t.MerchantOrderID ||
				p.OrderID != "" && strings.HasPrefix(t.OrderID, p.OrderID)
		})
	}
	for _, s := range d.view.Sources {
		for i := range s.Transactions {
			if t := &s.Transactions[i]; t.Class == parser.Refund && !t.Time.Before(c.Time) && names(t) {
				out = append(out, t)
			}
		}
	}
	return out
}

// A moment is one line of the timeline.
type moment struct {
	at    string // a day, or a day with a clock
	text  parser.Text
	place parser.Text // the file and row it was read from; empty for the user's record
}

// tell puts in order what happened, as far as statements and records show it.
func (d *dispute) tell() {
	charge := func(c *report.Charge, zh, en string) {
		p := c.Charge.Rows[0].Pos
		d.moments = append(d.moments, moment{c.Clock(), parser.Says(zh, en, yuan(report.Money{Value: c.Amount, Currency: c.Currency}, "zh"), yuan(report.Money{Value: c.Amount, Currency: c.Currency}, "en")), place(p)})
		if c.Refunded.IsPositive() {
			m := report.Money{Value: c.Refunded, Currency: c.Currency}
			d.moments = append(d.moments, moment{c.Clock(), parser.Says("这一笔后来退回 %[1]s", "of this, %[2]s came back later", yuan(m, "zh"), yuan(m, "en")), place(p)})
		}
	}
	if d.before != nil {
		charge(d.before, "扣款 %[1]s", "charged %[2]s")
	}
	if r := d.record(); r != nil {
		text := parser.Text{ZH: "取消自动续费（取消记录）", EN: "renewal cancelled (the user's record)"}
		d.moments = append(d.moments, moment{d.cancelledAt(), text, parser.Text{}})
		if !r.RefundPromised.IsZero() {
			d.moments = append(d.moments, moment{day(r.RefundPromised), parser.Text{ZH: "商家答应退款（取消记录）", EN: "the merchant promised a refund (the user's record)"}, parser.Text{}})
		}
	}
	for _, c := range d.charges {
		charge(c, "扣款 %[1]s（有争议）", "charged %[2]s (in dispute)")
	}
	if until := d.sub.CoveredUntil; !until.IsZero() {
		d.moments = append(d.moments, moment{day(until), parser.Text{ZH: "核对过的账单到这一天为止", EN: "the statements that were looked at end"}, parser.Text{}})
	}
	slices.SortStableFunc(d.moments, func(a, b moment) int { return cmp.Compare(a.at[:10], b.at[:10]) })
}

func day(t time.Time) string { return t.In(parser.China).Format(time.DateOnly) }

// statementName is the name of a statement without the folders of the user's
// machine; the file inside an archive stays.
func statementName(file string) string {
	outer, inner, archive := strings.Cut(report.Clean(file), "!/")
	outer = path.Base(strings.ReplaceAll(outer, `\`, "/"))
	if archive {
		return outer + "!/" + inner
	}
	return outer
}

// place is where a row stands: 账单.xlsx 第 52 行.
func place(p parser.Pos) parser.Text {
	name := statementName(p.File)
	if p.Page > 0 {
		return parser.Says("%[1]s 第 %[2]d 页第 %[3]d 行", "%[1]s page %[2]d row %[3]d", name, p.Page, p.Row)
	}
	return parser.Says("%[1]s 第 %[2]d 行", "%[1]s row %[2]d", name, p.Row)
}
