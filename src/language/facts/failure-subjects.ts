import type { SeverityFacts } from '../../domain/facts.ts';
import { readyWordings } from './clauses.ts';

type Affected = SeverityFacts['affected'];

const UNIT_ZH =
  '(?:^(?:财务|人事|销售|市场|行政|法务|采购|研发|仓库|前台|客服|生产|车间)(?=打不|登不|收不|发不|连不|用不|进不|访问不|都|全|上不)|(?:财务|销售|法务|市场|人事|人力|技术|客服|研发|设计|采购|行政|运营|生产|项目|工程|产品|物流|仓储|质量|品质|信息|审计|法规|公关|it|hr|业务)部|部门|团队|小组|[一-龥](?<!全|通讯|通信|通知|分发|安全|用户|权限|联系|邮件|讨论|动态|资源|角色|个|建|加|删|改|按|重|群)组(?!织|件|合|策|名|成|的权限|邮箱)|分公司|子公司|办公室|办事处|车间|分部|分店|门店|校区|事业部|产线|生产线|(?:夜|白|早|晚)班|班组|年级|仓库|厂区|那边|楼层?|(?:客服|研发|呼叫|设计|物流|配送|测试|培训)中心)(?!站点|网站|邮箱|字段|群|名|共享|日历|文档|资料|里|网站|网络|网盘|内|的?网站|成员|负责)';
const UNIT_EN =
  '(?:team|departments?|dept|depts|branch(?:es)?|floors?|crews?|shifts?|divisions?|stores?|plants?|warehouses?|subsidiar(?:y|ies)|offices|call cent(?:er|re)s?|desk|factory|factories|labs?|classroom|class|workshop|clinics|schools)';

const SINGULAR_ZH =
  '(?:老板|老总|总裁|总监|董事长?|董秘|主任|主管|(?<!客户|产品)经理|院长|校长|厂长|秘书|助理|出纳|会计(?!部|科|们|师事)|专员|主讲人|主持人|讲师|\\b(?:ceo|cfo|cto|coo)\\b|领导|实习生|新员工|新同事|新人|新来的(?:同事|员工)?|[女男]同事|(?:小|老)[王李张刘陈杨赵黄周吴徐孙胡朱林何郭马罗梁宋郑谢韩唐冯于董萧程曹袁邓许傅沈曾彭吕苏卢蒋蔡贾丁魏薛叶阎余潘杜戴夏钟汪田任姜范方石姚谭](?![序案面法])|[王李张刘陈杨赵黄周吴徐孙胡朱高林何郭马罗梁宋郑谢韩唐冯于董萧程曹袁邓许傅沈曾彭吕苏卢蒋蔡贾丁魏薛叶阎余潘杜戴夏钟汪田任姜范方石姚谭](?:总|工|姐|哥|老师|主任|经理|总监|女士|先生|律师|医生))';
const PERSON_SUFFIX =
  '(?!(?:tender|quarter|corner|manner|matter|chapter|charter|server|printer|folder|calendar|number|filter|connector|order|error|computer|router|scanner|browser|center|header|footer|reminder|partner|newsletter|letter|paper|tenant|attachment|document|department|client|event|content|comment|component|environment|deployment|payment|statement|assignment|management|recipient|sender|viewer|finder|planner|timer|trigger|counter|behaviou?r|colou?r|monitor|editor|mirror|operator|center|customer|parameter|register|transfer|other|another|never|however|over|under|after|later|water|paper|power|danger|master|cluster|container|controller|docker|launcher|installer|driver|adapter|identity|different|current|recent|permanent|important|instant|constant|agreement|present|absent|list|assist|exist|consist|persist|internet|tablet|wallet|budget|ticket|target|market)\\b)[a-z]{3,12}(?:ers?|ors?|ists?|ants?|ians?|essman|man|woman|lady|ee)(?<!s)';
const SINGULAR_EN =
  '(?:temp|ceo|cfo|cto|coo|chairman|president|boss|director|manager|owner|partner|secretary|assistant|pa|receptionist|presenter|organizer|host|speaker|accountant|controller|lawyer|doctor|principal|teacher|student|intern|trainee|starter|hire|joiner|employee|user|colleague|coworker|co-worker|engineer|designer|rep|lady|guy|girl|gentleman|woman|man|person|contractor|nurse|analyst|buyer|clerk|technician|member)';

