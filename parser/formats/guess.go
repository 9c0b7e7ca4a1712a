package formats

import (
	"regexp"
	"slices"
	"strconv"
	"strings"
	"time"
	"unicode"

	"github.com/shopspring/decimal"

	"github.com/unrenew/unrenew/parser"
	"github.com/unrenew/unrenew/parser/internal/table"
)

// GuessID is the format of a statement that was read by a guess.
const GuessID = "guess"

// A Guess is what a table that no parser claims seems to be. Nothing is read by
// it before the user has agreed.
type Guess struct {
	Mapping Mapping       // to read with, or to correct
	Doubts  []parser.Text // what the table leaves open; while there are any, it cannot be read
	Header  int           // row of the titles
	Rows    int           // data rows
	LeftOut int           // of them, those that would be left out
	Sample  []SampleRow   // the first two rows as they would be read; none while there are doubts
	assumed bool          // nothing in the table names the currency
	layout  layout[mappedRow]
}

// A SampleRow is a row for the eye of the user, with nothing in it that tells
// about them.
type SampleRow struct {
	Date, Amount, Text string // "2026-03-05", "**.** EUR", "S***"
	Direction          parser.Direction
}

// GuessAt guesses what src is: a table with a date, an amount and a text. nil if
// it is none. It is for files that no parser claims; it does not ask them.
func GuessAt(src parser.Source) *Guess {
	book, err := table.Read(src)
	if err != nil {
		return nil
	}
	var best *guessing
	for _, sheet := range book.Sheets {
		for i := range sheet.Rows[:min(maxHead, len(sheet.Rows))] {
			if guessTable(sheet, i, glance) == nil {
				continue
			}
			if g := guessTable(sheet, i, look); g != nil && (best == nil || len(g.body) > len(best.body)) {
				best = g
			}
			break
		}
	}
	if best == nil {
		return nil
	}
	return best.finish(src)
}

// A profile is what the cells of a column look like.
type profile struct {
	at                           int
	title                        string
	cells                        []string // those that are not blank
	dates, amounts, whole, texts int
	long                         bool // a number too long for an amount
}

// A guessing is a table while it is looked at.
type guessing struct {
	m      Mapping
	header table.Row
	body   []table.Row
	all    []*profile
	doubts []parser.Text
	used   map[int]bool

	assumed bool // the currency is not named
}

// minTitles is how many columns a statement has at least: date, amount, text.
const minTitles = 3

// How many rows are looked at, to find the header and to judge the columns.
const glance, look = 200, 100_000

// guessTable tells whether the row at i is the header of a statement, by the
// first rows under it.
func guessTable(sheet table.Sheet, i, most int) *guessing {
	head := sheet.Rows[i]
	titles := filled(head.Cells)
	if len(titles) < minTitles || len(titles) > maxTitles || slices.ContainsFunc(titles, func(s string) bool { return looksLikeDate(s) || looksLikeAmount(s) }) {
		return nil
	}
	g := &guessing{header: head, used: map[int]bool{}}
	for _, r := range sheet.Rows[i+1 : min(len(sheet.Rows), i+1+most)] {
		if cells := filled(r.Cells); len(cells) >= minTitles && !footer.MatchString(cells[0]) {
			g.body = append(g.body, r)
		}
	}
	if len(g.body) == 0 {
		return nil
	}
	for at, title := range head.Cells {
		if title != "" {
			g.all = append(g.all, g.profile(at, title))
		}
	}
	if !g.date() || !g.amount() || !g.texts() {
		return nil
	}
	g.rest()
	return g
}

func (g *guessing) profile(at int, title string) *profile {
	p := &profile{at: at, title: title}
	for _, r := range g.body {
		if at >= len(r.Cells) || value(r.Cells[at]) == "" {
			continue
		}
		s := value(r.Cells[at])
		p.cells = append(p.cells, s)
		switch {
		case looksLikeDate(s):
			p.dates++
		case looksLikeAmount(s):
			p.amounts++
			if !strings.ContainsAny(s, ".,") {
				p.whole++
			}
			p.long = p.long || len(digits(s)) > 11
		case strings.ContainsFunc(s, unicode.IsLetter) && !ibanForm.MatchString(s):
			p.texts++
		}
	}
	return p
}

