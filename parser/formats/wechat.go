package formats

import (
	"regexp"
	"slices"
	"strings"

	"github.com/unrenew/unrenew/parser"
)

// Bills of WeChat Pay. The table is the same since 2017; only its container
// changed: CSV in UTF-8 with BOM until mid 2025, XLSX with text amounts
// ("¥15.00") after that, with numbers since about March 2026. The preamble has
// 9 or 11 fields and grows by a note now and then.
//
// The export names no account but the nickname. It tells the wallets of a
// household apart; people change it, so it proves nothing more.
var _ = add(layout[wechatRow]{
	Info: Info{
		ID:        "wechat",
		Issuer:    "wechat",
		Name:      parser.Text{ZH: "微信支付账单", EN: "WeChat Pay bills"},
		Container: "ZIP, XLSX, CSV",
		Since:     "2017",
		HowToExport: parser.Text{
			ZH: "微信：我 → 服务 → 钱包 → 账单 → 常见问题 → 下载账单 → 用于个人对账 → 选择时间 → 填写邮箱；邮件里是会过期的下载链接，解压密码由“微信支付”发给你",
			EN: "WeChat: 我 → 服务 → 钱包 → 账单 → 常见问题 → 下载账单 → 用于个人对账 → choose the time → mail address; the mail has a link that expires, and 微信支付 sends you the password of the ZIP",
		},
	},
	medium:    parser.Wallet,
	signature: []string{"交易类型", "当前状态", "交易单号", "商户单号"},
	// The item is quoted by nature, so that a comma without quotes is more likely the payee's.
	text:      []string{"交易对方", "商品", "备注"},
	plausible: func(r wechatRow) bool { _, err := parseAmount(r.Status); return err != nil && r.Status != "" },
	begin:     wechatAccount,
	row:       wechatTransaction,
})

var wechatNick = regexp.MustCompile(`^微信昵称\s*[:：]\s*\[?([^\]]+)`)

func wechatAccount(rd *reading) error {
	for _, line := range rd.above {
		if m := wechatNick.FindStringSubmatch(line); m != nil {
			r := []rune(strings.TrimSpace(m[1]))
			rd.Account, rd.Identity = string(r[:min(1, len(r))])+"***", identity(string(r))
		}
	}
	return nil
}

type wechatRow struct {
	Time            string `csv:"交易时间"`
	Type            string `csv:"交易类型"`
	Counterparty    string `csv:"交易对方"`
	Item            string `csv:"商品"`
	Direction       string `csv:"收/支"`
	Amount          string `csv:"金额(元)"`
	Method          string `csv:"支付方式,omitempty"`
	Status          string `csv:"当前状态"`
	OrderID         string `csv:"交易单号"`
	MerchantOrderID string `csv:"商户单号"`
	Remark          string `csv:"备注,omitempty"`
}

func wechatTransaction(r wechatRow, rd *reading) (t parser.Transaction, err error) {
	t = parser.Transaction{
		Type:            value(r.Type),
		Status:          value(r.Status),
		Counterparty:    value(r.Counterparty),
		Description:     value(r.Item),
		Method:          value(r.Method),
		OrderID:         rd.orderID(r.OrderID),
		MerchantOrderID: rd.orderID(r.MerchantOrderID),
	}
	if err = (walletCells{"交易时间", r.Time, "金额(元)", r.Amount, r.Direction}).fill(&t); err != nil {
		return t, err
	}
	if t.Status == "" {
		return t, at("当前状态", missing())
	}
	wechatClass(&t, rd)
	return t, nil
}

// 交易类型 and 当前状态 that are known, by what they say beyond the direction.
var (
	wechatBuys     = []string{"商户消费", "扫二维码付款", "群收款", "赞赏码", "分分捐", "亲属卡交易", "其他"}
	wechatBetween  = []string{"转账", "微信红包", "微信红包（单发）", "微信红包（群红包）", "微信红包(单发)", "微信红包(群红包)", "二维码收款"}
	wechatOwn      = []string{"信用卡还款", "零钱提现", "零钱充值", "购买理财通", "理财通赎回", "分付还款"}
	wechatStatuses = []string{
		"支付成功", "已支付", "已转账", "对方已收钱", "朋友已收钱", "已收钱", "已存入零钱", "已到账", "充值成功",
		"充值完成", "提现已到账", "已转入零钱通", "已全额退款", "已退款", "对方已退还",
	}
)

// wechatBack is the amount in 已退款(￥10.00), the mark on a payment, or in
// 已退款￥10.00, the status of the refund itself.
var wechatBack = regexp.MustCompile(`^已退款[(（]?\s*[¥￥]?\s*([\d.,]+)\s*元?[)）]?$`)

func wechatClass(t *parser.Transaction, rd *reading) {
	switch {
	case strings.HasPrefix(t.Status, "支付失败"):
		t.Class = parser.Void
		return
	case slices.Contains(wechatBuys, t.Type): // nearly all
		t.Class = classOf(t.Direction)
	case strings.HasSuffix(t.Type, "退款"): // 某视频-退款, although the direction says 收入
		t.Class = parser.Refund
	case slices.Contains(wechatOwn, t.Type), strings.HasPrefix(t.Type, "转入零钱通"), strings.HasPrefix(t.Type, "零钱通转出"):
		t.Class = parser.Own
	case slices.Contains(wechatBetween, t.Type):
		t.Class = parser.Transfer
	default:
		t.Class = classOf(t.Direction)
		rd.unknown("交易类型", t.Type)
	}
	var back []string
	if strings.HasPrefix(t.Status, "已退款") {
		back = wechatBack.FindStringSubmatch(t.Status)
	}
	switch {
	case t.Status == "": // the certificate has no such column
	case back == nil && !slices.Contains(wechatStatuses, t.Status) && !strings.HasPrefix(t.Status, "提现失败"):
		rd.unknown("当前状态", t.Status)
	case t.Direction != parser.Out:
	case back != nil:
		if d, err := parseAmount(back[1]); err == nil {
			t.Refunded = d
		}
	case t.Status == "已全额退款", t.Status == "已退款", t.Status == "对方已退还":
		t.Refunded = t.Amount.Value
	}
}
