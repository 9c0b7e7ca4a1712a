package formats

import (
	"html"
	"regexp"
	"strings"
	"time"

	"github.com/shopspring/decimal"

	"github.com/unrenew/unrenew/parser"
)

// OFX of banks abroad, and QFX, which is OFX with tags of Quicken. Version 1 is
// SGML whose values have no closing tags, version 2 is XML. The tags are the
// same, and no two that matter here nest in themselves, so that one reader takes
// both without building a tree. A file states the balance at its end but none at
// its beginning: there is nothing to compare.
var _ = addFeed(feed{
	Info: Info{
		ID:        "ofx",
		Issuer:    "ofx",
		Name:      parser.Text{ZH: "OFX、QFX（国外银行）", EN: "OFX and QFX (banks abroad)"},
		Container: "OFX, QFX",
		Since:     "1997-02",
		Group:     World,
		HowToExport: parser.Text{
			ZH: "在银行网站的“下载交易”里选 OFX、QFX、Quicken 或 Money；这种文件不会有日期顺序和符号的歧义，优先选它",
			EN: "on the bank's page for downloading transactions choose OFX, QFX, Quicken or Money; dates and signs are unmistakable in these files, so prefer them",
		},
	},
	claims: func(head string) bool { return ofxStart.MatchString(head) },
	parse:  parseOFX,
})

var (
	ofxStart   = regexp.MustCompile(`(?is)^(OFXHEADER\s*:|(<\?xml[^>]*\?>\s*)?(<\?OFX\b|<OFX>))`)
	ofxCharset = regexp.MustCompile(`(?i)\bCHARSET\s*:\s*([\w-]+)`)
	ofxTag     = regexp.MustCompile(`<(/?)([A-Za-z][A-Za-z0-9._]*)(?:\s[^<>]*)?(/?)>`)
)

// ofxAggregates are the tags with tags inside of which the reader keeps track.
var ofxAggregates = map[string]bool{"PAYEE": true, "CURRENCY": true, "ORIGCURRENCY": true, "BANKACCTFROM": true, "CCACCTFROM": true, "BANKACCTTO": true, "CCACCTTO": true, "LEDGERBAL": true, "AVAILBAL": true, "BAL": true}

// An ofxReader goes through the tags of a file.
type ofxReader struct {
	*feeding
	org      string            // the bank that made the file
	served   time.Time         // when it did
	account  *reading          // the statement that is open; nil outside of one
	currency string            // of the statement, CURDEF
	group    string            // the aggregate that is open, of those tracked
	row      map[string]string // of the transaction that is open; nil if none is
	pos      parser.Pos
	seen     map[string]bool // transactions of the account, to know one that stands twice
	rounded  int
	stray    int // transactions outside of any statement that is read
}

func parseOFX(f *feeding) error {
	text := inCharset(f.source.Data, f.text, ofxCharset)
	tags := ofxTag.FindAllStringSubmatchIndex(text, -1)
	o := &ofxReader{feeding: f}
	line, from := 1, 0
	closed := false
	for i, m := range tags {
		line += strings.Count(text[from:m[0]], "\n")
		from = m[0]
		name := strings.ToUpper(text[m[4]:m[5]])
		if m[2] < m[3] {
			closed = closed || name == "OFX"
			o.end(name)
			continue
		}
		next := len(text)
		if i+1 < len(tags) {
			next = tags[i+1][0]
		}
		o.begin(name, ofxValue(text[m[1]:next]), line)
		if m[6] < m[7] {
			o.end(name)
		}
	}
	o.cut()
	for _, rd := range f.parts {
		rd.turnOFX()
		if !closed {
			rd.Declares, rd.Partial = false, true
			rd.note("file-cut-off", parser.Pos{}, "文件没有结尾，后面可能还有行；请重新下载", "the file breaks off, so that rows may be missing; download it again")
		}
	}
	if o.stray > 0 && len(f.parts) > 0 {
		f.parts[0].note("section-not-read", parser.Pos{}, "文件里有 %d 笔属于投资账户，没有读取", "transactions of investment accounts were not read: %d", o.stray)
	}
	if o.rounded > 0 {
		f.parts[0].note("amount-rounded", parser.Pos{}, "有 %d 笔金额超过两位小数，已四舍五入", "amounts with more than two decimals were rounded: %d", o.rounded)
	}
	return nil
}

var cdata = regexp.MustCompile(`(?s)<!\[CDATA\[(.*?)\]\]>`)

func ofxValue(s string) string {
	return strings.Join(strings.Fields(html.UnescapeString(cdata.ReplaceAllString(s, "$1"))), " ")
}

