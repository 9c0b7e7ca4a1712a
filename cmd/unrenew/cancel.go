package main

import (
	"fmt"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"time"

	"github.com/spf13/cobra"

	"github.com/unrenew/unrenew/detector"
	"github.com/unrenew/unrenew/detector/catalog"
	"github.com/unrenew/unrenew/detector/records"
	"github.com/unrenew/unrenew/parser"
	"github.com/unrenew/unrenew/report"
)

type cancelFlags struct {
	on, effective, channel, account, amount, note, records string
	evidence                                               []string
	undo                                                   bool
}

func (a *app) cancelCommand() *cobra.Command {
	var f cancelFlags
	cmd := &cobra.Command{
		Use:   "cancel SERVICE --on DATE",
		Short: a.say("记下你取消了哪个会员，附上凭证", "record that you cancelled a membership, with its proof"),
		Long: a.say("把一次取消写进取消记录（CSV，可用 Excel 改），凭证复制一份并记下 SHA-256 和时间。\n之后每次扫描都会核对这之后有没有再扣。写错了用 --undo 撤回最后一条。",
			"Writes a cancellation into the records (CSV, to edit in a spreadsheet); the proof is copied, with its SHA-256 and time.\nEvery later scan looks for charges after it. --undo takes back the last one."),
		Example: a.say("  unrenew cancel 腾讯视频 --on 2026-11-01 --channel wechat --evidence 截图.png\n  unrenew cancel --undo",
			"  unrenew cancel \"Tencent Video\" --on 2026-11-01 --channel wechat --evidence proof.png\n  unrenew cancel --undo"),
		Args: cobra.MaximumNArgs(1),
		RunE: func(_ *cobra.Command, args []string) error {
			service := strings.TrimSpace(strings.Join(args, ""))
			if f.undo {
				return a.undoCancel(service, f)
			}
			if service == "" {
				return usage("没有写是哪个服务", "the service is missing").advise("例如 unrenew cancel 腾讯视频 --on 2026-11-01", "for instance unrenew cancel iQIYI --on 2026-11-01")
			}
			return a.cancel(service, f)
		},
	}
	fl := cmd.Flags()
	fl.StringVar(&f.on, "on", "", a.say("取消的日期，2026-11-01 或 \"2026-11-01 20:30\"", "day of the cancellation, 2026-11-01 or \"2026-11-01 20:30\""))
	fl.StringVar(&f.effective, "effective", "", a.say("会员用到哪一天", "the day until which benefits run"))
	fl.StringVar(&f.channel, "channel", "", a.say("在哪个渠道取消：alipay、wechat、apple、google、bank、carrier、service …", "with which channel: alipay, wechat, apple, google, bank, carrier, service …"))
	fl.StringVar(&f.account, "account", "", a.say("从哪个账户扣款，照账单上的写，几个账户在扣同一服务时用来区分", "account that is charged, as on the statement, to tell apart several at one service"))
	fl.StringVar(&f.amount, "amount", "", a.say("每期金额，同一商户有几份签约时用来区分", "price, to tell apart several contracts at one merchant"))
	fl.StringArrayVar(&f.evidence, "evidence", nil, a.say("凭证文件（截图、短信、邮件），可写多次", "file with proof (screenshot, SMS, mail); may be repeated"))
	fl.StringVar(&f.note, "note", "", a.say("备注", "note"))
	fl.StringVar(&f.records, "records", "", fmt.Sprintf(a.say("取消记录文件（%s）", "file of cancellations (%s)"), a.whereUsual(recordsName)))
	fl.BoolVar(&f.undo, "undo", false, a.say("撤回最后一条记录；写了服务名的，撤回它的最后一条", "take back the last record, or the last one of the service that is named"))
	return cmd
}

