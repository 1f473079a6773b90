import type { SeverityFacts } from '../../domain/facts.ts';
import { readyWordings } from './clauses.ts';
import {
  CANNOT_EN,
  CANNOT_ZH,
  CORE_EN,
  CORE_ZH,
  DOOR_EN,
  FEW_WORDS,
  NO_ABILITY_EN,
  NO_CORE_ZH,
  NOBODY_EN,
  PAPERS_EN,
  PAPERS_ZH,
  SERVICE_EN,
  SERVICE_ZH,
  SUPPORT_EN,
} from './failure-vocabulary.ts';

type ServiceState = SeverityFacts['serviceState'];

/** A core function fails. */
export const UNAVAILABLE = readyWordings<ServiceState>([
  { states: 'unavailable', pattern: NOBODY_EN, unless: PAPERS_EN },
  {
    states: 'unavailable',
    pattern:
      /没(?:有)?(?:邮件|邮箱|网)(?:用)?了|(?:都|全|一直)没(?:有)?邮件|(?:收|发|接收|接|发送|寄|登|登录|登陆|打|拨|连|连接|访问|使用|用|加入|启动|起|进|进入|上)不(?:了|到|出|开|上|进|通|入|动|去|来)|[进回]不[来去]|下不了单|约不(?:了|上)会|(?:页|页面|网页|站点|门户|首页)[^,]{0,3}(?:加载|载入|刷)不(?:出|了|开)/,
    unless: NO_CORE_ZH,
  },
  {
    states: 'unavailable',
    pattern:
      /没(?:有)?(?:一个)?[一-龥]{1,4}能(?!.*吗)(?:.{0,10}(?:打电话|接电话|开会|通话)|(?:打开|登|收|发|用|进|访问))|没(?:有)?(?:一个|任何人?|一)?.{0,4}(?:能)?(?:登|进|收|发|打|连|用|访问|开)得?(?:上|去|进去|到|了|开|出去)的?$|(?:登|进|收|发|打|连|用)得(?:上|进去|到|了|开|出去)的?(?:一个)?(?:都)?没/,
  },
  // Of what cannot be opened (开不了) only meetings are a core function; an invoice is none.
  { states: 'unavailable', pattern: /参加不(?:了|上)|开不(?:了|成|上).{0,10}会|会(?:议)?.{0,4}开不(?:了|成|上)/ },
  { states: 'unavailable', pattern: new RegExp(`${CANNOT_ZH}.{0,12}?${CORE_ZH}`), unless: PAPERS_ZH },
  {
    states: 'unavailable',
    pattern: /(?<!知道|晓得)(?:不能用|没法用|不能收|不能发|坏掉|打开(?:后|来)?(?:就)?是?(?:一片)?空白|白屏)/,
    unless: /按钮|搜索|功能|规则|签名|哪些|什么/,
  },
  {
    states: 'unavailable',
    pattern:
      /(?:登录|登陆|登入|发送|收发|连接|打开|访问|加入|投递|启动|验证)(?:的时候|时|都|页|就|一直|总是|全部|又)*(?:提示|显示|会)?(?:说)?(?:失败|报错|出错|错误|走不通|死循环|循环)/,
    unless: /失败(?:的)?(?:次数|日志|记录|锁定|\d)|文件|附件|偶尔|有时/,
  },
  {
    states: 'unavailable',
    pattern: /(?:被锁(?:住|定|了|在外)?|锁死|锁在外面|被踢(?:出|下))|账号.{0,6}(?:被)?停用|走不通/,
    unless: /文件|文档|签出|流程|弹出/,
  },
  {
    states: 'unavailable',
    pattern:
      /没(?:有)?(?:任何人|人)?(?:再)?收到(?:过)?(?:任何|一封)?(?:外部|新)?的?(?:邮件|信)|(?:弹|跳|退|踢)回(?:到|了)?登[录陆]|一封(?:邮件|信)?(?:都|也)(?:没|收不|发不)|不收(?:邮件|信)|[进收]不来/,
  },
  { states: 'unavailable', pattern: /(?:全部|所有|都|全|一律).{0,8}(?:被退|退信|退回|退了?$|40[34]|50[0234])/ },
  { states: 'unavailable', pattern: /收发邮件.{0,4}普遍.{0,6}(?:问题|故障|异常)|普遍.{0,6}(?:收发|收不|发不)/ },
  {
    states: 'unavailable',
    pattern:
      /一?[点打]?开就(?:闪退|崩溃|崩|没|关)|(?:打开|启动|登录)(?:就|时|后)(?:立即|马上|立刻)?(?:闪退|崩溃|崩)|(?:客户端|软件|程序)(?:直接)?崩(?:了|溃)/,
  },
  {
    states: 'unavailable',
    pattern: /(?:打开|访问|登录|显示|都|全|报|站点?|网站|进去).{0,8}(?:报(?:错)?)?.{0,4}(?:40[134]|50[0234])(?!\d)/,
  },
  {
    states: 'unavailable',
    pattern: new RegExp(`\\b${CANNOT_EN}${FEW_WORDS} ${CORE_EN}\\b`),
    unless: new RegExp(
      `\\b(?:receive|get|got)\\b.{0,12}(?:invoices?|codes?|repl(?:y|ies)|answers?|call ?backs?|sms|text)\\b|\\bopen (?:attachments?|links?)\\b|${NO_ABILITY_EN.source}|${SUPPORT_EN.source}`,
    ),
  },
  {
    states: 'unavailable',
    pattern:
      /\bno longer (?:gets?|receives?|sends?|works?|opens?|connects?|loads?|starts?)\b|\b(?:has|have|had)(?:n't| not) (?:received|got(?:ten)?|sent|been able to (?:send|receive|sign|log|open|get in)) |\bno way to (?:sign|log|get in|access|open|send|receive)|\b(?:not|\w{1,6}n't|stopped|isn't|aren't) (?:been |currently |even )?(?:receiving|getting (?:any|through|(?:e-?)?mails?)|sending|opening|loading|starting|connecting|delivered|arriving|coming (?:in|through)|going (?:out|through))\b/,
    unless: SUPPORT_EN,
  },
  {
    states: 'unavailable',
    pattern: /\b(?:unreachable|inaccessible|unavailable|not (?:available|reachable|accessible))\b/,
    unless:
      /\b(?:method|feature|option|plan)s? (?:is |are )?(?:unavailable|not available)|\bshow(?:s|ing|n)? (?:\w+ )?as\b/,
  },
  {
    states: 'unavailable',
    pattern:
      /(?<!relay )\baccess (?:is |was |gets )?denied\b|访问被拒绝|被拒绝访问|拒绝访问|\b(?:get|gets|getting|got|says?|shows?|returns?|with|throws?)\b.{0,12}\b(?:40[134]|50[0234])(?!\d)/,
  },
  {
    states: 'unavailable',
    pattern:
      /\b(?:locked|kicked|logged|signed|thrown) out\b|\b(?:account|mailbox|user|profile)(?:'s)? (?:is|was|got|gets|has been|keeps getting) (?:locked|blocked|disabled)\b|\b(?:rejects?|rejected|not accept(?:ed|ing)?|doesn't accept) (?:my|his|her|the|their|our|every) password|\b(?:login|log-?in|sign-?in) loop\b|\b(?:bounced?|thrown|sent|kicked|redirected|taken) back to (?:the )?(?:login|log-?in|sign-?in)|\bstuck (?:on|at|in|with) (?:the |an? )?(?:mfa|login|log-?in|sign-?in|authenticator|password)\b/,
    unless: /\bhow (?:do|can|to)\b|\bautomatically\b/,
  },
  {
    states: 'unavailable',
    pattern: /\b(?:all|every|everything|none)\b.{0,25}\b(?:bounc(?:es?|ed|ing)|rejected|returned|delivered)\b/,
    unless: /\bnone\b.{0,25}\b(?:bounce|reject|return)/,
  },
  {
    states: 'unavailable',
    pattern:
      /\bwidespread\b.{0,40}\b(?:send|receiv|mail|sign|call|join)|\bnothing (?:works|is working|opens|loads|starts|(?:comes|goes|gets|is coming|is going|is getting) (?:in|out|through|sent|delivered|to (?:us|anyone))|arrives|leaves (?:our|the|my) (?:outbox|tenant|server)|reaches us)\b|\b(?:receives?|gets?|getting) (?:absolutely )?nothing\b|\bnever (?:opens?|arrives?|loads?|starts?|connects?|comes? (?:in|through)|gets? (?:there|delivered|through))\b|\bno (?:e-?mail|mail|teams|outlook)\b,? (?:and )?no(?:thing)?\b/,
  },
  {
    states: 'unavailable',
    pattern: new RegExp(
      `\\b${SERVICE_EN}(?: [\\w'-]{1,15}){0,3}? (?:(?:is|are|has|have)(?: not|n't)(?: been)? working|(?:does|do)(?: not|n't|nt) work|not working|(?:has |have )?stopped(?: working)?|(?:is|are|has been|have been|went|was) (?:completely |totally )?(?:dead|broken|out)|bounces?)\\b`,
    ),
    unless:
      /\b(?:search|button|rule|signature|filter|setting|add-?in|feature|notification|print|printing|permission|finder|font|layout|auto-?reply|reply|replies|out of office)s?\b|\bstopped (?:sync|updat|load|print|show)/,
  },
  {
    states: 'unavailable',
    pattern: new RegExp(
      `\\b(?:${DOOR_EN}|sending|receiving|calling|calls|mail ?flow)(?: attempts?)?(?: \\w{1,12}){0,2}? (?:fail(?:s|ed|ing)?|errors? out|broken|rejected)\\b|\\b(?:errors?|failures?|something went wrong|fail(?:s|ed|ing)?|stuck)\\b['"]?.{0,12}\\b(?:at|on|when|while|during|with|in)(?: \\w{1,8})? ${DOOR_EN}\\b`,
    ),
    unless: /\b(?:logs?|audit|history|report)\b/,
  },
  {
    states: 'unavailable',
    pattern:
      /\bcrash(?:es|ed|ing)? (?:right )?(?:on|at|when|while|as soon as|every time|immediately|the (?:second|moment|minute)).{0,12}\b(?:start|open|launch)/,
  },
  {
    states: 'unavailable',
    pattern:
      /\b(?:lost|have no|has no|had no|got no|been without|are without|is without) (?:all |any |their |our )?(?:teams|e-?mail|mail|outlook|sharepoint|connection|phones?|access|calling)\b|\bdead in the water\b|\bno (?:e-?mail|mail|teams|outlook) for (?:anyone|anybody|us|the)\b|\btrying to (?:connect|reconnect)\b|尝试(?:重新)?连接/,
    unless: /\b(?:without|no) (?:all |any )?access to (?:the )?(?:billing|admin)/,
  },
]);

