package main

import (
	"bytes"
	"errors"
	"fmt"
	"net/http"
	"os"
	"path/filepath"
	"strings"
	"syscall"
	"testing"

	"github.com/pdfcpu/pdfcpu/pkg/api"
	"github.com/pdfcpu/pdfcpu/pkg/pdfcpu/model"
	"github.com/xuri/excelize/v2"
)

// TestServeMemory: of statements and passwords nothing goes to the disk, not for
// a moment: neither what is uploaded, nor a sheet that is large, nor what is
// unlocked, nor the reports. It sees every file that is made.
func TestServeMemory(t *testing.T) {
	home, temporary, here := t.TempDir(), t.TempDir(), t.TempDir()
	t.Setenv("HOME", home)
	t.Setenv("XDG_CONFIG_HOME", home)
	t.Setenv("XDG_CACHE_HOME", home)
	t.Setenv("TMPDIR", temporary)
	t.Chdir(here)
	pdf := filepath.Join(repository(), "testdata", "statements", "cmb-debit-pdf", "two-pages.pdf")
	plain, err := os.ReadFile(pdf)
	if err != nil {
		t.Fatal(err)
	}
	var sealed bytes.Buffer
	api.DisableConfigDir()
	if err := api.Encrypt(bytes.NewReader(plain), &sealed, model.NewAESConfiguration("135790", "owner", 256)); err != nil {
		t.Fatal(err)
	}
	zip, err := locked("aes256", "271828", "bill.csv", monthlyBill("2026-06", "2026-07", "2026-08"))
	if err != nil {
		t.Fatal(err)
	}
	book := largeBook(t)
	g := receive(t, "2026-11-10").open()

	made := watchFolders(t, home, temporary, here, g.dir)
	g.give(http.StatusOK, "files", [3]string{"file", "large.xlsx", string(book)})
	g.give(http.StatusOK, "files", [3]string{"file", "bill.zip", string(zip)})
	g.post(http.StatusOK, "unlock", "file", g.the(`name="file" value="(\w+)"`, g.get("")), "password", "271828")
	g.give(http.StatusOK, "files", [3]string{"file", "bill.pdf", sealed.String()})
	g.post(http.StatusOK, "unlock", "file", g.the(`name="file" value="(\w+)"`, g.get("")), "password", "135790")
	g.shows(g.get(""), "招商银行借记卡交易流水", "30000 行", "3 行")
	g.get("report.html")
	for _, id := range strings.Split(outputIDs(), ",") {
		g.get("save/" + id)
	}
	g.post(http.StatusOK, "clear")
	g.stop()
	if list := made(); len(list) > 0 {
		t.Errorf("made: %q", list)
	}

	// The watch itself: a record is seen.
	g = receive(t, "2026-11-10").open()
	made = watchFolders(t, g.dir)
	g.give(http.StatusOK, "files", [3]string{"file", "bill.csv", string(monthlyBill("2026-06", "2026-07", "2026-08", "2026-09"))})
	g.give(http.StatusOK, "cancel", [3]string{"subscription", "", g.the(`<li id="m-(s-\w+)"`, g.get(""))}, [3]string{"on", "", "2026-09-20"})
	if list := made(); len(list) == 0 {
		t.Error("nothing is seen, whatever is written")
	}
}

// watchFolders returns what tells the names of all files that were made in the
// folders since.
func watchFolders(t *testing.T, folders ...string) func() []string {
	t.Helper()
	fd, err := syscall.InotifyInit1(syscall.IN_NONBLOCK | syscall.IN_CLOEXEC)
	if err != nil {
		t.Skipf("skipped: files cannot be watched here: %v", err)
	}
	t.Cleanup(func() { syscall.Close(fd) })
	for _, folder := range folders {
		if _, err := syscall.InotifyAddWatch(fd, folder, syscall.IN_CREATE|syscall.IN_MOVED_TO); err != nil {
			t.Skipf("skipped: files cannot be watched here: %v", err)
		}
	}
	return func() (names []string) {
		buf := make([]byte, 1<<16)
		for {
			n, err := syscall.Read(fd, buf)
			if errors.Is(err, syscall.EAGAIN) || n <= 0 {
				return names
			}
			for at := 0; at+syscall.SizeofInotifyEvent <= n; {
				size := int(buf[at+12]) | int(buf[at+13])<<8
				names = append(names, string(bytes.TrimRight(buf[at+syscall.SizeofInotifyEvent:at+syscall.SizeofInotifyEvent+size], "\x00")))
				at += syscall.SizeofInotifyEvent + size
			}
		}
	}
}

// largeBook is a WeChat statement whose sheet is larger than what the library
// for workbooks holds in memory by itself.
func largeBook(t *testing.T) []byte {
	t.Helper()
	f := excelize.NewFile()
	defer f.Close()
	w, err := f.NewStreamWriter("Sheet1")
	if err != nil {
		t.Fatal(err)
	}
	row := 0
	write := func(cells ...any) {
		row++
		if err := w.SetRow(fmt.Sprintf("A%d", row), cells); err != nil {
			t.Fatal(err)
		}
	}
	write("微信支付账单明细")
	write("微信昵称：[示例]")
	write("起始时间：[2026-01-01 00:00:00] 终止时间：[2026-10-28 23:59:59]")
	write("----------------------微信支付账单明细列表--------------------")
	write("交易时间", "交易类型", "交易对方", "商品", "收/支", "金额(元)", "支付方式", "当前状态", "交易单号", "商户单号", "备注")
	for i := range 30000 {
		write(fmt.Sprintf("2026-%02d-%02d 08:%02d:%02d", i%10+1, i%28+1, i%60, i%59), "商户消费", fmt.Sprintf("早餐铺%d", i%997), strings.Repeat("豆浆油条", 8)+fmt.Sprint(i), "支出", "¥6.00", "零钱", "支付成功", fmt.Sprintf("4200002026%018d", i), fmt.Sprintf("W%d", i), "/")
	}
	if err := w.Flush(); err != nil {
		t.Fatal(err)
	}
	b, err := f.WriteToBuffer()
	if err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}
