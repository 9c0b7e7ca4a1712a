package main

import (
	"fmt"
	"io"
	"slices"
	"strings"

	"github.com/mattn/go-runewidth"
	"github.com/spf13/cobra"

	"github.com/unrenew/unrenew/parser/formats"
)

func (a *app) formatsCommand() *cobra.Command {
	return &cobra.Command{
		Use:   "formats",
		Short: a.say("能读哪些账单，怎么导出", "which statements can be read, and how to export them"),
		Args:  cobra.NoArgs,
		RunE: func(*cobra.Command, []string) error {
			for _, g := range []struct {
				group formats.Group
				title string
			}{
				{formats.Wallets, a.say("钱包与平台", "wallets and shops")},
				{formats.Banks, a.say("银行卡", "banks")},
				{formats.World, a.say("海外", "world")},
			} {
				a.formatGroup(g.title, g.group)
			}
			fmt.Fprintln(a.out, a.say("读取上限（超过的文件会整个拒绝，不会只读一部分；用 --limit 名称=数值 改）", "limits (a file beyond one is refused, never read in part; --limit NAME=VALUE sets another)"))
			fmt.Fprintln(a.out)
			var rows [][]string
			for _, l := range allLimits() {
				rows = append(rows, []string{"  " + l.Name, l.Amount(), l.Text.In(a.lang)})
			}
			columns(a.out, rows)
			return nil
		},
	}
}

// formatGroup prints the layouts of one group, each with its name, what it is
// called in flags, the files it comes in, and how to get it.
func (a *app) formatGroup(title string, group formats.Group) {
	list := slices.DeleteFunc(formats.Infos(), func(f formats.Info) bool { return f.Group != group })
	if len(list) == 0 {
		return
	}
	fmt.Fprintf(a.out, a.say("%s（%d 种）\n\n", "%s (%d)\n\n"), title, len(list))
	for _, f := range list {
		fmt.Fprintf(a.out, "  %s\n", f.Name.In(a.lang))
		fmt.Fprintf(a.out, a.say("    %s · %s · %s 起\n", "    %s · %s · seen since %s\n"), f.ID, f.Container, f.Since)
		for _, line := range wrap(f.HowToExport.In(a.lang), 74) {
			fmt.Fprintln(a.out, "    "+line)
		}
		fmt.Fprintln(a.out)
	}
}

// width measures text in columns of the terminal.
var width = runewidth.Condition{EastAsianWidth: false}

// wrap breaks text into lines of at most most columns: at blanks, and between
// Chinese characters, but not before a mark that closes or after one that opens.
// A word that is longer than a line stays whole.
func wrap(text string, most int) (lines []string) {
	const closing, opening = "，。；：、）”》！？/,)", "（“《/("
	runes := []rune(text)
	start, cut, used := 0, 0, 0
	for i, r := range runes {
		wide := width.RuneWidth(r) == 2
		if i > start && (runes[i-1] == ' ' ||
			(wide || width.RuneWidth(runes[i-1]) == 2) && r != ' ' && !strings.ContainsRune(closing, r) && !strings.ContainsRune(opening, runes[i-1])) {
			cut = i
		}
		used += width.RuneWidth(r)
		if used > most && cut > start && r != ' ' {
			lines = append(lines, strings.TrimRight(string(runes[start:cut]), " "))
			start, used = cut, width.StringWidth(string(runes[cut:i+1]))
		}
	}
	return append(lines, string(runes[start:]))
}

// columns prints rows with aligned columns; a Chinese character takes two.
func columns(w io.Writer, rows [][]string) {
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
