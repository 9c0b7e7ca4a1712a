package main

import (
	"errors"
	"io/fs"
	"maps"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"syscall"
	"testing"
)

// small mounts a disk of a few hundred kilobytes. Where the tests may not mount,
// the calling test runs again as root of a user namespace of its own; small then
// gives "" and the test is done.
func small(t *testing.T) string {
	dir := t.TempDir()
	err := syscall.Mount("unrenew-test", dir, "tmpfs", 0, "size=400k")
	if err == nil {
		t.Cleanup(func() { _ = syscall.Unmount(dir, syscall.MNT_DETACH) })
		return dir
	}
	const again = "UNRENEW_TEST_NAMESPACE"
	if os.Getenv(again) != "" {
		t.Fatal(err)
	}
	cmd := exec.Command(os.Args[0], "-test.run=^"+t.Name()+"$", "-test.v")
	cmd.Env = append(os.Environ(), again+"=1")
	cmd.SysProcAttr = &syscall.SysProcAttr{
		Cloneflags:  syscall.CLONE_NEWUSER | syscall.CLONE_NEWNS,
		UidMappings: []syscall.SysProcIDMap{{HostID: os.Getuid(), Size: 1}},
		GidMappings: []syscall.SysProcIDMap{{HostID: os.Getgid(), Size: 1}},
	}
	out, err := cmd.CombinedOutput()
	var failed *exec.ExitError
	switch {
	case errors.As(err, &failed) && strings.Contains(string(out), "--- FAIL"):
		t.Fatalf("%s", out)
	case err != nil:
		t.Skipf("NOT TESTED: no small disk can be mounted here: %v %s", err, out)
	}
	return ""
}

// here runs the program in dir and gives its exit code and what it says.
func here(t *testing.T, dir string, stdout *os.File, args ...string) (int, string) {
	t.Helper()
	cmd := exec.Command("unrenew", args...)
	home := t.TempDir()
	cmd.Env = append(os.Environ(), "HOME="+home, "XDG_CONFIG_HOME="+home, "AppData="+home)
	cmd.Dir = dir
	var said strings.Builder
	cmd.Stderr = &said
	if stdout != nil {
		cmd.Stdout = stdout
	}
	err := cmd.Run()
	var e *exec.ExitError
	if err != nil && !errors.As(err, &e) {
		t.Fatal(err)
	}
	return cmd.ProcessState.ExitCode(), said.String()
}

// contents is every file below dir.
func contents(t *testing.T, dir string) map[string]string {
	t.Helper()
	all := map[string]string{}
	err := filepath.WalkDir(dir, func(path string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() {
			return err
		}
		data, err := os.ReadFile(path)
		all[path] = string(data)
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return all
}

// writing is every way in which the program writes, with what must say why it
// could not.
var writing = [][]string{
	{"scan", "wechat.csv", "--as-of", "2026-11-02", "--out", "report", "--format", "json,csv,md"},
	{"scan", "wechat.csv", "--as-of", "2026-11-02", "--out", "other", "--format", "html,xlsx"},
	{"cancel", "腾讯视频", "--on", "2026-10-20", "--records", "cancellations.csv"},
	{"cancel", "腾讯视频", "--on", "2026-10-20", "--records", "cancellations.csv", "--evidence", "proof.png"},
	{"cancel", "--undo", "--records", "cancellations.csv"},
	{"calendar", "wechat.csv", "--as-of", "2026-11-02"},
}

// furnish puts a statement, records and reports into dir.
func furnish(t *testing.T, dir string) {
	t.Helper()
	bill, err := os.ReadFile("demo/wechat-lin-xiao-2025.csv")
	if err == nil {
		err = os.WriteFile(filepath.Join(dir, "wechat.csv"), bill, 0o600)
	}
	if err == nil {
		err = os.WriteFile(filepath.Join(dir, "proof.png"), []byte(strings.Repeat("picture", 2000)), 0o600)
	}
	if err != nil {
		t.Fatal(err)
	}
	for _, args := range [][]string{
		{"cancel", "爱奇艺", "--on", "2026-01-20", "--records", "cancellations.csv", "--evidence", "proof.png"},
		{"scan", "wechat.csv", "--as-of", "2026-11-01", "--out", "report", "--format", "json,csv,md"},
	} {
		if code, said := here(t, dir, nil, args...); code > exitAlert {
			t.Fatalf("%v: %d, %s", args, code, said)
		}
	}
}

// cannotWrite runs every way of writing: each exits with 4, says the reason in
// both languages, and leaves every file as it was.
func cannotWrite(t *testing.T, dir, zh, en string) {
	before := contents(t, dir)
	for _, args := range writing {
		for lang, want := range map[string]string{"zh": zh, "en": en} {
			if lang == "en" && !long() {
				continue
			}
			code, said := here(t, dir, nil, append(args, "--lang", lang)...)
			if code != exitFault || !strings.Contains(said, want) {
				t.Errorf("%v: exits with %d and says %q, want 4 and %q", args, code, said, want)
			}
			if after := contents(t, dir); !maps.Equal(before, after) {
				t.Fatalf("%v changed the files: %d became %d", args, len(before), len(after))
			}
		}
	}
}

func TestDiskFull(t *testing.T) {
	dir := small(t)
	if dir == "" {
		return
	}
	furnish(t, dir)
	filler, err := os.Create(filepath.Join(dir, "filler"))
	if err != nil {
		t.Fatal(err)
	}
	for block := make([]byte, 4096); err == nil; {
		_, err = filler.Write(block)
	}
	if err := filler.Close(); err != nil {
		t.Fatal(err)
	}
	cannotWrite(t, dir, "磁盘满了，原来的文件没有动", "the disk is full; what was there is untouched")
}

func TestReadOnly(t *testing.T) {
	dir := small(t)
	if dir == "" {
		return
	}
	furnish(t, dir)
	if err := syscall.Mount("", dir, "", syscall.MS_REMOUNT|syscall.MS_RDONLY, ""); err != nil {
		t.Fatal(err)
	}
	cannotWrite(t, dir, "没有写入权限", "no permission")
}

// TestResultsCannotBePrinted: what a pipe or a disk did not take is no success.
func TestResultsCannotBePrinted(t *testing.T) {
	full, err := os.OpenFile("/dev/full", os.O_WRONLY, 0)
	if err != nil {
		t.Skip("NOT TESTED: there is no /dev/full: ", err)
	}
	defer full.Close()
	dir := t.TempDir()
	furnish(t, dir)
	for _, args := range [][]string{{"scan", "wechat.csv"}, {"scan", "wechat.csv", "--json"}, {"formats"}, {"catalog"}, {"how", "爱奇艺"}, {"demo"}} {
		if code, said := here(t, dir, full, args...); code != exitFault || said == "" {
			t.Errorf("%v: exits with %d and says %q, want 4 and a reason", args, code, said)
		}
	}
}
