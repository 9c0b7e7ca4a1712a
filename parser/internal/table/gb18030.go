package table

import (
	"encoding/binary"
	"slices"
	"sync"
	"unicode/utf8"

	"golang.org/x/text/encoding/simplifiedchinese"
	"golang.org/x/text/transform"
)

// A pair is how UTF-8 writes a character of two bytes in GB18030: its bytes, the
// first one lowest, and above them how many there are. 0 is no character.
type pair uint32

const (
	firstLead, lastLead = 0x81, 0xFE
	firstTrail          = 0x40
	trails              = 0x100 - firstTrail
)

// gbPairs are the pairs by their bytes, as x/text reads them: nearly all that a
// Chinese text has beside ASCII, at a fourth of the time that x/text takes.
var gbPairs = sync.OnceValue(func() *[(lastLead - firstLead + 1) * trails]pair {
	all := new([(lastLead - firstLead + 1) * trails]pair)
	decoder := simplifiedchinese.GB18030.NewDecoder()
	for i := range all {
		code := []byte{byte(firstLead + i/trails), byte(firstTrail + i%trails)}
		text, _ := decoder.Bytes(code)
		if r, n := utf8.DecodeRune(text); n == len(text) && r != utf8.RuneError {
			all[i] = pair(n) << 24
			for at, c := range text {
				all[i] |= pair(c) << (8 * at)
			}
		}
	}
	return all
})

// appendGB18030 appends the text of data, as UTF-8. What is no pair is left to
// x/text: codes of four bytes, and what is broken, which becomes U+FFFD.
func appendGB18030(text, data []byte) []byte {
	pairs := gbPairs()
	text = slices.Grow(text, len(data)*3/2+utf8.UTFMax) // no pair is longer than three bytes
	decoder := simplifiedchinese.GB18030.NewDecoder()
	for i := 0; i < len(data); {
		to := text[len(text):cap(text)]
		n := 0
	plain:
		for i < len(data) && n+utf8.UTFMax <= len(to) {
			c := data[i]
			switch {
			case c < utf8.RuneSelf:
				to[n] = c
				n++
				i++
			case i+1 < len(data) && c >= firstLead && c <= lastLead && data[i+1] >= firstTrail:
				p := pairs[int(c-firstLead)*trails+int(data[i+1]-firstTrail)]
				if p == 0 {
					break plain
				}
				binary.LittleEndian.PutUint32(to[n:], uint32(p))
				n += int(p >> 24)
				i += 2
			default:
				break plain
			}
		}
		text = text[:len(text)+n]
		if i < len(data) { // one character or two, or no room
			var odd [2 * utf8.UTFMax]byte
			n, read, err := decoder.Transform(odd[:utf8.UTFMax], data[i:], true)
			if err != nil && err != transform.ErrShortDst {
				panic(err) // the decoder replaces what it cannot read
			}
			text, i = append(text, odd[:n]...), i+read
			text = slices.Grow(text, 2*utf8.UTFMax)
		}
	}
	return text
}
