import { firstMatch } from '../sieve.ts';
import { type Clause, clausePattern, says } from './clauses.ts';

/** What is bought or made for people does not hit them. */
const LICENCES = clausePattern(
  /换了|试了|(?:发|发到|超过|达到|满) ?\d+ ?(?:个|名)人|变成|许可|席位|授权数|licen[cs]e|seats?\b|添加|新增|新加|购买|开通|加购|\b(?:add|buy|purchase|adding|buying|order)\b/,
);

const DIGITS_ZH = new Map(
  [...'一二三四五六七八九']
    .map((digit, index) => [digit, index + 1])
    .concat([
      ['两', 2],
      ['俩', 2],
    ]) as [string, number][],
);
const COUNT = clausePattern(
  /(?<![\d.-])(?!365)(\d{1,3}(?:,\d{3}){1,2}|\d{1,6}) ?(?:多|来|几|余)?(?:个|名|位|号|台)?(?:的)?(?:用户|同事|员工|学生|老师|坐席|会计|医生|护士|店员|客服|人(?!民)|账号|邮箱(?<!365 ?邮箱)|电脑|平板|手机(?!号)|收银机|终端|设备)|(?<![\d.-]|\bto |\bhas )(\d{1,3}(?:,\d{3}){1,2}|\d{1,6})\+? (?:of (?:our|my|the) )?(?:[\w-]{2,12} ){0,2}?(?:users?|people|persons?|colleagues|employees|staff|mailboxes|accounts|co-?workers|ppl|agents|reps|workers|students|teachers|members|pcs|computers|laptops|tablets|clients|machines)\b|(?<!没|没有|每|任何|[同第统])([一二两三四五六七八九]?十[一二三四五六七八九]?|[一二两三四五六七八九]百|[一二两三四五六七八九])(?:(?:多|来|几)人|(?:多|来)?(?:个|名|位|台|号)(?:的)?(?:培训|测试|共享|会议|新|老|公用|业务|离职|外部|内部|女|男|普通|其他|财务|销售){0,2}(?:用户|同事|员工|人(?!民)|学生|老师|坐席|会计|邮箱|账号|电脑|收银机|终端|设备|平板|手机))|(俩)(?!字)/,
);
const SIZE = clausePattern(
  /(?:公司|单位|集团|学校|我们)(?:里)?(?:一共|总共|大概|大约|共|现在|目前)?(?:就|只)?有? ?[\d,]+ ?(?:多|来)?(?:个|名|位)?(?:人|用户|员工)(?:的公司|规模|左右)?$|\b(?:we(?:'re| are| have)|company (?:of|with|has)|there are|tenant with|organi[sz]ation of|team of) (?:about |around |only |a )?[\d,]+(?! (?:\w+ )?(?:who|that|which|affected|locked|stuck))/,
);

/** 三 -> 3, 十二 -> 12, 三十 -> 30, 两百 -> 200. */
function chineseNumber(words: string): number {
  const [tens, ones] = words.split('十');
  if (words.endsWith('百')) return 100 * (DIGITS_ZH.get(words.charAt(0)) ?? 1);
  if (ones === undefined) return DIGITS_ZH.get(words) ?? 0;
  return 10 * (tens ? (DIGITS_ZH.get(tens) ?? 1) : 1) + (DIGITS_ZH.get(ones) ?? 0);
}

/** A number of people, and the words that tell it. */
export interface PeopleCount {
  readonly count: number;
  readonly words: string;
}

/** How many people a clause speaks of; null when it tells no number of people, or that of a company or of licences. */
function countIn(clause: Clause): PeopleCount | null {
  const match = firstMatch(COUNT, clause);
  if (!match || says(clause, LICENCES) || says(clause, SIZE)) return null;
  // 「一个人都」 is nobody, not one.
  if (/^[1一] ?[个名位]/.test(match[0]) && /^[都也]/.test(clause.text.slice(match.index + match[0].length)))
    return null;
  const digits = match[1] ?? match[2];
  const count = digits === undefined ? chineseNumber(match[3] ?? match[4] ?? '') : Number(digits.replaceAll(',', ''));
  return count > 0 ? { count, words: match[0].trim() } : null;
}

/** "Is it only me or everyone?" states neither. */
const ASKS_WHO = clausePattern(
  /(?:是不是|是否|还是|会不会)(?:.{0,6})?(?:只有我|就我|大家|所有|全|都|大面积|普遍)|只有我.{0,8}吗|(?:大家|你们|别人|其他人)(?:也|都).{0,10}(?:吗|么)$|\b(?:is it|am i|is this|are we|is that) (?:just |only |the only )?(?:me|one|us|everyone|happening to (?:others|everyone))?\b.{0,30}\b(?:or|only one|just me|everyone|else)\b|\b(?:is (?:it|this|anyone|anybody|everyone|everybody)|does (?:anyone|everyone)) (?:just|only|else)\b|\bor (?:is it )?(?:just|only|everyone|everybody|all)\b/,
);

/**
 * The first number of people that a text tells as affected; null when it tells none. The size of a company, licences to
 * buy and a question who else is hit do not count.
 * @param clauses of the text
 */
export function readPeopleCount(clauses: readonly Clause[]): PeopleCount | null {
  const told = clauses.filter((clause) => !says(clause, ASKS_WHO));
  return told.map(countIn).find((count) => count !== null) ?? null;
}
