package formats

import (
	"regexp"
	"strings"
	"time"
)

var (
	pageRange = `(20\d\d[-/.年]\d{1,2}[-/.月]\d{1,2}日?)\s*(?:--?|—+|–|至|到|~|～)\s*(20\d\d[-/.年]\d{1,2}[-/.月]\d{1,2}日?)`
	pageCycle = regexp.MustCompile(`(?i)(?:账单周期|Statement\s*Cycle|账单期间|账单区间)[^\d]{0,80}` + pageRange)
	anyRange  = regexp.MustCompile(pageRange)
	pageMonth = []*regexp.Regexp{
		regexp.MustCompile(`(?i)(?:账单日|Statement\s*Date|对账单生成日)[^\d]{0,60}(20\d\d)[-/.年](\d{1,2})[-/.月]\d{1,2}`),
		regexp.MustCompile(`(20\d\d)\s*年\s*(\d{1,2})\s*月[^\n]{0,12}账单`),
		regexp.MustCompile(`账单[^\n\d]{0,12}(20\d\d)\s*[年/]\s*(\d{1,2})`),
	}
)

// covered finds the cycle of a statement, else its month, and says it in the
// words of readHead and findMonth. Advertisements have periods too: without a
// word before it, only one as long as a month is a cycle.
func covered(lines []string) []string {
	all := strings.Join(lines, "\n")
	if m := pageCycle.FindStringSubmatch(all); m != nil {
		return []string{m[1] + " - " + m[2]}
	}
	for _, m := range anyRange.FindAllStringSubmatch(all, -1) {
		from, _, err1 := parseTime(m[1])
		to, _, err2 := parseTime(m[2])
		if days := to.Sub(from) / (24 * time.Hour); err1 == nil && err2 == nil && days >= 26 && days <= 31 {
			return []string{m[1] + " - " + m[2]}
		}
	}
	for _, re := range pageMonth {
		if m := re.FindStringSubmatch(all); m != nil {
			return []string{m[1] + "年" + m[2] + "月"}
		}
	}
	return nil
}
