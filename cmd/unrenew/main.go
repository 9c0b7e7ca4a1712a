// Command unrenew reads statements that Alipay, WeChat Pay and banks export,
// finds the memberships that renew themselves, tells how to cancel each through
// the channel that charges it, and flags what was charged after the user
// cancelled. Everything happens on this machine.
package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"os/signal"
	"strings"
	"sync/atomic"

	"github.com/inconshreveable/mousetrap"
	"github.com/spf13/cobra"

	"github.com/unrenew/unrenew/parser"
)

// How the program talks: results go to stdout, everything else to stderr as one
// line "unrenew: …" and, where the user can do something, one line "hint: …".
// Exit codes travel as errors; only main exits.

func main() {
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt)
	defer stop()
	saveMemory(os.Getenv)
	os.Exit(run(ctx, os.Args[1:], os.Stdin, os.Stdout, os.Stderr))
}

// Exit codes of the contract.
const (
	exitAlert = 1 // done, and there is at least one alert
	exitUsage = 2 // flags or arguments are wrong
	exitInput = 3 // something given could not be read
	exitFault = 4 // the program failed, or cannot write
)

// An exit is an error with its code. An exit without text says nothing.
type exit struct {
	code int
	text parser.Text
	hint parser.Text
}

func (e *exit) Error() string { return e.text.EN }

func usage(zh, en string, args ...any) *exit {
	return &exit{code: exitUsage, text: parser.Says(zh, en, inLine(args)...)}
}
func input(zh, en string, args ...any) *exit {
	return &exit{code: exitInput, text: parser.Says(zh, en, inLine(args)...)}
}

// inLine keeps what others have named within the line of the message.
func inLine(args []any) []any {
	for i, a := range args {
		if s, ok := a.(string); ok {
			args[i] = oneLine(s)
		}
	}
	return args
}

// oneLine is a text with its line breaks taken out, so that no name in it reads
// like a message of its own.
func oneLine(s string) string { return strings.NewReplacer("\n", " ", "\r", " ").Replace(s) }
func fault(err error) *exit {
	if text, hint, ok := explain(err); ok {
		return &exit{code: exitFault, text: text, hint: hint}
	}
	return &exit{code: exitFault, text: parser.Says("%[1]s", "%[1]s", err.Error())}
}

func (e *exit) advise(zh, en string) *exit {
	e.hint = parser.Text{ZH: zh, EN: en}
	return e
}

// app is what all commands share.
type app struct {
	ctx    context.Context
	in     io.Reader
	out    io.Writer
	err    io.Writer
	lang   string
	getenv func(string) string

	clicked func() bool // the program was started by a double click: there is a window, and nobody who types

	restore atomic.Pointer[func()] // puts the terminal right while it hides a password
	orderly atomic.Bool            // Ctrl-C is waited for, and ends the command in order
}

func run(ctx context.Context, args []string, in io.Reader, stdout, errw io.Writer) (code int) {
	out := &results{Writer: stdout}
	errw = &messages{errw}
	a := &app{ctx: ctx, in: in, out: out, err: errw, getenv: os.Getenv, clicked: mousetrap.StartedByExplorer}
	defer context.AfterFunc(ctx, a.interrupted)()
	defer a.crashed(&code)
	a.lang = a.language(args)
	cobra.MousetrapHelpText = "" // a double click opens the page
	root := a.root()
	root.SetArgs(args)
	root.SetIn(in)
	root.SetOut(out)
	root.SetErr(errw)
	err := root.ExecuteContext(ctx)
	var e *exit
	if out.err != nil && (err == nil || errors.As(err, &e) && e.code == exitAlert) {
		err = fault(out.err)
	}
	if err == nil {
		return 0
	}
	if !errors.As(err, &e) {
		wrong := err.Error()
		if !strings.HasPrefix(wrong, "unknown command ") { // which is quoted, and followed by lines of suggestions
			wrong = oneLine(wrong)
		}
		e = &exit{code: exitUsage, text: parser.Text{ZH: cobraWords.Replace(wrong), EN: wrong},
			hint: parser.Text{ZH: "用 unrenew --help 或 unrenew <命令> --help 看用法", EN: "unrenew --help or unrenew <command> --help shows the usage"}}
	}
	if t := e.text.In(a.lang); t != "" {
		fmt.Fprintln(errw, "unrenew: "+t)
	}
	if h := e.hint.In(a.lang); h != "" {
		fmt.Fprintln(errw, a.say("提示：", "hint: ")+h)
	}
	return e.code
}

// cobraWords puts what cobra says of wrong flags and arguments into Chinese.
var cobraWords = strings.NewReplacer(
	"unknown flag: ", "没有这个选项：", "unknown shorthand flag: ", "没有这个选项：", "unknown command ", "没有这个命令：", ` for "unrenew"`, "",
	"flag needs an argument: ", "选项后面缺内容：", "invalid argument ", "选项的内容不对：", "accepts 1 arg(s), received ", "要写一个参数，写了 ",
	"accepts at most 1 arg(s), received ", "最多写一个参数，写了 ", "requires at least 1 arg(s), only received 0", "缺少参数", "Did you mean this?", "是不是想用：",
)

// language is that of --lang, else the locale's, else Chinese. It is needed
// before the flags are parsed, for the help texts.
func (a *app) language(args []string) string {
	for i, s := range args {
		if v, ok := strings.CutPrefix(s, "--lang="); ok {
			return v
		}
		if s == "--lang" && i+1 < len(args) {
			return args[i+1]
		}
	}
	for _, k := range []string{"LC_ALL", "LC_MESSAGES", "LANG"} {
		if v := a.getenv(k); v != "" {
			if strings.HasPrefix(v, "en") {
				return "en"
			}
			return "zh"
		}
	}
	return "zh"
}

func (a *app) say(zh, en string) string { return parser.Text{ZH: zh, EN: en}.In(a.lang) }
