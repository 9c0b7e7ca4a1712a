package table

import (
	"os"
	"reflect"
	"strings"
	"testing"

	"github.com/unrenew/unrenew/parser"
	"golang.org/x/text/encoding"
	"golang.org/x/text/encoding/charmap"
	"golang.org/x/text/encoding/simplifiedchinese"
	"golang.org/x/text/encoding/traditionalchinese"
)

func sheets(t *testing.T, data string) (*Book, map[string][]string) {
	t.Helper()
	book, err := Read(parser.NewSource("a.xls", []byte(data)))
	if err != nil {
		t.Fatal(err)
	}
	m := map[string][]string{}
	for _, s := range book.Sheets {
		m[s.Name] = dump(s.Rows)
	}
	return book, m
}

func TestHTML(t *testing.T) {
	for _, tt := range []struct {
		name string
		data string
		want map[string][]string
	}{
		{"a table alone", "<table><tr><th>交易 日期<th>金额<tr><td>2025-03-04<td>19.90</table>",
			map[string][]string{"1": {"1|交易 日期|金额", "2|2025-03-04|19.90"}}},
		{"head, body and foot", "<html><table><thead><tr><td>a</thead><tbody><tr><td>b</tbody><tfoot><tr><td>c</tfoot></table>",
			map[string][]string{"1": {"1|a", "2|b", "3|c"}}},
		{"text of a cell", "<table><tr><td>&nbsp;示例 \n <b>商户</b><br>二店&amp;<script>x()</script><td>\u3000<td>'</table>",
			map[string][]string{"1": {"1|示例 商户 二店&||'"}}},
		{"blank rows count", "<table><tr><td> <tr><td>a</table>", map[string][]string{"1": {"2|a"}}},
		{"spans", "<table><tr><td colspan=3>标题<tr><td rowspan=2>a<td>b<td>c<tr><td>d<td>e<tr><td>f</table>",
			map[string][]string{"1": {"1|标题||", "2|a|b|c", "3||d|e", "4|f"}}},
		{"tables in tables", "<table><tr><td>x<table><tr><td>内</table>y<td>z</table><table><tr><td>后</table>",
			map[string][]string{"1": {"1|x y|z"}, "2": {"1|内"}, "3": {"1|后"}}},
		{"layout around a table", "<!DOCTYPE html><table><tr><td><table><tr><td>内</table></table>",
			map[string][]string{"2": {"1|内"}}},
		{"absurd spans", `<table><tr><td colspan=-1>a<td colspan=99999999 rowspan=x>b</table>`,
			map[string][]string{"1": {"1|a|b" + strings.Repeat("|", maxColumns-2)}}},
		{"order numbers stay", "<table><tr><td>00420<td>1E5</table>", map[string][]string{"1": {"1|00420|1E5"}}},
	} {
		t.Run(tt.name, func(t *testing.T) {
			if _, got := sheets(t, tt.data); !reflect.DeepEqual(got, tt.want) {
				t.Errorf("got  %q\nwant %q", got, tt.want)
			}
		})
	}
}

func TestHTMLCharset(t *testing.T) {
	const page = `<html><meta http-equiv="Content-Type" content="text/html; charset=CHARSET"><table><tr><td>交易金額<td>記帳日</table>`
	gbk, big5 := simplifiedchinese.GB18030.NewEncoder(), traditionalchinese.Big5.NewEncoder()
	for _, tt := range []struct{ says, charset, data string }{
		{"utf-8", "utf-8", page},
		{"gb2312", "utf-8", page}, // the content wins
		{"utf-8", "gb18030", enc(t, gbk.String, page)},
		{"GBK", "gb18030", enc(t, gbk.String, page)},
		{"big5", "big5", enc(t, big5.String, page)},
		{"nonsense", "gb18030", enc(t, gbk.String, page)},
	} {
		book, got := sheets(t, strings.Replace(tt.data, "CHARSET", tt.says, 1))
		if !reflect.DeepEqual(got, map[string][]string{"1": {"1|交易金額|記帳日"}}) || book.Charset != tt.charset || book.Kind != "html" {
			t.Errorf("says %s: got %s %s %q", tt.says, book.Kind, book.Charset, got)
		}
	}
}

// TestHTMLLonelyLetters: what looks like the letters of western Europe may be those
// of another part of it.
func TestHTMLLonelyLetters(t *testing.T) {
	const page = `<html><meta charset="CHARSET"><table><tr><td>platba kartou č. 5<td>řidič</table>`
	for _, tt := range []struct {
		says, charset string
		set           encoding.Encoding
	}{
		{"windows-1250", "windows-1250", charmap.Windows1250},
		{"iso-8859-2", "iso-8859-2", charmap.ISO8859_2},
	} {
		book, got := sheets(t, enc(t, tt.set.NewEncoder().String, strings.Replace(page, "CHARSET", tt.says, 1)))
		if !reflect.DeepEqual(got, map[string][]string{"1": {"1|platba kartou č. 5|řidič"}}) || book.Charset != tt.charset {
			t.Errorf("says %s: got %s %q", tt.says, book.Charset, got)
		}
	}
}

func enc(t *testing.T, f func(string) (string, error), s string) string {
	t.Helper()
	s, err := f(s)
	if err != nil {
		t.Fatal(err)
	}
	return s
}

func TestHTMLOfLibreOffice(t *testing.T) {
	data, err := os.ReadFile("testdata/libreoffice-values.html")
	must(t, err)
	_, got := sheets(t, string(data))
	if row := got["1"][2]; row != "4|2025-03-04 15:06:00|2025年3月4日|-12.5|1,234.56|00420012345678901234|包月😀" {
		t.Errorf("got %q", row)
	}
}
