package score

// Twice is how many payments were counted as two charges, of those in any
// charge.
type Twice struct {
	Payments   Ratio `json:"payments"`
	Households Ratio `json:"households"`
	Mixed      Ratio `json:"mixed"` // charges whose rows are of two payments
}

func (t *Twice) add(v *Verdict) {
	all := map[string]bool{}
	for _, f := range v.Findings {
		for _, id := range f.Movements {
			all[id] = true
		}
		for k := range f.Charges {
			t.Mixed.count(len(v.in(&f.Charges[k])) > 1)
		}
	}
	t.Payments.N += len(v.Twice)
	t.Payments.Of += len(all)
	t.Households.count(len(v.Twice) > 0)
}

func (t *Twice) write(p *page) {
	p.title("Payments counted twice")
	p.row("payments", t.Payments)
	p.row("households with one", t.Households)
	p.row("charges with rows of two payments", t.Mixed)
	p.end()
}
