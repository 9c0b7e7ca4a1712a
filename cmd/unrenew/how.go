package main

import (
	"cmp"
	"fmt"
	"io"
	"regexp"
	"slices"
	"strings"
	"time"

	"github.com/spf13/cobra"

	"github.com/unrenew/unrenew/detector"
	"github.com/unrenew/unrenew/detector/catalog"
	"github.com/unrenew/unrenew/detector/catalog/rights"
	"github.com/unrenew/unrenew/parser"
	"github.com/unrenew/unrenew/report"
)

func (a *app) howCommand() *cobra.Command {
	var alone bool
	cmd := &cobra.Command{
		Use:   "how SERVICE",
		Short: a.say("怎么取消某个会员：六步清单", "how to cancel a membership: a list of six steps"),
		Long: a.say("打印取消某个会员的六步清单：确认谁在扣、登录、找到、核对、关闭、留凭证。\n扫描过账单的，先列账单里扣款的那个渠道。名称可以写中文、英文、别名、账单上的商户名或拼音首字母。",
			"Prints six steps to leave a membership: who charges, sign in, find it, check, end it, keep the proof.\nAfter a scan, the channel that charges according to the statements comes first. The name may be Chinese, English,\nan alias, the merchant as on the statement, or initials of pinyin."),
		Example: a.say("  unrenew how 腾讯视频\n  unrenew how txsp\n  unrenew how 88VIP", "  unrenew how iQIYI\n  unrenew how 88VIP"),
		Args:    cobra.MinimumNArgs(1),
		RunE: func(_ *cobra.Command, args []string) error {
			cat, err := a.ownCatalog("")
			if err != nil {
				return err
			}
			law, err := rights.Load()
			if err != nil {
				return fault(err)
			}
			g := &guide{app: a, catalog: cat, rights: law}
			if g.today, err = a.today("Asia/Shanghai"); err != nil {
				return err
			}
			if !alone {
				g.takeIn()
			}
			return g.answer(strings.Join(args, " "))
		},
	}
	cmd.Flags().BoolVar(&alone, "no-statements", false, a.say("不看上次扫描的账单，只看服务目录", "do not look into the statements of the last scan, only into the catalog"))
	return cmd
}

// takeIn adds what the statements of the last scan show, if there are any.
func (g *guide) takeIn() {
	if seen := g.lookQuietly(); seen != nil {
		g.catalog = seen.in.Catalog // with the user's own services
		g.view, g.asOf = report.NewView(seen.result, seen.statements, report.Options{Lang: g.lang}), seen.in.AsOf
	}
}

// answer prints the steps to leave the service that name means.
func (g *guide) answer(name string) error {
	if strings.TrimSpace(name) == "" {
		return usage("没有写是哪个服务", "the service is missing").advise("例如 unrenew how 腾讯视频", "for instance unrenew how iQIYI")
	}
	meant := g.meant(name)
	switch {
	case len(meant.Services) > 0 && !meant.Sure:
		return g.choose(name, meant.Services)
	case len(meant.Services) > 0:
		g.service = meant.Services[0]
	}
	if g.subs = g.charged(name); g.service == nil && len(g.subs) == 0 {
		if meant.Channel == "" {
			return g.nothing(name)
		}
		g.paying = meant.Channel
		g.subs = g.paidThrough(meant.Channel)
	}
	g.print()
	return nil
}

// choose lists what a name may mean; nothing is guessed where several are alike.
func (g *guide) choose(name string, found []*catalog.Service) error {
	const most = 15
	fmt.Fprintf(g.out, g.say("“%s”可能是：\n\n", "%q may be:\n\n"), name)
	var rows [][]string
	for _, s := range found[:min(len(found), most)] {
		rows = append(rows, []string{"  " + s.ID, s.Name.In(g.lang)})
	}
	columns(g.out, rows)
	if len(found) > most {
		fmt.Fprintf(g.out, g.say("  还有 %d 项，见 unrenew catalog %s\n", "  and %d more: unrenew catalog %s\n"), len(found)-most, name)
	}
	fmt.Fprintln(g.out)
	return input("“%[1]s”不止一项", "%[1]q is more than one", name).advise("写全名或左边的编号，例如 unrenew how "+found[0].ID, "write the whole name or the id on the left, for instance unrenew how "+found[0].ID)
}

