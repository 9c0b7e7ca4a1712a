package formats

import (
	"encoding/base64"
	"fmt"
	"mime/quotedprintable"
	"path/filepath"
	"strings"
	"testing"

	"golang.org/x/text/encoding/simplifiedchinese"

	"github.com/unrenew/unrenew/parser"
)

// TestMailedPages reads every statement that is a page in the ways it comes to
// people: as the text of a mail in any encoding, as an attachment, saved by a
// mail program or a browser.
func TestMailedPages(t *testing.T) {
	const head = "From: statement@bank.example.com\r\nSubject: statement\r\nMIME-Version: 1.0\r\n"
	mail := func(charset, encoding, more, body string) []byte {
		return []byte(head + "Content-Type: text/html; charset=" + charset + more + "\r\nContent-Transfer-Encoding: " + encoding + "\r\n\r\n" + body)
	}
	quoted := func(s string) string {
		var b strings.Builder
		w := quotedprintable.NewWriter(&b)
		if _, err := w.Write([]byte(s)); err != nil {
			t.Fatal(err)
		}
		w.Close()
		return b.String()
	}
	for _, f := range load(t) {
		if !f.page() {
			continue
		}
		want, err := All().Parse(f.src)
		if err != nil {
			t.Fatal(err)
		}
		text := textOf(t, f.src.Data)
		gbk := string(encode(t, text, simplifiedchinese.GB18030))
		for name, data := range map[string][]byte{
			"base64":                   mail("utf-8", "base64", "", base64.StdEncoding.EncodeToString([]byte(text))),
			"base64 of GB18030":        mail("gb2312", "base64", "", base64.StdEncoding.EncodeToString([]byte(gbk))),
			"quoted-printable":         mail("utf-8", "quoted-printable", "", quoted(text)),
			"quoted-printable of GBK":  mail("GBK", "quoted-printable", "", quoted(gbk)),
			"8 bit, charset is a lie":  mail("iso-8859-1", "8bit", "", gbk),
			"attachment":               []byte(head + "Content-Type: multipart/mixed; boundary=b\r\n\r\n--b\r\nContent-Type: text/plain\r\n\r\n见附件\r\n--b\r\n" + string(mail("gbk", "8bit", "; name=a.htm", gbk)[len(head):]) + "\r\n--b--\r\n"),
			"web archive":              []byte("From: <Saved by Blink>\r\nSnapshot-Content-Location: https://mail.example.com/\r\nMIME-Version: 1.0\r\nContent-Type: multipart/related; type=\"text/html\"; boundary=\"b\"\r\n\r\n--b\r\nContent-Type: text/html\r\nContent-Transfer-Encoding: quoted-printable\r\nContent-Location: https://mail.example.com/\r\n\r\n" + quoted(text) + "\r\n--b\r\nContent-Type: text/css\r\n\r\ntd {}\r\n--b--\r\n"),
			"page with BOM":            []byte("\uFEFF" + text),
			"page within another page": []byte("<!DOCTYPE html><html><body><div class=app><table><tr><td>收件箱</td><td>" + text + "</td></tr></table></div></body></html>"),
		} {
			t.Run(fmt.Sprintf("%s/%s/%s", f.id, filepath.Base(f.path), name), func(t *testing.T) {
				sources, errs := Open("mail", data, nil)
				if len(sources) != 1 || len(errs) != 0 {
					t.Fatalf("%d sources, errors %v", len(sources), errs)
				}
				same(t, sources[0], want, func(tr *parser.Transaction) {})
			})
		}
	}
}
