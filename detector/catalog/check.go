package catalog

import (
	"cmp"
	"errors"
	"fmt"
	"net/url"
	"regexp"
	"slices"
	"strings"
	"time"
	"unicode/utf8"

	"github.com/goccy/go-yaml"
	"github.com/goccy/go-yaml/ast"
	yamlparser "github.com/goccy/go-yaml/parser"

	"github.com/unrenew/unrenew/parser"
)

// A Finding is one thing that is wrong in a file of services.
type Finding struct {
	File string
	Line int    // 1-based; 0: the file as a whole
	Rule string // "fields", "names", ...: one of CheckRules
	Text parser.Text
}

// Check holds a file of services to the rules of the catalog that it would join:
// a file in the shape of the catalog's own, or the section services of a user's
// rules, whose other sections are read as scan reads them. It returns how many
// services it read, and all findings in the order of the lines. A service of the
// user's own may leave out how to cancel it.
func Check(name string, data []byte, c *Catalog) (services int, found []Finding) {
	return check(name, data, c.With)
}

// check is Check in the catalog that join makes of the file's services.
func check(name string, data []byte, join func([]*Service) *Catalog) (services int, found []Finding) {
	if err := bearable(name, data); err != nil {
		return 0, []Finding{{File: name, Rule: "fields", Text: parser.TextOf(err)}}
	}
	l, err := newLoader()
	if err != nil {
		return 0, []Finding{{File: name, Rule: "fields", Text: parser.Says("%s", "%s", err)}}
	}
	file := &checker{file: name, loader: l}
	entries := file.entries(data)
	var all []*Service
	seen := map[string]bool{}
	for i, e := range entries {
		all = append(all, e.service)
		entries[i].twice = seen[e.service.ID]
		seen[e.service.ID] = true
	}
	if all != nil {
		file.catalog = join(all)
	}
	for _, e := range entries {
		e.checker = *file
		e.found, e.own = nil, file.rules
		for _, r := range CheckRules {
			e.rule = r.ID
			r.check(&e)
		}
		file.found = append(file.found, e.found...)
	}
	slices.SortFunc(file.found, func(a, b Finding) int { return cmp.Or(a.Line-b.Line, cmp.Compare(a.Text.EN, b.Text.EN)) })
	return len(entries), file.found
}

// A checker collects what is wrong in a file.
type checker struct {
	file    string
	loader  *loader
	catalog *Catalog // with the file's services in it
	rule    string
	found   []Finding
	rules   bool // it is a user's rules file
}

func (k *checker) report(n ast.Node, zh, en string, args ...any) {
	line := 0
	if n != nil {
		line = n.GetToken().Position.Line
	}
	k.found = append(k.found, Finding{k.file, line, k.rule, parser.Says(zh, en, args...)})
}

// An entry is one service of a file under check.
type entry struct {
	checker
	node    ast.Node
	yaml    serviceYAML
	service *Service
	twice   bool // another service of the file has its ID
	own     bool // the user's own, for them alone
}

// at reports something wrong at a place such as "plans[1].price", or at what
// there is of it.
func (e *entry) at(place string, zh, en string, args ...any) {
	var n ast.Node
	for ; n == nil && place != ""; place = place[:max(strings.LastIndexAny(place, ".["), 0)] {
		if p, err := yaml.PathString("$." + place); err == nil {
			n, _ = p.FilterNode(e.node)
		}
	}
	if n == nil {
		n = e.node
	}
	e.report(n, zh, en, args...)
}

