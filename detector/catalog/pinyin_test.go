package catalog

import (
	"os"
	"slices"
	"strings"
	"testing"

	"github.com/mozillazg/go-pinyin"
)

// TestPinyinTable: the table knows each character of each name. It is a file and
// no library at run time, for the library's table of 40,000 characters would
// make every start of the program slower.
func TestPinyinTable(t *testing.T) {
	args := pinyin.NewArgs()
	args.Heteronym = true
	chars := map[rune]bool{}
	for _, s := range loaded(t).Services() {
		for _, name := range slices.Concat([]string{s.Name.ZH}, s.Brands, s.Aliases) {
			for _, r := range Fold(name) {
				chars[r] = true
			}
		}
	}
	lines := map[string][]rune{}
	for r := range chars {
		for _, syllable := range pinyin.SinglePinyin(r, args) {
			if !slices.Contains(lines[syllable], r) {
				lines[syllable] = append(lines[syllable], r)
			}
		}
	}
	var table strings.Builder
	syllables := make([]string, 0, len(lines))
	for s := range lines {
		syllables = append(syllables, s)
	}
	slices.Sort(syllables)
	for _, s := range syllables {
		slices.Sort(lines[s])
		table.WriteString(s + " " + string(lines[s]) + "\n")
	}
	if *update {
		if err := os.WriteFile("pinyin.txt", []byte(table.String()), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	got, err := os.ReadFile("pinyin.txt")
	if err != nil {
		t.Fatal(err)
	}
	if string(got) != table.String() {
		t.Error("pinyin.txt is not of the names of today; run go test ./detector/catalog -run TestPinyinTable -update")
	}
}

func TestSpelled(t *testing.T) {
	c := loaded(t)
	for typed, want := range map[string]string{
		"txsp":          "tencent-video",
		"tengxunshipin": "tencent-video",
		"tengxunsp":     "tencent-video",
		"aqy":           "iqiyi",
		"aiqiyi":        "iqiyi",
		"mgtv":          "mgtv",
		"wyyyy":         "netease-music",
		"wangyiyun":     "netease-music",
		"qqyinyue":      "qq-music",
		"qqyy":          "qq-music",
		"bdwp":          "baidu-netdisk",
		"blbl":          "bilibili",
		"x":             "",
		"腾讯":            "",
	} {
		got := c.Spelled(typed)
		switch {
		case want == "" && len(got) > 0:
			t.Errorf("%q is %s", typed, got[0].ID)
		case want != "" && (len(got) == 0 || got[0].ID != want):
			t.Errorf("%q is not %s but %v", typed, want, ids(got))
		}
	}
}

func ids(list []*Service) (out []string) {
	for _, s := range list {
		out = append(out, s.ID)
	}
	return out
}

func loaded(t *testing.T) *Catalog {
	t.Helper()
	c, err := Load()
	if err != nil {
		t.Fatal(err)
	}
	return c
}
