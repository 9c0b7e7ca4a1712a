package formats

import (
	"regexp"

	"github.com/unrenew/unrenew/parser"
)

// Debit card statement of 中国银行 as CSV, made from the PDF. Empty cells are
// runs of dashes.
var _ = add(layout[bocDebitRow]{
	Info: Info{
		ID:        "boc-debit",
		Issuer:    "boc",
		Name:      parser.Text{ZH: "中国银行借记卡交易流水（由 PDF 转换的表格）", EN: "Bank of China debit card, table made from the PDF"},
		Container: "CSV",
		Since:     "2025-08",
		HowToExport: parser.Text{
			ZH: "中国银行 App：更多 → 助手 → 交易流水打印，勾选“展示交易对方信息”；银行发来的是加密 PDF，请转换成 CSV",
			EN: "BOC app: 更多 → 助手 → 交易流水打印, with 展示交易对方信息 ticked; the bank sends an encrypted PDF, make a CSV of it",
		},
	},
	medium:    parser.DebitCard,
	signature: []string{"记账时间", "网点名称", "对方开户行"},
	text:      []string{"附言", "对方账户名"},
	row:       bocDebitTransaction,
})

type bocDebitRow struct {
	Date     string `csv:"记账日期"`
	Clock    string `csv:"记账时间"`
	Currency string `csv:"币别"`
	Amount   string `csv:"金额"` // minus is out
	Balance  string `csv:"余额,omitempty"`
	Summary  string `csv:"交易名称"`
	Way      string `csv:"渠道,omitempty"`
	Branch   string `csv:"网点名称"`
	Memo     string `csv:"附言"`
	Name     string `csv:"对方账户名"`
	Account  string `csv:"对方卡号/账号,omitempty"`
	Bank     string `csv:"对方开户行,omitempty"`
	Card     string `csv:"借记卡号,omitempty"`
}

// memoInBranch is what the converter makes of a wide 附言: its first line stands
// behind the dashes of 网点名称, and only the rest in its own column.
var memoInBranch = regexp.MustCompile(`^-{10,}\s+(\S.*)$`)

func bocDebitTransaction(r bocDebitRow, rd *reading) (t parser.Transaction, err error) {
	t = parser.Transaction{Type: value(r.Summary), Balance: balance(r.Balance), Card: cardTail(r.Card)}
	if t.Card == "" {
		t.Card = rd.card()
	}
	if t.Time, t.DateOnly, err = timeOf("记账日期", r.Date+" "+r.Clock); err != nil {
		return t, err
	}
	if t.Direction, t.Amount.Value, err = signed("金额", r.Amount); err != nil {
		return t, err
	}
	if t.Amount.Currency, err = currency("币别", r.Currency); err != nil {
		return t, err
	}
	memo := value(r.Memo)
	if m := memoInBranch.FindStringSubmatch(r.Branch); m != nil {
		memo = m[1] + memo
	}
	describe(&t, rd, r.Name, memo)
	return t, nil
}
