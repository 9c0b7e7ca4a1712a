package formats

import (
	"regexp"
	"slices"
	"strings"

	"github.com/unrenew/unrenew/parser"
	"github.com/unrenew/unrenew/parser/internal/table"
)

// A page declares how a bank writes the statement of a credit card into the
// text of a mail. Such pages have no table that could be read by its titles:
// titles stand apart from the rows, and the cells between them differ from mail
// to mail. Rows are known by the forms of their cells, and what they do not say
// themselves, by the headings above them.
type page struct {
	says   []string // texts by which the page is this bank's; one of them is enough
	row    []string // forms of the cells of a row that are not blank, in their order
	groups bool     // lines like 还款 and 消费 stand above their rows
	mmdd   bool     // dates are 0305

	section *regexp.Regexp // headings that give a direction; its group is what to remember
	card    *regexp.Regexp // headings with a card, beside those that all banks have
	account *regexp.Regexp // headings with a currency, of banks that do not write it beside the amounts
}

// What stands in cells.
const (
	aDate     = `\d{4}[-/.年]\d{1,2}[-/.月]\d{1,2}日?(?: \d{1,2}:\d{2}(?::\d{2})?)?|\d{8}|\d{1,2}[-/.月]\d{1,2}日?`
	aMoney    = `[-+−－]?\s?[¥￥$＄]?\s?[-+−－]?\s?\d[\d,]*\.\d{1,2}`
	aForeign  = `[-+−－]?\d[\d,]*(?:\.\d{1,2})?` // yen and won may have no decimals
	aCurrency = `[A-Z]{3}|\p{Han}{2,5}`
)

// Forms of cells, for page.row. The names of groups are those of pageColumns.
var (
	dayCell    = cell(`(?P<day>` + aDate + `)`)
	bookedCell = cell(`(?P<booked>` + aDate + `)`)
	cardOfRow  = cell(`(?:\d{0,6}[*＊xX]+)?(?P<card>\d{4})(?:/\S*|\s?[（(]?[主附]卡?[)）]?)?`)
	textCell   = cell(`(?P<text>[^\x1f]+)`)
	amountCell = cell(`(?P<amount>` + aMoney + `)`)

	// Currency and amount, in one cell or in two.
	originalPair = cell(`(?P<origin>` + aCurrency + `)[\x1f ]?(?P<original>` + aForeign + `)`)
	amountPair   = cell(`(?P<currency>` + aCurrency + `)[\x1f ]?(?P<amount>` + aMoney + `)`)

	// Amount and currency with a stroke between: 25.00/CNY.
	originalStroke = cell(`(?P<original>` + aForeign + `)/(?P<origin>` + aCurrency + `)`)
	amountStroke   = `(?P<amount>` + aMoney + `)/(?P<currency>` + aCurrency + `)`
)

// cell is the form of a cell by what stands in it.
func cell(s string) string { return `(?:` + s + `)\x1f` }

// orNone is the form of a cell that may be missing.
func orNone(form string) string { return `(?:` + form + `)?` }

// pageColumns are the columns that rows of pages come in, by the groups of
// their forms. Then comes what headings say, and a mark for what has no form.
var pageColumns = []struct{ group, title string }{
	{"day", "交易日"}, {"booked", "记账日"}, {"kind", "交易类型"}, {"text", "交易摘要"}, {"card", "卡号末四位"},
	{"original", "交易金额"}, {"origin", "交易币种"}, {"amount", "入账金额"}, {"currency", "入账币种"}, {"way", "收支"},
	{"", "分组"}, {"", "收支明细"}, {"", "所属卡"}, {"", "账户币种"}, {"", "写法不明"},
}

// form is one expression for a row, whose cells each end with \x1f. Before the
// row may stand a cell that is a heading, and behind it what has no digits.
func (p page) form() *regexp.Regexp {
	return regexp.MustCompile(`^(?:[^\x1f\d]+\x1f)?` + strings.Join(p.row, "") + `(?:[^\x1f\d]+\x1f)*$`)
}

