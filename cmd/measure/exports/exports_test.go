package exports

import (
	"bytes"
	"cmp"
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/shopspring/decimal"

	"github.com/unrenew/unrenew/cmd/measure/household"
	"github.com/unrenew/unrenew/parser"
	"github.com/unrenew/unrenew/parser/formats"
)

func at(s string) time.Time {
	layout := time.DateTime[:len(s)]
	t, err := time.ParseInLocation(layout, s, parser.China)
	if err != nil {
		panic(err)
	}
	return t
}

func yuan(s string) decimal.Decimal { return decimal.RequireFromString(s) }

// family has an account of the layout and, if that is a wallet, a debit and a
// credit card of which it may take the money. Its exports overlap, and leave
// out December 2025.
func family(layout string) *household.Household {
	h := &household.Household{Seed: 7, AsOf: at("2026-04-30")}
	exports := []household.Period{{From: at("2025-10-01"), To: at("2025-11-30")}, {From: at("2026-01-01"), To: at("2026-03-15")}, {From: at("2026-02-10"), To: at("2026-04-30")}}
	account := func(id, layout, tail string) {
		h.Accounts = append(h.Accounts, household.Account{ID: id, Layout: layout, Holder: "示例人", Tail: tail, Exports: exports})
	}
	account("own", layout, "0123")
	wallet := isWallet(h.Accounts[0])
	if wallet {
		account("debit", "cmb-debit", "5678")
		account("credit", "cmb-credit", "1234")
	}
	add := func(m household.Movement) *household.Movement {
		m.ID = fmt.Sprintf("m%d", len(h.Movements)+1)
		m.Account, m.Currency = "own", "CNY"
		h.Movements = append(h.Movements, m)
		return &h.Movements[len(h.Movements)-1]
	}
	card := func(id string) string {
		if !wallet {
			return ""
		}
		return id
	}
	for d := at("2025-10-05 08:20:42"); d.Before(h.AsOf); d = d.AddDate(0, 0, 9) {
		add(household.Movement{Time: d, Class: household.Spend, Payee: "示例视频", Item: "会员连续包月", Amount: yuan("25.00"), Card: card("debit"), Posted: at(d.AddDate(0, 0, 1).Format(time.DateOnly))})
		add(household.Movement{Time: d.Add(time.Hour), Class: household.Spend, Payee: "App Store & Apple Music", Item: "App Store & Apple Music：01.05购买", Amount: yuan("1215.50"), Card: card("credit")})
		if layout != "cmb-credit" {
			add(household.Movement{Time: d.Add(2 * time.Hour), Class: household.Transfer, Payee: "小红", Item: "转账", Amount: yuan("100.00"), Method: "零钱"})
		}
		paid := add(household.Movement{Time: d.Add(3 * time.Hour), Class: household.Spend, Payee: "示例书店", Item: "一本书", Amount: yuan("30.10"), Card: card("debit")})
		back := household.Movement{Time: d.AddDate(0, 0, 4), Class: household.Refund, Payee: "示例书店", Item: "一本书", Amount: yuan("30.10"), Card: card("debit"), Refunds: paid.ID}
		if d.Day()%2 == 0 {
			back.Amount = yuan("10.00")
		}
		add(back)
		if wallet {
			add(household.Movement{Time: d.Add(4 * time.Hour), Class: household.Spend, Payee: "示例超市", Item: "晚饭", Amount: yuan("40.00"), RedPacket: yuan("1.50"), Card: card("debit")})
			add(household.Movement{Time: d.Add(5 * time.Hour), Class: household.Void, Payee: "示例小店", Item: "没有付款的杯子", Amount: yuan("66.00")})
			add(household.Movement{Time: d.Add(6 * time.Hour), Class: household.Own, Payee: "示例银行", Item: "零钱提现", Amount: yuan("500.00"), Card: card("debit")})
			add(household.Movement{Time: d.Add(7 * time.Hour), Class: household.Spend, Payee: "小明", Item: "亲情卡", Category: map[bool]string{true: "亲属卡交易", false: "亲友代付"}[strings.HasPrefix(layout, "wechat")], Amount: yuan("15.00"), Method: "零钱通"})
			add(household.Movement{Time: d.Add(8 * time.Hour), Class: household.Spend, Payee: "示例试用", Item: "首月免费", Amount: decimal.Zero, Card: card("debit")})
		} else if layout == "cmb-credit" {
			add(household.Movement{Time: d.Add(9 * time.Hour), Class: household.Own, Item: "掌上生活还款", Amount: yuan("2000.00")})
			add(household.Movement{Time: d.Add(10 * time.Hour), Class: household.Spend, Payee: "EXAMPLE CLOUD", Amount: yuan("59.12"), Original: "8.40(US)", Posted: at(d.AddDate(0, 0, 3).Format(time.DateOnly))})
		} else {
			add(household.Movement{Time: d.Add(9 * time.Hour), Class: household.Own, Item: "信用卡还款", Amount: yuan("2000.00")})
			add(household.Movement{Time: d.Add(10 * time.Hour), Class: household.Income, Payee: "示例公司", Item: "工资", Amount: yuan("8000.00")})
		}
	}
	slices.SortStableFunc(h.Movements, func(a, b household.Movement) int { return a.Time.Compare(b.Time) })
	return h
}

