package main

import (
	"bufio"
	"bytes"
	"context"
	"errors"
	"io"
	"net/http"
	"net/http/cookiejar"
	"net/url"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/rogpeppe/go-internal/testscript"
	"github.com/santhosh-tekuri/jsonschema/v6"
	"golang.org/x/text/encoding/simplifiedchinese"
)

func TestMain(m *testing.M) {
	testscript.Main(m, map[string]func(){"unrenew": main, "unrenew-writer": writer, "unrenew-measured": measured})
}

// TestScript runs the whole program as people and scripts do. Beside the
// commands of testscript there are
//
//	exits N ARG...        run unrenew with ARG...; it exits with N
//	report FILE           FILE holds one JSON report and nothing else
//	lock KIND PW OUT IN   pack IN into the archive OUT; KIND is zipcrypto or aes256, none if PW is ""
//	gb18030 FILE          write FILE again in GB18030
//	cut FILE N            leave only the first N bytes of FILE
//	serves HOW ARG...     run unrenew serve with ARG..., read the page, and end it from there (page) or by Ctrl+C (interrupt)
//
// and the folder lin with the files of the demo.
func TestScript(t *testing.T) {
	testscript.Run(t, testscript.Params{
		Dir:                 filepath.Join("..", "..", "testdata", "script"),
		RequireExplicitExec: true,
		RequireUniqueNames:  true,
		Setup: func(env *testscript.Env) error {
			home := filepath.Join(env.WorkDir, "home")
			env.Setenv("HOME", home)
			env.Setenv("XDG_CONFIG_HOME", filepath.Join(home, "config"))
			env.Setenv("AppData", filepath.Join(home, "config"))
			return os.CopyFS(filepath.Join(env.WorkDir, "lin"), os.DirFS("demo"))
		},
		Cmds: map[string]func(*testscript.TestScript, bool, []string){
			"exits":  exits,
			"serves": serves,
			"report": jsonReport,
			"lock":   lock,
			"gb18030": func(ts *testscript.TestScript, _ bool, args []string) {
				rewrite(ts, args[0], simplifiedchinese.GB18030.NewEncoder().Bytes)
			},
			"cut": func(ts *testscript.TestScript, _ bool, args []string) {
				n, err := strconv.Atoi(args[1])
				ts.Check(err)
				rewrite(ts, args[0], func(b []byte) ([]byte, error) { return b[:n], nil })
			},
		},
	})
}

func exits(ts *testscript.TestScript, _ bool, args []string) {
	want, err := strconv.Atoi(args[0])
	ts.Check(err)
	got := 0
	if err := ts.Exec("unrenew", args[1:]...); err != nil {
		var e *exec.ExitError
		if !errors.As(err, &e) {
			ts.Fatalf("%v", err)
		}
		got = e.ExitCode()
	}
	if got != want {
		ts.Fatalf("exits with %d, want %d", got, want)
	}
}

// serves fails unless the page answers at the address that is printed, and the
// program exits with 0 when it is told to end.
func serves(ts *testscript.TestScript, _ bool, args []string) {
	ctx, stop := context.WithTimeout(context.Background(), time.Minute)
	defer stop()
	cmd := exec.CommandContext(ctx, "unrenew", append([]string{"serve"}, args[1:]...)...)
	cmd.Dir = ts.Getenv("WORK")
	for _, name := range []string{"HOME", "XDG_CONFIG_HOME", "AppData"} {
		cmd.Env = append(cmd.Environ(), name+"="+ts.Getenv(name))
	}
	out, err := cmd.StdoutPipe()
	ts.Check(err)
	var errs bytes.Buffer
	cmd.Stderr = &errs
	ts.Check(cmd.Start())
	lines := bufio.NewScanner(out)
	var address string
	for address == "" && lines.Scan() {
		if at := strings.Index(lines.Text(), "http://127.0.0.1:"); at >= 0 {
			address = lines.Text()[at:]
		}
	}
	u, err := url.Parse(address)
	ts.Check(err)
	jar, err := cookiejar.New(nil)
	ts.Check(err)
	client := &http.Client{Jar: jar}
	page, err := client.Get(address)
	ts.Check(err)
	text, err := io.ReadAll(page.Body)
	ts.Check(err)
	page.Body.Close()
	if page.StatusCode != http.StatusOK || !bytes.Contains(text, []byte("unrenew")) {
		ts.Fatalf("the page answers %d", page.StatusCode)
	}
	switch args[0] {
	case "page":
		r, err := http.NewRequestWithContext(ctx, "POST", strings.Split(address, "open?")[0]+"end", nil)
		ts.Check(err)
		r.Header.Set("Origin", "http://"+u.Host)
		r.Header.Set("Content-Type", "application/x-www-form-urlencoded")
		answer, err := client.Do(r)
		ts.Check(err)
		answer.Body.Close()
	case "interrupt":
		ts.Check(cmd.Process.Signal(os.Interrupt))
	}
	rest, err := io.ReadAll(out)
	ts.Check(err)
	if err := cmd.Wait(); err != nil || errs.Len() > 0 {
		ts.Fatalf("it ends with %v: %s%s", err, rest, &errs)
	}
}

func jsonReport(ts *testscript.TestScript, _ bool, args []string) {
	ts.Check(validReport([]byte(ts.ReadFile(args[0]))))
}

// validReport holds a JSON report to the schema.
func validReport(data []byte) error {
	report, err := jsonschema.UnmarshalJSON(bytes.NewReader(data)) // one value, nothing after it
	if err != nil {
		return err
	}
	schema, err := jsonschema.NewCompiler().Compile(filepath.Join(repository(), "testdata", "report", "report.schema.json"))
	if err != nil {
		return err
	}
	return schema.Validate(report)
}

// repository is the folder with go.mod.
func repository() string {
	_, file, _, _ := runtime.Caller(0)
	return filepath.Join(filepath.Dir(file), "..", "..")
}

func lock(ts *testscript.TestScript, _ bool, args []string) {
	kind, password, out, in := args[0], args[1], args[2], args[3]
	data, err := locked(kind, password, filepath.Base(in), []byte(ts.ReadFile(in)))
	ts.Check(err)
	ts.Check(os.WriteFile(ts.MkAbs(out), data, 0o644))
}

func rewrite(ts *testscript.TestScript, file string, change func([]byte) ([]byte, error)) {
	data, err := change([]byte(ts.ReadFile(file)))
	ts.Check(err)
	ts.Check(os.WriteFile(ts.MkAbs(file), data, 0o644))
}
