package unpack

import (
	"encoding/base64"
	"errors"
	"fmt"
	"html"
	"slices"
	"strings"
	"testing"

	"golang.org/x/text/encoding/simplifiedchinese"
	"golang.org/x/text/encoding/traditionalchinese"
)

const page = `<html><body><table><tr><td>2026-03-05</td><td>示例视频</td><td>25.00</td><td>30.00</td><td>5.00</td></tr></table></body></html>`

func gbk(s string) string {
	s, err := simplifiedchinese.GBK.NewEncoder().String(s)
	if err != nil {
		panic(err)
	}
	return s
}

func base64Of(s string) string { return base64.StdEncoding.EncodeToString([]byte(s)) }

// quoted breaks lines after 60 bytes, in the middle of characters too.
func quoted(s string) string {
	var b strings.Builder
	for i := range len(s) {
		if i%60 == 59 {
			b.WriteString("=\r\n")
		}
		if c := s[i]; c < ' ' || c == '=' || c > '~' {
			fmt.Fprintf(&b, "=%02X", c)
		} else {
			b.WriteByte(c)
		}
	}
	return b.String()
}

// parts is a multipart of the given kind.
func parts(kind string, list ...string) string {
	boundary := fmt.Sprintf("b-%s-%d", kind, len(strings.Join(list, "")))
	s := "Content-Type: multipart/" + kind + "; boundary=\"" + boundary + "\"\r\n\r\nfor old mail programs\r\n"
	for _, p := range list {
		s += "--" + boundary + "\r\n" + p + "\r\n"
	}
	return s + "--" + boundary + "--\r\n"
}

const from = "From: =?gbk?B?1tC5+tL40NA=?= <statement@bank.example.com>\r\nSubject: =?UTF-8?B?5L+h55So5Y2h6LSm5Y2V?=\r\nMIME-Version: 1.0\r\n"

// TestMailText reads the text of a mail in the ways mailers write it.
func TestMailText(t *testing.T) {
	text := "Content-Type: text/html; charset=%s\r\nContent-Transfer-Encoding: %s\r\n\r\n%s"
	big5, err := traditionalchinese.Big5.NewEncoder().String("<p>帳單")
	if err != nil {
		t.Fatal(err)
	}
	for _, c := range []struct{ name, mail, body string }{
		{"8 bit", from + fmt.Sprintf(text, "utf-8", "8bit", page), page},
		{"base64", from + fmt.Sprintf(text, "UTF-8", "base64", base64Of(page)), page},
		{"base64 in one line, padding lost", from + fmt.Sprintf(text, "UTF-8", "Base64", strings.TrimRight(base64Of(page+" "), "=")), page + " "},
		{"quoted-printable", from + fmt.Sprintf(text, "utf-8", "quoted-printable", quoted(page)), page},
		{"quoted-printable with raw bytes and a lone sign", from + fmt.Sprintf(text, "utf-8", "quoted-printable", "<p>示例 1=1= \r\n2=zz=E7=A4=BA"), "<p>示例 1=12=zz示"},
		{"GBK stays for who guesses better", from + fmt.Sprintf(text, "GBK", "8bit", gbk(page)), gbk(page)},
		{"no charset", from + fmt.Sprintf(text, `""`, "base64", base64Of(gbk(page))), gbk(page)},
		{"Big5", from + fmt.Sprintf(text, "big5", "8bit", big5), "<p>帳單"},
		{"a page encoded twice", from + fmt.Sprintf(text, "utf-8", "base64", base64Of(base64Of(page))), page},
		{"text and page", from + parts("alternative", "Content-Type: text/plain\r\n\r\n正文", fmt.Sprintf(text, "utf-8", "8bit", page)), page},
		{"page and pictures", from + parts("related", fmt.Sprintf(text, "utf-8", "8bit", page), "Content-Type: image/png; name=a.png\r\n\r\nPNG"), page},
		{"two pages", from + parts("mixed", fmt.Sprintf(text, "utf-8", "8bit", "<p>1"), fmt.Sprintf(text, "utf-8", "8bit", "<p>2")), "<p>1<p>2"},
		{"line ends of Unix", strings.ReplaceAll(from+fmt.Sprintf(text, "utf-8", "8bit", page), "\r\n", "\n"), page},
		{"from a mail box", "\r\nFrom a@b Thu Mar  5 08:00:00 2026\r\n" + from + fmt.Sprintf(text, "utf-8", "8bit", page), page},
	} {
		t.Run(c.name, func(t *testing.T) {
			srcs, errs := Open("a.eml", []byte(c.mail), Options{})
			if len(errs) != 0 || len(srcs) != 1 || srcs[0].Name != "a.eml" {
				t.Fatalf("got %v and errors %v", names(srcs), errs)
			}
			got := html.UnescapeString(string(srcs[0].Data))
			if want := "<p>From: 中国银行 <statement@bank.example.com></p>\n<p>Subject: 信用卡账单</p>\n" + c.body; got != want {
				t.Errorf("got  %q\nwant %q", got, want)
			}
		})
	}
	plain := from + "Content-Type: text/plain\r\n\r\n交易日期,金额\r\n"
	srcs, errs := Open("a.eml", []byte(plain), Options{})
	wantOne(t, srcs, errs, "交易日期,金额\r\n", nil)
}

