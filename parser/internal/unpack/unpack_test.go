package unpack

import (
	"bytes"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/unrenew/unrenew/parser"
)

// The fixtures hold one page with the text "unrenew sample 19.90".
func TestPDF(t *testing.T) {
	files, err := filepath.Glob("testdata/*.pdf")
	if err != nil || len(files) < 8 {
		t.Fatalf("%d fixtures, %v", len(files), err)
	}
	for _, file := range files {
		t.Run(filepath.Base(file), func(t *testing.T) {
			data, err := os.ReadFile(file)
			if err != nil {
				t.Fatal(err)
			}
			if !strings.Contains(file, "empty") && !strings.Contains(file, "plain") {
				srcs, errs := Open(file, data, Options{})
				wantOne(t, srcs, errs, "", ErrPassword)
				srcs, errs = Open(file, data, Options{Passwords: []string{"975310"}})
				wantOne(t, srcs, errs, "", ErrWrongPassword)
			}
			for _, password := range []string{"135790", "owner"} {
				for _, before := range []string{"", "\r\n\r\n"} {
					locked := append([]byte(before), data...)
					srcs, errs := Open(file, locked, Options{Passwords: []string{"1", password}})
					if len(srcs) != 1 || len(errs) != 0 {
						t.Fatalf("%s: got %v, %v", password, names(srcs), errs)
					}
					s := srcs[0]
					if !bytes.Contains(s.Data, []byte("%PDF-")) || bytes.Contains(s.Data, []byte("/Encrypt")) {
						t.Errorf("%s: not decrypted", password)
					}
					if s.Name != file || s.SHA256 != parser.NewSource("", locked).SHA256 {
						t.Errorf("name %q or hash is not that of the file", s.Name)
					}
				}
			}
		})
	}
}

func TestPDFDamaged(t *testing.T) {
	data, err := os.ReadFile("testdata/qpdf-aes-256.pdf")
	if err != nil {
		t.Fatal(err)
	}
	srcs, errs := Open("a.pdf", data[:len(data)/2], Options{Passwords: []string{"135790"}})
	if len(srcs)+len(errs) != 1 { // without its /Encrypt it passes as a plain PDF
		t.Fatalf("got %v, %v", names(srcs), errs)
	}
}

// The decrypted workbooks are ordinary ones; package table reads them.
func TestWorkbook(t *testing.T) {
	files, err := filepath.Glob("testdata/*.xlsx")
	if err != nil || len(files) < 2 {
		t.Fatalf("%d fixtures, %v", len(files), err)
	}
	for _, file := range files {
		t.Run(filepath.Base(file), func(t *testing.T) {
			data, err := os.ReadFile(file)
			if err != nil {
				t.Fatal(err)
			}
			srcs, errs := Open(file, data, Options{})
			wantOne(t, srcs, errs, "", ErrPassword)
			srcs, errs = Open(file, data, Options{Passwords: []string{"975310"}})
			wantOne(t, srcs, errs, "", ErrWrongPassword)
			srcs, errs = Open(file, data, Options{Passwords: []string{"975310", "135790"}})
			if len(srcs) != 1 || len(errs) != 0 {
				t.Fatalf("got %v, %v", names(srcs), errs)
			}
			s := srcs[0]
			if !bytes.HasPrefix(s.Data, []byte("PK")) || s.Name != file || s.SHA256 != parser.NewSource("", data).SHA256 {
				t.Errorf("got %q with %d bytes and hash %s", s.Name, len(s.Data), s.SHA256)
			}
			for n := 8; n < len(data); n += len(data) / 40 {
				if srcs, errs := Open(file, data[:n], Options{Passwords: []string{"135790"}}); len(srcs)+len(errs) != 1 {
					t.Fatalf("cut after %d bytes: got %v, %v", n, names(srcs), errs)
				}
			}
		})
	}
}

// TestWorkbookStalls: a workbook whose password is to be hashed many more times than
// any program asks for is not worked on, however that is written.
func TestWorkbookStalls(t *testing.T) {
	data, err := os.ReadFile("testdata/xlsx-populate-agile.xlsx")
	if err != nil {
		t.Fatal(err)
	}
	const usual = `spinCount="100000" saltSize="16"`
	if bytes.Count(data, []byte(usual)) != 1 {
		t.Fatalf("the fixture does not say %s", usual)
	}
	for _, much := range []string{`spinCount="999999" saltSize="16"`, `spinCount="9999999" saltSize="1"`, `spinCount='9999999' saltSize="1"`, `spinCount = "9999999" x="123456"`} {
		srcs, errs := Open("a.xlsx", bytes.Replace(data, []byte(usual), []byte(much), 1), Options{Passwords: []string{"135790"}})
		wantOne(t, srcs, errs, "", ErrDamaged)
		if said := parser.TextOf(errs[0]).EN; !strings.Contains(said, "without its password") {
			t.Errorf("%s: %s", much, said)
		}
	}
}

func FuzzOpen(f *testing.F) {
	files, err := filepath.Glob("testdata/*.*")
	if err != nil {
		f.Fatal(err)
	}
	for _, file := range files {
		data, err := os.ReadFile(file)
		if err != nil {
			f.Fatal(err)
		}
		f.Add(data)
	}
	f.Add(archive(f, entry{name: "a.csv", data: "a"}, entry{name: "b.zip", data: string(archive(f, entry{name: "c", data: "c"}))}))
	f.Add([]byte(from + parts("mixed", "Content-Type: text/html\r\nContent-Transfer-Encoding: base64\r\n\r\n"+base64Of(page), "Content-Type: text/csv; name*=gbk''%D5\r\n\r\na,b")))
	f.Fuzz(func(t *testing.T, data []byte) {
		srcs, errs := Open("a", data, Options{Passwords: []string{"135790"}})
		if len(srcs)+len(errs) == 0 {
			t.Error("neither a file nor an error")
		}
		for _, err := range errs {
			if e, ok := err.(*parser.Error); !ok || parser.TextOf(e).ZH == "" {
				t.Errorf("%#v is not a parser.Error", err)
			}
		}
	})
}
