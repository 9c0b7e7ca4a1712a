package formats

import (
	"regexp"
	"slices"
	"strings"

	"github.com/unrenew/unrenew/parser"
)

// alipayRow is a row of the exports of the Alipay app, both of 2021 and of 2023:
// the columns were reordered, not renamed.
type alipayRow struct {
	Time            string `csv:"交易时间"`
	Category        string `csv:"交易分类,omitempty"` // Alipay's, but the user may change it
	Counterparty    string `csv:"交易对方"`
	Account         string `csv:"对方账号,omitempty"`
	Item            string `csv:"商品说明"`
	Direction       string `csv:"收/支"`
	Amount          string `csv:"金额"`
	Method          string `csv:"收/付款方式"`
	Status          string `csv:"交易状态"`
	OrderID         string `csv:"交易订单号"`
	MerchantOrderID string `csv:"商家订单号,商户订单号"`
	Remark          string `csv:"备注,omitempty"`
}

func alipayTransaction(r alipayRow, rd *reading) (t parser.Transaction, err error) {
	t = parser.Transaction{
		Type:            value(r.Category),
		Status:          value(r.Status),
		Counterparty:    value(r.Counterparty),
		Description:     value(r.Item),
		Method:          value(r.Method),
		OrderID:         rd.orderID(r.OrderID),
		MerchantOrderID: rd.orderID(r.MerchantOrderID),
	}
	if err = (walletCells{"交易时间", r.Time, "金额", r.Amount, r.Direction}).fill(&t); err != nil {
		return t, err
	}
	if t.Status == "" {
		return t, at("交易状态", missing())
	}
	alipayClass(&t, rd, t.Method != "")
	return t, nil
}

// alipayPlausible tells whether a repaired row stands in its columns: a comma in
// the payee shifts other cells than one in the item.
func alipayPlausible(r alipayRow) bool {
	_, err := parseAmount(r.Status)
	return err != nil && r.Status != "" && (value(r.Account) == "" || strings.ContainsAny(r.Account, "*@") || !hasChinese.MatchString(r.Account))
}

var hasChinese = regexp.MustCompile(`\p{Han}`)

// Statuses by what they say beyond the direction.
var (
	alipayDone = []string{"交易成功", "支付成功", "代付成功", "亲情卡付款成功", "等待确认收货", "等待对方发货", "缴费中", "充值成功", "退税成功", "收款成功"}
	alipayOwn  = []string{"还款成功", "还款失败", "提取成功", "转出成功", "解冻成功", "冻结成功", "信用服务使用成功", "芝麻免押下单成功", "放款成功"}
	alipayVoid = []string{"等待付款", "已关闭", "等待对方确认收货"}
)

// alipayOwnItem is an item that never is spending. The app says 不计收支 for
// these; the list is for web exports, which do not.
var alipayOwnItem = phraseOf([]string{"余额宝", "提现-", "充值-", "还款", "退款资金", "-买入"},
	`^(余额宝-|转账收款到余额宝|提现-|充值-普通充值|花呗(主动|自动)?还款|信用卡还款|退款资金提取)|(借呗|月付)还款|-(买入|买入退款|卖出至余额宝)$`)

// alipayBetweenPeople is the item of money between people; web exports print no
// kind of transaction.
var alipayBetweenPeople = phraseOf([]string{"转账", "红包"}, `^(转账|(普通|手机|口令|拼手气)?红包)$|^转账(给|-|到)`)

// alipayClass reads status, item and direction together. A closed trade that
// was paid is spending that came back in full; its refund has a row of its own,
// in this file or a later one.
func alipayClass(t *parser.Transaction, rd *reading, paid bool) {
	switch {
	case slices.Contains(alipayVoid, t.Status), t.Status == "交易关闭" && (t.Direction != parser.Out || !paid):
		t.Class = parser.Void
	case t.Direction != parser.In && loanWords.MatchString(t.Description) && !slices.Contains([]string{"放款成功", "还款失败"}, t.Status):
		t.Class = parser.Spend // a debt with a contract
	case alipayOwnItem.MatchString(t.Description), slices.Contains(alipayOwn, t.Status):
		t.Class = parser.Own
	case t.Status == "退款成功", strings.HasPrefix(t.Description, "退款-"):
		t.Class = parser.Refund
	case t.Direction != parser.Neutral && (t.Type == "转账红包" || alipayBetweenPeople.MatchString(t.Description)):
		t.Class = parser.Transfer
	default:
		t.Class = classOf(t.Direction)
		switch {
		case t.Status == "交易关闭":
			t.Refunded = t.Amount.Value
		case t.Status != "" && !slices.Contains(alipayDone, t.Status): // the certificate has no such column
			rd.unknown("交易状态", t.Status)
		}
	}
}

// alipayClosed looks at the closed trades once all rows are known. One without
// a way of payment was paid all the same if there is a refund of it.
func alipayClosed(rd *reading) {
	refunded := map[string]bool{}
	for i := range rd.Transactions {
		if t := &rd.Transactions[i]; t.Class == parser.Refund {
			original, _, _ := strings.Cut(t.OrderID, "_")
			refunded[original], refunded[t.MerchantOrderID] = true, true
		}
	}
	delete(refunded, "")
	var waiting []parser.Pos
	for i := range rd.Transactions {
		t := &rd.Transactions[i]
		if t.Status != "交易关闭" || t.Direction != parser.Out {
			continue
		}
		back := refunded[t.OrderID] || refunded[t.MerchantOrderID]
		switch {
		case t.Class == parser.Void && back:
			t.Class, t.Refunded = parser.Spend, t.Amount.Value
		case t.Class == parser.Spend && !back:
			waiting = append(waiting, t.Pos)
		}
	}
	if len(waiting) > 0 {
		rd.note("refund-elsewhere", waiting[0], "有 %[1]d 笔已付款后关闭的交易（第一笔在第 %[2]d 行），本文件里没有对应的退款；退款可能在之后的账单里",
			"paid trades that were closed without a refund in this file: %[1]d, the first is row %[2]d; the refund may be in a later file", len(waiting), waiting[0].Row)
	}
}
