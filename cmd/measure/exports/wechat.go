package exports

import (
	"cmp"
	"fmt"
	"slices"
	"strings"
	"time"

	"github.com/shopspring/decimal"

	"github.com/unrenew/unrenew/cmd/measure/household"
)

// What the CSV and the XLSX of WeChat Pay have in common: the head and the
// eleven columns, newest first.

var wechatTitles = []string{"交易时间", "交易类型", "交易对方", "商品", "收/支", "金额(元)", "支付方式", "当前状态", "交易单号", "商户单号", "备注"}

// wechatAmount is the column that a workbook may hold as a number.
const wechatAmount = 5

// wechatNicks differ in their first characters, which reports show of a nickname;
// the reader tells accounts apart by the whole of it.
var wechatNicks = []string{"阿明", "小鱼", "麦子", "豆豆", "果果", "糖糖"}

func (s *statement) wechatNick() string {
	i := slices.IndexFunc(s.Accounts, func(a household.Account) bool { return a.ID == s.account.ID })
	return wechatNicks[i%len(wechatNicks)]
}

func wechatHead(s *statement, rows []walletRow) []string {
	var sum totals
	for _, r := range rows {
		sum.add(r.direction, wechatPaid(&r))
	}
	return []string{
		"微信支付账单明细",
		"微信昵称：[" + s.wechatNick() + "]",
		"起始时间：[" + s.From.Format(time.DateOnly) + " 00:00:00] 终止时间：[" + s.To.Format(time.DateOnly) + " 23:59:59]",
		"导出类型：[全部]",
		"导出时间：[" + s.made.Format(time.DateTime) + "]",
		"",
		count(len(rows)),
		"收入：" + sum.line("收入", " "),
		"支出：" + sum.line("支出", " "),
		"中性交易：" + sum.line("", " "),
		"注：",
		"1. 充值/提现/理财通购买/零钱通存取/信用卡还款等交易，将计入中性交易",
		"2. 本明细仅展示当前账单中的交易，不包括已删除的记录",
		"3. 本明细仅供个人对账使用",
		"",
		"----------------------微信支付账单明细列表--------------------",
	}
}

// wechatRows adds WeChat's numbers and status to the rows of a statement.
func wechatRows(s *statement) []walletRow {
	for i := range s.wallet {
		r := &s.wallet[i]
		r.status = wechatStatus(r)
		r.order = s.wechatOrder(r.Movement)
		r.merchant = s.wechatMerchant(r.Movement)
		if r.Class == household.Refund {
			r.merchant = "" // a merchant's refund shares no number with its payment
			if r.of.Class == household.Transfer {
				r.order = s.wechatMerchant(r.of)
			}
		}
	}
	return s.wallet
}

// wechatCells are the cells of a row, the amount without its sign.
func (s *statement) wechatCells(r *walletRow) []string {
	remark := "/"
	if r.Class == household.Spend && r.RedPacket.IsPositive() {
		remark = "已优惠¥" + r.RedPacket.StringFixed(2)
	}
	item := cmp.Or(r.item(), "/")
	method := cmp.Or(s.cardMethod(r.of, ""), "/")
	if r.direction == "收入" && r.Class != household.Refund {
		method = "/"
	}
	return []string{r.Time.Format(time.DateTime), wechatType(r), cmp.Or(r.payee(), "/"), item, cmp.Or(r.direction, "/"),
		wechatPaid(r).StringFixed(2), method, r.status, r.order, r.merchant, remark}
}

func wechatType(r *walletRow) string {
	switch {
	case r.Class == household.Refund && r.of.Class == household.Transfer:
		return cmp.Or(r.of.Category, "转账") + "-退款"
	case r.Class == household.Refund:
		return r.payee() + "-退款"
	case r.Category != "":
		return r.Category
	case r.Class == household.Transfer:
		return "转账"
	case r.Class == household.Own && strings.Contains(r.Item, "还款"):
		return "信用卡还款"
	case r.Class == household.Own && strings.Contains(r.Item, "提现"):
		return "零钱提现"
	case r.Class == household.Own && strings.Contains(r.Item, "充值"):
		return "零钱充值"
	case r.Class == household.Own:
		return "购买理财通"
	}
	return "商户消费"
}

func wechatStatus(r *walletRow) string {
	kind := wechatType(r)
	switch {
	case r.Class == household.Void:
		return "支付失败"
	case r.Class == household.Refund && r.Amount.GreaterThanOrEqual(r.of.Amount):
		return "已全额退款"
	case r.Class == household.Refund:
		return "已退款￥" + wechatPaid(r).StringFixed(2)
	case r.Class == household.Transfer && r.allBack():
		return "对方已退还"
	case r.Class == household.Transfer && strings.HasPrefix(kind, "微信红包"):
		return "支付成功"
	case r.Class == household.Transfer:
		return "对方已收钱"
	case r.Class == household.Income && kind == "商户消费":
		return "充值成功"
	case r.Class == household.Income && strings.HasPrefix(kind, "微信红包"):
		return "已存入零钱"
	case r.Class == household.Income && kind == "其他":
		return "已到账"
	case r.Class == household.Income:
		return "已收钱"
	case kind == "零钱提现":
		return "提现已到账"
	case kind == "零钱充值":
		return "充值完成"
	case r.Class == household.Spend && r.allBack():
		return "已全额退款"
	case r.Class == household.Spend && r.back.IsPositive():
		return "已退款(￥" + r.back.StringFixed(2) + ")"
	}
	return "支付成功"
}

// wechatOrder is a number of 28 digits whose head tells what it is of.
func (b *books) wechatOrder(m *household.Movement) string {
	head := "4200002612"
	switch m.Class {
	case household.Refund:
		head = "5030030209"
	case household.Transfer:
		head = "1000039501"
	case household.Own:
		head = "2072501210"
	}
	return fmt.Sprintf("%s%s%010d", head, m.Time.Format("20060102"), b.serial[m.ID])
}

func (b *books) wechatMerchant(m *household.Movement) string {
	switch m.Class {
	case household.Own:
		return "/"
	case household.Transfer:
		return fmt.Sprintf("1000050001%s%010d", m.Time.Format("20060102"), b.serial[m.ID])
	}
	return fmt.Sprintf("M%s%06d", m.Time.Format("20060102"), b.serial[m.ID])
}

// wechatPaid is 金额: what was really paid or given back. What a coupon took off
// stands in the remark alone.
func wechatPaid(r *walletRow) decimal.Decimal { return byCard(r.Movement, r.of) }
