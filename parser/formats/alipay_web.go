package formats

import (
	"github.com/shopspring/decimal"

	"github.com/unrenew/unrenew/parser"
)

// Transaction records of www.alipay.com, until about 2023. Cells are padded to
// a width, order numbers end with a TAB. A payment and its refund are tied by
// a column of the payment and by a row of its own, 退款-….
var _ = add(layout[alipayWebRow]{
	Info: Info{
		ID:        "alipay-web",
		Issuer:    "alipay",
		Name:      parser.Text{ZH: "支付宝网页版交易记录", EN: "Alipay, transaction records of the web site"},
		Container: "CSV, TXT",
		Since:     "2017",
		HowToExport: parser.Text{
			ZH: "旧文件仍可读取；网页导出约在 2023 年停止，现在请用支付宝 App 导出",
			EN: "old files are still read; the web site stopped exporting about 2023, use the Alipay app now",
		},
	},
	medium:    parser.Wallet,
	signature: []string{"交易号", "交易创建时间", "资金状态"},
	text:      []string{"商品名称", "交易对方", "备注"},
	plausible: func(r alipayWebRow) bool {
		_, err := parseAmount(r.Fee)
		return err == nil && alipayFunds[r.Funds]
	},
	row: alipayWebTransaction,
	end: alipayClosed,
})

var alipayFunds = map[string]bool{"": true, "已支出": true, "已收入": true, "待支出": true, "待收入": true, "资金转移": true, "冻结": true, "解冻": true}

type alipayWebRow struct {
	OrderID         string `csv:"交易号"`
	MerchantOrderID string `csv:"商家订单号,商户订单号"`
	Time            string `csv:"交易创建时间"`
	Paid            string `csv:"付款时间,omitempty"`
	Changed         string `csv:"最近修改时间,omitempty"`
	Origin          string `csv:"交易来源地,omitempty"`
	Type            string `csv:"类型"`
	Counterparty    string `csv:"交易对方"`
	Item            string `csv:"商品名称"`
	Amount          string `csv:"金额（元）"`
	Direction       string `csv:"收/支"`
	Status          string `csv:"交易状态"`
	Fee             string `csv:"服务费（元）,omitempty"`
	Refunded        string `csv:"成功退款（元）"`
	Remark          string `csv:"备注,omitempty"`
	Funds           string `csv:"资金状态"`
}

func alipayWebTransaction(r alipayWebRow, rd *reading) (t parser.Transaction, err error) {
	t = parser.Transaction{
		Type:            value(r.Type),
		Status:          value(r.Status),
		Counterparty:    value(r.Counterparty),
		Description:     value(r.Item),
		OrderID:         rd.orderID(r.OrderID),
		MerchantOrderID: rd.orderID(r.MerchantOrderID),
	}
	// The app's exports print the time of creation too, and both may overlap.
	if err = (walletCells{"交易创建时间", r.Time, "金额（元）", r.Amount, r.Direction}).fill(&t); err != nil {
		return t, err
	}
	var refunded decimal.Decimal
	if value(r.Refunded) != "" {
		if refunded, err = unsigned("成功退款（元）", r.Refunded); err != nil {
			return t, err
		}
	}
	if t.Status == "" {
		return t, at("交易状态", missing())
	}
	alipayClass(&t, rd, r.Funds == "已支出" || refunded.IsPositive())
	if t.Class == parser.Spend {
		t.Refunded = refunded // the column knows better than the word 交易关闭
	}
	return t, nil
}
