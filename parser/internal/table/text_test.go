package table

import (
	"errors"
	"fmt"
	"math/rand/v2"
	"reflect"
	"strings"
	"testing"
	"unicode/utf8"

	"github.com/unrenew/unrenew/parser"
	"golang.org/x/text/encoding"
	"golang.org/x/text/encoding/simplifiedchinese"
	"golang.org/x/text/encoding/unicode"
)

// cells reads data and returns each row with its number: "3|a|b".
func cells(t *testing.T, data string) []string {
	t.Helper()
	book, err := Read(parser.NewSource("a.csv", []byte(data)))
	if err != nil {
		t.Fatal(err)
	}
	return dump(book.Sheets[0].Rows)
}

func dump(rows []Row) (list []string) {
	for _, r := range rows {
		list = append(list, fmt.Sprintf("%d|%s", r.Pos.Row, strings.Join(r.Cells, "|")))
	}
	return list
}

// TestWesternCharset tells Windows-1252 from GB18030, in which nearly all bytes
// mean something.
func TestWesternCharset(t *testing.T) {
	for text, want := range map[string]string{
		"Datum;Empf\xE4nger;Betrag\n05.03.2026;M\xFCller;-3,00 \x80":   "1|Datum|Empfänger|Betrag 2|05.03.2026|Müller|-3,00 €",
		"date;libell\xE9\n05/03/2026;\xE9t\xE9 fran\xE7ais":            "1|date|libellé 2|05/03/2026|été français",
		"Datum;W\x810\x8A1hrung;Betrag\n1;\xA8\xB9ber M\x810\x8B2we;2": "1|Datum|Währung|Betrag 2|1|über Möwe|2",
		"\xC8\xD5\xC6\xDA;x\n1;\xB9\xFA\xC3\xC0":                       "1|日期|x 2|1|国美",
	} {
		if got := strings.Join(cells(t, text), " "); got != want {
			t.Errorf("got %s, want %s", got, want)
		}
	}
}

func TestCharsets(t *testing.T) {
	const text = "支付宝（中国）,交易时间\n2025-03-04,㐀𠮷微信支付\n\n¥19.90,完"
	want := []string{"1|支付宝（中国）|交易时间", "2|2025-03-04|㐀𠮷微信支付", "4|¥19.90|完"}
	encode := func(e encoding.Encoding) func(string) string {
		return func(s string) string {
			s, err := e.NewEncoder().String(s)
			if err != nil {
				t.Fatal(err)
			}
			return s
		}
	}
	for _, tt := range []struct {
		name    string
		charset string
		encode  func(string) string
	}{
		{"UTF-8", "utf-8", func(s string) string { return s }},
		{"UTF-8 with BOM", "utf-8", func(s string) string { return "\uFEFF" + s }},
		{"GB18030", "gb18030", encode(simplifiedchinese.GB18030)},
		{"GB18030 with BOM", "gb18030", func(s string) string { return encode(simplifiedchinese.GB18030)("\uFEFF" + s) }},
		{"UTF-16LE", "utf-16le", encode(unicode.UTF16(unicode.LittleEndian, unicode.IgnoreBOM))},
		{"UTF-16BE", "utf-16be", encode(unicode.UTF16(unicode.BigEndian, unicode.IgnoreBOM))},
		{"UTF-16LE with BOM", "utf-16le", encode(unicode.UTF16(unicode.LittleEndian, unicode.UseBOM))},
		{"UTF-16BE with BOM", "utf-16be", encode(unicode.UTF16(unicode.BigEndian, unicode.UseBOM))},
	} {
		for _, end := range []string{"\n", "\r\n", "\r", "\r\r\n"} {
			t.Run(fmt.Sprintf("%s %q", tt.name, end), func(t *testing.T) {
				data := tt.encode(strings.ReplaceAll(text, "\n", end))
				book, err := Read(parser.NewSource("a.csv", []byte(data)))
				if err != nil {
					t.Fatal(err)
				}
				if got := dump(book.Sheets[0].Rows); !reflect.DeepEqual(got, want) {
					t.Errorf("got %q", got)
				}
				if book.Kind != "text" || book.Charset != tt.charset {
					t.Errorf("got %s in %s, want text in %s", book.Kind, book.Charset, tt.charset)
				}
			})
		}
	}
}

