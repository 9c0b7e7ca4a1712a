package records

import (
	"bytes"
	"encoding/csv"
	"errors"
	"io"
	"regexp"
	"strconv"
	"strings"
	"time"
	"unicode/utf8"

	"github.com/shopspring/decimal"
	"golang.org/x/text/encoding/simplifiedchinese"
	"golang.org/x/text/encoding/unicode"
	"golang.org/x/text/unicode/norm"

	"github.com/unrenew/unrenew/parser"
)

// maxSize is far above any list that a person keeps.
const maxSize = 16 << 20 // bytes

// columns are the keys of a records file with their Chinese titles, in the
// order in which they are written.
var columns = []struct{ key, zh string }{
	{"service", "服务"}, {"cancelled_on", "取消日期"}, {"effective_on", "失效日期"}, {"channel", "渠道"}, {"amount", "金额"}, {"account", "账户"},
	{"resubscribed_on", "重新开通日期"}, {"refund_promised_on", "承诺退款日期"}, {"refund_amount", "承诺退款金额"}, {"evidence", "凭证"}, {"note", "备注"},
}

// Read reads the user's cancellations: CSV as UTF-8, GB18030 or UTF-16, with a
// header in English or Chinese; columns that it does not know are passed over.
// A row that cannot be used is in the second result with its line and reason,
// and the others are still read. An error means that none could be.
//
// Dates are 2026-03-05, also as spreadsheets save them again: 2026/3/5 8:20.
// Midnight counts as no time of day, for spreadsheets add it to plain dates.
// A note that tells of a promised refund, such as 客服承诺退款25元 or "refund of
// CNY 25 promised", stands in for the two refund columns: on the day that it
// names for the promise, else as of CancelledOn, and with a sum only where one
// number in it is money.
func Read(data []byte) ([]Cancellation, []*parser.Error, error) {
	if len(data) > maxSize {
		return nil, nil, parser.Problemf("取消记录文件超过 %d MB，不像是手工记录；请检查 --records 指定的文件", "the cancellation records are larger than %d MB; check the file given to --records", maxSize>>20)
	}
	text, err := decode(data)
	if err != nil {
		return nil, nil, err
	}
	r := reader(text)
	var at map[string]int
	var out []Cancellation
	var bad []*parser.Error
	for {
		cells, err := r.Read()
		var broken *csv.ParseError
		switch {
		case err == io.EOF:
			if at == nil {
				return nil, nil, noHeader
			}
			return out, bad, nil
		case errors.As(err, &broken):
			if at == nil {
				return nil, nil, noHeader
			}
			bad = append(bad, &parser.Error{Pos: parser.Pos{Row: broken.StartLine}, Err: parser.Problemf("引号不成对，这一行没有读；请用表格软件打开检查", "a quote is not closed, so the row was not read; open the file in a spreadsheet and check it")})
			continue
		case err != nil:
			return nil, nil, err
		}
		if strings.TrimSpace(strings.Join(cells, "")) == "" {
			continue
		}
		if at == nil {
			if at, err = header(cells); err != nil {
				return nil, nil, err
			}
			continue
		}
		line, _ := r.FieldPos(0)
		c, problem := row(func(key string) string {
			if i, ok := at[key]; ok && i < len(cells) {
				return cells[i]
			}
			return ""
		})
		if problem != nil {
			problem.Pos.Row = line
			bad = append(bad, problem)
			continue
		}
		c.Row = line
		out = append(out, c)
	}
}

func reader(text string) *csv.Reader {
	r := csv.NewReader(strings.NewReader(text))
	r.FieldsPerRecord = -1
	line, _, _ := strings.Cut(strings.TrimLeft(text, "\r\n"), "\n")
	for _, other := range []rune{'\t', ';'} { // what spreadsheets call Unicode text, and what they write where the comma is decimal
		if strings.ContainsRune(line, other) && !strings.Contains(line, ",") {
			r.Comma = other
		}
	}
	return r
}

var noHeader = parser.Problemf("取消记录缺少表头：第一行要有“服务”和“取消日期”（或 service、cancelled_on）", "the cancellation records have no header: the first row wants service and cancelled_on (or 服务 and 取消日期)")

// decode makes UTF-8 of the encodings in which spreadsheets save CSV.
func decode(data []byte) (string, error) {
	var err error
	switch {
	case bytes.HasPrefix(data, []byte("\xff\xfe")), bytes.HasPrefix(data, []byte("\xfe\xff")):
		data, err = unicode.UTF16(unicode.LittleEndian, unicode.UseBOM).NewDecoder().Bytes(data)
	case !utf8.Valid(data):
		data, err = simplifiedchinese.GB18030.NewDecoder().Bytes(data)
	}
	if err != nil || !utf8.Valid(data) {
		return "", parser.Problemf("取消记录不是文本；请另存为 CSV（UTF-8）", "the cancellation records are not text; save them as CSV (UTF-8)").Because(err)
	}
	return strings.TrimPrefix(string(data), "\ufeff"), nil
}

