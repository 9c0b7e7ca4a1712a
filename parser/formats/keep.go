package formats

import (
	"math/bits"
	"strings"

	"github.com/unrenew/unrenew/parser"
)

// A keeper makes what a transaction holds its own, so that it does not keep the
// text of the whole file in memory: names and words that come again and again
// are there once, numbers of orders stand side by side in blocks.
type keeper struct {
	texts [1 << 12]string // by hash; one with the same hash takes the place
	block *strings.Builder
}

func (k *keeper) transaction(t *parser.Transaction) {
	for _, s := range []*string{&t.Amount.Currency, &t.Type, &t.Status, &t.Counterparty, &t.Description, &t.Method, &t.Card, &t.Original} {
		*s = k.text(*s)
	}
	t.OrderID, t.MerchantOrderID = k.store(t.OrderID), k.store(t.MerchantOrderID)
}

// text returns a string equal to s, the same one as before if it can.
func (k *keeper) text(s string) string {
	if s == "" {
		return ""
	}
	at := &k.texts[place(s)%uint64(len(k.texts))]
	if *at != s {
		*at = k.store(s)
	}
	return *at
}

// place is a number that seldom is the same for two texts, from their beginnings,
// ends and lengths. If it is, one of them is there twice.
func place(s string) uint64 {
	const odd = 0x9E3779B97F4A7C15
	n := uint64(len(s))
	var first, last uint64
	if n >= 8 {
		first = eight(s[:8])
		last = eight(s[n-8:])
	} else {
		for i := range len(s) {
			first = first<<8 | uint64(s[i])
		}
	}
	h := (first*odd ^ bits.RotateLeft64(last, 29) ^ n) * odd
	return h >> 32
}

func eight(s string) uint64 {
	_ = s[7]
	return uint64(s[0]) | uint64(s[1])<<8 | uint64(s[2])<<16 | uint64(s[3])<<24 | uint64(s[4])<<32 | uint64(s[5])<<40 | uint64(s[6])<<48 | uint64(s[7])<<56
}

// maxBlock is how many bytes of texts share a block of memory, which lives as
// long as one of them does.
const maxBlock = 32 << 10

// store returns a copy of s.
func (k *keeper) store(s string) string {
	if len(s) > maxBlock/4 {
		return strings.Clone(s)
	}
	if k.block == nil || k.block.Cap()-k.block.Len() < len(s) {
		size := 512
		if k.block != nil {
			size = min(2*k.block.Cap(), maxBlock)
		}
		k.block = new(strings.Builder)
		k.block.Grow(max(size, len(s)))
	}
	from := k.block.Len()
	k.block.WriteString(s)
	return k.block.String()[from:]
}
