package main

import (
	"fmt"
	"os"
	"strings"

	"github.com/spf13/cobra"

	"github.com/unrenew/unrenew/detector/catalog"
)

func (a *app) catalogCommand() *cobra.Command {
	var check []string
	cmd := &cobra.Command{
		Use:   "catalog [WORD]",
		Short: a.say("认识哪些服务", "which services are known"),
		Example: a.say("  unrenew catalog\n  unrenew catalog 音乐\n  unrenew catalog --check 我的服务.yaml",
			"  unrenew catalog\n  unrenew catalog music\n  unrenew catalog --check my-service.yaml"),
		Args: cobra.MaximumNArgs(1),
		RunE: func(_ *cobra.Command, args []string) error {
			if len(check) > 0 {
				cat, err := catalog.Load()
				if err != nil {
					return fault(err)
				}
				return a.checkCatalog(cat, check)
			}
			cat, err := a.ownCatalog("")
			if err != nil {
				return err
			}
			return a.listCatalog(cat, args)
		},
	}
	cmd.Flags().StringArrayVar(&check, "check", nil, a.say("检查自己写的服务文件（YAML）或规则文件，指出哪一行不对；可写多次", "check a file of services (YAML) or a rules file of your own, and say which line is wrong; may be repeated"))
	return cmd
}

func (a *app) listCatalog(cat *catalog.Catalog, args []string) error {
	list := cat.Services()
	if len(args) > 0 {
		if list = cat.Ask(args[0]).Services; len(list) < 2 {
			list = cat.Find(args[0])
		}
		if len(list) == 0 {
			return input("服务目录里没有“%s”", "the catalog has no %q", args[0])
		}
	}
	rows := [][]string{{"id", a.say("名称", "name"), a.say("类别", "category"), a.say("取消渠道", "ways to cancel")}}
	for _, s := range list {
		var ways []string
		for _, p := range s.Cancel {
			if len(ways) == 0 || ways[len(ways)-1] != p.Channel {
				ways = append(ways, p.Channel)
			}
		}
		rows = append(rows, []string{s.ID, s.Name.In(a.lang), s.Category, strings.Join(ways, ",")})
	}
	columns(a.out, rows)
	fmt.Fprintf(a.out, a.say("\n共 %d 项\n", "\n%d services\n"), len(list))
	return nil
}

// checkCatalog holds files of services to the rules of the catalog.
func (a *app) checkCatalog(cat *catalog.Catalog, files []string) error {
	services, wrong := 0, 0
	for _, name := range files {
		data, err := os.ReadFile(name)
		if err != nil {
			return input("读不了 %s", "cannot read %s", name).advise("检查路径", "check the path")
		}
		n, found := catalog.Check(name, data, cat)
		for _, f := range found {
			at := f.File
			if f.Line > 0 {
				at = fmt.Sprintf("%s:%d", f.File, f.Line)
			}
			fmt.Fprintf(a.out, a.say("%s：%s（规则 %s）\n", "%s: %s (rule %s)\n"), at, f.Text.In(a.lang), f.Rule)
		}
		services, wrong = services+n, wrong+len(found)
	}
	if wrong > 0 {
		return input("有 %d 处不合服务目录的规则", "%d findings against the rules of the catalog", wrong).advise("改好上面各行再检查一次；写法见 CONTRIBUTING.md", "mend the lines above and check again; CONTRIBUTING.md shows how to write one")
	}
	fmt.Fprintf(a.out, a.say("%d 个服务，全部符合规则\n", "%d services, all within the rules\n"), services)
	return nil
}