// credit makes a layout of a page. Sign tells charges from what comes back.
func (p page) credit(info Info, sign func(cardRow, *reading) (parser.Direction, parser.Amount, error)) layout[cardRow] {
	info.Container = "EML, HTML, MHT"
	form := p.form()
	return layout[cardRow]{
		Info:      info,
		medium:    parser.CreditCard,
		signature: []string{"交易摘要"},
		open:      func(src parser.Source) (*table.Book, error) { return p.open(src, form) },
		begin:     (*reading).monthIfTold,
		row:       func(r cardRow, rd *reading) (parser.Transaction, error) { return r.transaction(rd, sign) },
	}
}

// open makes a table of the page, under the titles of pageColumns. Above it
// stand the lines that say which days it covers. A page of this bank with
// titles and without a row that can be read has a table that lacks 入账金额.
func (p page) open(src parser.Source, form *regexp.Regexp) (*table.Book, error) {
	book, err := table.Read(src)
	if err != nil {
		return nil, err
	}
	if book.Kind != "html" {
		return &table.Book{}, nil
	}
	shown, err := table.ReadPage(src)
	if err != nil {
		return nil, err
	}
	lines := shown.Sheets[0].Rows
	says := func(text string) bool {
		return slices.ContainsFunc(p.says, func(s string) bool { return strings.Contains(text, table.Title(s)) })
	}
	if !says(wholeText(src, lines)) {
		return &table.Book{}, nil
	}
	body, rest := p.rows(lines, form)
	if len(body) == 0 {
		body, rest = p.rows(p.stacked(lines, form), form)
	}
	if !says(table.Title(strings.Join(rest, ""))) { // it is paid to the bank, and not of it
		return &table.Book{}, nil
	}
	titles := make([]string, len(pageColumns))
	for i, c := range pageColumns {
		titles[i] = c.title
	}
	var pos parser.Pos
	switch {
	case len(body) > 0:
		pos = body[0].Pos
	default:
		i := slices.IndexFunc(lines, isTitles)
		if i < 0 {
			return &table.Book{}, nil
		}
		pos, titles = lines[i].Pos, slices.DeleteFunc(titles, func(t string) bool { return t == "入账金额" })
	}
	var head []table.Row
	for _, s := range covered(rest) {
		head = append(head, table.Row{Cells: []string{s}})
	}
	head = append(head, table.Row{Pos: pos, Cells: titles})
	return &table.Book{Kind: book.Kind, Charset: book.Charset, Sheets: []table.Sheet{{Rows: append(head, body...)}}}, nil
}

type wholeTextKey struct{}

// wholeText is what all lines of the page say, fit for comparing.
func wholeText(src parser.Source, lines []table.Row) string {
	return src.Memo(wholeTextKey{}, func() any {
		var b strings.Builder
		for _, r := range lines {
			b.WriteString(table.Title(strings.Join(r.Cells, "")))
		}
		return b.String()
	}).(string)
}

// openTable reads what is no page: mails have the titles of some tables too.
func openTable(src parser.Source) (*table.Book, error) {
	book, err := table.Read(src)
	if err == nil && book.Kind == "html" {
		return &table.Book{}, nil
	}
	return book, err
}

// isTitles knows the titles of a table of transactions.
func isTitles(r table.Row) bool {
	has := func(words ...string) bool {
		return slices.ContainsFunc(r.Cells, func(c string) bool {
			return slices.ContainsFunc(words, func(w string) bool { return strings.HasPrefix(table.Title(c), w) })
		})
	}
	return len(r.Cells) < 30 && has("交易日") && has("记账日", "入账日", "银行记账日")
}

