package complaint

import (
	"archive/zip"
	"bytes"
	"encoding/xml"
	"fmt"
	"strings"
	"time"
)

// The letter needs paragraphs in five styles, a highlight, one kind of table
// and a page number, with Chinese fonts, and the same bytes every time. The
// libraries at hand write no page number and no East Asian font without their
// raw XML (gomutex/godocx, which is no longer kept; its forks are young) or
// stand under a licence that this program cannot take, so the few parts of a
// DOCX are written here.

// docx writes the document as a Word file. It is dated on that day: the same
// document gives the same bytes.
func (d *document) docx(day time.Time) ([]byte, error) {
	var b bytes.Buffer
	z := zip.NewWriter(&b)
	for _, part := range []struct{ name, text string }{
		{"[Content_Types].xml", contentTypes},
		{"_rels/.rels", packageRels},
		{"docProps/core.xml", fmt.Sprintf(coreProps, escaped(d.title), day.Format("2006-01-02T15:04:05Z"))},
		{"word/document.xml", d.documentXML()},
		{"word/styles.xml", d.stylesXML()},
		{"word/settings.xml", settings},
		{"word/fontTable.xml", fontTable},
		{"word/footer1.xml", d.footerXML()},
		{"word/_rels/document.xml.rels", documentRels},
	} {
		w, err := z.CreateHeader(&zip.FileHeader{Name: part.name, Method: zip.Deflate, Modified: day})
		if err != nil {
			return nil, err
		}
		if _, err := w.Write([]byte(xml.Header + part.text)); err != nil {
			return nil, err
		}
	}
	if err := z.Close(); err != nil {
		return nil, err
	}
	return b.Bytes(), nil
}

// escaped makes s safe inside XML; what XML cannot hold becomes U+FFFD.
func escaped(s string) string {
	var b strings.Builder
	_ = xml.EscapeText(&b, []byte(s)) // a strings.Builder takes everything
	return b.String()
}

const (
	namespaces = `xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main" xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships"`

	contentTypes = `<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">` +
		`<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/><Default Extension="xml" ContentType="application/xml"/>` +
		`<Override PartName="/word/document.xml" ContentType="application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"/>` +
		`<Override PartName="/word/styles.xml" ContentType="application/vnd.openxmlformats-officedocument.wordprocessingml.styles+xml"/>` +
		`<Override PartName="/word/settings.xml" ContentType="application/vnd.openxmlformats-officedocument.wordprocessingml.settings+xml"/>` +
		`<Override PartName="/word/fontTable.xml" ContentType="application/vnd.openxmlformats-officedocument.wordprocessingml.fontTable+xml"/>` +
		`<Override PartName="/word/footer1.xml" ContentType="application/vnd.openxmlformats-officedocument.wordprocessingml.footer+xml"/>` +
		`<Override PartName="/docProps/core.xml" ContentType="application/vnd.openxmlformats-package.core-properties+xml"/></Types>`

	relationships = `http://schemas.openxmlformats.org/officeDocument/2006/relationships/`

	packageRels = `<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">` +
		`<Relationship Id="rId1" Type="` + relationships + `officeDocument" Target="word/document.xml"/>` +
		`<Relationship Id="rId2" Type="http://schemas.openxmlformats.org/package/2006/relationships/metadata/core-properties" Target="docProps/core.xml"/></Relationships>`

	documentRels = `<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">` +
		`<Relationship Id="rId1" Type="` + relationships + `styles" Target="styles.xml"/>` +
		`<Relationship Id="rId2" Type="` + relationships + `fontTable" Target="fontTable.xml"/>` +
		`<Relationship Id="rId4" Type="` + relationships + `settings" Target="settings.xml"/>` +
		`<Relationship Id="rId3" Type="` + relationships + `footer" Target="footer1.xml"/></Relationships>`

	coreProps = `<cp:coreProperties xmlns:cp="http://schemas.openxmlformats.org/package/2006/metadata/core-properties" xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:dcterms="http://purl.org/dc/terms/" xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance">` +
		`<dc:title>%[1]s</dc:title><dc:creator></dc:creator><dcterms:created xsi:type="dcterms:W3CDTF">%[2]s</dcterms:created><dcterms:modified xsi:type="dcterms:W3CDTF">%[2]s</dcterms:modified></cp:coreProperties>`

	// Without this, Word takes the file for one of 2007 and says so in its title.
	settings = `<w:settings ` + namespaces + `><w:compat><w:compatSetting w:name="compatibilityMode" w:uri="http://schemas.microsoft.com/office/word" w:val="15"/></w:compat></w:settings>`

	// Word knows the fonts by their Chinese names, other programs by the other.
	fontTable = `<w:fonts ` + namespaces + `><w:font w:name="宋体"><w:altName w:val="SimSun"/><w:charset w:val="86"/><w:family w:val="roman"/></w:font>` +
		`<w:font w:name="黑体"><w:altName w:val="SimHei"/><w:charset w:val="86"/><w:family w:val="swiss"/></w:font>` +
		`<w:font w:name="Times New Roman"><w:charset w:val="00"/><w:family w:val="roman"/></w:font></w:fonts>`

	// A4 with margins as office paper has them, in twentieths of a point.
	pageWidth, pageHeight, marginTop, marginSide = 11906, 16838, 1440, 1588
	lineWidth                                    = pageWidth - 2*marginSide
)

