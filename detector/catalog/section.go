package catalog

import (
	"errors"
	"fmt"

	"github.com/goccy/go-yaml"
	"github.com/goccy/go-yaml/ast"
	yamlparser "github.com/goccy/go-yaml/parser"

	"github.com/unrenew/unrenew/parser"
)

// Section decodes one section of a rules file into a value that the catalog
// does not know, such as the user's layouts of statements. A file without the
// section leaves the value as it is. An unknown key is an error with its line.
func Section(name string, data []byte, key string, into any) (err error) {
	defer func() {
		if r := recover(); r != nil {
			err = fmt.Errorf("%s: not a readable YAML file (%v)", name, r)
		}
	}()
	if err := bearable(name, data); err != nil {
		return err
	}
	file, err := yamlparser.ParseBytes(data, 0)
	if err != nil {
		return located(name, err)
	}
	for _, doc := range file.Docs {
		m, ok := doc.Body.(*ast.MappingNode)
		if !ok {
			continue
		}
		for _, v := range m.Values {
			if v.Key.String() == key {
				return located(name, yaml.NodeToValue(v.Value, into, yaml.Strict()))
			}
		}
	}
	return nil
}

// located puts file and line in front of an error of the YAML decoder.
func located(name string, err error) error {
	var e yaml.Error
	var w *misplaced
	switch {
	case err == nil:
		return nil
	case errors.As(err, &w):
		return parser.Problemf("%[1]s:%[2]d：%[3]s", "%[1]s:%[2]d: %[4]s", name, w.line, w.Text.ZH, w.Text.EN)
	case errors.As(err, &e) && e.GetToken() != nil:
		return fmt.Errorf("%s:%d: %s", name, e.GetToken().Position.Line, e.GetMessage())
	}
	return fmt.Errorf("%s: %w", name, err)
}

// A misplaced value is one that the shape of the files has no place for.
type misplaced struct {
	*parser.Problem
	line int
}

func wrongAt(n ast.Node, zh, en string, args ...any) error {
	return &misplaced{parser.Problemf(zh, en, args...), n.GetToken().Position.Line}
}
