package main

import (
	"errors"
	"fmt"
	"io"
	"io/fs"
	"path"
	"strings"

	"github.com/spf13/cobra"

	"github.com/unrenew/unrenew/detector/catalog/rights"
	"github.com/unrenew/unrenew/parser"
	"github.com/unrenew/unrenew/report"
	"github.com/unrenew/unrenew/report/complaint"
)

func (a *app) disputeCommand() *cobra.Command {
	var f lookFlags
	var out string
	cmd := &cobra.Command{
		Use:   "dispute ALERT-ID [PATH...]",
		Short: a.say("为一条提醒准备投诉材料：投诉信、账单行、凭证", "prepare a complaint about one alert: letter, rows, evidence"),
		Long: a.say("为一条提醒写出投诉材料：投诉信（Word 和文本，中英文）、表单用的短文、涉及的账单行、凭证和校验值、使用说明。\n只写账单和取消记录里有的事实；只有你知道的留成标黄的空。不写编号就列出全部提醒。\n不写路径就用上次扫描的账单。",
			"Writes a complaint pack for one alert: a letter (Word and text, Chinese and English), short texts for forms, the rows\nof the statements, the evidence with its hashes, and what to do in which order. It states only what the statements and\nyour records show; what only you know is a highlighted blank. Without an ID it lists the alerts. Without paths it takes\nthe statements of the last scan."),
		Example: a.say("  unrenew dispute\n  unrenew dispute a-80c3\n  unrenew dispute a-80c3 --out 投诉.zip", "  unrenew dispute\n  unrenew dispute a-80c3\n  unrenew dispute a-80c3 --out complaint.zip"),
		RunE: func(_ *cobra.Command, args []string) error {
			if len(args) == 0 {
				return a.disputes(f)
			}
			return a.dispute(args[0], args[1:], f, out)
		},
	}
	cmd.Flags().StringVar(&out, "out", "", fmt.Sprintf(a.say("写到哪个文件夹，或 .zip 文件（默认 %s-编号）", "folder, or .zip file, to write (default: %s-ID)"), disputePrefix))
	f.add(a, cmd)
	return cmd
}

// disputable is what the statements hold, laid out, and the law.
func (a *app) disputable(paths []string, f lookFlags) (*looked, *report.View, *rights.Rights, error) {
	l, err := a.lookAgain(paths, f)
	if err != nil {
		return nil, nil, nil, err
	}
	r, err := rights.Load()
	if err != nil {
		return nil, nil, nil, fault(err)
	}
	return l, report.NewView(l.result, l.statements, report.Options{Lang: a.lang}), r, nil
}

// disputes lists the alerts.
func (a *app) disputes(f lookFlags) error {
	_, v, r, err := a.disputable(nil, f)
	if err != nil {
		return err
	}
	if len(v.Alerts) == 0 {
		fmt.Fprintln(a.out, a.say("没有提醒，没有要投诉的", "no alerts, nothing to dispute"))
		return nil
	}
	a.listAlerts(a.out, v.Alerts, r)
	fmt.Fprintln(a.out, a.say("\n用 unrenew dispute 编号 准备其中一条，编号可以只写开头几位", "\nprepare one of them with unrenew dispute ID; the beginning of an ID is enough"))
	return nil
}

// listAlerts writes a line for each alert, and whether it gets a letter.
func (a *app) listAlerts(w io.Writer, alerts []*report.Alert, r *rights.Rights) {
	for _, al := range alerts {
		what := a.say("写投诉信", "letter")
		if complaint.Unclear(al) {
			what = a.say("先写明取消的是哪一份", "say first which one was cancelled")
		} else if !complaint.HasLetter(al, r) {
			what = a.say("说明怎么办", "advice")
		}
		fmt.Fprintf(w, "%s  %s  [%s]\n", al.ID, strings.TrimSpace(al.Heading().In(a.lang)+" "+al.Total()), what)
	}
}

func (a *app) dispute(id string, paths []string, f lookFlags, out string) error {
	l, v, r, err := a.disputable(paths, f)
	if err != nil {
		return err
	}
	al, err := a.pick(v.Alerts, id, r)
	if err != nil {
		return err
	}
	fmt.Fprintf(a.out, "%s  %s\n", al.ID, strings.TrimSpace(al.Heading().In(a.lang)+" "+al.Total()))
	if complaint.Unclear(al) {
		what := complaint.Instead(al, r)
		return usage("取消记录没有写明是哪一份签约，不能写“取消后又扣款”的投诉信", "the cancellation may be another contract's, so no letter about a charge after it is written").advise(what.ZH, what.EN)
	}
	if !complaint.HasLetter(al, r) {
		fmt.Fprintln(a.out, complaint.Instead(al, r).In(a.lang))
		return nil
	}
	p, err := complaint.New(v, al, r, evidenceOf(al, l.evidence))
	if err != nil {
		return fault(err)
	}
	if out == "" {
		out = disputePrefix + "-" + al.ID
	}
	if err := writePack(out, p.Files, v.AsOf); err != nil {
		return err
	}
	a.tellPack(p, out)
	return nil
}