// wordStyles are the names of the styles in the file.
var wordStyles = map[style]string{body: "Normal", heading: "Heading1", item: "ListParagraph", note: "Note", hash: "Hash", right: "Signature"}

func (d *document) stylesXML() string {
	lang := "zh-CN"
	if d.lang == "en" {
		lang = "en-GB"
	}
	paragraph := func(id, name, ppr, rpr string) string {
		based := `<w:basedOn w:val="Normal"/>`
		if id == "Normal" {
			based = ""
		}
		return fmt.Sprintf(`<w:style w:type="paragraph" w:styleId="%s"><w:name w:val="%s"/>%s<w:qFormat/><w:pPr>%s</w:pPr><w:rPr>%s</w:rPr></w:style>`, id, name, based, ppr, rpr)
	}
	sans := `<w:rFonts w:ascii="Arial" w:hAnsi="Arial" w:eastAsia="黑体" w:cs="Arial"/>`
	size := func(halfPoints int) string {
		return fmt.Sprintf(`<w:sz w:val="%[1]d"/><w:szCs w:val="%[1]d"/>`, halfPoints)
	}
	return `<w:styles ` + namespaces + `><w:docDefaults><w:rPrDefault><w:rPr><w:rFonts w:ascii="Times New Roman" w:hAnsi="Times New Roman" w:eastAsia="宋体" w:cs="Times New Roman"/>` +
		size(24) + `<w:lang w:val="` + lang + `" w:eastAsia="zh-CN"/></w:rPr></w:rPrDefault><w:pPrDefault><w:pPr><w:spacing w:before="0" w:after="60" w:line="340" w:lineRule="atLeast"/></w:pPr></w:pPrDefault></w:docDefaults>` +
		strings.Replace(paragraph("Normal", "Normal", `<w:widowControl/>`, ""), `w:type="paragraph"`, `w:type="paragraph" w:default="1"`, 1) +
		paragraph("Title", "Title", `<w:keepNext/><w:spacing w:before="0" w:after="240"/><w:jc w:val="center"/>`, sans+`<w:b/>`+size(36)) +
		paragraph("Heading1", "heading 1", `<w:keepNext/><w:keepLines/><w:spacing w:before="200" w:after="80"/><w:outlineLvl w:val="0"/>`, sans+`<w:b/>`+size(26)) +
		paragraph("ListParagraph", "List Paragraph", `<w:ind w:left="420" w:hanging="420"/>`, "") +
		paragraph("Note", "Note", `<w:spacing w:before="60" w:after="60" w:line="280" w:lineRule="atLeast"/>`, `<w:color w:val="444444"/>`+size(19)) +
		paragraph("Hash", "Hash", `<w:wordWrap w:val="0"/><w:spacing w:before="0" w:after="60" w:line="240" w:lineRule="atLeast"/><w:ind w:left="420"/>`, `<w:color w:val="444444"/>`+size(17)) +
		paragraph("Signature", "Signature", `<w:keepLines/><w:spacing w:before="120" w:after="60"/><w:ind w:left="4200"/>`, "") +
		paragraph("Cell", "Cell", `<w:wordWrap w:val="0"/><w:spacing w:before="30" w:after="30" w:line="260" w:lineRule="atLeast"/>`, size(19)) +
		paragraph("Footer", "footer", `<w:jc w:val="center"/>`, size(18)) +
		`</w:styles>`
}

func (d *document) footerXML() string {
	field := func(code string) string {
		return `<w:fldSimple w:instr=" ` + code + ` "><w:r><w:t>1</w:t></w:r></w:fldSimple>`
	}
	text := func(s string) string { return `<w:r><w:t xml:space="preserve">` + s + `</w:t></w:r>` }
	line := text("第 ") + field("PAGE") + text(" 页，共 ") + field("NUMPAGES") + text(" 页")
	if d.lang == "en" {
		line = text("Page ") + field("PAGE") + text(" of ") + field("NUMPAGES")
	}
	return `<w:ftr ` + namespaces + `><w:p><w:pPr><w:pStyle w:val="Footer"/></w:pPr>` + line + `</w:p></w:ftr>`
}

