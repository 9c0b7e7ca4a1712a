package exports

import (
	"slices"
	"strings"
)

// Bills of WeChat Pay until mid 2025: UTF-8 with BOM, a head of nine fields
// over a table of eleven, item and remark in quotes.
var wechatCSV = layout{name: wechatName(".csv"), write: writeWechatCSV}

func wechatName(ext string) func(*statement) string {
	return func(s *statement) string {
		return "微信支付账单流水文件(" + s.From.Format("20060102") + "-" + s.To.Format("20060102") + ")" + ext
	}
}

func writeWechatCSV(s *statement) ([]byte, []Place) {
	rows := wechatRows(s)
	t := &text{end: "\r\n"}
	t.WriteString("\ufeff")
	for _, l := range wechatHead(s, rows) {
		t.line(l + strings.Repeat(",", 8))
	}
	t.line(wechatTitles...)
	places := make([]Place, len(rows))
	for i, r := range slices.Backward(rows) {
		cells := s.wechatCells(&r)
		for c := range cells {
			switch {
			case c == wechatAmount:
				cells[c] = "¥" + cells[c]
			case wechatTitles[c] == "商品", wechatTitles[c] == "备注":
				cells[c] = quoted(cells[c])
			case strings.HasSuffix(wechatTitles[c], "单号"):
				cells[c] += "\t"
			}
		}
		places[i] = Place{Row: t.line(cells...), OrderID: r.order}
	}
	return []byte(t.String()), places
}
