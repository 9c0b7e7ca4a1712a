package main

import (
	"bytes"
	"slices"

	"github.com/unrenew/unrenew/cmd/unrenew/serve"
	"github.com/unrenew/unrenew/detector/catalog"
	"github.com/unrenew/unrenew/detector/records"
	"github.com/unrenew/unrenew/parser"
	"github.com/unrenew/unrenew/report"
)

// What the user says in the page goes into the files into which it goes from the
// command line: nothing else is ever written.

// subscription is the one with an ID among those that can be spoken of, and
// where it is seen.
func (d *desk) subscription(id string) (*report.Subscription, *sight, error) {
	if d.demo {
		return nil, nil, serve.Refuse("这是虚构的示例，不会写进你的记录", "this is an invented sample and is not written into your records")
	}
	s, err := d.shown()
	if err != nil {
		return nil, nil, err
	}
	all := slices.Concat(s.view.All, s.view.Maybe)
	i := slices.IndexFunc(all, func(s *report.Subscription) bool { return s.ID == id })
	if i < 0 {
		return nil, nil, serve.Refuse("没有这一项了，刷新页面再试", "it is gone; reload the page and try again")
	}
	return all[i], s, nil
}

func (d *desk) Cancel(said serve.Cancellation) error {
	s, in, err := d.subscription(said.Subscription)
	if err != nil {
		return err
	}
	if s.Recorded() {
		return serve.Refuse("这一项已经有取消记录；写错了先撤回", "it has a record already; take that back first if it is wrong")
	}
	known := in.view.Record(s)
	c, err := d.cancellation(known.Service, cancelFlags{on: said.On, channel: known.Channel, amount: known.Amount.Decimal.String(), note: noteOf(known.Note, said.Note)})
	if err != nil {
		return refusal(err)
	}
	c.Account = known.Account
	name, err := recordsFile(d.flags.Records)
	if err != nil {
		return refusal(err)
	}
	var proofs []proof
	for _, p := range said.Proofs {
		proofs = append(proofs, proof{name: p.Name, data: p.Data, modified: p.Modified})
	}
	if _, _, err := d.record(&c, name, proofs); err != nil {
		return refusal(err)
	}
	d.seen = nil
	return nil
}

// noteOf joins the name of the membership, for people, and what the user wrote.
func noteOf(name, said string) string {
	if said == "" {
		return name
	}
	return name + "；" + said
}

func (d *desk) TakeBack(row int, service string) error {
	if d.demo {
		return serve.Refuse("这是虚构的示例，没有你的记录", "this is an invented sample without records of yours")
	}
	name, err := recordsFile(d.flags.Records)
	if err != nil {
		return refusal(err)
	}
	d.seen = nil
	_, err = takeBack(name, func(c *records.Cancellation) bool { return c.Row == row && c.Service == service })
	return refusal(err)
}

// A dismissal is what was written into the rules last, to be taken back.
type dismissal struct {
	what     string
	old, now []byte
}

func (d *desk) Dismiss(id string) error {
	s, in, err := d.subscription(id)
	if err != nil {
		return err
	}
	name := d.rulesFile()
	text, _ := in.rule(s)
	switch {
	case name == "":
		return serve.Refuse("找不到用户数据文件夹；用 --rules 指定规则文件", "there is no folder for user data; name the rules with --rules")
	case text == "":
		return serve.Refuse("它的名字太短，写进规则会和很多商户混在一起", "its name is too short for a rule and would mean many merchants")
	}
	var done dismissal
	err = editUserFile(name, func(old []byte) ([]byte, error) {
		data, err := catalog.AddNotMembership(old, text)
		if err != nil {
			t := parser.TextOf(err)
			return nil, input("%[1]s：not_memberships 里的 %[3]s", "%[2]s: %[3]s under not_memberships", t.ZH, t.EN, catalog.Quoted(text))
		}
		done = dismissal{what: s.Name.ZH, old: old, now: data}
		return data, nil
	})
	if err != nil {
		return refusal(err)
	}
	d.undo, d.seen = &done, nil
	return nil
}

func (d *desk) Restore() error {
	if d.undo == nil {
		return serve.Refuse("没有可以撤回的", "there is nothing to take back")
	}
	err := editUserFile(d.rulesFile(), func(now []byte) ([]byte, error) {
		if !bytes.Equal(now, d.undo.now) {
			return nil, input("规则文件在这之后改过，没有动它；请自己去掉那一行", "the rules were changed since and were left alone; remove the line yourself")
		}
		return d.undo.old, nil
	})
	if err != nil {
		return refusal(err)
	}
	d.undo, d.seen = nil, nil
	return nil
}
