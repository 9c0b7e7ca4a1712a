package formats

import (
	"regexp"
	"slices"
	"strings"
	"time"

	"github.com/shopspring/decimal"

	"github.com/unrenew/unrenew/parser"
)

// MT940 of SWIFT, with or without its blocks {1:…}. A file holds many messages,
// mostly one for each day or page; those of an account whose balances follow on
// are one statement, and a gap between them begins another.
var _ = addFeed(feed{
	Info: Info{
		ID:        "mt940",
		Issuer:    "mt940",
		Name:      parser.Text{ZH: "MT940（SWIFT 对账单）", EN: "MT940 (SWIFT statement)"},
		Container: "STA, TXT",
		Since:     "2005-01",
		Group:     World,
		HowToExport: parser.Text{
			ZH: "在网银的对账单导出里选 MT940 或 SWIFT；同一家银行也有 CAMT.053 时，请选后者",
			EN: "in the bank's export of statements choose MT940 or SWIFT; where the bank has CAMT.053 as well, prefer that",
		},
	},
	claims: func(head string) bool { return mt940Start.MatchString(head) && mt940Account.MatchString(head) },
	parse:  parseMT940,
})

var (
	mt940Start   = regexp.MustCompile(`(?m)^(\{1:F.*)?(\{4:)?\s*:20:`)
	mt940Account = regexp.MustCompile(`(?m)^:25[A-Z]?:`)
	mt940Tag     = regexp.MustCompile(`^:(\d{2}[A-Z]?|NS):(.*)$`)
	// The bank wrote the message: block 2 names it in those that came through
	// SWIFT, block 1 in those that the bank hands out.
	mt940Bank    = regexp.MustCompile(`\{1:F\d{2}([A-Z0-9]{8})`)
	mt940Sender  = regexp.MustCompile(`\{2:O94\d\d{10}([A-Z0-9]{8})`)
	mt940Balance = regexp.MustCompile(`^([CD])(\d{6})([A-Z]{3})([\d.]*,\d*|\d+)`)
	mt940Interim = regexp.MustCompile(`^[A-Z]{3}[CD]?[\d,]`) // :34F:, what an MT942 must have and an MT940 must not
	// The third letter of the currency may stand behind the mark: DR is a debit
	// in euros, RD a reversed debit. Some banks leave the comma of whole amounts away.
	mt940Row = regexp.MustCompile(`^(\d{6})(\d{4})?(RC|RD|EC|ED|C|D)([A-Z])?([\d.]*,\d*|\d+)(?: ?([NFS][A-Z0-9 ]{3})([^\n]*))?`)
)

// A swiftMessage is one message of a file.
type swiftMessage struct {
	bank, account    string
	interim          bool // an MT942: what is under way during the day
	opening, closing swiftBalance
	rows             []swiftRow
}

type swiftBalance struct {
	signedSum
	day      time.Time
	currency string
}

type swiftRow struct {
	line             int
	text, info, more string // of :61:, :86: and :NS:
}

func parseMT940(f *feeding) error {
	messages := swiftMessages(f.text)
	var rd *reading
	var last *swiftMessage
	for i := range messages {
		m := &messages[i]
		follows := last != nil && m.account == last.account && last.closing.known && m.opening.known &&
			m.opening.value.Equal(last.closing.value) && m.opening.currency == last.closing.currency && !m.opening.day.Before(last.opening.day)
		if !follows {
			rd = f.account(first(m.bank, swiftIssuer(m.account)), parser.DebitCard, swiftAccount(m.account))
		}
		f.swiftMessage(rd, m, follows)
		last = m
	}
	return nil
}

