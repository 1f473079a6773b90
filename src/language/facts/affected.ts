import type { SeverityFacts } from '../../domain/facts.ts';
import { firstMatch } from '../sieve.ts';
import { type Clause, clausePattern, readyWordings, says, stated } from './clauses.ts';

type Affected = SeverityFacts['affected'];

/** Who is spoken of, and how many when a number is told. */
export interface AffectedReading {
  readonly affected: Affected | null;
  readonly userCount: number | null;
}

const PEOPLE_ZH = '(?:用户|同事|员工|职员|人员|人|帐户|账户|账号|邮箱|部门|老师|同学|学生|客服|销售|门店|成员)';
const PEOPLE_EN =
  '(?:users?|people|persons?|colleagues?|employees?|staff|mailboxes|accounts|co-?workers?|team members?|members|students?|teachers?|agents?|admins?|departments?|offices|branches|sites|workers?|folks)';

/** Someone to whom something is given or shown is not someone whom a failure hits. */
const RECEIVER_ZH = clausePattern(
  /(?:给|为|把|帮|替|通知|邀请|面向|发送给|共享给)(?:我们|公司)?.{0,2}(?:全|所有|整个|每|大家)/,
);
const FINE_ZH = clausePattern(
  /(?:都|全|均)?(?:正常|没问题|没事|(?<!不|才)(?:能|可以)(?:正常)?(?:收|发|登|打开|用|访问|进))/,
);
const NOT_FINE_ZH = clausePattern(
  /(?:没|无|不)(?:有)?(?:一个|任何)?(?:人|用户)?(?:能|可以)|不能|无法|[收发登打连用进上]不/,
);
const NOT_ALL_ZH = clausePattern(/(?:不是|并非|并不是|不一定是?|没说)(?:.{0,3})?(?:全|所有|每|大家|整个)/);
const FINE_EN = clausePattern(
  /\b(?:else|other|others|others'|rest|users|everyone|everybody|staff|people)\b.{0,30}\b(?:is|are|seems?) (?:fine|ok(?:ay)?|working|not affected|unaffected)\b|\b(?:else|others|users|everyone|everybody)(?: (?:in|at) [\w ]{1,20})? (?:can(?! ?not|'t)|works?)\b/,
);
const NOT_EN = clausePattern(/\b(?:no|none|nobody|not)\b/);
const NOT_ALL_EN = clausePattern(
  /\b(?:not|\w{1,6}n't) (?:quite |really )?(?:every(?:one|body)|all|the (?:whole|entire))\b/,
);
const RECEIVER_EN = clausePattern(
  /\b(?:to|with|give|giving|let|allow|invite|inviting|e-?mail|notify|from|by) (?:all|everyone|everybody|the (?:whole|entire))\b/,
);
const LICENCES = clausePattern(
  /许可|席位|授权数|licen[cs]e|seats?\b|添加|新增|新加|购买|开通|加购|\b(?:add|buy|purchase|adding|buying|order)\b/,
);

const ORGANIZATION = readyWordings<Affected>([
  {
    states: 'organization',
    pattern:
      /全公司|整个(?:公司|集团|组织|单位|企业|学校|机构|租户|医院|工厂)|全(?:集团|单位|校|厂|院|组织|租户)(?!称)|公司(?:里|内)?(?:的)?(?:所有|全部)|全体(?:员工|用户|同事|人员|职工)?|全员|公司上下|上上下下|(?:公司|单位|我们)(?:里|内)?(?:的)?(?:人)?全都?(?:收|发|登|打|连|用|进|上)不/,
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
      /没(?:有)?(?:一个|任何|什么)?(?:人|用户|同事|员工)(?:能|可以)|(?:一个|任何|谁)(?:人|用户|同事)?(?:都|也)(?:收|发|登|打|连|用|进|上)?(?:不|没|无法)|公司.{0,4}没人能/,
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
      /\b(?:everyone|everybody)\b(?! else)|\bevery (?:single )?(?:user|employee|person)\b|\ball of us\b|\bwe all\b|\b(?:the|our|my) (?:whole|entire) (?:company|organi[sz]ation|org|business|firm|tenant|school|enterprise|university|hospital|workforce)\b|\b(?:whole|entire) (?:company|organi[sz]ation|tenant)\b|\b(?:company|organi[sz]ation|org|tenant|enterprise|business|firm|school)[- ]?wide\b/,
  },
  {
    states: 'organization',
    pattern:
      /\b(?:nobody|no ?one|no users?|none of (?:us|our|the|my)|not a single (?:user|person|employee|one))\b(?! else).{0,45}?\b(?:can|could|able|gets?|getting|receiv\w*|has access|have access|works?)\b/,
    unless: /\b(?:support|calls? (?:me )?back|answers?|repl(?:y|ies|ied)|helps?|tell|knows?|explain)\b/,
  },
  {
    states: 'organization',
    pattern:
      /\bwidespread\b|\bacross the (?:whole |entire )?(?:company|organi[sz]ation|board|business|tenant)\b|\bthe whole (?:of our )?company\b/,
  },
]);

/** A whole part of the company, whose "everyone" is not the organization's. */
const PART = readyWordings<Affected>([
  {
    states: 'many-users',
    pattern:
      /整个.{0,8}?(?:部|部门|分公司|团队|小组|办公室|办事处|楼层|车间|校区|门店|事业部|区)|全(?:部门|团队|分公司|楼|组|班)/,
  },
  {
    states: 'many-users',
    pattern:
      /\b(?:the |our |my )?(?:whole|entire) (?:[\w-]+ )?(?:department|team|office|branch|floor|plant|factory|division|site|group|warehouse|school|call cent(?:er|re))\b|\b(?:everyone|everybody|all) (?:of us )?(?:in|at|on) (?:the |our |my )?(?!company|organi[sz]ation|business|firm|tenant|world)[\w-]+ ?(?:[\w-]+ )?(?:department|team|office|branch|floor|plant|division|site|group)\b/,
  },
]);

const MANY = [
  ...PART,
  ...readyWordings<Affected>([
    {
      states: 'many-users',
      pattern: new RegExp(
        `(?:很多|许多|不少|大量|一大批|一批|好几个|好多|几个|几位|几名|多个|多名|多位|若干|一些|部分|有些|大部分|大多数|多数|一半|半数|过半数?|大半|数个|十几个?|几十个?|上百个?|数百个?|上千个?|数十个?|(?:好)?几百(?:多)?[个号名位]?|上百号|几十号)(?:的)?(?:其他|公司|内部)?(?:的)?${PEOPLE_ZH}`,
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
      unless: /\ball other\b|\b(?:for|per) (?:one|a single) user\b/,
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
    },
  ]),
];

const ONE = readyWordings<Affected>([
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
      /没(?:有)?(?:一|任何)|一个(?:用户|人|同事|员工)(?:都|也)(?:不|没|无|收不|发不|登不|打不)|(?:添加|新增|创建|新建|删除|开通)(?:了)?一?个/,
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
      /(?<!\b(?:not|add|adding|create|creating|delete|deleting|remove|removing|invite|inviting|assign|make|making|per|least|which|license|licence|external|guest|than) )\b(?:one|a|1|a single|single|one single|a particular|a specific|another|one of (?:our|my|the)|this) (?:user|person|colleague|employee|coworker|co-worker|staff member|team member|new hire|manager|users|colleagues|employees)\b(?! (?:account type|role|guide|licen[cs]e|group|interface|portal|can'?t be))/,
  },
  {
    states: 'one-user',
    pattern:
      /\bmy (?:own )?(?:outlook|mailbox|mail|e-?mails?|inbox|account|computer|laptop|pc|mac|machine|password|phone|teams|onedrive|skype|office|excel|word|boss|manager|colleague|assistant|calendar|profile|desktop|signature|contacts?)(?:'s)?\b/,
  },
  {
    states: 'one-user',
    pattern: /\bour (?:ceo|cfo|cto|coo|director|boss|receptionist|president|accountant|manager)(?:'s)?\b/,
  },
]);

/** Others are well: what remains is told elsewhere or is the speaker alone. */
const OTHERS_FINE = clausePattern(
  /(?:其他|其它|别的|另外)?(?:人|用户|同事|员工|大家|别人)(?:都|全|均)?(?:是)?(?:正常|没问题|没事|能|可以)|\b(?:nobody|no ?one) else\b|\b(?:everyone|everybody) else\b.{0,30}\b(?:fine|ok|okay|can|works?|working|unaffected|not affected)\b|\bnone of the others\b/,
);
/** "Is it only me or everyone?" states neither. */
const ASKS_WHO = clausePattern(
  /(?:是不是|是否|还是|会不会)(?:.{0,6})?(?:只有我|就我|大家|所有|全|都|大面积|普遍)|只有我.{0,8}吗|(?:大家|你们|别人|其他人)(?:也|都).{0,10}(?:吗|么)$|\b(?:is it|am i|is this|are we|is that) (?:just |only |the only )?(?:me|one|us|everyone|happening to (?:others|everyone))?\b.{0,30}\b(?:or|only one|just me|everyone|else)\b|\b(?:is (?:it|this|anyone|anybody|everyone|everybody)|does (?:anyone|everyone)) (?:just|only|else)\b|\bor (?:is it )?(?:just|only|everyone|everybody|all)\b/,
);

const DIGITS_ZH = new Map(
  [...'一二三四五六七八九'].map((digit, index) => [digit, index + 1]).concat([['两', 2]]) as [string, number][],
);
const COUNT = clausePattern(
  /(?<![\d.-])(\d{1,3}(?:,\d{3}){1,2}|\d{1,6}) ?(?:多|来|几|余)?(?:个|名|位|号)?(?:的)?(?:用户|同事|员工|人(?!民)|账号|邮箱)|(?<![\d.-])(\d{1,3}(?:,\d{3}){1,2}|\d{1,6})\+? (?:of (?:our|my|the) )?(?:\w{2,12} )?(?:users?|people|persons?|colleagues|employees|staff|mailboxes|accounts|co-?workers)\b|([一二两三四五六七八九]?十[一二三四五六七八九]?|[一二两三四五六七八九]百|[一二两三四五六七八九])(?:多)?(?:个|名|位)(?:用户|同事|员工|人)/,
);
const SIZE = clausePattern(
  /(?:公司|单位|集团|学校|我们)(?:里)?(?:一共|总共|大概|大约|共|现在|目前)?(?:就|只)?有? ?[\d,]+ ?(?:多|来)?(?:个|名|位)?(?:人|用户|员工)(?:的公司|规模|左右)?$|\b(?:we(?:'re| are| have)|company (?:of|with|has)|there are|tenant with|organi[sz]ation of|team of) (?:about |around |only |a )?[\d,]+/,
);

/** 三 -> 3, 十二 -> 12, 三十 -> 30, 两百 -> 200. */
function chineseNumber(words: string): number {
  const [tens, ones] = words.split('十');
  if (words.endsWith('百')) return 100 * (DIGITS_ZH.get(words.charAt(0)) ?? 1);
  if (ones === undefined) return DIGITS_ZH.get(words) ?? 0;
  return 10 * (tens ? (DIGITS_ZH.get(tens) ?? 1) : 1) + (DIGITS_ZH.get(ones) ?? 0);
}

function countIn(clause: Clause): number | null {
  const match = firstMatch(COUNT, clause);
  if (!match || says(clause, LICENCES) || says(clause, SIZE)) return null;
  // 「一个人都」 is nobody, not one.
  if (/^[1一] ?[个名位]/.test(match[0]) && /^[都也]/.test(clause.text.slice(match.index + match[0].length)))
    return null;
  const digits = match[1] ?? match[2];
  const count = digits === undefined ? chineseNumber(match[3] ?? '') : Number(digits.replaceAll(',', ''));
  return count > 0 ? count : null;
}

function organizationIn(clause: Clause): boolean {
  if (stated(clause, ORGANIZATION) === null || stated(clause, PART) !== null) return false;
  if ([NOT_ALL_ZH, NOT_ALL_EN, RECEIVER_ZH, RECEIVER_EN].some((pattern) => says(clause, pattern))) return false;
  const well =
    (says(clause, FINE_ZH) && !says(clause, NOT_FINE_ZH)) || (says(clause, FINE_EN) && !says(clause, NOT_EN));
  return !well;
}

/**
 * Whom the text states as affected, the largest circle that it names, and a number of people when one is told.
 * The size of a company, licences to buy and people who are well do not count; 「不是所有人」 states nothing.
 */
export function readAffected(clauses: readonly Clause[]): AffectedReading {
  const told = clauses.filter((clause) => !says(clause, ASKS_WHO));
  const userCount = told.map(countIn).find((count) => count !== null) ?? null;
  if (told.some(organizationIn)) return { affected: 'organization', userCount };
  if ((userCount ?? 0) > 1 || told.some((clause) => stated(clause, MANY) !== null)) {
    return { affected: 'many-users', userCount };
  }
  const alone = userCount === 1 || told.some((clause) => says(clause, OTHERS_FINE));
  const one = alone || told.some((clause) => stated(clause, ONE) !== null);
  return { affected: one ? 'one-user' : null, userCount };
}
