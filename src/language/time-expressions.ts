import { createSieve, firstMatch } from './sieve.ts';

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

const sieve = createSieve();

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
].map(sieve.add);

/**
 * Since when something lasts, as written (「从今天早上」, "since this morning"); null when the text does not tell.
 * @param text the original, in whatever case
 */
export function readSince(text: string): string | null {
  const sifted = sieve.sift(text);
  for (const expression of EXPRESSIONS) {
    const match = firstMatch(expression, sifted);
    if (match) return (match[1] ?? match[0]).trim();
  }
  return null;
}
