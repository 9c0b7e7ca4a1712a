package formats

import "github.com/unrenew/unrenew/parser"

// Bills of the Alipay app from June 2021 to January 2023: the title on line 1,
// the header on line 2, what the statement says of itself below the table. The
// neutral direction is called 其他.
var _ = add(layout[alipayRow]{
	Info: Info{
		ID:        "alipay-app-2021",
		Issuer:    "alipay",
		Name:      parser.Text{ZH: "支付宝 App 账单（2021 至 2022 年）", EN: "Alipay app, bills of 2021 and 2022"},
		Container: "CSV",
		Since:     "2021-06",
		HowToExport: parser.Text{
			ZH: "旧文件仍可读取；新账单见 alipay-app-2023",
			EN: "old files are still read; for new bills see alipay-app-2023",
		},
	},
	medium:    parser.Wallet,
	signature: []string{"商品说明", "收/付款方式", "商家订单号"},
	oneOf:     []string{"交易状态", "交易分类"}, // the certificate has neither
	without:   []string{"备注"},
	text:      []string{"商品说明", "交易对方"},
	plausible: alipayPlausible,
	row:       alipayTransaction,
	end:       alipayClosed,
})
