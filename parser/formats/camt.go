package formats

import (
	"encoding/xml"
	"errors"
	"io"
	"regexp"
	"slices"
	"strings"
	"time"

	"github.com/shopspring/decimal"

	"github.com/unrenew/unrenew/parser"
)

// The messages of ISO 20022 from a bank to its customer: camt.053 is a statement,
// .052 a report of the day, .054 tells of single bookings. All versions from
// 001.02 on have the same names where it matters; elements are known by their
// local names, since the namespace carries the version.
var _ = addFeed(feed{
	Info: Info{
		ID:        "camt",
		Issuer:    "camt",
		Name:      parser.Text{ZH: "CAMT.053、.052、.054（ISO 20022，欧洲等地的银行）", EN: "CAMT.053, .052 and .054 (ISO 20022, banks of Europe and elsewhere)"},
		Container: "XML",
		Since:     "2009-04",
		Group:     World,
		HowToExport: parser.Text{
			ZH: "在网银的对账单或交易导出里选 CAMT.053（CAMT V2、V8）；下载的 ZIP 可直接读取",
			EN: "in the bank's export of statements choose CAMT.053 (CAMT V2, V8); a ZIP with several is read as it is",
		},
	},
	claims: func(head string) bool { return strings.HasPrefix(head, "<") && camtStart.MatchString(head) },
	parse:  parseCAMT,
})

var camtStart = regexp.MustCompile(`camt\.05[234]\.001\.|<(\w+:)?BkToCstmr(Stmt|AcctRpt|DbtCdtNtfctn)\b`)

// Only what is used of the messages.
type (
	camtDocument struct {
		Statements    []camtStatement `xml:"BkToCstmrStmt>Stmt"`
		Reports       []camtStatement `xml:"BkToCstmrAcctRpt>Rpt"`
		Notifications []camtStatement `xml:"BkToCstmrDbtCdtNtfctn>Ntfctn"`
	}
	camtStatement struct {
		Created string        `xml:"CreDtTm"`
		From    string        `xml:"FrToDt>FrDtTm"`
		To      string        `xml:"FrToDt>ToDtTm"`
		IBAN    string        `xml:"Acct>Id>IBAN"`
		Other   string        `xml:"Acct>Id>Othr>Id"`
		Bank    string        `xml:"Acct>Svcr>FinInstnId>Nm"`
		BIC     string        `xml:"Acct>Svcr>FinInstnId>BIC"`
		BICFI   string        `xml:"Acct>Svcr>FinInstnId>BICFI"`
		Kind    string        `xml:"Acct>Tp>Cd"`
		Bal     []camtBalance `xml:"Bal"`
		Credits string        `xml:"TxsSummry>TtlCdtNtries>Sum"`
		Debits  string        `xml:"TxsSummry>TtlDbtNtries>Sum"`
		Entries []camtEntry   `xml:"Ntry"`
	}
	camtBalance struct {
		Code      string     `xml:"Tp>CdOrPrtry>Cd"`
		Amount    camtAmount `xml:"Amt"`
		Indicator string     `xml:"CdtDbtInd"`
		Date      camtDate   `xml:"Dt"`
	}
	camtAmount struct {
		Value    string `xml:",chardata"`
		Currency string `xml:"Ccy,attr"`
	}
	camtDate struct {
		Day  string `xml:"Dt"`
		Time string `xml:"DtTm"`
	}
	camtStatus struct {
		Old string `xml:",chardata"` // to 001.07
		New string `xml:"Cd"`        // since 001.08
	}
	camtEntry struct {
		line      int
		Ref       string        `xml:"AcctSvcrRef"`
		Amount    camtAmount    `xml:"Amt"`
		Indicator string        `xml:"CdtDbtInd"`
		Reversal  string        `xml:"RvslInd"`
		Status    camtStatus    `xml:"Sts"`
		Booked    camtDate      `xml:"BookgDt"`
		Valued    camtDate      `xml:"ValDt"`
		Code      camtCode      `xml:"BkTxCd"`
		Details   []camtDetails `xml:"NtryDtls>TxDtls"`
		Info      string        `xml:"AddtlNtryInf"`
	}
	camtCode struct {
		Domain string `xml:"Domn>Cd"`
		Family string `xml:"Domn>Fmly>Cd"`
		Sub    string `xml:"Domn>Fmly>SubFmlyCd"`
		Own    string `xml:"Prtry>Cd"`
	}
	camtDetails struct {
		line        int
		Ref         string     `xml:"Refs>AcctSvcrRef"`
		EndToEnd    string     `xml:"Refs>EndToEndId"`
		Mandate     string     `xml:"Refs>MndtId"`
		Amount      camtAmount `xml:"Amt"` // since 001.04
		TxAmount    camtAmount `xml:"AmtDtls>TxAmt>Amt"`
		Instructed  camtAmount `xml:"AmtDtls>InstdAmt>Amt"`
		Indicator   string     `xml:"CdtDbtInd"`
		Code        camtCode   `xml:"BkTxCd"`
		Creditor    string     `xml:"RltdPties>Cdtr>Nm"`
		CreditorPty string     `xml:"RltdPties>Cdtr>Pty>Nm"` // since 001.08
		Debtor      string     `xml:"RltdPties>Dbtr>Nm"`
		DebtorPty   string     `xml:"RltdPties>Dbtr>Pty>Nm"`
		Purpose     []string   `xml:"RmtInf>Ustrd"`
		Accepted    string     `xml:"RltdDts>AccptncDtTm"`
		Transacted  string     `xml:"RltdDts>TxDtTm"`
		Info        string     `xml:"AddtlTxInf"`
	}
)

