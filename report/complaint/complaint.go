// Package complaint makes a complaint pack for one alert: a letter in Chinese
// and English, short texts for the forms in apps, the rows of the statements,
// the evidence with its hashes, and what to do in which order. It says only what
// the statements and the user's records show; what only the user knows is a
// marked blank, and the law is what package rights gives for the case.
package complaint

import (
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"path"
	"slices"
	"strings"
	"time"

	"github.com/unrenew/unrenew/detector"
	"github.com/unrenew/unrenew/detector/catalog/rights"
	"github.com/unrenew/unrenew/parser"
	"github.com/unrenew/unrenew/report"
)

// Evidence is a file that a cancellation record names.
type Evidence struct {
	Name    string      // as the record has it
	Data    []byte      // nil if it could not be had
	Problem parser.Text // why it is not in the pack; empty if it is
}

// A File is one file of the pack, with its path inside, in slashes.
type File struct {
	Name string
	Data []byte
}

// Pack is a complaint ready to be written. The same input gives the same bytes.
type Pack struct {
	Files    []File        // the letter to send first
	First    []parser.Text // end the mandate, ask for the money, complain
	Amount   report.Money  // what the letter is about; zero: a promise whose sum nobody noted
	Blanks   []parser.Text // what the user must fill in before sending
	Missing  []Evidence    // evidence that is named and not there
	Proof    int           // evidence files in the pack
	Cautions []parser.Text // what to know before claiming
}

// ErrNoLetter: no letter fits the alert; Instead says what to do.
var ErrNoLetter = errors.New("no letter fits this alert")

// New makes the pack for an alert of the view.
func New(v *report.View, a *report.Alert, r *rights.Rights, evidence []Evidence) (*Pack, error) {
	d := &dispute{view: v, alert: a, sub: a.Sub, rights: r, cases: grounded(a, r), choice: kinds[a.Type].choice}
	if len(d.cases) == 0 {
		return nil, ErrNoLetter
	}
	d.gather(evidence)
	p := &Pack{First: d.rights.Again(d.sub.Taken), Amount: d.amount(d.cases[0].ID), Proof: len(d.proof), Missing: d.missing, Cautions: d.cautions()}
	workbook, err := d.workbook()
	if err != nil {
		return nil, err
	}
	table := d.csv()
	d.enclosed = []File{{"transactions.xlsx", workbook}, {"transactions.csv", table}}
	for _, f := range d.languages() {
		c := &composer{dispute: d, lang: f.lang}
		letter := c.letter()
		word, err := letter.docx(v.AsOf)
		if err != nil {
			return nil, err
		}
		p.Blanks = slices.Clone(c.blanks) // the same in both languages
		p.Files = append(p.Files, File{f.letter + ".docx", word}, File{f.letter + ".txt", letter.plainText()},
			File{f.short, c.shortTexts()}, File{f.guide, c.guide()})
	}
	p.Files = append(p.Files, d.enclosed...)
	var sums strings.Builder
	for _, f := range d.proof {
		p.Files = append(p.Files, f)
		fmt.Fprintf(&sums, "%s  %s\n", digest(f.Data), path.Base(f.Name))
	}
	if len(d.proof) > 0 {
		p.Files = append(p.Files, File{"evidence/SHA256SUMS", []byte(sums.String())})
	}
	return p, nil
}

// A language is the names of the files that are written in each.
type language struct{ lang, letter, short, guide string }

// languages are the two, that of the letter to send first: a merchant abroad
// reads English.
func (d *dispute) languages() []language {
	list := []language{{"zh", "投诉信", "投诉文字.txt", "使用说明.txt"}, {"en", "Letter", "Short texts.txt", "README.txt"}}
	if d.abroad() {
		slices.Reverse(list)
	}
	return list
}

// digest is the SHA-256 of a file in hexadecimal.
func digest(data []byte) string {
	sum := sha256.Sum256(data)
	return hex.EncodeToString(sum[:])
}

// dispute is an alert with all that the pack says of it.
type dispute struct {
	view     *report.View
	alert    *report.Alert
	sub      *report.Subscription
	rights   *rights.Rights
	cases    []*rights.Case
	choice   bool
	charges  []*report.Charge // in dispute, by time
	before   *report.Charge   // the last one before those in dispute, where it says something; may be nil
	rows     []row
	moments  []moment
	ways     []rights.Way
	proof    []File
	missing  []Evidence
	enclosed []File
	same     *report.Alert // whose letter asks for some of the same money on a better ground; may be nil
	shared   int           // how many of the charges it names
}

