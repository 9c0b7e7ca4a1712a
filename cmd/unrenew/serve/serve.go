// Package serve is the program as a page in the user's own browser, for people
// who do not use a terminal. It is the only package that opens a port, and the
// page shows bank statements, so this is what it promises; every line has a test.
//
//   - It listens on 127.0.0.1 and on nothing else, and never connects to anything.
//   - The opened address holds a random token of this run that works once; it is
//     exchanged for a cookie (HttpOnly, SameSite=Strict) that is as random and
//     that the browser sends below one random path only, so that pages on other
//     ports of this machine, to which browsers send the cookies of a host, never
//     see it. Everything else without that cookie is refused.
//   - A request for another host (DNS rebinding), from another origin, or sent by
//     another site's page is refused before anything is looked at.
//   - Pages allow neither inline scripts, nor foreign sources, nor frames; nothing
//     is cached, no referrer is sent. The report runs in a sandbox with an origin
//     of its own: text of a statement that would escape into it reaches nothing.
//   - Uploads are bounded in size and number, requests in number and time.
//   - Statements and passwords stay in memory; a password is used once. Written is
//     what the user saves: cancellations, their proofs, and rules. No request names
//     a file of the disk.
//   - A fault of the program is answered with 500 and told by its place in the
//     code. Neither addresses nor the log hold anything of a statement.
//
// It cannot protect from other programs of the same user, nor from extensions of
// the browser. Whoever else is at work on this machine may read the address off
// the command line of the browser in the moment before it works; then the user's
// own browser is refused, and says so.
package serve

import (
	"context"
	"errors"
	"io"
	"log"
	"net"
	"net/http"
	"strconv"
	"time"
)

// Options are how a page is served.
type Options struct {
	Port  int                  // 0: any that is free
	Lang  string               // "zh" or "en": in which language the page begins
	Log   io.Writer            // where faults of the program are told
	Ready func(address string) // called once, with the address to open
}

// Times that one request may take. Reading a heavy PDF takes half a minute.
const (
	readTime  = time.Minute
	writeTime = 5 * time.Minute
	idleTime  = 5 * time.Minute
	endTime   = 3 * time.Second
)

// Run serves until ctx is done or the user ends it in the page. That is no error.
func Run(ctx context.Context, desk Desk, o Options) error {
	listener, err := net.Listen("tcp4", net.JoinHostPort("127.0.0.1", strconv.Itoa(o.Port)))
	if err != nil {
		return err
	}
	s := newServer(desk, listener.Addr().String(), o)
	web := &http.Server{
		Handler:           s,
		ReadHeaderTimeout: 10 * time.Second,
		ReadTimeout:       readTime,
		WriteTimeout:      writeTime,
		IdleTimeout:       idleTime,
		MaxHeaderBytes:    16 << 10,
		ErrorLog:          log.New(io.Discard, "", 0), // it quotes requests
	}
	web.DisableGeneralOptionsHandler = true // it answers OPTIONS to anybody
	failed := make(chan error, 1)
	go func() { failed <- web.Serve(listener) }()
	o.Ready(s.address())
	select {
	case err := <-failed:
		return err
	case <-ctx.Done():
	case <-s.ended:
	}
	limited, stop := context.WithTimeout(context.Background(), endTime)
	defer stop()
	if err := web.Shutdown(limited); errors.Is(err, context.DeadlineExceeded) {
		return web.Close()
	} else if err != nil {
		return err
	}
	return nil
}
