package formats

import (
	"github.com/unrenew/unrenew/parser"
	"github.com/unrenew/unrenew/parser/internal/table"
)

// Certificate of WeChat Pay (微信支付交易明细证明): the other purpose of the same menu,
// a PDF for banks and embassies. It has neither item nor status, so that a
// membership shows by its payee only, and a refund by its type. There are no
// lines between rows, and ids and times wrap.
var _ = add(layout[wechatProofRow]{
	Info: Info{
		ID:        "wechat-proof",
		Issuer:    "wechat",
		Name:      parser.Text{ZH: "微信支付交易明细证明", EN: "WeChat Pay certificate of transactions"},
		Container: "PDF, CSV",
		Since:     "2021-06",
		HowToExport: parser.Text{
			ZH: "微信：我 → 服务 → 钱包 → 账单 → 常见问题 → 下载账单。能选“用于个人对账”就不要用证明：它没有商品和状态",
			EN: "WeChat: 我 → 服务 → 钱包 → 账单 → 常见问题 → 下载账单. Choose 用于个人对账 instead where you can: the certificate has no items and no status",
		},
	},
	medium:    parser.Wallet,
	signature: []string{"收/支/其他", "交易方式", "商户单号"},
	text:      []string{"交易对方"},
	open: pdfOrTable(table.PDFLayout{
		Title: "微信支付交易明细证明",
		Columns: []table.PDFColumn{
			{Title: "交易单号"}, {Title: "交易时间"}, {Title: "交易类型"}, {Title: "收/支/其他"},
			{Title: "交易方式"}, {Title: "金额(元)"}, {Title: "交易对方"}, {Title: "商户单号"},
		},
		Anchor: "交易时间",
	}),
	row: wechatProofTransaction,
})

type wechatProofRow struct {
	OrderID         string `csv:"交易单号"`
	Time            string `csv:"交易时间"`
	Type            string `csv:"交易类型"`
	Direction       string `csv:"收/支/其他"`
	Method          string `csv:"交易方式"`
	Amount          string `csv:"金额(元)"`
	Counterparty    string `csv:"交易对方"`
	MerchantOrderID string `csv:"商户单号"`
}

func wechatProofTransaction(r wechatProofRow, rd *reading) (t parser.Transaction, err error) {
	t = parser.Transaction{
		Type:            unwrapped(value(r.Type)),
		Counterparty:    value(r.Counterparty),
		Method:          value(r.Method),
		OrderID:         rd.orderID(unwrapped(r.OrderID)),
		MerchantOrderID: rd.orderID(unwrapped(r.MerchantOrderID)),
	}
	if value(r.Direction) == "" {
		return t, at("收/支/其他", missing())
	}
	if err = (walletCells{"交易时间", r.Time, "金额(元)", r.Amount, r.Direction}).fill(&t); err != nil {
		return t, err
	}
	wechatClass(&t, rd)
	return t, nil
}
