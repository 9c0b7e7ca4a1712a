package formats

import (
	"fmt"
	"strings"

	"github.com/unrenew/unrenew/parser"
	"github.com/unrenew/unrenew/parser/internal/table"
	"github.com/unrenew/unrenew/parser/internal/unpack"
)

// Open returns the file called name without its containers: the members of an
// archive, decrypted if one of the passwords fits. The errors name what could
// not be opened and say what to do; the rest is returned all the same.
func Open(name string, data []byte, passwords []string) ([]parser.Source, []error) {
	return unpack.Open(name, data, unpack.Options{Passwords: passwords})
}

// What may be wrong with a container, for errors.Is: the errors of Open wrap one
// of these.
var (
	ErrPassword      = unpack.ErrPassword
	ErrWrongPassword = unpack.ErrWrongPassword
)

// A Limit is a bound on what is read, so that no file can exhaust the machine.
// A file beyond it is refused with an error, never read in part.
type Limit struct {
	Name  string // "archive-entries": the same in both languages
	Value int64
	Text  parser.Text
}

// Amount is the value as people read it: "256 MiB", "2,000,000".
func (l Limit) Amount() string {
	if strings.HasSuffix(l.Name, "-bytes") && l.Value%(1<<20) == 0 {
		return fmt.Sprintf("%d MiB", l.Value>>20)
	}
	s := fmt.Sprint(l.Value)
	for i := len(s) - 3; i > 0; i -= 3 {
		s = s[:i] + "," + s[i:]
	}
	return s
}

// Limits lists all bounds.
func Limits() []Limit {
	return []Limit{
		{"archive-entries", unpack.MaxEntries, parser.Text{ZH: "一个压缩包里的文件数", EN: "files in one archive"}},
		{"archive-entry-bytes", unpack.MaxEntry, parser.Text{ZH: "压缩包里一个文件解开后的大小", EN: "one file in an archive, unpacked"}},
		{"archive-total-bytes", unpack.MaxTotal, parser.Text{ZH: "一个压缩包全部解开后的大小", EN: "everything in an archive, unpacked"}},
		{"archive-ratio", unpack.MaxRatio, parser.Text{ZH: "压缩包解开后是原来的多少倍", EN: "unpacked size of an archive, as a multiple of its own"}},
		{"archive-nesting", unpack.MaxNesting, parser.Text{ZH: "压缩包和邮件互相套的层数", EN: "archives and mails within each other"}},
		{"mail-parts", unpack.MaxParts, parser.Text{ZH: "一封邮件的部分数（正文和附件）", EN: "parts of one mail, text and attachments"}},
		{"workbook-bytes", table.MaxWorkbook, parser.Text{ZH: "一个 XLSX 工作簿解开后的大小", EN: "one XLSX workbook, unpacked"}},
		{"table-rows", table.MaxRows, parser.Text{ZH: "一个表格的行数", EN: "rows of one table"}},
		{"table-cells", table.MaxCells, parser.Text{ZH: "一个文件的单元格数", EN: "cells of one file"}},
		{"line-bytes", table.MaxLine, parser.Text{ZH: "文本里一行的大小", EN: "one line of a text"}},
		{"pdf-pages", table.MaxPages, parser.Text{ZH: "一个 PDF 的页数", EN: "pages of one PDF"}},
		{"pdf-page-glyphs", table.MaxGlyphs, parser.Text{ZH: "PDF 一页上的字符数", EN: "characters on one page of a PDF"}},
		{"pdf-glyphs", table.MaxAllGlyphs, parser.Text{ZH: "一个 PDF 里的字符数", EN: "characters in one PDF"}},
		{"pdf-stream-bytes", table.MaxPDFStream, parser.Text{ZH: "PDF 里一段内容解开后的大小", EN: "one stream of a PDF, inflated"}},
		{"pdf-seconds", int64(table.MaxPDFTime.Seconds()), parser.Text{ZH: "读一个 PDF 最多用多少秒", EN: "seconds in which one PDF must be read"}},
		{"feed-bytes", maxFeed, parser.Text{ZH: "一个 OFX、QIF、MT940 或 CAMT 文件的字节数", EN: "bytes of one OFX, QIF, MT940 or CAMT file"}},
		{"xml-levels", maxXMLDepth, parser.Text{ZH: "CAMT 里元素嵌套的层数", EN: "elements within each other in CAMT"}},
		{"xml-elements", maxXMLElements, parser.Text{ZH: "一个 CAMT 文件里的元素数", EN: "elements of one CAMT file"}},
		{"header-rows", maxHead, parser.Text{ZH: "在工作表的前多少行里找表头", EN: "rows of a sheet in which the header is looked for"}},
		{"unquoted-commas", maxSurplus, parser.Text{ZH: "一行里最多修正多少个没有引号的逗号", EN: "unquoted commas in one row that are put right"}},
	}
}
