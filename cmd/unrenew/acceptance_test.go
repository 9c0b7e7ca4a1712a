//go:build acceptance

package main

import (
	"bytes"
	"context"
	"encoding/json"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/shopspring/decimal"
	"golang.org/x/text/encoding/simplifiedchinese"
)

// What the notes beside the public samples say of each file: rows, and the sums
// by the direction that the rows state.
var acceptance = []struct {
	file     string
	rows     int
	out, in  string
	from, to string // of the rows, where the notes give them
}{
	{"alipay/example-alipay-records.csv", 10, "211.64", "222228.50", "", ""},
	{"alipay/2021-app/example-alipay-records.csv", 16, "321.81", "161.90", "", ""},
	{"alipay/2020-web/example-alipay-records.csv", 7, "3137.00", "0.01", "", ""},
	{"alipay/2019-web/example-alipay-records.csv", 2, "27.00", "0.01", "", ""},
	{"wechat/example-wechat-records.csv", 27, "2904.53", "28.49", "", ""},
	{"wechat/example-wechat-records.xlsx", 27, "2904.53", "28.49", "", ""},
	{"wechat/2025-xlsx/example-wechat-records.xlsx", 27, "2904.53", "28.49", "", ""},
	{"wechat/2019-csv/example-wechat-records.csv", 2, "28.16", "0.35", "", ""},
	{"cmb/debit/example-cmb-records.csv", 5, "2013.14", "1234.00", "2024-01-01", "2024-01-27"},
	{"cmb/credit/example-cmb-records.csv", 6, "8056.78", "380.80", "2023-12-29", "2024-01-05"},
	{"icbc/debit-v1/example-icbc-debit-v1-records.csv", 11, "4241.08", "2841.74", "2023-02-08", "2023-05-02"},
	{"ccb/交易明细_xxxx_2025xxxx_2025xxxx.xls", 6, "703.26", "0", "2025-01-01", "2025-01-06"},
	{"boc/debit/example-boc-records.csv", 17, "9394.30", "9821.00", "2025-08-01", "2025-08-22"},
}

type acceptedSource struct {
	File         string
	Rows         int
	Transactions int
	From, To     string
	Outflow      map[string]decimal.Decimal
	Inflow       map[string]decimal.Decimal
	LeftOut      []struct{ Reason string } `json:"left_out"`
}

func samples(t *testing.T) string {
	t.Helper()
	dir := os.Getenv("UNRENEW_SAMPLES")
	if dir == "" {
		t.Fatal("UNRENEW_SAMPLES does not name the folder of samples")
	}
	return dir
}

// scanned runs the program and returns its JSON, which is nothing else on stdout.
func scanned(t *testing.T, args ...string) ([]byte, []acceptedSource) {
	t.Helper()
	t.Setenv("XDG_CONFIG_HOME", t.TempDir())
	var out, errs bytes.Buffer
	code := run(context.Background(), append([]string{"scan", "--json", "--as-of", "2026-11-22"}, args...), strings.NewReader(""), &out, &errs)
	if code != 0 && code != 1 {
		t.Fatalf("scan %q exits with %d: %s", args, code, &errs)
	}
	var report struct{ Sources []acceptedSource }
	if err := json.Unmarshal(out.Bytes(), &report); err != nil {
		t.Fatal(err)
	}
	if err := validReport(out.Bytes()); err != nil {
		t.Fatal(err)
	}
	return out.Bytes(), report.Sources
}

func sum(m map[string]decimal.Decimal) (s decimal.Decimal) {
	for _, v := range m {
		s = s.Add(v)
	}
	return s
}