/** Things that come to a stop by themselves, and words that name no person. */
const NO_NAME =
  '(?:and|or|but|so|then|now|also|still|just|only|please|since|when|because|because|it|that|this|these|those|they|we|you|i|one|he|she|who|which|what|there|here|all|none|both|most|some|many|half|people|staff|everyone|everybody|nobody|anyone|someone|noone|customers|clients|client|guests?|externals?|others?|outlook|teams|sharepoint|onedrive|exchange|skype|word|excel|office|owa|eac|mail|e?mails?|mailbox(?:es)?|calendar|search|sync|portal|app|apps|browser|phone|iphone|ipad|android|mac|laptop|pc|printer|scanner|copier|device|devices|server|system|site|page|windows|chrome|edge|firefox|safari|account|program|client|software|tenant|company|team|room|user|users|recipients?|senders?|attendees?|members?)';

/** Departments by their names alone: "accounting can't print", "reception, HR and the warehouse". */
const DEPARTMENT_EN =
  '(?:accounting|accounts payable|finance|sales|marketing|legal|hr|human resources|reception|procurement|purchasing|production|logistics|shipping|engineering|r&d|recruiting|payroll|operations|the warehouse|the shop floor|the front desk|management)';

/** Several people, by the part of the company that they belong to. */
export const UNITS_FAILING = readyWordings<Affected>([
  {
    states: 'many-users',
    pattern: new RegExp(`(?<!按|由|哪个|跨|安全|管理|什么|共享给.{0,4})${UNIT_ZH}`),
    unless: new RegExp(
      `${UNIT_ZH}(?:的)?(?:有?(?:一)?位|有个|的(?!共享|公共|公用|所有|全部)[^,的]{1,3}的?(?:账号|帐号|电脑|邮箱|outlook)|一(?:个|位)|[小老](?!师|板)|某|经理|总监|主管|主任|负责人|新|[王李张刘陈]|${SINGULAR_ZH})|数据中心|管理中心|合规中心|中心(?:里|的)|就我|只有`,
    ),
  },
  {
    states: 'many-users',
    pattern: new RegExp(
      `\\b(?:the|our|my|their|both|two|three|several|multiple|entire|whole)(?: [\\w&-]{1,15}){0,3}? ${UNIT_EN}\\b(?!'s (?:site|manager|lead|head))`,
    ),
    unless: new RegExp(
      `\\b(?:microsoft|your|ms)(?: \\w+)? team\\b|\\b(?:team|department|office) (?:site|lead|leader|manager|calls?)\\b|\\bhelp ?desk\\b|\\b(?:one|only one) (?!of )(?:\\w+ ){1,2}(?:in|from|at)\\b|^(?!(?:\\w+ )?(?:calendar|mailbox|e?mail|folder|file|site|document|channel)s?\\b)(?:[\\w']{1,12} ){1,2}(?:in|from) (?:the |our )?\\w{1,15} (?:team|department|dept)|\\b(?:one|an?|single) (?:of (?:our|my|the) )?(?:\\w+ )?${SINGULAR_EN}\\b`,
    ),
  },
]);

/** Half of what is no group of people. */
const HALF_OF_THINGS = /\bhalf (?:of )?the (?:time|mails?|messages|files|menu|folders)\b/;

