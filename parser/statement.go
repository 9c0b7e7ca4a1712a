// Package parser says what a statement is and who may read a file.
//
// It depends on the standard library and shopspring/decimal only, so that a
// program which brings its own statements can use the detector without the
// readers. The layouts of the issuers are in package formats.
package parser

import (
	"fmt"
	"strings"
	"time"

	"github.com/shopspring/decimal"
)

// China is the zone of every Chinese export: UTC+8 without daylight saving
// time since 1991. None but WeChat's (since 2026) says so itself.
var China = time.FixedZone("Asia/Shanghai", 8*60*60)

// Amount is a sum of money. It is never negative: which way it went is the
// transaction's Direction. No float comes anywhere near money.
type Amount struct {
	Value    decimal.Decimal // in the major unit: 19.90 is ¥19.90
	Currency string          // ISO 4217; exports that name none are "CNY"
}

// String prints two decimals and the currency: "19.90 CNY".
func (a Amount) String() string { return a.Value.StringFixed(2) + " " + a.Currency }

// Pos says where something was read, so that the user finds it in the program
// that opens the file. Numbers count from 1; 0 is "not known".
type Pos struct {
	File  string // as the user named it; "bill.zip!/detail.csv" inside an archive
	Sheet string // workbooks only
	Page  int    // PDF only
	Row   int    // spreadsheet row, physical line of a text, or line on the PDF page
}

// Before orders places: by file, sheet, page and row.
func (p Pos) Before(q Pos) bool {
	switch {
	case p.File != q.File:
		return p.File < q.File
	case p.Sheet != q.Sheet:
		return p.Sheet < q.Sheet
	case p.Page != q.Page:
		return p.Page < q.Page
	}
	return p.Row < q.Row
}

// Direction is what the row itself states: its 收/支 word or its sign.
type Direction uint8

const (
	Out     Direction = iota // 支出: money leaves the user, or is charged to the card
	In                       // 收入: money comes to the user
	Neutral                  // 不计收支, 其他, 中性交易, "/", or nothing
)

func (d Direction) String() string { return [...]string{"out", "in", "neutral"}[d] }

// Class is what the issuer's words make of a row before anybody looks for
// memberships: direction, type and status read together, by the issuer's own
// rules. "Renewal" is the detector's word.
type Class uint8

const (
	Spend    Class = iota // money for goods or services
	Income                // money that comes in, no refund
	Refund                // money of an earlier payment that comes back
	Transfer              // between people: 转账, 红包
	Own                   // between the user's own accounts, repayments, funds, freezes
	Void                  // never paid: closed, failed, waiting for payment
)

func (c Class) String() string {
	return [...]string{"spend", "income", "refund", "transfer", "own", "void"}[c]
}

// A Transaction is one row as its issuer wrote it. Parsers trim and convert;
// they do not look for memberships.
type Transaction struct {
	Pos             Pos
	Time            time.Time           // when it happened: 交易时间; Asia/Shanghai unless the export says otherwise
	Booked          time.Time           // 记账日 where the export has both dates; else zero
	Amount          Amount              // as printed, refunds not taken off
	Refunded        decimal.Decimal     // what the row itself says came back: all of it for 已全额退款
	DateOnly        bool                // no clock part: do not order within a day by Time
	Direction       Direction           // what the row states
	Class           Class               // what it means
	Type            string              // 交易类型 or 交易分类, as printed
	Status          string              // 交易状态 or 当前状态, as printed
	Counterparty    string              // 交易对方; for a bank row the merchant descriptor
	Description     string              // 商品说明, 商品, 摘要 or 附言
	Method          string              // 收/付款方式: the card or balance that paid
	Card            string              // last four digits of the card of a bank row, if known
	OrderID         string              // 交易订单号, unique within the issuer in real exports
	MerchantOrderID string              // 商户单号; ties a refund to its payment where the issuer repeats it
	Original        string              // 交易地金额 and the like, as printed: "63.00(US)"
	Balance         decimal.NullDecimal // 余额 after the row, where it can be read
}

// Medium is the kind of account a statement is about.
type Medium int

const (
	Wallet Medium = iota
	DebitCard
	CreditCard
)