func (d *document) documentXML() string {
	var b strings.Builder
	b.WriteString(`<w:document ` + namespaces + `><w:body>`)
	b.WriteString(`<w:p><w:pPr><w:pStyle w:val="Title"/></w:pPr>` + d.runs(d.title) + `</w:p>`)
	for i, bl := range d.blocks {
		if bl.table != nil {
			b.WriteString(d.tableXML(bl.table))
			continue
		}
		b.WriteString(`<w:p><w:pPr><w:pStyle w:val="` + wordStyles[bl.style] + `"/>`)
		if next := i + 1; bl.style == heading || next < len(d.blocks) && (d.blocks[next].table != nil || d.blocks[next].style == hash || d.blocks[next].style == right) {
			b.WriteString(`<w:keepNext/>`)
		}
		if i > 0 && d.blocks[i-1].table != nil {
			b.WriteString(`<w:spacing w:before="120"/>`)
		}
		b.WriteString(`</w:pPr>`)
		if bl.style == item {
			fmt.Fprintf(&b, `<w:r><w:t>%d.</w:t><w:tab/></w:r>`, bl.number)
		}
		b.WriteString(d.runs(bl.text) + `</w:p>`)
	}
	fmt.Fprintf(&b, `<w:sectPr><w:footerReference w:type="default" r:id="rId3"/><w:pgSz w:w="%d" w:h="%d"/><w:pgMar w:top="%[3]d" w:right="%[4]d" w:bottom="%[3]d" w:left="%[4]d" w:header="851" w:footer="760" w:gutter="0"/></w:sectPr></w:body></w:document>`,
		pageWidth, pageHeight, marginTop, marginSide)
	return b.String()
}

// runs is the text of one paragraph, its blanks highlighted.
func (d *document) runs(s string) string {
	var b strings.Builder
	for _, sp := range spans(s, d.lang) {
		props := ""
		if sp.blank {
			props = `<w:rPr><w:highlight w:val="yellow"/></w:rPr>`
		}
		for i, line := range strings.Split(sp.text, "\n") {
			br := ""
			if i > 0 {
				br = `<w:br/>`
			}
			b.WriteString(`<w:r>` + props + br + `<w:t xml:space="preserve">` + escaped(line) + `</w:t></w:r>`)
		}
	}
	return b.String()
}

func (d *document) tableXML(t *table) string {
	var b strings.Builder
	b.WriteString(`<w:tbl><w:tblPr>` + fmt.Sprintf(`<w:tblW w:w="%d" w:type="dxa"/>`, lineWidth))
	b.WriteString(`<w:tblBorders>`)
	for _, side := range []string{"top", "left", "bottom", "right", "insideH", "insideV"} {
		b.WriteString(`<w:` + side + ` w:val="single" w:sz="4" w:space="0" w:color="808080"/>`)
	}
	b.WriteString(`</w:tblBorders><w:tblLayout w:type="fixed"/><w:tblCellMar><w:left w:w="80" w:type="dxa"/><w:right w:w="80" w:type="dxa"/></w:tblCellMar></w:tblPr><w:tblGrid>`)
	width := func(i int) int { return lineWidth * t.widths[i] / 1000 }
	for i := range t.widths {
		fmt.Fprintf(&b, `<w:gridCol w:w="%d"/>`, width(i))
	}
	b.WriteString(`</w:tblGrid>`)
	for n, row := range t.rows {
		b.WriteString(`<w:tr><w:trPr><w:cantSplit/>`)
		if n == 0 {
			b.WriteString(`<w:tblHeader/>`)
		}
		b.WriteString(`</w:trPr>`)
		for i, cell := range row {
			shade, keep := "", ""
			if n == 0 {
				shade = `<w:shd w:val="clear" w:color="auto" w:fill="EDEDED"/>`
			}
			if n == 0 || n == len(t.rows)-2 { // neither the head nor the last row stands alone
				keep = `<w:keepNext/>`
			}
			fmt.Fprintf(&b, `<w:tc><w:tcPr><w:tcW w:w="%d" w:type="dxa"/>%s</w:tcPr><w:p><w:pPr><w:pStyle w:val="Cell"/>%s</w:pPr>%s</w:p></w:tc>`, width(i), shade, keep, d.runs(cell))
		}
		b.WriteString(`</w:tr>`)
	}
	b.WriteString(`</w:tbl>`)
	return b.String()
}
