package unpack

import (
	"bytes"
	"errors"
	"regexp"

	"github.com/unrenew/unrenew/parser"
	"github.com/xuri/excelize/v2"
)

// defaultPassword is what Excel itself uses for workbooks that are protected
// against changes only; it opens them without asking.
const defaultPassword = "VelvetSweatshop"

var (
	encryptedPackage = []byte("E\x00n\x00c\x00r\x00y\x00p\x00t\x00e\x00d\x00P\x00a\x00c\x00k\x00a\x00g\x00e\x00")
	spinCount        = regexp.MustCompile(`spinCount\s*=\s*["'](?:[3-9][0-9]{5}|[0-9]{7,})["']`)
)

// openWorkbook decrypts an XLSX that is locked with a password: an OLE file with
// the workbook as one encrypted stream.
func openWorkbook(u *unpacker, src parser.Source, _ int) bool {
	if !bytes.HasPrefix(src.Data, []byte("\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1")) || !bytes.Contains(src.Data, encryptedPackage) {
		return false
	}
	if spinCount.Match(src.Data) { // Excel hashes a password 100,000 times; many more are there to stall us, or an office's policy
		u.fail(src.Name, parser.Problemf(
			"这个表格的密码每试一次要算几十万遍以上，没有去试；请用 Excel 或 WPS 打开，另存为不带密码的文件",
			"to try one password for this workbook takes several hundred thousand rounds, so none was tried; open it in Excel or WPS and save it without its password",
		).Because(ErrDamaged))
		return true
	}
	var plain []byte
	problem := u.unlock(func(password string) (err error) {
		if password == "" {
			password = defaultPassword
		}
		plain, err = excelize.Decrypt(src.Data, &excelize.Options{Password: password})
		switch {
		case errors.Is(err, excelize.ErrWorkbookPassword), errors.Is(err, excelize.ErrPasswordLengthInvalid):
			return ErrWrongPassword
		case err == nil && !bytes.HasPrefix(plain, []byte("PK")):
			return ErrWrongPassword
		case err != nil:
			return damaged()
		}
		return nil
	})
	if problem != nil {
		u.fail(src.Name, problem)
		return true
	}
	u.sources = append(u.sources, src.WithData(plain))
	return true
}
