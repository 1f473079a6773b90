import type { SeverityFacts } from '../../domain/facts.ts';
import { readyWordings } from './clauses.ts';
import { LICENCES } from './people-count.ts';

type Affected = SeverityFacts['affected'];

const PEOPLE_ZH =
  '(?:用户|同事|员工|职员|人员|人|帐户|账户|账号|邮箱|部门|老师|同学|学生|客服|销售|门店|成员|坐席|会计|医生|护士|店员|司机|工人)';
const PEOPLE_EN =
  '(?:users?|people|persons?|colleagues?|employees?|staff|mailboxes|accounts|co-?workers?|team members?|members|students?|teachers?|agents?|admins?|departments?|offices|branches|sites|workers?|folks|ppl|agents|reps|accountants|nurses|doctors|clerks|engineers|guys)';

export const ORGANIZATION = readyWordings<Affected>([
  {
    states: 'organization',
    pattern:
      /全公司|整个(?:公司|集团|组织|单位|企业|学校|机构|租户|医院|工厂)|(?<![安健完齐])全(?:集团|单位|校|厂|院|所|馆|店|组织|租户)(?!称|有|谓|属)|所有(?:的)?登[录陆]|没(?:有)?任何人|公司(?:里|内)?(?:的)?(?:所有|全部)|各(?:个)?分公司所有人|(?<!直播间|群里|会议室)全体(?:员工|用户|同事|人员|职工)?|全员|公司上下|上上下下|(?:公司|单位|我们)(?:里|内)?(?:的)?(?:人)?全都?(?:收|发|登|打|连|用|进|上)不/,
  },
  {
    states: 'organization',
    pattern: new RegExp(
      `(?<!其他|其它|别的|另外|以外)(?:所有|全部)(?:的)?(?:公司)?(?:\\d+ ?[个名位]?)?(?:内部|在职|域)?(?:的)?${PEOPLE_ZH}`,
    ),
  },
  {
    states: 'organization',
    pattern:
      /每(?:个|一个|位|一位|名)(?:用户|人|同事|员工)|大家(?!好|帮|请|早|晚上好|下午好|新年|谁|有没有|有谁|看看|知道|辛苦)|人人都?/,
    unless: /感谢大家|各位大家|告诉大家|教大家|通知大家/,
  },
  {
    states: 'organization',
    pattern:
      /(?<!有)没(?:有)?(?:一个|任何|什么)?(?:人|用户|同事|员工)(?:能|可以)|没(?:有)?一个(?:人)?.{0,3}(?:能|[进登收发打连用]得)|(?:一个|任何|谁)(?:人|用户|同事)?(?:都|也)(?:收|发|登|打|连|用|进|上)?(?:不|没|无法)|公司.{0,4}没人能/,
  },
  { states: 'organization', pattern: /普遍|大面积(?!.{0,4}吗)/, unless: /是不是|是否|有没有/ },
  {
    states: 'organization',
    pattern: new RegExp(
      `\\b(?:all|every) (?:of )?(?:our |the |my |these |in-house )?(?:[\\d,]{1,7} )?(?:of our |of the )?(?:\\w+ )?${PEOPLE_EN}\\b`,
    ),
    unless: /\ball other\b/,
  },
  {
    states: 'organization',
    pattern:
      /\b(?:everyone|everybody)\b(?! else)|\bevery (?:single )?(?:user|employee|person)\b|\ball (?:\d+ )?of us\b|\bwe all\b|\ball (?:of )?our (?:calendars|mailboxes|phones|pcs|computers|accounts|logins|devices|users)\b|\ball (?:logins|sign-?ins)\b|(?:not|n't) \w+ for any(?:one|body)\b|\bfor any(?:one|body) in the (?:company|organi[sz]ation|firm|business)\b|\bno (?:e-?mail|mail|teams|access|outlook)\b.{0,12}\bfor any(?:one|body)\b|\bfor any(?:one|body)$|\b(?:the|our|my) (?:whole|entire) (?:company|organi[sz]ation|org|business|firm|tenant|school|enterprise|university|hospital|workforce)\b|\b(?:whole|entire|complete|full) (?:company|organi[sz]ation|tenant|staff|workforce|clinic|firm|business)\b|\b(?:our|the|my) (?:company|firm|tenant|organi[sz]ation|clinic|business) (?:can ?not|can't|is (?:completely |totally )?(?:down|offline|locked out|cut off)|has no)\b|\bnot one [a-z]+ in the (?:company|firm|organi[sz]ation|business)\b|\b(?:total|complete) (?:outage|blackout)\b|\b(?:company|organi[sz]ation|org|tenant|enterprise|business|firm|school|plant|campus|hospital|agency|group|globally|site)[- ]?wide\b/,
  },
  {
    states: 'organization',
    pattern:
      /\b(?:nobody|no ?one|no users?|none of (?:us|(?:our|the|my) (?:users|people|staff|employees|colleagues|workers|accounts|mailboxes))|not a single (?:user|person|employee|one))\b(?! else).{0,45}?\b(?:can|could|able|gets?|getting|receiv\w*|has access|have access|works?|opens?|receives?|sends?|logs?|sees|is able)\b/,
    unless:
      /\b(?:there\b.{0,30}\b(?:can|gets|is)|support|calls? (?:me )?back|answers?|repl(?:y|ies|ied)|helps?|tell|knows?|explain)\b/,
  },
  {
    states: 'organization',
    pattern:
      /\bwidespread\b|\bacross the (?:whole |entire )?(?:company|organi[sz]ation|board|business|tenant)\b|\bthe whole (?:of our )?company\b/,
  },
]);