// abroad tells whether neither the merchant nor the card is in China: its law and
// its authorities are of no use then.
func (d *dispute) abroad() bool { return d.sub.Taken.Abroad }

func (d *dispute) gather(evidence []Evidence) {
	d.ways = d.rights.Ways(d.sub.Taken)
	d.charges = chargesOf(d.alert)
	first := slices.MinFunc(d.alert.Evidence, func(a, b *report.Charge) int { return a.Time.Compare(b.Time) }).Time
	for _, p := range d.sub.Payments {
		cancelled := d.alert.Type == "charged-after-cancellation" && d.afterwards(p)
		if d.alert.Type != "refund-missing" && p.Time.Before(first) && !cancelled {
			d.before = p
		}
	}
	for _, e := range evidence {
		if e.Data == nil {
			d.missing = append(d.missing, e)
			continue
		}
		d.proof = append(d.proof, File{fmt.Sprintf("evidence/%02d-%s", len(d.proof)+1, fileName(e.Name)), e.Data})
	}
	d.same, d.shared = d.elsewhere()
	d.tell()
	d.list()
}

// fileName is the last part of a name, without what file systems refuse and
// what could lead out of the folder.
func fileName(name string) string {
	name = strings.ReplaceAll(name, `\`, "/")
	name = strings.Map(func(r rune) rune {
		if strings.ContainsRune(`:*?"<>|;；`, r) {
			return '_'
		}
		return r
	}, report.Clean(path.Base(name)))
	return strings.TrimLeft(strings.TrimRight(name, " ."), ". ")
}

// record is the user's cancellation; nil if there is none, or none that is this
// contract's for certain.
func (d *dispute) record() *detector.Cancellation {
	if c := d.sub.Cancellation; c != nil && !c.Unclear {
		return c
	}
	return nil
}

// cancelledAt is the moment of the cancellation as the record has it.
func (d *dispute) cancelledAt() string {
	r := d.record()
	at := r.CancelledOn.In(parser.China)
	switch {
	case !r.HasClock:
		return at.Format(time.DateOnly)
	case at.Second() == 0:
		return at.Format("2006-01-02 15:04")
	}
	return at.Format(time.DateTime)
}

// orderID is the number of the order that a charge's rows show; empty if none.
func orderID(c *report.Charge) string {
	for _, t := range c.Rows {
		if t.OrderID != "" {
			return t.OrderID
		}
	}
	return ""
}

// merchantOrder is the merchant's own number of it; empty if none.
func merchantOrder(c *report.Charge) string {
	for _, t := range c.Charge.Rows {
		if t.MerchantOrderID != "" {
			return report.Clean(t.MerchantOrderID)
		}
	}
	return ""
}

// afterwards tells whether a charge came after the cancellation: one that was
// given back is not in dispute, and yet not before it.
func (d *dispute) afterwards(c *report.Charge) bool {
	r := d.record()
	if r == nil {
		return false
	}
	if r.HasClock && !c.DateOnly {
		return c.Time.After(r.CancelledOn)
	}
	return daysOf([]*report.Charge{c})[0].After(r.CancelledOn)
}

// soon is how long after a cancellation a charge may have been on its way
// already: most services start a renewal within the day before it.
const soon = 24 * time.Hour

// doubtful tells whether a charge came so soon after the cancellation that it
// may have been on its way, or was partly refunded: the letter asks, and does
// not assert.
func (d *dispute) doubtful(c *report.Charge) bool {
	r := d.record()
	if r == nil {
		return false
	}
	if r.HasClock && !c.DateOnly {
		return c.Time.Sub(r.CancelledOn) <= soon
	}
	return daysOf([]*report.Charge{c})[0].Sub(r.CancelledOn) <= soon
}

// asserts tells whether the letter may state that the charge was wrong.
func (d *dispute) asserts() bool {
	switch d.alert.Type {
	case "charged-after-cancellation":
		return d.alert.Severity == detector.High && !slices.ContainsFunc(d.charges, d.doubtful)
	case "refund-missing":
		return true
	}
	return false
}
