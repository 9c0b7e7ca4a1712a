package main

import (
	"fmt"
	"strings"

	"github.com/spf13/cobra"

	"github.com/unrenew/unrenew/report"
)

// scanFlags are the flags of scan.
type scanFlags struct {
	lookFlags
	out                  string
	format               []string
	json, strict, redact bool
}

func (a *app) scanCommand() *cobra.Command {
	var f scanFlags
	cmd := &cobra.Command{
		Use:   "scan PATH...",
		Short: a.say("读账单，找会员，写报告", "read statements, find memberships, write reports"),
		Long:  a.say("读取文件、文件夹和压缩包里的账单，找出自动续费的会员，写出报告并在屏幕上打印摘要。\n有提醒时退出码为 1，有文件读不了时为 3。", "Reads statements in files, folders and archives, finds memberships, writes reports and prints a summary.\nThe exit code is 1 if there are alerts and 3 if something could not be read."),
		Example: a.say("  unrenew scan 账单文件夹\n  unrenew scan 微信账单.zip --password 123456\n  unrenew scan 账单 --json --as-of 2026-11-01",
			"  unrenew scan statements\n  unrenew scan wechat.zip --password 123456\n  unrenew scan statements --json --as-of 2026-11-01"),
		RunE: func(cmd *cobra.Command, args []string) error {
			if len(args) == 0 {
				return usage("没有指定文件或文件夹", "no file or folder given").advise("例如：unrenew scan 账单文件夹；没有账单可先看 unrenew demo", "for instance unrenew scan statements; without statements, see unrenew demo")
			}
			writes := !f.json || cmd.Flags().Changed("format") || cmd.Flags().Changed("out")
			return a.scan(args, f, writes)
		},
	}
	fl := cmd.Flags()
	fl.StringVar(&f.out, "out", "unrenew-report", a.say("报告写到哪个文件夹", "folder for the reports"))
	fl.StringSliceVar(&f.format, "format", []string{"html", "xlsx"}, a.say("报告格式，可多选："+outputIDs(), "report formats, any of "+outputIDs()))
	fl.BoolVar(&f.json, "json", false, a.say("在屏幕上只打印 JSON", "print the JSON report and nothing else"))
	a.redactFlag(cmd, &f.redact)
	f.add(a, cmd)
	fl.BoolVar(&f.strict, "strict", false, a.say("有任何一行或一个文件没读就以 3 退出", "exit with 3 if any row or file was left out"))
	return cmd
}

func (a *app) redactFlag(cmd *cobra.Command, to *bool) {
	cmd.Flags().BoolVar(to, "redact", false, a.say("隐去账户、个人姓名、文件名和单号，报告可以给别人看", "mask accounts, names of persons, names of files and order numbers, so that the reports can be shown to others"))
}

func outputIDs() string {
	var ids []string
	for _, o := range report.Outputs() {
		ids = append(ids, o.ID)
	}
	return strings.Join(ids, ",")
}

func (a *app) scan(paths []string, f scanFlags, writes bool) error {
	outputs, err := chooseOutputs(f.format)
	if err != nil {
		return err
	}
	l, err := a.look(paths, f.lookFlags, f.json)
	if err != nil {
		return err
	}
	if len(l.statements) > 0 {
		rememberScan(lastScan{Paths: paths, Flags: f.lookFlags})
	}
	return a.report(l, outputs, f, writes)
}

// report writes and prints what was seen, and tells by its error how it went.
func (a *app) report(l *looked, outputs []report.Output, f scanFlags, writes bool) error {
	view := report.NewView(l.result, l.statements, report.Options{Lang: a.lang, Redact: f.redact})
	for _, g := range l.guesses {
		a.showGuess(g)
	}
	if len(l.statements) == 0 || f.json && l.failed {
		for _, line := range l.trouble(a.lang) {
			fmt.Fprintln(a.err, "unrenew: "+line)
		}
	}
	if len(l.statements) == 0 {
		e := input("没有读到任何账单", "no statement could be read").advise(
			"在 App 里导出账单文件再试；unrenew formats 列出支持的账单和导出方法", "export the statements from the app; unrenew formats lists what can be read and how to export it")
		if !f.json {
			return e
		}
	}
	if f.json {
		if err := writeJSON(a, view); err != nil {
			return fault(err)
		}
	} else {
		report.Summary(a.out, view, a.colour(), a.width())
	}
	if writes {
		files, err := writeReports(f.out, outputs, view)
		if err != nil {
			return fault(err)
		}
		if !f.json {
			fmt.Fprintln(a.out)
			for _, name := range files {
				fmt.Fprintln(a.out, a.say("报告：", "report: ")+report.Clean(name))
			}
		}
	}
	switch {
	case l.failed:
		return input("有文件没有读成，见上面的说明", "some files could not be read; see the warnings above")
	case f.strict && leftOut(l.loaded):
		return input("有行或文件没有计入（--strict）", "rows or files were left out (--strict)")
	case len(l.result.Alerts) > 0:
		return &exit{code: exitAlert}
	}
	return nil
}