// rows tells the rows of the page from its other lines, and gives each what the
// headings above it said. What has a date and an amount but not the form of a
// row gets a mark, so that it is left out and not lost.
func (p page) rows(lines []table.Row, form *regexp.Regexp) (body []table.Row, rest []string) {
	var c headings
	for _, line := range lines {
		cells := filled(line.Cells)
		for i, c := range cells {
			if m := brokenDate.FindStringSubmatch(c); m != nil { // pages break lines in dates
				cells[i] = m[1] + "-" + m[2] + "-" + m[3]
			}
		}
		if m := form.FindStringSubmatch(strings.Join(cells, "\x1f") + "\x1f"); m != nil && isText(m[form.SubexpIndex("text")]) {
			row := make([]string, len(pageColumns))
			for i, column := range pageColumns {
				if g := form.SubexpIndex(column.group); g > 0 {
					row[i] = strings.ReplaceAll(m[g], "\x1f", " ")
				}
			}
			copy(row[len(row)-5:], []string{c.group, c.section, c.card, c.currency})
			body = append(body, table.Row{Pos: line.Pos, Cells: row})
			continue
		}
		if p.looksLikeRow(cells) {
			row := make([]string, len(pageColumns))
			copy(row, cells)
			row[len(row)-1] = "?"
			body = append(body, table.Row{Pos: line.Pos, Cells: row})
			continue
		}
		s := strings.Join(cells, " ")
		c.read(p, s)
		rest = append(rest, s)
	}
	return body, rest
}

// maxStack is how many lines the cells of one row may take.
const maxStack = 9

// stacked puts rows together whose cells are lines of their own, as on pages
// without tables: from a date to where the form of a row is complete, else to
// the first amount.
func (p page) stacked(lines []table.Row, form *regexp.Regexp) (out []table.Row) {
	for len(lines) > 0 {
		var cells []string
		row := 1 // lines of it
		for n, line := range lines[:min(maxStack, len(lines))] {
			next := filled(line.Cells)
			if len(next) != 1 || n == 0 && !p.isDate(next[0]) {
				break
			}
			cells = append(cells, next[0])
			whole := form.MatchString(strings.Join(cells, "\x1f") + "\x1f")
			if row == 1 && p.looksLikeRow(cells) || whole {
				row = n + 1
			}
			if whole {
				break
			}
		}
		if row > 1 {
			out = append(out, table.Row{Pos: lines[0].Pos, Cells: cells[:row]})
		} else {
			out = append(out, lines[0])
		}
		lines = lines[row:]
	}
	return out
}

var (
	anyDate    = regexp.MustCompile(`^(` + aDate + `|\d{6})$`)
	brokenDate = regexp.MustCompile(`^(\d{4})\s*[-/]\s*(\d{1,2})\s*[-/]\s*(\d{1,2})$`)
	anyMMDD    = regexp.MustCompile(`^(0[1-9]|1[0-2])[0-3]\d$`)
	anyMoney   = regexp.MustCompile(`^[^\d]{0,8}\d[\d,]*\.\d\d([^\d].{0,12})?$`)
	anAmount   = regexp.MustCompile(`^(?:[A-Z]{3}\s?)?` + aMoney + `(?:元|/[A-Z]{3}.*)?$`)
	aDay       = regexp.MustCompile(`^\d{4}[-/.年]?\d{1,2}[-/.月]?\d{1,2}日?$`)
)

// looksLikeRow tells whether cells are a date, a text and an amount, in a table
// that no declaration covers.
func (p page) looksLikeRow(cells []string) bool {
	date := slices.IndexFunc(cells[:min(3, len(cells))], p.isDate)
	return date >= 0 && slices.ContainsFunc(cells, anyMoney.MatchString) &&
		slices.ContainsFunc(cells[date+1:], isText)
}

func (p page) isDate(s string) bool {
	return anyDate.MatchString(s) || p.mmdd && anyMMDD.MatchString(s)
}

// isText tells a text from the amounts and days of a summary. A shop may be
// called 7-11.
func isText(s string) bool { return !anAmount.MatchString(s) && !aDay.MatchString(s) }
