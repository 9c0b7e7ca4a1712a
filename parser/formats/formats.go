// Package formats reads the exports of wallets, shops and banks.
//
// Every export layout is one declaration in a file of its own: how the table is
// known, how the issuer calls its columns, and what a row means. To add a bank,
// copy the file of a like one, and put samples of its shape beside the others
// in testdata/statements.
package formats

import (
	"slices"
	"strings"

	"github.com/unrenew/unrenew/parser"
)

// Info is what a user should know of a layout: where it comes from and how to
// get it.
type Info struct {
	ID          string // "alipay-app-2023": names the layout in flags, reports and testdata
	Issuer      string // "alipay": the same for all layouts of one issuer
	Name        parser.Text
	HowToExport parser.Text // the way through the issuer's app or page
	Container   string      // the files it is found in, the original one first: "CSV, XLSX"
	Since       string      // when exports in this layout were first seen: "2023-02"
	Group       Group       // set for World; the others follow from what the account is
}

// A Group is where a user looks for a layout.
type Group string

const (
	Wallets Group = "wallets" // pay apps and shops of mainland China
	Banks   Group = "banks"   // cards and accounts of mainland China
	World   Group = "world"   // everybody else
)

// A format is a layout of any row type.
type format interface {
	parser.Parser
	about() Info
}

// list holds every layout; each file of this package adds its own.
var list []format

func add[R any](l layout[R]) bool {
	list = append(list, l)
	return true
}

// All returns the parsers of all layouts.
func All() *parser.Set {
	ps := make([]parser.Parser, len(list))
	for i, f := range list {
		ps[i] = f
	}
	set, err := parser.NewSet(ps...)
	if err != nil {
		panic(err) // two layouts of this package share an ID
	}
	return set
}

// Infos describes all layouts, in the order of their IDs.
func Infos() []Info {
	infos := make([]Info, len(list))
	for i, f := range list {
		infos[i] = f.about()
	}
	slices.SortFunc(infos, func(a, b Info) int { return strings.Compare(a.ID, b.ID) })
	return infos
}
