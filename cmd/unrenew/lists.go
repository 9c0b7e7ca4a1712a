package main

import (
	"fmt"
	"io"
	"strings"

	"github.com/mattn/go-runewidth"
	"github.com/spf13/cobra"

	"github.com/unrenew/unrenew/detector/catalog"
	"github.com/unrenew/unrenew/parser/formats"
)

func (a *app) formatsCommand() *cobra.Command {
	return &cobra.Command{
		Use:   "formats",
		Short: a.say("能读哪些账单，怎么导出", "which statements can be read, and how to export them"),
		Args:  cobra.NoArgs,
		RunE: func(*cobra.Command, []string) error {
			for _, f := range formats.Infos() {
				fmt.Fprintf(a.out, "%s  %s\n", f.ID, f.Name.In(a.lang))
				fmt.Fprintf(a.out, a.say("  文件：%s；最早见于 %s\n", "  files: %s; first seen %s\n"), f.Container, f.Since)
				fmt.Fprintf(a.out, a.say("  导出：%s\n\n", "  export: %s\n\n"), f.HowToExport.In(a.lang))
			}
			fmt.Fprintln(a.out, a.say("读取上限", "limits"))
			for _, l := range formats.Limits() {
				fmt.Fprintf(a.out, a.say("  %s：%d\n", "  %s: %d\n"), l.Text.In(a.lang), l.Value)
			}
			return nil
		},
	}
}

func (a *app) catalogCommand() *cobra.Command {
	return &cobra.Command{
		Use:   "catalog [WORD]",
		Short: a.say("认识哪些服务", "which services are known"),
		Args:  cobra.MaximumNArgs(1),
		RunE: func(_ *cobra.Command, args []string) error {
			cat, err := catalog.Load()
			if err != nil {
				return fault(err)
			}
			list := cat.Services()
			if len(args) > 0 {
				if list = cat.Find(args[0]); len(list) == 0 {
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
		},
	}
}

// columns prints rows with aligned columns; a Chinese character takes two.
func columns(w io.Writer, rows [][]string) {
	width := runewidth.Condition{EastAsianWidth: false}
	most := make([]int, len(rows[0]))
	for _, r := range rows {
		for i, c := range r {
			most[i] = max(most[i], width.StringWidth(c))
		}
	}
	for _, r := range rows {
		var b strings.Builder
		for i, c := range r {
			b.WriteString(c)
			if i < len(r)-1 {
				b.WriteString(strings.Repeat(" ", most[i]-width.StringWidth(c)+2))
			}
		}
		fmt.Fprintln(w, b.String())
	}
}
