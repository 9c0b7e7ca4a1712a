package detector_test

import (
	"bytes"
	"flag"
	"fmt"
	"math/rand/v2"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/rogpeppe/go-internal/txtar"
	"github.com/shopspring/decimal"

	"github.com/unrenew/unrenew/detector"
	"github.com/unrenew/unrenew/detector/catalog"
	"github.com/unrenew/unrenew/detector/records"
	"github.com/unrenew/unrenew/parser"
)

var update = flag.Bool("update", false, "rewrite the want sections of the cases from the results")

// TestDetect runs every case of testdata/detect. A case is a txtar file:
//
//	(comment: the scenario and why it is hard)
//	as-of 2026-11-10
//	-- alipay 138 2025-01-01..2026-10-31 --      a statement: issuer, account, period; "-" names no account, 小***#a is told by its identity a
//	2026-01-05 08:20:42 | payee | item | 25.00   a row; see row for the optional fields
//	every 1 month 2025-01-05..2025-12-05 | payee | item | 25.00
//	-- records.csv --
//	-- rules.yaml --
//	-- want --
//	-- says --                                   texts that alerts, warnings or reasons must hold; "not: " ones that none may
//
// The result must be the same when files and rows are shuffled and when every
// statement is given twice, and when payees and items are in Latin script, but
// for the names (see latin).
func TestDetect(t *testing.T) {
	cat, err := catalog.Load()
	if err != nil {
		t.Fatal(err)
	}
	files, err := filepath.Glob("../testdata/detect/*.txtar")
	if err != nil || len(files) == 0 {
		t.Fatalf("no cases: %v", err)
	}
	latin := readLatin(t, "../testdata/detect/latin.txt")
	for _, file := range files {
		t.Run(strings.TrimSuffix(filepath.Base(file), ".txtar"), func(t *testing.T) {
			ar, err := txtar.ParseFile(file)
			if err != nil {
				t.Fatal(err)
			}
			in, want := readCase(t, ar, cat)
			r := detector.Detect(in)
			got := dump(r)
			says(t, ar, r)
			if *update {
				updateCase(t, file, ar, got)
				return
			}
			if got != want {
				t.Errorf("got\n%s\nwant\n%s", got, want)
			}
			shuffled := in
			shuffled.Statements = shuffle(in.Statements)
			if again := dump(detector.Detect(shuffled)); again != got {
				t.Errorf("shuffled files and rows change the result:\n%s\nfrom\n%s", again, got)
			}
			twice := in
			twice.Statements = append(shuffle(in.Statements), in.Statements...)
			if again := dump(detector.Detect(twice)); again != got {
				t.Errorf("every statement given twice changes the result:\n%s\nfrom\n%s", again, got)
			}
			more := in
			more.Statements = append([]*parser.Statement{unrelated(in.AsOf)}, in.Statements...)
			// How far all statements reach together is the one thing that it may change.
			short := strings.NewReplacer("warning less-than-a-year\n", "")
			if again := dump(detector.Detect(more)); short.Replace(again) != short.Replace(got) {
				t.Errorf("an unrelated statement changes the result:\n%s\nfrom\n%s", again, got)
			}
			t.Run("latin", func(t *testing.T) {
				ar := latin.archive(t, ar)
				in, want := readCase(t, ar, cat)
				r := detector.Detect(in)
				says(t, ar, r)
				// IDs are made of names, and decide among contracts of one cost.
				if got, want := sorted(dump(r)), sorted(want); got != want {
					t.Errorf("got\n%s\nwant\n%s", got, want)
				}
			})
		})
	}
}

// scenarios are the rows of the list of situations that the detector must get
// right: true memberships, look-alikes, cancellations, and the quality of data.
var scenarios = map[string]int{"A": 48, "B": 30, "C": 27, "D": 25}