// nothing answers for a name that nobody has: the ways of the channels.
func (g *guide) nothing(name string) error {
	for _, id := range []string{"wechat", "alipay", "apple", "bank", "carrier-mobile"} {
		ch := g.catalog.Channel(id)
		if ch != nil && len(ch.Cancel) > 0 {
			g.paths(ch.Cancel[:1], 0)
			fmt.Fprintln(g.out)
		}
	}
	return input("服务目录里没有“%[1]s”；上面是主要扣款渠道的步骤，对任何服务都适用", "the catalog has no %[1]q; above are the steps of the main channels, which work for any service", name).
		advise("unrenew catalog 列出全部服务；也可以用账单上的商户名再试", "unrenew catalog lists the services; or try the merchant's name as on the statement")
}

// A guide is the way out of one membership, for one person.
type guide struct {
	*app
	catalog *catalog.Catalog
	rights  *rights.Rights
	today   time.Time
	view    *report.View // of the last scan; nil: none
	asOf    time.Time    // of the view
	service *catalog.Service
	paying  string                 // where a channel was asked for and no service: "wechat"
	subs    []*report.Subscription // what the statements show of it, active ones first
}

// meant is what a name means; of several that are alike, the one that the
// statements show.
func (g *guide) meant(name string) catalog.Answer {
	a := g.catalog.Ask(name)
	if len(a.Services) > 1 && !a.Exact {
		if charged := slices.DeleteFunc(slices.Clone(a.Services), func(s *catalog.Service) bool { return len(g.shown(s)) == 0 }); len(charged) == 1 {
			a.Services, a.Sure = charged, true
		}
	}
	return a
}

// paidThrough are the memberships that a channel charges.
func (g *guide) paidThrough(channel string) (out []*report.Subscription) {
	if g.view == nil {
		return nil
	}
	for _, sub := range g.view.All {
		if sub.Channel == channel && sub.State == "active" && sub.Kind == catalog.Membership {
			out = append(out, sub)
		}
	}
	return out
}

// shown are the recurring payments of a service.
func (g *guide) shown(s *catalog.Service) (out []*report.Subscription) {
	if g.view == nil || s == nil {
		return nil
	}
	for _, sub := range slices.Concat(g.view.All, g.view.Maybe) {
		if sub.Service != nil && sub.Service.ID == s.ID {
			out = append(out, sub)
		}
	}
	return out
}

// charged are the recurring payments that name means: of the service, or at a
// merchant of that name which the catalog does not know.
func (g *guide) charged(name string) []*report.Subscription {
	out := g.shown(g.service)
	if g.service == nil && g.view != nil {
		want := catalog.Fold(name)
		for _, sub := range slices.Concat(g.view.All, g.view.Maybe) {
			if len([]rune(want)) >= 2 && (strings.Contains(catalog.Fold(sub.Merchant), want) || strings.Contains(catalog.Fold(sub.Name.In(g.lang)), want)) {
				out = append(out, sub)
			}
		}
	}
	slices.SortStableFunc(out, func(x, y *report.Subscription) int {
		return cmp.Compare(rankOf(x.State), rankOf(y.State))
	})
	return out
}

func rankOf(state string) int { return slices.Index([]string{"active", "cancelled", "ended"}, state) }

// channels are those that charge according to the statements, or did last.
func (g *guide) channels() (out []string) {
	if g.paying != "" {
		return []string{g.paying}
	}
	for i, sub := range g.subs {
		if (i == 0 || sub.State == "active") && !slices.Contains(out, sub.Channel) {
			out = append(out, sub.Channel)
		}
	}
	return out
}

// channel is the first of channels, or "".
func (g *guide) channel() string {
	if c := g.channels(); len(c) > 0 {
		return c[0]
	}
	return ""
}

