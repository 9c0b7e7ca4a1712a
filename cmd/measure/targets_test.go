package main

import (
	"testing"

	"github.com/unrenew/unrenew/cmd/measure/household"
	"github.com/unrenew/unrenew/cmd/measure/score"
	"github.com/unrenew/unrenew/detector/catalog"
)

// TestTargets holds the program to what it promises, on fewer households than
// the command measures. Their seeds are none that rules were made by.
func TestTargets(t *testing.T) {
	known, err := catalog.Load()
	if err != nil {
		t.Fatal(err)
	}
	r := score.NewReport(3)
	for v := range inOrder(80, func(i int) *score.Verdict { return judge(household.New(770001+uint64(i)), known) }) {
		r.Add(v)
	}
	for v := range inOrder(10, func(i int) [2]*score.Verdict {
		s := 770001 + uint64(i)
		return [2]*score.Verdict{judge(household.NewScript(s, false), known), judge(household.NewScript(s, true), known)}
	}) {
		r.AddScripts(v[0], v[1])
	}
	for _, target := range r.Targets() {
		if !target.Met {
			t.Errorf("%s: promised %s, measured %s", target.Name, target.Promised, target.Measured)
		}
	}
}
