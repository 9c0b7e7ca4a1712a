package formats

import (
	"regexp"
	"strings"

	"github.com/unrenew/unrenew/parser"
)

// Fund records (账务明细, 资金流水) of b.alipay.com, where shops and everybody whose
// account is one of a business export them. They tell what moved the balance, so
// that what a card or 花呗 paid is not among them. The titles were changed once;
// values end with a TAB, and what goes out may have a minus.
var _ = add(layout[alipayFundsRow]{
	Info: Info{
		ID:        "alipay-funds",
		Issuer:    "alipay",
		Name:      parser.Text{ZH: "支付宝账务明细（商家平台）", EN: "Alipay, fund records of b.alipay.com"},
		Container: "CSV, XLSX",
		Since:     "2012",
		HowToExport: parser.Text{
			ZH: "支付宝商家平台 b.alipay.com：对账中心 → 账务明细 → 导出；只含余额的变动，会员多半由银行卡付款，请再导出 App 账单",
			EN: "b.alipay.com: 对账中心 → 账务明细 → export; it has only what moved the balance, and most memberships are paid by card, so export the app's bills as well",
		},
	},
	medium:    parser.Wallet,
	signature: []string{"支付宝流水号", "收入（+元）", "支出（-元）"},
	text:      []string{"商品名称", "备注", "对方名称"},
	plausible: func(r alipayFundsRow) bool { return balance(r.Balance).Valid || value(r.Balance) == "" },
	begin:     alipayFundsAccount,
	row:       alipayFundsTransaction,
})

// alipayFundsName is the account, behind which the new titles have its number:
// #账号：abc***@example.com[2088...].
var alipayFundsName = regexp.MustCompile(`账号\s*[:：]\s*([^\s\[]+)\[`)

func alipayFundsAccount(rd *reading) error {
	rd.Partial = true // a day without a charge may have one on a card
	for _, line := range rd.above {
		if m := alipayFundsName.FindStringSubmatch(line); m != nil {
			rd.setAccount(m[1])
		}
	}
	return nil
}

type alipayFundsRow struct {
	Time            string `csv:"入账时间,发生时间"`
	OrderID         string `csv:"支付宝交易号,业务流水号,omitempty"`
	Serial          string `csv:"支付宝流水号,账务流水号"`
	MerchantOrderID string `csv:"商户订单号,商家订单号,omitempty"`
	Type            string `csv:"账务类型,业务类型,omitempty"`
	In              string `csv:"收入（+元）,收入金额（+元）"`
	Out             string `csv:"支出（-元）,支出金额（-元）"`
	Balance         string `csv:"账户余额（元）,余额（元）,omitempty"`
	Account         string `csv:"对方账户,对方账号,omitempty"`
	Name            string `csv:"对方名称,omitempty"`
	Item            string `csv:"商品名称,omitempty"`
	Remark          string `csv:"备注,omitempty"`
	About           string `csv:"业务描述,omitempty"`
	Rest            string `csv:"序号,服务费（元）,支付渠道,交易渠道,签约产品,银行订单号,业务基础订单号,业务订单号,业务账单来源,omitempty"` // of no use here
}

// alipayNamed is an account with its holder before it: 张三 (zha***@example.com).
var alipayNamed = regexp.MustCompile(`^(.*?)\s*[(（][^()（）]*[)）]$`)

func alipayFundsTransaction(r alipayFundsRow, rd *reading) (t parser.Transaction, err error) {
	t = parser.Transaction{
		Type:            value(r.Type),
		Counterparty:    value(r.Name),
		Description:     strings.Join(filled([]string{value(r.Item), value(r.Remark)}), " "),
		OrderID:         first(rd.orderID(r.OrderID), rd.orderID(r.Serial)),
		MerchantOrderID: rd.orderID(r.MerchantOrderID),
		Balance:         balance(r.Balance),
	}
	if m := alipayNamed.FindStringSubmatch(value(r.Account)); m != nil && t.Counterparty == "" {
		t.Counterparty = m[1]
	}
	if t.Description == "" {
		t.Description = value(r.About)
	}
	if t.Time, t.DateOnly, err = timeOf("入账时间", r.Time); err != nil {
		return t, err
	}
	if t.Direction, t.Amount.Value, err = outOrIn("支出（-元）", withoutSign(value(r.Out)), "收入（+元）", withoutSign(value(r.In))); err != nil {
		return t, err
	}
	t.Amount.Currency = "CNY"
	alipayFundsClass(&t, rd)
	return t, nil
}

var (
	alipayFundsOwn  = regexp.MustCompile(`提现|充值|理财|余额宝|申购|赎回|还款|冻结|保证金|转存`)
	alipayFundsPaid = regexp.MustCompile(`在线支付|交易|支付|付款|消费|收款|收费|服务费|其[它他]`)
)

func alipayFundsClass(t *parser.Transaction, rd *reading) {
	switch words := t.Type + " " + t.Description; {
	case t.Direction == parser.Out && loanWords.MatchString(words): // a debt with a contract
		t.Class = parser.Spend
	case strings.Contains(t.Type, "退"):
		t.Class = parser.Refund
		if t.Direction == parser.Out { // a shop gives back what it was paid
			t.Class = parser.Own
		}
	case alipayFundsOwn.MatchString(t.Type), alipayOwnItem.MatchString(t.Description):
		t.Class = parser.Own
	case transferWords.MatchString(t.Type):
		t.Class = parser.Transfer
	default:
		t.Class = classOf(t.Direction)
		if t.Type != "" && !alipayFundsPaid.MatchString(t.Type) {
			rd.unknown("账务类型", t.Type)
		}
	}
}
