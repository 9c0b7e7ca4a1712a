package formats

import (
	"regexp"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/shopspring/decimal"

	"github.com/unrenew/unrenew/parser"
)

func (rd *reading) note(code string, pos parser.Pos, zh, en string, args ...any) {
	if pos.File == "" {
		pos.File = rd.source.Name
	}
	rd.Notes = append(rd.Notes, parser.Note{Code: code, Pos: pos, Text: parser.Says(zh, en, args...)})
}

func (rd *reading) leaveOut(pos parser.Pos, err error) {
	e, ok := err.(*parser.Error)
	if !ok {
		e = &parser.Error{Err: err}
	}
	rd.LeftOut = append(rd.LeftOut, &parser.Error{Pos: pos, Column: e.Column, Err: e.Err})
}

// maxWords is how many unknown words are told; more would be no vocabulary.
const maxWords = 20

// unknown remembers a word of the issuer that the layout does not know. The row
// keeps the class of its direction. What stands behind a hyphen is a name.
func (rd *reading) unknown(column, word string) {
	word, _, _ = strings.Cut(word, "-")
	rd.addWord(column + " " + word)
}

func (rd *reading) addWord(word string) {
	if len(rd.words) < maxWords && !slices.Contains(rd.words, word) {
		rd.words = append(rd.words, word)
	}
}

// orderID returns the number without the TAB that protects it from
// spreadsheets. Where that did not help, 4.2E+27 names nothing any more.
func (rd *reading) orderID(s string) string {
	s = value(s)
	if (strings.Contains(s, "E") || strings.Contains(s, "e")) && scientific.MatchString(s) {
		rd.lostID = true
		return ""
	}
	return s
}

const dateForm = `(\d{4}[-/.年]\d{1,2}[-/.月]\d{1,2}日?|\d{8})(\s*\d{1,2}[:时]\d{2}(?:[:分]\d{2}秒?)?)?`

var (
	headFrom     = regexp.MustCompile(`(?:起始时间|起始日期|查询起日)[A-Za-z ]*[:：]\s*\[?\s*` + dateForm)
	headTo       = regexp.MustCompile(`(?:终止时间|终止日期|结束日期|查询止日)[A-Za-z ]*[:：]\s*\[?\s*` + dateForm)
	headRange    = regexp.MustCompile(dateForm + `\s*(?:--?|—+|–|至|到|~)\s*` + dateForm)
	headExported = regexp.MustCompile(`(?:导出时间|申请时间|打印时间|查询时间|下载日期)[A-Za-z ]*[:：]?\s*\[?\s*` + dateForm)
	headKind     = regexp.MustCompile(`导出(?:交易)?类型\s*[:：]\s*\[?\s*([^\]\s]+)`)
	headAccount  = regexp.MustCompile(`(?:^|[^内方子])(?:支付宝账户|[账帐]\s*[号户]|卡\s*号)(?:/卡号)?(?:\s*[A-Za-z][A-Za-z/. ]*)?(?:\s*[:：]\s*|\s+)\[?\s*([^\]\s,]+)`)
	headCount    = regexp.MustCompile(`共\s*[:：]?\s*(\d+)\s*笔记录`)
	headSum      = regexp.MustCompile(`^[#\s"]*已?(收入|支出)(?:合计)?\s*[:：]\s*\d+\s*笔.*?(\d[\d, ]*(?:\.\d+)?)\s*元`)
)

// readHead takes from lines outside of the table what the export says of itself.
func (rd *reading) readHead(lines []string) {
	date := func(m []string, i int) (time.Time, bool) {
		t, clock, _ := parseTime(m[i] + " " + strings.TrimSpace(m[i+1]))
		return t, clock
	}
	for _, line := range lines {
		line = blanks.ReplaceAllString(line, " ")
		if m := headFrom.FindStringSubmatch(line); m != nil {
			from, _ := date(m, 1)
			rd.setFrom(from)
		}
		if m := headTo.FindStringSubmatch(line); m != nil {
			rd.setTo(date(m, 1))
		}
		if m := headRange.FindStringSubmatch(line); m != nil && (rd.From.IsZero() || rd.To.IsZero()) {
			from, _ := date(m, 1)
			rd.setFrom(from)
			rd.setTo(date(m, 3))
		}
		if m := headExported.FindStringSubmatch(line); m != nil {
			rd.Exported, _ = date(m, 1)
		}
		if m := headKind.FindStringSubmatch(line); m != nil && m[1] != "全部" {
			rd.Partial = true
		}
		if m := headAccount.FindStringSubmatch(line); m != nil && rd.Account == "" {
			rd.setAccount(m[1])
		}
		if m := headCount.FindStringSubmatch(line); m != nil {
			if n, err := strconv.Atoi(m[1]); err == nil {
				rd.totals().Count = &n
			}
		}
		if m := headSum.FindStringSubmatch(line); m != nil {
			if d, err := parseAmount(m[2]); err == nil {
				rd.declare(m[1], d)
			}
		}
	}
	rd.Declares = !rd.From.IsZero() && !rd.To.Before(rd.From)
}

