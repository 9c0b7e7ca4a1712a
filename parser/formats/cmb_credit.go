package formats

import (
	"regexp"
	"strconv"
	"strings"
	"time"

	"github.com/unrenew/unrenew/parser"
)

// Credit card statement of 招商银行 as CSV, made from the PDF. Rows have no
// year: it follows from the month in the title. Plus is a charge.
var _ = add(layout[cmbCreditRow]{
	Info: Info{
		ID:        "cmb-credit",
		Issuer:    "cmb",
		Name:      parser.Text{ZH: "招商银行信用卡对账单（由 PDF 转换的表格）", EN: "China Merchants Bank credit card, table made from the PDF"},
		Container: "CSV",
		Since:     "2024-01",
		HowToExport: parser.Text{
			ZH: "掌上生活 App：账单 → 账单补寄 → 填写邮箱；银行发来的是 PDF，请转换成 CSV 并保留标题中的年月",
			EN: "掌上生活 app: 账单 → 账单补寄 → mail address; the bank sends a PDF, make a CSV of it and keep the month in its title",
		},
	},
	medium:    parser.CreditCard,
	signature: []string{"人民币金额", "交易地金额"},
	text:      []string{"交易摘要"},
	plausible: func(r cmbCreditRow) bool { return len(r.Card) <= 4 && strings.Trim(r.Card, "0123456789") == "" },
	begin:     (*reading).findMonth,
	row:       cmbCreditTransaction,
})

type cmbCreditRow struct {
	Sold        string `csv:"交易日"` // empty for repayments
	Posted      string `csv:"记账日"`
	Description string `csv:"交易摘要"`
	Amount      string `csv:"人民币金额"`
	Card        string `csv:"卡号末四位"`
	Original    string `csv:"交易地金额"`
}

func cmbCreditTransaction(r cmbCreditRow, rd *reading) (t parser.Transaction, err error) {
	t = parser.Transaction{DateOnly: true, Original: value(r.Original), Card: shortCard(r.Card)}
	if t.Booked, err = parseMonthDay(r.Posted, rd.month.year, rd.month.month); err != nil {
		return t, at("记账日", err)
	}
	t.Time = t.Booked
	if value(r.Sold) != "" {
		if t.Time, err = parseMonthDay(r.Sold, rd.month.year, rd.month.month); err != nil {
			return t, at("交易日", err)
		}
	}
	if t.Direction, t.Amount.Value, err = charged("人民币金额", r.Amount); err != nil {
		return t, err
	}
	t.Amount.Currency = "CNY"
	describe(&t, rd, r.Description)
	return t, nil
}

// A month is the one that a statement is named after.
type month struct {
	year  int
	month time.Month
}

var statementMonth = regexp.MustCompile(`(20\d\d)\s*[年._-]?\s*(0[1-9]|1[0-2]|[1-9])\s*(?:月|[^\d]|$)`)

// findMonth takes the month from a line above the table, else from the file's
// name. Without it no row has a year, and today's would be a guess.
func (rd *reading) findMonth() error {
	for _, s := range append(rd.above[:len(rd.above):len(rd.above)], rd.source.Name) {
		if m := statementMonth.FindStringSubmatch(s); m != nil {
			y, _ := strconv.Atoi(m[1])
			mm, _ := strconv.Atoi(m[2])
			rd.month = month{y, time.Month(mm)}
			return nil
		}
	}
	return parser.Problemf("日期没有年份，标题和文件名里也没有账单月份；请在文件名里写上，例如 招商信用卡2026年03月.csv",
		"the dates have no year, and neither title nor file name has the statement's month; put it into the file name, as in cmb-2026-03.csv")
}
