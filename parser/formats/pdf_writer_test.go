package formats

import (
	"bytes"
	"cmp"
	"fmt"
	"strings"
	"unicode/utf16"
)

// A pdfWriter makes the smallest PDF that shows text in one font.
type pdfWriter struct {
	plain         bool    // STSong-Light with UniGB-UCS2-H; else Identity-H with a table of codes
	width, height float64 // of a page
	narrow        float64 // width of digits and Latin letters in em; 0 is a half
	pages         []string
	runes         []rune
}

// page begins a page.
func (w *pdfWriter) page() { w.pages = append(w.pages, "") }

// text draws s from x on.
func (w *pdfWriter) text(x, y, size float64, s string) {
	w.pages[len(w.pages)-1] += fmt.Sprintf("BT 1 0 0 1 %.2f %.2f Tm 0 Tc /F1 %.2f Tf %s Tj ET\n", x, y, size, w.encode(s))
}

// slanted draws s at 45 degrees, as watermarks are.
func (w *pdfWriter) slanted(x, y, size float64, s string) {
	w.pages[len(w.pages)-1] += fmt.Sprintf("BT 0.7 0.7 -0.7 0.7 %.2f %.2f Tm 0 Tc /F1 %.2f Tf %s Tj ET\n", x, y, size, w.encode(s))
}

// em is the width of a character.
func (w *pdfWriter) em(r rune) float64 {
	if r < 0x2E80 && r != '—' {
		return cmp.Or(w.narrow, 0.5)
	}
	return 1
}

// A pdfCell says how the cells of a column are drawn.
type pdfCell struct {
	title string
	x     float64 // where its text begins, has its middle, or ends
	align byte    // 'l' or 0, 'c', 'r'
	size  float64
	step  float64 // between the lines of a cell
	down  bool    // from the row's baseline; else they are centred on it
}

// cell draws the lines of a cell in the row at y.
func (w *pdfWriter) cell(c pdfCell, y float64, lines []string) {
	if !c.down {
		y += float64(len(lines)-1) * c.step / 2
	}
	for i, s := range lines {
		var wide float64
		for _, r := range s {
			wide += w.em(r) * c.size
		}
		x := c.x
		switch c.align {
		case 'c':
			x -= wide / 2
		case 'r':
			x -= wide
		}
		w.text(x, y-c.step*float64(i), c.size, s)
	}
}

// row draws cells, whose lines are parted by "|"; an empty one is not drawn.
func (w *pdfWriter) row(columns []pdfCell, y float64, cells ...string) {
	for i, c := range cells {
		if c != "" {
			w.cell(columns[i], y, strings.Split(c, "|"))
		}
	}
}

// tall is how many lines the tallest cell has.
func tall(cells []string) (n int) {
	for _, c := range cells {
		n = max(n, 1+strings.Count(c, "|"))
	}
	return n
}

// titled draws the titles of columns at y, each with the look of its column but
// for the size and the place.
func (w *pdfWriter) titled(columns []pdfCell, x []float64, y, size float64) {
	for i, c := range columns {
		w.text(x[i], y, size, c.title)
	}
}

// encode writes the codes of s, in the two ways there are: as digits, or as
// bytes of which some are escaped.
func (w *pdfWriter) encode(s string) string {
	var raw []byte
	for _, r := range s {
		code := int(r)
		if !w.plain {
			for code = 0; code < len(w.runes) && w.runes[code] != r; code++ {
			}
			if code == len(w.runes) {
				w.runes = append(w.runes, r)
			}
			code++
		}
		raw = append(raw, byte(code>>8), byte(code))
	}
	if w.plain {
		return fmt.Sprintf("<%X>", raw)
	}
	return "(" + strings.NewReplacer("\\", "\\\\", "(", "\\(", ")", "\\)", "\r", "\\r", "\n", "\\n").Replace(string(raw)) + ")"
}

