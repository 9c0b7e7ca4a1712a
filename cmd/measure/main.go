// Command measure says how good unrenew is. It invents households, writes the
// statements that their wallets and banks would send, reads these with the
// program's own readers, lets the detector judge them, and compares what it
// says with what is true.
//
//	go run ./cmd/measure --households 200 --seed 1
//
// The same flags print the same bytes. --list-errors shows wrong answers with
// all charges; --only and --write put the files of one household where the
// program itself can scan them.
package main

import (
	"encoding/json"
	"fmt"
	"io"
	"os"
	"path/filepath"

	"github.com/spf13/cobra"

	"github.com/unrenew/unrenew/cmd/measure/exports"
	"github.com/unrenew/unrenew/cmd/measure/household"
	"github.com/unrenew/unrenew/cmd/measure/score"
	"github.com/unrenew/unrenew/detector/catalog"
)

func main() {
	if err := command().Execute(); err != nil {
		fmt.Fprintln(os.Stderr, "measure:", err)
		os.Exit(1)
	}
}

// options are what the flags say.
type options struct {
	households int
	seeds      []uint
	pairs      int
	errors     int
	json       bool
	only       uint64
	write      string
}

func command() *cobra.Command {
	var o options
	c := &cobra.Command{
		Use:           "measure",
		Short:         "measure the whole chain on simulated households",
		Args:          cobra.NoArgs,
		SilenceUsage:  true,
		SilenceErrors: true,
		RunE:          func(c *cobra.Command, _ []string) error { return run(c.OutOrStdout(), o) },
	}
	f := c.Flags()
	f.IntVar(&o.households, "households", 200, "how many households of each seed")
	f.UintSliceVar(&o.seeds, "seed", []uint{1}, "first seed of the households; repeat it, or give several with commas")
	f.UintSliceVar(&o.seeds, "seeds", []uint{1}, "the same as --seed")
	f.IntVar(&o.pairs, "pairs", 50, "how many households of each seed are written in both scripts")
	f.IntVar(&o.errors, "list-errors", 0, "show so many wrong answers of each sort")
	f.BoolVar(&o.json, "json", false, "print JSON")
	f.Uint64Var(&o.only, "only", 0, "measure only the household of this seed")
	f.StringVar(&o.write, "write", "", "with --only: also write its statements into this folder")
	return c
}

func run(w io.Writer, o options) error {
	known, err := catalog.Load()
	if err != nil {
		return err
	}
	report := score.NewReport(o.errors)
	if o.only != 0 {
		h := household.New(o.only)
		if o.write != "" {
			if err := write(o.write, h); err != nil {
				return err
			}
		}
		report.Add(judge(h, known))
		return o.print(w, report)
	}
	for _, seed := range o.seeds {
		first := uint64(seed)
		for v := range inOrder(o.households, func(i int) *score.Verdict { return judge(household.New(first+uint64(i)), known) }) {
			report.Add(v)
		}
		pair := func(i int) [2]*score.Verdict {
			s := first + uint64(i)
			return [2]*score.Verdict{judge(household.NewScript(s, false), known), judge(household.NewScript(s, true), known)}
		}
		for v := range inOrder(min(o.pairs, o.households), pair) {
			report.AddScripts(v[0], v[1])
		}
	}
	return o.print(w, report)
}

func (o options) print(w io.Writer, r *score.Report) error {
	if !o.json {
		r.Write(w)
		return nil
	}
	e := json.NewEncoder(w)
	e.SetEscapeHTML(false)
	e.SetIndent("", "  ")
	return e.Encode(r)
}

// write puts the statements of h into a folder.
func write(dir string, h *household.Household) error {
	files, _ := exports.Write(h)
	for _, f := range files {
		path := filepath.Join(dir, filepath.FromSlash(f.Name))
		if err := os.MkdirAll(filepath.Dir(path), 0o755); err != nil {
			return err
		}
		if err := os.WriteFile(path, f.Data, 0o644); err != nil {
			return err
		}
	}
	return nil
}
