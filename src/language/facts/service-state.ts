import type { SeverityFacts } from '../../domain/facts.ts';
import { type Clause, clausePattern, readyWordings, says, stated } from './clauses.ts';

type ServiceState = SeverityFacts['serviceState'];

const CANNOT_ZH = '(?:无法|不能(?!够?保证)|没法|没办法|没有办法|不可以|不让)';
/** Send, receive, open, sign in, join, call: the core functions of support policy section 5. */
const CORE_ZH =
  '(?:收发|收取|接收|收到|收(?:邮|信|外)|发送|发出|发(?:邮|信|即时|消息|外|会议)|外发|寄|打开|开启|登录|登陆|登入|访问|使用|连接|连上|加入|参加|拨打|拨出|打电话|通话|呼叫|开会|启动|进入|办公|(?:正常)?工作)';
const OTHER_ZH =
  '(?:设置|配置|修改|更改|编辑|删除|移除|添加|新增|新建|创建|保存|分配|搜索|查找|查看|看到|安装|激活|下载|上传|同步|更新|打印|分享|共享|转发|导出|导入|预览|迁移|移动|重置|显示|安排|注册|接听)';
const SERVICE_ZH = '(?:网站|站点|网页|页面|服务|系统|邮箱|邮件|门户|sharepoint|exchange|teams|skype|outlook|onedrive)';
/** Papers and calls that do not come are no failing service, a part of a program is not the whole. */
const PAPERS_ZH =
  /收不到.{0,6}(?:验证码|短信|发票|账单|回复|回电|回音|客服|电话|通知|快递)|(?:客服|热线|400|你们|支持).{0,8}(?:打不通|挂了|接不通)/;
const NO_CORE_ZH = new RegExp(`${PAPERS_ZH.source}|(?:按钮|搜索|功能|规则|签名|插件|加载项|字体|表情).{0,6}用不了`);

const CANNOT_EN =
  "(?:can ?not|cant|can't|could ?n[o']t|couldnt|unable to|not able to|aren't able to|isn't able to|fail(?:s|ed|ing)? to|won'?t|will not|do(?:es)?(?: not|n't|nt)|did(?: not|n't)|(?:nobody|no ?one|no users?|none of (?:us|them|(?:our|the|my) \\w{2,15})|not a single \\w{2,10})(?: (?:in|at|on|of|here)(?: \\w{2,15}){0,4})?(?: can| could| is able to| was able to)(?! ?not))";
const FEW_WORDS = "(?: [\\w'-]{1,20}){0,3}?";
const CORE_EN =
  '(?:send|receive|open|load|start|launch|sign(?:ing)?[ -]?in|log(?:ging)?[ -]?(?:in|on)|login|join|call|dial|access|connect|reach|use|get (?:back )?(?:in|into|on|any|e-?mails?|mails?|external)|make (?:any )?(?:phone )?calls|work at all|do anything|be (?:opened|sent|received|reached|accessed|used|delivered|loaded|joined)|go (?:out|through)|come (?:in|through)|arrive)';
const OTHER_EN =
  '(?:set|change|edit|modify|delete|remove|add|save|create|assign|configure|search|find|see|view|install|activate|download|upload|sync|synchroni[sz]e|update|print|share|forward|export|import|move|reset|schedule|apply|enable|disable|manage|display|show|preview|print)';
const SERVICE_EN =
  '(?:e-?mails?|mail(?: ?flow| ?box(?:es)?)?|outlook|teams|sharepoint|onedrive|exchange|skype|calls?|calling|sites?|services?|portal|everything|office|owa|log ?in|sign[ -]?in|tenant|system)';