func (a *app) cancel(service string, f cancelFlags) error {
	if priced := pricedName.FindStringSubmatch(service); priced != nil { // a name as reports print it
		service = priced[1]
		if f.amount == "" {
			f.amount = priced[2]
		}
	}
	c, err := a.cancellation(service, f)
	if err != nil {
		return err
	}
	cat, err := a.ownCatalog("")
	if err != nil {
		return err
	}
	g := &guide{app: a, catalog: cat}
	meant := g.meant(service)
	switch found := meant.Services; {
	case len(found) > 0 && !meant.Sure && !meant.Seller:
		return g.choose(service, found)
	case len(found) > 0 && !meant.Seller && (len(cat.Find(service)) == 0 || cat.Find(service)[0] != found[0]):
		c.Service = found[0].Name.ZH // by which scan finds it too
	}
	name, err := recordsFile(f.records)
	if err != nil {
		return err
	}
	var proofs []proof
	for _, path := range f.evidence {
		p, err := readProof(path)
		if err != nil {
			return err
		}
		proofs = append(proofs, p)
	}
	row, again, err := a.record(&c, name, proofs)
	if err != nil {
		return err
	}
	if again {
		fmt.Fprintf(a.out, a.say("已经记过：%s，%s 取消\n", "recorded before: %s, cancelled on %s\n"), report.Clean(c.Service), f.on)
	} else {
		fmt.Fprintf(a.out, a.say("已记下：%s，%s 取消\n", "recorded: %s, cancelled on %s\n"), report.Clean(c.Service), f.on)
	}
	for _, e := range c.Evidence {
		fmt.Fprintf(a.out, a.say("凭证：%s\n", "proof: %s\n"), filepath.Join(filepath.Dir(name), filepath.FromSlash(e)))
	}
	if len(c.Evidence) == 0 && !again {
		fmt.Fprintln(a.out, a.say("没有附凭证：有截图的话撤回（--undo）再带 --evidence 记一次，万一再扣就用得上", "no proof was given: with a screenshot, take it back (--undo) and record it again with --evidence; it is what counts if they charge again"))
	}
	if c.Channel != "" {
		fmt.Fprintf(a.out, a.say("只算 %s 这个渠道的签约；别的渠道签的要分别取消\n", "only the contract with %s; contracts with other channels must be ended separately\n"), detector.ChannelName(c.Channel).In(a.lang))
	}
	if c.Account != "" {
		fmt.Fprintf(a.out, a.say("只算从 %s 扣的签约；别的账户扣的要分别取消\n", "only the contract charged from %s; those charged from other accounts must be ended separately\n"), report.Clean(c.Account))
	}
	if err := g.compare(&c, meant.Services, name, row); err != nil {
		return err
	}
	fmt.Fprintln(a.out, a.say("记录文件：", "file: ")+name)
	return nil
}

// pricedName is a name with its price behind it, as reports print several
// contracts of one store.
var pricedName = regexp.MustCompile(`^(.*\S)\s+[¥￥$€£](\d+(?:\.\d{1,2})?)$`)

// record writes c and its proofs into the file of records, and returns its row
// there. A record that is there already, and brings no new proof, is not
// written again.
func (a *app) record(c *records.Cancellation, name string, proofs []proof) (row int, again bool, err error) {
	err = editUserFile(name, func(old []byte) ([]byte, error) {
		before, badBefore, err := records.Read(old)
		if len(old) > 0 && err != nil {
			return nil, wrongRecords(name, err)
		}
		i := slices.IndexFunc(before, func(o records.Cancellation) bool { return sameRecord(o, *c) })
		if i >= 0 && len(proofs) == 0 {
			row, again = before[i].Row, true
			return old, nil
		}
		for _, p := range proofs {
			kept, err := keepEvidence(filepath.Dir(name), p, c.Service, time.Now())
			if err != nil {
				return nil, err
			}
			c.Evidence = append(c.Evidence, kept)
		}
		data, err := records.Append(old, *c, a.lang)
		if err != nil {
			return nil, wrongRecords(name, err)
		}
		after, bad, err := records.Read(data)
		if err != nil {
			return nil, wrongRecords(name, err)
		}
		if len(bad) > len(badBefore) { // nothing is written that scan would refuse
			t := parser.TextOf(bad[len(bad)-1])
			return nil, usage("没有记下：%[1]s", "not recorded: %[2]s", t.ZH, t.EN)
		}
		row = after[len(after)-1].Row
		return data, nil
	})
	return row, again, err
}

