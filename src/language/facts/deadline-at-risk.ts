import { type Clause, readyWordings, stated } from './clauses.ts';

const DENIALS = readyWordings<false>([
  {
    states: false,
    pattern:
      /(?:没有?|无)(?:什么|明确的?|具体的?|任何)?(?:截止|期限|时间(?:要求|限制|压力)|deadline)|(?:不|并不|没有?|未|不会|不太)影响(?:到)?(?:生产|业务|工作|经营|使用|办公|进度|上线|交付)|(?:对|跟)?(?:生产|业务|工作|经营)(?:没有?|无|不受|没什么)(?:任何|太大|大)?影响/,
  },
  {
    states: false,
    pattern:
      /(?<!能|得|可)不(?:是很|是特别|太|怎么|那么|算|是)?(?:着急|紧急|急(?!着|于|需|死|不))|不赶时间|慢慢(?:来|处理)(?:就|也)?(?:好|行|可以)/,
  },
  {
    states: false,
    pattern:
      /\bnothing urgent\b|\bno (?:hard |real |particular |fixed |specific )?(?:deadline|rush|hurry|time pressure|urgency)\b|\bnot (?:that |very |really |at all |so |super |particularly )?(?:urgent|time[- ]critical)\b|\b(?:isn't|is not) (?:that |very |really |so )?urgent\b/,
  },
  {
    states: false,
    pattern:
      /\b(?:no|without|not any|not have any) (?:\w+ )?(?:impact|effect|influence) on (?:our |the )?(?:production|business|work|operations|profit)\b|\b(?:does(?: not|n't)|is not|isn't|not) (?:affect(?:ing)?|impact(?:ing)?|block(?:ing)?) (?:our |the |any )?(?:production|business|work|operations|users|deadlines?)\b/,
  },
]);

const WHEN_ZH =
  '(?:今天|今晚|今日|明天|明早|明晚|后天|本周|这周|周[一二三四五六日天]|星期[一二三四五六日天]|下周[一二三四五]?|月底|年底|下班|中午|上午|下午|晚上|\\d{1,2}(?::\\d{2}|点|号|日|月)|\\d+ ?(?:个)?(?:小时|分钟|天)|一小时|两小时|半小时)';

const STATEMENTS = readyWordings<true>([
  {
    states: true,
    pattern: new RegExp(
      `${WHEN_ZH}.{0,10}?(?:之?前|以?内|里)?.{0,8}?(?:必须|务必|一定要|得(?:交|上|发|完|弄|搞|提交|恢复)|非.{1,8}不可)|(?:必须|务必|一定要|得|需要|要)(?:在|赶在|于)?${WHEN_ZH}.{0,8}?(?:之?前|以?内)`,
    ),
  },
  {
    states: true,
    pattern: new RegExp(
      `${WHEN_ZH}.{0,8}?(?:就?要|就得|就|即将)(?:正式)?(?:上线|投产|交付|交标|投标|开标|发布|切换|发工资|发薪|结账|关账|报税|验收|开业|提交|交货|发货|演示|路演|直播)`,
    ),
  },
  {
    states: true,
    pattern: new RegExp(`${WHEN_ZH}.{0,6}?(?:正式)?(?:上线|投产|开标|截标|投标|发薪|关账|交标)`),
    unless: /(?:上线|投产|投标|关账)(?:了|后|以后|之后|的时候就)/,
  },
  {
    states: true,
    pattern:
      /(?:马上|即将|就要|快要|立刻)(?:正式)?(?:要)?(?:上线|投产|开标|投标|发工资|发薪|截标|关账|开业|交付)|(?:影响|耽误|延误|赶不上|来不及|错过|推迟|威胁|危及)(?:到|了|我们)?(?:的)?.{0,6}?(?:上线|投产|交付|投标|开标|发薪|工资|关账|截止|工期|发货|出货|交货)/,
  },
  {
    states: true,
    pattern: /截止(?!目前|到?(?:现在|今天早上|发稿|此刻)|至今|昨)|最后期限|最后一天|死线|deadline/,
    unless:
      /(?:截止|期限).{0,10}(?:什么时候|是哪天|几号|是多久|吗$)|\bwhat(?:'s| is) the deadline\b|\bno\b.{0,12}\bdeadline\b|\bdeadline (?:for|to) (?:cancel|renew|claim|return)/,
  },
  {
    states: true,
    pattern:
      /(?:影响|耽误|中断)(?:到|了|我们|公司)*(?:的)?(?:正常)?(?:生产|经营|盈利|营收|营业|收入|销售额|出货|运营)|停产|停工|停线|停业|产线|生产线.{0,6}(?:停|断)|(?:业务|生产|运营|经营|工厂)(?:已经?|全部|全面|基本|几乎|完全|都)?(?:停|中断|停摆|停滞|瘫痪)|严重影响.{0,8}(?:业务|工作|办公|客户)|业务(?:受到)?严重影响/,
  },
  {
    states: true,
    pattern:
      /(?:每|一)(?:分钟|小时|天)(?:都)?(?:在)?(?:损失|亏)|(?:损失|丢|流失)(?:了)?.{0,6}(?:订单|客户|\d+ ?万|生意|收入)|(?:订单|客户).{0,6}(?:流失|丢失|损失)|违约|罚款|赔偿/,
  },
  {
    states: true,
    pattern:
      /\b(?:must|need(?:s|ed)?|has|have|got|required|due|expected)\b.{0,45}\b(?:by|before|until) (?:the |our |my )?(?:[a-z]{3,15} )?(?:end of (?:the )?(?:day|week|month|business)|eod|cob|close of business|today|tonight|tomorrow|noon|midnight|\d{1,2}(?::\d{2})? ?(?:am|pm|o'clock)|\d{1,2}:\d{2}|monday|tuesday|wednesday|thursday|friday|saturday|sunday)\b/,
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

/** An announced need of speed ("URGENT", 「很急」) is a tone and no fact; a deadline that is named is one. */
export function readDeadlineAtRisk(clauses: readonly Clause[]): boolean | null {
  if (clauses.some((clause) => !clause.question && stated(clause, DENIALS) !== null)) return false;
  return clauses.some((clause) => stated(clause, STATEMENTS) !== null) ? true : null;
}
