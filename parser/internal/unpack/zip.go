package unpack

import (
	"archive/zip"
	"bytes"
	"compress/flate"
	"encoding/binary"
	"errors"
	"hash/crc32"
	"io"
	"path"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/unrenew/unrenew/parser"
	"golang.org/x/text/encoding/simplifiedchinese"
)

// openZIP reads the members with a layer of its own on archive/zip, which knows
// no cipher and hands out ciphertext as content.
func openZIP(u *unpacker, src parser.Source, depth int) bool {
	if !bytes.HasPrefix(src.Data, []byte("PK\x03\x04")) && !bytes.HasPrefix(src.Data, []byte("PK\x05\x06")) {
		return false
	}
	if u.crowded(src.Data) {
		u.fail(src.Name, u.tooMany())
		return true
	}
	zr, err := zip.NewReader(bytes.NewReader(src.Data), int64(len(src.Data)))
	if err != nil && !errors.Is(err, zip.ErrInsecurePath) { // names never become paths here
		if bytes.Contains(src.Data[:min(len(src.Data), 64)], []byte("[Content_Types].xml")) {
			return false // a broken workbook, of which its reader says more
		}
		u.fail(src.Name, parser.Problemf(
			"压缩包已损坏或没有下载完整，请重新下载",
			"the archive is damaged or was not downloaded to its end; download it again",
		).Because(ErrDamaged))
		return true
	}
	if isDocument(zr) {
		return false
	}
	if int64(depth) >= u.limits.Of(MaxNesting) {
		u.fail(src.Name, u.nestedTooDeep())
		return true
	}
	members := membersOf(zr, src.Name)
	switch {
	case len(members) == 0:
		u.fail(src.Name, parser.Problemf("压缩包里没有文件", "there is no file in the archive"))
	case int64(len(members)) > u.limits.Of(MaxEntries):
		u.fail(src.Name, u.tooMany())
		return true
	}
	for _, m := range members {
		data, problem := u.read(m.File, src.Data)
		if problem != nil {
			u.fail(m.name, problem)
			continue
		}
		u.open(parser.NewSource(m.name, data).Within(u.limits), depth+1)
	}
	return true
}

