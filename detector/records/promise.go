package records

import (
	"regexp"
	"strconv"
	"strings"
	"time"

	"github.com/shopspring/decimal"
	"golang.org/x/text/unicode/norm"
)

// promises are the notes that tell of a promised refund; unkept are those that
// say that none was promised. dateMark stands for the dates in a note.
var (
	promises = []*regexp.Regexp{
		regexp.MustCompile(`(?:承诺|答应|同意)[^,。;\n]{0,14}退(?:[^订出]|$)`),
		regexp.MustCompile(`(?i)\brefund\b[^,;\n]{0,30}\bpromised\b`),
		regexp.MustCompile(`(?i)\bpromised\b[^,;\n]{0,20}\brefund\b`),
	}
	unkept = regexp.MustCompile(`(?i)(?:不|没有?|未|拒绝)(?:肯|愿|再)?(?:承诺|答应|同意)|(?:承诺|答应|同意)[^,。;\n]{0,10}不退|\bno refund\b|\bnot promised\b|\bnever promised\b`)
)

const dateMark = "\x00"

// promise reads a promised refund from a note: the day of the promise, which is
// the day of cancelling where the note has none, and the sum, invalid where no
// number is money or where several are.
func promise(note string, cancelled time.Time) (on time.Time, sum decimal.NullDecimal, promised bool) {
	note = norm.NFKC.String(strings.ReplaceAll(note, dateMark, ""))
	if unkept.MatchString(note) {
		return on, sum, false
	}
	text, dates := markDates(grouped.ReplaceAllString(note, "$1$2"), cancelled)
	for _, re := range promises {
		m := re.FindStringIndex(text)
		if m == nil {
			continue
		}
		clause, rest := clauseAt(text, m)
		if sum = onlySum(text[clause[0]:clause[1]]); !sum.Valid && !yuan.MatchString(text[clause[0]:clause[1]]) {
			sum = onlySum(text[clause[1]:rest])
		}
		on = cancelled
		before := strings.Count(text[:clause[0]], dateMark)
		for i := range strings.Count(text[clause[0]:clause[1]], dateMark) {
			if d := dates[before+i]; !d.IsZero() {
				on = d
				break
			}
		}
		return on, sum, true
	}
	return on, sum, false
}

// clauseAt is where the clause around m begins and ends, and where its sentence
// ends.
func clauseAt(text string, m []int) (clause [2]int, sentence int) {
	clause[0], clause[1], sentence = 0, len(text), len(text)
	if i := lastBreak(text[:m[0]]); i >= 0 {
		clause[0] = i
	}
	for _, b := range clauseBreak.FindAllStringIndex(text[m[1]:], -1) {
		at := m[1] + b[0]
		if clause[1] == len(text) {
			clause[1] = at
		}
		if strings.ContainsAny(text[at:m[1]+b[1]], "。;\n!") {
			sentence = at
			break
		}
	}
	return clause, max(sentence, clause[1])
}

// clauseBreak is a mark between clauses; a point within a number is none.
var clauseBreak = regexp.MustCompile(`[,。;\n!]|\.(?:\s|$)`)

// grouped is a comma within a number: 1,299.
var grouped = regexp.MustCompile(`(\d),(\d{3})\b`)

func lastBreak(text string) int {
	at := -1
	for _, b := range clauseBreak.FindAllStringIndex(text, -1) {
		at = b[0] + 1
	}
	return at
}

// noteDate is a day in a note, with the words behind it that make it the day of
// something else than the promise: of the charge, or of the money.
var noteDate = regexp.MustCompile(`(?:(20\d\d)(?:[-/.年])(\d{1,2})(?:[-/.月])(\d{1,2})[日号]?|(\d{1,2})月(\d{1,2})[日号])(\s*(?:的|扣|那|这|之?前|以前|以内|之内|内|到账|到帐|退到|退回))?`)

// markDates puts dateMark in the place of every date of a note, so that none is
// taken for money. A date that cannot be the promise's is zero; one without a
// year is that nearest to the cancellation.
func markDates(note string, cancelled time.Time) (text string, dates []time.Time) {
	text = noteDate.ReplaceAllStringFunc(note, func(s string) string {
		m := noteDate.FindStringSubmatch(s)
		var d time.Time
		if m[6] == "" {
			if m[1] != "" {
				d = dateOf(m[1], m[2], m[3])
			} else {
				for y := cancelled.Year() - 1; y <= cancelled.Year()+1; y++ {
					near := dateOf(strconv.Itoa(y), m[4], m[5])
					if d.IsZero() || !near.IsZero() && near.Sub(cancelled).Abs() < d.Sub(cancelled).Abs() {
						d = near
					}
				}
			}
		}
		dates = append(dates, d)
		return dateMark + m[6]
	})
	return text, dates
}

// dateOf is a day by its numbers; zero if there is no such day.
func dateOf(year, month, day string) time.Time {
	t, _ := ParseDate(year + "-" + month + "-" + day)
	return t
}

// yuan is a number that says that it is money, with the character before it.
var yuan = regexp.MustCompile(`(?is)(^|.)(?:(?:¥|CNY|RMB|人民币)\s*(\d{1,9}(?:\.\d{1,2})?)|(\d{1,9}(?:\.\d{1,2})?)\s*(?:元|块|CNY\b|RMB\b|yuan\b))`)

// each are the words that make a sum one of several parts, or a part of an
// unknown whole.
var each = regexp.MustCompile(`(?i)各|每[笔期月次]|\beach\b`)

// onlySum is the one sum of money in a text; invalid if it has none, several
// that differ, or one that is no whole sum: 两笔各25元, 15-20元.
func onlySum(text string) (sum decimal.NullDecimal) {
	if each.MatchString(text) {
		return sum
	}
	for _, m := range yuan.FindAllStringSubmatch(text, -1) {
		if m[1] != "" && strings.Contains("0123456789.-~至到", m[1]) {
			return decimal.NullDecimal{}
		}
		d, _ := ParseAmount(m[2] + m[3])
		if sum.Valid && !sum.Decimal.Equal(d.Decimal) {
			return decimal.NullDecimal{}
		}
		sum = d
	}
	return sum
}

// arrivals are the notes that say that the money is there; awaited are those
// that say that it, or a part, is not.
var (
	arrivals = regexp.MustCompile(`(?i)(?:已|已经)(?:全额|全部)?(?:到账|到帐|退回|退款|退还|退了|退到|收到|退$|退[,。;\n!])|(?:退款|钱)(?:已|已经)?(?:到了|到账|到帐|收到|回来了)|收到了?退款|\brefund (?:has |was )?(?:already )?(?:received|arrived|came|paid)\b|\b(?:received|got) (?:the|my) (?:refund|money)\b|\balready refunded\b`)
	awaited  = regexp.MustCompile(`(?i)(?:没|未|还差|不)[^,。;\n]{0,4}(?:到|收|退|\d)|如果|要是|一旦|预计|将|等到|等待|一半|部分|\b(?:not|never|no|until|waiting|when|if|once|part|partly)\b`)
)

// arrived tells whether a note says that a promised refund came.
func arrived(note string) bool {
	note = norm.NFKC.String(strings.ReplaceAll(note, dateMark, ""))
	return arrivals.MatchString(note) && !awaited.MatchString(note)
}
