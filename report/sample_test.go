package report

import (
	"fmt"
	"strings"
	"time"

	"github.com/shopspring/decimal"

	"github.com/unrenew/unrenew/detector"
	"github.com/unrenew/unrenew/detector/catalog"
	"github.com/unrenew/unrenew/detector/records"
	"github.com/unrenew/unrenew/parser"
)

// The household is invented; its names try to break out of every format.

const (
	alipayFile = "账单/alipay_record_20260401-20261120.csv"
	wechatOld  = "微信支付账单(20251001-20260331).xlsx"
	wechatNew  = "微信支付账单(20260501-20261118).xlsx"
	cmbFile    = "招商银行信用卡账单_202510-202611.pdf"
	icbcFile   = `icbc<b>&"history".csv`
)

var (
	formulaName = `=HYPERLINK("http://evil.invalid","会员")`
	scriptName  = `<script>alert(1)</script>`
	longName    = strings.Repeat("山川湖海风花雪月", 10)
	bidiName    = "听书\u202e年卡\x1b[31m"
)

func day(s string) time.Time {
	t, err := time.ParseInLocation("2006-01-02", s, parser.China)
	if err != nil {
		panic(err)
	}
	return t
}

func at(s string) time.Time {
	t, err := time.ParseInLocation("2006-01-02 15:04", s, parser.China)
	if err != nil {
		panic(err)
	}
	return t
}

func yuan(s string) decimal.Decimal { return decimal.RequireFromString(s) }

var asOf = day("2026-11-22")

// aCharge makes a charge and its rows; a second file is the card's statement of
// the same payment.
func aCharge(id, when, amount, currency string, rows ...parser.Pos) detector.Charge {
	c := detector.Charge{ID: "c-" + id, Amount: yuan(amount), DateOnly: len(when) == 10}
	if c.DateOnly {
		c.Time = day(when)
	} else {
		c.Time = at(when)
	}
	for i, p := range rows {
		t := &parser.Transaction{Pos: p, Time: c.Time, Amount: parser.Amount{Value: c.Amount, Currency: currency}}
		if i == 0 && !c.DateOnly {
			t.OrderID = strings.NewReplacer("-", "", " ", "", ":", "").Replace(when) + "00420001" + id
		}
		c.Rows = append(c.Rows, t)
	}
	return c
}

// monthly makes n charges a month apart, the first in the month of from.
func monthly(prefix string, n int, from string, amount func(i int) string, rows func(i int, when time.Time) []parser.Pos) []detector.Charge {
	var out []detector.Charge
	start := at(from)
	for i := range n {
		when := start.AddDate(0, i, 0)
		out = append(out, aCharge(fmt.Sprintf("%s%02d", prefix, i), when.Format("2006-01-02 15:04"), amount(i), "CNY", rows(i, when)...))
	}
	return out
}

func always(s string) func(int) string { return func(int) string { return s } }

func says(zh, en string) parser.Text { return parser.Text{ZH: zh, EN: en} }

var month = catalog.Cycle{Unit: catalog.Month, Count: 1}

var wechatPath = catalog.Path{Channel: "wechat", Generic: true, VerifiedOn: "2026-11", Source: "https://example.com/wechat", Steps: []parser.Text{
	says("微信→我→服务→右上角“…”→扣费服务", "WeChat > Me > Services > … > 扣费服务"),
	says("点要停的项目→关闭扣费服务→确定", "Open the item > 关闭扣费服务 > confirm"),
}}

var alipayPath = catalog.Path{Channel: "alipay", VerifiedOn: "2026-11", Source: "https://example.com/alipay", Steps: []parser.Text{
	says("支付宝→我的→设置→支付设置→免密支付/自动扣款", "Alipay > Me > Settings > Payment settings > 免密支付/自动扣款"),
	says("选择项目→关闭服务→确认关闭", "Choose the item > 关闭服务 > confirm"),
}}

