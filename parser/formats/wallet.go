package formats

import "github.com/unrenew/unrenew/parser"

// walletCells are the cells that all wallets of China print alike, with their
// titles where these differ.
type walletCells struct {
	timeTitle, time     string
	amountTitle, amount string
	direction           string
}

// fill makes of them when it happened, how much it was and which way it went.
func (c walletCells) fill(t *parser.Transaction) (err error) {
	if t.Time, t.DateOnly, err = timeOf(c.timeTitle, c.time); err != nil {
		return err
	}
	if t.Amount.Value, err = unsigned(c.amountTitle, c.amount); err != nil {
		return err
	}
	t.Amount.Currency = "CNY"
	t.Direction, err = direction(c.direction)
	return err
}
