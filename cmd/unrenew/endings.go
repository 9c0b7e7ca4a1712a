package main

import (
	"fmt"
	"os"
	"runtime"
	"strings"
)

// exitInterrupted is what shells say of a program that Ctrl-C ended.
const exitInterrupted = 130

// interrupted ends the program at once: files are replaced whole, so that none
// is left half written. The page ends itself.
func (a *app) interrupted() {
	if a.orderly.Load() {
		return
	}
	if restore := a.restore.Load(); restore != nil {
		(*restore)()
	}
	os.Exit(exitInterrupted)
}

// crashed tells of a fault of the program without what it was about: the text
// of a panic may hold what stands in a statement.
func (a *app) crashed(code *int) {
	r := recover()
	if r == nil {
		return
	}
	*code = exitFault
	place := "?"
	var frames [32]uintptr
	for list := runtime.CallersFrames(frames[:runtime.Callers(2, frames[:])]); ; {
		f, more := list.Next()
		if strings.Contains(f.Function, "/unrenew/") && !strings.HasSuffix(f.Function, ".crashed") {
			place = fmt.Sprintf("%s:%d", f.Function, f.Line)
			break
		}
		if !more {
			break
		}
	}
	fmt.Fprintf(a.err, a.say("unrenew: 程序内部出错（%s），没有完成；已有的文件没有动\n", "unrenew: the program failed (%s) and did not finish; existing files are untouched\n"), place)
	fmt.Fprintln(a.err, a.say("提示：请把这一行报告给开发者，里面没有账单内容", "hint: please report this line; it holds nothing of your statements"))
}
