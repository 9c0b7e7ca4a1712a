// Package speed writes exports of any length, for its benchmarks: they measure
// every part of unrenew against a floor, the least work that the same input asks
// for, in the same run.
package speed

import (
	"bytes"
	"fmt"
	"math/rand/v2"
	"strings"
	"time"

	"github.com/xuri/excelize/v2"
	"golang.org/x/text/encoding/simplifiedchinese"
)

// A payment is what both wallets print of a row.
type payment struct {
	time                time.Time
	payee, item, method string
	order, merchant     string
	cents               int
}

var (
	streets = []string{"临江路", "杏花巷", "石桥头", "北沙滩", "柳荫街", "双井", "望湖门", "青石板", "东篱", "云栖"}
	trades  = []string{"便利店", "早餐铺", "打车", "书店", "水果行", "药房", "咖啡", "面馆", "超市", "洗衣"}
	members = []string{"示例视频会员-连续包月", "示例音乐-自动续费", "示例网盘超级会员", "示例阅读连续包年"}
	methods = []string{"余额宝", "零钱", "示例银行储蓄卡(0123)", "示例银行信用卡(4567)"}
)

// shops is at how many shops an account pays, unless it says otherwise.
const shops = 100

// payments calls write for n payments of one account, newest first: habits at
// shops of that number, and a membership now and then. The same numbers give the
// same.
func payments(n, shops int, write func(payment)) {
	dice := rand.New(rand.NewPCG(7, uint64(n)))
	at := time.Date(2026, 10, 31, 22, 0, 0, 0, time.UTC)
	step := 3 * 365 * 24 * 3600 / max(n, 1) // seconds: all fit into three years
	for i := range n {
		at = at.Add(-time.Duration(1+dice.IntN(2*step+1)) * time.Second)
		p := payment{
			time:     at,
			payee:    shop(dice.IntN(shops)),
			method:   methods[dice.IntN(len(methods))],
			order:    fmt.Sprintf("%s2200141%013d", at.Format("20060102"), i),
			merchant: fmt.Sprintf("S%s%012d", at.Format("20060102"), dice.IntN(1e12)),
			cents:    100 + dice.IntN(20000),
		}
		p.item = fmt.Sprintf("%s消费-%d号单", p.payee, dice.IntN(5000))
		if dice.IntN(100) == 0 {
			p.item = members[dice.IntN(len(members))]
			p.payee, p.cents = p.item[:12], 1500
		}
		write(p)
	}
}

func shop(i int) string {
	name := streets[i%10] + trades[i/10%10]
	if i >= 100 {
		name += fmt.Sprintf("%d店", i/100)
	}
	return name
}

// Alipay is an export of the Alipay app of 2023 and later with n rows of payments
// at so many shops, in GB18030.
func Alipay(n, shops int) []byte {
	var b strings.Builder
	b.WriteString("------------------------------------------------------------------------------------\n导出信息：\n姓名：示例\n支付宝账户：138******00\n")
	b.WriteString("起始时间：[2023-11-01 00:00:00]    终止时间：[2026-10-31 23:59:59]\n导出交易类型：[全部]\n导出时间：[2026-11-01 08:00:00]\n")
	fmt.Fprintf(&b, "共%d笔记录\n\n", n)
	b.WriteString("------------------------支付宝支付科技有限公司  电子客户回单------------------------\n")
	b.WriteString("交易时间,交易分类,交易对方,对方账号,商品说明,收/支,金额,收/付款方式,交易状态,交易订单号,商家订单号,备注,\n")
	payments(n, shops, func(p payment) {
		fmt.Fprintf(&b, "%s,日用百货,%s,/,%s,支出,%d.%02d,%s,交易成功,%s\t,%s\t,,\n",
			p.time.Format(time.DateTime), p.payee, p.item, p.cents/100, p.cents%100, p.method, p.order, p.merchant)
	})
	s, err := simplifiedchinese.GB18030.NewEncoder().String(b.String())
	if err != nil {
		panic(err) // GB18030 has all of Unicode
	}
	return []byte(s)
}

var wechatTitles = []string{"交易时间", "交易类型", "交易对方", "商品", "收/支", "金额(元)", "支付方式", "当前状态", "交易单号", "商户单号", "备注"}

func wechatHead(n int) []string {
	return []string{
		"微信支付账单明细", "微信昵称：[示例]", "起始时间：[2023-11-01 00:00:00] 终止时间：[2026-10-31 23:59:59]",
		"导出类型：[全部]", "导出时间：[2026-11-01 08:00:00]", fmt.Sprintf("共%d笔记录", n), "----------------------微信支付账单明细列表--------------------",
	}
}

func (p payment) wechat() []string {
	return []string{p.time.Format(time.DateTime), "商户消费", p.payee, p.item, "支出", fmt.Sprintf("¥%d.%02d", p.cents/100, p.cents%100),
		p.method, "支付成功", p.order, p.merchant, "/"}
}

// WeChatCSV is an export of WeChat Pay before mid 2025 with n rows, in UTF-8
// with BOM; item and remark stand in quotes.
func WeChatCSV(n int) []byte {
	var b bytes.Buffer
	b.WriteString("\ufeff")
	for _, l := range wechatHead(n) {
		b.WriteString(l + ",,,,,,,,\r\n")
	}
	b.WriteString(strings.Join(wechatTitles, ",") + "\r\n")
	payments(n, shops, func(p payment) {
		c := p.wechat()
		c[3], c[8], c[9], c[10] = `"`+c[3]+`"`, c[8]+"\t", c[9]+"\t", `"`+c[10]+`"`
		b.WriteString(strings.Join(c, ",") + "\r\n")
	})
	return b.Bytes()
}

// WeChatXLSX is an export of WeChat Pay since mid 2025 with n rows: all cells are
// texts, shared in the workbook.
func WeChatXLSX(n int) []byte {
	f := excelize.NewFile()
	defer f.Close()
	w, err := f.NewStreamWriter("Sheet1")
	must(err)
	row := 0
	put := func(cells []string) {
		row++
		values := make([]any, len(cells))
		for i, c := range cells {
			values[i] = c
		}
		at, err := excelize.CoordinatesToCellName(1, row)
		must(err)
		must(w.SetRow(at, values))
	}
	for _, l := range wechatHead(n) {
		put([]string{l})
	}
	put(wechatTitles)
	payments(n, shops, func(p payment) { put(p.wechat()) })
	must(w.Flush())
	var b bytes.Buffer
	must(f.Write(&b))
	return b.Bytes()
}

// must ends the program: a workbook in memory has nothing that can fail but us.
func must(err error) {
	if err != nil {
		panic(err)
	}
}