// entries are the services of a file, as far as they can be read at all.
func (k *checker) entries(data []byte) (out []entry) {
	defer func() {
		if r := recover(); r != nil { // goccy/go-yaml 1.19.2 panics on some malformed files
			k.rule = "fields"
			k.report(nil, "不是能读的 YAML 文件", "not a readable YAML file")
		}
	}()
	k.rule = "fields"
	file, err := yamlparser.ParseBytes(data, 0)
	if err != nil {
		k.wrong(err)
		return nil
	}
	for _, doc := range file.Docs {
		nodes, rules := serviceNodes(doc.Body)
		if k.rules = k.rules || rules; rules {
			k.otherRules(data)
		}
		for _, n := range nodes {
			e := entry{node: n}
			if err := yaml.NodeToValue(n, &e.yaml, yaml.Strict()); err != nil {
				k.wrong(err)
				continue
			}
			if e.service, err = k.loader.service(&e.yaml); err != nil {
				k.unresolved(n, err)
				continue
			}
			out = append(out, e)
		}
	}
	if len(out) == 0 && len(k.found) == 0 && !k.rules {
		k.report(nil, "文件里没有服务", "the file holds no service")
	}
	return out
}

// otherRules reads the sections of a rules file that hold no services.
func (k *checker) otherRules(data []byte) {
	var y rulesYAML
	if err := yaml.UnmarshalWithOptions(data, &y, yaml.Strict()); err != nil {
		k.wrong(err)
		return
	}
	r := Rules{NotMemberships: y.NotMemberships, Memberships: y.Memberships, Merge: y.Merge, Split: y.Split}
	if err := r.check(k.file); err != nil {
		k.found = append(k.found, Finding{File: k.file, Rule: k.rule, Text: parser.TextOf(err)})
	}
}

// unresolved reports a reference that leads nowhere, at the place where it stands.
func (k *checker) unresolved(service ast.Node, err error) {
	at := service
	var name missing
	if errors.As(err, &name) {
		ast.Walk(valueFinder{string(name), &at}, service)
	}
	t := parser.TextOf(err)
	k.report(at, "%[1]s", "%[2]s", t.ZH, t.EN)
}

// A valueFinder finds the last text of a value.
type valueFinder struct {
	value string
	at    *ast.Node
}

func (f valueFinder) Visit(n ast.Node) ast.Visitor {
	if s, ok := n.(*ast.StringNode); ok && s.Value == f.value {
		*f.at = n
	}
	return f
}

// serviceNodes are the services in one document, and whether it is a user's
// rules file.
func serviceNodes(body ast.Node) (nodes []ast.Node, rules bool) {
	m, ok := body.(*ast.MappingNode)
	if !ok {
		if body == nil || body.Type() == ast.CommentType {
			return nil, false
		}
		return []ast.Node{body}, false
	}
	sections := []string{"not_memberships", "memberships", "merge", "split", "services", "statements"}
	for _, v := range m.Values {
		key := v.Key.String()
		if key == "id" || key == "cancel_paths" { // a service, whatever else is wrong with it
			return []ast.Node{body}, false
		}
		rules = rules || slices.Contains(sections, key)
		if list, ok := v.Value.(*ast.SequenceNode); ok && key == "services" {
			nodes = list.Values
		}
	}
	if !rules {
		return []ast.Node{body}, false
	}
	return nodes, true
}

var unknownField = regexp.MustCompile(`unknown field "(.*)"`)

// wrong reports an error of the YAML decoder at its line.
func (k *checker) wrong(err error) {
	f := Finding{File: k.file, Rule: k.rule, Text: parser.TextOf(err)}
	var e yaml.Error
	var w *misplaced
	switch {
	case errors.As(err, &w):
		f.Line, f.Text = w.line, w.Text
	case errors.As(err, &e):
		f.Text = inBoth(err, e.GetMessage())
		if t := e.GetToken(); t != nil {
			f.Line = t.Position.Line
		}
	}
	k.found = append(k.found, f)
}

// inBoth puts what the YAML decoder says into Chinese.
func inBoth(err error, message string) parser.Text {
	var typed *yaml.TypeError
	var twice *yaml.DuplicateKeyError
	var node *yaml.UnexpectedNodeTypeError
	zh := "YAML 写法不对：" + message
	switch m := unknownField.FindStringSubmatch(message); {
	case m != nil:
		zh = fmt.Sprintf("没有 %q 这个字段", m[1])
	case errors.As(err, &typed), errors.As(err, &node):
		zh = "值的类型不对：" + message
	case errors.As(err, &twice):
		zh = "字段写了两遍：" + message
	}
	return parser.Text{ZH: zh, EN: message}
}

