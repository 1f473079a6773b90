export const CANNOT_ZH = '(?:无法|(?<!能)不能(?!够?保证)|没法|没办法|没有办法|(?<!可)不可以|(?<!让)不让)';
/** Send, receive, open, sign in, join, call: the core functions of support policy section 5. */
export const CORE_ZH =
  '(?:收发|收取|接收|收到|收(?:邮|信|外)|发送|发出|发(?:邮|信|即时|消息|外|会议)|外发|寄|打开|开启|登录|登陆|登入|访问|使用|连接|连上|加入|参加|拨打|拨出|打电话|通话|呼叫|开会|启动|进入?(?!行|步|货)|办公|接听?电话|(?:正常)?工作)';
/** What a service does besides its core functions. */
export const OTHER_ZH =
  '(?:设置|配置|修改|更改|编辑|删除|移除|添加|新增|新建|创建|保存|分配|搜索|查找|查看|看到|安装|激活|下载|上传|同步|更新|打印|分享|共享|转发|导出|导入|预览|迁移|移动|重置|显示|安排|注册|接听|回复|发布|识别|预订|录制)';
/** What is said to fail. */
export const SERVICE_ZH =
  '(?:网站|站点|网页|页面|服务|系统|邮箱|邮件|门户|sharepoint|exchange|teams|skype|outlook|onedrive)';
/** Papers and calls that do not come are no failing service, a part of a program is not the whole. */
export const PAPERS_ZH =
  /(?:收不到|没收到).{0,6}(?:验证码|短信|发票|账单|回复|回电|回音|客服|电话|通知|快递)|(?:发票|验证码|短信|账单).{0,8}(?:收不到|没(?:有)?收到)|(?:客服|热线|400|你们|支持).{0,8}(?:打不通|挂了|接不通)/;
/** Parts of a program, and papers. */
export const NO_CORE_ZH = new RegExp(
  `${PAPERS_ZH.source}|(?:按钮|搜索|功能|规则|签名|插件|加载项|字体|表情|附件|链接|图片).{0,6}(?:用|打|点)不(?:了|开)`,
);
/** 「对不起」, 「来不及」, 「看不懂」: the form of a failure and none. */
export const NO_FAILURE_ZH =
  /对不起|来不及|赶不上|受不了|忍不[了住]|少不了|免不了|大不了|不得了|了不起|看不[起懂出]|搞不[懂清]|弄不[懂清]|分不清|拿不准|说不[上清准]|算不上|比不上|差不(?:多|了)|等不[了起及]|想不[到起通]|记不[住清]|绕不[开过]|离不开|联系不[上到]|打不通|交不出|用不[着上]|过不去|[拿交]不出|做不完|出不去|赶不|不了解|不了了之|为了?不|(?:发票|账单|收据|电话).{0,6}[收开打]不|解决不了|找不到.{0,8}(?:地方|入口|选项|按钮|页面|菜单)|找不到(?:办法|方法|人|客服|管理员|你们|入口|在哪|哪里|设置|地方|选项)/;

/** Being unable, in English, also of nobody who can. */
export const CANNOT_EN =
  "(?:can ?not|cant|can't|could ?n[o']t|couldnt|unable to|not able to|aren't able to|isn't able to|fail(?:s|ed|ing)? to|refus(?:es|ed|ing|e) to|won'?t|will not|do(?:es)?(?: not|n't|nt)|did(?: not|n't)|(?:nobody|no ?one|no users?|none of (?:us|them|(?:our|the|my) (?:\\d+ )?[\\w-]{2,15})|not a single \\w{2,10}|not one \\w{2,10}|neither .{2,60})(?: (?:in|at|on|of|here)(?: \\w{2,15}){0,4})?(?: can| could| is able to| was able to)(?! ?not))";
