package formats

import (
	"bytes"

	"github.com/unrenew/unrenew/parser"
	"github.com/unrenew/unrenew/parser/internal/table"
)

// Debit card statement of 招商银行 as the PDF that the bank sends. All columns are
// left-aligned, also the amounts; the user chooses which there are, and cells
// that wrap are centred on their row.
var _ = add(layout[cmbDebitRow]{
	Info: Info{
		ID:        "cmb-debit-pdf",
		Issuer:    "cmb",
		Name:      parser.Text{ZH: "招商银行借记卡交易流水", EN: "China Merchants Bank debit card"},
		Container: "PDF",
		Since:     "2024-01",
		HowToExport: parser.Text{
			ZH: "招商银行 App：首页 → 流水打印 → 高级筛选（保留“对手信息”和“客户摘要”）→ 填写邮箱；邮件里是 ZIP，密码在 App 里",
			EN: "CMB app: 首页 → 流水打印 → 高级筛选 (keep 对手信息 and 客户摘要) → mail address; the mail has a ZIP, its password is in the app",
		},
	},
	medium:    parser.DebitCard,
	signature: cmbDebitSignature,
	oneOf:     cmbDebitOneOf,
	without:   cmbDebitWithout,
	open:      openCMBDebitPDF,
	row:       cmbDebitTransaction,
})

var cmbDebitPDF = table.PDFLayout{
	Title:   "招商银行交易流水",
	Columns: table.PDFColumns(table.Left, "记账日期", "货币", "交易金额", "联机余额", "交易摘要", "对手信息", "客户摘要"),
	Anchor:  "记账日期",
	Head:    35, // over the English titles; a first row of several lines begins 41 points below the Chinese ones
	End:     []string{"——", "──", "温馨提示", "合并统计"},
}

func openCMBDebitPDF(src parser.Source) (*table.Book, error) { return openPDF(src, cmbDebitPDF) }

// pdfOrTable reads PDFs by their layout, and as tables what people make of them.
func pdfOrTable(l table.PDFLayout) func(parser.Source) (*table.Book, error) {
	return func(src parser.Source) (*table.Book, error) {
		if isPDF(src) {
			return table.ReadPDF(src, l)
		}
		return table.Read(src)
	}
}

func isPDF(src parser.Source) bool {
	return bytes.Contains(src.Data[:min(len(src.Data), 1024)], []byte("%PDF-"))
}

// openPDF reads a PDF by its layout. Any other file holds nothing for it, or the
// problem that the readers of tables have with it.
func openPDF(src parser.Source, l table.PDFLayout) (*table.Book, error) {
	if isPDF(src) {
		return table.ReadPDF(src, l)
	}
	if _, err := table.Read(src); err != nil {
		return nil, err
	}
	return &table.Book{}, nil
}
