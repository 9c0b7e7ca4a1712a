package formats

import (
	"slices"

	"github.com/unrenew/unrenew/parser"
	"github.com/unrenew/unrenew/parser/internal/table"
	"github.com/unrenew/unrenew/parser/internal/unpack"
)

// Open returns the file called name without its containers: the members of an
// archive, decrypted if one of the passwords fits. The errors name what could
// not be opened and say what to do; the rest is returned all the same.
func Open(name string, data []byte, passwords []string) ([]parser.Source, []error) {
	return OpenWithin(name, data, passwords, nil)
}

// OpenWithin is Open with limits that the user has set. They hold for reading
// the sources too.
func OpenWithin(name string, data []byte, passwords []string, set parser.Limits) ([]parser.Source, []error) {
	return unpack.Open(name, data, unpack.Options{Passwords: passwords, Limits: set})
}

// What may be wrong with a container, for errors.Is: the errors of Open wrap one
// of these.
var (
	ErrPassword      = unpack.ErrPassword
	ErrWrongPassword = unpack.ErrWrongPassword
)

var (
	maxFeed        = parser.Limit{Name: "feed-bytes", Value: 64 << 20, Text: parser.Text{ZH: "一个 OFX、QIF、MT940 或 CAMT 文件的字节数", EN: "bytes of one OFX, QIF, MT940 or CAMT file"}}
	maxXMLDepth    = parser.Limit{Name: "xml-levels", Value: 64, Text: parser.Text{ZH: "CAMT 里元素嵌套的层数", EN: "elements within each other in CAMT"}}
	maxXMLElements = parser.Limit{Name: "xml-elements", Value: 5_000_000, Text: parser.Text{ZH: "一个 CAMT 文件里的元素数", EN: "elements of one CAMT file"}}
)

// Limits lists all bounds.
func Limits() []parser.Limit {
	return slices.Concat(unpack.Limits(), table.Limits(), []parser.Limit{maxFeed, maxXMLDepth, maxXMLElements})
}