/** A whole part of the company, whose "everyone" is not the organization's. */
export const PART = readyWordings<Affected>([
  {
    states: 'many-users',
    pattern:
      /(?:部|组|班|店|车间|办公室|团队|公司|校区|中心|厂)(?<!全公司|我们公司|整个公司|咱公司|本公司|总公司)(?<=分公司|子公司|部|组|班|店|车间|办公室|团队|校区|中心|厂)的?(?:每(?:一)?个人|(?:所有|全部|全体)(?:人|用户|员工|同事|老师|学生)|人(?:全|都))|整个.{0,8}?(?:部|部门|组|分公司|团队|小组|办公室|办事处|楼层|车间|校区|门店|事业部|区)|全(?:部门|团队|分公司|楼|组|班)/,
  },
  {
    states: 'many-users',
    pattern:
      /\b(?:the |our |my )?(?:whole|entire) (?:[\w-]+ )?(?:department|team|office|branch|floor|plant|factory|division|site|group|warehouse|school|call cent(?:er|re))\b|\b(?:everyone|everybody|every (?:single )?(?:person|user|one)|all|nobody|no one|all \d+(?: \w+)?|(?:all|every|no) (?:the |our )?(?:\w+ )?(?:users?|people|staff|employees?|colleagues|accounts|mailboxes)) (?:of us )?(?:in|at|on|from) (?:the |our |my )?(?!company|organi[sz]ation|business|firm|tenant|world)[\w-]+ ?(?:[\w-]+ )?(?:department|team|office|branch|floor|plant|division|site|group|shift|crew|warehouse|store|class|room(?: \w)?)\b/,
  },
]);

export const MANY = [
  ...PART,
  ...readyWordings<Affected>([
    {
      states: 'many-users',
      pattern: new RegExp(
        `(?:很多|许多|不少|大量|一大批|一批|好几个|好多|几个|几位|几名|多个|多名|多位|若干|一些|部分|有些|大部分|大多数|多数|一半|半数|过半数?|大半|数个|十几个?|几十个?|上百个?|数百个?|上千个?|数十个?|(?:好)?几百(?:多)?[个号名位]?|上百号|几十号|[三四五]分之[一二三]|[一二两三四五六七八九]成)(?:的)?(?:其他|公司|内部)?(?:的)?${PEOPLE_ZH}`,
      ),
      unless: /几个人(?:用|能)?(?:吗|呢)$|支持几个/,
    },
    {
      states: 'many-users',
      pattern:
        /(?:部|部门|分公司|团队|办公室|办事处|门店|组|校区|楼层|客服中心|那边)(?:的)?(?:人|同事|员工|用户)?(?:全部|全|都|集体|均|也都)(?!能|可以|正常|没问题)/,
    },
    {
      states: 'many-users',
      pattern:
        /(?:不|并不)(?:止|只|仅|光)(?:仅)?(?:是)?(?:我|一个|一位)|我们几个|我和.{1,8}都|(?:两|三|四|五|六|七|八|九|十)(?:个|名|位)(?:用户|同事|员工|人)/,
      unless: LICENCES.pattern,
    },
    {
      states: 'many-users',
      pattern: new RegExp(
        `\\b(?:several|many|multiple|some|a few|a lot of|lots of|loads of|a number of|various|most|half|dozens of|hundreds of|a couple of|a group of|certain|two|three|four|five|six|seven|eight|nine|ten|twenty|thirty|other) (?:of )?(?:the |our |my )?(?:\\w+ )?${PEOPLE_EN}\\b`,
      ),
      unless:
        /\ball other\b|\bother (?:\w+ )?(?:users|people|colleagues|staff|accounts|mailboxes|sites|offices) (?:are|is|can|work)\b(?! ?not? (?:able|work))|\b(?:for|per) (?:one|a single) user\b/,
    },
    {
      states: 'many-users',
      pattern:
        /\b(?:for|of|by) (?:the )?(?:people|users|staff|colleagues|employees) (?:in|at|on|from) (?:the |our |my )?\w/,
    },
    {
      states: 'many-users',
      pattern: /\bnot (?:just|only) (?:me|one|my)\b|\b(?:more than one|multiple) (?:user|person|site|department)\b/,
    },
    {
      states: 'many-users',
      pattern:
        /(?<!\b(?:all|other|how|do|can|should|let|no|external|guest|of|new|per|the|for|to|add|all our|all the|delete|create|manage|remove|invite|import) )\b(?:our |the )?users (?:are|can ?no?t|can't|cannot|get|report|complain|have|don't|do not|experience|keep|see|lost|were)\b/,
      unless: /\bone of (?:our|my|the) users\b/,
    },
  ]),
];

