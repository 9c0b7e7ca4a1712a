package catalog

import (
	"bytes"
	"io"
	"slices"

	"github.com/goccy/go-yaml"

	"github.com/unrenew/unrenew/parser"
)

// Rules are the user's own word. It is final: what they call no membership
// stays dismissed on every later run, and what they call one is listed however
// little the statements show. A text means what Find means by it, or every row
// whose payee or item holds it.
type Rules struct {
	Services       []*Service // in the shape of the catalog's own files; they replace those with the same ID
	NotMemberships []string   // catalog IDs, names, or merchant texts as on the statement
	Memberships    []string   // the same: recurring charges of these are memberships
	Merge          [][]string // each list: names of one contract, which changed its payee or its text
	Split          []string   // merchants at which every price is a contract of its own
}

type rulesYAML struct {
	NotMemberships []string      `yaml:"not_memberships"`
	Memberships    []string      `yaml:"memberships"`
	Merge          [][]string    `yaml:"merge"`
	Split          []string      `yaml:"split"`
	Services       []serviceYAML `yaml:"services"`
	Statements     any           `yaml:"statements"` // for Section
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
	r := Rules{NotMemberships: y.NotMemberships, Memberships: y.Memberships, Merge: y.Merge, Split: y.Split}
	if err := r.check(name); err != nil {
		return Rules{}, err
	}
	for i := range y.Services {
		s, err := l.service(&y.Services[i])
		if err != nil {
			return Rules{}, err
		}
		r.Services = append(r.Services, s)
	}
	return r, nil
}

// check refuses what would mean everything or contradict itself.
func (r Rules) check(name string) error {
	lists := append([][]string{r.NotMemberships, r.Memberships, r.Split}, r.Merge...)
	for _, list := range lists {
		for _, text := range list {
			if len([]rune(Fold(text))) < 2 {
				return parser.Problemf("%[1]s：%[2]q 太短，会和很多商户混在一起；至少写两个字", "%[1]s: %[2]q is too short and would mean many merchants; write two characters or more", name, text)
			}
			if slices.Contains(r.Memberships, text) && slices.Contains(r.NotMemberships, text) {
				return parser.Problemf("%[1]s：%[2]q 同时写成了会员和非会员，留一处", "%[1]s: %[2]q is called a membership and none; keep one of them", name, text)
			}
		}
	}
	for _, list := range r.Merge {
		if len(list) < 2 {
			return parser.Problemf("%s：merge 的每一组至少写两个名称", "%s: each list of merge needs two names or more", name)
		}
	}
	return nil
}
