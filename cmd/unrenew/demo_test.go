package main

import (
	"testing"

	"github.com/unrenew/unrenew/detector/catalog"
	"github.com/unrenew/unrenew/report"
)

// TestDemoPaths: every membership and every alert of the demo shows the way out
// through the channel that charged it; a merchant that the catalog does not know
// shows the channel's own.
func TestDemoPaths(t *testing.T) {
	l, err := (&app{}).lookDemo()
	if err != nil {
		t.Fatal(err)
	}
	v := report.NewView(l.result, l.statements, report.Options{Lang: "zh"})
	unknown := 0
	check := func(what string, s *report.Subscription) {
		if len(s.Ways) == 0 || len(s.Ways[0].Steps) == 0 {
			t.Errorf("%s: no way to cancel", what)
			return
		}
		if s.Ways[0].Channel != s.Channel {
			t.Errorf("%s is charged by %s, and its first way is through %s", what, s.Channel, s.Ways[0].Channel)
		}
		if s.Service == nil {
			unknown++
			if !s.Ways[0].Generic {
				t.Errorf("%s: no service, but a way that is not the channel's own", what)
			}
		}
	}
	for _, s := range v.All {
		if s.Kind == catalog.Membership {
			check(s.Name.ZH, s)
		}
	}
	for _, a := range v.Alerts {
		check("alert "+a.Type, a.Sub)
	}
	if unknown == 0 {
		t.Error("the demo has no merchant that the catalog does not know")
	}
}
