// Package exports writes the statements of a simulated household as its
// wallets and banks would send them: the issuer's own table, wording, numbers,
// charset and order of rows, in memory. What it writes is what package formats
// reads, so that a measurement covers the whole way from file to finding.
//
// Every layout has a file of its own. The shapes are those of
// testdata/statements; where an issuer's habit is not known, the file says so.
package exports

import (
	"fmt"
	"path"
	"slices"
	"strings"
	"time"

	"github.com/unrenew/unrenew/cmd/measure/household"
)

// A File is one export, out of its archive.
type File struct {
	Name string // unique within the household: "alipay-1/支付宝交易明细(20250101-20250630).csv"
	Data []byte
}

// A Place is a row that shows a movement.
type Place struct {
	File    string
	Sheet   string // workbooks only
	Row     int    // physical line, or row of the sheet, from 1
	OrderID string // the wallet's number; empty for banks
}

// Write makes every export of h's accounts. shown has the rows of each movement
// by its ID: the wallet's and the bank's, and each again for every further
// export that holds it; what no export covers is not in it. The result follows
// from h alone. It panics on a layout that it does not know, which is a mistake
// in the program that invented h.
func Write(h *household.Household) (files []File, shown map[string][]Place) {
	b := newBooks(h)
	shown = map[string][]Place{}
	used := map[string]int{}
	for _, a := range h.Accounts {
		l, ok := layouts[a.Layout]
		if !ok {
			panic(fmt.Sprintf("no layout %q", a.Layout))
		}
		for _, p := range a.Exports {
			for _, s := range l.statements(b, a, p) {
				f := File{Name: unique(used, a.ID+"/"+l.name(s))}
				var places []Place
				f.Data, places = l.write(s)
				files = append(files, f)
				for i, at := range places {
					at.File = f.Name
					shown[s.ids[i]] = append(shown[s.ids[i]], at)
				}
			}
		}
	}
	return files, shown
}

// unique tells exports of the same days apart as a browser does.
func unique(used map[string]int, name string) string {
	used[name]++
	if used[name] == 1 {
		return name
	}
	ext := path.Ext(name)
	return fmt.Sprintf("%s(%d)%s", strings.TrimSuffix(name, ext), used[name]-1, ext)
}

// A statement is what one file is to show.
type statement struct {
	*books
	account household.Account
	household.Period
	made time.Time // when it was exported
	ids  []string  // of the movements it shows, a row each; oldest first

	wallet []walletRow // a wallet's rows,
	bank   []posting   // or a bank's, as ids
}

// A layout writes one kind of export.
type layout struct {
	split func(household.Period) []household.Period      // into one for each file; nil: one file
	name  func(*statement) string                        // of the file
	write func(*statement) (data []byte, places []Place) // places[i] is the row of ids[i]
}

// layouts are those that an account may name.
var layouts = map[string]layout{
	"alipay-app-2023": alipayApp,
	"alipay-web":      alipayWeb,
	"wechat":          wechatCSV,
	"wechat/csv":      wechatCSV,
	"wechat/xlsx":     wechatXLSX,
	"cmb-debit":       cmbDebit,
	"cmb-credit":      cmbCredit,
	"icbc-debit":      icbcDebit,
	"boc-debit":       bocDebit,
	"ccb-debit-xls":   ccbDebit,
}

// Layouts lists what an account's Layout may be.
func Layouts() []string {
	names := make([]string, 0, len(layouts))
	for n := range layouts {
		names = append(names, n)
	}
	slices.Sort(names)
	return names
}

// issuer is who writes the statements of an account: "alipay", "cmb".
func issuer(a household.Account) string {
	id, _, _ := strings.Cut(a.Layout, "/")
	id, _, _ = strings.Cut(id, "-")
	return id
}

func isWallet(a household.Account) bool { return issuer(a) == "alipay" || issuer(a) == "wechat" }

func isCredit(a household.Account) bool { return a.Layout == "cmb-credit" }

// statements says what the files of one exported period show.
func (l layout) statements(b *books, a household.Account, p household.Period) (out []*statement) {
	periods := []household.Period{p}
	if l.split != nil {
		periods = l.split(p)
	}
	for _, p := range periods {
		s := &statement{books: b, account: a, Period: p, made: b.made(p)}
		if isWallet(a) {
			s.wallet = b.walletRows(s)
			for _, r := range s.wallet {
				s.ids = append(s.ids, r.ID)
			}
		} else {
			s.bank = b.postings(s)
			for _, r := range s.bank {
				s.ids = append(s.ids, r.ID)
			}
		}
		out = append(out, s)
	}
	return out
}
