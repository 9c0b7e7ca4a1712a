package table

import (
	"strings"
	"time"

	"github.com/unrenew/unrenew/parser"
)

// Limits of what is read.
var (
	MaxLine     = parser.Limit{Name: "line-bytes", Value: 1 << 20, Text: parser.Text{ZH: "文本里一行的大小", EN: "one line of a text"}}
	MaxRows     = parser.Limit{Name: "table-rows", Value: 2_000_000, Text: parser.Text{ZH: "一个表格的行数", EN: "rows of one table"}}
	MaxColumns  = parser.Limit{Name: "table-columns", Value: 16_384, Text: parser.Text{ZH: "一行的单元格数", EN: "cells of one row"}}
	MaxCells    = parser.Limit{Name: "table-cells", Value: 25_000_000, Text: parser.Text{ZH: "一个文件的单元格数", EN: "cells of one file"}}
	MaxPage     = parser.Limit{Name: "html-bytes", Value: 16 << 20, Text: parser.Text{ZH: "一个网页或 HTML 表格的大小", EN: "one page or table of HTML"}}
	MaxTags     = parser.Limit{Name: "html-tags", Value: 2_000_000, Text: parser.Text{ZH: "一个网页或 HTML 表格里的标签数", EN: "tags of one page or table of HTML"}}
	MaxWorkbook = parser.Limit{Name: "workbook-bytes", Value: 256 << 20, Text: parser.Text{ZH: "一个 XLSX 工作簿解开后的大小", EN: "one XLSX workbook, unpacked"}}
	MaxFiles    = parser.Limit{Name: "workbook-parts", Value: 10_000, Text: parser.Text{ZH: "一个 XLSX 工作簿里的部件数", EN: "parts of one XLSX workbook"}}
	MaxSheets   = parser.Limit{Name: "workbook-sheets", Value: 1000, Text: parser.Text{ZH: "一个工作簿里的工作表数", EN: "sheets of one workbook"}}
	MaxElements = parser.Limit{Name: "workbook-elements", Value: 3_000_000, Text: parser.Text{ZH: "XLSX 共享字符串等部件里的 XML 元素数", EN: "elements of XML in the shared strings, or another such part, of an XLSX"}}

	MaxPages     = parser.Limit{Name: "pdf-pages", Value: 2000, Text: parser.Text{ZH: "一个 PDF 的页数", EN: "pages of one PDF"}}
	MaxGlyphs    = parser.Limit{Name: "pdf-page-glyphs", Value: 200_000, Text: parser.Text{ZH: "PDF 一页上的字符数", EN: "characters on one page of a PDF"}}
	MaxAllGlyphs = parser.Limit{Name: "pdf-glyphs", Value: 4_000_000, Text: parser.Text{ZH: "一个 PDF 里的字符数", EN: "characters in one PDF"}}
	MaxPDFStream = parser.Limit{Name: "pdf-stream-bytes", Value: 64 << 20, Text: parser.Text{ZH: "PDF 里一段内容解开后的大小", EN: "one stream of a PDF, inflated"}}
	MaxPDFTime   = parser.Limit{Name: "pdf-seconds", Value: 30, Text: parser.Text{ZH: "读一个 PDF 最多用多少秒", EN: "seconds in which one PDF must be read"}}
)

// Limits lists them all.
func Limits() []parser.Limit {
	return []parser.Limit{MaxLine, MaxRows, MaxColumns, MaxCells, MaxPage, MaxTags, MaxWorkbook, MaxFiles, MaxSheets, MaxElements,
		MaxPages, MaxGlyphs, MaxAllGlyphs, MaxPDFStream, MaxPDFTime}
}

var tooManyCells = parser.Text{ZH: "表格超过 %s 个单元格，请按时间分段导出", EN: "the table has more than %s cells; export shorter periods"}

// A counter counts the rows and cells of a file against the limits.
type counter struct {
	src                           parser.Source
	rows, cells                   int64
	mostRows, mostCells, mostWide int64
}

