package unpack

import (
	"archive/zip"
	"crypto/aes"
	"crypto/hmac"
	"crypto/pbkdf2"
	"crypto/sha1"
	"crypto/subtle"
)

// aesLock is the AES of WinZip: salt, two bytes to check the password, the data
// in counter mode, and ten bytes of HMAC-SHA1 over them.
type aesLock struct{ keyLen int }

const (
	aesExtra  = 0x9901 // ID of the extra field
	aesRounds = 1000
	aesCheck  = 2
	aesMAC    = 10
)

// aesOf reads the extra field of f: the cipher, the real compression method,
// and whether the checksum of f counts, as it does in AE-1 only.
func aesOf(f *zip.File) (lock aesLock, method uint16, checked bool, err error) {
	for b := f.Extra; len(b) >= 4; {
		id, n := le.Uint16(b), int(le.Uint16(b[2:]))
		if b = b[4:]; n > len(b) {
			break
		}
		if id == aesExtra && n >= 7 && 1 <= b[4] && b[4] <= 3 {
			return aesLock{8 + 8*int(b[4])}, le.Uint16(b[5:]), le.Uint16(b) == 1, nil
		}
		b = b[n:]
	}
	return lock, 0, false, ErrDamaged
}

func (a aesLock) open(raw []byte, password string) ([]byte, error) {
	saltLen := a.keyLen / 2
	if len(raw) < saltLen+aesCheck+aesMAC {
		return nil, ErrDamaged
	}
	keys, err := pbkdf2.Key(sha1.New, password, raw[:saltLen], aesRounds, 2*a.keyLen+aesCheck)
	if err != nil {
		return nil, err
	}
	raw = raw[saltLen:]
	if subtle.ConstantTimeCompare(keys[2*a.keyLen:], raw[:aesCheck]) != 1 {
		return nil, ErrWrongPassword
	}
	sealed, tag := raw[aesCheck:len(raw)-aesMAC], raw[len(raw)-aesMAC:]
	mac := hmac.New(sha1.New, keys[a.keyLen:2*a.keyLen])
	mac.Write(sealed)
	if !hmac.Equal(mac.Sum(nil)[:aesMAC], tag) {
		return nil, ErrDamaged
	}
	block, err := aes.NewCipher(keys[:a.keyLen])
	if err != nil {
		return nil, err
	}
	// The counter is little-endian, unlike that of crypto/cipher, and starts at 1.
	plain := make([]byte, len(sealed))
	var counter, pad [aes.BlockSize]byte
	for i := 0; i < len(sealed); i += aes.BlockSize {
		le.PutUint64(counter[:], uint64(i/aes.BlockSize)+1)
		block.Encrypt(pad[:], counter[:])
		subtle.XORBytes(plain[i:], sealed[i:], pad[:])
	}
	return plain, nil
}

// judge leaves err alone: the HMAC has proved the password.
func (aesLock) judge(err error) error { return err }