// TestScenarios holds that every scenario has a case, or stands with its reason
// among those that statements cannot show. A case is named after its scenario;
// it may name more of them on its first line, before the colon.
func TestScenarios(t *testing.T) {
	files, err := filepath.Glob("../testdata/detect/*.txtar")
	if err != nil {
		t.Fatal(err)
	}
	id := regexp.MustCompile(`\b[A-D]\d\d\b`)
	shown := map[string]bool{}
	for _, file := range files {
		ar, err := txtar.ParseFile(file)
		if err != nil {
			t.Fatal(err)
		}
		first, _, _ := strings.Cut(string(ar.Comment), "\n")
		ids, _, _ := strings.Cut(first, ":")
		for _, s := range id.FindAllString(ids, -1) {
			shown[s] = true
		}
		name, _, _ := strings.Cut(filepath.Base(file), "-")
		if s := strings.ToUpper(name); id.MatchString(s) && !strings.HasPrefix(first, s) {
			t.Errorf("%s: the first line does not begin with %s", file, s)
		}
	}
	data, err := os.ReadFile("../testdata/detect/undecidable.md")
	if err != nil {
		t.Fatal(err)
	}
	told := map[string]bool{}
	for _, line := range strings.Split(string(data), "\n") {
		if s, ok := strings.CutPrefix(line, "| "); ok && id.MatchString(s[:min(3, len(s))]) {
			told[s[:3]] = true
		}
	}
	for section, n := range scenarios {
		for k := 1; k <= n; k++ {
			s := fmt.Sprintf("%s%02d", section, k)
			if !shown[s] && !told[s] {
				t.Errorf("scenario %s has no case and no reason", s)
			}
			delete(shown, s)
			delete(told, s)
		}
	}
	for s := range shown {
		t.Errorf("a case names %s, which is no scenario", s)
	}
	for s := range told {
		t.Errorf("undecidable.md names %s, which is no scenario", s)
	}
}

// TestFiftyThousandRows is scenario D22: many rows take seconds, and a
// membership among them is found.
func TestFiftyThousandRows(t *testing.T) {
	cat, err := catalog.Load()
	if err != nil {
		t.Fatal(err)
	}
	sts := household(40_000)
	wallet := sts[0]
	for k, when := range times(t, "every 1 month 2022-01-15..2025-12-15") {
		wallet.Transactions = append(wallet.Transactions, parser.Transaction{Pos: parser.Pos{File: wallet.File, Row: 900_000 + k}, Time: when, Counterparty: "示例视频", Description: "示例视频VIP连续包月",
			Amount: parser.Amount{Value: decimal.New(2500, -2), Currency: "CNY"}, OrderID: fmt.Sprintf("4300%024d", k)})
	}
	if n := len(sts[0].Transactions) + len(sts[1].Transactions); n < 50_000 {
		t.Fatalf("only %d rows", n)
	}
	start := time.Now()
	r := detector.Detect(detector.Input{Statements: sts, Catalog: cat, AsOf: day(t, "2025-12-20")})
	// Many times what it takes on a slow machine: a square of the rows takes minutes.
	if took := time.Since(start); took > time.Minute {
		t.Errorf("took %v", took)
	}
	for _, s := range r.Subscriptions {
		if s.Merchant == "示例视频" && len(s.Charges) == 48 {
			return
		}
	}
	t.Errorf("the membership is not found:\n%s", dump(r))
}

// lastCharge is when the latest charge of an alert was made.
func lastCharge(r *detector.Result, a detector.Alert) (last time.Time) {
	for _, s := range slices.Concat(r.Subscriptions, r.Maybe) {
		for _, c := range s.Charges {
			if slices.Contains(a.Charges, c.ID) && c.Time.After(last) {
				last = c.Time
			}
		}
	}
	return last
}

// says holds the texts for people to the lines of the section "says", which
// stand in one of them in Chinese or English.
func says(t *testing.T, ar *txtar.Archive, r *detector.Result) {
	t.Helper()
	var b strings.Builder
	put := func(ts ...parser.Text) {
		for _, x := range ts {
			fmt.Fprintf(&b, "%s\n%s\n", x.ZH, x.EN)
		}
	}
	for _, a := range r.Alerts {
		put(a.Message)
		put(a.Actions...)
	}
	for _, w := range r.Warnings {
		put(w.Message)
	}
	for _, s := range slices.Concat(r.Subscriptions, r.Maybe) {
		put(s.Reasons...)
	}
	for _, f := range ar.Files {
		if f.Name != "says" {
			continue
		}
		for _, line := range strings.Split(strings.TrimSpace(string(f.Data)), "\n") {
			text, not := strings.CutPrefix(line, "not: ")
			if strings.Contains(b.String(), text) == not {
				t.Errorf("%q is not as it should be in\n%s", line, b.String())
			}
		}
	}
}

