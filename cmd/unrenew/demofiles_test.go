package main

import (
	"archive/zip"
	"bytes"
	"cmp"
	"flag"
	"fmt"
	"io/fs"
	"math/rand/v2"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/shopspring/decimal"
	"github.com/xuri/excelize/v2"
	"golang.org/x/text/encoding/simplifiedchinese"

	"github.com/unrenew/unrenew/detector/records"
	"github.com/unrenew/unrenew/parser"
)

var update = flag.Bool("update", false, "write the demo's statements again")

// TestDemoFiles makes the statements of the demo's household and compares them
// with the embedded ones. The people, cards and orders are invented; the
// services and the way they read on statements are real.
func TestDemoFiles(t *testing.T) {
	files := lin().files(t)
	if *update {
		if err := os.RemoveAll("demo"); err != nil {
			t.Fatal(err)
		}
		if err := os.MkdirAll("demo/evidence", 0o755); err != nil {
			t.Fatal(err)
		}
	}
	for name, data := range files {
		path := filepath.Join("demo", name)
		if *update {
			if err := os.WriteFile(path, data, 0o644); err != nil {
				t.Fatal(err)
			}
			continue
		}
		have, err := os.ReadFile(path)
		if err != nil || !bytes.Equal(have, data) {
			t.Errorf("%s is not what the generator makes (%v); run go test ./cmd/unrenew -run TestDemoFiles -update", path, err)
		}
	}
	have := 0
	err := filepath.WalkDir("demo", func(_ string, d fs.DirEntry, err error) error {
		if err == nil && !d.IsDir() {
			have++
		}
		return err
	})
	if err != nil || have != len(files) {
		t.Errorf("demo holds %d files, the generator makes %d (%v)", have, len(files), err)
	}
}

// A purchase is one payment in a wallet.
type purchase struct {
	at                   time.Time
	payee, account, item string
	category             string // Alipay's 交易分类
	kind                 string // WeChat's 交易类型
	amount               string
	in, neutral          bool
	method, status       string
	id, merchantID       string
	toBank               bool   // a card paid: the bank shows it too
	bankName             string // as the bank shows the payee; empty: as payee
	refundRow            bool
}

// A household is the wallets and bank accounts of a family.
type household struct {
	r          *rand.Rand
	serial     int
	alipay     []purchase // 林晓
	wechatXiao []purchase
	wechatYue  []purchase
	cmb        []posting // 林晓
	icbc       []posting // 陈越
}

// A posting is a row of a bank account.
type posting struct {
	day                    time.Time
	amount                 decimal.Decimal // negative: out
	summary, party, remark string
	foreign                string // amount abroad, with its currency
}

// demoProof is the evidence that the demo's records name.
const demoProof = demoEvidenceDir + "/keep-已关闭.png"

var (
	demoFrom = time.Date(2025, 9, 1, 0, 0, 0, 0, parser.China)
	demoTo   = time.Date(2026, 10, 31, 0, 0, 0, 0, parser.China)
)

const (
	cmbCard  = "招商银行储蓄卡(6688)"
	icbcCard = "工商银行储蓄卡(9012)"
)

func on(day string, clock ...string) time.Time {
	c := "08:20:42"
	if len(clock) > 0 {
		c = clock[0]
	}
	t, err := time.ParseInLocation(time.DateTime, day+" "+c, parser.China)
	if err != nil {
		panic(err)
	}
	return t
}

// monthly lists the day of each month from first to last, clamped.
func monthly(first, last string) (days []string) {
	f, l := on(first), on(last)
	for k := 0; ; k++ {
		m := time.Date(f.Year(), f.Month()+time.Month(k), 1, 0, 0, 0, 0, parser.China)
		d := m.AddDate(0, 0, min(f.Day(), m.AddDate(0, 1, -1).Day())-1)
		if dayAfter(d, l) {
			return days
		}
		days = append(days, d.Format(time.DateOnly))
	}
}

func dayAfter(a, b time.Time) bool { return a.Format(time.DateOnly) > b.Format(time.DateOnly) }