export const ONE = readyWordings<Affected>([
  {
    states: 'one-user',
    pattern:
      /(?<!不|不仅|不光|不止)(?:只有|就只|唯独|仅有?|单单|只是|就)(?:是)?(?:我|他|她|这|一)(?:们经理|们老板)?(?:自己|本人|一?个|位|名)?(?:人|用户|同事|账号)?(?!们)|我(?:自己)?一个人(?!都|也)/,
    unless:
      /(?:只有|就|只是)(?:是)?(?:这|一)(?:个|样|种|台)?(?:问题|情况|功能|点|封|次|办法|天)|就(?:这|一)(?:样|次|个问题|点|直|会|下)|不(?:只|止|仅|光)/,
  },
  {
    states: 'one-user',
    pattern:
      /某(?:个|一|位|一个|一位|名)(?:用户|同事|员工|人)|(?:有|是)?(?:一|1 ?)(?:个|位|名)(?:用户|同事|员工|领导|经理|老师|同学|人|客户)(?!都|也|月|数|们)|有(?:个|位|名)(?:用户|同事|员工|领导|人)|单个用户|单个人|1 ?人/,
    unless:
      /没(?:有)?(?:一|任何)|一个(?:用户|人|同事|员工)(?:都|也)(?:不|没|无|收不|发不|登不|打不)|(?:添加|新增|创建|新建|删除|开通)(?:了)?一?个|(?:把|删不[了掉]|找不到|搜不[到出]|看不[到见])(?:某|一)?(?:一)?(?:个|位)(?:人|用户|同事)|变成/,
  },
  {
    states: 'one-user',
    pattern:
      /我(?:自己|本人|个人)?(?:这边|电脑上|手机上)?的? ?(?:outlook|邮箱|电脑|账号|账户|密码|teams|onedrive|手机|skype|office|word|excel|客户端|笔记本|收件箱|日历|通讯簿|联系人)/,
  },
  {
    states: 'one-user',
    pattern:
      /(?:老板|总经理|董事长|总监|领导|经理|主管|秘书|前台|[一-龥]总)(?:一个人)?的? ?(?:outlook|邮箱|电脑|账号|账户|手机|teams|skype|office|客户端|笔记本)/,
  },
  {
    states: 'one-user',
    pattern:
      /\b(?:only|just) (?:me|i|him|her|one (?:user|person|colleague|employee|mailbox|account)|a single \w+|for me|on my)\b|\bme only\b/,
    unless: /\bnot (?:just|only)\b|\b(?:can|could) (?:only|just) i\b/,
  },
  {
    states: 'one-user',
    pattern:
      /(?<!\b(?:not|add|adding|create|creating|delete|deleting|remove|removing|invite|inviting|assign|make|making|per|least|which|license|licence|external|guest|than|find|see|search for|contact|locate|behalf of|look up) )\b(?:one|a|1|a single|single|one single|a particular|a specific|another|one of (?:our|my|the)|this) (?:user|person|colleague|employee|coworker|co-worker|staff member|team member|new hire|manager|users|colleagues|employees)\b(?! (?:account type|role|guide|licen[cs]e|group|interface|portal|object|list|can'?t be))/,
  },
  {
    states: 'one-user',
    pattern:
      /\bmy (?:own )?(?:outlook|mailbox|mail|e-?mails?|inbox|account|computer|laptop|pc|mac|machine|teams|onedrive|skype|office|excel|word|boss|manager|colleague|assistant|calendar|profile|desktop|signature|contacts?)(?:'s)?\b/,
    unless:
      /\b(?:to|from) my\b|\bmy (?:boss|manager|colleague) (?:wants|says|is (?:furious|angry|shouting|asking|screaming|yelling|pushing)|asked|shared|sent)\b/,
  },
  {
    states: 'one-user',
    pattern: /\bour (?:ceo|cfo|cto|coo|director|boss|receptionist|president|accountant|manager)(?:'s)?\b/,
  },
]);
