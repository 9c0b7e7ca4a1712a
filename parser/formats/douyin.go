package formats

import (
	"github.com/unrenew/unrenew/parser"
	"github.com/unrenew/unrenew/parser/internal/table"
)

// Transaction records of Douyin Pay, a PDF. Its seven columns are known from one
// public reader; no file is public, and where the columns stand is not known.
var _ = add(layout[douyinRow]{
	Info: Info{
		ID:        "douyin",
		Issuer:    "douyin",
		Name:      parser.Text{ZH: "抖音支付交易流水", EN: "Douyin Pay records"},
		Container: "PDF, CSV",
		Since:     "2026",
		HowToExport: parser.Text{
			ZH: "抖音支付导出的 PDF。读出来的行数不对时，转换成 CSV 并保留“日期、收支类型、金额、付款方式、交易单号、交易对方、商家单号”这一行",
			EN: "the PDF that Douyin Pay exports. If the number of rows is wrong, make a CSV of it and keep the header 日期, 收支类型, 金额, 付款方式, 交易单号, 交易对方, 商家单号",
		},
	},
	medium:    parser.Wallet,
	signature: []string{"收支类型", "付款方式", "商家单号"},
	text:      []string{"交易对方"},
	open: pdfOrTable(table.PDFLayout{
		Title: "抖音支付",
		Columns: []table.PDFColumn{
			{Title: "日期"}, {Title: "收支类型"}, {Title: "金额"}, {Title: "付款方式"}, {Title: "交易单号"}, {Title: "交易对方"}, {Title: "商家单号"},
		},
		Anchor: "日期",
	}),
	row: douyinTransaction,
})

type douyinRow struct {
	Time            string `csv:"日期"`
	Kind            string `csv:"收支类型"`
	Amount          string `csv:"金额"`
	Method          string `csv:"付款方式"`
	OrderID         string `csv:"交易单号"`
	Counterparty    string `csv:"交易对方"`
	MerchantOrderID string `csv:"商家单号"`
}

func douyinTransaction(r douyinRow, rd *reading) (t parser.Transaction, err error) {
	t = parser.Transaction{
		Type:            value(r.Kind),
		Counterparty:    value(r.Counterparty),
		Method:          value(r.Method),
		OrderID:         rd.orderID(unwrapped(r.OrderID)),
		MerchantOrderID: rd.orderID(unwrapped(r.MerchantOrderID)),
	}
	if t.Time, t.DateOnly, err = timeOf("日期", r.Time); err != nil {
		return t, err
	}
	if t.Amount.Value, err = unsigned("金额", r.Amount); err != nil {
		return t, err
	}
	t.Amount.Currency = "CNY"
	if t.Type == "退款" {
		t.Direction, t.Class = parser.In, parser.Refund
		return t, nil
	}
	if t.Type == "" {
		return t, at("收支类型", missing())
	}
	if t.Direction, err = direction(r.Kind); err != nil {
		return t, at("收支类型", parser.Problemf("不认识的收支方向", "a direction that is not known"))
	}
	t.Class = classOf(t.Direction)
	return t, nil
}
