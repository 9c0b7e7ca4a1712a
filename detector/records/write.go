package records

import (
	"encoding/csv"
	"io"
	"strings"
	"time"
	"unicode"
	"unicode/utf8"

	"github.com/shopspring/decimal"

	"github.com/unrenew/unrenew/parser"
)

// Write writes the records as a CSV that spreadsheets open as it is meant:
// UTF-8 with a byte order mark, CRLF, the header in lang ("zh" or "en"). Read
// gives the same records back, but for Row, line ends within a cell, and blanks
// around a service's name.
//
// A cell that a spreadsheet would run as a formula gets a ' in front, which
// Read takes off again. A file name with a semicolon is an error, since that is
// what stands between them.
func Write(w io.Writer, cs []Cancellation, lang string) error {
	if _, err := io.WriteString(w, "\ufeff"); err != nil {
		return err
	}
	out := csv.NewWriter(w)
	out.UseCRLF = true
	var titles []string
	for _, c := range columns {
		titles = append(titles, parser.Text{ZH: c.zh, EN: c.key}.In(lang))
	}
	if err := out.Write(titles); err != nil {
		return err
	}
	for _, c := range cs {
		cells, err := cellsOf(&c)
		if err != nil {
			return err
		}
		if err := out.Write(cells); err != nil {
			return err
		}
	}
	out.Flush()
	return out.Error()
}

// cellsOf are the cells of a record in the order of columns.
func cellsOf(c *Cancellation) ([]string, error) {
	for _, name := range c.Evidence {
		if strings.ContainsAny(name, ";；") {
			return nil, parser.Problemf("凭证文件名里有分号，记录里无法分开；请先给文件改名", "the name of an evidence file has a semicolon, which separates names in the records; rename the file")
		}
	}
	cancelled := date(c.CancelledOn)
	if c.HasClock {
		cancelled = c.CancelledOn.In(parser.China).Format(time.DateTime)
	}
	cells := []string{
		c.Service, cancelled, date(c.EffectiveOn), c.Channel, money(c.Amount), c.Account,
		date(c.ResubscribedOn), date(c.RefundPromised), money(c.RefundAmount), strings.Join(c.Evidence, ";"), c.Note,
	}
	for i := range cells {
		cells[i] = guard(lineEnds.Replace(strings.ToValidUTF8(cells[i], "\ufffd")))
	}
	return cells, nil
}

// lineEnds are made one, for CSV has no way to keep them apart.
var lineEnds = strings.NewReplacer("\r\n", "\n", "\r", "\n")

func date(t time.Time) string {
	if t.IsZero() {
		return ""
	}
	return t.In(parser.China).Format(time.DateOnly)
}

func money(d decimal.NullDecimal) string {
	if !d.Valid {
		return ""
	}
	return d.Decimal.StringFixed(2)
}

// formula tells whether a spreadsheet may run s, or whether Read would take a '
// off it.
func formula(s string) bool {
	s = strings.TrimLeft(s, "'")
	if strings.HasPrefix(s, "\t") {
		return true
	}
	first, _ := utf8.DecodeRuneInString(strings.TrimLeftFunc(s, unicode.IsSpace))
	return strings.ContainsRune("=+-@＝＋－＠", first)
}

func guard(s string) string {
	if formula(s) {
		return "'" + s
	}
	return s
}

func unguard(s string) string {
	if rest, ok := strings.CutPrefix(s, "'"); ok && formula(rest) {
		return rest
	}
	return s
}