var applePath = catalog.Path{Channel: "apple", URL: "https://account.apple.com", Steps: []parser.Text{
	says("设置→姓名→订阅→选择项目→取消订阅", "Settings > your name > Subscriptions > the item > Cancel"),
}}

var appPath = catalog.Path{Channel: "service", Steps: []parser.Text{says("App→我的→会员→管理自动续费→关闭", "App > Me > Membership > 管理自动续费 > close")}}

func household() (*detector.Result, []*parser.Statement) {
	wechat := func(i int, when time.Time) []parser.Pos {
		file := wechatOld
		if when.After(day("2026-05-01")) {
			file = wechatNew
		}
		return []parser.Pos{{File: file, Row: 52 + 71*i}}
	}
	alipay := func(i int, when time.Time) []parser.Pos {
		return []parser.Pos{{File: alipayFile, Row: 900 + 60*i}, {File: cmbFile, Page: 2 + i, Row: 9 + i}}
	}
	icbc := func(i int, when time.Time) []parser.Pos { return []parser.Pos{{File: icbcFile, Row: 40 + 25*i}} }

	tencent := detector.Subscription{
		ID: "s-1a02", Service: &catalog.Service{ID: "tencent-video"}, Name: says("腾讯视频 VIP", "Tencent Video VIP"), Merchant: "深圳市腾讯计算机系统有限公司",
		Category: "content", Kind: catalog.Membership, Status: detector.Active, Cycle: month, Amount: yuan("25"), Currency: "CNY", AnnualCost: yuan("300"),
		Next: day("2026-12-05"), CancelBy: day("2026-12-04"), CoveredUntil: day("2026-11-18"), Confidence: 0.97, Channel: "wechat",
		Reasons: []parser.Text{says("账单文字写明自动续费", "the statement's own text says that it renews"), says("共 14 次扣款，每月，在 5 日前后", "14 charges, every month, about day 5")},
		Charges: monthly("tx", 14, "2025-10-05 09:12", func(i int) string {
			if i < 8 {
				return "20"
			}
			return "25"
		}, wechat),
		Events: []detector.Event{{Type: "price-up", Date: day("2026-06-05"), Charge: "c-tx08", From: "20.00", To: "25.00"}},
		Paths:  []catalog.Path{wechatPath, appPath}, Advice: []parser.Text{says("挽留弹窗要点“狠心关闭”", "on the pop-up choose 狠心关闭")}, Refund: says("已开通的会员不退款", "no refund of a period that began"),
	}
	iqiyi := detector.Subscription{
		ID: "s-7e10", Service: &catalog.Service{ID: "iqiyi"}, Name: says("爱奇艺黄金 VIP", "iQIYI Gold VIP"), Merchant: "北京爱奇艺科技有限公司",
		Category: "content", Kind: catalog.Membership, Status: detector.Active, Cycle: month, Amount: yuan("25"), Currency: "CNY", AnnualCost: yuan("300"),
		Next: day("2026-12-12"), CancelBy: day("2026-12-11"), CoveredUntil: day("2026-11-20"), Confidence: 0.99, Channel: "alipay",
		Reasons: []parser.Text{says("你的取消记录里有这一项", "your cancellations name it")},
		Charges: monthly("iq", 8, "2026-04-12 02:52", always("25"), alipay),
		Events:  []detector.Event{{Type: "last-charge-before-cancellation", Date: day("2026-09-12"), Charge: "c-iq05"}},
		Cancellation: &detector.Cancellation{Cancellation: records.Cancellation{
			Service: "爱奇艺", CancelledOn: at("2026-09-20 20:14"), HasClock: true, Channel: "alipay", EffectiveOn: day("2026-10-12"), Evidence: []string{"取消成功.png"}}},
		Paths: []catalog.Path{alipayPath, appPath},
	}
	bilibili := detector.Subscription{
		ID: "s-b111", Service: &catalog.Service{ID: "bilibili"}, Name: says("哔哩哔哩大会员", "Bilibili Premium"), Merchant: "上海宽娱数码科技有限公司",
		Category: "content", Kind: catalog.Membership, Status: detector.Cancelled, Cycle: month, Amount: yuan("15"), Currency: "CNY", AnnualCost: yuan("180"),
		CoveredUntil: day("2026-11-18"), Confidence: 0.97, Channel: "wechat", Reasons: []parser.Text{says("账单文字写明自动续费", "the statement's own text says that it renews")},
		Charges:      monthly("bi", 6, "2025-10-19 04:30", always("15"), wechat),
		Cancellation: &detector.Cancellation{Cancellation: records.Cancellation{Service: "bilibili", CancelledOn: day("2026-04-02")}, CleanUntil: day("2026-11-18")},
		Paths:        []catalog.Path{wechatPath},
	}
	apple := detector.Subscription{
		ID: "s-5f63", Service: &catalog.Service{ID: "netease-music"}, Name: says("网易云音乐黑胶 VIP（Apple）", "NetEase Cloud Music (Apple)"), Merchant: "App Store & Apple Music",
		Category: "content", Kind: catalog.Membership, Status: detector.Active, Cycle: month, Amount: yuan("18"), Currency: "CNY", AnnualCost: yuan("216"),
		Next: day("2026-11-24"), CancelBy: day("2026-11-23"), CoveredUntil: day("2026-11-20"), Confidence: 0.9, Channel: "apple",
		Reasons: []parser.Text{says("由 Apple 代扣，商品名里写有网易云音乐", "billed by Apple, the item names NetEase Cloud Music")},
		Charges: monthly("ap", 3, "2026-08-24 05:39", always("18"), alipay), Paths: []catalog.Path{applePath, appPath},
	}
	apple.Charges[1].Refunded = yuan("18")
	apple.Events = []detector.Event{{Type: "refunded", Date: day("2026-09-28"), Charge: "c-ap01", From: "18.00", To: "18.00"}}
	chatgpt := detector.Subscription{
		ID: "s-c4a7", Service: &catalog.Service{ID: "chatgpt"}, Name: says("ChatGPT Plus", "ChatGPT Plus"), Merchant: "OPENAI *CHATGPT SUBSCR +14158799686",
		Category: "ai", Kind: catalog.Membership, Status: detector.Active, Cycle: month, Amount: yuan("20"), Currency: "USD", AnnualCost: yuan("240"),
		Next: day("2026-11-27"), CancelBy: day("2026-11-26"), CoveredUntil: day("2026-11-15"), Confidence: 0.95, Channel: "bank", Varies: true,
		Reasons: []parser.Text{says("收款方是服务目录里的商户", "the payee is one that the catalog knows")},
		Paths:   []catalog.Path{{Channel: "service-web", URL: "https://chatgpt.com", VerifiedOn: "2026-10", Source: "OpenAI help", Steps: []parser.Text{says("头像→设置→订阅→取消", "avatar > Settings > Subscription > Cancel")}}},
	}
	for i := range 9 {
		chatgpt.Charges = append(chatgpt.Charges, aCharge(fmt.Sprintf("gp%02d", i), fmt.Sprintf("2026-%02d-27", i+2), "20", "USD", parser.Pos{File: cmbFile, Page: 3 + i, Row: 21}))
	}
	formula := detector.Subscription{
		ID: "s-9c21", Name: says(formulaName, formulaName), Merchant: formulaName, Kind: catalog.Membership, Status: detector.Active, Cycle: month,
		Amount: yuan("29.9"), Currency: "CNY", AnnualCost: yuan("358.80"), Next: day("2026-12-19"), CancelBy: day("2026-12-18"), CoveredUntil: day("2026-10-31"),
		Confidence: 0.86, Channel: "bank", Reasons: []parser.Text{says("共 5 次扣款，每月，在 19 日前后", "5 charges, every month, about day 19")},
		Charges: monthly("hy", 5, "2026-06-19 01:27", always("29.90"), icbc),
	}
	script := detector.Subscription{
		ID: "s-5c01", Name: says(scriptName, scriptName), Merchant: scriptName + `" onload="alert(1)`, Kind: catalog.Membership, Status: detector.Ended, Cycle: month,
		Amount: yuan("19"), Currency: "CNY", AnnualCost: yuan("228"), CoveredUntil: day("2026-11-20"), Confidence: 0.8, Channel: "alipay",
		Reasons: []parser.Text{says("到期没有再扣", "a due charge did not come")}, Charges: monthly("sc", 3, "2026-04-02 08:00", always("19"), alipay),
		Events: []detector.Event{{Type: "renamed", Date: day("2026-05-02"), From: "旧名", To: scriptName}, {Type: "missed", Date: day("2026-07-02")}},
	}
	long := detector.Subscription{
		ID: "s-10a6", Name: says(longName, longName), Merchant: longName, Kind: catalog.Membership, Status: detector.Active, Cycle: catalog.Cycle{Unit: catalog.Year, Count: 1},
		Amount: yuan("138"), Currency: "CNY", AnnualCost: yuan("138"), Next: day("2026-12-03"), CancelBy: day("2026-12-02"), CoveredUntil: day("2026-11-20"),
		Confidence: 0.7, Channel: "alipay", Reasons: []parser.Text{says("周期取自目录：按年", "the cycle is from the catalog: a year")},
		Charges: []detector.Charge{aCharge("yr", "2025-12-03 10:00", "138", "CNY", parser.Pos{File: alipayFile, Row: 77})}, Paths: []catalog.Path{alipayPath},
	}
	trial := detector.Subscription{
		ID: "s-7f1a", Name: says(bidiName, bidiName), Merchant: "有声*科技", Kind: catalog.Membership, Status: detector.UpcomingTrial, Cycle: month,
		Amount: yuan("12"), Currency: "CNY", AnnualCost: yuan("144"), Next: day("2026-11-30"), CancelBy: day("2026-11-28"), CoveredUntil: day("2026-11-18"),
		Confidence: 0.8, Channel: "wechat", CycleAssumed: true, Reasons: []parser.Text{says("目前只看到 1 次扣款", "only one charge has been seen so far")},
		Charges: []detector.Charge{aCharge("tr", "2026-11-16 20:00", "0.10", "CNY", parser.Pos{File: wechatNew, Sheet: "Sheet1", Row: 1050})}, Paths: []catalog.Path{wechatPath},
	}
	unproved := detector.Subscription{
		ID: "s-2b2b", Name: says("喜马拉雅 VIP", "Ximalaya VIP"), Merchant: "上海喜马拉雅科技有限公司", Kind: catalog.Membership, Status: detector.Cancelled, Cycle: month,
		Amount: yuan("18"), Currency: "CNY", AnnualCost: yuan("216"), CoveredUntil: day("2026-11-20"), Confidence: 0.95, Channel: "alipay",
		Reasons: []parser.Text{says("你的取消记录里有这一项", "your cancellations name it")}, Charges: monthly("xi", 2, "2026-09-28 07:00", always("18"), alipay),
		Cancellation: &detector.Cancellation{Cancellation: records.Cancellation{CancelledOn: day("2026-11-10")}, CheckOn: day("2026-12-01")}, Paths: []catalog.Path{alipayPath},
	}
	utility := detector.Subscription{
		ID: "s-9999", Name: says("国家电网", "State Grid"), Merchant: "国网北京市电力公司", Kind: catalog.Utility, Status: detector.Active, Cycle: month, Varies: true,
		Amount: yuan("128.40"), Currency: "CNY", AnnualCost: yuan("1540.80"), Next: day("2026-12-08"), Confidence: 0.9, Channel: "alipay",
		Reasons: []parser.Text{says("每次金额不同", "the amount differs each time")}, Charges: monthly("el", 7, "2026-05-08 12:00", func(i int) string { return fmt.Sprintf("1%d8.40", i) }, alipay),
	}
	maybe := detector.Subscription{
		ID: "s-3333", Name: says("楼下健身", "楼下健身"), Merchant: "楼下健身", Kind: catalog.Membership, Status: detector.Active, Cycle: month,
		Amount: yuan("99"), Currency: "CNY", AnnualCost: yuan("1188"), CoveredUntil: day("2026-11-20"), Confidence: 0.45, Channel: "alipay",
		Reasons: []parser.Text{says("文字只写了时长，没有写续费", "the text names a period but no renewal")}, Charges: monthly("gy", 2, "2026-09-03 18:30", always("99"), alipay),
	}
	money := func(s string) decimal.NullDecimal { return decimal.NewNullDecimal(yuan(s)) }
	r := &detector.Result{
		AsOf:          asOf,
		Subscriptions: []detector.Subscription{tencent, iqiyi, bilibili, apple, chatgpt, formula, script, long, trial, unproved, utility},
		Maybe:         []detector.Subscription{maybe},
		Alerts: []detector.Alert{
			{ID: "a-3b6a", Type: "price-increase", Severity: detector.Low, Subscription: "s-1a02", Charges: []string{"c-tx07", "c-tx08"}, Date: day("2026-06-05"), Amount: money("5"), Currency: "CNY",
				Message: says("从 2026-06-05 起，每期由 ¥20.00 涨到 ¥25.00（+25%），一年多 ¥60.00", "from 2026-06-05 on, the price rose from ¥20.00 to ¥25.00 (+25 %), ¥60.00 more a year"),
				Actions: []parser.Text{says("想一想这个价格还值不值；不值就在下次扣款前取消", "decide whether it is still worth it; if not, cancel before the next charge")}},
			{ID: "a-7c1e", Type: "charged-after-cancellation", Severity: detector.High, Subscription: "s-7e10", Charges: []string{"c-iq06", "c-iq07"}, Date: day("2026-11-12"), Amount: money("50"), Currency: "CNY", Disputed: true,
				Message: says("2026-09-20 已取消，之后又扣了 2 次，共 ¥50.00，第一次在 2026-10-12。日期和金额与原来一致", "cancelled on 2026-09-20, charged 2 times since, ¥50.00 in all, first on 2026-10-12; day and amount are the contract's"),
				Actions: []parser.Text{says("先在支付宝里确认这项签约已经解除", "first make sure in Alipay that the contract is ended"), says("拿取消凭证向商家客服要求退回这笔钱", "ask the merchant's support for the money with your proof"), says("商家不处理，先在账单里投诉，再打 12315", "if the merchant does nothing, complain in the bill, then to 12315")}},
			{ID: "a-f05c", Type: "unknown-merchant", Severity: detector.Low, Subscription: "s-9c21", Charges: []string{"c-hy04"}, Date: day("2026-10-19"), Amount: money("358.80"), Currency: "CNY",
				Message: says("每月扣 ¥29.90，已经 5 次。目录里没有这个商户", "¥29.90 every month, 5 times so far. The catalog does not know the merchant"), Actions: []parser.Text{says("打开账单里的这笔交易，看商品名", "open the transaction and look at the item")}},
			{ID: "a-1111", Type: "trial-converted", Severity: detector.Medium, Subscription: "s-5f63", Charges: []string{"c-ap02"}, Date: day("2026-10-24"), Amount: money("18"), Currency: "CNY", RefundUntil: day("2027-01-22"),
				Message: says("首期 ¥6.00，2026-09-24 起按 ¥18.00 续费", "¥6.00 at first, ¥18.00 from 2026-09-24 on"), Actions: []parser.Text{says("不打算长期用，就在下次扣款前取消", "if you do not mean to keep it, cancel before the next charge")}},
		},
		Warnings: []detector.Warning{
			{Code: "statement-gap", Message: says("微信支付缺 2026-04-01 到 2026-04-30 的账单", "WeChat Pay has no statement from 2026-04-01 to 2026-04-30")},
			{Code: "record-unmatched", Row: 4, Message: says("取消记录第 4 行在账单里没有找到对应的扣款", "the cancellation in row 4 matches no charge in the statements")},
		},
		Coverage: []detector.Coverage{
			{Issuer: "alipay", Account: "138******00", Medium: parser.Wallet, Spans: []detector.Span{{From: day("2026-04-01"), To: day("2026-11-20")}}},
			{Issuer: "wechat", Account: "lin***22", Medium: parser.Wallet, Spans: []detector.Span{{From: day("2025-10-01"), To: day("2026-03-31")}, {From: day("2026-05-01"), To: day("2026-11-18")}}},
			{Issuer: "cmb", Account: "尾号 6021", Medium: parser.CreditCard, Spans: []detector.Span{{From: day("2025-10-01"), To: day("2026-11-15")}}},
			{Issuer: "icbc", Account: "尾号 3308", Medium: parser.DebitCard, Spans: []detector.Span{{From: day("2025-10-01"), To: day("2026-10-31")}}},
		},
	}
	return r, statements()
}

