package catalog

import (
	"slices"
	"strings"
	"time"

	"github.com/unrenew/unrenew/parser"
)

// A Hurdle is something between a person and the end of a contract.
type Hurdle string

const (
	SMS      Hurdle = "sms"      // a code by SMS
	Face     Hurdle = "face"     // a face check
	Password Hurdle = "password" // the payment password
	Computer Hurdle = "computer" // a browser; the app has no entry
	Popups   Hurdle = "popups"   // offers to stay, before it is done
	Hidden   Hurdle = "hidden"   // a small or deep entry
	Ticket   Hurdle = "ticket"   // support must do it, in writing
	Call     Hurdle = "call"     // support must do it, by telephone
	Visit    Hurdle = "visit"    // a shop or branch must do it
	Fee      Hurdle = "fee"      // leaving costs something
)

// A hurdle is a Hurdle with what it adds to the difficulty: 1 is a minute more,
// 3 is waiting for somebody.
type hurdle struct {
	Hurdle
	weight int
	text   parser.Text
}

// hurdles are in the order in which people meet them.
var hurdles = []hurdle{
	{Hidden, 1, parser.Text{ZH: "入口字小或层级深", EN: "the entry is small or deep in the menus"}},
	{Computer, 1, parser.Text{ZH: "要用网页", EN: "only on the website"}},
	{Popups, 1, parser.Text{ZH: "中途有挽留弹窗", EN: "offers to stay pop up on the way"}},
	{SMS, 1, parser.Text{ZH: "要短信验证码", EN: "a code by SMS"}},
	{Face, 1, parser.Text{ZH: "可能要人脸验证", EN: "perhaps a face check"}},
	{Password, 1, parser.Text{ZH: "要支付密码", EN: "the payment password"}},
	{Ticket, 3, parser.Text{ZH: "要找客服处理", EN: "support has to do it"}},
	{Call, 3, parser.Text{ZH: "要打电话", EN: "a telephone call"}},
	{Visit, 4, parser.Text{ZH: "要去门店或营业厅", EN: "a visit to a shop or branch"}},
	{Fee, 3, parser.Text{ZH: "提前离开可能收费", EN: "leaving early may cost something"}},
}

const (
	manySteps  = 4 // more steps than this make a way long
	someEffort = 1 // weight from which a way takes some effort
	hard       = 3 // weight from which it is hard
)

// Difficulty tells how hard a way to cancel is.
type Difficulty struct {
	Level   string        // "easy", "medium", "hard", or "unknown" where no source tells the way
	Reasons []parser.Text // what makes it so, in the order in which people meet it
}

// Difficulty computes how hard it is to end a contract by p.
func (p Path) Difficulty() Difficulty {
	var d Difficulty
	weight := 0
	for _, h := range hurdles {
		if slices.Contains(p.Needs, h.Hurdle) {
			weight += h.weight
			d.Reasons = append(d.Reasons, h.text)
		}
	}
	if len(p.Steps) > manySteps {
		weight++
		d.Reasons = append(d.Reasons, parser.Says("要走 %d 步", "%d steps", len(p.Steps)))
	}
	switch {
	case weight >= hard:
		d.Level = "hard"
	case p.VerifiedOn == "":
		d.Level = "unknown"
	case weight >= someEffort:
		d.Level = "medium"
	default:
		d.Level = "easy"
	}
	return d
}

var levels = map[string]parser.Text{
	"easy":    {ZH: "容易", EN: "easy"},
	"medium":  {ZH: "有点麻烦", EN: "some effort"},
	"hard":    {ZH: "麻烦", EN: "hard"},
	"unknown": {ZH: "不清楚", EN: "not known"},
}

// Text is the level with what makes it so: 麻烦（要打电话）.
func (d Difficulty) Text() parser.Text {
	t := levels[d.Level]
	if len(d.Reasons) == 0 {
		return t
	}
	var zh, en []string
	for _, r := range d.Reasons {
		zh, en = append(zh, r.ZH), append(en, r.EN)
	}
	return parser.Text{ZH: t.ZH + "（" + strings.Join(zh, "，") + "）", EN: t.EN + " (" + strings.Join(en, ", ") + ")"}
}

// staleDays is the age from which a path is shown as old: apps move their
// menus about twice a year.
const staleDays = 180

// Doubt says why p should be read with care on a day: nobody has verified it,
// or it was read long ago. It is zero where there is nothing to doubt.
func (p Path) Doubt(on time.Time) parser.Text {
	if p.VerifiedOn == "" {
		return parser.Text{ZH: "未核实，以实际界面为准", EN: "unverified; follow what the app shows"}
	}
	read, err := time.ParseInLocation("2006-01", p.VerifiedOn, on.Location())
	if err == nil && on.Sub(read.AddDate(0, 1, 0)) > staleDays*24*time.Hour {
		return parser.Says("来源读于 %s，已超过 %d 天，入口可能变了", "the source was read in %s, more than %d days ago; the entry may have moved", p.VerifiedOn, staleDays)
	}
	return parser.Text{}
}