func counterOf(src parser.Source) counter {
	return counter{src: src, mostRows: src.Limit(MaxRows), mostCells: src.Limit(MaxCells), mostWide: src.Limit(MaxColumns)}
}

// add adds a row that is not blank. Blank ones count too, since to make them
// takes time.
func (c *counter) add(rows []Row, row Row) ([]Row, error) {
	var beyond *parser.Problem
	c.cells += int64(len(row.Cells))
	switch src := c.src; {
	case int64(len(row.Cells)) > c.mostWide:
		beyond = src.Refuse(MaxColumns, "这一行超过 %s 个单元格，不像账单", "the row has more than %s cells; this does not look like a statement")
	case c.cells > c.mostCells:
		beyond = src.Refuse(MaxCells, tooManyCells.ZH, tooManyCells.EN)
	case blank(row.Cells):
		return rows, nil
	case int64(len(rows)) >= c.mostRows:
		beyond = TooManyRows(src)
	default:
		c.rows++
		return append(rows, row), nil
	}
	return nil, &parser.Error{Pos: row.Pos, Err: beyond}
}

// join adds what was counted of another part of the same table.
func (c *counter) join(d counter) error {
	c.rows, c.cells = c.rows+d.rows, c.cells+d.cells
	switch {
	case c.rows > c.mostRows:
		return TooManyRows(c.src)
	case c.cells > c.mostCells:
		return c.src.Refuse(MaxCells, tooManyCells.ZH, tooManyCells.EN)
	}
	return nil
}

// TooManyRows refuses a table that is too long.
func TooManyRows(src parser.Source) *parser.Problem {
	return src.Refuse(MaxRows, "表格超过 %s 行，请按时间分段导出", "the table has more than %s rows; export shorter periods")
}

// tooLong refuses a page of HTML whose tree would take many times its own size.
func tooLong(src parser.Source, text string) *parser.Problem {
	switch {
	case int64(len(text)) > src.Limit(MaxPage):
		return src.Refuse(MaxPage, "网页超过 %s，请按时间分段导出", "the page of HTML is larger than %s; export shorter periods")
	case int64(strings.Count(text, "<")) > src.Limit(MaxTags):
		return src.Refuse(MaxTags, "网页里的标签超过 %s 个，请按时间分段导出", "the page of HTML has more than %s tags; export shorter periods")
	}
	return nil
}

func tooManySheets(src parser.Source) *parser.Problem {
	return src.Refuse(MaxSheets, "工作簿里的工作表超过 %s 个，不像账单", "the workbook has more than %s sheets; this does not look like a statement")
}

// beyond is what the readers of PDF panic with, which are called back from the
// library and cannot return.
type beyond struct {
	limit  parser.Limit
	zh, en string
}

var (
	errPages  = beyond{MaxPages, "PDF 超过 %s 页，不像账单；请按时间分段导出", "the PDF has more than %s pages; export shorter periods"}
	errGlyphs = beyond{MaxGlyphs, "PDF 一页上的字符超过 %s 个，不像账单", "a page of the PDF has more than %s characters; this does not look like a statement"}
	errAll    = beyond{MaxAllGlyphs, "PDF 里的字符超过 %s 个，不像账单；请按时间分段导出", "the PDF has more than %s characters; export shorter periods"}
	errStream = beyond{MaxPDFStream, "PDF 里有一段内容解开后超过 %s，不像账单", "a stream of the PDF inflates to more than %s; this does not look like a statement"}
	errTime   = beyond{MaxPDFTime, "这个 PDF 读了 %s 秒还没读完，已放弃；请按时间分段导出", "the PDF was not read in %s seconds; export shorter periods"}
)

func pdfTime(src parser.Source) time.Duration {
	return time.Duration(min(src.Limit(MaxPDFTime), 1<<20)) * time.Second
}
