package formats

import "github.com/unrenew/unrenew/parser"

// Bills of the Alipay app since 13 February 2023: what the statement says of
// itself above the table, the header on line 25, and 备注 as a new last column,
// which rows may lack since 2024. Early files pad their cells. The company line
// above the table changed in autumn 2025, so nothing depends on it.
var _ = add(layout[alipayRow]{
	Info: Info{
		ID:        "alipay-app-2023",
		Issuer:    "alipay",
		Name:      parser.Text{ZH: "支付宝 App 账单（2023 年起）", EN: "Alipay app, bills since 2023"},
		Container: "ZIP, CSV",
		Since:     "2023-02",
		HowToExport: parser.Text{
			ZH: "支付宝 App：我的 → 账单 → 右上角 ⋯ → 开具交易流水证明 → 用于个人对账 → 选择时间 → 填写邮箱；解压密码在 App 的消息里",
			EN: "Alipay app: 我的 → 账单 → ⋯ → 开具交易流水证明 → 用于个人对账 → choose the time → mail address; the password of the ZIP is in the app's messages",
		},
	},
	medium:    parser.Wallet,
	signature: []string{"商品说明", "收/付款方式", "商家订单号", "备注"},
	text:      []string{"商品说明", "交易对方", "备注"},
	plausible: alipayPlausible,
	lacks:     1,
	row:       alipayTransaction,
	end:       alipayClosed,
})
