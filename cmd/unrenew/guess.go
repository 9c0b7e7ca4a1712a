package main

import (
	"fmt"
	"strings"

	"github.com/unrenew/unrenew/parser"
	"github.com/unrenew/unrenew/parser/formats"
)

// A guessed file is a table of no known format, with what it seems to be.
type guessed struct {
	file string
	*formats.Guess
}

// guess looks at a file that is of no known format. It is read only if the user
// has agreed and nothing is in doubt; else the guess comes back, to be shown.
func guess(src parser.Source, unknown error, agreed bool) (*parser.Statement, *formats.Guess, error) {
	g := formats.GuessAt(src)
	switch {
	case g == nil:
		return nil, nil, unknown
	case agreed && len(g.Doubts) == 0:
		st, err := g.Parse(src)
		return st, nil, err
	}
	if len(g.Doubts) > 0 {
		return nil, g, parser.Problemf("不是已知格式，看起来是账单，但有些地方看不出来；把给出的映射改好，写进规则文件",
			"not a known format; it looks like a statement, but something in it is open: correct the mapping that was printed and put it into the rules file").Because(parser.ErrUnknown)
	}
	return nil, g, parser.Problemf("不是已知格式，看起来是账单；核对猜出的列，对的话加 --accept-guess",
		"not a known format, but it looks like a statement; check the guessed columns and add --accept-guess if they are right").Because(parser.ErrUnknown)
}

// keyNames are the columns of a mapping for people.
var keyNames = map[string]parser.Text{
	"date": {ZH: "日期", EN: "date"}, "time": {ZH: "时间", EN: "time"}, "amount": {ZH: "金额", EN: "amount"}, "out": {ZH: "支出", EN: "out"}, "in": {ZH: "收入", EN: "in"},
	"direction": {ZH: "收支方向", EN: "direction"}, "payee": {ZH: "对方", EN: "payee"}, "text": {ZH: "说明", EN: "text"}, "type": {ZH: "类型", EN: "type"},
	"balance": {ZH: "余额", EN: "balance"}, "currency": {ZH: "币种", EN: "currency"}, "order_id": {ZH: "单号", EN: "order id"},
	"status": {ZH: "状态", EN: "status"},
}

var signNames = map[string]parser.Text{
	"minus-is-out": {ZH: "负数是支出", EN: "minus is money out"}, "plus-is-out": {ZH: "正数是支出", EN: "plus is money out"},
}

var directionNames = map[parser.Direction]parser.Text{
	parser.Out: {ZH: "支出", EN: "out"}, parser.In: {ZH: "收入", EN: "in"}, parser.Neutral: {ZH: "不计收支", EN: "neither in nor out"},
}

// facts say what it seems to be: where the table is, which column is what, the
// first rows, masked.
func (g guessed) facts() []parser.Text {
	list := []parser.Text{parser.Says("看起来是账单，第 %[1]d 行是表头，下面有 %[2]d 行，能读 %[3]d 行",
		"looks like a statement; its header is row %[1]d, %[2]d rows follow, %[3]d of them can be read", g.Header, g.Rows, g.Rows-g.LeftOut)}
	say := func(zh, en string, args ...any) { list = append(list, parser.Says(zh, en, args...)) }
	keys, titles := g.Mapping.Columns.Titles()
	for i, k := range keys {
		var note parser.Text
		switch k {
		case "date":
			note.ZH = strings.Join(g.Mapping.Dates, ", ")
			note.EN = note.ZH
		case "amount":
			note = signNames[g.Mapping.Sign]
		}
		if note.ZH != "" {
			note = parser.Text{ZH: "  (" + note.ZH + ")", EN: "  (" + note.EN + ")"}
		}
		say("%[1]s：%[3]s%[4]s", "%[2]s: %[3]s%[5]s", keyNames[k].ZH, keyNames[k].EN, titles[i], note.ZH, note.EN)
	}
	switch {
	case g.Mapping.Columns.Currency != "":
	case g.Mapping.Currency == "":
		say("币种：表里没有写，按人民币算", "currency: the table names none, so yuan (CNY)")
	default:
		say("币种：%[1]s", "currency: %[1]s", g.Mapping.Currency)
	}
	for _, r := range g.Sample {
		word := directionNames[r.Direction]
		say("例：%[1]s  %[2]s %[4]s  %[5]s", "row: %[1]s  %[3]s %[4]s  %[5]s", r.Date, word.ZH, word.EN, r.Amount, r.Text)
	}
	return list
}

// showGuess prints the guess and what to do.
func (a *app) showGuess(g guessed) {
	for i, fact := range g.facts() {
		switch line := strings.TrimRight(oneLine(fact.In(a.lang)), " "); i {
		case 0:
			fmt.Fprintln(a.err, "unrenew: "+oneLine(g.file)+a.say("：", ": ")+line)
		default:
			fmt.Fprintln(a.err, "  "+line)
		}
	}
	for _, d := range g.Doubts {
		fmt.Fprintln(a.err, a.say("  看不出来：", "  open: ")+oneLine(d.In(a.lang)))
	}
	if len(g.Doubts) == 0 {
		fmt.Fprintln(a.err, a.say("提示：猜对了就加 --accept-guess 再运行；不对就改好下面的映射，写进规则文件，用 --rules 指定",
			"hint: if that is right, run again with --accept-guess; if not, correct the mapping below, put it into a rules file and give it with --rules"))
	} else {
		fmt.Fprintln(a.err, a.say("提示：改好下面的映射，写进规则文件，用 --rules 指定", "hint: correct the mapping below, put it into a rules file and give it with --rules"))
	}
	fmt.Fprint(a.err, g.Mapping.YAML())
}
