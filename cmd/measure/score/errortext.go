package score

import (
	"cmp"
	"fmt"
	"slices"
	"strings"
	"time"

	"github.com/unrenew/unrenew/detector"
	"github.com/unrenew/unrenew/detector/catalog"
)

// How contracts, findings and charges read in the list of errors.

func cycleText(c catalog.Cycle) string { return fmt.Sprintf("every %d %s", c.Count, c.Unit) }

func dayText(t time.Time) string {
	if t.IsZero() {
		return "none"
	}
	return t.Format(time.DateOnly)
}

// truthLine is what is true of a contract.
func truthLine(label string, st *Stream) string {
	return fmt.Sprintf("  %s: %s %s %s, %s, %s, %s %s, next %s, %s a year, service %q, %d charges shown\n", label, st.Scenario, st.Kind, st.Expect, cycleText(st.Cycle),
		cmp.Or(st.Status, "status open"), st.Price.StringFixed(2), st.Currency, dayText(st.Next), st.Annual.StringFixed(2), st.Service, len(st.Movements))
}

// findingLine is what the program said of a subscription.
func findingLine(f *Finding) string {
	list := "said"
	if f.Maybe {
		list = "suspected"
	}
	service := "none"
	if f.Service != nil {
		service = f.Service.ID
	}
	return fmt.Sprintf("  %s: %s %s, %s, %s, %s %s, next %s, %s a year, service %s, channel %s, confidence %.2f\n", list, f.Name.EN, f.Kind, cycleText(f.Cycle),
		f.Status, f.Amount.StringFixed(2), f.Currency, dayText(f.Next), f.AnnualCost.StringFixed(2), service, f.Channel, f.Confidence)
}

// findingText is a finding with its reasons and its charges, each with what it
// is in truth.
func (v *Verdict) findingText(f *Finding) string {
	text := findingLine(f)
	for _, r := range f.Reasons {
		text += "      " + r.EN + "\n"
	}
	for k := range f.Charges {
		text += "    " + v.chargeLine(&f.Charges[k]) + "\n"
	}
	return text
}

func (v *Verdict) chargeLine(c *detector.Charge) string {
	ids := v.in(c)
	text := fmt.Sprintf("%s %9s  slot %d due %s", c.Time.Format("2006-01-02 15:04 Mon"), c.Amount.StringFixed(2), c.Slot, dayText(c.Expected))
	if c.Extra {
		text += " EXTRA"
	}
	if c.Refunded.IsPositive() {
		text += " refunded " + c.Refunded.StringFixed(2)
	}
	r := c.Rows[0]
	text += "  " + r.Counterparty + " | " + r.Description
	if r.Method != "" {
		text += " | " + r.Method
	}
	for _, id := range ids {
		text += "  " + v.ownerText(id)
	}
	return text
}

// ownerText says whose charge a movement is.
func (v *Verdict) ownerText(id string) string {
	m := v.movements[id]
	switch {
	case m.Contract == "":
		return "[" + id + " " + cmp.Or(m.Group, "everyday") + "]"
	case m.Extra:
		return "[" + id + " " + m.Contract + " extra]"
	}
	return "[" + id + " " + m.Contract + "]"
}

// movementLine is a movement as it is in truth, with the statements it shows in
// and the findings it went to.
func (v *Verdict) movementLine(id string) string {
	m := v.movements[id]
	text := fmt.Sprintf("%s %9s  %s | %s", m.Time.Format("2006-01-02 15:04 Mon"), m.Amount.StringFixed(2), m.Payee, m.Item)
	if m.BankText != "" && m.BankText != m.Payee {
		text += " | bank: " + m.BankText
	}
	text += "  " + m.Account
	if m.Card != "" {
		text += " by " + m.Card
	} else if m.Method != "" {
		text += " by " + m.Method
	}
	text += "  " + v.ownerText(id)
	var in []string
	for _, p := range v.Shown[id] {
		account, _, _ := strings.Cut(p.File, "/")
		in = append(in, account)
	}
	if in = slices.Compact(in); len(in) == 0 {
		text += " not shown"
	} else {
		text += " shown by " + strings.Join(in, ", ")
	}
	for _, f := range v.Findings {
		if slices.Contains(f.Movements, id) {
			text += " → " + f.Name.EN
		}
	}
	return text
}

// streamText is a contract that was missed: its charges, and what was made of
// them instead.
func (v *Verdict) streamText(st *Stream) string {
	text := truthLine("missed", st)
	for _, id := range v.inTime(st.Movements) {
		text += "    " + v.movementLine(id) + "\n"
	}
	for _, f := range v.Findings {
		if common(f.Movements, st.Movements) > 0 {
			text += "  some of it is in\n" + v.findingText(f)
		}
	}
	return text
}

// lacks lists the charges of the contract that the finding has not.
func (v *Verdict) lacks(f *Finding, st *Stream) (text string) {
	for _, id := range v.inTime(st.Movements) {
		if !slices.Contains(f.Movements, id) {
			text += "    lacks " + v.movementLine(id) + "\n"
		}
	}
	return text
}

// inTime sorts movements as they happened.
func (v *Verdict) inTime(ids []string) []string {
	ids = slices.Clone(ids)
	slices.SortStableFunc(ids, func(a, b string) int { return v.movements[a].Time.Compare(v.movements[b].Time) })
	return ids
}

// nearest is the contract that a false alarm resembles.
func (v *Verdict) nearest(f *Finding) (text string) {
	for _, st := range v.Streams {
		if st.Contract == f.Nearest {
			text = truthLine("nearest, "+st.ID, st)
		}
	}
	return text
}
