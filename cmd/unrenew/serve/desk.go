package serve

import (
	"time"

	"github.com/unrenew/unrenew/detector/records"
	"github.com/unrenew/unrenew/parser"
	"github.com/unrenew/unrenew/report"
)

// A Desk does the work behind the page. The server asks it one thing at a time.
// An error that is a *Refusal is told to the user; any other is a fault.
type Desk interface {
	// State is what the page shows. It reads and detects only if something has
	// changed since.
	State() (*State, error)

	// Add takes a file into memory. The name may have folders, with slashes; it
	// is shown, and never names a file of the disk.
	Add(name string, data []byte) error
	// Unlock tries a password on a file that waits for one, and on the others
	// that wait, and forgets it.
	Unlock(file, password string) error
	// Accept lets a file be read by its guess.
	Accept(file string) error
	// Remove forgets a file.
	Remove(file string) error
	// Clear forgets all files.
	Clear()
	// Demo puts the sample statements in place of all files.
	Demo() error

	// Report is a report in one of the formats of report.Outputs.
	Report(format string) (*Document, error)
	// Complaint is the pack of an alert, as an archive.
	Complaint(alert string) (*Document, error)

	// Cancel records that the user cancelled a membership.
	Cancel(c Cancellation) error
	// TakeBack removes a record, if it still stands in the row in which it was
	// shown.
	TakeBack(row int, service string) error
	// Dismiss writes into the rules that a subscription is no membership.
	Dismiss(subscription string) error
	// Restore takes back the last Dismiss of this run.
	Restore() error
}

// A Refusal is what cannot be done, with the reason for the user.
type Refusal struct{ Text parser.Text }

func (r *Refusal) Error() string { return r.Text.EN }

// Refuse makes a Refusal from a Chinese and an English format.
func Refuse(zh, en string, args ...any) *Refusal { return &Refusal{parser.Says(zh, en, args...)} }

// A Document is a file to show or to save.
type Document struct {
	Name string
	Data []byte
}

// A Cancellation is what the user says in the page.
type Cancellation struct {
	Subscription string
	On           string // a day, 2026-11-01
	Note         string
	Proofs       []Proof
}

// A Proof is a file that shows a cancellation.
type Proof struct {
	Name     string // without folders
	Data     []byte
	Modified time.Time // zero: the browser did not say
}

// State is what the page shows.
type State struct {
	Today       time.Time
	Demo        bool // the files are the samples, and nothing can be saved
	Files       []File
	View        *report.View // nil: no statement was read
	Members     []Member
	Matters     []Matter
	Records     []Record
	Dismissed   string // what Restore would take back; empty: nothing
	RecordsFile string
	RulesFile   string
	Trouble     parser.Text // why nothing could be detected; empty: nothing is wrong
}

// A Member is an active membership, with the text by which Dismiss would name it
// in the rules.
type Member struct {
	*report.Subscription
	Rule string                 // empty: no text of it can stand in the rules
	Also []*report.Subscription // what else Rule would take away
}

// A Record is one of the user's, and what the statements say since.
type Record struct {
	records.Cancellation
	Outcome parser.Text
	Again   bool // something was charged since
}

// A Matter is one of the report's: an alert, or many of one type.
type Matter struct {
	report.Matter
	Alerts []Alert
}

// An Alert is one of the report's, with what can be done about it here.
type Alert struct {
	*report.Alert
	Letter  bool        // there is a complaint pack
	Instead parser.Text // why there is none, and what to do
}

// A File is one that the user gave.
type File struct {
	ID, Name   string
	Locked     bool // it waits for a password
	Wrong      bool // one was tried and does not fit
	Statements []Statement
	Guess      *Guess        // what it seems to be, to be agreed to; nil: nothing to ask
	Notes      []parser.Text // what was not read, and why
	Failed     bool          // a note says that something could not be read
}

// Waits tells whether the user has to look at f: it is not read, or not all of it.
func (f File) Waits() bool { return f.Locked || f.Guess != nil || f.Failed || len(f.Statements) == 0 }

// A Guess is what a table of no known format seems to be.
type Guess struct {
	Facts  []parser.Text // which column is what, and a row or two, masked
	Doubts []parser.Text // while there are any it cannot be read
	YAML   string        // the mapping to correct, for the rules
}

// A Statement is what was read of a file.
type Statement struct {
	*parser.Statement
	Format parser.Text // the name of its format
}
