// Package serve is the program as a page in the user's own browser, for people
// who do not use a terminal. It is the only package that opens a port, and the
// page shows bank statements: docs/security.md lists what it promises under "The
// local page", each with its test.
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
	headerTime = 10 * time.Second
	readTime   = time.Minute
	writeTime  = 5 * time.Minute
	idleTime   = 5 * time.Minute
	endTime    = 3 * time.Second
)

// within serves requests in the times and sizes that they may take.
func within(h http.Handler, header time.Duration) *http.Server {
	return &http.Server{
		Handler:                      h,
		ReadHeaderTimeout:            header,
		ReadTimeout:                  readTime,
		WriteTimeout:                 writeTime,
		IdleTimeout:                  idleTime,
		MaxHeaderBytes:               16 << 10,
		ErrorLog:                     log.New(io.Discard, "", 0), // it quotes requests
		DisableGeneralOptionsHandler: true,                       // it answers OPTIONS to anybody
	}
}

// Run serves until ctx is done or the user ends it in the page. That is no error.
func Run(ctx context.Context, desk Desk, o Options) error {
	listener, err := net.Listen("tcp4", net.JoinHostPort("127.0.0.1", strconv.Itoa(o.Port)))
	if err != nil {
		return err
	}
	s := newServer(desk, listener.Addr().String(), o)
	web := within(s, headerTime)
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
