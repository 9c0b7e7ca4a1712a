// Package table turns the bytes of a CSV, TXT, XLSX, XLS or HTML file into
// rows of text with their places, and the pages of a PDF into placed text.
// It knows no issuer.
package table

import "github.com/unrenew/unrenew/parser"

// A Row is one line of a text or one row of a sheet. Cells are trimmed of
// blanks, TAB, NBSP, U+3000, BOM and zero-width marks.
type Row struct {
	Pos   parser.Pos
	Cells []string
}

// A Sheet is one table: the only one of a text file, or one sheet of a
// workbook, hidden ones too. Blank rows are not in it; Pos.Row tells.
type Sheet struct {
	Name string // empty for text files
	Rows []Row

	// Margin is what stands around the table of a PDF, page after page, but for
	// the lines above it on the first one: page sums, notes, repeated heads.
	Margin []Row
}

// A Book is what a file holds.
type Book struct {
	Kind    string // "text", "xlsx", "xls", "html", "pdf"
	Charset string // of a text: "utf-8", "gb18030", "utf-16le", ...
	Sheets  []Sheet
}
