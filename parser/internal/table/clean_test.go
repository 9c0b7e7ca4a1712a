package table

import "testing"

func TestClean(t *testing.T) {
	for in, want := range map[string]string{
		"":                              "",
		" \t\r\n":                       "",
		"\uFEFF\u200B 4200\t":           "4200",
		"\u3000币\u3000\u3000种\u00A0":    "币\u3000\u3000种",
		"a b":                           "a b",
		"（空）":                           "（空）",
		"\u200E\u202Amarks\u202C\u2060": "marks",
	} {
		if got := Clean(in); got != want {
			t.Errorf("Clean(%q) = %q, want %q", in, got, want)
		}
	}
}

func TestTitle(t *testing.T) {
	for in, want := range map[string]string{
		"金额（元）":               "金额(元)",
		"金额 (元) ":             "金额(元)",
		"收 / 支":               "收/支",
		"收／支":                 "收/支",
		"币\u3000\u3000种：":     "币种:",
		"交易\n时间":              "交易时间",
		"Ｔｒａｎｓ Ｄａｔｅ":          "TransDate",
		"⼾名":                  "户名",
		"⾦额\u200B":            "金额",
		"对⽅账⼾／⽀付宝":            "对方账户/支付宝",
		"借\u00A0Dr/贷\u00A0Cr": "借Dr/贷Cr",
	} {
		if got := Title(in); got != want {
			t.Errorf("Title(%q) = %q, want %q", in, got, want)
		}
	}
}

func TestRadicals(t *testing.T) {
	for in, want := range map[string]string{
		"微信支付（腾讯）": "微信支付（腾讯）", // full width stays
		"微信⽀付":     "微信支付",
		"⽹易云⾳乐":    "网易云音乐",
		"⼾⺠⾒⻅⻓":    "户民见见长",
		"⼾⽇⾦⼿⽀⾏⼀⼦⽹⼼⼈⺠⾔⾮⽌⽔⼆": "户日金手支行一子网心人民言非止水二",
	} {
		if got := Radicals(in); got != want {
			t.Errorf("Radicals(%q) = %q, want %q", in, got, want)
		}
	}
}
