package main

import (
	"github.com/unrenew/unrenew/detector/catalog"
	"github.com/unrenew/unrenew/parser"
	"github.com/unrenew/unrenew/parser/formats"
)

// readMappings makes the parsers of the statements that the user's rules
// describe; file names the rules in errors.
func readMappings(file string, rules []byte) (*parser.Set, error) {
	var mappings []formats.Mapping
	if err := catalog.Section(file, rules, "statements", &mappings); err != nil {
		return nil, wrongRules(err)
	}
	var parsers []parser.Parser
	for _, m := range mappings {
		p, err := m.Parser()
		if err != nil {
			return nil, wrongRules(err)
		}
		parsers = append(parsers, p)
	}
	set, err := parser.NewSet(parsers...)
	if err != nil {
		return nil, wrongRules(parser.Problemf("statements 里有两个同样的 name", "two mappings in statements have the same name").Because(err))
	}
	return set, nil
}

func wrongRules(err error) error {
	t := parser.TextOf(err)
	return input("规则文件有错：%[1]s", "the rules are wrong: %[2]s", t.ZH, t.EN)
}