// UnmarshalXML notes where the entry begins.
func (e *camtEntry) UnmarshalXML(d *xml.Decoder, start xml.StartElement) error {
	type plain camtEntry
	line, _ := d.InputPos()
	err := d.DecodeElement((*plain)(e), &start)
	e.line = line
	return err
}

// UnmarshalXML notes where the part of an entry begins.
func (p *camtDetails) UnmarshalXML(d *xml.Decoder, start xml.StartElement) error {
	type plain camtDetails
	line, _ := d.InputPos()
	err := d.DecodeElement((*plain)(p), &start)
	p.line = line
	return err
}

// xmlDecoder reads text that is decoded already, whatever charset the XML names.
// It knows no entities but XML's own.
func xmlDecoder(f *feeding) *xml.Decoder {
	d := xml.NewDecoder(strings.NewReader(f.text))
	d.CharsetReader = func(_ string, r io.Reader) (io.Reader, error) { return r, nil }
	return d
}

var xmlCharset = regexp.MustCompile(`^<\?xml[^>]*encoding\s*=\s*["']([\w-]+)["']`)

// sound refuses XML that is not well formed, brings its own entities, or is
// deeper or larger than any statement.
func sound(f *feeding) error {
	f.text = inCharset(f.source.Data, f.text, xmlCharset)
	d := xmlDecoder(f)
	for depth, elements := int64(0), int64(0); ; {
		token, err := d.Token()
		switch token := token.(type) {
		case xml.StartElement:
			depth++
			elements++
			switch {
			case depth > f.source.Limit(maxXMLDepth):
				return f.source.Refuse(maxXMLDepth, "XML 超过 %s 层，不像对账单", "the XML has more than %s levels; this does not look like a statement")
			case elements > f.source.Limit(maxXMLElements):
				return f.source.Refuse(maxXMLElements, "XML 超过 %s 个元素，不像对账单", "the XML has more than %s elements; this does not look like a statement")
			}
		case xml.EndElement:
			depth--
		case xml.Directive:
			if strings.HasPrefix(strings.ToUpper(string(token)), "DOCTYPE") {
				return parser.Problemf("XML 里有 DOCTYPE，银行的对账单不会有；没有读取", "the XML has a DOCTYPE, which no statement of a bank has; it was not read")
			}
		}
		if errors.Is(err, io.EOF) {
			return nil
		}
		if err != nil {
			line, _ := d.InputPos()
			return &parser.Error{Pos: parser.Pos{File: f.source.Name, Row: line}, Err: parser.Problemf(
				"XML 在这里断了或写错了；请重新下载", "the XML breaks off or is wrong here; download the file again")}
		}
	}
}

func parseCAMT(f *feeding) error {
	if err := sound(f); err != nil {
		return err
	}
	var doc camtDocument
	if err := xmlDecoder(f).Decode(&doc); err != nil {
		return parser.Problemf("XML 不是 CAMT 报文", "the XML is no CAMT message").Because(err)
	}
	for i, st := range slices.Concat(doc.Statements, doc.Reports, doc.Notifications) {
		f.camtStatement(&st, i >= len(doc.Statements)+len(doc.Reports))
	}
	return nil
}