type row struct {
	*parser.Transaction
	st *parser.Statement
}

// read parses all files and finds their rows by place.
func read(t *testing.T, files []File) map[Place]row {
	t.Helper()
	set := formats.All()
	rows := map[Place]row{}
	for _, f := range files {
		sources, errs := formats.Open(f.Name, f.Data, nil)
		if len(errs) > 0 || len(sources) != 1 {
			t.Fatalf("%s: %v", f.Name, errs)
		}
		st, err := set.Parse(sources[0])
		if err != nil {
			t.Fatalf("%s: %v", f.Name, err)
		}
		if len(st.LeftOut) > 0 {
			t.Errorf("%s: left out: %v", f.Name, st.LeftOut[0])
		}
		if ok, known := st.Reconciled(); known && !ok {
			t.Errorf("%s: declares %+v", f.Name, st.Declared)
		}
		for _, n := range st.Notes {
			if n.Code != "refund-elsewhere" {
				t.Errorf("%s: %s", f.Name, n.Text.EN)
			}
		}
		for i := range st.Transactions {
			x := &st.Transactions[i]
			rows[Place{x.Pos.File, x.Pos.Sheet, x.Pos.Row, x.OrderID}] = row{x, st}
		}
	}
	return rows
}

var classes = map[household.Class]parser.Class{
	household.Spend: parser.Spend, household.Refund: parser.Refund, household.Income: parser.Income,
	household.Transfer: parser.Transfer, household.Own: parser.Own, household.Void: parser.Void,
}

// TestLayouts holds what the readers make of every layout against the
// movements: each row shows one, and says of it what the layout can say.
func TestLayouts(t *testing.T) {
	for _, layout := range Layouts() {
		t.Run(layout, func(t *testing.T) {
			h := family(layout)
			files, shown := Write(h)
			rows := read(t, files)
			accounts := map[string]household.Account{}
			for _, a := range h.Accounts {
				accounts[a.ID] = a
			}
			n := 0
			for i := range h.Movements {
				m := &h.Movements[i]
				for _, p := range shown[m.ID] {
					r, ok := rows[p]
					if !ok {
						t.Fatalf("%s %s: no transaction at %v", m.ID, m.Item, p)
					}
					n++
					compare(t, h, m, accounts[p.File[:strings.Index(p.File, "/")]], r)
				}
			}
			if n != len(rows) {
				t.Errorf("%d rows in the files, %d of movements", len(rows), n)
			}
		})
	}
}

// methods are how the wallets call the cards of family. WeChat marks credit
// cards only, and www.alipay.com prints no way of payment.
var methods = map[string]map[string]string{
	"alipay-app-2023": {"debit": "招商银行储蓄卡(5678)", "credit": "招商银行信用卡(1234)"},
	"wechat":          {"debit": "招商银行(5678)", "credit": "招商银行信用卡(1234)"},
}

