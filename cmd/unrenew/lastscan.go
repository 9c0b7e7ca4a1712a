package main

import (
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"time"
)

// lastScanName is the file that remembers the last scan.
const lastScanName = "last-scan.json"

// A lastScan is what scan or demo was asked the last time, so that the commands
// that answer from the same statements need not be told again. It holds names of
// files and flags: no password, and nothing that stands in a statement.
type lastScan struct {
	Demo  bool      `json:"demo,omitempty"`
	Paths []string  `json:"paths,omitempty"`
	Flags lookFlags `json:"flags"`
}

// rememberScan keeps s for the next command. What cannot be kept is no fault of
// the scan, so nothing is said of it: the next command asks for the paths.
func rememberScan(s lastScan) {
	if slices.Contains(s.Paths, "-") { // standard input does not come again
		return
	}
	name, err := userFile(lastScanName)
	if err != nil {
		return
	}
	s.Paths = slices.Clone(s.Paths)
	for i, p := range s.Paths {
		if s.Paths[i], err = filepath.Abs(p); err != nil {
			return
		}
	}
	for _, p := range []*string{&s.Flags.Records, &s.Flags.Rules, &s.Flags.PasswordFile} {
		if *p == "" {
			continue
		}
		if *p, err = filepath.Abs(*p); err != nil {
			return
		}
	}
	data, err := json.MarshalIndent(s, "", "  ")
	if err == nil && os.MkdirAll(filepath.Dir(name), 0o700) == nil {
		_ = replace(name, data, 0o600)
	}
}

// lookAgain reads the statements at paths, or those of the last scan if there
// are none. Flags that were given go before those of the last scan.
func (a *app) lookAgain(paths []string, f lookFlags) (*looked, error) {
	if len(paths) == 0 {
		last, ok := recallScan()
		switch {
		case !ok:
			return nil, input("还没有扫描过账单", "no statements were scanned yet").
				advise("先运行 unrenew scan 账单文件夹，或在命令后面写上账单的路径", "run unrenew scan first, or name the statements after the command")
		case last.Demo:
			return a.lookDemo()
		}
		paths, f = last.Paths, f.or(last.Flags)
	}
	l, err := a.look(paths, f, false)
	if err != nil {
		return nil, err
	}
	for _, line := range l.trouble(a.lang) {
		fmt.Fprintln(a.err, "unrenew: "+line)
	}
	if len(l.statements) == 0 {
		return nil, input("没有读到任何账单", "no statement could be read").
			advise("检查上面的说明；有密码的账单要再加 --password", "see the lines above; locked statements want --password again")
	}
	return l, nil
}

// lookQuietly is lookAgain for a command that answers without statements too:
// nil if there was no scan, or nothing can be read.
func (a *app) lookQuietly() *looked {
	last, ok := recallScan()
	if !ok || !last.Demo {
		return a.lookBack(last, ok, lookFlags{})
	}
	l, err := a.lookDemo()
	if err != nil {
		return nil
	}
	return l
}

// lookQuietlyAt is lookQuietly on another day and with other records. The demo's
// household is not the user's, so it is not looked at.
func (a *app) lookQuietlyAt(day time.Time, records string) *looked {
	last, ok := recallScan()
	return a.lookBack(last, ok && !last.Demo, lookFlags{AsOf: day.Format(time.DateOnly), Records: records})
}

func (a *app) lookBack(last lastScan, ok bool, f lookFlags) *looked {
	if !ok {
		return nil
	}
	f.Timezone = "Asia/Shanghai"
	l, err := a.look(last.Paths, f.or(last.Flags), true)
	if err != nil || len(l.statements) == 0 {
		return nil
	}
	return l
}

// or is f, with what it leaves open taken from other.
func (f lookFlags) or(other lookFlags) lookFlags {
	for _, p := range []struct {
		to   *string
		from string
	}{{&f.AsOf, other.AsOf}, {&f.Since, other.Since}, {&f.Until, other.Until}, {&f.Records, other.Records}, {&f.Rules, other.Rules}, {&f.Source, other.Source}, {&f.PasswordFile, other.PasswordFile}} {
		if *p.to == "" {
			*p.to = p.from
		}
	}
	f.AcceptGuess = f.AcceptGuess || other.AcceptGuess
	if f.Limits == nil {
		f.Limits = other.Limits
	}
	return f
}

// recallScan is the last scan, if one is remembered.
func recallScan() (s lastScan, ok bool) {
	name, err := userFile(lastScanName)
	if err != nil {
		return s, false
	}
	data, err := os.ReadFile(name)
	if err != nil || len(data) > 1<<20 {
		return s, false
	}
	ok = json.Unmarshal(data, &s) == nil && (s.Demo || len(s.Paths) > 0)
	return s, ok
}
