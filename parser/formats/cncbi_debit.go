package formats

import (
	"regexp"

	"github.com/unrenew/unrenew/parser"
)

// Account rows of 中信银行（国际）, Hong Kong: titles in simplified or traditional
// Chinese or English, day before month. Balances carried forward are rows too.
var _ = add(layout[cncbiDebitRow]{
	Info: Info{
		ID:        "cncbi-debit",
		Issuer:    "cncbi",
		Name:      parser.Text{ZH: "中信银行（国际）账户交易记录", EN: "China CITIC Bank International account, transactions"},
		Container: "CSV",
		Group:     World,
		Since:     "2026-05",
		HowToExport: parser.Text{
			ZH: "信银国际网上银行：账户 → 交易记录 → 下载 CSV",
			EN: "CNCBI internet banking: account → transactions → download CSV",
		},
	},
	medium:    parser.DebitCard,
	signature: []string{"过账日", "账项资料", "支出", "结余"},
	text:      []string{"账项资料"},
	row:       cncbiDebitTransaction,
})

type cncbiDebitRow struct {
	Posted      string `csv:"过账日,過賬日,过帐日,過帳日,Post Date"`
	Date        string `csv:"交易日,Trans.Date,Trans. Date,omitempty"`
	Description string `csv:"账项资料,賬項資料,帐项资料,帳項資料,Description"`
	Out         string `csv:"支出,Debit"`
	In          string `csv:"收入,存入,Credit"`
	Balance     string `csv:"结余,結餘,Balance"`
}

var (
	cncbiForward = regexp.MustCompile(`[承转轉][上下]?[结結][余餘]`)
	// cncbiFPS is the number of a payment by FPS, with the other party behind it.
	cncbiFPS = regexp.MustCompile(`^.*?\bF[IO]CT[A-Z]*\d{16}\s*(\S.*)$`)
)

func cncbiDebitTransaction(r cncbiDebitRow, rd *reading) (t parser.Transaction, err error) {
	t = parser.Transaction{DateOnly: true, Card: rd.card(), Balance: balance(r.Balance)}
	if cncbiForward.MatchString(r.Description) && value(r.Out) == "" && value(r.In) == "" {
		return t, errNoTransaction
	}
	if t.Booked, err = dateIn("过账日", "2/1/2006", r.Posted); err != nil {
		return t, err
	}
	t.Time = t.Booked
	if value(r.Date) != "" {
		if t.Time, err = dateIn("交易日", "2/1/2006", r.Date); err != nil {
			return t, err
		}
	}
	if t.Direction, t.Amount.Value, err = outOrIn("支出", r.Out, "收入", r.In); err != nil {
		return t, err
	}
	t.Amount.Currency = "HKD"
	text := value(r.Description)
	if m := cncbiFPS.FindStringSubmatch(text); m != nil {
		t.Type, text = "FPS", m[1]
	}
	describeAbroad(&t, rd.Medium, t.Type, text)
	return t, nil
}