// A CheckRule is one rule for files of services.
type CheckRule struct {
	ID    string
	Doc   parser.Text
	check func(*entry)
}

// CheckRules are the rules, in the order in which they are asked. Each has a
// file in testdata/check that it must refuse.
var CheckRules = []CheckRule{
	{"fields", parser.Text{ZH: "只有目录认识的字段，值的类型要对", EN: "only fields that the catalog knows, each of its type"}, func(*entry) {}},
	{"id", parser.Text{ZH: "编号用小写字母、数字和连字符", EN: "the id is lower-case letters, digits and hyphens"}, checkID},
	{"values", parser.Text{ZH: "类别、种类、效果等只能用规定的词", EN: "category, kind, effect and the like are of closed lists"}, checkValues},
	{"texts", parser.Text{ZH: "每段文字中英文都要有", EN: "every text is there in both languages"}, checkTexts},
	{"plans", parser.Text{ZH: "价格为正，首期更便宜，有查到的日期", EN: "prices are positive, first ones lower, each with the day it was read"}, checkPlans},
	{"names", parser.Text{ZH: "名称、别名、账单文字不与别的服务重复", EN: "no name, alias or statement text of another service"}, checkNames},
	{"match", parser.Text{ZH: "账单文字和例子认出的是这个服务，不是别的", EN: "statement texts and examples mean this service and no other"}, checkMatch},
	{"paths", parser.Text{ZH: "至少一条取消路径，渠道已知，步骤不空，网址完整", EN: "at least one path, through a known channel, with steps and whole URLs"}, checkPaths},
	{"sources", parser.Text{ZH: "写明来源的才算核实；期限和窗口要有来源", EN: "what is called sourced has sources; so have windows and lead times"}, checkSources},
	{"numbers", parser.Text{ZH: "电话号码要有来源（phones）", EN: "a telephone number has its source (phones)"}, checkNumbers},
	{"references", parser.Text{ZH: "includes 里的服务存在", EN: "services named by includes exist"}, checkReferences},
}

var idShape = regexp.MustCompile(`^[a-z0-9]+(-[a-z0-9]+)*$`)

func checkID(e *entry) {
	if !idShape.MatchString(e.yaml.ID) || len(e.yaml.ID) > 40 {
		e.at("id", "编号 %q 不合规则，例如 tencent-video", "the id %q is not of the shape of tencent-video", e.yaml.ID)
	}
	if e.twice {
		e.at("id", "编号 %q 在这个文件里用了两次", "two services of the file have the id %q", e.yaml.ID)
	}
}

// The closed lists of the files.
var (
	categories  = []string{"content", "tools", "life", "ecommerce", "ai", "finance", "cloud", "game", "telecom", "system"}
	kinds       = []string{"", string(Membership), string(Telecom), string(Utility), string(Insurance), string(Donation), string(Loan), string(Other)}
	effects     = []string{"immediate", "period_end", "next_month", "varies", "unknown"}
	sellers     = []string{"", "own", "bank", "carrier", "bundle", "reseller"}
	confidences = []string{"sourced", "common-knowledge"}
	inApp       = []string{"service", "service-web", "service-support"}
)

func checkValues(e *entry) {
	among := func(place, value string, list []string) {
		if !slices.Contains(list, value) {
			e.at(place, "%s 不能是 %q，可用：%s", "%s cannot be %q; use one of %s", place, value, strings.Trim(strings.Join(list, ", "), ", "))
		}
	}
	among("category", e.yaml.Category, categories)
	among("kind", e.yaml.Kind, kinds)
	among("sold_by", e.yaml.SoldBy, sellers)
	among("confidence", e.yaml.Shared.Confidence, confidences)
	if !e.own || e.yaml.Shared.AfterCancel.Kind != "" {
		among("after_cancel.kind", e.yaml.Shared.AfterCancel.Kind, effects)
	}
	for i, p := range e.yaml.Shared.Paths {
		if p.Effect != "" {
			among(fmt.Sprintf("cancel_paths[%d].effect", i), p.Effect, effects)
		}
		for j, n := range p.Needs {
			if !slices.ContainsFunc(hurdles, func(h hurdle) bool { return h.Hurdle == n }) {
				e.at(fmt.Sprintf("cancel_paths[%d].needs[%d]", i, j), "needs 里没有 %q 这个词", "needs knows no %q", n)
			}
		}
	}
}

