package formats

import (
	"regexp"
	"slices"
	"strings"

	"github.com/unrenew/unrenew/parser/internal/table"
)

// sections are the headings that stand between the rows of a statement as lines
// of their own. Each expression has one group, with what holds for the rows
// below; nil is a kind that there is not.
type sections struct {
	title   string         // of a column, by which the header is known
	group   *regexp.Regexp // 还款, 消费
	card    *regexp.Regexp
	account *regexp.Regexp // a currency
	noise   *regexp.Regexp // titles and their translations, once more
	end     *regexp.Regexp // what follows is no table of transactions, up to the next account
	amount  bool           // the last column is an amount, of which a file that is cut off may lack the end
}

// brokenOff is an amount that may lack its end.
var brokenOff = regexp.MustCompile(`^-?[\d,]+(\.\d?)?$`)

// headingTitles are the columns in which rows get what the headings say.
var headingTitles = []string{"分组", "所属卡", "账户币种"}

// spread gives each row what the headings above it say, in columns behind the
// others. Rows with more or fewer cells than the header stay as they are: they
// have commas too many, or are cut off.
func (s sections) spread(book *table.Book, err error) (*table.Book, error) {
	if err != nil {
		return nil, err
	}
	title := titleOf(s.title)
	isHeader := func(r table.Row) bool {
		return slices.ContainsFunc(r.Cells, func(c string) bool { return titleOf(c) == title })
	}
	out := &table.Book{Kind: book.Kind, Charset: book.Charset}
	for _, sheet := range book.Sheets {
		if !slices.ContainsFunc(sheet.Rows[:min(maxHead, len(sheet.Rows))], isHeader) {
			out.Sheets = append(out.Sheets, sheet) // no header will be looked for further down
			continue
		}
		var c headings
		wide, ended := 0, false
		rows := make([]table.Row, 0, len(sheet.Rows))
		for i, r := range sheet.Rows {
			switch {
			case isHeader(r):
				wide = len(r.Cells)
				r.Cells = slices.Concat(r.Cells, headingTitles)
			case s.read(&c, &ended, strings.Join(filled(r.Cells), " "), wide == 0):
				continue
			case ended:
				continue
			case len(r.Cells) == wide && !(s.amount && book.Kind == "text" && i == len(sheet.Rows)-1 && brokenOff.MatchString(r.Cells[wide-1])):
				r.Cells = slices.Concat(r.Cells, []string{c.group, c.card, c.currency})
			}
			rows = append(rows, r)
		}
		sheet.Rows = rows
		out.Sheets = append(out.Sheets, sheet)
	}
	return out, nil
}

// read notes what the heading in text says, and tells whether it is one. What
// stands above the first header stays there to be seen.
func (s sections) read(c *headings, ended *bool, text string, above bool) bool {
	find := func(re *regexp.Regexp) (string, bool) {
		if re == nil {
			return "", false
		}
		m := re.FindStringSubmatch(text)
		if m == nil {
			return "", false
		}
		return strings.Join(m[1:], ""), true
	}
	if account, ok := find(s.account); ok {
		*c, *ended = headings{card: c.card, currency: account}, false
		return !above
	}
	if card, ok := find(s.card); ok {
		*c, *ended = headings{card: card}, false
		return !above
	}
	if above {
		return false
	}
	if _, ok := find(s.end); ok {
		*ended = true
		return true
	}
	if group, ok := find(s.group); ok {
		c.group = group
		return true
	}
	_, ok := find(s.noise)
	return ok
}
