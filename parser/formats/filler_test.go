package formats

import (
	"testing"

	"github.com/gocarina/gocsv"

	"github.com/unrenew/unrenew/parser/internal/table"
)

// wechatTable is a header with a title that comes twice, one in another
// spelling's place and one that is not known, and a row under it.
func wechatTable() (h header, row []string) {
	titles := []string{"备注", "交易时间", "交易类型", "交易对方", "商品", "收/支", "金额(元)", "新列", "支付方式", "当前状态", "交易单号", "商户单号", "备注"}
	for _, l := range list {
		if l, ok := l.(layout[wechatRow]); ok && l.ID() == "wechat" {
			h = l.header(table.Sheet{Rows: []table.Row{{Cells: titles}}}, 0)
		}
	}
	return h, []string{"", "2026-03-05 08:20:42", "商户消费", "示例音乐", "会员自动续费", "支出", "¥15.00", "x", "零钱", "支付成功", "4200", "M1", "月度"}
}

// byGocsv is what gocsv makes of rows that have each title once.
func byGocsv(h header, row []string, n int) (out []wechatRow, err error) {
	lines := [][]string{{}}
	for range n {
		lines = append(lines, nil)
	}
	for i, t := range h.tags {
		if t != "" && i > 0 {
			lines[0] = append(lines[0], t)
			for j := 1; j <= n; j++ {
				lines[j] = append(lines[j], row[i])
			}
		}
	}
	err = gocsv.UnmarshalDecoder(decoder(lines), &out)
	return out, err
}

type decoder [][]string

func (d decoder) GetCSVRows() ([][]string, error) { return d, nil }

// TestFiller: a row is filled as gocsv fills it.
func TestFiller(t *testing.T) {
	h, row := wechatTable()
	want, err := byGocsv(h, row, 1)
	if err != nil {
		t.Fatal(err)
	}
	fill, err := fillerOf[wechatRow](h)
	if err != nil {
		t.Fatal(err)
	}
	var got wechatRow
	fill.fill(fieldsOf(&got), row, false)
	if got != want[0] || got.Remark != "月度" || got.Amount != "¥15.00" {
		t.Errorf("got %+v, want %+v", got, want[0])
	}
}

func BenchmarkFill(b *testing.B) {
	h, row := wechatTable()
	const rows = 1000
	b.Run("gocsv", func(b *testing.B) {
		b.ReportAllocs()
		for range b.N {
			if _, err := byGocsv(h, row, rows); err != nil {
				b.Fatal(err)
			}
		}
	})
	b.Run("filler", func(b *testing.B) {
		b.ReportAllocs()
		for range b.N {
			fill, err := fillerOf[wechatRow](h)
			if err != nil {
				b.Fatal(err)
			}
			var r wechatRow
			fields := fieldsOf(&r)
			for range rows {
				fill.fill(fields, row, false)
			}
		}
	})
}
