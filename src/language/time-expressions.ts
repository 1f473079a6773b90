import { entityPattern, siftedForEntities } from './entity-sieve.ts';
import { firstMatch, type Sifted } from './sieve.ts';

const DAY_ZH =
  '(?:今天|今日|今早|今晨|今晚|昨天|昨日|昨晚|昨夜|前天|大前天|上周[一二三四五六日天末]?|上[个個]?(?:星期|礼拜|月)[一二三四五六日天]?|[这這]周[一二三四五六日天]?|本周[一二三四五六日天]?|[这這][个個]?(?:星期|礼拜|月)|本月|月初|周[一二三四五六日天末]|星期[一二三四五六日天]|礼拜[一二三四五六日天]|去年|年初|国庆|春节|元旦|\\d{1,2} ?月 ?\\d{1,2} ?[日号號]|\\d{1,2} ?[日号號]|\\d{4}-\\d{1,2}-\\d{1,2})';
const HOUR_ZH =
  '(?:(?:早上|早晨|清晨|上午|中午|下午|傍晚|晚上|半夜|凌晨|夜里)? ?(?:\\d{1,2}[:：]\\d{2}|(?:\\d{1,2}|[一二三四五六七八九十两]{1,2}) ?[点點](?:半|\\d{1,2}分?|钟|鐘|多)?)|早上|早晨|清晨|上午|中午|下午|傍晚|晚上|半夜|凌晨|夜里|刚才|剛才|刚刚)';
const MOMENT_ZH = `(?:${DAY_ZH}(?:的)? ?(?:${HOUR_ZH})?|${HOUR_ZH})(?:左右|前后)?`;
const CHANGE_ZH = '(?:更新|升级|升級|迁移|遷移|切换|维护|維護|重启|改密码|换电脑|搬家|割接|部署)';
const CHANGE_EN =
  '(?:update|upgrade|migration|maintenance|change|patch|cut-?over|switch|restart|move|outage|weekend|holidays?)';
const DAY_EN = '(?:mon|tues?|wed(?:nes)?|thu(?:rs)?|fri|sat(?:ur)?|sun)(?:day)?';
const MONTH_EN =
  '(?:jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?|sept?(?:ember)?|oct(?:ober)?|nov(?:ember)?|dec(?:ember)?)';
const CLOCK_EN = "(?:\\d{1,2}(?::\\d{2})? ?(?:am|pm|a\\.m\\.|p\\.m\\.|o'clock)|\\d{1,2}:\\d{2})";
const PART_EN = '(?:morning|afternoon|evening|night|noon|midnight)';
const MOMENT_EN = `(?:(?:about|around|early|late|at least) ){0,2}(?:(?:this|last|yesterday|the (?:last|latest)|the|today|tonight) ?(?:early |late )?(?:${PART_EN}|week|weekend|month|year|${DAY_EN}|${CHANGE_EN})?|${DAY_EN}|${MONTH_EN}(?: \\d{1,2}(?:st|nd|rd|th)?)?|${CLOCK_EN}|${PART_EN}|\\d{4}-\\d{2}-\\d{2})(?: ${PART_EN})?(?:,? (?:at |around |about )?${CLOCK_EN})?(?: (?:today|yesterday|this ${PART_EN}))?`;

/** In order of trust; the first group, or else the whole, is the expression. */
const EXPRESSIONS = [
  new RegExp(`(?:自?[从從]|自) ?${MOMENT_ZH}`),
  new RegExp(`(?:自?[从從]|自)?(?:${MOMENT_ZH})?${CHANGE_ZH}(?:完)?(?:之后|之後|以后|以後|以来|后|後)`),
  new RegExp(`(${MOMENT_ZH}) ?(?:开始|開始|起|以来|以來|到现在|至今)`),
  // 「等半天了」 says that somebody is fed up, and no time.
  /(?:已经|已經|都|快|持续|了)? ?((?!(?<=等|等了)半天)(?:\d{1,3}|[一二两三四五六七八九十半几好]{1,3}) ?(?:多)?(?:个|個)?(?:多)?(?:分钟|分鐘|小时|小時|钟头|天|周|星期|礼拜|月)(?:多)?)(?:了(?!解)|没|都)/,
  new RegExp(`\\bsince ${MOMENT_EN}(?![\\w])`, 'i'),
  new RegExp(`\\b(?:starting|started|as of|beginning|began) (${MOMENT_EN})(?![\\w])`, 'i'),
  /\bfor (?:the (?:last|past)|over|more than|almost|about|nearly|at least) (?:an?|one|two|three|four|five|a few|several|\d{1,3})? ?(?:minutes?|hours?|days?|weeks?|months?)\b/i,
  /\bfor (?:an?|one|two|three|four|five|a few|several|\d{1,3}) (?:hours?|days?|weeks?) (?:now|already|straight)\b/i,
].map(entityPattern);