// lin makes the Lin household: 林晓 pays with Alipay, WeChat and a card of 招商银行,
// 陈越 with WeChat and a card of 工商银行.
func lin() *household {
	h := &household{r: rand.New(rand.NewPCG(20261110, 14))}
	h.memberships()
	h.bills()
	h.everyday()
	for _, w := range []*[]purchase{&h.alipay, &h.wechatXiao, &h.wechatYue} {
		slices.SortStableFunc(*w, func(a, b purchase) int { return b.at.Compare(a.at) }) // newest first
	}
	h.post()
	return h
}

func (h *household) id(prefix string, at time.Time) string {
	h.serial++
	return fmt.Sprintf("%s%s%010d%04d", prefix, at.Format("20060102"), 2200140000+h.serial, h.r.IntN(10000))
}

// ali adds a purchase with Alipay by card.
func (h *household) ali(at time.Time, payee, account, item, category, amount string) *purchase {
	h.alipay = append(h.alipay, purchase{at: at, payee: payee, account: account, item: item, category: category, amount: amount, method: cmbCard, status: "交易成功",
		id: h.id("", at), merchantID: fmt.Sprintf("M%s%06d", at.Format("060102"), h.serial), toBank: true})
	return &h.alipay[len(h.alipay)-1]
}

// wx adds a purchase with WeChat by card.
func (h *household) wx(yue bool, at time.Time, payee, item, amount string) *purchase {
	list, card := &h.wechatXiao, cmbCard
	if yue {
		list, card = &h.wechatYue, icbcCard
	}
	*list = append(*list, purchase{at: at, payee: payee, item: item, kind: "商户消费", amount: amount, method: strings.Replace(card, "储蓄卡", "", 1), status: "支付成功",
		id: h.id("4200002", at), merchantID: fmt.Sprintf("W%s%06d", at.Format("060102"), h.serial), toBank: true})
	return &(*list)[len(*list)-1]
}

