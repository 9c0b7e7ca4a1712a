package report

import (
	"fmt"
	"path"
	"slices"
	"strings"
	"time"
	"unicode"
	"unicode/utf8"

	"github.com/shopspring/decimal"

	"github.com/unrenew/unrenew/detector"
	"github.com/unrenew/unrenew/detector/catalog"
	"github.com/unrenew/unrenew/parser"
)

// words are all words of the outputs, Chinese and English side by side. Texts
// about one finding come from the detector.
var words = map[string]parser.Text{
	// sections and sheets
	"overview":    {ZH: "总览", EN: "Overview"},
	"to-check":    {ZH: "待处理", EN: "To check"},
	"memberships": {ZH: "会员", EN: "Memberships"},
	"charges":     {ZH: "扣款明细", EN: "Charges"},
	"alerts":      {ZH: "提醒", EN: "Alerts"},
	"how":         {ZH: "怎么取消", EN: "How to cancel"},
	"other":       {ZH: "其他付款", EN: "Other payments"},
	"maybe":       {ZH: "存疑", EN: "Not certain"},
	"coming":      {ZH: "未来 90 天", EN: "The next 90 days"},
	"sources":     {ZH: "数据来源", EN: "Sources"},
	"left-out":    {ZH: "未采用的行", EN: "Rows left out"},
	"warnings":    {ZH: "注意", EN: "Warnings"},
	"reading":     {ZH: "怎么读这份报告", EN: "How to read this report"},
	"contents":    {ZH: "目录", EN: "Contents"},

	// the head
	"title":           {ZH: "unrenew 续费报告 %s", EN: "unrenew renewal report, %s"},
	"report-of":       {ZH: "续费报告，截至 %s", EN: "Renewal report, as of %s"},
	"cost-a-year":     {ZH: "自动续费，每年", EN: "Renewing memberships, a year"},
	"cost-then":       {ZH: "自动续费，每年（按 %s 时）", EN: "Renewing memberships, a year, as of %s"},
	"active-n":        {ZH: "%d 个会员仍在扣费", EN: "%d memberships are still charging"},
	"active-one":      {ZH: "%d 个会员仍在扣费", EN: "%d membership is still charging"},
	"monthly-paid":    {ZH: "，平均每月 %s。近 12 个月实付 %s。", EN: ", on average %s a month. Paid in the last 12 months: %s."},
	"stale":           {ZH: "账单只到 %s，距报告日 %d 天；下面是那时的情况", EN: "The statements end on %s, %d days before this report; below is how things stood then"},
	"active-then-n":   {ZH: "%[2]s 时有 %[1]d 个会员在扣费", EN: "%d memberships were charging on %s"},
	"active-then-one": {ZH: "%[2]s 时有 %[1]d 个会员在扣费", EN: "%d membership was charging on %s"},
	"not-known":       {ZH: "不知道", EN: "not known"},
	"none-active":     {ZH: "没有发现还在扣费的会员。近 12 个月实付 %s。", EN: "No membership is still charging. Paid in the last 12 months: %s."},
	"also-stopped":    {ZH: "另有 %d 个已取消、%d 个已停止。", EN: "%d cancelled, %d ended."},
	"check-n":         {ZH: "先看这 %d 件", EN: "Check these %d first"},
	"check-one":       {ZH: "先看这 %d 件", EN: "Check %d thing first"},
	"n-more":          {ZH: "另有 %d 件", EN: "%d more"},
	"nothing":         {ZH: "没有要处理的事", EN: "Nothing to check"},
	"nothing-until":   {ZH: "账单全部看到 %s；之后的扣款要等下次账单。", EN: "All statements reach %s; later charges show in the next ones."},
	"nothing-seen":    {ZH: "还没有读到账单，所以什么也不能断定。", EN: "No statement was read, so nothing can be said yet."},
	"coverage":        {ZH: "每个账户的账单覆盖到哪里", EN: "How far the statements of each account reach"},
	"covered":         {ZH: "账单覆盖", EN: "covered:"},
	"span":            {ZH: "%s 至 %s", EN: "%s to %s"},
	"to":              {ZH: "至 %s", EN: "to %s"},
	"as-of-n":         {ZH: "截至 %s，依据 %d 份账单。", EN: "As of %s, from %d statements."},
	"as-of-one":       {ZH: "截至 %s，依据 %d 份账单。", EN: "As of %s, from %d statement."},
	"hatched":         {ZH: "斜线处没有账单。没有账单的日子，这份报告不下结论。", EN: "Hatched: no statement. For days without a statement this report draws no conclusion."},
	"rows-link":       {ZH: "来源与未采用的行", EN: "Sources and rows left out"},
	"guessed-bank":    {ZH: "银行（格式为猜测）", EN: "bank (guessed layout)"},
	"files-more":      {ZH: "%s 等 %d 份", EN: "%s and others, %d in all"},
	"credit-card":     {ZH: "信用卡", EN: "credit card"},
	"debit-card":      {ZH: "借记卡", EN: "debit card"},

	// alerts
	"high":         {ZH: "须处理", EN: "Act now"},
	"medium":       {ZH: "建议看", EN: "Review"},
	"low":          {ZH: "供参考", EN: "Note"},
	"alerts-n":     {ZH: "%d 件", EN: "%d items"},
	"alerts-one":   {ZH: "%d 件", EN: "%d item"},
	"claim-sum":    {ZH: "其中 %s 可要求退还", EN: "%s to claim back"},
	"claim-all":    {ZH: "全部 %[2]d 件里有 %[1]s 可要求退还", EN: "%s to claim back in all %d items"},
	"claim":        {ZH: "可要求退还", EN: "to claim back"},
	"more-each":    {ZH: "每期多付", EN: "more each time"},
	"each":         {ZH: "每期", EN: "each time"},
	"to-save":      {ZH: "每年可省", EN: "a year to save"},
	"a-year":       {ZH: "每年", EN: "a year"},
	"evidence":     {ZH: "凭据", EN: "Evidence"},
	"when":         {ZH: "时间", EN: "When"},
	"amount":       {ZH: "金额", EN: "Amount"},
	"place":        {ZH: "账单与行号", EN: "Statement and row"},
	"row":          {ZH: "第 %d 行", EN: "row %d"},
	"page-row":     {ZH: "第 %d 页 %d 行", EN: "page %d, line %d"},
	"sheet-row":    {ZH: "“%s”第 %d 行", EN: "“%s” row %d"},
	"order":        {ZH: "单号 ", EN: "Order "},
	"same":         {ZH: "同一笔：", EN: "Same payment: "},
	"page-line":    {ZH: "页/行", EN: "page/line"},
	"same-in":      {ZH: "同一笔也在", EN: "same payments in"},
	"what-now":     {ZH: "现在做什么", EN: "What to do now"},
	"steps":        {ZH: "取消步骤", EN: "How to cancel it"},
	"refund-until": {ZH: "按渠道或商家自己的规则，可在 %s 前申请退款，不保证通过。", EN: "By the rule of the channel or service, a refund can be asked for until %s; it is not guaranteed."},

	// the table of memberships
	"open-name":      {ZH: "点名称看每一笔扣款、经过和判断理由", EN: "Open a name for its charges, history and reasons"},
	"none-found":     {ZH: "没有发现会员续费。", EN: "No renewing membership was found."},
	"name":           {ZH: "名称", EN: "Name"},
	"merchant":       {ZH: "商户", EN: "Merchant"},
	"name-merchant":  {ZH: "名称与商户", EN: "Name and merchant"},
	"status":         {ZH: "状态", EN: "Status"},
	"price":          {ZH: "价格", EN: "Price"},
	"price-unknown":  {ZH: "价格未知", EN: "price unknown"},
	"currency":       {ZH: "币种", EN: "Currency"},
	"cycle":          {ZH: "周期", EN: "Cycle"},
	"yearly":         {ZH: "每年", EN: "A year"},
	"channel":        {ZH: "渠道", EN: "Channel"},
	"next":           {ZH: "下次扣费", EN: "Next charge"},
	"next-short":     {ZH: "下次", EN: "Next"},
	"cancel-by":      {ZH: "最晚取消", EN: "Cancel by"},
	"active":         {ZH: "在扣费", EN: "Active"},
	"cancelled":      {ZH: "已取消", EN: "Cancelled"},
	"ended":          {ZH: "已停止", EN: "Ended"},
	"paused":         {ZH: "已暂停", EN: "Paused"},
	"upcoming-trial": {ZH: "试用中", EN: "In trial"},
	"ended-note":     {ZH: "到期没有再扣，账单覆盖了那一天", EN: "a due charge did not come, and a statement covers that day"},
	"cancelled-note": {ZH: "有你的取消记录，之后没有扣款", EN: "by your records, and not charged since"},
	"about":          {ZH: "约 ", EN: "about "},
	"unseen":         {ZH: "%s 那笔待核对", EN: "%s not covered"},
	"day-past":       {ZH: "已过", EN: "passed"},
	"day-today":      {ZH: "今天", EN: "today"},
	"day-tomorrow":   {ZH: "明天", EN: "tomorrow"},
	"days-left":      {ZH: "还有 %d 天", EN: "%d days left"},
	"last-charge":    {ZH: "上次扣费", EN: "Last charge"},
	"first-charge":   {ZH: "首次扣费", EN: "First charge"},
	"clean-until":    {ZH: "到 %s 无扣款", EN: "no charge up to %s"},
	"check-on":       {ZH: "%s 以后的账单才能确认", EN: "a statement after %s can prove it"},
	"covered-until":  {ZH: "账单到 %s", EN: "statements reach %s"},
	"charges-n":      {ZH: "扣款 %d 笔，实付 %s", EN: "%d charges, %s paid"},
	"charges-one":    {ZH: "扣款 %d 笔，实付 %s", EN: "%d charge, %s paid"},
	"earlier-n":      {ZH: "更早的 %d 笔", EN: "%d earlier"},
	"refunded-part":  {ZH: "已退 %s", EN: "%s refunded"},
	"not-wanted":     {ZH: "见提醒", EN: "see alert"},
	"between":        {ZH: "在 %s 至 %s 之间", EN: "between %s and %s"},
	"history":        {ZH: "经过", EN: "History"},
	"why":            {ZH: "为什么这样判断", EN: "Why we think so"},
	"confidence":     {ZH: "把握", EN: "Confidence"},
	"cancellation":   {ZH: "取消记录", EN: "Your cancellation"},
	"cancelled-on":   {ZH: "%s 取消", EN: "cancelled on %s"},
	"effective-on":   {ZH: "权益到 %s", EN: "benefits until %s"},
	"resubscribed":   {ZH: "%s 重新开通", EN: "signed up again on %s"},
	"cancelled-at":   {ZH: "渠道：%s", EN: "channel: %s"},
	"proof":          {ZH: "凭证：%s", EN: "proof: %s"},
	"clean":          {ZH: "取消后到 %s 没有扣款，只能看到这一天", EN: "no charge since, as far as the statements reach: %s"},
	"unclear":        {ZH: "这条记录说的也可能是另一项，见“注意”", EN: "this record may mean another one; see the warnings"},
	"not-clean":      {ZH: "取消后又有扣款，见上面的提醒", EN: "charged since; see the alerts"},
	"paid":           {ZH: "实付", EN: "Paid"},
	"count":          {ZH: "笔数", EN: "Charges"},

	// how to cancel
	"how-note":            {ZH: "按急缓排列。先写替你扣钱的渠道：那里的签约不解除，就还会扣", EN: "Most urgent first. The channel that takes the money comes first: until its contract is ended, it charges"},
	"via":                 {ZH: "在%s取消", EN: "Cancel with %s"},
	"via-service":         {ZH: "在 App 里取消", EN: "Cancel in the app"},
	"via-service-web":     {ZH: "在网页版取消", EN: "Cancel on the web site"},
	"via-service-support": {ZH: "找客服取消", EN: "Cancel through support"},
	"via-qq":              {ZH: "在 QQ 钱包取消", EN: "Cancel in QQ Wallet"},
	"own":                 {ZH: "这笔钱由它扣", EN: "it takes this money"},
	"generic":             {ZH: "渠道的通用步骤", EN: "the channel's general steps"},
	"checked":             {ZH: "资料核对于 %s，来源：", EN: "read in %s, source: "},
	"unverified":          {ZH: "未核实", EN: "unverified"},
	"old":                 {ZH: "较旧", EN: "old"},
	"effort":              {ZH: "难度：%s", EN: "difficulty: %s"},
	"watch":               {ZH: "原定 %s 扣款，这天起不该再扣", EN: "it would have been charged on %s; from that day on nothing should be"},
	"if-again":            {ZH: "如果还是被扣", EN: "If it is charged again"},
	"no-path":             {ZH: "没有这个商户的取消步骤。到%s的自动扣款列表里找它，找不到就问商家客服。", EN: "There are no steps for this merchant. Look for it in the list of automatic payments of %s, or ask its support."},
	"verify":              {ZH: "取消后回到列表，看到“已关闭”或项目消失才算完成；接受挽留优惠不等于取消。截图留证，下次账单再核对。", EN: "It is done when the list shows it as closed or gone; taking an offer to stay is not cancelling. Keep a screenshot, and check the next statement."},
	"beware":              {ZH: "留意", EN: "Beware"},
	"beware-all":          {ZH: "都要留意", EN: "Beware in every case"},
	"verified-on":         {ZH: "核对时间", EN: "Checked"},
	"source":              {ZH: "来源", EN: "Source"},
	"link":                {ZH: "网址", EN: "Link"},
	"steps-column":        {ZH: "步骤", EN: "Steps"},

	// other payments, maybe, coming
	"other-note":   {ZH: "定期，但不是会员；不计入上面的数字", EN: "Regular, but not memberships; not in the figures above"},
	"maybe-note":   {ZH: "看着像，但证据不够；不计入上面的数字，也不提醒", EN: "They look like memberships, but the evidence is thin; in no figure and no alert"},
	"kind":         {ZH: "类别", EN: "Kind"},
	"item":         {ZH: "项目", EN: "Item"},
	"latest":       {ZH: "最近一笔", EN: "Latest"},
	"membership":   {ZH: "会员", EN: "Membership"},
	"utility":      {ZH: "水电燃气", EN: "Utility"},
	"telecom":      {ZH: "通信", EN: "Telecom"},
	"rent":         {ZH: "租金", EN: "Rent"},
	"loan":         {ZH: "贷款", EN: "Loan"},
	"installment":  {ZH: "分期", EN: "Instalment"},
	"insurance":    {ZH: "保险", EN: "Insurance"},
	"donation":     {ZH: "捐赠", EN: "Donation"},
	"transfer":     {ZH: "转账", EN: "Transfer"},
	"income":       {ZH: "收入", EN: "Income"},
	"other-kind":   {ZH: "其他", EN: "Other"},
	"expected-n":   {ZH: "到 %s 预计 %d 笔，%s", EN: "%[2]d charges expected to %[1]s, %[3]s"},
	"expected-one": {ZH: "到 %s 预计 %d 笔，%s", EN: "%[2]d charge expected to %[1]s, %[3]s"},
	"none-coming":  {ZH: "到 %s 没有预计的扣款。", EN: "No charge is expected to %s."},
	"should-not":   {ZH: "你已取消，不应再扣", EN: "you cancelled it, it should not come"},
	"by-day":       {ZH: "最晚 %s取消", EN: "cancel by %s"},
	"by-soon":      {ZH: "最晚%s取消", EN: "cancel by %s"},
	"by-past":      {ZH: "最晚取消日已过，现在取消也请核对这一笔", EN: "the last safe day has passed; cancel now and check this charge"},

	// sources
	"rows-n":         {ZH: "%d 份账单共 %s 行：%s 行成为交易，%s 行未采用", EN: "%d statements, %s rows: %s became transactions, %s left out"},
	"rows-one":       {ZH: "%d 份账单共 %s 行：%s 行成为交易，%s 行未采用", EN: "%d statement, %s rows: %s became transactions, %s left out"},
	"statements":     {ZH: "账单", EN: "Statements"},
	"file-account":   {ZH: "文件与账户", EN: "File and account"},
	"file":           {ZH: "文件", EN: "File"},
	"account":        {ZH: "账户", EN: "Account"},
	"format":         {ZH: "格式", EN: "Format"},
	"period":         {ZH: "期间", EN: "Period"},
	"rows":           {ZH: "行", EN: "Rows"},
	"used":           {ZH: "成为交易", EN: "Used"},
	"left":           {ZH: "未采用", EN: "Left out"},
	"outflow":        {ZH: "支出", EN: "Out"},
	"inflow":         {ZH: "收入", EN: "In"},
	"totals":         {ZH: "合计核对", EN: "Totals"},
	"totals-same":    {ZH: "与账单合计一致", EN: "equal to the file’s own"},
	"totals-differ":  {ZH: "与账单合计不一致", EN: "differ from the file’s own"},
	"totals-none":    {ZH: "账单没有写合计", EN: "the file states none"},
	"first-day":      {ZH: "从", EN: "From"},
	"last-day":       {ZH: "到", EN: "To"},
	"sha256":         {ZH: "SHA-256", EN: "SHA-256"},
	"reason":         {ZH: "原因", EN: "Reason"},
	"at-row":         {ZH: "行号", EN: "Row"},
	"at-page":        {ZH: "页", EN: "Page"},
	"at-sheet":       {ZH: "工作表", EN: "Sheet"},
	"and-more":       {ZH: "等 %d 行（全部见 XLSX 或 JSON 报告）", EN: "and others, %d in all (the XLSX and JSON reports list them)"},
	"severity":       {ZH: "级别", EN: "Severity"},
	"about-what":     {ZH: "事项", EN: "Matter"},
	"text":           {ZH: "说明", EN: "Message"},
	"refund-column":  {ZH: "退款申请期限", EN: "Refund until"},
	"paid-amount":    {ZH: "扣款", EN: "Charged"},
	"refunded":       {ZH: "已退", EN: "Refunded"},
	"row-amount":     {ZH: "账单金额", EN: "On the statement"},
	"order-id":       {ZH: "单号", EN: "Order number"},
	"charge-id":      {ZH: "扣款编号", EN: "Charge ID"},
	"id":             {ZH: "编号", EN: "ID"},
	"per-month":      {ZH: "平均每月", EN: "A month, on average"},
	"last-12":        {ZH: "近 12 个月实付", EN: "Paid in the last 12 months"},
	"last-12-span":   {ZH: "近 12 个月实付（%s 至 %s）", EN: "Paid in the last 12 months (%s to %s)"},
	"as-of":          {ZH: "报告日期", EN: "As of"},
	"disputed":       {ZH: "可要求退还", EN: "To claim back"},
	"covered-column": {ZH: "账单看到", EN: "Covered until"},

	// the page: pictures, filters and marks
	"dispute":             {ZH: "投诉材料：", EN: "Complaint pack: "},
	"nav-year":            {ZH: "一览", EN: "At a glance"},
	"comma":               {ZH: "；", EN: "; "},
	"yuan":                {ZH: "元", EN: "yuan"},
	"the-year":            {ZH: "%d 个月一览", EN: "%d months at a glance"},
	"year-note":           {ZH: "每个记号是一笔扣款，右边是这段时间的合计", EN: "Each mark is one charge; the totals of these months on the right"},
	"year-cut":            {ZH: "更早的在每一项的时间线里", EN: "earlier ones are on the timeline of each membership"},
	"year-scroll":         {ZH: "各会员的扣款，可左右滚动", EN: "Charges by membership; scrolls sideways"},
	"folded-rows":         {ZH: "已取消和已停止的 %d 项", EN: "%d cancelled or ended"},
	"total":               {ZH: "合计", EN: "Total"},
	"key-now":             {ZH: "报告的日子，%s", EN: "the day of this report, %s"},
	"key-dot":             {ZH: "一笔扣款（三档大小：金额 10 以下、50 以下、以上）", EN: "a charge (three sizes: below 10, below 50, more, in its currency)"},
	"key-flag":            {ZH: "不该有的扣款，见提醒", EN: "should not have been charged, see alerts"},
	"key-ring":            {ZH: "涨价、转正价、重复", EN: "price up, trial ended, duplicate"},
	"key-back":            {ZH: "已全额退款", EN: "refunded in full"},
	"key-stop":            {ZH: "你取消的日子", EN: "the day you cancelled"},
	"key-tick":            {ZH: "取消后无扣款，账单查到这天", EN: "no charge since, as far as statements reach"},
	"key-end":             {ZH: "停止了（到期没有再扣）", EN: "ended (a due charge did not come)"},
	"key-next":            {ZH: "下次扣费", EN: "next charge"},
	"key-gap":             {ZH: "没有账单", EN: "no statement"},
	"lane-charges-n":      {ZH: "%d 笔，共 %s", EN: "%d charges, %s"},
	"lane-charges-one":    {ZH: "%d 笔，%s", EN: "%d charge, %s"},
	"lane-none":           {ZH: "没有扣款", EN: "no charge"},
	"lane-breach-n":       {ZH: "其中 %d 笔不该有，见提醒", EN: "%d of them should not have been, see alerts"},
	"lane-breach-one":     {ZH: "其中 %d 笔不该有，见提醒", EN: "%d of them should not have been, see alerts"},
	"lane-gaps":           {ZH: "没有账单：%s", EN: "no statement: %s"},
	"timeline":            {ZH: "时间线", EN: "Timeline"},
	"timeline-unit":       {ZH: "%s 至 %s，一个记号一笔", EN: "%s to %s, a mark for each charge"},
	"spend":               {ZH: "每月花费", EN: "Spend by month"},
	"spend-unit":          {ZH: "单位：%s；扣款减退款", EN: "in %s; charges less refunds"},
	"spend-else":          {ZH: "另有 %s 不在图内", EN: "%s more is not drawn"},
	"by-month":            {ZH: "按月，一格一项会员", EN: "By month, a block for each membership"},
	"month-sum":           {ZH: "%s：%s", EN: "%s: %s"},
	"month-missing":       {ZH: "斜线和“+”：这个月有账户的账单不全，实际可能更多。", EN: "Hatched and “+”: the statements of some account do not cover that whole month, so it may have been more."},
	"month-rest":          {ZH: "最上面的浅色一格：其余较小的几项合在一起。", EN: "The light block on top: the smaller ones together."},
	"month-missing-short": {ZH: "账单不全", EN: "a statement is missing"},
	"by-service":          {ZH: "按会员，近 12 个月 %s", EN: "By membership, %s in the last 12 months"},
	"others":              {ZH: "其余 %d 项", EN: "%d others"},
	"the-numbers":         {ZH: "每月每项的数字", EN: "The numbers by month and membership"},
	"month":               {ZH: "月份", EN: "Month"},
	"strip":               {ZH: "哪天扣多少", EN: "What is charged on which day"},
	"strip-unit":          {ZH: "%s；一根线一天，标出每月最高的一天。逐笔见下。", EN: "%s; a line for each day, the highest of each month is named. Every charge is listed below."},
	"category":            {ZH: "类别", EN: "Category"},
	"cat-ai":              {ZH: "AI", EN: "AI"},
	"cat-cloud":           {ZH: "网盘与云", EN: "Cloud storage"},
	"cat-content":         {ZH: "影音阅读", EN: "Media"},
	"cat-ecommerce":       {ZH: "购物", EN: "Shopping"},
	"cat-finance":         {ZH: "金融", EN: "Finance"},
	"cat-game":            {ZH: "游戏", EN: "Games"},
	"cat-life":            {ZH: "生活", EN: "Everyday life"},
	"cat-system":          {ZH: "应用商店", EN: "App stores"},
	"cat-telecom":         {ZH: "通信", EN: "Telecom"},
	"cat-tools":           {ZH: "工具", EN: "Tools"},
	"cat-other":           {ZH: "其他", EN: "Other"},
	"search":              {ZH: "搜索", EN: "Search"},
	"all-of":              {ZH: "全部", EN: "All"},
	"sort-by":             {ZH: "排序", EN: "Sort by"},
	"shown":               {ZH: "项", EN: "shown"},
	"no-match":            {ZH: "没有符合的会员。", EN: "No membership matches."},
	"clear-filter":        {ZH: "清除筛选", EN: "Clear the filters"},
	"price-was":           {ZH: "原 %s", EN: "was %s"},
	"price-first":         {ZH: "首期 %s", EN: "%s at first"},
	"other-ways":          {ZH: "其他办法与留意事项", EN: "Other ways, and what to beware of"},
	"sure-all":            {ZH: "在扣费的 %d 项，每一项的把握都在 95%% 以上。", EN: "Each of the %d active ones is at least 95%% certain."},
	"sure-some":           {ZH: "在扣费的 %d 项里，%d 项的把握在 95%% 以上；最低的是%s，%s。", EN: "Of the %d active ones, %d are at least 95%% certain; the least certain is %s, with %s."},
	"sure-maybe-n":        {ZH: "另有 %d 项存疑，没有计入。", EN: "%d more are uncertain and in no figure."},
	"sure-maybe-one":      {ZH: "另有 %d 项存疑，没有计入。", EN: "%d more is uncertain and in no figure."},
	"i-cancelled":         {ZH: "我已取消这一项", EN: "I have cancelled this"},
	"not-member":          {ZH: "这不是会员", EN: "Not a membership"},
	"your-marks":          {ZH: "你的标记", EN: "Your marks"},
	"marks-lost":          {ZH: "还没有保存，关掉这一页就没有了", EN: "not saved yet; they are lost when the page is closed"},
	"marks-n":             {ZH: "项已标记，还没有保存。", EN: "marked, not saved yet."},
	"marks-save":          {ZH: "去保存", EN: "Save them"},
	"marks-undo":          {ZH: "全部撤销", EN: "Undo all"},
	"marks-cancelled":     {ZH: "已取消的", EN: "Cancelled"},
	"marks-not":           {ZH: "不是会员的", EN: "Not memberships"},
	"marks-day":           {ZH: "取消日期", EN: "Cancelled on"},
	"marks-text":          {ZH: "规则里写作", EN: "In the rules"},
	"marks-also":          {ZH: "这条规则还会一起去掉：", EN: "This rule also takes away:"},
	"marks-csv":           {ZH: "取消记录（CSV）", EN: "Cancellation records (CSV)"},
	"marks-yaml":          {ZH: "规则文件（YAML）", EN: "Rules file (YAML)"},
	"marks-records":       {ZH: "下次扫描时加上 --records cancellations.csv；或者放进你的用户数据文件夹，以后每次都会自动用上（unrenew scan --help 写明在哪里）。那里已经有这个文件的，把除第一行以外的各行加到它的末尾，不要覆盖。之后再扣款，报告会提醒。", EN: "At the next scan add --records cancellations.csv, or put the file into your user data folder, where it is used every time (unrenew scan --help tells where that is). If there is one already, add all lines but the first to its end; do not replace it. Any later charge will raise an alert."},
	"marks-rules":         {ZH: "下次扫描时加上 --rules rules.yaml；或者放进你的用户数据文件夹，以后每次都会自动用上（unrenew scan --help 写明在哪里）。那里已经有这个文件的，把各行加到它的 not_memberships 下面，不要覆盖。同一个服务编号或商户名下的几项会一起不再列出。", EN: "At the next scan add --rules rules.yaml, or put the file into your user data folder, where it is used every time (unrenew scan --help tells where that is). If there is one already, add the lines to its not_memberships; do not replace it. Everything of the same service or merchant is no longer listed."},
	"copy":                {ZH: "复制文字", EN: "Copy the text"},
	"copied":              {ZH: "已复制", EN: "copied"},
	"copy-self":           {ZH: "文字已选中，请手动复制", EN: "The text is selected; copy it by hand"},
	"save-file":           {ZH: "保存文件", EN: "Save the file"},
	"save-blocked":        {ZH: "在微信等 App 里打开时可能存不了文件，复制文字，另存成同名文件即可。", EN: "Where an app such as WeChat blocks saving, copy the text and save it under this name."},

	// the text on reading, and the foot
	"read-sum":    {ZH: "“每年”是还在扣费的会员按现在的价格和周期折算的一年花费，不是已经付的钱；已付的看“实付”。不同币种不相加。", EN: "“A year” is what the active memberships cost at today's price and cycle, not what was paid; “paid” is. Currencies are never added up."},
	"read-state":  {ZH: "“在扣费”：最近一期扣了，或下一期还没到。“已取消”：你的取消记录里有，之后没有扣款。“已停止”：该扣的没有扣，而账单覆盖了那一天；它也可能只是扣款失败，签约还在，所以仍要去渠道里确认。", EN: "“Active”: the latest period was charged, or the next is not due yet. “Cancelled”: your records say so, and nothing was charged since. “Ended”: a due charge did not come although a statement covers the day; the payment may only have failed, so check that the contract is gone."},
	"read-cover":  {ZH: "没有账单的日子，有没有扣款谁也看不出来。账单只到某一天的，结论也只到那一天。", EN: "Where there is no statement, nothing can be seen. An answer holds only as far as the statements reach."},
	"read-cancel": {ZH: "“最晚取消”比下次扣费提前一些：多数平台在到期前 24 小时内扣款，有的更早。", EN: "“Cancel by” lies before the next charge: most services charge within the 24 hours before the period ends, some earlier."},
	"read-law":    {ZH: "自动续费没有法定的“7 天无理由退款”。取消后又扣的钱，依据是合同已经解除（《民法典》第 577、985 条）；没有提前告知就扣的，看《互联网平台价格行为规则》第 20 条。这里的文字不是法律意见。", EN: "No law grants a 7-day refund on a renewal. Money taken after a cancellation has no ground, because the contract had ended (Civil Code, articles 577 and 985); for charges without notice see article 20 of the Internet Platform Price Rules. This is not legal advice."},
	"read-steps":  {ZH: "取消步骤来自所列来源，界面会变；标“未核实”的没有找到可靠来源。", EN: "The steps are from the sources named, and apps change; “unverified” means that no reliable source was found."},
	"foot":        {ZH: "这份报告在你的电脑上生成，打开时不联网，也不会把任何内容发出去。", EN: "Made on your own computer. It opens without a network and sends nothing."},
	"dark":        {ZH: "深色或浅色", EN: "Dark or light"},
	"print":       {ZH: "打印", EN: "Print"},
	"skip":        {ZH: "跳到待处理", EN: "Skip to what needs checking"},

	// events
	"price-up":        {ZH: "涨价：%s → %s", EN: "price up: %s → %s"},
	"price-down":      {ZH: "降价：%s → %s", EN: "price down: %s → %s"},
	"trial-converted": {ZH: "试用转为正价：%s → %s", EN: "trial became the full price: %s → %s"},
	"intro-ended":     {ZH: "首期优惠结束：%s → %s", EN: "first-period offer ended: %s → %s"},
	"discount":        {ZH: "这一期有优惠：%s → %s", EN: "discount this time: %s → %s"},
	"plan-changed":    {ZH: "换了套餐：%s → %s", EN: "plan changed: %s → %s"},
	"channel-changed": {ZH: "换了扣款渠道：%s → %s", EN: "channel changed: %s → %s"},
	"renamed":         {ZH: "商户改名：%s → %s", EN: "merchant renamed: %s → %s"},
	"late":            {ZH: "晚扣：应为 %s，实际 %s", EN: "late: due %s, charged %s"},
	"missed":          {ZH: "这一期没有扣款", EN: "not charged this time"},
	"paused-event":    {ZH: "从这一期起停扣", EN: "charges paused from here"},
	"resumed":         {ZH: "又开始扣款", EN: "charges began again"},
	"all-refunded":    {ZH: "全额退款：%s，退 %s", EN: "refunded in full: %s, %s back"},
	"partly-refunded": {ZH: "部分退款：%s，退 %s", EN: "partly refunded: %s, %s back"},
	"last-before":     {ZH: "取消前的最后一笔", EN: "last charge before the cancellation"},

	// the calendar
	"ics-name":       {ZH: "会员续费", EN: "Membership renewals"},
	"ics-renewal":    {ZH: "%s 将扣%s", EN: "%s will charge %s"},
	"ics-trial":      {ZH: "%s 试用结束，将扣%s", EN: "The trial of %s ends and it will charge %s"},
	"ics-last":       {ZH: "最晚取消日：%s（%s扣%s）", EN: "Last day to cancel %s (%s: %s)"},
	"ics-last-trial": {ZH: "试用最晚取消日：%s（%s扣%s）", EN: "Last day to cancel the trial of %s (%s: %s)"},
	"ics-watch":      {ZH: "%s 已取消，今天不该再扣%s", EN: "%s is cancelled: %s should not be charged today"},
	"ics-watch2":     {ZH: "你在 %s 取消了它。不取消的话，按原来的周期这一天前后会扣%s。收到扣款通知就截图留下，再导出账单，运行 unrenew scan。", EN: "You cancelled it on %s. Had you not, %s would be due about this day. If you are told of a charge, keep a screenshot, export the statement and run unrenew scan."},
	"ics-gone":       {ZH: "已取消，今天不用做什么：%s", EN: "Cancelled, nothing to do today: %s"},
	"ics-gone2":      {ZH: "你在 %s 取消了它，这条提醒可以删掉。", EN: "You cancelled it on %s; this entry can be deleted."},
	"ics-check":      {ZH: "查账单：%s 取消后有没有再扣", EN: "Check the statement: was %s charged after you cancelled?"},
	"ics-clean":      {ZH: "导出%s的账单，要包含 %s 这一天，再运行 unrenew scan。没有扣款就能确认：%s 的取消生效了。", EN: "Export the statement of %s so that it covers %s, and run unrenew scan again. No charge in it proves that the cancellation of %s worked."},
	"ics-review":     {ZH: "季度检查：导出账单，再运行一次 unrenew", EN: "Quarterly review: export the statements and run unrenew again"},
	"ics-review2":    {ZH: "□ 导出支付宝、微信和银行卡近三个月的账单，运行 unrenew scan。\n□ 用不上的取消掉，再用 unrenew cancel 记一笔。\n□ 运行 unrenew calendar，导入新的日历。", EN: "□ Export three months of statements from Alipay, WeChat and the banks and run unrenew scan.\n□ Cancel what you do not use, and record it with unrenew cancel.\n□ Run unrenew calendar and import the new calendar."},
	"ics-lists":      {ZH: "□ 把自动扣款列表看一遍，里面可能有还没扣过款的：", EN: "□ Look through the lists of automatic payments; some may not have charged yet:"},
	"ics-alipay":     {ZH: "支付宝：我的→设置→支付设置→免密支付/自动扣款", EN: "Alipay: Me > Settings > Payment settings > 免密支付/自动扣款"},
	"ics-wechat":     {ZH: "微信：我→服务→右上角“…”→扣费服务", EN: "WeChat: Me > Services > \"…\" at the top right > 扣费服务"},
	"ics-apple":      {ZH: "iPhone：设置→姓名→订阅", EN: "iPhone: Settings > your name > Subscriptions"},
	"ics-due":        {ZH: "预计由%s扣%s。日期和金额按以往的扣款推算。", EN: "Expected through %s: %s. Day and amount follow from past charges."},
	"ics-due-cycle":  {ZH: "预计由%s扣%s，%s一次。日期和金额按以往的扣款推算。", EN: "Expected through %s: %s, %s. Day and amount follow from past charges."},
	"ics-by":         {ZH: "不想续，最晚 %s 取消。", EN: "To stop it, cancel by %s."},
	"ics-late":       {ZH: "稳妥的取消期限 %s 已过，这次多半还会扣；现在取消，停的是下一次。", EN: "The last safe day to cancel, %s, is past: this charge will probably come. Cancelling now stops the next one."},
	"ics-again":      {ZH: "你在 %s 取消过，之后又扣了款：多半还有签约没有解除，按下面的步骤再查一遍。", EN: "You cancelled it on %s and it was charged since: a contract is probably still in force. Go through the steps again."},
	"ics-how":        {ZH: "%s：", EN: "%s:"},
	"ics-verified":   {ZH: "（步骤查于 %s，界面可能变）", EN: "(Steps read %s; apps change.)"},
	"ics-unverified": {ZH: "（步骤未核实，以实际界面为准）", EN: "(Steps unverified; follow what the app shows.)"},
	"ics-record":     {ZH: "取消后用 unrenew cancel 记一笔，再导入新的日历，这条提醒就会撤掉。", EN: "After cancelling, record it with unrenew cancel and import a new calendar; this reminder goes."},
	"ics-unknown":    {ZH: "款（价格未知）", EN: "an unknown price"},
	"ics-about":      {ZH: "约 %s", EN: "about %s"},

	// the terminal
	"total-line":      {ZH: "每年 %s，平均每月 %s；近 12 个月实付 %s", EN: "%s a year, %s a month on average; %s paid in the last 12 months"},
	"state-line":      {ZH: "%d 个在扣费，%d 个已取消，%d 个已停止", EN: "%d active, %d cancelled, %d ended"},
	"state-line-then": {ZH: "那时 %d 个在扣费，%d 个已取消，%d 个已停止", EN: "Then %d active, %d cancelled, %d ended"},
	"rest-in-report":  {ZH: "另有 %d 件，见报告", EN: "%d more in the report"},
	"rest-members":    {ZH: "另有 %d 个会员，见报告", EN: "More in the report: memberships %d"},
	"rest-line":       {ZH: "另有 %d 个会员、%d 项其他定期付款、%d 项存疑，见报告", EN: "More in the report: memberships %d, other regular payments %d, uncertain %d"},
	"rest-warnings":   {ZH: "另有 %d 条注意，见报告", EN: "%d more warnings in the report"},
	"more-line":       {ZH: "另有 %d 项不是会员的定期付款，%d 项存疑，见报告", EN: "More in the report: other regular payments %d, uncertain %d"},

	// tables of the workbook
	"sum-filtered": {ZH: "合计（随筛选）", EN: "Total (follows the filter)"},
	"sum-of":       {ZH: "合计 %s", EN: "Total %s"},
	"watch-column": {ZH: "取消后核对日", EN: "Watch on"},
	"mark":         {ZH: "标记", EN: "Mark"},
	"amount-is":    {ZH: "金额是", EN: "The amount is"},
	"due":          {ZH: "预计日期", EN: "Expected on"},
	"difficulty":   {ZH: "难度", EN: "Difficulty"},
	"keep-first":   {ZH: "先留好：%s", EN: "Before leaving: %s"},
	"again":        {ZH: "如果又被扣：", EN: "If it is charged again:"},
	"doubt":        {ZH: "要当心", EN: "With care"},
	"paid-monthly": {ZH: "按日历月实付，%s 至 %s（%s）", EN: "Paid by calendar month, %s to %s (%s)"},
	"covered-part": {ZH: "账单", EN: "Statements"},
	"covered-less": {ZH: "不全，可能少算", EN: "incomplete, may be too low"},
	"cost-top":     {ZH: "最花钱的会员，每年（%s）", EN: "What costs most a year (%s)"},
}

