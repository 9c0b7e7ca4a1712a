package main

import (
	"fmt"
	"strings"

	"github.com/spf13/cobra"

	"github.com/unrenew/unrenew/detector"
	"github.com/unrenew/unrenew/detector/catalog"
)

func (a *app) howCommand() *cobra.Command {
	return &cobra.Command{
		Use:     "how SERVICE",
		Short:   a.say("怎么取消某个会员", "how to cancel a membership"),
		Example: a.say("  unrenew how 腾讯视频\n  unrenew how 88VIP", "  unrenew how iQIYI\n  unrenew how 88VIP"),
		Args:    cobra.MinimumNArgs(1),
		RunE: func(_ *cobra.Command, args []string) error {
			cat, err := catalog.Load()
			if err != nil {
				return fault(err)
			}
			return a.how(cat, strings.Join(args, " "))
		},
	}
}

func (a *app) how(cat *catalog.Catalog, name string) error {
	found := cat.Find(name)
	if len(found) == 0 {
		for _, id := range []string{"wechat", "alipay", "apple"} {
			a.paths(cat.Paths(nil, id))
		}
		return input("服务目录里没有“%[1]s”；上面是各支付渠道的通用步骤", "the catalog has no %[1]q; above are the steps of the payment channels, which work for any service", name).
			advise("unrenew catalog 列出全部服务；也可以用账单上的商户名再试", "unrenew catalog lists the services; or try the merchant's name as on the statement")
	}
	s := found[0]
	fmt.Fprintln(a.out, s.Name.In(a.lang))
	if s.Confidence != "sourced" {
		fmt.Fprintln(a.out, a.say("（未核实：没有查到可靠来源）", "(unverified: no reliable source was found)"))
	}
	fmt.Fprintln(a.out)
	a.paths(cat.Paths(s, ""))
	for _, t := range []struct{ zh, en, text string }{
		{"取消以后", "after cancelling", s.AfterCancel.In(a.lang)},
		{"退款", "refund", s.Refund.In(a.lang)},
		{"客服", "support", s.Support.In(a.lang)},
	} {
		if t.text != "" {
			fmt.Fprintf(a.out, "%s%s\n", a.say(t.zh+"：", t.en+": "), t.text)
		}
	}
	if len(s.Traps) > 0 {
		fmt.Fprintln(a.out, a.say("\n注意", "\nwatch out"))
		for _, t := range s.Traps {
			fmt.Fprintln(a.out, "  - "+t.In(a.lang))
		}
	}
	if len(found) > 1 {
		var names []string
		for _, o := range found[1:min(len(found), 8)] {
			names = append(names, o.Name.In(a.lang))
		}
		fmt.Fprintln(a.out, a.say("\n相近的服务：", "\nalso: ")+strings.Join(names, a.say("、", ", ")))
	}
	return nil
}

func (a *app) paths(paths []catalog.Path) {
	for _, p := range paths {
		title := detector.ChannelName(p.Channel).In(a.lang)
		if p.Generic {
			title += a.say("（渠道通用步骤）", " (the channel's own steps)")
		}
		fmt.Fprintln(a.out, "■ "+title)
		for i, s := range p.Steps {
			fmt.Fprintf(a.out, "  %d. %s\n", i+1, s.In(a.lang))
		}
		if p.URL != "" {
			fmt.Fprintln(a.out, "  "+p.URL)
		}
		if p.VerifiedOn == "" {
			fmt.Fprintln(a.out, a.say("  未核实，以实际界面为准", "  unverified; follow what the app shows"))
		} else {
			fmt.Fprintf(a.out, a.say("  来源查于 %s：%s\n", "  source read %s: %s\n"), p.VerifiedOn, p.Source)
		}
		fmt.Fprintln(a.out)
	}
}
