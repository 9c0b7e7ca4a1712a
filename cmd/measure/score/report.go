package score

import (
	"fmt"
	"io"
)

// A Report is every table over many households. Add them in a fixed order: it
// keeps the first errors. The zero value is not ready; use NewReport.
type Report struct {
	Households  int         `json:"households"`
	Rows        int         `json:"rows"`   // of all statements
	Unread      []string    `json:"unread"` // files and rows that were not read: there should be none
	Streams     Streams     `json:"streams"`
	Scripts     Scripts     `json:"scripts"`
	Scenarios   Scenarios   `json:"scenarios"`
	Hits        Hits        `json:"hits"`
	Negatives   Negatives   `json:"negatives"`
	Alarms      Alarms      `json:"alarms"`
	Twice       Twice       `json:"twice"`
	Alerts      Alerts      `json:"alerts"`
	Calibration Calibration `json:"calibration"`
	Errors      Errors      `json:"errors"`
}

// NewReport keeps so many errors of each sort.
func NewReport(errors int) *Report {
	return &Report{Scenarios: Scenarios{}, Negatives: Negatives{}, Alarms: Alarms{}, Errors: Errors{keep: errors}}
}

// Add counts one household.
func (r *Report) Add(v *Verdict) {
	r.Households++
	r.Rows += v.Rows
	r.Unread = append(r.Unread, v.Unread...)
	r.Streams.add(v)
	r.Scenarios.add(v)
	r.Hits.add(v)
	r.Negatives.add(v)
	r.Alarms.add(v)
	r.Twice.add(v)
	r.Alerts.add(v)
	r.Calibration.add(v)
	r.Errors.add(v)
}

// AddScripts counts one household that was written in both scripts.
func (r *Report) AddScripts(chinese, latin *Verdict) { r.Scripts.add(chinese, latin) }

// Write prints the tables for people.
func (r *Report) Write(w io.Writer) {
	fmt.Fprintf(w, "%d households, %d rows, %d files or rows not read\n", r.Households, r.Rows, len(r.Unread))
	for _, s := range r.Unread {
		fmt.Fprintln(w, "  "+s)
	}
	p := &page{w: w}
	r.writeTargets(p)
	r.Streams.write(p)
	r.Scripts.write(p)
	r.Hits.write(p)
	r.Twice.write(p)
	r.Alerts.write(p)
	r.Negatives.write(p)
	r.Alarms.write(p)
	r.Calibration.write(p)
	r.Scenarios.write(p)
	r.Errors.write(p)
}
