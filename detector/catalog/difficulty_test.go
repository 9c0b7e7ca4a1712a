package catalog

import (
	"slices"
	"testing"
	"time"

	"github.com/unrenew/unrenew/parser"
)

func TestDifficulty(t *testing.T) {
	step := parser.Text{ZH: "点一下", EN: "Tap"}
	steps := func(n int) (out []parser.Text) {
		for range n {
			out = append(out, step)
		}
		return out
	}
	for _, tt := range []struct {
		name string
		path Path
		want string
	}{
		{"a short way with a source", Path{Channel: "wechat", Steps: steps(3), VerifiedOn: "2026-11"}, "容易"},
		{"no source", Path{Channel: "service", Steps: steps(3)}, "不清楚"},
		{"no source, but a call", Path{Channel: "service-support", Steps: steps(1), Needs: []Hurdle{Call}}, "麻烦（要打电话）"},
		{"a long way", Path{Channel: "service", Steps: steps(5), VerifiedOn: "2026-11"}, "有点麻烦（要走 5 步）"},
		{"in the order in which people meet them", Path{Channel: "service", Steps: steps(2), VerifiedOn: "2026-11", Needs: []Hurdle{SMS, Popups}}, "有点麻烦（中途有挽留弹窗，要短信验证码）"},
		{"many small things", Path{Channel: "service", Steps: steps(2), VerifiedOn: "2026-11", Needs: []Hurdle{Face, SMS, Popups}}, "麻烦（中途有挽留弹窗，要短信验证码，可能要人脸验证）"},
	} {
		if got := tt.path.Difficulty().Text().ZH; got != tt.want {
			t.Errorf("%s: %s, want %s", tt.name, got, tt.want)
		}
	}
}

// TestTrapsAreHurdles: the pop-ups of an app are met inside it and not on the
// way of a channel.
func TestTrapsAreHurdles(t *testing.T) {
	c, err := Load()
	if err != nil {
		t.Fatal(err)
	}
	for _, p := range c.Service("tencent-video").Cancel {
		inApp := p.Channel == "service" || p.Channel == "service-web"
		if got := slices.Contains(p.Needs, Popups); got != inApp {
			t.Errorf("%s: pop-ups on the way: %v", p.Channel, got)
		}
	}
}

func TestDoubt(t *testing.T) {
	on := time.Date(2026, 11, 26, 0, 0, 0, 0, parser.China)
	for verified, doubt := range map[string]bool{"": true, "2026-11": false, "2026-06": false, "2026-05": false, "2026-04": true, "2025-11": true} {
		if got := (Path{VerifiedOn: verified}).Doubt(on); (got.ZH != "") != doubt || (got.EN != "") != doubt {
			t.Errorf("a source read in %q: %q", verified, got.EN)
		}
	}
}
