package table

import (
	"golang.org/x/text/encoding"
	"golang.org/x/text/encoding/japanese"
	"golang.org/x/text/encoding/traditionalchinese"
)

// eastAsian are the charsets of banks in Japan and Taiwan.
var eastAsian = map[string]encoding.Encoding{"shift_jis": japanese.ShiftJIS, "big5": traditionalchinese.Big5}

// eastAsianSample is how much of a text is looked at.
const eastAsianSample = 64 << 10 // bytes

// eastAsianCharset tells Shift-JIS and Big5 from GB18030 by the bytes of which
// their characters are; "" is neither. Those that GB18030 has for Chinese are
// above A0, both of them. In Shift-JIS the first byte of nearly all characters is
// below that, in Big5 the second byte of many; what GB18030 has there is rare.
func eastAsianCharset(data []byte) string {
	data = data[:min(len(data), eastAsianSample)]
	if shiftJIS(data) {
		return "shift_jis"
	}
	if big5(data) {
		return "big5"
	}
	return ""
}

func shiftJIS(data []byte) bool {
	low, pairs, kana := 0, 0, 0
	for i := 0; i < len(data); i++ {
		switch b := data[i]; {
		case b < 0x80:
		case b >= 0xA1 && b <= 0xDF: // half-width katakana, one byte each
			kana++
		case b == 0x80 || b == 0xA0 || b > 0xFC:
			return false
		case i+1 < len(data):
			i++
			if t := data[i]; t < 0x40 || t == 0x7F || t > 0xFC {
				return false
			}
			pairs++
			if b < 0xA0 {
				low++
			}
		}
	}
	return low > 0 && low*5 >= pairs*3 && low*8 >= pairs*2+kana
}

func big5(data []byte) bool {
	low, pairs := 0, 0
	for i := 0; i < len(data); i++ {
		b := data[i]
		if b < 0x80 {
			continue
		}
		if b < 0xA1 || b > 0xF9 {
			return false
		}
		if i++; i == len(data) {
			break
		}
		switch t := data[i]; {
		case t >= 0x40 && t <= 0x7E:
			low++
		case t < 0xA1 || t > 0xFE:
			return false
		}
		pairs++
	}
	return low*7 > pairs
}
