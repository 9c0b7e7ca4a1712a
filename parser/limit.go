package parser

import (
	"errors"
	"fmt"
	"strconv"
	"strings"
)

// ErrLimit is the cause of the error with which a file beyond a limit is
// refused.
var ErrLimit = errors.New("beyond a limit")

// A Limit is a bound on what is read, so that no file can exhaust the machine.
// A file beyond it is refused with an error, never read in part. The user may
// set another value for any of them.
type Limit struct {
	Name  string // "archive-entries": what the user calls it, in both languages
	Value int64  // unless the user sets another
	Text  Text   // what it bounds, for people
}

// Amount is the value as people read it: "256 MiB", "2,000,000".
func (l Limit) Amount() string {
	if strings.HasSuffix(l.Name, "-bytes") && l.Value%(1<<20) == 0 {
		return fmt.Sprintf("%d MiB", l.Value>>20)
	}
	s := fmt.Sprint(l.Value)
	for i := len(s) - 3; i > 0; i -= 3 {
		s = s[:i] + "," + s[i:]
	}
	return s
}

// Parse reads a value for l as a person writes it: "2000", "512MiB", "1 GiB".
func (l Limit) Parse(s string) (int64, error) {
	s, unit := strings.TrimSpace(s), int64(1)
	for _, u := range []struct {
		name string
		size int64
	}{{"GiB", 1 << 30}, {"MiB", 1 << 20}, {"KiB", 1 << 10}} {
		if n, ok := strings.CutSuffix(s, u.name); ok && strings.HasSuffix(l.Name, "-bytes") {
			s, unit = strings.TrimSpace(n), u.size
		}
	}
	n, err := strconv.ParseInt(strings.ReplaceAll(s, ",", ""), 10, 64)
	if err != nil || n < 1 || n > 1<<40/unit {
		return 0, Problemf("%[1]s 的上限 %[2]q 不对", "%[2]q is no limit for %[1]s", l.Name, s)
	}
	return n * unit, nil
}

// Limits are the values that the user has set, by name. A limit that is not
// among them keeps its own.
type Limits map[string]int64

// Of is the value of l among them.
func (set Limits) Of(l Limit) int64 {
	if v, ok := set[l.Name]; ok {
		return v
	}
	return l.Value
}

// Refusal says that something is beyond l, and how to read it all the same. The
// formats take the arguments alone; what they say of the limit is Amount.
func (set Limits) Refusal(l Limit, zh, en string, args ...any) *Problem {
	t, v := Says(zh, en, args...), set.Of(l)
	more := strconv.FormatInt(2*v, 10)
	if strings.HasSuffix(l.Name, "-bytes") && v%(1<<20) == 0 {
		more = fmt.Sprintf("%dMiB", 2*v>>20)
	}
	return Problemf("%[1]s。确实要读，加 --limit %[3]s=%[4]s", "%[2]s. To read it all the same, add --limit %[3]s=%[4]s", t.ZH, t.EN, l.Name, more).Because(ErrLimit)
}

// Within returns src to be read within the limits that the user has set.
func (src Source) Within(set Limits) Source {
	src.limits = set
	return src
}

// Limit is the bound l for src.
func (src Source) Limit(l Limit) int64 { return src.limits.Of(l) }

type refusalKey struct{}

// Refuse says that src is beyond l, and notes it, so that a file which nobody
// claims for that reason alone does not pass for one that is no statement. The
// formats are for people and take what Amount says of the bound.
func (src Source) Refuse(l Limit, zh, en string) *Problem {
	l.Value = src.Limit(l)
	p := src.limits.Refusal(l, zh, en, l.Amount())
	if src.memo != nil {
		src.memo.LoadOrStore(refusalKey{}, p)
	}
	return p
}

// refused is why a limit keeps src from being read, or nil.
func (src Source) refused() *Problem {
	if src.memo == nil {
		return nil
	}
	p, _ := src.memo.Load(refusalKey{})
	problem, _ := p.(*Problem)
	return problem
}
