package main

import (
	"bufio"
	"bytes"
	"fmt"
	"math/rand/v2"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"strconv"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/unrenew/unrenew/detector/records"
)

// long tells whether the tests may take minutes, as they do in .ci/run. Else they
// do the same less often.
func long() bool { return os.Getenv("UNRENEW_TESTS") == "long" }

// writer is a command of the tests: it replaces the file that it is told, again
// and again, each time by a later edition, until it is killed.
func writer() {
	name := os.Args[1]
	first, err := strconv.Atoi(os.Args[2])
	if err != nil {
		panic(err)
	}
	fmt.Println("ready")
	for n := first; ; n++ {
		if err := replace(name, edition(n), 0o600); err != nil {
			panic(err)
		}
	}
}

// edition is a file of which every line says the number of the edition, and
// whose length no other has.
func edition(n int) []byte {
	return bytes.Repeat(fmt.Appendf(nil, "%08d\n", n), 3000+n%1000)
}

// editionOf is the number of a whole edition.
func editionOf(data []byte) (int, bool) {
	if len(data) < 8 {
		return 0, false
	}
	n, err := strconv.Atoi(string(data[:8]))
	return n, err == nil && bytes.Equal(data, edition(n))
}

// TestCrash kills the program a thousand times while it replaces a file. Always
// the old edition or a new one is there, whole; and what the crashes leave
// behind goes with a later write.
func TestCrash(t *testing.T) {
	kills, workers := 40, 4
	if long() {
		kills = 1000
	}
	if n, err := strconv.Atoi(os.Getenv("UNRENEW_KILLS")); err == nil { // where time is short
		kills = n
	}
	var wg sync.WaitGroup
	for w := range workers {
		wg.Go(func() {
			dir := t.TempDir()
			name := filepath.Join(dir, "cancellations.csv")
			dice := rand.New(rand.NewPCG(26, uint64(w)))
			last, written := 0, 0
			began := time.Now()
			if err := replace(name, edition(0), 0o600); err != nil {
				t.Error(err)
				return
			}
			window := max(20*time.Millisecond, 4*time.Since(began)) // a slow disk takes longer to write an edition
			for range kills / workers {
				if !killed(t, time.Duration(dice.Int64N(int64(window))), "unrenew-writer", name, strconv.Itoa(last)) {
					return
				}
				data, err := os.ReadFile(name)
				if os.IsNotExist(err) && last == 0 {
					continue // not even the first was finished
				}
				n, whole := editionOf(data)
				if err != nil || !whole || n < last {
					t.Errorf("after edition %d: %d bytes of %d, %v", last, len(data), n, err)
					return
				}
				written += n - last
				last = n
			}
			if written < kills/workers/4 {
				t.Errorf("only %d editions were written; the kills come too early to prove anything", written)
			}
			left, err := filepath.Glob(filepath.Join(dir, temporaries+"*"))
			if err != nil || len(left) == 0 && long() {
				t.Errorf("no kill came while a file was written: %v", err)
			}
			for _, f := range left {
				if err := os.Chtimes(f, time.Time{}, time.Now().Add(-2*staleAfter)); err != nil {
					t.Error(err)
				}
			}
			if err := replace(name, nil, 0o600); err != nil {
				t.Error(err)
			}
			if entries, err := os.ReadDir(dir); err != nil || len(entries) != 1 {
				t.Errorf("the crashes left %d files, %v", len(entries)-1, err)
			}
		})
	}
	wg.Wait()
}

// killed runs a command that says a line when it begins, and kills it a while
// after that.
func killed(t *testing.T, after time.Duration, name string, args ...string) bool {
	cmd := exec.Command(name, args...)
	cmd.Stderr = os.Stderr
	out, err := cmd.StdoutPipe()
	if err == nil {
		err = cmd.Start()
	}
	if err == nil {
		_, err = bufio.NewReader(out).ReadString('\n')
	}
	if err != nil {
		t.Error(err)
		return false
	}
	time.Sleep(after)
	if err := cmd.Process.Kill(); err != nil {
		t.Error(err)
	}
	_ = cmd.Wait() // which says that it was killed
	return true
}

