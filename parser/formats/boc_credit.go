package formats

import (
	"cmp"
	"regexp"

	"github.com/unrenew/unrenew/parser"
	"github.com/unrenew/unrenew/parser/internal/table"
)

// Credit card statement of 中国银行 as the PDF that the bank mails, or as a CSV
// made of it. Dates have a year in the combined statement, and none in the copy
// for one card. The currency stands in a heading above the rows. All cells of the
// PDF stand in the middle of their column, and later pages have no titles.
var _ = add(layout[bocCreditRow]{
	Info: Info{
		ID:        "boc-credit",
		Issuer:    "boc",
		Name:      parser.Text{ZH: "中国银行信用卡账单", EN: "Bank of China credit card statement"},
		Container: "PDF, CSV",
		Since:     "2025-01",
		HowToExport: parser.Text{
			ZH: "账单邮件（发件人 boczhangdan@bankofchina.com）的附件，或在缤纷生活 App 里补制账单；邮件另存为 .eml 也可以直接读取",
			EN: "the attachment of the statement's mail (from boczhangdan@bankofchina.com), or a copy made in the app 缤纷生活; the mail itself, saved as .eml, is read as well",
		},
	},
	medium:    parser.CreditCard,
	signature: bocCreditSignature,
	text:      []string{"交易描述"},
	open:      openBOCCredit,
	begin:     (*reading).monthIfTold,
	row:       bocCreditTransaction,
})

var bocCreditSignature = []string{"银行记账日", "卡号后四位", "存入", "支出"}

type bocCreditRow struct {
	Date    string `csv:"交易日"`
	Booked  string `csv:"银行记账日"`
	Card    string `csv:"卡号后四位"` // blank for interest
	Text    string `csv:"交易描述"`
	In      string `csv:"存入"`
	Out     string `csv:"支出"`
	Money   string `csv:"币种,omitempty"` // of tables that a converter made
	Group   string `csv:"分组,omitempty"`
	Under   string `csv:"所属卡,omitempty"`  // of the heading
	Account string `csv:"账户币种,omitempty"` // of the heading
}

var (
	bocCreditPDF = table.PDFLayout{
		Title: "BOC Credit",
		Columns: []table.PDFColumn{
			{Title: "交易日", Align: table.Centre}, {Title: "银行记账日", Align: table.Centre}, {Title: "卡号后四位", Align: table.Centre},
			{Title: "交易描述", Align: table.Centre}, {Title: "存入", Align: table.Centre}, {Title: "支出", Align: table.Centre},
		},
		Anchor:  "银行记账日",
		Head:    24, // over the English titles, up to four lines of them
		Section: regexp.MustCompile(bocAccount + `|` + bocCard + `|` + bocTitles + `|` + bocEnd),
	}
	bocSections = sections{
		title:   "银行记账日",
		account: regexp.MustCompile(bocAccount),
		card:    regexp.MustCompile(bocCard),
		noise:   regexp.MustCompile(bocTitles),
		end:     regexp.MustCompile(bocEnd),
		amount:  true,
	}
)

const (
	bocAccount = `^外币(?:账户)?交易明细.*?(美元|港币|欧元|日元|英镑|USD|HKD|EUR|JPY|GBP)|^(人民币|外币|美元|港币|欧元|日元|英镑|澳大利亚元|加拿大元|新加坡元|瑞士法郎)(?:账户)?交易明细`
	bocCard    = `[(（]卡号\s*[:：]\s*(?:[\d*]+\s*)?(\d{4})[)）]$`
	bocEnd     = `^(?:积分奖励计划|Loyalty Plan)`
	bocTitles  = `^(?:(?:交易日|银行记账日|卡号后四位|交易描述|存入|支出|Trans(?:ac|ca)tion|Date|Bank|Post(?:ing|ed)?|Card|Number|No\.?|Last|Four|4|Digits?|of|Description|Deposit|Expenditure|Withdrawal|Amount|Income|Payment|Spending|Credit|Debit)\s*)+$`
)

func openBOCCredit(src parser.Source) (*table.Book, error) {
	if isPDF(src) {
		return bocSections.spread(table.ReadPDF(src, bocCreditPDF))
	}
	return bocSections.spread(openTable(src))
}

func bocCreditTransaction(r bocCreditRow, rd *reading) (t parser.Transaction, err error) {
	if t.Card = shortCard(r.Card); t.Card == "" {
		t.Card = r.Under
	}
	if t.Time, t.DateOnly, t.Booked, err = rd.cardDays("交易日", r.Date, "银行记账日", r.Booked); err != nil {
		return t, err
	}
	if t.Direction, t.Amount.Value, err = outOrIn("支出", r.Out, "存入", r.In); err != nil {
		return t, err
	}
	if t.Amount.Currency, err = currency("币种", cmp.Or(value(r.Money), r.Account)); err != nil {
		return t, err
	}
	text := bocCountry.ReplaceAllString(value(r.Text), "$1")
	describeCharge(&t, rd, text)
	if t.Class == parser.Refund && text == value(r.Text) && !payChannel.MatchString(text) && !refundWords.MatchString(text) {
		t.Class = parser.Own // paid in by whom the text names: shops have their country behind them
	}
	return t, nil
}

// bocCountry is the country that stands behind a text without a blank, and may
// break off over the end of a line.
var bocCountry = regexp.MustCompile(`^(.+?)\s*(?:C ?H ?N|U ?S ?A|J ?P ?N|H ?K ?G|M ?A ?C|T ?W ?N|S ?G ?P|K ?O ?R|T ?H ?A|M ?Y ?S|G ?B ?R|I ?R ?L|D ?E ?U|F ?R ?A|N ?L ?D|L ?U ?X|C ?H ?E|A ?U ?S|C ?A ?N|I ?T ?A|E ?S ?P)$`)