// ibanForm is an account, which names nobody.
var ibanForm = regexp.MustCompile(`^[A-Z]{2}\d{2}[A-Z0-9]{11,30}$`)

func digits(s string) string {
	return strings.Map(func(r rune) rune {
		if r >= '0' && r <= '9' {
			return r
		}
		return -1
	}, s)
}

var (
	guessedDates = []dateOrder{
		{"D MMM YYYY", "2 Jan 2006"}, {"D-MMM-YYYY", "2-Jan-2006"}, {"D-MMM-YY", "2-Jan-06"}, {"D MMM YY", "2 Jan 06"}, {"MMM D, YYYY", "Jan 2, 2006"}, {"D MMMM YYYY", "2 January 2006"}, {"MMMM D, YYYY", "January 2, 2006"},
	}
	clockBehind = regexp.MustCompile(`^(.*\d)[ T]+(\d{1,2}:\d{2}(?::\d{2})?)$`)
)

// datePart cuts off a time of day.
func datePart(s string) (date, clock string) {
	s = strings.Join(strings.Fields(halfWidth(s)), " ")
	if m := clockBehind.FindStringSubmatch(s); m != nil {
		return m[1], m[2]
	}
	return s, ""
}

func looksLikeDate(s string) bool {
	d, _ := datePart(s)
	if dayMonthOrders.MatchString(d) {
		return true
	}
	if serialTime.MatchString(d) {
		return false // a number of five digits is a number
	}
	_, _, err := dated(d, layoutsOf(guessedDates)...)
	return err == nil
}

func looksLikeAmount(s string) bool {
	_, err := parseAmount(plainAmount(s, ""))
	return err == nil
}

func layoutsOf(orders []dateOrder) (layouts []string) {
	for _, o := range orders {
		layouts = append(layouts, o.layout)
	}
	return layouts
}

// pick returns the columns for which ok holds and that have no role yet.
func (g *guessing) pick(ok func(*profile) bool) (found []*profile) {
	for _, p := range g.all {
		if !g.used[p.at] && ok(p) {
			found = append(found, p)
		}
	}
	return found
}

func (g *guessing) take(p *profile, to *string) {
	*to = p.title
	g.used[p.at] = true
}

func (g *guessing) doubt(zh, en string, args ...any) {
	g.doubts = append(g.doubts, parser.Says(zh, en, args...))
}

// date finds the column with the day of the transaction and how it is written.
func (g *guessing) date() bool {
	found := g.pick(func(p *profile) bool { return p.dates*10 >= len(g.body)*9 })
	if len(found) == 0 {
		return false
	}
	slices.SortStableFunc(found, func(a, b *profile) int {
		rank := func(p *profile) int {
			switch {
			case p.named(titleBooked):
				return 2
			case p.named(titleDate):
				return 0
			}
			return 1
		}
		return rank(a) - rank(b)
	})
	p := found[0]
	g.take(p, &g.m.Columns.Date)
	for _, other := range found[1:] {
		g.used[other.at] = true // the booking day
	}
	var plain []string
	clock := ""
	for _, c := range p.cells {
		if !looksLikeDate(c) {
			continue
		}
		d, t := datePart(c)
		if plain = append(plain, d); t != "" {
			clock = [...]string{" HH:mm", " HH:mm:ss"}[strings.Count(t, ":")-1]
		}
	}
	if dayMonthOrders.MatchString(plain[0]) {
		orders := ordersOf(slices.DeleteFunc(plain, func(s string) bool { return !dayMonthOrders.MatchString(s) }))
		if len(orders) == 0 {
			return false
		}
		g.m.Dates = Titles{orders[0].name + clock}
		if len(orders) > 1 && !strings.HasPrefix(orders[0].name, "DD.") { // with points the day comes first in every country
			g.doubt("“%[1]s”一列的日期是 %[2]s 还是 %[3]s，看不出来", "the dates in %[1]q can be %[2]s as well as %[3]s", p.title, orders[0].name, orders[1].name)
		}
		return true
	}
	if _, _, err := parseTime(plain[0]); err == nil {
		return true // the year in front
	}
	for _, o := range guessedDates {
		if !slices.ContainsFunc(plain, func(s string) bool { _, err := time.Parse(o.layout, s); return err != nil }) {
			g.m.Dates = Titles{o.name + clock}
			return true
		}
	}
	return false // several ways in one column
}

