package score

import "fmt"

// Scripts compares the same households with their merchants under Chinese and
// under Latin names. It counts memberships.
type Scripts struct {
	Households int      `json:"households"`
	Chinese    Accuracy `json:"chinese"`
	Latin      Accuracy `json:"latin"`
}

func (s *Scripts) add(chinese, latin *Verdict) {
	s.Households++
	for _, side := range []struct {
		v  *Verdict
		to *Accuracy
	}{{chinese, &s.Chinese}, {latin, &s.Latin}} {
		var one Streams
		one.add(side.v)
		side.to.Right += one.Memberships.Right
		side.to.False += one.Memberships.False
		side.to.Missed += one.Memberships.Missed
	}
}

func (s *Scripts) write(p *page) {
	if s.Households == 0 {
		return
	}
	p.title(fmt.Sprintf("Memberships by script: the same %d households twice", s.Households))
	p.row("", "right", "false", "missed", "precision", "recall", "F1")
	accuracies(p, "Chinese names", s.Chinese)
	accuracies(p, "Latin names", s.Latin)
	gap := func(of func(Accuracy) Ratio) string {
		n := of(s.Latin).permille() - of(s.Chinese).permille()
		return fmt.Sprintf("%+d.%d", n/10, max(n, -n)%10)
	}
	p.row("gap, points", s.Latin.Right-s.Chinese.Right, s.Latin.False-s.Chinese.False, s.Latin.Missed-s.Chinese.Missed, gap(Accuracy.Precision), gap(Accuracy.Recall), gap(Accuracy.F1))
	p.end()
}
