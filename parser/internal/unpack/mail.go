package unpack

import (
	"bytes"
	"cmp"
	"encoding/base64"
	"errors"
	"fmt"
	"io"
	"mime"
	"mime/multipart"
	"net/mail"
	"net/textproto"
	"path"
	"regexp"
	"strconv"
	"strings"
	"unicode/utf8"

	"github.com/unrenew/unrenew/parser"
	"golang.org/x/text/encoding/htmlindex"
	"golang.org/x/text/encoding/simplifiedchinese"
)

// maxPartNesting is how many parts of a mail may be within each other; real
// mails have four at most.
const maxPartNesting = 20

// A mail begins with header lines, behind blank lines or the line that mail
// boxes put between their mails.
var (
	envelope  = regexp.MustCompile(`^(\xEF\xBB\xBF)?[\r\n]*(>?From [^\r\n]*\r?\n)?`)
	firstLine = regexp.MustCompile(`(?i)^(from|to|cc|date|subject|sender|reply-to|received|return-path|delivered-to|message-id|mime-version|snapshot-content-location|content-[a-z-]+|dkim-signature|domainkey-signature|authentication-results|arc-[a-z-]+|x-[\w-]+)[ \t]*:`)
	mimeLine  = regexp.MustCompile(`(?im)^(mime-version|content-type)[ \t]*:`)
	fromLine  = regexp.MustCompile(`(?im)^from[ \t]*:`)
	toldLine  = regexp.MustCompile(`(?im)^(subject|date|to)[ \t]*:`)
)

// mailOf returns what of data a mail reader takes, or nil if it is no mail.
func mailOf(data []byte) []byte {
	data = data[len(envelope.Find(data[:min(len(data), 4<<10)])):]
	head := data[:min(len(data), 64<<10)]
	if !firstLine.Match(head) {
		return nil
	}
	for _, end := range []string{"\r\n\r\n", "\n\n"} {
		if i := bytes.Index(head, []byte(end)); i >= 0 {
			head = head[:i]
		}
	}
	if mimeLine.Match(head) || fromLine.Match(head) && toldLine.Match(head) {
		return data
	}
	return nil
}

// between is the line that begins a mail in a mail box.
var between = regexp.MustCompile(`(?m)^From [^\r\n]*\d{4}[^\r\n]*\r?\n`)

// mailsOf cuts a mail box into its mails; nil if there is but one.
func mailsOf(box []byte) (mails [][]byte) {
	if !bytes.HasPrefix(box, []byte("From ")) {
		return nil
	}
	begin := 0
	for _, at := range between.FindAllIndex(box, -1) {
		if at[0] > 0 && firstLine.Match(box[at[1]:min(len(box), at[1]+200)]) {
			mails = append(mails, box[begin:at[0]])
			begin = at[0]
		}
	}
	if mails == nil {
		return nil
	}
	return append(mails, box[begin:])
}

// openMailBox takes the mails out of a file that holds many.
func openMailBox(u *unpacker, src parser.Source, depth int) bool {
	mails := mailsOf(src.Data)
	switch {
	case mails == nil:
		return false
	case int64(depth) >= u.limits.Of(MaxNesting):
		u.fail(src.Name, u.nestedTooDeep())
		return true
	case int64(len(mails)) > u.limits.Of(MaxEntries):
		u.fail(src.Name, u.refuse(MaxEntries, "邮箱文件里的邮件超过 %s 封，请只导出账单邮件", "the mail box has more than %s mails; export those with statements only"))
		return true
	}
	for i, m := range mails {
		u.open(parser.NewSource(fmt.Sprintf("%s!/%d.eml", src.Name, i+1), m).Within(u.limits), depth+1)
	}
	return true
}

