package formats

import (
	"regexp"
	"strings"

	"github.com/unrenew/unrenew/parser"
	"github.com/unrenew/unrenew/parser/internal/table"
)

// Debit card statement of 交通银行 as the PDF that its app sends, or as a CSV made
// of it. Titles have English above them; any cell wraps, and its lines are centred
// on the row. Amounts have no sign, 借贷 tells the direction.
var _ = add(layout[bocomDebitRow]{
	Info: Info{
		ID:        "bocom-debit",
		Issuer:    "bocom",
		Name:      parser.Text{ZH: "交通银行借记卡交易清单", EN: "Bank of Communications debit card, list of transactions"},
		Container: "PDF, CSV",
		Since:     "2025-12",
		HowToExport: parser.Text{
			ZH: "交通银行 App：账户 → 导出交易明细 → 电子版，勾选“展示对方账户信息”；PDF 可直接读取",
			EN: "BOCOM app: 账户 → 导出交易明细 → 电子版, with 展示对方账户信息 ticked; the PDF is read as it is",
		},
	},
	medium:    parser.DebitCard,
	signature: []string{"交易日期", "借贷", "交易金额", "交易地点"},
	text:      []string{"摘要", "交易地点", "对方户名"},
	open: pdfOrTable(table.PDFLayout{
		Title:   "交通银行个人客户交易清单",
		Columns: table.PDFColumns(table.Left, "序号", "交易日期", "交易时间", "交易类型", "借贷", "交易金额", "余额", "对方账号", "对方户名", "交易地点", "摘要"),
		Anchor:  "交易日期",
		End:     []string{"打印完毕", "借方发生额汇总", "贷方发生额汇总", "****"},
	}),
	end: bocomTotals,
	row: bocomDebitTransaction,
})

type bocomDebitRow struct {
	Number  string `csv:"序号,omitempty"`
	Date    string `csv:"交易日期"`
	Clock   string `csv:"交易时间,omitempty"`
	Kind    string `csv:"交易类型,omitempty"`
	Side    string `csv:"借贷"` // 借 Dr is out, 贷 Cr is in
	Amount  string `csv:"交易金额"`
	Balance string `csv:"余额,omitempty"`
	Account string `csv:"对方账号,omitempty"`
	Name    string `csv:"对方户名,omitempty"`
	Place   string `csv:"交易地点"` // the payment company or the merchant
	Summary string `csv:"摘要,omitempty"`
}

func bocomDebitTransaction(r bocomDebitRow, rd *reading) (t parser.Transaction, err error) {
	t = parser.Transaction{Type: value(r.Kind), Balance: balance(r.Balance), Card: rd.card()}
	if t.Time, t.DateOnly, err = timeOf("交易日期", r.Date+" "+value(r.Clock)); err != nil {
		return t, err
	}
	if t.Direction, err = debitOrCredit("借贷", r.Side); err != nil {
		return t, err
	}
	if t.Amount.Value, err = unsigned("交易金额", r.Amount); err != nil {
		return t, err
	}
	t.Amount.Currency = "CNY"
	if m := bocomCurrency.FindStringSubmatch(strings.Join(rd.above, " ")); m != nil {
		if t.Amount.Currency, err = currency("币种", m[1]); err != nil {
			return t, err
		}
	}
	item, numbers := value(r.Summary), ""
	if i := orderNumber.FindStringIndex(item); i != nil {
		item, numbers = item[:i[0]], item[i[0]:]
	}
	describe(&t, rd, r.Name, r.Place, item, numbers)
	return t, nil
}

var (
	bocomCurrency = regexp.MustCompile(`币种\s*(?:Currency)?\s*[:：]\s*\S*\s*([A-Z]{3})\b`)
	orderNumber   = regexp.MustCompile(`\d{10}`)
	bocomSum      = regexp.MustCompile(`([借贷])方发生额汇总\s*[:：]\s*([\d,]+(?:\.\d+)?)`)
)

// bocomTotals reads the sums below the last row.
func bocomTotals(rd *reading) {
	for _, m := range bocomSum.FindAllStringSubmatch(strings.Join(rd.below, " "), -1) {
		if d, err := parseAmount(m[2]); err == nil {
			rd.declare(map[string]string{"借": "支出", "贷": "收入"}[m[1]], d)
		}
	}
}
