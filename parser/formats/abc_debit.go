package formats

import (
	"regexp"

	"github.com/unrenew/unrenew/parser"
	"github.com/unrenew/unrenew/parser/internal/table"
)

// Debit card statement of 农业银行 as the PDF that its app sends, or as the CSV
// that converters make of it. Wrapped cells are centred on their row; from page 2
// on the stream has the titles after the rows.
var _ = add(layout[abcDebitRow]{
	Info: Info{
		ID:        "abc-debit",
		Issuer:    "abc",
		Name:      parser.Text{ZH: "农业银行借记卡交易明细清单", EN: "Agricultural Bank of China debit card, list of transactions"},
		Container: "PDF, CSV",
		Since:     "2025-12",
		HowToExport: parser.Text{
			ZH: "农业银行 App：我的账户 → 明细查询 → 导出 → 填写邮箱；邮件里的 PDF 没有密码，可直接读取",
			EN: "ABC app: 我的账户 → 明细查询 → 导出 → mail address; the PDF in the mail has no password and is read as it is",
		},
	},
	medium:    parser.DebitCard,
	signature: []string{"日志号", "交易附言"},
	text:      []string{"交易附言", "对手信息"},
	lacks:     3, // converters leave away what is blank at the end, and 交易时间 where there is none
	open: pdfOrTable(table.PDFLayout{
		Title:   "中国农业银行账户活期交易明细清单",
		Columns: table.PDFColumns(table.Left, "交易日期", "交易时间", "交易摘要", "交易金额", "本次余额", "对手信息", "日志号", "交易渠道", "交易附言"),
		Anchor:  "交易日期",
	}),
	row: abcDebitTransaction,
})

type abcDebitRow struct {
	Date    string `csv:"交易日期"`
	Clock   string `csv:"交易时间,omitempty"` // none on rows of a batch: 结息
	Summary string `csv:"交易摘要"`
	Amount  string `csv:"交易金额"` // always with its sign
	Balance string `csv:"本次余额"`
	Party   string `csv:"对手信息"`
	Log     string `csv:"日志号"`
	Way     string `csv:"交易渠道,omitempty"`
	Memo    string `csv:"交易附言"`
}

var (
	abcClock = regexp.MustCompile(`^(\d{1,6}|\d{1,2}:\d{2}(:\d{2})?)?$`)
	// abcSerial stands in front of the merchant: UA and digits up to the name of
	// WeChat Pay, mostly 16, NA and 31 for others.
	abcSerial = regexp.MustCompile(`^(?:UA\d{16,34}(微信支付.*)|(?:UA\d{16}|NA\d{31}|[A-Z]{2}\d{14,34})\s*(\S.*))$`)
)

// abcTexts are 交易附言 and the other party, the likelier merchant first: behind
// a serial number stands what was paid for, elsewhere anything.
func abcTexts(memo, party string) (string, string) {
	if m := abcSerial.FindStringSubmatch(table.Clean(memo)); m != nil {
		return m[1] + m[2], party
	}
	return party, memo
}

func abcDebitTransaction(r abcDebitRow, rd *reading) (t parser.Transaction, err error) {
	if !abcClock.MatchString(value(r.Clock)) { // the converter dropped a blank 交易时间, and all behind it moved
		r.Clock, r.Summary, r.Amount, r.Balance, r.Party, r.Log, r.Way, r.Memo = "", r.Clock, r.Summary, r.Amount, r.Balance, r.Party, r.Log, r.Way
	}
	if _, err := parseAmount(r.Summary); err == nil {
		return t, at("交易摘要", parser.Problemf("这一格是数字，这一行可能错位", "the cell is a number, so that the row may have moved"))
	}
	t = parser.Transaction{Type: value(r.Summary), Balance: balance(r.Balance), Card: rd.card()}
	if t.Time, t.DateOnly, err = timeOf("交易日期", r.Date+" "+clockOf(r.Clock)); err != nil {
		return t, err
	}
	if t.Direction, t.Amount.Value, err = signed("交易金额", r.Amount); err != nil {
		return t, err
	}
	t.Amount.Currency = "CNY"
	memo := r.Memo
	if value(memo) == "" && !payCompany.MatchString(value(r.Way)) { // 交易渠道 was dropped in the same way
		memo = r.Way
	}
	name, rest := abcTexts(memo, r.Party)
	describe(&t, rd, name, rest)
	return t, nil
}