// say is the words under a key, with the arguments put in. A Text among the
// arguments is put in in each language. An unknown key is a bug: tests find it.
func say(key string, args ...any) parser.Text {
	t, ok := words[key]
	if !ok {
		panic("report: no words for " + key)
	}
	if len(args) == 0 {
		return t
	}
	in := func(lang string) string {
		out := make([]any, len(args))
		for i, a := range args {
			if text, ok := a.(parser.Text); ok {
				a = text.In(lang)
			}
			out[i] = a
		}
		return fmt.Sprintf(t.In(lang), out...)
	}
	return parser.Text{ZH: in("zh"), EN: in("en")}
}

// same is a text that is the same in both languages.
func same(s string) parser.Text { return parser.Text{ZH: s, EN: s} }

// count is say for a number that has words of its own for one.
func count(key string, n int, args ...any) parser.Text {
	if n == 1 {
		return say(key+"-one", args...)
	}
	return say(key+"-n", args...)
}

func iso(t time.Time) string {
	if t.IsZero() {
		return ""
	}
	return t.Format("2006-01-02")
}

// dayText is a day in a sentence: 11 月 23 日, 23 Nov. The year stands where it
// is another one than the report's.
func (v *View) dayText(t time.Time) parser.Text {
	if t.Year() == v.AsOf.Year() {
		return parser.Text{ZH: t.Format("1 月 2 日"), EN: t.Format("2 Jan")}
	}
	return parser.Text{ZH: t.Format("2006 年 1 月 2 日"), EN: t.Format("2 Jan 2006")}
}

