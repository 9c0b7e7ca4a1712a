// Package unpack takes files out of their containers: ZIP archives with and
// without password, mails, and PDF and XLSX files that are locked with one. Bytes come
// in, named bytes go out; nothing is written to disk.
package unpack

import (
	"errors"
	"slices"

	"github.com/unrenew/unrenew/parser"
	"golang.org/x/text/encoding/simplifiedchinese"
)

// What may be wrong with a container, for errors.Is.
var (
	ErrPassword      = errors.New("needs a password")
	ErrWrongPassword = errors.New("wrong password")
	ErrDamaged       = errors.New("damaged")
	ErrLimit         = parser.ErrLimit
)

// Options of Open. Every password is tried on every locked file.
type Options struct {
	Passwords []string
	Limits    parser.Limits // the sources are to be read within them too
}

// Open returns the file called name, or what is in it if it is an archive or a
// mail. The members are named "bill.zip!/detail.csv"; those of an archive are
// sorted by name. All that can be read are returned even if others fail. Each error is a *parser.Error that
// names the file or member and wraps a *parser.Problem.
func Open(name string, data []byte, opt Options) ([]parser.Source, []error) {
	u := &unpacker{
		given:     len(opt.Passwords) > 0,
		passwords: candidates(opt.Passwords),
		limits:    opt.Limits,
		whole:     budget(opt.Limits, len(data)),
	}
	u.budget = u.whole
	u.open(parser.NewSource(name, data).Within(opt.Limits), 0)
	return u.sources, u.errs
}

// candidates puts the empty password first, which many PDF files have, and adds
// the bytes that Chinese Windows makes of a password in Chinese.
func candidates(given []string) []string {
	list := []string{""}
	for _, p := range given {
		list = append(list, p)
		if gbk, err := simplifiedchinese.GB18030.NewEncoder().String(p); err == nil && gbk != p {
			list = append(list, gbk)
		}
	}
	return list
}

type unpacker struct {
	given     bool     // the user gave a password
	passwords []string // the one that worked last comes first
	limits    parser.Limits
	whole     int64 // bytes that may come out
	budget    int64 // of these, what is left
	entries   int   // files that were handed on
	sources   []parser.Source
	errs      []error
}

// A container is one kind of file with others in it, or behind a password. It
// tells whether src is of its kind, and then hands on what it holds.
type container func(u *unpacker, src parser.Source, depth int) bool

// open hands src to the first container whose kind it is. Depth counts the
// archives around it.
func (u *unpacker) open(src parser.Source, depth int) {
	defer func() {
		if r := recover(); r != nil { // a library met bytes that it did not expect
			u.fail(src.Name, damaged())
		}
	}()
	if p := u.enter(); p != nil {
		u.fail(src.Name, p)
		return
	}
	for _, c := range []container{openZIP, openPDF, openWorkbook, openMailBox, openMail} {
		if c(u, src, depth) {
			return
		}
	}
	u.sources = append(u.sources, src)
}

func (u *unpacker) fail(name string, p *parser.Problem) {
	u.errs = append(u.errs, &parser.Error{Pos: parser.Pos{File: name}, Err: p})
}

// unlock tries every password until one gives no error. A *parser.Problem ends
// it at once. ErrDamaged does not, since a wrong password may look like that.
func (u *unpacker) unlock(try func(password string) error) *parser.Problem {
	var broken bool
	for i, password := range u.passwords {
		err := try(password)
		var final *parser.Problem
		switch {
		case err == nil:
			u.passwords = slices.Insert(slices.Delete(u.passwords, i, i+1), 0, password)
			return nil
		case errors.As(err, &final):
			return final
		case err == ErrDamaged:
			broken = true
		}
	}
	switch {
	case broken:
		return damaged()
	case u.given:
		return wrongPassword()
	}
	return needsPassword()
}

func needsPassword() *parser.Problem {
	return parser.Problemf(
		"需要密码。支付宝账单的密码在支付宝 App 的“服务消息”或开具流水证明的“申请记录”里，微信账单的密码在“微信支付”的服务消息里，银行文件的密码见银行的短信或说明。请用 --password 提供",
		"needs a password. Alipay shows it in the app under 服务消息 (or 申请记录 of the proof), WeChat in a message of 微信支付, a bank in a text message or in its notes. Pass it with --password",
	).Because(ErrPassword)
}

func wrongPassword() *parser.Problem {
	return parser.Problemf(
		"提供的密码都打不开。每次导出的密码都不同，请核对这一份的密码，再用 --password 提供",
		"none of the given passwords opens it. Every export has its own: look up that of this file and pass it with --password",
	).Because(ErrWrongPassword)
}

func damaged() *parser.Problem {
	return parser.Problemf(
		"文件已损坏或不完整，请重新下载",
		"the file is damaged or incomplete; download it again",
	).Because(ErrDamaged)
}
