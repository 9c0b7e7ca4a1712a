package formats

import (
	"regexp"
	"slices"
	"strings"
	"unicode"

	"github.com/unrenew/unrenew/parser/internal/table"
)

// What titles say, with all blanks deleted and in lower case: in Chinese of both
// scripts, English, German, French, Spanish, Italian, Dutch and Japanese. Banks
// write German without umlauts as well.
var (
	titleBooked    = regexp.MustCompile(`post|book|value|settle|clearing|completed|记账|入账|記帳|入帳|入賬|起息|valuta|wert`)
	titleDate      = regexp.MustCompile(`date|datum|日期|时间|時間|日付|年月日|fecha|data|buchungstag|交易日|日$`)
	titleClock     = regexp.MustCompile(`^(time|交易时间|时间|交易時間|時間|取引時間|uhrzeit|heure|hora)$`)
	titleBalance   = regexp.MustCompile(`balance|runningbal|余额|结余|餘額|結餘|残高|現在.*高$|saldo|solde|kontostand|guthaben`)
	titleOut       = regexp.MustCompile(`^(debit|withdraw|moneyout|paidout|out$|outflow|支出|借方|付出|取出|转出|轉出|提取|提款|出金|出额|出額|お?(支払い?|引出し?|払出し?)(金額|額|$|[(（])|expense|soll|débit|cargo|ausg)`)
	titleIn        = regexp.MustCompile(`^(credit|deposit|moneyin|paidin|in$|inflow|收入|贷方|貸方|存入|转入|轉入|入金|入额|入額|お?(預入れ?|預かり|受入れ?)(金額|額|$|[(（])|income|haben|crédit|abono|eing)`)
	titleAmount    = regexp.MustCompile(`amount|金额|金額|入出金|betrag|umsatz|montant|importe|importo|bedrag|valor|^value$|^sum`)
	titleNoAmount  = regexp.MustCompile(`fee|手续费|手續費|手数料|rate|汇率|匯率|tax|税|稅|steuer|commission|gebühr|entgelt|charge$|卡号|卡號|账号|帳號|account|card|konto|iban|编号|編號|序号|番号|no\.?$|number|nr\.?$|^#|limit|points|rewards|积分|積分|回数|\bid$`)
	titleOther     = regexp.MustCompile(`orig|foreign|fremd|extranjer|原币|外币|原幣|外幣|交易地|現地|^\d+月|今回|当月|次回`) // an amount abroad, or of an instalment
	titleSpent     = regexp.MustCompile(`利用金?額|消费金额|消費金額|扣款金额|扣款金額`)
	titleDirection = regexp.MustCompile(`direction|收/?支|收入/支出|借/?贷|借/?貸|debit/credit|credit/debit|dr/?cr|cr/?dr|d/c|c/d|^(transaction)?type$|类型|af/?bij|s/h|soll/haben|入払区分|入出金区分`)
	titleCurrency  = regexp.MustCompile(`currency|币种|货币|币别|幣別|幣種|貨幣|通貨|^ccy|währung|waehrung|devise|divisa|moneda|valuta$|valiuta|^munt$`)
	titlePayee     = regexp.MustCompile(`payee|merchant|counterpart|beneficiary|recipient|对方|對方|对手|對手|商户|商戶|商店|店名|利用先|收款|empfänger|empfaenger|auftraggeber|zahlungs|begünstigt|beguenstigt|bénéficiaire|beneficiario|tegen|name|gavėjas`)
	titleRecipient = regexp.MustCompile(`payee|merchant|counterpart|benefici|recipient|对方|對方|对手|對手|商户|商戶|商店|店名|利用先|收款|empf|günst|guenst|bénéfici`)
	titleNoPayee   = regexp.MustCompile(`categor|kategorie|类别|類別|city|country|state|province|post(al)?code|zip|address|bank|银行|銀行|开户行|行名|account|card|own|member|holder|customer|inhaber|利用者|持卡人`)
	titleText      = regexp.MustCompile(`description|detail|memo|narrative|particular|purpose|摘要|备注|備註|備考|附言|附註|说明|說明|用途|商品|内容|明細|詳細|^交易$|verwendungszweck|libell|concepto|descri|beschreibung|bezeichnung|historique|causale|opis|omschrijving|mededeling|note|paaiškin`)
	titleVague     = regexp.MustCompile(`text`)
	titleReference = regexp.MustCompile(`reference`)
	titleID        = regexp.MustCompile(`transactionid|^id$|明細id|流水号|交易号|单号|訂單|订单号|orderid|referenceid|reference(no|number)|transactionn`)
	titleType      = regexp.MustCompile(`type|category|类型|類型|分类|buchungstext|umsatztyp|vorgang|art$`)
	titleStatus    = regexp.MustCompile(`status|^state$|estado|statut|^stato$|^info$|状态|狀態`)
)

