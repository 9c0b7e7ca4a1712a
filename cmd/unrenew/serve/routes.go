package serve

import (
	"bytes"
	"encoding/json"
	"errors"
	"io"
	"mime"
	"net/http"
	"net/url"
	"path"
	"slices"
	"strconv"
	"strings"
	"sync"
	"time"
	"unicode"

	"github.com/unrenew/unrenew/parser"
)

// What is taken of one user. Statements of many years are a few megabytes.
const (
	MaxFile   = 64 << 20  // bytes of one file
	MaxFiles  = 500       // files held at once
	MaxTotal  = 512 << 20 // bytes of them all, unpacked
	maxForm   = 16 << 10  // bytes of a request without files
	maxProofs = 10        // proofs of one cancellation
	maxName   = 300       // characters of a file's name
	maxNote   = 500       // characters of a note
)

// A desk is asked one thing at a time.
type desk struct {
	Desk
	mu sync.Mutex
}

func (d *desk) ask(what func(Desk) error) error {
	d.mu.Lock()
	defer d.mu.Unlock()
	return what(d.Desk)
}

func (s *server) routes() http.Handler {
	mux := http.NewServeMux()
	get := func(path string, h func(http.ResponseWriter, *http.Request)) { mux.HandleFunc("GET "+s.place+path, h) }
	post := func(path string, h func(*http.Request) error) {
		mux.HandleFunc("POST "+s.place+path, func(w http.ResponseWriter, r *http.Request) { s.answer(w, h(r)) })
	}
	get("{$}", s.page)
	for name, a := range statics {
		get(name, func(w http.ResponseWriter, _ *http.Request) {
			w.Header().Set("Content-Type", a.kind)
			_, _ = w.Write(a.data)
		})
	}
	get("report.html", s.report)
	get("save/{format}", s.save)
	get("complaint/{alert}", s.complaint)

	var uploads sync.Mutex // a file is in memory while it is read, so one at a time
	files := func(h func(*http.Request) error) func(*http.Request) error {
		return func(r *http.Request) error {
			uploads.Lock()
			defer uploads.Unlock()
			return h(r)
		}
	}
	post("files", files(s.add))
	post("cancel", files(s.cancel))
	form := func(path string, act func(Desk, url.Values) error) {
		post(path, func(r *http.Request) error {
			values, err := formOf(r)
			if err != nil {
				return err
			}
			return s.desk.ask(func(d Desk) error { return act(d, values) })
		})
	}
	form("unlock", func(d Desk, v url.Values) error { return d.Unlock(v.Get("file"), v.Get("password")) })
	form("accept", func(d Desk, v url.Values) error { return d.Accept(v.Get("file")) })
	form("remove", func(d Desk, v url.Values) error { return d.Remove(v.Get("file")) })
	form("clear", func(d Desk, _ url.Values) error { d.Clear(); return nil })
	form("demo", func(d Desk, _ url.Values) error { return d.Demo() })
	form("take-back", func(d Desk, v url.Values) error {
		row, err := strconv.Atoi(v.Get("row"))
		if err != nil {
			return malformed
		}
		return d.TakeBack(row, v.Get("service"))
	})
	form("dismiss", func(d Desk, v url.Values) error { return d.Dismiss(v.Get("subscription")) })
	form("restore", func(d Desk, _ url.Values) error { return d.Restore() })
	post("end", func(r *http.Request) error { // it waits for nothing that is being read
		if _, err := formOf(r); err != nil {
			return err
		}
		s.end.Do(func() { close(s.ended) })
		return nil
	})
	return mux
}

var (
	malformed = Refuse("请求不完整，刷新页面再试", "the request is incomplete; reload the page and try again")
	tooLarge  = Refuse("文件超过 %d MB，请按时间分段导出", "the file is larger than %d MB; export shorter periods", MaxFile>>20)
)

// answer tells how a request went: {} or the reason in both languages.
func (s *server) answer(w http.ResponseWriter, err error) {
	status, text := http.StatusOK, parser.Text{}
	var refusal *Refusal
	var large *http.MaxBytesError
	switch {
	case err == nil:
	case errors.As(err, &large), err == error(tooLarge):
		status, text = http.StatusRequestEntityTooLarge, tooLarge.Text
	case errors.As(err, &refusal):
		status, text = http.StatusUnprocessableEntity, refusal.Text
	default:
		s.log("a request failed: %T", err) // its text may be that of a statement
		status, text = http.StatusInternalServerError, parser.Text{ZH: "程序出错了，这一步没有做成", EN: "the program failed; this was not done"}
	}
	w.Header().Set("Content-Type", "application/json; charset=utf-8")
	w.WriteHeader(status)
	_ = json.NewEncoder(w).Encode(map[string]string{"zh": text.ZH, "en": text.EN})
}

// formOf reads a small form out of the body; the address counts for nothing.
func formOf(r *http.Request) (url.Values, error) {
	if kind, _, err := mime.ParseMediaType(r.Header.Get("Content-Type")); err != nil || kind != "application/x-www-form-urlencoded" {
		return nil, malformed
	}
	data, err := io.ReadAll(http.MaxBytesReader(nil, r.Body, maxForm))
	if err != nil {
		return nil, err
	}
	values, err := url.ParseQuery(string(data))
	if err != nil {
		return nil, malformed
	}
	return values, nil
}

// A part is one field of a form with files.
type part struct {
	field, name string
	data        []byte
}

