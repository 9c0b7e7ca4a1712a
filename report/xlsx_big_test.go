package report

import (
	"bytes"
	"fmt"
	"runtime"
	"testing"
	"time"

	"github.com/unrenew/unrenew/detector"
	"github.com/unrenew/unrenew/parser"
)

// large is a result of so many subscriptions with so many charges each.
func large(subs, charges int) *detector.Result {
	r, _ := household()
	one := r.Subscriptions[0]
	r.Subscriptions, r.Maybe, r.Alerts = nil, nil, nil
	for i := range subs {
		s := one
		s.ID, s.Charges, s.Events = fmt.Sprintf("s-%04d", i), nil, nil
		s.Name = says(fmt.Sprintf("会员 %d", i), fmt.Sprintf("membership %d", i))
		for k := range charges {
			when := day("2016-11-22").AddDate(0, 0, k*3650/charges).Add(9 * time.Hour)
			s.Charges = append(s.Charges, aCharge(fmt.Sprintf("%d-%d", i, k), when.Format("2006-01-02 15:04"), "19.99", "CNY",
				parser.Pos{File: alipayFile, Row: k + 2}))
		}
		r.Subscriptions = append(r.Subscriptions, s)
	}
	return r
}

func BenchmarkLargeWorkbook(b *testing.B) {
	v := NewView(large(200, 250), nil, Options{})
	var m runtime.MemStats
	for b.Loop() {
		runtime.GC()
		runtime.ReadMemStats(&m)
		before := m.TotalAlloc
		var out bytes.Buffer
		if err := xlsxOutput.Write(&out, v); err != nil {
			b.Fatal(err)
		}
		runtime.ReadMemStats(&m)
		b.ReportMetric(float64(m.TotalAlloc-before)/(1<<20), "MiB-allocated")
		b.ReportMetric(float64(m.Sys)/(1<<20), "MiB-from-system")
		b.ReportMetric(float64(out.Len())/(1<<20), "MiB-file")
	}
}