func (h *household) memberships() {
	// Alipay, 林晓.
	for _, d := range monthly("2025-09-17", "2026-10-17") {
		amount := "25.00"
		if d >= "2026-05-01" {
			amount = "30.00" // the price rises and stays
		}
		h.ali(on(d), "百度", "bai***@baidu.com", "百度网盘超级会员(1个月-自动续费)", "文化休闲", amount)
	}
	for d := on("2025-09-04"); !dayAfter(d, demoTo); d = d.AddDate(0, 0, 31) { // every 31 days, not every month
		h.ali(d, "哔哩哔哩", "bil***@bilibili.com", "购买大会员连续包月", "文化休闲", "15.00")
	}
	for _, d := range monthly("2025-09-09", "2026-10-09") { // the item changes with every charge
		h.ali(on(d, "10:02:11"), "App Store & Apple Music", "tpa***@apple.com", "iCloud："+d[5:7]+"."+d[8:]+"购买", "数码电器", "6.00").bankName = "App Store & Apple Mu"
	}
	for _, d := range monthly("2026-01-21", "2026-10-21") {
		h.ali(on(d, "11:40:05"), "App Store & Apple Music", "tpa***@apple.com", "App Store & Apple Music："+d[5:7]+"."+d[8:]+"购买", "数码电器", "28.00").bankName = "App Store & Apple Mu"
	}
	h.ali(on("2025-10-12"), "珠海金山办公软件有限公司", "wps***@kingsoft.com", "WPS 超级会员包年自动续费", "文化休闲", "179.00")
	h.ali(on("2026-10-12"), "珠海金山办公软件有限公司", "wps***@kingsoft.com", "WPS 超级会员包年自动续费", "文化休闲", "179.00")
	h.ali(on("2025-11-02", "20:11:09"), "阿里", "p-s***@service.taobao.com", "88VIP生活卡年卡", "其他", "88.00")
	for _, d := range monthly("2025-09-12", "2026-10-12") { // cancelled on 20 August, charged in September and October
		h.ali(on(d), "北京卡路里科技有限公司", "kee**a*@gotokeep.com", "连续包月", "文化休闲", "19.00")
	}
	for _, d := range monthly("2025-09-08", "2026-05-08") { // cancelled on 5 June, clean since
		h.ali(on(d), "网易云音乐", "clo***@service.netease.com", "网易云音乐-会员自动续费", "文化休闲", "15.00")
	}
	h.ali(on("2026-07-16"), "知乎", "zhi***@zhihu.com", "自动续费盐选会员月卡", "文化休闲", "2.90") // a first month for little
	for _, d := range monthly("2026-08-16", "2026-10-16") {
		p := h.ali(on(d), "知乎", "zhi***@zhihu.com", "自动续费盐选会员月卡", "文化休闲", "19.00")
		if d == "2026-10-16" { // and the last one given back
			h.refundAlipay(p, on("2026-10-18", "09:21:32"))
		}
	}
	for _, d := range monthly("2026-02-22", "2026-10-22") { // the other contract for iQIYI
		h.ali(on(d), "爱奇艺", "iqi***@qiyi.com", "爱奇艺黄金VIP-连续包月", "文化休闲", "25.00")
	}
	for _, d := range monthly("2025-12-03", "2026-10-03") {
		h.ali(on(d), "广州市动景计算机科技有限公司", "qua***@service.alibaba.com", "夸克网盘会员连续包月", "文化休闲", "19.90")
	}
	h.ali(on("2026-04-05", "08:21:10"), "广州市动景计算机科技有限公司", "qua***@service.alibaba.com", "夸克网盘会员连续包月", "文化休闲", "19.90") // twice in one period
	for _, d := range monthly("2026-01-26", "2026-10-26") {
		h.ali(on(d, "03:15:00"), "星河数字科技有限公司", "xin***@example.com", "技术服务费", "其他", "29.90") // nobody knows what it is
	}

	// WeChat, 林晓.
	for _, d := range monthly("2025-09-10", "2026-05-10") { // cancelled in WeChat on 20 May
		h.wx(false, on(d, "07:57:14"), "爱奇艺", "爱奇艺VIP会员1个月自动续费", "25.00")
	}
	for _, d := range monthly("2025-09-15", "2026-10-15") {
		h.wx(false, on(d), "腾讯视频商户", "腾讯视频VIP-自动续费", "25.00")
	}
	for _, d := range monthly("2025-09-20", "2026-09-20") { // cancelled the evening before the last one
		h.wx(false, on(d), "深圳市腾讯计算机系统有限公司", "QQ音乐豪华绿钻连续包月(为微信账号购买)", "18.00")
	}
	for _, d := range slices.Concat(monthly("2025-09-24", "2025-12-24"), monthly("2026-03-24", "2026-06-24")) { // stops, comes back, stops
		h.wx(false, on(d), "深圳市腾讯计算机系统有限公司", "1个月全民K歌VIP连续包月开通(为微信账号购买)", "15.00")
	}

	// WeChat, 陈越.
	for _, d := range monthly("2025-12-28", "2026-10-28") { // the same service a second time
		h.wx(true, on(d), "腾讯视频商户", "腾讯视频VIP-自动续费", "25.00")
	}
	for _, d := range slices.Concat(monthly("2025-09-06", "2026-01-06"), monthly("2026-08-06", "2026-10-06")) { // half a year of rest
		h.wx(true, on(d), "深圳市迅雷网络技术有限公司", "迅雷超级会员微信自动续费", "25.00")
	}
	for _, d := range monthly("2025-09-30", "2026-07-30") { // cancelled; a refund was promised
		h.wx(true, on(d), "优酷", "优酷VIP会员连续包月", "20.00")
	}
	for _, d := range monthly("2025-09-11", "2026-03-11") { // ended by itself
		h.wx(true, on(d), "芒果TV", "芒果TV会员连续包月", "18.00")
	}
	h.wx(true, on("2026-10-26"), "汽水音乐", "汽水SVIP连续包月首月优惠", "6.00") // so far only the first month

	// A card abroad: the price in dollars is fixed, in yuan it drifts.
	rates := []string{"143.52", "142.88", "144.10", "143.06", "142.35", "141.90", "143.77", "144.02"}
	for i, d := range monthly("2026-03-05", "2026-10-05") {
		h.icbc = append(h.icbc, posting{day: on(d), amount: decimal.RequireFromString("-" + rates[i]), summary: "消费", party: "OPENAI *CHATGPT SUBSCR", foreign: "20.00 USD"})
	}
}