/** Words that only state an outage when they are not asked about ("is it down?", 「是不是宕机了」). */
export const DOWN = readyWordings<ServiceState>([
  {
    states: 'unavailable',
    pattern:
      /瘫痪|宕机|宕了|当机|服务器(?:正)?忙|服务中断|全面中断|停摆|崩了|(?<!显示)不可用|无响应状态|全断|(?:邮件|邮箱|网络|服务|系统|teams|登录)(?:彻底|完全|全|都|突然)?断了/,
  },
  { states: 'unavailable', pattern: /挂(?:了|掉)/, unless: /电话|挂断|客服|热线|挂了(?:号|名)/ },
  {
    states: 'unavailable',
    pattern: new RegExp(`${SERVICE_ZH}(?:已经?|都|全部|突然|被|全)?停用`),
    unless: /停用(?:了)?(?:账|用户|订阅|功能)/,
  },
  {
    states: 'unavailable',
    pattern:
      /\b(?<!\bslow\w{0,3} )\b(?:is|are|was|went|goes|been|being|seems?|appears?|completely|totally|all|still|again|sites?|services?|mail|mailboxes|email|exchange|sharepoint|teams|outlook|onedrive) down\b(?! to\b)/,
    unless: /\bup or down\b|\bif\b.{0,30}\bdown\b/,
  },
  {
    states: 'unavailable',
    pattern:
      /\b(?:there is|there's|we have|we're having|having|hit by|suffering) (?:an? )?(?:\w+ )?outage\b|\b(?:total|complete|full|major|wide|mail|teams|sharepoint|exchange) (?:\w+ )?(?:outage|blackout)\b/,
  },
]);
