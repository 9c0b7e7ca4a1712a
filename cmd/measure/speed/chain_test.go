//go:build unix

package speed

import (
	"fmt"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"syscall"
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

// BenchmarkScan runs the program. The floor is to decode and split the file.
func BenchmarkScan(b *testing.B) {
	program := filepath.Join(b.TempDir(), "unrenew")
	if out, err := exec.Command("go", "build", "-o", program, "../../unrenew").CombinedOutput(); err != nil {
		b.Fatalf("%v: %s", err, out)
	}
	for _, rows := range []int{1_000, 50_000} {
		b.Run(fmt.Sprintf("rows=%d", rows), func(b *testing.B) {
			data := Alipay(rows, shops)
			dir := b.TempDir()
			file := filepath.Join(dir, "a.csv")
			if err := os.WriteFile(file, data, 0o600); err != nil {
				b.Fatal(err)
			}
			var peak int64
			against(b, func() { decodeAndSplit(data, true) }, func() {
				c := exec.Command(program, "scan", file, "--json", "--as-of", "2026-11-01")
				c.Env = append(os.Environ(), "HOME="+dir, "XDG_CONFIG_HOME="+dir, "XDG_CACHE_HOME="+dir)
				_ = c.Run() // 1 means that there are alerts
				if c.ProcessState == nil || c.ProcessState.ExitCode() > 1 {
					b.Fatalf("scan ends with %v", c.ProcessState)
				}
				peak = max(peak, c.ProcessState.SysUsage().(*syscall.Rusage).Maxrss)
			})
			b.ReportMetric(float64(peak)/1024, "peak-MB") // Linux counts in KiB
		})
	}
}