// openMail hands on the text of a mail under the name of the mail itself, since
// there the user sees it, and its attachments as members of it.
func openMail(u *unpacker, src parser.Source, depth int) bool {
	data := mailOf(src.Data)
	if data == nil {
		return false
	}
	if int64(depth) >= u.limits.Of(MaxNesting) {
		u.fail(src.Name, u.nestedTooDeep())
		return true
	}
	msg, err := mail.ReadMessage(bytes.NewReader(data))
	if err != nil {
		u.fail(src.Name, brokenMail())
		return true
	}
	w := &letter{name: src.Name, most: int(u.limits.Of(MaxParts)), names: map[string]int{}}
	err = w.part(textproto.MIMEHeader(msg.Header), msg.Body, 0)
	switch {
	case errors.Is(err, ErrLimit):
		u.fail(src.Name, u.refuse(MaxParts, "邮件超过 %s 个部分，或各部分套得太深，没有读取；请把附件另存后读取",
			"the mail has more than %s parts, or parts nested too deep, and was not read; save its attachments and read them"))
		return true
	case err != nil:
		u.fail(src.Name, brokenMail()) // what came before is read
	}
	body := w.html
	if len(body) == 0 && len(w.files) == 0 {
		body = w.plain
	}
	switch {
	case len(w.files) > 0 && !mayBeStatement(body): // a covering letter
	case len(bytes.TrimSpace(body)) > 0:
		if len(w.html) > 0 {
			body = append(w.head(msg.Header), body...)
		}
		u.budget -= int64(len(body))
		u.sources = append(u.sources, src.WithData(body))
	case err == nil && len(w.files) == 0:
		u.fail(src.Name, parser.Problemf("邮件里没有能读的正文或附件，可能只有图片", "the mail has neither a text nor a file that can be read; it may hold pictures only"))
	}
	for _, f := range w.files {
		if p := u.take(uint64(len(f.data))); p != nil {
			u.fail(f.name, p)
			continue
		}
		u.budget -= int64(len(f.data))
		u.open(parser.NewSource(f.name, f.data).Within(u.limits), depth+1)
	}
	return true
}

func brokenMail() *parser.Problem {
	return parser.Problemf(
		"邮件已损坏或没有保存完整，请在邮箱里重新另存为 .eml",
		"the mail is damaged or was not saved to its end; save it again as .eml",
	).Because(ErrDamaged)
}

// A letter is what is in a mail.
type letter struct {
	name        string
	parts, most int
	html, plain []byte // the text to read; pages of several parts one behind the other
	files       []attachment
	names       map[string]int // how many files have a name
}

type attachment struct {
	name string
	data []byte
}

// part takes in one part with all that is in it. Its error is ErrLimit, or that
// of a reader that met the end too early.
func (w *letter) part(h textproto.MIMEHeader, r io.Reader, depth int) error {
	if w.parts++; w.parts > w.most || depth > maxPartNesting {
		return ErrLimit
	}
	kind, params := mediaType(cmp.Or(h.Get("Content-Type"), "text/plain"))
	if strings.HasPrefix(kind, "multipart/") {
		for mr := multipart.NewReader(r, params["boundary"]); ; {
			p, err := mr.NextRawPart()
			if err == io.EOF {
				return nil
			}
			if err != nil {
				return err
			}
			if err := w.part(p.Header, p, depth+1); err != nil {
				return err
			}
		}
	}
	data, err := io.ReadAll(r)
	w.leaf(h, kind, params, decodeTransfer(h.Get("Content-Transfer-Encoding"), data))
	return err
}

// furniture is what mails carry beside text and files.
var furniture = regexp.MustCompile(`^(image|audio|video|font)/|^text/(css|calendar|javascript)$|^application/((x-)?javascript|(x-)?pkcs7-signature|pgp-signature|ics)$`)

func (w *letter) leaf(h textproto.MIMEHeader, kind string, params map[string]string, data []byte) {
	disposition, more := mediaType(h.Get("Content-Disposition"))
	name := fileName(cmp.Or(more["filename"], params["name"]))
	switch {
	case furniture.MatchString(kind) || len(data) == 0:
	case kind == "text/html" && name == "" && disposition != "attachment":
		w.html = append(w.html, decodeCharset(params["charset"], decodeAgain(data))...)
	case kind == "text/plain" && name == "" && disposition != "attachment":
		w.plain = append(w.plain, decodeCharset(params["charset"], data)...)
	default:
		if name == "" {
			name = fmt.Sprintf("附件%d", len(w.files)+1)
			if kind == "message/rfc822" {
				name += ".eml"
			}
		}
		name = w.name + "!/" + name
		for stem := name; w.names[name] > 0; {
			w.names[stem]++
			name = fmt.Sprintf("%s (%d)", stem, w.names[stem])
		}
		w.names[name]++
		w.files = append(w.files, attachment{name, data})
	}
}

// head shows sender and subject above the text, as mail programs do: some
// statements name their bank and month nowhere else. It is ASCII, whatever the
// charset of the text.
func (w *letter) head(h mail.Header) []byte {
	var b bytes.Buffer
	for _, key := range []string{"From", "Subject"} {
		if v := decodeWords(h.Get(key)); v != "" {
			b.WriteString("<p>" + key + ": ")
			for _, r := range v {
				fmt.Fprintf(&b, "&#%d;", r)
			}
			b.WriteString("</p>\n")
		}
	}
	return b.Bytes()
}