func (o *ofxReader) begin(name, text string, line int) {
	switch {
	case name == "STMTRS", name == "CCSTMTRS":
		o.cut()
		medium := parser.DebitCard
		if name == "CCSTMTRS" {
			medium = parser.CreditCard
		}
		o.account, o.currency, o.group, o.seen = o.feeding.account(o.org, medium, ""), "", "", map[string]bool{}
		o.account.Exported = o.served
	case name == "STMTTRN":
		o.cut()
		o.row = map[string]string{}
		if o.account != nil {
			o.pos = o.place(line)
		}
	case ofxAggregates[name]:
		o.group = name
	case text == "":
	case o.row != nil:
		if o.group != "" {
			name = o.group + "." + name
		}
		if o.row[name] == "" {
			o.row[name] = text
		}
	default:
		o.leaf(name, text)
	}
}

func (o *ofxReader) end(name string) {
	switch {
	case name == o.group:
		o.group = ""
	case name == "STMTTRN":
		o.finish()
	case name == "STMTRS", name == "CCSTMTRS":
		o.cut()
		o.account = nil
	case name == "BANKTRANLIST":
		o.cut()
	}
}

// leaf takes what stands outside of the transactions.
func (o *ofxReader) leaf(name, text string) {
	switch name {
	case "ORG":
		o.org = text
	case "DTSERVER":
		o.served, _, _ = ofxTime(text)
	}
	if o.account == nil {
		return
	}
	switch name {
	case "CURDEF":
		o.currency = strings.ToUpper(text)
	case "BANKID":
		if o.org == "" && o.group == "BANKACCTFROM" {
			o.account.Issuer = text
		}
	case "ACCTID":
		if o.group == "BANKACCTFROM" || o.group == "CCACCTFROM" {
			o.account.Account, o.account.Identity = accountLabel(text), cardIdentity(text)
		}
	case "DTSTART":
		// A start before there were such files stands for "all that there is".
		if t, _, err := ofxTime(text); err == nil && t.Year() >= 1997 {
			o.account.From = day(t)
		}
	case "DTEND":
		if t, _, err := ofxTime(text); err == nil {
			o.account.To = day(t)
		}
	}
	o.account.Declares = !o.account.From.IsZero() && !o.account.To.Before(o.account.From)
}

// cut leaves out a transaction that has no end.
func (o *ofxReader) cut() {
	switch {
	case o.row == nil:
	case o.account == nil:
		o.stray++
	default:
		o.account.leaveOut(o.pos, parser.Problemf("这一笔没有结尾，可能不完整", "the transaction has no end and may be cut off"))
	}
	o.row, o.group = nil, ""
}

// finish makes a transaction of the tags that were met.
func (o *ofxReader) finish() {
	row := o.row
	o.row, o.group = nil, ""
	switch {
	case row == nil:
		return
	case o.account == nil:
		o.stray++
		return
	}
	t, err := o.transaction(row)
	if err != nil {
		o.account.leaveOut(o.pos, err)
		return
	}
	// FITID alone is used again in practice, and short ones are mere counters.
	key := strings.Join([]string{row["FITID"], row["DTPOSTED"], row["TRNAMT"], row["NAME"]}, "\x00")
	if len(row["FITID"]) >= 6 && o.seen[key] {
		o.account.leaveOut(o.pos, parser.Problemf("同一笔（FITID、日期、金额都相同）在文件里出现了两次", "the same transaction, by FITID, day and amount, stands in the file twice"))
		return
	}
	o.seen[key] = true
	t.Pos = o.pos
	o.account.Transactions = append(o.account.Transactions, t)
}

func (o *ofxReader) transaction(row map[string]string) (t parser.Transaction, err error) {
	t = parser.Transaction{OrderID: row["FITID"], Card: o.account.card()}
	clock := false
	if t.Time, clock, err = ofxTime(row["DTPOSTED"]); err != nil {
		return t, at("DTPOSTED", err)
	}
	if user, c, err := ofxTime(row["DTUSER"]); err == nil { // when the user paid
		t.Booked, t.Time, clock = t.Time, user, c
	}
	t.DateOnly = !clock
	amount, err := ofxAmount(row["TRNAMT"])
	if err != nil {
		return t, at("TRNAMT", err)
	}
	if !amount.Equal(amount.Round(2)) {
		amount = amount.Round(2) // half away from zero
		o.rounded++
	}
	t.Direction = parser.In
	if amount.IsNegative() { // also on cards, whatever a single TRNTYPE says
		t.Direction = parser.Out
	}
	t.Amount.Value = amount.Abs()
	code := o.currency
	if s := row["CURRENCY.CURSYM"]; s != "" {
		code = s
	} else if s := row["ORIGCURRENCY.CURSYM"]; s != "" {
		t.Original = s + " @ " + row["ORIGCURRENCY.CURRATE"]
	}
	if code == "" {
		return t, at("CURDEF", parser.Problemf("文件没有写币种", "the file names no currency"))
	}
	if t.Amount.Currency, err = currency("CURDEF", code); err != nil {
		return t, err
	}
	name := row["NAME"]
	if name == "" {
		name = row["PAYEE.NAME"]
	}
	describeOFX(&t, o.account.Medium, row["TRNTYPE"], name, row["MEMO"])
	return t, nil
}

