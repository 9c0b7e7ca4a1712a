package formats

import (
	"crypto/sha256"
	"encoding/hex"
	"regexp"
	"strings"
)

// identity stands for an account whose mask others may share: two nicknames with
// one first letter. What the issuer masked itself has none.
func identity(account string) string {
	account = strings.TrimSpace(account)
	if account == "" || strings.ContainsAny(account, "*＊") {
		return ""
	}
	sum := sha256.Sum256([]byte(account))
	return hex.EncodeToString(sum[:8])
}

var lastEight = regexp.MustCompile(`(\d{8})\D*$`)

// cardIdentity is identity for a card or bank account. It rests on the last
// eight digits, which an account has in common with its IBAN.
func cardIdentity(number string) string {
	m := lastEight.FindStringSubmatch(strings.NewReplacer(" ", "", "-", "").Replace(number))
	if m == nil {
		return ""
	}
	return identity(m[1])
}