func monthText(t time.Time) parser.Text {
	return parser.Text{ZH: t.Format("2006 年 1 月"), EN: t.Format("January 2006")}
}

// Clock is the time of a charge; statements of banks have days only.
func (c *Charge) Clock() string {
	if c.DateOnly {
		return c.Time.Format("2006-01-02")
	}
	return c.Time.Format("2006-01-02 15:04")
}

// sentence ends a text of the detector like a sentence.
func sentence(t parser.Text) parser.Text {
	if t.ZH != "" && !strings.HasSuffix(t.ZH, "。") && !strings.HasSuffix(t.ZH, "？") {
		t.ZH += "。"
	}
	if t.EN != "" {
		first, n := utf8.DecodeRuneInString(t.EN)
		t.EN = string(unicode.ToUpper(first)) + t.EN[n:]
		if !strings.HasSuffix(t.EN, ".") && !strings.HasSuffix(t.EN, "?") {
			t.EN += "."
		}
	}
	return t
}

// eventText tells an event. From and To are prices, channels, cycles or names,
// by the type of the event.
func eventText(e detector.Event, currency string) parser.Text {
	key := e.Type
	switch e.Type {
	case "paused":
		key = "paused-event"
	case "refunded":
		key = "all-refunded"
	case "last-charge-before-cancellation":
		key = "last-before"
	}
	t, ok := words[key]
	if !ok {
		return parser.Text{ZH: e.Type, EN: e.Type}
	}
	if !strings.Contains(t.ZH, "%s") {
		return t
	}
	return say(key, eventValue(e.Type, e.From, currency), eventValue(e.Type, e.To, currency))
}

