package table

import (
	"math/rand/v2"
	"testing"

	"golang.org/x/text/encoding/simplifiedchinese"
)

// sameAsXText compares with x/text, whose word is the rule.
func sameAsXText(t *testing.T, data []byte) {
	t.Helper()
	want, err := simplifiedchinese.GB18030.NewDecoder().Bytes(data)
	if err != nil {
		t.Fatal(err)
	}
	if got := appendGB18030([]byte("x"), data); string(got) != "x"+string(want) {
		t.Fatalf("%x is read as %q, by x/text as %q", data, got[1:], want)
	}
}

func TestGB18030(t *testing.T) {
	for a := range 256 {
		sameAsXText(t, []byte{byte(a)})
		for b := range 256 {
			sameAsXText(t, []byte{byte(a), byte(b)})
			sameAsXText(t, []byte{'1', byte(a), byte(b), '2', byte(a), byte(b)})
		}
	}
	dice := rand.New(rand.NewPCG(18030, 0))
	bytes := []byte{'0', '9', 'A', '~', '\n', ',', 0x30, 0x39, 0x40, 0x7F, 0x80, 0x81, 0x84, 0x90, 0xA1, 0xB0, 0xD6, 0xE3, 0xFE, 0xFF}
	for range 20_000 {
		data := make([]byte, dice.IntN(60))
		for i := range data {
			if data[i] = bytes[dice.IntN(len(bytes))]; dice.IntN(4) == 0 {
				data[i] = byte(dice.IntN(256))
			}
		}
		sameAsXText(t, data)
	}
}

func FuzzGB18030(f *testing.F) {
	for _, s := range []string{"", "交易时间,金额", "\x81\x30\x81\x30", "𠮷€", "\xD6", "\x80\xFF"} {
		coded, err := simplifiedchinese.GB18030.NewEncoder().String(s)
		if err != nil {
			coded = s
		}
		f.Add([]byte(coded))
	}
	f.Fuzz(sameAsXText)
}
