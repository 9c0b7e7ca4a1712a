package main

import (
	"context"
	"slices"
	"strings"
	"time"

	"github.com/unrenew/unrenew/parser"
	"github.com/unrenew/unrenew/parser/formats"
)

// maxTime is how long one file of the user's may take, with all that is packed
// in it. It is generous, so that a slow machine loses none; what it stops is
// named, and the exit code says so.
var maxTime = parser.Limit{Name: "file-seconds", Value: 120, Text: parser.Text{ZH: "读一个文件最多用多少秒", EN: "seconds in which one file must be read"}}

// allLimits lists every bound that --limit sets.
func allLimits() []parser.Limit {
	return append([]parser.Limit{maxFile, maxTime}, formats.Limits()...)
}

// parseLimits reads the values of --limit, each NAME=VALUE.
func parseLimits(list []string) (parser.Limits, error) {
	set := parser.Limits{}
	for _, s := range list {
		name, value, ok := strings.Cut(s, "=")
		i := slices.IndexFunc(allLimits(), func(l parser.Limit) bool { return l.Name == strings.TrimSpace(name) })
		if !ok || i < 0 {
			return nil, usage("没有 %q 这个上限", "there is no limit %q", s).advise("写成 --limit table-rows=4000000；unrenew formats 列出全部上限", "write it as --limit table-rows=4000000; unrenew formats lists them all")
		}
		l := allLimits()[i]
		n, err := l.Parse(value)
		if err != nil {
			t := parser.TextOf(err)
			return nil, usage("%[1]s", "%[2]s", t.ZH, t.EN).advise("写成 --limit table-rows=4000000，以 -bytes 结尾的也可写 512MiB", "write it as --limit table-rows=4000000, or 512MiB where the name ends in -bytes")
		}
		set[l.Name] = n
	}
	return set, nil
}

// A clock ends the work on one file when its time is up.
type clock struct {
	context.Context
	stop   context.CancelFunc
	limits parser.Limits
}

func (how *reading) clock() clock {
	ctx, stop := context.WithTimeout(context.Background(), time.Duration(min(how.limits.Of(maxTime), 1<<20))*time.Second)
	return clock{ctx, stop, how.limits}
}

// apart does work on foreign bytes. What panics costs this piece of work only.
// What takes too long is left to itself, since nothing can stop it from outside:
// so work must not touch what anybody else uses. The error tells of either.
func apart[T any](c clock, work func() T) (T, *parser.Problem) {
	type outcome struct {
		value T
		crash *parser.Problem
	}
	done := make(chan outcome, 1) // nobody may wait for it any more
	go func() {
		var o outcome
		defer func() {
			if r := recover(); r != nil {
				o.crash = parser.Crash(r)
			}
			done <- o
		}()
		o.value = work()
	}()
	select {
	case o := <-done:
		return o.value, o.crash
	case <-c.Done():
		l := maxTime
		l.Value = c.limits.Of(l)
		var none T
		return none, c.limits.Refusal(l, "读了 %s 秒还没读完，已放弃", "it was not read in %s seconds and was given up", l.Amount())
	}
}
