package catalog

import (
	"bytes"
	_ "embed" // for the compiled catalog
	"encoding/gob"
)

// compiled is the services and channels of the YAML files, as gob. Reading the
// files themselves takes more than thirty times as long (BenchmarkLoad), and
// that before every answer. TestCompiled writes it, and fails where it is not of
// today's files.
//
//go:embed compiled.gob
var compiled []byte

type compiledCatalog struct {
	Services []*Service
	Channels []*Channel
}

// Load returns the catalog that is built in. An error means that the program was
// built from a damaged one.
func Load() (*Catalog, error) {
	var c compiledCatalog
	if err := gob.NewDecoder(bytes.NewReader(compiled)).Decode(&c); err != nil {
		return nil, err
	}
	return New(c.Services, c.Channels), nil
}