// swiftMessages cuts text at its tags.
func swiftMessages(text string) (messages []swiftMessage) {
	var bank, tag, content string
	var at int
	flush := func() {
		if tag == "20" {
			messages = append(messages, swiftMessage{bank: bank})
		}
		if len(messages) == 0 {
			return
		}
		m := &messages[len(messages)-1]
		switch tag {
		case "25", "25P":
			m.account, _, _ = strings.Cut(content, "\n")
		case "34F":
			m.interim = mt940Interim.MatchString(content)
		case "60F", "60M":
			m.opening = readSwiftBalance(content)
		case "62F", "62M":
			m.closing = readSwiftBalance(content)
		case "61":
			m.rows = append(m.rows, swiftRow{line: at, text: content})
		case "NS":
			if n := len(m.rows); n > 0 && !m.closing.known {
				m.rows[n-1].more = content
			}
		case "86":
			// One behind the closing balance is about the whole statement.
			if n := len(m.rows); n > 0 && m.rows[n-1].info == "" && !m.closing.known {
				m.rows[n-1].info = content
			}
		}
	}
	for i, line := range strings.Split(text, "\n") {
		line = strings.TrimRight(line, "\r \x03")
		if b := mt940Bank.FindStringSubmatch(line); b != nil {
			bank = b[1]
		}
		if b := mt940Sender.FindStringSubmatch(line); b != nil {
			bank = b[1]
		}
		if j := strings.Index(line, "{4:"); j >= 0 {
			line = line[j+3:]
		}
		switch m := mt940Tag.FindStringSubmatch(line); {
		case m != nil:
			flush()
			tag, content, at = m[1], m[2], i+1
		case line == "-", strings.HasPrefix(line, "-}"), strings.HasPrefix(line, "{"), line == "":
			flush()
			tag = ""
		default:
			content += "\n" + line
		}
	}
	flush()
	return messages
}

func readSwiftBalance(s string) (b swiftBalance) {
	m := mt940Balance.FindStringSubmatch(s)
	if m == nil {
		return b
	}
	day, err1 := time.ParseInLocation("060102", m[2], parser.China)
	d, err2 := swiftAmount(m[4])
	if err1 != nil || err2 != nil {
		return b
	}
	if m[1] == "D" {
		d = d.Neg()
	}
	return swiftBalance{signedSum{d, true}, day, m[3]}
}

func swiftAmount(s string) (decimal.Decimal, error) { return parseAmount(plainAmount(s, ",")) }

var swiftCurrency = regexp.MustCompile(`/?[A-Z]{3}$`)

// swiftAccount is :25: without the bank and the currency: 37040044/0532013000EUR.
func swiftAccount(s string) string {
	if _, number, ok := strings.Cut(s, "/"); ok {
		s = number
	}
	return swiftCurrency.ReplaceAllString(strings.TrimSpace(s), "")
}

// swiftIssuer is the bank's code in front of the account, or in its IBAN.
func swiftIssuer(s string) string {
	if bank, _, ok := strings.Cut(s, "/"); ok {
		return bank
	}
	if len(s) >= 15 && strings.Trim(s[:2], "ABCDEFGHIJKLMNOPQRSTUVWXYZ") == "" {
		return s[:min(12, len(s)-6)]
	}
	return ""
}

// swiftMessage adds a message to its statement.
func (f *feeding) swiftMessage(rd *reading, m *swiftMessage, follows bool) {
	if m.interim && !m.opening.known {
		rd.Partial = true
		for _, row := range m.rows {
			rd.leaveOut(f.place(row.line), errNotBooked)
		}
		return
	}
	one := &reading{Statement: &parser.Statement{Medium: rd.Medium, Account: rd.Account}, source: f.source}
	for _, row := range m.rows {
		pos := f.place(row.line)
		t, err := swiftTransaction(one, m.opening.currency, row)
		if err != nil {
			rd.leaveOut(pos, err)
			continue
		}
		t.Pos = pos
		one.Transactions = append(one.Transactions, t)
	}
	one.checkSum(m.opening.signedSum, m.closing.signedSum, m.opening.currency)
	rd.Transactions = append(rd.Transactions, one.Transactions...)
	for _, n := range one.Notes {
		if !slices.ContainsFunc(rd.Notes, func(o parser.Note) bool { return o.Code == n.Code }) {
			rd.Notes = append(rd.Notes, n)
		}
	}
	if !m.closing.known {
		rd.note("file-cut-off", parser.Pos{}, "对账单没有期末余额，后面可能还有行", "the statement has no closing balance, so that rows may be missing")
		rd.Partial = true
	}
	if !m.opening.known || !m.closing.known {
		return
	}
	if !follows {
		rd.From = one.afterBalance(m.opening.day)
	}
	if rd.To = m.closing.day; rd.From.After(rd.To) {
		rd.From = rd.To
	}
	rd.Declares = true
}

