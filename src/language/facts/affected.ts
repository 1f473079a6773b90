import type { SeverityFacts } from '../../domain/facts.ts';
import { MANY, ONE, ORGANIZATION, PART } from './affected-wordings.ts';
import { type Clause, clausePattern, type ReadyWording, says, stated } from './clauses.ts';
import { countIn } from './people-count.ts';

type Affected = SeverityFacts['affected'];

/** Who is spoken of, and how many when a number is told. */
export interface AffectedReading {
  readonly affected: Affected | null;
  readonly userCount: number | null;
  /** The words of the normalised text that tell the number. */
  readonly countWords: string | null;
}

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
/** Others are well: what remains is told elsewhere or is the speaker alone. */
const OTHERS_FINE = clausePattern(
  /(?<!有的|部分|有些|一些|多数)(?:其他|其它|别的|另外)?(?<!有的|部分|有些|一些|多数)(?:人|用户|同事|员工|大家|别人)(?:都|全|均)?(?:是)?(?:正常|没问题|没事|能|可以)|\b(?:nobody|no ?one) else\b|\b(?:everyone|everybody) else\b.{0,30}\b(?:fine|ok|okay|can|works?|working|unaffected|not affected)\b|\bnone of the others\b/,
);
const MANAGES = clausePattern(
  /(?:大家|所有人|全员|同事们?)(?:都|就|也)?(?:先|暂时|改|只能|只好|看|用|靠|走)|\b(?:everyone|everybody|people|users|we all|they) (?:all )?(?:uses?|get(?:s)? (?:along|by)|go(?:es)? by|works? (?:on|in|with)|manages?)\b/,
);
/** "Is it only me or everyone?" states neither. */
const ASKS_WHO = clausePattern(
  /(?:是不是|是否|还是|会不会)(?:.{0,6})?(?:只有我|就我|大家|所有|全|都|大面积|普遍)|只有我.{0,8}吗|(?:大家|你们|别人|其他人)(?:也|都).{0,10}(?:吗|么)$|\b(?:is it|am i|is this|are we|is that) (?:just |only |the only )?(?:me|one|us|everyone|happening to (?:others|everyone))?\b.{0,30}\b(?:or|only one|just me|everyone|else)\b|\b(?:is (?:it|this|anyone|anybody|everyone|everybody)|does (?:anyone|everyone)) (?:just|only|else)\b|\bor (?:is it )?(?:just|only|everyone|everybody|all)\b/,
);

function organizationIn(clause: Clause): boolean {
  if (stated(clause, ORGANIZATION) === null || stated(clause, PART) !== null) return false;
  if ([NOT_ALL_ZH, NOT_ALL_EN, RECEIVER_ZH, RECEIVER_EN].some((pattern) => says(clause, pattern))) return false;
  const well =
    (says(clause, FINE_ZH) && !says(clause, NOT_FINE_ZH)) || (says(clause, FINE_EN) && !says(clause, NOT_EN));
  return !well;
}

/**
 * Whom the text states as affected by its wordings, the largest circle that it names, and a number of people when one is
 * told. The size of a company, licences to buy and people who are well do not count; 「不是所有人」 states nothing.
 */
export function readAffected(clauses: readonly Clause[]): AffectedReading {
  const told = clauses.filter((clause) => !says(clause, ASKS_WHO));
  const counted = told.map(countIn).find((count) => count !== null) ?? null;
  const userCount = counted?.count ?? null;
  const countWords = counted?.words ?? null;
  // 「大家先用网页版」, "people get along with OWA": how they manage, and not whom it hits.
  const hit = told.filter((clause) => !says(clause, MANAGES));
  const names = (wordings: readonly ReadyWording<Affected>[]) =>
    hit.some((clause) => stated(clause, wordings) !== null);
  if (hit.some(organizationIn)) return { affected: 'organization', userCount, countWords };
  if ((userCount ?? 0) > 1 || names(MANY)) return { affected: 'many-users', userCount, countWords };
  const alone = userCount === 1 || told.some((clause) => says(clause, OTHERS_FINE));
  return { affected: alone || names(ONE) ? 'one-user' : null, userCount, countWords };
}
