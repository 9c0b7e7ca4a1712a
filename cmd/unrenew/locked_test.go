package main

import (
	"archive/zip"
	"bytes"
	"compress/flate"
	"crypto/aes"
	"crypto/cipher"
	"crypto/hmac"
	"crypto/pbkdf2"
	"crypto/sha1"
	"fmt"
	"hash/crc32"
)

// locked packs data as the only member of a ZIP archive, as Alipay ("zipcrypto")
// and WeChat ("aes256") send their exports. No password: an open archive.
func locked(kind, password, name string, data []byte) ([]byte, error) {
	var packed bytes.Buffer
	f, err := flate.NewWriter(&packed, flate.DefaultCompression)
	if err != nil {
		return nil, err
	}
	if _, err := f.Write(data); err != nil {
		return nil, err
	}
	if err := f.Close(); err != nil {
		return nil, err
	}
	h := &zip.FileHeader{Name: name, Method: zip.Deflate, UncompressedSize64: uint64(len(data)), CRC32: crc32.ChecksumIEEE(data)}
	body := packed.Bytes()
	switch {
	case password == "":
	case kind == "zipcrypto":
		h.Flags |= 1
		body = zipCrypto(body, byte(h.CRC32>>24), password)
	case kind == "aes256":
		h.Flags |= 1
		h.Method, h.CRC32 = 99, 0
		h.Extra = []byte{0x01, 0x99, 7, 0, 2, 0, 'A', 'E', 3, byte(zip.Deflate), 0}
		if body, err = zipAES256(body, password); err != nil {
			return nil, err
		}
	default:
		return nil, fmt.Errorf("no archive of the kind %q", kind)
	}
	h.CompressedSize64 = uint64(len(body))
	var b bytes.Buffer
	z := zip.NewWriter(&b)
	w, err := z.CreateRaw(h)
	if err != nil {
		return nil, err
	}
	if _, err := w.Write(body); err != nil {
		return nil, err
	}
	err = z.Close()
	return b.Bytes(), err
}

// zipCrypto is the cipher of PKWARE's APPNOTE 6.1.
func zipCrypto(plain []byte, check byte, password string) []byte {
	a, b, c := uint32(0x12345678), uint32(0x23456789), uint32(0x34567890)
	turn := func(x byte) {
		a = ^crc32.Update(^a, crc32.IEEETable, []byte{x})
		b = (b+a&0xff)*134775813 + 1
		c = ^crc32.Update(^c, crc32.IEEETable, []byte{byte(b >> 24)})
	}
	for _, x := range []byte(password) {
		turn(x)
	}
	out := append(append([]byte("eleven byte"), check), plain...)
	for i, x := range out {
		k := uint16(c) | 2
		out[i] ^= byte(k * (k ^ 1) >> 8)
		turn(x)
	}
	return out
}

// zipAES256 is AE-2 of WinZip: a counter that begins with its low byte, so the
// counter mode of crypto/cipher runs for one block at a time.
func zipAES256(plain []byte, password string) ([]byte, error) {
	salt := []byte("salt of 16 bytes")
	key, err := pbkdf2.Key(sha1.New, password, salt, 1000, 66)
	if err != nil {
		return nil, err
	}
	block, err := aes.NewCipher(key[:32])
	if err != nil {
		return nil, err
	}
	sealed := make([]byte, len(plain))
	for i := 0; i < len(plain); i += 16 {
		n := i/16 + 1
		end := min(i+16, len(plain))
		cipher.NewCTR(block, append([]byte{byte(n), byte(n >> 8), byte(n >> 16)}, make([]byte, 13)...)).XORKeyStream(sealed[i:end], plain[i:end])
	}
	mac := hmac.New(sha1.New, key[32:64])
	mac.Write(sealed)
	out := append(salt, key[64:]...)
	return append(append(out, sealed...), mac.Sum(nil)[:10]...), nil
}