func describeOFX(t *parser.Transaction, medium parser.Medium, kind, name, memo string) {
	describeAbroad(t, medium, kind, name, memo)
	switch {
	case kind == "ATM", kind == "CASH", kind == "PAYMENT" && t.Direction == parser.In && medium == parser.CreditCard:
		t.Class = parser.Own
	case kind == "XFER" && t.Class != parser.Own:
		t.Class = parser.Transfer
	case kind == "INT" && t.Direction == parser.In, kind == "DIV":
		t.Class = parser.Income
	}
}

// turnOFX turns the signs of a statement that has all of them the wrong way
// round, as some cards write it: each DEBIT with a plus and no CREDIT with one.
// On a card the debits alone prove it, on an account the credits must agree.
func (rd *reading) turnOFX() {
	var debits, credits int
	for _, t := range rd.Transactions {
		switch t.Type + " " + t.Direction.String() {
		case "DEBIT in":
			debits++
		case "CREDIT out":
			credits++
		case "DEBIT out", "CREDIT in":
			return
		}
	}
	if debits == 0 || credits == 0 && rd.Medium != parser.CreditCard {
		return
	}
	for i := range rd.Transactions {
		t := &rd.Transactions[i]
		t.Direction = parser.In + parser.Out - t.Direction
		describeOFX(t, rd.Medium, t.Type, t.Counterparty, t.Description)
	}
	rd.note("signs-turned", rd.Transactions[0].Pos, "金额的正负与每一笔的 DEBIT、CREDIT 都相反，按后者计", "the sign of each amount contradicts its DEBIT or CREDIT, which was followed")
}

var commaOfWhat = regexp.MustCompile(`^[+-]?[1-9]\d{0,2},\d{3}$`)

// ofxAmount reads TRNAMT, which computed interest prints with many decimals. In
// it a single comma is the decimal mark, but 1,234 could be either.
func ofxAmount(s string) (decimal.Decimal, error) {
	s = strings.ReplaceAll(s, " ", "")
	if commaOfWhat.MatchString(s) {
		return decimal.Decimal{}, parser.Problemf("看不出逗号是小数点还是千位分隔", "the comma can be a decimal mark or a mark of thousands")
	}
	if !strings.Contains(s, ".") && strings.Count(s, ",") == 1 {
		s = strings.Replace(s, ",", ".", 1)
	}
	s = plainAmount(s, "")
	if !number.MatchString(s) || len(s) > 40 {
		return parseAmount(s)
	}
	return decimal.NewFromString(strings.ReplaceAll(s, ",", ""))
}

var ofxTimeForm = regexp.MustCompile(`^(\d{4}-?\d{2}-?\d{2})(\d{2}(?:\d{2}(?:\d{2})?)?)?(?:\.\d*)?\s*(?:\[\s*([+-]?\d{1,2}(?:\.\d{1,2})?)(?::[A-Za-z]*)?\s*\])?`)

// ofxTime reads a date of OFX: 20260305, 20260305082042.000[-5:EST], or with
// the marks that the specification does not want: 2026-03-05. Without a
// zone it is the bank's local time, and no clock is shifted by a guess. Midnight
// and noon are what files without a time of day write.
func ofxTime(s string) (t time.Time, clock bool, err error) {
	wrong := parser.Problemf("不是日期或时间", "not a date or time")
	m := ofxTimeForm.FindStringSubmatch(s)
	if m == nil {
		return t, false, wrong
	}
	zone := parser.China
	if m[3] != "" {
		hours, _ := decimal.NewFromString(m[3]) // [-3.5:NST] is half an hour more
		zone = time.FixedZone("", int(hours.Mul(decimal.NewFromInt(3600)).IntPart()))
	}
	text := strings.ReplaceAll(m[1], "-", "") + (m[2] + "000000")[:6]
	if t, err = time.ParseInLocation("20060102150405", text, zone); err != nil {
		return t, false, wrong
	}
	return t, text[8:] != "000000" && text[8:] != "120000", nil
}