func updateCase(t *testing.T, file string, ar *txtar.Archive, got string) {
	t.Helper()
	found := false
	for i := range ar.Files {
		if ar.Files[i].Name == "want" {
			ar.Files[i].Data, found = []byte(got), true
		}
	}
	if !found {
		ar.Files = append(ar.Files, txtar.File{Name: "want", Data: []byte(got)})
	}
	if err := os.WriteFile(file, txtar.Format(ar), 0o644); err != nil {
		t.Fatal(err)
	}
}

// unrelated is a statement of another wallet with purchases that follow no
// rhythm.
func unrelated(asOf time.Time) *parser.Statement {
	r := rand.New(rand.NewPCG(5, 6))
	st := &parser.Statement{File: "unrelated.csv", SHA256: "unrelated", Issuer: "meituan", Account: "other", Declares: true, From: asOf.AddDate(-1, 0, 0), To: asOf.AddDate(0, 0, -1)}
	for i := range 60 {
		st.Transactions = append(st.Transactions, parser.Transaction{
			Pos: parser.Pos{File: st.File, Row: i + 1}, Time: st.From.Add(time.Duration(r.IntN(360*24)) * time.Hour), OrderID: fmt.Sprintf("9%015d", i),
			Counterparty: fmt.Sprintf("示例餐馆%d", r.IntN(20)), Description: "外卖", Amount: parser.Amount{Value: decimal.New(int64(1000+r.IntN(5000)), -2), Currency: "CNY"},
		})
	}
	return st
}

func shuffle(sts []*parser.Statement) []*parser.Statement {
	r := rand.New(rand.NewPCG(1, 2))
	out := make([]*parser.Statement, len(sts))
	for i, k := range r.Perm(len(sts)) {
		st := *sts[k]
		st.Transactions = append([]parser.Transaction(nil), st.Transactions...)
		r.Shuffle(len(st.Transactions), func(a, b int) {
			st.Transactions[a], st.Transactions[b] = st.Transactions[b], st.Transactions[a]
		})
		out[i] = &st
	}
	return out
}

var header = regexp.MustCompile(`^(\w+) (\S+) (\S+?)\.\.(\S+)( exported \S+)?( #\d+)?$`)

func readCase(t *testing.T, ar *txtar.Archive, cat *catalog.Catalog) (in detector.Input, want string) {
	t.Helper()
	m := regexp.MustCompile(`(?m)^as-of (\S+)$`).FindSubmatch(ar.Comment)
	if m == nil {
		t.Fatal("the case has no as-of line")
	}
	in.AsOf, in.Catalog = day(t, string(m[1])), cat
	for k, f := range ar.Files {
		switch {
		case f.Name == "want":
			want = string(f.Data)
		case f.Name == "says":
		case f.Name == "records.csv":
			rs, bad, err := records.Read(f.Data)
			if err != nil || len(bad) > 0 {
				t.Fatalf("records: %v %v", err, bad)
			}
			in.Cancellations = rs
		case f.Name == "rules.yaml":
			rules, err := catalog.ParseRules(f.Name, f.Data)
			if err != nil {
				t.Fatal(err)
			}
			in.Rules, in.Catalog = rules, cat.With(rules.Services)
		default:
			m := header.FindStringSubmatch(f.Name)
			if m == nil {
				t.Fatalf("%q is not a section of a case", f.Name)
			}
			st := &parser.Statement{File: fmt.Sprintf("%s-%d.csv", m[1], k), SHA256: fmt.Sprintf("%064d", k), Issuer: m[1], From: day(t, m[3]), To: day(t, m[4]), Declares: true}
			if m[2] != "-" {
				st.Account, st.Identity, _ = strings.Cut(m[2], "#")
			}
			switch m[1] {
			case "alipay", "wechat", "jd", "meituan", "paypal":
			default:
				st.Medium = parser.DebitCard
			}
			if m[5] != "" {
				st.Exported = day(t, strings.Fields(m[5])[1])
			}
			for i, line := range strings.Split(strings.TrimSpace(string(f.Data)), "\n") {
				if line == "" {
					continue
				}
				st.Transactions = append(st.Transactions, rows(t, st, i+1, line)...)
			}
			in.Statements = append(in.Statements, st)
		}
	}
	return in, want
}

