package main

import (
	"fmt"
	"strings"
	"time"

	"github.com/spf13/cobra"

	"github.com/unrenew/unrenew/detector"
	"github.com/unrenew/unrenew/detector/catalog"
	"github.com/unrenew/unrenew/parser/formats"
	"github.com/unrenew/unrenew/report"
)

// scanFlags are the flags of scan.
type scanFlags struct {
	out, asOf, since, until, records, rules, source, timezone, passwordFile string
	format, passwords                                                       []string
	json, strict, acceptGuess                                               bool
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
	fl.StringVar(&f.asOf, "as-of", "", a.say("报告站在哪一天（默认今天），格式 2026-11-01", "the day on which the report stands (default: today), as 2026-11-01"))
	fl.StringVar(&f.since, "since", "", a.say("只看这一天及以后的交易", "only transactions from this day on"))
	fl.StringVar(&f.until, "until", "", a.say("只看这一天及以前的交易", "only transactions up to this day"))
	fl.StringVar(&f.records, "records", "", fmt.Sprintf(a.say("取消记录文件（%s）", "file of cancellations (%s)"), a.whereUsual(recordsName)))
	fl.StringVar(&f.rules, "rules", "", fmt.Sprintf(a.say("规则文件（YAML，%s）：自己的服务，哪些是、哪些不是会员，其他银行账单的列", "rules file (YAML; %s): your own services, what is a membership and what is none, the columns of other banks' statements"), a.whereUsual(rulesName)))
	fl.StringArrayVar(&f.passwords, "password", nil, a.say("压缩包、PDF 或表格的密码，可写多次", "password of an archive, PDF or workbook; may be repeated"))
	fl.StringVar(&f.passwordFile, "password-file", "", a.say("密码文件，一行一个", "file with passwords, one a line"))
	fl.StringVar(&f.source, "source", "", a.say("认不出格式时按这个格式读，见 unrenew formats", "format to use where none is recognised; see unrenew formats"))
	fl.BoolVar(&f.acceptGuess, "accept-guess", false, a.say("没有内置格式的账单按猜出的列来读；先不加它运行，看看猜得对不对", "read statements of no known format by the columns that were guessed; run without it first, to see the guess"))
	fl.StringVar(&f.timezone, "timezone", "Asia/Shanghai", a.say("“今天”按哪个时区算", "time zone of \"today\""))
	fl.BoolVar(&f.strict, "strict", false, a.say("有任何一行或一个文件没读就以 3 退出", "exit with 3 if any row or file was left out"))
	return cmd
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
	in := detector.Input{}
	if in.AsOf, err = a.today(f.timezone); err != nil {
		return err
	}
	for _, d := range []struct {
		flag, value string
		to          *time.Time
	}{{"--as-of", f.asOf, &in.AsOf}, {"--since", f.since, &in.Since}, {"--until", f.until, &in.Until}} {
		if d.value == "" {
			continue
		}
		if *d.to, err = parseDay(d.flag, d.value); err != nil {
			return err
		}
	}
	passwords, err := a.passwords(f)
	if err != nil {
		return err
	}
	set := formats.All()
	how := reading{set: set, source: f.source, guess: f.acceptGuess, passwords: passwords, ask: a.asker(f.json), stdin: a.in, progress: a.progress()}
	if in.Rules, how.mapped, err = a.readRules(f.rules); err != nil {
		return err
	}
	if f.source != "" && named(set, f.source) == nil && how.own(f.source) == nil {
		return usage("没有名为 %q 的格式", "there is no format named %q", f.source).advise("unrenew formats 列出全部格式", "unrenew formats lists them")
	}
	if in.Cancellations, err = a.readRecords(f.records); err != nil {
		return err
	}
	if in.Catalog, err = catalog.Load(); err != nil {
		return fault(err)
	}
	in.Catalog = in.Catalog.With(in.Rules.Services)
	l := &loaded{hashes: map[string]string{}}
	l.load(l.find(paths), how)
	return a.report(l, in, outputs, f, writes)
}

// report detects, writes and prints, and tells by its error how it went.
func (a *app) report(l *loaded, in detector.Input, outputs []report.Output, f scanFlags, writes bool) error {
	in.Statements = l.statements
	result := detector.Detect(in)
	result.Warnings = append(l.warnings, result.Warnings...)
	view := report.NewView(result, l.statements, report.Options{Lang: a.lang})
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
				fmt.Fprintln(a.out, a.say("报告：", "report: ")+name)
			}
		}
	}
	switch {
	case l.failed:
		return input("有文件没有读成，见上面的说明", "some files could not be read; see the warnings above")
	case f.strict && leftOut(l):
		return input("有行或文件没有计入（--strict）", "rows or files were left out (--strict)")
	case len(result.Alerts) > 0:
		return &exit{code: exitAlert}
	}
	return nil
}