// amount finds the column, or the two, with the amounts, and the way to tell
// which went out.
func (g *guessing) amount() bool {
	for _, p := range g.pick(func(p *profile) bool { return p.named(titleBalance) && p.amounts*10 >= len(p.cells)*9 }) {
		if g.m.Columns.Balance == "" {
			g.m.Columns.Balance = p.title
		}
		g.used[p.at] = true
	}
	numeric := func(p *profile) bool {
		return p.amounts*20 >= len(p.cells)*19 && !p.long && !p.named(titleNoAmount) && !p.named(titleID)
	}
	outs := g.pick(func(p *profile) bool { return numeric(p) && p.named(titleOut) })
	ins := g.pick(func(p *profile) bool { return numeric(p) && p.named(titleIn) })
	var cells []string
	switch {
	case len(outs) == 1 && len(ins) == 1 && len(outs[0].cells)+len(ins[0].cells) > 0:
		g.take(outs[0], &g.m.Columns.Out)
		g.take(ins[0], &g.m.Columns.In)
		cells = slices.Concat(outs[0].cells, ins[0].cells)
	default:
		filledWell := func(p *profile) bool { return numeric(p) && p.amounts*10 >= len(g.body)*9 }
		found := g.pick(func(p *profile) bool { return filledWell(p) && p.named(titleAmount) })
		if own := slices.DeleteFunc(slices.Clone(found), func(p *profile) bool { return p.named(titleOther) }); len(own) > 0 {
			found = own
		}
		if len(found) == 0 {
			found = g.pick(func(p *profile) bool { return filledWell(p) && p.whole < p.amounts })
		}
		if len(found) == 0 {
			found = g.pick(filledWell)
		}
		if len(found) == 0 {
			return false
		}
		g.take(found[0], &g.m.Columns.Amount)
		cells = found[0].cells
		if len(found) > 1 {
			for _, p := range found[1:] {
				g.used[p.at] = true
			}
			g.doubt("有几列都像金额：“%[1]s”和“%[2]s”", "more than one column looks like the amount: %[1]q and %[2]q", found[0].title, found[1].title)
		}
		defer g.sign() // which reads the amounts, so that it wants their decimal mark
	}
	if g.m.Columns.Currency == "" {
		g.m.Currency = g.currency(cells)
	}
	comma := slices.ContainsFunc(cells, func(s string) bool { return commaOnly.MatchString(s) })
	point := slices.ContainsFunc(cells, func(s string) bool { return pointOnly.MatchString(s) })
	switch {
	case comma && point:
		g.doubt("金额有的用逗号作小数点，有的用句点", "some amounts have a decimal comma and some a decimal point")
	case comma:
		g.m.Decimal = ","
	}
	return true
}

// currency is what the title of the amounts names, or their first cell, or
// titles in Japanese. A $ alone is taken for that of the United States, which is
// said to be assumed.
func (g *guessing) currency(cells []string) string {
	title := first(g.m.Columns.Amount, g.m.Columns.Out)
	code := moneyIn(title + " " + strings.Join(cells[:min(1, len(cells))], ""))
	if code == "" && japanese.MatchString(strings.Join(filled(g.header.Cells), "")) {
		return "JPY"
	}
	if code == "" && slices.ContainsFunc(cells, func(s string) bool { return strings.Contains(s, "$") }) {
		g.assumed = true
		return "USD"
	}
	return code
}

var japanese = regexp.MustCompile(`[\p{Hiragana}\p{Katakana}円残払]|取引|日付`)

var (
	commaOnly = regexp.MustCompile(`,\d{1,2}\D*$`)
	pointOnly = regexp.MustCompile(`\.\d{1,2}\D*$`)
)

