package table

import (
	"reflect"
	"testing"

	"github.com/unrenew/unrenew/parser"
	"golang.org/x/text/encoding"
	"golang.org/x/text/encoding/japanese"
	"golang.org/x/text/encoding/simplifiedchinese"
	"golang.org/x/text/encoding/traditionalchinese"
)

// TestEastAsianCharsets tells the charsets in which a character is two bytes, in
// tables of few rows.
func TestEastAsianCharsets(t *testing.T) {
	for _, c := range []struct {
		name, charset string
		enc           encoding.Encoding
		title, cell   string
	}{
		{"Japanese", "shift_jis", japanese.ShiftJIS, "取引日,入出金(円),入出金内容", "サンプル動画 会費"},
		{"half-width katakana", "shift_jis", japanese.ShiftJIS, "利用日,利用金額,利用店名・商品名", "ｻﾝﾌﾟﾙﾄﾞｳｶﾞ ｶｲﾋ"},
		{"Taiwan", "big5", traditionalchinese.Big5, "日期,支出,備註", "範例影音 會費"},
		{"simplified", "gb18030", simplifiedchinese.GB18030, "日期,支出,备注", "示例视频 会费"},
		{"traditional in GB18030", "gb18030", simplifiedchinese.GB18030, "日期,支出,備註", "範例影音 會費 網路轉帳"},
		{"kana in GB18030", "gb18030", simplifiedchinese.GB18030, "日期,支出,备注", "示例店 サンプル"},
		{"one rare name", "gb18030", simplifiedchinese.GB18030, "日期,支出,备注", "转账给镕喆"},
	} {
		t.Run(c.name, func(t *testing.T) {
			text, err := c.enc.NewEncoder().String(c.title + "\n2026-03-05,390," + c.cell + "\n")
			if err != nil {
				t.Fatal(err)
			}
			book, err := Read(parser.NewSource("a.csv", []byte(text)))
			if err != nil {
				t.Fatal(err)
			}
			if got := dump(book.Sheets[0].Rows)[1]; book.Charset != c.charset || !reflect.DeepEqual(got, "2|2026-03-05|390|"+c.cell) {
				t.Errorf("got %q in %s", got, book.Charset)
			}
		})
	}
}