func TestBrokenBytes(t *testing.T) {
	row := "2025-03-04,微信支付,示例商户的商品,支出,19.90\n"
	gbk, err := simplifiedchinese.GB18030.NewEncoder().String(row)
	if err != nil {
		t.Fatal(err)
	}
	for _, tt := range []struct{ name, data, first string }{
		{"UTF-8 cut within a character", strings.Repeat(row, 20) + "示例"[:4], "1|2025-03-04|微信支付|示例商户的商品|支出|19.90"},
		{"UTF-8 with a BOM says so itself", "\uFEFF微信\xE5,1\n", "1|微信\uFFFD|1"},
		{"GB18030 with a broken character", gbk + "\xFF\xFF,1\n" + strings.Repeat(gbk, 9), "1|2025-03-04|微信支付|示例商户的商品|支出|19.90"},
		{"end mark of DOS", row + "\x1A", "1|2025-03-04|微信支付|示例商户的商品|支出|19.90"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			if got := cells(t, tt.data); got[0] != tt.first {
				t.Errorf("got %q, want %q first", got, tt.first)
			}
		})
	}
}

func TestSplit(t *testing.T) {
	const head = "h1,h2,h3,h4\n"
	for _, tt := range []struct {
		name string
		data string
		want []string
	}{
		{"trimmed", " a\t, b,\u00A0c\u3000,\u200Bd\uFEFF\n", []string{"1|a|b|c|d"}},
		{"TAB after a closing quote", "\"4200\"\t,\"x\t\",y\n", []string{"1|4200|x|y"}},
		{"blank before an opening quote", "a, \"b,c\" ,d\n", []string{"1|a|b,c|d"}},
		{"doubled quotes", `a,"say ""hi"", ok",c`, []string{`1|a|say "hi", ok|c`}},
		{"quote within a cell", `a,5"屏,c`, []string{`1|a|5"屏|c`}},
		{"quoted word at the start of a title", `a,"限时"特惠,c,"d,e"`, []string{`1|a|"限时"特惠|c|d,e`}},
		{"lone quote at the start of a cell", "a,\"好吃的,支出,5.00\nb,c,d,e\n", []string{`1|a|"好吃的|支出|5.00`, "2|b|c|d|e"}},
		{"lone quote before a quoted cell", "a,\"好吃的,\"4200,1\",d\n", []string{`1|a|"好吃的|4200,1|d`}},
		{"lone quotes in two rows of one column", "a,\"b,c,d\ne,f\",g,h\n", []string{`1|a|"b|c|d`, `2|e|f"|g|h`}},
		{"lone quotes in two columns", head + "a,b,\"c,d\ne\",f,g,h\n", []string{"1|h1|h2|h3|h4", `2|a|b|"c|d`, `3|e"|f|g|h`}},
		{"lone quotes at the end and start of rows", head + "a,b,c,\"d\ne\",f,g,h\n", []string{"1|h1|h2|h3|h4", `2|a|b|c|"d`, `3|e"|f|g|h`}},
		{"line break in a quoted cell", head + "a,\"b1\nb2\",c,d\ne,f,g,h\n", []string{"1|h1|h2|h3|h4", "2|a|b1\nb2|c|d", "4|e|f|g|h"}},
		{"CRLF in a quoted cell", "h1,h2\r\n\"a1\r\na2\",b\r\nc,d\r\n", []string{"1|h1|h2", "2|a1\na2|b", "4|c|d"}},
		{"line break in the last cell", "h1,h2\na,\"b1\nb2\"\nc,d\n", []string{"1|h1|h2", "2|a|b1\nb2", "4|c|d"}},
		{"line break in a header", "Account,1\n\"Trans\nDate\",Text,\"Amount\n(CNY)\"\na,b,c\n", []string{"1|Account|1", "2|Trans\nDate|Text|Amount\n(CNY)", "5|a|b|c"}},
		{"blank line in a quoted cell", "h1,h2\na,\"b1\n\nb2\"\nc,d\n", []string{"1|h1|h2", "2|a|b1\n\nb2", "5|c|d"}},
		{"spreadsheet text", "=\"0042\",=\"a,b\",\"=\"\"6222\"\"\",=1\n", []string{"1|0042|a,b|6222|=1"}},
		{"blank rows", "a,b\n,,,\n\n   \nc\n", []string{"1|a|b", "5|c"}},
		{"trailing comma", "a,b,\n", []string{"1|a|b|"}},
		{"TABs", "a\tb, c\t\"d\te\"\n1\t\t1,299.00\n", []string{"1|a|b, c|d\te", "2|1||1,299.00"}},
		{"quoted TABs", "\"a\"\t\"b, c\"\n\"\"\t\"1,299.00\"\n", []string{"1|a|b, c", "2||1,299.00"}},
		{"padding TABs within quotes", "\"a\t\",\"b\t\"\n\"c\t\",\"d\t\"\n", []string{"1|a|b", "2|c|d"}},
		{"semicolons", "Datum;Betrag\n01.02.2025;-12,50\n02.02.2025;-1.000,00\n", []string{"1|Datum|Betrag", "2|01.02.2025|-12,50", "3|02.02.2025|-1.000,00"}},
		{"padding TABs are no delimiter", "a\t,b\t\nc\t,d\t\n", []string{"1|a|b", "2|c|d"}},
		{"stray CR", "a,b\rb,c\nd,e,f\n", []string{"1|a|b\rb|c", "2|d|e|f"}},
		{"no line end", "a,b", []string{"1|a|b"}},
	} {
		t.Run(tt.name, func(t *testing.T) {
			if got := cells(t, tt.data); !reflect.DeepEqual(got, tt.want) {
				t.Errorf("got  %q\nwant %q", got, tt.want)
			}
		})
	}
}