/** Up to three words between a verb and what it is about. */
export const FEW_WORDS = "(?: [\\w'-]{1,20}){0,3}?";
const MAIL_EN = '(?:e-?mails?|mails?|messages?)';
/** The core functions, as English verbs. */
export const CORE_EN = `(?:send|receive|open|load|start|launch|sign(?:ing)?[ -]?in|log(?:ging)?[ -]?(?:in|on|into|onto)|login|join|call|dial|authenticate|access|schedule (?:a |any )?(?:meetings?|calls?)|(?:take|make|answer|place|receive|join|have|hold) (?:any )?(?:calls|meetings|phone)|get (?:back )?(?:in|into|on|onto) |connect|reach|use|get (?:back )?(?:(?:in|into|on)\\b|(?:any|external|their|our|my|his|her|new) ?${MAIL_EN}?|${MAIL_EN})|make (?:\\w+ )?calls|work at all|do anything|place orders|be (?:opened|sent|received|reached|accessed|used|delivered|loaded|joined)|go (?:out|through)|come (?:in|through)|arrive)`;
/** What a service does besides them. */
export const OTHER_EN =
  '(?:set|change|edit|modify|delete|remove|add|save|create|assign|configure|search|see|view|install|activate|download|upload|sync|synchroni[sz]e|update|print|share|forward|export|import|move|reset|schedule|apply|enable|disable|manage|display|show|preview|reply|respond|book|record|convert|render|play|copy|paste|scroll|map|automap|auto map|recogni[sz]e|register|release|restore|migrate|publish|rename|hear|unmute|accept|decline|find (?:old|mails?|e-?mails?|messages?|files?|documents?|contacts?|people|anything))';
/** What is said to fail. */
export const SERVICE_EN =
  '(?:e-?mails?|mail(?: ?flow| ?box(?:es)?)?|outlook|teams|sharepoint|onedrive|exchange|skype|calls?|calling|sites?|services?|portal|everything|office|owa|log ?ins?|sign[ -]?ins?|tenant|system)';
/** Signing in, as a noun. */
export const DOOR_EN = '(?:sign(?:ing)?[ -]?(?:in|on)s?|log(?:ging)?[ -]?(?:in|on)s?|authenticat(?:ion|ing))';

/** Words of support itself, whose silence is no failing service. */
export const SUPPORT_EN =
  /\b(?:your|microsoft|customer|technical) (?:support|hotline|phone|agents?|robot|bot|team|response|answer|engineer)\b|\bhotline\b|\b(?:verification|security|sms) (?:code|text|message)\b|\bengineer\b/;
/** "Nobody in the company receives mail": the verb alone, without a "can". */
export const NOBODY_EN =
  /\b(?:nobody|no one)'s [\w ]{2,20}? (?:(?:will|can|does) )?(?:connects?|opens?|starts?|loads?|works?)\b|\b(?:nobody|no ?one|none of (?:us|them|(?:the|our|my) [\w\d ]{2,30}?)|not (?:a single|one) \w{2,10})(?: (?:in|at|on|of|here|from)(?: [\w'-]{1,15}){0,4}?)? (?:is |are )?(?:has (?:been able|received|got|sent)|sends?|receives?|receiving|gets? (?:in|into|on|any|e?-?mails?|through|anything)|getting (?:in|into|any|e?-?mails?|through)|opens?|reaches|accesses|logs? ?in|signs? ?in|connects?|joins?)\b/;
/** Papers and codes that do not come. */
export const PAPERS_EN =
  /\b(?:receives?|gets?|getting|receiving|got)\b.{0,12}(?:invoices?|codes?|repl(?:y|ies)|answers?|call ?backs?|sms|text)\b/;
/** "I don't know", "I can't find where": the form of a failure and none. */
export const NO_ABILITY_EN =
  /^who\b|(?:n't|\bnot|\bcant) (?:really |even |quite )?(?:want|know|need|understand|remember|like|plan|have (?:to|permissions?|access|the|any)|find (?:out|where|how|the (?:option|setting|right|place|page|menu))|figure|tell|say|afford|wait|believe|think|see (?:where|how|why|the (?:option|setting|point))|be sure|sure|mind|care|get (?:it|this|that|an? (?:answer|reply|call))\b)/;
