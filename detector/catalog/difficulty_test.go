package catalog

import (
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
	nagging := &Service{Hurdles: []Hurdle{Popups}}
	for _, tt := range []struct {
		name string
		path Path
		of   *Service
		want string
	}{
		{"a short way with a source", Path{Channel: "wechat", Steps: steps(3), VerifiedOn: "2026-11"}, nil, "容易"},
		{"no source", Path{Channel: "service", Steps: steps(3)}, nil, "不清楚"},
		{"no source, but a call", Path{Channel: "service-support", Steps: steps(1), Needs: []Hurdle{Call}}, nil, "麻烦（要打电话）"},
		{"a long way", Path{Channel: "service", Steps: steps(5), VerifiedOn: "2026-11"}, nil, "有点麻烦（要走 5 步）"},
		{"pop-ups are the app's", Path{Channel: "service", Steps: steps(2), VerifiedOn: "2026-11", Needs: []Hurdle{SMS}}, nagging, "有点麻烦（中途有挽留弹窗，要短信验证码）"},
		{"and not the channel's", Path{Channel: "alipay", Steps: steps(2), VerifiedOn: "2026-11"}, nagging, "容易"},
		{"many small things", Path{Channel: "service", Steps: steps(2), VerifiedOn: "2026-11", Needs: []Hurdle{Face, SMS}}, nagging, "麻烦（中途有挽留弹窗，要短信验证码，可能要人脸验证）"},
	} {
		if got := tt.path.Difficulty(tt.of).Text().ZH; got != tt.want {
			t.Errorf("%s: %s, want %s", tt.name, got, tt.want)
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
