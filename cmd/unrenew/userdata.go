package main

import (
	"errors"
	"io/fs"
	"os"
	"path/filepath"

	"github.com/unrenew/unrenew/detector/catalog"
	"github.com/unrenew/unrenew/detector/records"
	"github.com/unrenew/unrenew/parser"
)

// What the user says of their memberships lies in two files of the folder for
// user data, unless a flag names others.
const (
	recordsName = "cancellations.csv"
	rulesName   = "rules.yaml"
)

// userFile is where a file of the user's lies unless a flag says otherwise.
func userFile(name string) (string, error) {
	dir, err := os.UserConfigDir()
	if err != nil {
		return "", usage("找不到用户数据文件夹", "there is no folder for user data").advise("用 --records 和 --rules 指定文件", "name the files with --records and --rules")
	}
	return filepath.Join(dir, "unrenew", name), nil
}

// whereUsual says in a flag's help which file is read without it.
func (a *app) whereUsual(name string) string {
	path, err := userFile(name)
	if err != nil {
		return a.say("没有默认的位置", "no usual place")
	}
	return a.say("默认 ", "default: ") + path
}

// readUserFile reads the file that a flag names, or the one of that name in the
// user's folder. The latter need not exist: then data is nil.
func readUserFile(flag, name string) (path string, data []byte, err error) {
	path = flag
	if path == "" {
		if path, err = userFile(name); err != nil {
			return "", nil, nil // no place for user data, so there is none
		}
	}
	data, err = readFile(path, nil)
	if flag == "" && errors.Is(err, fs.ErrNotExist) {
		err = nil
	}
	return path, data, err
}

// recordsFile is the file of the cancellations: the flag's, or the usual one.
func recordsFile(flag string) (string, error) {
	if flag != "" {
		return flag, nil
	}
	return userFile(recordsName)
}

// readRecords reads the user's cancellations.
func (a *app) readRecords(flag string) ([]records.Cancellation, error) {
	name, data, err := readUserFile(flag, recordsName)
	if err != nil {
		return nil, input("读不了取消记录 %s", "cannot read the cancellations in %s", name)
	}
	if data == nil {
		return nil, nil
	}
	list, bad, err := records.Read(data)
	if err != nil {
		t := parser.TextOf(err)
		return nil, input("取消记录 %[1]s：%[2]s", "cancellations in %[1]s: %[3]s", name, t.ZH, t.EN)
	}
	if len(bad) > 0 {
		t := parser.TextOf(bad[0])
		return nil, input("取消记录 %[1]s 第 %[2]d 行：%[3]s", "cancellations in %[1]s, row %[2]d: %[4]s", name, bad[0].Pos.Row, t.ZH, t.EN)
	}
	return list, nil
}

// readRules reads the user's rules, and makes the parsers of the statements that
// they describe.
func (a *app) readRules(flag string) (catalog.Rules, *parser.Set, error) {
	name, data, err := readUserFile(flag, rulesName)
	if err != nil {
		return catalog.Rules{}, nil, input("读不了规则文件 %s", "cannot read the rules in %s", name)
	}
	rules, err := catalog.ParseRules(name, data)
	if err != nil {
		return catalog.Rules{}, nil, wrongRules(err)
	}
	mapped, err := readMappings(name, data)
	return rules, mapped, err
}

// ownCatalog is the catalog with the services of the user's rules.
func (a *app) ownCatalog(flag string) (*catalog.Catalog, error) {
	cat, err := catalog.Load()
	if err != nil {
		return nil, fault(err)
	}
	rules, _, err := a.readRules(flag)
	if err != nil {
		return nil, err
	}
	return cat.With(rules.Services), nil
}
