package records_test

import (
	"bytes"
	"slices"
	"strings"
	"testing"
	"time"
	"unicode/utf8"

	"github.com/shopspring/decimal"
	"golang.org/x/text/encoding/simplifiedchinese"
	"golang.org/x/text/encoding/unicode"

	"github.com/unrenew/unrenew/detector/records"
	"github.com/unrenew/unrenew/parser"
)

var added = records.Cancellation{
	Service: "爱奇艺", CancelledOn: time.Date(2026, 11, 1, 20, 30, 0, 0, parser.China), HasClock: true, Channel: "wechat",
	Amount: decimal.NewNullDecimal(decimal.RequireFromString("25")), Evidence: []string{"evidence/a.png"}, Note: "第一行\n=第二行",
}

// TestAppend: a record is added, and the rest of the file stays as it is, in
// every charset that spreadsheets save.
func TestAppend(t *testing.T) {
	charsets := map[string]func(string) (string, error){
		"utf-8":    func(s string) (string, error) { return s, nil },
		"bom":      func(s string) (string, error) { return "\ufeff" + s, nil },
		"gb18030":  simplifiedchinese.GB18030.NewEncoder().String,
		"utf-16le": unicode.UTF16(unicode.LittleEndian, unicode.UseBOM).NewEncoder().String,
		"utf-16be": unicode.UTF16(unicode.BigEndian, unicode.UseBOM).NewEncoder().String,
	}
	for _, tt := range []struct{ name, in, want string }{
		{"own columns, own order", "心情,取消日期,服务\n好,2026-03-05,优酷\n",
			"心情,取消日期,服务,渠道,金额,凭证,备注\n好,2026-03-05,优酷\n,2026-11-01 20:30:00,爱奇艺,wechat,25.00,evidence/a.png,\"第一行\n=第二行\"\n"},
		{"no line end at the end", "服务,取消日期,渠道,金额,凭证,备注\n优酷,2026-03-05",
			"服务,取消日期,渠道,金额,凭证,备注\n优酷,2026-03-05\n爱奇艺,2026-11-01 20:30:00,wechat,25.00,evidence/a.png,\"第一行\n=第二行\"\n"},
		{"header only, English", "service,cancelled_on,amount,evidence,note",
			"service,cancelled_on,amount,evidence,note,channel\n爱奇艺,2026-11-01 20:30:00,25.00,evidence/a.png,\"第一行\n=第二行\",wechat\n"},
		{"tabs", "service\tcancelled_on\tchannel\tamount\tevidence\tnote\n优酷\t2026-03-05\n",
			"service\tcancelled_on\tchannel\tamount\tevidence\tnote\n优酷\t2026-03-05\n爱奇艺\t2026-11-01 20:30:00\twechat\t25.00\tevidence/a.png\t\"第一行\n=第二行\"\n"},
		{"a row that Read leaves out stays", "服务,取消日期,渠道,金额,凭证,备注\n优酷,某一天,,,,\n",
			"服务,取消日期,渠道,金额,凭证,备注\n优酷,某一天,,,,\n爱奇艺,2026-11-01 20:30:00,wechat,25.00,evidence/a.png,\"第一行\n=第二行\"\n"},
	} {
		for charset, encode := range charsets {
			for _, eol := range []string{"\n", "\r\n"} {
				in, err := encode(strings.ReplaceAll(tt.in, "\n", eol))
				if err != nil {
					t.Fatal(err)
				}
				want, err := encode(strings.ReplaceAll(tt.want, "\n", eol))
				if err != nil {
					t.Fatal(err)
				}
				if in == tt.in && !strings.ContainsFunc(in, func(r rune) bool { return r >= utf8.RuneSelf }) {
					want = "\ufeff" + tt.want // nothing in the file tells its charset
				}
				if !strings.Contains(tt.in, "\n") && eol == "\r\n" {
					continue // nothing in the file says how its lines end
				}
				got, err := records.Append([]byte(in), added, "zh")
				if err != nil || string(got) != want {
					t.Errorf("%s, %s, %q: %v\ngot  %q\nwant %q", tt.name, charset, eol, err, got, want)
				}
				list, _, err := records.Read(got)
				if err != nil || len(list) == 0 || list[len(list)-1].Service != "爱奇艺" || list[len(list)-1].Note != "第一行\n=第二行" {
					t.Errorf("%s, %s: read back %s, %v", tt.name, charset, dump(list), err)
				}
			}
		}
	}
}

// TestAppendBegins: the first record makes a file that spreadsheets open.
func TestAppendBegins(t *testing.T) {
	for lang, head := range map[string]string{"zh": "\ufeff服务,取消日期,", "en": "\ufeffservice,cancelled_on,"} {
		got, err := records.Append(nil, added, lang)
		if err != nil || !bytes.HasPrefix(got, []byte(head)) {
			t.Errorf("%s: %q, %v", lang, got, err)
		}
	}
	if _, err := records.Append([]byte("a,b\n1,2\n"), added, "zh"); err == nil {
		t.Error("a file of something else was written into")
	}
}

// TestRemove: what was appended is taken out again, and nothing else.
func TestRemove(t *testing.T) {
	for _, in := range []string{
		"服务,取消日期,渠道,金额,凭证,备注\n优酷,2026-03-05\n",
		"\ufeff服务,取消日期,渠道,金额,凭证,备注\r\n\r\n优酷,2026-03-05,,,,\"两\r\n行\"\r\n\r\n",
		"服务,取消日期,渠道,金额,凭证,备注\nx\"y,2026-03-05\n优酷,2026-03-05\n",
	} {
		more, err := records.Append([]byte(in), added, "zh")
		if err != nil {
			t.Fatal(err)
		}
		list, _, err := records.Read(more)
		if err != nil {
			t.Fatal(err)
		}
		i := slices.IndexFunc(list, func(c records.Cancellation) bool { return c.Service == "爱奇艺" })
		got, err := records.Remove(more, list[i].Row)
		if err != nil || string(got) != in {
			t.Errorf("got %q, %v; want %q", got, err, in)
		}
		if _, err := records.Remove(more, 99); err == nil {
			t.Error("a row that is not there was removed")
		}
	}
}
