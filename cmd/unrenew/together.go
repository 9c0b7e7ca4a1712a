package main

import (
	"os"
	"runtime"
	"sync"

	"github.com/unrenew/unrenew/parser"
)

// longFile is the size, packed or unpacked, from which on files are read one at a
// time: each keeps all cores busy by itself, and two at once would take twice the
// memory. Of others, which may grow to many times their size, so many are read at
// once.
const (
	longFile = 32 << 20 // bytes
	atOnce   = 4
)

// together is what files that are read at once have in common.
type together struct {
	*reading
	begun sync.Map   // hashes of the sources that one of them sees
	long  sync.Mutex // of the one that is long

	bar  sync.Mutex // of progress
	done int
	all  int
}

// readTogether reads files, several at once, and returns what each of them holds.
func readTogether(files []file, how *reading) []holdings {
	t := &together{reading: how, all: len(files)}
	held := make([]holdings, len(files))
	var wait sync.WaitGroup
	slots := make(chan struct{}, min(runtime.GOMAXPROCS(0), atOnce))
	for i, f := range files {
		slots <- struct{}{}
		wait.Go(func() {
			t.step()
			held[i] = t.holdings(f.path)
			<-slots
		})
	}
	wait.Wait()
	t.step()
	return held
}

// step tells that one more file was begun, or that all are done.
func (t *together) step() {
	if t.progress == nil {
		return
	}
	t.bar.Lock()
	defer t.bar.Unlock()
	t.progress(t.done, t.all)
	t.done++
}

// holdings are what the file at path holds. Of sources with the same bytes only
// the first that comes is seen; the others are, if need be, when they are noted.
func (t *together) holdings(path string) holdings {
	alone := false
	grow := func(size int64) {
		if size >= longFile && !alone {
			t.long.Lock()
			alone = true
		}
	}
	defer func() {
		if alone {
			t.long.Unlock()
		}
	}()
	if st, err := os.Stat(path); err == nil {
		grow(st.Size())
	}
	data, err := t.read(path)
	if err != nil {
		return holdings{unreadable: err}
	}
	return t.inside(path, data, func(src parser.Source) bool {
		grow(int64(len(src.Data)))
		_, again := t.begun.LoadOrStore(src.SHA256, true)
		return !again
	})
}
