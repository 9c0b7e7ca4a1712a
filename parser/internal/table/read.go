package table

import (
	"archive/zip"
	"bytes"
	"encoding/xml"
	"errors"
	"io"
	"slices"
	"strings"

	"github.com/richardlehane/mscfb"
	"github.com/unrenew/unrenew/parser"
	"golang.org/x/net/html/charset"
)

// maxRecordLines is how many lines one quoted cell may span.
const maxRecordLines = 32

type bookKey struct{}

type result struct {
	book *Book
	err  error
}

// Read reads src as a table, by its content and not by its name. An error is a
// *parser.Problem, or a *parser.Error with one and its place; it says what the
// file is instead and what to do. The book is shared by all who read src: do
// not change it.
func Read(src parser.Source) (*Book, error) {
	r := src.Memo(bookKey{}, func() any {
		book, err := read(src)
		return result{book, err}
	}).(result)
	return r.book, r.err
}

func read(src parser.Source) (book *Book, err error) {
	defer func() {
		if r := recover(); r != nil { // a library met bytes that it did not expect
			book, err = nil, damaged()
		}
	}()
	head := src.Data[:min(len(src.Data), 1024)]
	switch {
	case len(bytes.Trim(src.Data, "\x00 \t\r\n")) == 0:
		return nil, parser.Problemf("文件是空的，请重新导出或下载", "the file is empty; export or download it again")
	case bytes.HasPrefix(head, []byte("PK\x03\x04")), bytes.HasPrefix(head, []byte("PK\x05\x06")):
		return readZIP(src)
	case bytes.HasPrefix(head, []byte("\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1")):
		return readOLE(src)
	}
	if p := notATable(head); p != nil {
		return nil, p
	}
	known := dialectOf(src)
	text, encoding, ok := decode(src.Data, known.charset)
	if !ok {
		return nil, parser.Problemf(
			"不是文本，也不是能识别的表格文件。请使用 App 或网银导出的原始文件",
			"this is neither text nor a table that can be read. Use the file as the app or bank exported it",
		)
	}
	switch {
	case isHTML(text):
		return readHTML(src, text, encoding)
	case strings.HasPrefix(text, "<?xml") && strings.Contains(text[:min(len(text), 4<<10)], "urn:schemas-microsoft-com:office:spreadsheet"):
		return nil, otherSpreadsheet()
	}
	rows, err := readText(src, text, known.comma)
	if err != nil {
		return nil, err
	}
	return &Book{Kind: "text", Charset: encoding, Sheets: []Sheet{{Rows: rows}}}, nil
}

// readZIP reads an XLSX, or says what other kind of ZIP this is.
func readZIP(src parser.Source) (*Book, error) {
	if int64(bytes.Count(src.Data, []byte("PK\x01\x02"))) > src.Limit(MaxFiles) { // before the library makes an object of each
		return nil, src.Refuse(MaxFiles, "工作簿里的部件超过 %s 个，不像账单", "the workbook has more than %s parts; this does not look like a statement")
	}
	zr, err := zip.NewReader(bytes.NewReader(src.Data), int64(len(src.Data)))
	if err != nil && !errors.Is(err, zip.ErrInsecurePath) {
		return nil, damaged()
	}
	has := func(name string) bool {
		return slices.ContainsFunc(zr.File, func(f *zip.File) bool { return partName(f) == name })
	}
	switch {
	case has("xl/workbook.xml"):
		if err := whole(src, zr); err != nil {
			return nil, err
		}
		return readXLSX(src)
	case has("xl/workbook.bin"), has("content.xml"), has("index/document.iwa"):
		return nil, otherSpreadsheet()
	case has("word/document.xml"), has("ppt/presentation.xml"):
		return nil, document()
	case has("ofd.xml"):
		return nil, parser.Problemf("这是 OFD 文件，请在银行或 App 里改为导出 Excel、CSV 或 PDF", "an OFD file; export Excel, CSV or PDF from the bank or app instead")
	}
	return nil, parser.Problemf("这是压缩包，请先解压，再读取里面的账单", "an archive; unpack it and read the statement in it")
}