// TestCrashOfCancel kills cancel itself at random moments: every record that was
// there stays, the new one is there or not, and the next cancel is not kept
// waiting by a lock that the dead have left.
func TestCrashOfCancel(t *testing.T) {
	kills := 6
	if long() {
		kills = 60
	}
	dir := t.TempDir()
	name := filepath.Join(dir, "cancellations.csv")
	proof := filepath.Join(dir, "proof.png")
	if err := os.WriteFile(proof, bytes.Repeat([]byte("picture"), 10_000), 0o600); err != nil {
		t.Fatal(err)
	}
	cancel := func(i int) *exec.Cmd {
		cmd := exec.Command("unrenew", "cancel", fmt.Sprint("service ", i), "--on", "2026-01-01", "--records", name, "--evidence", proof)
		cmd.Env = append(os.Environ(), "HOME="+dir, "XDG_CONFIG_HOME="+dir, "AppData="+dir)
		return cmd
	}
	start := time.Now()
	if out, err := cancel(0).CombinedOutput(); err != nil {
		t.Fatalf("%v: %s", err, out)
	}
	takes := time.Since(start)
	dice := rand.New(rand.NewPCG(26, 11))
	before := 1
	for i := range kills {
		cmd := cancel(i + 1)
		if err := cmd.Start(); err != nil {
			t.Fatal(err)
		}
		time.Sleep(time.Duration(dice.Int64N(int64(takes))))
		_ = cmd.Process.Kill() // it may be done
		_ = cmd.Wait()
		n := len(recordsIn(t, name))
		if n < before || n > before+1 {
			t.Fatalf("%d records became %d", before, n)
		}
		before = n
	}
	if out, err := cancel(kills + 1).CombinedOutput(); err != nil {
		t.Fatalf("%v: %s", err, out)
	}
	if n := len(recordsIn(t, name)); n != before+1 {
		t.Errorf("%d records became %d", before, n)
	}
}

// TestTwoProcessesAtOnce: of many cancels that run at once, each keeps its
// record and its line in the list of proofs.
func TestTwoProcessesAtOnce(t *testing.T) {
	dir := t.TempDir()
	name := filepath.Join(dir, "cancellations.csv")
	proof := filepath.Join(dir, "proof.png")
	if err := os.WriteFile(proof, []byte("picture"), 0o600); err != nil {
		t.Fatal(err)
	}
	const all = 8
	var wg sync.WaitGroup
	for i := range all {
		wg.Go(func() {
			cmd := exec.Command("unrenew", "cancel", fmt.Sprint("service ", i), "--on", "2026-01-01", "--records", name, "--evidence", proof)
			cmd.Env = append(os.Environ(), "HOME="+dir, "XDG_CONFIG_HOME="+dir, "AppData="+dir)
			if out, err := cmd.CombinedOutput(); err != nil {
				t.Errorf("%v: %s", err, out)
			}
		})
	}
	wg.Wait()
	if list := recordsIn(t, name); len(list) != all {
		t.Errorf("%d records of %d", len(list), all)
	}
	list, err := os.ReadFile(filepath.Join(dir, "evidence", evidenceList))
	if lines := strings.Count(string(list), "\r\n"); err != nil || lines != all+1 {
		t.Errorf("%d lines in the list of proofs, want %d; %v", lines, all+1, err)
	}
}

// TestInterrupt: Ctrl-C ends the program while it waits for what never comes.
func TestInterrupt(t *testing.T) {
	if runtime.GOOS == "windows" {
		t.Skip("no process can be interrupted by another there")
	}
	cmd := exec.Command("unrenew", "scan", "-")
	dir := t.TempDir()
	cmd.Env = append(os.Environ(), "HOME="+dir, "XDG_CONFIG_HOME="+dir)
	in, err := cmd.StdinPipe()
	if err == nil {
		err = cmd.Start()
	}
	if err != nil {
		t.Fatal(err)
	}
	defer in.Close()
	if _, err := in.Write(make([]byte, 1<<20)); err != nil { // more than a pipe holds, so that it reads by now
		t.Fatal(err)
	}
	ended := make(chan error, 1)
	go func() { ended <- cmd.Wait() }()
	if err := cmd.Process.Signal(os.Interrupt); err != nil {
		t.Fatal(err)
	}
	select {
	case <-ended:
	case <-time.After(time.Minute):
		_ = cmd.Process.Kill()
		t.Fatal("it goes on")
	}
	if code := cmd.ProcessState.ExitCode(); code != exitInterrupted {
		t.Errorf("exits with %d, want %d", code, exitInterrupted)
	}
}

func recordsIn(t *testing.T, name string) []records.Cancellation {
	t.Helper()
	data, err := os.ReadFile(name)
	if err != nil {
		t.Fatal(err)
	}
	list, bad, err := records.Read(data)
	if err != nil || len(bad) > 0 {
		t.Fatalf("%v, %v", bad, err)
	}
	return list
}