func (g *guide) line(indent, text string) { hanging(g.out, indent, text) }
func (g *guide) box(zh, en string, args ...any) {
	hanging(g.out, "  □ ", fmt.Sprintf(g.say(zh, en), args...))
}
func (g *guide) head(n int, zh, en string) { fmt.Fprintf(g.out, "\n%d  %s\n", n, g.say(zh, en)) }
func (g *guide) section(zh, en string)     { fmt.Fprintln(g.out, "\n"+g.say(zh, en)) }
func (g *guide) boxText(t parser.Text)     { hanging(g.out, "  □ ", t.In(g.lang)) }
func (g *guide) note(zh, en string, args ...any) {
	hanging(g.out, "    ", fmt.Sprintf(g.say(zh, en), args...))
}

func (g *guide) print() {
	g.title()
	g.who()
	g.signIn()
	g.find()
	g.check()
	g.end()
	g.keepProof()
	g.after()
	g.beware()
}

// title names the service, says how far it is known, and what the statements show.
func (g *guide) title() {
	s := g.service
	switch {
	case g.paying != "":
		fmt.Fprintln(g.out, detector.ChannelName(g.paying).In(g.lang))
		g.note("这是扣钱的渠道，不是某一项会员：下面是在这里逐项查看和取消的办法", "This is a channel that takes money and no single membership: below is how to look through its list and end items")
	case s == nil:
		fmt.Fprintln(g.out, g.subs[0].Name.In(g.lang))
		g.note("服务目录里没有这个商户，下面用的是扣款渠道自己的步骤", "The catalog does not know this merchant; below are the steps of the channel that charges")
	default:
		fmt.Fprintln(g.out, s.Name.In(g.lang))
		if s.Confidence != "sourced" {
			g.note("未核实：没有查到可靠来源，支付渠道的步骤仍然可用", "unverified: no reliable source was found; the steps of the payment channels work all the same")
		}
	}
	if len(g.subs) == 0 {
		return
	}
	fmt.Fprintf(g.out, g.say("\n你的账单里（截至 %s）\n", "\non your statements (as of %s)\n"), g.asOf.Format(time.DateOnly))
	for _, sub := range g.subs {
		who := sub.Payer
		if g.paying != "" {
			who = sub.Name
		}
		line := fmt.Sprintf("%s  %s  ", who.In(g.lang), sub.Price().In(g.lang))
		switch {
		case sub.State == "active" && !sub.CancelBy.IsZero():
			line += fmt.Sprintf(g.say("下次 %s 扣款，最晚 %s 取消", "next charge %s, cancel by %s"), sub.Next.Format(time.DateOnly), sub.CancelBy.Format(time.DateOnly))
		default:
			line += fmt.Sprintf(g.say("最后一次扣款 %s（%s）", "last charge %s (%s)"), sub.Last().Format(time.DateOnly), sub.StatusText().In(g.lang))
		}
		g.line("  ", line)
	}
}

func (g *guide) who() {
	g.head(1, "确认是谁在扣钱", "see who takes the money")
	switch {
	case g.paying != "":
		g.box("别的渠道签的不在这里，要到那里取消", "What was signed elsewhere is not in this list and must be ended there")
	case len(g.subs) > 0 && g.subs[0].State == "active":
		var payers []string
		for _, sub := range g.subs {
			if sub.State == "active" {
				payers = append(payers, sub.Payer.In(g.lang))
			}
		}
		g.box("账单显示由 %s 扣款。签约在哪里，就在哪里取消", "According to the statements it is %s. A contract is ended where it was signed", strings.Join(payers, g.say("、", ", ")))
	default:
		var ways []string
		for _, p := range g.service.Cancel {
			if n := detector.ChannelName(p.Channel).In(g.lang); !slices.Contains(ways, n) {
				ways = append(ways, n)
			}
		}
		g.box("看扣款通知或账单里的付款方式，签约在哪里就在哪里取消。已知的去处：%s", "Look at the notice or the statement for the way of payment: a contract is ended where it was signed. Known: %s", strings.Join(ways, g.say("、", ", ")))
	}
	if g.service == nil {
		return
	}
	switch g.service.SoldBy {
	case "bank":
		g.box("这是银行卖的或送的：找发卡行，不找会员平台", "A bank sells it or gives it: ask the bank that issued the card, not the service")
	case "carrier":
		g.box("这是话费里的业务：找运营商，不找会员平台", "It is on the phone bill: ask the carrier, not the service")
	case "bundle":
		g.box("这是联合会员或套餐里的一项：到卖整套的那一方取消", "It is part of a bundle: whoever sells the bundle must end it")
	case "reseller":
		g.box("这是第三方代卖的：官方客服不受理，找卖给你的那一方", "A reseller sold it: the service's own support does not handle it, the seller must")
	}
	for _, id := range g.service.Includes {
		if other := g.catalog.Service(id); other != nil {
			g.box("它带着%s，会跟着一起停", "%s comes with it and ends with it", other.Name.In(g.lang))
		}
	}
}