func partName(f *zip.File) string {
	return strings.ToLower(strings.ReplaceAll(f.Name, `\`, "/"))
}

// whole reads every part of a workbook to its end. Excelize would take a part
// that breaks off, or is no XML from some row on, for what it got of it.
func whole(src parser.Source, zr *zip.Reader) error {
	left := src.Limit(MaxWorkbook)
	for _, f := range zr.File {
		r, err := f.Open()
		if err != nil {
			return damaged()
		}
		counted := &io.LimitedReader{R: r, N: left + 1}
		name := partName(f)
		switch {
		case isSheet(name), name == sharedStrings: // readXLSX looks at these
		case name == "xl/workbook.xml":
			err = wellFormed(src, counted, map[string]parser.Limit{"sheet": MaxSheets, "": MaxElements})
		case name == "[content_types].xml", strings.HasPrefix(name, "xl/") && (strings.HasSuffix(name, ".xml") || strings.HasSuffix(name, ".rels")):
			err = wellFormed(src, counted, map[string]parser.Limit{"": MaxElements})
		}
		if err == nil {
			_, err = io.Copy(io.Discard, counted) // to the checksum
		}
		if left = counted.N - 1; left < 0 {
			return src.Refuse(MaxWorkbook, "工作簿解开后超过 %s，请按时间分段导出", "the workbook unpacks to more than %s; export shorter periods")
		}
		switch {
		case errors.Is(err, parser.ErrLimit):
			return err
		case err != nil:
			return damaged()
		}
	}
	return nil
}

// sharedStrings is the part with the texts that several cells share.
const sharedStrings = "xl/sharedstrings.xml"

func isSheet(part string) bool { return strings.HasPrefix(part, "xl/worksheets/sheet") }

// wellFormed reads r as XML to the end of its root. Most bounds the elements by
// their names, and under "" all of them.
func wellFormed(src parser.Source, r io.Reader, most map[string]parser.Limit) error {
	d := xml.NewDecoder(r)
	d.CharsetReader = charset.NewReaderLabel
	count := map[string]int64{}
	for depth := 0; ; {
		token, err := d.RawToken()
		switch token := token.(type) {
		case xml.StartElement:
			depth++
			for _, name := range []string{token.Name.Local, ""} {
				limit, bounded := most[name]
				if !bounded {
					continue
				}
				if count[name]++; count[name] > src.Limit(limit) {
					if name == "sheet" {
						return tooManySheets(src)
					}
					return src.Refuse(limit, "工作簿的一个部件里超过 %s 个 XML 元素，请按时间分段导出", "a part of the workbook has more than %s elements of XML; export shorter periods")
				}
			}
		case xml.EndElement:
			depth--
		}
		if err == io.EOF && depth == 0 {
			return nil
		}
		if err != nil {
			return err
		}
	}
}

// readOLE reads an XLS, or says what other file of old Office this is.
func readOLE(src parser.Source) (*Book, error) {
	doc, err := mscfb.New(bytes.NewReader(src.Data))
	if err != nil {
		return nil, damaged()
	}
	streams := map[string]*mscfb.File{}
	for _, f := range doc.File {
		streams[f.Name] = f
	}
	switch {
	case streams["Workbook"] != nil: // beside "Book" in files for Excel 95 and 97
		stream, err := io.ReadAll(io.LimitReader(streams["Workbook"], int64(len(src.Data))))
		if err != nil {
			return nil, damaged()
		}
		return readXLS(src, stream)
	case streams["Book"] != nil:
		return nil, oldExcel()
	case streams["EncryptedPackage"] != nil:
		return nil, locked()
	case streams["WordDocument"] != nil, streams["PowerPoint Document"] != nil:
		return nil, document()
	case streams["__properties_version1.0"] != nil:
		return nil, parser.Problemf("这是 Outlook 的 .msg 邮件，请另存为 .eml 或 .html", "a .msg mail of Outlook; save it as .eml or .html")
	}
	return nil, parser.Problemf("不是能识别的表格文件", "not a table that can be read")
}

// notATable names the kinds of files that people take for statements.
func notATable(head []byte) *parser.Problem {
	is := func(magics ...string) bool {
		return slices.ContainsFunc(magics, func(m string) bool { return bytes.HasPrefix(head, []byte(m)) })
	}
	switch {
	case bytes.Contains(head, []byte("%PDF-")):
		return parser.Problemf("这是 PDF，不是表格", "a PDF, not a table")
	case is("\xFF\xD8\xFF", "\x89PNG", "GIF87a", "GIF89a", "II*\x00", "MM\x00*"),
		is("BM") && len(head) > 10 && string(head[6:10]) == "\x00\x00\x00\x00",
		is("RIFF") && len(head) > 12 && string(head[8:12]) == "WEBP",
		is("\x00") && len(head) > 12 && string(head[4:8]) == "ftyp": // HEIC, MP4
		return parser.Problemf("这是图片或视频。请在 App 里导出账单文件，不要用截图", "a picture or video. Export the statement from the app instead of a screenshot")
	case is("7z\xBC\xAF\x27\x1C", "Rar!\x1A\x07", "\x1F\x8B"):
		return parser.Problemf("这是 7z、RAR 或 GZ 压缩包，请先解压，再读取里面的账单", "a 7z, RAR or GZ archive; unpack it and read the statement in it")
	case is(`{\rtf`):
		return document()
	}
	return nil
}

func document() *parser.Problem {
	return parser.Problemf("这是文字处理或演示文档，不是账单表格。请导出 CSV、XLSX 或 PDF", "a text document or presentation, not a statement. Export CSV, XLSX or PDF")
}

func otherSpreadsheet() *parser.Problem {
	return parser.Problemf("这种表格文件不能直接读取，请用 WPS 或 Excel 打开后另存为 XLSX", "a spreadsheet in a format that cannot be read; open it and save it as XLSX")
}

func oldExcel() *parser.Problem {
	return parser.Problemf("这是 Excel 95 或更早的工作簿，请用 WPS 或 Excel 打开后另存为 XLSX", "a workbook of Excel 95 or older; open it and save it as XLSX")
}

func locked() *parser.Problem {
	return parser.Problemf("工作簿有密码。请用 WPS 或 Excel 打开，另存为没有密码的 XLSX", "the workbook has a password. Open it and save it as XLSX without one")
}

func damaged() *parser.Problem {
	return parser.Problemf("文件已损坏或没有下载完整，请重新导出", "the file is damaged or incomplete; export it again")
}

func blank(cells []string) bool {
	return !slices.ContainsFunc(cells, func(c string) bool { return c != "" })
}
