import { type Clause, clausePattern, readyWordings, says, stated } from './clauses.ts';

const DENIALS = readyWordings<false>([
  {
    states: false,
    pattern:
      /(?:没有?|无)(?:什么|明确的?|具体的?|任何)?(?:截止|期限|时间(?:要求|限制|压力)|deadline)|(?:不|并不|没有?|未|不会|不太)影响(?:到)?(?:生产|业务|工作|经营|使用|办公|进度|上线|交付)|(?:对|跟)?(?:生产|业务|工作|经营)(?:没有?|无|不受|没什么)(?:任何|太大|大)?影响/,
  },
  {
    states: false,
    pattern:
      /(?<!能|得|可)不(?:是很|是特别|太|怎么|那么|算|是)?(?:着急|紧急|急(?!着|于|需|死|不))|不赶时间|可以等|能等|(?:不用|别|无需|不必)(?:太|着)?急|慢慢(?:看|弄|修|来)|(?:您|你)?方便(?:的)?(?:时候|时|再)(?!.{0,4}(?:联系|回|打|致电))|顺便(?:提|说|反馈)|不要紧|问题不大|没(?:什么)?关系|(?:这周|目前|暂时|现在)没人用|下(?:周|个?月)(?:再)?(?:说|弄|修|处理)|不影响(?:干活|使用|工作|大家)|等得起|无伤大雅|不碍事|不耽误|没耽误|不妨碍|(?:有空|有时间|方便时?)(?:再|帮|的话|看|的时候|就)(?!.{0,4}(?:联系|回电|打))|没(?:有)?人(?:正经|真正|在)?用|演示(?:用的)?(?:租户|环境)|测试(?:用的)?(?:租户|环境)|(?:月底|年底|期限|截止|上线)(?:还)?(?:早|远)|(?:没|无)(?:什么)?(?:大)?影响(?!范围)|下(?:周|个?月)再(?:说|弄|修|处理)|优先级(?:不高|低|最低)|慢慢(?:来|处理)(?:就|也)?(?:好|行|可以)/,
  },
  {
    states: false,
    pattern:
      /\bnothing urgent\b|\bno (?:hard |real |particular |fixed |specific )?(?:deadline|rush|hurry|time pressure|urgency)\b|\bnot (?:that |very |really |at all |so |super |particularly |terribly |too )?(?:urgent|pressing|time[- ]critical|time sensitive|in a (?:hurry|rush)|a big deal)\b|\b(?:(?:it |this |that )?can (?:easily )?wait|no pressure|low[- ]priority|(?:it's |just |more of )?a nuisance|so you know|not (?:a )?(?:critical|priority|big deal|big problem|issue for now)|cosmetic (?:only|issue|thing)|annoying but|for your information|nobody (?:depends|relies|is waiting)|(?:at your|in your own) (?:leisure|time)|whenever suits|whenever$|rather than serious|(?:find|have|get) a (?:moment|minute|spare)|not used for (?:anything|production)|(?:test|demo|sandbox|dev|training) (?:tenant|environment|account)s?|in (?:two|three|four|several|a few) (?:weeks|months)|whenever (?:you|it|is)|fix it whenever|when(?:ever)? (?:you have|you get|you've got) (?:a )?(?:time|moment|minute|chance)|purely cosmetic|minor (?:thing|issue)|take your time|(?:next week|later) (?:is fine|or so|will do)|(?:doesn't|does not|not) stop (?:me|us|anyone|them) from)\b|\b(?:isn't|is not) (?:that |very |really |so )?urgent\b/,
  },
  {
    states: false,
    pattern:
      /\b(?:no|without|not any|not have any) (?:\w+ )?(?:impact|effect|influence) on (?:our |the )?(?:production|business|work|operations|profit)\b|\bno (?:business|production|operational) (?:impact|effect)\b|\bno impact (?:to|for|on)\b|\bbusiness (?:is not|isn't) (?:affected|impacted)\b|\b(?:does(?: not|n't)|is not|isn't|not) (?:affect(?:ing)?|impact(?:ing)?|block(?:ing)?) (?:our |the |any )?(?:production|business|work|operations|users|deadlines?)\b/,
  },
]);

const WHEN_ZH =
  '(?:过了今天|[一二两三四五六七八九十]{1,3}点|今天|今晚|今日|明天|明早|明晚|后天|本周|这周|周[一二三四五六日天]|星期[一二三四五六日天]|下周[一二三四五]?|月底|年底|下班|中午|上午|下午|晚上|夜班|\\d{1,2}(?::\\d{2}|点|号|日|月)|\\d+ ?(?:个)?(?:小时|分钟|天)|一小时|两小时|半小时)';

const SOON_EN =
  '(?:today|tonight|tomorrow|this (?:morning|afternoon|evening)|in (?:an?|one|two|three|five|ten|fifteen|twenty|thirty|half an|\\d+) (?:hours?|minutes?|mins?)|at (?:\\d{1,2}(?::\\d{2})? ?(?:am|pm)?|noon|midnight)|by (?:\\d{1,2}(?: ?(?:am|pm))?|noon|midnight|eod|cob|the end of (?:the )?day)|monday|tuesday|wednesday|thursday|friday)';
const EVENT_EN =
  '(?:payroll|salar(?:y|ies)|pay ?run|month[- ]end|year[- ]end|quarter[- ]end|tenders?|bids?|tax (?:filing|return)|vat return|go[- ]?live|cut-?over|(?:product )?launch|campaign|closing|town ?hall|webinar|board meeting|keynote|exam|audit|filing|court|hearing|shipments?|ship|delivery|press conference|demo|pitch)';

const STATEMENTS = readyWordings<true>([
  {
    states: true,
    pattern: new RegExp(
      `${WHEN_ZH}(?:以|之)?前[^,]{0,6}(?:弄|搞|修|好|恢复|解决|处理|交|提|发|签|报|给)|(?:还有|不到|只剩|剩)[^,]{0,6}(?:分钟|小时|天)(?:就|了|内)?[^,]{0,4}(?:开始|截止|要|上线|开标|关|发车)|(?:马上|立刻|就快|这就)[^,]{0,4}(?:开始|截止|要交|要用|要开)|(?:要是|再|如果)?到${WHEN_ZH}[^,]{0,4}(?:还)?(?:不好|没好|弄不好|不行)|${WHEN_ZH}[^,]{0,3}就要[^,]{1,12}|(?:${WHEN_ZH}|下?周[一二三四五六日])[^,]{0,6}(?:上线|发布|交付|开业|切换|发薪|搬家|开学|开会|汇报|演示|发布会|之?前)[^,]{0,2}(?:之?前)?(?:必须|要|得|务必)`,
    ),
    unless: /什么时候|几点|吗$/,
  },
  {
    states: true,
    pattern: new RegExp(
      `\\b${EVENT_EN}\\b.{0,40}\\b(?:${SOON_EN}|at risk|blocked|delayed|miss(?:ed)?|due|starts?)\\b|\\b${SOON_EN}\\b.{0,25}\\b${EVENT_EN}\\b|\\b(?:starts?|begins?|opens?|closes?|ends?|ships?|leaves?|expires?|is due|are due|submitted|filed|handed in|signed|sent|go(?:es)? out) (?:by |before |until )?(?:today|tonight|${SOON_EN.slice(3, -1)})\\b`,
    ),
    unless:
      /\b(?:subscription|term|trial|licen[cs]e|invoice|password|certificate|payment|bill)s?\b|\b(?:not|\w{1,6}n't) (?:been )?(?:sent|signed)\b|\bwhat time\b|^(?:when|what|do|does|are|is)\b/,
  },
  {
    states: true,
    pattern:
      /\bbefore (?:monday|tuesday|wednesday|thursday|friday|the weekend|tomorrow)(?:'s)?\b|\b(?:monday|tuesday|wednesday|thursday|friday|today|tomorrow|tonight)'s (?:launch|go-?live|demo|meeting|deadline|release|audit|closing|presentation|pitch|event)\b|\b(?:today|tomorrow|tonight) is the last (?:day|chance)\b|\blast day\b|\brunning out of time\b|\b(?:before|until|by) (?:midnight|noon|midday|the (?:night|day|morning|late|next) shift|close of business|end of (?:the )?day)\b|\b(?:sla|contract(?:ual)?)\b.{0,15}\bbreach(?:ed)?\b|\bbreach(?:ing)? (?:our|the|of) (?:sla|contract)\b|\bpenalt(?:y|ies)\b|\bwe fail it\b|\b(?:we|i)(?:'ll| will)? (?:lose|miss|fail)\b.{0,30}\botherwise\b|\bor (?:else )?we(?:'ll| will)? (?:lose|fail|miss)\b|\bout of the tender\b|\b(?:lose|losing|lost) (?:the|this|that|a|our) (?:deal|order|contract|customer|client|tender|bid)s?\b/,
    unless:
      /\bno penalt|\bpenalt(?:y|ies) (?:for|if)|\bcancel|\bwhat\b.{0,20}\bpenalt|\bsubscription|\btrial\b|\blicen[cs]e/,
  },
  {
    states: true,
    pattern:
      /\bcosts? us\b|\bproduction (?:line |floor )?(?:waits?|stands?|stops?|halts?|is waiting|has (?:stopped|halted))\b|\b(?:stop|stopped|halt|halted|shut down|close) the (?:line|plant|factory|production|practice|shop|store|clinic)\b|\b(?:trucks?|line|lines|machines|lorries|warehouse) (?:is|are|stands?|has|have) (?:standing|idle|still|stopped|waiting)\b|\b(?:standstill|sits? idle|losing (?:money|sales|revenue|customers|orders))\b|\b(?:can't|cannot|can not|unable to) (?:ship|invoice customers|(?:place|process|take|fulfil+) (?:customer |any |our )?orders|serve customers|deliver orders|take orders|bill customers|produce)\b/,
  },
  {
    states: true,
    pattern: new RegExp(
      `${WHEN_ZH}.{0,10}?(?:之?前|以?内|里)?.{0,8}?(?:必须|务必|一定要|得(?:交|上|发|完|弄|搞|提交|恢复)|非.{1,8}不可)|(?:必须|务必|一定要|得|需要|要)(?:在|赶在|于)?${WHEN_ZH}.{0,8}?(?:之?前|以?内)`,
    ),
    // A word of explanation is owed to somebody angry, and holds no deadline of the business.
    unless: /说法|答复|交代|解释|回复|回电/,
  },
  {
    states: true,
    pattern: new RegExp(
      `${WHEN_ZH}.{0,8}?(?:就?要|就得|就|即将)(?:正式)?(?:(?:签|交|发|开|报)(?:合同|标书|工资|货|票|税|奖金|布会|业)|上线|投产|交付|交标|投标|开标|发布|切换|发工资|发薪|结账|关账|报税|验收|开业|提交|交货|发货|演示|路演|直播)`,
    ),
  },
  {
    states: true,
    pattern: new RegExp(
      `${WHEN_ZH}.{0,6}?(?:正式)?(?:上线|投产|开标|截标|投标|发薪|关账|交标|发布会|截止|月结|结账|交货|开标会|报税|直播)`,
    ),
    unless: /(?:上线|投产|投标|关账)(?:了|后|以后|之后|的时候就)/,
  },
  {
    states: true,
    pattern:
      /(?:马上|即将|就要|快要|立刻)(?:正式)?(?:要)?(?:上线|投产|开标|投标|发工资|发薪|截标|关账|开业|交付)|(?:影响|耽误|延误|赶不上|来不及|错过|推迟|威胁|危及)(?:到|了|我们)?(?:的)?.{0,6}?(?:上线|投产|交付|投标|开标|发薪|工资|关账|截止|工期|发货|出货|交货)/,
  },
  {
    states: true,
    pattern:
      /截止(?!目前|到?(?:现在|今天早上|发稿|此刻)|至今|昨)|最后期限|最后一天|死线|deadline|(?<!赶)来不及(?!回|看)/,
    unless:
      /试用|订阅|续费|付款|审批|(?:截止|期限).{0,10}(?:什么时候|是哪天|几号|是多久|吗$)|\bwhat(?:'s| is) the deadline\b|\bno\b.{0,12}\bdeadline\b|\bdeadline (?:for|to) (?:cancel|renew|claim|return)/,
  },
  {
    states: true,
    pattern:
      /(?:影响|耽误|中断)(?:到|了|我们|公司)*(?:的)?(?:正常)?(?:生产|经营|盈利|营收|营业|收入|销售额|出货|运营)|停产|停工|停线|停业|产线|生产线.{0,6}(?:停|断)|(?:业务|生产|运营|经营|工厂)(?:已经?|全部|全面|基本|几乎|完全|都)?(?:停|中断|停摆|停滞|瘫痪)|严重影响.{0,8}(?:业务|工作|办公|客户)|业务(?:受到)?严重影响/,
  },
  {
    states: true,
    pattern:
      /(?:每|一)(?:分钟|小时|天)(?:都)?(?:在)?(?:损失|亏)|(?:损失|丢|流失)(?:了)?.{0,6}(?:订单|客户|\d+ ?万|生意|收入)|(?:订单|客户).{0,6}(?:流失|丢失|损失)|违约|罚款|赔偿|废标|流标|丢(?:了)?(?:单|标)|(?:单子|订单|客户|合同)(?:就)?(?:飞|丢|没|黄)了|(?:在|都|一直)亏(?:钱|损)?|损失(?:很|太|巨|惨)|(?:客户|订单|业务|单子)[^,]{0,4}(?:没法|无法|不能)(?:处理|办|做|接|下)|损失(?:了)?.{0,4}[\d一二两三四五六七八九十百千几]+ ?(?:多)?万|停诊|停摆.{0,6}(?:生产|产线)|(?:生产|产线|工厂|车间|仓库|货车|卡车).{0,8}(?:停|等着|干等|排队)|交不(?:了|出)(?:货|标|单)|(?:耽误|误|错过).{0,4}(?:上线|工期|交货|交付|发布|开标)/,
    unless: /违约金|取消|退订|吗$/,
  },
  {
    states: true,
    pattern:
      /\b(?:must|need(?:s|ed)?|has|have|got|required|due|expected)\b.{0,45}\b(?:by|before) (?:the |our |my )?(?:[a-z]{3,15} )?(?:end of (?:the )?(?:day|week|month|business)|eod|cob|close of business|today|tonight|tomorrow|noon|midnight|\d{1,2}(?::\d{2})? ?(?:am|pm|o'clock)|\d{1,2}:\d{2}|monday|tuesday|wednesday|thursday|friday|saturday|sunday)\b/,
  },
  {
    states: true,
    pattern:
      /\b(?:by|before) \d{1,2}(?::\d{2})? ?(?:am|pm|o'clock)?(?: \w+)? (?:today|tonight|tomorrow|this (?:morning|afternoon|evening))\b|\b(?:due|expires?|closes?|ends?) (?:today|tonight|tomorrow|in (?:an?|one|two|three|\d+) (?:hours?|minutes?)|at \d)/,
    unless: /\b(?:subscription|trial|licen[cs]e|invoice|password|certificate|payment|bill)\b/,
  },
  {
    states: true,
    pattern: /\bdeadlines?\b/,
    unless:
      /\bno\b.{0,20}\bdeadlines?\b|\bwhat(?:'s| is| are)\b.{0,12}\bdeadlines?\b|\b(?:not|\w{1,6}n't)\b.{0,25}\bdeadlines?\b|\bdeadline (?:for|to) (?:cancel|renew|claim|return|pay)/,
  },
  {
    states: true,
    pattern:
      /\b(?:payroll|salar(?:y|ies)|pay run|month[- ]end|year[- ]end|quarter[- ]end|tender|bid|tax filing|go[- ]?live|cut-?over|product launch|launch|closing)\b.{0,40}\b(?:today|tonight|tomorrow|this (?:morning|afternoon|evening|week)|in (?:an?|one|two|three|\d+) (?:hours?|minutes?)|at risk|blocked|delayed|miss|monday|tuesday|wednesday|thursday|friday|due|run)\b|\b(?:today|tonight|tomorrow)\b.{0,25}\b(?:payroll|month[- ]end|go[- ]?live|cut-?over|tender|launch|pay run)\b|\bpayroll run\b/,
  },
  {
    states: true,
    pattern:
      /\b(?:go(?:es|ing)? live|going live)\b.{0,30}\b(?:today|tonight|tomorrow|in (?:an?|two|\d+) hours?|monday|tuesday|wednesday|thursday|friday)\b/,
  },
  {
    states: true,
    pattern:
      /\bproduction (?:line |plant |floor )?(?:is|has|was|are|lines? (?:is|are|have|has))(?: been)?(?: completely| totally)? (?:down|stopped|halted|standing|at a standstill|affected|blocked|impacted|hit)\b|\b(?:affect|impact|stop|halt|block|hit|disrupt)(?:s|ed|ing|ping|ting)?(?: all| our| the)? (?:production|operations|deployment|manufacturing|revenue|profit|sales)\b|\bbusiness (?:is|has) (?:at a )?(?:standstill|stopped|halted|come to a)\b/,
  },
  {
    states: true,
    pattern:
      /\b(?:losing|lose|lost|costing us|costs us)\b.{0,20}\b(?:money|orders?|revenue|customers?|sales|business|deals?|contracts?|thousands|\$|€|£|\d)/,
    unless: /\blost (?:all )?(?:my |our )?(?:e-?mails?|contacts?|files?)\b/,
  },
]);

/** A moment ahead of somebody whose service fails: 「明早九点交割」, "interviews in half an hour". */
const AHEAD = clausePattern(
  /(?:明天|明早|明晚|今晚|后天|(?:\d+|[一二两三四五六七八九十半]+) ?个?(?:小时|分钟)(?:之?后|以?内)|(?<![从自今昨到])(?:\d{1,2}|[一二两三四五六七八九十]{1,2})点(?:钟|半)?[^,]{0,4}(?:之?前|来|要|开(?!始)|截|交|发|走|收)|下班前|点(?:半|钟)?开(?:始|庭|会|场|播)的)|\b(?:tomorrow|tonight|this evening|(?:on|by) (?:monday|tuesday|wednesday|thursday|friday|saturday|sunday)$|in (?:half an|an|one|two|three|\d+|ten|twenty|thirty|forty|fifty|sixty|forty-five|fifteen|a few|five) (?:hours?|minutes?|mins?)|(?:needs?|must|picks? up|leaves?|due|completes?|closes?|starts?|departs?|ends?|arrives?)\b.{0,25}\b(?:at|by|before) (?:\d{1,2}|noon|midnight))\b/,
);
/** A moment to talk to support, or before which the failure began. */
const NOT_AHEAD = clausePattern(
  /电话|联系|回电|回复我|再(?:说|看|处理|弄|试)|开始就|[从自].{0,6}开始|上班时间|\b(?:call|contact|reach|ring|phone|available|out of office|since|started|can wait|yesterday|retry|try again|trial|expires?|weeks?)\b/,
);
const LOSS = clausePattern(
  /出不了?货|货出不去|没法发货|发不了货|手术|(?:证书|合同|订单|单子|客户|机会|资格|名额)[^,]{0,2}就(?:没了|完了|黄了|作废)|往后推|被迫(?:停|推)|罚款|做不完|来不及|\b(?:postponed|cancell?ed surger|penalt(?:y|ies)|lose the|we(?:'ll| will)? lose|never make it|nothing can leave|can't ship|customers? (?:are )?leaving|stand(?:s|ing)? still)\b/,
);

/**
 * An announced need of speed ("URGENT", 「很急」) is a tone and no fact; a deadline that is named is one.
 * @param fails whether the text tells of a failure: then a moment ahead presses, in a question it is only a plan
 */
export function readDeadlineAtRisk(clauses: readonly Clause[], fails = false): boolean | null {
  if (clauses.some((clause) => !clause.question && stated(clause, DENIALS) !== null)) return false;
  if (clauses.some((clause) => stated(clause, STATEMENTS) !== null)) return true;
  const presses = (clause: Clause) => says(clause, LOSS) || (says(clause, AHEAD) && !says(clause, NOT_AHEAD));
  return fails && clauses.some(presses) ? true : null;
}
