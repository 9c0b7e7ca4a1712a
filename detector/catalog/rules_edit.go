package catalog

import (
	"bytes"
	"encoding/json"
	"reflect"
	"slices"
	"strings"

	"github.com/goccy/go-yaml/ast"
	yamlparser "github.com/goccy/go-yaml/parser"

	"github.com/unrenew/unrenew/parser"
)

// notMemberships is the key of Rules.NotMemberships.
const notMemberships = "not_memberships"

// AddNotMembership adds a text to the not_memberships of a rules file and leaves
// every other byte as the user wrote it. Without data it begins a file. Where
// the file is written in a way that this cannot be done, it is an error, and the
// user has to write the line.
func AddNotMembership(data []byte, text string) ([]byte, error) {
	before, err := ParseRules("", data)
	if err != nil {
		return nil, err
	}
	out := added(data, text)
	// Whatever the file looks like: what is written must mean the same and one
	// text more.
	after, err := ParseRules("", out)
	want := append(slices.Clone(before.NotMemberships), text)
	if err != nil || !slices.Equal(after.NotMemberships, want) {
		return nil, parser.Problemf("规则文件的写法比较特别，没有自动改；请自己把它加进 not_memberships", "the rules are written in an unusual way and were not changed; add it to not_memberships yourself")
	}
	if after.NotMemberships = before.NotMemberships; !reflect.DeepEqual(before, after) {
		return nil, parser.Problemf("规则文件的写法比较特别，没有自动改；请自己把它加进 not_memberships", "the rules are written in an unusual way and were not changed; add it to not_memberships yourself")
	}
	return out, nil
}

// added is data with the text, if it is written in one of the ways in which
// people write it; AddNotMembership checks the outcome.
func added(data []byte, text string) []byte {
	item := Quoted(text)
	lines := strings.SplitAfter(string(data), "\n")
	eol := "\n"
	if strings.Contains(string(data), "\r\n") {
		eol = "\r\n"
	}
	list := listOf(data)
	if list == nil {
		out := string(data)
		if out != "" && !strings.HasSuffix(out, "\n") {
			out += eol
		}
		return []byte(out + notMemberships + ":" + eol + "  - " + item + eol)
	}
	if list.IsFlowStyle {
		end := list.End.Position
		line := lines[end.Line-1]
		cut := byteOf(line, end.Column-1)
		comma := ", "
		if len(list.Values) == 0 {
			comma = ""
		}
		lines[end.Line-1] = strings.TrimRight(line[:cut], " ,") + comma + item + line[cut:]
		return []byte(strings.Join(lines, ""))
	}
	if len(list.Values) == 0 {
		return data
	}
	last := list.Values[len(list.Values)-1].GetToken().Position.Line - 1
	dash := lines[last][:len(lines[last])-len(strings.TrimLeft(lines[last], " "))]
	if !strings.HasSuffix(lines[last], "\n") {
		lines[last] += eol
	}
	return []byte(strings.Join(slices.Insert(lines, last+1, dash+"- "+item+eol), ""))
}

// listOf is the list under not_memberships, or nil.
func listOf(data []byte) (list *ast.SequenceNode) {
	defer func() {
		if recover() != nil { // the parser panics on some malformed files
			list = nil
		}
	}()
	file, err := yamlparser.ParseBytes(data, 0)
	if err != nil {
		return nil
	}
	for _, doc := range file.Docs {
		m, ok := doc.Body.(*ast.MappingNode)
		if !ok {
			continue
		}
		for _, v := range m.Values {
			if v.Key.String() == notMemberships {
				list, _ = v.Value.(*ast.SequenceNode)
				return list
			}
		}
	}
	return nil
}

// byteOf is the place in s of its n-th character.
func byteOf(s string, n int) int {
	for i := range s {
		if n == 0 {
			return i
		}
		n--
	}
	return len(s)
}

// Quoted is a text in the double quotes of YAML, which are those of JSON.
func Quoted(s string) string {
	var b bytes.Buffer
	e := json.NewEncoder(&b)
	e.SetEscapeHTML(false)
	_ = e.Encode(s) // a string always has a form
	return strings.TrimSpace(b.String())
}
