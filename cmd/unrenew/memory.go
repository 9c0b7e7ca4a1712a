package main

import (
	"math"
	"runtime/debug"

	"github.com/unrenew/unrenew/parser"
)

// A laptop has other things to do: what is garbage is collected sooner than Go
// would, for a tenth more time, and still sooner near usualMemory.
const (
	collectAt   = 50        // percent of what lives, at which garbage is collected
	usualMemory = 880 << 20 // bytes
	usualRows   = 1_100_000 // that fit into usualMemory
)

// saveMemory sets this up, unless the user has told Go otherwise.
func saveMemory(getenv func(string) string) {
	if getenv("GOGC") == "" {
		debug.SetGCPercent(collectAt)
	}
	if getenv("GOMEMLIMIT") == "" {
		debug.SetMemoryLimit(usualMemory)
	}
}

// allowMemory lifts the limit where there are more rows than it can hold: to
// collect garbage all the time would double the time and win nothing.
func allowMemory(statements []*parser.Statement, getenv func(string) string) {
	rows := 0
	for _, st := range statements {
		rows += st.Rows()
	}
	if rows > usualRows {
		liftMemory(getenv)
	}
}

// liftMemory is for what holds more than one look at statements needs.
func liftMemory(getenv func(string) string) {
	if getenv("GOMEMLIMIT") == "" {
		debug.SetMemoryLimit(math.MaxInt64)
	}
}