// sameRecord tells whether two records say the same, evidence and notes aside.
func sameRecord(x, y records.Cancellation) bool {
	return x.Service == y.Service && x.CancelledOn.Equal(y.CancelledOn) && x.Channel == y.Channel && x.Account == y.Account && x.EffectiveOn.Equal(y.EffectiveOn) &&
		x.Amount.Valid == y.Amount.Valid && x.Amount.Decimal.Equal(y.Amount.Decimal)
}

// cancellation reads what the flags say of a cancellation.
func (a *app) cancellation(service string, f cancelFlags) (c records.Cancellation, err error) {
	c = records.Cancellation{Service: service, Account: strings.TrimSpace(f.account), Note: f.note}
	if f.on == "" {
		return c, usage("缺少取消日期", "the day of the cancellation is missing").advise("加上 --on 2026-11-01", "add --on 2026-11-01")
	}
	var dated bool
	if c.CancelledOn, dated = records.ParseDate(f.on); !dated {
		return c, usage("取消日期 %q 不对", "%q is no day", f.on).advise("写成 2026-11-01 或 \"2026-11-01 20:30\"", "write it as 2026-11-01 or \"2026-11-01 20:30\"")
	}
	y, m, d := c.CancelledOn.Date()
	c.HasClock = !c.CancelledOn.Equal(time.Date(y, m, d, 0, 0, 0, 0, parser.China))
	if c.CancelledOn.After(time.Now().Add(14 * time.Hour)) { // a day that has begun nowhere yet
		return c, usage("取消日期 %s 还没到", "the day %s has not come yet", f.on).advise("取消之后再记", "record it after you have cancelled")
	}
	if f.effective != "" {
		ok := false
		if c.EffectiveOn, ok = records.ParseDate(f.effective); !ok {
			return c, usage("日期 %q 不对", "%q is no date", f.effective).advise("写成 2026-11-01 这样", "write it as 2026-11-01")
		}
	}
	if f.amount != "" {
		ok := false
		if c.Amount, ok = records.ParseAmount(f.amount); !ok || !c.Amount.Decimal.IsPositive() {
			return c, usage("金额 %q 不对", "%q is no amount", f.amount).advise("写成 25.00 这样", "write it as 25.00")
		}
	}
	var ok bool
	if c.Channel, ok = records.Channel(f.channel); !ok {
		return c, usage("没有 %q 这个渠道", "there is no channel %q", f.channel).advise("可写 alipay、wechat、apple、google、huawei、jd、unionpay、bank、carrier、service，也可写中文", "use alipay, wechat, apple, google, huawei, jd, unionpay, bank, carrier or service")
	}
	return c, nil
}