func (p *profile) named(re *regexp.Regexp) bool {
	return re.MatchString(strings.ToLower(table.Title(p.title)))
}

// kindCode is a cell that names a kind of row and nobody.
var kindCode = regexp.MustCompile(`^[A-Z0-9]{1,4}-?$`)

// noText is what stands for a text that there is not.
var noText = regexp.MustCompile(`(?i)^(no description|none|n/a)$`)

// says ranks a column by its title, as a text that tells what was paid: 0 is the
// best, -1 is none.
func (p *profile) says() int {
	all := func(ok func(string) bool) bool {
		return !slices.ContainsFunc(p.cells, func(s string) bool { return !ok(s) })
	}
	switch {
	case p.named(titleNoAmount), p.named(titleID), all(kindCode.MatchString), all(noText.MatchString):
		return -1
	case p.named(titleText):
		return 0
	case p.named(titleVague):
		return 1
	case p.named(titleReference) && !all(func(s string) bool { return !strings.Contains(s, " ") }):
		return 2
	}
	return -1
}

// payKind is a cell that only says how something was paid: 银联快捷支付.
var payKind = regexp.MustCompile(`^\p{Han}{0,4}(快捷|在线|网上|网络|协议|无卡|扫码|一键|便捷)支付$|^(跨行|同行|异地)\p{Han}{0,4}$`)

// letters is how much the different cells of a column say, those aside that only
// name a kind of payment in Chinese or Japanese.
func (p *profile) letters() (n int) {
	kind := func(s string) bool {
		return hasChinese.MatchString(s) && (payKind.MatchString(s) || payCompany.MatchString(s) || transferWords.MatchString(s) || incomeWords.MatchString(s) || wentOut.MatchString(s))
	}
	seen := map[string]bool{}
	for _, s := range p.cells {
		if !seen[s] && !kind(s) {
			seen[s] = true
			for _, r := range s {
				if unicode.IsLetter(r) {
					n++
				}
			}
		}
	}
	return n
}

// abroad is 1 for a column that is about a price abroad.
func (p *profile) abroad() int {
	if p.named(titleOther) {
		return 1
	}
	return 0
}

// constant tells that a column says the same in all of several rows, as one does
// that names the user.
func (p *profile) constant() bool {
	return len(p.cells) > 2 && !slices.ContainsFunc(p.cells, func(s string) bool { return s != p.cells[0] })
}