func (g *guide) signIn() {
	g.head(2, "用开通时的账号登录", "sign in with the account that signed up")
	g.box("手机号、微信、QQ、Apple 账户各是一个账号；看不到这一项，多半是登错了", "Phone number, WeChat, QQ and Apple account are accounts of their own; if the item is not there, it is mostly the wrong one")
	if g.service != nil && g.service.Family.ZH != "" {
		g.boxText(g.service.Family)
	}
}

// find prints the ways through the channels that charge, and those inside the
// service; where the statements show nothing, all that are known.
func (g *guide) find() {
	g.head(3, "找到这一项", "find it")
	charging := g.channels()
	var ways []catalog.Path
	var others []string
	for _, channel := range slices.Concat(charging, []string{""}) {
		for _, p := range g.catalog.Paths(g.service, channel) {
			own := p.Channel == channel || strings.HasPrefix(p.Channel, "service")
			name := detector.ChannelName(p.Channel).In(g.lang)
			switch {
			case slices.ContainsFunc(ways, func(q catalog.Path) bool { return q.Channel == p.Channel && slices.Equal(q.Steps, p.Steps) }):
			case own || len(charging) == 0:
				ways = append(ways, p)
			case channel == "" && !slices.Contains(charging, p.Channel) && !slices.Contains(others, name):
				others = append(others, name)
			}
		}
	}
	g.paths(ways, 2)
	if len(others) > 0 {
		g.box("也在%s开通过的，那里还要各取消一次（加 --no-statements 看全部步骤）", "What was signed through %s as well must be ended there too (--no-statements shows all steps)", strings.Join(others, g.say("、", ", ")))
	}
}

// paths prints ways to cancel.
func (g *guide) paths(paths []catalog.Path, indent int) {
	pad := strings.Repeat(" ", indent)
	for i, p := range paths {
		if i > 0 {
			fmt.Fprintln(g.out)
		}
		title := cmp.Or(p.Whose.In(g.lang), detector.ChannelName(p.Channel).In(g.lang))
		if p.Generic {
			title += g.say("（渠道通用步骤）", " (the channel's own steps)")
		}
		if d := p.Difficulty(); d.Level != "unknown" {
			title += g.say("  难度：", "  difficulty: ") + d.Text().In(g.lang)
		}
		hanging(g.out, pad+"■ ", title)
		for n, s := range p.Steps {
			hanging(g.out, fmt.Sprintf("%s  %d. ", pad, n+1), s.In(g.lang))
		}
		if p.URL != "" {
			fmt.Fprintln(g.out, pad+"  "+p.URL)
		}
		if p.VerifiedOn != "" {
			fmt.Fprintf(g.out, pad+g.say("  来源查于 %s：%s\n", "  source read %s: %s\n"), p.VerifiedOn, p.Source)
		}
		if doubt := p.Doubt(g.today).In(g.lang); doubt != "" {
			hanging(g.out, pad+"  ", doubt)
		}
	}
}

func (g *guide) check() {
	g.head(4, "动手前核对", "check before you act")
	g.box("名称、金额、到期日和要取消的是同一项", "Name, price and expiry are those of the item you mean")
	if s := g.service; s != nil {
		for _, t := range s.Keep {
			g.boxText(t)
		}
		if h := s.ChargedHoursBefore; h > 0 {
			g.box("到期前 %d 小时内就会扣款，要赶在这之前", "The charge runs up to %d hours before expiry; be earlier", h)
		}
		if d := s.CloseDaysBefore; d > 0 {
			g.box("最好提前 %d 天关闭", "Close it %d days earlier", d)
		}
	}
	if g.paying == "" && len(g.subs) > 0 && !g.subs[0].CancelBy.IsZero() && g.subs[0].State == "active" {
		g.box("最晚 %s 取消", "Cancel by %s", g.subs[0].CancelBy.Format(time.DateOnly))
	}
}

