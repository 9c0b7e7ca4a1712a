package main

import (
	"bufio"
	"errors"
	"fmt"
	"io"
	"os"
	"os/exec"
	"runtime"

	"github.com/spf13/cobra"
	"golang.org/x/term"

	"github.com/unrenew/unrenew/cmd/unrenew/serve"
	"github.com/unrenew/unrenew/parser"
)

// serveFlags are the flags of serve.
type serveFlags struct {
	lookFlags
	port   int
	noOpen bool
}

func (a *app) serveCommand() *cobra.Command {
	var f serveFlags
	cmd := &cobra.Command{
		Use:   "serve",
		Short: a.say("不用命令行：在浏览器里放入账单、看报告", "without a terminal: give statements and see the report in the browser"),
		Long: a.say("在浏览器里打开一个只在本机的页面：把账单拖进去，看读到了什么，打开报告，保存表格和投诉材料，记下取消。\n账单只留在内存里，不上传，也不写到硬盘；写下来的只有你在页面里点了保存的取消记录、凭证和规则。\n按 Ctrl+C 或点页面上的“结束”退出。",
			"Opens a page in the browser that exists on this machine only: drop statements, see what was read, open the report, save tables and\ncomplaints, record cancellations. Statements stay in memory: nothing is uploaded, and nothing is written but the records, proofs and\nrules that you save in the page. Ctrl+C, or \"End\" in the page, ends it."),
		Args: cobra.NoArgs,
		RunE: func(*cobra.Command, []string) error { return a.serve(f) },
	}
	fl := cmd.Flags()
	fl.IntVar(&f.port, "port", 0, a.say("端口（默认随便一个空闲的）", "port (default: any that is free)"))
	fl.BoolVar(&f.noOpen, "no-open", false, a.say("不打开浏览器，只显示地址", "do not open the browser, only print the address"))
	f.addWord(a, cmd)
	return cmd
}

func (a *app) serve(f serveFlags) error {
	if f.port < 0 || f.port > 65535 {
		return usage("端口 %d 不对", "%d is no port", f.port).advise("写 1024 到 65535，或者不写", "use 1024 to 65535, or leave it out")
	}
	if _, _, err := a.prepare(f.lookFlags, true); err != nil {
		return err // wrong rules or records are told here, not in the page
	}
	d, err := a.newDesk(f.lookFlags)
	if err != nil {
		return err
	}
	a.orderly.Store(true)
	liftMemory(a.getenv) // the files stay in memory as well
	err = serve.Run(a.ctx, d, serve.Options{Port: f.port, Lang: a.lang, Log: a.err, Ready: func(address string) {
		if a.clicked() {
			fmt.Fprintln(a.out, a.say("这个窗口是程序本身，用完再关。", "This window is the program; close it when you are done."))
		}
		fmt.Fprintln(a.out, a.say("在浏览器里打开：", "open in the browser: ")+address)
		fmt.Fprintln(a.out, a.say("地址只能用一次，只在这台电脑上有效。按 Ctrl+C，或点页面上的“结束”，就退出。", "The address works once, and on this machine only. Ctrl+C, or \"End\" in the page, ends it."))
		if !f.noOpen && (a.clicked() || sitsAt(a.in) && isTerminal(a.err)) {
			if err := browse(address); err != nil {
				fmt.Fprintln(a.err, "unrenew: "+a.say("没能打开浏览器，请把上面的地址复制进去", "the browser could not be opened; copy the address into it"))
			}
		}
	}})
	switch {
	case err != nil && f.port != 0:
		return (&exit{code: exitFault, text: parser.Says("端口 %d 用不了，多半被别的程序占着", "port %d cannot be used; another program may hold it", f.port)}).advise("换一个 --port，或者不写", "use another --port, or none")
	case err != nil:
		return (&exit{code: exitFault, text: parser.Says("打不开这台电脑自己的端口（127.0.0.1）", "no port of this machine (127.0.0.1) can be opened")}).advise("看看防火墙或安全软件，或者用 unrenew scan", "look at the firewall, or use unrenew scan")
	}
	fmt.Fprintln(a.out, a.say("已结束", "ended"))
	return nil
}

// serveClicked is serve for those who started the program by a double click. Its
// window closes with it, so what went wrong waits to be read.
func (a *app) serveClicked() error {
	err := a.serve(serveFlags{lookFlags: lookFlags{Timezone: "Asia/Shanghai"}})
	var e *exit
	if errors.As(err, &e) {
		fmt.Fprintln(a.err, "unrenew: "+e.text.In(a.lang))
		fmt.Fprintln(a.err, a.say("按回车关闭", "Enter closes this window"))
		_, _ = bufio.NewReader(a.in).ReadString('\n')
	}
	return err
}

// sitsAt tells whether a person is at the other end.
func sitsAt(in io.Reader) bool {
	f, ok := in.(*os.File)
	return ok && term.IsTerminal(int(f.Fd()))
}

// browse opens the system's browser.
func browse(address string) error {
	var cmd *exec.Cmd
	switch runtime.GOOS {
	case "windows":
		cmd = exec.Command("rundll32", "url.dll,FileProtocolHandler", address)
	case "darwin":
		cmd = exec.Command("open", address)
	default:
		cmd = exec.Command("xdg-open", address)
	}
	if err := cmd.Start(); err != nil {
		return err
	}
	go func() { _ = cmd.Wait() }()
	return nil
}
