import { type Clause, clausePattern, says } from './clauses.ts';
import type { StatedFacts } from './fact-classes.ts';

type Affected = NonNullable<StatedFacts['affected']>;

/** What may follow: "whole company affected", 「全公司都这样」. */
const THEN_HAN = '(?:都|均|全都)?(?:这样|如此|受影响|不行|不能用|用不了|中招|有这个问题|有问题)?了?';
const THEN_LATIN =
  '(?: (?:is|are|was|were))?(?: all)?(?: (?:affected|hit|impacted|down|out|has it|have it|the same))?(?: now)?';
const BEFORE_HAN = '(?:影响|影响到|涉及|范围是|范围|是|现在|其实是?)?';
const BEFORE_LATIN = "(?:(?:affects|affecting|hits|across|for|it is|it's|now|actually|in)? ?)(?:the |our )?";

/** Phrases that say who is hit by themselves, where nothing else stands in the clause; the first that fits. */
const PHRASES: readonly (readonly [Affected, ReturnType<typeof clausePattern>])[] = [
  [
    'organization',
    clausePattern(
      new RegExp(
        `^${BEFORE_HAN}(?:(?:我们)?(?:全|整个)(?:公司|集团|单位|组织|学校|院|校|厂)(?:的?(?:人|所有人|员工))?|(?:公司)?(?:全部|所有|全体)(?:的?(?:人|员工|同事|用户))|大家|每个人)${THEN_HAN}$|^${BEFORE_LATIN}(?:(?:whole|entire) (?:company|organi[sz]ation|tenant|school|firm|business)|all (?:of )?(?:our |the )?(?:users|staff|employees|people|of us)|company[- ]?wide|org[- ]?wide|everyone|everybody)${THEN_LATIN}$`,
      ),
    ),
  ],
  [
    'many-users',
    clausePattern(
      new RegExp(
        `^${BEFORE_HAN}(?:我们)?(?:整个|全)(?!公司|集团)\\p{Script=Han}{0,6}(?:部|部门|分公司|团队|办公室|组|车间|楼层)${THEN_HAN}$|^${BEFORE_LATIN}(?:whole|entire) (?:[a-z]{2,20} ){0,2}(?:department|team|floor|site|branch|office|plant|division)${THEN_LATIN}$`,
        'u',
      ),
    ),
  ],
  [
    'one-user',
    clausePattern(
      /^(?:就|只有|仅|只是|目前)?(?:我|他|她)(?:自己|一个人|一个|一人)(?:这样|有这个问题)?$|^(?:就|只有|仅)(?:我|他|她)(?:这样|有这个问题)?$|^(?:only|just) (?:for )?(?:me|him|her|myself)$|^(?:for )?(?:me|him|her) (?:only|alone)$/,
    ),
  ],
];

/** Units of text; a longer clause holds more than the phrase. */
const LONGEST = 60;

function affectedIn(clause: Clause): Affected | null {
  if (clause.question || clause.text.length > LONGEST) return null;
  return PHRASES.find(([, pattern]) => says(clause, pattern))?.[0] ?? null;
}

/**
 * Who is hit, where a clause says that and nothing else: "mail is delayed, whole company", 「发不出去，就我一个人」. Such a clause
 * has too few words for a learned model to be sure, and leaves no doubt to a reader. Null where no clause does, or two differ.
 * @param clauses of the text
 */
export function readScopePhrase(clauses: readonly Clause[]): Affected | null {
  const told = new Set(clauses.flatMap((clause) => affectedIn(clause) ?? []));
  const [only] = told;
  return told.size === 1 ? (only ?? null) : null;
}