func compare(t *testing.T, h *household.Household, m *household.Movement, a household.Account, r row) {
	t.Helper()
	wrong := func(what string, have, want any) {
		t.Helper()
		t.Errorf("%s %s %s in %s: %s %v, want %v", m.ID, m.Class, m.Item, r.st.Format, what, have, want)
	}
	id, _, _ := strings.Cut(a.Layout, "/")
	if r.st.Format != id {
		wrong("format", r.st.Format, id)
	}
	amount := m.Amount
	if id != "alipay-app-2023" && id != "alipay-web" {
		amount = amount.Sub(m.RedPacket)
	}
	if !r.Amount.Value.Equal(amount) || r.Amount.Currency != "CNY" {
		wrong("amount", r.Amount, amount)
	}
	class := classes[m.Class]
	if r.Class != class {
		wrong("class", r.Class, class)
	}
	booked := at(cmp.Or(m.Posted, m.Time).Format(time.DateOnly))
	when := m.Time
	switch id {
	case "cmb-debit", "icbc-debit":
		when = booked
	case "cmb-credit":
		when = at(m.Time.Format(time.DateOnly))
		if m.Class == household.Own {
			when = booked
		}
	case "boc-debit":
		when = booked.Add(m.Time.Sub(at(m.Time.Format(time.DateOnly))))
	}
	if !r.Time.Equal(when) {
		wrong("time", r.Time, when)
	}
	if (id == "cmb-credit" || id == "ccb-debit-xls") && !r.Booked.Equal(booked) {
		wrong("booked", r.Booked, booked)
	}
	if a.ID == m.Account && isWallet(a) {
		if item := strings.TrimPrefix(r.Description, "退款-"); r.Counterparty != m.Payee || item != m.Item {
			wrong("texts", r.Counterparty+" | "+r.Description, m.Payee+" | "+m.Item)
		}
		if want := methods[id][m.Card]; want != "" && m.Class != household.Void {
			if m.RedPacket.IsPositive() && id == "alipay-app-2023" {
				want += "&红包"
			}
			if r.Method != want {
				wrong("method", r.Method, want)
			}
		}
		if m.Class == household.Spend {
			paid := decimal.Zero
			for _, b := range h.Movements {
				if b.Refunds == m.ID && !b.Time.After(r.st.Exported) && (id != "alipay-app-2023" || b.Amount.Equal(m.Amount)) {
					paid = paid.Add(b.Amount)
				}
			}
			if !r.Refunded.Equal(paid) {
				wrong("refunded", r.Refunded, paid)
			}
		}
		return
	}
	text := r.Counterparty + " " + r.Description
	want := strings.ReplaceAll(cmp.Or(m.Payee, m.Item), "&", "_")
	if a.ID != m.Account {
		want = map[string]string{"alipay": "支付宝", "wechat": "财付通"}[issuer(h.Accounts[0])] + "-" + want
		if m.Class == household.Own {
			want = "零钱提现"
		}
	}
	if a.Layout == "cmb-credit" && a.ID != m.Account && strings.HasPrefix(want, "支付宝-App Store") {
		want = strings.TrimSuffix(want, "sic") // behind the twentieth character, or the width of the column
	}
	if !strings.Contains(strings.ReplaceAll(text, "&", "_"), want) {
		wrong("text", text, want)
	}
}

// TestShown holds the list of places against the exports' periods: what an
// account was exported for is shown once for each export, in each account that
// has a row of it.
func TestShown(t *testing.T) {
	for _, layout := range Layouts() {
		h := family(layout)
		_, shown := Write(h)
		for _, m := range h.Movements {
			want := map[string]int{}
			for _, a := range h.Accounts {
				when := m.Time
				switch {
				case a.ID != m.Account && a.ID != m.Card,
					!isWallet(a) && (m.Class == household.Void || m.Amount.IsZero()):
					continue
				case !isWallet(a):
					when = cmp.Or(m.Posted, m.Time)
				}
				for _, p := range a.Exports {
					if !when.Before(p.From) && when.Before(p.To.AddDate(0, 0, 1)) {
						want[a.ID]++
					}
				}
			}
			have := map[string]int{}
			for _, p := range shown[m.ID] {
				account, _, _ := strings.Cut(p.File, "/")
				have[account]++
			}
			if fmt.Sprint(have) != fmt.Sprint(want) {
				t.Errorf("%s: %s %s is shown %v, want %v", layout, m.ID, m.Time.Format(time.DateOnly), have, want)
			}
		}
	}
}