var amount = regexp.MustCompile(`\d\.\d\d\D`)

// mayBeStatement tells a statement from the letter around an attached one: it
// has a table with amounts.
func mayBeStatement(body []byte) bool {
	return bytes.Contains(bytes.ToLower(body), []byte("<td")) && len(amount.FindAllIndex(body, 3)) == 3
}

var (
	parameter = regexp.MustCompile(`(?i);\s*([a-z-]+)\*?\s*=\s*(?:"([^"]*)"|([^;\s]+))`)
	words     = &mime.WordDecoder{CharsetReader: func(charset string, r io.Reader) (io.Reader, error) {
		e, err := htmlindex.Get(charset)
		if err != nil {
			e = simplifiedchinese.GB18030
		}
		return e.NewDecoder().Reader(r), nil
	}}
)

// mediaType reads a header like Content-Type, also where mailers broke its
// rules: names in raw bytes, values without quotes.
func mediaType(s string) (kind string, params map[string]string) {
	if kind, params, err := mime.ParseMediaType(s); err == nil {
		return kind, params
	}
	kind, _, _ = strings.Cut(s, ";")
	params = map[string]string{}
	for _, m := range parameter.FindAllStringSubmatch(s, -1) {
		params[strings.ToLower(m[1])] = m[2] + m[3]
	}
	return strings.ToLower(strings.TrimSpace(kind)), params
}

func decodeWords(s string) string {
	if d, err := words.DecodeHeader(s); err == nil {
		s = d
	}
	if !utf8.ValidString(s) {
		s, _ = simplifiedchinese.GB18030.NewDecoder().String(s)
	}
	return s
}

// fileName decodes the name of an attachment. Folders in it mean nothing.
func fileName(s string) string {
	if s = path.Base(memberName(decodeWords(s))); s == "." || s == "/" {
		return ""
	}
	return s
}

// decodeTransfer takes off the transfer encoding. It forgives what mailers and
// web mail do to it: lines of any length, lost padding, stray characters.
func decodeTransfer(encoding string, data []byte) []byte {
	switch strings.ToLower(strings.TrimSpace(encoding)) {
	case "base64":
		return decodeBase64(data)
	case "quoted-printable":
		return decodeQuoted(data)
	}
	return data
}

func decodeBase64(data []byte) []byte {
	packed := make([]byte, 0, len(data))
	for _, c := range data {
		if c >= 'A' && c <= 'Z' || c >= 'a' && c <= 'z' || c >= '0' && c <= '9' || c == '+' || c == '/' {
			packed = append(packed, c)
		}
	}
	if len(packed)%4 == 1 {
		packed = packed[:len(packed)-1]
	}
	plain := make([]byte, base64.RawStdEncoding.DecodedLen(len(packed)))
	n, _ := base64.RawStdEncoding.Decode(plain, packed)
	return plain[:n]
}

var softBreak = regexp.MustCompile(`^=[ \t]*(\r?\n|$)`)

func decodeQuoted(data []byte) []byte {
	plain := make([]byte, 0, len(data))
	for i := 0; i < len(data); i++ {
		if data[i] == '=' {
			rest := data[i:min(len(data), i+80)]
			if m := softBreak.Find(rest); m != nil {
				i += len(m) - 1
				continue
			}
			if len(rest) >= 3 {
				if c, err := strconv.ParseUint(string(rest[1:3]), 16, 8); err == nil {
					plain = append(plain, byte(c))
					i += 2
					continue
				}
			}
		}
		plain = append(plain, data[i])
	}
	return plain
}

// decodeAgain decodes a page that its bank encoded twice.
func decodeAgain(data []byte) []byte {
	if bytes.IndexByte(data, '<') < 0 {
		if page := decodeBase64(data); bytes.IndexByte(page, '<') >= 0 && utf8.Valid(data) {
			return page
		}
	}
	return data
}

// decodeCharset makes UTF-8 of charsets that nobody could guess from the bytes.
// Readers tell UTF-8 and GB18030 apart better than the headers of mails do.
func decodeCharset(label string, data []byte) []byte {
	data = bytes.TrimPrefix(data, []byte("\xEF\xBB\xBF"))
	e, err := htmlindex.Get(label)
	if err != nil {
		return data
	}
	switch name, _ := htmlindex.Name(e); name {
	case "utf-8", "gbk", "gb18030", "windows-1252":
		return data
	}
	if d, err := e.NewDecoder().Bytes(data); err == nil {
		return d
	}
	return data
}