// Totals is what an export says of itself. Nil means that it says nothing.
type Totals struct {
	Count           *int             // 共N笔记录
	Income, Expense *decimal.Decimal // 收入 and 支出, in the statement's currency
	Omitted         decimal.Decimal  // of what the rows call 支出, the part that the issuer's own Expense leaves out
}

// A Note is something the user should know about a statement as a whole.
type Note struct {
	Code string // "unknown-status", "unknown-column", "count-differs": lower case, hyphens
	Pos  Pos
	Text Text
}

// A Statement is everything read from one export.
type Statement struct {
	File         string    // Source.Name; set by Set.Parse
	SHA256       string    // Source.SHA256; set by Set.Parse
	Format       string    // ID of the parser that read it; set by Set.Parse
	Issuer       string    // "alipay", "wechat", "cmb", ...: the same for all layouts of one issuer
	Medium       Medium    // wallet or bank card
	Account      string    // masked before it gets here: "138******00", "尾号 1234"; empty if the export names none
	Identity     string    // equal where the whole account is, which two accounts of one Account may not share; a hash that is never shown, empty if the export prints no whole account
	From, To     time.Time // first and last day covered, as the export declares it, else of its rows
	Declares     bool      // From and To were declared by the export
	Month        time.Time // first day of the month that names a card statement of which one comes every month and none tells its days; else zero
	Partial      bool      // the export was narrowed to some kinds of rows: what is missing proves nothing
	Exported     time.Time // when it was made; zero if it does not say
	Transactions []Transaction
	LeftOut      []*Error // every other data row, with why
	Declared     *Totals  // what the export says of itself
	Notes        []Note

	// Others are what else the export holds that is no part of this statement:
	// further accounts, or a period that does not follow on. They have none of
	// their own.
	Others []*Statement
}

// All returns s and its Others, in the order of the export.
func (s *Statement) All() []*Statement { return append([]*Statement{s}, s.Others...) }

// Rows is the number of data rows seen: every one became a transaction or is
// left out.
func (s *Statement) Rows() int { return len(s.Transactions) + len(s.LeftOut) }

// Sums adds up what the rows state, per currency and direction; neutral rows
// are in neither. These are the rows' own words, before any interpretation.
func (s *Statement) Sums() (out, in map[string]decimal.Decimal) {
	out, in = map[string]decimal.Decimal{}, map[string]decimal.Decimal{}
	for i := range s.Transactions {
		t := &s.Transactions[i]
		switch t.Direction {
		case Out:
			out[t.Amount.Currency] = out[t.Amount.Currency].Add(t.Amount.Value)
		case In:
			in[t.Amount.Currency] = in[t.Amount.Currency].Add(t.Amount.Value)
		}
	}
	return out, in
}

// Reconciled tells whether the parsed rows agree with all that the export
// declares of itself; known is false if it declares nothing.
func (s *Statement) Reconciled() (ok, known bool) {
	d := s.Declared
	if d == nil || d.Count == nil && d.Income == nil && d.Expense == nil {
		return false, false
	}
	out, in := s.Sums()
	ok = d.Count == nil || *d.Count == s.Rows()
	for _, c := range []struct {
		declared *decimal.Decimal
		sums     map[string]decimal.Decimal
		omitted  decimal.Decimal
	}{{d.Income, in, decimal.Decimal{}}, {d.Expense, out, d.Omitted}} {
		if c.declared == nil {
			continue
		}
		sum := c.omitted.Neg()
		for _, v := range c.sums {
			sum = sum.Add(v)
		}
		ok = ok && sum.Equal(*c.declared)
	}
	return ok, true
}

// An Error is a problem at a known place. Its text has the place, the column
// and the cause, never a counterparty or an account: errors get pasted in public.
type Error struct {
	Pos    Pos
	Column string // as printed in the export: "金额(元)"; may be empty
	Err    error
}

func (e *Error) Error() string {
	var b strings.Builder
	b.WriteString(e.Pos.File)
	if e.Pos.Page > 0 {
		fmt.Fprintf(&b, ":p%d", e.Pos.Page)
	}
	if e.Pos.Row > 0 {
		fmt.Fprintf(&b, ":%d", e.Pos.Row)
	}
	if b.Len() > 0 {
		b.WriteString(": ")
	}
	if e.Column != "" {
		b.WriteString(e.Column + ": ")
	}
	b.WriteString(e.Err.Error())
	return b.String()
}

func (e *Error) Unwrap() error { return e.Err }