func eventValue(typ, value, currency string) parser.Text {
	var n int
	var unit string
	switch {
	case typ == "channel-changed":
		return detector.ChannelName(value)
	case typ == "renamed" || typ == "late":
	default:
		if d, err := decimal.NewFromString(value); err == nil {
			s := Money{d, currency}.String()
			return parser.Text{ZH: s, EN: s}
		}
		if k, err := fmt.Sscanf(value, "%d %s", &n, &unit); k == 2 && err == nil {
			return detector.CycleText(catalog.Cycle{Unit: catalog.Unit(unit), Count: n})
		}
	}
	return parser.Text{ZH: Clean(value), EN: Clean(value)}
}

// cycleText is empty where the cycle is not known.
func cycleText(c catalog.Cycle) parser.Text {
	if c.Count == 0 {
		return parser.Text{}
	}
	return detector.CycleText(c)
}

func kindText(k catalog.Kind) parser.Text {
	if k == catalog.Other {
		return say("other-kind")
	}
	return say(string(k))
}

// accountText names the account of a statement: 招商银行信用卡 尾号 6021.
func accountText(issuer, account string, m parser.Medium) parser.Text {
	if guessed(issuer) {
		return say("guessed-bank") // nobody knows which, nor what card
	}
	t := detector.IssuerName(issuer)
	switch m {
	case parser.CreditCard:
		t = parser.Text{ZH: t.ZH + words["credit-card"].ZH, EN: t.EN + " " + words["credit-card"].EN}
	case parser.DebitCard:
		t = parser.Text{ZH: t.ZH + words["debit-card"].ZH, EN: t.EN + " " + words["debit-card"].EN}
	}
	if account != "" {
		t.ZH, t.EN = t.ZH+" "+account, t.EN+" "+strings.ReplaceAll(account, "尾号", "ending")
	}
	return t
}