func day(t *testing.T, s string) time.Time {
	t.Helper()
	d, err := time.ParseInLocation(time.DateOnly, s, parser.China)
	if err != nil {
		t.Fatal(err)
	}
	return d
}

// rows reads one line of a case: "when | payee | item | amount | key=value …".
// The keys are method, id, mid, class, type, refunded, cur, card and booked: +2
// is posted two days later.
func rows(t *testing.T, st *parser.Statement, n int, line string) []parser.Transaction {
	t.Helper()
	cells := strings.Split(line, "|")
	for i := range cells {
		cells[i] = strings.TrimSpace(cells[i])
	}
	if len(cells) < 4 {
		t.Fatalf("%s:%d: %q has fewer than four fields", st.File, n, line)
	}
	base := parser.Transaction{Counterparty: cells[1], Description: cells[2], Amount: parser.Amount{Value: decimal.RequireFromString(cells[3]), Currency: "CNY"}, DateOnly: st.Medium != parser.Wallet}
	var booked *int
	if len(cells) > 4 {
		for _, kv := range strings.Fields(cells[4]) {
			k, v, _ := strings.Cut(kv, "=")
			switch k {
			case "method":
				base.Method = v
			case "id":
				base.OrderID = v
			case "mid":
				base.MerchantOrderID = v
			case "type":
				base.Type = v
			case "card":
				base.Card = v
			case "booked":
				lag, err := strconv.Atoi(v)
				if err != nil {
					t.Fatalf("%s:%d: booked %q is no number of days", st.File, n, v)
				}
				booked = &lag
			case "cur":
				base.Amount.Currency = v
			case "refunded":
				base.Refunded = decimal.RequireFromString(v)
			case "class":
				c := map[string]parser.Class{"refund": parser.Refund, "own": parser.Own, "transfer": parser.Transfer, "income": parser.Income, "void": parser.Void}
				if base.Class = c[v]; base.Class == 0 {
					t.Fatalf("%s:%d: no class %q", st.File, n, v)
				}
				base.Direction = map[parser.Class]parser.Direction{parser.Refund: parser.In, parser.Income: parser.In, parser.Own: parser.Neutral}[base.Class]
			default:
				t.Fatalf("%s:%d: no key %q", st.File, n, k)
			}
		}
	}
	var out []parser.Transaction
	for k, when := range times(t, cells[0]) {
		tr := base
		tr.Time = when
		if booked != nil {
			tr.Booked = when.AddDate(0, 0, *booked)
		}
		tr.Pos = parser.Pos{File: st.File, Row: 100*n + k}
		if tr.OrderID == "" && st.Medium == parser.Wallet {
			tr.OrderID = fmt.Sprintf("%s%s%05d%03d", st.Issuer, when.Format("20060102150405"), n, k)
		}
		out = append(out, tr)
	}
	return out
}

var every = regexp.MustCompile(`^every (\d+) (day|month|year)s? (\S+?)\.\.(\S+)(?: (\S+))?$`)

// times reads "2026-01-05 08:20:42", "2026-01-05" or "every 1 month
// 2025-01-31..2026-01-31 08:20:42"; months are clamped to their length.
func times(t *testing.T, s string) []time.Time {
	t.Helper()
	m := every.FindStringSubmatch(s)
	if m == nil {
		for _, l := range []string{time.DateTime, time.DateOnly} {
			if w, err := time.ParseInLocation(l, s, parser.China); err == nil {
				return []time.Time{w}
			}
		}
		t.Fatalf("%q is no time", s)
	}
	n, _ := strconv.Atoi(m[1])
	from, to := day(t, m[3]), day(t, m[4])
	clock := 8*time.Hour + 20*time.Minute
	if m[5] != "" {
		c, err := time.Parse(time.TimeOnly, m[5])
		if err != nil {
			t.Fatal(err)
		}
		clock = time.Duration(c.Hour())*time.Hour + time.Duration(c.Minute())*time.Minute + time.Duration(c.Second())*time.Second
	}
	var out []time.Time
	for k := 0; ; k++ {
		w := from.AddDate(0, 0, k*n)
		if m[2] != "day" {
			months := k * n
			if m[2] == "year" {
				months *= 12
			}
			first := time.Date(from.Year(), from.Month()+time.Month(months), 1, 0, 0, 0, 0, parser.China)
			w = first.AddDate(0, 0, min(from.Day(), first.AddDate(0, 1, -1).Day())-1)
		}
		if w.After(to) {
			return out
		}
		out = append(out, w.Add(clock))
	}
}

