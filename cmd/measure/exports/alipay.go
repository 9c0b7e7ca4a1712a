package exports

import (
	"fmt"
	"hash/fnv"
	"strings"

	"github.com/unrenew/unrenew/cmd/measure/household"
)

// What both exports of Alipay say of a row.

// alipayRows adds Alipay's numbers and status to the rows of a statement.
func alipayRows(s *statement) []walletRow {
	for i := range s.wallet {
		r := &s.wallet[i]
		r.status = alipayStatus(r)
		r.merchant = s.alipayMerchant(r.of)
		r.order = s.alipayOrder(r.of)
		if r.Class == household.Refund {
			r.order += fmt.Sprintf("_R%02d%s", r.part, r.merchant)
		}
	}
	return s.wallet
}

func alipayStatus(r *walletRow) string {
	switch {
	case r.Class == household.Void:
		return "交易关闭"
	case r.Class == household.Refund:
		return "退款成功"
	case r.Class == household.Own && strings.Contains(r.Item, "还款"):
		return "还款成功"
	case r.Class == household.Spend && r.allBack():
		return "交易关闭"
	}
	return "交易成功"
}

// alipayOrder is a trade number: 28 digits that begin with the date.
func (b *books) alipayOrder(m *household.Movement) string {
	return fmt.Sprintf("%s2200141%s%010d", m.Time.Format("20060102"), b.digits(3, m.Account), b.serial[m.ID])
}

// alipayMerchant is the merchant's number; only shops have one.
func (b *books) alipayMerchant(m *household.Movement) string {
	switch m.Class {
	case household.Spend, household.Void, household.Refund:
		return fmt.Sprintf("S%s%06d", m.Time.Format("20060102"), b.serial[m.ID])
	}
	return ""
}

// alipayItem is 商品说明; a refund's has the old one behind its mark.
func alipayItem(r *walletRow) string {
	if r.Class == household.Refund && !strings.HasPrefix(r.Item, "退款-") {
		return "退款-" + r.item()
	}
	return r.item()
}

// alipayCategories are those that everyday payments fall into.
var alipayCategories = []string{"餐饮美食", "日用百货", "文化休闲", "生活服务", "其他"}

// alipayCategory is what a payee always gets; it must not tell a membership.
func alipayCategory(r *walletRow) string {
	switch {
	case r.Class == household.Refund:
		return "退款"
	case r.Category != "":
		return r.Category
	case r.Class == household.Income:
		return "收入"
	case r.Class == household.Transfer:
		return "转账红包"
	case r.Class == household.Own && strings.Contains(r.Item, "还款"):
		return "信用借还"
	case r.Class == household.Own:
		return "投资理财"
	}
	h := fnv.New32a()
	h.Write([]byte(r.payee()))
	return alipayCategories[h.Sum32()%uint32(len(alipayCategories))]
}

// alipayUser is the masked telephone number of the account.
func (s *statement) alipayUser() string {
	d := s.digits(4, s.account.ID)
	return "13" + d[:1] + "******" + d[1:3]
}