// pick finds the alert by its ID or the beginning of it.
func (a *app) pick(alerts []*report.Alert, id string, r *rights.Rights) (*report.Alert, error) {
	var found []*report.Alert
	for _, al := range alerts {
		if al.ID == id {
			return al, nil
		}
		if id != "" && (strings.HasPrefix(al.ID, id) || strings.HasPrefix(strings.TrimPrefix(al.ID, "a-"), id)) {
			found = append(found, al)
		}
	}
	switch len(found) {
	case 1:
		return found[0], nil
	case 0:
		a.listAlerts(a.err, alerts, r)
		return nil, usage("没有编号为 %q 的提醒", "there is no alert %q", id).advise("上面是全部提醒；先写提醒编号，再写账单的路径", "the alerts are listed above; the ID comes before the paths")
	}
	a.listAlerts(a.err, found, r)
	return nil, usage("有几条提醒的编号都以 %q 开头", "several alerts begin with %q", id).advise("多写几位", "write more of it")
}

// maxEvidence is the largest file of evidence that is copied.
const maxEvidence = 64 << 20 // bytes

// evidenceOf reads what the cancellation record of an alert names, out of the
// folder of the records and from nowhere else: a record of a stranger must not
// put files of this machine into something that is sent away.
func evidenceOf(al *report.Alert, folder fs.FS) (list []complaint.Evidence) {
	if al.Sub == nil || al.Sub.Cancellation == nil || al.Sub.Cancellation.Unclear {
		return nil
	}
	for _, name := range al.Sub.Cancellation.Evidence {
		data, problem := readEvidence(folder, name)
		list = append(list, complaint.Evidence{Name: name, Data: data, Problem: problem})
	}
	return list
}

func readEvidence(folder fs.FS, name string) ([]byte, parser.Text) {
	inside := path.Clean(strings.ReplaceAll(name, `\`, "/"))
	if folder == nil || !fs.ValidPath(inside) || inside == recordsName {
		return nil, parser.Text{ZH: "它不在取消记录的文件夹里，不会自动复制；请自己放进来，或用 unrenew cancel --evidence 存一份", EN: "it is not in the folder of the records and is not copied from elsewhere; add it yourself, or keep it with unrenew cancel --evidence"}
	}
	f, err := folder.Open(inside)
	if err != nil {
		return nil, parser.Text{ZH: "找不到这个文件，请补上", EN: "the file was not found; please add it"}
	}
	defer f.Close()
	st, err := f.Stat()
	if err == nil && (!st.Mode().IsRegular() || st.Size() > maxEvidence) {
		err = errors.New("not a file of this size")
	}
	var data []byte
	if err == nil {
		data, err = io.ReadAll(io.LimitReader(f, maxEvidence))
	}
	if err != nil {
		return nil, parser.Text{ZH: "读不了，或者超过 64 MB，请自己放进来", EN: "it cannot be read, or is larger than 64 MB; please add it yourself"}
	}
	return data, parser.Text{}
}

// tellPack says what was written and what comes next.
func (a *app) tellPack(p *complaint.Pack, out string) {
	fmt.Fprintf(a.out, a.say("投诉材料：%s（%d 个文件，先看使用说明.txt）\n", "complaint pack: %s (%d files; begin with README.txt)\n"), out, len(p.Files))
	amount := p.Amount.String()
	if p.Amount.Value.IsZero() {
		amount = a.say("取消记录里没有答应退款的金额，信里留空", "the record has no sum of the promise; it is a blank in the letter")
	}
	fmt.Fprintf(a.out, a.say("涉及金额：%s\n", "about: %s\n"), amount)
	fmt.Fprintf(a.out, a.say("凭证：%d 个\n", "evidence: %d file(s)\n"), p.Proof)
	for _, e := range p.Missing {
		fmt.Fprintf(a.out, a.say("! 缺凭证 %s：%s\n", "! missing evidence %s: %s\n"), report.Clean(e.Name), e.Problem.In(a.lang))
	}
	fmt.Fprintf(a.out, a.say("%s 里还要你填（标黄）：\n", "to fill in in the letter (highlighted; %s is the one to send):\n"), p.Files[0].Name)
	for _, b := range p.Blanks {
		fmt.Fprintln(a.out, "  - "+b.In(a.lang))
	}
	for i, t := range p.First {
		fmt.Fprintf(a.out, "%d. %s\n", i+1, t.In(a.lang))
	}
	for _, t := range p.Cautions {
		fmt.Fprintln(a.out, a.say("注意：", "note: ")+t.In(a.lang))
	}
	fmt.Fprintln(a.out, a.say("这是按账单整理的材料，不是法律意见", "this is made from your statements and is not legal advice"))
}