// camtStatement reads one statement. notification: it tells of single bookings,
// and what it lacks proves nothing.
func (f *feeding) camtStatement(st *camtStatement, notification bool) {
	medium := parser.DebitCard
	if st.Kind == "CARD" {
		medium = parser.CreditCard
	}
	rd := f.account(first(st.Bank, st.BICFI, st.BIC), medium, first(st.IBAN, st.Other))
	rd.Partial = notification
	rd.Exported, _, _ = isoTime(st.Created)
	var pending, unsplit int
	for i := range st.Entries {
		e := &st.Entries[i]
		switch status := strings.TrimSpace(first(e.Status.New, e.Status.Old)); status {
		case "BOOK", "":
			f.camtEntry(rd, e, &unsplit)
		case "PDNG", "FUTR":
			pending++
			rd.leaveOut(f.place(e.line), errNotBooked)
		default:
			pending++
			rd.leaveOut(f.place(e.line), parser.Problemf("不是入账，仅供参考", "no booking, for information only"))
		}
	}
	if unsplit > 0 {
		rd.note("batch-not-split", parser.Pos{}, "有 %d 笔合并入账，明细对不上总额，按总额计", "bookings of several payments whose parts do not make the whole were counted as one each: %d", unsplit)
	}
	rd.camtPeriod(st)
	opening, closing := camtBalanceOf(st, "OPBD", "PRCD"), camtBalanceOf(st, "CLBD")
	if opening.known && closing.known {
		rd.checkSum(opening, closing, camtCurrency(st))
	}
	if pending == 0 && len(rd.LeftOut) == 0 {
		for _, c := range []struct {
			printed string
			to      **decimal.Decimal
		}{{st.Credits, &rd.totals().Income}, {st.Debits, &rd.totals().Expense}} {
			if d, err := decimal.NewFromString(strings.TrimSpace(c.printed)); err == nil && len(c.printed) < 40 {
				*c.to = &d
			}
		}
	}
}

func first(texts ...string) string {
	for _, s := range texts {
		if s = strings.TrimSpace(s); s != "" {
			return s
		}
	}
	return ""
}

// isoTime reads the dates and times of XML. A zone is kept, so that the day is
// the bank's.
func isoTime(s string) (t time.Time, clock bool, err error) {
	s = strings.TrimSpace(s)
	for _, l := range []string{time.RFC3339, "2006-01-02T15:04:05", "2006-01-02Z07:00", time.DateOnly} {
		if t, err = time.ParseInLocation(l, s, parser.China); err == nil {
			return t, strings.Contains(l, "15") && !t.Equal(day(t)), nil
		}
	}
	return time.Time{}, false, parser.Problemf("不是日期或时间", "not a date or time")
}

func (d camtDate) read() (time.Time, bool, error) { return isoTime(first(d.Day, d.Time)) }

// camtPeriod is what the statement declares, or the days of its balances. The
// opening balance is that of the end of its day, unless a row is booked on it.
func (rd *reading) camtPeriod(st *camtStatement) {
	from, _, err1 := isoTime(st.From)
	to, clock, err2 := isoTime(st.To)
	if err1 == nil && err2 == nil {
		rd.setFrom(from)
		rd.setTo(to, clock || strings.Contains(st.To, "T"))
		rd.Declares = !rd.To.Before(rd.From)
		return
	}
	for i := range st.Bal {
		b := &st.Bal[i]
		t, _, err := b.Date.read()
		switch {
		case err != nil:
		case b.Code == "OPBD", b.Code == "PRCD":
			rd.From = rd.afterBalance(day(t))
		case b.Code == "CLBD":
			rd.To = day(t)
		}
	}
	if rd.From.After(rd.To) && !rd.To.IsZero() {
		rd.From = rd.To
	}
	rd.Declares = !rd.From.IsZero() && !rd.To.IsZero()
}

// afterBalance is the first day that a statement covers whose opening balance is
// dated t: the next, unless something was booked on t itself.
func (rd *reading) afterBalance(t time.Time) time.Time {
	for i := range rd.Transactions {
		if d := rd.Transactions[i]; day(d.Time).Equal(t) || day(d.Booked).Equal(t) {
			return t
		}
	}
	return t.AddDate(0, 0, 1)
}

func camtBalanceOf(st *camtStatement, codes ...string) (s signedSum) {
	for _, b := range st.Bal {
		d, err := decimal.NewFromString(strings.TrimSpace(b.Amount.Value))
		if !slices.Contains(codes, b.Code) || err != nil || len(b.Amount.Value) > 40 {
			continue
		}
		if b.Indicator == "DBIT" {
			d = d.Neg()
		}
		return signedSum{d, true}
	}
	return s
}

func camtCurrency(st *camtStatement) string {
	for _, b := range st.Bal {
		return b.Amount.Currency
	}
	return ""
}

// camtEntry reads one entry: a booking, or one of several payments. Their parts
// are used if they make the whole.
func (f *feeding) camtEntry(rd *reading, e *camtEntry, unsplit *int) {
	whole := camtDetails{line: e.line}
	if len(e.Details) == 1 {
		whole = e.Details[0]
	}
	if len(e.Details) > 1 {
		if parts, ok := e.parts(); ok {
			for i := range parts {
				f.camtPart(rd, e, &parts[i], parts[i].Amount)
			}
			return
		}
		*unsplit++
		whole = e.Details[0]
		whole.Creditor, whole.CreditorPty, whole.Debtor, whole.DebtorPty = "", "", "", ""
	}
	whole.Indicator, whole.line = "", e.line
	f.camtPart(rd, e, &whole, e.Amount)
}

