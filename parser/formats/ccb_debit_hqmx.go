package formats

import (
	"regexp"

	"github.com/unrenew/unrenew/parser"
	"github.com/unrenew/unrenew/parser/internal/table"
)

// Debit card detail of 建设银行 that its app sends as hqmx_<time>.xls in a ZIP with
// a password: another table than that of ccb-debit-xls, with one signed amount
// and no time of day. The bank gives the same table as a PDF too.
var _ = add(layout[ccbDebitHQMXRow]{
	Info: Info{
		ID:        "ccb-debit-hqmx",
		Issuer:    "ccb",
		Name:      parser.Text{ZH: "建设银行个人活期账户全部交易明细", EN: "China Construction Bank debit card, all transactions"},
		Container: "XLS, PDF",
		Since:     "2025-07",
		HowToExport: parser.Text{
			ZH: "建设银行 App：我的 → 银行卡 → 管理 → 明细导出 → 填写邮箱；邮件里是 ZIP，密码在 App 里",
			EN: "CCB app: 我的 → 银行卡 → 管理 → 明细导出 → mail address; the mail has a ZIP, its password is in the app",
		},
	},
	medium:    parser.DebitCard,
	signature: []string{"钞汇", "交易金额", "对方账号与户名"},
	text:      []string{"交易地点/附言", "对方账号与户名"},
	row:       ccbDebitHQMXTransaction,
	open: pdfOrTable(table.PDFLayout{
		Title:   "个人活期账户全部交易明细",
		Columns: table.PDFColumns(table.Under, "序号", "摘要", "币别", "钞汇", "交易日期", "交易金额", "账户余额", "交易地点/附言", "对方账号与户名"),
		Anchor:  "交易日期",
		End:     []string{"以上数据仅供参考", "温馨提示"},
	}),
})

type ccbDebitHQMXRow struct {
	Number   string `csv:"序号,omitempty"`
	Summary  string `csv:"摘要"`
	Currency string `csv:"币别,币种,omitempty"`
	Cash     string `csv:"钞汇"`
	Date     string `csv:"交易日期"`
	Amount   string `csv:"交易金额"` // minus is out, the plus may be missing
	Balance  string `csv:"账户余额,omitempty"`
	Place    string `csv:"交易地点/附言,omitempty"`
	Party    string `csv:"对方账号与户名"` // account/name
}

func ccbDebitHQMXTransaction(r ccbDebitHQMXRow, rd *reading) (t parser.Transaction, err error) {
	t = parser.Transaction{Type: value(r.Summary), Balance: balance(r.Balance), Card: rd.card()}
	if t.Time, t.DateOnly, err = timeOf("交易日期", r.Date); err != nil {
		return t, err
	}
	if t.Direction, t.Amount.Value, err = signed("交易金额", r.Amount); err != nil {
		return t, err
	}
	if t.Amount.Currency, err = currency("币别", r.Currency); err != nil {
		return t, err
	}
	describe(&t, rd, accountBefore.ReplaceAllString(value(r.Party), ""), r.Place)
	return t, nil
}

// accountBefore is an account number in front of a name.
var accountBefore = regexp.MustCompile(`^[\dA-Za-z*]*\s*/\s*`)