func TestMailAttachments(t *testing.T) {
	file := func(header, data string) string {
		return "Content-Type: application/octet-stream\r\nContent-Disposition: attachment; " + header + "\r\nContent-Transfer-Encoding: base64\r\n\r\n" + base64Of(data)
	}
	letter := "Content-Type: text/html\r\n\r\n<table><tr><td>您的账单见附件</table>"
	statement := "Content-Type: text/html; charset=utf-8\r\n\r\n" + page
	zip := string(archive(t, entry{name: "x.csv", data: sample, cipher: "aes256", version: 2, password: "135790"}))
	inner := from + parts("mixed", letter, file(`filename="x.csv"`, sample))
	for _, c := range []struct {
		name, mail string
		want       []string
	}{
		{"letter and file", from + parts("mixed", letter, file(`filename="x.csv"`, sample)), []string{"a.eml!/x.csv"}},
		{"statement and file", from + parts("mixed", statement, file(`filename="x.csv"`, sample)), []string{"a.eml", "a.eml!/x.csv"}},
		{"name in words", from + parts("mixed", letter, file(`filename="=?gb2312?B?1cu1pS5jc3Y=?="`, sample)), []string{"a.eml!/账单.csv"}},
		{"name in RFC 2231", from + parts("mixed", letter, file(`filename*=UTF-8''%E8%B4%A6%E5%8D%95.csv`, sample)), []string{"a.eml!/账单.csv"}},
		{"name in raw GBK", from + parts("mixed", letter, file(`filename=`+gbk("账单.csv"), sample)), []string{"a.eml!/账单.csv"}},
		{"name with folders", from + parts("mixed", letter, file(`filename="../../etc/x.csv"`, sample)), []string{"a.eml!/x.csv"}},
		{"no name, the same name", from + parts("mixed", file("x=1", sample), file(`filename=x`, sample), file(`filename=x`, sample)),
			[]string{"a.eml!/附件1", "a.eml!/x", "a.eml!/x (2)"}},
		{"attached page", from + parts("mixed", letter, "Content-Type: text/html; name=b.html\r\n\r\n"+page), []string{"a.eml!/b.html"}},
		{"locked archive", from + parts("mixed", letter, file(`filename="账单.zip"`, zip)), []string{"a.eml!/账单.zip!/x.csv"}},
		{"mail in a mail", from + parts("mixed", letter, "Content-Type: message/rfc822\r\n\r\n"+inner), []string{"a.eml!/附件1.eml!/x.csv"}},
	} {
		t.Run(c.name, func(t *testing.T) {
			srcs, errs := Open("a.eml", []byte(c.mail), Options{Passwords: []string{"135790"}})
			if len(errs) != 0 || !slices.Equal(names(srcs), c.want) {
				t.Fatalf("got %q and errors %v, want %q", names(srcs), errs, c.want)
			}
			if got := string(srcs[len(srcs)-1].Data); got != sample && got != page {
				t.Errorf("got %q", got)
			}
		})
	}
}

