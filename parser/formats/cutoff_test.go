package formats

import (
	"bytes"
	"slices"
	"testing"

	"github.com/unrenew/unrenew/parser"
)

// TestCutOff: a file that ends within a quoted cell says so, although the row has
// all that a transaction takes.
func TestCutOff(t *testing.T) {
	told := 0
	for _, f := range load(t) {
		data := bytes.TrimRight(f.src.Data, "\r\n")
		if !bytes.HasSuffix(data, []byte(`"`)) || bytes.HasPrefix(data, []byte("\xff\xfe")) {
			continue
		}
		st, err := All().ParseAs(f.id, parser.NewSource(f.src.Name, data[:len(data)-1]))
		if err != nil {
			continue // said aloud
		}
		if !slices.ContainsFunc(st.Notes, func(n parser.Note) bool { return n.Code == "cut-off" }) {
			t.Errorf("%s: nothing says that it is cut off", f.src.Name)
		}
		told++
	}
	if told == 0 {
		t.Error("no file ends with a quoted cell")
	}
}