func (g *guide) end() {
	g.head(5, "关闭并确认", "end it and see that it is ended")
	g.box("挽留弹窗里选“继续取消”一类的按钮；“暂停”“降级”“保留优惠”都不是取消", "In pop-ups that offer something choose to cancel anyway: pausing, a lower tier or a kept discount is no cancellation")
	g.box("回到列表，看到“已关闭”或“已取消”才算完成；卸载 App、退出登录都不算", "Go back to the list: it is done when the item reads 已关闭 / 已取消 / cancelled; uninstalling or logging out is not enough")
	if g.service != nil {
		g.boxText(g.service.AfterCancel)
	}
}

// beyondWords is what a shell may obey, even in quotes: people copy the line, and a
// merchant can call itself anything.
var beyondWords = regexp.MustCompile(`[^\p{L}\p{N} .,·（）()&+-]`)

func (g *guide) keepProof() {
	g.head(6, "留下凭证", "keep the proof")
	g.box("截图：带日期的“已关闭”页面、短信或邮件；客服的工单号", "A screenshot of the page that says so with its date, the SMS or mail; support's ticket number")
	name, channel := g.say("服务名", "SERVICE"), ""
	switch {
	case g.service != nil:
		name = g.service.ID
	case g.paying == "" && !beyondWords.MatchString(g.subs[0].Merchant):
		name = `"` + g.subs[0].Merchant + `"`
	}
	if c := g.channel(); c != "" {
		channel = " --channel " + c
	}
	g.box("记下来，以后每次扫描都会核对：", "Record it, so that every later scan checks it:")
	fmt.Fprintf(g.out, "      unrenew cancel %s --on %s%s --evidence %s\n", name, g.today.Format(time.DateOnly), channel, g.say("截图.png", "proof.png"))
}

// after says how to see that nothing is charged any more, and what to do if it is.
func (g *guide) after() {
	g.section("取消之后", "afterwards")
	if g.paying == "" && len(g.subs) > 0 && g.subs[0].State == "active" && !g.subs[0].Next.IsZero() {
		g.note("%s 过后导出新账单再扫描一次；账单没到那一天，就不能说没有再扣", "After %s export a new statement and scan again; a statement that ends earlier cannot show that nothing was charged", g.subs[0].Next.Format(time.DateOnly))
	} else {
		g.note("下一个扣款日过后导出新账单再扫描一次", "After the next due day export a new statement and scan again")
	}
	channel, kind := g.channel(), catalog.Membership
	if g.service != nil {
		channel, kind = cmp.Or(channel, g.service.Channel), g.service.Kind
	}
	g.note("如果还是被扣：", "If it is charged again:")
	for i, t := range g.rights.Again(report.ChargeOf(g.service, kind, channel)) {
		hanging(g.out, fmt.Sprintf("    %d. ", i+1), t.In(g.lang))
	}
	if s := g.service; s != nil {
		for _, t := range []struct{ zh, en, text string }{
			{"退款：", "refund: ", s.Refund.In(g.lang)},
			{"客服：", "support: ", s.Support.In(g.lang)},
		} {
			if t.text != "" {
				g.line("    ", g.say(t.zh, t.en)+t.text)
			}
		}
	}
}

func (g *guide) beware() {
	if g.service == nil || len(g.service.Traps) == 0 {
		return
	}
	g.section("注意", "watch out")
	for _, t := range g.service.Traps {
		hanging(g.out, "  - ", t.In(g.lang))
	}
}

// hanging prints text in lines that hang from their first one's indent.
func hanging(w io.Writer, indent, text string) {
	const most = 78
	used := width.StringWidth(indent)
	for i, line := range wrap(text, most-used) {
		if i > 0 {
			indent = strings.Repeat(" ", used)
		}
		fmt.Fprintln(w, indent+line)
	}
}