func TestMailBox(t *testing.T) {
	one := "From a@example.com Thu Mar  5 08:00:00 2026\r\n" + from + "Content-Type: text/html\r\n\r\n" + page + "\r\nFrom 2020 on, this line is text\r\n"
	srcs, errs := Open("a.mbox", []byte(one+"\r\n"+one+"\r\n"+one), Options{})
	if want := []string{"a.mbox!/1.eml", "a.mbox!/2.eml", "a.mbox!/3.eml"}; len(errs) != 0 || !slices.Equal(names(srcs), want) {
		t.Errorf("got %q and %v, want %q", names(srcs), errs, want)
	}
	if srcs, errs := Open("a.mbox", []byte(one), Options{}); len(errs) != 0 || !slices.Equal(names(srcs), []string{"a.mbox"}) {
		t.Errorf("one mail: got %q and %v", names(srcs), errs)
	}
	srcs, errs = Open("a.mbox", []byte(strings.Repeat("From a Thu Mar  5 08:00:00 2026\r\nFrom: b\r\nTo: c\r\n\r\nx\r\n\r\n", int(MaxEntries.Value)+1)), Options{})
	wantOne(t, srcs, errs, "", ErrLimit)
}

func TestMailRefused(t *testing.T) {
	nested := "Content-Type: text/plain\r\n\r\nx"
	for i := range maxPartNesting + 1 {
		nested = parts(fmt.Sprintf("mixed%d", i), nested)
	}
	mails := "Content-Type: text/plain\r\n\r\nx"
	for range MaxNesting.Value + 1 {
		mails = from + "Content-Type: message/rfc822\r\n\r\n" + mails
	}
	whole := from + parts("mixed", "Content-Type: application/zip\r\n\r\n"+sample)
	for _, c := range []struct {
		name, mail string
		is         error
	}{
		{"parts within each other", from + nested, ErrLimit},
		{"many parts", from + parts("mixed", slices.Repeat([]string{"\r\nx"}, int(MaxParts.Value)+1)...), ErrLimit},
		{"mails within each other", mails, ErrLimit},
		{"broken head", "From: a\r\nMIME-Version: 1.0\r\nno header line\r\n\r\nx", ErrDamaged},
		{"no boundary", from + "Content-Type: multipart/mixed\r\n\r\nx", ErrDamaged},
	} {
		t.Run(c.name, func(t *testing.T) {
			srcs, errs := Open("a.eml", []byte(c.mail), Options{})
			wantOne(t, srcs, errs, "", c.is)
		})
	}
	srcs, errs := Open("a.eml", []byte(whole[:len(whole)-40]), Options{})
	if len(srcs) != 1 || len(errs) != 1 || !errors.Is(errs[0], ErrDamaged) {
		t.Errorf("cut off: got %v and %v, want what came before and an error", names(srcs), errs)
	}
	srcs, errs = Open("a.eml", []byte(from+"Content-Type: image/png\r\n\r\nx"), Options{})
	if len(srcs) != 0 || len(errs) != 1 {
		t.Errorf("picture only: got %v and %v", names(srcs), errs)
	}
}

// TestNotMail holds that tables whose first title looks like a header pass.
func TestNotMail(t *testing.T) {
	for _, s := range []string{"Date: 2026-03-05\nAmount: 1\n", "Date,Description,Amount\n", "交易时间,金额\n", "to: x\n\nsubject: y\n"} {
		srcs, errs := Open("a.csv", []byte(s), Options{})
		wantOne(t, srcs, errs, s, nil)
	}
}