func TestLimits(t *testing.T) {
	_, err := Read(parser.NewSource("a.csv", []byte("a,b\n"+strings.Repeat("x", int(MaxLine.Value)+1))))
	var placed *parser.Error
	if !errors.As(err, &placed) || placed.Pos.Row != 2 {
		t.Errorf("long line: got %v, want an error in row 2", err)
	}
	row := Row{Pos: parser.Pos{Row: 7}, Cells: []string{"a", "b"}}
	src := parser.NewSource("a.csv", nil)
	few := src.Within(parser.Limits{"table-columns": 1, "table-cells": 10, "table-rows": 5})
	for _, tt := range []struct {
		name  string
		src   parser.Source
		rows  int64
		cells int64
		ok    bool
	}{
		{"last row", src, MaxRows.Value - 1, 0, true},
		{"row too many", src, MaxRows.Value, 0, false},
		{"last cells", src, 0, MaxCells.Value - 2, true},
		{"cell too many", src, 0, MaxCells.Value - 1, false},
		{"more columns than the user wants", few, 0, 0, false},
		{"more rows than the user wants", few.Within(parser.Limits{"table-rows": 5}), 5, 0, false},
		{"more cells than the user wants", few.Within(parser.Limits{"table-cells": 10}), 0, 9, false},
		{"more than usual, as the user wants", src.Within(parser.Limits{"table-cells": 1 << 30}), 0, MaxCells.Value, true},
	} {
		count := counterOf(tt.src)
		count.cells = tt.cells
		rows, err := count.add(make([]Row, tt.rows), row)
		if tt.ok != (err == nil && len(rows) == int(tt.rows)+1) || !tt.ok && (!errors.As(err, &placed) || !errors.Is(err, parser.ErrLimit)) {
			t.Errorf("%s: got %d rows and %v", tt.name, len(rows), err)
		}
	}
}

// TestLegibility holds the fast count to a plain one.
func TestLegibility(t *testing.T) {
	dice := rand.New(rand.NewPCG(1, 8))
	parts := []string{"a", "9", ",", "\t", "\r", "\n", "\x00", "\x01", "\x1F", "\x1A", "\x7F", " ", "~", "会", "费", "é", "￥", "\uFFFD", "𠮷", "\uE000", "\xB4", "\xE4\xBC", "12345678"}
	for range 20_000 {
		var text string
		for range dice.IntN(20) {
			text += parts[dice.IntN(len(parts))]
		}
		var want, got legibility
		valid := utf8.ValidString(text)
		for _, r := range text {
			want.all++
			if r == utf8.RuneError || r < ' ' && (r < '\t' || r > '\r') && r != 0x1A || r == 0x7F {
				want.bad++
			}
			want.nul = want.nul || r == 0
		}
		if ok := got.look(text); ok != valid || ok && got != want {
			t.Fatalf("%q: %v %+v, want %v %+v", text, ok, got, valid, want)
		}
	}
}
