package formats

import (
	"regexp"

	"github.com/unrenew/unrenew/parser"
)

// Account rows of HSBC Hong Kong, TransactionHistory.csv, with the same TABs behind
// amounts as those of the card.
var _ = add(layout[hsbcHKDebitRow]{
	Info: Info{
		ID:        "hsbchk-debit",
		Issuer:    "hsbchk",
		Name:      parser.Text{ZH: "汇丰银行（香港）账户交易记录", EN: "HSBC Hong Kong account, transaction history"},
		Container: "CSV",
		Group:     World,
		Since:     "2025-01",
		HowToExport: parser.Text{
			ZH: "HSBC HK 网上银行：选择账户 → 交易记录 → 下载 CSV",
			EN: "HSBC HK internet banking: choose the account → transaction history → download CSV",
		},
	},
	medium:    parser.DebitCard,
	signature: []string{"Billing amount", "Billing currency", "Balance currency"},
	text:      []string{"Description"},
	row:       hsbcHKDebitTransaction,
})

type hsbcHKDebitRow struct {
	Date        string `csv:"Date"`
	Description string `csv:"Description"`
	Amount      string `csv:"Billing amount"` // minus is out
	Currency    string `csv:"Billing currency"`
	Balance     string `csv:"Balance,omitempty"`
	BalanceCur  string `csv:"Balance currency"`
}

// hsbcHKKind is the bank's word for a row, where it stands before the payee. A
// transfer has the number of an account there, which names nobody.
var hsbcHKKind = regexp.MustCompile(`^((?:POS|CARD|DEBIT CARD) PURCHASE|(?:BILL|SALARY) PAYMENT|AUTOPAY(?: IN| OUT)?|DIRECT DEBIT|STANDING ORDER)\s{2,}(\S.*)$`)

func hsbcHKDebitTransaction(r hsbcHKDebitRow, rd *reading) (t parser.Transaction, err error) {
	t = parser.Transaction{DateOnly: true, Card: rd.card(), Balance: balance(r.Balance)}
	if t.Time, err = dateIn("Date", "2/1/2006", r.Date); err != nil {
		return t, err
	}
	if t.Direction, t.Amount.Value, err = signed("Billing amount", r.Amount); err != nil {
		return t, err
	}
	if t.Amount.Currency, err = currency("Billing currency", r.Currency); err != nil {
		return t, err
	}
	text := value(r.Description)
	if m := hsbcHKKind.FindStringSubmatch(text); m != nil {
		t.Type, text = m[1], m[2]
	}
	describeAbroad(&t, rd.Medium, t.Type, wideGap.ReplaceAllString(text, ""))
	return t, nil
}
