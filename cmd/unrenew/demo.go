package main

import (
	"embed"
	"errors"
	"fmt"
	"time"

	"github.com/spf13/cobra"

	"github.com/unrenew/unrenew/parser"
)

// demoFiles are the statements of an invented household, written by the test
// TestDemoFiles.
//
//go:embed demo
var demoFiles embed.FS

// demoEvidenceDir is the folder of the evidence that the demo's records name; it
// holds no statement.
const demoEvidenceDir = "evidence"

// demoDay is the day on which the demo's report stands.
var demoDay = time.Date(2026, 11, 10, 0, 0, 0, 0, parser.China)

func (a *app) demoCommand() *cobra.Command {
	var f scanFlags
	cmd := &cobra.Command{
		Use:   "demo",
		Short: a.say("用内置的示例账单看一份完整报告", "see a whole report made from built-in sample statements"),
		Args:  cobra.NoArgs,
		RunE: func(cmd *cobra.Command, _ []string) error {
			writes := !f.json || cmd.Flags().Changed("format") || cmd.Flags().Changed("out")
			return a.demo(f, writes)
		},
	}
	fl := cmd.Flags()
	fl.StringVar(&f.out, "out", "unrenew-report", a.say("报告写到哪个文件夹", "folder for the reports"))
	fl.StringSliceVar(&f.format, "format", []string{"html", "xlsx"}, a.say("报告格式，可多选："+outputIDs(), "report formats, any of "+outputIDs()))
	fl.BoolVar(&f.json, "json", false, a.say("在屏幕上只打印 JSON", "print the JSON report and nothing else"))
	a.redactFlag(cmd, &f.redact)
	return cmd
}

func (a *app) demo(f scanFlags, writes bool) error {
	outputs, err := chooseOutputs(f.format)
	if err != nil {
		return err
	}
	l, err := a.lookDemo()
	if err != nil {
		return err
	}
	rememberScan(lastScan{Demo: true})
	if !f.json {
		fmt.Fprintf(a.out, a.say("示例：虚构的一家人，报告日期 %s\n\n", "A sample: an invented household, as of %s\n\n"), demoDay.Format(time.DateOnly))
	}
	if err := a.report(l, outputs, f, writes); err != nil {
		var e *exit
		if errors.As(err, &e) && e.code == exitAlert {
			return nil // alerts are what the demo is for
		}
		return err
	}
	return nil
}
