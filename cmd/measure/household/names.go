package household

import "strconv"

// All names of people and of companies in this file are invented; should one
// of them exist, it is by chance.

var (
	surnames   = []string{"林", "陈", "周", "吴", "沈", "许", "何", "宋", "罗", "梁", "唐", "韩", "冯", "曹", "彭", "曾"}
	givenNames = []string{"晓", "越", "一帆", "若彤", "子安", "明远", "嘉禾", "雨桐", "思齐", "景行", "可心", "书瑶", "望舒", "清和", "泽宇", "南星"}
	nicknames  = []string{"*小满", "*阿衡", "**雯", "*建国", "**霞", "*秋白", "**川", "*乐乐", "**宁", "*石头"}
)

func person(d dice) string { return pick(d, surnames) + pick(d, givenNames) }

// A trade is what an unknown merchant sells.
type trade struct {
	name    text // between the company's own name and its legal form
	product text // what a member pays for
	goods   text // what it sells by the piece
	class   string
}

var cities = []string{"杭州", "上海", "北京", "深圳", "成都", "武汉", "苏州", "厦门", "南京", "广州", "长沙", "西安"}

var stems = []text{
	{"云岚", "Brightpath"}, {"青木", "Alderway"}, {"知行", "Northfold"}, {"拾光", "Lumenset"}, {"星禾", "Starhay"},
	{"向野", "Wildmere"}, {"简溪", "Plainbrook"}, {"微澜", "Softwave"}, {"鹿鸣", "Deercall"}, {"松间", "Pinehall"},
	{"万象", "Manyform"}, {"有朋", "Fellowtide"}, {"半夏", "Midsumma"}, {"千帆", "Thousail"}, {"白塔", "Whitespire"},
	{"海拾", "Shorefind"}, {"竹里", "Bambury"}, {"秋水", "Fallriver"}, {"栖木", "Perchwood"}, {"远帆", "Farsailor"},
	{"晴川", "Clearford"}, {"沐阳", "Sunbathe"}, {"橙果", "Tangerly"}, {"墨语", "Inkspeak"}, {"蓝鲸湾", "Bluefinbay"},
	{"小鹿角", "Antlerly"}, {"新绿", "Newverdant"}, {"麦浪", "Wheatwave"}, {"时雨", "Timelyrain"}, {"听泉", "Springear"},
}

var trades = []trade{
	{text{"健身", "Fitness"}, text{"会籍", "club dues"}, text{"运动水壶", "water bottle"}, "运动户外"},
	{text{"教育科技", "Learning"}, text{"学习卡", "study plan"}, text{"教辅图书", "workbook"}, "教育培训"},
	{text{"网络科技", "Networks"}, text{"高级版", "premium plan"}, text{"数据服务", "data service"}, "商业服务"},
	{text{"文化传媒", "Media"}, text{"畅读服务", "reading plan"}, text{"期刊", "magazine"}, "文化休闲"},
	{text{"软件", "Software"}, text{"专业版", "pro plan"}, text{"素材包", "asset pack"}, "数码电器"},
	{text{"瑜伽", "Yoga"}, text{"会籍", "studio dues"}, text{"瑜伽垫", "yoga mat"}, "运动户外"},
	{text{"宠物用品", "Petcare"}, text{"养宠计划", "pet plan"}, text{"猫粮", "cat food"}, "日用百货"},
	{text{"鲜花", "Blooms"}, text{"每期花束", "bouquet plan"}, text{"花瓶", "vase"}, "生活服务"},
	{text{"信息技术", "Infotech"}, text{"云端工具", "cloud toolkit"}, text{"模板", "template"}, "商业服务"},
	{text{"生物科技", "Biolabs"}, text{"营养计划", "nutrition plan"}, text{"营养粉", "nutrition powder"}, "医疗健康"},
	{text{"动漫", "Comics"}, text{"漫画畅看", "comics plan"}, text{"画册", "art book"}, "文化休闲"},
	{text{"语言培训", "Languages"}, text{"口语练习", "speaking plan"}, text{"词汇书", "word book"}, "教育培训"},
}

var legalForms = []string{" Ltd", " Inc.", " LLC", " GmbH", " Pte. Ltd.", ""}

// company invents a merchant that no catalog can know.
func company(d dice, t trade) text {
	stem, city, form := pick(d, stems), pick(d, cities), pick(d, legalForms)
	latin := stem.latin + " " + t.name.latin + form
	switch d.IntN(4) {
	case 0:
		return text{city + stem.zh + t.name.zh + "有限公司", latin}
	case 1:
		return text{stem.zh + t.name.zh + "(" + city + ")有限公司", latin}
	case 2:
		return text{city + "市" + stem.zh + t.name.zh + "有限责任公司", latin}
	}
	return text{stem.zh + t.name.zh, stem.latin + " " + t.name.latin} // the shop's name, not the company's
}

func number(n int) string { return strconv.Itoa(n) }

// digits are so many, the first of them no zero.
func digits(d dice, n int) string {
	b := []byte{byte('1' + d.IntN(9))}
	for len(b) < n {
		b = append(b, byte('0'+d.IntN(10)))
	}
	return string(b)
}