func (w *pdfWriter) bytes() []byte {
	var objects []string
	add := func(s string) int { objects = append(objects, s); return len(objects) }
	stream := func(s string) string { return fmt.Sprintf("<< /Length %d >>\nstream\n%s\nendstream", len(s), s) }
	const catalog, tree, font, descendant, table, descriptor = 1, 2, 3, 4, 5, 6
	for range descriptor {
		add("")
	}
	var kids []string
	for _, p := range w.pages {
		content := add(stream(p))
		page := add(fmt.Sprintf("<< /Type /Page /Parent %d 0 R /MediaBox [0 0 %g %g] /Contents %d 0 R /Resources << /Font << /F1 %d 0 R >> >> >>", tree, w.width, w.height, content, font))
		kids = append(kids, fmt.Sprintf("%d 0 R", page))
	}
	objects[catalog-1] = fmt.Sprintf("<< /Type /Catalog /Pages %d 0 R >>", tree)
	objects[tree-1] = fmt.Sprintf("<< /Type /Pages /Count %d /Kids [%s] >>", len(kids), strings.Join(kids, " "))
	if w.plain {
		objects[font-1] = fmt.Sprintf("<< /Type /Font /Subtype /Type0 /BaseFont /STSong-Light /Encoding /UniGB-UCS2-H /DescendantFonts [%d 0 R] >>", descendant)
		objects[descendant-1] = "<< /Type /Font /Subtype /CIDFontType0 /BaseFont /STSong-Light /CIDSystemInfo << /Registry (Adobe) /Ordering (GB1) /Supplement 4 >> /FontDescriptor 6 0 R /DW 1000 /W [1 [500] 2 94 500] >>"
		objects[table-1] = "<< >>"
	} else {
		objects[font-1] = fmt.Sprintf("<< /Type /Font /Subtype /Type0 /BaseFont /Example /Encoding /Identity-H /DescendantFonts [%d 0 R] /ToUnicode %d 0 R >>", descendant, table)
		var widths, chars strings.Builder
		for i, r := range w.runes {
			fmt.Fprintf(&widths, "%d [%g] ", i+1, 1000*w.em(r))
			fmt.Fprintf(&chars, "1 beginbfchar\n<%04X> <", i+1)
			for _, u := range utf16.Encode([]rune{r}) {
				fmt.Fprintf(&chars, "%04X", u)
			}
			chars.WriteString(">\nendbfchar\n")
		}
		objects[descendant-1] = fmt.Sprintf("<< /Type /Font /Subtype /CIDFontType2 /BaseFont /Example /CIDSystemInfo << /Registry (Adobe) /Ordering (Identity) /Supplement 0 >> /FontDescriptor 6 0 R /DW 1000 /W [%s] >>", widths.String())
		objects[table-1] = stream("/CIDInit /ProcSet findresource begin 12 dict begin begincmap /CMapName /Example def 1 begincodespacerange <0000> <FFFF> endcodespacerange\n" + chars.String() + "endcmap end end")
	}
	name := "Example"
	if w.plain {
		name = "STSong-Light"
	}
	objects[descriptor-1] = fmt.Sprintf("<< /Type /FontDescriptor /FontName /%s /Flags 4 /FontBBox [-25 -254 1000 880] /ItalicAngle 0 /Ascent 880 /Descent -120 /CapHeight 880 /StemV 93 >>", name)
	var b bytes.Buffer
	b.WriteString("%PDF-1.4\n")
	var offsets []int
	for i, o := range objects {
		offsets = append(offsets, b.Len())
		fmt.Fprintf(&b, "%d 0 obj\n%s\nendobj\n", i+1, o)
	}
	start := b.Len()
	fmt.Fprintf(&b, "xref\n0 %d\n0000000000 65535 f \n", len(objects)+1)
	for _, o := range offsets {
		fmt.Fprintf(&b, "%010d 00000 n \n", o)
	}
	fmt.Fprintf(&b, "trailer\n<< /Size %d /Root %d 0 R >>\nstartxref\n%d\n%%%%EOF\n", len(objects)+1, catalog, start)
	return b.Bytes()
}