const AHEAD_ZH =
  '(?:今天|今日|今晚|明天|明日|明早|明晚|明晨|后天|後天|大后天|[这這本]周[一二三四五六日天末]?|下(?:个|個)?(?:周|星期|礼拜|月)[一二三四五六日天]?|周[一二三四五六日天末]|星期[一二三四五六日天]|礼拜[一二三四五六日天]|月底|月末|年底|季度末|\\d{1,2} ?月 ?\\d{1,2} ?[日号號]|\\d{1,2} ?[日号號]|\\d{4}-\\d{1,2}-\\d{1,2})';
const LIMIT_ZH = `(?:${AHEAD_ZH}(?:的)? ?(?:${HOUR_ZH}|下班)?|${HOUR_ZH}(?<!刚才|剛才|刚刚)|下班|(?:\\d{1,2}|[一二两三四五六七八九十半]{1,3}) ?(?:个|個)?(?:多)?(?:分钟|分鐘|小时|小時|钟头|天))`;
const AHEAD_EN = `(?:(?:today|tonight|tomorrow|this (?:morning|afternoon|evening|week)|next (?:week|month|${DAY_EN})|${DAY_EN}|${MONTH_EN} \\d{1,2}(?:st|nd|rd|th)?|the \\d{1,2}(?:st|nd|rd|th)|(?:the )?end of (?:the )?(?:day|week|month|year|quarter|business)|eod|cob|close of business|noon|midday|midnight|\\d{4}-\\d{2}-\\d{2}|${CLOCK_EN})(?:,? (?:at |by |before )?(?:${CLOCK_EN}|${PART_EN}))?(?: (?:today|tonight|tomorrow|on ${DAY_EN}|this ${PART_EN}))?)`;
const EVENT_ZH =
  '(?:上线|上線|投产|开标|截标|投标|交标|发布|交付|交货|发货|发工资|发薪|报税|结账|关账|月结|开业|验收|演示|路演|直播|截止|开会|切换|签合同|审计)';
const EVENT_EN = '(?:go(?:es|ing)? live|go-live|launch(?:es)?|closes?|close|starts?|begins?|ends?|ships?|due|due date)';

/** In order of trust, as {@link EXPRESSIONS}; the first group is the moment. */
const LIMITS = [
  new RegExp(
    `(?:截止(?:日期|时间|到)?(?:是|为|到|在)?|最晚|最迟|不晚于|赶在|必须在|务必在|deadline(?:是)?) ?[:：]?(${LIMIT_ZH})`,
  ),
  new RegExp(`(?<![从從自昨前上到午早晚天晨夜里]|昨[天日晚] ?|前天 ?|上周. ?|今天 ?)(${LIMIT_ZH}) ?(?:之|以)?前`),
  new RegExp(
    `(?<![从從自昨前上到午早晚天晨夜里]|昨[天日晚] ?|前天 ?|上周. ?|今天 ?)(${AHEAD_ZH}(?:的)? ?(?:${HOUR_ZH})?|${HOUR_ZH})[\u4e00-\u9fff]{0,2}?(?:就|正式|必须|要|得|有|是){0,3}${EVENT_ZH}`,
  ),
  new RegExp(`(?:还有|還有|还剩|只剩|剩) ?(${LIMIT_ZH})(?:就|后|內|内)?(?:要|开始|截止|上线|开标|到期)`),
  new RegExp(
    `\\b(?:by|before|no later than|due(?: by| on| at)?|deadline(?: is|:| of)?(?: at| by| on)?) (${AHEAD_EN})(?![\\w])`,
    'i',
  ),
  new RegExp(`\\b${EVENT_EN} (?:is )?(?:on |at |by )?(${AHEAD_EN})(?![\\w])`, 'i'),
  /\b(?:starts?|begins?|closes?|due|leaves?|live) (in (?:an?|half an|one|two|three|five|ten|twenty|thirty|\d{1,3}) (?:minutes?|mins?|hours?|days?))\b/i,
].map(entityPattern);

/** A time as it is written, and where: UTF-16 units, the end exclusive. */
export interface TimeExpression {
  readonly value: string;
  readonly start: number;
  readonly end: number;
}

function firstOf(expressions: readonly Sifted[], text: string): TimeExpression | null {
  const sifted = siftedForEntities(text);
  for (const expression of expressions) {
    const match = firstMatch(expression, sifted);
    if (!match) continue;
    const words = match[1] ?? match[0];
    const value = words.trim();
    const start = match.index + match[0].indexOf(words) + (words.length - words.trimStart().length);
    return { value, start, end: start + value.length };
  }
  return null;
}

/**
 * Since when something lasts, as written (「从今天早上」, "since this morning"); null when the text does not tell.
 * @param text the original, in whatever case
 */
export function findSince(text: string): TimeExpression | null {
  return firstOf(EXPRESSIONS, text);
}

/**
 * Until when something must be done, as written (「下午五点」 of 「下午五点前」, "5pm today" of "by 5pm today"); null when the
 * text does not tell. Whether the business is at risk is a severity fact and not read here.
 * @param text the original, in whatever case
 */
export function findDeadline(text: string): TimeExpression | null {
  return firstOf(LIMITS, text);
}