func header(cells []string) (map[string]int, error) {
	at := map[string]int{}
	for i, cell := range cells {
		title := strings.ToLower(strings.TrimSpace(norm.NFKC.String(cell)))
		for _, c := range columns {
			if title != c.key && title != c.zh {
				continue
			}
			if _, twice := at[c.key]; twice {
				return nil, parser.Problemf("取消记录的表头里“%[1]s”出现两次，请只留一列", "the header of the cancellation records has %[2]s twice; keep one column", c.zh, c.key)
			}
			at[c.key] = i
		}
	}
	_, named := at["service"]
	if _, dated := at["cancelled_on"]; !named || !dated {
		return nil, noHeader
	}
	return at, nil
}

// row reads one cancellation; raw returns the cell of a column.
func row(raw func(key string) string) (c Cancellation, problem *parser.Error) {
	get := func(key string) string { return unguard(strings.TrimSpace(raw(key))) }
	wrong := func(key, zh, en string) {
		if problem == nil { // the first one is told
			problem = &parser.Error{Column: key, Err: &parser.Problem{Text: parser.Text{ZH: zh, EN: en}}}
		}
	}
	date := func(key string) time.Time {
		t, ok := ParseDate(get(key))
		if !ok {
			wrong(key, "日期要写成 2026-03-05 或 2026-03-05 08:20", "a date is written 2026-03-05 or 2026-03-05 08:20")
		}
		return t
	}
	money := func(key string) decimal.NullDecimal {
		d, ok := ParseAmount(get(key))
		if !ok {
			wrong(key, "金额要写成 25.00", "an amount is written 25.00")
		}
		return d
	}
	if c.Service = get("service"); strings.TrimSpace(c.Service) == "" {
		wrong("service", "没有写是哪个服务", "the service is missing")
	}
	if c.CancelledOn = date("cancelled_on"); c.CancelledOn.IsZero() {
		wrong("cancelled_on", "没有写取消日期", "the day of cancelling is missing")
	}
	c.HasClock = !c.CancelledOn.Equal(dayOf(c.CancelledOn))
	c.EffectiveOn = dayOf(date("effective_on"))
	c.ResubscribedOn = dayOf(date("resubscribed_on"))
	c.RefundPromised = dayOf(date("refund_promised_on"))
	c.Amount, c.RefundAmount = money("amount"), money("refund_amount")
	c.Account, c.Note = get("account"), unguard(raw("note"))
	var ok bool
	if c.Channel, ok = Channel(get("channel")); !ok {
		wrong("channel", "没有这个渠道；可写 支付宝、微信、苹果、谷歌、华为、京东、银联、银行卡、运营商、服务，或留空", "there is no such channel; use alipay, wechat, apple, google, huawei, jd, unionpay, bank, carrier, service, or leave it empty")
	}
	for _, name := range strings.FieldsFunc(get("evidence"), func(r rune) bool { return r == ';' || r == '；' }) {
		if name = strings.TrimSpace(name); name != "" {
			c.Evidence = append(c.Evidence, name)
		}
	}
	day := dayOf(c.CancelledOn)
	if !c.EffectiveOn.IsZero() && c.EffectiveOn.Before(day) {
		wrong("effective_on", "失效日期早于取消日期", "the benefits end before the day of cancelling")
	}
	if !c.ResubscribedOn.IsZero() && c.ResubscribedOn.Before(day) {
		wrong("resubscribed_on", "重新开通日期早于取消日期；请写取消之后的日期", "the day of signing up again is before the day of cancelling")
	}
	if on, sum, promised := promise(c.Note, day); promised && c.RefundPromised.IsZero() && !c.RefundAmount.Valid {
		c.RefundPromised, c.RefundAmount = on, sum
	}
	c.RefundArrived = arrived(c.Note)
	if c.RefundAmount.Valid && c.RefundPromised.IsZero() {
		c.RefundPromised = day
	}
	return c, problem
}

// dayOf is the beginning of t's day; a zero time stays zero.
func dayOf(t time.Time) time.Time {
	if t.IsZero() {
		return t
	}
	y, m, d := t.Date()
	return time.Date(y, m, d, 0, 0, 0, 0, parser.China)
}

var dateShape = regexp.MustCompile(`^(20\d\d)(?:[-/.年])(\d{1,2})(?:[-/.月])(\d{1,2})日?(?:[ T]*(\d{1,2}):(\d{2})(?::(\d{2}))?)?$`)