// sign tells which amounts went out: a column says so, or the balances do, or
// the words of rows that can only have come in.
func (g *guessing) sign() {
	if words := g.pick(func(p *profile) bool { return p.named(titleDirection) && g.directs(p) }); len(words) > 0 {
		g.take(words[0], &g.m.Columns.Direction)
		return
	}
	g.m.Sign = minusIsOut
	signs := g.signs()
	if g.plusAndMinus() {
		return
	}
	if titleSpent.MatchString(g.m.Columns.Amount) {
		g.m.Sign = plusIsOut
		return
	}
	byBalance, byWords := g.signByBalance(signs), g.signByWords(signs)
	switch {
	case byBalance != "":
		g.m.Sign = byBalance
	case byWords != "" && slices.ContainsFunc(signs, decimal.Decimal.IsNegative):
		g.m.Sign = byWords
	default:
		g.doubt("看不出正数还是负数是支出", "nothing tells whether a plus or a minus is money that went out")
	}
}

// directs tells whether each row has a word for its direction in the column.
func (g *guessing) directs(p *profile) bool {
	m, sided := mapped{}, false
	for _, r := range g.body {
		if p.at >= len(r.Cells) {
			return false
		}
		d, err := m.direction(r.Cells[p.at])
		if err != nil {
			return false
		}
		sided = sided || d != parser.Neutral
	}
	return sided
}

// plusAndMinus tells whether amounts have both signs, of which nobody prints a
// plus but for what comes in.
func (g *guessing) plusAndMinus() bool {
	begins := func(sign string) bool {
		return slices.ContainsFunc(g.body, func(r table.Row) bool {
			i := slices.Index(g.header.Cells, g.m.Columns.Amount)
			return i >= 0 && i < len(r.Cells) && strings.HasPrefix(halfWidth(r.Cells[i]), sign)
		})
	}
	return begins("+") && begins("-")
}

// signs returns the amount of each row, zero where there is none.
func (g *guessing) signs() []decimal.Decimal {
	out := make([]decimal.Decimal, len(g.body))
	for i := range g.body {
		out[i], _ = parseAmount(plainAmount(g.cell(i, g.m.Columns.Amount), g.m.Decimal))
	}
	return out
}

func (g *guessing) cell(row int, title string) string {
	i := slices.Index(g.header.Cells, title)
	if i < 0 || i >= len(g.body[row].Cells) {
		return ""
	}
	return g.body[row].Cells[i]
}

// signByBalance looks whether the balances rise by the amounts or fall, in
// either order of the rows.
func (g *guessing) signByBalance(amounts []decimal.Decimal) string {
	if g.m.Columns.Balance == "" || len(g.body) < 3 {
		return ""
	}
	fits := map[string]int{}
	pairs := 0
	for i := 1; i < len(g.body); i++ {
		a, err1 := parseAmount(plainAmount(g.cell(i-1, g.m.Columns.Balance), g.m.Decimal))
		b, err2 := parseAmount(plainAmount(g.cell(i, g.m.Columns.Balance), g.m.Decimal))
		if err1 != nil || err2 != nil {
			continue
		}
		pairs++
		for way, ok := range map[string]bool{
			minusIsOut + " older": a.Add(amounts[i]).Equal(b), plusIsOut + " older": a.Sub(amounts[i]).Equal(b),
			minusIsOut + " newer": b.Add(amounts[i-1]).Equal(a), plusIsOut + " newer": b.Sub(amounts[i-1]).Equal(a),
		} {
			if ok {
				fits[way]++
			}
		}
	}
	ways := []string{minusIsOut + " older", plusIsOut + " older", minusIsOut + " newer", plusIsOut + " newer"}
	switch g.order() {
	case 1:
		ways = ways[:2]
	case -1:
		ways = ways[2:]
	}
	found := ""
	for _, way := range ways {
		if pairs >= 2 && fits[way]*10 >= pairs*9 {
			sign, _, _ := strings.Cut(way, " ")
			if found != "" && found != sign {
				return ""
			}
			found = sign
		}
	}
	// What a card owes rises with every charge, as a balance does with money that
	// comes in: that proves a sign only where most amounts have a minus.
	negative := 0
	for _, d := range amounts {
		if d.IsNegative() {
			negative++
		}
	}
	if found == minusIsOut && negative*2 < len(amounts) {
		return ""
	}
	return found
}

// order is 1 if the rows stand in the order of their days, -1 if the newest
// comes first, and 0 if that cannot be told.
func (g *guessing) order() int {
	var layouts []string
	for _, d := range g.m.Dates {
		l, _ := dateLayout(d)
		layouts = append(layouts, l)
	}
	first, _, err1 := dated(g.cell(0, g.m.Columns.Date), layouts...)
	last, _, err2 := dated(g.cell(len(g.body)-1, g.m.Columns.Date), layouts...)
	if err1 != nil || err2 != nil {
		return 0
	}
	return last.Compare(first)
}