// dump prints what a case looks at. "of" is the day of the latest charge that a
// promised refund is for, "assumed" a cycle that no rhythm shows,
// "about" an amount that varies, "path" a first way out that is not through the
// channel that charges, "named" what people read where it is not the payee as
// printed.
func dump(r *detector.Result) string {
	var b bytes.Buffer
	date := func(t time.Time) string {
		if t.IsZero() {
			return "-"
		}
		return t.Format(time.DateOnly)
	}
	subs := func(word string, list []detector.Subscription) {
		for _, s := range list {
			name := "?" + s.Merchant
			if s.Service != nil {
				name = s.Service.ID
			}
			var about, assumed, path, named string
			if s.Service == nil && !strings.HasPrefix(s.Name.ZH, s.Merchant) {
				named = ", named " + s.Name.ZH
			}
			if s.Varies {
				about = "about "
			}
			if s.CycleAssumed {
				assumed = " assumed"
			}
			if len(s.Paths) > 0 && s.Paths[0].Channel != s.Channel {
				path = ", path " + s.Paths[0].Channel
			}
			fmt.Fprintf(&b, "%s %s %s %s, every %d %s%s, %s%s %s (%s a year), %d charges %s..%s, %s, next %s, cancel by %s%s%s\n", word, name, s.Kind, s.Status,
				s.Cycle.Count, s.Cycle.Unit, assumed, about, s.Amount.StringFixed(2), s.Currency, s.AnnualCost.StringFixed(2), len(s.Charges), date(s.First()), date(s.Last()), s.Channel, date(s.Next), date(s.CancelBy), path, named)
			if c := s.Cancellation; c != nil {
				fmt.Fprintf(&b, "  %scancelled %s, clean until %s, check on %s\n", map[bool]string{true: "maybe "}[c.Unclear], date(c.CancelledOn), date(c.CleanUntil), date(c.CheckOn))
			}
			for _, e := range s.Events {
				after := ""
				if !e.After.IsZero() {
					after = ", after " + date(e.After)
				}
				fmt.Fprintf(&b, "  %s %s %s%s\n", date(e.Date), e.Type, strings.TrimSpace(e.From+" "+e.To), after)
			}
			for _, c := range s.Charges {
				if len(c.Rows) == 0 {
					fmt.Fprintf(&b, "  a charge without rows: %s\n", c.ID)
				}
			}
		}
	}
	subs("subscription", r.Subscriptions)
	subs("maybe", r.Maybe)
	for _, a := range r.Alerts {
		fmt.Fprintf(&b, "alert %s %s %s, %d charges", a.Type, a.Severity, date(a.Date), len(a.Charges))
		if a.Amount.Valid {
			fmt.Fprintf(&b, ", %s", a.Amount.Decimal.StringFixed(2))
		}
		if last := lastCharge(r, a); a.Type == "refund-missing" {
			fmt.Fprintf(&b, "%s, of %s", map[bool]string{true: " disputed"}[a.Disputed], date(last))
		}
		if !a.RefundUntil.IsZero() {
			fmt.Fprintf(&b, ", refund until %s", date(a.RefundUntil))
		}
		b.WriteByte('\n')
	}
	for _, w := range r.Warnings {
		fmt.Fprintf(&b, "warning %s\n", w.Code)
	}
	for _, o := range r.Open {
		fmt.Fprintf(&b, "a record may mean any of %d", len(o.Subscriptions))
		for _, k := range o.Accounts {
			b.WriteString(", " + k.ZH)
		}
		b.WriteByte('\n')
	}
	return b.String()
}
