package complaint

import (
	"fmt"
	"strings"
)

// A document is a letter before it has a file format. The same one is written
// as DOCX and as plain text.
type document struct {
	lang   string // "zh" or "en"
	title  string
	blocks []block
}

// A block is one paragraph or one table.
type block struct {
	style  style
	number int    // of an item
	text   string // with blanks as blank marks them
	table  *table // nil for a paragraph
}

type style int

const (
	body    style = iota
	heading       // stays with what follows
	item          // of a numbered list
	note          // smaller
	hash          // smaller, below an item
	right         // at the right margin: the signature
)

// A table is a head and rows of texts; the widths are in thousandths of the line.
type table struct {
	widths []int
	rows   [][]string // the first is the head
}

// Blanks are marked by two control characters, which no text from a statement
// can hold: report.Clean takes them out.
const (
	blankOpens  = '\x01'
	blankCloses = '\x02'
)

// A span is text of one kind.
type span struct {
	text  string
	blank bool
}

// spans parts a text into what is said and what the user must fill in. The
// brackets of a blank are part of its text.
func spans(s, lang string) (out []span) {
	left, close := "【", "】"
	if lang == "en" {
		left, close = "[", "]"
	}
	for s != "" {
		i := strings.IndexRune(s, blankOpens)
		if i < 0 {
			return append(out, span{text: s})
		}
		before := s[:i]
		if lang != "en" { // a bracket parts by itself
			before = strings.TrimSuffix(before, " ")
		}
		if before != "" {
			out = append(out, span{text: before})
		}
		inside, rest, _ := strings.Cut(s[i+1:], string(blankCloses))
		out = append(out, span{left + inside + close, true})
		s = rest
	}
	return out
}

// plain is a text with its blanks in brackets.
func plain(s, lang string) string {
	var b strings.Builder
	for _, sp := range spans(s, lang) {
		b.WriteString(sp.text)
	}
	return b.String()
}

// plainText writes the document as plain text for people: lines end as Windows
// expects them, and a mark says that it is UTF-8.
func (d *document) plainText() []byte {
	var b strings.Builder
	b.WriteString(d.title + "\n")
	for _, bl := range d.blocks {
		if bl.table != nil {
			head := bl.table.rows[0]
			for _, row := range bl.table.rows[1:] {
				b.WriteString("\n")
				mark := "- "
				for j, cell := range row {
					if cell != "" {
						b.WriteString(mark + head[j] + colon(d.lang) + strings.ReplaceAll(plain(cell, d.lang), "\n", "\n    ") + "\n")
						mark = "  "
					}
				}
			}
			continue
		}
		switch bl.style {
		case item:
			fmt.Fprintf(&b, "%d. ", bl.number)
		case hash:
			b.WriteString("   ")
		default:
			b.WriteString("\n")
		}
		b.WriteString(plain(bl.text, d.lang) + "\n")
	}
	return windows(b.String())
}

func colon(lang string) string {
	if lang == "en" {
		return ": "
	}
	return "："
}

// windows gives a text the line ends and the mark that Notepad wants.
func windows(s string) []byte {
	return []byte("\ufeff" + strings.ReplaceAll(s, "\n", "\r\n"))
}