func (h *household) refundAlipay(p *purchase, at time.Time) {
	p.status = "交易关闭"
	r := *p
	r.at, r.item, r.category, r.neutral, r.status = at, "退款-"+p.item, "退款", true, "退款成功"
	r.id, r.refundRow = p.id+"_R01"+p.merchantID, true
	h.alipay = append(h.alipay, r)
}

// bills are recurring payments that are no memberships.
func (h *household) bills() {
	power := []string{"98.50", "76.20", "71.40", "112.30", "140.90", "131.60", "88.10", "69.90", "72.50", "105.80", "152.40", "148.00", "96.70", "74.30"}
	for i, d := range monthly("2025-09-13", "2026-10-13") {
		h.ali(on(d, "09:05:00"), "国网示例省电力有限公司", "/", "电费自动缴费-"+d[:7]+"-根据每期出账后自动缴费", "充值缴费", power[i])
	}
	for _, d := range monthly("2025-09-18", "2026-10-18") {
		h.wx(true, on(d, "09:30:00"), "中国移动示例公司", "话费自动缴费", fmt.Sprintf("%d.%02d", 58+h.r.IntN(9), h.r.IntN(100)))
		h.cmb = append(h.cmb, posting{day: on(d[:8] + "01"), amount: decimal.RequireFromString("-3600.00"), summary: "转账汇款", party: "示例公寓管理有限公司", remark: "房租"})
		h.cmb = append(h.cmb, posting{day: on(d[:8] + "08"), amount: decimal.RequireFromString("11250.00"), summary: "代发工资", party: "示例设计有限公司", remark: "工资"})
		h.icbc = append(h.icbc, posting{day: on(d[:8] + "10"), amount: decimal.RequireFromString("9380.00"), summary: "工资", party: "示例科技有限公司"})
	}
}

