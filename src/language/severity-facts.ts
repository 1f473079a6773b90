import type { AffectedReading } from './facts/affected.ts';
import type { StatedFacts } from './facts/fact-classes.ts';
import type { FactModel } from './facts/fact-model.ts';
import { readWordings } from './facts/wordings.ts';

/** What a text states about the severity facts, and a number of people affected when one is told. */
export interface SeverityReading {
  readonly severityFacts: StatedFacts;
  readonly userCount: AffectedReading['userCount'];
  readonly countWords: AffectedReading['countWords'];
}

/** UTF-16 units beside a number of people in an answer that holds nothing else: "about 40 people", 「大概 40 个人吧」. */
const MOST_BESIDE_COUNT = 8;

/** Who is affected by an answer that is a number of people and nothing else; nobody by any other text. */
function bareCount(normalised: string, { userCount, countWords }: Omit<SeverityReading, 'severityFacts'>): StatedFacts {
  if (userCount === null || countWords === null) return {};
  const isBare = normalised.trim().length - countWords.length <= MOST_BESIDE_COUNT;
  return isBare ? { affected: userCount > 1 ? 'many-users' : 'one-user' } : {};
}

/**
 * Reads the facts of support policy section 5 in Chinese and English, only those that the text itself states: what a
 * person did not say is asked and not guessed. Where nothing fails nobody is affected and nothing needs a way round.
 * Tone ("URGENT", 「非常急」) states nothing (rule S6). Decision 24 tells how they are learned.
 * @param normalised text after `normalise`
 */
export function readSeverityFacts(normalised: string, model: FactModel): SeverityReading {
  const { verdict, userCount, countWords } = readWordings(normalised);
  const severityFacts = model.read(normalised, verdict);
  // Where nothing fails a number is that of a wish: "licences for 20 users".
  if (severityFacts.serviceState === 'working') return { severityFacts, userCount: null, countWords: null };
  const count = { userCount, countWords };
  return { severityFacts: { ...bareCount(normalised, count), ...severityFacts }, ...count };
}
