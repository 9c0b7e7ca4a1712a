package main

import (
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"time"

	"github.com/spf13/cobra"

	"github.com/unrenew/unrenew/detector"
	"github.com/unrenew/unrenew/detector/catalog"
	"github.com/unrenew/unrenew/detector/records"
	"github.com/unrenew/unrenew/parser"
	"github.com/unrenew/unrenew/parser/formats"
)

// lookFlags are the flags of every command that looks into statements.
type lookFlags struct {
	AsOf         string   `json:"as_of,omitempty"`
	Since        string   `json:"since,omitempty"`
	Until        string   `json:"until,omitempty"`
	Records      string   `json:"records,omitempty"`
	Rules        string   `json:"rules,omitempty"`
	Source       string   `json:"source,omitempty"`
	AcceptGuess  bool     `json:"accept_guess,omitempty"`
	PasswordFile string   `json:"password_file,omitempty"`
	Limits       []string `json:"limits,omitempty"`
	Timezone     string   `json:"-"`
	Passwords    []string `json:"-"`
}

// addWord adds the flags for what the user says, and for when; what a page can
// ask for is not among them.
func (f *lookFlags) addWord(a *app, cmd *cobra.Command) {
	fl := cmd.Flags()
	fl.StringVar(&f.AsOf, "as-of", "", a.say("报告站在哪一天（默认今天），格式 2026-11-01", "the day on which the report stands (default: today), as 2026-11-01"))
	fl.StringVar(&f.Since, "since", "", a.say("只看这一天及以后的交易", "only transactions from this day on"))
	fl.StringVar(&f.Until, "until", "", a.say("只看这一天及以前的交易", "only transactions up to this day"))
	fl.StringVar(&f.Records, "records", "", fmt.Sprintf(a.say("取消记录文件（%s）", "file of cancellations (%s)"), a.whereUsual(recordsName)))
	fl.StringVar(&f.Rules, "rules", "", fmt.Sprintf(a.say("规则文件（YAML，%s）：自己的服务，哪些是、哪些不是会员，其他银行账单的列", "rules file (YAML; %s): your own services, what is a membership and what is none, the columns of other banks' statements"), a.whereUsual(rulesName)))
	fl.StringArrayVar(&f.Limits, "limit", nil, a.say("改一个读取上限，如 table-rows=4000000，可写多次；unrenew formats 列出全部", "set a limit on what is read, as table-rows=4000000; may be repeated; unrenew formats lists them"))
	fl.StringVar(&f.Timezone, "timezone", "Asia/Shanghai", a.say("“今天”按哪个时区算", "time zone of \"today\""))
}

func (f *lookFlags) add(a *app, cmd *cobra.Command) {
	f.addWord(a, cmd)
	fl := cmd.Flags()
	fl.StringArrayVar(&f.Passwords, "password", nil, a.say("压缩包、PDF 或表格的密码，可写多次", "password of an archive, PDF or workbook; may be repeated"))
	fl.StringVar(&f.PasswordFile, "password-file", "", a.say("密码文件，一行一个", "file with passwords, one a line"))
	fl.StringVar(&f.Source, "source", "", a.say("认不出格式时按这个格式读，见 unrenew formats", "format to use where none is recognised; see unrenew formats"))
	fl.BoolVar(&f.AcceptGuess, "accept-guess", false, a.say("没有内置格式的账单按猜出的列来读；先不加它运行，看看猜得对不对", "read statements of no known format by the columns that were guessed; run without it first, to see the guess"))
}

// looked is what statements hold and what the detector makes of it.
type looked struct {
	*loaded
	in       detector.Input
	result   *detector.Result
	evidence fs.FS // the folder of the cancellation records, which name evidence in it; nil: there is none
}

// look reads the statements at paths and what the user says of them, and
// detects. With quiet, nobody is asked for a password.
func (a *app) look(paths []string, f lookFlags, quiet bool) (*looked, error) {
	l, how, err := a.prepare(f, quiet)
	if err != nil {
		return nil, err
	}
	l.load(l.find(paths), how)
	allowMemory(l.statements, a.getenv)
	l.detect()
	return l, nil
}