var blanks = regexp.MustCompile(`[\s\x{3000}\x{00a0}]+`)

// setFrom notes the first day covered, the earliest if exports were pasted
// together.
func (rd *reading) setFrom(t time.Time) {
	if t = day(t); rd.From.IsZero() || t.Before(rd.From) {
		rd.From = t
	}
}

// setTo notes the last day covered. An end at midnight is the day after it:
// web exports of January end on "02-01 00:00:00".
func (rd *reading) setTo(t time.Time, clock bool) {
	if clock && t.Equal(day(t)) && t.After(rd.From) {
		t = t.AddDate(0, 0, -1)
	}
	if t = day(t); t.After(rd.To) {
		rd.To = t
	}
}

func (rd *reading) setAccount(s string) {
	if rd.Medium == parser.Wallet {
		rd.Account, rd.Identity = maskAccount(s), identity(s)
	} else if tail := cardTail(s); tail != "" {
		rd.Account, rd.Identity = "尾号 "+tail, cardIdentity(s)
	}
}

// card is the tail of the card that the head names.
func (rd *reading) card() string { return cardTail(rd.Account) }

func (rd *reading) totals() *parser.Totals {
	if rd.Declared == nil {
		rd.Declared = &parser.Totals{}
	}
	return rd.Declared
}

func (rd *reading) declare(word string, d decimal.Decimal) {
	if word == "收入" {
		rd.totals().Income = &d
	} else {
		rd.totals().Expense = &d
	}
}

// omit adds up what the issuer's own sum leaves out of the rows that it calls
// 支出, so that the declared sum can be compared with them.
func (rd *reading) omit(part func(parser.Transaction) decimal.Decimal) {
	if rd.Declared == nil {
		return
	}
	for _, t := range rd.Transactions {
		if t.Direction == parser.Out {
			rd.Declared.Omitted = rd.Declared.Omitted.Add(part(t))
		}
	}
}

// finish fills in what the rows tell and says what the user should know.
func (rd *reading) finish(h header) {
	top := h.row().Pos
	rd.span()
	if len(h.unknown) > 0 {
		list := strings.Join(h.unknown, ", ")
		rd.note("unknown-column", top, "有不认识的列，未使用：%s", "columns that are not known were not used: %s", list)
	}
	for _, w := range rd.words {
		column, word, _ := strings.Cut(w, " ")
		rd.note("unknown-status", top, "“%[1]s”一列有不认识的词“%[2]s”，按收支方向处理", "%[1]s has the word %[2]s, which is not known; the direction of its rows was used", column, word)
	}
	if rd.lostID {
		rd.note("lost-order-ids", top, "订单号被表格软件改成了科学计数法，无法使用；请尽量使用原始文件",
			"a spreadsheet program turned order numbers into scientific notation, so they are lost; better use the original file")
	}
	if rd.more {
		rd.checkBalances()
	}
}

// span takes period and account from the rows where the export does not tell.
func (rd *reading) span() {
	if !rd.Declares && rd.month != (month{}) {
		rd.Month = time.Date(rd.month.year, rd.month.month, 1, 0, 0, 0, 0, parser.China)
	}
	var tails []string
	for i := range rd.Transactions {
		if rd.Declares && !rd.more {
			break // nothing is to be found in them
		}
		t := &rd.Transactions[i]
		if !rd.Declares {
			d := day(t.Time)
			if rd.From.IsZero() || d.Before(rd.From) {
				rd.From = d
			}
			if d.After(rd.To) {
				rd.To = d
			}
		}
		if t.Card != "" && !slices.Contains(tails, t.Card) {
			tails = append(tails, t.Card)
		}
	}
	if rd.Account == "" && len(tails) > 0 {
		slices.Sort(tails)
		rd.Account = "尾号 " + strings.Join(tails, "、")
	}
}