// parts returns the payments of an entry, each with its amount, if they are in
// the entry's currency and add up to it.
func (e *camtEntry) parts() (parts []camtDetails, ok bool) {
	whole, err := parseAmount(e.Amount.Value)
	if err != nil {
		return nil, false
	}
	var sum decimal.Decimal
	for _, p := range e.Details {
		if first(p.Amount.Value) == "" {
			p.Amount = p.TxAmount
		}
		d, err := parseAmount(p.Amount.Value)
		if err != nil || p.Amount.Currency != e.Amount.Currency {
			return nil, false
		}
		if p.Indicator != "" && p.Indicator != e.Indicator {
			d = d.Neg()
		}
		sum = sum.Add(d)
		parts = append(parts, p)
	}
	return parts, sum.Equal(whole)
}

func (f *feeding) camtPart(rd *reading, e *camtEntry, p *camtDetails, amount camtAmount) {
	pos := f.place(p.line)
	t, err := camtTransaction(rd, e, p, amount)
	if err != nil {
		rd.leaveOut(pos, err)
		return
	}
	t.Pos = pos
	rd.Transactions = append(rd.Transactions, t)
}

func camtTransaction(rd *reading, e *camtEntry, p *camtDetails, amount camtAmount) (t parser.Transaction, err error) {
	t = parser.Transaction{Card: rd.card(), OrderID: first(p.Ref)}
	if len(e.Details) <= 1 { // else it is the number of them all
		t.OrderID = first(p.Ref, e.Ref)
	}
	if id := strings.TrimSpace(p.EndToEnd); id != "NOTPROVIDED" {
		t.MerchantOrderID = id
	}
	if t.Amount.Value, err = unsigned("Amt", strings.TrimSpace(amount.Value)); err != nil {
		return t, err
	}
	if t.Amount.Currency, err = currency("Ccy", first(amount.Currency, e.Amount.Currency, "-")); err != nil {
		return t, err
	}
	switch first(p.Indicator, e.Indicator) {
	case "DBIT":
		t.Direction = parser.Out
	case "CRDT":
		t.Direction = parser.In
	default:
		return t, at("CdtDbtInd", parser.Problemf("没有写是收还是支", "there is no direction"))
	}
	reverse := first(e.Reversal) == "true" || first(e.Reversal) == "1"

	clock := false
	for _, d := range []string{p.Transacted, p.Accepted} {
		if when, c, err := isoTime(d); err == nil {
			t.Time, clock = when, c
			break
		}
	}
	booked, c, err := e.Booked.read()
	if err != nil {
		booked, c, err = e.Valued.read()
	}
	switch {
	case first(e.Booked.Day, e.Booked.Time, e.Valued.Day, e.Valued.Time) == "" && t.Time.IsZero():
		return t, at("BookgDt", parser.Problemf("没有日期", "there is no date"))
	case err != nil && t.Time.IsZero():
		return t, at("BookgDt", err)
	case t.Time.IsZero():
		t.Time, clock = booked, c
	case err == nil:
		t.Booked = day(booked)
	}
	t.DateOnly = !clock

	name := first(p.CreditorPty, p.Creditor)
	if (t.Direction == parser.In) != reverse { // who gets the money of a reversed debit is the user
		name = first(p.DebtorPty, p.Debtor)
	}
	purpose := strings.Join(strings.Fields(strings.Join(p.Purpose, " ")), " ")
	code := first(p.Code.text(), e.Code.text())
	texts := []string{name, purpose, p.Info, e.Info}
	if m := first(p.Mandate); m != "" && m != "NOTPROVIDED" {
		texts = append(texts, "MNDT "+m)
	}
	describeAbroad(&t, rd.Medium, code, texts...)
	if f := first(p.Instructed.Currency); f != "" && f != t.Amount.Currency {
		t.Original = first(p.Instructed.Value) + "(" + f + ")"
	}
	switch {
	case reverse && t.Direction == parser.In:
		t.Class = parser.Refund // an earlier debit is taken back
	case reverse:
		t.Class = parser.Own // and here an earlier credit
	}
	return t, nil
}

func (c camtCode) text() string {
	if c.Domain != "" {
		return strings.Join(filled([]string{c.Domain, c.Family, c.Sub}), " ")
	}
	return strings.TrimSpace(c.Own)
}
