package formats

import (
	"slices"
	"strings"
	"testing"

	"github.com/unrenew/unrenew/parser"
)

// TestReported has what users of other programs reported of their statements,
// each on a fixture that is changed as the report says. The same transactions
// must come out. What is not here has its case elsewhere: commas in texts in
// TestRepair, a TAB behind a quote and thousands in wechat/csv-nine-field-head,
// XLSX in the other WeChat fixtures, JD's marks in TestJDClass, times of
// spreadsheets in TestResaved, passwords that fit by chance in unpack.
func TestReported(t *testing.T) {
	drop := func(line string) func(string) string {
		return func(s string) string {
			lines := strings.Split(s, "\n")
			i := slices.IndexFunc(lines, func(l string) bool { return strings.HasPrefix(l, line) })
			return strings.Join(slices.Delete(lines, i, i+1), "\n")
		}
	}
	replace := func(old, new string) func(string) string {
		return func(s string) string { return strings.ReplaceAll(s, old, new) }
	}
	for _, c := range []struct {
		report, fixture string
		change          func(string) string
	}{
		{"double-entry-generator 84, 85: a note less above the table", "alipay-app-2023/every-kind-of-row.csv", drop("9.本明细")},
		{"double-entry-generator 172: a note more above the table", "wechat/csv-nine-field-head.csv", replace("3. 本明细仅供个人对账使用,,,,,,,,", "3. 本明细仅供个人对账使用,,,,,,,,\n4. 本账单中所有时间均为UTC+08:00时间,,,,,,,,")},
		{"double-entry-generator 215: the blank lines dropped", "wechat/csv-nine-field-head.csv", replace("\n,,,,,,,,\n", "\n")},
		{"jiegec/china_bean_importers 28: a blank line more", "alipay-app-2023/padded-cells.csv", replace("\n特别提示", "\n\n\n特别提示")},
		{"ezbookkeeping 302, 321, 331, 333: the company has another name", "alipay-app-2023/every-kind-of-row.csv", replace("支付宝支付科技有限公司", "支付宝（中国）网络技术有限公司")},
		{"the same, without the company", "alipay-app-2023/every-kind-of-row.csv", replace("支付宝支付科技有限公司  ", "")},
		{"dingdangdog/cashbook 168: dashes and title gone", "wechat/csv-nine-field-head.csv", drop("-----")},
		{"double-entry-generator 149: a TAB behind a closing quote", "alipay-app-2023/every-kind-of-row.csv", replace("2026030523001412340000000001\t,", "\"2026030523001412340000000001\"\t,")},
	} {
		t.Run(c.report, func(t *testing.T) {
			all := load(t)
			f := all[slices.IndexFunc(all, func(f fixture) bool { return strings.HasSuffix(f.path, c.fixture) })]
			want, err := All().Parse(f.src)
			if err != nil {
				t.Fatal(err)
			}
			text := textOf(t, f.src.Data)
			changed := c.change(text)
			if changed == text {
				t.Fatal("the fixture has nothing to change")
			}
			same(t, parser.NewSource(f.src.Name, []byte(changed)), want, nil)
		})
	}
}