func checkTexts(e *entry) {
	whole := func(place string, t parser.Text) {
		if strings.TrimSpace(t.ZH) == "" || strings.TrimSpace(t.EN) == "" {
			e.at(place, "%s 缺中文或英文", "%s wants a text in both languages", place)
		}
		if strings.Contains(t.ZH+t.EN, "{name}") {
			e.at(place, "%s 里的 {name} 没有填上", "{name} in %s is not filled in", place)
		}
	}
	s := e.service
	whole("name", s.Name)
	for place, t := range map[string]parser.Text{"after_cancel": s.AfterCancel, "refund": s.Refund, "support": s.Support} {
		if !e.own || t != (parser.Text{}) {
			whole(place, t)
		}
	}
	if s.Family != (parser.Text{}) {
		whole("family", s.Family)
	}
	for i, t := range s.Traps {
		whole(fmt.Sprintf("traps[%d]", i), t)
	}
	for i, t := range s.Keep {
		whole(fmt.Sprintf("keep[%d]", i), t)
	}
	for i, p := range s.Cancel {
		for j, t := range p.Steps {
			whole(fmt.Sprintf("cancel_paths[%d].steps[%d]", i, j), t)
		}
	}
}

var currencyShape = regexp.MustCompile(`^[A-Z]{3}$`)

// dated tells whether s is a day or month of this century that is on the calendar.
func dated(s string, layouts ...string) bool {
	return strings.HasPrefix(s, "20") && slices.ContainsFunc(layouts, func(layout string) bool {
		_, err := time.Parse(layout, s)
		return err == nil
	})
}

func checkPlans(e *entry) {
	for i, p := range e.service.Plans {
		place := fmt.Sprintf("plans[%d]", i)
		if !p.Price.IsPositive() {
			e.at(place+".price", "价格要大于零", "a price is above zero")
		}
		if p.FirstPrice.Valid && !p.FirstPrice.Decimal.LessThan(p.Price) {
			e.at(place+".first_price", "首期价格应低于正价", "a first price is lower than the price")
		}
		if !dated(p.AsOf, "2006-01-02", "2006-01") && p.AsOf != "unknown" {
			e.at(place+".asof", "asof 写查到价格的日期，如 2026-07 或 2026-07-31；不知道写 unknown", "asof is when the price was read, as 2026-07 or 2026-07-31, or unknown")
		}
		if !currencyShape.MatchString(p.Currency) {
			e.at(place+".currency", "币种 %q 不是三个大写字母", "the currency %q is not three capital letters", p.Currency)
		}
	}
}

// checkNames looks for texts that two services claim: the answer would be a
// matter of luck.
func checkNames(e *entry) {
	own := map[string]bool{}
	for place, list := range map[string][]string{"brands": e.yaml.Brands, "aliases": e.yaml.Aliases, "descriptors": e.yaml.Shared.Descriptors} {
		for i, text := range list {
			at, k := fmt.Sprintf("%s[%d]", place, i), Fold(text)
			switch other := e.catalog.claims(place, k, e.service.ID); {
			case k == "":
				e.at(at, "空的名称", "an empty name")
			case utf8.RuneCountInString(k) < 2 || vague[k]:
				e.at(at, "%q 太笼统，会和很多商户混在一起", "%q is too vague and would mean many merchants", text)
			case other != "":
				e.at(at, "%q 已经是 %s 的名称", "%q is a name of %s already", text, other)
			case own[place+k]:
				e.at(at, "%q 写了两遍", "%q stands here twice", text)
			}
			own[place+k] = true
		}
	}
}