// compare tells what is known of the service, and what the statements of the
// last scan say of a record that stands in row of the file.
func (g *guide) compare(c *records.Cancellation, found []*catalog.Service, name string, row int) error {
	a := g.app
	switch {
	case len(found) == 0:
		fmt.Fprintln(a.out, a.say("服务目录里没有这个名字，会按账单上的商户名去对", "the catalog does not have this name; it will be compared with the merchants on the statements"))
	default:
		s := found[0]
		fmt.Fprintf(a.out, a.say("对应服务：%s\n", "service: %s\n"), s.Name.In(a.lang))
		hanging(a.out, a.say("取消以后：", "afterwards: "), s.AfterCancel.In(a.lang))
	}
	today, err := a.today("Asia/Shanghai")
	if err != nil {
		return err
	}
	seen := a.lookQuietlyAt(today, name)
	if seen == nil {
		fmt.Fprintln(a.out, a.say("下次扣款日过后，导出新账单再扫描一次，确认没有再扣", "after the next due day, export a new statement and scan again to see that nothing was charged"))
		return nil
	}
	view := report.NewView(seen.result, seen.statements, report.Options{Lang: a.lang})
	hits, others := 0, []string(nil)
	for _, s := range view.All {
		switch {
		case s.Cancellation != nil && s.Cancellation.Row == row && !s.Cancellation.Unclear:
			hits++
			a.compareWith(s, c)
		case len(found) > 0 && s.Service != nil && s.Service.ID == found[0].ID:
			others = append(others, fmt.Sprintf(a.say("%s %s（%s）", "%s %s (%s)"), s.Payer.In(a.lang), s.Price().In(a.lang), s.StatusText().In(a.lang)))
		}
	}
	if a.chooseAccount(view, seen.result, row) {
		return nil
	}
	if hits == 0 && len(others) > 0 && c.Channel != "" {
		hanging(a.out, a.say("注意：", "careful: "), fmt.Sprintf(a.say("上次扫描的账单里没有由 %s 扣款的这项会员", "on the statements of the last scan nothing of it is charged by %s"), detector.ChannelName(c.Channel).In(a.lang)))
	}
	if hits == 0 {
		for _, w := range seen.result.Warnings {
			if w.Row == row && strings.HasPrefix(w.Code, "record-") {
				hanging(a.out, a.say("上次扫描的账单：", "the statements of the last scan: "), w.Message.In(a.lang))
			}
		}
	}
	if len(others) > 0 {
		hanging(a.out, a.say("账单里的同一服务：", "of the same service on the statements: "), strings.Join(others, a.say("、", ", ")))
	}
	return nil
}

// chooseAccount tells whether the record in row may be about contracts of several
// accounts; then it has said so, and how to name one.
func (a *app) chooseAccount(view *report.View, r *detector.Result, row int) bool {
	i := slices.IndexFunc(r.Open, func(o detector.OpenRecord) bool { return o.Row == row && o.Accounts != nil })
	if i < 0 {
		return false
	}
	open := r.Open[i]
	hanging(a.out, a.say("注意：", "careful: "), fmt.Sprintf(a.say("这项会员有 %d 个账户在扣，这条记录没有写取消的是哪一个：", "%d accounts are charged for it, and this record does not say which of them was cancelled:"), len(open.Accounts)))
	for k, account := range open.Accounts {
		for _, s := range slices.Concat(view.All, view.Maybe) {
			if s.ID == open.Subscriptions[k] {
				hanging(a.out, "  ", report.Clean(fmt.Sprintf(a.say("%s：%s，上次扣款 %s", "%s: %s, last charged on %s"), account.In(a.lang), s.Price().In(a.lang), s.Last().Format(time.DateOnly))))
			}
		}
	}
	hanging(a.out, "  ", a.say("撤回这一条（--undo），再带 --account 记一次，后面照抄上面的账户，放在引号里", "take it back (--undo) and record it again with --account and the account as it stands above, in quotes"))
	return true
}

