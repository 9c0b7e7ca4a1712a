package parser

import (
	"fmt"
	"runtime"
)

// Text is one message in the two languages of the program. Both are complete:
// nothing is shown in one language only.
type Text struct {
	ZH, EN string
}

// In returns the message in lang, "zh" or "en". Any other value means Chinese.
func (t Text) In(lang string) string {
	if lang == "en" {
		return t.EN
	}
	return t.ZH
}

// Says makes a Text from a Chinese and an English format that take the same
// arguments in the same order.
func Says(zh, en string, args ...any) Text {
	if len(args) == 0 {
		return Text{zh, en}
	}
	return Text{fmt.Sprintf(zh, args...), fmt.Sprintf(en, args...)}
}

// A Problem is an error that can be told in both languages. Its text never has
// a counterparty, an account or an amount of the user: errors get pasted in
// public.
type Problem struct {
	Text Text
	Err  error // the cause, for errors.Is; may be nil
}

// Problemf makes a Problem; the formats take the same arguments.
func Problemf(zh, en string, args ...any) *Problem {
	return &Problem{Text: Says(zh, en, args...)}
}

// Because returns a copy of p with a cause that errors.Is can find.
func (p *Problem) Because(err error) *Problem { return &Problem{p.Text, err} }

func (p *Problem) Error() string { return p.Text.EN }

func (p *Problem) Unwrap() error { return p.Err }

// TextOf returns err in both languages. An error that knows only one is shown
// as it is in both.
func TextOf(err error) Text {
	switch e := err.(type) {
	case nil:
		return Text{}
	case *Error:
		cause := TextOf(e.Err)
		if e.Column == "" {
			return cause
		}
		return Text{e.Column + "：" + cause.ZH, e.Column + ": " + cause.EN}
	case *Problem:
		return e.Text
	}
	return Text{err.Error(), err.Error()}
}

// Crash says that a reader panicked with r on a file. Of r only an error of the
// Go runtime is told: another text may hold what stands in the file.
func Crash(r any) *Problem {
	why := ""
	if e, ok := r.(runtime.Error); ok {
		why = ": " + e.Error()
	}
	return Problemf("读这个文件时程序内部出错，没有读取；其他文件不受影响（%[1]s%[2]s）", "the program failed on this file, which was not read; the other files are not touched (%[1]s%[2]s)", "panic", why)
}
