package formats

import (
	"regexp"
	"slices"
	"strconv"
	"strings"

	"github.com/shopspring/decimal"

	"github.com/unrenew/unrenew/parser"
	"github.com/unrenew/unrenew/parser/internal/table"
)

// Debit card statement of 中国银行 as the PDF that its app sends, locked by a
// password, or as a CSV made of it. Empty cells are runs of dashes. In the PDF
// all cells stand in the middle of their column, a wrapped one goes down from
// its row, and each page has its own sums.
var _ = add(layout[bocDebitRow]{
	Info: Info{
		ID:        "boc-debit",
		Issuer:    "boc",
		Name:      parser.Text{ZH: "中国银行借记卡交易流水", EN: "Bank of China debit card, list of transactions"},
		Container: "PDF, CSV",
		Since:     "2025-08",
		HowToExport: parser.Text{
			ZH: "中国银行 App：更多 → 助手 → 交易流水打印，勾选“展示交易对方信息”；发来的是加密 PDF，密码在 App 里",
			EN: "BOC app: 更多 → 助手 → 交易流水打印, with 展示交易对方信息 ticked; the PDF is encrypted, its password is in the app",
		},
	},
	medium:    parser.DebitCard,
	signature: []string{"记账日期", "记账时间", "交易名称", "网点名称"},
	text:      []string{"附言", "对方账户名"},
	row:       bocDebitTransaction,
	end:       bocTotals,
	open: pdfOrTable(table.PDFLayout{
		Title:   "中国银行交易流水明细清单",
		Columns: table.PDFColumns(table.Centre, "记账日期", "记账时间", "币别", "金额", "余额", "交易名称", "渠道", "网点名称", "附言", "对方账户名", "对方卡号/账号", "对方开户行"),
		Anchor:  "记账日期",
		End:     []string{"----------", "温馨提示"},
	}),
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
	Name     string `csv:"对方账户名,omitempty"`
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

// bocSum is a figure in the head of a page: the rows of the page, or what they
// sum up to.
var bocSum = regexp.MustCompile(`(借方发生数|贷方发生数|行数)\s*[:：]\s*([\d,]+(?:\.\d+)?)`)

// bocTotals adds the figures of all pages up. With two currencies the sums mean
// nothing.
func bocTotals(rd *reading) {
	sums := map[string]decimal.Decimal{}
	for _, m := range bocSum.FindAllStringSubmatch(strings.Join(slices.Concat(rd.above, rd.below), " "), -1) {
		if d, err := parseAmount(m[2]); err == nil {
			sums[m[1]] = sums[m[1]].Add(d)
		}
	}
	if n, ok := sums["行数"]; ok {
		if count, err := strconv.Atoi(n.String()); err == nil {
			rd.totals().Count = &count
		}
	}
	for _, t := range rd.Transactions {
		if t.Amount.Currency != rd.Transactions[0].Amount.Currency {
			return
		}
	}
	for word, side := range map[string]string{"借方发生数": "支出", "贷方发生数": "收入"} {
		if d, ok := sums[word]; ok {
			rd.declare(side, d)
		}
	}
}