// everyday is what people buy by hand, in no rhythm that a contract has.
func (h *household) everyday() {
	type shop struct {
		payee, item, category string
		low, high             int // yuan
		perMonth              float64
	}
	shops := []shop{
		{"晨光便利店", "便利店购物", "日用百货", 6, 40, 6}, {"小满面馆", "堂食", "餐饮美食", 16, 38, 5}, {"北岸咖啡", "拿铁", "餐饮美食", 15, 22, 5},
		{"家家鲜超市", "超市购物", "日用百货", 35, 210, 3}, {"云顶打车", "打车费", "交通出行", 12, 58, 3}, {"市地铁集团", "乘车码", "交通出行", 3, 6, 8},
		{"蓝鲸外卖", "外卖订单", "餐饮美食", 18, 66, 4}, {"南街理发", "理发", "美容美发", 38, 38, 0.8}, {"橙子书店", "图书", "文化休闲", 20, 130, 0.6},
		{"安心药房", "药品", "医疗健康", 12, 90, 0.7}, {"示例商城", "商品订单", "服饰装扮", 39, 380, 1.5},
	}
	for m := demoFrom; !dayAfter(m, demoTo); m = m.AddDate(0, 1, 0) {
		days := m.AddDate(0, 1, -1).Day()
		for who := range 3 {
			for _, s := range shops {
				n := s.perMonth * 0.55
				count := int(n)
				if h.r.Float64() < n-float64(count) {
					count++
				}
				for range count {
					at := m.AddDate(0, 0, h.r.IntN(days)).Add(time.Duration(8*3600+h.r.IntN(13*3600)) * time.Second)
					amount := fmt.Sprintf("%d.%02d", s.low+h.r.IntN(s.high-s.low+1), 10*h.r.IntN(10))
					item := s.item
					if h.r.IntN(3) == 0 {
						item = fmt.Sprintf("%s%d", s.item, 100000+h.r.IntN(900000))
					}
					var p *purchase
					switch who {
					case 0:
						p = h.ali(at, s.payee, "/", item, s.category, amount)
					default:
						p = h.wx(who == 2, at, s.payee, item, amount)
					}
					switch h.r.IntN(4) { // most small things are paid from the balance
					case 0:
					case 1:
						p.method, p.toBank = map[bool]string{true: "余额宝", false: "零钱"}[who == 0], false
					default:
						p.method, p.toBank = map[bool]string{true: "花呗", false: "零钱通"}[who == 0], false
					}
				}
			}
		}
		at := m.AddDate(0, 0, 4+h.r.IntN(20)).Add(20 * time.Hour)
		p := h.wx(false, at, "小红", "/", fmt.Sprintf("%d.00", 20+h.r.IntN(180)))
		p.kind, p.status, p.method, p.toBank = "微信红包（单发）", "支付成功", "零钱", false
		p = h.wx(true, at.Add(time.Hour), "外婆", "转账备注:微信转账", fmt.Sprintf("%d.00", 100*(1+h.r.IntN(5))))
		p.kind, p.status, p.method, p.toBank = "转账", "对方已收钱", "零钱", false
		p = h.ali(m.AddDate(0, 0, 8).Add(7*time.Hour), "花呗", "/", "花呗自动还款-"+m.AddDate(0, -1, 0).Format("2006年01月")+"账单", "信用借还", fmt.Sprintf("%d.%02d", 400+h.r.IntN(500), h.r.IntN(100)))
		p.neutral, p.status, p.method, p.toBank = true, "还款成功", cmbCard, true
		p.bankName = "花呗还款"
	}
	p := h.ali(on("2026-02-20", "12:00:00"), "*越", "/", "亲情卡", "亲友代付", "15.00") // the merchant is lost
	p.status = "交易成功"
	shirt := h.ali(on("2026-06-02", "21:14:00"), "示例商城", "/", "商品订单662018", "服饰装扮", "129.00")
	h.refundAlipay(shirt, on("2026-06-06", "10:00:00"))
	part := h.wx(false, on("2026-03-14", "19:30:00"), "示例商城", "商品订单771203", "158.00")
	part.status = "已退款(￥58.00)"
	back := *part
	back.at, back.kind, back.in, back.amount, back.status = on("2026-03-17", "11:20:00"), "示例商城-退款", true, "58.00", "已退款￥58.00"
	back.id, back.merchantID, back.item, back.refundRow = "50300302092026031712345678", "", "商品订单771203", true
	h.wechatXiao = append(h.wechatXiao, back)
	closed := h.ali(on("2026-01-10", "13:10:16"), "示例商城", "/", "商品订单550187", "服饰装扮", "82.00")
	closed.neutral, closed.status, closed.method, closed.toBank = true, "交易关闭", "", false
}

// post makes the bank's rows of what the cards paid, up to two days later.
func (h *household) post() {
	add := func(ps []purchase, list *[]posting, channel string) {
		for _, p := range ps {
			if !p.toBank {
				continue
			}
			name := cmp.Or(p.bankName, p.payee)
			day, amount, summary := p.at, decimal.RequireFromString(p.amount).Neg(), "快捷支付"
			if p.refundRow {
				amount, summary = amount.Neg(), "快捷退款"
			}
			day = day.AddDate(0, 0, []int{0, 0, 0, 0, 1, 2}[h.r.IntN(6)])
			if dayAfter(day, demoTo) {
				day = demoTo
			}
			*list = append(*list, posting{day: day, amount: amount, summary: summary, party: name, remark: channel + "-" + name})
		}
	}
	add(h.alipay, &h.cmb, "支付宝")
	add(h.wechatXiao, &h.cmb, "财付通")
	add(h.wechatYue, &h.icbc, "财付通")
	for _, l := range []*[]posting{&h.cmb, &h.icbc} {
		slices.SortStableFunc(*l, func(a, b posting) int { return cmp.Compare(a.day.Format(time.DateOnly), b.day.Format(time.DateOnly)) })
	}
}

