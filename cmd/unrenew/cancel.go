package main

import (
	"bytes"
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"time"

	"github.com/shopspring/decimal"
	"github.com/spf13/cobra"

	"github.com/unrenew/unrenew/detector"
	"github.com/unrenew/unrenew/detector/catalog"
	"github.com/unrenew/unrenew/detector/records"
	"github.com/unrenew/unrenew/parser"
)

type cancelFlags struct {
	on, effective, channel, amount, note, records string
	evidence                                      []string
}

func (a *app) cancelCommand() *cobra.Command {
	var f cancelFlags
	cmd := &cobra.Command{
		Use:   "cancel SERVICE --on DATE",
		Short: a.say("记下你取消了哪个会员，附上凭证", "record that you cancelled a membership, with its proof"),
		Example: a.say("  unrenew cancel 腾讯视频 --on 2026-11-01 --channel wechat --evidence 截图.png",
			"  unrenew cancel \"Tencent Video\" --on 2026-11-01 --channel wechat --evidence proof.png"),
		Args: cobra.MatchAll(cobra.ExactArgs(1)),
		RunE: func(_ *cobra.Command, args []string) error { return a.cancel(args[0], f) },
	}
	fl := cmd.Flags()
	fl.StringVar(&f.on, "on", "", a.say("取消的日期，2026-11-01 或 \"2026-11-01 20:30\"", "day of the cancellation, 2026-11-01 or \"2026-11-01 20:30\""))
	fl.StringVar(&f.effective, "effective", "", a.say("会员用到哪一天", "the day until which benefits run"))
	fl.StringVar(&f.channel, "channel", "", a.say("在哪个渠道取消：alipay、wechat、apple、google、bank、carrier、service …", "with which channel: alipay, wechat, apple, google, bank, carrier, service …"))
	fl.StringVar(&f.amount, "amount", "", a.say("每期金额，同一商户有几份签约时用来区分", "price, to tell apart several contracts at one merchant"))
	fl.StringArrayVar(&f.evidence, "evidence", nil, a.say("凭证文件（截图、短信、邮件），可写多次", "file with proof (screenshot, SMS, mail); may be repeated"))
	fl.StringVar(&f.note, "note", "", a.say("备注", "note"))
	fl.StringVar(&f.records, "records", "", fmt.Sprintf(a.say("取消记录文件（%s）", "file of cancellations (%s)"), a.whereUsual(recordsName)))
	return cmd
}

func (a *app) cancel(service string, f cancelFlags) error {
	if f.on == "" {
		return usage("缺少取消日期", "the day of the cancellation is missing").advise("加上 --on 2026-11-01", "add --on 2026-11-01")
	}
	c := records.Cancellation{Service: strings.TrimSpace(service), Channel: f.channel, Note: f.note}
	var err error
	if c.CancelledOn, c.HasClock, err = parseMoment(f.on); err != nil {
		return err
	}
	if c.CancelledOn.After(time.Now().Add(14 * time.Hour)) { // a day that has begun nowhere yet
		return usage("取消日期 %s 还没到", "the day %s has not come yet", f.on).advise("取消之后再记", "record it after you have cancelled")
	}
	if f.effective != "" {
		if c.EffectiveOn, err = parseDay("--effective", f.effective); err != nil {
			return err
		}
	}
	if f.amount != "" {
		d, err := decimal.NewFromString(f.amount)
		if err != nil || d.Sign() <= 0 || len(f.amount) > 12 {
			return usage("金额 %q 不对", "%q is no amount", f.amount).advise("写成 25.00 这样", "write it as 25.00")
		}
		c.Amount = decimal.NewNullDecimal(d)
	}
	cat, err := catalog.Load()
	if err != nil {
		return fault(err)
	}
	name, err := recordsFile(f.records)
	if err != nil {
		return err
	}
	var list []records.Cancellation
	if old, err := os.ReadFile(name); err == nil {
		if list, err = a.readRecords(name); err != nil {
			return err
		}
		// Columns of the user's own are not written again; the copy keeps them.
		if err := replace(name+".bak", old, 0o600); err != nil {
			return fault(err)
		}
	}
	if err := os.MkdirAll(filepath.Dir(name), 0o700); err != nil {
		return fault(err)
	}
	for _, e := range f.evidence {
		kept, err := keepEvidence(filepath.Dir(name), e)
		if err != nil {
			return err
		}
		c.Evidence = append(c.Evidence, kept)
	}
	list = append(list, c)
	var b bytes.Buffer
	if err := records.Write(&b, list, a.lang); err != nil {
		return fault(err)
	}
	if err := replace(name, b.Bytes(), 0o600); err != nil {
		return fault(err)
	}
	fmt.Fprintf(a.out, a.say("已记下：%s，%s 取消\n", "recorded: %s, cancelled on %s\n"), c.Service, f.on)
	for _, e := range c.Evidence {
		fmt.Fprintf(a.out, a.say("凭证：%s\n", "proof: %s\n"), filepath.Join(filepath.Dir(name), e))
	}
	found := cat.Find(c.Service)
	if len(found) == 0 {
		fmt.Fprintln(a.out, a.say("服务目录里没有这个名字，会按账单上的商户名去对", "the catalog does not have this name; it will be compared with the merchants on the statements"))
	} else {
		fmt.Fprintf(a.out, a.say("对应服务：%s\n", "service: %s\n"), found[0].Name.In(a.lang))
	}
	if c.Channel != "" {
		fmt.Fprintf(a.out, a.say("只算 %s 这个渠道的签约；别的渠道签的要分别取消\n", "only the contract with %s; contracts with other channels must be ended separately\n"), detector.ChannelName(c.Channel).In(a.lang))
	}
	fmt.Fprintln(a.out, a.say("下次扣款日过后，导出新账单再扫描一次，确认没有再扣", "after the next due day, export a new statement and scan again to see that nothing was charged"))
	fmt.Fprintln(a.out, a.say("记录文件：", "file: ")+name)
	return nil
}

func parseMoment(s string) (t time.Time, clock bool, err error) {
	for _, layout := range []string{"2006-01-02 15:04:05", "2006-01-02 15:04", "2006-01-02T15:04:05", "2006-01-02T15:04"} {
		if t, err := time.ParseInLocation(layout, s, parser.China); err == nil {
			return t, true, nil
		}
	}
	t, err = parseDay("--on", s)
	return t, false, err
}

// keepEvidence copies a file into the folder evidence beside the records, under
// its own name with the beginning of its SHA-256 in front, so that a later
// change shows. It returns the name relative to the records.
func keepEvidence(dir, path string) (string, error) {
	data, err := os.ReadFile(path)
	if err != nil {
		return "", input("读不了凭证文件 %s", "cannot read the proof %s", path).advise("检查路径", "check the path")
	}
	sum := sha256.Sum256(data)
	base := strings.Map(func(r rune) rune {
		if slices.Contains([]rune(`;；/\:*?"<>|`), r) || r < ' ' {
			return '_'
		}
		return r
	}, filepath.Base(path))
	name := filepath.ToSlash(filepath.Join("evidence", hex.EncodeToString(sum[:])[:16]+"-"+base))
	if err := os.MkdirAll(filepath.Join(dir, "evidence"), 0o700); err != nil {
		return "", fault(err)
	}
	if err := replace(filepath.Join(dir, filepath.FromSlash(name)), data, 0o600); err != nil {
		return "", fault(err)
	}
	return name, nil
}
