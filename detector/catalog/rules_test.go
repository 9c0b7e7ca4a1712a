package catalog

import (
	"strings"
	"testing"
)

func TestParseRules(t *testing.T) {
	r, err := ParseRules("rules.yaml", []byte(`
not_memberships: [示例超市, netflix]
services:
  - id: jiguang-video
    name: {zh: 极光视频会员, en: Aurora Video}
    category: content
    brands: [极光视频]
    plans:
      - {cycle: month, price: "25.00", first_price: "9.00", asof: 2026-01-01}
    sources: [我自己的账单]
    confidence: sourced
`))
	if err != nil {
		t.Fatal(err)
	}
	if len(r.NotMemberships) != 2 || len(r.Services) != 1 || r.Services[0].ID != "jiguang-video" || len(r.Services[0].Plans) != 1 {
		t.Errorf("got %+v", r)
	}
	c, err := Load()
	if err != nil {
		t.Fatal(err)
	}
	if m := c.With(r.Services).Match("极光视频", "极光视频连续包月"); len(m) == 0 || m[0].Service.ID != "jiguang-video" {
		t.Errorf("the user's service does not match: %v", m)
	}
	if _, err := ParseRules("rules.yaml", []byte("not_membership: [x]\n")); err == nil || !strings.Contains(err.Error(), "not_membership") {
		t.Errorf("an unknown key is no error: %v", err)
	}
	if r, err := ParseRules("rules.yaml", nil); err != nil || len(r.Services) != 0 {
		t.Errorf("an empty file: %v %v", r, err)
	}
}
