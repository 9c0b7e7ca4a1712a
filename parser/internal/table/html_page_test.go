package table

import (
	"reflect"
	"strings"
	"testing"

	"github.com/unrenew/unrenew/parser"
)

func TestPage(t *testing.T) {
	row := func(s string) string { return "<table><tr><td>" + s + "</td></tr></table>" }
	for _, tt := range []struct {
		name, data string
		want       []string
	}{
		{"text around a table", "<html><title>账单</title><p>一&nbsp;<b>二</b></p>三<br>四<table><tr><td>a<td>b</table>五",
			[]string{"1|账单", "2|一 二", "3|三 四", "4|a|b", "5|五"}},
		{"a table for each row", "<table><tr><td>" + row("03/05<td>示例<td>25.00") + row("03/06<td>商户<td>3.00") + "</table>",
			[]string{"1|03/05|示例|25.00", "2|03/06|商户|3.00"}},
		{"a row in deep layout", row(row("<div>" + row("<div><font>03/05</font></div><td><span>示例</span><td>&nbsp;<td>¥&nbsp;25.00") + "</div>")),
			[]string{"1|03/05|示例||¥ 25.00"}},
		{"a cell that is a table", row("03/05<td>03/06<td>" + row("示例") + "<td>" + row("25.00<td>CNY")), []string{"1|03/05|03/06|示例|25.00|CNY"}},
		{"a cell of several lines", row("03/05<td>03/06<td><div>示例</div><div>商户</div><td>25.00"), []string{"1|03/05|03/06|示例 商户|25.00"}},
		{"side by side", row("<p>还款</p><p>消费</p><td>广告"), []string{"1|还款", "2|消费", "3|广告"}},
		{"a cell for several rows", "<table><tr><td rowspan=2>1234<td>a<td>1.00<tr><td>b<td>2.00<tr><td>c</table>",
			[]string{"1|1234|a|1.00", "2|1234|b|2.00", "3|c"}},
		{"hidden", "<table><tr><td>a<td style='DISPLAY: none'>b<td><span hidden>c</span>d<tr style=display:none><td>e</table><script>f</script>",
			[]string{"1|a|d"}},
		{"a picture with a name", "<table><tr><td><img src=x alt='示例 银行'><td>a</table>", []string{"1|示例 银行|a"}},
		{"blank rows", "<table><tr><td>&nbsp;<tr><td>a</table>", []string{"2|a"}},
	} {
		t.Run(tt.name, func(t *testing.T) {
			book, err := ReadPage(parser.NewSource("a.html", []byte(tt.data)))
			if err != nil {
				t.Fatal(err)
			}
			if got := dump(book.Sheets[0].Rows); !reflect.DeepEqual(got, tt.want) {
				t.Errorf("got  %q\nwant %q", got, tt.want)
			}
		})
	}
	for _, s := range []string{"a,b\n", "<html><table><tr><td>a<tr><td>b"} {
		if book, err := ReadPage(parser.NewSource("a.html", []byte(s))); err == nil {
			t.Errorf("%q: got %v", s, book)
		}
	}
	// Cells that reach down over everything do not multiply without bound.
	wide := "<html><table><tr>" + strings.Repeat("<td rowspan=9999>a", 2000) + strings.Repeat("<tr><td>b", 2000) + "</table>"
	book, err := ReadPage(parser.NewSource("a.html", []byte(wide)))
	if err != nil {
		t.Fatal(err)
	}
	cells := 0
	for _, r := range book.Sheets[0].Rows {
		cells += len(r.Cells)
	}
	if cells > maxCarried+10_000 {
		t.Errorf("%d cells", cells)
	}
}

func TestPicturePage(t *testing.T) {
	_, err := Read(parser.NewSource("a.html", []byte("<html><table><tr><td><img src=1.jpg></td><td>看不到图片？</td></tr></table>")))
	if err == nil || !strings.Contains(err.Error(), "picture") {
		t.Errorf("got %v", err)
	}
}
