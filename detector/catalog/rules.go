package catalog

import (
	"bytes"
	"io"

	"github.com/goccy/go-yaml"
)

// Rules are the user's own word. It is final: what they call no membership
// stays dismissed on every later run.
type Rules struct {
	Services       []*Service // in the shape of the catalog's own files; they replace those with the same ID
	NotMemberships []string   // catalog IDs, names, or merchant texts as on the statement
}

type rulesYAML struct {
	NotMemberships []string      `yaml:"not_memberships"`
	Services       []serviceYAML `yaml:"services"`
}

// ParseRules reads a user's rules file. An unknown key is an error with its line.
func ParseRules(name string, data []byte) (Rules, error) {
	if err := bearable(name, data); err != nil {
		return Rules{}, err
	}
	var y rulesYAML
	err := strict(name, yaml.NewDecoder(bytes.NewReader(data), yaml.Strict()), &y)
	if err == io.EOF {
		return Rules{}, nil // an empty file
	}
	if err != nil {
		return Rules{}, err
	}
	l, err := newLoader()
	if err != nil {
		return Rules{}, err
	}
	r := Rules{NotMemberships: y.NotMemberships}
	for i := range y.Services {
		s, err := l.service(&y.Services[i])
		if err != nil {
			return Rules{}, err
		}
		r.Services = append(r.Services, s)
	}
	return r, nil
}