func swiftTransaction(rd *reading, code string, row swiftRow) (t parser.Transaction, err error) {
	m := mt940Row.FindStringSubmatch(row.text)
	if m == nil || !strings.Contains(m[5], ",") && m[6] == "" { // an amount that may be cut
		return t, at(":61:", parser.Problemf("不是 MT940 的一行", "not a row of MT940"))
	}
	t = parser.Transaction{DateOnly: true, Card: rd.card()}
	valued, err := swiftDay(m[1])
	if err != nil {
		return t, at(":61:", err)
	}
	t.Time = valued
	if m[2] != "" {
		if t.Time, err = nearest(valued, m[2]); err != nil {
			return t, at(":61:", err)
		}
		t.Booked = t.Time
	}
	if t.Amount.Value, err = swiftAmount(m[5]); err != nil {
		return t, at(":61:", err)
	}
	if code == "" {
		return t, at(":60F:", parser.Problemf("文件没有写币种", "the file names no currency"))
	}
	t.Amount.Currency = code
	t.Direction = parser.In
	mark := m[3]
	if mark == "D" || mark == "ED" || mark == "RC" {
		t.Direction = parser.Out
	}
	reference, more, _ := strings.Cut(row.text[len(m[0])-len(m[7]):], "\n")
	customer, bank, _ := strings.Cut(reference, "//")
	t.OrderID, t.MerchantOrderID = swiftReference(bank), swiftReference(customer)
	i := swiftInfoOf(row.info)
	i.beyondSwift(row.more)
	describeAbroad(&t, rd.Medium, first(i.kind, strings.TrimSpace(m[6])), append([]string{i.name, i.purpose}, strings.TrimPrefix(strings.TrimSpace(more), "/"))...)
	if i.mandate != "" {
		t.Description = strings.TrimSpace(t.Description + " MNDT " + i.mandate)
	}
	switch mark {
	case "RD":
		t.Class = parser.Refund // an earlier debit is taken back
	case "RC":
		t.Class = parser.Own // and here an earlier credit
	}
	return t, nil
}

// swiftNoReference are words in the place of a reference that is none, or that
// stands in :86:.
var swiftNoReference = []string{"NONREF", "NOTPROVIDED", "EREF", "KREF", "PREF"}

func swiftReference(s string) string {
	if s = strings.TrimSpace(s); slices.Contains(swiftNoReference, s) {
		return ""
	}
	return s
}

// swiftDay reads YYMMDD. Where interest counts 30 days to a month, values fall on
// the 30th of February: that is its last day.
func swiftDay(s string) (time.Time, error) {
	t, err := time.ParseInLocation("060102", s, parser.China)
	if err != nil && (strings.HasSuffix(s, "0230") || strings.HasSuffix(s, "0229")) {
		t, err = time.ParseInLocation("060102", s[:4]+"01", parser.China)
		t = t.AddDate(0, 1, -1)
	}
	if err != nil {
		return t, parser.Problemf("不是日期或时间", "not a date or time")
	}
	return t, nil
}

// nearest is the day MMDD that lies nearest to t: a booking of January may have
// its value in December.
func nearest(t time.Time, mmdd string) (best time.Time, err error) {
	for _, year := range []int{t.Year(), t.Year() - 1, t.Year() + 1} {
		d, err := time.ParseInLocation("20060102", time.Date(year, 1, 1, 0, 0, 0, 0, time.UTC).Format("2006")+mmdd, parser.China)
		if err == nil && (best.IsZero() || d.Sub(t).Abs() < best.Sub(t).Abs()) {
			best = d
		}
	}
	if best.IsZero() {
		return best, parser.Problemf("不是日期或时间", "not a date or time")
	}
	return best, nil
}

