package formats

import (
	"regexp"

	"github.com/unrenew/unrenew/parser"
)

// Words by which banks abroad say what a row is, in English, German, French,
// Spanish, Italian and Dutch.
var (
	abroadIncome   = regexp.MustCompile(`(?i)\b(salary|payroll|wages?|interest|dividend|cash ?back|gehalt|lohn|zinsen|salaire|n[oó]mina|stipendio|salaris|rente)\b`)
	abroadRefund   = regexp.MustCompile(`(?i)\b(refund(ed)?|reversal|reversed|returned?|chargeback|credit voucher|(rück)?erstattung|rückzahlung|storno|rücklastschrift|remboursement|reembolso|devoluci[oó]n|rimborso|terugbetaling)\b`)
	abroadOwn      = regexp.MustCompile(`(?i)\b(atm|cash (advance|withdrawal)|cash machine|withdrawal|top[- ]?up|pot transfer|savings|own accounts?|exchanged? (to|from)|(credit card|visa|mastercard) payment|credit ca?rd auto ?pay|crcardpmt|(amex|american express|discover) e-?payment|geldautomat|bargeld(auszahlung)?|retrait|cajero|prelievo|geldopname)\b`)
	abroadRepaid   = regexp.MustCompile(`(?i)\b(payment|autopay|thank you|zahlung|einzahlung|paiement|pago|pagamento|betaling)\b`)
	abroadTransfer = regexp.MustCompile(`(?i)\b(transfer|e-?transfer|e-?tfr|tfr|pts (to|frm?)|faster payment|fps|zelle|venmo|credit transfer|überweisung|dauerauftrag|virement|transferencia|bonifico|overboeking)\b`)
)

// abroadClass is bankClass for a row whose words may be of any language. What
// comes onto a credit card is a refund unless it is what its holder paid.
func abroadClass(dir parser.Direction, medium parser.Medium, texts string) parser.Class {
	switch {
	case hasChinese.MatchString(texts):
		return bankClass(dir, medium, texts)
	case dir == parser.In && abroadRefund.MatchString(texts):
		return parser.Refund
	case dir == parser.In && abroadIncome.MatchString(texts):
		return parser.Income
	case dir == parser.Out && loanWords.MatchString(texts): // a debt with a contract
		return parser.Spend
	case abroadOwn.MatchString(texts), dir == parser.In && medium == parser.CreditCard && abroadRepaid.MatchString(texts):
		return parser.Own
	case abroadTransfer.MatchString(texts):
		return parser.Transfer
	}
	return bankClass(dir, medium, "")
}

// describeAbroad fills in payee, texts and class: kind is the bank's word for
// the row, and the first of the texts that holds anything names the payee.
func describeAbroad(t *parser.Transaction, medium parser.Medium, kind string, texts ...string) {
	t.Type = value(kind)
	var rest string
	t.Counterparty, rest = merchant(texts...)
	t.Description = rest
	t.Class = abroadClass(t.Direction, medium, t.Type+" "+t.Counterparty+" "+rest)
}
