package score

import "fmt"

// bins is into how many the confidences from 0 to 1 are divided.
const bins = 10

// Calibration says how often findings of a confidence were right, suspected
// ones among them. Right is a hit of a contract of the kind that was named.
type Calibration struct {
	Bins    [bins]Bin `json:"bins"`
	N       int       `json:"n"`
	Squares float64   `json:"squares"` // sum over the findings of (confidence - right)²
}

// A Bin is the findings of like confidence.
type Bin struct {
	Right Ratio   `json:"right"`
	Sum   float64 `json:"sum"` // of the confidences
}

func (c *Calibration) add(v *Verdict) {
	for _, f := range v.Findings {
		b := &c.Bins[min(int(f.Confidence*bins), bins-1)]
		b.Sum += f.Confidence
		b.Right.count(f.rightKind())
		off := f.Confidence
		if f.rightKind() {
			off--
		}
		c.N++
		c.Squares += off * off
	}
}

// Brier is the mean of the squares; 0 is perfect.
func (c *Calibration) Brier() float64 {
	if c.N == 0 {
		return 0
	}
	return c.Squares / float64(c.N)
}

func (c *Calibration) write(p *page) {
	p.title("Confidence")
	p.row("", "findings", "mean confidence", "right")
	for i, b := range c.Bins {
		if b.Right.Of > 0 {
			p.row(fmt.Sprintf("%.1f to %.1f", float64(i)/bins, float64(i+1)/bins), b.Right.Of, fmt.Sprintf("%.3f", b.Sum/float64(b.Right.Of)), b.Right)
		}
	}
	p.row("Brier score", fmt.Sprintf("%.4f", c.Brier()))
	p.end()
}
