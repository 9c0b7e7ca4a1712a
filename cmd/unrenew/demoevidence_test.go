package main

import (
	"bytes"
	"image"
	"image/color"
	"image/png"
	"strconv"
	"testing"
)

// glyphs are the characters of the demo's evidence, 16 rows of 16 dots each.
var glyphs = map[rune]string{
	'示': "000000003ffc0000000000007ffe018001801998118c31846186418207800000",
	'例': "000017c217d23212221263d2665264d22c922b922192210223022602241e0000",
	'凭': "000008fc1be0306077fe5060106017fe10000fe00ff0083008323032601e0000",
	'证': "0000200033fe1830003000307130113e11301130113015301d301bfe03fe0000",
	'虚': "0000018001fc01803ffe21062ff0218220fc2120292c2d28653841605ffe0000",
	'构': "00001080108019fe7d0613023ac23c8234a2519651f6111610061004103c0000",
	'自': "0000010001001ffc100c100c1ffc100c100c100c1ffc100c100c1ffc100c0000",
	'动': "000000307f30003000fe00367f2210221222322223627f62794600c6009c0000",
	'续': "0020182011fc302025fc69fe78a4107421307ca063fe00603858618c03020000",
	'费': "000006603ffc066c3ffc36603ffe186e78681ff81088110813480e78780e0000",
	'已': "00003ff83ff800082008300830083ff830083000300030023002180e1ffc0000",
	'关': "000008100c3004203ffc0180018001807ffe01c003c002600e30381c70060000",
	'闭': "000023fc13fe0006604660466ffe60c661c6634666467846604661c6600c0000",
	'会': "0000018003c006600c383ffe6ff2000000007ffe0600043008183ffc3e040000",
	'员': "00001ff8181810081ff8000000003ffc300c318c318c310c03400e38780e0000",
}

// demoEvidence is a picture that stands for the screenshot of a cancellation. It
// says of itself that it is a sample.
func demoEvidence(t *testing.T) []byte {
	t.Helper()
	const dot, side = 2, 16
	paper, ink, red := uint8(0), uint8(1), uint8(2)
	m := image.NewPaletted(image.Rect(0, 0, 400, 180), color.Palette{color.White, color.Gray{0x33}, color.RGBA{0xb4, 0x23, 0x1a, 0xff}})
	box := func(x, y, w, h int, c uint8) {
		for i := range w * h {
			m.SetColorIndex(x+i%w, y+i/w, c)
		}
	}
	box(0, 0, 400, 180, ink)
	box(3, 3, 394, 174, paper)
	for _, l := range []struct {
		text string
		y    int
		c    uint8
	}{{"示例 虚构凭证", 22, red}, {"会员自动续费", 74, ink}, {"已关闭", 122, ink}} {
		x := 24
		for _, r := range l.text {
			for row := range len(glyphs[r]) / 4 {
				bits, err := strconv.ParseUint(glyphs[r][row*4:row*4+4], 16, side)
				if err != nil {
					t.Fatal(err)
				}
				for col := range side {
					if bits>>(side-1-col)&1 == 1 {
						box(x+col*dot, l.y+row*dot, dot, dot, l.c)
					}
				}
			}
			x += (side + 2) * dot
		}
	}
	var b bytes.Buffer
	if err := png.Encode(&b, m); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}
