//go:build unix

package speed

import (
	"archive/zip"
	"bytes"
	"io"
	"runtime"
	"slices"
	"strings"
	"sync"
	"syscall"
	"testing"
	"time"

	"golang.org/x/text/encoding/simplifiedchinese"

	"github.com/unrenew/unrenew/parser"
	"github.com/unrenew/unrenew/parser/formats"
)

// against times work and floor in turns, so that what else the machine does
// weighs on both, and reports how many times the floor work takes: x-floor of the
// time that passed, x-cpu of the time of all cores, which a busy machine disturbs
// less. Both are the medians of all turns. What else the benchmark shows is that
// of work alone.
func against(b *testing.B, floor, work func()) {
	var ms, wall, cpu []float64
	b.ReportAllocs()
	b.ResetTimer()
	b.StopTimer()
	for range b.N {
		low := spentOn(floor)
		b.StartTimer()
		high := spentOn(work)
		b.StopTimer()
		ms = append(ms, low.wall.Seconds()*1000)
		wall = append(wall, high.wall.Seconds()/low.wall.Seconds())
		cpu = append(cpu, high.cpu.Seconds()/low.cpu.Seconds())
	}
	for unit, values := range map[string][]float64{"floor-ms": ms, "x-floor": wall, "x-cpu": cpu} {
		slices.Sort(values)
		b.ReportMetric(values[len(values)/2], unit)
	}
}

type spent struct{ wall, cpu time.Duration }

func spentOn(do func()) spent {
	runtime.GC()
	start, used := time.Now(), cpuTime()
	do()
	return spent{time.Since(start), cpuTime() - used}
}

// cpuTime is what this process and those that it waited for have used so far.
func cpuTime() (all time.Duration) {
	for _, who := range []int{syscall.RUSAGE_SELF, syscall.RUSAGE_CHILDREN} {
		var u syscall.Rusage
		if err := syscall.Getrusage(who, &u); err != nil {
			panic(err)
		}
		all += time.Duration(u.Utime.Nano() + u.Stime.Nano())
	}
	return all
}

func read(tb testing.TB, src parser.Source, want int) {
	st, err := formats.All().Parse(src.WithData(src.Data)) // nothing is known of it yet
	if err != nil {
		tb.Fatal(err)
	}
	if len(st.Transactions) != want || len(st.LeftOut) != 0 {
		tb.Fatalf("%d transactions and %d left out of %d", len(st.Transactions), len(st.LeftOut), want)
	}
}

// decodeAndSplit is the floor of a delimited text: its characters as UTF-8 and
// its rows cut at the commas outside of quotes, on all cores, with nothing kept.
func decodeAndSplit(data []byte, gb18030 bool) {
	n := runtime.GOMAXPROCS(0)
	var wait sync.WaitGroup
	for size := len(data)/n + 1; len(data) > 0; {
		end := min(size, len(data))
		if i := bytes.IndexByte(data[end:], '\n'); i >= 0 {
			end += i + 1
		} else {
			end = len(data)
		}
		part := data[:end]
		data = data[end:]
		wait.Go(func() {
			const piece = 1 << 20
			cells := make([]string, 0, 16)
			for len(part) > 0 {
				end := min(piece, len(part))
				if i := bytes.IndexByte(part[end:], '\n'); i >= 0 {
					end += i + 1
				} else {
					end = len(part)
				}
				var text string
				if gb18030 {
					text, _ = simplifiedchinese.GB18030.NewDecoder().String(string(part[:end]))
				} else {
					text = strings.ToValidUTF8(string(part[:end]), "\uFFFD")
				}
				part = part[end:]
				for line := range strings.SplitSeq(text, "\n") {
					cells = cells[:0]
					for rest, more := line, true; more; {
						var cell string
						if end := strings.Index(rest, `",`); end > 0 && rest[0] == '"' {
							cell, rest = rest[1:end], rest[end+2:]
						} else {
							cell, rest, more = strings.Cut(rest, ",")
						}
						cells = append(cells, cell)
					}
				}
			}
		})
	}
	wait.Wait()
}

const (
	longRows  = 300_000
	sheetRows = 20_000
)

func BenchmarkAlipayCSV(b *testing.B) {
	data := Alipay(longRows, shops)
	src := parser.NewSource("a.csv", data)
	b.SetBytes(int64(len(data)))
	against(b, func() { decodeAndSplit(data, true) }, func() { read(b, src, longRows) })
}

func BenchmarkWeChatCSV(b *testing.B) {
	data := WeChatCSV(longRows)
	src := parser.NewSource("a.csv", data)
	b.SetBytes(int64(len(data)))
	against(b, func() { decodeAndSplit(data, false) }, func() { read(b, src, longRows) })
}

// The floor of a workbook is to inflate it.
func inflate(b *testing.B, data []byte) {
	r, err := zip.NewReader(bytes.NewReader(data), int64(len(data)))
	if err != nil {
		b.Fatal(err)
	}
	for _, f := range r.File {
		p, err := f.Open()
		if err != nil {
			b.Fatal(err)
		}
		if _, err := io.Copy(io.Discard, p); err != nil {
			b.Fatal(err)
		}
	}
}

func BenchmarkWeChatXLSX(b *testing.B) {
	data := WeChatXLSX(sheetRows)
	src := parser.NewSource("a.xlsx", data)
	b.SetBytes(int64(len(data)))
	against(b, func() { inflate(b, data) }, func() { read(b, src, sheetRows) })
}

func BenchmarkSmallFile(b *testing.B) {
	data := Alipay(200, shops)
	src := parser.NewSource("a.csv", data)
	against(b, func() { decodeAndSplit(data, true) }, func() { read(b, src, 200) })
}

// BenchmarkKept says how many bytes a row takes once it is read.
func BenchmarkKept(b *testing.B) {
	data := Alipay(longRows, shops)
	heap := func() uint64 {
		runtime.GC()
		var m runtime.MemStats
		runtime.ReadMemStats(&m)
		return m.HeapAlloc
	}
	for range b.N {
		before := heap()
		st, err := formats.All().Parse(parser.NewSource("a.csv", data))
		if err != nil {
			b.Fatal(err)
		}
		b.ReportMetric(float64(heap()-before)/float64(len(st.Transactions)), "kept-B/row")
		runtime.KeepAlive(st)
	}
}
