package formats

import (
	"regexp"
	"strconv"
	"strings"
	"time"

	"github.com/unrenew/unrenew/parser"
	"github.com/unrenew/unrenew/parser/internal/table"
)

// Credit card statement of 招商银行 as the PDF that its app sends, or as a CSV made
// of it. Rows have no year: it follows from the month in the title. Plus is a
// charge. Titles stand on the first page only; words like 还款 and 消费 stand above
// their rows.
var _ = add(layout[cmbCreditRow]{
	Info: Info{
		ID:        "cmb-credit",
		Issuer:    "cmb",
		Name:      parser.Text{ZH: "招商银行信用卡对账单", EN: "China Merchants Bank credit card statement"},
		Container: "PDF, CSV",
		Since:     "2024-01",
		HowToExport: parser.Text{
			ZH: "掌上生活 App：账单 → 账单补寄 → 填写邮箱；发来的 PDF 可直接读取，转换成的 CSV 请保留标题中的年月",
			EN: "掌上生活 app: 账单 → 账单补寄 → mail address; the PDF that comes is read as it is; a CSV made of it must keep the month of its title",
		},
	},
	medium:    parser.CreditCard,
	signature: []string{"人民币金额", "交易地金额"},
	text:      []string{"交易摘要"},
	plausible: func(r cmbCreditRow) bool { return len(r.Card) <= 4 && strings.Trim(r.Card, "0123456789") == "" },
	open:      openCMBCredit,
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
	Group       string `csv:"分组,omitempty"` // of the heading
	Under       string `csv:"所属卡,omitempty"`
	Account     string `csv:"账户币种,omitempty"` // of the heading
}

var (
	cmbCreditPDF = table.PDFLayout{
		Title: "招商银行信用卡对账单",
		Columns: []table.PDFColumn{
			{Title: "交易日"}, {Title: "记账日"}, {Title: "交易摘要"}, {Title: "人民币金额", Align: table.Right},
			{Title: "卡号末四位", Align: table.Right}, {Title: "交易地金额", Align: table.Right},
		},
		Anchor:  "记账日", // 交易日 is empty for repayments
		Head:    11,    // over the English titles
		End:     []string{"本期还款总额", "New Balance", "[END]"},
		Section: regexp.MustCompile(cmbAccount + `|^\p{Han}{2,4}$|` + cmbTitle),
	}
	cmbSections = sections{title: "人民币金额", account: regexp.MustCompile(cmbAccount), group: regexp.MustCompile(cmbGroup), noise: regexp.MustCompile(cmbTitle)}
)

const (
	cmbAccount = `^(人民币|美元|港币|欧元|日元|英镑)账户\s*[A-Z]{3}\s*A/C`
	cmbTitle   = `^(?:招商银行信用卡对账单|CMB Credit Card Statement)` // on every page
	cmbGroup   = `^(还款|退款|退货|消费|取现|费用|年费|利息|分期|调整|返现|其他)$`
)

func openCMBCredit(src parser.Source) (*table.Book, error) {
	if isPDF(src) {
		return cmbSections.spread(table.ReadPDF(src, cmbCreditPDF))
	}
	return cmbSections.spread(openTable(src))
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
	if t.Amount.Currency, err = currency("人民币金额", r.Account); err != nil {
		return t, err
	}
	if t.Direction == parser.In || !creditGroup[r.Group] {
		t.Type = r.Group
	}
	describeCharge(&t, rd, r.Description)
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
	return noMonth()
}

func noMonth() *parser.Problem {
	return parser.Problemf("日期没有年份，标题和文件名里也没有账单月份；请在文件名里写上，例如 信用卡2026年03月.csv",
		"the dates have no year, and neither title nor file name has the statement's month; put it into the file name, as in card-2026-03.csv")
}
