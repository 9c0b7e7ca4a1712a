package formats

import "testing"

// TestIdentity holds that whole accounts are told apart where their masks are
// not, and that what an issuer masked is nobody's whole account.
func TestIdentity(t *testing.T) {
	for _, c := range []struct {
		a, b string
		same bool
	}{
		{"小明", "小红", false},
		{"小明", " 小明", true},
		{"13800000011", "13800012311", false},
	} {
		if got := identity(c.a) == identity(c.b); got != c.same {
			t.Errorf("%q and %q are one account: %v", c.a, c.b, got)
		}
	}
	for _, c := range []struct {
		a, b string
		same bool
	}{
		{"DE89370400440532013000", "0532013000", true},
		{"6225 0000 1111 2345", "6225000011112345", true},
		{"6225000011112345", "6225000099992345", false},
	} {
		if got := cardIdentity(c.a) == cardIdentity(c.b); got != c.same {
			t.Errorf("%q and %q are one card: %v", c.a, c.b, got)
		}
	}
	for _, masked := range []string{"", "138******00", "a**@example.com", "＊明"} {
		if identity(masked) != "" {
			t.Errorf("%q counts as a whole account", masked)
		}
	}
	for _, masked := range []string{"", "尾号 1234", "6222****1234", "1234"} {
		if cardIdentity(masked) != "" {
			t.Errorf("%q counts as a whole card number", masked)
		}
	}
}
