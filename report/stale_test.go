package report

import (
	"bytes"
	"strings"
	"testing"
)

// TestStale makes the report of the household long after its statements end:
// every output says so, and none calls a day urgent.
func TestStale(t *testing.T) {
	for _, c := range []struct {
		asOf  string
		stale bool
		paid  string
	}{
		{"2027-01-19", false, "¥"}, // 60 days
		{"2027-01-20", true, "¥"},
		{"2027-05-22", true, "¥"}, // 183 days
		{"2027-05-23", true, "不知道"},
	} {
		r, st := household()
		r.AsOf = day(c.asOf)
		v := NewView(r, st, Options{})
		if got := !v.StaleSince.IsZero(); got != c.stale {
			t.Errorf("%s: stale is %t", c.asOf, got)
		}
		if got := v.PaidText().ZH; !strings.HasPrefix(got, c.paid) {
			t.Errorf("%s: %q was paid, want %s", c.asOf, got, c.paid)
		}
		text := []byte("账单只到 2026-11-20，距报告日")
		for id, out := range everywhere(t, v) {
			switch id {
			case "csv", "ics", "view":
				continue
			case "html":
				out = []byte(visible(t, out, "zh"))
			}
			if got := bytes.Contains(out, text); got != c.stale {
				t.Errorf("%s: %s says %t that the statements are old", c.asOf, id, got)
			}
		}
		for _, s := range v.All {
			if c.stale && s.Urgent {
				t.Errorf("%s: %s is urgent", c.asOf, s.ID)
			}
		}
	}
}
