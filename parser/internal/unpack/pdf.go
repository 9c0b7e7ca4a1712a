package unpack

import (
	"bytes"
	"errors"
	"sync"

	"github.com/pdfcpu/pdfcpu/pkg/api"
	"github.com/pdfcpu/pdfcpu/pkg/pdfcpu"
	"github.com/pdfcpu/pdfcpu/pkg/pdfcpu/model"
	"github.com/unrenew/unrenew/parser"
)

// noConfigDir keeps pdfcpu from writing a folder into the user's home.
var noConfigDir = sync.OnceFunc(api.DisableConfigDir)

// openPDF decrypts a locked PDF and lets the others pass. Most locked
// statements open with the empty password and only forbid editing.
func openPDF(u *unpacker, src parser.Source, _ int) bool {
	// Places in the file count from the header, and servers put bytes before it.
	start := bytes.Index(src.Data[:min(len(src.Data), 1024)], []byte("%PDF-"))
	if start < 0 || !bytes.Contains(src.Data, []byte("/Encrypt")) {
		return false
	}
	noConfigDir()
	var plain bytes.Buffer
	free := false
	problem := u.unlock(func(password string) error {
		for _, conf := range []*model.Configuration{model.NewAESConfiguration(password, "", 256), model.NewAESConfiguration("", password, 256)} {
			plain.Reset()
			conf.Offline = true // the library knows how to ask whether a certificate was revoked
			err := api.Decrypt(bytes.NewReader(src.Data[start:]), &plain, conf)
			switch {
			case errors.Is(err, pdfcpu.ErrNotEncrypted):
				free = true
				return nil
			case err == nil:
				return nil
			case !errors.Is(err, pdfcpu.ErrWrongPassword):
				return cannotUnlockPDF()
			}
		}
		return ErrWrongPassword
	})
	switch {
	case free:
		return false
	case problem != nil:
		u.fail(src.Name, problem)
	default:
		u.sources = append(u.sources, src.WithData(plain.Bytes()))
	}
	return true
}

func cannotUnlockPDF() *parser.Problem {
	return parser.Problemf(
		"无法解除这份 PDF 的保护：文件已损坏，或加密方式少见。请重新下载，或用 PDF 阅读器打开后另存为没有密码的 PDF",
		"this PDF cannot be unlocked: it is damaged, or encrypted in a rare way. Download it again, or open it in a PDF reader and save a copy without password",
	).Because(ErrDamaged)
}
