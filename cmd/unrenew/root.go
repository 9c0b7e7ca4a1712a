package main

import (
	"runtime/debug"
	"strings"

	"github.com/spf13/cobra"
)

// root builds the command tree in the user's language.
func (a *app) root() *cobra.Command {
	root := &cobra.Command{
		Use:           "unrenew",
		Short:         a.say("从账单里找出自动续费的会员，告诉你怎么取消，标出取消后又扣的钱", "find memberships that renew themselves, how to cancel each, and what was charged after cancelling"),
		Long:          a.say("读取支付宝、微信支付和银行导出的账单，找出自动续费的会员：每项多少钱、走哪个渠道、怎么取消；\n取消之后又扣的，列出凭证。全部在本机完成，账单不会上传。", "Reads statements exported from Alipay, WeChat Pay and banks and finds the memberships that renew themselves:\nwhat each costs, through which channel, and how to cancel it. Charges after a cancellation are listed with their\nevidence. Everything happens on this machine; statements never leave it."),
		Version:       version(),
		SilenceErrors: true,
		SilenceUsage:  true,
		Args:          cobra.NoArgs,
		PersistentPreRunE: func(cmd *cobra.Command, _ []string) error {
			if name := cmd.Name(); name != "scan" && name != "demo" { // which have colours, and JSON, in which texts stand as they are
				a.out = &messages{a.out}
			}
			if a.lang != "zh" && a.lang != "en" {
				lang := a.lang
				a.lang = "zh"
				return usage("不认识的语言 %q，用 zh 或 en", "unknown language %q; use zh or en", lang)
			}
			return nil
		},
		RunE: func(cmd *cobra.Command, _ []string) error {
			if a.clicked() {
				return a.serveClicked()
			}
			return cmd.Help()
		},
	}
	root.PersistentFlags().StringVar(&a.lang, "lang", a.lang, a.say("语言：zh 或 en（默认看系统）", "language: zh or en (default: the system's)"))
	root.SetHelpCommand(&cobra.Command{Use: "help", Hidden: true, Run: func(cmd *cobra.Command, _ []string) { _ = root.Help() }})
	root.CompletionOptions.HiddenDefaultCmd = true
	root.AddCommand(a.scanCommand(), a.demoCommand(), a.cancelCommand(), a.howCommand(), a.calendarCommand(), a.disputeCommand(), a.serveCommand(), a.formatsCommand(), a.catalogCommand())
	if a.lang != "en" {
		chinese(root)
	}
	return root
}

// version is that of the build: nothing to edit at a release.
func version() string {
	if info, ok := debug.ReadBuildInfo(); ok && info.Main.Version != "" {
		return info.Main.Version
	}
	return "(devel)"
}

// chinese puts cobra's own words into Chinese.
func chinese(root *cobra.Command) {
	cobra.AddTemplateFunc("zh", func(s string) string {
		return strings.NewReplacer("[flags]", "[选项]", "(default ", "（默认 ", "\")", "\"）", "])", "]）").Replace(s)
	})
	root.SetUsageTemplate(`用法：
  {{.UseLine | zh}}{{if .HasAvailableSubCommands}}
  {{.CommandPath}} [命令]

命令：{{range .Commands}}{{if .IsAvailableCommand}}
  {{rpad .Name .NamePadding}} {{.Short}}{{end}}{{end}}{{end}}{{if .HasExample}}

例子：
{{.Example}}{{end}}{{if .HasAvailableLocalFlags}}

选项：
{{.LocalFlags.FlagUsages | trimTrailingWhitespaces | zh}}{{end}}{{if .HasAvailableInheritedFlags}}

通用选项：
{{.InheritedFlags.FlagUsages | trimTrailingWhitespaces | zh}}{{end}}{{if .HasAvailableSubCommands}}

用 "{{.CommandPath}} [命令] --help" 看某个命令的用法。{{end}}
`)
	for _, c := range append(root.Commands(), root) {
		c.InitDefaultHelpFlag()
		if f := c.Flags().Lookup("help"); f != nil {
			f.Usage = "显示用法"
		}
	}
	root.InitDefaultVersionFlag()
	root.Flags().Lookup("version").Usage = "显示版本"
}