// TestAcceptance reads every sample and compares it with its notes.
func TestAcceptance(t *testing.T) {
	dir := samples(t)
	_, all := scanned(t, dir)
	if len(all) != len(acceptance) {
		t.Errorf("%d statements were read, %d are known", len(all), len(acceptance))
	}
	for _, want := range acceptance {
		t.Run(want.file, func(t *testing.T) {
			path := filepath.Join(dir, filepath.FromSlash(want.file))
			i := slices.IndexFunc(all, func(s acceptedSource) bool { return filepath.Clean(s.File) == path })
			if i < 0 {
				t.Fatal("the file is no source of the whole folder")
			}
			_, alone := scanned(t, path)
			for name, got := range map[string]acceptedSource{"in the folder": all[i], "alone": alone[0]} {
				if got.Rows != want.rows || got.Transactions+len(got.LeftOut) != got.Rows {
					t.Errorf("%s: %d rows, %d transactions, %d left out; want %d rows, all placed", name, got.Rows, got.Transactions, len(got.LeftOut), want.rows)
				}
				if !sum(got.Outflow).Equal(decimal.RequireFromString(want.out)) || !sum(got.Inflow).Equal(decimal.RequireFromString(want.in)) {
					t.Errorf("%s: out %s, in %s; want %s and %s", name, sum(got.Outflow), sum(got.Inflow), want.out, want.in)
				}
				if want.from != "" && (got.From != want.from || got.To != want.to) {
					t.Errorf("%s: from %s to %s, want %s to %s", name, got.From, got.To, want.from, want.to)
				}
				for _, l := range got.LeftOut {
					if l.Reason == "" {
						t.Errorf("%s: a row is left out without a reason", name)
					}
				}
			}
		})
	}
}

// TestAcceptanceForms reads every text sample in other charsets and line ends
// and from locked archives.
func TestAcceptanceForms(t *testing.T) {
	dir := samples(t)
	for _, want := range acceptance {
		if filepath.Ext(want.file) != ".csv" {
			continue
		}
		t.Run(want.file, func(t *testing.T) {
			data, err := os.ReadFile(filepath.Join(dir, filepath.FromSlash(want.file)))
			if err != nil {
				t.Fatal(err)
			}
			text := string(data)
			if plain, err := simplifiedchinese.GB18030.NewDecoder().String(text); err == nil && !strings.Contains(text, "交易") {
				text = plain
			}
			text = strings.TrimPrefix(text, "\ufeff")
			gb, err := simplifiedchinese.GB18030.NewEncoder().String(text)
			if err != nil {
				t.Fatal(err)
			}
			forms := map[string][]byte{
				"utf-8.csv": []byte(text), "bom.csv": []byte("\ufeff" + text), "gb18030.csv": []byte(gb),
				"crlf.csv": []byte(strings.ReplaceAll(text, "\n", "\r\n")), "lf.csv": []byte(strings.ReplaceAll(text, "\r\n", "\n")),
			}
			for _, kind := range []string{"zipcrypto", "aes256"} {
				forms[kind+".zip"], err = locked(kind, "123456", "账单.csv", data)
				if err != nil {
					t.Fatal(err)
				}
			}
			for name, data := range forms {
				file := filepath.Join(t.TempDir(), "2024-01 "+name) // a credit card list may need the month from its name
				if err := os.WriteFile(file, data, 0o600); err != nil {
					t.Fatal(err)
				}
				_, got := scanned(t, file, "--password", "123456")
				if len(got) != 1 || got[0].Rows != want.rows || !sum(got[0].Outflow).Equal(decimal.RequireFromString(want.out)) || !sum(got[0].Inflow).Equal(decimal.RequireFromString(want.in)) {
					t.Errorf("%s: %+v, want %d rows, out %s, in %s", name, got, want.rows, want.out, want.in)
				}
			}
		})
	}
}

// TestAcceptanceOrder: the order of the files and a folder given twice change
// nothing.
func TestAcceptanceOrder(t *testing.T) {
	dir := samples(t)
	var files []string
	err := filepath.WalkDir(dir, func(path string, d fs.DirEntry, err error) error {
		if err == nil && !d.IsDir() && filepath.Ext(path) != ".md" {
			files = append(files, path)
		}
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	first, _ := scanned(t, files...)
	slices.Reverse(files)
	if again, _ := scanned(t, files...); !bytes.Equal(first, again) {
		t.Error("files in another order give another report")
	}
	once, _ := scanned(t, dir)
	if twice, _ := scanned(t, dir, dir); !bytes.Equal(once, twice) {
		t.Error("the folder given twice gives another report")
	}
}