// serialShape is a date as a spreadsheet counts it where the cell was formatted
// as a number: days since 30 December 1899, from 2000 to 2099.
var serialShape = regexp.MustCompile(`^(3[67]\d{3}|[4-6]\d{4}|7[0-2]\d{3})(\.\d+)?$`)

func serialDay(days, fraction string) (time.Time, bool) {
	n, _ := strconv.Atoi(days) // digits
	part := decimal.RequireFromString("0" + fraction)
	seconds := part.Mul(decimal.NewFromInt(24 * 60 * 60)).Round(0).IntPart()
	return time.Date(1899, 12, 30+n, 0, 0, int(seconds), 0, parser.China), true
}

// ParseDate reads a day with or without time; an empty text is the zero time.
func ParseDate(s string) (time.Time, bool) {
	s = strings.TrimSpace(norm.NFKC.String(s))
	if s == "" {
		return time.Time{}, true
	}
	if m := serialShape.FindStringSubmatch(s); m != nil {
		return serialDay(m[1], m[2])
	}
	m := dateShape.FindStringSubmatch(s)
	if m == nil {
		return time.Time{}, false
	}
	var n [7]int
	for i := 1; i < len(m); i++ {
		n[i], _ = strconv.Atoi(m[i]) // digits, or empty for 0
	}
	t := time.Date(n[1], time.Month(n[2]), n[3], n[4], n[5], n[6], 0, parser.China)
	if t.Month() != time.Month(n[2]) || t.Day() != n[3] || t.Hour() != n[4] || t.Minute() != n[5] || t.Second() != n[6] {
		return time.Time{}, false // 30 February, 25 o'clock
	}
	return t, true
}

var amountShape = regexp.MustCompile(`^\d{1,9}(\.\d{1,2})?$`)

// ParseAmount reads 25, ¥1,299.00 or 25元; an empty text is no amount.
func ParseAmount(s string) (decimal.NullDecimal, bool) {
	s = strings.TrimSpace(norm.NFKC.String(s))
	if s == "" {
		return decimal.NullDecimal{}, true
	}
	s = strings.TrimSpace(strings.TrimSuffix(strings.TrimLeft(s, "¥"), "元"))
	if thousands.MatchString(s) {
		s = strings.ReplaceAll(s, ",", "")
	}
	if !amountShape.MatchString(s) {
		return decimal.NullDecimal{}, false
	}
	return decimal.NewNullDecimal(decimal.RequireFromString(s)), true
}

var thousands = regexp.MustCompile(`^\d{1,3}(,\d{3})+(\.\d{1,2})?$`)

// channels are the words for the ways of paying, and their IDs.
var channels = map[string]string{
	"": "", "全部": "", "所有": "", "all": "",
	"支付宝": "alipay", "alipay": "alipay",
	"微信": "wechat", "微信支付": "wechat", "财付通": "wechat", "wechat": "wechat", "wechatpay": "wechat",
	"苹果": "apple", "apple": "apple", "appstore": "apple", "苹果订阅": "apple", "itunes": "apple",
	"谷歌": "google", "google": "google", "googleplay": "google",
	"华为": "huawei", "华为支付": "huawei", "huawei": "huawei", "小米": "xiaomi", "xiaomi": "xiaomi", "oppo": "oppo", "vivo": "vivo",
	"京东": "jd", "京东支付": "jd", "jd": "jd", "qq": "qq", "qq钱包": "qq",
	"银联": "unionpay", "云闪付": "unionpay", "unionpay": "unionpay",
	"美团": "meituan", "美团支付": "meituan", "meituan": "meituan", "拼多多": "pdd", "多多钱包": "pdd", "pdd": "pdd", "抖音": "douyin", "抖音支付": "douyin", "douyin": "douyin",
	"paypal": "paypal", "贝宝": "paypal",
	"银行": "bank", "银行卡": "bank", "信用卡": "bank", "储蓄卡": "bank", "借记卡": "bank", "bank": "bank", "card": "bank",
	"运营商": "carrier", "话费": "carrier", "手机话费": "carrier", "中国移动": "carrier", "中国联通": "carrier", "中国电信": "carrier", "移动": "carrier", "联通": "carrier", "电信": "carrier", "carrier": "carrier",
	"服务": "service", "服务内": "service", "平台": "service", "官网": "service", "app": "service", "app内": "service", "service": "service", "service-web": "service", "service-support": "service",
}

// Channel is the catalog's ID of a channel that a person names, in Chinese or
// English; "" means every channel.
func Channel(s string) (id string, ok bool) {
	id, ok = channels[strings.ToLower(strings.Join(strings.Fields(norm.NFKC.String(s)), ""))]
	return id, ok
}
