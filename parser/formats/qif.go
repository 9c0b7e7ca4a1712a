package formats

import (
	"regexp"
	"slices"
	"strings"
	"time"

	"github.com/unrenew/unrenew/parser"
)

// QIF of Quicken. It names no currency, no bank and no order of day and month:
// the order is the one in which all dates of the file make sense, and a file
// that leaves two is refused.
var _ = addFeed(feed{
	Info: Info{
		ID:        "qif",
		Issuer:    "qif",
		Name:      parser.Text{ZH: "QIF（Quicken，国外银行和记账软件）", EN: "QIF (Quicken, banks abroad and bookkeeping programs)"},
		Container: "QIF",
		Since:     "1992-01",
		Group:     World,
		HowToExport: parser.Text{
			ZH: "银行网站或记账软件的“导出 QIF”；能选 OFX 时请选 OFX，QIF 里没有币种，日期顺序也要猜",
			EN: "export QIF on the bank's page or in a bookkeeping program; where there is OFX, prefer it: QIF has no currency and leaves the order of dates open",
		},
	},
	claims: func(head string) bool { return qifStart.MatchString(head) },
	parse:  parseQIF,
})

var qifStart = regexp.MustCompile(`(?i)^!(Type:|Account|Option:|Clear:)`)

// A qifRecord is a record up to its ^, by the letters of its lines.
type qifRecord struct {
	line   int
	fields map[byte]string
	closed bool
	rd     *reading
}

func parseQIF(f *feeding) error {
	var (
		records []qifRecord
		rd      *reading
		unread  int    // records of sections that are no bank account
		account string // named by the last !Account
		section string
		one     qifRecord
	)
	end := func() {
		switch {
		case len(one.fields) == 0:
		case section == "account":
			account = one.fields['N']
		case rd != nil:
			one.rd = rd
			records = append(records, one)
		default:
			unread++
		}
		one = qifRecord{}
	}
	for i, line := range strings.Split(f.text, "\n") {
		line = strings.TrimRight(line, "\r \t")
		switch {
		case line == "":
		case line[0] == '!':
			end()
			section = strings.ToLower(strings.TrimSpace(line[1:]))
			switch kind, isType := strings.CutPrefix(section, "type:"); {
			case isType && slices.Contains([]string{"bank", "cash", "ccard", "oth a", "oth l"}, kind):
				medium := parser.DebitCard
				switch kind {
				case "ccard":
					medium = parser.CreditCard
				case "cash":
					medium = parser.Wallet
				}
				rd = f.account("", medium, account)
			case isType:
				rd = nil
			}
		case line == "^":
			one.closed = true
			end()
		default:
			if one.fields == nil {
				one.line, one.fields = i+1, map[byte]string{}
			}
			if _, twice := one.fields[line[0]]; !twice { // of splits the first
				one.fields[line[0]] = strings.TrimSpace(line[1:])
			}
		}
	}
	end()
	order, err := qifOrder(records)
	if err != nil {
		return err
	}
	for _, r := range records {
		pos := f.place(r.line)
		t, err := qifTransaction(r, order)
		if err != nil {
			r.rd.leaveOut(pos, err)
			continue
		}
		t.Pos = pos
		r.rd.Transactions = append(r.rd.Transactions, t)
	}
	for _, rd := range f.parts {
		rd.note("currency-assumed", parser.Pos{}, "QIF 不写币种，金额按人民币计；如果不是人民币，请改用 OFX 或在规则文件里写映射的 CSV", "QIF names no currency, and the amounts were taken for yuan; if they are not, use OFX, or a CSV with a mapping in the rules file")
	}
	if unread > 0 && len(f.parts) > 0 {
		f.parts[0].note("section-not-read", parser.Pos{}, "文件里有 %d 条分类、证券等其他记录，没有读取", "records of categories, securities and the like were not read: %d", unread)
	}
	return nil
}

// qifDate brings the spellings of Quicken to one: 3/ 5'26 is 3/5/2026.
func qifDate(s string) string {
	s = strings.ReplaceAll(s, " ", "")
	if before, year, ok := strings.Cut(s, "'"); ok {
		if len(year) < 3 {
			year = "20" + ("0" + year)[len(year)-1:]
		}
		s = before + "/" + year
	}
	return strings.NewReplacer("-", "/", ".", "/").Replace(s)
}

// qifOrder finds the order of day and month. Dates with the year in front need
// none.
func qifOrder(records []qifRecord) (dateOrder, error) {
	var dates, short []string
	for _, r := range records {
		switch d := qifDate(r.fields['D']); {
		case !dayMonthOrders.MatchString(d):
		case len(d)-strings.LastIndex(d, "/") == 3:
			short = append(short, d)
		default:
			dates = append(dates, d)
		}
	}
	if len(dates) > 0 { // 3/5/98 and 3/5'26 stand in one file
		for _, d := range short {
			i := strings.LastIndex(d, "/") + 1
			dates = append(dates, d[:i]+century(d[i:]))
		}
	} else {
		dates = short
	}
	orders := ordersOf(dates)
	switch {
	case len(dates) == 0, len(orders) == 1:
		return append(orders, dateOrder{})[0], nil
	case len(orders) == 0:
		return dateOrder{}, parser.Problemf("日期既不全是“日/月/年”，也不全是“月/日/年”", "the dates are neither all day/month/year nor all month/day/year")
	}
	return dateOrder{}, parser.Problemf(
		"看不出日期是“日/月/年”还是“月/日/年”：两种都说得通。请改用 OFX 导出，或导出更长的时间段（含每月 12 日以后的交易）",
		"the dates can be day/month/year as well as month/day/year. Export OFX instead, or a longer period with days after the 12th")
}

func century(yy string) string {
	t, err := time.Parse("06", yy)
	if err != nil {
		return yy
	}
	return t.Format("2006")
}

func qifTransaction(r qifRecord, order dateOrder) (t parser.Transaction, err error) {
	t = parser.Transaction{DateOnly: true, Card: r.rd.card()}
	if !r.closed {
		return t, parser.Problemf("这一笔没有结尾，可能不完整", "the transaction has no end and may be cut off")
	}
	date := qifDate(r.fields['D'])
	layouts := []string{}
	if order.layout != "" {
		layouts = append(layouts, order.layout, strings.Replace(order.layout, "2006", "06", 1))
	}
	if t.Time, _, err = dated(date, layouts...); err != nil {
		return t, at("D", err)
	}
	t.Time = day(t.Time)
	amount := first(r.fields['T'], r.fields['U'])
	if t.Direction, t.Amount.Value, err = signed("T", plainAmount(amount, "")); err != nil {
		return t, err
	}
	t.Amount.Currency = "CNY"
	describeAbroad(&t, r.rd.Medium, "", r.fields['P'], r.fields['M'])
	if strings.HasPrefix(r.fields['L'], "[") { // to another account of the user
		t.Class = parser.Own
	}
	return t, nil
}