// TestOverlap: where two exports cover the same days, they hold the same rows,
// but for the marks of refunds that came between.
func TestOverlap(t *testing.T) {
	for _, layout := range Layouts() {
		h := family(layout)
		files, shown := Write(h)
		rows := read(t, files)
		pairs := 0
		for _, m := range h.Movements {
			seen := map[string]row{}
			for _, p := range shown[m.ID] {
				r := rows[p]
				account, _, _ := strings.Cut(p.File, "/")
				first, twice := seen[account]
				if !twice {
					seen[account] = r
					continue
				}
				pairs++
				key := func(r row) string {
					return fmt.Sprint(r.Time, r.Amount, r.Direction, r.Counterparty, r.Description, r.OrderID, r.Balance.Decimal, r.Original)
				}
				if key(first) != key(r) {
					t.Errorf("%s: %s reads %s and %s", layout, m.ID, key(first), key(r))
				}
			}
		}
		if pairs == 0 {
			t.Errorf("%s: nothing is in two exports", layout)
		}
	}
}

// TestOrderIDs: no two movements of a wallet share a number.
func TestOrderIDs(t *testing.T) {
	for _, layout := range []string{"alipay-app-2023", "wechat"} {
		_, shown := Write(family(layout))
		owner := map[string]string{}
		for id, places := range shown {
			for _, p := range places {
				if first, ok := owner[p.OrderID]; ok && first != id && p.OrderID != "" {
					t.Errorf("%s and %s are both %s", first, id, p.OrderID)
				}
				owner[p.OrderID] = id
				if number, _, _ := strings.Cut(p.OrderID, "_"); number != "" && len(number) != 28 {
					t.Errorf("%s has %d digits", number, len(number))
				}
			}
		}
	}
}

func TestDeterministic(t *testing.T) {
	for _, layout := range Layouts() {
		a, _ := Write(family(layout))
		b, _ := Write(family(layout))
		for i := range a {
			if a[i].Name != b[i].Name || !bytes.Equal(a[i].Data, b[i].Data) {
				t.Errorf("%s differs from run to run", a[i].Name)
			}
		}
	}
}

// TestLongXLS writes a workbook whose table of sectors needs several sectors.
func TestLongXLS(t *testing.T) {
	h := family("ccb-debit-xls")
	one := h.Movements[0]
	for i := range 4000 {
		m := one
		m.ID = fmt.Sprint("more", i)
		m.Time, m.Posted = at("2026-02-20 00:00:00").Add(time.Duration(i)*time.Second), time.Time{}
		h.Movements = append(h.Movements, m)
	}
	files, shown := Write(h)
	rows := read(t, files)
	for id, places := range shown {
		if r, ok := rows[places[0]]; !ok || strings.HasPrefix(id, "more") && !r.Amount.Value.Equal(one.Amount) {
			t.Fatalf("%s is not where it should be", id)
		}
	}
}

// TestTransferSentBack: WeChat ties the refund of a transfer to it by the
// number that the transfer has as 商户单号, and marks the transfer.
func TestTransferSentBack(t *testing.T) {
	h := family("wechat")
	sent := household.Movement{ID: "sent", Account: "own", Currency: "CNY", Time: at("2026-02-01 09:00:00"), Class: household.Transfer, Payee: "小红", Category: "微信红包（单发）", Amount: yuan("5.20"), Method: "零钱"}
	back := sent
	back.ID, back.Class, back.Category, back.Refunds, back.Time = "back", household.Refund, "", sent.ID, at("2026-02-02 09:00:00")
	h.Movements = []household.Movement{sent, back}
	files, shown := Write(h)
	rows := read(t, files)
	a, b := rows[shown["sent"][0]], rows[shown["back"][0]]
	if a.Class != parser.Transfer || !a.Refunded.Equal(sent.Amount) || a.Status != "对方已退还" {
		t.Errorf("the transfer reads %s %s, %s back", a.Class, a.Status, a.Refunded)
	}
	if b.Class != parser.Refund || b.Type != "微信红包（单发）-退款" || b.OrderID == "" || b.OrderID != a.MerchantOrderID {
		t.Errorf("its refund reads %s %s, number %s of %s", b.Class, b.Type, b.OrderID, a.MerchantOrderID)
	}
}