// Words of rows that can only have come in, and of those that can only have gone
// out, beside those that name a class. 收款, 付款, 转入 and 转出 are not among them:
// they are said from both sides.
var (
	cameIn = []*regexp.Regexp{abroadRefund, abroadIncome, refundWords, incomeWords,
		regexp.MustCompile(`(?i)\b(thank you|direct deposit|payments and credits|income|gutschr(ift)?|eingang|pix recebido)\b|收入|存入|薪|感谢|感謝|給与|給料`)}
	wentOut = regexp.MustCompile(`(?i)\b(direct debit|interest charged?|fee|presentment|(card|mastercard|visa) (payment|purchase)|\pL*lastschrift|kartenzahlung|ausgang|sale|point of sale|bill payment)\b|消费|消費|支出|扣款|代扣|缴费|繳費|取款|取现|提款|手续费|手續費|年费|年費|引落|口座振替`)
	// the whole of a cell
	cellIn  = regexp.MustCompile(`(?i)^(credit|deposit|refund|return|入金)$`)
	cellOut = regexp.MustCompile(`(?i)^(debit|purchase|withdrawal|出金)$`)
)

// signByWords looks at the rows whose words say that money came in or went out.
// They must all agree.
func (g *guessing) signByWords(amounts []decimal.Decimal) string {
	plus, minus := 0, 0 // rows by which money that comes in has this sign
	for i, r := range g.body {
		text := strings.Join(r.Cells, " ")
		in := slices.ContainsFunc(cameIn, func(re *regexp.Regexp) bool { return re.MatchString(text) }) || slices.ContainsFunc(r.Cells, cellIn.MatchString)
		sign := 0
		switch out := wentOut.MatchString(text) || slices.ContainsFunc(r.Cells, cellOut.MatchString); {
		case out && !in:
			sign = -amounts[i].Sign()
		case in && !out:
			sign = amounts[i].Sign()
		}
		switch sign {
		case 1:
			plus++
		case -1:
			minus++
		}
	}
	switch {
	case plus > 0 && minus == 0:
		return minusIsOut
	case minus > 0 && plus == 0:
		return plusIsOut
	}
	return ""
}

// rest finds the columns that are good to have. Where nothing names a currency,
// dates with the month in front are American.
func (g *guessing) rest() {
	if g.m.Currency == "" && g.m.Columns.Currency == "" && len(g.m.Dates) == 1 && strings.HasPrefix(g.m.Dates[0], "MM") {
		g.m.Currency, g.assumed = "USD", true
	}
	for _, role := range []struct {
		to *string
		ok func(*profile) bool
	}{
		{&g.m.Columns.Time, func(p *profile) bool {
			return p.named(titleClock) && !slices.ContainsFunc(p.cells, func(s string) bool { return !clockForm.MatchString(s) })
		}},
		{&g.m.Columns.OrderID, func(p *profile) bool { return p.named(titleID) }},
		{&g.m.Columns.Type, func(p *profile) bool { return p.named(titleType) && p.texts > 0 }},
		{&g.m.Columns.Status, func(p *profile) bool { return p.named(titleStatus) && p.texts > 0 }},
	} {
		if found := g.pick(role.ok); len(found) > 0 {
			g.take(found[0], role.to)
		}
	}
}

var clockForm = regexp.MustCompile(`^\d{1,2}:\d{2}(:\d{2})?$`)