/** "Nobody in the company receives mail": the verb alone, without a "can". */
const NOBODY_EN =
  /\b(?:nobody|no ?one|none of (?:us|them)|not a single \w{2,10})(?: (?:in|at|on|of|here|from)(?: [\w'-]{1,15}){0,4}?)? (?:is |are )?(?:sends?|receives?|receiving|gets?|getting|reaches|accesses|logs? ?in|signs? ?in|connects?|joins?)\b/;
const PAPERS_EN =
  /\b(?:receives?|gets?|getting|receiving)\b.{0,12}(?:invoices?|codes?|repl(?:y|ies)|answers?|call ?backs?|sms|text)\b/;

const UNAVAILABLE = readyWordings<ServiceState>([
  { states: 'unavailable', pattern: NOBODY_EN, unless: PAPERS_EN },
  {
    states: 'unavailable',
    pattern:
      /(?:收|发|接收|接|发送|寄|登|登录|登陆|打|拨|连|连接|访问|使用|用|加入|启动|上|进|入)不(?:了|到|出|开|上|进|通|入|动|去)|[进回]不来/,
    unless: NO_CORE_ZH,
  },
  // Of what cannot be opened (开不了) only meetings are a core function; an invoice is none.
  { states: 'unavailable', pattern: /参加不(?:了|上)|开不(?:了|成|上).{0,10}会|会(?:议)?.{0,4}开不(?:了|成|上)/ },
  { states: 'unavailable', pattern: new RegExp(`${CANNOT_ZH}.{0,12}?${CORE_ZH}`), unless: PAPERS_ZH },
  {
    states: 'unavailable',
    pattern: /(?<!知道|晓得)(?:不能用|没法用|坏掉|打开(?:后|来)?(?:就)?是?(?:一片)?空白|白屏)/,
    unless: /按钮|搜索|功能|规则|签名/,
  },
  {
    states: 'unavailable',
    pattern: /(?:登录|登陆|发送|连接|打开|访问|加入|投递|启动)(?:全部|都|总是|一直)?失败/,
    unless: /失败(?:的)?(?:次数|日志|记录|锁定|\d)/,
  },
  { states: 'unavailable', pattern: /(?:被锁(?:住|定|了|在外)|锁死|锁在外面)/, unless: /文件|文档|签出/ },
  {
    states: 'unavailable',
    pattern:
      /没(?:有)?(?:再)?收到(?:过)?(?:任何|一封)(?:外部|新)?的?(?:邮件|信)|一封(?:邮件|信)?(?:都|也)(?:没|收不|发不)/,
  },
  { states: 'unavailable', pattern: /(?:全部|所有|都|全).{0,8}(?:被退|退信|退回)/ },
  { states: 'unavailable', pattern: /收发邮件.{0,4}普遍.{0,6}(?:问题|故障|异常)|普遍.{0,6}(?:收发|收不|发不)/ },
  {
    states: 'unavailable',
    pattern: /一(?:打)?开就(?:闪退|崩溃|崩)|(?:打开|启动)(?:就|时|后)(?:立即|马上|立刻)?(?:闪退|崩溃|崩)/,
  },
  {
    states: 'unavailable',
    pattern: new RegExp(`\\b${CANNOT_EN}${FEW_WORDS} ${CORE_EN}\\b`),
    unless:
      /\b(?:receive|get|got)\b.{0,12}(?:invoices?|codes?|repl(?:y|ies)|answers?|call ?backs?|sms|text)\b|(?:n't|\bnot) (?:really |even )?(?:want|know|need|understand|remember|like|plan|have (?:to|permissions?|access|the|any)|find|see|sure)\b/,
  },
  {
    states: 'unavailable',
    pattern:
      /\b(?:not|\w{1,6}n't|stopped|isn't|aren't) (?:been |currently )?(?:receiving|getting any|getting (?:e-?)?mails?|sending|opening|loading|starting|connecting|delivered|arriving|coming (?:in|through)|going (?:out|through))\b/,
  },
  {
    states: 'unavailable',
    pattern: /\b(?:unreachable|inaccessible|unavailable|not (?:available|reachable|accessible))\b/,
    unless: /\b(?:method|feature|option|plan) (?:is )?(?:unavailable|not available)/,
  },
  {
    states: 'unavailable',
    pattern:
      /(?<!relay )\baccess (?:is |was |gets )?denied\b|访问被拒绝|被拒绝访问|(?:打开|访问|登录).{0,10}报(?:错)?.{0,4}(?:40[34]|50[0234])/,
  },
  { states: 'unavailable', pattern: /\blocked out\b|\baccount (?:is|was|got|has been) locked\b/ },
  {
    states: 'unavailable',
    pattern: /\b(?:all|every|none)\b.{0,25}\b(?:bounc(?:es?|ed|ing)|rejected|returned|delivered)\b/,
    unless: /\bnone\b.{0,25}\b(?:bounce|reject|return)/,
  },
  {
    states: 'unavailable',
    pattern:
      /\bwidespread\b.{0,40}\b(?:send|receiv|mail|sign|call|join)|\bnothing (?:works|is working|(?:comes|goes|gets|arrives|is coming|is going|is getting)(?: in| out| through)?)\b/,
  },
  {
    states: 'unavailable',
    pattern: new RegExp(
      `\\b${SERVICE_EN}(?: [\\w'-]{1,15}){0,3}? (?:(?:is|are|has|have)(?: not|n't)(?: been)? working|(?:does|do)(?: not|n't|nt) work|not working|stopped working|(?:is|are) (?:dead|broken))\\b`,
    ),
    unless: /\b(?:search|button|rule|signature|filter|setting|add-?in|feature|notification)s?\b/,
  },
  {
    states: 'unavailable',
    pattern:
      /\bcrash(?:es|ed|ing)? (?:right )?(?:on|at|when|while|as soon as|every time|immediately).{0,12}\b(?:start|open|launch)/,
  },
]);

/** Words that only state an outage when they are not asked about ("is it down?", 「是不是宕机了」). */
const DOWN = readyWordings<ServiceState>([
  { states: 'unavailable', pattern: /瘫痪|宕机|宕了|当机|服务中断|全面中断|停摆|崩了|不可用|无响应状态/ },
  { states: 'unavailable', pattern: /挂(?:了|掉)/, unless: /电话|挂断|客服|挂了(?:号|名)/ },
  {
    states: 'unavailable',
    pattern: new RegExp(`${SERVICE_ZH}(?:已经?|都|全部|突然|被|全)?停用`),
    unless: /停用(?:了)?(?:账|用户|订阅|功能)/,
  },
  {
    states: 'unavailable',
    pattern:
      /\b(?:is|are|was|went|goes|been|being|seems?|appears?|completely|totally|all|still|again|site|service|mail|email|exchange|sharepoint|teams|outlook) down\b(?! to\b)/,
    unless: /\bup or down\b|\bif\b.{0,30}\bdown\b/,
  },
  {
    states: 'unavailable',
    pattern: /\b(?:there is|there's|we have|we're having|having|hit by|suffering) (?:an? )?(?:\w+ )?outage\b/,
  },
]);
const ASKS_WHETHER = clausePattern(/是不是|是否|有没有|会不会|[吗么]$|^(?:is|are|was|does|do|has|have|any)\b/);

/** Turns a failure into "works, but only partly". */
const PARTLY = clausePattern(
  /偶尔|有时|时不时|间歇|断断续续|时好时坏|(?:有些|部分|个别|某些|有的|一些|大)(?:的)?(?:外部)?(?:邮件|附件|文件|网站|网页|页面|域名|功能|消息|链接|收件人)|\b(?:sometimes|occasional(?:ly)?|intermittent(?:ly)?|now and then|at times|from time to time|on and off)\b|\b(?:some|certain|a few|several|large|particular) (?:of (?:the|our|my) )?(?:e-?mails?|mails?|messages?|attachments?|files?|domains?|pages?|documents?|features?|recipients?|senders?|links?)\b/,
);

const DEGRADED = readyWordings<ServiceState>([
  {
    states: 'degraded',
    pattern: /(?:很|太|超|好|特别|非常|极其|极|巨|越来越|变|有点|比较|速度|加载|打开|反应)慢(?!慢)|慢得|缓慢|慢死/,
  },
  {
    states: 'degraded',
    pattern: /卡顿|(?:很|太|好|特别|非常|超|有点|一直|经常|老|总)(?:是)?卡|卡(?:死|住|得|在|成)|一卡一卡|转圈/,
    unless: /卡号|信用卡|银行卡|换卡/,
  },
  {
    states: 'degraded',
    pattern:
      /时好时坏|断断续续|不稳定|间歇|乱码|闪退|崩溃|掉线|断线|死机|未响应|没反应|没有反应|无响应|性能(?:受损|下降|差)/,
  },
  {
    states: 'degraded',
    pattern: /延迟|延时|滞后/,
    unless: /延迟(?:发送|传递|付款|缴费|续)|(?:没有|无)延迟|设置.{0,4}延迟/,
  },
  { states: 'degraded', pattern: /偶尔|时不时|有时候?.{0,12}(?:不|没|失败|错|丢)/ },
  { states: 'degraded', pattern: new RegExp(`${CANNOT_ZH}.{0,40}?${OTHER_ZH}`) },
  {
    states: 'degraded',
    pattern: new RegExp(`${OTHER_ZH}不(?:了|上|出|掉|成)|[搜删改存装传加看]不(?:了|上|掉|成|到|出)|存不住|显示不`),
    unless: /看不(?:懂|出区别)|怎么看不|哪里/,
  },
  {
    states: 'degraded',
    pattern: /被退信|被退回|退信|(?:部分|有些)功能|(?:按钮|搜索|功能|规则|签名).{0,8}(?:用不了|不能用|没法用|失效|坏)/,
    unless: /退信(?:是什么|代码|码的)/,
  },
  {
    states: 'degraded',
    pattern:
      /(?<!\bnot |n't |\bno |never )\b(?:slow(?:ly|er|ness)?|sluggish|lag(?:s|gy|ging)?|intermittent(?:ly)?|garbled|gibberish|flaky|unstable|choppy|laggy|unresponsive|unreliable)\b/,
  },
  {
    states: 'degraded',
    pattern: /(?<!\bno |without )\b(?:delays?|delayed|delaying|hours late|degraded)\b/,
    unless: /\bdelay(?:ed)? (?:delivery|send)/,
  },
  { states: 'degraded', pattern: /\b(?:sometimes|occasionally|now and then|on and off|hit and miss|at times)\b/ },
  {
    states: 'degraded',
    pattern:
      /\b(?:crash(?:es|ed|ing)?|freez(?:es|ing)|froze|frozen|hangs?|hanging|stuck|not responding|takes? (?:ages|forever|minutes|hours|very long|too long|\d+ (?:min|sec|hour))|keeps? (?:disconnecting|dropping|asking|prompting|crashing|freezing|spinning)|cuts? out|spinning)\b|\b(?:audio|video|calls?|sound|connection) (?:keeps? )?(?:drop|cut)|\bstopped (?:sync|updat|load|print|work)\w{2,5}\b/,
  },
  { states: 'degraded', pattern: new RegExp(`\\b${CANNOT_EN}(?: [\\w'-]{1,20}){0,3}? ${OTHER_EN}\\b`) },
  {
    states: 'degraded',
    pattern: /\b(?:impossible|not possible)\b/,
    unless: /\b(?:is it|if it(?:'s| is)) (?:im|not )possible\b/,
  },
  {
    states: 'degraded',
    pattern:
      /\b(?:trouble|problems?|issues?|difficult(?:y|ies)) (?:with |in )?(?:sending|receiving|opening|signing|logging|joining|calling|accessing|connecting)\b/,
    unless: /\b(?:no|any) (?:trouble|problems?|issues?)/,
  },
  {
    states: 'degraded',
    pattern:
      /\b(?:bounc(?:es?|ed|ing)|(?:does|do|is|are)(?: not|n't) work(?:ing)?|stopped working|partial(?:ly)?|impaired)\b|\bnot working\b/,
  },
]);

const ASKS_HOW = readyWordings<ServiceState>([
  {
    states: 'working',
    pattern:
      /如何|怎样|怎么(?!回事|了|又|会|老|总|一直|突然|都|就|还|没|不|才|打不|登不|收不|发不|连不|用不|进不|这么|那么|办)/,
  },
  {
    states: 'working',
    pattern: /(?:咨询|请教|请问|想(?:要)?(?:问|了解|知道))(?!.{0,16}(?:故障|宕机|恢复|进度|工单|投诉|电话|管理员是谁))/,
  },
  {
    states: 'working',
    pattern: /(?:能不能|可不可以|是否可以|是否支持|支不支持|可以.{1,20}吗$|能.{1,20}吗$)/,
    unless: /(?:恢复|解决|修好|处理|加急|快点|催|回电|打电话|联系)/,
  },
  {
    states: 'working',
    pattern:
      /在哪(?:里|儿)?(?:可以)?(?:设置|查看|下载|看|改|找|开|配|申请|买)|多少钱|有什么(?:区别|不同)|区别是什么|什么区别/,
  },
  {
    states: 'working',
    pattern:
      /\bhow (?:do|can|should|could|would|does) (?:i|we|you|one|an? |the |my |our |users?|admins?)|\bhow to\b|\bhow much\b/,
  },
  {
    states: 'working',
    pattern:
      /\b(?:can|could|may|should) (?:i|we)\b(?! (?:get|have) (?:a |some )?(?:call|update|status|person|human|eta))/,
    unless: /\b(?:talk|speak|reach|call back|escalate|when)\b/,
  },
  {
    states: 'working',
    pattern:
      /\b(?:is it possible|is there a way|what(?:'s| is| are) the (?:difference|best|right|price|cost|steps?|limit|maximum|procedure)|which (?:plan|licen[cs]e|subscription)|do(?:es)? .{1,30} (?:support|include)|difference between)\b/,
  },
  {
    states: 'working',
    pattern: /\b(?:what is|what are|what does|where (?:do|can|should) (?:i|we|you)|where is the)\b/,
    unless:
      /\bwhat(?:'s| is| are| does) (?:going on|wrong|happening|the (?:status|matter|problem|issue|eta))|\bfix(?:ed)?\b/,
  },
  {
    states: 'working',
    pattern:
      /\b(?:i|we)(?:'d| would)? (?:like|want|wish) to (?:know|ask|learn|understand|find out)\b|\b(?:wondering|question about|quick question)\b/,
  },
]);

/** A wish or a condition: the failure is wanted or imagined, not there. */
const NOT_REAL = clausePattern(
  /(?:让|使|令|确保|防止|避免|禁止|阻止|限制|不想让|设(?:置)?成|改成).{0,20}(?:无法|不能|没法|不了|不到|不可以|不让)|(?:如果|假如|万一|要是)|\b(?:so that|make sure|ensure|prevent|to stop|want (?:them|users|him|her|people|it)\b)|^(?:if|in case|what if|unless|suppose)\b|\bwhat (?:happens|should we do) if\b/,
);
/** The failure is over. */
const OVER = clausePattern(
  /(?<!没有?|不|未|还没|何时|时候|能|尽快|才)(?:恢复(?:正常)?了|已(?:经)?(?:全部)?恢复|又?(?:能|可以)(?:正常)?(?:用|收|发|登录|访问|打开)了|正常了)|(?:现在|已经|又|自己|今天|后来|刚才)(?:就|都|也|全)?(?:好|解决|修好)了|(?<!\b(?:not|until|when|once|if|never|be|\w{1,6}n't)(?: \w+)? )\b(?:works? (?:fine )?again|working again|back to normal|(?:is|are) back(?: up| online)?|(?:is|has been|got|was) (?:fixed|resolved|solved)|came back)\b(?! when)/,
);
/** A clause that denies the failure. */
const DENIED = clausePattern(
  /不是(?:.{0,3})(?:收不|发不|打不|登不|无法)|没有(?:宕机|瘫痪|中断|故障)|并?未(?:宕机|中断)|\b(?:not|isn't|aren't|wasn't) (?:\w+ )?down\b/,
);

function stateOf(clause: Clause): ServiceState | null {
  if (says(clause, NOT_REAL) || says(clause, DENIED)) return null;
  const fails = stated(clause, UNAVAILABLE) !== null || (stated(clause, DOWN) !== null && !says(clause, ASKS_WHETHER));
  if (fails) return says(clause, PARTLY) ? 'degraded' : 'unavailable';
  return stated(clause, DEGRADED) !== null ? 'degraded' : null;
}

/**
 * Whether the text states that something fails, works badly, or that nothing fails and it only asks (support policy
 * section 5). The gravest failure counts; a failure that is over, wanted, imagined or only asked about does not.
 */
export function readServiceState(clauses: readonly Clause[]): ServiceState | null {
  const over = clauses.findLastIndex((clause) => says(clause, OVER));
  const states = clauses.slice(over + 1).map(stateOf);
  if (states.includes('unavailable')) return 'unavailable';
  if (states.includes('degraded')) return 'degraded';
  if (over >= 0) return null;
  return clauses.some((clause) => stated(clause, ASKS_HOW) !== null) ? 'working' : null;
}
