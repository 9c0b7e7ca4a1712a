package unpack

import (
	"archive/zip"
	"bytes"
	"crypto/aes"
	"crypto/cipher"
	"crypto/hmac"
	"crypto/pbkdf2"
	"crypto/sha1"
	"errors"
	"fmt"
	"hash/crc32"
	"os"
	"path/filepath"
	"reflect"
	"strings"
	"testing"

	"github.com/unrenew/unrenew/parser"
	"golang.org/x/text/encoding/simplifiedchinese"
)

// An entry is a member of an archive to write. The zero cipher is none.
type entry struct {
	name     string
	data     string
	store    bool
	cipher   string // "", "zipcrypto", "aes128", "aes192", "aes256"
	version  byte   // of AES: 1 or 2
	password string
	edit     func(h *zip.FileHeader, packed []byte) // spoils it at the end
}

// archive writes a ZIP with ciphers of its own, so that reader and writer do
// not share a mistake: the counter mode here is that of crypto/cipher.
func archive(t testing.TB, entries ...entry) []byte {
	t.Helper()
	var b bytes.Buffer
	w := zip.NewWriter(&b)
	for _, e := range entries {
		h := &zip.FileHeader{Name: e.name, Method: zip.Deflate, UncompressedSize64: uint64(len(e.data)), CRC32: crc32.ChecksumIEEE([]byte(e.data))}
		packed := []byte(e.data)
		if e.store {
			h.Method = zip.Store
		} else {
			packed = deflate(t, packed)
		}
		switch {
		case e.cipher == "zipcrypto":
			h.Flags |= flagEncrypted
			packed = sealZipCrypto(packed, byte(h.CRC32>>24), e.password)
		case e.cipher != "":
			strength := map[string]byte{"aes128": 1, "aes192": 2, "aes256": 3}[e.cipher]
			h.Flags |= flagEncrypted
			h.Extra = []byte{0x01, 0x99, 7, 0, e.version, 0, 'A', 'E', strength, byte(h.Method), 0}
			h.Method = methodAES
			if e.version == 2 {
				h.CRC32 = 0
			}
			packed = sealAES(t, packed, int(strength), e.password)
		}
		h.CompressedSize64 = uint64(len(packed))
		if e.edit != nil {
			e.edit(h, packed)
		}
		f, err := w.CreateRaw(h)
		if err != nil {
			t.Fatal(err)
		}
		if _, err := f.Write(packed); err != nil {
			t.Fatal(err)
		}
	}
	if err := w.Close(); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

func deflate(t testing.TB, data []byte) []byte {
	var b bytes.Buffer
	w := zip.NewWriter(&b)
	f, err := w.Create("x")
	if err != nil {
		t.Fatal(err)
	}
	if _, err := f.Write(data); err != nil {
		t.Fatal(err)
	}
	if err := w.Close(); err != nil {
		t.Fatal(err)
	}
	r, err := zip.NewReader(bytes.NewReader(b.Bytes()), int64(b.Len()))
	if err != nil {
		t.Fatal(err)
	}
	off, err := r.File[0].DataOffset()
	if err != nil {
		t.Fatal(err)
	}
	return b.Bytes()[off:][:r.File[0].CompressedSize64]
}

func sealZipCrypto(plain []byte, check byte, password string) []byte {
	k0, k1, k2 := uint32(0x12345678), uint32(0x23456789), uint32(0x34567890)
	update := func(b byte) {
		k0 = ^crc32.Update(^k0, crc32.IEEETable, []byte{b})
		k1 = (k1+k0&0xFF)*134775813 + 1
		k2 = ^crc32.Update(^k2, crc32.IEEETable, []byte{byte(k1 >> 24)})
	}
	for _, b := range []byte(password) {
		update(b)
	}
	out := append([]byte("header of 1"), check)
	out = append(out, plain...)
	for i, b := range out {
		k := uint16(k2) | 2
		out[i] ^= byte(k * (k ^ 1) >> 8)
		update(b)
	}
	return out
}

func sealAES(t testing.TB, plain []byte, strength int, password string) []byte {
	keyLen := 8 + 8*strength
	salt := bytes.Repeat([]byte{0xA5}, keyLen/2)
	key, err := pbkdf2.Key(sha1.New, password, salt, 1000, 2*keyLen+2)
	if err != nil {
		t.Fatal(err)
	}
	block, err := aes.NewCipher(key[:keyLen])
	if err != nil {
		t.Fatal(err)
	}
	sealed := make([]byte, len(plain))
	for i := 0; i < len(plain); i += 16 {
		n := i/16 + 1
		iv := make([]byte, 16)
		iv[0], iv[1], iv[2] = byte(n), byte(n>>8), byte(n>>16)
		cipher.NewCTR(block, iv).XORKeyStream(sealed[i:min(i+16, len(plain))], plain[i:min(i+16, len(plain))])
	}
	mac := hmac.New(sha1.New, key[keyLen:2*keyLen])
	mac.Write(sealed)
	out := append(salt, key[2*keyLen:]...)
	return append(append(out, sealed...), mac.Sum(nil)[:10]...)
}

// sample is longer than one block of any cipher and packs well.
var sample = strings.Repeat("2025-03-04 08:00:00,示例商户,19.90\r\n", 40)

func names(srcs []parser.Source) (list []string) {
	for _, s := range srcs {
		list = append(list, s.Name)
	}
	return list
}

// wantOne checks that the only thing that came out is data, or the only error
// is want.
func wantOne(t *testing.T, srcs []parser.Source, errs []error, data string, want error) {
	t.Helper()
	if want == nil {
		if len(errs) != 0 || len(srcs) != 1 || string(srcs[0].Data) != data {
			t.Fatalf("got %v and errors %v, want one source with the sample", names(srcs), errs)
		}
		return
	}
	if len(srcs) != 0 || len(errs) != 1 || !errors.Is(errs[0], want) {
		t.Fatalf("got %v and errors %v, want the error %v", names(srcs), errs, want)
	}
	var placed *parser.Error
	var problem *parser.Problem
	if !errors.As(errs[0], &placed) || placed.Pos.File == "" || !errors.As(errs[0], &problem) || problem.Text.ZH == "" {
		t.Errorf("%#v has no place or is not told in both languages", errs[0])
	}
}

func TestCiphers(t *testing.T) {
	type kind struct {
		cipher  string
		version byte
	}
	for _, k := range []kind{{"", 0}, {"zipcrypto", 0}, {"aes128", 1}, {"aes128", 2}, {"aes192", 1}, {"aes192", 2}, {"aes256", 1}, {"aes256", 2}} {
		for _, store := range []bool{false, true} {
			for _, data := range []string{sample, "", "x"} {
				locked := archive(t, entry{name: "a.csv", data: data, store: store, cipher: k.cipher, version: k.version, password: "135790"})
				t.Run(fmt.Sprintf("%s v%d store=%t %d bytes", k.cipher, k.version, store, len(data)), func(t *testing.T) {
					for _, try := range []struct {
						passwords []string
						want      error
					}{
						{nil, ErrPassword},
						{[]string{"975310"}, ErrWrongPassword},
						{[]string{"135790"}, nil},
						{[]string{"1", "22", "333", "135790", "4444"}, nil},
					} {
						if k.cipher == "" {
							try.want = nil
						}
						srcs, errs := Open("a.zip", locked, Options{Passwords: try.passwords})
						wantOne(t, srcs, errs, data, try.want)
					}
				})
			}
		}
	}
}

// The fixtures were written by the program that their name begins with.
func TestFixtures(t *testing.T) {
	files, err := filepath.Glob("testdata/*.zip")
	if err != nil || len(files) < 10 {
		t.Fatalf("%d fixtures, %v", len(files), err)
	}
	for _, file := range files {
		t.Run(filepath.Base(file), func(t *testing.T) {
			data, err := os.ReadFile(file)
			if err != nil {
				t.Fatal(err)
			}
			if strings.Contains(file, "deflate64") {
				srcs, errs := Open(file, data, Options{})
				if len(srcs) != 0 || len(errs) != 1 || !strings.Contains(errs[0].Error(), "unpack it with an archive program") {
					t.Fatalf("got %v, %v", names(srcs), errs)
				}
				return
			}
			_, errs := Open(file, data, Options{})
			wantOne(t, nil, errs, "", ErrPassword)
			_, errs = Open(file, data, Options{Passwords: []string{"000000"}})
			wantOne(t, nil, errs, "", ErrWrongPassword)
			srcs, errs := Open(file, data, Options{Passwords: []string{"000000", "135790"}})
			if len(errs) != 0 || len(srcs) != 1 {
				t.Fatalf("got %v, %v", names(srcs), errs)
			}
			if text := string(srcs[0].Data); !strings.HasPrefix(text, "示例账单\r\n") || !strings.HasSuffix(text, "28.00\r\n") {
				t.Errorf("content is %q", text)
			}
			if !strings.Contains(file, "piped") && srcs[0].Name != file+"!/明细.csv" {
				t.Errorf("name is %q", srcs[0].Name)
			}
		})
	}
}

// One wrong password in 256 passes the check byte of ZipCrypto. It is still
// told as wrong, and the right one behind it is still tried.
func TestPasswordAcceptedByChance(t *testing.T) {
	for _, store := range []bool{false, true} {
		locked := archive(t, entry{name: "a.csv", data: sample, store: store, cipher: "zipcrypto", password: "135790"})
		zr, err := zip.NewReader(bytes.NewReader(locked), int64(len(locked)))
		if err != nil {
			t.Fatal(err)
		}
		off, err := zr.File[0].DataOffset()
		if err != nil {
			t.Fatal(err)
		}
		raw := locked[off:][:zr.File[0].CompressedSize64]
		var lucky []string
		for n := 0; n < 3000 && len(lucky) < 5; n++ {
			p := fmt.Sprintf("%06d", n)
			if _, err := (zipCrypto{zr.File[0]}).open(raw, p); err == nil {
				lucky = append(lucky, p)
			}
		}
		if len(lucky) < 5 {
			t.Fatalf("only %v passed the check byte", lucky)
		}
		srcs, errs := Open("a.zip", locked, Options{Passwords: lucky})
		wantOne(t, srcs, errs, "", ErrWrongPassword)
		srcs, errs = Open("a.zip", locked, Options{Passwords: append(lucky, "135790")})
		wantOne(t, srcs, errs, sample, nil)
	}
}

func TestDamage(t *testing.T) {
	flip := func(_ *zip.FileHeader, packed []byte) { packed[len(packed)/2] ^= 0x40 }
	short := func(h *zip.FileHeader, _ []byte) { h.UncompressedSize64-- }
	long := func(h *zip.FileHeader, _ []byte) { h.UncompressedSize64++ }
	noExtra := func(h *zip.FileHeader, _ []byte) { h.Extra = nil }
	for _, tt := range []struct {
		name string
		e    entry
		want error
	}{
		{"flipped bit, deflated", entry{edit: flip}, ErrDamaged},
		{"flipped bit, stored", entry{store: true, edit: flip}, ErrDamaged},
		{"states too little", entry{edit: short}, ErrDamaged},
		{"states too much", entry{edit: long}, ErrDamaged},
		{"flipped bit, AES", entry{cipher: "aes256", version: 2, password: "1", edit: flip}, ErrDamaged},
		{"AES without its extra field", entry{cipher: "aes256", version: 2, password: "1", edit: noExtra}, ErrDamaged},
		// ZipCrypto cannot tell damage from a wrong password.
		{"flipped bit, ZipCrypto", entry{cipher: "zipcrypto", password: "1", edit: flip}, ErrWrongPassword},
	} {
		t.Run(tt.name, func(t *testing.T) {
			tt.e.name, tt.e.data = "a.csv", sample
			srcs, errs := Open("a.zip", archive(t, tt.e), Options{Passwords: []string{"1"}})
			wantOne(t, srcs, errs, "", tt.want)
		})
	}
}

func TestTruncated(t *testing.T) {
	whole := archive(t, entry{name: "a.csv", data: sample}, entry{name: "b.csv", data: sample, cipher: "aes256", version: 2, password: "1"})
	for n := 4; n < len(whole); n++ {
		srcs, errs := Open("a.zip", whole[:n], Options{Passwords: []string{"1"}})
		if len(srcs) != 0 || len(errs) != 1 || !errors.Is(errs[0], ErrDamaged) {
			t.Fatalf("cut after %d of %d bytes: got %v, %v", n, len(whole), names(srcs), errs)
		}
	}
}

func TestMembers(t *testing.T) {
	gbk, err := simplifiedchinese.GB18030.NewEncoder().String("账单/微信明细.csv")
	if err != nil {
		t.Fatal(err)
	}
	inner := archive(t, entry{name: "c.csv", data: "c"})
	data := archive(t,
		entry{name: "z.csv", data: "z"},
		entry{name: gbk, data: "gbk"},
		entry{name: "folder/", store: true},
		entry{name: "__MACOSX/._z.csv", data: "litter"},
		entry{name: "folder/._z.csv", data: "litter"},
		entry{name: "folder/.DS_Store", data: "litter"},
		entry{name: "folder/Thumbs.db", data: "litter"},
		entry{name: "b.zip", data: string(inner), store: true},
		entry{name: `old\windows.csv`, data: "w"},
		entry{name: "../../etc/passwd", data: "p"},
		entry{name: "\x1B[2Jesc.csv", data: "e"},
		entry{name: "locked.csv", data: "l", cipher: "zipcrypto", password: "1"},
	)
	srcs, errs := Open("a.zip", data, Options{})
	want := []string{
		"a.zip!/../../etc/passwd", "a.zip!/_[2Jesc.csv", "a.zip!/b.zip!/c.csv",
		"a.zip!/old/windows.csv", "a.zip!/z.csv", "a.zip!/账单/微信明细.csv",
	}
	if got := names(srcs); !reflect.DeepEqual(got, want) {
		t.Errorf("got  %q\nwant %q", got, want)
	}
	if len(errs) != 1 || !errors.Is(errs[0], ErrPassword) || errs[0].(*parser.Error).Pos.File != "a.zip!/locked.csv" {
		t.Errorf("errors are %v", errs)
	}
	if s := srcs[len(srcs)-1]; string(s.Data) != "gbk" || s.SHA256 != parser.NewSource("", []byte("gbk")).SHA256 {
		t.Errorf("member has data %q and hash %s", s.Data, s.SHA256)
	}
}

func TestPasswordInChinese(t *testing.T) {
	gbk, err := simplifiedchinese.GB18030.NewEncoder().String("示例密码")
	if err != nil {
		t.Fatal(err)
	}
	for _, written := range []string{"示例密码", gbk} {
		locked := archive(t, entry{name: "a.csv", data: sample, cipher: "zipcrypto", password: written})
		srcs, errs := Open("a.zip", locked, Options{Passwords: []string{"示例密码"}})
		wantOne(t, srcs, errs, sample, nil)
	}
}

func TestNotPeeled(t *testing.T) {
	for _, data := range []string{
		"交易时间,金额\n", "", "PK", "%PDF-1.4 and so on",
		string(archive(t, entry{name: "[Content_Types].xml"}, entry{name: "xl/workbook.xml"})),
		string(archive(t, entry{name: "mimetype", store: true}, entry{name: "content.xml"})),
		string(archive(t, entry{name: "[Content_Types].xml"})[:60]),
	} {
		srcs, errs := Open("a", []byte(data), Options{})
		wantOne(t, srcs, errs, data, nil)
		if srcs[0].Name != "a" {
			t.Errorf("name is %q", srcs[0].Name)
		}
	}
}

func TestLimits(t *testing.T) {
	zeros := strings.Repeat("0", minRatio+1)
	many := make([]entry, MaxEntries.Value+1)
	for i := range many {
		many[i].name = fmt.Sprint(i)
	}
	nested := func(depth int) string {
		data := "deep"
		for range depth {
			data = string(archive(t, entry{name: "a", data: data, store: true}))
		}
		return data
	}
	huge := func(h *zip.FileHeader, _ []byte) { h.UncompressedSize64 = uint64(MaxEntry.Value) + 1 }
	for _, tt := range []struct {
		name string
		data string
		want error
	}{
		{"ratio", string(archive(t, entry{name: "a", data: zeros})), ErrLimit},
		{"ratio through nesting", string(archive(t, entry{name: "a", data: string(archive(t, entry{name: "b", data: zeros}))})), ErrLimit},
		{"states more than an entry may have", string(archive(t, entry{name: "a", data: sample, edit: huge})), ErrLimit},
		{"entries", string(archive(t, many...)), ErrLimit},
		{"nesting within the limit", nested(int(MaxNesting.Value)), nil},
		{"nesting", nested(int(MaxNesting.Value) + 1), ErrLimit},
	} {
		t.Run(tt.name, func(t *testing.T) {
			srcs, errs := Open("a.zip", []byte(tt.data), Options{})
			wantOne(t, srcs, errs, "deep", tt.want)
		})
	}

	t.Run("what fits is read", func(t *testing.T) {
		srcs, errs := Open("a.zip", archive(t, entry{name: "a", data: "a"}, entry{name: "b", data: zeros}, entry{name: "c", data: "c"}), Options{})
		if got := names(srcs); !reflect.DeepEqual(got, []string{"a.zip!/a", "a.zip!/c"}) || len(errs) != 1 || !errors.Is(errs[0], ErrLimit) {
			t.Errorf("got %q, %v", got, errs)
		}
	})
	t.Run("empty archive", func(t *testing.T) {
		srcs, errs := Open("a.zip", archive(t), Options{})
		if len(srcs) != 0 || len(errs) != 1 {
			t.Errorf("got %v, %v", names(srcs), errs)
		}
	})
}