// finish reads the table by the guess, to see whether it holds and to show what
// would come of it.
func (g *guessing) finish(src parser.Source) *Guess {
	g.m.Name = "my-bank"
	l, err := g.m.layout()
	if err != nil {
		return nil
	}
	// Exports of one bank have the same titles, and those of two have not.
	l.Info.ID, l.Info.Issuer = GuessID, strings.Join(filled([]string{GuessID + ":" + g.m.Columns.Date, g.m.Columns.Amount, g.m.Columns.Out, g.m.Columns.Payee, g.m.Columns.Text}), "/")
	st, err := l.Parse(src)
	if err != nil || len(st.Transactions) == 0 || len(st.LeftOut) > len(st.Transactions) {
		return nil
	}
	out := &Guess{Mapping: g.m, Doubts: g.doubts, Header: g.header.Pos.Row, Rows: st.Rows(), LeftOut: len(st.LeftOut), assumed: g.assumed, layout: l}
	for _, t := range st.Transactions[:min(2, len(st.Transactions))] {
		if len(g.doubts) > 0 {
			break
		}
		out.Sample = append(out.Sample, SampleRow{
			Date: t.Time.Format("2006-01-02"), Direction: t.Direction,
			Amount: oneDigit.ReplaceAllString(t.Amount.Value.StringFixed(2), "*") + " " + t.Amount.Currency, Text: masked(first(t.Counterparty, t.Description)),
		})
	}
	return out
}

var oneDigit = regexp.MustCompile(`\d`)

// masked leaves of a text its first letter.
func masked(s string) string {
	for _, r := range s {
		return string(r) + "***"
	}
	return ""
}

// Parse reads src, from which the guess was made.
func (g *Guess) Parse(src parser.Source) (*parser.Statement, error) {
	if len(g.Doubts) > 0 {
		return nil, &parser.Problem{Text: g.Doubts[0]}
	}
	set, err := parser.NewSet(g.layout)
	if err != nil {
		return nil, err
	}
	st, err := set.ParseAs(GuessID, src)
	if err != nil {
		return nil, err
	}
	st.Notes = append(st.Notes, parser.Note{Code: "guessed", Pos: parser.Pos{File: src.Name, Row: g.Header}, Text: parser.Says(
		"这份账单的版式是猜的：日期在“%[1]s”，金额在“%[2]s”。请核对几行", "the layout of this statement is a guess: the date is in %[1]q, the amount in %[2]q. Check a few rows",
		g.Mapping.Columns.Date, first(g.Mapping.Columns.Amount, g.Mapping.Columns.Out))})
	_, titles := g.Mapping.Columns.Titles()
	if nothing := g.Mapping.Currency == "" && g.Mapping.Columns.Currency == ""; g.assumed || nothing && !ofMainland(strings.Join(titles, "")) {
		st.Notes = append(st.Notes, parser.Note{Code: "currency-assumed", Pos: parser.Pos{File: src.Name, Row: g.Header}, Text: parser.Says(
			"表里没有写币种，金额按 %[1]s 计；如果不是，请把给出的映射写进规则文件，改好 currency",
			"the table names no currency, so its amounts are counted as %[1]s; if they are not, put the mapping that was shown into a rules file and correct its currency",
			first(g.Mapping.Currency, "CNY"))})
	}
	return st, nil
}

// ofMainland tells titles in simplified Chinese, whose amounts are in CNY where
// nothing else is said.
func ofMainland(titles string) bool {
	return hasChinese.MatchString(titles) && !strings.ContainsAny(titles, "餘結額備註對帳賬幣戶號時說轉")
}

// Titles lists the columns of m that are given, by key and title, in the order
// of the rules file.
func (c MappingColumns) Titles() (keys, titles []string) {
	for _, n := range c.list() {
		if n.title != "" {
			keys, titles = append(keys, n.key), append(titles, n.title)
		}
	}
	return keys, titles
}

// YAML writes m as the section of a rules file.
func (m Mapping) YAML() string {
	var b strings.Builder
	line := func(indent, key, text string) {
		if text != "" {
			b.WriteString(indent + key + ": " + strconv.Quote(text) + "\n")
		}
	}
	b.WriteString("statements:\n")
	b.WriteString("  - name: " + strconv.Quote(m.Name) + "\n")
	line("    ", "issuer", first(m.Issuer, m.Name))
	line("    ", "medium", first(m.Medium, "debit"))
	b.WriteString("    columns:\n")
	keys, titles := m.Columns.Titles()
	for i, k := range keys {
		line("      ", k, titles[i])
	}
	if len(m.Dates) > 0 {
		line("    ", "dates", m.Dates[0])
	}
	line("    ", "sign", m.Sign)
	line("    ", "decimal", m.Decimal)
	if m.Columns.Currency == "" {
		line("    ", "currency", first(m.Currency, "CNY"))
	}
	return b.String()
}