func statements() []*parser.Statement {
	row := func(d parser.Direction, amount, currency string) parser.Transaction {
		return parser.Transaction{Direction: d, Amount: parser.Amount{Value: yuan(amount), Currency: currency}}
	}
	left := func(file string, page, row int, zh, en string) *parser.Error {
		return &parser.Error{Pos: parser.Pos{File: file, Page: page, Row: row}, Column: "金额", Err: &parser.Problem{Text: says(zh, en)}}
	}
	two, expense, income := 5, yuan("75"), yuan("12.50")
	return []*parser.Statement{
		{File: wechatNew, SHA256: strings.Repeat("b2", 32), Format: "wechat-app-xlsx", Issuer: "wechat", Account: "lin***22", From: day("2026-05-01"), To: day("2026-11-18"), Declares: true,
			Transactions: []parser.Transaction{row(parser.Out, "25", "CNY"), row(parser.Neutral, "300", "CNY")}},
		{File: alipayFile, SHA256: strings.Repeat("a1", 32), Format: "alipay-app-csv", Issuer: "alipay", Account: "138******00", From: day("2026-04-01"), To: day("2026-11-20"), Declares: true,
			Transactions: []parser.Transaction{row(parser.Out, "25", "CNY"), row(parser.Out, "50", "CNY"), row(parser.In, "12.50", "CNY")},
			LeftOut:      []*parser.Error{left(alipayFile, 0, 1619, "金额一栏是“--”", "the amount reads “--”"), left(alipayFile, 0, 1204, "金额一栏是“--”", "the amount reads “--”")},
			Declared:     &parser.Totals{Count: &two, Income: &income, Expense: &expense},
			Notes:        []parser.Note{{Code: "unknown-status", Pos: parser.Pos{Row: 31}, Text: says("有 1 行的交易状态没有见过", "one row has a status never seen before")}}},
		{File: cmbFile, SHA256: strings.Repeat("c3", 32), Format: "cmb-credit-pdf", Issuer: "cmb", Medium: parser.CreditCard, Account: "尾号 6021", From: day("2025-10-01"), To: day("2026-11-15"),
			Transactions: []parser.Transaction{row(parser.Out, "25", "CNY"), row(parser.Out, "20", "USD")},
			LeftOut:      []*parser.Error{left(cmbFile, 7, 31, "跨页的行，只有后半", "a line broken over two pages, second half only")}},
		{File: icbcFile, SHA256: strings.Repeat("d4", 32), Format: "icbc-debit-csv", Issuer: "icbc", Medium: parser.DebitCard, Account: "尾号 3308", From: day("2025-10-01"), To: day("2026-10-31"),
			Transactions: []parser.Transaction{row(parser.Out, "29.90", "CNY")}},
	}
}
