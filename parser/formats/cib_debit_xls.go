package formats

import (
	"cmp"
	"regexp"
	"strings"

	"github.com/unrenew/unrenew/parser"
)

// Debit card detail of 兴业银行, …的交易明细 <from>-<to>.xls. Account and period stand
// above the table as pairs of cells, notes below it.
var _ = add(layout[cibDebitRow]{
	Info: Info{
		ID:        "cib-debit-xls",
		Issuer:    "cib",
		Name:      parser.Text{ZH: "兴业银行借记卡交易明细", EN: "Industrial Bank debit card, detail"},
		Container: "XLS",
		Since:     "2026-05",
		HowToExport: parser.Text{
			ZH: "兴业银行网上银行：账户 → 交易明细查询 → 下载 Excel",
			EN: "CIB web bank: 账户 → 交易明细查询 → download as Excel",
		},
	},
	medium:    parser.DebitCard,
	signature: []string{"支出", "收入", "对方银行", "交易渠道"},
	text:      []string{"用途", "备注", "对方户名"},
	row:       cibDebitTransaction,
})

type cibDebitRow struct {
	Time    string `csv:"交易时间"`
	Booked  string `csv:"记账日,omitempty"`
	Out     string `csv:"支出"`
	In      string `csv:"收入"`
	Balance string `csv:"账户余额,omitempty"`
	Summary string `csv:"摘要,omitempty"`
	Name    string `csv:"对方户名,omitempty"`
	Bank    string `csv:"对方银行"`
	Account string `csv:"对方账号,omitempty"`
	Purpose string `csv:"用途,omitempty"`
	Way     string `csv:"交易渠道"`
	Remark  string `csv:"备注,omitempty"`
}

func cibDebitTransaction(r cibDebitRow, rd *reading) (t parser.Transaction, err error) {
	t = parser.Transaction{Type: value(r.Summary), Balance: balance(r.Balance), Card: rd.card()}
	if value(r.Booked) != "" {
		if t.Booked, _, err = timeOf("记账日", r.Booked); err != nil {
			return t, err
		}
	}
	if t.Time, t.DateOnly, err = timeOf("交易时间", cmp.Or(value(r.Time), r.Booked)); err != nil {
		return t, err
	}
	if out, ok := strings.CutPrefix(halfWidth(r.Out), "-"); ok && value(r.In) == "" { // a payment taken back
		r.In, r.Out = out, ""
	}
	if t.Direction, t.Amount.Value, err = outOrIn("支出", r.Out, "收入", r.In); err != nil {
		return t, err
	}
	t.Amount.Currency = "CNY"
	if m := cibCurrency.FindStringSubmatch(strings.Join(rd.above, " ")); m != nil {
		if t.Amount.Currency, err = currency("卡内账户", m[1]); err != nil {
			return t, err
		}
	}
	describe(&t, rd, r.Name, r.Purpose, r.Remark)
	return t, nil
}

// cibCurrency is in the line above the table that names the account on the card.
var cibCurrency = regexp.MustCompile(`卡内账户.*?(人民币|美元|港币)`)
