package formats

import (
	"regexp"
	"slices"
	"strings"

	"github.com/unrenew/unrenew/parser"
	"github.com/unrenew/unrenew/parser/internal/table"
)

// Activity of PayPal as CSV, in English and German: the download of activities
// and the statement, which has Description in the place of Type and no Status.
// Users choose the columns. One payment is several rows: it, the money that a
// bank or card gave for it, an exchange, and before them what was only held.
//
// How days are written follows from the language of the account, which the file
// does not name; where they can be read both ways nothing is.
var _ = add(layout[paypalRow]{
	Info: Info{
		ID:        "paypal",
		Issuer:    "paypal",
		Name:      parser.Text{ZH: "PayPal 交易明细（英文、德文）", EN: "PayPal activity (English, German)"},
		Container: "CSV",
		Since:     "2020",
		Group:     World,
		HowToExport: parser.Text{
			ZH: "PayPal 网页：Activity → 下载 → Balance affecting 或 All transactions → CSV；期间选长一些",
			EN: "PayPal web page: Activity → Download → Balance affecting or All transactions → CSV; choose a long period",
		},
	},
	medium:    parser.Wallet,
	signature: []string{"TimeZone", "Currency", "Gross", "Net", "Transaction ID"},
	text:      []string{"Name", "Item Title", "Note"},
	begin:     paypalDates,
	row:       paypalTransaction,
})

type paypalRow struct {
	Date      string `csv:"Date,Datum"`
	Time      string `csv:"Time,Uhrzeit,omitempty"`
	Zone      string `csv:"TimeZone,Zeitzone"`
	Name      string `csv:"Name"`
	Type      string `csv:"Type,Description,Typ,Beschreibung"`
	Status    string `csv:"Status,omitempty"`
	Currency  string `csv:"Currency,Währung"`
	Gross     string `csv:"Gross,Brutto"`
	Fee       string `csv:"Fee,Gebühr,Entgelt,omitempty"`
	Net       string `csv:"Net,Netto"`
	OrderID   string `csv:"Transaction ID,Transaktionscode"`
	Reference string `csv:"Reference Txn ID,Zugehöriger Transaktionscode,omitempty"`
	Item      string `csv:"Item Title,Artikelbezeichnung,omitempty"`
	Subject   string `csv:"Subject,Betreff,omitempty"`
	Note      string `csv:"Note,Hinweis,omitempty"`
	Impact    string `csv:"Balance Impact,Auswirkung auf Guthaben,omitempty"`
	Rest      string `csv:"Balance,Guthaben,From Email Address,Absender E-Mail-Adresse,To Email Address,Empfänger E-Mail-Adresse,Receipt ID,Empfangsnummer,Invoice Number,Invoice ID,Rechnungsnummer,Bank Name,Name der Bank,Bank Account,Bankkonto,omitempty"`
}

// paypalDates finds out in which order day and month stand.
func paypalDates(rd *reading) error {
	book, err := table.Read(rd.source)
	if err != nil {
		return err
	}
	var dates []string
	for _, sheet := range book.Sheets {
		for _, row := range sheet.Rows {
			if i := slices.IndexFunc(row.Cells, dayMonthOrders.MatchString); i >= 0 {
				dates = append(dates, row.Cells[i])
			}
		}
	}
	rd.home = &home{}
	orders := ordersOf(dates)
	switch {
	case len(orders) == 0: // the year in front
	case len(orders) == 1, strings.HasPrefix(orders[0].name, "DD."):
		rd.home.dates = orders[0].layout
	default:
		return parser.Problemf("看不出日期是“日/月/年”还是“月/日/年”：两种都说得通。请导出更长的时间段（含每月 12 日以后的交易）",
			"the dates can be day/month/year as well as month/day/year; export a longer period, with days after the twelfth")
	}
	return nil
}

func paypalTransaction(r paypalRow, rd *reading) (t parser.Transaction, err error) {
	t = parser.Transaction{OrderID: rd.orderID(r.OrderID), Status: value(r.Status)}
	if t.Time, err = dateIn("Date", rd.home.dates, r.Date); err != nil {
		return t, err
	}
	if t.DateOnly = value(r.Time) == ""; !t.DateOnly {
		if t.Time, err = atClock(t.Time, r.Time); err != nil {
			return t, at("Time", err)
		}
	}
	if t.Direction, t.Amount.Value, err = signed("Net", plainAmount(r.Net, "")); err != nil {
		return t, err
	}
	if t.Amount.Currency, err = currency("Currency", first(value(r.Currency), "-")); err != nil {
		return t, err
	}
	noted := paypalNoted.MatchString(r.Type) || strings.EqualFold(value(r.Impact), "Memo")
	if !noted && paypalPending.MatchString(t.Status) {
		return t, at("Status", errNotBooked)
	}
	describeAbroad(&t, rd.Medium, r.Type, r.Name, r.Item, r.Subject, r.Note)
	reference := rd.orderID(r.Reference)
	if strings.HasPrefix(reference, "B-") { // the agreement by which the merchant charges
		t.Description = strings.TrimSpace(t.Description + " MNDT " + reference)
	}
	switch {
	case noted, paypalVoid.MatchString(t.Status):
		t.Class = parser.Void
	case paypalOwn.MatchString(t.Type):
		t.Class = parser.Own
	case paypalBack.MatchString(t.Type):
		t.Class, t.MerchantOrderID = parser.Refund, reference // of the payment that comes back
		if t.Direction == parser.Out {                        // what somebody who was paid gives back
			t.Class = parser.Own
		}
	case t.Class == parser.Own, t.Class == parser.Transfer: // by a word in the name of a shop
		t.Class = classOf(t.Direction)
	}
	if t.Class != parser.Void && t.Status != "" && !paypalDone.MatchString(t.Status) {
		rd.unknown("Status", t.Status)
	}
	return t, nil
}

// Words of types and statuses, in English and German.
var (
	paypalNoted   = regexp.MustCompile(`(?i)authori[sz]ation|account hold|general hold|hold release|autorisierung|einbehaltung`)
	paypalOwn     = regexp.MustCompile(`(?i)deposit|withdrawal|transfer (to|from)|currency conversion|bankgutschrift|gutschrift auf kreditkarte|abbuchung|überweisung|währungsumrechnung`)
	paypalBack    = regexp.MustCompile(`(?i)refund|reversal|chargeback|rückzahlung|rückerstattung|rückbuchung`)
	paypalPending = regexp.MustCompile(`(?i)^(pending|held|processing|unclaimed|on hold|ausstehend|offen|in bearbeitung)`)
	paypalVoid    = regexp.MustCompile(`(?i)^(denied|cancell?ed|failed|expired|voided|removed|abgelehnt|storniert|abgebrochen|fehlgeschlagen|abgelaufen)`)
	paypalDone    = regexp.MustCompile(`(?i)^(completed|cleared|(partially )?refunded|reversed|abgeschlossen|(teilweise )?(zurückgezahlt|rückerstattet))`)
)
