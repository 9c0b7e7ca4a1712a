package formats

import (
	"hash/maphash"
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

var keeperSeed = maphash.MakeSeed()

// text returns a string equal to s, the same one as before if it can.
func (k *keeper) text(s string) string {
	if s == "" {
		return ""
	}
	at := &k.texts[maphash.String(keeperSeed, s)%uint64(len(k.texts))]
	if *at != s {
		*at = k.store(s)
	}
	return *at
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