// claims is the ID of another service that has a text which folds to k: for a
// descriptor, on statements; for what people call a service, among its names.
func (c *Catalog) claims(place, k, id string) string {
	for _, s := range c.services {
		texts := slices.Concat([]string{s.ID, s.Name.ZH, s.Name.EN}, s.Brands, s.Aliases)
		if place == "descriptors" {
			texts = slices.Concat(s.Brands, s.Descriptors)
		}
		if s.ID != id && slices.ContainsFunc(texts, func(t string) bool { return Fold(t) == k }) {
			return s.ID
		}
	}
	return ""
}

func checkMatch(e *entry) {
	s := e.service
	best := func(payee, item string) string {
		if ms := e.catalog.Match(payee, item); len(ms) > 0 && ms[0].Strength > OperatorOnly {
			return ms[0].Service.ID
		}
		return ""
	}
	for i, text := range e.yaml.Shared.Descriptors {
		if got := best("", text); got != s.ID && best(text, "") != s.ID {
			e.at(fmt.Sprintf("descriptors[%d]", i), "账单上的 %q 认成了 %q", "%q on a statement is taken for %q", text, got)
		}
	}
	// A channel's list prints the name with a word of renewal.
	if got := best("", s.Name.ZH+"自动续费"); !s.Store && got != s.ID {
		e.at("name", "账单上写 %q 时认成了 %q", "%q on a statement is taken for %q", s.Name.ZH+"自动续费", got)
	}
	for i, text := range s.Examples.Is {
		payee, item, ok := strings.Cut(text, " |")
		if got := best(payee, strings.TrimSpace(item)); !ok || got != s.ID {
			e.at(fmt.Sprintf("examples.is[%d]", i), "例子 %q 认成了 %q（写法：商户 | 商品）", "the example %q is taken for %q (write: payee | item)", text, got)
		}
	}
	for i, text := range s.Examples.IsNot {
		payee, item, ok := strings.Cut(text, " |")
		if got := best(payee, strings.TrimSpace(item)); !ok || got == s.ID {
			e.at(fmt.Sprintf("examples.is_not[%d]", i), "例子 %q 不该认成这个服务（写法：商户 | 商品）", "the example %q is taken for this service (write: payee | item)", text)
		}
	}
}

func checkPaths(e *entry) {
	s := e.service
	if len(s.Cancel) == 0 && !e.own {
		e.at("cancel_paths", "没有取消路径；至少写付款渠道的 listed", "there is no way to cancel; write at least the listed one of a payment channel")
	}
	for i, p := range s.Cancel {
		place := fmt.Sprintf("cancel_paths[%d]", i)
		if !slices.Contains(inApp, p.Channel) && !slices.ContainsFunc(e.catalog.channels, func(c *Channel) bool { return c.leads(p.Channel) }) {
			e.at(place+".channel", "没有名为 %q 的渠道", "there is no channel %q", p.Channel)
		}
		if len(p.Steps) == 0 {
			e.at(place+".steps", "路径没有步骤", "the path has no steps")
		}
		if u, err := url.Parse(p.URL); p.URL != "" && (err != nil || u.Scheme != "https" && u.Scheme != "http" || !strings.Contains(u.Host, ".")) {
			e.at(place+".url", "网址 %q 要写全，如 https://example.com", "the URL %q wants scheme and host, as https://example.com", p.URL)
		}
		for _, t := range p.Steps {
			if p.VerifiedOn != "" && (strings.Contains(t.ZH, "未核实") || strings.Contains(t.ZH, "未找到来源")) {
				e.at(place, "步骤说未核实，来源却写成已核实；加上 unverified: true", "the steps say that they are unverified, the file that they are not; add unverified: true")
			}
		}
		if other := e.catalog.sharesPath(s, p); other != "" {
			e.at(place, "和 %s 的步骤相同；同一条路径只写在渠道文件里", "the same steps as of %s; a path that two share belongs into the channel's file", other)
		}
	}
}

// leads tells whether c has a way of that name; the carriers are several
// channels with one name, and so are cards.
func (c *Channel) leads(channel string) bool {
	return slices.ContainsFunc(c.Cancel, func(p Path) bool { return p.Channel == channel })
}

