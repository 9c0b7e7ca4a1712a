package formats

import (
	"regexp"
	"slices"
	"strings"

	"github.com/unrenew/unrenew/parser"
)

// payCompany is a text that names only who moved the money, or the way it went,
// and nobody that was paid.
var payCompany = regexp.MustCompile(`^(深圳市)?(财付通|微信支付|支付宝|京东支付|网银在线|抖音支付|美团支付|拼多多支付|云闪付|银联在线支付|中国银联|快钱|通联支付|易宝支付)([（(].{2}[)）])?(北京)?(网络技术|支付科技|支付|科技|信息技术)?(有限公司|股份有限公司)?$|^(手机银行|网上银行|银企对接|超级网银|电子商务|转账|汇款|消费|付款|收款)$`)

// payChannel is a pay channel with the merchant behind it: 财付通-示例视频.
var payChannel = regexp.MustCompile(`^(财付通|微信支付|支付宝|京东支付|网银在线|抖音支付|美团支付|拼多多支付|云闪付|银联在线支付|翼支付|Huawei Pay)[^-－—，：:]*[-－—，：:]+\s*\S`)

// merchant picks, of the texts of a bank row, the one that names the merchant:
// that with a pay channel in front, else the first that is no payment company.
// The rest comes back joined, without repetition.
func merchant(texts ...string) (name, rest string) {
	var all []string
	for _, s := range texts {
		if s = value(s); s != "" && !slices.Contains(all, s) {
			all = append(all, s)
		}
	}
	if len(all) == 0 {
		return "", ""
	}
	i := max(slices.IndexFunc(all, payChannel.MatchString), -1)
	if i < 0 {
		i = max(slices.IndexFunc(all, func(s string) bool { return !payCompany.MatchString(s) }), 0)
	}
	return all[i], strings.Join(slices.Delete(slices.Clone(all), i, i+1), " ")
}

// A phrase is an expression and the words of which at least one stands in all
// that it matches. To look for these takes a tenth of its time.
type phrase struct {
	words []string
	form  *regexp.Regexp
}

func phraseOf(words []string, form string) phrase { return phrase{words, regexp.MustCompile(form)} }

// MatchString tells whether the expression matches s.
func (p phrase) MatchString(s string) bool {
	return slices.ContainsFunc(p.words, func(w string) bool { return strings.Contains(s, w) }) && p.form.MatchString(s)
}

// Words by which banks say what a row is, in summaries and merchant texts.
var (
	incomeWords   = regexp.MustCompile(`工资|薪|代发|结息|利息$|存款利息|公积金|返现|现金奖励|回馈|立减|赠送|刷卡金|退税|报销`)
	refundWords   = regexp.MustCompile(`退款|退货|退回|冲正|冲销|撤销|RETURN`)
	reversalWords = regexp.MustCompile(`冲正|冲销|撤销`)
	ownWords      = regexp.MustCompile(`还款|还贷|贷款(归还|发放)|放款|理财|零钱通|零钱充值|余额宝|余额充值|基金([^会]|$)|申购|赎回|\bATM\b|取款|取现|现金存|存现|定期(存|开|转|支取)|朝朝宝|购汇|结汇|银证|银期|转存`)
	loanWords     = phraseOf([]string{"贷", "按揭", "n", "N", "g", "G"}, `房贷|车贷|按揭|住房贷款|汽车贷款|消费贷|贷款(还款|扣款|归还|本息|本金|利息|扣收)|(?i)\b(mortgage|loan)\b`)
	transferWords = regexp.MustCompile(`转账|汇款|汇入|网转|跨行转|转入|转出|红包|群收款|银联入账|轉賬|轉帳|\bFPS\b`)
)

// bankClass is what the words of a bank row make of it. What comes back onto a
// credit card is a refund unless it is a repayment or a gift of the bank.
func bankClass(dir parser.Direction, medium parser.Medium, texts ...string) parser.Class {
	s := strings.Join(texts, " ")
	switch {
	case dir == parser.In && incomeWords.MatchString(s):
		return parser.Income
	case dir == parser.In && refundWords.MatchString(s):
		return parser.Refund
	case dir == parser.Out && loanWords.MatchString(s): // a debt with a contract, not the card's own bill
		return parser.Spend
	case ownWords.MatchString(s),
		dir == parser.In && strings.Contains(s, "提现"),     // from a wallet; 支付机构提现 of the other direction is a purchase
		dir == parser.Out && reversalWords.MatchString(s): // the bank takes back what it credited
		return parser.Own
	case dir == parser.In && medium == parser.CreditCard && transferWords.MatchString(s):
		return parser.Own // what people pay onto their card
	case transferWords.MatchString(s):
		return parser.Transfer
	case dir == parser.Out:
		return parser.Spend
	case medium == parser.CreditCard:
		return parser.Refund
	}
	return parser.Income
}

// describe fills in what the texts of a bank row tell: payee, the rest of the
// texts behind the bank's own word for the row, and the class.
func describe(t *parser.Transaction, rd *reading, texts ...string) {
	var rest string
	t.Counterparty, rest = merchant(texts...)
	t.Description = strings.TrimSpace(t.Type + " " + rest)
	t.Class = bankClass(t.Direction, rd.Medium, t.Description, t.Counterparty)
}
