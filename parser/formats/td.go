package formats

import (
	"regexp"
	"slices"

	"github.com/unrenew/unrenew/parser"
	"github.com/unrenew/unrenew/parser/internal/table"
)

// Account rows of TD, Canada: no titles at all, but date, text, debit, credit and
// balance in every row, month before day.
var _ = add(layout[tdRow]{
	Info: Info{
		ID:        "td",
		Issuer:    "td",
		Name:      parser.Text{ZH: "多伦多道明银行账户交易", EN: "TD account activity"},
		Container: "CSV",
		Group:     World,
		Since:     "2025-01",
		HowToExport: parser.Text{
			ZH: "TD EasyWeb：选择账户 → Download → Spreadsheet (.csv)",
			EN: "TD EasyWeb: choose the account → Download → Spreadsheet (.csv)",
		},
	},
	medium:    parser.DebitCard,
	signature: []string{"Date", "Debit", "Credit", "Balance"},
	text:      []string{"Description"},
	open:      openTD,
	row:       tdTransaction,
})

type tdRow struct {
	Date        string `csv:"Date"`
	Description string `csv:"Description"`
	Out         string `csv:"Debit"`
	In          string `csv:"Credit"`
	Balance     string `csv:"Balance"`
}

var tdDate = regexp.MustCompile(`^\d{2}/\d{2}/\d{4}$`)

// openTD puts titles above a table that has none, if its first row can be
// nothing else: a date, a text, an amount in just one of two cells, and one cell
// more.
func openTD(src parser.Source) (*table.Book, error) {
	book, err := table.Read(src)
	if err != nil {
		return nil, err
	}
	titled := &table.Book{Kind: book.Kind, Charset: book.Charset}
	for _, s := range book.Sheets {
		if len(s.Rows) > 0 && tdLike(s.Rows[0].Cells) {
			head := table.Row{Pos: s.Rows[0].Pos, Cells: []string{"Date", "Description", "Debit", "Credit", "Balance"}}
			titled.Sheets = append(titled.Sheets, table.Sheet{Name: s.Name, Rows: slices.Insert(slices.Clone(s.Rows), 0, head)})
		}
	}
	return titled, nil
}

func tdLike(cells []string) bool {
	amount := func(s string) bool {
		_, err := parseAmount(s)
		return err == nil
	}
	return len(cells) == 5 && tdDate.MatchString(cells[0]) && cells[1] != "" && !amount(cells[1]) &&
		(amount(cells[2]) && cells[3] == "" || cells[2] == "" && amount(cells[3]))
}

func tdTransaction(r tdRow, rd *reading) (t parser.Transaction, err error) {
	t = parser.Transaction{DateOnly: true, Card: rd.card(), Balance: balance(r.Balance)}
	if t.Time, err = dateIn("Date", "1/2/2006", r.Date); err != nil {
		return t, err
	}
	if t.Direction, t.Amount.Value, err = outOrIn("Debit", r.Out, "Credit", r.In); err != nil {
		return t, err
	}
	t.Amount.Currency = "CAD"
	describeAbroad(&t, rd.Medium, t.Type, wideGap.ReplaceAllString(value(r.Description), ""))
	return t, nil
}