// prepare reads what the user says, of whatever statements will be read, and how
// these are to be read.
func (a *app) prepare(f lookFlags, quiet bool) (*looked, reading, error) {
	in, how := detector.Input{}, reading{}
	var err error
	if in.AsOf, err = a.today(f.Timezone); err != nil {
		return nil, how, err
	}
	for _, d := range []struct {
		flag, value string
		to          *time.Time
	}{{"--as-of", f.AsOf, &in.AsOf}, {"--since", f.Since, &in.Since}, {"--until", f.Until, &in.Until}} {
		if d.value == "" {
			continue
		}
		if *d.to, err = parseDay(d.flag, d.value); err != nil {
			return nil, how, err
		}
	}
	passwords, err := f.allPasswords()
	if err != nil {
		return nil, how, err
	}
	limits, err := parseLimits(f.Limits)
	if err != nil {
		return nil, how, err
	}
	set := formats.All()
	how = reading{set: set, limits: limits, source: f.Source, guess: f.AcceptGuess, passwords: passwords, ask: a.asker(quiet), stdin: a.in, progress: a.progress()}
	if in.Rules, how.mapped, err = a.readRules(f.Rules); err != nil {
		return nil, how, err
	}
	if f.Source != "" && named(set, f.Source) == nil && how.own(f.Source) == nil {
		return nil, how, usage("没有名为 %q 的格式", "there is no format named %q", f.Source).advise("unrenew formats 列出全部格式", "unrenew formats lists them")
	}
	if in.Cancellations, err = a.readRecords(f.Records); err != nil {
		return nil, how, err
	}
	if in.Catalog, err = catalog.Load(); err != nil {
		return nil, how, fault(err)
	}
	l := &looked{loaded: &loaded{hashes: map[string]string{}}}
	for _, s := range in.Rules.Services {
		if in.Catalog.Service(s.ID) != nil {
			l.warn("rule-replaces", "", 0, parser.Says("规则里的服务 %[1]s 替换了内置的同一编号：名称和取消步骤以你写的为准；不想替换就换个编号", "the service %[1]s of your rules replaces the built-in one: its name and steps are yours alone; choose another id to keep both", s.ID))
		}
	}
	in.Catalog = in.Catalog.With(in.Rules.Services)
	l.in = in
	if name, err := recordsFile(f.Records); err == nil {
		// Links in the folder that lead out of it are not followed.
		if root, err := os.OpenRoot(filepath.Dir(name)); err == nil {
			l.evidence = root.FS()
		}
	}
	return l, how, nil
}

func (l *looked) detect() {
	l.in.Statements = l.statements
	l.result = detector.Detect(l.in)
	l.result.Warnings = append(l.warnings, l.result.Warnings...)
}

// lookDemo reads the statements of the demo's invented household.
func (a *app) lookDemo() (*looked, error) {
	in := detector.Input{AsOf: demoDay}
	var err error
	if in.Catalog, err = catalog.Load(); err != nil {
		return nil, fault(err)
	}
	l := &looked{loaded: &loaded{hashes: map[string]string{}}}
	if l.evidence, err = fs.Sub(demoFiles, "demo"); err != nil {
		return nil, fault(err)
	}
	how := &reading{set: formats.All()}
	err = fs.WalkDir(demoFiles, "demo", func(path string, d fs.DirEntry, err error) error {
		switch {
		case err != nil:
			return err
		case d.IsDir() && d.Name() == demoEvidenceDir:
			return fs.SkipDir
		case d.IsDir():
			return nil
		}
		data, err := demoFiles.ReadFile(path)
		if err != nil {
			return err
		}
		if d.Name() == recordsName {
			var bad []*parser.Error
			in.Cancellations, bad, err = records.Read(data)
			if err == nil && len(bad) > 0 {
				err = bad[0]
			}
			return err
		}
		l.bytes(path, data, true, how)
		return nil
	})
	if err != nil {
		return nil, fault(err)
	}
	l.in = in
	l.detect()
	return l, nil
}