func (h *household) files(t *testing.T) map[string][]byte {
	t.Helper()
	between := func(ps []purchase, from, to string) (out []purchase) {
		for _, p := range ps {
			if d := p.at.Format(time.DateOnly); d >= from && d <= to {
				out = append(out, p)
			}
		}
		return out
	}
	var recs bytes.Buffer
	if err := records.Write(&recs, []records.Cancellation{
		{Service: "Keep", CancelledOn: on("2026-08-20", "00:00:00"), Channel: "alipay", Evidence: []string{demoProof}, Note: "支付宝里关的，截图已存"},
		{Service: "网易云音乐", CancelledOn: on("2026-06-05", "00:00:00"), Channel: "alipay"},
		{Service: "爱奇艺", CancelledOn: on("2026-05-20", "00:00:00"), Channel: "wechat", Note: "微信扣费服务里关的"},
		{Service: "QQ音乐", CancelledOn: on("2026-09-19", "21:30:00"), HasClock: true, Channel: "wechat"},
		{Service: "优酷", CancelledOn: on("2026-08-01", "00:00:00"), Channel: "wechat", RefundPromised: on("2026-08-01", "00:00:00"), RefundAmount: decimal.NewNullDecimal(decimal.RequireFromString("20")), Note: "客服承诺退最近一期"},
	}, "zh"); err != nil {
		t.Fatal(err)
	}
	return map[string][]byte{
		"alipay-lin-xiao.zip":         zipped(t, "支付宝交易明细(20250901-20261031).csv", alipayCSV(t, h.alipay)),
		"wechat-lin-xiao-2025.csv":    wechatCSV(between(h.wechatXiao, "2025-09-01", "2026-02-28"), "2025-09-01", "2026-02-28", "晓"),
		"wechat-lin-xiao-2026.xlsx":   wechatXLSX(t, between(h.wechatXiao, "2026-03-01", "2026-10-31"), "2026-03-01", "2026-10-31", "晓"),
		"wechat-chen-yue-winter.xlsx": wechatXLSX(t, between(h.wechatYue, "2025-09-01", "2026-04-30"), "2025-09-01", "2026-04-30", "越"),
		"wechat-chen-yue-summer.xlsx": wechatXLSX(t, between(h.wechatYue, "2026-06-01", "2026-10-31"), "2026-06-01", "2026-10-31", "越"), // May is missing
		"cmb-lin-xiao.csv":            cmbCSV(h.cmb),
		"icbc-chen-yue.csv":           icbcCSV(h.icbc),
		"cancellations.csv":           recs.Bytes(),
		demoProof:                     demoEvidence(t),
	}
}