// A swiftInfo is what :86: says of a row.
type swiftInfo struct{ kind, name, purpose, mandate string }

var (
	swiftFields = regexp.MustCompile(`^\d{3}([?>@+~|])(\d{2})`)
	swiftCodes  = regexp.MustCompile(`/([A-Z]{4})/`)
	sepaCodes   = regexp.MustCompile(`(EREF|KREF|MREF|CRED|DEBT|COAM|OAMT|SVWZ|ABWA|ABWE|IBAN|BIC)\+`)
)

// swiftInfoOf reads :86: in the three ways in which banks write it: with fields
// ?20 to ?33 as in Germany, with codes /NAME/ as in the Netherlands, or as free
// text. Its lines are cut anywhere.
func swiftInfoOf(s string) (i swiftInfo) {
	if m := swiftFields.FindStringSubmatch(s); m != nil {
		var purpose, name strings.Builder
		for _, field := range strings.Split(strings.ReplaceAll(s, "\n", ""), m[1])[1:] {
			if len(field) < 2 {
				continue
			}
			switch no, text := field[:2], field[2:]; {
			case no == "00":
				i.kind = text
			case "20" <= no && no <= "29", "60" <= no && no <= "63":
				purpose.WriteString(text)
			case no == "32", no == "33":
				name.WriteString(text)
			}
		}
		i.name, i.purpose = strings.TrimSpace(name.String()), strings.TrimSpace(purpose.String())
		i.sepa()
		return i
	}
	flat := strings.ReplaceAll(s, "\n", "")
	codes := swiftCodes.FindAllStringSubmatchIndex(flat, -1)
	if len(codes) < 2 {
		i.purpose = strings.Join(strings.Fields(s), " ")
		i.sepa()
		return i
	}
	for n, c := range codes {
		end := len(flat)
		if n+1 < len(codes) {
			end = codes[n+1][0]
		}
		text := strings.Trim(strings.TrimSpace(flat[c[1]:end]), "/")
		switch flat[c[2]:c[3]] {
		case "TRTP":
			i.kind = text
		case "NAME":
			i.name = text
		case "CNTP": // account/BIC/name/city
			if parts := strings.Split(text, "/"); len(parts) > 2 {
				i.name = parts[2]
			}
		case "MARF":
			i.mandate = text
		case "REMI":
			i.purpose = strings.TrimPrefix(strings.TrimPrefix(text, "USTD"), "//")
		}
	}
	return i
}

// sepa takes apart a purpose with the codes of SEPA: MREF+ is the mandate, SVWZ+
// the purpose itself.
func (i *swiftInfo) sepa() {
	codes := sepaCodes.FindAllStringSubmatchIndex(i.purpose, -1)
	if len(codes) == 0 {
		return
	}
	whole := i.purpose
	i.purpose = strings.TrimSpace(whole[:codes[0][0]])
	for n, c := range codes {
		end := len(whole)
		if n+1 < len(codes) {
			end = codes[n+1][0]
		}
		switch text := strings.TrimSpace(whole[c[1]:end]); whole[c[2]:c[3]] {
		case "SVWZ":
			i.purpose = strings.TrimSpace(i.purpose + " " + text)
		case "MREF":
			i.mandate = text
		case "ABWA", "ABWE":
			i.name = first(i.name, text)
		}
	}
}

// beyondSwift adds what :NS: says, a field outside the standard with a number in
// front of each line: 01 to 14 are the purpose, 15 and 16 the other party.
func (i *swiftInfo) beyondSwift(s string) {
	var name, purpose []string
	for _, line := range strings.Split(s, "\n") {
		if len(line) < 3 {
			continue
		}
		switch no, text := line[:2], strings.TrimSpace(line[2:]); {
		case "01" <= no && no <= "14":
			purpose = append(purpose, text)
		case no == "15", no == "16":
			name = append(name, text)
		}
	}
	i.name = first(i.name, strings.Join(name, " "))
	i.purpose = first(i.purpose, strings.Join(purpose, " "))
}
