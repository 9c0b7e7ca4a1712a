package main

import (
	"bytes"
	"os"
	"testing"

	"github.com/unrenew/unrenew/detector"
	"github.com/unrenew/unrenew/detector/catalog"
	"github.com/unrenew/unrenew/parser/formats"
	"github.com/unrenew/unrenew/report"
)

// TestNameless: a file whose name nobody can see is reported all the same, as the
// schema wants it.
func TestNameless(t *testing.T) {
	data, err := os.ReadFile("demo/icbc-chen-yue.csv")
	if err != nil {
		t.Fatal(err)
	}
	services, err := catalog.Load()
	if err != nil {
		t.Fatal(err)
	}
	l := &looked{loaded: &loaded{hashes: map[string]string{}}, in: detector.Input{AsOf: demoDay, Catalog: services}}
	l.bytes("\x1a", data, true, &reading{set: formats.All()})
	l.detect()
	if len(l.result.Subscriptions) == 0 {
		t.Fatal("nothing was found that could name the file")
	}
	var b bytes.Buffer
	if err := output("json").Write(&b, report.NewView(l.result, l.statements, report.Options{Lang: "zh"})); err != nil {
		t.Fatal(err)
	}
	if err := validReport(b.Bytes()); err != nil {
		t.Error(err)
	}
}