// texts finds payee and text: by their titles, else the column with most to say.
// Where no title names a payee and two columns tell what was paid, the one that
// says more does it first: banks print 消费 in one and the shop in the other.
func (g *guessing) texts() bool {
	written := func(p *profile) bool { return p.texts*2 >= len(p.cells) && p.texts > 0 }
	currencyLike := func(p *profile) bool {
		return !slices.ContainsFunc(p.cells, func(s string) bool { _, err := currency("", s); return err != nil })
	}
	codes := g.pick(func(p *profile) bool { return p.named(titleCurrency) && written(p) && currencyLike(p) })
	slices.SortStableFunc(codes, func(a, b *profile) int { return a.abroad() - b.abroad() })
	for _, p := range codes {
		if g.m.Columns.Currency == "" && g.m.Currency == "" { // else it is that of the price abroad
			g.m.Columns.Currency = p.title
		}
		g.used[p.at] = true
	}
	payees := g.pick(func(p *profile) bool {
		return p.named(titlePayee) && !p.named(titleNoAmount) && !p.named(titleNoPayee) && written(p)
	})
	if len(g.pick(func(p *profile) bool { return !p.named(titlePayee) && p.says() >= 0 && written(p) })) > 0 {
		payees = slices.DeleteFunc(payees, (*profile).constant)
	}
	if len(payees) > 0 { // of payer and recipient the latter, who is the user less often
		g.take(payees[max(0, slices.IndexFunc(payees, func(p *profile) bool { return p.named(titleRecipient) }))], &g.m.Columns.Payee)
	}
	texts := g.pick(func(p *profile) bool { return p.says() >= 0 && written(p) })
	slices.SortStableFunc(texts, func(a, b *profile) int { return a.says() - b.says() })
	if len(payees) == 0 && len(texts) > 1 && texts[1].says() == 0 {
		best := slices.MaxFunc(texts, func(a, b *profile) int {
			if a.says()+b.says() > 0 {
				return b.says() - a.says()
			}
			return a.letters() - b.letters()
		})
		g.take(best, &g.m.Columns.Payee)
		texts = slices.DeleteFunc(texts, func(p *profile) bool { return p == best })
	}
	if len(texts) > 0 {
		g.take(texts[0], &g.m.Columns.Text)
	}
	if g.m.Columns.Payee != "" || len(texts) > 0 && texts[0].letters() > 0 {
		return true
	}
	most, size := (*profile)(nil), 0
	for _, p := range g.pick(func(p *profile) bool { return written(p) && !currencyLike(p) }) {
		if n := len([]rune(strings.Join(p.cells, ""))); n > size {
			most, size = p, n
		}
	}
	switch {
	case g.m.Columns.Text == "" && most == nil:
		return false
	case g.m.Columns.Text == "":
		g.take(most, &g.m.Columns.Text)
	case most != nil && most.letters() > 0: // under a title that is not known, beside one that only names kinds
		g.take(most, &g.m.Columns.Payee)
	}
	return true
}

// moneyNames are currencies by the names and signs that titles and cells have for
// them; those of several countries stand in none.
var moneyNames = []struct {
	form *regexp.Regexp
	code string
}{
	{regexp.MustCompile(`HK\$|港[币幣元]`), "HKD"}, {regexp.MustCompile(`NT\$|新?[台臺][币幣]`), "TWD"}, {regexp.MustCompile(`US\$|美[元金]`), "USD"},
	{regexp.MustCompile(`(^|[^A-Z])R\$`), "BRL"}, {regexp.MustCompile(`€`), "EUR"}, {regexp.MustCompile(`£`), "GBP"}, {regexp.MustCompile(`₩`), "KRW"}, {regexp.MustCompile(`₹`), "INR"},
	{regexp.MustCompile(`円|[\p{Hiragana}\p{Katakana}]`), "JPY"}, {regexp.MustCompile(`人民[币幣]`), "CNY"},
}

var currencyTitle = regexp.MustCompile(`(?:\b|\d)(CNY|RMB|USD|EUR|GBP|HKD|TWD|JPY|AUD|CAD|NZD|SGD|CHF|SEK|NOK|DKK|PLN|CZK|HUF|INR|BRL|KRW|THB|MYR)\b`)

// moneyIn is the currency that text names, if it names one.
func moneyIn(text string) string {
	if m := currencyTitle.FindStringSubmatch(text); m != nil {
		return m[1]
	}
	for _, n := range moneyNames {
		if n.form.MatchString(text) {
			return n.code
		}
	}
	return ""
}