// guessed tells whether the layout of a statement was guessed: its issuer is then
// made of the columns, so that the same layout is the same issuer.
func guessed(issuer string) bool { return strings.HasPrefix(issuer, "guess:") }

// accountIn is accountText with the files of a guessed layout, by which alone the
// user knows it.
func accountIn(files []string, issuer, account string, m parser.Medium) parser.Text {
	t := accountText(issuer, account, m)
	if !guessed(issuer) || len(files) == 0 {
		return t
	}
	names := make([]string, len(files))
	for i, f := range files {
		names[i] = path.Base(strings.ReplaceAll(Clean(f), `\`, "/"))
	}
	slices.Sort(names)
	names = slices.Compact(names)
	list := parser.Text{ZH: strings.Join(names, "、"), EN: strings.Join(names, ", ")}
	if n := len(names); n > 2 {
		list = say("files-more", names[0], n)
	}
	return parser.Text{ZH: list.ZH + "，" + t.ZH, EN: list.EN + ", " + t.EN}
}

// placeText says where in its file a row stands.
func placeText(p parser.Pos) parser.Text {
	switch {
	case p.Page > 0:
		return say("page-row", p.Page, p.Row)
	case p.Sheet != "" && p.Sheet != "Sheet1": // the only one, nearly always
		return say("sheet-row", Clean(p.Sheet), p.Row)
	}
	return say("row", p.Row)
}

// maxRanges is how many stretches of rows are named one by one.
const maxRanges = 40

// ranges names rows: 17, 23–30; on pages: 3/5.
func ranges(ps []parser.Pos) parser.Text {
	var list []string
	for i := 0; i < len(ps); {
		j := i
		for j+1 < len(ps) && ps[j+1].Page == ps[i].Page && ps[j+1].Sheet == ps[i].Sheet && ps[j+1].Row == ps[j].Row+1 {
			j++
		}
		if len(list) == maxRanges {
			more := say("and-more", len(ps))
			s := strings.Join(list, ", ")
			return parser.Text{ZH: s + " " + more.ZH, EN: s + " " + more.EN}
		}
		s := fmt.Sprint(ps[i].Row)
		if ps[i].Page > 0 {
			s = fmt.Sprintf("%d/%d", ps[i].Page, ps[i].Row)
		}
		if j > i {
			s += fmt.Sprintf("–%d", ps[j].Row)
		}
		list = append(list, s)
		i = j + 1
	}
	s := strings.Join(list, ", ")
	return parser.Text{ZH: s, EN: s}
}

// daysText says how many days are left to cancel.
func daysText(n int) parser.Text {
	switch {
	case n < 0:
		return say("day-past")
	case n == 0:
		return say("day-today")
	case n == 1:
		return say("day-tomorrow")
	}
	return say("days-left", n)
}

// AmountText says what the amount of an alert is.
func (a *Alert) AmountText() parser.Text {
	switch {
	case a.Disputed:
		return say("claim")
	case a.Type == "price-increase":
		return say("more-each")
	case a.Type == "trial-converted" || a.Type == "other-contract-still-active" || a.Type == "resumed":
		return say("each")
	case a.Type == "duplicate-subscription":
		return say("to-save")
	case a.Type == "unknown-merchant":
		return say("a-year")
	}
	return parser.Text{}
}

// Heading is what an alert is about: 腾讯视频 VIP：涨价.
func (a *Alert) Heading() parser.Text {
	if a.Sub == nil {
		return a.Title
	}
	return parser.Text{ZH: a.Sub.Name.ZH + "：" + a.Title.ZH, EN: a.Sub.Name.EN + ": " + a.Title.EN}
}

// Total is the amount of an alert; empty if it has none.
func (a *Alert) Total() string {
	if !a.Amount.Valid {
		return ""
	}
	s := Money{a.Amount.Decimal, a.Currency}.String()
	if a.Type == "price-increase" {
		s = "+" + s
	}
	return s
}

// via is the heading of a way to cancel.
func via(p catalog.Path) parser.Text {
	if t, ok := words["via-"+p.Channel]; ok {
		return t
	}
	return say("via", channelWord(p.Channel))
}

// noPath says what to do where the catalog knows no steps.
func noPath(s *Subscription) parser.Text { return say("no-path", channelWord(s.Channel)) }

// channelWord is a channel's name inside a Chinese sentence: a space parts
// Latin letters from the characters around them.
func channelWord(channel string) parser.Text {
	t := detector.ChannelName(channel)
	if t.ZH != "" && t.ZH[0] < utf8.RuneSelf {
		t.ZH = " " + t.ZH
	}
	if n := len(t.ZH); n > 0 && t.ZH[n-1] < utf8.RuneSelf {
		t.ZH += " "
	}
	return t
}

// thousands prints a count: 5,674.
func thousands(n int) string {
	s := fmt.Sprint(n)
	for i := len(s) - 3; i > 0; i -= 3 {
		s = s[:i] + "," + s[i:]
	}
	return s
}

// cancellationTexts are the user's record and what came of it, line by line.
func cancellationTexts(c *detector.Cancellation) []parser.Text {
	on := iso(c.CancelledOn)
	if c.HasClock {
		on = c.CancelledOn.Format("2006-01-02 15:04")
	}
	out := []parser.Text{say("cancelled-on", on)}
	if c.Channel != "" {
		out = append(out, say("cancelled-at", detector.ChannelName(c.Channel)))
	}
	if !c.EffectiveOn.IsZero() {
		out = append(out, say("effective-on", iso(c.EffectiveOn)))
	}
	if !c.ResubscribedOn.IsZero() {
		out = append(out, say("resubscribed", iso(c.ResubscribedOn)))
	}
	if len(c.Evidence) > 0 {
		out = append(out, say("proof", Clean(strings.Join(c.Evidence, ", "))))
	}
	switch {
	case c.Unclear:
		out = append(out, say("unclear"))
	case !c.CleanUntil.IsZero():
		out = append(out, say("clean", iso(c.CleanUntil)))
	case !c.CheckOn.IsZero():
		out = append(out, say("check-on", iso(c.CheckOn)))
	case c.ResubscribedOn.IsZero():
		out = append(out, say("not-clean"))
	}
	return out
}

// TotalsText says whether the rows add up to what the file itself states.
func (s Source) TotalsText() parser.Text {
	switch {
	case !s.Reconciles:
		return say("totals-none")
	case s.Reconciled:
		return say("totals-same")
	}
	return say("totals-differ")
}

// DueNote says what to know about an expected charge; empty if nothing.
func (v *View) DueNote(d Due) parser.Text {
	s := d.Sub
	switch {
	case s.left():
		return say("should-not")
	case !v.StaleSince.IsZero() || !d.First || s.CancelBy.IsZero() || !s.Urgent && s.Cycle.Unit != catalog.Year:
		return parser.Text{}
	case s.DaysLeft < 0:
		return say("by-past")
	case s.DaysLeft < 2:
		return say("by-soon", daysText(s.DaysLeft))
	}
	return say("by-day", v.dayText(s.CancelBy))
}

// Warn tells whether an expected charge wants the eye: it should not come, or
// it can be stopped only today or tomorrow.
func (d Due) Warn() bool {
	return d.Sub.left() || d.First && d.Sub.Urgent && d.Sub.DaysLeft <= 1
}

// Horizon is the last day of the list of coming charges.
func (v *View) Horizon() time.Time { return v.AsOf.AddDate(0, 0, comingDays) }