/** Several people, also by what stands for them. */
export const MANY_FAILING = [
  ...UNITS_FAILING,
  ...readyWordings<Affected>([
    {
      states: 'many-users',
      pattern:
        /(?:同事|用户|员工|人|邮箱).{0,4}(?:多数|大多|大部分|有一半|一半)|(?:多数|大半|小半|多半)个?.{0,6}(?:部|人|组|店|司)|(?:不少|少数|个别|多位|几位|好些)(?:人|用户|同事|员工)|半个(?:学校|公司|部门|单位|厂)|有的(?:同事|人|用户|员工)|没有一个(?!人|用户|同事|员工)[一-龥]{2,4}?能|(?:前台|人事|仓库|财务|销售|市场|行政|采购|法务|研发|技术|生产|客服|车间|物流|门店)[、和与跟](?:前台|人事|仓库|财务|销售|市场|行政|采购|法务|研发|技术|生产|客服|车间|物流|门店)|[两二三四五六七八九]栋|(?:那些|这些|那几个|这几个)人|(?:几个|几位|好几个|多个)(?:来宾|外部用户)|(?:多个|好几个|几个|多家)(?:站点|邮箱|部门|分公司|门店|地方|团队|网站|系统|服务)/,
    },
    {
      states: 'many-users',
      pattern:
        /(?:^|\b(?:our|the|some|those|remote|for|of|many|most|other|internal|external|mac|iphone|mobile|new|all our) )(?:users|people|workers|employees|colleagues|staff|folks|agents|reps|students|teachers|managers|nurses|doctors|drivers|engineers|accountants|executives)\b|^(?:\w+ )?guests\b|\b(?:marketing|sales|finance|hr|legal|accounting|support|logistics|procurement) (?:people|folks|guys|staff|colleagues|users)\b|^(?:\w+ )?(?:stores|shops|branches|sites|offices|departments|classrooms|clinics|schools) (?:can't|cannot|can not|are|have|lost)\b/,
      unless:
        /\bone of (?:our|my|the)\b|\bother (?:users|people|colleagues)\b.{0,30}\b(?:fine|ok|okay|not affected|unaffected|can)\b|\bnew users\b|\busers (?:list|page|tab|section)\b|\bto (?:all|the|our) |\bpeople (?:in your|added|picker)/,
    },
    ...[
      `^(?:all of |our )?${DEPARTMENT_EN}(?: \\(.{1,12}\\))?(?: and (?:the )?\\w+)? (?:can|can't|cannot|cant|gets?|has|have|is|are|lost)\\b`,
      `\\b${DEPARTMENT_EN},? (?:and|&|or) ${DEPARTMENT_EN}\\b`,
      `\\b(?:a|one|two) (?:third|quarter|fifth|thirds|quarters)s? of (?:the|our|my)\\b`,
      `\\b(?:(?:two|three|four|five|six|seven|eight|nine|ten|twenty|thirty|forty|fifty|\\d+) ?(?:hundred|thousand)?|hundreds of|thousands of|\\d{2,}) (?:\\w+ ){0,2}?(?!hours|minutes|days|weeks|times|months|years)\\w{2,}s (?:can't|cannot|can not|cant|are|have|get|report|were|won't|don't)\\b`,
      `\\b(?:across|in|from) (?:different|several|multiple|various|both|all) \\w+s\\b`,
      `\\bhalf (?:the|our|of the|of our) \\w+`,
      `\\bnone of the (?!users|people|staff|employees)\\w+`,
      `\\b(?:two|three|four|five|six|seven|eight|nine|ten|several|some|many|most|\\d+) of us\\b`,
      `\\b(?:about |around )?(?:a|two|half a) dozen\\b`,
    ].map((source) => ({ states: 'many-users' as const, pattern: new RegExp(source), unless: HALF_OF_THINGS })),
    {
      states: 'many-users',
      pattern:
        /\b(?:both (?:buildings|offices|sites|floors|teams|rooms|locations)\b|both (?:of )?(?:our|my|the)|neither (?:the|our|of)|(?:half|most) of (?:the |our |my )?(?:\w+ )?(?:company|users|people|staff|team|teams|department|office|employees|colleagues|students|teachers|workers|branches|sites|stores)\b|half (?:the|our|my) (?:\w+ )?(?:company|users|people|staff|team|department|office)\b|a handful of|handful of|multiple|several|various|dozens of|hundreds of|a couple of|a bunch of|loads of|quite a few|some) (?!(?:e-?mails?|mails?|messages?|files?|folders?|documents?|errors?|times|hours|days|minutes|items?|attachments?|invoices|contacts|old|pages?|features?|the (?:time|mails?|files|folders|messages))\b)[a-z]/,
      unless:
        /\b(?:of|several|some|most|half) (?:the |our |my )?(?:\w+ )?(?:e-?mails?|mails|messages|files|folders|documents|invoices|items|time|errors|attachments|pages|features)\b|\bof them\b/,
    },
  ]),
];

/** A single person, by a role, a name or a pronoun. */
export const ONE_FAILING = readyWordings<Affected>([
  {
    states: 'one-user',
    pattern: new RegExp(
      `${SINGULAR_ZH}|(?:有|一)位(?!置|数)|有(?:一)?个[^,的]{0,4}(?:工|员|师|姐|哥|姑娘|总|生)|小姑娘|小妹|妹子|小哥|小伙子?|大姐|大哥|阿姨|新入职的(?:同事|员工|人)|临时工|副总|(?<!每|几|多|[二两三四五六七八九十\\d])一个(?!小时|月|星期)[^,的个]{1,4}(?:师|员|工|生|长|经理|总监)(?!生|们)`,
    ),
    unless:
      /(?:找|搜|看|查|删|加)不(?:到|见|出|了|掉|上)[^,]{0,6}(?:新|同事|老|小|领导|经理)|(?:老板|领导|经理)(?:的)?名义|同事(?:给我)?(?:分享|共享|发)|催|发火|要看|等着|问我|让我|骂|急|炸|生气|(?:老板|领导|经理|主管|主任|总监|秘书)们|几个|很多/,
  },
  {
    states: 'one-user',
    pattern:
      /[她他](?!们|人)(?:的|在|能|说|那|自己|电脑|手机|邮箱)|(?:部|组|处|科|室|那边)的(?!共享|公共|公用|所有|全部)[^,的]{2,3}的?(?:账号|电脑|邮箱|outlook)|本人|我(?:的)(?!们|租户|公司|域|团队|部门|同事|用户|组织)|我(?:自己)?(?:个人)?(?:这台|的?(?:账号|账户|邮箱|电脑|密码))|一个(?:邮箱|账号|帐户|账户)(?!都|也)|只影响一|就(?:这)?一台|只有(?:这)?一台/,
    unless:
      /没有一个|每一?个|几个|多个|好几个|[二两三四五六七八九十\d]个|(?:找|搜|看|查|删)不(?:到|见|出|了|掉).{0,4}[她他]/,
  },
  {
    states: 'one-user',
    pattern: new RegExp(
      `(?:^(?:hi |hello )?|\\b(?:an?|one|our|my|the|his|her|this|another|only|one of (?:our|my|the)|a single) )(?:new )?(?:[\\w'-]{2,14} ){0,2}?${SINGULAR_EN}(?:'s)?\\b|\\b(?:an?|one|our|his|her) (?:new )?(?:\\w{2,12} )?${PERSON_SUFFIX}(?:'s|,? (?:can|can't|cannot|cant|gets|sees|has|is|isn't|reports|says|complains|lost|keeps|in|from|at)\\b)|\\bone of (?:our|my|the) (?:\\w+ )?[a-z]{3,14}s\\b|\\b(?:one|a single|only one) (?:mailbox|account|pc|computer|laptop|machine|phone)\\b`,
    ),
    unless:
      /\b(?:furious|angry|shouting|screaming|asking|wants|waiting|upset|fuming|a director(?:y)? (?:sync|service))\b|\b(?:team|each|every|any|per|global) (?:member|owner|manager|user)\b|\buser (?:list|account type|interface|portal|guide|licen[cs]e|profiles?|objects?|sync)|\b(?:external|guest) (?:user|person)|\buser object|\b(?:find|see|search for|add|delete|remove|invite|locate|behalf of|look up|contact) (?:an?|one|any|this|another|my|the) (?:\w+ )?(?:user|colleague|person|coworker|employee|member)|\bour partner\b|\bmy \w+ (?:shared|sent|gave|created)\b|\b(?:manager|director|owner|partner|admin) (?:wants|says|asked|asks|role|center)\b/,
  },
  {
    states: 'one-user',
    pattern: new RegExp(
      `^(?!${NO_NAME}\\b)[a-z]{2,12}(?<!s)(?: (?:from|in|at) (?:the )?[\\w ]{2,15}?)? (?:can ?not|can't|cant|is unable to|isn't able to|is not able to) (?:open|sign|log|access|see|join|send|receive|get|read|reply|print|use|reach|start)\\b`,
    ),
  },
  {
    states: 'one-user',
    pattern:
      /\b(?:mr|mrs|ms|miss|dr)\.? [a-z]{2,}|\b(?:i'm|i am) (?:the only|stuck|locked|unable|not able)\b|^(?:he|she) (?:can|cannot|gets?|sees?|is|has|keeps?|won't|doesn't)\b|\b(?:his|her) (?:[\w-]+ )?(?:outlook|calendar|mailbox|mail|emails?|inbox|account|phone|pc|laptop|computer|teams|onedrive|signature|contacts?|password|machine)\b/,
  },
  {
    states: 'one-user',
    pattern:
      /\bmy (?!(?:teams?|users|company|colleagues|staff|customers|clients|tenant|organi[sz]ation|boss|manager|whole|entire|department|office|admins?|people|domain|client|opinion|guess|students|employees|business|phone's|mailboxes|network)\b)[a-z]{3,}/,
    unless:
      /\b(?:on|from|with|via) my (?:phone|mobile|ipad|home)|\b(?:to|from) my\b|\bmy \w+ (?:shared|sent|gave|created)\b|\bmy (?:request|case|ticket|number|question|call|predecessor)\b/,
  },
]);
