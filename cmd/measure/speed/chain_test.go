//go:build unix

package speed

import (
	"fmt"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"slices"
	"strconv"
	"sync"
	"testing"
	"time"

	"github.com/ledongthuc/pdf"

	"github.com/unrenew/unrenew/detector"
	"github.com/unrenew/unrenew/detector/catalog"
	"github.com/unrenew/unrenew/parser"
	"github.com/unrenew/unrenew/parser/formats"
	"github.com/unrenew/unrenew/report"
)

// input is what the detector gets of an Alipay export.
func input(b *testing.B, rows, shops int) detector.Input {
	b.Helper()
	known, err := catalog.Load()
	if err != nil {
		b.Fatal(err)
	}
	st, err := formats.All().Parse(parser.NewSource("a.csv", Alipay(rows, shops)))
	if err != nil {
		b.Fatal(err)
	}
	return detector.Input{Statements: []*parser.Statement{st}, Catalog: known, AsOf: time.Date(2026, 11, 1, 0, 0, 0, 0, parser.China)}
}

// groupAndSort is the floor of all that looks at payments: those of each payee,
// by time.
func groupAndSort(in detector.Input) {
	groups := map[string][]*parser.Transaction{}
	for _, st := range in.Statements {
		for i := range st.Transactions {
			t := &st.Transactions[i]
			groups[t.Counterparty] = append(groups[t.Counterparty], t)
		}
	}
	for _, g := range groups {
		slices.SortFunc(g, func(a, b *parser.Transaction) int { return a.Time.Compare(b.Time) })
	}
}

func BenchmarkDetector(b *testing.B) {
	for _, size := range []struct{ rows, shops int }{{5_000, shops}, {20_000, shops}, {20_000, 1000}, {20_000, 10_000}} {
		b.Run(fmt.Sprintf("rows=%d/merchants=%d", size.rows, size.shops), func(b *testing.B) {
			in := input(b, size.rows, size.shops)
			against(b, func() { groupAndSort(in) }, func() { detector.Detect(in) })
		})
	}
}

// BenchmarkLinker joins each payment of the wallet with the card's row of it.
func BenchmarkLinker(b *testing.B) {
	for _, rows := range []int{10_000, 40_000} {
		b.Run(fmt.Sprintf("rows=%d", 2*rows), func(b *testing.B) {
			in := input(b, rows, shops)
			wallet := in.Statements[0]
			card := &parser.Statement{File: "card.csv", Issuer: "cmb", Medium: parser.DebitCard, Account: "尾号 0123", From: wallet.From, To: wallet.To, Declares: true}
			for i := range wallet.Transactions {
				w := &wallet.Transactions[i]
				w.Method = "招商银行储蓄卡(0123)"
				y, m, d := w.Time.Date()
				card.Transactions = append(card.Transactions, parser.Transaction{
					Pos: parser.Pos{File: "card.csv", Row: i + 2}, Time: time.Date(y, m, d+i%3, 0, 0, 0, 0, parser.China), DateOnly: true,
					Amount: w.Amount, Direction: parser.Out, Class: parser.Spend, Counterparty: "支付宝-" + w.Counterparty, Description: "快捷支付"})
			}
			in.Statements = append(in.Statements, card)
			against(b, func() { groupAndSort(in) }, func() {
				for _, s := range detector.Detect(in).Subscriptions {
					for _, c := range s.Charges {
						if len(c.Rows) != 2 {
							b.Fatalf("a charge has %d rows", len(c.Rows))
						}
					}
				}
			})
		})
	}
}

func BenchmarkReport(b *testing.B) {
	in := input(b, 20_000, shops)
	view := report.NewView(detector.Detect(in), in.Statements, report.Options{Lang: "zh"})
	for _, o := range report.Outputs() {
		b.Run(o.ID, func(b *testing.B) {
			against(b, func() { groupAndSort(in) }, func() {
				if err := o.Write(io.Discard, view); err != nil {
					b.Fatal(err)
				}
			})
		})
	}
}

// The floor of a PDF is to inflate its pages.
func BenchmarkPDF(b *testing.B) {
	const name = "../../../testdata/statements/cmb-debit-pdf/columns-left-out.pdf"
	data, err := os.ReadFile(name)
	if err != nil {
		b.Fatal(err)
	}
	pages := func() {
		f, r, err := pdf.Open(name)
		if err != nil {
			b.Fatal(err)
		}
		defer f.Close()
		for n := range r.NumPage() {
			c := r.Page(n + 1).V.Key("Contents").Reader()
			if _, err := io.Copy(io.Discard, c); err != nil {
				b.Fatal(err)
			}
			c.Close()
		}
	}
	against(b, pages, func() {
		if _, err := formats.All().Parse(parser.NewSource("a.pdf", data)); err != nil {
			b.Fatal(err)
		}
	})
}

func build(tb testing.TB) (program string) {
	tb.Helper()
	program = filepath.Join(tb.TempDir(), "unrenew")
	if out, err := exec.Command("go", "build", "-o", program, "../../unrenew").CombinedOutput(); err != nil {
		tb.Fatalf("%v: %s", err, out)
	}
	return program
}

// scan runs the program on a file and returns how much memory it took, as Linux
// tells while it runs. What is told at the end counts the memory of its parent,
// which has just invented the file.
func scan(tb testing.TB, program, file string) (peakMB int64) {
	dir := filepath.Dir(file)
	c := exec.Command(program, "scan", file, "--json", "--as-of", "2026-11-01")
	c.Env = append(os.Environ(), "HOME="+dir, "XDG_CONFIG_HOME="+dir, "XDG_CACHE_HOME="+dir, "GOGC=", "GOMEMLIMIT=")
	if err := c.Start(); err != nil {
		tb.Fatal(err)
	}
	done := make(chan struct{})
	var wait sync.WaitGroup
	wait.Go(func() {
		for status := fmt.Sprintf("/proc/%d/status", c.Process.Pid); ; {
			text, _ := os.ReadFile(status)
			if m := highWater.FindSubmatch(text); m != nil {
				kib, _ := strconv.ParseInt(string(m[1]), 10, 64)
				peakMB = max(peakMB, kib*1024/1e6)
			}
			select {
			case <-done:
				return
			case <-time.After(5 * time.Millisecond):
			}
		}
	})
	_ = c.Wait() // 1 means that there are alerts
	close(done)
	wait.Wait()
	if c.ProcessState.ExitCode() > 1 {
		tb.Fatalf("scan ends with %v", c.ProcessState)
	}
	return peakMB
}

var highWater = regexp.MustCompile(`VmHWM:\s+(\d+) kB`)

// BenchmarkScan runs the program. The floor is to decode and split the file.
func BenchmarkScan(b *testing.B) {
	program := build(b)
	for _, rows := range []int{1_000, 50_000} {
		b.Run(fmt.Sprintf("rows=%d", rows), func(b *testing.B) {
			data := Alipay(rows, shops)
			file := filepath.Join(b.TempDir(), "a.csv")
			if err := os.WriteFile(file, data, 0o600); err != nil {
				b.Fatal(err)
			}
			var peak int64
			against(b, func() { decodeAndSplit(data, true) }, func() { peak = max(peak, scan(b, program, file)) })
			b.ReportMetric(float64(peak), "peak-MB")
		})
	}
}
