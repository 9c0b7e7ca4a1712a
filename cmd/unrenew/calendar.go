package main

import (
	"bytes"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"github.com/spf13/cobra"

	"github.com/unrenew/unrenew/report"
)

// calendarName is the file that calendar writes; it is no statement when its
// folder is scanned.
const calendarName = "unrenew-calendar.ics"

// calendarLines is how many entries are listed: what fits on a screen.
const calendarLines = 18

func (a *app) calendarCommand() *cobra.Command {
	var f lookFlags
	var out string
	var redact bool
	cmd := &cobra.Command{
		Use:   "calendar [PATH...]",
		Short: a.say("把续费日、最晚取消日写成日历文件", "write a calendar of renewals and last days to cancel"),
		Long: a.say("写一个日历文件（.ics），手机和电脑上的日历都能导入：下次扣款日、之前最晚哪天取消、试用到期、哪天起能确认取消生效，还有每季度一次的检查。\n不写路径时，用上一次 scan 的账单。取消了会员或换了新账单，再运行一次、再导入一次即可。",
			"Writes a calendar file (.ics) for the calendar of a phone or computer: the next charges, the last day to cancel before each, ends of trials,\nthe day from which a statement can prove a cancellation, and a review each quarter. Without a path, it uses the statements of the last scan.\nAfter cancelling something or with new statements, run it and import again."),
		Example: a.say("  unrenew calendar\n  unrenew calendar 账单文件夹 --out 会员.ics", "  unrenew calendar\n  unrenew calendar statements --out memberships.ics"),
		RunE:    func(_ *cobra.Command, args []string) error { return a.calendar(args, f, out, redact) },
	}
	cmd.Flags().StringVar(&out, "out", calendarName, a.say("日历写到哪个文件", "file for the calendar"))
	a.redactFlag(cmd, &redact)
	f.add(a, cmd)
	return cmd
}

func (a *app) calendar(paths []string, f lookFlags, out string, redact bool) error {
	if st, err := os.Stat(out); out == "" || err == nil && st.IsDir() {
		out = filepath.Join(out, calendarName)
	}
	if !strings.EqualFold(filepath.Ext(out), ".ics") {
		return usage("日历文件的名字要以 .ics 结尾", "the name of a calendar file ends in .ics").advise("例如 --out 会员.ics", "for instance --out memberships.ics")
	}
	l, err := a.lookAgain(paths, f)
	if err != nil {
		return err
	}
	view := report.NewView(l.result, l.statements, report.Options{Lang: a.lang, Redact: redact})
	var b bytes.Buffer
	if err := output("ics").Write(&b, view); err != nil {
		return fault(err)
	}
	if err := os.MkdirAll(filepath.Dir(out), 0o755); err != nil {
		return fault(err)
	}
	if err := replace(out, b.Bytes(), 0o644); err != nil {
		return fault(err)
	}
	a.listEntries(view.Entries())
	fmt.Fprintln(a.out, a.say("\n日历：", "\ncalendar: ")+out)
	fmt.Fprintln(a.out, a.say(importZH, importEN))
	if l.failed {
		return input("有文件没有读成，见上面的说明", "some files could not be read; see the lines above")
	}
	return nil
}

// listEntries prints what a person will see in their calendar, a membership on
// one line: its last day to cancel names the charge.
func (a *app) listEntries(list []report.Entry) {
	list = slices.DeleteFunc(list, func(e report.Entry) bool { return e.Gone || e.Told })
	for i, e := range list {
		if i == calendarLines && len(list) > i+1 {
			fmt.Fprintf(a.out, a.say("还有 %d 条，都在文件里\n", "and %d more in the file\n"), len(list)-i)
			break
		}
		fmt.Fprintf(a.out, "%s  %s\n", e.Day.Format("2006-01-02"), e.What.In(a.lang))
	}
}

// How a file gets into the calendars that people use. It is told for a calendar
// of its own, since some programs double what they know already.
const (
	importZH = `
导入时最好新建一个日历（比如叫“会员续费”），不想要了整个删掉就行。
  iPhone   把文件用邮件发给自己，在自带的“邮件”里点开附件，选“全部添加”
  安卓     用手机自带的日历打开文件；只有 Google 日历的，在电脑上导入
  Google   在电脑上打开 calendar.google.com→设置→导入和导出
           它不收文件里的提醒，请给这个日历设好全天活动的通知
  Mac      双击文件
  Outlook  文件→打开和导出→导入/导出→导入 iCalendar 文件
  微信     发给“文件传输助手”；安卓选“用其他应用打开”，iPhone 转到“邮件”
取消了会员或有了新账单，再运行一次、导入同一个日历：日期会更新，取消掉的会改写。`
	importEN = `
Best import it into a calendar of its own, which can be deleted as a whole.
  iPhone   mail the file to yourself, open it in Apple's Mail, choose Add All
  Android  open the file with the phone's own calendar; with Google Calendar
           only, import it on a computer
  Google   on a computer: calendar.google.com > Settings > Import & export
           It drops the file's reminders: set notifications for all-day events
  Mac      double-click the file
  Outlook  File > Open & Export > Import/Export > Import an iCalendar file
  WeChat   send it to File Transfer; on Android choose "open with", on iPhone
           pass it on to Mail
After a cancellation or with new statements, run this again and import into the
same calendar: days move, and what was cancelled is rewritten.`
)
