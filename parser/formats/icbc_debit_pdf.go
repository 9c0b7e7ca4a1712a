package formats

import (
	"github.com/unrenew/unrenew/parser"
	"github.com/unrenew/unrenew/parser/internal/table"
)

// Debit card statement of 工商银行 as the PDF that its app makes: a ruled table with
// a watermark in larger type. The time stands below the date, the amount has its
// sign, and 帐号 is written so.
var _ = add(layout[icbcDebitPDFRow]{
	Info: Info{
		ID:        "icbc-debit-pdf",
		Issuer:    "icbc",
		Name:      parser.Text{ZH: "工商银行借记账户历史明细（电子版）", EN: "ICBC debit card, history of the account"},
		Container: "PDF",
		Since:     "2024-09",
		HowToExport: parser.Text{
			ZH: "工商银行 App：账户 → 历史明细打印 → 选择时间 → 发送到邮箱；打开密码由自己选择，可以不设",
			EN: "ICBC app: 账户 → 历史明细打印 → period → send by mail; a password is optional and of your own choice",
		},
	},
	medium:    parser.DebitCard,
	signature: []string{"储种", "收入/支出金额", "渠道"},
	open: pdfOrTable(table.PDFLayout{
		Title:   "借记账户历史明细",
		Columns: table.PDFColumns(table.Under, "交易日期", "帐号", "储种", "序号", "币种", "钞汇", "摘要", "地区", "收入/支出金额", "余额", "对方户名", "对方帐号", "渠道"),
		Anchor:  "交易日期",
		End:     []string{"本页支出", "本页收入"},
	}),
	row: icbcDebitPDFTransaction,
})

type icbcDebitPDFRow struct {
	Date         string `csv:"交易日期"` // and the time below it
	Account      string `csv:"帐号,账号,omitempty"`
	Kind         string `csv:"储种"`
	Number       string `csv:"序号,omitempty"`
	Currency     string `csv:"币种,omitempty"`
	Cash         string `csv:"钞汇,omitempty"`
	Summary      string `csv:"摘要"`
	Place        string `csv:"地区,omitempty"`
	Amount       string `csv:"收入/支出金额"` // minus is out
	Balance      string `csv:"余额,omitempty"`
	Name         string `csv:"对方户名,omitempty"`
	PartyAccount string `csv:"对方帐号,对方账号,omitempty"`
	Way          string `csv:"渠道"`
}

func icbcDebitPDFTransaction(r icbcDebitPDFRow, rd *reading) (t parser.Transaction, err error) {
	t = parser.Transaction{Type: value(r.Summary), Balance: balance(r.Balance), Card: rd.card()}
	if t.Time, t.DateOnly, err = timeOf("交易日期", r.Date); err != nil {
		return t, err
	}
	if t.Direction, t.Amount.Value, err = signed("收入/支出金额", r.Amount); err != nil {
		return t, err
	}
	if t.Amount.Currency, err = currency("币种", r.Currency); err != nil {
		return t, err
	}
	describe(&t, rd, r.Name)
	return t, nil
}
