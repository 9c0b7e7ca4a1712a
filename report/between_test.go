package report

import (
	"encoding/json"
	"slices"
	"strings"
	"testing"
	"time"
)

// TestBetween: a price that rose where statements are missing has no day on which
// it rose. Wherever the day of the rise would stand, both ends stand instead.
func TestBetween(t *testing.T) {
	for _, gap := range []bool{true, false} {
		r, st := household()
		for i := range r.Subscriptions {
			s := &r.Subscriptions[i]
			for k := range s.Events {
				if gap && s.Events[k].Type == "price-up" {
					s.Events[k].After = day("2026-03-05")
				}
			}
		}
		for _, lang := range []string{"zh", "en"} {
			v := NewView(r, st, Options{Lang: lang})
			want := map[string]string{"zh": "在 2026-03-05 至 2026-06-05 之间", "en": "between 2026-03-05 and 2026-06-05"}[lang]
			rise := map[string]string{"zh": "涨价：", "en": "price up: "}[lang]
			if page := visible(t, render(t, output(t, "html"), v), lang); strings.Contains(page, want+" "+rise) != gap || strings.Contains(page, "\n2026-06-05 "+rise) == gap {
				t.Errorf("HTML, %s, gap %v: not as in %q", lang, gap, want)
			}
			book := string(workbook(t, render(t, output(t, "xlsx"), v)))
			if strings.Contains(book, `text "`+want+`"`) != gap {
				t.Errorf("XLSX, %s, gap %v: not as in %q", lang, gap, want)
			}
			var report struct {
				Subscriptions []struct {
					Events []struct{ Type, After, Date string }
				}
				Alerts []struct{ Type, After, Date string }
			}
			if err := json.Unmarshal(render(t, output(t, "json"), v), &report); err != nil {
				t.Fatal(err)
			}
			after := map[bool]string{true: "2026-03-05"}[gap]
			rises := 0
			for _, s := range report.Subscriptions {
				for _, e := range s.Events {
					if e.Type != "price-up" {
						continue
					}
					if rises++; e.After != after || e.Date != "2026-06-05" {
						t.Errorf("JSON, gap %v: the event came after %q, on %q", gap, e.After, e.Date)
					}
				}
			}
			i := slices.IndexFunc(report.Alerts, func(a struct{ Type, After, Date string }) bool { return a.Type == "price-increase" })
			if rises != 1 || i < 0 || report.Alerts[i].After != after {
				t.Errorf("JSON, gap %v: %d rises, alerts %+v", gap, rises, report.Alerts)
			}
		}
	}
	if got := between(time.Time{}, day("2026-06-05")); got.ZH != "2026-06-05" || got.EN != "2026-06-05" {
		t.Errorf("a day is %+v", got)
	}
}