// compareWith tells what the statements say of a cancelled subscription: its
// last charge, what is charged after the cancellation already, and from which
// day on a statement can prove that nothing more was.
func (a *app) compareWith(s *report.Subscription, c *records.Cancellation) {
	line := func(zh, en string, args ...any) { hanging(a.out, "  ", fmt.Sprintf(a.say(zh, en), args...)) }
	fmt.Fprintf(a.out, a.say("上次扫描的账单里：%s，%s\n", "on the statements of the last scan: %s, %s\n"), s.Payer.In(a.lang), s.Price().In(a.lang))
	var before time.Time
	for _, p := range s.Payments {
		if !p.Time.After(c.CancelledOn) {
			before = p.Time
		}
	}
	if !before.IsZero() {
		line("取消前最后一次扣款 %s", "last charge before it: %s", before.Format(time.DateOnly))
	}
	if c.Channel != "" && c.Channel != "service" && c.Channel != s.Channel {
		line("注意：账单显示由 %s 扣款，和你写的渠道不同", "careful: according to the statements %s charges it, which is not the channel you named", s.Payer.In(a.lang))
	}
	var after int
	for _, al := range s.Alerts {
		if al.Type == "charged-after-cancellation" && al.Date.After(c.CancelledOn) {
			after += len(al.Charges)
			line("取消之后已经又扣：%s", "charged after it already: %s", al.Message.In(a.lang))
			line("运行 unrenew dispute %s 生成投诉材料", "unrenew dispute %s writes a complaint", al.ID)
		}
	}
	if due := s.DueAfter(c.CancelledOn); !due.IsZero() && after == 0 {
		line("原定下次扣款日 %s：这一天起不该再扣", "it would have been charged on %s: from that day on nothing should be", due.Format(time.DateOnly))
		if days := due.Sub(c.CancelledOn).Hours() / 24; days <= 1 {
			line("离扣款日不到一天：平台可能已经发起这一笔，扣了就按“取消后 24 小时内”处理", "that is less than a day: the charge may be on its way, and would be judged as within 24 hours")
		}
	}
	switch k := s.Cancellation; {
	case !k.CheckOn.IsZero():
		line("%s 起，账单能证明没有再扣：那天之后导出新账单，再运行 unrenew scan", "from %s on a statement can prove that nothing was charged: export one after that day and run unrenew scan", k.CheckOn.Format(time.DateOnly))
	case !k.CleanUntil.IsZero():
		line("截至 %s 的账单里没有再扣", "nothing was charged on the statements up to %s", k.CleanUntil.Format(time.DateOnly))
	}
}

// undoCancel takes back the last record, or the last one of a service.
func (a *app) undoCancel(service string, f cancelFlags) error {
	name, err := recordsFile(f.records)
	if err != nil {
		return err
	}
	cat, err := a.ownCatalog("")
	if err != nil {
		return err
	}
	gone, err := takeBack(name, func(c *records.Cancellation) bool { return service == "" || sameService(cat, service, c.Service) })
	if err != nil {
		return err
	}
	fmt.Fprintf(a.out, a.say("已撤回：%s，%s 取消\n", "taken back: %s, cancelled on %s\n"), report.Clean(gone.Service), gone.CancelledOn.Format(time.DateOnly))
	if len(gone.Evidence) > 0 {
		fmt.Fprintln(a.out, a.say("凭证文件没有删除：", "the proof was not deleted: ")+report.Clean(strings.Join(gone.Evidence, a.say("、", ", "))))
	}
	fmt.Fprintln(a.out, a.say("记录文件：", "file: ")+name)
	return nil
}

// takeBack removes the last record for which is holds from the records called
// name, and returns it.
func takeBack(name string, is func(*records.Cancellation) bool) (gone records.Cancellation, err error) {
	err = editUserFile(name, func(old []byte) ([]byte, error) {
		list, _, err := records.Read(old)
		if old != nil && err != nil {
			return nil, wrongRecords(name, err)
		}
		for i := len(list) - 1; i >= 0; i-- {
			if is(&list[i]) {
				gone = list[i]
				return records.Remove(old, gone.Row)
			}
		}
		return nil, input("没有可以撤回的记录", "there is no record to take back").advise("记录文件："+name, "the file: "+name)
	})
	return gone, err
}

// sameService tells whether two names mean one service.
func sameService(cat *catalog.Catalog, x, y string) bool {
	if catalog.Fold(x) == catalog.Fold(y) {
		return true
	}
	xs, ys := cat.Ask(x).Services, cat.Ask(y).Services
	return len(xs) > 0 && len(ys) > 0 && xs[0].ID == ys[0].ID
}
