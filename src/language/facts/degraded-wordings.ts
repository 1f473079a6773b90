import type { SeverityFacts } from '../../domain/facts.ts';
import { readyWordings } from './clauses.ts';
import {
  CANNOT_EN,
  CANNOT_ZH,
  NO_ABILITY_EN,
  NO_FAILURE_ZH,
  OTHER_EN,
  OTHER_ZH,
  PAPERS_ZH,
  SUPPORT_EN,
} from './failure-vocabulary.ts';

type ServiceState = SeverityFacts['serviceState'];

/** It works, but badly or only in part. */
export const DEGRADED = readyWordings<ServiceState>([
  {
    states: 'degraded',
    pattern: /(?<!慢|不|(?<!特)别|请)慢(?!慢|点|着|走)/,
  },
  {
    states: 'degraded',
    pattern: /卡顿|(?:很|太|好|特别|非常|超|有点|一直|经常|老|总)(?:是)?卡|卡(?:死|住|得|在|成|了)|一卡一卡|转圈/,
    unless: /卡号|信用卡|银行卡|换卡/,
  },
  {
    states: 'degraded',
    pattern:
      /时好时坏|断断续续|不稳定|间歇|乱码|闪退|崩溃|掉线|断线|死机|未响应|没反应|没有反应|无响应|性能(?:受损|下降|差)|(?:音质|画质|质量|效果|信号|声音|画面|体验).{0,3}(?:差|糟|不好|不行)|(?:老|总|一直|经常|反复|动不动|天天)(?:是)?(?:崩|闪|断|掉|死|卡|重启|失败|出错|报错)|又(?:跑|回|出现|冒|弹|变)(?:回|来|出)?|有时候?会闪|错位|只读/,
    unless: /设(?:置|成|为).{0,6}只读|只读(?:权限|访问)/,
  },
  {
    states: 'degraded',
    pattern:
      /延迟|延时|滞后|晚(?:了)?[^,]{0,5}(?:小时|分钟|天)|(?:等|过)(?:很久|好久|半天|好几?分钟|老半天)才|要(?:等|跑|花)[^,]{1,6}(?:小时|分钟|天|久)|(?:小时|分钟|半天|天|好久|很久)才(?:到|收|打|同|发|能|出|显)|迟迟|(?:打开|加载|登录|启动|发送|同步|搜索)[^,]{0,12}要[^,]{0,3}[\d一二两三四五六七八九十半几]+[^,]{0,2}(?:分钟|小时)/,
    unless: /延迟(?:发送|传递|付款|缴费|续)|(?:没有|无)延迟|设置.{0,4}延迟|等了.{0,6}没人/,
  },
  { states: 'degraded', pattern: /偶尔|时不时|有时候?.{0,12}(?:不|没|失败|错|丢)/ },
  { states: 'degraded', pattern: new RegExp(`${CANNOT_ZH}.{0,40}?${OTHER_ZH}`) },
  {
    states: 'degraded',
    pattern: /[一-龥]不(?:了|到|出|上|掉|成|全|见|开|动|下|回|起来|住|准)(?!解|了之|的话)/,
    unless: new RegExp(`${NO_FAILURE_ZH.source}|${PAPERS_ZH.source}`),
  },
  {
    states: 'degraded',
    pattern:
      /不(?:生效|同步|显示|更新|刷新|响|匹配|正常|自动|跳转|提醒|识别|起作用|一致|完整|工作了?$|转发|弹|对(?:了|$|,))|没(?:有)?(?:自动|声音|画面|结果|同步|更新|显示|生效|反映|过来|出来|跟着)|对不上|变回|(?:老是|老|总是|总|一直|反复|不停(?:地)?|每次都?|又)(?:弹|跳|让(?:我)?输|要(?:我)?输|提示|掉|断|要求)/,
    unless: /不(?:正常)?工作日|不更新(?:也|会)|不自动续|发票|账单|金额|费用|扣款|价格|数量/,
  },
  {
    states: 'degraded',
    pattern: /被退信|被退回|退信|(?:部分|有些)功能|(?:按钮|搜索|功能|规则|签名).{0,8}(?:用不了|不能用|没法用|失效|坏)/,
    unless: /退信(?:是什么|代码|码的)/,
  },
  {
    states: 'degraded',
    pattern:
      /只(?:能)?(?:搜|显示|同步|加载|看)(?:到|出)(?:了)?.{0,6}(?:部分|几|一半|一点)|(?:是|变|成)灰|灰(?:的|色|掉)|几(?:分钟|秒)(?:钟)?就断|看到.{0,12}(?:横幅|提示框|警告)|(?:收到|发|出现|显示|弹)(?:了)?(?:两|好几|多|三)(?:次|遍|封|份)|弹.{0,6}(?:登录框|密码框|好几次)|(?:一半|部分|好多|有些|都).{0,4}失败|进(?:了|到)?(?:对方)?(?:的)?垃圾|(?:隔|每)(?:隔)?[^,]{1,5}(?:分钟|小时|天)就|(?:提前|推迟|晚|早|差|快|慢|错)了[^,]{1,3}(?:小时|分钟|天)|有的[^,]{1,10},?有的(?:就)?(?:不|看不|没)|同步.{0,4}停了/,
  },
  {
    states: 'degraded',
    pattern:
      /(?<!\bnot |n't |\bno |never )\b(?:slow(?:ly|er|ness)?|sluggish|lag(?:s|gy|ging)?|intermittent(?:ly)?|garbled|gibberish|flaky|unstable|choppy|laggy|(?:poor|bad|terrible|awful|horrible) (?:\w+ )?(?:quality|audio|sound|video|connection|performance)|reappear(?:s|ing|ed)?|robotic|distorted|blurry|pixelated|unresponsive|unreliable|flicker(?:s|ing)?|jumbled|read-only|glitch(?:es|y)?|malfunction\w*)\b|\bevery (?:few|couple of|two|five|ten|\d+) (?:seconds|minutes|hours)\b|\bsome (?:\w+ ){0,3}can\b.{0,30}\bsome (?:\w+ )?can(?:'t|not)|\bsome can(?:'t|not)\b/,
    unless: /\bread-only (?:access|permissions?|admin|role)/,
  },
  {
    states: 'degraded',
    pattern:
      /(?<!\bno |without )\b(?:delays?|delayed|delaying|(?:hours?|minutes|days) (?:late|off|behind|early|ahead)|(?:one|an|two) hours? off|degraded)\b/,
    unless: /\bdelay(?:ed)? (?:delivery|send)/,
  },
  { states: 'degraded', pattern: /\b(?:sometimes|occasionally|now and then|on and off|hit and miss|at times)\b/ },
  {
    states: 'degraded',
    pattern:
      /\b(?:crash(?:es|ed|ing)?|freez(?:es|ing)|froze|frozen|hangs?|hanging|stuck|not responding|takes? (?:about |around |over |almost |up to |more than |at least ){0,2}(?:ages|forever|minutes|hours|very long|too long|(?:\d+|two|three|four|five|six|seven|eight|ten|twenty|thirty|several|an?) (?:\w+ )?(?:min|sec|hour|day)\w*)|keeps? (?:getting \w+|disconnecting|dropping|asking|prompting|crashing|freezing|spinning|coming back|failing)|cuts? out|spinning|disconnects)\b|\b(?:audio|video|calls?|sound|connection) (?:keeps? )?(?:drop|cut)|\bstopped (?:sync|updat|load|print|work)\w{2,5}\b/,
  },
  {
    states: 'degraded',
    pattern: new RegExp(`\\b${CANNOT_EN}(?: [\\w'-]{1,20}){0,3}? ${OTHER_EN}\\b`),
    unless: new RegExp(`${NO_ABILITY_EN.source}|${SUPPORT_EN.source}`),
  },
  {
    states: 'degraded',
    pattern:
      /\b(?:not|\w{2,6}n't) (?:been |being |getting |currently |yet |automatically ){0,2}(?:sync(?:hroni[sz])?|show|appear|display|updat|refresh|appl[yi]|return|sav|print|respond|trigger|replicat|propagat|complet|finish|render|play|match|forward|pick(?:ed|ing)? up|recogni[sz]|ring|auto ?map|find|stick)(?:ing|e?d|ied)?\b/,
    unless:
      /\b(?:i|we|you) (?:do|did|have|had|are|am)(?: not|n't)\b|\b(?:not|n't) (?:find|finding) (?:where|how|out|the (?:option|setting))/,
  },
  { states: 'degraded', pattern: /(?<!\b(?:i|we|you|that|this) )\bwon'?t (?!be\b|need|do\b|take|cost|matter)[a-z]{2}/ },
  {
    states: 'degraded',
    pattern: /\b(?:impossible|not possible)\b/,
    unless: /\b(?:is it|if it(?:'s| is)) (?:im|not )possible\b/,
  },
  {
    states: 'degraded',
    pattern:
      /\b(?:trouble|problems?|issues?|difficult(?:y|ies)) (?:with |in )?(?:sending|receiving|opening|signing|logging|joining|calling|accessing|connecting|printing|syncing|searching|sharing)\b|\bhave (?:trouble|difficulties) \w+ing\b/,
    unless: /\b(?:no|any) (?:trouble|problems?|issues?)/,
  },
  {
    states: 'degraded',
    pattern:
      /\b(?:bounc(?:es?|ed|ing)|(?:does|do|is|are)(?: not|n't) work(?:ing)?|stopped working|partial(?:ly)?|impaired)\b|\bnot working\b/,
  },
  {
    states: 'degraded',
    pattern:
      /\b(?:returns?|gives?|gets?|shows?|finds?|yields?) (?:no|zero|0|wrong|incomplete|old|outdated|stale) (?:search )?(?:results?|hits?|data|prices?|versions?|values?|font|times?|name|logo)\b|\b(?:returns?|finds?|shows?) (?:nobody|nothing|no one|none)\b|\b(?:shifted|moved|off) by (?:an?|one|two|\d+) hours?\b|\b(?:get(?:s|ting)?|see|sees) (?:an? |the )?(?:\w+ )?(?:banner|pop-?up|popups?|prompt|warning|message)s?\b|\bonly (?:returns|shows|finds|lists|syncs|displays|delivers) (?:some|a few|half|part|the first)|\b(?:throws|gives|shows|returns|raises|get|gets|getting|see|sees) (?:an? |the |random |weird |strange )?(?:\w+ )?(?:errors?|warnings?|prompts)\b/,
  },
]);

/** Words that name a fault when they tell and not when they ask ("duplicate", 「少了」). */
export const FAULTS = readyWordings<ServiceState>([
  {
    states: 'degraded',
    pattern:
      /[一-龥].{1,20}(?:报错|出错)|(?:状态|时间|名字|名称|头像|语言)[^,]{0,4}(?:都)?显示|没(?:邮件|网|声音|画面|信号)了|(?:打印|登录|收发|同步|显示|搜索|声音|邮件|会议|日历|附件|视频|通话)(?:都|也|总)?有(?:点|些)?问题|丢(?:失|了)|会丢|重复|异常|消失|不见|(?:少|缺)了|缺失|缺少.{0,6}(?:联系人|邮件|文件)|空白|变成了?|差(?:了)?.{1,4}(?:小时|分钟|天)|(?:数据|价格|内容|版本|logo|头像)(?:还)?是?旧的|(?:还|一直|仍|仍然)是?(?:旧|老|原来)的?|(?:显示|排版|字体|声音|画面|格式)(?:有)?(?:点|些|小)*(?:问题|异常|不对)|显示问题|全都?显示|(?:里|上|中|栏|word|excel|outlook|teams|页面)(?:面)?没有(?!问题|人|办法|影响|必要|关系|权限)[一-龥]|错别字|警告|失效(?!日期|时间)|不灵|乱了|歪了|显示(?:成|个人|错|不可用)|(?:显示|许可)[^,]{0,6}数量不对|没了(?!解)|坏了|出(?:了)?(?:点)?(?:故障|毛病)|有(?:点)?(?:故障|毛病)|失败/,
    unless:
      /没(?:有)?(?:什么)?(?:故障|异常|毛病|坏)|不是.{0,4}(?:坏|故障)|重复(?:购买|扣费|收费|付款)|(?:证书|合同|订单|资格|名额)就没了|丢失(?:设备|手机)|同步失败|发票|付款|扣款|哪些/,
  },
  {
    states: 'degraded',
    pattern:
      /\b(?:missing|time(?:s|d)? out|timing out|timeouts?|redirect loops?|over and over|again and again|non-?stop|never (?:ends|finishes|completes|updates|syncs)|(?:is|are|goes|turns|stays) (?:all )?white|vanish(?:ed|es)?|disappear(?:s|ed|ing)?|corrupt(?:ed)?|broken|duplicated?|(?:arrive|deliver|send|sent|receive|get|show|come|appear|list)\w{0,3} (?:\w+ )?twice|blank|gr[ea]yed out|incorrect(?:ly)?|messed up|cut off|truncated|out of sync|even (?:though|when|if)|shows? (?:me |him |her |them |everyone )?(?:as )?(?:away|offline|unknown|busy)|(?:in|to|into|as) (?:\w+ ){0,3}(?:junk|spam)(?: folder)?|(?:gets?|receives?|sees?|see|get|receive) (?:every|each|all|the|the same) (?:\w+ ){1,3}twice|snail|(?<!\w )(?:add-?in|plugin|rule|filter|search|signature|feature|button|sync|connector)s? (?:\w+ )?broke\b|has no (?:\w+ )?(?:ribbon|sound|audio|buttons?|menu|option|results?|icons?|calendar|contacts|picture)|shows? every|(?:sees?|shows?|displays?|displayed|appears?|comes up|is|are) (?:\w+ ){0,3}in (?:spanish|french|german|chinese|english|the wrong language)|typo|the old (?:logo|name|version|picture|prices?)|see old|wrong (?:font|time|name|date|language|version|logo|picture|order|address)|(?:gets?|got|is|are|being) lost|get random|shows? (?:the )?(?:personal|wrong|old)|prompts? (?:several|many) times|fail(?:s|ed|ing)?|login prompts?|sign-in prompts?|(?:is|are|have|has) gone|(?<!\bwhat |something )(?:is|are|looks?|seems?) (?:all |completely )?wrong|no longer \w+|not (?:reply|edit|print|search|save|delete|share|forward))\b|\b(?:colou?rs?|times?|dates?|formatting|layout)\b.{0,20} (?:is|are) (?:off|wrong)\b/,
    unless:
      /\b(?:no|not|n't) (?:\w+ )?(?:broken|missing|fail\w*|corrupt\w*)\b|\bnothing(?:'s| is) (?:broken|missing|wrong)|\b(?:we|or we|will) fail\b|\b(?:ad|directory|aad|entra|azure ad) (?:connect )?sync(?:ing|hronization)?\b.{0,20}\bfail|\bfailed to (?:call|answer|reply)|\b(?:robot|bot|hung up)\b/,
  },
]);

/** Turns a failure into "works, but only partly". */
export const PARTLY =
  /偶尔|有时|时不时|间歇|断断续续|时好时坏|(?:有些|部分|个别|某些|有的|一些|大)(?:的)?(?:外部)?(?:邮件|附件|文件|网站|网页|页面|域名|功能|消息|链接|收件人)|\b(?:sometimes|occasional(?:ly)?|intermittent(?:ly)?|now and then|at times|from time to time|on and off)\b|\b(?:some|certain|a few|several|large|particular) (?:of (?:the|our|my) )?(?:e-?mails?|mails?|messages?|attachments?|files?|domains?|pages?|documents?|features?|recipients?|senders?|links?)\b/;