// partsOf reads a form with files into memory; all together may be as large as
// one file. The standard reader of whole
// forms would write large ones to the disk, and cut the folders off their names.
func partsOf(r *http.Request, files int) (list []part, err error) {
	r.Body = http.MaxBytesReader(nil, r.Body, MaxFile+1<<20)
	reader, err := r.MultipartReader()
	if err != nil {
		return nil, malformed
	}
	for {
		p, err := reader.NextRawPart()
		switch {
		case err == io.EOF:
			return list, nil
		case err != nil:
			return nil, orMalformed(err)
		}
		most := int64(maxForm)
		_, params, err := mime.ParseMediaType(p.Header.Get("Content-Disposition"))
		if err != nil || len(list) > files+8 {
			return nil, malformed
		}
		if params["filename"] != "" {
			most = MaxFile
		}
		data, err := io.ReadAll(io.LimitReader(p, most+1))
		switch {
		case err != nil:
			return nil, orMalformed(err)
		case int64(len(data)) > most:
			return nil, tooLarge
		}
		list = append(list, part{params["name"], params["filename"], data})
	}
}

func orMalformed(err error) error {
	var large *http.MaxBytesError
	if errors.As(err, &large) {
		return err
	}
	return malformed
}

// cleanName is a name as it is shown: one line, with slashes between folders. It
// never opens anything.
func cleanName(name string) string {
	name = strings.Map(func(r rune) rune {
		switch {
		case r == '\\':
			return '/'
		case unicode.IsControl(r), r == unicode.ReplacementChar, unicode.Is(unicode.Cf, r):
			return '_'
		}
		return r
	}, strings.ToValidUTF8(name, "_"))
	name = strings.TrimPrefix(path.Clean("/"+name), "/")
	if runes := []rune(name); len(runes) > maxName {
		name = "…" + string(runes[len(runes)-maxName:]) // the end has the kind of file
	}
	return name
}

func (s *server) add(r *http.Request) error {
	parts, err := partsOf(r, 1)
	if err != nil {
		return err
	}
	for _, p := range parts {
		name := cleanName(p.name)
		if p.field != "file" || name == "" {
			return malformed
		}
		if err := s.desk.ask(func(d Desk) error { return d.Add(name, p.data) }); err != nil {
			return err
		}
	}
	return nil
}

func (s *server) cancel(r *http.Request) error {
	parts, err := partsOf(r, maxProofs)
	if large := new(http.MaxBytesError); err == error(tooLarge) || errors.As(err, &large) {
		return Refuse("凭证加起来超过 %d MB", "the proofs are larger than %d MB together", MaxFile>>20)
	}
	if err != nil {
		return err
	}
	var c Cancellation
	var modified []time.Time
	for _, p := range parts {
		switch p.field {
		case "subscription":
			c.Subscription = string(p.data)
		case "on":
			c.On = string(p.data)
		case "note":
			c.Note = strings.Join(strings.Fields(strings.ToValidUTF8(string(p.data), "")), " ")
		case "modified":
			ms, err := strconv.ParseInt(string(p.data), 10, 64)
			if err != nil {
				return malformed
			}
			modified = append(modified, time.UnixMilli(ms))
		case "proof":
			if name := path.Base(cleanName(p.name)); len(p.data) > 0 {
				c.Proofs = append(c.Proofs, Proof{Name: name, Data: p.data})
			}
		}
	}
	switch {
	case len(c.Proofs) > maxProofs:
		return Refuse("一次最多附 %d 个凭证", "at most %d proofs at once", maxProofs)
	case len([]rune(c.Note)) > maxNote:
		return Refuse("备注最多写 %d 个字", "a note has at most %d characters", maxNote)
	}
	for i := range min(len(modified), len(c.Proofs)) {
		c.Proofs[i].Modified = modified[i]
	}
	return s.desk.ask(func(d Desk) error { return d.Cancel(c) })
}

// report shows the page of scan, byte by byte.
func (s *server) report(w http.ResponseWriter, r *http.Request) {
	if doc := s.document(w, func(d Desk) (*Document, error) { return d.Report("html") }); doc != nil {
		w.Header().Set("Content-Security-Policy", reportPolicy)
		w.Header().Set("Content-Type", "text/html; charset=utf-8")
		http.ServeContent(w, r, "", time.Time{}, bytes.NewReader(doc.Data))
	}
}

func (s *server) save(w http.ResponseWriter, r *http.Request) {
	format := r.PathValue("format")
	if !slices.ContainsFunc(saves, func(f saved) bool { return f.ID == format }) {
		http.NotFound(w, r)
		return
	}
	s.download(w, func(d Desk) (*Document, error) { return d.Report(format) })
}

func (s *server) complaint(w http.ResponseWriter, r *http.Request) {
	s.download(w, func(d Desk) (*Document, error) { return d.Complaint(r.PathValue("alert")) })
}

func (s *server) download(w http.ResponseWriter, get func(Desk) (*Document, error)) {
	if doc := s.document(w, get); doc != nil {
		w.Header().Set("Content-Type", "application/octet-stream")
		w.Header().Set("Content-Disposition", mime.FormatMediaType("attachment", map[string]string{"filename": doc.Name}))
		w.Header().Set("Content-Length", strconv.Itoa(len(doc.Data)))
		_, _ = w.Write(doc.Data)
	}
}

// document gets one, or answers why there is none and returns nil.
func (s *server) document(w http.ResponseWriter, get func(Desk) (*Document, error)) (doc *Document) {
	err := s.desk.ask(func(d Desk) (err error) { doc, err = get(d); return err })
	if err != nil {
		s.answer(w, err)
		return nil
	}
	return doc
}