// checkCount notes a count that the export declares and its rows do not reach.
func checkCount(st *parser.Statement, file string) {
	if st.Declared != nil && st.Declared.Count != nil && *st.Declared.Count != st.Rows() {
		st.Notes = append(st.Notes, parser.Note{Code: "count-differs", Pos: parser.Pos{File: file}, Text: parser.Says(
			"文件自称有 %[1]d 笔，实际有 %[2]d 行；可能被删改或截断过",
			"the file says that it has %[1]d records, but there are %[2]d rows; it may have been edited or cut", *st.Declared.Count, st.Rows())})
	}
}

// checkBalances notes where the balance of a row is not that of the row before
// it plus or minus its amount: rows are missing there.
func (rd *reading) checkBalances() {
	ts := rd.Transactions
	known := 0
	for known < len(ts) && !ts[known].Balance.Valid {
		known++
	}
	breaks := func(older, newer int) (n, first int) {
		for i := known + 1; i < len(ts); i++ {
			a, b := &ts[i-older], &ts[i-newer]
			if !a.Balance.Valid || !b.Balance.Valid {
				continue
			}
			sum := b.Amount.Value
			if b.Direction == parser.Out {
				sum = sum.Neg()
			}
			if a.Amount.Currency == b.Amount.Currency && !a.Balance.Decimal.Add(sum).Equal(b.Balance.Decimal) {
				if n++; n == 1 {
					first = i
				}
			}
		}
		return n, first
	}
	n, first := breaks(1, 0)
	if m, f := breaks(0, 1); m < n { // newest first
		n, first = m, f
	}
	if n > 0 {
		rd.note("balance-gap", ts[first].Pos, "有 %[1]d 处余额与相邻一行接不上（第一处在第 %[2]d 行）；可能缺了几行",
			"the balance does not follow from that of the row beside it in %[1]d place(s), first in row %[2]d; rows may be missing", n, ts[first].Pos.Row)
	}
}

// join adds to whole what another sheet of the same workbook holds. Rows that
// whole has already are the same records: one sheet may be a copy of the other.
func join(whole, st *parser.Statement, pos parser.Pos) {
	type key struct {
		time                       time.Time
		direction                  parser.Direction
		amount, who, what, balance string
	}
	keyOf := func(t parser.Transaction) key {
		return key{t.Time, t.Direction, t.Amount.String(), t.Counterparty, t.Description, t.Balance.Decimal.String()}
	}
	have := map[key]int{}
	for _, t := range whole.Transactions {
		have[keyOf(t)]++
	}
	var added []parser.Transaction
	var again []*parser.Error
	for _, t := range st.Transactions {
		if k := keyOf(t); have[k] > 0 {
			have[k]--
			again = append(again, &parser.Error{Pos: t.Pos, Err: parser.Problemf("同一条记录已在另一个工作表里", "the same record stands on another sheet")})
		} else {
			added = append(added, t)
		}
	}
	switch {
	case st.Rows() == 0:
		return
	case len(added) == 0 && len(again) > 0 && len(st.LeftOut) <= len(whole.LeftOut):
		whole.Notes = append(whole.Notes, parser.Note{Code: "second-copy", Pos: pos, Text: parser.Says(
			"工作表“%s”是同样记录的又一份，只计一次", "sheet %q holds the same records once more; they were counted once", pos.Sheet)})
		return
	}
	whole.Transactions = append(whole.Transactions, added...)
	whole.LeftOut = append(append(whole.LeftOut, st.LeftOut...), again...)
	whole.Notes = append(whole.Notes, st.Notes...)
	whole.Declared, whole.Declares = nil, whole.Declares && st.Declares // each sheet speaks for itself only
	if st.From.Before(whole.From) {
		whole.From = st.From
	}
	if st.To.After(whole.To) {
		whole.To = st.To
	}
	whole.Partial = whole.Partial || st.Partial
}
