package formats

import (
	"strings"

	"github.com/unrenew/unrenew/parser"
	"github.com/unrenew/unrenew/parser/internal/table"
)

// Debit card statement of 民生银行 as the PDF that its app sends, in landscape. The
// first two columns are mostly empty; the amount has its sign.
var _ = add(layout[cmbcDebitRow]{
	Info: Info{
		ID:        "cmbc-debit-pdf",
		Issuer:    "cmbc",
		Name:      parser.Text{ZH: "民生银行个人账户对账单", EN: "China Minsheng Bank debit card, account statement"},
		Container: "PDF",
		Since:     "2026-05",
		HowToExport: parser.Text{
			ZH: "民生银行 App：账户 → 明细 → 打印（横版）→ 填写邮箱；邮件里是 ZIP，密码在 App 里",
			EN: "CMBC app: 账户 → 明细 → 打印 (landscape) → mail address; the mail has a ZIP, its password is in the app",
		},
	},
	medium:    parser.DebitCard,
	signature: []string{"现转标志", "交易金额", "对方户名/账号"},
	open: pdfOrTable(table.PDFLayout{
		Title:   "个人账户对账单",
		Columns: table.PDFColumns(table.Left, "凭证类型", "凭证号码", "交易时间", "摘要", "交易金额", "账户余额", "现转标志", "交易渠道", "交易机构", "对方户名/账号", "对方行名"),
		Anchor:  "交易时间",
		End:     []string{"____"},
	}),
	row: cmbcDebitTransaction,
})

type cmbcDebitRow struct {
	VoucherKind string `csv:"凭证类型,omitempty"`
	Voucher     string `csv:"凭证号码,omitempty"`
	Time        string `csv:"交易时间"`
	Summary     string `csv:"摘要,omitempty"`
	Amount      string `csv:"交易金额"` // minus is out
	Balance     string `csv:"账户余额,omitempty"`
	Cash        string `csv:"现转标志"`
	Way         string `csv:"交易渠道,omitempty"`
	Branch      string `csv:"交易机构,omitempty"`
	Party       string `csv:"对方户名/账号"`
	Bank        string `csv:"对方行名,omitempty"`
}

func cmbcDebitTransaction(r cmbcDebitRow, rd *reading) (t parser.Transaction, err error) {
	t = parser.Transaction{Balance: balance(r.Balance), Card: rd.card()}
	if t.Time, t.DateOnly, err = timeOf("交易时间", r.Time); err != nil {
		return t, err
	}
	if t.Direction, t.Amount.Value, err = signed("交易金额", r.Amount); err != nil {
		return t, err
	}
	t.Amount.Currency = "CNY"
	party, _, _ := strings.Cut(value(r.Party), "/")
	describe(&t, rd, r.Summary, accountBehind.ReplaceAllString(party, ""))
	return t, nil
}
