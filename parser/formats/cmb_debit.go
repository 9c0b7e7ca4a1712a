package formats

import (
	"regexp"
	"strings"

	"github.com/unrenew/unrenew/parser"
)

// Debit card statement of 招商银行 as CSV. The bank sends a PDF; converters
// make this table of it, one line for each row. The user chooses the columns
// when asking for it, so most of them may be missing.
var _ = add(layout[cmbDebitRow]{
	Info: Info{
		ID:        "cmb-debit",
		Issuer:    "cmb",
		Name:      parser.Text{ZH: "招商银行借记卡交易流水（由 PDF 转换的表格）", EN: "China Merchants Bank debit card, table made from the PDF"},
		Container: "CSV",
		Since:     "2024-01",
		HowToExport: parser.Text{
			ZH: "招商银行 App：首页 → 流水打印 → 高级筛选 → 填写邮箱；银行发来的是 PDF，可直接读取（见 cmb-debit-pdf），转换成的 CSV 也能读",
			EN: "CMB app: 首页 → 流水打印 → 高级筛选 → mail address; the bank sends a PDF, which is read as it is (cmb-debit-pdf), and so is a CSV made from it",
		},
	},
	medium:    parser.DebitCard,
	signature: cmbDebitSignature,
	oneOf:     cmbDebitOneOf,
	without:   cmbDebitWithout,
	text:      []string{"客户摘要", "对手信息"},
	row:       cmbDebitTransaction,
})

var (
	cmbDebitSignature = []string{"记账日期", "交易金额"}
	cmbDebitOneOf     = []string{"联机余额", "对手信息", "客户摘要"}
	cmbDebitWithout   = []string{"账户余额", "交易流水号"} // a table of 中关村银行 is the same otherwise
)

type cmbDebitRow struct {
	Date     string `csv:"记账日期"`
	Currency string `csv:"货币,omitempty"`
	Amount   string `csv:"交易金额"` // minus is out
	Balance  string `csv:"联机余额,omitempty"`
	Summary  string `csv:"交易摘要,omitempty"`
	Party    string `csv:"对手信息,omitempty"` // the name and the account number behind it
	Memo     string `csv:"客户摘要,omitempty"`
}

// accountBehind is an account number behind a name, with a blank or nothing
// between them.
var accountBehind = regexp.MustCompile(`\s*[\d*]{8,}$`)

func cmbDebitTransaction(r cmbDebitRow, rd *reading) (t parser.Transaction, err error) {
	t = parser.Transaction{Type: value(r.Summary), Balance: balance(r.Balance), Card: rd.card()}
	if t.Time, t.DateOnly, err = timeOf("记账日期", r.Date); err != nil {
		return t, err
	}
	if t.Direction, t.Amount.Value, err = signed("交易金额", r.Amount); err != nil {
		return t, err
	}
	if t.Amount.Currency, err = currency("货币", r.Currency); err != nil {
		return t, err
	}
	party := accountBehind.ReplaceAllString(strings.TrimSpace(r.Party), "")
	describe(&t, rd, party, r.Memo)
	return t, nil
}
