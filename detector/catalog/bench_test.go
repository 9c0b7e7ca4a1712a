package catalog_test

import (
	"testing"

	"github.com/unrenew/unrenew/detector/catalog"
)

func BenchmarkLoad(b *testing.B) {
	for b.Loop() {
		if _, err := catalog.Load(); err != nil {
			b.Fatal(err)
		}
	}
}

func BenchmarkMatch(b *testing.B) {
	c := load(b)
	for b.Loop() {
		c.Match("财付通-示例餐馆", "示例商品会员专享订单20261105，含配送费与包装费")
	}
}