// sharesPath is the ID of another service, or of a channel, with the steps that
// s writes itself.
func (c *Catalog) sharesPath(s *Service, p Path) string {
	if p.Generic {
		return ""
	}
	same := func(q Path) bool { return p.Channel == q.Channel && slices.Equal(p.Steps, q.Steps) }
	for _, o := range c.services {
		if o.ID != s.ID && slices.ContainsFunc(o.Cancel, func(q Path) bool { return !q.Generic && same(q) }) {
			return o.ID
		}
	}
	for _, ch := range c.channels {
		if ch.ID != s.ID && slices.ContainsFunc(ch.Cancel, same) {
			return ch.ID
		}
	}
	return ""
}

func checkSources(e *entry) {
	s, y := e.service, &e.yaml.Shared
	sourced := s.Confidence == "sourced"
	switch {
	case sourced && len(s.Sources) == 0:
		e.at("confidence", "写了 sourced 却没有来源", "called sourced, without a source")
	case sourced && !dated(y.VerifiedOn, "2006-01"):
		e.at("verified_on", "verified_on 写读到来源的月份，如 2026-11", "verified_on is the month in which the sources were read, as 2026-11")
	case !sourced && y.VerifiedOn != "":
		e.at("verified_on", "没有核实的不写 verified_on", "what is not sourced has no verified_on")
	}
	for place, n := range map[string]int{"refund_days": s.RefundDays, "charged_hours_before": s.ChargedHoursBefore, "close_days_before": s.CloseDaysBefore} {
		if n < 0 || n > 0 && !sourced {
			e.at(place, "%s 是期限，要有来源", "%s is a term and wants a source", place)
		}
	}
	for i, text := range s.Sources {
		if strings.TrimSpace(text) == "" {
			e.at(fmt.Sprintf("sources[%d]", i), "空的来源", "an empty source")
		}
	}
}

// known are numbers of authorities, carriers, banks and payment brands that
// everybody in China knows.
var known = []string{"12315", "12300", "12378", "12363", "12321", "95017", "95188", "95516", "95533", "95555", "95580", "95588", "10000", "10010", "10086", "10099", "96110"}

var (
	digits   = regexp.MustCompile(`\d[\d-]{3,}\d`)
	dayShape = regexp.MustCompile(`^20\d\d(-\d\d){1,2}$`)
)

// checkNumbers lets no telephone number in that is neither known to all nor
// has a source.
func checkNumbers(e *entry) {
	texts := map[string]parser.Text{"after_cancel": e.service.AfterCancel, "refund": e.service.Refund, "support": e.service.Support}
	for i, t := range e.service.Traps {
		texts[fmt.Sprintf("traps[%d]", i)] = t
	}
	for i, p := range e.service.Cancel {
		for j, t := range p.Steps {
			texts[fmt.Sprintf("cancel_paths[%d].steps[%d]", i, j)] = t
		}
	}
	for place, t := range texts {
		for _, n := range unsourced(t, e.service.Phones) {
			e.at(place, "号码 %s 没有来源；查到来源后写进 phones，否则删去", "the number %s has no source; write it into phones with its source, or drop it", n)
		}
	}
	for i, p := range e.service.Phones {
		if strings.TrimSpace(p.Source) == "" {
			e.at(fmt.Sprintf("phones[%d]", i), "号码 %s 没有来源", "the number %s has no source", p.Number)
		}
	}
}

// unsourced are the numbers in a text that are neither known nor among phones.
func unsourced(t parser.Text, phones []Phone) (out []string) {
	for _, n := range digits.FindAllString(t.ZH+" "+t.EN, -1) {
		if !slices.Contains(known, n) && !dayShape.MatchString(n) && !slices.Contains(out, n) &&
			!slices.ContainsFunc(phones, func(p Phone) bool { return p.Number == n }) {
			out = append(out, n)
		}
	}
	return out
}

func checkReferences(e *entry) {
	for i, id := range e.yaml.Includes {
		if id == e.service.ID || e.catalog.Service(id) == nil {
			e.at(fmt.Sprintf("includes[%d]", i), "没有编号为 %q 的别的服务", "there is no other service with the id %q", id)
		}
	}
}