func zipped(t *testing.T, name string, data []byte) []byte {
	t.Helper()
	var b bytes.Buffer
	z := zip.NewWriter(&b)
	w, err := z.Create(name)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := w.Write(data); err != nil {
		t.Fatal(err)
	}
	if err := z.Close(); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

func (p purchase) direction(neutral string) string {
	switch {
	case p.neutral:
		return neutral
	case p.in:
		return "收入"
	}
	return "支出"
}

// totals counts rows and sums by direction, as the heads of exports do.
func totals(ps []purchase, neutral string) map[string]string {
	n, sum := map[string]int{}, map[string]decimal.Decimal{}
	for _, p := range ps {
		d := p.direction(neutral)
		n[d]++
		sum[d] = sum[d].Add(decimal.RequireFromString(p.amount))
	}
	out := map[string]string{}
	for _, d := range []string{"收入", "支出", neutral} {
		out[d] = fmt.Sprintf("%d笔 %s元", n[d], sum[d].StringFixed(2))
	}
	return out
}

func alipayCSV(t *testing.T, ps []purchase) []byte {
	t.Helper()
	var b strings.Builder
	line := strings.Repeat("-", 84)
	sum := totals(ps, "不计收支")
	fmt.Fprintf(&b, "%s\n导出信息：\n姓名：林晓\n支付宝账户：139******27\n起始时间：[2025-09-01 00:00:00]    终止时间：[2026-10-31 23:59:59]\n导出交易类型：[全部]\n导出时间：[2026-11-01 20:31:05]\n共%d笔记录\n收入：%s\n支出：%s\n不计收支：%s\n\n特别提示：\n1.本回单内容可表明支付宝受理了相应支付交易申请；\n2.本明细仅供个人对账使用。\n\n%s支付宝支付科技有限公司  电子客户回单%s\n",
		line, len(ps), sum["收入"], sum["支出"], sum["不计收支"], line[:24], line[:24])
	b.WriteString("交易时间,交易分类,交易对方,对方账号,商品说明,收/支,金额,收/付款方式,交易状态,交易订单号,商家订单号,备注,\n")
	for _, p := range ps {
		fmt.Fprintf(&b, "%s,%s,%s,%s,%s,%s,%s,%s,%s,%s\t,%s\t,,\n", p.at.Format(time.DateTime), p.category, p.payee, p.account, p.item, p.direction("不计收支"), p.amount, p.method, p.status, p.id, p.merchantID)
	}
	out, err := simplifiedchinese.GB18030.NewEncoder().String(b.String())
	if err != nil {
		t.Fatal(err)
	}
	return []byte(out)
}

func wechatHead(ps []purchase, from, to, nick string) [][]string {
	sum := totals(ps, "/")
	return [][]string{
		{"微信支付账单明细"}, {"微信昵称：[" + nick + "]"}, {"起始时间：[" + from + " 00:00:00] 终止时间：[" + to + " 23:59:59]"}, {"导出类型：[全部]"}, {"导出时间：[2026-11-01 20:40:00]"}, {},
		{fmt.Sprintf("共%d笔记录", len(ps))}, {"收入：" + sum["收入"]}, {"支出：" + sum["支出"]}, {"中性交易：" + sum["/"]}, {"注："},
		{"1. 充值/提现/理财通购买/零钱通存取/信用卡还款等交易，将计入中性交易"}, {"2. 本明细仅展示当前账单中的交易，不包括已删除的记录"}, {"3. 本明细仅供个人对账使用"}, {},
		{"----------------------微信支付账单明细列表--------------------"},
		{"交易时间", "交易类型", "交易对方", "商品", "收/支", "金额(元)", "支付方式", "当前状态", "交易单号", "商户单号", "备注"},
	}
}

func wechatCSV(ps []purchase, from, to, nick string) []byte {
	var b strings.Builder
	b.WriteString("\ufeff")
	for _, row := range wechatHead(ps, from, to, nick) {
		b.WriteString(strings.Join(row, ",") + strings.Repeat(",", max(0, 8-max(0, len(row)-1))) + "\r\n")
	}
	for _, p := range ps {
		fmt.Fprintf(&b, "%s,%s,%s,\"%s\",%s,¥%s,%s,%s,%s\t,%s\t,\"/\"\r\n", p.at.Format(time.DateTime), p.kind, p.payee, p.item, p.direction("/"), p.amount, p.method, p.status, p.id, p.merchantID)
	}
	return []byte(b.String())
}

func wechatXLSX(t *testing.T, ps []purchase, from, to, nick string) []byte {
	t.Helper()
	f := excelize.NewFile()
	defer f.Close()
	row := 0
	put := func(cells ...any) {
		row++
		at, err := excelize.CoordinatesToCellName(1, row)
		if err == nil {
			err = f.SetSheetRow("Sheet1", at, &cells)
		}
		if err != nil {
			t.Fatal(err)
		}
	}
	for _, r := range wechatHead(ps, from, to, nick) {
		cells := make([]any, len(r))
		for i, c := range r {
			cells[i] = c
		}
		put(cells...)
	}
	for _, p := range ps {
		v, _ := decimal.RequireFromString(p.amount).Float64() // the issuer's own cells are numbers
		put(p.at.Format(time.DateTime), p.kind, p.payee, p.item, p.direction("/"), v, p.method, p.status, p.id, cmp.Or(p.merchantID, "/"), "/")
	}
	var b bytes.Buffer
	if err := f.Write(&b); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

// thousands puts commas into an amount as banks print it.
func thousands(d decimal.Decimal) string {
	s := d.Abs().StringFixed(2)
	for i := len(s) - 6; i > 0; i -= 3 {
		s = s[:i] + "," + s[i:]
	}
	if d.IsNegative() {
		return "-" + s
	}
	return s
}

func cmbCSV(ps []posting) []byte {
	var b strings.Builder
	b.WriteString("记账日期,货币,交易金额,联机余额,交易摘要,对手信息,客户摘要\n")
	balance := decimal.RequireFromString("20860.33")
	quoted := func(s string) string {
		if strings.Contains(s, ",") {
			return `"` + s + `"`
		}
		return s
	}
	for _, p := range ps {
		balance = balance.Add(p.amount)
		fmt.Fprintf(&b, "%s,CNY,%s,%s,%s,%s,%s\n", p.day.Format(time.DateOnly), quoted(thousands(p.amount)), quoted(thousands(balance)), p.summary, p.party, p.remark)
	}
	return []byte(b.String())
}

func icbcCSV(ps []posting) []byte {
	var b strings.Builder
	b.WriteString("\ufeff明细查询文件下载\r\n\r\n卡号: 6222****9012,\"卡别名: 工资卡\"\r\n\r\n子账户序号: 00000,子账户类别: 活期,\"子账户别名: \"\r\n\r\n")
	b.WriteString("交易日期,摘要,交易详情,交易场所,交易国家或地区简称,钞/汇,交易金额(收入),交易金额(支出),交易币种,记账金额(收入),记账金额(支出),记账币种,余额,对方户名,对方账户\r\n")
	balance := decimal.RequireFromString("15230.80")
	var rows []string
	in, out := decimal.Zero, decimal.Zero
	for _, p := range ps {
		balance = balance.Add(p.amount)
		income, expense := "", ""
		if p.amount.IsPositive() {
			income, in = thousands(p.amount), in.Add(p.amount)
		} else {
			expense, out = thousands(p.amount.Neg()), out.Add(p.amount.Neg())
		}
		place, party, country, abroad, currency := cmp.Or(p.remark, p.party), p.party, "CHN", "-", "-"
		if p.foreign != "" {
			country = "USA"
			abroad, currency, _ = strings.Cut(p.foreign, " ")
			party = ""
		} else if p.remark != "" {
			party = "财付通支付科技有限公司"
		}
		rows = append(rows, fmt.Sprintf("%s  \t,\"%s  \t\",\"  \t\",\"%s        \t\",\"%s \t\",钞 \t,\"- \t\",\"%s \t\",%s \t,\"%s \t\",\"%s \t\",人民币 \t,\"%s \t\",\"%s \t\",\" \t\",\r\n",
			p.day.Format(time.DateOnly), p.summary, place, country, abroad, currency, income, expense, thousands(balance), party))
	}
	// One row without any amount: it cannot be read, and the report says so.
	rows = append(rows, "2025-09-01  \t,\"其他  \t\",\"  \t\",\"        \t\",\"CHN \t\",钞 \t,\"- \t\",\"- \t\",- \t,\"  \t\",\"  \t\",人民币 \t,\"15,230.80 \t\",\" \t\",\" \t\",\r\n")
	slices.Reverse(rows) // newest first
	b.WriteString(strings.Join(rows, ""))
	fmt.Fprintf(&b, " \r\n人民币合计,,,,,,,,,%s,%s,,,,\r\n", thousands(in), thousands(out))
	return []byte(b.String())
}
