package formats

import (
	"regexp"

	"github.com/unrenew/unrenew/parser"
)

// Account rows of BMO, Canada. The amount has its sign; a code in brackets stands
// before the text.
var _ = add(layout[bmoDebitRow]{
	Info: Info{
		ID:        "bmo-debit",
		Issuer:    "bmo",
		Name:      parser.Text{ZH: "蒙特利尔银行账户交易", EN: "BMO account, transactions"},
		Container: "CSV",
		Group:     World,
		Since:     "2025-01",
		HowToExport: parser.Text{
			ZH: "BMO 网上银行：选择账户 → Download → CSV",
			EN: "BMO online banking: choose the account → Download → CSV",
		},
	},
	medium:    parser.DebitCard,
	signature: []string{"First Bank Card", "Transaction Type", "Date Posted"},
	text:      []string{"Description"},
	row:       bmoDebitTransaction,
})

type bmoDebitRow struct {
	Card        string `csv:"First Bank Card"`
	Kind        string `csv:"Transaction Type"`
	Date        string `csv:"Date Posted"`
	Amount      string `csv:"Transaction Amount"` // minus is out
	Description string `csv:"Description"`
}

// bmoCode is the code of a row in front of its text: [DN].
// bmoMachine is Instabank, the bank's cash machines.
const bmoMachine = "[IB]"

var bmoCode = regexp.MustCompile(`^(\[[A-Z]{2}\])\s*(.*)$`)

func bmoDebitTransaction(r bmoDebitRow, rd *reading) (t parser.Transaction, err error) {
	t = parser.Transaction{Card: cardTail(r.Card)}
	if t.Time, t.DateOnly, err = timeOf("Date Posted", r.Date); err != nil {
		return t, err
	}
	if t.Direction, t.Amount.Value, err = sided("Transaction Amount", r.Amount, r.Kind); err != nil {
		return t, err
	}
	t.Amount.Currency = "CAD"
	text := value(r.Description)
	if m := bmoCode.FindStringSubmatch(text); m != nil {
		t.Type, text = m[1], m[2]
	}
	describeAbroad(&t, rd.Medium, t.Type, wideGap.ReplaceAllString(text, ""))
	if t.Type == bmoMachine {
		t.Class = parser.Own
	}
	return t, nil
}