// isDocument tells the files of office programs, which are ZIP archives too.
func isDocument(zr *zip.Reader) bool {
	return slices.ContainsFunc(zr.File, func(f *zip.File) bool {
		switch strings.ToLower(strings.ReplaceAll(f.Name, `\`, "/")) {
		case "[content_types].xml", "mimetype", "ofd.xml", "index/document.iwa":
			return true
		}
		return false
	})
}

type member struct {
	*zip.File
	name string
}

// membersOf lists the files of an archive by name, without the litter of
// operating systems.
func membersOf(zr *zip.Reader, archive string) []member {
	var list []member
	for _, f := range zr.File {
		name := memberName(f.Name)
		base := path.Base(name)
		if strings.HasSuffix(name, "/") || strings.HasPrefix(name, "__MACOSX/") || strings.HasPrefix(base, "._") {
			continue
		}
		switch strings.ToLower(base) {
		case ".ds_store", "thumbs.db", "desktop.ini":
			continue
		}
		list = append(list, member{f, archive + "!/" + name})
	}
	slices.SortStableFunc(list, func(a, b member) int { return strings.Compare(a.name, b.name) })
	return list
}

// memberName decodes a name. Chinese Windows writes GB18030 without a mark;
// control characters would reach the terminal.
func memberName(raw string) string {
	name := raw
	if !utf8.ValidString(name) {
		name, _ = simplifiedchinese.GB18030.NewDecoder().String(name)
	}
	return strings.Map(func(r rune) rune {
		switch {
		case r == '\\':
			return '/'
		case unicode.IsControl(r):
			return '_'
		}
		return r
	}, name)
}

// methodAES stands where others have their compression method.
const methodAES = 99 // the real one is in the extra field

// Flag bits of an entry.
const (
	flagEncrypted  = 1 << 0
	flagDescriptor = 1 << 3
	flagStrong     = 1<<6 | 1<<13
)

// read returns the content of f, an entry of archive.
func (u *unpacker) read(f *zip.File, archive []byte) ([]byte, *parser.Problem) {
	off, err := f.DataOffset()
	if err != nil || f.CompressedSize64 > uint64(len(archive)) || off+int64(f.CompressedSize64) > int64(len(archive)) {
		return nil, damaged()
	}
	if p := u.take(f.UncompressedSize64); p != nil {
		return nil, p
	}
	raw := archive[off:][:f.CompressedSize64]

	var lock lock
	method, checked := f.Method, true
	switch {
	case f.Flags&flagEncrypted == 0:
	case f.Flags&flagStrong != 0:
		return nil, cannotUnpack()
	case method == methodAES:
		var a aesLock
		if a, method, checked, err = aesOf(f); err != nil {
			return nil, damaged()
		}
		lock = a
	default:
		lock = zipCrypto{f}
	}
	if method != zip.Store && method != zip.Deflate {
		return nil, cannotUnpack()
	}

	var data []byte
	expand := func(packed []byte) error {
		data = packed
		if method == zip.Deflate {
			data, err = inflate(packed, f.UncompressedSize64)
		}
		if err != nil || uint64(len(data)) != f.UncompressedSize64 || checked && crc32.ChecksumIEEE(data) != f.CRC32 {
			return ErrDamaged
		}
		return nil
	}
	var problem *parser.Problem
	if lock == nil {
		if expand(raw) != nil {
			problem = damaged()
		}
	} else {
		problem = u.unlock(func(password string) error {
			packed, err := lock.open(raw, password)
			if err != nil {
				return err
			}
			return lock.judge(expand(packed))
		})
	}
	if problem != nil {
		return nil, problem
	}
	u.budget -= int64(len(data))
	return data, nil
}

// inflate stops one byte beyond size: whoever states too little is caught
// before it costs memory.
func inflate(packed []byte, size uint64) ([]byte, error) {
	var b bytes.Buffer
	b.Grow(int(min(size, 1032*uint64(len(packed)))) + bytes.MinRead) // deflate cannot do better than 1032:1
	_, err := io.Copy(&b, io.LimitReader(flate.NewReader(bytes.NewReader(packed)), int64(size)+1))
	return b.Bytes(), err
}

func cannotUnpack() *parser.Problem {
	return parser.Problemf(
		"压缩包用了少见的压缩或加密方式，请先用解压软件解开，再读取里面的文件",
		"the archive uses a rare method of compression or encryption; unpack it with an archive program and read the files from it",
	)
}

// A lock is the cipher of one entry.
type lock interface {
	// open decrypts raw. Its error is ErrWrongPassword or ErrDamaged.
	open(raw []byte, password string) ([]byte, error)
	// judge says what an error in the decrypted data means.
	judge(error) error
}

// zipCrypto is the old cipher of ZIP. It checks a password by a single byte, so
// that one wrong password in 256 passes and the data turn out to be noise.
type zipCrypto struct{ f *zip.File }

func (z zipCrypto) open(raw []byte, password string) ([]byte, error) {
	const header = 12
	if len(raw) < header {
		return nil, ErrDamaged
	}
	keys := [3]uint32{0x12345678, 0x23456789, 0x34567890}
	update := func(b byte) {
		keys[0] = crcByte(keys[0], b)
		keys[1] = (keys[1]+keys[0]&0xFF)*134775813 + 1
		keys[2] = crcByte(keys[2], byte(keys[1]>>24))
	}
	decrypt := func(b byte) byte {
		t := keys[2] | 2
		b ^= byte(t * (t ^ 1) >> 8)
		update(b)
		return b
	}
	for i := range len(password) {
		update(password[i])
	}
	var check byte
	for _, b := range raw[:header] {
		check = decrypt(b)
	}
	// Writers that did not know the checksum yet took the time instead.
	byTime := z.f.Flags&flagDescriptor != 0 && check == byte(z.f.ModifiedTime>>8)
	if check != byte(z.f.CRC32>>24) && !byTime {
		return nil, ErrWrongPassword
	}
	plain := make([]byte, len(raw)-header)
	for i, b := range raw[header:] {
		plain[i] = decrypt(b)
	}
	return plain, nil
}

func (zipCrypto) judge(err error) error {
	if err != nil {
		return ErrWrongPassword
	}
	return nil
}

func crcByte(crc uint32, b byte) uint32 { return crc32.IEEETable[byte(crc)^b] ^ crc>>8 }

// le reads the little-endian numbers of ZIP.
var le = binary.LittleEndian
