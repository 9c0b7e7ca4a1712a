package formats

import (
	"regexp"

	"github.com/unrenew/unrenew/parser"
)

// Debit card detail of 工商银行 from its web bank, hisdetail….csv in UTF-8 with
// BOM. Cells are padded and end with a TAB inside their quotes; rows have one
// field more than the header. Since about September 2024 there are 交易详情 and
// 对方账户 as well. 交易金额 is "-" for purchases at home, 记账金额 always holds.
var _ = add(layout[icbcDebitRow]{
	Info: Info{
		ID:        "icbc-debit",
		Issuer:    "icbc",
		Name:      parser.Text{ZH: "工商银行借记卡明细（网上银行）", EN: "ICBC debit card, detail of the web bank"},
		Container: "CSV",
		Since:     "2023-02",
		HowToExport: parser.Text{
			ZH: "工商银行网上银行：我的账户 → 明细查询 → 下载",
			EN: "ICBC web bank: 我的账户 → 明细查询 → 下载",
		},
	},
	medium:    parser.DebitCard,
	signature: []string{"记账金额(收入)", "记账金额(支出)"},
	without:   []string{"记账日期"}, // of credit cards
	text:      []string{"交易场所", "对方户名"},
	row:       icbcDebitTransaction,
	end:       icbcTotals,
})

type icbcDebitRow struct {
	Date     string `csv:"交易日期"`
	Summary  string `csv:"摘要"`
	Detail   string `csv:"交易详情,omitempty"`
	Place    string `csv:"交易场所"` // the merchant's text: 财付通-某视频
	Country  string `csv:"交易国家或地区简称,omitempty"`
	Cash     string `csv:"钞/汇"`
	TradeIn  string `csv:"交易金额(收入),omitempty"`
	TradeOut string `csv:"交易金额(支出),omitempty"`
	TradeCur string `csv:"交易币种,omitempty"`
	In       string `csv:"记账金额(收入)"`
	Out      string `csv:"记账金额(支出)"`
	Currency string `csv:"记账币种"`
	Balance  string `csv:"余额,omitempty"`
	Name     string `csv:"对方户名"` // the legal name, mostly the payment company's
	Account  string `csv:"对方账户,omitempty"`
}

func icbcDebitTransaction(r icbcDebitRow, rd *reading) (t parser.Transaction, err error) {
	t = parser.Transaction{Type: value(r.Summary), Balance: balance(r.Balance), Card: rd.card()}
	if t.Time, t.DateOnly, err = timeOf("交易日期", r.Date); err != nil {
		return t, err
	}
	if t.Direction, t.Amount, err = icbcAmount(r.Out, r.In, r.Currency); err != nil {
		return t, err
	}
	for _, s := range []string{r.TradeOut, r.TradeIn} {
		if s = value(s); s != "" && value(r.TradeCur) != "" {
			t.Original = s + "(" + value(r.TradeCur) + ")"
		}
	}
	describe(&t, rd, r.Place, r.Name, r.Detail)
	return t, nil
}

// icbcAmount reads what the bank booked, of which one side is blank.
func icbcAmount(out, in, name string) (dir parser.Direction, a parser.Amount, err error) {
	if dir, a.Value, err = outOrIn("记账金额(支出)", out, "记账金额(收入)", in); err != nil {
		return dir, a, err
	}
	a.Currency, err = currency("记账币种", name)
	return dir, a, err
}

var icbcTotal = regexp.MustCompile(`^人民币合计 ([\d,.]+) ([\d,.]+)$`)

// icbcTotals reads the line below the table: sum in, sum out.
func icbcTotals(rd *reading) {
	for _, line := range rd.below {
		if m := icbcTotal.FindStringSubmatch(line); m != nil {
			in, err1 := parseAmount(m[1])
			out, err2 := parseAmount(m[2])
			if err1 == nil && err2 == nil {
				rd.Declared = &parser.Totals{Income: &in, Expense: &out}
			}
		}
	}
}
